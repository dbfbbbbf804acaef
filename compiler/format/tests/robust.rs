//! Comments and lines survive wherever they stand, and no text makes the formatter panic.

use std::fs;
use std::path::Path;

use compiler_diagnostics::FileId;
use compiler_format::{Refusal, format};
use compiler_syntax::{PieceKind, pieces};
use proptest::prelude::*;

/// Sources that hold most of the language.
const SOURCES: &[&str] = &[
    "compiler/syntax/tests/sample.move",
    "tests/corpus/run/functions/values.move",
    "tests/corpus/run/literals/literals.move",
    "tests/corpus/accept/enums/enums.move",
    "tests/corpus/accept/control/operands.move",
    "tests/corpus/accept/specs/specs.move",
    "tests/adversarial/declarations.move",
    "tests/adversarial/function_values.move",
    "tests/adversarial/narrowed.move",
    "stdlib/sources/aptos_framework/aptos_account.move",
    "stdlib/sources/aptos_std/string_utils.move",
    "examples/exchange/sources/amm.move",
    "examples/aptos/launchpad/sources/launchpad.move",
];

/// What may stand between two tokens.
const BETWEEN: &[&str] =
    &["\n", "\n\n\n", " // c\n", "\n// d\n", "\n\n/// e\n\n", " /* f */ ", "\n/* g\n     h */\n"];

/// What mutations put in: what may stand between tokens, and tokens that make most errors.
const MUTATIONS: &[&str] = &[
    "",
    "\n",
    " // c\n",
    " /* f */ ",
    "<",
    ">",
    " < ",
    " > ",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ";",
    ":",
    "::",
    ".",
    "..",
    "=",
    "==",
    "&",
    "|",
    "!",
    "-",
    "*",
    "#",
    " let ",
    " if ",
    " else ",
    " fun ",
    " return ",
    " as ",
    " use ",
];

fn source(index: usize) -> String {
    let path = SOURCES.get(index).expect("an index of a source");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Puts something between tokens, where it does not make other tokens of them.
fn disturbed(text: &str, places: &[(usize, usize)]) -> String {
    let all = pieces(text);
    let mut ends: Vec<(usize, &str)> = Vec::new();
    for (place, kind) in places {
        let piece = all.get(place % all.len()).expect("a piece");
        let next = all.get(place % all.len() + 1);
        let is_bound = next.is_some_and(|next| {
            // `f<` and `assert!` are written together.
            matches!(next.kind, PieceKind::TypeBracket) || next.text == "!"
        });
        if piece.kind == PieceKind::Token && !is_bound {
            ends.push((piece.end() as usize, BETWEEN.get(*kind).expect("a kind")));
        }
    }
    ends.sort_unstable();
    let mut disturbed = text.to_owned();
    for (end, what) in ends.into_iter().rev() {
        disturbed.insert_str(end, what);
    }
    disturbed
}

fn comments(text: &str) -> Vec<String> {
    let is_comment = |kind| matches!(kind, PieceKind::LineComment | PieceKind::BlockComment);
    let comments = pieces(text).into_iter().filter(|piece| is_comment(piece.kind));
    comments.map(|piece| piece.text.lines().map(str::trim).collect()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn comments_survive_at_every_border(
        index in 0..SOURCES.len(),
        places in prop::collection::vec((0..100_000_usize, 0..BETWEEN.len()), 1..40),
    ) {
        let text = disturbed(&source(index), &places);
        match format(FileId(0), &text) {
            Ok(once) => {
                prop_assert_eq!(comments(&text), comments(&once));
                let again = format(FileId(0), &once);
                prop_assert!(matches!(&again, Ok(again) if *again == once), "{}\n{:?}", once, again);
            }
            Err(refusal) => prop_assert!(false, "{refusal:?}: {text}"),
        }
    }

    #[test]
    fn random_text_is_survived(text in ".{0,200}") {
        survive(&text);
    }

    #[test]
    fn mutated_sources_are_survived(
        index in 0..SOURCES.len(),
        cuts in prop::collection::vec((0..100_000_usize, 0_usize..12, 0..MUTATIONS.len()), 1..3),
    ) {
        let mut text = source(index);
        for (at, length, kind) in cuts {
            let at = at % text.len();
            let start = text.floor_char_boundary(at);
            let end = text.floor_char_boundary(text.len().min(at + length)).max(start);
            text.replace_range(start..end, MUTATIONS.get(kind).expect("a kind"));
        }
        survive(&text);
    }
}

/// Formats a text; what is a program afterwards was one before, with the same comments.
fn survive(text: &str) {
    match format(FileId(0), text) {
        Ok(formatted) => assert_eq!(comments(text), comments(&formatted)),
        Err(Refusal::Syntax(diagnostics)) => assert!(diagnostics.has_errors()),
        Err(Refusal::Unfaithful) => panic!("unfaithful: {text}"),
    }
}

#[test]
fn what_is_nested_deeply_is_survived() {
    for depth in [50, 200, 255, 300, 5_000] {
        let around = |open: &str, inner: &str, close: &str| {
            let (open, close) = (open.repeat(depth), close.repeat(depth));
            format!("module 0x1::m {{ fun f() {{ let x = {open}{inner}{close}; }} }}")
        };
        survive(&around("(", "1", ")"));
        survive(&around("f(", "1", ")"));
        survive(&around("{", "1", "}"));
        survive(&around("if (a) {", "1", "} else { 2 }"));
        survive(&around("!", "a", ""));
        survive(&around("|x| ", "a", ""));
        survive(&around("vector[", "a", "]"));
        survive(&around("S { a: ", "a", "}"));
        survive(&around("a + ", "a", ""));
        survive(&around("", "a", ".f(1)"));
        survive(&around("match (a) { _ => ", "a", "}"));
        survive(&format!(
            "module 0x1::m {{ struct S {{ x: {}u8{} }} }}",
            "v<".repeat(depth),
            ">".repeat(depth)
        ));
        survive(&format!(
            "module 0x1::m {{ fun f() reads {}1{} {{}} }}",
            "R(".repeat(depth),
            ")".repeat(depth)
        ));
        survive(&format!(
            "module 0x1::m {{ use a::{}b{}; }}",
            "{".repeat(depth),
            "}".repeat(depth)
        ));
        survive(&"/* ".repeat(depth));
        survive(&format!("{}{}", "/* ".repeat(depth), " */".repeat(depth)));
        survive(&"#[a(".repeat(depth));
        survive(&"address a {".repeat(depth));
        survive(&format!(
            "module a::m {{ #[{}b{}] fun f() {{}} }}",
            "a(".repeat(depth),
            ")".repeat(depth)
        ));
    }
}

#[test]
fn files_without_modules_keep_what_they_have() {
    for text in ["", "\n\n", "// alone", "/* a\n b */", "spec a::b { }", ";", "\u{feff}"] {
        survive(text);
    }
}
