//! Expressions, statements and patterns: one file a family of constructs.

mod block;
mod call;
pub(crate) mod closure;
mod coerce;
mod control;
mod expression;
mod global;
mod inline;
mod lambda;
mod matching;
mod operator;
mod order;
mod pack;
mod pattern;
mod place;
mod variant;

pub(crate) use expression::suffix_type;

use compiler_diagnostics::Span;
use compiler_syntax::ast;
use vm_access::AbilitySet;

use crate::checker::Checker;
use crate::obligation::Obligation;
use crate::ty::Ty;
use crate::types::{self, Resolution};
use crate::unify::Kind;

impl<'a> Checker<'a> {
    /// Resolves a type in a body, where `_` is inferred.
    pub(crate) fn resolve_type(&mut self, ty: &ast::Type<'a>) -> Ty {
        let mut resolution = Resolution::default();
        let Self { environment, table, unknowns, .. } = self;
        let scope = &environment.scope;
        let mut infer = |span: Span| {
            let ty = table.fresh(Kind::General);
            unknowns.push((ty.clone(), span));
            Some(ty)
        };
        let resolved = types::resolve(ty, scope, &mut infer, &mut resolution);
        self.absorb(resolution);
        resolved
    }

    /// Resolves type arguments in a body, where those left out are inferred.
    pub(crate) fn resolve_type_arguments(
        &mut self,
        written: Option<ast::TypeArguments<'a>>,
        parameters: &[AbilitySet],
        what: &str,
        span: Span,
    ) -> Vec<Ty> {
        let mut resolution = Resolution::default();
        let Self { environment, table, unknowns, .. } = self;
        let scope = &environment.scope;
        let mut infer = |span: Span| {
            let ty = table.fresh(Kind::General);
            unknowns.push((ty.clone(), span));
            Some(ty)
        };
        let context = (parameters, what, span);
        let arguments =
            types::resolve_arguments(written, context, scope, &mut infer, &mut resolution);
        self.absorb(resolution);
        arguments
    }

    fn absorb(&mut self, resolution: Resolution) {
        self.diagnostics.extend(resolution.problems);
        for (ty, constraints, span) in resolution.arguments {
            self.demand(Obligation::Argument { ty, constraints, span });
        }
    }
}
