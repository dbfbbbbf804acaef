//! Extracts statements, or an expression, into a function of their own.
//!
//! Variables from outside become parameters. What comes out is the value of the expression, or variables that are
//! declared inside and used behind. An action is offered only if the package, built with the new text, has no errors that
//! it did not have before; while other errors keep borrows from being looked at, only where no references go in or out.

mod flow;

use std::collections::BTreeSet;

use bumpalo::Bump;
use compiler_diagnostics::{Code, Edit, FileId, Severity, Span};
use compiler_driver::Build;
use compiler_syntax::ast::{Expr, ExprKind, File, Function, Visibility};
use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams};

use super::action;
use crate::analysis::Analysis;
use crate::code_actions::extract::flow::Flow;
use crate::functions::{functions, is_for_tests};
use crate::import::indent;
use crate::place::Places;
use crate::requests::Answer;
use crate::walk::{Node, walk};
use crate::workspace::Workspace;

/// The action for what is selected, if it can be a function.
pub(super) fn offer(
    workspace: &mut Workspace,
    params: &CodeActionParams,
) -> Answer<Option<CodeAction>> {
    let Some((desk, analysis, file)) = workspace.analysis_of(&params.text_document.uri)? else {
        return Ok(None);
    };
    let mut places = Places::new(desk, analysis);
    let bytes = places.lines(file).bytes(params.range);
    let text = places.lines(file).text();
    let extraction = extraction(analysis, file, text, (bytes.start, bytes.end));
    let path = analysis.path(file).map(ToOwned::to_owned);
    let Some((extraction, path)) = extraction.zip(path) else { return Ok(None) };
    let Extraction { edits, needs_proof } = extraction;
    let Some(supposed) = edited(text, &edits) else { return Ok(None) };
    let supposed = workspace.suppose_one(&path, supposed);
    let Some((desk, analysis, build)) = supposed else { return Ok(None) };
    // Without bytecode nobody has looked at borrows.
    let is_proved = build.root_modules().next().is_some();
    if (needs_proof && !is_proved) || !errors(&build).is_subset(&errors(&analysis.build)) {
        return Ok(None);
    }
    let edit = Places::new(desk, analysis).edit(edits.iter());
    let kind = Some(CodeActionKind::RefactorExtract);
    Ok(Some(CodeAction { kind, ..action("extract into a function", edit) }))
}

fn errors(build: &Build) -> BTreeSet<(Code, &str)> {
    let errors = build.diagnostics.iter().filter(|it| it.severity == Severity::Error);
    errors.map(|it| (it.code, it.message.as_str())).collect()
}

/// A text after edits, which are in order.
fn edited(text: &str, edits: &[Edit]) -> Option<String> {
    let mut text = text.to_owned();
    for Edit { span, text: new } in edits.iter().rev() {
        let range = span.start as usize..span.end as usize;
        text.get(range.clone())?;
        text.replace_range(range, new);
    }
    Some(text)
}

/// What is done to the text.
struct Extraction {
    /// The call in place of the selection, and the function behind the one around it.
    edits: [Edit; 2],
    /// Whether it is right only if the whole package is: there are references, or the function has errors.
    needs_proof: bool,
}

/// What is taken out, and where it stands.
struct Taken {
    place: Span,
    /// The type of its value; `None` of statements.
    value: Option<String>,
}

fn extraction(
    analysis: &Analysis,
    file: FileId,
    text: &str,
    (start, end): (u32, u32),
) -> Option<Extraction> {
    let chosen = text.get(start as usize..end as usize)?;
    let lead = u32::try_from(chosen.len().checked_sub(chosen.trim_start().len())?).ok()?;
    let length = u32::try_from(chosen.trim().len()).ok().filter(|it| *it > 0)?;
    let start = start.checked_add(lead)?;
    let place = Span::new(file, start, start.checked_add(length)?);
    let arena = Bump::new();
    let tree = analysis.tree(file, &arena)?;
    let all = functions(&tree, file);
    let function = all.iter().map(|it| it.function).find(|it| it.span.contains(place))?;
    let taken = taken(analysis, &tree, text, place)?;
    let flow = Flow { analysis, place: taken.place, function };
    let is_bound = is_put_in_elsewhere(&function) || has_names_of_its_own(&tree, &function, place);
    if is_bound || leaves(&tree, taken.place) || flow.changes(&tree) {
        return None;
    }
    let names: Vec<&str> = all.iter().map(|it| it.function.name.text).collect();
    let signature = flow.signature(text, taken.value.as_deref())?;
    let name = free_name(&names);
    let call = match (&taken.value, signature.results.as_slice()) {
        (Some(_), _) => signature.call(&name),
        (None, []) => format!("{};", signature.call(&name)),
        (None, results) => format!("let {} = {};", tuple(results), signature.call(&name)),
    };
    let head = signature.head(&name);
    let new = new_function(text, (&function, taken.place), &head, &signature.results)?;
    let errors = analysis.build.diagnostics.iter().filter(|it| it.severity == Severity::Error);
    let mut inside = errors.filter(|it| function.span.contains(it.primary.span));
    let needs_proof = inside.next().is_some() || signature.has_references();
    let call = Edit { span: taken.place, text: call };
    let edits = [call, Edit { span: function.span.after(), text: new }];
    Some(Extraction { edits, needs_proof })
}

/// Whether others may put in the body of a function where they cannot call what it calls.
fn is_put_in_elsewhere(function: &Function<'_>) -> bool {
    function.is_inline && function.visibility != Visibility::Private
}

/// Whether names in the place may mean something else outside of the function: it has a `use` around the place.
fn has_names_of_its_own(tree: &File<'_>, function: &Function<'_>, place: Span) -> bool {
    let mut has_some = false;
    walk(tree, &mut |node| {
        if let Node::Use(declaration) = node {
            let span = declaration.span;
            has_some |= function.span.contains(span) && !place.contains(span);
        }
    });
    has_some
}

/// A name that no function has.
fn free_name(taken: &[&str]) -> String {
    let numbered = (2u32..).map(|it| format!("extracted_{it}"));
    let mut names = std::iter::once("extracted".to_owned()).chain(numbered);
    names.find(|name| !taken.contains(&name.as_str())).unwrap_or_default()
}

/// What is chosen: statements of one block, with its value or without, or an expression.
fn taken(analysis: &Analysis, tree: &File<'_>, text: &str, place: Span) -> Option<Taken> {
    let value_at = |span| analysis.build.indices.iter().find_map(|index| index.value_at(span));
    match run_of_statements(tree, text, place) {
        Some(End::Statement) => Some(Taken { place, value: None }),
        Some(End::Value(value)) => Some(Taken { place, value: Some(value_at(value)?.to_owned()) }),
        None => {
            let is_letter = |it: char| it.is_alphanumeric() || it == '_';
            let chosen = text.get(place.start as usize..place.end as usize)?;
            // A name or a number is as short as its function would be.
            let place = (!chosen.chars().all(is_letter)).then_some(place)?;
            let mut places = std::iter::once(place).chain(with_parentheses(text, place));
            places.find_map(|it| Some(Taken { place: it, value: Some(value_at(it)?.to_owned()) }))
        }
    }
}

/// A place with the parentheses around it, which belong to the expression.
fn with_parentheses(text: &str, place: Span) -> Option<Span> {
    let before = text.get(..place.start as usize)?.trim_end().strip_suffix('(')?;
    let behind = text.get(place.end as usize..)?;
    let rest = behind.trim_start().strip_prefix(')')?;
    let end = text.len().checked_sub(rest.len())?;
    Some(Span::new(place.file, u32::try_from(before.len()).ok()?, u32::try_from(end).ok()?))
}

/// What whole statements of one block end with.
enum End {
    Statement,
    /// The value of the block.
    Value(Span),
}

/// How the place ends if it is whole statements of one block; a `;` behind a block is no part of its statement.
fn run_of_statements(tree: &File<'_>, text: &str, place: Span) -> Option<End> {
    let chosen = text.get(..place.end as usize).unwrap_or_default();
    let bare = chosen.strip_suffix(';').unwrap_or(chosen).trim_end().len();
    let is_end = |end: u32| end == place.end || end as usize == bare;
    let mut run = None;
    walk(tree, &mut |node| {
        if let Node::Block(block) = node
            && block.statements.iter().any(|it| it.span.start == place.start)
        {
            let value = block.tail.map(|it| it.span).filter(|it| it.end == place.end);
            let has_end = block.statements.iter().any(|it| is_end(it.span.end));
            let end = has_end.then_some(End::Statement);
            run = value.map(End::Value).or(end).or(run.take());
        }
    });
    run
}

/// Whether control may leave the place other than by its end.
#[allow(clippy::wildcard_enum_match_arm, reason = "others go on")]
fn leaves(tree: &File<'_>, place: Span) -> bool {
    let (mut loops, mut jumps, mut leaves) = (Vec::new(), Vec::new(), false);
    walk(tree, &mut |node| {
        let Node::Expr(Expr { span, kind, .. }) = node else { return };
        if !place.contains(*span) {
            return;
        }
        match kind {
            ExprKind::Return(_) | ExprKind::Break(Some(_)) | ExprKind::Continue(Some(_)) => {
                leaves = true;
            }
            ExprKind::Break(None) | ExprKind::Continue(None) => jumps.push(*span),
            ExprKind::While { body, .. }
            | ExprKind::Loop { body, .. }
            | ExprKind::For { body, .. } => loops.push(body.span),
            _ => {}
        }
    });
    leaves || jumps.iter().any(|jump| !loops.iter().any(|body| body.contains(*jump)))
}

/// The new function, with its lines moved to where a body stands.
fn new_function(
    text: &str,
    (around, place): (&Function<'_>, Span),
    head: &str,
    values: &[String],
) -> Option<String> {
    let outer = indent(text, around.span.start);
    let old = format!("\n{}", indent(text, place.start));
    let inner = format!("\n{outer}    ");
    let body = text.get(place.start as usize..place.end as usize)?;
    let body = body.replace(&old, &inner);
    let value = if values.is_empty() { String::new() } else { format!("{inner}{}", tuple(values)) };
    // What is there for tests alone may be used by such functions alone.
    let is_test = is_for_tests(around.attributes);
    let attribute = if is_test { format!("#[test_only]\n{outer}") } else { String::new() };
    Some(format!("\n\n{outer}{attribute}{head} {{{inner}{body}{value}\n{outer}}}"))
}

/// One, or several in parentheses.
fn tuple(all: &[String]) -> String {
    match all {
        [one] => one.clone(),
        _ => format!("({})", all.join(", ")),
    }
}
