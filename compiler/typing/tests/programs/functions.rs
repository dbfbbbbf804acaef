//! Function values: what the checker says of them, in words.

use expect_test::expect;

use crate::common::{accepts, check_labels};

#[test]
fn types_are_told_as_they_are_written() {
    check_labels(
        "struct R has key { n: u64 }
         public fun double(x: u64): u64 { x * 2 }
         fun take(f: |u64, &R| (u64, bool) has copy + store) { let _: u8 = f; abort 1 }
         fun bound(f: |a: address| u64 { reads R(a) }) { let _: u8 = f; abort 1 }
         fun none(f: || { pure }) { let _: u8 = f; abort 1 }
         fun made() { let f = double; let _: u8 = f; }",
        &expect![[r#"
            E0301 `f`: expected `u8`, found `|u64, &R| (u64, bool) has copy + store`
            E0301 `f`: expected `u8`, found `|address| u64 { reads R(p0) }`
            E0301 `f`: expected `u8`, found `|| { pure }`
            E0301 `f`: expected `u8`, found `|u64| u64`"#]],
    );
}

#[test]
fn what_a_lambda_may_not_do_is_said_where_it_stands() {
    check_labels(
        "struct Held has key { f: |u64| u64 has store }
         fun private(x: u64): u64 { x }
         fun stored(s: &signer) { move_to(s, Held { f: private }); }
         fun changes() { let x = 1; let f = |y: u64| x = y; f(2); }
         fun holds(x: &u64) { let f = |y: u64| y + *x; f(2); }
         fun calls(x: u64, f: &(|u64| u64)) { x(1); f(2); }
         fun counts(f: |u64| u64): u64 { let g: |u64, u64| u64 = |x| x; f() }
         inline fun given(f: |u64| u64): u64 { let g = f; g(1) }",
        &expect![[r#"
            E0401 `private`: this function value does not have `store`
            E0321 `|y: u64| x = y`: this lambda changes `x`
            E0322 `|y: u64| y + *x`: a reference is captured here
            E0306 `x(1)`: `u64` is not a function
            E0306 `f(2)`: `&|u64| u64` is not a function
            E0303 `|x| x`: this lambda takes 1 argument, and the function expected takes 2
            E0303 `f()`: this function takes 1 argument, not 0
            E0205 `f`: a function that an inline function takes is no value"#]],
    );
}

#[test]
fn a_variable_that_holds_a_function_hides_the_function_of_its_name() {
    accepts(
        "fun f(x: u64): u64 { x }
         fun number(f: u64): u64 { f(f) }
         fun value(f: || bool): bool { f() }",
    );
}
