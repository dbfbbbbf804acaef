//! What names in the sources mean, for tools: where each thing is named, and the types of variables and values.
//!
//! It is what the checker itself found, written down on the way; nothing is resolved twice. Bodies with errors are in it
//! as far as they have a meaning.

mod declare;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use compiler_diagnostics::{FileId, Span};
use compiler_syntax::ast;
use vm_access::{FunctionName, Identifier, ModuleId, Type};

use crate::ty::StructName;

pub(crate) use declare::declarations;

/// Something that has a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Symbol {
    /// A variable, a parameter, or a variable of a clause, by the place of its declaration.
    Local(Span),
    /// A type parameter, by the place of its declaration.
    TypeParameter(Span),
    /// A field of a struct, or of the variants of an enum that have it.
    Field(StructName, Identifier),
    /// A variant of an enum.
    Variant(StructName, Identifier),
    /// A constant of a module.
    Constant(ModuleId, Identifier),
    /// A function.
    Function(FunctionName),
    /// A struct or an enum.
    Struct(StructName),
    /// A module.
    Module(ModuleId),
}

/// A place where something is named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The name alone, without what stands around it.
    pub span: Span,
    /// What is named. A place may name two things: `b` in `S { b }` is a field and a variable.
    pub symbol: Symbol,
    /// Whether it is declared here.
    pub is_declaration: bool,
}

/// The type of a variable, or of what stands before a `.`, in a clause, too, or behind `match`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The name of the variable in its declaration, or the expression.
    pub span: Span,
    /// The type; type parameters by position.
    pub ty: Type,
    /// The type as it would be written there.
    pub shown: String,
}

/// What names mean in some sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    mentions: Vec<Mention>,
    types: Vec<Typed>,
    /// Where values are computed, and their types as they would be written there: of few types there are many values.
    values: Vec<(Span, Arc<str>)>,
}

impl Index {
    /// All places where something is named, in order.
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// All types that are known, in order of their places.
    pub fn types(&self) -> &[Typed] {
        &self.types
    }

    /// What the name around a place means, or the one that ends there; two things at most.
    pub fn at(&self, file: FileId, offset: u32) -> impl Iterator<Item = &Mention> {
        let after =
            self.mentions.partition_point(|it| (it.span.file, it.span.start) <= (file, offset));
        let before = self.mentions.get(..after).unwrap_or_default().iter().rev();
        let is_around = move |it: &&Mention| it.span.file == file && offset <= it.span.end;
        before.take_while(is_around)
    }

    /// The type of the variable that is declared at a place, or of the expression there.
    pub fn type_at(&self, span: Span) -> Option<&Typed> {
        let at = self.types.binary_search_by_key(&span, |it| it.span).ok()?;
        self.types.get(at)
    }

    /// The type of the value that the expression at a place computes, as it would be written there: `()` if it has none,
    /// several types in parentheses.
    ///
    /// `None` of what computes nothing: a place that is borrowed or assigned to, a function's body, and a name, a literal or
    /// a lambda that is not the last thing in a block.
    pub fn value_at(&self, span: Span) -> Option<&str> {
        let at = self.values.binary_search_by_key(&span, |(it, _)| *it).ok()?;
        self.values.get(at).map(|(_, shown)| &**shown)
    }

    /// What is named in one file.
    pub(crate) fn within(mut self, file: FileId) -> Self {
        self.mentions.retain(|it| it.span.file == file);
        self.types.retain(|it| it.span.file == file);
        self.values.retain(|(span, _)| span.file == file);
        self
    }

    /// Puts all in order, and each thing once; of several types of one variable or value the last counts.
    fn settle(&mut self) {
        self.mentions.sort_unstable();
        self.mentions.dedup();
        self.types.reverse();
        self.types.sort_by_key(|it| it.span);
        self.types.dedup_by_key(|it| it.span);
        self.values.reverse();
        self.values.sort_by_key(|(span, _)| *span);
        self.values.dedup_by_key(|(span, _)| *span);
    }
}

/// Writes down what names mean, if anybody wants to know.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    index: Option<RefCell<Index>>,
    /// Types of values, each once.
    shown: RefCell<BTreeSet<Arc<str>>>,
}

impl Recorder {
    pub(crate) fn new(is_wanted: bool) -> Self {
        Self { index: is_wanted.then(RefCell::default), ..Self::default() }
    }

    pub(crate) fn is_on(&self) -> bool {
        self.index.is_some()
    }

    /// A name that stands for something.
    pub(crate) fn mention(&self, name: ast::Name<'_>, symbol: impl FnOnce() -> Symbol) {
        self.record(name, symbol, false);
    }

    /// A name that is given to something.
    pub(crate) fn declaration(&self, name: ast::Name<'_>, symbol: impl FnOnce() -> Symbol) {
        self.record(name, symbol, true);
    }

    fn record(&self, name: ast::Name<'_>, symbol: impl FnOnce() -> Symbol, is_declaration: bool) {
        let Some(index) = self.index.as_ref().filter(|_| !name.text.is_empty()) else { return };
        let mention = Mention { span: name.span, symbol: symbol(), is_declaration };
        index.borrow_mut().mentions.push(mention);
    }

    pub(crate) fn type_of(&self, typed: Typed) {
        if let Some(index) = &self.index {
            index.borrow_mut().types.push(typed);
        }
    }

    /// What computes a value of a type.
    pub(crate) fn value_of(&self, span: Span, shown: &str) {
        let Some(index) = &self.index else { return };
        let mut all = self.shown.borrow_mut();
        let known = all.get(shown).map(Arc::clone);
        let shown = known.unwrap_or_else(|| {
            let new: Arc<str> = Arc::from(shown);
            all.insert(Arc::clone(&new));
            new
        });
        index.borrow_mut().values.push((span, shown));
    }

    /// What has been written down since the last time.
    pub(crate) fn take(&self) -> Index {
        let mut taken = self.index.as_ref().map(RefCell::take).unwrap_or_default();
        taken.settle();
        taken
    }
}
