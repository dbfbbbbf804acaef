//! Type variables and what is known of them.

use vm_access::{IntegerType, Type};

use crate::functions::MadeSlot;
use crate::ty::{Ty, Variable};

/// What a type variable can still become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Anything.
    General,
    /// An integer type; `u64` if nothing says which.
    Integer,
    /// A signed integer type; `i64` if nothing says which.
    Signed,
    /// Anything, as nothing ever has this type; no value if nothing says which.
    Diverging,
}

impl Kind {
    /// Whether it can only become an integer type.
    pub(crate) fn is_integer(self) -> bool {
        matches!(self, Self::Integer | Self::Signed)
    }
}

#[derive(Clone, Debug)]
enum Slot {
    Unknown(Kind),
    Known(Ty),
}

/// Two types differ, or one would contain itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mismatch;

/// The type variables of one function.
#[derive(Debug, Default)]
pub(crate) struct Table {
    slots: Vec<Slot>,
    /// Function values made here, and what is known of their types.
    pub(crate) made: Vec<MadeSlot>,
    /// Whether a type was to equal one that follows an error: what that would have told is not known.
    has_met_error: bool,
    /// Whether a type became larger than a module may hold; it counts as an error from then on.
    is_exceeded: bool,
}

/// Type constructors in one type.
const TYPE_NODES_MAX: usize = 128;
/// Type constructors on the longest way down a type.
const TYPE_DEPTH_MAX: usize = 16;

impl Table {
    /// A new variable.
    pub(crate) fn fresh(&mut self, kind: Kind) -> Ty {
        self.slots.push(Slot::Unknown(kind));
        Ty::Variable(Variable(self.slots.len() - 1))
    }

    /// The type with its outermost constructor known, if it is.
    pub(crate) fn shallow(&self, ty: &Ty) -> Ty {
        let mut ty = ty;
        while let Ty::Variable(variable) = ty {
            match &self.slots[variable.0] {
                Slot::Known(known) => ty = known,
                Slot::Unknown(_) => break,
            }
        }
        ty.clone()
    }

    /// The type with every known variable replaced.
    pub(crate) fn deep(&self, ty: &Ty) -> Ty {
        let many = |types: &[Ty]| types.iter().map(|ty| self.deep(ty)).collect();
        match self.shallow(ty) {
            Ty::Vector(element) => self.deep(&element).vector(),
            Ty::Struct(name, arguments) => Ty::Struct(name, many(&arguments)),
            Ty::Reference(is_mutable, to) => self.deep(&to).reference(is_mutable),
            Ty::Tuple(types) => Ty::Tuple(many(&types)),
            Ty::Function(function) => self.deep_function(&function),
            other @ (Ty::Error | Ty::Variable(_) | Ty::Atom(_)) => other,
        }
    }

    /// What an unknown variable can become.
    pub(crate) fn kind(&self, variable: Variable) -> Kind {
        match &self.slots[variable.0] {
            Slot::Unknown(kind) => *kind,
            Slot::Known(_) => Kind::General,
        }
    }

    /// Whether the type is, or can only become, an integer type.
    pub(crate) fn is_integer(&self, ty: &Ty) -> bool {
        match self.shallow(ty) {
            Ty::Atom(ty) => ty.is_integer(),
            Ty::Variable(variable) => self.kind(variable).is_integer(),
            Ty::Error => true,
            Ty::Vector(_) | Ty::Struct(..) | Ty::Reference(..) | Ty::Tuple(_) | Ty::Function(_) => {
                false
            }
        }
    }

    /// Lets an unknown variable fit anything, after its error has been reported.
    pub(crate) fn give_up(&mut self, variable: Variable) {
        self.slots[variable.0] = Slot::Known(Ty::Error);
    }

    /// Makes two types equal, as far as they can be.
    pub(crate) fn unify(&mut self, left: &Ty, right: &Ty) -> Result<(), Mismatch> {
        match (self.shallow(left), self.shallow(right)) {
            (Ty::Error, _) | (_, Ty::Error) => {
                self.has_met_error = true;
                Ok(())
            }
            (Ty::Variable(one), Ty::Variable(other)) => {
                self.join(one, other);
                Ok(())
            }
            (Ty::Variable(variable), ty) | (ty, Ty::Variable(variable)) => self.bind(variable, ty),
            (Ty::Atom(one), Ty::Atom(other)) if one == other => Ok(()),
            (Ty::Vector(one), Ty::Vector(other)) => self.unify(&one, &other),
            (Ty::Struct(one, left), Ty::Struct(other, right)) if one == other => {
                self.unify_all(&left, &right)
            }
            (Ty::Reference(one, left), Ty::Reference(other, right)) if one == other => {
                self.unify(&left, &right)
            }
            (Ty::Tuple(left), Ty::Tuple(right)) => self.unify_all(&left, &right),
            (Ty::Function(left), Ty::Function(right)) => {
                self.unify_alike(&left, &right)?;
                self.unify_promises(&left, &right)
            }
            _ => Err(Mismatch),
        }
    }

    pub(crate) fn unify_all(&mut self, left: &[Ty], right: &[Ty]) -> Result<(), Mismatch> {
        if left.len() != right.len() {
            return Err(Mismatch);
        }
        left.iter().zip(right).try_for_each(|(left, right)| self.unify(left, right))
    }

    fn join(&mut self, one: Variable, other: Variable) {
        if one == other {
            return;
        }
        let kind = match (self.kind(one), self.kind(other)) {
            (Kind::Signed, _) | (_, Kind::Signed) => Kind::Signed,
            (Kind::Integer, _) | (_, Kind::Integer) => Kind::Integer,
            (Kind::General, _) | (_, Kind::General) => Kind::General,
            (Kind::Diverging, Kind::Diverging) => Kind::Diverging,
        };
        self.slots[one.0] = Slot::Known(Ty::Variable(other));
        self.slots[other.0] = Slot::Unknown(kind);
    }

    fn bind(&mut self, variable: Variable, ty: Ty) -> Result<(), Mismatch> {
        // Types are shared where they occur twice, so without a bound a short program has an endless one.
        if self.rest_of_budget(&ty, TYPE_NODES_MAX, TYPE_DEPTH_MAX).is_none() {
            self.is_exceeded = true;
            self.give_up(variable);
            return Ok(());
        }
        let integer = if let Ty::Atom(atom) = &ty { atom.as_integer() } else { None };
        let is_of_kind = match self.kind(variable) {
            Kind::General | Kind::Diverging => true,
            Kind::Integer => integer.is_some(),
            Kind::Signed => integer.is_some_and(IntegerType::is_signed),
        };
        if !is_of_kind || self.occurs(variable, &ty) {
            return Err(Mismatch);
        }
        self.slots[variable.0] = Slot::Known(ty);
        Ok(())
    }

    /// Whether a type was to equal one that follows an error.
    pub(crate) fn has_met_error(&self) -> bool {
        self.has_met_error
    }

    /// Whether a type became too large.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.is_exceeded
    }

    /// What is left of a number of constructors after those of `ty`; `None` if they are more, or deeper than `depth`.
    fn rest_of_budget(&self, ty: &Ty, budget: usize, depth: usize) -> Option<usize> {
        let (budget, depth) = (budget.checked_sub(1)?, depth.checked_sub(1)?);
        match self.shallow(ty) {
            Ty::Vector(inner) | Ty::Reference(_, inner) => {
                self.rest_of_budget(&inner, budget, depth)
            }
            Ty::Struct(_, inner) | Ty::Tuple(inner) => {
                inner.iter().try_fold(budget, |budget, ty| self.rest_of_budget(ty, budget, depth))
            }
            Ty::Function(function) => {
                let mut types = function.types();
                types.try_fold(budget, |budget, ty| self.rest_of_budget(ty, budget, depth))
            }
            Ty::Error | Ty::Variable(_) | Ty::Atom(_) => Some(budget),
        }
    }

    /// Whether a type is larger than a module may hold.
    pub(crate) fn is_too_large(&self, ty: &Ty) -> bool {
        self.rest_of_budget(ty, TYPE_NODES_MAX, TYPE_DEPTH_MAX).is_none()
    }

    /// Makes an integer of unknown width `u256`.
    pub(crate) fn widen(&mut self, ty: &Ty) {
        if let Some(variable) = self.unknown(ty, Kind::Integer) {
            self.slots[variable.0] = Slot::Known(Ty::Atom(Type::U256));
        }
    }

    /// Makes an integer type of one that nothing ever has.
    pub(crate) fn give_value(&mut self, ty: &Ty) {
        if let Some(variable) = self.unknown(ty, Kind::Diverging) {
            self.slots[variable.0] = Slot::Unknown(Kind::Integer);
        }
    }

    /// Whether nothing ever has the type, as far as is known.
    pub(crate) fn is_diverging(&self, ty: &Ty) -> bool {
        self.unknown(ty, Kind::Diverging).is_some()
    }

    /// The variable that the type is, if it is one of this kind.
    fn unknown(&self, ty: &Ty, kind: Kind) -> Option<Variable> {
        let Ty::Variable(variable) = self.shallow(ty) else { return None };
        (self.kind(variable) == kind).then_some(variable)
    }

    fn occurs(&self, variable: Variable, ty: &Ty) -> bool {
        match self.shallow(ty) {
            Ty::Variable(other) => other == variable,
            Ty::Vector(inner) | Ty::Reference(_, inner) => self.occurs(variable, &inner),
            Ty::Struct(_, inner) | Ty::Tuple(inner) => {
                inner.iter().any(|ty| self.occurs(variable, ty))
            }
            Ty::Function(function) => function.types().any(|ty| self.occurs(variable, ty)),
            Ty::Error | Ty::Atom(_) => false,
        }
    }

    /// The finished type: `u64` for an integer of unknown width, `i64` for a signed one; `None` where something is not
    /// known, or after an error.
    pub(crate) fn finished(&self, ty: &Ty) -> Option<Type> {
        Some(match self.shallow(ty) {
            Ty::Atom(ty) => ty,
            Ty::Vector(element) => self.finished(&element)?.vector(),
            Ty::Struct(name, arguments) => {
                let arguments = arguments.iter().map(|ty| self.finished(ty));
                Type::Struct(name.with(arguments.collect::<Option<_>>()?))
            }
            Ty::Reference(is_mutable, to) => self.finished(&to)?.reference(is_mutable),
            Ty::Function(function) => Type::Function(Box::new(self.finished_function(&function)?)),
            Ty::Variable(variable) => match self.kind(variable) {
                Kind::Integer => Type::U64,
                Kind::Signed => Type::I64,
                Kind::General | Kind::Diverging => return None,
            },
            Ty::Error | Ty::Tuple(_) => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use vm_access::Type;

    use super::{Kind, Mismatch, Table};
    use crate::ty::Ty;

    #[test]
    fn an_integer_of_unknown_width_is_u64_unless_it_meets_another() {
        let mut table = Table::default();
        let (free, met) = (table.fresh(Kind::Integer), table.fresh(Kind::Integer));
        assert_eq!(table.unify(&met, &Ty::Atom(Type::U8)), Ok(()));
        assert_eq!(table.unify(&free, &Ty::BOOL), Err(Mismatch));
        assert_eq!(table.finished(&free), Some(Type::U64));
        assert_eq!(table.finished(&met), Some(Type::U8));
    }

    #[test]
    fn a_type_cannot_contain_itself() {
        let mut table = Table::default();
        let variable = table.fresh(Kind::General);
        assert_eq!(table.unify(&variable, &variable.clone().vector()), Err(Mismatch));
    }
}
