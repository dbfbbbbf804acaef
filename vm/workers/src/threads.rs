//! Runs the same work on several threads, and ends all when one panics.
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use crate::sync::{Mutex, lock, scope, spawn};

/// Calls `work` on `threads` threads, this one among them; gives what the calls gave, in any order.
///
/// When one panics, `stop` is called, which must make the others return: nothing that waits for what was
/// running will ever be ready.
///
/// # Panics
///
/// With what the first call to panic panicked with, once all have returned.
pub(crate) fn on_threads<R: Send>(
    threads: usize,
    work: &(impl Fn() -> R + Sync),
    stop: &(impl Fn() + Sync),
) -> Vec<R> {
    let results = Mutex::new(Vec::new());
    let panicked = Mutex::new(None);
    // What a panic leaves half done is not looked at again: it goes on once the threads have ended.
    let guarded = || match catch_unwind(AssertUnwindSafe(work)) {
        Ok(result) => lock(&results).push(result),
        Err(payload) => {
            lock(&panicked).get_or_insert(payload);
            stop();
        }
    };
    scope(|scope| {
        for _ in 1..threads {
            spawn(scope, guarded);
        }
        guarded();
    });
    if let Some(payload) = lock(&panicked).take() {
        resume_unwind(payload);
    }
    std::mem::take(&mut lock(&results))
}
