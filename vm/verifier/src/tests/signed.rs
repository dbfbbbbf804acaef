//! Signed and unsigned integers are never taken for each other, and signed ones have no bits.

use expect_test::{Expect, expect};
use vm_access::{Type, Value};
use vm_bytecode::{BinaryOperation as B, Constant, Instruction, Terminator, UpdateOperation};

use super::samples::{annotated, block, function, r, vault, verified};
use crate::{VerifiedModule, VerifyError};

/// A function of two parameters whose only instruction gives its result, in register 2.
fn checked(types: [Type; 3], instruction: Instruction) -> Result<VerifiedModule, Box<VerifyError>> {
    let [one, other, result] = types;
    let body = block(vec![instruction], Terminator::Return(vec![r(2)]));
    let own = std::slice::from_ref(&result);
    let mut module = vault();
    module.functions.push(function("f", &[one, other], own, own, vec![body]));
    verified(annotated(module, &[]), &[])
}

fn binary(operation: B) -> Instruction {
    Instruction::Binary { to: r(2), operation, left: r(0), right: r(1) }
}

#[track_caller]
fn refused(types: [Type; 3], instruction: Instruction, expected: &Expect) {
    let outcome = checked(types, instruction);
    expected.assert_eq(&outcome.expect_err("the module is hostile").to_string());
}

#[test]
fn arithmetic_and_order_of_one_type_pass() {
    for operation in [B::Add, B::Subtract, B::Multiply, B::Divide, B::Modulo] {
        checked([Type::I64, Type::I64, Type::I64], binary(operation)).unwrap();
    }
    checked([Type::I256, Type::I256, Type::Bool], binary(B::Less)).unwrap();
    let cast = Instruction::Cast { to: r(2), from: r(0) };
    checked([Type::I64, Type::I64, Type::U8], cast).unwrap();
}

#[test]
fn bits_of_a_signed_integer() {
    let expected = expect!["0x7::vault::f at bb0:0: types: r0 is i64, not an unsigned integer"];
    for operation in [B::BitAnd, B::BitOr, B::BitXor] {
        refused([Type::I64, Type::I64, Type::I64], binary(operation), &expected);
    }
}

#[test]
fn a_shift_of_a_signed_integer() {
    let expected = expect!["0x7::vault::f at bb0:0: types: r0 is i8, not an unsigned integer"];
    for operation in [B::ShiftLeft, B::ShiftRight] {
        refused([Type::I8, Type::U8, Type::I8], binary(operation), &expected);
    }
}

#[test]
fn a_shift_by_a_signed_integer() {
    let expected = expect!["0x7::vault::f at bb0:0: types: r1 is i8, not u8"];
    refused([Type::U64, Type::I8, Type::U64], binary(B::ShiftLeft), &expected);
}

#[test]
fn a_sum_of_a_signed_and_an_unsigned_integer() {
    let expected = expect!["0x7::vault::f at bb0:0: types: r1 is u64, not i64"];
    refused([Type::I64, Type::U64, Type::I64], binary(B::Add), &expected);
}

#[test]
fn a_difference_of_unsigned_integers_that_is_signed() {
    let expected = expect!["0x7::vault::f at bb0:0: types: r2 is i64, not u64"];
    refused([Type::U64, Type::U64, Type::I64], binary(B::Subtract), &expected);
}

#[test]
fn a_signed_integer_taken_for_an_unsigned_one() {
    let expected = expect!["0x7::vault::f at bb0:0: types: r2 is u64, not i64"];
    let copy = Instruction::Copy { to: r(2), from: r(0) };
    refused([Type::I64, Type::I64, Type::U64], copy, &expected);
}

#[test]
fn an_update_of_a_signed_integer_by_an_unsigned_one() {
    let expected = expect!["0x7::vault::f at bb0:0: types: r1 is u64, not i64"];
    let operation = UpdateOperation::Add;
    let update = Instruction::Update { reference: r(0), operation, amount: r(1) };
    refused([Type::I64.reference(true), Type::U64, Type::U64], update, &expected);
}

#[test]
fn a_constant_of_the_other_sign() {
    let mut module = annotated(vault(), &[]);
    module.constants[0] = Constant { ty: Type::I64, value: Value::U64(1) };
    let expected = expect!["0x7::vault: structure: a constant is not of its type i64"];
    let outcome = verified(module, &[]);
    expected.assert_eq(&outcome.expect_err("the module is hostile").to_string());
}
