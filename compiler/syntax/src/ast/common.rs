//! What items, expressions and access clauses share: names, paths, types, literals.

use crate::ast::AccessClauses;
use compiler_diagnostics::Span;
use ruint::aliases::U256;

/// An identifier, or the number of a positional field (`0` in `x.0`).
#[derive(Clone, Copy, Debug)]
pub struct Name<'a> {
    /// Where it stands.
    pub span: Span,
    /// Its text; empty where a name was missing.
    pub text: &'a str,
}

/// An account address: `0x1` or `std`; in expressions and places with `@` before it.
#[derive(Clone, Copy, Debug)]
pub struct Address<'a> {
    /// Where it stands, `@` included.
    pub span: Span,
    /// Which one.
    pub kind: AddressKind<'a>,
}

/// The two ways to write an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressKind<'a> {
    /// By number.
    Numeric(U256),
    /// By a name that the manifest gives a value.
    Named(&'a str),
}

/// Names with `::` between them: `x`, `m::f<T>`, `0x1::m::S<T>::Variant`.
///
/// Which part is an address, a module, a member or a variant is found out by name resolution.
#[derive(Clone, Copy, Debug)]
pub struct Path<'a> {
    /// From the first segment (or the address) to the last type argument.
    pub span: Span,
    /// An address before the first segment, if it was written as a number or (in places) with `@`.
    pub address: Option<Address<'a>>,
    /// The names; at least one.
    pub segments: &'a [Segment<'a>],
}

impl<'a> Path<'a> {
    /// Returns the name if it is nothing else: no `::`, no type arguments.
    pub fn as_name(&self) -> Option<Name<'a>> {
        match (self.address, self.segments) {
            (None, [Segment { name, type_arguments: None }]) => Some(*name),
            _ => None,
        }
    }

    /// Returns the name if it is one segment, whatever its type arguments.
    pub fn single(&self) -> Option<&'a Segment<'a>> {
        match (self.address, self.segments) {
            (None, [segment]) => Some(segment),
            _ => None,
        }
    }

    /// Returns the last segment; `None` never happens for a path that the parser made.
    pub fn last(&self) -> Option<&'a Segment<'a>> {
        self.segments.last()
    }
}

/// One name of a [`Path`], with its type arguments.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    /// The name.
    pub name: Name<'a>,
    /// `<T, U>` after it.
    pub type_arguments: Option<TypeArguments<'a>>,
}

/// `<T, U>`: the types between the angle brackets.
#[derive(Clone, Copy, Debug)]
pub struct TypeArguments<'a> {
    /// From `<` to `>`.
    pub span: Span,
    /// The types.
    pub types: &'a [Type<'a>],
}

/// A type as written.
#[derive(Clone, Copy, Debug)]
pub struct Type<'a> {
    /// Where it stands.
    pub span: Span,
    /// Which one.
    pub kind: TypeKind<'a>,
    pub(crate) depth: u16,
}

/// The kinds of [`Type`].
#[derive(Clone, Copy, Debug)]
pub enum TypeKind<'a> {
    /// Not a type; reported.
    Error,
    /// A primitive (`u64`, `bool`, `address`, `signer`, `vector<T>`), a parameter, a struct or an enum.
    Path(Path<'a>),
    /// `&T` or `&mut T`.
    Reference {
        /// Whether it is `&mut`.
        is_mutable: bool,
        /// `T`.
        target: &'a Type<'a>,
    },
    /// `()` or `(T, U)`; never one element.
    Tuple(&'a [Type<'a>]),
    /// `|T, U| R has copy + drop { clauses }`.
    Function {
        /// What it takes.
        parameters: &'a [FunctionTypeParameter<'a>],
        /// What it gives; `None` is unit.
        result: Option<&'a Type<'a>>,
        /// `has …`.
        abilities: &'a [Ability],
        /// `{ … }`.
        access: Option<AccessClauses<'a>>,
    },
    /// `_`: to be inferred.
    Infer,
}

/// A parameter of a function type; its name is there for access clauses.
#[derive(Clone, Copy, Debug)]
pub struct FunctionTypeParameter<'a> {
    /// The name, if it has one.
    pub name: Option<Name<'a>>,
    /// The type.
    pub ty: Type<'a>,
}

/// An ability with its place.
#[derive(Clone, Copy, Debug)]
pub struct Ability {
    /// Where it stands.
    pub span: Span,
    /// Which one.
    pub kind: AbilityKind,
}

/// The four abilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AbilityKind {
    /// `copy`
    Copy,
    /// `drop`
    Drop,
    /// `store`
    Store,
    /// `key`
    Key,
}

/// A literal with its place.
#[derive(Clone, Copy, Debug)]
pub struct Literal<'a> {
    /// Where it stands.
    pub span: Span,
    /// Its value.
    pub kind: LiteralKind<'a>,
}

/// The kinds of [`Literal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiteralKind<'a> {
    /// Malformed; reported.
    Error,
    /// `1`, `-1`, `0xff`, `1_000u64`. The value need not fit the suffix.
    Number {
        /// Whether `-` stands before it.
        is_negative: bool,
        /// The digits.
        value: U256,
        /// The type, if it is written.
        suffix: Option<NumberSuffix>,
    },
    /// `true` or `false`.
    Bool(bool),
    /// `@0x1` or `@name`.
    Address(AddressKind<'a>),
    /// `b"…"` or `x"…"`, decoded.
    Bytes(&'a [u8]),
}

/// The type written at the end of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberSuffix {
    /// `u8`
    U8,
    /// `u16`
    U16,
    /// `u32`
    U32,
    /// `u64`
    U64,
    /// `u128`
    U128,
    /// `u256`
    U256,
    /// `i8`
    I8,
    /// `i16`
    I16,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `i128`
    I128,
    /// `i256`
    I256,
}
