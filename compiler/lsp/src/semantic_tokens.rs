//! Semantic tokens: what each word of a text is.

mod names;

use std::collections::BTreeMap;

use compiler_syntax::{Piece, PieceKind, pieces};
use gen_lsp_types::{
    Range, SemanticToken, SemanticTokens, SemanticTokensLegend, SemanticTokensParams,
    SemanticTokensRangeParams, Uri,
};

use crate::position::Lines;
use crate::requests::Answer;
use crate::semantic_tokens::names::names;
use crate::workspace::Workspace;

/// Makes [`Kind`] and the legend from one table.
macro_rules! kinds {
    ($($kind:ident $name:literal,)*) => {
        /// What a word is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Kind { $($kind,)* }

        const LEGEND: &[&str] = &[$($name,)*];
    };
}

kinds! {
    Namespace "namespace",
    Type "type",
    Struct "struct",
    Enum "enum",
    EnumMember "enumMember",
    TypeParameter "typeParameter",
    Parameter "parameter",
    Variable "variable",
    Property "property",
    Function "function",
    Method "method",
    Macro "macro",
    Keyword "keyword",
    Comment "comment",
    String "string",
    Number "number",
    Operator "operator",
    Decorator "decorator",
    Label "label",
}

/// A word is where it is declared.
const DECLARATION: u32 = 1;
/// It never changes.
const READONLY: u32 = 2;

/// The words that are keywords, unless the tree knows them as names.
const KEYWORDS: &[&str] = &[
    "abort", "acquires", "adds", "as", "break", "calls", "const", "continue", "copy", "else",
    "entry", "enum", "exists", "false", "for", "friend", "fun", "has", "if", "in", "inline", "is",
    "let", "loop", "match", "module", "move", "mut", "native", "package", "phantom", "public",
    "pure", "reads", "return", "script", "spec", "struct", "true", "use", "while", "writes",
];

/// A word: what it is, and its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    kind: Kind,
    modifiers: u32,
}

/// A word in a text.
#[derive(Clone, Copy, Debug)]
struct Placed<'t> {
    start: u32,
    text: &'t str,
    word: Word,
}

/// Answers `textDocument/semanticTokens/full`.
pub(crate) fn full(
    workspace: &mut Workspace,
    params: &SemanticTokensParams,
) -> Answer<Option<SemanticTokens>> {
    tokens(workspace, &params.text_document.uri, None).map(Some)
}

/// Answers `textDocument/semanticTokens/range`.
pub(crate) fn range(
    workspace: &mut Workspace,
    params: &SemanticTokensRangeParams,
) -> Answer<Option<SemanticTokens>> {
    tokens(workspace, &params.text_document.uri, Some(params.range)).map(Some)
}

fn tokens(workspace: &mut Workspace, uri: &Uri, range: Option<Range>) -> Answer<SemanticTokens> {
    let text = workspace.desk.text(uri)?.into_owned();
    let known = workspace.analysis_of(uri)?;
    let names = names(&text, known.map(|(_, analysis, file)| (analysis, file)));
    let lines = Lines::new(&text, workspace.desk.client.encoding);
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let bytes = range.map_or(0..end, |range| lines.bytes(range));
    Ok(encode(&lines, &names, &bytes))
}

/// What the numbers in answers mean.
pub(crate) fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: LEGEND.iter().map(|&name| name.to_owned()).collect(),
        token_modifiers: vec!["declaration".to_owned(), "readonly".to_owned()],
    }
}

/// The words between two bytes, each as its distance from the one before.
fn encode(
    lines: &Lines<'_>,
    names: &BTreeMap<u32, Word>,
    bytes: &std::ops::Range<u32>,
) -> SemanticTokens {
    let mut data = Vec::new();
    let (mut line, mut column) = (0, 0);
    let is_asked = |it: &Placed<'_>| bytes.start <= it.start && it.start < bytes.end;
    for Placed { start, text, word } in words(lines.text(), names).into_iter().filter(is_asked) {
        let at = lines.position(start);
        let delta_line = at.line.saturating_sub(line);
        let before = if delta_line == 0 { column } else { 0 };
        data.push(SemanticToken {
            delta_line,
            delta_start: at.character.saturating_sub(before),
            length: lines.measure(text),
            token_type: word.kind as u32,
            token_modifiers_bitset: word.modifiers,
        });
        (line, column) = (at.line, at.character);
    }
    SemanticTokens { result_id: None, data }
}

/// The words of a text, in order; none goes over the end of a line.
fn words<'t>(text: &'t str, names: &BTreeMap<u32, Word>) -> Vec<Placed<'t>> {
    let pieces = pieces(text);
    let words = pieces.iter().filter_map(|piece| Some((piece, word(piece, names)?)));
    words.flat_map(|(piece, word)| by_line(*piece, word)).collect()
}

fn by_line(piece: Piece<'_>, word: Word) -> impl Iterator<Item = Placed<'_>> {
    let mut start = piece.start;
    let lines = piece.text.split_inclusive('\n').map(move |line| {
        let placed = Placed { start, text: line.trim_end(), word };
        start = start.saturating_add(u32::try_from(line.len()).unwrap_or(u32::MAX));
        placed
    });
    lines.filter(|placed| !placed.text.is_empty())
}

fn word(piece: &Piece<'_>, names: &BTreeMap<u32, Word>) -> Option<Word> {
    if let Some(known) = names.get(&piece.start) {
        return Some(*known);
    }
    let kind = match piece.kind {
        PieceKind::LineComment | PieceKind::BlockComment => Kind::Comment,
        PieceKind::TypeBracket | PieceKind::Spec => return None,
        PieceKind::Token => token(piece.text)?,
    };
    Some(Word { kind, modifiers: 0 })
}

/// What a token is that is no name.
fn token(text: &str) -> Option<Kind> {
    let first = text.chars().next()?;
    match first {
        _ if text.ends_with('"') => Some(Kind::String),
        '0'..='9' | '@' => Some(Kind::Number),
        '\'' => Some(Kind::Label),
        'a'..='z' | 'A'..='Z' | '_' => KEYWORDS.contains(&text).then_some(Kind::Keyword),
        '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' | ':' | '.' | '#' => None,
        _ => Some(Kind::Operator),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_legend_is_the_table() {
        assert_eq!(LEGEND.len(), Kind::Label as usize + 1);
        assert_eq!(LEGEND[Kind::Parameter as usize], "parameter");
    }

    #[test]
    fn every_keyword_stands_in_order() {
        assert!(KEYWORDS.is_sorted());
    }
}
