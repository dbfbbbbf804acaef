//! What modules of inputs may use: the part of the library that seeds need, verified once.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{FunctionName, Identifier, ModuleId};
use vm_bytecode::{FunctionDefinition, Limits, Module, StructDefinition, decode};
use vm_footprint::Interfaces;
use vm_verifier::{LinkError, Program, VerifiedModule, link, verify};

use crate::input::Input;

/// As `seeds` has written it, in order of dependency.
const BYTES: &[u8] = include_bytes!("../library.bin");

/// Verified modules of the library.
#[derive(Debug, Default)]
pub(crate) struct Library {
    modules: BTreeMap<ModuleId, VerifiedModule>,
    /// What each one needs, itself included.
    needs: BTreeMap<ModuleId, BTreeSet<ModuleId>>,
}

/// The library and modules that have been verified against it.
pub(crate) struct Known<'a> {
    library: &'a Library,
    own: &'a [VerifiedModule],
}

impl Library {
    /// Verifies the library.
    ///
    /// # Panics
    ///
    /// If it is refused: then it is of another version, and must be written anew.
    pub(crate) fn load() -> Self {
        let limits = Limits::default();
        let bytes = Input::decode(BYTES).expect("the library is whole");
        let mut library = Self::default();
        for bytes in &bytes.modules {
            let module = decode(bytes, &limits).expect("the library is of this version");
            let id = module.id.clone();
            let verified = verify(module, &library.with(&[]), &limits);
            let verified = verified.unwrap_or_else(|error| panic!("{error}"));
            library.modules.insert(id.clone(), verified.clone());
            let used = library.used(std::slice::from_ref(&verified));
            library.needs.insert(id.clone(), used);
        }
        library
    }

    /// What code can see beside some modules of its own.
    pub(crate) fn with<'a>(&'a self, own: &'a [VerifiedModule]) -> Known<'a> {
        Known { library: self, own }
    }

    /// Modules of the library, by name.
    pub(crate) fn modules(&self) -> impl Iterator<Item = &Module> {
        self.modules.values().map(VerifiedModule::module)
    }

    /// Verifies modules, each against those before it; `None` if one is refused.
    pub(crate) fn verify(&self, modules: Vec<Module>) -> Option<Vec<VerifiedModule>> {
        let mut own = Vec::new();
        for module in modules {
            if self.modules.contains_key(&module.id) {
                return None;
            }
            let verified = verify(module, &self.with(&own), &Limits::default()).ok()?;
            own.push(verified);
        }
        Some(own)
    }

    /// Links modules with no more of the library than they need: inference over what is linked takes most of the time.
    pub(crate) fn link(&self, own: &[VerifiedModule]) -> Option<Program> {
        let mut used = self.used(own);
        loop {
            let library = used.iter().filter_map(|id| self.modules.get(id));
            let missing = match link(library.chain(own).cloned().collect()) {
                Ok(program) => return Some(program),
                Err(LinkError::MissingFunction { function, .. }) => function.module,
                Err(LinkError::ChangedStruct { of, .. }) => of,
                Err(_) => return None,
            };
            let before = used.len();
            used.extend(self.needs.get(&missing).into_iter().flatten().cloned());
            if used.len() == before {
                return None;
            }
        }
    }

    /// The modules that some modules name in their pools, with what these need.
    fn used(&self, own: &[VerifiedModule]) -> BTreeSet<ModuleId> {
        let mut used = BTreeSet::new();
        for module in own.iter().map(VerifiedModule::module) {
            let callees = module.callees.iter().map(|callee| &callee.function.module);
            for id in callees.chain(module.imports.iter().map(|import| &import.module)) {
                used.extend(self.needs.get(id).into_iter().flatten().cloned());
            }
            if self.modules.contains_key(&module.id) {
                used.insert(module.id.clone());
            }
        }
        used
    }
}

impl Known<'_> {
    fn module(&self, id: &ModuleId) -> Option<&Module> {
        let own = self.own.iter().find(|verified| verified.module().id == *id);
        Some(own.or_else(|| self.library.modules.get(id))?.module())
    }
}

impl Interfaces for Known<'_> {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        self.module(module)?.structure(name)
    }

    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        self.module(&name.module)?.function(&name.name)
    }
}
