//! What is replaced where something gets another name, and what becomes of all mentions then.

use std::collections::BTreeMap;

use compiler_diagnostics::Span;
use compiler_driver::{Mention, StructName, Symbol};
use vm_access::{FunctionName, Identifier, ModuleId};

use crate::analysis::Analysis;
use crate::names;

/// A new text for a name.
#[derive(Clone, Debug)]
pub(crate) struct Replacement {
    pub(crate) span: Span,
    pub(crate) text: String,
    /// Where in the new text the field and the variable are that one name stood for.
    parts: Option<Parts>,
}

/// `field: variable`, in bytes from the start.
#[derive(Clone, Copy, Debug)]
struct Parts {
    field: (u32, u32),
    variable: (u32, u32),
}

/// What is to be replaced in an analysis where `symbol` is called `old`.
pub(crate) fn replacements(
    analysis: &Analysis,
    symbol: &Symbol,
    (old, new): (&str, &str),
) -> Vec<Replacement> {
    let files = analysis.sources.files();
    let mentions = names::mentions(&analysis.build, symbol);
    let named = mentions.into_iter().filter(|it| files.slice(it.span) == old);
    named.map(|it| replacement(analysis, it, new)).collect()
}

/// `new`, or `field: variable` where one name stands for both.
fn replacement(analysis: &Analysis, mention: &Mention, new: &str) -> Replacement {
    let Span { file, start, .. } = mention.span;
    let here = names::at(&analysis.build, file, start);
    let is_short = here.iter().any(|it| it.span == mention.span && it.symbol != mention.symbol);
    let old = analysis.sources.files().slice(mention.span);
    let (field, variable) = match &mention.symbol {
        Symbol::Field(..) if is_short => (new, old),
        Symbol::Local(_) if is_short => (old, new),
        Symbol::Local(_)
        | Symbol::TypeParameter(_)
        | Symbol::Field(..)
        | Symbol::Variant(..)
        | Symbol::Constant(..)
        | Symbol::Function(_)
        | Symbol::Struct(_)
        | Symbol::Module(_) => {
            return Replacement { span: mention.span, text: new.to_owned(), parts: None };
        }
    };
    let (first, second) = (length(field), length(variable));
    let begin = first.saturating_add(2);
    let parts = Parts { field: (0, first), variable: (begin, begin.saturating_add(second)) };
    Replacement { span: mention.span, text: format!("{field}: {variable}"), parts: Some(parts) }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// Where mentions are, and what they mean, once names are replaced.
pub(crate) struct Moved<'r> {
    /// By where they begin.
    replacements: BTreeMap<Span, &'r Replacement>,
    symbol: &'r Symbol,
    /// How the symbol itself is called then, unless it keeps its name.
    name: Option<Identifier>,
}

impl<'r> Moved<'r> {
    pub(crate) fn new(
        replacements: &'r [Replacement],
        symbol: &'r Symbol,
        name: Option<&str>,
    ) -> Self {
        let replacements = replacements.iter().map(|it| (it.span, it)).collect();
        Self { replacements, symbol, name: name.map(Identifier::new) }
    }

    pub(crate) fn mention(&self, mention: &Mention) -> Mention {
        let is_field = matches!(mention.symbol, Symbol::Field(..));
        Mention {
            span: self.span(mention.span, is_field),
            symbol: self.symbol(&mention.symbol),
            is_declaration: mention.is_declaration,
        }
    }

    /// Where a name is then; `is_field` tells which one is meant where two are written as one.
    fn span(&self, span: Span, is_field: bool) -> Span {
        let first = Span { start: 0, end: 0, ..span };
        let before = self.replacements.range(first..span).map(|(_, it)| *it);
        let start = before.fold(i64::from(span.start), |start, it| {
            let old = i64::from(it.span.end.saturating_sub(it.span.start));
            start.saturating_add(i64::from(length(&it.text)).saturating_sub(old))
        });
        let start = u32::try_from(start).unwrap_or_default();
        let old = span.end.saturating_sub(span.start);
        let (from, to) = match self.replacements.get(&span) {
            None => (0, old),
            Some(Replacement { parts: None, text, .. }) => (0, length(text)),
            Some(Replacement { parts: Some(parts), .. }) => {
                if is_field {
                    parts.field
                } else {
                    parts.variable
                }
            }
        };
        Span { start: start.saturating_add(from), end: start.saturating_add(to), ..span }
    }

    fn symbol(&self, symbol: &Symbol) -> Symbol {
        match symbol {
            Symbol::Local(span) => Symbol::Local(self.span(*span, false)),
            Symbol::TypeParameter(span) => Symbol::TypeParameter(self.span(*span, false)),
            Symbol::Field(of, name) => Symbol::Field(self.structure(of), self.name(symbol, name)),
            Symbol::Variant(of, name) => {
                Symbol::Variant(self.structure(of), self.name(symbol, name))
            }
            Symbol::Constant(module, name) => {
                Symbol::Constant(self.module(module), self.name(symbol, name))
            }
            Symbol::Function(FunctionName { module, name }) => Symbol::Function(FunctionName {
                module: self.module(module),
                name: self.name(symbol, name),
            }),
            Symbol::Struct(of) => Symbol::Struct(self.structure(of)),
            Symbol::Module(module) => Symbol::Module(self.module(module)),
        }
    }

    /// What something is called then.
    fn name(&self, symbol: &Symbol, name: &Identifier) -> Identifier {
        let new = self.name.as_ref().filter(|_| symbol == self.symbol);
        new.unwrap_or(name).clone()
    }

    fn structure(&self, of: &StructName) -> StructName {
        let name = self.name(&Symbol::Struct(of.clone()), &of.name);
        StructName { module: self.module(&of.module), name }
    }

    fn module(&self, module: &ModuleId) -> ModuleId {
        let name = self.name(&Symbol::Module(module.clone()), &module.name);
        ModuleId { name, ..module.clone() }
    }
}
