//! From syntax trees to bytecode: what a package is made of, and of which modules that need not be done again.
//!
//! What is in the body of a function concerns nobody else, unless it is inline. So a module is what it was if its file is,
//! and if the *context* is: all files of the package and of those it depends on, without such bodies. A module with errors
//! is remembered like others: while one is being mended, the others are not done again.

use std::collections::BTreeMap;
use std::sync::Arc;

use compiler_typing::typed::Program;
use compiler_typing::{Bodies, Checked};
use vm_access::ModuleId;
use vm_bytecode::{Module, SourceMap};

use crate::trees::{Origin, Origins};

/// A module as it comes from code generation.
#[derive(Debug)]
pub(crate) struct Emitted {
    pub(crate) module: Module,
    pub(crate) source_map: Arc<SourceMap>,
    /// The module once more with its inline functions, if they have clauses.
    pub(crate) inlines: Option<(Module, SourceMap)>,
}

/// What is in sight of the modules of a package, piece by piece.
pub(crate) type Context = Vec<Arc<str>>;

/// The modules of a package as they were last.
#[derive(Debug, Default)]
pub(crate) struct Front {
    context: Context,
    modules: BTreeMap<ModuleId, Settled>,
}

/// A module of which the bodies have been checked.
#[derive(Debug)]
struct Settled {
    /// Of its file.
    text: Arc<str>,
    bodies: Bodies,
    /// Whether all that is told of the bodies is told at places in them: other places move with the bodies of others.
    is_told_alone: bool,
    /// Its bytecode, unless something is wrong in the bodies.
    emitted: Option<Arc<Emitted>>,
}

impl Settled {
    /// Whether the module is as it was, if its context is.
    fn holds(&self, module: &ModuleId, origins: &Origins) -> bool {
        self.is_told_alone && origins.get(module).is_some_and(|it| it.text == self.text)
    }
}

impl Front {
    /// Forgets all that may not be as it was, given the present context and where modules are from.
    pub(crate) fn refresh(&mut self, context: &Context, origins: &Origins) {
        if self.context != *context {
            self.modules.clear();
            self.context.clone_from(context);
        }
        self.modules.retain(|module, settled| settled.holds(module, origins));
    }

    /// What was found in the bodies of modules that are as they were, given the present context and where modules are from.
    pub(crate) fn bodies(
        &self,
        context: &Context,
        origins: &Origins,
    ) -> BTreeMap<ModuleId, Bodies> {
        let modules = self.modules.iter().filter(|_| self.context == *context);
        let settled = modules.filter(|(module, settled)| settled.holds(module, origins));
        settled.map(|(module, settled)| (module.clone(), settled.bodies.clone())).collect()
    }

    /// Remembers the modules of a program in which nothing is wrong but for bodies.
    pub(crate) fn settle(&mut self, checked: Checked, origins: &Origins) {
        let Checked { mut program, mut bodies, .. } = checked;
        let is_whole = |bodies: &Bodies| !bodies.diagnostics.has_errors();
        program.modules.retain(|module| bodies.get(&module.id).is_some_and(is_whole));
        let mut emitted = emit(&program);
        for (module, Origin { file, text, .. }) in origins {
            let Some(bodies) = bodies.remove(module) else { continue };
            let is_told_alone =
                bodies.diagnostics.iter().all(|it| it.spans().all(|span| span.file == *file));
            let (text, emitted) = (Arc::clone(text), emitted.remove(module));
            let settled = || Settled { text, bodies, is_told_alone, emitted };
            self.modules.entry(module.clone()).or_insert_with(settled);
        }
    }

    /// The bytecode of a module.
    pub(crate) fn emitted(&self, module: &ModuleId) -> Option<&Arc<Emitted>> {
        self.modules.get(module)?.emitted.as_ref()
    }
}

/// The bytecode of a checked package.
fn emit(program: &Program) -> BTreeMap<ModuleId, Arc<Emitted>> {
    let inlines = compiler_codegen::emit_inlines(program).into_iter();
    let mut inlines: BTreeMap<ModuleId, _> =
        inlines.map(|(module, map)| (module.id.clone(), (module, map))).collect();
    let emitted = compiler_codegen::emit(program).into_iter().map(|(module, source_map)| {
        let (id, inlines) = (module.id.clone(), inlines.remove(&module.id));
        let source_map = Arc::new(source_map);
        (id, Arc::new(Emitted { module, source_map, inlines }))
    });
    emitted.collect()
}
