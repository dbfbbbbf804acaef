//! Calls: what the callee's claims mean with the arguments at hand.
//!
//! They speak of values at the callee's entry, which is now; what is known of now is over the caller's entry.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use vm_access::{
    Access, AccessPath, Application, Footprint, Mode, Projection, Root, Term, TermFunction, Type,
    Value,
};
use vm_bytecode::{Callee, Register, ResultSummary, Target};
use vm_footprint::Interface;

use super::closure::VALUES_DEPTH_MAX;
use super::cover::Qualifiers;
use super::reference::Reference;
use super::state::Content;
use super::term::{applies_native, apply, limited, mentions};
use super::walk::Walk;
use crate::error::{Fault, Plain};

/// What is passed for one parameter.
#[derive(Clone)]
pub(super) struct Passed {
    /// The value; of a reference what lies behind it now.
    pub(super) value: Term,
    pub(super) reference: Option<Reference>,
}

/// A call about to be carried out.
pub(super) struct Call<'c> {
    pub(super) name: &'c Callee,
    /// What is said of the function, its type arguments put in.
    pub(super) interface: &'c Interface,
    given: Given,
}

/// What is given to one call: it tells what the callee's terms mean.
pub(super) struct Given {
    passed: Vec<Passed>,
    /// Terms of the callee and what they mean, as far as that has been asked: the same places are named over and over.
    meanings: RefCell<Vec<(Term, Term)>>,
}

impl<'c> Call<'c> {
    pub(super) fn new(name: &'c Callee, interface: &'c Interface, passed: Vec<Passed>) -> Self {
        Self { name, interface, given: Given::new(passed) }
    }
}

impl Given {
    pub(super) fn new(passed: Vec<Passed>) -> Self {
        Self { passed, meanings: RefCell::default() }
    }

    fn meaning(&self, term: &Term) -> Option<Term> {
        let meanings = self.meanings.borrow();
        meanings.iter().find(|(known, _)| known == term).map(|(_, meaning)| meaning.clone())
    }
}

/// What is said of a function in the module's pool of callees.
pub(super) struct Called {
    /// Over the function's own type parameters.
    pub(super) generic: Rc<Interface>,
    /// With the type arguments of the pool put in: once, and not at every call.
    pub(super) here: Rc<Interface>,
}

impl Called {
    pub(super) fn new(callee: &Callee, interface: Interface) -> Self {
        let generic = Rc::new(interface);
        if callee.type_arguments.is_empty() {
            return Self { here: Rc::clone(&generic), generic };
        }
        let here = generic.in_types(&callee.type_arguments);
        Self { generic, here: Rc::new(here) }
    }
}

impl Walk<'_> {
    /// Calls the function at `callee` in the pool. Returns whether it may return.
    pub(super) fn call(
        &mut self,
        to: &[Register],
        callee: usize,
        arguments: &[Register],
    ) -> Result<bool, Fault> {
        let (callees, module) = (self.callees, self.module());
        let (Some(name), Some(called)) = (module.callees.get(callee), callees.get(callee)) else {
            return Err(Fault::NoSuch("callee", u32::try_from(callee).unwrap_or(u32::MAX)));
        };
        let passed = arguments.iter().map(|register| self.pass(*register)).collect();
        let call = Call::new(name, &called.here, passed);
        self.replaces_by_call(&call, arguments)?;
        self.carry_out(to, &call, !self.endless.contains(&callee))
    }

    /// Carries a call out, if its callee may return. Returns whether it may.
    pub(super) fn carry_out(
        &mut self,
        to: &[Register],
        call: &Call<'_>,
        may_return: bool,
    ) -> Result<bool, Fault> {
        if self.body.function.is_term_function && !call.interface.is_term_function {
            return Err(Fault::NotATermFunction);
        }
        let footprint = &call.interface.footprint;
        let Some(behind) = self.values_called(footprint, &call.given, VALUES_DEPTH_MAX) else {
            return self.call_anything(to);
        };
        self.access_by_call(footprint, &call.given)?;
        for (footprint, given) in &behind {
            self.access_by_call(footprint, given)?;
        }
        if !may_return {
            return Ok(false);
        }
        let results = (0..to.len()).map(|index| call.interface.results.get(index));
        let outcomes: Vec<Content> = to
            .iter()
            .zip(results)
            .map(|(register, result)| self.outcome(call, result, self.ty(*register)))
            .collect();
        self.note_aborts(call, &outcomes);
        self.forget_written(footprint, &call.given);
        behind.iter().for_each(|(footprint, given)| self.forget_written(footprint, given));
        for (register, outcome) in to.iter().zip(outcomes) {
            match outcome {
                Content::Value(value) => self.set_value(*register, value),
                Content::Unset | Content::Reference(_) => self.set(*register, outcome),
            }
        }
        Ok(true)
    }

    pub(super) fn pass(&self, register: Register) -> Passed {
        match self.content(register) {
            Content::Value(value) => Passed { value: value.clone(), reference: None },
            Content::Reference(reference) => {
                Passed { value: self.behind(reference), reference: Some(reference.clone()) }
            }
            Content::Unset => Passed { value: Term::Any, reference: None },
        }
    }

    // What it does.

    /// Calls what may do anything. Returns whether it may return.
    fn call_anything(&mut self, to: &[Register]) -> Result<bool, Fault> {
        self.require_open()?;
        self.access_anywhere(Mode::Writes)?;
        self.exactness.aborts_silently = true;
        self.lose();
        for register in to {
            let is_reference = self.ty(*register).is_some_and(Type::is_reference);
            let reference = || Content::Reference(Reference::Anywhere);
            let lost = if is_reference { reference() } else { Content::Value(Term::Any) };
            self.set(*register, lost);
        }
        Ok(true)
    }

    fn access_by_call(&self, footprint: &Footprint, given: &Given) -> Plain {
        if footprint.is_open() {
            self.require_open()?;
            self.access_anywhere(Mode::Writes)?;
        }
        for access in footprint.accesses() {
            let qualifiers = self.qualifiers(access, given);
            if qualifiers.conditions.contains(&Term::Constant(Value::Bool(false))) {
                continue;
            }
            // Most accesses have no variables.
            let path = if access.ranges.is_empty() {
                Cow::Borrowed(&access.path)
            } else {
                Cow::Owned(access.path.map_indices(&Qualifiers::variable))
            };
            let reference = self.place(&path, given);
            self.access_qualified(access.mode, &reference, &qualifiers)?;
        }
        Ok(())
    }

    /// The ranges and conditions of a callee's access, over the caller's terms.
    fn qualifiers(&self, access: &Access, given: &Given) -> Qualifiers {
        let here = |terms: &[Term]| -> Vec<Term> {
            let renamed = terms.iter().map(|term| term.map_indices(&Qualifiers::variable));
            renamed.map(|term| self.translate(&term, given)).collect()
        };
        Qualifiers { ranges: here(&access.ranges), conditions: here(&access.conditions) }
    }

    /// What the callee may overwrite as a whole.
    fn replaces_by_call(&self, call: &Call<'_>, arguments: &[Register]) -> Plain {
        for (index, argument) in (0_u16..).zip(arguments) {
            let overwrites = |access: &Access| {
                access.mode != Mode::Reads
                    && access.path == AccessPath::root(Root::Parameter(index))
            };
            if call.interface.footprint.is_open()
                || call.interface.footprint.accesses().iter().any(overwrites)
            {
                self.replaces(*argument)?;
            }
        }
        Ok(())
    }

    /// Forgets what is in places that the callee may have written.
    fn forget_written(&mut self, footprint: &Footprint, given: &Given) {
        if footprint.is_open() {
            self.lose();
            return;
        }
        let written = footprint.accesses().iter().filter(|access| access.mode != Mode::Reads);
        let places: Vec<Reference> =
            written.map(|access| self.place(&access.unqualified().path, given)).collect();
        for place in places {
            match place {
                Reference::Anywhere => self.lose(),
                Reference::To(targets) => {
                    for target in targets.iter() {
                        if matches!(target, Target::Path(path) if path.is_stored_call()) {
                            self.state.written.doubt();
                        } else {
                            self.store_at(target, Term::Any);
                        }
                    }
                }
            }
        }
    }

    /// Notes whether the call aborts just where computing its results does.
    fn note_aborts(&mut self, call: &Call<'_>, outcomes: &[Content]) {
        let is_application = |term: &Term| {
            let Term::Apply(application) = term else { return false };
            application.function == TermFunction::Named(call.name.function.clone())
        };
        let results = &call.interface.results;
        let mut is_said = !results.is_empty() && results.iter().all(|result| result.is_exact);
        for outcome in outcomes {
            if let Content::Value(value) = outcome {
                is_said |= is_application(value);
                self.exactness.note(value);
            }
        }
        self.exactness.aborts_silently |= !is_said;
    }

    // What its terms and places mean here.

    /// The places that a path of the callee names.
    fn place(&self, path: &AccessPath, given: &Given) -> Reference {
        let here = |term: &Term| self.translate(term, given);
        let base = match &path.root {
            Root::Parameter(index) => match given.passed.get(usize::from(*index)) {
                Some(Passed { reference: Some(reference), .. }) => reference.clone(),
                Some(Passed { reference: None, value }) => {
                    Reference::to(Target::Value(value.clone()))
                }
                None => Reference::Anywhere,
            },
            Root::Resource(pattern, address) => {
                let address = here(address);
                let root = |term: &Term| Root::Resource(pattern.clone(), term.clone());
                records(address.alternatives().iter().map(root))
            }
            Root::Item(table, handle, key) => {
                let (handle, key) = (here(handle), here(key));
                let (handles, keys) = (handle.alternatives(), key.alternatives());
                let root = |handle: &Term, key: &Term| {
                    Root::Item(table.clone(), handle.clone().into(), key.clone().into())
                };
                let pairs = handles.iter().flat_map(|it| keys.iter().map(move |key| (it, key)));
                records(pairs.map(|(handle, key)| root(handle, key)))
            }
            Root::At(address) => {
                let address = here(address);
                let root = |term: &Term| AccessPath::root(Root::At(term.clone()));
                let targets = address.alternatives().iter().map(root).map(Target::Path);
                return Reference::To(targets.collect());
            }
            Root::Call(function, arguments) => {
                let function = here(function);
                let arguments: Vec<Term> = arguments.iter().map(here).collect();
                // What is known of a closure is what its function does.
                let rest = function.alternatives().iter().filter(|it| it.as_closure().is_none());
                let root = |term: &Term| Root::call(term.clone(), arguments.clone());
                let targets = rest.map(|term| Target::Path(AccessPath::root(root(term))));
                return Reference::To(targets.collect());
            }
            root @ (Root::Everything | Root::Account(_) | Root::Module(_)) => {
                return Reference::to(Target::Path(AccessPath::root(root.clone())));
            }
        };
        path.projections.iter().fold(base, |reference, step| {
            let step = match step {
                Projection::Existence | Projection::Field(_) => step.clone(),
                Projection::Element(index) => Projection::Element(here(index)),
            };
            reference.then(&[step])
        })
    }

    /// What a term of the callee means.
    pub(super) fn translate(&self, term: &Term, given: &Given) -> Term {
        let is_leaf = matches!(term, Term::Constant(_) | Term::Parameter(_) | Term::Any);
        if !is_leaf && let Some(value) = given.meaning(term) {
            return value;
        }
        let value = match self.part_behind(term, given) {
            Some(value) => value,
            None => self.translate_value(term, given),
        };
        if !is_leaf {
            given.meanings.borrow_mut().push((term.clone(), value.clone()));
        }
        value
    }

    fn translate_value(&self, term: &Term, given: &Given) -> Term {
        let here = |term: &Term| self.translate(term, given);
        limited(match term {
            Term::Constant(_) | Term::Index(_) | Term::Fresh | Term::Any => term.clone(),
            Term::Parameter(index) => given
                .passed
                .get(usize::from(*index))
                .map_or(Term::Any, |passed| passed.value.clone()),
            Term::Field(of, field) => Term::field(here(of), field),
            Term::Element(of, index) => Term::element(here(of), here(index)),
            Term::AnyElement(of) => Term::any_element(here(of)),
            Term::Apply(application) => {
                let Application { function, type_arguments, arguments } = &**application;
                let arguments: Vec<Term> = arguments.iter().map(here).collect();
                apply(function, type_arguments, &arguments)
            }
            Term::Pack(ty, fields) => {
                let fields = fields.iter().map(|(name, term)| (name.clone(), here(term)));
                Term::pack(ty.clone(), fields.collect())
            }
            Term::Choice(terms) => Term::choice(terms.iter().map(here)),
            Term::Stored(path) => self.behind(&self.place(path, given)),
        })
    }

    /// What is now at a part of what a reference leads to: more may be known of it than of the whole.
    fn part_behind(&self, term: &Term, given: &Given) -> Option<Term> {
        let is_part = matches!(term, Term::Field(..) | Term::Element(..) | Term::AnyElement(_));
        let path = is_part.then(|| term.as_path()).flatten()?;
        let Root::Parameter(index) = path.root else { return None };
        given.passed.get(usize::from(index))?.reference.as_ref()?;
        Some(limited(self.behind(&self.place(&path, given))))
    }

    // Results.

    fn outcome(
        &self,
        call: &Call<'_>,
        result: Option<&ResultSummary>,
        ty: Option<&Type>,
    ) -> Content {
        if ty.is_some_and(Type::is_reference) {
            return Content::Reference(self.returned_reference(result, &call.given));
        }
        let value = result.map_or(Term::Any, |it| self.translate(&it.value, &call.given));
        let interface = call.interface;
        // Of a function value it is worth more which one it is than how it is computed.
        let is_function = matches!(ty, Some(Type::Function(_))) && value != Term::Any;
        let may_apply = interface.is_term_function
            && interface.is_applicable
            && ty != Some(&Type::Signer)
            && !is_function;
        if may_apply && !self.is_looked_into(call, result) {
            let function = TermFunction::Named(call.name.function.clone());
            let arguments: Vec<Term> =
                call.given.passed.iter().map(|it| it.value.clone()).collect();
            let term = apply(&function, &call.name.type_arguments, &arguments);
            if term != Term::Any {
                return Content::Value(term);
            }
        }
        Content::Value(value)
    }

    /// Whether what a term function computes says more than its name: it is of this package, or shows what is made here.
    fn is_looked_into(&self, call: &Call<'_>, result: Option<&ResultSummary>) -> bool {
        let Some(result) = result.filter(|it| it.is_exact && it.value != Term::Any) else {
            return false;
        };
        let is_own = call.name.function.module.address == self.module().id.address;
        let is_made_here = |part: &Term| matches!(part, Term::Fresh | Term::Pack(..));
        is_own && !applies_native(&result.value)
            || call.given.passed.iter().any(|passed| mentions(&passed.value, &is_made_here))
    }

    fn returned_reference(&self, result: Option<&ResultSummary>, given: &Given) -> Reference {
        let Some(result) = result else { return Reference::Anywhere };
        if result.targets.is_empty() {
            return Reference::to(Target::Value(self.translate(&result.value, given)));
        }
        let mut all = Vec::new();
        for path in &result.targets {
            let Reference::To(targets) = self.place(path, given) else {
                return Reference::Anywhere;
            };
            all.extend(targets.iter().cloned());
        }
        Reference::collect(all)
    }
}

fn records(roots: impl IntoIterator<Item = Root>) -> Reference {
    Reference::collect(roots.into_iter().map(|root| Target::Path(AccessPath::root(root))))
}
