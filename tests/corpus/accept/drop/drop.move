/// Values without `drop` are passed on, stored or taken apart; others may be left.
module 0x42::accept_drop_drop {
    struct Coin has store { value: u64 }
    struct Note has drop { value: u64 }
    struct Vault has key { coin: Coin }

    fun mint(): Coin { Coin { value: 1 } }
    fun spend(coin: Coin) { let Coin { value: _ } = coin; }

    fun left() {
        let _note = Note { value: 1 };
    }

    fun overwritten(note: Note): u64 {
        note = Note { value: 2 };
        note.value
    }

    fun stored(account: &signer) {
        move_to(account, Vault { coin: mint() });
    }

    fun passed_on(): Coin { mint() }

    fun left_at_an_abort(coin: Coin, which: bool) {
        if (which) abort 1;
        spend(coin);
    }

    fun an_empty_vector_taken_apart() {
        let coins = vector<Coin>[];
        std::vector::push_back(&mut coins, mint());
        spend(std::vector::pop_back(&mut coins));
        std::vector::destroy_empty(coins);
    }

    fun a_generic_value<T: drop>(_value: T) {}

    fun all_loops_end(n: u64) {
        let coin = mint();
        loop {
            if (n == 0) break;
            n = n - 1;
        };
        spend(coin);
    }
}
