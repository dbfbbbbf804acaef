//! Expressions, statements and patterns.

use crate::ast::{Literal, Name, Path, Type, TypeArguments, Use};
use compiler_diagnostics::Span;

/// `{ statements tail }`
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// From `{` to `}`.
    pub span: Span,
    /// The statements, `use` among them.
    pub statements: &'a [Statement<'a>],
    /// The expression without a semicolon at the end: the block's value.
    pub tail: Option<&'a Expr<'a>>,
    pub(crate) depth: u16,
}

impl Block<'_> {
    /// How deep it is nested.
    pub fn depth(&self) -> usize {
        usize::from(self.depth)
    }
}

impl Expr<'_> {
    /// How deep it is nested.
    pub fn depth(&self) -> usize {
        usize::from(self.depth)
    }
}

/// A statement.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    /// Where it stands, the semicolon included.
    pub span: Span,
    /// Which one.
    pub kind: StatementKind<'a>,
    pub(crate) depth: u16,
}

/// The kinds of [`Statement`].
#[derive(Clone, Copy, Debug)]
#[allow(clippy::large_enum_variant, reason = "the large one is by far the most frequent")]
pub enum StatementKind<'a> {
    /// Malformed; reported.
    Error,
    /// `let pattern: T = value;`
    Let {
        /// What is bound; a tuple pattern for `let (a, b)`.
        pattern: Pattern<'a>,
        /// `: T`
        ty: Option<Type<'a>>,
        /// `= value`
        value: Option<Expr<'a>>,
    },
    /// An expression whose value is dropped; a block-like one needs no semicolon.
    Expr(Expr<'a>),
    /// `use …;`
    Use(Use<'a>),
}

/// An expression.
#[derive(Clone, Copy, Debug)]
pub struct Expr<'a> {
    /// Where it stands.
    pub span: Span,
    /// Which one.
    pub kind: ExprKind<'a>,
    pub(crate) depth: u16,
}

/// The kinds of [`Expr`].
#[derive(Clone, Copy, Debug)]
pub enum ExprKind<'a> {
    /// Malformed; reported.
    Error,
    /// `1`, `true`, `@0x1`, `b"…"`
    Literal(Literal<'a>),
    /// A variable, constant, function value or unit variant.
    Path(Path<'a>),
    /// `_` on the left of `=`.
    Underscore,
    /// `f<T>(x)`: a function, a function-typed variable or a positional struct or variant.
    Call {
        /// What is called.
        callee: Path<'a>,
        /// The arguments.
        arguments: &'a [Expr<'a>],
    },
    /// `(e)(x)`: the value of an expression that is no path.
    CallValue {
        /// What is called.
        callee: &'a Expr<'a>,
        /// The arguments.
        arguments: &'a [Expr<'a>],
    },
    /// `assert!(c, e)`
    Macro {
        /// The name before `!`.
        name: Name<'a>,
        /// The arguments.
        arguments: &'a [Expr<'a>],
    },
    /// `x.f<T>(y)` or `x.f::<T>(y)`
    Method {
        /// `x`
        receiver: &'a Expr<'a>,
        /// `f`
        name: Name<'a>,
        /// `T`
        type_arguments: Option<TypeArguments<'a>>,
        /// `y`
        arguments: &'a [Expr<'a>],
    },
    /// `x.f` or `x.0`
    Field {
        /// `x`
        base: &'a Expr<'a>,
        /// `f`
        field: Name<'a>,
    },
    /// `v[i]` or `R<T>[a]`
    Index {
        /// `v`; a path for a resource.
        base: &'a Expr<'a>,
        /// `i`
        index: &'a Expr<'a>,
    },
    /// `S<T> { a: x, b }`
    Pack {
        /// The struct or variant.
        path: Path<'a>,
        /// The fields.
        fields: &'a [FieldInit<'a>],
        /// `..` at the end: only right on the left of `=`.
        rest: Option<Span>,
    },
    /// `vector<T>[x, y]`
    Vector {
        /// `T`, if written.
        type_arguments: Option<TypeArguments<'a>>,
        /// The elements.
        elements: &'a [Expr<'a>],
    },
    /// `()` or `(x, y)`; never one element.
    Tuple(&'a [Expr<'a>]),
    /// `!x`, `-x`
    Unary {
        /// The operator.
        op: UnaryOp,
        /// `x`
        operand: &'a Expr<'a>,
    },
    /// `x + y`
    Binary {
        /// The operator.
        op: BinaryOp,
        /// `x`
        left: &'a Expr<'a>,
        /// `y`
        right: &'a Expr<'a>,
    },
    /// `&x` or `&mut x`
    Borrow {
        /// Whether it is `&mut`.
        is_mutable: bool,
        /// `x`
        operand: &'a Expr<'a>,
    },
    /// `*x`
    Deref(&'a Expr<'a>),
    /// `move x`
    Move(Name<'a>),
    /// `copy x`
    Copy(Name<'a>),
    /// `x as T`
    Cast {
        /// `x`
        operand: &'a Expr<'a>,
        /// `T`
        ty: &'a Type<'a>,
    },
    /// `(x: T)`
    Annotated {
        /// `x`
        operand: &'a Expr<'a>,
        /// `T`
        ty: &'a Type<'a>,
    },
    /// `x is V | W`
    Is {
        /// `x`
        operand: &'a Expr<'a>,
        /// `V`, `W`: variants.
        variants: &'a [Path<'a>],
    },
    /// `x = y` or `x += y`
    Assign {
        /// `x`; a tuple or pack takes the value apart.
        target: &'a Expr<'a>,
        /// `+` in `+=`.
        op: Option<BinaryOp>,
        /// `y`
        value: &'a Expr<'a>,
    },
    /// `if (c) x else y`
    If {
        /// `c`
        condition: &'a Expr<'a>,
        /// `x`
        then: &'a Expr<'a>,
        /// `y`
        otherwise: Option<&'a Expr<'a>>,
    },
    /// `'l: while (c) x`
    While {
        /// `'l`
        label: Option<Name<'a>>,
        /// `c`
        condition: &'a Expr<'a>,
        /// `x`
        body: &'a Expr<'a>,
    },
    /// `'l: loop x`
    Loop {
        /// `'l`
        label: Option<Name<'a>>,
        /// `x`
        body: &'a Expr<'a>,
    },
    /// `'l: for (i in a..b) x`
    For {
        /// `'l`
        label: Option<Name<'a>>,
        /// `i`
        variable: Name<'a>,
        /// `a`
        start: &'a Expr<'a>,
        /// `b`
        end: &'a Expr<'a>,
        /// `x`
        body: &'a Expr<'a>,
    },
    /// `match (x) { pattern if guard => body, … }`
    Match {
        /// `x`
        scrutinee: &'a Expr<'a>,
        /// The arms.
        arms: &'a [MatchArm<'a>],
    },
    /// `{ … }`
    Block(&'a Block<'a>),
    /// `move |x, y| e`
    Lambda {
        /// Whether `move` stands before it.
        is_move: bool,
        /// The parameters.
        parameters: &'a [LambdaParameter<'a>],
        /// `e`
        body: &'a Expr<'a>,
    },
    /// `break 'l`
    Break(Option<Name<'a>>),
    /// `continue 'l`
    Continue(Option<Name<'a>>),
    /// `return x`
    Return(Option<&'a Expr<'a>>),
    /// `abort x`
    Abort(Option<&'a Expr<'a>>),
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `!`
    Not,
    /// `-`
    Negate,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
    /// `%`
    Mod,
    /// `&`
    BitAnd,
    /// `|`
    BitOr,
    /// `^`
    BitXor,
    /// `<<`
    Shl,
    /// `>>`
    Shr,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl BinaryOp {
    /// How it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Sub => "-",
            Self::Mul => "*",
            Self::Div => "/",
            Self::Mod => "%",
            Self::BitAnd => "&",
            Self::BitOr => "|",
            Self::BitXor => "^",
            Self::Shl => "<<",
            Self::Shr => ">>",
            Self::And => "&&",
            Self::Or => "||",
            Self::Eq => "==",
            Self::Ne => "!=",
            Self::Lt => "<",
            Self::Le => "<=",
            Self::Gt => ">",
            Self::Ge => ">=",
        }
    }

    /// How tightly it binds; all associate to the left.
    pub fn precedence(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Eq | Self::Ne | Self::Lt | Self::Le | Self::Gt | Self::Ge => 3,
            Self::BitOr => 4,
            Self::BitXor => 5,
            Self::BitAnd => 6,
            Self::Shl | Self::Shr => 7,
            Self::Add | Self::Sub => 8,
            Self::Mul | Self::Div | Self::Mod => 9,
        }
    }
}

/// A field of a struct value.
#[derive(Clone, Copy, Debug)]
pub struct FieldInit<'a> {
    /// The field.
    pub name: Name<'a>,
    /// Its value; for a shorthand `b` the path `b`.
    pub value: Expr<'a>,
}

/// A parameter of a lambda.
#[derive(Clone, Copy, Debug)]
pub struct LambdaParameter<'a> {
    /// What is bound.
    pub pattern: Pattern<'a>,
    /// `: T`
    pub ty: Option<Type<'a>>,
}

/// An arm of a `match`.
#[derive(Clone, Copy, Debug)]
pub struct MatchArm<'a> {
    /// Where it stands.
    pub span: Span,
    /// What it fits.
    pub pattern: Pattern<'a>,
    /// `if guard`
    pub guard: Option<Expr<'a>>,
    /// What it gives.
    pub body: Expr<'a>,
}

/// A pattern.
#[derive(Clone, Copy, Debug)]
pub struct Pattern<'a> {
    /// Where it stands.
    pub span: Span,
    /// Which one.
    pub kind: PatternKind<'a>,
    pub(crate) depth: u16,
}

/// The kinds of [`Pattern`].
#[derive(Clone, Copy, Debug)]
pub enum PatternKind<'a> {
    /// Malformed; reported.
    Error,
    /// `_`
    Wildcard,
    /// `..` among the elements of a tuple or positional pattern.
    Rest,
    /// A path without fields: one name binds (or is a unit variant), more are a variant.
    Path(Path<'a>),
    /// `(p, q)` or `()`; never one element.
    Tuple(&'a [Pattern<'a>]),
    /// `S<T> { a: p, b, .. }`
    Struct {
        /// The struct or variant.
        path: Path<'a>,
        /// The fields.
        fields: &'a [FieldPattern<'a>],
        /// `..`
        rest: Option<Span>,
    },
    /// `S(p, q)`
    Positional {
        /// The struct or variant.
        path: Path<'a>,
        /// The elements, [`PatternKind::Rest`] perhaps among them.
        elements: &'a [Pattern<'a>],
    },
    /// `1`, `true`, `@0x1`
    Literal(Literal<'a>),
}

/// A field of a struct pattern.
#[derive(Clone, Copy, Debug)]
pub struct FieldPattern<'a> {
    /// The field.
    pub name: Name<'a>,
    /// What its value must fit; for a shorthand `b` the path `b`.
    pub pattern: Pattern<'a>,
}
