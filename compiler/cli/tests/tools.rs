//! The tools on footprints: comparison with an earlier build, snapshots, locks.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

struct Ended {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Ended {
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|_| panic!("no JSON: {}", self.stdout))
    }
}

fn accessvm(arguments: &[&str]) -> Ended {
    let output = Command::new(env!("CARGO_BIN_EXE_accessvm")).args(arguments).output().unwrap();
    Ended {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A package of one module `0x42::m`, in a folder of its own.
struct Package {
    folder: TempDir,
}

const ORIGINAL: &str = "module shop::m {
    struct Till has key { coins: u64, notes: u64 }
    public fun coins(at: address): u64 reads Till(at).coins { Till[at].coins }
    public fun drop(at: address) writes Till(at) { Till[at].coins = 0; Till[at].notes = 0; }
    public entry fun spend(at: address) writes Till(at).coins { Till[at].coins -= 1; }
}
";

impl Package {
    fn new(text: &str) -> Self {
        let package = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(package.file("sources")).unwrap();
        let manifest = "[package]\nname = \"Shop\"\n[addresses]\nshop = \"0x42\"\n";
        fs::write(package.file("Move.toml"), manifest).unwrap();
        package.write(text);
        package
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn path(&self) -> &str {
        self.folder.path().to_str().unwrap()
    }

    fn write(&self, text: &str) {
        fs::write(self.file("sources/m.move"), text).unwrap();
    }

    fn against(&self, old: &Path) -> Ended {
        accessvm(&["check", self.path(), "--against", old.to_str().unwrap(), "--format", "json"])
    }
}

/// Each function that changed, and how.
fn changes(ended: &Ended) -> (String, Vec<(String, String)>) {
    let report = ended.json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let functions = report["against"]["functions"].as_array().unwrap().iter();
    let changes = functions
        .map(|it| {
            (text(&it["function"]).rsplit("::").next().unwrap().to_owned(), text(&it["change"]))
        })
        .filter(|(_, change)| change != "equal");
    (text(&report["against"]["consequence"]), changes.collect())
}

fn check_against(now: &str, consequence: &str, expected: &[(&str, &str)]) {
    let package = Package::new(ORIGINAL);
    assert_eq!(accessvm(&["build", package.path()]).status, 0);
    package.write(now);
    let ended = package.against(&package.file("build"));
    let (found, changes) = changes(&ended);
    let changes: Vec<(&str, &str)> =
        changes.iter().map(|(name, change)| (name.as_str(), change.as_str())).collect();
    assert_eq!((found.as_str(), changes.as_slice()), (consequence, expected), "{now}");
    assert_eq!(ended.status, i32::from(consequence == "major"), "{}", ended.stderr);
}

#[test]
fn footprints_are_compared_with_an_earlier_build_in_each_direction() {
    check_against(ORIGINAL, "patch", &[]);
    let renamed = ORIGINAL.replace("(at", "(till").replace("[at]", "[till]");
    check_against(&renamed, "patch", &[]);
    let wider = ORIGINAL.replace(
        "reads Till(at).coins { Till[at].coins }",
        "reads Till(at).{coins, notes} { Till[at].coins + Till[at].notes }",
    );
    check_against(&wider, "major", &[("coins", "widened")]);
    let narrower = ORIGINAL
        .replace("writes Till(at) {", "writes Till(at).notes {")
        .replace("Till[at].coins = 0; ", "");
    check_against(&narrower, "minor", &[("drop", "narrowed")]);
    let renamed = ORIGINAL.replace("fun coins(", "fun money(");
    check_against(&renamed, "major", &[("coins", "removed"), ("money", "added")]);
    let more =
        ORIGINAL.replace("    public fun drop", "    public fun nothing() {}\n    public fun drop");
    check_against(&more, "minor", &[("nothing", "added")]);
    let hidden = ORIGINAL.replace("public entry fun spend", "fun spend");
    check_against(&hidden, "major", &[("spend", "removed")]);
    let resigned = ORIGINAL.replace("fun spend(at: address)", "fun spend(at: address, _n: u64)");
    check_against(&resigned, "major", &[("spend", "changed")]);
}

#[test]
fn a_wider_footprint_is_told_with_its_clause() {
    let package = Package::new(ORIGINAL);
    assert_eq!(accessvm(&["build", package.path()]).status, 0);
    let wider = ORIGINAL.replace("writes Till(at).coins { Till[at].coins -= 1; }", "writes Till(at).coins, Till(at).notes { Till[at].coins -= Till[at].notes; Till[at].notes = 1; }");
    package.write(&wider);
    let module = package.file("build/0x42-m.amv");
    let ended = accessvm(&["check", package.path(), "--against", module.to_str().unwrap()]);
    assert_eq!(ended.status, 1);
    let expected = "widened   0x42::m::spend (major)\n  + writes Till(at).notes\n2 equal; the next version is major\n";
    assert_eq!(ended.stdout, expected, "{}", ended.stderr);
}

#[test]
fn what_is_no_earlier_build_is_told() {
    let package = Package::new(ORIGINAL);
    let message = |old: &Path, status: i32| {
        let ended = package.against(old);
        assert_eq!((ended.status, ended.stdout.as_str()), (status, ""), "{}", ended.stderr);
        ended.stderr
    };
    assert!(message(&package.file("nowhere"), 1).contains("cannot read"));
    assert!(message(&package.file("sources"), 1).contains("is no build: it holds 0 modules"));
    assert!(message(&package.file("Move.toml"), 1).contains("is not a module"));
    assert_eq!(accessvm(&["build", package.path()]).status, 0);
    let module = package.file("build/0x42-m.amv");
    let bytes = fs::read(&module).unwrap();
    fs::write(package.file("build/twice.amv"), &bytes).unwrap();
    assert!(message(&package.file("build"), 1).contains("is there twice"));
    // Whatever a file holds, there is an answer.
    for position in (0..bytes.len()).step_by(97) {
        let mut mutated = bytes.clone();
        mutated[position] ^= 0x55;
        fs::write(&module, &mutated).unwrap();
        assert!(package.against(&module).status <= 1, "{position}");
    }
}

/// A new package with a batch, and the text of its module.
fn counter() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("coffee");
    assert_eq!(accessvm(&["new", path.to_str().unwrap()]).status, 0);
    let text = fs::read_to_string(path.join("sources/counter.move")).unwrap();
    (folder, text)
}

#[test]
fn a_snapshot_is_reproducible_and_fails_a_check_when_a_clause_is_widened() {
    let (folder, text) = counter();
    let folder = folder.path().join("coffee");
    let path = folder.to_str().unwrap();
    let file = folder.join("accessvm.snapshot");
    assert_eq!(accessvm(&["snapshot", path, "--check"]).status, 1, "there is none yet");
    let diff = accessvm(&["snapshot", path, "--diff"]);
    assert_eq!(diff.status, 0, "{}", diff.stderr);
    assert!(diff.stdout.contains("+  \"schema\": \"accessvm.snapshot/1\""), "{}", diff.stdout);
    assert!(!file.exists());
    assert_eq!(accessvm(&["snapshot", path]).status, 0);
    let first = fs::read(&file).unwrap();
    assert_eq!(accessvm(&["snapshot", path]).status, 0);
    assert_eq!(fs::read(&file).unwrap(), first);
    let snapshot: Value = serde_json::from_slice(&first).unwrap();
    assert_eq!(snapshot["batch"]["transactions"], 3);
    let greet = &snapshot["functions"][0];
    assert_eq!(greet["function"], "0xcafe::counter::greet");
    assert_eq!(greet["class"], "exact");
    assert_eq!(greet["clauses"][0], "adds Counter(whom).count");
    assert!(0 < greet["cost"]["gas"].as_u64().unwrap());
    assert_eq!(accessvm(&["snapshot", path, "--check"]).status, 0);

    // Another name for the parameter is no change, a wider clause is one.
    let source = folder.join("sources/counter.move");
    fs::write(&source, text.replace("whom", "somebody")).unwrap();
    let check = accessvm(&["snapshot", path, "--check"]);
    assert_eq!((check.status, check.stdout.as_str()), (0, ""), "{}", check.stderr);
    fs::write(&source, text.replace("adds Counter(whom).count", "writes Counter")).unwrap();
    let check = accessvm(&["snapshot", path, "--check", "--diff"]);
    assert_eq!(check.status, 1);
    assert!(check.stdout.contains("+        \"writes Counter\""), "{}", check.stdout);
    let message = "0xcafe::counter::greet: may do more than before: it was exact, and is bounded\n  + writes Counter\n";
    assert!(check.stdout.contains(message), "{}", check.stdout);
    assert!(check.stdout.contains("the span of the batch was "), "{}", check.stdout);
    let check = accessvm(&["snapshot", path, "--check", "--format", "json"]);
    assert_eq!(check.json()["losses"][0]["gained"][0], "writes Counter");
    // Narrowing is no loss.
    assert_eq!(accessvm(&["snapshot", path]).status, 0);
    fs::write(&source, &text).unwrap();
    assert_eq!(accessvm(&["snapshot", path, "--check"]).status, 0);
}

#[test]
fn a_malformed_snapshot_is_told() {
    let (folder, _) = counter();
    let folder = folder.path().join("coffee");
    let path = folder.to_str().unwrap();
    let file = folder.join("accessvm.snapshot");
    assert_eq!(accessvm(&["snapshot", path]).status, 0);
    let good = fs::read_to_string(&file).unwrap();
    let cases = [
        ("{".to_owned(), "malformed snapshot"),
        (good.replace("snapshot/1", "snapshot/9"), "unknown schema `accessvm.snapshot/9`"),
        (
            good.replace("\"footprint\": \"", "\"footprint\": \"zz"),
            "the footprint of 0xcafe::counter::greet cannot be read",
        ),
        (good.replace("\"footprint\": \"", "\"footprint\": \"ffff"), "cannot be read"),
    ];
    for (text, message) in cases {
        fs::write(&file, &text).unwrap();
        let check = accessvm(&["snapshot", path, "--check"]);
        assert_eq!(check.status, 1, "{text}");
        assert!(check.stderr.contains(message), "{text}: {}", check.stderr);
    }
}

/// A package that depends on one beside it; the folder of both.
fn dependent() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("shop/Move.toml", "[package]\nname = \"Shop\"\n[addresses]\nshop = \"0x42\"\n");
    write("shop/sources/m.move", ORIGINAL);
    let manifest = "[package]\nname = \"User\"\n[addresses]\nuser = \"0x43\"\n[access]\ndeclarations = \"inferred\"\n[dependencies]\nShop = { local = \"../shop\" }\n";
    write("user/Move.toml", manifest);
    write(
        "user/sources/u.move",
        "module user::u {\n    public fun buy(at: address) { shop::m::spend(at) }\n}\n",
    );
    folder
}

#[test]
fn a_dependency_wider_than_its_lock_is_an_error_until_it_is_accepted() {
    let folder = dependent();
    let user = folder.path().join("user");
    let path = user.to_str().unwrap();
    let lock = user.join("accessvm.lock");
    let shop = folder.path().join("shop/sources/m.move");
    let wider = ORIGINAL.replace(
        "writes Till(at).coins { Till[at].coins -= 1; }",
        "writes Till(at).{coins, notes} { Till[at].coins -= Till[at].notes; Till[at].notes = 1; }",
    );
    let narrower = ORIGINAL
        .replace("writes Till(at) {", "writes Till(at).notes {")
        .replace("Till[at].coins = 0; ", "");

    let dry = accessvm(&["update", path, "--dry-run"]);
    assert_eq!(dry.status, 0, "{}", dry.stderr);
    assert!(dry.stdout.contains("+name = \"0x42::m::spend\""), "{}", dry.stdout);
    assert!(dry.stdout.contains("+    \"writes Till(at).coins\","), "{}", dry.stdout);
    assert!(!lock.exists());
    assert_eq!(accessvm(&["update", path]).status, 0);
    let text = fs::read_to_string(&lock).unwrap();
    assert_eq!(accessvm(&["update", path]).status, 0);
    assert_eq!(fs::read_to_string(&lock).unwrap(), text);
    assert_eq!(accessvm(&["check", path]).status, 0);

    fs::write(&shop, &narrower).unwrap();
    assert_eq!(accessvm(&["check", path]).status, 0, "narrower is fine");
    fs::write(&shop, &wider).unwrap();
    for command in ["check", "build"] {
        let ended = accessvm(&[command, path]);
        assert_eq!(ended.status, 1, "{command}");
        let message = "error[E0705]: `0x42::m::spend` may do more than its lock says";
        assert!(ended.stderr.contains(message), "{}", ended.stderr);
        assert!(ended.stderr.contains("not locked: `writes Till(at).notes`"), "{}", ended.stderr);
        assert!(ended.stderr.contains("user/accessvm.lock:"), "{}", ended.stderr);
    }
    assert_eq!(accessvm(&["update", path]).status, 0);
    assert_eq!(accessvm(&["check", path]).status, 0);
    fs::write(&shop, wider.replace("fun spend(at: address)", "fun spend(at: address, _n: u64)"))
        .unwrap();
    assert!(accessvm(&["check", path]).stderr.contains("has another signature than its lock says"));
}

#[test]
fn a_malformed_lock_is_told() {
    let folder = dependent();
    let user = folder.path().join("user");
    let path = user.to_str().unwrap();
    let lock = user.join("accessvm.lock");
    assert_eq!(accessvm(&["update", path]).status, 0);
    let good = fs::read_to_string(&lock).unwrap();
    let cases = [
        ("[".to_owned(), "malformed lock"),
        ("version = 7\n".to_owned(), "malformed lock: expected version = 1"),
        (good.replace("signature", "sign"), "malformed lock: a function needs a signature"),
        (
            good.replace("footprint = \"", "footprint = \"ff"),
            "malformed lock: a footprint that cannot be read",
        ),
        ("version = 1\nfunction = [3]\n".to_owned(), "expected a table for a function"),
    ];
    for (text, message) in cases {
        fs::write(&lock, &text).unwrap();
        let check = accessvm(&["check", path]);
        assert_eq!(check.status, 1, "{text}");
        assert!(check.stderr.contains(message), "{text}: {}", check.stderr);
        assert_eq!(accessvm(&["update", path]).status, 0, "writes it anew");
        assert_eq!(accessvm(&["check", path]).status, 0);
    }
}
