//! Versions of a batch all of whose accesses are to locations: each has its slot before anything runs.
//!
//! Every transaction that may write a record has a slot there, linked to the slots before it; a read starts at the links that
//! were newest when the reader was planned. So nothing is searched for and nothing is locked while transactions run: a slot is
//! set once, when its transaction ends, and read by those that have waited for that.
//!
//! ```text
//!   tx0 writes A.balance    slot 0 ◀──┐                links of A after tx0:  balance ▸ 0
//!   tx1 writes A.sequence   slot 1    │  (no wait)                 after tx1:  sequence ▸ 1, balance ▸ 0
//!   tx2 writes A.balance    slot 2 ───┘                            after tx2:  balance ▸ 2, sequence ▸ 1
//! ```
//!
//! **Invariant.** The links of a record name each component at most once, with the last transaction so far that may write it.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use smallvec::SmallVec;
use vm_access::{Component, ComponentSet};
use vm_layout::{Image, RecordValue};
use vm_scheduler::TxIndex;
use vm_workers::{NodeId, PlanBuilder};

use crate::binding::BoundTransaction;
use crate::newest::is_like;
use crate::places::{PlaceTable, RecordId};
use crate::versions::{Named, Records, Resolved, Written, put_together};
use crate::world::{Change, Changed, ChangedRecord, Changes, World};

/// Where the versions of a batch lie.
#[derive(Debug)]
pub(crate) struct Slots<'a> {
    world: &'a World,
    links: Vec<Link>,
    all: Vec<Slot>,
    /// The records of the first transaction, then those of the second, and so on.
    touches: Vec<Touch>,
    /// Where those of each transaction start; last their number.
    starts: Vec<u32>,
    /// For each record the links after the batch.
    last: Vec<Links>,
    /// Records without a number that have been written: at names that their transactions have made up.
    others: Mutex<Vec<Change>>,
    has_adders: bool,
    /// A transaction that touched a record it is not scheduled for; `u32::MAX` for none.
    escaped: AtomicU32,
}

/// A part of the list of links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Links {
    start: u32,
    end: u32,
}

/// Who writes components last.
#[derive(Clone, Copy, Debug)]
struct Link {
    components: ComponentSet,
    slot: u32,
}

/// A record of a transaction.
#[derive(Clone, Copy, Debug)]
struct Touch {
    record: RecordId,
    before: Links,
    /// `None` if it is only read.
    slot: Option<u32>,
}

/// What a transaction makes of a record.
#[derive(Debug)]
struct Slot {
    writer: NodeId,
    before: Links,
    ended: OnceLock<Ended>,
}

#[derive(Debug)]
enum Ended {
    /// Its writer has written nothing there: what these lead to counts.
    Unchanged(Links),
    Version(ComponentSet, Changed),
}

/// Plans the versions of a batch, and who waits for whom.
#[derive(Debug)]
pub(crate) struct SlotPlanner<'a> {
    slots: Slots<'a>,
    waits_for: SmallVec<[NodeId; 8]>,
}

impl<'a> SlotPlanner<'a> {
    /// Of a batch that names so many records.
    pub(crate) fn new(world: &'a World, records: usize, transactions: usize) -> Self {
        let mut starts = Vec::with_capacity(transactions + 1);
        starts.push(0);
        let slots = Slots {
            world,
            links: Vec::with_capacity(2 * transactions),
            all: Vec::with_capacity(2 * transactions),
            touches: Vec::with_capacity(2 * transactions),
            starts,
            last: vec![Links::default(); records],
            others: Mutex::default(),
            has_adders: false,
            escaped: AtomicU32::new(u32::MAX),
        };
        Self { slots, waits_for: SmallVec::new() }
    }

    /// Adds the next transaction to this and to `plan`.
    pub(crate) fn add(&mut self, bound: &BoundTransaction, plan: &mut PlanBuilder) {
        let Slots { links, all, touches, starts, last, has_adders, .. } = &mut self.slots;
        self.waits_for.clear();
        for (record, permits) in &bound.records {
            let touched = permits.reads.union(permits.adds).union(permits.writes);
            for link in &links[last[record.index()].range()] {
                let writer = all[link.slot as usize].writer;
                let is_touched = !link.components.intersect(touched).is_empty();
                if is_touched && !self.waits_for.contains(&writer) {
                    self.waits_for.push(writer);
                }
            }
        }
        let writer = plan.push(&self.waits_for);
        for (record, permits) in &bound.records {
            let last = &mut last[record.index()];
            let before = *last;
            *has_adders |= !permits.adds.is_empty();
            let mut writes = permits.writes.union(permits.adds);
            let slot = (!writes.is_empty()).then(|| number(all.len()));
            if let Some(slot) = slot {
                // Who creates or removes a record writes all of it.
                if writes.has(Component::EXISTENCE) {
                    writes = ComponentSet::ALL;
                }
                all.push(Slot { writer, before, ended: OnceLock::new() });
                last.start = number(links.len());
                links.push(Link { components: writes, slot });
                for index in before.range() {
                    let Link { components, slot } = links[index];
                    let components = components.minus(writes);
                    if !components.is_empty() {
                        links.push(Link { components, slot });
                    }
                }
                last.end = number(links.len());
            }
            touches.push(Touch { record: *record, before, slot });
        }
        starts.push(number(touches.len()));
    }

    /// The slots, all still to be set.
    pub(crate) fn finish(self) -> Slots<'a> {
        self.slots
    }
}

impl Links {
    fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A version, and the components that are its own.
type Part<'s> = (ComponentSet, &'s Changed);

impl Slots<'_> {
    fn touch(&self, transaction: TxIndex, record: RecordId) -> Option<&Touch> {
        let starts = self.starts.get(transaction.index()..)?;
        let own = self.touches.get(*starts.first()? as usize..*starts.get(1)? as usize)?;
        own.iter().find(|touch| touch.record == record)
    }

    /// Links that lead to the same versions: past one slot that was left unchanged, so that many in a row are not walked through.
    fn shortened(&self, links: Links) -> Links {
        let [link] = &self.links[links.range()] else { return links };
        let Some(Ended::Unchanged(before)) = self.all[link.slot as usize].ended.get() else {
            return links;
        };
        match &self.links[before.range()] {
            [] => *before,
            [next] if next.components == link.components => *before,
            _ => links,
        }
    }

    /// The versions behind links, newest first for each component.
    fn parts(&self, links: Links) -> SmallVec<[Part<'_>; 2]> {
        let mut parts = SmallVec::new();
        let mut open: SmallVec<[(Links, ComponentSet); 4]> = SmallVec::new();
        open.push((links, ComponentSet::ALL));
        while let Some((links, wanted)) = open.pop() {
            for link in &self.links[links.range()] {
                let wanted = link.components.intersect(wanted);
                if wanted.is_empty() {
                    continue;
                }
                let slot = &self.all[link.slot as usize];
                match slot.ended.get() {
                    // Nobody who may look at these components asks before they are there: any value will do.
                    None => open.push((slot.before, wanted)),
                    Some(Ended::Unchanged(before)) => open.push((*before, wanted)),
                    Some(Ended::Version(components, after)) => {
                        let rest = wanted.minus(*components);
                        parts.push((wanted.intersect(*components), after));
                        if !rest.is_empty() {
                            open.push((slot.before, rest));
                        }
                    }
                }
            }
        }
        parts.retain(|part: &mut Part<'_>| !part.0.is_empty());
        parts
    }

    /// The record behind links.
    fn value<'s>(
        &'s self,
        links: Links,
        id: RecordId,
        places: &'s PlaceTable<'_>,
    ) -> Option<Resolved<'s>> {
        let base = places.image(id);
        let parts = if links.range().is_empty() { SmallVec::new() } else { self.parts(links) };
        let few = |few: &'s _| {
            let layout = base.map(Image::layout)?;
            Some(RecordValue::Few(layout, few))
        };
        match parts.as_slice() {
            [] => base.map(|image| Resolved::There(RecordValue::Image(image))),
            // What its writer did not write it found there, and nobody has written that since.
            [(_, Changed::Few(own))] => few(own).map(Resolved::There),
            [(_, Changed::Image(image))] => Some(Resolved::There(RecordValue::Image(image))),
            [(_, Changed::Gone)] => None,
            parts => {
                let image = |(components, after): &Part<'s>| {
                    let image = match after {
                        Changed::Few(own) => base.map(|base| base.with_few(*own)),
                        Changed::Image(image) => Some(image.clone()),
                        Changed::Gone => None,
                    };
                    (*components, image)
                };
                put_together(parts.iter().map(image).collect(), base).map(Resolved::of)
            }
        }
    }

    /// Whether somebody may add to something.
    pub(crate) fn has_adders(&self) -> bool {
        self.has_adders
    }

    /// A transaction that touched a record it is not scheduled for, if there is one: then nothing of this is worth anything.
    pub(crate) fn escaped(&self) -> Option<TxIndex> {
        let index = self.escaped.load(Ordering::Relaxed);
        (index != u32::MAX).then_some(TxIndex(index))
    }

    /// The last state of every record that the batch wrote.
    pub(crate) fn into_final(self, places: &PlaceTable<'_>) -> Changes {
        let mut last = Vec::with_capacity(self.last.len());
        for (id, links) in places.record_ids().zip(&self.last) {
            if links.range().is_empty() {
                continue;
            }
            let parts = self.parts(*links);
            let after = match parts.as_slice() {
                [] => continue,
                [(_, after)] => Changed::clone(after),
                _ => {
                    let value = self.value(*links, id, places).map(Resolved::into_image);
                    Changed::of(value.map(Cow::into_owned))
                }
            };
            last.push(Change { record: places.changed(id), after });
        }
        let others = self.others.into_inner();
        last.extend(others.unwrap_or_else(PoisonError::into_inner));
        Changes::new(self.world, last)
    }
}

impl Records for &Slots<'_> {
    fn resolve<'r>(
        &'r self,
        places: &'r PlaceTable<'_>,
        named: Named<'_>,
        reader: TxIndex,
        _without: ComponentSet,
    ) -> Option<Resolved<'r>> {
        let Some(id) = named.id else {
            // A name that the transaction has made up.
            let image = self.world.image(&named.record.record());
            return image.map(|image| Resolved::There(RecordValue::Image(image)));
        };
        let Some(touch) = self.touch(reader, id) else {
            self.escaped.fetch_min(reader.0, Ordering::Relaxed);
            return None;
        };
        self.value(touch.before, id, places)
    }

    /// What it could have written and has not is as it was.
    fn end(&self, transaction: TxIndex) {
        let range = self.starts[transaction.index()] as usize
            ..self.starts[transaction.index() + 1] as usize;
        for slot in self.touches[range].iter().filter_map(|touch| touch.slot) {
            let Slot { before, ended, .. } = &self.all[slot as usize];
            if ended.get().is_none() {
                // Only its own transaction sets a slot.
                drop(ended.set(Ended::Unchanged(self.shortened(*before))));
            }
        }
    }

    fn publish(&mut self, places: &PlaceTable<'_>, named: Named<'_>, written: Written<'_>) {
        let Written { writer, components, after, .. } = written;
        let Some(id) = named.id else {
            let record = ChangedRecord::Named(Box::new(named.record.record()));
            let after = Changed::of(after.map(RecordValue::image));
            let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
            return others.push(Change { record, after });
        };
        let after = match after {
            None => Changed::Gone,
            Some(RecordValue::Few(layout, few)) if is_like(places.image(id), layout) => {
                Changed::Few(*few)
            }
            Some(after) => Changed::Image(after.image()),
        };
        match self.touch(writer, id).and_then(|touch| touch.slot) {
            Some(slot) => {
                // Only its own transaction sets a slot, and tells once of a record.
                drop(self.all[slot as usize].ended.set(Ended::Version(components, after)));
            }
            None => {
                self.escaped.fetch_min(writer.0, Ordering::Relaxed);
            }
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a batch has under 2^32 accesses")
}
