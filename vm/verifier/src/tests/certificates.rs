//! What is said of the heads of blocks, wrongly: a lie a test, beside what may be said.

use expect_test::{Expect, expect};
use vm_access::{
    Access, AccessPath, Footprint, Operator, Projection, Root, StructType, Term, Type, Value,
};
use vm_bytecode::{
    BinaryOperation, Block, BlockId, Callee, CalleeId, Code, Constant, ConstantId, FieldId,
    FunctionDefinition, Head, Held, Instruction, Module, Register, ResultSummary, Target,
    Terminator, UpdateOperation, Variable,
};

use super::samples::{annotated, block, function, own, r, vault, vault_id, verified};

const FOLLOW: usize = 0;
const EITHER: usize = 1;
const EACH: usize = 2;
const ENDLESS: usize = 3;
const OVERWRITE: usize = 4;

const ONE: ConstantId = ConstantId(0);
const ZERO: ConstantId = ConstantId(1);

/// A module of functions in which ways meet; their heads are said as inference finds them.
fn honest() -> Module {
    let name = vm_access::FunctionName { module: vault_id(), name: "endless".into() };
    let module = Module {
        types: vec![],
        callees: vec![Callee { function: name, type_arguments: vec![] }],
        constants: [1, 0]
            .map(|number| Constant { ty: Type::U64, value: Value::U64(number) })
            .to_vec(),
        functions: vec![follow(), either(), each(), endless(), overwrite()],
        ..vault()
    };
    annotated(module, &[])
}

/// The third register becomes `&mut vault.coin.value`, where `vault` is the first.
fn coin_of([vault, coin, value]: [u32; 3]) -> [Instruction; 2] {
    let field = FieldId(0);
    [
        Instruction::BorrowField { to: r(coin), reference: r(vault), field },
        Instruction::BorrowField { to: r(value), reference: r(coin), field },
    ]
}

fn add_one(place: u32, one: u32) -> [Instruction; 2] {
    let operation = UpdateOperation::Add;
    [
        Instruction::Constant { to: r(one), constant: ONE },
        Instruction::Update { reference: r(place), operation, amount: r(one) },
    ]
}

/// `follow(a: address, b: address, c: bool) { if (c) Vault[a].owner = b; Vault[Vault[a].owner].coin.value += 1 }`
fn follow() -> FunctionDefinition {
    let branch = Terminator::Branch { condition: r(2), then: BlockId(1), otherwise: BlockId(2) };
    let blocks = vec![
        block(vec![], branch),
        block(set_owner(0, 1).to_vec(), Terminator::Jump(BlockId(2))),
        block(touch_what_owner_names(), Terminator::Return(vec![])),
    ];
    on_owners("follow", blocks)
}

/// `overwrite(a: address, b: address, c: bool) { Vault[a].owner = b; Vault[b].owner = a; Vault[Vault[a].owner].coin.value += 1 }`
fn overwrite() -> FunctionDefinition {
    let instructions = [&set_owner(0, 1)[..], &set_owner(1, 0), &touch_what_owner_names()].concat();
    on_owners("overwrite", vec![block(instructions, Terminator::Return(vec![]))])
}

/// `Vault[at].owner = owner`
fn set_owner(at: u32, owner: u32) -> [Instruction; 3] {
    [
        Instruction::BorrowGlobal { to: r(3), address: r(at) },
        Instruction::BorrowField { to: r(4), reference: r(3), field: FieldId(1) },
        Instruction::Write { reference: r(4), from: r(owner) },
    ]
}

/// `Vault[Vault[a].owner].coin.value += 1`
fn touch_what_owner_names() -> Vec<Instruction> {
    let borrow = [
        Instruction::BorrowGlobal { to: r(3), address: r(0) },
        Instruction::BorrowField { to: r(4), reference: r(3), field: FieldId(1) },
        Instruction::Read { to: r(5), reference: r(4) },
        Instruction::BorrowGlobal { to: r(6), address: r(5) },
    ];
    [&borrow[..], &coin_of([6, 7, 8]), &add_one(8, 9)].concat()
}

fn on_owners(name: &str, blocks: Vec<Block>) -> FunctionDefinition {
    let (vault, address) = (own("Vault").reference(true), Type::Address.reference(true));
    let others = [
        vault.clone(),
        address,
        Type::Address,
        vault,
        own("Coin").reference(true),
        Type::U64.reference(true),
        Type::U64,
    ];
    function(name, &[Type::Address, Type::Address, Type::Bool], &[], &others, blocks)
}

/// `either(a: address, b: address, c: bool): u64 { (if (c) &mut Vault[a] else &mut Vault[b]).coin.value += 1; 1 }`
fn either() -> FunctionDefinition {
    let borrow = |address| {
        let borrow = Instruction::BorrowGlobal { to: r(3), address: r(address) };
        block(vec![borrow], Terminator::Jump(BlockId(3)))
    };
    let branch = Terminator::Branch { condition: r(2), then: BlockId(1), otherwise: BlockId(2) };
    let write = [coin_of([3, 4, 5]), add_one(5, 6)].concat();
    let blocks = vec![
        block(vec![], branch),
        borrow(0),
        borrow(1),
        block(write, Terminator::Return(vec![r(6)])),
    ];
    let others = [
        own("Vault").reference(true),
        own("Coin").reference(true),
        Type::U64.reference(true),
        Type::U64,
    ];
    let parameters = [Type::Address, Type::Address, Type::Bool];
    function("either", &parameters, &[Type::U64], &others, blocks)
}

/// `each(v: &vector<address>, n: u64) { let i = 0; while (i < n) { Vault[v[i]].coin.value += 1; i = i + 1 } }`
fn each() -> FunctionDefinition {
    let (less, add) = (BinaryOperation::Less, BinaryOperation::Add);
    let test = Instruction::Binary { to: r(3), operation: less, left: r(2), right: r(1) };
    let touch = vec![
        Instruction::Copy { to: r(4), from: r(0) },
        Instruction::VectorBorrow { to: r(5), vector: r(4), index: r(2) },
        Instruction::Read { to: r(6), reference: r(5) },
        Instruction::BorrowGlobal { to: r(7), address: r(6) },
    ];
    let count = vec![
        Instruction::Constant { to: r(10), constant: ONE },
        Instruction::Binary { to: r(2), operation: add, left: r(2), right: r(10) },
    ];
    let body = [touch, coin_of([7, 8, 9]).to_vec(), add_one(9, 10).to_vec(), count].concat();
    let branch = Terminator::Branch { condition: r(3), then: BlockId(2), otherwise: BlockId(3) };
    let blocks = vec![
        block(
            vec![Instruction::Constant { to: r(2), constant: ZERO }],
            Terminator::Jump(BlockId(1)),
        ),
        block(vec![test], branch),
        block(body, Terminator::Jump(BlockId(1))),
        block(vec![], Terminator::Return(vec![])),
    ];
    let addresses = Type::Address.vector().reference(false);
    let others = [
        Type::U64,
        Type::Bool,
        addresses.clone(),
        Type::Address.reference(false),
        Type::Address,
        own("Vault").reference(true),
        own("Coin").reference(true),
        Type::U64.reference(true),
        Type::U64,
    ];
    function("each", &[addresses, Type::U64], &[], &others, blocks)
}

/// `endless(n: u64): u64 { endless(n) }`
fn endless() -> FunctionDefinition {
    let call = Instruction::Call { to: vec![r(1)], callee: CalleeId(0), arguments: vec![r(0)] };
    let blocks = vec![block(vec![call], Terminator::Return(vec![r(1)]))];
    function("endless", &[Type::U64], &[Type::U64], &[Type::U64], blocks)
}

fn code(module: &mut Module, function: usize) -> &mut Code {
    module.functions[function].code.as_mut().expect("the functions have code")
}

/// The only head that the function says something of.
fn head(module: &mut Module, function: usize) -> &mut Head {
    &mut code(module, function).heads[0]
}

fn say(head: &mut Head, register: Register, term: Term) {
    let found = head.registers.iter_mut().find(|(named, _)| *named == register);
    found.expect("something is said of the register").1 = Held::Value(term);
}

#[track_caller]
fn refused(change: impl FnOnce(&mut Module), expected: &Expect) {
    let mut module = honest();
    change(&mut module);
    let outcome = verified(module, &[]).map(drop);
    expected.assert_eq(&outcome.expect_err("the module is hostile").to_string());
}

#[track_caller]
fn accepted(change: impl FnOnce(&mut Module)) {
    let mut module = honest();
    change(&mut module);
    verified(module, &[]).expect("it says no more than is so");
}

fn number(number: u64) -> Term {
    Term::Constant(Value::U64(number))
}

fn sum(left: Term, right: Term) -> Term {
    Term::operation(Operator::Add, &[left, right])
}

fn owner_of(address: Term) -> AccessPath {
    let vault = StructType::plain(vault_id(), "Vault");
    AccessPath::resource(vault, address).then(Projection::Field("owner".into()))
}

#[test]
fn what_inference_says_is_accepted() {
    accepted(|_| ());
}

#[test]
fn a_head_that_says_less_is_accepted() {
    accepted(|m| {
        let head = head(m, FOLLOW);
        head.written.as_mut().expect("it is known what is written")[0].1 = Term::Any;
        m.functions[FOLLOW].inferred = Footprint::open();
    });
}

#[test]
fn another_value_of_a_register() {
    refused(
        |m| say(head(m, FOLLOW), r(0), Term::Parameter(1)),
        &expect![
            "0x7::vault::follow at bb0:0: footprints: what is said to hold at bb2 does not follow"
        ],
    );
}

#[test]
fn one_value_of_a_register_that_may_be_either() {
    refused(
        |m| {
            let stored = Term::stored(owner_of(Term::Parameter(0)));
            let places = head(m, FOLLOW).written.as_mut().expect("it is known what is written");
            assert_eq!(places[0].1, Term::choice([stored.clone(), Term::Parameter(1)]));
            places[0].1 = stored;
        },
        &expect![
            "0x7::vault::follow at bb1:3: footprints: what is said to hold at bb2 does not follow"
        ],
    );
}

#[test]
fn a_written_place_that_is_left_out() {
    refused(
        |m| head(m, FOLLOW).written = Some(vec![]),
        &expect![
            "0x7::vault::follow at bb1:3: footprints: what is said to hold at bb2 does not follow"
        ],
    );
}

#[test]
fn a_written_place_of_another_record() {
    refused(
        |m| {
            let place = owner_of(Term::Parameter(1));
            head(m, FOLLOW).written = Some(vec![(place, Term::Any)]);
        },
        &expect![
            "0x7::vault::follow at bb2:3: footprints: the inferred footprint does not cover reads exists<0x7::vault::Vault>(*)"
        ],
    );
}

#[test]
fn a_key_that_another_write_may_have_changed() {
    refused(
        |m| {
            let function = &mut m.functions[OVERWRITE];
            // What was written there before.
            let kept = |access: &Access| {
                let mut access = access.clone();
                if let Root::Resource(_, key @ Term::Any) = &mut access.path.root {
                    *key = Term::Parameter(1);
                }
                access
            };
            let before = function.inferred.clone();
            function.inferred = before.accesses().iter().map(kept).collect();
            assert_ne!(function.inferred, before, "the key is not known");
        },
        &expect![
            "0x7::vault::overwrite at bb0:9: footprints: the inferred footprint does not cover reads exists<0x7::vault::Vault>(*)"
        ],
    );
}

#[test]
fn a_fact_that_does_not_hold_on_every_way() {
    refused(
        |m| head(m, FOLLOW).facts.push(Term::Parameter(2)),
        &expect![
            "0x7::vault::follow at bb0:0: footprints: what is said to hold at bb2 does not follow"
        ],
    );
}

#[test]
fn a_target_that_is_left_out() {
    refused(
        |m| {
            let head = head(m, EITHER);
            let Held::Reference(targets) = &mut head.registers[0].1 else {
                panic!("a vault is borrowed");
            };
            targets.pop().expect("there are two");
        },
        &expect![
            "0x7::vault::either at bb2:1: footprints: what is said to hold at bb3 does not follow"
        ],
    );
}

#[test]
fn a_target_that_no_one_writes() {
    refused(
        |m| {
            let vault = StructType::plain(vault_id(), "Vault");
            let whole = Term::stored(AccessPath::resource(vault, Term::Parameter(0)));
            head(m, EITHER).registers[0].1 = Held::Reference(vec![Target::Value(whole)]);
        },
        &expect![
            "0x7::vault::either at bb2:1: footprints: what is said to hold at bb3 does not follow"
        ],
    );
}

#[test]
fn a_head_that_is_missing() {
    refused(
        |m| code(m, EITHER).heads.clear(),
        &expect![
            "0x7::vault::either at bb3:3: footprints: the inferred footprint does not cover adds *"
        ],
    );
    accepted(|m| {
        code(m, EITHER).heads.clear();
        m.functions[EITHER].inferred = Footprint::open();
        m.functions[EITHER].result_summaries.clear();
    });
    refused(
        |m| code(m, EACH).heads.clear(),
        &expect![
            "0x7::vault::each at bb2:1: footprints: the inferred footprint does not cover reads *"
        ],
    );
}

#[test]
fn a_counter_that_starts_elsewhere() {
    refused(
        |m| say(head(m, EACH), r(2), sum(Term::Index(0), number(1))),
        &expect![
            "0x7::vault::each at bb0:1: footprints: what is said to hold at bb1 does not follow"
        ],
    );
}

#[test]
fn a_counter_that_is_said_to_go_down() {
    let down = Term::operation(Operator::Subtract, &[Term::Parameter(1), Term::Index(0)]);
    refused(
        |m| say(head(m, EACH), r(2), down),
        &expect![
            "0x7::vault::each at bb0:1: footprints: what is said to hold at bb1 does not follow"
        ],
    );
}

/// Makes `each` start at 1 and go on by `operation`, of 2.
fn go_on(m: &mut Module, operation: BinaryOperation) {
    let (two, start) = (ConstantId::new(m.constants.len()), ONE);
    m.constants.push(Constant { ty: Type::U64, value: Value::U64(2) });
    let blocks = &mut code(m, EACH).blocks;
    blocks[0].instructions = vec![Instruction::Constant { to: r(2), constant: start }];
    let body = &mut blocks[2].instructions;
    body.truncate(body.len().saturating_sub(2));
    body.extend([
        Instruction::Constant { to: r(10), constant: two },
        Instruction::Binary { to: r(2), operation, left: r(2), right: r(10) },
    ]);
    say(head(m, EACH), r(2), sum(Term::Index(0), number(1)));
    let range = Term::operation(Operator::Subtract, &[Term::Parameter(1), number(1)]);
    let later = |access: &Access| {
        let path = access.path.map_indices(&|index| sum(Term::Index(index), number(1)));
        let ranges = access.ranges.iter().map(|_| range.clone()).collect();
        Access::qualified(access.mode, path, ranges, vec![])
    };
    let each = &mut m.functions[EACH];
    each.inferred = each.inferred.accesses().iter().map(later).collect();
}

#[test]
fn a_counter_that_skips_some_is_accepted() {
    accepted(|m| go_on(m, BinaryOperation::Add));
}

#[test]
fn a_counter_that_turns_back() {
    refused(
        |m| go_on(m, BinaryOperation::Subtract),
        &expect![
            "0x7::vault::each at bb2:10: footprints: what is said to hold at bb1 does not follow"
        ],
    );
    refused(
        |m| go_on(m, BinaryOperation::Modulo),
        &expect![
            "0x7::vault::each at bb2:10: footprints: what is said to hold at bb1 does not follow"
        ],
    );
}

#[test]
fn a_variable_that_another_register_is_to_count() {
    refused(
        |m| head(m, EACH).variables = vec![Variable { index: 0, counter: Some(r(1)) }],
        &expect![
            "0x7::vault::each at bb1:0: footprints: what a head counts stands elsewhere in it"
        ],
    );
}

#[test]
fn a_variable_that_no_register_counts() {
    refused(
        |m| head(m, EACH).variables = vec![Variable { index: 0, counter: None }],
        &expect![
            "0x7::vault::each at bb0:1: footprints: what is said to hold at bb1 does not follow"
        ],
    );
}

#[test]
fn a_bound_that_is_not_tested() {
    refused(
        |m| {
            let bound = [Term::Index(0), number(1)];
            head(m, EACH).facts.push(Term::operation(Operator::Less, &bound));
        },
        &expect![
            "0x7::vault::each at bb1:0: footprints: what a head counts stands elsewhere in it"
        ],
    );
    refused(
        |m| {
            let bound = [number(0), Term::Parameter(1)];
            head(m, EACH).facts.push(Term::operation(Operator::Less, &bound));
        },
        &expect![
            "0x7::vault::each at bb0:1: footprints: what is said to hold at bb1 does not follow"
        ],
    );
}

#[test]
fn a_variable_with_the_name_of_a_callees() {
    refused(
        |m| {
            let head = head(m, EACH);
            head.variables[0].index = u8::MAX;
            say(head, r(2), Term::Index(u8::MAX));
        },
        &expect!["0x7::vault::each at bb1:0: footprints: a head has a variable too many"],
    );
}

#[test]
fn a_range_that_ends_too_early() {
    refused(
        |m| {
            let less = Term::operation(Operator::Subtract, &[Term::Parameter(1), number(1)]);
            let narrow = |access: &Access| {
                let ranges = access.ranges.iter().map(|_| less.clone()).collect();
                let (path, conditions) = (access.path.clone(), access.conditions.clone());
                Access::qualified(access.mode, path, ranges, conditions)
            };
            let each = &mut m.functions[EACH];
            each.inferred = each.inferred.accesses().iter().map(narrow).collect();
        },
        &expect![
            "0x7::vault::each at bb2:3: footprints: the inferred footprint does not cover reads exists<0x7::vault::Vault>(p0[*])"
        ],
    );
}

// results

#[test]
fn a_result_that_is_never_returned_is_nothing_exactly() {
    let say = |is_exact| {
        move |m: &mut Module| {
            let summary = ResultSummary { value: number(7), targets: vec![], is_exact };
            m.functions[ENDLESS].result_summaries = vec![summary];
        }
    };
    accepted(say(false));
    refused(
        say(true),
        &expect!["0x7::vault::endless: footprints: result 0 is not known as well as it says"],
    );
}

#[test]
fn a_result_said_by_a_variable() {
    refused(
        |m| {
            let either = &mut m.functions[EITHER];
            either.result_summaries[0].value = Term::choice([number(1), Term::Index(0)]);
        },
        &expect!["0x7::vault::either: footprints: result 0 is not known as well as it says"],
    );
}

#[test]
fn a_result_that_is_not_exact_where_something_may_abort() {
    refused(
        |m| m.functions[EITHER].result_summaries[0].is_exact = true,
        &expect![
            "0x7::vault::either at bb3:4: footprints: result 0 is not known as well as it says"
        ],
    );
}
