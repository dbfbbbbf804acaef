//! Types and abilities, shared by every crate above.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::function::FunctionType;
use crate::integer::IntegerType;
use crate::name::{AccountAddress, Identifier, ModuleId};

/// A Move type; `Parameter(i)` is the `i`-th type parameter of the function or struct it stands in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Type {
    /// `bool`
    Bool,
    /// `u8` to `u256`, `i8` to `i256`
    Integer(IntegerType),
    /// `address`
    Address,
    /// `signer`
    Signer,
    /// `vector<T>`
    Vector(Box<Type>),
    /// A struct with its type arguments.
    Struct(StructType),
    /// `&T` or `&mut T`; never inside another type but a tuple of results.
    Reference {
        /// Whether this is `&mut T`.
        is_mutable: bool,
        /// The type behind the reference; never itself a reference.
        to: Box<Type>,
    },
    /// A type parameter by position.
    Parameter(u16),
    /// The type of function values, `|u64| u64 has copy`.
    Function(Box<FunctionType>),
}

/// A struct type: where it is defined, its name, its type arguments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct StructType {
    /// The defining module.
    pub module: ModuleId,
    /// The struct's name.
    pub name: Identifier,
    /// One type per type parameter.
    pub arguments: Vec<Type>,
}

impl Type {
    /// `u8`
    pub const U8: Self = Self::Integer(IntegerType::U8);
    /// `u16`
    pub const U16: Self = Self::Integer(IntegerType::U16);
    /// `u32`
    pub const U32: Self = Self::Integer(IntegerType::U32);
    /// `u64`
    pub const U64: Self = Self::Integer(IntegerType::U64);
    /// `u128`
    pub const U128: Self = Self::Integer(IntegerType::U128);
    /// `u256`
    pub const U256: Self = Self::Integer(IntegerType::U256);
    /// `i8`
    pub const I8: Self = Self::Integer(IntegerType::I8);
    /// `i16`
    pub const I16: Self = Self::Integer(IntegerType::I16);
    /// `i32`
    pub const I32: Self = Self::Integer(IntegerType::I32);
    /// `i64`
    pub const I64: Self = Self::Integer(IntegerType::I64);
    /// `i128`
    pub const I128: Self = Self::Integer(IntegerType::I128);
    /// `i256`
    pub const I256: Self = Self::Integer(IntegerType::I256);

    /// `&self` or `&mut self`.
    #[must_use]
    pub fn reference(self, is_mutable: bool) -> Self {
        Self::Reference { is_mutable, to: Box::new(self) }
    }

    /// `vector<self>`.
    #[must_use]
    pub fn vector(self) -> Self {
        Self::Vector(Box::new(self))
    }

    /// The type behind a reference; any other type itself.
    pub fn referent(&self) -> &Type {
        if let Self::Reference { to, .. } = self { to } else { self }
    }

    /// Whether this is a reference.
    pub fn is_reference(&self) -> bool {
        matches!(self, Self::Reference { .. })
    }

    /// Which integer type this is, if it is one.
    pub fn as_integer(&self) -> Option<IntegerType> {
        if let Self::Integer(ty) = self { Some(*ty) } else { None }
    }

    /// Whether this is one of the integer types.
    pub fn is_integer(&self) -> bool {
        self.as_integer().is_some()
    }

    /// Whether a transaction can give a value of this type: scalars, strings, options and objects, vectors of these;
    /// and its own signers.
    pub fn is_argument(&self) -> bool {
        let is_signer = *self == Self::Signer || *self == Self::Signer.reference(false);
        is_signer || self.is_plain_argument()
    }

    fn is_plain_argument(&self) -> bool {
        match self {
            Self::Bool | Self::Integer(_) | Self::Address => true,
            Self::Vector(element) => element.is_plain_argument(),
            Self::Struct(structure) => {
                let path = (structure.module.name.as_str(), structure.name.as_str());
                let is_library = structure.module.address == AccountAddress::ONE;
                is_library
                    && match path {
                        ("string", "String") | ("object", "Object") => true,
                        ("option", "Option") => {
                            structure.arguments.iter().all(Self::is_plain_argument)
                        }
                        _ => false,
                    }
            }
            Self::Signer | Self::Reference { .. } | Self::Parameter(_) | Self::Function(_) => false,
        }
    }

    /// Replaces each type parameter by its argument; a parameter without one stays.
    #[must_use]
    pub fn substitute(&self, arguments: &[Type]) -> Type {
        match self {
            Self::Parameter(index) => {
                arguments.get(usize::from(*index)).cloned().unwrap_or_else(|| self.clone())
            }
            Self::Vector(element) => element.substitute(arguments).vector(),
            Self::Struct(structure) => Self::Struct(structure.substitute(arguments)),
            Self::Reference { is_mutable, to } => to.substitute(arguments).reference(*is_mutable),
            Self::Function(function) => Self::Function(Box::new(function.substitute(arguments))),
            Self::Bool | Self::Integer(_) | Self::Address | Self::Signer => self.clone(),
        }
    }

    /// Whether no type parameter occurs in it.
    pub fn is_ground(&self) -> bool {
        match self {
            Self::Parameter(_) => false,
            Self::Vector(inner) | Self::Reference { to: inner, .. } => inner.is_ground(),
            Self::Struct(structure) => structure.arguments.iter().all(Type::is_ground),
            Self::Function(function) => function.is_ground(),
            Self::Bool | Self::Integer(_) | Self::Address | Self::Signer => true,
        }
    }

    /// Number of type constructors on the longest way down; 1 for a scalar.
    pub fn depth(&self) -> usize {
        match self {
            Self::Vector(inner) | Self::Reference { to: inner, .. } => inner.depth() + 1,
            Self::Struct(structure) => {
                structure.arguments.iter().map(Type::depth).max().unwrap_or(0) + 1
            }
            Self::Function(function) => function.types().map(Type::depth).max().unwrap_or(0) + 1,
            Self::Bool | Self::Integer(_) | Self::Address | Self::Signer | Self::Parameter(_) => 1,
        }
    }
}

impl StructType {
    /// A struct without type arguments.
    pub fn plain(module: ModuleId, name: impl Into<Identifier>) -> Self {
        Self { module, name: name.into(), arguments: Vec::new() }
    }

    /// Replaces each type parameter in the arguments.
    #[must_use]
    pub fn substitute(&self, arguments: &[Type]) -> StructType {
        let substituted = self.arguments.iter().map(|ty| ty.substitute(arguments)).collect();
        Self { module: self.module.clone(), name: self.name.clone(), arguments: substituted }
    }

    /// Whether this is the library's `0x1::table::Table`, whose items are records of their own.
    pub fn is_table(&self) -> bool {
        self.module.address == AccountAddress::ONE
            && self.module.name.as_str() == "table"
            && self.name.as_str() == "Table"
    }
}

fn write_arguments(f: &mut fmt::Formatter<'_>, arguments: &[Type]) -> fmt::Result {
    for (index, argument) in arguments.iter().enumerate() {
        f.write_str(if index == 0 { "<" } else { ", " })?;
        write!(f, "{argument}")?;
    }
    if arguments.is_empty() { Ok(()) } else { f.write_str(">") }
}

impl fmt::Display for StructType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.module, self.name)?;
        write_arguments(f, &self.arguments)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool => f.write_str("bool"),
            Self::Integer(ty) => write!(f, "{ty}"),
            Self::Address => f.write_str("address"),
            Self::Signer => f.write_str("signer"),
            Self::Vector(element) => write!(f, "vector<{element}>"),
            Self::Struct(structure) => write!(f, "{structure}"),
            Self::Reference { is_mutable: true, to } => write!(f, "&mut {to}"),
            Self::Reference { is_mutable: false, to } => write!(f, "&{to}"),
            Self::Parameter(index) => write!(f, "T{index}"),
            Self::Function(_) => write!(f, "{}", self.display(&crate::Names::default())),
        }
    }
}

/// One of Move's four abilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Ability {
    /// Values may be copied.
    Copy,
    /// Values may be dropped.
    Drop,
    /// Values may stand inside global storage.
    Store,
    /// Values may be top-level records of global storage.
    Key,
}

impl Ability {
    /// All four, in the order Move lists them.
    pub const ALL: [Self; 4] = [Self::Copy, Self::Drop, Self::Store, Self::Key];

    /// The ability each field must have so that a struct may have `self`.
    #[must_use]
    pub fn required_of_fields(self) -> Self {
        match self {
            Self::Copy => Self::Copy,
            Self::Drop => Self::Drop,
            Self::Store | Self::Key => Self::Store,
        }
    }
}

impl fmt::Display for Ability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Copy => "copy",
            Self::Drop => "drop",
            Self::Store => "store",
            Self::Key => "key",
        })
    }
}

/// A set of abilities; four bits.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct AbilitySet(u8);

impl AbilitySet {
    /// No ability.
    pub const NONE: Self = Self(0);
    /// What scalars have: copy, drop, store.
    pub const SCALAR: Self = Self(0b0111);
    /// What references have: copy, drop.
    pub const REFERENCE: Self = Self(0b0011);
    /// What `signer` has: drop.
    pub const SIGNER: Self = Self(0b0010);

    /// The set and `ability`.
    #[must_use]
    pub fn with(self, ability: Ability) -> Self {
        Self(self.0 | 1 << ability as u8)
    }

    /// Whether `ability` is in the set.
    pub fn has(self, ability: Ability) -> bool {
        self.0 & (1 << ability as u8) != 0
    }

    /// Whether every ability of `other` is in the set.
    pub fn has_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// What both have.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The members in Move's order.
    pub fn iter(self) -> impl Iterator<Item = Ability> {
        Ability::ALL.into_iter().filter(move |ability| self.has(*ability))
    }
}

impl FromIterator<Ability> for AbilitySet {
    fn from_iter<I: IntoIterator<Item = Ability>>(abilities: I) -> Self {
        abilities.into_iter().fold(Self::NONE, Self::with)
    }
}
