//! What can be won on a batch, in one summary.
use crate::dependencies::Dependencies;
use crate::places::TxIndex;
use crate::simulation::{Order, Simulator};
use crate::span::{Span, span, work};

/// What many cores can win on a batch. All ratios are for reports and decide nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Parallelism {
    /// The sum of all costs.
    pub work: u64,
    /// The cost of the dearest chain.
    pub span: u64,
    /// That chain, first to last.
    pub critical_path: Vec<TxIndex>,
    /// Work ÷ span; 1 for an empty batch.
    pub parallelism: f64,
    /// The share of tasks that wait for any other, 0 to 1.
    pub dependent_share: f64,
    /// How many tasks the largest connected part of the graph has.
    pub largest_component: usize,
    /// The share of the work that Amdahl's law says is parallel, fitted to the speedups; 0 to 1.
    pub amdahl_parallel_share: f64,
    /// One entry for each number of cores asked for.
    pub speedups: Vec<Speedup>,
}

/// A simulated speedup.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Speedup {
    /// The number of cores.
    pub cores: usize,
    /// The simulated time, in units of cost.
    pub makespan: u64,
    /// Work ÷ makespan: against a serial run, which has no scheduling overhead.
    pub speedup: f64,
}

impl Parallelism {
    /// Simulates the batch on each number of `cores`, with `overhead` a task, lowest index first.
    pub fn of(dependencies: &Dependencies, costs: &[u64], cores: &[usize], overhead: u64) -> Self {
        let Span { span, critical_path, .. } = span(dependencies, costs);
        let critical_path = critical_path.into_iter().map(|step| step.task).collect();
        let work = work(costs);
        let simulator = Simulator::new(dependencies, costs, overhead);
        let speedups: Vec<Speedup> = cores
            .iter()
            .map(|cores| {
                let makespan = simulator.makespan(*cores, Order::LowestIndex);
                Speedup { cores: *cores, makespan, speedup: ratio(work, makespan) }
            })
            .collect();
        let count = dependencies.task_count().max(1);
        Self {
            work,
            span,
            critical_path,
            parallelism: ratio(work, span),
            dependent_share: share(dependencies.dependent_count() as u64, count as u64),
            largest_component: dependencies.largest_component(),
            amdahl_parallel_share: fit(&speedups),
            speedups,
        }
    }
}

/// Divides; 1 where there is nothing to divide by.
pub(crate) fn ratio(dividend: u64, divisor: u64) -> f64 {
    if divisor == 0 { 1.0 } else { share(dividend, divisor) }
}

#[expect(clippy::cast_precision_loss, reason = "ratios are reported to a few digits")]
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

/// Fits `p` in Amdahl's law, `1 ÷ speedup = 1 − p · (1 − 1 ÷ cores)`, by least squares over the points.
fn fit(speedups: &[Speedup]) -> f64 {
    let (mut xy, mut xx) = (0.0, 0.0);
    for point in speedups {
        let x = 1.0 - 1.0 / share(point.cores.max(1) as u64, 1);
        let y = 1.0 - 1.0 / point.speedup.max(f64::MIN_POSITIVE);
        xy += x * y;
        xx += x * x;
    }
    if xx == 0.0 { 0.0 } else { (xy / xx).clamp(0.0, 1.0) }
}
