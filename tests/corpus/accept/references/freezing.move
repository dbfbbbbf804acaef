/// Mutable references that become immutable ones, one by one and in tuples.
module 0x42::accept_references_freezing {
    fun both(x: &mut u64, y: &mut u64): (&mut u64, &mut u64) { (x, y) }
    fun seen(_x: &u64, _y: &u64) {}
    fun a_result(x: &mut u64): &u64 { x }
    fun the_first_result(x: &mut u64, y: &mut u64): (&u64, &mut u64) { (x, y) }
    fun the_second_result(x: &mut u64, y: &mut u64): (&mut u64, &u64) { (x, y) }
    fun all_results(x: &mut u64, y: &mut u64): (&u64, &u64) { (x, y) }
    fun results_of_a_call(x: &mut u64, y: &mut u64): (&u64, &u64) { both(x, y) }
    fun results_of_a_branch(x: &mut u64, y: &mut u64, which: bool): (&u64, &u64) {
        if (which) (x, y) else both(x, y)
    }
    fun returned(x: &mut u64, y: &mut u64): (&u64, &u64) { return both(x, y) }
    fun arguments(x: &mut u64, y: &mut u64) { seen(x, y) }
    fun a_let(x: &mut u64) { let _r: &u64 = x; }
    fun lets() {
        let (_x, _y): (&u64, &u64) = both(&mut 1, &mut 2);
    }
    fun an_assignment() {
        let r: &u64;
        r = &mut 0;
        let _ = *r;
    }
    fun assignments() {
        let (x, y): (&u64, &mut u64);
        (x, y) = (&mut 0, &mut 0);
        *y = *x;
    }
    fun assignments_of_a_call() {
        let (x, y): (&u64, &u64);
        (x, y) = both(&mut 3, &mut 4);
        seen(x, y);
    }
    fun branches(which: bool, u: &u64, m: &mut u64) {
        let _: &u64 = if (which) u else m;
        let _: &u64 = if (which) m else u;
    }
    fun branches_of_tuples(which: bool, u: &u64, m: &mut u64) {
        let (_, _): (&u64, &u64) = if (which) (m, u) else (u, m);
    }
}
