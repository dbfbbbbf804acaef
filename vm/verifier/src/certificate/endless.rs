//! Functions that never return: what follows a call of one is never reached.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::Identifier;
use vm_bytecode::{Block, BlockId, Instruction, Module, Terminator};

/// The callees in the pool of `module`, of those with code in it, that never return.
///
/// Code is followed as long as what it calls is known to return; what stops at a call goes on when that is known too.
pub(super) fn endless_callees(module: &Module) -> BTreeSet<usize> {
    let mut search = Search::new(module);
    for function in 0..module.functions.len() {
        search.enter(function, BlockId(0));
    }
    while let Some((function, block, position)) = search.work.pop() {
        search.follow(function, block, position);
    }
    let is_endless = |callee: &usize| {
        let own = search.own.get(*callee).copied().flatten();
        own.is_some_and(|function| !search.returning.contains(&function))
    };
    (0..module.callees.len()).filter(is_endless).collect()
}

/// A function by position, one of its blocks, and an instruction there.
type Point = (usize, BlockId, usize);

struct Search<'a> {
    module: &'a Module,
    /// For each callee in the pool its position among the module's functions, if it has code there.
    own: Vec<Option<usize>>,
    returning: BTreeSet<usize>,
    reached: BTreeSet<(usize, BlockId)>,
    work: Vec<Point>,
    /// What waits for a function to return.
    waiting: BTreeMap<usize, Vec<Point>>,
}

impl<'a> Search<'a> {
    fn new(module: &'a Module) -> Self {
        let with_code = module.functions.iter().enumerate().filter(|(_, it)| it.code.is_some());
        let positions: BTreeMap<&Identifier, usize> =
            with_code.map(|(index, function)| (&function.name, index)).collect();
        let position = |name: &Identifier| positions.get(name).copied();
        let own = module.callees.iter().map(|callee| {
            Some(&callee.function)
                .filter(|it| it.module == module.id)
                .and_then(|it| position(&it.name))
        });
        Self {
            module,
            own: own.collect(),
            returning: BTreeSet::new(),
            reached: BTreeSet::new(),
            work: Vec::new(),
            waiting: BTreeMap::new(),
        }
    }

    fn enter(&mut self, function: usize, block: BlockId) {
        if self.reached.insert((function, block)) {
            self.work.push((function, block, 0));
        }
    }

    fn block(&self, function: usize, block: BlockId) -> Option<&'a Block> {
        self.module.functions.get(function)?.code.as_ref()?.block(block)
    }

    fn follow(&mut self, function: usize, id: BlockId, from: usize) {
        let Some(block) = self.block(function, id) else { return };
        for (position, instruction) in block.instructions.iter().enumerate().skip(from) {
            let Instruction::Call { callee, .. } = instruction else { continue };
            let Some(own) = self.own.get(callee.index()).copied().flatten() else { continue };
            if !self.returning.contains(&own) {
                let after = (function, id, position.saturating_add(1));
                self.waiting.entry(own).or_default().push(after);
                return;
            }
        }
        match &block.terminator {
            Terminator::Return(_) => {
                if self.returning.insert(function) {
                    self.work.extend(self.waiting.remove(&function).into_iter().flatten());
                }
            }
            Terminator::Jump(next) => self.enter(function, *next),
            Terminator::Branch { then, otherwise, .. } => {
                self.enter(function, *then);
                self.enter(function, *otherwise);
            }
            Terminator::Abort(_) => {}
        }
    }
}
