//! Built-in operations of terms, on values as trees; they abort as the instructions do.

use vm_access::{Integer, IntegerType, Operator, Type, Value};

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
            let (Some(number), [ty @ Type::Integer(to)]) = (value.as_integer(), types) else {
                return Err(Cause::BadArguments);
            };
            let value = Value::integer(number, *to).ok_or(ArithmeticError::CastOutOfRange)?;
            Ok((value, ty.clone()))
        }
        (
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Modulo,
            [(left, ty), (right, _)],
        ) => {
            let (Some((left, own)), Some((right, other))) =
                (left.as_typed_integer(), right.as_typed_integer())
            else {
                return Err(Cause::BadArguments);
            };
            if own != other {
                return Err(Cause::BadArguments);
            }
            let result = compute(operator, left, right, own)?;
            Ok((Value::integer(result, own).ok_or(ArithmeticError::Overflow)?, ty.clone()))
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
        | Value::I8(_)
        | Value::I16(_)
        | Value::I32(_)
        | Value::I64(_)
        | Value::I128(_)
        | Value::I256(_)
        | Value::Address(_)
        | Value::Signer(_)
        | Value::Struct(_) => return Err(Cause::BadArguments),
    };
    Ok((Value::U64(length as u64), Type::U64))
}

fn compute(
    operator: Operator,
    left: Integer,
    right: Integer,
    ty: IntegerType,
) -> Result<Integer, Cause> {
    use ArithmeticError::{DivisionByZero, Overflow};
    match operator {
        Operator::Add => left.add(right, ty).ok_or(Overflow.into()),
        Operator::Subtract => left.subtract(right, ty).ok_or(ArithmeticError::below(ty).into()),
        Operator::Multiply => left.multiply(right, ty).ok_or(Overflow.into()),
        Operator::Divide | Operator::Modulo if right == Integer::ZERO => Err(DivisionByZero.into()),
        Operator::Divide => left.divide(right, ty).ok_or(Overflow.into()),
        Operator::Modulo => left.modulo(right, ty).ok_or(Overflow.into()),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn on_u8(operator: Operator, left: u8, right: u8) -> Result<Value, Cause> {
        let arguments = [(Value::U8(left), Type::U8), (Value::U8(right), Type::U8)];
        operate(operator, &[], &arguments).map(|(value, _)| value)
    }

    fn on_i8(operator: Operator, left: i8, right: i8) -> Result<Value, Cause> {
        let arguments = [(Value::I8(left), Type::I8), (Value::I8(right), Type::I8)];
        operate(operator, &[], &arguments).map(|(value, _)| value)
    }

    #[test]
    fn operators_on_signed_integers_abort_beyond_either_end() {
        let overflow = Err(ArithmeticError::Overflow.into());
        assert_eq!(on_i8(Operator::Subtract, 1, 2), Ok(Value::I8(-1)));
        assert_eq!(on_i8(Operator::Subtract, 0, -128), overflow);
        assert_eq!(on_i8(Operator::Add, -100, -29), overflow);
        assert_eq!(on_i8(Operator::Multiply, -1, -128), overflow);
        assert_eq!(on_i8(Operator::Divide, -7, 2), Ok(Value::I8(-3)));
        assert_eq!(on_i8(Operator::Modulo, -7, 2), Ok(Value::I8(-1)));
        assert_eq!(on_i8(Operator::Divide, -128, -1), overflow);
        assert_eq!(on_i8(Operator::Modulo, -128, -1), overflow);
        assert_eq!(on_i8(Operator::Modulo, -1, 0), Err(ArithmeticError::DivisionByZero.into()));
        assert_eq!(on_i8(Operator::Less, -1, 0), Ok(Value::Bool(true)));
        let negative = [(Value::I8(-1), Type::I8)];
        let cast = |ty| operate(Operator::Cast, &[ty], &negative);
        assert_eq!(cast(Type::I256).map(|it| it.0.to_bytes()), Ok(vec![0xff; 32]));
        assert_eq!(cast(Type::U8), Err(ArithmeticError::CastOutOfRange.into()));
        let mixed = [(Value::I8(1), Type::I8), (Value::U8(1), Type::U8)];
        assert_eq!(operate(Operator::Add, &[], &mixed), Err(Cause::BadArguments));
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
