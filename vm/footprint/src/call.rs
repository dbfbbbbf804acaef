//! Calls: what a callee's summary means with the arguments at hand.
//!
//! A summary speaks of values at the callee's entry. What it reads from state there is looked up in the caller's present
//! state; what an argument holds is already over the caller's entry. Writes take effect after the results are known.

use std::borrow::Cow;
use std::cell::RefCell;

use vm_access::{
    Access, AccessPath, Application, Footprint, Mode, Projection, Root, Term, TermFunction, Type,
    Value,
};
use vm_bytecode::{Callee, Register, ResultSummary};

use crate::amounts::{Amount, Amounts};
use crate::domain::{Abstract, Known, Reference, Target, apply, mentions};
use crate::native::applies_native;
use crate::reach::Qualifiers;
use crate::reason::Reason;
use crate::summary::Summary;
use crate::transfer::Step;

/// What is passed for one parameter.
#[derive(Clone)]
pub(crate) struct Passed {
    /// The value; of a reference the value behind it now.
    pub(crate) value: Known,
    /// The reference, if it is one.
    pub(crate) reference: Option<Reference>,
}

/// What is given to one call: it tells what the callee's terms mean.
pub(crate) struct Given<'p> {
    passed: &'p [Passed],
    /// Terms and what they mean, as far as that has been asked: a summary names the same places over and over.
    meanings: RefCell<Vec<(Term, Known)>>,
}

impl<'p> Given<'p> {
    pub(crate) fn new(passed: &'p [Passed]) -> Self {
        Self { passed, meanings: RefCell::default() }
    }

    fn get(&self, index: u16) -> Option<&'p Passed> {
        self.passed.get(usize::from(index))
    }

    fn meaning(&self, term: &Term) -> Option<Known> {
        let meanings = self.meanings.borrow();
        meanings.iter().find(|(known, _)| known == term).map(|(_, meaning)| meaning.clone())
    }
}

impl Step<'_> {
    /// Calls the function at `callee` in the pool. Returns whether it may return.
    pub(crate) fn call(&mut self, to: &[Register], callee: usize, arguments: &[Register]) -> bool {
        let context = self.context;
        let names = context.world.module().callees.get(callee);
        let (Some(name), Some(called)) = (names, context.callees.get(callee)) else {
            self.call_unknown(to);
            return true;
        };
        let passed: Vec<Passed> = arguments.iter().map(|register| self.pass(*register)).collect();
        // A loop's variable means nothing in a clause of the caller.
        let any = |_| Term::Any;
        let terms = passed.iter().map(|it| it.value.term.map_indices(&any)).collect();
        self.recorder.calls.push((callee, terms));
        self.call_summary(to, (name, Some(callee), &called.here), &passed)
    }

    /// Calls a function of which this is known, its type arguments put in; by its position in the pool, if it is there,
    /// accesses tell where they come from. Returns whether it may return.
    pub(crate) fn call_summary(
        &mut self,
        to: &[Register],
        (name, callee, summary): (&Callee, Option<usize>, &Summary),
        passed: &[Passed],
    ) -> bool {
        let context = self.context;
        self.recorder.leaves_terms |= !summary.is_term_function;
        let given = Given::new(passed);
        let Some(behind) = self.values_called(&summary.footprint, &given) else {
            self.call_unknown(to);
            return true;
        };
        let via = |access| callee.map(|callee| (callee, access));
        self.record_call(&summary.footprint, &given, via);
        for it in &behind {
            self.record_call(&it.footprint, &Given::new(&it.passed), |_| via(&it.call));
        }
        self.record_amounts(&summary.amounts, &given);
        let Some(results) = &summary.results else {
            return false;
        };
        let mut outcomes = Vec::new();
        for (index, register) in to.iter().enumerate() {
            let ty = self.ty(*register);
            outcomes.push(self.outcome(name, summary, results.get(index), ty, &given));
        }
        self.record_aborts(name, results, &outcomes);
        self.kill(&summary.footprint, &given);
        behind.iter().for_each(|it| self.kill(&it.footprint, &Given::new(&it.passed)));
        if context.world.is_stand_in(&name.function) {
            self.state.written.lose();
        }
        for (register, outcome) in to.iter().zip(outcomes) {
            self.set(*register, outcome);
        }
        true
    }

    pub(crate) fn call_unknown(&mut self, to: &[Register]) {
        self.recorder.is_open = true;
        self.recorder.leaves_terms = true;
        self.recorder.aborts_silently = true;
        self.record_anywhere(Mode::Writes, Reason::UnknownCallee, None);
        self.lose(Reason::UnknownCallee);
        for register in to {
            self.set(*register, self.nothing_of(*register, Reason::UnknownCallee));
        }
    }

    fn nothing_of(&self, register: Register, reason: Reason) -> Abstract {
        match self.ty(register) {
            Some(ty) if ty.is_reference() => Abstract::Reference(Reference::lost(reason)),
            Some(_) | None => Abstract::Value(Known::nothing(reason)),
        }
    }

    pub(crate) fn pass(&self, register: Register) -> Passed {
        match self.get(register) {
            Abstract::Value(value) => Passed { value, reference: None },
            Abstract::Reference(reference) => {
                Passed { value: self.value_behind(&reference), reference: Some(reference) }
            }
            Abstract::Unset => Passed { value: Known::nothing(Reason::NotATerm), reference: None },
        }
    }

    // Accesses and kills.

    /// Notes what a callee does; `via` tells of each access whose it is.
    fn record_call<'p>(
        &mut self,
        footprint: &'p Footprint,
        given: &Given<'_>,
        via: impl Fn(&'p Access) -> Option<(usize, &'p Access)>,
    ) {
        if self.recorder.is_deaf {
            return;
        }
        if footprint.is_open() {
            self.recorder.is_open = true;
            self.record_anywhere(Mode::Writes, Reason::UnknownCallee, None);
        }
        for access in footprint.accesses() {
            let via = via(access);
            let (path, qualifiers) = self.qualifiers(access, given);
            if qualifiers.conditions.contains(&Term::Constant(Value::Bool(false))) {
                continue;
            }
            let (reference, why) = self.targets(&path, given);
            if reference.is_lost {
                let reason = why.unwrap_or(Reason::UnknownReference);
                self.record_anywhere(access.mode, reason, via);
                continue;
            }
            for target in reference.targets.iter() {
                if let Some((mode, path)) = target.access(access.mode) {
                    self.record_qualified(mode, path.clone(), why, via, &qualifiers);
                }
            }
        }
    }

    /// Notes by how much the callee may change integers, as they are named here.
    fn record_amounts(&mut self, amounts: &Amounts, given: &Given<'_>) {
        if self.recorder.is_deaf {
            return;
        }
        let Some(sites) = amounts.sites() else {
            self.recorder.amounts.lose();
            return;
        };
        for site in sites {
            let (place, _) = self.targets(&site.path, given);
            let term = site.term.as_ref().map(|term| self.translate(term, given).term);
            self.note_amount(&place, Amount { term, ..site.clone() });
        }
    }

    /// A callee's access with its variables renamed, and what qualifies it, over the caller's terms.
    fn qualifiers<'p>(
        &self,
        access: &'p Access,
        given: &Given<'_>,
    ) -> (Cow<'p, AccessPath>, Qualifiers) {
        // Most accesses have no variables, and few have conditions.
        if access.ranges.is_empty() && access.conditions.is_empty() {
            return (Cow::Borrowed(&access.path), Qualifiers::default());
        }
        let translate = |terms: &[Term]| -> Vec<Term> {
            let renamed = terms.iter().map(|term| term.map_indices(&Qualifiers::variable));
            renamed.map(|term| self.translate(&term, given).term).collect()
        };
        let (ranges, conditions) = (translate(&access.ranges), translate(&access.conditions));
        let path = access.path.map_indices(&Qualifiers::variable);
        (Cow::Owned(path), Qualifiers { ranges, conditions })
    }

    /// Notes whether the call aborts just where computing its results does.
    fn record_aborts(&mut self, name: &Callee, results: &[ResultSummary], outcomes: &[Abstract]) {
        let is_application = |term: &Term| {
            let Term::Apply(application) = term else { return false };
            application.function == TermFunction::Named(name.function.clone())
        };
        let is_exact = !results.is_empty() && results.iter().all(|result| result.is_exact);
        let mut is_said = is_exact;
        for outcome in outcomes {
            if let Abstract::Value(known) = outcome {
                is_said |= is_application(&known.term);
                self.recorder.aborting.push(known.term.clone());
            }
        }
        self.recorder.aborts_silently |= !is_said;
    }

    /// Forgets what the callee may have written.
    fn kill(&mut self, footprint: &Footprint, given: &Given<'_>) {
        if footprint.is_open() {
            self.lose(Reason::UnknownCallee);
            return;
        }
        let written = footprint.accesses().iter().filter(|access| access.mode != Mode::Reads);
        let targets: Vec<Reference> =
            written.map(|access| self.targets(&access.unqualified().path, given).0).collect();
        for reference in targets {
            if reference.is_lost {
                self.lose(Reason::MayHaveChanged);
            }
            for target in reference.targets.iter() {
                if matches!(target, Target::Path(path) if path.is_stored_call()) {
                    self.state.written.doubt();
                } else {
                    self.store_at(target, &Known::nothing(Reason::MayHaveChanged));
                }
            }
        }
    }

    // Translation.

    /// What a path of the callee means here, and why its keys are no narrower.
    fn targets(&self, path: &AccessPath, given: &Given<'_>) -> (Reference, Option<Reason>) {
        let mut why = None;
        let mut translate = |term: &Term| {
            let known = self.translate(term, given);
            why = why.or(known.why);
            known.term
        };
        let steps: Vec<Projection> = path
            .projections
            .iter()
            .map(|step| match step {
                Projection::Existence | Projection::Field(_) => step.clone(),
                Projection::Element(index) => Projection::Element(translate(index)),
            })
            .collect();
        let base = match &path.root {
            Root::Parameter(index) => match given.get(*index) {
                Some(Passed { reference: Some(reference), .. }) => reference.clone(),
                Some(Passed { reference: None, value }) => {
                    Reference::to(Target::Value(value.term.clone()))
                }
                None => Reference::lost(Reason::UnknownReference),
            },
            Root::Resource(pattern, address) => {
                let root = Root::Resource(pattern.clone(), translate(address));
                spread(&AccessPath::root(root))
            }
            Root::Item(pattern, handle, key) => {
                let (handle, key) = (translate(handle), translate(key));
                spread(&AccessPath::root(Root::Item(pattern.clone(), handle.into(), key.into())))
            }
            Root::At(address) => {
                let address = translate(address);
                let root = |term: &Term| AccessPath::root(Root::At(term.clone()));
                let targets = address.alternatives().iter().map(root).map(Target::Path).collect();
                return (Reference { targets, is_lost: false, why }, why);
            }
            Root::Call(function, arguments) => {
                let function = translate(function);
                let arguments: Vec<Term> = arguments.iter().map(translate).collect();
                // What is known of a closure is what its function does.
                let rest = function.alternatives().iter().filter(|it| it.as_closure().is_none());
                let root = |term: &Term| Root::call(term.clone(), arguments.clone());
                let targets = rest.map(|term| Target::Path(AccessPath::root(root(term))));
                return (Reference { targets: targets.collect(), is_lost: false, why }, why);
            }
            root @ (Root::Everything | Root::Account(_) | Root::Module(_)) => {
                let target = Target::Path(AccessPath::root(root.clone()));
                return (Reference::to(target), None);
            }
        };
        let reference = steps
            .iter()
            .fold(base, |reference, step| reference.then(std::slice::from_ref(step), None));
        let why = why.or(reference.why);
        (reference, why)
    }

    /// What a term of the callee means here.
    pub(crate) fn translate(&self, term: &Term, given: &Given<'_>) -> Known {
        let is_leaf = matches!(term, Term::Constant(_) | Term::Parameter(_) | Term::Any);
        if !is_leaf && let Some(known) = given.meaning(term) {
            return known;
        }
        let known = match self.translate_place(term, given) {
            Some(known) => known,
            None => self.translate_value(term, given),
        };
        if !is_leaf {
            given.meanings.borrow_mut().push((term.clone(), known.clone()));
        }
        known
    }

    fn translate_value(&self, term: &Term, given: &Given<'_>) -> Known {
        let mut why = None;
        let mut inner = |term: &Term| {
            let known = self.translate(term, given);
            why = why.or(known.why);
            known.term
        };
        let translated = match term {
            Term::Constant(_) | Term::Index(_) | Term::Fresh => term.clone(),
            Term::Any => return Known::nothing(Reason::WideInCallee),
            Term::Parameter(index) => match given.get(*index) {
                Some(passed) => return passed.value.clone(),
                None => Term::Any,
            },
            Term::Field(of, field) => Term::field(inner(of), field),
            Term::Element(of, index) => Term::element(inner(of), inner(index)),
            Term::AnyElement(of) => Term::any_element(inner(of)),
            Term::Apply(application) => {
                let Application { function, type_arguments, arguments } = &**application;
                let arguments: Vec<Term> = arguments.iter().map(&mut inner).collect();
                apply(function, type_arguments, &arguments)
            }
            Term::Pack(ty, fields) => {
                let fields = fields.iter().map(|(name, term)| (name.clone(), inner(term)));
                Term::pack(ty.clone(), fields.collect())
            }
            Term::Choice(terms) => Term::choice(terms.iter().map(&mut inner).collect::<Vec<_>>()),
            Term::Stored(path) => {
                let (reference, because) = self.targets(path, given);
                let known = self.value_behind(&reference);
                why = because.or(known.why);
                known.term
            }
        };
        Known::new(translated, why)
    }

    /// What is now at a place behind a reference; more may be known of it than of the whole.
    fn translate_place(&self, term: &Term, given: &Given<'_>) -> Option<Known> {
        let is_part = matches!(term, Term::Field(..) | Term::Element(..) | Term::AnyElement(_));
        let path = is_part.then(|| term.as_path()).flatten()?;
        let Root::Parameter(index) = path.root else { return None };
        given.get(index)?.reference.as_ref()?;
        let (reference, why) = self.targets(&path, given);
        let known = self.value_behind(&reference);
        Some(Known::new(known.term, why.or(known.why)))
    }

    // Results.

    fn outcome(
        &self,
        name: &Callee,
        summary: &Summary,
        result: Option<&ResultSummary>,
        ty: Option<&Type>,
        given: &Given<'_>,
    ) -> Abstract {
        if ty.is_some_and(Type::is_reference) {
            return Abstract::Reference(self.returned_reference(result, given));
        }
        let unfolded = match result {
            Some(result) if result.value != Term::Any => self.translate(&result.value, given),
            Some(_) | None => Known::nothing(Reason::NotATermFunction),
        };
        // Of a function value it is worth more which one it is than how it is computed.
        let is_function = matches!(ty, Some(Type::Function(_))) && unfolded.term != Term::Any;
        if is_function || !summary.is_term_function || !summary.is_applicable {
            return Abstract::Value(unfolded);
        }
        if ty == Some(&Type::Signer) {
            return Abstract::Value(unfolded);
        }
        let is_exact = result.is_some_and(|result| result.is_exact && result.value != Term::Any);
        let is_same_package =
            name.function.module.address == self.context.world.module().id.address;
        let is_native = result.is_some_and(|result| applies_native(&result.value));
        let shows_parts = given.passed.iter().any(|it| mentions(&it.value.term, &is_built_here));
        if is_exact && (is_same_package && !is_native || shows_parts) {
            return Abstract::Value(unfolded);
        }
        let function = TermFunction::Named(name.function.clone());
        let arguments: Vec<Term> =
            given.passed.iter().map(|passed| passed.value.term.clone()).collect();
        let term = apply(&function, &name.type_arguments, &arguments);
        if term == Term::Any {
            return Abstract::Value(unfolded);
        }
        Abstract::Value(Known::new(term, None))
    }

    fn returned_reference(&self, result: Option<&ResultSummary>, given: &Given<'_>) -> Reference {
        let Some(result) = result else { return Reference::lost(Reason::UnknownReference) };
        if result.targets.is_empty() {
            return Reference::to(Target::Value(self.translate(&result.value, given).term));
        }
        let mut why = None;
        let mut targets = Vec::new();
        for path in &result.targets {
            let (reference, because) = self.targets(path, given);
            why = why.or(because);
            if reference.is_lost {
                return Reference::lost(why.unwrap_or(Reason::UnknownReference));
            }
            targets.extend(reference.targets.iter().cloned());
        }
        Reference::collect(targets, why)
    }
}

/// A made-up name, or a struct whose fields are known: functions applied to it are better looked into.
fn is_built_here(term: &Term) -> bool {
    matches!(term, Term::Fresh | Term::Pack(..))
}

/// One target per alternative of the keys at the path's root.
fn spread(path: &AccessPath) -> Reference {
    let roots: Vec<Root> = match &path.root {
        Root::Resource(pattern, address) => {
            let root = |term: &Term| Root::Resource(pattern.clone(), term.clone());
            address.alternatives().iter().map(root).collect()
        }
        Root::Item(pattern, handle, key) => {
            let (handles, keys) = (handle.alternatives(), key.alternatives());
            let pairs = handles.iter().flat_map(|it| keys.iter().map(move |key| (it, key)));
            let root = |(it, key): (&Term, &Term)| {
                Root::Item(pattern.clone(), it.clone().into(), key.clone().into())
            };
            pairs.map(root).collect()
        }
        root @ (Root::Everything
        | Root::Account(_)
        | Root::Module(_)
        | Root::Parameter(_)
        | Root::At(_)
        | Root::Call(..)) => {
            vec![root.clone()]
        }
    };
    Reference::collect(roots.into_iter().map(|root| Target::Path(AccessPath::root(root))), None)
}
