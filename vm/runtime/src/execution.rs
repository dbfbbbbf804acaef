//! Runs all transactions of a batch, one after the other or side by side, over one set of versions.

use std::sync::OnceLock;

use vm_access::{Component, ComponentSet, Mode};
use vm_interpreter::{
    Denied, Detail, Execution, Host, Interpreter, Opened, Opener, RecordName, Sum, Touched,
};
use vm_layout::RecordValue;
use vm_scheduler::{Task, TxIndex};
use vm_workers::certified::run;
use vm_workers::{Plan, PlanBuilder};

use crate::batch::{Batch, BatchSeed};
use crate::binding::BoundTransaction;
use crate::guard::permits;
use crate::machine::{Machine, execute_transaction};
use crate::newest::Newest;
use crate::places::{PlaceTable, RecordId};
use crate::slots::{SlotPlanner, Slots};
use crate::versions::{Named, Records, Resolved, Versions, Written};
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
    pub(crate) places: &'a PlaceTable<'a>,
    /// What is told of each execution.
    pub(crate) detail: Detail,
    pub(crate) watch: &'a dyn Watch,
}

/// What an engine leaves.
#[derive(Debug)]
pub(crate) struct Executed {
    /// One per transaction.
    pub(crate) executions: Vec<Execution>,
    /// The last value of each record written.
    pub(crate) changes: Changes,
    /// What it took.
    pub(crate) effort: Effort,
}

/// How often transactions were executed, and looked at again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effort {
    /// Executions; those that were given up for an estimate count, too.
    pub executions: u64,
    /// Validations of what an execution has read.
    pub validations: u64,
}

impl Effort {
    /// That of running each of so many transactions once.
    pub(crate) fn once(count: usize) -> Self {
        Self { executions: count as u64, validations: 0 }
    }
}

/// Opens records as they are for one transaction, and publishes what it makes of them.
struct VersionedHost<'a, R> {
    places: &'a PlaceTable<'a>,
    bound: &'a BoundTransaction,
    records: R,
    index: TxIndex,
    /// How it is scheduled, if it is.
    task: Option<&'a Task>,
}

/// What records are called that have no number.
pub(crate) const UNNUMBERED: u32 = u32::MAX;

impl<R: Records> VersionedHost<'_, R> {
    /// Components of a record that the transaction adds to in no order: whatever it finds there, it cannot tell.
    fn free(&self, record: RecordName<'_>) -> ComponentSet {
        let Some(task) = self.task else { return ComponentSet::NONE };
        let accesses = task.accesses.iter();
        let mut adds = accesses.filter(|(mode, _)| *mode == Mode::Adds).peekable();
        if adds.peek().is_none() {
            return ComponentSet::NONE;
        }
        let record = record.record();
        let sought = self.places.seek(&record);
        adds.map(|(_, place)| self.places.components_below(*place, &sought))
            .fold(ComponentSet::NONE, ComponentSet::union)
    }
}

impl<R: Records> Host for VersionedHost<'_, R> {
    fn prepare(&mut self, opener: &mut Opener<'_>) {
        // What a wildcard permits besides is told record by record. How a transaction is scheduled makes no difference: its limit
        // on records does not depend on that.
        if self.bound.has_wildcards {
            return;
        }
        for (id, permits) in &self.bound.records {
            let Some((key, layout)) = self.places.laid_out_record(*id) else { continue };
            let Some(record) = key.name(layout) else { continue };
            let (named, free) = (Named { record, id: Some(*id) }, self.free(record));
            let resolved = self.records.resolve(self.places, named, self.index, free);
            let value = resolved.as_ref().map(Resolved::value);
            opener.open((key, layout), value, *permits, id.token());
        }
    }

    fn open(&mut self, record: RecordName<'_>, is_fresh: bool) -> Result<Opened<'_>, Denied> {
        let (id, permits) = permits(self.bound, self.places, record, is_fresh);
        if permits.is_empty() {
            return Err(Denied::OutsideFootprint);
        }
        let id = id.or_else(|| self.places.id_of(&record.record()));
        let free = self.free(record);
        let named = Named { record, id };
        let resolved = self.records.resolve(self.places, named, self.index, free);
        let image = resolved.map(Resolved::into_image);
        Ok(Opened { image, permits, token: id.map_or(UNNUMBERED, RecordId::token) })
    }

    fn needs_sums(&self) -> bool {
        self.task.is_some()
    }

    fn close(&mut self, touched: Touched<'_>) {
        let Touched { name, written, added, after, .. } = touched;
        if written.union(added).is_empty() {
            return;
        }
        let id = match touched.token {
            None | Some(UNNUMBERED) => None,
            Some(token) => Some(RecordId::of_token(token)),
        };
        let (mut written, mut sums) = (written, Vec::new());
        if !added.is_empty() {
            let free = added.intersect(self.free(name));
            written = written.union(added.minus(free));
            let is_free = |sum: &&Sum| {
                let layout = after.map(RecordValue::layout);
                layout.is_some_and(|it| free.has_all(it.components_at(sum.offset, sum.ty.bytes())))
            };
            sums.extend(touched.sums.iter().filter(is_free));
        }
        // Who creates or removes a record writes all of it.
        if written.has(Component::EXISTENCE) {
            written = ComponentSet::ALL;
        }
        let written = Written { writer: self.index, components: written, after, sums };
        self.records.publish(self.places, Named { record: name, id }, written);
    }
}

/// Executes the transactions of a batch side by side, of which `tasks` tells who waits for whom: any places, any modes.
pub(crate) fn execute_tasks(job: Job<'_>, plan: &Plan, tasks: &[Task], threads: usize) -> Executed {
    let versions = Versions::new(job.world, job.places);
    let host = |index: TxIndex| VersionedHost {
        places: job.places,
        bound: &job.consensus[index.index()],
        records: &versions,
        index,
        task: tasks.get(index.index()),
    };
    let executions = execute_plan(job, plan, threads, host);
    let effort = Effort::once(executions.len());
    Executed { executions, changes: versions.into_final(), effort }
}

/// How many transactions there should be at any time for each worker to choose from.
const EACH: usize = 4;

/// What tells who waits for whom in a batch that accesses nothing but locations.
pub(crate) struct Slotted<'a> {
    plan: Plan,
    slots: Slots<'a>,
}

impl<'a> Slotted<'a> {
    /// Plans a batch.
    pub(crate) fn of(
        world: &'a World,
        places: &PlaceTable<'_>,
        bound: &[BoundTransaction],
    ) -> Self {
        let mut planner = SlotPlanner::new(world, places.record_count(), bound.len());
        let mut plan = PlanBuilder::with_capacity(bound.len(), bound.len());
        bound.iter().for_each(|bound| planner.add(bound, &mut plan));
        Self { plan: plan.finish(), slots: planner.finish() }
    }

    /// Whether there is enough to do side by side, though whoever adds waits for whoever has added before.
    pub(crate) fn is_wide_enough(&self, threads: usize) -> bool {
        threads <= 1 || !self.slots.has_adders() || self.plan.has_for(threads * EACH)
    }

    /// Executes the batch.
    ///
    /// # Errors
    ///
    /// The first transaction that has touched a record which it was not planned for.
    pub(crate) fn execute(self, job: Job<'_>, threads: usize) -> Result<Executed, TxIndex> {
        let Self { plan, slots } = self;
        let host = |index: TxIndex| VersionedHost {
            places: job.places,
            bound: &job.consensus[index.index()],
            records: &slots,
            index,
            task: None,
        };
        let executions = execute_plan(job, &plan, threads, host);
        if let Some(index) = slots.escaped() {
            return Err(index);
        }
        let effort = Effort::once(executions.len());
        Ok(Executed { executions, changes: slots.into_final(job.places), effort })
    }
}

/// Executes each transaction of a plan with a host of its own.
fn execute_plan<'h, R: Records + 'h>(
    job: Job<'_>,
    plan: &Plan,
    threads: usize,
    host: impl Fn(TxIndex) -> VersionedHost<'h, R> + Sync,
) -> Vec<Execution> {
    let slots: Vec<OnceLock<Execution>> =
        job.batch.transactions.iter().map(|_| OnceLock::new()).collect();
    let execute_one = |worker: &mut Worker<'_>, index: TxIndex| {
        let mut host = host(index);
        let interpreter = worker.interpreter();
        let execution = execute_transaction(interpreter, job.seed, index, job.detail, &mut host);
        host.records.end(index);
        slots[index.index()].set(execution).expect("each transaction runs once");
        job.watch.executed();
    };
    run(plan, plan.workers(threads), &|| Worker::of(job.machine), &execute_one);
    let all = slots.into_iter();
    all.map(|slot| slot.into_inner().expect("every transaction has run")).collect()
}

/// An interpreter, whose memory the machine keeps for the next one.
pub(crate) struct Worker<'a> {
    machine: &'a Machine,
    /// There until this is dropped.
    interpreter: Option<Interpreter<'a>>,
}

impl<'a> Worker<'a> {
    pub(crate) fn of(machine: &'a Machine) -> Self {
        Self { machine, interpreter: Some(machine.worker()) }
    }

    pub(crate) fn interpreter(&mut self) -> &mut Interpreter<'a> {
        self.interpreter.as_mut().expect("a worker has its interpreter until it is dropped")
    }
}

impl Drop for Worker<'_> {
    fn drop(&mut self) {
        self.interpreter.take().into_iter().for_each(|own| self.machine.keep(own));
    }
}

/// Records of a transaction that no other one of its batch touches, for which there is room from the start.
const RECORDS_EACH: usize = 2;

/// Transactions of a batch that are executed one after the other, on this thread, as soon as each is bound.
pub(crate) struct Series<'a> {
    machine: &'a Machine,
    seed: &'a BatchSeed<'a>,
    detail: Detail,
    worker: Interpreter<'a>,
    newest: Newest<'a>,
    executions: Vec<Execution>,
}

impl<'a> Series<'a> {
    /// None is executed yet.
    pub(crate) fn new(
        machine: &'a Machine,
        world: &'a World,
        seed: &'a BatchSeed<'a>,
        detail: Detail,
    ) -> Self {
        let count = seed.batch.transactions.len();
        let executions = Vec::with_capacity(count);
        let newest = Newest::new(world, count.saturating_mul(RECORDS_EACH));
        let worker = machine.worker();
        Self { machine, seed, detail, worker, newest, executions }
    }

    /// Executes the next transactions.
    pub(crate) fn execute(
        &mut self,
        places: &PlaceTable<'_>,
        bound: &[BoundTransaction],
        watch: &dyn Watch,
    ) {
        let Self { seed, detail, worker, newest, executions, .. } = self;
        newest.make_room(places.record_count());
        for bound in bound {
            let index = TxIndex(u32::try_from(executions.len()).unwrap_or(u32::MAX));
            let mut host =
                VersionedHost { places, bound, records: &mut *newest, index, task: None };
            executions.push(execute_transaction(worker, seed, index, *detail, &mut host));
            watch.executed();
        }
    }

    /// What comes of all.
    pub(crate) fn end(self, places: &PlaceTable<'_>) -> Executed {
        self.machine.keep(self.worker);
        let effort = Effort::once(self.executions.len());
        Executed { executions: self.executions, changes: self.newest.into_final(places), effort }
    }
}
