//! By how much a call may change integers: bounds that let adders run in any order.
//!
//! A bound is a term over the parameters where there is one, and a number in any case: what fits into the type, or into the
//! smaller type that a value was cast from. What happens in a loop or a recursion has no bound.

use vm_access::{AccessPath, IntegerType, Root, Term, Type, U256};
use vm_bytecode::{BinaryOperation, Code, Instruction, Module, Register, UpdateOperation};

use crate::domain::{Reference, Target, mentions};
use crate::fixed::FixedFields;
use crate::settle::settle;

/// Updates that are told apart in one function before nothing is said of any.
const SITES_MAX: usize = 64;

/// One update of an integer that a call may make, at most once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The integer, over the parameters.
    pub path: AccessPath,
    /// Whether it grows or shrinks.
    pub operation: UpdateOperation,
    /// By how much, if a term says so.
    pub term: Option<Term>,
    /// How far from 0 the amount is at most, whatever the term; `None` if that is not known, or the update repeats.
    pub at_most: Option<U256>,
    /// Whether it may be negative.
    pub is_signed: bool,
}

/// Every update that a call may make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    sites: Vec<Amount>,
    is_unknown: bool,
}

impl Amounts {
    /// Of a call of which nothing is known.
    pub(crate) fn unknown() -> Self {
        Self { sites: Vec::new(), is_unknown: true }
    }

    /// The updates; `None` if there may be others.
    pub fn sites(&self) -> Option<&[Amount]> {
        (!self.is_unknown).then_some(self.sites.as_slice())
    }

    /// Notes that anything may be updated.
    pub(crate) fn lose(&mut self) {
        *self = Self::unknown();
    }

    /// Notes an update of whatever `reference` may lead to.
    pub(crate) fn note(&mut self, reference: &Reference, amount: &Amount, fixed: &FixedFields<'_>) {
        if reference.is_lost {
            self.lose();
        }
        if self.is_unknown {
            return;
        }
        for target in reference.targets.iter() {
            if let Target::Path(path) = target {
                // A loop's variable means nothing outside of it.
                let settled = settle(path.map_indices(&|_| Term::Any), fixed);
                if !settled.is_fresh_item() {
                    self.add(Amount { path: settled.path, ..amount.clone() });
                }
            }
        }
    }

    /// Adds updates of the same call.
    pub(crate) fn append(&mut self, other: Self) {
        if other.is_unknown {
            self.lose();
        }
        other.sites.into_iter().for_each(|site| self.add(site));
    }

    fn add(&mut self, site: Amount) {
        // Twice without bound is once without bound.
        let is_said = site.at_most.is_none() && self.sites.contains(&site);
        if self.is_unknown || is_said {
            return;
        }
        self.sites.push(site);
        if SITES_MAX < self.sites.len() {
            self.lose();
        }
    }

    /// The updates with the callee's type parameters put in.
    pub(crate) fn in_types(&self, types: &[Type]) -> Self {
        let site = |amount: &Amount| Amount {
            path: amount.path.in_types(types),
            term: amount.term.as_ref().map(|term| term.in_types(types)),
            ..amount.clone()
        };
        Self { sites: self.sites.iter().map(site).collect(), is_unknown: self.is_unknown }
    }
}

impl Amount {
    /// An amount of which this is known, of an integer of type `ty`, wherever it is added.
    pub(crate) fn new(
        term: Term,
        at_most: Option<U256>,
        operation: UpdateOperation,
        ty: Option<&Type>,
    ) -> Self {
        let is_signed = ty.and_then(Type::as_integer).is_none_or(IntegerType::is_signed);
        let path = AccessPath::root(Root::Everything);
        Self { path, operation, term: Some(term), at_most, is_signed }
    }

    /// The same amount by a term that can be evaluated before the transaction runs, if there is one.
    pub(crate) fn bindable(self, fixed: &FixedFields<'_>) -> Self {
        let term = self.term.and_then(|term| bindable(term, fixed));
        Self { term, ..self }
    }

    /// Any number of times the amount.
    pub(crate) fn repeated(self) -> Self {
        Self { term: None, at_most: None, ..self }
    }
}

/// The term, if it can be evaluated before the transaction runs.
fn bindable(term: Term, fixed: &FixedFields<'_>) -> Option<Term> {
    let is_not = |part: &Term| match part {
        Term::Any | Term::Fresh | Term::Index(_) => true,
        Term::Stored(path) => !fixed.is_constant(path),
        Term::Constant(_)
        | Term::Parameter(_)
        | Term::Field(..)
        | Term::Element(..)
        | Term::AnyElement(_)
        | Term::Apply(_)
        | Term::Pack(..)
        | Term::Choice(_) => false,
    };
    (!mentions(&term, &is_not)).then_some(term)
}

/// For each register how far from 0 the integer that it holds may ever be; `None` for other types.
///
/// One bound a register, whatever the way: nothing is added up, so the greatest of finitely many numbers is soon found.
pub(crate) fn farthest(module: &Module, code: &Code, parameters: usize) -> Vec<Option<U256>> {
    let limits: Vec<Option<U256>> = code.registers.iter().map(limit_of).collect();
    let mut start: Vec<Option<U256>> =
        limits.iter().map(|limit| limit.map(|_| U256::ZERO)).collect();
    let instructions = || code.blocks.iter().flat_map(|block| &block.instructions);
    // Parameters come from elsewhere, and what is borrowed may be written through the reference.
    let borrowed = instructions().filter_map(|instruction| {
        let Instruction::BorrowLocal { local, .. } = instruction else { return None };
        Some(local.index())
    });
    for index in (0..parameters).chain(borrowed) {
        if let (Some(slot), Some(limit)) = (start.get_mut(index), limits.get(index)) {
            *slot = *limit;
        }
    }
    let mut farthest = start;
    let mut is_changed = true;
    while is_changed {
        is_changed = false;
        for instruction in instructions() {
            for to in instruction.targets() {
                let Some(Some(limit)) = limits.get(to.index()).copied() else { continue };
                let value =
                    result_of((module, code), instruction, &farthest).unwrap_or(limit).min(limit);
                if let Some(Some(known)) = farthest.get_mut(to.index())
                    && *known < value
                {
                    *known = value;
                    is_changed = true;
                }
            }
        }
    }
    farthest
}

/// How far from 0 the instruction's integer result is at most; `None` if that is not known. Never farther than an operand
/// or constant.
fn result_of(
    (module, code): (&Module, &Code),
    instruction: &Instruction,
    farthest: &[Option<U256>],
) -> Option<U256> {
    let of = |register: Register| farthest.get(register.index()).copied().flatten();
    match instruction {
        Instruction::Constant { constant, .. } => {
            Some(module.constant(*constant)?.value.as_integer()?.magnitude())
        }
        Instruction::Move { from, .. }
        | Instruction::Copy { from, .. }
        | Instruction::Cast { from, .. } => of(*from),
        Instruction::Binary {
            operation:
                BinaryOperation::Divide
                | BinaryOperation::Modulo
                | BinaryOperation::BitAnd
                | BinaryOperation::ShiftRight,
            left,
            ..
        } => of(*left),
        Instruction::Binary { operation: BinaryOperation::Subtract, left, .. }
            if !code.register(*left)?.as_integer()?.is_signed() =>
        {
            of(*left)
        }
        Instruction::Binary { .. }
        | Instruction::Not { .. }
        | Instruction::Pack { .. }
        | Instruction::Unpack { .. }
        | Instruction::PackVariant { .. }
        | Instruction::UnpackVariant { .. }
        | Instruction::TestVariant { .. }
        | Instruction::BorrowVariantField { .. }
        | Instruction::BorrowLocal { .. }
        | Instruction::BorrowField { .. }
        | Instruction::Freeze { .. }
        | Instruction::Read { .. }
        | Instruction::Write { .. }
        | Instruction::Update { .. }
        | Instruction::BorrowGlobal { .. }
        | Instruction::Exists { .. }
        | Instruction::MoveFrom { .. }
        | Instruction::MoveTo { .. }
        | Instruction::VectorPack { .. }
        | Instruction::VectorUnpack { .. }
        | Instruction::VectorLength { .. }
        | Instruction::VectorBorrow { .. }
        | Instruction::VectorPush { .. }
        | Instruction::VectorPop { .. }
        | Instruction::VectorSwap { .. }
        | Instruction::Call { .. }
        | Instruction::PackClosure { .. }
        | Instruction::WidenClosure { .. }
        | Instruction::CallClosure { .. } => None,
    }
}

/// How far from 0 a number of an integer type may be.
fn limit_of(ty: &Type) -> Option<U256> {
    let ty = ty.as_integer()?;
    Some(ty.greatest().magnitude().max(ty.least().magnitude()))
}
