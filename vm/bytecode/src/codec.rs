//! Modules as bytes: `ACVM`, the format version, then the module in BCS, then nothing.
//!
//! ```text
//!   0      4         8
//!   ┌──────┬─────────┬───────────────────────┐
//!   │ ACVM │ version │ Module, BCS           │
//!   └──────┴─────────┴───────────────────────┘
//!            u32 le
//! ```
//!
//! BCS bounds its own recursion (`Limits::nesting_max`) and allocates at most a mebibyte ahead for a length it is told,
//! so that a hostile prefix costs nothing.

use std::fmt;

use vm_access::Footprint;

use crate::limits::{LimitExceeded, Limits};
use crate::module::Module;

/// The first bytes of every encoded module.
pub const MAGIC: [u8; 4] = *b"ACVM";

/// The version of the format written and read.
pub const FORMAT_VERSION: u32 = 4;

/// Why bytes are no module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// They do not begin with [`MAGIC`] and a version.
    NotAModule,
    /// A version that is not [`FORMAT_VERSION`].
    UnknownVersion(u32),
    /// What follows is not the BCS of a module; BCS's own words.
    Malformed(String),
    /// Another encoding of the same module is the canonical one.
    NotCanonical,
    /// A limit is exceeded.
    OverLimit(LimitExceeded),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAModule => f.write_str("not a compiled module: it does not begin with ACVM"),
            Self::UnknownVersion(version) => {
                write!(f, "format version {version} is not {FORMAT_VERSION}")
            }
            Self::Malformed(reason) => write!(f, "malformed module: {reason}"),
            Self::NotCanonical => f.write_str("the encoding is not canonical"),
            Self::OverLimit(exceeded) => write!(f, "module too large: {exceeded}"),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Encodes a module; equal modules give equal bytes.
///
/// # Panics
///
/// If a type, term or value nests deeper than BCS can say (500 levels of structs and enums), which a module within
/// [`Limits`] does not.
pub fn encode(module: &Module) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend(FORMAT_VERSION.to_le_bytes());
    bcs::serialize_into(&mut bytes, module)
        .expect("a module within the limits nests far below 500");
    bytes
}

/// Encodes a footprint alone, for files that keep what was promised.
///
/// # Panics
///
/// If a term nests deeper than BCS can say, which one within [`Limits`] does not.
pub fn encode_footprint(footprint: &Footprint) -> Vec<u8> {
    bcs::to_bytes(footprint).expect("a footprint within the limits nests far below 500")
}

/// Decodes a footprint from bytes that may be anything; its accesses come out in order.
///
/// # Errors
///
/// If the bytes are too many, or not the BCS of a footprint.
pub fn decode_footprint(bytes: &[u8], limits: &Limits) -> Result<Footprint, DecodeError> {
    let (found, max) = (bytes.len(), limits.module_bytes_max);
    if max < found {
        let what = "bytes of a footprint";
        return Err(DecodeError::OverLimit(LimitExceeded { what, found, max }));
    }
    let nesting_max = limits.nesting_max.min(bcs::MAX_CONTAINER_DEPTH);
    let raw: Footprint = bcs::from_bytes_with_limit(bytes, nesting_max)
        .map_err(|error| DecodeError::Malformed(error.to_string()))?;
    let (found, max) = (raw.accesses().len(), limits.pool_max);
    if max < found {
        let what = "accesses of a footprint";
        return Err(DecodeError::OverLimit(LimitExceeded { what, found, max }));
    }
    let mut footprint: Footprint = raw.accesses().iter().cloned().collect();
    if raw.is_open() {
        footprint.join(&Footprint::open());
    }
    Ok(footprint)
}

/// Decodes a module from bytes that may be anything.
///
/// # Errors
///
/// Everything but the exact bytes that [`encode`] gives for a module within `limits`.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Module, DecodeError> {
    if limits.module_bytes_max < bytes.len() {
        return Err(DecodeError::OverLimit(LimitExceeded {
            what: "bytes of a module",
            found: bytes.len(),
            max: limits.module_bytes_max,
        }));
    }
    let body = bytes.strip_prefix(&MAGIC).ok_or(DecodeError::NotAModule)?;
    let (version, body) = body.split_first_chunk::<4>().ok_or(DecodeError::NotAModule)?;
    let version = u32::from_le_bytes(*version);
    if version != FORMAT_VERSION {
        return Err(DecodeError::UnknownVersion(version));
    }
    let nesting_max = limits.nesting_max.min(bcs::MAX_CONTAINER_DEPTH);
    let module: Module = bcs::from_bytes_with_limit(body, nesting_max)
        .map_err(|error| DecodeError::Malformed(error.to_string()))?;
    limits.check(&module).map_err(DecodeError::OverLimit)?;
    if encode(&module) != bytes {
        return Err(DecodeError::NotCanonical);
    }
    Ok(module)
}
