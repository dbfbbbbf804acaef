//! Function values: an honest module that makes and calls them, and lies about them, each refused for its own reason.

use expect_test::{Expect, expect};
use vm_access::{
    Ability, Access, AccessPath, Captures, Clause, Declaration, Footprint, FunctionName,
    FunctionType, Mode, Root, StructType, Term, Type, Value,
};
use vm_bytecode::{
    Callee, CalleeId, Constant, ConstantId, Field, FieldId, FunctionDefinition, Instruction,
    Module, Parameter, StructDefinition, Terminator, Visibility,
};

use super::samples::{
    abilities, annotated, block, function, own, r, user, vault, vault_id, verified,
};

const VALUE: CalleeId = CalleeId(1);

fn function_type(parameters: &[Type], results: &[Type], list: &[Ability]) -> FunctionType {
    FunctionType {
        parameters: parameters.to_vec(),
        results: results.to_vec(),
        abilities: abilities(list),
        declaration: None,
    }
}

fn value(ty: FunctionType) -> Type {
    Type::Function(Box::new(ty))
}

/// `|| u64 has copy + drop`
fn thunk() -> FunctionType {
    function_type(&[], &[Type::U64], &[Ability::Copy, Ability::Drop])
}

fn pack(captured: u32) -> Instruction {
    Instruction::PackClosure {
        to: r(1),
        callee: VALUE,
        captures: Captures::first(1),
        captured: vec![r(captured)],
    }
}

/// The clauses of a type: `mode Vault(key)`.
fn clauses(mode: Mode, key: Term) -> Declaration {
    let vault = StructType::plain(vault_id(), "Vault");
    let root = Root::resource(vault, key);
    let access = Access::new(mode, AccessPath::root(root));
    Declaration { clauses: vec![Clause::Access(access)] }
}

/// `thunk(a: address): u64 { let f: || u64 = || value(a); f() }`, in registers 1 and 2.
fn honest(ty: FunctionType) -> FunctionDefinition {
    let call = Instruction::CallClosure { to: vec![r(2)], closure: r(1), arguments: vec![] };
    let blocks = vec![block(vec![pack(0), call], Terminator::Return(vec![r(2)]))];
    function("thunk", &[Type::Address], &[Type::U64], &[value(ty), Type::U64], blocks)
}

/// The vault with one more function; `value` is in its pool.
fn with(function: FunctionDefinition) -> Module {
    let mut module = vault();
    let name = FunctionName { module: vault_id(), name: "value".into() };
    module.callees.push(Callee { function: name, type_arguments: Vec::new() });
    module.functions.push(function);
    module
}

#[track_caller]
fn refused(module: Module, expected: &Expect) {
    let outcome = verified(annotated(module, &[]), &[]);
    expected.assert_eq(&outcome.expect_err("the module is hostile").to_string());
}

/// Refused after a change of the instructions of `thunk`.
#[track_caller]
fn changed(change: impl FnOnce(&mut Vec<Instruction>), expected: &Expect) {
    let mut function = honest(thunk());
    change(&mut function.code.as_mut().expect("it has code").blocks[0].instructions);
    refused(with(function), expected);
}

#[track_caller]
fn of_type(ty: FunctionType, expected: &Expect) {
    refused(with(honest(ty)), expected);
}

#[test]
fn an_honest_closure_passes() {
    verified(annotated(with(honest(thunk())), &[]), &[]).expect("nothing is wrong with it");
    let bounded = FunctionType { declaration: Some(clauses(Mode::Reads, Term::Any)), ..thunk() };
    verified(annotated(with(honest(bounded)), &[]), &[]).expect("its clauses allow what it does");
}

#[test]
fn what_is_captured_is_of_the_parameters_type() {
    changed(
        |code| {
            code.splice(
                0..1,
                [Instruction::Constant { to: r(2), constant: ConstantId(0) }, pack(2)],
            )
            .for_each(drop);
        },
        &expect!["0x7::vault::thunk at bb0:1: types: r2 is u64, not address"],
    );
}

#[test]
fn a_parameter_that_is_not_there_is_not_captured() {
    let captures = Captures::default().with(7);
    let pack = Instruction::PackClosure { to: r(1), callee: VALUE, captures, captured: vec![r(0)] };
    changed(
        |code| code[0] = pack,
        &expect![
            "0x7::vault::thunk at bb0:0: types: a closure captures a parameter that is not there"
        ],
    );
}

#[test]
fn a_closure_takes_what_is_left() {
    of_type(
        FunctionType { parameters: vec![Type::Address], ..thunk() },
        &expect![
            "0x7::vault::thunk at bb0:0: types: r1 is |address| u64 has copy + drop, not a function type that takes and gives the same"
        ],
    );
}

#[test]
fn a_closure_gives_what_its_function_gives() {
    of_type(
        FunctionType { results: vec![Type::Bool], ..thunk() },
        &expect![
            "0x7::vault::thunk at bb0:0: types: r1 is || bool has copy + drop, not a function type that takes and gives the same"
        ],
    );
}

#[test]
fn a_call_has_as_many_arguments() {
    changed(
        |code| {
            code[1] =
                Instruction::CallClosure { to: vec![r(2)], closure: r(1), arguments: vec![r(0)] }
        },
        &expect!["0x7::vault::thunk at bb0:1: types: arguments: 1 where 0 must be"],
    );
}

#[test]
fn a_number_is_not_called() {
    changed(
        |code| {
            code[1] = Instruction::CallClosure { to: vec![r(2)], closure: r(0), arguments: vec![] }
        },
        &expect!["0x7::vault::thunk at bb0:1: types: r0 is address, not a function"],
    );
}

#[test]
fn a_value_that_is_called_is_gone() {
    changed(
        |code| code.push(code[1].clone()),
        &expect!["0x7::vault::thunk at bb0:2: initialization: r1 may hold no value"],
    );
}

#[test]
fn a_private_function_is_not_stored() {
    let stored = FunctionType { abilities: abilities(&[Ability::Store]), ..thunk() };
    let mut module = with(honest(stored.clone()));
    module.functions[0].visibility = Visibility::Private;
    let message =
        expect!["0x7::vault::thunk at bb0:0: abilities: || u64 has store does not have store"];
    refused(module.clone(), &message);
    module.functions[0].is_persistent = true;
    verified(annotated(module, &[]), &[]).expect("it is persistent");
    verified(annotated(with(honest(stored)), &[]), &[]).expect("it is public");
}

#[test]
fn no_closure_is_a_resource() {
    of_type(
        FunctionType { abilities: abilities(&[Ability::Key]), ..thunk() },
        &expect!["0x7::vault::thunk at bb0:0: abilities: || u64 has key does not have key"],
    );
}

#[test]
fn a_closure_is_copied_as_what_it_captures_is() {
    let coin = function(
        "worth",
        &[own("Coin")],
        &[Type::U64],
        &[Type::U64],
        vec![block(
            vec![Instruction::Unpack { to: vec![r(1)], from: r(0) }],
            Terminator::Return(vec![r(1)]),
        )],
    );
    let pack = Instruction::PackClosure {
        to: r(1),
        callee: CalleeId(1),
        captures: Captures::first(1),
        captured: vec![r(0)],
    };
    let blocks = vec![block(vec![pack], Terminator::Return(vec![r(1)]))];
    let result = value(thunk());
    let keeper = function(
        "keep",
        &[own("Coin")],
        std::slice::from_ref(&result),
        std::slice::from_ref(&result),
        blocks,
    );
    let mut module = with(coin);
    module.callees[1].function.name = "worth".into();
    module.functions.push(keeper);
    refused(
        module,
        &expect!["0x7::vault::keep at bb0:0: abilities: 0x7::vault::Coin does not have copy"],
    );
}

#[test]
fn no_reference_is_captured() {
    let look = function(
        "look",
        &[Type::U64.reference(false)],
        &[Type::U64],
        &[Type::U64],
        vec![block(
            vec![Instruction::Read { to: r(1), reference: r(0) }],
            Terminator::Return(vec![r(1)]),
        )],
    );
    let pack = Instruction::PackClosure {
        to: r(1),
        callee: CalleeId(1),
        captures: Captures::first(1),
        captured: vec![r(0)],
    };
    let result = value(thunk());
    let blocks = vec![block(vec![pack], Terminator::Return(vec![r(1)]))];
    let parameter = Type::U64.reference(false);
    let mut module = with(look);
    module.callees[1].function.name = "look".into();
    module.functions.push(function(
        "keep",
        &[parameter],
        std::slice::from_ref(&result),
        std::slice::from_ref(&result),
        blocks,
    ));
    refused(module, &expect!["0x7::vault::keep at bb0:0: types: a closure captures a reference"]);
}

/// `pass(a: from): to { a }`, as a wider value.
fn widened(from: FunctionType, to: FunctionType) -> Module {
    let widen = Instruction::WidenClosure { to: r(1), from: r(0) };
    let blocks = vec![block(vec![widen], Terminator::Return(vec![r(1)]))];
    let (from, to) = (value(from), value(to));
    with(function("pass", &[from], std::slice::from_ref(&to), std::slice::from_ref(&to), blocks))
}

#[test]
fn a_value_does_not_gain_abilities() {
    let none = FunctionType { abilities: abilities(&[]), ..thunk() };
    verified(annotated(widened(thunk(), none.clone()), &[]), &[]).expect("it loses them");
    refused(
        widened(none, thunk()),
        &expect!["0x7::vault::pass at bb0:0: types: r1 is || u64 has copy + drop, not || u64"],
    );
}

#[test]
fn a_value_does_not_change_what_it_takes() {
    let other = FunctionType { parameters: vec![Type::Bool], ..thunk() };
    refused(
        widened(thunk(), other),
        &expect![
            "0x7::vault::pass at bb0:0: types: r1 is |bool| u64 has copy + drop, not || u64 has copy + drop"
        ],
    );
}

#[test]
fn an_open_value_gets_no_clauses() {
    let bounded = FunctionType { declaration: Some(clauses(Mode::Writes, Term::Any)), ..thunk() };
    let wide = widened(bounded.clone(), thunk());
    verified(annotated(wide, &[]), &[]).expect("whoever has no clauses expects anything");
    refused(
        widened(thunk(), bounded),
        &expect![
            "0x7::vault::pass at bb0:0: footprints: a function value gets a type that does not allow writes *"
        ],
    );
}

#[test]
fn a_closure_does_no_more_than_its_clauses_say() {
    of_type(
        FunctionType { declaration: Some(Declaration::default()), ..thunk() },
        &expect![
            "0x7::vault::thunk at bb0:0: footprints: a function value gets a type that does not allow reads 0x7::vault::Vault.coin.value"
        ],
    );
}

#[test]
fn a_footprint_that_hides_what_a_closure_does() {
    let mut module = annotated(with(honest(thunk())), &[]);
    let last = module.functions.len() - 1;
    module.functions[last].inferred = Footprint::default();
    let outcome = verified(module, &[]).expect_err("it reads the vault");
    expect!["0x7::vault::thunk at bb0:1: footprints: the inferred footprint does not cover reads 0x7::vault::Vault(p0).coin.value"]
        .assert_eq(&outcome.to_string());
}

#[test]
fn clauses_are_of_their_types() {
    let key = Term::Parameter(3);
    of_type(
        FunctionType { declaration: Some(clauses(Mode::Reads, key)), ..thunk() },
        &expect!["0x7::vault::thunk: terms: there is no parameter 3"],
    );
    let number = Term::Constant(Value::U64(1));
    of_type(
        FunctionType { declaration: Some(clauses(Mode::Reads, number)), ..thunk() },
        &expect!["0x7::vault::thunk: terms: a term is ill-typed"],
    );
}

#[test]
fn a_private_function_of_another_module_is_no_value() {
    let mut vault = vault();
    vault.functions[0].visibility = Visibility::Private;
    let vault = annotated(vault, &[]);
    let mut module = user("value");
    let thunk = value(thunk());
    let pack = Instruction::PackClosure {
        to: r(1),
        callee: CalleeId(0),
        captures: Captures::first(1),
        captured: vec![r(0)],
    };
    let blocks = vec![block(vec![pack], Terminator::Return(vec![r(1)]))];
    module.functions = vec![function(
        "make",
        &[Type::Address],
        std::slice::from_ref(&thunk),
        std::slice::from_ref(&thunk),
        blocks,
    )];
    let module = annotated(module, std::slice::from_ref(&vault));
    let outcome = verified(module, &[vault]).expect_err("the function is private");
    expect!["0x7::user::make at bb0:0: visibility: 0x7::vault::value may not be called from here"]
        .assert_eq(&outcome.to_string());
}

#[test]
fn no_constant_is_a_function() {
    let mut module = with(honest(thunk()));
    let constant = Constant { ty: value(thunk()), value: Value::Bytes(vec![1, 2]) };
    module.constants.push(constant);
    refused(
        module,
        &expect!["0x7::vault: structure: a constant is not of its type || u64 has copy + drop"],
    );
}

#[test]
fn no_transaction_gives_a_function() {
    let mut function = honest(thunk());
    function.parameters.push(Parameter { name: "f".into(), ty: value(thunk()) });
    function.is_entry = true;
    let code = function.code.as_mut().expect("it has code");
    code.registers.insert(1, value(thunk()));
    code.blocks = vec![block(vec![], Terminator::Return(vec![r(3)]))];
    code.blocks[0].instructions =
        vec![Instruction::CallClosure { to: vec![r(3)], closure: r(1), arguments: vec![] }];
    refused(
        with(function),
        &expect!["0x7::vault::thunk: visibility: no transaction can give a || u64 has copy + drop"],
    );
}

/// `hold(a: address, b: ty) { let v = &mut Vault[a]; b(); use v }`
fn holding(ty: FunctionType) -> Module {
    let vault = own("Vault").reference(true);
    let coin = own("Coin").reference(true);
    let instructions = vec![
        Instruction::BorrowGlobal { to: r(2), address: r(0) },
        Instruction::CallClosure { to: vec![r(4)], closure: r(1), arguments: vec![] },
        Instruction::BorrowField { to: r(3), reference: r(2), field: FieldId(0) },
    ];
    let blocks = vec![block(instructions, Terminator::Return(vec![r(4)]))];
    let parameters = [Type::Address, value(ty)];
    with(function("hold", &parameters, &[Type::U64], &[vault, coin, Type::U64], blocks))
}

#[test]
fn no_value_comes_back_to_what_is_borrowed() {
    let pure = FunctionType { declaration: Some(Declaration::default()), ..thunk() };
    verified(annotated(holding(pure), &[]), &[]).expect("it touches nothing");
    let outcome = verified(annotated(holding(thunk()), &[]), &[]);
    let refused = outcome.expect_err("it may come back").to_string();
    assert!(refused.contains("references"), "{refused}");
}

/// A module `0x7::user` whose `run` calls the value it is given, and a vault that gives it one while it borrows.
#[test]
fn no_value_comes_back_through_another_module() {
    let mut module = user("value");
    let call = Instruction::CallClosure { to: vec![r(1)], closure: r(0), arguments: vec![] };
    let blocks = vec![block(vec![call], Terminator::Return(vec![r(1)]))];
    module.functions = vec![function("run", &[value(thunk())], &[Type::U64], &[Type::U64], blocks)];
    module.callees = Vec::new();
    let user = annotated(module, &[]);
    let instructions = vec![
        pack(0),
        Instruction::BorrowGlobal { to: r(2), address: r(0) },
        Instruction::Call { to: vec![r(4)], callee: CalleeId(2), arguments: vec![r(1)] },
        Instruction::BorrowField { to: r(3), reference: r(2), field: FieldId(0) },
    ];
    let blocks = vec![block(instructions, Terminator::Return(vec![r(4)]))];
    let others =
        [value(thunk()), own("Vault").reference(true), own("Coin").reference(true), Type::U64];
    let mut vault = with(function("hold", &[Type::Address], &[Type::U64], &others, blocks));
    let run = FunctionName { module: user.id.clone(), name: "run".into() };
    vault.callees.push(Callee { function: run, type_arguments: Vec::new() });
    let vault = annotated(vault, std::slice::from_ref(&user));
    let refused = verified(vault, &[user]).expect_err("it comes back").to_string();
    assert!(refused.contains("references"), "{refused}");
}

#[test]
fn types_do_not_grow_through_values() {
    let mut grow = function("grow", &[], &[], &[], vec![block(vec![], Terminator::Return(vec![]))]);
    grow.type_parameters = vec![abilities(&[])];
    let unit = value(function_type(&[], &[], &[Ability::Drop]));
    let code = grow.code.as_mut().expect("it has code");
    code.registers = vec![unit];
    code.blocks[0].instructions = vec![Instruction::PackClosure {
        to: r(0),
        callee: CalleeId(2),
        captures: Captures::default(),
        captured: vec![],
    }];
    let mut module = with(grow);
    let name = FunctionName { module: vault_id(), name: "grow".into() };
    module
        .callees
        .push(Callee { function: name, type_arguments: vec![Type::Parameter(0).vector()] });
    refused(
        module,
        &expect![
            "0x7::vault::grow at bb0:0: instantiation: the type arguments of grow grow with each recursive call"
        ],
    );
}

#[test]
fn a_struct_may_hold_functions_of_itself() {
    let of_itself = value(function_type(&[own("Loop")], &[own("Loop")], &[Ability::Store]));
    let mut module = vault();
    module.structs.push(StructDefinition {
        name: "Loop".into(),
        visibility: Visibility::Private,
        abilities: abilities(&[Ability::Store]),
        type_parameters: Vec::new(),
        fields: vec![Field { name: "next".into(), ty: of_itself, is_fixed: false }],
        variants: Vec::new(),
    });
    verified(annotated(module, &[]), &[]).expect("a function value holds no value of its types");
}
