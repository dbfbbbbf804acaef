//! Runs all transactions of a batch, one after the other or side by side, over one set of versions.

use std::sync::OnceLock;

use vm_access::{Component, ComponentSet, Record};
use vm_interpreter::{Denied, Execution, Host, Interpreter, Opened};
use vm_scheduler::TxIndex;

use crate::batch::Batch;
use crate::binding::BoundTransaction;
use crate::certified::{Plan, run};
use crate::guard::permits;
use crate::machine::{Machine, execute_transaction};
use crate::places::PlaceTable;
use crate::versions::{Version, Versions};
use crate::watch::Watch;
use crate::world::{Changes, World};

/// What every engine gets.
#[derive(Clone, Copy)]
pub(crate) struct Job<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) world: &'a World,
    pub(crate) batch: &'a Batch,
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
struct VersionedHost<'a> {
    job: Job<'a>,
    versions: &'a Versions<'a>,
    index: TxIndex,
}

impl Host for VersionedHost<'_> {
    fn open(&mut self, record: &Record, is_fresh: bool) -> Result<Opened, Denied> {
        let bound = &self.job.consensus[self.index.index()];
        let permits = permits(bound, self.job.places, record, is_fresh);
        if permits.is_empty() {
            return Err(Denied::OutsideFootprint);
        }
        Ok(Opened { image: self.versions.resolve(record, self.index), permits })
    }
}

/// Executes the batch: transactions in the order of the plan on `threads` workers, or in batch order without a plan.
pub(crate) fn execute(job: Job<'_>, plan: Option<&Plan>, threads: usize) -> Executed {
    let versions = Versions::new(job.world);
    let slots: Vec<OnceLock<Execution>> =
        job.batch.transactions.iter().map(|_| OnceLock::new()).collect();
    let worker = || job.machine.worker();
    let execute_one = |worker: &mut Interpreter<'_>, index: TxIndex| {
        let mut host = VersionedHost { job, versions: &versions, index };
        let execution = execute_transaction(worker, job.batch, index, &mut host);
        publish(&versions, index, &execution);
        slots[index.index()].set(execution).expect("each transaction runs once");
        job.watch.executed();
    };
    if let Some(plan) = plan {
        run(plan, threads, &worker, &execute_one);
    } else {
        let mut own = worker();
        (0..).map(TxIndex).take(slots.len()).for_each(|index| execute_one(&mut own, index));
    }
    let executions = slots
        .into_iter()
        .map(|slot| slot.into_inner().expect("every transaction has run"))
        .collect();
    Executed { executions, changes: versions.into_final() }
}

fn publish(versions: &Versions<'_>, index: TxIndex, execution: &Execution) {
    for touched in &execution.records {
        let written = touched.written.union(touched.added);
        if written.is_empty() {
            continue;
        }
        // Who creates or removes a record writes all of it.
        let written = if written.has(Component::EXISTENCE) { ComponentSet::ALL } else { written };
        let after = touched.after.clone();
        versions.publish(&touched.record, Version { writer: index, written, after });
    }
}
