//! Function values: functions by name, lambdas, and calls of values.
//!
//! A lambda becomes a private function of the module, whose first parameters are what it captures. One that only calls a
//! function, with what it captures and its own parameters in their order, is a value of that function.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{Expr, ExprKind, LambdaParameter, TypeArguments};
use vm_access::{Ability, AbilitySet, Captures, FunctionName, Identifier, Type};
use vm_bytecode::Visibility;

use crate::captures::{Use, for_each_local};
use crate::checker::Checker;
use crate::environment::Leave;
use crate::interface::FunctionInterface;
use crate::obligation::Obligation;
use crate::scope::Member;
use crate::ty::{FunctionTy, Made, Ty, Written};
use crate::typed::{Expression, ExpressionKind, LocalId, PatternKind, TypesId, Usage};
use crate::types::count;
use crate::unify::Kind;

/// A lambda that is to become a function.
#[derive(Clone, Debug)]
pub(crate) struct LambdaDraft {
    pub(crate) name: Identifier,
    pub(crate) span: Span,
    /// What it captures, then what it takes.
    pub(crate) parameters: Vec<LocalId>,
    pub(crate) result: Ty,
    pub(crate) body: Expression,
}

/// Variables that a function value captures at most: the first 64 parameters can be.
const CAPTURED_MAX: usize = 64;

impl<'a> Checker<'a> {
    /// A function value by the name of its function.
    pub(crate) fn named_function(
        &mut self,
        member: &Member,
        function: &FunctionInterface,
        written: Option<TypeArguments<'a>>,
        (name, span): (&str, Span),
    ) -> Expression {
        if function.is_inline {
            let message = "an inline function is no value";
            let diagnostic = Diagnostic::error(Code::E0205, span, message)
                .with_note("write a lambda that calls it: `|x| f(x)`");
            self.diagnostics.push(diagnostic);
            return self.failed(span);
        }
        self.check_visible(member, function, span);
        self.used_modules.insert(member.module.clone());
        let instance = self.resolve_type_arguments(written, &function.type_parameters, name, span);
        let parameters: Vec<Ty> =
            function.parameters.iter().map(|own| Ty::instantiate(&own.ty, &instance)).collect();
        let result = Ty::results(&function.results, &instance);
        let type_arguments = self.list(instance);
        let callee = FunctionName { module: member.module.clone(), name: member.name.clone() };
        if function.is_native {
            return self.wrapped((callee, type_arguments), parameters, result, span);
        }
        let is_storable = is_storable(function);
        let kind = ExpressionKind::Closure {
            function: callee,
            type_arguments,
            captures: Captures::default(),
            captured: Vec::new(),
        };
        let promise = self.table.make(span, Vec::new(), is_storable);
        self.expression(kind, &Ty::function(parameters, result, promise), span)
    }

    /// A native has no code that a value could stand for: a function that calls it has.
    fn wrapped(
        &mut self,
        (function, type_arguments): (FunctionName, TypesId),
        types: Vec<Ty>,
        result: Ty,
        span: Span,
    ) -> Expression {
        self.enter_block();
        let parameters: Vec<LocalId> =
            types.iter().map(|ty| self.declare(None, ty.clone(), span)).collect();
        let arguments = parameters.iter().zip(&types).map(|(local, ty)| {
            self.expression(ExpressionKind::Local(*local, Usage::Move), ty, span)
        });
        let arguments = arguments.collect();
        self.leave_block();
        let kind = ExpressionKind::Call { function, type_arguments, arguments };
        let body = self.expression(kind, &result, span);
        self.lifted((Vec::new(), parameters), body, (types, result), span)
    }

    /// `|x| e` as a value; `expected` is what it is to take and give, as far as that is known.
    pub(crate) fn lambda_value(
        &mut self,
        (written, body): (&'a [LambdaParameter<'a>], &'a Expr<'a>),
        expected: Option<&FunctionTy>,
        span: Span,
    ) -> Expression {
        if let Some(expected) = expected
            && expected.parameters.len() != written.len()
        {
            let message = format!(
                "this lambda takes {}, and the function expected takes {}",
                count(written.len(), "argument"),
                expected.parameters.len()
            );
            self.error(Code::E0303, span, message);
            return self.failed(span);
        }
        let first = self.locals.len();
        let result = match expected {
            Some(expected) => expected.result.clone(),
            None => self.table.fresh(Kind::Diverging),
        };
        let loops = std::mem::take(&mut self.environment.loops);
        let leave = std::mem::replace(&mut self.environment.leave, Leave::Function);
        let results = std::mem::replace(&mut self.environment.results, result.clone());
        self.enter_block();
        let (parameters, types, mut steps) = self.lambda_parameters(written, expected);
        let value = self.infer(body);
        steps.push(self.coerce(value, &result, body.span));
        let mut locals = self.leave_block();
        locals.retain(|local| !parameters.contains(local));
        self.environment.loops = loops;
        self.environment.leave = leave;
        self.environment.results = results;
        let kind = ExpressionKind::Block(steps, locals);
        let mut body = self.expression(kind, &result, body.span);
        let captured = self.captured(&mut body, first, span);
        if CAPTURED_MAX < captured.len() {
            self.error(Code::E0108, span, "this lambda captures too many variables");
            return self.failed(span);
        }
        match self.partial_call(&body, &parameters, first) {
            Some(call) => self.partial(call, (types, result), span),
            None => self.lifted((captured, parameters), body, (types, result), span),
        }
    }

    /// The variables that stand for the parameters, their types, and what takes them apart.
    fn lambda_parameters(
        &mut self,
        written: &'a [LambdaParameter<'a>],
        expected: Option<&FunctionTy>,
    ) -> (Vec<LocalId>, Vec<Ty>, Vec<Expression>) {
        let (mut parameters, mut types, mut steps) = (Vec::new(), Vec::new(), Vec::new());
        for (index, parameter) in written.iter().enumerate() {
            let span = parameter.pattern.span;
            let own = parameter.ty.as_ref().map(|written| self.resolve_type(written));
            let ty = match (expected.and_then(|it| it.parameters.get(index)), own) {
                (Some(expected), Some(own)) => {
                    self.equate(expected, &own, (expected, &own), span);
                    own
                }
                (Some(expected), None) => expected.clone(),
                (None, Some(own)) => own,
                (None, None) => self.unknown(span),
            };
            let pattern = self.new_variables(&parameter.pattern, &ty);
            if let PatternKind::Local(local) = pattern.kind {
                parameters.push(local);
            } else {
                let local = self.declare(None, ty.clone(), span);
                let value = self.expression(ExpressionKind::Local(local, Usage::Move), &ty, span);
                let kind = ExpressionKind::Assign(Box::new(value), Box::new(pattern));
                steps.push(self.expression(kind, &Ty::UNIT, span));
                parameters.push(local);
            }
            types.push(ty);
        }
        (parameters, types, steps)
    }

    /// The variables from outside that a lambda uses, in order of use; what it does to them beyond reading is an error.
    fn captured(&mut self, body: &mut Expression, first: usize, span: Span) -> Vec<LocalId> {
        let (mut captured, mut changed) = (Vec::new(), Vec::new());
        let lists = &self.lists;
        let table = &self.table;
        for_each_local(body, &mut |local, how| {
            if first <= local.index() {
                return;
            }
            if !captured.contains(local) {
                captured.push(*local);
            }
            let is_change = match how {
                Use::Value | Use::End => false,
                Use::Assign => true,
                Use::Borrow(types) => lists[types.index()]
                    .first()
                    .is_some_and(|ty| matches!(table.shallow(ty), Ty::Reference(true, _))),
            };
            if is_change && !changed.contains(local) {
                changed.push(*local);
            }
        });
        for local in changed {
            let name = self.locals[local.index()].name.clone();
            let name = name.map_or_else(|| "a variable".to_owned(), |name| format!("`{name}`"));
            let diagnostic =
                Diagnostic::error(Code::E0321, span, format!("this lambda changes {name}"))
                    .with_label("a lambda has copies of the variables around it")
                    .with_note("let it give back what it computes, or take a `&mut`");
            self.diagnostics.push(diagnostic);
        }
        captured
    }

    /// The call that is all a lambda does, if what it captures and takes stand in it as they are.
    fn partial_call(
        &self,
        body: &Expression,
        parameters: &[LocalId],
        first: usize,
    ) -> Option<PartialCall> {
        let ExpressionKind::Call { function, type_arguments, arguments } = &only(body).kind else {
            return None;
        };
        let interface = self.interfaces.function(&function.module, function.name.as_str())?;
        let (mut captures, mut captured) = (Captures::default(), Vec::new());
        let mut left = parameters.iter();
        for (index, argument) in arguments.iter().enumerate() {
            match &argument.kind {
                ExpressionKind::Local(local, _) if first <= local.index() => {
                    (left.next() == Some(local)).then_some(())?;
                }
                ExpressionKind::Local(..)
                | ExpressionKind::Integer(_)
                | ExpressionKind::Constant(_) => {
                    (index < CAPTURED_MAX).then_some(())?;
                    captures = captures.with(index);
                    captured.push(argument.clone());
                }
                _ => return None,
            }
        }
        let is_whole = left.next().is_none() && !interface.is_native;
        is_whole.then(|| PartialCall {
            function: function.clone(),
            type_arguments: *type_arguments,
            captures,
            captured,
            is_storable: is_storable(interface),
        })
    }

    fn partial(
        &mut self,
        call: PartialCall,
        (types, result): (Vec<Ty>, Ty),
        span: Span,
    ) -> Expression {
        let PartialCall { function, type_arguments, captures, captured, is_storable } = call;
        let captured_types: Vec<Ty> = captured.iter().map(|value| self.type_of(value)).collect();
        self.forbid_references(&captured_types, span);
        let promise = self.table.make(span, captured_types, is_storable);
        let kind = ExpressionKind::Closure { function, type_arguments, captures, captured };
        self.expression(kind, &Ty::function(types, result, promise), span)
    }

    /// A value of a function of its own.
    fn lifted(
        &mut self,
        (captured, parameters): (Vec<LocalId>, Vec<LocalId>),
        body: Expression,
        (types, result): (Vec<Ty>, Ty),
        span: Span,
    ) -> Expression {
        let captured_types: Vec<Ty> =
            captured.iter().map(|local| self.locals[local.index()].ty.clone()).collect();
        self.forbid_references(&captured_types, span);
        let values = captured.iter().zip(&captured_types).map(|(local, ty)| {
            self.expression(ExpressionKind::Local(*local, Usage::Implicit), ty, span)
        });
        let values = values.collect();
        let name = self.lambda_name();
        let all = captured.iter().chain(&parameters).copied().collect();
        let draft =
            LambdaDraft { name: name.clone(), span, parameters: all, result: result.clone(), body };
        self.lambdas.push(draft);
        let own = (0..self.type_parameters.len()).filter_map(|index| u16::try_from(index).ok());
        let own = own.map(|index| Ty::Atom(Type::Parameter(index))).collect();
        let kind = ExpressionKind::Closure {
            function: FunctionName { module: self.module.clone(), name },
            type_arguments: self.list(own),
            captures: Captures::first(captured.len()),
            captured: values,
        };
        let promise = self.table.make(span, captured_types, false);
        self.expression(kind, &Ty::function(types, result, promise), span)
    }

    /// A name that no function of the module has.
    fn lambda_name(&self) -> Identifier {
        let function = &self.function_name;
        let names = (self.lambdas.len() + 1..)
            .map(|number| Identifier::new(&format!("__lambda__{number}__{function}")));
        let is_free =
            |name: &Identifier| self.interfaces.function(self.module, name.as_str()).is_none();
        names.into_iter().find(is_free).expect("a module has finitely many functions")
    }

    fn forbid_references(&mut self, captured: &[Ty], span: Span) {
        for ty in captured {
            self.demand(Obligation::Captured { ty: ty.clone(), span });
        }
    }

    /// `f(x)` of a function value.
    pub(crate) fn call_value(
        &mut self,
        callee: Expression,
        arguments: &[Expr<'a>],
        span: Span,
    ) -> Expression {
        let function = match self.type_of(&callee) {
            Ty::Function(function) => *function,
            Ty::Error => return self.failed_call(arguments, span),
            other => {
                let message = match &other {
                    Ty::Variable(_) => "what is called here must have a known type".to_owned(),
                    other => format!("{} is not a function", self.quote(other)),
                };
                let mut diagnostic = Diagnostic::error(Code::E0306, span, message);
                if let Ty::Reference(_, to) = &other
                    && let Ty::Function(_) = self.table.shallow(to)
                {
                    diagnostic = diagnostic.with_note("read the function behind it: `(*f)(x)`");
                }
                self.diagnostics.push(diagnostic);
                return self.failed_call(arguments, span);
            }
        };
        if function.parameters.len() != arguments.len() {
            let expected = count(function.parameters.len(), "argument");
            let message = format!("this function takes {expected}, not {}", arguments.len());
            self.error(Code::E0303, span, message);
            return self.failed_call(arguments, span);
        }
        let given = arguments.iter().zip(&function.parameters);
        let given = given.map(|(argument, ty)| self.expect(argument, ty)).collect();
        let kind = ExpressionKind::CallClosure(Box::new(callee), given);
        self.expression(kind, &function.result, span)
    }

    /// A lambda where a value of this type is expected; `None` for any other expression.
    pub(crate) fn expected_lambda(&mut self, expr: &Expr<'a>, expected: &Ty) -> Option<Expression> {
        let ExprKind::Lambda { parameters, body, .. } = expr.kind else { return None };
        let Ty::Function(function) = self.table.shallow(expected) else { return None };
        Some(self.lambda_value((parameters, body), Some(&function), expr.span))
    }

    /// A function value where one of another promise is expected.
    pub(crate) fn coerce_function(
        &mut self,
        value: Expression,
        (from, to): (&FunctionTy, &FunctionTy),
        span: Span,
    ) -> Expression {
        let types = |function: &FunctionTy| Ty::Function(Box::new(function.clone()));
        let (actual, expected) = (types(from), types(to));
        if self.table.unify_alike(to, from).is_err() || self.table.are_open(from, to) {
            self.equate(&expected, &actual, (&expected, &actual), span);
            return value;
        }
        if self.table.promises_agree(from, to) {
            return value;
        }
        self.demand(Obligation::Narrower { from: actual, to: expected.clone(), span });
        self.expression(ExpressionKind::WidenClosure(Box::new(value)), &expected, span)
    }

    /// Settles what the function values made here promise: all they can, unless less is asked.
    pub(crate) fn settle_functions(&mut self) {
        let asked: Vec<bool> = (0..self.table.made.len())
            .map(|index| {
                let made = self.table.representative(Made(index));
                self.table.made[made.0].written.is_some()
            })
            .collect();
        self.promise_all(&asked);
        for (index, is_asked) in asked.into_iter().enumerate() {
            if !is_asked {
                continue;
            }
            let made = self.table.representative(Made(index));
            let written = self.table.made[made.0].written.clone();
            let missing = written.and_then(|written| {
                let found = self.promised(index)?;
                written.abilities.iter().find(|ability| !found.has(*ability))
            });
            if let Some(missing) = missing {
                let span = self.table.made[index].span;
                self.report_missing(missing, span);
            }
        }
    }

    /// Lets values of which nothing was asked promise what all can whose type is the same: the most that is so of all.
    fn promise_all(&mut self, asked: &[bool]) {
        let all = [Ability::Copy, Ability::Drop, Ability::Store];
        for (index, is_asked) in asked.iter().enumerate() {
            let made = self.table.representative(Made(index));
            if !is_asked {
                self.table.made[made.0].written = Some(Written {
                    abilities: all.into_iter().collect(),
                    declaration: None,
                    types: Vec::new(),
                });
            }
        }
        let mut is_changed = true;
        while is_changed {
            is_changed = false;
            for (index, is_asked) in asked.iter().enumerate() {
                let Some(found) = self.promised(index).filter(|_| !is_asked) else { continue };
                let made = self.table.representative(Made(index));
                if let Some(written) = &mut self.table.made[made.0].written {
                    let less = written.abilities.intersect(found);
                    is_changed |= less != written.abilities;
                    written.abilities = less;
                }
            }
        }
    }

    /// The abilities that a value made here can have; `None` if a type is not known.
    fn promised(&self, index: usize) -> Option<AbilitySet> {
        let slot = &self.table.made[index];
        let mut abilities = AbilitySet::SCALAR;
        if !slot.is_storable {
            abilities = abilities.intersect(AbilitySet::REFERENCE);
        }
        for ty in self.table.finished_all(&slot.captured)? {
            abilities = abilities.intersect(self.interfaces.abilities(&ty, self.type_parameters));
        }
        Some(abilities)
    }

    pub(crate) fn report_missing(&mut self, missing: Ability, span: Span) {
        let message = format!("this function value does not have `{missing}`");
        let mut diagnostic = Diagnostic::error(Code::E0401, span, message)
            .with_label(format!("a type here requires `{missing}`"));
        if missing == Ability::Store {
            diagnostic = diagnostic.with_note(
                "only a `public` or `#[persistent]` function can be stored, with captured values that can",
            );
        }
        self.diagnostics.push(diagnostic);
    }
}

/// A call with some of its arguments.
struct PartialCall {
    function: FunctionName,
    type_arguments: TypesId,
    captures: Captures,
    captured: Vec<Expression>,
    is_storable: bool,
}

/// The one expression that blocks without variables of their own lead to.
fn only(body: &Expression) -> &Expression {
    match &body.kind {
        ExpressionKind::Block(steps, _) if steps.len() == 1 => &steps[0],
        _ => body,
    }
}

fn is_storable(function: &FunctionInterface) -> bool {
    function.visibility == Visibility::Public || function.is_persistent
}
