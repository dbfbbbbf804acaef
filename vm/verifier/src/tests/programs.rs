//! Verified modules together.

use expect_test::{Expect, expect};
use vm_access::{
    Ability, Access, AccessPath, Clause, Declaration, FunctionName, Mode, Root, Term, Type, Value,
};
use vm_bytecode::{Instruction, Limits, Module, ResultSummary, Terminator, Visibility};

use super::samples::{
    abilities, annotated, block, function, own, r, user, vault, vault_id, verified,
};
use crate::imports::{Change, change};
use crate::{Fault, LinkError, LoadError, Program, link, verify_program};

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

/// The vault with a `bump` that only looks.
fn reader() -> Module {
    let mut module = vault();
    let code = module.functions[BUMP].code.as_mut().expect("bump has code");
    code.blocks[0].instructions.truncate(4);
    annotated(module, &[])
}

/// Links a module that calls `bump`, compiled and verified against `seen`, with `found`.
fn relinked(seen: Module, found: Module) -> Result<Program, LinkError> {
    let caller = annotated(user("bump"), std::slice::from_ref(&seen));
    let caller = verified(caller, &[seen]).expect("it says what it does");
    link(vec![caller, verified(found, &[]).expect("it says what it does")])
}

#[track_caller]
fn refused_with(seen: Module, found: Module, expected: &Expect) {
    expected.assert_eq(&relinked(seen, found).expect_err("it has widened").to_string());
}

#[test]
fn a_dependency_that_has_widened_is_refused() {
    refused_with(
        reader(),
        annotated(vault(), &[]),
        &expect![
            "0x7::user was verified against another 0x7::vault::bump: it may do more: writes 0x7::vault::Vault(p0).coin.value"
        ],
    );
}

#[test]
fn a_dependency_that_has_narrowed_is_linked() {
    relinked(annotated(vault(), &[]), reader()).expect("it does no more than was seen");
}

#[test]
fn a_dependency_of_which_less_is_known_is_refused() {
    let known = |value: Term| {
        let mut module = annotated(vault(), &[]);
        let targets = Vec::new();
        module.functions[BUMP].result_summaries =
            vec![ResultSummary { value, targets, is_exact: false }];
        module
    };
    let change = |seen: Term, found: Term| {
        let (seen, found) = (known(seen), known(found));
        change(&seen.functions[BUMP], &found.functions[BUMP], true)
    };
    let [a, one] = [Term::Parameter(0), Term::Constant(Value::U64(1))];
    let either = Term::choice([a.clone(), one.clone()]);
    assert_eq!(change(Term::Any, a.clone()), None);
    assert_eq!(change(either.clone(), a.clone()), None);
    assert_eq!(change(a.clone(), either), Some(Change::Result(0)));
    assert_eq!(change(a.clone(), one), Some(Change::Result(0)));
    assert_eq!(change(a, Term::Any), Some(Change::Result(0)));
}

#[test]
fn what_was_inferred_behind_a_declaration_is_no_concern_of_other_packages() {
    let with_clause = |mut module: Module| {
        let path = AccessPath::root(Root::Account(vault_id().address));
        let clauses = vec![Clause::Access(Access::new(Mode::Writes, path))];
        module.functions[BUMP].declaration = Some(Declaration { clauses });
        module
    };
    let (seen, found) = (with_clause(reader()), with_clause(annotated(vault(), &[])));
    let [seen, found] = [seen, found].map(|module| module.functions[BUMP].clone());
    assert_eq!(change(&seen, &found, false), None);
    assert_eq!(seen.interface_digest(false), found.interface_digest(false));
    assert!(matches!(change(&seen, &found, true), Some(Change::Wider(Some(_)))));
    assert_ne!(seen.interface_digest(true), found.interface_digest(true));
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
        "0x7::user::call at bb0:0: footprints: the inferred footprint does not cover writes 0x7::vault::Vault(p0).coin.value (compiled against another 0x7::vault::bump)"
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

/// A module that takes a coin apart.
fn opener() -> Module {
    let mut module = user("bump");
    let unpack = Instruction::Unpack { to: vec![r(1)], from: r(0) };
    let blocks = vec![block(vec![unpack], Terminator::Abort(r(1)))];
    module.functions = vec![function("open", &[own("Coin")], &[], &[Type::U64], blocks)];
    module
}

#[test]
fn a_friend_that_looks_into_a_struct_must_be_named() {
    let mut vault = vault();
    vault.structs[0].visibility = Visibility::Friend;
    let stranger = annotated(vault.clone(), &[]);
    let opener = annotated(opener(), std::slice::from_ref(&stranger));
    let no_friend =
        LinkError::LooksInside { module: opener.id.clone(), of: vault_id(), name: "Coin".into() };
    assert_eq!(program_of(vec![stranger, opener.clone()]), Err(LoadError::Link(no_friend)));

    vault.friends.push(opener.id.clone());
    assert!(program_of(vec![annotated(vault, &[]), opener]).is_ok());
}

#[test]
fn a_struct_that_is_public_no_longer_is_refused() {
    let mut public = vault();
    public.structs[0].visibility = Visibility::Public;
    let public = annotated(public, &[]);
    let opener = annotated(opener(), std::slice::from_ref(&public));
    let opener = verified(opener, &[public]).expect("it may look into it");
    let vault = verified(annotated(vault(), &[]), &[]).expect("nothing is wrong with it");
    let error = link(vec![opener, vault]).expect_err("the struct has changed");
    expect!["0x7::user was verified against another 0x7::vault::Coin"]
        .assert_eq(&error.to_string());
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
