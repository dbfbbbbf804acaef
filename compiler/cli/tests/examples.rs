//! Every example runs on every engine with one result, and the twins show what their wildcards cost.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn run(example: &str) -> Value {
    run_batch(&format!("examples/{example}"))
}

fn run_batch(batch: &str) -> Value {
    let root = root();
    let output = Command::new(env!("CARGO_BIN_EXE_accessvm"))
        .args(["run", batch, "--engine", "all", "--threads", "1,2"])
        .args(["--format", "json", "--quiet"])
        .current_dir(root)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn span(report: &Value, policy: &str) -> f64 {
    let policies = report["parallelism"]["policies"].as_array().unwrap();
    let found = policies.iter().find(|it| it["policy"] == policy).unwrap();
    found["span"].as_f64().unwrap()
}

/// Checks what holds of every example, and returns its report.
fn checked(example: &str) -> Value {
    let report = run(example);
    assert_eq!(report["schema"], "accessvm.run/1");
    let runs = report["runs"].as_array().unwrap();
    // One serial, optimistic and oracle on two thread counts, certified on two with two footprint sources each.
    assert_eq!(runs.len(), 9);
    assert!(runs.iter().all(|run| run["state_root"] == report["state_root"]));
    let runs_once = |run: &&Value| run["engine"] != "optimistic";
    assert!(runs.iter().filter(runs_once).all(|run| run["reexecutions"] == 0));
    let validations = |run: &Value| run["validations"].as_u64().unwrap();
    assert!(runs.iter().all(|run| runs_once(&run) == (validations(run) == 0)));
    assert_eq!(report["batch"]["aborted"], 0);
    report
}

fn check_precise(example: &str) {
    let report = checked(example);
    assert!(span(&report, "declared") <= 1.02 * span(&report, "inferred"), "{example}");
}

fn check_twin(example: &str) {
    let (precise, twin) = (checked(example), checked(&format!("{example}-over-declared")));
    assert_eq!(precise["state_root"], twin["state_root"]);
    assert!(1.5 * span(&precise, "declared") <= span(&twin, "declared"), "{example}");
    let dearest = &twin["declarations"][0];
    assert!(1.5 < dearest["price"].as_f64().unwrap());
    let clause = dearest["clause"].as_str().unwrap();
    assert!(!clause.contains('(') || clause.contains("[*]"), "a wildcard: {clause}");
    assert!(dearest["needed"].as_str().unwrap().contains('('), "{dearest}");
    assert!(dearest["file"].as_str().unwrap().contains("sources/"));
}

#[test]
fn payments_and_mint_are_as_narrow_as_can_be() {
    check_precise("payments");
    check_precise("mint");
}

/// Everybody mints from one collection, and only `adds` of what remains is between them.
#[test]
fn a_thousand_mints_of_one_collection_run_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mints.jsonl");
    let package = root().join("examples/mint");
    let status = Command::new(env!("CARGO_BIN_EXE_accessvm"))
        .args(["generate", "mint", "--transactions", "1000", "--quiet", "--package"])
        .args([package.as_path(), "--output".as_ref(), file.as_path()])
        .status();
    assert!(status.unwrap().success());
    let report = run_batch(file.to_str().unwrap());
    assert_eq!(report["batch"]["committed"], 1000);
    for policy in ["declared", "inferred", "observed"] {
        let policies = report["parallelism"]["policies"].as_array().unwrap();
        let found = policies.iter().find(|it| it["policy"] == policy).unwrap();
        assert!(100.0 < found["parallelism"].as_f64().unwrap(), "{found}");
    }
}

#[test]
fn precise_examples_are_within_two_per_cent_of_what_is_inferred() {
    check_precise("exchange");
    check_precise("router");
    check_precise("lending");
    check_precise("order-book");
}

#[test]
fn an_order_book_binds_through_its_head_until_that_may_move() {
    let report = checked("order-book");
    let certified =
        report["runs"].as_array().unwrap().iter().find(|it| it["engine"] == "certified");
    let certified = certified.unwrap();
    // Each market's first take is exact, as is all that only names its arguments; then the head may have moved.
    assert_eq!(certified["classes"]["exact"], 182);
    assert_eq!(certified["classes"]["bounded"], 58);
    assert_eq!(certified["unsettled_keys"], 50);
    // The book is that of one market, so little is lost.
    assert!(span(&report, "declared") <= 1.1 * span(&report, "observed"));
    assert!(20.0 < report["parallelism"]["parallelism"].as_f64().unwrap());
}

/// What a vault does is a function that is stored in it; the clauses in its type are all that is known of it.
#[test]
fn a_stored_strategy_of_a_bounded_type_is_certified() {
    let report = checked("vault");
    let transactions = &report["batch"]["transactions"];
    let runs = report["runs"].as_array().unwrap();
    let certified: Vec<_> = runs.iter().filter(|run| run["engine"] == "certified").collect();
    assert_eq!(certified.len(), 4);
    for run in certified {
        assert_eq!(run["classes"]["exact"], *transactions, "{run}");
        assert_eq!(run["unsettled_keys"], 0);
    }
    assert!(span(&report, "declared") <= 1.02 * span(&report, "inferred"));
    assert!(10.0 < report["parallelism"]["parallelism"].as_f64().unwrap());
}

#[test]
fn the_vault_passes_its_own_tests() {
    let output = Command::new(env!("CARGO_BIN_EXE_accessvm"))
        .args(["test", "examples/vault"])
        .current_dir(root())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("Total tests: 4; passed: 4"), "{said}");
}

#[test]
fn every_engine_gives_one_result_and_twins_pay() {
    check_twin("exchange");
    check_twin("router");
    check_twin("lending");
}

/// Receipts of an example, and the state root at its end.
fn receipts(example: &str, execution: &str) -> (String, Value) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("receipts.jsonl");
    let output = Command::new(env!("CARGO_BIN_EXE_accessvm"))
        .args(["run", &format!("examples/{example}"), "--format", "json"])
        .args(["--execution", execution, "--receipts"])
        .arg(&file)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    for run in report["runs"].as_array().unwrap() {
        assert_eq!(run["execution"], execution);
    }
    (std::fs::read_to_string(file).unwrap(), report["state_root"].clone())
}

#[test]
fn machine_code_gives_what_the_interpreter_gives() {
    for example in ["payments", "exchange", "router", "lending", "mint", "order-book", "vault"] {
        let (lines, root) = receipts(example, "jit");
        assert!(100 < lines.lines().count(), "{example}");
        assert_eq!((lines, root), receipts(example, "interpreter"), "{example}");
    }
}

fn count(function: &Value, key: &str) -> f64 {
    function[key].as_f64().unwrap()
}

/// Bound over touched locations: of each entry function as inferred, of the whole batch as declared.
fn check_precision(example: &str, ratio_max: f64) {
    let report = run(example);
    let functions = report["precision"].as_array().unwrap();
    for function in functions {
        let ratio = count(function, "inferred") / count(function, "touched");
        let untouched = &function["untouched"];
        assert!((1.0..=ratio_max).contains(&ratio), "{}: {untouched}", function["function"]);
    }
    let sum = |key| functions.iter().map(|function| count(function, key)).sum::<f64>();
    assert!(sum("declared") <= ratio_max * sum("touched"), "{example}");
}

#[test]
fn little_more_is_bound_than_is_touched() {
    for example in ["payments", "exchange", "router", "mint"] {
        check_precision(example, 1.1);
    }
    check_precision("lending", 2.0);
}

#[test]
fn placing_an_order_binds_little_more_than_it_touches() {
    let report = run("order-book");
    let functions = report["precision"].as_array().unwrap();
    let is_placement = |it: &&Value| it["function"].as_str().unwrap().ends_with("::place");
    let place = functions.iter().find(is_placement).unwrap();
    for source in ["declared", "inferred"] {
        assert!(count(place, source) <= 1.1 * count(place, "touched"), "{place}");
    }
}
