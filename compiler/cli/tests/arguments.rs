//! The pages of `docs/arguments` say what is so: their modules compile, what they show is what the compiler says, and the figures
//! are those of the examples.
//!
//! `ACCESSVM_REWRITE=1` writes what is so into the pages instead of comparing.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "the environment says whether to rewrite")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const MANIFEST: &str =
    "[package]\nname = \"Page\"\nversion = \"0.1.0\"\n\n[addresses]\npage = \"0xa1\"\n";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// What the command prints: its result, and its diagnostics.
fn accessvm(folder: &Path, arguments: &[&str]) -> (String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_accessvm"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap().trim().to_owned();
    let (stdout, stderr) = (text(output.stdout), text(output.stderr));
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {stderr}");
    (stdout, stderr)
}

/// The fenced blocks of a page, each with what stands behind its opening fence.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let mut parts = page.split("```").skip(1);
    let mut blocks = Vec::new();
    while let Some(block) = parts.next() {
        blocks.push(block.split_once('\n').unwrap());
        parts.next().unwrap();
    }
    blocks
}

/// The row that belongs into a table of figures for an example.
fn row(package: &str) -> String {
    let arguments = ["run", package, "--engine", "serial", "--format", "json", "--quiet"];
    let report: Value = serde_json::from_str(&accessvm(&root(), &arguments).0).unwrap();
    let parallelism = &report["parallelism"];
    let span = |policy: &str| {
        let policies = parallelism["policies"].as_array().unwrap();
        policies.iter().find(|it| it["policy"] == policy).unwrap()["span"].as_u64().unwrap()
    };
    let work = parallelism["work"].as_u64().unwrap();
    let [contract, declared, inferred] = ["contract", "declared", "inferred"].map(span);
    let tenths = (10 * work + declared / 2) / declared;
    format!(
        "| `{package}` | {work} | {contract} | {declared} | {inferred} | {}.{} |",
        tenths / 10,
        tenths % 10
    )
}

/// The page as it should be.
fn as_it_is(page: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Move.toml"), MANIFEST).unwrap();
    fs::create_dir(folder.path().join("sources")).unwrap();
    let mut right = page.to_owned();
    for (kind, shown) in blocks(page) {
        let said = match kind {
            "move" => {
                fs::write(folder.path().join("sources/page.move"), shown).unwrap();
                let (_, said) = accessvm(folder.path(), &["check"]);
                let is_wide = page.contains("```text check\n");
                assert!(is_wide || !said.contains("warning"), "{said}");
                continue;
            }
            "text footprint" => accessvm(folder.path(), &["footprint"]).0,
            "text check" => accessvm(folder.path(), &["check"]).1,
            other => panic!("a block of kind `{other}`"),
        };
        right = right.replace(shown, &format!("{said}\n"));
    }
    for line in page.lines().filter(|line| line.starts_with("| `examples/")) {
        let package = line.split('`').nth(1).unwrap();
        right = right.replace(line, &row(package));
    }
    right
}

fn check(name: &str) {
    let path = root().join("docs/arguments").join(name);
    let page = fs::read_to_string(&path).unwrap();
    let right = as_it_is(&page);
    if std::env::var_os("ACCESSVM_REWRITE").is_some() {
        fs::write(&path, right).unwrap();
        return;
    }
    let differs = page.lines().zip(right.lines()).find(|(is, should)| is != should);
    assert!(differs.is_none(), "{name}: {differs:?}; ACCESSVM_REWRITE=1 writes it anew");
    assert_eq!(page, right, "{name}; ACCESSVM_REWRITE=1 writes it anew");
}

#[test]
fn routes_that_depend_on_reserves() {
    check("routes.md");
}

#[test]
fn liquidations_of_any_size() {
    check("liquidations.md");
}

#[test]
fn composition_of_three() {
    check("composition.md");
}

#[test]
fn declarations_out_of_caution() {
    check("over-declaration.md");
}
