//! The library and every example compile, with nothing to say.

use std::path::{Path, PathBuf};

use bumpalo::Bump;
use compiler_diagnostics::{Diagnostics, Files};
use compiler_syntax::ast;
use compiler_typing::{Dependencies, InlineSource, Options};
use vm_access::AccountAddress;
use vm_bytecode::Module;

/// Names of addresses, with the examples' numbered from 100.
fn addresses() -> Options {
    let library = ["std", "aptos_std", "aptos_framework"];
    let examples = ["exchange", "router", "lending", "payments", "mint", "book"];
    let library = library.iter().map(|name| ((*name).to_owned(), AccountAddress::ONE));
    let others = [
        ("aptos_token_objects", 4),
        ("aptos_fungible_asset", 10),
        ("core_resources", 11),
        ("vm_reserved", 0),
    ];
    let others = others.map(|(name, low)| (name.to_owned(), AccountAddress::from_low(low)));
    let examples = examples.iter().zip(100..);
    let examples = examples.map(|(name, low)| ((*name).to_owned(), AccountAddress::from_low(low)));
    let addresses = library.chain(others).chain(examples).collect();
    Options { addresses, ..Options::default() }
}

fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(directory).expect("the directory is there");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("it can be read").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "move") {
            found.push(path);
        }
    }
}

/// The modules of a package at `path` below the repository's root, and its files.
fn compile<'a>(
    arena: &'a Bump,
    path: &str,
    dependencies: &[&Module],
    inlines: &[ast::File<'a>],
) -> (Vec<Module>, Vec<ast::File<'a>>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path).join("sources");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::new();
    let mut trees = Vec::new();
    for path in paths {
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let file = files.add(path.display().to_string(), text.clone());
        let parsed = compiler_syntax::parse(file, arena.alloc_str(&text), arena);
        diagnostics.extend(parsed.diagnostics);
        trees.push(parsed.file);
    }
    let options = addresses();
    let inlines = inlines.iter().map(|file| InlineSource { file, addresses: &options.addresses });
    let inlines: Vec<InlineSource<'_>> = inlines.collect();
    let dependencies = Dependencies { modules: dependencies, inlines: &inlines };
    let checked = compiler_typing::check(&trees, &files, &dependencies, &options);
    diagnostics.extend(checked.diagnostics);
    let texts: Vec<String> = diagnostics
        .iter()
        .map(|it| format!("{} {:?} {}", it.code, files.slice(it.primary.span), it.message))
        .collect();
    assert!(texts.is_empty(), "{}", texts.join("\n"));
    let modules = compiler_codegen::emit(&checked.program).into_iter().map(|(module, _)| module);
    (modules.collect(), trees)
}

#[test]
fn the_library_and_the_examples_compile() {
    let arena = Bump::new();
    let (library, files) = compile(&arena, "stdlib", &[], &[]);
    let mut modules: Vec<&Module> = library.iter().collect();
    for package in ["payments", "mint", "lending", "order-book"] {
        compile(&arena, &format!("examples/{package}"), &modules, &files);
    }
    let (exchange, _) = compile(&arena, "examples/exchange", &modules, &files);
    modules.extend(&exchange);
    compile(&arena, "examples/router", &modules, &files);
}
