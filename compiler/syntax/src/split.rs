//! Cuts a file into modules and these into items, by braces, before anything is parsed.
//!
//! An item starts at its attributes and modifiers and ends at its `;` or balanced `}`. A missing `}` is
//! noticed where a word stands that only starts items, and costs the one item.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names the tokens it is about")]

use crate::token::{Lexeme, Token};
use compiler_diagnostics::{Code, Diagnostic, FileId, Span};

/// What the parser is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    Use,
    Friend,
    Const,
    Struct,
    Enum,
    Function,
    /// Attributes of a module or script.
    Attributes,
}

/// The tokens of one item.
pub(crate) struct RawItem<'a> {
    pub(crate) kind: ItemKind,
    pub(crate) lexemes: Vec<Lexeme<'a>>,
}

/// What holds items.
pub(crate) enum ContainerKind<'a> {
    /// A module; its header's address (or the enclosing block's) and its name.
    Module { address: Option<Lexeme<'a>>, name: Lexeme<'a> },
    /// A script.
    Script,
}

/// A module or script, cut into items.
pub(crate) struct Container<'a> {
    pub(crate) kind: ContainerKind<'a>,
    /// Start of its first token, attributes included.
    pub(crate) first: u32,
    /// Start of `module` or `script`.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) attributes: Option<RawItem<'a>>,
    pub(crate) items: Vec<RawItem<'a>>,
}

/// Where the items of a module or script end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Body {
    /// At the `}` that closes this `{`; `None` if there was no `{`.
    Braces(Option<Span>),
    /// With the file, or where the next module starts: `module a::m;`.
    RestOfFile,
}

/// A file, cut.
pub(crate) struct Split<'a> {
    pub(crate) containers: Vec<Container<'a>>,
    /// Addresses of blocks that hold nothing.
    pub(crate) unused: Vec<Lexeme<'a>>,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Cuts a file. Never fails: what belongs to no item is reported and skipped.
pub(crate) fn split<'a>(file: FileId, lexemes: &[Lexeme<'a>]) -> Split<'a> {
    let split = Split { containers: Vec::new(), unused: Vec::new(), diagnostics: Vec::new() };
    let mut splitter = Splitter { file, lexemes, at: 0, split };
    splitter.file();
    splitter.split
}

struct Splitter<'s, 'a> {
    file: FileId,
    lexemes: &'s [Lexeme<'a>],
    at: usize,
    split: Split<'a>,
}

impl<'a> Splitter<'_, 'a> {
    fn peek(&self, steps: usize) -> Option<Token<'a>> {
        self.lexemes.get(self.at.saturating_add(steps)).map(|lexeme| lexeme.token)
    }

    fn next(&mut self) -> Option<Lexeme<'a>> {
        let lexeme = self.lexemes.get(self.at).copied();
        self.at = self.at.saturating_add(1).min(self.lexemes.len());
        lexeme
    }

    fn eat(&mut self, token: Token<'a>) -> bool {
        let is_there = self.peek(0) == Some(token);
        if is_there {
            self.next();
        }
        is_there
    }

    /// The span of the next token; at the end of the file the place after the last.
    fn here(&self) -> Span {
        match self.lexemes.get(self.at) {
            Some(lexeme) => Span::new(self.file, lexeme.start, lexeme.end),
            None => Span::new(self.file, self.end(), self.end()),
        }
    }

    /// Where the token before the next one ends.
    fn end(&self) -> u32 {
        let before = self.at.checked_sub(1).and_then(|index| self.lexemes.get(index));
        before.map_or(0, |lexeme| lexeme.end)
    }

    fn expected(&mut self, what: &str) {
        let message = format!("expected {what}");
        let diagnostic = Diagnostic::error(Code::E0101, self.here(), message.clone());
        self.split.diagnostics.push(diagnostic.with_label(message));
    }

    fn slice(&self, from: usize) -> Vec<Lexeme<'a>> {
        self.lexemes.get(from..self.at).unwrap_or_default().to_vec()
    }

    /// Modules, scripts and address blocks until the end of the file.
    fn file(&mut self) {
        let mut block: Option<(Lexeme<'a>, Span)> = None;
        let mut is_lost = false;
        while let Some(token) = self.peek(0) {
            let from = self.at;
            self.skip_attributes();
            match (self.peek(0).unwrap_or(token), self.peek(1)) {
                (Token::Module, _) => self.module(from, block.map(|(address, _)| address)),
                (Token::Ident("script"), Some(Token::BraceOpen)) => self.script(from),
                (
                    Token::Ident("address"),
                    Some(Token::Ident(_) | Token::Number(_) | Token::At(_)),
                ) => {
                    self.next();
                    let address = self.next();
                    let brace = self.here();
                    if !self.eat(Token::BraceOpen) {
                        self.expected("`{` after the address");
                    }
                    let is_empty = self.peek(0) == Some(Token::BraceClose);
                    self.split.unused.extend(address.filter(|_| is_empty));
                    block = address.map(|address| (address, brace));
                }
                (Token::BraceClose, _) if block.is_some() => {
                    block = None;
                    self.next();
                }
                (Token::Semicolon, _) => {
                    self.next();
                }
                _ if self.is_header() => {
                    if !is_lost {
                        self.expected("`module`");
                    }
                    self.module(from, None);
                }
                _ => {
                    if !is_lost {
                        self.expected("a module or a script");
                    }
                    is_lost = true;
                    self.next();
                    continue;
                }
            }
            is_lost = false;
        }
        if let Some((_, brace)) = block {
            self.split.diagnostics.push(unclosed(brace));
        }
    }

    /// Skips `#[…]` as often as it stands.
    fn skip_attributes(&mut self) {
        while self.peek(0) == Some(Token::Hash) && self.peek(1) == Some(Token::BracketOpen) {
            self.next();
            let mut depth = 0_usize;
            while let Some(lexeme) = self.next() {
                match lexeme.token {
                    Token::BracketOpen => depth = depth.saturating_add(1),
                    Token::BracketClose if depth <= 1 => break,
                    Token::BracketClose => depth = depth.saturating_sub(1),
                    _ => {}
                }
                let is_lost = matches!(self.peek(0), Some(Token::BraceOpen | Token::Semicolon));
                if is_lost || self.starts_item() {
                    break;
                }
            }
        }
    }

    /// Whether what would follow `module` stands here: `a::m {`.
    fn is_header(&self) -> bool {
        matches!(self.peek(0), Some(Token::Ident(_) | Token::Number(_) | Token::At(_)))
            && self.peek(1) == Some(Token::ColonColon)
            && matches!(self.peek(2), Some(Token::Ident(_)))
            && self.peek(3) == Some(Token::BraceOpen)
    }

    fn module(&mut self, from: usize, block: Option<Lexeme<'a>>) {
        let attributes = self.attributes(from);
        let start = self.here().start;
        self.eat(Token::Module);
        let first = self.module_word();
        let (address, name) =
            if self.eat(Token::ColonColon) { (first, self.module_word()) } else { (block, first) };
        let name = name.unwrap_or(Lexeme { start, token: Token::Ident(""), end: start });
        self.container(ContainerKind::Module { address, name }, from, start, attributes);
    }

    /// An address or a name in a module's header.
    fn module_word(&mut self) -> Option<Lexeme<'a>> {
        if let Some(Token::Ident(_) | Token::Number(_) | Token::At(_)) = self.peek(0) {
            return self.next();
        }
        self.expected("the module's name");
        None
    }

    fn script(&mut self, from: usize) {
        let attributes = self.attributes(from);
        let start = self.here().start;
        self.next();
        self.container(ContainerKind::Script, from, start, attributes);
    }

    fn attributes(&self, from: usize) -> Option<RawItem<'a>> {
        let lexemes = self.slice(from);
        let kind = ItemKind::Attributes;
        (!lexemes.is_empty()).then_some(RawItem { kind, lexemes })
    }

    fn container(
        &mut self,
        kind: ContainerKind<'a>,
        from: usize,
        start: u32,
        attributes: Option<RawItem<'a>>,
    ) {
        let is_module = matches!(kind, ContainerKind::Module { .. });
        let body = if is_module && self.eat(Token::Semicolon) {
            Body::RestOfFile
        } else {
            let brace = Some(self.here()).filter(|_| self.peek(0) == Some(Token::BraceOpen));
            if !self.eat(Token::BraceOpen) {
                self.expected("`{`");
            }
            Body::Braces(brace)
        };
        let items = self.items(body);
        let first = self.lexemes.get(from).map_or(start, |lexeme| lexeme.start);
        let end = self.end();
        self.split.containers.push(Container { kind, first, start, end, attributes, items });
    }

    /// Items up to the end of a body, its `}` included.
    fn items(&mut self, body: Body) -> Vec<RawItem<'a>> {
        let brace = match body {
            Body::Braces(brace) => brace,
            Body::RestOfFile => None,
        };
        let mut items = Vec::new();
        let mut is_lost = false;
        loop {
            let from = self.at;
            self.skip_attributes();
            let Some(token) = self.peek(0) else {
                self.split.diagnostics.extend(brace.map(unclosed));
                return items;
            };
            match self.head() {
                Some(kind) => items.extend(self.item(from, kind)),
                None if token == Token::BraceClose => {
                    let brace = self.here();
                    self.next();
                    while self.eat(Token::Semicolon) {}
                    // Between modules no item stands.
                    let is_end = self.head().is_none();
                    if is_end && body != Body::RestOfFile {
                        return items;
                    }
                    self.split.diagnostics.push(stray(brace));
                }
                None if token == Token::Module && self.starts_module() => {
                    self.split.diagnostics.extend(brace.map(unclosed));
                    self.at = from;
                    return items;
                }
                None if token == Token::Semicolon => {
                    self.next();
                }
                None => {
                    if !is_lost {
                        self.expected("an item: `use`, `const`, `struct`, `enum` or `fun`");
                    }
                    is_lost = true;
                    self.skip_token_or_braces();
                    continue;
                }
            }
            is_lost = false;
        }
    }

    fn starts_module(&self) -> bool {
        matches!(self.peek(1), Some(Token::Ident(_) | Token::Number(_)))
            && matches!(self.peek(2), Some(Token::ColonColon | Token::BraceOpen | Token::Semicolon))
    }

    fn skip_token_or_braces(&mut self) {
        let mut depth = 0_usize;
        while let Some(lexeme) = self.next() {
            match lexeme.token {
                Token::BraceOpen => depth = depth.saturating_add(1),
                Token::BraceClose => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 || self.starts_item() {
                return;
            }
        }
    }

    /// Looks past modifiers for the word that says what kind of item starts here.
    fn head(&self) -> Option<ItemKind> {
        let mut steps = 0_usize;
        loop {
            let next = self.peek(steps.saturating_add(1));
            match self.peek(steps)? {
                Token::Use => return Some(ItemKind::Use),
                Token::Const => return Some(ItemKind::Const),
                Token::Struct => return Some(ItemKind::Struct),
                Token::Fun => return Some(ItemKind::Function),
                Token::Ident("enum") if matches!(next, Some(Token::Ident(_))) => {
                    return Some(ItemKind::Enum);
                }
                Token::Friend if !next.is_some_and(is_head_word) => return Some(ItemKind::Friend),
                Token::Public if next == Some(Token::ParenOpen) => steps = steps.saturating_add(4),
                token if is_head_word(token) => steps = steps.saturating_add(1),
                _ => return None,
            }
        }
    }

    /// Whether a word stands here that only starts items.
    fn starts_item(&self) -> bool {
        match self.peek(0) {
            Some(Token::Fun) => matches!(self.peek(1), Some(Token::Ident(_))),
            Some(Token::Struct | Token::Public | Token::Const) => true,
            Some(Token::Ident("entry")) => self.peek(1) == Some(Token::Fun),
            Some(Token::Module) => self.starts_module(),
            _ => false,
        }
    }

    fn item(&mut self, from: usize, kind: ItemKind) -> Option<RawItem<'a>> {
        let body = self.at;
        while !self.peek(0).is_none_or(|token| is_keyword_of(kind, token)) {
            self.next();
        }
        self.next();
        let open = self.find_end(kind);
        let mut lexemes = self.slice(from);
        name_modifiers(&mut lexemes, body.saturating_sub(from));
        if let Some(open) = open {
            self.split.diagnostics.push(unclosed(open));
            close_brackets(&mut lexemes);
        }
        (!lexemes.is_empty()).then_some(RawItem { kind, lexemes })
    }

    /// Goes to the end of an item; gives the brace that was never closed, if there is one.
    fn find_end(&mut self, kind: ItemKind) -> Option<Span> {
        let has_body = matches!(kind, ItemKind::Struct | ItemKind::Enum | ItemKind::Function);
        let mut open = Open::default();
        let mut before = Token::Semicolon;
        let mut is_ended = false;
        loop {
            let here = self.here();
            let Some(token) = self.peek(0) else { return open.brace() };
            let ends_item = match token {
                Token::BraceClose => open.brace().is_none(),
                _ => self.starts_item(),
            };
            if ends_item {
                return open.brace();
            }
            self.next();
            // The braces of `.{f, g}` are no body.
            let is_fields = open.read(here, token, before == Token::Dot);
            match token {
                Token::BraceClose if has_body && !is_fields && open.is_empty() => {
                    is_ended = self.ends_after_brace(kind);
                }
                Token::Semicolon => is_ended = open.is_empty(),
                _ => {}
            }
            if is_ended {
                return None;
            }
            before = token;
        }
    }

    /// Whether an item ends with the `}` that was just read.
    fn ends_after_brace(&mut self, kind: ItemKind) -> bool {
        match (kind, self.peek(0)) {
            (ItemKind::Function, Some(Token::BraceOpen))
            | (ItemKind::Struct | ItemKind::Enum, Some(Token::Ident("has"))) => false,
            (ItemKind::Struct | ItemKind::Enum, Some(Token::Semicolon)) => {
                self.next();
                true
            }
            _ => true,
        }
    }
}

/// Brackets that are open.
#[derive(Default)]
struct Open {
    /// Each with its place, and whether it is a brace, and one after a `.`.
    brackets: Vec<(Span, Bracket)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bracket {
    Paren,
    Brace,
    Fields,
}

impl Open {
    fn is_empty(&self) -> bool {
        self.brackets.is_empty()
    }

    /// The innermost brace that is open.
    fn brace(&self) -> Option<Span> {
        let mut braces = self.brackets.iter().rev();
        braces.find(|(_, bracket)| *bracket != Bracket::Paren).map(|(span, _)| *span)
    }

    /// Takes note of a token; says whether it closes the braces of `.{f, g}`.
    ///
    /// A `}` closes what is open inside its braces too.
    fn read(&mut self, here: Span, token: Token<'_>, is_after_dot: bool) -> bool {
        match token {
            Token::ParenOpen | Token::BracketOpen => self.brackets.push((here, Bracket::Paren)),
            Token::BraceOpen if is_after_dot => self.brackets.push((here, Bracket::Fields)),
            Token::BraceOpen => self.brackets.push((here, Bracket::Brace)),
            Token::ParenClose | Token::BracketClose => {
                self.brackets.pop_if(|(_, bracket)| *bracket == Bracket::Paren);
            }
            Token::BraceClose => {
                while let Some((_, bracket)) = self.brackets.pop() {
                    if bracket != Bracket::Paren {
                        return bracket == Bracket::Fields;
                    }
                }
            }
            _ => {}
        }
        false
    }
}

fn is_head_word(token: Token<'_>) -> bool {
    matches!(
        token,
        Token::Public
            | Token::Native
            | Token::Friend
            | Token::Fun
            | Token::Struct
            | Token::Ident("entry" | "inline" | "package" | "enum")
    )
}

fn is_keyword_of(kind: ItemKind, token: Token<'_>) -> bool {
    match kind {
        ItemKind::Use => token == Token::Use,
        ItemKind::Friend => token == Token::Friend,
        ItemKind::Const => token == Token::Const,
        ItemKind::Struct => token == Token::Struct,
        ItemKind::Enum => token == Token::Ident("enum"),
        ItemKind::Function => token == Token::Fun,
        ItemKind::Attributes => false,
    }
}

/// Makes keywords of the modifiers between the attributes and the item's own word.
fn name_modifiers(lexemes: &mut [Lexeme<'_>], head: usize) {
    for lexeme in lexemes.iter_mut().skip(head) {
        lexeme.token = match lexeme.token {
            Token::Ident("entry") => Token::Entry,
            Token::Ident("inline") => Token::Inline,
            Token::Ident("package") => Token::Package,
            Token::Ident("enum") => {
                lexeme.token = Token::Enum;
                return;
            }
            Token::Fun | Token::Struct | Token::Const | Token::Use => return,
            other => other,
        };
    }
}

/// Adds the closing brackets that are missing at the end.
fn close_brackets(lexemes: &mut Vec<Lexeme<'_>>) {
    let mut missing = Vec::new();
    for lexeme in lexemes.iter() {
        match lexeme.token {
            Token::ParenOpen => missing.push(Token::ParenClose),
            Token::BracketOpen => missing.push(Token::BracketClose),
            Token::BraceOpen => missing.push(Token::BraceClose),
            close @ (Token::ParenClose | Token::BracketClose | Token::BraceClose) => {
                missing.pop_if(|open| *open == close);
            }
            _ => {}
        }
    }
    let end = lexemes.last().map_or(0, |lexeme| lexeme.end);
    let close = |token| Lexeme { start: end, token, end };
    lexemes.extend(missing.into_iter().rev().map(close));
}

fn stray(brace: Span) -> Diagnostic {
    Diagnostic::error(Code::E0103, brace, "`}` closes nothing")
        .with_label("the module goes on behind it")
        .with_hint("remove it", brace, "")
}

fn unclosed(brace: Span) -> Diagnostic {
    Diagnostic::error(Code::E0103, brace, "`{` is never closed").with_label("opened here")
}
