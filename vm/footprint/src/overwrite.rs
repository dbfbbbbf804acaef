//! What code overwrites, as far as its states tell: which fields are fixed after all.
//!
//! [`FixedFields`](crate::fixed::FixedFields) follows where references come from and finds the fields that nothing
//! replaces. States know more, and sometimes less: a reference with too many targets may lead anywhere, and a footprint that
//! was widened says that a callee overwrites all that it is given. A verifier goes by states, so what is said to be fixed must
//! be so by them too.

use std::collections::BTreeSet;

use vm_access::{Access, AccessPath, Footprint, Identifier, Mode, Projection, Root, Type};
use vm_bytecode::{Instruction, Register};

use crate::alias::Aliases;
use crate::domain::{Abstract, Target};
use crate::state::State;
use crate::transfer::{Context, Step};

/// Something that may be overwritten where it lies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Overwritten {
    /// Anything of a type.
    Any(Type),
    /// A field of a struct of the module.
    Field(Identifier, Identifier),
    /// All fields of a struct of the module.
    Fields(Identifier),
}

/// A mutable reference and all that is known where it is written through.
#[derive(Clone, Copy)]
pub(crate) struct Writing<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) aliases: Aliases<'a>,
    pub(crate) state: &'a State,
}

impl Step<'_> {
    /// Notes what the instruction may overwrite.
    #[expect(clippy::wildcard_enum_match_arm, reason = "the others overwrite nothing")]
    pub(crate) fn note_overwritten(&mut self, instruction: &Instruction) {
        if self.recorder.is_deaf {
            return;
        }
        let registers: Vec<Register> = match instruction {
            Instruction::Write { reference, .. } | Instruction::Update { reference, .. } => {
                vec![*reference]
            }
            Instruction::VectorPush { vector, .. }
            | Instruction::VectorPop { vector, .. }
            | Instruction::VectorSwap { vector, .. } => vec![*vector],
            Instruction::Call { callee, arguments, .. } => {
                let Some(called) = self.context.callees.get(callee.index()) else { return };
                let given = (0_u16..).zip(arguments);
                let is_lost = |it: &(u16, &Register)| overwrites(&called.here.footprint, it.0);
                given.filter(is_lost).map(|(_, register)| *register).collect()
            }
            Instruction::CallClosure { arguments, .. } => arguments.clone(),
            _ => return,
        };
        let (context, aliases) = (self.context, self.aliases());
        let writing = Writing { context, aliases, state: self.state };
        for register in registers {
            let ty = self.code.register(register);
            writing.note(ty, register, &mut self.recorder.overwritten);
        }
    }
}

impl Writing<'_> {
    /// Notes what is overwritten through the reference in a register of this type.
    pub(crate) fn note(
        &self,
        ty: Option<&Type>,
        register: Register,
        found: &mut BTreeSet<Overwritten>,
    ) {
        let Some(Type::Reference { is_mutable: true, to }) = ty else { return };
        let own = self.own_struct(to).map(Overwritten::Fields);
        let held = self.state.registers.get(register.index());
        let Some(Abstract::Reference(reference)) = held.filter(|held| !is_lost(held)) else {
            found.insert(Overwritten::Any((**to).clone()));
            found.extend(own);
            return;
        };
        for target in reference.targets.iter().filter(|target| !is_local(target)) {
            if let Target::Path(path) = target {
                found.extend(self.field(path, to));
            }
            found.extend(own.clone());
        }
    }

    /// The field that a path ends in.
    fn field(&self, path: &AccessPath, ty: &Type) -> Option<Overwritten> {
        let (Projection::Field(name), above) = path.projections.split_last()? else { return None };
        let whole = AccessPath { root: path.root.clone(), projections: above.to_vec() };
        match self.aliases.type_at(&whole) {
            None => Some(Overwritten::Any(ty.clone())),
            Some(ty) => Some(Overwritten::Field(self.own_struct(&ty)?, name.clone())),
        }
    }

    fn own_struct(&self, ty: &Type) -> Option<Identifier> {
        let Type::Struct(ty) = ty else { return None };
        (ty.module == self.context.world.module().id).then(|| ty.name.clone())
    }
}

fn is_lost(held: &Abstract) -> bool {
    matches!(held, Abstract::Reference(reference) if reference.is_lost)
}

/// Whether the target lies in a local variable, where nothing is fixed yet, or is never written.
fn is_local(target: &Target) -> bool {
    match target {
        Target::Path(_) => false,
        Target::Within(whole) => is_local(whole),
        Target::Local(..) | Target::Value(_) => true,
    }
}

/// Whether a callee may overwrite the whole of what a parameter leads to.
fn overwrites(footprint: &Footprint, parameter: u16) -> bool {
    let whole = AccessPath::root(Root::Parameter(parameter));
    let is_it = |access: &Access| access.mode != Mode::Reads && access.path == whole;
    footprint.is_open() || footprint.accesses().iter().any(is_it)
}
