//! What the search looks through: a script that sets a list, since pages from disk may load no data.

use compiler_syntax::ast::Attribute;
use serde::Serialize;

use crate::markdown::first_sentence;
use crate::package::{Documented, Package, is_for_tests};
use crate::scope::ItemKind;

/// Something that can be found.
#[derive(Debug, Serialize)]
struct Row {
    kind: &'static str,
    name: String,
    module: String,
    target: String,
    text: String,
}

pub(crate) fn render(package: &Package<'_>) -> String {
    let rows: Vec<Row> = package.modules().flat_map(rows).collect();
    let list = serde_json::to_string_pretty(&rows).expect("strings are valid JSON");
    format!("const SEARCH_INDEX = {list};\n")
}

fn rows(module: &Documented<'_>) -> Vec<Row> {
    let mut rows = vec![Row {
        kind: "module",
        name: module.id.name.to_string(),
        module: module.title.clone(),
        target: module.file_name.clone(),
        text: first_sentence(module.tree.docs),
    }];
    let mut add = |kind: ItemKind, attributes: &[Attribute<'_>], name: &str, docs: &[&str]| {
        if is_for_tests(attributes) {
            return;
        }
        rows.push(Row {
            kind: kind.keyword(),
            name: name.to_owned(),
            module: module.title.clone(),
            target: format!("{}#{}", module.file_name, kind.anchor(name)),
            text: first_sentence(docs),
        });
    };
    let tree = &module.tree;
    tree.structs.iter().for_each(|it| add(ItemKind::Struct, it.attributes, it.name.text, it.docs));
    tree.enums.iter().for_each(|it| add(ItemKind::Enum, it.attributes, it.name.text, it.docs));
    tree.functions
        .iter()
        .for_each(|it| add(ItemKind::Function, it.attributes, it.name.text, it.docs));
    tree.constants
        .iter()
        .for_each(|it| add(ItemKind::Constant, it.attributes, it.name.text, it.docs));
    rows
}
