//! What is said to hold at the head of a block, and whether it follows from what holds on a way there.
//!
//! A head says that there are numbers for its variables such that all of it holds; the way there has to exhibit them. A
//! variable is what it was on the way, but for one that the head counts itself, at the head of a loop: that is 0 on the way
//! in and one more on the way back. Where the counter does not change by one it is as much as the counter is away from its
//! start, whatever that is.

use std::collections::BTreeMap;

use vm_access::{AccessPath, Operator, Term, Value};
use vm_bytecode::{Code, Head, Held, Register, Target};

use super::cover::Qualifiers;
use super::fact::note;
use super::layout::Layout;
use super::reference::Reference;
use super::state::{Content, State, Written};
use super::term::{is_definite, limited, mentions_index};
use crate::error::Fault;

/// What is said to hold at the head of a block.
pub(super) struct Said {
    pub(super) state: State,
    counted: Option<Counted>,
}

/// The head of a loop whose rounds a register counts.
struct Counted {
    variable: u8,
    counter: Register,
    start: Term,
    is_up: bool,
    /// What the counter holds at the head.
    before: Term,
    /// What is to hold before the first round.
    first: State,
    /// What is to hold after one more; `None` where no term says that.
    next: Option<State>,
}

impl Said {
    /// # Errors
    ///
    /// If a register is said to count that does not, or a variable has a callee's name.
    pub(super) fn new(head: &Head, code: &Code) -> Result<Self, Fault> {
        let state = state_at(head, code);
        if head.variables.iter().any(|it| Term::Index(it.index) >= Qualifiers::variable(0)) {
            return Err(Fault::Malformed("a head has a variable too many"));
        }
        // There is one at most, which is a number.
        let mut counters = head.variables.iter().filter_map(|it| Some((it.index, it.counter?)));
        let counted = counters.next().map(|(variable, counter)| {
            let counted = Counted::new(&state, variable, counter);
            counted.ok_or(Fault::Malformed("what a head counts stands elsewhere in it"))
        });
        Ok(Self { counted: counted.transpose()?, state })
    }

    /// Whether it holds where `arriving` does.
    pub(super) fn follows_from(&self, arriving: &State, layout: &Layout<'_>) -> bool {
        match &self.counted {
            None => arriving.implies(&self.state, layout),
            Some(counted) => {
                arriving.implies(&counted.first, layout)
                    || counted.next.as_ref().is_some_and(|next| arriving.implies(next, layout))
                    || counted.is_later(arriving)
                        && arriving
                            .with_variable(counted.variable, &Term::Any)
                            .implies(&self.without(counted.counter), layout)
            }
        }
    }

    /// What is said of all but one register.
    fn without(&self, register: Register) -> State {
        let mut state = self.state.clone();
        if let Some(content) = state.registers.get_mut(register.index()) {
            *content = Content::Value(Term::Any);
        }
        state
    }
}

impl Counted {
    /// `None` if the head says anything by the variable but of registers that count it.
    fn new(state: &State, variable: u8, counter: Register) -> Option<Self> {
        let (mut first, mut next) = (state.clone(), state.clone());
        let mut is_next_said = true;
        let slots = first.registers.iter_mut().zip(&mut next.registers);
        for (now, (first, next)) in state.registers.iter().zip(slots) {
            if let Content::Value(now) = now
                && let Some((start, is_up)) = counts(now, variable)
            {
                let operator = if is_up { Operator::Add } else { Operator::Subtract };
                let after = Term::operation(operator, &[now.clone(), number(1)]);
                is_next_said &= after != Term::Any;
                (*first, *next) = (Content::Value(start), Content::Value(after));
            }
        }
        let Content::Value(before) = state.registers.get(counter.index())? else { return None };
        let (start, is_up) = counts(before, variable)?;
        let (before, says_no_more) = (before.clone(), !first.mentions_index(variable));
        let next = is_next_said.then_some(next);
        says_no_more.then_some(Self { variable, counter, start, is_up, before, first, next })
    }

    /// Whether the counter has surely not come to the other side of its start.
    fn is_later(&self, arriving: &State) -> bool {
        let Some(Content::Value(now)) = arriving.registers.get(self.counter.index()) else {
            return false;
        };
        let is_it = if self.is_up { is_at_least } else { is_at_most };
        // What is no less than the counter was at the head is no less than its start.
        now.alternatives().iter().all(|now| is_it(now, &self.start) || is_it(now, &self.before))
    }
}

fn state_at(head: &Head, code: &Code) -> State {
    let mut state = State::unknown(code);
    for (register, held) in &head.registers {
        if let Some(content) = state.registers.get_mut(register.index()) {
            *content = match held {
                Held::Value(term) => Content::Value(normal(term)),
                Held::Reference(targets) => {
                    Content::Reference(Reference::collect(targets.iter().map(normal_target)))
                }
            };
        }
    }
    let places = head.written.as_ref().map(|places| {
        let place = |(path, term): &(_, _)| (normal_path(path), normal(term));
        places.iter().map(place).collect::<BTreeMap<_, _>>()
    });
    state.written = Written::limited(places);
    head.facts.iter().for_each(|fact| note(&mut state.facts, normal(fact)));
    state
}

/// The start, and whether the term counts up from there: `variable + start`, `start - variable` or the variable itself.
fn counts(term: &Term, variable: u8) -> Option<(Term, bool)> {
    let is_it = |term: &Term| *term == Term::Index(variable);
    let (start, is_up) = match term.as_operation() {
        None if is_it(term) => (number(0), true),
        Some((Operator::Add, [counted, start])) if is_it(counted) => (start.clone(), true),
        Some((Operator::Subtract, [start, counted])) if is_it(counted) => (start.clone(), false),
        _ => return None,
    };
    (is_definite(&start) && !mentions_index(&start, variable)).then_some((start, is_up))
}

/// Whether `term` is surely not less than `least`, where it can be computed.
fn is_at_least(term: &Term, least: &Term) -> bool {
    *least == number(0)
        || is_constant_apart(least, term)
        || matches!(term.as_operation(), Some((Operator::Add, parts)) if parts.iter().any(|part| is_at_least(part, least)))
}

/// Whether `term` is surely not more than `most`, where it can be computed.
fn is_at_most(term: &Term, most: &Term) -> bool {
    is_constant_apart(term, most)
        || matches!(term.as_operation(), Some((Operator::Subtract | Operator::Divide, [from, _])) if is_at_most(from, most))
}

/// Whether `more` is `less` and a constant.
fn is_constant_apart(less: &Term, more: &Term) -> bool {
    let ((less, by), (more, also_by)) = (less.without_constant(), more.without_constant());
    less == more && by <= also_by
}

fn number(value: u64) -> Term {
    Term::Constant(Value::U64(value))
}

// Terms as they are built everywhere else, whatever the module says.

fn normal(term: &Term) -> Term {
    limited(term.map_indices(&Term::Index))
}

fn normal_path(path: &AccessPath) -> AccessPath {
    path.map_indices(&Term::Index)
}

fn normal_target(target: &Target) -> Target {
    super::reference::map_indices(target, &Term::Index)
}
