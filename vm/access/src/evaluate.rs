//! Evaluation of terms: what keys, ranges and amounts are for given arguments and what is stored.
//!
//! A term has one value, several (around a wildcard), none (it aborts), or nothing can be said of it.

use std::sync::Arc;

use crate::bind::{Binder, Unknown};
use crate::path::{AccessPath, Application, Projection, Root, Term};
use crate::place::{Component, ComponentSet, Record, TableId};
use crate::types::{StructType, Type};
use crate::{AccountAddress, Identifier, Value};

/// Values that a wildcard inside a term may stand for before it is as good as any.
const VALUES_MAX: usize = 1024;

/// Values that a term may have; empty if its evaluation aborts.
#[derive(Clone, Debug)]
pub(crate) enum Values {
    Known(Vec<(Value, Type)>),
    Fresh,
    Any,
}

impl Binder<'_> {
    pub(crate) fn values(&self, term: &Term) -> Values {
        match term {
            Term::Any => Values::Any,
            Term::Fresh => Values::Fresh,
            Term::Choice(terms) => self.union(terms),
            Term::AnyElement(vector) => self.elements_of(vector),
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

    /// The elements of a vector, any of which may be meant.
    fn elements_of(&self, vector: &Term) -> Values {
        match self.values(vector) {
            Values::Known(vectors) => {
                Values::Known(vectors.into_iter().flat_map(elements).collect())
            }
            other @ (Values::Fresh | Values::Any) => other,
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
                Err(Unknown::Aborts) => Values::Known(Vec::new()),
                Err(Unknown::Vague) => self.elements_of(inner),
            },
            Term::Stored(path) => self.stored_values(path),
            Term::Apply(application) => self.applied_values(application),
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

    /// What a function gives for each choice of values of its arguments.
    fn applied_values(&self, application: &Application) -> Values {
        let mut rows: Vec<Vec<(Value, Type)>> = vec![Vec::new()];
        for argument in &application.arguments {
            // What a function makes of a made-up name may have been there before.
            let Values::Known(values) = self.values(argument) else { return Values::Any };
            if VALUES_MAX < rows.len().saturating_mul(values.len()) {
                return Values::Any;
            }
            let longer = |row: &Vec<_>| {
                let row = row.clone();
                values.iter().map(move |value| row.iter().chain([value]).cloned().collect())
            };
            rows = rows.iter().flat_map(longer).collect();
        }
        let types = self.types(&application.type_arguments);
        let apply = |row| self.evaluator.apply(&application.function, &types, row);
        collect(rows.into_iter().map(apply))
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
                Projection::Element(index) => match self.value(index) {
                    Ok((index, _)) => {
                        collect(values.into_iter().map(|value| element(value, &index)))
                    }
                    Err(Unknown::Aborts) => Values::Known(Vec::new()),
                    Err(Unknown::Vague) => {
                        let all: Vec<_> = values.into_iter().flat_map(elements).collect();
                        if VALUES_MAX < all.len() { Values::Any } else { Values::Known(all) }
                    }
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
                let ty = Arc::new(self.ground(resource)?);
                let components = self.looked_at(&Type::Struct(StructType::clone(&ty)), path);
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
            Root::Everything
            | Root::Account(_)
            | Root::Module(_)
            | Root::Parameter(_)
            | Root::At(_)
            | Root::Call(..) => None,
        }
    }

    /// The components of a record of type `ty` that reading at `path` looks at: existence among them.
    pub(crate) fn looked_at(&self, ty: &Type, path: &AccessPath) -> ComponentSet {
        let existence = ComponentSet::from_iter([Component::EXISTENCE]);
        if self.is_fixed_handle(path) {
            return existence;
        }
        self.components(ty, &path.projections).set().union(existence)
    }

    /// Whether `path` is the handle of a table that stays where it is while its resource exists: code that looks at it is
    /// not held to read it.
    pub(crate) fn is_fixed_handle(&self, path: &AccessPath) -> bool {
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
                (Record::Resource(Arc::new(ty.clone()), address(at)?), Type::Struct(ty))
            }
            Root::Item(table, handle, key) => {
                let (handle, key) = (address(handle)?, self.value(key)?.0.to_bytes());
                let value = table.value.substitute(types);
                let table =
                    TableId { key: table.key.substitute(types), value: value.clone(), handle };
                (Record::Item(table, key), value)
            }
            Root::Everything
            | Root::Account(_)
            | Root::Module(_)
            | Root::Parameter(_)
            | Root::At(_)
            | Root::Call(..) => return Err(Unknown::Vague),
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

/// Whether so many keys in each of so many tables are bound one by one: beyond, the keys of several tables are any.
pub(crate) fn are_few(handles: usize, keys: usize) -> bool {
    handles <= 1 || handles.saturating_mul(keys) <= VALUES_MAX
}

pub(crate) fn addresses(values: &[(Value, Type)]) -> impl Iterator<Item = AccountAddress> {
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
    let index = index.unsigned().and_then(|index| usize::try_from(index).ok());
    let index = index.ok_or(Unknown::Aborts)?;
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
        Value::I8(_) => Type::I8,
        Value::I16(_) => Type::I16,
        Value::I32(_) => Type::I32,
        Value::I64(_) => Type::I64,
        Value::I128(_) => Type::I128,
        Value::I256(_) => Type::I256,
        Value::Address(_) => Type::Address,
        Value::Signer(_) => Type::Signer,
        Value::Bytes(_) => Type::U8.vector(),
        Value::Vector(values) => values.first().map_or(Type::Bool, constant_type).vector(),
    }
}
