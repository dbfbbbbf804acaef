//! A module with its imports: lookups, abilities of types, and the walk over code that every pass does.

use vm_access::{Ability, AbilitySet, Identifier, ModuleId, StructType, Type};
use vm_bytecode::{
    BlockId, Callee, CalleeId, Code, CodePoint, FunctionDefinition, Instruction, Module, Register,
    StructDefinition, Terminator, TypeId,
};
use vm_footprint::Interfaces;

use crate::error::{Checked, Fault, Located, Plain};

/// The module being verified, and what it may refer to.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) module: &'a Module,
    pub(crate) imports: &'a dyn Interfaces,
}

/// A function of the module with its code.
#[derive(Clone, Copy)]
pub(crate) struct Body<'a> {
    pub(crate) context: Context<'a>,
    pub(crate) function: &'a FunctionDefinition,
    pub(crate) code: &'a Code,
}

/// An instruction or a terminator.
#[derive(Clone, Copy)]
pub(crate) enum Step<'a> {
    Instruction(&'a Instruction),
    Terminator(&'a Terminator),
}

impl<'a> Context<'a> {
    /// The definition of a struct.
    pub(crate) fn structure(
        &self,
        module: &ModuleId,
        name: &Identifier,
    ) -> Result<&'a StructDefinition, Fault> {
        let found = if *module == self.module.id {
            self.module.structure(name)
        } else {
            self.imports.structure(module, name)
        };
        found.ok_or_else(|| Fault::UnknownStruct(module.clone(), name.clone()))
    }

    /// The definition of a callee.
    pub(crate) fn function(&self, callee: &Callee) -> Result<&'a FunctionDefinition, Fault> {
        let found = if callee.function.module == self.module.id {
            self.module.function(&callee.function.name)
        } else {
            self.imports.function(&callee.function)
        };
        found.ok_or_else(|| Fault::UnknownFunction(callee.function.clone()))
    }

    /// The abilities of a type where type parameters have those in `scope`.
    pub(crate) fn abilities(&self, ty: &Type, scope: &[AbilitySet]) -> Result<AbilitySet, Fault> {
        Ok(match ty {
            Type::Bool | Type::Integer(_) | Type::Address => AbilitySet::SCALAR,
            Type::Signer => AbilitySet::SIGNER,
            Type::Reference { .. } => AbilitySet::REFERENCE,
            Type::Vector(element) => AbilitySet::SCALAR.intersect(self.abilities(element, scope)?),
            Type::Parameter(index) => {
                *scope.get(usize::from(*index)).ok_or(Fault::UnknownTypeParameter(*index))?
            }
            Type::Struct(structure) => self.struct_abilities(structure, scope)?,
            Type::Function(function) => function.abilities,
        })
    }

    /// A struct has an ability that it declares if its arguments, phantom ones apart, have what that needs of fields.
    fn struct_abilities(
        &self,
        structure: &StructType,
        scope: &[AbilitySet],
    ) -> Result<AbilitySet, Fault> {
        let definition = self.structure(&structure.module, &structure.name)?;
        let mut abilities = definition.abilities;
        for (argument, parameter) in structure.arguments.iter().zip(&definition.type_parameters) {
            if parameter.is_phantom {
                continue;
            }
            let of_argument = self.abilities(argument, scope)?;
            let kept = abilities.iter().filter(|it| of_argument.has(it.required_of_fields()));
            abilities = kept.collect();
        }
        Ok(abilities)
    }

    /// Checks that a type has an ability.
    pub(crate) fn require(&self, ty: &Type, ability: Ability, scope: &[AbilitySet]) -> Plain {
        if self.abilities(ty, scope)?.has(ability) {
            return Ok(());
        }
        Err(Fault::Lacks(Box::new(ty.clone()), ability))
    }

    /// Runs `check` on each function that has code.
    pub(crate) fn for_each_body(&self, check: impl Fn(&Body<'a>) -> Checked) -> Checked {
        for function in &self.module.functions {
            if let Some(code) = &function.code {
                check(&Body { context: *self, function, code })?;
            }
        }
        Ok(())
    }
}

impl<'a> Body<'a> {
    /// Runs `check` on each instruction and terminator.
    pub(crate) fn for_each_step(&self, check: impl Fn(&Self, Step<'a>) -> Plain) -> Checked {
        for (index, block) in self.code.blocks.iter().enumerate() {
            let instructions = block.instructions.iter().map(Step::Instruction);
            let steps = instructions.chain([Step::Terminator(&block.terminator)]);
            for (position, step) in steps.enumerate() {
                check(self, step).map_err(|fault| self.at(index, position, fault))?;
            }
        }
        Ok(())
    }

    /// A fault at a position of a block.
    pub(crate) fn at(&self, block: usize, position: usize, fault: Fault) -> Located {
        let block = BlockId(u32::try_from(block).unwrap_or(u32::MAX));
        let instruction = u32::try_from(position).unwrap_or(u32::MAX);
        let point = Some(CodePoint { block, instruction });
        Located { function: Some(self.function.name.clone()), point, fault }
    }

    /// A fault of the function as a whole.
    pub(crate) fn whole(&self, fault: Fault) -> Located {
        fault.in_function(&self.function.name)
    }

    pub(crate) fn register(&self, register: Register) -> Result<&'a Type, Fault> {
        self.code.register(register).ok_or(Fault::NoSuch("register", register.0))
    }

    pub(crate) fn pooled(&self, id: TypeId) -> Result<&'a Type, Fault> {
        self.context.module.ty(id).ok_or(Fault::NoSuch("type", id.0))
    }

    pub(crate) fn callee(&self, id: CalleeId) -> Result<&'a Callee, Fault> {
        self.context.module.callee(id).ok_or(Fault::NoSuch("callee", id.0))
    }

    /// Checks that a type has an ability where this function's type parameters stand.
    pub(crate) fn require(&self, ty: &Type, ability: Ability) -> Plain {
        self.context.require(ty, ability, &self.function.type_parameters)
    }
}
