//! What programs do when they run: each entry function of `programs/` asserts it itself.
//!
//! A function whose name starts with `aborts` must abort; every other must return.

use std::fs;
use std::path::{Path, PathBuf};

use compiler_driver::{Options, SourceText, Sources, build};
use vm_access::{AccountAddress, FunctionName, Type, Value};
use vm_bytecode::{FunctionDefinition, Module};
use vm_interpreter::Status;
use vm_runtime::{Batch, Machine, Transaction, World, execute_serially};
use vm_verifier::Program;

const MANIFEST: &str = "
[package]
name = \"Test\"
version = \"0.1.0\"
[addresses]
test = \"0x99\"
[access]
declarations = \"inferred\"
";

/// The programs, linked with what they need of the library.
fn compile() -> Program {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/language/programs");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .collect();
    paths.sort();
    let text = |path: &PathBuf| SourceText {
        path: path.display().to_string(),
        text: fs::read_to_string(path).expect("it can be read"),
    };
    let manifest = SourceText { path: "Move.toml".to_owned(), text: MANIFEST.to_owned() };
    let sources = Sources::of_package(manifest, paths.iter().map(text).collect());
    let built = build(&sources, &Options::default());
    let errors: Vec<String> = built
        .diagnostics
        .iter()
        .map(|it| compiler_diagnostics::render(sources.files(), it, false))
        .collect();
    assert!(!built.diagnostics.has_errors(), "{}", errors.join("\n"));
    built.program().expect("what is built together fits together")
}

/// Calls an entry function of signers; `index` tells their accounts apart.
fn call(module: &Module, function: &FunctionDefinition, index: usize) -> Transaction {
    let account = AccountAddress::from_low(u8::try_from(index % 100 + 100).expect("below 200"));
    let argument = |ty: &Type| {
        assert_eq!(*ty.referent(), Type::Signer, "programs take signers alone");
        Value::Signer(account)
    };
    Transaction {
        function: FunctionName { module: module.id.clone(), name: function.name.clone() },
        type_arguments: Vec::new(),
        arguments: function.parameters.iter().map(|own| argument(&own.ty)).collect(),
        gas_max: 1_000_000,
    }
}

#[test]
fn programs_do_what_they_say() {
    let program = compile();
    let own = program
        .modules()
        .iter()
        .filter(|module| module.id.address == AccountAddress::from_low(0x99));
    let entries = own.flat_map(|module| {
        module.functions.iter().filter(|it| it.is_entry).map(move |function| (module, function))
    });
    let transactions: Vec<Transaction> = entries
        .enumerate()
        .map(|(index, (module, function))| call(module, function, index))
        .collect();
    assert!(20 < transactions.len(), "the programs were found");
    let batch = Batch { transactions, height: 1, ..Batch::default() };
    let machine = Machine::new(program, vm_interpreter::Limits::default());
    let executions = execute_serially(&machine, &mut World::new(), &batch);
    let executions = executions.expect("a store in memory does not fail");
    for (transaction, execution) in batch.transactions.iter().zip(executions) {
        let name = &transaction.function;
        let must_abort = name.name.as_str().starts_with("aborts");
        let has_aborted = execution.status != Status::Committed;
        assert_eq!(has_aborted, must_abort, "{name}: {:?}", execution.status);
    }
}
