//! Where names have their meaning: a function's own body, or one that is put into it.
//!
//! The body of an inline function is checked at each call, in an environment of its own; that of the caller waits. A
//! lambda is checked where it is called, in the environment in which it is written. So a name means
//! what it means where it is written, whatever is around it once bodies are put in.

use compiler_diagnostics::Span;
use compiler_syntax::ast::{Expr, LambdaParameter, Path};

use crate::checker::{BlockFrame, Checker, LoopFrame};
use crate::constant::Constants;
use crate::inline::InlineName;
use crate::scope::Scope;
use crate::ty::Ty;
use crate::typed::{LocalId, LoopId};

/// What names mean, and where control can go.
pub(crate) struct Environment<'a> {
    pub(crate) scope: Scope<'a>,
    pub(crate) constants: &'a Constants,
    pub(crate) blocks: Vec<BlockFrame>,
    pub(crate) loops: Vec<LoopFrame>,
    pub(crate) results: Ty,
    pub(crate) leave: Leave,
    /// The inline function whose body this is.
    pub(crate) inline: Option<InlineName>,
    /// The environment in which its call is written.
    pub(crate) caller: usize,
    /// The call, in the file of the function being checked.
    pub(crate) site: Option<Span>,
}

/// What `return` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leave {
    /// Ends the function.
    Function,
    /// Ends the body that is put in, by a `break` out of this loop around it, once there is one.
    Inline(Option<LoopId>),
    /// Nothing: a lambda is left at its end alone.
    Lambda,
}

/// A function that an inline function takes.
#[derive(Clone)]
pub(crate) struct FunctionValue<'a> {
    pub(crate) kind: FunctionValueKind<'a>,
    pub(crate) span: Span,
    /// What it takes, and gives.
    pub(crate) parameters: Vec<Ty>,
    pub(crate) result: Ty,
    pub(crate) is_used: bool,
}

/// The kinds of [`FunctionValue`]; `environment` is that in which it is written.
#[derive(Clone, Copy)]
pub(crate) enum FunctionValueKind<'a> {
    /// `|x| e`
    Lambda { parameters: &'a [LambdaParameter<'a>], body: &'a Expr<'a>, environment: usize },
    /// The name of a function.
    Named { path: Path<'a>, environment: usize },
    /// A variable that holds a function.
    Variable { local: LocalId, environment: usize },
    /// The parameter of an inline function around, passed on.
    Forwarded(FunctionId),
    /// A parameter of the inline function that is checked by itself, by position; or what an error has left unknown.
    Abstract(Option<usize>),
}

/// A [`FunctionValue`] of the body being checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FunctionId(pub(crate) usize);

impl<'a> Checker<'a> {
    /// Goes on in an environment; gives the one that waits now.
    pub(crate) fn switch(&mut self, to: usize) -> usize {
        let from = self.active;
        if from != to {
            self.swap(from);
            self.swap(to);
            self.active = to;
        }
        from
    }

    /// Exchanges what is at hand for an environment.
    fn swap(&mut self, at: usize) {
        std::mem::swap(&mut self.environment, &mut self.environments[at]);
    }

    /// Goes on in a new environment; gives the one that waits now.
    pub(crate) fn enter(&mut self, environment: Environment<'a>) -> usize {
        self.environments.push(environment);
        self.switch(self.environments.len() - 1)
    }

    /// Ends the newest environment and goes on in `back`; gives the ended one.
    pub(crate) fn leave(&mut self, back: usize) -> Option<Environment<'a>> {
        self.switch(back);
        self.environments.pop()
    }

    /// The inline functions whose bodies are around the current place, in the text, from the inside.
    pub(crate) fn inlines_around(&self) -> impl Iterator<Item = &InlineName> {
        let mut next = Some(&self.environment);
        std::iter::from_fn(move || {
            let environment = next?;
            let is_root = environment.site.is_none();
            next = (!is_root).then(|| &self.environments[environment.caller]);
            Some(environment.inline.as_ref())
        })
        .flatten()
    }
}
