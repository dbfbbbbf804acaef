//! Binds every transaction of a batch: footprints in, numbered places out, no body executed.
//!
//! A key that is read from state is known as long as no earlier transaction of the batch may write the location it stands
//! at, or create or remove that record. Where one may the key is *unsettled*, and the access becomes the wildcard above
//! it. So each transaction is bound as if it were alone, all side by side; then, in batch order, those are bound again
//! that have relied on what an earlier one, bound for good, may write.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashSet;
use vm_access::{
    Access, Arguments, Bound, FunctionName, Identifier, Mode, ModuleId, Place, Record, Root, Term,
    Type, Value, bind,
};
use vm_scheduler::{ClauseId, PlaceId, Task};

use crate::batch::{Batch, Transaction};
use crate::clauses::{ClauseAccess, ClauseTable, EntryFootprint};
use crate::deltas::{Change, changes, free_adders, sums};
use crate::evaluator::StateEvaluator;
use crate::machine::Machine;
use crate::places::PlaceTable;
use crate::world::World;

/// Which footprints schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FootprintSource {
    /// What functions declare, and what was inferred where they declare nothing.
    Declared,
    /// What was inferred with every callee at hand.
    Inferred,
    /// What was inferred from each callee's declaration, where it stands in another package: the tightest declaration
    /// that the author can write.
    Needed,
}

/// How much of a transaction's accesses is known before it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Every access is a location.
    Exact,
    /// Some access is a wildcard under a type, table or module.
    Bounded,
    /// Anything may be touched.
    Open,
}

/// One access of a bound transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoundAccess {
    /// The clause that allows it, if any clause does.
    pub clause: Option<ClauseId>,
    /// What may be done.
    pub allowed: Mode,
    /// In which mode it counts among the transactions of the batch: an `adds` that may overflow writes.
    pub mode: Mode,
    /// Where.
    pub place: PlaceId,
}

/// The places one transaction may touch.
#[derive(Clone, Debug)]
pub struct BoundTransaction {
    /// In order of the footprint's accesses.
    pub accesses: Vec<BoundAccess>,
    /// The worst access.
    pub class: Class,
    /// Keys that are read where an earlier transaction of the batch may write.
    pub unsettled: usize,
    /// Resource types that may be published at addresses that the transaction makes up.
    pub fresh: Vec<(ModuleId, Identifier)>,
}

impl BoundTransaction {
    /// The accesses as the scheduler takes them, in the same order; at unit cost.
    pub(crate) fn task(&self) -> Task {
        let accesses = self.accesses.iter().map(|access| (access.mode, access.place)).collect();
        Task { cost: 1, accesses }
    }

    /// Whether `record`, at an address that the transaction made up, may be touched.
    pub(crate) fn allows_fresh(&self, record: &Record) -> bool {
        match record {
            Record::Resource(ty, _) => {
                self.fresh.iter().any(|(module, name)| *module == ty.module && *name == ty.name)
            }
            Record::Item(..) => false,
        }
    }
}

/// Accesses before their places are numbered.
#[derive(Default)]
struct Loose {
    accesses: Vec<(Option<ClauseId>, Bound)>,
    /// By how much integers may change; `None` if that is not known.
    changes: Option<Vec<Change>>,
    relied: BTreeSet<Place>,
    unsettled: usize,
    fresh: Vec<(ModuleId, Identifier)>,
    is_open: bool,
}

/// Footprints of the entry functions of a batch, by name.
pub(crate) type EntryFootprints = BTreeMap<FunctionName, EntryFootprint>;

/// Finds the footprint of each entry function that `batch` calls.
pub(crate) fn entry_footprints(
    machine: &Machine,
    batch: &Batch,
    clauses: &mut ClauseTable,
) -> EntryFootprints {
    let names: BTreeSet<_> = batch.transactions.iter().map(|tx| &tx.function).collect();
    let footprint = |name: &FunctionName| {
        let definition = machine.program().function(name)?;
        Some((name.clone(), clauses.footprint(machine, name, definition)))
    };
    names.into_iter().filter_map(footprint).collect()
}

/// Binds all transactions and numbers their places.
pub(crate) fn bind_batch(
    machine: &Machine,
    world: &World,
    batch: &Batch,
    footprints: &EntryFootprints,
    source: FootprintSource,
    places: &mut PlaceTable,
) -> Vec<BoundTransaction> {
    let bind_one = |index: usize, may_change: &dyn Fn(&Place) -> bool| {
        let transaction = &batch.transactions[index];
        bind_transaction(machine, world, transaction, footprints, source, may_change)
    };
    let alone: Vec<_> = (0..batch.transactions.len())
        .into_par_iter()
        .map(|index| bind_one(index, &|_| false))
        .collect();
    let mut before = Writable::default();
    let settle = |(index, mut transaction): (usize, Loose)| {
        if transaction.relied.iter().any(|place| before.has(place)) {
            transaction = bind_one(index, &|place| before.has(place));
        }
        before.add(&transaction);
        transaction
    };
    let loose: Vec<_> = alone.into_iter().enumerate().map(settle).collect();
    let modes = modes(machine, world, &loose);
    let pairs = loose.into_iter().zip(modes);
    pairs.map(|(transaction, modes)| number(transaction, &modes, places)).collect()
}

/// In which mode each access counts: an `adds` that keeps its order writes.
fn modes(machine: &Machine, world: &World, loose: &[Loose]) -> Vec<Vec<Mode>> {
    let accesses: Vec<Vec<(Mode, &Place)>> = loose
        .iter()
        .map(|transaction| {
            let bound = transaction.accesses.iter().map(|(_, bound)| (bound.mode, &bound.place));
            let open = transaction.is_open.then_some((Mode::Writes, &Place::Everything));
            bound.chain(open).collect()
        })
        .collect();
    free_adders(world, &accesses, &|index, record, component| {
        let changes = loose.get(index)?.changes.as_deref()?;
        sums(machine, world, changes, record, component)
    })
}

/// What the transactions up to one may write.
#[derive(Default)]
struct Writable {
    locations: FxHashSet<Place>,
    wildcards: FxHashSet<Place>,
}

impl Writable {
    fn add(&mut self, transaction: &Loose) {
        if transaction.is_open {
            self.wildcards.insert(Place::Everything);
        }
        for (_, bound) in &transaction.accesses {
            let is_known = |places: &FxHashSet<Place>| places.contains(&bound.place);
            let places =
                if bound.place.is_location() { &mut self.locations } else { &mut self.wildcards };
            if bound.mode != Mode::Reads && !is_known(places) {
                places.insert(bound.place.clone());
            }
        }
    }

    fn has(&self, location: &Place) -> bool {
        let mut above = location.parent();
        self.locations.contains(location)
            || !self.wildcards.is_empty()
                && std::iter::from_fn(|| {
                    let place = above.take()?;
                    above = place.parent();
                    Some(place)
                })
                .any(|place| self.wildcards.contains(&place))
    }
}

fn bind_transaction(
    machine: &Machine,
    world: &World,
    transaction: &Transaction,
    footprints: &EntryFootprints,
    source: FootprintSource,
    may_change: &dyn Fn(&Place) -> bool,
) -> Loose {
    let Some(footprint) = footprints.get(&transaction.function) else {
        return Loose::default();
    };
    let evaluator = StateEvaluator {
        machine,
        world,
        may_change,
        relied: RefCell::default(),
        unsettled: RefCell::default(),
        applied: RefCell::default(),
    };
    let values = typed_arguments(machine, transaction);
    let arguments = Arguments { types: &transaction.type_arguments, values: &values };
    let bind_access = |own: &ClauseAccess| {
        let bound = bind(&own.access, arguments, &evaluator).into_iter();
        bound.map(|bound| (own.clause, bound)).collect::<Vec<_>>()
    };
    let accesses = match source {
        FootprintSource::Declared => &footprint.consensus,
        FootprintSource::Inferred => &footprint.inferred,
        FootprintSource::Needed => &footprint.needed,
    };
    let adds = accesses.iter().any(|own| own.access.mode == Mode::Adds);
    let changes = if adds {
        changes(machine, &transaction.function, arguments, &evaluator)
    } else {
        Some(Vec::new())
    };
    Loose {
        changes,
        accesses: accesses.iter().flat_map(bind_access).collect(),
        fresh: accesses.iter().filter_map(|own| fresh_type(&own.access)).collect(),
        is_open: footprint.is_open,
        relied: evaluator.relied.into_inner(),
        unsettled: evaluator.unsettled.into_inner().len(),
    }
}

/// The resource type of an access at an address that the transaction makes up.
fn fresh_type(access: &Access) -> Option<(ModuleId, Identifier)> {
    match &access.path.root {
        Root::Resource(resource, Term::Fresh) => {
            Some((resource.module.clone(), resource.name.clone()))
        }
        Root::Everything
        | Root::Account(_)
        | Root::Module(_)
        | Root::Resource(..)
        | Root::Item(..)
        | Root::Parameter(_) => None,
    }
}

/// The arguments with the types of their parameters, references taken off.
fn typed_arguments(machine: &Machine, transaction: &Transaction) -> Vec<(Value, Type)> {
    let parameters = machine
        .program()
        .function(&transaction.function)
        .map(|definition| definition.parameters.as_slice())
        .unwrap_or_default();
    let typed = |(value, parameter): (&Value, &vm_bytecode::Parameter)| {
        let ty = parameter.ty.referent().substitute(&transaction.type_arguments);
        (value.clone(), ty)
    };
    transaction.arguments.iter().zip(parameters).map(typed).collect()
}

fn number(transaction: Loose, modes: &[Mode], places: &mut PlaceTable) -> BoundTransaction {
    let mut class = Class::Exact;
    let mut accesses: Vec<_> = transaction
        .accesses
        .into_iter()
        .zip(modes)
        .map(|((clause, bound), mode)| {
            class = class.max(class_of(&bound.place));
            let place = places.intern(&bound.place);
            BoundAccess { clause, allowed: bound.mode, mode: *mode, place }
        })
        .collect();
    if transaction.is_open {
        class = Class::Open;
        let place = places.intern(&Place::Everything);
        let mode = Mode::Writes;
        accesses.push(BoundAccess { clause: None, allowed: mode, mode, place });
    }
    let Loose { unsettled, fresh, .. } = transaction;
    BoundTransaction { accesses, class, unsettled, fresh }
}

fn class_of(place: &Place) -> Class {
    match place {
        Place::Location(..) => Class::Exact,
        Place::Everything => Class::Open,
        Place::Account(_)
        | Place::Module(_)
        | Place::Generic(..)
        | Place::Instance(_)
        | Place::InstanceComponent(..)
        | Place::TableType(..)
        | Place::Table(_)
        | Place::TableComponent(..) => Class::Bounded,
    }
}
