//! Values of the variables that ranges bind, and whether conditions hold.

use crate::Value;
use crate::bind::{Binder, Unknown};
use crate::path::{Operator, Term};

/// Values that the variables of an access may take together before they count as any.
const COUNT_MAX: usize = 1024;

impl Binder<'_> {
    /// Each choice of values for the variables that `ranges` bind; `None` if they are too many or unknown.
    ///
    /// A range that cannot be computed has no values: the transaction aborts before it gets to the access.
    pub(crate) fn all_indices(&self, ranges: &[Term]) -> Option<Vec<Vec<u64>>> {
        let mut all = vec![Vec::new()];
        for range in ranges {
            let mut longer = Vec::new();
            for indices in &all {
                let count = match (Binder { indices, ..*self }).value(range) {
                    Ok((Value::U64(count), _)) => count,
                    Err(Unknown::Aborts) => 0,
                    Ok(_) | Err(Unknown::Vague) => return None,
                };
                let room = COUNT_MAX - longer.len();
                if usize::try_from(count).map_or(true, |count| room < count) {
                    return None;
                }
                longer.extend(
                    (0..count)
                        .map(|value| indices.iter().copied().chain([value]).collect::<Vec<u64>>()),
                );
            }
            all = longer;
        }
        Some(all)
    }

    /// Whether a condition holds, or nothing can be said. One that aborts does not hold.
    pub(crate) fn may_hold(&self, condition: &Term) -> bool {
        match condition.as_operation() {
            Some((Operator::And, parts)) => return parts.iter().all(|part| self.may_hold(part)),
            Some((Operator::Or, parts)) => return parts.iter().any(|part| self.may_hold(part)),
            Some(_) | None => {}
        }
        match self.value(condition) {
            Ok((value, _)) => value != Value::Bool(false),
            Err(Unknown::Aborts) => false,
            Err(Unknown::Vague) => true,
        }
    }
}
