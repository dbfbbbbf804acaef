//! How near footprints come to what is touched, counted in locations.
//!
//! A wildcard counts as every location below it that is there before the batch or that the batch touches. The existence of
//! a record is a location on both sides: whoever touches a record depends on it. Records at names that a transaction has
//! made up are on neither side, and neither are transactions that abort: they stop short of what they are bound to.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use vm_access::{Component, ComponentSet, FunctionName, Place, Record, StructType, Type};
use vm_interpreter::Execution;
use vm_scheduler::PlaceId;

use crate::batch::Batch;
use crate::binding::BoundTransaction;
use crate::machine::Machine;
use crate::places::{FamilyId, PlaceTable};
use crate::world::World;

/// Locations of the committed transactions of one entry function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precision {
    /// The entry function.
    pub function: FunctionName,
    /// Its committed transactions.
    pub transactions: u64,
    /// Locations touched, summed over transactions.
    pub touched: u64,
    /// Locations bound by what is declared.
    pub declared: u64,
    /// Locations bound by what is inferred.
    pub inferred: u64,
    /// Locations that what is inferred binds and nothing touches, by the resource type or table, and component.
    pub untouched: BTreeMap<String, u64>,
}

/// What untouched locations are counted by: locations of one component of a family together, each wildcard by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Location(FamilyId, Component),
    Wildcard(PlaceId),
}

/// Counts the locations of places.
struct Counter<'a> {
    machine: &'a Machine,
    world: &'a World,
    executions: &'a [Execution],
    /// Records that wildcards are counted in, once there is one.
    records: OnceCell<BTreeSet<Record>>,
    /// Components of the records of a family.
    components: BTreeMap<FamilyId, ComponentSet>,
    counts: BTreeMap<PlaceId, u64>,
}

/// Counts what `declared` and `inferred` bind and what `executions` touch, by entry function.
pub(crate) fn precision(
    machine: &Machine,
    world: &World,
    batch: &Batch,
    executions: &[Execution],
    (declared, inferred): (&[BoundTransaction], &[BoundTransaction]),
    places: &mut PlaceTable<'_>,
) -> Vec<Precision> {
    let mut counter = Counter {
        machine,
        world,
        executions,
        records: OnceCell::new(),
        components: BTreeMap::new(),
        counts: BTreeMap::new(),
    };
    let mut all: BTreeMap<&FunctionName, Precision> = BTreeMap::new();
    let mut untouched: BTreeMap<&FunctionName, BTreeMap<Kind, (PlaceId, u64)>> = BTreeMap::new();
    for (index, execution) in executions.iter().enumerate() {
        if !execution.is_committed() {
            continue;
        }
        let function = &batch.transactions[index].function;
        let touched = counter.touched(execution, places);
        let declared = outermost(&declared[index], places);
        let inferred = outermost(&inferred[index], places);
        let is_below = |location: &&PlaceId| {
            places.tree().upward(**location).any(|place| inferred.binary_search(&place).is_ok())
        };
        let own = all.entry(function).or_insert_with(|| Precision::of(function));
        own.transactions += 1;
        own.touched += touched.iter().filter(is_below).count() as u64;
        own.declared += declared.iter().map(|place| counter.count(*place, places)).sum::<u64>();
        own.inferred += inferred.iter().map(|place| counter.count(*place, places)).sum::<u64>();
        let untouched = untouched.entry(function).or_default();
        for place in inferred {
            let all = counter.count(place, places);
            let is_inside = |location: &&PlaceId| places.tree().overlap(place, **location);
            let touched = touched.iter().filter(is_inside).count() as u64;
            if touched < all {
                untouched.entry(kind(place, places)).or_insert((place, 0)).1 += all - touched;
            }
        }
    }
    for (precision, untouched) in all.values_mut().zip(untouched.into_values()) {
        for (place, count) in untouched.into_values() {
            let label = counter.label(&places.place(place));
            *precision.untouched.entry(label).or_default() += count;
        }
    }
    all.into_values().collect()
}

fn kind(place: PlaceId, places: &PlaceTable<'_>) -> Kind {
    match places.as_location(place) {
        Some((record, component)) => Kind::Location(places.family_of(record), component),
        None => Kind::Wildcard(place),
    }
}

impl Precision {
    /// Counts the transactions of another batch in.
    pub fn add(&mut self, other: &Self) {
        self.transactions += other.transactions;
        self.touched += other.touched;
        self.declared += other.declared;
        self.inferred += other.inferred;
        for (label, count) in &other.untouched {
            *self.untouched.entry(label.clone()).or_default() += count;
        }
    }

    fn of(function: &FunctionName) -> Self {
        Self {
            function: function.clone(),
            transactions: 0,
            touched: 0,
            declared: 0,
            inferred: 0,
            untouched: BTreeMap::new(),
        }
    }
}

impl Counter<'_> {
    /// Every location that an execution touches, existence included; sorted.
    fn touched(&mut self, execution: &Execution, places: &mut PlaceTable<'_>) -> Vec<PlaceId> {
        let mut touched = Vec::new();
        for it in &execution.records {
            let mut components = it.read.union(it.written).union(it.added);
            components.insert(Component::EXISTENCE);
            let record = places.record(&it.record);
            let own = self.components(places.family_of(record), &it.record);
            let components = components.intersect(own);
            touched.extend(components.iter().map(|component| places.location(record, component)));
        }
        touched.sort_unstable();
        touched.dedup();
        touched
    }

    fn components(&mut self, family: FamilyId, record: &Record) -> ComponentSet {
        let machine = self.machine;
        *self.components.entry(family).or_insert_with(|| components(machine, record))
    }

    /// Locations at or below a place.
    fn count(&mut self, place: PlaceId, places: &PlaceTable<'_>) -> u64 {
        if places.as_location(place).is_some() {
            return 1;
        }
        if let Some(count) = self.counts.get(&place) {
            return *count;
        }
        let (world, executions, machine) = (self.world, self.executions, self.machine);
        let records = self.records.get_or_init(|| {
            let touched = executions.iter().flat_map(|it| &it.records);
            world.records().chain(touched.map(|touched| touched.record.clone())).collect()
        });
        let below = |record: &Record| {
            let below = places.components_below(place, &places.seek(record));
            u64::from(below.intersect(components(machine, record)).count())
        };
        let count = records.iter().map(below).sum();
        self.counts.insert(place, count);
        count
    }

    /// The kind of records and the component that a place is of.
    fn label(&self, place: &Place) -> String {
        let wide = if place.is_location() { "" } else { "*" };
        let named = |record: String, ty: &Type, component: Component| {
            let index = usize::from(component.index()).checked_sub(1);
            let fields = if let Type::Struct(ty) = ty { self.machine.fields(ty) } else { None };
            let field = index.and_then(|index| Some(fields?.get(index)?.0.to_string()));
            match (index, field) {
                (None, _) => format!("exists {record}"),
                (Some(_), Some(field)) => format!("{record}.{field}"),
                (Some(_), None) => record,
            }
        };
        match place {
            Place::InstanceComponent(ty, component) => {
                named(format!("{ty}{wide}"), &Type::Struct(ty.clone()), *component)
            }
            Place::Location(Record::Resource(ty, _), component) => {
                let ty = Type::Struct(StructType::clone(ty));
                named(format!("{ty}{wide}"), &ty, *component)
            }
            Place::TableComponent(table, component)
            | Place::Location(Record::Item(table, _), component) => {
                let record = format!("Table<{}, {}>[{wide}]", table.key, table.value);
                named(record, &table.value, *component)
            }
            Place::Everything => "*".to_owned(),
            Place::Account(address) => format!("{address}::*"),
            Place::Module(module) => format!("{module}::*"),
            Place::Generic(module, name) => format!("{module}::{name}*"),
            Place::Instance(ty) => format!("{ty}*"),
            Place::TableType(key, value) => format!("Table<{key}, {value}>*"),
            Place::Table(table) => format!("Table<{}, {}>[*]", table.key, table.value),
        }
    }
}

fn components(machine: &Machine, record: &Record) -> ComponentSet {
    let ty = match record {
        Record::Resource(ty, _) => Some(&**ty),
        Record::Item(table, _) => match &table.value {
            Type::Struct(ty) => Some(ty),
            Type::Bool
            | Type::Integer(_)
            | Type::Address
            | Type::Signer
            | Type::Vector(_)
            | Type::Reference { .. }
            | Type::Parameter(_)
            | Type::Function(_) => None,
        },
    };
    let fields = ty.and_then(|ty| machine.fields(ty));
    ComponentSet::of_record(fields.map_or(1, |fields| fields.len()))
}

/// The places of a transaction that lie below no other of them; sorted, each once.
fn outermost(bound: &BoundTransaction, places: &PlaceTable<'_>) -> Vec<PlaceId> {
    let mut all: Vec<_> = bound.accesses.iter().map(|access| access.place).collect();
    all.sort_unstable();
    all.dedup();
    let is_outermost = |place: &PlaceId| {
        let mut above = places.tree().upward(*place).skip(1);
        !above.any(|above| all.binary_search(&above).is_ok())
    };
    all.iter().copied().filter(is_outermost).collect()
}
