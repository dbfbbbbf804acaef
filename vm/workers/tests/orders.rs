//! The order of memory, under [loom](https://docs.rs/loom): what was done before a hand-over is seen after it.
//!
//! Shuttle runs everything in one order that all threads see; loom also runs what weaker orders allow. It is too slow for a
//! whole scheduler, and has no scoped threads, so it gets the two pieces whose order carries what transactions published.
//! All else is under a lock, or a hint that may be late.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use loom::sync::Arc;
use loom::sync::atomic::{AtomicU32, Ordering};
use loom::thread;
use vm_scheduler::TxIndex;

use crate::countdown::Countdown;
use crate::status::Statuses;

#[path = "../src/countdown.rs"]
mod countdown;
#[path = "../src/status.rs"]
#[expect(dead_code, reason = "not all transitions are tried")]
mod status;

mod sync {
    pub(crate) use loom::sync::atomic::{AtomicU32, AtomicU64, Ordering};
}

/// What a transaction publishes, in no order of its own.
type Published = AtomicU32;

#[test]
fn the_last_to_come_by_sees_what_all_did() {
    loom::model(|| {
        let shared = Arc::new((Countdown::new(3), [(); 3].map(|()| Published::new(0))));
        let come_by = |index: usize, shared: &(Countdown, [Published; 3])| {
            let (countdown, published) = shared;
            published[index].store(1, Ordering::Relaxed);
            let is_last = countdown.arrive();
            if is_last {
                let seen = published.iter().map(|published| published.load(Ordering::Relaxed));
                assert_eq!(seen.sum::<u32>(), 3);
            }
            is_last
        };
        let others = [0, 1].map(|index| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || come_by(index, &shared))
        });
        let own = come_by(2, &shared);
        let others = others.map(|other| other.join().unwrap());
        let last = others.into_iter().chain([own]).filter(|is_last| *is_last).count();
        assert_eq!(last, 1, "exactly one is the last");
    });
}

/// What the first transaction published, its status, and how often each of two others went on.
#[derive(Debug)]
struct Block {
    statuses: Statuses,
    published: Published,
    went_on: [AtomicU32; 2],
}

impl Block {
    fn go_on(&self, tx: TxIndex) {
        assert_eq!(self.published.load(Ordering::Relaxed), 1, "{tx} sees what it waited for");
        self.went_on[tx.index() - 1].fetch_add(1, Ordering::Relaxed);
    }

    fn wait(&self, tx: TxIndex) {
        self.statuses.start(tx).unwrap();
        self.statuses.give_up(tx);
        if !self.statuses.wait(tx, TxIndex(0)) {
            self.go_on(tx);
        }
    }

    fn finish(&self) {
        self.published.store(1, Ordering::Relaxed);
        let finished = self.statuses.finish(TxIndex(0)).unwrap();
        self.statuses.wake(finished, |woken| self.go_on(woken));
    }
}

#[test]
fn whoever_waits_is_told_or_woken_and_sees_what_was_published() {
    loom::model(|| {
        let went_on = [(); 2].map(|()| AtomicU32::new(0));
        let block = Block { statuses: Statuses::new(3), published: Published::new(0), went_on };
        let block = Arc::new(block);
        block.statuses.start(TxIndex(0)).unwrap();
        let waiters = [1, 2].map(|tx| {
            let block = Arc::clone(&block);
            thread::spawn(move || block.wait(TxIndex(tx)))
        });
        block.finish();
        waiters.into_iter().for_each(|waiter| waiter.join().unwrap());
        for (count, tx) in block.went_on.iter().zip(1..) {
            assert_eq!(count.load(Ordering::Relaxed), 1, "tx{tx} goes on once");
        }
    });
}

#[test]
fn whoever_is_woken_may_wait_elsewhere_at_once() {
    loom::model(|| {
        let statuses = Arc::new(Statuses::new(4));
        // The last two wait for the first; the third, once it is woken, for the second, which nobody waits for.
        statuses.start(TxIndex(0)).unwrap();
        for waiter in [TxIndex(3), TxIndex(2)] {
            statuses.start(waiter).unwrap();
            statuses.give_up(waiter);
            assert!(statuses.wait(waiter, TxIndex(0)));
        }
        let other = {
            let statuses = Arc::clone(&statuses);
            thread::spawn(move || {
                if statuses.start(TxIndex(2)).is_some() {
                    statuses.give_up(TxIndex(2));
                    assert!(statuses.wait(TxIndex(2), TxIndex(1)));
                }
            })
        };
        let finished = statuses.finish(TxIndex(0)).unwrap();
        let mut woken = Vec::new();
        statuses.wake(finished, |tx| woken.push(tx));
        other.join().unwrap();
        assert_eq!(woken, [TxIndex(2), TxIndex(3)]);
    });
}
