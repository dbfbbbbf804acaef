//! Verified modules become a program.

use std::collections::BTreeMap;
use std::fmt;

use vm_access::{FunctionName, Identifier, ModuleId, Type};
use vm_bytecode::{FunctionDefinition, Instruction, Limits, Module, StructDefinition, Visibility};
use vm_footprint::Interfaces;

use crate::error::VerifyError;
use crate::imports::{Change, change};
use crate::order::in_order;
use crate::program::Program;
use crate::verify::{VerifiedModule, verify};

/// Why verified modules are no program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// Two modules have one name.
    Duplicate(ModuleId),
    /// Modules depend on each other in a circle, on which this one is.
    Circle(ModuleId),
    /// A module uses a function that is not there.
    MissingFunction {
        /// The module that uses it.
        module: ModuleId,
        /// The function.
        function: FunctionName,
    },
    /// A module was verified against another signature, or a narrower footprint, of a function.
    ChangedFunction {
        /// The module that uses it.
        module: ModuleId,
        /// The function.
        function: FunctionName,
        /// What is different.
        change: Change,
    },
    /// A module was verified against another definition of a struct.
    ChangedStruct {
        /// The module that uses it.
        module: ModuleId,
        /// The struct's module.
        of: ModuleId,
        /// The struct's name.
        name: Identifier,
    },
    /// A module calls a `friend` function of a module whose friend it is not.
    NotAFriend {
        /// The module that calls.
        module: ModuleId,
        /// The function.
        function: FunctionName,
    },
    /// A module looks into a `friend` struct of a module whose friend it is not.
    LooksInside {
        /// The module that does.
        module: ModuleId,
        /// The struct's module.
        of: ModuleId,
        /// The struct's name.
        name: Identifier,
    },
}

/// Why modules are no program: one of them, or all together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// A module is refused.
    Verify(Box<VerifyError>),
    /// The modules do not fit together.
    Link(LinkError),
}

/// Links modules, in any order, to a program.
///
/// # Errors
///
/// If the modules were verified against other modules than these, so that the verdict does not hold here; if two have one
/// name, or a `friend` is none.
pub fn link(modules: Vec<VerifiedModule>) -> Result<Program, LinkError> {
    check_unique(modules.iter().map(|module| &module.module().id))?;
    let mut checks = Vec::new();
    for verified in &modules {
        checks.push((verified.module().id.clone(), verified.lookups().clone()));
    }
    let ordered = in_order(modules, VerifiedModule::module).map_err(LinkError::Circle)?;
    let program = Program::new(ordered.into_iter().map(VerifiedModule::into_module).collect());
    for (module, lookups) in checks {
        for (of, name, seen) in lookups.functions() {
            let name = FunctionName { module: of.clone(), name: name.clone() };
            check_function(&program, &module, &name, seen)?;
        }
        for (of, name, seen) in lookups.structs() {
            if !is_same_struct(seen, program.structure(of, name)) {
                let (of, name) = (of.clone(), name.clone());
                return Err(LinkError::ChangedStruct { module, of, name });
            }
        }
    }
    program.modules().iter().try_for_each(|module| check_friends(&program, module))?;
    Ok(program)
}

/// Verifies modules in the order of their dependencies, each against those before it, and links them.
///
/// # Errors
///
/// The first module that is refused, or why all together are no program.
pub fn verify_program(modules: Vec<Module>, limits: &Limits) -> Result<Program, LoadError> {
    check_unique(modules.iter().map(|module| &module.id)).map_err(LoadError::Link)?;
    let ordered = in_order(modules, |module| module);
    let ordered = ordered.map_err(|module| LoadError::Link(LinkError::Circle(module)))?;
    let mut library = Library::default();
    for module in ordered {
        let id = module.id.clone();
        let verified = verify(module, &library, limits);
        let verified = verified.map_err(LoadError::Verify)?;
        library.0.insert(id, verified);
    }
    link(library.0.into_values().collect()).map_err(LoadError::Link)
}

/// Verified modules while others are still being verified.
#[derive(Default)]
struct Library(BTreeMap<ModuleId, VerifiedModule>);

impl Interfaces for Library {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        self.0.get(module)?.module().structure(name)
    }

    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        self.0.get(&name.module)?.module().function(&name.name)
    }
}

fn check_unique<'a>(ids: impl Iterator<Item = &'a ModuleId>) -> Result<(), LinkError> {
    let mut seen = std::collections::BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(LinkError::Duplicate(id.clone()));
        }
    }
    Ok(())
}

fn check_function(
    program: &Program,
    module: &ModuleId,
    name: &FunctionName,
    seen: Option<&FunctionDefinition>,
) -> Result<(), LinkError> {
    let (module, function) = (module.clone(), name.clone());
    let is_same_package = module.address == name.module.address;
    let change = match (seen, program.function(name)) {
        (None, None) => None,
        (Some(_), None) => return Err(LinkError::MissingFunction { module, function }),
        (None, Some(_)) => Some(Change::Signature),
        (Some(seen), Some(found)) => change(seen, found, is_same_package),
    };
    match change {
        Some(change) => Err(LinkError::ChangedFunction { module, function, change }),
        None => Ok(()),
    }
}

/// Whether a struct is as it was seen; a field may have become fixed since.
fn is_same_struct(seen: Option<&StructDefinition>, found: Option<&StructDefinition>) -> bool {
    let (Some(seen), Some(found)) = (seen, found) else { return seen.is_none() == found.is_none() };
    seen.visibility == found.visibility
        && seen.abilities == found.abilities
        && seen.type_parameters == found.type_parameters
        && seen.variants == found.variants
        && seen.fields.len() == found.fields.len()
        && seen.fields.iter().zip(&found.fields).all(|(seen, found)| {
            seen.name == found.name && seen.ty == found.ty && (found.is_fixed || !seen.is_fixed)
        })
}

/// Checks each `friend` function that a module names as a callee, and each `friend` struct that it looks into.
fn check_friends(program: &Program, module: &Module) -> Result<(), LinkError> {
    check_structs(program, module)?;
    for callee in &module.callees {
        let function = &callee.function;
        let definition = program.function(function);
        let needs_friend =
            definition.is_some_and(|definition| definition.visibility == Visibility::Friend);
        let is_friend = function.module == module.id
            || program.module(&function.module).is_some_and(|it| it.friends.contains(&module.id));
        if needs_friend && !is_friend {
            let (module, function) = (module.id.clone(), function.clone());
            return Err(LinkError::NotAFriend { module, function });
        }
    }
    Ok(())
}

fn check_structs(program: &Program, module: &Module) -> Result<(), LinkError> {
    for code in module.functions.iter().filter_map(|function| function.code.as_ref()) {
        let instructions = code.blocks.iter().flat_map(|block| &block.instructions);
        let opened = instructions.filter_map(Instruction::opens);
        for ty in opened.filter_map(|register| code.registers.get(register.index())) {
            let Type::Struct(structure) = ty.referent() else { continue };
            let (of, name) = (&structure.module, &structure.name);
            let definition = program.structure(of, name);
            let needs_friend = definition.is_some_and(|it| it.visibility == Visibility::Friend);
            let is_friend = *of == module.id
                || program.module(of).is_some_and(|it| it.friends.contains(&module.id));
            if needs_friend && !is_friend {
                let (module, of, name) = (module.id.clone(), of.clone(), name.clone());
                return Err(LinkError::LooksInside { module, of, name });
            }
        }
    }
    Ok(())
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Duplicate(module) => write!(f, "there are two modules {module}"),
            Self::Circle(module) => write!(f, "{module} depends on itself through other modules"),
            Self::MissingFunction { module, function } => {
                write!(f, "{module} uses {function}, which is not there")
            }
            Self::ChangedFunction { module, function, change } => {
                write!(f, "{module} was verified against another {function}: {change}")
            }
            Self::ChangedStruct { module, of, name } => {
                write!(f, "{module} was verified against another {of}::{name}")
            }
            Self::NotAFriend { module, function } => {
                write!(f, "{module} is no friend of {function}")
            }
            Self::LooksInside { module, of, name } => {
                write!(f, "{module} is no friend of {of}::{name}")
            }
        }
    }
}

impl std::error::Error for LinkError {}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Verify(error) => write!(f, "{error}"),
            Self::Link(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for LoadError {}
