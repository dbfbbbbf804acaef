//! Call hierarchy: who calls a function and whom it calls, and which accesses come in by each call.

use std::collections::BTreeMap;

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Span};
use compiler_driver::{Symbol, class_of};
use compiler_syntax::ast::{File, Function};
use gen_lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams,
    SymbolKind, TextDocumentIdentifier, TextDocumentPositionParams,
};
use vm_access::{Access, FunctionName};

use crate::analysis::Analysis;
use crate::cursor::Cursor;
use crate::functions::compiled;
use crate::item::Item;
use crate::names;
use crate::place::Places;
use crate::requests::Answer;
use crate::workspace::{Desk, Workspace};

/// Answers `textDocument/prepareCallHierarchy`.
pub(crate) fn prepare(
    workspace: &mut Workspace,
    params: &CallHierarchyPrepareParams,
) -> Answer<Option<Vec<CallHierarchyItem>>> {
    let Some(cursor) = Cursor::of(workspace, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let Some(name) = function_at(&cursor) else { return Ok(None) };
    let class = compiled(&cursor.analysis.last_good, &name);
    let class = class.map(|(_, _, found)| class_of(&found.footprint).name().to_owned());
    let item = item_of(cursor.desk, cursor.analysis, &name, class);
    Ok(item.map(|item| vec![item]))
}

/// Answers `callHierarchy/incomingCalls`.
pub(crate) fn incoming(
    workspace: &mut Workspace,
    params: &CallHierarchyIncomingCallsParams,
) -> Answer<Option<Vec<CallHierarchyIncomingCall>>> {
    let Some(callee) = function_of(workspace, &params.item)? else { return Ok(None) };
    let mut calls: BTreeMap<(String, u32), CallHierarchyIncomingCall> = BTreeMap::new();
    for (desk, package) in workspace.refresh_all() {
        for analysis in package.analyses() {
            for call in incoming_within(desk, analysis, &callee) {
                let start = call.from.selection_range.start;
                calls.entry((call.from.uri.0.clone(), start.line)).or_insert(call);
            }
        }
    }
    Ok(Some(calls.into_values().collect()))
}

/// Answers `callHierarchy/outgoingCalls`.
pub(crate) fn outgoing(
    workspace: &mut Workspace,
    params: &CallHierarchyOutgoingCallsParams,
) -> Answer<Option<Vec<CallHierarchyOutgoingCall>>> {
    let Some(cursor) = Cursor::of(workspace, &position(&params.item))? else { return Ok(None) };
    let Some(caller) = function_at(&cursor) else { return Ok(None) };
    let arena = Bump::new();
    let declared = names::declarations(&cursor.analysis.build, &Symbol::Function(caller.clone()));
    let tree = declared.first().and_then(|it| cursor.analysis.tree(it.file, &arena));
    let body = tree.and_then(|tree| enclosing(&tree, declared.first()?.start)?.body);
    let Some(body) = body else { return Ok(Some(Vec::new())) };
    let mut called: BTreeMap<FunctionName, Vec<Span>> = BTreeMap::new();
    for mention in cursor.analysis.build.indices.iter().flat_map(|index| index.mentions()) {
        if let Symbol::Function(name) = &mention.symbol
            && body.span.contains(mention.span)
        {
            called.entry(name.clone()).or_default().push(mention.span);
        }
    }
    let mut places = cursor.places();
    let call = |(callee, mut spans): (FunctionName, Vec<Span>)| {
        spans.sort_unstable();
        spans.dedup();
        let detail = brought_in(cursor.analysis, &caller, &callee);
        let to = item_of(cursor.desk, cursor.analysis, &callee, detail)?;
        let from_ranges = spans.into_iter().map(|span| places.range(span)).collect();
        Some(CallHierarchyOutgoingCall { to, from_ranges })
    };
    Ok(Some(called.into_iter().filter_map(call).collect()))
}

/// The calls of a function in an analysis, by caller.
fn incoming_within(
    desk: &Desk,
    analysis: &Analysis,
    callee: &FunctionName,
) -> Vec<CallHierarchyIncomingCall> {
    let mentions = names::mentions(&analysis.build, &Symbol::Function(callee.clone()));
    let mut by_file: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
    for mention in mentions.into_iter().filter(|it| !it.is_declaration) {
        by_file.entry(mention.span.file).or_default().push(mention.span);
    }
    let mut calls = Vec::new();
    for (file, spans) in by_file {
        let arena = Bump::new();
        let Some(tree) = analysis.tree(file, &arena) else { continue };
        let mut callers: BTreeMap<Span, Vec<Span>> = BTreeMap::new();
        for span in spans {
            if let Some(caller) = enclosing(&tree, span.start) {
                callers.entry(caller.name.span).or_default().push(span);
            }
        }
        let mut places = Places::new(desk, analysis);
        calls.extend(callers.into_iter().filter_map(|(caller, spans)| {
            let caller = names::at(&analysis.build, file, caller.start);
            let caller = caller.into_iter().find_map(|it| as_function(&it.symbol))?;
            let detail = brought_in(analysis, &caller, callee);
            let from = item_of(desk, analysis, &caller, detail)?;
            let from_ranges = spans.into_iter().map(|span| places.range(span)).collect();
            Some(CallHierarchyIncomingCall { from, from_ranges })
        }));
    }
    calls
}

/// The function around a place.
fn enclosing<'a>(tree: &File<'a>, offset: u32) -> Option<&'a Function<'a>> {
    let of_modules = tree.modules.iter().flat_map(|module| module.functions);
    let of_scripts = tree.scripts.iter().flat_map(|script| script.functions);
    let mut functions = of_modules.chain(of_scripts);
    functions.find(|it| it.span.start <= offset && offset <= it.span.end)
}

/// What a function touches because of the calls of another one.
fn brought_in(analysis: &Analysis, caller: &FunctionName, callee: &FunctionName) -> Option<String> {
    let (module, definition, inference) = compiled(&analysis.last_good, caller)?;
    let names = module.names(definition);
    let via = |origin: &&vm_footprint::Origin| {
        origin.via.as_ref().is_some_and(|(function, _)| function == callee)
    };
    let mut accesses: Vec<Access> = Vec::new();
    for origin in inference.origins.iter().filter(via) {
        if !accesses.contains(&origin.access) {
            accesses.push(origin.access.clone());
        }
    }
    let texts = compiler_driver::clauses(&accesses, &names).into_iter().map(|(_, text)| text);
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}

fn item_of(
    desk: &Desk,
    analysis: &Analysis,
    name: &FunctionName,
    detail: Option<String>,
) -> Option<CallHierarchyItem> {
    let declared = names::declarations(&analysis.build, &Symbol::Function(name.clone()));
    let declared = *declared.first()?;
    let arena = Bump::new();
    let tree = analysis.tree(declared.file, &arena)?;
    let item = Item::find(&tree, declared)?;
    let mut places = Places::new(desk, analysis);
    let mut modules = tree.modules.iter().filter(|it| it.span.contains(declared));
    // The module of a script has a name in bytecode alone.
    let owner = modules.next().map_or("script", |module| module.name.text);
    Some(CallHierarchyItem {
        name: format!("{owner}::{}", name.name),
        kind: SymbolKind::Function,
        tags: None,
        detail,
        uri: places.uri(declared.file),
        range: places.range(item.span()),
        selection_range: places.range(declared),
        data: None,
    })
}

/// The function that an item stands for: the one that is named where it says.
fn function_of(
    workspace: &mut Workspace,
    item: &CallHierarchyItem,
) -> Answer<Option<FunctionName>> {
    let cursor = Cursor::of(workspace, &position(item))?;
    Ok(cursor.as_ref().and_then(function_at))
}

fn position(item: &CallHierarchyItem) -> TextDocumentPositionParams {
    TextDocumentPositionParams {
        text_document: TextDocumentIdentifier { uri: item.uri.clone() },
        position: item.selection_range.start,
    }
}

fn function_at(cursor: &Cursor<'_>) -> Option<FunctionName> {
    cursor.names().into_iter().find_map(|it| as_function(&it.symbol))
}

fn as_function(symbol: &Symbol) -> Option<FunctionName> {
    if let Symbol::Function(name) = symbol { Some(name.clone()) } else { None }
}
