//! Signature help: the parameters of the function whose arguments are being written.
//!
//! The call is found among the tokens, so that it may be as unfinished as calls are while they are written.

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Span};
use compiler_driver::Symbol;
use compiler_syntax::{Piece, PieceKind, ast, pieces};
use gen_lsp_types::{
    ActiveParameter, Documentation, MarkupContent, MarkupKind, ParameterInformation,
    ParameterInformationLabel, SignatureHelp, SignatureHelpParams, SignatureInformation,
};

use crate::analysis::Analysis;
use crate::cursor::Cursor;
use crate::describe::docs;
use crate::item::Item;
use crate::names;
use crate::requests::Answer;
use crate::workspace::Workspace;

/// Answers `textDocument/signatureHelp`.
pub(crate) fn signature_help(
    workspace: &mut Workspace,
    params: &SignatureHelpParams,
) -> Answer<Option<SignatureHelp>> {
    let cursor = Cursor::of(workspace, &params.text_document_position_params)?;
    Ok(cursor.and_then(|cursor| help(&cursor)))
}

/// A call that is being written.
#[derive(Clone, Copy, Debug)]
struct Call {
    /// The name of the function.
    name: Span,
    /// Which argument the cursor is in.
    argument: usize,
    /// Whether the first parameter is what stands before a `.`.
    is_method: bool,
}

fn help(cursor: &Cursor<'_>) -> Option<SignatureHelp> {
    let text = cursor.analysis.sources.files().get(cursor.file)?.text();
    let all = pieces(text);
    let call = call_at(&all, cursor)?;
    let function = called(cursor.analysis, &all, &call)?;
    let declared = names::declarations(&cursor.analysis.build, &function);
    let declared = *declared.first()?;
    let arena = Bump::new();
    let tree = cursor.analysis.tree(declared.file, &arena)?;
    let item = Item::find(&tree, declared)?;
    let Item::Function(function) = item else { return None };
    let skipped = usize::from(call.is_method);
    let active = u32::try_from(call.argument).ok().map(ActiveParameter::Int);
    let signature = signature(cursor, function, skipped, docs(&item));
    Some(SignatureHelp {
        signatures: vec![signature],
        active_signature: Some(0),
        active_parameter: active,
    })
}

/// The innermost call around the cursor.
fn call_at(all: &[Piece<'_>], cursor: &Cursor<'_>) -> Option<Call> {
    let before = all.partition_point(|piece| piece.start < cursor.offset);
    let (mut depth, mut argument) = (0_usize, 0_usize);
    for at in (0..before).rev() {
        let piece = all.get(at)?;
        match (piece.kind, piece.text) {
            (PieceKind::Token, ")" | "]" | "}") => depth = depth.saturating_add(1),
            (PieceKind::Token, "(") if depth == 0 => {
                let call = call_before(all.get(..at)?, argument, cursor.file);
                if call.is_some() {
                    return call;
                }
                argument = 0;
            }
            (PieceKind::Token, "[" | "{") if depth == 0 => argument = 0,
            (PieceKind::Token, "(" | "[" | "{") => depth = depth.saturating_sub(1),
            (PieceKind::Token, ";") if depth == 0 => return None,
            (PieceKind::Token, ",") if depth == 0 => argument = argument.saturating_add(1),
            _ => {}
        }
    }
    None
}

/// The call whose `(` stands behind `before`; none if that is the head of a function, or parentheses group something.
fn call_before(before: &[Piece<'_>], argument: usize, file: FileId) -> Option<Call> {
    let mut before = before.iter().rev().peekable();
    // Type arguments stand between the name and `(`.
    let mut depth = 0_usize;
    while let Some(piece) = before.peek() {
        match (piece.kind, piece.text) {
            (PieceKind::TypeBracket, ">") => depth = depth.saturating_add(1),
            (PieceKind::TypeBracket, _) => depth = depth.saturating_sub(1),
            (_, "::") if depth == 0 => {}
            _ if depth == 0 => break,
            _ => {}
        }
        before.next();
    }
    let name = before.next().filter(|it| it.kind == PieceKind::Token && is_word(it.text))?;
    let earlier = before.next().map_or("", |it| it.text);
    let call =
        Call { name: Span::new(file, name.start, name.end()), argument, is_method: earlier == "." };
    (earlier != "fun").then_some(call)
}

fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The function that is called: what its name means, or, in a text that is too broken for that, the one function of that name.
fn called(analysis: &Analysis, all: &[Piece<'_>], call: &Call) -> Option<Symbol> {
    let here = names::at(&analysis.build, call.name.file, call.name.start);
    let here = here.into_iter().map(|it| &it.symbol).find(|it| matches!(it, Symbol::Function(_)));
    if let Some(symbol) = here {
        return Some(symbol.clone());
    }
    let name = all.iter().find(|piece| piece.start == call.name.start)?.text;
    let mentions = analysis.build.indices.iter().flat_map(|index| index.mentions());
    let mut found: Vec<&Symbol> = mentions
        .map(|it| &it.symbol)
        .filter(|it| matches!(it, Symbol::Function(known) if known.name.as_str() == name))
        .collect();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [only] => Some((*only).clone()),
        _ => None,
    }
}

/// How a function is called: `f<T>(a: u64, b: T): T`.
fn signature(
    cursor: &Cursor<'_>,
    function: &ast::Function<'_>,
    skipped: usize,
    docs: Option<String>,
) -> SignatureInformation {
    let files = cursor.analysis.sources.files();
    let own = function.type_parameters;
    let types = own.first().zip(own.last()).map(|(first, last)| {
        let all = Span { end: last.span.end, ..first.span };
        format!("<{}>", files.slice(all))
    });
    let mut label = format!("{}{}(", function.name.text, types.unwrap_or_default());
    let mut parameters = Vec::new();
    for (at, parameter) in function.parameters.iter().skip(skipped).enumerate() {
        if 0 < at {
            label.push_str(", ");
        }
        let start = units(&label);
        label.push_str(files.slice(parameter.span));
        let range = ParameterInformationLabel::Tuple((start, units(&label)));
        parameters.push(ParameterInformation { label: range, documentation: None });
    }
    label.push(')');
    if let Some(result) = function.result {
        label.push_str(": ");
        label.push_str(files.slice(result.span));
    }
    let documentation = docs.map(|value| {
        Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
    });
    SignatureInformation {
        label,
        documentation,
        parameters: Some(parameters),
        active_parameter: None,
    }
}

/// The length of a text in UTF-16 units, by which clients count in labels.
fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}
