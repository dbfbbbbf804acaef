//! Files, modules and their members.

use crate::ast::{Ability, AccessClauses, Address, Block, Expr, Literal, Name, Path, Type};
use compiler_diagnostics::Span;

/// A source file.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its modules, in order, those of address blocks included.
    pub modules: &'a [Module<'a>],
    /// Its scripts, in order.
    pub scripts: &'a [Script<'a>],
}

/// `module address::name { … }`.
///
/// Members are kept by kind; their spans give the order they were written in.
#[derive(Clone, Copy, Debug)]
pub struct Module<'a> {
    /// From `module` to `}`.
    pub span: Span,
    /// Lines of the doc comment, without the slashes.
    pub docs: &'a [&'a str],
    /// `#[…]` before it.
    pub attributes: &'a [Attribute<'a>],
    /// The address, from the header or the enclosing block; `None` if there is none (not reported).
    pub address: Option<Address<'a>>,
    /// The name.
    pub name: Name<'a>,
    /// `use …;`
    pub uses: &'a [Use<'a>],
    /// `friend …;`
    pub friends: &'a [Friend<'a>],
    /// `const …;`
    pub constants: &'a [Constant<'a>],
    /// `struct …`
    pub structs: &'a [Struct<'a>],
    /// `enum …`
    pub enums: &'a [Enum<'a>],
    /// `fun …`
    pub functions: &'a [Function<'a>],
}

/// `script { … }`.
#[derive(Clone, Copy, Debug)]
pub struct Script<'a> {
    /// From `script` to `}`.
    pub span: Span,
    /// Lines of the doc comment, without the slashes.
    pub docs: &'a [&'a str],
    /// `#[…]` before it.
    pub attributes: &'a [Attribute<'a>],
    /// `use …;`
    pub uses: &'a [Use<'a>],
    /// `const …;`
    pub constants: &'a [Constant<'a>],
    /// The functions; a right script has one.
    pub functions: &'a [Function<'a>],
}

/// One entry of `#[a, b = 1, c(d = @0x1)]`.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    /// Where it stands, without `#[` and `]`.
    pub span: Span,
    /// What stands first: nearly always one name.
    pub name: Path<'a>,
    /// What follows it.
    pub kind: AttributeKind<'a>,
}

/// What follows the name of an [`Attribute`].
#[derive(Clone, Copy, Debug)]
pub enum AttributeKind<'a> {
    /// Nothing.
    Word,
    /// `= 1`, `= @0x1`, `= b"x"`
    Literal(Literal<'a>),
    /// `= module::NAME`
    Path(Path<'a>),
    /// `(…)`
    List(&'a [Attribute<'a>]),
}

/// `use …;`, flattened: `use a::m::{Self, f as g}` has two items.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    /// From `use` to `;`.
    pub span: Span,
    /// `#[…]` before it.
    pub attributes: &'a [Attribute<'a>],
    /// What it brings into scope.
    pub items: &'a [UseItem<'a>],
}

/// One name that a [`Use`] brings into scope.
#[derive(Clone, Copy, Debug)]
pub struct UseItem<'a> {
    /// The part that is its own: what stands between the commas.
    pub span: Span,
    /// The module's address.
    pub address: Address<'a>,
    /// The module.
    pub module: Name<'a>,
    /// The member; `None` for the module itself (`Self`).
    pub member: Option<Name<'a>>,
    /// `as …`
    pub alias: Option<Name<'a>>,
}

impl<'a> UseItem<'a> {
    /// The name that is brought into scope.
    pub fn visible_name(&self) -> Name<'a> {
        self.alias.or(self.member).unwrap_or(self.module)
    }
}

/// `friend address::module;`
#[derive(Clone, Copy, Debug)]
pub struct Friend<'a> {
    /// From `friend` to `;`.
    pub span: Span,
    /// `#[…]` before it.
    pub attributes: &'a [Attribute<'a>],
    /// The module.
    pub module: Path<'a>,
}

/// `const NAME: T = value;`
#[derive(Clone, Copy, Debug)]
pub struct Constant<'a> {
    /// From `const` to `;`.
    pub span: Span,
    /// Lines of the doc comment, without the slashes.
    pub docs: &'a [&'a str],
    /// `#[…]` before it.
    pub attributes: &'a [Attribute<'a>],
    /// The name.
    pub name: Name<'a>,
    /// The type.
    pub ty: Type<'a>,
    /// The value.
    pub value: Expr<'a>,
}

/// `struct Name<T> has key { … }`.
#[derive(Clone, Copy, Debug)]
pub struct Struct<'a> {
    /// From the first modifier to `}` or `;`.
    pub span: Span,
    /// Lines of the doc comment, without the slashes.
    pub docs: &'a [&'a str],
    /// `#[…]` before it.
    pub attributes: &'a [Attribute<'a>],
    /// Who may take it apart; private in Move before 2.4.
    pub visibility: Visibility,
    /// Whether `native` stands before it.
    pub is_native: bool,
    /// The name.
    pub name: Name<'a>,
    /// `<…>`
    pub type_parameters: &'a [TypeParameter<'a>],
    /// `has …`, before or after the fields.
    pub abilities: &'a [Ability],
    /// The fields.
    pub fields: Fields<'a>,
}

/// `enum Name<T> has drop { … }`.
#[derive(Clone, Copy, Debug)]
pub struct Enum<'a> {
    /// From the first modifier to `}`.
    pub span: Span,
    /// Lines of the doc comment, without the slashes.
    pub docs: &'a [&'a str],
    /// `#[…]` before it.
    pub attributes: &'a [Attribute<'a>],
    /// Who may take it apart.
    pub visibility: Visibility,
    /// The name.
    pub name: Name<'a>,
    /// `<…>`
    pub type_parameters: &'a [TypeParameter<'a>],
    /// `has …`, before or after the variants.
    pub abilities: &'a [Ability],
    /// The variants.
    pub variants: &'a [Variant<'a>],
}

/// A variant of an [`Enum`].
#[derive(Clone, Copy, Debug)]
pub struct Variant<'a> {
    /// Where it stands.
    pub span: Span,
    /// Lines of the doc comment, without the slashes.
    pub docs: &'a [&'a str],
    /// `#[…]` before it.
    pub attributes: &'a [Attribute<'a>],
    /// The name.
    pub name: Name<'a>,
    /// The fields.
    pub fields: Fields<'a>,
}

/// The fields of a struct or variant.
#[derive(Clone, Copy, Debug)]
pub enum Fields<'a> {
    /// None written: a variant `Red`, a native struct.
    Unit,
    /// `{ a: T, b: U }`
    Named(&'a [Field<'a>]),
    /// `(T, U)`
    Positional(&'a [Type<'a>]),
}

/// A named field.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// From the name to the end of the type.
    pub span: Span,
    /// Lines of the doc comment, without the slashes.
    pub docs: &'a [&'a str],
    /// The name.
    pub name: Name<'a>,
    /// The type.
    pub ty: Type<'a>,
}

/// A type parameter of a struct, enum or function.
#[derive(Clone, Copy, Debug)]
pub struct TypeParameter<'a> {
    /// Where it stands.
    pub span: Span,
    /// Whether `phantom` stands before it.
    pub is_phantom: bool,
    /// The name.
    pub name: Name<'a>,
    /// `: copy + drop`
    pub abilities: &'a [Ability],
}

/// Who may name an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Its own module.
    Private,
    /// Everybody.
    Public,
    /// Its module's friends: `friend` or `public(friend)`.
    Friend,
    /// Its package: `package` or `public(package)`.
    Package,
}

/// A function.
#[derive(Clone, Copy, Debug)]
pub struct Function<'a> {
    /// From the first modifier to `}` or `;`.
    pub span: Span,
    /// The signature: from the first modifier to the end of clauses, before the body.
    pub signature: Span,
    /// Lines of the doc comment, without the slashes.
    pub docs: &'a [&'a str],
    /// `#[…]` before it.
    pub attributes: &'a [Attribute<'a>],
    /// Who may call it.
    pub visibility: Visibility,
    /// Whether a transaction may call it.
    pub is_entry: bool,
    /// Whether calls are replaced by its body.
    pub is_inline: bool,
    /// Whether the machine has its body.
    pub is_native: bool,
    /// The name.
    pub name: Name<'a>,
    /// `<…>`
    pub type_parameters: &'a [TypeParameter<'a>],
    /// `(…)`
    pub parameters: &'a [Parameter<'a>],
    /// `: T`; `None` is unit.
    pub result: Option<Type<'a>>,
    /// `acquires A, B`; `None` if it is not written.
    pub acquires: Option<&'a [Path<'a>]>,
    /// The access declaration; `None` if it is not written.
    pub access: Option<AccessClauses<'a>>,
    /// The empty place where clauses would be put: after the result type and `acquires`.
    pub access_place: Span,
    /// The body; `None` for a native function.
    pub body: Option<Block<'a>>,
}

/// A parameter of a function.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'a> {
    /// From the name to the end of the type.
    pub span: Span,
    /// The name; may be `_`.
    pub name: Name<'a>,
    /// The type.
    pub ty: Type<'a>,
}
