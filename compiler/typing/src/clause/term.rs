//! Terms in clauses: parameters and their parts, constants, term functions, arithmetic, struct values.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{self, BinaryOp, Name, Place, PlaceField, PlaceKind, TypeArguments};
use vm_access::{
    AccessPath, AccountAddress, FunctionName, Integer, IntegerType, ModuleId, Operator, Root,
    StructType, Term, TermFunction, Type,
};

use crate::clause::Resolver;
use crate::clause::meaning::Meaning;
use crate::index::Symbol;
use crate::ty::{StructName, error_type};

impl Resolver<'_, '_> {
    /// A term of the type expected.
    pub(crate) fn term(&mut self, place: &Place<'_>, expected: &Type) -> Option<Term> {
        let PlaceKind::Choice(places) = &place.kind else {
            let meaning = self.meaning(place)?;
            return self.as_term(meaning, expected, place.span);
        };
        if places.is_empty() {
            self.error(Code::E0607, place.span, "one of none is no value");
            return None;
        }
        let terms = places.iter().map(|place| self.term(place, expected));
        Some(Term::choice(terms.collect::<Option<Vec<_>>>()?))
    }

    fn as_term(&mut self, meaning: Meaning, expected: &Type, span: Span) -> Option<Term> {
        let (term, ty) = match meaning {
            Meaning::Number(value) if expected.is_integer() => {
                (self.sized(value, expected, span)?, expected.clone())
            }
            // Move names addresses in clauses by their numbers, too: `R(0x1)`.
            Meaning::Number(value)
                if let (Type::Address, Some(number)) = (expected, value.unsigned()) =>
            {
                let address = AccountAddress(number.to_be_bytes());
                (Term::address(address), Type::Address)
            }
            Meaning::Number(value) => {
                let ty = meaning.own_ty();
                (self.sized(value, &ty, span)?, ty)
            }
            Meaning::Term(term, ty) => (term, ty),
            Meaning::Path(path, ty) => (self.stored(path, span)?, ty),
        };
        self.fits(&ty, expected, span).then_some(term)
    }

    /// An argument of `calls`: of a reference parameter the value behind it, which may lie in storage; `*` for any.
    pub(crate) fn argument(&mut self, place: &Place<'_>, expected: &Type) -> Option<Term> {
        if let PlaceKind::Any = place.kind {
            return Some(Term::Any);
        }
        if !expected.is_reference() {
            return self.term(place, expected);
        }
        let referent = expected.referent();
        match self.meaning(place)? {
            Meaning::Path(path, ty) => {
                self.fits(&ty, referent, place.span).then(|| Term::stored(path))
            }
            Meaning::Term(term, ty) => self.fits(&ty, referent, place.span).then_some(term),
            Meaning::Number(value) => self.sized(value, referent, place.span),
        }
    }

    /// The value at a path as a term.
    pub(crate) fn stored(&mut self, path: AccessPath, span: Span) -> Option<Term> {
        match path.root {
            Root::Parameter(_) => Some(Term::stored(path)),
            Root::Everything
            | Root::Account(_)
            | Root::Module(_)
            | Root::At(_)
            | Root::Call(..) => {
                self.error(Code::E0607, span, "a wildcard is not a value");
                None
            }
            // Each element of a vector at one place may be meant, but not each record of a type.
            Root::Resource(_, Term::Any) => {
                self.error(Code::E0607, span, "a value is read from one place, not from many");
                None
            }
            Root::Item(_, ref handle, ref key) if **handle == Term::Any || **key == Term::Any => {
                self.error(Code::E0607, span, "a value is read from one place, not from many");
                None
            }
            Root::Resource(..) | Root::Item(..) => {
                let term = Term::stored(path);
                if term == Term::Any {
                    self.error(Code::E0607, span, "this key is nested too deeply to be followed");
                    return None;
                }
                Some(term)
            }
        }
    }

    /// Whether a term's type is the one expected; a signer stands for its address.
    fn fits(&mut self, ty: &Type, expected: &Type, span: Span) -> bool {
        let is_signer = *ty == Type::Signer && *expected == Type::Address
            || *ty == Type::Address && *expected == Type::Signer;
        let is_unknown = *ty == error_type() || *expected == error_type();
        if ty == expected || is_signer || is_unknown {
            return true;
        }
        self.error(Code::E0301, span, format!("expected `{expected}`, found `{ty}`"));
        false
    }

    /// `R<T>(a)`, or `f<T>(x, y)`
    pub(crate) fn apply(
        &mut self,
        path: &ast::Path<'_>,
        arguments: &[Place<'_>],
        span: Span,
    ) -> Option<Meaning> {
        let member = self.report(self.scope.member(path))?;
        let structure = StructName { module: member.module.clone(), name: member.name.clone() };
        if self.scope.interfaces.structure(&structure).is_none() {
            let name = path.last()?.name;
            if self.scope.interfaces.function(&member.module, member.name.as_str()).is_none() {
                self.report_unknown(&member.module, name, path.segments.len() == 1, span);
                return None;
            }
            let (function, type_arguments) = self.function(path, arguments.len())?;
            return self.application(function, &type_arguments, arguments, None);
        }
        let [address] = arguments else {
            let message = format!("`{}` lies at one address", structure.name);
            self.error(Code::E0303, span, message);
            return None;
        };
        let address = self.key(address, &Type::Address)?;
        let (path, ty) = self.resource(path, address)?;
        Some(Meaning::Path(path, ty))
    }

    /// A term function applied; `receiver` is its first argument where it is called on one.
    fn application(
        &mut self,
        function: FunctionName,
        type_arguments: &[Type],
        arguments: &[Place<'_>],
        receiver: Option<Term>,
    ) -> Option<Meaning> {
        let signature = self.scope.interfaces.function(&function.module, function.name.as_str())?;
        let types = signature.parameters.iter().map(|own| own.ty.substitute(type_arguments));
        let skipped = usize::from(receiver.is_some());
        let types: Vec<Type> = types.skip(skipped).collect();
        let result = match signature.results.as_slice() {
            [result] => result.substitute(type_arguments).referent().clone(),
            _ => error_type(),
        };
        let mut terms: Vec<Term> = receiver.into_iter().collect();
        for (argument, ty) in arguments.iter().zip(&types) {
            terms.push(self.key(argument, ty.referent())?);
        }
        let is_length = function.module == ModuleId::new(AccountAddress::ONE, "vector")
            && function.name.as_str() == "length";
        let term = if is_length {
            Term::apply(&TermFunction::Operator(Operator::Length), &[], &terms)
        } else {
            Term::apply(&TermFunction::Named(function), type_arguments, &terms)
        };
        Some(Meaning::Term(term, result))
    }

    /// `x.f(y)`
    pub(crate) fn method(
        &mut self,
        receiver: &Place<'_>,
        (name, written): (Name<'_>, Option<TypeArguments<'_>>),
        arguments: &[Place<'_>],
        span: Span,
    ) -> Option<Meaning> {
        let (term, ty) = match self.base(receiver)? {
            Meaning::Term(term, ty) => (term, ty),
            Meaning::Path(path, ty) => (self.stored(path, receiver.span)?, ty),
            number @ Meaning::Number(value) => {
                let ty = number.own_ty();
                (self.sized(value, &ty, receiver.span)?, ty)
            }
        };
        let module = match &ty {
            Type::Struct(structure) => structure.module.clone(),
            Type::Vector(_) => ModuleId::new(AccountAddress::ONE, "vector"),
            other => {
                self.error(Code::E0306, name.span, format!("`{other}` has no receiver functions"));
                return None;
            }
        };
        let Some(signature) = self.scope.interfaces.function(&module, name.text) else {
            let problem = crate::scope::unknown_member(&module, name, self.scope.interfaces);
            self.diagnostics.push(problem);
            return None;
        };
        if signature.parameters.len() != arguments.len() + 1 {
            let expected = signature.parameters.len().saturating_sub(1);
            let expected = crate::types::count(expected, "argument");
            let found = arguments.len();
            self.error(Code::E0303, span, format!("`{}` takes {expected}, not {found}", name.text));
            return None;
        }
        let type_arguments = match (written, &ty) {
            (None, Type::Struct(structure)) => structure.arguments.clone(),
            (None, Type::Vector(element)) => vec![(**element).clone()],
            (written, _) => {
                let constraints = signature.type_parameters.clone();
                self.type_arguments(written, &constraints, (name.text, span))?
            }
        };
        let function = FunctionName { module, name: name.text.into() };
        let symbol = || Symbol::Function(function.clone());
        self.scope.interfaces.index.mention(name, symbol);
        self.application(function, &type_arguments, arguments, Some(term))
    }

    /// `(p as u64)`
    pub(crate) fn cast(&mut self, operand: &Place<'_>, ty: &ast::Type<'_>) -> Option<Meaning> {
        let (meaning, to) = (self.meaning(operand)?, self.ty(ty)?);
        let from = meaning.own_ty();
        for (ty, span) in [(&to, ty.span), (&from, operand.span)] {
            if !ty.is_integer() && *ty != error_type() {
                let message = format!("only integers are cast, and only to integers, not `{ty}`");
                self.error(Code::E0316, span, message);
                return None;
            }
        }
        // What a literal is cast to tells its type.
        if let Meaning::Number(_) = meaning {
            return Some(Meaning::Term(self.as_term(meaning, &to, operand.span)?, to));
        }
        let term = self.as_term(meaning, &from, operand.span)?;
        let function = TermFunction::Operator(Operator::Cast);
        let cast = Term::apply(&function, std::slice::from_ref(&to), &[term]);
        Some(Meaning::Term(cast, to))
    }

    /// `-p` is `0 - p`.
    pub(crate) fn negate(&mut self, operand: &Place<'_>) -> Option<Meaning> {
        let meaning = self.meaning(operand)?;
        let ty = meaning.own_ty();
        self.require_signed(&ty, operand.span)?;
        let zero = self.sized(Integer::ZERO, &ty, operand.span)?;
        let operand = self.as_term(meaning, &ty, operand.span)?;
        Some(Meaning::Term(Term::operation(Operator::Subtract, &[zero, operand]), ty))
    }

    /// Reports an operand of `-` that has no sign.
    pub(crate) fn require_signed(&mut self, ty: &Type, span: Span) -> Option<()> {
        let is_signed = ty.as_integer().is_some_and(IntegerType::is_signed);
        if !is_signed && *ty != error_type() {
            self.error(Code::E0305, span, format!("`-` needs a signed integer, not `{ty}`"));
        }
        is_signed.then_some(())
    }

    pub(crate) fn binary(
        &mut self,
        op: BinaryOp,
        left: &Place<'_>,
        right: &Place<'_>,
        span: Span,
    ) -> Option<Meaning> {
        let (operator, is_swapped, is_negated) = match op {
            BinaryOp::Add => (Operator::Add, false, false),
            BinaryOp::Sub => (Operator::Subtract, false, false),
            BinaryOp::Mul => (Operator::Multiply, false, false),
            BinaryOp::Div => (Operator::Divide, false, false),
            BinaryOp::Mod => (Operator::Modulo, false, false),
            BinaryOp::And => (Operator::And, false, false),
            BinaryOp::Or => (Operator::Or, false, false),
            BinaryOp::Eq => (Operator::Equal, false, false),
            BinaryOp::Ne => (Operator::Equal, false, true),
            BinaryOp::Lt => (Operator::Less, false, false),
            BinaryOp::Le => (Operator::LessEqual, false, false),
            BinaryOp::Gt => (Operator::Less, true, false),
            BinaryOp::Ge => (Operator::LessEqual, true, false),
            BinaryOp::BitAnd
            | BinaryOp::BitOr
            | BinaryOp::BitXor
            | BinaryOp::Shl
            | BinaryOp::Shr => {
                let message = format!("`{}` cannot stand in a term", op.symbol());
                let diagnostic = Diagnostic::error(Code::E0608, span, message)
                    .with_note("terms know `+`, `-`, `*`, `/` and `%`, conditions comparisons too");
                self.diagnostics.push(diagnostic);
                return None;
            }
        };
        let (one, other) = (self.meaning(left)?, self.meaning(right)?);
        let known = one.ty().or(other.ty()).cloned();
        let known = known.unwrap_or_else(|| one.own_ty().max(other.own_ty()));
        let ty = self.operands(op, operator, known, span)?;
        let mut terms =
            vec![self.as_term(one, &ty, left.span)?, self.as_term(other, &ty, right.span)?];
        if is_swapped {
            terms.reverse();
        }
        let mut term = Term::operation(operator, &terms);
        if is_negated {
            term = Term::operation(Operator::Not, &[term]);
        }
        let is_condition = !matches!(
            operator,
            Operator::Add
                | Operator::Subtract
                | Operator::Multiply
                | Operator::Divide
                | Operator::Modulo
        );
        Some(Meaning::Term(term, if is_condition { Type::Bool } else { ty }))
    }

    /// The type of an operator's operands, one of which has the type `known`.
    fn operands(
        &mut self,
        op: BinaryOp,
        operator: Operator,
        known: Type,
        span: Span,
    ) -> Option<Type> {
        if matches!(operator, Operator::And | Operator::Or) {
            return Some(Type::Bool);
        }
        // A signer is compared as its address.
        if operator == Operator::Equal {
            return Some(if known == Type::Signer { Type::Address } else { known });
        }
        if !known.is_integer() && known != error_type() {
            let message = format!("`{}` needs integers, not `{known}`", op.symbol());
            self.error(Code::E0305, span, message);
            return None;
        }
        Some(known)
    }

    /// `S { a: x, b }`
    pub(crate) fn pack(
        &mut self,
        path: &ast::Path<'_>,
        fields: &[PlaceField<'_>],
        span: Span,
    ) -> Option<Meaning> {
        let segment = path.last()?;
        let member = self.report(self.scope.member(path))?;
        let name = StructName { module: member.module, name: member.name };
        let Some(structure) = self.scope.interfaces.structure(&name) else {
            self.report_unknown(&name.module, segment.name, path.segments.len() == 1, path.span);
            return None;
        };
        let parameters = structure.definition.type_parameters.iter();
        let constraints: Vec<_> = parameters.map(|parameter| parameter.constraints).collect();
        let what = (segment.name.text, path.span);
        let arguments = self.type_arguments(segment.type_arguments, &constraints, what)?;
        let mut terms = Vec::new();
        for field in &structure.definition.fields {
            let given = fields.iter().find(|given| given.name.text == field.name.as_str());
            let Some(given) = given else {
                let message = format!("missing field `{}` of `{}`", field.name, name.name);
                self.error(Code::E0309, span, message);
                return None;
            };
            self.scope.interfaces.mention_field(given.name, &name);
            let ty = field.ty.substitute(&arguments);
            terms.push((field.name.clone(), self.term(&given.value, &ty)?));
        }
        let known = |given: &&PlaceField<'_>| structure.field(given.name.text).is_none();
        if let Some(unknown) = fields.iter().find(known) {
            let message = format!("`{}` has no field `{}`", name.name, unknown.name.text);
            self.error(Code::E0207, unknown.name.span, message);
            return None;
        }
        let ty = StructType { module: name.module, name: name.name, arguments };
        Some(Meaning::Term(Term::pack(ty.clone(), terms), Type::Struct(ty)))
    }
}
