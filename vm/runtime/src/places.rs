//! Places of a batch, numbered: the tree that the scheduler and the versions work on.
//!
//! Records are numbered too, by their family (a resource type, or a table) and the bytes that tell them apart in it, so
//! that whoever has a number compares numbers and never types. Numbers are given in the order in which places are first
//! named, which is the order of the batch. What a record that is there is called is not copied: its number leads there.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use vm_access::{
    AccountAddress, BoundRecord, Component, ComponentSet, Family, Place, Record, StructType,
    TableId,
};
use vm_interpreter::{RecordKey, RecordName};
use vm_layout::{Image, Layout};
use vm_scheduler::{PlaceId, Places};

use crate::machine::{FamilyLayouts, Machine};
use crate::world::{ChangedRecord, Hashed, StoredFamily, StoredId, World};

/// A resource type, or the types of a table's keys and values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FamilyId(u32);

/// A record that some place of the batch lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RecordId(u32);

impl RecordId {
    /// Position among the records of the batch.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// The number as a host hands it out.
    pub(crate) fn token(self) -> u32 {
        self.0
    }

    /// The number that was handed out.
    pub(crate) fn of_token(token: u32) -> Self {
        Self(token)
    }
}

/// A table that some place of the batch lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct TableNumber(u32);

/// Every place that a batch names, with its ancestors.
#[derive(Debug)]
pub(crate) struct PlaceTable<'w> {
    world: &'w World,
    tree: Places,
    nodes: Vec<Node>,
    wide: FxHashMap<Place, PlaceId>,
    families: Vec<FamilyEntry>,
    family_ids: FxHashMap<Family, FamilyId>,
    tables: Vec<TableEntry>,
    table_ids: FxHashMap<(FamilyId, AccountAddress), TableNumber>,
    records: Vec<RecordEntry>,
    /// Of the first records, those whose components have numbers among them.
    components: Vec<Numbers>,
    /// Of records that are there, by their number in the world: one more than theirs, or 0.
    of_stored: Vec<u32>,
    /// Of records that are not there.
    of_new: FxHashMap<NewKey, RecordId>,
    /// What tells them apart.
    new: Vec<NewKey>,
}

/// What a number stands for.
#[derive(Debug)]
enum Node {
    Location(RecordId, Component),
    Table(TableNumber),
    TableComponent(TableNumber, Component),
    Wide(Box<Place>),
}

/// The numbers of some components.
type Numbers = SmallVec<[(Component, PlaceId); 2]>;

#[derive(Debug)]
struct FamilyEntry {
    family: Family,
    stored: Option<StoredFamily>,
    layouts: Option<FamilyLayouts>,
    /// Of a resource: the wildcards over one component each.
    components: Numbers,
}

#[derive(Debug)]
struct TableEntry {
    family: FamilyId,
    handle: AccountAddress,
    place: PlaceId,
    components: Numbers,
}

#[derive(Debug)]
struct RecordEntry {
    family: FamilyId,
    name: Name,
}

/// Where a record's key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Name {
    /// The record is there.
    Stored(StoredId),
    /// Position among the keys of those that are not.
    New(u32),
}

/// What tells a record from all others that are not there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct NewKey {
    family: FamilyId,
    /// Of a resource where it lies; of an item the handle of its table.
    address: AccountAddress,
    /// Bytes of an item's key; nothing for a resource.
    item: SmallVec<[u8; 32]>,
}

/// A record that somebody looks for, with its numbers as far as it has any.
pub(crate) struct Sought<'a> {
    record: &'a Record,
    id: Option<RecordId>,
    table: Option<TableNumber>,
}

impl Sought<'_> {
    /// The record's number.
    pub(crate) fn id(&self) -> Option<RecordId> {
        self.id
    }
}

impl<'w> PlaceTable<'w> {
    /// No number has been given yet.
    pub(crate) fn new(world: &'w World) -> Self {
        Self {
            world,
            tree: Places::default(),
            nodes: Vec::new(),
            wide: FxHashMap::default(),
            families: Vec::new(),
            family_ids: FxHashMap::default(),
            tables: Vec::new(),
            table_ids: FxHashMap::default(),
            records: Vec::new(),
            components: Vec::new(),
            of_stored: vec![0; world.numbers()],
            of_new: FxHashMap::default(),
            new: Vec::new(),
        }
    }

    /// The number of a place; numbers it and its ancestors if they are new.
    pub(crate) fn intern(&mut self, place: &Place) -> PlaceId {
        match place {
            Place::Location(record, component) => {
                let record = self.record(record);
                self.location(record, *component)
            }
            Place::Table(table) => {
                let table = self.table_of(table);
                self.table(table).place
            }
            Place::TableComponent(table, component) => {
                let table = self.table_of(table);
                self.table_component(table, *component)
            }
            Place::Everything
            | Place::Account(_)
            | Place::Module(_)
            | Place::Generic(..)
            | Place::Instance(_)
            | Place::InstanceComponent(..)
            | Place::TableType(..) => self.intern_wide(place),
        }
    }

    fn intern_wide(&mut self, place: &Place) -> PlaceId {
        if let Some(id) = self.wide.get(place) {
            return *id;
        }
        let parent = place.parent().map(|parent| self.intern(&parent));
        let id = self.add(parent, Node::Wide(Box::new(place.clone())));
        self.wide.insert(place.clone(), id);
        id
    }

    fn add(&mut self, parent: Option<PlaceId>, node: Node) -> PlaceId {
        self.nodes.push(node);
        self.tree.add(parent)
    }

    /// The number of a family.
    pub(crate) fn family(&mut self, family: &Family) -> FamilyId {
        if let Some(id) = self.family_ids.get(family) {
            return *id;
        }
        let id = FamilyId(number(self.families.len()));
        let stored = self.world.family(family);
        let components = Numbers::new();
        let entry = FamilyEntry { family: family.clone(), stored, layouts: None, components };
        self.families.push(entry);
        self.family_ids.insert(family.clone(), id);
        id
    }

    /// The number of a family whose records `machine` will open.
    pub(crate) fn laid_out(&mut self, family: &Family, machine: &Machine) -> FamilyId {
        let id = self.family(&machine.shared(family));
        let entry = &mut self.families[id.0 as usize];
        if entry.layouts.is_none() {
            entry.layouts = machine.layouts(family);
        }
        id
    }

    /// What tells a record from others of its layout, and that layout; `None` if its family is not laid out.
    #[inline]
    pub(crate) fn laid_out_record(&self, id: RecordId) -> Option<(RecordKey<'_>, &Arc<Layout>)> {
        let record = &self.records[id.index()];
        let FamilyLayouts { value, key } =
            self.families[record.family.0 as usize].layouts.as_ref()?;
        let (address, item) = self.key(record);
        let key = match key {
            None => RecordKey::Resource(*address),
            Some(of) => RecordKey::Item(of, *address, item),
        };
        Some((key, value))
    }

    /// The number of a record.
    pub(crate) fn record(&mut self, record: &Record) -> RecordId {
        match record {
            Record::Resource(ty, address) => {
                let family = self.family(&Family::Resource(ty.clone()));
                self.number(family, *address, &[])
            }
            Record::Item(table, key) => {
                let family = self.family(&Family::Item(table.key.clone(), table.value.clone()));
                self.number(family, table.handle, key)
            }
        }
    }

    /// The number of a record of a family.
    pub(crate) fn bound_record(&mut self, family: FamilyId, record: &BoundRecord) -> RecordId {
        self.number(family, record.address, &record.key)
    }

    /// The number of a record of a family: of a resource, by where it lies; of an item, by the handle of its table and its key.
    #[inline]
    pub(crate) fn number(
        &mut self,
        family: FamilyId,
        address: AccountAddress,
        item: &[u8],
    ) -> RecordId {
        match self.find_stored(family, &address, item) {
            Some(stored) => self.number_stored(family, stored),
            None => self.number_absent(family, address, item),
        }
    }

    /// The number of a record that is there.
    #[inline]
    pub(crate) fn number_stored(&mut self, family: FamilyId, stored: StoredId) -> RecordId {
        if let Some(known) = self.of_stored[stored.index()].checked_sub(1) {
            return RecordId(known);
        }
        let number = self.add_record(family, Name::Stored(stored));
        self.of_stored[stored.index()] = number.0 + 1;
        number
    }

    /// The number of a record that is not there.
    pub(crate) fn number_absent(
        &mut self,
        family: FamilyId,
        address: AccountAddress,
        item: &[u8],
    ) -> RecordId {
        let item = SmallVec::from_slice(item);
        self.number_new(NewKey { family, address, item })
    }

    /// Where a record is to be looked for, if any of its family may be there.
    #[inline]
    pub(crate) fn hash(
        &self,
        family: FamilyId,
        address: &AccountAddress,
        item: &[u8],
    ) -> Option<Hashed> {
        Some(self.world.hash(self.families[family.0 as usize].stored?, address, item))
    }

    /// The state before the batch.
    pub(crate) fn world(&self) -> &'w World {
        self.world
    }

    /// The number that a record has in the world, if it is there.
    #[inline]
    fn find_stored(
        &self,
        family: FamilyId,
        address: &AccountAddress,
        item: &[u8],
    ) -> Option<StoredId> {
        self.world.find(self.families[family.0 as usize].stored?, address, item)
    }

    fn number_new(&mut self, key: NewKey) -> RecordId {
        if let Some(id) = self.of_new.get(&key) {
            return *id;
        }
        let id = self.add_record(key.family, Name::New(number(self.new.len())));
        self.new.push(key.clone());
        self.of_new.insert(key, id);
        id
    }

    #[inline]
    fn add_record(&mut self, family: FamilyId, name: Name) -> RecordId {
        self.records.push(RecordEntry { family, name });
        RecordId(number(self.records.len() - 1))
    }

    /// What tells a record from others of its family.
    #[inline]
    fn key(&self, record: &RecordEntry) -> (&AccountAddress, &[u8]) {
        match record.name {
            Name::Stored(id) => {
                let entry = self.world.entry(id);
                (entry.address(), entry.item())
            }
            Name::New(position) => {
                let NewKey { address, item, .. } = &self.new[position as usize];
                (address, item)
            }
        }
    }

    /// The record as it is named among changes.
    pub(crate) fn changed(&self, id: RecordId) -> ChangedRecord {
        match self.records[id.index()].name {
            Name::Stored(id) => ChangedRecord::Stored(id),
            Name::New(_) => ChangedRecord::Named(Box::new(self.record_at(id))),
        }
    }

    /// The record's value before the batch.
    #[inline]
    pub(crate) fn image(&self, id: RecordId) -> Option<&'w Image> {
        match self.records[id.index()].name {
            Name::Stored(id) => self.world.entry(id).image(),
            Name::New(_) => None,
        }
    }

    /// The number of a component of a record.
    pub(crate) fn location(&mut self, record: RecordId, component: Component) -> PlaceId {
        if let Some(id) = self.find_location(record, component) {
            return id;
        }
        let entry = &self.records[record.index()];
        let (family, (handle, _)) = (entry.family, self.key(entry));
        let parent = match &self.families[family.0 as usize].family {
            Family::Resource(_) => self.family_component(family, component),
            Family::Item(..) => {
                let table = self.table_at(family, *handle);
                self.table_component(table, component)
            }
        };
        let id = self.add(Some(parent), Node::Location(record, component));
        if self.components.len() <= record.index() {
            self.components.resize_with(self.records.len(), Numbers::new);
        }
        self.components[record.index()].push((component, id));
        id
    }

    /// The number of a component of a record, if it has one.
    fn find_location(&self, record: RecordId, component: Component) -> Option<PlaceId> {
        find(self.components.get(record.index())?, component)
    }

    fn family_component(&mut self, family: FamilyId, component: Component) -> PlaceId {
        let entry = &self.families[family.0 as usize];
        if let Some(id) = find(&entry.components, component) {
            return id;
        }
        let place = match &entry.family {
            Family::Resource(ty) => Place::InstanceComponent(StructType::clone(ty), component),
            Family::Item(key, value) => Place::TableType(key.clone(), value.clone()),
        };
        let id = self.intern_wide(&place);
        self.families[family.0 as usize].components.push((component, id));
        id
    }

    fn table_of(&mut self, table: &TableId) -> TableNumber {
        let family = self.family(&Family::Item(table.key.clone(), table.value.clone()));
        self.table_at(family, table.handle)
    }

    fn table_at(&mut self, family: FamilyId, handle: AccountAddress) -> TableNumber {
        if let Some(id) = self.table_ids.get(&(family, handle)) {
            return *id;
        }
        let id = TableNumber(number(self.tables.len()));
        // All items of one family have one wildcard above their tables, whatever the component.
        let above = self.family_component(family, Component::EXISTENCE);
        let place = self.add(Some(above), Node::Table(id));
        self.tables.push(TableEntry { family, handle, place, components: Numbers::new() });
        self.table_ids.insert((family, handle), id);
        id
    }

    fn table(&self, table: TableNumber) -> &TableEntry {
        &self.tables[table.0 as usize]
    }

    fn table_component(&mut self, table: TableNumber, component: Component) -> PlaceId {
        let entry = self.table(table);
        if let Some(id) = find(&entry.components, component) {
            return id;
        }
        let parent = Some(entry.place);
        let id = self.add(parent, Node::TableComponent(table, component));
        self.tables[table.0 as usize].components.push((component, id));
        id
    }

    /// The tree of numbers.
    pub(crate) fn tree(&self) -> &Places {
        &self.tree
    }

    /// The place of a number.
    pub(crate) fn place(&self, id: PlaceId) -> Place {
        match &self.nodes[id.index()] {
            Node::Location(record, component) => {
                Place::Location(self.record_at(*record), *component)
            }
            Node::Table(table) => Place::Table(self.table_id(*table)),
            Node::TableComponent(table, component) => {
                Place::TableComponent(self.table_id(*table), *component)
            }
            Node::Wide(place) => (**place).clone(),
        }
    }

    /// The record and component of a number; nothing if it is no location.
    pub(crate) fn as_location(&self, id: PlaceId) -> Option<(RecordId, Component)> {
        match &self.nodes[id.index()] {
            Node::Location(record, component) => Some((*record, *component)),
            Node::Table(_) | Node::TableComponent(..) | Node::Wide(_) => None,
        }
    }

    /// The family of the record that a location lies in.
    pub(crate) fn family_of(&self, record: RecordId) -> FamilyId {
        self.records[record.0 as usize].family
    }

    /// How many records have a number.
    pub(crate) fn record_count(&self) -> usize {
        self.records.len()
    }

    /// All of their numbers, in order.
    pub(crate) fn record_ids(&self) -> impl Iterator<Item = RecordId> + use<> {
        (0..number(self.records.len())).map(RecordId)
    }

    /// Whether `record` is the one of a number.
    #[inline]
    pub(crate) fn is(&self, id: RecordId, record: RecordName<'_>) -> bool {
        let own = &self.records[id.0 as usize];
        let (address, item) = self.key(own);
        match (record, &self.families[own.family.0 as usize].family) {
            (RecordName::Resource(ty, at), Family::Resource(own)) => *address == at && own == ty,
            (RecordName::Item([key, value], handle, bytes), Family::Item(own, held)) => {
                *address == handle && item == bytes && own == key && held == value
            }
            (RecordName::Resource(..), Family::Item(..))
            | (RecordName::Item(..), Family::Resource(_)) => false,
        }
    }

    /// The number of a record, if it has one.
    pub(crate) fn id_of(&self, record: &Record) -> Option<RecordId> {
        self.seek(record).id
    }

    /// The record of a number.
    pub(crate) fn record_at(&self, record: RecordId) -> Record {
        let own = &self.records[record.0 as usize];
        let (address, item) = self.key(own);
        match &self.families[own.family.0 as usize].family {
            Family::Resource(ty) => Record::Resource(ty.clone(), *address),
            Family::Item(key, value) => {
                let (key, value) = (key.clone(), value.clone());
                Record::Item(TableId { key, value, handle: *address }, item.to_vec())
            }
        }
    }

    fn table_id(&self, table: TableNumber) -> TableId {
        let TableEntry { family, handle, .. } = self.table(table);
        let Family::Item(key, value) = &self.families[family.0 as usize].family else {
            unreachable!("a table holds items")
        };
        TableId { key: key.clone(), value: value.clone(), handle: *handle }
    }

    /// A record with its numbers, if it has them.
    pub(crate) fn seek<'a>(&self, record: &'a Record) -> Sought<'a> {
        let (family, address, item, table) = match record {
            Record::Resource(ty, address) => {
                let family = self.family_ids.get(&Family::Resource(ty.clone()));
                (family, address, [].as_slice(), None)
            }
            Record::Item(TableId { key, value, handle }, item) => {
                let family = self.family_ids.get(&Family::Item(key.clone(), value.clone()));
                let table = family.and_then(|family| self.table_ids.get(&(*family, *handle)));
                (family, handle, item.as_slice(), table.copied())
            }
        };
        let id = family.and_then(|family| {
            if let Some(stored) = self.find_stored(*family, address, item) {
                return self.of_stored[stored.index()].checked_sub(1).map(RecordId);
            }
            let key = NewKey { family: *family, address: *address, item: item.into() };
            self.of_new.get(&key).copied()
        });
        Sought { record, id, table }
    }

    /// The number of a component of a record, if it has one.
    pub(crate) fn seek_location(
        &self,
        sought: &Sought<'_>,
        component: Component,
    ) -> Option<PlaceId> {
        self.find_location(sought.id?, component)
    }

    /// The numbers of the wildcards above a record's component, nearest first.
    pub(crate) fn wildcards_above(
        &self,
        record: &Record,
        component: Component,
    ) -> impl Iterator<Item = PlaceId> {
        let location = Place::Location(record.clone(), component);
        let above = std::iter::successors(location.parent(), Place::parent);
        above.filter_map(|place| match &place {
            Place::Table(table) => Some(self.seek_table(table)?.place),
            Place::TableComponent(table, component) => {
                find(&self.seek_table(table)?.components, *component)
            }
            Place::Everything
            | Place::Account(_)
            | Place::Module(_)
            | Place::Generic(..)
            | Place::Instance(_)
            | Place::InstanceComponent(..)
            | Place::TableType(..)
            | Place::Location(..) => self.wide.get(&place).copied(),
        })
    }

    fn seek_table(&self, table: &TableId) -> Option<&TableEntry> {
        let family = Family::Item(table.key.clone(), table.value.clone());
        let family = self.family_ids.get(&family)?;
        self.table_ids.get(&(*family, table.handle)).map(|table| self.table(*table))
    }

    /// Components of a record that lie at or below a place.
    pub(crate) fn components_below(&self, place: PlaceId, sought: &Sought<'_>) -> ComponentSet {
        let one = |component: &Component| [*component].into_iter().collect();
        match &self.nodes[place.index()] {
            Node::Location(own, component) if sought.id == Some(*own) => one(component),
            Node::TableComponent(own, component) if sought.table == Some(*own) => one(component),
            Node::Table(own) if sought.table == Some(*own) => ComponentSet::ALL,
            Node::Location(..) | Node::TableComponent(..) | Node::Table(_) => ComponentSet::NONE,
            Node::Wide(place) => components_below(place, sought.record),
        }
    }
}

/// The number of a component, if it has one.
fn find(numbers: &Numbers, component: Component) -> Option<PlaceId> {
    numbers.iter().find(|(own, _)| *own == component).map(|(_, id)| *id)
}

fn number(count: usize) -> u32 {
    u32::try_from(count).expect("a batch names under 2^32 records")
}

/// Components of `record` that lie at or below a wildcard.
fn components_below(place: &Place, record: &Record) -> ComponentSet {
    match place {
        Place::InstanceComponent(own, component) => match record {
            Record::Resource(ty, _) if *own == **ty => [*component].into_iter().collect(),
            Record::Resource(..) | Record::Item(..) => ComponentSet::NONE,
        },
        wide @ (Place::Everything
        | Place::Account(_)
        | Place::Module(_)
        | Place::Generic(..)
        | Place::Instance(_)
        | Place::TableType(..)
        | Place::Table(_)
        | Place::TableComponent(..)
        | Place::Location(..)) => {
            let location = Place::Location(record.clone(), Component::EXISTENCE);
            if wide.covers(&location) { ComponentSet::ALL } else { ComponentSet::NONE }
        }
    }
}
