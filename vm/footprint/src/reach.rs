//! From the variables of loops, and of a callee's ranges, to those of one access: what its ranges and conditions are.

use std::collections::{BTreeMap, BTreeSet};

use vm_access::{Access, AccessPath, Mode, Operator, RANGES_MAX, Term};

use crate::facts::Facts;
use crate::fixed::FixedFields;
use crate::settle::is_settled;

/// The variables of a callee's ranges while they are a caller's: loops have lower ones.
const CALLEE_VARIABLE: u8 = u8::MAX - 7;

/// What qualifies a callee's access, over the caller's terms.
#[derive(Clone, Debug, Default)]
pub(crate) struct Qualifiers {
    /// One range per variable, from [`Qualifiers::variable`] 0 on.
    pub(crate) ranges: Vec<Term>,
    pub(crate) conditions: Vec<Term>,
}

impl Qualifiers {
    /// The variable of the callee's range at `position`.
    pub(crate) fn variable(position: u8) -> Term {
        Term::Index(CALLEE_VARIABLE.saturating_add(position))
    }

    /// An access with all that is known to hold where it happens.
    pub(crate) fn qualify(
        &self,
        mode: Mode,
        path: &AccessPath,
        facts: &Facts,
        fixed: &FixedFields<'_>,
    ) -> Access {
        let (ranges, used) = (BTreeMap::new(), BTreeSet::new());
        let mut search = Search { own: self, facts, fixed, ranges, used };
        path.terms().for_each(|term| search.add_variables(term));
        let Search { ranges, used, .. } = search;
        // Loops come from outer to inner, and before what is called in them.
        let position = |of: u8| {
            let position = ranges.keys().position(|variable| *variable == of)?;
            u8::try_from(position).ok().filter(|position| usize::from(*position) < RANGES_MAX)
        };
        let put_in = |of: u8| position(of).map_or(Term::Any, Term::Index);
        let is_bound = |term: &&Term| {
            let mut is_bound = true;
            term.for_each(&mut |part| {
                is_bound &= !matches!(part, Term::Index(of) if position(*of).is_none());
            });
            is_bound
        };
        let conditions = facts.conditions().filter(|fact| !used.contains(*fact));
        let conditions = conditions.chain(&self.conditions).filter(is_bound);
        let conditions = conditions.map(|term| term.map_indices(&put_in)).collect();
        let bounds = ranges.values().take(RANGES_MAX);
        let bounds = bounds.map(|range| range.map_indices(&put_in)).collect();
        Access::qualified(mode, path.map_indices(&put_in), bounds, conditions)
    }

    fn range(&self, variable: u8) -> Option<&Term> {
        self.ranges.get(usize::from(variable.checked_sub(CALLEE_VARIABLE)?))
    }
}

struct Search<'a> {
    own: &'a Qualifiers,
    facts: &'a Facts,
    fixed: &'a FixedFields<'a>,
    ranges: BTreeMap<u8, Term>,
    /// Facts that ranges say already.
    used: BTreeSet<&'a Term>,
}

impl Search<'_> {
    /// Finds the ranges of the variables in a term, and of those in their ranges.
    fn add_variables(&mut self, term: &Term) {
        let mut found = BTreeSet::new();
        term.for_each(&mut |part| {
            if let Term::Index(variable) = part {
                found.insert(*variable);
            }
        });
        for variable in found {
            if self.ranges.contains_key(&variable) {
                continue;
            }
            let range = match (self.own.range(variable), self.facts.bound(variable)) {
                (Some(range), _) => range.clone(),
                (None, Some((range, fact))) => {
                    self.used.insert(fact);
                    range
                }
                (None, None) => Term::Any,
            };
            let range = if is_settled(&range, self.fixed) { range } else { Term::Any };
            self.ranges.insert(variable, range.clone());
            self.add_variables(&range);
        }
    }
}

/// Makes one access of those to the same place under conditions that exclude each other, and exhaust what there is.
pub(crate) fn merge(accesses: &[Access]) -> Vec<Access> {
    let mut merged: Vec<Access> = Vec::new();
    let mut waiting: Vec<Access> = accesses.to_vec();
    while let Some(access) = waiting.pop() {
        let other = merged.iter().position(|other| without_alternative(other, &access).is_some());
        match other.map(|position| merged.swap_remove(position)) {
            Some(other) => waiting.extend(without_alternative(&other, &access)),
            None => merged.push(access),
        }
    }
    merged
}

/// `p if a` for `p if a && b` and `p if a && !b`.
fn without_alternative(left: &Access, right: &Access) -> Option<Access> {
    let is_alike = left.mode == right.mode
        && left.path == right.path
        && left.ranges == right.ranges
        && left.conditions.len() == right.conditions.len();
    if !is_alike || left.conditions.is_empty() {
        return None;
    }
    let only = |one: &Access, other: &Access| {
        let mut own = one.conditions.iter().filter(|it| !other.conditions.contains(it)).cloned();
        (own.next(), own.next())
    };
    let ((Some(one), None), (Some(other), None)) = (only(left, right), only(right, left)) else {
        return None;
    };
    let is_other = Term::operation(Operator::Not, std::slice::from_ref(&one)) == other;
    let rest = left.conditions.iter().filter(|condition| **condition != one).cloned();
    is_other.then(|| {
        Access::qualified(left.mode, left.path.clone(), left.ranges.clone(), rest.collect())
    })
}
