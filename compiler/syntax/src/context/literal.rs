//! Values of literals.

use super::Cx;
use crate::ast::{
    Address, AddressKind, Expr, ExprKind, Literal, LiteralKind, NumberSuffix, Place, PlaceKind,
    UnaryOp,
};
use compiler_diagnostics::{Code, Diagnostic, Span};
use ruint::aliases::U256;

impl<'a> Cx<'a> {
    pub(crate) fn number(&self, start: u32, text: &str, end: u32) -> LiteralKind<'a> {
        let (digits, suffix) = split_suffix(text);
        match parse_digits(digits) {
            Ok(value) => LiteralKind::Number { is_negative: false, value, suffix },
            Err(problem) => {
                self.malformed(Code::E0105, self.span(start, end), "malformed number", problem);
                LiteralKind::Error
            }
        }
    }

    /// A number with `-` before it, which starts at `start`.
    pub(crate) fn negative(&self, start: u32, number: Literal<'a>) -> Literal<'a> {
        let span = self.span(start, number.span.end);
        Literal { span, kind: negated(number, number.span).unwrap_or(number.kind) }
    }

    /// `-` and an expression: a literal, if that is a number.
    pub(crate) fn negate(&self, start: u32, operand: Expr<'a>, end: u32) -> Expr<'a> {
        let number = if let ExprKind::Literal(literal) = operand.kind {
            negated(literal, operand.span)
        } else {
            None
        };
        let span = self.span(start, end);
        let kind = match number {
            Some(kind) => ExprKind::Literal(Literal { span, kind }),
            None => ExprKind::Unary { op: UnaryOp::Negate, operand: self.alloc(operand) },
        };
        self.expr(start, kind, end)
    }

    /// `-` and a place: a literal, if that is a number.
    pub(crate) fn negate_place(&self, start: u32, operand: Place<'a>, end: u32) -> Place<'a> {
        let number = if let PlaceKind::Literal(literal) = operand.kind {
            negated(literal, operand.span)
        } else {
            None
        };
        let span = self.span(start, end);
        let kind = match number {
            Some(kind) => PlaceKind::Literal(Literal { span, kind }),
            None => PlaceKind::Negate(self.alloc(operand)),
        };
        self.place(start, kind, end)
    }

    /// An address by number, without `@`.
    pub(crate) fn numeric_address(&self, start: u32, text: &'a str, end: u32) -> Address<'a> {
        let span = self.span(start, end);
        Address { span, kind: self.address_kind(span, text) }
    }

    /// An address with `@`.
    pub(crate) fn at_address(&self, start: u32, text: &'a str, end: u32) -> Address<'a> {
        let span = self.span(start, end);
        Address { span, kind: self.address_kind(span, text.strip_prefix('@').unwrap_or(text)) }
    }

    pub(crate) fn address_literal(&self, start: u32, text: &'a str, end: u32) -> LiteralKind<'a> {
        LiteralKind::Address(self.at_address(start, text, end).kind)
    }

    fn address_kind(&self, span: Span, text: &'a str) -> AddressKind<'a> {
        if !text.starts_with(|first: char| first.is_ascii_digit()) {
            return AddressKind::Named(text);
        }
        AddressKind::Numeric(parse_digits(text).unwrap_or_else(|problem| {
            self.malformed(Code::E0105, span, "malformed address", problem);
            U256::ZERO
        }))
    }

    pub(crate) fn byte_string(&self, start: u32, text: &str, end: u32) -> LiteralKind<'a> {
        let body = text.strip_prefix("b\"").and_then(|text| text.strip_suffix('"')).unwrap_or("");
        match unescape(body) {
            Ok(bytes) => LiteralKind::Bytes(self.list(bytes)),
            Err(problem) => {
                let message = "malformed byte string";
                self.malformed(Code::E0106, self.span(start, end), message, problem);
                LiteralKind::Error
            }
        }
    }

    pub(crate) fn hex_string(&self, start: u32, text: &str, end: u32) -> LiteralKind<'a> {
        let body = text.strip_prefix("x\"").and_then(|text| text.strip_suffix('"')).unwrap_or("");
        let bytes = body.as_bytes().chunks(2).map(|pair| match pair {
            [high, low] => hex_byte(*high, *low),
            _ => None,
        });
        if let Some(bytes) = bytes.collect::<Option<Vec<u8>>>() {
            return LiteralKind::Bytes(self.list(bytes));
        }
        let problem = "expected an even number of hexadecimal digits";
        let span = self.span(start, end);
        self.malformed(Code::E0106, span, "malformed hexadecimal string", problem);
        LiteralKind::Error
    }

    fn malformed(&self, code: Code, span: Span, message: &str, problem: &str) {
        self.report(Diagnostic::error(code, span, message).with_label(problem));
    }
}

/// The literal at `span` with `-` before it; `None` if it is no number, has one, or stands in parentheses.
fn negated(literal: Literal<'_>, span: Span) -> Option<LiteralKind<'_>> {
    match literal.kind {
        LiteralKind::Number { is_negative: false, value, suffix } if literal.span == span => {
            Some(LiteralKind::Number { is_negative: true, value, suffix })
        }
        LiteralKind::Number { .. }
        | LiteralKind::Error
        | LiteralKind::Bool(_)
        | LiteralKind::Address(_)
        | LiteralKind::Bytes(_) => None,
    }
}

/// Cuts `u64` and the like from the end of a number.
fn split_suffix(text: &str) -> (&str, Option<NumberSuffix>) {
    const SUFFIXES: &[(&str, NumberSuffix)] = &[
        ("u8", NumberSuffix::U8),
        ("u16", NumberSuffix::U16),
        ("u32", NumberSuffix::U32),
        ("u64", NumberSuffix::U64),
        ("u128", NumberSuffix::U128),
        ("u256", NumberSuffix::U256),
        ("i8", NumberSuffix::I8),
        ("i16", NumberSuffix::I16),
        ("i32", NumberSuffix::I32),
        ("i64", NumberSuffix::I64),
        ("i128", NumberSuffix::I128),
        ("i256", NumberSuffix::I256),
    ];
    let cut = |(name, suffix): &(&str, NumberSuffix)| {
        text.strip_suffix(name).map(|digits| (digits, Some(*suffix)))
    };
    SUFFIXES.iter().find_map(cut).unwrap_or((text, None))
}

fn parse_digits(text: &str) -> Result<U256, &'static str> {
    let (digits, radix) = match text.strip_prefix("0x") {
        Some(digits) => (digits, 16),
        None => (text, 10),
    };
    let mut value = U256::ZERO;
    let mut count = 0_u32;
    for digit in digits.chars().filter(|digit| *digit != '_') {
        let digit = digit.to_digit(radix).ok_or("not a digit of a number in it")?;
        value = value
            .checked_mul(U256::from(radix))
            .and_then(|value| value.checked_add(U256::from(digit)))
            .ok_or("larger than 256 bits")?;
        count = count.saturating_add(1);
    }
    if count == 0 { Err("no digits") } else { Ok(value) }
}

fn unescape(text: &str) -> Result<Vec<u8>, &'static str> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'\\' => match rest.next() {
                Some(b'n') => b'\n',
                Some(b'r') => b'\r',
                Some(b't') => b'\t',
                Some(b'0') => 0,
                Some(escaped @ (b'\\' | b'"')) => escaped,
                Some(b'x') => {
                    let digits = rest.next().zip(rest.next());
                    digits
                        .and_then(|(high, low)| hex_byte(high, low))
                        .ok_or("`\\x` needs two hexadecimal digits")?
                }
                _ => return Err("unknown escape; there are \\n \\r \\t \\\\ \\0 \\\" and \\xHH"),
            },
            0..=127 => byte,
            128.. => return Err("not an ASCII character"),
        });
    }
    Ok(bytes)
}

fn hex_byte(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)?.checked_mul(16)?.checked_add(digit(low)?)?).ok()
}
