//! Runs each transaction once, after all that it waits for.
//!
//! What may be read is final before anybody reads it, so there is no read set, no validation and no waiting inside a
//! transaction. Who gets a transaction that is ready is said in `crew.rs`; on one thread they simply run in batch order, in
//! which every edge points forward.
use vm_scheduler::TxIndex;

use crate::crew::{Crew, Hand};
use crate::plan::Plan;
use crate::threads::on_threads;

/// Runs every transaction of the plan once, on `threads` workers, each after all that it waits for.
///
/// `worker` makes what a worker keeps to itself. `execute` is called with it and a transaction's index; what it did
/// before it returned is seen by those that follow. Workers but the one that calls have stacks of 16 MiB.
///
/// # Panics
///
/// If `worker` or `execute` does, with the same payload; transactions that run on other workers end before.
pub fn run<W>(
    plan: &Plan,
    threads: usize,
    worker: &(impl Fn() -> W + Sync),
    execute: &(impl Fn(&mut W, TxIndex) + Sync),
) {
    let threads = threads.min(plan.transaction_count());
    if threads <= 1 {
        let mut own = worker();
        plan.in_order().for_each(|tx| execute(&mut own, tx));
        return;
    }
    let crew = Crew::new(plan, threads);
    let work = || {
        let mut own = worker();
        let mut hand = Hand::new(&crew);
        while let Some((node, tx)) = hand.next() {
            execute(&mut own, tx);
            hand.end();
            hand.complete(node);
        }
    };
    on_threads(threads, &work, &|| crew.stop());
}
