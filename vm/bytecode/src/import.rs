//! What a module was compiled against: digests of what it was told of other modules.
//!
//! They decide nothing, as a module is verified against what is there now; they tell whether that is what its compiler saw.
//! Hence sixteen bytes are enough.

use std::fmt;

use serde::{Deserialize, Serialize};
use vm_access::{Identifier, ModuleId, Type};

use crate::module::{FunctionDefinition, StructDefinition};

/// Bytes of a digest.
const DIGEST_BYTES: usize = 16;

/// The first bytes of a BLAKE3 hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Digest([u8; DIGEST_BYTES]);

/// What a module was told of another one; both lists are in order of names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The other module.
    pub module: ModuleId,
    /// Functions, with digests of their interfaces.
    pub functions: Vec<(Identifier, Digest)>,
    /// Structs, with digests of their definitions.
    pub structs: Vec<(Identifier, Digest)>,
}

impl Digest {
    fn of(what: &impl Serialize) -> Self {
        // What cannot be encoded, as it nests too deep, is in no module that was decoded.
        let bytes = bcs::to_bytes(what).unwrap_or_default();
        let mut digest = [0; DIGEST_BYTES];
        blake3::Hasher::new().update(&bytes).finalize_xof().fill(&mut digest);
        Self(digest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FunctionDefinition {
    /// The digest of what callers may rely on, in the same package or in another.
    ///
    /// Names of parameters do not count, and neither does what was inferred where a declaration stands for it.
    pub fn interface_digest(&self, is_same_package: bool) -> Digest {
        let parameters: Vec<&Type> = self.parameters.iter().map(|it| &it.ty).collect();
        let inferred = self.counts_as_inferred(is_same_package).then_some(&self.inferred);
        let may_call = (self.visibility, self.is_persistent);
        let types = (may_call, &self.type_parameters, parameters, &self.results);
        let promises = (&self.declaration, inferred, self.is_term_function, &self.result_summaries);
        Digest::of(&(self.code.is_some(), types, promises))
    }

    /// Whether callers rely on what was inferred, and not on a declaration alone.
    pub fn counts_as_inferred(&self, is_same_package: bool) -> bool {
        // Without clauses a declaration allows nothing, but `calls` of the function stands for what it does.
        let declaration = self.declaration.as_ref();
        is_same_package || declaration.is_none_or(|declaration| declaration.clauses.is_empty())
    }
}

impl StructDefinition {
    /// The digest of the definition.
    pub fn digest(&self) -> Digest {
        Digest::of(self)
    }
}
