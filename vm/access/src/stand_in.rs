//! What stands for all that a call does, where nobody knows the function: a parameter of an inline function.
//!
//! It is a place of its own, told apart by the function and its arguments, so that the algebra of places is that of such
//! calls too. It never gets into a module: the body of an inline function is put into others, with functions that are known.

use crate::name::{AccountAddress, FunctionName, Identifier};
use crate::path::{AccessPath, Projection, ResourcePattern, Root, Term};

/// Between the inline function and its parameter, in the name of a stand-in.
const MARK: char = '#';

impl Identifier {
    /// The name under which the parameter of an inline function stands for a function.
    #[must_use]
    pub fn stand_in(inline: &str, parameter: &str) -> Self {
        Self::new(&format!("{inline}{MARK}{parameter}"))
    }

    /// The parameter, if this is the name of a stand-in.
    pub fn stood_for(&self) -> Option<&str> {
        self.as_str().split_once(MARK).map(|(_, parameter)| parameter)
    }
}

impl AccessPath {
    /// Whatever a call of `function`, which is a stand-in, does.
    pub fn stand_in(function: FunctionName, arguments: impl IntoIterator<Item = Term>) -> Self {
        let FunctionName { module, name } = function;
        let pattern = ResourcePattern { module, name, arguments: Some(Vec::new()) };
        let root = Root::resource(pattern, Term::address(AccountAddress::ONE));
        Self { root, projections: arguments.into_iter().map(Projection::Element).collect() }
    }

    /// The parameter that is called, and the arguments, if this stands for a call.
    pub fn as_stand_in(&self) -> Option<(&str, Vec<&Term>)> {
        let Root::Resource(pattern, _) = &self.root else { return None };
        let parameter = pattern.name.stood_for()?;
        let arguments = self.projections.iter().filter_map(|step| match step {
            Projection::Element(argument) => Some(argument),
            Projection::Existence | Projection::Field(_) => None,
        });
        Some((parameter, arguments.collect()))
    }
}
