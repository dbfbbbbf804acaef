//! Results of tests for people, in the lines that Move prints.

use std::collections::BTreeMap;
use std::fmt::{Result, Write as _};

use vm_access::ModuleId;

use super::Ended;
use crate::compile::Compiled;

pub(crate) fn print(compiled: &Compiled, tests: &[Ended<'_>]) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _: Result = write(&mut text, compiled, tests);
    text
}

fn write(text: &mut String, compiled: &Compiled, tests: &[Ended<'_>]) -> Result {
    writeln!(text, "Running Move unit tests")?;
    let mut failures: BTreeMap<&ModuleId, Vec<&Ended<'_>>> = BTreeMap::new();
    for ended in tests {
        for printed in &ended.printed {
            writeln!(text, "[debug] {printed}")?;
        }
        let name = &ended.test.function;
        let word = if ended.failed.is_some() { "FAIL" } else { "PASS" };
        let colour = if ended.failed.is_some() { 31 } else { 32 };
        writeln!(text, "[ \x1b[1;{colour}m{word}\x1b[0m    ] {name} ({} gas)", ended.gas)?;
        if ended.failed.is_some() {
            failures.entry(&name.module).or_default().push(ended);
        }
    }
    if !failures.is_empty() {
        writeln!(text, "\nTest failures:")?;
    }
    for (module, tests) in &failures {
        writeln!(text, "\nFailures in {module}:")?;
        for ended in tests {
            writeln!(text, "\n┌── {} ──────", ended.test.function.name)?;
            let drawn = ended.failed.iter().map(|failed| failed.drawn(compiled, true));
            for line in drawn.collect::<String>().trim_end().lines() {
                writeln!(text, "│ {line}")?;
            }
            writeln!(text, "└──────────────────")?;
        }
    }
    let failed = tests.iter().filter(|ended| ended.failed.is_some()).count();
    let passed = tests.len() - failed;
    let result = if failed == 0 { "OK" } else { "FAILED" };
    writeln!(
        text,
        "{}Test result: {result}. Total tests: {}; passed: {passed}; failed: {failed}",
        if failures.is_empty() { "" } else { "\n" },
        tests.len()
    )
}
