//! Code actions: what diagnostics suggest, and declarations made or made tight; the rest is in
//! files of its own.

mod add_import;
mod extract;
mod fill_match;

use bumpalo::Bump;
use compiler_diagnostics::{Applicability, Code, Diagnostic, Edit, FileId, Span, Suggestion};
use compiler_driver::{declaration_of, tighten};
use compiler_syntax::ast::Function;
use compiler_syntax::parse;
use gen_lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, CodeActionResponse, TextEdit, Uri, WorkspaceEdit,
};
use serde_json::json;
use vm_access::Identifier;

use crate::analysis::Analysis;
use crate::diagnostics::{convert, is_shown};
use crate::formatting::changes;
use crate::functions::{functions, inferred};
use crate::package::options;
use crate::place::Places;
use crate::requests::{Answer, Refusal};
use crate::workspace::{Desk, Home, Workspace};

/// Kind of the action that tightens all declarations of a file.
pub(crate) const TIGHTEN_ALL: &str = "source.fixAll.accessvm";

/// Answers `textDocument/codeAction`.
pub(crate) fn answer(
    workspace: &mut Workspace,
    params: &CodeActionParams,
) -> Answer<Option<Vec<CodeActionResponse>>> {
    let uri = &params.text_document.uri;
    let Some(home) = workspace.home_of(uri)? else { return Ok(None) };
    let Home { desk, package, path } = &home;
    let mut actions = Vec::new();
    for analysis in package.analyses() {
        let Some(file) = analysis.file(path) else { continue };
        let mut places = Places::new(desk, analysis);
        let bytes = places.lines(file).bytes(params.range);
        let asked = Asked { desk, analysis, place: Span::new(file, bytes.start, bytes.end) };
        for action in asked.all(&mut places) {
            if !actions.contains(&action) {
                actions.push(action);
            }
        }
    }
    actions.extend(tighten_all(&home, uri)?);
    actions.extend(extract::offer(workspace, params)?);
    let kinds = params.context.only.as_deref();
    actions.retain(|action| kinds.is_none_or(|kinds| is_wanted(action, kinds)));
    Ok(Some(actions.into_iter().map(CodeActionResponse::from).collect()))
}

/// Answers `codeAction/resolve`: makes the edit of an action that was chosen.
pub(crate) fn resolve(workspace: &mut Workspace, action: &CodeAction) -> Answer<CodeAction> {
    let action = action.clone();
    let uri = action.data.as_ref().and_then(|data| data.as_str()).map(|uri| Uri(uri.to_owned()));
    let Some(uri) = uri else { return Ok(action) };
    let Some(home) = workspace.home_of(&uri)? else { return Ok(action) };
    let edit = tightened(&home, &uri)?;
    Ok(CodeAction { edit: Some(edit), ..action })
}

/// Whether an action is of one of the kinds, or of a kind below one.
fn is_wanted(action: &CodeAction, kinds: &[CodeActionKind]) -> bool {
    let own = action.kind.clone().map(String::from).unwrap_or_default();
    kinds.iter().any(|kind| {
        let kind = String::from(kind.clone());
        let rest = own.strip_prefix(&kind);
        rest.is_some_and(|rest| kind.is_empty() || rest.is_empty() || rest.starts_with('.'))
    })
}

/// What actions are asked for.
struct Asked<'a> {
    desk: &'a Desk,
    analysis: &'a Analysis,
    place: Span,
}

impl Asked<'_> {
    /// All that can be done at the place.
    fn all(&self, places: &mut Places<'_>) -> Vec<CodeAction> {
        let mut actions = self.suggestions(places);
        actions.extend(add_import::add(self, places));
        actions.extend(fill_match::fill(self, places));
        actions.extend(self.of_function(places));
        actions
    }

    /// Diagnostics that the user sees at the place.
    fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        let all = self.analysis.build.diagnostics.iter();
        all.filter(|it| is_shown(self.desk, it) && meets(it.primary.span, self.place))
    }

    /// What they suggest.
    fn suggestions(&self, places: &mut Places<'_>) -> Vec<CodeAction> {
        let mut actions = Vec::new();
        for diagnostic in self.diagnostics() {
            for (index, suggestion) in diagnostic.suggestions.iter().enumerate() {
                let is_sure = suggestion.applicability == Applicability::MachineApplicable;
                actions.push(CodeAction {
                    diagnostics: Some(vec![convert(diagnostic, places)]),
                    is_preferred: (index == 0 && is_sure).then_some(true),
                    ..action(&suggestion.title, places.edit(suggestion.edits.iter()))
                });
            }
        }
        actions
    }

    /// What can be done to the declaration of the function whose header holds the place.
    fn of_function(&self, places: &mut Places<'_>) -> Vec<CodeAction> {
        let file = self.place.file;
        let arena = Bump::new();
        let tree = parse(file, places.lines(file).text(), &arena).file;
        let all = functions(&tree, file);
        let Some(written) = all.iter().find(|it| meets(it.function.signature, self.place)) else {
            return Vec::new();
        };
        let declared = inferred(self.analysis, file, written).and_then(|(module, ..)| {
            let name = Identifier::new(written.function.name.text);
            declaration_of(&self.analysis.build, &self.analysis.sources, &module.module.id, &name)
        });
        let add = declared.map(|edit| {
            let edit = places.edit(std::iter::once(&edit));
            action("add the inferred declaration", edit)
        });
        let edits = self.tightening(&written.function);
        let tight = (!edits.is_empty()).then(|| {
            let edit = places.edit(edits.into_iter());
            action("tighten the declaration", edit)
        });
        let rewrites = add.into_iter().chain(tight);
        let kind = Some(CodeActionKind::RefactorRewrite);
        rewrites.map(|action| CodeAction { kind: kind.clone(), ..action }).collect()
    }

    /// The edits that make the clauses of a function say what is needed; where two meet, the first one.
    fn tightening(&self, function: &Function<'_>) -> Vec<&Edit> {
        let is_meant = |it: &&Diagnostic| is_wide(it) && meets(it.primary.span, function.signature);
        let wide = self.analysis.build.diagnostics.iter().filter(is_meant);
        let mut chosen: Vec<&Suggestion> = Vec::new();
        for suggestion in wide.filter_map(|it| it.suggestions.first()) {
            let mut taken = chosen.iter().flat_map(|it| &it.edits);
            if !taken.any(|taken| suggestion.edits.iter().any(|it| meets(it.span, taken.span))) {
                chosen.push(suggestion);
            }
        }
        chosen.into_iter().flat_map(|it| &it.edits).collect()
    }
}

fn action(title: &str, edit: WorkspaceEdit) -> CodeAction {
    CodeAction {
        title: title.to_owned(),
        kind: Some(CodeActionKind::QuickFix),
        edit: Some(edit),
        ..CodeAction::default()
    }
}

/// Whether two spans have a place in common, be it their ends.
fn meets(left: Span, right: Span) -> bool {
    left.file == right.file && left.start <= right.end && right.start <= left.end
}

/// Whether it tells of a clause that could say less.
fn is_wide(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.code, Code::E0604 | Code::E0605)
}

/// The action that tightens all declarations of a file, if there is anything to tighten.
fn tighten_all(home: &Home<'_>, uri: &Uri) -> Answer<Option<CodeAction>> {
    let is_here = |analysis: &Analysis| {
        let file = analysis.file(&home.path);
        let mut wide = analysis.build.diagnostics.iter().filter(|it| is_wide(it));
        wide.any(|it| Some(it.primary.span.file) == file && !it.suggestions.is_empty())
    };
    if !home.package.analyses().any(is_here) {
        return Ok(None);
    }
    let is_later = home.desk.client.resolves_edits;
    Ok(Some(CodeAction {
        title: "tighten all declarations in this file".to_owned(),
        kind: Some(CodeActionKind::from(TIGHTEN_ALL.to_owned())),
        edit: if is_later { None } else { Some(tightened(home, uri)?) },
        data: is_later.then(|| json!(uri.0)),
        ..CodeAction::default()
    }))
}

/// The edits that tighten all declarations of a file, one round after another.
fn tightened(home: &Home<'_>, uri: &Uri) -> Answer<WorkspaceEdit> {
    let Home { desk, package, path } = home;
    let analysis = package.analyses().find_map(|it| Some((it, it.file(path)?)));
    let (analysis, file) = analysis.ok_or_else(|| Refusal::unknown(uri))?;
    let fixed = tighten(&analysis.sources, &options(desk.configuration.declarations()), file);
    let edits = edits(desk, analysis, file, &fixed.sources);
    let changes = std::iter::once((uri.clone(), edits)).collect();
    Ok(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
}

fn edits(
    desk: &Desk,
    analysis: &Analysis,
    file: FileId,
    after: &compiler_driver::Sources,
) -> Vec<TextEdit> {
    let mut places = Places::new(desk, analysis);
    let after = after.files().get(file).map_or("", |it| it.text());
    changes(places.lines(file), after)
}
