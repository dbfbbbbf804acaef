//! Calls: of functions, and of what `std::vector` provides as instructions.

use compiler_typing::typed::{Expression, TypesId};
use vm_access::{Captures, FunctionName};
use vm_bytecode::{Callee, Instruction, Register, SourceSpan, VectorOperation};

use crate::builder::Builder;

impl Builder<'_> {
    pub(crate) fn call(
        &mut self,
        (function, type_arguments): (&FunctionName, TypesId),
        arguments: &[Expression],
        to: &[Register],
        span: SourceSpan,
    ) {
        let operation = VectorOperation::find(function);
        let keeps_reference = operation.is_some_and(keeps_reference);
        let arguments = match arguments.split_first() {
            Some((vector, others)) if keeps_reference => {
                let others: Vec<&Expression> = others.iter().collect();
                let vector = self.behind(vector, &others);
                std::iter::once(vector).chain(self.operands(&others)).collect()
            }
            _ => self.operands(&arguments.iter().collect::<Vec<_>>()),
        };
        let vector_instruction =
            operation.and_then(|operation| vector_instruction(operation, to, &arguments));
        let instruction = vector_instruction.unwrap_or_else(|| {
            let type_arguments = self.body.types(type_arguments).to_vec();
            let callee = self.pools.callee(Callee { function: function.clone(), type_arguments });
            Instruction::Call { to: to.to_vec(), callee, arguments }
        });
        self.push(instruction, span);
    }

    /// Makes a function value.
    pub(crate) fn closure(
        &mut self,
        callee: Callee,
        (captures, captured): (Captures, &[Expression]),
        to: Register,
        span: SourceSpan,
    ) {
        let captured = self.operands(&captured.iter().collect::<Vec<_>>());
        let callee = self.pools.callee(callee);
        self.push(Instruction::PackClosure { to, callee, captures, captured }, span);
    }

    /// Takes a function value for one of another type; one of the same type stays what it is.
    pub(crate) fn widen_closure(
        &mut self,
        expression: &Expression,
        value: &Expression,
        targets: Option<&[Register]>,
    ) -> Vec<Register> {
        if self.body.types(expression.types) == self.body.types(value.types) {
            return self.values_into(value, targets);
        }
        let from = self.operand(value, &[]);
        let to = self.results(expression, targets);
        for to in &to {
            self.push(Instruction::WidenClosure { to: *to, from }, expression.span);
        }
        to
    }

    /// Calls a function value.
    pub(crate) fn call_closure(
        &mut self,
        closure: &Expression,
        arguments: &[Expression],
        to: &[Register],
        span: SourceSpan,
    ) {
        let all: Vec<&Expression> = std::iter::once(closure).chain(arguments).collect();
        let registers = self.operands(&all);
        if let Some((closure, arguments)) = registers.split_first() {
            let (to, arguments) = (to.to_vec(), arguments.to_vec());
            self.push(Instruction::CallClosure { to, closure: *closure, arguments }, span);
        }
    }
}

/// Whether the operation takes a reference to a vector, which its instruction leaves in its register.
fn keeps_reference(operation: VectorOperation) -> bool {
    match operation {
        VectorOperation::Length
        | VectorOperation::Borrow
        | VectorOperation::BorrowMut
        | VectorOperation::PushBack
        | VectorOperation::PopBack
        | VectorOperation::Swap => true,
        VectorOperation::Empty | VectorOperation::DestroyEmpty => false,
    }
}

/// The instruction of a vector operation; `None` where the library's signature is not the expected one.
fn vector_instruction(
    operation: VectorOperation,
    to: &[Register],
    arguments: &[Register],
) -> Option<Instruction> {
    Some(match (operation, to, arguments) {
        (VectorOperation::Empty, &[to], []) => Instruction::VectorPack { to, from: Vec::new() },
        (VectorOperation::Length, &[to], &[vector]) => Instruction::VectorLength { to, vector },
        (VectorOperation::Borrow | VectorOperation::BorrowMut, &[to], &[vector, index]) => {
            Instruction::VectorBorrow { to, vector, index }
        }
        (VectorOperation::PushBack, [], &[vector, from]) => {
            Instruction::VectorPush { vector, from }
        }
        (VectorOperation::PopBack, &[to], &[vector]) => Instruction::VectorPop { to, vector },
        (VectorOperation::DestroyEmpty, [], &[from]) => {
            Instruction::VectorUnpack { to: Vec::new(), from }
        }
        (VectorOperation::Swap, [], &[vector, left, right]) => {
            Instruction::VectorSwap { vector, left, right }
        }
        _ => return None,
    })
}
