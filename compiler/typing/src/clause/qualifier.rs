//! What qualifies a clause: `for i in a..b`, `if condition`, and `!` before it.

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{Place, Quantifier};
use vm_access::{Access, CONDITIONS_MAX, Clause, Operator, RANGES_MAX, Root, Term, Type, Value};

use crate::clause::{Resolver, Variable};
use crate::index::Symbol;

/// The ranges of a clause, each from 0, and its conditions.
type Qualifiers = (Vec<Term>, Vec<Term>);

impl Resolver<'_, '_> {
    /// What qualifies a clause; its variables are in sight until they are taken out.
    pub(crate) fn qualifiers(
        &mut self,
        quantifiers: &[Quantifier<'_>],
        condition: Option<&Place<'_>>,
    ) -> Option<Qualifiers> {
        self.variables.clear();
        if let Some(third) = quantifiers.get(RANGES_MAX) {
            let message = format!("a clause has at most {RANGES_MAX} ranges");
            self.error(Code::E0608, third.span, message);
            return None;
        }
        let mut ranges = Vec::new();
        for (index, quantifier) in (0_u8..).zip(quantifiers) {
            ranges.push(self.range(index, quantifier)?);
        }
        let conditions = match condition {
            Some(condition) => self.condition(condition)?,
            None => Vec::new(),
        };
        Some((ranges, conditions))
    }

    /// The number of values of a range, whose variable is the `index`-th.
    fn range(&mut self, index: u8, quantifier: &Quantifier<'_>) -> Option<Term> {
        let start = self.term(&quantifier.start, &Type::U64)?;
        let end = self.term(&quantifier.end, &Type::U64)?;
        for (term, place) in [(&start, &quantifier.start), (&end, &quantifier.end)] {
            let is_one = |part: &Term| !is_vague(part);
            self.check_each(term, place.span, is_one, "a range ends at one number")?;
        }
        let name = quantifier.variable;
        self.scope.interfaces.index.declaration(name, || Symbol::Local(name.span));
        let term = Term::operation(Operator::Add, &[Term::Index(index), start.clone()]);
        self.variables.push(Variable { name: name.text.to_owned(), declared: name.span, term });
        Some(match (&start, &end) {
            // Nothing lies between, and nothing is no error.
            (Term::Constant(Value::U64(from)), Term::Constant(Value::U64(to))) if to < from => {
                Term::Constant(Value::U64(0))
            }
            _ => Term::operation(Operator::Subtract, &[end, start]),
        })
    }

    fn condition(&mut self, place: &Place<'_>) -> Option<Vec<Term>> {
        let condition = self.term(place, &Type::Bool)?;
        let is_argument = |part: &Term| !is_vague(part) && !matches!(part, Term::Stored(_));
        let message = "a condition speaks of the arguments alone";
        self.check_each(&condition, place.span, is_argument, message)?;
        let mut conditions = vec![condition];
        let mut position = 0;
        while let Some(condition) = conditions.get(position) {
            match condition.as_operation() {
                Some((Operator::And, parts)) => {
                    let parts = parts.to_vec();
                    conditions.splice(position..=position, parts);
                }
                Some(_) | None => position += 1,
            }
        }
        if CONDITIONS_MAX < conditions.len() {
            let message = format!("a clause has at most {CONDITIONS_MAX} conditions");
            self.error(Code::E0608, place.span, message);
            return None;
        }
        Some(conditions)
    }

    /// Reports a term some part of which is not as it must be.
    fn check_each(
        &mut self,
        term: &Term,
        span: Span,
        is_right: impl Fn(&Term) -> bool,
        message: &str,
    ) -> Option<()> {
        let mut is_each_right = true;
        term.for_each(&mut |part| is_each_right &= is_right(part));
        if !is_each_right {
            self.error(Code::E0607, span, message);
        }
        is_each_right.then_some(())
    }

    /// `!writes p`: only what is told apart from everything else by its name can be excluded.
    pub(crate) fn exclusion(&mut self, access: Access, span: Span) -> Option<Clause> {
        let is_named = match &access.path.root {
            Root::Account(_) | Root::Module(_) | Root::Everything => true,
            Root::Resource(_, address) | Root::At(address) => {
                matches!(address, Term::Any | Term::Constant(_))
            }
            Root::Item(..) | Root::Parameter(_) | Root::Call(..) => false,
        };
        if is_named && access.path.projections.is_empty() && !access.is_qualified() {
            return Some(Clause::Not(access));
        }
        let message =
            "only modules, resource types and resources at literal addresses are excluded";
        let diagnostic = Diagnostic::error(Code::E0607, span, message)
            .with_note("an exclusion holds whatever the arguments and the state are");
        self.diagnostics.push(diagnostic);
        None
    }
}

/// Whether a term stands for several values, or for one that nobody knows.
fn is_vague(term: &Term) -> bool {
    matches!(term, Term::Any | Term::Fresh | Term::AnyElement(_) | Term::Choice(_))
}
