//! Checks what a function declares against what it does.

use std::collections::BTreeSet;

use vm_access::{
    Access, AccessPath, Application, Argument, Clause, Declaration, Footprint, Mode, Projection,
    Root, Term, TermFunction, Type,
};
use vm_bytecode::{FunctionDefinition, Module};

use crate::domain::apply;
use crate::infer::{FunctionInference, Origin};
use crate::native::applies_native;
use crate::summary::{Interfaces, Source, World, is_applicable, reads_of_values};

/// Term functions of the package that are looked into, one inside the other.
const UNFOLD_DEPTH_MAX: usize = 8;

/// Where a declaration and the code differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The code does what no clause allows.
    Missing {
        /// What it does.
        access: Access,
        /// Where.
        origins: Vec<Origin>,
    },
    /// The code does what a clause excludes.
    Forbidden {
        /// The clause, by position.
        clause: usize,
        /// What it does.
        access: Access,
        /// Where.
        origins: Vec<Origin>,
    },
    /// A clause allows more than is needed.
    Wider {
        /// The clause, by position.
        clause: usize,
        /// What would do.
        needed: Vec<Access>,
    },
    /// A clause is never needed.
    Needless {
        /// The clause, by position.
        clause: usize,
    },
}

/// Compares the declaration of `function`, a function of `module`, with what was found of it.
///
/// `module` must be annotated: clauses are compared after term functions of the package are unfolded. A function
/// without clauses that must declare has the empty declaration.
pub fn check_declaration(
    module: &Module,
    imports: &dyn Interfaces,
    function: &FunctionDefinition,
    declaration: &Declaration,
    found: &FunctionInference,
) -> Vec<Finding> {
    if function.code.is_none() {
        return Vec::new();
    }
    let world = World::new(module, imports, Source::Declared).annotated();
    let clauses = unfolded_clauses(&world, declaration);
    let mut findings = undeclared(&world, function, declaration, &clauses, found);
    let check =
        Clauses { world: &world, declaration, expanded: &clauses, needed: needed(function, found) };
    findings.extend(check.superfluous());
    findings
}

/// The first function of `module` of which more is written down as inferred than it declares, and what that is.
///
/// What is written down must have been found to hold: clauses are compared by what term functions are said to compute.
pub fn find_undeclared<'a>(
    module: &'a Module,
    imports: &dyn Interfaces,
) -> Option<(&'a FunctionDefinition, Access)> {
    let world = World::new(module, imports, Source::Declared).annotated();
    let with_code = module.functions.iter().filter(|function| function.code.is_some());
    with_code.into_iter().find_map(|function| {
        let declaration = function.declaration.as_ref()?;
        let clauses = unfolded_clauses(&world, declaration);
        let footprint = function.inferred.clone();
        let found = FunctionInference { footprint, ..FunctionInference::default() };
        let findings = undeclared(&world, function, declaration, &clauses, &found).into_iter();
        let mut accesses = findings.filter_map(|finding| match finding {
            Finding::Missing { access, .. } | Finding::Forbidden { access, .. } => Some(access),
            Finding::Wider { .. } | Finding::Needless { .. } => None,
        });
        Some((function, accesses.next()?))
    })
}

/// What each clause allows, and what term functions of the package compute in its place.
fn unfolded_clauses(world: &World<'_>, declaration: &Declaration) -> Vec<Footprint> {
    world.expand(declaration).iter().map(|clause| unfold_footprint(world, clause)).collect()
}

/// What is done that no clause allows, or that one excludes.
fn undeclared(
    world: &World<'_>,
    function: &FunctionDefinition,
    declaration: &Declaration,
    clauses: &[Footprint],
    found: &FunctionInference,
) -> Vec<Finding> {
    let mut allowed = Footprint::default();
    for clause in clauses {
        allowed.join(clause);
    }
    let mut allowed = world.with_defaults(allowed, function);
    reads_of_values(function).for_each(|read| allowed.insert(read));
    let mut findings = missing(found, &allowed);
    findings.extend(forbidden(found, declaration));
    findings
}

/// What each clause of a declaration in `module` allows, `calls` replaced by what the callee declares or does.
pub fn expand_declaration(
    module: &Module,
    imports: &dyn Interfaces,
    declaration: &Declaration,
) -> Vec<Footprint> {
    World::new(module, imports, Source::Declared).annotated().expand(declaration)
}

/// All that a call of `function`, a function of `module`, may do as far as its callers are told.
///
/// What the declaration allows, `calls` expanded and reference parameters that no clause names included; the inferred
/// footprint where nothing is declared. A declaration that comes to too many accesses is open.
pub fn interface_footprint(
    module: &Module,
    imports: &dyn Interfaces,
    function: &FunctionDefinition,
) -> Footprint {
    World::new(module, imports, Source::Declared).annotated().allowed(function)
}

fn missing(found: &FunctionInference, allowed: &Footprint) -> Vec<Finding> {
    let is_missing = |access: &&Access| !allowed.covers_access(access);
    let missing = found.footprint.accesses().iter().filter(is_missing).cloned().collect();
    let mut findings = Vec::new();
    for access in with_writes(missing) {
        let origins = found.origins_of(&access).cloned().collect();
        findings.push(Finding::Missing { access, origins });
    }
    let access = Access::new(Mode::Writes, AccessPath::root(Root::Everything));
    if found.footprint.is_open() && !allowed.covers_access(&access) && findings.is_empty() {
        findings.push(Finding::Missing { access, origins: Vec::new() });
    }
    findings
}

/// What is done although a clause says that it is not. What lies behind reference parameters is their callers' business.
fn forbidden(found: &FunctionInference, declaration: &Declaration) -> Vec<Finding> {
    let anything = Access::new(Mode::Writes, AccessPath::root(Root::Everything));
    let open = found.footprint.is_open().then_some(&anything);
    let is_behind = |access: &&Access| matches!(access.path.root, Root::Parameter(_));
    let mut findings = Vec::new();
    for (clause, excluded) in declaration.exclusions() {
        let bans = |mode: Mode| excluded.mode == Mode::Reads || mode != Mode::Reads;
        let done = found.footprint.accesses().iter().chain(open).filter(|it| !is_behind(it));
        for access in done.flat_map(|it| it.implied_reads().into_iter().chain([it.clone()])) {
            if bans(access.mode) && !is_behind(&&access) && excluded.path.overlaps(&access.path) {
                let origins = found.origins_of(&access).cloned().collect();
                findings.push(Finding::Forbidden { clause, access, origins });
            }
        }
    }
    findings
}

/// What clauses may say: what the code does, and what lies behind the references it returns.
fn needed(function: &FunctionDefinition, found: &FunctionInference) -> Vec<Access> {
    let mut needed = found.footprint.accesses().to_vec();
    for (ty, result) in function.results.iter().zip(&found.result_summaries) {
        let Type::Reference { is_mutable, .. } = ty else { continue };
        let mode = if *is_mutable { Mode::Writes } else { Mode::Reads };
        needed.extend(result.targets.iter().map(|path| Access::new(mode, path.clone())));
    }
    needed
}

struct Clauses<'a> {
    world: &'a World<'a>,
    declaration: &'a Declaration,
    expanded: &'a [Footprint],
    needed: Vec<Access>,
}

impl Clauses<'_> {
    fn superfluous(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut wide = BTreeSet::new();
        for (index, clause) in self.expanded.iter().enumerate() {
            if self.is_exclusion(index) {
                continue;
            }
            let used: Vec<Access> =
                self.needed.iter().filter(|access| allows(clause, access)).cloned().collect();
            if used.is_empty() {
                if !self.is_implied(index) {
                    findings.push(Finding::Needless { clause: index });
                }
                continue;
            }
            let is_call = matches!(self.declaration.clauses.get(index), Some(Clause::Calls(_)));
            if !is_call && clause.accesses().iter().any(|access| !self.is_needed(access, &used)) {
                wide.insert(index);
                findings.push(Finding::Wider { clause: index, needed: essential(&used) });
            }
        }
        for index in 0..self.expanded.len() {
            let is_said = !wide.contains(&index) && !self.is_exclusion(index);
            if is_said && self.is_repeated(index, &wide) {
                findings.push(Finding::Needless { clause: index });
            }
        }
        findings
    }

    fn is_exclusion(&self, index: usize) -> bool {
        matches!(self.declaration.clauses.get(index), Some(Clause::Not(_)))
    }

    /// Whether what the code does is as wide as `access`.
    fn is_needed(&self, access: &Access, used: &[Access]) -> bool {
        // Where only some elements are used, or only on some conditions, a clause may speak of all.
        let all: Vec<Access> = used.iter().map(with_any_index).collect();
        let does_in = |mode: Mode, path: &AccessPath| {
            all.iter().any(|it| it.mode.covers(mode) && it.path.covers(path))
        };
        // Whoever looks at a place and adds to it may say that it writes there.
        let does = |access: &Access| {
            let path = &with_any_index(access).path;
            does_in(access.mode, path) || does_in(Mode::Reads, path) && does_in(Mode::Adds, path)
        };
        does(access)
            || self.parts(&access.path).is_some_and(|parts| {
                parts.into_iter().all(|path| does(&access.at(access.mode, path)))
            })
    }

    /// The fields of the whole record that `path` names.
    fn parts(&self, path: &AccessPath) -> Option<Vec<AccessPath>> {
        let Root::Resource(pattern, _) = &path.root else { return None };
        let definition = self.world.structure(&pattern.module, &pattern.name)?;
        if !path.projections.is_empty() || definition.fields.is_empty() {
            return None;
        }
        let fields = definition.fields.iter();
        Some(fields.map(|field| path.clone().then(Projection::Field(field.name.clone()))).collect())
    }

    /// Whether another clause implies this one: its keys are read from there, or it tells of its record's existence.
    fn is_implied(&self, index: usize) -> bool {
        let Some(clause) = self.expanded.get(index) else { return false };
        clause
            .accesses()
            .iter()
            .all(|access| self.others(index).any(|(_, other)| allows(other, access)))
    }

    /// Whether another clause, as narrow as can be, says the same.
    fn is_repeated(&self, index: usize, wide: &BTreeSet<usize>) -> bool {
        let Some(clause) = self.expanded.get(index) else { return false };
        let says =
            |other: &Footprint, access: &Access| other.accesses().iter().any(|it| it.says(access));
        !clause.is_empty()
            && self.others(index).any(|(position, other)| {
                let says_all = |left: &Footprint, right: &Footprint| {
                    right.accesses().iter().all(|it| says(left, it))
                };
                !wide.contains(&position)
                    && says_all(other, clause)
                    && (position < index || !says_all(clause, other))
            })
    }

    fn others(&self, index: usize) -> impl Iterator<Item = (usize, &Footprint)> {
        self.expanded.iter().enumerate().filter(move |(position, _)| *position != index)
    }
}

/// The access whenever, and for any index; not at any key, where the key is computed from an index.
fn with_any_index(access: &Access) -> Access {
    let wide = access.unqualified();
    let is_vague = |access: &Access| access.path.terms().any(|term| *term == Term::Any);
    if is_vague(&wide) && !is_vague(access) {
        Access::new(access.mode, access.path.clone())
    } else {
        wide
    }
}

/// Whether the clause allows `access` itself; what its keys are read from may be another clause's.
fn allows(clause: &Footprint, access: &Access) -> bool {
    clause.is_open() || clause.accesses().iter().any(|own| own.covers(access))
}

/// Without what the others imply.
fn essential(accesses: &[Access]) -> Vec<Access> {
    let footprint: Footprint = accesses.iter().cloned().collect();
    let all = footprint.accesses();
    let is_implied = |access: &&Access| {
        !all.iter().any(|other| other != *access && other.covers(access) && !access.covers(other))
    };
    with_writes(all.iter().filter(is_implied).cloned().collect())
}

/// Says "writes" of a place that is looked at and added to: the clause that is shorter, and means the same.
fn with_writes(mut accesses: Vec<Access>) -> Vec<Access> {
    let in_mode = |access: &Access, mode| Access { mode, ..access.clone() };
    let is_both = |access: &Access| {
        access.mode == Mode::Adds && accesses.contains(&in_mode(access, Mode::Reads))
    };
    let both: Vec<Access> = accesses.iter().filter(|it| is_both(it)).cloned().collect();
    for access in both {
        accesses.retain(|it| *it != in_mode(&access, Mode::Reads));
        accesses.iter_mut().filter(|it| **it == access).for_each(|it| it.mode = Mode::Writes);
    }
    accesses.sort();
    accesses
}

// Term functions of the package are compared by what they compute.

pub(crate) fn unfold_footprint(world: &World<'_>, footprint: &Footprint) -> Footprint {
    let unfold = |access: &Access| {
        let inside = |terms: &[Term]| -> Vec<Term> {
            terms.iter().map(|term| unfold(world, term, UNFOLD_DEPTH_MAX)).collect()
        };
        let path = unfold_path(world, &access.path, UNFOLD_DEPTH_MAX);
        Access::qualified(access.mode, path, inside(&access.ranges), inside(&access.conditions))
    };
    let mut unfolded: Footprint = footprint.accesses().iter().map(unfold).collect();
    if footprint.is_open() {
        unfolded.join(&Footprint::open());
    }
    unfolded
}

fn unfold_path(world: &World<'_>, path: &AccessPath, depth: usize) -> AccessPath {
    let root = match &path.root {
        Root::Resource(pattern, address) => {
            Root::Resource(pattern.clone(), unfold(world, address, depth))
        }
        Root::Item(pattern, handle, key) => Root::Item(
            pattern.clone(),
            unfold(world, handle, depth).into(),
            unfold(world, key, depth).into(),
        ),
        Root::At(address) => Root::At(unfold(world, address, depth)),
        Root::Call(function, arguments) => {
            let arguments = arguments.iter().map(|term| unfold(world, term, depth)).collect();
            Root::call(unfold(world, function, depth), arguments)
        }
        root @ (Root::Everything | Root::Account(_) | Root::Module(_) | Root::Parameter(_)) => {
            root.clone()
        }
    };
    let step = |step: &Projection| match step {
        Projection::Existence | Projection::Field(_) => step.clone(),
        Projection::Element(index) => Projection::Element(unfold(world, index, depth)),
    };
    AccessPath { root, projections: path.projections.iter().map(step).collect() }
}

fn unfold(world: &World<'_>, term: &Term, depth: usize) -> Term {
    let Some(depth) = depth.checked_sub(1) else { return term.clone() };
    let inner = |term: &Term| unfold(world, term, depth);
    match term {
        Term::Constant(_) | Term::Parameter(_) | Term::Index(_) | Term::Fresh | Term::Any => {
            term.clone()
        }
        Term::Field(of, field) => Term::field(inner(of), field),
        Term::Element(of, index) => Term::element(inner(of), inner(index)),
        Term::AnyElement(of) => Term::any_element(inner(of)),
        Term::Apply(application) => unfold_application(world, application, depth),
        Term::Pack(ty, fields) => {
            let fields = fields.iter().map(|(name, term)| (name.clone(), inner(term)));
            Term::pack(ty.clone(), fields.collect())
        }
        Term::Choice(terms) => Term::choice(terms.iter().map(inner)),
        Term::Stored(path) => Term::stored(unfold_path(world, path, depth)),
    }
}

fn unfold_application(world: &World<'_>, application: &Application, depth: usize) -> Term {
    let Application { function, type_arguments, arguments } = application;
    let arguments: Vec<Term> = arguments.iter().map(|term| unfold(world, term, depth)).collect();
    let result = match function {
        TermFunction::Named(name) if name.module.address == world.module().id.address => world
            .function(name)
            .filter(|definition| definition.is_term_function && is_applicable(definition))
            .and_then(|definition| definition.result_summaries.first())
            .filter(|result| result.is_exact && !applies_native(&result.value)),
        TermFunction::Named(_) | TermFunction::Operator(_) | TermFunction::Closure(..) => None,
    };
    match result {
        Some(result) => {
            let passed: Vec<Argument> = arguments.into_iter().map(Argument::value).collect();
            unfold(world, &result.value.substitute(type_arguments, &passed), depth)
        }
        None => apply(function, type_arguments, &arguments),
    }
}
