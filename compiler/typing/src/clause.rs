//! Access clauses: what their names mean, as a declaration.
//!
//! Places and terms have one grammar; which one a name is follows from what it names. Naming is not access: private
//! structs and fields of other modules may be named.

mod meaning;
mod qualifier;
mod resource;
mod term;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use compiler_syntax::ast::{self, AccessClauses, CallTerm, Callee, ClauseKind, Place, PlaceKind};
use vm_access::{
    Access, AccessPath, CallClause, Clause, Declaration, FunctionName, Mode, Names, Projection,
    Root, Term, Type,
};
use vm_bytecode::{Parameter, SourceSpan};

use crate::checker::source;
use crate::clause::meaning::Meaning;
use crate::constant::Constants;
use crate::index::{Symbol, Typed};
use crate::scope::Scope;
use crate::ty::error_type;
use crate::typed::StandIn;

/// Where clauses stand, and what is in sight there.
pub(crate) struct Resolver<'r, 'a> {
    pub(crate) scope: &'r Scope<'a>,
    pub(crate) constants: &'r Constants,
    pub(crate) parameters: &'r [Parameter],
    /// How parameters are written where they are declared, those that are functions among them.
    pub(crate) names: &'r [ast::Name<'r>],
    /// Parameters that are functions.
    pub(crate) stand_ins: &'r [StandIn],
    pub(crate) diagnostics: &'r mut Diagnostics,
    /// The variables of the clause at hand.
    pub(crate) variables: Vec<Variable>,
    /// How many places are around the current one.
    pub(crate) depth: usize,
}

/// `i` of `for i in a..b`.
pub(crate) struct Variable {
    name: String,
    declared: Span,
    /// What it stands for.
    term: Term,
}

/// Places around a place. A term much deeper than `vm_access::TERM_DEPTH_MAX` says nothing anyway.
const PLACE_DEPTH_MAX: usize = 32;

/// A declaration and the span of each of its clauses.
pub(crate) type Declared = (Declaration, Vec<SourceSpan>);

impl<'r> Resolver<'r, '_> {
    /// The declaration that a function's clauses make.
    pub(crate) fn declaration(&mut self, clauses: &AccessClauses<'_>) -> Declared {
        let mut declaration = Declaration::default();
        let mut spans = Vec::new();
        self.check_pure(clauses);
        for clause in clauses.clauses {
            for (resolved, span) in self.clause(clause) {
                declaration.clauses.push(resolved);
                spans.push(source(span));
            }
        }
        (declaration, spans)
    }

    fn check_pure(&mut self, clauses: &AccessClauses<'_>) {
        let pure = clauses.clauses.iter().find(|clause| matches!(clause.kind, ClauseKind::Pure));
        let other = clauses.clauses.iter().find(|clause| !matches!(clause.kind, ClauseKind::Pure));
        if let (Some(pure), Some(other)) = (pure, other) {
            let message = "`pure` excludes every other clause";
            let diagnostic = Diagnostic::error(Code::E0609, pure.span, message)
                .with_secondary(other.span, "but this clause allows something");
            self.diagnostics.push(diagnostic);
        }
    }

    fn clause(&mut self, clause: &ast::Clause<'_>) -> Vec<(Clause, Span)> {
        match &clause.kind {
            ClauseKind::Error | ClauseKind::Pure => Vec::new(),
            ClauseKind::Calls(calls) => {
                calls.iter().filter_map(|call| Some((self.call(call)?, call.span))).collect()
            }
            ClauseKind::Access { is_negated, mode, places, quantifiers, condition, .. } => {
                let mode = mode_of(*mode);
                let qualifiers = self.qualifiers(quantifiers, condition.as_ref());
                let Some((ranges, conditions)) = qualifiers else { return Vec::new() };
                let mut clauses = Vec::new();
                for place in *places {
                    for path in self.paths(place) {
                        let (ranges, conditions) = (ranges.clone(), conditions.clone());
                        let access = Access::qualified(mode, path, ranges, conditions);
                        let clause = if *is_negated {
                            self.exclusion(access, clause.span)
                        } else {
                            Some(Clause::Access(access))
                        };
                        clauses.extend(clause.map(|clause| (clause, place.span)));
                    }
                }
                self.variables.clear();
                clauses
            }
        }
    }

    pub(crate) fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(code, span, message));
    }

    /// What a place names; `None` after an error.
    pub(crate) fn meaning(&mut self, place: &Place<'_>) -> Option<Meaning> {
        if PLACE_DEPTH_MAX <= self.depth {
            self.error(Code::E0108, place.span, "this place is nested too deeply");
            return None;
        }
        self.depth += 1;
        let meaning = self.meaning_of(place);
        self.depth -= 1;
        meaning
    }

    /// What stands before a `.` names; somebody may ask for its type.
    pub(crate) fn base(&mut self, place: &Place<'_>) -> Option<Meaning> {
        let meaning = self.meaning(place)?;
        let index = &self.scope.interfaces.index;
        if let Some(ty) = meaning.ty().filter(|ty| index.is_on() && **ty != error_type()) {
            let names = Names {
                module: Some(self.scope.module.clone()),
                type_parameters: self.scope.type_parameter_names().to_vec(),
                ..Names::default()
            };
            let shown = ty.display(&names).to_string();
            index.type_of(Typed { span: place.span, ty: ty.clone(), shown });
        }
        Some(meaning)
    }

    /// The paths that a place of a clause names: several for `p.{f, g}`.
    fn paths(&mut self, place: &Place<'_>) -> Vec<AccessPath> {
        let PlaceKind::Fields { base, fields } = &place.kind else {
            return self.path(place).into_iter().collect();
        };
        let Some(meaning) = self.base(base) else { return Vec::new() };
        let mut paths = Vec::new();
        for field in *fields {
            let found = self.field(meaning.clone(), *field);
            if let Some(path) = found.and_then(|found| self.as_path(found, field.span)) {
                paths.push(path);
            }
        }
        paths
    }

    fn path(&mut self, place: &Place<'_>) -> Option<AccessPath> {
        let meaning = self.meaning(place)?;
        self.as_path(meaning, place.span)
    }

    fn as_path(&mut self, meaning: Meaning, span: Span) -> Option<AccessPath> {
        match meaning {
            Meaning::Path(path, _) => Some(path),
            Meaning::Term(..) | Meaning::Number(_) => {
                let message = "this is a value, not a place";
                let diagnostic = Diagnostic::error(Code::E0607, span, message).with_note(
                    "a place is a resource `R(a)`, a part of one, or a reference parameter",
                );
                self.diagnostics.push(diagnostic);
                None
            }
        }
    }

    /// `f<T>(x)` or `(p)(x)` in a `calls` clause.
    fn call(&mut self, call: &CallTerm<'_>) -> Option<Clause> {
        let path = match &call.callee {
            Callee::Path(path) => path,
            Callee::Value(place) => return self.call_of_value(call, place),
        };
        let name = path.as_name();
        if let Some(own) = name.and_then(|name| self.stand_in(name)) {
            let count = own.type_parameters.len();
            let types = (0..count).filter_map(|index| u16::try_from(index).ok());
            let types: Vec<Type> = types.map(Type::Parameter).collect();
            let name = FunctionName { module: self.scope.module.clone(), name: own.name.clone() };
            let arguments = self.arguments(call, path.span, &own.parameters)?;
            return Some(Clause::Calls(CallClause {
                function: name,
                type_arguments: types,
                arguments,
            }));
        }
        if let Some((index, Type::Function(ty))) = name.and_then(|name| self.parameter(name)) {
            let arguments = self.arguments(call, path.span, &ty.parameters)?;
            return Some(value_call(Term::Parameter(index), arguments));
        }
        let (function, type_arguments) = self.function(path, call.arguments.len())?;
        let signature = self.scope.interfaces.function(&function.module, function.name.as_str())?;
        let types: Vec<Type> = signature
            .parameters
            .iter()
            .map(|parameter| parameter.ty.substitute(&type_arguments))
            .collect();
        let arguments = self.arguments(call, path.span, &types)?;
        Some(Clause::Calls(CallClause { function, type_arguments, arguments }))
    }

    /// `(p)(x)`, where `p` is a function value that is stored, or a part of a parameter.
    fn call_of_value(&mut self, call: &CallTerm<'_>, place: &Place<'_>) -> Option<Clause> {
        let meaning = self.meaning(place)?;
        let ty = meaning.ty().cloned();
        let (term, ty) = match (meaning, ty) {
            (Meaning::Path(path, _), Some(Type::Function(ty))) => {
                (self.stored(path, place.span)?, ty)
            }
            (Meaning::Term(term, _), Some(Type::Function(ty))) => (term, ty),
            (_, ty) => {
                let message = match ty.filter(|ty| *ty != error_type()) {
                    Some(ty) => format!("`{ty}` is no function"),
                    None => "this is no function".to_owned(),
                };
                self.error(Code::E0305, place.span, message);
                return None;
            }
        };
        let arguments = self.arguments(call, place.span, &ty.parameters)?;
        Some(value_call(term, arguments))
    }

    /// What is passed to a function whose parameters have these types.
    fn arguments(
        &mut self,
        call: &CallTerm<'_>,
        callee: Span,
        types: &[Type],
    ) -> Option<Vec<Term>> {
        if types.len() != call.arguments.len() {
            let expected = crate::types::count(types.len(), "argument");
            let message = format!("this takes {expected}, not {}", call.arguments.len());
            self.error(Code::E0303, callee, message);
            return None;
        }
        let arguments = call.arguments.iter().zip(types);
        arguments.map(|(argument, ty)| self.argument(argument, ty)).collect()
    }

    /// What stands for the function that a parameter is.
    fn stand_in(&self, name: ast::Name<'_>) -> Option<&'r StandIn> {
        let is_it = |own: &&StandIn| own.name.stood_for() == Some(name.text);
        let found = self.stand_ins.iter().find(is_it)?;
        self.mention_parameter(name);
        Some(found)
    }

    fn mention_parameter(&self, name: ast::Name<'_>) {
        let declared = self.names.iter().find(|known| known.text == name.text);
        if let Some(declared) = declared {
            self.scope.interfaces.index.mention(name, || Symbol::Local(declared.span));
        }
    }

    /// The function that a path names, and its type arguments.
    pub(crate) fn function(
        &mut self,
        path: &ast::Path<'_>,
        argument_count: usize,
    ) -> Option<(FunctionName, Vec<Type>)> {
        let segment = path.last()?;
        let member = match self.scope.member(path) {
            Ok(member) => member,
            Err(problem) => {
                self.diagnostics.extend(problem);
                return None;
            }
        };
        let found = self.scope.interfaces.function(&member.module, member.name.as_str());
        let Some(signature) = found else {
            let is_single = path.segments.len() == 1;
            self.report_unknown(&member.module, segment.name, is_single, path.span);
            return None;
        };
        let expected = signature.parameters.len();
        if expected != argument_count {
            let expected = crate::types::count(expected, "argument");
            let message = format!("`{}` takes {expected}, not {argument_count}", segment.name.text);
            self.error(Code::E0303, path.span, message);
            return None;
        }
        let constraints = signature.type_parameters.clone();
        let type_arguments = self.type_arguments(
            segment.type_arguments,
            &constraints,
            (segment.name.text, path.span),
        )?;
        Some((FunctionName { module: member.module, name: member.name }, type_arguments))
    }

    /// Position and type of a parameter.
    pub(crate) fn parameter(&self, name: ast::Name<'_>) -> Option<(u16, Type)> {
        let mut known = self.parameters.iter();
        let position = known.position(|known| known.name.as_str() == name.text)?;
        self.mention_parameter(name);
        let ty = self.parameters.get(position)?.ty.clone();
        Some((u16::try_from(position).ok()?, ty))
    }
}

/// Whatever a call of a function value does.
fn value_call(function: Term, arguments: Vec<Term>) -> Clause {
    Clause::Access(Access::new(Mode::Writes, AccessPath::root(Root::call(function, arguments))))
}

/// `exists<R>(a)`
pub(crate) fn existence(path: AccessPath) -> AccessPath {
    path.then(Projection::Existence)
}

fn mode_of(mode: ast::Mode) -> Mode {
    match mode {
        ast::Mode::Reads => Mode::Reads,
        ast::Mode::Adds => Mode::Adds,
        ast::Mode::Writes => Mode::Writes,
    }
}
