//! Expressions that do not branch: constants, variables, structs, references, operators, global storage.

use compiler_typing::typed::{Expression, ExpressionKind, LocalId, Usage, integer_value};
use vm_access::{Integer, Type, Value};
use vm_bytecode::{BinaryOperation, Callee, Constant, FieldId, Instruction, Register, SourceSpan};

use crate::builder::Builder;

/// How many elements a vector of constants may have before it becomes a constant itself: beyond, a register for each
/// would exceed what a function may have. Below, analyses see its elements.
const ELEMENTS_MAX: usize = 64;

impl Builder<'_> {
    /// Evaluates an expression; its values are in the registers returned.
    pub(crate) fn values(&mut self, expression: &Expression) -> Vec<Register> {
        self.values_into(expression, None)
    }

    /// Evaluates an expression that gives one value.
    pub(crate) fn value(&mut self, expression: &Expression) -> Register {
        single(&self.values(expression))
    }

    /// Evaluates an expression for its effects.
    pub(crate) fn run(&mut self, expression: &Expression) {
        self.values(expression);
    }

    /// Evaluates an expression, into `targets` where they are given, else into registers of its choice.
    ///
    /// `targets` are written by the last instruction alone, so the expression may read them.
    pub(crate) fn values_into(
        &mut self,
        expression: &Expression,
        targets: Option<&[Register]>,
    ) -> Vec<Register> {
        match &expression.kind {
            ExpressionKind::Tuple(items) => self.tuple(items, targets, expression.span),
            ExpressionKind::Block(steps, _) => self.block_values(steps, targets),
            ExpressionKind::If(condition, then, otherwise) => {
                self.conditional(expression, (condition, then, otherwise.as_deref()), targets)
            }
            ExpressionKind::Loop { id, body, step } => {
                self.repeat(expression, *id, (body, step.as_deref()), targets)
            }
            ExpressionKind::Call { function, type_arguments, arguments } => {
                let to = self.results(expression, targets);
                self.call((function, *type_arguments), arguments, &to, expression.span);
                to
            }
            ExpressionKind::CallClosure(closure, arguments) => {
                let to = self.results(expression, targets);
                self.call_closure(closure, arguments, &to, expression.span);
                to
            }
            ExpressionKind::WidenClosure(value) => self.widen_closure(expression, value, targets),
            ExpressionKind::Assert(condition, code) => self.assert(condition, code),
            ExpressionKind::Assign(value, pattern) => self.assign(value, pattern),
            ExpressionKind::MoveTo(signer, value) => self.move_to(signer, value, expression.span),
            ExpressionKind::Break(id, value) => self.break_out(*id, value.as_deref(), expression),
            ExpressionKind::Continue(id) => self.continue_with(*id, expression),
            ExpressionKind::Return(value) => self.return_values(value, expression),
            ExpressionKind::Abort(code) => self.abort(code, expression),
            ExpressionKind::Integer(_)
            | ExpressionKind::Constant(_)
            | ExpressionKind::Local(..)
            | ExpressionKind::Pack(_)
            | ExpressionKind::PackVariant(..)
            | ExpressionKind::TestVariant(..)
            | ExpressionKind::BorrowVariantField(..)
            | ExpressionKind::Vector(_)
            | ExpressionKind::Closure { .. }
            | ExpressionKind::Not(_)
            | ExpressionKind::Cast(_)
            | ExpressionKind::Binary(..)
            | ExpressionKind::And(..)
            | ExpressionKind::Or(..)
            | ExpressionKind::BorrowLocal(_)
            | ExpressionKind::BorrowValue(_)
            | ExpressionKind::BorrowField(..)
            | ExpressionKind::BorrowGlobal(_)
            | ExpressionKind::Freeze(_)
            | ExpressionKind::Read(_)
            | ExpressionKind::Exists(..)
            | ExpressionKind::MoveFrom(_) => {
                let to = self.results(expression, targets);
                self.single_value(expression, single(&to));
                to
            }
        }
    }

    /// The registers for an expression's values.
    pub(crate) fn results(
        &mut self,
        expression: &Expression,
        targets: Option<&[Register]>,
    ) -> Vec<Register> {
        targets.map_or_else(|| self.registers(expression.types), <[_]>::to_vec)
    }

    /// Evaluates an expression of a kind that gives one value into `to`.
    fn single_value(&mut self, expression: &Expression, to: Register) {
        let span = expression.span;
        match &expression.kind {
            ExpressionKind::Integer(value) => self.integer(*value, to, span),
            ExpressionKind::Constant(value) => self.constant(value.clone(), to, span),
            ExpressionKind::Local(local, usage) => self.local_value(*local, *usage, to, span),
            ExpressionKind::Pack(fields) => {
                let fields = self.packed(fields);
                self.push(Instruction::Pack { to, fields }, span);
            }
            ExpressionKind::PackVariant(variant, fields) => {
                let fields = self.packed(fields);
                self.push(Instruction::PackVariant { to, variant: *variant, fields }, span);
            }
            ExpressionKind::TestVariant(reference, variant) => {
                let reference = self.behind(reference, &[]);
                self.push(Instruction::TestVariant { to, reference, variant: *variant }, span);
            }
            ExpressionKind::BorrowVariantField(reference, variant, field) => {
                let (variant, field) = (*variant, *field);
                let reference = self.operand(unfrozen(reference), &[]);
                self.push(Instruction::BorrowVariantField { to, reference, variant, field }, span);
            }
            ExpressionKind::Vector(items) => self.vector(items, to, span),
            ExpressionKind::Closure { function, type_arguments, captures, captured } => {
                let type_arguments = self.body.types(*type_arguments).to_vec();
                let callee = Callee { function: function.clone(), type_arguments };
                self.closure(callee, (*captures, captured), to, span);
            }
            ExpressionKind::Not(operand) => self.not(operand, to, span),
            ExpressionKind::Cast(operand) => self.cast(operand, to, span),
            ExpressionKind::Binary(operation, left, right) => {
                self.binary(*operation, (left, right), to, span);
            }
            ExpressionKind::And(left, right) => self.short_circuit((left, right), true, to, span),
            ExpressionKind::Or(left, right) => self.short_circuit((left, right), false, to, span),
            ExpressionKind::BorrowLocal(local) => {
                self.push(Instruction::BorrowLocal { to, local: Self::local(*local) }, span);
            }
            ExpressionKind::BorrowValue(value) => self.borrow_value(value, to, span),
            ExpressionKind::BorrowField(reference, field) => {
                self.borrow_field(reference, *field, to, span);
            }
            ExpressionKind::BorrowGlobal(address) => self.borrow_global(address, to, span),
            ExpressionKind::Freeze(reference) => self.freeze(reference, to, span),
            ExpressionKind::Read(reference) => self.read(reference, to, span),
            ExpressionKind::Exists(resource, address) => {
                let resource = self.body.types(*resource).first().cloned().unwrap_or(Type::Bool);
                let resource = self.pools.ty(resource);
                let address = self.operand(address, &[]);
                self.push(Instruction::Exists { to, resource, address }, span);
            }
            ExpressionKind::MoveFrom(address) => self.move_from(address, to, span),
            ExpressionKind::Tuple(_)
            | ExpressionKind::Block(..)
            | ExpressionKind::If(..)
            | ExpressionKind::Loop { .. }
            | ExpressionKind::Call { .. }
            | ExpressionKind::CallClosure(..)
            | ExpressionKind::WidenClosure(_)
            | ExpressionKind::Assert(..)
            | ExpressionKind::Assign(..)
            | ExpressionKind::MoveTo(..)
            | ExpressionKind::Break(..)
            | ExpressionKind::Continue(_)
            | ExpressionKind::Return(_)
            | ExpressionKind::Abort(_) => {
                unreachable!("`values_into` handles what may give no or several values")
            }
        }
    }

    fn tuple(
        &mut self,
        items: &[Expression],
        targets: Option<&[Register]>,
        span: SourceSpan,
    ) -> Vec<Register> {
        let Some(targets) = targets else {
            return items.iter().map(|item| self.value(item)).collect();
        };
        let values = self.operands(&items.iter().collect::<Vec<_>>());
        for (to, from) in targets.iter().zip(values) {
            self.transfer(*to, from, span);
        }
        targets.to_vec()
    }

    fn block_values(
        &mut self,
        steps: &[Expression],
        targets: Option<&[Register]>,
    ) -> Vec<Register> {
        let Some((last, others)) = steps.split_last() else { return Vec::new() };
        others.iter().for_each(|step| self.run(step));
        self.values_into(last, targets)
    }

    pub(crate) fn integer(&mut self, value: Integer, to: Register, span: SourceSpan) {
        let value = integer_value(self.type_of(to), value);
        self.constant(value, to, span);
    }

    fn constant(&mut self, value: Value, to: Register, span: SourceSpan) {
        let ty = self.type_of(to).clone();
        let constant = self.pools.constant(Constant { ty, value });
        self.push(Instruction::Constant { to, constant }, span);
    }

    /// Resources leave their variable, everything else is copied; the last copies become moves later.
    fn local_value(&mut self, local: LocalId, usage: Usage, to: Register, span: SourceSpan) {
        let from = Self::local(local);
        let is_move = match usage {
            Usage::Implicit => !self.body.locals[local.index()].is_copyable,
            Usage::Copy => false,
            Usage::Move => true,
        };
        let instruction =
            if is_move { Instruction::Move { to, from } } else { Instruction::Copy { to, from } };
        self.push(instruction, span);
    }

    /// Evaluates fields as they are written; gives them in order of declaration.
    fn packed(&mut self, fields: &[(FieldId, Expression)]) -> Vec<Register> {
        let values = self.operands(&fields.iter().map(|(_, value)| value).collect::<Vec<_>>());
        let mut values: Vec<(FieldId, Register)> =
            fields.iter().map(|(field, _)| *field).zip(values).collect();
        values.sort_by_key(|(field, _)| *field);
        values.into_iter().map(|(_, register)| register).collect()
    }

    fn vector(&mut self, items: &[Expression], to: Register, span: SourceSpan) {
        if let Some(value) = long_constant(items, self.type_of(to)) {
            return self.constant(value, to, span);
        }
        let from = self.operands(&items.iter().collect::<Vec<_>>());
        self.push(Instruction::VectorPack { to, from }, span);
    }

    fn not(&mut self, operand: &Expression, to: Register, span: SourceSpan) {
        let from = self.operand(operand, &[]);
        self.push(Instruction::Not { to, from }, span);
    }

    fn cast(&mut self, operand: &Expression, to: Register, span: SourceSpan) {
        let from = self.operand(operand, &[]);
        self.push(Instruction::Cast { to, from }, span);
    }

    fn binary(
        &mut self,
        operation: BinaryOperation,
        (left, right): (&Expression, &Expression),
        to: Register,
        span: SourceSpan,
    ) {
        let left = self.operand(left, &[right]);
        let right = self.operand(right, &[]);
        self.push(Instruction::Binary { to, operation, left, right }, span);
    }

    fn borrow_value(&mut self, value: &Expression, to: Register, span: SourceSpan) {
        let local = self.value(value);
        self.push(Instruction::BorrowLocal { to, local }, span);
    }

    fn borrow_field(
        &mut self,
        reference: &Expression,
        field: FieldId,
        to: Register,
        span: SourceSpan,
    ) {
        let reference = self.operand(unfrozen(reference), &[]);
        self.push(Instruction::BorrowField { to, reference, field }, span);
    }

    fn borrow_global(&mut self, address: &Expression, to: Register, span: SourceSpan) {
        let address = self.operand(address, &[]);
        self.push(Instruction::BorrowGlobal { to, address }, span);
    }

    fn freeze(&mut self, reference: &Expression, to: Register, span: SourceSpan) {
        let from = self.behind(reference, &[]);
        self.push(Instruction::Freeze { to, from }, span);
    }

    fn read(&mut self, reference: &Expression, to: Register, span: SourceSpan) {
        let reference = self.behind(reference, &[]);
        self.push(Instruction::Read { to, reference }, span);
    }

    fn move_from(&mut self, address: &Expression, to: Register, span: SourceSpan) {
        let address = self.operand(address, &[]);
        self.push(Instruction::MoveFrom { to, address }, span);
    }

    fn move_to(
        &mut self,
        signer: &Expression,
        value: &Expression,
        span: SourceSpan,
    ) -> Vec<Register> {
        let signer = self.behind(signer, &[value]);
        let from = self.operand(value, &[]);
        self.push(Instruction::MoveTo { signer, from }, span);
        Vec::new()
    }
}

/// The register of an expression that gives one value.
fn single(registers: &[Register]) -> Register {
    *registers.first().expect("typing gives one value to an expression used as a value")
}

/// A part is borrowed from the reference itself: a frozen one would lead to the other parts too.
fn unfrozen(reference: &Expression) -> &Expression {
    if let ExpressionKind::Freeze(mutable) = &reference.kind {
        unfrozen(mutable)
    } else {
        reference
    }
}

/// The value of a long vector of numbers or byte strings.
fn long_constant(items: &[Expression], ty: &Type) -> Option<Value> {
    let Type::Vector(element) = ty else { return None };
    if items.len() <= ELEMENTS_MAX || **element == Type::U8 {
        return None;
    }
    let value = |item: &Expression| {
        if let ExpressionKind::Integer(value) = &item.kind {
            return Some(integer_value(element, *value));
        }
        let ExpressionKind::Constant(value) = &item.kind else { return None };
        Some(value.clone())
    };
    items.iter().map(value).collect::<Option<Vec<_>>>().map(Value::Vector)
}
