//! Instructions that make values of values.

use vm_access::{Identifier, Mode, Operator, StructType, Term, TermFunction, Type};
use vm_bytecode::{BinaryOperation, ConstantId, Register};

use super::state::Content;
use super::term::{apply, operate};
use super::walk::Walk;
use crate::error::{Fault, Plain};

impl Walk<'_> {
    pub(super) fn constant(&mut self, to: Register, constant: ConstantId) {
        let constant = self.module().constant(constant);
        self.set_value(to, constant.map_or(Term::Any, |it| Term::Constant(it.value.clone())));
    }

    pub(super) fn not(&mut self, to: Register, from: Register) {
        let value = operate(Operator::Not, &[self.value(from)]);
        self.set_value(to, value);
    }

    pub(super) fn binary(
        &mut self,
        to: Register,
        operation: BinaryOperation,
        left: Register,
        right: Register,
    ) -> Plain {
        let operands = [self.operand(left)?, self.operand(right)?];
        let swapped = [operands[1].clone(), operands[0].clone()];
        let value = match operation {
            BinaryOperation::Add => operate(Operator::Add, &operands),
            BinaryOperation::Subtract => operate(Operator::Subtract, &operands),
            BinaryOperation::Multiply => operate(Operator::Multiply, &operands),
            BinaryOperation::Divide => operate(Operator::Divide, &operands),
            BinaryOperation::Modulo => operate(Operator::Modulo, &operands),
            BinaryOperation::Less => operate(Operator::Less, &operands),
            BinaryOperation::LessEqual => operate(Operator::LessEqual, &operands),
            BinaryOperation::Greater => operate(Operator::Less, &swapped),
            BinaryOperation::GreaterEqual => operate(Operator::LessEqual, &swapped),
            BinaryOperation::Equal => operate(Operator::Equal, &operands),
            BinaryOperation::NotEqual => {
                operate(Operator::Not, &[operate(Operator::Equal, &operands)])
            }
            BinaryOperation::BitAnd
            | BinaryOperation::BitOr
            | BinaryOperation::BitXor
            | BinaryOperation::ShiftLeft
            | BinaryOperation::ShiftRight => Term::Any,
        };
        // No term stands for a shift, which may abort; the other operations on bits never do.
        let is_shift =
            matches!(operation, BinaryOperation::ShiftLeft | BinaryOperation::ShiftRight);
        let is_of_bits = matches!(
            operation,
            BinaryOperation::BitAnd | BinaryOperation::BitOr | BinaryOperation::BitXor
        );
        if is_shift || !is_of_bits && !operation.is_comparison() {
            self.set_computed(to, value);
        } else {
            self.set_value(to, value);
        }
        Ok(())
    }

    /// The value of an operand; of a reference, which is compared by what it leads to, the value there.
    fn operand(&mut self, register: Register) -> Result<Term, Fault> {
        let Content::Reference(reference) = self.content(register).clone() else {
            return Ok(self.value(register));
        };
        self.access_behind(Mode::Reads, &reference)?;
        Ok(self.behind(&reference))
    }

    /// Puts the outcome of something that may abort into a register.
    fn set_computed(&mut self, to: Register, value: Term) {
        self.exactness.aborts_silently |= value == Term::Any;
        self.exactness.note(&value);
        self.set_value(to, value);
    }

    pub(super) fn cast(&mut self, to: Register, from: Register) {
        let Some(ty) = self.ty(to).cloned() else { return };
        let function = TermFunction::Operator(Operator::Cast);
        let value = apply(&function, &[ty], &[self.value(from)]);
        self.set_computed(to, value);
    }

    // Structs.

    /// The struct in, or behind, a register.
    fn structure(&self, register: Register) -> Option<&StructType> {
        let Type::Struct(structure) = self.ty(register)?.referent() else { return None };
        Some(structure)
    }

    /// The names of the fields of the struct in, or behind, a register.
    pub(super) fn fields(&self, register: Register) -> Vec<Identifier> {
        let definition = self.structure(register).and_then(|it| self.layout().structure(it));
        let fields = definition.into_iter().flat_map(|definition| &definition.fields);
        fields.map(|field| field.name.clone()).collect()
    }

    pub(super) fn pack(&mut self, to: Register, from: &[Register]) {
        let values = from.iter().map(|field| self.value(*field));
        let fields: Vec<(Identifier, Term)> = self.fields(to).into_iter().zip(values).collect();
        let value = match self.structure(to) {
            Some(structure) if fields.len() == from.len() => Term::pack(structure.clone(), fields),
            Some(_) | None => Term::Any,
        };
        self.set_value(to, value);
    }

    pub(super) fn unpack(&mut self, to: &[Register], from: Register) {
        let (value, fields) = (self.value(from), self.fields(from));
        for (index, to) in to.iter().enumerate() {
            let field = fields.get(index).map(|name| Term::field(value.clone(), name));
            self.set_value(*to, field.unwrap_or(Term::Any));
        }
    }

    pub(super) fn unpack_variant(&mut self, to: &[Register]) {
        self.exactness.aborts_silently = true;
        self.set_unknown(to);
    }

    pub(super) fn set_unknown(&mut self, to: &[Register]) {
        to.iter().for_each(|to| self.set_value(*to, Term::Any));
    }
}
