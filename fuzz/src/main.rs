//! Coverage-guided fuzzing of decoder, verifier, inference and both engines of code: libFuzzer's target.
//!
//! An input is modules as bytes, and bytes that a batch is made of ([`input`]). Modules that decode are verified against a
//! part of the library; what the verifier lets pass is linked and runs, call by call, as machine code and interpreted. Both
//! must do the same, and no run may end as none of verified code may ([`check`]).
//!
//! Hardly any bytes are a module that is accepted, so inputs are changed as modules ([`mutate`]): most mutants are verified.
//!
//! ```sh
//! cd fuzz && mkdir work
//! cargo run --release -- work corpus -max_len=32768 -max_total_time=3600
//! ```
#![no_main]

mod batch;
mod check;
#[allow(dead_code, reason = "words are for programs in source")]
#[path = "../../tests/tests/random/dice.rs"]
mod dice;
mod input;
mod library;
mod mutate;

use std::cell::OnceCell;
use std::rc::Rc;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

use crate::dice::Dice;
use crate::input::Input;
use crate::library::Library;

thread_local! {
    static LIBRARY: OnceCell<Rc<Library>> = const { OnceCell::new() };
}

fn library() -> Rc<Library> {
    LIBRARY.with(|library| Rc::clone(library.get_or_init(|| Rc::new(Library::load()))))
}

fuzz_target!(|bytes: &[u8]| {
    let _ = check::check(&library(), bytes);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut dice = Dice::new(u64::from(seed));
    mutant(&mut dice, data, size, max_size).unwrap_or_else(|| fuzzer_mutate(data, size, max_size))
});

/// Writes a mutant over the first bytes of `data` and gives its size; `None` if bytes should be changed as bytes.
fn mutant(dice: &mut Dice, data: &mut [u8], size: usize, max_size: usize) -> Option<usize> {
    if dice.chance(3) {
        return None;
    }
    let mut input = Input::decode(data.get(..size)?)?;
    if dice.chance(15) {
        change_batch(&mut input.batch);
    } else {
        let modules = check::modules(&input)?;
        let modules = mutate::mutate(dice, &library(), modules)?;
        input.modules = modules.iter().map(vm_bytecode::encode).collect();
    }
    let bytes = input.encode();
    if max_size < bytes.len() {
        return None;
    }
    data.get_mut(..bytes.len())?.copy_from_slice(&bytes);
    Some(bytes.len())
}

/// Longest batch, in bytes.
const BATCH_BYTES_MAX: usize = 256;

fn change_batch(batch: &mut Vec<u8>) {
    let size = batch.len().min(BATCH_BYTES_MAX);
    batch.resize(BATCH_BYTES_MAX, 0);
    let size = fuzzer_mutate(batch, size, BATCH_BYTES_MAX);
    batch.truncate(size);
}
