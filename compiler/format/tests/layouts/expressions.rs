//! Expressions.

use super::check;
use expect_test::expect;

#[test]
fn operators_have_spaces() {
    check(
        "let x=a+b*c<<2|d&&!e||-f==*g as u8;x+=1;y=&mut z;w=&(move v);u=copy t ;",
        expect![[r#"
        let x = a + b * c << 2 | d && !e || -f == *g as u8;
        x += 1;
        y = &mut z;
        w = &(move v);
        u = copy t;
    "#]],
    );
}

#[test]
fn lines_break_before_operators_of_one_precedence() {
    check(
        "assert!(max_ltv_bps < liquidation_threshold_bps && liquidation_threshold_bps < bps && liquidation_bonus_bps < bps, 1);
        let sum = coin::balance<Usd>(@0xa) + coin::balance<Usd>(@0xb) * 2 - coin::balance<Usd>(@0xc) + coin::balance<Usd>(@0xd);
        coin::balance<Usd>(@0xa) + coin::balance<Usd>(@0xb) * 2 - coin::balance<Usd>(@0xc) + coin::balance<Usd>(@0xd)",
        expect![[r#"
            assert!(
                max_ltv_bps < liquidation_threshold_bps
                    && liquidation_threshold_bps < bps
                    && liquidation_bonus_bps < bps,
                1
            );
            let sum = coin::balance<Usd>(@0xa)
                + coin::balance<Usd>(@0xb) * 2
                - coin::balance<Usd>(@0xc)
                + coin::balance<Usd>(@0xd);
            coin::balance<Usd>(@0xa)
                + coin::balance<Usd>(@0xb) * 2
                - coin::balance<Usd>(@0xc)
                + coin::balance<Usd>(@0xd)
        "#]],
    );
}

#[test]
fn calls_have_an_argument_a_line() {
    check(
        "move_to(&create_signer(object), ObjectCore { guid_creation_num: INIT_GUID_CREATION_NUM, owner, allow: true });
        f(a,b , );",
        expect![[r#"
            move_to(
                &create_signer(object),
                ObjectCore { guid_creation_num: INIT_GUID_CREATION_NUM, owner, allow: true }
            );
            f(a, b);
        "#]],
    );
}

#[test]
fn nested_calls_break_from_outside() {
    check(
        "outer_function_name(first_argument, inner_function_name(second_argument, innermost(third_argument)), fourth);
        outer_function_name(first_argument, inner_function_name(second_argument, innermost_function_name(third_argument, fifth)), fourth);",
        expect![[r#"
            outer_function_name(
                first_argument,
                inner_function_name(second_argument, innermost(third_argument)),
                fourth
            );
            outer_function_name(
                first_argument,
                inner_function_name(second_argument, innermost_function_name(third_argument, fifth)),
                fourth
            );
        "#]],
    );
}

#[test]
fn values_hang_if_they_fit_then() {
    check(
        "let FungibleAsset { metadata: _, amount: burnt } = withdraw_internal(object::object_address(&store), amount);
        let (burn_cap, freeze_cap, mint_cap) = coin::initialize<AptosCoin>(aptos_framework, string::utf8(b\"Aptos Coin\"), string::utf8(b\"APT\"), 8, true);
        Registry[registry_address].entries_by_owner[owner_of_the_entry] = registry::entry_of_the_owner(a_parameter);",
        expect![[r#"
            let FungibleAsset { metadata: _, amount: burnt } =
                withdraw_internal(object::object_address(&store), amount);
            let (burn_cap, freeze_cap, mint_cap) = coin::initialize<AptosCoin>(
                aptos_framework,
                string::utf8(b"Aptos Coin"),
                string::utf8(b"APT"),
                8,
                true
            );
            Registry[registry_address].entries_by_owner[owner_of_the_entry] =
                registry::entry_of_the_owner(a_parameter);
        "#]],
    );
}

#[test]
fn chains_have_a_call_a_line() {
    check(
        "let x = self.entries.borrow_mut(key).values.map(|value| value + 1).filter(|value| *value > limit).length();
        registry_of_all.entries.borrow_mut(key).values.map(|value| value + 1).filter(|value| *value > limit).length();
        self.a.b.c().d[1].e::<u64>();
        x.f(a_very_long_argument_of_a_function_call_number_one, a_very_long_argument_of_a_function_call_number_two);",
        expect![[r#"
            let x = self.entries.borrow_mut(key).values
                .map(|value| value + 1)
                .filter(|value| *value > limit)
                .length();
            registry_of_all.entries
                .borrow_mut(key).values
                .map(|value| value + 1)
                .filter(|value| *value > limit)
                .length();
            self.a.b.c().d[1].e::<u64>();
            x.f(
                a_very_long_argument_of_a_function_call_number_one,
                a_very_long_argument_of_a_function_call_number_two
            );
        "#]],
    );
}

#[test]
fn the_last_lambda_keeps_its_brace_on_the_line() {
    check(
        "tokens.for_each(|token| { burn(token); count += 1; });
        vector::for_each_ref(&self.entries_of_this_registry, |entry| { let e: &Entry = entry; total = total + e.amount; });
        self.entries.keys().for_each(|key| { let Entry { amount } = self.entries.remove(key); total += amount; });
        v.map(|x| x + 1).fold(0, |a, b| { a + b });
        apply(|x| { x + 1 }, |y| { let z = y; z });",
        expect![[r#"
            tokens.for_each(|token| {
                burn(token);
                count += 1;
            });
            vector::for_each_ref(&self.entries_of_this_registry, |entry| {
                let e: &Entry = entry;
                total = total + e.amount;
            });
            self.entries.keys().for_each(|key| {
                let Entry { amount } = self.entries.remove(key);
                total += amount;
            });
            v.map(|x| x + 1).fold(0, |a, b| { a + b });
            apply(
                |x| { x + 1 },
                |y| {
                    let z = y;
                    z
                }
            );
        "#]],
    );
}

#[test]
fn lambdas_and_function_types() {
    check(
        "let f:|u64,&mut u64|(u64,bool) has copy+drop=|x,y|(x,*y>1);
        let g = move|S{a,b:_},(c,_)|a+c ;
        let h=||1;
        let i: |(|u64| u64)| = |f| f(1);
        (s.f)(1)(2);",
        expect![[r#"
            let f: |u64, &mut u64| (u64, bool) has copy + drop = |x, y| (x, *y > 1);
            let g = move |S { a, b: _ }, (c, _)| a + c;
            let h = || 1;
            let i: |(|u64| u64)| = |f| f(1);
            (s.f)(1)(2);
        "#]],
    );
}

#[test]
fn struct_values_are_one_line_if_they_were() {
    check(
        "let a = S{x:1,y,z : f( 2 )};
        let b = S {
            x: 1, y };
        let c = E::V<u64>{};
        event::emit(Swapped { user: owner, pool, asset_in, amount_in, amount_out, another_field: f(amount_in), x });
        S { a, .. } = d;",
        expect![[r#"
            let a = S { x: 1, y, z: f(2) };
            let b = S {
                x: 1,
                y,
            };
            let c = E::V<u64> {};
            event::emit(
                Swapped {
                    user: owner,
                    pool,
                    asset_in,
                    amount_in,
                    amount_out,
                    another_field: f(amount_in),
                    x,
                }
            );
            S { a, .. } = d;
        "#]],
    );
}

#[test]
fn vectors_of_literals_fill_lines() {
    check(
        "let v = vector[b\"bool\", b\"u8\", b\"u16\", b\"u32\", b\"u64\", b\"u128\", b\"u256\", b\"address\", b\"vector<u8>\", b\"string\"];
        let w = vector[format_value(&a, SINGLE_LINE), format_value(&b, SINGLE_LINE), format_value(&c, SINGLE_LINE),];
        let x = vector<u8>[];
        let y = vector[ ];",
        expect![[r#"
            let v = vector[
                b"bool", b"u8", b"u16", b"u32", b"u64", b"u128", b"u256", b"address", b"vector<u8>",
                b"string"
            ];
            let w = vector[
                format_value(&a, SINGLE_LINE),
                format_value(&b, SINGLE_LINE),
                format_value(&c, SINGLE_LINE)
            ];
            let x = vector<u8>[];
            let y = vector[];
        "#]],
    );
}

#[test]
fn parentheses_stay() {
    check(
        "let x = ((a)+(b*c)) ;let y=(((a as u64))+b as u8);let z=(x:u64);let u=(); let t=((1,2));
        if ((a && b)) { c } else { (d) };
        let amount = ((coin::value(coins) as u128) * (royalty::numerator(&royalty) as u128) / (royalty::denominator(&royalty) as u128) as u64);",
        expect![[r#"
            let x = ((a) + (b * c));
            let y = (((a as u64)) + b as u8);
            let z = (x: u64);
            let u = ();
            let t = ((1, 2));
            if ((a && b)) { c } else { (d) };
            let amount = (
                (coin::value(coins) as u128)
                    * (royalty::numerator(&royalty) as u128)
                    / (royalty::denominator(&royalty) as u128) as u64
            );
        "#]],
    );
}

#[test]
fn literals_stay_as_they_are_written() {
    check(
        "f(0xFF_ff, 1_000u64, @0x1, @std, b\"a  \\\" b\", x\"0aFF\", true, -1, MAX_U64);",
        expect![[r#"
            f(0xFF_ff, 1_000u64, @0x1, @std, b"a  \" b", x"0aFF", true, -1, MAX_U64);
        "#]],
    );
}

#[test]
fn casts_and_tests() {
    check(
        "let a=b as u8;c= e is A|m::B<u64> && (d as u64)>1;",
        expect![[r#"
        let a = b as u8;
        c = e is A | m::B<u64> && (d as u64) > 1;
    "#]],
    );
}
