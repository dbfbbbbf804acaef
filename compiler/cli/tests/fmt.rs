//! `accessvm fmt` on files, folders and stdin.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use expect_test::{Expect, expect};
use serde_json::Value;
use tempfile::TempDir;

const UGLY: &str = "module a::m{\n  fun f(x:u64):u64{x+1}\n}\n";
const TIDY: &str = "module a::m {\n    fun f(x: u64): u64 { x + 1 }\n}\n";
const BROKEN: &str = "module a::m { fun f() { let } }\n";

struct Ended {
    status: i32,
    stdout: String,
    stderr: String,
}

/// Runs the command in a folder.
fn fmt(folder: &Path, arguments: &[&str], stdin: &str) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accessvm"));
    command.arg("fmt").args(arguments).current_dir(folder);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    Ended {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder of files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

/// Compares status, stdout and stderr.
#[allow(clippy::needless_pass_by_value, reason = "`expect!` is written where it is passed")]
fn check(ended: &Ended, expected: Expect) {
    let Ended { status, stdout, stderr } = ended;
    expected.assert_eq(&format!("status {status}\n{stdout}---\n{stderr}"));
}

#[test]
fn all_sources_below_a_folder_are_formatted() {
    let folder = folder(&[
        ("sources/m.move", UGLY),
        ("tests/deep/t.move", UGLY),
        ("sources/tidy.move", TIDY),
        ("build/m.move", UGLY),
        (".hidden/m.move", UGLY),
        ("notes.txt", UGLY),
    ]);
    check(
        &fmt(folder.path(), &[], ""),
        expect![[r#"
        status 0
        ---
        2 files changed
    "#]],
    );
    assert_eq!(read(&folder, "sources/m.move"), TIDY);
    assert_eq!(read(&folder, "tests/deep/t.move"), TIDY);
    for untouched in ["build/m.move", ".hidden/m.move", "notes.txt"] {
        assert_eq!(read(&folder, untouched), UGLY);
    }
    check(
        &fmt(folder.path(), &[], ""),
        expect![[r#"
        status 0
        ---
        nothing to change
    "#]],
    );
}

#[test]
fn files_are_formatted_by_name_and_once() {
    let folder = folder(&[("a.move", UGLY), ("b.move", UGLY)]);
    check(
        &fmt(folder.path(), &["a.move", "a.move", "--quiet"], ""),
        expect![[r#"
        status 0
        ---
    "#]],
    );
    assert_eq!((read(&folder, "a.move").as_str(), read(&folder, "b.move").as_str()), (TIDY, UGLY));
}

#[test]
fn a_check_writes_nothing_and_fails_on_differences() {
    let folder = folder(&[("a.move", UGLY), ("b.move", TIDY)]);
    check(
        &fmt(folder.path(), &["--check"], ""),
        expect![[r#"
        status 1
        --- a/a.move
        +++ b/a.move
        @@ -1,3 +1,3 @@
        -module a::m{
        -  fun f(x:u64):u64{x+1}
        +module a::m {
        +    fun f(x: u64): u64 { x + 1 }
         }
        ---
        1 file would change
    "#]],
    );
    assert_eq!(read(&folder, "a.move"), UGLY);
    check(
        &fmt(folder.path(), &["--check", "b.move"], ""),
        expect![[r#"
        status 0
        ---
        nothing to change
    "#]],
    );
}

#[test]
fn a_file_with_errors_is_told_and_left_alone() {
    let folder = folder(&[("a.move", BROKEN), ("b.move", UGLY)]);
    check(
        &fmt(folder.path(), &[], ""),
        expect![[r#"
        status 1
        ---
        error[E0101]: expected a pattern, found `}`
          ┌─ a.move:1:29
          │
        1 │ module a::m { fun f() { let } }
          │                             ^ expected a pattern

        1 error
        1 file changed
    "#]],
    );
    assert_eq!(
        (read(&folder, "a.move").as_str(), read(&folder, "b.move").as_str()),
        (BROKEN, TIDY)
    );
}

#[test]
fn stdin_is_formatted_to_stdout() {
    let folder = folder(&[]);
    check(
        &fmt(folder.path(), &["--stdin"], UGLY),
        expect![[r#"
        status 0
        module a::m {
            fun f(x: u64): u64 { x + 1 }
        }
        ---
    "#]],
    );
    check(
        &fmt(folder.path(), &["--stdin"], BROKEN),
        expect![[r#"
        status 1
        ---
        error[E0101]: expected a pattern, found `}`
          ┌─ <stdin>:1:29
          │
        1 │ module a::m { fun f() { let } }
          │                             ^ expected a pattern

        1 error
    "#]],
    );
    check(
        &fmt(folder.path(), &["--stdin", "--check"], UGLY),
        expect![[r#"
        status 1
        --- a/<stdin>
        +++ b/<stdin>
        @@ -1,3 +1,3 @@
        -module a::m{
        -  fun f(x:u64):u64{x+1}
        +module a::m {
        +    fun f(x: u64): u64 { x + 1 }
         }
        ---
        1 file would change
    "#]],
    );
    assert_eq!(fmt(folder.path(), &["--stdin", "a.move"], UGLY).status, 2);
}

#[test]
fn what_is_not_there_is_told() {
    let folder = folder(&[]);
    check(
        &fmt(folder.path(), &["nowhere"], ""),
        expect![[r#"
        status 1
        ---
        error: cannot read nowhere: No such file or directory (os error 2)
    "#]],
    );
}

#[test]
fn programs_get_changes_and_diagnostics() {
    let folder = folder(&[("a.move", UGLY), ("b.move", BROKEN)]);
    let ended = fmt(folder.path(), &["--check", "--format", "json"], "");
    let report: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!((ended.status, &report["schema"]), (1, &"accessvm.fmt/1".into()));
    assert_eq!(report["files"][0]["file"], "a.move");
    assert!(
        report["files"][0]["diff"].as_str().unwrap().contains("+    fun f(x: u64): u64 { x + 1 }")
    );
    assert_eq!(report["diagnostics"][0]["file"], "b.move");
}
