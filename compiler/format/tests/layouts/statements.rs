//! Statements, branches and loops.

use super::check;
use expect_test::expect;

#[test]
fn branches_are_one_line_if_they_were() {
    check(
        "let a = if (b) {1} else {2};
        let c = if(d)1 else if (e) 2 else 3;
        if (f) return;
        if (f) {
            g() } else h();
        if (a) { b; c } else if (d) { e } else {};",
        expect![[r#"
            let a = if (b) { 1 } else { 2 };
            let c = if (d) 1 else if (e) 2 else 3;
            if (f) return;
            if (f) {
                g()
            } else h();
            if (a) {
                b;
                c
            } else if (d) {
                e
            } else {};
        "#]],
    );
}

#[test]
fn branches_that_do_not_fit_break_all() {
    check(
        "let first = if (condition_of_the_first_kind) { value_of_the_first_kind } else { value_of_the_second_kind };
        let second = if (condition_of_the_first_kind_of_all) value_of_the_first_kind_of_all else value_of_the_second_kind;
        let third = if (condition_of_the_first_kind_of_all) value_of_the_first_kind_of_all else if (condition_of_the_second_kind) value_of_the_second_kind else value_of_the_third_kind;",
        expect![[r#"
            let first = if (condition_of_the_first_kind) {
                value_of_the_first_kind
            } else {
                value_of_the_second_kind
            };
            let second =
                if (condition_of_the_first_kind_of_all) value_of_the_first_kind_of_all
                else value_of_the_second_kind;
            let third =
                if (condition_of_the_first_kind_of_all) value_of_the_first_kind_of_all
                else if (condition_of_the_second_kind) value_of_the_second_kind
                else value_of_the_third_kind;
        "#]],
    );
}

#[test]
fn branches_go_below_if_their_condition_does_not_fit_before() {
    check(
        "let mutator_ref = if (rules.mutable_token_description || rules.mutable_token_name || rules.mutable_uri) { some(f()) } else { none() };
        let liquidity = if (supply == 0) { let initial = f(); initial - 1 } else { g() };",
        expect![[r#"
            let mutator_ref =
                if (rules.mutable_token_description || rules.mutable_token_name || rules.mutable_uri) {
                    some(f())
                } else {
                    none()
                };
            let liquidity = if (supply == 0) {
                let initial = f();
                initial - 1
            } else {
                g()
            };
        "#]],
    );
}

#[test]
fn long_conditions_break_inside_their_parentheses() {
    check(
        "if (rules.mutable_token_description || rules.mutable_token_name || rules.mutable_token_uri || rules.others) { f(); };
        while (rules.mutable_token_description || rules.mutable_token_name || rules.mutable_token_uri || rules.others) f();",
        expect![[r#"
            if (
                rules.mutable_token_description
                || rules.mutable_token_name
                || rules.mutable_token_uri
                || rules.others
            ) {
                f();
            };
            while (
                rules.mutable_token_description
                || rules.mutable_token_name
                || rules.mutable_token_uri
                || rules.others
            ) f();
        "#]],
    );
}

#[test]
fn loops() {
    check(
        "while(i <n)i+=1;
        'outer :loop{ break 'outer; };
        for(i in 0 .. n+1){f(i);g(i)};
        for (i in 0..n) total_of_everything_there_is += balance_of_the_account_at(accounts_of_the_registry[i]);
        loop { if (a) break else continue }",
        expect![[r#"
            while (i < n) i += 1;
            'outer: loop { break 'outer; };
            for (i in 0..n + 1) {
                f(i);
                g(i)
            };
            for (i in 0..n)
                total_of_everything_there_is += balance_of_the_account_at(accounts_of_the_registry[i]);
            loop { if (a) break else continue }
        "#]],
    );
}

#[test]
fn arms_have_commas_at_the_end_of_lines() {
    check(
        "match(a){A=>1,B{x,..}=>x,_=>3};
        match (action) {
            Action::Pay{to,amount} if (amount>0)=>treasury::pay(to,amount), Action::Add(member)=>{ f(); g() }
            Action::Remove(_,..) => { h() },
            (1, true) => abort 1 };
        let x = 1 + match (y) { true => 1, false => 2 };",
        expect![[r#"
            match (a) { A => 1, B { x, .. } => x, _ => 3 };
            match (action) {
                Action::Pay { to, amount } if (amount > 0) => treasury::pay(to, amount),
                Action::Add(member) => {
                    f();
                    g()
                }
                Action::Remove(_, ..) => { h() },
                (1, true) => abort 1,
            };
            let x = 1 + match (y) { true => 1, false => 2 };
        "#]],
    );
}

#[test]
fn long_arms_break() {
    check(
        "match (proposal.action) {
            Action::ChangeParameters { voting_period, quorum, threshold } => parameters::change(voting_period, quorum),
            Action::ChangeParameters { voting_period, quorum, threshold } => parameters::change(voting_period, quorum, threshold, others, more),
        }",
        expect![[r#"
            match (proposal.action) {
                Action::ChangeParameters { voting_period, quorum, threshold } =>
                    parameters::change(voting_period, quorum),
                Action::ChangeParameters { voting_period, quorum, threshold } =>
                    parameters::change(voting_period, quorum, threshold, others, more),
            }
        "#]],
    );
}

#[test]
fn locals() {
    check(
        "let x;let (a,_,b):(u64,u64,u64)=f();
        let Pool{reserve_x,reserve_y:y,..}=p;
        let Position { owner_of_position, amount_of_position, price_of_position, time_of_position, name: _ } = take(x);",
        expect![[r#"
            let x;
            let (a, _, b): (u64, u64, u64) = f();
            let Pool { reserve_x, reserve_y: y, .. } = p;
            let Position {
                owner_of_position,
                amount_of_position,
                price_of_position,
                time_of_position,
                name: _,
            } = take(x);
        "#]],
    );
}

#[test]
fn empty_lines_between_statements_are_kept_once() {
    check(
        "\n\nf();\n\n\n\ng();\nh();\n\n",
        expect![[r#"
        f();

        g();
        h();
    "#]],
    );
}

#[test]
fn semicolons_that_end_nothing_stay() {
    check(
        "{};;if (a) {};\n\n;",
        expect![[r#"
        {};;
        if (a) {};;
    "#]],
    );
}

#[test]
fn blocks_are_expressions() {
    check(
        "let x = { let y = 1; y };
        let z = { f() };
        { g() }
        *{ h() } = 1;
        return { 1 }",
        expect![[r#"
            let x = {
                let y = 1;
                y
            };
            let z = { f() };
            { g() }
            *{ h() } = 1;
            return { 1 }
        "#]],
    );
}

#[test]
fn returns_and_aborts() {
    check(
        "if (a) return ; if (b) abort 1; if (c) return (1,2);
        return balance_of_the_first_account_there_is + balance_of_the_second_account_there_is + balance_of_others",
        expect![[r#"
            if (a) return;
            if (b) abort 1;
            if (c) return (1, 2);
            return balance_of_the_first_account_there_is
                + balance_of_the_second_account_there_is
                + balance_of_others
        "#]],
    );
}

#[test]
fn uses_may_stand_in_functions() {
    check(
        "use std::vector; use std::option::{Self as o,some}; f()",
        expect![[r#"
        use std::vector;
        use std::option::{Self as o, some};
        f()
    "#]],
    );
}
