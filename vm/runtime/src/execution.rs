//! Runs all transactions of a batch, one after the other or side by side, over one set of versions.

use std::sync::OnceLock;

use smallvec::SmallVec;
use vm_access::{Component, ComponentSet, Mode, Record};
use vm_interpreter::{Denied, Execution, Host, Interpreter, Opened, Sum};
use vm_scheduler::{Task, TxIndex};

use crate::batch::{Batch, BatchSeed};
use crate::binding::BoundTransaction;
use crate::certified::{Plan, run};
use crate::guard::permits;
use crate::machine::{Machine, execute_transaction};
use crate::places::{PlaceTable, RecordId};
use crate::versions::{Named, Newest, Records, Version, Versions};
use crate::watch::Watch;
use crate::world::{Changes, World};

/// What every engine gets.
#[derive(Clone, Copy)]
pub(crate) struct Job<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) world: &'a World,
    pub(crate) batch: &'a Batch,
    /// The batch's seed.
    pub(crate) seed: &'a BatchSeed<'a>,
    /// The consensus footprint of each transaction, bound.
    pub(crate) consensus: &'a [BoundTransaction],
    pub(crate) places: &'a PlaceTable,
    pub(crate) watch: &'a dyn Watch,
}

/// What an engine leaves.
#[derive(Debug)]
pub(crate) struct Executed {
    /// One per transaction.
    pub(crate) executions: Vec<Execution>,
    /// The last value of each record written.
    pub(crate) changes: Changes,
}

/// Opens records as they are for one transaction.
struct VersionedHost<'a, R> {
    job: Job<'a>,
    records: R,
    index: TxIndex,
    schedule: Option<&'a [Task]>,
    /// Those opened that have a number.
    opened: SmallVec<[RecordId; 8]>,
}

impl<'a, R: Records> VersionedHost<'a, R> {
    fn new(job: Job<'a>, records: R, index: TxIndex, schedule: Option<&'a [Task]>) -> Self {
        Self { job, records, index, schedule, opened: SmallVec::new() }
    }

    /// Components of `record` that the transaction adds to in no order: whatever it finds there, it cannot tell.
    fn free(&self, record: &Record) -> ComponentSet {
        let task = self.schedule.and_then(|tasks| tasks.get(self.index.index()));
        let accesses = task.iter().flat_map(|task| &task.accesses);
        let mut adds = accesses.filter(|(mode, _)| *mode == Mode::Adds).peekable();
        if adds.peek().is_none() {
            return ComponentSet::NONE;
        }
        let sought = self.job.places.seek(record);
        adds.map(|(_, place)| self.job.places.components_below(*place, &sought))
            .fold(ComponentSet::NONE, ComponentSet::union)
    }

    fn publish(&mut self, execution: &Execution) {
        for touched in &execution.records {
            if touched.written.union(touched.added).is_empty() {
                continue;
            }
            let free = touched.added.intersect(self.free(&touched.record));
            let written = touched.written.union(touched.added.minus(free));
            if written.union(free).is_empty() {
                continue;
            }
            // Who creates or removes a record writes all of it.
            let written =
                if written.has(Component::EXISTENCE) { ComponentSet::ALL } else { written };
            let after = touched.after.clone();
            let is_free = |sum: &&Sum| {
                let image = after.as_ref();
                image.is_some_and(|it| {
                    free.has_all(it.layout().components_at(sum.offset, sum.ty.bytes()))
                })
            };
            let sums = touched.sums.iter().filter(is_free).copied().collect();
            let version = Version { writer: self.index, written, after: after.clone(), sums };
            let record = &touched.record;
            let id = self.opened.iter().copied().find(|id| self.job.places.is(*id, record));
            self.records.publish(Named { record, id }, version);
        }
    }
}

impl<R: Records> Host for VersionedHost<'_, R> {
    fn open(&mut self, record: &Record, is_fresh: bool) -> Result<Opened, Denied> {
        let bound = &self.job.consensus[self.index.index()];
        let (id, permits) = permits(bound, self.job.places, record, is_fresh);
        if permits.is_empty() {
            return Err(Denied::OutsideFootprint);
        }
        self.opened.extend(id);
        let free = self.free(record);
        let image = self.records.resolve(Named { record, id }, self.index, free);
        Ok(Opened { image, permits })
    }
}

/// What schedules a run.
#[derive(Clone, Copy)]
pub(crate) struct Schedule<'a> {
    /// Who follows whom.
    pub(crate) plan: &'a Plan,
    /// What the plan was made from.
    pub(crate) tasks: &'a [Task],
}

/// Executes the batch: transactions in the order of the schedule on `threads` workers, or in batch order without one.
pub(crate) fn execute(job: Job<'_>, schedule: Option<Schedule<'_>>, threads: usize) -> Executed {
    let Some(Schedule { plan, tasks }) = schedule else { return execute_in_order(job) };
    let versions = Versions::new(job.world, job.places);
    let slots: Vec<OnceLock<Execution>> =
        job.batch.transactions.iter().map(|_| OnceLock::new()).collect();
    let worker = || job.machine.worker();
    let execute_one = |worker: &mut Interpreter<'_>, index: TxIndex| {
        let mut host = VersionedHost::new(job, &versions, index, Some(tasks));
        let execution = execute_transaction(worker, job.seed, index, &mut host);
        host.publish(&execution);
        slots[index.index()].set(execution).expect("each transaction runs once");
        job.watch.executed();
    };
    run(plan, plan.workers(threads), &worker, &execute_one);
    let executions = slots
        .into_iter()
        .map(|slot| slot.into_inner().expect("every transaction has run"))
        .collect();
    Executed { executions, changes: versions.into_final() }
}

/// Executes the batch in its order, on this thread.
fn execute_in_order(job: Job<'_>) -> Executed {
    let mut newest = Newest::new(job.world, job.places);
    let mut worker = job.machine.worker();
    let mut executions = Vec::with_capacity(job.batch.transactions.len());
    for index in (0..).map(TxIndex).take(job.batch.transactions.len()) {
        let mut host = VersionedHost::new(job, &mut newest, index, None);
        let execution = execute_transaction(&mut worker, job.seed, index, &mut host);
        host.publish(&execution);
        executions.push(execution);
        job.watch.executed();
    }
    Executed { executions, changes: newest.into_final() }
}
