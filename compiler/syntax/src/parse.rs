//! The entry: text to tree.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names the tokens it is about")]

use crate::{
    adapt, angles,
    ast::{Address, File, Module, Name, Script, Type, TypeKind, Visibility},
    conditions,
    context::{Cx, Items},
    grammar::ItemParser,
    lex, nesting,
    split::{self, Container, ContainerKind, ItemKind, RawItem},
    token::{Lexeme, Token},
};
use bumpalo::Bump;
use compiler_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Span};

/// How many missing semicolons of one item are put in before the parser's own recovery takes over.
const SEMICOLONS_MAX: usize = 16;

/// How long a file may be: everything in it has a place in `u32`, and room to spare.
const SOURCE_BYTES_MAX: usize = 16 << 20;

/// What [`parse`] gives.
#[derive(Clone, Debug)]
pub struct Parsed<'a> {
    /// The tree; partial where there were errors.
    pub file: File<'a>,
    /// What is wrong with the text; no error means the tree is whole.
    pub diagnostics: Diagnostics,
}

/// Parses a file. Never fails and never panics: errors are among the diagnostics, and where they are the
/// tree has `Error` nodes or lacks an item.
///
/// Names and bytes of the tree live in `arena`; `text` is not kept.
pub fn parse<'a>(file: FileId, text: &str, arena: &'a Bump) -> Parsed<'a> {
    if SOURCE_BYTES_MAX < text.len() {
        let message = "file of more than 16 MiB";
        let diagnostic = Diagnostic::error(Code::E0114, Span::new(file, 0, 0), message);
        let file = File { modules: &[], scripts: &[] };
        return Parsed { file, diagnostics: [diagnostic].into_iter().collect() };
    }
    let text: &'a str = arena.alloc_str(text);
    let lexed = lex::lex(file, text);
    let (lexemes, angle_diagnostics) = angles::resolve(file, &lexed.lexemes);
    let split = split::split(file, &lexemes);
    let cx = Cx::new(arena, file, text, lexed.docs);
    let mut parser =
        Parser { cx: &cx, items: ItemParser::new(), modules: Vec::new(), scripts: Vec::new() };
    split.containers.into_iter().for_each(|container| parser.container(container));
    for address in split.unused {
        parser.address(address);
    }
    let file = File { modules: cx.list(parser.modules), scripts: cx.list(parser.scripts) };
    let all = [lexed.diagnostics, angle_diagnostics, split.diagnostics, cx.into_diagnostics()];
    Parsed { file, diagnostics: all.into_iter().flatten().collect() }
}

struct Parser<'c, 'a> {
    cx: &'c Cx<'a>,
    items: ItemParser,
    modules: Vec<Module<'a>>,
    scripts: Vec<Script<'a>>,
}

impl<'a> Parser<'_, 'a> {
    fn container(&mut self, container: Container<'a>) {
        let cx = self.cx;
        let span = cx.span(container.start, container.end);
        let docs = cx.docs(container.first, container.start);
        container.attributes.into_iter().chain(container.items).for_each(|item| self.item(item));
        let items = cx.take_items();
        match container.kind {
            ContainerKind::Module { address, name } => {
                let address = address.map(|lexeme| self.address(lexeme));
                let name = self.name(name);
                cx.no_test(items.attributes, "a module");
                self.modules.push(self.module(span, docs, address, name, items));
            }
            ContainerKind::Script => {
                self.no_test_in_script(&items);
                self.check_script(&items);
                self.scripts.push(Script {
                    span,
                    docs,
                    attributes: items.attributes,
                    uses: cx.list(items.uses),
                    constants: cx.list(items.constants),
                    functions: cx.list(items.functions),
                });
            }
        }
    }

    fn module(
        &self,
        span: Span,
        docs: &'a [&'a str],
        address: Option<Address<'a>>,
        name: Name<'a>,
        items: Items<'a>,
    ) -> Module<'a> {
        Module {
            span,
            docs,
            attributes: items.attributes,
            address,
            name,
            uses: self.cx.list(items.uses),
            friends: self.cx.list(items.friends),
            constants: self.cx.list(items.constants),
            structs: self.cx.list(items.structs),
            enums: self.cx.list(items.enums),
            functions: self.cx.list(items.functions),
        }
    }

    /// Nothing of a script is there for tests.
    fn no_test_in_script(&self, items: &Items<'a>) {
        let functions = items.functions.iter().map(|it| it.attributes);
        for attributes in functions.chain([items.attributes]) {
            self.cx.no_test(attributes, "a script");
            self.cx.no_test_only(attributes, "a script");
        }
        items.uses.iter().for_each(|it| self.cx.no_test_only(it.attributes, "a `use` of a script"));
        let constants = items.constants.iter();
        constants.for_each(|it| self.cx.no_test_only(it.attributes, "a constant of a script"));
    }

    /// A script is one function, which nothing but a transaction calls.
    fn check_script(&self, items: &Items<'a>) {
        let mut functions = items.functions.iter();
        if let Some(main) = functions.next() {
            if main.visibility != Visibility::Private {
                let message = "function of a script with a visibility";
                let diagnostic = Diagnostic::error(Code::E0109, main.name.span, message);
                self.cx.report(diagnostic.with_label("only a transaction calls it"));
            }
            let is_nothing =
                |it: &Type<'_>| matches!(it.kind, TypeKind::Tuple(types) if types.is_empty());
            if let Some(result) = main.result.as_ref().filter(|it| !is_nothing(it)) {
                let message = "function of a script with a result";
                let diagnostic = Diagnostic::error(Code::E0317, result.span, message);
                self.cx.report(diagnostic.with_label("nothing takes it"));
            }
        }
        if let Some(second) = functions.next() {
            let message = "second function of a script";
            let diagnostic = Diagnostic::error(Code::E0317, second.name.span, message);
            self.cx.report(diagnostic.with_note("put it into a module, or a script of its own"));
        }
    }

    fn name(&self, lexeme: Lexeme<'a>) -> Name<'a> {
        let span = self.cx.span(lexeme.start, lexeme.end);
        match lexeme.token {
            Token::Ident(text) => Name { span, text },
            Token::Number(text) | Token::At(text) => {
                let message = "module named by a number";
                self.cx.report(Diagnostic::error(Code::E0101, span, message));
                Name { span, text }
            }
            _ => Name { span, text: "" },
        }
    }

    fn address(&self, lexeme: Lexeme<'a>) -> Address<'a> {
        match lexeme.token {
            Token::Number(text) => self.cx.numeric_address(lexeme.start, text, lexeme.end),
            Token::At(text) => self.cx.at_address(lexeme.start, text, lexeme.end),
            _ => self.cx.named_address(self.name(lexeme)),
        }
    }

    /// Parses an item; what it is goes into the context.
    ///
    /// A missing semicolon is put in and the item is read again, which loses nothing after it.
    fn item(&self, item: RawItem<'a>) {
        let kind = item.kind;
        let mut lexemes = adapt::adapt(self.conditions(item), kind);
        if let Some(Lexeme { start, end, .. }) = nesting::too_deep(&lexemes) {
            self.cx.too_deep(self.cx.span(*start, *end));
            return;
        }
        for _ in 0..SEMICOLONS_MAX {
            match self.cx.attempt(&lexemes, || self.run(kind, &lexemes)) {
                Some(place) => insert_semicolon(&mut lexemes, place),
                None => return,
            }
        }
        self.cx.start_item(&lexemes);
        self.run(kind, &lexemes);
    }

    /// Puts the parentheses around conditions in that are missing.
    fn conditions(&self, item: RawItem<'a>) -> Vec<Lexeme<'a>> {
        if item.kind != ItemKind::Function {
            return item.lexemes;
        }
        let (lexemes, bare) = conditions::parenthesize(item.lexemes);
        for (start, end) in bare {
            self.cx.report(conditions::bare(self.cx.span(start, end)));
        }
        lexemes
    }

    fn run(&self, kind: ItemKind, lexemes: &[Lexeme<'a>]) {
        let start = lexemes.first().map_or(0, |lexeme| lexeme.start);
        let first = Lexeme { start, token: start_token(kind), end: start };
        let tokens = std::iter::once(&first).chain(lexemes);
        let tokens = tokens.map(|lexeme| Ok((lexeme.start, lexeme.token, lexeme.end)));
        if let Err(failure) = self.items.parse(self.cx, tokens) {
            self.cx.failed(&failure, None);
        }
    }
}

/// Puts a semicolon after the last token that ends at or before `place`.
fn insert_semicolon(lexemes: &mut Vec<Lexeme<'_>>, place: u32) {
    let index = lexemes.partition_point(|lexeme| lexeme.end <= place);
    lexemes.insert(index, Lexeme { start: place, token: Token::Semicolon, end: place });
}

fn start_token<'a>(kind: ItemKind) -> Token<'a> {
    match kind {
        ItemKind::Use => Token::StartUse,
        ItemKind::Friend => Token::StartFriend,
        ItemKind::Const => Token::StartConst,
        ItemKind::Struct => Token::StartStruct,
        ItemKind::Enum => Token::StartEnum,
        ItemKind::Function => Token::StartFunction,
        ItemKind::Attributes => Token::StartAttributes,
    }
}
