//! References that dangle, or are not alone: one a test, each refused for its own reason.
//!
//! The functions are put beside those of the sample module; each takes a mutable vault, a mutable coin and an address.

use expect_test::{Expect, expect};
use vm_access::Type;
use vm_bytecode::{
    Block, BlockId, Callee, CalleeId, ConstantId, FieldId, FunctionDefinition, Instruction, Module,
    Register, Terminator, TypeId,
};

use super::samples::{annotated, block, function, own, r, vault, vault_id, verified};

const VAULT: Register = Register(0);
const COIN: Register = Register(1);
const ADDRESS: Register = Register(2);

/// A function of three parameters, with registers from the fourth on.
fn hostile(results: &[Type], others: &[Type], blocks: Vec<Block>) -> FunctionDefinition {
    let parameters = [own("Vault").reference(true), own("Coin").reference(true), Type::Address];
    function("hostile", &parameters, results, others, blocks)
}

fn straight(
    results: &[Type],
    others: &[Type],
    code: Vec<Instruction>,
    returned: &[Register],
) -> FunctionDefinition {
    hostile(results, others, vec![block(code, Terminator::Return(returned.to_vec()))])
}

/// The sample module with functions that take or give references, and `added`.
fn module(added: FunctionDefinition) -> Module {
    let mut module = vault();
    let number = Type::U64.reference(true);
    let nothing = || vec![block(vec![], Terminator::Return(vec![]))];
    let two = [number.clone(), number.clone()];
    module.functions.push(function("two", &two, &[], &[], nothing()));
    let first = vec![block(vec![], Terminator::Return(vec![r(0)]))];
    module.functions.push(function("first", &two, std::slice::from_ref(&number), &[], first));
    module.functions.push(added);
    for name in ["two", "first"] {
        let function = vm_access::FunctionName { module: vault_id(), name: name.into() };
        module.callees.push(Callee { function, type_arguments: Vec::new() });
    }
    module
}

const BUMP: CalleeId = CalleeId(0);
const TWO: CalleeId = CalleeId(1);
const FIRST: CalleeId = CalleeId(2);

#[track_caller]
fn refused(added: FunctionDefinition, expected: &Expect) {
    let outcome = verified(annotated(module(added), &[]), &[]);
    expected.assert_eq(&outcome.expect_err("the module is hostile").to_string());
}

#[track_caller]
fn accepted(added: FunctionDefinition) {
    verified(annotated(module(added), &[]), &[]).expect("the module is honest");
}

fn number(is_mutable: bool) -> Type {
    Type::U64.reference(is_mutable)
}

fn borrow(to: u32, local: u32) -> Instruction {
    Instruction::BorrowLocal { to: r(to), local: r(local) }
}

fn field(to: u32, reference: Register, field: u32) -> Instruction {
    Instruction::BorrowField { to: r(to), reference, field: FieldId(field) }
}

fn copy(to: u32, from: Register) -> Instruction {
    Instruction::Copy { to: r(to), from }
}

fn read(to: u32, from: u32) -> Instruction {
    Instruction::Read { to: r(to), reference: r(from) }
}

fn write(reference: u32, from: u32) -> Instruction {
    Instruction::Write { reference: r(reference), from: r(from) }
}

fn one(to: u32) -> Instruction {
    Instruction::Constant { to: r(to), constant: ConstantId(0) }
}

fn call(callee: CalleeId, arguments: &[u32], to: &[u32]) -> Instruction {
    let registers = |list: &[u32]| list.iter().copied().map(r).collect();
    Instruction::Call { to: registers(to), callee, arguments: registers(arguments) }
}

fn global(to: u32) -> Instruction {
    Instruction::BorrowGlobal { to: r(to), address: ADDRESS }
}

#[test]
fn a_reference_to_a_register_that_is_returned() {
    let code = vec![one(3), borrow(4, 3)];
    refused(
        straight(&[number(false)], &[Type::U64, number(false)], code, &[r(4)]),
        &expect!["0x7::vault::hostile at bb0:2: references: r3 is returned while it is borrowed"],
    );
}

#[test]
fn a_reference_to_a_value_parameter_that_is_returned() {
    let address = Type::Address.reference(false);
    let code = vec![borrow(3, 2)];
    refused(
        straight(std::slice::from_ref(&address), std::slice::from_ref(&address), code, &[r(3)]),
        &expect!["0x7::vault::hostile at bb0:1: references: r2 is returned while it is borrowed"],
    );
}

#[test]
fn a_reference_through_a_callee_to_a_register_that_is_returned() {
    let code = vec![one(3), one(4), borrow(5, 3), borrow(6, 4), call(FIRST, &[5, 6], &[7])];
    let others = [Type::U64, Type::U64, number(true), number(true), number(true)];
    refused(
        straight(&[number(true)], &others, code, &[r(7)]),
        &expect![
            "0x7::vault::hostile at bb0:5: references: r3 is returned while it is mutably borrowed"
        ],
    );
}

#[test]
fn a_reference_to_a_resource_that_is_returned() {
    let vault = own("Vault").reference(false);
    refused(
        straight(
            std::slice::from_ref(&vault),
            std::slice::from_ref(&vault),
            vec![global(3)],
            &[r(3)],
        ),
        &expect![
            "0x7::vault::hostile at bb0:1: references: 0x7::vault::Vault is returned while it is borrowed"
        ],
    );
}

#[test]
fn a_register_moved_while_it_is_borrowed() {
    let code = vec![one(3), borrow(4, 3), Instruction::Move { to: r(5), from: r(3) }, read(5, 4)];
    refused(
        straight(&[], &[Type::U64, number(false), Type::U64], code, &[]),
        &expect!["0x7::vault::hostile at bb0:2: references: r3 is moved while it is borrowed"],
    );
}

#[test]
fn a_register_overwritten_while_it_is_borrowed() {
    let code = vec![one(3), borrow(4, 3), one(3), read(5, 4)];
    refused(
        straight(&[], &[Type::U64, number(false), Type::U64], code, &[]),
        &expect!["0x7::vault::hostile at bb0:2: references: r3 is assigned while it is borrowed"],
    );
}

#[test]
fn a_register_read_while_it_is_mutably_borrowed() {
    let code = vec![one(3), borrow(4, 3), copy(5, r(3)), write(4, 5)];
    refused(
        straight(&[], &[Type::U64, number(true), Type::U64], code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:2: references: r3 is read while it is mutably borrowed"
        ],
    );
}

#[test]
fn a_register_borrowed_while_it_is_mutably_borrowed() {
    let code = vec![one(3), borrow(4, 3), borrow(5, 3), read(6, 5), write(4, 6)];
    let others = [Type::U64, number(true), number(false), Type::U64];
    refused(
        straight(&[], &others, code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:2: references: r3 is borrowed while it is mutably borrowed"
        ],
    );
}

#[test]
fn two_mutable_references_to_one_register() {
    let code = vec![one(3), one(6), borrow(4, 3), borrow(5, 3), write(5, 6), write(4, 6)];
    refused(
        straight(&[], &[Type::U64, number(true), number(true), Type::U64], code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:4: references: what r5 leads to is changed while it is mutably borrowed"
        ],
    );
}

#[test]
fn one_place_passed_twice() {
    let code = vec![one(3), borrow(4, 3), borrow(5, 3), call(TWO, &[4, 5], &[])];
    refused(
        straight(&[], &[Type::U64, number(true), number(true)], code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:3: references: what r5 leads to is passed on while it is mutably borrowed"
        ],
    );
}

#[test]
fn a_place_passed_with_a_part_of_it() {
    let coin = own("Coin").reference(true);
    let code = vec![
        copy(3, COIN),
        field(4, r(3), 0),
        copy(5, COIN),
        field(6, r(5), 0),
        call(TWO, &[4, 6], &[]),
    ];
    refused(
        straight(&[], &[coin.clone(), number(true), coin, number(true)], code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:4: references: what r6 leads to is passed on while it is mutably borrowed"
        ],
    );
}

#[test]
fn a_parameter_written_while_a_part_is_borrowed() {
    let vault = own("Vault").reference(true);
    let address = Type::Address.reference(true);
    let code = vec![
        copy(3, VAULT),
        field(4, r(3), 1),
        copy(5, VAULT),
        field(6, r(5), 1),
        Instruction::Write { reference: r(6), from: ADDRESS },
        Instruction::Write { reference: r(4), from: ADDRESS },
    ];
    refused(
        straight(&[], &[vault.clone(), address.clone(), vault, address], code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:4: references: what r6 leads to is changed while it is mutably borrowed"
        ],
    );
}

#[test]
fn a_result_of_a_callee_outlives_a_write() {
    let code = vec![
        one(3),
        one(4),
        borrow(5, 3),
        borrow(6, 4),
        call(FIRST, &[5, 6], &[7]),
        one(4),
        write(7, 4),
    ];
    let others = [Type::U64, Type::U64, number(true), number(true), number(true)];
    refused(
        straight(&[], &others, code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:5: references: r4 is assigned while it is mutably borrowed"
        ],
    );
}

#[test]
fn a_frozen_reference_beside_a_write() {
    let code = vec![
        one(3),
        one(6),
        borrow(4, 3),
        Instruction::Freeze { to: r(5), from: r(4) },
        write(4, 6),
        read(6, 5),
    ];
    let others = [Type::U64, number(true), number(false), Type::U64];
    refused(
        straight(&[], &others, code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:4: references: what r4 leads to is changed while it is borrowed"
        ],
    );
}

#[test]
fn a_copied_reference_beside_a_write() {
    let code = vec![one(3), one(6), borrow(4, 3), copy(5, r(4)), write(4, 6), write(5, 6)];
    refused(
        straight(&[], &[Type::U64, number(true), number(true), Type::U64], code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:4: references: what r4 leads to is changed while it is mutably borrowed"
        ],
    );
}

#[test]
fn an_element_pushed_away() {
    let list = Type::U64.vector();
    let code = vec![
        Instruction::VectorPack { to: r(3), from: vec![] },
        borrow(4, 3),
        one(5),
        Instruction::VectorBorrow { to: r(6), vector: r(4), index: r(5) },
        Instruction::VectorPush { vector: r(4), from: r(5) },
        read(5, 6),
    ];
    let others = [list.clone(), list.reference(true), Type::U64, number(false)];
    refused(
        straight(&[], &others, code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:4: references: what r4 leads to is changed while it is borrowed"
        ],
    );
}

#[test]
fn two_elements_at_once() {
    let list = Type::U64.vector();
    let code = vec![
        Instruction::VectorPack { to: r(3), from: vec![] },
        borrow(4, 3),
        one(5),
        Instruction::VectorBorrow { to: r(6), vector: r(4), index: r(5) },
        Instruction::VectorBorrow { to: r(7), vector: r(4), index: r(5) },
        call(TWO, &[6, 7], &[]),
    ];
    let others = [list.clone(), list.reference(true), Type::U64, number(true), number(true)];
    refused(
        straight(&[], &others, code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:4: references: what r4 leads to is borrowed while it is mutably borrowed"
        ],
    );
}

#[test]
fn a_resource_borrowed_twice() {
    let vault = own("Vault").reference(true);
    let address = Type::Address.reference(true);
    let code = vec![
        global(3),
        global(4),
        field(5, r(4), 1),
        Instruction::Write { reference: r(5), from: ADDRESS },
        field(5, r(3), 1),
        Instruction::Write { reference: r(5), from: ADDRESS },
    ];
    refused(
        straight(&[], &[vault.clone(), vault, address], code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:1: references: 0x7::vault::Vault is borrowed while it is mutably borrowed"
        ],
    );
}

#[test]
fn a_resource_taken_out_while_it_is_borrowed() {
    let code = vec![
        Instruction::BorrowGlobal { to: r(4), address: ADDRESS },
        Instruction::MoveFrom { to: r(5), address: ADDRESS },
        field(6, r(4), 1),
        read(2, 6),
        Instruction::MoveTo { signer: r(3), from: r(5) },
    ];
    let signer = Type::Signer.reference(false);
    let parameters =
        [own("Vault").reference(true), own("Coin").reference(true), Type::Address, signer];
    let others = [own("Vault").reference(false), own("Vault"), Type::Address.reference(false)];
    let blocks = vec![block(code, Terminator::Return(vec![]))];
    refused(
        function("hostile", &parameters, &[], &others, blocks),
        &expect![
            "0x7::vault::hostile at bb0:1: references: 0x7::vault::Vault is moved out of storage while it is borrowed"
        ],
    );
}

#[test]
fn a_callee_that_borrows_what_is_borrowed() {
    let code = vec![global(3), call(BUMP, &[2], &[]), field(4, r(3), 1), read(2, 4)];
    let others = [own("Vault").reference(false), Type::Address.reference(false)];
    refused(
        straight(&[], &others, code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:1: references: 0x7::vault::Vault is used by a callee while it is borrowed"
        ],
    );
}

#[test]
fn a_conflict_on_one_way_into_a_block() {
    let exists = Instruction::Exists { to: r(6), resource: TypeId(0), address: ADDRESS };
    let branch = Terminator::Branch { condition: r(6), then: BlockId(1), otherwise: BlockId(2) };
    let blocks = vec![
        block(vec![one(3), one(4), exists], branch),
        block(vec![borrow(5, 3)], Terminator::Jump(BlockId(3))),
        block(vec![borrow(5, 4)], Terminator::Jump(BlockId(3))),
        block(vec![one(4), read(3, 5)], Terminator::Return(vec![])),
    ];
    let others = [Type::U64, Type::U64, number(false), Type::Bool];
    refused(
        hostile(&[], &others, blocks),
        &expect!["0x7::vault::hostile at bb3:0: references: r4 is assigned while it is borrowed"],
    );
}

#[test]
fn a_conflict_in_the_second_round_of_a_loop() {
    let exists = Instruction::Exists { to: r(5), resource: TypeId(0), address: ADDRESS };
    let branch = Terminator::Branch { condition: r(5), then: BlockId(1), otherwise: BlockId(2) };
    let blocks = vec![
        block(vec![one(3), borrow(4, 3)], Terminator::Jump(BlockId(1))),
        block(vec![read(6, 4), one(3), exists], branch),
        block(vec![], Terminator::Return(vec![])),
    ];
    let others = [Type::U64, number(false), Type::Bool, Type::U64];
    refused(
        hostile(&[], &others, blocks),
        &expect!["0x7::vault::hostile at bb1:1: references: r3 is assigned while it is borrowed"],
    );
}

#[test]
fn a_mutable_result_beside_a_part_of_it() {
    let coin = own("Coin").reference(true);
    let code = vec![copy(3, COIN), field(4, r(3), 0)];
    refused(
        straight(&[coin.clone(), number(true)], &[coin, number(true)], code, &[COIN, r(4)]),
        &expect![
            "0x7::vault::hostile at bb0:2: references: what r1 leads to is returned while it is mutably borrowed"
        ],
    );
}

#[test]
fn different_parts_at_once_are_honest() {
    let vault = own("Vault").reference(true);
    let coin = own("Coin").reference(true);
    let address = Type::Address.reference(true);
    let code = vec![
        copy(3, VAULT),
        field(4, r(3), 0),
        copy(5, VAULT),
        field(6, r(5), 1),
        Instruction::Write { reference: r(6), from: ADDRESS },
        field(7, r(4), 0),
        one(8),
        write(7, 8),
    ];
    let others = [vault.clone(), coin, vault, address, number(true), Type::U64];
    accepted(straight(&[], &others, code, &[]));
}

#[test]
fn a_reference_that_is_not_used_again_forbids_nothing() {
    let code = vec![one(3), one(5), borrow(4, 3), one(3), write(4, 5)];
    let used = vec![one(3), borrow(4, 3), one(5), write(4, 5), one(3)];
    let others = [Type::U64, number(true), Type::U64];
    accepted(straight(&[], &others, used, &[]));
    refused(
        straight(&[], &others, code, &[]),
        &expect![
            "0x7::vault::hostile at bb0:3: references: r3 is assigned while it is mutably borrowed"
        ],
    );
}

#[test]
fn a_way_back_through_a_callee_is_a_parameters() {
    let code =
        vec![copy(3, COIN), field(4, r(3), 0), one(5), borrow(6, 5), call(FIRST, &[4, 6], &[7])];
    let coin = own("Coin").reference(true);
    let others = [coin, number(true), Type::U64, number(true), number(true)];
    refused(
        straight(&[number(true)], &others, code, &[r(7)]),
        &expect![
            "0x7::vault::hostile at bb0:5: references: r5 is returned while it is mutably borrowed"
        ],
    );
}

#[test]
fn many_references_in_many_blocks_are_too_many() {
    let count = 150;
    let mut blocks = Vec::new();
    for index in 0..count {
        let copies = (0..count).map(|to| copy(3 + to, r(3 + (to + index) % count)));
        let is_last = index + 1 == count;
        let target = BlockId(if is_last { 0 } else { index + 1 });
        let end =
            Terminator::Branch { condition: r(3 + count), then: target, otherwise: BlockId(0) };
        let first = (0..count).map(|to| copy(3 + to, COIN));
        let made = Instruction::Exists { to: r(3 + count), resource: TypeId(0), address: ADDRESS };
        let body = if index == 0 { first.chain([made]).collect() } else { copies.collect() };
        blocks.push(block(body, end));
    }
    let coins = vec![own("Coin").reference(true); count as usize];
    let others = [coins, vec![Type::Bool]].concat();
    let outcome = verified(module(hostile(&[], &others, blocks)), &[]);
    let error = outcome.expect_err("it would take too long");
    expect!["0x7::vault::hostile: references: steps between references: 1468588 are over the limit of 1466048"].assert_eq(&error.to_string());
}
