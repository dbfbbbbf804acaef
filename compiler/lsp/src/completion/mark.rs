//! Where the marker is put: behind the cursor, with what the text lacks there to be read.
//!
//! While something is typed, brackets are open and commas are missing. Several ways to go on are tried, and the first one is
//! taken by which the marker becomes a name in the tree.

use bumpalo::Bump;
use compiler_diagnostics::FileId;
use compiler_syntax::{Piece, PieceKind, parse, pieces};

use super::spot::{self, MARKER};

/// A text with the marker at a place.
pub(super) fn marked(file: FileId, text: &str, offset: u32) -> String {
    let name = with(text, offset, "");
    if is_comment(&name, offset) {
        return name;
    }
    let closers = closers(text, offset);
    let mut endings = vec![String::new(), "()".to_owned(), ",".to_owned()];
    if !closers.is_empty() {
        // What is closed may be a condition, which something follows.
        endings.extend([closers.clone(), format!("{closers};"), format!("{closers} {{}}")]);
    }
    endings.extend([">".to_owned(), ">,".to_owned()]);
    let mut tried = endings.iter().map(|ending| with(text, offset, ending));
    let is_spot = |text: &String| {
        let arena = Bump::new();
        spot::find(&parse(file, text, &arena).file, offset).spot.is_some()
    };
    tried.find(is_spot).unwrap_or(name)
}

fn with(text: &str, offset: u32, ending: &str) -> String {
    let mut text = text.to_owned();
    text.insert_str(offset as usize, &format!("{MARKER}{ending}"));
    text
}

/// Whether nothing at a place is read.
fn is_comment(text: &str, offset: u32) -> bool {
    let all = pieces(text);
    let mut around = all.iter().filter(|it| it.start <= offset && offset < it.end());
    around.any(|it| matches!(it.kind, PieceKind::LineComment | PieceKind::BlockComment))
}

/// Closes brackets that are open at a place and are never closed.
///
/// A bracket is not closed if one around it is: of `{ f(x; }` the `(`. At the end of the text any brace may be the one that is
/// meant, so it is the innermost.
fn closers(text: &str, offset: u32) -> String {
    let all = pieces(text);
    let tokens = all.iter().filter(|it| it.kind == PieceKind::Token);
    let (before, behind): (Vec<&Piece<'_>>, Vec<&Piece<'_>>) =
        tokens.partition(|it| it.end() <= offset);
    let mut open = Vec::new();
    for piece in before {
        step(&mut open, piece.text);
    }
    let at_place = open.clone();
    let (mut left, mut first) = (open.len(), None);
    for piece in behind {
        let count = open.len().min(left);
        step(&mut open, piece.text);
        left = left.min(open.len());
        // Of brackets that end together only the outermost has a closer.
        if left.saturating_add(1) < count {
            first = Some(left.saturating_add(1));
        }
    }
    let innermost = || (0 < left).then(|| at_place.len().saturating_sub(1));
    let from = first.or_else(innermost).unwrap_or(at_place.len());
    at_place.iter().skip(from).rev().map(|it| closing(it)).collect()
}

/// Opens a bracket, or closes one with all that are open in it.
fn step<'a>(open: &mut Vec<&'a str>, token: &'a str) {
    match token {
        "(" | "[" | "{" => open.push(token),
        ")" | "]" | "}" => {
            if let Some(at) = open.iter().rposition(|it| closing(it) == token) {
                open.truncate(at);
            }
        }
        _ => {}
    }
}

fn closing(opening: &str) -> &'static str {
    match opening {
        "(" => ")",
        "[" => "]",
        _ => "}",
    }
}
