//! Binding: arguments in, places out, no execution of a body.
//!
//! Each access of a footprint becomes places: a location where its keys evaluate to values, an inner node of the tree of
//! places where they do not. A term that aborts contributes nothing: the transaction would abort before the access. One
//! whose evaluation exceeds its budget stands for anything.

use std::sync::Arc;

use crate::footprint::Access;
use crate::path::{
    AccessPath, Mode, Projection, ResourcePattern, Root, Term, TermFunction, TypePattern,
};
use crate::place::{Component, ComponentSet, Place, Record, TableId};
use crate::types::{StructType, Type};
use crate::{AccountAddress, Identifier, Value};

/// What binding must ask of the world: term functions, struct definitions, and what is stored when the transaction starts.
pub trait Evaluator {
    /// The fields of a struct type, in order, with type arguments put in; `None` if there is no such struct.
    fn fields(&self, ty: &StructType) -> Option<Arc<[(Identifier, Type)]>>;

    /// Whether nothing ever replaces a field of a struct where it lies.
    fn is_fixed(&self, ty: &StructType, field: &Identifier) -> bool;

    /// Applies a term function.
    ///
    /// # Errors
    ///
    /// [`Unknown::Aborts`] if it aborts, [`Unknown::Vague`] if it exceeds its budget or is not at hand.
    fn apply(
        &self,
        function: &TermFunction,
        types: &[Type],
        arguments: Vec<(Value, Type)>,
    ) -> Result<(Value, Type), Unknown>;

    /// The value of a record at the transaction's start, of which only `components` will be looked at.
    ///
    /// # Errors
    ///
    /// [`Unknown::Aborts`] if the record is absent, [`Unknown::Vague`] if an earlier transaction may change that, or one
    /// of the components.
    fn record(&self, record: &Record, components: ComponentSet) -> Result<(Value, Type), Unknown>;
}

/// Why a term has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// Its evaluation aborts, and so will the transaction before it gets to the access.
    Aborts,
    /// It cannot be told now.
    Vague,
}

/// Values that a wildcard inside a term may stand for before it is as good as any.
const VALUES_MAX: usize = 1024;

/// Values that a term may have; empty if its evaluation aborts.
#[derive(Clone, Debug)]
enum Values {
    Known(Vec<(Value, Type)>),
    Fresh,
    Any,
}

/// One bound access: where, and in which mode.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bound {
    /// The place.
    pub place: Place,
    /// What may be done there.
    pub mode: Mode,
}

/// The arguments of one call.
#[derive(Clone, Copy, Debug)]
pub struct Arguments<'a> {
    /// Ground types, one per type parameter.
    pub types: &'a [Type],
    /// Values with their types (of a `&signer`: the signer).
    pub values: &'a [(Value, Type)],
}

/// Binds `access` to the arguments. Names made up by the transaction bind to no place: `fresh` accesses are dropped.
///
/// Each place but an existence comes with `reads` of the record's existence, and each path with `reads` of the places that
/// its keys are stored at; of the handle of a table that no one can replace, the existence of its resource alone.
pub fn bind(access: &Access, arguments: Arguments<'_>, evaluator: &dyn Evaluator) -> Vec<Bound> {
    let mut bound = Vec::new();
    let binder = Binder { arguments, evaluator, indices: &[] };
    for mut read in access.implied_reads() {
        if binder.is_fixed_handle(&read.path) {
            read.path.projections = vec![Projection::Existence];
        }
        bind_all(&read, arguments, evaluator, &mut bound);
    }
    bind_all(access, arguments, evaluator, &mut bound);
    bound
}

/// The values that `term` may have; none if its evaluation aborts, `None` if they cannot be told.
pub fn evaluate(
    term: &Term,
    arguments: Arguments<'_>,
    evaluator: &dyn Evaluator,
) -> Option<Vec<Value>> {
    match (Binder { arguments, evaluator, indices: &[] }).values(term) {
        Values::Known(values) => Some(values.into_iter().map(|(value, _)| value).collect()),
        Values::Fresh | Values::Any => None,
    }
}

/// Binds an access for all values of its variables; where these are too many, or unknown, they are any.
fn bind_all(
    access: &Access,
    arguments: Arguments<'_>,
    evaluator: &dyn Evaluator,
    bound: &mut Vec<Bound>,
) {
    let binder = |indices| Binder { arguments, evaluator, indices };
    let mut all = Vec::new();
    // A made-up name beside others must not be lost among them: each alternative binds by itself.
    let Some(choices) = binder(&[]).all_indices(&access.ranges) else {
        for path in access.unqualified().path.alternatives() {
            binder(&[]).bind(access.mode, &path, bound);
        }
        return;
    };
    let paths = access.path.alternatives();
    for indices in &choices {
        let binder = binder(indices);
        if access.conditions.iter().all(|condition| binder.may_hold(condition)) {
            paths.iter().for_each(|path| binder.bind(access.mode, path, &mut all));
        }
    }
    if !access.ranges.is_empty() {
        all.sort();
        all.dedup();
    }
    bound.extend(all);
}

pub(crate) struct Binder<'a> {
    pub(crate) arguments: Arguments<'a>,
    pub(crate) evaluator: &'a dyn Evaluator,
    /// The values of the variables that ranges bind.
    pub(crate) indices: &'a [u64],
}

impl Binder<'_> {
    fn bind(&self, mode: Mode, path: &AccessPath, bound: &mut Vec<Bound>) {
        for place in self.places(path) {
            let existence = place.existence();
            if existence.as_ref() == Some(&place) {
                let mode = if mode == Mode::Adds { Mode::Reads } else { mode };
                bound.push(Bound { place, mode });
                continue;
            }
            // Whoever adds somewhere below a wildcard reads there that the record exists.
            let is_wide = existence.is_none() && mode == Mode::Adds;
            let read = existence.or_else(|| is_wide.then(|| place.clone()));
            bound.extend(read.map(|place| Bound { place, mode: Mode::Reads }));
            bound.push(Bound { place, mode });
        }
    }

    fn places(&self, path: &AccessPath) -> Vec<Place> {
        match &path.root {
            Root::Everything => vec![Place::Everything],
            Root::Account(address) => vec![Place::Account(*address)],
            Root::Module(module) => vec![Place::Module(module.clone())],
            Root::Resource(resource, address) => {
                self.resource_places(resource, address, &path.projections)
            }
            Root::Item(table, handle, key) => {
                let key_type = table.key.substitute(self.arguments.types);
                let value_type = table.value.substitute(self.arguments.types);
                self.item_places(&key_type, &value_type, handle, key, &path.projections)
            }
            // An entry function has no reference parameters but signers, which nothing is stored behind.
            Root::Parameter(_) => Vec::new(),
        }
    }

    fn resource_places(
        &self,
        resource: &ResourcePattern,
        address: &Term,
        projections: &[Projection],
    ) -> Vec<Place> {
        let Some(ty) = self.ground(resource) else {
            return vec![Place::Generic(resource.module.clone(), resource.name.clone())];
        };
        let components = self.components(&Type::Struct(ty.clone()), projections);
        match self.values(address) {
            Values::Fresh => Vec::new(),
            Values::Any if components.is_whole() => vec![Place::Instance(ty)],
            Values::Any => components
                .set()
                .iter()
                .map(|component| Place::InstanceComponent(ty.clone(), component))
                .collect(),
            Values::Known(values) => addresses(&values)
                .flat_map(|address| {
                    let record = Record::Resource(ty.clone(), address);
                    locations(&record, components.set())
                })
                .collect(),
        }
    }

    fn item_places(
        &self,
        key_type: &Type,
        value_type: &Type,
        handle: &Term,
        key: &Term,
        projections: &[Projection],
    ) -> Vec<Place> {
        let components = self.components(value_type, projections);
        let handles = match self.values(handle) {
            Values::Fresh => return Vec::new(),
            Values::Any => return vec![Place::TableType(key_type.clone(), value_type.clone())],
            Values::Known(values) => addresses(&values).collect::<Vec<_>>(),
        };
        let table = |handle| TableId { key: key_type.clone(), value: value_type.clone(), handle };
        match self.values(key) {
            Values::Any | Values::Fresh if components.is_whole() => {
                handles.into_iter().map(|handle| Place::Table(table(handle))).collect()
            }
            Values::Any | Values::Fresh => handles
                .into_iter()
                .flat_map(|handle| {
                    let table = table(handle);
                    components
                        .set()
                        .iter()
                        .map(move |component| Place::TableComponent(table.clone(), component))
                        .collect::<Vec<_>>()
                })
                .collect(),
            Values::Known(keys) => handles
                .into_iter()
                .flat_map(|handle| {
                    keys.iter()
                        .flat_map(|(key, _)| {
                            let record = Record::Item(table(handle), key.to_bytes());
                            locations(&record, components.set())
                        })
                        .collect::<Vec<_>>()
                })
                .collect(),
        }
    }

    /// The resource type with the call's type arguments; `None` if it names several instances.
    fn ground(&self, resource: &ResourcePattern) -> Option<StructType> {
        let arguments = resource
            .arguments
            .as_ref()?
            .iter()
            .map(|pattern| match pattern {
                TypePattern::Any => None,
                TypePattern::Is(ty) => Some(ty.substitute(self.arguments.types)),
            })
            .collect::<Option<Vec<_>>>()?;
        Some(StructType { module: resource.module.clone(), name: resource.name.clone(), arguments })
    }

    /// The components that projections name in a record of type `ty`.
    fn components(&self, ty: &Type, projections: &[Projection]) -> Components {
        let fields = if let Type::Struct(ty) = ty { self.evaluator.fields(ty) } else { None };
        match (projections.first(), fields) {
            (Some(Projection::Existence), _) => {
                Components::These([Component::EXISTENCE].into_iter().collect())
            }
            (Some(Projection::Field(name)), Some(fields)) => {
                let index = fields.iter().position(|(field, _)| field == name);
                match index {
                    Some(index) => {
                        Components::These([Component::of_field(index)].into_iter().collect())
                    }
                    None => Components::Whole(ComponentSet::of_record(fields.len())),
                }
            }
            (_, Some(fields)) => Components::Whole(ComponentSet::of_record(fields.len())),
            (_, None) => Components::Whole(ComponentSet::of_record(1)),
        }
    }

    fn values(&self, term: &Term) -> Values {
        match term {
            Term::Any => Values::Any,
            Term::Fresh => Values::Fresh,
            Term::Choice(terms) => self.union(terms),
            Term::AnyElement(vector) => match self.values(vector) {
                Values::Known(vectors) => {
                    Values::Known(vectors.into_iter().flat_map(elements).collect())
                }
                other @ (Values::Fresh | Values::Any) => other,
            },
            Term::Constant(_)
            | Term::Parameter(_)
            | Term::Index(_)
            | Term::Field(..)
            | Term::Element(..)
            | Term::Apply(_)
            | Term::Pack(..)
            | Term::Stored(_) => match self.value(term) {
                Ok(value) => Values::Known(vec![value]),
                Err(Unknown::Aborts) => Values::Known(Vec::new()),
                Err(Unknown::Vague) => self.values_within(term),
            },
        }
    }

    /// A term around an element that may be any: one value for each.
    fn values_within(&self, term: &Term) -> Values {
        let each =
            |inner: &Term, step: &dyn Fn((Value, Type)) -> Result<(Value, Type), Unknown>| {
                match self.values(inner) {
                    Values::Known(values) => collect(values.into_iter().map(step)),
                    other @ (Values::Fresh | Values::Any) => other,
                }
            };
        match term {
            Term::Field(inner, name) => each(inner, &|value| self.field(value, name)),
            Term::Element(inner, index) => match self.value(index) {
                Ok(index) => each(inner, &|value| element(value, &index.0)),
                Err(_) => Values::Any,
            },
            Term::Stored(path) => self.stored_values(path),
            Term::Apply(application) => match application.arguments.as_slice() {
                // What a function makes of a made-up name may have been there before.
                [Term::Fresh] => Values::Any,
                [inner] => each(inner, &|value| {
                    let types = self.types(&application.type_arguments);
                    self.evaluator.apply(&application.function, &types, vec![value])
                }),
                _ => Values::Any,
            },
            Term::Constant(_)
            | Term::Parameter(_)
            | Term::Index(_)
            | Term::AnyElement(_)
            | Term::Pack(..)
            | Term::Choice(_)
            | Term::Fresh
            | Term::Any => Values::Any,
        }
    }

    /// What is stored at a path some of whose keys or indices have several values.
    fn stored_values(&self, path: &AccessPath) -> Values {
        let Some(records) = self.records_of(path) else { return Values::Any };
        let start =
            records.iter().map(|(record, components)| self.evaluator.record(record, *components));
        path.projections.iter().fold(collect(start), |values, step| {
            let Values::Known(values) = values else { return values };
            match step {
                Projection::Existence => Values::Any,
                Projection::Field(name) => {
                    collect(values.into_iter().map(|value| self.field(value, name)))
                }
                Projection::Element(Term::Any) => {
                    let all: Vec<_> = values.into_iter().flat_map(elements).collect();
                    if VALUES_MAX < all.len() { Values::Any } else { Values::Known(all) }
                }
                Projection::Element(index) => match self.value(index) {
                    Ok((index, _)) => {
                        collect(values.into_iter().map(|value| element(value, &index)))
                    }
                    Err(Unknown::Aborts) => Values::Known(Vec::new()),
                    Err(Unknown::Vague) => Values::Any,
                },
            }
        })
    }

    /// The records that a path may lead into, and the components it looks at there; `None` if they cannot be told.
    fn records_of(&self, path: &AccessPath) -> Option<Vec<(Record, ComponentSet)>> {
        let known = |term: &Term| match self.values(term) {
            Values::Known(values) => Some(values),
            Values::Fresh | Values::Any => None,
        };
        match &path.root {
            Root::Resource(resource, address) => {
                let ty = self.ground(resource)?;
                let components = self.looked_at(&Type::Struct(ty.clone()), path);
                let values = known(address)?;
                let record = |address| (Record::Resource(ty.clone(), address), components);
                Some(addresses(&values).map(record).collect())
            }
            Root::Item(table, handle, key) => {
                let types = self.arguments.types;
                let value = table.value.substitute(types);
                let components = self.looked_at(&value, path);
                let (handles, keys) = (known(handle)?, known(key)?);
                let table = |handle| {
                    let key = table.key.substitute(types);
                    TableId { key, value: value.clone(), handle }
                };
                let pairs = addresses(&handles).flat_map(|handle| {
                    keys.iter().map(move |(key, _)| Record::Item(table(handle), key.to_bytes()))
                });
                let records: Vec<_> = pairs.map(|record| (record, components)).collect();
                (records.len() <= VALUES_MAX).then_some(records)
            }
            Root::Everything | Root::Account(_) | Root::Module(_) | Root::Parameter(_) => None,
        }
    }

    /// The components of a record of type `ty` that reading at `path` looks at: existence among them.
    fn looked_at(&self, ty: &Type, path: &AccessPath) -> ComponentSet {
        let existence = ComponentSet::from_iter([Component::EXISTENCE]);
        if self.is_fixed_handle(path) {
            return existence;
        }
        self.components(ty, &path.projections).set().union(existence)
    }

    /// Whether `path` is the handle of a table that stays where it is while its resource exists: code that looks at it is
    /// not held to read it.
    fn is_fixed_handle(&self, path: &AccessPath) -> bool {
        let Root::Resource(resource, _) = &path.root else { return false };
        let Some(mut ty) = self.ground(resource) else { return false };
        for step in &path.projections {
            let Projection::Field(name) = step else { return false };
            if !self.evaluator.is_fixed(&ty, name) {
                return false;
            }
            if ty.is_table() {
                return true;
            }
            let fields = self.evaluator.fields(&ty);
            let found = fields.iter().flat_map(|fields| fields.iter()).find(|(own, _)| own == name);
            let Some((_, Type::Struct(inner))) = found else { return false };
            ty = inner.clone();
        }
        false
    }

    fn union(&self, terms: &[Term]) -> Values {
        let mut known = Vec::new();
        for term in terms {
            match self.values(term) {
                Values::Known(values) => known.extend(values),
                Values::Fresh => {}
                Values::Any => return Values::Any,
            }
        }
        Values::Known(known)
    }

    /// The one value of a term.
    pub(crate) fn value(&self, term: &Term) -> Result<(Value, Type), Unknown> {
        match term {
            Term::Constant(value) => Ok((value.clone(), constant_type(value))),
            Term::Parameter(index) => {
                self.arguments.values.get(usize::from(*index)).cloned().ok_or(Unknown::Vague)
            }
            Term::Index(index) => {
                let value = self.indices.get(usize::from(*index)).ok_or(Unknown::Vague)?;
                Ok((Value::U64(*value), Type::U64))
            }
            Term::Field(inner, name) => self.field(self.value(inner)?, name),
            Term::Element(inner, index) => element(self.value(inner)?, &self.value(index)?.0),
            Term::Apply(application) => {
                let arguments = application
                    .arguments
                    .iter()
                    .map(|term| self.value(term))
                    .collect::<Result<Vec<_>, _>>()?;
                let types = self.types(&application.type_arguments);
                self.evaluator.apply(&application.function, &types, arguments)
            }
            Term::Pack(ty, fields) => {
                let fields = fields
                    .iter()
                    .map(|(_, term)| Ok(self.value(term)?.0))
                    .collect::<Result<Vec<_>, _>>()?;
                let ty = Type::Struct(ty.substitute(self.arguments.types));
                Ok((Value::Struct(fields), ty))
            }
            Term::Stored(path) => self.stored(path),
            Term::AnyElement(_) | Term::Choice(_) | Term::Fresh | Term::Any => Err(Unknown::Vague),
        }
    }

    /// What is stored at a path, all of whose keys have one value.
    fn stored(&self, path: &AccessPath) -> Result<(Value, Type), Unknown> {
        let address = |term: &Term| self.value(term)?.0.as_address().ok_or(Unknown::Vague);
        let types = self.arguments.types;
        let (record, ty) = match &path.root {
            Root::Resource(resource, at) => {
                let ty = self.ground(resource).ok_or(Unknown::Vague)?;
                (Record::Resource(ty.clone(), address(at)?), Type::Struct(ty))
            }
            Root::Item(table, handle, key) => {
                let (handle, key) = (address(handle)?, self.value(key)?.0.to_bytes());
                let value = table.value.substitute(types);
                let table =
                    TableId { key: table.key.substitute(types), value: value.clone(), handle };
                (Record::Item(table, key), value)
            }
            Root::Everything | Root::Account(_) | Root::Module(_) | Root::Parameter(_) => {
                return Err(Unknown::Vague);
            }
        };
        let start = self.evaluator.record(&record, self.looked_at(&ty, path))?;
        path.projections.iter().try_fold(start, |value, step| match step {
            Projection::Existence => Err(Unknown::Vague),
            Projection::Field(name) => self.field(value, name),
            Projection::Element(index) => element(value, &self.value(index)?.0),
        })
    }

    fn field(&self, value: (Value, Type), name: &Identifier) -> Result<(Value, Type), Unknown> {
        let (Value::Struct(values), Type::Struct(ty)) = value else { return Err(Unknown::Vague) };
        let fields = self.evaluator.fields(&ty).ok_or(Unknown::Vague)?;
        let index = fields.iter().position(|(field, _)| field == name).ok_or(Unknown::Vague)?;
        let value = values.into_iter().nth(index).ok_or(Unknown::Vague)?;
        let (_, ty) = fields.get(index).ok_or(Unknown::Vague)?;
        Ok((value, ty.clone()))
    }

    fn types(&self, types: &[Type]) -> Vec<Type> {
        types.iter().map(|ty| ty.substitute(self.arguments.types)).collect()
    }
}

/// Which components of a record a path names.
#[derive(Clone, Copy, Debug)]
enum Components {
    Whole(ComponentSet),
    These(ComponentSet),
}

impl Components {
    fn set(self) -> ComponentSet {
        match self {
            Self::Whole(set) | Self::These(set) => set,
        }
    }

    /// Whether the whole record is meant, which at an unknown key is an inner node higher up.
    fn is_whole(self) -> bool {
        matches!(self, Self::Whole(_))
    }
}

impl Place {
    /// The existence of the records that the place is a component of.
    fn existence(&self) -> Option<Place> {
        match self {
            Self::InstanceComponent(ty, _) => {
                Some(Self::InstanceComponent(ty.clone(), Component::EXISTENCE))
            }
            Self::TableComponent(table, _) => {
                Some(Self::TableComponent(table.clone(), Component::EXISTENCE))
            }
            Self::Location(record, _) => Some(Self::Location(record.clone(), Component::EXISTENCE)),
            Self::Everything
            | Self::Account(_)
            | Self::Module(_)
            | Self::Generic(..)
            | Self::Instance(_)
            | Self::TableType(..)
            | Self::Table(_) => None,
        }
    }
}

fn locations(record: &Record, components: ComponentSet) -> Vec<Place> {
    components.iter().map(|component| Place::Location(record.clone(), component)).collect()
}

fn addresses(values: &[(Value, Type)]) -> impl Iterator<Item = AccountAddress> {
    values.iter().filter_map(|(value, _)| value.as_address())
}

fn collect(values: impl Iterator<Item = Result<(Value, Type), Unknown>>) -> Values {
    let mut known = Vec::new();
    for value in values {
        match value {
            Ok(value) => known.push(value),
            Err(Unknown::Aborts) => {}
            Err(Unknown::Vague) => return Values::Any,
        }
    }
    Values::Known(known)
}

fn elements((vector, ty): (Value, Type)) -> Vec<(Value, Type)> {
    match (vector, ty) {
        (Value::Vector(values), Type::Vector(element)) => {
            values.into_iter().map(|value| (value, (*element).clone())).collect()
        }
        (Value::Bytes(bytes), _) => {
            bytes.into_iter().map(|byte| (Value::U8(byte), Type::U8)).collect()
        }
        _ => Vec::new(),
    }
}

fn element(vector: (Value, Type), index: &Value) -> Result<(Value, Type), Unknown> {
    let index = index.as_integer().ok_or(Unknown::Vague)?;
    let index = usize::try_from(index).map_err(|_| Unknown::Aborts)?;
    elements(vector).into_iter().nth(index).ok_or(Unknown::Aborts)
}

/// The type of a literal. No literal is a struct. The element type of an empty
/// vector is not known, and does not matter: it has no elements.
fn constant_type(value: &Value) -> Type {
    match value {
        Value::Bool(_) | Value::Struct(_) => Type::Bool,
        Value::U8(_) => Type::U8,
        Value::U16(_) => Type::U16,
        Value::U32(_) => Type::U32,
        Value::U64(_) => Type::U64,
        Value::U128(_) => Type::U128,
        Value::U256(_) => Type::U256,
        Value::Address(_) => Type::Address,
        Value::Signer(_) => Type::Signer,
        Value::Bytes(_) => Type::U8.vector(),
        Value::Vector(values) => values.first().map_or(Type::Bool, constant_type).vector(),
    }
}
