//! New instructions, with operands of fitting types: whether they hold a value there is left to luck.

use vm_access::{Captures, FunctionName, FunctionType, ModuleId, StructType, Type};
use vm_bytecode::{
    BinaryOperation, Callee, CalleeId, Constant, ConstantId, FieldId, FunctionDefinition,
    Instruction, Module, Register, StructDefinition, TypeId, UpdateOperation, VariantId,
};

use super::code::{operation, pick_register, place};
use super::types::{integer_type, number};
use crate::dice::Dice;
use crate::library::Library;

/// Registers from which on none is added.
const REGISTERS_MAX: usize = 128;

/// Puts a new instruction into a function, if there is one that fits its registers.
pub(super) fn insert(dice: &mut Dice, library: &Library, module: &mut Module, function: usize) {
    let mut writer = Writer { dice, library, module, function };
    let Some(instruction) = writer.instruction() else { return };
    let Writer { dice, module, .. } = writer;
    let Some(code) = &mut module.functions[function].code else { return };
    let (block, index) = place(dice, code);
    if let Some(block) = code.blocks.get_mut(block) {
        block.instructions.insert(index, instruction);
    }
}

struct Writer<'a> {
    dice: &'a mut Dice,
    library: &'a Library,
    module: &'a mut Module,
    function: usize,
}

impl Writer<'_> {
    fn types(&mut self) -> &mut Vec<Type> {
        let code = self.module.functions[self.function].code.as_mut();
        &mut code.expect("a function with code was chosen").registers
    }

    /// A register of a type that will do.
    fn having(&mut self, will_do: impl Fn(&Type) -> bool) -> Option<Register> {
        let types = self.types().clone();
        pick_register(self.dice, &types, will_do)
    }

    fn of(&mut self, ty: &Type) -> Option<Register> {
        self.having(|it| it == ty)
    }

    fn all_of(&mut self, types: &[Type]) -> Option<Vec<Register>> {
        types.iter().map(|ty| self.of(ty)).collect()
    }

    fn ty(&mut self, register: Register) -> Type {
        self.types()[register.index()].clone()
    }

    /// A register for a result: one that is there, or a new one.
    fn result(&mut self, ty: Type) -> Option<Register> {
        let known = if self.dice.chance(50) { self.of(&ty) } else { None };
        if known.is_some() {
            return known;
        }
        let types = self.types();
        if REGISTERS_MAX <= types.len() {
            return None;
        }
        types.push(ty);
        Some(Register::new(types.len() - 1))
    }

    fn instruction(&mut self) -> Option<Instruction> {
        match self.dice.below(32) {
            0 | 1 => self.constant(),
            2 => self.copy(),
            3..=5 => self.binary(),
            6 => self.shift(),
            7 => self.cast(),
            8 => {
                let from = self.of(&Type::Bool)?;
                Some(Instruction::Not { to: self.result(Type::Bool)?, from })
            }
            9 => self.borrow_local(),
            10 => {
                let reference = self.having(Type::is_reference)?;
                let ty = self.ty(reference).referent().clone();
                Some(Instruction::Read { to: self.result(ty)?, reference })
            }
            11 => {
                let reference = self.having(is_mutable)?;
                let ty = self.ty(reference).referent().clone();
                Some(Instruction::Write { reference, from: self.of(&ty)? })
            }
            12 => {
                let reference = self.having(|ty| is_mutable(ty) && ty.referent().is_integer())?;
                let ty = self.ty(reference).referent().clone();
                let is_add = self.dice.chance(50);
                let operation =
                    if is_add { UpdateOperation::Add } else { UpdateOperation::Subtract };
                Some(Instruction::Update { reference, operation, amount: self.of(&ty)? })
            }
            13 => {
                let from = self.having(is_mutable)?;
                let ty = self.ty(from).referent().clone().reference(false);
                Some(Instruction::Freeze { to: self.result(ty)?, from })
            }
            14 | 15 => self.field(),
            16 | 17 => self.structure(),
            18 | 19 => self.variant(),
            20..=22 => self.vector(),
            23 | 24 => self.storage(),
            25..=28 => self.call(),
            29 => self.pack_closure(),
            _ => self.call_closure(),
        }
    }

    fn constant(&mut self) -> Option<Instruction> {
        let constants = &mut self.module.constants;
        let index = if constants.is_empty() || self.dice.chance(50) {
            let ty = integer_type(self.dice);
            let value = number(self.dice, ty);
            let new = Constant { ty: Type::Integer(ty), value };
            position(constants, new)
        } else {
            self.dice.below(constants.len())
        };
        let ty = self.module.constants[index].ty.clone();
        Some(Instruction::Constant { to: self.result(ty)?, constant: ConstantId::new(index) })
    }

    fn copy(&mut self) -> Option<Instruction> {
        let from = self.having(|_| true)?;
        let ty = self.ty(from);
        let to = self.result(ty)?;
        let is_copy = self.dice.chance(70);
        Some(if is_copy { Instruction::Copy { to, from } } else { Instruction::Move { to, from } })
    }

    fn binary(&mut self) -> Option<Instruction> {
        let is_comparison = self.dice.chance(40);
        let left = self.having(Type::is_integer)?;
        let ty = self.ty(left);
        let right = self.of(&ty)?;
        if self.dice.chance(20) {
            let left = self.having(|_| true)?;
            let ty = self.ty(left);
            let right = self.of(&ty)?;
            let to = self.result(Type::Bool)?;
            return Some(Instruction::Binary {
                to,
                operation: BinaryOperation::Equal,
                left,
                right,
            });
        }
        let to = self.result(if is_comparison { Type::Bool } else { ty })?;
        let operation = operation(self.dice, is_comparison);
        Some(Instruction::Binary { to, operation, left, right })
    }

    fn shift(&mut self) -> Option<Instruction> {
        let left = self.having(Type::is_integer)?;
        let right = self.of(&Type::U8)?;
        let ty = self.ty(left);
        let to = self.result(ty)?;
        let is_left = self.dice.chance(50);
        let operation =
            if is_left { BinaryOperation::ShiftLeft } else { BinaryOperation::ShiftRight };
        Some(Instruction::Binary { to, operation, left, right })
    }

    fn cast(&mut self) -> Option<Instruction> {
        let from = self.having(Type::is_integer)?;
        let ty = Type::Integer(integer_type(self.dice));
        Some(Instruction::Cast { to: self.result(ty)?, from })
    }

    fn borrow_local(&mut self) -> Option<Instruction> {
        let local = self.having(|ty| !ty.is_reference())?;
        let is_mutable = self.dice.chance(50);
        let ty = self.ty(local).reference(is_mutable);
        Some(Instruction::BorrowLocal { to: self.result(ty)?, local })
    }

    /// The definition of a struct type of this module.
    fn definition(&self, ty: &Type) -> Option<(StructDefinition, StructType)> {
        let Type::Struct(structure) = ty else { return None };
        let definition = self.module.structure(&structure.name)?;
        (structure.module == self.module.id).then(|| (definition.clone(), structure.clone()))
    }

    /// The types of the fields of a struct type, or of a variant.
    fn fields(&mut self, ty: &Type) -> Option<(Option<VariantId>, Vec<Type>)> {
        let (definition, structure) = self.definition(ty)?;
        let types = |fields: &[vm_bytecode::Field]| {
            fields.iter().map(|it| it.ty.substitute(&structure.arguments)).collect()
        };
        if !definition.is_enum() {
            return Some((None, types(&definition.fields)));
        }
        let variant = self.dice.below(definition.variants.len());
        Some((Some(VariantId::new(variant)), types(&definition.variants[variant].fields)))
    }

    fn field(&mut self) -> Option<Instruction> {
        let own = self.module.id.clone();
        let reference = self.having(|ty| ty.is_reference() && is_of(ty.referent(), &own))?;
        let ty = self.ty(reference);
        let (variant, fields) = self.fields(ty.referent())?;
        let field = self.dice.below(fields.len().max(1));
        let is_mutable = is_mutable(&ty) && self.dice.chance(70);
        let to = self.result(fields.get(field)?.clone().reference(is_mutable))?;
        let field = FieldId::new(field);
        Some(match variant {
            Some(variant) => Instruction::BorrowVariantField { to, reference, variant, field },
            None => Instruction::BorrowField { to, reference, field },
        })
    }

    /// A struct type of this module that needs no arguments, or that some register has.
    fn own_type(&mut self) -> Option<Type> {
        let own = self.module.id.clone();
        if self.dice.chance(50) {
            let register = self.having(|ty| is_of(ty.referent(), &own))?;
            return Some(self.ty(register).referent().clone());
        }
        let plain = self.module.structs.iter().filter(|it| it.type_parameters.is_empty());
        let plain: Vec<_> = plain.map(|it| it.name.clone()).collect();
        let name = self.dice.pick(&plain)?.clone();
        Some(Type::Struct(StructType::plain(own, name)))
    }

    fn structure(&mut self) -> Option<Instruction> {
        let ty = self.own_type()?;
        let (variant, types) = self.fields(&ty)?;
        if self.dice.chance(60) {
            let fields = self.all_of(&types)?;
            let to = self.result(ty)?;
            return Some(match variant {
                Some(variant) => Instruction::PackVariant { to, variant, fields },
                None => Instruction::Pack { to, fields },
            });
        }
        let from = self.of(&ty)?;
        let to: Vec<Register> =
            types.into_iter().map(|ty| self.result(ty)).collect::<Option<_>>()?;
        Some(match variant {
            Some(variant) => Instruction::UnpackVariant { to, from, variant },
            None => Instruction::Unpack { to, from },
        })
    }

    fn variant(&mut self) -> Option<Instruction> {
        let own = self.module.id.clone();
        let reference = self.having(|ty| ty.is_reference() && is_of(ty.referent(), &own))?;
        let ty = self.ty(reference).referent().clone();
        let (variant, _) = self.fields(&ty)?;
        Some(Instruction::TestVariant {
            to: self.result(Type::Bool)?,
            reference,
            variant: variant?,
        })
    }

    fn vector(&mut self) -> Option<Instruction> {
        if self.dice.chance(25) {
            return self.whole_vector();
        }
        let vector =
            self.having(|ty| ty.is_reference() && matches!(ty.referent(), Type::Vector(_)))?;
        let ty = self.ty(vector);
        let Type::Vector(element) = ty.referent().clone() else { return None };
        Some(match self.dice.below(5) {
            0 => Instruction::VectorLength { to: self.result(Type::U64)?, vector },
            1 => {
                let is_mutable = is_mutable(&ty) && self.dice.chance(60);
                let index = self.of(&Type::U64)?;
                let to = self.result(element.reference(is_mutable))?;
                Instruction::VectorBorrow { to, vector, index }
            }
            2 => Instruction::VectorPush { vector, from: self.of(&element)? },
            3 => Instruction::VectorPop { to: self.result(*element)?, vector },
            _ => {
                let (left, right) = (self.of(&Type::U64)?, self.of(&Type::U64)?);
                Instruction::VectorSwap { vector, left, right }
            }
        })
    }

    /// Puts a vector together, or takes one apart.
    fn whole_vector(&mut self) -> Option<Instruction> {
        let count = self.dice.below(4);
        if self.dice.chance(65) {
            let first = self.having(|ty| !ty.is_reference())?;
            let ty = self.ty(first);
            let from = (0..count).map(|_| self.of(&ty)).collect::<Option<_>>()?;
            return Some(Instruction::VectorPack { to: self.result(ty.vector())?, from });
        }
        let from = self.having(|ty| matches!(ty, Type::Vector(_)))?;
        let Type::Vector(element) = self.ty(from) else { return None };
        let to = (0..count).map(|_| self.result(Type::clone(&element))).collect::<Option<_>>()?;
        Some(Instruction::VectorUnpack { to, from })
    }

    fn storage(&mut self) -> Option<Instruction> {
        let ty = self.own_type()?;
        Some(match self.dice.below(5) {
            0 => {
                let resource = TypeId::new(position(&mut self.module.types, ty));
                let address = self.of(&Type::Address)?;
                Instruction::Exists { to: self.result(Type::Bool)?, resource, address }
            }
            1 => {
                let address = self.of(&Type::Address)?;
                Instruction::MoveFrom { to: self.result(ty)?, address }
            }
            2 => {
                let signer = self.of(&Type::Signer.reference(false))?;
                Instruction::MoveTo { signer, from: self.of(&ty)? }
            }
            _ => {
                let address = self.of(&Type::Address)?;
                let is_mutable = self.dice.chance(60);
                let to = self.result(ty.reference(is_mutable))?;
                Instruction::BorrowGlobal { to, address }
            }
        })
    }

    /// A callee of the pool, or a new one, and its definition.
    fn callee(&mut self) -> Option<(CalleeId, FunctionDefinition, Vec<Type>)> {
        if !self.module.callees.is_empty() && self.dice.chance(40) {
            let index = self.dice.below(self.module.callees.len());
            let Callee { function, type_arguments } = self.module.callees[index].clone();
            let definition = self.find(&function)?.clone();
            return Some((CalleeId::new(index), definition, type_arguments));
        }
        let own: &Module = self.module;
        let module = if self.dice.chance(60) {
            own
        } else {
            let library: Vec<&Module> = self.library.modules().collect();
            self.dice.pick(&library).copied()?
        };
        let definition = self.dice.pick(&module.functions)?.clone();
        let module = module.id.clone();
        let count = definition.type_parameters.len();
        let types: Vec<Type> = (0..count).map(|_| self.argument_type()).collect::<Option<_>>()?;
        let function = FunctionName { module, name: definition.name.clone() };
        let callee = Callee { function, type_arguments: types.clone() };
        let index = position(&mut self.module.callees, callee);
        Some((CalleeId::new(index), definition, types))
    }

    fn find(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        if name.module == self.module.id {
            return self.module.function(&name.name);
        }
        self.library.modules().find(|it| it.id == name.module)?.function(&name.name)
    }

    /// The type of a register, without reference.
    fn argument_type(&mut self) -> Option<Type> {
        let register = self.having(|_| true)?;
        Some(self.ty(register).referent().clone())
    }

    fn call(&mut self) -> Option<Instruction> {
        let (callee, definition, types) = self.callee()?;
        let parameters = definition.parameters.iter().map(|it| it.ty.substitute(&types));
        let parameters: Vec<Type> = parameters.collect();
        let arguments = self.all_of(&parameters)?;
        let results = definition.results.iter().map(|ty| ty.substitute(&types));
        let to = results.map(|ty| self.result(ty)).collect::<Option<_>>()?;
        Some(Instruction::Call { to, callee, arguments })
    }

    fn pack_closure(&mut self) -> Option<Instruction> {
        let (callee, definition, types) = self.callee()?;
        let parameters = definition.parameters.iter().map(|it| it.ty.substitute(&types));
        let parameters: Vec<Type> = parameters.collect();
        let count = self.dice.below(parameters.len().min(3) + 1);
        let (captured, given) = parameters.split_at_checked(count)?;
        let results = definition.results.iter().map(|ty| ty.substitute(&types));
        let results: Vec<Type> = results.collect();
        let captured = self.all_of(captured)?;
        let is_it = |ty: &Type| match ty {
            Type::Function(function) => function.parameters == given && function.results == results,
            _ => false,
        };
        let to = match self.having(is_it) {
            Some(known) => known,
            None => self.result(Type::Function(Box::new(FunctionType {
                parameters: given.to_vec(),
                results: results.clone(),
                abilities: vm_access::AbilitySet::REFERENCE,
                declaration: None,
            })))?,
        };
        Some(Instruction::PackClosure { to, callee, captures: Captures::first(count), captured })
    }

    fn call_closure(&mut self) -> Option<Instruction> {
        let closure = self.having(|ty| matches!(ty, Type::Function(_)))?;
        let Type::Function(function) = self.ty(closure) else { return None };
        if self.dice.chance(25) {
            let to = self.having(|ty| match ty {
                Type::Function(other) => other.is_alike(&function),
                _ => false,
            })?;
            return Some(Instruction::WidenClosure { to, from: closure });
        }
        let arguments = self.all_of(&function.parameters)?;
        let results = function.results.iter().cloned();
        let to = results.map(|ty| self.result(ty)).collect::<Option<_>>()?;
        Some(Instruction::CallClosure { to, closure, arguments })
    }
}

fn is_mutable(ty: &Type) -> bool {
    matches!(ty, Type::Reference { is_mutable: true, .. })
}

fn is_of(ty: &Type, module: &ModuleId) -> bool {
    matches!(ty, Type::Struct(structure) if structure.module == *module)
}

/// Where an item stands in its pool, at the end if it was not there.
fn position<T: PartialEq>(pool: &mut Vec<T>, item: T) -> usize {
    pool.iter().position(|it| *it == item).unwrap_or_else(|| {
        pool.push(item);
        pool.len() - 1
    })
}
