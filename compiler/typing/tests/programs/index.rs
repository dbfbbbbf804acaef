//! What names mean, for tools.

use compiler_diagnostics::{Files, Span};
use compiler_syntax::Purpose;
use compiler_typing::{Index, Symbol};
use expect_test::{Expect, expect};

use crate::common::check_source_for;

fn checks(members: &str, show: impl Fn(&Files, &Index) -> Vec<String>, expected: &Expect) {
    let (files, checked) = check_source_for(&format!("module a::m {{ {members} }}"), Purpose::Test);
    let own = checked.bodies.iter().filter(|(id, _)| id.name.as_str() == "m");
    let indices = [&checked.index].into_iter().chain(own.map(|(_, bodies)| &*bodies.index));
    let mut lines: Vec<String> = indices.flat_map(|index| show(&files, index)).collect();
    lines.retain(|line| !line.is_empty());
    expected.assert_eq(&lines.join("\n"));
}

/// The names in the members of a module that are not declared there, and what each means.
fn mentions(members: &str, expected: &Expect) {
    let show = |files: &Files, index: &Index| {
        let own = index.mentions().iter().filter(|it| files.path(it.span.file) == "test.move");
        let used = own.filter(|it| !it.is_declaration);
        used.map(|it| format!("{} = {}", files.slice(it.span), shown(&it.symbol, files))).collect()
    };
    checks(members, show, expected);
}

fn shown(symbol: &Symbol, files: &Files) -> String {
    let declared = |span: &Span| {
        let text = files.get(span.file).map_or("", |file| file.text());
        text.get(span.start as usize..)
            .and_then(|rest| rest.get(..6))
            .unwrap_or_default()
            .to_owned()
    };
    match symbol {
        Symbol::Local(span) => format!("local at `{}`", declared(span)),
        Symbol::TypeParameter(span) => format!("type parameter at `{}`", declared(span)),
        Symbol::Field(of, name) => format!("field {}.{name}", of.name),
        Symbol::Variant(of, name) => format!("variant {}::{name}", of.name),
        Symbol::Constant(module, name) => format!("constant {}::{name}", module.name),
        Symbol::Function(name) => format!("function {}::{}", name.module.name, name.name),
        Symbol::Struct(name) => format!("struct {}::{}", name.module.name, name.name),
        Symbol::Module(id) => format!("module {}", id.name),
    }
}

/// The types that are known in the members of a module.
fn types(members: &str, expected: &Expect) {
    let show = |files: &Files, index: &Index| {
        let own = index.types().iter().filter(|it| files.path(it.span.file) == "test.move");
        own.map(|it| format!("{}: {}", files.slice(it.span), it.shown)).collect()
    };
    checks(members, show, expected);
}

#[test]
fn a_variable_hides_the_one_around_it() {
    mentions(
        "fun f(x: u64): u64 { let y = x; { let x = y + 1; x } }",
        &expect![[r#"
            x = local at `x: u64`
            y = local at `y = x;`
            x = local at `x = y `"#]],
    );
}

#[test]
fn a_short_field_is_a_field_and_a_variable() {
    mentions(
        "struct S has drop { b: u64 } fun f(b: u64): S { S { b } }",
        &expect![[r#"
            S = struct m::S
            S = struct m::S
            b = local at `b: u64`
            b = field S.b"#]],
    );
}

#[test]
fn names_of_clauses_are_parameters_fields_and_resources() {
    mentions(
        "struct R has key { n: u64 }
         fun f(a: address, k: u64) writes R(a).n reads R(b(a)) for i in 0..k if i < k { R[a].n = k; }
         fun b(a: address): address { a }",
        &expect![[r#"
            R = struct m::R
            a = local at `a: add`
            n = field R.n
            R = struct m::R
            b = function m::b
            a = local at `a: add`
            k = local at `k: u64`
            i = local at `i in 0`
            k = local at `k: u64`
            R = struct m::R
            a = local at `a: add`
            n = field R.n
            k = local at `k: u64`
            a = local at `a: add`"#]],
    );
}

#[test]
fn a_path_names_each_of_its_parts() {
    mentions(
        "use std::vector::{Self as v, length as len};
         enum E has drop { A { x: u64 }, B }
         fun f(e: E): u64 {
             let list = v::empty<u64>();
             match (e) { A { x } => x + len(&list), Self::E::B => 0 }
         }",
        &expect![[r#"
            vector = module vector
            v = module vector
            length = function vector::length
            len = function vector::length
            E = struct m::E
            v = module vector
            empty = function vector::empty
            e = local at `e: E):`
            A = variant E::A
            x = field E.x
            x = local at `x } =>`
            len = function vector::length
            list = local at `list =`
            Self = module m
            E = struct m::E
            B = variant E::B"#]],
    );
}

#[test]
fn a_body_with_errors_has_names_as_far_as_they_mean_something() {
    mentions(
        "struct S has drop { a: u64 } fun f(s: S): u64 { s.a + s.b + nothing + f(s) }",
        &expect![[r#"
            S = struct m::S
            s = local at `s: S):`
            a = field S.a
            s = local at `s: S):`
            f = function m::f
            s = local at `s: S):`"#]],
    );
}

#[test]
fn attributes_of_tests_name_parameters_and_constants() {
    mentions(
        "const E: u64 = 1;
         #[test(who = @0x1)] #[expected_failure(abort_code = Self::E, location = std::vector)]
         fun f(who: &signer) { who; abort E }",
        &expect![[r#"
            who = local at `who: &`
            Self = module m
            E = constant m::E
            vector = module vector
            who = local at `who: &`
            E = constant m::E"#]],
    );
}

#[test]
fn variables_have_the_types_that_are_inferred() {
    types(
        "struct P<T> has drop { inner: T, n: u8 }
         fun f<T: drop>(p: P<T>, v: vector<P<bool>>) {
             let n = p.n;
             let last = v.pop_back();
             let P { inner, n: _ } = last;
             let unknown = nothing();
             let (a, b) = (1, &inner);
         }",
        &expect![[r#"
            p: P<T>
            v: vector<P<bool>>
            n: u8
            p: P<T>
            last: P<bool>
            v: vector<P<bool>>
            inner: bool
            a: u64
            b: &bool"#]],
    );
}

#[test]
fn lambdas_that_are_put_in_have_names_and_types_of_where_they_are_written() {
    types(
        "inline fun each<T>(v: vector<T>, f: |T|) { let e = v.pop_back(); f(e); v.destroy_empty() }
         fun g() { each(vector[1u8], |x| { let y = x + 1; y; }) }",
        &expect![[r#"
            v: vector<T>
            e: T
            v: vector<T>
            v: vector<T>
            x: u8
            y: u8"#]],
    );
}

/// The type of the value of each of some expressions.
fn values(members: &str, expressions: &[&str], expected: &Expect) {
    let show = |files: &Files, index: &Index| {
        let file = files.iter().find(|(_, it)| it.path() == "test.move");
        let (file, text) = file.expect("what is checked is a file");
        let offset = |at: usize| u32::try_from(at).expect("a test is short");
        let value = |expression: &&str| {
            let start = text.text().find(*expression).expect("the expression is there");
            let span = Span::new(file, offset(start), offset(start + expression.len()));
            index.value_at(span).map(|shown| format!("{expression}: {shown}"))
        };
        expressions.iter().filter_map(value).collect()
    };
    checks(members, show, expected);
}

#[test]
fn what_is_computed_has_a_type() {
    values(
        "struct S<T> has drop { n: T }
         fun f<T: drop>(s: &S<T>, v: vector<u8>, n: u8): (u8, bool) {
             each(n, |it| { n = it + 1; }); let t = (n * 2) + v[0]; g(&s.n); (t, n == 1)
         }
         fun g<T>(_: &T) {}
         inline fun each<T>(of: T, then: |T|) { then(of) }",
        &[
            "it + 1",
            "(n * 2)",
            "(n * 2) + v[0]",
            "v[0]",
            "g(&s.n)",
            "&s.n",
            "(t, n == 1)",
            "then(of)",
        ],
        &expect![[r#"
            then(of): ()
            it + 1: u8
            (n * 2): u8
            (n * 2) + v[0]: u8
            v[0]: u8
            g(&s.n): ()
            &s.n: &T
            (t, n == 1): (u8, bool)"#]],
    );
}

#[test]
fn places_names_and_what_is_never_there_have_no_value() {
    let expressions = ["s.n = 1", "s.n", "2 + 3", "return", "if (c) return else return", "| c"];
    values(
        "struct S has drop { n: u8 }
         fun f(s: S, c: bool) {
             s.n = 1; let _ = &mut s.n; let _ = 2 + 3; let _ = | | c; if (c) return else return;
         }",
        &expressions,
        &expect![[r#"
            s.n = 1: ()
            2 + 3: u64"#]],
    );
}

#[test]
fn the_end_of_a_block_has_a_value_whatever_it_is() {
    values(
        "fun f(c: bool): u8 { if (c) { c; 1 } else { 2 } }",
        &["c; 1", "1", "2", "c"],
        &expect![[r#"
            1: u8
            2: u8"#]],
    );
}

#[test]
fn what_stands_before_a_dot_in_a_clause_has_a_type() {
    types(
        "struct R<T: store> has key { of: T, inner: S } struct S has store { n: u64 }
         fun f<T: store>(a: address) reads R<T>(a).inner.n, R<T>(a).{of, inner} {}",
        &expect![[r#"
            a: address
            R<T>(a): R<T>
            R<T>(a).inner: S
            R<T>(a): R<T>"#]],
    );
}
