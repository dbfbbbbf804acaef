//! Plain values: constants in code, arguments of transactions, keys of records.

use std::fmt;

use ruint::aliases::U256;
use serde::{Deserialize, Serialize};

use crate::integer::{I256, Integer, IntegerType};
use crate::name::AccountAddress;

/// A value without references, as a tree. Structs list their fields in order of declaration.
///
/// Integers of 128 bits are boxed: they alone are aligned to 16 bytes, and so would be every term and every path, which
/// costs memory, and time in the allocator. They are rare.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Value {
    /// `bool`
    Bool(bool),
    /// `u8`
    U8(u8),
    /// `u16`
    U16(u16),
    /// `u32`
    U32(u32),
    /// `u64`
    U64(u64),
    /// `u128`
    U128(Box<u128>),
    /// `u256`
    U256(U256),
    /// `i8`
    I8(i8),
    /// `i16`
    I16(i16),
    /// `i32`
    I32(i32),
    /// `i64`
    I64(i64),
    /// `i128`
    I128(Box<i128>),
    /// `i256`
    I256(I256),
    /// `address`
    Address(AccountAddress),
    /// `signer`, of the given account.
    Signer(AccountAddress),
    /// `vector<T>` for any `T` but `u8`.
    Vector(Vec<Value>),
    /// `vector<u8>`; never written as [`Value::Vector`], so that equal values are equal.
    Bytes(Vec<u8>),
    /// A struct's fields.
    Struct(Vec<Value>),
}

impl Value {
    /// The BCS encoding (Move's binary encoding of values), which is the key of a table item.
    ///
    /// A signer encodes as its address.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.write(&mut bytes);
        bytes
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Bool(value) => out.push(u8::from(*value)),
            Self::U8(value) => out.push(*value),
            Self::U16(value) => out.extend(value.to_le_bytes()),
            Self::U32(value) => out.extend(value.to_le_bytes()),
            Self::U64(value) => out.extend(value.to_le_bytes()),
            Self::U128(value) => out.extend(value.to_le_bytes()),
            Self::U256(value) => out.extend(value.to_le_bytes::<32>()),
            Self::I8(value) => out.extend(value.to_le_bytes()),
            Self::I16(value) => out.extend(value.to_le_bytes()),
            Self::I32(value) => out.extend(value.to_le_bytes()),
            Self::I64(value) => out.extend(value.to_le_bytes()),
            Self::I128(value) => out.extend(value.to_le_bytes()),
            Self::I256(value) => out.extend(value.to_le_bytes()),
            Self::Address(address) | Self::Signer(address) => out.extend(address.0),
            Self::Vector(elements) => {
                write_length(elements.len(), out);
                elements.iter().for_each(|element| element.write(out));
            }
            Self::Bytes(bytes) => {
                write_length(bytes.len(), out);
                out.extend(bytes);
            }
            Self::Struct(fields) => fields.iter().for_each(|field| field.write(out)),
        }
    }

    /// The integer as a value of `ty`; `None` if the type does not hold it.
    pub fn integer(number: Integer, ty: IntegerType) -> Option<Self> {
        let bytes = number.within(ty)?.to_le_bytes();
        Some(match ty {
            IntegerType::U8 => Self::U8(u8::from_le_bytes(first(bytes))),
            IntegerType::U16 => Self::U16(u16::from_le_bytes(first(bytes))),
            IntegerType::U32 => Self::U32(u32::from_le_bytes(first(bytes))),
            IntegerType::U64 => Self::U64(u64::from_le_bytes(first(bytes))),
            IntegerType::U128 => Self::U128(Box::new(u128::from_le_bytes(first(bytes)))),
            IntegerType::U256 => Self::U256(U256::from_le_bytes(bytes)),
            IntegerType::I8 => Self::I8(i8::from_le_bytes(first(bytes))),
            IntegerType::I16 => Self::I16(i16::from_le_bytes(first(bytes))),
            IntegerType::I32 => Self::I32(i32::from_le_bytes(first(bytes))),
            IntegerType::I64 => Self::I64(i64::from_le_bytes(first(bytes))),
            IntegerType::I128 => Self::I128(Box::new(i128::from_le_bytes(first(bytes)))),
            IntegerType::I256 => Self::I256(I256::from_le_bytes(bytes)),
        })
    }

    /// The number; `None` for anything that is not an integer.
    pub fn as_integer(&self) -> Option<Integer> {
        Some(self.as_typed_integer()?.0)
    }

    /// The number and its type; `None` for anything that is not an integer.
    pub fn as_typed_integer(&self) -> Option<(Integer, IntegerType)> {
        match self {
            Self::U8(value) => Some((U256::from(*value).into(), IntegerType::U8)),
            Self::U16(value) => Some((U256::from(*value).into(), IntegerType::U16)),
            Self::U32(value) => Some((U256::from(*value).into(), IntegerType::U32)),
            Self::U64(value) => Some((U256::from(*value).into(), IntegerType::U64)),
            Self::U128(value) => Some((U256::from(**value).into(), IntegerType::U128)),
            Self::U256(value) => Some(((*value).into(), IntegerType::U256)),
            Self::I8(value) => Some((i128::from(*value).into(), IntegerType::I8)),
            Self::I16(value) => Some((i128::from(*value).into(), IntegerType::I16)),
            Self::I32(value) => Some((i128::from(*value).into(), IntegerType::I32)),
            Self::I64(value) => Some((i128::from(*value).into(), IntegerType::I64)),
            Self::I128(value) => Some(((**value).into(), IntegerType::I128)),
            Self::I256(value) => Some(((*value).into(), IntegerType::I256)),
            Self::Bool(_)
            | Self::Address(_)
            | Self::Signer(_)
            | Self::Vector(_)
            | Self::Bytes(_)
            | Self::Struct(_) => None,
        }
    }

    /// The address of an `address` or a `signer`.
    pub fn as_address(&self) -> Option<AccountAddress> {
        self.address().copied()
    }

    /// The same where it lies.
    pub fn address(&self) -> Option<&AccountAddress> {
        if let Self::Address(address) | Self::Signer(address) = self { Some(address) } else { None }
    }
}

/// The first `N` of 32 bytes; zeros beyond.
fn first<const N: usize>(bytes: [u8; 32]) -> [u8; N] {
    std::array::from_fn(|index| bytes.get(index).copied().unwrap_or(0))
}

/// Appends a BCS length (ULEB128).
fn write_length(mut length: usize, out: &mut Vec<u8>) {
    let low = |length: usize| u8::try_from(length & 0x7f).expect("seven bits fit in a byte");
    while 0x80 <= length {
        out.push(low(length) | 0x80);
        length >>= 7;
    }
    out.push(low(length));
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::U8(value) => write!(f, "{value}"),
            Self::U16(value) => write!(f, "{value}"),
            Self::U32(value) => write!(f, "{value}"),
            Self::U64(value) => write!(f, "{value}"),
            Self::U128(value) => write!(f, "{value}"),
            Self::U256(value) => write!(f, "{value}"),
            Self::I8(value) => write!(f, "{value}"),
            Self::I16(value) => write!(f, "{value}"),
            Self::I32(value) => write!(f, "{value}"),
            Self::I64(value) => write!(f, "{value}"),
            Self::I128(value) => write!(f, "{value}"),
            Self::I256(value) => write!(f, "{value}"),
            Self::Address(address) | Self::Signer(address) => write!(f, "@{address}"),
            Self::Bytes(bytes) => write_bytes(f, bytes),
            Self::Vector(elements) => write_list(f, "vector[", elements, "]"),
            Self::Struct(fields) => write_list(f, "{", fields, "}"),
        }
    }
}

fn write_bytes(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    let is_plain = |byte: &u8| (b' '..=b'~').contains(byte) && *byte != b'"' && *byte != b'\\';
    if bytes.iter().all(is_plain) {
        return write!(f, "b\"{}\"", String::from_utf8_lossy(bytes));
    }
    f.write_str("x\"")?;
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
    f.write_str("\"")
}

fn write_list(f: &mut fmt::Formatter<'_>, open: &str, items: &[Value], close: &str) -> fmt::Result {
    f.write_str(open)?;
    for (index, item) in items.iter().enumerate() {
        write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
    }
    f.write_str(close)
}
