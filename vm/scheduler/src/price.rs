//! The price of a clause: what it costs in span against what is needed.
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::parallelism::{ratio, share};
use crate::places::{Access, PlaceId, Places};
use crate::span::Clock;

/// A clause of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClauseId(pub u32);

/// What one clause means for one task.
///
/// Where a clause forces wider ones in callers, their accesses belong under the clause at the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The clause.
    pub clause: ClauseId,
    /// Its accesses as it stands.
    pub declared: Vec<Access>,
    /// Its accesses if it said only what is needed.
    pub needed: Vec<Access>,
}

/// A transaction, with its accesses sorted by the clause they come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PricedTask {
    /// What it costs to run, in gas.
    pub cost: u64,
    /// What its clauses mean. A clause may come several times.
    pub clauses: Vec<Declared>,
    /// Accesses that no clause is to blame for.
    pub other: Vec<Access>,
    /// What it was seen to do.
    pub observed: Vec<Access>,
}

/// What all clauses of a batch cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Prices {
    /// The span if every clause is as declared.
    pub span_declared: u64,
    /// The span if every clause says only what is needed.
    pub span_needed: u64,
    /// The price of all together: `span_declared` ÷ `span_needed`.
    pub price: f64,
    /// One entry a clause, the dearest first: by price, then by what narrowing it alone wins, then by
    /// false share, then by id.
    pub clauses: Vec<ClausePrice>,
}

/// What one clause costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClausePrice {
    /// The clause.
    pub clause: ClauseId,
    /// The span if only this clause is as declared, and all others are as needed.
    pub span_with: u64,
    /// The span if all clauses are as needed.
    pub span_without: u64,
    /// The span if all clauses are as declared, and only this one is as needed.
    pub span_narrowed: u64,
    /// `span_with` ÷ `span_without`.
    pub price: f64,
    /// How many locations the clause declares, summed over tasks; a wildcard counts all in the tree.
    pub declared_locations: u64,
    /// How many of them no task touched that declared them.
    pub untouched_locations: u64,
    /// Untouched ÷ declared; 0 where nothing is declared.
    pub false_share: f64,
}

impl Prices {
    /// Prices every clause that occurs in `tasks`, given in batch order.
    ///
    /// # Panics
    ///
    /// When a task names a place that is not in `places`.
    pub fn of(places: &Places, tasks: &[PricedTask]) -> Self {
        let clauses = tasks.iter().flat_map(|task| &task.clauses);
        let named = clauses.clone().flat_map(|clause| clause.declared.iter().chain(&clause.needed));
        let named = named.chain(tasks.iter().flat_map(|task| &task.other)).map(|access| access.1);
        let mut clock = Clock::new(places.named_above(named));
        let mut span = |is_declared: &dyn Fn(ClauseId) -> bool| {
            clock.run(tasks.iter().map(|task| (task.cost, accesses(task, is_declared))))
        };
        let span_declared = span(&|_| true);
        let span_needed = span(&|_| false);
        let locations = Locations::of(places, tasks);
        // A clause that is as needed everywhere makes no difference, and needs no run of its own.
        let wide: BTreeSet<ClauseId> = clauses
            .clone()
            .filter(|clause| clause.declared != clause.needed)
            .map(|clause| clause.clause)
            .collect();
        let all: BTreeSet<ClauseId> = clauses.map(|clause| clause.clause).collect();
        let mut clauses: Vec<ClausePrice> = all
            .into_iter()
            .map(|clause| {
                let (span_with, span_narrowed) = if wide.contains(&clause) {
                    (span(&|other| other == clause), span(&|other| other != clause))
                } else {
                    (span_needed, span_declared)
                };
                let (declared, untouched) = locations.of_clause(clause);
                ClausePrice {
                    clause,
                    span_with,
                    span_without: span_needed,
                    span_narrowed,
                    price: ratio(span_with, span_needed),
                    declared_locations: declared,
                    untouched_locations: untouched,
                    false_share: if declared == 0 { 0.0 } else { share(untouched, declared) },
                }
            })
            .collect();
        clauses.sort_by(|one, other| {
            let by_price = other.price.total_cmp(&one.price);
            let by_gain = one.span_narrowed.cmp(&other.span_narrowed);
            let by_share = other.false_share.total_cmp(&one.false_share);
            by_price.then(by_gain).then(by_share).then(one.clause.cmp(&other.clause))
        });
        Self { span_declared, span_needed, price: ratio(span_declared, span_needed), clauses }
    }
}

fn accesses<'a>(
    task: &'a PricedTask,
    is_declared: &'a dyn Fn(ClauseId) -> bool,
) -> impl Iterator<Item = &'a Access> + Clone {
    let clauses = task.clauses.iter().flat_map(move |clause| {
        if is_declared(clause.clause) { &clause.declared } else { &clause.needed }
    });
    clauses.chain(&task.other)
}

/// For each clause, how many locations it declares, and how many of those are touched.
struct Locations(BTreeMap<ClauseId, (u64, u64)>);

impl Locations {
    fn of(places: &Places, tasks: &[PricedTask]) -> Self {
        let counts = places.locations();
        let size = |place: PlaceId| counts[place.index()];
        let mut found = BTreeMap::new();
        for task in tasks {
            let observed = topmost(places, task.observed.iter().map(|access| access.1));
            for clause in &task.clauses {
                let declared = topmost(places, clause.declared.iter().map(|access| access.1));
                let (all, touched) = found.entry(clause.clause).or_insert((0u64, 0u64));
                *all = declared.iter().fold(*all, |sum, place| sum.saturating_add(size(*place)));
                for seen in &observed {
                    let is_inside = places.upward(*seen).any(|place| declared.contains(&place));
                    let inside = if is_inside {
                        size(*seen)
                    } else {
                        let below = declared.iter().filter(|place| places.overlap(*seen, **place));
                        below.map(|place| size(*place)).sum()
                    };
                    *touched = touched.saturating_add(inside);
                }
            }
        }
        Self(found)
    }

    /// Declared, and declared but not touched.
    fn of_clause(&self, clause: ClauseId) -> (u64, u64) {
        let (declared, touched) = self.0.get(&clause).copied().unwrap_or((0, 0));
        (declared, declared.saturating_sub(touched))
    }
}

/// The places that lie below no other of them, once each.
fn topmost(places: &Places, all: impl Iterator<Item = PlaceId>) -> BTreeSet<PlaceId> {
    let mut kept = BTreeSet::new();
    let sorted: BTreeSet<PlaceId> = all.collect();
    for place in sorted {
        // What lies above has a lower id, so it was seen before.
        if !places.upward(place).any(|above| kept.contains(&above)) {
            kept.insert(place);
        }
    }
    kept
}

impl fmt::Display for ClauseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "clause{}", self.0)
    }
}
