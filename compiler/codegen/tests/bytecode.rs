//! The code of small functions, as the disassembler prints it.

use bumpalo::Bump;
use compiler_diagnostics::Files;
use compiler_typing::{Dependencies, Options};
use expect_test::{Expect, expect};

/// Compiles `module 0x1::m { members }` and prints its last function.
fn check(members: &str, expected: &Expect) {
    let text = format!("module 0x1::m {{ {members} }}");
    let arena = Bump::new();
    let mut files = Files::new();
    let file = files.add("m.move", text.clone());
    let parsed = compiler_syntax::parse(file, &text, &arena);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    let checked = compiler_typing::check(
        &[parsed.file],
        &files,
        &Dependencies::default(),
        &Options::default(),
    );
    assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
    let (module, map) = compiler_codegen::emit(&checked.program).remove(0);
    let printed = vm_bytecode::disassemble(&module, Some(&map));
    let last = printed.rfind("fun ").map_or("", |start| printed[start..].trim_end());
    expected.assert_eq(last);
}

#[test]
fn scalars_are_read_where_they_are() {
    check(
        "fun f(x: u64, y: u64): u64 { let z = x + y; z = z * 2; z }",
        &expect![[r#"
        fun f(x: u64, y: u64): u64
            // inferred: pure
        {
            r0 x: u64
            r1 y: u64
            r2 z: u64
            r3: u64
          bb0:
            r2 = r0 + r1
            r3 = 2: u64
            r2 = r2 * r3
            return r2
        }"#]],
    );
}

#[test]
fn a_later_operand_that_changes_a_variable_makes_a_copy() {
    check(
        "fun f(x: u64): u64 { x + ({ x = 2; x }) }",
        &expect![[r#"
        fun f(x: u64): u64
            // inferred: pure
        {
            r0 x: u64
            r1: u64
            r2: u64
            r3: u64
          bb0:
            r1 = copy r0
            r0 = 2: u64
            r2 = copy r0
            r3 = r1 + r2
            return r3
        }"#]],
    );
}

#[test]
fn conditions_choose_their_way_without_a_value() {
    check(
        "fun f(a: bool, b: bool): u64 { if (a && !b) 1 else 2 }",
        &expect![[r#"
        fun f(a: bool, b: bool): u64
            // inferred: pure
        {
            r0 a: bool
            r1 b: bool
            r2: u64
          bb0:
            if r0 bb4 else bb3
          bb1:
            r2 = 1: u64
            jump bb2
          bb2:
            return r2
          bb3:
            r2 = 2: u64
            jump bb2
          bb4:
            if r1 bb3 else bb1
        }"#]],
    );
}

#[test]
fn a_compound_assignment_borrows_its_place_once() {
    check(
        "struct R has key { n: u64 } fun f(a: address, by: u64) { R[a].n += by }",
        &expect![[r#"
            fun f(a: address, by: u64)
                // inferred: pure
            {
                r0 a: address
                r1 by: u64
                r2: &mut R
                r3: &mut u64
              bb0:
                r2 = &mut R[r0]
                r3 = &mut r2.n
                *r3 += r1
                return
            }"#]],
    );
}

#[test]
fn the_last_copy_of_a_vector_is_a_move() {
    check(
        "fun g(v: vector<u8>): vector<u8> { v }
         fun f(v: vector<u8>): (vector<u8>, vector<u8>) { (g(v), g(v)) }",
        &expect![[r#"
            fun f(v: vector<u8>): (vector<u8>, vector<u8>)
                // inferred: pure
            {
                r0 v: vector<u8>
                r1: vector<u8>
                r2: vector<u8>
                r3: vector<u8>
              bb0:
                r1 = copy r0
                r2 = g(r1)
                r1 = move r0
                r3 = g(r1)
                return r2, r3
            }"#]],
    );
}

#[test]
fn a_loop_over_a_range_has_a_step() {
    check(
        "fun f(n: u64): u64 {
             let s = 0;
             for (i in 0..n) { if (i == 3) continue; s += i; };
             s
         }",
        &expect![[r#"
            fun f(n: u64): u64
                // inferred: pure
            {
                r0 n: u64
                r1 s: u64
                r2: u64
                r3 i: u64
                r4: bool
                r5: u64
              bb0:
                r1 = 0: u64
                r3 = 0: u64
                r2 = copy r0
                jump bb1
              bb1:
                r4 = r3 < r2
                if r4 bb4 else bb2
              bb2:
                return r1
              bb3:
                r5 = 1: u64
                r3 = r3 + r5
                jump bb1
              bb4:
                r5 = 3: u64
                r4 = r3 == r5
                if r4 bb3 else bb5
              bb5:
                r1 = r1 + r3
                jump bb3
            }"#]],
    );
}
