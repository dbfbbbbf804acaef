//! Where code comes from: modules by name.

use std::collections::BTreeMap;

use vm_access::{FunctionName, Identifier, ModuleId};
use vm_bytecode::{FunctionDefinition, Module, StructDefinition};
use vm_layout::StructSource;
use vm_verifier::Program;

/// Linked modules; none changes while anything runs them. A verified [`Program`], or for tests a mere map.
pub trait Modules: Send + Sync {
    /// The module `id`, if it is there.
    fn module(&self, id: &ModuleId) -> Option<&Module>;
}

impl Modules for BTreeMap<ModuleId, Module> {
    fn module(&self, id: &ModuleId) -> Option<&Module> {
        self.get(id)
    }
}

impl Modules for Program {
    fn module(&self, id: &ModuleId) -> Option<&Module> {
        self.module(id)
    }
}

/// Struct definitions of modules.
pub(crate) struct Structs<'p>(pub(crate) &'p dyn Modules);

impl StructSource for Structs<'_> {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        self.0.module(module)?.structure(name)
    }
}

/// The function called `name` and its module.
pub(crate) fn find_function<'p>(
    modules: &'p dyn Modules,
    name: &FunctionName,
) -> Option<(&'p Module, &'p FunctionDefinition)> {
    let module = modules.module(&name.module)?;
    Some((module, module.function(&name.name)?))
}
