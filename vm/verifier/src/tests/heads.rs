//! What is said of heads of blocks, wrongly.

use expect_test::{Expect, expect};
use vm_access::{AccessPath, Projection, StructType, Term, Value};
use vm_bytecode::{BlockId, Head, Held, Register, Target, Variable};

use super::samples::{annotated, r, vault, vault_id, verified};

/// Where the ways through `pick(a: address, b: u64)` meet; its result is register 3.
const PICK: usize = 4;
const MEET: BlockId = BlockId(3);
const RESULT: Register = Register(3);

fn honest() -> Vec<Head> {
    let module = annotated(vault(), &[]);
    module.functions[PICK].code.as_ref().expect("pick has code").heads.clone()
}

/// Changes what is said of `pick`, and tells why it is refused.
#[track_caller]
fn refused(change: impl FnOnce(&mut Vec<Head>), expected: &Expect) {
    let mut module = annotated(vault(), &[]);
    let code = module.functions[PICK].code.as_mut().expect("pick has code");
    change(&mut code.heads);
    let outcome = verified(module, &[]);
    expected.assert_eq(&outcome.expect_err("the module is malformed").to_string());
}

#[test]
fn ways_that_meet_are_said_to() {
    let choice = Term::choice([Term::Parameter(1), Term::Constant(Value::U64(1))]);
    let head = Head {
        block: MEET,
        variables: vec![],
        registers: vec![(RESULT, Held::Value(choice))],
        written: Some(vec![]),
        facts: vec![],
    };
    assert_eq!(honest(), [head]);
}

#[test]
fn a_block_that_is_not_there() {
    refused(
        |heads| heads[0].block = BlockId(9),
        &expect!["0x7::vault::pick: structure: there is no block 9"],
    );
}

#[test]
fn a_block_twice() {
    refused(
        |heads| heads.push(heads[0].clone()),
        &expect!["0x7::vault::pick: structure: a head says something twice, or out of order"],
    );
}

#[test]
fn more_heads_than_blocks() {
    refused(
        |heads| *heads = vec![heads[0].clone(); 5],
        &expect!["0x7::vault: structure: heads of blocks: 5 are over the limit of 4"],
    );
}

#[test]
fn a_register_that_is_not_there() {
    refused(
        |heads| heads[0].registers.push((r(9), Held::Value(Term::Fresh))),
        &expect!["0x7::vault::pick at bb3:0: structure: there is no register 9"],
    );
}

#[test]
fn a_register_twice() {
    refused(
        |heads| heads[0].registers.push((RESULT, Held::Value(Term::Fresh))),
        &expect![
            "0x7::vault::pick at bb3:0: structure: a head says something twice, or out of order"
        ],
    );
}

#[test]
fn a_value_taken_for_a_reference() {
    refused(
        |heads| heads[0].registers[0].1 = Held::Reference(vec![]),
        &expect!["0x7::vault::pick at bb3:0: structure: a head takes a value for a reference"],
    );
}

#[test]
fn a_variable_that_nothing_mentions() {
    refused(
        |heads| heads[0].variables.push(Variable { index: 0, counter: None }),
        &expect![
            "0x7::vault::pick at bb3:0: structure: the variables of a head are not those that it mentions"
        ],
    );
}

#[test]
fn a_variable_that_is_not_there() {
    refused(
        |heads| heads[0].registers[0].1 = Held::Value(Term::Index(7)),
        &expect![
            "0x7::vault::pick at bb3:0: structure: the variables of a head are not those that it mentions"
        ],
    );
}

#[test]
fn a_counter_that_is_no_number() {
    let counted = |counter| {
        move |heads: &mut Vec<Head>| {
            heads[0].variables.push(Variable { index: 0, counter: Some(counter) });
            heads[0].registers[0].1 = Held::Value(Term::Index(0));
        }
    };
    refused(
        counted(r(0)),
        &expect![
            "0x7::vault::pick at bb3:0: structure: what counts the rounds of a loop is no u64"
        ],
    );
    refused(
        counted(r(1)),
        &expect![
            "0x7::vault::pick at bb3:0: structure: nothing is said of what counts the rounds of a loop"
        ],
    );
}

#[test]
fn two_counters() {
    refused(
        |heads| {
            let counter = Some(RESULT);
            let variable = |index| Variable { index, counter };
            heads[0].variables = vec![variable(0), variable(1)];
        },
        &expect!["0x7::vault::pick at bb3:0: structure: two variables of a head are counted"],
    );
}

#[test]
fn a_value_of_another_type() {
    refused(
        |heads| heads[0].registers[0].1 = Held::Value(Term::Parameter(0)),
        &expect!["0x7::vault::pick at bb3:0: terms: a term is ill-typed"],
    );
}

#[test]
fn a_fact_that_is_no_condition() {
    refused(
        |heads| heads[0].facts.push(Term::Parameter(1)),
        &expect!["0x7::vault::pick at bb3:0: terms: a term is ill-typed"],
    );
}

#[test]
fn a_written_field_that_is_not_there() {
    refused(
        |heads| {
            let vault = StructType::plain(vault_id(), "Vault");
            let path = AccessPath::resource(vault, Term::Parameter(0));
            let path = path.then(Projection::Field("gold".into()));
            heads[0].written = Some(vec![(path, Term::Any)]);
        },
        &expect!["0x7::vault::pick at bb3:0: terms: a term is ill-typed"],
    );
}

/// `value(a: address)` with its only block's head said to hold, besides, that register 3 leads to this.
#[track_caller]
fn refused_target(target: Target, expected: &Expect) {
    let mut module = annotated(vault(), &[]);
    let code = module.functions[0].code.as_mut().expect("value has code");
    let registers = vec![(r(3), Held::Reference(vec![target]))];
    let (variables, facts) = (vec![], vec![]);
    code.heads = vec![Head { block: BlockId(0), variables, registers, written: None, facts }];
    let outcome = verified(module, &[]);
    expected.assert_eq(&outcome.expect_err("the module is malformed").to_string());
}

#[test]
fn targets_of_other_types() {
    let ill_typed = expect!["0x7::vault::value at bb0:0: terms: a term is ill-typed"];
    refused_target(Target::Value(Term::Parameter(0)), &ill_typed);
    refused_target(Target::Local(r(0), vec![]), &ill_typed);
    refused_target(Target::Local(r(4), vec![Projection::Existence]), &ill_typed);
    refused_target(Target::Path(AccessPath::root(vm_access::Root::Parameter(0))), &ill_typed);
}

#[test]
fn targets_that_nothing_leads_to() {
    let local = |index| Target::Local(r(index), vec![]);
    let within = |target| Target::Within(Box::new(target));
    refused_target(
        local(9),
        &expect!["0x7::vault::value at bb0:0: structure: there is no register 9"],
    );
    refused_target(
        local(1),
        &expect!["0x7::vault::value at bb0:0: structure: a reference leads to a reference"],
    );
    refused_target(
        within(within(local(4))),
        &expect!["0x7::vault::value at bb0:0: structure: a part of a part"],
    );
}
