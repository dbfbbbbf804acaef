//! Words that are keywords only by position, for one item.
//!
//! `match`, `for`, `is`, `has`, `reads` and the like are ordinary identifiers unless what stands around
//! them makes them keywords. Each rule looks at the neighbours and at where in the item it is.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names the tokens it is about")]

use crate::{
    split::ItemKind,
    token::{Lexeme, Token},
};

/// What a list of clauses is looked for in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Region {
    /// Before the parameters of a function, or in no function.
    Plain,
    /// After the parameters of a function, before its body: clauses stand at bracket depth 0.
    Signature,
    /// In the body.
    Body,
}

struct Adapter<'a> {
    lexemes: Vec<Lexeme<'a>>,
    /// For each opening bracket the index of the closing one.
    closing: Vec<Option<usize>>,
    region: Region,
    /// Bracket depth, type arguments not counted.
    depth: usize,
    /// Depths at which the clauses of function types stand.
    clause_depths: Vec<usize>,
    /// Whether the result type of the signature may be a function type.
    has_bar: bool,
    /// Whether the path after `is` is being read.
    is_test: bool,
    kind: ItemKind,
}

/// Replaces positional keywords in the tokens of an item. Never fails.
pub(crate) fn adapt(lexemes: Vec<Lexeme<'_>>, kind: ItemKind) -> Vec<Lexeme<'_>> {
    let closing = match_brackets(&lexemes);
    let mut adapter = Adapter {
        lexemes,
        closing,
        region: Region::Plain,
        depth: 0,
        clause_depths: Vec::new(),
        has_bar: false,
        is_test: false,
        kind,
    };
    for index in 0..adapter.lexemes.len() {
        let token = adapter.decide(index);
        if let Some(lexeme) = adapter.lexemes.get_mut(index) {
            lexeme.token = token;
        }
        adapter.advance(index, token);
    }
    adapter.lexemes
}

/// Finds the closing bracket of each opening one.
pub(crate) fn match_brackets(lexemes: &[Lexeme<'_>]) -> Vec<Option<usize>> {
    let mut closing = vec![None; lexemes.len()];
    let mut open: Vec<(usize, Token<'_>)> = Vec::new();
    for (index, lexeme) in lexemes.iter().enumerate() {
        match lexeme.token {
            Token::ParenOpen | Token::BracketOpen | Token::BraceOpen | Token::TypeOpen => {
                open.push((index, lexeme.token));
            }
            Token::ParenClose | Token::BracketClose | Token::BraceClose | Token::TypeClose => {
                let start = open.pop_if(|(_, token)| closes(*token, lexeme.token));
                if let Some(slot) = start.and_then(|(start, _)| closing.get_mut(start)) {
                    *slot = Some(index);
                }
            }
            _ => {}
        }
    }
    closing
}

fn closes(open: Token<'_>, close: Token<'_>) -> bool {
    matches!(
        (open, close),
        (Token::ParenOpen, Token::ParenClose)
            | (Token::BracketOpen, Token::BracketClose)
            | (Token::BraceOpen, Token::BraceClose)
            | (Token::TypeOpen, Token::TypeClose)
    )
}

impl<'a> Adapter<'a> {
    /// The token at an index; `}` where there is none, which fits no rule.
    fn at(&self, index: usize) -> Token<'a> {
        self.lexemes.get(index).map_or(Token::BraceClose, |lexeme| lexeme.token)
    }

    fn after(&self, index: usize, steps: usize) -> Token<'a> {
        self.at(index.saturating_add(steps))
    }

    fn before(&self, index: usize) -> Token<'a> {
        index.checked_sub(1).map_or(Token::Semicolon, |index| self.at(index))
    }

    fn decide(&self, index: usize) -> Token<'a> {
        let token = self.at(index);
        match token {
            Token::Ident(text) => self.decide_word(index, text).unwrap_or(token),
            Token::BraceOpen if self.opens_clauses(index) => Token::AccessOpen,
            Token::Not if self.excludes(index) => Token::AccessNot,
            Token::Bar if self.is_test => Token::IsBar,
            Token::OrOr if self.is_after_block(index) => Token::OrAfterBlock,
            Token::Return if !starts_value(self.after(index, 1)) => Token::ReturnNothing,
            _ => token,
        }
    }

    /// Whether a `}` stands before that no header has: a lambda would be a statement there, which nobody means.
    fn is_after_block(&self, index: usize) -> bool {
        self.before(index) == Token::BraceClose && self.region != Region::Signature
    }

    fn decide_word(&self, index: usize, text: &'a str) -> Option<Token<'a>> {
        if matches!(self.before(index), Token::Dot | Token::ColonColon | Token::Fun) {
            return None;
        }
        let next = self.after(index, 1);
        if matches!(next, Token::ColonColon) {
            return None;
        }
        match text {
            "has" => (is_ability(next) || self.is_struct_head(index)).then_some(Token::Has),
            "phantom" => matches!(next, Token::Ident(_)).then_some(Token::Phantom),
            "vector" => self.is_vector_literal(index).then_some(Token::Vector),
            "match" => self.is_match(index).then_some(Token::Match),
            "for" => self.decide_for(index),
            "in" => self.is_in(index).then_some(Token::In),
            "is" => self.is_is(index).then_some(Token::Is),
            "reads" | "writes" | "adds" | "pure" | "calls" => {
                self.starts_clause(index).then(|| clause_word(text))
            }
            "exists" => (self.in_clauses() && next == Token::TypeOpen).then_some(Token::Exists),
            _ if next == Token::Not && self.is_macro(index) => Some(Token::MacroName(text)),
            _ => None,
        }
    }

    /// After the name, type parameters or fields of a struct or enum.
    fn is_struct_head(&self, index: usize) -> bool {
        let is_type = matches!(self.kind, ItemKind::Struct | ItemKind::Enum);
        is_type && self.depth == 0 && ends_operand(self.before(index))
    }

    fn is_macro(&self, index: usize) -> bool {
        let ends = |steps| self.lexemes.get(index.saturating_add(steps));
        let is_adjacent = ends(0).zip(ends(1)).is_some_and(|(name, not)| name.end == not.start);
        is_adjacent && self.region != Region::Signature && self.after(index, 2) == Token::ParenOpen
    }

    /// `vector[` or `vector<T>[`.
    fn is_vector_literal(&self, index: usize) -> bool {
        match self.after(index, 1) {
            Token::BracketOpen => true,
            Token::TypeOpen => self.follows_brackets(index, 1) == Token::BracketOpen,
            _ => false,
        }
    }

    /// `match (…) {`.
    fn is_match(&self, index: usize) -> bool {
        self.after(index, 1) == Token::ParenOpen
            && self.follows_brackets(index, 1) == Token::BraceOpen
    }

    /// The token after the brackets that open `steps` after `index`.
    fn follows_brackets(&self, index: usize, steps: usize) -> Token<'a> {
        let open = index.saturating_add(steps);
        let close = self.closing.get(open).copied().flatten();
        close.map_or(Token::Semicolon, |close| self.after(close, 1))
    }

    /// `for (i in`, or `for i in` after a place.
    fn decide_for(&self, index: usize) -> Option<Token<'a>> {
        let (first, second) = (self.after(index, 1), self.after(index, 2));
        let is_loop = first == Token::ParenOpen && self.after(index, 3) == Token::Ident("in");
        let is_quantifier = self.in_clauses() && is_name(first) && second == Token::Ident("in");
        (is_loop || is_quantifier).then_some(Token::For)
    }

    /// `in` after `for (i` or `for i`.
    fn is_in(&self, index: usize) -> bool {
        let back = |steps| index.checked_sub(steps).map(|index| self.at(index));
        match back(2) {
            Some(Token::For) => is_name(self.before(index)),
            Some(Token::ParenOpen) => back(3) == Some(Token::For),
            _ => false,
        }
    }

    /// Between an operand and a path.
    fn is_is(&self, index: usize) -> bool {
        let is_path = match self.after(index, 1) {
            Token::Ident(_) => true,
            Token::Number(_) => self.after(index, 2) == Token::ColonColon,
            _ => false,
        };
        ends_operand(self.before(index)) && is_path
    }

    /// Whether clauses can stand at the present depth.
    fn in_clauses(&self) -> bool {
        self.region == Region::Signature || !self.clause_depths.is_empty()
    }

    /// Whether `reads` and the like at `index` starts a clause.
    fn starts_clause(&self, index: usize) -> bool {
        let before = self.before(index);
        let is_first = before == Token::AccessNot
            || self.is_between_clauses(index)
                && (before != Token::Comma || self.starts_place(index.saturating_add(1)));
        is_first && self.after(index, 1) != Token::TypeOpen
    }

    /// Whether a clause can start with the token at `index`, as far as what stands before tells.
    fn is_between_clauses(&self, index: usize) -> bool {
        let is_depth = match self.clause_depths.last() {
            Some(depth) => *depth == self.depth,
            None => self.region == Region::Signature && self.depth == 0,
        };
        let before = self.before(index);
        is_depth
            && (ends_operand(before)
                || matches!(before, Token::Star | Token::AccessOpen | Token::Pure)
                || matches!(before, Token::Comma | Token::Error))
    }

    /// Whether a place can start with the token at `index`.
    fn starts_place(&self, index: usize) -> bool {
        let token = self.at(index);
        is_name(token) || matches!(token, Token::At(_) | Token::Star | Token::Number(_))
    }

    /// Whether `!` at `index` stands before a clause.
    fn excludes(&self, index: usize) -> bool {
        let is_mode = matches!(self.after(index, 1), Token::Ident("reads" | "writes" | "adds"));
        is_mode && self.after(index, 2) != Token::TypeOpen && self.is_between_clauses(index)
    }

    /// Whether `{` at `index` opens the clauses of a function type.
    fn opens_clauses(&self, index: usize) -> bool {
        let (first, second) = (self.after(index, 1), self.after(index, 2));
        let starts = match first {
            Token::Ident("reads" | "writes" | "adds") => self.starts_place(index.saturating_add(2)),
            Token::Ident("calls") => is_name(second),
            Token::Ident("pure") => second == Token::BraceClose,
            Token::Not => matches!(second, Token::Ident("reads" | "writes" | "adds")),
            _ => false,
        };
        starts
            && match self.region {
                Region::Signature => self.has_bar && self.depth == 0 || 0 < self.depth,
                Region::Plain => true,
                Region::Body => first != Token::Ident("pure") && second != Token::Star,
            }
    }

    /// Moves on over the token at `index`.
    fn advance(&mut self, index: usize, token: Token<'a>) {
        match token {
            Token::AccessOpen => {
                // A result type has them once; the next brace is the body.
                self.has_bar &= self.depth != 0;
                self.depth = self.depth.saturating_add(1);
                self.clause_depths.push(self.depth);
            }
            Token::ParenOpen | Token::BracketOpen | Token::BraceOpen => {
                if token == Token::BraceOpen && self.starts_body(index) {
                    self.region = Region::Body;
                }
                self.depth = self.depth.saturating_add(1);
            }
            Token::ParenClose | Token::BracketClose | Token::BraceClose => {
                self.clause_depths.pop_if(|depth| *depth == self.depth);
                self.depth = self.depth.saturating_sub(1);
                let ends_parameters = token == Token::ParenClose && self.depth == 0;
                if self.kind == ItemKind::Function
                    && self.region == Region::Plain
                    && ends_parameters
                {
                    self.region =
                        if self.is_head(index) { Region::Plain } else { Region::Signature };
                }
            }
            Token::Bar | Token::OrOr => self.has_bar |= self.region == Region::Signature,
            _ => {}
        }
        self.is_test = match token {
            Token::Is => true,
            Token::Ident(_)
            | Token::Number(_)
            | Token::ColonColon
            | Token::IsBar
            | Token::TypeOpen
            | Token::TypeClose => self.is_test,
            _ => false,
        };
    }

    fn starts_body(&self, index: usize) -> bool {
        let is_fields = self.before(index) == Token::Dot;
        self.region == Region::Signature && self.depth == 0 && !is_fields
    }

    /// Whether the `)` at `index` ends `public(friend)` or an attribute rather than parameters.
    fn is_head(&self, index: usize) -> bool {
        let rest = self.lexemes.get(index..).unwrap_or_default();
        let next = rest.iter().find(|lexeme| {
            matches!(lexeme.token, Token::Fun | Token::BraceOpen | Token::Semicolon)
        });
        next.is_some_and(|lexeme| lexeme.token == Token::Fun)
    }
}

fn clause_word(text: &str) -> Token<'_> {
    match text {
        "reads" => Token::Reads,
        "writes" => Token::Writes,
        "adds" => Token::Adds,
        "pure" => Token::Pure,
        _ => Token::Calls,
    }
}

fn is_name(token: Token<'_>) -> bool {
    matches!(token, Token::Ident(_))
}

fn is_ability(token: Token<'_>) -> bool {
    matches!(token, Token::Copy | Token::Ident("drop" | "store" | "key"))
}

/// Whether what follows `return` is its value; an operator that is no prefix takes the `return` for its operand, as do `|` and
/// `||`.
fn starts_value(token: Token<'_>) -> bool {
    matches!(
        token,
        Token::Ident(_)
            | Token::Number(_)
            | Token::At(_)
            | Token::ByteString(_)
            | Token::HexString(_)
            | Token::Label(_)
            | Token::Error
            | Token::True
            | Token::False
            | Token::Underscore
            | Token::ParenOpen
            | Token::BraceOpen
            | Token::Not
            | Token::Minus
            | Token::Star
            | Token::Amp
            | Token::AmpMut
            | Token::Copy
            | Token::Move
            | Token::If
            | Token::While
            | Token::Loop
            | Token::Break
            | Token::Continue
            | Token::Return
            | Token::Abort
    )
}

/// Whether an expression, type or place can end with this token.
fn ends_operand(token: Token<'_>) -> bool {
    matches!(
        token,
        Token::Ident(_)
            | Token::Number(_)
            | Token::At(_)
            | Token::ByteString(_)
            | Token::HexString(_)
            | Token::True
            | Token::False
            | Token::ParenClose
            | Token::BracketClose
            | Token::BraceClose
            | Token::TypeClose
            | Token::Copy
            | Token::Underscore
    )
}
