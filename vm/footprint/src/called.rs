//! Function values that a callee calls: what is known here of what they do.

use vm_access::{Access, Footprint, Term};

use crate::call::{Given, Passed};
use crate::transfer::Step;

/// Function values that are called by function values that are called, and so on, before they may do anything.
const DEPTH_MAX: usize = 8;

/// What a closure does that a callee calls.
pub(crate) struct Behind {
    /// The callee's access that stands for it.
    pub(crate) call: Access,
    pub(crate) footprint: Footprint,
    /// What is passed to its function.
    pub(crate) passed: Vec<Passed>,
}

impl Step<'_> {
    /// What the closures do that a callee with this footprint calls, as far as they are known here.
    ///
    /// `None` if it may call a function value of which nothing is known; or one that was stored somewhere, where another
    /// one is now: what the callee's footprint says of state at entry it says of a call that finds what was there.
    pub(crate) fn values_called(
        &self,
        footprint: &Footprint,
        given: &Given<'_>,
    ) -> Option<Vec<Behind>> {
        self.values_called_within(DEPTH_MAX, footprint, given)
    }

    fn values_called_within(
        &self,
        depth: usize,
        footprint: &Footprint,
        given: &Given<'_>,
    ) -> Option<Vec<Behind>> {
        let mut behind = Vec::new();
        for call in footprint.accesses() {
            let Some((function, arguments)) = call.path.as_call() else { continue };
            let depth = depth.checked_sub(1)?;
            let passed = arguments.iter().map(|it| self.passed_on(it, given));
            let passed: Vec<Passed> = passed.collect();
            let function = self.passed_on(function, given).value.term;
            for term in function.alternatives() {
                if call.path.is_stored_call() {
                    matches!(term, Term::Stored(_)).then_some(())?;
                } else if term.as_path().is_none() {
                    let (footprint, passed) = self.made_by(term)?.call(&passed)?;
                    let inner = Given::new(&passed);
                    let inner = self.values_called_within(depth, &footprint, &inner)?;
                    behind.push(Behind { call: call.clone(), footprint, passed });
                    behind.extend(inner);
                }
            }
        }
        Some(behind)
    }

    /// A value that a callee passes on, in whatever round of its loops.
    fn passed_on(&self, term: &Term, given: &Given<'_>) -> Passed {
        let value = self.translate(&term.map_indices(&|_| Term::Any), given);
        Passed { value, reference: None }
    }
}
