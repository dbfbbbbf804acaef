//! A module of the package as it was parsed, with its name.

use std::collections::BTreeMap;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics};
use compiler_syntax::ast;
use vm_access::ModuleId;

use crate::inline::InlineSource;
use crate::interface::Interfaces;
use crate::scope::{Addresses, Aliases, Scope, address_value};

/// A module of the package.
pub(crate) struct Source<'a> {
    pub(crate) id: ModuleId,
    pub(crate) ast: &'a ast::Module<'a>,
    /// What it brings in with `use`.
    pub(crate) aliases: Aliases,
}

impl<'a> Source<'a> {
    /// What names mean in the module.
    pub(crate) fn scope<'s>(
        &'s self,
        addresses: &'s Addresses,
        interfaces: &'s Interfaces,
    ) -> Scope<'s> {
        Scope::new(addresses, interfaces, &self.id, &self.aliases)
    }

    pub(crate) fn structs(&self) -> impl Iterator<Item = &'a ast::Struct<'a>> {
        self.ast.structs.iter()
    }

    pub(crate) fn enums(&self) -> impl Iterator<Item = &'a ast::Enum<'a>> {
        self.ast.enums.iter()
    }

    pub(crate) fn functions(&self) -> impl Iterator<Item = &'a ast::Function<'a>> {
        self.ast.functions.iter()
    }

    pub(crate) fn constants(&self) -> impl Iterator<Item = &'a ast::Constant<'a>> {
        self.ast.constants.iter()
    }
}

/// The modules of a package's files, in order.
pub(crate) fn collect<'a>(
    files: &[ast::File<'a>],
    interfaces: &Interfaces,
    addresses: &Addresses,
    diagnostics: &mut Diagnostics,
) -> Vec<Source<'a>> {
    let mut sources = Vec::new();
    let mut known = BTreeMap::new();
    for file in files {
        for module in file.modules {
            let Some(id) = name(module, addresses, diagnostics) else { continue };
            let earlier = known.insert(id.clone(), module.name.span);
            if let Some(problem) = repeated(&id, module, earlier, interfaces) {
                diagnostics.push(problem);
                continue;
            }
            sources.push(Source { id, ast: module, aliases: Aliases::default() });
        }
    }
    sources
}

/// The modules of files that have inline functions, if they were compiled; nothing is reported about them again.
pub(crate) fn collect_inline<'a>(
    files: &[InlineSource<'a>],
    interfaces: &Interfaces,
) -> Vec<(Source<'a>, &'a Addresses)> {
    let mut sources = Vec::new();
    for InlineSource { file, addresses } in files {
        for ast in file.modules {
            let id = name(ast, addresses, &mut Diagnostics::new());
            let Some(id) = id.filter(|id| interfaces.module(id).is_some()) else { continue };
            let source = Source { id, ast, aliases: Aliases::default() };
            if source.functions().any(|function| function.is_inline) {
                sources.push((source, *addresses));
            }
        }
    }
    sources
}

fn repeated(
    id: &ModuleId,
    module: &ast::Module<'_>,
    earlier: Option<compiler_diagnostics::Span>,
    interfaces: &Interfaces,
) -> Option<Diagnostic> {
    let message = format!("module `{id}` is defined twice");
    let diagnostic = Diagnostic::error(Code::E0204, module.name.span, message);
    match earlier {
        Some(earlier) => Some(diagnostic.with_secondary(earlier, "first defined here")),
        None if interfaces.module(id).is_some() => {
            Some(diagnostic.with_note("a dependency defines it too"))
        }
        None => None,
    }
}

fn name(
    module: &ast::Module<'_>,
    addresses: &Addresses,
    diagnostics: &mut Diagnostics,
) -> Option<ModuleId> {
    if module.name.text.is_empty() {
        return None;
    }
    let Some(address) = &module.address else {
        let message = format!("module `{}` has no address", module.name.text);
        let diagnostic = Diagnostic::error(Code::E0206, module.name.span, message)
            .with_note("write `module address::name`");
        diagnostics.push(diagnostic);
        return None;
    };
    match address_value(&address.kind, address.span, addresses) {
        Ok(address) => Some(ModuleId::new(address, module.name.text)),
        Err(problem) => {
            diagnostics.push(problem);
            None
        }
    }
}
