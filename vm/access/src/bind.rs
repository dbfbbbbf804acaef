//! Binding: arguments in, places out, no execution of a body.
//!
//! Each access of a footprint becomes places: a location where its keys evaluate to values, an inner node of the tree of
//! places where they do not. A term that aborts contributes nothing: the transaction would abort before the access. One
//! whose evaluation exceeds its budget stands for anything.

use std::sync::Arc;

use crate::evaluate::{Values, addresses, are_few};
use crate::footprint::Access;
use crate::path::{
    AccessPath, Mode, Projection, ResourcePattern, Root, Term, TermFunction, TypePattern,
};
use crate::place::{Component, ComponentSet, Place, Record, TableId};
use crate::types::{StructType, Type};
use crate::{Identifier, Value};

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

    /// [`Evaluator::record`], and in its value the field that the positions `fields` lead to, one inside the other.
    ///
    /// # Errors
    ///
    /// As there; [`Unknown::Vague`] if there is no such field.
    fn field_of_record(
        &self,
        record: &Record,
        components: ComponentSet,
        fields: &[usize],
    ) -> Result<(Value, Type), Unknown> {
        let inner = |(value, ty): (Value, Type), index: &usize| {
            let (Value::Struct(mut values), Type::Struct(ty)) = (value, ty) else {
                return Err(Unknown::Vague);
            };
            let types = self.fields(&ty).ok_or(Unknown::Vague)?;
            let (_, ty) = types.get(*index).ok_or(Unknown::Vague)?;
            let is_there = *index < values.len();
            Ok((is_there.then(|| values.swap_remove(*index)).ok_or(Unknown::Vague)?, ty.clone()))
        };
        fields.iter().try_fold(self.record(record, components)?, inner)
    }
}

/// Why a term has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// Its evaluation aborts, and so will the transaction before it gets to the access.
    Aborts,
    /// It cannot be told now.
    Vague,
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
    for read in binder.implied_reads(access) {
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
pub(crate) fn bind_all(
    access: &Access,
    arguments: Arguments<'_>,
    evaluator: &dyn Evaluator,
    bound: &mut Vec<Bound>,
) {
    let binder = |indices| Binder { arguments, evaluator, indices };
    let mut all = Vec::new();
    // A made-up name beside others must not be lost among them: each alternative binds by itself.
    let Some(choices) = binder(&[]).all_indices(&access.ranges) else {
        // What does not depend on the variables holds for all of their values, or for none.
        let mut constant = access.conditions.iter().filter(|it| it.has_only_indices_below(0));
        if !constant.all(|condition| binder(&[]).may_hold(condition)) {
            return;
        }
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
    /// The reads of the places that the keys of `access` are stored at.
    pub(crate) fn implied_reads(&self, access: &Access) -> Vec<Access> {
        let mut reads = access.implied_reads();
        for read in &mut reads {
            if self.is_fixed_handle(&read.path) {
                read.path.projections = vec![Projection::Existence];
            }
        }
        reads
    }

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
            // The tree of places has the types above the addresses.
            Root::Everything | Root::At(_) => vec![Place::Everything],
            // Where there is no function value, none is called.
            Root::Call(function, _) => match self.values(function) {
                Values::Known(values) if values.is_empty() => Vec::new(),
                Values::Known(_) | Values::Fresh | Values::Any => vec![Place::Everything],
            },
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
            Values::Known(values) => {
                let ty = Arc::new(ty);
                let record = |address| Record::Resource(Arc::clone(&ty), address);
                addresses(&values)
                    .flat_map(|address| locations(&record(address), components.set()))
                    .collect()
            }
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
        let keys = match self.values(key) {
            Values::Known(keys) => are_few(handles.len(), keys.len()).then_some(keys),
            Values::Any | Values::Fresh => None,
        };
        match keys {
            None if components.is_whole() => {
                handles.into_iter().map(|handle| Place::Table(table(handle))).collect()
            }
            None => handles
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
            Some(keys) => handles
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
    pub(crate) fn ground(&self, resource: &ResourcePattern) -> Option<StructType> {
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
    pub(crate) fn components(&self, ty: &Type, projections: &[Projection]) -> Components {
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
}

/// Which components of a record a path names.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Components {
    Whole(ComponentSet),
    These(ComponentSet),
}

impl Components {
    pub(crate) fn set(self) -> ComponentSet {
        match self {
            Self::Whole(set) | Self::These(set) => set,
        }
    }

    /// Whether the whole record is meant, which at an unknown key is an inner node higher up.
    pub(crate) fn is_whole(self) -> bool {
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
