//! What the grammar's actions call: an arena, the side tables, and constructors of nodes.
//!
//! Actions never fail. What is wrong is put among the diagnostics and an `Error` node is returned.

#![allow(
    clippy::unused_self,
    clippy::large_types_passed_by_value,
    clippy::needless_pass_by_value,
    reason = "the grammar calls every constructor on the context, with nodes by value"
)]

mod depth;
mod expr;
mod item;
mod literal;

pub(crate) use expr::{Chain, Step};
pub(crate) use item::{Acquired, FunctionHead, Items, Modifier, UsePart};

use crate::{
    ast::{Address, AddressKind, NESTING_MAX, PlaceField, Statement},
    ast::{Name, Path, Place, PlaceKind, Segment, Type, TypeKind},
    errors,
    token::{Lexeme, Token},
};
use bumpalo::Bump;
use compiler_diagnostics::{Code, Diagnostic, FileId, Span};
use lalrpop_util::{ErrorRecovery, ParseError};
use std::{
    cell::{Cell, RefCell},
    convert::Infallible,
};

/// How the generated parser reports.
pub(crate) type Failure<'a> = ParseError<u32, Token<'a>, Infallible>;
type Recovery<'a> = ErrorRecovery<u32, Token<'a>, Infallible>;

/// How many tokens must have been read after an error before the next one is worth a report.
const QUIET_TOKENS: usize = 4;

/// How many errors of one item are looked at.
const ERRORS_MAX: usize = 64;

/// Shared by all actions while a file is parsed.
pub(crate) struct Cx<'a> {
    arena: &'a Bump,
    file: FileId,
    text: &'a str,
    docs: Vec<(u32, &'a str)>,
    pub(crate) items: RefCell<Items<'a>>,
    diagnostics: RefCell<Vec<Diagnostic>>,
    /// Tokens of the item being parsed.
    lexemes: RefCell<Vec<Lexeme<'a>>>,
    /// Index of the first token after the last error in this item; 0 once a statement has ended since.
    last_error: Cell<Option<usize>>,
    /// Where the first missing semicolon of this item would be.
    semicolon: Cell<Option<u32>>,
    /// How many errors this item has had.
    error_count: Cell<usize>,
    is_depth_reported: Cell<bool>,
}

impl<'a> Cx<'a> {
    pub(crate) fn new(
        arena: &'a Bump,
        file: FileId,
        text: &'a str,
        docs: Vec<(u32, &'a str)>,
    ) -> Self {
        Self {
            arena,
            file,
            text,
            docs,
            items: RefCell::default(),
            diagnostics: RefCell::default(),
            lexemes: RefCell::default(),
            last_error: Cell::default(),
            semicolon: Cell::default(),
            error_count: Cell::default(),
            is_depth_reported: Cell::default(),
        }
    }

    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner()
    }

    /// Starts an item: errors are judged by its tokens from now on.
    pub(crate) fn start_item(&self, lexemes: &[Lexeme<'a>]) {
        *self.lexemes.borrow_mut() = lexemes.to_vec();
        self.last_error.set(None);
        self.semicolon.set(None);
        self.error_count.set(0);
        self.is_depth_reported.set(false);
    }

    /// Parses an item by `run`. If it lacks a semicolon, that is reported, everything else is taken
    /// back, and the place is given: put one in and try again.
    pub(crate) fn attempt(&self, lexemes: &[Lexeme<'a>], run: impl FnOnce()) -> Option<u32> {
        self.start_item(lexemes);
        let items = self.items.take();
        let diagnostic_count = self.diagnostics.borrow().len();
        run();
        let found = self.items.replace(items);
        let Some(place) = self.semicolon.take() else {
            self.items.borrow_mut().append(found);
            return None;
        };
        let mut diagnostics = self.diagnostics.borrow_mut();
        diagnostics.truncate(diagnostic_count);
        diagnostics.push(errors::semicolon(self.span(place, place)));
        Some(place)
    }

    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Reports what the parser recovered from, and gives the node that stands for it.
    pub(crate) fn recovered<T>(&self, recovery: Recovery<'a>, node: T) -> T {
        let dropped_end = recovery.dropped_tokens.last().map(|(_, _, end)| *end);
        self.failed(&recovery.error, dropped_end);
        node
    }

    /// Reports what follows an item, unless something in it has been reported.
    pub(crate) fn trailing(&self, recovery: Recovery<'a>) {
        if self.last_error.get().is_none() {
            self.recovered(recovery, ());
        }
    }

    /// Reports what the parser recovered from up to the next semicolon; what follows that is news again.
    pub(crate) fn recovered_statement(
        &self,
        recovery: Recovery<'a>,
        start: u32,
        end: u32,
    ) -> Statement<'a> {
        let statement = self.recovered(recovery, self.statement_error(start, end));
        self.last_error.set(Some(0));
        statement
    }

    /// Reports a failure, unless it follows from the one before.
    pub(crate) fn failed(&self, failure: &Failure<'a>, dropped_end: Option<u32>) {
        let lexemes = self.lexemes.borrow();
        let at = errors::place(failure);
        let index = |at: u32| lexemes.partition_point(|lexeme| lexeme.start < at);
        let error_count = self.error_count.replace(self.error_count.get().saturating_add(1));
        let is_news = match self.last_error.get() {
            _ if ERRORS_MAX <= error_count => false,
            Some(last) => last == 0 || last.saturating_add(QUIET_TOKENS) <= index(at),
            None => true,
        };
        self.last_error.set(Some(index(dropped_end.unwrap_or(at))));
        if !is_news {
            return;
        }
        let semicolon = errors::missing_semicolon(failure, self.text, &lexemes);
        if let (Some(place), None) = (semicolon, self.semicolon.get()) {
            self.semicolon.set(Some(place));
            self.diagnostics.borrow_mut().push(errors::semicolon(self.span(place, place)));
        } else {
            self.diagnostics.borrow_mut().extend(errors::describe(self.file, failure, &lexemes));
        }
    }

    pub(crate) fn span(&self, start: u32, end: u32) -> Span {
        Span::new(self.file, start, end.max(start))
    }

    pub(crate) fn alloc<T: Copy>(&self, node: T) -> &'a T {
        self.arena.alloc(node)
    }

    pub(crate) fn list<T: Copy>(&self, nodes: Vec<T>) -> &'a [T] {
        self.arena.alloc_slice_copy(&nodes)
    }

    /// The doc comment before the token at `first`, else before the one at `second`.
    pub(crate) fn docs(&self, first: u32, second: u32) -> &'a [&'a str] {
        let at = |start: u32| {
            let from = self.docs.partition_point(|(at, _)| *at < start);
            let lines = self.docs.get(from..).unwrap_or_default().iter();
            self.list(lines.take_while(|(at, _)| *at == start).map(|(_, line)| *line).collect())
        };
        match at(first) {
            [] => at(second),
            lines => lines,
        }
    }

    /// Whether a node of this depth may stand; reports the first of an item that may not.
    fn fits(&self, span: Span, depth: u16) -> bool {
        if depth <= NESTING_MAX {
            return true;
        }
        if !self.is_depth_reported.replace(true) {
            self.too_deep(span.before());
        }
        false
    }

    /// Reports that an item is nested too deeply.
    pub(crate) fn too_deep(&self, span: Span) {
        let message = format!("nested deeper than {NESTING_MAX} levels");
        self.report(Diagnostic::error(Code::E0108, span, message).with_label("split it up"));
    }

    pub(crate) fn ty(&self, start: u32, kind: TypeKind<'a>, end: u32) -> Type<'a> {
        let (span, depth) = (self.span(start, end), depth::of_type(&kind));
        if self.fits(span, depth) {
            Type { span, kind, depth }
        } else {
            Type { span, kind: TypeKind::Error, depth: 0 }
        }
    }

    pub(crate) fn tuple_type(&self, start: u32, types: Vec<Type<'a>>, end: u32) -> Type<'a> {
        match types.as_slice() {
            [one] => *one,
            _ => self.ty(start, TypeKind::Tuple(self.list(types)), end),
        }
    }

    pub(crate) fn place(&self, start: u32, kind: PlaceKind<'a>, end: u32) -> Place<'a> {
        let (span, depth) = (self.span(start, end), depth::of_place(&kind));
        if self.fits(span, depth) {
            Place { span, kind, depth }
        } else {
            Place { span, kind: PlaceKind::Error, depth: 0 }
        }
    }

    pub(crate) fn place_shorthand(&self, name: Name<'a>) -> PlaceField<'a> {
        let (start, end) = (name.span.start, name.span.end);
        PlaceField { name, value: self.place(start, PlaceKind::Path(self.name_path(name)), end) }
    }

    pub(crate) fn path(&self, start: u32, parts: PathParts<'a>, end: u32) -> Path<'a> {
        let segments = self.list(parts.segments);
        Path { span: self.span(start, end), address: parts.address, segments }
    }

    fn name_path(&self, name: Name<'a>) -> Path<'a> {
        let segments = self.list(vec![Segment { name, type_arguments: None }]);
        Path { span: name.span, address: None, segments }
    }

    pub(crate) fn named_address(&self, name: Name<'a>) -> Address<'a> {
        Address { span: name.span, kind: AddressKind::Named(name.text) }
    }
}

/// A path while it grows.
pub(crate) struct PathParts<'a> {
    address: Option<Address<'a>>,
    segments: Vec<Segment<'a>>,
}

impl<'a> PathParts<'a> {
    pub(crate) fn new(address: Option<Address<'a>>, first: Segment<'a>) -> Self {
        Self { address, segments: vec![first] }
    }

    pub(crate) fn with(mut self, next: Segment<'a>) -> Self {
        self.segments.push(next);
        self
    }
}
