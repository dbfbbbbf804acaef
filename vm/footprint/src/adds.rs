//! Commutative updates: `place = place ± x` where the old value reaches nothing else.
//!
//! Within a block, values are numbered: two registers with one number hold the same value, or lead to the same place. A
//! read, one addition or subtraction and a write of the same place make an update, if the registers between serve
//! nothing else and nothing between the read and the write can change state.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{Mode, Type};
use vm_bytecode::{
    BinaryOperation, Code, CodePoint, Instruction, Module, Native, Register, Terminator,
};

use crate::summary::Summary;
use crate::transfer::point;

/// The reads and writes that together are commutative updates.
#[derive(Debug, Default)]
pub(crate) struct Additions {
    reads: BTreeSet<CodePoint>,
    writes: BTreeSet<CodePoint>,
}

impl Additions {
    /// Whether the read at `point` only feeds an update.
    pub(crate) fn is_read(&self, point: CodePoint) -> bool {
        self.reads.contains(&point)
    }

    /// Whether the write at `point` is an update.
    pub(crate) fn is_write(&self, point: CodePoint) -> bool {
        self.writes.contains(&point)
    }

    /// Finds the updates in a function's code.
    pub(crate) fn find(module: &Module, code: &Code, callees: &[Summary]) -> Self {
        let uses = Uses::count(code);
        let mut found = Self::default();
        for (index, block) in code.blocks.iter().enumerate() {
            let mut scan = Scan {
                module,
                code,
                callees,
                uses: &uses,
                numbers: Numbers::default(),
                open: Vec::new(),
                block: index,
            };
            for (position, instruction) in block.instructions.iter().enumerate() {
                scan.instruction(position, instruction, &mut found);
            }
        }
        found
    }
}

/// How often each register is written and used, and which may change behind a reference.
#[derive(Default)]
struct Uses {
    written: BTreeMap<Register, usize>,
    used: BTreeMap<Register, usize>,
    borrowed: BTreeSet<Register>,
}

impl Uses {
    fn count(code: &Code) -> Self {
        let mut counts = Self::default();
        for block in &code.blocks {
            for instruction in &block.instructions {
                let (to, from) = operands(instruction);
                for register in to {
                    *counts.written.entry(register).or_default() += 1;
                }
                for register in from {
                    *counts.used.entry(register).or_default() += 1;
                }
                if let Instruction::BorrowLocal { local, .. } = instruction {
                    counts.borrowed.insert(*local);
                }
            }
            match &block.terminator {
                Terminator::Jump(_) => {}
                Terminator::Branch { condition: from, .. } | Terminator::Abort(from) => {
                    *counts.used.entry(*from).or_default() += 1;
                }
                Terminator::Return(results) => {
                    for register in results {
                        *counts.used.entry(*register).or_default() += 1;
                    }
                }
            }
        }
        counts
    }

    /// Whether the register is written once and used once.
    fn is_single(&self, register: Register) -> bool {
        self.written.get(&register) == Some(&1)
            && self.used.get(&register) == Some(&1)
            && !self.borrowed.contains(&register)
    }
}

/// What a number stands for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Definition {
    Constant(u32),
    Local(Register),
    Global(Type, u32),
    Field(u32, u32),
    Element(u32, u32),
    Item(u32, u32),
}

/// Numbers of registers and definitions in one block.
#[derive(Default)]
struct Numbers {
    registers: BTreeMap<Register, u32>,
    definitions: BTreeMap<Definition, u32>,
    next: u32,
}

impl Numbers {
    fn fresh(&mut self) -> u32 {
        self.next = self.next.saturating_add(1);
        self.next
    }

    fn of(&mut self, register: Register) -> u32 {
        if let Some(number) = self.registers.get(&register) {
            return *number;
        }
        let number = self.fresh();
        self.registers.insert(register, number);
        number
    }

    fn of_definition(&mut self, definition: Definition) -> u32 {
        if let Some(number) = self.definitions.get(&definition) {
            return *number;
        }
        let number = self.fresh();
        self.definitions.insert(definition, number);
        number
    }
}

/// An update that has begun.
struct Open {
    read: CodePoint,
    /// The number of the reference read.
    place: u32,
    /// Where the old value, or the sum, is now.
    value: Register,
    is_added: bool,
}

struct Scan<'a> {
    module: &'a Module,
    code: &'a Code,
    callees: &'a [Summary],
    uses: &'a Uses,
    numbers: Numbers,
    open: Vec<Open>,
    block: usize,
}

impl Scan<'_> {
    fn instruction(&mut self, position: usize, instruction: &Instruction, found: &mut Additions) {
        let here = point(self.block, position);
        self.follow(here, instruction, found);
        if self.may_change_state(instruction) {
            self.open.clear();
        }
        self.number(instruction);
    }

    /// Begins an update, carries it on, or ends it.
    fn follow(&mut self, here: CodePoint, instruction: &Instruction, found: &mut Additions) {
        if let Instruction::Read { to, reference } = instruction {
            let place = self.numbers.of(*reference);
            let is_integer = self.code.register(*to).is_some_and(Type::is_integer);
            if is_integer && self.uses.is_single(*to) {
                self.open.push(Open { read: here, place, value: *to, is_added: false });
            }
        } else if let Instruction::Move { to, from } = instruction {
            let is_single = self.uses.is_single(*to);
            for open in &mut self.open {
                if open.value == *from && is_single {
                    open.value = *to;
                }
            }
        } else if let Instruction::Binary { to, operation, left, right } = instruction {
            self.add(*to, *operation, *left, *right);
        } else if let Instruction::Write { reference, from } = instruction {
            let place = self.numbers.of(*reference);
            let is_it = |open: &Open| open.is_added && open.value == *from && open.place == place;
            if let Some(open) = self.open.iter().find(|open| is_it(open)) {
                found.reads.insert(open.read);
                found.writes.insert(here);
            }
        }
    }

    fn add(&mut self, to: Register, operation: BinaryOperation, left: Register, right: Register) {
        let is_single = self.uses.is_single(to);
        for open in &mut self.open {
            let is_left = open.value == left && open.value != right;
            let is_right = open.value == right && open.value != left;
            let adds = operation == BinaryOperation::Add && (is_left || is_right)
                || operation == BinaryOperation::Subtract && is_left;
            if adds && is_single && !open.is_added {
                open.value = to;
                open.is_added = true;
            }
        }
    }

    fn may_change_state(&self, instruction: &Instruction) -> bool {
        if let Instruction::Call { callee, .. } = instruction {
            return self.callees.get(callee.index()).is_none_or(|Summary { footprint, .. }| {
                footprint.is_open()
                    || footprint.accesses().iter().any(|access| access.mode != Mode::Reads)
            });
        }
        matches!(
            instruction,
            Instruction::Write { .. }
                | Instruction::MoveFrom { .. }
                | Instruction::MoveTo { .. }
                | Instruction::VectorPush { .. }
                | Instruction::VectorPop { .. }
                | Instruction::VectorSwap { .. }
        )
    }

    /// Numbers what the instruction puts into registers.
    fn number(&mut self, instruction: &Instruction) {
        let (to, _) = operands(instruction);
        match (self.known_number(instruction), to.as_slice()) {
            (Some(number), [to]) => {
                self.numbers.registers.insert(*to, number);
            }
            (_, to) => self.forget(to),
        }
    }

    /// The number of a result that is the same wherever the operands are.
    fn known_number(&mut self, instruction: &Instruction) -> Option<u32> {
        if let Instruction::Move { from, .. }
        | Instruction::Copy { from, .. }
        | Instruction::Freeze { from, .. } = instruction
        {
            return self.stable(*from);
        }
        let definition = if let Instruction::Constant { constant, .. } = instruction {
            Definition::Constant(constant.0)
        } else if let Instruction::BorrowLocal { local, .. } = instruction {
            Definition::Local(*local)
        } else if let Instruction::BorrowField { reference, field, .. } = instruction {
            Definition::Field(self.numbers.of(*reference), field.0)
        } else if let Instruction::BorrowGlobal { to, address } = instruction {
            let ty = self.code.register(*to)?.referent().clone();
            Definition::Global(ty, self.stable(*address)?)
        } else if let Instruction::VectorBorrow { vector, index, .. } = instruction {
            Definition::Element(self.numbers.of(*vector), self.stable(*index)?)
        } else if let Instruction::Call { callee, arguments, .. } = instruction {
            let native = Native::find(&self.module.callee(*callee)?.function)?;
            let [table, key] = arguments.as_slice() else { return None };
            if !matches!(native, Native::TableBorrow | Native::TableBorrowMut) {
                return None;
            }
            Definition::Item(self.numbers.of(*table), self.stable(*key)?)
        } else {
            return None;
        };
        Some(self.numbers.of_definition(definition))
    }

    /// The number of what is in a register that nothing changes behind a reference.
    fn stable(&mut self, register: Register) -> Option<u32> {
        (!self.uses.borrowed.contains(&register)).then(|| self.numbers.of(register))
    }

    fn forget(&mut self, registers: &[Register]) {
        for register in registers {
            let number = self.numbers.fresh();
            self.numbers.registers.insert(*register, number);
        }
    }
}

/// The registers an instruction writes and those it uses.
fn operands(instruction: &Instruction) -> (Vec<Register>, Vec<Register>) {
    match instruction {
        Instruction::Constant { to, .. } => (vec![*to], Vec::new()),
        Instruction::Move { to, from }
        | Instruction::Copy { to, from }
        | Instruction::Not { to, from }
        | Instruction::Cast { to, from }
        | Instruction::Freeze { to, from }
        | Instruction::BorrowLocal { to, local: from }
        | Instruction::BorrowField { to, reference: from, .. }
        | Instruction::Read { to, reference: from }
        | Instruction::BorrowGlobal { to, address: from }
        | Instruction::Exists { to, address: from, .. }
        | Instruction::MoveFrom { to, address: from }
        | Instruction::VectorLength { to, vector: from }
        | Instruction::VectorPop { to, vector: from } => (vec![*to], vec![*from]),
        Instruction::Binary { to, left, right, .. } => (vec![*to], vec![*left, *right]),
        Instruction::Pack { to, fields: from } | Instruction::VectorPack { to, from } => {
            (vec![*to], from.clone())
        }
        Instruction::Unpack { to, from } | Instruction::VectorUnpack { to, from } => {
            (to.clone(), vec![*from])
        }
        Instruction::Write { reference: left, from: right }
        | Instruction::MoveTo { signer: left, from: right }
        | Instruction::VectorPush { vector: left, from: right } => {
            (Vec::new(), vec![*left, *right])
        }
        Instruction::VectorBorrow { to, vector, index } => (vec![*to], vec![*vector, *index]),
        Instruction::VectorSwap { vector, left, right } => {
            (Vec::new(), vec![*vector, *left, *right])
        }
        Instruction::Call { to, arguments, .. } => (to.clone(), arguments.clone()),
    }
}
