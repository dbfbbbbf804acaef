//! Enums and `match`, and what the checker says of them.

use super::common::{accepts, check, check_labels, check_modules};
use expect_test::expect;

#[test]
fn enums_and_matches_are_accepted() {
    accepts(
        "enum Colour has copy, drop { Red, Green, Mixed(u8, u8) }
         enum Shape<T> has drop { Dot, Circle { radius: u64 }, Held { value: T, colour: Colour } }
         enum Coin { Gold { x: u64 }, Silver(u64) } has store
         fun value(c: Coin): u64 { match (c) { Gold { x } => x, Coin::Silver(x) => x } }
         fun look(c: &Coin): &u64 { match (c) { Gold { x } => x, Silver(x) => x } }
         fun change(c: &mut Coin) { match (c) { Gold { x } => *x = 1, Silver(x) => *x += 1 } }
         fun f(s: Shape<u64>, n: u8, b: bool): u64 {
             let x = match (n) { 0 => 1, 1 if b => 2, 1 => 3, _ => 4 };
             let y = match ((b, n)) { (true, 0) => 1, (false, _) => 2, (true, _) => return 3 };
             if (s is Dot | Circle || &s is Shape::Held) { x += 1 };
             let z = match (s) {
                 Shape::Held { value, colour: Red } => value,
                 Shape::Held { value, colour: Mixed(a, ..) } if (a > n) => value + 1,
                 Shape::Held<u64> { colour: other, .. } if (other is Green) => 7,
                 Shape::Circle { .. } => abort 1,
                 _ => 8,
             };
             let c = Coin::Gold { x: 1 };
             change(&mut c);
             x + y + z + c.x + value(c)
         }",
    );
}

#[test]
fn a_match_covers_every_value() {
    check_labels(
        "enum Colour has copy, drop { Red, Green, Mixed(u8, bool) }
         enum Shape has drop { Dot, Held { value: u64, colour: Colour } }
         struct S has drop { a: bool, b: Colour }
         fun f(s: Shape, c: &Colour, n: u64, b: bool, t: S) {
             match (s) { Shape::Dot => {} };
             match (s) { Dot => {}, Held { value: 1, .. } => {}, Held { colour: Red, .. } => {} };
             match (s) { Dot => {}, Held { value: _, colour } if (colour == Colour::Red) => {} };
             match (c) { Red => {}, Mixed(_, true) => {}, Green => {} };
             match (n) { 0 => {}, 1 => {} };
             match (b) { true => {} };
             match ((b, n)) { (true, _) => {}, (_, 1) => {} };
             match (t) { S { a: true, .. } => {}, S { b: Red, .. } => {} };
         }",
        &expect![[r#"
            E0311 `s`: no arm of this `match` fits `Shape::Held { .. }`
            E0311 `s`: no arm of this `match` fits `Shape::Held(_, Colour::Green)`
            E0311 `s`: no arm of this `match` fits `Shape::Held { .. }`
            E0311 `c`: no arm of this `match` fits `Colour::Mixed(_, false)`
            E0311 `n`: no arm of this `match` fits `_`
            E0311 `b`: no arm of this `match` fits `false`
            E0311 `(b, n)`: no arm of this `match` fits `(false, _)`
            E0311 `t`: no arm of this `match` fits `S(false, Colour::Green)`"#]],
    );
}

#[test]
fn patterns_fit_what_they_match() {
    check(
        "enum E has drop { A, B { x: u64 }, C(u64, bool) }
         enum F has drop { D }
         struct S has drop { x: u64 }
         fun f(e: E, n: u64, s: S): u64 {
             match (e) { E::Z => 1, E::B => 2, E::B { y } => 3, E::C(a) => 4, F::D => 5, _ => 6 };
             match (n) { true => 1, b\"x\" => 2, E::A => 3, _ => true };
             match ((n, n)) { (1, 2, 3) => 1, 5 => 2, _ => 3 };
             let E::B { x } = e;
             let F::D = F::D;
             let E { } = e;
             let q = E::B { x: true };
             let r = E::C(1);
             let w = E::C;
             let v = E::Nope;
             n is E::A;
             s is S;
             e.z + match (n) {}
         }",
        &expect![[r#"
            E0203 `Z`: enum `E` has no variant `Z`
            E0309 `E::B`: `E::B` has fields: write `E::B { .. }` or `E::B(..)`
            E0207 `y`: `E::B` has no field `y`
            E0309 `E::C(a)`: `E::C` has 2 fields, not 1
            E0301 `F::D`: expected `F`, found `E`
            E0301 `true`: expected `u64`, found `bool`
            E0301 `b"x"`: expected `u64`, found `vector<u8>`
            E0310 `b"x"`: a byte string cannot stand in a pattern
            E0301 `E::A`: expected `E`, found `u64`
            E0301 `true`: expected an integer, found `bool`
            E0310 `(1, 2, 3)`: this pattern is not for 2 values
            E0310 `5`: this pattern is not for 2 values
            E0307 `E`: `E` is an enum: name one of its variants
            E0301 `true`: expected `u64`, found `bool`
            E0309 `E::C(1)`: `E::C` has 2 fields, not 1
            E0309 `E::C`: `E::C` has fields: write `E::C { .. }` or `E::C(..)`
            E0203 `Nope`: enum `E` has no variant `Nope`
            E0301 `E::A`: expected `E`, found `u64`
            E0307 `S`: `is` asks for a variant of an enum
            E0207 `z`: no variant of `E` has a field `z`
            E0311 `n`: no arm of this `match` fits `_`"#]],
    );
}

#[test]
fn enums_keep_the_rules_of_structs() {
    check(
        "struct Hot {}
         enum A has copy { X, Y(Hot) }
         enum B { X, X }
         enum C { X { a: u64, a: u64 } }
         enum D { X(vector<D>) }
         enum E {}
         enum G<phantom T> { X(T) }
         enum H { X, Y(Hot) }
         fun f(h: H) { match (h) { X => {}, _ => {} } }
         fun g(h: H) { match (h) { X => {}, Y(_) => {} } }
         fun k(h: H) { match (h) { Y(Hot {}) => {}, X => {} } }
         fun l(h: H, c: bool) { match (h) { Y(Hot {}) if c => {}, Y(Hot {}) => {}, X => {} } }
         fun m(h: H): H { match (h) { X => {}, Y(Hot {}) => {} }; h }",
        &expect![[r#"
            E0404 `Hot`: a struct with `copy` needs fields with `copy`
            E0204 `X`: `X` is defined twice
            E0204 `a`: field `a` is defined twice
            E0314 `D`: struct `D` contains itself
            E0317 `E`: enum `E` has no variants
            E0406 `T`: a phantom type parameter may stand only where another one is wanted
            E0402 `_`: `H` does not have `drop`
            E0402 `_`: `Hot` does not have `drop`
            E0501 `h`: `h` is used after it was moved"#]],
    );
    check_modules(
        "module a::m { enum E has drop { A { x: u64 }, B } }
         module a::n {
             use a::m::{Self, E};
             fun f(e: E): u64 { match (e) { A { x } => x, B => e.x } }
             fun g(): E { let b = m::E::B; E::A { x: 1 } }
         }",
        &expect![[r#"
            E0208 `A { x }`: only module `0xa::m` may build or take apart `E`
            E0208 `B`: only module `0xa::m` may build or take apart `E`
            E0208 `x`: the fields of `E` are private to its module
            E0208 `m::E::B`: only module `0xa::m` may build or take apart `E`
            E0208 `E::A`: only module `0xa::m` may build or take apart `E`"#]],
    );
}
