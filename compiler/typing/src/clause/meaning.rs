//! What a place or term names: a path into state, or a value.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{self, LiteralKind, Name, Place, PlaceKind};
use vm_access::{AccessPath, Integer, Operator, Projection, Root, Term, Type, Value};

use crate::clause::Resolver;
use crate::clause::resource::is_table;
use crate::index::Symbol;
use crate::scope::{Problem, address_value};
use crate::suggest::closest;
use crate::ty::{StructName, error_type};

/// What a place or term names, and the type of what is there ([`error_type`] where that cannot be said).
#[derive(Clone, Debug)]
pub(crate) enum Meaning {
    /// A path: a resource, something behind a reference parameter, or a part of either.
    Path(AccessPath, Type),
    /// A value.
    Term(Term, Type),
    /// An integer literal, of whatever integer type is expected.
    Number(Integer),
}

impl Meaning {
    /// A value of unknown type.
    fn unknown(term: Term) -> Self {
        Self::Term(term, error_type())
    }

    /// The type, or that of a number of which nothing says what it is.
    pub(crate) fn own_ty(&self) -> Type {
        match self {
            Self::Path(_, ty) | Self::Term(_, ty) => ty.clone(),
            Self::Number(number) if number.is_negative() => Type::I64,
            Self::Number(_) => Type::U64,
        }
    }

    /// The type, unless it is a number of any.
    pub(crate) fn ty(&self) -> Option<&Type> {
        match self {
            Self::Path(_, ty) | Self::Term(_, ty) => Some(ty),
            Self::Number(_) => None,
        }
    }
}

impl Resolver<'_, '_> {
    /// The table of places.
    pub(crate) fn meaning_of(&mut self, place: &Place<'_>) -> Option<Meaning> {
        let span = place.span;
        match &place.kind {
            PlaceKind::Error => None,
            PlaceKind::Any => Some(Meaning::Path(AccessPath::root(Root::Everything), error_type())),
            PlaceKind::AnyAt(address) => {
                let address = self.report(self.scope.address(address))?;
                Some(Meaning::Path(AccessPath::root(Root::Account(address)), error_type()))
            }
            PlaceKind::AnyIn(address) => {
                let address = self.key(address, &Type::Address)?;
                Some(Meaning::Path(AccessPath::root(Root::At(address)), error_type()))
            }
            PlaceKind::AnyOf(path) => {
                let module = self.report(self.scope.module_of(path))?;
                Some(Meaning::Path(AccessPath::root(Root::Module(module)), error_type()))
            }
            PlaceKind::Path(path) => self.name(path, span),
            PlaceKind::Apply { path, arguments } => self.apply(path, arguments, span),
            PlaceKind::Exists { ty, address } => self.exists(ty, address),
            PlaceKind::Field { base, field } => {
                let base = self.base(base)?;
                self.field(base, *field)
            }
            PlaceKind::Fields { .. } => {
                let message = "`.{…}` stands only at the end of a place";
                self.error(Code::E0607, span, message);
                None
            }
            PlaceKind::Method { receiver, name, type_arguments, arguments } => {
                self.method(receiver, (*name, *type_arguments), arguments, span)
            }
            PlaceKind::Index { base, index } => {
                let base_meaning = self.meaning(base)?;
                self.index(base_meaning, index, span)
            }
            PlaceKind::Literal(literal) => self.literal(literal),
            PlaceKind::Borrow(inner) => self.meaning(inner),
            PlaceKind::Not(inner) => {
                let term = self.term(inner, &Type::Bool)?;
                Some(Meaning::Term(Term::operation(Operator::Not, &[term]), Type::Bool))
            }
            PlaceKind::Negate(inner) => self.negate(inner),
            PlaceKind::Choice(_) => {
                self.error(Code::E0607, span, "`{…}` stands only where one value is expected");
                None
            }
            PlaceKind::Cast { operand, ty } => self.cast(operand, ty),
            PlaceKind::Binary { op, left, right } => self.binary(*op, left, right, span),
            PlaceKind::Pack { path, fields } => self.pack(path, fields, span),
        }
    }

    pub(crate) fn report<T>(&mut self, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.diagnostics.extend(problem)).ok()
    }

    fn name(&mut self, path: &ast::Path<'_>, span: Span) -> Option<Meaning> {
        if let Some(name) = path.as_name() {
            let mut variables = self.variables.iter().rev();
            if let Some(variable) = variables.find(|known| known.name == name.text) {
                let symbol = || Symbol::Local(variable.declared);
                self.scope.interfaces.index.mention(name, symbol);
                return Some(Meaning::Term(variable.term.clone(), Type::U64));
            }
            if let Some((index, ty)) = self.parameter(name) {
                return Some(match ty {
                    Type::Reference { to, .. } if *to != Type::Signer => {
                        Meaning::Path(AccessPath::root(Root::Parameter(index)), *to)
                    }
                    ty => Meaning::Term(Term::Parameter(index), ty.referent().clone()),
                });
            }
            if name.text == "fresh" {
                return Some(Meaning::unknown(Term::Fresh));
            }
        }
        let member = self.report(self.scope.member(path))?;
        let constant = self.constants.get(&member.name);
        if member.module == *self.scope.module
            && let Some((ty, value)) = constant
        {
            return Some(Meaning::Term(Term::Constant(value.clone()), ty.clone()));
        }
        let structure = StructName { module: member.module.clone(), name: member.name.clone() };
        if is_table(&structure) {
            return self.any_table(path, structure, span);
        }
        if self.scope.interfaces.structure(&structure).is_some() {
            let (path, ty) = self.resource(path, Term::Any)?;
            return Some(Meaning::Path(path, ty));
        }
        let name = path.last()?.name;
        self.report_unknown(&member.module, name, path.segments.len() == 1, span);
        None
    }

    pub(crate) fn report_unknown(
        &mut self,
        module: &vm_access::ModuleId,
        name: Name<'_>,
        is_single: bool,
        span: Span,
    ) {
        if name.text.is_empty() {
            return;
        }
        if module != self.scope.module || !is_single {
            let problem = crate::scope::unknown_member(module, name, self.scope.interfaces);
            self.diagnostics.push(problem);
            return;
        }
        let message =
            format!("there is no resource, parameter, constant or function `{}`", name.text);
        let mut diagnostic = Diagnostic::error(Code::E0201, span, message);
        let parameters = self.parameters.iter().map(|parameter| parameter.name.as_str());
        let constants = self.constants.keys().map(vm_access::Identifier::as_str);
        let own = self.scope.interfaces.module(self.scope.module).into_iter();
        let own = own.flat_map(|module| module.structs.keys().chain(module.functions.keys()));
        let own = own.map(vm_access::Identifier::as_str);
        let candidates = parameters.chain(constants).chain(own).chain(self.scope.member_aliases());
        if let Some(near) = closest(name.text, candidates) {
            diagnostic = diagnostic.with_hint(format!("did you mean `{near}`?"), name.span, near);
        }
        self.diagnostics.push(diagnostic);
    }

    /// `base.field`
    pub(crate) fn field(&mut self, base: Meaning, field: Name<'_>) -> Option<Meaning> {
        let ty = self.field_type(&base.own_ty(), field)?;
        Some(match base {
            Meaning::Path(path, _) => {
                Meaning::Path(path.then(Projection::Field(field.text.into())), ty)
            }
            Meaning::Term(term, _) => Meaning::Term(Term::field(term, &field.text.into()), ty),
            Meaning::Number(_) => return None,
        })
    }

    /// The type of a field; private fields of other modules may be named.
    fn field_type(&mut self, ty: &Type, field: Name<'_>) -> Option<Type> {
        if *ty == error_type() {
            return Some(error_type());
        }
        let Type::Struct(structure) = ty else {
            self.error(Code::E0207, field.span, format!("`{ty}` has no fields"));
            return None;
        };
        let interface = self.scope.interfaces.structure(&StructName::of(structure))?;
        if let Some((_, ty)) = interface.field(field.text) {
            self.scope.interfaces.mention_field(field, &StructName::of(structure));
            return Some(ty.substitute(&structure.arguments));
        }
        let message = format!("`{}` has no field `{}`", structure.name, field.text);
        let mut diagnostic = Diagnostic::error(Code::E0207, field.span, message);
        let names = interface.definition.fields.iter().map(|field| field.name.as_str());
        if let Some(near) = closest(field.text, names) {
            diagnostic = diagnostic.with_hint(format!("did you mean `{near}`?"), field.span, near);
        }
        self.diagnostics.push(diagnostic);
        None
    }

    fn literal(&mut self, literal: &ast::Literal<'_>) -> Option<Meaning> {
        let span = literal.span;
        match &literal.kind {
            LiteralKind::Error => None,
            LiteralKind::Number { is_negative, value, suffix } => {
                let number = Integer::new(*is_negative, *value);
                let Some(suffix) = suffix else { return Some(Meaning::Number(number)) };
                let ty = Type::Integer(crate::body::suffix_type(*suffix));
                if *is_negative {
                    self.require_signed(&ty, span)?;
                }
                Some(Meaning::Term(self.sized(number, &ty, span)?, ty))
            }
            LiteralKind::Bool(value) => {
                Some(Meaning::Term(Term::Constant(Value::Bool(*value)), Type::Bool))
            }
            LiteralKind::Address(kind) => {
                let address =
                    self.report(address_value(kind, span, self.scope.addresses).map_err(Some))?;
                Some(Meaning::Term(Term::address(address), Type::Address))
            }
            LiteralKind::Bytes(bytes) => {
                let value = Value::Bytes(bytes.to_vec());
                Some(Meaning::Term(Term::Constant(value), Type::U8.vector()))
            }
        }
    }

    /// An integer of a type it must fit.
    pub(crate) fn sized(&mut self, value: Integer, ty: &Type, span: Span) -> Option<Term> {
        if !crate::obligation::fits(value, ty) {
            self.error(Code::E0308, span, format!("`{value}` does not fit `{ty}`"));
            return None;
        }
        Some(Term::Constant(crate::typed::integer_value(ty, value)))
    }
}
