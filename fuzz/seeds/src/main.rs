//! Writes what fuzzing starts from: the part of the library that inputs may use, and inputs whose modules are accepted.
//!
//! Programs are those of the tests: random ones, the corpus of the language, the examples. They come whole where that is
//! short, and function by function, each with all that it calls and nothing else.
//!
//! ```sh
//! cd fuzz
//! cargo run -p seeds -- library.bin work
//! ```
#![allow(
    clippy::disallowed_methods,
    reason = "it is a command, and reads its arguments and the programs of the tests"
)]

#[path = "../../../tests/tests/random/body.rs"]
mod body;
#[path = "../../../tests/tests/random/dice.rs"]
mod dice;
#[path = "../../../tests/tests/random/generator.rs"]
mod generator;
#[allow(dead_code, reason = "only the target decodes")]
#[path = "../../src/input.rs"]
mod input;
#[path = "../../../tests/tests/random/lambdas.rs"]
mod lambdas;
#[path = "../../../tests/tests/random/patterns.rs"]
mod patterns;
#[allow(dead_code, reason = "tests count what is said")]
#[path = "../../../tests/tests/random/program.rs"]
mod program;
mod programs;
#[path = "../../../tests/tests/random/signed.rs"]
mod signed;
#[path = "../../../tests/tests/random/statements.rs"]
mod statements;
mod trim;
#[path = "../../../tests/tests/random/variants.rs"]
mod variants;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use vm_access::{AccountAddress, FunctionName, ModuleId, Type};
use vm_bytecode::{FunctionDefinition, Limits, Module, encode};
use vm_verifier::verify;

use crate::dice::Dice;
use crate::input::{Input, is_callable};
use crate::trim::{all_accepted, trim};

/// Longest input, in bytes.
const INPUT_BYTES_MAX: usize = 12_000;
/// Calls of a batch.
const CALLS_MAX: usize = 16;

type Known = BTreeMap<ModuleId, Module>;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, library_path, folder] = arguments.as_slice() else {
        panic!("give the file of the library and the folder of the seeds");
    };
    let packages = programs::packages();
    let whole = library(&packages);
    let known: Known = whole.iter().map(|it| (it.id.clone(), it.clone())).collect();
    let mut dice = Dice::new(1);
    let mut inputs: BTreeMap<Vec<u8>, Vec<Module>> = BTreeMap::new();
    for package in &packages {
        for modules in seeds(&known, package) {
            inputs.extend(input(&mut dice, &modules).map(|bytes| (bytes, modules)));
        }
    }
    let used = part(&whole, inputs.values().flatten());
    let known: Known = used.iter().map(|it| (it.id.clone(), it.clone())).collect();
    inputs.retain(|_, modules| all_accepted(&known, modules));
    let library = Input { modules: used.iter().map(encode).collect(), batch: vec![] }.encode();
    fs::write(library_path, &library).expect("it is written");
    fs::create_dir_all(folder).expect("there is room for a folder");
    for (number, input) in inputs.keys().enumerate() {
        let path = Path::new(folder).join(format!("seed-{number:04}"));
        fs::write(path, input).expect("it is written");
    }
    let (count, bytes) = (inputs.len(), inputs.keys().map(Vec::len).sum::<usize>());
    println!("{} modules of the library, {} bytes", used.len(), library.len());
    println!("{count} seeds, {bytes} bytes");
}

fn is_library(module: &Module) -> bool {
    (1..=4).any(|low| module.id.address == AccountAddress::from_low(low))
}

/// The modules of the library that packages use, each after those it needs.
fn library(packages: &[Vec<Module>]) -> Vec<Module> {
    let mut pending = Known::new();
    for module in packages.iter().flatten().filter(|it| is_library(it)) {
        pending.insert(module.id.clone(), module.clone());
    }
    let (mut known, mut ordered) = (Known::new(), Vec::new());
    while !pending.is_empty() {
        let is_next =
            |module: &&Module| verify(Module::clone(module), &known, &Limits::default()).is_ok();
        let next = pending.values().find(is_next).expect("there is no circle").clone();
        pending.remove(&next.id);
        known.insert(next.id.clone(), next.clone());
        ordered.push(next);
    }
    ordered
}

/// The part of the library that some modules call.
fn part<'a>(library: &[Module], users: impl Iterator<Item = &'a Module>) -> Vec<Module> {
    let callees = users.flat_map(|module| &module.callees).map(|callee| callee.function.clone());
    let roots: BTreeSet<FunctionName> = callees.collect();
    let roots: Vec<FunctionName> = roots.into_iter().collect();
    let modules: Vec<&Module> = library.iter().collect();
    trim(&Known::new(), &modules, &roots).expect("a part of the library is accepted")
}

/// The own modules of a package: all functions of each, and each function alone.
fn seeds(library: &Known, package: &[Module]) -> Vec<Vec<Module>> {
    let own: Vec<&Module> = package.iter().filter(|it| !is_library(it)).collect();
    let mut seeds = Vec::new();
    for (index, module) in own.iter().enumerate() {
        let functions = module.functions.iter().filter(|it| is_callable(it));
        let names: Vec<_> = functions
            .map(|it| FunctionName { module: module.id.clone(), name: it.name.clone() })
            .collect();
        let mut roots: Vec<&[FunctionName]> = names.chunks(1).collect();
        roots.push(&names);
        seeds.extend(roots.into_iter().filter_map(|roots| trim(library, &own[..=index], roots)));
    }
    seeds
}

/// The input of some modules; `None` if it is too large.
fn input(dice: &mut Dice, modules: &[Module]) -> Option<Vec<u8>> {
    let batch = batch(dice, modules);
    let bytes = Input { modules: modules.iter().map(encode).collect(), batch }.encode();
    (modules.len() <= 3 && bytes.len() <= INPUT_BYTES_MAX).then_some(bytes)
}

/// Calls of all functions in order, and once more.
fn batch(dice: &mut Dice, modules: &[Module]) -> Vec<u8> {
    let functions = modules.iter().flat_map(|module| &module.functions);
    let functions: Vec<&FunctionDefinition> = functions.filter(|it| is_callable(it)).collect();
    let mut bytes = Vec::new();
    let rounds = if functions.len() == 1 { 3 } else { 2 };
    for call in (0..functions.len() * rounds).take(CALLS_MAX) {
        let index = call % functions.len();
        // The number of the function, and plenty of gas.
        bytes.extend([u8::try_from(index).unwrap_or(0), if dice.chance(90) { 130 } else { 40 }]);
        let function = functions[index];
        bytes.extend(function.type_parameters.iter().map(|_| 0));
        function.parameters.iter().for_each(|it| argument(dice, &it.ty, &mut bytes));
    }
    bytes
}

/// The bytes that a value of a type is read from.
fn argument(dice: &mut Dice, ty: &Type, bytes: &mut Vec<u8>) {
    let byte = |dice: &mut Dice, bound| u8::try_from(dice.below(bound)).expect("at most a byte");
    match ty {
        Type::Bool => bytes.push(byte(dice, 2)),
        Type::Integer(_) => bytes.push(byte(dice, 12)),
        Type::Address | Type::Signer | Type::Reference { .. } => bytes.push(byte(dice, 2)),
        Type::Vector(element) if **element == Type::U8 => {
            let length = byte(dice, 5);
            bytes.push(length);
            bytes.extend((0..length).map(|_| b'a'));
        }
        Type::Vector(element) => {
            let length = byte(dice, 4);
            bytes.push(length);
            (0..length).for_each(|_| argument(dice, element, bytes));
        }
        // A string, an object, or an option of nothing.
        Type::Struct(_) => bytes.push(0),
        Type::Parameter(_) | Type::Function(_) => bytes.push(1),
    }
}
