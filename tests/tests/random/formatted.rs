//! Formatting random programs: 400 unless `ACCESSVM_CASES` says how many.

use compiler_diagnostics::FileId;
use compiler_driver::{Build, SourceText};
use compiler_format::format;
use vm_bytecode::Module;

use crate::case::{Case, compile_texts};
use crate::number_from;

/// Programs compiled together.
const TOGETHER: usize = 250;

fn modules(built: &Build) -> Vec<&Module> {
    built.root_modules().map(|it| &*it.module).collect()
}

#[test]
fn formatting_random_programs_changes_no_bytecode() {
    let first = number_from("ACCESSVM_SEED", 0);
    let count = number_from("ACCESSVM_CASES", 400);
    let seeds: Vec<u64> = (first..first + count).collect();
    for seeds in seeds.chunks(TOGETHER) {
        let (mut written, mut formatted) = (Vec::new(), Vec::new());
        for (number, seed) in (0..).zip(seeds) {
            let text = Case::new(*seed, number).package.to_string();
            let after = format(FileId(0), &text).unwrap_or_else(|_| panic!("seed {seed}"));
            let again = format(FileId(0), &after).unwrap_or_else(|_| panic!("seed {seed}"));
            assert_eq!(again, after, "seed {seed} is settled");
            let path = format!("seed-{seed}.move");
            written.push(SourceText { path: path.clone(), text });
            formatted.push(SourceText { path, text: after });
        }
        let written = compile_texts(written).expect("what is generated compiles");
        let formatted = compile_texts(formatted).expect("what is formatted compiles");
        let (written, formatted) = (modules(&written), modules(&formatted));
        assert!(seeds.len() <= written.len() && written.len() == formatted.len());
        for (before, after) in written.into_iter().zip(formatted) {
            assert!(before == after, "{} is another module", before.id);
        }
    }
}
