/// References to resources.
module 0x42::accept_references_global {
    struct R has key, drop { value: u64 }
    struct S has key { value: u64 }
    struct Box<phantom T> has key { value: u64 }
    struct A {}
    struct B {}

    fun bump(at: address) acquires R { R[at].value += 1 }
    fun value_of(r: &R): u64 { r.value }

    fun one_after_the_other(a: address, b: address) acquires R {
        borrow_global_mut<R>(a).value = 1;
        borrow_global_mut<R>(b).value = 2;
    }

    fun two_to_read(a: address, b: address): u64 acquires R {
        let one = borrow_global<R>(a);
        let other = borrow_global<R>(b);
        one.value + other.value
    }

    fun two_types(at: address) acquires R, S {
        let r = borrow_global_mut<R>(at);
        let s = borrow_global_mut<S>(at);
        r.value = s.value;
        s.value = 1;
    }

    fun two_type_arguments(at: address) acquires Box {
        let a = borrow_global_mut<Box<A>>(at);
        let b = borrow_global_mut<Box<B>>(at);
        a.value = b.value;
        b.value = 1;
    }

    fun a_callee_beside_another_resource(at: address) acquires R, S {
        let s = borrow_global_mut<S>(at);
        bump(at);
        s.value = 1;
    }

    fun a_callee_afterwards(at: address): u64 acquires R {
        let r = borrow_global<R>(at);
        let value = value_of(r);
        bump(at);
        value
    }

    fun taken_out_afterwards(at: address): u64 acquires R {
        let value = borrow_global<R>(at).value;
        let R { value: taken } = move_from<R>(at);
        value + taken
    }

    fun exists_beside_a_reference(at: address): bool acquires R {
        let r = borrow_global_mut<R>(at);
        let there = exists<R>(at);
        r.value = 1;
        there
    }

    fun two_addresses() acquires R {
        let one = borrow_global_mut<R>(@0x1);
        let other = borrow_global_mut<R>(@0x2);
        other.value = one.value;
        one.value = 1;
    }
}
