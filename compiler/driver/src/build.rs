//! What a build is asked for, and what comes out of it.

use std::sync::Arc;

use compiler_diagnostics::{Diagnostics, FileId, Span};
use compiler_typing::Index;
use vm_access::{FunctionName, Identifier, ModuleId, Names};
use vm_bytecode::{FunctionDefinition, Module, SourceMap, SourceSpan, StructDefinition, encode};
use vm_footprint::{Inference, Interfaces};
use vm_verifier::{LinkError, Program, VerifiedModule, link};

use crate::addresses::{NamedAddresses, OpenAddresses};
use crate::manifest::Declarations;
use crate::names::{PackageNames, names_of};
use crate::outline::ModuleOutline;
use crate::sources::PackageId;
use crate::unit_test::UnitTest;

/// How packages are built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Who must declare in the package that was asked for, instead of what its manifest says.
    pub declarations: Option<Declarations>,
    /// How much of the library is built.
    pub library: LibraryPart,
    /// Values of named addresses, instead of what manifests say.
    pub named_addresses: NamedAddresses,
    /// What becomes of named addresses without a value.
    pub open_addresses: OpenAddresses,
}

/// How much of the library is built.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LibraryPart {
    /// What the packages need.
    #[default]
    Needed,
    /// And what these texts name, such as functions and types of a batch.
    NeededBeside(Vec<String>),
    /// All of it.
    Whole,
}

/// What a build is at, in the order in which a package goes through them; inference and judgement take turns, module by
/// module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Text to trees.
    Parsing,
    /// Names, types and definite assignment.
    Typing,
    /// Bytecode.
    Codegen,
    /// Footprints, and what holds where ways meet.
    Inference,
    /// Borrows, `acquires` and declarations.
    Judgement,
    /// What anybody's bytecode has to pass.
    Verification,
}

/// What came out of a build.
#[derive(Clone, Debug)]
pub struct Build {
    /// Modules, each after those it uses; where a package has errors, its modules and those of packages that depend on
    /// it are not among them.
    pub modules: Vec<CompiledModule>,
    /// The modules that the verifier has let pass: all, where nothing is wrong.
    pub verified: Vec<VerifiedModule>,
    /// Everything that was said.
    pub diagnostics: Diagnostics,
    /// Named addresses in sight of the package that was asked for.
    pub addresses: NamedAddresses,
    /// Its unit tests, in order of their names, if it is built for tests.
    pub tests: Vec<UnitTest>,
    /// What names mean, if it was built with a memory: of each package what stands outside of bodies, and of each
    /// module what stands in them. Packages behind one with errors have none.
    pub indices: Vec<Arc<Index>>,
    pub(crate) root: PackageId,
}

/// A module that was compiled. Clones share all parts.
#[derive(Clone, Debug)]
pub struct CompiledModule {
    /// The package it belongs to.
    pub package: PackageId,
    /// Its source.
    pub file: FileId,
    /// The module.
    pub module: Arc<Module>,
    /// What inference found, one per function.
    pub inference: Arc<Inference>,
    /// From its code back to its source.
    pub source_map: Arc<SourceMap>,
    pub(crate) outline: Arc<ModuleOutline>,
    pub(crate) names: Arc<PackageNames>,
}

impl CompiledModule {
    /// Its encoding.
    pub fn bytes(&self) -> Vec<u8> {
        encode(&self.module)
    }

    /// A place of its source map, as a place of its file.
    pub fn span(&self, span: SourceSpan) -> Span {
        Span::new(self.file, span.start, span.end)
    }

    /// Whether one of its functions is a test, or there for tests alone.
    pub fn is_for_tests(&self, function: &Identifier) -> bool {
        self.outline.functions.get(function).is_some_and(|outline| outline.is_for_tests)
    }

    /// The names that hold in the header of one of its functions.
    pub fn names(&self, function: &FunctionDefinition) -> Names {
        names_of(self, function)
    }
}

impl Build {
    /// Modules of the package that was asked for.
    pub fn root_modules(&self) -> impl Iterator<Item = &CompiledModule> {
        self.modules.iter().filter(|module| module.package == self.root)
    }

    /// The modules that the verifier has let pass, linked.
    ///
    /// # Errors
    ///
    /// If one that they use is not among them.
    pub fn program(&self) -> Result<Program, LinkError> {
        link(self.verified.clone())
    }

    fn module(&self, id: &ModuleId) -> Option<&Module> {
        self.modules.iter().map(|it| &*it.module).find(|module| module.id == *id)
    }
}

impl Interfaces for Build {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        self.module(module)?.structure(name)
    }

    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        self.module(&name.module)?.function(&name.name)
    }
}
