//! Packages: whether each compiles and passes its tests, and how well its entry functions are known.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value as Json;

use crate::{files, read};

/// What was found of a package.
struct Found {
    name: String,
    /// `None` if it compiles, or what is wrong first.
    error: Option<String>,
    tests: Share,
    /// Entry functions whose footprint is exact, of all.
    entries: Share,
}

/// A part of a whole.
#[derive(Clone, Copy, Default)]
struct Share {
    part: usize,
    whole: usize,
}

/// Tries each package below a folder; packages of the folder that depend on each other are found by their names.
pub(crate) fn report(folder: &Path) -> Result<String, String> {
    let program = program()?;
    let manifests = files(folder, "/Move.toml");
    let mut names: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for manifest in &manifests {
        let home = manifest.parent().unwrap_or(folder).to_path_buf();
        names.entry(name(&read(manifest)?)).or_default().push(home);
    }
    let mut found = Vec::new();
    for manifest in &manifests {
        let home = manifest.parent().unwrap_or(folder);
        let text = read(manifest)?;
        let beside = dependencies(&text, &names, home);
        let mut one = tried(&program, home, &beside)?;
        one.name = home.strip_prefix(folder).unwrap_or(home).display().to_string();
        found.push(one);
    }
    Ok(table(&found))
}

/// The program of the build that this belongs to.
fn program() -> Result<PathBuf, String> {
    let own = env::current_exe().map_err(|error| error.to_string())?;
    let program = own.ancestors().nth(2).map(|folder| folder.join("accessvm"));
    let program = program.filter(|path| path.exists());
    program.ok_or_else(|| "there is no `accessvm` beside this: run `cargo build` first".to_owned())
}

/// The name that a manifest gives its package.
fn name(manifest: &str) -> String {
    let lines = manifest.lines().map(str::trim).skip_while(|line| *line != "[package]").skip(1);
    let mut fields = lines.take_while(|line| !line.starts_with('[')).filter_map(|line| {
        let (key, value) = line.split_once('=')?;
        (key.trim() == "name").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    fields.next().unwrap_or_default()
}

/// Other packages that a manifest may mean, where only one has the name.
fn dependencies(
    manifest: &str,
    names: &BTreeMap<String, Vec<PathBuf>>,
    home: &Path,
) -> Vec<String> {
    let known = names.iter().filter_map(|(name, homes)| match homes.as_slice() {
        [one] if one != home => Some((name, one)),
        _ => None,
    });
    let named = known.filter(|(name, _)| !name.is_empty() && manifest.contains(name.as_str()));
    named.map(|(name, home)| format!("--dependency={name}={}", home.display())).collect()
}

fn tried(program: &Path, home: &Path, beside: &[String]) -> Result<Found, String> {
    let run = |command: &[&str]| -> Result<Output, String> {
        let mut process = Command::new(program);
        process.args(command).arg(home).args(beside).args(["--declarations", "inferred"]);
        process.output().map_err(|error| format!("{}: {error}", program.display()))
    };
    let check = run(&["check", "--quiet"])?;
    let error = (!check.status.success()).then(|| first_error(&check));
    let tests = json(&run(&["test", "--format", "json"])?);
    let footprints = json(&run(&["footprint", "--format", "json"])?);
    Ok(Found { name: String::new(), error, tests: tests_of(&tests), entries: entries(&footprints) })
}

/// The first line that says what is wrong.
fn first_error(output: &Output) -> String {
    let said = [output.stdout.as_slice(), output.stderr.as_slice()];
    let said = said.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).join("\n");
    let line = said.lines().find(|line| line.trim_start().starts_with("error"));
    line.or(said.lines().next()).unwrap_or_default().trim().to_owned()
}

fn json(output: &Output) -> Json {
    serde_json::from_slice(&output.stdout).unwrap_or_default()
}

fn tests_of(report: &Json) -> Share {
    let count = |key: &str| report[key].as_u64().and_then(|it| usize::try_from(it).ok());
    let part = count("passed").unwrap_or(0);
    Share { part, whole: part + count("failed").unwrap_or(0) }
}

fn entries(report: &Json) -> Share {
    let functions = report["functions"].as_array().into_iter().flatten();
    let is_entry = |it: &&Json| it["visibility"].as_str().is_some_and(|it| it.contains("entry"));
    let mut share = Share::default();
    for function in functions.filter(is_entry) {
        share.whole += 1;
        share.part += usize::from(function["class"] == "exact");
    }
    share
}

fn table(found: &[Found]) -> String {
    let mut text = String::new();
    let mut tests = Share::default();
    let mut entries = Share::default();
    for one in found {
        add(&mut tests, one.tests);
        add(&mut entries, one.entries);
        let verdict = one.error.as_deref().unwrap_or("checks");
        let _ = writeln!(text, "{}", line(&one.name, one.tests, one.entries, verdict));
    }
    let checks = found.iter().filter(|one| one.error.is_none()).count();
    let verdict = format!("{checks}/{} check", found.len());
    let _ = writeln!(text, "{}", line("all", tests, entries, &verdict));
    text
}

fn add(sum: &mut Share, more: Share) {
    sum.part += more.part;
    sum.whole += more.whole;
}

fn line(name: &str, tests: Share, entries: Share, verdict: &str) -> String {
    let share = |it: Share| format!("{}/{}", it.part, it.whole);
    let (tests, entries) = (share(tests), share(entries));
    format!("{name:<60} tests {tests:>9}  entries exact {entries:>9}  {verdict}")
}
