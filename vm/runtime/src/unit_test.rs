//! Calls for their own sake, as unit tests are: each on storage of its own that is empty, allowed to touch anything.

use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use vm_interpreter::{
    Block, Call, Denied, Detail, Execution, Host, Opened, Origin, Permits, RecordName,
};

use crate::batch::Transaction;
use crate::machine::Machine;

/// The hash of such a call. Aptos gives unit tests the same, so names made up by one are those that its author saw.
const UNIT_TEST_HASH: &[u8] = &[1];

/// A call that was executed alone.
#[derive(Clone, Debug)]
pub struct Alone {
    /// What came of it.
    pub execution: Execution,
    /// How long it took.
    pub time: Duration,
}

/// Executes each call on empty storage, on up to `threads` threads; gives what came of them, in order of calls.
///
/// What a call does depends on the call alone. Who may call a function is not checked: tests are private.
///
/// # Panics
///
/// If a worker does.
pub fn execute_alone(
    machine: &Machine,
    calls: &[Transaction],
    threads: NonZeroUsize,
) -> Vec<Alone> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(call) = calls.get(index) else { return done };
            done.push((index, execute_one(machine, call)));
        }
    };
    let count = threads.get().min(calls.len()).max(1);
    let mut done: Vec<(usize, Alone)> = thread::scope(|scope| {
        let workers: Vec<_> = (1..count).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for worker in workers {
            done.extend(worker.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, alone)| alone).collect()
}

fn execute_one(machine: &Machine, call: &Transaction) -> Alone {
    let Transaction { function, type_arguments, arguments, gas_max } = call;
    let start = Instant::now();
    let call = Call {
        function,
        type_arguments,
        arguments,
        origin: Origin::Hash(UNIT_TEST_HASH),
        block: Block::default(),
    };
    let execution =
        machine.worker().execute_within(call, *gas_max, Detail::Outcome, &mut NothingThere);
    Alone { execution, time: start.elapsed() }
}

/// Storage with nothing in it, where everything may be done.
struct NothingThere;

impl Host for NothingThere {
    fn open(&mut self, _: RecordName<'_>, _: bool) -> Result<Opened<'_>, Denied> {
        Ok(Opened { image: None, permits: Permits::ALL, token: 0 })
    }
}
