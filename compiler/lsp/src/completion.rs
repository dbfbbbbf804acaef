//! Completion: what may be written at the cursor.
//!
//! A marker is put behind the cursor, so that a name stands there, and the package is built with that text. Where the marker
//! stands in the tree tells what may be written, and the build what there is. Docs, and the `use` declaration that a module
//! from elsewhere needs, are made once an item is looked at.

mod candidate;
mod clause;
mod mark;
mod members;
mod modules;
mod offer;
mod spot;
mod world;

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Span};
use compiler_driver::{Build, Symbol};
use compiler_syntax::parse;
use gen_lsp_types::{
    CompletionItem, CompletionParams, CompletionResponse, Documentation, MarkupContent, MarkupKind,
    TextEdit, Uri,
};
use serde::Deserialize;

use crate::analysis::Analysis;
use crate::cursor::Cursor;
use crate::describe::describe;
use crate::import::import;
use crate::place::Places;
use crate::requests::Answer;
use crate::workspace::{Desk, Workspace};
use candidate::Candidate;
use world::World;

/// Answers `textDocument/completion`.
pub(crate) fn answer(
    workspace: &mut Workspace,
    params: &CompletionParams,
) -> Answer<Option<CompletionResponse>> {
    let position = &params.text_document_position_params;
    let Some(cursor) = Cursor::of(workspace, position)? else { return Ok(None) };
    let (file, offset) = (cursor.file, cursor.offset);
    let Some(path) = cursor.analysis.path(file).map(ToOwned::to_owned) else { return Ok(None) };
    let text = cursor.places().lines(file).text().to_owned();
    let is_single_colon = text
        .get(..offset as usize)
        .is_some_and(|before| before.ends_with(':') && !before.ends_with("::") && is_typed(params));
    if is_single_colon {
        return Ok(None);
    }
    let is_called = is_called(&text, offset);
    let text = mark::marked(file, &text, offset);
    let supposed = workspace.suppose_one(&path, text.clone());
    let Some((desk, analysis, build)) = supposed else { return Ok(None) };
    let (module, all) = candidates(analysis, &build, (file, offset), &text);
    let uri = &position.text_document.uri;
    let has_snippets = desk.client.has_snippets && !is_called;
    let items = all.iter().map(|it| it.item(uri, &module, has_snippets));
    Ok(Some(items.collect::<Vec<_>>().into()))
}

/// Whether the name at a place has arguments behind it already.
fn is_called(text: &str, offset: u32) -> bool {
    let rest = text.get(offset as usize..).unwrap_or_default();
    let rest = rest.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || it == '_');
    rest.starts_with('(')
}

/// Whether the client asks because of what was typed last.
fn is_typed(params: &CompletionParams) -> bool {
    params.context.as_ref().is_some_and(|it| it.trigger_character.is_some())
}

/// The name of the module around the place, and what may be written there.
fn candidates(
    analysis: &Analysis,
    build: &Build,
    (file, offset): (FileId, u32),
    text: &str,
) -> (String, Vec<Candidate>) {
    let arena = Bump::new();
    let tree = parse(file, text, &arena).file;
    let found = spot::find(&tree, offset);
    let modes = clause::may_begin(text, file, offset).then(offer::modes);
    let in_tests = found.is_test || world::is_in_tests(analysis, file);
    let all = modules::modules(analysis, build, (file, text), in_tests);
    let world = World { analysis, build, file, text, in_tests, modules: &all, here: None };
    let here = found.module.and_then(|span| world.symbol(span)).and_then(|symbol| match symbol {
        Symbol::Module(id) => Some(id),
        Symbol::Local(_)
        | Symbol::TypeParameter(_)
        | Symbol::Field(..)
        | Symbol::Variant(..)
        | Symbol::Constant(..)
        | Symbol::Function(_)
        | Symbol::Struct(_) => None,
    });
    let holds = |span: Span| span.start <= offset && offset <= span.end;
    let own = tree.modules.iter().find(|it| Some(it.name.span) == found.module);
    let script = tree.scripts.iter().find(|it| holds(it.span)).map(|it| it.uses);
    let uses = own.map(|it| it.uses).or(script).unwrap_or_default();
    let module = found.module.map_or("", |span| world.slice(span)).to_owned();
    let all = offer::offer(&World { here, ..world }, &found, uses);
    (module, modes.into_iter().flatten().chain(all).collect())
}

/// What an item says of itself when the client comes back with it.
#[derive(Debug, Deserialize)]
struct Data {
    uri: String,
    module: String,
    symbol: Option<String>,
    import: Option<String>,
}

/// Answers `completionItem/resolve`: docs, and the declaration that imports a module.
pub(crate) fn resolve(workspace: &mut Workspace, item: &CompletionItem) -> Answer<CompletionItem> {
    let mut item = item.clone();
    let data = item.data.clone().and_then(|it| serde_json::from_value::<Data>(it).ok());
    let Some(Data { uri, module, symbol, import }) = data else { return Ok(item) };
    let known = workspace.analysis_of(&Uri(uri))?;
    let Some((desk, analysis, file)) = known else { return Ok(item) };
    let docs = symbol.and_then(|key| docs(analysis, &key));
    item.documentation = docs.map(|value| {
        Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
    });
    let edit = import.and_then(|path| edit(desk, analysis, file, (&module, &path)));
    item.additional_text_edits = edit.map(|edit| vec![edit]);
    Ok(item)
}

fn docs(analysis: &Analysis, key: &str) -> Option<String> {
    let mut mentions = analysis.build.indices.iter().flat_map(|index| index.mentions());
    let is_it = |symbol: &Symbol| candidate::key(symbol).is_some_and(|it| it == key);
    let found = mentions.find(|it| it.is_declaration && is_it(&it.symbol))?;
    describe(analysis, &found.symbol)
}

/// How `use` names the modules of a name that can be imported into a file.
pub(crate) fn paths(analysis: &Analysis, file: FileId, name: &str) -> Vec<String> {
    let text = analysis.sources.files().get(file).map_or("", |it| it.text());
    let in_tests = world::is_in_tests(analysis, file);
    let all = modules::modules(analysis, &analysis.build, (file, text), in_tests).into_iter();
    all.filter(|it| it.id.name.as_str() == name).filter_map(|it| it.path).collect()
}

/// The edit that imports the module at `path` into one of a file.
fn edit(
    desk: &Desk,
    analysis: &Analysis,
    file: FileId,
    (module, path): (&str, &str),
) -> Option<TextEdit> {
    let arena = Bump::new();
    let tree = analysis.tree(file, &arena)?;
    let mut places = Places::new(desk, analysis);
    let lines = places.lines(file);
    let module = tree.modules.iter().find(|it| it.name.text == module)?;
    let (at, new_text) = import(lines.text(), module, path)?;
    Some(TextEdit { range: lines.range_of(at, at), new_text })
}
