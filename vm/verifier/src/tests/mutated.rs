//! Mutated encodings and random bytes: never a panic, and nothing accepted that lies about its footprint.
//!
//! 1,000 cases each; `PROPTEST_CASES` asks for more.

use proptest::prelude::{Just, Strategy, any};
use proptest::test_runner::{Config, TestRunner};
use vm_bytecode::{Limits, decode, encode};
use vm_footprint::infer;

use super::samples::{annotated, vault};
use crate::verify_program;

fn for_many<S: Strategy>(inputs: S, test: impl Fn(S::Value)) {
    let config = Config { cases: Config::default().cases.max(1000), ..Config::default() };
    let outcome = TestRunner::new(config).run(&inputs, |input| {
        test(input);
        Ok(())
    });
    outcome.expect("no input fails the test");
}

/// Decodes and verifies; what is accepted says what it does.
fn load(bytes: &[u8]) -> bool {
    let limits = Limits::default();
    let Ok(module) = decode(bytes, &limits) else { return false };
    let Ok(program) = verify_program(vec![module], &limits) else { return false };
    for module in program.modules() {
        let found = infer(module, &program);
        for (function, found) in module.functions.iter().zip(&found.functions) {
            assert!(function.inferred.covers(&found.footprint));
        }
    }
    true
}

#[test]
fn mutated_modules_are_refused_or_honest() {
    let bytes = encode(&annotated(vault(), &[]));
    assert!(load(&bytes), "unchanged it passes");
    let edits = proptest::collection::vec((0..bytes.len(), 0..40_u8), 1..4);
    for_many((Just(bytes), edits), |(mut bytes, edits)| {
        for (place, byte) in edits {
            bytes[place] = byte;
        }
        load(&bytes);
    });
}

#[test]
fn random_bytes_are_refused() {
    for_many(proptest::collection::vec(any::<u8>(), 0..300), |tail| {
        load(&[b"ACVM\x02\0\0\0".as_slice(), &tail].concat());
        load(&tail);
    });
}
