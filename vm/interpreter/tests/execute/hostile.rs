//! Code that nobody has verified: it may end in any way but a panic.

use proptest::prelude::*;
use vm_access::{AbilitySet, AccountAddress, Captures, FunctionType, Record, Type, U256, Value};
use vm_bytecode::{
    BinaryOperation, Block, BlockId, CalleeId, ConstantId, FieldId, Instruction as I, Register,
    Terminator, TypeId,
};

use crate::world::{World, function_name, native, struct_type, table_type};

fn pool() -> Type {
    Type::Struct(struct_type("Pool"))
}

/// Types of the registers, most of them several times so that instructions fit by chance.
fn registers() -> Vec<Type> {
    let table = table_type(Type::U64, pool());
    vec![
        Type::U64,
        Type::U64,
        Type::U8,
        Type::U256,
        Type::I64,
        Type::I64,
        Type::Bool,
        Type::Address,
        Type::Signer.reference(false),
        Type::U64.vector(),
        Type::U64.vector().vector(),
        Type::U64.vector().reference(true),
        Type::U64.reference(true),
        Type::U64.reference(false),
        pool(),
        pool().reference(true),
        pool().reference(false),
        table.clone(),
        table.reference(true),
        Type::U8.vector(),
        thunk(),
    ]
}

/// `|| has copy`
fn thunk() -> Type {
    let abilities = AbilitySet::SCALAR;
    let (parameters, results) = (Vec::new(), Vec::new());
    Type::Function(Box::new(FunctionType { parameters, results, abilities, declaration: None }))
}

fn register() -> impl Strategy<Value = Register> {
    (0..22_u32).prop_map(Register)
}

fn list() -> impl Strategy<Value = Vec<Register>> {
    proptest::collection::vec(register(), 0..4)
}

fn operation() -> impl Strategy<Value = BinaryOperation> {
    use BinaryOperation as B;
    prop_oneof![
        Just(B::Add),
        Just(B::Subtract),
        Just(B::Multiply),
        Just(B::Divide),
        Just(B::Modulo),
        Just(B::BitAnd),
        Just(B::ShiftLeft),
        Just(B::Less),
        Just(B::Equal),
    ]
}

fn instruction() -> impl Strategy<Value = I> {
    let two = || (register(), register());
    let three = || (register(), register(), register());
    prop_oneof![
        (register(), 0..3_u32).prop_map(|(to, id)| I::Constant { to, constant: ConstantId(id) }),
        two().prop_map(|(to, from)| I::Move { to, from }),
        two().prop_map(|(to, from)| I::Copy { to, from }),
        two().prop_map(|(to, from)| I::Cast { to, from }),
        (three(), operation()).prop_map(|((to, left, right), operation)| I::Binary {
            to,
            operation,
            left,
            right
        }),
        (register(), list()).prop_map(|(to, fields)| I::Pack { to, fields }),
        (list(), register()).prop_map(|(to, from)| I::Unpack { to, from }),
        two().prop_map(|(to, local)| I::BorrowLocal { to, local }),
        (two(), 0..3_u32).prop_map(|((to, reference), field)| I::BorrowField {
            to,
            reference,
            field: FieldId(field)
        }),
        two().prop_map(|(to, reference)| I::Read { to, reference }),
        two().prop_map(|(reference, from)| I::Write { reference, from }),
        two().prop_map(|(to, address)| I::BorrowGlobal { to, address }),
        two().prop_map(|(to, address)| I::Exists { to, resource: TypeId(0), address }),
        two().prop_map(|(to, address)| I::MoveFrom { to, address }),
        two().prop_map(|(signer, from)| I::MoveTo { signer, from }),
        (register(), list()).prop_map(|(to, from)| I::VectorPack { to, from }),
        (list(), register()).prop_map(|(to, from)| I::VectorUnpack { to, from }),
        two().prop_map(|(to, vector)| I::VectorLength { to, vector }),
        three().prop_map(|(to, vector, index)| I::VectorBorrow { to, vector, index }),
        two().prop_map(|(vector, from)| I::VectorPush { vector, from }),
        two().prop_map(|(to, vector)| I::VectorPop { to, vector }),
        three().prop_map(|(vector, left, right)| I::VectorSwap { vector, left, right }),
        (two(), 0..9_u32, 0..4_u64).prop_map(|((to, from), callee, captures)| I::PackClosure {
            to,
            callee: CalleeId(callee),
            captures: Captures(captures),
            captured: vec![from],
        }),
        two().prop_map(|(to, from)| I::WidenClosure { to, from }),
        (list(), register(), list()).prop_map(|(to, closure, arguments)| I::CallClosure {
            to,
            closure,
            arguments
        }),
        (list(), 0..9_u32, list()).prop_map(|(to, callee, arguments)| I::Call {
            to,
            callee: CalleeId(callee),
            arguments
        }),
    ]
}

fn terminator() -> impl Strategy<Value = Terminator> {
    prop_oneof![
        list().prop_map(Terminator::Return),
        (0..4_u32).prop_map(|block| Terminator::Jump(BlockId(block))),
        register().prop_map(Terminator::Abort),
        (register(), 0..4_u32, 0..4_u32).prop_map(|(condition, then, otherwise)| {
            Terminator::Branch { condition, then: BlockId(then), otherwise: BlockId(otherwise) }
        }),
    ]
}

fn block() -> impl Strategy<Value = Block> {
    let instructions = proptest::collection::vec(instruction(), 0..12);
    (instructions, terminator())
        .prop_map(|(instructions, terminator)| Block { instructions, terminator })
}

fn world(blocks: Vec<Block>) -> World {
    let mut world = World::new();
    world.limits.gas = 20_000;
    world.structure("Pool", &[Type::U64, Type::U64.vector()]);
    world.ty(pool());
    world.constant(Type::U64, Value::U64(3));
    world.constant(Type::U64.vector(), Value::Vector(vec![Value::U64(1), Value::U64(2)]));
    world.constant(Type::U256, Value::U256(U256::MAX));
    for name in ["new", "add", "remove", "borrow_mut"] {
        world.callee(native("table", name), &[Type::U64, pool()]);
    }
    world.callee(native("bcs", "to_bytes"), &[pool()]);
    world.callee(native("event", "emit"), &[pool()]);
    world.callee(native("hash", "sha3_256"), &[]);
    world.callee(function_name("f"), &[]);
    let value = Value::Struct(vec![Value::U64(7), Value::Vector(vec![Value::U64(8)])]);
    let at = AccountAddress::default();
    world.records.insert(Record::Resource(struct_type("Pool").into(), at), value);
    world.function("f", 0, &registers(), blocks, vec![]);
    world
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_code_ends_without_panic(blocks in proptest::collection::vec(block(), 1..4)) {
        let mut world = world(blocks);
        let first = world.run("f", &[]);
        prop_assert!(first.gas_used <= world.limits.gas);
        if !first.is_committed() {
            prop_assert!(first.events.is_empty());
            prop_assert!(first.records.iter().all(|touched| touched.written.is_empty()));
        }
    }
}
