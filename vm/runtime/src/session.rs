//! One batch executed by several engines, compared, and reported.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use vm_access::{Access, Mode, Place};
use vm_interpreter::{Detail, Execution};
use vm_scheduler::{ClauseId, Dependencies, Parallelism, Prices, Task};
use vm_state::{StateRoot, StoreError};

use crate::advance::{Assignment, How, Phases, processor_time};
use crate::batch::{Batch, BatchSeed, Called};
use crate::binding::{
    BoundAccess, BoundTransaction, Class, EntryFootprints, FootprintSource, Purpose, bind_batch,
    entry_footprints,
};
use crate::clauses::{ClauseTable, EntryFootprint};
use crate::engine::Engine;
use crate::execution::Executed;
use crate::machine::Machine;
use crate::places::PlaceTable;
use crate::precision::{Precision, precision};
use crate::report::{
    Bindings, ClauseReport, Policy, observed, parallelism, price, tasks, written_places,
};
use crate::watch::Watch;
use crate::world::{Changes, World};

/// What to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Engines, each run with every thread count and footprint source that makes a difference to it.
    pub engines: Vec<Engine>,
    /// Numbers of worker threads; at least 1 each.
    pub threads: Vec<usize>,
    /// Footprints that schedule.
    pub footprints: Vec<FootprintSource>,
    /// How often each run is repeated, interleaved; at least 1.
    pub repeat: usize,
    /// Numbers of cores to simulate.
    pub cores: Vec<usize>,
}

/// One engine's run of the batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The engine.
    pub engine: Engine,
    /// Worker threads.
    pub threads: usize,
    /// The footprints that scheduled; `None` where none did.
    pub footprints: Option<FootprintSource>,
    /// The times of each repetition.
    pub phases: Vec<Phases>,
    /// Transactions executed, repeated ones counted again.
    pub executions: u64,
    /// Validations of what an execution has read.
    pub validations: u64,
    /// Waits of a transaction for an earlier one, as the plan has them.
    pub waits: u64,
    /// Waits after which nothing had changed at the place waited for: the measure of over-declaration.
    pub unchanged_waits: u64,
    /// Transactions by class: exact, bounded, open.
    pub classes: [u64; 3],
    /// Keys that were not known before the batch, because an earlier transaction may write where they are read.
    pub unsettled_keys: u64,
    /// The state root after the batch.
    pub state_root: StateRoot,
}

/// Parallelism of the batch under one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyReport {
    /// The policy.
    pub policy: Policy,
    /// Work, span and simulated speedups.
    pub parallelism: Parallelism,
}

/// Everything that is known after a batch.
#[derive(Debug)]
pub struct BatchOutcome {
    /// One per transaction, in batch order.
    pub executions: Vec<Execution>,
    /// One per engine, thread count and footprint source.
    pub runs: Vec<Run>,
    /// One per policy, the widest first.
    pub policies: Vec<PolicyReport>,
    /// The price of all clauses together.
    pub prices: Prices,
    /// Each clause, the dearest first.
    pub clauses: Vec<ClauseReport>,
    /// Locations bound and touched, by entry function.
    pub precision: Vec<Precision>,
    /// What the batch changes; [`World::commit`] makes it last.
    pub changes: Changes,
    /// The state root afterwards.
    pub state_root: StateRoot,
}

/// Why a batch has no outcome.
#[derive(Debug)]
pub enum BatchError {
    /// Two engines disagree: a bug of ours, and nothing is committed.
    Differs {
        /// The engine that differs from the serial run.
        engine: Engine,
        /// Its threads.
        threads: usize,
        /// The first transaction whose receipt differs; `None` if only the state does.
        transaction: Option<usize>,
    },
    /// A transaction touched a record that its bound footprint does not have: a bug of ours, and nothing is committed.
    Escapes {
        /// Which.
        transaction: usize,
    },
    /// The store failed.
    Store(StoreError),
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Differs { engine, threads, transaction: Some(index) } => write!(
                f,
                "engine {engine} on {threads} threads differs from serial at transaction {index}"
            ),
            Self::Differs { engine, threads, transaction: None } => {
                write!(f, "engine {engine} on {threads} threads ends in another state than serial")
            }
            Self::Escapes { transaction } => {
                write!(f, "transaction {transaction} touches what its footprint does not have")
            }
            Self::Store(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for BatchError {}

impl From<StoreError> for BatchError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Executes `batch` with every engine asked for, compares the results with a serial run, and reports.
///
/// Nothing is committed: [`BatchOutcome::changes`] can be.
///
/// # Errors
///
/// If an engine disagrees with the serial run, or the store fails.
pub fn execute_batch(
    machine: &Machine,
    world: &World,
    batch: &Batch,
    options: &Options,
) -> Result<BatchOutcome, BatchError> {
    execute_batch_watched(machine, world, batch, options, &())
}

/// [`execute_batch`], with somebody who is told how far it has come.
///
/// # Errors
///
/// As [`execute_batch`].
pub fn execute_batch_watched(
    machine: &Machine,
    world: &World,
    batch: &Batch,
    options: &Options,
    watch: &dyn Watch,
) -> Result<BatchOutcome, BatchError> {
    let mut session = Session::open(machine, world, batch, watch);
    let reference = session.reference()?;
    let mut runs = session.plan_runs(options, reference.root);
    runs.iter_mut().for_each(|run| session.count_waits(run));
    for _ in 0..options.repeat.max(1) {
        for run in &mut runs {
            session.repeat(run, &reference)?;
        }
    }
    watch.begin("pricing", 0);
    Ok(session.report(options, reference, runs))
}

/// The places that each transaction of `batch` may touch, and in which mode: what is known before any of them runs.
pub fn bind(
    machine: &Machine,
    world: &World,
    batch: &Batch,
    source: FootprintSource,
) -> Vec<BTreeMap<Place, Mode>> {
    let called = batch.called();
    let footprints = entry_footprints(machine, &called, &mut ClauseTable::default());
    let mut places = PlaceTable::new(world);
    let what = (source, Purpose::Schedule);
    let bound = bind_batch((machine, world), &called, &footprints, what, &mut places);
    let all = |transaction: BoundTransaction| {
        let mut modes = BTreeMap::new();
        for BoundAccess { place, allowed, .. } in transaction.accesses {
            let join = |mode: &mut Mode| *mode = mode.join(allowed);
            modes.entry(places.place(place)).and_modify(join).or_insert(allowed);
        }
        modes
    };
    bound.into_iter().map(all).collect()
}

/// A serial run that the others are compared with.
struct Reference {
    executed: Executed,
    root: StateRoot,
}

struct Session<'a> {
    machine: &'a Machine,
    world: &'a World,
    called: Called<'a>,
    seed: BatchSeed<'a>,
    watch: &'a dyn Watch,
    clauses: ClauseTable,
    footprints: EntryFootprints,
    places: PlaceTable<'a>,
    declared: Vec<BoundTransaction>,
    inferred: Arc<[BoundTransaction]>,
    /// The same as `inferred` where nothing is declared too widely in another package.
    needed: Arc<[BoundTransaction]>,
    observed: Vec<Task>,
}

impl<'a> Session<'a> {
    fn open(
        machine: &'a Machine,
        world: &'a World,
        batch: &'a Batch,
        watch: &'a dyn Watch,
    ) -> Self {
        watch.begin("binding", 0);
        let mut clauses = ClauseTable::default();
        let called = batch.called();
        let footprints = entry_footprints(machine, &called, &mut clauses);
        let mut places = PlaceTable::new(world);
        let mut bind = |source| {
            let what = (source, Purpose::Schedule);
            bind_batch((machine, world), &called, &footprints, what, &mut places)
        };
        let declared = bind(FootprintSource::Declared);
        let inferred: Arc<[_]> = bind(FootprintSource::Inferred).into();
        let is_inferred = |it: &EntryFootprint| {
            it.of(FootprintSource::Needed) == it.of(FootprintSource::Inferred)
        };
        let needed = if footprints.values().all(is_inferred) {
            Arc::clone(&inferred)
        } else {
            bind(FootprintSource::Needed).into()
        };
        Self {
            machine,
            world,
            called,
            seed: BatchSeed::of(batch),
            watch,
            clauses,
            footprints,
            places,
            declared,
            inferred,
            needed,
            observed: Vec::new(),
        }
    }

    fn bound(&self, source: FootprintSource) -> &[BoundTransaction] {
        match source {
            FootprintSource::Declared => &self.declared,
            FootprintSource::Inferred => &self.inferred,
            FootprintSource::Needed => &self.needed,
        }
    }

    /// What an engine is to do.
    fn assignment(&self, how: How, detail: Detail) -> Assignment<'_> {
        Assignment {
            machine: self.machine,
            world: self.world,
            called: &self.called,
            seed: &self.seed,
            footprints: &self.footprints,
            how,
            detail,
            watch: self.watch,
        }
    }

    /// The serial run that says what is right, and whose accesses are the oracle's.
    fn reference(&mut self) -> Result<Reference, BatchError> {
        self.watch.begin("serial, for comparison", self.called.of.len());
        let (executed, _) = self.assignment(How::SERIAL, Detail::Records).run(None)?;
        let root = self.world.root_after(&executed.changes)?;
        self.observed = observed(&executed.executions, &mut self.places);
        Ok(Reference { executed, root })
    }

    fn plan_runs(&self, options: &Options, root: StateRoot) -> Vec<Run> {
        let new_run = |engine, threads, footprints| self.new_run(engine, threads, footprints, root);
        let mut runs = Vec::new();
        for engine in &options.engines {
            match engine {
                Engine::Serial => runs.push(new_run(*engine, 1, None)),
                Engine::Optimistic | Engine::Oracle => runs
                    .extend(options.threads.iter().map(|threads| new_run(*engine, *threads, None))),
                Engine::Certified => {
                    for footprints in &options.footprints {
                        let run = |threads: &usize| new_run(*engine, *threads, Some(*footprints));
                        runs.extend(options.threads.iter().map(run));
                    }
                }
            }
        }
        runs
    }

    fn new_run(
        &self,
        engine: Engine,
        threads: usize,
        footprints: Option<FootprintSource>,
        state_root: StateRoot,
    ) -> Run {
        let bound = match footprints {
            Some(source) => self.bound(source),
            None => &self.declared,
        };
        let count = |class| bound.iter().filter(|bound| bound.class == class).count() as u64;
        Run {
            engine,
            threads: threads.max(1),
            footprints,
            phases: Vec::new(),
            executions: 0,
            validations: 0,
            waits: 0,
            unchanged_waits: 0,
            classes: [count(Class::Exact), count(Class::Bounded), count(Class::Open)],
            unsettled_keys: bound.iter().map(|bound| bound.unsettled as u64).sum(),
            state_root,
        }
    }

    /// Runs once more, compares, and notes the times.
    fn repeat(&self, run: &mut Run, reference: &Reference) -> Result<(), BatchError> {
        let stage = format!("{} on {} threads", run.engine, run.threads);
        self.watch.begin(&stage, self.called.of.len());
        let footprints = run.footprints.unwrap_or(FootprintSource::Declared);
        let how = How { engine: run.engine, threads: run.threads, footprints };
        let processor = processor_time();
        let known = Some(reference.executed.executions.as_slice());
        let (executed, mut phases) = self.assignment(how, Detail::Outcome).run(known)?;
        let start = Instant::now();
        run.state_root = self.world.root_after(&executed.changes)?;
        phases.commit += start.elapsed();
        phases.cpu = processor_time().saturating_sub(processor);
        run.executions = executed.effort.executions;
        run.validations = executed.effort.validations;
        run.phases.push(phases);
        compare(run, &executed, reference)
    }

    /// Counts the waits of a run from its dependencies and what the serial run wrote.
    fn count_waits(&self, run: &mut Run) {
        let Some(tasks) = self.tasks(run) else { return };
        let written: Vec<Vec<_>> = self.observed.iter().map(written_places).collect();
        let dependencies = Dependencies::of(self.places.tree(), &tasks);
        let waits = vm_scheduler::waits(self.places.tree(), &tasks, &dependencies, &written);
        run.waits = waits.len() as u64;
        run.unchanged_waits = waits.iter().filter(|wait| wait.is_unchanged).count() as u64;
    }

    /// What schedules a run, if anything does.
    fn tasks(&self, run: &Run) -> Option<Cow<'_, [Task]>> {
        match run.engine {
            Engine::Serial | Engine::Optimistic => None,
            Engine::Oracle => Some(Cow::Borrowed(&self.observed)),
            Engine::Certified => {
                let bound = self.bound(run.footprints.unwrap_or(FootprintSource::Declared));
                Some(bound.iter().map(BoundTransaction::task).collect())
            }
        }
    }

    fn report(mut self, options: &Options, reference: Reference, runs: Vec<Run>) -> BatchOutcome {
        let Reference { executed, root } = reference;
        let bindings = Bindings {
            declared: &self.declared,
            inferred: &self.inferred,
            needed: &self.needed,
            observed: &self.observed,
        };
        let policies = Policy::ALL
            .into_iter()
            .map(|policy| {
                let executions = &executed.executions;
                let (batch, footprints) = (self.called.batch, &self.footprints);
                let tasks =
                    tasks(policy, batch, footprints, bindings, executions, &mut self.places);
                let parallelism = parallelism(&tasks, &self.places, &options.cores, 0);
                PolicyReport { policy, parallelism }
            })
            .collect();
        let needed = needed_accesses(self.machine, &mut self.clauses);
        let (prices, clauses) = price(
            &self.clauses,
            |clause| needed.get(clause.0 as usize).cloned().unwrap_or_default(),
            bindings,
            &self.places,
        );
        let precision = precision(
            self.machine,
            self.world,
            self.called.batch,
            &executed.executions,
            (&self.declared, &self.inferred),
            &mut self.places,
        );
        let Executed { executions, changes, .. } = executed;
        BatchOutcome {
            executions,
            runs,
            policies,
            prices,
            clauses,
            precision,
            changes,
            state_root: root,
        }
    }
}

/// For each clause what inference finds needed of it, over the parameters of the function that declares it.
fn needed_accesses(machine: &Machine, clauses: &mut ClauseTable) -> Vec<Vec<Access>> {
    let origins = clauses.origins().to_vec();
    let needed = |(index, origin): (usize, &crate::clauses::ClauseOrigin)| {
        let Some(definition) = machine.program().function(&origin.function) else {
            return Vec::new();
        };
        let footprint = clauses.footprint(machine, &origin.function, definition);
        let own = footprint.needed.into_iter();
        own.filter(|own| own.clause.is_some_and(|clause: ClauseId| clause.0 as usize == index))
            .map(|own| own.access)
            .collect()
    };
    origins.iter().enumerate().map(needed).collect()
}

/// Compares a run with the serial one: receipts, gas, events, state.
fn compare(run: &Run, executed: &Executed, reference: &Reference) -> Result<(), BatchError> {
    let pairs = executed.executions.iter().zip(&reference.executed.executions);
    let is_same = |(left, right): (&Execution, &Execution)| {
        left.status == right.status
            && left.gas_used == right.gas_used
            && left.events == right.events
    };
    let transaction = pairs.into_iter().position(|pair| !is_same(pair));
    if transaction.is_some() || run.state_root != reference.root {
        return Err(BatchError::Differs { engine: run.engine, threads: run.threads, transaction });
    }
    Ok(())
}
