//! What several batches come to together.

use std::collections::BTreeMap;
use std::time::Duration;

use vm_access::{Access, FunctionName};
use vm_interpreter::Status;
use vm_runtime::{
    BatchOutcome, ClauseOrigin, Engine, FootprintSource, Phases, Policy, PolicyReport, Precision,
    Run,
};
use vm_state::StateRoot;

/// Sums over all batches.
#[derive(Debug)]
pub(crate) struct Totals {
    pub(crate) transactions: u64,
    pub(crate) committed: u64,
    pub(crate) gas: u64,
    pub(crate) state_root: StateRoot,
    pub(crate) runs: Vec<RunTotals>,
    pub(crate) policies: Vec<PolicyTotals>,
    pub(crate) clauses: BTreeMap<ClauseOrigin, ClauseTotals>,
    /// Spans with all clauses as declared, and as needed.
    pub(crate) spans: (u64, u64),
    /// Locations bound and touched, by entry function.
    pub(crate) precision: BTreeMap<FunctionName, Precision>,
    batches: usize,
}

/// One engine, thread count and footprint source.
#[derive(Debug)]
pub(crate) struct RunTotals {
    pub(crate) engine: Engine,
    pub(crate) threads: usize,
    pub(crate) footprints: Option<FootprintSource>,
    /// One per repetition.
    pub(crate) phases: Vec<Phases>,
    pub(crate) executions: u64,
    pub(crate) validations: u64,
    pub(crate) waits: u64,
    pub(crate) unchanged_waits: u64,
    pub(crate) classes: [u64; 3],
    pub(crate) unsettled_keys: u64,
    pub(crate) state_root: StateRoot,
}

/// One policy.
#[derive(Debug)]
pub(crate) struct PolicyTotals {
    pub(crate) policy: Policy,
    pub(crate) work: u64,
    pub(crate) span: u64,
    /// Transactions that wait for any other, as far as shares tell.
    pub(crate) dependent: f64,
    /// Amdahl's share, weighted by work.
    pub(crate) amdahl: f64,
    /// Cores and makespan.
    pub(crate) makespans: BTreeMap<usize, u64>,
}

/// One clause.
#[derive(Debug, Default)]
pub(crate) struct ClauseTotals {
    pub(crate) needed: Vec<Access>,
    pub(crate) waits: u64,
    pub(crate) unchanged_waits: u64,
    pub(crate) span_with: u64,
    pub(crate) span_without: u64,
    pub(crate) span_narrowed: u64,
    pub(crate) declared_locations: u64,
    pub(crate) untouched_locations: u64,
}

impl Totals {
    pub(crate) fn new(state_root: StateRoot) -> Self {
        Self {
            transactions: 0,
            committed: 0,
            gas: 0,
            state_root,
            runs: Vec::new(),
            policies: Vec::new(),
            clauses: BTreeMap::new(),
            spans: (0, 0),
            precision: BTreeMap::new(),
            batches: 0,
        }
    }

    /// Number of batches so far.
    pub(crate) fn batches(&self) -> usize {
        self.batches
    }

    pub(crate) fn add(&mut self, outcome: &BatchOutcome) {
        self.batches += 1;
        let executions = &outcome.executions;
        let is_committed = |status: &Status| *status == Status::Committed;
        self.transactions += executions.len() as u64;
        self.committed += executions.iter().filter(|it| is_committed(&it.status)).count() as u64;
        self.gas += executions.iter().map(|it| it.gas_used).sum::<u64>();
        self.state_root = outcome.state_root;
        self.spans.0 += outcome.prices.span_declared;
        self.spans.1 += outcome.prices.span_needed;
        self.add_runs(&outcome.runs);
        self.add_policies(&outcome.policies, executions.len());
        for precision in &outcome.precision {
            match self.precision.get_mut(&precision.function) {
                Some(totals) => totals.add(precision),
                None => {
                    self.precision.insert(precision.function.clone(), precision.clone());
                }
            }
        }
        for clause in &outcome.clauses {
            let totals = self.clauses.entry(clause.origin.clone()).or_default();
            totals.needed.clone_from(&clause.needed);
            totals.waits += clause.waits;
            totals.unchanged_waits += clause.unchanged_waits;
            totals.span_with += clause.price.span_with;
            totals.span_without += clause.price.span_without;
            totals.span_narrowed += clause.price.span_narrowed;
            totals.declared_locations += clause.price.declared_locations;
            totals.untouched_locations += clause.price.untouched_locations;
        }
    }

    /// Every batch has the same runs, in the same order.
    fn add_runs(&mut self, runs: &[Run]) {
        if self.runs.is_empty() {
            self.runs = runs.iter().map(RunTotals::new).collect();
        }
        for (totals, run) in self.runs.iter_mut().zip(runs) {
            for (sum, phases) in totals.phases.iter_mut().zip(&run.phases) {
                add_phases(sum, phases);
            }
            totals.executions += run.executions;
            totals.validations += run.validations;
            totals.waits += run.waits;
            totals.unchanged_waits += run.unchanged_waits;
            for (sum, count) in totals.classes.iter_mut().zip(run.classes) {
                *sum += count;
            }
            totals.unsettled_keys += run.unsettled_keys;
            totals.state_root = run.state_root;
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "shares for a report need no exactness")]
    fn add_policies(&mut self, policies: &[PolicyReport], transactions: usize) {
        if self.policies.is_empty() {
            self.policies = policies.iter().map(|it| PolicyTotals::new(it.policy)).collect();
        }
        for (totals, report) in self.policies.iter_mut().zip(policies) {
            let parallelism = &report.parallelism;
            totals.work += parallelism.work;
            totals.span += parallelism.span;
            totals.dependent += parallelism.dependent_share * transactions as f64;
            totals.amdahl += parallelism.amdahl_parallel_share * parallelism.work as f64;
            for speedup in &parallelism.speedups {
                *totals.makespans.entry(speedup.cores).or_default() += speedup.makespan;
            }
        }
    }
}

impl RunTotals {
    fn new(run: &Run) -> Self {
        Self {
            engine: run.engine,
            threads: run.threads,
            footprints: run.footprints,
            phases: vec![Phases::default(); run.phases.len()],
            executions: 0,
            validations: 0,
            waits: 0,
            unchanged_waits: 0,
            classes: [0; 3],
            unsettled_keys: 0,
            state_root: run.state_root,
        }
    }

    /// The median over repetitions of something about them.
    pub(crate) fn median(&self, of: impl Fn(&Phases) -> Duration) -> Duration {
        let mut times: Vec<Duration> = self.phases.iter().map(of).collect();
        times.sort_unstable();
        times.get(times.len() / 2).copied().unwrap_or_default()
    }

    /// Longest less shortest repetition.
    pub(crate) fn spread(&self) -> Duration {
        let times = || self.phases.iter().map(Phases::total);
        times().max().unwrap_or_default().saturating_sub(times().min().unwrap_or_default())
    }
}

impl PolicyTotals {
    pub(crate) fn new(policy: Policy) -> Self {
        let makespans = BTreeMap::new();
        Self { policy, work: 0, span: 0, dependent: 0.0, amdahl: 0.0, makespans }
    }
}

fn add_phases(sum: &mut Phases, phases: &Phases) {
    sum.bind += phases.bind;
    sum.schedule += phases.schedule;
    sum.execute += phases.execute;
    sum.commit += phases.commit;
    sum.cpu += phases.cpu;
}
