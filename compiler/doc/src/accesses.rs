//! What a function touches: the clauses that were inferred, and who brings each access in.

use std::collections::BTreeSet;

use compiler_driver::{class_of, clauses};
use vm_access::{Access, FunctionName};

use crate::code::code;
use crate::html::{escape, link, table};
use crate::package::{Built, Documented, Package};
use crate::scope::Item;

/// The class and the clauses of a function, and a row for each access.
pub(crate) fn render(package: &Package<'_>, module: &Documented<'_>, built: Built<'_>) -> String {
    let footprint = &built.inference.footprint;
    let names = module.compiled.names(built.definition);
    let class = class_of(footprint).name();
    let inferred = clauses(footprint.accesses(), &names);
    let lines: Vec<String> =
        inferred.iter().map(|(_, text)| code(text, package, &module.scope)).collect();
    let text = if lines.is_empty() { "pure".to_owned() } else { lines.join("\n") };
    let row = |access: &Access| {
        let shown = code(&access.display(&names).to_string(), package, &module.scope);
        [format!("<code>{shown}</code>"), origins(package, module, built, access)]
    };
    let rows: Vec<[String; 2]> = footprint.accesses().iter().map(row).collect();
    let rows = table(["access", "brought in by"], &rows);
    let details = if rows.is_empty() {
        String::new()
    } else {
        format!("<details>\n<summary>Who brings in each access</summary>\n{rows}</details>\n")
    };
    format!("<p class=\"label\">Inferred footprint: {class}</p>\n<pre>{text}</pre>\n{details}")
}

/// The lines of the function itself, and its callees.
fn origins(
    package: &Package<'_>,
    module: &Documented<'_>,
    built: Built<'_>,
    access: &Access,
) -> String {
    let map = module.compiled.source_map.functions.get(&built.definition.name);
    let mut lines = BTreeSet::new();
    let mut callees = BTreeSet::new();
    for origin in built.inference.origins_of(access) {
        match &origin.via {
            Some((callee, _)) => {
                callees.insert(callee);
            }
            None => lines
                .extend(map.map(|map| package.line(module.compiled.span(map.span(origin.point))))),
        }
    }
    let lines = lines.into_iter().map(|line| format!("its line {line}"));
    let callees = callees.into_iter().map(|callee| function_link(package, module, callee));
    lines.chain(callees).collect::<Vec<_>>().join(", ")
}

/// A function by its name, linked if it has a page.
pub(crate) fn function_link(
    package: &Package<'_>,
    module: &Documented<'_>,
    function: &FunctionName,
) -> String {
    let item = Item { module: function.module.clone(), name: Some(function.name.to_string()) };
    let name = format!("<code>{}</code>", escape(&package.short_name(&item, &module.id)));
    package.target(&item).map_or_else(|| name.clone(), |target| link(&target, &name))
}

/// The functions of the package that have accesses by way of `function`.
pub(crate) fn receivers(package: &Package<'_>, function: &FunctionName) -> Vec<FunctionName> {
    let mut found = Vec::new();
    for module in package.modules() {
        for tree in module.functions() {
            let Some(built) = module.built(tree.name.text) else { continue };
            let brings = |via: &(FunctionName, Access)| via.0 == *function;
            if built.inference.origins.iter().any(|it| it.via.as_ref().is_some_and(brings)) {
                let name = built.definition.name.clone();
                found.push(FunctionName { module: module.id.clone(), name });
            }
        }
    }
    found
}
