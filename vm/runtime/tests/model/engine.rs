//! The toy engine: threads, counters and the six rules over the chains.
use std::collections::{BTreeMap, BTreeSet};

use shuttle::sync::atomic::{AtomicUsize, Ordering};
use shuttle::sync::{Arc, Condvar, Mutex};
use shuttle::thread;

use crate::chains::{Affected, Chains, Headroom, Index, Reader, State};
use crate::program::{Footprint, Location, Step, Stop, Transaction, View, target};

/// Runs a batch on `workers` threads: the store after, and which transactions committed.
///
/// Panics if a rule is broken on the way.
pub(crate) fn parallel(
    base: &[i64],
    batch: &[Transaction],
    workers: usize,
) -> (Vec<i64>, Vec<bool>) {
    let engine = Arc::new(Engine::new(base, batch));
    engine.start();
    let threads: Vec<_> = (0..workers)
        .map(|_| {
            let engine = Arc::clone(&engine);
            thread::spawn(move || engine.work())
        })
        .collect();
    for thread in threads {
        thread.join().expect("no worker panics");
    }
    engine.outcome()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Waiting,
    Running,
    Executed,
    Final,
}

/// What a certified transaction has computed while it waits to know whether its deltas fit.
#[derive(Clone, Debug)]
struct Computed {
    is_committed: bool,
    values: BTreeMap<Location, i64>,
    deltas: BTreeMap<Location, Delta>,
    early: BTreeSet<Location>,
    reads: Vec<(Location, i64)>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Delta {
    net: i64,
    low: i64,
    high: i64,
}

#[derive(Clone, Debug)]
enum Stage {
    Bind,
    Run,
    Finish(Computed),
}

#[derive(Debug)]
struct Status {
    phase: Phase,
    stage: Stage,
    incarnation: u32,
    is_stale: bool,
    is_committed: bool,
    executions: usize,
    reads: Vec<(Location, i64)>,
    /// Locations at which this transaction has a slot.
    slots: BTreeSet<Location>,
}

#[derive(Debug)]
struct Member {
    transaction: Transaction,
    footprint: Footprint,
    /// An open transaction comes before: nothing is final before that is.
    is_speculative: bool,
    status: Mutex<Status>,
    /// Needs that are not published yet.
    pending: AtomicUsize,
}

#[derive(Debug, Default)]
struct Ready {
    queue: BTreeSet<Index>,
    is_done: bool,
}

struct Engine {
    locations: usize,
    chains: Chains,
    members: Vec<Member>,
    ready: Mutex<Ready>,
    wakes: Condvar,
    /// How many transactions, from the first, are final.
    settled: Mutex<usize>,
}

impl Engine {
    fn new(base: &[i64], batch: &[Transaction]) -> Self {
        let first_open = batch.iter().position(|transaction| transaction.is_open);
        let members = batch.iter().enumerate().map(|(index, transaction)| {
            let is_speculative = first_open.is_some_and(|open| open < index);
            let is_exact = !is_speculative && !transaction.is_open;
            let mut footprint = transaction.footprint(is_exact);
            // A key read from a version that is not final would bind again and again.
            if is_speculative && !(&footprint.read_keys | &footprint.write_keys).is_empty() {
                footprint.writes_all = !footprint.write_keys.is_empty();
                footprint.reads_all = true;
            }
            let is_keyed = !(&footprint.read_keys | &footprint.write_keys).is_empty()
                && !footprint.reads_all
                && !transaction.is_open;
            let status = Status {
                phase: Phase::Waiting,
                stage: if is_keyed { Stage::Bind } else { Stage::Run },
                incarnation: 0,
                is_stale: false,
                is_committed: false,
                executions: 0,
                reads: Vec::new(),
                slots: BTreeSet::new(),
            };
            let transaction = transaction.clone();
            let (status, pending) = (Mutex::new(status), AtomicUsize::new(0));
            Member { transaction, footprint, is_speculative, status, pending }
        });
        Self {
            locations: base.len(),
            chains: Chains::new(base),
            members: members.collect(),
            ready: Mutex::default(),
            wakes: Condvar::new(),
            settled: Mutex::new(0),
        }
    }

    /// Lays out all placeholders, then lets each transaction wait for what it needs.
    fn start(&self) {
        for (index, member) in self.members.iter().enumerate() {
            if member.transaction.is_open {
                continue;
            }
            let footprint = &member.footprint;
            for at in &footprint.writes {
                self.chains.announce(*at, index, None);
            }
            for at in &footprint.adds {
                self.chains.announce(*at, index, Some(member.transaction.greatest_change(*at)));
            }
            if footprint.writes_all || !footprint.write_keys.is_empty() {
                self.chains.announce_wildcard(index);
            }
            let mut status = member.status.lock().expect("not poisoned");
            status.slots = &footprint.writes | &footprint.adds;
        }
        for (index, member) in self.members.iter().enumerate() {
            let is_keyed = {
                let status = member.status.lock().expect("not poisoned");
                matches!(status.stage, Stage::Bind)
            };
            let needs: BTreeSet<Location> = if member.transaction.is_open {
                BTreeSet::new()
            } else if is_keyed {
                &member.footprint.read_keys | &member.footprint.write_keys
            } else if member.footprint.reads_all {
                (0..self.locations).collect()
            } else {
                member.footprint.reads.clone()
            };
            self.arm(index, &needs);
        }
    }

    fn work(&self) {
        while let Some(index) = self.next() {
            let (stage, incarnation) = {
                let mut status = self.members[index].status.lock().expect("not poisoned");
                status.phase = Phase::Running;
                (status.stage.clone(), status.incarnation)
            };
            match stage {
                Stage::Bind => self.bind(index),
                Stage::Run => self.execute(index, incarnation),
                Stage::Finish(result) => self.finish(index, result),
            }
        }
    }

    fn next(&self) -> Option<Index> {
        let mut ready = self.ready.lock().expect("not poisoned");
        loop {
            if ready.is_done {
                return None;
            }
            if let Some(index) = ready.queue.pop_first() {
                return Some(index);
            }
            ready = self.wakes.wait(ready).expect("not poisoned");
        }
    }

    fn push(&self, index: Index) {
        self.ready.lock().expect("not poisoned").queue.insert(index);
        self.wakes.notify_one();
    }

    /// Puts a transaction into the queue once every one of `needs` resolves to a published version.
    fn arm(&self, index: Index, needs: &BTreeSet<Location>) {
        self.members[index].pending.store(needs.len() + 1, Ordering::SeqCst);
        for at in needs {
            self.wake(index, *at);
        }
        self.count_down(index);
    }

    /// Looks again at one need; goes on waiting elsewhere if it is still not published.
    fn wake(&self, index: Index, at: Location) {
        if self.chains.read(at, index, true, None).is_some() {
            self.count_down(index);
        }
    }

    fn count_down(&self, index: Index) {
        if self.members[index].pending.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.push(index);
        }
    }

    /// Binds settled keys, announces what they name, and only then lifts the wildcard.
    fn bind(&self, index: Index) {
        let member = &self.members[index];
        let value = |key: &Location| {
            let value = self.chains.read(*key, index, false, None);
            target(value.expect("a key is settled before it is bound"), self.locations)
        };
        let mut needs = member.footprint.reads.clone();
        needs.extend(member.footprint.read_keys.iter().map(value));
        let writes: Vec<Location> = member.footprint.write_keys.iter().map(value).collect();
        for at in writes {
            self.chains.announce(at, index, None);
            member.status.lock().expect("not poisoned").slots.insert(at);
        }
        member.status.lock().expect("not poisoned").stage = Stage::Run;
        self.lift(index);
        self.arm(index, &needs);
    }

    fn execute(&self, index: Index, incarnation: u32) {
        let member = &self.members[index];
        member.status.lock().expect("not poisoned").executions += 1;
        let mut attempt = Attempt {
            engine: self,
            index,
            incarnation,
            values: BTreeMap::new(),
            deltas: BTreeMap::new(),
            early: BTreeSet::new(),
            reads: Vec::new(),
        };
        let stop = member.transaction.run(index, self.locations, &mut attempt).err();
        if let Some(Stop::Pending(at)) = stop {
            let is_certified = !member.transaction.is_open && !member.is_speculative;
            assert!(!is_certified, "rule 2: tx{index} meets a pending version at {at}");
            {
                let mut status = member.status.lock().expect("not poisoned");
                status.incarnation += 1;
                status.is_stale = false;
                status.phase = Phase::Waiting;
            }
            return self.arm(index, &BTreeSet::from([at]));
        }
        let Attempt { values, deltas, early, reads, .. } = attempt;
        self.finish(index, Computed { is_committed: stop.is_none(), values, deltas, early, reads });
    }

    /// Publishes, or waits to know whether the deltas fit.
    fn finish(&self, index: Index, mut result: Computed) {
        let mut unknown = BTreeSet::new();
        for (at, delta) in &result.deltas {
            match self.chains.headroom(*at, index, delta.low, delta.high) {
                Headroom::Enough => {}
                Headroom::Exceeded => result.is_committed = false,
                Headroom::Unknown => drop(unknown.insert(*at)),
            }
        }
        if result.is_committed && !unknown.is_empty() {
            self.members[index].status.lock().expect("not poisoned").stage = Stage::Finish(result);
            return self.arm(index, &unknown);
        }
        assert!(
            result.is_committed || result.early.is_empty(),
            "rule 3: tx{index} aborts too late"
        );
        self.publish(index, &result);
        self.lift(index);
        self.conclude(index, result);
    }

    fn publish(&self, index: Index, result: &Computed) {
        let member = &self.members[index];
        let mut slots = member.status.lock().expect("not poisoned").slots.clone();
        if result.is_committed {
            slots.extend(result.values.keys().copied());
        }
        for at in slots.iter().filter(|at| !result.early.contains(at)) {
            let value = result.values.get(at).map(|value| State::Value(*value));
            let delta = result.deltas.get(at).map(|delta| State::Delta(delta.net));
            let state = value.or(delta).filter(|_| result.is_committed);
            self.set(index, *at, state.unwrap_or(State::Unchanged));
        }
        member.status.lock().expect("not poisoned").slots = slots;
    }

    fn set(&self, index: Index, at: Location, state: State) {
        let Affected { waiters, readers } = self.chains.set(at, index, state);
        let member = &self.members[index];
        let is_certified = !member.transaction.is_open && !member.is_speculative;
        assert!(readers.is_empty() || !is_certified, "rule 1: tx{index} makes readers stale");
        for reader in readers {
            self.invalidate(reader);
        }
        for waiter in waiters {
            self.wake(waiter, at);
        }
    }

    fn lift(&self, index: Index) {
        for (waiter, at) in self.chains.resolve_wildcard(index) {
            self.wake(waiter, at);
        }
    }

    /// Makes the transaction final, or leaves that to [`Self::settle`], or starts it again.
    fn conclude(&self, index: Index, result: Computed) {
        let member = &self.members[index];
        let is_stale = {
            let mut status = member.status.lock().expect("not poisoned");
            status.is_committed = result.is_committed;
            status.reads = result.reads;
            let is_stale = std::mem::take(&mut status.is_stale);
            if is_stale {
                status.incarnation += 1;
            } else if member.is_speculative {
                status.phase = Phase::Executed;
            } else {
                status.phase = Phase::Final;
            }
            is_stale
        };
        if is_stale { self.retract(index) } else { self.settle() }
    }

    fn invalidate(&self, reader: Reader) {
        let is_ours = {
            let mut status = self.members[reader.index].status.lock().expect("not poisoned");
            if status.incarnation != reader.incarnation {
                return;
            }
            match status.phase {
                Phase::Waiting => false,
                Phase::Running => {
                    status.is_stale = true;
                    false
                }
                Phase::Executed => {
                    status.incarnation += 1;
                    status.phase = Phase::Running;
                    true
                }
                Phase::Final => panic!("rule 1: tx{} is final and stale", reader.index),
            }
        };
        if is_ours {
            self.retract(reader.index);
        }
    }

    /// Takes back what a stale incarnation published, and queues the next one.
    fn retract(&self, index: Index) {
        let slots = self.members[index].status.lock().expect("not poisoned").slots.clone();
        for at in slots {
            self.set(index, at, State::Pending { bound: None });
        }
        self.push(index);
    }

    /// Makes final, in batch order, whatever has executed and can no longer become stale.
    fn settle(&self) {
        let mut settled = self.settled.lock().expect("not poisoned");
        while *settled < self.members.len() {
            let reads = {
                let mut status = self.members[*settled].status.lock().expect("not poisoned");
                match status.phase {
                    Phase::Waiting | Phase::Running => return,
                    Phase::Executed => status.phase = Phase::Final,
                    Phase::Final => {}
                }
                status.reads.clone()
            };
            for (at, value) in reads {
                let now = self.chains.read(at, *settled, false, None);
                assert_eq!(
                    now,
                    Some(value),
                    "rule 1: tx{settled} is final and read something else"
                );
            }
            *settled += 1;
        }
        self.ready.lock().expect("not poisoned").is_done = true;
        self.wakes.notify_all();
    }

    fn outcome(&self) -> (Vec<i64>, Vec<bool>) {
        let end = self.members.len();
        let read =
            |at| self.chains.read(at, end, false, None).expect("all is published in the end");
        let store = (0..self.locations).map(read).collect();
        let mut committed = Vec::new();
        for (index, member) in self.members.iter().enumerate() {
            let status = member.status.lock().expect("not poisoned");
            let is_certified = !member.transaction.is_open && !member.is_speculative;
            assert!(!is_certified || status.executions == 1, "rule 1: tx{index} runs again");
            committed.push(status.is_committed);
        }
        (store, committed)
    }
}

impl Transaction {
    /// How far all additions to a location can move it, either way.
    fn greatest_change(&self, location: Location) -> i64 {
        let changes = self.steps.iter().map(|step| match *step {
            Step::Add(at, amount) if at == location => amount.abs(),
            Step::Add(..)
            | Step::Read(_)
            | Step::Write(_)
            | Step::WriteIf(_)
            | Step::ReadAt(_)
            | Step::WriteAt(_)
            | Step::Assert => 0,
        });
        changes.sum()
    }
}

/// One execution.
struct Attempt<'a> {
    engine: &'a Engine,
    index: Index,
    incarnation: u32,
    values: BTreeMap<Location, i64>,
    deltas: BTreeMap<Location, Delta>,
    early: BTreeSet<Location>,
    reads: Vec<(Location, i64)>,
}

impl View for Attempt<'_> {
    fn read(&mut self, location: Location) -> Result<i64, Stop> {
        if let Some(value) = self.values.get(&location) {
            return Ok(*value);
        }
        let is_speculative = self.engine.members[self.index].is_speculative;
        let kept = is_speculative.then_some(self.incarnation);
        let value = self.engine.chains.read(location, self.index, false, kept);
        let value = value.ok_or(Stop::Pending(location))?;
        self.reads.push((location, value));
        Ok(value)
    }

    fn write(&mut self, location: Location, value: i64) {
        self.values.insert(location, value);
    }

    fn add(&mut self, location: Location, amount: i64) -> Result<(), Stop> {
        let member = &self.engine.members[self.index];
        if member.footprint.adds.contains(&location) {
            let delta = self.deltas.entry(location).or_default();
            delta.net += amount;
            delta.low = delta.low.min(delta.net);
            delta.high = delta.high.max(delta.net);
            return Ok(());
        }
        let value = self.read(location)? + amount;
        self.write(location, value);
        if (0..=crate::program::LIMIT).contains(&value) { Ok(()) } else { Err(Stop::Abort) }
    }

    fn passed(&mut self, step: usize) {
        let member = &self.engine.members[self.index];
        if member.is_speculative || member.transaction.is_open {
            return;
        }
        for location in member.transaction.settled_after(step) {
            if let Some(value) = self.values.get(&location)
                && self.early.insert(location)
            {
                self.engine.set(self.index, location, State::Value(*value));
            }
        }
    }
}
