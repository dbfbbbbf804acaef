//! The chains of the toy store: versions, placeholders, wildcards, and who waits or has read.
use shuttle::sync::Mutex;

use crate::program::{LIMIT, Location};

/// The position of a transaction.
pub(crate) type Index = usize;

/// What a version in a chain is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// Announced and not known yet. `bound` is the greatest change either way if it only adds.
    Pending { bound: Option<i64> },
    /// Its writer did not write: the version before counts.
    Unchanged,
    /// A change to the version before.
    Delta(i64),
    /// A value of its own.
    Value(i64),
}

#[derive(Debug)]
struct Slot {
    writer: Index,
    state: State,
    waiters: Vec<Index>,
}

/// A speculative read: a change by anybody from `floor` up to the reader makes it stale.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    /// Who read.
    pub(crate) index: Index,
    /// In which incarnation.
    pub(crate) incarnation: u32,
    floor: Option<Index>,
}

#[derive(Debug, Default)]
struct Chain {
    slots: Vec<Slot>,
    readers: Vec<Reader>,
}

#[derive(Debug)]
struct Wildcard {
    writer: Index,
    is_resolved: bool,
    waiters: Vec<(Index, Location)>,
}

/// All chains. Each has a lock of its own, and nobody holds two.
#[derive(Debug)]
pub(crate) struct Chains {
    base: Vec<i64>,
    of_location: Vec<Mutex<Chain>>,
    wildcards: Mutex<Vec<Wildcard>>,
}

/// Whether an adder can know its outcome already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Headroom {
    /// Whatever those before it do, it stays in the range.
    Enough,
    /// It leaves the range.
    Exceeded,
    /// It must wait for those before it.
    Unknown,
}

/// Who must look again after a change of a chain.
#[derive(Debug, Default)]
pub(crate) struct Affected {
    /// Those that waited for it.
    pub(crate) waiters: Vec<Index>,
    /// Those that had read past it.
    pub(crate) readers: Vec<Reader>,
}

impl Chains {
    /// Makes empty chains over `base`.
    pub(crate) fn new(base: &[i64]) -> Self {
        Self {
            base: base.to_vec(),
            of_location: base.iter().map(|_| Mutex::default()).collect(),
            wildcards: Mutex::default(),
        }
    }

    /// Announces a writer (before the batch starts, or while its wildcard is unresolved).
    pub(crate) fn announce(&self, location: Location, writer: Index, bound: Option<i64>) {
        let mut chain = self.of_location[location].lock().expect("not poisoned");
        chain.slot(writer, State::Pending { bound });
    }

    /// Announces somebody who may write anywhere.
    pub(crate) fn announce_wildcard(&self, writer: Index) {
        let wildcard = Wildcard { writer, is_resolved: false, waiters: Vec::new() };
        self.wildcards.lock().expect("not poisoned").push(wildcard);
    }

    /// Says that all versions of a wildcard are in their chains; gives those that waited for it.
    pub(crate) fn resolve_wildcard(&self, writer: Index) -> Vec<(Index, Location)> {
        let mut wildcards = self.wildcards.lock().expect("not poisoned");
        let mut woken = Vec::new();
        for wildcard in wildcards.iter_mut().filter(|wildcard| wildcard.writer == writer) {
            wildcard.is_resolved = true;
            woken.append(&mut wildcard.waiters);
        }
        woken
    }

    /// Finds the value that `reader` sees; `None` if it is not known yet.
    ///
    /// If `waits`, the reader is then in exactly one list of waiters. If it has an incarnation, the
    /// read is speculative and kept, to be found by whoever changes what it saw.
    pub(crate) fn read(
        &self,
        location: Location,
        reader: Index,
        waits: bool,
        incarnation: Option<u32>,
    ) -> Option<i64> {
        loop {
            // Wildcards first: one that is resolved by now has put its versions into the chain before.
            let wildcard = self.unresolved_before(reader);
            let mut chain = self.of_location[location].lock().expect("not poisoned");
            match chain.resolve(reader, wildcard, self.base[location]) {
                Resolved::Value(value, floor) => {
                    if let Some(incarnation) = incarnation {
                        chain.readers.push(Reader { index: reader, incarnation, floor });
                    }
                    return Some(value);
                }
                Resolved::Pending(slot) => {
                    if waits {
                        chain.slots[slot].waiters.push(reader);
                    }
                    return None;
                }
                Resolved::Wildcard => {
                    drop(chain);
                    if !waits || self.wait_for_wildcard(wildcard, reader, location) {
                        return None;
                    }
                }
            }
        }
    }

    /// Sets the version of `writer`; gives all that must look again.
    pub(crate) fn set(&self, location: Location, writer: Index, state: State) -> Affected {
        let mut chain = self.of_location[location].lock().expect("not poisoned");
        let slot = chain.slot(writer, state);
        chain.slots[slot].state = state;
        let is_pending = matches!(state, State::Pending { .. });
        let waiters = &mut chain.slots[slot].waiters;
        let waiters = if is_pending { Vec::new() } else { std::mem::take(waiters) };
        let is_affected =
            |read: &Reader| writer < read.index && read.floor.is_none_or(|floor| floor <= writer);
        let (readers, others) = chain.readers.iter().partition(|read| is_affected(read));
        chain.readers = others;
        Affected { waiters, readers }
    }

    /// Whether an adder with this excursion can know its outcome.
    pub(crate) fn headroom(
        &self,
        location: Location,
        adder: Index,
        low: i64,
        high: i64,
    ) -> Headroom {
        let wildcard = self.unresolved_before(adder);
        let chain = self.of_location[location].lock().expect("not poisoned");
        let (mut least, mut greatest) = (0, 0);
        let mut value = self.base[location];
        let mut is_based = false;
        for slot in chain.slots.iter().rev().filter(|slot| slot.writer < adder) {
            // A wildcard below a full value does not matter, as in `Chain::resolve`: if the two walks
            // differed, an adder would be woken by one and sent back by the other, for ever.
            if wildcard.is_some_and(|wildcard| slot.writer <= wildcard) {
                return Headroom::Unknown;
            }
            match slot.state {
                State::Pending { bound: None } => return Headroom::Unknown,
                State::Pending { bound: Some(bound) } => {
                    least -= bound;
                    greatest += bound;
                }
                State::Unchanged => {}
                State::Delta(net) => {
                    least += net;
                    greatest += net;
                }
                State::Value(full) => {
                    value = full;
                    is_based = true;
                    break;
                }
            }
        }
        if wildcard.is_some() && !is_based {
            return Headroom::Unknown;
        }
        if 0 <= value + least + low && value + greatest + high <= LIMIT {
            Headroom::Enough
        } else if least == greatest {
            Headroom::Exceeded
        } else {
            Headroom::Unknown
        }
    }

    fn unresolved_before(&self, reader: Index) -> Option<Index> {
        let wildcards = self.wildcards.lock().expect("not poisoned");
        let open = wildcards.iter().filter(|open| !open.is_resolved && open.writer < reader);
        open.map(|open| open.writer).max()
    }

    fn wait_for_wildcard(&self, writer: Option<Index>, reader: Index, location: Location) -> bool {
        let mut wildcards = self.wildcards.lock().expect("not poisoned");
        let is_open = |open: &&mut Wildcard| Some(open.writer) == writer && !open.is_resolved;
        let open = wildcards.iter_mut().find(is_open);
        open.map(|open| open.waiters.push((reader, location))).is_some()
    }
}

enum Resolved {
    Value(i64, Option<Index>),
    Pending(usize),
    Wildcard,
}

impl Chain {
    /// The position of the slot of `writer`, made with `state` if there is none.
    fn slot(&mut self, writer: Index, state: State) -> usize {
        match self.slots.binary_search_by_key(&writer, |slot| slot.writer) {
            Ok(position) => position,
            Err(position) => {
                self.slots.insert(position, Slot { writer, state, waiters: Vec::new() });
                position
            }
        }
    }

    fn resolve(&self, reader: Index, wildcard: Option<Index>, base: i64) -> Resolved {
        let mut sum = 0;
        for (position, slot) in self.slots.iter().enumerate().rev() {
            if reader <= slot.writer {
                continue;
            }
            if wildcard.is_some_and(|wildcard| slot.writer <= wildcard) {
                return Resolved::Wildcard;
            }
            match slot.state {
                State::Pending { .. } => return Resolved::Pending(position),
                State::Unchanged => {}
                State::Delta(net) => sum += net,
                State::Value(value) => return Resolved::Value(value + sum, Some(slot.writer)),
            }
        }
        if wildcard.is_some() { Resolved::Wildcard } else { Resolved::Value(base + sum, None) }
    }
}
