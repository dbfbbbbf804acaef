//! An earlier build: read from files that may hold anything, and what came of the comparison.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use compiler_driver::{Comparison, InterfaceChange};
use serde::Serialize;
use vm_bytecode::{Limits, Module, decode};

use crate::failure::{Failure, Outcome};

/// How bytecode files end.
const EXTENSION: &str = "amv";
/// Modules that a build may hold.
const MODULES_MAX: usize = 4096;

/// Modules of an earlier build.
#[derive(Debug)]
pub(super) struct Earlier {
    pub(super) modules: Vec<Module>,
    /// Whether it was one file: then other modules are not compared.
    pub(super) is_file: bool,
}

/// Reads a build folder or a bytecode file.
pub(super) fn read(path: &Path) -> Outcome<Earlier> {
    if !path.is_dir() {
        return Ok(Earlier { modules: vec![module(path)?], is_file: true });
    }
    let failed =
        |error: std::io::Error| Failure::io(&format!("cannot read {}", path.display()), &error);
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        if file.extension().is_some_and(|it| it == EXTENSION) {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() || MODULES_MAX < files.len() {
        let count = files.len();
        let path = path.display();
        return Err(Failure::Input(format!(
            "{path} is no build: it holds {count} modules (*.{EXTENSION}), expected 1 to {MODULES_MAX}"
        )));
    }
    let mut modules: Vec<Module> = Vec::new();
    for file in &files {
        let module = module(file)?;
        if modules.iter().any(|other| other.id == module.id) {
            let (file, id) = (file.display(), &module.id);
            return Err(Failure::Input(format!("{file}: module `{id}` is there twice")));
        }
        modules.push(module);
    }
    Ok(Earlier { modules, is_file: false })
}

fn module(path: &Path) -> Outcome<Module> {
    let failed =
        |error: std::io::Error| Failure::io(&format!("cannot read {}", path.display()), &error);
    let limits = Limits::default();
    let bytes = fs::metadata(path).map_err(failed)?.len();
    if usize::try_from(bytes).is_ok_and(|bytes| limits.module_bytes_max < bytes) {
        let path = path.display();
        return Err(Failure::Input(format!("{path} is not a module: it has {bytes} bytes")));
    }
    let bytes = fs::read(path).map_err(failed)?;
    decode(&bytes, &limits)
        .map_err(|error| Failure::Input(format!("{} is not a module: {error}", path.display())))
}

/// A comparison, for programs.
#[derive(Debug, Serialize)]
pub(super) struct AgainstReport {
    /// The part of the version to raise.
    consequence: &'static str,
    functions: Vec<FunctionReport>,
}

/// One function, compared.
#[derive(Debug, Serialize)]
struct FunctionReport {
    function: String,
    change: &'static str,
    consequence: &'static str,
    /// What it may do now and might not do before.
    gained: Vec<String>,
    /// What it might do before and may not do now.
    lost: Vec<String>,
    /// Whether clauses could apply it before, and can no longer.
    lost_term_function: bool,
}

impl AgainstReport {
    pub(super) fn new(comparison: &Comparison) -> Self {
        let functions = comparison.functions.iter().map(|it| FunctionReport {
            function: it.function.to_string(),
            change: it.change.name(),
            consequence: it.change.consequence().name(),
            gained: it.gained.clone(),
            lost: it.lost.clone(),
            lost_term_function: it.is_no_term,
        });
        Self { consequence: comparison.consequence().name(), functions: functions.collect() }
    }

    /// For people: what is equal is counted, the rest listed.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        let equal = InterfaceChange::Equal.name();
        for function in self.functions.iter().filter(|it| it.change != equal) {
            // Writing to a string does not fail.
            let mut line = |text: String| {
                let _: std::fmt::Result = writeln!(out, "{text}");
            };
            line(format!(
                "{:<9} {} ({})",
                function.change, function.function, function.consequence
            ));
            function.gained.iter().for_each(|clause| line(format!("  + {clause}")));
            function.lost.iter().for_each(|clause| line(format!("  - {clause}")));
            if function.lost_term_function {
                line("  clauses can no longer apply it: it does more than compute".to_owned());
            }
        }
        let equals = self.functions.iter().filter(|it| it.change == equal).count();
        let _: std::fmt::Result =
            writeln!(out, "{equals} equal; the next version is {}", self.consequence);
        out
    }
}
