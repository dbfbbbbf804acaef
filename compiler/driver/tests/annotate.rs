//! `annotate` and `fix` on the examples and the library, their clauses stripped or their mistakes put in.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use bumpalo::Bump;
use compiler_diagnostics::FileId;
use compiler_driver::{Fixed, Options, annotate, build, fix, load};
use vm_access::{Access, Footprint, Mode, Root, Type};
use vm_bytecode::Module;
use vm_footprint::expand_declaration;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// The text without any access clauses, by their places in its syntax tree.
fn stripped(text: &str) -> String {
    let arena = Bump::new();
    let parsed = compiler_syntax::parse(FileId(0), text, &arena);
    let functions = parsed.file.modules.iter().flat_map(|module| module.functions);
    let mut spans: Vec<_> =
        functions.filter_map(|it| Some((it.access?.span, it.access_place))).collect();
    spans.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = text.to_owned();
    for (span, _) in spans {
        let head = text[..span.start as usize].trim_end().len();
        text.replace_range(head..span.end as usize, "");
    }
    text
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Strips the clauses of every module below a folder.
fn strip_all(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            strip_all(&path);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, stripped(&text)).unwrap();
        }
    }
}

fn write(annotated: &Fixed, before: &compiler_driver::Sources) {
    for change in annotated.changes(before) {
        fs::write(change.path, change.after).unwrap();
    }
}

/// Whether an access is behind a reference parameter: what is not said of those is allowed.
fn is_behind_parameter(access: &Access) -> bool {
    match &access.path.root {
        Root::Parameter(_) => true,
        Root::Item(_, handle, _) => {
            handle.as_path().is_some_and(|path| matches!(path.root, Root::Parameter(_)))
        }
        Root::Everything
        | Root::Account(_)
        | Root::Module(_)
        | Root::Resource(..)
        | Root::At(_)
        | Root::Call(..) => false,
    }
}

fn storage(footprint: &Footprint) -> Footprint {
    let mut storage: Footprint =
        footprint.accesses().iter().filter(|it| !is_behind_parameter(it)).cloned().collect();
    // To look at a place and to add to it is to write there.
    let adds: Vec<Access> =
        storage.accesses().iter().filter(|it| it.mode == Mode::Adds).cloned().collect();
    for access in adds {
        let [reads, writes] =
            [Mode::Reads, Mode::Writes].map(|mode| Access { mode, ..access.clone() });
        if storage.accesses().contains(&reads) {
            storage.insert(writes);
        }
    }
    if footprint.is_open() {
        storage.join(&Footprint::open());
    }
    storage
}

/// Strips, annotates, and checks that the declarations say what was inferred.
fn check(package: &str) {
    let folder = tempfile::tempdir().unwrap();
    let name = Path::new(package).file_name().unwrap();
    let own = folder.path().join(name);
    copy(&root().join(package), &own);
    if package.starts_with("examples/router") {
        copy(&root().join("examples/exchange"), &folder.path().join("exchange"));
        let twin = "exchange-over-declared";
        copy(&root().join("examples").join(twin), &folder.path().join(twin));
    }
    strip_all(&own.join("sources"));
    let options = Options::default();
    let sources = load(&own).unwrap();
    let annotated = annotate(&sources, &options);
    assert_ne!(annotated.applied, 0, "{package}");
    let left: Vec<_> = annotated.build.diagnostics.iter().collect();
    assert!(left.is_empty(), "{package}: {left:?}");
    write(&annotated, &sources);

    let sources = load(&own).unwrap();
    let again = annotate(&sources, &options);
    assert_eq!((again.applied, again.changes(&sources).len()), (0, 0), "{package}");
    let built = build(&sources, &options);
    assert!(built.diagnostics.is_empty(), "{package}: {:?}", built.diagnostics);
    let modules: Vec<_> = built.modules.iter().map(|it| Module::clone(&it.module)).collect();
    for module in built.root_modules() {
        for function in &module.module.functions {
            let Some(declaration) = &function.declaration else { continue };
            let returns_reference = function.results.iter().any(Type::is_reference);
            let mut declared = Footprint::default();
            for clause in expand_declaration(&module.module, &modules.as_slice(), declaration) {
                declared.join(&clause);
            }
            let keys = declared.accesses().iter().flat_map(|access| access.path.implied_reads());
            for path in keys.collect::<Vec<_>>() {
                declared.insert(Access::new(Mode::Reads, path));
            }
            let (declared, inferred) = (storage(&declared), storage(&function.inferred));
            let name = format!("{}::{}", module.module.id, function.name);
            assert!(declared.covers(&inferred), "{name}: {declared:?} {inferred:?}");
            assert!(
                returns_reference || inferred.covers(&declared),
                "{name}: {declared:?} {inferred:?}"
            );
        }
    }
}

/// What the names of examples end with that declare more than they need.
const TWIN: &str = "-over-declared";

/// The names of all packages in `examples/`.
fn examples() -> impl Iterator<Item = String> {
    let folders = fs::read_dir(root().join("examples")).unwrap().map(Result::unwrap);
    let packages = folders.filter(|folder| folder.path().join("Move.toml").is_file());
    let names: BTreeSet<_> =
        packages.map(|folder| folder.file_name().into_string().unwrap()).collect();
    assert!(9 <= names.len(), "{names:?}");
    names.into_iter()
}

#[test]
fn stripped_examples_get_their_declarations_back() {
    for example in examples().filter(|it| !it.ends_with(TWIN)) {
        check(&format!("examples/{example}"));
    }
}

#[test]
fn stripped_twins_are_declared_as_narrowly() {
    for example in examples().filter(|it| it.ends_with(TWIN)) {
        check(&format!("examples/{example}"));
    }
}

#[test]
fn the_stripped_library_gets_its_declarations_back() {
    check("stdlib");
}

#[test]
fn fix_leaves_the_twins_without_warnings() {
    for example in examples().filter(|it| it.ends_with(TWIN)) {
        let folder = root().join("examples").join(&example);
        let sources = load(&folder).unwrap();
        assert!(!build(&sources, &Options::default()).diagnostics.is_empty(), "{example}");
        let fixed = fix(&sources, &Options::default());
        assert!(fixed.build.diagnostics.is_empty(), "{example}: {:?}", fixed.build.diagnostics);
    }
}
