//! The tree of places, and the tasks that access it.
use std::fmt;

use vm_access::Mode;

/// A node of the tree of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceId(pub u32);

/// The position of a transaction in its batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TxIndex(pub u32);

/// What one access may do, and where: at that place and everywhere below it.
pub type Access = (Mode, PlaceId);

/// A transaction as far as scheduling goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Task {
    /// What it costs to run, in gas.
    pub cost: u64,
    /// All that it may do. Order and repetition have no meaning, but edges name accesses by index.
    pub accesses: Vec<Access>,
}

/// A forest of places: leaves are locations, inner nodes are wildcards over what lies below.
///
/// Parents come before their children, so a pass in the order of ids goes from the top down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    parents: Vec<Option<PlaceId>>,
}

/// A list of parents that is not a forest in the order from the top down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlacesError {
    /// The place at fault.
    pub place: PlaceId,
    /// Its parent, which does not come before it.
    pub parent: PlaceId,
}

impl Places {
    /// Makes the forest in which the parent of place `i` is `parents[i]`.
    ///
    /// # Errors
    ///
    /// When a parent does not have a lower id than its child.
    pub fn from_parents(parents: Vec<Option<PlaceId>>) -> Result<Self, PlacesError> {
        for (place, parent) in (0..).map(PlaceId).zip(&parents) {
            if let Some(parent) = *parent
                && place <= parent
            {
                return Err(PlacesError { place, parent });
            }
        }
        Ok(Self { parents })
    }

    /// Adds a place below `parent`, or a root.
    ///
    /// # Panics
    ///
    /// When `parent` is not a place of this forest, or there are 2³² places.
    pub fn add(&mut self, parent: Option<PlaceId>) -> PlaceId {
        let place =
            PlaceId(u32::try_from(self.parents.len()).expect("there are under 2^32 places"));
        assert!(parent.is_none_or(|parent| parent < place), "a parent comes before its children");
        self.parents.push(parent);
        place
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.parents.len()
    }

    /// Whether there is no place at all.
    pub fn is_empty(&self) -> bool {
        self.parents.is_empty()
    }

    /// The place right above.
    pub fn parent(&self, place: PlaceId) -> Option<PlaceId> {
        self.parents[place.index()]
    }

    /// The place itself, then all that lie above it, nearest first.
    pub fn upward(&self, place: PlaceId) -> impl Iterator<Item = PlaceId> {
        std::iter::successors(Some(place), |place| self.parent(*place))
    }

    /// Whether the two places share a location: they are equal, or one lies above the other.
    pub fn overlap(&self, one: PlaceId, other: PlaceId) -> bool {
        // Ids grow downwards, so only the lower id can be the ancestor.
        let (above, below) = if one <= other { (one, other) } else { (other, one) };
        self.upward(below).take_while(|place| above <= *place).any(|place| place == above)
    }

    /// The number of locations (leaves) at or below each place.
    pub fn locations(&self) -> Vec<u64> {
        let mut counts = vec![0u64; self.len()];
        for index in (0..self.len()).rev() {
            // A place whose count is still nothing has no child: they all came before, from the end.
            counts[index] = counts[index].max(1);
            if let Some(parent) = self.parents[index] {
                counts[parent.index()] += counts[index];
            }
        }
        counts
    }

    /// For each place, the nearest place above it that some access of `named` names.
    ///
    /// Walking along these instead of parents leaves out all levels of the tree that nobody uses.
    pub(crate) fn named_above(&self, named: impl Iterator<Item = PlaceId>) -> Vec<Option<PlaceId>> {
        let mut is_named = vec![false; self.len()];
        for place in named {
            is_named[place.index()] = true;
        }
        let mut above: Vec<Option<PlaceId>> = Vec::with_capacity(self.len());
        for parent in &self.parents {
            above.push(parent.and_then(|parent| {
                if is_named[parent.index()] { Some(parent) } else { above[parent.index()] }
            }));
        }
        above
    }
}

/// Whether an access in mode `after` waits for an earlier one in mode `before` where they overlap: it may have
/// changed what the later one sees. Versions let a writer pass earlier readers.
pub(crate) fn must_wait(after: Mode, before: Mode) -> bool {
    before != Mode::Reads && after.conflicts(before)
}

/// Finds the narrowest pair of accesses by which `later` must wait for `earlier`: an index into the
/// accesses of `earlier` and one into those of `later`.
///
/// `None` means that the two may run at once. Of several pairs, the one whose common place is deepest
/// in the tree (has the highest id) is given, and among those the first.
pub fn flow(places: &Places, earlier: &Task, later: &Task) -> Option<(usize, usize)> {
    let mut found: Option<(PlaceId, (usize, usize))> = None;
    for (i, (before, from)) in earlier.accesses.iter().enumerate() {
        for (j, (after, to)) in later.accesses.iter().enumerate() {
            let flows = must_wait(*after, *before);
            let common = (*from).max(*to);
            let is_narrower = found.is_none_or(|(place, _)| place < common);
            if flows && is_narrower && places.overlap(*from, *to) {
                found = Some((common, (i, j)));
            }
        }
    }
    found.map(|(_, pair)| pair)
}

impl PlaceId {
    /// The id as an index into tables of places.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl TxIndex {
    /// The position as an index into tables of transactions.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for PlaceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "place{}", self.0)
    }
}

impl fmt::Display for TxIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tx{}", self.0)
    }
}

impl fmt::Display for PlacesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the parent of {} is {}, which does not come before it", self.place, self.parent)
    }
}

impl std::error::Error for PlacesError {}
