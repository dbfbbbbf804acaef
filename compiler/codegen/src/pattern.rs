//! Patterns: values put into variables, struct parts and places.

use compiler_typing::typed::{Expression, FieldPattern, Pattern, PatternKind};
use vm_bytecode::{Instruction, Register, SourceSpan, VariantId};

use crate::builder::Builder;

impl Builder<'_> {
    /// `let pattern = value`, `pattern = value`
    pub(crate) fn assign(&mut self, value: &Expression, pattern: &Pattern) -> Vec<Register> {
        if let PatternKind::Local(local) = pattern.kind {
            self.values_into(value, Some(&[Self::local(local)]));
            return Vec::new();
        }
        if let PatternKind::Place(place) = &pattern.kind
            && self.update(value, place, pattern.span)
        {
            return Vec::new();
        }
        let values = self.values(value);
        self.put(&values, pattern);
        Vec::new()
    }

    fn put(&mut self, values: &[Register], pattern: &Pattern) {
        match &pattern.kind {
            PatternKind::Tuple(parts) => {
                for (value, part) in values.iter().zip(parts) {
                    self.put_one(*value, part);
                }
            }
            PatternKind::Ignore
            | PatternKind::Local(_)
            | PatternKind::Unpack(..)
            | PatternKind::UnpackReference(_)
            | PatternKind::UnpackVariant(..)
            | PatternKind::UnpackVariantReference(..)
            | PatternKind::Place(_) => {
                values.iter().for_each(|value| self.put_one(*value, pattern));
            }
        }
    }

    fn put_one(&mut self, from: Register, pattern: &Pattern) {
        let span = pattern.span;
        match &pattern.kind {
            PatternKind::Ignore => {}
            PatternKind::Local(local) => {
                self.transfer(Self::local(*local), from, span);
            }
            PatternKind::Tuple(_) => self.put(&[from], pattern),
            PatternKind::Unpack(types, fields) => {
                let to = self.registers(*types);
                self.push(Instruction::Unpack { to: to.clone(), from }, span);
                for (part, field) in to.into_iter().zip(fields) {
                    self.put_one(part, field);
                }
            }
            PatternKind::UnpackVariant(variant, types, fields) => {
                let to = self.registers(*types);
                let variant = *variant;
                self.push(Instruction::UnpackVariant { to: to.clone(), from, variant }, span);
                for (part, field) in to.into_iter().zip(fields) {
                    self.put_one(part, field);
                }
            }
            PatternKind::UnpackReference(fields) => self.borrow_parts(from, fields, None, span),
            PatternKind::UnpackVariantReference(variant, fields) => {
                self.borrow_parts(from, fields, Some(*variant), span);
            }
            PatternKind::Place(place) => {
                let reference = self.operand(place, &[]);
                self.push(Instruction::Write { reference, from }, span);
            }
        }
    }

    fn borrow_parts(
        &mut self,
        from: Register,
        fields: &[FieldPattern],
        variant: Option<VariantId>,
        span: SourceSpan,
    ) {
        for part in fields {
            let reference = self.register(self.type_of(from).clone());
            self.push(Instruction::Copy { to: reference, from }, span);
            let to = self.registers(part.reference);
            for to in to {
                let field = part.field;
                self.push(
                    match variant {
                        Some(variant) => {
                            Instruction::BorrowVariantField { to, reference, variant, field }
                        }
                        None => Instruction::BorrowField { to, reference, field },
                    },
                    span,
                );
                self.put_one(to, &part.pattern);
            }
        }
    }
}
