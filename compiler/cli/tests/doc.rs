//! `accessvm doc` on a package, and where there is none.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

fn package(module: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let manifest = "[package]\nname = \"Shop\"\n[addresses]\nshop = \"0x5409\"\n";
    fs::create_dir(folder.path().join("sources")).unwrap();
    fs::write(folder.path().join("Move.toml"), manifest).unwrap();
    fs::write(folder.path().join("sources/m.move"), module).unwrap();
    folder
}

fn doc(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accessvm"));
    command.arg("doc").args(arguments).current_dir(folder).output().unwrap()
}

#[test]
fn pages_go_into_the_build_of_the_package_from_below_too() {
    let folder = package("module shop::m { public fun one(): u64 pure { 1 } }");
    let output = doc(&folder.path().join("sources"), &["--format", "json"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let names = report["files"].as_array().unwrap();
    let site = folder.path().join("build/doc");
    for name in names {
        assert!(site.join(name.as_str().unwrap()).is_file(), "{name}");
    }
    assert!(names.iter().any(|name| name == "index.html"));
    assert!(Path::new(report["index"].as_str().unwrap()).ends_with("build/doc/index.html"));
}

#[test]
fn pages_go_where_they_are_told() {
    let folder = package("module shop::m { public fun one(): u64 pure { 1 } }");
    assert!(doc(folder.path(), &["--output", "here/and/there"]).status.success());
    assert!(folder.path().join("here/and/there/0x5409.m.html").is_file());
    assert!(!folder.path().join("build").exists());
}

#[test]
fn a_package_with_errors_has_no_pages() {
    let folder = package("module shop::m { public fun one(): u64 pure { true } }");
    let output = doc(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("E03"));
    assert!(!folder.path().join("build").exists());
}
