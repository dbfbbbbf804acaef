//! What accesses mean, written from the language's definition and not from the binder: sets of locations.
//!
//! A term denotes a set of values, a path a set of places inside records. A wildcard stands for everything in a finite
//! universe of records, which is enough to see an inclusion fail.

use std::cell::RefCell;
use std::collections::BTreeSet;

use vm_access::{
    Access, AccessPath, AccountAddress, Component, ComponentSet, Identifier, Mode, Projection,
    Record, ResourcePattern, Root, StructType, TableId, Term, Type, TypePattern, Value,
};

use crate::universe::{World, applied, components, fields, resource_types, type_of};

/// Values of a variable whose range can be any.
const COUNT_OF_UNKNOWN: u64 = 5;

/// What a term may denote.
#[derive(Clone, Debug)]
pub(crate) enum Values {
    These(Vec<(Value, Type)>),
    All,
}

/// One step inside a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Existence,
    Field(Identifier),
    /// `None`: every element.
    Element(Option<Value>),
}

/// A part of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Part {
    pub(crate) record: Record,
    pub(crate) steps: Vec<Step>,
}

/// A location, and what is done there.
pub(crate) type Touch = (Record, Component, Mode);

/// A function of values; `None` where it aborts.
type Give<'a> = &'a dyn Fn(&[(Value, Type)]) -> Option<(Value, Type)>;

/// A call: what its parameters are, in which world.
pub(crate) struct Call<'a> {
    pub(crate) world: World,
    /// Records that wildcards stand for.
    pub(crate) universe: &'a BTreeSet<Record>,
    pub(crate) types: &'a [Type],
    pub(crate) values: Vec<Values>,
    /// Of each parameter that is a reference, where it points.
    pub(crate) targets: Vec<Vec<Part>>,
    /// The values of the variables that ranges bind.
    pub(crate) indices: RefCell<Vec<u64>>,
    /// What has been looked at to find keys.
    pub(crate) looked_at: RefCell<Vec<Part>>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(
        world: World,
        universe: &'a BTreeSet<Record>,
        types: &'a [Type],
        values: &[(Value, Type)],
    ) -> Self {
        let values = values.iter().map(|value| Values::These(vec![value.clone()])).collect();
        let (indices, looked_at) = (RefCell::default(), RefCell::default());
        Self { world, universe, types, values, targets: Vec::new(), indices, looked_at }
    }

    /// Every location that may be touched, existence and what keys are read from included.
    pub(crate) fn touches(&self, access: &Access) -> BTreeSet<Touch> {
        let mut touches = BTreeSet::new();
        self.looked_at.borrow_mut().clear();
        let mut parts = Vec::new();
        self.for_all_indices(access, &access.ranges, &mut parts);
        let looked_at = self.looked_at.take();
        let reads = looked_at.iter().map(|part| (Mode::Reads, part));
        for (mode, part) in reads.chain(parts.iter().map(|part| (access.mode, part))) {
            touches.insert((part.record.clone(), Component::EXISTENCE, Mode::Reads));
            for component in part.components().iter() {
                // Nothing can be added to an existence.
                let is_plain = mode != Mode::Adds || component != Component::EXISTENCE;
                let mode = if is_plain { mode } else { Mode::Reads };
                touches.insert((part.record.clone(), component, mode));
            }
        }
        touches
    }

    /// The parts that the path names for each value of each variable, where all conditions hold.
    fn for_all_indices(&self, access: &Access, ranges: &[Term], parts: &mut Vec<Part>) {
        // A condition decides as soon as its variables have values, before what further ranges are made from is looked at.
        let is_decided = |condition: &&Term| {
            condition.has_only_indices_below(access.ranges.len() - ranges.len())
        };
        if !access.conditions.iter().filter(is_decided).all(|condition| self.holds(condition)) {
            return;
        }
        let Some((range, inner)) = ranges.split_first() else {
            parts.extend(self.records_and_fields(&access.path));
            return;
        };
        let count = match self.values(range) {
            Values::All => COUNT_OF_UNKNOWN,
            Values::These(these) => {
                let count = |(value, _): &(Value, Type)| match value {
                    Value::U64(count) => *count,
                    _ => 0,
                };
                these.iter().map(count).max().unwrap_or(0)
            }
        };
        for index in 0..count {
            self.indices.borrow_mut().push(index);
            self.for_all_indices(access, inner, parts);
            self.indices.borrow_mut().pop();
        }
    }

    /// The parts that an access of the path touches: elements count as their vector, whose index may abort.
    fn records_and_fields(&self, path: &AccessPath) -> Vec<Part> {
        let is_element = |step: &Projection| matches!(step, Projection::Element(_));
        path.projections.iter().for_each(|step| {
            if let Projection::Element(index) = step {
                self.values(index);
            }
        });
        let whole = path.projections.iter().take_while(|step| !is_element(step)).cloned();
        self.parts(&AccessPath { root: path.root.clone(), projections: whole.collect() })
    }

    fn holds(&self, condition: &Term) -> bool {
        match self.values(condition) {
            Values::All => true,
            Values::These(these) => these.iter().any(|(it, _)| *it == Value::Bool(true)),
        }
    }

    /// The parts of records that a path names.
    pub(crate) fn parts(&self, path: &AccessPath) -> Vec<Part> {
        let starts = self.starts(&path.root);
        let mut parts = starts;
        for step in &path.projections {
            let steps = match step {
                Projection::Existence => vec![Step::Existence],
                Projection::Field(name) => vec![Step::Field(name.clone())],
                Projection::Element(index) => match self.values(index) {
                    Values::All => vec![Step::Element(None)],
                    Values::These(these) => {
                        these.into_iter().map(|(value, _)| Step::Element(Some(value))).collect()
                    }
                },
            };
            let extend = |part: &Part| {
                let extended = steps.iter().map(|step| {
                    let mut part = part.clone();
                    part.steps.push(step.clone());
                    part
                });
                extended.collect::<Vec<_>>()
            };
            parts = parts.iter().flat_map(extend).collect();
        }
        parts
    }

    fn starts(&self, root: &Root) -> Vec<Part> {
        let whole = |record: Record| Part { record, steps: Vec::new() };
        let all = |is_meant: &dyn Fn(&StructType) -> bool| {
            let is_meant =
                |record: &&Record| matches!(record, Record::Resource(ty, _) if is_meant(ty));
            self.universe.iter().filter(is_meant).cloned().map(whole).collect()
        };
        match root {
            Root::Everything => self.universe.iter().cloned().map(whole).collect(),
            Root::Account(account) => all(&|ty| ty.module.address == *account),
            Root::Module(module) => all(&|ty| ty.module == *module),
            Root::Resource(pattern, at) => match self.values(at) {
                Values::All => all(&|ty| self.is_instance(pattern, ty)),
                Values::These(these) => {
                    let types = resource_types().into_iter();
                    let types = types.filter(|ty| self.is_instance(pattern, ty));
                    let at = addresses(&these);
                    let record = |ty: StructType| {
                        at.iter()
                            .map(move |at| whole(Record::Resource(ty.clone().into(), *at)))
                            .collect()
                    };
                    types.flat_map::<Vec<_>, _>(record).collect()
                }
            },
            Root::At(at) => match self.values(at) {
                Values::All => all(&|_| true),
                Values::These(these) => {
                    let at = addresses(&these);
                    let is_there = |record: &&Record| matches!(record, Record::Resource(_, held) if at.contains(held));
                    self.universe.iter().filter(is_there).cloned().map(whole).collect()
                }
            },
            Root::Call(function, _) => match self.values(function) {
                Values::These(these) if these.is_empty() => Vec::new(),
                Values::These(_) | Values::All => self.starts(&Root::Everything),
            },
            Root::Item(pattern, handle, key) => {
                let types =
                    (pattern.key.substitute(self.types), pattern.value.substitute(self.types));
                self.items(&types, handle, key).into_iter().map(whole).collect()
            }
            Root::Parameter(index) => {
                self.targets.get(usize::from(*index)).cloned().unwrap_or_default()
            }
        }
    }

    fn items(&self, types: &(Type, Type), handle: &Term, key: &Term) -> BTreeSet<Record> {
        let handles = match self.values(handle) {
            Values::All => None,
            Values::These(these) => Some(addresses(&these)),
        };
        let keys = match self.values(key) {
            Values::All => None,
            Values::These(these) => {
                Some(these.iter().map(|(value, _)| value.to_bytes()).collect::<BTreeSet<_>>())
            }
        };
        let of_type = self.universe.iter().filter_map(|record| match record {
            Record::Item(table, key) if (&table.key, &table.value) == (&types.0, &types.1) => {
                Some((table.handle, key.clone()))
            }
            Record::Item(..) | Record::Resource(..) => None,
        });
        let of_type: Vec<_> = of_type.collect();
        let handles =
            handles.unwrap_or_else(|| of_type.iter().map(|(handle, _)| *handle).collect());
        let keys = keys.unwrap_or_else(|| of_type.iter().map(|(_, key)| key.clone()).collect());
        let table = |handle: &AccountAddress| TableId {
            key: types.0.clone(),
            value: types.1.clone(),
            handle: *handle,
        };
        let of_table =
            |handle| keys.iter().map(move |key| Record::Item(table(handle), key.clone()));
        handles.iter().flat_map(of_table).collect()
    }

    fn is_instance(&self, pattern: &ResourcePattern, ty: &StructType) -> bool {
        let is_argument = |(pattern, argument): (&TypePattern, &Type)| match pattern {
            TypePattern::Any => true,
            TypePattern::Is(ty) => ty.substitute(self.types) == *argument,
        };
        let arguments = pattern.arguments.as_ref();
        pattern.module == ty.module
            && pattern.name == ty.name
            && arguments.is_none_or(|list| list.iter().zip(&ty.arguments).all(is_argument))
    }

    /// What a term may denote; nothing if it aborts, or is a name that is not there yet.
    pub(crate) fn values(&self, term: &Term) -> Values {
        match term {
            Term::Any => Values::All,
            Term::Fresh => Values::These(Vec::new()),
            Term::Constant(value) => Values::These(vec![(value.clone(), literal_type(value))]),
            Term::Parameter(index) => {
                self.values.get(usize::from(*index)).cloned().unwrap_or(Values::All)
            }
            Term::Index(index) => {
                let indices = self.indices.borrow();
                match indices.get(usize::from(*index)) {
                    Some(value) => Values::These(vec![(Value::U64(*value), Type::U64)]),
                    None => Values::All,
                }
            }
            Term::Field(inner, name) => {
                self.rows(std::slice::from_ref(&**inner), &|row| field(&row[0], name))
            }
            Term::Element(vector, index) => match self.values(index) {
                Values::All => self.all_elements(vector),
                Values::These(_) => {
                    let terms = [(**vector).clone(), (**index).clone()];
                    self.rows(&terms, &|row| element(&row[0], &row[1].0))
                }
            },
            Term::AnyElement(vector) => self.all_elements(vector),
            Term::Apply(application) => {
                let function = &application.function;
                self.rows(&application.arguments, &|row| applied(function, row))
            }
            Term::Pack(ty, fields) => {
                let terms: Vec<_> = fields.iter().map(|(_, term)| term.clone()).collect();
                let ty = Type::Struct(ty.substitute(self.types));
                let pack = |row: &[(Value, Type)]| {
                    let values = row.iter().map(|(value, _)| value.clone()).collect();
                    Some((Value::Struct(values), ty.clone()))
                };
                self.rows(&terms, &pack)
            }
            Term::Choice(terms) => {
                let mut known = Vec::new();
                for term in terms.iter() {
                    match self.values(term) {
                        Values::All => return Values::All,
                        Values::These(these) => known.extend(these),
                    }
                }
                Values::These(known)
            }
            Term::Stored(path) => self.stored(path),
        }
    }

    fn stored(&self, path: &AccessPath) -> Values {
        let mut known = Vec::new();
        for part in self.parts(path) {
            let start = self.world.stored(&part.record).into_iter().collect::<Vec<_>>();
            let follow = |values: Vec<(Value, Type)>, step: &Step| {
                let one = |value: &(Value, Type)| match step {
                    Step::Existence => Vec::new(),
                    Step::Field(name) => field(value, name).into_iter().collect(),
                    Step::Element(Some(index)) => element(value, index).into_iter().collect(),
                    Step::Element(None) => elements(value),
                };
                values.iter().flat_map(one).collect()
            };
            known.extend(part.steps.iter().fold(start, follow));
            self.looked_at.borrow_mut().push(part);
        }
        Values::These(known)
    }

    /// `give` of every combination of what the terms denote.
    fn rows(&self, terms: &[Term], give: Give<'_>) -> Values {
        let mut rows: Vec<Vec<_>> = vec![Vec::new()];
        for term in terms {
            let Values::These(these) = self.values(term) else { return Values::All };
            let extend = |row: &[(Value, Type)]| {
                let extended =
                    these.iter().map(|value| [row, std::slice::from_ref(value)].concat());
                extended.collect::<Vec<_>>()
            };
            rows = rows.iter().flat_map(|row| extend(row)).collect();
        }
        Values::These(rows.iter().filter_map(|row| give(row)).collect())
    }

    fn all_elements(&self, vector: &Term) -> Values {
        match self.values(vector) {
            Values::All => Values::All,
            Values::These(these) => Values::These(these.iter().flat_map(elements).collect()),
        }
    }
}

impl Part {
    fn components(&self) -> ComponentSet {
        let all = components(&self.record);
        let one = |component| [component].into_iter().collect();
        match (self.steps.first(), type_of(&self.record)) {
            (Some(Step::Existence), _) => one(Component::EXISTENCE),
            (Some(Step::Field(name)), Type::Struct(ty)) => {
                let fields = fields(&ty).unwrap_or_default();
                let index = fields.iter().position(|(field, _)| field == name);
                index.map_or(all, |index| one(Component::of_field(index)))
            }
            _ => all,
        }
    }

    /// Whether the two have something in common.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        let is_alike = |(left, right): (&Step, &Step)| match (left, right) {
            (Step::Element(left), Step::Element(right)) => {
                left.is_none() || right.is_none() || left == right
            }
            _ => left == right,
        };
        self.record == other.record && self.steps.iter().zip(&other.steps).all(is_alike)
    }
}

fn addresses(values: &[(Value, Type)]) -> BTreeSet<AccountAddress> {
    values.iter().filter_map(|(value, _)| value.as_address()).collect()
}

fn field((value, ty): &(Value, Type), name: &Identifier) -> Option<(Value, Type)> {
    let (Value::Struct(values), Type::Struct(ty)) = (value, ty) else { return None };
    let fields = fields(ty)?;
    let index = fields.iter().position(|(field, _)| field == name)?;
    Some((values[index].clone(), fields[index].1.clone()))
}

fn elements((value, ty): &(Value, Type)) -> Vec<(Value, Type)> {
    let (Value::Vector(values), Type::Vector(element)) = (value, ty) else { return Vec::new() };
    values.iter().map(|value| (value.clone(), (**element).clone())).collect()
}

fn element(vector: &(Value, Type), index: &Value) -> Option<(Value, Type)> {
    let Value::U64(index) = index else { return None };
    elements(vector).get(usize::try_from(*index).ok()?).cloned()
}

fn literal_type(value: &Value) -> Type {
    match value {
        Value::U64(_) => Type::U64,
        Value::Bool(_) => Type::Bool,
        _ => Type::Address,
    }
}
