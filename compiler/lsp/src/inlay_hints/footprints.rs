//! The clauses that were inferred, on functions without any.

use compiler_driver::clauses;

use crate::functions::{Written, functions, inferred};
use crate::inlay_hints::{Hint, Known};

/// Where clauses would be put, and which: of each function that has none.
pub(super) fn hints(known: &Known<'_, '_>) -> Vec<Hint> {
    let all = functions(&known.tree, known.file).into_iter();
    let undeclared = all.filter(|it| it.function.access.is_none() && it.function.body.is_some());
    undeclared.filter_map(|it| hint(known, &it)).collect()
}

fn hint(known: &Known<'_, '_>, written: &Written<'_>) -> Option<Hint> {
    let (module, definition, found) = inferred(known.analysis, known.file, written)?;
    let clauses = clauses(found.footprint.accesses(), &module.names(definition));
    let mut lines: Vec<String> = clauses.into_iter().map(|(_, text)| text).collect();
    if lines.is_empty() {
        lines.push("pure".to_owned());
    }
    let at = written.function.access_place.start;
    Some(Hint { at, label: lines.join(", "), tooltip: Some(lines.join("\n")), kind: None })
}
