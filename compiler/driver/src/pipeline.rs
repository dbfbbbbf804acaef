//! The pipeline: sources in, modules and diagnostics out.

mod module;
mod package;

use std::collections::BTreeSet;
use std::sync::Arc;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Severity};
use compiler_syntax::{Purpose, ast};
use compiler_typing::Index;
use vm_access::ModuleId;
use vm_verifier::VerifiedModule;

use crate::access::Known;
use crate::addresses::{NamedAddresses, resolve};
use crate::build::{Build, LibraryPart, Options, Phase};
use crate::front::Context;
use crate::lock;
use crate::manifest::Declarations;
use crate::memory::{Memory, Results, Stamp};
use crate::reach::{Named, reached};
use crate::sources::{PackageId, Sources};
use crate::trees::Trees;
use crate::unit_test::UnitTest;

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
        memory.results.keep(&built.modules.iter().map(|it| &it.module.id).collect());
    }
    built
}

fn build_needed(
    sources: &Sources,
    options: &Options,
    watch: &mut dyn FnMut(Phase),
    mut memory: Option<&mut Memory>,
) -> Build {
    let mut own = Named::default();
    let named = memory.as_mut().map_or(&mut own, |memory| &mut memory.named);
    let reached = match &options.library {
        LibraryPart::Needed => reached(sources, &[], named),
        LibraryPart::NeededBeside(texts) => reached(sources, texts, named),
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
    let mut own = Trees::default();
    let (trees, results) = match memory {
        Some(memory) => (&mut memory.trees, Some(&mut memory.results)),
        None => (&mut own, None),
    };
    watch(Phase::Parsing);
    let is_sound = !said.has_errors();
    if is_sound {
        parse(sources, &scopes, reached, trees);
    }
    let mut pipeline = Pipeline {
        sources,
        watch,
        results,
        is_library_whole: reached.is_none(),
        context: Vec::new(),
        before: Vec::new(),
        parsed: Vec::new(),
        known: Known::default(),
        order: Vec::new(),
        verified: Vec::new(),
        tests: Vec::new(),
        indices: Vec::new(),
        diagnostics: Diagnostics::new(),
    };
    let root = sources.root();
    for (id, package) in trees.packages().filter(|_| is_sound) {
        if pipeline.diagnostics.has_errors() {
            break;
        }
        pipeline.package(id, package, declarations(sources, options, id));
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

/// Parses all that is compiled; nothing is told before the turn of its package.
fn parse(
    sources: &Sources,
    scopes: &[NamedAddresses],
    reached: Option<&BTreeSet<FileId>>,
    trees: &mut Trees,
) {
    let ids = (0..).map(PackageId);
    for (id, (package, addresses)) in ids.zip(sources.packages.iter().zip(scopes)) {
        let is_needed = |file: &&FileId| {
            id != PackageId::LIBRARY || reached.is_none_or(|reached| reached.contains(file))
        };
        let files = package.files.iter().filter(is_needed).copied().collect();
        trees.update(sources, id, (files, addresses.clone()));
    }
    trees.truncate(sources.packages.len());
}

/// Who must declare in a package.
fn declarations(sources: &Sources, options: &Options, id: PackageId) -> Declarations {
    let root = sources.root();
    let asked = options.declarations.unwrap_or(sources.declarations(root));
    match sources.purpose(id) {
        // What `check` demands of an interface is no concern of tests, and helpers of tests are no interface.
        Purpose::Test | Purpose::TestDependency => Declarations::Inferred,
        Purpose::Build if id == root => asked,
        // A dependency that does not say was not written for declarations; who uses it decides.
        Purpose::Build => sources.own_declarations(id).unwrap_or(asked),
    }
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
    results: Option<&'s mut Results>,
    is_library_whole: bool,
    /// What modules depend on of the files so far.
    context: Context,
    /// The packages so far, as long as each is remembered.
    before: Vec<Stamp>,
    /// The files of the packages built so far, each with its package's named addresses.
    parsed: Vec<(ast::File<'s>, &'s NamedAddresses)>,
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
    /// Warnings are for those who can change the package.
    fn keep_errors(&mut self) {
        let all = std::mem::take(&mut self.diagnostics);
        self.diagnostics.extend(all.into_iter().filter(|it| it.severity == Severity::Error));
    }
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
        let reached = reached(&sources, &[], &mut Named::default());
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
