//! Calls of inline functions: the body is put in, arguments are evaluated once before it, from left to right.

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{self, Expr, Name};

use crate::checker::{BlockFrame, Checker};
use crate::environment::{Environment, FunctionId, Leave};
use crate::inline::{Inline, InlineName};
use crate::scope::{Member, Scope};
use crate::ty::Ty;
use crate::typed::{Expression, ExpressionKind, LocalId};
use crate::types::{self, Resolution};

/// How deep a body and those that are put into each other in it may be nested together.
const EXPANSION_DEPTH_MAX: usize = 320;
/// How many bodies are put into one function.
const EXPANSION_COUNT_MAX: usize = 4_096;
/// How many lists of types the body of a function has when the last body is put in.
const LISTS_MAX: usize = 1 << 19;

/// The first argument of a receiver call, and where it stands.
pub(crate) type Receiver = (Expression, Span);

/// What a parameter of an inline function stands for.
enum Argument {
    Value(Expression, Span),
    Function(FunctionId),
}

/// A call whose arguments are known.
struct Expansion<'a> {
    inline: Inline<'a>,
    name: InlineName,
    scope: Scope<'a>,
    /// Types of the parameters; of those that take functions the error type.
    parameters: Vec<Ty>,
    result: Ty,
    span: Span,
}

impl<'a> Checker<'a> {
    /// A call of an inline function with as many arguments as it has parameters.
    pub(crate) fn inline_call(
        &mut self,
        (member, name): (&Member, Name<'a>),
        instance: &[Ty],
        receiver: Option<Receiver>,
        arguments: &[Expr<'a>],
        span: Span,
    ) -> Expression {
        let key = (member.module.clone(), member.name.clone());
        let function = self.interfaces.function(&member.module, member.name.as_str());
        let (Some(inline), Some(function)) = (self.inlines.get(&key).copied(), function) else {
            return self.failed_call(arguments, span);
        };
        let given = arguments.len() + usize::from(receiver.is_some());
        let is_usable = given == inline.item.parameters.len() && !inline.is_broken;
        if !is_usable || self.is_recursive(&key, inline, name.span) {
            return self.failed_call(arguments, span);
        }
        let scope = inline.scope(self.interfaces).with_type_parameters(inline.item.type_parameters);
        let expansion = Expansion {
            inline,
            name: key,
            scope: scope.with_instance(instance.to_vec()),
            parameters: function
                .parameters
                .iter()
                .map(|parameter| Ty::instantiate(&parameter.ty, instance))
                .collect(),
            result: Ty::results(&function.results, instance),
            span,
        };
        let arguments = self.inline_arguments(&expansion, receiver, arguments);
        self.expand(expansion, arguments)
    }

    fn inline_arguments(
        &mut self,
        expansion: &Expansion<'a>,
        receiver: Option<Receiver>,
        arguments: &[Expr<'a>],
    ) -> Vec<Argument> {
        let mut given = Vec::new();
        let first = usize::from(receiver.is_some());
        given.extend(receiver.map(|(value, span)| Argument::Value(value, span)));
        let parameters = expansion.inline.item.parameters.iter().zip(&expansion.parameters);
        for (argument, (parameter, ty)) in arguments.iter().zip(parameters.skip(first)) {
            given.push(match parameter.ty.kind {
                ast::TypeKind::Function { parameters, result, .. } => {
                    let parameters =
                        parameters.iter().map(|own| resolve(&own.ty, &expansion.scope)).collect();
                    let result = result.map_or(Ty::UNIT, |ty| resolve(ty, &expansion.scope));
                    Argument::Function(self.function_argument(argument, parameters, result))
                }
                ast::TypeKind::Error
                | ast::TypeKind::Path(_)
                | ast::TypeKind::Reference { .. }
                | ast::TypeKind::Tuple(_)
                | ast::TypeKind::Infer => Argument::Value(self.expect(argument, ty), argument.span),
            });
        }
        given
    }

    /// Whether a call would put a body into itself; reported once for each circle.
    fn is_recursive(&mut self, name: &InlineName, inline: Inline<'a>, span: Span) -> bool {
        let around: Vec<InlineName> = self.inlines_around().cloned().collect();
        if !around.contains(name) {
            return false;
        }
        let is_whole_circle = around.last() == Some(name) && around.iter().min() == Some(name);
        if self.definition.is_some() && is_whole_circle {
            let message = format!("inline function `{}` expands itself", name.1);
            let mut diagnostic = Diagnostic::error(Code::E0319, span, message)
                .with_label("its body would be put into itself without end")
                .with_secondary(inline.item.name.span, "declared here");
            if 1 < around.len() {
                let way = around.iter().rev().chain([name]);
                let way: Vec<String> = way.map(|(_, name)| format!("`{name}`")).collect();
                diagnostic = diagnostic.with_note(format!("the circle is {}", way.join(", ")));
            }
            self.diagnostics.push(diagnostic);
        }
        true
    }

    fn expand(&mut self, expansion: Expansion<'a>, arguments: Vec<Argument>) -> Expression {
        let span = expansion.span;
        let depth = expansion.inline.item.body.map_or(0, |body| body.depth());
        if !self.may_expand(depth, span) {
            return self.failed(span);
        }
        let site = match self.environment.site {
            Some(site) if span.file != self.file => site,
            Some(_) | None => span,
        };
        let expanded = self.labelled(site, |checker| checker.put_in(expansion, arguments, site));
        self.expansion_depth -= depth;
        expanded
    }

    /// Whether a body nested so deep can be put in, which it counts then; reports once that there are too many.
    pub(crate) fn may_expand(&mut self, depth: usize, span: Span) -> bool {
        if self.is_too_large {
            return false;
        }
        self.expansion_count += 1;
        let message = if EXPANSION_DEPTH_MAX < self.expansion_depth + depth {
            "inline functions and lambdas are put into each other too deeply here"
        } else if EXPANSION_COUNT_MAX < self.expansion_count || LISTS_MAX < self.lists.len() {
            "inline functions and lambdas make this function too large"
        } else {
            self.expansion_depth += depth;
            return true;
        };
        self.is_too_large = true;
        self.error(Code::E0108, span, message);
        false
    }

    /// The arguments, and then the body in an environment of its own.
    fn put_in(
        &mut self,
        expansion: Expansion<'a>,
        arguments: Vec<Argument>,
        site: Span,
    ) -> Expression {
        let Expansion { inline, name, scope, parameters, result, span } = expansion;
        let Some(block) = &inline.item.body else { return self.failed(span) };
        let environment = Environment {
            scope,
            constants: inline.constants,
            blocks: vec![BlockFrame::default()],
            loops: Vec::new(),
            results: result.clone(),
            leave: Leave::Inline(None),
            inline: Some(name),
            caller: self.active,
            site: Some(site),
        };
        let back = self.enter(environment);
        let mut steps = Vec::new();
        let mut functions = Vec::new();
        let written = inline.item.parameters.iter().zip(parameters);
        for ((parameter, ty), argument) in written.zip(arguments) {
            let name = (parameter.name.text != "_").then(|| parameter.name.text.into());
            match argument {
                Argument::Value(value, span) => {
                    let local = self.declare(name, ty, parameter.name.span);
                    steps.push(self.put(value, local, span));
                }
                Argument::Function(function) => {
                    functions.push(function);
                    self.declare_function(parameter.name, function);
                }
            }
        }
        let value = self.block(block);
        let end = block.tail.map_or(block.span, |tail| tail.span);
        steps.push(self.coerce(value, &result, end));
        let locals = self.leave_block();
        let ended = self.leave(back);
        functions.into_iter().for_each(|function| self.check_unused(function));
        let value = self.expression(ExpressionKind::Block(steps, locals), &result, span);
        match ended.map(|environment| environment.leave) {
            Some(Leave::Inline(Some(id))) => self.left_early(id, value, &result, span),
            Some(Leave::Inline(None) | Leave::Function | Leave::Lambda) | None => value,
        }
    }

    /// `loop { break value }`, so that a `return` in `value` can break out with a value of its own.
    fn left_early(
        &mut self,
        id: crate::typed::LoopId,
        value: Expression,
        result: &Ty,
        span: Span,
    ) -> Expression {
        let kind = ExpressionKind::Break(id, Some(Box::new(value)));
        let body = Box::new(self.diverging(kind, span));
        self.expression(ExpressionKind::Loop { id, body, step: None }, result, span)
    }

    /// Does something; what it reports apart from `site` gets a label there.
    pub(crate) fn labelled<T>(&mut self, site: Span, work: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::take(self.diagnostics);
        let result = work(self);
        let said = std::mem::replace(self.diagnostics, before);
        for diagnostic in said {
            let place = diagnostic.primary.span;
            let is_own = self.definition.is_none_or(|own| own.contains(place));
            // What is wrong in the body of another inline function is said there, unless it is only wrong here.
            if !is_own && !matches!(diagnostic.code, Code::E0208 | Code::E0319) {
                continue;
            }
            let has_label = diagnostic.secondary.iter().any(|label| label.span == site);
            let is_apart = !site.contains(place) && !has_label && diagnostic.code != Code::E0319;
            self.diagnostics.push(if is_apart {
                diagnostic.with_secondary(site, "in the body that is put in for this call")
            } else {
                diagnostic
            });
        }
        result
    }

    /// Makes the parameters of an inline function, which is checked by itself.
    pub(crate) fn declare_parameters(
        &mut self,
        item: &ast::Function<'a>,
        signature: &crate::interface::FunctionInterface,
    ) -> Vec<LocalId> {
        let mut locals = Vec::new();
        let mut function_count = 0;
        for (written, parameter) in item.parameters.iter().zip(&signature.parameters) {
            let name = (written.name.text != "_").then(|| parameter.name.clone());
            match written.ty.kind {
                ast::TypeKind::Function { parameters, result, .. } if item.is_inline => {
                    let scope = self.environment.scope.clone();
                    let types = parameters.iter().map(|own| resolve(&own.ty, &scope)).collect();
                    let result = result.map_or(Ty::UNIT, |ty| resolve(ty, &scope));
                    let function =
                        self.abstract_function(function_count, (types, result), written.ty.span);
                    function_count += 1;
                    self.declare_function(written.name, function);
                }
                ast::TypeKind::Function { .. }
                | ast::TypeKind::Error
                | ast::TypeKind::Path(_)
                | ast::TypeKind::Reference { .. }
                | ast::TypeKind::Tuple(_)
                | ast::TypeKind::Infer => {
                    locals.push(self.declare(name, Ty::of(&parameter.ty), written.name.span));
                }
            }
        }
        locals
    }
}

/// A type in a signature that has been checked.
fn resolve(ty: &ast::Type<'_>, scope: &Scope<'_>) -> Ty {
    types::resolve(ty, scope, &mut |_| None, &mut Resolution::default())
}
