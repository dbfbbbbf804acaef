/// Control flow and what it may be made of.
module 0x42::accept_control_control {
    fun branches(a: bool): u64 { if (a) 1 else 2 }
    fun branches_in_blocks(a: bool): u64 { if (a) { 1 } else { 2 } }
    fun branches_without_else(a: bool) { if (a) other(); }
    fun a_chain(a: u64): u64 { if (a < 1) 1 else if (a < 2) 2 else if (a < 3) 3 else 4 }
    fun other() {}
    fun of_any_type(a: bool): u64 { if (a) abort 1 else 2 }
    fun of_no_value(a: bool) { if (a) return else abort 1 }
    fun branches_of_references(a: bool, x: &u64, y: &u64): &u64 { if (a) x else y }
    fun branches_of_mixed_references(a: bool, x: &mut u64, y: &u64): &u64 { if (a) { freeze(x) } else y }
    fun returns_nothing() { return }
    fun returns_in_parentheses(): (u64, bool) { return (1, true) }
    fun endless(): u64 { loop {} }
    fun ended(a: bool) { loop { if (a) break; } }
    fun continued(n: u64) { while (0 < n) { n = n - 1; if (n == 5) continue; } }
    fun a_while_of_one_expression(n: u64) { while (0 < n) n = n - 1 }
    fun ranges(n: u64) { for (i in 0..n) { let _ = i + 1; } }
    fun ranges_of_other_widths(n: u8): u8 {
        let sum = 0u8;
        for (i in 1..n) { sum = sum + i };
        sum
    }
    fun ranges_with_computed_bounds(list: &vector<u64>) {
        for (i in (list.length() - 1)..(list.length() + 1)) { let _ = list[i]; }
    }
    fun an_ignored_counter(n: u64): u64 {
        let sum = 0;
        for (_i in 0..n) sum += 1;
        sum
    }
    fun labels(n: u64) {
        'outer: loop {
            'inner: while (true) {
                if (n == 0) break 'outer;
                if (n == 1) continue 'outer;
                if (n == 2) break 'inner;
                continue 'inner
            }
        }
    }
    fun a_label_that_hides_another(n: u64) {
        'a: loop { 'b: loop { if (n == 1) break 'a; break 'b } }
    }
    fun blocks(): u64 { { { 1 } } }
    fun blocks_with_declarations(): u64 { let x = { let y = 2; y }; x }
    fun semicolons() { ; ; other(); ; }
    fun aborts_with_computed_code(x: u64) { abort x + 1 }
    fun abort_without_a_value(): u64 { abort 0 }
    fun asserted(x: u64) { assert!(x == 1); assert!(x == 1, 5); assert!(x == 1, x + 1); }
    fun if_as_an_argument(a: bool): u64 { branches(if (a) true else false) + (if (a) 1 else 2) }
    fun unused_after_abort(): u64 { abort 1; }
    fun loops_as_the_last_expression(n: u64): u64 { loop { if (n == 0) return 1; n = n - 1 } }
    fun let_tuples(): u64 {
        let (a, b) = (1, 2);
        let (c, _) = (a, b);
        let (d, (e)) = (c, 4);
        let () = ();
        d + e
    }
    fun let_types() {
        let _a: u8 = 1;
        let (_b, _c): (u8, bool) = (1, true);
        let _d: vector<vector<u8>> = vector[];
        let _e: &u64 = &1;
    }
    fun shadowed(x: u64): bool {
        let x = x == 1;
        let x = !x;
        x
    }
}
