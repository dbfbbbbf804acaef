//! Records, components and places: what access paths become when bound.

use std::fmt;
use std::sync::Arc;

use crate::name::{AccountAddress, Identifier, ModuleId};
use crate::types::{StructType, Type};

/// A resource instance or table item: the unit of storage.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    /// A resource of a ground type at an address.
    Resource(Arc<StructType>, AccountAddress),
    /// A table item.
    Item(TableId, Vec<u8>),
}

/// A table: the types of its keys and values, and its handle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableId {
    /// Type of the keys; ground.
    pub key: Type,
    /// Type of the values; ground.
    pub value: Type,
    /// The handle in the `Table` value.
    pub handle: AccountAddress,
}

/// A record's existence (0) or one of its top-level fields (`i + 1`): the unit of conflict.
///
/// Fields from the 62nd on share component 63, so a set of components is one word. A record whose type is no
/// struct has the single field component 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Component(u8);

impl Component {
    /// Whether the record is there.
    pub const EXISTENCE: Self = Self(0);
    /// Number of distinct components.
    pub const COUNT_MAX: u8 = 64;

    /// The component of the field at `index`, counted from 0 in order of declaration.
    pub fn of_field(index: usize) -> Self {
        Self(u8::try_from(index.saturating_add(1)).unwrap_or(u8::MAX).min(Self::COUNT_MAX - 1))
    }

    /// Position in a [`ComponentSet`]: 0 to 63.
    pub fn index(self) -> u8 {
        self.0
    }
}

/// A set of components of one record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct ComponentSet(u64);

impl ComponentSet {
    /// No component.
    pub const NONE: Self = Self(0);
    /// Every component a record can have.
    pub const ALL: Self = Self(u64::MAX);

    /// Existence and the components of `fields` fields.
    pub fn of_record(fields: usize) -> Self {
        (0..fields).map(Component::of_field).chain([Component::EXISTENCE]).collect()
    }

    /// Puts one in.
    pub fn insert(&mut self, component: Component) {
        self.0 |= 1 << component.0;
    }

    /// Whether `component` is in the set.
    pub fn has(self, component: Component) -> bool {
        self.0 & (1 << component.0) != 0
    }

    /// The members as bits, by [`Component::index`].
    pub fn bits(self) -> u64 {
        self.0
    }

    /// Whether all of `other` are in the set.
    pub fn has_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// What either has.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What both have.
    #[must_use]
    pub fn intersect(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// What `self` has and `other` has not.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// How many there are.
    pub fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The members in order.
    pub fn iter(self) -> impl Iterator<Item = Component> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let least = rest.trailing_zeros();
            // 64, of none, has no bit.
            rest &= rest.wrapping_sub(1);
            u8::try_from(least).ok().filter(|least| *least < Component::COUNT_MAX).map(Component)
        })
    }
}

impl FromIterator<Component> for ComponentSet {
    fn from_iter<I: IntoIterator<Item = Component>>(components: I) -> Self {
        let mut set = Self::NONE;
        components.into_iter().for_each(|component| set.insert(component));
        set
    }
}

/// A bound path: a location (leaf), or everything below an inner node of one tree.
///
/// ```text
///   Everything ─┬─ Account ── Module ── Generic ── Instance ── InstanceComponent ── Location
///               └─ TableType ── Table ── TableComponent ── Location
/// ```
///
/// Two places overlap iff one is the other or stands above it, which [`Place::parent`] decides.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// All of global storage.
    Everything,
    /// Resources whose types are published at an address.
    Account(AccountAddress),
    /// Resources whose types are defined in a module.
    Module(ModuleId),
    /// All instances of a struct, at any address.
    Generic(ModuleId, Identifier),
    /// One resource type at any address.
    Instance(StructType),
    /// One component of a resource type at any address.
    InstanceComponent(StructType, Component),
    /// All tables with these types of key and value.
    TableType(Type, Type),
    /// All items of a table.
    Table(TableId),
    /// One component of all items of a table.
    TableComponent(TableId, Component),
    /// One component of one record.
    Location(Record, Component),
}

impl Place {
    /// The next node up; `None` for everything.
    pub fn parent(&self) -> Option<Place> {
        Some(match self {
            Self::Everything => return None,
            Self::Account(_) | Self::TableType(..) => Self::Everything,
            Self::Module(module) => Self::Account(module.address),
            Self::Generic(module, _) => Self::Module(module.clone()),
            Self::Instance(ty) => Self::Generic(ty.module.clone(), ty.name.clone()),
            Self::InstanceComponent(ty, _) => Self::Instance(ty.clone()),
            Self::Table(table) => Self::TableType(table.key.clone(), table.value.clone()),
            Self::TableComponent(table, _) => Self::Table(table.clone()),
            Self::Location(Record::Resource(ty, _), component) => {
                Self::InstanceComponent(StructType::clone(ty), *component)
            }
            Self::Location(Record::Item(table, _), component) => {
                Self::TableComponent(table.clone(), *component)
            }
        })
    }

    /// Whether `other` is this place or below it.
    pub fn covers(&self, other: &Place) -> bool {
        let mut node = Some(other.clone());
        while let Some(place) = node {
            if place == *self {
                return true;
            }
            node = place.parent();
        }
        false
    }

    /// Whether this is a single location.
    pub fn is_location(&self) -> bool {
        matches!(self, Self::Location(..))
    }
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resource(ty, address) => write!(f, "{ty}({address})"),
            Self::Item(table, key) => {
                write!(f, "Table<{}, {}>({})[0x", table.key, table.value, table.handle)?;
                key.iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
                f.write_str("]")
            }
        }
    }
}
