/// Declared accesses change nothing of what is done.
module 0x42::run_access_clauses {
    use std::signer::address_of;
    use aptos_std::table::{Self, Table};

    struct Counter has key { value: u64 }
    struct Book has key { items: Table<u64, u64>, head: u64 }
    struct Router has key { best: address }

    fun start(account: &signer) writes Counter(address_of(account)) {
        move_to(account, Counter { value: 1 });
    }
    fun value(at: address): u64 reads Counter(at) { Counter[at].value }
    fun bump(at: address) adds Counter(at).value { Counter[at].value += 1; }
    fun there(at: address): bool reads exists<Counter>(at) { exists<Counter>(at) }
    fun sum(a: u64, b: u64): u64 pure { a + b }
    fun maybe(at: address, which: bool) writes Counter(at) if which {
        if (which) Counter[at].value = 9;
    }
    fun all(list: vector<address>)
        writes Counter(list[i]) for i in 0..list.length()
    {
        for (i in 0..list.length()) {
            let at = list[i];
            Counter[at].value += 10;
        }
    }
    fun head(at: address): u64 reads Book(at).head, Book(at).items[Book(at).head] {
        let book = &Book[at];
        *table::borrow(&book.items, book.head)
    }
    fun through(at: address): u64 calls value(Router(at).best) {
        value(Router[at].best)
    }
    fun behind(counter: &mut Counter) writes counter.value { counter.value = 5 }

    // returns: 1
    fun read(account: &signer): u64 {
        start(account);
        value(address_of(account))
    }

    // returns: 3
    fun added(account: &signer): u64 {
        start(account);
        bump(address_of(account));
        bump(address_of(account));
        value(address_of(account))
    }

    // returns: false, true
    fun existence(account: &signer): (bool, bool) {
        let before = there(address_of(account));
        start(account);
        (before, there(address_of(account)))
    }

    // returns: 5
    fun nothing_touched(): u64 { sum(2, 3) }

    // returns: 1, 9
    fun under_a_condition(account: &signer): (u64, u64) {
        start(account);
        let at = address_of(account);
        maybe(at, false);
        let before = value(at);
        maybe(at, true);
        (before, value(at))
    }

    // returns: 21
    fun for_each_of_a_list(account: &signer): u64 {
        start(account);
        let at = address_of(account);
        all(vector[at, at]);
        value(at)
    }

    // returns: 70
    fun a_key_read_from_state(account: &signer): u64 {
        let items = table::new();
        table::add(&mut items, 7, 70);
        move_to(account, Book { items, head: 7 });
        head(address_of(account))
    }

    // returns: 1
    fun a_call_by_a_key_from_state(account: &signer): u64 {
        start(account);
        move_to(account, Router { best: address_of(account) });
        through(address_of(account))
    }

    // returns: 5
    fun a_reference(account: &signer): u64 {
        start(account);
        let at = address_of(account);
        behind(&mut Counter[at]);
        value(at)
    }
}
