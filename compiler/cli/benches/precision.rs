//! How near the footprints of the examples come to what their batches touch: `cargo bench -p compiler-cli --bench precision`.
//!
//! Prints, for each example and entry function, the locations that its committed transactions touch, and how many more are
//! bound by what is declared and by what is inferred; then what is bound and never touched. Nothing is timed.
#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![allow(clippy::print_stdout, reason = "this is what it is for")]

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Kinds of untouched locations shown for each function.
const SHOWN_MAX: usize = 4;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let folders = std::fs::read_dir(root.join("examples")).unwrap();
    let mut examples: Vec<_> = folders.map(|it| it.unwrap().file_name()).collect();
    examples.sort();
    println!("{:<52} {:>7} {:>9} {:>9} {:>9}", "", "tx", "touched", "declared", "inferred");
    for example in examples.iter().filter_map(|name| name.to_str()) {
        if root.join("examples").join(example).join("batch.json").exists() {
            show(example, &report(&root, example));
        }
    }
}

fn report(root: &Path, example: &str) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_accessvm"))
        .args(["run", &format!("examples/{example}"), "--engine", "serial"])
        .args(["--format", "json", "--quiet"])
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn show(example: &str, report: &Value) {
    let functions = report["precision"].as_array().unwrap();
    let sum = |key: &str| functions.iter().map(|it| it[key].as_u64().unwrap()).sum::<u64>();
    let counts = ["transactions", "touched", "declared", "inferred"];
    line(example, counts.map(sum));
    for function in functions {
        let name = function["function"].as_str().unwrap();
        line(&format!("  {name}"), counts.map(|key| function[key].as_u64().unwrap()));
        let untouched = function["untouched"].as_object().unwrap();
        let mut untouched: Vec<_> =
            untouched.iter().map(|(what, count)| (count.as_u64().unwrap(), what)).collect();
        untouched.sort_by(|left, right| right.cmp(left));
        for (count, what) in untouched.iter().take(SHOWN_MAX) {
            println!("    {count:>9} untouched of {what}");
        }
    }
}

/// Counts as they are, and those bound as a multiple of those touched.
#[allow(clippy::cast_precision_loss, reason = "two decimals are shown")]
fn line(what: &str, [transactions, touched, declared, inferred]: [u64; 4]) {
    let ratio = |bound: u64| bound as f64 / touched.max(1) as f64;
    let (declared, inferred) = (ratio(declared), ratio(inferred));
    println!("{what:<52} {transactions:>7} {touched:>9} {declared:>9.3} {inferred:>9.3}");
}
