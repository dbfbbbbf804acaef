//! A rebuild gives what a build gives, and does over again what has changed alone.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use compiler_diagnostics::Span;
use compiler_driver::{
    Build, CompiledModule, Memory, Mention, Options, SourceText, Sources, build, load, rebuild,
};

/// What each of three modules may say: as it is, another body, another footprint, another signature, an error.
///
/// Of `mid`, the signature is that of an inline function, whose body concerns others; of `top`, there is a warning.
const TEXTS: [[&str; 6]; 3] = [
    [
        "module 0x2::low { struct R has key { n: u64, m: u64 } public fun at(a: address): u64 acquires R { R[a].n } }",
        "module 0x2::low { struct R has key { n: u64, m: u64 } public fun at(a: address): u64 acquires R { let n = R[a].n; n } }",
        "module 0x2::low { struct R has key { n: u64, m: u64 } public fun at(a: address): u64 acquires R { R[a].m } }",
        "module 0x2::low { struct R has key { n: u64, m: u64 } public fun at(_a: address): u8 { 1 } }",
        "module 0x2::low { struct R has key { n: u64 } public fun at(a: address): u64 acquires R { &mut R[a].n; 1 + true } }",
        "module 0x2::low {
            struct R has key { n: u64, m: u64 }
            #[test_only] struct T has drop { }
            // It reads what it does not need.
            public fun at(a: address): u64 acquires R { R[a].n + R[a].m - R[a].m }
        }",
    ],
    [
        "module 0x2::mid { use 0x2::low; public fun twice(a: address): u64 { low::at(a) * 2 } }",
        "module 0x2::mid { use 0x2::low; public fun twice(a: address): u64 { low::at(a) + low::at(a) } }",
        "module 0x2::mid { use 0x2::low; public fun twice(_a: address): u64 { low::at(@0x3) * 2 } }",
        "module 0x2::mid { public inline fun twice(a: address): u64 { 0x2::low::at(a) } }",
        "module 0x2::mid { use 0x2::low; public fun twice(a: address): u64 { low::at(a) } fun f(r: &mut u64): &u64 { let s = &mut *r; *r = 1; s } }",
        "module 0x2::mid { public inline fun twice(a: address): u64 { 0x2::low::at(a) + 1 } }",
    ],
    [
        "module 0x2::top { use 0x2::mid; public fun go(a: address): u64 { mid::twice(a) } }",
        "module 0x2::top { use 0x2::mid; public fun go(a: address): u64 reads 0x2::low::R(a).n { mid::twice(a) } }",
        "module 0x2::top { use 0x2::mid; public fun go(a: address): u64 { mid::twice(a) + mid::twice(@0x4) } }",
        "module 0x2::top { }",
        "module 0x2::top { use 0x2::mid; fun go(a: address): u64 { mid::twice(a, a) } }",
        "module 0x2::top {
            enum E has drop { A, B }
            fun go(e: E, a: address): u64 { match (e) { A => 0x2::mid::twice(a), _ => 0, B => 1 } }
        }",
    ],
];

fn sources(chosen: [usize; 3]) -> Sources {
    let manifest = "[package]\nname = \"p\"\n[access]\ndeclarations = \"inferred\"\n";
    let text = |path: &str, text: &str| SourceText { path: path.into(), text: text.into() };
    let modules = TEXTS.iter().zip(chosen).enumerate();
    let modules =
        modules.map(|(index, (texts, it))| text(&format!("sources/{index}.move"), texts[it]));
    Sources::of_package(text("Move.toml", manifest), modules.collect())
}

fn rebuilt(chosen: [usize; 3], memory: &mut Memory) -> Build {
    rebuild(&sources(chosen), &Options::default(), memory)
}

fn module<'b>(build: &'b Build, name: &str) -> &'b CompiledModule {
    build.root_modules().find(|it| it.module.id.name.as_str() == name).unwrap()
}

/// Whether what was inferred of a module is what the former build inferred, and not once more the same.
fn is_remembered(before: &Build, after: &Build, name: &str) -> bool {
    Arc::ptr_eq(&module(before, name).inference, &module(after, name).inference)
}

/// Builds anew and with a memory, and compares all that can be seen.
fn assert_same(sources: &Sources, memory: &mut Memory, what: &str) -> Build {
    let options = Options::default();
    let (new, old) = (build(sources, &options), rebuild(sources, &options, memory));
    assert_eq!(format!("{:?}", new.diagnostics), format!("{:?}", old.diagnostics), "{what}");
    let modules = |build: &Build| {
        let module = |it: &CompiledModule| (it.package, it.file, it.bytes(), it.source_map.clone());
        build.modules.iter().map(module).collect::<Vec<_>>()
    };
    assert_eq!(modules(&new), modules(&old), "{what}");
    let verified = |build: &Build| {
        build.verified.iter().map(|it| it.module().id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(verified(&new), verified(&old), "{what}");
    assert_eq!((&new.tests, &new.addresses), (&old.tests, &old.addresses), "{what}");
    assert_eq!(new.program().is_ok(), old.program().is_ok(), "{what}");
    let fresh = rebuild(sources, &options, &mut Memory::default());
    assert_eq!(names(&fresh), names(&old), "{what}");
    old
}

/// All that is known of names.
fn names(build: &Build) -> (BTreeSet<&Mention>, BTreeSet<(Span, &str)>) {
    let mentions = build.indices.iter().flat_map(|index| index.mentions());
    let types = build.indices.iter().flat_map(|index| index.types());
    (mentions.collect(), types.map(|it| (it.span, it.shown.as_str())).collect())
}

#[test]
fn a_rebuild_gives_what_a_build_gives() {
    let mut memory = Memory::default();
    // Steps of 65 change something of each module most of the time, steps of 1 one alone.
    for step in (0..108).map(|step| step * 65).chain(0..54) {
        let number = step % 216;
        let chosen = [number / 36, number / 6 % 6, number % 6];
        let sources = sources(chosen);
        assert_same(&sources, &mut memory, &format!("{chosen:?}"));
    }
}

#[test]
fn what_has_not_changed_is_remembered() {
    let mut memory = Memory::default();
    let first = rebuilt([0, 0, 0], &mut memory);
    let body = rebuilt([1, 0, 0], &mut memory);
    assert!(!is_remembered(&first, &body, "low"));
    assert!(is_remembered(&first, &body, "mid") && is_remembered(&first, &body, "top"));
    // What `mid` does changes with what `low` does, and so does what `top` does.
    let footprint = rebuilt([2, 0, 0], &mut memory);
    assert!(!is_remembered(&body, &footprint, "mid") && !is_remembered(&body, &footprint, "top"));
    let same = rebuilt([2, 0, 0], &mut memory);
    assert!(["low", "mid", "top"].iter().all(|name| is_remembered(&footprint, &same, name)));
}

#[test]
fn an_error_makes_nothing_forgotten() {
    let mut memory = Memory::default();
    let first = rebuilt([0, 0, 0], &mut memory);
    assert!(rebuilt([0, 0, 4], &mut memory).diagnostics.has_errors());
    let again = rebuilt([0, 0, 0], &mut memory);
    assert!(["low", "mid", "top"].iter().all(|name| is_remembered(&first, &again, name)));
}

/// Files of two packages, the second of which uses the first, and edits of them one after the other; an empty text removes
/// a file.
const EDITS: &[(&str, &str)] = &[
    (
        "dep/Move.toml",
        "[package]\nname = \"dep\"\n[access]\ndeclarations = \"inferred\"\n[addresses]\nd = \"0x7\"\n",
    ),
    (
        "dep/sources/b.move",
        "module d::b { struct R has key { n: u64, m: u64 } public fun f(a: address): u64 acquires R { R[a].n } }",
    ),
    (
        "top/Move.toml",
        "[package]\nname = \"top\"\n[access]\ndeclarations = \"inferred\"\n[addresses]\nt = \"0x8\"\n[dependencies]\ndep = { local = \"../dep\" }\n",
    ),
    (
        "top/sources/b.move",
        "module t::b { public fun f(a: address): u64 { d::b::f(a) } #[test] fun one() { assert!(f(@0x1) == 1, 3); } }",
    ),
    (
        "top/sources/c.move",
        "module t::c { public fun f(a: address): u64 reads d::b::R(a).n { t::b::f(a) } }",
    ),
    // A body of the dependency, then what it does, with an error in its user; then its user declares it.
    (
        "dep/sources/b.move",
        "module d::b { struct R has key { n: u64, m: u64 } public fun f(a: address): u64 acquires R { let n = R[a].n; n } }",
    ),
    (
        "dep/sources/b.move",
        "module d::b { struct R has key { n: u64, m: u64 } public fun f(a: address): u64 acquires R { R[a].m } }",
    ),
    (
        "top/sources/c.move",
        "module t::c { public fun f(a: address): u64 reads d::b::R(a).m { t::b::f(a) } }",
    ),
    // The same one line down, so that what was said stands elsewhere.
    (
        "dep/sources/b.move",
        "\nmodule d::b { struct R has key { n: u64, m: u64 } public fun f(a: address): u64 acquires R { R[a].n } }",
    ),
    (
        "dep/sources/b.move",
        "\n\nmodule d::b { struct R has key { n: u64, m: u64 } public fun f(a: address): u64 acquires R { 0 + R[a].n } }",
    ),
    // Files that come before all others, are broken, and go.
    ("dep/sources/a.move", "module d::a { public inline fun g(): u64 { 4 } }"),
    ("top/sources/a.move", "module t::a { public fun h(): u64 { d::a::g() } }"),
    ("top/sources/a.move", "module t::a { public fun h(): u64 { d::a::g( } }"),
    ("top/sources/a.move", "module t::a { public fun h(): u64 { d::a::g() + true } }"),
    ("top/sources/a.move", "module t::a { public fun h(): u64 { std::nowhere::g() } }"),
    ("top/sources/a.move", "module t::a { public fun h(): u64 { d::a::g() + d::a::g() } }"),
    ("dep/sources/a.move", "module d::a { public inline fun g(): u64 { 4 + true } }"),
    ("dep/sources/a.move", "module d::a { public inline fun g(): u64 { 5 } }"),
    (
        "top/sources/b.move",
        "module t::b { fun p() { } public fun f(a: address): u64 { d::b::f(a) } }",
    ),
    // An error told at a place in a file of which the bodies change.
    ("top/sources/c.move", "module t::c { public fun f() { t::b::p() } }"),
    (
        "top/sources/b.move",
        "module t::b { fun q() { let _ = 1; } fun p() { } public fun f(a: address): u64 { d::b::f(a) } }",
    ),
    ("top/sources/c.move", ""),
    ("dep/sources/a.move", ""),
    ("top/sources/a.move", ""),
    // Manifests: other addresses, and who must declare.
    (
        "dep/Move.toml",
        "[package]\nname = \"dep\"\n[access]\ndeclarations = \"inferred\"\n[addresses]\nd = \"0x9\"\n",
    ),
    (
        "top/Move.toml",
        "[package]\nname = \"top\"\n[addresses]\nt = \"0x8\"\n[dependencies]\ndep = { local = \"../dep\" }\n",
    ),
    (
        "top/Move.toml",
        "[package]\nname = \"top\"\n[access]\ndeclarations = \"inferred\"\n[addresses]\nt = \"_\"\n[dependencies]\ndep = { local = \"../dep\" }\n",
    ),
    (
        "top/Move.toml",
        "[package]\nname = \"top\"\n[access]\ndeclarations = \"inferred\"\n[addresses]\nt = \"0x6\"\n[dependencies]\ndep = { local = \"../dep\" }\n",
    ),
];

fn edit(folder: &Path, (path, text): (&str, &str)) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    if text.is_empty() { fs::remove_file(path).unwrap() } else { fs::write(path, text).unwrap() }
}

#[test]
fn edits_of_several_packages_give_what_a_build_gives() {
    let folder = tempfile::tempdir().unwrap();
    let (mut building, mut testing) = (Memory::default(), Memory::default());
    // By turns and with one memory for both.
    let mut both = Memory::default();
    for (step, change) in EDITS.iter().enumerate() {
        edit(folder.path(), *change);
        if step < 3 {
            continue;
        }
        let sources = load(&folder.path().join("top")).unwrap();
        assert_same(&sources, &mut building, &format!("{step} built"));
        assert_same(&sources, &mut both, &format!("{step} built by turns"));
        let tested = sources.for_tests();
        assert_same(&tested, &mut testing, &format!("{step} tested"));
        assert_same(&tested, &mut both, &format!("{step} tested by turns"));
    }
}

#[test]
fn a_module_that_is_not_found_makes_nothing_forgotten() {
    let mut memory = Memory::default();
    let first = rebuilt([0, 0, 0], &mut memory);
    let manifest = "[package]\nname = \"p\"\n[access]\ndeclarations = \"inferred\"\n";
    let text = |path: &str, text: &str| SourceText { path: path.into(), text: text.into() };
    let mut modules: Vec<SourceText> = TEXTS
        .iter()
        .enumerate()
        .map(|(at, it)| text(&format!("sources/{at}.move"), it[0]))
        .collect();
    modules[2].text = modules[2].text.replace("mid::twice(a)", "std::nowhere::twice(a)");
    let sources = Sources::of_package(text("Move.toml", manifest), modules);
    assert!(assert_same(&sources, &mut memory, "not found").diagnostics.has_errors());
    let again = rebuilt([0, 0, 0], &mut memory);
    assert!(["low", "mid", "top"].iter().all(|name| is_remembered(&first, &again, name)));
}
