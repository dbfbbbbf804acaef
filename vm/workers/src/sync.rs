//! What threads share: the standard library's, or [shuttle](https://docs.rs/shuttle)'s in this crate's own tests, which then
//! run under schedules that a seed decides.

#[cfg(not(test))]
pub(crate) use std::hint::spin_loop;
#[cfg(not(test))]
pub(crate) use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
#[cfg(not(test))]
pub(crate) use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
#[cfg(not(test))]
pub(crate) use std::thread::{Scope, scope, yield_now};

#[cfg(test)]
pub(crate) use shuttle::hint::spin_loop;
#[cfg(test)]
pub(crate) use shuttle::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
#[cfg(test)]
pub(crate) use shuttle::sync::{Condvar, Mutex, MutexGuard};
#[cfg(test)]
pub(crate) use shuttle::thread::{Scope, scope, yield_now};
#[cfg(test)]
pub(crate) use std::sync::PoisonError;

/// Bytes of a worker's stack: calls of machine code take what they need of it, and would get more elsewhere, but slower.
#[cfg(not(test))]
const STACK_BYTES: usize = 16 << 20;

/// How often a worker looks for work before it sleeps, some microseconds in all: about what it takes to wake it.
#[cfg(not(test))]
pub(crate) const SPINS: u32 = 100;
/// Under a scheduler that is told what comes next, more would only lengthen the schedules.
#[cfg(test)]
pub(crate) const SPINS: u32 = 1;

/// Starts a thread that ends before its scope does. Where the system has no thread left there is none: the others do the
/// work.
#[cfg(not(test))]
pub(crate) fn spawn<'scope>(scope: &'scope Scope<'scope, '_>, work: impl FnOnce() + Send + 'scope) {
    let builder = std::thread::Builder::new().stack_size(STACK_BYTES);
    drop(builder.spawn_scoped(scope, work));
}

/// Starts a thread that ends before its scope does.
#[cfg(test)]
pub(crate) fn spawn<'scope>(scope: &'scope Scope<'scope, '_>, work: impl FnOnce() + Send + 'scope) {
    drop(scope.spawn(work));
}

/// Locks. What a panic leaves behind is whole: no caller's code runs under a lock of this crate.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Something that many threads write, in a cache line (and its neighbour, which is fetched with it) of its own.
#[derive(Debug, Default)]
#[repr(align(128))]
pub(crate) struct Padded<T>(pub(crate) T);
