//! The tests of Move's compiler: what they say of each program, and what we do with it.
//!
//! Each program of `move-compiler-v2/tests` stands beside a file of what Move's compiler says of it: is an error among that,
//! the program is to be refused. Those of `move-compiler-v2/transactional-tests` are published and run step by step, and
//! each step says how it ends. What is skipped, and why, is a table in `skip`.

mod compile;
mod machine;
mod skip;
mod steps;
mod transaction;
mod verdict;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::files;

/// What was counted, and where we disagree.
#[derive(Default)]
pub(crate) struct Tally {
    /// Verdicts on programs: alike, of all.
    verdicts: Count,
    /// Ends of runs.
    runs: Count,
    /// Accesses that a declaration denies: found by us before the run.
    denials: Count,
    /// Programs left out, by reason.
    skipped: BTreeMap<&'static str, usize>,
    disagreements: Vec<String>,
}

/// How often we agree.
#[derive(Clone, Copy, Default)]
struct Count {
    alike: usize,
    all: usize,
}

impl Count {
    fn add(&mut self, is_alike: bool) -> bool {
        self.all += 1;
        self.alike += usize::from(is_alike);
        is_alike
    }
}

impl Tally {
    fn skip(&mut self, reason: &'static str) {
        *self.skipped.entry(reason).or_default() += 1;
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for disagreement in &self.disagreements {
            let _ = writeln!(text, "{disagreement}");
        }
        let kinds =
            [("verdicts", self.verdicts), ("runs", self.runs), ("access_control", self.denials)];
        for (kind, count) in kinds {
            let _ = writeln!(text, "{kind}: {}/{}", count.alike, count.all);
        }
        for (reason, count) in &self.skipped {
            let _ = writeln!(text, "skipped {count}: {reason}");
        }
        text
    }
}

/// Tries all tests of `move-compiler-v2` below a folder.
pub(crate) fn report(folder: &Path) -> Result<String, String> {
    let home = compiler(folder)?;
    let mut tally = Tally::default();
    for path in files(&home.join("tests"), ".move") {
        verdict::compare(&home, &path, &mut tally)?;
    }
    for path in files(&home.join("transactional-tests/tests"), ".move") {
        transaction::compare(&home, &path, &mut tally)?;
    }
    Ok(tally.text())
}

/// Where the sources of Move's compiler are.
fn compiler(folder: &Path) -> Result<PathBuf, String> {
    let places =
        ["", "move-compiler-v2", "language/move-compiler-v2", "third_party/move/move-compiler-v2"];
    let mut places = places.iter().map(|place| folder.join(place));
    let found = places.find(|place| place.join("transactional-tests/tests").is_dir());
    found.ok_or_else(|| format!("no `move-compiler-v2` with its tests in {}", folder.display()))
}

/// A path as people read it.
fn shown(home: &Path, path: &Path) -> String {
    path.strip_prefix(home).unwrap_or(path).display().to_string()
}
