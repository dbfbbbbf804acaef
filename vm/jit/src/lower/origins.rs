//! Where references lead, before the code runs: to locals, or into records, and to which part of one.

use rustc_hash::FxHashMap;
use vm_access::Component;
use vm_bytecode::{BlockId, Instruction, Native, Register, Terminator};
use vm_interpreter::{Instance, Target as CallTarget};
use vm_layout::{FieldLayout, Layout};

use super::Origin;
use super::records::{IS_WHOLE, part_of};

/// What is known of references at the start of a block: those that are in no list, nothing is known of.
pub(super) type Start = Vec<(Register, Origin)>;

/// Of all references, by register.
type Origins = FxHashMap<Register, Origin>;

/// What is known of references at the start of each block, if `parameters` is what is known of those that are passed.
pub(super) fn starts(instance: &Instance, parameters: &[(Register, Origin)]) -> Vec<Start> {
    let blocks = &instance.code().blocks;
    let mut starts: Vec<Option<Origins>> = vec![None; blocks.len()];
    if let Some(first) = starts.first_mut() {
        *first = Some(parameters.iter().copied().collect());
    }
    let mut pending = vec![BlockId(0)];
    while let Some(id) = pending.pop() {
        let Some(block) = blocks.get(id.index()) else { continue };
        let mut origins = starts.get(id.index()).cloned().flatten().unwrap_or_default();
        for instruction in &block.instructions {
            step(instance, instruction, &mut origins);
        }
        let next = match &block.terminator {
            Terminator::Jump(next) => [Some(*next), None],
            Terminator::Branch { then, otherwise, .. } => [Some(*then), Some(*otherwise)],
            Terminator::Return(_) | Terminator::Abort(_) => [None, None],
        };
        for next in next.into_iter().flatten() {
            if starts.get_mut(next.index()).is_some_and(|start| join(start, &origins)) {
                pending.push(next);
            }
        }
    }
    let list = |start: Option<Origins>| {
        let mut list: Start = start.unwrap_or_default().into_iter().collect();
        list.sort_by_key(|(register, _)| *register);
        list.retain(|(_, origin)| *origin != Origin::default());
        list
    };
    starts.into_iter().map(list).collect()
}

/// Whether less is known now. A register that has no value on one of the ways is not read after they meet.
fn join(start: &mut Option<Origins>, other: &Origins) -> bool {
    let Some(start) = start else {
        *start = Some(other.clone());
        return true;
    };
    let mut is_changed = false;
    let mut registers: Vec<_> = other.iter().collect();
    registers.sort_by_key(|(register, _)| **register);
    for (register, origin) in registers {
        match start.get_mut(register) {
            None => {
                start.insert(*register, *origin);
                is_changed = true;
            }
            Some(own) => {
                let met = own.meet(*origin);
                is_changed |= met != *own;
                *own = met;
            }
        }
    }
    is_changed
}

#[expect(clippy::wildcard_enum_match_arm, reason = "all others make no references")]
fn step(instance: &Instance, instruction: &Instruction, origins: &mut Origins) {
    let of =
        |origins: &Origins, register: &Register| origins.get(register).copied().unwrap_or_default();
    let referent = |register: &Register| {
        instance.slot(*register).and_then(|(_, layout)| layout.referent().cloned())
    };
    match instruction {
        Instruction::BorrowLocal { to, .. } | Instruction::VectorBorrow { to, .. } => {
            origins.insert(*to, Origin::LOCAL);
        }
        Instruction::BorrowGlobal { to, .. } => {
            origins.insert(*to, Origin::RECORD);
        }
        Instruction::Move { to, from }
        | Instruction::Copy { to, from }
        | Instruction::Freeze { to, from }
            if referent(from).is_some() =>
        {
            origins.insert(*to, of(origins, from));
        }
        Instruction::BorrowField { to, reference, field } => {
            let of_root = part_of(Component::of_field(field.index()));
            let inside = referent(reference).and_then(|layout| {
                let field = layout.fields().get(field.index())?;
                Some(of(origins, reference).inside(&layout, field, of_root))
            });
            origins.insert(*to, inside.unwrap_or_default());
        }
        Instruction::BorrowVariantField { to, reference, .. } => {
            // Which part it is, is found again where it is borrowed.
            let Origin { is_record, .. } = of(origins, reference);
            origins.insert(*to, Origin { is_record, part: None });
        }
        Instruction::Call { to, callee, .. } => {
            let is_record = matches!(
                instance.target(*callee),
                Ok(CallTarget::Native { native: Native::TableBorrow | Native::TableBorrowMut, .. })
            );
            let origin = if is_record { Origin::RECORD } else { Origin::default() };
            origins.extend(to.iter().map(|to| (*to, origin)));
        }
        _ => {
            origins.extend(instruction.targets().iter().map(|to| (*to, Origin::default())));
        }
    }
}

impl Origin {
    /// Something that is in no record, or below what was noted of one.
    pub(super) const LOCAL: Self = Self { is_record: Some(false), part: Some(0) };
    /// A whole record.
    pub(super) const RECORD: Self = Self { is_record: Some(true), part: Some(0) };

    /// What is known if it is one or the other.
    pub(super) fn meet(self, other: Self) -> Self {
        let is_record = self.is_record.filter(|own| other.is_record == Some(*own));
        Self { is_record, part: self.part.filter(|own| other.part == Some(*own)) }
    }

    /// Of a field of what it leads to. If that is a whole record, the field is the part `of_root`.
    pub(super) fn inside(self, layout: &Layout, field: &FieldLayout, of_root: u64) -> Self {
        let kept = kept_inside(layout, field);
        let part = self.part.map(|part| if part == 0 { of_root } else { part & kept });
        Self { is_record: self.is_record, part }
    }
}

/// What remains of the part that a reference leads to when a field of it is borrowed. The only field of a struct is the
/// whole of it.
pub(super) fn kept_inside(layout: &Layout, field: &FieldLayout) -> u64 {
    let is_all = field.offset == 0 && field.layout.size() == layout.size();
    if is_all { u64::MAX } else { !IS_WHOLE }
}
