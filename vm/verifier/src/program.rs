//! Linked modules: what the virtual machine runs.

use std::collections::BTreeMap;

use vm_access::{FunctionName, Identifier, ModuleId, Type};
use vm_bytecode::{FunctionDefinition, Module, StructDefinition};
use vm_footprint::Interfaces;

use crate::abilities::check_constraints;
use crate::context::Context;
use crate::error::Fault;
use crate::structure::check_value;

/// Verified modules that fit together; only [`crate::link`] makes one.
#[derive(Clone, Debug, Default)]
pub struct Program {
    /// Dependencies first.
    modules: Vec<Module>,
    positions: BTreeMap<ModuleId, usize>,
    functions: BTreeMap<FunctionName, (usize, usize)>,
    structs: BTreeMap<(ModuleId, Identifier), (usize, usize)>,
}

impl Program {
    /// Indexes modules that have been checked to fit together, dependencies first.
    pub(crate) fn new(modules: Vec<Module>) -> Self {
        let mut program = Self::default();
        for (position, module) in modules.iter().enumerate() {
            program.positions.insert(module.id.clone(), position);
            for (index, function) in module.functions.iter().enumerate() {
                let name = FunctionName { module: module.id.clone(), name: function.name.clone() };
                program.functions.insert(name, (position, index));
            }
            for (index, definition) in module.structs.iter().enumerate() {
                let name = (module.id.clone(), definition.name.clone());
                program.structs.insert(name, (position, index));
            }
        }
        program.modules = modules;
        program
    }

    /// All modules; each after those it depends on.
    pub fn modules(&self) -> &[Module] {
        &self.modules
    }

    /// The module called `id`.
    pub fn module(&self, id: &ModuleId) -> Option<&Module> {
        self.modules.get(*self.positions.get(id)?)
    }

    /// The function called `name`.
    pub fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        let (module, index) = *self.functions.get(name)?;
        self.modules.get(module)?.functions.get(index)
    }

    /// Checks type arguments that a transaction gives to a function: ground, of structs that exist, and with the
    /// abilities that the function asks for. All code relies on that.
    ///
    /// # Errors
    ///
    /// What is wrong with the first argument that is.
    pub fn check_type_arguments(&self, name: &FunctionName, types: &[Type]) -> Result<(), Fault> {
        let unknown = || Fault::UnknownFunction(name.clone());
        let module = self.module(&name.module).ok_or_else(unknown)?;
        let constraints = &self.function(name).ok_or_else(unknown)?.type_parameters;
        let context = Context { module, imports: self };
        Fault::count("type arguments", constraints.len(), types.len())?;
        types.iter().try_for_each(|ty| check_value(&context, ty, 0))?;
        check_constraints(&context, types, constraints.iter().copied(), &[])
    }

    /// The struct `name` of `module`.
    pub fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        let (module, index) = *self.structs.get(&(module.clone(), name.clone()))?;
        self.modules.get(module)?.structs.get(index)
    }
}

impl Interfaces for Program {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        self.structure(module, name)
    }

    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        self.function(name)
    }
}
