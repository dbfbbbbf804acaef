//! Code actions.

mod add_import;
mod extract;
mod fill_match;

use expect_test::expect;
use serde_json::{Value, json};

use crate::client::Client;
use crate::cursor::{applied, cut, open};

const WIDE: &str = "module 0x2::bank {
    struct Balance has key { value: u64 }
    struct Other has key { value: u64 }

    public fun deposit(to: address, amount: u64)
        writes Balance, Other
    {
        Balance[to].value = amount;
    }

    fun private(of: address): u64 {
        Balance[of].value
    }
}
";

fn at(line: u32, character: u32) -> Value {
    let place = json!({"line": line, "character": character});
    json!({"range": {"start": place, "end": place}, "context": {"diagnostics": []}})
}

fn without_diagnostics(mut actions: Value) -> Value {
    for action in actions.as_array_mut().unwrap() {
        action.as_object_mut().unwrap().remove("diagnostics");
    }
    actions
}

fn actions(client: &mut Client, mut asked: Value) -> Value {
    asked["textDocument"] = client.document("sources/a.move");
    client.request("textDocument/codeAction", asked).unwrap()
}

#[test]
fn suggestions_are_offered_where_their_diagnostics_are() {
    let mut client = Client::open(WIDE);
    let offered = without_diagnostics(actions(&mut client, at(5, 18)));
    expect![[r#"

        -
          edit:
            changes:
              file:///p/sources/a.move:
                -
                  newText: Balance(to).value
                  range: 5:15-5:22
          isPreferred: true
          kind: quickfix
          title: narrow it to what is needed
        -
          edit:
            changes:
              file:///p/sources/a.move:
                -
                  newText: Balance(to).value
                  range: 5:15-5:22
          kind: refactor.rewrite
          title: tighten the declaration
        -
          edit:
            changes:
              file:///p/sources/a.move:
                -
                  newText:         writes Balance(to).value⏎
                  range: 5:0-6:0
          kind: source.fixAll.accessvm
          title: tighten all declarations in this file
    "#]]
    .assert_eq(&client.show(&offered));
}

#[test]
fn a_function_without_clauses_is_offered_its_own() {
    let mut client = Client::open(WIDE);
    let offered = without_diagnostics(actions(&mut client, at(10, 10)));
    expect![[r#"

        -
          edit:
            changes:
              file:///p/sources/a.move:
                -
                  newText: ⏎        reads Balance(of).value⏎    
                  range: 10:33-10:34
          kind: refactor.rewrite
          title: add the inferred declaration
        -
          edit:
            changes:
              file:///p/sources/a.move:
                -
                  newText:         writes Balance(to).value⏎
                  range: 5:0-6:0
          kind: source.fixAll.accessvm
          title: tighten all declarations in this file
    "#]]
    .assert_eq(&client.show(&offered));
}

#[test]
fn an_edit_that_takes_long_is_made_when_it_is_chosen() {
    let resolving = json!({
        "textDocument": {"codeAction": {"resolveSupport": {"properties": ["edit"]}}},
    });
    let mut client = Client::with(resolving, &[("sources/a.move", WIDE)]);
    client.did_open("sources/a.move");
    let mut asked = at(0, 0);
    asked["context"]["only"] = json!(["source"]);
    let offered = actions(&mut client, asked);
    let [action] = offered.as_array().unwrap().as_slice() else { panic!("{offered}") };
    assert_eq!(action.get("edit"), None);
    let resolved = client.request("codeAction/resolve", action.clone()).unwrap();
    expect![[r#"

        file:///p/sources/a.move:
          -
            newText:         writes Balance(to).value⏎
            range: 5:0-6:0
    "#]]
    .assert_eq(&client.show(&resolved["edit"]["changes"]));
}

#[test]
fn only_kinds_that_are_asked_for_are_offered() {
    let mut client = Client::open(WIDE);
    let mut asked = at(5, 18);
    asked["context"]["only"] = json!(["refactor"]);
    let offered = actions(&mut client, asked);
    let kinds: Vec<&Value> = offered.as_array().unwrap().iter().map(|it| &it["kind"]).collect();
    assert_eq!(kinds, ["refactor.rewrite"]);
}

/// The module after each action of a title that is offered at the cursor.
fn after(marked: &str, others: &[(&str, &str)], title: &str) -> Vec<String> {
    let (mut client, position) = open(marked, others);
    let (text, _) = cut(marked);
    let asked =
        json!({"range": {"start": position, "end": position}, "context": {"diagnostics": []}});
    let offered = actions(&mut client, asked);
    let uri = client.uri("sources/a.move");
    let meant = offered
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["title"].as_str().unwrap().starts_with(title));
    meant.map(|it| applied(&text, &it["edit"]["changes"][&uri])).collect()
}
