//! `accessvm run`: executes a batch on several engines and reports what its declarations cost.

pub(crate) mod genesis;
mod phases;
pub(crate) mod progress;
mod receipts;
mod report;
mod text;
mod totals;

use std::path::PathBuf;
use std::thread::available_parallelism;

use clap::{Args, ValueEnum};
use compiler_driver::LibraryPart;
use vm_interpreter::Limits;
use vm_runtime::{
    Batch, BatchError, Engine, FootprintSource, Machine, Options, World, execute_batch_watched,
};
use vm_verifier::Program;

use crate::batch::{ResolvedBatch, Scope, check_types, read, resolve};
use crate::command::run::genesis::run_genesis;
use crate::command::run::phases::Watch;
use crate::command::run::progress::Progress;
use crate::command::run::receipts::Receipts;
use crate::command::run::report::report;
use crate::command::run::totals::Totals;
use crate::compile::{CompileArguments, Compiled};
use crate::execution::ExecutionName;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Arguments of `run`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm run examples/exchange
  accessvm run examples/router --engine all --threads 1,2 --format json
  accessvm run exchange.jsonl --engine certified --repeat 5 --batch-size 10000
  accessvm run examples/mint --receipts receipts.jsonl")]
pub(crate) struct Arguments {
    /// A JSON file, JSON lines, or a folder that holds `batch.json`.
    batch: PathBuf,

    /// Engines; the serial one, which the others are compared with, always runs.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "all", value_name = "NAME,…")]
    engine: Vec<EngineName>,

    /// Numbers of worker threads; as many as there are cores if not given.
    #[arg(long, value_delimiter = ',', value_name = "N,…", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Vec<u16>,

    /// Footprints that schedule; both if not given.
    #[arg(long, value_enum, value_name = "SOURCE")]
    footprints: Option<FootprintName>,

    /// What executes code.
    #[arg(long, value_enum, default_value = "jit", value_name = "NAME")]
    execution: ExecutionName,

    /// How often each engine runs, interleaved; medians are reported.
    #[arg(long, default_value_t = 1, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    repeat: u16,

    /// Cuts the transactions into consecutive batches of this size.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    batch_size: Option<u32>,

    /// Numbers of cores to simulate.
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "2,4,8,16,32,64",
        value_name = "N,…",
        value_parser = clap::value_parser!(u16).range(1..)
    )]
    simulate_cores: Vec<u16>,

    /// File for receipts, a JSON line a transaction.
    #[arg(long, value_name = "FILE")]
    receipts: Option<PathBuf>,

    #[command(flatten)]
    compile: CompileArguments,
}

/// An engine on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum EngineName {
    /// Every engine.
    All,
    /// One transaction after the other.
    Serial,
    /// In parallel as the footprints allow.
    Certified,
    /// In parallel, and again where something read has changed.
    Optimistic,
    /// In parallel as the accesses of a serial run would have allowed.
    Oracle,
}

/// A footprint source on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FootprintName {
    /// What functions declare.
    Declared,
    /// What was inferred.
    Inferred,
}

impl Arguments {
    fn options(&self) -> Options {
        let mut engines = vec![Engine::Serial];
        for name in &self.engine {
            engines.extend(match name {
                EngineName::All => Engine::ALL.as_slice(),
                EngineName::Serial => &[Engine::Serial],
                EngineName::Certified => &[Engine::Certified],
                EngineName::Optimistic => &[Engine::Optimistic],
                EngineName::Oracle => &[Engine::Oracle],
            });
        }
        engines.sort_unstable();
        engines.dedup();
        let mut threads: Vec<usize> =
            self.threads.iter().map(|count| usize::from(*count)).collect();
        if threads.is_empty() {
            threads.push(available_parallelism().map_or(1, usize::from));
        }
        let footprints = match self.footprints {
            Some(FootprintName::Declared) => vec![FootprintSource::Declared],
            Some(FootprintName::Inferred) => vec![FootprintSource::Inferred],
            None => vec![FootprintSource::Declared, FootprintSource::Inferred],
        };
        let cores = self.simulate_cores.iter().map(|count| usize::from(*count)).collect();
        Options { engines, threads, footprints, repeat: usize::from(self.repeat), cores }
    }
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let mut watch = Watch::start();
    let progress = Progress::new(output);
    progress.say("reading the batch");
    let file = read(&arguments.batch)?;
    watch.lap(|phases| &mut phases.read);
    progress.say("compiling");
    let library = LibraryPart::NeededBeside(file.names());
    let compiled = progress
        .aside(|| arguments.compile.compile_with(&file.package, library)?.or_tell(output))?;
    watch.lap(|phases| &mut phases.compile);
    let modules = compiled.build.modules.iter().map(|it| &*it.module);
    let scope = Scope::new(&compiled.build.addresses, modules);
    let batch = resolve(&file, &scope)?;
    watch.lap(|phases| &mut phases.read);
    let execution = arguments.execution.execution();
    let machine = Machine::executing(execution, program(&compiled)?, Limits::default());
    check_types(&file, &batch, machine.program())?;
    watch.lap(|phases| &mut phases.link);
    let mut world = World::new();
    run_genesis(&machine, &mut world, &batch, &progress, &compiled)?;
    watch.lap(|phases| &mut phases.genesis);

    let receipts = arguments.receipts.as_deref().map(Receipts::create).transpose()?;
    let totals =
        run_batches(arguments, batch, &machine, &mut world, (&progress, receipts), &compiled)?;
    watch.lap(|phases| &mut phases.run);
    progress.finish();
    let report = report(&totals, &compiled, &machine, watch.phases());
    if output.is_json() { Output::json(&report) } else { Output::result(&text::print(&report)) }
}

/// A machine that runs what was compiled.
pub(crate) fn machine(compiled: &Compiled) -> Outcome<Machine> {
    Ok(Machine::new(program(compiled)?, Limits::default()))
}

/// Links what was compiled; the verifier has let it pass.
pub(crate) fn program(compiled: &Compiled) -> Outcome<Program> {
    let program = compiled.build.program();
    program.map_err(|error| Failure::Input(format!("the modules do not fit together: {error}")))
}

fn run_batches(
    arguments: &Arguments,
    batch: ResolvedBatch,
    machine: &Machine,
    world: &mut World,
    (progress, mut receipts): (&Progress, Option<Receipts>),
    compiled: &Compiled,
) -> Outcome<Totals> {
    let options = arguments.options();
    let mut totals = Totals::new(world.root().map_err(|error| failed(error.into()))?);
    let (count, block) = (batch.transactions.len(), batch.block);
    let size = arguments.batch_size.map_or(count.max(1), |size| size as usize);
    let mut rest = batch.transactions.into_iter();
    loop {
        let transactions: Vec<_> = rest.by_ref().take(size).collect();
        if transactions.is_empty() && 0 < totals.batches() {
            break;
        }
        let batch = Batch { transactions, height: world.height().0, block };
        let outcome = execute_batch_watched(machine, world, &batch, &options, progress);
        let outcome = outcome.map_err(failed)?;
        if let Some(receipts) = &mut receipts {
            receipts.write(&batch, &outcome.executions, machine, compiled)?;
        }
        totals.add(&outcome);
        world.commit(outcome.changes).map_err(|error| failed(error.into()))?;
        if rest.len() == 0 {
            break;
        }
    }
    receipts.map_or(Ok(()), Receipts::finish)?;
    Ok(totals)
}

/// What comes of a batch that has no outcome.
pub(crate) fn failed(error: BatchError) -> Failure {
    match error {
        BatchError::Differs { .. } | BatchError::Escapes { .. } => {
            Failure::Machine(format!("E0905: {error}; this is a bug, and nothing was committed"))
        }
        BatchError::Store(error) => Failure::Machine(error.to_string()),
    }
}
