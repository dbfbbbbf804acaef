//! A function under construction: registers, blocks, the block being written.

use std::collections::BTreeMap;

use compiler_typing::typed::{Body, LocalId, LoopId, TypesId};
use vm_access::Type;
use vm_bytecode::{
    Block, BlockId, Code, FunctionMap, Instruction, Register, SourceSpan, Terminator,
};

use crate::last_use;
use crate::pools::Pools;
use crate::reuse;

/// A function under construction.
pub(crate) struct Builder<'a> {
    pub(crate) body: &'a Body,
    pub(crate) pools: &'a mut Pools,
    registers: Vec<Type>,
    blocks: Vec<Draft>,
    /// The block that instructions are appended to; `None` where no control flow arrives.
    current: Option<BlockId>,
    /// The loops around the current expression and those left.
    pub(crate) loops: BTreeMap<LoopId, LoopTarget>,
}

/// Where `continue` and `break` of a loop go, and what `break` fills.
#[derive(Clone, Debug)]
pub(crate) struct LoopTarget {
    pub(crate) next: BlockId,
    pub(crate) exit: BlockId,
    pub(crate) results: Vec<Register>,
}

/// A block under construction; it ends where `terminator` is set.
#[derive(Default)]
struct Draft {
    instructions: Vec<Instruction>,
    spans: Vec<SourceSpan>,
    terminator: Option<Terminator>,
}

impl<'a> Builder<'a> {
    /// Starts a function whose first registers are the body's locals.
    pub(crate) fn new(body: &'a Body, pools: &'a mut Pools) -> Self {
        let registers = body.locals.iter().map(|local| local.ty.clone()).collect();
        let blocks = vec![Draft::default()];
        let current = Some(BlockId::new(0));
        Self { body, pools, registers, blocks, current, loops: BTreeMap::new() }
    }

    /// A new register for a value of type `ty`.
    pub(crate) fn register(&mut self, ty: Type) -> Register {
        self.registers.push(ty);
        Register::new(self.registers.len() - 1)
    }

    /// New registers for values of these types.
    pub(crate) fn registers(&mut self, types: TypesId) -> Vec<Register> {
        let types = self.body.types(types).to_vec();
        types.into_iter().map(|ty| self.register(ty)).collect()
    }

    /// The register of a variable.
    pub(crate) fn local(local: LocalId) -> Register {
        Register(local.0)
    }

    pub(crate) fn type_of(&self, register: Register) -> &Type {
        &self.registers[register.index()]
    }

    /// Appends to the current block; does nothing where no control flow arrives.
    pub(crate) fn push(&mut self, instruction: Instruction, span: SourceSpan) {
        if let Some(block) = self.current {
            let draft = &mut self.blocks[block.index()];
            draft.instructions.push(instruction);
            draft.spans.push(span);
        }
    }

    /// A new, empty block.
    pub(crate) fn block(&mut self) -> BlockId {
        self.blocks.push(Draft::default());
        BlockId::new(self.blocks.len() - 1)
    }

    /// Goes on writing at `block`.
    pub(crate) fn resume(&mut self, block: BlockId) {
        self.current = Some(block);
    }

    /// Ends the current block, if any; nothing arrives behind it.
    pub(crate) fn end(&mut self, terminator: Terminator, span: SourceSpan) {
        if let Some(block) = self.current.take() {
            let draft = &mut self.blocks[block.index()];
            draft.spans.push(span);
            draft.terminator = Some(terminator);
        }
    }

    /// Ends the function's last block.
    pub(crate) fn end_with_return(&mut self, results: Vec<Register>, span: SourceSpan) {
        self.end(Terminator::Return(results), span);
    }

    /// The code, without blocks that nothing reaches; spans and names go into `map`.
    pub(crate) fn finish(mut self, parameter_count: usize, map: &mut FunctionMap) -> Code {
        skip_empty_blocks(&mut self.blocks);
        let numbers = reachable(&self.blocks);
        let mut blocks = Vec::new();
        for (index, draft) in self.blocks.into_iter().enumerate() {
            if !numbers.contains_key(&BlockId::new(index)) {
                continue;
            }
            let mut terminator =
                draft.terminator.expect("a block that is reached was resumed and ended");
            renumber(&mut terminator, &numbers);
            blocks.push(Block { instructions: draft.instructions, terminator });
            map.blocks.push(draft.spans);
        }
        let mut code = Code { registers: self.registers, blocks, heads: Vec::new() };
        last_use::turn_copies_into_moves(&mut code, &self.body.locals);
        let locals = &self.body.locals;
        let has_name = |index: usize| locals.get(index).is_some_and(|local| local.name.is_some());
        let is_kept = |it: Register| it.index() < parameter_count || has_name(it.index());
        let old_numbers = reuse::share_registers(&mut code, is_kept);
        map.registers = (0..code.registers.len())
            .map(|index| old_numbers.get(&Register::new(index)))
            .map(|old| locals.get(old?.index())?.name.clone())
            .collect();
        code
    }
}

/// Empty blocks that a jump skips at most; nested branches that end together make no longer chains.
const CHAIN_MAX: usize = 256;

/// Lets jumps to a block that only jumps go where it goes.
fn skip_empty_blocks(blocks: &mut [Draft]) {
    let next: Vec<Option<BlockId>> = blocks
        .iter()
        .map(|draft| match (draft.instructions.is_empty(), &draft.terminator) {
            (true, Some(Terminator::Jump(target))) => Some(*target),
            _ => None,
        })
        .collect();
    let end_of = |start: BlockId| {
        let mut end = start;
        for _ in 0..CHAIN_MAX {
            match next[end.index()] {
                Some(target) if target != end => end = target,
                Some(_) | None => break,
            }
        }
        end
    };
    for draft in blocks {
        match &mut draft.terminator {
            Some(Terminator::Jump(target)) => *target = end_of(*target),
            Some(Terminator::Branch { then, otherwise, .. }) => {
                *then = end_of(*then);
                *otherwise = end_of(*otherwise);
            }
            Some(Terminator::Return(_) | Terminator::Abort(_)) | None => {}
        }
    }
}

/// The blocks reached from the first, with their new numbers in the old order.
fn reachable(blocks: &[Draft]) -> BTreeMap<BlockId, BlockId> {
    let mut reached = BTreeMap::from([(BlockId::new(0), BlockId::new(0))]);
    let mut pending = vec![BlockId::new(0)];
    while let Some(block) = pending.pop() {
        for target in blocks[block.index()].terminator.iter().flat_map(Terminator::successors) {
            if reached.insert(target, target).is_none() {
                pending.push(target);
            }
        }
    }
    for (number, block) in reached.values_mut().enumerate() {
        *block = BlockId::new(number);
    }
    reached
}

fn renumber(terminator: &mut Terminator, numbers: &BTreeMap<BlockId, BlockId>) {
    match terminator {
        Terminator::Jump(block) => *block = numbers[block],
        Terminator::Branch { then, otherwise, .. } => {
            *then = numbers[then];
            *otherwise = numbers[otherwise];
        }
        Terminator::Return(_) | Terminator::Abort(_) => {}
    }
}
