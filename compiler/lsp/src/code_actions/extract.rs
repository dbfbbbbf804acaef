//! Extracts statements into a function of their own.
//!
//! Variables from outside become parameters, those declared inside and used behind become results. An action is offered
//! only if the package, built with the new text, has no errors that it did not have before.

use std::collections::BTreeSet;

use bumpalo::Bump;
use compiler_diagnostics::{Code, Edit, FileId, Severity, Span};
use compiler_driver::{Build, Symbol};
use compiler_syntax::ast::{Expr, ExprKind, File, Function};
use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams};
use vm_access::Type;

use super::action;
use crate::analysis::Analysis;
use crate::functions::functions;
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
    let edits = extraction(analysis, file, text, (bytes.start, bytes.end));
    let path = analysis.path(file).map(ToOwned::to_owned);
    let Some((edits, path)) = edits.zip(path) else { return Ok(None) };
    let Some(supposed) = edited(text, &edits) else { return Ok(None) };
    let supposed = workspace.suppose_one(&path, supposed);
    let Some((desk, analysis, build)) = supposed else { return Ok(None) };
    if !errors(&build).is_subset(&errors(&analysis.build)) {
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

/// The call in place of the selection, and the function behind the one around it.
fn extraction(
    analysis: &Analysis,
    file: FileId,
    text: &str,
    (start, end): (u32, u32),
) -> Option<[Edit; 2]> {
    let chosen = text.get(start as usize..end as usize)?;
    let lead = u32::try_from(chosen.len().checked_sub(chosen.trim_start().len())?).ok()?;
    let length = u32::try_from(chosen.trim().len()).ok().filter(|it| *it > 0)?;
    let start = start.checked_add(lead)?;
    let place = Span::new(file, start, start.checked_add(length)?);
    let arena = Bump::new();
    let tree = analysis.tree(file, &arena)?;
    let all = functions(&tree, file);
    let function = all.iter().map(|it| it.function).find(|it| it.span.contains(place))?;
    let flow = Flow { build: &analysis.build, place, function };
    if !is_run_of_statements(&tree, text, place) || leaves(&tree, place) || flow.changes(&tree) {
        return None;
    }
    let taken: Vec<&str> = all.iter().map(|it| it.function.name.text).collect();
    flow.edits(text, &free_name(&taken))
}

/// A name that no function has.
fn free_name(taken: &[&str]) -> String {
    let numbered = (2u32..).map(|it| format!("extracted_{it}"));
    let mut names = std::iter::once("extracted".to_owned()).chain(numbered);
    names.find(|name| !taken.contains(&name.as_str())).unwrap_or_default()
}

/// Whether the place is whole statements of one block; a `;` behind a block is no part of its statement.
fn is_run_of_statements(tree: &File<'_>, text: &str, place: Span) -> bool {
    let chosen = text.get(..place.end as usize).unwrap_or_default();
    let bare = chosen.strip_suffix(';').unwrap_or(chosen).trim_end().len();
    let is_end = |end: u32| end == place.end || end as usize == bare;
    let mut is_run = false;
    walk(tree, &mut |node| {
        if let Node::Block(block) = node {
            let has_start = block.statements.iter().any(|it| it.span.start == place.start);
            is_run |= has_start && block.statements.iter().any(|it| is_end(it.span.end));
        }
    });
    is_run
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

/// What goes into the place, and what comes out of it.
struct Flow<'a> {
    build: &'a Build,
    place: Span,
    function: Function<'a>,
}

impl Flow<'_> {
    /// Variables of the function: where each is declared, and where it is named.
    fn locals(&self) -> impl Iterator<Item = (Span, Span)> {
        let all = self.build.indices.iter().flat_map(|index| index.mentions());
        all.filter(|it| self.function.span.contains(it.span)).filter_map(|it| match it.symbol {
            Symbol::Local(declared) => Some((declared, it.span)),
            Symbol::TypeParameter(_)
            | Symbol::Field(..)
            | Symbol::Variant(..)
            | Symbol::Constant(..)
            | Symbol::Function(_)
            | Symbol::Struct(_)
            | Symbol::Module(_) => None,
        })
    }

    /// Declarations of what is used inside and comes from outside.
    fn parameters(&self) -> BTreeSet<Span> {
        let inside = self.locals().filter(|(_, named)| self.place.contains(*named));
        inside.map(|(declared, _)| declared).filter(|it| !self.place.contains(*it)).collect()
    }

    /// Declarations of what comes from inside and is used behind.
    fn results(&self) -> BTreeSet<Span> {
        let inside = self.locals().filter(|(declared, _)| self.place.contains(*declared));
        inside.filter(|(_, named)| !self.place.contains(*named)).map(|(it, _)| it).collect()
    }

    /// Whether a variable from outside may have another value behind the place: a copy of it would be changed.
    #[allow(clippy::wildcard_enum_match_arm, reason = "others change nothing")]
    fn changes(&self, tree: &File<'_>) -> bool {
        let mut changed = false;
        walk(tree, &mut |node| {
            let Node::Expr(Expr { span, kind, .. }) = node else { return };
            if self.place.contains(*span) {
                changed |= match kind {
                    ExprKind::Assign { target, .. } => {
                        self.has_outer(target.span, !is_part(target))
                    }
                    ExprKind::Borrow { is_mutable: true, operand } => {
                        self.has_outer(operand.span, !is_part(operand))
                    }
                    ExprKind::Method { receiver, .. } => self.has_outer(receiver.span, false),
                    _ => false,
                };
            }
        });
        changed
    }

    /// Whether a variable from outside is named in a part; one that is a reference counts if `with_references`.
    fn has_outer(&self, part: Span, with_references: bool) -> bool {
        let named = self.locals().filter(|(_, named)| part.contains(*named));
        let mut outer = named.map(|(it, _)| it).filter(|it| !self.place.contains(*it));
        outer.any(|it| {
            let mut indices = self.build.indices.iter();
            let typed = indices.find_map(|index| index.type_at(it));
            let is_reference = typed.is_some_and(|it| matches!(it.ty, Type::Reference { .. }));
            with_references || !is_reference
        })
    }

    /// Names and types.
    fn typed(&self, text: &str, declared: &BTreeSet<Span>) -> Option<Vec<(String, String)>> {
        let pair = |it: &Span| {
            let mut indices = self.build.indices.iter();
            let typed = indices.find_map(|index| index.type_at(*it))?;
            let name = text.get(it.start as usize..it.end as usize)?;
            Some((name.to_owned(), typed.shown.clone()))
        };
        declared.iter().map(pair).collect()
    }

    fn edits(&self, text: &str, name: &str) -> Option<[Edit; 2]> {
        let (parameters, given) = self.typed(text, &self.parameters())?.into_iter().unzip();
        let (results, made) = self.typed(text, &self.results())?.into_iter().unzip();
        let (parameters, results): (Vec<String>, Vec<String>) = (parameters, results);
        let (given, made): (Vec<String>, Vec<String>) = (given, made);
        let types: Vec<&str> = given.iter().chain(&made).map(String::as_str).collect();
        let (generics, bounds): (Vec<String>, Vec<String>) =
            self.generics(text, &types)?.into_iter().unzip();
        let call = format!("{name}{}({});", angled(&generics), parameters.join(", "));
        let call = match results.as_slice() {
            [] => call,
            _ => format!("let {} = {call}", tuple(&results)),
        };
        let declared = parameters.iter().zip(&given).map(|(name, ty)| format!("{name}: {ty}"));
        let declared = declared.collect::<Vec<_>>().join(", ");
        let result = if made.is_empty() { String::new() } else { format!(": {}", tuple(&made)) };
        let head = format!("fun {name}{}({declared}){result}", angled(&bounds));
        let behind = Span::new(self.place.file, self.function.span.end, self.function.span.end);
        let function = Edit { span: behind, text: self.function(text, &head, &results)? };
        Some([Edit { span: self.place, text: call }, function])
    }

    /// The type parameters of the function around the place that are named inside of it or in `types`.
    fn generics(&self, text: &str, types: &[&str]) -> Option<Vec<(String, String)>> {
        let is_word = |it: char| it.is_alphanumeric() || it == '_';
        let is_meant = |name: &str, declared: Span| {
            let mut words = types.iter().flat_map(|it| it.split(|it| !is_word(it)));
            words.any(|it| it == name) || self.names_type(declared)
        };
        let all = self.function.type_parameters.iter();
        let meant = all.filter(|it| is_meant(it.name.text, it.name.span));
        let written = meant.map(|it| {
            let whole = text.get(it.span.start as usize..it.span.end as usize)?;
            Some((it.name.text.to_owned(), whole.to_owned()))
        });
        written.collect()
    }

    fn names_type(&self, declared: Span) -> bool {
        let mut all = self.build.indices.iter().flat_map(|index| index.mentions());
        let symbol = Symbol::TypeParameter(declared);
        all.any(|it| it.symbol == symbol && self.place.contains(it.span))
    }

    /// The new function, with its lines moved to where a body stands.
    fn function(&self, text: &str, head: &str, values: &[String]) -> Option<String> {
        let outer = indent(text, self.function.span.start);
        let old = format!("\n{}", indent(text, self.place.start));
        let inner = format!("\n{outer}    ");
        let body = text.get(self.place.start as usize..self.place.end as usize)?;
        let body = body.replace(&old, &inner);
        let value =
            if values.is_empty() { String::new() } else { format!("{inner}{}", tuple(values)) };
        Some(format!("\n\n{outer}{head} {{{inner}{body}{value}\n{outer}}}"))
    }
}

/// Whether it is a place inside of something.
fn is_part(expr: &Expr<'_>) -> bool {
    matches!(expr.kind, ExprKind::Field { .. } | ExprKind::Index { .. } | ExprKind::Deref(_))
}

/// One, or several in parentheses.
fn tuple(all: &[String]) -> String {
    match all {
        [one] => one.clone(),
        _ => format!("({})", all.join(", ")),
    }
}

/// Several in angle brackets; nothing if there are none.
fn angled(all: &[String]) -> String {
    if all.is_empty() { String::new() } else { format!("<{}>", all.join(", ")) }
}
