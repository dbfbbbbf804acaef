//! Patterns of `let`, and what stands on the left of `=`.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Span};
use compiler_syntax::ast::{self, Expr, ExprKind, FieldInit, Path};
use vm_bytecode::FieldId;

use crate::body::pack::Instance;
use crate::checker::Checker;
use crate::naming;
use crate::ty::{StructName, Ty};
use crate::typed::{FieldPattern, Pattern, PatternKind};
use crate::types::count;

/// How a struct is taken apart: by value, or its fields borrowed.
#[derive(Clone, Copy)]
pub(crate) enum Access {
    Value,
    Reference { is_mutable: bool },
}

impl Access {
    /// The type of what a pattern for a field of type `ty` meets.
    fn of_field(self, ty: &Ty) -> Ty {
        match self {
            Self::Value => ty.clone(),
            Self::Reference { is_mutable } => ty.clone().reference(is_mutable),
        }
    }
}

impl<'a> Checker<'a> {
    /// A pattern of `let` for a value of type `ty`; declares its variables.
    pub(crate) fn pattern(&mut self, pattern: &ast::Pattern<'a>, ty: &Ty) -> Pattern {
        let span = pattern.span;
        match &pattern.kind {
            ast::PatternKind::Error => self.made(PatternKind::Ignore, span),
            ast::PatternKind::Wildcard => self.ignore(ty, span),
            ast::PatternKind::Rest => {
                self.error(Code::E0310, span, "`..` stands only among the parts of a pattern");
                self.made(PatternKind::Ignore, span)
            }
            ast::PatternKind::Path(path) => self.variable(path, ty, span),
            ast::PatternKind::Tuple(parts) => self.tuple_pattern(parts, ty, span),
            ast::PatternKind::Struct { path, fields, rest } => {
                let names: Vec<_> = fields.iter().map(|field| field.name).collect();
                let Some((instance, access)) = self.taken_apart(path, ty, span) else {
                    fields.iter().for_each(|field| drop(self.pattern(&field.pattern, &Ty::Error)));
                    return self.made(PatternKind::Ignore, span);
                };
                let positions = self.field_positions(&instance, &names, rest.is_some(), span);
                let parts = part_types(&instance, access, &positions);
                let parts = fields
                    .iter()
                    .zip(parts)
                    .map(|(field, (position, ty))| (position, self.pattern(&field.pattern, &ty)));
                let parts = parts.collect();
                self.unpack(&instance, access, parts, span)
            }
            ast::PatternKind::Positional { path, elements } => {
                self.positional(path, elements, ty, span)
            }
            ast::PatternKind::Literal(literal) if self.may_refuse => {
                self.literal_pattern(literal, ty);
                self.made(PatternKind::Ignore, span)
            }
            ast::PatternKind::Literal(_) => {
                self.error(Code::E0310, span, "a `let` has no place for a literal pattern");
                self.made(PatternKind::Ignore, span)
            }
        }
    }

    /// `(p, q)`, of which one part may be `..`.
    fn tuple_pattern(&mut self, parts: &[ast::Pattern<'a>], ty: &Ty, span: Span) -> Pattern {
        let (before, after) = around_rest(parts);
        let skipped = match (before.len() < parts.len(), self.table.shallow(ty)) {
            (true, Ty::Tuple(types)) => types.len().saturating_sub(before.len() + after.len()),
            _ => 0,
        };
        let types = self.tuple_types(before.len() + skipped + after.len(), ty, span);
        let mut typed = Vec::new();
        for (at, ty) in types.iter().enumerate() {
            let behind = at.checked_sub(before.len() + skipped);
            let written = before.get(at).or_else(|| behind.and_then(|at| after.get(at)));
            typed.push(match written {
                Some(part) => self.pattern(part, ty),
                None => self.ignore(ty, span),
            });
        }
        self.made(PatternKind::Tuple(typed), span)
    }

    fn positional(
        &mut self,
        path: &Path<'a>,
        elements: &[ast::Pattern<'a>],
        ty: &Ty,
        span: Span,
    ) -> Pattern {
        let rest = elements.iter().position(is_rest);
        let written = elements.iter().filter(|element| !is_rest(element)).count();
        let taken_apart = self.taken_apart(path, ty, span);
        let fitting = taken_apart
            .filter(|(instance, _)| self.check_positional(instance, written, rest.is_some(), span));
        let Some((instance, access)) = fitting else {
            elements.iter().for_each(|element| drop(self.pattern(element, &Ty::Error)));
            return self.made(PatternKind::Ignore, span);
        };
        let positions = positions(instance.fields.len(), written, rest);
        let parts = part_types(&instance, access, &positions);
        let elements = elements.iter().filter(|element| !is_rest(element));
        let parts = elements
            .zip(parts)
            .map(|(element, (position, ty))| (position, self.pattern(element, &ty)));
        let parts = parts.collect();
        self.unpack(&instance, access, parts, span)
    }

    fn variable(&mut self, path: &Path<'a>, ty: &Ty, span: Span) -> Pattern {
        let Some(name) = self.bound_name(path, ty) else {
            return self.unit_pattern(path, ty, span);
        };
        if let Ty::Tuple(types) = self.table.shallow(ty) {
            let found = if types.is_empty() { "none" } else { "several" };
            let message = format!("a variable holds one value, found {found}");
            self.error(Code::E0310, span, message);
        }
        self.diagnostics.extend(naming::variable(name));
        let local = self.declare_variable(name, ty.clone());
        self.made(PatternKind::Local(local), span)
    }

    fn ignore(&mut self, ty: &Ty, span: Span) -> Pattern {
        self.require_drop(ty, span, "dropped here");
        self.made(PatternKind::Ignore, span)
    }

    /// The types of a tuple's parts.
    pub(crate) fn tuple_types(&mut self, expected: usize, ty: &Ty, span: Span) -> Vec<Ty> {
        match self.table.shallow(ty) {
            Ty::Tuple(types) if types.len() == expected => types,
            Ty::Error => vec![Ty::Error; expected],
            variable @ Ty::Variable(_) if !self.table.is_integer(&variable) => {
                let types: Vec<Ty> = (0..expected).map(|_| self.unknown(span)).collect();
                let tuple = Ty::Tuple(types.clone());
                self.equate(&tuple, &variable, (&tuple, &variable), span);
                types
            }
            other => {
                let found = match &other {
                    Ty::Tuple(types) => count(types.len(), "value"),
                    single => self.quote(single),
                };
                let message = format!(
                    "this pattern is for {}, and here is {found}",
                    count(expected, "value")
                );
                self.error(Code::E0310, span, message);
                vec![Ty::Error; expected]
            }
        }
    }

    /// The struct a pattern takes apart, if the value is one, or a reference to one.
    pub(crate) fn taken_apart(
        &mut self,
        path: &Path<'a>,
        ty: &Ty,
        span: Span,
    ) -> Option<(Instance, Access)> {
        let (value, access) = match self.table.shallow(ty) {
            Ty::Reference(is_mutable, to) => (*to, Access::Reference { is_mutable }),
            other => (other, Access::Value),
        };
        let instance = match self.bare_variant(path, ty) {
            Some((name, arguments, index)) => {
                path.last()
                    .into_iter()
                    .for_each(|it| self.interfaces.mention_variant(it.name, &name));
                self.variant_of(name, arguments, index, span)?
            }
            None => self.instance(path)?,
        };
        let expected = instance.ty();
        if !self.equate(&expected, &value, (&expected, &value), span) {
            return None;
        }
        Some((instance, access))
    }

    /// The variable that a path in a pattern declares, unless it names a variant or a struct.
    pub(crate) fn bound_name(&self, path: &Path<'a>, ty: &Ty) -> Option<ast::Name<'a>> {
        let name = path.as_name()?;
        let is_other = self.bare_variant(path, ty).is_some() || self.unit_struct(path).is_some();
        (!is_other).then_some(name)
    }

    /// The variant that a single name means in a pattern for an enum, whose path may be left out there.
    pub(crate) fn bare_variant(
        &self,
        path: &Path<'a>,
        ty: &Ty,
    ) -> Option<(StructName, Vec<Ty>, usize)> {
        let segment = path.single()?;
        let value = match self.table.shallow(ty) {
            Ty::Reference(_, to) => self.table.shallow(&to),
            other => other,
        };
        let Ty::Struct(name, arguments) = value else { return None };
        let definition = &self.interfaces.structure(&name)?.definition;
        let mut variants = definition.variants.iter();
        let index = variants.position(|it| it.name.as_str() == segment.name.text)?;
        Some((name, arguments, index))
    }

    /// `E::V` and `S`
    fn unit_pattern(&mut self, path: &Path<'a>, ty: &Ty, span: Span) -> Pattern {
        let Some((instance, access)) = self.taken_apart(path, ty, span) else {
            return self.made(PatternKind::Ignore, span);
        };
        self.check_unit(&instance, span);
        self.unpack(&instance, access, Vec::new(), span)
    }

    /// The pattern of a struct from the patterns of some of its fields; the others are dropped.
    fn unpack(
        &mut self,
        instance: &Instance,
        access: Access,
        parts: Vec<(Option<usize>, Pattern)>,
        span: Span,
    ) -> Pattern {
        let mut by_position: Vec<Option<Pattern>> = vec![None; instance.fields.len()];
        for (position, pattern) in parts {
            if let Some(position) = position {
                by_position[position] = Some(pattern);
            }
        }
        let kind = match access {
            Access::Value => {
                let types = instance.fields.iter().map(|(_, ty)| ty.clone()).collect();
                let patterns = by_position.into_iter().zip(&instance.fields);
                let patterns = patterns
                    .map(|(pattern, (_, ty))| pattern.unwrap_or_else(|| self.ignore(ty, span)));
                let patterns = patterns.collect();
                let types = self.list(types);
                match instance.variant {
                    Some((variant, _)) => PatternKind::UnpackVariant(variant, types, patterns),
                    None => PatternKind::Unpack(types, patterns),
                }
            }
            Access::Reference { .. } => {
                let mut borrowed = Vec::new();
                for (position, pattern) in by_position.into_iter().enumerate() {
                    let Some(pattern) = pattern else { continue };
                    let ty = access.of_field(&instance.fields[position].1);
                    let reference = self.list(vec![ty]);
                    let field = FieldId::new(position);
                    borrowed.push(FieldPattern { field, reference, pattern });
                }
                match instance.variant {
                    Some((variant, _)) => PatternKind::UnpackVariantReference(variant, borrowed),
                    None => PatternKind::UnpackReference(borrowed),
                }
            }
        };
        self.made(kind, span)
    }

    /// What stands on the left of `=`, for a value of type `ty`.
    pub(crate) fn target(&mut self, target: &Expr<'a>, ty: &Ty) -> Pattern {
        let span = target.span;
        match &target.kind {
            ExprKind::Underscore => self.ignore(ty, span),
            ExprKind::Tuple(parts) => {
                let types = self.tuple_types(parts.len(), ty, span);
                let parts = parts.iter().zip(&types).map(|(part, ty)| self.target(part, ty));
                let parts = parts.collect();
                self.made(PatternKind::Tuple(parts), span)
            }
            ExprKind::Pack { path, fields, rest } => {
                self.pack_target(path, fields, rest.is_some(), ty, span)
            }
            ExprKind::Path(path) => self.variable_target(path, target, ty),
            ExprKind::Field { .. } | ExprKind::Index { .. } | ExprKind::Deref(_) => {
                self.place_target(target, ty)
            }
            _ => {
                self.error(Code::E0110, span, "only a variable or a place can be assigned to");
                self.made(PatternKind::Ignore, span)
            }
        }
    }

    pub(crate) fn made(&self, kind: PatternKind, span: Span) -> Pattern {
        Pattern { kind, span: self.locate(span) }
    }

    fn variable_target(&mut self, path: &Path<'a>, target: &Expr<'a>, ty: &Ty) -> Pattern {
        let span = target.span;
        let Some(local) = path.as_name().and_then(|name| self.local(name)) else {
            self.infer(target);
            self.error(Code::E0110, span, "only a variable or a place can be assigned to");
            return self.made(PatternKind::Ignore, span);
        };
        let expected = self.local_type(local);
        self.equate(&expected, ty, (&expected, ty), span);
        self.made(PatternKind::Local(local), span)
    }

    fn place_target(&mut self, target: &Expr<'a>, ty: &Ty) -> Pattern {
        let span = target.span;
        let place = self.place(target);
        let expected = place.ty.clone();
        self.equate(&expected, ty, (&expected, ty), span);
        self.require_drop(&expected, span, "the value that is here is dropped");
        let reference = self.reference_to(place.into_target(), true);
        self.made(PatternKind::Place(Box::new(reference)), span)
    }

    fn pack_target(
        &mut self,
        path: &Path<'a>,
        fields: &[FieldInit<'a>],
        has_rest: bool,
        ty: &Ty,
        span: Span,
    ) -> Pattern {
        let Some((instance, access)) = self.taken_apart(path, ty, span) else {
            return self.made(PatternKind::Ignore, span);
        };
        let names: Vec<_> = fields.iter().map(|field| field.name).collect();
        let positions = self.field_positions(&instance, &names, has_rest, span);
        let parts = part_types(&instance, access, &positions);
        let parts = fields
            .iter()
            .zip(parts)
            .map(|(field, (position, ty))| (position, self.target(&field.value, &ty)));
        let parts = parts.collect();
        self.unpack(&instance, access, parts, span)
    }
}

/// The fields that the elements of a positional pattern stand for; those behind `..` are counted from the end.
pub(crate) fn positions(fields: usize, written: usize, rest: Option<usize>) -> Vec<Option<usize>> {
    let skipped = fields.saturating_sub(written);
    let before = rest.unwrap_or(written);
    (0..written).map(|index| Some(if index < before { index } else { index + skipped })).collect()
}

pub(crate) fn is_rest(element: &ast::Pattern<'_>) -> bool {
    matches!(element.kind, ast::PatternKind::Rest)
}

/// The parts before and behind the first `..`; all and none where there is none.
fn around_rest<'p, 'a>(
    parts: &'p [ast::Pattern<'a>],
) -> (&'p [ast::Pattern<'a>], &'p [ast::Pattern<'a>]) {
    match parts.iter().position(is_rest) {
        Some(rest) => (&parts[..rest], &parts[rest + 1..]),
        None => (parts, &[]),
    }
}

/// Position and type of what each part of a struct pattern meets.
fn part_types(
    instance: &Instance,
    access: Access,
    positions: &[Option<usize>],
) -> Vec<(Option<usize>, Ty)> {
    let part = |position: &Option<usize>| {
        let ty = position.map_or(Ty::Error, |at| access.of_field(&instance.fields[at].1));
        (*position, ty)
    };
    positions.iter().map(part).collect()
}
