//! The workers of a batch, and how a transaction that is ready finds one of them.
//!
//! A cursor goes over the nodes of the plan in batch order, claimed in small pieces; each node has a counter of those it waits
//! for and of the cursor's coming by. Whoever brings the counter to nought keeps the node on its own list, lowest first,
//! and goes back to the cursor only when that is empty.
//!
//! Once the cursor is through, a worker that has more than one on its list gives all but the lowest to a list that all
//! share, unless there are enough for the others already. So whoever has nothing left finds something
//! there, or is woken by the next who has too much; a worker with one transaction is about to run it, and keeps it.
//!
//! A node that is ready is on exactly one list, and a worker sleeps only if it found the shared one empty, under the lock that
//! is taken to fill it. So what is ready is run, at the latest by whoever has it on its list.
//!
//! Why not let the idle steal: each list would need a lock, taken twice a transaction, to save at most the
//! rest of the transaction that the list's owner is running.
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use vm_scheduler::TxIndex;

use crate::countdown::Countdown;
use crate::plan::{NodeId, Plan};
use crate::sync::{
    AtomicBool, AtomicU32, AtomicUsize, Condvar, Mutex, Ordering, Padded, PoisonError, SPINS, lock,
    spin_loop,
};

/// Most nodes claimed from the cursor at once: enough that two workers seldom meet there.
const CLAIM_MAX: usize = 16;

/// How many claims the rest of the batch has for each worker at least, as long as it has so many nodes: towards the end, one
/// worker must not keep what the others could run.
const CLAIMS_PER_WORKER: usize = 4;

/// What the workers of a batch share.
#[derive(Debug)]
pub(crate) struct Crew<'plan> {
    plan: &'plan Plan,
    threads: usize,
    counters: Vec<Countdown>,
    /// The next node that nobody has come by.
    cursor: Padded<AtomicUsize>,
    hint: Padded<Hint>,
    /// Transactions that have not ended; those that a worker has not told of yet included.
    unfinished: Padded<AtomicU32>,
    shared: Mutex<Shared>,
    changed: Condvar,
}

/// What workers look at before they take the lock; behind the truth, but only until the next look.
#[derive(Debug, Default)]
struct Hint {
    /// Whether the cursor is at the end.
    is_through: AtomicBool,
    /// How many nodes the shared list has.
    offered: AtomicUsize,
    is_over: AtomicBool,
}

#[derive(Debug, Default)]
struct Shared {
    ready: BinaryHeap<Reverse<NodeId>>,
    sleeping: usize,
    is_over: bool,
}

/// What a worker of a [`Crew`] has to itself.
#[derive(Debug)]
pub(crate) struct Hand<'crew> {
    crew: &'crew Crew<'crew>,
    ready: BinaryHeap<Reverse<NodeId>>,
    joins: Vec<NodeId>,
    /// Transactions that have ended here and are not told of yet.
    ended: u32,
}

impl<'plan> Crew<'plan> {
    /// Makes a crew of up to `threads` workers for all transactions of `plan`.
    pub(crate) fn new(plan: &'plan Plan, threads: usize) -> Self {
        // One more than the node waits for: the cursor.
        let counters = plan.waits_for().iter().map(|count| Countdown::new(count + 1)).collect();
        let unfinished = u32::try_from(plan.transaction_count()).expect("fewer than nodes");
        let shared = Shared { is_over: unfinished == 0, ..Shared::default() };
        Self {
            plan,
            threads,
            counters,
            cursor: Padded::default(),
            hint: Padded::default(),
            unfinished: Padded(AtomicU32::new(unfinished)),
            shared: Mutex::new(shared),
            changed: Condvar::new(),
        }
    }

    /// Ends the batch, ready or not: no worker gets a transaction that is not on its own list.
    pub(crate) fn stop(&self) {
        self.cursor.0.store(self.counters.len(), Ordering::Relaxed);
        self.end();
    }

    fn end(&self) {
        lock(&self.shared).is_over = true;
        self.hint.0.is_over.store(true, Ordering::Relaxed);
        self.changed.notify_all();
    }
}

impl<'crew> Hand<'crew> {
    /// Joins the crew.
    pub(crate) fn new(crew: &'crew Crew<'crew>) -> Self {
        Self { crew, ready: BinaryHeap::new(), joins: Vec::new(), ended: 0 }
    }

    /// The next node to run, never a join; waits for one to become ready. `None` when all transactions have ended.
    pub(crate) fn next(&mut self) -> Option<(NodeId, TxIndex)> {
        if 1 < self.ready.len() && self.is_wanted() {
            self.offer();
        }
        let node = loop {
            if let Some(Reverse(node)) = self.ready.pop() {
                break node;
            }
            if !self.claim() {
                break self.take()?;
            }
        };
        let tx = self.crew.plan.transaction(node);
        Some((node, tx.expect("a join is passed through and not put on a list")))
    }

    /// Counts a node off at all that follow it.
    pub(crate) fn complete(&mut self, node: NodeId) {
        for follower in self.crew.plan.followers(node) {
            self.arrive(*follower);
        }
        self.pass_joins();
    }

    /// Puts a transaction on this worker's list, which nobody else has on one.
    pub(crate) fn queue(&mut self, tx: TxIndex) {
        self.ready.push(Reverse(self.crew.plan.node(tx)));
    }

    /// Counts one transaction as ended.
    pub(crate) fn end(&mut self) {
        self.ended += 1;
    }

    /// Counts one transaction that has ended as unfinished again. The caller's own has not ended.
    pub(crate) fn reopen(&mut self) {
        // At once, and not with those that have ended: it must be known before that transaction can end a second time.
        self.crew.unfinished.0.fetch_add(1, Ordering::AcqRel);
    }

    /// Lets the cursor come by a few nodes; `false` if it is at the end.
    fn claim(&mut self) -> bool {
        let Crew { plan, threads, cursor, hint, .. } = self.crew;
        let count = plan.node_count() as usize;
        // Nodes that wait for nobody have nothing to see; the others' counters order what they see.
        let rest = count.saturating_sub(cursor.0.load(Ordering::Relaxed));
        if rest == 0 {
            return false;
        }
        let claimed = (rest / (CLAIMS_PER_WORKER * threads)).clamp(1, CLAIM_MAX);
        let start = cursor.0.fetch_add(claimed, Ordering::Relaxed);
        if count <= start + claimed {
            // Before these are come by: whoever then brings one to nought knows that others may look for it.
            hint.0.is_through.store(true, Ordering::Relaxed);
        }
        for node in start..count.min(start + claimed) {
            let node = NodeId(u32::try_from(node).expect("under 2^32 nodes"));
            if plan.waits_for()[node.index()] == 0 {
                self.release(node);
            } else {
                self.arrive(node);
            }
        }
        self.pass_joins();
        true
    }

    fn arrive(&mut self, node: NodeId) {
        if self.crew.counters[node.index()].arrive() {
            self.release(node);
        }
    }

    fn release(&mut self, node: NodeId) {
        match self.crew.plan.transaction(node) {
            Some(_) => self.ready.push(Reverse(node)),
            None => self.joins.push(node),
        }
    }

    /// A join that nobody is missing at is passed through. Not recursively: they can make long chains.
    fn pass_joins(&mut self) {
        while let Some(join) = self.joins.pop() {
            for follower in self.crew.plan.followers(join) {
                self.arrive(*follower);
            }
        }
    }

    /// Whether the shared list could do with more.
    fn is_wanted(&self) -> bool {
        let Hint { is_through, offered, .. } = &self.crew.hint.0;
        is_through.load(Ordering::Relaxed)
            && offered.load(Ordering::Relaxed) + 1 < self.crew.threads
    }

    /// Gives all but the lowest to the others.
    fn offer(&mut self) {
        let Some(lowest) = self.ready.pop() else { return };
        let mut shared = lock(&self.crew.shared);
        let woken = self.ready.len().min(shared.sleeping);
        shared.ready.append(&mut self.ready);
        self.crew.hint.0.offered.store(shared.ready.len(), Ordering::Relaxed);
        drop(shared);
        for _ in 0..woken {
            self.crew.changed.notify_one();
        }
        self.ready.push(lowest);
    }

    /// Takes from the shared list, and waits until there is something; `None` when the batch is over.
    fn take(&mut self) -> Option<NodeId> {
        self.tell();
        self.spin();
        let Crew { shared, changed, hint, threads, .. } = self.crew;
        let mut shared = lock(shared);
        loop {
            if shared.is_over {
                return None;
            }
            if !shared.ready.is_empty() {
                // A part of them, for the lock's sake: what turns out to be too many is given back.
                for _ in 0..shared.ready.len().div_ceil(2 * threads) {
                    self.ready.extend(shared.ready.pop());
                }
                hint.0.offered.store(shared.ready.len(), Ordering::Relaxed);
                return self.ready.pop().map(|Reverse(node)| node);
            }
            shared.sleeping += 1;
            shared = changed.wait(shared).unwrap_or_else(PoisonError::into_inner);
            shared.sleeping -= 1;
        }
    }

    /// Tells how many transactions have ended here; if they were the last, the batch is over.
    fn tell(&mut self) {
        let ended = std::mem::take(&mut self.ended);
        // Released by each that tells, acquired by the last.
        if 0 < ended && self.crew.unfinished.0.fetch_sub(ended, Ordering::AcqRel) == ended {
            self.crew.end();
        }
    }

    /// Waits a little for something on the shared list.
    fn spin(&self) {
        let Hint { offered, is_over, .. } = &self.crew.hint.0;
        for _ in 0..SPINS {
            if 0 < offered.load(Ordering::Relaxed) || is_over.load(Ordering::Relaxed) {
                return;
            }
            spin_loop();
        }
    }
}
