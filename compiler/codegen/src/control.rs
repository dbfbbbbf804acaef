//! Control flow: branches, loops, `&&` and `||`, and what leaves a block.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_typing::typed::{Expression, ExpressionKind, LoopId};
use vm_access::Value;
use vm_bytecode::{BlockId, Constant, Instruction, Register, SourceSpan, Terminator};

use crate::builder::{Builder, LoopTarget};

impl Builder<'_> {
    pub(crate) fn conditional(
        &mut self,
        whole: &Expression,
        (condition, then, otherwise): (&Expression, &Expression, Option<&Expression>),
        targets: Option<&[Register]>,
    ) -> Vec<Register> {
        let results = self.results(whole, targets);
        let (then_block, join) = (self.block(), self.block());
        let else_block = if otherwise.is_some() { self.block() } else { join };
        self.branch(condition, then_block, else_block);
        self.resume(then_block);
        self.values_into(then, Some(&results));
        self.end(Terminator::Jump(join), then.span);
        if let Some(otherwise) = otherwise {
            self.resume(else_block);
            self.values_into(otherwise, Some(&results));
            self.end(Terminator::Jump(join), otherwise.span);
        }
        self.resume(join);
        results
    }

    /// Goes on at one block or the other; `&&`, `||` and `!` choose the way without computing a value.
    pub(crate) fn branch(&mut self, condition: &Expression, then: BlockId, otherwise: BlockId) {
        match &condition.kind {
            ExpressionKind::And(left, right) => {
                let more = self.block();
                self.branch(left, more, otherwise);
                self.resume(more);
                self.branch(right, then, otherwise);
            }
            ExpressionKind::Or(left, right) => {
                let more = self.block();
                self.branch(left, then, more);
                self.resume(more);
                self.branch(right, then, otherwise);
            }
            ExpressionKind::Not(operand) => self.branch(operand, otherwise, then),
            _ => {
                let span = condition.span;
                let condition = self.operand(condition, &[]);
                self.end(Terminator::Branch { condition, then, otherwise }, span);
            }
        }
    }

    /// `left && right` where `goes_on` is true, else `left || right`, as a value.
    pub(crate) fn short_circuit(
        &mut self,
        (left, right): (&Expression, &Expression),
        goes_on: bool,
        to: Register,
        span: SourceSpan,
    ) {
        let (more, decided, join) = (self.block(), self.block(), self.block());
        let (then, otherwise) = if goes_on { (more, decided) } else { (decided, more) };
        self.branch(left, then, otherwise);
        self.resume(more);
        self.values_into(right, Some(&[to]));
        self.end(Terminator::Jump(join), right.span);
        self.resume(decided);
        let ty = vm_access::Type::Bool;
        let constant = self.pools.constant(Constant { ty, value: Value::Bool(!goes_on) });
        self.push(Instruction::Constant { to, constant }, span);
        self.end(Terminator::Jump(join), span);
        self.resume(join);
    }

    /// The code is evaluated only where the condition fails.
    pub(crate) fn assert(&mut self, condition: &Expression, code: &Expression) -> Vec<Register> {
        let (failed, held) = (self.block(), self.block());
        self.branch(condition, held, failed);
        self.resume(failed);
        let code_span = code.span;
        let code = self.operand(code, &[]);
        self.end(Terminator::Abort(code), code_span);
        self.resume(held);
        Vec::new()
    }

    pub(crate) fn repeat(
        &mut self,
        whole: &Expression,
        id: LoopId,
        (body, step): (&Expression, Option<&Expression>),
        targets: Option<&[Register]>,
    ) -> Vec<Register> {
        let results = self.results(whole, targets);
        let (head, exit) = (self.block(), self.block());
        let next = if step.is_some() { self.block() } else { head };
        self.loops.insert(id, LoopTarget { next, exit, results: results.clone() });
        self.end(Terminator::Jump(head), whole.span);
        self.resume(head);
        self.run(body);
        self.end(Terminator::Jump(next), body.span);
        if let Some(step) = step {
            self.resume(next);
            self.run(step);
            self.end(Terminator::Jump(head), step.span);
        }
        self.resume(exit);
        results
    }

    pub(crate) fn break_out(
        &mut self,
        id: LoopId,
        value: Option<&Expression>,
        whole: &Expression,
    ) -> Vec<Register> {
        let target = self.loops[&id].clone();
        if let Some(value) = value {
            self.values_into(value, Some(&target.results));
        }
        self.leave(Terminator::Jump(target.exit), whole)
    }

    pub(crate) fn continue_with(&mut self, id: LoopId, whole: &Expression) -> Vec<Register> {
        let next = self.loops[&id].next;
        self.leave(Terminator::Jump(next), whole)
    }

    pub(crate) fn return_values(
        &mut self,
        value: &Expression,
        whole: &Expression,
    ) -> Vec<Register> {
        let values = self.returned(value);
        self.leave(Terminator::Return(values), whole)
    }

    /// Evaluates the results of the function.
    pub(crate) fn returned(&mut self, value: &Expression) -> Vec<Register> {
        match &value.kind {
            ExpressionKind::Block(steps, _) => {
                let Some((last, others)) = steps.split_last() else { return Vec::new() };
                others.iter().for_each(|step| self.run(step));
                self.returned(last)
            }
            ExpressionKind::Tuple(items) => self.operands(&items.iter().collect::<Vec<_>>()),
            ExpressionKind::Local(..) => vec![self.operand(value, &[])],
            _ => self.values(value),
        }
    }

    pub(crate) fn abort(&mut self, code: &Expression, whole: &Expression) -> Vec<Register> {
        let code = self.operand(code, &[]);
        self.leave(Terminator::Abort(code), whole)
    }

    /// Ends the block; the values of what never gives any are registers that nobody reads.
    fn leave(&mut self, terminator: Terminator, whole: &Expression) -> Vec<Register> {
        self.end(terminator, whole.span);
        self.registers(whole.types)
    }
}
