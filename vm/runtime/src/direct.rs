//! Binds transactions whose records follow at once: from arguments, and from addresses that lie in such records.
//!
//! The records of many transactions are looked up side by side, so that the look-ups of one do not wait for those of another:
//! first all that follow from arguments, then those whose addresses lie in these, and so on. A table is found by the handle
//! that is stored before the batch; whether an earlier transaction may write that is asked afterwards, in the order of the
//! batch.

use std::borrow::Cow;
use std::hint::black_box;

use smallvec::SmallVec;
use vm_access::{
    AccountAddress, ComponentSet, DirectAccess, DirectAddress, DirectRecord, Table, Type, Value,
};
use vm_interpreter::Permits;
use vm_layout::{Image, Source};

use crate::places::{FamilyId, PlaceTable, RecordId};
use crate::world::{Hashed, StoredId, World};

/// Records of a program that follow at once, and what may be done with each.
#[derive(Debug)]
pub(crate) struct Straight {
    records: Vec<StraightRecord>,
}

#[derive(Debug)]
struct StraightRecord {
    family: FamilyId,
    record: DirectRecord,
    permits: Permits,
    /// How many records have to be found one after the other before it.
    depth: usize,
}

impl Straight {
    /// The records of a table, if they follow at once.
    pub(crate) fn of(table: &Table, families: &[FamilyId]) -> Option<Self> {
        let direct = table.direct()?;
        let mut records: Vec<StraightRecord> = Vec::with_capacity(direct.records.len());
        for record in direct.records {
            let depth = match &record.address {
                DirectAddress::Argument(_) | DirectAddress::Known(_) => 0,
                DirectAddress::Stored { record, .. } => records.get(*record)?.depth + 1,
            };
            let family = *families.get(record.family)?;
            records.push(StraightRecord { family, record, permits: Permits::NONE, depth });
        }
        for DirectAccess { record, component, mode } in direct.accesses {
            records.get_mut(record)?.permits.allow(mode, [component].into_iter().collect());
        }
        Some(Self { records })
    }

    /// Whether all records follow from arguments alone.
    pub(crate) fn is_known(&self) -> bool {
        self.records.iter().all(|own| own.depth == 0)
    }
}

/// Records that the transactions of a chunk name.
#[derive(Debug, Default)]
pub(crate) struct Lookups<'b> {
    /// Those of the first transaction, then those of the second, and so on.
    wanted: Vec<Wanted<'b>>,
    /// Where those of each transaction start.
    starts: Vec<usize>,
}

/// A record to be looked up.
#[derive(Debug)]
struct Wanted<'b> {
    /// Of a resource where it lies, of an item the handle of its table; nothing if there is no such address, and then there is
    /// no such record.
    address: Option<AccountAddress>,
    /// The bytes of an item's key; nothing for a resource.
    item: Cow<'b, [u8]>,
    /// Where it is to be found.
    hashed: Option<Hashed>,
    stored: Option<StoredId>,
}

impl<'b> Lookups<'b> {
    /// Looks up the records of transactions, each given by its program and its arguments; those without a program have none.
    pub(crate) fn fill<'s>(
        &mut self,
        transactions: &(impl Iterator<Item = (Option<&'s Straight>, &'b [Value])> + Clone),
        places: &PlaceTable<'_>,
    ) {
        self.wanted.clear();
        self.starts.clear();
        // Memory looks for the arguments of many at a time, too.
        for (_, arguments) in transactions.clone() {
            black_box(arguments.first().map(std::mem::discriminant));
        }
        let mut depth_max = 0;
        for (program, arguments) in transactions.clone() {
            self.starts.push(self.wanted.len());
            for own in program.into_iter().flat_map(|program| &program.records) {
                depth_max = depth_max.max(own.depth);
                self.wanted.push(Wanted::of(own, arguments, places));
            }
        }
        self.find(places.world());
        for depth in 1..=depth_max {
            let mut start = 0;
            for (program, _) in transactions.clone() {
                let records = program.map_or(&[][..], |program| &program.records);
                for (index, own) in records.iter().enumerate() {
                    if let DirectAddress::Stored { record, fields, .. } = &own.record.address
                        && own.depth == depth
                    {
                        let stored = self.wanted[start + record].stored;
                        let image = stored.and_then(|it| places.world().entry(it).image());
                        let wanted = &mut self.wanted[start + index];
                        wanted.address = image.and_then(|image| address_in(image, fields));
                        wanted.hash(own.family, places);
                    }
                }
                start += records.len();
            }
            self.find(places.world());
        }
    }

    /// Looks all up that are not found yet. In each of the rounds nothing depends on another record, so that a processor has
    /// memory look for many at a time.
    fn find(&mut self, world: &World) {
        for wanted in &mut self.wanted {
            if let Some(hashed) = wanted.hashed {
                wanted.stored = world.guess(hashed);
            }
        }
        for wanted in &mut self.wanted {
            let (Some(hashed), Some(address)) = (wanted.hashed, &wanted.address) else { continue };
            wanted.hashed = None;
            let is_it = |id: StoredId| {
                // Where the value is will be wanted soon.
                black_box(world.entry(id).image().map(Image::is_shared));
                world.is(id, hashed.family, address, &wanted.item)
            };
            if wanted.stored.is_some_and(|id| !is_it(id)) {
                wanted.stored = world.find_hashed(hashed, address, &wanted.item);
            }
        }
    }

    /// Numbers the records of the `index`th transaction; `false` if an address was read from a record of which `may_have_changed`
    /// tells that it may be another one by then, or an argument is missing.
    pub(crate) fn number(
        &self,
        index: usize,
        (program, arguments): (&Straight, &[Value]),
        may_have_changed: &dyn Fn(RecordId, ComponentSet) -> bool,
        places: &mut PlaceTable<'_>,
        records: &mut SmallVec<[(RecordId, Permits); 4]>,
    ) -> bool {
        let start = self.starts[index];
        let mut numbers: SmallVec<[Option<RecordId>; 8]> = SmallVec::new();
        for (own, wanted) in program.records.iter().zip(&self.wanted[start..]) {
            if own.record.key.is_some_and(|key| arguments.len() <= key) {
                return false;
            }
            if let DirectAddress::Stored { record, looked_at, .. } = &own.record.address
                && let Some(Some(parent)) = numbers.get(*record)
                && may_have_changed(*parent, *looked_at)
            {
                return false;
            }
            // An argument that is no address fits no parameter: the call aborts before it touches anything.
            let number = wanted.address.map(|address| match wanted.stored {
                Some(stored) => places.number_stored(own.family, stored),
                None => places.number_absent(own.family, address, &wanted.item),
            });
            numbers.push(number);
            let Some(number) = number else { continue };
            match records.iter_mut().find(|(own, _)| *own == number) {
                Some((_, permits)) => *permits = permits.union(own.permits),
                None => records.push((number, own.permits)),
            }
        }
        true
    }
}

impl<'b> Wanted<'b> {
    /// As far as it follows from arguments.
    #[inline]
    fn of(own: &StraightRecord, arguments: &'b [Value], places: &PlaceTable<'_>) -> Self {
        let key = own.record.key.and_then(|key| arguments.get(key));
        let item = key.map_or_else(Cow::default, |key| match key.address() {
            Some(address) => Cow::Borrowed(address.0.as_slice()),
            None => Cow::Owned(key.to_bytes()),
        });
        let address = match &own.record.address {
            DirectAddress::Known(address) => Some(*address),
            DirectAddress::Argument(index) => arguments.get(*index).and_then(Value::as_address),
            DirectAddress::Stored { .. } => None,
        };
        let mut wanted = Self { address, item, hashed: None, stored: None };
        wanted.hash(own.family, places);
        wanted
    }

    /// Finds out where to look for it.
    #[inline]
    fn hash(&mut self, family: FamilyId, places: &PlaceTable<'_>) {
        self.hashed = match &self.address {
            Some(address) => places.hash(family, address, &self.item),
            None => None,
        };
    }
}

/// The address at fields inside each other, if there is one.
fn address_in(image: &Image, fields: &[usize]) -> Option<AccountAddress> {
    let (mut at, mut layout) = (image.pointer(), image.layout());
    for index in fields {
        let field = layout.fields().get(*index)?;
        (at, layout) = (at.offset(field.offset), &field.layout);
    }
    let is_address = *layout.ty() == Type::Address;
    is_address.then(|| image.array(at).ok().map(AccountAddress)).flatten()
}
