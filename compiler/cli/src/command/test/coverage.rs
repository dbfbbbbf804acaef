//! What tests have reached: lines and functions of the package, without what is there for tests alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::str::FromStr;

use serde::Serialize;
use vm_access::{FunctionName, Identifier, ModuleId};
use vm_bytecode::{FunctionMap, SourceSpan};

use crate::compile::Compiled;
use compiler_driver::CompiledModule;

/// Where `lcov` goes unless another file is named.
const LCOV_FILE: &str = "lcov.info";

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CoverageFormat {
    /// Figures, beside the results.
    Summary,
    /// And a file that other tools read.
    Lcov(PathBuf),
}

impl FromStr for CoverageFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            None if text == "summary" => Ok(Self::Summary),
            None if text == "lcov" => Ok(Self::Lcov(PathBuf::from(LCOV_FILE))),
            Some(("lcov", file)) if !file.is_empty() => Ok(Self::Lcov(PathBuf::from(file))),
            None | Some(_) => Err("expected `summary`, `lcov` or `lcov=FILE`".to_owned()),
        }
    }
}

/// How often each instruction of each function has run, block by block.
type Visits = BTreeMap<FunctionName, Vec<Vec<u64>>>;

/// What of a package has run.
#[derive(Debug)]
pub(crate) struct Coverage {
    modules: Vec<ModuleCoverage>,
}

/// What of a module has run.
#[derive(Debug)]
struct ModuleCoverage {
    id: ModuleId,
    file: String,
    /// How often each line with code has run.
    lines: BTreeMap<u32, u64>,
    functions: Vec<FunctionCoverage>,
}

#[derive(Debug)]
struct FunctionCoverage {
    name: Identifier,
    line: u32,
    runs: u64,
}

/// Figures for programs.
#[derive(Debug, Serialize)]
pub(crate) struct CoverageReport {
    modules: Vec<ModuleReport>,
    lines: Share,
    functions: Share,
}

#[derive(Debug, Serialize)]
struct ModuleReport {
    module: String,
    file: String,
    lines: Share,
    functions: Share,
    /// Lines with code that never ran.
    missed_lines: Vec<u32>,
}

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Share {
    covered: usize,
    total: usize,
}

impl Share {
    fn of<T>(all: impl Iterator<Item = T>, is_covered: impl Fn(T) -> bool) -> Self {
        all.fold(Self::default(), |share, it| Self {
            covered: share.covered + usize::from(is_covered(it)),
            total: share.total + 1,
        })
    }

    fn and(self, other: Self) -> Self {
        Self { covered: self.covered + other.covered, total: self.total + other.total }
    }

    fn shown(self) -> String {
        let Self { covered, total } = self;
        // Of nothing, everything has run.
        let tenths = (covered * 1000).checked_div(total).unwrap_or(1000);
        format!("{:>3}.{} % {covered:>6} of {total}", tenths / 10, tenths % 10)
    }
}

impl Coverage {
    /// What of the package has run, by how often its instructions have.
    pub(crate) fn of(compiled: &Compiled, visits: &Visits) -> Self {
        let modules =
            compiled.build.root_modules().map(|module| of_module(compiled, module, visits));
        Self { modules: modules.filter(|module| !module.functions.is_empty()).collect() }
    }

    /// Figures for people, a line a module.
    pub(crate) fn summary(&self) -> String {
        let report = self.report();
        let row = |name: &str, lines: &str, functions: &str| {
            format!("{name:<40} {lines:<24} {functions}").trim_end().to_owned()
        };
        let mut rows = vec![String::new(), row("Coverage", "lines", "functions")];
        for module in &report.modules {
            rows.push(row(&module.module, &module.lines.shown(), &module.functions.shown()));
        }
        rows.push(row("total", &report.lines.shown(), &report.functions.shown()));
        rows.iter().flat_map(|row| [row.as_str(), "\n"]).collect()
    }

    /// Figures for programs.
    pub(crate) fn report(&self) -> CoverageReport {
        let module = |module: &ModuleCoverage| ModuleReport {
            module: module.id.to_string(),
            file: module.file.clone(),
            lines: Share::of(module.lines.values(), |runs| 0 < *runs),
            functions: Share::of(module.functions.iter(), |function| 0 < function.runs),
            missed_lines: module.lines.iter().filter(|it| *it.1 == 0).map(|it| *it.0).collect(),
        };
        let modules: Vec<ModuleReport> = self.modules.iter().map(module).collect();
        let nothing = (Share::default(), Share::default());
        let (lines, functions) = modules.iter().fold(nothing, |(lines, functions), module| {
            (lines.and(module.lines), functions.and(module.functions))
        });
        CoverageReport { modules, lines, functions }
    }

    /// The text of an `lcov` file: a record a source file.
    pub(crate) fn lcov(&self) -> String {
        let mut files: BTreeMap<&str, Vec<&ModuleCoverage>> = BTreeMap::new();
        for module in &self.modules {
            files.entry(&module.file).or_default().push(module);
        }
        let mut text = String::new();
        for (file, modules) in &files {
            // Writing to a string does not fail.
            let _: std::fmt::Result = write_record(&mut text, file, modules);
        }
        text
    }
}

fn write_record(text: &mut String, file: &str, modules: &[&ModuleCoverage]) -> std::fmt::Result {
    writeln!(text, "TN:\nSF:{file}")?;
    let functions = || modules.iter().flat_map(|it| it.functions.iter().map(|f| (&it.id.name, f)));
    for (module, function) in functions() {
        writeln!(text, "FN:{},{module}::{}", function.line, function.name)?;
    }
    for (module, function) in functions() {
        writeln!(text, "FNDA:{},{module}::{}", function.runs, function.name)?;
    }
    let share = Share::of(functions(), |(_, function)| 0 < function.runs);
    writeln!(text, "FNF:{}\nFNH:{}", share.total, share.covered)?;
    let lines: BTreeMap<u32, u64> = modules.iter().flat_map(|it| it.lines.clone()).collect();
    for (line, runs) in &lines {
        writeln!(text, "DA:{line},{runs}")?;
    }
    let share = Share::of(lines.values(), |runs| 0 < *runs);
    writeln!(text, "LF:{}\nLH:{}\nend_of_record", share.total, share.covered)
}

fn of_module(compiled: &Compiled, module: &CompiledModule, visits: &Visits) -> ModuleCoverage {
    let files = compiled.sources.files();
    let line = |span: SourceSpan| files.position(module.span(span)).line;
    let mut lines = BTreeMap::new();
    let mut functions = Vec::new();
    for function in &module.module.functions {
        let map = module.source_map.functions.get(&function.name);
        let (Some(map), Some(_)) = (map, &function.code) else { continue };
        if module.is_for_tests(&function.name) {
            continue;
        }
        let name = FunctionName { module: module.module.id.clone(), name: function.name.clone() };
        let visits = visits.get(&name).map_or(&[][..], Vec::as_slice);
        for (span, runs) in runs_of(map, visits) {
            let most: &mut u64 = lines.entry(line(span)).or_default();
            *most = runs.max(*most);
        }
        let runs = visits.first().and_then(|block| block.first()).copied().unwrap_or(0);
        functions.push(FunctionCoverage {
            name: function.name.clone(),
            line: line(map.name),
            runs,
        });
    }
    let file = files.path(module.file).to_owned();
    ModuleCoverage { id: module.module.id.clone(), file, lines, functions }
}

/// How often the instructions of a function have run, by where they come from; without those that come from nowhere.
fn runs_of<'m>(
    map: &'m FunctionMap,
    visits: &'m [Vec<u64>],
) -> impl Iterator<Item = (SourceSpan, u64)> + 'm {
    map.blocks.iter().enumerate().flat_map(move |(block, spans)| {
        let runs = move |index: usize| {
            let block = visits.get(block);
            block.and_then(|runs| runs.get(index)).copied().unwrap_or(0)
        };
        let spans = spans.iter().enumerate().filter(|(_, span)| span.start < span.end);
        spans.map(move |(index, span)| (*span, runs(index)))
    })
}
