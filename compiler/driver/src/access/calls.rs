//! Clauses for a function that has none: `calls` where they say what a callee declares, and say it shorter.

use vm_access::{Access, CallClause, Clause, Declaration, Footprint, Term, Value};
use vm_bytecode::Native;
use vm_footprint::{Finding, check_declaration, expand_declaration};

use crate::access::{Judged, must_declare};
use crate::names::{clauses, names_of};

/// A call that may stand for accesses.
struct Candidate {
    clause: Clause,
    text: String,
    allows: Footprint,
    /// Where the call stands among the function's.
    position: usize,
}

impl Judged<'_> {
    /// Clauses that allow `accesses` and nothing that the function does not do.
    pub(super) fn shortest(&self, accesses: &[Access]) -> Vec<String> {
        let mut rest = accesses.to_vec();
        let mut chosen: Vec<Candidate> = Vec::new();
        let mut candidates = self.candidates();
        while let Some(best) = self.best(&candidates, &rest) {
            let candidate = candidates.remove(best);
            rest.retain(|access| !candidate.allows.covers_access(access));
            chosen.push(candidate);
        }
        if !self.is_enough(&chosen, &rest) {
            (chosen, rest) = (Vec::new(), accesses.to_vec());
        }
        let rest = self.without_implied(&chosen, &rest);
        chosen.sort_by_key(|candidate| candidate.position);
        let mut lines = self.lines(&rest);
        lines.extend(chosen.into_iter().map(|candidate| candidate.text));
        lines
    }

    /// Leaves out what the others imply.
    fn without_implied(&self, chosen: &[Candidate], accesses: &[Access]) -> Vec<Access> {
        let mut kept = accesses.to_vec();
        for access in accesses {
            let others: Vec<Access> = kept.iter().filter(|it| *it != access).cloned().collect();
            if self.is_enough(chosen, &others) {
                kept = others;
            }
        }
        kept
    }

    fn lines(&self, accesses: &[Access]) -> Vec<String> {
        let names = names_of(self.inferred, self.function);
        clauses(accesses, &names).into_iter().map(|(_, text)| text).collect()
    }

    /// The calls that do no more than this function is found to do.
    fn candidates(&self) -> Vec<Candidate> {
        let names = names_of(self.inferred, self.function);
        let calls = self.found.calls.iter().enumerate();
        calls
            .filter(|(_, call)| self.is_interface(call))
            .filter_map(|(position, call)| {
                let clause = Clause::Calls(sayable_call(call));
                let text = clause.display(&names).to_string();
                let allows = self.allowed_by(&clause);
                let is_narrow =
                    !allows.is_open() && allows.accesses().iter().all(|access| self.does(access));
                is_narrow.then_some(Candidate { clause, text, allows, position })
            })
            .collect()
    }

    /// Whether readers of a `calls` clause find clauses where it leads.
    fn is_interface(&self, call: &CallClause) -> bool {
        let is_itself = call.function.module == self.inferred.module.id
            && call.function.name == self.function.name;
        let module = self.known.get(&call.function.module);
        let callee = module.and_then(|it| it.module.function(&call.function.name));
        let is_declared = |clauses: &Declaration| !clauses.clauses.is_empty();
        !is_itself
            && Native::find(&call.function).is_none()
            && callee.is_some_and(|callee| {
                must_declare(callee) || callee.declaration.as_ref().is_some_and(is_declared)
            })
    }

    fn allowed_by(&self, clause: &Clause) -> Footprint {
        let declaration = Declaration { clauses: vec![clause.clone()] };
        let expanded = expand_declaration(&self.inferred.module, self.imports, &declaration);
        expanded.into_iter().next().unwrap_or_else(Footprint::open)
    }

    /// Whether the function itself is found to do as much as `access`.
    fn does(&self, access: &Access) -> bool {
        let found = self.found.footprint.accesses();
        found.iter().any(|it| it.covers(access))
    }

    /// The position of the call that saves most, if one saves anything.
    fn best(&self, candidates: &[Candidate], rest: &[Access]) -> Option<usize> {
        let savings = candidates.iter().enumerate().filter_map(|(index, candidate)| {
            let (said, left): (Vec<Access>, Vec<Access>) =
                rest.iter().cloned().partition(|it| candidate.allows.covers_access(it));
            let length = |accesses: &[Access]| -> usize {
                self.lines(accesses).iter().map(|line| line.chars().count() + 1).sum()
            };
            let now = length(&left) + candidate.text.chars().count() + 1;
            let saved = length(rest).checked_sub(now)?;
            (0 < saved && !said.is_empty()).then_some((saved, index))
        });
        let best = savings.max_by_key(|(saved, index)| (*saved, std::cmp::Reverse(*index)));
        best.map(|(_, index)| index)
    }

    /// Whether the clauses miss nothing.
    fn is_enough(&self, chosen: &[Candidate], rest: &[Access]) -> bool {
        let calls = chosen.iter().map(|candidate| candidate.clause.clone());
        let declaration = Declaration {
            clauses: rest.iter().cloned().map(Clause::Access).chain(calls).collect(),
        };
        let Self { imports, inferred, function, found, .. } = *self;
        let findings = check_declaration(&inferred.module, imports, function, &declaration, found);
        findings.iter().all(|finding| match finding {
            Finding::Missing { .. } | Finding::Forbidden { .. } | Finding::Needless { .. } => false,
            Finding::Wider { .. } => true,
        })
    }
}

/// The call with `*` for each argument that a clause cannot say.
fn sayable_call(call: &CallClause) -> CallClause {
    let arguments =
        call.arguments.iter().map(|it| if is_simple(it) { it.clone() } else { Term::Any });
    CallClause {
        function: call.function.clone(),
        type_arguments: call.type_arguments.clone(),
        arguments: arguments.collect(),
    }
}

/// Whether a term is a parameter, a part of one, or a plain value.
fn is_simple(term: &Term) -> bool {
    match term {
        Term::Constant(value) => match value {
            Value::Bool(_)
            | Value::U8(_)
            | Value::U16(_)
            | Value::U32(_)
            | Value::U64(_)
            | Value::U128(_)
            | Value::U256(_)
            | Value::I8(_)
            | Value::I16(_)
            | Value::I32(_)
            | Value::I64(_)
            | Value::I128(_)
            | Value::I256(_)
            | Value::Address(_) => true,
            Value::Signer(_) | Value::Vector(_) | Value::Bytes(_) | Value::Struct(_) => false,
        },
        Term::Parameter(_) | Term::Any => true,
        Term::Field(of, _) | Term::AnyElement(of) => is_simple(of),
        Term::Element(of, index) => is_simple(of) && is_simple(index),
        Term::Index(_)
        | Term::Apply(_)
        | Term::Pack(..)
        | Term::Choice(_)
        | Term::Stored(_)
        | Term::Fresh => false,
    }
}
