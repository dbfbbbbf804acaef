//! `accessvm footprint`: what functions declare beside what was inferred.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use compiler_driver::{CompiledModule, class_of};
use serde::Serialize;
use vm_bytecode::{FunctionDefinition, Visibility};
use vm_footprint::FunctionInference;

use crate::compile::{CompileArguments, Compiled};
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Arguments of `footprint`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm footprint examples/exchange
  accessvm footprint examples/exchange amm::swap
  accessvm footprint examples/router --format json")]
pub(crate) struct Arguments {
    /// Folder of the package, or one below it.
    #[arg(default_value = ".")]
    path: PathBuf,

    /// A function, or the end of its name: `swap`, `amm::swap`.
    function: Option<String>,

    #[command(flatten)]
    compile: CompileArguments,
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct Footprints {
    schema: &'static str,
    functions: Vec<FunctionFootprint>,
}

/// One function.
#[derive(Debug, Serialize)]
struct FunctionFootprint {
    function: String,
    visibility: &'static str,
    declared: Option<Vec<String>>,
    inferred: Vec<String>,
    class: &'static str,
    reasons: Vec<ReasonReport>,
}

/// Why an access is wide.
#[derive(Debug, Serialize)]
struct ReasonReport {
    access: String,
    file: String,
    line: u32,
    why: String,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let compiled = arguments.compile.compile(&arguments.path)?;
    let diagnostics = &compiled.build.diagnostics;
    // What is inferred can be shown even where a declaration is wrong.
    let is_compiled = compiled.build.root_modules().next().is_some();
    if diagnostics.has_errors() && !is_compiled {
        output.diagnostics(compiled.sources.files(), diagnostics);
        return Err(Failure::Told);
    }
    let functions: Vec<FunctionFootprint> = compiled
        .build
        .root_modules()
        .flat_map(|module| {
            let pairs = module.module.functions.iter().zip(&module.inference.functions);
            pairs.map(move |(function, found)| (module, function, found))
        })
        .map(|(module, function, found)| footprint(module, function, found, &compiled))
        .filter(|it| arguments.function.as_deref().is_none_or(|name| is_called(&it.function, name)))
        .collect();
    if let (Some(name), true) = (&arguments.function, functions.is_empty()) {
        return Err(Failure::Input(format!("there is no function `{name}` in the package")));
    }
    if output.is_json() {
        return Output::json(&Footprints { schema: "accessvm.footprint/1", functions });
    }
    for function in &functions {
        Output::result(&text(function))?;
    }
    Ok(())
}

/// Whether a function's full name ends in the parts of `name`.
fn is_called(function: &str, name: &str) -> bool {
    function == name || function.ends_with(&format!("::{name}"))
}

fn footprint(
    module: &CompiledModule,
    function: &FunctionDefinition,
    found: &FunctionInference,
    compiled: &Compiled,
) -> FunctionFootprint {
    let names = module.names(function);
    let clauses = |declaration: &vm_access::Declaration| {
        declaration.clauses.iter().map(|clause| clause.display(&names).to_string()).collect()
    };
    let accesses = found.footprint.accesses().iter();
    let files = compiled.sources.files();
    let map = module.source_map.functions.get(&function.name);
    let reasons = found.widenings.iter().filter_map(|widening| {
        let span = module.span(map?.span(widening.point));
        Some(ReasonReport {
            access: widening.access.display(&names).to_string(),
            file: files.path(span.file).to_owned(),
            line: files.position(span).line,
            why: widening.reason.to_string(),
        })
    });
    FunctionFootprint {
        function: format!("{}::{}", module.module.id, function.name),
        visibility: visibility(function),
        declared: function.declaration.as_ref().map(clauses),
        inferred: accesses.map(|access| access.display(&names).to_string()).collect(),
        class: class_of(&found.footprint).name(),
        reasons: reasons.collect(),
    }
}

fn visibility(function: &FunctionDefinition) -> &'static str {
    match (function.visibility, function.is_entry) {
        (Visibility::Public, true) => "public entry",
        (Visibility::Public, false) => "public",
        (Visibility::Friend, _) => "friend",
        (Visibility::Package, _) => "package",
        (Visibility::Private, true) => "entry",
        (Visibility::Private, false) => "private",
    }
}

fn text(function: &FunctionFootprint) -> String {
    let mut out = format!("{} ({}, {})\n", function.function, function.visibility, function.class);
    let mut list = |what: &str, lines: &[String]| {
        let none = ["pure".to_owned()];
        let lines = if lines.is_empty() { &none } else { lines };
        for (index, line) in lines.iter().enumerate() {
            let what = if index == 0 { what } else { "" };
            // Writing to a string does not fail.
            let _: std::fmt::Result = writeln!(out, "  {what:<9} {line}");
        }
    };
    match &function.declared {
        Some(declared) if *declared == function.inferred => list("exactly", declared),
        Some(declared) => {
            list("declared", declared);
            list("inferred", &function.inferred);
        }
        None => list("inferred", &function.inferred),
    }
    for reason in &function.reasons {
        let ReasonReport { access, file, line, why } = reason;
        let _: std::fmt::Result = writeln!(out, "  wide      {access}: {why} ({file}:{line})");
    }
    out.push('\n');
    out
}
