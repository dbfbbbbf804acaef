//! The first page: the modules, and what transactions may call.

use compiler_driver::class_of;

use crate::html::{escape, link, page, table};
use crate::markdown::summary;
use crate::package::{Documented, Package};
use crate::scope::ItemKind;

pub(crate) fn render(package: &Package<'_>) -> String {
    let module = |it: &Documented<'_>| {
        let name = format!("<code>{}</code>", escape(&it.title));
        [link(&it.file_name, &name), summary(it.tree.docs, package, &it.scope)]
    };
    let modules: Vec<[String; 2]> = package.modules().map(module).collect();
    let entries: Vec<[String; 3]> = package.modules().flat_map(|it| entries(package, it)).collect();
    let mut body = format!("<h1>{}</h1>\n", escape(package.name));
    body.push_str(&table(["module", "is"], &modules));
    if !entries.is_empty() {
        body.push_str("<h2>What transactions may call</h2>\n");
        body.push_str(&table(["function", "does", "footprint"], &entries));
    }
    page(package.name, package.name, &body)
}

fn entries(package: &Package<'_>, module: &Documented<'_>) -> Vec<[String; 3]> {
    let entries = module.functions().filter(|it| it.is_entry);
    entries
        .map(|function| {
            let name = function.name.text;
            let target = format!("{}#{}", module.file_name, ItemKind::Function.anchor(name));
            let shown = format!("<code>{}::{}</code>", escape(&module.title), escape(name));
            let class = module.built(name).map(|it| class_of(&it.inference.footprint).name());
            [
                link(&target, &shown),
                summary(function.docs, package, &module.scope),
                class.unwrap_or_default().to_owned(),
            ]
        })
        .collect()
}
