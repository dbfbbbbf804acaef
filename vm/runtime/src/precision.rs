//! How near footprints come to what is touched, counted in locations.
//!
//! A wildcard counts as every location below it that is there before the batch or that the batch touches. The existence of
//! a record is a location on both sides: whoever touches a record depends on it. Records at names that a transaction has
//! made up are on neither side, and neither are transactions that abort: they stop short of what they are bound to.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{Component, ComponentSet, FunctionName, Place, Record, Type};
use vm_interpreter::Execution;

use crate::batch::Batch;
use crate::binding::BoundTransaction;
use crate::machine::Machine;
use crate::places::PlaceTable;
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

/// Records that wildcards are counted in.
struct Counter<'a> {
    machine: &'a Machine,
    records: BTreeSet<&'a Record>,
    counts: BTreeMap<Place, u64>,
}

/// Counts what `declared` and `inferred` bind and what `executions` touch, by entry function.
pub(crate) fn precision(
    machine: &Machine,
    world: &World,
    batch: &Batch,
    executions: &[Execution],
    (declared, inferred): (&[BoundTransaction], &[BoundTransaction]),
    places: &PlaceTable,
) -> Vec<Precision> {
    let touched = executions.iter().flat_map(|it| &it.records).map(|touched| &touched.record);
    let records = world.records().chain(touched).collect();
    let mut counter = Counter { machine, records, counts: BTreeMap::new() };
    let mut all: BTreeMap<&FunctionName, Precision> = BTreeMap::new();
    for (index, execution) in executions.iter().enumerate() {
        if !execution.is_committed() {
            continue;
        }
        let function = &batch.transactions[index].function;
        let own = all.entry(function).or_insert_with(|| Precision::of(function));
        let touched = counter.touched(execution);
        let bound = |bound: &BoundTransaction| {
            let places = bound.accesses.iter().map(|access| places.place(access.place).clone());
            outermost(&places.collect())
        };
        let (declared, inferred) = (bound(&declared[index]), bound(&inferred[index]));
        own.transactions += 1;
        own.touched += counter.sum(&outermost(&below(&inferred, &touched)));
        own.declared += counter.sum(&declared);
        own.inferred += counter.sum(&inferred);
        for place in &inferred {
            let all = counter.count(place);
            let touched = touched.iter().filter(|location| place.covers(location)).count() as u64;
            if touched < all {
                *own.untouched.entry(counter.label(place)).or_default() += all - touched;
            }
        }
    }
    all.into_values().collect()
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
    /// Every location that an execution touches, existence included.
    fn touched(&self, execution: &Execution) -> BTreeSet<Place> {
        let mut touched = BTreeSet::new();
        for it in &execution.records {
            let mut components = it.read.union(it.written).union(it.added);
            components.insert(Component::EXISTENCE);
            let components = components.intersect(self.components(&it.record));
            touched.extend(
                components.iter().map(|component| Place::Location(it.record.clone(), component)),
            );
        }
        touched
    }

    fn components(&self, record: &Record) -> ComponentSet {
        let ty = match record {
            Record::Resource(ty, _) => Some(ty),
            Record::Item(table, _) => match &table.value {
                Type::Struct(ty) => Some(ty),
                Type::Bool
                | Type::U8
                | Type::U16
                | Type::U32
                | Type::U64
                | Type::U128
                | Type::U256
                | Type::Address
                | Type::Signer
                | Type::Vector(_)
                | Type::Reference { .. }
                | Type::Parameter(_) => None,
            },
        };
        let fields = ty.and_then(|ty| self.machine.fields(ty));
        ComponentSet::of_record(fields.map_or(1, |fields| fields.len()))
    }

    fn sum(&mut self, places: &BTreeSet<Place>) -> u64 {
        places.iter().map(|place| self.count(place)).sum()
    }

    /// Locations at or below a place.
    fn count(&mut self, place: &Place) -> u64 {
        if place.is_location() {
            return 1;
        }
        if let Some(count) = self.counts.get(place) {
            return *count;
        }
        let below = |record: &&Record| {
            let components = crate::places::components_below(place, record);
            u64::from(components.intersect(self.components(record)).count())
        };
        let count = self.records.iter().map(below).sum();
        self.counts.insert(place.clone(), count);
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
            Place::InstanceComponent(ty, component)
            | Place::Location(Record::Resource(ty, _), component) => {
                named(format!("{ty}{wide}"), &Type::Struct(ty.clone()), *component)
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

/// The places that lie below no other.
fn outermost(places: &BTreeSet<Place>) -> BTreeSet<Place> {
    let is_outermost = |place: &&Place| {
        let above = std::iter::successors(place.parent(), Place::parent);
        !above.into_iter().any(|above| places.contains(&above))
    };
    places.iter().filter(is_outermost).cloned().collect()
}

/// Those of `locations` that `bound` allows: all but those at names that the transaction made up.
fn below(bound: &BTreeSet<Place>, locations: &BTreeSet<Place>) -> BTreeSet<Place> {
    let is_below = |location: &&Place| {
        let mut chain = std::iter::successors(Some((*location).clone()), Place::parent);
        chain.any(|place| bound.contains(&place))
    };
    locations.iter().filter(is_below).cloned().collect()
}
