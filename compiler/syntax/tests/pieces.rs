//! Pieces are all of a text but for its white space.

use compiler_syntax::{PieceKind, pieces};
use expect_test::expect;
use proptest::prelude::*;

const SAMPLE: &str = include_str!("sample.move");

/// Checks that nothing but white space stands between the pieces of a text.
fn check_whole(text: &str) {
    let mut end = 0;
    for piece in pieces(text) {
        let start = piece.start as usize;
        let between = text.get(end..start).expect("pieces follow each other");
        assert!(between.chars().all(is_space), "{between:?} before {piece:?}");
        assert_eq!(text.get(start..piece.end() as usize), Some(piece.text));
        end = piece.end() as usize;
    }
    assert!(text.get(end..).is_some_and(|rest| rest.chars().all(is_space)), "after {end}");
}

/// White space, and the byte order mark, which may stand among it.
fn is_space(character: char) -> bool {
    character.is_whitespace() || character == '\u{feff}'
}

#[test]
fn comments_and_specifications_are_pieces() {
    let text = "/// F. \nfun f<T>(): u8 { // c\n a >> b /* /* d */ */ }\nspec f { ensures x; }\nspec fun g();\n";
    let lines = pieces(text).into_iter().map(|piece| format!("{:?} {}\n", piece.kind, piece.text));
    let shown = lines.filter(|line| !line.starts_with("Token")).collect::<String>();
    expect![[r#"
        LineComment /// F.
        TypeBracket <
        TypeBracket >
        LineComment // c
        BlockComment /* /* d */ */
        Spec spec f { ensures x; }
        Spec spec fun g();
    "#]]
    .assert_eq(&shown);
    let tokens = pieces(text).into_iter().filter(|piece| piece.kind == PieceKind::Token);
    assert!(tokens.into_iter().any(|piece| piece.text == ">>"));
}

#[test]
fn every_prefix_of_a_text_is_its_pieces() {
    for (end, _) in SAMPLE.char_indices().step_by(7) {
        check_whole(SAMPLE.get(..end).expect("a boundary of a character"));
    }
}

#[test]
fn byte_order_marks_among_white_space_are_no_pieces() {
    check_whole(" \u{feff}\r. \u{feff} \u{feff}\t// c \u{feff}\n\u{feff}\r");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn random_text_is_its_pieces(text in ".{0,200}") {
        check_whole(&text);
    }
}
