//! References do not dangle, and what is changed through one is seen through no other.
//!
//! A forward analysis to a fixpoint: at each place it is known of which values, resources and references each reference
//! in use was borrowed (`graph`). What is borrowed is neither moved nor overwritten, what is mutably borrowed not read;
//! a mutable reference that is written through or given to a function has nothing borrowed from it. A reference that is
//! not used again (`liveness`) counts no longer. A call's result may lead to wherever its arguments do.
//!
//! Move's rules, and its borrow graph in the main, with registers for nodes. References are not told from each other
//! by the elements of a vector or the items of a table that they lead to; resources are by their types, and by addresses
//! that are written in the code.

mod acquires;
mod callbacks;
mod conflict;
mod graph;
mod liveness;
mod resources;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use vm_access::Type;
use vm_bytecode::{Block, BlockId, Code, CodePoint, LimitExceeded, Liveness, Module, Register};
use vm_footprint::Interfaces;

pub use acquires::find_acquired;
pub use conflict::{Action, Conflict, Place};

use crate::context::{Body, Context};
use crate::error::{Checked, Fault, Located};
use acquires::Acquired;
use callbacks::{Callbacks, Values};
use graph::{Graph, Loan};
use liveness::dying;
use resources::Resources;
use walk::{Calls, Walk};

/// References and edges that may be looked at in a function of any size, and for each of its instructions. Common code
/// needs no more than four an instruction.
const STEPS_MAX: usize = 1 << 14;
const STEPS_PER_INSTRUCTION_MAX: usize = 1 << 6;

pub(crate) fn check(context: &Context<'_>) -> Checked {
    let callbacks = Callbacks::of(context.module, context.imports);
    let acquired = Acquired::of(context.module, &callbacks);
    context.for_each_body(|body| check_body(body, (&acquired, &callbacks)))
}

/// Finds the first conflict of each function of a module that is otherwise sound, by function.
///
/// A module that is not sound may have conflicts that are not found.
pub fn find_conflicts(
    module: &Module,
    imports: &dyn Interfaces,
) -> BTreeMap<vm_access::Identifier, (CodePoint, Conflict)> {
    let context = Context { module, imports };
    let callbacks = Callbacks::of(module, imports);
    let acquired = Acquired::of(module, &callbacks);
    let mut conflicts = BTreeMap::new();
    for function in &module.functions {
        let Some(code) = &function.code else { continue };
        let body = Body { context, function, code };
        if let Err(Located { point: Some(point), fault: Fault::Borrowed(conflict), .. }) =
            check_body(&body, (&acquired, &callbacks))
        {
            conflicts.insert(function.name.clone(), (point, *conflict));
        }
    }
    conflicts
}

fn check_body(body: &Body<'_>, (acquired, callbacks): (&Acquired<'_>, &Callbacks<'_>)) -> Checked {
    if !body.code.registers.iter().any(Type::is_reference) {
        return Ok(());
    }
    let liveness = Liveness::of(body.code);
    let resources = Resources::of(body.context.module, body.code);
    let values = Values::of(body.code, body.function.parameters.len());
    let calls = Calls { acquired, callbacks, values: &values };
    let mut heads: Vec<Option<Graph>> = vec![None; body.code.blocks.len()];
    if let Some(head) = heads.first_mut() {
        *head = Some(at_entry(body, &liveness));
    }
    let instructions = body.code.blocks.iter().map(|block| block.instructions.len());
    let size = instructions.fold(body.code.blocks.len(), usize::saturating_add);
    let max = size.saturating_mul(STEPS_PER_INSTRUCTION_MAX).saturating_add(STEPS_MAX);
    let mut spent: usize = 0;
    let mut pending = BTreeSet::from([0]);
    while let Some(index) = pending.pop_first() {
        let (Some(block), Some(Some(head))) = (body.code.blocks.get(index), heads.get(index))
        else {
            continue;
        };
        let start = (head.clone(), point(index, 0));
        let mut walk = Walk::new(body, calls, &resources, start);
        run(&mut walk, index, block, &liveness)?;
        let mut steps = walk.graph.take_steps().saturating_add(walk.steps);
        for successor in block.terminator.successors() {
            let mut graph = walk.graph.clone();
            let unused: Vec<Register> =
                graph.references().filter(|it| !liveness.is_live(successor, *it)).collect();
            unused.into_iter().for_each(|it| graph.release(it));
            steps = steps.saturating_add(graph.take_steps()).saturating_add(graph.edge_count());
            let Some(head) = heads.get_mut(successor.index()) else { continue };
            let has_changed = join(head, graph);
            steps = steps.saturating_add(head.as_mut().map_or(0, Graph::take_steps));
            if has_changed {
                pending.insert(successor.index());
            }
        }
        spent = spent.saturating_add(steps);
        if max < spent {
            let what = "steps between references";
            return Err(body.whole(Fault::OverLimit(LimitExceeded { what, found: spent, max })));
        }
    }
    Ok(())
}

/// Joins a graph into the head of a block; whether that changed it.
fn join(head: &mut Option<Graph>, graph: Graph) -> bool {
    if let Some(head) = head {
        return head.join(&graph);
    }
    *head = Some(graph);
    true
}

/// The parameters that are references, each on its own.
fn at_entry(body: &Body<'_>, liveness: &Liveness<'_>) -> Graph {
    let mut graph = Graph::default();
    for (number, parameter) in (0..).zip(&body.function.parameters) {
        let Type::Reference { is_mutable, .. } = parameter.ty else { continue };
        if liveness.is_live(BlockId(0), Register(number)) {
            graph.add(Register(number), Loan { is_mutable, made: None });
        }
    }
    graph
}

fn run(walk: &mut Walk<'_>, index: usize, block: &Block, liveness: &Liveness<'_>) -> Checked {
    let dying = dying(walk.body.code, liveness, block);
    let mut dying = dying.iter();
    for (position, instruction) in block.instructions.iter().enumerate() {
        walk.at = point(index, position);
        let dying = dying.next().map_or(&[][..], Vec::as_slice);
        walk.step(instruction, dying).map_err(|fault| walk.body.at(index, position, fault))?;
    }
    let end = block.instructions.len();
    walk.at = point(index, end);
    let dying = dying.next().map_or(&[][..], Vec::as_slice);
    walk.finish(&block.terminator, dying).map_err(|fault| walk.body.at(index, end, fault))
}

fn point(block: usize, instruction: usize) -> CodePoint {
    let number = |index| u32::try_from(index).unwrap_or(u32::MAX);
    CodePoint { block: BlockId(number(block)), instruction: number(instruction) }
}

/// Where what a register holds at `at` is next used, if it is: there, or on the nearest way on.
fn later_use(code: &Code, at: CodePoint, register: Register) -> Option<CodePoint> {
    let first = (at.block.index(), at.instruction as usize);
    let mut seen = BTreeSet::new();
    let mut pending = std::collections::VecDeque::from([first]);
    while let Some((index, from)) = pending.pop_front() {
        let Some(block) = code.blocks.get(index) else { continue };
        let mut is_overwritten = false;
        for (position, instruction) in block.instructions.iter().enumerate().skip(from) {
            if instruction.operands().contains(&register) {
                return Some(point(index, position));
            }
            if instruction.targets().contains(&register) {
                is_overwritten = true;
                break;
            }
        }
        if is_overwritten {
            continue;
        }
        if block.terminator.operands().contains(&register) {
            return Some(point(index, block.instructions.len()));
        }
        let next = block.terminator.successors();
        pending.extend(
            next.iter().map(|it| it.index()).filter(|it| seen.insert(*it)).map(|it| (it, 0)),
        );
    }
    None
}
