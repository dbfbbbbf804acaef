//! What is known to hold at a point because of the branches taken on the way there.
//!
//! A fact is a boolean term over what was there at entry, so nothing that the code does makes it false. One that mentions
//! a loop's variable is forgotten with it.

use std::collections::BTreeMap;

use vm_access::{Operator, Term, Value};

/// Facts that are remembered.
const FACTS_MAX: usize = 32;

/// Terms that hold, each with whether the function may go on and return where it does not: a condition that is
/// asserted narrows no access, as nothing is left of a transaction that aborts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts(BTreeMap<Term, bool>);

impl Facts {
    /// Notes that `condition` has turned out to be `holds`.
    pub(crate) fn learn(&mut self, condition: &Term, holds: bool, narrows: bool) {
        let condition = if holds {
            condition.clone()
        } else {
            Term::operation(Operator::Not, std::slice::from_ref(condition))
        };
        if let Some(fact) = one_of(condition.alternatives()) {
            self.insert(fact, narrows);
        }
    }

    fn insert(&mut self, fact: Term, narrows: bool) {
        if let Some((Operator::And, parts)) = fact.as_operation() {
            parts.iter().for_each(|part| self.insert(part.clone(), narrows));
            return;
        }
        let mut is_said = !matches!(fact, Term::Constant(_));
        fact.for_each(&mut |part| {
            is_said &=
                !matches!(part, Term::Any | Term::Fresh | Term::AnyElement(_) | Term::Choice(_))
                    && !part.has_among();
        });
        if is_said && (self.0.len() < FACTS_MAX || self.0.contains_key(&fact)) {
            *self.0.entry(fact).or_default() |= narrows;
        }
    }

    /// All that is known to hold, in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Term> {
        self.0.keys()
    }

    /// What holds where two ways meet.
    pub(crate) fn join(&self, other: &Self) -> Self {
        let both = |(fact, narrows): (&Term, &bool)| {
            let also = other.0.get(fact)?;
            Some((fact.clone(), *narrows || *also))
        };
        Self(self.0.iter().filter_map(both).collect())
    }

    /// Forgets what is said of a loop's variable.
    pub(crate) fn forget(&mut self, index: u8) {
        self.0.retain(|fact, _| !mentions_index(fact, index));
    }

    /// Facts that narrow what is done under them.
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Term> {
        self.0.iter().filter(|(fact, narrows)| **narrows && !is_stored(fact)).map(|(fact, _)| fact)
    }

    /// `n + 1` for `i <= n`, where `n` is known to be less than something, so that it is not the greatest number.
    fn closed_bound(&self, fact: &Term, index: u8) -> Option<Term> {
        let (Operator::LessEqual, [counter, last]) = fact.as_operation()? else { return None };
        let is_less = |other: &Term| matches!(other.as_operation(), Some((Operator::Less, [less, _])) if less == last);
        if !self.0.keys().any(is_less) {
            return None;
        }
        let end = Term::operation(Operator::Add, &[last.clone(), number(1)]);
        upper_bound(&Term::operation(Operator::Less, &[counter.clone(), end]), index)
    }

    /// A number that a loop's variable stays below, and the fact that says so.
    pub(crate) fn bound(&self, index: u8) -> Option<(Term, &Term)> {
        self.0.keys().find_map(|fact| {
            let bound = upper_bound(fact, index).or_else(|| self.closed_bound(fact, index))?;
            is_outer(&bound, index).then_some((bound, fact))
        })
    }
}

/// That one of `terms` holds; `None` if that says nothing.
fn one_of(terms: &[Term]) -> Option<Term> {
    let is = |value: bool| Term::Constant(Value::Bool(value));
    if terms.contains(&is(true)) {
        return None;
    }
    let mut possible = terms.iter().filter(|term| **term != is(false));
    let first = possible.next()?.clone();
    let either =
        possible.fold(first, |known, term| Term::operation(Operator::Or, &[known, term.clone()]));
    Some(either)
}

/// `n` for `i < n`, and for what amounts to it.
fn upper_bound(fact: &Term, index: u8) -> Option<Term> {
    let (low, high) = match fact.as_operation()? {
        (Operator::Less, [low, high]) => (low.clone(), high.clone()),
        (Operator::LessEqual, [low, high]) => match (one_more(high), one_less(low)) {
            (Some(high), _) => (low.clone(), high),
            (None, Some(low)) => (low, high.clone()),
            (None, None) => return None,
        },
        (Operator::Not, [equal]) => match equal.as_operation()? {
            // Nothing is less than 0.
            (Operator::Equal, [high, low]) if *low == number(0) => (low.clone(), high.clone()),
            _ => return None,
        },
        _ => return None,
    };
    if low == Term::Index(index) && !mentions_index(&high, index) {
        return Some(high);
    }
    // `i + s < n`, and `m < s - i`, which is a number all the same where `m` depends on `i`.
    match (low.as_operation(), high.as_operation()) {
        (Some((Operator::Add, [variable, start])), _) if *variable == Term::Index(index) => {
            Some(Term::operation(Operator::Subtract, &[high.clone(), start.clone()]))
                .filter(|bound| !mentions_index(bound, index))
                .or_else(|| below(&low, &high, index))
        }
        _ => below(&low, &high, index),
    }
}

/// `s - m` for `m < s - i`, or `s` where `m` depends on `i` itself.
fn below(low: &Term, high: &Term, index: u8) -> Option<Term> {
    let (high, more) = match high.as_operation()? {
        // `m < (s - i) - c`
        (Operator::Subtract, [of, Term::Constant(Value::U64(more))]) => (of, *more),
        _ => (high, 0),
    };
    let (Operator::Subtract, [start, variable]) = high.as_operation()? else { return None };
    if *variable != Term::Index(index) {
        return None;
    }
    let low = if mentions_index(low, index) { number(0) } else { low.clone() };
    let start = Term::operation(Operator::Subtract, &[start.clone(), number(more)]);
    Some(Term::operation(Operator::Subtract, &[start, low]))
}

fn number(value: u64) -> Term {
    Term::Constant(Value::U64(value))
}

/// The next number, of one that is surely not the greatest.
fn one_more(last: &Term) -> Option<Term> {
    if let Term::Constant(Value::U64(last)) = last {
        return last.checked_add(1).map(number);
    }
    let (Operator::Subtract, [from, Term::Constant(Value::U64(amount))]) = last.as_operation()?
    else {
        return None;
    };
    let less = number(amount.checked_sub(1)?);
    Some(Term::operation(Operator::Subtract, &[from.clone(), less]))
}

/// The number before, of one that is surely not 0.
fn one_less(first: &Term) -> Option<Term> {
    if let Term::Constant(Value::U64(first)) = first {
        return first.checked_sub(1).map(number);
    }
    let (of, amount) = first.without_constant();
    let less = number(amount.checked_sub(1)?);
    Some(Term::operation(Operator::Add, &[of.clone(), less]))
}

/// Whether a term depends on what is stored: a condition must not, as binding cannot look at state that may change.
fn is_stored(term: &Term) -> bool {
    let mut is_stored = false;
    term.for_each(&mut |part| is_stored |= matches!(part, Term::Stored(_)));
    is_stored
}

/// Whether a term mentions variables of loops around the one of `index` alone.
fn is_outer(term: &Term, index: u8) -> bool {
    let mut is_outer = true;
    term.for_each(&mut |part| is_outer &= !matches!(part, Term::Index(of) if index <= *of));
    is_outer
}

/// Whether a variable occurs in a term.
pub(crate) fn mentions_index(term: &Term, index: u8) -> bool {
    let mut is_there = false;
    term.for_each(&mut |part| is_there |= *part == Term::Index(index));
    is_there
}
