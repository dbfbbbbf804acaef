//! Which resources of the module a call may come back to: through a function value, whoever calls it.
//!
//! Modules call each other without circles, so what another module's function does to this one's resources it does by calling
//! function values. Its footprint tells; so does the type of a function value that is called here, or the function, where
//! all that a register ever holds is made in the same code.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{
    Access, AccessPath, Footprint, FunctionType, Mode, ResourcePattern, Root, StructType, Term,
    Type,
};
use vm_bytecode::{CalleeId, Code, Instruction, Module, Register};
use vm_footprint::{Interfaces, foreign_footprints, promised_footprint};

/// What calls may come back to, of the structs of a module: by position.
pub(super) type Touched = BTreeSet<usize>;

/// What may be behind the calls of a module.
pub(super) struct Callbacks<'a> {
    module: &'a Module,
    imports: &'a dyn Interfaces,
    /// By position in the module's pool; nothing of own functions.
    callees: Vec<Touched>,
}

/// What a function value that is called may be.
pub(super) enum Called<'a> {
    /// One of these functions of the pool.
    Known(BTreeSet<CalleeId>),
    /// Any of the type.
    Any(&'a FunctionType),
}

impl<'a> Callbacks<'a> {
    pub(super) fn of(module: &'a Module, imports: &'a dyn Interfaces) -> Self {
        let mut callbacks = Self { module, imports, callees: Vec::new() };
        // Without structs there is nothing to come back to.
        if !module.structs.is_empty() {
            let footprints = foreign_footprints(module, imports);
            let callees = footprints.iter().map(|it| callbacks.touched(|path| touches(it, path)));
            callbacks.callees = callees.collect();
        }
        callbacks
    }

    /// What a call of another module's function comes back to.
    pub(super) fn of_call(&self, callee: CalleeId) -> Option<&Touched> {
        self.callees.get(callee.index())
    }

    /// What a call of some value of a type comes back to.
    pub(super) fn of_type(&self, ty: &FunctionType) -> Touched {
        let footprint = promised_footprint(self.module, self.imports, ty);
        let excluded: Vec<&Access> = ty
            .declaration
            .iter()
            .flat_map(|it| it.exclusions().map(|(_, access)| access))
            .collect();
        let is_excluded = |path: &AccessPath| {
            excluded.iter().any(|it| it.mode == Mode::Reads && it.path.covers(path))
        };
        self.touched(|path| touches(&footprint, path) && !is_excluded(path))
    }

    fn touched(&self, is_touched: impl Fn(&AccessPath) -> bool) -> Touched {
        let resource = |name: &vm_access::Identifier| {
            let module = self.module.id.clone();
            let pattern = ResourcePattern { module, name: name.clone(), arguments: None };
            AccessPath::root(Root::resource(pattern, Term::Any))
        };
        let structs = self.module.structs.iter().enumerate();
        structs.filter(|(_, it)| is_touched(&resource(&it.name))).map(|(index, _)| index).collect()
    }
}

fn touches(footprint: &Footprint, path: &AccessPath) -> bool {
    let mut accesses = footprint.accesses().iter();
    let is_state = |access: &Access| !matches!(access.path.root, Root::Parameter(_));
    footprint.is_open() || accesses.any(|access| is_state(access) && access.path.overlaps(path))
}

/// The function values of one function's code, as far as they are told apart.
pub(super) struct Values<'a> {
    code: &'a Code,
    /// What each register may hold; none for those of which it is not known.
    known: BTreeMap<Register, BTreeSet<CalleeId>>,
}

impl<'a> Values<'a> {
    pub(super) fn of(code: &'a Code, parameters: usize) -> Self {
        let instructions = || code.blocks.iter().flat_map(|block| &block.instructions);
        let is_function = |it: &Register| matches!(code.register(*it), Some(Type::Function(_)));
        let mut unknown: BTreeSet<Register> = (0..parameters).map(Register::new).collect();
        for instruction in instructions() {
            if let Instruction::BorrowLocal { local, .. } = instruction {
                unknown.insert(*local);
            }
            let is_followed = moved(instruction).is_some()
                || matches!(instruction, Instruction::PackClosure { .. });
            if !is_followed {
                unknown.extend(instruction.targets().iter().filter(|it| is_function(it)));
            }
        }
        let mut values = Self { code, known: BTreeMap::new() };
        let mut is_changed = true;
        while is_changed {
            is_changed = false;
            for instruction in instructions() {
                is_changed |= values.note(instruction, &mut unknown);
            }
        }
        values.known.retain(|register, _| !unknown.contains(register));
        values
    }

    /// Notes what an instruction puts into a register; whether that is new.
    fn note(&mut self, instruction: &Instruction, unknown: &mut BTreeSet<Register>) -> bool {
        let (to, found) = if let Some((to, from)) = moved(instruction) {
            if unknown.contains(&from) {
                return unknown.insert(to);
            }
            (to, self.known.get(&from).cloned().unwrap_or_default())
        } else if let Instruction::PackClosure { to, callee, .. } = instruction {
            (*to, BTreeSet::from([*callee]))
        } else {
            return false;
        };
        let known = self.known.entry(to).or_default();
        let before = known.len();
        known.extend(found);
        known.len() != before
    }

    /// What the function value in a register may be; `None` if it is none.
    pub(super) fn called(&self, register: Register) -> Option<Called<'a>> {
        let Some(Type::Function(ty)) = self.code.register(register) else { return None };
        Some(match self.known.get(&register) {
            Some(known) if !known.is_empty() => Called::Known(known.clone()),
            Some(_) | None => Called::Any(ty),
        })
    }
}

/// The register that gets what another one holds, and that one.
fn moved(instruction: &Instruction) -> Option<(Register, Register)> {
    let (Instruction::Move { to, from }
    | Instruction::Copy { to, from }
    | Instruction::WidenClosure { to, from }) = instruction
    else {
        return None;
    };
    Some((*to, *from))
}

/// The position of a struct of the module.
pub(super) fn position(module: &Module, structure: &StructType) -> Option<usize> {
    module.structs.iter().position(|it| it.name == structure.name)
}
