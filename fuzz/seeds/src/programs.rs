//! The programs of the tests, compiled.

use std::fs;
use std::path::{Path, PathBuf};

use compiler_diagnostics::render;
use compiler_driver::{Declarations, Options, SourceText, Sources, build, load};
use vm_bytecode::Module;

use crate::dice::Dice;
use crate::generator::package;

/// Random programs.
const PROGRAMS: u64 = 60;

/// The modules of each package, those of the library among them.
pub(crate) fn packages() -> Vec<Vec<Module>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut packages = vec![compile(&random()), compile(&machine_code(&root))];
    for kind in ["accept", "run", "footprints"] {
        let mut files = Vec::new();
        find(&root.join("tests/corpus").join(kind), &mut files);
        packages.push(compile(&Sources::of_package(manifest(), files)));
    }
    for example in ["exchange", "lending", "mint", "order-book", "payments", "router", "vault"] {
        let sources = load(&root.join("examples").join(example)).expect("the examples are there");
        packages.push(compile(&sources));
    }
    packages
}

fn manifest() -> SourceText {
    let text =
        "[package]\nname = \"Seeds\"\nversion = \"0.1.0\"\n\n[addresses]\ntest = \"0x7e57\"\n";
    SourceText { path: "Move.toml".to_owned(), text: text.to_owned() }
}

fn random() -> Sources {
    let number = |seed| usize::try_from(seed).expect("few programs");
    let text = |seed| package(&mut Dice::new(seed), number(seed)).to_string();
    let file = |seed| SourceText { path: format!("{seed}.move"), text: text(seed) };
    Sources::of_package(manifest(), (0..PROGRAMS).map(file).collect())
}

/// The program with which the engines of code are compared at each limit of gas.
fn machine_code(root: &Path) -> Sources {
    let test = fs::read_to_string(root.join("tests/tests/machine_code.rs")).expect("it is there");
    let text = test.split("r#\"").nth(1).and_then(|rest| rest.split("\"#;").next());
    let text = text.expect("the test holds a program").replace("deeper0<u8>(n);", "");
    Sources::of_package(manifest(), vec![SourceText { path: "code.move".to_owned(), text }])
}

/// The Move files below a folder, in order.
fn find(folder: &Path, files: &mut Vec<SourceText>) {
    let entries = fs::read_dir(folder).expect("the corpus is there");
    let mut paths: Vec<PathBuf> = entries.map(|it| it.expect("it can be read").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            find(&path, files);
        } else if path.extension().is_some_and(|it| it == "move") {
            let text = fs::read_to_string(&path).expect("the corpus is text");
            files.push(SourceText { path: path.display().to_string(), text });
        }
    }
}

fn compile(sources: &Sources) -> Vec<Module> {
    let declarations = Some(Declarations::Inferred);
    let built = build(sources, &Options { declarations, ..Options::default() });
    let said = built.diagnostics.iter().map(|it| render(sources.files(), it, false));
    assert!(!built.diagnostics.has_errors(), "{}", said.collect::<Vec<_>>().join("\n"));
    built.verified.iter().map(|it| it.module().clone()).collect()
}
