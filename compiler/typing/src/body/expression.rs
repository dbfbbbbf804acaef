//! The table of expressions, and the smallest of them: literals, names, tuples, vectors.

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{
    self, Expr, ExprKind, Literal, LiteralKind, NumberSuffix, Path, TypeArguments,
};
use vm_access::{AbilitySet, Integer, IntegerType, Type, Value};

use crate::checker::Checker;
use crate::obligation::Obligation;
use crate::scope::{address_value, unknown_member};
use crate::suggest::closest;
use crate::ty::Ty;
use crate::typed::{Expression, ExpressionKind, Usage};
use crate::unify::Kind;

impl<'a> Checker<'a> {
    /// Gives an expression its type.
    pub(crate) fn infer(&mut self, expr: &Expr<'a>) -> Expression {
        let value = self.infer_by_kind(expr);
        if is_computed(expr) {
            self.note_value(expr.span, &value);
        }
        value
    }

    fn infer_by_kind(&mut self, expr: &Expr<'a>) -> Expression {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Error => self.failed(span),
            ExprKind::Literal(literal) => self.literal(literal),
            ExprKind::Path(path) => self.path(path, span),
            ExprKind::Underscore => self.misplaced_underscore(span),
            ExprKind::Call { callee, arguments } => self.call(callee, arguments, span),
            ExprKind::CallValue { callee, arguments } => {
                let callee = self.infer(callee);
                self.call_value(callee, arguments, span)
            }
            ExprKind::Macro { name, arguments } => self.macro_call(*name, arguments, span),
            ExprKind::Method { receiver, name, type_arguments, arguments } => {
                self.method(receiver, (*name, *type_arguments), arguments, span)
            }
            ExprKind::Field { .. } | ExprKind::Index { .. } | ExprKind::Deref(_) => {
                let place = self.place(expr);
                self.read(place)
            }
            ExprKind::Pack { path, fields, rest } => self.pack(path, fields, *rest, span),
            ExprKind::Vector { type_arguments, elements } => {
                self.vector(*type_arguments, elements, span)
            }
            ExprKind::Tuple(items) => self.tuple(items, span),
            ExprKind::Unary { op, operand } => self.unary(*op, operand, span),
            ExprKind::Binary { op, left, right } => self.binary(*op, left, right, span),
            ExprKind::Borrow { is_mutable, operand } => self.borrow(*is_mutable, operand, span),
            ExprKind::Move(name) => self.explicit_use(*name, Usage::Move, span),
            ExprKind::Copy(name) => self.explicit_use(*name, Usage::Copy, span),
            ExprKind::Cast { operand, ty } => self.cast(operand, ty, span),
            ExprKind::Annotated { operand, ty } => {
                let ty = self.resolve_type(ty);
                self.expect(operand, &ty)
            }
            ExprKind::Is { operand, variants } => self.variant_test(operand, variants, span),
            ExprKind::Assign { target, op, value } => self.assign(target, *op, value, span),
            ExprKind::If { condition, then, otherwise } => {
                self.conditional(condition, then, *otherwise, span)
            }
            ExprKind::While { label, condition, body } => {
                self.while_loop(*label, condition, body, span)
            }
            ExprKind::Loop { label, body } => self.endless_loop(*label, body, span),
            ExprKind::For { label, variable, start, end, body } => {
                self.for_loop(*label, *variable, (start, end), body, span)
            }
            ExprKind::Match { scrutinee, arms } => self.match_arms(scrutinee, arms, span),
            ExprKind::Block(block) => self.block(block),
            ExprKind::Lambda { parameters, body, .. } => {
                self.lambda_value((parameters, body), None, span)
            }
            ExprKind::Break(label) => self.break_out(*label, span),
            ExprKind::Continue(label) => self.continue_with(*label, span),
            ExprKind::Return(value) => self.return_value(*value, span),
            ExprKind::Abort(code) => self.abort(*code, span),
        }
    }

    fn misplaced_underscore(&mut self, span: Span) -> Expression {
        self.error(Code::E0205, span, "`_` stands only on the left of `=`");
        self.failed(span)
    }

    pub(crate) fn literal(&mut self, literal: &Literal<'a>) -> Expression {
        let span = literal.span;
        match &literal.kind {
            LiteralKind::Error => self.failed(span),
            LiteralKind::Number { is_negative, value, suffix } => {
                let number = Integer::new(*is_negative, *value);
                self.number(number, *is_negative, *suffix, span)
            }
            LiteralKind::Bool(value) => self.constant(Value::Bool(*value), &Ty::BOOL, span),
            LiteralKind::Address(kind) => {
                match address_value(kind, span, self.environment.scope.addresses) {
                    Ok(address) => self.constant(Value::Address(address), &Ty::ADDRESS, span),
                    Err(problem) => {
                        self.diagnostics.push(problem);
                        self.failed(span)
                    }
                }
            }
            LiteralKind::Bytes(bytes) => {
                let ty = Ty::Atom(Type::U8).vector();
                self.constant(Value::Bytes(bytes.to_vec()), &ty, span)
            }
        }
    }

    pub(crate) fn constant(&mut self, value: Value, ty: &Ty, span: Span) -> Expression {
        self.expression(ExpressionKind::Constant(value), ty, span)
    }

    /// An integer literal; without a suffix its type is inferred.
    fn number(
        &mut self,
        value: Integer,
        is_negative: bool,
        suffix: Option<NumberSuffix>,
        span: Span,
    ) -> Expression {
        let ty = match suffix {
            None => self.table.fresh(if is_negative { Kind::Signed } else { Kind::Integer }),
            Some(suffix) => Ty::Atom(Type::Integer(suffix_type(suffix))),
        };
        if is_negative && !self.make_signed(&ty, span) {
            return self.failed(span);
        }
        self.demand(Obligation::Fits { ty: ty.clone(), value, span });
        self.expression(ExpressionKind::Integer(value), &ty, span)
    }

    fn path(&mut self, path: &Path<'a>, span: Span) -> Expression {
        if let Some(local) = path.as_name().and_then(|name| self.local(name)) {
            let ty = self.local_type(local);
            return self.expression(ExpressionKind::Local(local, Usage::Implicit), &ty, span);
        }
        if path.as_name().is_some_and(|name| self.function(name).is_some()) {
            let message = "a function that an inline function takes is no value";
            let diagnostic = Diagnostic::error(Code::E0205, span, message)
                .with_note("it can be called, and passed on to another inline function");
            self.diagnostics.push(diagnostic);
            return self.failed(span);
        }
        if self.environment.scope.variant(path).is_some() {
            return self.unit_value(path, span);
        }
        let member = match self.environment.scope.member(path) {
            Ok(member) => member,
            Err(problem) => {
                self.diagnostics.extend(problem);
                return self.failed(span);
            }
        };
        if member.module == *self.environment.scope.module
            && let Some((ty, value)) = self.environment.constants.get(&member.name).cloned()
        {
            let kind = match value.as_integer() {
                Some(value) => ExpressionKind::Integer(value),
                None => ExpressionKind::Constant(value),
            };
            return self.expression(kind, &Ty::of(&ty), span);
        }
        let Some(segment) = path.last() else { return self.failed(span) };
        if let Some((ty, number)) = path.as_name().and_then(|name| limit(name.text)) {
            let ty = Ty::Atom(Type::Integer(ty));
            return self.expression(ExpressionKind::Integer(number), &ty, span);
        }
        if let Some(function) = self.interfaces.function(&member.module, member.name.as_str()) {
            let written = segment.type_arguments;
            return self.named_function(&member, function, written, (segment.name.text, span));
        }
        if self.unit_struct(path).is_some() {
            return self.unit_value(path, span);
        }
        self.report_unknown_value(&member.module, segment.name, path.segments.len() == 1);
        self.failed(span)
    }

    fn report_unknown_value(
        &mut self,
        module: &vm_access::ModuleId,
        name: ast::Name<'a>,
        is_single: bool,
    ) {
        if name.text.is_empty() {
            return;
        }
        if !is_single && module != self.environment.scope.module {
            self.diagnostics.push(unknown_member(module, name, self.interfaces));
            return;
        }
        let message = format!("there is no variable or constant `{}`", name.text);
        let mut diagnostic = Diagnostic::error(Code::E0201, name.span, message);
        let constants = self.environment.constants.keys().map(vm_access::Identifier::as_str);
        if let Some(near) = closest(name.text, self.local_names().chain(constants)) {
            diagnostic = diagnostic.with_hint(format!("did you mean `{near}`?"), name.span, near);
        }
        self.diagnostics.push(diagnostic);
    }

    fn explicit_use(&mut self, name: ast::Name<'a>, usage: Usage, span: Span) -> Expression {
        let Some(local) = self.local(name) else {
            self.report_unknown_value(self.environment.scope.module, name, true);
            return self.failed(span);
        };
        let ty = self.local_type(local);
        if usage == Usage::Copy {
            self.require_copy(&ty, span, "copied here");
        }
        self.expression(ExpressionKind::Local(local, usage), &ty, span)
    }

    fn vector(
        &mut self,
        written: Option<TypeArguments<'a>>,
        elements: &[Expr<'a>],
        span: Span,
    ) -> Expression {
        let parameters = [AbilitySet::NONE];
        let element = self.resolve_type_arguments(written, &parameters, "vector", span);
        let element = element.into_iter().next().unwrap_or(Ty::Error);
        let items = elements.iter().map(|item| self.expect(item, &element)).collect();
        self.expression(ExpressionKind::Vector(items), &element.vector(), span)
    }

    fn tuple(&mut self, items: &[Expr<'a>], span: Span) -> Expression {
        let (items, types): (Vec<_>, Vec<_>) = items.iter().map(|item| self.single(item)).unzip();
        self.expression(ExpressionKind::Tuple(items), &Ty::Tuple(types), span)
    }
}

/// Whether an expression is more than a name or a literal, and has a value that is no lambda.
fn is_computed(expr: &Expr<'_>) -> bool {
    match expr.kind {
        ExprKind::Error
        | ExprKind::Literal(_)
        | ExprKind::Path(_)
        | ExprKind::Underscore
        | ExprKind::Move(_)
        | ExprKind::Copy(_)
        | ExprKind::Lambda { .. }
        | ExprKind::Break(_)
        | ExprKind::Continue(_)
        | ExprKind::Return(_)
        | ExprKind::Abort(_) => false,
        ExprKind::Call { .. }
        | ExprKind::CallValue { .. }
        | ExprKind::Macro { .. }
        | ExprKind::Method { .. }
        | ExprKind::Field { .. }
        | ExprKind::Index { .. }
        | ExprKind::Deref(_)
        | ExprKind::Pack { .. }
        | ExprKind::Vector { .. }
        | ExprKind::Tuple(_)
        | ExprKind::Unary { .. }
        | ExprKind::Binary { .. }
        | ExprKind::Borrow { .. }
        | ExprKind::Cast { .. }
        | ExprKind::Annotated { .. }
        | ExprKind::Is { .. }
        | ExprKind::Assign { .. }
        | ExprKind::If { .. }
        | ExprKind::While { .. }
        | ExprKind::Loop { .. }
        | ExprKind::For { .. }
        | ExprKind::Match { .. }
        | ExprKind::Block(_) => true,
    }
}

/// The type whose greatest or least number a built-in constant names, and the number: `MAX_U8`, `MIN_I8`.
fn limit(name: &str) -> Option<(IntegerType, Integer)> {
    let (end, name) = name.split_once('_')?;
    let ty = IntegerType::ALL.into_iter().find(|ty| ty.name().to_uppercase() == name)?;
    match end {
        "MAX" => Some((ty, ty.greatest())),
        "MIN" if ty.is_signed() => Some((ty, ty.least())),
        _ => None,
    }
}

pub(crate) fn suffix_type(suffix: NumberSuffix) -> IntegerType {
    match suffix {
        NumberSuffix::U8 => IntegerType::U8,
        NumberSuffix::U16 => IntegerType::U16,
        NumberSuffix::U32 => IntegerType::U32,
        NumberSuffix::U64 => IntegerType::U64,
        NumberSuffix::U128 => IntegerType::U128,
        NumberSuffix::U256 => IntegerType::U256,
        NumberSuffix::I8 => IntegerType::I8,
        NumberSuffix::I16 => IntegerType::I16,
        NumberSuffix::I32 => IntegerType::I32,
        NumberSuffix::I64 => IntegerType::I64,
        NumberSuffix::I128 => IntegerType::I128,
        NumberSuffix::I256 => IntegerType::I256,
    }
}
