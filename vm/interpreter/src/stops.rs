//! How often code has run: for those who want to know what their tests reach.
//!
//! A run comes to a block at its start and leaves it at its terminator, or at an instruction that aborts. It is enough to
//! count where it leaves: what stands before has run as well.

use std::sync::atomic::{AtomicU64, Ordering};

use vm_bytecode::{Code, CodePoint};

/// How often runs of each block have ended at each of its instructions, or last at its terminator.
#[derive(Debug)]
pub(crate) struct Stops(Vec<Vec<AtomicU64>>);

impl Stops {
    pub(crate) fn of(code: &Code) -> Self {
        let zeros = |count: usize| (0..=count).map(|_| AtomicU64::new(0)).collect();
        Self(code.blocks.iter().map(|block| zeros(block.instructions.len())).collect())
    }

    /// Counts a run of a block that ends at `point`.
    pub(crate) fn count(&self, point: CodePoint) {
        let block = self.0.get(point.block.index());
        if let Some(stop) = block.and_then(|stops| stops.get(point.instruction as usize)) {
            stop.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Adds how often each instruction has run to `visits`.
    pub(crate) fn add_to(&self, visits: &mut Vec<Vec<u64>>) {
        visits.resize_with(self.0.len().max(visits.len()), Vec::new);
        for (stops, visits) in self.0.iter().zip(visits) {
            visits.resize(stops.len().max(visits.len()), 0);
            let mut runs = 0_u64;
            for (stop, visits) in stops.iter().zip(visits).rev() {
                runs = runs.saturating_add(stop.load(Ordering::Relaxed));
                *visits = visits.saturating_add(runs);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use vm_bytecode::BlockId;

    use super::*;

    #[test]
    fn what_stands_before_a_stop_has_run() {
        let stops = Stops((0..2).map(|_| (0..3).map(|_| AtomicU64::new(0)).collect()).collect());
        let at = |block, instruction| CodePoint { block: BlockId(block), instruction };
        stops.count(at(0, 2));
        stops.count(at(0, 2));
        stops.count(at(0, 1));
        stops.count(at(7, 0));
        let mut visits = vec![vec![1]];
        stops.add_to(&mut visits);
        assert_eq!(visits, [vec![4, 3, 2], vec![0, 0, 0]]);
    }
}
