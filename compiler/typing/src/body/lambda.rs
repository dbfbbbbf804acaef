//! Functions that inline functions take: lambdas, names of functions, and calls of them.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{Expr, ExprKind, LambdaParameter, Path};
use vm_access::{FunctionName, Type};

use crate::checker::Checker;
use crate::environment::{FunctionId, FunctionValue, FunctionValueKind, Leave};
use crate::ty::Ty;
use crate::typed::{Expression, ExpressionKind, LocalId, Usage};
use crate::types::count;

impl<'a> Checker<'a> {
    /// An argument where an inline function takes a function of this type.
    pub(crate) fn function_argument(
        &mut self,
        argument: &Expr<'a>,
        parameters: Vec<Ty>,
        result: Ty,
    ) -> FunctionId {
        let environment = self.active;
        let kind = match argument.kind {
            ExprKind::Lambda { parameters: written, body, .. } => {
                self.check_lambda(written, parameters.len(), argument.span);
                FunctionValueKind::Lambda { parameters: written, body, environment }
            }
            ExprKind::Path(path) => self.function_by_name(path, argument),
            _ => self.no_function(argument),
        };
        self.add_function(kind, parameters, result, argument.span)
    }

    /// A function parameter of an inline function that is checked by itself.
    pub(crate) fn abstract_function(
        &mut self,
        position: usize,
        (parameters, result): (Vec<Ty>, Ty),
        span: Span,
    ) -> FunctionId {
        self.add_function(FunctionValueKind::Abstract(Some(position)), parameters, result, span)
    }

    fn add_function(
        &mut self,
        kind: FunctionValueKind<'a>,
        parameters: Vec<Ty>,
        result: Ty,
        span: Span,
    ) -> FunctionId {
        self.functions.push(FunctionValue { kind, span, parameters, result, is_used: false });
        FunctionId(self.functions.len() - 1)
    }

    fn check_lambda(&mut self, written: &[LambdaParameter<'a>], expected: usize, span: Span) {
        if written.len() != expected {
            let message = format!(
                "this lambda takes {}, and is called with {expected}",
                count(written.len(), "argument")
            );
            self.error(Code::E0303, span, message);
        }
    }

    fn function_by_name(&mut self, path: Path<'a>, argument: &Expr<'a>) -> FunctionValueKind<'a> {
        let name = path.as_name();
        if let Some(function) = name.and_then(|name| self.function(name)) {
            return FunctionValueKind::Forwarded(function);
        }
        let variable = name.and_then(|name| self.local(name));
        if let Some(local) = variable
            && let Ty::Function(_) = self.local_type(local)
        {
            return FunctionValueKind::Variable { local, environment: self.active };
        }
        let is_variable = variable.is_some();
        let member = self.environment.scope.find_member(&path).ok().filter(|_| !is_variable);
        let function = member
            .as_ref()
            .and_then(|member| self.interfaces.function(&member.module, member.name.as_str()));
        match function {
            Some(function) if !function.is_inline => {
                FunctionValueKind::Named { path, environment: self.active }
            }
            Some(_) => {
                let message = "an inline function cannot be passed by its name";
                let diagnostic = Diagnostic::error(Code::E0205, argument.span, message)
                    .with_note("pass a lambda that calls it: `|x| f(x)`");
                self.diagnostics.push(diagnostic);
                FunctionValueKind::Abstract(None)
            }
            None => self.no_function(argument),
        }
    }

    fn no_function(&mut self, argument: &Expr<'a>) -> FunctionValueKind<'a> {
        let value = self.infer(argument);
        let ty = self.type_of(&value);
        if !ty.is_error() {
            let message = format!("expected a lambda, found {}", self.quote(&ty));
            self.error(Code::E0301, argument.span, message);
        }
        FunctionValueKind::Abstract(None)
    }

    /// `f(x)`, `f` a function that the inline function around takes.
    pub(crate) fn call_function(
        &mut self,
        function: FunctionId,
        name: &str,
        arguments: &[Expr<'a>],
        span: Span,
    ) -> Expression {
        let parameters = self.functions[function.0].parameters.clone();
        if parameters.len() != arguments.len() {
            let expected = count(parameters.len(), "argument");
            let message = format!("`{name}` takes {expected}, not {}", arguments.len());
            self.error(Code::E0303, span, message);
            return self.failed_call(arguments, span);
        }
        let given = arguments.iter().zip(&parameters);
        let given = given.map(|(argument, ty)| (self.expect(argument, ty), argument.span));
        let given = given.collect();
        self.invoke(function, given, span)
    }

    /// Calls a function with as many arguments as it has parameters, of their types.
    fn invoke(
        &mut self,
        id: FunctionId,
        arguments: Vec<(Expression, Span)>,
        span: Span,
    ) -> Expression {
        self.functions[id.0].is_used = true;
        let function = self.functions[id.0].clone();
        let depth = match function.kind {
            FunctionValueKind::Lambda { body, .. } => body.depth(),
            FunctionValueKind::Named { .. }
            | FunctionValueKind::Variable { .. }
            | FunctionValueKind::Forwarded(_)
            | FunctionValueKind::Abstract(_) => 1,
        };
        if !self.may_expand(depth, span) {
            return self.failed(span);
        }
        let value = match function.kind {
            FunctionValueKind::Abstract(position) => {
                self.abstract_call(position, arguments, &function.result, span)
            }
            FunctionValueKind::Forwarded(inner) => {
                let types = self.functions[inner.0].parameters.clone();
                if types.len() == arguments.len() {
                    let arguments = self.coerced(arguments, &types);
                    self.invoke(inner, arguments, span)
                } else {
                    let message = format!(
                        "this function takes {}, and is called with {}",
                        count(types.len(), "argument"),
                        arguments.len()
                    );
                    self.error(Code::E0303, function.span, message);
                    self.failed(span)
                }
            }
            FunctionValueKind::Named { path, environment } => {
                let back = self.switch(environment);
                let value = self.call_by_name(&path, arguments, function.span);
                self.switch(back);
                value
            }
            FunctionValueKind::Variable { local, environment } => {
                let back = self.switch(environment);
                let value = self.call_variable(local, arguments, function.span);
                self.switch(back);
                value
            }
            FunctionValueKind::Lambda { parameters, body, environment } => {
                let back = self.switch(environment);
                let value = self.lambda_body((parameters, body), &function, arguments);
                self.switch(back);
                value
            }
        };
        self.expansion_depth -= depth;
        self.coerce(value, &function.result, function.span)
    }

    /// A call of the function in a variable, with values of some types.
    fn call_variable(
        &mut self,
        local: LocalId,
        arguments: Vec<(Expression, Span)>,
        span: Span,
    ) -> Expression {
        let ty = self.local_type(local);
        let Ty::Function(function) = &ty else { return self.failed(span) };
        if function.parameters.len() != arguments.len() {
            let expected = count(function.parameters.len(), "argument");
            let message =
                format!("this function takes {expected}, and is called with {}", arguments.len());
            self.error(Code::E0303, span, message);
            return self.failed(span);
        }
        let given = self.coerced(arguments, &function.parameters);
        let given = given.into_iter().map(|(value, _)| value).collect();
        let callee = self.expression(ExpressionKind::Local(local, Usage::Implicit), &ty, span);
        let kind = ExpressionKind::CallClosure(Box::new(callee), given);
        self.expression(kind, &function.result, span)
    }

    fn coerced(
        &mut self,
        arguments: Vec<(Expression, Span)>,
        types: &[Ty],
    ) -> Vec<(Expression, Span)> {
        let given = arguments.into_iter().zip(types);
        given.map(|((value, span), ty)| (self.coerce(value, ty, span), span)).collect()
    }

    /// What stands for a call of a function that is not known: its arguments are used.
    fn abstract_call(
        &mut self,
        position: Option<usize>,
        arguments: Vec<(Expression, Span)>,
        result: &Ty,
        span: Span,
    ) -> Expression {
        let name = position.and_then(|position| self.stand_ins.get(position));
        let name = name.map_or_else(|| "unknown".into(), |stand_in| stand_in.name.clone());
        let function = FunctionName { module: self.module.clone(), name };
        let arguments = arguments.into_iter().map(|(value, _)| value).collect();
        let types = (0..self.type_parameters.len()).filter_map(|index| u16::try_from(index).ok());
        let types = types.map(|index| Ty::Atom(Type::Parameter(index))).collect();
        let type_arguments = self.list(types);
        self.expression(ExpressionKind::Call { function, type_arguments, arguments }, result, span)
    }

    /// The arguments, put into the parameters, and the body, where no loop can be left and nothing returned.
    fn lambda_body(
        &mut self,
        (parameters, body): (&'a [LambdaParameter<'a>], &'a Expr<'a>),
        function: &FunctionValue<'a>,
        arguments: Vec<(Expression, Span)>,
    ) -> Expression {
        let loops = std::mem::take(&mut self.environment.loops);
        let leave = std::mem::replace(&mut self.environment.leave, Leave::Lambda);
        self.enter_block();
        let mut steps = Vec::new();
        let types = function.parameters.iter();
        for ((parameter, ty), (value, _)) in parameters.iter().zip(types).zip(arguments) {
            if let Some(written) = &parameter.ty {
                let written = self.resolve_type(written);
                self.equate(ty, &written, (ty, &written), parameter.pattern.span);
            }
            let pattern = Box::new(self.new_variables(&parameter.pattern, ty));
            let kind = ExpressionKind::Assign(Box::new(value), pattern);
            steps.push(self.expression(kind, &Ty::UNIT, parameter.pattern.span));
        }
        let value = self.infer(body);
        steps.push(self.coerce(value, &function.result, body.span));
        let locals = self.leave_block();
        self.environment.loops = loops;
        self.environment.leave = leave;
        self.expression(ExpressionKind::Block(steps, locals), &function.result, body.span)
    }

    /// Checks a lambda that the body of its inline function never calls.
    pub(crate) fn check_unused(&mut self, id: FunctionId) {
        let function = self.functions[id.0].clone();
        if function.is_used || matches!(function.kind, FunctionValueKind::Abstract(_)) {
            return;
        }
        let values = function.parameters.iter().map(|ty| {
            let nothing = ExpressionKind::Tuple(Vec::new());
            (self.expression(nothing, ty, function.span), function.span)
        });
        let values = values.collect();
        self.invoke(id, values, function.span);
    }

    /// Reports that a lambda cannot return from the function around it.
    pub(crate) fn return_in_lambda(&mut self, span: Span) -> Expression {
        let diagnostic = Diagnostic::error(Code::E0318, span, "`return` in a lambda")
            .with_label("a lambda gives the value of its last expression")
            .with_note("use `if` and `else`, so that the value stands at the end");
        self.diagnostics.push(diagnostic);
        self.failed(span)
    }
}
