//! Integer types, and integers of any of them, exactly.

use std::cmp::Ordering;
use std::fmt;

use ruint::aliases::U256;
use serde::{Deserialize, Serialize};

/// One of Move's integer types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum IntegerType {
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

impl IntegerType {
    /// All of them, the unsigned ones first, narrow before wide.
    pub const ALL: [Self; 12] = [
        Self::U8,
        Self::U16,
        Self::U32,
        Self::U64,
        Self::U128,
        Self::U256,
        Self::I8,
        Self::I16,
        Self::I32,
        Self::I64,
        Self::I128,
        Self::I256,
    ];

    /// As written in Move.
    pub fn name(self) -> &'static str {
        match self {
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::U128 => "u128",
            Self::U256 => "u256",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::I128 => "i128",
            Self::I256 => "i256",
        }
    }

    /// The type of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ty| ty.name() == name)
    }

    /// Whether it has negative numbers.
    pub fn is_signed(self) -> bool {
        Self::I8 <= self
    }

    /// Width in bits.
    pub fn bits(self) -> usize {
        match self {
            Self::U8 | Self::I8 => 8,
            Self::U16 | Self::I16 => 16,
            Self::U32 | Self::I32 => 32,
            Self::U64 | Self::I64 => 64,
            Self::U128 | Self::I128 => 128,
            Self::U256 | Self::I256 => 256,
        }
    }

    /// Width in bytes.
    pub fn bytes(self) -> usize {
        self.bits() / 8
    }

    /// The greatest number.
    pub fn greatest(self) -> Integer {
        let sign_bits = usize::from(self.is_signed());
        Integer::from(U256::MAX >> (256 - self.bits() + sign_bits))
    }

    /// The least number; 0 if it has no sign.
    pub fn least(self) -> Integer {
        let magnitude =
            if self.is_signed() { U256::from(1) << (self.bits() - 1) } else { U256::ZERO };
        Integer::new(true, magnitude)
    }
}

impl fmt::Display for IntegerType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// An integer in the range of some [`IntegerType`], or a little beyond: a sign, and a magnitude of 256 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Integer {
    /// Never of zero.
    is_negative: bool,
    magnitude: U256,
}

impl Integer {
    /// 0
    pub const ZERO: Self = Self { is_negative: false, magnitude: U256::ZERO };
    /// 1
    pub const ONE: Self = Self { is_negative: false, magnitude: U256::ONE };

    /// The number so far from 0.
    pub fn new(is_negative: bool, magnitude: U256) -> Self {
        Self { is_negative: is_negative && !magnitude.is_zero(), magnitude }
    }

    /// Whether it is less than 0.
    pub fn is_negative(self) -> bool {
        self.is_negative
    }

    /// How far from 0.
    pub fn magnitude(self) -> U256 {
        self.magnitude
    }

    /// The number, if it is not negative.
    pub fn unsigned(self) -> Option<U256> {
        (!self.is_negative).then_some(self.magnitude)
    }

    /// `-self`
    #[must_use]
    pub fn negated(self) -> Self {
        Self::new(!self.is_negative, self.magnitude)
    }

    /// The number, if the type holds it.
    pub fn within(self, ty: IntegerType) -> Option<Self> {
        (ty.least() <= self && self <= ty.greatest()).then_some(self)
    }

    /// `self + other`; `None` if `ty`, which holds both, does not hold it.
    pub fn add(self, other: Self, ty: IntegerType) -> Option<Self> {
        self.exact_sum(other)?.within(ty)
    }

    /// `self - other`; `None` if `ty`, which holds both, does not hold it.
    pub fn subtract(self, other: Self, ty: IntegerType) -> Option<Self> {
        self.exact_sum(other.negated())?.within(ty)
    }

    /// `self * other`; `None` if `ty`, which holds both, does not hold it.
    pub fn multiply(self, other: Self, ty: IntegerType) -> Option<Self> {
        let magnitude = self.magnitude.checked_mul(other.magnitude)?;
        Self::new(self.is_negative != other.is_negative, magnitude).within(ty)
    }

    /// `self / other`, rounded towards 0; `None` if `other` is 0 or `ty`, which holds both, does not hold the quotient.
    pub fn divide(self, other: Self, ty: IntegerType) -> Option<Self> {
        let magnitude = self.magnitude.checked_div(other.magnitude)?;
        Self::new(self.is_negative != other.is_negative, magnitude).within(ty)
    }

    /// What [`Integer::divide`] leaves over, with the sign of `self`; `None` where that is.
    pub fn modulo(self, other: Self, ty: IntegerType) -> Option<Self> {
        self.divide(other, ty)?;
        let magnitude = self.magnitude.checked_rem(other.magnitude)?;
        Some(Self::new(self.is_negative, magnitude))
    }

    fn exact_sum(self, other: Self) -> Option<Self> {
        if self.is_negative == other.is_negative {
            let magnitude = self.magnitude.checked_add(other.magnitude)?;
            return Some(Self::new(self.is_negative, magnitude));
        }
        let (large, small) =
            if self.magnitude < other.magnitude { (other, self) } else { (self, other) };
        Some(Self::new(large.is_negative, large.magnitude - small.magnitude))
    }

    /// The number that little-endian bytes are in `ty`, in two's complement if it is signed; `None` unless they are as
    /// many as its width.
    pub fn from_le_slice(bytes: &[u8], ty: IntegerType) -> Option<Self> {
        if bytes.len() != ty.bytes() {
            return None;
        }
        let number = U256::try_from_le_slice(bytes)?;
        if !ty.is_signed() || !number.bit(ty.bits() - 1) {
            return Some(Self::from(number));
        }
        let ones_above = U256::MAX.wrapping_shl(ty.bits());
        Some(I256(number | ones_above).into())
    }

    /// The low 256 bits in two's complement, little-endian: the first of them are the number in a type that holds it.
    pub fn to_le_bytes(self) -> [u8; 32] {
        let bits = if self.is_negative { self.magnitude.wrapping_neg() } else { self.magnitude };
        bits.to_le_bytes()
    }
}

/// An `i256`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct I256(
    /// In two's complement.
    U256,
);

impl I256 {
    /// 0
    pub const ZERO: Self = Self(U256::ZERO);

    /// `self + other`; `None` if that is no `i256`.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.by(Integer::add, other)
    }

    /// `self - other`; `None` if that is no `i256`.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.by(Integer::subtract, other)
    }

    /// `self * other`; `None` if that is no `i256`.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        self.by(Integer::multiply, other)
    }

    /// `self / other`, as [`Integer::divide`].
    pub fn checked_div(self, other: Self) -> Option<Self> {
        self.by(Integer::divide, other)
    }

    /// `self % other`, as [`Integer::modulo`].
    pub fn checked_rem(self, other: Self) -> Option<Self> {
        self.by(Integer::modulo, other)
    }

    fn by(
        self,
        operation: fn(Integer, Integer, IntegerType) -> Option<Integer>,
        other: Self,
    ) -> Option<Self> {
        let result = operation(self.into(), other.into(), IntegerType::I256)?;
        Some(Self::from_le_bytes(result.to_le_bytes()))
    }

    /// The number of 32 bytes in two's complement, little-endian.
    pub fn from_le_bytes(bytes: [u8; 32]) -> Self {
        Self(U256::from_le_bytes(bytes))
    }

    /// The 32 bytes in two's complement, little-endian.
    pub fn to_le_bytes(self) -> [u8; 32] {
        self.0.to_le_bytes()
    }
}

impl Ord for I256 {
    fn cmp(&self, other: &Self) -> Ordering {
        Integer::from(*self).cmp(&Integer::from(*other))
    }
}

impl PartialOrd for I256 {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for I256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Integer::from(*self))
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.is_negative, other.is_negative) {
            (false, false) => self.magnitude.cmp(&other.magnitude),
            (true, true) => other.magnitude.cmp(&self.magnitude),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }
}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<U256> for Integer {
    fn from(magnitude: U256) -> Self {
        Self { is_negative: false, magnitude }
    }
}

impl From<u64> for Integer {
    fn from(number: u64) -> Self {
        Self::from(U256::from(number))
    }
}

impl From<i128> for Integer {
    fn from(number: i128) -> Self {
        Self::new(number < 0, U256::from(number.unsigned_abs()))
    }
}

impl From<I256> for Integer {
    fn from(number: I256) -> Self {
        let is_negative = number.0.bit(255);
        Self::new(is_negative, if is_negative { number.0.wrapping_neg() } else { number.0 })
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad_integral(!self.is_negative, "", &self.magnitude.to_string())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ends_of_each_type_are_within_it_and_their_neighbours_are_not() {
        for ty in IntegerType::ALL {
            let (least, greatest) = (ty.least(), ty.greatest());
            assert_eq!(least.subtract(Integer::ONE, ty), None, "{ty}");
            assert_eq!(greatest.add(Integer::ONE, ty), None, "{ty}");
            for number in [least, greatest, Integer::ZERO, Integer::ONE] {
                let bytes = number.to_le_bytes();
                assert_eq!(Integer::from_le_slice(&bytes[..ty.bytes()], ty), Some(number), "{ty}");
            }
            assert_eq!(IntegerType::of_name(ty.name()), Some(ty));
        }
    }

    #[test]
    fn the_least_number_has_no_opposite() {
        let (least, minus_one) = (IntegerType::I256.least(), Integer::ONE.negated());
        assert_eq!(least.multiply(minus_one, IntegerType::I256), None);
        assert_eq!(least.divide(minus_one, IntegerType::I256), None);
        assert_eq!(least.modulo(minus_one, IntegerType::I256), None);
        assert_eq!(least.modulo(Integer::ONE, IntegerType::I256), Some(Integer::ZERO));
    }

    proptest! {
        #[test]
        fn arithmetic_and_order_are_those_of_rust(left: i64, right in prop_oneof![any::<i64>(), -3..4_i64]) {
            let integer = |number: i64| Integer::from(i128::from(number));
            let (one, other, ty) = (integer(left), integer(right), IntegerType::I64);
            prop_assert_eq!(one.add(other, ty), left.checked_add(right).map(integer));
            prop_assert_eq!(one.subtract(other, ty), left.checked_sub(right).map(integer));
            prop_assert_eq!(one.multiply(other, ty), left.checked_mul(right).map(integer));
            prop_assert_eq!(one.divide(other, ty), left.checked_div(right).map(integer));
            prop_assert_eq!(one.modulo(other, ty), left.checked_rem(right).map(integer));
            prop_assert_eq!(one.cmp(&other), left.cmp(&right));
            prop_assert_eq!(one.to_string(), left.to_string());
            prop_assert_eq!(Integer::from_le_slice(&left.to_le_bytes(), ty), Some(one));
        }
    }
}
