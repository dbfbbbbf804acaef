//! What was found at the heads of blocks, as a verifier is told it.
//!
//! Where several ways meet it cannot know without a fixpoint of its own; where one way leads it needs no help, but out of
//! a loop whose variable something is said by that is used again: it knows no loops, and would go on with what is forgotten
//! here. Registers that are not used again are left out, and those of which nothing is known.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::Term;
use vm_bytecode::{BlockId, Code, Head, Held, Instruction, Liveness, Register, Variable};

use crate::domain::{Abstract, Target};
use crate::flow::Flow;
use crate::state::State;

/// The registers that count the rounds of the loop which begins at a block, best first, and the loop's variable.
pub(crate) type Counters = Option<(u8, Vec<Register>)>;

/// What is forgotten on a way to a block.
#[derive(Debug)]
pub(crate) struct Forgotten {
    block: BlockId,
    registers: Vec<Register>,
    is_in_state: bool,
}

impl Forgotten {
    /// What is known `before` the way to `block` and not `after`; nothing most times.
    pub(crate) fn on_way(block: BlockId, before: &State, after: &State) -> Option<Self> {
        let registers = before.registers.iter().zip(&after.registers).enumerate();
        let changed = registers.filter(|(_, (before, after))| before != after);
        let registers: Vec<Register> = changed.map(|(index, _)| Register::new(index)).collect();
        let is_in_state = before.written.has_other_values(&after.written);
        let is_any = is_in_state || !registers.is_empty();
        is_any.then_some(Self { block, registers, is_in_state })
    }
}

/// The heads of a function's blocks, of which `states` tells what was found, and `forgotten` what was lost on ways there.
pub(crate) fn heads(
    code: &Code,
    states: &[Option<State>],
    forgotten: &[Forgotten],
    flow: &Flow,
) -> Vec<Head> {
    let mut blocks = flow.meetings.clone();
    if blocks.is_empty() && forgotten.is_empty() {
        return Vec::new();
    }
    let liveness = Liveness::of(code);
    let borrowed = borrowed_locals(code);
    let matters = |it: &&Forgotten| {
        let is_used = |register: &Register| {
            liveness.is_live(it.block, *register) || borrowed.contains(register)
        };
        it.is_in_state || it.registers.iter().any(is_used)
    };
    blocks.extend(forgotten.iter().filter(matters).map(|it| it.block));
    let blocks = blocks.into_iter();
    let states = blocks.filter_map(|block| Some((block, states.get(block.index())?.as_ref()?)));
    states
        .map(|(block, state)| {
            let is_live = |register| liveness.is_live(block, register);
            head(block, state, &is_live, flow.loops.counters(block).as_ref())
        })
        .collect()
}

/// The locals that references may lead to.
fn borrowed_locals(code: &Code) -> BTreeSet<Register> {
    let instructions = code.blocks.iter().flat_map(|block| &block.instructions);
    let borrowed = instructions.filter_map(|instruction| {
        let Instruction::BorrowLocal { local, .. } = instruction else { return None };
        Some(*local)
    });
    borrowed.collect()
}

fn head(
    block: BlockId,
    state: &State,
    is_live: &dyn Fn(Register) -> bool,
    counters: Option<&(u8, Vec<Register>)>,
) -> Head {
    let mut registers = BTreeMap::new();
    let live = (0..state.registers.len()).map(Register::new).filter(|register| is_live(*register));
    live.for_each(|register| name(state, register, &mut registers));
    // What leads to a local uses it.
    let locals: BTreeSet<Register> = registers.values().flat_map(locals).collect();
    locals.into_iter().for_each(|local| name(state, local, &mut registers));
    let mut head = Head {
        block,
        variables: Vec::new(),
        registers: registers.into_iter().collect(),
        written: state.written.places(),
        facts: state.facts.all().cloned().collect(),
    };
    let mut mentioned = BTreeSet::new();
    head.for_each_term(&mut |term| {
        term.for_each(&mut |part| {
            if let Term::Index(index) = part {
                mentioned.insert(*index);
            }
        });
    });
    for index in mentioned {
        let own = counters.filter(|(own, _)| *own == index);
        let counter = own.and_then(|(_, registers)| count(&mut head, state, registers));
        head.variables.push(Variable { index, counter });
    }
    head
}

/// Chooses the register that counts a loop's rounds, and sees that it is named.
fn count(head: &mut Head, state: &State, counters: &[Register]) -> Option<Register> {
    let position = |head: &Head, register: &Register| {
        head.registers.binary_search_by_key(register, |(register, _)| *register)
    };
    let named = counters.iter().find(|register| position(head, register).is_ok());
    if named.is_some() {
        return named.copied();
    }
    let counter = *counters.first()?;
    let held = held(state.registers.get(counter.index())?)?;
    let position = position(head, &counter).unwrap_or_else(|position| position);
    head.registers.insert(position, (counter, held));
    Some(counter)
}

/// Names a register in `registers` if anything is known of it.
fn name(state: &State, register: Register, registers: &mut BTreeMap<Register, Held>) {
    let held = state.registers.get(register.index()).and_then(held);
    registers.extend(held.map(|held| (register, held)));
}

fn held(known: &Abstract) -> Option<Held> {
    match known {
        Abstract::Unset => None,
        Abstract::Value(known) if known.term == Term::Any => None,
        Abstract::Value(known) => Some(Held::Value(known.term.clone())),
        Abstract::Reference(reference) if reference.is_lost => None,
        Abstract::Reference(reference) => {
            Some(Held::Reference(reference.targets.iter().map(Target::said).collect()))
        }
    }
}

/// The locals that a reference may lead to.
fn locals(held: &Held) -> Vec<Register> {
    match held {
        Held::Value(_) => Vec::new(),
        Held::Reference(targets) => targets.iter().filter_map(vm_bytecode::Target::local).collect(),
    }
}
