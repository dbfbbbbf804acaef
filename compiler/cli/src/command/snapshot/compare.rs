//! What got worse since a snapshot was written.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use compiler_driver::{beyond, read_footprint};
use serde::Serialize;

use crate::command::snapshot::file::{BatchCost, EntryFunction, Snapshot};

/// Something that got worse.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Loss {
    /// The function; none for the batch as a whole.
    function: Option<String>,
    /// What happened.
    message: String,
    /// Clauses that were not there before.
    gained: Vec<String>,
}

impl Loss {
    /// For people.
    pub(super) fn text(&self) -> String {
        let mut out = match &self.function {
            Some(function) => format!("{function}: {}\n", self.message),
            None => format!("{}\n", self.message),
        };
        for clause in &self.gained {
            // Writing to a string does not fail.
            let _: std::fmt::Result = writeln!(out, "  + {clause}");
        }
        out
    }
}

/// What got wider or slower. A function that is new, or gone, is neither.
pub(super) fn losses(before: &Snapshot, now: &Snapshot) -> Result<Vec<Loss>, String> {
    let known: BTreeMap<&str, &EntryFunction> =
        before.functions.iter().map(|it| (it.function.as_str(), it)).collect();
    let mut losses = Vec::new();
    for function in &now.functions {
        if let Some(old) = known.get(function.function.as_str()) {
            losses.extend(compare(old, function)?);
        }
    }
    losses.extend(compare_batches(before.batch, now.batch));
    let is_slower = losses.iter().any(|loss| loss.function.is_none());
    if is_slower {
        losses.extend(
            now.functions
                .iter()
                .filter_map(|function| slower(known.get(function.function.as_str())?, function)),
        );
    }
    Ok(losses)
}

fn compare(old: &EntryFunction, new: &EntryFunction) -> Result<Option<Loss>, String> {
    let loss = |message: &str, gained| {
        Some(Loss { function: Some(new.function.clone()), message: message.to_owned(), gained })
    };
    if old.signature != new.signature {
        return Ok(loss("has another signature: write the snapshot anew", Vec::new()));
    }
    let read = |function: &EntryFunction| {
        read_footprint(&function.footprint)
            .ok_or_else(|| format!("the footprint of {} cannot be read", function.function))
    };
    let (before, after) = (read(old)?, read(new)?);
    if beyond(&after, &before).is_none() {
        return Ok(None);
    }
    let gained: Vec<String> =
        new.clauses.iter().filter(|clause| !old.clauses.contains(clause)).cloned().collect();
    let message = if old.class == new.class {
        "may do more than before".to_owned()
    } else {
        format!("may do more than before: it was {}, and is {}", old.class, new.class)
    };
    Ok(loss(&message, gained))
}

fn compare_batches(old: Option<BatchCost>, new: Option<BatchCost>) -> Option<Loss> {
    let loss = |message: String| Some(Loss { function: None, message, gained: Vec::new() });
    match (old?, new) {
        (_, None) => loss("there is no batch any more".to_owned()),
        (old, Some(new)) if old.span < new.span => {
            let (before, after) = (old.span, new.span);
            loss(format!("the span of the batch was {before} gas, and is {after}"))
        }
        (_, Some(_)) => None,
    }
}

/// A function that has more gas on the critical path than before: told where the span got longer.
fn slower(old: &EntryFunction, new: &EntryFunction) -> Option<Loss> {
    let (before, after) = (old.cost?.critical_gas, new.cost?.critical_gas);
    (before < after).then(|| Loss {
        function: Some(new.function.clone()),
        message: format!("had {before} gas on the critical path, and has {after}"),
        gained: Vec::new(),
    })
}
