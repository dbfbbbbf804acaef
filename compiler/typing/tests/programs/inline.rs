//! Inline functions and lambdas, and what the checker says of them.

use super::common::{accepts, check, check_labels};
use expect_test::expect;

#[test]
fn lambdas_are_put_in_where_they_are_called() {
    accepts(
        "use std::vector;
         const LIMIT: u64 = 3;
         struct R has key { v: vector<u64> }
         inline fun each<T>(v: &vector<T>, f: |&T|) {
             let i = 0;
             while (i < v.length()) { f(v.borrow(i)); i += 1; }
         }
         inline fun pick<T, U>(c: bool, t: T, f: |T| U, g: |T| U): U { if (c) f(t) else g(t) }
         inline fun stored(a: address, f: |&mut R| bool): bool acquires R { f(&mut R[a]) }
         public inline fun none() {}
         fun double(x: u64): u64 { x * 2 }
         fun e(v: vector<u64>, c: bool, a: address): u64 acquires R {
             let sum = 0;
             each(&v, |x| { sum += *x; });
             each(&v, |x| if (*x > LIMIT) sum = sum + pick(c, *x, |y| y + sum, double));
             each(&vector[v], |inner| each(inner, |x| sum += *x));
             none();
             let is_big: bool = pick(c, 1u8, |x: u8| x > 2, |_| false);
             if (is_big && stored(a, |r| { r.v.push_back(sum); c })) 1 else sum
         }",
    );
}

#[test]
fn an_inline_function_is_checked_by_itself_once() {
    check(
        "inline fun wrong(x: u64): bool { x + true }
         inline fun unused(f: |u64| u64): u64 { f(1, 2) + f(true) }
         fun g(): bool { wrong(1) && wrong(2) && unused(|x| x) == 1 }",
        &expect![[r#"
            E0301 `x + true`: expected `bool`, found `u64`
            E0301 `true`: expected `u64`, found `bool`
            E0303 `f(1, 2)`: `f` takes 1 argument, not 2
            E0301 `true`: expected `u64`, found `bool`"#]],
    );
}

#[test]
fn what_is_wrong_in_a_lambda_is_said_there() {
    check_labels(
        "inline fun apply(x: u64, f: |u64| u64): u64 { f(x) + f(x) }
         inline fun never(f: |u64| u64) { }
         fun g(x: u64): u64 {
             apply(1, |y| y && x);
             apply(1, |y, z| y);
             apply(1, x);
             apply(1, missing);
             apply(1, apply);
             never(|y| y == 1);
             let h = |x| x;
             apply(1)
         }",
        &expect![[r#"
            E0301 `y`: expected `bool`, found `u64`
            E0301 `y && x`: expected `u64`, found `bool`
            E0301 `x`: expected `bool`, found `u64`
            E0303 `|y, z| y`: this lambda takes 2 arguments, and is called with 1
            E0301 `x`: expected a lambda, found `u64`
            E0201 `missing`: there is no variable or constant `missing`
            E0205 `apply`: an inline function cannot be passed by its name
            E0301 `y == 1`: expected `u64`, found `bool`
            E0303 `apply(1)`: `apply` takes 2 arguments, not 1
                `apply`: declared here"#]],
    );
}

#[test]
fn a_lambda_is_left_at_its_end_alone() {
    check_labels(
        "inline fun apply(x: u64, f: |u64| u64): u64 { f(x) }
         fun g(x: u64): u64 {
             while (x < 3) { apply(1, |y| { if (y == x) break; if (y == 1) return 2; y }); };
             apply(1, |y| { loop { if (y == x) break; y += 1; continue }; y })
         }",
        &expect![[r#"
            E0312 `break`: `break` outside a loop
            E0318 `return 2`: `return` in a lambda"#]],
    );
}

#[test]
fn inline_functions_do_not_expand_themselves() {
    check_labels(
        "inline fun own(x: u64): u64 { own(x) }
         inline fun a(x: u64): u64 { b(x) }
         inline fun b(x: u64): u64 { c(x, |y| y) }
         inline fun c(x: u64, f: |u64| u64): u64 { f(a(x)) }
         inline fun apply(x: u64, f: |u64| u64): u64 { f(x) }
         fun g(): u64 { own(1) + a(1) + apply(1, |x| apply(x, |y| apply(y, |z| z))) }",
        &expect![[r#"
            E0319 `own`: inline function `own` expands itself
                `own`: declared here
            E0319 `a`: inline function `a` expands itself
                `a`: declared here"#]],
    );
}

#[test]
fn bodies_that_grow_too_large_are_refused() {
    let mut text = "inline fun f0(f: |u64| u64): u64 { f(f(1)) }\n".to_owned();
    for n in 1..20 {
        let inner = n - 1;
        let line = format!("inline fun f{n}(f: |u64| u64): u64 {{ f{inner}(|x| f(f(x))) }}\n");
        text.push_str(&line);
    }
    text.push_str("fun g(): u64 { f19(|x| x) }");
    check(
        &text,
        &expect![[r#"
            E0108 `f(f(x))`: inline functions and lambdas make this function too large
            E0108 `f(x)`: inline functions and lambdas make this function too large
            E0108 `f(f(x))`: inline functions and lambdas make this function too large
            E0108 `f(x)`: inline functions and lambdas make this function too large
            E0108 `f(x)`: inline functions and lambdas make this function too large
            E0108 `f(f(x))`: inline functions and lambdas make this function too large"#]],
    );
}

#[test]
fn what_a_body_uses_must_be_visible_where_it_is_put_in() {
    check_labels(
        "} module a::lib {
             struct S has key, drop { x: u64 }
             const STEP: u64 = 1;
             fun hidden(): u64 { 1 }
             friend fun close(): u64 { 1 }
             inline fun helper(): u64 { STEP }
             public inline fun good(): u64 { helper() + STEP }
             public inline fun calls_hidden(): u64 { hidden() }
             public inline fun calls_friend(): u64 { close() }
             public inline fun makes(): u64 { let s = S { x: 1 }; s.x }
             public inline fun looks(a: address): bool { exists<S>(a) }
             fun own(): u64 { calls_hidden() + calls_friend() + makes() }
         } module a::user {
             use a::lib;
             fun f(): u64 { lib::good() + lib::calls_hidden() + lib::calls_friend() + lib::makes() }
             fun g(): bool { lib::looks(@a) }
             fun h(): u64 { lib::helper() }",
        &expect![[r#"
            E0208 `hidden`: `0xa::lib::hidden` cannot be called from here
                `hidden`: declared here
                `lib::calls_hidden()`: in the body that is put in for this call
            E0208 `close`: `0xa::lib::close` cannot be called from here
                `close`: declared here
                `lib::calls_friend()`: in the body that is put in for this call
            E0208 `S`: only module `0xa::lib` may build or take apart `S`
                `lib::makes()`: in the body that is put in for this call
            E0208 `exists<S>(a)`: only its own module may access `lib::S` in global storage
                `lib::looks(@a)`: in the body that is put in for this call
            E0208 `helper`: `0xa::lib::helper` cannot be called from here
                `helper`: declared here"#]],
    );
}

#[test]
fn values_are_followed_through_bodies() {
    check(
        "struct Hot { x: u64 }
         inline fun take(h: Hot, f: |Hot|) { f(h) }
         inline fun twice(f: |u64|) { f(1); f(2); }
         inline fun forgets(_h: Hot) {}
         fun e(h: Hot) { take(h, |h| { let Hot { x: _ } = h; }) }
         fun g(h: Hot) { take(h, |_| {}) }
         fun k(h: Hot) { twice(|_| { let Hot { x: _ } = h; }) }
         fun l(h: Hot): Hot { forgets(Hot { x: 1 }); h }",
        &expect![[r#"
            E0402 `_h`: `_h` must be used: its type has no `drop`
            E0402 `_`: `Hot` does not have `drop`
            E0501 `h`: `h` is used after it was moved"#]],
    );
}

#[test]
fn deep_bodies_in_deep_bodies_are_refused() {
    let open = "if (x == 1) { x } else { ".repeat(60);
    let close = " }".repeat(60);
    let mut text = format!("inline fun f0(x: u64): u64 {{ {open} x {close} }}\n");
    for n in 1..30 {
        let inner = n - 1;
        let line = format!("inline fun f{n}(x: u64): u64 {{ {open} f{inner}(x) {close} }}\n");
        text.push_str(&line);
    }
    text.push_str("fun g(): u64 { f29(1) }");
    check(
        &text,
        &expect![
            "E0108 `f27(x)`: inline functions and lambdas are put into each other too deeply here"
        ],
    );
}
