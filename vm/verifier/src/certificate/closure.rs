//! Function values: what calling one does, and whether it keeps what its type says.
//!
//! Where a term tells the function and what it has captured, a call does what that function does; else what the clauses of
//! the type allow, and anything where it has none.

use std::rc::Rc;

use vm_access::{
    Access, Argument, Captures, Footprint, FunctionName, FunctionType, Identifier, Term,
    TermFunction, Type,
};
use vm_bytecode::{Callee, Register};
use vm_footprint::{
    Interface, beyond_clauses, beyond_clauses_of, called_footprint, interface_of,
    promised_footprint, unknown_interface,
};

use super::call::{Call, Given, Passed};
use super::state::State;
use super::term::mentions;
use super::walk::Walk;
use crate::error::{Fault, Plain};

/// Function values that are called by function values that are called, and so on, before they may do anything.
pub(super) const VALUES_DEPTH_MAX: usize = 8;

/// A function value of which the function is known.
pub(super) struct Made {
    callee: Callee,
    /// What is said of it, its type arguments put in.
    interface: Rc<Interface>,
    may_return: bool,
    parameters: usize,
    captures: Captures,
    captured: Vec<Term>,
}

impl Walk<'_> {
    pub(super) fn pack_closure(
        &mut self,
        to: Register,
        callee: usize,
        captures: Captures,
        captured: &[Register],
    ) -> Plain {
        let Some(callee) = self.module().callees.get(callee) else {
            return Err(Fault::NoSuch("callee", u32::try_from(callee).unwrap_or(u32::MAX)));
        };
        let terms: Vec<Term> = captured.iter().map(|register| self.value(*register)).collect();
        let function = TermFunction::Closure(callee.function.clone(), captures);
        let value = Term::apply(&function, &callee.type_arguments, &terms);
        self.keeps(to, &value, None)?;
        self.set_value(to, value);
        Ok(())
    }

    pub(super) fn widen_closure(&mut self, to: Register, from: Register) -> Plain {
        let value = self.value(from);
        self.keeps(to, &value, self.function_type(from))?;
        self.set_value(to, value);
        Ok(())
    }

    /// Calls a function value. Returns whether it may return.
    pub(super) fn call_closure(
        &mut self,
        to: &[Register],
        closure: Register,
        arguments: &[Register],
    ) -> Result<bool, Fault> {
        if self.body.function.is_term_function {
            return Err(Fault::NotATermFunction);
        }
        // Whoever is called may overwrite what it is given.
        arguments.iter().try_for_each(|argument| self.replaces(*argument))?;
        let given: Vec<Passed> = arguments.iter().map(|register| self.pass(*register)).collect();
        let Some(made) = self.made(&self.value(closure)) else {
            return self.call_by_type(to, closure, given);
        };
        let before = self.state.clone();
        let mut after: Option<State> = None;
        for value in &made {
            self.state.clone_from(&before);
            if self.call_made(to, value, &given)? {
                after = Some(match after {
                    None => self.state.clone(),
                    Some(known) => known.join(&self.state, &self.layout()),
                });
            }
        }
        let Some(after) = after else { return Ok(false) };
        self.state = after;
        Ok(true)
    }

    fn call_made(&mut self, to: &[Register], it: &Made, given: &[Passed]) -> Result<bool, Fault> {
        match it.passed(given) {
            Some(passed) => {
                let call = Call::new(&it.callee, &it.interface, passed);
                self.carry_out(to, &call, it.may_return)
            }
            None => self.call_unknown(to, given.to_vec(), Footprint::open()),
        }
    }

    fn call_by_type(
        &mut self,
        to: &[Register],
        closure: Register,
        given: Vec<Passed>,
    ) -> Result<bool, Fault> {
        let Some(ty) = self.function_type(closure) else {
            return self.call_unknown(to, given, Footprint::open());
        };
        let (module, imports) = (self.module(), self.body.context.imports);
        if ty.declaration.is_some() {
            return self.call_unknown(to, given, promised_footprint(module, imports, ty));
        }
        let footprint = called_footprint(module, imports, ty);
        let value = Passed { value: self.value(closure), reference: None };
        self.call_unknown(to, given.into_iter().chain([value]).collect(), footprint)
    }

    /// Calls a function of which no more is known than that it does no more than this.
    fn call_unknown(
        &mut self,
        to: &[Register],
        given: Vec<Passed>,
        footprint: Footprint,
    ) -> Result<bool, Fault> {
        let nobody = FunctionName { module: self.module().id.clone(), name: Identifier::new("") };
        let callee = Callee { function: nobody, type_arguments: Vec::new() };
        let interface = unknown_interface(footprint);
        self.carry_out(to, &Call::new(&callee, &interface, given), true)
    }

    /// What the closures do that are called by a callee with this footprint, and what is passed to each.
    ///
    /// `None` if it may call a function value of which nothing is known; or one that was stored somewhere, where another
    /// one is now: what the callee's footprint says of state at entry it says of a call that finds what was there.
    pub(super) fn values_called(
        &self,
        footprint: &Footprint,
        given: &Given,
        depth: usize,
    ) -> Option<Vec<(Footprint, Given)>> {
        let mut behind = Vec::new();
        for access in footprint.accesses() {
            let Some((function, arguments)) = access.path.as_call() else { continue };
            let depth = depth.checked_sub(1)?;
            let whenever = |term: &Term| self.translate(&term.map_indices(&|_| Term::Any), given);
            let pass_on = |term: &Term| Passed { value: whenever(term), reference: None };
            let passed: Vec<Passed> = arguments.iter().map(pass_on).collect();
            for term in whenever(function).alternatives() {
                if access.path.is_stored_call() {
                    matches!(term, Term::Stored(_)).then_some(())?;
                } else if term.as_path().is_none() {
                    let (footprint, passed) = self.made_by(term)?.call(&passed)?;
                    let given = Given::new(passed);
                    behind.extend(self.values_called(&footprint, &given, depth)?);
                    behind.push((footprint, given));
                }
            }
        }
        Some(behind)
    }

    fn function_type(&self, register: Register) -> Option<&FunctionType> {
        if let Some(Type::Function(function)) = self.ty(register) { Some(function) } else { None }
    }

    /// The function values that a term may be, if all are known.
    fn made(&self, term: &Term) -> Option<Vec<Made>> {
        term.alternatives().iter().map(|term| self.made_by(term)).collect()
    }

    pub(super) fn made_by(&self, term: &Term) -> Option<Made> {
        let closure = term.as_closure()?;
        let callee = Callee {
            function: closure.function.clone(),
            type_arguments: closure.type_arguments.to_vec(),
        };
        let pool = &self.module().callees;
        let position = pool.iter().position(|it| it.function == callee.function);
        let context = self.body.context;
        let parameters = context.function(&callee).ok()?.parameters.len();
        let in_types = |it: &Interface| Rc::new(it.in_types(&callee.type_arguments));
        let interface = match position.and_then(|position| self.callees.get(position)) {
            Some(called) => in_types(&called.generic),
            None if callee.function.module == self.module().id => return None,
            None => in_types(&interface_of(self.module(), context.imports, &callee.function)),
        };
        Some(Made {
            parameters,
            callee,
            interface,
            may_return: !position.is_some_and(|position| self.endless.contains(&position)),
            captures: closure.captures,
            captured: closure.captured.to_vec(),
        })
    }

    /// Sees that the value, which is `term` or else of type `from`, does no more than the clauses of the type of `to` allow.
    fn keeps(&self, to: Register, term: &Term, from: Option<&FunctionType>) -> Plain {
        let Some(ty) = self.function_type(to).filter(|ty| ty.declaration.is_some()) else {
            return Ok(());
        };
        let (module, imports) = (self.module(), self.body.context.imports);
        let beyond: Option<Access> = match self.made(term) {
            None => beyond_clauses_of(module, imports, ty, from),
            Some(made) => {
                made.iter().find_map(|it| beyond_clauses(module, imports, ty, &it.done(ty)))
            }
        };
        beyond.map_or(Ok(()), |access| Err(Fault::ClosureTooWide(Box::new(access))))
    }
}

impl Made {
    /// What is passed to the function where this is given to a call of the value.
    fn passed(&self, given: &[Passed]) -> Option<Vec<Passed>> {
        let passed = |term: &Term| Passed { value: term.clone(), reference: None };
        let captured: Vec<Passed> = self.captured.iter().map(passed).collect();
        self.captures.interleave(self.parameters, &captured, given)
    }

    /// What a call does that somebody else makes, whenever that is, and what is passed to the function then.
    pub(super) fn call(&self, given: &[Passed]) -> Option<(Footprint, Vec<Passed>)> {
        let passed = self.passed(given)?;
        Some((self.interface.footprint.whenever(), passed))
    }

    /// What calls of the value do, over the parameters of its type.
    fn done(&self, ty: &FunctionType) -> Footprint {
        let given = Argument::identity(&ty.parameters);
        let captured = self.captured.iter().map(|term| Argument::value(nameable(term)));
        let captured: Vec<Argument> = captured.collect();
        let arguments = self.captures.interleave(self.parameters, &captured, &given);
        arguments.map_or_else(Footprint::open, |arguments| {
            self.interface.footprint.substitute(&[], &arguments)
        })
    }
}

/// The term, if it means the same whenever it is looked at.
fn nameable(term: &Term) -> Term {
    let is_of_entry = |part: &Term| {
        matches!(
            part,
            Term::Parameter(_) | Term::Index(_) | Term::Stored(_) | Term::Fresh | Term::Any
        )
    };
    if mentions(term, &is_of_entry) { Term::Any } else { term.clone() }
}
