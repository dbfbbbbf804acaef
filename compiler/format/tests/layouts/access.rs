//! Access clauses.

use super::check_items;
use expect_test::expect;

#[test]
fn each_clause_has_a_line() {
    check_items(
        "fun f(a: address): u64 reads R(a) writes S(a).{x,y} { 1 }",
        expect![[r#"
            fun f(a: address): u64
                reads R(a)
                writes S(a).{x, y}
            {
                1
            }
        "#]],
    );
}

#[test]
fn pure_stays_behind_the_signature() {
    check_items(
        "fun f(a: address) : u64 pure { 1 }",
        expect![[r#"
        fun f(a: address): u64 pure { 1 }
    "#]],
    );
}

#[test]
fn places_stand_under_each_other_if_they_do_not_fit() {
    check_items(
        "fun f(user: address) writes wallet::Wallet(signer::address_of(user)).balances[asset_in], wallet::Wallet(signer::address_of(user)).balances[asset_out] {}",
        expect![[r#"
            fun f(user: address)
                writes wallet::Wallet(signer::address_of(user)).balances[asset_in],
                    wallet::Wallet(signer::address_of(user)).balances[asset_out]
            {}
        "#]],
    );
}

#[test]
fn quantifiers_and_conditions_get_lines_too() {
    check_items(
        "fun f(v: vector<address>, n: u64) writes registry::Registry(v[i]).balances_of_everybody[v[i + 1]] for i in 0..n - 1 if n > 1 && n < 1000 {}
         fun g(v: vector<address>) writes R(v[i]) for i in 0 .. v.length() if !(x == 1) {}",
        expect![[r#"
            fun f(v: vector<address>, n: u64)
                writes registry::Registry(v[i]).balances_of_everybody[v[i + 1]]
                    for i in 0..n - 1
                    if n > 1 && n < 1000
            {}
            fun g(v: vector<address>)
                writes R(v[i]) for i in 0..v.length() if !(x == 1)
            {}
        "#]],
    );
}

#[test]
fn wildcards_have_no_spaces() {
    check_items(
        "fun f(a: address) reads R( * ), m::*, @0x1::*, 0x1::m::*(*), *(a), S(*).x[ * ] !writes * adds T(a).n { }",
        expect![[r#"
            fun f(a: address)
                reads R(*), m::*, @0x1::*, 0x1::m::*(*), *(a), S(*).x[*]
                !writes *
                adds T(a).n
            {}
        "#]],
    );
}

#[test]
fn terms_are_laid_out_as_calls() {
    check_items(
        "fun f(a: address) reads Pool(object::create_object_address(&registry::address_of_the_registry(a), bcs::to_bytes(&Key { a, b: 1 }))).reserve calls g( a ,(b as u64),{a,b} ), h() {}",
        expect![[r#"
            fun f(a: address)
                reads Pool(
                    object::create_object_address(
                        &registry::address_of_the_registry(a),
                        bcs::to_bytes(&Key { a, b: 1 })
                    )
                ).reserve
                calls g(a, (b as u64), {a, b}), h()
            {}
        "#]],
    );
}

#[test]
fn acquires_stays_behind_the_signature() {
    check_items(
        "fun f(a: address): u64 acquires A,B { 1 }
         fun g(a: address) acquires A writes B(a) { 1; }
         fun h(a: address) acquires A(a), B {}",
        expect![[r#"
            fun f(a: address): u64 acquires A, B { 1 }
            fun g(a: address) acquires A
                writes B(a)
            {
                1;
            }
            fun h(a: address)
                acquires A(a), B
            {}
        "#]],
    );
}

#[test]
fn clauses_follow_parameters_on_lines() {
    check_items(
        "public entry fun swap(user: &signer, pool: address, asset_in: address, asset_out: address, amount_in: u64): (u64, u64) reads Pool(pool) { 1 }
        native fun n(a: address): u64 reads R(a);",
        expect![[r#"
            public entry fun swap(
                user: &signer,
                pool: address,
                asset_in: address,
                asset_out: address,
                amount_in: u64
            ): (u64, u64)
                reads Pool(pool)
            {
                1
            }
            native fun n(a: address): u64
                reads R(a);
        "#]],
    );
}

#[test]
fn clauses_of_function_types_stay_inside() {
    check_items(
        "fun f(g: |a: address|u64 has copy+drop{reads R(a)  writes S(a)}): |u64| u64 { reads T(*) } { g }
        struct S has drop { f: |address| u64 has drop { reads registry::Registry(*).balances writes registry::Registry(*).total } }",
        expect![[r#"
            fun f(
                g: |a: address| u64 has copy + drop { reads R(a) writes S(a) }
            ): |u64| u64 { reads T(*) } {
                g
            }
            struct S has drop {
                f: |address| u64 has drop {
                    reads registry::Registry(*).balances
                    writes registry::Registry(*).total
                },
            }
        "#]],
    );
}

#[test]
fn comments_between_clauses_stay() {
    check_items(
        "fun f(a: address)
            // why it reads
            reads R(a) // one
            // and writes
            writes S(a), // two
                T(a) /* three */
         {
         }",
        expect![[r#"
            fun f(a: address)
                // why it reads
                reads R(a) // one
                // and writes
                writes S(a), // two
                    T(a) /* three */
            {}
        "#]],
    );
}

#[test]
fn a_comma_may_end_the_places_of_a_clause() {
    check_items(
        "fun f(a: address, n: u64) reads R(a), writes S(a) , for i in 0..n if i < n adds T(a),  if n==1 {}",
        expect![[r#"
            fun f(a: address, n: u64)
                reads R(a),
                writes S(a), for i in 0..n if i < n
                adds T(a), if n == 1
            {}
        "#]],
    );
}
