//! Operands have the types that instructions and callees ask for.
//!
//! One line a kind of instruction. Structs are taken apart, put together, borrowed from and found in storage only by the
//! module that defines them.

mod closures;

use vm_access::{StructType, Type};
use vm_bytecode::{
    BinaryOperation, CalleeId, ConstantId, FieldId, Instruction, Register, StructDefinition,
    Terminator, TypeId, Variant, VariantId, Visibility,
};

use crate::context::{Body, Context, Step};
use crate::error::{Checked, Expected, Fault, Plain};

pub(crate) fn check(context: &Context<'_>) -> Checked {
    context.for_each_body(|body| body.for_each_step(check_step))
}

fn check_step(body: &Body<'_>, step: Step<'_>) -> Plain {
    match step {
        Step::Instruction(instruction) => body.check_instruction(instruction),
        Step::Terminator(terminator) => body.check_terminator(terminator),
    }
}

impl Body<'_> {
    fn check_instruction(&self, instruction: &Instruction) -> Plain {
        match instruction {
            Instruction::Constant { to, constant } => self.check_constant(*to, *constant),
            Instruction::Move { to, from } | Instruction::Copy { to, from } => {
                self.same(*to, *from)
            }
            Instruction::Not { to, from } => self.all(&[*to, *from], &Type::Bool),
            Instruction::Binary { to, operation, left, right } => {
                self.check_binary(*to, *operation, *left, *right)
            }
            Instruction::Cast { to, from } => {
                self.integer(*to)?;
                self.integer(*from)
            }
            Instruction::Pack { to, fields } => self.check_fields(*to, fields),
            Instruction::Unpack { to, from } => self.check_fields(*from, to),
            Instruction::PackVariant { to, variant, fields } => {
                self.check_variant(*to, *variant, fields)
            }
            Instruction::UnpackVariant { to, from, variant } => {
                self.check_variant(*from, *variant, to)
            }
            Instruction::TestVariant { to, reference, variant } => {
                self.visible_variant(self.referent(*reference)?.1, *variant)?;
                self.is(*to, &Type::Bool)
            }
            Instruction::BorrowVariantField { to, reference, variant, field } => {
                self.check_borrow_variant(*to, *reference, (*variant, *field))
            }
            Instruction::BorrowLocal { to, local } => {
                self.borrow(*to, true, self.register(*local)?)
            }
            Instruction::BorrowField { to, reference, field } => {
                self.check_borrow_field(*to, *reference, *field)
            }
            Instruction::Freeze { to, from } => {
                self.is(*to, &self.mutable(*from)?.clone().reference(false))
            }
            Instruction::Read { to, reference } => self.is(*to, self.referent(*reference)?.1),
            Instruction::Write { reference, from } => self.is(*from, self.mutable(*reference)?),
            Instruction::Update { reference, amount, .. } => self.check_update(*reference, *amount),
            Instruction::BorrowGlobal { to, address } => {
                self.own_struct(self.referent(*to)?.1)?;
                self.is(*address, &Type::Address)
            }
            Instruction::Exists { to, resource, address } => {
                self.check_exists(*to, *resource, *address)
            }
            Instruction::MoveFrom { to, address } => {
                self.own_struct(self.register(*to)?)?;
                self.is(*address, &Type::Address)
            }
            Instruction::MoveTo { signer, from } => {
                self.own_struct(self.register(*from)?)?;
                self.is(*signer, &Type::Signer.reference(false))
            }
            Instruction::VectorPack { to, from } => self.all(from, self.vector(*to)?),
            Instruction::VectorUnpack { to, from } => self.all(to, self.vector(*from)?),
            Instruction::VectorLength { to, vector } => {
                self.elements(*vector, false)?;
                self.is(*to, &Type::U64)
            }
            Instruction::VectorBorrow { to, vector, index } => {
                self.borrow(*to, self.referent(*vector)?.0, self.elements(*vector, false)?)?;
                self.is(*index, &Type::U64)
            }
            Instruction::VectorPush { vector, from } => {
                self.is(*from, self.elements(*vector, true)?)
            }
            Instruction::VectorPop { to, vector } => self.is(*to, self.elements(*vector, true)?),
            Instruction::VectorSwap { vector, left, right } => {
                self.elements(*vector, true)?;
                self.all(&[*left, *right], &Type::U64)
            }
            Instruction::Call { to, callee, arguments } => self.check_call(to, *callee, arguments),
            Instruction::PackClosure { .. }
            | Instruction::WidenClosure { .. }
            | Instruction::CallClosure { .. } => self.check_function_value(instruction),
        }
    }

    fn check_terminator(&self, terminator: &Terminator) -> Plain {
        match terminator {
            Terminator::Jump(_) => Ok(()),
            Terminator::Branch { condition, .. } => self.is(*condition, &Type::Bool),
            Terminator::Return(results) => self.each("results", results, &self.function.results),
            Terminator::Abort(code) => self.is(*code, &Type::U64),
        }
    }

    fn check_constant(&self, to: Register, constant: ConstantId) -> Plain {
        let constant = self.context.module.constant(constant);
        self.is(to, &constant.ok_or(Fault::Malformed("no such constant"))?.ty)
    }

    fn check_binary(
        &self,
        to: Register,
        operation: BinaryOperation,
        left: Register,
        right: Register,
    ) -> Plain {
        match operation {
            BinaryOperation::Add
            | BinaryOperation::Subtract
            | BinaryOperation::Multiply
            | BinaryOperation::Divide
            | BinaryOperation::Modulo => {
                self.integer(left)?;
                self.same(right, left)?;
                self.same(to, left)
            }
            BinaryOperation::BitAnd | BinaryOperation::BitOr | BinaryOperation::BitXor => {
                self.bits(left)?;
                self.same(right, left)?;
                self.same(to, left)
            }
            BinaryOperation::ShiftLeft | BinaryOperation::ShiftRight => {
                self.bits(left)?;
                self.is(right, &Type::U8)?;
                self.same(to, left)
            }
            BinaryOperation::Less
            | BinaryOperation::LessEqual
            | BinaryOperation::Greater
            | BinaryOperation::GreaterEqual => {
                self.integer(left)?;
                self.same(right, left)?;
                self.is(to, &Type::Bool)
            }
            BinaryOperation::Equal | BinaryOperation::NotEqual => {
                self.same(right, left)?;
                self.is(to, &Type::Bool)
            }
        }
    }

    fn check_update(&self, reference: Register, amount: Register) -> Plain {
        self.integer(amount)?;
        self.is(amount, self.mutable(reference)?)
    }

    fn check_fields(&self, whole: Register, fields: &[Register]) -> Plain {
        let (structure, definition) = self.visible_struct(self.register(whole)?)?;
        if definition.is_enum() {
            return Err(Fault::Malformed("an enum is taken for a struct"));
        }
        let types = definition.fields.iter();
        let types: Vec<Type> =
            types.map(|field| field.ty.substitute(&structure.arguments)).collect();
        self.each("fields", fields, &types)
    }

    fn check_variant(&self, whole: Register, variant: VariantId, fields: &[Register]) -> Plain {
        let (structure, definition) = self.visible_variant(self.register(whole)?, variant)?;
        let types = definition.fields.iter();
        let types: Vec<Type> =
            types.map(|field| field.ty.substitute(&structure.arguments)).collect();
        self.each("fields", fields, &types)
    }

    fn check_borrow_variant(
        &self,
        to: Register,
        reference: Register,
        (variant, field): (VariantId, FieldId),
    ) -> Plain {
        let (is_mutable, whole) = self.referent(reference)?;
        let (structure, definition) = self.visible_variant(whole, variant)?;
        let found = definition.fields.get(field.index());
        let found = found.ok_or(Fault::NoSuch("field", field.0))?;
        self.borrow(to, is_mutable, &found.ty.substitute(&structure.arguments))
    }

    fn check_borrow_field(&self, to: Register, reference: Register, field: FieldId) -> Plain {
        let (is_mutable, whole) = self.referent(reference)?;
        let (structure, definition) = self.visible_struct(whole)?;
        let found = definition.fields.get(field.index());
        let found = found.ok_or(Fault::NoSuch("field", field.0))?;
        self.borrow(to, is_mutable, &found.ty.substitute(&structure.arguments))
    }

    fn check_exists(&self, to: Register, resource: TypeId, address: Register) -> Plain {
        self.own_struct(self.pooled(resource)?)?;
        self.is(address, &Type::Address)?;
        self.is(to, &Type::Bool)
    }

    fn check_call(&self, to: &[Register], callee: CalleeId, arguments: &[Register]) -> Plain {
        let callee = self.callee(callee)?;
        let definition = self.context.function(callee)?;
        let substitute = |ty: &Type| ty.substitute(&callee.type_arguments);
        let parameters = definition.parameters.iter().map(|parameter| substitute(&parameter.ty));
        self.each("arguments", arguments, &parameters.collect::<Vec<_>>())?;
        let results: Vec<Type> = definition.results.iter().map(substitute).collect();
        self.each("results", to, &results)
    }

    /// Checks that a register is of a type.
    fn is(&self, register: Register, ty: &Type) -> Plain {
        let found = self.register(register)?;
        if found == ty {
            return Ok(());
        }
        self.mismatch(register, Expected::Type(ty.clone()))
    }

    fn same(&self, register: Register, other: Register) -> Plain {
        self.is(register, self.register(other)?)
    }

    fn all(&self, registers: &[Register], ty: &Type) -> Plain {
        registers.iter().try_for_each(|register| self.is(*register, ty))
    }

    pub(crate) fn each(&self, what: &'static str, registers: &[Register], types: &[Type]) -> Plain {
        Fault::count(what, types.len(), registers.len())?;
        registers.iter().zip(types).try_for_each(|(register, ty)| self.is(*register, ty))
    }

    fn integer(&self, register: Register) -> Plain {
        if self.register(register)?.is_integer() {
            return Ok(());
        }
        self.mismatch(register, Expected::Kind("an integer"))
    }

    /// Checks that a register is an integer whose bits can be told.
    fn bits(&self, register: Register) -> Plain {
        if self.register(register)?.as_integer().is_some_and(|ty| !ty.is_signed()) {
            return Ok(());
        }
        self.mismatch(register, Expected::Kind("an unsigned integer"))
    }

    /// The element type of a vector.
    fn vector(&self, register: Register) -> Result<&Type, Fault> {
        let Type::Vector(element) = self.register(register)? else {
            return self.mismatch(register, Expected::Kind("a vector"));
        };
        Ok(element)
    }

    /// The element type of a reference to a vector.
    fn elements(&self, register: Register, must_be_mutable: bool) -> Result<&Type, Fault> {
        let to = if must_be_mutable { self.mutable(register)? } else { self.referent(register)?.1 };
        let Type::Vector(element) = to else {
            return self.mismatch(register, Expected::Kind("a reference to a vector"));
        };
        Ok(element)
    }

    /// Whether a reference is mutable, and what is behind it.
    fn referent(&self, register: Register) -> Result<(bool, &Type), Fault> {
        let Type::Reference { is_mutable, to } = self.register(register)? else {
            return self.mismatch(register, Expected::Kind("a reference"));
        };
        Ok((*is_mutable, to))
    }

    /// What is behind a mutable reference.
    fn mutable(&self, register: Register) -> Result<&Type, Fault> {
        match self.referent(register)? {
            (true, to) => Ok(to),
            (false, _) => self.mismatch(register, Expected::Kind("a mutable reference")),
        }
    }

    /// Checks that `to` is a reference to a `ty`, and mutable only if that is allowed.
    fn borrow(&self, to: Register, may_be_mutable: bool, ty: &Type) -> Plain {
        if ty.is_reference() {
            return Err(Fault::Malformed("a reference to a reference"));
        }
        let (is_mutable, found) = self.referent(to)?;
        if found == ty && (may_be_mutable || !is_mutable) {
            return Ok(());
        }
        self.mismatch(to, Expected::Type(ty.clone().reference(may_be_mutable)))
    }

    /// A struct that this module defines.
    fn own_struct<'a>(&self, ty: &'a Type) -> Result<(&'a StructType, &StructDefinition), Fault> {
        let not_here = || Fault::NotDefinedHere(Box::new(ty.clone()));
        let Type::Struct(structure) = ty else { return Err(not_here()) };
        if structure.module != self.context.module.id {
            return Err(not_here());
        }
        let definition = self.context.module.structure(&structure.name).ok_or_else(not_here)?;
        Ok((structure, definition))
    }

    /// A struct that this module may look into. Whether it is a friend, where it must be one, is seen when modules are
    /// linked.
    fn visible_struct<'a>(
        &self,
        ty: &'a Type,
    ) -> Result<(&'a StructType, &StructDefinition), Fault> {
        let Type::Struct(structure) = ty else { return self.own_struct(ty) };
        let here = &self.context.module.id;
        if structure.module == *here {
            return self.own_struct(ty);
        }
        let not_here = || Fault::NotDefinedHere(Box::new(ty.clone()));
        let definition = self.context.structure(&structure.module, &structure.name)?;
        let is_visible = match definition.visibility {
            Visibility::Private => false,
            Visibility::Package => structure.module.address == here.address,
            Visibility::Friend | Visibility::Public => true,
        };
        if is_visible { Ok((structure, definition)) } else { Err(not_here()) }
    }

    /// A variant of an enum that this module may look into.
    fn visible_variant<'a>(
        &self,
        ty: &'a Type,
        variant: VariantId,
    ) -> Result<(&'a StructType, &Variant), Fault> {
        let (structure, definition) = self.visible_struct(ty)?;
        let found = definition.variant(variant).ok_or(Fault::NoSuch("variant", variant.0))?;
        Ok((structure, found))
    }

    pub(crate) fn mismatch<T>(&self, register: Register, expected: Expected) -> Result<T, Fault> {
        let found = Box::new(self.register(register)?.clone());
        Err(Fault::Mismatch { register, expected: Box::new(expected), found })
    }
}
