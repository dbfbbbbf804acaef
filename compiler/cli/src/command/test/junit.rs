//! Results of tests as the XML of `JUnit`, a suite a module.

use std::collections::BTreeMap;
use std::fmt::{Result, Write as _};
use std::time::Duration;

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
    let mut suites: BTreeMap<&ModuleId, Vec<&Ended<'_>>> = BTreeMap::new();
    for ended in tests {
        suites.entry(&ended.test.function.module).or_default().push(ended);
    }
    writeln!(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(text, "<testsuites>")?;
    for (module, tests) in &suites {
        let failed = tests.iter().filter(|ended| ended.failed.is_some()).count();
        let time: Duration = tests.iter().map(|ended| ended.time).sum();
        writeln!(
            text,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\" time=\"{:.6}\">",
            escaped(&module.to_string()),
            tests.len(),
            time.as_secs_f64()
        )?;
        tests.iter().try_for_each(|ended| write_case(text, compiled, ended))?;
        writeln!(text, "  </testsuite>")?;
    }
    writeln!(text, "</testsuites>")
}

fn write_case(text: &mut String, compiled: &Compiled, ended: &Ended<'_>) -> Result {
    let function = &ended.test.function;
    write!(
        text,
        "    <testcase classname=\"{}\" name=\"{}\" time=\"{:.6}\"",
        escaped(&function.module.to_string()),
        escaped(function.name.as_str()),
        ended.time.as_secs_f64()
    )?;
    let Some(failed) = &ended.failed else { return writeln!(text, "/>") };
    writeln!(text, ">")?;
    writeln!(
        text,
        "      <failure message=\"{}\">{}</failure>",
        escaped(failed.message()),
        escaped(failed.drawn(compiled, false).trim_end())
    )?;
    writeln!(text, "    </testcase>")
}

/// The text as it may stand in an attribute or an element.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            letter if letter.is_control() && letter != '\n' && letter != '\t' => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
