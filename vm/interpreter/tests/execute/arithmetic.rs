//! Integers at their edges.

use proptest::prelude::*;
use vm_access::{Integer, IntegerType, Type, U256, Value};
use vm_bytecode::{BinaryOperation as B, Instruction};
use vm_interpreter::{ArithmeticError, Cause, Status};
use vm_layout::Fault;

use crate::world::{World, r};

fn binary(ty: &Type, operation: B, left: Value, right: Value) -> Result<Value, Cause> {
    let mut world = World::new();
    let is_shift = matches!(operation, B::ShiftLeft | B::ShiftRight);
    let right_type = if is_shift { Type::U8 } else { ty.clone() };
    let result = if operation.is_comparison() { Type::Bool } else { ty.clone() };
    let code = vec![Instruction::Binary { to: r(2), operation, left: r(0), right: r(1) }];
    world.straight("f", 2, &[ty.clone(), right_type, result], code, &[2]);
    let mut execution = world.run("f", &[left, right]);
    match execution.status {
        Status::Committed => Ok(execution.results.remove(0)),
        Status::Aborted(abort) => Err(abort.cause),
    }
}

fn cast(from: &Type, to: &Type, value: Value) -> Result<Value, Cause> {
    let mut world = World::new();
    let code = vec![Instruction::Cast { to: r(1), from: r(0) }];
    world.straight("f", 1, &[from.clone(), to.clone()], code, &[1]);
    let mut execution = world.run("f", &[value]);
    match execution.status {
        Status::Committed => Ok(execution.results.remove(0)),
        Status::Aborted(abort) => Err(abort.cause),
    }
}

fn trouble(error: ArithmeticError) -> Result<Value, Cause> {
    Err(Cause::Arithmetic(error))
}

#[test]
fn results_that_do_not_fit_abort() {
    let cases = [
        (Type::U8, [Value::U8(u8::MAX), Value::U8(1), Value::U8(0)]),
        (Type::U64, [Value::U64(u64::MAX), Value::U64(1), Value::U64(0)]),
        (Type::U128, [u128::MAX, 1, 0].map(|number| Value::U128(Box::new(number)))),
        (Type::U256, [U256::MAX, U256::from(1), U256::ZERO].map(Value::U256)),
    ];
    for (ty, [max, one, zero]) in cases {
        let run = |operation, left: &Value, right: &Value| {
            binary(&ty, operation, left.clone(), right.clone())
        };
        assert_eq!(run(B::Add, &max, &one), trouble(ArithmeticError::Overflow));
        assert_eq!(run(B::Add, &max, &zero), Ok(max.clone()));
        assert_eq!(run(B::Multiply, &max, &max), trouble(ArithmeticError::Overflow));
        assert_eq!(run(B::Subtract, &zero, &one), trouble(ArithmeticError::Underflow));
        assert_eq!(run(B::Divide, &max, &zero), trouble(ArithmeticError::DivisionByZero));
        assert_eq!(run(B::Modulo, &max, &zero), trouble(ArithmeticError::DivisionByZero));
        assert_eq!(run(B::Divide, &max, &max), Ok(one.clone()));
        assert_eq!(run(B::Less, &zero, &max), Ok(Value::Bool(true)));
        assert_eq!(run(B::BitXor, &max, &max), Ok(zero.clone()));
    }
}

#[test]
fn results_that_do_not_fit_a_signed_type_abort() {
    for ty in IntegerType::ALL.into_iter().filter(|ty| ty.is_signed()) {
        let value = |number| Value::integer(number, ty).unwrap();
        let [least, greatest] = [ty.least(), ty.greatest()].map(value);
        let [zero, one, minus_one] =
            [Integer::ZERO, Integer::ONE, Integer::ONE.negated()].map(value);
        let run = |operation, left: &Value, right: &Value| {
            binary(&Type::Integer(ty), operation, left.clone(), right.clone())
        };
        let overflow = || trouble(ArithmeticError::Overflow);
        assert_eq!(run(B::Add, &greatest, &one), overflow());
        assert_eq!(run(B::Add, &least, &minus_one), overflow());
        assert_eq!(run(B::Add, &least, &greatest), Ok(minus_one.clone()));
        assert_eq!(run(B::Subtract, &zero, &one), Ok(minus_one.clone()));
        assert_eq!(run(B::Subtract, &zero, &least), overflow());
        assert_eq!(run(B::Subtract, &zero, &minus_one), Ok(one.clone()));
        assert_eq!(run(B::Multiply, &least, &minus_one), overflow());
        assert_eq!(run(B::Multiply, &minus_one, &minus_one), Ok(one.clone()));
        assert_eq!(run(B::Divide, &least, &minus_one), overflow());
        assert_eq!(run(B::Modulo, &least, &minus_one), overflow());
        assert_eq!(run(B::Divide, &least, &least), Ok(one.clone()));
        assert_eq!(run(B::Modulo, &least, &zero), trouble(ArithmeticError::DivisionByZero));
        assert_eq!(run(B::Less, &least, &minus_one), Ok(Value::Bool(true)));
        assert_eq!(run(B::GreaterEqual, &minus_one, &zero), Ok(Value::Bool(false)));
        assert_eq!(run(B::Equal, &least, &least), Ok(Value::Bool(true)));
    }
}

#[test]
fn code_that_tells_the_bits_of_a_signed_integer_is_no_code() {
    let refused = Err(Cause::Unverified(Fault::Shape));
    let minus_one = || Value::I64(-1);
    assert_eq!(binary(&Type::I64, B::BitAnd, minus_one(), minus_one()), refused);
    assert_eq!(binary(&Type::I64, B::ShiftRight, minus_one(), Value::U8(1)), refused);
}

#[test]
fn shifts_lose_bits_and_stop_at_the_width() {
    let shift =
        |operation, value, by| binary(&Type::U8, operation, Value::U8(value), Value::U8(by));
    assert_eq!(shift(B::ShiftLeft, 0b1100_0001, 1), Ok(Value::U8(0b1000_0010)));
    assert_eq!(shift(B::ShiftRight, 0b1100_0001, 7), Ok(Value::U8(1)));
    assert_eq!(shift(B::ShiftLeft, 1, 8), trouble(ArithmeticError::ShiftTooFar));
    let one = Value::U256(U256::from(1));
    let high = binary(&Type::U256, B::ShiftLeft, one, Value::U8(255));
    assert_eq!(high, Ok(Value::U256(U256::from(1) << 255)));
}

#[test]
fn casts_keep_the_value_or_abort() {
    assert_eq!(cast(&Type::U64, &Type::U8, Value::U64(255)), Ok(Value::U8(255)));
    let wide = cast(&Type::U64, &Type::U8, Value::U64(256));
    assert_eq!(wide, trouble(ArithmeticError::CastOutOfRange));
    let max = U256::from(u128::MAX);
    let up = cast(&Type::U128, &Type::U256, Value::U128(Box::new(u128::MAX)));
    assert_eq!(up, Ok(Value::U256(max)));
    let down = cast(&Type::U256, &Type::U128, Value::U256(max + U256::from(1)));
    assert_eq!(down, trouble(ArithmeticError::CastOutOfRange));
}

#[test]
fn casts_keep_the_sign_or_abort() {
    assert_eq!(cast(&Type::I8, &Type::I64, Value::I8(-1)), Ok(Value::I64(-1)));
    assert_eq!(cast(&Type::I64, &Type::I8, Value::I64(-128)), Ok(Value::I8(-128)));
    assert_eq!(cast(&Type::U8, &Type::I8, Value::U8(127)), Ok(Value::I8(127)));
    let out_of_range = || trouble(ArithmeticError::CastOutOfRange);
    assert_eq!(cast(&Type::I64, &Type::I8, Value::I64(-129)), out_of_range());
    assert_eq!(cast(&Type::U8, &Type::I8, Value::U8(128)), out_of_range());
    assert_eq!(cast(&Type::I8, &Type::U256, Value::I8(-1)), out_of_range());
    assert_eq!(cast(&Type::U256, &Type::I256, Value::U256(U256::MAX)), out_of_range());
}

#[test]
fn values_of_any_type_compare() {
    let ty = Type::U8.vector().vector();
    let value = |bytes: &[u8]| Value::Vector(vec![Value::Bytes(bytes.to_vec())]);
    let equal = |left: &[u8], right: &[u8]| binary(&ty, B::Equal, value(left), value(right));
    assert_eq!(equal(b"a", b"a"), Ok(Value::Bool(true)));
    assert_eq!(equal(b"a", b"ab"), Ok(Value::Bool(false)));
}

proptest! {
    #[test]
    fn u64_arithmetic_is_that_of_rust(left: u64, right: u64) {
        let run = |operation| binary(&Type::U64, operation, Value::U64(left), Value::U64(right));
        let overflow = || Cause::Arithmetic(ArithmeticError::Overflow);
        let sum = left.checked_add(right).map(Value::U64).ok_or_else(overflow);
        prop_assert_eq!(run(B::Add), sum);
        let product = left.checked_mul(right).map(Value::U64).ok_or_else(overflow);
        prop_assert_eq!(run(B::Multiply), product);
        prop_assert_eq!(run(B::Less), Ok(Value::Bool(left < right)));
        prop_assert_eq!(run(B::BitAnd), Ok(Value::U64(left & right)));
    }

    #[test]
    fn i64_arithmetic_is_that_of_rust(left: i64, right in prop_oneof![any::<i64>(), -3..4_i64]) {
        let run = |operation| binary(&Type::I64, operation, Value::I64(left), Value::I64(right));
        let or = |result: Option<i64>, error| result.map(Value::I64).ok_or(Cause::Arithmetic(error));
        let overflow = ArithmeticError::Overflow;
        prop_assert_eq!(run(B::Add), or(left.checked_add(right), overflow));
        prop_assert_eq!(run(B::Subtract), or(left.checked_sub(right), overflow));
        prop_assert_eq!(run(B::Multiply), or(left.checked_mul(right), overflow));
        let by = if right == 0 { ArithmeticError::DivisionByZero } else { overflow };
        prop_assert_eq!(run(B::Divide), or(left.checked_div(right), by));
        prop_assert_eq!(run(B::Modulo), or(left.checked_rem(right), by));
        prop_assert_eq!(run(B::Less), Ok(Value::Bool(left < right)));
    }
}
