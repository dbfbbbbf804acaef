//! The pipeline: sources in, modules and diagnostics out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::mem;
use std::sync::Arc;

use bumpalo::Bump;
use compiler_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Severity, Span};
use compiler_syntax::{Purpose, ast, select};
use compiler_typing::{Dependencies, Index, InlineSource};
use vm_access::{Declaration, FunctionName, Identifier, ModuleId, Names};
use vm_bytecode::{
    FunctionDefinition, Limits, Module, SourceMap, SourceSpan, StructDefinition, encode,
};
use vm_footprint::{Inference, Interfaces, annotate, infer, infer_with_stand_ins};
use vm_verifier::{LinkError, Program, VerifiedModule, VerifyError, link, verify};

use crate::access::{Known, judge, must_declare};
use crate::addresses::{NamedAddresses, OpenAddresses, resolve};
use crate::front::{Emitted, Front, add_context, emit};
use crate::lock;
use crate::manifest::Declarations;
use crate::memory::Memory;
use crate::names::{name_modules, names_of};
use crate::outline::{ModuleOutline, outline};
use crate::reach::reached;
use crate::sources::{PackageId, Sources};
use crate::unit_test::{UnitTest, collect};
use crate::{acquires, instantiation, references};

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
    root: PackageId,
}

/// A module that was compiled.
#[derive(Clone, Debug)]
pub struct CompiledModule {
    /// The package it belongs to.
    pub package: PackageId,
    /// Its source.
    pub file: FileId,
    /// The module.
    pub module: Module,
    /// What inference found, one per function.
    pub inference: Arc<Inference>,
    /// From its code back to its source.
    pub source_map: SourceMap,
    pub(crate) outline: ModuleOutline,
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
        self.modules.iter().map(|it| &it.module).find(|module| module.id == *id)
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

/// Builds the last package of `sources`, and those it depends on before it.
///
/// Depends on its arguments alone.
///
/// # Panics
///
/// With 2³² packages.
pub fn build(sources: &Sources, options: &Options) -> Build {
    build_watched(sources, options, &mut |_| {})
}

/// [`build`], which tells `watch` of each phase when it begins.
///
/// # Panics
///
/// As [`build`] does.
pub fn build_watched(sources: &Sources, options: &Options, watch: &mut dyn FnMut(Phase)) -> Build {
    build_needed(sources, options, watch, None)
}

/// [`build`], which does over again only what has changed since a build with the same `memory`.
///
/// # Panics
///
/// As [`build`] does.
pub fn rebuild(sources: &Sources, options: &Options, memory: &mut Memory) -> Build {
    let built = build_needed(sources, options, &mut |_| {}, Some(memory));
    if !built.diagnostics.has_errors() {
        memory.keep(&built.modules.iter().map(|it| &it.module.id).collect());
    }
    built
}

fn build_needed(
    sources: &Sources,
    options: &Options,
    watch: &mut dyn FnMut(Phase),
    mut memory: Option<&mut Memory>,
) -> Build {
    let reached = match &options.library {
        LibraryPart::Needed => reached(sources, &[]),
        LibraryPart::NeededBeside(texts) => reached(sources, texts),
        LibraryPart::Whole => None,
    };
    let built = build_with(sources, options, reached.as_ref(), (watch, memory.as_deref_mut()));
    if reached.is_some() && lacks_something(&built.diagnostics) {
        return build_with(sources, options, None, (watch, memory));
    }
    built
}

/// Whether a module that was left out may be what is wrong: a module or a member of one is not there. What may have been meant
/// instead is then looked for among all that there is.
fn lacks_something(diagnostics: &Diagnostics) -> bool {
    let is_lack = |it: &Diagnostic| matches!(it.code, Code::E0202 | Code::E0203);
    diagnostics.iter().any(|it| it.severity == Severity::Error && is_lack(it))
}

/// Builds with those files of the library alone that are `reached`, if they are given.
fn build_with(
    sources: &Sources,
    options: &Options,
    reached: Option<&BTreeSet<FileId>>,
    (watch, memory): (&mut dyn FnMut(Phase), Option<&mut Memory>),
) -> Build {
    let (scopes, diagnostics) = resolve(sources, &options.named_addresses, options.open_addresses);
    let mut said = sources.diagnostics().clone();
    said.extend(diagnostics);
    let mut said = of_package(sources, said);
    let arena = Bump::new();
    let mut pipeline = Pipeline {
        sources,
        watch,
        memory,
        context: String::new(),
        arena: &arena,
        parsed: Vec::new(),
        known: Known::default(),
        order: Vec::new(),
        verified: Vec::new(),
        tests: Vec::new(),
        indices: Vec::new(),
        diagnostics: Diagnostics::new(),
    };
    let root = sources.root();
    for (index, package) in sources.packages.iter().enumerate() {
        if said.has_errors() || pipeline.diagnostics.has_errors() {
            break;
        }
        let id = PackageId(u32::try_from(index).expect("fewer packages than 2^32"));
        let own = package.manifest.declarations;
        let asked = options.declarations.unwrap_or(sources.declarations(root));
        let declarations = match sources.purpose(id) {
            // What `check` demands of an interface is no concern of tests, and helpers of tests are no interface.
            Purpose::Test | Purpose::TestDependency => Declarations::Inferred,
            Purpose::Build if id == root => asked,
            // A dependency that does not say was not written for declarations; who uses it decides.
            Purpose::Build => own.unwrap_or(asked),
        };
        let addresses = scopes.get(index).cloned().unwrap_or_default();
        let is_needed = |file: &&FileId| {
            id != PackageId::LIBRARY || reached.is_none_or(|reached| reached.contains(file))
        };
        let files: Vec<FileId> = package.files.iter().filter(is_needed).copied().collect();
        pipeline.package(id, &files, &addresses, declarations);
        if id != root {
            pipeline.keep_errors();
        }
    }
    pipeline.diagnostics.extend(lock::judge(sources, &pipeline.known));
    let addresses = scopes.last().cloned().unwrap_or_default();
    let Pipeline { mut known, order, verified, mut tests, indices, diagnostics, .. } = pipeline;
    said.extend(diagnostics);
    let modules = order.iter().filter_map(|id| known.0.remove(id)).collect();
    tests.sort_by(|left, right| left.function.cmp(&right.function));
    Build { modules, verified, diagnostics: said, addresses, tests, indices, root }
}

/// Without the warnings about manifests of other packages: they are for those who can change them.
fn of_package(sources: &Sources, diagnostics: Diagnostics) -> Diagnostics {
    let others = sources.packages.iter().rev().skip(1).map(|package| package.manifest.file);
    let others: BTreeSet<FileId> = others.collect();
    let is_kept =
        |it: &Diagnostic| it.severity == Severity::Error || !others.contains(&it.primary.span.file);
    diagnostics.into_iter().filter(is_kept).collect()
}

struct Pipeline<'s> {
    sources: &'s Sources,
    /// Is told of each phase.
    watch: &'s mut dyn FnMut(Phase),
    /// What a build before this one remembers, if anybody wants it to.
    memory: Option<&'s mut Memory>,
    /// What modules depend on of the files so far, if there is a memory.
    context: String,
    /// Holds all syntax trees.
    arena: &'s Bump,
    /// The files of the packages built so far, each with its package's named addresses.
    parsed: Vec<(ast::File<'s>, NamedAddresses)>,
    /// Everything about each module built so far.
    known: Known,
    /// The modules, each after those it uses.
    order: Vec<ModuleId>,
    verified: Vec<VerifiedModule>,
    tests: Vec<UnitTest>,
    indices: Vec<Arc<Index>>,
    diagnostics: Diagnostics,
}

impl Pipeline<'_> {
    fn package(
        &mut self,
        id: PackageId,
        sources: &[FileId],
        addresses: &NamedAddresses,
        declarations: Declarations,
    ) {
        (self.watch)(Phase::Parsing);
        let purpose = self.sources.purpose(id);
        let mut files = Vec::new();
        let mut outlines = BTreeMap::new();
        write!(self.context, "for {purpose:?} with {addresses:?}").expect("a string takes all");
        for file in sources {
            let Some(source) = self.sources.files().get(*file) else { continue };
            let parsed = compiler_syntax::parse(*file, source.text(), self.arena);
            self.diagnostics.extend(parsed.diagnostics);
            let selected = select(&parsed.file, purpose, self.arena);
            for (module, outline) in outline(&selected, addresses) {
                outlines.insert(module, (outline, *file));
            }
            if self.memory.is_some() {
                add_context(&mut self.context, *file, (&selected, source.text()));
            }
            files.push(selected);
        }
        let is_parsed = !self.diagnostics.has_errors();
        // What names mean is of use in a text that is being written, too.
        if !is_parsed && self.memory.is_none() {
            return;
        }
        (self.watch)(Phase::Typing);
        let dependencies: Vec<&Module> = self.known.0.values().map(|known| &known.module).collect();
        let options = compiler_typing::Options {
            addresses: addresses.clone(),
            is_indexed: self.memory.is_some(),
        };
        let inlines: Vec<InlineSource<'_>> =
            self.parsed.iter().map(|(file, addresses)| InlineSource { file, addresses }).collect();
        let dependencies = Dependencies { modules: &dependencies, inlines: &inlines };
        let texts = self.texts(&outlines);
        let front = self.memory.as_ref().and_then(|memory| memory.fronts.get(&id));
        let settled = front.map(|front| front.settled(&self.context, &texts)).unwrap_or_default();
        let sources = self.sources.files();
        let checked =
            compiler_typing::check_unsettled(&files, sources, &dependencies, &options, settled);
        self.indices.extend(checked.bodies.values().map(|bodies| Arc::clone(&bodies.index)));
        self.indices.push(Arc::new(checked.index));
        if !is_parsed {
            return;
        }
        self.diagnostics.extend(checked.diagnostics);
        self.parsed.extend(files.iter().map(|file| (*file, addresses.clone())));
        if self.diagnostics.has_errors() {
            return;
        }
        (self.watch)(Phase::Codegen);
        let first = self.order.len();
        let mut emitted = emit(&checked.program);
        if let Some(memory) = &mut self.memory {
            let front = memory.fronts.entry(id).or_default();
            let mut all = mem::take(&mut front.emitted);
            all.retain(|module, _| checked.bodies.contains_key(module));
            all.append(&mut emitted);
            emitted = all.clone();
            let context = self.context.clone();
            *front = Front { context, texts, bodies: checked.bodies, emitted: all };
        }
        for module in checked.order {
            let Emitted { module, source_map, inlines } =
                emitted.remove(&module).expect("what is not emitted has been before");
            let (outline, file) =
                outlines.remove(&module.id).expect("every module checked has been parsed");
            if let Some(inlines) = inlines {
                self.inlines(id, &module, inlines, (outline.clone(), file), addresses);
            }
            self.module(id, (module, source_map), (outline, file), (addresses, declarations));
        }
        self.verify(first);
        if purpose == Purpose::Test && !self.diagnostics.has_errors() {
            let modules = |id: &ModuleId| self.known.0.get(id).map(|known| &known.module);
            let (tests, diagnostics) = collect(&files, addresses, &modules);
            self.tests.extend(tests);
            self.diagnostics.extend(diagnostics);
        }
    }

    /// The text of each module's file, if it is to be remembered.
    fn texts(
        &self,
        outlines: &BTreeMap<ModuleId, (ModuleOutline, FileId)>,
    ) -> BTreeMap<ModuleId, String> {
        let is_remembered = self.memory.is_some();
        let modules = outlines.iter().filter(|_| is_remembered);
        let text = |file: FileId| self.sources.files().get(file).map_or("", |it| it.text());
        modules.map(|(module, (_, file))| (module.clone(), text(*file).to_owned())).collect()
    }

    /// Warnings are for those who can change the package.
    fn keep_errors(&mut self) {
        let all = mem::take(&mut self.diagnostics);
        self.diagnostics.extend(all.into_iter().filter(|it| it.severity == Severity::Error));
    }

    /// Judges the declarations of a module's inline functions, which `with_inlines` has besides those of `module`.
    fn inlines(
        &mut self,
        package: PackageId,
        module: &Module,
        (mut with_inlines, source_map): (Module, SourceMap),
        (mut outline, file): (ModuleOutline, FileId),
        addresses: &NamedAddresses,
    ) {
        let functions = with_inlines.functions.iter();
        let stand_ins = functions.filter(|function| function.name.stood_for().is_some());
        let stand_ins: Vec<Identifier> = stand_ins.map(|function| function.name.clone()).collect();
        let inference = infer_with_stand_ins(&with_inlines, &self.known, &stand_ins);
        annotate(&mut with_inlines, &inference);
        name_modules(&mut outline, self.known.0.keys(), addresses);
        outline.functions.retain(|name, _| module.function(name).is_none());
        let id = module.id.clone();
        let (module, inference) = (with_inlines, Arc::new(inference));
        let compiled = CompiledModule { package, file, module, inference, source_map, outline };
        self.known.0.insert(id.clone(), compiled);
        let text = self.sources.files().get(file).map_or("", |source| source.text());
        self.diagnostics.extend(judge(&self.known, &id, Declarations::Inferred, text));
        self.known.0.remove(&id);
    }

    /// Infers and judges one module.
    fn module(
        &mut self,
        package: PackageId,
        (mut module, source_map): (Module, SourceMap),
        (mut outline, file): (ModuleOutline, FileId),
        (addresses, declarations): (&NamedAddresses, Declarations),
    ) {
        if declarations == Declarations::Required {
            module.functions.iter_mut().for_each(declare_nothing);
        }
        (self.watch)(Phase::Judgement);
        let text = self.sources.files().get(file).map_or("", |source| source.text());
        self.diagnostics.extend(acquires::judge((&module, &source_map), &outline, file));
        (self.watch)(Phase::Inference);
        let inference = match &mut self.memory {
            Some(memory) => memory.infer(&module, &self.known),
            None => Arc::new(infer(&module, &self.known)),
        };
        annotate(&mut module, &inference);
        (self.watch)(Phase::Judgement);
        let modules = self.known.0.keys();
        name_modules(&mut outline, modules, addresses);
        let id = module.id.clone();
        let compiled = CompiledModule { package, file, module, inference, source_map, outline };
        self.known.0.insert(id.clone(), compiled);
        // What is declared in excess is told when the package is built: in tests, where nothing need be declared, less may do.
        let is_built = self.sources.purpose(package) == Purpose::Build;
        let judged = judge(&self.known, &id, declarations, text).into_iter();
        self.diagnostics.extend(judged.filter(|it| is_built || it.severity == Severity::Error));
        self.order.push(id);
        (self.watch)(Phase::Codegen);
    }

    /// Verifies the modules from `first` on: what the compiler made must pass like anybody's.
    ///
    /// Conflicts of borrows are told of each module that has some, whatever else is wrong. The verifier looks for them in any
    /// case, so they are looked for by themselves only where it does not come to that, or has found one.
    fn verify(&mut self, first: usize) {
        let has_errors = self.diagnostics.has_errors();
        (self.watch)(Phase::Verification);
        let limits = Limits::default();
        for compiled in self.order.iter().skip(first).filter_map(|id| self.known.get(id)) {
            if has_errors {
                self.diagnostics.extend(self.conflicts(compiled));
                continue;
            }
            let growing = instantiation::judge(compiled);
            if growing.has_errors() {
                self.diagnostics.extend(growing);
                continue;
            }
            let verdict = match &mut self.memory {
                Some(memory) => memory.verify(&compiled.module, &self.known, &limits),
                None => verify(compiled.module.clone(), &self.known, &limits),
            };
            match verdict {
                Ok(verified) => self.verified.push(verified),
                Err(error) => {
                    let conflicts = self.conflicts(compiled);
                    if conflicts.is_empty() {
                        self.diagnostics.push(rejected(compiled, &error));
                    }
                    self.diagnostics.extend(conflicts);
                }
            }
        }
    }

    fn conflicts(&self, compiled: &CompiledModule) -> Diagnostics {
        let text = self.sources.files().get(compiled.file).map_or("", |source| source.text());
        references::judge(compiled, &self.known, text)
    }
}

/// A public function without clauses declares, where declarations are required, that it touches nothing.
fn declare_nothing(function: &mut FunctionDefinition) {
    if must_declare(function) && function.declaration.is_none() {
        function.declaration = Some(Declaration::default());
    }
}

fn rejected(compiled: &CompiledModule, error: &VerifyError) -> Diagnostic {
    let functions = &compiled.source_map.functions;
    let map = error.function.as_ref().and_then(|name| functions.get(name));
    let span = match (map, error.point) {
        (Some(map), Some(point)) => map.span(point),
        (Some(map), None) => map.name,
        (None, _) => SourceSpan::default(),
    };
    let span = Span::new(compiled.file, span.start, span.end);
    Diagnostic::error(Code::E0802, span, format!("the verifier rejects this module: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::SourceText;

    fn diagnostics_of(body: &str) -> Diagnostics {
        let source = |path: &str, text: String| SourceText { path: path.into(), text };
        let manifest = source("Move.toml", "[package]\nname = \"p\"\n".to_owned());
        let module = source("sources/p.move", format!("module 0x2::p {{ fun f() {{ {body} }} }}"));
        let sources = Sources::of_package(manifest, vec![module]);
        let reached = reached(&sources, &[]);
        build_with(&sources, &Options::default(), reached.as_ref(), (&mut |_| {}, None)).diagnostics
    }

    #[test]
    fn what_no_module_mends_is_built_once() {
        for body in ["let _: u8 = true;", "nothing();", "loop {", "0x2::p::f(1)"] {
            let said = diagnostics_of(body);
            assert!(said.has_errors() && !lacks_something(&said), "{body}: {said:?}");
        }
    }

    #[test]
    fn what_a_module_may_mend_is_built_again() {
        for body in ["0x1::bcz::f();", "0x1::bcs::f();"] {
            assert!(lacks_something(&diagnostics_of(body)), "{body}");
        }
    }
}
