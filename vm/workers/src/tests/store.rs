//! The toy store: versions of each location, and who has read them.
use std::collections::{BTreeMap, BTreeSet};

use shuttle::sync::Mutex;
use vm_scheduler::TxIndex;

use crate::lanes::Reader;
use crate::tests::program::{Location, Transaction, View};

/// What a transaction has at a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// Not known yet, or not any more.
    Pending,
    /// It did not write: the version before counts.
    Unchanged,
    /// A value, and the incarnation that wrote it.
    Value(u32, u32),
}

/// Which version was read: its writer and incarnation, or the base.
pub(super) type Origin = Option<(TxIndex, u32)>;

#[derive(Debug, Default)]
struct Chain {
    slots: BTreeMap<TxIndex, Slot>,
    /// Who has read, and the writer of what it read.
    readers: Vec<(Reader, Option<TxIndex>)>,
}

/// All versions. Nobody holds two locks.
#[derive(Debug)]
pub(super) struct Store {
    base: Vec<u32>,
    chains: Vec<Mutex<Chain>>,
}

impl Store {
    /// Makes a store with these values and no versions.
    pub(super) fn new(base: &[u32]) -> Self {
        let chains = base.iter().map(|_| Mutex::default()).collect();
        Self { base: base.to_vec(), chains }
    }

    /// How many locations there are.
    pub(super) fn locations(&self) -> usize {
        self.base.len()
    }

    /// Reads what comes before `tx`, or says whose version is pending. If it has an incarnation, the reader is kept.
    pub(super) fn read(
        &self,
        location: Location,
        tx: TxIndex,
        incarnation: Option<u32>,
    ) -> Result<(u32, Origin), TxIndex> {
        let mut chain = self.chains[location].lock().unwrap();
        let mut found = (self.base[location], None);
        for (writer, slot) in chain.slots.range(..tx).rev() {
            match *slot {
                Slot::Pending => return Err(*writer),
                Slot::Unchanged => {}
                Slot::Value(value, incarnation) => {
                    found = (value, Some((*writer, incarnation)));
                    break;
                }
            }
        }
        if let Some(incarnation) = incarnation {
            let floor = found.1.map(|(writer, _)| writer);
            chain.readers.push((Reader { tx, incarnation }, floor));
        }
        Ok(found)
    }

    /// Sets what `tx` has at a location, or removes it; adds those to `stale` who have read past it.
    pub(super) fn set(
        &self,
        location: Location,
        tx: TxIndex,
        slot: Option<Slot>,
        stale: &mut Vec<Reader>,
    ) {
        let mut chain = self.chains[location].lock().unwrap();
        match slot {
            Some(slot) => drop(chain.slots.insert(tx, slot)),
            None => drop(chain.slots.remove(&tx)),
        }
        let is_stale = |(reader, floor): &(Reader, Option<TxIndex>)| {
            tx < reader.tx && floor.is_none_or(|floor| floor <= tx)
        };
        chain.readers.retain(|read| {
            if is_stale(read) {
                stale.push(read.0);
            }
            !is_stale(read)
        });
    }

    /// What is there after all transactions.
    pub(super) fn outcome(&self) -> Vec<u32> {
        let read = |at| self.read(at, TxIndex(u32::MAX), None).expect("all is published").0;
        (0..self.locations()).map(read).collect()
    }
}

/// One execution over the store: what it read and what it wants to write.
pub(super) struct Attempt<'a> {
    store: &'a Store,
    tx: TxIndex,
    /// Set if the reads are kept in the store.
    incarnation: Option<u32>,
    /// What it read.
    pub(super) reads: Vec<(Location, Origin)>,
    /// What it wrote.
    pub(super) values: BTreeMap<Location, u32>,
}

impl<'a> Attempt<'a> {
    /// Executes a transaction; an error says whose version is missing.
    pub(super) fn of(
        store: &'a Store,
        transaction: &Transaction,
        tx: TxIndex,
        incarnation: Option<u32>,
    ) -> Result<Self, TxIndex> {
        let mut attempt =
            Self { store, tx, incarnation, reads: Vec::new(), values: BTreeMap::new() };
        transaction.run(tx, store.locations(), &mut attempt)?;
        Ok(attempt)
    }

    /// Where it wrote.
    pub(super) fn written(&self) -> BTreeSet<Location> {
        self.values.keys().copied().collect()
    }
}

impl View for Attempt<'_> {
    fn read(&mut self, location: Location) -> Result<u32, TxIndex> {
        if let Some(value) = self.values.get(&location) {
            return Ok(*value);
        }
        let (value, origin) = self.store.read(location, self.tx, self.incarnation)?;
        self.reads.push((location, origin));
        Ok(value)
    }

    fn write(&mut self, location: Location, value: u32) {
        self.values.insert(location, value);
    }
}
