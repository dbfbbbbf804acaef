//! The binary as scripts and people meet it: exit status, what goes to stdout, what is said.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

struct Ended {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Ended {
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|_| panic!("no JSON: {}", self.stdout))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn accessvm(arguments: &[&str]) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_accessvm"))
        .args(arguments)
        .current_dir(root())
        .output()
        .unwrap();
    Ended {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn run_batch(batch: &str) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("batch.json");
    fs::write(&path, batch).unwrap();
    accessvm(&["run", path.to_str().unwrap()])
}

#[test]
fn bad_batches_are_told_and_nothing_runs() {
    let payment = |sender: &str, function: &str, arguments: &str| {
        format!(
            r#"{{"package": "examples/payments", "transactions": [{{"sender": "{sender}", "function": "{function}", "arguments": {arguments}}}]}}"#
        )
    };
    let pay = "payments::gold::pay";
    let cases = [
        (
            payment("0x1", "payments::gold::steal", "[]"),
            "transactions[0]: unknown function `payments::gold::steal`; entry functions there: ",
        ),
        (payment("0x1", "payments::silver::pay", "[]"), "unknown module `payments::silver`"),
        (payment("0x1", "payments::gold::balance", "[]"), "is no entry function"),
        (
            payment("0x1", pay, r#"["0x2", "much"]"#),
            "transactions[0]: argument `amount`: expected u64 (a number or a string of digits), found \"much\"",
        ),
        (
            payment("0x1", pay, r#"["0x2"]"#),
            "takes 2 arguments, given 1; it takes: to: address, amount: u64",
        ),
        (
            payment("somebody", pay, r#"["0x2", 1]"#),
            "transactions[0]: sender: `somebody` is not an address",
        ),
        (
            r#"{"package": "examples/payments", "transactions": ["#.to_owned(),
            "malformed batch: EOF",
        ),
        (r#"{"package": "nowhere", "transactions": []}"#.to_owned(), "there is no folder nowhere"),
        (r#"{"transactions": []}"#.to_owned(), "missing field `package`"),
    ];
    for (batch, message) in cases {
        let ended = run_batch(&batch);
        assert_eq!(ended.status, 1, "{batch}: {}", ended.stderr);
        assert!(ended.stderr.contains(message), "{batch}: {}", ended.stderr);
        assert_eq!(ended.stdout, "", "{batch}");
    }
    let missing = accessvm(&["run", "no/such/batch.json"]);
    assert_eq!(missing.status, 1);
    assert!(missing.stderr.contains("cannot read no/such/batch.json"), "{}", missing.stderr);
}

#[test]
fn a_genesis_that_aborts_ends_everything() {
    let ended = run_batch(
        r#"{"package": "examples/payments", "transactions": [],
            "genesis": [{"sender": "0x1", "function": "payments::gold::issue", "arguments": ["0x2", 1]}]}"#,
    );
    assert_eq!(ended.status, 1);
    assert!(ended.stderr.contains("E0904: genesis[0]"), "{}", ended.stderr);
    assert!(ended.stderr.contains("examples/payments/sources/gold.move:"), "{}", ended.stderr);
}

#[test]
fn usage_is_status_two_and_help_is_zero() {
    assert_eq!(accessvm(&["frobnicate"]).status, 2);
    assert_eq!(accessvm(&["run", "x", "--engine", "warp"]).status, 2);
    for command in [
        "new",
        "check",
        "build",
        "run",
        "footprint",
        "annotate",
        "fix",
        "fmt",
        "update",
        "snapshot",
        "explain",
        "disassemble",
        "generate",
        "completions",
    ] {
        let help = accessvm(&[command, "--help"]);
        assert_eq!(help.status, 0);
        assert!(help.stdout.contains("Examples:"), "{command}");
    }
}

#[test]
fn a_new_package_checks_builds_and_runs() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("coffee");
    let path = package.to_str().unwrap();
    assert_eq!(accessvm(&["new", path]).status, 0);
    assert_eq!(accessvm(&["new", path]).status, 1, "it is there already");
    let check = accessvm(&["check", path, "--format", "json"]);
    assert_eq!((check.status, check.json()["diagnostics"].as_array().unwrap().len()), (0, 0));
    let build = accessvm(&["build", path]);
    assert_eq!(build.status, 0, "{}", build.stderr);
    let module = package.join("build/0xcafe-counter.amv");
    let first = fs::read(&module).unwrap();
    assert_eq!(accessvm(&["build", path]).status, 0);
    assert_eq!(first, fs::read(&module).unwrap(), "builds are deterministic");
    let text = accessvm(&["disassemble", module.to_str().unwrap()]);
    assert!(text.stdout.contains("greet"), "{}", text.stderr);
    fs::write(&module, &first[..first.len() / 2]).unwrap();
    assert_eq!(accessvm(&["disassemble", module.to_str().unwrap()]).status, 1);
    let run = accessvm(&["run", path, "--format", "json"]);
    assert_eq!(run.json()["batch"]["committed"], 3, "{}", run.stderr);
    let name = folder.path().join("9lives");
    assert_eq!(accessvm(&["new", name.to_str().unwrap()]).status, 1);
}

#[test]
fn a_clause_taken_out_is_missed_and_its_suggestion_mends_it() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("coffee");
    let path = package.to_str().unwrap();
    assert_eq!(accessvm(&["new", path]).status, 0);
    let source = package.join("sources/counter.move");
    let whole = fs::read_to_string(&source).unwrap();
    let mut text = whole.replace("\n        adds Counter(whom).count", "");
    fs::write(&source, &text).unwrap();
    let check = accessvm(&["check", path, "--format", "json"]);
    assert_eq!(check.status, 1);
    let report = check.json();
    assert_eq!(report["schema"], "accessvm.check/1");
    let diagnostic = &report["diagnostics"][0];
    assert_eq!(diagnostic["code"], "E0602");
    let edit = &diagnostic["suggestions"][0]["edits"][0];
    let offset = |key: &str| usize::try_from(edit[key].as_u64().unwrap()).unwrap();
    text.replace_range(offset("start")..offset("end"), edit["text"].as_str().unwrap());
    assert_eq!(text, whole);
    fs::write(&source, &text).unwrap();
    assert_eq!(accessvm(&["check", path]).status, 0);
}

/// An example's files, in a folder of their own.
fn copied(example: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let from = root().join("examples").join(example);
    fs::create_dir(folder.path().join("sources")).unwrap();
    fs::copy(from.join("Move.toml"), folder.path().join("Move.toml")).unwrap();
    for file in fs::read_dir(from.join("sources")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.path().join("sources").join(file.file_name())).unwrap();
    }
    folder
}

#[test]
fn a_writer_called_three_calls_deep_is_told_with_its_chain_and_fixed() {
    let folder = copied("lending");
    let path = folder.path().to_str().unwrap();
    let source = folder.path().join("sources/market.move");
    let whole = fs::read_to_string(&source).unwrap();
    let place = "        move_to(owner, Position { market, collateral: 0, debt: 0 });\n    }\n";
    let chain = "        move_to(owner, Position { market, collateral: 0, debt: 0 });
        charge(market);
    }

    fun charge(market: address) {
        levy(market, 1)
    }

    fun levy(account: address, dollars: u64) {
        purse::take_dollars(account, dollars)
    }
";
    let text = whole.replace(place, chain);
    assert_ne!(text, whole);
    fs::write(&source, &text).unwrap();

    let check = accessvm(&["check", path]);
    assert_eq!(check.status, 1);
    for words in [
        "error[E0601]: `open_position` writes `purse::Purse(market).dollars`, and no clause allows it",
        // The operation, in the other module, and each call on the way to it.
        "purse.dollars -= amount;",
        "- calls `charge`",
        "- calls `levy`",
        "- calls `take_dollars`",
        "`open_position` does not declare it",
        "help: allow it: writes purse::Purse(market).dollars",
    ] {
        assert!(check.stderr.contains(words), "{words}: {}", check.stderr);
    }
    let report = accessvm(&["check", path, "--format", "json"]).json();
    let diagnostic = &report["diagnostics"][0];
    assert!(diagnostic["file"].as_str().unwrap().ends_with("sources/purse.move"), "{diagnostic}");
    assert!(4 <= diagnostic["labels"].as_array().unwrap().len(), "{diagnostic}");

    let dry = accessvm(&["fix", path, "--dry-run"]);
    assert_eq!(dry.status, 0, "{}", dry.stderr);
    assert!(
        dry.stdout.contains("+        writes purse::Purse(market).dollars\n"),
        "{}",
        dry.stdout
    );
    assert_eq!(fs::read_to_string(&source).unwrap(), text, "a dry run writes nothing");
    let fixed = accessvm(&["fix", path, "--format", "json"]);
    assert_eq!((fixed.status, &fixed.json()["applied"]), (0, &1.into()), "{}", fixed.stderr);
    let declared =
        "        reads exists<Market>(market)\n        writes purse::Purse(market).dollars\n";
    assert!(fs::read_to_string(&source).unwrap().contains(declared));
    let check = accessvm(&["check", path, "--format", "json"]);
    assert_eq!((check.status, check.json()["diagnostics"].as_array().unwrap().len()), (0, 0));
}

#[test]
fn the_standard_library_checks_as_its_own_package() {
    let check = accessvm(&["check", "stdlib", "--format", "json"]);
    assert_eq!((check.status, check.json()["diagnostics"].as_array().unwrap().len()), (0, 0));
}

#[test]
fn footprints_are_shown_beside_declarations() {
    let ended = accessvm(&["footprint", "examples/exchange", "amm::swap", "--format", "json"]);
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    let report = ended.json();
    assert_eq!(report["schema"], "accessvm.footprint/1");
    let function = &report["functions"][0];
    assert_eq!(function["class"], "exact");
    assert!(function["inferred"].as_array().unwrap().contains(&"adds Pool(pool).volume".into()));
    assert_eq!(accessvm(&["footprint", "examples/exchange", "nobody"]).status, 1);
}

#[test]
fn pages_completions_and_batches_are_printed() {
    assert!(accessvm(&["explain", "e0601"]).stdout.starts_with("# E0601: "));
    assert_eq!(accessvm(&["explain", "E9999"]).status, 1);
    assert!(accessvm(&["completions", "bash"]).stdout.contains("accessvm"));
    let generate = || {
        accessvm(&[
            "generate",
            "exchange",
            "--transactions",
            "20",
            "--accounts",
            "5",
            "--pools",
            "2",
        ])
    };
    assert_eq!(generate().stdout.lines().count(), 21);
    assert_eq!(generate().stdout, generate().stdout);
}

#[test]
fn a_generated_batch_runs_in_parts_as_in_one() {
    let folder = tempfile::tempdir().unwrap();
    let batch = folder.path().join("batch.jsonl");
    let receipts = folder.path().join("receipts.jsonl");
    let (batch, receipts) = (batch.to_str().unwrap(), receipts.to_str().unwrap());
    let generate =
        ["generate", "payments", "--transactions", "60", "--accounts", "10", "-o", batch];
    assert_eq!(accessvm(&generate).status, 0);
    let whole = accessvm(&["run", batch, "--format", "json", "--threads", "2"]);
    let parts = accessvm(&[
        "run",
        batch,
        "--format",
        "json",
        "--threads",
        "2",
        "--batch-size",
        "25",
        "--repeat",
        "2",
        "--receipts",
        receipts,
    ]);
    assert_eq!(whole.json()["state_root"], parts.json()["state_root"], "{}", parts.stderr);
    assert_eq!(parts.json()["batch"]["transactions"], 60);
    let receipts = fs::read_to_string(receipts).unwrap();
    assert_eq!(receipts.lines().count(), 60);
    let last: Value = serde_json::from_str(receipts.lines().last().unwrap()).unwrap();
    assert_eq!((&last["index"], &last["status"]), (&59.into(), &"committed".into()));
}
