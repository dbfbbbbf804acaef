//! From syntax trees to bytecode: what a package is made of, and of which modules that need not be done again.
//!
//! What is in the body of a function concerns nobody else, unless it is inline. So a module is what it was if its file is,
//! and if the *context* is: all files of the package and of those it depends on, without such bodies.

use std::collections::BTreeMap;

use compiler_diagnostics::FileId;
use compiler_syntax::ast;
use compiler_typing::Bodies;
use compiler_typing::typed::Program;
use vm_access::ModuleId;
use vm_bytecode::{Module, SourceMap};

/// A module as it comes from code generation.
#[derive(Clone, Debug)]
pub(crate) struct Emitted {
    pub(crate) module: Module,
    pub(crate) source_map: SourceMap,
    /// The module once more with its inline functions, if they have clauses.
    pub(crate) inlines: Option<(Module, SourceMap)>,
}

/// A package as it was last, without errors.
#[derive(Debug, Default)]
pub(crate) struct Front {
    pub(crate) context: String,
    /// Of the file of each module.
    pub(crate) texts: BTreeMap<ModuleId, String>,
    pub(crate) bodies: BTreeMap<ModuleId, Bodies>,
    pub(crate) emitted: BTreeMap<ModuleId, Emitted>,
}

impl Front {
    /// What was found in the bodies of modules that are what they were, given the present context and texts.
    pub(crate) fn settled(
        &self,
        context: &str,
        texts: &BTreeMap<ModuleId, String>,
    ) -> BTreeMap<ModuleId, Bodies> {
        if self.context != context {
            return BTreeMap::new();
        }
        let is_same = |module: &ModuleId| self.texts.get(module) == texts.get(module);
        let settled = self.bodies.iter().filter(|(module, _)| is_same(module));
        settled.map(|(module, bodies)| (module.clone(), bodies.clone())).collect()
    }
}

/// The bytecode of a checked package.
pub(crate) fn emit(program: &Program) -> BTreeMap<ModuleId, Emitted> {
    let inlines = compiler_codegen::emit_inlines(program).into_iter();
    let mut inlines: BTreeMap<ModuleId, _> =
        inlines.map(|(module, map)| (module.id.clone(), (module, map))).collect();
    let emitted = compiler_codegen::emit(program).into_iter().map(|(module, source_map)| {
        let (id, inlines) = (module.id.clone(), inlines.remove(&module.id));
        (id, Emitted { module, source_map, inlines })
    });
    emitted.collect()
}

/// Adds what others depend on of a file: which it is, and its text but for bodies of functions that are not inline.
pub(crate) fn add_context(context: &mut String, id: FileId, (file, text): (&ast::File<'_>, &str)) {
    context.push_str(&id.0.to_string());
    let functions = file.modules.iter().flat_map(|module| module.functions);
    let bodies = functions.filter(|it| !it.is_inline).filter_map(|it| it.body).map(|it| it.span);
    let mut bodies: Vec<(usize, usize)> =
        bodies.map(|span| (span.start as usize, span.end as usize)).collect();
    bodies.sort_unstable();
    let mut end = 0;
    for (start, after) in bodies {
        context.push_str(text.get(end..start).unwrap_or_default());
        end = after;
    }
    context.push_str(text.get(end..).unwrap_or_default());
}
