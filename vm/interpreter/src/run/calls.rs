//! Calls and returns.

use smallvec::SmallVec;
use vm_bytecode::{CalleeId, Register};
use vm_layout::{Fault, Pointer};

use super::{Run, Step};
use crate::instance::{Here, Target};
use crate::outcome::{Cause, Limit};

impl Run<'_> {
    /// Calls a function or native; whether a new frame is on top.
    pub(super) fn call(
        &mut self,
        here: Here<'_>,
        callee: CalleeId,
        to: &[Register],
        arguments: &[Register],
    ) -> Step<bool> {
        let target = match here.instance.target(callee)? {
            Target::Native { native, types } => {
                self.native(here, *native, types, to, arguments)?;
                return Ok(false);
            }
            Target::Function(target) => target,
        };
        if self.is_deep() {
            return Err(Cause::LimitReached(Limit::CallDepth));
        }
        let callee = self.linked.instances.callee(self.linked.modules, target)?;
        if callee.parameters != arguments.len() || callee.results.len() != to.len() {
            return Err(Fault::Shape.into());
        }
        let results: Result<SmallVec<[Pointer; 2]>, Fault> =
            to.iter().map(|register| here.at(*register)).collect();
        let there = self.push_frame(&callee, results?)?;
        for (index, argument) in arguments.iter().enumerate() {
            let (from, size) = (here.at(*argument)?, here.layout(*argument)?.size());
            self.memory.move_bytes(from, there.at(Register::new(index))?, size)?;
        }
        Ok(true)
    }

    /// Moves the results to where the caller wants them and goes on there.
    pub(super) fn return_from(&mut self, here: Here<'_>, results: &[Register]) -> Step {
        let frame = self.lists.frames.pop().ok_or(Fault::Shape)?;
        if results.len() != frame.results.len() {
            return Err(Fault::Shape.into());
        }
        for (result, to) in results.iter().zip(&frame.results) {
            self.memory.move_bytes(here.at(*result)?, *to, here.layout(*result)?.size())?;
        }
        self.memory.pop_frame(frame.base);
        if let Some(caller) = self.lists.frames.last_mut() {
            caller.point.instruction += 1;
        }
        Ok(())
    }
}
