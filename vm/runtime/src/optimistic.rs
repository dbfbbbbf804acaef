//! The engine `optimistic`: every transaction runs at once, and again if it has read what is no longer so.
//!
//! Block-STM as published (Gelashvili et al., "Block-STM: Scaling Blockchain Execution by Turning Ordering Curse to a
//! Performance Blessing", 2023), over the same versions as the other engines. Footprints are enforced and
//! schedule nothing; what is opened before a call follows from them, and counts as read only if the call reads it.
//!
//! What a transaction has read is kept by component: which run of which transaction it came from. What it has only added to
//! is kept as a delta, as the aggregators of Aptos do: it is valid for as long as its bounds fit on top of what is there, whoever
//! has written or added that.

use std::sync::{Mutex, MutexGuard, PoisonError};

use smallvec::SmallVec;
use vm_access::{Component, ComponentSet, Integer, Record};
use vm_interpreter::{Denied, Execution, Host, Opened, Opener, Permits, RecordName, Sum, Touched};
use vm_scheduler::TxIndex;
use vm_workers::optimistic::{Attempt, Counts, Speculation, run};

use crate::binding::BoundTransaction;
use crate::execution::{Effort, Executed, Job, UNNUMBERED, Worker};
use crate::guard::permits;
use crate::machine::execute_transaction;
use crate::places::RecordId;
use crate::versions::{Looked, Named, Origins, Resolved, Versions, Written};

/// Executes the batch.
pub(crate) fn execute_optimistically(job: Job<'_>, threads: usize) -> Executed {
    let latest = job.batch.transactions.iter().map(|_| Mutex::default()).collect();
    let memory = Memory { job, versions: Versions::new(job.world, job.places), latest };
    let counts = run(job.batch.transactions.len(), threads, &memory);
    let Memory { versions, latest, .. } = memory;
    let executions = latest
        .into_iter()
        .map(|own| own.into_inner().unwrap_or_else(PoisonError::into_inner).execution)
        .map(|execution| execution.expect("every transaction has run"))
        .collect();
    let Counts { executions: done, blocked, validations, .. } = counts;
    let effort = Effort { executions: done + blocked, validations };
    Executed { executions, changes: versions.into_final(), effort }
}

/// The multi-version memory, and what the last run of each transaction has read and written.
struct Memory<'a> {
    job: Job<'a>,
    versions: Versions<'a>,
    latest: Vec<Mutex<Latest>>,
}

#[derive(Debug, Default)]
struct Latest {
    reads: Vec<Read>,
    written: Vec<Key>,
    execution: Option<Execution>,
}

/// What a record is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Key {
    Numbered(RecordId),
    Named(Box<Record>),
}

/// What was read of a record.
#[derive(Debug)]
struct Read {
    key: Key,
    components: ComponentSet,
    origins: Origins,
    /// By how much integers were moved that were not looked at.
    sums: SmallVec<[Sum; 1]>,
}

impl Memory<'_> {
    fn latest(&self, tx: TxIndex) -> MutexGuard<'_, Latest> {
        // A panic elsewhere ends the whole batch; what is behind the lock is whole between two calls.
        self.latest[tx.index()].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with the name of a record.
    fn named<T>(&self, key: &Key, work: impl FnOnce(Named<'_>) -> T) -> T {
        let record = match key {
            Key::Numbered(id) => {
                let laid_out = self.job.places.laid_out_record(*id);
                if let Some(name) = laid_out.and_then(|(key, layout)| key.name(layout)) {
                    return work(Named { record: name, id: Some(*id) });
                }
                self.job.places.record_at(*id)
            }
            Key::Named(record) => (**record).clone(),
        };
        let id = match key {
            Key::Numbered(id) => Some(*id),
            Key::Named(_) => None,
        };
        work(Named { record: RecordName::of(&record), id })
    }

    /// Whether reading again gives the same; of integers that were only moved, whether moving them again ends the same.
    fn is_as_read(&self, read: &Read, tx: TxIndex) -> bool {
        let Looked { value, origins, estimates } =
            self.named(&read.key, |named| self.versions.look(named, tx));
        let is_same = |components: ComponentSet| {
            let mut estimates = estimates.iter();
            let before = of_components(&read.origins, components);
            estimates.all(|(own, _)| own.intersect(components).is_empty())
                && of_components(&origins, components).eq(before)
        };
        let image = value.map(Resolved::into_image);
        let ends_the_same = |sum: &Sum| {
            let Some(image) = &image else { return false };
            let components = image.layout().components_at(sum.offset, sum.ty.bytes());
            let is_known =
                |(own, _): &(ComponentSet, TxIndex)| own.intersect(components).is_empty();
            let fits = |integer: Integer| {
                integer.add(sum.plus.into(), sum.ty).is_some()
                    && integer.subtract(sum.minus.into(), sum.ty).is_some()
            };
            // It may have gone up and down again where not all that goes up fits.
            is_same(components)
                || estimates.iter().all(is_known)
                    && image.integer(sum.offset, sum.ty).is_some_and(fits)
        };
        is_same(read.components) && read.sums.iter().all(ends_the_same)
    }
}

/// Where some components come from.
fn of_components(
    origins: &Origins,
    components: ComponentSet,
) -> impl Iterator<Item = (ComponentSet, Option<(TxIndex, u32)>)> {
    let own = origins.iter().map(move |(own, origin)| (own.intersect(components), *origin));
    own.filter(|(own, _)| !own.is_empty())
}

impl<'a> Speculation for Memory<'a> {
    type Worker = Worker<'a>;

    fn worker(&self) -> Self::Worker {
        Worker::of(self.job.machine)
    }

    fn execute(&self, worker: &mut Self::Worker, tx: TxIndex, incarnation: u32) -> Attempt {
        let bound = &self.job.consensus[tx.index()];
        let mut host = OptimisticHost {
            memory: self,
            bound,
            tx,
            incarnation,
            opened: SmallVec::new(),
            latest: Latest::default(),
            wrote_elsewhere: false,
            blocked: None,
        };
        let Job { seed, detail, .. } = self.job;
        let execution = execute_transaction(worker.interpreter(), seed, tx, detail, &mut host);
        let OptimisticHost { latest, wrote_elsewhere, blocked, .. } = host;
        if let Some(writer) = blocked {
            return Attempt::Blocked(writer);
        }
        let mut before = self.latest(tx);
        for key in before.written.iter().filter(|key| !latest.written.contains(key)) {
            self.named(key, |named| self.versions.retract(named, tx, true));
        }
        *before = Latest { execution: Some(execution), ..latest };
        Attempt::Done { wrote_elsewhere }
    }

    fn is_valid(&self, _worker: &mut Self::Worker, tx: TxIndex, _incarnation: u32) -> bool {
        self.latest(tx).reads.iter().all(|read| self.is_as_read(read, tx))
    }

    fn retract(&self, tx: TxIndex) {
        for key in &self.latest(tx).written {
            self.named(key, |named| self.versions.retract(named, tx, false));
        }
    }
}

/// Opens records as they are now for one run of a transaction, notes what it reads, and publishes what it writes.
struct OptimisticHost<'m, 'a> {
    memory: &'m Memory<'a>,
    bound: &'m BoundTransaction,
    tx: TxIndex,
    incarnation: u32,
    opened: SmallVec<[(Key, Origins); 4]>,
    latest: Latest,
    wrote_elsewhere: bool,
    /// Whose estimate was met.
    blocked: Option<TxIndex>,
}

/// Who is about to write something anew of which a transaction may look at components.
fn awaited(looked: &Looked<'_>, permits: Permits) -> Option<TxIndex> {
    let own = permits.reads.union(permits.adds).union(permits.writes);
    let mut estimates = looked.estimates.iter();
    estimates.find(|(components, _)| !components.intersect(own).is_empty()).map(|(_, tx)| *tx)
}

impl Host for OptimisticHost<'_, '_> {
    fn prepare(&mut self, opener: &mut Opener<'_>) {
        if self.bound.has_wildcards {
            return;
        }
        for (id, permits) in &self.bound.records {
            let laid_out = self.memory.job.places.laid_out_record(*id);
            let Some((key, layout)) = laid_out else { continue };
            let Some(record) = key.name(layout) else { continue };
            let looked = self.memory.versions.look(Named { record, id: Some(*id) }, self.tx);
            // What is an estimate is asked for again, if the call gets there.
            if awaited(&looked, *permits).is_some() {
                continue;
            }
            let value = looked.value.as_ref().map(Resolved::value);
            opener.open((key, layout), value, *permits, id.token());
            self.opened.push((Key::Numbered(*id), looked.origins));
        }
    }

    fn open(&mut self, record: RecordName<'_>, is_fresh: bool) -> Result<Opened<'_>, Denied> {
        let places = self.memory.job.places;
        let (id, permits) = permits(self.bound, places, record, is_fresh);
        if permits.is_empty() {
            return Err(Denied::OutsideFootprint);
        }
        let id = id.or_else(|| places.id_of(&record.record()));
        let looked = self.memory.versions.look(Named { record, id }, self.tx);
        if let Some(writer) = awaited(&looked, permits) {
            self.blocked = Some(writer);
            return Err(Denied::Interrupted);
        }
        let key = id.map_or_else(|| Key::Named(Box::new(record.record())), Key::Numbered);
        // A record that could not be opened before the call is opened again.
        self.opened.retain(|(own, _)| *own != key);
        self.opened.push((key, looked.origins));
        let image = looked.value.map(Resolved::into_image);
        Ok(Opened { image, permits, token: id.map_or(UNNUMBERED, RecordId::token) })
    }

    fn close(&mut self, touched: Touched<'_>) {
        if self.blocked.is_some() {
            return;
        }
        let Touched { name, token, read, written, added, sums, after } = touched;
        let id = token.filter(|token| *token != UNNUMBERED).map(RecordId::of_token);
        let key = id.map_or_else(|| Key::Named(Box::new(name.record())), Key::Numbered);
        let opened = self.opened.iter_mut().find(|(own, _)| *own == key);
        if let Some((_, origins)) = opened {
            let (origins, sums) = (std::mem::take(origins), sums.into());
            self.latest.reads.push(Read { key: key.clone(), components: read, origins, sums });
        }
        if written.union(added).is_empty() {
            return;
        }
        // Who creates or removes a record writes all of it.
        let is_whole = written.has(Component::EXISTENCE);
        let components = if is_whole { ComponentSet::ALL } else { written };
        let sums = if is_whole { Vec::new() } else { sums.to_vec() };
        let written = Written { writer: self.tx, components, after, sums };
        let named = Named { record: name, id };
        self.wrote_elsewhere |= self.memory.versions.replace(named, self.incarnation, written);
        self.latest.written.push(key);
    }
}
