//! Functions made of statements.

use expect_test::{Expect, expect};
use serde_json::json;

use super::actions;
use crate::cursor::{applied, cut, open};

/// The module after the statements between the two `|` have become a function; empty if that is not offered.
fn extracted(body: &str) -> String {
    let marked = format!(
        "module 0x2::a {{
    struct S has drop {{ n: u64 }}
    struct T2<T> {{ t: T }}
    fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {{
        {body}
    }}
}}
"
    );
    let (before, end) = marked.rsplit_once('|').unwrap();
    let (mut client, start) = open(&format!("{before}{end}"), &[]);
    let (unmarked, _) = cut(&marked);
    let (text, end) = cut(&unmarked);
    let asked = json!({"range": {"start": start, "end": end}, "context": {"diagnostics": []}});
    let offered = actions(&mut client, asked);
    let mut offered = offered.as_array().unwrap().iter();
    let meant = offered.find(|it| it["kind"] == "refactor.extract");
    let uri = client.uri("sources/a.move");
    meant.map(|it| applied(&text, &it["edit"]["changes"][&uri])).unwrap_or_default()
}

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&extracted(body));
}

#[test]
fn what_comes_from_outside_is_passed_and_what_is_used_behind_returned() {
    check(
        "|let a = x + 1;
        let b = a * 2;|
        a + b",
        &expect![[r#"
            module 0x2::a {
                struct S has drop { n: u64 }
                struct T2<T> { t: T }
                fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {
                    let (a, b) = extracted(x);
                    a + b
                }

                fun extracted(x: u64): (u64, u64) {
                    let a = x + 1;
                    let b = a * 2;
                    (a, b)
                }
            }
        "#]],
    );
}

#[test]
fn what_a_reference_leads_to_may_be_changed() {
    check(
        "|s.n = x;| s.n",
        &expect![[r#"
        module 0x2::a {
            struct S has drop { n: u64 }
            struct T2<T> { t: T }
            fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {
                extracted(x, s); s.n
            }

            fun extracted(x: u64, s: &mut S) {
                s.n = x;
            }
        }
    "#]],
    );
}

#[test]
fn type_parameters_that_are_needed_are_passed() {
    check(
        "|let other: T = t;| let T2 { t: _ } = T2 { t: other }; x",
        &expect![[r#"
        module 0x2::a {
            struct S has drop { n: u64 }
            struct T2<T> { t: T }
            fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {
                let other = extracted<T>(t); let T2 { t: _ } = T2 { t: other }; x
            }

            fun extracted<T: drop>(t: T): T {
                let other: T = t;
                other
            }
        }
    "#]],
    );
}

#[test]
fn nothing_is_offered_where_control_leaves() {
    assert_eq!(extracted("|if (x > 1) { return 1 };| x"), "");
    assert_eq!(extracted("while (x > 1) { |break;| }; x"), "");
}

#[test]
fn a_loop_may_be_left_inside() {
    assert_ne!(extracted("|while (x > 9) { break };| x"), "");
    assert_ne!(extracted("|while (x > 9) { break }| x"), "");
}

#[test]
fn nothing_is_offered_where_a_variable_from_outside_is_changed() {
    assert_eq!(extracted("let a = x; |a = 2;| a"), "");
    assert_eq!(extracted("let a = x; |let r = &mut a; *r = 2;| a"), "");
    assert_eq!(extracted("let a = S { n: x }; |a.n = 2;| a.n"), "");
}

#[test]
fn nothing_is_offered_where_a_value_would_be_gone() {
    assert_eq!(extracted("let a = S { n: x }; |let b = a.n;| a.n + b"), "");
}

#[test]
fn nothing_is_offered_for_parts_of_statements() {
    assert_eq!(extracted("let a = |x + 1;| a"), "");
}
