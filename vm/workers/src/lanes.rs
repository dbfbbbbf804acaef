//! Runs bound transactions by their plan and open ones by speculation, side by side.
//!
//! Before the first open transaction, everything runs once, as in `certified`. From it on, every transaction
//! is *speculative*: it starts when those it waits for in the plan have executed (an open one waits for none), may meet what is
//! pending, and may have read what changes later. The caller keeps lists of readers; this module keeps who must run
//! again.
//!
//! - Whoever publishes gives the readers that would now read something else, each with its incarnation. One that
//!   is in another incarnation by now is left alone. One that runs is marked as stale; when it finishes, it takes back what it
//!   published and runs again. One that has executed is taken back at once, which gives further readers.
//! - Whoever meets something pending gives up that attempt and waits for the transaction that will publish there. That may have
//!   executed in the meantime; then there is no wait.
//! - Followers in the plan are counted down when a transaction has executed for the first time. What a later incarnation
//!   changes, its readers are told of.
//!
//! # It ends
//!
//! Transactions are invalidated by lower ones only, and blocked by lower ones only. So by induction: once all before it
//! have executed for the last time and told their readers, a transaction is neither waiting nor told again; if it is
//! ready or stale it runs once more, reads nothing pending, and has executed for the last time. The plan holds
//! nobody up for ever, since its edges point forward and first executions are among the last ones or before them.
//!
//! The batch is over when no transaction is unfinished, and that count is never nought before. A transaction counts until
//! it has executed, told all readers of what it published, and put those it had to take back on a list; each of
//! these is counted again before it is on one. Ends are told late and taken back at once, so the count errs upwards only.
use vm_scheduler::TxIndex;

use crate::crew::{Crew, Hand};
use crate::plan::{NodeId, Plan};
use crate::status::{Finished, Invalidated, Statuses};
use crate::threads::on_threads;

/// What is executed: versions, lists of readers, and the transactions.
pub trait Lanes: Sync {
    /// What a worker keeps to itself.
    type Worker;
    /// Makes what a worker keeps to itself.
    fn worker(&self) -> Self::Worker;
    /// Executes and publishes; adds those to `stale` who have read something else than they would now.
    ///
    /// Those before the first open transaction are executed once, as incarnation 0, and are not blocked.
    fn execute(
        &self,
        worker: &mut Self::Worker,
        tx: TxIndex,
        incarnation: u32,
        stale: &mut Vec<Reader>,
    ) -> Outcome;
    /// Takes back what the last incarnation of `tx` published: it is pending again. Adds those to `stale` who had read it.
    fn retract(&self, tx: TxIndex, stale: &mut Vec<Reader>);
}

/// Who has read something. All readers that a transaction makes stale come after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reader {
    /// The transaction that has read, the first open one or a later one.
    pub tx: TxIndex,
    /// In which incarnation.
    pub incarnation: u32,
}

/// What came of an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It came to its end.
    Done,
    /// It met something that this earlier transaction has not published, and has published nothing itself.
    Blocked(TxIndex),
}

/// What running a batch took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Executions that came to their end.
    pub executions: u64,
    /// How many of these were of transactions that had come to an end before.
    pub re_executions: u64,
    /// Executions that met something pending.
    pub blocked: u64,
}

/// Runs every transaction of the plan on `threads` workers; what they have published in the end is what a serial run gives.
///
/// Open transactions have no edges in the plan; `first_open` is the first of them, if there is any. Workers but the
/// one that calls have stacks of 16 MiB.
///
/// # Panics
///
/// If the caller's code does, with the same payload; what runs on other workers ends before. If a transaction is
/// blocked by one that does not come before it or makes one stale that does not come after it, or one before the first
/// open transaction is blocked or made stale.
pub fn run<L: Lanes>(
    plan: &Plan,
    first_open: Option<TxIndex>,
    threads: usize,
    lanes: &L,
) -> Counts {
    let count = plan.transaction_count();
    let threads = threads.min(count);
    if threads <= 1 {
        return in_order(plan, lanes);
    }
    let first_speculative = first_open.map_or(count, TxIndex::index);
    let statuses = Statuses::new(count);
    let crew = Crew::new(plan, threads);
    let work = || {
        let mut worker = Worker {
            lanes,
            first_speculative,
            statuses: &statuses,
            own: lanes.worker(),
            hand: Hand::new(&crew),
            stale: Vec::new(),
            counts: Counts::default(),
        };
        while let Some((node, tx)) = worker.hand.next() {
            worker.attempt(node, tx);
        }
        worker.counts
    };
    let counts = on_threads(threads, &work, &|| crew.stop());
    counts.into_iter().fold(Counts::default(), Counts::plus)
}

/// One worker meets nothing pending and changes nothing that was read: there is nobody else.
fn in_order<L: Lanes>(plan: &Plan, lanes: &L) -> Counts {
    let mut own = lanes.worker();
    let mut stale = Vec::new();
    for tx in plan.in_order() {
        let outcome = lanes.execute(&mut own, tx, 0, &mut stale);
        assert_eq!(outcome, Outcome::Done, "nothing is pending before {tx}");
        assert!(stale.is_empty(), "nobody has read after {tx}");
    }
    Counts { executions: plan.transaction_count() as u64, ..Counts::default() }
}

struct Worker<'a, L: Lanes> {
    lanes: &'a L,
    /// Transactions from this one on are speculative.
    first_speculative: usize,
    statuses: &'a Statuses,
    own: L::Worker,
    hand: Hand<'a>,
    /// Empty between attempts.
    stale: Vec<Reader>,
    counts: Counts,
}

impl<L: Lanes> Worker<'_, L> {
    fn attempt(&mut self, node: NodeId, tx: TxIndex) {
        let is_speculative = self.first_speculative <= tx.index();
        let incarnation = if is_speculative {
            self.statuses.start(tx).expect("what is on a list is ready, and on no other")
        } else {
            // It runs once, and nobody looks at it before it has executed: it need not be said that it runs.
            0
        };
        match self.lanes.execute(&mut self.own, tx, incarnation, &mut self.stale) {
            Outcome::Done => {
                self.counts.executions += 1;
                self.invalidate(tx);
                if let Some(finished) = self.statuses.finish(tx) {
                    self.conclude(node, finished);
                } else {
                    self.retract(tx);
                    self.invalidate(tx);
                }
            }
            Outcome::Blocked(blocking) => {
                assert!(is_speculative, "{tx} comes before all open ones and is blocked");
                assert!(self.stale.is_empty(), "{tx} is blocked and has published");
                self.counts.blocked += 1;
                self.wait(tx, blocking);
            }
        }
    }

    fn conclude(&mut self, node: NodeId, finished: Finished) {
        self.statuses.wake(finished, |woken| self.hand.queue(woken));
        if finished.is_first {
            self.hand.complete(node);
        }
        self.hand.end();
    }

    /// Lets a transaction wait for one that it met something pending of, or run again.
    fn wait(&mut self, tx: TxIndex, blocking: TxIndex) {
        assert!(blocking < tx, "{tx} is blocked by {blocking}, which does not come before it");
        self.statuses.give_up(tx);
        // From here on it is in the other's list, and no longer this worker's.
        if !self.statuses.wait(tx, blocking) {
            self.statuses.renew(tx);
            self.hand.queue(tx);
        }
    }

    /// Has all those in `stale` run again, and those that this makes stale. Not recursively: they can make long chains.
    fn invalidate(&mut self, by: TxIndex) {
        while let Some(Reader { tx, incarnation }) = self.stale.pop() {
            assert!(by < tx, "{by} makes {tx} stale, which does not come after it");
            assert!(self.first_speculative <= tx.index(), "{tx} is final and stale");
            match self.statuses.invalidate(tx, incarnation) {
                Invalidated::Not | Invalidated::Running => {}
                Invalidated::Withdrawn => {
                    // The transaction whose readers these are has not ended, so the count is not nought yet.
                    self.hand.reopen();
                    self.retract(tx);
                }
            }
        }
    }

    /// Takes back what a transaction published that is withdrawn, and queues it; its readers are then in `stale`.
    fn retract(&mut self, tx: TxIndex) {
        self.counts.re_executions += 1;
        self.lanes.retract(tx, &mut self.stale);
        self.statuses.renew(tx);
        self.hand.queue(tx);
    }
}

impl Counts {
    fn plus(self, other: Self) -> Self {
        Self {
            executions: self.executions + other.executions,
            re_executions: self.re_executions + other.re_executions,
            blocked: self.blocked + other.blocked,
        }
    }
}
