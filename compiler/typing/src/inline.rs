//! Inline functions: their text, and what names mean in it.

use std::collections::BTreeMap;

use compiler_syntax::ast;
use vm_access::{AccountAddress, Identifier, ModuleId};

use crate::constant::Constants;
use crate::scope::{Addresses, Scope};
use crate::source::Source;

/// A file of a package that was compiled before, of which the inline functions are still needed.
#[derive(Clone, Copy, Debug)]
pub struct InlineSource<'a> {
    /// The file.
    pub file: &'a ast::File<'a>,
    /// Values of the named addresses in its package.
    pub addresses: &'a BTreeMap<String, AccountAddress>,
}

/// Which inline function.
pub(crate) type InlineName = (ModuleId, Identifier);

/// The inline functions in sight.
pub(crate) type Inlines<'a> = BTreeMap<InlineName, Inline<'a>>;

/// An inline function.
#[derive(Clone, Copy)]
pub(crate) struct Inline<'a> {
    pub(crate) item: &'a ast::Function<'a>,
    pub(crate) source: &'a Source<'a>,
    /// Named addresses of its package.
    pub(crate) addresses: &'a Addresses,
    /// Values of its module's constants.
    pub(crate) constants: &'a Constants,
    /// Whether its own text has errors, which have been reported.
    pub(crate) is_broken: bool,
}

/// The inline functions of modules, each with the named addresses of its package and the values of its constants.
pub(crate) fn inlines<'a>(
    modules: impl Iterator<Item = ((&'a Source<'a>, &'a Addresses), &'a Constants)>,
) -> Inlines<'a> {
    let mut inlines = Inlines::new();
    for ((source, addresses), constants) in modules {
        for item in source.functions().filter(|item| item.is_inline) {
            let inline = Inline { item, source, addresses, constants, is_broken: false };
            inlines.entry((source.id.clone(), item.name.text.into())).or_insert(inline);
        }
    }
    inlines
}

impl<'a> Inline<'a> {
    /// What names mean in its body, but for its type parameters.
    pub(crate) fn scope(&self, interfaces: &'a crate::interface::Interfaces) -> Scope<'a> {
        self.source.scope(self.addresses, interfaces).with_constants(self.constants)
    }
}
