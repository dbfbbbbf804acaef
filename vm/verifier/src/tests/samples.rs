//! Small modules by hand.

use std::collections::BTreeMap;

use vm_access::{
    Ability, AbilitySet, AccountAddress, Footprint, FunctionName, ModuleId, StructType, Type, Value,
};
use vm_bytecode::{
    BinaryOperation, Block, BlockId, Callee, CalleeId, Code, Constant, ConstantId, Field, FieldId,
    FunctionDefinition, Instruction, Limits, Module, Parameter, Register, StructDefinition,
    Terminator, TypeId, Visibility,
};
use vm_footprint::{annotate, infer};

use crate::{VerifiedModule, VerifyError, verify};

pub(super) fn vault_id() -> ModuleId {
    ModuleId::new(AccountAddress::from_low(7), "vault")
}

pub(super) fn own(name: &str) -> Type {
    Type::Struct(StructType::plain(vault_id(), name))
}

pub(super) fn r(index: u32) -> Register {
    Register(index)
}

pub(super) fn abilities(list: &[Ability]) -> AbilitySet {
    list.iter().copied().collect()
}

pub(super) fn block(instructions: Vec<Instruction>, terminator: Terminator) -> Block {
    Block { instructions, terminator }
}

/// A public function without declaration; its parameters are its first registers.
pub(super) fn function(
    name: &str,
    parameters: &[Type],
    results: &[Type],
    others: &[Type],
    blocks: Vec<Block>,
) -> FunctionDefinition {
    let names = ["a", "b", "c", "d"].into_iter().zip(parameters);
    FunctionDefinition {
        name: name.into(),
        visibility: Visibility::Public,
        is_entry: false,
        is_view: false,
        is_persistent: false,
        type_parameters: Vec::new(),
        parameters: names
            .map(|(name, ty)| Parameter { name: name.into(), ty: ty.clone() })
            .collect(),
        results: results.to_vec(),
        declaration: None,
        inferred: Footprint::default(),
        is_term_function: false,
        result_summaries: Vec::new(),
        code: Some(Code { registers: [parameters, others].concat(), blocks, heads: Vec::new() }),
    }
}

/// Structs `Coin` (store) and `Vault` (key); functions `value`, `take`, `open`, `bump`, `pick` and `twice`, in this order.
pub(super) fn vault() -> Module {
    let field = |name: &str, ty: Type| Field { name: name.into(), ty, is_fixed: false };
    let structure = |name: &str, ability, fields| StructDefinition {
        name: name.into(),
        visibility: Visibility::Private,
        abilities: abilities(&[ability]),
        type_parameters: Vec::new(),
        fields,
        variants: Vec::new(),
    };
    let bump_name = FunctionName { module: vault_id(), name: "bump".into() };
    Module {
        id: vault_id(),
        friends: Vec::new(),
        types: vec![own("Vault")],
        callees: vec![Callee { function: bump_name, type_arguments: Vec::new() }],
        constants: vec![Constant { ty: Type::U64, value: Value::U64(1) }],
        error_names: Vec::new(),
        structs: vec![
            structure("Coin", Ability::Store, vec![field("value", Type::U64)]),
            structure(
                "Vault",
                Ability::Key,
                vec![field("coin", own("Coin")), field("owner", Type::Address)],
            ),
        ],
        functions: vec![value(), take(), open(), bump(), pick(), twice_bump()],
        imports: vec![],
    }
}

/// `value(a: address): u64 { Vault[a].coin.value }`
fn value() -> FunctionDefinition {
    let others = [
        own("Vault").reference(false),
        own("Coin").reference(false),
        Type::U64.reference(false),
        Type::U64,
    ];
    let instructions = vec![
        Instruction::BorrowGlobal { to: r(1), address: r(0) },
        Instruction::BorrowField { to: r(2), reference: r(1), field: FieldId(0) },
        Instruction::BorrowField { to: r(3), reference: r(2), field: FieldId(0) },
        Instruction::Read { to: r(4), reference: r(3) },
    ];
    let blocks = vec![block(instructions, Terminator::Return(vec![r(4)]))];
    function("value", &[Type::Address], &[Type::U64], &others, blocks)
}

/// `take(a: address): Coin { let Vault { coin, owner: _ } = move_from(a); coin }`
fn take() -> FunctionDefinition {
    let others = [own("Vault"), own("Coin"), Type::Address];
    let instructions = vec![
        Instruction::MoveFrom { to: r(1), address: r(0) },
        Instruction::Unpack { to: vec![r(2), r(3)], from: r(1) },
    ];
    let blocks = vec![block(instructions, Terminator::Return(vec![r(2)]))];
    function("take", &[Type::Address], &[own("Coin")], &others, blocks)
}

/// `entry open(a: &signer, b: address) { move_to(a, Vault { coin: Coin { value: 1 }, owner: b }) }`
fn open() -> FunctionDefinition {
    let parameters = [Type::Signer.reference(false), Type::Address];
    let others = [Type::U64, own("Coin"), own("Vault")];
    let instructions = vec![
        Instruction::Constant { to: r(2), constant: ConstantId(0) },
        Instruction::Pack { to: r(3), fields: vec![r(2)] },
        Instruction::Pack { to: r(4), fields: vec![r(3), r(1)] },
        Instruction::MoveTo { signer: r(0), from: r(4) },
    ];
    let blocks = vec![block(instructions, Terminator::Return(vec![]))];
    let mut function = function("open", &parameters, &[], &others, blocks);
    function.is_entry = true;
    function
}

/// `bump(a: address) { Vault[a].coin.value += 1 }`
fn bump() -> FunctionDefinition {
    let others = [
        own("Vault").reference(true),
        own("Coin").reference(true),
        Type::U64.reference(true),
        Type::U64,
        Type::U64,
    ];
    let operation = BinaryOperation::Add;
    let instructions = vec![
        Instruction::BorrowGlobal { to: r(1), address: r(0) },
        Instruction::BorrowField { to: r(2), reference: r(1), field: FieldId(0) },
        Instruction::BorrowField { to: r(3), reference: r(2), field: FieldId(0) },
        Instruction::Read { to: r(4), reference: r(3) },
        Instruction::Constant { to: r(5), constant: ConstantId(0) },
        Instruction::Binary { to: r(4), operation, left: r(4), right: r(5) },
        Instruction::Write { reference: r(3), from: r(4) },
    ];
    let blocks = vec![block(instructions, Terminator::Return(vec![]))];
    function("bump", &[Type::Address], &[], &others, blocks)
}

/// `pick(a: address, b: u64): u64 { if (exists<Vault>(a)) b else 1 }`, the result in register 3.
fn pick() -> FunctionDefinition {
    let exists = Instruction::Exists { to: r(2), resource: TypeId(0), address: r(0) };
    let branch = Terminator::Branch { condition: r(2), then: BlockId(1), otherwise: BlockId(2) };
    let blocks = vec![
        block(vec![exists], branch),
        block(vec![Instruction::Copy { to: r(3), from: r(1) }], Terminator::Jump(BlockId(3))),
        block(
            vec![Instruction::Constant { to: r(3), constant: ConstantId(0) }],
            Terminator::Jump(BlockId(3)),
        ),
        block(vec![], Terminator::Return(vec![r(3)])),
    ];
    function("pick", &[Type::Address, Type::U64], &[Type::U64], &[Type::Bool, Type::U64], blocks)
}

/// `twice(a: address) { bump(a); bump(a) }`
fn twice_bump() -> FunctionDefinition {
    let call = || Instruction::Call { to: vec![], callee: CalleeId(0), arguments: vec![r(0)] };
    let blocks = vec![block(vec![call(), call()], Terminator::Return(vec![]))];
    function("twice", &[Type::Address], &[], &[], blocks)
}

/// A module `0x7::user` with one function, `call`, that calls `callee` with one address.
pub(super) fn user(callee: &str) -> Module {
    let callee = FunctionName { module: vault_id(), name: callee.into() };
    let call = Instruction::Call { to: vec![], callee: CalleeId(0), arguments: vec![r(0)] };
    let blocks = vec![block(vec![call], Terminator::Return(vec![]))];
    Module {
        id: ModuleId::new(AccountAddress::from_low(7), "user"),
        types: vec![],
        callees: vec![Callee { function: callee, type_arguments: vec![] }],
        constants: vec![],
        structs: vec![],
        functions: vec![function("call", &[Type::Address], &[], &[], blocks)],
        ..vault()
    }
}

/// The module with what inference finds in it.
pub(super) fn annotated(mut module: Module, imports: &[Module]) -> Module {
    let inference = infer(&module, &library(imports));
    annotate(&mut module, &inference);
    module
}

pub(super) fn verified(
    module: Module,
    imports: &[Module],
) -> Result<VerifiedModule, Box<VerifyError>> {
    verify(module, &library(imports), &Limits::default())
}

fn library(modules: &[Module]) -> BTreeMap<ModuleId, Module> {
    modules.iter().map(|module| (module.id.clone(), module.clone())).collect()
}
