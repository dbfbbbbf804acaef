//! Registers hold a value when they are read, and no value that must be used is lost.
//!
//! A forward analysis to a fixpoint. At each place it is known of each register whether it may hold a value and whether it
//! may hold none; where paths meet both are joined. A value whose type lacks `drop` may be neither overwritten nor
//! left behind at a return. (An abort drops everything.) Blocks that cannot be reached are not looked at.

use std::collections::BTreeSet;

use vm_access::Ability;
use vm_bytecode::{Block, Instruction, Register, Terminator, stays_when_consumed};

use crate::context::{Body, Context};
use crate::error::{Checked, Fault, Plain};

/// What is known of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Content {
    may_be_full: bool,
    may_be_empty: bool,
}

const FULL: Content = Content { may_be_full: true, may_be_empty: false };
const EMPTY: Content = Content { may_be_full: false, may_be_empty: true };

/// What is known of every register.
type State = Vec<Content>;

pub(crate) fn check(context: &Context<'_>) -> Checked {
    context.for_each_body(check_body)
}

fn check_body(body: &Body<'_>) -> Checked {
    let droppable = body.droppable().map_err(|fault| body.whole(fault))?;
    let parameters = body.function.parameters.len();
    let entry = (0..body.code.registers.len()).map(|it| if it < parameters { FULL } else { EMPTY });
    let mut heads: Vec<Option<State>> = vec![None; body.code.blocks.len()];
    if let Some(head) = heads.first_mut() {
        *head = Some(entry.collect());
    }
    let mut pending = BTreeSet::from([0]);
    while let Some(index) = pending.pop_first() {
        let (Some(block), Some(Some(head))) = (body.code.blocks.get(index), heads.get(index))
        else {
            continue;
        };
        let mut flow = Flow { body, droppable: &droppable, state: head.clone() };
        flow.run(index, block)?;
        for successor in block.terminator.successors() {
            let Some(head) = heads.get_mut(successor.index()) else { continue };
            if join(head, &flow.state) {
                pending.insert(successor.index());
            }
        }
    }
    Ok(())
}

/// Joins a state into the head of a block; whether that changed it.
fn join(head: &mut Option<State>, state: &State) -> bool {
    let Some(head) = head else {
        *head = Some(state.clone());
        return true;
    };
    let mut has_changed = false;
    for (known, other) in head.iter_mut().zip(state) {
        let joined = Content {
            may_be_full: known.may_be_full || other.may_be_full,
            may_be_empty: known.may_be_empty || other.may_be_empty,
        };
        has_changed |= *known != joined;
        *known = joined;
    }
    has_changed
}

/// The state on its way through a block.
struct Flow<'a> {
    body: &'a Body<'a>,
    droppable: &'a [bool],
    state: State,
}

impl Flow<'_> {
    fn run(&mut self, index: usize, block: &Block) -> Checked {
        for (position, instruction) in block.instructions.iter().enumerate() {
            self.step(instruction).map_err(|fault| self.body.at(index, position, fault))?;
        }
        let end = block.instructions.len();
        self.finish(&block.terminator).map_err(|fault| self.body.at(index, end, fault))
    }

    fn step(&mut self, instruction: &Instruction) -> Plain {
        let consumed = instruction.consumed();
        let is_move = matches!(instruction, Instruction::Move { .. });
        for register in instruction.operands() {
            self.read(register)?;
            let stays = !is_move && stays_when_consumed(self.body.register(register)?);
            if consumed.contains(&register) && !stays {
                self.set(register, EMPTY);
            }
        }
        for register in instruction.targets() {
            self.check_unneeded(*register)?;
            self.set(*register, FULL);
        }
        Ok(())
    }

    fn finish(&mut self, terminator: &Terminator) -> Plain {
        for register in terminator.operands() {
            self.read(*register)?;
            if let Terminator::Return(_) = terminator
                && !stays_when_consumed(self.body.register(*register)?)
            {
                self.set(*register, EMPTY);
            }
        }
        let Terminator::Return(_) = terminator else { return Ok(()) };
        let registers = u32::try_from(self.state.len()).unwrap_or(u32::MAX);
        (0..registers).map(Register).try_for_each(|register| self.check_unneeded(register))
    }

    fn content(&self, register: Register) -> Content {
        self.state.get(register.index()).copied().unwrap_or(EMPTY)
    }

    fn set(&mut self, register: Register, content: Content) {
        if let Some(known) = self.state.get_mut(register.index()) {
            *known = content;
        }
    }

    fn read(&self, register: Register) -> Plain {
        if self.content(register).may_be_empty {
            return Err(Fault::NotInitialized(register));
        }
        Ok(())
    }

    /// Checks that what a register holds, if anything, may be dropped.
    fn check_unneeded(&self, register: Register) -> Plain {
        let is_droppable = self.droppable.get(register.index()).copied().unwrap_or(false);
        if is_droppable || !self.content(register).may_be_full {
            return Ok(());
        }
        Err(Fault::Lost(register))
    }
}

impl Body<'_> {
    /// Of each register whether values of its type may be dropped.
    fn droppable(&self) -> Result<Vec<bool>, Fault> {
        let scope = &self.function.type_parameters;
        let of = |ty| Ok(self.context.abilities(ty, scope)?.has(Ability::Drop));
        self.code.registers.iter().map(of).collect()
    }
}
