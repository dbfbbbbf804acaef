//! Places of a batch, numbered: the tree that the scheduler and the versions work on.

use rustc_hash::FxHashMap;
use vm_access::{Component, ComponentSet, Place, Record};
use vm_scheduler::{PlaceId, Places};

/// Every place that a batch names, with its ancestors.
#[derive(Debug, Default)]
pub(crate) struct PlaceTable {
    tree: Places,
    places: Vec<Place>,
    ids: FxHashMap<Place, PlaceId>,
}

impl PlaceTable {
    /// The number of a place; numbers it and its ancestors if they are new.
    pub(crate) fn intern(&mut self, place: &Place) -> PlaceId {
        if let Some(id) = self.ids.get(place) {
            return *id;
        }
        let parent = place.parent().map(|parent| self.intern(&parent));
        let id = self.tree.add(parent);
        self.places.push(place.clone());
        self.ids.insert(place.clone(), id);
        id
    }

    /// The tree of numbers.
    pub(crate) fn tree(&self) -> &Places {
        &self.tree
    }

    /// The place of a number.
    pub(crate) fn place(&self, id: PlaceId) -> &Place {
        &self.places[id.0 as usize]
    }
}

/// Components of `record` that lie at or below `place`.
pub(crate) fn components_below(place: &Place, record: &Record) -> ComponentSet {
    match place {
        Place::Location(own, component) if own == record => [*component].into_iter().collect(),
        Place::Location(..) => ComponentSet::NONE,
        Place::InstanceComponent(_, component) | Place::TableComponent(_, component) => {
            let location = Place::Location(record.clone(), *component);
            if place.covers(&location) {
                [*component].into_iter().collect()
            } else {
                ComponentSet::NONE
            }
        }
        wide @ (Place::Everything
        | Place::Account(_)
        | Place::Module(_)
        | Place::Generic(..)
        | Place::Instance(_)
        | Place::TableType(..)
        | Place::Table(_)) => {
            let location = Place::Location(record.clone(), Component::EXISTENCE);
            if wide.covers(&location) { ComponentSet::ALL } else { ComponentSet::NONE }
        }
    }
}
