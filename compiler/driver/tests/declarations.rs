//! Declarations against code: what a person reads, and that the suggestions do what they say.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use compiler_diagnostics::{Applicability, Code, Edit, FileId, Severity, render};
use compiler_driver::{Build, CompiledModule, Options, SourceText, Sources, build};
use expect_test::{Expect, expect};

const MANIFEST: &str = "[package]\nname = \"P\"\n\n[addresses]\ndex = \"0x42\"\n";

fn built(module: &str) -> (Sources, Build) {
    let text = |path: &str, text: &str| SourceText { path: path.into(), text: text.into() };
    let sources = Sources::of_package(text("Move.toml", MANIFEST), vec![text("m.move", module)]);
    let build = build(&sources, &Options::default());
    (sources, build)
}

fn file(sources: &Sources) -> FileId {
    sources.files().iter().find(|(_, file)| file.path() == "m.move").unwrap().0
}

fn check(module: &str, expected: &Expect) {
    let (sources, build) = built(module);
    let said = build.diagnostics.iter().map(|it| render(sources.files(), it, false));
    expected.assert_eq(&said.collect::<String>());
}

fn codes(module: &str) -> Vec<Code> {
    built(module).1.diagnostics.iter().map(|it| it.code).collect()
}

/// Applies the first fix there is, again and again, and returns the text and what is left to be said.
fn fixed(module: &str) -> (String, Vec<Code>) {
    let mut text = module.to_owned();
    for _ in 0..20 {
        let (sources, build) = built(&text);
        let suggestions = build.diagnostics.iter().flat_map(|it| &it.suggestions);
        let mut fixes =
            suggestions.filter(|it| it.applicability == Applicability::MachineApplicable);
        let Some(fix) = fixes.next() else { break };
        let mut edits: Vec<&Edit> = fix.edits.iter().collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        for edit in edits {
            assert_eq!(edit.span.file, file(&sources));
            text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
    }
    let codes = codes(&text);
    (text, codes)
}

const THREE_DEEP: &str = "module dex::bank {
    struct Vault has key { gold: u64, silver: u64 }
    public fun take(at: address)
        writes Vault(at).gold
    {
        Vault[at].gold = 1;
    }
}
module dex::shop {
    use dex::bank;
    public entry fun buy(at: address) pure {
        pay(at)
    }
    fun pay(at: address) {
        settle(at)
    }
    fun settle(at: address) {
        bank::take(at)
    }
}
";

#[test]
fn a_missing_clause_comes_with_the_whole_chain() {
    check(
        THREE_DEEP,
        &expect![[r#"
        error[E0601]: `buy` writes `bank::Vault(at).gold`, and no clause allows it
           ┌─ m.move:6:9
           │
         6 │         Vault[at].gold = 1;
           │         ^^^^^^^^^^^^^^ writes `Vault(at).gold`
           ·
        11 │     public entry fun buy(at: address) pure {
           │                      --- `buy` does not declare it
        12 │         pay(at)
           │         ------- calls `pay`
           ·
        15 │         settle(at)
           │         ---------- calls `settle`
           ·
        18 │         bank::take(at)
           │         -------------- calls `take`
           │
           = help: allow it: writes bank::Vault(at).gold

    "#]],
    );
}

#[test]
fn fixes_settle_what_they_are_offered_for() {
    let (text, left) = fixed(THREE_DEEP);
    assert_eq!(left, [], "{text}");
    expect!["public entry fun buy(at: address) writes bank::Vault(at).gold {"]
        .assert_eq(text.lines().find(|line| line.contains("fun buy")).unwrap().trim());
    let programs = [
        "public fun get(a: address): u64 { R[a].v }",
        "public fun get(a: address): u64 pure { R[a].v }",
        "public fun get(a: address): u64\n        acquires R\n    { R[a].v }",
        "public fun set(a: address)\n        writes R, S(a)\n    {\n        R[a].v = 1;\n    }",
        "public fun set(a: address)\n        writes S(a), R\n    {\n        R[a].v = 1;\n    }",
        "public fun set(a: address)\n        writes S(a)\n        writes R\n    {\n        R[a].v = S[a].v;\n    }",
        "public fun set(a: address, b: address)\n        writes R(a), R(b)\n    {\n        R[a].v = R[b].w;\n    }",
        "public fun set<T>(s: &signer) { G<T>[std::signer::address_of(s)].v = 1; }",
    ];
    for program in programs {
        let module = format!(
            "module dex::m {{\n    struct R has key {{ v: u64, w: u64 }}\n    struct S has key {{ v: u64 }}\n    struct G<phantom T> has key {{ v: u64 }}\n    {program}\n}}\n"
        );
        assert_ne!(codes(&module), [], "{module}");
        let (text, left) = fixed(&module);
        assert_eq!(left, [], "{text}");
    }
}

#[test]
fn a_missing_field_joins_those_of_its_record() {
    let module = "module dex::m {
    struct R has key { v: u64, w: u64, x: u64 }
    public fun sum(a: address, b: address): u64
        reads R(b).x, R(a).v // what is added up
        writes R(b).w
    {
        R[b].w = 1;
        R[a].v + R[a].w + R[b].x + R[a].x
    }
}
";
    let (text, left) = fixed(module);
    assert_eq!(left, [], "{text}");
    assert!(text.contains("reads R(b).x, R(a).{v, w, x} // what is added up\n"), "{text}");
}

#[test]
fn fixes_keep_comments_where_they_are() {
    let module = "module dex::m {
    struct R has key { v: u64, w: u64 }
    struct S has key { v: u64 }
    public fun one(a: address): u64 // Reads.
    { R[a].v }
    public fun two(a: address): u64
        reads R(a).v // The value.
    { R[a].v + S[a].v }
    public fun three(a: address): u64 reads R(a).v
        // Never read.
        reads S(a) { R[a].v }
    public fun four(a: address): u64
        reads R(a).v
        // Never read.
        reads S(a)
    { R[a].v }
    public fun five(a: address): u64
        reads R(a).v, // The value.
            S(a)
    { R[a].v }
    public fun six(a: address): u64
        reads S(a), // Never read.
            R(a) // Too much.
    { R[a].v }
}
";
    let (text, left) = fixed(module);
    assert_eq!(left, [], "{text}");
    let expected = "module dex::m {
    struct R has key { v: u64, w: u64 }
    struct S has key { v: u64 }
    public fun one(a: address): u64 // Reads.
        reads R(a).v
    { R[a].v }
    public fun two(a: address): u64
        reads R(a).v // The value.
        reads S(a).v
    { R[a].v + S[a].v }
    public fun three(a: address): u64 reads R(a).v
        // Never read.
         { R[a].v }
    public fun four(a: address): u64
        reads R(a).v
        // Never read.
    { R[a].v }
    public fun five(a: address): u64
        reads R(a).v // The value.
    { R[a].v }
    public fun six(a: address): u64
        reads  // Never read.
            R(a).v // Too much.
    { R[a].v }
}
";
    assert_eq!(text, expected);
}

#[test]
fn warnings_do_not_stop_a_build() {
    let module = "module dex::m {\n    struct R has key { v: u64 }\n    public fun get(a: address): u64\n        writes R\n    {\n        R[a].v\n    }\n}\n";
    let (_, build) = built(module);
    assert_eq!(build.root_modules().count(), 1);
    assert!(build.diagnostics.iter().all(|it| it.severity == Severity::Warning));
}

#[test]
fn a_build_depends_on_its_sources_alone() {
    let bytes = |module: &str| {
        let (_, build) = built(module);
        build.modules.iter().map(CompiledModule::bytes).collect::<Vec<_>>()
    };
    assert_eq!(bytes(THREE_DEEP), bytes(THREE_DEEP));
}

#[test]
fn wider_clauses_are_shown_with_what_would_do() {
    check(
        "module dex::m {
    struct R has key { v: u64, w: u64, x: u64 }
    public fun get(a: address): u64
        writes R
    {
        R[a].v + R[a].w
    }
}
",
        &expect![[r#"
            warning[E0604]: `writes R` is wider than needed
              ┌─ m.move:4:16
              │
            4 │         writes R
              │                ^ `reads R(a).{v, w}` would do
              │
              = help: narrow it to what is needed: reads R(a).{v, w}

        "#]],
    );
}

fn route(clauses: &str) -> String {
    format!(
        "module dex::m {{
    struct Pool has key {{ n: u64 }}
    struct Fee has key {{ n: u64 }}
    fun pool_of(x: address, y: address): address {{ if (x == @0x1) y else x }}
    public fun hop(path: vector<address>, amount: u64)
        {clauses}
    {{
        let i = 0;
        while (i + 1 < path.length()) {{
            Pool[pool_of(path[i], path[i + 1])].n = amount;
            i = i + 1;
        }};
        if (amount > 10) Fee[@dex].n = amount;
    }}
}}"
    )
}

#[test]
fn ranges_and_conditions_are_declared_and_suggested() {
    let exact = "writes Pool(pool_of(path[i], path[i + 1])).n for i in 0..path.length() - 1
        writes Fee(@0x42).n if amount > 10";
    assert_eq!(codes(&route(exact)), []);
    let shifted = "writes Pool(pool_of(path[k - 1], path[k])).n for k in 1..path.length()
        writes Fee(@dex).n";
    assert_eq!(codes(&route(shifted)), []);
    for wrong in [
        "writes Pool(pool_of(path[i], path[i + 1])).n for i in 0..path.length() - 2
         writes Fee(@dex).n",
        "writes Pool(pool_of(path[i], path[i + 1])).n for i in 0..path.length() - 1 if amount > 0
         writes Fee(@dex).n",
        "writes Pool(pool_of(path[i], path[i + 1])).n for i in 0..path.length() - 1
         writes Fee(@dex).n if amount > 11",
        "pure",
    ] {
        let (text, left) = fixed(&route(wrong));
        assert!(codes(&route(wrong)).contains(&Code::E0601), "{wrong}");
        assert_eq!(left, [], "{text}");
    }
    // Without clauses a public function is told all of them.
    let (text, left) = fixed(&route(""));
    assert!(text.contains(" for i in 0..path.length() - 1"), "{text}");
    assert!(text.contains(" if amount > 10"), "{text}");
    assert_eq!(left, []);
}

#[test]
fn exclusions_are_proved() {
    let excluding = |clauses: &str| {
        codes(&format!(
            "module dex::m {{
    struct A has key {{ n: u64 }}
    struct B has key {{ n: u64 }}
    public fun f(a: address, k: &mut u64)
        {clauses}
    {{
        A[a].n = B[a].n;
        *k = 1;
    }}
}}"
        ))
    };
    assert_eq!(excluding("!writes B !reads std::signer::*, @0x7::*"), []);
    assert_eq!(excluding("writes A(a).n reads B(a).n !writes B"), []);
    assert_eq!(excluding("!reads B"), [Code::E0601]);
    assert_eq!(excluding("!writes A"), [Code::E0601]);
    assert_eq!(excluding("!writes A(@0x5)"), [Code::E0601], "`a` may be @0x5");
    assert_eq!(excluding("writes A(a).n reads B(a).n !writes dex::m::*"), [Code::E0601]);
    check(
        "module dex::m {
    struct A has key { n: u64 }
    public fun f(a: address)
        !writes A
    {
        A[a].n = 1;
    }
}",
        &expect![[r#"
            error[E0601]: `f` writes `A(a).n`, which `!writes A` excludes
              ┌─ m.move:6:9
              │
            4 │         !writes A
              │                 - excluded here
            5 │     {
            6 │         A[a].n = 1;
              │         ^^^^^^ writes `A(a).n`

        "#]],
    );
}

#[test]
fn a_value_that_escapes_from_an_addition_is_told() {
    let (_, build) = built(
        "module dex::m {
            struct R has key { n: u64 }
            public fun f(a: address, x: u64): u64
                adds R(a).n
            {
                let old = R[a].n;
                R[a].n = old + x;
                old
            }
        }",
    );
    let said: Vec<String> = build.diagnostics.iter().map(|it| it.message.clone()).collect();
    assert!(said.contains(&"`R(a).n` is not only added to".to_owned()), "{said:?}");
    assert!(said.contains(&"`f` writes `R(a).n`, and no clause allows it".to_owned()), "{said:?}");
}
