//! The end of a body: what is known of its types becomes its types.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use vm_access::{Ability, Type};

use crate::checker::Checker;
use crate::flow;
use crate::ty::Ty;
use crate::typed::{Body, Expression, Local};

impl Checker<'_> {
    /// Proves what is left to prove and gives the typed body; `None` after an error.
    pub(crate) fn finish(
        mut self,
        value: Expression,
        parameter_count: usize,
        error_count_before: usize,
    ) -> Option<Body> {
        let is_clean = |checker: &Self| {
            checker.diagnostics.count(compiler_diagnostics::Severity::Error) == error_count_before
        };
        let file = self.file;
        self.check_sizes(Span::new(file, value.span.start, value.span.end));
        self.settle();
        // What is not known after an error elsewhere tells nothing about this body.
        if self.table.has_met_error() || self.has_failed {
            return None;
        }
        if is_clean(&self) {
            self.report_unknowns();
        }
        if !is_clean(&self) {
            return None;
        }
        let body = self.body(value);
        let declared: Vec<_> = self.locals.iter().map(|local| local.place).collect();
        let context = flow::Context { file, declared: &declared };
        flow::check(&body, parameter_count, context, self.diagnostics);
        is_clean(&self).then_some(body)
    }

    /// Reports types that are larger than a module may hold.
    fn check_sizes(&mut self, span: Span) {
        let locals = self.locals.iter().map(|local| (&local.ty, local.span));
        let types = self.lists.iter().flatten().map(|ty| (ty, span));
        let too_large = locals.chain(types).find(|(ty, _)| self.table.is_too_large(ty));
        let span = too_large.map(|(_, span)| span).or(self.table.is_exceeded().then_some(span));
        if let Some(span) = span {
            self.error(Code::E0317, span, "a type here is too large");
        }
    }

    fn report_unknowns(&mut self) {
        for (ty, span) in std::mem::take(&mut self.unknowns) {
            let Ty::Variable(variable) = self.table.shallow(&ty) else { continue };
            if self.table.kind(variable) != crate::unify::Kind::General {
                continue;
            }
            let message = "the type cannot be inferred";
            let diagnostic = Diagnostic::error(Code::E0302, span, message)
                .with_label("nothing says which type this has")
                .with_note("give the type: `let x: T = …`, `f<T>(…)`");
            self.diagnostics.push(diagnostic);
            self.table.give_up(variable);
        }
    }

    fn body(&self, value: Expression) -> Body {
        let locals = self.locals.iter().map(|draft| {
            let ty = self.table.finished(&draft.ty).unwrap_or(Type::Bool);
            let is_copyable = self.interfaces.has(&ty, Ability::Copy, self.type_parameters);
            let is_droppable = self.interfaces.has(&ty, Ability::Drop, self.type_parameters);
            Local { name: draft.name.clone(), ty, is_copyable, is_droppable }
        });
        let locals = locals.collect();
        let types = self.lists.iter().map(|list| self.finished_list(list)).collect();
        Body { locals, types, value }
    }

    fn finished_list(&self, list: &[Ty]) -> Vec<Type> {
        let flat = list.iter().flat_map(|ty| match self.table.shallow(ty) {
            Ty::Tuple(types) => types,
            single => vec![single],
        });
        flat.filter_map(|ty| self.table.finished(&ty)).collect()
    }
}
