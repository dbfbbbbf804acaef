//! Which adders need no order: those that cannot leave the range of the integer, whatever runs before them.
//!
//! Adders of a location are *free* from the start of the batch on, as long as nobody else may write there and the bounds of
//! all of them together fit on top of the value in the snapshot, upwards and downwards. Then no order of any of them
//! overflows, each keeps its sum as a delta, and whoever reads later adds the deltas up. The first that does not fit, and
//! everybody after it, keeps the order of the batch: to overflow exactly where a serial run does.
//!
//! The decision depends on the footprints, the arguments and the snapshot alone; receipts do not depend on it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use vm_access::{
    Access, Arguments, Component, Evaluator, FunctionName, Identifier, Integer, IntegerType, Mode,
    Projection, Table, Term, Type, U256, Value, evaluate,
};
use vm_bytecode::UpdateOperation;
use vm_footprint::Amount;
use vm_interpreter::Sum;
use vm_layout::{Image, Layout};
use vm_scheduler::PlaceId;

use crate::binding::BoundAccess;
use crate::machine::Machine;
use crate::places::PlaceTable;

/// One update that a bound transaction may make.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// Where.
    pub(crate) place: PlaceId,
    /// The position of the update among the function's.
    pub(crate) site: usize,
    /// At most so far; `None` for any amount.
    pub(crate) reach: Option<Reach>,
}

/// How far an update may take an integer, up and down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    up: U256,
    down: U256,
}

impl Reach {
    /// That of one amount or the other.
    fn or(self, amount: Integer) -> Self {
        if amount.is_negative() {
            return Self { down: self.down.max(amount.magnitude()), ..self };
        }
        Self { up: self.up.max(amount.magnitude()), ..self }
    }

    /// That of any amount that is no farther from 0.
    fn within(at_most: U256, is_signed: bool) -> Self {
        Self { up: at_most, down: if is_signed { at_most } else { U256::ZERO } }
    }

    /// That of amounts of which both are said.
    fn and(self, other: Self) -> Self {
        Self { up: self.up.min(other.up), down: self.down.min(other.down) }
    }

    /// That of taking the amounts off.
    fn turned(self) -> Self {
        Self { up: self.down, down: self.up }
    }
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
    is_signed: bool,
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
            is_signed: site.is_signed,
            operation: site.operation,
            fields: site.path.projections.iter().map(name).collect(),
        };
        let sites = amounts.iter().map(site).collect();
        Some(Self { table: Table::new(&accesses, types, evaluator), sites })
    }

    /// How far each update may go; `None` for any amount.
    pub(crate) fn reaches(
        &self,
        arguments: Arguments<'_>,
        evaluator: &dyn Evaluator,
    ) -> Vec<Option<Reach>> {
        let reach = |site: &Site| {
            let values = site.term.as_ref().and_then(|term| evaluate(term, arguments, evaluator));
            let said = values.and_then(|values| {
                let most = |reach: Reach, value: &Value| Some(reach.or(value.as_integer()?));
                values.iter().try_fold(Reach::default(), most)
            });
            let fits = site.at_most.map(|at_most| Reach::within(at_most, site.is_signed));
            let reach = match (said, fits) {
                (Some(said), Some(fits)) => said.and(fits),
                (said, fits) => said.or(fits)?,
            };
            Some(match site.operation {
                UpdateOperation::Add => reach,
                UpdateOperation::Subtract => reach.turned(),
            })
        };
        self.sites.iter().map(reach).collect()
    }

    /// What `changes` come to at most for each integer of a component; `None` if any amount is possible.
    pub(crate) fn sums(
        &self,
        machine: &Machine,
        places: &PlaceTable<'_>,
        changes: &[Change],
        (place, component): (PlaceId, Component),
        layout: &Layout,
    ) -> Option<Vec<Sum>> {
        let mut sums: BTreeMap<(usize, IntegerType), Sum> = BTreeMap::new();
        let is_at_or_above = |above: PlaceId| places.tree().upward(place).any(|own| own == above);
        for change in changes.iter().filter(|change| is_at_or_above(change.place)) {
            let site = self.sites.get(change.site)?;
            let (offset, ty) = integer_at(machine, layout, site.fields.as_deref()?)?;
            if !layout.components_at(offset, ty.bytes()).has(component) {
                continue;
            }
            let Reach { up, down } = change.reach?;
            let none = Sum { offset, ty, plus: U256::ZERO, minus: U256::ZERO };
            let sum = sums.entry((offset, ty)).or_insert(none);
            sum.plus = sum.plus.checked_add(up)?;
            sum.minus = sum.minus.checked_add(down)?;
        }
        Some(sums.into_values().collect())
    }
}

/// Offset and type of the integer that `fields` lead to.
fn integer_at(
    machine: &Machine,
    layout: &Layout,
    fields: &[Identifier],
) -> Option<(usize, IntegerType)> {
    let Some((first, rest)) = fields.split_first() else {
        return Some((0, layout.ty().as_integer()?));
    };
    let Type::Struct(ty) = layout.ty() else { return None };
    let names = machine.fields(ty)?;
    let index = names.iter().position(|(name, _)| name == first)?;
    let field = layout.fields().get(index)?;
    let (offset, ty) = integer_at(machine, &field.layout, rest)?;
    Some((field.offset.checked_add(offset)?, ty))
}

/// What a transaction, by index, may come to at a location, of a record with this layout, at most; `None` for any amount.
pub(crate) type SumsOf<'a> = dyn Fn(usize, PlaceId, &Layout) -> Option<Vec<Sum>> + 'a;

/// Lets those `adds` of a batch write that are not free.
pub(crate) fn keep_order<'a>(
    places: &PlaceTable<'_>,
    batch: impl Iterator<Item = &'a mut [impl Moded + 'a]>,
    sums: &SumsOf<'_>,
) {
    let mut batch: Vec<_> = batch.collect();
    let mut ledger = Ledger::of(places, &batch);
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
    places: &'a PlaceTable<'a>,
    open: FxHashMap<PlaceId, Tally<'a>>,
    /// Wildcards that somebody may have written below.
    closed: BTreeSet<PlaceId>,
}

/// What one location had before the batch, and what has been admitted.
struct Tally<'a> {
    /// The record; an absent one admits nobody.
    image: Option<&'a Image>,
    totals: Totals,
}

/// By offset and type of each integer, all by which it grows and all by which it shrinks.
type Totals = BTreeMap<(usize, IntegerType), (U256, U256)>;

impl<'a> Ledger<'a> {
    fn of(places: &'a PlaceTable<'a>, batch: &[&mut [impl Moded]]) -> Self {
        let mut seen = FxHashMap::default();
        let mut open: FxHashMap<PlaceId, Tally<'a>> = FxHashMap::default();
        for (index, accesses) in batch.iter().enumerate() {
            for access in accesses.iter().filter(|access| access.mode() == Mode::Adds) {
                let place = access.place();
                let Some((record, _)) = places.as_location(place) else { continue };
                if *seen.entry(place).or_insert(index) != index {
                    open.entry(place).or_insert_with(|| Tally {
                        image: places.image(record),
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
        for Sum { offset, ty, plus, minus } in sums {
            let total = after.entry((offset, ty)).or_default();
            let (Some(up), Some(down)) = (total.0.checked_add(plus), total.1.checked_add(minus))
            else {
                return false;
            };
            *total = (up, down);
            // The greatest number of all stands for more as well.
            let is_known = up < U256::MAX && down < U256::MAX;
            let value = image.integer(offset, ty).filter(|_| is_known);
            let is_within = value.is_some_and(|value| {
                value.add(up.into(), ty).is_some() && value.subtract(down.into(), ty).is_some()
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
