//! `match`: its arms are tried one after the other.
//!
//! What is matched is kept in variables of its own. Each arm tests parts of it through references, takes it apart once it
//! fits, and goes on to the next arm otherwise. The last arm needs no test where the arms cover every value.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{self, Expr, ExprKind, LiteralKind, MatchArm, Name};
use vm_access::Ability;
use vm_bytecode::{FieldId, VariantId};

use crate::body::pack::Instance;
use crate::body::pattern::{is_rest, positions};
use crate::cases::{Case, TooComplex, is_useful, missing};
use crate::checker::Checker;
use crate::ty::Ty;
use crate::typed::{Expression, ExpressionKind, LocalId, PatternKind, Usage};

/// A value that is matched, in a variable.
#[derive(Clone)]
struct Subject {
    local: LocalId,
    ty: Ty,
}

/// A part of a subject: the fields that lead to it, and its type.
#[derive(Clone)]
struct Part {
    subject: Subject,
    steps: Vec<(Option<VariantId>, FieldId, Ty)>,
}

/// What a pattern asks of the subjects, and which parts of them it gives names to.
#[derive(Default)]
struct Tests<'a> {
    conditions: Vec<Expression>,
    variables: Vec<(Name<'a>, Part, Ty)>,
}

/// An arm that has been checked.
struct Arm {
    /// Tests, and the guard; all must hold.
    conditions: Vec<Expression>,
    is_guarded: bool,
    body: Expression,
    span: Span,
}

impl<'a> Checker<'a> {
    /// `match (scrutinee) { arms }`
    pub(crate) fn match_arms(
        &mut self,
        scrutinee: &Expr<'a>,
        arms: &[MatchArm<'a>],
        span: Span,
    ) -> Expression {
        self.enter_block();
        let (mut steps, subjects) = self.subjects(scrutinee);
        let mut rows = Vec::new();
        let mut typed = Vec::new();
        let mut useless = Vec::new();
        let known = self.diagnostics.iter().count();
        for arm in arms {
            let (tests, row) = self.arm_tests(&arm.pattern, &subjects);
            if is_useful(&rows, &row) == Ok(false) {
                useless.push(arm.pattern.span);
            }
            if arm.guard.is_none() {
                rows.push(row);
            }
            typed.push(self.arm(arm, tests, &subjects));
        }
        let ty = self.arm_type(&mut typed);
        let is_sound = self.diagnostics.iter().count() == known;
        useless.into_iter().filter(|_| is_sound).for_each(|span| self.warn_unreachable(span));
        let is_complete = self.check_complete(&rows, &subjects, scrutinee.span);
        let chosen = if is_complete { self.choose(typed, &ty, span) } else { None };
        let chosen = chosen.unwrap_or_else(|| self.failed(span));
        steps.push(chosen);
        let locals = self.leave_block();
        self.expression(ExpressionKind::Block(steps, locals), &ty, span)
    }

    /// Warns of an arm that fits nothing but what those before it fit.
    fn warn_unreachable(&mut self, span: Span) {
        let warning = Diagnostic::warning(Code::E0315, span, "this arm is never reached")
            .with_label("the arms above fit all that it fits");
        self.diagnostics.push(warning);
    }

    /// Puts what is matched into variables, one for each value.
    fn subjects(&mut self, scrutinee: &Expr<'a>) -> (Vec<Expression>, Vec<Subject>) {
        let parts: Vec<&Expr<'a>> = match &scrutinee.kind {
            ExprKind::Tuple(items) => items.iter().collect(),
            _ => vec![scrutinee],
        };
        let mut steps = Vec::new();
        let mut subjects = Vec::new();
        for part in parts {
            let (value, ty) = self.single(part);
            self.note_type(part.span, &ty);
            let local = self.declare(None, ty.clone(), part.span);
            steps.push(self.put(value, local, part.span));
            subjects.push(Subject { local, ty });
        }
        (steps, subjects)
    }

    /// One pattern for each subject; `_` is one for all.
    fn columns<'p>(
        &mut self,
        pattern: &'p ast::Pattern<'a>,
        count: usize,
    ) -> Vec<Option<&'p ast::Pattern<'a>>> {
        match &pattern.kind {
            _ if count == 1 => vec![Some(pattern)],
            ast::PatternKind::Tuple(parts) if parts.len() == count => {
                parts.iter().map(Some).collect()
            }
            ast::PatternKind::Wildcard | ast::PatternKind::Error => vec![None; count],
            _ => {
                let message = format!("this pattern is not for {count} values");
                self.error(Code::E0310, pattern.span, message);
                vec![None; count]
            }
        }
    }

    /// The tests of an arm, in order, and what it fits.
    fn arm_tests(
        &mut self,
        pattern: &ast::Pattern<'a>,
        subjects: &[Subject],
    ) -> (Tests<'a>, Vec<Case>) {
        let mut tests = Tests::default();
        let mut row = Vec::new();
        let may_refuse = std::mem::replace(&mut self.may_refuse, true);
        let columns = self.columns(pattern, subjects.len());
        for (pattern, subject) in columns.into_iter().zip(subjects) {
            let part = Part { subject: subject.clone(), steps: Vec::new() };
            row.push(match pattern {
                Some(pattern) => self.tests(pattern, &part, &subject.ty, &mut tests),
                None => Case::Any,
            });
        }
        self.may_refuse = may_refuse;
        (tests, row)
    }

    /// Adds the tests of a pattern for a part of type `ty`; gives what it fits.
    fn tests(
        &mut self,
        pattern: &ast::Pattern<'a>,
        part: &Part,
        ty: &Ty,
        tests: &mut Tests<'a>,
    ) -> Case {
        let span = pattern.span;
        let value = match self.table.shallow(ty) {
            Ty::Reference(_, to) => self.table.shallow(&to),
            other => other,
        };
        match &pattern.kind {
            ast::PatternKind::Error
            | ast::PatternKind::Wildcard
            | ast::PatternKind::Rest
            | ast::PatternKind::Tuple(_) => Case::Any,
            ast::PatternKind::Literal(literal) => {
                let expected = self.literal_pattern(literal, &value);
                let found = self.part_value(part, &value, span);
                let test = self.equal(found, expected, span);
                tests.conditions.push(test);
                match literal.kind {
                    LiteralKind::Bool(value) => Case::Bool(value),
                    other => Case::Literal(format!("{other:?}").into()),
                }
            }
            ast::PatternKind::Path(path) => {
                if let Some(name) = self.bound_name(path, ty) {
                    tests.variables.push((name, part.clone(), value));
                    return Case::Any;
                }
                let Some((instance, _)) = self.taken_apart(path, ty, span) else {
                    return Case::Any;
                };
                self.constructor_tests(&instance, part, &[], span, tests)
            }
            ast::PatternKind::Struct { path, fields, rest } => {
                let Some((instance, _)) = self.taken_apart(path, ty, span) else {
                    return Case::Any;
                };
                let names: Vec<_> = fields.iter().map(|field| field.name).collect();
                let found = self.field_positions(&instance, &names, rest.is_some(), span);
                let inner = found.into_iter().zip(fields.iter().map(|field| field.pattern));
                let inner: Vec<_> =
                    inner.filter_map(|(at, pattern)| Some((at?, pattern))).collect();
                self.constructor_tests(&instance, part, &inner, span, tests)
            }
            ast::PatternKind::Positional { path, elements } => {
                let Some((instance, _)) = self.taken_apart(path, ty, span) else {
                    return Case::Any;
                };
                let rest = elements.iter().position(is_rest);
                let written: Vec<_> = elements.iter().filter(|it| !is_rest(it)).copied().collect();
                if !self.check_positional(&instance, written.len(), rest.is_some(), span) {
                    return Case::Any;
                }
                let found = positions(instance.fields.len(), written.len(), rest);
                let inner = found.into_iter().flatten().zip(written).collect::<Vec<_>>();
                self.constructor_tests(&instance, part, &inner, span, tests)
            }
        }
    }

    fn constructor_tests(
        &mut self,
        instance: &Instance,
        part: &Part,
        inner: &[(usize, ast::Pattern<'a>)],
        span: Span,
        tests: &mut Tests<'a>,
    ) -> Case {
        let variant = instance.variant.map(|(variant, _)| variant);
        if let (Some(variant), true) = (variant, instance.is_one_of_many()) {
            let reference = Box::new(self.part_reference(part, span));
            let kind = ExpressionKind::TestVariant(reference, variant);
            let test = self.expression(kind, &Ty::BOOL, span);
            tests.conditions.push(test);
        }
        let mut parts = vec![Case::Any; instance.fields.len()];
        for (position, pattern) in inner {
            let ty = instance.fields[*position].1.clone();
            let mut part = part.clone();
            part.steps.push((variant, FieldId::new(*position), ty.clone()));
            parts[*position] = self.tests(pattern, &part, &ty, tests);
        }
        let Some(variant) = variant else {
            return Case::Struct { name: instance.label.clone(), parts };
        };
        let definition = self.interfaces.structure(&instance.name).map(|it| &it.definition);
        let variants = definition.iter().flat_map(|definition| &definition.variants);
        let shown = |name: &_| format!("{}::{name}", instance.name.name);
        let names = variants.map(|it| (shown(&it.name), it.fields.len())).collect();
        Case::Variant { names, index: variant.index(), parts }
    }

    /// `&part`
    fn part_reference(&mut self, part: &Part, span: Span) -> Expression {
        let Subject { local, ty } = part.subject.clone();
        let mut reference = match self.table.shallow(&ty) {
            Ty::Reference(true, to) => {
                let kind = ExpressionKind::Freeze(Box::new(self.use_of(local, span)));
                self.expression(kind, &to.reference(false), span)
            }
            Ty::Reference(false, _) => self.use_of(local, span),
            other => {
                self.expression(ExpressionKind::BorrowLocal(local), &other.reference(false), span)
            }
        };
        for (variant, field, ty) in &part.steps {
            let base = Box::new(reference);
            let kind = match variant {
                Some(variant) => ExpressionKind::BorrowVariantField(base, *variant, *field),
                None => ExpressionKind::BorrowField(base, *field),
            };
            reference = self.expression(kind, &ty.clone().reference(false), span);
        }
        reference
    }

    /// A copy of the part, which is of type `ty`.
    fn part_value(&mut self, part: &Part, ty: &Ty, span: Span) -> Expression {
        let is_value = !matches!(self.table.shallow(&part.subject.ty), Ty::Reference(..));
        if part.steps.is_empty() && is_value {
            let kind = ExpressionKind::Local(part.subject.local, Usage::Copy);
            return self.expression(kind, ty, span);
        }
        let reference = self.part_reference(part, span);
        self.expression(ExpressionKind::Read(Box::new(reference)), ty, span)
    }

    fn arm(
        &mut self,
        arm: &MatchArm<'a>,
        Tests { mut conditions, variables }: Tests<'a>,
        subjects: &[Subject],
    ) -> Arm {
        if let Some(guard) = &arm.guard {
            self.enter_block();
            let mut steps = self.look(variables);
            steps.push(self.expect(guard, &Ty::BOOL));
            let locals = self.leave_block();
            let kind = ExpressionKind::Block(steps, locals);
            conditions.push(self.expression(kind, &Ty::BOOL, guard.span));
        }
        self.enter_block();
        let mut steps = self.bind(&arm.pattern, subjects);
        let value = self.infer(&arm.body);
        let ty = self.type_of(&value);
        steps.push(value);
        let locals = self.leave_block();
        let kind = ExpressionKind::Block(steps, locals);
        let body = self.expression(kind, &ty, arm.body.span);
        Arm { conditions, is_guarded: arm.guard.is_some(), body, span: arm.body.span }
    }

    /// What a guard names: it only looks, so these are copies, or references where references are matched or nothing may
    /// be copied.
    fn look(&mut self, variables: Vec<(Name<'a>, Part, Ty)>) -> Vec<Expression> {
        let mut steps = Vec::new();
        for (name, part, ty) in variables {
            let is_behind = matches!(self.table.shallow(&part.subject.ty), Ty::Reference(..));
            let known = self.table.finished(&ty);
            let may_copy = known.is_none_or(|ty| self.may_be(Ability::Copy, &ty));
            let (value, ty) = if may_copy && !is_behind {
                self.require_copy(&ty, name.span, "a guard looks at a copy");
                (self.part_value(&part, &ty, name.span), ty)
            } else {
                (self.part_reference(&part, name.span), ty.reference(false))
            };
            let local = self.declare_variable(name, ty);
            steps.push(self.put(value, local, name.span));
        }
        steps
    }

    /// Takes the subjects apart into the variables of a pattern.
    fn bind(&mut self, pattern: &ast::Pattern<'a>, subjects: &[Subject]) -> Vec<Expression> {
        let mut steps = Vec::new();
        let may_refuse = std::mem::replace(&mut self.may_refuse, true);
        let columns = self.columns(pattern, subjects.len());
        for (pattern, subject) in columns.into_iter().zip(subjects) {
            let Some(pattern) = pattern else { continue };
            let span = pattern.span;
            let bound = self.new_variables(pattern, &subject.ty);
            if matches!(bound.kind, PatternKind::Ignore) {
                continue;
            }
            let value = Box::new(self.use_of(subject.local, span));
            let kind = ExpressionKind::Assign(value, Box::new(bound));
            steps.push(self.expression(kind, &Ty::UNIT, span));
        }
        self.may_refuse = may_refuse;
        steps
    }

    /// The type of all arms, to which they are fitted.
    fn arm_type(&mut self, arms: &mut Vec<Arm>) -> Ty {
        let types: Vec<Ty> = arms.iter().map(|arm| self.type_of(&arm.body)).collect();
        let frozen = types.iter().find(|ty| matches!(ty, Ty::Reference(false, _)));
        let certain = types.iter().find(|ty| !self.is_diverging(ty));
        let Some(ty) = frozen.or(certain).or(types.first()).cloned() else { return Ty::UNIT };
        let fitted = std::mem::take(arms).into_iter().map(|arm| {
            let body = self.coerce(arm.body, &ty, arm.span);
            Arm { body, ..arm }
        });
        *arms = fitted.collect();
        ty
    }

    /// Reports values that no arm fits.
    fn check_complete(&mut self, rows: &[Vec<Case>], subjects: &[Subject], span: Span) -> bool {
        if subjects.iter().any(|subject| self.table.shallow(&subject.ty).is_error()) {
            return false;
        }
        match missing(rows, subjects.len()) {
            Ok(None) => true,
            Ok(Some(values)) => {
                let value = match values.as_slice() {
                    [single] => single.clone(),
                    several => format!("({})", several.join(", ")),
                };
                let message = format!("no arm of this `match` fits `{value}`");
                let diagnostic = Diagnostic::error(Code::E0311, span, message)
                    .with_note("arms with a guard do not count; `_ =>` fits everything");
                self.diagnostics.push(diagnostic);
                false
            }
            Err(TooComplex) => {
                let message = "this `match` is too complex to see whether its arms fit everything";
                self.error(Code::E0311, span, message);
                false
            }
        }
    }

    /// One arm after the other; the last one that can be reached has no tests. `None` where there are no arms.
    fn choose(&mut self, arms: Vec<Arm>, ty: &Ty, span: Span) -> Option<Expression> {
        let mut chosen: Option<Expression> = None;
        for arm in arms.into_iter().rev() {
            // A guarded arm behind which none comes: those before it fit everything.
            let is_needless = chosen.is_none() && arm.is_guarded;
            chosen = match chosen {
                _ if is_needless => None,
                Some(otherwise) if !arm.conditions.is_empty() => {
                    let condition = self.all_of(arm.conditions, span);
                    let (then, otherwise) = (Box::new(arm.body), Some(Box::new(otherwise)));
                    let kind = ExpressionKind::If(Box::new(condition), then, otherwise);
                    Some(self.expression(kind, ty, span))
                }
                Some(_) | None => Some(arm.body),
            };
        }
        chosen
    }

    fn all_of(&mut self, conditions: Vec<Expression>, span: Span) -> Expression {
        let mut all: Option<Expression> = None;
        for condition in conditions {
            all = Some(match all {
                Some(before) => {
                    let kind = ExpressionKind::And(Box::new(before), Box::new(condition));
                    self.expression(kind, &Ty::BOOL, span)
                }
                None => condition,
            });
        }
        all.unwrap_or_else(|| self.failed(span))
    }
}
