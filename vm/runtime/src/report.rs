//! What a batch's footprints are worth: parallelism under each policy, and the price of each clause.

use std::collections::BTreeMap;

use vm_access::{Access, FunctionName, Mode, Place, Record, Root, Term, Type};
use vm_interpreter::{Execution, Sum};
use vm_layout::Layout;
use vm_scheduler::{
    Access as PlaceAccess, ClauseId, Declared, Dependencies, Parallelism, PlaceId, PricedTask,
    Prices, Task,
};

use crate::batch::Batch;
use crate::binding::{BoundTransaction, EntryFootprints};
use crate::clauses::{ClauseOrigin, ClauseTable};
use crate::deltas::keep_order;
use crate::places::PlaceTable;

/// By what a transaction's accesses are judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Policy {
    /// Every module touched is written as a whole.
    Contract,
    /// Every resource type that may be touched is written at every address, as `acquires` would have it.
    Acquires,
    /// What is declared.
    Declared,
    /// What is inferred.
    Inferred,
    /// What was touched.
    Observed,
}

impl Policy {
    /// All, widest first.
    pub const ALL: [Self; 5] =
        [Self::Contract, Self::Acquires, Self::Declared, Self::Inferred, Self::Observed];

    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Contract => "contract",
            Self::Acquires => "acquires",
            Self::Declared => "declared",
            Self::Inferred => "inferred",
            Self::Observed => "observed",
        }
    }
}

/// What one clause costs the batch.
#[derive(Clone, Debug, PartialEq)]
pub struct ClauseReport {
    /// Where the clause stands.
    pub origin: ClauseOrigin,
    /// What would do in its place, over the parameters of the function that declares it; nothing if it is not needed.
    pub needed: Vec<Access>,
    /// Spans, price and false share.
    pub price: vm_scheduler::ClausePrice,
    /// Waits of transactions for one that this clause allowed to write.
    pub waits: u64,
    /// Those after which nothing there had changed.
    pub unchanged_waits: u64,
}

/// Bound footprints of a batch, by source.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bindings<'a> {
    pub(crate) declared: &'a [BoundTransaction],
    pub(crate) inferred: &'a [BoundTransaction],
    pub(crate) needed: &'a [BoundTransaction],
    /// What was touched.
    pub(crate) observed: &'a [Task],
}

/// The tasks of the batch under a policy. Costs are gas.
pub(crate) fn tasks(
    policy: Policy,
    batch: &Batch,
    footprints: &EntryFootprints,
    bindings: Bindings<'_>,
    executions: &[Execution],
    places: &mut PlaceTable<'_>,
) -> Vec<Task> {
    let mut acquired: BTreeMap<&FunctionName, Vec<PlaceAccess>> = BTreeMap::new();
    let mut accesses = |index: usize| match policy {
        Policy::Declared => bindings.declared[index].task().accesses,
        Policy::Inferred => bindings.inferred[index].task().accesses,
        Policy::Observed => bindings.observed[index].accesses.clone(),
        Policy::Contract => contract(batch, index, &executions[index], places),
        Policy::Acquires => {
            let function = &batch.transactions[index].function;
            let own = acquired.entry(function);
            own.or_insert_with(|| acquires(function, footprints, places)).clone()
        }
    };
    executions
        .iter()
        .enumerate()
        .map(|(index, execution)| Task { cost: execution.gas_used, accesses: accesses(index) })
        .collect()
}

/// What executions touched, as tasks. Who only added, and could have done so in any order, adds; who needs its order writes.
pub(crate) fn observed(executions: &[Execution], places: &mut PlaceTable<'_>) -> Vec<Task> {
    let mut tasks: Vec<_> = executions
        .iter()
        .map(|execution| Task { cost: execution.gas_used, accesses: touched(execution, places) })
        .collect();
    let sums = |index: usize, place, _: &Layout| {
        let (record, component) = places.as_location(place)?;
        let record = places.record_at(record);
        let records = &executions.get(index)?.records;
        let touched = records.iter().find(|touched| touched.record == record)?;
        let layout = touched.after.as_ref()?.layout();
        let is_there = |sum: &&Sum| layout.components_at(sum.offset, sum.ty.bytes()).has(component);
        Some(touched.sums.iter().filter(is_there).copied().collect())
    };
    let accesses = tasks.iter_mut().map(|task| task.accesses.as_mut_slice());
    keep_order(places, accesses, &sums);
    tasks
}

/// What an execution touched, as accesses.
fn touched(execution: &Execution, places: &mut PlaceTable<'_>) -> Vec<PlaceAccess> {
    let mut accesses = Vec::new();
    for touched in &execution.records {
        let changed = touched.written.union(touched.added);
        let record = places.record(&touched.record);
        for (mode, components) in [
            (Mode::Reads, touched.read.minus(changed)),
            (Mode::Writes, touched.written),
            (Mode::Adds, touched.added),
        ] {
            let place = |component| (mode, places.location(record, component));
            accesses.extend(components.iter().map(place));
        }
    }
    accesses
}

/// Every module of a resource touched, and the module called.
fn contract(
    batch: &Batch,
    index: usize,
    execution: &Execution,
    places: &mut PlaceTable<'_>,
) -> Vec<PlaceAccess> {
    let called = batch.transactions[index].function.module.clone();
    let of_record = |record: &Record| match record {
        Record::Resource(ty, _) => Some(ty.module.clone()),
        Record::Item(table, _) => {
            if let Type::Struct(ty) = &table.value {
                Some(ty.module.clone())
            } else {
                None
            }
        }
    };
    let mut modules: Vec<_> = execution
        .records
        .iter()
        .filter_map(|touched| of_record(&touched.record))
        .chain([called])
        .collect();
    modules.sort();
    modules.dedup();
    modules
        .into_iter()
        .map(|module| (Mode::Writes, places.intern(&Place::Module(module))))
        .collect()
}

/// Every resource type that the entry function may touch, at every address.
fn acquires(
    function: &FunctionName,
    footprints: &EntryFootprints,
    places: &mut PlaceTable<'_>,
) -> Vec<PlaceAccess> {
    let Some(footprint) = footprints.get(function) else {
        return Vec::new();
    };
    let mut named: Vec<_> =
        footprint.inferred.iter().map(|own| family(&own.access.path.root)).collect();
    named.sort();
    named.dedup();
    named.into_iter().map(|place| (Mode::Writes, places.intern(&place))).collect()
}

/// All instances of the resource type that a path leads into; a table belongs to the resource it stands in.
fn family(root: &Root) -> Place {
    match root {
        Root::Everything | Root::Parameter(_) | Root::At(_) | Root::Call(..) => Place::Everything,
        Root::Account(address) => Place::Account(*address),
        Root::Module(module) => Place::Module(module.clone()),
        Root::Resource(resource, _) => {
            Place::Generic(resource.module.clone(), resource.name.clone())
        }
        Root::Item(table, handle, _) => {
            if let Term::Stored(path) = &**handle {
                family(&path.root)
            } else {
                Place::TableType(table.key.clone(), table.value.clone())
            }
        }
    }
}

/// Parallelism of the batch under a policy.
pub(crate) fn parallelism(
    tasks: &[Task],
    places: &PlaceTable<'_>,
    cores: &[usize],
    overhead: u64,
) -> Parallelism {
    let dependencies = Dependencies::of(places.tree(), tasks);
    let costs: Vec<_> = tasks.iter().map(|task| task.cost).collect();
    Parallelism::of(&dependencies, &costs, cores, overhead)
}

/// Prices every clause that the batch's entry functions lead to, the dearest first.
pub(crate) fn price(
    clauses: &ClauseTable,
    needed: impl Fn(ClauseId) -> Vec<Access>,
    bindings: Bindings<'_>,
    places: &PlaceTable<'_>,
) -> (Prices, Vec<ClauseReport>) {
    let tasks: Vec<_> = bindings
        .observed
        .iter()
        .zip(bindings.declared.iter().zip(bindings.needed))
        .map(|(observed, (declared, needed))| priced_task(observed, declared, needed))
        .collect();
    let prices = Prices::of(places.tree(), &tasks);
    let waits = waits(bindings.declared, bindings.observed, places);
    let report = |price: &vm_scheduler::ClausePrice| {
        let (waits, unchanged_waits) = waits.get(&price.clause).copied().unwrap_or_default();
        ClauseReport {
            origin: clauses.origins()[price.clause.0 as usize].clone(),
            needed: needed(price.clause),
            price: *price,
            waits,
            unchanged_waits,
        }
    };
    let reports = prices.clauses.iter().map(report).collect();
    (prices, reports)
}

fn priced_task(
    observed: &Task,
    declared: &BoundTransaction,
    needed: &BoundTransaction,
) -> PricedTask {
    let mut by_clause: BTreeMap<ClauseId, Declared> = BTreeMap::new();
    let mut other = Vec::new();
    for (bound, is_needed) in [(declared, false), (needed, true)] {
        for access in &bound.accesses {
            let Some(clause) = access.clause else {
                if is_needed {
                    other.push((access.mode, access.place));
                }
                continue;
            };
            let empty = || Declared { clause, declared: Vec::new(), needed: Vec::new() };
            let entry = by_clause.entry(clause).or_insert_with(empty);
            let list = if is_needed { &mut entry.needed } else { &mut entry.declared };
            list.push((access.mode, access.place));
        }
    }
    PricedTask {
        cost: observed.cost,
        clauses: by_clause.into_values().collect(),
        other,
        observed: observed.accesses.clone(),
    }
}

/// Per clause: waits for a transaction that it allowed to write, and those after which nothing had changed there.
fn waits(
    bound: &[BoundTransaction],
    observed: &[Task],
    places: &PlaceTable<'_>,
) -> BTreeMap<ClauseId, (u64, u64)> {
    let tasks: Vec<_> = bound.iter().map(BoundTransaction::task).collect();
    let written: Vec<Vec<_>> = observed.iter().map(written_places).collect();
    let dependencies = Dependencies::of(places.tree(), &tasks);
    let mut counts: BTreeMap<ClauseId, (u64, u64)> = BTreeMap::new();
    for wait in vm_scheduler::waits(places.tree(), &tasks, &dependencies, &written) {
        let cause = &bound[wait.writer.index()].accesses[wait.writer_access as usize];
        if let Some(clause) = cause.clause {
            let count = counts.entry(clause).or_default();
            count.0 += 1;
            count.1 += u64::from(wait.is_unchanged);
        }
    }
    counts
}

/// The places that a transaction changed.
pub(crate) fn written_places(observed: &Task) -> Vec<PlaceId> {
    let writes = observed.accesses.iter().filter(|(mode, _)| *mode != Mode::Reads);
    writes.map(|(_, place)| *place).collect()
}
