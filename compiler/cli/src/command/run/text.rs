//! The report for people.

use std::fmt::Write as _;

use crate::command::run::report::{DeclarationReport, Report, RunReport};

/// Clauses listed at the most.
const CLAUSES_MAX: usize = 10;
/// A clause that is dearer by less than this is not listed.
const PRICE_MIN: f64 = 1.005;

/// Prints the report.
pub(crate) fn print(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _: std::fmt::Result = write_report(&mut text, report);
    text
}

fn write_report(out: &mut String, report: &Report) -> std::fmt::Result {
    let batch = &report.batch;
    writeln!(
        out,
        "{} transactions: {} committed, {} aborted; {} gas; state root {}\n",
        batch.transactions, batch.committed, batch.aborted, batch.gas, report.state_root
    )?;
    write_runs(out, &report.runs)?;
    write_parallelism(out, report)?;
    write_declarations(out, report)?;
    let phases = &report.phases;
    writeln!(
        out,
        "\nseconds: {:.3} reading, {:.3} compiling, {:.3} linking, {:.3} genesis, {:.3} running and reporting",
        phases.read, phases.compile, phases.link, phases.genesis, phases.run
    )
}

fn write_runs(out: &mut String, runs: &[RunReport]) -> std::fmt::Result {
    let head = [
        "engine",
        "footprints",
        "threads",
        "seconds",
        "tx/s",
        "speedup",
        "waits",
        "re-exec",
        "wasted",
        "CPU s",
        "exact/bounded/open",
        "unsettled",
    ];
    let rows = runs.iter().map(|run| {
        let classes = &run.classes;
        vec![
            run.engine.to_owned(),
            run.footprints.unwrap_or("-").to_owned(),
            run.threads.to_string(),
            format!("{:.4}", run.seconds.total),
            format!("{:.0}", run.transactions_per_second),
            format!("{:.2}x", run.speedup),
            run.waits.to_string(),
            run.reexecutions.to_string(),
            format!("{:.1} %", run.wasted_share * 100.0),
            format!("{:.4}", run.seconds.cpu),
            format!("{}/{}/{}", classes.exact, classes.bounded, classes.open),
            run.unsettled_keys.to_string(),
        ]
    });
    write_table(out, &head.map(str::to_owned), &rows.collect::<Vec<_>>())
}

fn write_parallelism(out: &mut String, report: &Report) -> std::fmt::Result {
    let parallelism = &report.parallelism;
    writeln!(
        out,
        "\nas declared: work {} gas, span {} gas, parallelism {:.2}; {:.0} % wait for another; Amdahl's parallel share {:.1} %\n",
        parallelism.work,
        parallelism.span,
        parallelism.parallelism,
        parallelism.dependent_share * 100.0,
        parallelism.amdahl_parallel_share * 100.0
    )?;
    let cores: Vec<usize> = parallelism
        .policies
        .first()
        .map(|it| it.speedup.keys().copied().collect())
        .unwrap_or_default();
    let mut head = vec!["policy".to_owned(), "span".to_owned(), "parallelism".to_owned()];
    head.extend(cores.iter().map(|count| format!("{count} cores")));
    let rows = parallelism.policies.iter().map(|policy| {
        let mut row = vec![
            policy.policy.to_owned(),
            policy.span.to_string(),
            format!("{:.2}", policy.parallelism),
        ];
        row.extend(policy.speedup.values().map(|speedup| format!("{speedup:.2}x")));
        row
    });
    write_table(out, &head, &rows.collect::<Vec<_>>())
}

fn write_declarations(out: &mut String, report: &Report) -> std::fmt::Result {
    let declarations = &report.declarations;
    let dear: Vec<&DeclarationReport> =
        declarations.iter().filter(|it| PRICE_MIN <= it.price).take(CLAUSES_MAX).collect();
    if dear.is_empty() {
        return writeln!(out, "\nno clause lengthens the critical path");
    }
    let together = &report.all_declarations;
    writeln!(
        out,
        "\nall clauses together: {:.2}x (span {} as declared, {} as needed); each by what it costs the critical path:",
        together.price, together.span_declared, together.span_needed
    )?;
    for clause in dear {
        let needed = match clause.needed.as_str() {
            "" => "it is not needed".to_owned(),
            needed => format!("`{needed}` would do"),
        };
        writeln!(
            out,
            "\n  {:.2}x  `{}` of {}: span {} instead of {}; {needed}\n         {}:{}: {}\n         {:.0} % of the places it claims are never touched; {} waits, {} for nothing; narrowed alone: span {}",
            clause.price,
            clause.clause,
            clause.function,
            clause.span_with,
            clause.span_without,
            clause.file,
            clause.line,
            clause.source,
            clause.false_share * 100.0,
            clause.waits,
            clause.unchanged_waits,
            clause.span_narrowed,
        )?;
    }
    Ok(())
}

/// A table: the first two columns to the left, numbers to the right.
fn write_table(out: &mut String, head: &[String], rows: &[Vec<String>]) -> std::fmt::Result {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).chain(head.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    let is_word = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .all(|cell| !cell.starts_with(|c: char| c.is_ascii_digit()))
    };
    let words: Vec<bool> = (0..head.len()).map(is_word).collect();
    for row in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)) {
        let mut line = String::new();
        for ((cell, width), is_word) in row.iter().zip(&widths).zip(&words) {
            if *is_word {
                write!(line, "{cell:<width$}  ")?;
            } else {
                write!(line, "{cell:>width$}  ")?;
            }
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
