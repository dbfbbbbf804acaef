//! Binds every transaction of a batch: footprints in, numbered places out, no body executed.
//!
//! A key that is read from state is known as long as no earlier transaction of the batch may write the location it stands
//! at, or create or remove that record. Where one may the key is *unsettled*, and the access becomes the wildcard above
//! it. So each transaction is bound as if it were alone, all side by side; then, in batch order, those are bound again
//! that have relied on what an earlier one, bound for good, may write.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use vm_access::{
    Access, AccountAddress, Arguments, BoundRecord, ComponentSet, DirectAccess, DirectAddress,
    DirectRecord, FunctionName, Identifier, Mode, ModuleId, Place, Record, Root, Table,
    TableAccess, TablePlace, TableRun, Term, Type, Value,
};
use vm_interpreter::{Interpreter, Permits, RecordName};
use vm_layout::{Image, Layout, Source};
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
    pub(crate) fn allows_fresh(&self, record: RecordName<'_>) -> bool {
        match record {
            RecordName::Resource(ty, _) => {
                self.fresh.iter().any(|(module, name)| *module == ty.module && *name == ty.name)
            }
            RecordName::Item(..) => false,
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

/// Transactions that are bound at a time where nothing is evaluated for any: few, so that all that is said of them stays near.
const DIRECT_CHUNK: usize = 64;

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
    places: &mut PlaceTable<'_>,
) -> Vec<BoundTransaction> {
    let mut binding = Binding::new((machine, world), batch, footprints, (source, purpose), places);
    let mut bound = Vec::with_capacity(batch.transactions.len());
    while binding.bind_some(places, &mut bound) {}
    if purpose == Purpose::Enforce {
        return bound;
    }
    let Binding { binder, changes, .. } = &binding;
    let sums = |index: usize, place: PlaceId, layout: &Layout| {
        let sites = binder.program(index)?.sites.as_ref()?;
        let (_, component) = places.as_location(place)?;
        sites.sums(machine, places, changes.get(index)?.as_deref()?, (place, component), layout)
    };
    let accesses = bound.iter_mut().map(|transaction| transaction.accesses.as_mut_slice());
    keep_order(places, accesses, &sums);
    bound
}

/// The transactions of a batch, some of which are bound.
pub(crate) struct Binding<'a> {
    binder: BatchBinder<'a>,
    before: Writable,
    /// Those bound.
    count: usize,
    /// Which integers each may change, where that is needed.
    changes: Vec<Option<Vec<Change>>>,
    worker: RefCell<Interpreter<'a>>,
}

impl<'a> Binding<'a> {
    /// None is bound yet.
    pub(crate) fn new(
        (machine, world): (&'a Machine, &'a World),
        batch: &'a Batch,
        footprints: &EntryFootprints,
        what: (FootprintSource, Purpose),
        places: &mut PlaceTable<'_>,
    ) -> Self {
        let programs = Programs::of(machine, world, batch, footprints, what, places);
        Self {
            binder: BatchBinder { machine, world, batch, programs },
            before: Writable::default(),
            count: 0,
            changes: Vec::new(),
            worker: RefCell::new(machine.term_worker()),
        }
    }

    /// Binds some more, in order, at the end of `bound`; `false` if there were no more.
    pub(crate) fn bind_some(
        &mut self,
        places: &mut PlaceTable<'_>,
        bound: &mut Vec<BoundTransaction>,
    ) -> bool {
        let programs = &self.binder.programs;
        let (are_direct, are_known) = (programs.are_all_direct(), programs.are_all_known());
        let start = self.count;
        let chunk = if are_direct { DIRECT_CHUNK } else { CHUNK };
        let end = self.binder.batch.transactions.len().min(start + chunk);
        self.count = end;
        let mut alone =
            if are_direct { Vec::new() } else { self.bind_alone(start..end) }.into_iter();
        for index in start..end {
            let alone = alone.next().flatten();
            let numbered = match self.binder.number_directly(index, &self.before, places) {
                Some(numbered) => numbered,
                None => self.bind_one(index, alone, places),
            };
            if !are_known {
                self.before.add(&numbered, places);
            }
            bound.push(numbered);
        }
        start < end
    }

    /// Binds transactions as if each were the first of the batch.
    fn bind_alone(&self, range: Range<usize>) -> Vec<Option<Loose>> {
        let binder = &self.binder;
        let worker = || RefCell::new(binder.machine.term_worker());
        let bind = |worker: &mut RefCell<_>, index| binder.bind(index, worker, &|_, _| false);
        range.into_par_iter().map_init(worker, bind).collect()
    }

    /// Binds a transaction for good.
    fn bind_one(
        &mut self,
        index: usize,
        alone: Option<Loose>,
        places: &mut PlaceTable<'_>,
    ) -> BoundTransaction {
        let Self { binder, before, worker, changes, .. } = self;
        let may_change = |record: &Record, components| before.has(places, record, components);
        let mut relied = alone.iter().flat_map(|alone| &alone.relied);
        let has_moved = relied.any(|(record, components)| may_change(record, *components));
        let transaction = match alone {
            Some(alone) if !has_moved => alone,
            Some(_) | None => binder.bind_fully(index, worker, &may_change),
        };
        let (numbered, own) = binder.number(index, transaction, places);
        changes.push(own);
        numbered
    }
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
    fn add(&mut self, transaction: &BoundTransaction, places: &PlaceTable<'_>) {
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

    /// Whether one of these components of a record is among them, or may be: wildcards are not looked through.
    fn has_numbered(&self, record: RecordId, components: ComponentSet) -> bool {
        let written = self.records.get(record.index());
        self.has_wildcards || written.is_some_and(|it| !it.intersect(components).is_empty())
    }

    /// Whether one of these components of a record is among them.
    fn has(&self, places: &PlaceTable<'_>, record: &Record, components: ComponentSet) -> bool {
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
    direct: Option<Vec<Straight>>,
}

/// A record of a program, and what may be done with it.
struct Straight {
    family: FamilyId,
    record: DirectRecord,
    permits: Permits,
}

/// The records of a table, if they follow from the arguments and each other at once.
fn straight(table: &Table, families: &[FamilyId]) -> Option<Vec<Straight>> {
    let direct = table.direct()?;
    let straight = |record: DirectRecord| Straight {
        family: families[record.family],
        record,
        permits: Permits::NONE,
    };
    let mut records: Vec<_> = direct.records.into_iter().map(straight).collect();
    for DirectAccess { record, component, mode } in direct.accesses {
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
    /// Whether no term has to be evaluated for any, unless what is stored has changed.
    fn are_all_direct(&self) -> bool {
        self.all.iter().all(|program| program.direct.is_some())
    }

    /// Whether all records follow from arguments alone.
    fn are_all_known(&self) -> bool {
        let is_stored = |own: &Straight| matches!(own.record.address, DirectAddress::Stored { .. });
        let is_known = |records: &Vec<Straight>| !records.iter().any(is_stored);
        self.all.iter().all(|program| program.direct.as_ref().is_some_and(is_known))
    }

    fn of(
        machine: &Machine,
        world: &World,
        batch: &Batch,
        footprints: &EntryFootprints,
        (source, purpose): (FootprintSource, Purpose),
        places: &mut PlaceTable<'_>,
    ) -> Self {
        let mut programs = Self { all: Vec::new(), of: Vec::new() };
        let mut known: FxHashMap<(&FunctionName, &[Type]), usize> = FxHashMap::default();
        let worker = RefCell::new(machine.term_worker());
        let evaluator = StateEvaluator::new(machine, world, &worker, &|_, _| true, TERMS_GAS_MAX);
        for Transaction { function, type_arguments, .. } in &batch.transactions {
            let program = footprints.get(function).map(|footprint| {
                *known.entry((function, type_arguments)).or_insert_with(|| {
                    let accesses = footprint.of(source);
                    let table = |own: &Table, places: &mut PlaceTable<'_>| -> Vec<FamilyId> {
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
                        direct: is_direct.then(|| straight(&own, &families)).flatten(),
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
    programs: Programs,
}

impl<'a> BatchBinder<'a> {
    fn program(&self, index: usize) -> Option<&Program> {
        self.programs.all.get((*self.programs.of.get(index)?)?)
    }

    /// Binds a transaction by evaluating its terms; nothing where its records follow at once.
    fn bind(
        &self,
        index: usize,
        worker: &RefCell<Interpreter<'a>>,
        may_change: &MayChange<'_>,
    ) -> Option<Loose> {
        let is_direct = self.program(index).is_some_and(|program| program.direct.is_some());
        (!is_direct).then(|| self.bind_fully(index, worker, may_change))
    }

    /// Binds a transaction by evaluating its terms.
    fn bind_fully(
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
        places: &mut PlaceTable<'_>,
    ) -> (BoundTransaction, Option<Vec<Change>>) {
        let Some(program) = self.program(index) else {
            return (BoundTransaction::nothing(), None);
        };
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
    /// Numbers the records of a transaction that follow at once, if all do: none is read where an earlier transaction may write.
    fn number_directly(
        &self,
        index: usize,
        before: &Writable,
        places: &mut PlaceTable<'_>,
    ) -> Option<BoundTransaction> {
        let Some(program) = self.program(index) else { return Some(BoundTransaction::nothing()) };
        let arguments = &self.batch.transactions[index].arguments;
        let mut found: SmallVec<[Option<RecordId>; 8]> = SmallVec::new();
        let mut records: SmallVec<[(RecordId, Permits); 4]> = SmallVec::new();
        for Straight { family, record, permits } in program.direct.as_ref()? {
            let address = match &record.address {
                DirectAddress::Known(address) => Some(*address),
                // An argument that is no address fits no parameter: the call aborts before it touches anything.
                DirectAddress::Argument(index) => arguments.get(*index).and_then(Value::as_address),
                DirectAddress::Stored { record, fields, looked_at } => match found[*record] {
                    Some(id) if before.has_numbered(id, *looked_at) => return None,
                    Some(id) => places.image(id).and_then(|image| address_in(&image, fields)),
                    None => None,
                },
            };
            let numbered = address.and_then(|address| match record.key {
                None => Some(places.number(*family, address, &[])),
                Some(key) => {
                    let key = arguments.get(key)?;
                    Some(match key.as_address() {
                        Some(key) => places.number(*family, address, &key.0),
                        None => places.number(*family, address, &key.to_bytes()),
                    })
                }
            });
            found.push(numbered);
            let Some(numbered) = numbered else { continue };
            match records.iter_mut().find(|(own, _)| *own == numbered) {
                Some((_, own)) => *own = own.union(*permits),
                None => records.push((numbered, *permits)),
            }
        }
        Some(BoundTransaction {
            accesses: Vec::new(),
            class: Class::Exact,
            unsettled: 0,
            fresh: Arc::clone(&program.fresh),
            records,
            has_wildcards: false,
        })
    }
}

/// The address at fields inside each other, if there is one.
fn address_in(image: &Image, fields: &[usize]) -> Option<AccountAddress> {
    let (mut at, mut layout) = (image.pointer(), image.layout());
    for index in fields {
        let field = layout.fields().get(*index)?;
        (at, layout) = (at.offset(field.offset), &field.layout);
    }
    let is_address = *layout.ty() == Type::Address;
    is_address.then(|| image.array(at).ok().map(AccountAddress)).flatten()
}

/// The records of accesses, with what may be done with each; and whether there are wildcards besides.
fn table(
    accesses: &[BoundAccess],
    places: &PlaceTable<'_>,
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
    places: &mut PlaceTable<'_>,
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
