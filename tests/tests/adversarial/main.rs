//! Programs on which a careless analysis misses an access: `tests/adversarial/*.move`.
//!
//! Each file says what must be found, beside the code:
//!
//! ```text
//! //! footprint f: writes R(a).n; reads S(b)      all that `f` does, as it would be declared; or `pure`
//! //! reports g: E0601, E0605                     codes of what is said about the declaration of `g`
//! //! fixed R: owner, home                        all fields of `R` that nothing replaces where the record lies
//! ```
//!
//! Several lines for one function add up. Whatever a file expects, its modules are also handed to the verifier with lies
//! in them, every one of which must be refused.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod expectation;
mod lies;

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

use compiler_diagnostics::{Diagnostic, Severity};
use compiler_driver::{Build, CompiledModule, Options, SourceText, Sources, build};
use vm_access::Footprint;
use vm_bytecode::FunctionDefinition;

use crate::expectation::{Expectations, Reported};

const MANIFEST: &str = "[package]\nname = \"Adversarial\"\nversion = \"0.1.0\"\n\n[access]\ndeclarations = \"inferred\"\n";

datatest_stable::harness! {
    { test = footprints_are_as_expected, root = "adversarial", pattern = r"\.move$" },
}

/// What is wrong with a file; shown as it is.
struct Differences(Vec<String>);

impl fmt::Debug for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Differences {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Differences {}

fn footprints_are_as_expected(path: &Path, text: String) -> datatest_stable::Result<()> {
    let expected = Expectations::parse(&text);
    let manifest = SourceText { path: "Move.toml".to_owned(), text: MANIFEST.to_owned() };
    let source = SourceText { path: path.display().to_string(), text };
    let sources = Sources::of_package(manifest, vec![source]);
    let build = build(&sources, &Options::default());
    let mut differences = broken(&sources, &build, &expected);
    if differences.is_empty() {
        differences.extend(footprint_differences(&build, &expected));
        differences.extend(fixed_differences(&build, &expected));
        differences.extend(report_differences(&sources, &build, &expected));
    }
    if differences.is_empty() && !build.diagnostics.has_errors() {
        differences = lies::believed(&build);
    }
    if differences.is_empty() { Ok(()) } else { Err(Box::new(Differences(differences))) }
}

/// Errors about anything but declarations: the program is not what its author meant.
fn broken(sources: &Sources, build: &Build, expected: &Expectations) -> Vec<String> {
    let root = sources.files().iter().map(|(file, _)| file).last();
    let is_expected = |it: &Diagnostic| {
        it.code.name().starts_with("E06")
            && expected.has_reports()
            && Some(it.primary.span.file) == root
    };
    build
        .diagnostics
        .iter()
        .filter(|it| it.severity == Severity::Error && !is_expected(it))
        .map(|it| compiler_diagnostics::render(sources.files(), it, false))
        .collect()
}

fn footprint_differences(build: &Build, expected: &Expectations) -> Vec<String> {
    let mut differences = Vec::new();
    let mut missing: BTreeSet<_> = expected.footprints.keys().cloned().collect();
    for compiled in build.root_modules() {
        for function in &compiled.module.functions {
            let name = (compiled.module.id.to_string(), function.name.to_string());
            let Some(accesses) = expected.footprints.get(&name) else { continue };
            missing.remove(&name);
            let found = printed(compiled, function, &function.inferred);
            if found != *accesses {
                differences.push(difference(&name.1, accesses, &found));
            }
        }
    }
    differences
        .extend(missing.iter().map(|(module, name)| format!("no function {module}::{name}")));
    differences
}

fn fixed_differences(build: &Build, expected: &Expectations) -> Vec<String> {
    let mut differences = Vec::new();
    for ((module, name), fields) in &expected.fixed {
        let compiled = build.root_modules().find(|it| it.module.id.to_string() == *module);
        let all = compiled.into_iter().flat_map(|it| &it.inference.fixed_fields);
        let own = all.filter(|(structure, _)| structure.as_str() == name);
        let found: BTreeSet<String> = own.map(|(_, field)| field.to_string()).collect();
        if found != *fields {
            differences.push(difference(&format!("fixed {name}"), fields, &found));
        }
    }
    differences
}

/// The accesses of a footprint, each as it would be declared.
fn printed(
    compiled: &CompiledModule,
    function: &FunctionDefinition,
    footprint: &Footprint,
) -> BTreeSet<String> {
    let names = compiled.names(function);
    let accesses = footprint.accesses().iter();
    let mut printed: BTreeSet<String> =
        accesses.map(|access| access.display(&names).to_string()).collect();
    if footprint.is_open() {
        printed.insert("anything".to_owned());
    }
    printed
}

fn difference(name: &str, expected: &BTreeSet<String>, found: &BTreeSet<String>) -> String {
    let mut lines = vec![format!("{name}:")];
    lines.extend(expected.difference(found).map(|access| format!("  - {access}    (not found)")));
    lines
        .extend(found.difference(expected).map(|access| format!("  + {access}    (not expected)")));
    lines.extend(expected.intersection(found).map(|access| format!("    {access}")));
    lines.join("\n")
}

fn report_differences(sources: &Sources, build: &Build, expected: &Expectations) -> Vec<String> {
    let root = sources.files().iter().map(|(file, _)| file).last();
    let said = build.diagnostics.iter().filter(|it| {
        it.severity != Severity::Note
            && it.code.name().starts_with("E06")
            && Some(it.primary.span.file) == root
    });
    let found = said.filter_map(|it| {
        let line = sources.files().position(it.primary.span).line;
        let function = expected.function_of(&it.message, line)?;
        Some(Reported { function, code: it.code.name().to_owned() })
    });
    let found: BTreeSet<Reported> = found.collect();
    let wanted = expected.reports.difference(&found).map(|it| format!("{it} is not reported"));
    let surplus = found.difference(&expected.reports).map(|it| format!("{it} is reported"));
    wanted.chain(surplus).collect()
}
