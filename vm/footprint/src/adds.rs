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
        let mut uses = Self::default();
        for block in &code.blocks {
            for instruction in &block.instructions {
                let (to, from) = operands(instruction);
                to.iter().for_each(|register| *uses.written.entry(*register).or_default() += 1);
                from.iter().for_each(|register| *uses.used.entry(*register).or_default() += 1);
                if let Instruction::BorrowLocal { local, .. } = instruction {
                    uses.borrowed.insert(*local);
                }
            }
            match &block.terminator {
                Terminator::Jump(_) => {}
                Terminator::Branch { condition: used, .. } | Terminator::Abort(used) => {
                    *uses.used.entry(*used).or_default() += 1;
                }
                Terminator::Return(results) => {
                    results.iter().for_each(|used| *uses.used.entry(*used).or_default() += 1);
                }
            }
        }
        uses
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

    fn define(&mut self, to: Register, definition: Definition) {
        let number = match self.definitions.get(&definition) {
            Some(number) => *number,
            None => self.fresh(),
        };
        self.definitions.insert(definition, number);
        self.registers.insert(to, number);
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
        match instruction {
            Instruction::Read { to, reference } => {
                let place = self.numbers.of(*reference);
                let is_integer = self.code.register(*to).is_some_and(Type::is_integer);
                if is_integer && self.uses.is_single(*to) {
                    self.open.push(Open { read: here, place, value: *to, is_added: false });
                }
            }
            Instruction::Move { to, from } => {
                let is_single = self.uses.is_single(*to);
                for open in &mut self.open {
                    if open.value == *from && is_single {
                        open.value = *to;
                    }
                }
            }
            Instruction::Binary { to, operation, left, right } => {
                self.add(*to, *operation, *left, *right);
            }
            Instruction::Write { reference, from } => {
                let place = self.numbers.of(*reference);
                let is_it =
                    |open: &Open| open.is_added && open.value == *from && open.place == place;
                if let Some(open) = self.open.iter().find(|open| is_it(open)) {
                    found.reads.insert(open.read);
                    found.writes.insert(here);
                }
            }
            _ => {}
        }
        if self.may_change_state(instruction) {
            self.open.clear();
        }
        self.number(instruction);
    }

    fn add(&mut self, to: Register, operation: BinaryOperation, left: Register, right: Register) {
        let is_single = self.uses.is_single(to);
        for open in &mut self.open {
            let adds = match operation {
                BinaryOperation::Add => (open.value == left) != (open.value == right),
                BinaryOperation::Subtract => open.value == left && open.value != right,
                _ => false,
            };
            if adds && is_single && !open.is_added {
                open.value = to;
                open.is_added = true;
            }
        }
    }

    fn may_change_state(&self, instruction: &Instruction) -> bool {
        match instruction {
            Instruction::Write { .. }
            | Instruction::MoveFrom { .. }
            | Instruction::MoveTo { .. }
            | Instruction::VectorPush { .. }
            | Instruction::VectorPop { .. }
            | Instruction::VectorSwap { .. } => true,
            Instruction::Call { callee, .. } => match self.callees.get(callee.index()) {
                None => true,
                Some(Summary { footprint, .. }) => {
                    footprint.is_open()
                        || footprint.accesses().iter().any(|access| access.mode != Mode::Reads)
                }
            },
            _ => false,
        }
    }

    /// Numbers what the instruction puts into registers.
    fn number(&mut self, instruction: &Instruction) {
        let numbers = &mut self.numbers;
        match instruction {
            Instruction::Constant { to, constant } => {
                numbers.define(*to, Definition::Constant(constant.0));
            }
            Instruction::Move { to, from }
            | Instruction::Copy { to, from }
            | Instruction::Freeze { to, from }
                if !self.uses.borrowed.contains(from) =>
            {
                let number = numbers.of(*from);
                numbers.registers.insert(*to, number);
            }
            Instruction::BorrowLocal { to, local } => {
                numbers.define(*to, Definition::Local(*local));
            }
            Instruction::BorrowField { to, reference, field } => {
                let base = numbers.of(*reference);
                numbers.define(*to, Definition::Field(base, field.0));
            }
            Instruction::BorrowGlobal { to, address } if !self.uses.borrowed.contains(address) => {
                let address = numbers.of(*address);
                let ty = self.code.register(*to).map_or(Type::Bool, |ty| ty.referent().clone());
                numbers.define(*to, Definition::Global(ty, address));
            }
            Instruction::VectorBorrow { to, vector, index }
                if !self.uses.borrowed.contains(index) =>
            {
                let (vector, index) = (numbers.of(*vector), numbers.of(*index));
                numbers.define(*to, Definition::Element(vector, index));
            }
            Instruction::Call { to, callee, arguments } => {
                let native = self.module.callee(*callee).and_then(|it| Native::find(&it.function));
                match (native, to.as_slice(), arguments.as_slice()) {
                    (Some(Native::TableBorrow | Native::TableBorrowMut), [to], [table, key])
                        if !self.uses.borrowed.contains(key) =>
                    {
                        let (table, key) = (numbers.of(*table), numbers.of(*key));
                        numbers.define(*to, Definition::Item(table, key));
                    }
                    _ => self.forget(to),
                }
            }
            other => {
                let (to, _) = operands(other);
                self.forget(&to);
            }
        }
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
