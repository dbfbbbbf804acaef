//! Types as written become types.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use compiler_syntax::ast;
use vm_access::{Ability, AbilitySet, Declaration, IntegerType, Type};
use vm_bytecode::Parameter;

use crate::index::Symbol;
use crate::scope::{Scope, unknown_member};
use crate::ty::{Promise, StructName, Ty, Written, error_type};
use crate::unify::Table;

/// What came of resolving types.
#[derive(Debug, Default)]
pub(crate) struct Resolution {
    /// What was wrong.
    pub(crate) problems: Vec<Diagnostic>,
    /// What was wrong in the clauses of function types.
    pub(crate) in_clauses: Vec<Diagnostic>,
    /// Type arguments, the abilities they must have, and where they stand.
    pub(crate) arguments: Vec<(Ty, AbilitySet, Span)>,
}

/// Resolves a type; `infer` gives a type for `_` and for type arguments that are left out, where that is allowed.
pub(crate) fn resolve(
    ty: &ast::Type<'_>,
    scope: &Scope<'_>,
    infer: &mut dyn FnMut(Span) -> Option<Ty>,
    resolution: &mut Resolution,
) -> Ty {
    Resolver { scope, infer, resolution }.ty(ty)
}

/// Resolves a type that is a path.
pub(crate) fn resolve_path(
    path: &ast::Path<'_>,
    scope: &Scope<'_>,
    infer: &mut dyn FnMut(Span) -> Option<Ty>,
    resolution: &mut Resolution,
) -> Ty {
    Resolver { scope, infer, resolution }.path(path)
}

/// The type arguments of something with these type parameters, as written.
pub(crate) fn resolve_arguments(
    written: Option<ast::TypeArguments<'_>>,
    (parameters, what, span): (&[AbilitySet], &str, Span),
    scope: &Scope<'_>,
    infer: &mut dyn FnMut(Span) -> Option<Ty>,
    resolution: &mut Resolution,
) -> Vec<Ty> {
    Resolver { scope, infer, resolution }.arguments(written, (parameters, what, span))
}

struct Resolver<'s, 'a> {
    scope: &'s Scope<'a>,
    infer: &'s mut dyn FnMut(Span) -> Option<Ty>,
    resolution: &'s mut Resolution,
}

impl Resolver<'_, '_> {
    fn ty(&mut self, ty: &ast::Type<'_>) -> Ty {
        match &ty.kind {
            ast::TypeKind::Error => Ty::Error,
            ast::TypeKind::Path(path) => self.path(path),
            ast::TypeKind::Reference { is_mutable, target } => {
                self.reference(*is_mutable, target, ty.span)
            }
            ast::TypeKind::Tuple(types) => self.tuple(types),
            ast::TypeKind::Function { parameters, result, abilities, access } => {
                self.function((parameters, *result), abilities, access.as_ref(), ty.span)
            }
            ast::TypeKind::Infer => self.inferred(ty.span),
        }
    }

    fn tuple(&mut self, types: &[ast::Type<'_>]) -> Ty {
        let mut parts = Vec::new();
        for ty in types {
            let is_nested = matches!(ty.kind, ast::TypeKind::Tuple(_)) && 1 < types.len();
            parts.push(match self.ty(ty) {
                Ty::Tuple(_) if is_nested => {
                    self.problem(Code::E0317, ty.span, "a tuple cannot be part of a tuple")
                }
                part => part,
            });
        }
        Ty::tuple(parts)
    }

    fn function(
        &mut self,
        (parameters, result): (&[ast::FunctionTypeParameter<'_>], Option<&ast::Type<'_>>),
        abilities: &[ast::Ability],
        access: Option<&ast::AccessClauses<'_>>,
        span: Span,
    ) -> Ty {
        let types: Vec<Ty> = parameters.iter().map(|own| self.ty(&own.ty)).collect();
        let result = result.map_or(Ty::UNIT, |result| self.ty(result));
        let abilities = crate::declare::abilities(abilities);
        if abilities.has(Ability::Key) {
            return self.problem(Code::E0405, span, "a function value is no resource");
        }
        if types.iter().any(|ty| matches!(ty, Ty::Tuple(_))) {
            return self.problem(Code::E0317, span, "a tuple cannot stand here");
        }
        let declaration = access.and_then(|access| self.clauses(parameters, access));
        let types_of_clauses = self.scope.instance().filter(|_| declaration.is_some());
        let types_of_clauses = types_of_clauses.unwrap_or_default().to_vec();
        let written = Written { abilities, declaration, types: types_of_clauses };
        Ty::function(types, result, Promise::Written(written))
    }

    /// What the clauses of a function type mean; `None` before constants have values.
    fn clauses(
        &mut self,
        parameters: &[ast::FunctionTypeParameter<'_>],
        access: &ast::AccessClauses<'_>,
    ) -> Option<Declaration> {
        let constants = self.scope.constants?;
        let plain = self.scope.clone().without_instance();
        let parameter = |own: &ast::FunctionTypeParameter<'_>| {
            let ty = resolve(&own.ty, &plain, &mut |_| None, &mut Resolution::default());
            Parameter {
                name: own.name.map_or("", |name| name.text).into(),
                ty: Table::default().finished(&ty).unwrap_or_else(error_type),
            }
        };
        let names: Vec<ast::Name<'_>> = parameters.iter().filter_map(|own| own.name).collect();
        for name in &names {
            self.scope.interfaces.index.declaration(*name, || Symbol::Local(name.span));
        }
        let parameters: Vec<Parameter> = parameters.iter().map(parameter).collect();
        let mut diagnostics = Diagnostics::new();
        let mut resolver = crate::clause::Resolver {
            scope: &plain,
            constants,
            parameters: &parameters,
            names: &names,
            stand_ins: &[],
            diagnostics: &mut diagnostics,
            variables: Vec::new(),
            depth: 0,
        };
        let (declaration, _) = resolver.declaration(access);
        self.resolution.in_clauses.extend(diagnostics);
        Some(declaration.normal())
    }

    fn problem(&mut self, code: Code, span: Span, message: impl Into<String>) -> Ty {
        self.resolution.problems.push(Diagnostic::error(code, span, message));
        Ty::Error
    }

    fn inferred(&mut self, span: Span) -> Ty {
        match (self.infer)(span) {
            Some(ty) => ty,
            None => self.problem(Code::E0302, span, "`_` cannot stand for a type here"),
        }
    }

    fn reference(&mut self, is_mutable: bool, target: &ast::Type<'_>, span: Span) -> Ty {
        match self.ty(target) {
            Ty::Reference(..) => {
                self.problem(Code::E0506, span, "there are no references to references")
            }
            Ty::Tuple(_) => self.problem(Code::E0506, span, "there are no references to tuples"),
            Ty::Error => Ty::Error,
            target => target.reference(is_mutable),
        }
    }

    fn path(&mut self, path: &ast::Path<'_>) -> Ty {
        if let Some(segment) = path.single() {
            if let Some(ty) = self.scope.type_parameter(segment.name) {
                return self.without_arguments(segment, ty);
            }
            if let Some(ty) = primitive(segment.name.text) {
                return self.without_arguments(segment, Ty::Atom(ty));
            }
            if segment.name.text == "vector" {
                let parameters = [AbilitySet::NONE];
                let written = segment.type_arguments;
                let arguments = self.arguments(written, (&parameters, "vector", segment.name.span));
                return arguments.into_iter().next().unwrap_or(Ty::Error).vector();
            }
        }
        self.structure(path)
    }

    fn without_arguments(&mut self, segment: &ast::Segment<'_>, ty: Ty) -> Ty {
        match segment.type_arguments {
            None => ty,
            Some(arguments) => {
                let message = format!("`{}` takes no type arguments", segment.name.text);
                self.problem(Code::E0304, arguments.span, message)
            }
        }
    }

    fn structure(&mut self, path: &ast::Path<'_>) -> Ty {
        let member = match self.scope.member(path) {
            Ok(member) => member,
            Err(problem) => {
                self.resolution.problems.extend(problem);
                return Ty::Error;
            }
        };
        let Some(segment) = path.last() else { return Ty::Error };
        let name = StructName { module: member.module, name: member.name };
        let Some(found) = self.scope.interfaces.structure(&name) else {
            let problem = self.unknown_type(&name, segment.name);
            self.resolution.problems.push(problem);
            return Ty::Error;
        };
        let parameters: Vec<AbilitySet> = found
            .definition
            .type_parameters
            .iter()
            .map(|parameter| parameter.constraints)
            .collect();
        let what = segment.name.text;
        let arguments = self.arguments(segment.type_arguments, (&parameters, what, path.span));
        Ty::Struct(name, arguments)
    }

    fn unknown_type(&self, name: &StructName, written: ast::Name<'_>) -> Diagnostic {
        let is_function =
            self.scope.interfaces.function(&name.module, name.name.as_str()).is_some();
        if is_function {
            let message = format!("`{}` is a function, not a type", written.text);
            return Diagnostic::error(Code::E0307, written.span, message);
        }
        if name.module != *self.scope.module {
            return unknown_member(&name.module, written, self.scope.interfaces);
        }
        let message = format!("there is no type `{}` in scope", written.text);
        let diagnostic = Diagnostic::error(Code::E0201, written.span, message);
        let own = self.scope.interfaces.module(self.scope.module).into_iter();
        let own = own.flat_map(|module| module.structs.keys().map(vm_access::Identifier::as_str));
        let integers = IntegerType::ALL.iter().map(|ty| ty.name());
        let primitives = integers.chain(PRIMITIVES.iter().map(|(name, _)| *name));
        let candidates = own.chain(self.scope.member_aliases()).chain(primitives);
        match crate::suggest::closest(written.text, candidates) {
            Some(near) => {
                diagnostic.with_hint(format!("did you mean `{near}`?"), written.span, near)
            }
            None => diagnostic,
        }
    }

    fn arguments(
        &mut self,
        written: Option<ast::TypeArguments<'_>>,
        (parameters, what, span): (&[AbilitySet], &str, Span),
    ) -> Vec<Ty> {
        let Some(written) = written else {
            return self.omitted(parameters, what, span);
        };
        if written.types.len() != parameters.len() {
            let message = format!(
                "`{what}` takes {}, not {}",
                count(parameters.len(), "type argument"),
                written.types.len(),
            );
            self.problem(Code::E0304, written.span, message);
            return vec![Ty::Error; parameters.len()];
        }
        let mut arguments = Vec::new();
        for (ty, constraints) in written.types.iter().zip(parameters) {
            let argument = self.ty(ty);
            self.resolution.arguments.push((argument.clone(), *constraints, ty.span));
            arguments.push(argument);
        }
        arguments
    }

    fn omitted(&mut self, parameters: &[AbilitySet], what: &str, span: Span) -> Vec<Ty> {
        let mut arguments = Vec::new();
        for constraints in parameters {
            let Some(argument) = (self.infer)(span) else {
                let count = count(parameters.len(), "type argument");
                self.problem(Code::E0304, span, format!("`{what}` takes {count}"));
                return vec![Ty::Error; parameters.len()];
            };
            self.resolution.arguments.push((argument.clone(), *constraints, span));
            arguments.push(argument);
        }
        arguments
    }
}

/// Those that are not integers.
const PRIMITIVES: [(&str, Type); 3] =
    [("bool", Type::Bool), ("address", Type::Address), ("signer", Type::Signer)];

fn primitive(name: &str) -> Option<Type> {
    let other = PRIMITIVES.iter().find_map(|(known, ty)| (*known == name).then(|| ty.clone()));
    other.or_else(|| IntegerType::of_name(name).map(Type::Integer))
}

/// `1 argument`, `2 arguments`
pub(crate) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
