//! Functions made of statements and of expressions.

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use super::actions;
use crate::client::Client;
use crate::cursor::applied;

/// The module after what is between `«` and `»` has become a function; empty if that is not offered.
fn extracted_of(marked: &str) -> String {
    let (before, rest) = marked.split_once('«').unwrap();
    let (chosen, after) = rest.split_once('»').unwrap();
    let text = format!("{before}{chosen}{after}");
    let (start, end) = (place(before), place(&format!("{before}{chosen}")));
    let mut client = Client::open(&text);
    let asked = json!({"range": {"start": start, "end": end}, "context": {"diagnostics": []}});
    let offered = actions(&mut client, asked);
    let mut offered = offered.as_array().unwrap().iter();
    let Some(meant) = offered.find(|it| it["kind"] == "refactor.extract") else {
        return String::new();
    };
    let text = applied(&text, &meant["edit"]["changes"][&client.uri("sources/a.move")]);
    let before = errors(&mut client);
    client.did_change("sources/a.move", 2, &text);
    assert_eq!(errors(&mut client), before, "{text}");
    text
}

/// How many errors the module has.
fn errors(client: &mut Client) -> usize {
    let asked = json!({"textDocument": client.document("sources/a.move")});
    let report = client.request("textDocument/diagnostic", asked).unwrap();
    report["items"].as_array().unwrap().iter().filter(|it| it["severity"] == 1).count()
}

/// Where a text ends.
fn place(text: &str) -> Value {
    let column = text.rsplit('\n').next().unwrap().encode_utf16().count();
    json!({"line": text.matches('\n').count(), "character": column})
}

/// [`extracted_of`] a module with a function of this body.
fn extracted(body: &str) -> String {
    extracted_of(&format!(
        "module 0x2::a {{
    struct S has drop {{ n: u64 }}
    struct T2<T> {{ t: T }}
    fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {{
        {body}
    }}
}}
"
    ))
}

fn check(body: &str, expected: &Expect) {
    expected.assert_eq(&extracted(body));
}

#[test]
fn what_comes_from_outside_is_passed_and_what_is_used_behind_returned() {
    check(
        "«let a = x + 1;
        let b = a * 2;»
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
        "«s.n = x;» s.n",
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
        "«let other: T = t;» let T2 { t: _ } = T2 { t: other }; x",
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
    assert_eq!(extracted("«if (x > 1) { return 1 };» x"), "");
    assert_eq!(extracted("while (x > 1) { «break;» }; x"), "");
}

#[test]
fn a_loop_may_be_left_inside() {
    assert_ne!(extracted("«while (x > 9) { break };» x"), "");
    assert_ne!(extracted("«while (x > 9) { break }» x"), "");
}

#[test]
fn nothing_is_offered_where_a_variable_from_outside_is_changed() {
    assert_eq!(extracted("let a = x; «a = 2;» a"), "");
    assert_eq!(extracted("let a = x; «let r = &mut a; *r = 2;» a"), "");
    assert_eq!(extracted("let a = S { n: x }; «a.n = 2;» a.n"), "");
}

#[test]
fn nothing_is_offered_where_a_value_would_be_gone() {
    assert_eq!(extracted("let a = S { n: x }; «let b = a.n;» a.n + b"), "");
}

#[test]
fn nothing_is_offered_for_parts_of_statements() {
    assert_eq!(extracted("let a = «x + 1;» a"), "");
}

#[test]
fn an_expression_becomes_a_function_of_its_value() {
    check(
        "let a = 2 * «(x + s.n)»; a",
        &expect![[r#"
        module 0x2::a {
            struct S has drop { n: u64 }
            struct T2<T> { t: T }
            fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {
                let a = 2 * extracted(x, s); a
            }

            fun extracted(x: u64, s: &mut S): u64 {
                (x + s.n)
            }
        }
    "#]],
    );
}

#[test]
fn an_expression_without_a_value_becomes_a_function_without_one() {
    check(
        "if (x > 1) «s.n = x» else { s.n = 0 }; x",
        &expect![[r#"
        module 0x2::a {
            struct S has drop { n: u64 }
            struct T2<T> { t: T }
            fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {
                if (x > 1) extracted(x, s) else { s.n = 0 }; x
            }

            fun extracted(x: u64, s: &mut S) {
                s.n = x
            }
        }
    "#]],
    );
}

#[test]
fn several_values_come_out_as_they_are() {
    check(
        "let (a, b) = «if (x > 1) (x, true) else (1, false)»; assert!(b); a",
        &expect![[r#"
        module 0x2::a {
            struct S has drop { n: u64 }
            struct T2<T> { t: T }
            fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {
                let (a, b) = extracted(x); assert!(b); a
            }

            fun extracted(x: u64): (u64, bool) {
                if (x > 1) (x, true) else (1, false)
            }
        }
    "#]],
    );
}

#[test]
fn parentheses_belong_to_what_is_in_them() {
    check(
        "2 * («x + 1»)",
        &expect![[r#"
        module 0x2::a {
            struct S has drop { n: u64 }
            struct T2<T> { t: T }
            fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {
                2 * extracted(x)
            }

            fun extracted(x: u64): u64 {
                (x + 1)
            }
        }
    "#]],
    );
}

#[test]
fn lines_of_an_expression_stand_as_they_did_to_each_other() {
    check(
        "let a = «if (x > 1) {
            x
        } else {
            s.n
        }»;
        a",
        &expect![[r#"
            module 0x2::a {
                struct S has drop { n: u64 }
                struct T2<T> { t: T }
                fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {
                    let a = extracted(x, s);
                    a
                }

                fun extracted(x: u64, s: &mut S): u64 {
                    if (x > 1) {
                        x
                    } else {
                        s.n
                    }
                }
            }
        "#]],
    );
}

#[test]
fn type_parameters_of_a_value_are_passed() {
    check(
        "let T2 { t: _ } = «T2 { t }»; x",
        &expect![[r#"
        module 0x2::a {
            struct S has drop { n: u64 }
            struct T2<T> { t: T }
            fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {
                let T2 { t: _ } = extracted<T>(t); x
            }

            fun extracted<T: drop>(t: T): T2<T> {
                T2 { t }
            }
        }
    "#]],
    );
}

#[test]
fn a_reference_may_come_out_of_what_was_borrowed_before() {
    check(
        "let n = «&mut s.n»; *n = x; *n",
        &expect![[r#"
        module 0x2::a {
            struct S has drop { n: u64 }
            struct T2<T> { t: T }
            fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {
                let n = extracted(s); *n = x; *n
            }

            fun extracted(s: &mut S): &mut u64 {
                &mut s.n
            }
        }
    "#]],
    );
}

#[test]
fn the_end_of_a_block_goes_out_with_its_value() {
    check(
        "«let a = x + 1;
        a * 2»",
        &expect![[r#"
            module 0x2::a {
                struct S has drop { n: u64 }
                struct T2<T> { t: T }
                fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {
                    extracted(x)
                }

                fun extracted(x: u64): u64 {
                    let a = x + 1;
                    a * 2
                }
            }
        "#]],
    );
}

#[test]
fn a_lambda_may_call_what_was_its_body() {
    check(
        "let v = vector[x]; let sum = 0; v.for_each(|n| sum = sum + «n * x»); sum",
        &expect![[r#"
            module 0x2::a {
                struct S has drop { n: u64 }
                struct T2<T> { t: T }
                fun f<T: drop>(x: u64, s: &mut S, t: T): u64 {
                    let v = vector[x]; let sum = 0; v.for_each(|n| sum = sum + extracted(x, n)); sum
                }

                fun extracted(x: u64, n: u64): u64 {
                    n * x
                }
            }
        "#]],
    );
}

#[test]
fn what_is_read_by_a_method_is_not_changed() {
    let (read, changed) = ("«v.length() + 1»", "«{ v.push_back(1); 1 }»");
    assert_ne!(extracted(&format!("let v = vector[x]; {read}")), "");
    assert_eq!(extracted(&format!("let v = vector[x]; let n = {changed}; n + v.length()")), "");
}

#[test]
fn a_place_that_is_no_value_stays() {
    assert_eq!(extracted("«s.n» = 1; x"), "");
    assert_eq!(extracted("let r = &mut «s.n»; *r = 1; x"), "");
    assert_eq!(extracted("let a = S { n: x }; let r = &«a.n»; *r"), "");
    assert_eq!(extracted("let v = vector[vector[x]]; «v[0]».push_back(1); x"), "");
    assert_eq!(extracted("let v = vector[S { n: x }]; «v[0]».n"), "");
}

#[test]
fn no_reference_comes_out_of_a_copy() {
    assert_eq!(extracted("let r = «&x»; *r"), "");
    assert_eq!(extracted("let a = S { n: x }; let r = «&a.n»; *r"), "");
}

#[test]
fn a_value_that_never_is_there_has_no_type() {
    assert_eq!(extracted("if (x > 1) «abort 1» else x"), "");
    assert_eq!(extracted("if (x > 1) «return 1»; x"), "");
    assert_eq!(extracted("loop { let a = «if (x > 1) 2 else break»; s.n = a }; x"), "");
}

#[test]
fn nothing_is_offered_for_what_is_no_whole_expression() {
    assert_eq!(extracted("let a = 1 + «x + 2»; a"), "");
    assert_eq!(extracted("let a = «x + 1;» a"), "");
    assert_eq!(extracted("let a = «x»; a"), "");
    assert_eq!(extracted("let a = «12»; a + x"), "");
}

#[test]
fn a_lambda_has_no_type_of_its_own() {
    assert_eq!(extracted("let v = vector[x]; v.map(«|it| it + x»)[0]"), "");
    assert_ne!(extracted("let v = vector[x]; «v.map(|it| it + x)»[0]"), "");
}

#[test]
fn what_is_proved_of_whole_packages_alone_needs_one() {
    let of = |rest: &str| {
        extracted_of(&format!("module 0x2::a {{ fun g(n: u64, r: &u64): u64 {{ {rest} }}"))
    };
    assert_ne!(of("«n + 1» } fun broken(): u64 { true }"), "");
    assert_eq!(of("«*r + 1» } fun broken(): u64 { true }"), "");
    assert_ne!(of("«*r + 1» } fun sound(): bool { true }"), "");
    assert_eq!(of("let b: bool = 1; «n + 1» } fun sound(): bool { true }"), "");
}

#[test]
fn what_is_only_there_for_tests_goes_into_a_function_for_tests() {
    let module = "module 0x2::a {
    #[test_only]
    fun one(): u64 { 1 }

    #[test]
    fun t() { assert!(«one() + 1» == 2) }
}
";
    expect![[r#"
        module 0x2::a {
            #[test_only]
            fun one(): u64 { 1 }

            #[test]
            fun t() { assert!(extracted() == 2) }

            #[test_only]
            fun extracted(): u64 {
                one() + 1
            }
        }
    "#]]
    .assert_eq(&extracted_of(module));
}

#[test]
fn nothing_is_offered_where_names_or_callers_are_others() {
    let own = "module 0x2::a { fun f(x: u64): u64 { use std::signer; «x + 1» } }";
    assert_eq!(extracted_of(own), "");
    let inline = |head: &str| {
        extracted_of(&format!("module 0x2::a {{ {head} inline fun f(x: u64): u64 {{ «x + 1» }} }}"))
    };
    assert_eq!(inline("public"), "");
    assert_ne!(inline(""), "");
}

#[test]
fn a_type_that_has_no_name_there_is_not_written() {
    let of = |uses: &str| {
        extracted_of(&format!(
            "module 0x2::a {{ use {uses}; fun f(s: &String): u64 {{ «s.sub_string(0, 1)».length() }} }}"
        ))
    };
    assert_eq!(of("std::string::String"), "");
    assert_ne!(of("std::string::{Self, String}"), "");
}
