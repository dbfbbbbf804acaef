//! Built-in operations of terms, on values as trees; they abort as the instructions do.

use vm_access::{Operator, Type, U256, Value};

use crate::outcome::{ArithmeticError, Cause};

/// Applies a built-in operation to values with their types; `types` is empty but for [`Operator::Cast`].
///
/// # Errors
///
/// As the instruction of the same name; [`Cause::BadArguments`] for values of other types.
pub fn operate(
    operator: Operator,
    types: &[Type],
    arguments: &[(Value, Type)],
) -> Result<(Value, Type), Cause> {
    match (operator, arguments) {
        (Operator::Length, [(value, _)]) => length(value),
        (Operator::Cast, [(value, _)]) => {
            let (Some(number), [ty]) = (value.as_integer(), types) else {
                return Err(Cause::BadArguments);
            };
            Ok((integer(number, ty)?.ok_or(ArithmeticError::CastOutOfRange)?, ty.clone()))
        }
        (
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Modulo,
            [(left, ty), (right, right_type)],
        ) if ty == right_type => {
            let (Some(left), Some(right)) = (left.as_integer(), right.as_integer()) else {
                return Err(Cause::BadArguments);
            };
            let result = compute(operator, left, right)?;
            Ok((integer(result, ty)?.ok_or(ArithmeticError::Overflow)?, ty.clone()))
        }
        (Operator::Not, [(Value::Bool(value), _)]) => Ok((Value::Bool(!value), Type::Bool)),
        (Operator::And, [(Value::Bool(left), _), (Value::Bool(right), _)]) => {
            Ok((Value::Bool(*left && *right), Type::Bool))
        }
        (Operator::Or, [(Value::Bool(left), _), (Value::Bool(right), _)]) => {
            Ok((Value::Bool(*left || *right), Type::Bool))
        }
        (Operator::Less | Operator::LessEqual, [(left, left_type), (right, right_type)])
            if left_type == right_type =>
        {
            let (Some(left), Some(right)) = (left.as_integer(), right.as_integer()) else {
                return Err(Cause::BadArguments);
            };
            let holds = if operator == Operator::Less { left < right } else { left <= right };
            Ok((Value::Bool(holds), Type::Bool))
        }
        (Operator::Equal, [left, right]) => equal(left, right),
        (
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Modulo
            | Operator::Length
            | Operator::Cast
            | Operator::Not
            | Operator::Less
            | Operator::LessEqual
            | Operator::And
            | Operator::Or
            | Operator::Equal
            | Operator::Among,
            _,
        ) => Err(Cause::BadArguments),
    }
}

/// Whether two values of one type are equal; a signer counts as its address.
fn equal(left: &(Value, Type), right: &(Value, Type)) -> Result<(Value, Type), Cause> {
    let holds = match (left.0.as_address(), right.0.as_address()) {
        (Some(left), Some(right)) => left == right,
        (Some(_) | None, Some(_) | None) if left.1 == right.1 => left.0 == right.0,
        (Some(_) | None, Some(_) | None) => return Err(Cause::BadArguments),
    };
    Ok((Value::Bool(holds), Type::Bool))
}

fn length(value: &Value) -> Result<(Value, Type), Cause> {
    let length = match value {
        Value::Vector(elements) => elements.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Bool(_)
        | Value::U8(_)
        | Value::U16(_)
        | Value::U32(_)
        | Value::U64(_)
        | Value::U128(_)
        | Value::U256(_)
        | Value::Address(_)
        | Value::Signer(_)
        | Value::Struct(_) => return Err(Cause::BadArguments),
    };
    Ok((Value::U64(length as u64), Type::U64))
}

fn compute(operator: Operator, left: U256, right: U256) -> Result<U256, Cause> {
    use ArithmeticError::{DivisionByZero, Overflow, Underflow};
    match operator {
        Operator::Add => left.checked_add(right).ok_or(Overflow.into()),
        Operator::Subtract => left.checked_sub(right).ok_or(Underflow.into()),
        Operator::Multiply => left.checked_mul(right).ok_or(Overflow.into()),
        Operator::Divide => left.checked_div(right).ok_or(DivisionByZero.into()),
        Operator::Modulo => left.checked_rem(right).ok_or(DivisionByZero.into()),
        Operator::Length
        | Operator::Cast
        | Operator::Not
        | Operator::Less
        | Operator::LessEqual
        | Operator::Equal
        | Operator::And
        | Operator::Or
        | Operator::Among => Err(Cause::BadArguments),
    }
}

/// The number as a value of an integer type; `None` if it does not fit.
fn integer(number: U256, ty: &Type) -> Result<Option<Value>, Cause> {
    Ok(match ty {
        Type::U8 => u8::try_from(number).ok().map(Value::U8),
        Type::U16 => u16::try_from(number).ok().map(Value::U16),
        Type::U32 => u32::try_from(number).ok().map(Value::U32),
        Type::U64 => u64::try_from(number).ok().map(Value::U64),
        Type::U128 => u128::try_from(number).ok().map(Value::U128),
        Type::U256 => Some(Value::U256(number)),
        Type::Bool
        | Type::Address
        | Type::Signer
        | Type::Vector(_)
        | Type::Struct(_)
        | Type::Reference { .. }
        | Type::Parameter(_)
        | Type::Function(_) => return Err(Cause::BadArguments),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on_u8(operator: Operator, left: u8, right: u8) -> Result<Value, Cause> {
        let arguments = [(Value::U8(left), Type::U8), (Value::U8(right), Type::U8)];
        operate(operator, &[], &arguments).map(|(value, _)| value)
    }

    #[test]
    fn operators_abort_as_instructions_do() {
        assert_eq!(on_u8(Operator::Add, 200, 55), Ok(Value::U8(255)));
        assert_eq!(on_u8(Operator::Add, 200, 56), Err(ArithmeticError::Overflow.into()));
        assert_eq!(on_u8(Operator::Subtract, 1, 2), Err(ArithmeticError::Underflow.into()));
        assert_eq!(on_u8(Operator::Modulo, 1, 0), Err(ArithmeticError::DivisionByZero.into()));
        let wide = [(Value::U64(256), Type::U64)];
        let cast = operate(Operator::Cast, &[Type::U8], &wide);
        assert_eq!(cast, Err(ArithmeticError::CastOutOfRange.into()));
        let bytes = [(Value::Bytes(vec![1, 2]), Type::U8.vector())];
        let length = operate(Operator::Length, &[], &bytes);
        assert_eq!(length, Ok((Value::U64(2), Type::U64)));
    }
}
