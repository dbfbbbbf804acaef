//! What a function says of its results: whether it follows from what it returns.

use vm_access::{AccessPath, Root, Term};
use vm_bytecode::{Register, ResultSummary, Target};

use super::reference::Reference;
use super::state::Content;
use super::term::{includes, mentions};
use super::walk::Walk;
use crate::error::{Fault, Plain};

/// Sees that what is said can be: over the parameters alone, and built as terms are everywhere.
pub(super) fn check_form(summaries: &[ResultSummary]) -> Plain {
    let is_out_of_scope = |term: &Term| {
        let mut is_out = false;
        term.for_each(&mut |part| is_out |= matches!(part, Term::Index(_)));
        is_out || term.map_indices(&Term::Index) != *term
    };
    for (index, summary) in summaries.iter().enumerate() {
        let mut terms = summary.targets.iter().flat_map(AccessPath::terms);
        if is_out_of_scope(&summary.value) || terms.any(is_out_of_scope) {
            return Err(Fault::ResultTooExact(index));
        }
    }
    Ok(())
}

/// Sees that what is said of results follows from what `results` hold.
pub(super) fn check_results(walk: &Walk<'_>, results: &[Register]) -> Plain {
    let summaries = &walk.body.function.result_summaries;
    let contents: Vec<&Content> = results.iter().map(|result| walk.content(*result)).collect();
    for (index, summary) in summaries.iter().enumerate() {
        if !contents.get(index).is_some_and(|content| is_said_of(summary, content)) {
            return Err(Fault::ResultTooExact(index));
        }
    }
    match summaries.iter().position(|summary| summary.is_exact) {
        Some(index) if !is_exact(walk, &contents) => Err(Fault::ResultTooExact(index)),
        Some(_) | None => Ok(()),
    }
}

fn is_said_of(summary: &ResultSummary, content: &Content) -> bool {
    let ResultSummary { value, targets, .. } = summary;
    match content {
        Content::Value(now) => targets.is_empty() && includes(value, now),
        Content::Reference(_) if targets.iter().any(|it| it.root == Root::Everything) => {
            *value == Term::Any
        }
        Content::Unset | Content::Reference(Reference::Anywhere) => false,
        Content::Reference(Reference::To(now)) => now.iter().all(|target| match target {
            Target::Value(now) => targets.is_empty() && includes(value, now),
            Target::Path(now) => {
                let is_it = |said: &AccessPath| {
                    said.projections.len() == now.projections.len() && said.covers(now)
                };
                *value == Term::Any && targets.iter().any(is_it)
            }
            Target::Local(..) | Target::Within(_) => false,
        }),
    }
}

/// Whether the results are said exactly, and cannot be computed wherever the function aborts: it goes straight on, and
/// whatever may abort is computed for a result.
fn is_exact(walk: &Walk<'_>, contents: &[&Content]) -> bool {
    let returned: Vec<Term> = contents.iter().map(|content| value_of(content)).collect();
    let is_said = |(summary, now): (&ResultSummary, &Term)| {
        let is_one = *now != Term::Any && !mentions(now, &Term::has_among);
        !summary.is_exact || is_one && summary.value == *now
    };
    let is_computed =
        |aborting: &Term| returned.iter().any(|result| mentions(result, &|part| part == aborting));
    walk.body.code.blocks.len() == 1
        && !walk.exactness.aborts_silently
        && walk.exactness.aborting.iter().all(is_computed)
        && walk.body.function.result_summaries.iter().zip(&returned).all(is_said)
}

fn value_of(content: &Content) -> Term {
    match content {
        Content::Value(value) => value.clone(),
        Content::Reference(Reference::To(targets)) => {
            Term::choice(targets.iter().map(|target| match target {
                Target::Value(value) => value.clone(),
                Target::Path(_) | Target::Local(..) | Target::Within(_) => Term::Any,
            }))
        }
        Content::Unset | Content::Reference(Reference::Anywhere) => Term::Any,
    }
}
