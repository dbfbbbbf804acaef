//! Calls: of functions by path, of receiver functions, of what is built in.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{Expr, ExprKind, Name, Path, TypeArguments};
use vm_access::{AccountAddress, FunctionName, Identifier, ModuleId, Type};
use vm_bytecode::Visibility;

use crate::body::global::GlobalOperation;
use crate::body::place::Place;
use crate::checker::Checker;
use crate::interface::FunctionInterface;
use crate::scope::{Member, unknown_member};
use crate::suggest::closest;
use crate::ty::{StructName, Ty};
use crate::typed::{Expression, ExpressionKind, LocalId, Usage};
use crate::types::count;

impl<'a> Checker<'a> {
    /// `f<T>(x)`
    pub(crate) fn call(
        &mut self,
        callee: &Path<'a>,
        arguments: &[Expr<'a>],
        span: Span,
    ) -> Expression {
        if let Some(segment) = callee.single() {
            let name = segment.name.text;
            let is_member = self.is_function(callee);
            if !is_member && let Some(function) = self.function(segment.name) {
                return self.call_function(function, name, arguments, span);
            }
            if let Some(local) = self.local(segment.name)
                && (self.holds_function(local) || !is_member)
            {
                let ty = self.local_type(local);
                let kind = ExpressionKind::Local(local, Usage::Implicit);
                let callee = self.expression(kind, &ty, segment.name.span);
                return self.call_value(callee, arguments, span);
            }
            if let Some(operation) = GlobalOperation::find(name) {
                let written = segment.type_arguments;
                return self.global_operation((operation, name), written, arguments, span);
            }
            if let ("freeze", [argument]) = (name, arguments) {
                return self.freeze(argument, span);
            }
        }
        if self.environment.scope.variant(callee).is_some() {
            return self.pack_positional(callee, arguments, span);
        }
        let member = match self.environment.scope.member(callee) {
            Ok(member) => member,
            Err(problem) => {
                self.diagnostics.extend(problem);
                return self.failed_call(arguments, span);
            }
        };
        let Some(segment) = callee.last() else { return self.failed(span) };
        let structure = StructName { module: member.module.clone(), name: member.name.clone() };
        if self.interfaces.structure(&structure).is_some() {
            return self.pack_positional(callee, arguments, span);
        }
        let Some(function) = self.interfaces.function(&member.module, member.name.as_str()) else {
            self.report_unknown_function(&member, segment.name, callee.segments.len() == 1);
            return self.failed_call(arguments, span);
        };
        self.check_visible(&member, function, segment.name.span);
        let written = segment.type_arguments;
        let instance = self.instantiate(function, written, segment.name.text, span);
        if function.is_inline {
            let expected = function.parameters.len();
            self.check_count(function, expected, arguments.len(), (segment.name.text, span));
            return self.inline_call((&member, segment.name), &instance, None, arguments, span);
        }
        let checked = self.arguments(function, &instance, arguments, segment.name.text, span);
        self.finish_call(&member, function, instance, checked, span)
    }

    fn holds_function(&self, local: LocalId) -> bool {
        matches!(self.local_type(local), Ty::Function(_))
    }

    /// Whether a path leads to a function of a module. It is called then, unless a variable of its name holds a function;
    /// a parameter of an inline function is no variable.
    fn is_function(&self, path: &Path<'a>) -> bool {
        let member = self.environment.scope.find_member(path);
        member.is_ok_and(|it| self.interfaces.function(&it.module, it.name.as_str()).is_some())
    }

    /// Infers the arguments of a call that is wrong, for their own errors; of a lambda nothing is known then.
    pub(crate) fn failed_call(&mut self, arguments: &[Expr<'a>], span: Span) -> Expression {
        let is_lambda = |argument: &Expr<'a>| matches!(argument.kind, ExprKind::Lambda { .. });
        for argument in arguments.iter().filter(|argument| !is_lambda(argument)) {
            self.infer(argument);
        }
        self.failed(span)
    }

    /// The type arguments of a call.
    fn instantiate(
        &mut self,
        function: &FunctionInterface,
        written: Option<TypeArguments<'a>>,
        name: &str,
        span: Span,
    ) -> Vec<Ty> {
        self.resolve_type_arguments(written, &function.type_parameters, name, span)
    }

    fn arguments(
        &mut self,
        function: &FunctionInterface,
        instance: &[Ty],
        arguments: &[Expr<'a>],
        name: &str,
        span: Span,
    ) -> Vec<Expression> {
        self.check_count(function, function.parameters.len(), arguments.len(), (name, span));
        let checked = arguments.iter().enumerate().map(|(index, argument)| {
            match function.parameters.get(index) {
                Some(parameter) => self.expect(argument, &Ty::instantiate(&parameter.ty, instance)),
                None => self.infer(argument),
            }
        });
        checked.collect()
    }

    fn check_count(
        &mut self,
        function: &FunctionInterface,
        expected: usize,
        found: usize,
        (name, span): (&str, Span),
    ) {
        if expected == found {
            return;
        }
        let message = format!("`{name}` takes {}, not {found}", count(expected, "argument"));
        let mut diagnostic = Diagnostic::error(Code::E0303, span, message);
        if let Some(declared) = function.name_span {
            diagnostic = diagnostic.with_secondary(declared, "declared here");
        }
        self.diagnostics.push(diagnostic);
    }

    /// A call of the function that a path names, with values of these types.
    pub(crate) fn call_by_name(
        &mut self,
        path: &Path<'a>,
        arguments: Vec<(Expression, Span)>,
        span: Span,
    ) -> Expression {
        let (Ok(member), Some(segment)) = (self.environment.scope.member(path), path.last()) else {
            return self.failed(span);
        };
        let function = self.interfaces.function(&member.module, member.name.as_str());
        let Some(function) = function else { return self.failed(span) };
        self.check_visible(&member, function, segment.name.span);
        let name = segment.name.text;
        let instance = self.instantiate(function, segment.type_arguments, name, span);
        self.check_count(function, function.parameters.len(), arguments.len(), (name, span));
        let given = arguments.into_iter().zip(&function.parameters);
        let checked = given.map(|((value, span), parameter)| {
            self.coerce(value, &Ty::instantiate(&parameter.ty, &instance), span)
        });
        let checked = checked.collect();
        self.finish_call(&member, function, instance, checked, span)
    }

    fn finish_call(
        &mut self,
        member: &Member,
        function: &FunctionInterface,
        instance: Vec<Ty>,
        arguments: Vec<Expression>,
        span: Span,
    ) -> Expression {
        self.used_modules.insert(member.module.clone());
        let ty = Ty::results(&function.results, &instance);
        let type_arguments = self.list(instance);
        let function = FunctionName { module: member.module.clone(), name: member.name.clone() };
        let kind = ExpressionKind::Call { function, type_arguments, arguments };
        self.expression(kind, &ty, span)
    }

    /// `x.f<T>(y)`
    pub(crate) fn method(
        &mut self,
        receiver: &Expr<'a>,
        (name, written): (Name<'a>, Option<TypeArguments<'a>>),
        arguments: &[Expr<'a>],
        span: Span,
    ) -> Expression {
        let place = self.place(receiver);
        self.note_type(receiver.span, &place.ty);
        let Some(member) = self.receiver_function(&place, name) else {
            return self.failed_call(arguments, span);
        };
        let symbol = self.interfaces.symbol(&member);
        symbol.into_iter().for_each(|symbol| self.interfaces.index.mention(name, || symbol));
        let Some(function) = self.interfaces.function(&member.module, member.name.as_str()) else {
            return self.failed_call(arguments, span);
        };
        self.check_visible(&member, function, name.span);
        let instance = self.instantiate(function, written, name.text, span);
        let mut parameters = function.parameters.iter();
        let expected = parameters.next().map(|own| Ty::instantiate(&own.ty, &instance));
        let expected = expected.unwrap_or(Ty::Error);
        let receiver_span = place.span;
        let receiver = self.receiver(place, &expected);
        self.check_count(function, parameters.len(), arguments.len(), (name.text, span));
        if function.is_inline {
            let receiver = Some((receiver, receiver_span));
            return self.inline_call((&member, name), &instance, receiver, arguments, span);
        }
        let mut checked = vec![receiver];
        for argument in arguments {
            let expected = parameters.next();
            checked.push(match expected {
                Some(parameter) => {
                    self.expect(argument, &Ty::instantiate(&parameter.ty, &instance))
                }
                None => self.infer(argument),
            });
        }
        self.finish_call(&member, function, instance, checked, span)
    }

    /// The receiver as its parameter wants it: the value, or borrowed.
    fn receiver(&mut self, place: Place, expected: &Ty) -> Expression {
        let span = place.span;
        let value = match (&place.ty, expected) {
            (Ty::Reference(..), _) => self.read(place),
            (_, Ty::Reference(is_mutable, _)) => self.reference_to(place, *is_mutable),
            _ => self.read(place),
        };
        self.coerce(value, expected, span)
    }

    /// The function `name` of the module that defines the receiver's type, if its first parameter is `self`.
    fn receiver_function(&mut self, place: &Place, name: Name<'a>) -> Option<Member> {
        let ty = match &place.ty {
            Ty::Reference(_, to) => self.table.shallow(to),
            other => other.clone(),
        };
        let module = match &ty {
            Ty::Error => return None,
            Ty::Struct(structure, _) => structure.module.clone(),
            Ty::Vector(_) => ModuleId::new(AccountAddress::ONE, "vector"),
            Ty::Variable(_) | Ty::Atom(_) | Ty::Reference(..) | Ty::Tuple(_) | Ty::Function(_) => {
                let message = format!("{} has no receiver functions", self.quote(&ty));
                self.error(Code::E0306, name.span, message);
                return None;
            }
        };
        let found = self.interfaces.function(&module, name.text);
        let is_receiver = found.is_some_and(|function| {
            let first = function.parameters.first();
            first.is_some_and(|own| own.name.as_str() == "self" && takes(&own.ty, &ty))
        });
        if is_receiver {
            return Some(Member { module, name: name.text.into() });
        }
        self.report_no_receiver(&ty, &module, name, found.is_some());
        None
    }

    fn report_no_receiver(&mut self, ty: &Ty, module: &ModuleId, name: Name<'a>, is_plain: bool) {
        let message = format!("{} has no receiver function `{}`", self.quote(ty), name.text);
        let mut diagnostic = Diagnostic::error(Code::E0203, name.span, message);
        if is_plain {
            let note = format!(
                "`{}::{}` is no receiver function: its first parameter is not `self` of this type",
                module.name, name.text,
            );
            self.diagnostics.push(diagnostic.with_note(note));
            return;
        }
        let functions = self.interfaces.module(module).into_iter().flat_map(|module| {
            module.functions.iter().filter(|(_, function)| {
                function.parameters.first().is_some_and(|own| own.name.as_str() == "self")
            })
        });
        let names = functions.map(|(name, _)| name.as_str());
        if let Some(near) = closest(name.text, names) {
            diagnostic = diagnostic.with_hint(format!("did you mean `{near}`?"), name.span, near);
        }
        self.diagnostics.push(diagnostic);
    }

    fn freeze(&mut self, argument: &Expr<'a>, span: Span) -> Expression {
        let (value, ty) = self.single(argument);
        match ty {
            Ty::Reference(true, to) => {
                let ty = to.reference(false);
                self.expression(ExpressionKind::Freeze(Box::new(value)), &ty, span)
            }
            Ty::Reference(false, _) | Ty::Error => value,
            other => {
                let message = format!("`freeze` needs a reference, not {}", self.quote(&other));
                self.error(Code::E0301, span, message);
                self.failed(span)
            }
        }
    }

    /// Reports a call of a function that may not be called from here.
    ///
    /// What the body of an inline function calls is called by the function it is put into; only other inline functions
    /// are put in before that.
    pub(crate) fn check_visible(
        &mut self,
        member: &Member,
        function: &FunctionInterface,
        span: Span,
    ) {
        let caller = if function.is_inline { self.environment.scope.module } else { self.module };
        if self.interfaces.is_visible(&member.module, function.visibility, caller) {
            return;
        }
        let who = match function.visibility {
            Visibility::Public => "",
            Visibility::Package => "only modules of its package may call it",
            Visibility::Friend => "only friends of its module may call it",
            Visibility::Private => "it is private to its module",
        };
        let message = format!("`{}::{}` cannot be called from here", member.module, member.name);
        let mut diagnostic = Diagnostic::error(Code::E0208, span, message).with_label(who);
        if let Some(declared) = function.name_span {
            diagnostic = diagnostic.with_secondary(declared, "declared here");
        }
        self.diagnostics.push(diagnostic);
    }

    fn report_unknown_function(&mut self, member: &Member, name: Name<'a>, is_single: bool) {
        if name.text.is_empty() {
            return;
        }
        if !is_single || member.module != *self.environment.scope.module {
            let problem = unknown_member(&member.module, name, self.interfaces);
            self.diagnostics.push(problem);
            return;
        }
        let message = format!("there is no function `{}` in scope", name.text);
        let mut diagnostic = Diagnostic::error(Code::E0201, name.span, message);
        let own = self.interfaces.module(self.environment.scope.module).into_iter();
        let own = own.flat_map(|module| module.functions.keys().map(Identifier::as_str));
        if let Some(near) = closest(name.text, own.chain(self.environment.scope.member_aliases())) {
            diagnostic = diagnostic.with_hint(format!("did you mean `{near}`?"), name.span, near);
        }
        self.diagnostics.push(diagnostic);
    }
}

/// Whether a parameter of type `parameter` can take a receiver of type `ty`, as far as the outermost names tell.
fn takes(parameter: &Type, ty: &Ty) -> bool {
    match (parameter.referent(), ty) {
        (Type::Struct(structure), Ty::Struct(name, _)) => StructName::of(structure) == *name,
        (Type::Vector(_), Ty::Vector(_)) => true,
        _ => false,
    }
}
