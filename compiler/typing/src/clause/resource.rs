//! Resources, tables and vectors in clauses: `R<T>(a)`, `exists<R>(a)`, `t[k]`.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{self, Place, PlaceKind, TypeArguments, TypeKind};
use vm_access::{
    AbilitySet, AccessPath, Identifier, Projection, ResourcePattern, Root, StructType,
    TablePattern, Term, Type, TypePattern,
};

use crate::clause::meaning::Meaning;
use crate::clause::{Resolver, existence};
use crate::ty::{StructName, error_type};
use crate::types::{self, Resolution};
use crate::unify::Table;

impl Resolver<'_, '_> {
    /// The resource type that a path names, at an address; and its type, as far as the arguments tell.
    pub(crate) fn resource(
        &mut self,
        path: &ast::Path<'_>,
        address: Term,
    ) -> Option<(AccessPath, Type)> {
        let segment = path.last()?;
        let member = self.report(self.scope.member(path))?;
        let name = StructName { module: member.module, name: member.name };
        let Some(structure) = self.scope.interfaces.structure(&name) else {
            self.report_unknown(&name.module, segment.name, path.segments.len() == 1, path.span);
            return None;
        };
        let definition = &structure.definition;
        if !definition.abilities.has(vm_access::Ability::Key) {
            let message = format!("`{}` is no resource: it does not have `key`", name.name);
            let mut diagnostic = Diagnostic::error(Code::E0405, path.span, message);
            if let Some(span) = structure.name_span {
                diagnostic = diagnostic.with_secondary(span, "declared here");
            }
            self.diagnostics.push(diagnostic);
            return None;
        }
        let count = definition.type_parameters.len();
        let what = segment.name.text;
        let patterns = self.patterns(segment.type_arguments, (count, what, path.span))?;
        let arguments = match &patterns {
            None => vec![error_type(); count],
            Some(patterns) => patterns.iter().map(known).collect(),
        };
        let arguments_or_none = if count == 0 { Some(Vec::new()) } else { patterns };
        let pattern = ResourcePattern {
            module: name.module.clone(),
            name: name.name.clone(),
            arguments: arguments_or_none,
        };
        let ty = StructType { module: name.module, name: name.name, arguments };
        Some((AccessPath::root(Root::resource(pattern, address)), Type::Struct(ty)))
    }

    /// `Table<K, V>`: any table of these types, wherever it stands.
    pub(crate) fn any_table(
        &mut self,
        path: &ast::Path<'_>,
        name: StructName,
        span: Span,
    ) -> Option<Meaning> {
        let written = path.last()?.type_arguments;
        let Some(patterns) = self.patterns(written, (2, "Table", span))? else {
            self.error(Code::E0607, span, "write the types of keys and values: `Table<K, V>[k]`");
            return None;
        };
        let arguments = patterns.iter().map(known).collect();
        let ty = StructType { module: name.module, name: name.name, arguments };
        Some(Meaning::Term(Term::Any, Type::Struct(ty)))
    }

    /// Type arguments with `_` for any type; `None` inside where the list is missing.
    #[expect(clippy::option_option, reason = "outside: an error; inside: no list was written")]
    fn patterns(
        &mut self,
        written: Option<TypeArguments<'_>>,
        (count, what, span): (usize, &str, Span),
    ) -> Option<Option<Vec<TypePattern>>> {
        let Some(written) = written else { return Some(None) };
        if written.types.len() != count {
            let message = format!(
                "`{what}` takes {}, not {}",
                types::count(count, "type argument"),
                written.types.len(),
            );
            self.error(Code::E0304, span, message);
            return None;
        }
        let patterns = written.types.iter().map(|ty| match ty.kind {
            TypeKind::Infer => Some(TypePattern::Any),
            _ => self.ty(ty).map(TypePattern::Is),
        });
        Some(Some(patterns.collect::<Option<_>>()?))
    }

    /// A type in a clause.
    pub(crate) fn ty(&mut self, ty: &ast::Type<'_>) -> Option<Type> {
        let mut resolution = Resolution::default();
        let resolved = types::resolve(ty, self.scope, &mut |_| None, &mut resolution);
        let is_wrong = !resolution.problems.is_empty();
        self.diagnostics.extend(resolution.problems);
        if is_wrong { None } else { Table::default().finished(&resolved) }
    }

    /// The type arguments of a function in a clause.
    pub(crate) fn type_arguments(
        &mut self,
        written: Option<TypeArguments<'_>>,
        constraints: &[AbilitySet],
        (what, span): (&str, Span),
    ) -> Option<Vec<Type>> {
        let mut resolution = Resolution::default();
        let context = (constraints, what, span);
        let resolved =
            types::resolve_arguments(written, context, self.scope, &mut |_| None, &mut resolution);
        let is_wrong = !resolution.problems.is_empty();
        self.diagnostics.extend(resolution.problems);
        if is_wrong {
            return None;
        }
        resolved.iter().map(|ty| Table::default().finished(ty)).collect()
    }

    /// `exists<R>(a)`
    pub(crate) fn exists(&mut self, ty: &ast::Type<'_>, address: &Place<'_>) -> Option<Meaning> {
        let TypeKind::Path(path) = &ty.kind else {
            self.error(Code::E0405, ty.span, "only resources exist at an address");
            return None;
        };
        let address = self.key(address, &Type::Address)?;
        let (path, _) = self.resource(path, address)?;
        Some(Meaning::Path(existence(path), Type::Bool))
    }

    /// `base[index]`: an item of a table, or an element of a vector.
    pub(crate) fn index(
        &mut self,
        base: Meaning,
        index: &Place<'_>,
        span: Span,
    ) -> Option<Meaning> {
        let (Meaning::Path(_, ty) | Meaning::Term(_, ty)) = &base else {
            self.error(Code::E0305, span, "a number cannot be indexed");
            return None;
        };
        match ty.clone() {
            Type::Struct(structure) if structure.is_table() => {
                self.item(base, &structure, index, span)
            }
            Type::Vector(element) => self.element(base, *element, index),
            ty if ty == error_type() => {
                self.error(Code::E0607, span, "the type of what is indexed must be known");
                None
            }
            ty => {
                self.error(Code::E0305, span, format!("`{ty}` cannot be indexed"));
                None
            }
        }
    }

    fn item(
        &mut self,
        base: Meaning,
        table: &StructType,
        key: &Place<'_>,
        span: Span,
    ) -> Option<Meaning> {
        let [key_type, value_type] = table.arguments.as_slice() else { return None };
        if [key_type, value_type].iter().any(|ty| has_unknown(ty)) {
            let message = "the table's types depend on type arguments that are not given";
            let diagnostic = Diagnostic::error(Code::E0607, span, message)
                .with_note("write them: `R<T>(a).t[k]`");
            self.diagnostics.push(diagnostic);
            return None;
        }
        let key = self.key(key, key_type)?;
        let handle = Identifier::new("handle");
        let handle = match base {
            Meaning::Path(path, _) => Term::stored(path.then(Projection::Field(handle))),
            Meaning::Term(term, _) => Term::field(term, &handle),
            Meaning::Number(_) => return None,
        };
        let pattern = TablePattern { key: key_type.clone(), value: value_type.clone() };
        let root = Root::item(pattern, handle, key);
        Some(Meaning::Path(AccessPath::root(root), value_type.clone()))
    }

    fn element(&mut self, base: Meaning, element: Type, index: &Place<'_>) -> Option<Meaning> {
        let index = self.key(index, &Type::U64)?;
        Some(match base {
            Meaning::Path(path, _) => Meaning::Path(path.then(Projection::Element(index)), element),
            Meaning::Term(term, _) => Meaning::Term(Term::element(term, index), element),
            Meaning::Number(_) => return None,
        })
    }

    /// A key: a term, or `*`.
    pub(crate) fn key(&mut self, place: &Place<'_>, expected: &Type) -> Option<Term> {
        if let PlaceKind::Any = place.kind { Some(Term::Any) } else { self.term(place, expected) }
    }
}

/// Whether tables are meant, which stand inside of resources and are none.
pub(crate) fn is_table(name: &StructName) -> bool {
    let StructName { module, name } = name.clone();
    StructType { module, name, arguments: Vec::new() }.is_table()
}

/// The type of a pattern, if it is one.
fn known(pattern: &TypePattern) -> Type {
    match pattern {
        TypePattern::Any => error_type(),
        TypePattern::Is(ty) => ty.clone(),
    }
}

/// Whether a part of the type could not be said.
fn has_unknown(ty: &Type) -> bool {
    if *ty == error_type() {
        return true;
    }
    match ty {
        Type::Vector(inner) | Type::Reference { to: inner, .. } => has_unknown(inner),
        Type::Struct(structure) => structure.arguments.iter().any(has_unknown),
        Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Parameter(_) => false,
        Type::Function(function) => function.types().any(has_unknown),
    }
}
