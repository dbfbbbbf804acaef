//! Executes everything at once and validates what was read, until it holds: the collaborative scheduler of Block-STM.
//!
//! R. Gelashvili, A. Spiegelman, Z. Xiang, G. Danezis, Z. Li, D. Malkhi, Y. Xia, R. Zhou: *Block-STM: Scaling Blockchain
//! Execution by Turning Ordering Curse to a Performance Blessing*, `PPoPP` 2023, algorithms 1, 4 and 5.
//!
//! Two indices go over the batch, one for executions and one for validations, and are put back when a transaction may run
//! again or must be validated again. The batch is over when both are at the end and no worker is active.
//!
//! Where this departs from the paper, none of which changes what is executed or validated:
//!
//! - Status, incarnation and the list of those that wait for a transaction are one word (`status.rs`) and no two locks.
//! - A worker is active from when it looks for a task until it finds both indices at the end, and not once a task, so most
//!   tasks leave that count's cache line alone. Then the last to become inactive knows that the batch is over,
//!   without counting how often an index was put back: whoever put one back last looked at both after that, and
//!   since then they only went on.
//! - Neither index shares a cache line with anything. A worker without a task gives its core away after a while.
use vm_scheduler::TxIndex;

use crate::status::Statuses;
use crate::sync::{AtomicBool, AtomicUsize, Ordering, Padded, SPINS, spin_loop, yield_now};
use crate::threads::on_threads;

/// What is executed: the multi-version memory and the transactions.
pub trait Speculation: Sync {
    /// What a worker keeps to itself.
    type Worker;
    /// Makes what a worker keeps to itself.
    fn worker(&self) -> Self::Worker;
    /// Executes one incarnation and publishes what it writes.
    fn execute(&self, worker: &mut Self::Worker, tx: TxIndex, incarnation: u32) -> Attempt;
    /// Whether reading again what the last incarnation read gives the same.
    fn is_valid(&self, worker: &mut Self::Worker, tx: TxIndex, incarnation: u32) -> bool;
    /// Makes estimates of what the last incarnation published.
    fn retract(&self, tx: TxIndex);
}

/// What came of an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// It came to its end.
    Done {
        /// Whether it wrote a location that the incarnation before did not write.
        wrote_elsewhere: bool,
    },
    /// It met an estimate of this earlier transaction, and has published nothing.
    Blocked(TxIndex),
}

/// What running a batch took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Executions that came to their end.
    pub executions: u64,
    /// Executions that met an estimate.
    pub blocked: u64,
    /// Validations.
    pub validations: u64,
    /// Validations that failed, and had the transaction run again.
    pub aborts: u64,
}

/// Runs transactions `0..count` on `threads` workers; what they have published in the end is what a serial run gives.
///
/// Workers but the one that calls have stacks of 16 MiB.
///
/// # Panics
///
/// If the caller's code does, with the same payload; what runs on other workers ends before. If a transaction
/// is blocked by one that does not come before it.
pub fn run<S: Speculation>(count: usize, threads: usize, speculation: &S) -> Counts {
    let block = Block {
        speculation,
        count,
        statuses: Statuses::new(count),
        execution: Padded::default(),
        validation: Padded::default(),
        active: Padded::default(),
        is_done: Padded::default(),
    };
    let stop = || block.is_done.0.store(true, Ordering::SeqCst);
    let counts = on_threads(threads.min(count), &|| Worker::new(&block).work(), &stop);
    counts.into_iter().fold(Counts::default(), Counts::plus)
}

struct Block<'a, S> {
    speculation: &'a S,
    count: usize,
    statuses: Statuses,
    /// The next transaction to try to execute.
    execution: Padded<AtomicUsize>,
    /// The next transaction to try to validate.
    validation: Padded<AtomicUsize>,
    /// How many workers may have a task.
    active: Padded<AtomicUsize>,
    is_done: Padded<AtomicBool>,
}

#[derive(Clone, Copy)]
enum Task {
    Execute(TxIndex, u32),
    Validate(TxIndex, u32),
}

struct Worker<'a, S: Speculation> {
    block: &'a Block<'a, S>,
    own: S::Worker,
    is_active: bool,
    /// How often in a row there was nothing to do.
    idle: u32,
    counts: Counts,
}

impl<'a, S: Speculation> Worker<'a, S> {
    fn new(block: &'a Block<'a, S>) -> Self {
        let own = block.speculation.worker();
        Self { block, own, is_active: false, idle: 0, counts: Counts::default() }
    }

    fn work(mut self) -> Counts {
        let mut task = None;
        while !self.block.is_done.0.load(Ordering::SeqCst) {
            task = match task {
                Some(Task::Execute(tx, incarnation)) => self.execute(tx, incarnation),
                Some(Task::Validate(tx, incarnation)) => self.validate(tx, incarnation),
                None => self.next_task(),
            };
        }
        self.counts
    }

    fn execute(&mut self, tx: TxIndex, incarnation: u32) -> Option<Task> {
        loop {
            match self.block.speculation.execute(&mut self.own, tx, incarnation) {
                Attempt::Done { wrote_elsewhere } => {
                    self.counts.executions += 1;
                    return self.block.finish_execution(tx, incarnation, wrote_elsewhere);
                }
                Attempt::Blocked(blocking) => {
                    self.counts.blocked += 1;
                    if self.block.wait(tx, blocking) {
                        return None;
                    }
                }
            }
        }
    }

    fn validate(&mut self, tx: TxIndex, incarnation: u32) -> Option<Task> {
        let Block { speculation, statuses, .. } = self.block;
        self.counts.validations += 1;
        let is_valid = speculation.is_valid(&mut self.own, tx, incarnation);
        // Of several validations that fail, one has the transaction run again.
        let is_aborted = !is_valid && statuses.withdraw(tx, incarnation);
        if !is_aborted {
            return None;
        }
        self.counts.aborts += 1;
        speculation.retract(tx);
        self.block.finish_abort(tx)
    }

    fn next_task(&mut self) -> Option<Task> {
        let Block { count, statuses, execution, validation, active, .. } = self.block;
        if !self.is_active {
            // Before an index is moved: from then on it may be all that knows of a task.
            active.0.fetch_add(1, Ordering::SeqCst);
            self.is_active = true;
        }
        let validated = validation.0.load(Ordering::SeqCst);
        let executed = execution.0.load(Ordering::SeqCst);
        if *count <= validated.min(executed) {
            self.rest();
            return None;
        }
        let validates = validated < executed;
        let index = if validates { validation } else { execution };
        self.idle = 0;
        let claimed = index.0.fetch_add(1, Ordering::SeqCst);
        if *count <= claimed {
            return None;
        }
        let tx = TxIndex(u32::try_from(claimed).expect("a batch has under 2^32 transactions"));
        if validates {
            statuses.executed(tx).map(|incarnation| Task::Validate(tx, incarnation))
        } else {
            statuses.start(tx).map(|incarnation| Task::Execute(tx, incarnation))
        }
    }

    /// Ends the batch if no other worker is active, and lets them work if there are any.
    fn rest(&mut self) {
        self.is_active = false;
        if self.block.active.0.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.block.is_done.0.store(true, Ordering::SeqCst);
        }
        self.idle += 1;
        if self.idle < SPINS { spin_loop() } else { yield_now() }
    }
}

impl<S: Speculation> Block<'_, S> {
    /// Lets a transaction that runs wait for one that it met an estimate of; `false` if that has executed meanwhile.
    fn wait(&self, tx: TxIndex, blocking: TxIndex) -> bool {
        assert!(blocking < tx, "{tx} is blocked by {blocking}, which does not come before it");
        self.statuses.give_up(tx);
        let waits = self.statuses.wait(tx, blocking);
        if !waits {
            self.statuses.resume(tx);
        }
        waits
    }

    fn finish_execution(
        &self,
        tx: TxIndex,
        incarnation: u32,
        wrote_elsewhere: bool,
    ) -> Option<Task> {
        let finished = self.statuses.finish(tx).expect("nobody marks as stale here");
        let mut lowest: Option<TxIndex> = None;
        self.statuses.wake(finished, |woken| {
            lowest = Some(lowest.map_or(woken, |lowest| lowest.min(woken)));
        });
        if let Some(lowest) = lowest {
            self.execution.0.fetch_min(lowest.index(), Ordering::SeqCst);
        }
        let is_passed = tx.index() < self.validation.0.load(Ordering::SeqCst);
        if !is_passed {
            return None;
        }
        if wrote_elsewhere {
            // Those after it may have read there.
            self.validation.0.fetch_min(tx.index(), Ordering::SeqCst);
            return None;
        }
        Some(Task::Validate(tx, incarnation))
    }

    fn finish_abort(&self, tx: TxIndex) -> Option<Task> {
        self.statuses.renew(tx);
        self.validation.0.fetch_min(tx.index() + 1, Ordering::SeqCst);
        let is_passed = tx.index() < self.execution.0.load(Ordering::SeqCst);
        let incarnation = if is_passed { self.statuses.start(tx) } else { None };
        incarnation.map(|incarnation| Task::Execute(tx, incarnation))
    }
}

impl Counts {
    fn plus(self, other: Self) -> Self {
        Self {
            executions: self.executions + other.executions,
            blocked: self.blocked + other.blocked,
            validations: self.validations + other.validations,
            aborts: self.aborts + other.aborts,
        }
    }
}
