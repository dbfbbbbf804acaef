//! Verified modules together.

use expect_test::expect;
use vm_access::{Ability, FunctionName, Type};
use vm_bytecode::{Limits, Module, Visibility};

use super::samples::{abilities, annotated, own, user, vault, vault_id, verified};
use crate::{Fault, LinkError, LoadError, link, verify_program};

const BUMP: usize = 3;

fn program_of(modules: Vec<Module>) -> Result<Vec<String>, LoadError> {
    let program = verify_program(modules, &Limits::default())?;
    Ok(program.modules().iter().map(|module| module.id.to_string()).collect())
}

fn bump() -> FunctionName {
    FunctionName { module: vault_id(), name: "bump".into() }
}

#[test]
fn dependencies_come_first_whatever_the_order() {
    let vault = annotated(vault(), &[]);
    let user = annotated(user("bump"), std::slice::from_ref(&vault));
    let expected = Ok(vec!["0x7::vault".to_string(), "0x7::user".to_string()]);
    assert_eq!(program_of(vec![user.clone(), vault.clone()]), expected);
    assert_eq!(program_of(vec![vault, user]), expected);
}

#[test]
fn a_program_finds_what_it_has() {
    let vault = annotated(vault(), &[]);
    let program = verify_program(vec![vault], &Limits::default()).expect("the vault is sound");
    assert!(program.function(&bump()).is_some());
    assert!(program.structure(&vault_id(), &"Coin".into()).is_some());
    assert!(program.structure(&vault_id(), &"Coins".into()).is_none());
}

#[test]
fn a_transaction_gives_types_that_have_what_is_asked() {
    let mut vault = vault();
    vault.functions[BUMP].type_parameters.push(abilities(&[Ability::Copy]));
    vault.callees[0].type_arguments.push(Type::U8);
    let program = verify_program(vec![annotated(vault, &[])], &Limits::default());
    let program = program.expect("the vault is sound");
    let check = |ty: Type| program.check_type_arguments(&bump(), &[ty]);
    assert_eq!(check(Type::U64.vector()), Ok(()));
    assert_eq!(check(own("Coin")), Err(Fault::Lacks(own("Coin").into(), Ability::Copy)));
    assert!(check(Type::Parameter(0)).is_err());
    assert!(program.check_type_arguments(&bump(), &[]).is_err());
}

#[test]
fn a_dependency_that_has_widened_is_refused() {
    let mut narrow = vault();
    let read = narrow.functions[0].code.clone().expect("value has code");
    let code = narrow.functions[BUMP].code.as_mut().expect("bump has code");
    code.blocks[0].instructions.truncate(4);
    assert!(read.blocks.len() == 1);
    let narrow = annotated(narrow, &[]);
    let wide = annotated(vault(), &[]);
    let caller = annotated(user("bump"), std::slice::from_ref(&narrow));
    let caller = verified(caller, &[narrow]).expect("it says what it does");
    let wide = verified(wide, &[]).expect("it says what it does");
    let module = caller.module().id.clone();
    let error = link(vec![caller, wide]).expect_err("bump does more than was seen");
    assert_eq!(error, LinkError::ChangedFunction { module, function: bump() });
}

/// The vault with a `bump` that only looks.
fn reader() -> Module {
    let mut module = vault();
    let code = module.functions[BUMP].code.as_mut().expect("bump has code");
    code.blocks[0].instructions.truncate(4);
    annotated(module, &[])
}

/// A module that calls `bump`, compiled against `seen`, verified with `found`.
fn loaded(seen: Module, found: Module) -> Result<Vec<String>, LoadError> {
    let caller = annotated(user("bump"), &[seen]);
    program_of(vec![found, caller])
}

#[test]
fn bytes_tell_which_dependency_has_widened() {
    let error =
        loaded(reader(), annotated(vault(), &[])).expect_err("bump does more than was seen");
    let expected = expect![
        "0x7::user::call: footprints: the inferred footprint does not cover writes 0x7::vault::Vault(p0).coin.value (compiled against another 0x7::vault::bump)"
    ];
    expected.assert_eq(&error.to_string());
    assert!(loaded(annotated(vault(), &[]), reader()).is_ok());
}

#[test]
fn imports_are_of_other_modules_in_order() {
    let mut caller = annotated(user("bump"), &[vault()]);
    let names: Vec<_> = caller.imports.iter().map(|import| import.module.clone()).collect();
    assert_eq!(names, [vault_id()]);
    let import = caller.imports[0].clone();
    caller.imports.push(import);
    let twice = verified(caller.clone(), &[vault()]).expect_err("an import stands there twice");
    caller.imports[1].module = caller.id.clone();
    let own = verified(caller, &[vault()]).expect_err("a module imports itself");
    let expected = expect![[r#"
        0x7::user: structure: imports are not those of other modules in order
        0x7::user: structure: imports are not those of other modules in order (compiled against another 0x7::user::bump)"#]];
    expected.assert_eq(&format!("{twice}\n{own}"));
}

#[test]
fn a_dependency_that_is_gone_is_refused() {
    let vault = annotated(vault(), &[]);
    let caller = annotated(user("bump"), std::slice::from_ref(&vault));
    let caller = verified(caller, &[vault]).expect("it says what it does");
    let module = caller.module().id.clone();
    let error = link(vec![caller]).expect_err("bump is gone");
    assert_eq!(error, LinkError::MissingFunction { module, function: bump() });
}

#[test]
fn a_friend_must_be_named() {
    let mut vault = vault();
    vault.functions[BUMP].visibility = Visibility::Friend;
    let stranger = annotated(vault.clone(), &[]);
    let user = annotated(user("bump"), std::slice::from_ref(&stranger));
    let not_a_friend = LinkError::NotAFriend { module: user.id.clone(), function: bump() };
    assert_eq!(program_of(vec![stranger, user.clone()]), Err(LoadError::Link(not_a_friend)));

    vault.friends.push(user.id.clone());
    assert!(program_of(vec![annotated(vault, &[]), user]).is_ok());
}

#[test]
fn two_modules_of_one_name_are_refused() {
    let duplicate = LoadError::Link(LinkError::Duplicate(vault_id()));
    assert_eq!(program_of(vec![vault(), vault()]), Err(duplicate));
}

#[test]
fn modules_in_a_circle_are_refused() {
    let mut vault = vault();
    vault.callees[0].function = FunctionName { module: user("bump").id, name: "call".into() };
    let circle = LoadError::Link(LinkError::Circle(user("bump").id));
    assert_eq!(program_of(vec![vault, user("bump")]), Err(circle));
}
