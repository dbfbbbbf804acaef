//! Results of tests for programs.

use serde::Serialize;

use super::Ended;
use super::coverage::{Coverage, CoverageReport};
use crate::compile::Compiled;

/// The format's name and version.
pub(crate) const SCHEMA: &str = "accessvm.test/1";

/// The whole report.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    schema: &'static str,
    passed: usize,
    failed: usize,
    /// Tests of the package that the filter leaves out.
    ignored: usize,
    tests: Vec<Test>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageReport>,
}

/// A test.
#[derive(Debug, Serialize)]
struct Test {
    name: String,
    status: &'static str,
    seconds: f64,
    gas: u64,
    /// What it has shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    printed: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
}

pub(crate) fn report(
    compiled: &Compiled,
    tests: &[Ended<'_>],
    coverage: Option<&Coverage>,
) -> Report {
    let failed = tests.iter().filter(|ended| ended.failed.is_some()).count();
    let test = |ended: &Ended<'_>| {
        let (file, line) = ended.failed.as_ref().map(|failed| failed.place(compiled)).unzip();
        Test {
            name: ended.test.function.to_string(),
            status: if ended.failed.is_some() { "failed" } else { "passed" },
            seconds: ended.time.as_secs_f64(),
            gas: ended.gas,
            printed: ended.printed.clone(),
            message: ended.failed.as_ref().map(|failed| failed.drawn(compiled, false)),
            file,
            line,
        }
    };
    Report {
        schema: SCHEMA,
        passed: tests.len() - failed,
        failed,
        ignored: compiled.build.tests.len() - tests.len(),
        tests: tests.iter().map(test).collect(),
        coverage: coverage.map(Coverage::report),
    }
}
