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
use smallvec::SmallVec;
use vm_access::{
    Access, Arguments, BoundRecord, ComponentSet, FunctionName, Identifier, Mode, ModuleId, Place,
    Record, Root, Table, TableAccess, TablePlace, TableRun, Term, Type, Value,
};
use vm_interpreter::{Interpreter, Permits, RecordName};
use vm_layout::Layout;
use vm_scheduler::{ClauseId, PlaceId, Task};

use crate::batch::{Batch, Called, Transaction};
use crate::clauses::{ClauseAccess, ClauseTable, EntryFootprint};
use crate::deltas::{Change, Reach, Sites, keep_order};
use crate::direct::{Lookups, Straight};
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
    /// Resource types that may be published at addresses that the transaction makes up, if there are any.
    pub fresh: Option<Arc<[(ModuleId, Identifier)]>>,
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
            fresh: None,
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
                let mut fresh = self.fresh.iter().flat_map(|fresh| fresh.iter());
                fresh.any(|(module, name)| *module == ty.module && *name == ty.name)
            }
            RecordName::Item(..) => false,
        }
    }
}

/// Footprints of the entry functions of a batch, by name.
pub(crate) type EntryFootprints = BTreeMap<FunctionName, EntryFootprint>;

/// Finds the footprint of each entry function that is called.
pub(crate) fn entry_footprints(
    machine: &Machine,
    called: &Called<'_>,
    clauses: &mut ClauseTable,
) -> EntryFootprints {
    let names: BTreeSet<_> = called.all.iter().map(|(name, _)| *name).collect();
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

/// Transactions that are sooner bound than a thread is woken.
const FEW_TO_BIND: usize = 512;

/// What footprints are bound for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To tell who waits for whom, and what that costs: every access has its place and its clause.
    Schedule,
    /// To be enforced alone: records and wildcards are known, and accesses are listed only where they are needed for that.
    Enforce,
}

/// Binds all transactions and numbers their places.
pub(crate) fn bind_batch(
    (machine, world): (&Machine, &World),
    called: &Called<'_>,
    footprints: &EntryFootprints,
    (source, purpose): (FootprintSource, Purpose),
    places: &mut PlaceTable<'_>,
) -> Vec<BoundTransaction> {
    let what = (source, purpose);
    let mut binding = Binding::new((machine, world), called, footprints, what, places);
    let mut bound = Vec::with_capacity(called.of.len());
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

/// Binds all transactions as they are enforced, side by side if there may be more than one thread; `None` if something has to be evaluated for any of them in
/// every batch.
pub(crate) fn bind_directly(
    (machine, world): (&Machine, &World),
    called: &Called<'_>,
    footprints: &EntryFootprints,
    source: FootprintSource,
    places: &mut PlaceTable<'_>,
    threads: usize,
) -> Option<Vec<BoundTransaction>> {
    let what = (source, Purpose::Enforce);
    let mut binding = Binding::new((machine, world), called, footprints, what, places);
    if !binding.binder.programs.are_all_direct() {
        return None;
    }
    let mut bound = Vec::with_capacity(called.of.len());
    if 1 < threads && FEW_TO_BIND < called.of.len() {
        binding.bind_side_by_side(places, &mut bound);
    } else {
        while binding.bind_some(places, &mut bound) {}
    }
    Some(bound)
}

/// The transactions of a batch, some of which are bound.
pub(crate) struct Binding<'a> {
    binder: BatchBinder<'a>,
    before: Writable,
    /// Those bound.
    count: usize,
    /// Which integers each may change, where that is needed.
    changes: Vec<Option<Vec<Change>>>,
    lookups: Lookups<'a>,
    worker: RefCell<Interpreter<'a>>,
}

impl<'a> Binding<'a> {
    /// None is bound yet.
    pub(crate) fn new(
        (machine, world): (&'a Machine, &'a World),
        called: &'a Called<'a>,
        footprints: &EntryFootprints,
        what: (FootprintSource, Purpose),
        places: &mut PlaceTable<'_>,
    ) -> Self {
        let programs = Programs::of((machine, world), called, footprints, what, places);
        Self {
            binder: BatchBinder { machine, world, batch: called.batch, programs },
            before: Writable::default(),
            count: 0,
            changes: Vec::new(),
            lookups: Lookups::default(),
            worker: RefCell::new(machine.term_worker()),
        }
    }

    /// Binds some more, in order, at the end of `bound`; `false` if there were no more.
    pub(crate) fn bind_some(
        &mut self,
        places: &mut PlaceTable<'_>,
        bound: &mut Vec<BoundTransaction>,
    ) -> bool {
        let are_direct = self.binder.programs.are_all_direct();
        let start = self.count;
        let chunk = if are_direct { DIRECT_CHUNK } else { CHUNK };
        let end = self.binder.batch.transactions.len().min(start + chunk);
        self.count = end;
        let alone = if are_direct { Vec::new() } else { self.bind_alone(start..end) };
        self.lookups.fill(&self.binder.straight(start..end), places);
        self.number_some(start..end, alone, places, bound);
        start < end
    }

    /// Numbers what the transactions that have been looked up touch; `alone` has what has been bound of each.
    fn number_some(
        &mut self,
        range: Range<usize>,
        alone: Vec<Option<Loose>>,
        places: &mut PlaceTable<'_>,
        bound: &mut Vec<BoundTransaction>,
    ) {
        let are_known = self.binder.programs.are_all_known();
        let mut alone = alone.into_iter();
        for (position, index) in range.enumerate() {
            let alone = alone.next().flatten();
            let found = (&self.lookups, position);
            bound.push(BoundTransaction::nothing());
            let Some(own) = bound.last_mut() else { break };
            if !self.binder.number_directly(index, found, &self.before, places, own) {
                *own = self.bind_one(index, alone, places);
            }
            if !are_known {
                self.before.add(own, places);
            }
        }
    }

    /// Binds all transactions, none of which has anything evaluated unless what is stored has changed.
    fn bind_side_by_side(
        &mut self,
        places: &mut PlaceTable<'_>,
        bound: &mut Vec<BoundTransaction>,
    ) {
        let count = self.binder.batch.transactions.len();
        let chunk = |index: usize| index * DIRECT_CHUNK..count.min((index + 1) * DIRECT_CHUNK);
        let chunks = count.div_ceil(DIRECT_CHUNK);
        let mut lookups: Vec<_> = (0..chunks).map(|_| Lookups::default()).collect();
        let (binder, known) = (&self.binder, &*places);
        lookups
            .par_iter_mut()
            .enumerate()
            .for_each(|(index, lookups)| lookups.fill(&binder.straight(chunk(index)), known));
        for (index, lookups) in lookups.into_iter().enumerate() {
            self.lookups = lookups;
            self.number_some(chunk(index), Vec::new(), places, bound);
        }
        self.count = count;
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
    fresh: Option<Arc<[(ModuleId, Identifier)]>>,
    /// What may be added; nothing where that is not known, or nothing is added.
    sites: Option<Sites>,
    site_families: Vec<FamilyId>,
    is_open: bool,
    /// The records, where those are all that is needed and they follow from the arguments at once.
    direct: Option<Straight>,
}

/// The programs of a batch.
struct Programs<'a> {
    called: &'a Called<'a>,
    /// Of each function that is called; none if there is no such function.
    all: Vec<Option<Program>>,
}

impl<'a> Programs<'a> {
    fn get(&self, index: usize) -> Option<&Program> {
        self.all.get(*self.called.of.get(index)? as usize)?.as_ref()
    }

    /// Whether no term has to be evaluated for any, unless what is stored has changed.
    fn are_all_direct(&self) -> bool {
        self.all.iter().flatten().all(|program| program.direct.is_some())
    }

    /// Whether all records follow from arguments alone.
    fn are_all_known(&self) -> bool {
        let mut programs = self.all.iter().flatten();
        programs.all(|program| program.direct.as_ref().is_some_and(Straight::is_known))
    }

    fn of(
        (machine, world): (&Machine, &World),
        called: &'a Called<'a>,
        footprints: &EntryFootprints,
        (source, purpose): (FootprintSource, Purpose),
        places: &mut PlaceTable<'_>,
    ) -> Self {
        let worker = RefCell::new(machine.term_worker());
        let evaluator = StateEvaluator::new(machine, world, &worker, &|_, _| true, TERMS_GAS_MAX);
        let mut program = |(function, types): &(&FunctionName, &[Type])| {
            let footprint = footprints.get(*function)?;
            let accesses = footprint.of(source);
            let mut families = |own: &Table| -> Vec<FamilyId> {
                own.families().iter().map(|own| places.laid_out(own, machine)).collect()
            };
            let is_adder = |own: &ClauseAccess| own.access.mode == Mode::Adds;
            let is_ordered = purpose == Purpose::Schedule && accesses.iter().any(is_adder);
            let sites =
                is_ordered.then(|| Sites::of(machine, function, types, &evaluator)).flatten();
            let table = Table::new(accesses.iter().map(|own| &own.access), types, &evaluator);
            let own = families(&table);
            let is_direct = purpose == Purpose::Enforce && !footprint.is_open;
            Some(Program {
                direct: is_direct.then(|| Straight::of(&table, &own)).flatten(),
                families: own,
                table,
                clauses: accesses.iter().map(|own| own.clause).collect(),
                fresh: fresh_types(accesses),
                site_families: sites.as_ref().map(|it| families(&it.table)).unwrap_or_default(),
                sites,
                is_open: footprint.is_open,
            })
        };
        Self { called, all: called.all.iter().map(&mut program).collect() }
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
    programs: Programs<'a>,
}

impl<'a> BatchBinder<'a> {
    fn program(&self, index: usize) -> Option<&Program> {
        self.programs.get(index)
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
        let fresh = program.fresh.clone();
        let (records, has_wildcards) = table(&accesses, places);
        let bound = BoundTransaction { accesses, class, unsettled, fresh, records, has_wildcards };
        (bound, changes)
    }
}

impl<'a> BatchBinder<'a> {
    /// The programs whose records follow at once, and the arguments, of some transactions.
    fn straight(
        &self,
        range: Range<usize>,
    ) -> impl Iterator<Item = (Option<&Straight>, &'a [Value])> + Clone {
        let batch = self.batch;
        range.map(move |index| {
            let program = self.program(index).and_then(|program| program.direct.as_ref());
            (program, batch.transactions[index].arguments.as_slice())
        })
    }

    /// Numbers the records of a transaction that follow at once, if all do: none is read where an earlier transaction may write.
    /// They have been looked up, at the given position. `false` if that cannot be done.
    fn number_directly(
        &self,
        index: usize,
        (lookups, position): (&Lookups<'_>, usize),
        before: &Writable,
        places: &mut PlaceTable<'_>,
        to: &mut BoundTransaction,
    ) -> bool {
        let Some(program) = self.program(index) else { return true };
        let Some(straight) = &program.direct else { return false };
        let straight = (straight, &*self.batch.transactions[index].arguments);
        let may_have_changed = |record, components| before.has_numbered(record, components);
        to.fresh.clone_from(&program.fresh);
        lookups.number(position, straight, &may_have_changed, places, &mut to.records)
    }
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

/// Resource types that are accessed at addresses that the transaction makes up; `None` for none.
fn fresh_types(accesses: &[ClauseAccess]) -> Option<Arc<[(ModuleId, Identifier)]>> {
    let types: Vec<_> = accesses.iter().filter_map(|own| fresh_type(&own.access)).collect();
    (!types.is_empty()).then(|| types.into())
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
