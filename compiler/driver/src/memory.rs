//! What one build remembers for the next: of each file its tree, of each package what it is made of and what came out, of
//! each module its bytecode, what was inferred, and the verdicts.
//!
//! What was inferred and the verdicts hold as long as the module is the same and so are the definitions of other modules that were looked at on the way
//! (the verifying traces of Mokhov et al., "Build Systems à la Carte", ICFP 2018). A change of a body that leaves the interface as it
//! is costs nothing elsewhere, one of an interface costs those who look at it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use compiler_diagnostics::Diagnostics;
use compiler_typing::Index;
use vm_access::ModuleId;
use vm_bytecode::{FunctionDefinition, Limits, Module};
use vm_footprint::{Inference, Interfaces, Lookups, Watched, annotate, infer};
use vm_verifier::{VerifiedModule, VerifyError, verify};

use crate::access::must_declare;
use crate::build::CompiledModule;
use crate::front::{Emitted, Front};
use crate::manifest::Declarations;
use crate::outline::ModuleOutline;
use crate::reach::Named;
use crate::sources::PackageId;
use crate::trees::Trees;
use crate::unit_test::UnitTest;

/// Files, packages and modules as they were built last. It grows with the modules of one build; nothing in it can be stale.
#[derive(Debug, Default)]
pub struct Memory {
    pub(crate) named: Named,
    pub(crate) trees: Trees,
    pub(crate) results: Results,
}

/// All but the trees.
#[derive(Debug, Default)]
pub(crate) struct Results {
    packages: BTreeMap<Scope, Package>,
    modules: BTreeMap<ModuleId, Remembered>,
    newest: Stamp,
}

/// A package, and how much of the library is built with it: the two by turns, while something is not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Scope {
    pub(crate) package: PackageId,
    pub(crate) is_library_whole: bool,
}

/// Which time a package was finished.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Stamp(u64);

#[derive(Debug, Default)]
pub(crate) struct Package {
    pub(crate) front: Front,
    finished: Option<(Basis, Finished)>,
}

/// All that the outcome of a package depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Basis {
    /// The packages before it.
    pub(crate) before: Vec<Stamp>,
    pub(crate) declarations: Declarations,
    /// Of its files, with the purpose and the addresses they are compiled with.
    pub(crate) texts: Vec<Arc<str>>,
}

/// What came out of a package without errors.
#[derive(Clone, Debug)]
pub(crate) struct Finished {
    pub(crate) stamp: Stamp,
    /// Each after those it uses.
    pub(crate) modules: Vec<CompiledModule>,
    pub(crate) verified: Vec<VerifiedModule>,
    pub(crate) tests: Vec<UnitTest>,
    pub(crate) indices: Vec<Arc<Index>>,
    pub(crate) diagnostics: Diagnostics,
}

#[derive(Debug)]
struct Remembered {
    emitted: Arc<Emitted>,
    declarations: Declarations,
    inference: Arc<Inference>,
    /// What inference looked at.
    lookups: Lookups,
    /// The module with what was inferred.
    module: Arc<Module>,
    /// Where nothing is to be said of declarations: what was looked at, and the outline they stand in.
    declared: Option<(Arc<ModuleOutline>, Lookups)>,
    /// Where no borrows are in conflict: what was looked at.
    sound: Option<Lookups>,
    verified: Option<VerifiedModule>,
}

impl Results {
    /// A package as it was last.
    pub(crate) fn package(&mut self, scope: Scope) -> &mut Package {
        self.packages.entry(scope).or_default()
    }

    /// A stamp that no other package has.
    pub(crate) fn stamp(&mut self) -> Stamp {
        self.newest.0 += 1;
        self.newest
    }

    /// A module with what inference finds of it.
    pub(crate) fn infer(
        &mut self,
        emitted: &Arc<Emitted>,
        declarations: Declarations,
        imports: &dyn Interfaces,
    ) -> (Arc<Module>, Arc<Inference>) {
        let id = &emitted.module.id;
        let before = self.modules.get_mut(id).filter(|it| it.is_of(emitted, declarations));
        if let Some(before) = before.filter(|it| it.lookups.hold(imports)) {
            // What stands where may have changed.
            before.emitted = Arc::clone(emitted);
            return (Arc::clone(&before.module), Arc::clone(&before.inference));
        }
        let watched = Watched::new(imports);
        let (module, inference) = inferred(emitted, declarations, &watched);
        let remembered = Remembered {
            emitted: Arc::clone(emitted),
            declarations,
            inference: Arc::clone(&inference),
            lookups: watched.finish(),
            module: Arc::clone(&module),
            declared: None,
            sound: None,
            verified: self.modules.remove(id).and_then(|it| it.verified),
        };
        self.modules.insert(id.clone(), remembered);
        (module, inference)
    }

    /// What `judge` has to say of the declarations of a module.
    pub(crate) fn judge(
        &mut self,
        (id, outline): (&ModuleId, &Arc<ModuleOutline>),
        imports: &dyn Interfaces,
        judge: impl Fn(&dyn Interfaces) -> Diagnostics,
    ) -> Diagnostics {
        let Some(remembered) = self.modules.get_mut(id) else { return judge(imports) };
        let is_it = |(known, lookups): &(Arc<ModuleOutline>, Lookups)| {
            Arc::ptr_eq(known, outline) && lookups.hold(imports)
        };
        if remembered.declared.as_ref().is_some_and(is_it) {
            return Diagnostics::new();
        }
        let watched = Watched::new(imports);
        let diagnostics = judge(&watched);
        // What is said tells of places in other modules.
        let declared = diagnostics.is_empty().then(|| (Arc::clone(outline), watched.finish()));
        remembered.declared = declared;
        diagnostics
    }

    /// What `judge` has to say of the borrows of a module.
    pub(crate) fn judge_borrows(
        &mut self,
        module: &Arc<Module>,
        imports: &dyn Interfaces,
        judge: impl Fn(&dyn Interfaces) -> Diagnostics,
    ) -> Diagnostics {
        let remembered = self.modules.get_mut(&module.id);
        let Some(remembered) = remembered.filter(|it| Arc::ptr_eq(&it.module, module)) else {
            return judge(imports);
        };
        let is_verified = remembered.verified(module, imports).is_some();
        if is_verified || remembered.sound.as_ref().is_some_and(|it| it.hold(imports)) {
            return Diagnostics::new();
        }
        let watched = Watched::new(imports);
        let diagnostics = judge(&watched);
        remembered.sound = diagnostics.is_empty().then(|| watched.finish());
        diagnostics
    }

    /// The verdict on a module into which was written what was inferred.
    pub(crate) fn verify(
        &mut self,
        module: &Arc<Module>,
        imports: &dyn Interfaces,
        limits: &Limits,
    ) -> Result<VerifiedModule, Box<VerifyError>> {
        let remembered = self.modules.get_mut(&module.id);
        let known = remembered.as_ref().and_then(|it| it.verified(module, imports));
        if let Some(known) = known {
            return Ok(known.clone());
        }
        let verified = verify(Arc::clone(module), imports, limits)?;
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

impl Package {
    /// What came out, if that rests on the same.
    pub(crate) fn finished(&self, basis: &Basis) -> Option<&Finished> {
        self.finished.as_ref().filter(|(known, _)| known == basis).map(|(_, finished)| finished)
    }

    /// Remembers what came out.
    pub(crate) fn finish(&mut self, basis: Basis, finished: Finished) {
        self.finished = Some((basis, finished));
    }
}

impl Remembered {
    /// Whether it is a module with the same bytecode before anything was inferred.
    fn is_of(&self, emitted: &Arc<Emitted>, declarations: Declarations) -> bool {
        self.declarations == declarations
            && (Arc::ptr_eq(&self.emitted, emitted) || self.emitted.module == emitted.module)
    }

    fn verified(&self, module: &Module, imports: &dyn Interfaces) -> Option<&VerifiedModule> {
        let is_it = |known: &Module| std::ptr::eq(known, module) || known == module;
        self.verified.as_ref().filter(|it| is_it(it.module()) && it.holds_with(imports))
    }
}

/// A module with what inference finds of it.
pub(crate) fn inferred(
    emitted: &Emitted,
    declarations: Declarations,
    imports: &dyn Interfaces,
) -> (Arc<Module>, Arc<Inference>) {
    let mut module = emitted.module.clone();
    if declarations == Declarations::Required {
        module.functions.iter_mut().for_each(declare_nothing);
    }
    let inference = infer(&module, imports);
    annotate(&mut module, &inference);
    (Arc::new(module), Arc::new(inference))
}

/// A public function without clauses declares, where declarations are required, that it touches nothing.
fn declare_nothing(function: &mut FunctionDefinition) {
    if must_declare(function) && function.declaration.is_none() {
        function.declaration = Some(vm_access::Declaration::default());
    }
}
