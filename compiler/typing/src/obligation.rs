//! What must hold of types once they are known.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic, Span};
use vm_access::{Ability, AbilitySet, Integer, Type};

use crate::checker::Checker;
use crate::ty::Ty;

/// Something to be proved at the end of a body.
#[derive(Clone, Debug)]
pub(crate) enum Obligation {
    /// Values of the type have the ability, because of what stands at the span.
    Ability { ty: Ty, ability: Ability, span: Span, code: Code, why: &'static str },
    /// The type may be an argument of a type parameter with these constraints.
    Argument { ty: Ty, constraints: AbilitySet, span: Span },
    /// The literal fits the integer type.
    Fits { ty: Ty, value: Integer, span: Span },
    /// Something is computed from a value of the type, though nothing ever has it: any type with values will do.
    Operand { ty: Ty },
    /// The operand is an integer.
    Integer { ty: Ty, span: Span, symbol: &'static str },
    /// The operand is an unsigned integer.
    Unsigned { ty: Ty, span: Span, symbol: &'static str },
    /// The cast is from an integer.
    Cast { ty: Ty, span: Span },
    /// The type is a struct of this module.
    OwnStruct { ty: Ty, span: Span },
    /// A function value of the one type can be taken for one of the other.
    Narrower { from: Ty, to: Ty, span: Span },
    /// A function value can capture a value of the type.
    Captured { ty: Ty, span: Span },
}

impl Checker<'_> {
    /// Demands an ability of a type.
    pub(crate) fn require(
        &mut self,
        ty: &Ty,
        ability: Ability,
        (span, code, why): (Span, Code, &'static str),
    ) {
        self.demand(Obligation::Ability { ty: ty.clone(), ability, span, code, why });
    }

    /// Demands `drop` of a value that is thrown away.
    pub(crate) fn require_drop(&mut self, ty: &Ty, span: Span, why: &'static str) {
        self.require(ty, Ability::Drop, (span, Code::E0402, why));
    }

    /// Demands `copy` of a value that is read out of a place.
    pub(crate) fn require_copy(&mut self, ty: &Ty, span: Span, why: &'static str) {
        self.require(ty, Ability::Copy, (span, Code::E0403, why));
    }

    /// Checks everything demanded.
    pub(crate) fn settle(&mut self) {
        self.settle_functions();
        self.settle_widest();
        for (obligation, site) in std::mem::take(&mut self.obligations) {
            match site {
                Some(site) => self.labelled(site, |checker| checker.settle_one(obligation)),
                None => self.settle_one(obligation),
            }
        }
    }

    /// A literal that nothing but 256 bits hold has these, unless something says that they are signed.
    fn settle_widest(&mut self) {
        let literals = self.obligations.iter().filter_map(|(obligation, _)| {
            let Obligation::Fits { ty, value, .. } = obligation else { return None };
            (!fits(*value, &Type::U128)).then(|| ty.clone())
        });
        for ty in literals.collect::<Vec<_>>() {
            self.table.widen(&ty);
        }
    }

    fn settle_one(&mut self, obligation: Obligation) {
        match obligation {
            Obligation::Ability { ty, ability, span, code, why } => {
                self.settle_ability(&ty, ability, (span, code, why));
            }
            Obligation::Argument { ty, constraints, span } => {
                self.settle_argument(&ty, constraints, span);
            }
            Obligation::Fits { ty, value, span } => self.settle_fits(&ty, value, span),
            Obligation::Operand { ty } => self.table.give_value(&ty),
            Obligation::Integer { ty, span, symbol } => {
                self.settle_integer(&ty, span, symbol);
            }
            Obligation::Unsigned { ty, span, symbol } => {
                self.settle_unsigned(&ty, span, symbol);
            }
            Obligation::Cast { ty, span } => self.settle_cast(&ty, span),
            Obligation::OwnStruct { ty, span } => self.settle_own_struct(&ty, span),
            Obligation::Narrower { from, to, span } => self.settle_narrower(&from, &to, span),
            Obligation::Captured { ty, span } => self.settle_captured(&ty, span),
        }
    }

    /// Whether values of the type may be copied, or dropped. Of a type parameter of an inline function, that is left to
    /// where it is expanded.
    pub(crate) fn may_be(&self, ability: Ability, ty: &Type) -> bool {
        let is_left_open = self.definition.is_some() && !ty.is_ground();
        is_left_open || self.interfaces.has(ty, ability, self.type_parameters)
    }

    fn abilities(&self, ty: &Type) -> AbilitySet {
        self.interfaces.abilities(ty, self.type_parameters)
    }

    fn settle_ability(
        &mut self,
        ty: &Ty,
        ability: Ability,
        (span, code, why): (Span, Code, &'static str),
    ) {
        let parts = match self.table.shallow(ty) {
            Ty::Tuple(parts) => parts,
            single => vec![single],
        };
        for part in parts {
            let Some(finished) = self.table.finished(&part) else { continue };
            let is_there = match ability {
                Ability::Copy | Ability::Drop => self.may_be(ability, &finished),
                Ability::Store | Ability::Key => self.abilities(&finished).has(ability),
            };
            if is_there {
                continue;
            }
            let message = format!("{} does not have `{ability}`", self.quote(&part));
            let diagnostic = Diagnostic::error(code, span, message).with_label(why);
            self.diagnostics.push(diagnostic);
            return;
        }
    }

    fn settle_argument(&mut self, ty: &Ty, constraints: AbilitySet, span: Span) {
        if let Ty::Reference(..) | Ty::Tuple(_) = self.table.shallow(ty) {
            let message = format!("{} cannot be a type argument", self.quote(ty));
            self.error(Code::E0506, span, message);
            return;
        }
        let Some(finished) = self.table.finished(ty) else { return };
        let abilities = self.abilities(&finished);
        if let Some(missing) = constraints.iter().find(|ability| !abilities.has(*ability)) {
            let message = format!("{} does not have `{missing}`", self.quote(ty));
            let diagnostic = Diagnostic::error(Code::E0401, span, message)
                .with_label(format!("a type parameter here requires `{missing}`"));
            self.diagnostics.push(diagnostic);
        }
    }

    fn settle_narrower(&mut self, from: &Ty, to: &Ty, span: Span) {
        let (Some(from), Some(to)) = (self.table.finished(from), self.table.finished(to)) else {
            return;
        };
        let found = self.abilities(&from);
        if let Some(missing) = self.abilities(&to).iter().find(|ability| !found.has(*ability)) {
            self.report_missing(missing, span);
        }
    }

    fn settle_captured(&mut self, ty: &Ty, span: Span) {
        if let Ty::Reference(..) = self.table.shallow(ty) {
            let diagnostic = Diagnostic::error(Code::E0322, span, "a reference is captured here")
                .with_label(format!("this function value would hold {}", self.quote(ty)))
                .with_note("a function value may outlive what a reference leads to: pass the reference as an argument");
            self.diagnostics.push(diagnostic);
        }
    }

    fn settle_fits(&mut self, ty: &Ty, value: Integer, span: Span) {
        let Some(finished) = self.table.finished(ty) else { return };
        if !fits(value, &finished) {
            let message = format!("`{value}` does not fit `{finished}`");
            self.error(Code::E0308, span, message);
        }
    }

    fn settle_integer(&mut self, ty: &Ty, span: Span, symbol: &'static str) {
        if !self.table.is_integer(ty) && self.is_known(ty) {
            let message = format!("`{symbol}` needs integers, not {}", self.quote(ty));
            self.error(Code::E0305, span, message);
        }
    }

    fn settle_unsigned(&mut self, ty: &Ty, span: Span, symbol: &'static str) {
        let is_signed = match self.table.finished(ty) {
            Some(Type::Integer(ty)) => ty.is_signed(),
            Some(_) | None => return self.settle_integer(ty, span, symbol),
        };
        if is_signed {
            let message = format!("`{symbol}` needs unsigned integers, not {}", self.quote(ty));
            self.error(Code::E0305, span, message);
        }
    }

    fn settle_cast(&mut self, ty: &Ty, span: Span) {
        if !self.table.is_integer(ty) && self.is_known(ty) {
            let message = format!("only integers can be cast, not {}", self.quote(ty));
            self.error(Code::E0316, span, message);
        }
    }

    /// Whether the type is neither unknown nor the result of an error.
    fn is_known(&self, ty: &Ty) -> bool {
        !matches!(self.table.shallow(ty), Ty::Error | Ty::Variable(_))
    }
}

/// Whether an integer is in the range of a type.
pub(crate) fn fits(value: Integer, ty: &Type) -> bool {
    ty.as_integer().is_none_or(|ty| value.within(ty).is_some())
}
