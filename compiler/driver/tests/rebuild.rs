//! A rebuild gives what a build gives, and does over again what has changed alone.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::sync::Arc;

use compiler_driver::{
    Build, CompiledModule, Memory, Options, SourceText, Sources, build, rebuild,
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

#[test]
fn a_rebuild_gives_what_a_build_gives() {
    let mut memory = Memory::default();
    // Steps of 65 change something of each module most of the time, steps of 1 one alone.
    for step in (0..108).map(|step| step * 65).chain(0..54) {
        let number = step % 216;
        let chosen = [number / 36, number / 6 % 6, number % 6];
        let (new, old) =
            (build(&sources(chosen), &Options::default()), rebuilt(chosen, &mut memory));
        let said = |build: &Build| format!("{:?}", build.diagnostics);
        assert_eq!(said(&new), said(&old), "{chosen:?}");
        let bytes =
            |build: &Build| build.modules.iter().map(CompiledModule::bytes).collect::<Vec<_>>();
        assert_eq!(bytes(&new), bytes(&old), "{chosen:?}");
        let verified = |build: &Build| {
            build.verified.iter().map(|it| it.module().id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(verified(&new), verified(&old), "{chosen:?}");
        assert_eq!(new.program().is_ok(), old.program().is_ok(), "{chosen:?}");
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
