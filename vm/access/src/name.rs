//! Names: account addresses, identifiers, modules.
//!
//! They are the keys of most maps, so they are compared in few steps: an address as two numbers, a text that is shared by
//! where it lies.

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use serde::ser::SerializeTuple;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A 32-byte account address. Displays as `0x…` without leading zeros, as in Move source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AccountAddress(pub [u8; 32]);

impl AccountAddress {
    /// The address `0x1`, where the standard library is published.
    pub const ONE: Self = Self::from_low(1);

    /// The address whose lowest byte is `low` and all others zero.
    pub const fn from_low(low: u8) -> Self {
        let mut bytes = [0; 32];
        bytes[31] = low;
        Self(bytes)
    }

    /// Reads `0x` and 1 to 64 hexadecimal digits; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"))?.as_bytes();
        if digits.is_empty() || 64 < digits.len() {
            return None;
        }
        let mut bytes = [0u8; 32];
        for (place, digit) in digits.iter().rev().enumerate() {
            let nibble = u8::try_from(char::from(*digit).to_digit(16)?).ok()?;
            let byte = bytes.get_mut(31_usize.checked_sub(place / 2)?)?;
            *byte |= if place % 2 == 0 { nibble } else { nibble << 4 };
        }
        Some(Self(bytes))
    }
}

impl AccountAddress {
    /// Two numbers that are in the order of the bytes.
    fn halves(&self) -> (u128, u128) {
        let [high, low] = self.0.as_chunks::<16>().0 else { return (0, 0) };
        (u128::from_be_bytes(*high), u128::from_be_bytes(*low))
    }
}

impl Ord for AccountAddress {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        // Most that are compared are one: the packages of a build have few addresses.
        if self.0 == other.0 { Ordering::Equal } else { self.halves().cmp(&other.halves()) }
    }
}

impl PartialOrd for AccountAddress {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// 32 bytes, written as two numbers of 16: as BCS has them, these are the same bytes, in two steps and not in 32.
impl Serialize for AccountAddress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (halves, _) = self.0.as_chunks::<16>();
        let mut tuple = serializer.serialize_tuple(2)?;
        halves.iter().try_for_each(|half| tuple.serialize_element(&u128::from_le_bytes(*half)))?;
        tuple.end()
    }
}

impl<'de> Deserialize<'de> for AccountAddress {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let halves = <[u128; 2]>::deserialize(deserializer)?.map(u128::to_le_bytes);
        let mut bytes = [0; 32];
        bytes.copy_from_slice(halves.as_flattened());
        Ok(Self(bytes))
    }
}

impl fmt::Display for AccountAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let significant = match self.0.iter().position(|byte| *byte != 0) {
            Some(first) => &self.0[first..],
            None => &[0],
        };
        let (first, rest) = significant.split_first().unwrap_or((&0, &[]));
        write!(f, "0x{first:x}")?;
        rest.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A Move identifier; cloning shares the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identifier(Arc<str>);

impl Ord for Identifier {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        if Arc::ptr_eq(&self.0, &other.0) { Ordering::Equal } else { self.0.cmp(&other.0) }
    }
}

impl PartialOrd for Identifier {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Identifier {
    /// Wraps `text` as it is; [`Identifier::is_valid`] tells whether Move would accept it.
    pub fn new(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a Move name (letter or `_`, then letters, digits, `_`; at most 255 bytes), or the
    /// number of a positional field.
    pub fn is_valid(&self) -> bool {
        let is_word = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
        !self.0.is_empty() && self.0.len() <= 255 && self.0.bytes().all(is_word)
    }
}

impl From<&str> for Identifier {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A module: where it is published and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ModuleId {
    /// The account that publishes the module.
    pub address: AccountAddress,
    /// The module's name.
    pub name: Identifier,
}

impl ModuleId {
    /// Names the module `name` at `address`.
    pub fn new(address: AccountAddress, name: impl Into<Identifier>) -> Self {
        Self { address, name: name.into() }
    }
}

impl fmt::Display for ModuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.address, self.name)
    }
}

/// A function of a module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FunctionName {
    /// The module that defines the function.
    pub module: ModuleId,
    /// The function's name.
    pub name: Identifier,
}

impl fmt::Display for FunctionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}::{}", self.module, self.name)
    }
}
