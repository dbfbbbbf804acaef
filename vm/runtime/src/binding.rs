//! Binds every transaction of a batch: footprints in, numbered places out, no body executed.
//!
//! A key that is read from a fixed component is known as long as the record it stands in exists from before the batch.
//! Where an earlier transaction may create or remove that record the key is *unsettled*, and the access becomes the
//! wildcard above it. Whether one may is only known once all are bound, so binding repeats for the transactions
//! concerned until nothing changes; wildcards only grow, so it ends.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use vm_access::{
    Access, Arguments, Bound, Component, FunctionName, Identifier, Mode, ModuleId, Place, Record,
    Root, Term, Type, Value, bind,
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
    relied: BTreeSet<Record>,
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
    let bind_one = |index: usize, unsettled: &(dyn Fn(&Record) -> bool + Sync)| {
        let transaction = &batch.transactions[index];
        bind_transaction(machine, world, transaction, footprints, source, unsettled)
    };
    let mut loose: Vec<_> = (0..batch.transactions.len())
        .into_par_iter()
        .map(|index| bind_one(index, &|_| false))
        .collect();
    let mut is_changed = true;
    while is_changed {
        is_changed = false;
        let writers = ExistenceWriters::of(&loose);
        for (index, transaction) in loose.iter_mut().enumerate() {
            if transaction.relied.iter().any(|record| writers.before(record, index)) {
                *transaction = bind_one(index, &|record| writers.before(record, index));
                is_changed = true;
            }
        }
    }
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

/// The first transaction that may change the existence of each record.
struct ExistenceWriters {
    exact: BTreeMap<Record, usize>,
    wild: Vec<(Place, usize)>,
}

impl ExistenceWriters {
    fn of(transactions: &[Loose]) -> Self {
        let mut writers = Self { exact: BTreeMap::new(), wild: Vec::new() };
        for (index, transaction) in transactions.iter().enumerate() {
            if transaction.is_open {
                writers.add_wild(&Place::Everything, index);
            }
            for (_, bound) in &transaction.accesses {
                if bound.mode == Mode::Reads {
                    continue;
                }
                if let Place::Location(record, component) = &bound.place {
                    if *component == Component::EXISTENCE {
                        writers.exact.entry(record.clone()).or_insert(index);
                    }
                } else {
                    writers.add_wild(&bound.place, index);
                }
            }
        }
        writers
    }

    fn add_wild(&mut self, place: &Place, index: usize) {
        if !self.wild.iter().any(|(own, _)| own.covers(place)) {
            self.wild.push((place.clone(), index));
        }
    }

    fn before(&self, record: &Record, index: usize) -> bool {
        let location = Place::Location(record.clone(), Component::EXISTENCE);
        self.exact.get(record).is_some_and(|writer| *writer < index)
            || self.wild.iter().any(|(place, writer)| *writer < index && place.covers(&location))
    }
}

fn bind_transaction(
    machine: &Machine,
    world: &World,
    transaction: &Transaction,
    footprints: &EntryFootprints,
    source: FootprintSource,
    unsettled: &dyn Fn(&Record) -> bool,
) -> Loose {
    let Some(footprint) = footprints.get(&transaction.function) else {
        return Loose::default();
    };
    let evaluator = StateEvaluator {
        machine,
        world,
        unsettled,
        relied: RefCell::default(),
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
    BoundTransaction { accesses, class, fresh: transaction.fresh }
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
