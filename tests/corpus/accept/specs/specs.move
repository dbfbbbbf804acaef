/// Specifications are read over.
module 0x42::accept_specs_specs {
    struct S has key { x: u64 }
    spec S { invariant x > 0; }

    spec module {
        pragma verify = true;
        fun helper(x: num): num { x + 1 }
        axiom forall x: num: helper(x) > x;
    }

    fun specified(x: u64): u64 {
        spec { assume x < 100; };
        x + 1
    }
    spec specified {
        pragma aborts_if_is_partial;
        requires x > 0;
        aborts_if x == MAX_U64 with EXECUTION_FAILURE;
        ensures result == x + 1;
    }

    fun in_a_loop(n: u64): u64 {
        let i = 0;
        while ({ spec { invariant i <= n; }; i < n }) i = i + 1;
        spec { assert i == n; };
        i
    }
    spec fun ghost(s: S): bool { s.x == old(s.x) ==> true }

    spec schema Positive<T> { x: u64; requires x > 0; ensures forall i in 0..x: i < x; }
    spec in_a_loop { include Positive<u64>{ x: n }; let post y = result; ensures y == n; }

    fun after_all(): u64 { 1 }
}
