//! One engine's run of a batch, from the decoded transactions to the last value of every record.

use std::time::{Duration, Instant};

use vm_interpreter::{Detail, Execution};
use vm_scheduler::{Dependencies, Task, TxIndex};
use vm_workers::Plan;

use crate::batch::{Batch, BatchSeed, Called};
use crate::binding::{
    Binding, BoundTransaction, EntryFootprints, FootprintSource, Purpose, bind_batch,
    bind_directly, entry_footprints,
};
use crate::clauses::ClauseTable;
use crate::engine::Engine;
use crate::execution::{Effort, Executed, Job, Series, Slotted, execute_tasks};
use crate::machine::Machine;
use crate::optimistic::execute_optimistically;
use crate::places::PlaceTable;
use crate::report::observed;
use crate::session::BatchError;
use crate::watch::Watch;
use crate::world::World;

/// Wall-clock time by phase, and the processor time of all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Phases {
    /// Footprints put to the arguments.
    pub bind: Duration,
    /// Found out who waits for whom.
    pub schedule: Duration,
    /// Transactions executed.
    pub execute: Duration,
    /// Values put in their places, or the state root computed.
    pub commit: Duration,
    /// Processor time of all threads together.
    pub cpu: Duration,
}

impl Phases {
    /// All phases together.
    pub fn total(&self) -> Duration {
        self.bind + self.schedule + self.execute + self.commit
    }
}

/// By what a batch is executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct How {
    /// The engine.
    pub engine: Engine,
    /// Worker threads; at least 1.
    pub threads: usize,
    /// Footprints that schedule, if any do.
    pub footprints: FootprintSource,
}

impl How {
    /// One transaction after the other.
    pub const SERIAL: Self =
        Self { engine: Engine::Serial, threads: 1, footprints: FootprintSource::Declared };
}

/// What a batch comes to that is executed once, and committed.
#[derive(Debug)]
pub struct Advance {
    /// One per transaction.
    pub executions: Vec<Execution>,
    /// How often transactions were executed.
    pub effort: Effort,
    /// How long it took; no root is computed.
    pub phases: Phases,
}

/// Executes `batch` and commits it, without a report.
///
/// # Errors
///
/// If the store fails, or a transaction touches what its footprint does not have.
pub fn advance(
    machine: &Machine,
    world: &mut World,
    batch: &Batch,
    how: How,
    detail: Detail,
) -> Result<Advance, BatchError> {
    let processor = processor_time();
    let (seed, called) = (BatchSeed::of(batch), batch.called());
    let footprints = entry_footprints(machine, &called, &mut ClauseTable::default());
    let task = Assignment {
        machine,
        world,
        called: &called,
        seed: &seed,
        footprints: &footprints,
        how,
        detail,
        watch: &(),
    };
    let (Executed { executions, changes, effort }, mut phases) = task.run(None)?;
    let start = Instant::now();
    world.commit(changes)?;
    phases.commit += start.elapsed();
    phases.cpu = processor_time().saturating_sub(processor);
    Ok(Advance { executions, effort, phases })
}

/// [`advance`] in batch order, with what was done with each record: for genesis, and to compare executions.
///
/// # Errors
///
/// If the store fails.
pub fn execute_serially(
    machine: &Machine,
    world: &mut World,
    batch: &Batch,
) -> Result<Vec<Execution>, BatchError> {
    Ok(advance(machine, world, batch, How::SERIAL, Detail::Records)?.executions)
}

/// A batch, and all that an engine has to know of it.
#[derive(Clone, Copy)]
pub(crate) struct Assignment<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) world: &'a World,
    pub(crate) called: &'a Called<'a>,
    pub(crate) seed: &'a BatchSeed<'a>,
    pub(crate) footprints: &'a EntryFootprints,
    pub(crate) how: How,
    pub(crate) detail: Detail,
    pub(crate) watch: &'a dyn Watch,
}

impl<'a> Assignment<'a> {
    /// Runs the engine. The oracle is told what a serial run has touched, or finds that out, which is not counted.
    ///
    /// # Errors
    ///
    /// If a transaction touches what its footprint does not have.
    pub(crate) fn run(
        self,
        executions: Option<&[Execution]>,
    ) -> Result<(Executed, Phases), BatchError> {
        match self.how.engine {
            Engine::Serial => Ok(self.serial()),
            Engine::Certified => self.certified(),
            Engine::Optimistic => Ok(self.optimistic()),
            Engine::Oracle => {
                if let Some(executions) = executions {
                    return Ok(self.oracle(executions));
                }
                let all = Self { how: How::SERIAL, detail: Detail::Records, ..self };
                Ok(self.oracle(&all.serial().0.executions))
            }
        }
    }

    /// Each transaction is executed soon after it is bound, while what it touches is near.
    fn serial(self) -> (Executed, Phases) {
        let start = Instant::now();
        let mut places = PlaceTable::new(self.world);
        let what = (FootprintSource::Declared, Purpose::Enforce);
        let Self { machine, world, called, footprints, watch, .. } = self;
        let mut binding = Binding::new((machine, world), called, footprints, what, &mut places);
        let mut series = Series::new(machine, world, self.seed, self.detail);
        let mut bound = Vec::new();
        let mut phases = Phases { bind: start.elapsed(), ..Phases::default() };
        loop {
            let start = Instant::now();
            bound.clear();
            let has_more = binding.bind_some(&mut places, &mut bound);
            phases.bind += start.elapsed();
            if !has_more {
                break;
            }
            let start = Instant::now();
            series.execute(&places, &bound, watch);
            phases.execute += start.elapsed();
        }
        let start = Instant::now();
        let executed = series.end(&places);
        phases.commit = start.elapsed();
        (executed, phases)
    }

    /// Where all accesses are to locations that follow at once, records tell who waits for whom, and adders keep their order;
    /// unless that leaves too little to do side by side. Then, and else, places tell, and adders that need no order have none.
    fn certified(self) -> Result<(Executed, Phases), BatchError> {
        let source = self.how.footprints;
        let mut phases = Phases::default();
        let mut places = PlaceTable::new(self.world);
        let start = Instant::now();
        let direct = self.bind_directly(source, &mut places);
        let declared = match source {
            FootprintSource::Declared => None,
            FootprintSource::Inferred | FootprintSource::Needed => Some(self.enforced(&mut places)),
        };
        phases.bind = start.elapsed();
        if let Some(scheduled) = &direct
            && scheduled.iter().all(|bound| !bound.has_wildcards)
        {
            let start = Instant::now();
            let slotted = Slotted::of(self.world, &places, scheduled);
            phases.schedule = start.elapsed();
            if slotted.is_wide_enough(self.how.threads) {
                let start = Instant::now();
                let job = self.job(declared.as_ref().unwrap_or(scheduled), &places);
                let executed = slotted.execute(job, self.how.threads);
                phases.execute = start.elapsed();
                let escapes = |it: TxIndex| BatchError::Escapes { transaction: it.index() };
                return Ok((executed.map_err(escapes)?, phases));
            }
        }
        let start = Instant::now();
        let what = (source, Purpose::Schedule);
        let scheduled = self.bind(what, &mut places);
        let tasks: Vec<_> = scheduled.iter().map(BoundTransaction::task).collect();
        phases.bind += start.elapsed();
        let job = self.job(declared.as_ref().unwrap_or(&scheduled), &places);
        let executed = self.wait_and_execute(job, &tasks, &mut phases);
        Ok((executed, phases))
    }

    fn optimistic(self) -> (Executed, Phases) {
        let start = Instant::now();
        let mut places = PlaceTable::new(self.world);
        let consensus = self.enforced(&mut places);
        let mut phases = Phases { bind: start.elapsed(), ..Phases::default() };
        let start = Instant::now();
        let executed = execute_optimistically(self.job(&consensus, &places), self.how.threads);
        phases.execute = start.elapsed();
        (executed, phases)
    }

    fn oracle(self, executions: &[Execution]) -> (Executed, Phases) {
        let start = Instant::now();
        let mut places = PlaceTable::new(self.world);
        let consensus = self.enforced(&mut places);
        let mut phases = Phases { bind: start.elapsed(), ..Phases::default() };
        let tasks = observed(executions, &mut places);
        let job = self.job(&consensus, &places);
        let executed = self.wait_and_execute(job, &tasks, &mut phases);
        (executed, phases)
    }

    fn wait_and_execute(self, job: Job<'_>, tasks: &[Task], phases: &mut Phases) -> Executed {
        let start = Instant::now();
        let plan = Plan::of(&Dependencies::of(job.places.tree(), tasks));
        phases.schedule += start.elapsed();
        let start = Instant::now();
        let executed = execute_tasks(job, &plan, tasks, self.how.threads);
        phases.execute = start.elapsed();
        executed
    }

    fn bind(
        self,
        what: (FootprintSource, Purpose),
        places: &mut PlaceTable<'_>,
    ) -> Vec<BoundTransaction> {
        let Self { machine, world, called, footprints, .. } = self;
        bind_batch((machine, world), called, footprints, what, places)
    }

    fn bind_directly(
        self,
        source: FootprintSource,
        places: &mut PlaceTable<'_>,
    ) -> Option<Vec<BoundTransaction>> {
        let Self { machine, world, called, footprints, how, .. } = self;
        bind_directly((machine, world), called, footprints, source, places, how.threads)
    }

    /// What is enforced.
    fn enforced(self, places: &mut PlaceTable<'_>) -> Vec<BoundTransaction> {
        let source = FootprintSource::Declared;
        let direct = self.bind_directly(source, places);
        direct.unwrap_or_else(|| self.bind((source, Purpose::Enforce), places))
    }

    fn job<'j>(self, consensus: &'j [BoundTransaction], places: &'j PlaceTable<'j>) -> Job<'j>
    where
        'a: 'j,
    {
        Job {
            machine: self.machine,
            world: self.world,
            batch: self.called.batch,
            seed: self.seed,
            consensus,
            places,
            detail: self.detail,
            watch: self.watch,
        }
    }
}

/// Processor time that this process has used.
pub(crate) fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap_or_default()
}
