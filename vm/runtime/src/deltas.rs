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
use vm_access::{
    Access, Arguments, Component, Evaluator, FunctionName, Identifier, Mode, Place, Projection,
    Record, Type, U256, bind, evaluate,
};
use vm_bytecode::UpdateOperation;
use vm_interpreter::Sum;
use vm_layout::Layout;

use crate::machine::Machine;
use crate::world::World;

/// One update that a bound transaction may make.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    place: Place,
    /// The way from the record to the integer; `None` if it is not known.
    fields: Option<Vec<Identifier>>,
    operation: UpdateOperation,
    /// At most so much; `None` for any amount.
    amount: Option<U256>,
}

/// By how much a call may change integers; `None` if that is not known.
pub(crate) fn changes(
    machine: &Machine,
    function: &FunctionName,
    arguments: Arguments<'_>,
    evaluator: &dyn Evaluator,
) -> Option<Vec<Change>> {
    let mut changes = Vec::new();
    for site in machine.amounts(function)?.sites()? {
        let values = site.term.as_ref().and_then(|term| evaluate(term, arguments, evaluator));
        let said = values.and_then(|values| {
            values.iter().try_fold(U256::ZERO, |most, value| Some(most.max(value.as_integer()?)))
        });
        let amount = match (said, site.at_most) {
            (Some(said), Some(at_most)) => Some(said.min(at_most)),
            (said, at_most) => said.or(at_most),
        };
        let name = |step: &Projection| match step {
            Projection::Field(name) => Some(name.clone()),
            Projection::Existence | Projection::Element(_) => None,
        };
        let fields: Option<Vec<Identifier>> = site.path.projections.iter().map(name).collect();
        let access = Access::new(Mode::Adds, site.path.clone());
        for bound in bind(&access, arguments, evaluator) {
            if bound.mode == Mode::Adds {
                let (place, fields) = (bound.place, fields.clone());
                changes.push(Change { place, fields, operation: site.operation, amount });
            }
        }
    }
    Some(changes)
}

/// What `changes` come to at most for each integer of a component; `None` if any amount is possible.
pub(crate) fn sums(
    machine: &Machine,
    world: &World,
    changes: &[Change],
    record: &Record,
    component: Component,
) -> Option<Vec<Sum>> {
    let image = world.image(record)?;
    let location = Place::Location(record.clone(), component);
    let mut sums: BTreeMap<(usize, usize), Sum> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.place.covers(&location)) {
        let (offset, size) = integer_at(machine, image.layout(), change.fields.as_deref()?)?;
        if !image.layout().components_at(offset, size).has(component) {
            continue;
        }
        let amount = change.amount?;
        let none = Sum { offset, size, plus: U256::ZERO, minus: U256::ZERO };
        let sum = sums.entry((offset, size)).or_insert(none);
        match change.operation {
            UpdateOperation::Add => sum.plus = sum.plus.checked_add(amount)?,
            UpdateOperation::Subtract => sum.minus = sum.minus.checked_add(amount)?,
        }
    }
    Some(sums.into_values().collect())
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

/// What a transaction, by index, may come to at a location at most; `None` for any amount.
pub(crate) type SumsOf<'a> = dyn Fn(usize, &Record, Component) -> Option<Vec<Sum>> + 'a;

/// For each access of each transaction the mode in which it counts: `adds` if it is free, else `writes`.
pub(crate) fn free_adders(
    world: &World,
    batch: &[Vec<(Mode, &Place)>],
    sums: &SumsOf<'_>,
) -> Vec<Vec<Mode>> {
    let mut ledger = Ledger::of(world, batch);
    let mut all = Vec::with_capacity(batch.len());
    for (index, accesses) in batch.iter().enumerate() {
        let mut decided: BTreeMap<&Place, Mode> = BTreeMap::new();
        let mut mode_of = |mode, place| match mode {
            Mode::Reads | Mode::Writes => mode,
            Mode::Adds => *decided.entry(place).or_insert_with(|| {
                let of = |record: &Record, component| sums(index, record, component);
                if ledger.admits(accesses, place, &of) { Mode::Adds } else { Mode::Writes }
            }),
        };
        let modes: Vec<Mode> = accesses.iter().map(|(mode, place)| mode_of(*mode, place)).collect();
        for (mode, (_, place)) in modes.iter().zip(accesses) {
            if *mode == Mode::Writes {
                ledger.close(place);
            }
        }
        all.push(modes);
    }
    all
}

/// What has been admitted at each location that several transactions add to.
struct Ledger<'a> {
    world: &'a World,
    open: FxHashMap<&'a Place, Totals>,
    /// Wildcards that somebody may have written below.
    closed: BTreeSet<&'a Place>,
}

/// By offset and size of each integer, all that is added and all that is taken off.
type Totals = BTreeMap<(usize, usize), (U256, U256)>;

impl<'a> Ledger<'a> {
    fn of(world: &'a World, batch: &[Vec<(Mode, &'a Place)>]) -> Self {
        let mut seen = FxHashMap::default();
        let mut open = FxHashMap::default();
        for (index, accesses) in batch.iter().enumerate() {
            for (mode, place) in accesses {
                let is_adder = *mode == Mode::Adds && matches!(place, Place::Location(..));
                if is_adder && *seen.entry(*place).or_insert(index) != index {
                    open.insert(*place, Totals::new());
                }
            }
        }
        Self { world, open, closed: BTreeSet::new() }
    }

    /// Whether a transaction with these accesses may add at `place` in any order with those admitted before.
    fn admits(
        &mut self,
        accesses: &[(Mode, &Place)],
        place: &Place,
        sums: &dyn Fn(&Record, Component) -> Option<Vec<Sum>>,
    ) -> bool {
        let Place::Location(record, component) = place else { return false };
        let is_more = |(mode, other): &(Mode, &Place)| *mode != Mode::Adds && other.covers(place);
        let is_closed = self.closed.iter().any(|wide| wide.covers(place));
        if is_closed || accesses.iter().any(is_more) {
            return false;
        }
        let Some(totals) = self.open.get_mut(place) else { return false };
        let (Some(image), Some(sums)) = (self.world.image(record), sums(record, *component)) else {
            return false;
        };
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
    fn close(&mut self, place: &'a Place) {
        if let Place::Location(..) = place {
            self.open.remove(place);
        } else if !self.closed.iter().any(|wide| wide.covers(place)) {
            self.closed.insert(place);
        }
    }
}
