//! What is compiled together, and how deep calls in it go on the machine's stack.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use vm_bytecode::Instruction;
use vm_interpreter::{Instance, Run, Target as CallTarget};

/// Functions that are compiled with an entry function at most; calls of others go by the frame.
const UNIT_MAX: usize = 512;

/// Calls inside each other that are followed to tell how deep a call goes.
const CHAIN_MAX: usize = 64;

/// What tells an instance from all others that are alive.
pub(crate) fn address(instance: &Arc<Instance>) -> usize {
    Arc::as_ptr(instance).addr()
}

/// A function and those that it may call, as far as they can be resolved and are not compiled yet.
pub(crate) fn unit(run: &Run<'_>, root: &Arc<Instance>) -> Vec<Arc<Instance>> {
    let (modules, instances) = run.linked();
    let mut unit = vec![Arc::clone(root)];
    let mut seen = FxHashSet::from_iter([address(root)]);
    let mut next = 0;
    while let Some(instance) = unit.get(next).map(Arc::clone) {
        next += 1;
        for instruction in instance.code().blocks.iter().flat_map(|block| &block.instructions) {
            let Instruction::Call { callee, .. } = instruction else { continue };
            let Ok(CallTarget::Function(target)) = instance.target(*callee) else { continue };
            if UNIT_MAX <= unit.len() {
                return unit;
            }
            // What has no layout aborts when it is called.
            let Ok(callee) = instances.callee(modules, target) else { continue };
            let is_new = seen.insert(address(&callee));
            if is_new && callee.compiled().get().is_none() {
                unit.push(callee);
            }
        }
    }
    unit
}

/// How deep calls of the functions of a unit go on the machine's stack.
pub(crate) struct Depths<'d> {
    /// What each takes itself, by the address of its instance.
    own: FxHashMap<usize, usize>,
    /// With all its callees, as far as it is known.
    known: FxHashMap<usize, Option<usize>>,
    /// Those that are being called.
    above: Vec<usize>,
    /// The same of functions that are compiled already.
    elsewhere: &'d dyn Fn(&Arc<Instance>) -> Option<usize>,
}

impl<'d> Depths<'d> {
    /// `own` has what a call of each function takes itself, `elsewhere` tells what calls of others take with their callees.
    pub(crate) fn new(
        own: impl IntoIterator<Item = (usize, usize)>,
        elsewhere: &'d dyn Fn(&Arc<Instance>) -> Option<usize>,
    ) -> Self {
        let own = own.into_iter().collect();
        Self { own, known: FxHashMap::default(), above: Vec::new(), elsewhere }
    }

    /// What a call takes of the machine's stack with all its callees; `None` if it may come back to itself, or call what is
    /// not known.
    pub(crate) fn of(&mut self, instance: &Arc<Instance>) -> Option<usize> {
        let place = address(instance);
        let Some(bytes) = self.own.get(&place).copied() else {
            return (self.elsewhere)(instance);
        };
        if let Some(known) = self.known.get(&place) {
            return *known;
        }
        let calls = instance.code().blocks.iter().flat_map(|block| &block.instructions);
        let is_open = calls.into_iter().any(|it| matches!(it, Instruction::CallClosure { .. }));
        if is_open || self.above.contains(&place) || CHAIN_MAX <= self.above.len() {
            return None;
        }
        self.above.push(place);
        let mut deepest = Some(0);
        for target in instance.targets() {
            let CallTarget::Function(target) = target else { continue };
            let below = target.known().and_then(|callee| self.of(&callee));
            deepest = deepest.zip(below).map(|(left, right)| left.max(right));
        }
        self.above.pop();
        let all = deepest.map(|below| below.saturating_add(bytes));
        self.known.insert(place, all);
        all
    }
}
