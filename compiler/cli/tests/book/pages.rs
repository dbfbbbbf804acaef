//! One page: its blocks are carried out in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// How many there are in a row of a table of places bound and touched.
const PRECISION_BARS: usize = 6;

const MANIFEST: &str = "[package]\nname = \"Page\"\nversion = \"0.1.0\"\n\n\
     [addresses]\npage = \"0xa1\"\nbook = \"0xb00c\"\n";

/// What a command did.
struct Said {
    status: i32,
    stdout: String,
    stderr: String,
}

/// Carries out `accessvm` in a folder.
fn accessvm(folder: &Path, arguments: &[&str]) -> Said {
    let output = Command::new(env!("CARGO_BIN_EXE_accessvm"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap().trim().to_owned();
    let status = output.status.code().unwrap();
    Said { status, stdout: text(output.stdout), stderr: text(output.stderr) }
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

/// The folder in which a page's blocks are carried out; its package lies in `page`.
pub(crate) struct Book {
    folder: TempDir,
}

impl Book {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("page/sources")).unwrap();
        fs::write(folder.path().join("page/Move.toml"), MANIFEST).unwrap();
        Self { folder }
    }

    fn package(&self) -> PathBuf {
        self.folder.path().join("page")
    }

    /// The page as it should be.
    pub(crate) fn as_it_is(&self, name: &str, page: &str) -> String {
        let mut right = page.to_owned();
        let mut who = "required";
        for (kind, shown) in blocks(page) {
            let said = match kind {
                "text footprint" => self.of_package(&["footprint", "--declarations", who]).stdout,
                "text check" => self.of_package(&["check"]).stderr,
                "console" => {
                    self.console(name, shown);
                    continue;
                }
                "json" | "toml" | "sh" | "text" => continue,
                source => {
                    let mark = source.strip_prefix("move").unwrap_or_else(|| {
                        panic!("{name}: a block of kind `{source}`");
                    });
                    who = if mark == " inferred" { "inferred" } else { "required" };
                    self.source(name, mark.trim(), shown);
                    continue;
                }
            };
            right = right.replace(shown, &format!("{said}\n"));
        }
        for line in page.lines().filter(|line| line.starts_with("| `examples/")) {
            let package = line.split('`').nth(1).unwrap();
            let report = report(package);
            let is_precision = line.matches('|').count() == PRECISION_BARS;
            let row = if is_precision { precision_row } else { span_row };
            right = right.replace(line, &row(package, &report));
        }
        right
    }

    fn of_package(&self, arguments: &[&str]) -> Said {
        accessvm(&self.package(), arguments)
    }

    /// Takes a block as the package, and looks whether it is as it is marked.
    fn source(&self, name: &str, mark: &str, text: &str) {
        fs::write(self.package().join("sources/page.move"), text).unwrap();
        let who = if mark == "inferred" { "inferred" } else { "required" };
        let Said { status, stderr, .. } = self.of_package(&["check", "--declarations", who]);
        let fails = mark.strip_prefix("fails ");
        let is_right = match (mark, fails) {
            (_, Some(code)) => status == 1 && stderr.contains(&format!("error[{code}]")),
            ("warns", None) => status == 0 && stderr.contains("warning["),
            ("" | "inferred", None) => status == 0 && !stderr.contains("warning["),
            _ => panic!("{name}: a block marked `{mark}`"),
        };
        assert!(is_right, "{name}: a block marked `{mark}`:\n{text}\n{stderr}");
    }

    /// Carries out the commands of a block, and compares what they print.
    fn console(&self, name: &str, shown: &str) {
        for part in shown.split("$ accessvm ").skip(1) {
            let (command, expected) = part.split_once('\n').unwrap();
            let arguments: Vec<&str> = command.split(' ').collect();
            let Said { stdout, stderr, .. } = accessvm(self.folder.path(), &arguments);
            let printed: Vec<&str> = stdout.lines().chain(stderr.lines()).collect();
            let expected: Vec<&str> = expected.lines().collect();
            assert!(
                fits(&printed, &expected),
                "{name}: `accessvm {command}` prints\n{stdout}\n{stderr}"
            );
        }
    }
}

/// Whether lines are as expected, where `…` stands for any number of them.
fn fits(printed: &[&str], expected: &[&str]) -> bool {
    match (printed.split_first(), expected.split_first()) {
        (_, Some((&"…", rest))) => {
            (0..=printed.len()).any(|skipped| fits(&printed[skipped..], rest))
        }
        (Some((line, printed)), Some((wanted, expected))) => {
            line == wanted && fits(printed, expected)
        }
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// What running an example's batch reports.
fn report(package: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let arguments = ["run", package, "--engine", "serial", "--format", "json", "--quiet"];
    serde_json::from_str(&accessvm(&root, &arguments).stdout).unwrap()
}

/// The row that belongs into a table of places bound and touched.
fn precision_row(package: &str, report: &Value) -> String {
    let functions = report["precision"].as_array().unwrap();
    let sum = |key: &str| functions.iter().map(|it| it[key].as_u64().unwrap()).sum::<u64>();
    let touched = sum("touched");
    let ratio = |bound: u64| {
        let hundredths = (100 * bound + touched / 2) / touched;
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    };
    format!(
        "| `{package}` | {} | {touched} | {} | {} |",
        sum("transactions"),
        ratio(sum("declared")),
        ratio(sum("inferred"))
    )
}

/// The row that belongs into a table of spans.
fn span_row(package: &str, report: &Value) -> String {
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
