/// Inline functions, and lambdas where they may stand.
module 0x42::accept_inline_inline {
    use std::vector;

    struct Item has copy, drop { x: u64 }
    struct R has key { x: u64 }

    public inline fun plain(x: u64): u64 { x + 1 }
    inline fun no_result(x: &mut u64) { *x = 1 }
    inline fun one(f: |u64| u64): u64 { f(1) }
    inline fun nothing(f: |u64|) { f(1) }
    inline fun no_parameters(f: || u64): u64 { f() }
    inline fun several(f: |u64, bool| (u64, bool)): (u64, bool) { f(1, true) }
    inline fun references(x: &u64, y: &mut u64, f: |&u64, &mut u64|) { f(x, y) }
    inline fun generic<T, U>(x: T, f: |T| U): U { f(x) }
    inline fun passed_on(f: |u64| u64): u64 { one(f) + one(|x| f(x)) }
    inline fun in_a_loop(n: u64, f: |u64| bool) { while (0 < n && f(n)) n = n - 1; }
    inline fun in_a_branch(f: |u64| u64, g: |u64| u64, which: bool): u64 { if (which) f(1) else g(2) }
    inline fun with_a_block(f: |u64| u64): u64 { let x = { f(1) }; x }
    public inline fun for_others(at: address, f: |&mut R|) { f(&mut R[at]) }

    fun calls_plain(): u64 { plain(1) + plain(plain(2)) }
    fun calls_no_result(): u64 { let x = 0; no_result(&mut x); x }
    fun expressions(): u64 { one(|x| x * 2) }
    fun blocks(): u64 { one(|x| { let y = x; y }) }
    fun captured(): u64 { let y = 1; one(|x| x + y) }
    fun captured_and_changed(): u64 { let y = 1; nothing(|x| y = y + x); y }
    fun captured_references(y: &mut u64) { nothing(|x| *y = x) }
    fun no_arguments(): u64 { no_parameters(|| 5) }
    fun tuples(): (u64, bool) { several(|x, y| (x, !y)) }
    fun ignored(): (u64, bool) { several(|_, y| (1, y)) }
    fun ignored_by_name(): (u64, bool) { several(|_x, _y| (1, true)) }
    fun by_reference(): u64 { let y = 1; references(&1, &mut y, |a, b| *b = *a); y }
    fun typed(): u64 { one(|x: u64| x) }
    fun inferred_generics(): bool { generic(1u8, |x| x == 1) }
    fun patterns(): u64 { generic(Item { x: 1 }, |Item { x }| x) }
    fun nested_lambdas(): u64 { one(|x| one(|y| x + y)) }
    fun functions_passed_on(): u64 { passed_on(|x| x + 1) }
    fun loops(): u64 { let n = 0; in_a_loop(5, |i| { n = n + i; i != 3 }); n }
    fun two_lambdas(): u64 { in_a_branch(|x| x, |x| x + 1, true) }
    fun control_inside(): u64 { one(|x| if (x == 1) 2 else { let i = 0; while (i < x) i = i + 1; i }) }
    fun aborts_inside(): u64 { one(|x| if (x == 1) abort 3 else x) }
    fun calls_functions(): u64 { one(|x| expressions() + x) }
    fun resources(at: address) acquires R { for_others(at, |r| r.x = 1) }
    fun library(list: vector<u64>): u64 {
        let sum = 0;
        vector::for_each(list, |x| sum = sum + x);
        vector::for_each_ref(&vector[1], |x| sum = sum + *x);
        vector[1, 2].for_each_mut(|x| *x = 1);
        sum + vector[1, 2].map(|x| x + 1).filter(|x| *x == 2).fold(0, |a, b| a + b)
    }
    fun moved_into_a_lambda(item: Item): u64 { one(|x| { let Item { x: y } = item; x + y }) }
}
module 0x42::accept_inline_other {
    fun calls(): u64 { 0x42::accept_inline_inline::plain(1) }
}
