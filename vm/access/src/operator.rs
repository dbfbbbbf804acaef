//! Built-in operations on terms, simplified without changing when they abort.

use crate::integer::{Integer, IntegerType};
use crate::path::{Application, Operator, Term, TermFunction};
use crate::types::Type;
use crate::value::Value;

/// An operation on integers of one type; `None` where it aborts.
type Arithmetic = fn(Integer, Integer, IntegerType) -> Option<Integer>;

impl Operator {
    /// The operation as written between its operands; `None` for the others.
    pub fn symbol(self) -> Option<&'static str> {
        match self {
            Self::Add => Some("+"),
            Self::Subtract => Some("-"),
            Self::Multiply => Some("*"),
            Self::Divide => Some("/"),
            Self::Modulo => Some("%"),
            Self::Less => Some("<"),
            Self::LessEqual => Some("<="),
            Self::Equal => Some("=="),
            Self::And => Some("&&"),
            Self::Or => Some("||"),
            Self::Length | Self::Cast | Self::Not | Self::Among => None,
        }
    }

    /// What the operation is on integers of one type, if it gives another one.
    fn result_of(self) -> Option<Arithmetic> {
        match self {
            Self::Add => Some(Integer::add),
            Self::Subtract => Some(Integer::subtract),
            Self::Multiply => Some(Integer::multiply),
            Self::Divide => Some(Integer::divide),
            Self::Modulo => Some(Integer::modulo),
            Self::Length
            | Self::Cast
            | Self::Not
            | Self::Less
            | Self::LessEqual
            | Self::Equal
            | Self::And
            | Self::Or
            | Self::Among => None,
        }
    }

    /// The operation on terms none of which is a choice; `types` is empty but for [`Operator::Cast`].
    pub(crate) fn on(self, types: &[Type], arguments: &[Term]) -> Option<Term> {
        if let ([Term::Constant(left), Term::Constant(right)], Some(result)) =
            (arguments, self.result_of())
        {
            return carried_out(result, left, right);
        }
        match (self, arguments) {
            (Self::Not, [term]) => not(term),
            (Self::Cast, [Term::Constant(value)]) => cast(value, types),
            (Self::Add, [left, right]) => add(left, right),
            (Self::Subtract, [left, right]) => subtract(left, right),
            (Self::Less, [left, right]) => compare(left, right, |left, right| left < right),
            (Self::LessEqual, [left, right]) => compare(left, right, |left, right| left <= right),
            (Self::Equal, [left, right]) => equal(left, right),
            (Self::And, [left, right]) => connect(left, right, true),
            (Self::Or, [left, right]) => connect(left, right, false),
            (
                Self::Multiply
                | Self::Divide
                | Self::Modulo
                | Self::Length
                | Self::Cast
                | Self::Not
                | Self::Add
                | Self::Subtract
                | Self::Less
                | Self::LessEqual
                | Self::Equal
                | Self::And
                | Self::Or
                | Self::Among,
                _,
            ) => None,
        }
    }
}

impl Term {
    /// A built-in operation applied.
    #[must_use]
    pub fn operation(operator: Operator, arguments: &[Term]) -> Self {
        Self::apply(&TermFunction::Operator(operator), &[], arguments)
    }

    /// The operator and the operands, if this is a built-in operation.
    pub fn as_operation(&self) -> Option<(Operator, &[Term])> {
        let Self::Apply(application) = self else { return None };
        let Application { function, arguments, .. } = &**application;
        match function {
            TermFunction::Operator(operator) => Some((*operator, arguments)),
            TermFunction::Named(_) | TermFunction::Closure(..) => None,
        }
    }

    /// `x` of `-x`, which is `0 - x`.
    pub(crate) fn as_negation(&self) -> Option<&Term> {
        let (Operator::Subtract, [Self::Constant(zero), of]) = self.as_operation()? else {
            return None;
        };
        let (zero, ty) = zero.as_typed_integer()?;
        (ty.is_signed() && zero == Integer::ZERO).then_some(of)
    }

    /// What `n` is added to here, and `n`: 0 where it is no such sum.
    pub fn without_constant(&self) -> (&Term, u64) {
        if let Some((Operator::Add, [of, amount])) = self.as_operation()
            && let Some(amount) = amount.as_u64()
        {
            return (of, amount);
        }
        (self, 0)
    }

    fn as_u64(&self) -> Option<u64> {
        if let Self::Constant(Value::U64(number)) = self { Some(*number) } else { None }
    }

    fn as_bool(&self) -> Option<bool> {
        if let Self::Constant(Value::Bool(value)) = self { Some(*value) } else { None }
    }

    fn is_constant(&self) -> bool {
        matches!(self, Self::Constant(_))
    }

    fn number(value: u64) -> Self {
        Self::Constant(Value::U64(value))
    }

    fn truth(value: bool) -> Self {
        Self::Constant(Value::Bool(value))
    }
}

/// An operation on constants; `None` where it aborts.
fn carried_out(result: Arithmetic, left: &Value, right: &Value) -> Option<Term> {
    let ((left, ty), (right, other)) = (left.as_typed_integer()?, right.as_typed_integer()?);
    let result = result(left, right, ty).filter(|_| ty == other)?;
    Value::integer(result, ty).map(Term::Constant)
}

/// A constant cast; `None` where that aborts.
fn cast(value: &Value, types: &[Type]) -> Option<Term> {
    let [Type::Integer(ty)] = types else { return None };
    Value::integer(value.as_integer()?, *ty).map(Term::Constant)
}

fn not(term: &Term) -> Option<Term> {
    if let Some(value) = term.as_bool() {
        return Some(Term::truth(!value));
    }
    let not_both = |operator, operands: &[Term]| {
        let negated: Vec<Term> = operands
            .iter()
            .map(|it| Term::operation(Operator::Not, std::slice::from_ref(it)))
            .collect();
        Some(Term::operation(operator, &negated))
    };
    match term.as_operation()? {
        (Operator::Not, [inner]) => Some(inner.clone()),
        (Operator::Less, [left, right]) => {
            Some(Term::operation(Operator::LessEqual, &[right.clone(), left.clone()]))
        }
        (Operator::LessEqual, [left, right]) => {
            Some(Term::operation(Operator::Less, &[right.clone(), left.clone()]))
        }
        (Operator::And, operands) => not_both(Operator::Or, operands),
        (Operator::Or, operands) => not_both(Operator::And, operands),
        (
            Operator::Not
            | Operator::Less
            | Operator::LessEqual
            | Operator::Equal
            | Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Modulo
            | Operator::Length
            | Operator::Cast
            | Operator::Among,
            _,
        ) => None,
    }
}

/// `(x + 1) + 2` is `x + 3`: both abort where that does not fit. Constants stand on the right.
fn add(left: &Term, right: &Term) -> Option<Term> {
    if left.is_constant() && !right.is_constant() {
        return Some(Term::operation(Operator::Add, &[right.clone(), left.clone()]));
    }
    let amount = right.as_u64()?;
    if amount == 0 {
        return Some(left.clone());
    }
    let (Operator::Add, [inner, more]) = left.as_operation()? else { return None };
    let sum = more.as_u64()?.checked_add(amount)?;
    Some(Term::operation(Operator::Add, &[inner.clone(), Term::number(sum)]))
}

/// `(x - 1) - 2` is `x - 3`; `(i + 2) - 1` is `i + 1` for a bound variable, which never comes near the greatest number.
fn subtract(left: &Term, right: &Term) -> Option<Term> {
    let amount = right.as_u64()?;
    if amount == 0 {
        return Some(left.clone());
    }
    match left.as_operation()? {
        (Operator::Subtract, [inner, more]) => {
            let sum = more.as_u64()?.checked_add(amount)?;
            Some(Term::operation(Operator::Subtract, &[inner.clone(), Term::number(sum)]))
        }
        (Operator::Add, [inner @ Term::Index(_), more]) => {
            let rest = more.as_u64()?.checked_sub(amount)?;
            Some(Term::operation(Operator::Add, &[inner.clone(), Term::number(rest)]))
        }
        _ => None,
    }
}

fn compare(left: &Term, right: &Term, holds: fn(&Integer, &Integer) -> bool) -> Option<Term> {
    let (Term::Constant(left), Term::Constant(right)) = (left, right) else { return None };
    Some(Term::truth(holds(&left.as_integer()?, &right.as_integer()?)))
}

/// Operands are in order, constants last; what is compared with `true` is what it is.
fn equal(left: &Term, right: &Term) -> Option<Term> {
    if let (Term::Constant(left), Term::Constant(right)) = (left, right) {
        return Some(Term::truth(left == right));
    }
    if left.is_constant() || !right.is_constant() && right < left {
        return Some(Term::operation(Operator::Equal, &[right.clone(), left.clone()]));
    }
    Some(if right.as_bool()? {
        left.clone()
    } else {
        Term::operation(Operator::Not, std::slice::from_ref(left))
    })
}

/// `a && b` and `a || b`, where one is known: `neutral` says nothing, the other value says all.
fn connect(left: &Term, right: &Term, neutral: bool) -> Option<Term> {
    if let Some(value) = left.as_bool() {
        return Some(if value == neutral { right.clone() } else { left.clone() });
    }
    let value = right.as_bool()?;
    // `a && false` still aborts where `a` does.
    (value == neutral).then(|| left.clone())
}
