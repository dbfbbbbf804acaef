//! Access clauses and the places they speak of.

mod term;

use compiler_syntax::ast::{AccessClauses, CallTerm, Callee, Clause, ClauseKind, Quantifier};

use crate::layout::Style;
use crate::printer::Printer;

impl Printer<'_> {
    /// The clauses of a function: each on a line of its own, but for `pure` alone.
    pub(crate) fn clauses(&mut self, access: &AccessClauses<'_>) {
        if is_pure(access) {
            for clause in access.clauses {
                self.space();
                self.clause(clause);
            }
            return;
        }
        self.indent();
        for clause in access.clauses {
            self.separate();
            self.comments();
            self.clause(clause);
        }
        self.dedent();
    }

    /// `{ reads R }`
    pub(crate) fn clauses_in_braces(&mut self, access: &AccessClauses<'_>) {
        self.open(Style::Plain);
        self.take();
        self.indent();
        for clause in access.clauses {
            self.line(true);
            self.comments();
            self.clause(clause);
        }
        self.comments();
        self.dedent();
        self.line(true);
        self.take();
        self.close();
    }

    fn clause(&mut self, clause: &Clause<'_>) {
        match clause.kind {
            ClauseKind::Error | ClauseKind::Pure => self.take(),
            ClauseKind::Access { is_negated, places, quantifiers, condition, .. } => {
                if is_negated {
                    self.take();
                }
                self.rows(places, Self::term, |printer| {
                    // A comma may end the places.
                    printer.take_if(",");
                    quantifiers.iter().for_each(|quantifier| printer.quantifier(quantifier));
                    if let Some(condition) = condition {
                        printer.line(true);
                        printer.take();
                        printer.space();
                        printer.term(&condition);
                    }
                });
            }
            ClauseKind::Calls(terms) => self.rows(terms, Self::call_term, |_| {}),
        }
        // Move lets one stand between clauses.
        self.take_if(",");
    }

    /// A mode and what it is said of: the first behind it, the others and `rest` under each other.
    pub(crate) fn rows<T>(
        &mut self,
        items: &[T],
        mut write: impl FnMut(&mut Self, &T),
        rest: impl FnOnce(&mut Self),
    ) {
        self.take();
        self.space();
        for (index, item) in items.iter().enumerate() {
            if index == 0 {
                write(self, item);
                self.open(Style::Plain);
                self.indent();
            } else {
                self.take();
                self.line(true);
                self.comments();
                write(self, item);
            }
        }
        rest(self);
        self.dedent();
        self.close();
    }

    fn quantifier(&mut self, quantifier: &Quantifier<'_>) {
        self.line(true);
        self.words(3);
        self.space();
        self.term(&quantifier.start);
        self.take();
        self.term(&quantifier.end);
    }

    fn call_term(&mut self, term: &CallTerm<'_>) {
        match &term.callee {
            Callee::Path(path) => self.path(path),
            Callee::Value(place) => self.term(place),
        }
        self.terms(")", term.arguments);
    }
}

/// Whether clauses say no more than `pure`.
pub(crate) fn is_pure(access: &AccessClauses<'_>) -> bool {
    access.clauses.iter().all(|clause| matches!(clause.kind, ClauseKind::Pure))
}
