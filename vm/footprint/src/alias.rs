//! When a write may change what a path names: overlap, told apart by types where a reference parameter is involved.
//!
//! A parameter may lead into any record that has a part of its type, and nowhere else.

use vm_access::{AccessPath, Projection, Root, StructType, Term, Type, TypePattern};
use vm_bytecode::FunctionDefinition;

use crate::summary::World;

/// Struct nesting that is searched before two places count as possibly the same.
const DEPTH_MAX: usize = 8;

/// What is needed to tell places of a function apart.
#[derive(Clone, Copy)]
pub(crate) struct Aliases<'a> {
    pub(crate) world: &'a World<'a>,
    pub(crate) function: &'a FunctionDefinition,
}

impl Aliases<'_> {
    /// Whether a write at one path may change what is at the other.
    pub(crate) fn may_meet(&self, left: &AccessPath, right: &AccessPath) -> bool {
        if is_item_of(left, right) || is_item_of(right, left) {
            return false;
        }
        match (&left.root, &right.root) {
            (Root::Parameter(_), Root::Parameter(_)) => left.overlaps(right),
            (Root::Parameter(index), _) => self.may_lead_into(*index, &left.projections, right),
            (_, Root::Parameter(index)) => self.may_lead_into(*index, &right.projections, left),
            (
                Root::Everything
                | Root::Account(_)
                | Root::Module(_)
                | Root::Resource(..)
                | Root::Item(..)
                | Root::At(_)
                | Root::Call(..),
                _,
            ) => left.overlaps(right),
        }
    }

    /// Whether what lies at `steps` behind a parameter may meet the place in state that `path` names.
    fn may_lead_into(&self, parameter: u16, steps: &[Projection], path: &AccessPath) -> bool {
        let parameter = self.function.parameters.get(usize::from(parameter));
        let Some(ty) = parameter.map(|parameter| parameter.ty.referent()) else { return true };
        let Some(mut above) = root_type(&path.root) else { return true };
        let mut rest = path.projections.as_slice();
        loop {
            let is_compatible = steps.iter().zip(rest).all(|(left, right)| {
                if let (Projection::Element(left), Projection::Element(right)) = (left, right) {
                    return left.may_equal(right);
                }
                left == right
            });
            if ty.may_equal(&above) && is_compatible {
                return true;
            }
            let Some((step, below)) = rest.split_first() else { break };
            match self.step(&above, step) {
                Some(ty) => above = ty,
                None => return *step != Projection::Existence,
            }
            rest = below;
        }
        self.contains(&above, ty, DEPTH_MAX)
    }

    /// The type of what lies at a path, if that can be said.
    pub(crate) fn type_at(&self, path: &AccessPath) -> Option<Type> {
        let first = match path.root {
            Root::Parameter(index) => {
                self.function.parameters.get(usize::from(index))?.ty.referent().clone()
            }
            Root::Everything
            | Root::Account(_)
            | Root::Module(_)
            | Root::Resource(..)
            | Root::Item(..)
            | Root::At(_)
            | Root::Call(..) => root_type(&path.root)?,
        };
        path.projections.iter().try_fold(first, |ty, step| self.step(&ty, step))
    }

    fn step(&self, ty: &Type, step: &Projection) -> Option<Type> {
        if let (Projection::Element(_), Type::Vector(element)) = (step, ty) {
            return Some((**element).clone());
        }
        let (Projection::Field(name), Type::Struct(structure)) = (step, ty) else { return None };
        let definition = self.world.structure(&structure.module, &structure.name)?;
        let field = definition.fields.iter().find(|field| field.name == *name)?;
        Some(field.ty.substitute(&structure.arguments))
    }

    /// Whether a value of type `ty` may have a proper part of type `part`.
    fn contains(&self, ty: &Type, part: &Type, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return true };
        let is_or_contains = |ty: &Type| ty.may_equal(part) || self.contains(ty, part, depth);
        match ty {
            Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Function(_) => {
                false
            }
            Type::Vector(inner) | Type::Reference { to: inner, .. } => is_or_contains(inner),
            Type::Parameter(_) => true,
            Type::Struct(structure) => {
                let definition = self.world.structure(&structure.module, &structure.name);
                definition.is_none_or(|definition| {
                    let mut fields = definition.all_fields();
                    fields.any(|field| is_or_contains(&field.ty.substitute(&structure.arguments)))
                })
            }
        }
    }
}

/// Whether `item` is in a table that lies at, above or below `place`. A table never lies in an item of its own: it would
/// have to be moved into itself while it is borrowed.
fn is_item_of(item: &AccessPath, place: &AccessPath) -> bool {
    let Root::Item(_, handle, _) = &item.root else { return false };
    let is_on_the_way = |handle: &AccessPath| {
        handle.root == place.root
            && handle.projections.iter().zip(&place.projections).all(|(left, right)| left == right)
    };
    if let Term::Stored(handle) = &**handle {
        return is_on_the_way(handle);
    }
    handle.as_path().as_ref().is_some_and(is_on_the_way)
}

/// The type of the records that a root names, if they have one.
pub(crate) fn root_type(root: &Root) -> Option<Type> {
    match root {
        Root::Resource(pattern, _) => {
            let arguments = pattern.arguments.as_ref()?.iter().map(|argument| match argument {
                TypePattern::Any => None,
                TypePattern::Is(ty) => Some(ty.clone()),
            });
            let arguments = arguments.collect::<Option<Vec<Type>>>()?;
            let (module, name) = (pattern.module.clone(), pattern.name.clone());
            Some(Type::Struct(StructType { module, name, arguments }))
        }
        Root::Item(table, ..) => Some(table.value.clone()),
        Root::Everything
        | Root::Account(_)
        | Root::Module(_)
        | Root::Parameter(_)
        | Root::At(_)
        | Root::Call(..) => None,
    }
}
