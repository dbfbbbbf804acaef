//! Semantic tokens, written over the text they are of.

use std::fmt::Write as _;

use expect_test::expect;
use serde_json::{Value, json};

use crate::client::Client;

const MODULE: &str = "module 0x2::bank {
    use std::signer;
    const E_NO: u64 = 1;
    /* 𝄞 two
       lines */ struct Balance<T: store> has key { value: T }
    enum Color { Red, Blue { shade: u8 } }

    #[view]
    public fun read<T: copy + store>(of: address): T
        reads Balance<T>(of).value
    {
        assert!(of != @0x0, E_NO);
        let b: &Balance<T> = &Balance<T>[of];
        b.value
    }

    fun paint(c: Color): u8 {
        match (c) { Color::Red => 0, Color::Blue { shade } => shade }
    }
}
";

/// One line a token: its text, what it is, and its modifiers.
fn decode(answer: &Value, legend: &Value, text: &str) -> String {
    let data = answer["data"].as_array().unwrap().iter();
    let data: Vec<usize> = data.map(|it| usize::try_from(it.as_u64().unwrap()).unwrap()).collect();
    let lines: Vec<&str> = text.lines().collect();
    let (mut line, mut column) = (0, 0);
    let mut decoded = String::new();
    for word in data.chunks(5) {
        column = if word[0] == 0 { column + word[1] } else { word[1] };
        line += word[0];
        let units: Vec<u16> = lines[line].encode_utf16().collect();
        let text = String::from_utf16(&units[column..column + word[2]]).unwrap();
        let kind = legend["tokenTypes"][word[3]].as_str().unwrap();
        write!(decoded, "{line}:{column} {text} {kind}").unwrap();
        for (bit, name) in legend["tokenModifiers"].as_array().unwrap().iter().enumerate() {
            if word[4] & (1 << bit) != 0 {
                write!(decoded, " {}", name.as_str().unwrap()).unwrap();
            }
        }
        decoded.push('\n');
    }
    decoded
}

fn legend() -> Value {
    let mut client = Client::silent(&[]);
    let params = json!({"processId": null, "rootUri": null, "capabilities": {}});
    let answer = client.request("initialize", params).unwrap();
    answer["capabilities"]["semanticTokensProvider"]["legend"].clone()
}

#[allow(clippy::too_many_lines, reason = "one line a word")]
#[test]
fn every_word_is_told_what_it_is() {
    let mut client = Client::open(MODULE);
    let asked = json!({"textDocument": client.document("sources/a.move")});
    let answer = client.request("textDocument/semanticTokens/full", asked).unwrap();
    expect![[r#"
        0:0 module keyword
        0:7 0x2 number
        0:12 bank namespace declaration
        1:4 use keyword
        1:8 std namespace
        1:13 signer namespace
        2:4 const keyword
        2:10 E_NO variable declaration readonly
        2:16 u64 type
        2:20 = operator
        2:22 1 number
        3:4 /* 𝄞 two comment
        4:0        lines */ comment
        4:16 struct keyword
        4:23 Balance struct declaration
        4:31 T typeParameter declaration
        4:34 store keyword
        4:41 has keyword
        4:45 key keyword
        4:51 value property declaration
        4:58 T typeParameter
        5:4 enum keyword
        5:9 Color enum declaration
        5:17 Red enumMember declaration
        5:22 Blue enumMember declaration
        5:29 shade property declaration
        5:36 u8 type
        7:6 view decorator
        8:4 public keyword
        8:11 fun keyword
        8:15 read function declaration
        8:20 T typeParameter declaration
        8:23 copy keyword
        8:28 + operator
        8:30 store keyword
        8:37 of parameter declaration
        8:41 address type
        8:51 T typeParameter
        9:8 reads keyword
        9:14 Balance struct
        9:22 T typeParameter
        9:25 of parameter
        9:29 value property
        11:8 assert macro
        11:14 ! operator
        11:16 of parameter
        11:19 != operator
        11:22 @0x0 number
        11:28 E_NO variable readonly
        12:8 let keyword
        12:12 b variable declaration
        12:15 & operator
        12:16 Balance struct
        12:24 T typeParameter
        12:27 = operator
        12:29 & operator
        12:30 Balance struct
        12:38 T typeParameter
        12:41 of parameter
        13:8 b variable
        13:10 value property
        16:4 fun keyword
        16:8 paint function declaration
        16:14 c parameter declaration
        16:17 Color enum
        16:25 u8 type
        17:8 match keyword
        17:15 c parameter
        17:20 Color enum
        17:27 Red enumMember
        17:31 => operator
        17:34 0 number
        17:37 Color enum
        17:44 Blue enumMember
        17:51 shade variable declaration
        17:59 => operator
        17:62 shade variable
    "#]]
    .assert_eq(&decode(&answer, &legend(), MODULE));
}

#[test]
fn a_range_has_its_own_words() {
    let mut client = Client::open(MODULE);
    let range = json!({"start": {"line": 2, "character": 0}, "end": {"line": 3, "character": 0}});
    let asked = json!({"textDocument": client.document("sources/a.move"), "range": range});
    let answer = client.request("textDocument/semanticTokens/range", asked).unwrap();
    expect![[r#"
        2:4 const keyword
        2:10 E_NO variable declaration readonly
        2:16 u64 type
        2:20 = operator
        2:22 1 number
    "#]]
    .assert_eq(&decode(&answer, &legend(), MODULE));
}
