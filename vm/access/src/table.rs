//! Footprints made ready to be bound over and over: one table for all calls of a function with the same type arguments.
//!
//! What does not depend on a call's values is worked out once: ground types, the components that fields stand at, the
//! reads that keys imply, the paths of choices. Rows share records, and records share terms, so that a call evaluates each
//! term once however many clauses name it, and its places come out as positions in a short list of records.
//!
//! ```text
//!   reads Pool(p).fee            terms      p    s    !Wallet(s).t.handle    a
//!   writes Pool(p).shares        records    Pool p │ Wallet s │ items handle a
//!   writes Wallet(s).t[a]        rows       reads 0 {fee} │ writes 0 {shares} │ reads 1 {exists} │ writes 2 {all}
//! ```
//!
//! **Invariant.** A table gives the places that [`bind`](crate::bind()) gives for each access, repetitions aside.
//! (`tables_bind_as_accesses_do`)

use std::sync::Arc;

use smallvec::SmallVec;

use crate::AccountAddress;
use crate::bind::{Arguments, Binder, Bound, Components, Evaluator, Unknown, bind_all};
use crate::evaluate::{Values, addresses, are_few};
use crate::footprint::Access;
use crate::path::{AccessPath, Mode, Projection, Root, Term};
use crate::place::{Component, ComponentSet, Place, Record, TableId};
use crate::types::{StructType, Type};
use crate::{Identifier, Value};

/// Accesses, ready to be bound to the values of calls with one list of type arguments.
#[derive(Clone, Debug)]
pub struct Table {
    types: Vec<Type>,
    families: Vec<Family>,
    terms: Vec<TermRow>,
    conditions: Vec<Term>,
    records: Vec<RecordRow>,
    rows: Vec<Row>,
}

/// All records of one type: resources, or the items of tables.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Of this type, at any address.
    Resource(Arc<StructType>),
    /// Of tables with these types of key and value.
    Item(Type, Type),
}

/// A record that a call may touch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BoundRecord {
    /// Its family's position in [`Table::families`].
    pub family: usize,
    /// Where a resource lies; of an item, the handle of its table.
    pub address: AccountAddress,
    /// The bytes of an item's key; empty for a resource.
    pub key: SmallVec<[u8; 32]>,
}

/// One bound access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableAccess {
    /// The position, in what the table was made from, of the access that this comes from.
    pub origin: usize,
    /// What may be done.
    pub mode: Mode,
    /// Where.
    pub place: TablePlace,
}

/// A place of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TablePlace {
    /// A component of the record at a position in [`TableRun::records`].
    Location(usize, Component),
    /// Any other, or a location that no row of records stands for.
    Other(Box<Place>),
}

/// What one call's values make of a table.
#[derive(Clone, Debug, Default)]
pub struct TableRun {
    /// Each once for every row that leads to it.
    pub records: Vec<BoundRecord>,
    /// In order of origin.
    pub accesses: Vec<TableAccess>,
}

/// A term, evaluated once per call.
#[derive(Clone, Debug, PartialEq, Eq)]
enum TermRow {
    /// A field of a resource: by positions, and with the components that reading it looks at.
    Field {
        ty: Arc<StructType>,
        address: usize,
        looked_at: ComponentSet,
        fields: Vec<usize>,
        term: Term,
    },
    /// Any other.
    Other(Term),
}

/// Records by the terms of their keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct RecordRow {
    family: usize,
    address: usize,
    /// Of an item.
    key: Option<usize>,
}

/// One access, or one of the alternatives of its path.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    origin: usize,
    mode: Mode,
    conditions: Vec<usize>,
    at: At,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum At {
    /// The same for every call.
    Wide(Box<Place>),
    /// Components of records, each with its mode; the whole of them or not.
    Record { record: usize, steps: Vec<(Component, Mode)>, is_whole: bool },
    /// An access that has ranges, or is what a call of a function value does: bound one by one.
    Qualified(Box<Access>),
}

/// A table whose records follow from the arguments, and from fields of other records of it, at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Direct {
    /// The records; each comes after those that it follows from.
    pub records: Vec<DirectRecord>,
    /// In order of origin.
    pub accesses: Vec<DirectAccess>,
}

/// A record of a [`Direct`] table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectRecord {
    /// Position among [`Table::families`].
    pub family: usize,
    /// Where a resource lies; of an item, the handle of its table.
    pub address: DirectAddress,
    /// Of an item, the argument that is its key.
    pub key: Option<usize>,
}

/// Where an address comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DirectAddress {
    /// The argument at this position.
    Argument(usize),
    /// The same for every call.
    Known(AccountAddress),
    /// A field of an earlier record: the way to it by positions of fields, and the components that are looked at.
    Stored {
        /// Position of the record.
        record: usize,
        /// Positions of fields inside each other.
        fields: Vec<usize>,
        /// What is looked at.
        looked_at: ComponentSet,
    },
}

/// An access of a [`Direct`] table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DirectAccess {
    /// Position of the record.
    pub record: usize,
    /// Which component.
    pub component: Component,
    /// What may be done.
    pub mode: Mode,
}

impl Table {
    /// The same, if every access is to components of records that follow from the arguments at once.
    pub fn direct(&self) -> Option<Direct> {
        let records = (0..self.records.len()).map(|index| self.direct_record(index));
        let records = records.collect::<Option<_>>()?;
        let mut accesses = Vec::new();
        for row in &self.rows {
            let At::Record { record, steps, .. } = &row.at else { return None };
            if !row.conditions.is_empty() {
                return None;
            }
            let access = |(component, mode): &(Component, Mode)| DirectAccess {
                record: *record,
                component: *component,
                mode: *mode,
            };
            accesses.extend(steps.iter().map(access));
        }
        Some(Direct { records, accesses })
    }

    fn direct_record(&self, index: usize) -> Option<DirectRecord> {
        let RecordRow { family, address, key } = *self.records.get(index)?;
        let address = match self.terms.get(address)? {
            TermRow::Other(Term::Parameter(index)) => DirectAddress::Argument((*index).into()),
            TermRow::Other(Term::Constant(value)) => DirectAddress::Known(value.as_address()?),
            TermRow::Other(_) => return None,
            TermRow::Field { ty, address, looked_at, fields, .. } => {
                let is_it = |row: &RecordRow| {
                    let family = self.families.get(row.family);
                    row.key.is_none()
                        && row.address == *address
                        && matches!(family, Some(Family::Resource(own)) if own == ty)
                };
                let record = self.records.iter().take(index).position(is_it)?;
                let (fields, looked_at) = (fields.clone(), *looked_at);
                DirectAddress::Stored { record, fields, looked_at }
            }
        };
        let key = match key.map(|key| self.terms.get(key)) {
            None => None,
            Some(Some(TermRow::Other(Term::Parameter(index)))) => Some((*index).into()),
            Some(_) => return None,
        };
        Some(DirectRecord { family, address, key })
    }

    /// Makes `accesses` ready for calls with the type arguments `types`.
    pub fn new<'a>(
        accesses: impl IntoIterator<Item = &'a Access>,
        types: &[Type],
        evaluator: &dyn Evaluator,
    ) -> Self {
        let table = Self {
            types: types.to_vec(),
            families: Vec::new(),
            terms: Vec::new(),
            conditions: Vec::new(),
            records: Vec::new(),
            rows: Vec::new(),
        };
        let arguments = Arguments { types, values: &[] };
        let mut builder = Builder { table, binder: Binder { arguments, evaluator, indices: &[] } };
        for (origin, access) in accesses.into_iter().enumerate() {
            for read in builder.binder.implied_reads(access) {
                builder.access(origin, &read);
            }
            builder.access(origin, access);
        }
        builder.table
    }

    /// The families of records that calls may touch.
    pub fn families(&self) -> &[Family] {
        &self.families
    }

    /// Binds to the values of a call, which are paired with their types.
    pub fn bind(&self, values: &[(Value, Type)], evaluator: &dyn Evaluator) -> TableRun {
        let arguments = Arguments { types: &self.types, values };
        let mut call = CallBinder {
            table: self,
            binder: Binder { arguments, evaluator, indices: &[] },
            values: vec![None; self.terms.len()],
            holds: vec![None; self.conditions.len()],
            found: vec![None; self.records.len()],
            run: TableRun {
                records: Vec::with_capacity(self.records.len()),
                accesses: Vec::with_capacity(2 * self.rows.len()),
            },
        };
        self.rows.iter().for_each(|row| call.row(row));
        call.run
    }
}

impl BoundRecord {
    /// The record, of a family.
    pub fn record(&self, family: &Family) -> Record {
        match family {
            Family::Resource(ty) => Record::Resource(ty.clone(), self.address),
            Family::Item(key, value) => {
                let (key, value, handle) = (key.clone(), value.clone(), self.address);
                Record::Item(TableId { key, value, handle }, self.key.to_vec())
            }
        }
    }
}

struct Builder<'a> {
    table: Table,
    binder: Binder<'a>,
}

impl Builder<'_> {
    fn access(&mut self, origin: usize, access: &Access) {
        if !access.ranges.is_empty() {
            let at = At::Qualified(Box::new(access.clone()));
            self.push(Row { origin, mode: access.mode, conditions: Vec::new(), at });
            return;
        }
        let conditions: Vec<_> = access
            .conditions
            .iter()
            .map(|condition| position(&mut self.table.conditions, condition.clone()))
            .collect();
        for path in access.path.alternatives() {
            let wide = |place| Some(At::Wide(Box::new(place)));
            let at = match &path.root {
                Root::Everything | Root::At(_) => wide(Place::Everything),
                Root::Call(..) => {
                    Some(At::Qualified(Box::new(access.at(access.mode, path.clone()))))
                }
                Root::Account(address) => wide(Place::Account(*address)),
                Root::Module(module) => wide(Place::Module(module.clone())),
                Root::Resource(resource, address) => match self.binder.ground(resource) {
                    None => wide(Place::Generic(resource.module.clone(), resource.name.clone())),
                    Some(ty) => {
                        let components =
                            self.binder.components(&Type::Struct(ty.clone()), &path.projections);
                        let family = Family::Resource(Arc::new(ty));
                        Some(self.record(family, address, None, (access.mode, components)))
                    }
                },
                Root::Item(table, handle, key) => {
                    let (key_type, value) = (
                        table.key.substitute(&self.table.types),
                        table.value.substitute(&self.table.types),
                    );
                    let components = self.binder.components(&value, &path.projections);
                    let family = Family::Item(key_type, value);
                    Some(self.record(family, handle, Some(key), (access.mode, components)))
                }
                // An entry function has no reference parameters but signers, which nothing is stored behind.
                Root::Parameter(_) => None,
            };
            if let Some(at) = at {
                self.push(Row { origin, mode: access.mode, conditions: conditions.clone(), at });
            }
        }
    }

    fn record(
        &mut self,
        family: Family,
        address: &Term,
        key: Option<&Term>,
        (mode, components): (Mode, Components),
    ) -> At {
        let family = position(&mut self.table.families, family);
        let address = self.term(address);
        let key = key.map(|key| self.term(key));
        let record = position(&mut self.table.records, RecordRow { family, address, key });
        let mut steps = Vec::new();
        for component in components.set().iter() {
            let of_existence = if mode == Mode::Adds { Mode::Reads } else { mode };
            if component == Component::EXISTENCE {
                push_new(&mut steps, (component, of_existence));
            } else {
                push_new(&mut steps, (Component::EXISTENCE, Mode::Reads));
                push_new(&mut steps, (component, mode));
            }
        }
        At::Record { record, steps, is_whole: components.is_whole() }
    }

    /// The row of a term.
    fn term(&mut self, term: &Term) -> usize {
        let row = self.field(term).unwrap_or_else(|| TermRow::Other(term.clone()));
        position(&mut self.table.terms, row)
    }

    /// The row of a field of a resource.
    fn field(&mut self, term: &Term) -> Option<TermRow> {
        let Term::Stored(path) = term else { return None };
        let AccessPath { root: Root::Resource(resource, address), projections } = &**path else {
            return None;
        };
        let ty = self.binder.ground(resource)?;
        let looked_at = self.binder.looked_at(&Type::Struct(ty.clone()), path);
        let mut inner = Type::Struct(ty.clone());
        let mut fields = Vec::new();
        for step in projections {
            let (Projection::Field(name), Type::Struct(of)) = (step, &inner) else { return None };
            let types = self.binder.evaluator.fields(of)?;
            let is_own = |(own, _): &(Identifier, Type)| own == name;
            let index = types.iter().position(is_own)?;
            inner = types.get(index)?.1.clone();
            fields.push(index);
        }
        let address = self.term(address);
        let ty = Arc::new(ty);
        Some(TermRow::Field { ty, address, looked_at, fields, term: term.clone() })
    }

    /// Adds a row, without what an earlier one of its access gives.
    fn push(&mut self, mut row: Row) {
        let own: Vec<_> = self.table.rows.iter().filter(|own| own.origin == row.origin).collect();
        if own.contains(&&row) {
            return;
        }
        if let At::Record { record, steps, is_whole: false } = &mut row.at {
            let gives_existence = |own: &&Row| match &own.at {
                At::Record { record: of, steps, is_whole: false } => {
                    of == record
                        && own.conditions == row.conditions
                        && steps.contains(&(Component::EXISTENCE, Mode::Reads))
                }
                At::Record { is_whole: true, .. } | At::Wide(_) | At::Qualified(_) => false,
            };
            if 1 < steps.len() && own.iter().any(gives_existence) {
                steps.retain(|step| *step != (Component::EXISTENCE, Mode::Reads));
            }
        }
        self.table.rows.push(row);
    }
}

/// What a row of records comes to in one call.
#[derive(Clone, Debug)]
enum Found {
    /// Any record of the family.
    Any,
    /// Any item of these tables.
    Tables(Vec<AccountAddress>),
    /// From one position to before another; none if the terms abort, or give names that are made up.
    Records(usize, usize),
}

/// Binds a table to the values of one call.
struct CallBinder<'a> {
    table: &'a Table,
    binder: Binder<'a>,
    values: Vec<Option<Values>>,
    holds: Vec<Option<bool>>,
    found: Vec<Option<Found>>,
    run: TableRun,
}

impl CallBinder<'_> {
    fn row(&mut self, row: &Row) {
        if !row.conditions.iter().all(|condition| self.may_hold(*condition)) {
            return;
        }
        match &row.at {
            At::Wide(place) => self.wide(row, (**place).clone()),
            At::Record { record, steps, is_whole } => self.record(row, *record, steps, *is_whole),
            At::Qualified(access) => {
                let mut all = Vec::new();
                bind_all(access, self.binder.arguments, self.binder.evaluator, &mut all);
                for Bound { place, mode } in all {
                    self.push(row.origin, mode, TablePlace::Other(Box::new(place)));
                }
            }
        }
    }

    fn push(&mut self, origin: usize, mode: Mode, place: TablePlace) {
        self.run.accesses.push(TableAccess { origin, mode, place });
    }

    /// A place above components. Whoever adds somewhere below reads there that the record exists.
    fn wide(&mut self, row: &Row, place: Place) {
        if row.mode == Mode::Adds {
            self.push(row.origin, Mode::Reads, TablePlace::Other(Box::new(place.clone())));
        }
        self.push(row.origin, row.mode, TablePlace::Other(Box::new(place)));
    }

    fn record(&mut self, row: &Row, record: usize, steps: &[(Component, Mode)], is_whole: bool) {
        let Some(RecordRow { family, .. }) = self.table.records.get(record).copied() else {
            return;
        };
        let Some(family) = self.table.families.get(family) else { return };
        match (self.find(record), family) {
            (Found::Records(start, end), _) => {
                for at in start..end {
                    for (component, mode) in steps {
                        self.push(row.origin, *mode, TablePlace::Location(at, *component));
                    }
                }
            }
            (Found::Any, Family::Item(key, value)) => {
                self.wide(row, Place::TableType(key.clone(), value.clone()));
            }
            (Found::Any, Family::Resource(ty)) if is_whole => {
                self.wide(row, Place::Instance(StructType::clone(ty)));
            }
            (Found::Any, Family::Resource(ty)) => {
                for (component, mode) in steps {
                    let place = Place::InstanceComponent(StructType::clone(ty), *component);
                    self.push(row.origin, *mode, TablePlace::Other(Box::new(place)));
                }
            }
            (Found::Tables(handles), Family::Item(key, value)) => {
                for handle in handles {
                    let table = TableId { key: key.clone(), value: value.clone(), handle };
                    if is_whole {
                        self.wide(row, Place::Table(table));
                        continue;
                    }
                    for (component, mode) in steps {
                        let place = Place::TableComponent(table.clone(), *component);
                        self.push(row.origin, *mode, TablePlace::Other(Box::new(place)));
                    }
                }
            }
            (Found::Tables(_), Family::Resource(_)) => {}
        }
    }

    fn find(&mut self, record: usize) -> Found {
        if let Some(Some(found)) = self.found.get(record) {
            return found.clone();
        }
        let found = match self.table.records.get(record).copied() {
            None => Found::Records(0, 0),
            Some(RecordRow { family, address, key: None }) => self.find_resources(family, address),
            Some(RecordRow { family, address, key: Some(key) }) => {
                self.find_items(family, address, key)
            }
        };
        if let Some(slot) = self.found.get_mut(record) {
            *slot = Some(found.clone());
        }
        found
    }

    fn find_resources(&mut self, family: usize, address: usize) -> Found {
        let all = match self.values(address) {
            Values::Any => return Found::Any,
            Values::Fresh => SmallVec::new(),
            Values::Known(values) => addresses(values).collect::<SmallVec<[_; 1]>>(),
        };
        let start = self.run.records.len();
        for address in all {
            self.run.records.push(BoundRecord { family, address, key: SmallVec::new() });
        }
        Found::Records(start, self.run.records.len())
    }

    fn find_items(&mut self, family: usize, handle: usize, key: usize) -> Found {
        let handles = match self.values(handle) {
            Values::Any => return Found::Any,
            Values::Fresh => return Found::Records(0, 0),
            Values::Known(values) => addresses(values).collect::<SmallVec<[_; 1]>>(),
        };
        let keys: SmallVec<[_; 1]> = match self.values(key) {
            Values::Known(values) if are_few(handles.len(), values.len()) => {
                values.iter().map(|(key, _)| key.to_bytes()).collect()
            }
            Values::Any | Values::Fresh | Values::Known(_) => {
                return Found::Tables(handles.to_vec());
            }
        };
        let start = self.run.records.len();
        for address in handles {
            let item = |key: &Vec<u8>| BoundRecord { family, address, key: key.as_slice().into() };
            self.run.records.extend(keys.iter().map(item));
        }
        Found::Records(start, self.run.records.len())
    }

    fn values(&mut self, term: usize) -> &Values {
        const ANY: &Values = &Values::Any;
        if let Some(None) = self.values.get(term) {
            let values = self.evaluate(term);
            if let Some(slot) = self.values.get_mut(term) {
                *slot = Some(values);
            }
        }
        self.values.get(term).and_then(Option::as_ref).unwrap_or(ANY)
    }

    fn evaluate(&mut self, term: usize) -> Values {
        match self.table.terms.get(term) {
            None => Values::Any,
            Some(TermRow::Other(term)) => self.binder.values(term),
            Some(TermRow::Field { ty, address, looked_at, fields, term }) => {
                let at = match self.values(*address) {
                    Values::Known(values) => match values.as_slice() {
                        [(value, _)] => value.as_address(),
                        _ => None,
                    },
                    Values::Fresh | Values::Any => None,
                };
                let Some(at) = at else { return self.binder.values(term) };
                let record = Record::Resource(ty.clone(), at);
                match self.binder.evaluator.field_of_record(&record, *looked_at, fields) {
                    Ok(value) => Values::Known(vec![value]),
                    Err(Unknown::Aborts) => Values::Known(Vec::new()),
                    Err(Unknown::Vague) => Values::Any,
                }
            }
        }
    }

    fn may_hold(&mut self, condition: usize) -> bool {
        if let Some(Some(known)) = self.holds.get(condition) {
            return *known;
        }
        let holds =
            self.table.conditions.get(condition).is_none_or(|term| self.binder.may_hold(term));
        if let Some(slot) = self.holds.get_mut(condition) {
            *slot = Some(holds);
        }
        holds
    }
}

/// The position of an item in a list; puts it at the end if it is new.
fn position<T: PartialEq>(list: &mut Vec<T>, item: T) -> usize {
    list.iter().position(|own| *own == item).unwrap_or_else(|| {
        list.push(item);
        list.len() - 1
    })
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
