//! Whatever the text, the parser ends, does not panic, and says something if the tree is not whole.

use bumpalo::Bump;
use compiler_diagnostics::{Code, FileId, Files, render};
use compiler_syntax::parse;
use proptest::prelude::*;

const SAMPLE: &str = include_str!("sample.move");

/// Parses and draws every diagnostic.
fn survive(text: &str) {
    let arena = Bump::new();
    let mut files = Files::new();
    let id = files.add("sources/m.move", text);
    for diagnostic in &parse(id, text, &arena).diagnostics {
        let span = diagnostic.primary.span;
        assert!(span.start <= span.end && span.end as usize <= text.len(), "{diagnostic:?}");
        render(&files, diagnostic, false);
    }
}

fn codes(text: &str) -> Vec<Code> {
    let arena = Bump::new();
    parse(FileId(0), text, &arena).diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

/// Pieces that make most errors when put together at random.
fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "module", "0x1", "::", "m", "{", "}", "(", ")", "[", "]", "<", ">", ">>", "fun", "f", ";",
        ",", "let", "=", "==", "if", "else", "while", "loop", "match", "for", "in", "..", "return",
        "abort", "|", "||", "&", "&mut", "*", "!", "-", "+", ".", ":", "has", "copy", "key",
        "struct", "enum", "const", "use", "friend", "public", "entry", "native", "reads", "writes",
        "adds", "pure", "calls", "exists", "is", "as", "vector", "spec", "script", "address", "#",
        "@a", "b\"x\"", "x\"0", "'l", "1u8", "_", "acquires", "\n", "/*", "*/", "//", "=>", "move",
    ])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn random_text_is_survived(text in ".{0,200}") {
        survive(&text);
    }

    #[test]
    fn random_tokens_are_survived(pieces in prop::collection::vec(piece(), 0..120)) {
        survive(&pieces.join(" "));
        survive(&format!("module 0x1::m {{ {} }}", pieces.concat()));
        survive(&format!("module 0x1::m {{ fun f() {} }}", pieces.join(" ")));
    }

    #[test]
    fn mutated_text_is_survived(
        cuts in prop::collection::vec((0..SAMPLE.len(), 0_usize..12, piece()), 1..6),
    ) {
        let mut text = SAMPLE.to_owned();
        for (at, length, piece) in cuts {
            let start = text.floor_char_boundary(at.min(text.len()));
            let end = text.floor_char_boundary(text.len().min(start + length));
            text.replace_range(start..end, piece);
        }
        survive(&text);
    }
}

#[test]
fn every_prefix_of_a_text_is_survived() {
    for (end, _) in SAMPLE.char_indices().step_by(7) {
        survive(SAMPLE.get(..end).expect("a boundary of a character"));
    }
}

#[test]
fn the_sample_has_no_errors() {
    assert_eq!(codes(SAMPLE), []);
}

#[test]
fn deep_nesting_is_reported_in_every_form() {
    let deep = |open: &str, middle: &str, close: &str, levels: usize| {
        let inner = [&open.repeat(levels), middle, &close.repeat(levels)].concat();
        codes(&format!("module 0x1::m {{ fun f() {{ {inner}; }} }}"))
    };
    for levels in [300, 100_000] {
        assert_eq!(deep("(1, ", "x", ")", levels), [Code::E0108]);
        assert_eq!(deep("!", "x", "", levels), [Code::E0108]);
        assert_eq!(deep("{", "x", "}", levels), [Code::E0108]);
        assert_eq!(deep("if (x) ", "x", "", levels), [Code::E0108]);
        assert_eq!(deep("|x| ", "x", "", levels), [Code::E0108]);
        assert_eq!(deep("x = ", "x", "", levels), [Code::E0108]);
        assert_eq!(deep("x * ", "x", "", levels), [Code::E0108]);
        assert_eq!(deep("", "x", ".f()", levels), [Code::E0108]);
        assert_eq!(deep("f<vector<u8>>(", "x", ")", levels), [Code::E0108]);
    }
    assert_eq!(deep("(1, ", "x", ")", 200), []);
    assert_eq!(deep("", "x", "; x", 100_000), []);
}

#[test]
fn long_and_broken_texts_take_no_more_than_linear_time() {
    survive(&"(".repeat(100_000));
    survive(&"a<".repeat(100_000));
    survive(&"fun f".repeat(20_000));
    survive(&format!("module 0x1::m {{ fun f() {{ {} }} }}", "x y; ) ".repeat(20_000)));
    survive(&format!("module 0x1::m {{ fun f() {{ {}{} }}", "(".repeat(400), "] ".repeat(2_000)));
}
