/// Resources used while they are borrowed.
module 0x42::m {
    struct R has key, drop { value: u64 }
    struct Box<phantom T> has key { value: u64 }

    fun bump(at: address) acquires R { R[at].value += 1 }
    fun bump_by_another(at: address) acquires R { bump(at) }

    fun two_mutable(a: address, b: address) acquires R {
        let one = borrow_global_mut<R>(a);
        let other = borrow_global_mut<R>(b); // error: E0509
        one.value = 1;
        other.value = 2;
    }

    fun read_beside_a_mutable(a: address, b: address): u64 acquires R {
        let one = borrow_global_mut<R>(a);
        let value = R[b].value; // error: E0509
        one.value = 1;
        value
    }

    fun changed_beside_a_reference(a: address, b: address): u64 acquires R {
        let one = &R[a];
        R[b].value = 2; // error: E0509
        one.value
    }

    fun taken_out(at: address): u64 acquires R {
        let r = borrow_global<R>(at);
        let R { value } = move_from<R>(at); // error: E0509
        value + r.value
    }

    fun a_callee(at: address): u64 acquires R {
        let r = &R[at];
        bump(at); // error: E0509
        r.value
    }

    fun a_callee_of_a_callee(at: address): u64 acquires R {
        let value = &R[at].value;
        bump_by_another(at); // error: E0509
        *value
    }

    fun returned(at: address): &R acquires R {
        borrow_global<R>(at) // error: E0504
    }

    fun a_part_returned(at: address): &mut u64 acquires R {
        &mut R[at].value // error: E0504
    }

    fun type_arguments_that_may_be_one<X, Y>(at: address) acquires Box {
        let x = borrow_global_mut<Box<X>>(at);
        let y = borrow_global_mut<Box<Y>>(at); // error: E0509
        x.value = 1;
        y.value = 2;
    }

    fun one_address_twice() acquires R {
        let one = borrow_global_mut<R>(@0x1);
        let other = borrow_global_mut<R>(@0x1); // error: E0509
        other.value = one.value;
        one.value = 1;
    }

    fun one_address_that_is_not_written(at: address) acquires R {
        let one = borrow_global_mut<R>(@0x1);
        let other = borrow_global_mut<R>(at); // error: E0509
        other.value = one.value;
        one.value = 1;
    }
}
