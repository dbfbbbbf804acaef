//! What trees texts give, and what is said about wrong ones.

#![allow(clippy::needless_pass_by_value, reason = "`expect!` is written where it is passed")]

mod dump;

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Files};
use compiler_syntax::parse;
use expect_test::{Expect, expect};

/// Parses a file without errors and compares its modules.
fn check_file(text: &str, expected: Expect) {
    let arena = Bump::new();
    let parsed = parse(FileId(0), text, &arena);
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    let modules: Vec<String> = parsed.file.modules.iter().map(dump::module).collect();
    expected.assert_eq(&modules.join("\n"));
}

/// Compares the body of a function.
fn check(body: &str, expected: Expect) {
    let arena = Bump::new();
    let text = format!("module 0x1::m {{ fun f() {{ {body} }} }}");
    let parsed = parse(FileId(0), &text, &arena);
    assert!(parsed.diagnostics.is_empty(), "{body}: {:?}", parsed.diagnostics);
    let function = parsed.file.modules.iter().flat_map(|module| module.functions).next();
    let body = function.and_then(|function| function.body).expect("a function with a body");
    expected.assert_eq(&dump::block(&body));
}

/// Compares the clauses of a function.
fn check_clauses(clauses: &str, expected: Expect) {
    let arena = Bump::new();
    let text = format!("module 0x1::m {{ fun f(): u64 {clauses} {{ 0 }} }}");
    let parsed = parse(FileId(0), &text, &arena);
    assert!(parsed.diagnostics.is_empty(), "{clauses}: {:?}", parsed.diagnostics);
    let function = parsed.file.modules.iter().flat_map(|module| module.functions).next();
    let access = function.and_then(|function| function.access).expect("a function with clauses");
    expected.assert_eq(&dump::clauses(&access));
}

/// Compares what is said about a wrong file: line, column, code, message, label, fix.
fn check_errors(text: &str, expected: Expect) {
    let arena = Bump::new();
    let mut files = Files::new();
    let id = files.add("m.move", text);
    let parsed = parse(id, text, &arena);
    let lines = parsed.diagnostics.iter().map(|item| {
        let at = files.position(item.primary.span);
        let fixes = item.suggestions.iter().map(|fix| format!(" [{}]", fix.title));
        let fixes: String = fixes.collect();
        format!("{}:{} {} {}{fixes}", at.line, at.column, item.code, item.message)
    });
    expected.assert_eq(&lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn minus_before_a_number_is_part_of_it() {
    check(
        "-1; - 0x10i8; -(1); - -1; -x * -y - -2; match (x) { -1 => 2 }",
        expect!["{ (-1); (-16I8); -1; -(-1); ((-x * -y) - (-2)); match x { (-1) => 2 } }"],
    );
    check_clauses(
        "writes T(a).b[-1], T(a).b[-x * 2], T(a).b[-(1)], T(a).b[x - -1]",
        expect!["Writes T(a).b[(-1)], T(a).b[(-x * 2)], T(a).b[-1], T(a).b[(x - (-1))]"],
    );
}

#[test]
fn modules_keep_members_by_kind() {
    check_file(
        "/// About m.\nmodule 0x1::m { use std::a::{Self, f as g}; use std::{b, c::d}; use 0x2::e as e2;
         friend a::b; const C: u64 = 1;
         struct S<phantom T: copy + drop> has key, store { /// field
           a: u64 }
         struct P(u8, bool) has copy; struct U; enum E has drop { A, B(u8), C { x: u8 } D }
         public(friend) entry fun f(x: &mut u64): (u64, bool) acquires S {} native fun n(); }
         address 0x2 { module x {} }",
        expect![[r#"
            module 0x1::m
              doc About m.
              use std::a as a, std::a::f as g
              use std::b as b, std::c::d as d
              use 0x2::e as e2
              friend a::b
              const C: u64 = 1
              struct S<phantom T: [Copy, Drop]> has [Key, Store] { a: u64field }
              struct P<> has [Copy](u8, bool)
              struct U<> has []
              enum E has [Drop] { A, B(u8), C { x: u8 }, D }
              Friend entry fun f(x: &mut u64): (u64, bool) acquires S {  }
              Private native fun n()
            module 0x2::x"#]],
    );
}

#[test]
fn operators_bind_as_in_move() {
    check(
        "a + b * c - d << 1 & e | f ^ g == h && i || j",
        expect!["{ ((((((((a + (b * c)) - d) << 1) & e) | (f ^ g)) == h) && i) || j) }"],
    );
    check("!a && -b as u8 < *c.d & &e", expect!["{ (!a && ((-b as u8) < (*c.d & &e))) }"]);
    check(
        "x = y = z + 1; v[i].f += 1; x >>= 2 >> 1; a >= b",
        expect!["{ (x = (y = (z + 1))); (v[i].f += 1); (x >>= (2 >> 1)); (a >= b) }"],
    );
}

#[test]
fn angle_brackets_after_a_name_open_types() {
    check(
        "f<u8>(x) < g<vector<vector<u8>>>(y); a < b; R<T>[x]; x.m<u8>().n::<u8>()",
        expect!["{ (f<u8>(x) < g<vector<vector<u8>>>(y)); (a < b); R<T>[x]; x.m<u8>().n<u8>() }"],
    );
}

#[test]
fn block_like_expressions_end_statements() {
    check(
        "if (a) { b } else { c } *d = 1; while (x) { y } (z, w)",
        expect!["{ if a then { b } else { c }; (*d = 1); while x do { y }; tuple(z, w) }"],
    );
    check(
        "if (a) if (b) c else d; return if (x) 1 else 2 + 3",
        expect!["{ if a then if b then c else d; return if x then 1 else (2 + 3) }"],
    );
    check(
        "let x = loop { break }; { 1 } match (x) { A => 1, _ if y => { 2 } B(..) => 3 }",
        expect![
            "{ let x = loop { break }; { 1 }; match x { A => 1, _ if y => { 2 }, B(..) => 3 } }"
        ],
    );
    check(
        "'a: for (i in 0..n) { continue 'a }; if (x) return; abort 1",
        expect!["{ 'a: for i in 0..n do { continue 'a }; if x then return; abort 1 }"],
    );
}

#[test]
fn words_are_keywords_only_by_position() {
    check(
        "let match = for + is; match(x); in.reads.pure; vector::f(has, vector)",
        expect!["{ let match = (for + is); match(x); in.reads.pure; vector::f(has, vector) }"],
    );
    check(
        "match (match) { is => enum } ; x is A | B<T> && y",
        expect!["{ match match { is => enum }; ((x is A, B<T>) && y) }"],
    );
}

#[test]
fn patterns_and_packs() {
    check(
        "let (a, S { b, c: _, .. }, P(d, ..)) = e; S { a, b: 1 }; S { a, .. } = x; _ = y",
        expect![
            "{ let (a, S { b: b, c: _, .. }, P(d, ..)) = e; S { a: a, b: 1 }; (S { a: a, .. } = x); (_ = y) }"
        ],
    );
}

#[test]
fn calls_lambdas_and_literals() {
    check(
        "f(|x, y: u8| x + y, move || 1); (g)(1); x.f(1).g.0; (s.h)(2); assert!(a, b)",
        expect![
            "{ f((|x, y: u8| (x + y)), (move || 1)); g(1); x.f(1).g.0; [s.h](2); assert!(a, b) }"
        ],
    );
    check(
        "0xFFu8; 1_000; b\"a\\n\\x41\"; x\"0aFF\"; @0x1; @std; vector<u8>[1, 2]; ((x: u8)); ()",
        expect![
            "{ 255U8; 1000; [97, 10, 65]; [10, 255]; @0x1; @std; vector<u8>[1, 2]; (x: u8); tuple() }"
        ],
    );
}

#[test]
fn clauses_take_every_form_of_place() {
    check_clauses("pure", expect!["pure"]);
    check_clauses(
        "writes *, @dex::*, @0x1::*, m::*, 0x1::m::R<T>, R(*) !reads Admin",
        expect![[r#"
        Writes *, @dex::*, @0x1::*, m::*, 0x1::m::R<T>, R(*)
            !Reads Admin"#]],
    );
    check_clauses(
        "reads R<X, Y>(a).{f, g}, R(a).t[k].0, R(a).t[*], self[key], c.value",
        expect!["Reads R<X, Y>(a).{f, g}, R(a).t[k].0, R(a).t[*], self[key], c.value"],
    );
    check_clauses(
        "reads exists<R<T>>(a), t[Key { a, b: 1 }], R(&@a, b\"x\"), R(p.len(q) - 1)",
        expect!["Reads exists<R<T>>(a), t[Key { a: a, b: 1 }], R(&@a, [120]), R((p.len(q) - 1))"],
    );
    check_clauses(
        "reads R({a, b}).{f, g}, v[({0, n})], t[(a + b as u8)] if (n as u64) > 1",
        expect!["Reads R({a, b}).{f, g}, v[{0, n}], t[((a + b) as u8)] if ((n as u64) > 1)"],
    );
    check_clauses(
        "writes P(f(x[i], x[i + 1])) for i in 0..x.length() - 1 if a < b && !c",
        expect!["Writes P(f(x[i], x[(i + 1)])) for i in 0..(x.length() - 1) if ((a < b) && !c)"],
    );
    check_clauses(
        "adds T(@0x1).n calls m::f<X>(a, *), hook(b)",
        expect![[r#"
        Adds T(@0x1).n
            Calls m::f<X>(a, *), hook(b)"#]],
    );
    check_clauses(
        "reads reads::R, writes(a) writes pure.f",
        expect![[r#"
        Reads reads::R, writes(a)
            Writes pure.f"#]],
    );
}

#[test]
fn function_types_have_abilities_and_clauses() {
    check_file(
        "module m { struct S { f: |a: address, u8|u64 has copy + store { writes V(a) }, g: || }
         fun f(h: |u8| has copy { pure }, pure: u8): |u8|u8 has drop { !writes A reads B } { pure } }",
        expect![[r#"
            module m
              struct S<> has [] { f: |a: address, u8|u64 has [Copy, Store] {Writes V(a)}, g: ||() has [] }
              Private fun f(h: |u8|() has [Copy] {pure}, pure: u8): |u8|u8 has [Drop] {!Writes A
                Reads B} { pure }"#]],
    );
}

#[test]
fn several_errors_are_found_in_one_run() {
    check_errors(
        "module 0x1::m {
            fun f() { let x = 1
                let y = ;
                g(x y); x.; 3 = x }
            const C u64 = 1;
            fun g() writes {}
            fun h() { if (a { }
        }",
        expect![[r#"
            1:15 E0103 `{` is never closed
            2:32 E0104 missing semicolon [put it in]
            3:25 E0101 expected an expression, found `;`
            4:21 E0101 expected `,` or `)`, found `y`
            4:27 E0101 expected a name, found `;`
            4:29 E0110 cannot assign to this expression
            5:21 E0101 expected `:`, found `u64`
            6:28 E0112 expected a place, found `{`
            8:9 E0101 expected `)`, found `}`"#]],
    );
}

#[test]
fn slips_are_read_as_they_were_meant() {
    check_errors(
        "module m { fun f() { if (a = 1) {}; while x < 1 { y }; if (i<n) {} } }",
        expect![[r#"
            1:26 E0101 assignment as a condition [compare]
            1:43 E0101 condition without parentheses [put it in parentheses]
            1:61 E0101 type arguments are never closed [put a space before `<` to compare]"#]],
    );
    check_errors(
        "module m { fun f() { let a = 1 } use std::x  fun g() { \"a\"; } }",
        expect![[r#"
        1:31 E0104 missing semicolon [put it in]
        1:44 E0104 missing semicolon [put it in]
        1:56 E0106 string without `b` or `x` before it [write a byte string]"#]],
    );
}

#[test]
fn a_comparison_without_a_left_side_is_told() {
    check_errors(
        "module m { fun f() { g(a,< b); g(< b); g((< b)); x = < b; if (< b) {} } }",
        expect![[r#"
            1:26 E0101 expected an expression, found `<`
            1:34 E0101 expected an expression, found `<`
            1:43 E0101 expected an expression, found `<`
            1:54 E0101 expected an expression, found `<`
            1:63 E0101 expected an expression, found `<`"#]],
    );
}

#[test]
fn a_brace_costs_one_item() {
    check_errors(
        "module m { fun f() { } } fun g() { x y } }",
        expect![[r#"
        1:24 E0103 `}` closes nothing [remove it]
        1:38 E0101 expected `;`, found `y`"#]],
    );
    check_errors(
        "module m { fun f() { if (x) { } public fun g() { x y } }",
        expect![[r#"
        1:20 E0103 `{` is never closed
        1:52 E0101 expected `;`, found `y`"#]],
    );
    check_errors(
        "module m { fun f() {} pub fn g() { } fun h() { x y } } module n { fun (",
        expect![[r#"
            1:23 E0101 expected an item: `use`, `const`, `struct`, `enum` or `fun`
            1:50 E0101 expected `;`, found `y`
            1:65 E0103 `{` is never closed
            1:71 E0101 expected a name, found `(`"#]],
    );
}

#[test]
fn malformed_tokens_are_named() {
    check_errors(
        "module m { const A: u8 = 0xg; const B: u8 = $; const C: v = b\"\\q\"; }",
        expect![[r#"
            1:26 E0105 malformed number
            1:45 E0102 unknown character `$`
            1:61 E0106 malformed byte string"#]],
    );
    check_errors("module m { } /* never", expect!["1:14 E0107 comment is never closed"]);
}

#[test]
fn modifiers_fit_their_item() {
    check_errors(
        "module m { entry entry struct S {} fun f(); native fun g() {} struct T has foo; }",
        expect![[r#"
            1:12 E0109 modifier that a struct cannot have
            1:18 E0109 modifier that a struct cannot have
            1:43 E0101 function without a body
            1:60 E0109 native function with a body
            1:76 E0101 unknown ability `foo`"#]],
    );
}

#[test]
fn a_wrong_header_keeps_the_function() {
    check_errors(
        "module m { fun f() write R(a) {} fun g(x: u8) -> u8 { x } fun h reads A {} fun i() calls x {} }",
        expect![[r#"
            1:20 E0101 expected a function body or an access clause, found `write` [say `writes`]
            1:47 E0101 expected a function body or an access clause, found `-` [the result type follows `:`]
            1:65 E0101 expected `(` or `<`, found `reads`
            1:92 E0101 expected `(`, found `{`"#]],
    );
    check_errors("module m { fun f() reads K { a } { x } }", expect!["1:34 E0101 unexpected `{`"]);
    let arena = Bump::new();
    let parsed = parse(FileId(0), "module m { fun f() write R {} fun g {} }", &arena);
    let functions = parsed.file.modules.iter().flat_map(|module| module.functions);
    assert_eq!(functions.count(), 2);
}

#[test]
fn a_module_can_take_up_the_rest_of_its_file() {
    check_file(
        "module a::m;\nuse a::n;\nstruct S { x: u64 }\npublic(script) fun f() {}\n#[test_only]\nmodule a::t;\nfun g() {}",
        expect![[r#"
            module a::m
              use a::n as n
              struct S<> has [] { x: u64 }
              Public entry fun f() {  }
            module a::t
              Private fun g() {  }"#]],
    );
    check_errors(
        "module a::m;\nfun f() {}\n}\nfun g() {}\npublic(all) fun h() {}",
        expect![[r#"
        3:1 E0103 `}` closes nothing [remove it]
        5:8 E0101 expected `friend` or `package`, found `all`"#]],
    );
}

#[test]
fn a_block_is_an_operand_where_no_statement_starts() {
    check(
        "let a = { x } + 1 * 2; let b = if (c) { 1 } else { 2 } + match (e) { _ => 3 }; f({ x } == { y });",
        expect![
            "{ let a = ({ x } + (1 * 2)); let b = (if c then { 1 } else { 2 } + match e { _ => 3 }); f(({ x } == { y })); }"
        ],
    );
    check(
        "{ f() } *r = 1; if (c) { f() } else { g() } *r = 2;",
        expect!["{ { f() }; (*r = 1); if c then { f() } else { g() }; (*r = 2); }"],
    );
}

#[test]
fn a_cast_at_the_end_of_parentheses_casts_all_that_is_in_them() {
    check(
        "(a + b * c as u8); a + b as u8; (a + (b as u8)); ((a) as u8); (a as u8 + b); f(a + b as u8); (a == b - c as u8, d);",
        expect![
            "{ ((a + (b * c)) as u8); (a + (b as u8)); (a + (b as u8)); (a as u8); ((a as u8) + b); f((a + (b as u8))); tuple((a == (b - (c as u8))), d); }"
        ],
    );
}
