//! Function values: what calling one does, and whether it keeps what its type says.
//!
//! Of a value made in the same function, or given back by a function that made it, the function and what it has captured are
//! known, and a call does what that function does. Of any other a call does what the clauses of its type allow, and anything
//! where it has none. So a value must do no more than the clauses of each type it gets: where it is made, and where it is
//! taken for one of a wider type. What it has captured is said there only where it is a constant.

use std::rc::Rc;

use vm_access::{
    Access, AccessPath, Argument, Captures, Declaration, Footprint, FunctionName, FunctionType,
    Identifier, Mode, Root, Term, TermFunction, Type,
};
use vm_bytecode::{Callee, CodePoint, Instruction, Module, Register};

use crate::amounts::Amounts;
use crate::call::Passed;
use crate::check::unfold_footprint;
use crate::domain::{Known, mentions};
use crate::reason::Reason;
use crate::summary::{Interfaces, Source, Summary, World, state_only};
use crate::transfer::Step;

/// A function value that may do more than the type it gets allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unkept {
    /// Where it is made, or taken for one of that type.
    pub point: CodePoint,
    /// The type.
    pub ty: FunctionType,
    /// What it does, over the parameters of the type.
    pub access: Access,
    /// The function, if it is known.
    pub function: Option<FunctionName>,
}

/// A function value of which the function is known.
pub(crate) struct Made {
    /// The function, with its type arguments.
    callee: Callee,
    /// Its position in the module's pool, if it is there.
    position: Option<usize>,
    /// What is known of it, its type arguments put in.
    summary: Rc<Summary>,
    parameters: usize,
    captures: Captures,
    captured: Vec<Term>,
}

/// What a call of a value of the type may do, as far as the clauses of the type say; open without clauses.
pub fn promised_footprint(
    module: &Module,
    imports: &dyn Interfaces,
    ty: &FunctionType,
) -> Footprint {
    promise(&World::new(module, imports, Source::Declared), ty)
}

/// What a call does of a value of a type without clauses, over the parameters of the type and the value as one more.
pub fn called_footprint(module: &Module, imports: &dyn Interfaces, ty: &FunctionType) -> Footprint {
    called(&World::new(module, imports, Source::Declared), ty)
}

/// What calls of other modules' functions may do, as far as their callers in `module` are told: for each function of its
/// pool of callees; nothing for its own functions.
pub fn foreign_footprints(module: &Module, imports: &dyn Interfaces) -> Vec<Footprint> {
    let world = World::new(module, imports, Source::Declared);
    let footprint = |callee: &Callee| {
        if callee.function.module == module.id {
            return Footprint::default();
        }
        let footprint = world.foreign(&callee.function).footprint;
        if callee.type_arguments.is_empty() {
            return footprint;
        }
        footprint.in_types(&callee.type_arguments)
    };
    module.callees.iter().map(footprint).collect()
}

/// What a function value that does `found`, over the parameters of the type, does beyond the clauses of the type.
pub fn beyond_clauses(
    module: &Module,
    imports: &dyn Interfaces,
    ty: &FunctionType,
    found: &Footprint,
) -> Option<Access> {
    let world = World::new(module, imports, Source::Declared);
    let declaration = ty.declaration.as_ref()?;
    excess(&world, found, declaration, &unfold_footprint(&world, &promise(&world, ty)))
}

/// What a function value of type `from`, or of a type that nobody knows, may do beyond the clauses of another type.
pub fn beyond_clauses_of(
    module: &Module,
    imports: &dyn Interfaces,
    ty: &FunctionType,
    from: Option<&FunctionType>,
) -> Option<Access> {
    let world = World::new(module, imports, Source::Declared);
    let declaration = ty.declaration.as_ref()?;
    let allowed = unfold_footprint(&world, &promise(&world, ty));
    unkept_of(&world, declaration, &allowed, from)
}

/// What a call does of a value of a type without clauses, which is passed as one more parameter.
fn called(world: &World<'_>, ty: &FunctionType) -> Footprint {
    let terms: Vec<Term> =
        (0_u16..).take(ty.parameters.len().saturating_add(1)).map(Term::Parameter).collect();
    let Some((function, arguments)) = terms.split_last() else { return Footprint::open() };
    let root = Root::call(function.clone(), arguments.to_vec());
    let call = Access::new(Mode::Writes, AccessPath::root(root));
    let footprint = world.with_defaults_of(Footprint::from_iter([call]), ty.parameters.iter());
    state_only(&footprint, &ty.parameters.iter().collect::<Vec<_>>())
}

/// All that the clauses of a function type allow, over its parameters.
fn promise(world: &World<'_>, ty: &FunctionType) -> Footprint {
    let Some(declaration) = &ty.declaration else { return Footprint::open() };
    let mut footprint = Footprint::default();
    for clause in world.expand(declaration) {
        footprint.join(&clause);
    }
    let footprint = world.with_defaults_of(footprint, ty.parameters.iter());
    state_only(&footprint, &ty.parameters.iter().collect::<Vec<_>>())
}

impl Step<'_> {
    /// Carries out an instruction about function values. Returns whether the next one is reached.
    pub(crate) fn closure(&mut self, instruction: &Instruction) -> bool {
        if let Instruction::PackClosure { to, callee, captures, captured } = instruction {
            self.pack_closure(*to, callee.index(), *captures, captured);
        } else if let Instruction::WidenClosure { to, from } = instruction {
            self.widen_closure(*to, *from);
        } else if let Instruction::CallClosure { to, closure, arguments } = instruction {
            return self.call_closure(to, *closure, arguments);
        }
        true
    }

    fn pack_closure(
        &mut self,
        to: Register,
        callee: usize,
        captures: Captures,
        captured: &[Register],
    ) {
        let callee = self.context.world.module().callees.get(callee);
        let Some(callee) = callee else {
            return self.set_known(to, Known::nothing(Reason::UnknownCallee));
        };
        let captured: Vec<Known> = captured.iter().map(|register| self.known(*register)).collect();
        let why = captured.iter().find_map(|known| known.why);
        let terms: Vec<Term> = captured.into_iter().map(|known| known.term).collect();
        let function = TermFunction::Closure(callee.function.clone(), captures);
        let term = Term::apply(&function, &callee.type_arguments, &terms);
        self.keep(to, &term, None);
        self.set_known(to, Known::new(term, why));
    }

    fn widen_closure(&mut self, to: Register, from: Register) {
        let known = self.known(from);
        let ty = self.function_type(from).cloned();
        self.keep(to, &known.term, ty.as_ref());
        self.set_known(to, known);
    }

    /// Calls a function value. Returns whether it may return.
    fn call_closure(&mut self, to: &[Register], closure: Register, arguments: &[Register]) -> bool {
        self.recorder.leaves_terms = true;
        let given: Vec<Passed> = arguments.iter().map(|register| self.pass(*register)).collect();
        let Some(made) = self.made(&self.known(closure).term) else {
            return self.call_by_type(to, closure, &given);
        };
        let before = self.state.clone();
        let mut after: Option<crate::state::State> = None;
        for value in &made {
            self.state.clone_from(&before);
            if self.call_made(to, value, &given) {
                after = Some(match after {
                    None => self.state.clone(),
                    Some(known) => known.join(self.state, self.aliases()),
                });
            }
        }
        let Some(after) = after else { return false };
        *self.state = after;
        true
    }

    fn call_made(&mut self, to: &[Register], value: &Made, given: &[Passed]) -> bool {
        let Some(passed) = value.passed(given) else {
            self.call_unknown(to);
            return true;
        };
        self.call_summary(to, (&value.callee, value.position, &value.summary), &passed)
    }

    fn call_by_type(&mut self, to: &[Register], closure: Register, given: &[Passed]) -> bool {
        let world = self.context.world;
        let Some(ty) = self.function_type(closure) else {
            self.call_unknown(to);
            return true;
        };
        let mut passed = given.to_vec();
        let mut summary = Summary { footprint: promise(world, ty), ..Summary::unknown() };
        if ty.declaration.is_none() {
            let value = self.known(closure);
            // Where one is stored that is called, nothing depends on how much anybody adds.
            if value.term.alternatives().iter().all(|it| matches!(it, Term::Stored(_))) {
                summary.amounts = Amounts::default();
            }
            summary.footprint = called(world, ty);
            passed.push(Passed { value, reference: None });
        }
        let nobody = FunctionName { module: world.module().id.clone(), name: Identifier::new("") };
        let callee = Callee { function: nobody, type_arguments: Vec::new() };
        self.call_summary(to, (&callee, None, &summary), &passed)
    }

    fn function_type(&self, register: Register) -> Option<&FunctionType> {
        if let Some(Type::Function(function)) = self.ty(register) { Some(function) } else { None }
    }

    /// The function values that a term may be, if all are known.
    fn made(&self, term: &Term) -> Option<Vec<Made>> {
        term.alternatives().iter().map(|term| self.made_by(term)).collect()
    }

    pub(crate) fn made_by(&self, term: &Term) -> Option<Made> {
        let closure = term.as_closure()?;
        let world = self.context.world;
        let callee = Callee {
            function: closure.function.clone(),
            type_arguments: closure.type_arguments.to_vec(),
        };
        let pool = &world.module().callees;
        let is_function = |it: &Callee| it.function == callee.function;
        let position = pool.iter().position(|it| *it == callee);
        let position = position.or_else(|| pool.iter().position(is_function));
        let parameters = world.function(&callee.function)?.parameters.len();
        let in_types = |generic: &Summary| generic.in_types(&callee.type_arguments);
        let summary = match position {
            Some(position) if pool.get(position) == Some(&callee) => {
                Rc::clone(&self.context.callees.get(position)?.here)
            }
            Some(position) => in_types(&self.context.callees.get(position)?.generic).into(),
            None if callee.function.module == world.module().id => return None,
            None => in_types(&world.foreign(&callee.function)).into(),
        };
        Some(Made {
            parameters,
            callee,
            position,
            summary,
            captures: closure.captures,
            captured: closure.captured.to_vec(),
        })
    }

    /// Notes what the value, which is `term` or else of type `from`, does beyond the clauses of the type of `to`.
    fn keep(&mut self, to: Register, term: &Term, from: Option<&FunctionType>) {
        let Some(ty) = self.function_type(to).cloned() else { return };
        let (false, Some(declaration)) = (self.recorder.is_deaf, &ty.declaration) else { return };
        let world = self.context.world;
        let allowed = unfold_footprint(world, &promise(world, &ty));
        let Some(made) = self.made(term) else {
            if let Some(access) = unkept_of(world, declaration, &allowed, from) {
                self.note_unkept(&ty, access, None);
            }
            return;
        };
        for value in made {
            let found = value.done(&ty);
            if let Some(access) = excess(world, &found, declaration, &allowed) {
                self.note_unkept(&ty, access, Some(value.callee.function));
            }
        }
    }

    fn note_unkept(&mut self, ty: &FunctionType, access: Access, function: Option<FunctionName>) {
        let unkept = Unkept { point: self.point, ty: ty.clone(), access, function };
        self.recorder.unkept.push(unkept);
    }
}

impl Made {
    /// What is passed to the function where this is given to a call of the value.
    fn passed(&self, given: &[Passed]) -> Option<Vec<Passed>> {
        let passed = |term: &Term| {
            let why = Some(Reason::NotATerm);
            Passed { value: Known::new(term.clone(), why), reference: None }
        };
        let captured: Vec<Passed> = self.captured.iter().map(passed).collect();
        self.captures.interleave(self.parameters, &captured, given)
    }

    /// What a call does that somebody else makes, whenever that is, and what is passed to the function then.
    pub(crate) fn call(&self, given: &[Passed]) -> Option<(Footprint, Vec<Passed>)> {
        let passed = self.passed(given)?;
        Some((self.summary.footprint.whenever(), passed))
    }

    /// What calls of the value do, over the parameters of its type.
    fn done(&self, ty: &FunctionType) -> Footprint {
        let given = Argument::identity(&ty.parameters);
        let captured: Vec<Argument> =
            self.captured.iter().map(|term| Argument::value(nameable(term))).collect();
        let Some(arguments) = self.captures.interleave(self.parameters, &captured, &given) else {
            return Footprint::open();
        };
        self.summary.footprint.substitute(&[], &arguments)
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

fn all() -> Access {
    Access::new(Mode::Writes, AccessPath::root(Root::Everything))
}

/// What a value of which no more is known than its type, if that, may do beyond a list of clauses, which allows `allowed`.
fn unkept_of(
    world: &World<'_>,
    declaration: &Declaration,
    allowed: &Footprint,
    from: Option<&FunctionType>,
) -> Option<Access> {
    let is_kept = |from: &FunctionType| match &from.declaration {
        Some(own) => is_narrower(world, own, &promise(world, from), declaration, allowed),
        None => anything(&Footprint::open(), declaration, allowed).is_none(),
    };
    if from.is_some_and(is_kept) {
        return None;
    }
    let found = from.map_or_else(Footprint::open, |from| promise(world, from));
    Some(excess(world, &found, declaration, allowed).unwrap_or_else(all))
}

/// The first of what is done that is not allowed, or is excluded.
fn excess(
    world: &World<'_>,
    found: &Footprint,
    declaration: &Declaration,
    allowed: &Footprint,
) -> Option<Access> {
    anything(&unfold_footprint(world, found), declaration, allowed)
}

fn anything(found: &Footprint, declaration: &Declaration, allowed: &Footprint) -> Option<Access> {
    let missing = found.accesses().iter().find(|access| !allowed.covers_access(access));
    let is_open = found.is_open().then(all);
    let open = is_open.clone().filter(|all| !allowed.covers_access(all));
    missing.cloned().or(open).or_else(|| {
        let done = found.accesses().iter().cloned().chain(is_open);
        done.flat_map(|access| access.implied_reads().into_iter().chain([access]))
            .find(|access| declaration.excludes(access))
    })
}

/// Whether what one list of clauses, which allows `own`, lets be done is done under another one too.
fn is_narrower(
    world: &World<'_>,
    own: &Declaration,
    allowed_by_own: &Footprint,
    other: &Declaration,
    allowed: &Footprint,
) -> bool {
    if own == other {
        return true;
    }
    // What the one excludes as well need not be looked for in what it allows.
    let left = Declaration {
        clauses: other.clauses.iter().filter(|clause| !own.excludes_all(clause)).cloned().collect(),
    };
    excess(world, allowed_by_own, &left, allowed).is_none()
}
