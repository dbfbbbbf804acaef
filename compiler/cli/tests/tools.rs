//! The tools on footprints: comparison with an earlier build, snapshots, locks.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

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

fn accessvm(arguments: &[&str]) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_accessvm")).args(arguments).output().unwrap();
    Ended {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A package of one module `0x42::m`, in a folder of its own.
struct Package {
    folder: TempDir,
}

const ORIGINAL: &str = "module shop::m {
    struct Till has key { coins: u64, notes: u64 }
    public fun coins(at: address): u64 reads Till(at).coins { Till[at].coins }
    public fun drop(at: address) writes Till(at) { Till[at].coins = 0; Till[at].notes = 0; }
    public entry fun spend(at: address) writes Till(at).coins { Till[at].coins -= 1; }
}
";

impl Package {
    fn new(text: &str) -> Self {
        let package = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(package.file("sources")).unwrap();
        let manifest = "[package]\nname = \"Shop\"\n[addresses]\nshop = \"0x42\"\n";
        fs::write(package.file("Move.toml"), manifest).unwrap();
        package.write(text);
        package
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn path(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    fn write(&self, text: &str) {
        fs::write(self.file("sources/m.move"), text).unwrap();
    }

    fn against(&self, old: &Path) -> Ended {
        accessvm(&["check", self.path(), "--against", old.to_str().unwrap(), "--format", "json"])
    }
}

/// Each function that changed, and how.
fn changes(ended: &Ended) -> (String, Vec<(String, String)>) {
    let report = ended.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let functions = report["against"]["functions"].as_array().unwrap().iter();
    let changes = functions
        .map(|it| {
            (text(&it["function"]).rsplit("::").next().unwrap().to_owned(), text(&it["change"]))
        })
        .filter(|(_, change)| change != "equal");
    (text(&report["against"]["consequence"]), changes.collect())
}

fn check_against(now: &str, consequence: &str, expected: &[(&str, &str)]) {
    let package = Package::new(ORIGINAL);
    assert_eq!(accessvm(&["build", package.path()]).status, 0);
    package.write(now);
    let ended = package.against(&package.file("build"));
    let (found, changes) = changes(&ended);
    let changes: Vec<(&str, &str)> =
        changes.iter().map(|(name, change)| (name.as_str(), change.as_str())).collect();
    assert_eq!((found.as_str(), changes.as_slice()), (consequence, expected), "{now}");
    assert_eq!(ended.status, i32::from(consequence == "major"), "{}", ended.stderr);
}

#[test]
fn footprints_are_compared_with_an_earlier_build_in_each_direction() {
    check_against(ORIGINAL, "patch", &[]);
    let renamed = ORIGINAL.replace("(at", "(till").replace("[at]", "[till]");
    check_against(&renamed, "patch", &[]);
    let wider = ORIGINAL.replace(
        "reads Till(at).coins { Till[at].coins }",
        "reads Till(at).{coins, notes} { Till[at].coins + Till[at].notes }",
    );
    check_against(&wider, "major", &[("coins", "widened")]);
    let narrower = ORIGINAL
        .replace("writes Till(at) {", "writes Till(at).notes {")
        .replace("Till[at].coins = 0; ", "");
    check_against(&narrower, "minor", &[("drop", "narrowed")]);
    let renamed = ORIGINAL.replace("fun coins(", "fun money(");
    check_against(&renamed, "major", &[("coins", "removed"), ("money", "added")]);
    let more =
        ORIGINAL.replace("    public fun drop", "    public fun nothing() {}\n    public fun drop");
    check_against(&more, "minor", &[("nothing", "added")]);
    let hidden = ORIGINAL.replace("public entry fun spend", "fun spend");
    check_against(&hidden, "major", &[("spend", "removed")]);
    let resigned = ORIGINAL.replace("fun spend(at: address)", "fun spend(at: address, _n: u64)");
    check_against(&resigned, "major", &[("spend", "changed")]);
}

#[test]
fn a_wider_footprint_is_told_with_its_clause() {
    let package = Package::new(ORIGINAL);
    assert_eq!(accessvm(&["build", package.path()]).status, 0);
    let wider = ORIGINAL.replace("writes Till(at).coins { Till[at].coins -= 1; }", "writes Till(at).coins, Till(at).notes { Till[at].coins -= Till[at].notes; Till[at].notes = 1; }");
    package.write(&wider);
    let module = package.file("build/0x42-m.amv");
    let ended = accessvm(&["check", package.path(), "--against", module.to_str().unwrap()]);
    assert_eq!(ended.status, 1);
    let expected = "widened   0x42::m::spend (major)\n  + writes Till(at).notes\n2 equal; the next version is major\n";
    assert_eq!(ended.stdout, expected, "{}", ended.stderr);
}

#[test]
fn what_is_no_earlier_build_is_told() {
    let package = Package::new(ORIGINAL);
    let message = |old: &Path, status: i32| {
        let ended = package.against(old);
        assert_eq!((ended.status, ended.stdout.as_str()), (status, ""), "{}", ended.stderr);
        ended.stderr
    };
    assert!(message(&package.file("nowhere"), 1).contains("cannot read"));
    assert!(message(&package.file("sources"), 1).contains("is no build: it holds 0 modules"));
    assert!(message(&package.file("Move.toml"), 1).contains("is not a module"));
    assert_eq!(accessvm(&["build", package.path()]).status, 0);
    let module = package.file("build/0x42-m.amv");
    let bytes = fs::read(&module).unwrap();
    fs::write(package.file("build/twice.amv"), &bytes).unwrap();
    assert!(message(&package.file("build"), 1).contains("is there twice"));
    // Whatever a file holds, there is an answer.
    for position in (0..bytes.len()).step_by(97) {
        let mut mutated = bytes.clone();
        mutated[position] ^= 0x55;
        fs::write(&module, &mutated).unwrap();
        assert!(package.against(&module).status <= 1, "{position}");
    }
}
