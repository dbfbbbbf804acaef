//! Access declarations: clauses, and the places they speak of.
//!
//! Places and the terms inside them have one grammar, hence one type: whether `f(x)` is the resource `f`
//! at `x` or a call of the term function `f` is found out by name resolution.

use crate::ast::{Address, BinaryOp, Literal, Name, Path, Type, TypeArguments};
use compiler_diagnostics::Span;

/// The clauses of a function or function type.
#[derive(Clone, Copy, Debug)]
pub struct AccessClauses<'a> {
    /// From the first clause to the end of the last; with the braces in a function type.
    pub span: Span,
    /// The clauses; none only in `{ }` of a function type.
    pub clauses: &'a [Clause<'a>],
}

/// One clause.
#[derive(Clone, Copy, Debug)]
pub struct Clause<'a> {
    /// Where it stands.
    pub span: Span,
    /// Which one.
    pub kind: ClauseKind<'a>,
}

/// The kinds of [`Clause`].
#[derive(Clone, Copy, Debug)]
#[allow(clippy::large_enum_variant, reason = "the large one is by far the most frequent")]
pub enum ClauseKind<'a> {
    /// Malformed; reported. The whole list cannot be relied on.
    Error,
    /// `pure`
    Pure,
    /// `!writes A, B for i in x..y if c`
    Access {
        /// Whether `!` stands before it.
        is_negated: bool,
        /// The mode.
        mode: Mode,
        /// Where the mode's word stands.
        mode_span: Span,
        /// The places; at least one.
        places: &'a [Place<'a>],
        /// `for i in x..y`, outer before inner.
        quantifiers: &'a [Quantifier<'a>],
        /// `if condition`
        condition: Option<Place<'a>>,
    },
    /// `calls f(x), g(y)`
    Calls(&'a [CallTerm<'a>]),
}

/// What a clause allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// `reads`
    Reads,
    /// `writes`
    Writes,
    /// `adds`
    Adds,
}

/// `for i in start..end`
#[derive(Clone, Copy, Debug)]
pub struct Quantifier<'a> {
    /// From `for` to the upper bound.
    pub span: Span,
    /// The variable it binds.
    pub variable: Name<'a>,
    /// The first value.
    pub start: Place<'a>,
    /// The value after the last.
    pub end: Place<'a>,
}

/// A call in a `calls` clause.
#[derive(Clone, Copy, Debug)]
pub struct CallTerm<'a> {
    /// Where it stands.
    pub span: Span,
    /// What is called.
    pub callee: Callee<'a>,
    /// What it is called with.
    pub arguments: &'a [Place<'a>],
}

/// What a `calls` clause says is called.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::large_enum_variant, reason = "the large one is by far the most frequent")]
pub enum Callee<'a> {
    /// `f`: a function, or a parameter that is one.
    Path(Path<'a>),
    /// `(p)`: a function value that lies somewhere.
    Value(Place<'a>),
}

/// A place, a term inside one, or a condition on terms.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Where it stands.
    pub span: Span,
    /// Which one.
    pub kind: PlaceKind<'a>,
    pub(crate) depth: u16,
}

/// The kinds of [`Place`].
#[derive(Clone, Copy, Debug)]
pub enum PlaceKind<'a> {
    /// Malformed; reported.
    Error,
    /// `*`: everything; inside `(…)` or `[…]` any key.
    Any,
    /// `@a::*`: every resource whose type is published at `a`.
    AnyAt(Address<'a>),
    /// `*(a)`: every resource stored at `a`, whatever its type.
    AnyIn(&'a Place<'a>),
    /// `m::*`: every resource whose type module `m` defines.
    AnyOf(Path<'a>),
    /// `R`, `R<T>`, `x`, `CONSTANT`.
    Path(Path<'a>),
    /// `R<T>(a)` or `f<T>(x, y)`.
    Apply {
        /// The resource or term function.
        path: Path<'a>,
        /// The address or the arguments.
        arguments: &'a [Place<'a>],
    },
    /// `exists<R>(a)`
    Exists {
        /// The resource type.
        ty: &'a Type<'a>,
        /// The address.
        address: &'a Place<'a>,
    },
    /// `p.f` or `p.0`
    Field {
        /// `p`
        base: &'a Place<'a>,
        /// `f`
        field: Name<'a>,
    },
    /// `p.{f, g}`
    Fields {
        /// `p`
        base: &'a Place<'a>,
        /// `f`, `g`; at least one.
        fields: &'a [Name<'a>],
    },
    /// `p.method(x)`
    Method {
        /// `p`
        receiver: &'a Place<'a>,
        /// `method`
        name: Name<'a>,
        /// `::<T>` after it.
        type_arguments: Option<TypeArguments<'a>>,
        /// `x`
        arguments: &'a [Place<'a>],
    },
    /// `p[k]`, `p[*]`
    Index {
        /// `p`
        base: &'a Place<'a>,
        /// `k`
        index: &'a Place<'a>,
    },
    /// `1`, `true`, `@a`, `b"…"`
    Literal(Literal<'a>),
    /// `&p`
    Borrow(&'a Place<'a>),
    /// `!p`, in conditions
    Not(&'a Place<'a>),
    /// `-p`
    Negate(&'a Place<'a>),
    /// `{p, q}`, one of these; only inside parentheses or brackets
    Choice(&'a [Place<'a>]),
    /// `(p as u64)`
    Cast {
        /// `p`
        operand: &'a Place<'a>,
        /// `u64`
        ty: &'a Type<'a>,
    },
    /// `p + q`; in conditions also comparisons, `&&` and `||`
    Binary {
        /// The operator.
        op: BinaryOp,
        /// `p`
        left: &'a Place<'a>,
        /// `q`
        right: &'a Place<'a>,
    },
    /// `S { a: p, b }`; only inside parentheses or brackets
    Pack {
        /// `S`
        path: Path<'a>,
        /// The fields.
        fields: &'a [PlaceField<'a>],
    },
}

/// A field of a struct value in a place.
#[derive(Clone, Copy, Debug)]
pub struct PlaceField<'a> {
    /// The field.
    pub name: Name<'a>,
    /// Its value; for a shorthand `b` the path `b`.
    pub value: Place<'a>,
}
