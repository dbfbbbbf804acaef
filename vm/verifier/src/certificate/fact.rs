//! What a branch says: conditions that hold, and the numbers that a variable stays below.

use std::collections::BTreeSet;

use vm_access::{Operator, Term, Value};

use super::term::mentions_index;

/// Facts that are remembered.
const FACTS_MAX: usize = 64;

/// Notes that `condition` has turned out to be `holds`.
pub(super) fn learn(facts: &mut BTreeSet<Term>, condition: &Term, holds: bool) {
    let as_found = |term: &Term| if holds { term.clone() } else { not(term) };
    // In order: what is said of one condition is said in one way, whether or not it was turned round.
    let mut possible: BTreeSet<Term> = condition.alternatives().iter().map(as_found).collect();
    if possible.contains(&Term::Constant(Value::Bool(true))) {
        // One of them holds whatever else is: nothing is said.
        return;
    }
    possible.remove(&Term::Constant(Value::Bool(false)));
    let either = |known, other| Term::operation(Operator::Or, &[known, other]);
    if let Some(fact) = possible.into_iter().reduce(either) {
        note(facts, fact);
    }
}

/// Notes a condition that holds, if it says what can be used.
pub(super) fn note(facts: &mut BTreeSet<Term>, fact: Term) {
    if let Some((Operator::And, parts)) = fact.as_operation() {
        parts.iter().for_each(|part| note(facts, part.clone()));
        return;
    }
    let mut is_vague = matches!(fact, Term::Constant(_));
    fact.for_each(&mut |part| {
        is_vague |= matches!(part, Term::Any | Term::Fresh | Term::AnyElement(_) | Term::Choice(_));
        is_vague |= part.has_among();
    });
    if !is_vague && facts.len() < FACTS_MAX {
        facts.insert(fact);
    }
}

/// Numbers that a variable stays below.
pub(super) fn bounds(facts: &BTreeSet<Term>, variable: u8) -> Vec<Term> {
    let mut found: Vec<Term> = Vec::new();
    for fact in facts.iter().filter(|fact| mentions_index(fact, variable)) {
        let bound = less(fact).or_else(|| less_by_another(facts, fact));
        let bound = bound.and_then(|(low, high)| bound_of(&low, &high, variable));
        found.extend(bound.filter(|bound| is_outer(bound, variable)));
    }
    found
}

/// Whether a term mentions variables of loops around that of `variable` alone.
fn is_outer(term: &Term, variable: u8) -> bool {
    let mut is_outer = true;
    term.for_each(&mut |part| is_outer &= !matches!(part, Term::Index(of) if variable <= *of));
    is_outer
}

/// `a` and `b` of a fact that amounts to `a < b`.
fn less(fact: &Term) -> Option<(Term, Term)> {
    match fact.as_operation()? {
        (Operator::Less, [low, high]) => Some((low.clone(), high.clone())),
        (Operator::LessEqual, [low, high]) => match (next(high), previous(low)) {
            (Some(high), _) => Some((low.clone(), high)),
            (None, Some(low)) => Some((low, high.clone())),
            (None, None) => None,
        },
        (Operator::Not, [equal]) => match equal.as_operation()? {
            // No number is less than 0, so one that differs is more.
            (Operator::Equal, [high, low]) if *low == number(0) => {
                Some((low.clone(), high.clone()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// `a` and `b + 1` of `a <= b`, where `b` is less than something and so has a next number.
fn less_by_another(facts: &BTreeSet<Term>, fact: &Term) -> Option<(Term, Term)> {
    let (Operator::LessEqual, [low, last]) = fact.as_operation()? else { return None };
    let is_less = |other: &Term| matches!(other.as_operation(), Some((Operator::Less, [it, _])) if it == last);
    let end = Term::operation(Operator::Add, &[last.clone(), number(1)]);
    facts.iter().any(is_less).then(|| (low.clone(), end))
}

/// What the variable stays below if `low < high`.
fn bound_of(low: &Term, high: &Term, variable: u8) -> Option<Term> {
    let is_free = |term: &Term| !mentions_index(term, variable);
    if *low == Term::Index(variable) && is_free(high) {
        return Some(high.clone());
    }
    if let Some((Operator::Add, [of, start])) = low.as_operation()
        && *of == Term::Index(variable)
    {
        let bound = minus(high, start);
        if is_free(&bound) {
            return Some(bound);
        }
    }
    // `low < s - i`, or `low < (s - i) - c`: `i < s - c - low`, and `i < s - c` at any rate.
    let (high, less) = match high.as_operation()? {
        (Operator::Subtract, [of, Term::Constant(Value::U64(less))]) => (of, *less),
        _ => (high, 0),
    };
    let (Operator::Subtract, [start, of]) = high.as_operation()? else { return None };
    let low = if is_free(low) { low.clone() } else { number(0) };
    (*of == Term::Index(variable)).then(|| minus(&minus(start, &number(less)), &low))
}

fn not(term: &Term) -> Term {
    Term::operation(Operator::Not, std::slice::from_ref(term))
}

fn minus(from: &Term, amount: &Term) -> Term {
    Term::operation(Operator::Subtract, &[from.clone(), amount.clone()])
}

fn number(value: u64) -> Term {
    Term::Constant(Value::U64(value))
}

/// One more than a number that is surely not the greatest.
fn next(last: &Term) -> Option<Term> {
    if let Term::Constant(Value::U64(last)) = last {
        return last.checked_add(1).map(number);
    }
    match last.as_operation()? {
        (Operator::Subtract, [from, Term::Constant(Value::U64(amount))]) => {
            Some(minus(from, &number(amount.checked_sub(1)?)))
        }
        _ => None,
    }
}

/// One less than a number that is surely not 0.
fn previous(first: &Term) -> Option<Term> {
    if let Term::Constant(Value::U64(first)) = first {
        return first.checked_sub(1).map(number);
    }
    let (of, amount) = first.without_constant();
    let amount = number(amount.checked_sub(1)?);
    Some(Term::operation(Operator::Add, &[of.clone(), amount]))
}
