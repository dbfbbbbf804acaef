//! What a file says must be found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The expectations of one file.
#[derive(Debug, Default)]
pub(crate) struct Expectations {
    /// By module and function: accesses as they are printed.
    pub(crate) footprints: BTreeMap<(String, String), BTreeSet<String>>,
    /// By module and struct: fields that nothing replaces.
    pub(crate) fixed: BTreeMap<(String, String), BTreeSet<String>>,
    /// What is said about declarations.
    pub(crate) reports: BTreeSet<Reported>,
    /// Where the functions with `reports` lines begin: line, counted from 1, and name.
    reporting: BTreeMap<u32, String>,
}

/// A code and the function it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reported {
    pub(crate) function: String,
    pub(crate) code: String,
}

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.code, self.function)
    }
}

impl Expectations {
    pub(crate) fn parse(text: &str) -> Self {
        let mut expected = Self::default();
        let mut module = String::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if let Some(name) = line.strip_prefix("module ") {
                name.trim_end_matches('{').trim().clone_into(&mut module);
            } else if let Some(rest) = line.strip_prefix("//! footprint ") {
                let (name, accesses) = split(rest);
                let known = expected.footprints.entry((module.clone(), name)).or_default();
                known.extend(accesses.split("; ").filter(|it| *it != "pure").map(str::to_owned));
            } else if let Some(rest) = line.strip_prefix("//! fixed ") {
                let (name, fields) = split(rest);
                let fields = fields.split(", ").filter(|field| !field.is_empty());
                let known = expected.fixed.entry((module.clone(), name)).or_default();
                known.extend(fields.map(str::to_owned));
            } else if let Some(rest) = line.strip_prefix("//! reports ") {
                let (function, codes) = split(rest);
                let codes = codes.split(", ").filter(|code| !code.is_empty());
                let codes = codes
                    .map(|code| Reported { function: function.clone(), code: code.to_owned() });
                expected.reports.extend(codes);
                expected.reporting.insert(u32::try_from(index + 1).unwrap(), function);
            }
        }
        expected
    }

    /// The function with a `reports` line that a message is about: the one it begins with, or the one at its place.
    pub(crate) fn function_of(&self, message: &str, line: u32) -> Option<String> {
        let named = message.strip_prefix('`').and_then(|rest| rest.split('`').next());
        if let Some(name) = self.reporting.values().find(|name| Some(name.as_str()) == named) {
            return Some(name.clone());
        }
        let before = self.reporting.range(..=line);
        before.map(|(_, name)| name.clone()).next_back()
    }

    pub(crate) fn has_reports(&self) -> bool {
        !self.reporting.is_empty()
    }
}

fn split(rest: &str) -> (String, &str) {
    let (name, what) = rest.split_once(':').unwrap_or_else(|| panic!("no `:` in `{rest}`"));
    (name.to_owned(), what.trim())
}
