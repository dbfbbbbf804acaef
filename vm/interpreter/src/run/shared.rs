//! What another engine of code does with a run: it has the same memory, records and natives, and does the rest itself.
//!
//! While its code runs there are no frames here; it tells where its own are. A frame that is made here for it, or is left to
//! the interpreter, is on top until it is taken or has returned.

use std::sync::Arc;

use smallvec::SmallVec;
use vm_bytecode::{CodePoint, Instruction};
use vm_layout::{Fault, Memory, Pointer, Source};

use super::{Frame, Run, Step, error_name};
use crate::instance::{Here, Instance, Instances};
use crate::modules::{Modules, find_function};
use crate::outcome::{Abort, Cause};

/// A frame with its arguments in it, to be run.
#[derive(Debug)]
pub struct Entered {
    /// The function.
    pub instance: Arc<Instance>,
    /// Where its frame lies.
    pub base: Pointer,
    /// Where its results go.
    pub results: SmallVec<[Pointer; 2]>,
}

impl Run<'_> {
    /// Takes the last frame off, and leaves its memory as it is.
    fn take_frame(&mut self) -> Option<Entered> {
        let Frame { instance, base, results, .. } = self.lists.frames.pop()?;
        Some(Entered { instance, base, results })
    }

    /// Runs a frame, and all it calls, here, below `depth` calls of others.
    ///
    /// # Errors
    ///
    /// If it aborts.
    pub fn interpret(&mut self, entered: Entered, depth: usize) -> Result<(), Abort> {
        let Entered { instance, base, results } = entered;
        self.calls_outside = depth;
        self.memory.set_last_frame(base, instance.frame_bytes);
        self.enter_frame(&instance, base, results);
        let outcome = self.run();
        self.calls_outside = 0;
        self.lists.frames.clear();
        outcome
    }

    /// Executes an instruction that is no call of a function, with its operands in the frame; charges what depends on the
    /// size of values, and what a native costs, but no segment.
    ///
    /// # Errors
    ///
    /// If it aborts; [`Fault::Shape`] for a call.
    pub fn step_in(&mut self, here: Here<'_>, point: CodePoint) -> Step {
        let instruction = instruction(here, point)?;
        self.memory.set_last_frame(here.base, here.instance.frame_bytes);
        if let Instruction::Call { to, callee, arguments } = instruction {
            let is_entered = self.call(here, *callee, to, arguments)?;
            return if is_entered { Err(Fault::Shape.into()) } else { Ok(()) };
        }
        if here.instance.charge(point).is_sized {
            self.charge_size(here, instruction)?;
        }
        self.simple(here, instruction)
    }

    /// Makes the frame of the function or function value that is called at `point`, below `depth` calls, the caller's among
    /// them.
    ///
    /// # Errors
    ///
    /// If the call aborts before the callee runs; [`Fault::Shape`] if it is none, or one of a native.
    pub fn enter_callee(
        &mut self,
        here: Here<'_>,
        point: CodePoint,
        depth: usize,
    ) -> Step<Entered> {
        let instruction = instruction(here, point)?;
        self.memory.set_last_frame(here.base, here.instance.frame_bytes);
        self.calls_outside = depth;
        let entered = if let Instruction::Call { to, callee, arguments } = instruction {
            self.call(here, *callee, to, arguments).map(|_| ())
        } else if let Instruction::CallClosure { to, closure, arguments } = instruction {
            self.call_closure(here, *closure, to, arguments)
        } else {
            Err(Fault::Shape.into())
        };
        self.calls_outside = 0;
        entered?;
        Ok(self.take_frame().ok_or(Fault::Shape)?)
    }

    /// What `abort` with a code comes to in a function.
    pub fn abort_with(&self, instance: &Instance, code: u64) -> Cause {
        let found = find_function(self.linked.modules, &instance.name);
        let named = found.and_then(|(module, _)| error_name(module, code));
        Cause::Code { code, name: named.cloned() }
    }

    /// The record that the reference at `slot` leads into, counted from 1; 0 for none.
    pub fn record_behind(&self, slot: Pointer) -> u64 {
        let behind = self.memory.pointer(slot).ok().and_then(|at| self.memory.record_at(at));
        behind.map_or(0, |(index, _)| u64::from(index.0).saturating_add(1))
    }

    /// Gas left.
    pub fn gas_left(&self) -> u64 {
        self.gas_left
    }

    /// Says how much gas is left.
    pub fn set_gas_left(&mut self, gas: u64) {
        self.gas_left = gas;
    }

    /// Calls inside each other that there may be.
    pub fn call_depth_max(&self) -> usize {
        self.limits.call_depth
    }

    /// The memory.
    pub fn memory(&mut self) -> &mut Memory {
        self.memory
    }

    /// The program and what was resolved of it.
    pub fn linked(&self) -> (&dyn Modules, &Instances) {
        (self.linked.modules, self.linked.instances)
    }
}

fn instruction(here: Here<'_>, point: CodePoint) -> Step<&Instruction> {
    let block = here.instance.code.block(point.block).ok_or(Fault::Shape)?;
    Ok(block.instructions.get(point.instruction as usize).ok_or(Fault::Shape)?)
}

impl std::fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run").field("gas_left", &self.gas_left).finish_non_exhaustive()
    }
}
