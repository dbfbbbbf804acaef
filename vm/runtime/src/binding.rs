//! Binds every transaction of a batch: footprints in, numbered places out, no body executed.
//!
//! A key that is read from state is known as long as no earlier transaction of the batch may write the location it stands
//! at, or create or remove that record. Where one may the key is *unsettled*, and the access becomes the wildcard above
//! it. So each transaction is bound as if it were alone, all side by side; then, in batch order, those are bound again
//! that have relied on what an earlier one, bound for good, may write.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use vm_access::{
    Access, Arguments, BoundRecord, ComponentSet, DirectAddress, FunctionName, Identifier, Mode,
    ModuleId, Place, Record, Root, Table, TableAccess, TablePlace, TableRun, Term, Type, Value,
};
use vm_interpreter::{Interpreter, Permits};
use vm_layout::Layout;
use vm_scheduler::{ClauseId, PlaceId, Task};

use crate::batch::{Batch, Transaction};
use crate::clauses::{ClauseAccess, ClauseTable, EntryFootprint};
use crate::deltas::{Change, Reach, Sites, keep_order};
use crate::evaluator::{MayChange, StateEvaluator, TERMS_GAS_MAX};
use crate::machine::Machine;
use crate::places::{FamilyId, PlaceTable, RecordId};
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
    pub fresh: Arc<[(ModuleId, Identifier)]>,
    /// The records that the locations among the accesses lie in, with what may be done with each.
    pub(crate) records: SmallVec<[(RecordId, Permits); 4]>,
    /// Whether some access is no location.
    pub(crate) has_wildcards: bool,
}

impl BoundTransaction {
    /// That of a function that is not there.
    fn nothing() -> Self {
        Self {
            accesses: Vec::new(),
            class: Class::Exact,
            unsettled: 0,
            fresh: Arc::from([]),
            records: SmallVec::new(),
            has_wildcards: false,
        }
    }

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

/// Transactions that are bound side by side, before those of them that depend on earlier ones are bound again.
const CHUNK: usize = 4096;

/// What footprints are bound for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To tell who waits for whom: every access has its place.
    Schedule,
    /// To be enforced alone: records and wildcards are known, and accesses are listed only where they are needed for that.
    Enforce,
}

/// Binds all transactions and numbers their places.
pub(crate) fn bind_batch(
    machine: &Machine,
    world: &World,
    batch: &Batch,
    footprints: &EntryFootprints,
    (source, purpose): (FootprintSource, Purpose),
    places: &mut PlaceTable,
) -> Vec<BoundTransaction> {
    let programs = Programs::of(machine, world, batch, footprints, (source, purpose), places);
    let binder = BatchBinder { machine, world, batch, programs: &programs };
    let mut before = Writable::default();
    let mut bound = Vec::with_capacity(batch.transactions.len());
    let mut changes = Vec::with_capacity(batch.transactions.len());
    let worker = RefCell::new(machine.term_worker());
    for start in (0..batch.transactions.len()).step_by(CHUNK) {
        let end = batch.transactions.len().min(start + CHUNK);
        let worker_of_thread = || RefCell::new(machine.term_worker());
        let alone: Vec<_> = if binder.is_all_direct() {
            (start..end).map(|_| Loose::default()).collect()
        } else {
            (start..end)
                .into_par_iter()
                .map_init(worker_of_thread, |worker, index| {
                    binder.bind(index, worker, &|_, _| false)
                })
                .collect()
        };
        for (index, mut transaction) in (start..).zip(alone) {
            let may_change = |record: &Record, components| before.has(places, record, components);
            let relied = &transaction.relied;
            if relied.iter().any(|(record, components)| may_change(record, *components)) {
                transaction = binder.bind(index, &worker, &may_change);
            }
            let (numbered, own) = binder.number(index, transaction, places);
            before.add(&numbered, places);
            bound.push(numbered);
            changes.push(own);
        }
    }
    if purpose == Purpose::Enforce {
        return bound;
    }
    let sums = |index: usize, place: PlaceId, layout: &Layout| {
        let sites = binder.program(index)?.sites.as_ref()?;
        let (_, component) = places.as_location(place)?;
        sites.sums(machine, places, changes.get(index)?.as_deref()?, (place, component), layout)
    };
    let accesses = bound.iter_mut().map(|transaction| transaction.accesses.as_mut_slice());
    keep_order(world, places, accesses, &sums);
    bound
}

/// What the transactions up to one may write.
#[derive(Default)]
struct Writable {
    /// Of records, by number.
    records: Vec<ComponentSet>,
    /// Of wildcards, by place.
    wildcards: Vec<bool>,
    has_wildcards: bool,
}

impl Writable {
    fn add(&mut self, transaction: &BoundTransaction, places: &PlaceTable) {
        if self.records.len() < places.record_count() {
            self.records.resize(places.record_count().next_power_of_two(), ComponentSet::NONE);
        }
        for (record, permits) in &transaction.records {
            let written = &mut self.records[record.index()];
            *written = written.union(permits.writes).union(permits.adds);
        }
        if !transaction.has_wildcards {
            return;
        }
        for access in transaction.accesses.iter().filter(|access| access.allowed != Mode::Reads) {
            if places.as_location(access.place).is_none() {
                self.has_wildcards = true;
                self.wildcards.resize(places.tree().len().max(self.wildcards.len()), false);
                self.wildcards[access.place.index()] = true;
            }
        }
    }

    /// Whether one of these components of a record is among them.
    fn has(&self, places: &PlaceTable, record: &Record, components: ComponentSet) -> bool {
        let sought = places.seek(record);
        let known = sought.id().and_then(|id| self.records.get(id.index()));
        if known.is_some_and(|written| !written.intersect(components).is_empty()) {
            return true;
        }
        let is_written = |place: PlaceId| self.wildcards.get(place.index()) == Some(&true);
        self.has_wildcards
            && components.iter().any(|component| match places.seek_location(&sought, component) {
                Some(place) => places.tree().upward(place).any(is_written),
                None => places.wildcards_above(record, component).any(is_written),
            })
    }
}

/// A footprint ready to be bound, for one function and one list of type arguments.
struct Program {
    table: Table,
    families: Vec<FamilyId>,
    /// The clause of each access that the table was made from.
    clauses: Vec<Option<ClauseId>>,
    fresh: Arc<[(ModuleId, Identifier)]>,
    /// What may be added; nothing where that is not known, or nothing is added.
    sites: Option<Sites>,
    site_families: Vec<FamilyId>,
    is_open: bool,
    /// The records, where those are all that is needed and they follow from the arguments at once.
    direct: Option<Vec<DirectRecord>>,
}

/// A record of a program, and what may be done with it.
struct DirectRecord {
    family: FamilyId,
    address: DirectAddress,
    permits: Permits,
}

/// The records of a table, if they follow from the arguments at once.
fn direct_records(table: &Table, families: &[FamilyId]) -> Option<Vec<DirectRecord>> {
    let direct = table.direct()?;
    let record = |(family, address): &(usize, DirectAddress)| DirectRecord {
        family: families[*family],
        address: *address,
        permits: Permits::NONE,
    };
    let mut records: Vec<_> = direct.records.iter().map(record).collect();
    for (_, mode, record, component) in direct.accesses {
        records[record].permits.allow(mode, [component].into_iter().collect());
    }
    Some(records)
}

/// The programs of a batch.
struct Programs {
    all: Vec<Program>,
    /// The program of each transaction; none if there is no such function.
    of: Vec<Option<usize>>,
}

impl Programs {
    fn of(
        machine: &Machine,
        world: &World,
        batch: &Batch,
        footprints: &EntryFootprints,
        (source, purpose): (FootprintSource, Purpose),
        places: &mut PlaceTable,
    ) -> Self {
        let mut programs = Self { all: Vec::new(), of: Vec::new() };
        let mut known: FxHashMap<(&FunctionName, &[Type]), usize> = FxHashMap::default();
        let worker = RefCell::new(machine.term_worker());
        let evaluator = StateEvaluator::new(machine, world, &worker, &|_, _| true, TERMS_GAS_MAX);
        for Transaction { function, type_arguments, .. } in &batch.transactions {
            let program = footprints.get(function).map(|footprint| {
                *known.entry((function, type_arguments)).or_insert_with(|| {
                    let accesses = footprint.of(source);
                    let table = |own: &Table, places: &mut PlaceTable| -> Vec<FamilyId> {
                        own.families()
                            .iter()
                            .map(|own| places.family(&machine.shared(own)))
                            .collect()
                    };
                    let is_adder = |own: &ClauseAccess| own.access.mode == Mode::Adds;
                    let is_ordered = purpose == Purpose::Schedule;
                    let sites = (is_ordered && accesses.iter().any(is_adder))
                        .then(|| Sites::of(machine, function, type_arguments, &evaluator))
                        .flatten();
                    let own = accesses.iter().map(|own| &own.access);
                    let own = Table::new(own, type_arguments, &evaluator);
                    let families = table(&own, places);
                    let is_direct = purpose == Purpose::Enforce && !footprint.is_open;
                    programs.all.push(Program {
                        direct: is_direct.then(|| direct_records(&own, &families)).flatten(),
                        families,
                        table: own,
                        clauses: accesses.iter().map(|own| own.clause).collect(),
                        fresh: accesses.iter().filter_map(|own| fresh_type(&own.access)).collect(),
                        site_families: sites
                            .as_ref()
                            .map(|sites| table(&sites.table, places))
                            .unwrap_or_default(),
                        sites,
                        is_open: footprint.is_open,
                    });
                    programs.all.len() - 1
                })
            });
            programs.of.push(program);
        }
        programs
    }
}

/// Accesses before their places are numbered.
#[derive(Default)]
struct Loose {
    run: TableRun,
    /// Where the updates of the function are made, and how far at most.
    sites: TableRun,
    reaches: Vec<Option<Reach>>,
    /// What keys were read from.
    relied: Vec<(Record, ComponentSet)>,
    unsettled: usize,
}

/// Binds the transactions of a batch.
struct BatchBinder<'a> {
    machine: &'a Machine,
    world: &'a World,
    batch: &'a Batch,
    programs: &'a Programs,
}

impl<'a> BatchBinder<'a> {
    /// Whether nothing has to be evaluated.
    fn is_all_direct(&self) -> bool {
        self.programs.all.iter().all(|program| program.direct.is_some())
    }

    fn program(&self, index: usize) -> Option<&'a Program> {
        self.programs.all.get((*self.programs.of.get(index)?)?)
    }

    fn bind(
        &self,
        index: usize,
        worker: &RefCell<Interpreter<'a>>,
        may_change: &MayChange<'_>,
    ) -> Loose {
        let bound = self.bind_within(TERMS_GAS_MAX, index, worker, may_change);
        // What can be afforded must not depend on the order of clauses: so it is all that functions give, or nothing.
        bound.unwrap_or_else(|| self.bind_within(0, index, worker, may_change).unwrap_or_default())
    }

    /// Binds with so much gas for term functions; `None` if there are any and it is too little, but for none.
    fn bind_within(
        &self,
        gas: u64,
        index: usize,
        worker: &RefCell<Interpreter<'a>>,
        may_change: &MayChange<'_>,
    ) -> Option<Loose> {
        let Some(program) = self.program(index) else { return Some(Loose::default()) };
        if program.direct.is_some() {
            return Some(Loose::default());
        }
        let transaction = &self.batch.transactions[index];
        let evaluator = StateEvaluator::new(self.machine, self.world, worker, may_change, gas);
        let values = typed_arguments(self.machine, transaction);
        let arguments = Arguments { types: &transaction.type_arguments, values: &values };
        let (sites, reaches) = program.sites.as_ref().map_or_else(Default::default, |sites| {
            (sites.table.bind(&values, &evaluator), sites.reaches(arguments, &evaluator))
        });
        let run = program.table.bind(&values, &evaluator);
        let is_too_little = 0 < gas && evaluator.is_exhausted.get();
        (!is_too_little).then(|| Loose {
            run,
            sites,
            reaches,
            relied: evaluator.relied.into_inner(),
            unsettled: evaluator.unsettled.into_inner().len(),
        })
    }

    /// Numbers the places of a transaction, and those it may change integers at; nothing of these if they are not known.
    fn number(
        &self,
        index: usize,
        transaction: Loose,
        places: &mut PlaceTable,
    ) -> (BoundTransaction, Option<Vec<Change>>) {
        let Some(program) = self.program(index) else {
            return (BoundTransaction::nothing(), None);
        };
        if let Some(direct) = &program.direct {
            return (self.number_directly(index, program, direct, places), None);
        }
        let Loose { run, sites, reaches, unsettled, .. } = transaction;
        let mut class = Class::Exact;
        let mut accesses = Vec::with_capacity(run.accesses.len());
        for (origin, mode, place) in numbered(run, &program.families, places) {
            if places.as_location(place).is_none() {
                class = class.max(class_of(&places.place(place)));
            }
            let clause = program.clauses[origin];
            accesses.push(BoundAccess { clause, allowed: mode, mode, place });
        }
        if program.is_open {
            class = Class::Open;
            let place = places.intern(&Place::Everything);
            let mode = Mode::Writes;
            accesses.push(BoundAccess { clause: None, allowed: mode, mode, place });
        }
        let changes = program.sites.is_some().then(|| {
            let adds = numbered(sites, &program.site_families, places).into_iter();
            adds.filter(|(_, mode, _)| *mode == Mode::Adds)
                .map(|(site, _, place)| Change { place, site, reach: reaches[site] })
                .collect()
        });
        let fresh = Arc::clone(&program.fresh);
        let (records, has_wildcards) = table(&accesses, places);
        let bound = BoundTransaction { accesses, class, unsettled, fresh, records, has_wildcards };
        (bound, changes)
    }
}

impl BatchBinder<'_> {
    /// Numbers the records of a transaction of which nothing else is needed.
    fn number_directly(
        &self,
        index: usize,
        program: &Program,
        direct: &[DirectRecord],
        places: &mut PlaceTable,
    ) -> BoundTransaction {
        let arguments = &self.batch.transactions[index].arguments;
        let mut records: SmallVec<[(RecordId, Permits); 4]> = SmallVec::new();
        for DirectRecord { family, address, permits } in direct {
            let address = match address {
                DirectAddress::Known(address) => Some(*address),
                DirectAddress::Argument(index) => arguments.get(*index).and_then(Value::as_address),
            };
            // An argument that is no address fits no parameter: the call aborts before it touches anything.
            let Some(address) = address else { continue };
            let record = places.resource(*family, address);
            match records.iter_mut().find(|(own, _)| *own == record) {
                Some((_, own)) => *own = own.union(*permits),
                None => records.push((record, *permits)),
            }
        }
        let fresh = Arc::clone(&program.fresh);
        BoundTransaction { fresh, records, ..BoundTransaction::nothing() }
    }
}

/// The records of accesses, with what may be done with each; and whether there are wildcards besides.
fn table(
    accesses: &[BoundAccess],
    places: &PlaceTable,
) -> (SmallVec<[(RecordId, Permits); 4]>, bool) {
    let mut records: SmallVec<[(RecordId, Permits); 4]> = SmallVec::new();
    let mut has_wildcards = false;
    for access in accesses {
        let Some((record, component)) = places.as_location(access.place) else {
            has_wildcards = true;
            continue;
        };
        let position = records.iter().position(|(own, _)| *own == record);
        let position = position.unwrap_or_else(|| {
            records.push((record, Permits::NONE));
            records.len() - 1
        });
        if let Some((_, permits)) = records.get_mut(position) {
            permits.allow(access.allowed, [component].into_iter().collect());
        }
    }
    (records, has_wildcards)
}

/// The accesses of a run with their origins.
fn numbered(
    run: TableRun,
    families: &[FamilyId],
    places: &mut PlaceTable,
) -> Vec<(usize, Mode, PlaceId)> {
    let record = |own: &BoundRecord| places.bound_record(families[own.family], own);
    let records: SmallVec<[RecordId; 8]> = run.records.iter().map(record).collect();
    let number = |TableAccess { origin, mode, place }| {
        let place = match place {
            TablePlace::Location(record, component) => places.location(records[record], component),
            TablePlace::Other(place) => places.intern(&place),
        };
        (origin, mode, place)
    };
    run.accesses.into_iter().map(number).collect()
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
        | Root::Parameter(_)
        | Root::At(_)
        | Root::Call(..) => None,
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
