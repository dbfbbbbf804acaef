//! House rules that no lint can hold: crate edges, file headers, no loose ends, documents that stay true.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Crates by rank, lowest first: an edge goes to a lower rank, never sideways or up.
const RANKS: &[&[&str]] = &[
    &["compiler-diagnostics", "vm-access"],
    &["compiler-syntax", "vm-bytecode", "vm-state", "vm-scheduler", "vm-workloads"],
    &["vm-footprint", "vm-layout", "vm-workers"],
    &["compiler-typing", "compiler-format", "vm-verifier"],
    &["compiler-codegen", "vm-interpreter"],
    &["compiler-driver", "vm-jit"],
    &["compiler-doc", "compiler-lsp", "vm-runtime"],
    &["compiler-cli", "tests", "fuzz", "seeds"],
];

/// What may not stand in source: such things are issues, or a page in `docs/decisions/`.
const LOOSE_ENDS: &[&str] =
    &["TO\u{44}O", "FIX\u{4d}E", "XX\u{58}", "todo\u{21}(", "unimplemented\u{21}("];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

/// Every file below `folder` whose name ends in one of `extensions`, build output left out.
fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_path_buf()];
    while let Some(folder) = pending.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten();
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "target" | "build" | ".git") {
                    pending.push(path);
                }
            } else if extensions.iter().any(|extension| name.ends_with(extension)) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<PathBuf> {
    ["compiler", "vm", "tests", "fuzz"]
        .iter()
        .flat_map(|part| files(&root().join(part), &[".rs"]))
        .collect()
}

fn assert_none(what: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{what}:\n  {}", findings.join("\n  "));
}

fn rank(name: &str) -> Option<usize> {
    RANKS.iter().position(|members| members.contains(&name))
}

/// Our crates in a manifest's section.
fn edges(manifest: &str, section: &str) -> Vec<String> {
    let lines = manifest.lines().skip_while(|line| line.trim() != section).skip(1);
    lines
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| name.starts_with("compiler-") || name.starts_with("vm-"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn crate_edges_go_down() {
    let mut findings = Vec::new();
    for path in files(&root(), &["Cargo.toml"]) {
        let manifest = fs::read_to_string(&path).unwrap();
        let Some(name) = manifest.lines().find_map(|line| line.strip_prefix("name = ")) else {
            continue;
        };
        let name = name.trim_matches('"');
        let Some(own) = rank(name) else {
            findings.push(format!("{name} has no rank"));
            continue;
        };
        for edge in edges(&manifest, "[dependencies]") {
            if rank(&edge).is_none_or(|other| own <= other) {
                findings.push(format!("{name} -> {edge}"));
            }
        }
        if name.starts_with("vm-") {
            let tests_of_vm = edges(&manifest, "[dev-dependencies]");
            let upward = tests_of_vm.iter().filter(|edge| edge.starts_with("compiler-"));
            findings.extend(upward.map(|edge| format!("{name} -> {edge} (tests)")));
        }
    }
    assert_none("edges that do not go down", &findings);
}

#[test]
fn every_file_begins_with_its_header() {
    let bare = sources().into_iter().filter(|path| {
        let text = fs::read_to_string(path).unwrap();
        !text.trim_start_matches('\u{feff}').starts_with("//!")
    });
    assert_none(
        "files without `//!`",
        &bare.map(|path| path.display().to_string()).collect::<Vec<_>>(),
    );
}

#[test]
fn nothing_is_left_for_later() {
    let mut findings = Vec::new();
    for path in sources().into_iter().chain(files(&root().join("stdlib"), &[".move"])) {
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate() {
            if LOOSE_ENDS.iter().any(|word| line.contains(word)) {
                findings.push(format!("{}:{}: {}", path.display(), number + 1, line.trim()));
            }
        }
    }
    assert_none("loose ends", &findings);
}

#[test]
fn no_file_is_called_mod() {
    let found = sources().into_iter().filter(|path| path.ends_with("mod.rs"));
    assert_none("mod.rs", &found.map(|path| path.display().to_string()).collect::<Vec<_>>());
}

#[test]
fn each_invariant_names_a_test_that_exists() {
    let page = fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let code: String = sources().iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let mut findings = Vec::new();
    let mut count = 0;
    for line in page.lines().filter(|line| line.contains("**Invariant**")) {
        count += 1;
        let names: Vec<&str> = match line.rsplit_once("Held by ") {
            Some((_, names)) => names.split('`').skip(1).step_by(2).collect(),
            None => Vec::new(),
        };
        if names.is_empty() {
            findings.push(format!("names no test: {line}"));
        }
        for name in names {
            let function = name.rsplit("::").next().unwrap();
            if !code.contains(&format!("fn {function}(")) {
                findings.push(format!("`{name}` does not exist: {line}"));
            }
        }
    }
    assert!(0 < count, "docs/architecture.md states no invariant");
    assert_none("invariants without a test", &findings);
}

/// Targets of the Markdown links of a page, resolved.
fn links(page: &Path) -> Vec<PathBuf> {
    let text = fs::read_to_string(page).unwrap();
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets
        .map(|target| target.split('#').next().unwrap().to_owned())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .map(|target| page.parent().unwrap().join(target))
        .collect()
}

#[test]
fn every_document_is_reachable_from_the_readme() {
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    let mut pending = vec![root().join("README.md")];
    let mut findings = Vec::new();
    while let Some(page) = pending.pop() {
        let Ok(real) = page.canonicalize() else {
            findings.push(format!("a link leads nowhere: {}", page.display()));
            continue;
        };
        let is_new = seen.insert(real.clone());
        if is_new && real.extension().is_some_and(|extension| extension == "md") {
            pending.extend(links(&real));
        }
    }
    for page in files(&root().join("docs"), &[".md"]) {
        if !seen.contains(&page.canonicalize().unwrap()) {
            findings.push(format!("nothing leads to {}", page.display()));
        }
    }
    assert_none("documents", &findings);
}
