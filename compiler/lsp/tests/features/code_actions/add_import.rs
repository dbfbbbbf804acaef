//! Imports of modules whose names are not in scope.

use expect_test::{Expect, expect};

use super::after;

const OTHERS: &[(&str, &str)] = &[
    ("sources/b.move", "module 0x2::b { public fun f() { } }"),
    ("sources/c.move", "module 0x3::c { public fun f() { } }"),
    ("sources/d.move", "module 0x4::c { public fun f() { } }"),
];

fn check(marked: &str, expected: &Expect) {
    expected.assert_eq(&after(marked, OTHERS, "import").join("\n---\n"));
}

#[test]
fn a_module_of_the_package_is_imported() {
    check(
        "module 0x2::a {\n    fun g() { b|::f(); }\n}",
        &expect![[r#"
        module 0x2::a {
            use 0x2::b;
            fun g() { b::f(); }
        }"#]],
    );
}

#[test]
fn a_module_of_the_library_is_imported_in_order() {
    check(
        "module 0x2::a {
    use 0x2::b;
    use std::vector;
    fun g() { b::f(); sig|ner::address_of(vector::borrow(&vector[], 0)); }
}",
        &expect![[r#"
            module 0x2::a {
                use 0x2::b;
                use std::signer;
                use std::vector;
                fun g() { b::f(); signer::address_of(vector::borrow(&vector[], 0)); }
            }"#]],
    );
}

#[test]
fn each_module_of_the_name_is_offered() {
    check(
        "module 0x2::a {\n    fun g() { |c::f(); }\n}",
        &expect![[r#"
        module 0x2::a {
            use 0x3::c;
            fun g() { c::f(); }
        }
        ---
        module 0x2::a {
            use 0x4::c;
            fun g() { c::f(); }
        }"#]],
    );
}

#[test]
fn a_name_of_no_module_is_not_imported() {
    check("module 0x2::a {\n    fun g() { nowhere|::f(); }\n}", &expect![""]);
}

#[test]
fn a_name_behind_an_address_is_not_imported() {
    check("module 0x2::a {\n    fun g() { 0x9::c|::f(); }\n}", &expect![""]);
}
