//! The page of a module.

use compiler_diagnostics::Span;
use compiler_syntax::ast::{Attribute, Function};
use vm_access::{FunctionName, Identifier};

use crate::accesses;
use crate::code::code;
use crate::html::{escape, page};
use crate::markdown::markdown;
use crate::package::{Documented, Package, is_for_tests};
use crate::scope::ItemKind;

/// One item that has a heading.
struct Entry<'a> {
    kind: ItemKind,
    name: &'a str,
    /// What is shown of its source.
    source: Span,
    docs: &'a [&'a str],
}

pub(crate) fn render(package: &Package<'_>, module: &Documented<'_>) -> String {
    let tree = &module.tree;
    let shown = |attributes: &[Attribute<'_>]| !is_for_tests(attributes);
    let structs = tree.structs.iter().filter(|it| shown(it.attributes)).map(|it| {
        let (kind, name) = (ItemKind::Struct, it.name.text);
        (it.span.start, Entry { kind, name, source: it.span, docs: it.docs })
    });
    let enums = tree.enums.iter().filter(|it| shown(it.attributes)).map(|it| {
        let (kind, name) = (ItemKind::Enum, it.name.text);
        (it.span.start, Entry { kind, name, source: it.span, docs: it.docs })
    });
    let constants = tree.constants.iter().filter(|it| shown(it.attributes)).map(|it| {
        let (kind, name) = (ItemKind::Constant, it.name.text);
        Entry { kind, name, source: it.span, docs: it.docs }
    });
    let mut types: Vec<(u32, Entry<'_>)> = structs.chain(enums).collect();
    types.sort_by_key(|(start, _)| *start);

    let mut body = format!("<h1>Module <code>{}</code></h1>\n", escape(&module.title));
    body.push_str(&markdown(tree.docs, package, &module.scope));
    let types: Vec<String> = types.iter().map(|(_, it)| entry(package, module, it, "")).collect();
    body.push_str(&section("Types", &types));
    let functions: Vec<String> =
        module.functions().map(|it| function(package, module, it)).collect();
    body.push_str(&section("Functions", &functions));
    let constants: Vec<String> = constants.map(|it| entry(package, module, &it, "")).collect();
    body.push_str(&section("Constants", &constants));
    page(&module.title, package.name, &body)
}

/// A heading and what is under it; nothing without entries.
fn section(title: &str, entries: &[String]) -> String {
    if entries.is_empty() {
        String::new()
    } else {
        format!("<h2>{title}</h2>\n{}", entries.concat())
    }
}

/// A heading, the source and its comment; `more` is HTML that follows.
fn entry(package: &Package<'_>, module: &Documented<'_>, entry: &Entry<'_>, more: &str) -> String {
    let anchor = escape(&entry.kind.anchor(entry.name));
    let name = escape(entry.name);
    let source = code(&package.text(entry.source), package, &module.scope);
    let docs = markdown(entry.docs, package, &module.scope);
    format!(
        "<section id=\"{anchor}\">\n<h3><a href=\"#{anchor}\">{name}</a></h3>\n<pre>{source}</pre>\n{docs}{more}</section>\n"
    )
}

fn function(package: &Package<'_>, module: &Documented<'_>, function: &Function<'_>) -> String {
    let name = function.name.text;
    let source = function.signature;
    let head = Entry { kind: ItemKind::Function, name, source, docs: function.docs };
    // An inline function belongs to those that call it.
    let touches = module.built(name).map(|built| accesses::render(package, module, built));
    let more = touches.unwrap_or_default() + &receivers(package, module, name);
    entry(package, module, &head, &more)
}

/// The functions that have accesses by way of this one.
fn receivers(package: &Package<'_>, module: &Documented<'_>, name: &str) -> String {
    let id = FunctionName { module: module.id.clone(), name: Identifier::new(name) };
    let receivers = accesses::receivers(package, &id);
    let links: Vec<String> =
        receivers.iter().map(|it| accesses::function_link(package, module, it)).collect();
    match links.as_slice() {
        [] => String::new(),
        links => format!("<p class=\"label\">Brings accesses into {}</p>\n", links.join(", ")),
    }
}
