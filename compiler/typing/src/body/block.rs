//! Blocks and statements.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use std::collections::BTreeMap;

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{self, Block, Expr, Statement, StatementKind};
use vm_access::Identifier;

use crate::body::pattern::is_rest;
use crate::checker::Checker;
use crate::ty::Ty;
use crate::typed::{Expression, ExpressionKind, Pattern};

impl<'a> Checker<'a> {
    /// `{ … }`
    pub(crate) fn block(&mut self, block: &Block<'a>) -> Expression {
        self.enter_block();
        self.environment.scope.enter_block();
        // What a block brings in with `use` is in scope in all of it.
        for statement in block.statements {
            if let StatementKind::Use(declaration) = &statement.kind {
                let problems = self.environment.scope.use_in_block(declaration);
                self.diagnostics.extend(problems);
            }
        }
        let mut steps = Vec::new();
        let mut diverges = false;
        for statement in block.statements {
            if let Some((step, leaves)) = self.statement(statement) {
                steps.push(step);
                diverges |= leaves;
            }
        }
        let last = match block.tail {
            Some(tail) => self.infer(tail),
            None if diverges => self.unreachable_end(block.span),
            None => self.unit(block.span.after()),
        };
        let ty = self.type_of(&last);
        block.tail.iter().for_each(|tail| self.note_value(tail.span, &last));
        steps.push(last);
        let locals = self.leave_block();
        self.environment.scope.leave_block();
        self.expression(ExpressionKind::Block(steps, locals), &ty, block.span)
    }

    /// The value of a block whose end is never reached: of any type.
    fn unreachable_end(&mut self, span: Span) -> Expression {
        let ty = self.table.fresh(crate::unify::Kind::Diverging);
        self.expression(ExpressionKind::Tuple(Vec::new()), &ty, span.after())
    }

    /// A statement, and whether control never comes behind it.
    fn statement(&mut self, statement: &Statement<'a>) -> Option<(Expression, bool)> {
        match &statement.kind {
            StatementKind::Error | StatementKind::Use(_) => None,
            StatementKind::Let { pattern, ty, value } => {
                self.let_statement(pattern, ty.as_ref(), value.as_ref(), statement.span)
            }
            StatementKind::Expr(expr) => Some(self.discarded(expr)),
        }
    }

    fn discarded(&mut self, expr: &Expr<'a>) -> (Expression, bool) {
        let value = self.infer(expr);
        let ty = self.type_of(&value);
        let diverges = self.is_diverging(&ty);
        self.require_drop(&ty, expr.span, "the value is dropped here");
        (value, diverges)
    }

    fn let_statement(
        &mut self,
        pattern: &ast::Pattern<'a>,
        ty: Option<&ast::Type<'a>>,
        value: Option<&Expr<'a>>,
        span: Span,
    ) -> Option<(Expression, bool)> {
        let declared = ty.map(|ty| self.resolve_type(ty));
        let Some(value) = value else {
            let ty = declared.unwrap_or_else(|| self.unknown(pattern.span));
            let first = self.locals.len();
            self.declared(pattern, &ty);
            self.check_bound_once(first);
            return None;
        };
        let value = match &declared {
            Some(ty) => self.expect(value, ty),
            None => self.infer(value),
        };
        let found = self.type_of(&value);
        let diverges = self.is_diverging(&found);
        let ty = match declared {
            Some(ty) => ty,
            None if diverges => Ty::Error,
            None => found,
        };
        let pattern = Box::new(self.new_variables(pattern, &ty));
        let kind = ExpressionKind::Assign(Box::new(value), pattern);
        Some((self.expression(kind, &Ty::UNIT, span), diverges))
    }

    /// The variables of a `let` without a value; `_` drops nothing there.
    fn declared(&mut self, pattern: &ast::Pattern<'a>, ty: &Ty) {
        match pattern.kind {
            ast::PatternKind::Wildcard => {}
            ast::PatternKind::Tuple(parts) if !parts.iter().any(is_rest) => {
                let types = self.tuple_types(parts.len(), ty, pattern.span);
                parts.iter().zip(&types).for_each(|(part, ty)| self.declared(part, ty));
            }
            _ => drop(self.pattern(pattern, ty)),
        }
    }

    /// A whole pattern of `let`; reports a name that it binds twice.
    pub(crate) fn new_variables(&mut self, pattern: &ast::Pattern<'a>, ty: &Ty) -> Pattern {
        let first = self.locals.len();
        let typed = self.pattern(pattern, ty);
        self.check_bound_once(first);
        typed
    }

    /// Reports a name that is bound twice among the variables since `first`.
    fn check_bound_once(&mut self, first: usize) {
        let mut known: BTreeMap<Identifier, Span> = BTreeMap::new();
        for local in &self.locals[first..] {
            let Some(name) = local.name.clone() else { continue };
            if let Some(earlier) = known.get(&name) {
                let message = format!("`{name}` is bound twice in one pattern");
                let diagnostic = Diagnostic::error(Code::E0204, local.span, message)
                    .with_secondary(*earlier, "first bound here");
                self.diagnostics.push(diagnostic);
            }
            known.entry(name).or_insert(local.span);
        }
    }

    /// Whether nothing ever has this type.
    pub(crate) fn is_diverging(&self, ty: &Ty) -> bool {
        match self.table.shallow(ty) {
            Ty::Variable(variable) => self.table.kind(variable) == crate::unify::Kind::Diverging,
            Ty::Error
            | Ty::Atom(_)
            | Ty::Vector(_)
            | Ty::Struct(..)
            | Ty::Reference(..)
            | Ty::Tuple(_)
            | Ty::Function(_) => false,
        }
    }
}
