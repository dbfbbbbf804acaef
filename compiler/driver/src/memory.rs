//! What one build remembers for the next: of each module its bytecode, what was inferred, and the verdict.
//!
//! What was inferred and the verdict hold as long as the module is the same and so are the definitions of other modules that were looked at on the way
//! (the verifying traces of Mokhov et al., "Build Systems à la Carte", ICFP 2018). A change of a body that leaves the interface as it
//! is costs nothing elsewhere, one of an interface costs those who look at it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vm_access::ModuleId;
use vm_bytecode::{Limits, Module};
use vm_footprint::{Inference, Interfaces, Lookups, Watched, infer};
use vm_verifier::{VerifiedModule, VerifyError, verify};

use crate::front::Front;
use crate::sources::PackageId;

/// Modules as they were built last. It grows with the modules of one build; nothing in it can be stale.
#[derive(Debug, Default)]
pub struct Memory {
    /// What packages were when they last had no error before inference.
    pub(crate) fronts: BTreeMap<PackageId, Front>,
    modules: BTreeMap<ModuleId, Remembered>,
}

#[derive(Debug)]
struct Remembered {
    /// The module before anything was inferred of it.
    module: Module,
    inference: Arc<Inference>,
    /// What inference looked at.
    lookups: Lookups,
    /// The module with what was inferred, if it has been verified.
    verified: Option<VerifiedModule>,
}

impl Memory {
    /// What inference finds of `module`.
    pub(crate) fn infer(&mut self, module: &Module, imports: &dyn Interfaces) -> Arc<Inference> {
        let is_it = |it: &&Remembered| it.module == *module && it.lookups.hold(imports);
        if let Some(remembered) = self.modules.get(&module.id).filter(is_it) {
            return Arc::clone(&remembered.inference);
        }
        let watched = Watched::new(imports);
        let inference = Arc::new(infer(module, &watched));
        let remembered = Remembered {
            module: module.clone(),
            inference: Arc::clone(&inference),
            lookups: watched.finish(),
            verified: None,
        };
        self.modules.insert(module.id.clone(), remembered);
        inference
    }

    /// The verdict on `module`, into which was written what was inferred.
    pub(crate) fn verify(
        &mut self,
        module: &Module,
        imports: &dyn Interfaces,
        limits: &Limits,
    ) -> Result<VerifiedModule, Box<VerifyError>> {
        let remembered = self.modules.get_mut(&module.id);
        let known = remembered.as_ref().and_then(|it| it.verified.as_ref());
        if let Some(known) = known.filter(|it| it.module() == module && it.holds_with(imports)) {
            return Ok(known.clone());
        }
        let verified = verify(module.clone(), imports, limits)?;
        if let Some(remembered) = remembered {
            remembered.verified = Some(verified.clone());
        }
        Ok(verified)
    }

    /// Forgets all other modules.
    pub(crate) fn keep(&mut self, modules: &BTreeSet<&ModuleId>) {
        self.modules.retain(|module, _| modules.contains(module));
    }
}
