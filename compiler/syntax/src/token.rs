//! Tokens: what logos finds in text, and what the adapter makes of it.
//!
//! Words that are keywords only by position come out of the lexer as [`Token::Ident`]; the adapter
//! (`adapt.rs`) replaces them by the variants of the last group.

use logos::{FilterResult, Lexer, Logos};

/// A token with its byte range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lexeme<'a> {
    pub(crate) start: u32,
    pub(crate) token: Token<'a>,
    pub(crate) end: u32,
}

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Logos)]
#[logos(skip r"[ \t\r\n\f\u{feff}]+")]
pub(crate) enum Token<'a> {
    // Never reaches the parser.
    #[regex(r"//[^\n]*", allow_greedy = true)]
    LineComment(&'a str),
    #[token("/*", block_comment)]
    OpenComment,

    /// Anything that is no token; the lexer has reported it.
    #[regex(r#""([^"\\\n]|\\[^\n])*"?"#)]
    #[regex(r#"[bx]"([^"\\\n]|\\[^\n])*"#)]
    Error,

    #[regex(r"[a-zA-Z_][a-zA-Z0-9_]*", priority = 1)]
    Ident(&'a str),
    #[regex(r"[0-9][0-9a-zA-Z_]*")]
    Number(&'a str),
    #[regex(r"@[0-9a-zA-Z_]+")]
    At(&'a str),
    #[regex(r#"b"([^"\\\n]|\\[^\n])*""#)]
    ByteString(&'a str),
    #[regex(r#"x"([^"\\\n]|\\[^\n])*""#)]
    HexString(&'a str),
    #[regex(r"'[a-zA-Z_][a-zA-Z0-9_]*")]
    Label(&'a str),

    #[token("abort")]
    Abort,
    #[token("acquires")]
    Acquires,
    #[token("as")]
    As,
    #[token("break")]
    Break,
    #[token("const")]
    Const,
    #[token("continue")]
    Continue,
    #[token("copy")]
    Copy,
    #[token("else")]
    Else,
    #[token("false")]
    False,
    #[token("friend")]
    Friend,
    #[token("fun")]
    Fun,
    #[token("if")]
    If,
    #[token("let")]
    Let,
    #[token("loop")]
    Loop,
    #[token("module")]
    Module,
    #[token("move")]
    Move,
    #[token("native")]
    Native,
    #[token("public")]
    Public,
    #[token("return")]
    Return,
    #[token("spec")]
    Spec,
    #[token("struct")]
    Struct,
    #[token("true")]
    True,
    #[token("use")]
    Use,
    #[token("while")]
    While,

    #[token("_")]
    Underscore,
    #[token("#")]
    Hash,
    #[token("(")]
    ParenOpen,
    #[token(")")]
    ParenClose,
    #[token("[")]
    BracketOpen,
    #[token("]")]
    BracketClose,
    #[token("{")]
    BraceOpen,
    #[token("}")]
    BraceClose,
    #[token(",")]
    Comma,
    #[token(";")]
    Semicolon,
    #[token(":")]
    Colon,
    #[token("::")]
    ColonColon,
    #[token(".")]
    Dot,
    #[token("..")]
    DotDot,
    #[token("=>")]
    Arrow,
    #[token("=")]
    Assign,
    #[token("==")]
    Eq,
    #[token("!=")]
    Ne,
    #[token("!")]
    Not,
    #[token("<")]
    Lt,
    #[token("<=")]
    Le,
    /// Alone; the adapter joins `>=`, `>>` and `>>=`, which end type arguments elsewhere.
    #[token(">")]
    Gt,
    #[token("<<")]
    Shl,
    #[token("&&")]
    AndAnd,
    #[token("||")]
    OrOr,
    #[token("&")]
    Amp,
    #[token("|")]
    Bar,
    #[token("^")]
    Caret,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("%")]
    Percent,
    #[token("+=")]
    PlusAssign,
    #[token("-=")]
    MinusAssign,
    #[token("*=")]
    StarAssign,
    #[token("/=")]
    SlashAssign,
    #[token("%=")]
    PercentAssign,
    #[token("&=")]
    AmpAssign,
    #[token("|=")]
    BarAssign,
    #[token("^=")]
    CaretAssign,
    #[token("<<=")]
    ShlAssign,

    // Made by the adapter.
    Ge,
    Shr,
    ShrAssign,
    AmpMut,
    TypeOpen,
    TypeClose,
    /// `{` before the clauses of a function type.
    AccessOpen,
    /// `!` before a clause.
    AccessNot,
    /// `|` between the variants after `is`.
    IsBar,
    /// `||` after a `}`, where it is an operator and no lambda.
    OrAfterBlock,
    MacroName(&'a str),
    Vector,
    Entry,
    Inline,
    Package,
    Enum,
    Has,
    Phantom,
    Match,
    For,
    In,
    Is,
    Reads,
    Writes,
    Adds,
    Pure,
    Calls,
    Exists,
    /// `return` with nothing behind it that a value could start with.
    ReturnNothing,

    // Put before an item by the splitter: they choose the rule.
    StartUse,
    StartFriend,
    StartConst,
    StartStruct,
    StartEnum,
    StartFunction,
    StartAttributes,
}

/// Skips a nested block comment; emits [`Token::OpenComment`] if it never ends.
fn block_comment<'a>(lexer: &mut Lexer<'a, Token<'a>>) -> FilterResult<(), ()> {
    let mut depth = 1_usize;
    let mut bytes = lexer.remainder().as_bytes();
    let mut skipped = 0_usize;
    while 0 < depth {
        let (step, change) = match bytes {
            [b'/', b'*', ..] => (2, 1),
            [b'*', b'/', ..] => (2, -1),
            [_, ..] => (1, 0),
            [] => {
                lexer.bump(skipped);
                return FilterResult::Emit(());
            }
        };
        depth = depth.saturating_add_signed(change);
        skipped = skipped.saturating_add(step);
        bytes = bytes.get(step..).unwrap_or_default();
    }
    lexer.bump(skipped);
    FilterResult::Skip
}
