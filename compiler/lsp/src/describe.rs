//! What is said of a thing: how it is declared, its doc comment, and what a function touches.

use std::collections::BTreeSet;

use bumpalo::Bump;
use compiler_diagnostics::Span;
use compiler_driver::{Build, Symbol, class_of, clauses};
use compiler_syntax::ast;
use vm_access::{Access, Clause, Declaration, FunctionName, Names};

use crate::analysis::Analysis;
use crate::functions::compiled;
use crate::item::Item;
use crate::names;

/// What is said of a thing, in Markdown; `None` if nothing is known.
pub(crate) fn describe(analysis: &Analysis, symbol: &Symbol) -> Option<String> {
    let declared = names::declarations(&analysis.build, symbol).first().copied()?;
    if let Symbol::Local(_) = symbol {
        return local(analysis, declared);
    }
    let arena = Bump::new();
    let tree = analysis.tree(declared.file, &arena)?;
    let item = Item::find(&tree, declared)?;
    let mut parts = vec![block(&header(analysis, &item))];
    parts.extend(home(analysis, symbol, &tree, declared));
    parts.extend(docs(&item));
    if let Symbol::Function(name) = symbol {
        parts.extend(footprint(&analysis.last_good, name));
    }
    Some(parts.join("\n\n"))
}

/// A variable or parameter: its type, if that is known.
fn local(analysis: &Analysis, declared: Span) -> Option<String> {
    let name = analysis.sources.files().slice(declared);
    let typed = analysis.build.indices.iter().find_map(|index| index.type_at(declared));
    if let Some(typed) = typed {
        return Some(block(&format!("{name}: {}", typed.shown)));
    }
    let arena = Bump::new();
    let tree = analysis.tree(declared.file, &arena)?;
    let text = Item::find(&tree, declared).map(|item| header(analysis, &item));
    Some(block(&text.unwrap_or_else(|| name.to_owned())))
}

/// Where a member is: its module, and the struct of a field.
fn home(
    analysis: &Analysis,
    symbol: &Symbol,
    tree: &ast::File<'_>,
    declared: Span,
) -> Option<String> {
    let module = tree.modules.iter().find(|module| module.span.contains(declared))?;
    let path = analysis.sources.files().slice(module_path(module));
    match symbol {
        Symbol::Module(_) | Symbol::Local(_) | Symbol::TypeParameter(_) => None,
        Symbol::Field(of, _) | Symbol::Variant(of, _) => Some(format!("in `{path}::{}`", of.name)),
        Symbol::Constant(..) | Symbol::Function(_) | Symbol::Struct(_) => {
            Some(format!("in `{path}`"))
        }
    }
}

/// The address, if it stands in the header, and the name.
fn module_path(module: &ast::Module<'_>) -> Span {
    let name = module.name.span;
    let address = module.address.map(|address| address.span);
    let in_header = address.filter(|it| it.file == name.file && module.span.start <= it.start);
    Span { start: in_header.map_or(name.start, |it| it.start), ..name }
}

/// How an item is declared, without the space that all its lines begin with.
pub(crate) fn header(analysis: &Analysis, item: &Item<'_>) -> String {
    let span = item.header();
    let files = analysis.sources.files();
    let text = files.slice(span).trim_end();
    let before = files.get(span.file).and_then(|file| file.text().get(..span.start as usize));
    let line = before.unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    let indent = line.len().saturating_sub(line.trim_start().len());
    let cut = |line: &str| {
        let space = line.len().saturating_sub(line.trim_start().len());
        line.get(space.min(indent)..).unwrap_or_default().to_owned()
    };
    let mut lines = text.lines();
    let first = lines.next().map(str::to_owned);
    first.into_iter().chain(lines.map(cut)).collect::<Vec<_>>().join("\n")
}

/// The doc comment of an item, as Markdown.
pub(crate) fn docs(item: &Item<'_>) -> Option<String> {
    let docs = item.docs();
    let lines: Vec<&str> = docs.iter().map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    let text = lines.join("\n");
    (!text.trim().is_empty()).then_some(text)
}

/// What a function declares, what was inferred of it, and the class of that.
fn footprint(build: &Build, name: &FunctionName) -> Option<String> {
    let (module, definition, inference) = compiled(build, name)?;
    let names = module.names(definition);
    let accesses = inference.footprint.accesses();
    let inferred = lines(clauses(accesses, &names).into_iter().map(|(_, text)| text));
    let declared = definition.declaration.as_ref().map(|declaration| {
        let as_accesses = declaration.clauses.iter().map(as_access);
        match as_accesses.collect::<Option<BTreeSet<Access>>>() {
            Some(declared) if declared.iter().eq(accesses.iter().collect::<BTreeSet<_>>()) => {
                inferred.clone()
            }
            _ => lines(clauses_of(declaration, &names)),
        }
    });
    let class = class_of(&inference.footprint).name();
    if definition.code.is_none() {
        // The machine has its body, and nothing is inferred of that.
        return declared.map(|declared| format!("Declared:\n\n{}", block(&declared)));
    }
    Some(match declared {
        Some(declared) if declared == inferred => {
            format!("Footprint ({class}), declared as inferred:\n\n{}", block(&inferred))
        }
        Some(declared) => format!(
            "Declared:\n\n{}\n\nFootprint ({class}), inferred:\n\n{}",
            block(&declared),
            block(&inferred)
        ),
        None => format!("Footprint ({class}), inferred:\n\n{}", block(&inferred)),
    })
}

fn as_access(clause: &Clause) -> Option<Access> {
    match clause {
        Clause::Access(access) => Some(access.clone()),
        Clause::Not(_) | Clause::Calls(_) => None,
    }
}

/// The clauses of a declaration: accesses, fields of one place together, and then the others.
fn clauses_of<'d>(declaration: &'d Declaration, names: &'d Names) -> impl Iterator<Item = String> {
    let accesses: Vec<Access> = declaration.clauses.iter().filter_map(as_access).collect();
    let others = declaration.clauses.iter().filter(|it| as_access(it).is_none());
    let others = others.map(|clause| clause.display(names).to_string());
    clauses(&accesses, names).into_iter().map(|(_, text)| text).chain(others)
}

fn lines(clauses: impl Iterator<Item = String>) -> String {
    let clauses: Vec<String> = clauses.collect();
    if clauses.is_empty() { "pure".to_owned() } else { clauses.join("\n") }
}

fn block(code: &str) -> String {
    format!("```move\n{code}\n```")
}
