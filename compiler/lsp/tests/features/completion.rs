//! Completion.

mod clauses;

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use crate::client::Client;
use crate::cursor::{ask, ask_of, cut, open};

/// The labels that are offered before those that need a `use`, without words of the language.
fn labels(items: &Value) -> String {
    let items = items.as_array().unwrap().iter();
    let shown = items.filter(|it| {
        it["kind"] != 14 && !it["detail"].as_str().unwrap_or_default().starts_with("use ")
    });
    let line = |it: &Value| {
        let detail = it["detail"].as_str().map(|it| format!(": {it}")).unwrap_or_default();
        format!("{}{detail}", it["label"].as_str().unwrap())
    };
    shown.map(line).collect::<Vec<_>>().join("\n")
}

/// The words of the language that are offered.
fn words(marked: &str) -> String {
    let answer = ask(marked, "textDocument/completion", json!({})).unwrap();
    let words = answer.as_array().unwrap().iter().filter(|it| it["kind"] == 14);
    words.map(|it| it["label"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

fn check(marked: &str, expected: &Expect) {
    let answer = ask(marked, "textDocument/completion", json!({})).unwrap();
    expected.assert_eq(&labels(&answer));
}

const TYPES: &str = "struct Pool has key, drop { fee: u64, owner: address }
    enum Side has drop { Bid, Ask { price: u64 } }
    fun rate(self: &Pool): u64 { self.fee }
    fun other(pool: &Pool): u64 { pool.fee }
    const LIMIT: u64 = 3;";

fn inside(body: &str) -> String {
    format!("module 0x2::a {{ {TYPES} fun f(pool: &Pool, n: u64) {{ {body} }} }}")
}

#[test]
fn fields_and_receiver_functions_follow_a_dot() {
    let expected = expect![[r#"
        fee
        owner
        rate"#]];
    check(&inside("pool.|"), &expected);
}

#[test]
fn a_dot_at_the_end_of_a_statement_is_enough() {
    check(
        &inside("let x = pool.f|; let y = n;"),
        &expect![[r#"
        fee
        owner
        rate"#]],
    );
}

#[test]
fn names_are_those_in_scope() {
    check(
        &inside("let a = true; { let gone = n; }; | ; let later = n;"),
        &expect![[r#"
        a: bool
        n: u64
        pool: &Pool
        LIMIT
        Pool
        Side
        f
        other
        rate"#]],
    );
}

#[test]
fn variants_follow_an_enum() {
    check(
        &inside("let side = Side::|;"),
        &expect![[r#"
        Ask
        Bid"#]],
    );
}

#[test]
fn of_another_module_only_what_is_public_is_offered() {
    let module = "module 0x2::b { public fun open(): u64 { 1 } fun hidden(): u64 { 2 } }\n";
    check(
        &format!("{module} module 0x2::a {{ use 0x2::b; fun f(): u64 {{ b::| }} }}"),
        &expect!["open"],
    );
}

#[test]
fn a_module_from_elsewhere_comes_with_its_import() {
    let (mut client, position) = open(
        "module 0x2::b {}\nmodule 0x2::a {\n    use std::option;\n\n    fun f() { vec| }\n}\n",
        &[],
    );
    let answer = ask_of(&mut client, position, "textDocument/completion", json!({})).unwrap();
    let mut items = answer.as_array().unwrap().iter();
    let item = items.find(|it| it["detail"] == "use std::vector").unwrap().clone();
    let resolved = client.request("completionItem/resolve", item).unwrap();
    let shown = format!("{:#}", resolved["additionalTextEdits"]);
    expect![[r#"
        [
          {
            "newText": "\n    use std::vector;",
            "range": {
              "end": {
                "character": 20,
                "line": 2
              },
              "start": {
                "character": 20,
                "line": 2
              }
            }
          }
        ]"#]]
    .assert_eq(&shown);
    assert!(resolved["documentation"]["value"].as_str().unwrap().contains("module"));
}

#[test]
fn places_outside_of_code_have_an_answer() {
    for marked in
        ["|", "module|", "module 0x2::a { fun f() { |", "// |\n", "module 0x2::a { use | }"]
    {
        ask(marked, "textDocument/completion", json!({})).unwrap();
    }
    let (mut client, _) = open("module 0x2::a {|}", &[]);
    let beyond = json!({"line": 99, "character": 99});
    ask_of(&mut client, beyond, "textDocument/completion", json!({})).unwrap();
}

#[test]
fn fields_that_are_not_written_yet_stand_between_braces() {
    check(&inside("let pool = Pool { fee: n, | };"), &expect!["owner"]);
    check(&inside("let pool = Pool { f|, owner: @0x1 };"), &expect!["fee"]);
    check(&inside("let Pool { owner, | } = pool;"), &expect!["fee"]);
    check(&inside("match (side) { Side::Ask { | } => 1, Side::Bid => 2 }"), &expect!["price"]);
}

#[test]
fn what_is_there_for_tests_is_offered_to_tests() {
    let module = |plain: &str, test: &str| {
        format!(
            "module 0x2::a {{ fun f() {{ {plain} }}
            #[test_only] struct Fake has drop {{}}
            #[test_only] fun fake() {{}}
            #[test] fun works() {{ {test} }} }}
            #[test_only] module 0x2::fakes {{}}"
        )
    };
    check(&module("|", ""), &expect!["f"]);
    check(
        &module("", "|"),
        &expect![[r#"
        Fake
        f
        fake
        works"#]],
    );
    let fakes = |marked: &str| {
        let answer = ask(marked, "textDocument/completion", json!({})).unwrap();
        answer.as_array().unwrap().iter().any(|it| it["label"] == "fakes")
    };
    assert!(!fakes(&module("|", "")));
    assert!(fakes(&module("", "|")));
}

#[test]
fn modules_of_the_folder_of_tests_are_offered_to_tests() {
    let others = [("tests/t.move", "module 0x2::helpers {}")];
    let offered = |marked: &str| {
        let (mut client, position) = open(marked, &others);
        let answer = ask_of(&mut client, position, "textDocument/completion", json!({})).unwrap();
        answer.as_array().unwrap().iter().any(|it| it["label"] == "helpers")
    };
    assert!(!offered("module 0x2::a { fun f() { | } }"));
    assert!(offered("module 0x2::a { #[test] fun f() { | } }"));
}

#[test]
fn modules_follow_their_address_whatever_it_is_called() {
    let used = |address: &str| {
        let marked = format!("module 0x2::a {{ use {address}::vect| }}");
        let answer = ask(&marked, "textDocument/completion", json!({})).unwrap();
        let all = answer.as_array().unwrap().iter();
        all.filter(|it| it["label"] == "vector").count()
    };
    for address in ["std", "0x1", "0x0001", "aptos_framework"] {
        assert_eq!(used(address), 1, "{address}");
    }
    assert_eq!(used("0x2"), 0);
}

#[test]
fn friends_and_the_package_see_what_is_for_them() {
    let library = "module 0x2::b { friend 0x2::a; friend fun near(): u64 { 1 } package fun own(): u64 { 2 } fun no() {} }";
    let user =
        |name: &str| format!("{library} module 0x2::{name} {{ fun f(): u64 {{ 0x2::b::| }} }}");
    check(
        &user("a"),
        &expect![[r#"
        near
        own"#]],
    );
    check(&user("c"), &expect!["own"]);
}

#[test]
fn vectors_have_the_functions_of_their_module() {
    let answer =
        ask(&inside("let v = vector[n]; v.|"), "textDocument/completion", json!({})).unwrap();
    let labels = labels(&answer);
    for method in ["length", "push_back", "for_each"] {
        assert!(labels.lines().any(|it| it == method), "{method} in {labels}");
    }
    assert!(!labels.contains("singleton"), "it takes no vector");
}

#[test]
fn types_are_named_where_a_type_stands() {
    let marked = format!("module 0x2::a {{ {TYPES} fun f<T: drop>(x: |) {{}} }}");
    check(
        &marked,
        &expect![[r#"
        T
        Pool
        Side"#]],
    );
    assert!(words(&marked).contains("u256"));
}

#[test]
fn use_declarations_name_modules_and_members() {
    let module = "module 0x2::b { struct S {} public fun open() {} fun hidden() {} }";
    check(
        &format!("{module} module 0x2::a {{ use 0x2::|; }}"),
        &expect![[r#"
        a
        b"#]],
    );
    check(
        &format!("{module} module 0x2::a {{ use 0x2::b::|; }}"),
        &expect![[r#"
        S
        open"#]],
    );
    check(
        &format!("{module} module 0x2::a {{ use 0x2::b::{{open, |}}; }}"),
        &expect![[r#"
        S
        open"#]],
    );
}

#[test]
fn calls_are_snippets_for_clients_that_know_them() {
    let cases = [
        ("r|", true, json!("rate($1)$0")),
        ("r|", false, Value::Null),
        ("r|(pool)", true, Value::Null),
    ];
    let snippets =
        json!({"textDocument": {"completion": {"completionItem": {"snippetSupport": true}}}});
    for (body, has_snippets, expected) in cases {
        let (text, position) = cut(&inside(body));
        let capabilities = if has_snippets { snippets.clone() } else { json!({}) };
        let mut client = Client::with(capabilities, &[("sources/a.move", &text)]);
        client.did_open("sources/a.move");
        let answer = ask_of(&mut client, position.clone(), "textDocument/completion", json!({}));
        let answer = answer.unwrap();
        let item = answer.as_array().unwrap().iter().find(|it| it["label"] == "rate").unwrap();
        assert_eq!(item["insertText"], expected);
    }
}

/// The line and the text of the edit that imports `std::vector`.
fn imported(marked: &str) -> String {
    let (mut client, position) = open(marked, &[]);
    let answer = ask_of(&mut client, position, "textDocument/completion", json!({})).unwrap();
    let mut items = answer.as_array().unwrap().iter();
    let item = items.find(|it| it["detail"] == "use std::vector").unwrap().clone();
    let resolved = client.request("completionItem/resolve", item).unwrap();
    let edit = &resolved["additionalTextEdits"][0];
    let start = &edit["range"]["start"];
    format!("{}:{} {}", start["line"], start["character"], edit["newText"])
}

#[test]
fn imports_are_sorted_in() {
    let first = "module 0x2::b {}\nmodule 0x2::a {\n    use std::zebra;\n    fun f() { vec| }\n}\n";
    expect![[r#"2:0 "    use std::vector;\n""#]].assert_eq(&imported(first));
    let none = "module 0x2::a {\n    fun f() { vec| }\n}\n";
    expect![[r#"0:15 "\n    use std::vector;""#]].assert_eq(&imported(none));
    let label = "module 0x2::a;\nfun f() { vec| }\n";
    expect![[r#"0:14 "\nuse std::vector;""#]].assert_eq(&imported(label));
}

#[test]
fn a_dot_before_the_next_statement_is_enough() {
    check(
        &inside("pool.|\n let y = n;"),
        &expect![[r#"
        fee
        owner
        rate"#]],
    );
}

#[test]
fn nothing_is_offered_in_an_empty_file() {
    check("|", &expect![[r#""#]]);
}

/// How the modules are named that are offered with an import, and that begin so.
fn importable(marked: &str, beginning: &str) -> String {
    let answer = ask(marked, "textDocument/completion", json!({})).unwrap();
    let items = answer.as_array().unwrap().iter();
    let details =
        items.filter_map(|it| it["detail"].as_str()).filter_map(|it| it.strip_prefix("use "));
    details.filter(|it| it.starts_with(beginning)).collect::<Vec<_>>().join(" ")
}

#[test]
fn modules_of_the_library_are_offered_that_nothing_names() {
    assert_eq!(importable("module 0x2::a { fun f() { | } }", "std::o"), "std::option");
    let tests = "module 0x2::a { #[test] fun f() { | } }";
    assert_eq!(importable(tests, "std::o"), "std::option");
    let used = |before: &str| {
        let marked = format!("module 0x2::a {{ use {before}::|; }}");
        labels(&ask(&marked, "textDocument/completion", json!({})).unwrap())
    };
    assert!(used("std").lines().any(|it| it == "string"), "{}", used("std"));
    assert_eq!(used("0x1"), used("std"));
}

#[test]
fn brackets_need_not_be_closed_yet() {
    let fields = "fee\nowner\nrate";
    for before in ["other(pool.|", "if (pool.|", "let x = (n, vector[pool.|", "Pool { fee: pool.|"]
    {
        let marked = inside(&format!("{before}\n let y = n; other(pool);"));
        let answer = ask(&marked, "textDocument/completion", json!({})).unwrap();
        assert_eq!(labels(&answer), fields, "{before}");
    }
    let within = |head: &str| {
        let marked = format!("module 0x2::a {{ {TYPES} {head} }}");
        labels(&ask(&marked, "textDocument/completion", json!({})).unwrap())
    };
    for head in ["fun f(a: P|", "fun f(a: P|\n b: u64) {}"] {
        assert_eq!(within(head), "Pool\nSide", "{head}");
    }
    for head in ["struct S { a: P|\n b: u64 }", "struct S { a: vector<P|\n b: u64 }"] {
        assert_eq!(within(head), "Pool\nS\nSide", "{head}");
    }
    assert_eq!(within("fun f(at: address) reads Pool(at).{fee, o|\n {}"), "owner");
}

#[test]
fn nothing_is_offered_in_comments_and_strings() {
    for body in ["// pool.|\n", "/* pool.| */", "let s = b\"pool.|\";"] {
        assert_eq!(labels(&ask(&inside(body), "textDocument/completion", json!({})).unwrap()), "");
    }
}

#[test]
fn a_script_offers_what_it_uses() {
    let script = "script { use 0x2::a; use 0x2::a::g; fun main(n: u64) { | } }";
    let module = ("sources/b.move", "module 0x2::a { public fun g() {} }");
    let (mut client, position) = open(script, &[module]);
    let answer = ask_of(&mut client, position, "textDocument/completion", json!({})).unwrap();
    assert_eq!(labels(&answer), "n: u64\na\ng");
}
