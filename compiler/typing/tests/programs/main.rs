//! Programs and what the checker says of them.

mod common;
mod enums;
mod functions;
mod index;
mod inline;

use common::{accepts, check, check_modules, check_source};
use expect_test::{Expect, expect};

#[test]
fn expressions_of_every_kind_are_accepted() {
    accepts(
        "use std::vector;
         const A: u64 = 1 + 2 * 3;
         const B: vector<u8> = b\"hi\";
         const C: bool = A > 3 && !false;
         const D: vector<u64> = vector[1, A];
         const E: u8 = (A as u8) << 2;
         struct S has copy, drop { x: u64, y: T }
         struct T has copy, drop (u8, bool)
         fun f(v: &mut vector<u64>, c: bool): (u64, u8) {
             let s = S { x: 1, y: T(2, true) };
             let S { x, y: T(a, _) } = s;
             s.x = x + 1;
             s.y.0 = a;
             s.x += 2;
             v[0] = v[1] + s.x;
             v[0] += 1;
             *vector::borrow_mut(v, 0) = 3;
             v.push_back(v.length());
             let (p, q) = (1u8, 2u16);
             let r = if (c) { x } else { abort 1 };
             while (r < 10) { r = r + 1; if (r == 5) continue; };
             loop { if (c) break; return (1, 2) };
             for (i in 0..10) { if (i == 3) continue; r += i; };
             let w = vector[1, 2, 3];
             let z: u64;
             if (c) z = 1 else z = 2;
             assert!(z == 1 || c, 7);
             let _ = (q as u64) + (p as u64);
             let shadow = 1; let shadow = shadow == 1u256;
             (r + z + w[0] + (if (shadow) 1 else 0), a)
         }",
    );
}

#[test]
fn global_storage_in_both_notations_is_accepted() {
    accepts(
        "use std::signer;
         struct R has key, store { f: u64, v: vector<u64> }
         struct G<T: store> has key { t: T }
         fun f(s: &signer, a: address): u64 acquires R, G {
             move_to(s, R { f: 0, v: vector[] });
             move_to<G<u64>>(s, G { t: 1 });
             if (!exists<R>(a)) return 0;
             R[a].f = 1;
             R[a].f += 1;
             R[a].v[0] = 2;
             let r = &mut R[a];
             r.f = r.f + 1;
             let g = &G<u64>[a].t;
             let b = borrow_global<R>(a).f + *g;
             borrow_global_mut<R>(signer::address_of(s)).f = b;
             let R { f, v: _ } = move_from<R>(a);
             f
         }",
    );
}

#[test]
fn functions_are_called_beside_variables_of_their_name() {
    check(
        "fun key<T>(): u64 { 1 }
         fun f(): u64 { let key = key<u8>(); key + key<bool>() + key<u8>() }",
        &expect![""],
    );
}

#[test]
fn generics_are_inferred() {
    accepts(
        "use std::vector;
         struct Box<T> has copy, drop, store { t: T }
         struct P<phantom T> has drop, store {}
         fun new<T>(t: T): Box<T> { Box { t } }
         fun get<T: copy>(b: &Box<T>): T { b.t }
         fun mk<T>(): P<T> { P {} }
         fun f(): u8 {
             let b = new(1);
             let v = vector::empty();
             v.push_back(b);
             let _p: P<R> = mk();
             let e = vector[];
             e.push_back(get(&v[0]));
             let x: u8 = e.pop_back();
             x
         }
         struct R {}",
    );
}

#[test]
fn resources_must_be_used() {
    check(
        "struct R { x: u64 }
         fun eat(r: R) { let R { x: _ } = r; }
         fun ok(r: R, c: bool) { if (c) eat(r) else eat(r) }
         fun lost(r: R) { }
         fun half(r: R, c: bool) { if (c) eat(r) }
         fun twice(r: R) { eat(r); eat(r) }
         fun again(r: R) { loop { eat(r) } }
         fun over(r: R, q: R) { r = q; eat(r) }
         fun ignored(r: R) { let _ = r; }
         fun dropped(): u64 { R { x: 1 }; 2 }
         fun back(r: R, c: bool) { if (c) return; eat(r) }
         fun aborts(r: R) { abort 1 }",
        &expect![[r#"
            E0402 `r`: `r` must be used: its type has no `drop`
            E0402 `r`: `r` must be used: its type has no `drop`
            E0501 `r`: `r` is used after it was moved
            E0501 `r`: `r` is used after it may have been moved
            E0402 `r`: `r` still has a value that cannot be dropped
            E0402 `_`: `R` does not have `drop`
            E0402 `R { x: 1 }`: `R` does not have `drop`
            E0402 `r`: `r` must be used: its type has no `drop`"#]],
    );
}

#[test]
fn variables_have_a_value_where_they_are_used() {
    check(
        "fun f(c: bool): u64 { let x; if (c) x = 1; x }
         fun g(): u64 { let x: u64; x }
         fun h(c: bool): u64 { let x; loop { x = 1; if (c) break }; x }
         fun m(v: vector<u64>): vector<u64> { let w = move v; v }
         fun ok(c: bool): u64 { let x; if (c) x = 1 else abort 2; x }",
        &expect![[r#"
            E0502 `x`: `x` is used where it may have no value yet
            E0502 `x`: `x` is used where it has no value yet
            E0501 `v`: `v` is used after it was moved"#]],
    );
}

#[test]
fn names_that_are_not_there_are_reported_with_what_was_meant() {
    check(
        "use std::vectr;
         use std::signer::adress_of;
         const LIMIT: u64 = 1;
         struct Pool has key { reserve: u64 }
         fun helper() {}
         fun f(amount: u64): u64 { helpr(); amout + LIMT }
         fun g(p: &Pool): u64 { p.reserv }
         fun h(p: Pol) {}
         fun i() { signer::address_of(1) }
         fun j() { nowhere::f() }
         fun k(): address { @b }",
        &expect![[r#"
            E0202 `vectr`: there is no module `0x1::vectr`
            E0203 `adress_of`: module `0x1::signer` has no member `adress_of`
            E0201 `helpr`: there is no function `helpr` in scope
            E0201 `amout`: there is no variable or constant `amout`
            E0201 `LIMT`: there is no variable or constant `LIMT`
            E0207 `reserv`: `Pool` has no field `reserv`
            E0201 `Pol`: there is no type `Pol` in scope
            E0202 `signer`: there is no module `signer` in scope
            E0202 `nowhere`: there is no module `nowhere` in scope
            E0206 `@b`: the named address `b` has no value"#]],
    );
}

#[test]
fn types_that_differ_are_reported_once() {
    check(
        "struct S has drop { x: u64 }
         fun f(): u64 { true }
         fun g(x: u8): u64 { x + 1 }
         fun h(): bool { let x = 1 + true; x }
         fun i(s: &S): S { s }
         fun j(s: S) { take(s) }
         fun take(_s: &mut S) {}
         fun k(s: &S) { take(s); s.x = 1; }
         fun l(): (u64, bool) { (1, 2) }
         fun m() { let (a, b) = 1; let (c, d) = (1, 2, 3); let (e, e) = (1, 2); }
         fun n(): u8 { 256 }
         fun o(): u64 { if (true) 1 }
         fun p(x: u64): u64 { x as bool }
         fun q() { let v = vector[]; }
         fun r(): u64 { break; continue; 1 }
         fun s() { take(); let x = take(&mut S { x: 1 }); }
         fun t(x: &u64, y: u64): bool { x == y }
         fun u() { S { }; S { x: 1, x: 2 }; S { x: 1, y: 2 }; }",
        &expect![[r#"
            E0301 `true`: expected `u64`, found `bool`
            E0301 `x + 1`: expected `u64`, found `u8`
            E0301 `true`: expected an integer, found `bool`
            E0301 `x`: expected `bool`, found an integer
            E0301 `s`: expected `S`, found `&S`
            E0301 `s`: expected `&mut S`, found `S`
            E0301 `s`: expected `&mut S`, found `&S`
            E0505 `s.x`: this is behind an immutable reference
            E0301 `(1, 2)`: expected `(u64, bool)`, found `(u64, an integer)`
            E0310 `(a, b)`: this pattern is for 2 values, and here is an integer
            E0310 `(c, d)`: this pattern is for 2 values, and here is 3 values
            E0204 `e`: `e` is bound twice in one pattern
            E0308 `256`: `256` does not fit `u8`
            E0301 `if (true) 1`: expected `u64`, found no value
            E0301 `1`: expected no value, found an integer
            E0316 `bool`: only integer types can be cast to, not `bool`
            E0302 `vector[]`: the type cannot be inferred
            E0312 `break`: `break` outside a loop
            E0312 `continue`: `continue` outside a loop
            E0303 `take()`: `take` takes 1 argument, not 0
            E0310 `x`: a variable holds one value, found none
            E0301 `y`: expected `&u64`, found `u64`
            E0309 `S { }`: missing field `x` of `S`
            E0309 `x`: field `x` is given twice
            E0207 `y`: `S` has no field `y`"#]],
    );
}

#[test]
fn abilities_are_checked() {
    check(
        "struct N {}
         struct D has drop {}
         struct S has store { d: D }
         struct C<T> has copy { t: T }
         struct Q<phantom T> has drop { t: T }
         struct V has drop { n: vector<N> }
         fun copyable<T: copy>(_t: &T) {}
         fun f(n: &N) { copyable(n); let m = *n; let N {} = m; }
         fun g(n: N, m: N): bool { n == m }
         fun h(a: address): bool { exists<D>(a) }
         fun i(x: C<D>) { copyable(&x); let C { t: _ } = x; }
         fun j<T>(t: T) {}
         fun k<T: drop>(t: &mut T, u: T) { *t = u; }
         fun l<T: key>(a: address): bool { exists<T>(a) }",
        &expect![[r#"
            E0404 `D`: a struct with `store` needs fields with `store`
            E0406 `T`: a phantom type parameter may stand only where another one is wanted
            E0404 `vector<N>`: a struct with `drop` needs fields with `drop`
            E0401 `copyable(n)`: `N` does not have `copy`
            E0403 `*n`: `N` does not have `copy`
            E0402 `n == m`: `N` does not have `drop`
            E0405 `exists<D>(a)`: `D` does not have `key`
            E0401 `copyable(&x)`: `C<D>` does not have `copy`
            E0402 `t`: `t` must be used: its type has no `drop`
            E0405 `exists<T>(a)`: global storage is accessed by a struct's name, not a type parameter"#]],
    );
}

#[test]
fn modules_hide_what_is_private() {
    check_modules(
        "module a::other {
             friend a::m;
             struct R has key, drop { x: u64 }
             public fun new(): R { R { x: 1 } }
             fun private() {}
             public(friend) fun friendly() {}
             const SECRET: u64 = 1;
         }
         module a::open { package fun packaged() {} }
         module a::m {
             use a::other::{Self, R};
             fun f(r: R, s: R, a: address): u64 {
                 other::private();
                 other::friendly();
                 a::open::packaged();
                 r.x = 2;
                 let R { x } = s;
                 R[a].x;
                 exists<R>(a);
                 x + other::SECRET
             }
         }
         module std::far { fun f() { a::other::friendly(); a::open::packaged(); } }",
        &expect![[r#"
            E0208 `private`: `0xa::other::private` cannot be called from here
            E0208 `x`: the fields of `R` are private to its module
            E0208 `R`: only module `0xa::other` may build or take apart `R`
            E0208 `R[a]`: only its own module may access `other::R` in global storage
            E0208 `x`: the fields of `R` are private to its module
            E0208 `exists<R>(a)`: only its own module may access `other::R` in global storage
            E0208 `SECRET`: constant `SECRET` of `0xa::other` is not visible here
            E0208 `friendly`: `0xa::other::friendly` cannot be called from here
            E0208 `packaged`: `0xa::open::packaged` cannot be called from here"#]],
    );
}

#[test]
fn structs_and_modules_do_not_contain_themselves() {
    check_modules(
        "module a::m { struct A { b: B } struct B { v: vector<A> } struct Fine { a: A } }
         module a::x { public fun f() { a::y::f() } }
         module a::y { public fun f() { a::x::f() } }
         module a::z { fun f() { a::x::f() } }
         module a::z { }
         module a::w { const A: u64 = B; const B: u64 = A; const C: u64 = 1 - 2; struct S {} struct S {} fun S() {} }",
        &expect![[r#"
            E0314 `A`: struct `A` contains itself
            E0314 `B`: struct `B` contains itself
            E0209 `x`: modules use each other in a circle: `0xa::x`, `0xa::y`
            E0204 `z`: module `0xa::z` is defined twice
            E0313 `A`: constant `A` depends on itself
            E0313 `B`: constant `B` depends on itself
            E0313 `1 - 2`: the value does not fit the type
            E0204 `S`: `S` is defined twice
            E0204 `S`: `S` is defined twice"#]],
    );
}

#[test]
fn what_is_not_there_yet_is_said_so() {
    check(
        "enum E { A, B }
         inline fun f(x: u64): u64 { x }
         fun j(x: u64) { match (x) { _ => 1 }; }
         fun k(): u64 { f(1) }
         native struct P;
         #[test] fun t() { nothing() }
         #[test_only] use std::nothing;",
        &expect![[r#"
            E0113 `P`: native structs are not supported yet"#]],
    );
}

/// Resolves the clauses of `fun f(…) …` against how they are printed.
fn declares(members: &str, expected: &Expect) {
    let (files, checked) = check_source(&format!("module a::m {{ {members} }}"));
    let mut lines: Vec<String> = checked
        .diagnostics
        .iter()
        .map(|it| format!("{} `{}`: {}", it.code, files.slice(it.primary.span), it.message))
        .collect();
    let module = checked.program.modules.iter().find(|module| module.id.name.as_str() == "m");
    let functions = module.map(|module| module.functions.as_slice()).unwrap_or_default();
    for function in functions.iter().filter(|function| function.name.as_str().starts_with('f')) {
        let names = vm_access::Names {
            module: module.map(|module| module.id.clone()),
            parameters: function
                .parameters
                .iter()
                .map(|own| (own.name.clone(), own.ty.clone()))
                .collect(),
            ..vm_access::Names::default()
        };
        let clauses = function.declaration.iter().flat_map(|known| &known.clauses);
        let clauses: Vec<String> =
            clauses.map(|clause| clause.display(&names).to_string()).collect();
        let is_declared = function.declaration.is_some();
        assert_eq!(clauses.len(), function.clause_spans.len());
        let clauses = if is_declared { clauses.join("; ") } else { "nothing".to_owned() };
        lines.push(format!("{}: {clauses}", function.name));
    }
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn clauses_name_places_and_terms() {
    declares(
        "use std::signer;
         use std::table::Table;
         const HOME: address = @0x7;
         struct Key has copy, drop, store { price: u64, id: u64 }
         struct R has key { f: u64, g: u64, v: vector<Inner>, t: Table<Key, Inner> }
         struct G<T: copy + drop + store> has key { t: T, m: Table<T, u64> }
         struct Inner has store { n: u64, t: Table<u64, u64> }
         struct Config has drop { owner: address }
         struct Own has key { at: address, key: Key, n: u64 }
         fun of(x: u64): address { @0x1 }
         fun f0() {}
         fun f1() pure {}
         fun f2(a: address) reads R(a) writes R(a).{f, g}, R(*).f, R {}
         fun f3(s: &signer) reads exists<R>(signer::address_of(s)), @0x7::*, std::signer::*, * {}
         fun f4(a: address, i: u64) reads R(a).v[i].n, R(a).v[*], R(HOME) {}
         fun f5(a: address, p: u64) writes R(a).t[(Key { price: p + 1, id: 0 })], R(a).t[*].t[p] {}
         fun f6<X: copy + drop + store>(a: address) reads G<X>(a), G<_>(a), G(a).t, G<u64>(a).m[3] {}
         fun f7(c: &Config, d: &mut Config) reads R(c.owner) writes d.owner {}
         fun f8(x: u64, r: vector<address>) reads R(of(x)), R(r[0]), R(r[*]), R(r[r.length() - 1]) {}
         fun f9(s: &signer, a: address, c: &Config)
             calls f4(a, 1), f7(c, *), f6<u64>(a), f3(s), f8(*, *) {}
         fun f10(self: &Table<u64, u64>, k: u64) reads self[k] {}
         fun f11(s: &signer) reads R(s) {}
         fun f12() writes R(fresh), R(@0x1) {}
         fun f13(a: address) reads R(Own(Own(a).at).at), R(a).t[Own(a).key], R(of(Own(a).n + 1))
             calls f2(Own(a).at) {}",
        &expect![[r#"
            f0: nothing
            f1: 
            f2: reads R(a); writes R(a).f; writes R(a).g; writes R.f; writes R
            f3: reads exists<R>(0x1::signer::address_of(s)); reads @0x7::*; reads 0x1::signer::*; reads *
            f4: reads R(a).v[i].n; reads R(a).v[*]; reads R(@0x7)
            f5: writes R(a).t[Key { price: p + 1, id: 0 }]; writes 0x1::table::Table<u64, u64>[p]
            f6: reads G<T0>(a); reads G<_>(a); reads G(a).t; reads G<u64>(a).m[3]
            f7: reads R(c.owner); writes d.owner
            f8: reads R(of(x)); reads R(r[0]); reads R(r[*]); reads R(r[r.length() - 1])
            f9: calls f4(a, 1); calls f7(c, *); calls f6<u64>(a); calls f3(s); calls f8(*, *)
            f10: reads self[k]
            f11: reads R(0x1::signer::address_of(s))
            f12: writes R(fresh); writes R(@0x1)
            f13: reads R(Own(Own(a).at).at); reads R(a).t[Own(a).key]; reads R(of(Own(a).n + 1)); calls f2(Own(a).at)"#]],
    );
}

#[test]
fn clauses_that_name_nothing_are_reported() {
    declares(
        "use std::table::Table;
         struct R has key { f: u64, owner: address, t: Table<u64, u64> }
         struct N has drop { x: u64 }
         struct G<T: copy + drop + store> has key { m: Table<T, u64> }
         fun of(x: u64): address { @0x1 }
         fun f(a: address, n: u64, v: vector<address>)
             reads Q(a), N(a), R(b), R(n), R(a).q, R(a).f.g, R(a, a), a, n + 1, R<u64>(a), G(a).m[1],
                 R(a).t[a], R(of(a)), R(of()), R(nof(n)), R(a)[1], v[0], R(R.owner), R(R(*).owner),
                 R(R(R(R(R(R(R(R(R(a).owner).owner).owner).owner).owner).owner).owner).owner)
             calls g(a), of(n, n) {}",
        &expect![[r#"
            E0201 `Q(a)`: there is no resource, parameter, constant or function `Q`
            E0405 `N`: `N` is no resource: it does not have `key`
            E0201 `b`: there is no resource, parameter, constant or function `b`
            E0301 `n`: expected `address`, found `u64`
            E0207 `q`: `R` has no field `q`
            E0207 `g`: `u64` has no fields
            E0303 `R(a, a)`: `R` lies at one address
            E0607 `a`: this is a value, not a place
            E0607 `n + 1`: this is a value, not a place
            E0304 `R<u64>`: `R` takes 0 type arguments, not 1
            E0607 `G(a).m[1]`: the table's types depend on type arguments that are not given
            E0301 `a`: expected `u64`, found `address`
            E0301 `a`: expected `u64`, found `address`
            E0303 `of`: `of` takes 1 argument, not 0
            E0201 `nof(n)`: there is no resource, parameter, constant or function `nof`
            E0305 `R(a)[1]`: `0xa::m::R` cannot be indexed
            E0607 `v[0]`: this is a value, not a place
            E0607 `R.owner`: a value is read from one place, not from many
            E0607 `R(*).owner`: a value is read from one place, not from many
            E0607 `R(R(R(R(R(R(R(R(a).owner).owner).owner).owner).owner).owner).owner).owner`: this key is nested too deeply to be followed
            E0201 `g`: there is no resource, parameter, constant or function `g`
            E0303 `of`: `of` takes 1 argument, not 2
            f: "#]],
    );
}

#[test]
fn casts_and_choices_are_terms() {
    declares(
        "use std::table::Table;
         struct R has key { f: u64, list: vector<u64>, t: Table<u8, u64> }
         fun f(a: address, b: address, n: u64, k: u8)
             reads R(a).t[(n + 1 as u8)], R(a).list[(k as u64)], R(a).t[(3 as u8)], R({a, b, @0x1}), R(a).list[{0, n}] if (n > 1) {}
         fun g(a: address, n: u64, is_so: bool)
             reads R((n as address)), R(a).list[(is_so as u64)], R({}), R({a, n}), R(({a, a}).f), R(a).t[(300 as u8)] {}",
        &expect![[r#"
            E0316 `address`: only integers are cast, and only to integers, not `address`
            E0316 `is_so`: only integers are cast, and only to integers, not `bool`
            E0607 `{}`: one of none is no value
            E0301 `n`: expected `address`, found `u64`
            E0607 `({a, a})`: `{…}` stands only where one value is expected
            E0308 `300`: `300` does not fit `u8`
            f: reads R(a).t[(n + 1 as u8)] if n > 1; reads R(a).list[(k as u64)] if n > 1; reads R(a).t[3] if n > 1; reads R({@0x1, a, b}) if n > 1; reads R(a).list[{0, n}] if n > 1"#]],
    );
}

#[test]
fn pure_excludes_every_other_clause() {
    declares(
        "struct R has key { f: u64 }
         fun f(a: address) reads R(a) {}
         fun g() pure reads R {}",
        &expect![[r#"
            E0609 `pure`: `pure` excludes every other clause
            f: reads R(a)"#]],
    );
}

#[test]
fn ranges_conditions_and_exclusions_are_resolved() {
    declares(
        "struct R has key { f: u64 }
         struct G<T> has key { f: T }
         fun pair(x: address, y: address): address { x }
         fun f0(v: vector<address>) writes R(v[i]) for i in 0..v.length() {}
         fun f1(v: vector<address>) writes R(pair(v[i - 1], v[i])), R(v[0]) for i in 1..v.length() {}
         fun f2(v: vector<address>, i: u64) reads R(pair(v[x], v[y])) for x in i..v.length() for y in x + 1..10 {}
         fun f3(a: address, n: u64) writes R(a) if n > 0 && !(a == @0x1 || n == 7) {}
         fun f4(s: &signer, b: bool) writes R(s) if b reads R(s) if s != @0x1 {}
         fun f5(v: vector<address>) writes R(v[i]) for i in 0..5 if v[i] != @0x0 {}
         fun f6(v: vector<address>) writes R(v[i]) for i in 3..2 {}
         fun f7() !reads G, @0x7::* !writes R(@0x1), std::signer::* {}",
        &expect![[r#"
            f0: writes R(v[*])
            f1: writes R(pair(v[i], v[i + 1])) for i in 0..v.length() - 1; writes R(v[0])
            f2: reads R(pair(v[j + i], v[k + ((j + i) + 1)])) for j in 0..v.length() - i for k in 0..10 - ((j + i) + 1)
            f3: writes R(a) if a != @0x1 && n != 7 && n > 0
            f4: writes R(0x1::signer::address_of(s)) if b; reads R(0x1::signer::address_of(s)) if 0x1::signer::address_of(s) != @0x1
            f5: writes R(v[i]) for i in 0..5 if v[i] != @0x0
            f6: writes R(v[i + 3]) for i in 0..0
            f7: !reads G; !reads @0x7::*; !writes R(@0x1); !writes 0x1::signer::*"#]],
    );
    declares(
        "struct R has key { f: u64, owner: address }
         fun f(a: address, n: u64, v: vector<address>)
             writes R(v[i]) for i in 0..n for j in 0..n for k in 0..n
             writes R(v[i]) for i in 0..a
             writes R(a) if n
             writes R(a) if v[*] == a
             reads R(a) if n == 1 && n == 2 && n == 3 && n == 4 && n == 5
             reads R(v[i])
             !writes R(a) !reads R(@0x1).f !writes R if n > 0 {}",
        &expect![[r#"
            E0608 `for k in 0..n`: a clause has at most 2 ranges
            E0301 `a`: expected `u64`, found `address`
            E0301 `n`: expected `bool`, found `u64`
            E0607 `v[*] == a`: a condition speaks of the arguments alone
            E0608 `n == 1 && n == 2 && n == 3 && n == 4 && n == 5`: a clause has at most 4 conditions
            E0201 `i`: there is no resource, parameter, constant or function `i`
            E0607 `!writes R(a)`: only modules, resource types and resources at literal addresses are excluded
            E0607 `!reads R(@0x1).f`: only modules, resource types and resources at literal addresses are excluded
            E0607 `!writes R if n > 0`: only modules, resource types and resources at literal addresses are excluded
            f: "#]],
    );
}

#[test]
fn parts_of_tuples_are_left_out_and_greatest_numbers_have_names() {
    accepts(
        "struct P(u64, u64, u8) has copy, drop;
         const LIMIT: u64 = MAX_U64 - 1;
         fun three(): (u64, bool, u8) { (1, true, 2) }
         fun f(): u64 {
             let (a, ..) = three();
             let (.., b) = three();
             let (c, .., d) = three();
             let (..) = three();
             let P(e, ..) = P(1, 2, MAX_U8);
             let P(.., g) = P(1, 2, 3);
             a + c + e + ((b + d + g) as u64) + LIMIT + (MAX_U128 as u64)
         }",
    );
    check(
        "struct K { x: u64 }
         const MAX_U8: u64 = 7;
         fun f(k: K): u64 { let (a, ..) = (MAX_U8, k); let (a, .., b, c, d) = (a, 1); a }",
        &expect![[r#"
            E0402 `(a, ..)`: `K` does not have `drop`
            E0310 `(a, .., b, c, d)`: this pattern is for 4 values, and here is 2 values"#]],
    );
}

#[test]
fn what_follows_an_error_elsewhere_is_not_reported() {
    check(
        "use std::nowhere::{Self, Thing};
         struct S has drop { things: vector<Thing>, other: u64 }
         fun f(): S { S { things: vector[], other: 1 } }
         struct Hot {}
         fun g() { nowhere::h(vector[]); }
         fun k(hot: Hot) { nowhere::take(hot); }",
        &expect!["E0202 `nowhere`: there is no module `0x1::nowhere`"],
    );
}
