//! What types tell of places: which may be one within the other, and which no one replaces.

use vm_access::{
    Ability, AccessPath, Identifier, Projection, Root, StructType, Term, Type, TypePattern,
};
use vm_bytecode::{FunctionDefinition, StructDefinition};

use crate::context::Context;

/// Struct nesting that is searched before anything counts as possible.
const DEPTH_MAX: usize = 8;

/// The types behind the places of a function.
#[derive(Clone, Copy)]
pub(super) struct Layout<'a> {
    pub(super) context: Context<'a>,
    pub(super) function: &'a FunctionDefinition,
}

impl<'a> Layout<'a> {
    pub(super) fn structure(&self, structure: &StructType) -> Option<&'a StructDefinition> {
        self.context.structure(&structure.module, &structure.name).ok()
    }

    /// The type of what lies at a path, if that is known.
    pub(super) fn type_at(&self, path: &AccessPath) -> Option<Type> {
        let root = match path.root {
            Root::Parameter(index) => self.parameter(index).cloned(),
            Root::Everything
            | Root::Account(_)
            | Root::Module(_)
            | Root::Resource(..)
            | Root::Item(..)
            | Root::At(_)
            | Root::Call(..) => type_of_record(&path.root),
        };
        path.projections.iter().try_fold(root?, |ty, step| self.step(&ty, step))
    }

    fn parameter(&self, index: u16) -> Option<&'a Type> {
        self.function.parameters.get(usize::from(index)).map(|parameter| parameter.ty.referent())
    }

    fn step(&self, ty: &Type, step: &Projection) -> Option<Type> {
        match (ty, step) {
            (Type::Vector(element), Projection::Element(_)) => Some((**element).clone()),
            (Type::Struct(structure), Projection::Field(name)) => self.field(structure, name),
            _ => None,
        }
    }

    fn field(&self, structure: &StructType, name: &Identifier) -> Option<Type> {
        let fields = &self.structure(structure)?.fields;
        let field = fields.iter().find(|field| field.name == *name)?;
        Some(field.ty.substitute(&structure.arguments))
    }

    // Whether places meet.

    /// Whether a write at one path may change what lies at the other.
    pub(super) fn may_meet(&self, left: &AccessPath, right: &AccessPath) -> bool {
        if lies_in_table_at(left, right) || lies_in_table_at(right, left) {
            return false;
        }
        match (&left.root, &right.root) {
            (Root::Parameter(_), Root::Parameter(_)) => left.overlaps(right),
            (Root::Parameter(index), _) => self.may_lead_to(*index, &left.projections, right),
            (_, Root::Parameter(index)) => self.may_lead_to(*index, &right.projections, left),
            _ => left.overlaps(right),
        }
    }

    /// Whether a reference parameter may lead somewhere such that what lies `steps` behind it meets `path`: above its end,
    /// where the steps that both take must agree, or below.
    fn may_lead_to(&self, parameter: u16, steps: &[Projection], path: &AccessPath) -> bool {
        let (Some(ty), Some(mut above)) = (self.parameter(parameter), type_of_record(&path.root))
        else {
            return true;
        };
        for (position, step) in path.projections.iter().enumerate() {
            let rest = path.projections.get(position..).unwrap_or_default();
            if ty.may_equal(&above) && may_agree(steps, rest) {
                return true;
            }
            match self.step(&above, step) {
                Some(below) => above = below,
                // Nothing lies behind existence; behind a variant, anything.
                None => return *step != Projection::Existence,
            }
        }
        ty.may_equal(&above) || self.may_hold(&above, ty, DEPTH_MAX)
    }

    /// Whether a value of type `whole` may have a part of type `part`.
    fn may_hold(&self, whole: &Type, part: &Type, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return true };
        let is_it = |ty: &Type| ty.may_equal(part) || self.may_hold(ty, part, depth);
        match whole {
            Type::Vector(inner) | Type::Reference { to: inner, .. } => is_it(inner),
            Type::Parameter(_) => true,
            Type::Struct(structure) => self.structure(structure).is_none_or(|definition| {
                let mut fields = definition.all_fields();
                fields.any(|field| is_it(&field.ty.substitute(&structure.arguments)))
            }),
            Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Function(_) => {
                false
            }
        }
    }

    // What stays where it is.

    /// Whether what is stored at a path cannot change while its record exists.
    pub(super) fn is_constant(&self, path: &AccessPath) -> bool {
        self.follow_fixed(&path.root, &path.projections)
            .is_some_and(|ty| self.is_fixed_throughout(&ty, DEPTH_MAX))
    }

    /// Whether a path is the handle of a table in a resource that stays there while the resource exists.
    pub(super) fn is_fixed_handle(&self, path: &AccessPath) -> bool {
        let Some((Projection::Field(last), above)) = path.projections.split_last() else {
            return false;
        };
        let is_table = |ty: Type| matches!(ty, Type::Struct(structure) if structure.is_table());
        last.as_str() == "handle"
            && matches!(path.root, Root::Resource(..))
            && self.follow_fixed(&path.root, above).is_some_and(is_table)
            && self.follow_fixed(&path.root, &path.projections).is_some()
    }

    /// The type at the end of fixed fields. An item stays only if nobody may drop it: any module that has its table could
    /// overwrite it otherwise.
    fn follow_fixed(&self, root: &Root, steps: &[Projection]) -> Option<Type> {
        let first = type_of_record(root)?;
        if matches!(root, Root::Item(..)) {
            let Type::Struct(structure) = &first else { return None };
            let abilities = self.structure(structure)?.abilities;
            if abilities.has(Ability::Drop) {
                return None;
            }
        }
        steps.iter().try_fold(first, |ty, step| match (&ty, step) {
            (Type::Struct(structure), Projection::Field(name)) => self.fixed_field(structure, name),
            _ => None,
        })
    }

    fn fixed_field(&self, structure: &StructType, name: &Identifier) -> Option<Type> {
        let fields = &self.structure(structure)?.fields;
        let field = fields.iter().find(|field| field.name == *name).filter(|it| it.is_fixed)?;
        Some(field.ty.substitute(&structure.arguments))
    }

    fn is_fixed_throughout(&self, ty: &Type, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        match ty {
            Type::Vector(_) | Type::Reference { .. } | Type::Parameter(_) => false,
            Type::Struct(structure) => self.structure(structure).is_some_and(|definition| {
                let is_fixed = |name: &Identifier| {
                    let ty = self.fixed_field(structure, name);
                    ty.is_some_and(|ty| self.is_fixed_throughout(&ty, depth))
                };
                !definition.is_enum() && definition.fields.iter().all(|it| is_fixed(&it.name))
            }),
            Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Function(_) => {
                true
            }
        }
    }
}

/// Whether steps may lead the same way, as far as both go.
fn may_agree(left: &[Projection], right: &[Projection]) -> bool {
    left.iter().zip(right).all(|pair| match pair {
        (Projection::Element(left), Projection::Element(right)) => left.may_equal(right),
        (left, right) => left == right,
    })
}

/// Whether `item` is in a table at, above or below `place`: no table lies in an item of its own.
fn lies_in_table_at(item: &AccessPath, place: &AccessPath) -> bool {
    let Root::Item(_, handle, _) = &item.root else { return false };
    let leads_there = |table: &AccessPath| {
        let mut steps = table.projections.iter().zip(&place.projections);
        table.root == place.root && steps.all(|(left, right)| left == right)
    };
    if let Term::Stored(table) = &**handle {
        return leads_there(table);
    }
    handle.as_path().as_ref().is_some_and(leads_there)
}

/// The type of the records that a root names, if it is one.
fn type_of_record(root: &Root) -> Option<Type> {
    match root {
        Root::Resource(pattern, _) => {
            let arguments = pattern.arguments.as_ref()?.iter().map(|argument| match argument {
                TypePattern::Any => None,
                TypePattern::Is(ty) => Some(ty.clone()),
            });
            Some(Type::Struct(StructType {
                module: pattern.module.clone(),
                name: pattern.name.clone(),
                arguments: arguments.collect::<Option<_>>()?,
            }))
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
