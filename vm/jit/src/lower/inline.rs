//! Small functions that are put in the place of calls.
//!
//! Everything is as if they were called: they are charged for, have a frame where the interpreter would make one, count as a
//! call, and an abort in them is noted at their own site, with the call's site among its callers. Only what is between
//! machine code of two functions goes away.

use std::sync::Arc;

use cranelift_codegen::ir::{Block, Value};
use vm_bytecode::Register;
use vm_interpreter::Instance;

use super::stops::Call;
use super::{
    Lowered, Lowering, NotLowered, Origin, Passed, Scope, displacement, flow, hold, origins,
};
use crate::abi::{Form, form};
use crate::helpers;

/// Instructions of a function that is put in the place of a call, at most.
const CALLEE_MAX: usize = 48;

/// Calls inside each other that functions are put in the place of.
const LEVELS_MAX: usize = 6;

/// Where a function that is put in the place of a call returns to.
pub(super) struct Exit {
    /// The caller's registers for its results.
    to: Vec<Register>,
    done: Block,
    /// What is known of results that are references.
    origins: Vec<Option<Origin>>,
}

/// A value on its way from one function to the other.
enum Handed {
    Scalar(Value),
    Reference([Value; 3], Origin),
    /// It has been put where it goes.
    Memory,
}

/// Whether a function may be put in the place of calls of it.
pub(crate) fn is_small(instance: &Instance) -> bool {
    size(instance) <= CALLEE_MAX
}

fn size(instance: &Instance) -> usize {
    instance.code().blocks.iter().map(|block| block.instructions.len().saturating_add(1)).sum()
}

impl Lowering<'_, '_> {
    /// Whether a call of `callee` is replaced by its code. What may come to call itself is not.
    pub(super) fn is_inlined(&self, callee: &Arc<Instance>) -> bool {
        let size = size(callee);
        let is_small = is_small(callee) && size <= self.budget && self.outer.len() < LEVELS_MAX;
        let is_at_work = |scope: &Scope| Arc::ptr_eq(&scope.instance, callee);
        is_small && !is_at_work(&self.scope) && !self.outer.iter().any(is_at_work)
    }

    /// Puts the code of `callee` here, in the place of a call that is charged and checked already.
    pub(super) fn inline(
        &mut self,
        callee: &Arc<Instance>,
        to: &[Register],
        arguments: &[Register],
    ) -> Lowered {
        self.budget = self.budget.saturating_sub(size(callee));
        let own = displacement(self.scope.instance.frame_bytes())?;
        let base = self.scope.base.checked_add(own).ok_or(NotLowered)?;
        let handed = self.hand_arguments(callee, base, arguments)?;
        let done = self.expect(flow::count_returns(callee));
        let unwind = vec![Passed::Value(self.context), Passed::Word(self.site_address())];
        let failed =
            self.cold(vec![Call { function: helpers::unwind as *const u8, arguments: unwind }]);
        let held = hold(&mut self.b, callee)?;
        let inner = Scope::new(callee, held, failed, base);
        self.outer.push(std::mem::replace(&mut self.scope, inner));
        let origins = vec![None; to.len()];
        self.scope.exit = Some(Exit { to: to.to_vec(), done, origins });
        // Of vectors that another function has had in the same place, nothing holds.
        let frame = self.frame;
        self.known.headers.retain(|header| !header.at.is_from(frame, base));
        let parameters: Vec<_> = (0..arguments.len()).map(Register::new).collect();
        let known = self.take_handed(&parameters, handed)?;
        self.scope.starts = origins::starts(callee, &known);
        self.body()?;
        self.leave_scope()
    }

    fn hand_arguments(
        &mut self,
        callee: &Instance,
        base: i32,
        arguments: &[Register],
    ) -> Lowered<Vec<Handed>> {
        let mut handed = Vec::with_capacity(arguments.len());
        for (index, register) in arguments.iter().enumerate() {
            let (offset, _) = callee.slot(Register::new(index)).ok_or(NotLowered)?;
            let place = displacement(offset)?.checked_add(base).ok_or(NotLowered)?;
            handed.push(self.hand(*register, place)?);
        }
        Ok(handed)
    }

    /// Takes what a register holds; what lies in memory goes to a place in the outermost frame.
    fn hand(&mut self, register: Register, place: i32) -> Lowered<Handed> {
        Ok(match form(self.layout(register)?) {
            Form::Scalar(_) => Handed::Scalar(self.get(register)?),
            Form::Reference => {
                let (reference, origin) = self.reference(register)?;
                Handed::Reference(reference, origin)
            }
            Form::Memory => {
                let place = usize::try_from(place).map_err(|_| NotLowered)?;
                self.store_at(register, self.frame, place)?;
                Handed::Memory
            }
        })
    }

    /// Does something in the function that calls the one at work.
    fn in_caller<T>(&mut self, act: impl FnOnce(&mut Self) -> Lowered<T>) -> Lowered<T> {
        let caller = self.outer.pop().ok_or(NotLowered)?;
        let own = std::mem::replace(&mut self.scope, caller);
        let done = act(self);
        self.outer.push(std::mem::replace(&mut self.scope, own));
        done
    }

    /// Puts values into registers of the function at work; what is known of references.
    fn take_handed(
        &mut self,
        registers: &[Register],
        handed: Vec<Handed>,
    ) -> Lowered<Vec<(Register, Origin)>> {
        let mut known = Vec::new();
        for (register, handed) in registers.iter().zip(handed) {
            match handed {
                Handed::Scalar(value) => self.set(*register, value)?,
                Handed::Reference(reference, origin) => {
                    self.set_reference(*register, reference, origin)?;
                    known.push((*register, origin));
                }
                Handed::Memory => {}
            }
        }
        Ok(known)
    }

    /// Hands results to the caller, and goes on there.
    pub(super) fn return_inline(&mut self, results: &[Register]) -> Lowered {
        let Some(Exit { to, done, mut origins }) = self.scope.exit.take() else {
            return Err(NotLowered);
        };
        if to.len() != results.len() {
            return Err(NotLowered);
        }
        let place = |it: &mut Self, to: &Register| it.slot(*to).map(|(offset, _)| offset);
        let places: Lowered<Vec<_>> =
            self.in_caller(|caller| to.iter().map(|to| place(caller, to)).collect());
        let mut handed = Vec::with_capacity(results.len());
        for (register, place) in results.iter().zip(places?) {
            handed.push(self.hand(*register, place)?);
        }
        for (register, origin) in self.in_caller(|caller| caller.take_handed(&to, handed))? {
            let position = to.iter().position(|own| *own == register);
            if let Some(own) = position.and_then(|position| origins.get_mut(position)) {
                *own = Some(own.map_or(origin, |own| own.meet(origin)));
            }
        }
        self.scope.exit = Some(Exit { to, done, origins });
        self.go_to(done);
        Ok(())
    }

    /// Goes on after the call.
    fn leave_scope(&mut self) -> Lowered {
        let caller = self.outer.pop().ok_or(NotLowered)?;
        let Scope { exit, base, .. } = std::mem::replace(&mut self.scope, caller);
        let Exit { to, done, origins } = exit.ok_or(NotLowered)?;
        for (register, origin) in to.iter().zip(origins) {
            if let Some(own) = self.scope.origins.get_mut(register.index()) {
                *own = origin.unwrap_or_default();
            }
        }
        self.enter(done);
        let frame = self.frame;
        self.known.headers.retain(|header| !header.at.is_from(frame, base));
        Ok(())
    }
}
