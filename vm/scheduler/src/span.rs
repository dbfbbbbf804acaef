//! Work, span and the critical path.
use vm_access::Mode;

use crate::dependencies::{Dependencies, Node};
use crate::places::{Access, PlaceId, Places, TxIndex};

/// How long a batch takes on one core and on infinitely many, without overhead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The sum of all costs.
    pub work: u64,
    /// The cost of the dearest chain.
    pub span: u64,
    /// That chain, first to last.
    pub critical_path: Vec<Step>,
}

/// A task of the critical path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The task.
    pub task: TxIndex,
    /// Which of its accesses makes it wait for the step before; nothing at the first.
    pub forced_by: Option<u32>,
}

/// Finds the dearest chain of a batch; `costs` has one entry a task.
///
/// Sums saturate. Of several dearest chains, the one through the lowest nodes is given.
pub fn span(dependencies: &Dependencies, costs: &[u64]) -> Span {
    let count = dependencies.nodes().len();
    let mut ends = vec![0u64; count];
    let mut last: Option<usize> = None;
    let mut via: Vec<Option<usize>> = vec![None; count];
    for (node, kind) in dependencies.nodes().iter().enumerate() {
        for (position, edge) in dependencies.edges_into(node).iter().enumerate() {
            let end = ends[edge.from as usize];
            if via[node].is_none() || ends[node] < end {
                ends[node] = end;
                via[node] = Some(position);
            }
        }
        if let Node::Task(tx) = kind {
            ends[node] = ends[node].saturating_add(costs[tx.index()]);
            if last.is_none_or(|last| ends[last] < ends[node]) {
                last = Some(node);
            }
        }
    }
    let mut critical_path = Vec::new();
    let mut next = last;
    while let Some(node) = next {
        let edge = via[node].map(|position| dependencies.edges_into(node)[position]);
        if let Node::Task(task) = dependencies.nodes()[node] {
            critical_path.push(Step { task, forced_by: edge.and_then(|edge| edge.access) });
        }
        next = edge.map(|edge| edge.from as usize);
    }
    critical_path.reverse();
    Span { work: work(costs), span: last.map_or(0, |node| ends[node]), critical_path }
}

/// Computes the span alone, without a graph: cheap enough to be asked once for every clause.
///
/// Gives the same as [`span`] over [`Dependencies::of`]. Each task is its cost and its accesses.
pub fn length_of<'a, A>(places: &Places, tasks: impl Iterator<Item = (u64, A)> + Clone) -> u64
where
    A: Iterator<Item = &'a Access> + Clone,
{
    let named = tasks.clone().flat_map(|(_, accesses)| accesses).map(|access| access.1);
    Clock::new(places.named_above(named)).run(tasks)
}

/// Adds up all costs.
pub(crate) fn work(costs: &[u64]) -> u64 {
    costs.iter().fold(0, |sum, cost| sum.saturating_add(*cost))
}

/// When the last of each kind of access to a place ends.
#[derive(Clone, Copy, Default)]
struct Ends {
    written: u64,
    added: u64,
    written_below: u64,
    added_below: u64,
}

/// Picks one of the times of a place.
type TimeOf = fn(&mut Ends) -> &mut u64;

/// For each place, when what was done there ends.
pub(crate) struct Clock {
    above: Vec<Option<PlaceId>>,
    ends: Vec<Ends>,
}

impl Clock {
    /// Makes a clock over the places that have `above` as their nearest named places above.
    pub(crate) fn new(above: Vec<Option<PlaceId>>) -> Self {
        Self { ends: vec![Ends::default(); above.len()], above }
    }

    /// Runs a batch from the start, and tells when its last task ends.
    pub(crate) fn run<'a, A>(&mut self, tasks: impl Iterator<Item = (u64, A)>) -> u64
    where
        A: Iterator<Item = &'a Access> + Clone,
    {
        self.ends.fill(Ends::default());
        let mut span = 0;
        for (cost, accesses) in tasks {
            let start = accesses.clone().fold(0, |start, access| start.max(self.start(*access)));
            let end = start.saturating_add(cost);
            accesses.for_each(|access| self.finish(*access, end));
            span = span.max(end);
        }
        span
    }

    fn start(&self, (mode, place): Access) -> u64 {
        let waits_for_adders = mode != Mode::Adds;
        let here = self.ends[place.index()];
        let mut start = here.written_below;
        if waits_for_adders {
            start = start.max(here.added_below);
        }
        let mut next = Some(place);
        while let Some(place) = next {
            let ends = self.ends[place.index()];
            start = start.max(ends.written);
            if waits_for_adders {
                start = start.max(ends.added);
            }
            next = self.above[place.index()];
        }
        start
    }

    fn finish(&mut self, (mode, place): Access, end: u64) {
        let (at, below): (TimeOf, TimeOf) = match mode {
            Mode::Reads => return,
            Mode::Adds => (|ends| &mut ends.added, |ends| &mut ends.added_below),
            Mode::Writes => (|ends| &mut ends.written, |ends| &mut ends.written_below),
        };
        let raise = |time: &mut u64| *time = (*time).max(end);
        raise(at(&mut self.ends[place.index()]));
        let mut next = self.above[place.index()];
        while let Some(place) = next {
            raise(below(&mut self.ends[place.index()]));
            next = self.above[place.index()];
        }
    }
}
