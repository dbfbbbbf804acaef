/// Resources: published, borrowed, taken out.
module 0x42::run_resources_resources {
    use std::signer::address_of;

    struct Counter has key { value: u64 }
    struct Profile has key, drop { name: vector<u8>, scores: vector<u64> }
    struct Wallet has key { coin: Coin }
    struct Coin has store { value: u64 }
    struct Box<T: store> has key { item: T }
    enum State has key, drop { Off, On { since: u64 } }

    fun bump(at: address): u64 {
        let counter = borrow_global_mut<Counter>(at);
        counter.value = counter.value + 1;
        counter.value
    }

    // returns: false, true
    fun there_once_published(account: &signer): (bool, bool) {
        let before = exists<Counter>(address_of(account));
        move_to(account, Counter { value: 1 });
        (before, exists<Counter>(address_of(account)))
    }

    // returns: 5
    fun read(account: &signer): u64 {
        move_to(account, Counter { value: 5 });
        borrow_global<Counter>(address_of(account)).value
    }

    // returns: 2, 3
    fun changed(account: &signer): (u64, u64) {
        move_to(account, Counter { value: 1 });
        (bump(address_of(account)), bump(address_of(account)))
    }

    // returns: 7, false
    fun taken_out(account: &signer): (u64, bool) {
        move_to(account, Counter { value: 7 });
        let Counter { value } = move_from<Counter>(address_of(account));
        (value, exists<Counter>(address_of(account)))
    }

    // aborts: already there
    fun published_twice(account: &signer) {
        move_to(account, Counter { value: 1 });
        move_to(account, Counter { value: 2 });
    }

    // returns: 2
    fun published_again(account: &signer): u64 {
        move_to(account, Counter { value: 1 });
        let Counter { value: _ } = move_from(address_of(account));
        move_to(account, Counter { value: 2 });
        Counter[address_of(account)].value
    }

    // aborts: not there
    fun read_where_none_is(): u64 { borrow_global<Counter>(@0x9).value }

    // aborts: not there
    fun changed_where_none_is() { Counter[@0x9].value = 1; }

    // aborts: not there
    fun taken_where_none_is(): u64 {
        let Counter { value } = move_from<Counter>(@0x9);
        value
    }

    // aborts: not there
    fun only_the_account_has_it(account: &signer): u64 {
        move_to(account, Counter { value: 1 });
        Counter[@0x9].value
    }

    // returns: {b"new", vector[3, 20]}
    fun indexed(account: &signer): Profile {
        let at = address_of(account);
        move_to(account, Profile { name: b"old", scores: vector[1, 2] });
        Profile[at].name = b"new";
        Profile[at].scores[0] = 3;
        let scores = &mut Profile[at].scores;
        scores[1] *= 10;
        move_from<Profile>(at)
    }

    // returns: 2, 8
    fun a_value_inside_is_split(account: &signer): (u64, u64) {
        let at = address_of(account);
        move_to(account, Wallet { coin: Coin { value: 10 } });
        let taken = {
            let wallet = &mut Wallet[at];
            wallet.coin.value -= 8;
            Coin { value: 8 }
        };
        let Wallet { coin: Coin { value: left } } = move_from<Wallet>(at);
        let Coin { value } = taken;
        (left, value)
    }

    // returns: true, false
    fun each_type_argument_apart(account: &signer): (bool, bool) {
        move_to(account, Box<u64> { item: 1 });
        let at = address_of(account);
        (exists<Box<u64>>(at), exists<Box<u8>>(at))
    }

    // returns: 4
    fun an_enum(account: &signer): u64 {
        let at = address_of(account);
        move_to(account, State::Off);
        *(&mut State[at]) = State::On { since: 4 };
        match (&State[at]) { State::Off => 0, State::On { since } => *since }
    }

    // returns: 3
    fun borrowed_one_after_the_other(account: &signer): u64 {
        let at = address_of(account);
        move_to(account, Counter { value: 1 });
        let first = &mut Counter[at].value;
        *first = 2;
        let second = &mut Counter[at].value;
        *second += 1;
        Counter[at].value
    }

    // returns: @0x64, @0x64
    fun who_signs(account: signer): (address, address) {
        (address_of(&account), *std::signer::borrow_address(&account))
    }
}
