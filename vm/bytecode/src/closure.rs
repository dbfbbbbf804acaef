//! What a function value is at rest, and in memory: bytes that tell the function and hold what it has captured.
//!
//! ```text
//!   function ─ type arguments ─ captures (bits of the parameters) ─ the BCS of each captured value, in order
//! ```
//!
//! Equal bytes are equal functions with equal captured values. A function that is made by hand from others is another one,
//! whatever it does.

use serde::{Deserialize, Serialize};
use vm_access::{Captures, FunctionName, Type};

/// Structs and enums on the way down to any leaf of the encoding.
const NESTING_MAX: usize = 160;

/// A function value: a function at ground types, with values for some of its parameters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosureValue {
    /// The function.
    pub function: FunctionName,
    /// Its type arguments, ground.
    pub type_arguments: Vec<Type>,
    /// Which of its parameters are captured.
    pub captures: Captures,
    /// The BCS of what stands for them, in order.
    pub captured: Vec<Vec<u8>>,
}

impl ClosureValue {
    /// The bytes of the value; equal values give equal bytes.
    ///
    /// # Panics
    ///
    /// If a type nests deeper than BCS can say, which one of a verified module does not.
    pub fn encode(&self) -> Vec<u8> {
        bcs::to_bytes(self).expect("a type within the limits nests far below 500")
    }

    /// The value of bytes that may be anything; `None` unless [`ClosureValue::encode`] gives them.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let value: Self = bcs::from_bytes_with_limit(bytes, NESTING_MAX).ok()?;
        let is_whole = value.captured.len() == value.captures.count();
        (is_whole && value.encode() == bytes).then_some(value)
    }
}
