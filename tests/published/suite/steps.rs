//! The steps of a transactional test, and how each is said to end.

use std::collections::BTreeMap;

/// A step: a line `//# …` and the text below it.
pub(crate) struct Step {
    /// The words of the line.
    pub(crate) words: Vec<String>,
    /// The program below it.
    pub(crate) text: String,
}

/// How a step ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct End {
    /// The compiler refuses it.
    pub(crate) is_refused: bool,
    /// What comes back, if something does.
    pub(crate) values: Option<String>,
    /// Why it fails, and the code of an abort.
    pub(crate) failure: Option<(String, Option<u64>)>,
}

/// Cuts a test into its steps.
pub(crate) fn steps(text: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in text.lines() {
        let line_of_step = line.trim().strip_prefix("//#");
        match (line_of_step, steps.last_mut()) {
            (Some(words), _) => {
                let words = words.split_whitespace().map(str::to_owned).collect();
                steps.push(Step { words, text: String::new() });
            }
            (None, Some(step)) => {
                step.text.push_str(line);
                step.text.push('\n');
            }
            (None, None) => {}
        }
    }
    steps
}

/// How steps end, by position; a step of which nothing is said ends well.
///
/// Where two compilers were compared, lines of the older begin with `- `.
pub(crate) fn ends(said: &str) -> BTreeMap<usize, End> {
    let is_comparison = said.starts_with("comparison between");
    let mut ends: BTreeMap<usize, End> = BTreeMap::new();
    let mut at = None;
    for line in said.lines().filter(|line| !(is_comparison && line.starts_with('-'))) {
        let line = if is_comparison { line.get(2..).unwrap_or_default() } else { line };
        if let Some(rest) = line.strip_prefix("task ") {
            at = rest.split(' ').next().and_then(|number| number.parse().ok());
        } else if let Some(at) = at {
            read_line(line.trim(), ends.entry(at).or_default());
        }
    }
    ends
}

fn read_line(line: &str, end: &mut End) {
    if let Some(values) = line.strip_prefix("return values: ") {
        end.values = Some(values.to_owned());
    } else if let Some(status) = line.strip_prefix("major_status: ") {
        end.failure = Some((status.trim_end_matches(',').to_owned(), None));
    } else if let Some(code) = line.strip_prefix("sub_status: Some(") {
        let code = code.trim_end_matches([')', ',']).parse().ok();
        end.failure.iter_mut().for_each(|(_, sub)| *sub = code);
    } else if line.starts_with("Error: ") && !line.contains("execution failed") {
        end.is_refused = true;
    }
}
