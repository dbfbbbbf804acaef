//! The end of a body: what is known of its types becomes its types.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use vm_access::{Ability, Identifier, Type};
use vm_bytecode::{Parameter, Visibility};

use crate::body::closure::LambdaDraft;
use crate::captures::for_each_local;
use crate::checker::Checker;
use crate::flow;
use crate::ty::Ty;
use crate::typed::{Body, Expression, Function, Local, LocalId};

impl Checker<'_> {
    /// Proves what is left to prove and gives the typed body; `None` after an error.
    pub(crate) fn finish(
        mut self,
        value: Expression,
        parameter_count: usize,
        error_count_before: usize,
    ) -> Option<(Body, Vec<Function>)> {
        let is_clean = |checker: &Self| {
            checker.diagnostics.count(compiler_diagnostics::Severity::Error) == error_count_before
        };
        let file = self.file;
        self.check_sizes(Span::new(file, value.span.start, value.span.end));
        self.settle();
        self.index_types();
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
        let drafts = std::mem::take(&mut self.lambdas);
        let lambdas = drafts.into_iter().map(|draft| self.lambda(draft, &body)).collect();
        is_clean(&self).then_some((body, lambdas))
    }

    /// A lambda as a function: its variables get numbers of their own.
    fn lambda(&mut self, draft: LambdaDraft, around: &Body) -> Function {
        let LambdaDraft { name, span, parameters, result, body: mut value } = draft;
        let mut numbers: Vec<LocalId> = parameters.clone();
        for_each_local(&mut value, &mut |local, _| {
            let number = numbers.iter().position(|known| known == local);
            let number = number.unwrap_or_else(|| {
                numbers.push(*local);
                numbers.len() - 1
            });
            *local = LocalId::new(number);
        });
        let locals: Vec<Local> =
            numbers.iter().map(|local| around.locals[local.index()].clone()).collect();
        let declared: Vec<_> = numbers.iter().map(|it| self.locals[it.index()].place).collect();
        let place = self.locate(span);
        let body = Body { locals, types: around.types.clone(), value };
        let context = flow::Context { file: self.file, declared: &declared };
        flow::check(&body, parameters.len(), context, self.diagnostics);
        let parameter = |(index, local): (usize, &Local)| {
            let name = local.name.clone().filter(|name| {
                let mut earlier = body.locals.iter().take(index);
                !earlier.any(|other| other.name.as_ref() == Some(name))
            });
            let name = name.unwrap_or_else(|| Identifier::new(&format!("_p{index}")));
            Parameter { name, ty: local.ty.clone() }
        };
        let locals = body.locals.iter().take(parameters.len()).enumerate();
        let results = self.finished_list(&[result]);
        Function {
            name,
            name_span: place,
            visibility: Visibility::Private,
            is_entry: false,
            is_view: false,
            is_persistent: false,
            type_parameters: self.type_parameters.to_vec(),
            parameters: locals.map(parameter).collect(),
            results,
            declaration: None,
            clause_spans: Vec::new(),
            body: Some(body),
        }
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
            let is_copyable = self.may_be(Ability::Copy, &ty);
            let is_droppable = self.may_be(Ability::Drop, &ty);
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
