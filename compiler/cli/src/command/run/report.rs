//! The report as data: schema `accessvm.run/1`.

use std::collections::BTreeMap;

use compiler_driver::clauses;
use serde::Serialize;
use vm_runtime::{
    ClauseOrigin, CodeExecution, Engine, FootprintSource, Machine, Phases, Policy, Precision,
};

use crate::command::run::phases::CommandPhases;
use crate::command::run::totals::{ClauseTotals, PolicyTotals, RunTotals, Totals};
use crate::compile::Compiled;

/// What `--format json` prints.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    schema: &'static str,
    pub(crate) batch: BatchReport,
    pub(crate) state_root: String,
    pub(crate) runs: Vec<RunReport>,
    pub(crate) parallelism: ParallelismReport,
    pub(crate) declarations: Vec<DeclarationReport>,
    /// What all clauses cost together.
    pub(crate) all_declarations: TogetherReport,
    /// By entry function.
    precision: Vec<PrecisionReport>,
    pub(crate) phases: PhaseReport,
}

/// The transactions.
#[derive(Debug, Serialize)]
pub(crate) struct BatchReport {
    pub(crate) transactions: u64,
    pub(crate) committed: u64,
    pub(crate) aborted: u64,
    pub(crate) gas: u64,
}

/// One engine's run; times are medians over its repetitions.
#[derive(Debug, Serialize)]
pub(crate) struct RunReport {
    pub(crate) engine: &'static str,
    pub(crate) threads: usize,
    pub(crate) execution: &'static str,
    pub(crate) footprints: Option<&'static str>,
    store: &'static str,
    pub(crate) seconds: SecondsReport,
    pub(crate) transactions_per_second: f64,
    pub(crate) speedup: f64,
    executions: u64,
    pub(crate) reexecutions: u64,
    validations: u64,
    pub(crate) waits: u64,
    unchanged_waits: u64,
    pub(crate) wasted_share: f64,
    pub(crate) classes: ClassReport,
    /// Keys read where an earlier transaction may write.
    pub(crate) unsettled_keys: u64,
    state_root: String,
}

/// Seconds by phase.
#[derive(Debug, Serialize)]
pub(crate) struct SecondsReport {
    pub(crate) bind: f64,
    pub(crate) schedule: f64,
    pub(crate) execute: f64,
    pub(crate) commit: f64,
    pub(crate) total: f64,
    pub(crate) cpu: f64,
    pub(crate) spread: f64,
}

/// Transactions by class.
#[derive(Debug, Serialize)]
pub(crate) struct ClassReport {
    pub(crate) exact: u64,
    pub(crate) bounded: u64,
    pub(crate) open: u64,
}

/// What could be won; the figures above the policies are those of `declared`.
#[derive(Debug, Serialize)]
pub(crate) struct ParallelismReport {
    pub(crate) work: u64,
    pub(crate) span: u64,
    pub(crate) parallelism: f64,
    pub(crate) dependent_share: f64,
    pub(crate) amdahl_parallel_share: f64,
    pub(crate) policies: Vec<PolicyReport>,
}

/// What could be won under one policy.
#[derive(Debug, Serialize)]
pub(crate) struct PolicyReport {
    pub(crate) policy: &'static str,
    pub(crate) span: u64,
    pub(crate) parallelism: f64,
    /// By number of cores.
    pub(crate) speedup: BTreeMap<usize, f64>,
}

/// What one clause costs.
#[derive(Debug, Serialize)]
pub(crate) struct DeclarationReport {
    pub(crate) function: String,
    pub(crate) clause: String,
    pub(crate) needed: String,
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) waits: u64,
    pub(crate) unchanged_waits: u64,
    pub(crate) false_share: f64,
    pub(crate) span_with: u64,
    pub(crate) span_without: u64,
    pub(crate) span_narrowed: u64,
    pub(crate) price: f64,
    /// The line of the source, for people.
    #[serde(skip)]
    pub(crate) source: String,
}

/// What all clauses cost together.
#[derive(Debug, Serialize)]
pub(crate) struct TogetherReport {
    pub(crate) span_declared: u64,
    pub(crate) span_needed: u64,
    pub(crate) price: f64,
}

/// Locations that the committed transactions of an entry function are bound to and touch.
#[derive(Debug, Serialize)]
struct PrecisionReport {
    function: String,
    transactions: u64,
    touched: u64,
    declared: u64,
    inferred: u64,
    /// What is inferred and not touched, by type and component.
    untouched: BTreeMap<String, u64>,
}

/// Seconds of the parts of the command.
#[derive(Debug, Serialize)]
pub(crate) struct PhaseReport {
    pub(crate) read: f64,
    pub(crate) compile: f64,
    pub(crate) link: f64,
    pub(crate) genesis: f64,
    pub(crate) run: f64,
}

/// Puts the report together.
pub(crate) fn report(
    totals: &Totals,
    compiled: &Compiled,
    machine: &Machine,
    phases: CommandPhases,
) -> Report {
    let serial = totals.runs.iter().find(|run| run.engine == Engine::Serial);
    let serial = serial.map(|run| run.median(Phases::total).as_secs_f64());
    let Totals { transactions, committed, gas, .. } = *totals;
    let mut declarations: Vec<DeclarationReport> = totals
        .clauses
        .iter()
        .filter_map(|(origin, clause)| declaration(origin, clause, compiled, machine))
        .collect();
    declarations.sort_by(|left, right| {
        let by_price = right.price.total_cmp(&left.price);
        let by_gain = left.span_narrowed.cmp(&right.span_narrowed);
        by_price.then(by_gain).then(right.false_share.total_cmp(&left.false_share))
    });
    Report {
        schema: "accessvm.run/1",
        batch: BatchReport { transactions, committed, aborted: transactions - committed, gas },
        state_root: totals.state_root.to_string(),
        runs: totals
            .runs
            .iter()
            .map(|run| run_report(run, machine.execution(), transactions, serial))
            .collect(),
        parallelism: parallelism(totals),
        declarations,
        all_declarations: TogetherReport {
            span_declared: totals.spans.0,
            span_needed: totals.spans.1,
            price: ratio(totals.spans.0, totals.spans.1),
        },
        precision: totals.precision.values().map(PrecisionReport::new).collect(),
        phases: PhaseReport {
            read: phases.read.as_secs_f64(),
            compile: phases.compile.as_secs_f64(),
            link: phases.link.as_secs_f64(),
            genesis: phases.genesis.as_secs_f64(),
            run: phases.run.as_secs_f64(),
        },
    }
}

impl PrecisionReport {
    fn new(precision: &Precision) -> Self {
        Self {
            function: precision.function.to_string(),
            transactions: precision.transactions,
            touched: precision.touched,
            declared: precision.declared,
            inferred: precision.inferred,
            untouched: precision.untouched.clone(),
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "ratios for a report need no exactness")]
fn ratio(numerator: u64, denominator: u64) -> f64 {
    if denominator == 0 { 1.0 } else { numerator as f64 / denominator as f64 }
}

#[allow(clippy::cast_precision_loss, reason = "ratios for a report need no exactness")]
fn run_report(
    run: &RunTotals,
    execution: CodeExecution,
    transactions: u64,
    serial: Option<f64>,
) -> RunReport {
    let total = run.median(Phases::total).as_secs_f64();
    let [exact, bounded, open] = run.classes;
    let reexecutions = run.executions.saturating_sub(transactions);
    RunReport {
        engine: run.engine.name(),
        threads: run.threads,
        execution: execution.name(),
        footprints: run.footprints.map(|source| match source {
            FootprintSource::Declared => "declared",
            FootprintSource::Inferred => "inferred",
            FootprintSource::Needed => "needed",
        }),
        store: "memory",
        seconds: SecondsReport {
            bind: run.median(|it| it.bind).as_secs_f64(),
            schedule: run.median(|it| it.schedule).as_secs_f64(),
            execute: run.median(|it| it.execute).as_secs_f64(),
            commit: run.median(|it| it.commit).as_secs_f64(),
            total,
            cpu: run.median(|it| it.cpu).as_secs_f64(),
            spread: run.spread().as_secs_f64(),
        },
        transactions_per_second: if 0.0 < total { transactions as f64 / total } else { 0.0 },
        speedup: serial.map_or(1.0, |serial| if 0.0 < total { serial / total } else { 1.0 }),
        executions: run.executions,
        reexecutions,
        validations: run.validations,
        waits: run.waits,
        unchanged_waits: run.unchanged_waits,
        wasted_share: 1.0 - ratio(transactions.min(run.executions), run.executions),
        classes: ClassReport { exact, bounded, open },
        unsettled_keys: run.unsettled_keys,
        state_root: run.state_root.to_string(),
    }
}

fn parallelism(totals: &Totals) -> ParallelismReport {
    let declared = totals.policies.iter().find(|it| it.policy == Policy::Declared);
    let none = PolicyTotals::new(Policy::Declared);
    let declared = declared.unwrap_or(&none);
    ParallelismReport {
        work: declared.work,
        span: declared.span,
        parallelism: ratio(declared.work, declared.span),
        dependent_share: declared.dependent / ratio(totals.transactions.max(1), 1),
        amdahl_parallel_share: declared.amdahl / ratio(declared.work.max(1), 1),
        policies: totals.policies.iter().map(policy_report).collect(),
    }
}

fn policy_report(totals: &PolicyTotals) -> PolicyReport {
    let speedups = totals.makespans.iter();
    PolicyReport {
        policy: totals.policy.name(),
        span: totals.span,
        parallelism: ratio(totals.work, totals.span),
        speedup: speedups.map(|(cores, span)| (*cores, ratio(totals.work, *span))).collect(),
    }
}

/// A clause with its text and place; `None` for a module that was not compiled here.
fn declaration(
    origin: &ClauseOrigin,
    totals: &ClauseTotals,
    compiled: &Compiled,
    machine: &Machine,
) -> Option<DeclarationReport> {
    let name = &origin.function;
    let module = compiled.build.modules.iter().find(|it| it.module.id == name.module)?;
    let definition = machine.program().function(name)?;
    let clause = definition.declaration.as_ref()?.clauses.get(origin.index)?;
    let names = module.names(definition);
    let map = module.source_map.functions.get(&name.name)?;
    let span = module.span(map.clauses.get(origin.index).copied().unwrap_or(map.name));
    let files = compiled.sources.files();
    let line = files.position(span).line;
    let text = files.get(span.file).map_or("", |file| file.text());
    let source = text.lines().nth((line as usize).saturating_sub(1)).unwrap_or_default();
    let needed: Vec<String> =
        clauses(&totals.needed, &names).into_iter().map(|(_, text)| text).collect();
    Some(DeclarationReport {
        function: name.to_string(),
        clause: clause.display(&names).to_string(),
        needed: needed.join(", "),
        file: files.path(span.file).to_owned(),
        line,
        waits: totals.waits,
        unchanged_waits: totals.unchanged_waits,
        false_share: match totals.declared_locations {
            0 => 0.0,
            declared => ratio(totals.untouched_locations, declared),
        },
        span_with: totals.span_with,
        span_without: totals.span_without,
        span_narrowed: totals.span_narrowed,
        price: ratio(totals.span_with, totals.span_without),
        source: source.trim().to_owned(),
    })
}
