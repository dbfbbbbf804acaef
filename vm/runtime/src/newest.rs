//! The newest version of every record, for transactions that run one after the other.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use vm_access::{ComponentSet, Record};
use vm_layout::{FEW_BYTES, Image, Layout, RecordValue};
use vm_scheduler::TxIndex;

use crate::places::PlaceTable;
use crate::versions::{Named, Records, Resolved, Written};
use crate::world::{Change, Changed, ChangedRecord, Changes, World};

/// The newest version of every record, where transactions run in the order of the batch: nobody asks for an older one.
#[derive(Debug)]
pub(crate) struct Newest<'a> {
    world: &'a World,
    /// Of records with a number, by it.
    numbered: Vec<Current>,
    others: FxHashMap<Record, Option<Image>>,
}

/// What a record is now.
#[derive(Debug)]
enum Current {
    /// What it was before the batch.
    AsBefore,
    /// What the batch made of it: of the same type as before, and of these bytes.
    Few([u8; FEW_BYTES]),
    /// What the batch made of it; `None` where it was removed.
    Written(Option<Image>),
}

impl<'a> Newest<'a> {
    /// The state before a batch that is expected to touch so many records.
    pub(crate) fn new(world: &'a World, expected: usize) -> Self {
        Self { world, numbered: Vec::with_capacity(expected), others: FxHashMap::default() }
    }

    /// Makes room for so many records with a number.
    pub(crate) fn make_room(&mut self, count: usize) {
        self.numbered.resize_with(self.numbered.len().max(count), || Current::AsBefore);
    }

    /// The last state of every record that the batch wrote; `None` for a record that is gone.
    pub(crate) fn into_final(self, places: &PlaceTable<'_>) -> Changes {
        let Self { world, numbered, others } = self;
        let mut last = Vec::with_capacity(numbered.len().saturating_add(others.len()));
        for (id, current) in places.record_ids().zip(numbered) {
            let after = match current {
                Current::AsBefore => continue,
                Current::Few(few) => Changed::Few(few),
                Current::Written(after) => Changed::of(after),
            };
            last.push(Change { record: places.changed(id), after });
        }
        last.extend(others.into_iter().map(|(record, after)| {
            let record = ChangedRecord::Named(Box::new(record));
            Change { record, after: Changed::of(after) }
        }));
        Changes::new(world, last)
    }
}

impl Records for &mut Newest<'_> {
    fn resolve<'r>(
        &'r self,
        places: &'r PlaceTable<'_>,
        named: Named<'_>,
        _reader: TxIndex,
        _without: ComponentSet,
    ) -> Option<Resolved<'r>> {
        let numbered = named.id.and_then(|id| Some((id, self.numbered.get(id.index())?)));
        let image = match numbered {
            Some((id, Current::Few(few))) => {
                let layout = places.image(id)?.layout();
                return Some(Resolved::There(RecordValue::Few(layout, few)));
            }
            Some((_, Current::Written(after))) => after.as_ref(),
            Some((id, Current::AsBefore)) => places.image(id),
            None => {
                let record = named.record.record();
                match self.others.get(&record) {
                    Some(after) => after.as_ref(),
                    None => self.world.image(&record),
                }
            }
        };
        image.map(|image| Resolved::There(RecordValue::Image(image)))
    }

    fn publish(&mut self, places: &PlaceTable<'_>, named: Named<'_>, written: Written<'_>) {
        let current = named.id.and_then(|id| self.numbered.get_mut(id.index()));
        match (current, written.after) {
            (Some(Current::Few(own)), Some(RecordValue::Few(_, few))) => *own = *few,
            (Some(current @ Current::AsBefore), Some(RecordValue::Few(layout, few)))
                if named.id.is_some_and(|id| is_like(places.image(id), layout)) =>
            {
                *current = Current::Few(*few);
            }
            (Some(Current::Written(place)), Some(after)) => after.put_into(place),
            (Some(current), after) => *current = Current::Written(after.map(RecordValue::image)),
            (None, after) => {
                self.others.insert(named.record.record(), after.map(RecordValue::image));
            }
        }
    }
}

/// Whether an image is of this layout, and has few bytes.
#[inline]
pub(crate) fn is_like(image: Option<&Image>, layout: &Arc<Layout>) -> bool {
    image.is_some_and(|it| Arc::ptr_eq(it.layout(), layout) && it.few().is_some())
}
