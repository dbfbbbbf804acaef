//! Which adders need no order: those that cannot leave the range of the integer, whatever runs before them.
//!
//! Adders of a location are *free* from the start of the batch on, as long as nobody else may write there and the bounds of
//! all of them together fit on top of the value in the snapshot, upwards and downwards. Then no order of any of them
//! overflows, each keeps its sum as a delta, and whoever reads later adds the deltas up. The first that does not fit, and
//! everybody after it, keeps the order of the batch: to overflow exactly where a serial run does.
//!
//! The decision depends on the footprints, the arguments and the snapshot alone; receipts do not depend on it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use vm_access::{
    Access, Arguments, Component, Evaluator, FunctionName, Identifier, Mode, Projection, Table,
    Term, Type, U256, Value, evaluate,
};
use vm_bytecode::UpdateOperation;
use vm_footprint::Amount;
use vm_interpreter::Sum;
use vm_layout::{Image, Layout};
use vm_scheduler::PlaceId;

use crate::binding::BoundAccess;
use crate::machine::Machine;
use crate::places::PlaceTable;
use crate::world::World;

/// One update that a bound transaction may make.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// Where.
    pub(crate) place: PlaceId,
    /// The position of the update among the function's.
    pub(crate) site: usize,
    /// At most so much; `None` for any amount.
    pub(crate) amount: Option<U256>,
}

/// The updates that calls of one function may make, ready to be bound.
#[derive(Debug)]
pub(crate) struct Sites {
    /// Accesses to the integers, in order of updates.
    pub(crate) table: Table,
    sites: Vec<Site>,
}

#[derive(Debug)]
struct Site {
    term: Option<Term>,
    at_most: Option<U256>,
    operation: UpdateOperation,
    /// The way from the record to the integer; `None` if it is not known.
    fields: Option<Vec<Identifier>>,
}

impl Sites {
    /// The updates of `function`, if they are known.
    pub(crate) fn of(
        machine: &Machine,
        function: &FunctionName,
        types: &[Type],
        evaluator: &dyn Evaluator,
    ) -> Option<Self> {
        let amounts = machine.amounts(function)?.sites()?;
        let access = |site: &Amount| Access::new(Mode::Adds, site.path.clone());
        let accesses: Vec<_> = amounts.iter().map(access).collect();
        let name = |step: &Projection| match step {
            Projection::Field(name) => Some(name.clone()),
            Projection::Existence | Projection::Element(_) => None,
        };
        let site = |site: &Amount| Site {
            term: site.term.clone(),
            at_most: site.at_most,
            operation: site.operation,
            fields: site.path.projections.iter().map(name).collect(),
        };
        let sites = amounts.iter().map(site).collect();
        Some(Self { table: Table::new(&accesses, types, evaluator), sites })
    }

    /// The most that each update comes to; `None` for any amount.
    pub(crate) fn amounts(
        &self,
        arguments: Arguments<'_>,
        evaluator: &dyn Evaluator,
    ) -> Vec<Option<U256>> {
        let amount = |site: &Site| {
            let values = site.term.as_ref().and_then(|term| evaluate(term, arguments, evaluator));
            let said = values.and_then(|values| {
                let most = |most: U256, value: &Value| Some(most.max(value.as_integer()?));
                values.iter().try_fold(U256::ZERO, most)
            });
            match (said, site.at_most) {
                (Some(said), Some(at_most)) => Some(said.min(at_most)),
                (said, at_most) => said.or(at_most),
            }
        };
        self.sites.iter().map(amount).collect()
    }

    /// What `changes` come to at most for each integer of a component; `None` if any amount is possible.
    pub(crate) fn sums(
        &self,
        machine: &Machine,
        places: &PlaceTable,
        changes: &[Change],
        (place, component): (PlaceId, Component),
        layout: &Layout,
    ) -> Option<Vec<Sum>> {
        let mut sums: BTreeMap<(usize, usize), Sum> = BTreeMap::new();
        let is_at_or_above = |above: PlaceId| places.tree().upward(place).any(|own| own == above);
        for change in changes.iter().filter(|change| is_at_or_above(change.place)) {
            let site = self.sites.get(change.site)?;
            let (offset, size) = integer_at(machine, layout, site.fields.as_deref()?)?;
            if !layout.components_at(offset, size).has(component) {
                continue;
            }
            let amount = change.amount?;
            let none = Sum { offset, size, plus: U256::ZERO, minus: U256::ZERO };
            let sum = sums.entry((offset, size)).or_insert(none);
            match site.operation {
                UpdateOperation::Add => sum.plus = sum.plus.checked_add(amount)?,
                UpdateOperation::Subtract => sum.minus = sum.minus.checked_add(amount)?,
            }
        }
        Some(sums.into_values().collect())
    }
}

/// Offset and size of the integer that `fields` lead to.
fn integer_at(machine: &Machine, layout: &Layout, fields: &[Identifier]) -> Option<(usize, usize)> {
    let Some((first, rest)) = fields.split_first() else {
        return layout.ty().is_integer().then_some((0, layout.size()));
    };
    let Type::Struct(ty) = layout.ty() else { return None };
    let names = machine.fields(ty)?;
    let index = names.iter().position(|(name, _)| name == first)?;
    let field = layout.fields().get(index)?;
    let (offset, size) = integer_at(machine, &field.layout, rest)?;
    Some((field.offset.checked_add(offset)?, size))
}

/// What a transaction, by index, may come to at a location, of a record with this layout, at most; `None` for any amount.
pub(crate) type SumsOf<'a> = dyn Fn(usize, PlaceId, &Layout) -> Option<Vec<Sum>> + 'a;

/// Lets those `adds` of a batch write that are not free.
pub(crate) fn keep_order<'a>(
    world: &World,
    places: &PlaceTable,
    batch: impl Iterator<Item = &'a mut [impl Moded + 'a]>,
    sums: &SumsOf<'_>,
) {
    let mut batch: Vec<_> = batch.collect();
    let mut ledger = Ledger::of(world, places, &batch);
    for (index, accesses) in batch.iter_mut().enumerate() {
        let mut decided: SmallVec<[(PlaceId, Mode); 8]> = SmallVec::new();
        let adds = accesses.iter().filter(|access| access.mode() == Mode::Adds);
        for place in adds.map(Moded::place) {
            if decided.iter().any(|(own, _)| *own == place) {
                continue;
            }
            let of = |place, layout: &Layout| sums(index, place, layout);
            let mode = if ledger.admits(accesses, place, &of) { Mode::Adds } else { Mode::Writes };
            decided.push((place, mode));
        }
        for access in accesses.iter_mut() {
            let place = access.place();
            let decision = decided.iter().find(|(own, _)| *own == place);
            if let (Mode::Adds, Some((_, mode))) = (access.mode(), decision) {
                access.set_mode(*mode);
            }
            if access.mode() == Mode::Writes {
                ledger.close(place);
            }
        }
    }
}

/// An access of a batch, whose mode is decided here.
pub(crate) trait Moded {
    fn mode(&self) -> Mode;
    fn place(&self) -> PlaceId;
    fn set_mode(&mut self, mode: Mode);
}

impl Moded for (Mode, PlaceId) {
    fn mode(&self) -> Mode {
        self.0
    }

    fn place(&self) -> PlaceId {
        self.1
    }

    fn set_mode(&mut self, mode: Mode) {
        self.0 = mode;
    }
}

impl Moded for BoundAccess {
    fn mode(&self) -> Mode {
        self.mode
    }

    fn place(&self) -> PlaceId {
        self.place
    }

    fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
    }
}

/// What has been admitted at each location that several transactions add to.
struct Ledger<'a> {
    places: &'a PlaceTable,
    open: FxHashMap<PlaceId, Tally>,
    /// Wildcards that somebody may have written below.
    closed: BTreeSet<PlaceId>,
}

/// What one location had before the batch, and what has been admitted.
struct Tally {
    /// The record; an absent one admits nobody.
    image: Option<Arc<Image>>,
    totals: Totals,
}

/// By offset and size of each integer, all that is added and all that is taken off.
type Totals = BTreeMap<(usize, usize), (U256, U256)>;

impl<'a> Ledger<'a> {
    fn of(world: &World, places: &'a PlaceTable, batch: &[&mut [impl Moded]]) -> Self {
        let mut seen = FxHashMap::default();
        let mut open: FxHashMap<PlaceId, Tally> = FxHashMap::default();
        for (index, accesses) in batch.iter().enumerate() {
            for access in accesses.iter().filter(|access| access.mode() == Mode::Adds) {
                let place = access.place();
                let Some((record, _)) = places.as_location(place) else { continue };
                if *seen.entry(place).or_insert(index) != index {
                    open.entry(place).or_insert_with(|| Tally {
                        image: world.image(&places.record_at(record)),
                        totals: Totals::new(),
                    });
                }
            }
        }
        Self { places, open, closed: BTreeSet::new() }
    }

    /// Whether a transaction with these accesses may add at `place` in any order with those admitted before.
    fn admits(
        &mut self,
        accesses: &[impl Moded],
        place: PlaceId,
        sums: &dyn Fn(PlaceId, &Layout) -> Option<Vec<Sum>>,
    ) -> bool {
        let Some(Tally { image: Some(image), totals }) = self.open.get_mut(&place) else {
            return false;
        };
        let chain: SmallVec<[PlaceId; 8]> = self.places.tree().upward(place).collect();
        let is_more = |it: &_| Moded::mode(it) != Mode::Adds && chain.contains(&Moded::place(it));
        let is_closed = !self.closed.is_empty() && chain.iter().any(|it| self.closed.contains(it));
        if is_closed || accesses.iter().any(is_more) {
            return false;
        }
        let Some(sums) = sums(place, image.layout()) else { return false };
        let mut after = totals.clone();
        for Sum { offset, size, plus, minus } in sums {
            let total = after.entry((offset, size)).or_default();
            let (Some(up), Some(down)) = (total.0.checked_add(plus), total.1.checked_add(minus))
            else {
                return false;
            };
            *total = (up, down);
            let value = image.integer(offset, size);
            let greatest = U256::MAX >> (256 - 8 * size.min(32));
            // The greatest number of all stands for more as well.
            let is_within = value.filter(|_| up < U256::MAX).is_some_and(|value| {
                down <= value && value.checked_add(up).is_some_and(|most| most <= greatest)
            });
            if !is_within {
                return false;
            }
        }
        *totals = after;
        true
    }

    /// Notes that `place` may have been written: whoever adds there later keeps its order.
    fn close(&mut self, place: PlaceId) {
        if self.places.as_location(place).is_some() {
            self.open.remove(&place);
        } else {
            self.closed.insert(place);
        }
    }
}
