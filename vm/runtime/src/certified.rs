//! The engine `certified`: runs transactions side by side as soon as nothing they may read can still change.
//!
//! Before anything runs, the bound footprints tell for each transaction which earlier ones may write what it may read. It
//! starts when the last of these has ended, reads final versions only, and so runs exactly once: there is no read set,
//! no validation, no re-execution, and no waiting inside a transaction.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use vm_scheduler::{Dependencies, Node, TxIndex};

/// Who follows whom, in the form the workers need.
pub(crate) struct Plan {
    /// Nodes of the dependency graph that follow each node.
    followers: Vec<Vec<u32>>,
    /// How many nodes each node waits for.
    waits_for: Vec<u32>,
    /// The transaction of each node; `None` for a join.
    transaction: Vec<Option<TxIndex>>,
}

impl Plan {
    /// Turns the dependencies around.
    pub(crate) fn of(dependencies: &Dependencies) -> Self {
        let count = dependencies.nodes().len();
        let mut followers = vec![Vec::new(); count];
        let mut waits_for = vec![0; count];
        for (node, waits_for) in waits_for.iter_mut().enumerate() {
            let mut before: Vec<_> =
                dependencies.edges_into(node).iter().map(|edge| edge.from).collect();
            before.sort_unstable();
            before.dedup();
            *waits_for = u32::try_from(before.len()).expect("fewer edges than 2^32");
            for from in before {
                followers[from as usize].push(u32::try_from(node).expect("fewer nodes than 2^32"));
            }
        }
        let transaction = dependencies
            .nodes()
            .iter()
            .map(|node| match node {
                Node::Task(index) => Some(*index),
                Node::Join => None,
            })
            .collect();
        Self { followers, waits_for, transaction }
    }
}

/// Transactions for each hundred that the longest chain of waits has, below which one worker is enough: a second one would
/// mostly wait for the first.
const WORTHWHILE_PERCENT: usize = 110;

impl Plan {
    /// How many of `threads` workers have something to do: one, if hardly any two transactions can run side by side.
    ///
    /// Transactions count alike, since what they cost is known only after they have run.
    pub(crate) fn workers(&self, threads: usize) -> usize {
        let mut ends = vec![0_usize; self.followers.len()];
        let mut span = 0;
        for node in 0..self.followers.len() {
            // Every edge points forward, so all that come before a node are done.
            ends[node] += usize::from(self.transaction[node].is_some());
            span = span.max(ends[node]);
            for follower in &self.followers[node] {
                let follower = *follower as usize;
                ends[follower] = ends[follower].max(ends[node]);
            }
        }
        let count = self.transaction.iter().flatten().count();
        if count * 100 < span * WORTHWHILE_PERCENT { 1 } else { threads }
    }
}

/// Bytes of a worker's stack: calls of machine code take what they need of it, and would get more elsewhere, but slower.
const STACK_BYTES: usize = 16 << 20;

/// Transactions that are ready, lowest index first, and how many are still to end.
struct Queue {
    state: Mutex<QueueState>,
    changed: Condvar,
}

struct QueueState {
    ready: BinaryHeap<Reverse<TxIndex>>,
    unfinished: usize,
}

impl Queue {
    fn lock(&self) -> MutexGuard<'_, QueueState> {
        // A worker that panics takes the batch down when its scope ends; until then the others may finish.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next transaction; waits for one to become ready, `None` when all have ended.
    fn next(&self) -> Option<TxIndex> {
        let mut state = self.lock();
        loop {
            if let Some(Reverse(index)) = state.ready.pop() {
                return Some(index);
            }
            if state.unfinished == 0 {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Marks one transaction as ended and `ready` as ready.
    fn finish(&self, ready: &[TxIndex]) {
        let mut state = self.lock();
        state.unfinished = state.unfinished.saturating_sub(1);
        state.ready.extend(ready.iter().copied().map(Reverse));
        let is_last = state.unfinished == 0;
        drop(state);
        if is_last {
            self.changed.notify_all();
        } else {
            // This worker takes one of them itself.
            (1..ready.len()).for_each(|_| self.changed.notify_one());
        }
    }
}

/// Runs every transaction of the plan once, on `threads` workers, each after all that it waits for.
///
/// `worker` makes what a worker keeps to itself. `execute` is called with it and a transaction's index; what it published
/// before it returned is seen by those that follow.
///
/// # Panics
///
/// If `execute` does.
pub(crate) fn run<W>(
    plan: &Plan,
    threads: usize,
    worker: &(dyn Fn() -> W + Sync),
    execute: &(dyn Fn(&mut W, TxIndex) + Sync),
) {
    let counters: Vec<_> = plan.waits_for.iter().copied().map(AtomicU32::new).collect();
    let mut first = Vec::new();
    for node in (0..plan.waits_for.len()).filter(|node| plan.waits_for[*node] == 0) {
        release(plan, &counters, node, &mut first);
    }
    let unfinished = plan.transaction.iter().flatten().count();
    let state = QueueState { ready: first.into_iter().map(Reverse).collect(), unfinished };
    let queue = Queue { state: Mutex::new(state), changed: Condvar::new() };
    let node_of = node_of_transaction(plan);
    let work = || {
        let mut own = worker();
        let mut ready = Vec::new();
        while let Some(index) = queue.next() {
            let on_panic = FinishOnPanic(&queue);
            execute(&mut own, index);
            std::mem::forget(on_panic);
            ready.clear();
            complete(plan, &counters, node_of[index.index()], &mut ready);
            queue.finish(&ready);
        }
    };
    if threads <= 1 {
        work();
        return;
    }
    std::thread::scope(|scope| {
        for _ in 1..threads {
            let worker = std::thread::Builder::new().stack_size(STACK_BYTES);
            // Where the system has no thread left, the others do the work.
            drop(worker.spawn_scoped(scope, work));
        }
        work();
    });
}

/// Lets the other workers end when one panics: nothing that waits for its transaction will ever be ready.
struct FinishOnPanic<'a>(&'a Queue);

impl Drop for FinishOnPanic<'_> {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.unfinished = 0;
        state.ready.clear();
        drop(state);
        self.0.changed.notify_all();
    }
}

fn node_of_transaction(plan: &Plan) -> Vec<usize> {
    let mut nodes = vec![0; plan.transaction.iter().flatten().count()];
    for (node, transaction) in plan.transaction.iter().enumerate() {
        if let Some(index) = transaction {
            nodes[index.index()] = node;
        }
    }
    nodes
}

/// A node all of whose predecessors have ended: a transaction is ready, a join is passed through.
fn release(plan: &Plan, counters: &[AtomicU32], node: usize, ready: &mut Vec<TxIndex>) {
    match plan.transaction[node] {
        Some(index) => ready.push(index),
        None => complete(plan, counters, node, ready),
    }
}

/// Counts a node off at all that follow it.
fn complete(plan: &Plan, counters: &[AtomicU32], node: usize, ready: &mut Vec<TxIndex>) {
    for follower in &plan.followers[node] {
        // `AcqRel`: whoever counts a follower down to zero has seen what all its predecessors published.
        if counters[*follower as usize].fetch_sub(1, Ordering::AcqRel) == 1 {
            release(plan, counters, *follower as usize, ready);
        }
    }
}

#[cfg(test)]
mod tests {
    use vm_access::Mode;
    use vm_scheduler::{Places, Task};

    use super::*;

    /// A plan of transactions each of which writes one of `places` places, in turn.
    fn plan(places: u32, transactions: u32) -> Plan {
        let mut tree = Places::default();
        let all: Vec<_> = (0..places).map(|_| tree.add(None)).collect();
        let task = |index: u32| Task {
            cost: 1,
            accesses: vec![(Mode::Writes, all[(index % places) as usize])],
        };
        let tasks: Vec<_> = (0..transactions).map(task).collect();
        Plan::of(&Dependencies::of(&tree, &tasks))
    }

    #[test]
    fn a_chain_is_left_to_one_worker() {
        assert_eq!(plan(1, 100).workers(8), 1);
        assert_eq!(plan(2, 100).workers(8), 8);
        assert_eq!(plan(1, 0).workers(8), 8);
    }
}
