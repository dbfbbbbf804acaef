//! Inlay hints.

use expect_test::expect;
use serde_json::{Value, json};

use crate::client::Client;

const MODULE: &str = "module 0x2::bank {
    struct Balance has key { value: u64 }

    fun add(to: address, amount: u64) {
        Balance[to].value = amount;
    }

    fun nothing() {}

    public fun declared(of: address): u64 reads Balance(of).value { Balance[of].value }
}
";

fn everywhere() -> Value {
    json!({"range": {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}})
}

#[test]
fn functions_without_clauses_show_those_inferred() {
    let mut client = Client::open(MODULE);
    let settings =
        json!({"accessvm": {"inlayHints": {"footprints": true, "parameterNames": true}}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    let transcript = client.transcript("textDocument/inlayHint", everywhere());
    expect![[r#"
        textDocument/inlayHint
        range: 0:0-99:0

        -
          label: writes Balance(to).value
          paddingLeft: true
          position: 3:37
          tooltip: writes Balance(to).value
        -
          label: pure
          paddingLeft: true
          position: 7:17
          tooltip: pure
    "#]]
    .assert_eq(&transcript);
}

#[test]
fn types_alone_are_shown_unless_others_are_wanted() {
    let mut client = Client::open(
        "module 0x2::a {
    struct P<T> has drop { x: T, y: u8 }

    fun f<T: drop>(p: P<T>, v: &vector<u64>): u64 {
        let first = v[0];
        let (a, b) = (&p, first + 1);
        let P { x, y: _ } = p;
        let said: u64 = b;
        g(first, said, &mut 3);
        std::vector::map_ref(v, |e| *e + a.y as u64);
        said
    }

    fun g(first: u64, second: u64, third: &mut u64) {}
}
",
    );
    let labels = |answer: Value| {
        let hints = answer.as_array().unwrap().clone();
        let shown = hints.iter().map(|it| {
            let (line, column) = (&it["position"]["line"], &it["position"]["character"]);
            format!("{line}:{column} {}\n", it["label"].as_str().unwrap())
        });
        shown.collect::<String>()
    };
    let mut asked = everywhere();
    asked["textDocument"] = client.document("sources/a.move");
    let types = client.request("textDocument/inlayHint", asked.clone()).unwrap();
    expect![[r#"
        4:17 : u64
        5:14 : &P<T>
        5:17 : u64
        6:17 : T
        9:34 : &u64
    "#]]
    .assert_eq(&labels(types));
    let settings = json!({"accessvm": {"inlayHints": {"types": false, "parameterNames": true}}});
    client.notify("workspace/didChangeConfiguration", json!({"settings": settings}));
    let names = client.request("textDocument/inlayHint", asked).unwrap();
    expect![[r#"
        8:17 second:
        8:23 third:
    "#]]
    .assert_eq(&labels(names));
}
