//! Arms for the variants that no arm of a `match` names.

use expect_test::{Expect, expect};

use super::after;

fn check(body: &str, expected: &Expect) {
    let marked = format!(
        "module 0x2::a {{
    enum Side has drop {{ Bid, Ask {{ price: u64, size: u64 }}, Both(u64, u64) }}
    fun f(side: &Side, n: u64): u64 {{
        {body}
    }}
}}
"
    );
    let found = after(&marked, &[], "add the missing arms");
    let bodies: Vec<&str> = found.iter().map(|it| body_of(it)).collect();
    expected.assert_eq(&bodies.join("\n---\n"));
}

/// What stands between the header of the function and its end.
fn body_of(text: &str) -> &str {
    let (_, rest) = text.split_once("u64 {\n        ").unwrap();
    rest.strip_suffix("\n    }\n}\n").unwrap()
}

#[test]
fn an_empty_match_gets_all_arms() {
    check(
        "ma|tch (side) {}",
        &expect![[r#"
        match (side) {
                    Side::Bid => abort 0,
                    Side::Ask { price, size } => abort 0,
                    Side::Both(_, _) => abort 0,
                }"#]],
    );
}

#[test]
fn arms_are_added_behind_those_that_are_there() {
    check(
        "match (side) {
            Side::Bid => 1,|
        }",
        &expect![[r#"
            match (side) {
                        Side::Bid => 1,
                        Side::Ask { price, size } => abort 0,
                        Side::Both(_, _) => abort 0,
                    }"#]],
    );
}

#[test]
fn a_comma_is_put_behind_the_last_arm() {
    check(
        "match (side) { Side::Ask { .. } => n, Side::Bid => |1 }",
        &expect![
            "match (side) { Side::Ask { .. } => n, Side::Bid => 1, Side::Both(_, _) => abort 0, }"
        ],
    );
}

#[test]
fn an_arm_with_a_guard_is_no_wildcard() {
    check(
        "match (side) { _ if (n > 1) => 1, Side::Both(..) => |2, }",
        &expect![
            "match (side) { _ if (n > 1) => 1, Side::Both(..) => 2, Side::Bid => abort 0, Side::Ask { price, size } => abort 0, }"
        ],
    );
}

#[test]
fn the_innermost_match_is_meant() {
    check(
        "match (side) { Side::Bid => match (side) { Side::Ask { .. } => |1, Side::Bid => 2 }, _ => 3 }",
        &expect![
            "match (side) { Side::Bid => match (side) { Side::Ask { .. } => 1, Side::Bid => 2, Side::Both(_, _) => abort 0, }, _ => 3 }"
        ],
    );
}

#[test]
fn nothing_is_added_where_all_is_matched() {
    check("match (side) { Side::Bid => |1, _ => 2 }", &expect![""]);
    check("match (side) { Side::Bid => |1, other => 2 }", &expect![""]);
    check(
        "match (side) { Side::Bid => |1, Side::Ask { .. } => 2, Side::Both(..) => 3 }",
        &expect![""],
    );
    check("match (n) { 1 => |1 }", &expect![""]);
}

/// The first new arm of a match on an enum of another module.
fn elsewhere(used: &str, ty: &str) -> String {
    let other = "module 0x2::b { public enum Kind<T> has drop { Some(T), None } }";
    let marked =
        format!("module 0x2::a {{ {used} fun f(kind: {ty}<u64>) {{ match (kind) {{|}} }} }}");
    let found = after(&marked, &[("sources/b.move", other)], "add the missing arms");
    found[0].lines().nth(1).unwrap().trim().to_owned()
}

#[test]
fn an_enum_of_another_module_is_called_as_it_is_here() {
    assert_eq!(elsewhere("use 0x2::b;", "b::Kind"), "b::Kind::Some(_) => abort 0,");
    assert_eq!(elsewhere("use 0x2::b as c;", "c::Kind"), "c::Kind::Some(_) => abort 0,");
    assert_eq!(elsewhere("use 0x2::b::Kind as K;", "K"), "K::Some(_) => abort 0,");
    assert_eq!(elsewhere("", "0x2::b::Kind"), "0x2::b::Kind::Some(_) => abort 0,");
}
