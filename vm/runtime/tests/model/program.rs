//! Toy transactions: what they do, their footprints, and what they mean when run one after another.
use std::collections::BTreeSet;

/// A location of the toy store, which holds a number from 0 to [`LIMIT`].
pub(crate) type Location = usize;

/// The greatest value of a location.
pub(crate) const LIMIT: i64 = 15;

/// A step of a transaction. The accumulator starts at the index of the transaction.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// Mixes a value into the accumulator.
    Read(Location),
    /// Writes the accumulator.
    Write(Location),
    /// Writes the accumulator if it is odd; otherwise the placeholder ends unchanged.
    WriteIf(Location),
    /// Adds; aborts if the sum leaves the range.
    Add(Location, i64),
    /// Reads where the value of this location points.
    ReadAt(Location),
    /// Writes where the value of this location points.
    WriteAt(Location),
    /// Aborts if the accumulator is 3 modulo 4.
    Assert,
}

/// A transaction of the toy.
#[derive(Clone, Debug)]
pub(crate) struct Transaction {
    /// Whether it has no footprint.
    pub(crate) is_open: bool,
    /// What it does.
    pub(crate) steps: Vec<Step>,
}

/// What a transaction may do, before it runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Footprint {
    /// Read before anything of this transaction is seen there.
    pub(crate) reads: BTreeSet<Location>,
    /// May be written.
    pub(crate) writes: BTreeSet<Location>,
    /// Only added to.
    pub(crate) adds: BTreeSet<Location>,
    /// Locations whose value at the start names a further location to read.
    pub(crate) read_keys: BTreeSet<Location>,
    /// Locations whose value at the start names a further location to write.
    pub(crate) write_keys: BTreeSet<Location>,
    /// May read anywhere.
    pub(crate) reads_all: bool,
    /// May write anywhere.
    pub(crate) writes_all: bool,
}

/// Why an attempt ended early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The transaction failed.
    Abort,
    /// It met a version that is not published yet.
    Pending(Location),
}

/// What a transaction sees of the store.
pub(crate) trait View {
    /// Reads a location.
    fn read(&mut self, location: Location) -> Result<i64, Stop>;
    /// Writes a location.
    fn write(&mut self, location: Location, value: i64);
    /// Adds to a location.
    fn add(&mut self, location: Location, amount: i64) -> Result<(), Stop>;
    /// Is told that the step with this index is done.
    fn passed(&mut self, step: usize);
}

impl Transaction {
    /// Runs the transaction with `start` in the accumulator.
    pub(crate) fn run(
        &self,
        start: usize,
        locations: usize,
        view: &mut impl View,
    ) -> Result<(), Stop> {
        let mut accumulator = i64::try_from(start).expect("few transactions");
        for (index, step) in self.steps.iter().enumerate() {
            match *step {
                Step::Read(at) => accumulator = mix(accumulator, view.read(at)?),
                Step::ReadAt(key) => {
                    let at = target(view.read(key)?, locations);
                    accumulator = mix(accumulator, view.read(at)?);
                }
                Step::Write(at) => view.write(at, accumulator & LIMIT),
                Step::WriteIf(at) if accumulator % 2 == 1 => view.write(at, accumulator & LIMIT),
                Step::WriteAt(key) => {
                    let at = target(view.read(key)?, locations);
                    view.write(at, accumulator & LIMIT);
                }
                Step::Add(at, amount) => view.add(at, amount)?,
                Step::Assert if accumulator % 4 == 3 => return Err(Stop::Abort),
                Step::WriteIf(_) | Step::Assert => {}
            }
            view.passed(index);
        }
        Ok(())
    }

    /// Infers the footprint. `is_exact_add` says that adding needs no value.
    pub(crate) fn footprint(&self, is_exact_add: bool) -> Footprint {
        let mut footprint = Footprint::default();
        for step in &self.steps {
            match *step {
                Step::Read(at) => drop(footprint.reads.insert(at)),
                Step::Write(at) | Step::WriteIf(at) => drop(footprint.writes.insert(at)),
                Step::Add(at, _) => drop(footprint.adds.insert(at)),
                Step::ReadAt(key) => {
                    footprint.reads.insert(key);
                    footprint.read_keys.insert(key);
                }
                Step::WriteAt(key) => {
                    footprint.reads.insert(key);
                    footprint.write_keys.insert(key);
                }
                Step::Assert => {}
            }
        }
        // A key has no value that is known at the start where this very transaction may write its place
        // first: by name, or through an earlier key, which may point anywhere.
        let changes = &footprint.writes | &footprint.adds;
        let keys = &footprint.read_keys | &footprint.write_keys;
        let is_key = |step: &Step| matches!(step, Step::ReadAt(_) | Step::WriteAt(_));
        let through_key = self.steps.iter().position(|step| matches!(step, Step::WriteAt(_)));
        let is_killed =
            through_key.is_some_and(|position| self.steps[position + 1..].iter().any(is_key));
        if is_killed || 1 < keys.len() || !keys.is_disjoint(&changes) {
            footprint.writes_all = !footprint.write_keys.is_empty();
            footprint.reads_all = true;
        }
        // What is both added to and read or written is simply read and written.
        let is_open_add =
            |at: &Location| footprint.reads.contains(at) || footprint.writes.contains(at);
        let both: BTreeSet<_> = footprint.adds.iter().copied().filter(is_open_add).collect();
        let is_keyed = !keys.is_empty();
        let plain = if is_exact_add && !is_keyed { both } else { footprint.adds.clone() };
        for at in plain {
            footprint.adds.remove(&at);
            footprint.reads.insert(at);
            footprint.writes.insert(at);
        }
        footprint
    }

    /// The locations whose last write is behind step `index`, with no abort possible any more.
    pub(crate) fn settled_after(&self, index: usize) -> BTreeSet<Location> {
        let later = &self.steps[index + 1..];
        let can_abort = |step: &Step| matches!(step, Step::Assert);
        if self.steps.iter().any(|step| matches!(step, Step::Add(..)))
            || later.iter().any(can_abort)
        {
            return BTreeSet::new();
        }
        if later.iter().any(|step| matches!(step, Step::WriteAt(_))) {
            return BTreeSet::new();
        }
        let writes = |steps: &[Step]| -> BTreeSet<Location> {
            let target = |step: &Step| match *step {
                Step::Write(at) | Step::WriteIf(at) => Some(at),
                Step::Read(_)
                | Step::Add(..)
                | Step::ReadAt(_)
                | Step::WriteAt(_)
                | Step::Assert => None,
            };
            steps.iter().filter_map(target).collect()
        };
        &writes(&self.steps[..=index]) - &writes(later)
    }
}

/// The location that a value points to.
pub(crate) fn target(value: i64, locations: usize) -> Location {
    usize::try_from(value).expect("values are not negative") % locations
}

fn mix(accumulator: i64, value: i64) -> i64 {
    (accumulator * 3 + value) % 64
}

/// Runs all transactions one after another: the store after, and which transactions committed.
pub(crate) fn serial(base: &[i64], batch: &[Transaction]) -> (Vec<i64>, Vec<bool>) {
    let mut store = base.to_vec();
    let mut committed = Vec::new();
    for (index, transaction) in batch.iter().enumerate() {
        let mut view = Copied(store.clone());
        let outcome = transaction.run(index, base.len(), &mut view);
        if outcome.is_ok() {
            store = view.0;
        }
        committed.push(outcome.is_ok());
    }
    (store, committed)
}

struct Copied(Vec<i64>);

impl View for Copied {
    fn read(&mut self, location: Location) -> Result<i64, Stop> {
        Ok(self.0[location])
    }

    fn write(&mut self, location: Location, value: i64) {
        self.0[location] = value;
    }

    fn add(&mut self, location: Location, amount: i64) -> Result<(), Stop> {
        self.0[location] += amount;
        if (0..=LIMIT).contains(&self.0[location]) { Ok(()) } else { Err(Stop::Abort) }
    }

    fn passed(&mut self, _: usize) {}
}
