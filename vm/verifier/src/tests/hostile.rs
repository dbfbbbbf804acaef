//! One lie a test, each refused for its own reason.

use expect_test::{Expect, expect};
use vm_access::{
    Ability, AbilitySet, Access, AccessPath, AccountAddress, Clause, Declaration, Footprint,
    FunctionName, Mode, ModuleId, Operator, StructType, Term, TermFunction, Type, Value,
};
use vm_bytecode::{
    BinaryOperation, BlockId, CalleeId, Code, Constant, FieldId, Instruction, Module, Register,
    Terminator, TypeParameter, Variant, VariantId, Visibility,
};

use super::samples::{
    abilities, annotated, block, function, own, r, user, vault, vault_id, verified,
};

const VALUE: usize = 0;
const TAKE: usize = 1;
const OPEN: usize = 2;
const BUMP: usize = 3;
const PICK: usize = 4;

/// Makes an honest module, changes it, and tells why it is refused.
#[track_caller]
fn refused(change: impl FnOnce(&mut Module), expected: &Expect) {
    let mut module = annotated(vault(), &[]);
    change(&mut module);
    let outcome = verified(module, &[]);
    expected.assert_eq(&outcome.expect_err("the module is hostile").to_string());
}

fn code(module: &mut Module, function: usize) -> &mut Code {
    module.functions[function].code.as_mut().expect("samples have code")
}

fn instructions(module: &mut Module, function: usize) -> &mut Vec<Instruction> {
    &mut code(module, function).blocks[0].instructions
}

#[test]
fn the_honest_module_passes() {
    verified(annotated(vault(), &[]), &[]).expect("nothing is wrong with it");
}

// structure

#[test]
fn a_register_that_is_not_there() {
    let read = Instruction::Copy { to: r(4), from: r(99) };
    refused(
        |m| instructions(m, VALUE).insert(0, read),
        &expect!["0x7::vault::value at bb0:0: structure: there is no register 99"],
    );
}

#[test]
fn a_block_that_is_not_there() {
    refused(
        |m| code(m, VALUE).blocks[0].terminator = Terminator::Jump(BlockId(9)),
        &expect!["0x7::vault::value at bb0:4: structure: there is no block 9"],
    );
}

#[test]
fn a_function_without_blocks() {
    refused(
        |m| code(m, VALUE).blocks.clear(),
        &expect!["0x7::vault::value: structure: there is no block 0"],
    );
}

#[test]
fn a_callee_that_is_not_there() {
    refused(
        |m| m.callees.clear(),
        &expect!["0x7::vault::twice at bb0:0: structure: there is no callee 0"],
    );
}

#[test]
fn a_function_that_is_not_there() {
    refused(
        |m| m.callees[0].function.name = "gone".into(),
        &expect!["0x7::vault::twice at bb0:0: structure: there is no function 0x7::vault::gone"],
    );
}

#[test]
fn two_functions_of_one_name() {
    refused(
        |m| m.functions[TAKE].name = "value".into(),
        &expect!["0x7::vault: structure: two functions are called value"],
    );
}

#[test]
fn a_name_that_is_none() {
    refused(
        |m| m.structs[0].name = "no name".into(),
        &expect![[r#"0x7::vault: structure: "no name" is no name"#]],
    );
}

#[test]
fn a_struct_that_contains_itself() {
    refused(
        |m| m.structs[0].fields[0].ty = own("Vault").vector(),
        &expect!["0x7::vault: structure: struct Coin contains itself"],
    );
}

#[test]
fn a_reference_in_a_vector() {
    let ty = Type::U8.reference(false).vector();
    refused(
        |m| code(m, VALUE).registers.push(ty),
        &expect!["0x7::vault::value: structure: a reference stands inside a type"],
    );
}

#[test]
fn a_type_argument_too_many() {
    let ty = StructType { arguments: vec![Type::U8], ..StructType::plain(vault_id(), "Coin") };
    refused(
        |m| code(m, VALUE).registers.push(Type::Struct(ty)),
        &expect!["0x7::vault::value: structure: type arguments: 1 where 0 must be"],
    );
}

#[test]
fn a_type_parameter_that_is_not_there() {
    refused(
        |m| code(m, VALUE).registers.push(Type::Parameter(0)),
        &expect!["0x7::vault::value: structure: there is no type parameter 0"],
    );
}

#[test]
fn a_constant_of_another_type() {
    refused(
        |m| m.constants[0] = Constant { ty: Type::U64, value: Value::U8(1) },
        &expect!["0x7::vault: structure: a constant is not of its type u64"],
    );
}

#[test]
fn a_signer_made_by_a_constant() {
    let value = Value::Signer(AccountAddress::ONE);
    refused(
        |m| m.constants[0] = Constant { ty: Type::Signer, value },
        &expect!["0x7::vault: structure: a constant is not of its type signer"],
    );
}

#[test]
fn a_parameter_register_of_another_type() {
    refused(
        |m| code(m, VALUE).registers[0] = Type::U64,
        &expect!["0x7::vault::value: structure: a parameter and its register differ in type"],
    );
}

#[test]
fn more_registers_than_the_limit() {
    refused(
        |m| code(m, VALUE).registers.resize(5000, Type::U8),
        &expect!["0x7::vault: structure: registers: 5000 are over the limit of 2048"],
    );
}

// types

#[test]
fn a_value_read_at_another_width() {
    refused(
        |m| code(m, VALUE).registers[4] = Type::U8,
        &expect!["0x7::vault::value at bb0:3: types: r4 is u8, not u64"],
    );
}

#[test]
fn a_mutable_reference_made_from_a_shared_one() {
    refused(
        |m| code(m, VALUE).registers[2] = own("Coin").reference(true),
        &expect![
            "0x7::vault::value at bb0:1: types: r2 is &mut 0x7::vault::Coin, not &0x7::vault::Coin"
        ],
    );
}

#[test]
fn a_write_through_a_shared_reference() {
    let write = Instruction::Write { reference: r(3), from: r(4) };
    refused(
        |m| instructions(m, VALUE).push(write),
        &expect!["0x7::vault::value at bb0:4: types: r3 is &u64, not a mutable reference"],
    );
}

#[test]
fn a_field_that_is_not_there() {
    let borrow = Instruction::BorrowField { to: r(2), reference: r(1), field: FieldId(7) };
    refused(
        |m| instructions(m, VALUE)[1] = borrow,
        &expect!["0x7::vault::value at bb0:1: types: there is no field 7"],
    );
}

#[test]
fn an_address_added_up() {
    let operation = BinaryOperation::Add;
    let add = Instruction::Binary { to: r(0), operation, left: r(0), right: r(0) };
    refused(
        |m| instructions(m, VALUE).insert(0, add),
        &expect!["0x7::vault::value at bb0:0: types: r0 is address, not an integer"],
    );
}

#[test]
fn a_call_with_too_few_arguments() {
    let call = Instruction::Call { to: vec![], callee: CalleeId(0), arguments: vec![] };
    refused(
        |m| instructions(m, BUMP).push(call),
        &expect!["0x7::vault::bump at bb0:7: types: arguments: 0 where 1 must be"],
    );
}

#[test]
fn a_return_of_another_type() {
    refused(
        |m| m.functions[VALUE].results = vec![Type::Bool],
        &expect!["0x7::vault::value at bb0:4: types: r4 is u64, not bool"],
    );
}

/// A module at `address` that takes a coin apart.
fn thief(address: AccountAddress) -> Module {
    let mut thief = user("bump");
    thief.id.address = address;
    let steal = Instruction::Unpack { to: vec![r(1)], from: r(0) };
    let blocks = vec![block(vec![steal], Terminator::Abort(r(1)))];
    thief.functions = vec![function("steal", &[own("Coin")], &[], &[Type::U64], blocks)];
    thief
}

/// The vault with coins that are there for those.
fn vault_of(visibility: Visibility) -> Module {
    let mut vault = vault();
    vault.structs[0].visibility = visibility;
    annotated(vault, &[])
}

#[test]
fn a_struct_of_another_module_taken_apart() {
    let here = vault_id().address;
    let error = verified(thief(here), &[vault_of(Visibility::Private)]);
    expect!["0x7::user::steal at bb0:0: types: 0x7::vault::Coin is not defined here"]
        .assert_eq(&error.expect_err("it is not its struct").to_string());
    for visibility in [Visibility::Package, Visibility::Public] {
        let vault = vault_of(visibility);
        let own = annotated(thief(here), std::slice::from_ref(&vault));
        verified(own, &[vault]).expect("whoever may look into it may take it apart");
    }
}

#[test]
fn a_struct_of_another_package_taken_apart() {
    let elsewhere = AccountAddress::from_low(8);
    let error = verified(thief(elsewhere), &[vault_of(Visibility::Package)]);
    expect!["0x8::user::steal at bb0:0: types: 0x7::vault::Coin is not defined here"]
        .assert_eq(&error.expect_err("it is another package's").to_string());
}

#[test]
fn a_public_resource_taken_from_storage() {
    let mut vault = vault();
    vault.structs[1].visibility = Visibility::Public;
    let vault = annotated(vault, &[]);
    let mut thief = thief(vault_id().address);
    let take = Instruction::MoveFrom { to: r(1), address: r(0) };
    let blocks = vec![block(vec![take], Terminator::Return(vec![r(1)]))];
    thief.functions =
        vec![function("steal", &[Type::Address], &[own("Vault")], &[own("Vault")], blocks)];
    let error = verified(thief, &[vault]).expect_err("what is stored is its module's");
    expect!["0x7::user::steal at bb0:0: types: 0x7::vault::Vault is not defined here"]
        .assert_eq(&error.to_string());
}

// abilities

#[test]
fn a_coin_copied() {
    let copy = Instruction::Copy { to: r(2), from: r(2) };
    refused(
        |m| instructions(m, TAKE).push(copy),
        &expect!["0x7::vault::take at bb0:2: abilities: 0x7::vault::Coin does not have copy"],
    );
}

#[test]
fn a_coin_read_through_a_reference() {
    refused(
        |m| {
            code(m, VALUE).registers.push(own("Coin"));
            instructions(m, VALUE).insert(2, Instruction::Read { to: r(5), reference: r(2) });
        },
        &expect!["0x7::vault::value at bb0:2: abilities: 0x7::vault::Coin does not have copy"],
    );
}

#[test]
fn a_struct_that_drops_what_must_not_be() {
    refused(
        |m| m.structs[1].abilities = AbilitySet::SCALAR,
        &expect!["0x7::vault: abilities: 0x7::vault::Coin does not have copy"],
    );
}

#[test]
fn a_coin_moved_to_the_top_of_storage() {
    refused(
        |m| {
            instructions(m, OPEN).truncate(2);
            instructions(m, OPEN).push(Instruction::MoveTo { signer: r(0), from: r(3) });
        },
        &expect!["0x7::vault::open at bb0:2: abilities: 0x7::vault::Coin does not have key"],
    );
}

#[test]
fn a_phantom_parameter_that_is_used() {
    refused(
        |m| {
            let parameter = TypeParameter { constraints: AbilitySet::NONE, is_phantom: true };
            m.structs.push(m.structs[0].clone());
            m.structs[2].name = "Box".into();
            m.structs[2].type_parameters.push(parameter);
            m.structs[2].abilities = AbilitySet::NONE;
            m.structs[2].fields[0].ty = Type::Parameter(0);
        },
        &expect!["0x7::vault: abilities: a field of Box uses its phantom type parameter 0"],
    );
}

#[test]
fn a_type_argument_without_the_ability_asked_for() {
    refused(
        |m| {
            m.functions[BUMP].type_parameters.push(abilities(&[Ability::Copy]));
            m.callees[0].type_arguments.push(own("Coin"));
        },
        &expect!["0x7::vault::twice at bb0:0: abilities: 0x7::vault::Coin does not have copy"],
    );
}

// initialization

#[test]
fn a_register_read_before_it_is_written() {
    refused(
        |m| drop(instructions(m, VALUE).remove(0)),
        &expect!["0x7::vault::value at bb0:0: initialization: r1 may hold no value"],
    );
}

#[test]
fn a_register_written_on_one_path_alone() {
    refused(
        |m| code(m, PICK).blocks[1].instructions.clear(),
        &expect!["0x7::vault::pick at bb3:0: initialization: r3 may hold no value"],
    );
}

#[test]
fn a_coin_returned_after_it_was_moved() {
    refused(
        |m| {
            code(m, TAKE).registers.push(own("Coin"));
            instructions(m, TAKE).push(Instruction::Move { to: r(4), from: r(2) });
        },
        &expect!["0x7::vault::take at bb0:3: initialization: r2 may hold no value"],
    );
}

#[test]
fn a_coin_packed_twice() {
    refused(
        |m| {
            m.structs.push(m.structs[1].clone());
            m.structs[2].name = "Pair".into();
            m.structs[2].fields[1].ty = own("Coin");
            code(m, OPEN).registers.push(own("Pair"));
            instructions(m, OPEN)[2] = Instruction::Pack { to: r(5), fields: vec![r(3), r(3)] };
        },
        &expect!["0x7::vault::open at bb0:2: initialization: r3 may hold no value"],
    );
}

#[test]
fn a_coin_left_behind() {
    refused(
        |m| {
            m.functions[TAKE].results.clear();
            code(m, TAKE).blocks[0].terminator = Terminator::Return(vec![]);
        },
        &expect!["0x7::vault::take at bb0:2: initialization: the value in r2 may be lost"],
    );
}

#[test]
fn a_coin_overwritten() {
    refused(
        |m| {
            let again = instructions(m, OPEN)[1].clone();
            instructions(m, OPEN).insert(2, again);
        },
        &expect!["0x7::vault::open at bb0:2: initialization: the value in r3 may be lost"],
    );
}

// visibility

#[test]
fn a_native_that_no_one_provides() {
    refused(
        |m| m.functions[BUMP].code = None,
        &expect!["0x7::vault::bump: visibility: there is no native bump"],
    );
}

#[test]
fn a_native_of_another_signature() {
    let mut module = user("bump");
    module.id = ModuleId::new(AccountAddress::ONE, "create_signer");
    module.callees.clear();
    let mut native = function("create_signer", &[Type::U64], &[Type::Signer], &[], vec![]);
    native.code = None;
    module.functions = vec![native];
    let error = verified(module, &[]).expect_err("create_signer takes an address");
    expect![
        "0x1::create_signer::create_signer: visibility: native create_signer is declared wrongly"
    ]
    .assert_eq(&error.to_string());
}

#[test]
fn a_private_function_of_another_module() {
    let mut vault = vault();
    vault.functions[BUMP].visibility = Visibility::Private;
    let error = verified(user("bump"), &[annotated(vault, &[])]).expect_err("bump is private");
    expect!["0x7::user::call at bb0:0: visibility: 0x7::vault::bump may not be called from here"]
        .assert_eq(&error.to_string());
}

#[test]
fn an_entry_function_that_takes_a_coin() {
    refused(
        |m| {
            let returns = block(vec![], Terminator::Return(vec![r(0)]));
            let mut entry = function("put", &[own("Coin")], &[own("Coin")], &[], vec![returns]);
            entry.is_entry = true;
            m.functions.push(entry);
        },
        &expect!["0x7::vault::put: visibility: no transaction can give a 0x7::vault::Coin"],
    );
}

// instantiation

#[test]
fn a_recursion_over_ever_larger_types() {
    refused(
        |m| {
            m.functions[BUMP].type_parameters.push(AbilitySet::NONE);
            m.callees[0].type_arguments.push(Type::Parameter(0).vector());
            let call = Instruction::Call { to: vec![], callee: CalleeId(0), arguments: vec![r(0)] };
            instructions(m, BUMP).push(call);
            m.functions.truncate(5);
        },
        &expect![
            "0x7::vault::bump at bb0:7: instantiation: the type arguments of bump grow with each recursive call"
        ],
    );
}

// terms

/// Adds an access at this address to what is said of `value(a: address)`.
#[track_caller]
fn refused_at(address: Term, expected: &Expect) {
    refused(
        |m| {
            let path = AccessPath::resource(StructType::plain(vault_id(), "Vault"), address);
            m.functions[VALUE].inferred.insert(Access::new(Mode::Reads, path));
        },
        expected,
    );
}

#[test]
fn a_key_that_is_no_address() {
    refused_at(
        Term::Constant(Value::U64(1)),
        &expect!["0x7::vault::value: terms: a term is ill-typed"],
    );
}

#[test]
fn a_key_made_from_a_parameter_that_is_not_there() {
    refused_at(Term::Parameter(7), &expect!["0x7::vault::value: terms: there is no parameter 7"]);
}

#[test]
fn a_key_made_by_a_function_that_touches_state() {
    let function = FunctionName { module: vault_id(), name: "value".into() };
    let function = TermFunction::Named(function);
    refused_at(
        Term::apply(&function, &[], &[Term::Parameter(0)]),
        &expect!["0x7::vault::value: terms: it is no term function"],
    );
}

#[test]
fn a_sum_of_an_address_and_a_number() {
    let terms = vec![Term::Parameter(0), Term::Constant(Value::U64(1))];
    let sum = Term::apply(&TermFunction::Operator(Operator::Add), &[], &terms);
    refused_at(sum, &expect!["0x7::vault::value: terms: a term is ill-typed"]);
}

// footprints

#[test]
fn a_footprint_that_hides_a_write() {
    refused(
        |m| m.functions[BUMP].inferred = Footprint::default(),
        &expect![
            "0x7::vault::bump at bb0:0: footprints: the inferred footprint does not cover reads exists<0x7::vault::Vault>(p0)"
        ],
    );
}

#[test]
fn a_footprint_that_hides_what_a_callee_does() {
    refused(
        |m| {
            let twice = m.functions.len() - 1;
            m.functions[twice].inferred = m.functions[VALUE].inferred.clone();
        },
        &expect![
            "0x7::vault::twice at bb0:0: footprints: the inferred footprint does not cover writes 0x7::vault::Vault(p0).coin.value"
        ],
    );
}

#[test]
fn a_footprint_at_another_address() {
    refused(
        |m| {
            let vault = StructType::plain(vault_id(), "Vault");
            let address = Term::address(AccountAddress::ONE);
            let access = Access::new(Mode::Writes, AccessPath::resource(vault, address));
            m.functions[BUMP].inferred = Footprint::from_iter([access]);
        },
        &expect![
            "0x7::vault::bump at bb0:0: footprints: the inferred footprint does not cover reads exists<0x7::vault::Vault>(p0)"
        ],
    );
}

#[test]
fn a_footprint_that_says_things_twice() {
    refused(
        |m| {
            let access = m.functions[BUMP].inferred.accesses()[0].clone();
            let bytes = [access.clone(), access];
            let encoded = bcs_of(&bytes);
            m.functions[BUMP].inferred = encoded;
        },
        &expect!["0x7::vault::bump: structure: the footprint is not in normal form"],
    );
}

/// A footprint as no algebra makes it: decoding checks nothing.
fn bcs_of(accesses: &[Access]) -> Footprint {
    let bytes = bcs::to_bytes(&(accesses, false)).expect("a footprint encodes");
    bcs::from_bytes(&bytes).expect("a footprint decodes")
}

#[test]
fn a_declaration_narrower_than_the_code() {
    refused(
        |m| {
            let mut accesses = m.functions[VALUE].inferred.accesses().to_vec();
            accesses.truncate(1);
            let clauses = accesses.into_iter().map(Clause::Access).collect();
            m.functions[BUMP].declaration = Some(Declaration { clauses });
        },
        &expect![
            "0x7::vault::bump: footprints: the declared footprint does not cover writes 0x7::vault::Vault(p0).coin.value"
        ],
    );
}

#[test]
fn a_term_function_that_touches_state() {
    refused(
        |m| m.functions[VALUE].is_term_function = true,
        &expect!["0x7::vault::value: footprints: it is no term function"],
    );
}

#[test]
fn a_result_that_is_another() {
    refused(
        |m| m.functions[PICK].result_summaries[0].value = Term::Parameter(1),
        &expect!["0x7::vault::pick at bb3:0: footprints: result 0 is not known as well as it says"],
    );
}

#[test]
fn a_fixed_field_that_is_written() {
    refused(
        |m| m.structs[0].fields[0].is_fixed = true,
        &expect!["0x7::vault::bump at bb0:6: footprints: Coin.value may be replaced"],
    );
}

#[test]
fn a_public_field_that_is_fixed() {
    refused(
        |m| {
            m.structs[1].visibility = Visibility::Public;
            m.structs[1].fields[1].is_fixed = true;
        },
        &expect!["0x7::vault: structure: a field that other modules may replace is fixed"],
    );
}

// enums

/// Makes `Coin` an enum `{ Dot, Line { value: u64 } }`, and `instruction` the code of `value`; it gets the numbers of
/// registers for a coin, a reference to one, a `bool` and a reference to a number.
fn with_enum(module: &mut Module, instruction: impl Fn([Register; 4]) -> Option<Instruction>) {
    let fields = std::mem::take(&mut module.structs[0].fields);
    let dot = Variant { name: "Dot".into(), fields: Vec::new() };
    module.structs[0].variants = vec![dot, Variant { name: "Line".into(), fields }];
    let code = code(module, VALUE);
    let first = code.registers.len();
    let at = |index: usize| Register::new(first.saturating_add(index));
    let coin = own("Coin");
    let behind = [coin.clone().reference(false), Type::Bool, Type::U64.reference(false), Type::U64];
    code.registers.extend([coin].into_iter().chain(behind));
    code.blocks[0].instructions = instruction([at(0), at(1), at(2), at(3)]).into_iter().collect();
    code.blocks[0].terminator = Terminator::Abort(at(4));
}

#[test]
fn a_variant_that_is_not_there() {
    let variant = VariantId(2);
    refused(
        |m| {
            with_enum(m, |[_, reference, to, _]| {
                Some(Instruction::TestVariant { to, reference, variant })
            });
        },
        &expect!["0x7::vault::value at bb0:0: types: there is no variant 2"],
    );
}

#[test]
fn an_enum_that_is_packed_like_a_struct() {
    refused(
        |m| with_enum(m, |[to, ..]| Some(Instruction::Pack { to, fields: Vec::new() })),
        &expect!["0x7::vault::value at bb0:0: types: an enum is taken for a struct"],
    );
}

#[test]
fn a_variant_of_other_fields() {
    let variant = VariantId(1);
    refused(
        |m| {
            with_enum(m, |[to, _, field, _]| {
                Some(Instruction::PackVariant { to, variant, fields: vec![field] })
            });
        },
        &expect!["0x7::vault::value at bb0:0: types: r7 is bool, not u64"],
    );
}

#[test]
fn a_field_of_a_variant_that_is_not_there() {
    let (variant, field) = (VariantId(0), FieldId(0));
    refused(
        |m| {
            with_enum(m, |[_, reference, _, to]| {
                Some(Instruction::BorrowVariantField { to, reference, variant, field })
            });
        },
        &expect!["0x7::vault::value at bb0:0: types: there is no field 0"],
    );
}

#[test]
fn a_field_of_a_variant_that_is_fixed() {
    refused(
        |m| {
            with_enum(m, |_| None);
            m.structs[0].variants[1].fields[0].is_fixed = true;
        },
        &expect!["0x7::vault: structure: a field of a variant is fixed"],
    );
}
