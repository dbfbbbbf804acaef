//! Fixed fields: which nothing ever replaces while the record around them stays.
//!
//! What a chain of fixed fields of an existing record leads to cannot change, so a key read there is as good as an
//! argument. (Replacing a whole record writes its existence too.) Only the module that defines a struct can borrow its
//! fields, so one pass over its functions decides: a field is fixed unless some mutable reference that may lead exactly
//! to it, or to the whole struct, is written through, handed to a function that overwrites what it is given, or returned
//! to other modules. References into local variables do not count: what is built there is no record yet.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use vm_access::{
    Ability, Access, AccessPath, Identifier, Mode, ModuleId, Projection, Root, StructType, Type,
};
use vm_bytecode::{Code, FunctionDefinition, Instruction, Register, Terminator, Visibility};

use crate::alias::root_type;
use crate::overwrite::Overwritten;
use crate::summary::{Called, Summary, World, positions};

/// Struct nesting that is searched.
const DEPTH_MAX: usize = 8;

/// The fixed fields of a module, and those that other modules record.
pub(crate) struct FixedFields<'a> {
    world: &'a World<'a>,
    /// Fields of this module's structs that something may replace.
    replaced: BTreeSet<(Identifier, Identifier)>,
    /// Functions of this module that function values are made of.
    packed: BTreeSet<Identifier>,
}

/// Where a reference may lead, as far as replacing goes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lead {
    /// Into a local variable.
    Local,
    /// Exactly to a field of a struct of this module.
    Field(Identifier, Identifier),
    /// To what a reference parameter leads to.
    Parameter(usize),
    /// To a whole record, or an element of something.
    Elsewhere,
}

type Leads = BTreeSet<Lead>;

impl<'a> FixedFields<'a> {
    /// Finds the fixed fields of the module.
    pub(crate) fn find(world: &'a World<'a>, callees: &[Called]) -> Self {
        let mut search = Search::new(world, callees);
        while search.round() {}
        Self { world, replaced: search.replaced, packed: search.packed }
    }

    /// Takes out what is overwritten. Returns whether fewer fields are fixed than before.
    pub(crate) fn overwrite(&mut self, overwritten: &BTreeSet<Overwritten>) -> bool {
        let before = self.replaced.len();
        for definition in &self.world.module().structs {
            for field in &definition.fields {
                let is_it = |it: &Overwritten| match it {
                    Overwritten::Any(ty) => field.ty.may_equal(ty),
                    Overwritten::Field(structure, name) => {
                        definition.name == *structure && field.name == *name
                    }
                    Overwritten::Fields(structure) => definition.name == *structure,
                };
                if overwritten.iter().any(is_it) {
                    self.replaced.insert((definition.name.clone(), field.name.clone()));
                }
            }
        }
        before < self.replaced.len()
    }

    /// Whether what a function returns may leave the module.
    pub(crate) fn may_leave(&self, function: &FunctionDefinition) -> bool {
        function.visibility != Visibility::Private || self.packed.contains(&function.name)
    }

    /// Whether the field is fixed.
    pub(crate) fn is_fixed(
        &self,
        module: &ModuleId,
        structure: &Identifier,
        field: &Identifier,
    ) -> bool {
        let Some(definition) = self.world.structure(module, structure) else { return false };
        let Some(found) = definition.fields.iter().find(|candidate| candidate.name == *field)
        else {
            return false;
        };
        if *module == self.world.module().id {
            // What other modules may look into, they may replace.
            let is_own = definition.visibility == Visibility::Private;
            return is_own && !self.replaced.contains(&(structure.clone(), field.clone()));
        }
        found.is_fixed
    }

    /// Whether the value stored at `path` cannot change while its record exists.
    pub(crate) fn is_constant(&self, path: &AccessPath) -> bool {
        self.follow(path).is_some_and(|ty| self.is_deeply_fixed(&ty, DEPTH_MAX))
    }

    /// Whether `path` is the handle of a table that stays where it is while its resource exists.
    pub(crate) fn leads_to_table(&self, path: &AccessPath) -> bool {
        // Enforcement looks up fixed fields of resources alone; in an item the handle counts as read.
        if !matches!(path.root, Root::Resource(..)) {
            return false;
        }
        let Some((_, above)) = path.projections.split_last() else { return false };
        let table = AccessPath { root: path.root.clone(), projections: above.to_vec() };
        let is_table = |ty: &Type| matches!(ty, Type::Struct(structure) if structure.is_table());
        self.follow(&table).is_some_and(|ty| is_table(&ty)) && self.follow(path).is_some()
    }

    /// Whether an item of this type cannot be overwritten as a whole. Unlike a resource, any module that has the table can
    /// borrow it; but to overwrite a value is to drop it.
    fn is_kept(&self, ty: &Type) -> bool {
        let Type::Struct(structure) = ty else { return false };
        let definition = self.world.structure(&structure.module, &structure.name);
        definition.is_some_and(|definition| !definition.abilities.has(Ability::Drop))
    }

    /// The type at the end of `path`, if every step to it is a fixed field.
    fn follow(&self, path: &AccessPath) -> Option<Type> {
        let mut ty = root_type(&path.root)?;
        if matches!(path.root, Root::Item(..)) && !self.is_kept(&ty) {
            return None;
        }
        for step in &path.projections {
            let (Projection::Field(field), Type::Struct(structure)) = (step, &ty) else {
                return None;
            };
            ty = self.fixed_field(structure, field)?;
        }
        Some(ty)
    }

    fn fixed_field(&self, structure: &StructType, field: &Identifier) -> Option<Type> {
        if !self.is_fixed(&structure.module, &structure.name, field) {
            return None;
        }
        let definition = self.world.structure(&structure.module, &structure.name)?;
        let found = definition.fields.iter().find(|candidate| candidate.name == *field)?;
        Some(found.ty.substitute(&structure.arguments))
    }

    /// Whether no part of a value of this type can be replaced where it lies.
    fn is_deeply_fixed(&self, ty: &Type, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        match ty {
            Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Function(_) => {
                true
            }
            Type::Vector(_) | Type::Reference { .. } | Type::Parameter(_) => false,
            Type::Struct(structure) => {
                let definition = self.world.structure(&structure.module, &structure.name);
                definition.is_some_and(|definition| {
                    !definition.is_enum()
                        && definition.fields.iter().all(|field| {
                            self.fixed_field(structure, &field.name)
                                .is_some_and(|ty| self.is_deeply_fixed(&ty, depth))
                        })
                })
            }
        }
    }
}

/// What has been found of one function so far.
#[derive(Clone, Default)]
struct Found {
    registers: Vec<Leads>,
    /// Parameters that the function may overwrite as a whole.
    overwritten: BTreeSet<usize>,
    /// Where its results may lead.
    returned: Vec<Leads>,
}

struct Search<'a> {
    world: &'a World<'a>,
    callees: &'a [Called],
    positions: BTreeMap<&'a Identifier, usize>,
    found: Vec<Found>,
    replaced: BTreeSet<(Identifier, Identifier)>,
    /// Own functions that become function values, which anybody may call.
    packed: BTreeSet<Identifier>,
    /// Whether this round has found anything new.
    is_changed: bool,
}

impl<'a> Search<'a> {
    fn new(world: &'a World<'a>, callees: &'a [Called]) -> Self {
        let start = |function: &FunctionDefinition| {
            let registers = function.code.as_ref().map_or(0, |code| code.registers.len());
            let mut found = Found {
                registers: vec![Leads::new(); registers],
                overwritten: BTreeSet::new(),
                returned: vec![Leads::new(); function.results.len()],
            };
            for (index, leads) in
                found.registers.iter_mut().take(function.parameters.len()).enumerate()
            {
                leads.insert(Lead::Parameter(index));
            }
            found
        };
        let found = world.module().functions.iter().map(start).collect();
        let positions = positions(world.module());
        let (replaced, packed) = (BTreeSet::new(), BTreeSet::new());
        Self { world, callees, positions, found, replaced, packed, is_changed: false }
    }

    /// Goes through all functions once; returns whether anything new was found.
    fn round(&mut self) -> bool {
        self.is_changed = false;
        for (index, function) in self.world.module().functions.iter().enumerate() {
            let Some(code) = &function.code else { continue };
            for block in &code.blocks {
                for instruction in &block.instructions {
                    self.instruction(index, code, instruction);
                }
                if let Terminator::Return(results) = &block.terminator {
                    self.returns(index, function, code, results);
                }
            }
        }
        self.is_changed
    }

    fn instruction(&mut self, function: usize, code: &Code, instruction: &Instruction) {
        match instruction {
            Instruction::Move { to, from } | Instruction::Copy { to, from } => {
                let leads = self.leads(function, *from);
                self.add(function, *to, leads);
            }
            Instruction::BorrowLocal { to, .. } => {
                self.add(function, *to, Leads::from([Lead::Local]));
            }
            Instruction::BorrowField { to, reference, field } => {
                let leads = self.field_leads(function, code, *reference, field.index());
                self.add(function, *to, leads);
            }
            // What is in a variant is as little fixed as what is in a vector.
            Instruction::BorrowVariantField { to, reference, .. } => {
                let leads = inside(&self.leads(function, *reference));
                self.add(function, *to, leads);
            }
            Instruction::BorrowGlobal { to, .. } => {
                self.add(function, *to, Leads::from([Lead::Elsewhere]));
            }
            Instruction::VectorBorrow { to, vector, .. } => {
                let leads = inside(&self.leads(function, *vector));
                self.add(function, *to, leads);
            }
            Instruction::Write { reference, .. } | Instruction::Update { reference, .. } => {
                self.overwrite(function, code, *reference);
            }
            Instruction::VectorPush { vector, .. }
            | Instruction::VectorPop { vector, .. }
            | Instruction::VectorSwap { vector, .. } => self.overwrite(function, code, *vector),
            Instruction::Call { to, callee, arguments } => {
                self.call(function, code, to, callee.index(), arguments);
            }
            Instruction::PackClosure { callee, .. } => {
                let callee = self.world.module().callees.get(callee.index());
                if let Some(callee) =
                    callee.filter(|it| it.function.module == self.world.module().id)
                {
                    self.is_changed |= self.packed.insert(callee.function.name.clone());
                }
            }
            Instruction::CallClosure { to, arguments, .. } => {
                self.call_closure(function, code, to, arguments);
            }
            Instruction::Constant { .. }
            | Instruction::Not { .. }
            | Instruction::Binary { .. }
            | Instruction::Cast { .. }
            | Instruction::Pack { .. }
            | Instruction::Unpack { .. }
            | Instruction::PackVariant { .. }
            | Instruction::UnpackVariant { .. }
            | Instruction::TestVariant { .. }
            | Instruction::Freeze { .. }
            | Instruction::Read { .. }
            | Instruction::Exists { .. }
            | Instruction::MoveFrom { .. }
            | Instruction::MoveTo { .. }
            | Instruction::VectorPack { .. }
            | Instruction::VectorUnpack { .. }
            | Instruction::VectorLength { .. }
            | Instruction::WidenClosure { .. } => {}
        }
    }

    fn leads(&self, function: usize, register: Register) -> Leads {
        let found = self.found.get(function);
        found.and_then(|found| found.registers.get(register.index())).cloned().unwrap_or_default()
    }

    fn add(&mut self, function: usize, register: Register, leads: Leads) {
        let found = self.found.get_mut(function);
        if let Some(known) = found.and_then(|found| found.registers.get_mut(register.index())) {
            self.is_changed |= !leads.is_subset(known);
            known.extend(leads);
        }
    }

    fn field_leads(
        &self,
        function: usize,
        code: &Code,
        reference: Register,
        field: usize,
    ) -> Leads {
        let structure = code.register(reference).map(Type::referent);
        let Some(Type::Struct(structure)) = structure else {
            return Leads::from([Lead::Elsewhere]);
        };
        let definition = self.world.module().structure(&structure.name);
        let Some(field) = definition.and_then(|definition| definition.fields.get(field)) else {
            return Leads::from([Lead::Elsewhere]);
        };
        let leads = self.leads(function, reference);
        let borrow = |lead: Lead| match lead {
            Lead::Local => Lead::Local,
            Lead::Field(..) | Lead::Parameter(_) | Lead::Elsewhere => {
                Lead::Field(structure.name.clone(), field.name.clone())
            }
        };
        leads.into_iter().map(borrow).collect()
    }

    /// The code replaces what the reference in `register` leads to.
    fn overwrite(&mut self, function: usize, code: &Code, register: Register) {
        let Some(Type::Reference { is_mutable: true, to }) = code.register(register) else {
            return;
        };
        let leads = self.leads(function, register);
        for lead in &leads {
            match lead {
                Lead::Field(structure, field) => self.replace(structure.clone(), field.clone()),
                Lead::Parameter(index) => {
                    if let Some(found) = self.found.get_mut(function) {
                        self.is_changed |= found.overwritten.insert(*index);
                    }
                }
                Lead::Local | Lead::Elsewhere => {}
            }
        }
        if leads.iter().any(|lead| *lead != Lead::Local) {
            self.replace_all_fields(to);
        }
    }

    /// Replacing a whole struct replaces its fields.
    fn replace_all_fields(&mut self, ty: &Type) {
        let Type::Struct(structure) = ty else { return };
        let world = self.world;
        if structure.module != world.module().id {
            return;
        }
        let definition = world.module().structure(&structure.name);
        for field in definition.iter().flat_map(|definition| &definition.fields) {
            self.replace(structure.name.clone(), field.name.clone());
        }
    }

    fn replace(&mut self, structure: Identifier, field: Identifier) {
        self.is_changed |= self.replaced.insert((structure, field));
    }

    fn call(
        &mut self,
        function: usize,
        code: &Code,
        to: &[Register],
        callee: usize,
        arguments: &[Register],
    ) {
        let Some(name) = self.world.module().callees.get(callee) else { return };
        let is_own = name.function.module == self.world.module().id;
        let own = self.positions.get(&name.function.name).copied().filter(|_| is_own);
        // A function of this module without code is a native, and known like those of other modules.
        let own = own.filter(|index| {
            self.world
                .module()
                .functions
                .get(*index)
                .is_some_and(|definition| definition.code.is_some())
        });
        let returned = match own {
            Some(index) => {
                let found = self.found.get(index).cloned().unwrap_or_default();
                for (position, argument) in arguments.iter().enumerate() {
                    if found.overwritten.contains(&position) {
                        self.overwrite(function, code, *argument);
                    }
                }
                found.returned
            }
            None => self.call_foreign(function, code, to.len(), callee, arguments),
        };
        for (register, leads) in to.iter().zip(returned) {
            let mut all = Leads::new();
            for lead in leads {
                match lead {
                    Lead::Parameter(position) => {
                        let argument = arguments.get(position);
                        all.extend(
                            argument.map(|it| self.leads(function, *it)).unwrap_or_default(),
                        );
                    }
                    // A result never leads into the callee's variables.
                    Lead::Local => {}
                    Lead::Field(..) | Lead::Elsewhere => {
                        all.insert(lead);
                    }
                }
            }
            self.add(function, *register, all);
        }
    }

    /// Whoever is called may overwrite what the arguments lead to; a result may lead wherever one of them does.
    fn call_closure(
        &mut self,
        function: usize,
        code: &Code,
        to: &[Register],
        arguments: &[Register],
    ) {
        let mut all = Leads::from([Lead::Elsewhere]);
        for argument in arguments {
            self.overwrite(function, code, *argument);
            all.extend(self.leads(function, *argument));
        }
        for register in to {
            self.add(function, *register, all.clone());
        }
    }

    /// Overwrites what a function of another module may, and tells where its results lead.
    fn call_foreign(
        &mut self,
        function: usize,
        code: &Code,
        results: usize,
        callee: usize,
        arguments: &[Register],
    ) -> Vec<Leads> {
        let unknown = || Rc::new(Summary::unknown());
        let summary = self.callees.get(callee).map_or_else(unknown, |it| Rc::clone(&it.here));
        let known = summary.results.as_deref().unwrap_or_default();
        let returns_references = |index: usize| known.get(index).map(|result| &result.targets);
        let whole = |position: usize| {
            let root = u16::try_from(position).map(Root::Parameter);
            move |path: &AccessPath| path.projections.is_empty() && Ok(&path.root) == root.as_ref()
        };
        let mut returned = vec![Leads::from([Lead::Elsewhere]); results];
        for (position, argument) in arguments.iter().enumerate() {
            let is_whole = whole(position);
            let overwrites = |access: &Access| access.mode != Mode::Reads && is_whole(&access.path);
            if summary.footprint.is_open() || summary.footprint.accesses().iter().any(overwrites) {
                self.overwrite(function, code, *argument);
            }
            for (index, leads) in returned.iter_mut().enumerate() {
                // A result of which nothing is known may be the argument itself.
                let is_argument = returns_references(index).is_none_or(|targets| {
                    targets.iter().any(|path| is_whole(path) || path.root == Root::Everything)
                });
                if is_argument {
                    leads.insert(Lead::Parameter(position));
                }
            }
        }
        returned
    }

    /// What leaves the module by a mutable reference may be overwritten outside.
    fn returns(
        &mut self,
        index: usize,
        function: &FunctionDefinition,
        code: &Code,
        results: &[Register],
    ) {
        for (position, register) in results.iter().enumerate() {
            if function.visibility != Visibility::Private || self.packed.contains(&function.name) {
                self.overwrite(index, code, *register);
            }
            let leads = self.leads(index, *register);
            let found = self.found.get_mut(index);
            if let Some(known) = found.and_then(|found| found.returned.get_mut(position)) {
                self.is_changed |= !leads.is_subset(known);
                known.extend(leads);
            }
        }
    }
}

/// Where a reference into an element of what `leads` leads to leads.
fn inside(leads: &Leads) -> Leads {
    let element = |lead: &Lead| match lead {
        Lead::Local => Lead::Local,
        Lead::Field(..) | Lead::Parameter(_) | Lead::Elsewhere => Lead::Elsewhere,
    };
    leads.iter().map(element).collect()
}
