/// A value does no more than the clauses of its type say: where it is made, passed, stored and given back.
module 0x42::reject_functions_clauses {
    struct Counter has key { value: u64 }
    struct Other has key { value: u64 }
    struct Held has key { f: |at: address| u64 has store + drop { reads Counter(at) } }

    public fun look(at: address): u64 { Counter[at].value }
    public fun look_elsewhere(_at: address): u64 { Counter[@0x1].value }
    public fun bump(at: address): u64 { Counter[at].value += 1; 0 }
    public fun other(at: address): u64 { Other[at].value }
    public fun of(at: address, key: address): u64 { Counter[key].value + Counter[at].value }

    fun read_one(f: |at: address| u64 { reads Counter(at) }, at: address): u64 { f(at) }
    fun read_any(f: |address| u64 { reads Counter }): u64 { f(@0x1) }
    fun nothing(f: |address| u64 { pure }): u64 { f(@0x1) }
    fun not_here(f: |address| u64 { !reads Counter }): u64 { f(@0x1) }
    fun anything(f: |address| u64): u64 { f(@0x1) }

    fun writes_where_reads_are_allowed(): u64 { read_one(bump, @0x1) } // error: E0603
    fun reads_another_resource(): u64 { read_one(other, @0x1) } // error: E0603
    fun reads_another_key(): u64 { read_one(look_elsewhere, @0x1) } // error: E0603
    fun reads_what_is_captured(key: address): u64 { read_one(|at| of(at, key), @0x1) } // error: E0603
    fun a_constant_that_is_captured(): u64 { read_one(|at| of(at, @0x2), @0x1) } // error: E0603
    fun is_not_pure(): u64 { nothing(look) } // error: E0603
    fun does_what_is_excluded(): u64 { not_here(look) } // error: E0603
    fun an_open_value(f: |address| u64): u64 { read_any(f) } // error: E0603
    fun an_open_value_where_something_is_excluded(f: |address| u64): u64 { not_here(f) } // error: E0603
    fun a_wider_value(f: |address| u64 { reads Counter }): u64 { read_one(f, @0x1) } // error: E0603
    fun another_exclusion(f: |address| u64 { !reads Other }): u64 { not_here(f) } // error: E0603
    fun in_a_variable(): u64 {
        let f: |address| u64 { reads Counter } = bump; // error: E0603
        f(@0x1)
    }
    fun stored(s: &signer) {
        move_to(s, Held { f: bump }); // error: E0603
    }
    fun stored_later(at: address) {
        Held[at].f = bump; // error: E0603
    }
    fun given_back(): |address| u64 has drop { pure } {
        look // error: E0603
    }
    fun one_of_two(which: bool): u64 {
        let f = if (which) look else bump;
        read_any(f) // error: E0603
    }
    fun through_another_value(): u64 {
        read_any(|at| anything(|a| bump(a)) + at_one(at)) // error: E0603
    }
    fun at_one(at: address): u64 { Counter[at].value }
}
