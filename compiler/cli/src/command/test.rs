//! `accessvm test`: runs the unit tests of a package, each on empty storage of its own.

mod coverage;
mod failure;
mod json;
mod junit;
mod text;
mod verdict;

use std::fs;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;
use std::time::Duration;

use clap::Args;
use compiler_driver::{Purpose, Sources, UnitTest};
use vm_interpreter::Limits;
use vm_runtime::{Machine, Transaction, execute_alone};

use crate::command::run::program;
use crate::command::test::coverage::{Coverage, CoverageFormat};
use crate::command::test::failure::Failed;
use crate::command::test::verdict::judge;
use crate::compile::{CompileArguments, Compiled};
use crate::execution::ExecutionName;
use crate::failure::{Failure, Outcome};
use crate::output::{Format, Output};

/// What the embedded library is called where no folder is.
const LIBRARY: &str = "stdlib";

/// Arguments of `test`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm test                             every test of the package here
  accessvm test swap                        those with `swap` in their names
  accessvm test examples/exchange swap
  accessvm test --list
  accessvm test vendor/package --dependency Bank=../bank
  accessvm test --format junit > results.xml
  accessvm test --coverage                  how much of the code the tests reach
  accessvm test --coverage=lcov=cov.info    and a file of it for other tools
  accessvm test stdlib                      the tests of the library in this binary

A test is a `#[test]` function in `sources/` or `tests/`; each runs on empty storage of its own. Declarations are not
demanded here: that is for `accessvm check`.")]
pub(crate) struct Arguments {
    /// Folder of the package, or one below it; `stdlib` for the library. Where there is no such folder, this is the filter.
    #[arg(default_value = ".")]
    path: PathBuf,

    /// Runs only tests with this text in their names.
    filter: Option<String>,

    /// Prints the names of tests and runs none.
    #[arg(long)]
    list: bool,

    /// Tests that run at a time; as many as the machine has processors if not given.
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,

    /// What executes code. Most of what a test calls runs once, and compiling that takes longer than interpreting it.
    #[arg(
        long,
        value_enum,
        default_value = "interpreter",
        value_name = "NAME",
        conflicts_with = "coverage"
    )]
    execution: ExecutionName,

    /// Gas that each test may use.
    #[arg(long, value_name = "N", default_value_t = 100_000_000)]
    gas: u64,

    /// Tells how many lines and functions the tests reach: `summary`, or `lcov[=FILE]` for a file, too.
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "summary")]
    coverage: Option<CoverageFormat>,

    #[command(flatten)]
    compile: CompileArguments,
}

/// A test that has run.
#[derive(Debug)]
struct Ended<'t> {
    test: &'t UnitTest,
    gas: u64,
    time: Duration,
    /// Why it failed.
    failed: Option<Failed>,
    /// What it has shown.
    printed: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let (sources, filter) = arguments.sources()?;
    let compiled = arguments.compile.try_out(sources);
    output.diagnostics(compiled.sources.files(), &compiled.build.diagnostics);
    if compiled.build.diagnostics.has_errors() {
        return Err(Failure::Told);
    }
    let is_wanted = |test: &&UnitTest| test.function.to_string().contains(filter);
    let tests: Vec<&UnitTest> = compiled.build.tests.iter().filter(is_wanted).collect();
    if arguments.list {
        return list(&tests, output);
    }
    if tests.is_empty() && !filter.is_empty() {
        return Err(arguments.nothing_found(filter, compiled.build.tests.len()));
    }
    let machine = arguments.machine(&compiled)?;
    let ended = execute(arguments, &machine, &compiled, &tests);
    let coverage = arguments.coverage.as_ref();
    let coverage = coverage.map(|format| (format, Coverage::of(&compiled, &machine.visits())));
    let covered = coverage.as_ref().map(|(_, coverage)| coverage);
    match output.format() {
        Format::Text => {
            let summary = covered.map_or_else(String::new, Coverage::summary);
            Output::result(&(text::print(&compiled, &ended) + &summary))?;
        }
        Format::Json => Output::json(&json::report(&compiled, &ended, covered))?,
        Format::Junit => Output::result(&junit::print(&compiled, &ended))?,
    }
    if let Some((CoverageFormat::Lcov(file), coverage)) = &coverage {
        fs::write(file, coverage.lcov())
            .map_err(|error| Failure::io(&format!("cannot write {}", file.display()), &error))?;
        output.note(&format!("coverage is in {}", file.display()));
    }
    if ended.iter().any(|test| test.failed.is_some()) { Err(Failure::Told) } else { Ok(()) }
}

impl Arguments {
    /// What to test, and the text that names of tests must hold.
    fn sources(&self) -> Outcome<(Sources, &str)> {
        let filter = self.filter.as_deref().unwrap_or_default();
        let is_folder = self.path.exists();
        if self.path == Path::new(LIBRARY) && !is_folder {
            return Ok((Sources::of_library_for_tests(), filter));
        }
        match self.path.to_str() {
            Some(name) if !is_folder && self.filter.is_none() && !name.contains('/') => {
                Ok((self.compile.sources(Path::new("."), Purpose::Test)?, name))
            }
            _ => Ok((self.compile.sources(&self.path, Purpose::Test)?, filter)),
        }
    }
}

impl Arguments {
    /// A machine for the tests; it counts what runs if that is asked for.
    fn machine(&self, compiled: &Compiled) -> Outcome<Machine> {
        let limits = Limits { gas: self.gas, ..Limits::default() };
        let program = program(compiled)?;
        if self.coverage.is_some() {
            return Ok(Machine::counting(program, limits));
        }
        Ok(Machine::executing(self.execution.execution(), program, limits))
    }

    /// That the filter leaves no test, and what the filter was taken from.
    fn nothing_found(&self, filter: &str, count: usize) -> Failure {
        let of = if count == 1 { "the one test".to_owned() } else { format!("{count} tests") };
        let path = self.path.display();
        let taken = match &self.filter {
            None => format!("; there is no folder `{path}`, so it was taken for a part of a name"),
            Some(_) => String::new(),
        };
        Failure::Input(format!("of {of}, none has `{filter}` in its name{taken}"))
    }
}

fn list(tests: &[&UnitTest], output: Output) -> Outcome {
    if output.is_json() {
        let names: Vec<String> = tests.iter().map(|test| test.function.to_string()).collect();
        return Output::json(&serde_json::json!({ "schema": json::SCHEMA, "list": names }));
    }
    let names: Vec<String> = tests.iter().map(|test| test.function.to_string()).collect();
    Output::result(&names.iter().flat_map(|name| [name.as_str(), "\n"]).collect::<String>())
}

fn execute<'t>(
    arguments: &Arguments,
    machine: &Machine,
    compiled: &Compiled,
    tests: &[&'t UnitTest],
) -> Vec<Ended<'t>> {
    let call = |test: &&UnitTest| Transaction {
        function: test.function.clone(),
        type_arguments: Vec::new(),
        arguments: test.arguments.clone(),
        gas_max: arguments.gas,
    };
    let calls: Vec<Transaction> = tests.iter().map(call).collect();
    let threads = arguments.threads.or_else(|| available_parallelism().ok());
    let outcomes = execute_alone(machine, &calls, threads.unwrap_or(NonZeroUsize::MIN));
    let ended = tests.iter().zip(outcomes).map(|(test, alone)| Ended {
        test,
        gas: alone.execution.gas_used,
        time: alone.time,
        failed: judge(test.expected_failure.as_ref(), &alone.execution.status)
            .map(|reason| Failed::new(test, reason, &alone.execution.status, compiled)),
        printed: alone.execution.printed,
    });
    ended.collect()
}
