//! Hover.

use expect_test::{Expect, expect};
use serde_json::json;

use crate::cursor::ask;

fn check(marked: &str, expected: &Expect) {
    let answer = ask(marked, "textDocument/hover", json!({})).unwrap();
    let text = answer.pointer("/contents/value").and_then(|it| it.as_str());
    expected.assert_eq(text.unwrap_or("nothing"));
}

#[test]
fn a_function_shows_its_head_its_comment_and_its_footprint() {
    check(
        "module 0x2::a {
    struct R has key { n: u64 }

    /// Counts.
    ///
    /// Aborts if there is no `R`.
    public fun count(
        at: address,
    ) writes R(at) {
        R[at].n += 1;
    }

    public fun twice(at: address) { cou|nt(at); count(at) }
}
",
        &expect![[r#"
            ```move
            public fun count(
                at: address,
            )
            ```

            in `0x2::a`

            Counts.

            Aborts if there is no `R`.

            Declared:

            ```move
            writes R(at)
            ```

            Footprint (exact), inferred:

            ```move
            adds R(at).n
            ```"#]],
    );
}

#[test]
fn a_declaration_that_says_the_same_in_other_words_is_as_inferred() {
    check(
        "module 0x2::a { struct R has key { n: u64, m: u64 }
        fun f|(at: address): u64 reads R(at).n reads R(at).m { R[at].m + R[at].n } }",
        &expect![[r#"
            ```move
            fun f(at: address): u64
            ```

            in `0x2::a`

            Footprint (exact), declared as inferred:

            ```move
            reads R(at).{m, n}
            ```"#]],
    );
}

#[test]
fn what_is_declared_beside_accesses_is_shown_behind_them() {
    check(
        "module 0x2::a { struct R has key { n: u64, m: u64 }
        fun g(at: address): u64 { R[at].n }
        fun f|(at: address): u64 calls g(at) reads R(at).n, R(at).m { g(at) } }",
        &expect![[r#"
            ```move
            fun f(at: address): u64
            ```

            in `0x2::a`

            Declared:

            ```move
            reads R(at).{n, m}
            calls g(at)
            ```

            Footprint (exact), inferred:

            ```move
            reads R(at).n
            ```"#]],
    );
}

#[test]
fn a_function_without_declaration_shows_what_was_inferred() {
    check(
        "module 0x2::a { fun f|(a: u64): u64 { a } fun g(): u64 { f(1) } }",
        &expect![[r#"
        ```move
        fun f(a: u64): u64
        ```

        in `0x2::a`

        Footprint (exact), inferred:

        ```move
        pure
        ```"#]],
    );
}

#[test]
fn a_variable_shows_its_type() {
    check(
        "module 0x2::a { struct P<T> has drop { x: T } fun f<T: drop>(p: P<T>) { let q = &p; &q|.x; } }",
        &expect![[r#"
            ```move
            q: &P<T>
            ```"#]],
    );
}

#[test]
fn a_short_field_shows_the_variable_and_the_field() {
    check(
        "module 0x2::a { struct S has drop {
            /// How many.
            n: u64
        } fun f(n: u64): S { S { n| } } }",
        &expect![[r#"
            ```move
            n: u64
            ```

            ---

            ```move
            n: u64
            ```

            in `0x2::a::S`

            How many."#]],
    );
}

#[test]
fn a_function_of_the_library_shows_its_module() {
    check(
        "module 0x2::a { fun f(v: &vector<u8>): u64 { v.leng|th() } }",
        &expect![[r#"
            ```move
            native public fun length<Element>(self: &vector<Element>): u64
            ```

            in `std::vector`

            Returns the number of elements."#]],
    );
}

#[test]
fn a_name_in_a_clause_shows_what_it_shows_elsewhere() {
    check(
        "module 0x2::a { struct R has key { n: u64 } fun f(at: address): u64 reads R(at).n| { R[at].n } }",
        &expect![[r#"
            ```move
            n: u64
            ```

            in `0x2::a::R`"#]],
    );
}

#[test]
fn a_text_that_does_not_parse_has_names_all_the_same() {
    check(
        "module 0x2::a { fun f(count: u64): u64 { let x = ; coun|t } }",
        &expect![[r#"
        ```move
        count: u64
        ```"#]],
    );
}

#[test]
fn what_is_no_name_shows_nothing() {
    check("module 0x2::a { fun f() { 1 +| 2; } }", &expect!["nothing"]);
}
