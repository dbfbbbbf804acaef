//! Functions of a text, and what was inferred of them.

use compiler_diagnostics::FileId;
use compiler_driver::{Build, CompiledModule};
use compiler_syntax::ast::{Attribute, File, Function};
use vm_access::FunctionName;
use vm_bytecode::FunctionDefinition;
use vm_footprint::FunctionInference;

use crate::analysis::Analysis;

/// A function as it is written, and the name its module has in bytecode.
#[derive(Clone, Debug)]
pub(crate) struct Written<'a> {
    pub(crate) module: String,
    pub(crate) function: Function<'a>,
}

/// All functions of a file; the module of a script is called after its place.
pub(crate) fn functions<'a>(file: &File<'a>, id: FileId) -> Vec<Written<'a>> {
    let modules = file.modules.iter().map(|it| (it.name.text.to_owned(), it.functions));
    let scripts = file.scripts.iter().map(|script| {
        let name = format!("script_{}_{}", id.0, script.span.start);
        (name, script.functions)
    });
    let owned = modules.chain(scripts).flat_map(|(module, functions)| {
        functions.iter().map(move |it| Written { module: module.clone(), function: *it })
    });
    owned.collect()
}

/// Whether one of the attributes has a name.
pub(crate) fn has(attributes: &[Attribute<'_>], name: &str) -> bool {
    attributes.iter().any(|it| it.name.as_name().is_some_and(|it| it.text == name))
}

/// Whether an item with these attributes is compiled for tests alone.
pub(crate) fn is_for_tests(attributes: &[Attribute<'_>]) -> bool {
    has(attributes, "test") || has(attributes, "test_only")
}

/// The function of a name in a build: its module, its definition, and what was inferred of it. Of inline ones nothing is.
pub(crate) fn compiled<'b>(
    build: &'b Build,
    name: &FunctionName,
) -> Option<(&'b CompiledModule, &'b FunctionDefinition, &'b FunctionInference)> {
    let module = build.modules.iter().find(|it| it.module.id == name.module)?;
    let pairs = module.module.functions.iter().zip(&module.inference.functions);
    let mut found = pairs.filter(|(definition, _)| definition.name == name.name);
    found.next().map(|(definition, inference)| (module, definition, inference))
}

/// A function of a file, [`compiled`] when its module last was.
pub(crate) fn inferred<'a>(
    analysis: &'a Analysis,
    file: FileId,
    written: &Written<'_>,
) -> Option<(&'a CompiledModule, &'a FunctionDefinition, &'a FunctionInference)> {
    let module = analysis.module(file, &written.module)?.module.id.clone();
    compiled(&analysis.last_good, &FunctionName { module, name: written.function.name.text.into() })
}
