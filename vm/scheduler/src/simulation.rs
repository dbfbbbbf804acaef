//! List schedules on a given number of cores.
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::dependencies::{Dependencies, Node};

/// Which of the ready tasks goes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The lowest index: what an engine does that knows no costs.
    LowestIndex,
    /// The one with the longest remaining path, then the lowest index.
    LongestPath,
}

/// Tells when the last task ends if `cores` cores take ready tasks in `order`.
///
/// A task occupies a core for its cost and `overhead`. Sums saturate; no cores count as one.
pub fn simulate(
    dependencies: &Dependencies,
    costs: &[u64],
    cores: usize,
    overhead: u64,
    order: Order,
) -> u64 {
    Simulator::new(dependencies, costs, overhead).makespan(cores, order)
}

/// What all simulations of one batch have in common.
pub(crate) struct Simulator<'a> {
    dependencies: &'a Dependencies,
    /// How long each node occupies a core; joins do not.
    durations: Vec<u64>,
    /// `followers[starts[i]..starts[i + 1]]` wait for node `i`.
    starts: Vec<usize>,
    followers: Vec<usize>,
    /// The dearest chain that begins at each node.
    remaining: Vec<u64>,
}

impl<'a> Simulator<'a> {
    /// Turns the edges around.
    pub(crate) fn new(dependencies: &'a Dependencies, costs: &[u64], overhead: u64) -> Self {
        let durations: Vec<u64> = dependencies
            .nodes()
            .iter()
            .map(|node| match node {
                Node::Task(tx) => costs[tx.index()].saturating_add(overhead),
                Node::Join => 0,
            })
            .collect();
        let count = durations.len();
        let mut starts = vec![0usize; count + 1];
        for edge in (0..count).flat_map(|node| dependencies.edges_into(node)) {
            starts[edge.from as usize + 1] += 1;
        }
        for node in 0..count {
            starts[node + 1] += starts[node];
        }
        let mut filled = starts.clone();
        let mut followers = vec![0; dependencies.edge_count()];
        for node in 0..count {
            for edge in dependencies.edges_into(node) {
                followers[filled[edge.from as usize]] = node;
                filled[edge.from as usize] += 1;
            }
        }
        let mut remaining = vec![0u64; count];
        for node in (0..count).rev() {
            let after = &followers[starts[node]..starts[node + 1]];
            let longest = after.iter().map(|follower| remaining[*follower]).max().unwrap_or(0);
            remaining[node] = durations[node].saturating_add(longest);
        }
        Self { dependencies, durations, starts, followers, remaining }
    }

    /// Tells when the last task ends on `cores` cores.
    pub(crate) fn makespan(&self, cores: usize, order: Order) -> u64 {
        let count = self.durations.len();
        let mut idle = cores.max(1);
        let mut pending: Vec<usize> =
            (0..count).map(|node| self.dependencies.edges_into(node).len()).collect();
        let mut ready = BinaryHeap::new();
        let mut running = BinaryHeap::new();
        let mut now = 0;
        for node in (0..count).filter(|node| self.dependencies.edges_into(*node).is_empty()) {
            ready.push(self.entry(node, order));
        }
        loop {
            while 0 < idle
                && let Some((_, Reverse(node))) = ready.pop()
            {
                idle -= 1;
                running.push(Reverse((self.durations[node].saturating_add(now), node)));
            }
            let Some(Reverse((end, node))) = running.pop() else {
                return now;
            };
            now = end;
            idle += 1;
            self.release(node, &mut pending, |node| ready.push(self.entry(node, order)));
        }
    }

    /// Lets go all that waited only for `node`, through joins.
    fn release(&self, node: usize, pending: &mut [usize], mut ready: impl FnMut(usize)) {
        let mut done = vec![node];
        while let Some(node) = done.pop() {
            for follower in &self.followers[self.starts[node]..self.starts[node + 1]] {
                pending[*follower] -= 1;
                if pending[*follower] == 0 {
                    match self.dependencies.nodes()[*follower] {
                        Node::Task(_) => ready(*follower),
                        Node::Join => done.push(*follower),
                    }
                }
            }
        }
    }

    fn entry(&self, node: usize, order: Order) -> (u64, Reverse<usize>) {
        match order {
            Order::LowestIndex => (0, Reverse(node)),
            Order::LongestPath => (self.remaining[node], Reverse(node)),
        }
    }
}
