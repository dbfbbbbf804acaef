//! Inference of modules made of random instructions: it ends, and says the same twice.

use proptest::prelude::*;
use vm_access::Type;
use vm_bytecode::{
    BinaryOperation, Block, BlockId, Callee, CalleeId, Code, ConstantId, FieldId, Instruction,
    Module, Register, Terminator, TypeId,
};
use vm_footprint::infer;

use crate::builder::{Builder, id, mutable, shared, structure, table, table_module};

fn register() -> impl Strategy<Value = Register> {
    (0_u32..14).prop_map(Register)
}

fn instruction() -> impl Strategy<Value = Instruction> {
    let two = || (register(), register());
    prop_oneof![
        two().prop_map(|(to, from)| Instruction::Move { to, from }),
        two().prop_map(|(to, from)| Instruction::Copy { to, from }),
        register().prop_map(|to| Instruction::Constant { to, constant: ConstantId(0) }),
        (two(), register()).prop_map(|((to, left), right)| Instruction::Binary {
            to,
            operation: BinaryOperation::Add,
            left,
            right
        }),
        two().prop_map(|(to, local)| Instruction::BorrowLocal { to, local }),
        (two(), 0_u32..3).prop_map(|((to, reference), field)| Instruction::BorrowField {
            to,
            reference,
            field: FieldId(field)
        }),
        two().prop_map(|(to, reference)| Instruction::Read { to, reference }),
        two().prop_map(|(reference, from)| Instruction::Write { reference, from }),
        two().prop_map(|(to, address)| Instruction::BorrowGlobal { to, address }),
        two().prop_map(|(to, address)| Instruction::MoveFrom { to, address }),
        two().prop_map(|(signer, from)| Instruction::MoveTo { signer, from }),
        two().prop_map(|(to, address)| Instruction::Exists { to, resource: TypeId(0), address }),
        (two(), register()).prop_map(|((to, vector), index)| Instruction::VectorBorrow {
            to,
            vector,
            index
        }),
        two().prop_map(|(vector, from)| Instruction::VectorPush { vector, from }),
        two().prop_map(|(to, vector)| Instruction::VectorPop { to, vector }),
        (proptest::collection::vec(register(), 0..3), 0_u32..6, two()).prop_map(
            |(to, callee, (left, right))| Instruction::Call {
                to,
                callee: CalleeId(callee),
                arguments: vec![left, right]
            }
        ),
    ]
}

fn terminator() -> impl Strategy<Value = Terminator> {
    let block = || (0_u32..5).prop_map(BlockId);
    prop_oneof![
        block().prop_map(Terminator::Jump),
        (register(), block(), block()).prop_map(|(condition, then, otherwise)| {
            Terminator::Branch { condition, then, otherwise }
        }),
        proptest::collection::vec(register(), 0..3).prop_map(Terminator::Return),
    ]
}

fn code() -> impl Strategy<Value = Vec<Block>> {
    let block = (proptest::collection::vec(instruction(), 0..12), terminator())
        .prop_map(|(instructions, terminator)| Block { instructions, terminator });
    proptest::collection::vec(block, 1..5)
}

fn module(bodies: Vec<Vec<Block>>) -> Module {
    let mut builder = Builder::new(id("m"));
    builder.structure("Pool", &[("fee", Type::U64), ("key", Type::Address)]);
    builder.structure("Book", &[("orders", table(Type::Address, structure("Pool")))]);
    let parameters = [
        ("book", mutable(structure("Book"))),
        ("pool", shared(structure("Pool"))),
        ("a", Type::Address),
    ];
    for name in ["f", "g", "h"] {
        builder.function(name, &parameters, &[mutable(structure("Pool")), Type::U64], |_, _| {});
    }
    let mut module = builder.module;
    let callee = |path: (&str, &str)| Callee {
        function: vm_access::FunctionName { module: id(path.0), name: path.1.into() },
        type_arguments: vec![Type::Address, structure("Pool")],
    };
    module.callees = ["f", "g", "h", "none"].map(|name| callee(("m", name))).to_vec();
    let mut borrow = callee(("table", "borrow_mut"));
    borrow.function.module = table_module().id;
    module.callees.push(borrow);
    module.types.push(structure("Pool"));
    let registers = vec![
        mutable(structure("Book")),
        shared(structure("Pool")),
        Type::Address,
        mutable(structure("Pool")),
        mutable(table(Type::Address, structure("Pool"))),
        mutable(Type::U64),
        Type::U64,
        structure("Pool"),
        structure("Book"),
        Type::Address.vector(),
        mutable(Type::Address.vector()),
        mutable(Type::Address),
        Type::Address,
    ];
    for (function, blocks) in module.functions.iter_mut().zip(bodies) {
        function.code = Some(Code { registers: registers.clone(), blocks, heads: Vec::new() });
    }
    module
}

proptest! {
    #[test]
    fn any_module_is_inferred_and_always_alike(bodies in proptest::collection::vec(code(), 3)) {
        let module = module(bodies);
        let library = [table_module()];
        let found = infer(&module, &library.as_slice());
        prop_assert_eq!(found, infer(&module, &library.as_slice()));
    }
}
