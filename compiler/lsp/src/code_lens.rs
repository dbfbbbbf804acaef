//! Code lenses: what can be run, and how much of a function's footprint will be known before it runs.

use bumpalo::Bump;
use compiler_diagnostics::Span;
use compiler_driver::class_of;
use compiler_syntax::ast::{File, Visibility};
use compiler_syntax::parse;
use gen_lsp_types::{CodeLens, CodeLensParams, Command};
use serde_json::json;

use crate::analysis::Analysis;
use crate::functions::{Written, functions, has, inferred};
use crate::package::Package;
use crate::place::Places;
use crate::requests::Answer;
use crate::workspace::{Home, Workspace};
use compiler_diagnostics::FileId;

/// Name of a package's batch.
const BATCH: &str = "batch.json";

/// Answers `textDocument/codeLens`.
pub(crate) fn answer(
    workspace: &mut Workspace,
    params: &CodeLensParams,
) -> Answer<Option<Vec<CodeLens>>> {
    let uri = &params.text_document.uri;
    let Some(Home { desk, package, path }) = workspace.home_of(uri)? else { return Ok(None) };
    let Some((analysis, file)) = package.analysis_of(&path) else { return Ok(None) };
    let mut places = Places::new(desk, analysis);
    let arena = Bump::new();
    let text = places.lines(file).text();
    let tree = parse(file, text, &arena).file;
    let mut lenses = Vec::new();
    if package.folder().join(BATCH).is_file() {
        lenses.extend(batches(package, &tree));
    }
    let all = functions(&tree, file);
    lenses.extend(all.iter().filter_map(|it| test(package, it)));
    lenses.extend(all.iter().filter_map(|it| class(analysis, file, it)));
    lenses.sort_by_key(|(span, _)| span.start);
    let lens = |(span, command)| CodeLens {
        range: places.range(span),
        command: Some(command),
        data: None,
    };
    Ok(Some(lenses.into_iter().map(lens).collect()))
}

/// The package's batch may call modules with entry functions.
fn batches(package: &Package, tree: &File<'_>) -> Vec<(Span, Command)> {
    let is_called =
        |it: &&compiler_syntax::ast::Module<'_>| it.functions.iter().any(|f| f.is_entry);
    let command = || Command {
        title: "run batch".to_owned(),
        tooltip: None,
        command: "accessvm.runBatch".to_owned(),
        arguments: Some(vec![json!(package.folder().join(BATCH))]),
    };
    let modules = tree.modules.iter().filter(is_called);
    modules.map(|module| (module.name.span, command())).collect()
}

fn test(package: &Package, Written { module, function }: &Written<'_>) -> Option<(Span, Command)> {
    let name = function.name;
    let command = Command {
        title: "run test".to_owned(),
        tooltip: None,
        command: "accessvm.runTest".to_owned(),
        arguments: Some(vec![json!(package.folder()), json!(format!("{module}::{}", name.text))]),
    };
    has(function.attributes, "test").then_some((name.span, command))
}

/// The class of an interface's footprint.
fn class(analysis: &Analysis, file: FileId, written: &Written<'_>) -> Option<(Span, Command)> {
    let function = &written.function;
    if function.visibility != Visibility::Public && !function.is_entry {
        return None;
    }
    let (_, _, found) = inferred(analysis, file, written)?;
    let command = Command {
        title: format!("footprint: {}", class_of(&found.footprint).name()),
        tooltip: None,
        // A title alone: there is nothing to do.
        command: String::new(),
        arguments: None,
    };
    Some((function.name.span, command))
}
