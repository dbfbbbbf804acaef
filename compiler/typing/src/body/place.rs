//! Places: variables, fields, elements, resources, and what lies behind references.
//!
//! A place is built once, before it is known whether it will be read, borrowed or borrowed mutably.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{Expr, ExprKind, Name, Path};
use vm_access::{AccountAddress, FunctionName, ModuleId};
use vm_bytecode::{FieldId, VariantId};

use crate::checker::Checker;
use crate::ty::{StructName, Ty};
use crate::typed::{Expression, ExpressionKind, LocalId, Usage};

/// Something that can be read, written or borrowed.
pub(crate) struct Place {
    root: Root,
    steps: Vec<Step>,
    /// The type of what lies there.
    pub(crate) ty: Ty,
    pub(crate) span: Span,
}

enum Root {
    Local(LocalId),
    /// What a reference points to, and whether it is `&mut`.
    Behind(Box<Expression>, bool),
    /// `*reference`, written out, and whether the reference is `&mut`: a value, though borrowing it as a whole the same way
    /// gives the reference back. So `(*r).f = e` changes a copy, and `&mut *&x` is one.
    Deref(Box<Expression>, bool),
    /// A resource at an address.
    Resource(Box<Expression>),
    /// A value without a place.
    Value(Box<Expression>),
    /// After an error.
    Failed,
}

struct Step {
    kind: StepKind,
    /// What lies before and behind the step.
    base: Ty,
    span: Span,
}

enum StepKind {
    Field(FieldId),
    /// The field of that name in each variant that has one.
    VariantField(Vec<(VariantId, FieldId)>),
    Element(Box<Expression>),
}

impl Place {
    /// The variable that this is as a whole.
    pub(crate) fn as_local(&self) -> Option<LocalId> {
        match self.root {
            Root::Local(local) if self.steps.is_empty() => Some(local),
            Root::Local(_)
            | Root::Behind(..)
            | Root::Deref(..)
            | Root::Resource(_)
            | Root::Value(_)
            | Root::Failed => None,
        }
    }

    /// Whether borrowing it evaluates nothing but variables and constants.
    pub(crate) fn is_plain(&self) -> bool {
        let is_root_plain = match &self.root {
            Root::Local(_) | Root::Failed => true,
            Root::Behind(value, _)
            | Root::Deref(value, _)
            | Root::Resource(value)
            | Root::Value(value) => is_leaf(value),
        };
        is_root_plain
            && self.steps.iter().all(|step| match &step.kind {
                StepKind::Field(_) => true,
                StepKind::VariantField(_) => false,
                StepKind::Element(index) => is_leaf(index),
            })
    }
}

impl Place {
    /// The place as the left side of an assignment: `*r = e` changes what is behind `r`.
    pub(crate) fn into_target(self) -> Self {
        if self.steps.is_empty() { self.into_seen() } else { self }
    }

    /// The place where it is only read: a copy holds what is behind the reference.
    pub(crate) fn into_seen(self) -> Self {
        let root = match self.root {
            Root::Deref(reference, is_mutable) => Root::Behind(reference, is_mutable),
            other => other,
        };
        Self { root, ..self }
    }

    /// The type of what is copied to get at a part of it: of `*r` in `(*r).f`.
    fn copied(&self) -> Option<&Ty> {
        match (&self.root, self.steps.first()) {
            (Root::Deref(..), Some(step)) if step.is_field() => Some(&step.base),
            _ => None,
        }
    }
}

impl Step {
    fn is_field(&self) -> bool {
        match self.kind {
            StepKind::Field(_) | StepKind::VariantField(_) => true,
            StepKind::Element(_) => false,
        }
    }
}

/// Whether an expression is a variable or constant.
fn is_leaf(expression: &Expression) -> bool {
    matches!(
        expression.kind,
        ExpressionKind::Local(..) | ExpressionKind::Integer(_) | ExpressionKind::Constant(_)
    )
}

impl<'a> Checker<'a> {
    /// The place that an expression names; a value that has none stands for itself.
    pub(crate) fn place(&mut self, expr: &Expr<'a>) -> Place {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Field { base, field } => {
                let place = self.place(base);
                self.note_type(base.span, &place.ty);
                self.field_place(place, *field, span)
            }
            ExprKind::Index { base, index } => self.index_place(base, index, span),
            ExprKind::Deref(reference) => self.deref_place(reference, span),
            ExprKind::Path(path) => match path.as_name().and_then(|name| self.local(name)) {
                Some(local) => {
                    let ty = self.local_type(local);
                    Place { root: Root::Local(local), steps: Vec::new(), ty, span }
                }
                None => self.value_place(expr),
            },
            _ => self.value_place(expr),
        }
    }

    fn value_place(&mut self, expr: &Expr<'a>) -> Place {
        let (value, ty) = self.single(expr);
        // What never has a value may have any type, but a place has one: `&break`.
        if self.is_diverging(&ty) {
            let known = self.unknown(expr.span);
            let is_joined = self.table.unify(&ty, &known);
            debug_assert_eq!(is_joined, Ok(()), "a type that nothing is known of is any type");
        }
        let root = if ty.is_error() { Root::Failed } else { Root::Value(Box::new(value)) };
        Place { root, steps: Vec::new(), ty, span: expr.span }
    }

    fn failed_place(span: Span) -> Place {
        Place { root: Root::Failed, steps: Vec::new(), ty: Ty::Error, span }
    }

    fn deref_place(&mut self, reference: &Expr<'a>, span: Span) -> Place {
        let (reference, ty) = self.single(reference);
        match ty {
            Ty::Reference(is_mutable, to) => {
                let root = Root::Deref(Box::new(reference), is_mutable);
                Place { root, steps: Vec::new(), ty: self.table.shallow(&to), span }
            }
            Ty::Error => Self::failed_place(span),
            other => {
                let message = format!("`*` needs a reference, not {}", self.quote(&other));
                self.error(Code::E0305, span, message);
                Self::failed_place(span)
            }
        }
    }

    /// A place of type `&T` or `&mut T` becomes the place behind it.
    pub(crate) fn behind(&mut self, place: Place) -> Place {
        let Ty::Reference(is_mutable, to) = place.ty.clone() else { return place };
        let span = place.span;
        let ty = self.table.shallow(&to);
        let reference = self.read(place);
        Place { root: Root::Behind(Box::new(reference), is_mutable), steps: Vec::new(), ty, span }
    }

    fn field_place(&mut self, base: Place, field: Name<'a>, span: Span) -> Place {
        let mut place = self.behind(base);
        let (name, arguments) = match place.ty.clone() {
            Ty::Struct(name, arguments) => (name, arguments),
            Ty::Error => return Self::failed_place(span),
            other => {
                let message = match &other {
                    Ty::Variable(_) => "the type of this must be known here".to_owned(),
                    known => format!("{} has no fields", self.quote(known)),
                };
                let code = if matches!(other, Ty::Variable(_)) { Code::E0302 } else { Code::E0207 };
                self.error(code, place.span, message);
                return Self::failed_place(span);
            }
        };
        let structure = self.interfaces.structure(&name);
        if structure.is_some_and(|structure| structure.definition.is_enum()) {
            return self.variant_field_place(place, (name, arguments), field, span);
        }
        let Some((index, ty)) = self.field_of(&name, &arguments, field) else {
            return Self::failed_place(span);
        };
        let kind = StepKind::Field(FieldId::new(index));
        place.steps.push(Step { kind, base: place.ty, span });
        Place { ty: self.table.shallow(&ty), span, ..place }
    }

    /// `e.f` of an enum: the field of whichever variant it is; aborts if that one has none.
    fn variant_field_place(
        &mut self,
        mut place: Place,
        (name, arguments): (StructName, Vec<Ty>),
        field: Name<'a>,
        span: Span,
    ) -> Place {
        if !self.sees_inside(&name) {
            let message = format!("the fields of `{}` are private to its module", name.name);
            self.error(Code::E0208, field.span, message);
            return Self::failed_place(span);
        }
        let structure = self.interfaces.structure(&name);
        let variants = structure.iter().flat_map(|structure| &structure.definition.variants);
        let mut found = Vec::new();
        let mut types = Vec::new();
        for (variant, definition) in variants.enumerate() {
            let mut fields = definition.fields.iter().enumerate();
            if let Some((at, known)) = fields.find(|(_, known)| known.name.as_str() == field.text) {
                found.push((VariantId::new(variant), FieldId::new(at)));
                types.push(known.ty.clone());
            }
        }
        let Some(first) = types.first() else {
            let message = format!("no variant of `{}` has a field `{}`", name.name, field.text);
            self.error(Code::E0207, field.span, message);
            return Self::failed_place(span);
        };
        if types.iter().any(|ty| ty != first) {
            let message = format!("`{}` has different types in different variants", field.text);
            self.error(Code::E0301, field.span, message);
            return Self::failed_place(span);
        }
        self.interfaces.mention_field(field, &name);
        let ty = Ty::instantiate(first, &arguments);
        place.steps.push(Step { kind: StepKind::VariantField(found), base: place.ty, span });
        Place { ty: self.table.shallow(&ty), span, ..place }
    }

    /// Position and type of a field, if it is there and may be named here.
    pub(crate) fn field_of(
        &mut self,
        name: &StructName,
        arguments: &[Ty],
        field: Name<'a>,
    ) -> Option<(usize, Ty)> {
        let structure = self.interfaces.structure(name)?;
        let Some((index, ty)) = structure.field(field.text) else {
            let message = format!("`{}` has no field `{}`", name.name, field.text);
            let diagnostic = Diagnostic::error(Code::E0207, field.span, message);
            let fields = structure.definition.fields.iter().map(|field| field.name.as_str());
            let near = crate::suggest::closest(field.text, fields);
            self.diagnostics.push(match near {
                Some(near) => {
                    diagnostic.with_hint(format!("did you mean `{near}`?"), field.span, near)
                }
                None => diagnostic,
            });
            return None;
        };
        self.interfaces.mention_field(field, name);
        if !self.sees_inside(name) {
            let message = format!("the fields of `{}` are private to its module", name.name);
            let diagnostic = Diagnostic::error(Code::E0208, field.span, message)
                .with_note(format!("call a function of `{}` instead", name.module));
            self.diagnostics.push(diagnostic);
            return None;
        }
        Some((index, Ty::instantiate(ty, arguments)))
    }

    fn index_place(&mut self, base: &Expr<'a>, index: &Expr<'a>, span: Span) -> Place {
        if let ExprKind::Path(path) = &base.kind
            && let Some(resource) = self.resource_path(path)
        {
            return self.resource_place(resource, index, span);
        }
        let base_place = self.place(base);
        let mut place = self.behind(base_place);
        let element = match place.ty.clone() {
            Ty::Vector(element) => *element,
            Ty::Error => return Self::failed_place(span),
            other => {
                let message = format!("{} cannot be indexed", self.quote(&other));
                self.error(Code::E0305, base.span, message);
                return Self::failed_place(span);
            }
        };
        let index = Box::new(self.expect(index, &Ty::U64));
        place.steps.push(Step { kind: StepKind::Element(index), base: place.ty, span });
        Place { ty: self.table.shallow(&element), span, ..place }
    }

    /// The resource type of `R` in `R[a]`; `None` where the path is a variable or constant.
    fn resource_path(&mut self, path: &Path<'a>) -> Option<Ty> {
        let is_variable = path.as_name().is_some_and(|name| self.local(name).is_some());
        if is_variable {
            return None;
        }
        let member = self.environment.scope.find_member(path).ok()?;
        let name = StructName { module: member.module, name: member.name };
        let structure = self.interfaces.structure(&name)?;
        self.environment.scope.member(path).ok()?;
        let constraints: Vec<_> =
            structure.definition.type_parameters.iter().map(|known| known.constraints).collect();
        let segment = path.last()?;
        let written = segment.type_arguments;
        let arguments =
            self.resolve_type_arguments(written, &constraints, segment.name.text, path.span);
        Some(Ty::Struct(name, arguments))
    }

    fn resource_place(&mut self, resource: Ty, address: &Expr<'a>, span: Span) -> Place {
        self.require_resource(&resource, span);
        let address = Box::new(self.expect(address, &Ty::ADDRESS));
        Place { root: Root::Resource(address), steps: Vec::new(), ty: resource, span }
    }

    /// The value at a place: a variable as a whole is used, anything else is copied out.
    pub(crate) fn read(&mut self, place: Place) -> Expression {
        let span = place.span;
        let ty = place.ty.clone();
        match (place.root, place.steps.is_empty()) {
            (Root::Local(local), true) => {
                self.expression(ExpressionKind::Local(local, Usage::Implicit), &ty, span)
            }
            (Root::Value(value), true) => *value,
            (Root::Failed, _) => self.failed(span),
            (root, _) => {
                self.require_copy(&ty, span, "copied out of its place here");
                let place = Place { root, ..place };
                if let Some(whole) = place.copied().cloned() {
                    self.require_copy(&whole, span, "copied here, to get at a part of it");
                }
                let reference = self.reference_to(place.into_seen(), false);
                self.expression(ExpressionKind::Read(Box::new(reference)), &ty, span)
            }
        }
    }

    /// `&e` and `&mut e`
    pub(crate) fn borrow(
        &mut self,
        is_mutable: bool,
        operand: &Expr<'a>,
        span: Span,
    ) -> Expression {
        let place = self.place(operand);
        if let Ty::Reference(..) = place.ty {
            let message = format!("this is a reference already: {}", self.quote(&place.ty));
            let diagnostic = Diagnostic::error(Code::E0506, span, message)
                .with_note("there are no references to references");
            self.diagnostics.push(diagnostic);
            return self.failed(span);
        }
        self.reference_to(Place { span, ..place }, is_mutable)
    }

    /// A reference to a place.
    pub(crate) fn reference_to(&mut self, place: Place, is_mutable: bool) -> Expression {
        let span = place.span;
        let first = place.steps.first().map_or_else(|| place.ty.clone(), |step| step.base.clone());
        let is_part = place.copied().is_some();
        let root = match place.root {
            Root::Deref(reference, was_mutable) if is_part || was_mutable != is_mutable => {
                self.require_copy(&first, span, "copied here, and the copy is borrowed");
                let kind = ExpressionKind::Read(reference);
                Root::Value(Box::new(self.expression(kind, &first, span)))
            }
            other => other,
        };
        let Some(mut reference) = self.root_reference(root, &first, is_mutable, span) else {
            return self.failed(span);
        };
        let behind: Vec<Ty> =
            place.steps.iter().skip(1).map(|step| step.base.clone()).chain([place.ty]).collect();
        for (step, ty) in place.steps.into_iter().zip(behind) {
            let to = ty.reference(is_mutable);
            let kind = match step.kind {
                StepKind::Field(field) => ExpressionKind::BorrowField(Box::new(reference), field),
                StepKind::VariantField(fields) => {
                    reference = self.variant_field_reference(reference, &fields, &to, step.span);
                    continue;
                }
                StepKind::Element(index) => {
                    self.element_reference(reference, *index, &step.base, is_mutable)
                }
            };
            reference = self.expression(kind, &to, step.span);
        }
        reference
    }

    fn root_reference(
        &mut self,
        root: Root,
        ty: &Ty,
        is_mutable: bool,
        span: Span,
    ) -> Option<Expression> {
        let to = ty.clone().reference(is_mutable);
        let kind = match root {
            Root::Local(local) => ExpressionKind::BorrowLocal(local),
            Root::Behind(reference, true) if !is_mutable => ExpressionKind::Freeze(reference),
            Root::Behind(_, false) if is_mutable => {
                let message = "this is behind an immutable reference";
                let diagnostic = Diagnostic::error(Code::E0505, span, message)
                    .with_label("cannot be changed or borrowed as `&mut`");
                self.diagnostics.push(diagnostic);
                return None;
            }
            Root::Behind(reference, _) | Root::Deref(reference, _) => return Some(*reference),
            Root::Resource(address) => ExpressionKind::BorrowGlobal(address),
            Root::Value(value) => {
                self.require_drop(ty, span, "borrowed here, and then dropped");
                ExpressionKind::BorrowValue(value)
            }
            Root::Failed => return None,
        };
        Some(self.expression(kind, &to, span))
    }

    fn element_reference(
        &mut self,
        vector: Expression,
        index: Expression,
        vector_type: &Ty,
        is_mutable: bool,
    ) -> ExpressionKind {
        let element = match vector_type {
            Ty::Vector(element) => (**element).clone(),
            _ => Ty::Error,
        };
        let name = if is_mutable { "borrow_mut" } else { "borrow" };
        let function = FunctionName {
            module: ModuleId::new(AccountAddress::ONE, "vector"),
            name: name.into(),
        };
        let type_arguments = self.list(vec![element]);
        ExpressionKind::Call { function, type_arguments, arguments: vec![vector, index] }
    }
}
