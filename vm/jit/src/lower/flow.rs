//! The way through a function's blocks, and what is known on it.
//!
//! Blocks are lowered so that one comes after all that lead to it, but for those that close a loop. What holds at the end of
//! each of them holds at its start. What closes a loop is not known yet: nothing is taken for granted at the head of one.

use std::sync::Arc;

use cranelift_codegen::ir::{Block, InstBuilder, Value};
use vm_bytecode::{BinaryOperation, BlockId, CodePoint, Instruction, Terminator};
use vm_interpreter::Instance;

use super::gas::Gas;
use super::memory::Place;
use super::records::Noted;
use super::{Held, Lowered, Lowering, NotLowered, Origin};

/// Instructions that are computed on both ways of a branch, to spare it.
const FOLDED_MAX: usize = 6;

/// What holds at a place in the code, whatever way led there.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Accesses that have been noted.
    pub(super) noted: Vec<Noted>,
    /// Headers of vectors that have been loaded.
    pub(super) headers: Vec<Header>,
    /// Indices, each below a length.
    pub(super) below: Vec<(Value, Value)>,
    /// Calls inside each other that there is room for.
    pub(super) calls: i64,
    /// Bytes from the start of the frame on that are in the stack.
    pub(super) room: i64,
}

/// A vector's header in memory, as far as it has been loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) at: Place,
    pub(super) contents: Option<Value>,
    pub(super) length: Option<Value>,
}

impl Known {
    /// Forgets what does not hold on another way.
    fn meet(&mut self, other: &Self) {
        self.noted.retain(|own| other.noted.contains(own));
        self.headers.retain(|own| other.headers.contains(own));
        self.below.retain(|own| other.below.contains(own));
        self.calls = self.calls.min(other.calls);
        self.room = self.room.min(other.room);
    }
}

/// What is known of the ways to a block.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    expected: usize,
    seen: usize,
    known: Option<Known>,
    /// What is left of the gas, if there is one way.
    gas: Option<Gas>,
}

/// In which order the blocks of a function are lowered, and how.
pub(super) struct Plan {
    order: Vec<BlockId>,
    /// Ways to each block.
    ways: Vec<usize>,
    /// Where a branch may go to a block that is computed whether it does or not: that block.
    folded: Vec<Option<BlockId>>,
}

impl Plan {
    fn of(blocks: &[vm_bytecode::Block], held: &[Held]) -> Self {
        let mut ways = count_ways(blocks);
        // What is not reached is not lowered, and leads nowhere.
        let fold = |(block, ways_here): (&vm_bytecode::Block, &usize)| {
            if 0 < *ways_here { foldable(blocks, &ways, block, held) } else { None }
        };
        let folded: Vec<_> = blocks.iter().zip(&ways).map(fold).collect();
        // A block that is folded is no way to the next one beside the branch.
        for id in folded.iter().flatten() {
            if let Some(Terminator::Jump(next)) = blocks.get(id.index()).map(|it| &it.terminator)
                && let Some(ways) = ways.get_mut(next.index())
            {
                *ways -= 1;
            }
        }
        let order = order(blocks, &folded);
        Self { order, ways, folded }
    }
}

/// The blocks that come after one.
fn successors(terminator: &Terminator) -> impl Iterator<Item = BlockId> {
    let [first, second] = match terminator {
        Terminator::Jump(block) => [Some(*block), None],
        Terminator::Branch { then, otherwise, .. } => [Some(*then), Some(*otherwise)],
        Terminator::Return(_) | Terminator::Abort(_) => [None, None],
    };
    first.into_iter().chain(second)
}

/// Ways from blocks that can be reached; the first block has one more.
fn count_ways(blocks: &[vm_bytecode::Block]) -> Vec<usize> {
    let mut ways = vec![0; blocks.len()];
    let mut pending = vec![BlockId(0)];
    while let Some(id) = pending.pop() {
        let Some(own) = ways.get_mut(id.index()) else { continue };
        *own += 1;
        if *own == 1
            && let Some(block) = blocks.get(id.index())
        {
            pending.extend(successors(&block.terminator));
        }
    }
    ways
}

/// Returns that can be reached.
pub(super) fn count_returns(instance: &Instance) -> usize {
    let blocks = &instance.code().blocks;
    let ways = count_ways(blocks);
    let returns = |(block, ways): &(&vm_bytecode::Block, &usize)| {
        0 < **ways && matches!(block.terminator, Terminator::Return(_))
    };
    blocks.iter().zip(&ways).filter(returns).count()
}

/// Blocks that can be reached, each after those that lead to it but for loops.
fn order(blocks: &[vm_bytecode::Block], folded: &[Option<BlockId>]) -> Vec<BlockId> {
    let mut is_seen = vec![false; blocks.len()];
    let mut order = Vec::with_capacity(blocks.len());
    let mut path = vec![(BlockId(0), false)];
    while let Some((id, is_done)) = path.pop() {
        if is_done {
            order.push(id);
            continue;
        }
        let (Some(seen), Some(block)) = (is_seen.get_mut(id.index()), blocks.get(id.index()))
        else {
            continue;
        };
        if std::mem::replace(seen, true) {
            continue;
        }
        path.push((id, true));
        let own = folded.get(id.index()).copied().flatten();
        path.extend(
            successors(&block.terminator).filter(|it| Some(*it) != own).map(|it| (it, false)),
        );
    }
    order.reverse();
    order
}

/// The block that a branch may go to, if all that it does is compute a little and go where the branch goes else.
fn foldable(
    blocks: &[vm_bytecode::Block],
    ways: &[usize],
    block: &vm_bytecode::Block,
    held: &[Held],
) -> Option<BlockId> {
    let Terminator::Branch { then, otherwise, .. } = &block.terminator else { return None };
    [(*then, *otherwise), (*otherwise, *then)].into_iter().find_map(|(aside, next)| {
        let body = blocks.get(aside.index())?;
        let is_aside = ways.get(aside.index()) == Some(&1) && aside != next;
        let is_short = body.terminator == Terminator::Jump(next)
            && body.instructions.len() <= FOLDED_MAX
            && body.instructions.iter().all(|it| is_light(it, held));
        (is_aside && is_short).then_some(aside)
    })
}

/// Whether an instruction computes a scalar with little more than one of the machine's.
fn is_light(instruction: &Instruction, held: &[Held]) -> bool {
    use BinaryOperation as B;
    let is_light = if let Instruction::Binary { operation, .. } = instruction {
        !matches!(operation, B::Multiply | B::Divide | B::Modulo | B::ShiftLeft | B::ShiftRight)
    } else {
        matches!(
            instruction,
            Instruction::Constant { .. }
                | Instruction::Move { .. }
                | Instruction::Copy { .. }
                | Instruction::Not { .. }
        )
    };
    let is_scalar = |register: &vm_bytecode::Register| {
        matches!(held.get(register.index()), Some(Held::Scalar(_)))
    };
    is_light
        && instruction.operands().iter().all(is_scalar)
        && instruction.targets().iter().all(is_scalar)
}

impl Lowering<'_, '_> {
    /// Lowers all blocks of the function at work.
    pub(super) fn body(&mut self) -> Lowered {
        let instance = Arc::clone(&self.scope.instance);
        let plan = Plan::of(&instance.code().blocks, &self.scope.held);
        self.scope.blocks = vec![None; plan.ways.len()];
        for id in &plan.order {
            let ways = *plan.ways.get(id.index()).ok_or(NotLowered)?;
            let block = self.expect(ways);
            *self.scope.blocks.get_mut(id.index()).ok_or(NotLowered)? = Some(block);
        }
        let first = self.block(BlockId(0))?;
        self.go_to(first);
        for id in &plan.order {
            let block = self.block(*id)?;
            self.enter(block);
            self.begin_origins(*id);
            let code = instance.code().block(*id).ok_or(NotLowered)?;
            self.straight(*id, code)?;
            let folded = plan.folded.get(id.index()).copied().flatten();
            match folded {
                Some(aside) => self.fold(&code.terminator, aside)?,
                None => self.terminator(&code.terminator)?,
            }
        }
        Ok(())
    }

    /// The instructions of a block, and what its terminator costs.
    fn straight(&mut self, id: BlockId, block: &vm_bytecode::Block) -> Lowered {
        let instance = Arc::clone(&self.scope.instance);
        let at = |instruction: usize| CodePoint {
            block: id,
            instruction: u32::try_from(instruction).unwrap_or(u32::MAX),
        };
        for (position, instruction) in block.instructions.iter().enumerate() {
            self.scope.point = at(position);
            let charge = instance.charge(self.scope.point);
            self.charge(charge.segment);
            self.instruction(instruction, charge)?;
        }
        self.scope.point = at(block.instructions.len());
        self.charge(instance.charge(self.scope.point).segment);
        Ok(())
    }

    /// Computes what the block `aside` does, keeps it if the branch goes there, and goes on where both ways meet.
    fn fold(&mut self, branch: &Terminator, aside: BlockId) -> Lowered {
        let Terminator::Branch { condition, then, otherwise } = branch else {
            return Err(NotLowered);
        };
        let (is_then, next) = (*then == aside, if *then == aside { *otherwise } else { *then });
        let condition = self.get(*condition)?;
        let taken = if is_then { condition } else { self.b.ins().bxor_imm_s(condition, 1) };
        let instance = Arc::clone(&self.scope.instance);
        let body = instance.code().block(aside).ok_or(NotLowered)?;
        let mut before = Vec::new();
        for register in body.instructions.iter().flat_map(Instruction::targets) {
            if let Some(Held::Scalar(variable)) = self.scope.held.get(register.index()).copied()
                && !before.iter().any(|(own, _)| *own == variable)
            {
                before.push((variable, self.b.use_var(variable)));
            }
        }
        self.only_if = Some(taken);
        let lowered = self.straight(aside, body);
        self.only_if = None;
        lowered?;
        for (variable, old) in before {
            let new = self.b.use_var(variable);
            let value = self.b.ins().select(taken, new, old);
            self.b.def_var(variable, value);
        }
        let next = self.block(next)?;
        self.go_to(next);
        Ok(())
    }

    pub(super) fn block(&self, id: BlockId) -> Lowered<Block> {
        self.scope.blocks.get(id.index()).copied().flatten().ok_or(NotLowered)
    }

    /// A block that so many ways lead to.
    pub(super) fn expect(&mut self, ways: usize) -> Block {
        let block = self.b.create_block();
        self.arrivals.insert(block, Arrivals { expected: ways, ..Arrivals::default() });
        block
    }

    /// Says that the code goes from here to a block.
    pub(super) fn arrive(&mut self, block: Block) {
        let is_only = self.arrivals.get(&block).is_some_and(|it| it.expected == 1);
        if !is_only {
            let left = self.gas();
            self.b.def_var(self.gas_left, left);
        }
        let Some(arrivals) = self.arrivals.get_mut(&block) else { return };
        arrivals.seen += 1;
        match &mut arrivals.known {
            Some(known) => known.meet(&self.known),
            None => arrivals.known = Some(self.known.clone()),
        }
        arrivals.gas = is_only.then_some(self.gas);
    }

    pub(super) fn go_to(&mut self, block: Block) {
        self.arrive(block);
        self.b.ins().jump(block, &[]);
    }

    /// Goes on at a block. All ways to it are known if they have been lowered.
    pub(super) fn enter(&mut self, block: Block) {
        self.b.switch_to_block(block);
        let Arrivals { expected, seen, known, gas } =
            self.arrivals.remove(&block).unwrap_or_default();
        let are_all = expected == seen;
        if are_all {
            self.b.seal_block(block);
        }
        self.known = known.filter(|_| are_all).unwrap_or_default();
        self.gas = match gas {
            Some(gas) => gas,
            None => Gas::of(self.b.use_var(self.gas_left)),
        };
    }

    /// The value that this one is the same as.
    pub(super) fn same(&self, value: Value) -> Value {
        self.b.func.dfg.resolve_aliases(value)
    }
}

/// What is known of references at the start of a block.
impl Lowering<'_, '_> {
    fn begin_origins(&mut self, id: BlockId) {
        self.scope.origins.fill(Origin::default());
        let starts = self.scope.starts.get(id.index()).cloned().unwrap_or_default();
        for (register, origin) in starts {
            if let Some(own) = self.scope.origins.get_mut(register.index()) {
                *own = origin;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use vm_bytecode::Register;

    use super::*;

    fn block(terminator: Terminator) -> vm_bytecode::Block {
        vm_bytecode::Block { instructions: Vec::new(), terminator }
    }

    /// What nothing leads to may branch to a block that is folded into another: that is one way less once, not twice.
    #[test]
    fn blocks_that_are_not_reached_fold_nothing() {
        let condition = Register::new(0);
        let branch = || {
            let (then, otherwise) = (BlockId(1), BlockId(2));
            block(Terminator::Branch { condition, then, otherwise })
        };
        let blocks = [
            branch(),
            block(Terminator::Jump(BlockId(2))),
            block(Terminator::Return(Vec::new())),
            branch(),
        ];
        let Plan { order, ways, folded } = Plan::of(&blocks, &[]);
        assert_eq!(order, [BlockId(0), BlockId(2)]);
        assert_eq!(folded, [Some(BlockId(1)), None, None, None]);
        assert_eq!(ways, [1, 1, 1, 0]);
    }
}
