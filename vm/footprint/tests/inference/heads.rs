//! What is written into a module of the heads of blocks.

use expect_test::{Expect, expect};
use vm_access::Type;
use vm_bytecode::{Register, disassemble};
use vm_footprint::{annotate, infer};

use crate::builder::{Body, Builder, mutable, structure, table_module};
use crate::market;

/// Checks what is said of the heads of the last function, each after its block.
fn check(mut builder: Builder, expected: &Expect) {
    let library = [table_module()];
    let inference = infer(&builder.module, &library.as_slice());
    annotate(&mut builder.module, &inference);
    let text = disassemble(&builder.module, None);
    let (_, code) = text.rsplit_once("\n{\n").unwrap();
    let is_said = |line: &&str| line.starts_with("  bb") || line.starts_with("    //");
    let said: Vec<&str> = code.lines().filter(is_said).map(str::trim).collect();
    expected.assert_eq(&said.join("\n"));
}

/// `for (i in first..last) …`, with `i` in the register given; what `after` makes of it is the next.
fn counting(
    f: &mut Body<'_>,
    [first, last]: [Register; 2],
    body: impl Fn(&mut Body<'_>, Register),
    after: impl Fn(&mut Body<'_>, Register) -> Register,
) {
    f.blocks(3);
    let index = f.register(Type::U64);
    f.assign(index, first);
    f.jump(1);
    f.at(1);
    let more = f.less(index, last);
    f.branch(more, 2, 3);
    f.at(2);
    body(f, index);
    let next = after(f, index);
    f.assign(index, next);
    f.jump(1);
    f.at(3);
    f.ret(&[]);
}

fn one_more(f: &mut Body<'_>, index: Register) -> Register {
    let one = f.u64(1);
    f.add(index, one)
}

#[test]
fn a_loop_names_its_counter_and_its_variable() {
    let mut b = market();
    let parameters = [("path", Type::Address.vector()), ("first", Type::U64), ("last", Type::U64)];
    b.function("f", &parameters, &[], |f, p| {
        let body = |f: &mut Body<'_>, index: Register| {
            let vector = f.local(p[0], false);
            let element = f.element(vector, index);
            let key = f.read(element);
            f.exists(structure("Pool"), key);
        };
        counting(f, [p[1], p[2]], body, one_more);
    });
    check(
        b,
        &expect![[r#"
        bb0:
        bb1:
        // i: a number of rounds, counted by r3
        // r0: path
        // r2: last
        // r3: i + first
        bb2:
        bb3:"#]],
    );
}

#[test]
fn a_register_that_is_not_used_again_is_left_out() {
    let mut b = market();
    b.function("f", &[("a", Type::Address), ("n", Type::U64)], &[], |f, p| {
        let unused = f.global(structure("Pool"), p[0], false);
        let _ = f.field(unused, "fee");
        let zero = f.u64(0);
        counting(f, [zero, p[1]], |_, _| {}, one_more);
    });
    check(
        b,
        &expect![[r#"
        bb0:
        bb1:
        // i: a number of rounds, counted by r5
        // r1: n
        // r5: i
        bb2:
        bb3:"#]],
    );
}

#[test]
fn a_step_of_two_is_a_distance() {
    let mut b = market();
    b.function("f", &[("a", Type::Address), ("n", Type::U64)], &[], |f, p| {
        let zero = f.u64(0);
        let two_more = |f: &mut Body<'_>, index: Register| {
            let two = f.u64(2);
            f.add(index, two)
        };
        counting(f, [zero, p[1]], |_, _| {}, two_more);
    });
    check(
        b,
        &expect![[r#"
        bb0:
        bb1:
        // i: a number of rounds, counted by r3
        // r1: n
        // r3: i
        bb2:
        bb3:"#]],
    );
}

#[test]
fn a_local_that_is_led_to_is_named_with_what_leads_there() {
    let mut b = market();
    let parameters =
        [("pool", mutable(structure("Pool"))), ("n", Type::U64), ("is_own", Type::Bool)];
    b.function("f", &parameters, &[Type::U64], |f, p| {
        f.blocks(3);
        let own = f.copy(p[1]);
        let place = f.register(mutable(Type::U64));
        f.branch(p[2], 1, 2);
        f.at(1);
        let fee = f.field(p[0], "fee");
        f.write(fee, p[1]);
        let fee = f.field(p[0], "fee");
        f.assign(place, fee);
        f.jump(3);
        f.at(2);
        let local = f.local(own, true);
        f.assign(place, local);
        f.jump(3);
        f.at(3);
        let found = f.read(place);
        f.ret(&[found]);
    });
    check(
        b,
        &expect![[r#"
        bb0:
        bb1:
        bb2:
        bb3:
        // r3: n
        // r4: at pool.fee, r3
        // written: pool.fee = {n, pool.fee}"#]],
    );
}
