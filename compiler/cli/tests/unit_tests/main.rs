//! `accessvm test` as people and scripts meet it, on the package beside this file.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use expect_test::{Expect, expect, expect_file};
use serde_json::Value;

fn bank() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/unit_tests/bank")
}

fn accessvm(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accessvm"));
    command.args(arguments).current_dir(folder).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What was printed, without the figures of gas: they follow the library.
fn results(output: &Output) -> String {
    let lines = stdout(output);
    let without_gas = lines.lines().map(|line| match line.rsplit_once(" (") {
        Some((head, tail)) if tail.ends_with(" gas)") => head,
        Some(_) | None => line,
    });
    without_gas.flat_map(|line| [line, "\n"]).collect()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A package with one module in a folder of its own.
fn package(manifest: &str, module: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Move.toml"), manifest).unwrap();
    fs::create_dir(folder.path().join("sources")).unwrap();
    fs::write(folder.path().join("sources/m.move"), module).unwrap();
    folder
}

const GAS: &[&str] = &["--gas", "1000000"];

#[test]
fn results_are_as_move_prints_them() {
    let output = accessvm(&bank(), &[&["test", "--quiet"], GAS].concat());
    expect_file!["bank.stdout"].assert_eq(&results(&output));
    assert!(stdout(&output).contains("vault::endless (1000000 gas)\n"));
    assert_eq!(output.status.code(), Some(1));
    let serial = accessvm(&bank(), &[&["test", "--quiet", "--threads", "1"], GAS].concat());
    assert_eq!(stdout(&serial), stdout(&output), "threads change nothing");
}

#[test]
fn what_tests_print_stands_before_their_results() {
    let module = "module 0xb0b::m {
        struct S has drop { x: u64, v: vector<u8> }
        #[test]
        fun prints() { std::debug::print(&S { x: 1, v: b\"ab\" }); std::debug::print(&std::string::utf8(b\"hi\")); }
        #[test, expected_failure]
        fun prints_and_aborts() { std::debug::print(&5u64); abort 1 }
    }";
    let folder = package("[package]\nname = \"Prints\"\n", module);
    let output = accessvm(folder.path(), &["test", "--quiet"]);
    expect![[r#"
        Running Move unit tests
        [debug] 0xb0b::m::S {
          x: 1,
          v: 0x6162
        }
        [debug] "hi"
        [ PASS    ] 0xb0b::m::prints
        [debug] 5
        [ PASS    ] 0xb0b::m::prints_and_aborts
        Test result: OK. Total tests: 2; passed: 2; failed: 0
    "#]]
    .assert_eq(&results(&output));
    let report = accessvm(folder.path(), &["test", "--quiet", "--format", "json", "aborts"]);
    let report: Value = serde_json::from_str(&stdout(&report)).unwrap();
    assert_eq!(report["tests"][0]["printed"], serde_json::json!(["5"]));
}

#[test]
fn a_filter_chooses_by_name_and_list_runs_none() {
    let check = |arguments: &[&str], expected: Expect| {
        let output = accessvm(&bank(), &[&["test", "--quiet"], arguments].concat());
        expected.assert_eq(&results(&output));
        assert_eq!(output.status.code(), Some(0));
    };
    check(
        &["vault::takes"],
        expect![[r#"
            Running Move unit tests
            [ PASS    ] 0xb0b::vault::takes
            [ PASS    ] 0xb0b::vault::takes_too_much
            Test result: OK. Total tests: 2; passed: 2; failed: 0
        "#]],
    );
    check(
        &["--list", ".", "fails"],
        expect![[r"
            0xb0b::more::fails
            0xb0b::more::fails_otherwise
            0xb0b::more::fails_rightly
        "]],
    );
}

#[test]
fn programs_get_json_and_junit() {
    let output = accessvm(&bank(), &["test", "fails_", "--format", "json"]);
    let report: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(report["schema"], "accessvm.test/1");
    assert_eq!(
        (&report["passed"], &report["failed"], &report["ignored"]),
        (&1.into(), &1.into(), &8.into())
    );
    let failed = &report["tests"][0];
    assert_eq!(failed["name"], "0xb0b::more::fails_otherwise");
    assert_eq!(failed["status"], "failed");
    assert_eq!(failed["file"], "sources/bank.move");
    assert_eq!(failed["line"], 22);
    let output = accessvm(&bank(), &["test", "fails_", "--format", "junit", "--quiet"]);
    let xml = stdout(&output);
    assert!(xml.contains("<testsuite name=\"0xb0b::more\" tests=\"2\" failures=\"1\""), "{xml}");
    assert!(xml.contains("<testcase classname=\"0xb0b::more\" name=\"fails_rightly\""), "{xml}");
    let elsewhere = accessvm(&bank(), &["check", "--format", "junit"]);
    assert_eq!(elsewhere.status.code(), Some(2));
}

#[test]
fn what_is_there_for_tests_is_not_built() {
    let output = accessvm(&bank(), &["check"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    expect![[r#"
        warning[E0701]: unknown key `colour`
          ┌─ Move.toml:3:1
          │
        3 │ colour = "red"
          │ ^^^^^^ not used
          │
          = note: known here: name, version, authors, license, edition, upgrade_policy

        warning[E0704]: named address `open` has no value
          ┌─ Move.toml:7:8
          │
        7 │ open = "_"
          │        ^^^ 0xacce55000000001 is assumed
          │
          = note: give it one: `--named-addresses open=0x…`

        2 warnings
        Bank: 2 modules, no errors
    "#]]
    .assert_eq(&stderr(&output));
    let built = accessvm(&bank(), &["build", "--named-addresses", "bank=0x1"]);
    assert_eq!(built.status.code(), Some(1), "{}", stderr(&built));
    assert!(stderr(&built).contains("error[E0704]: named address `open` has no value"));
}

#[test]
fn a_dependency_that_would_be_downloaded_may_lie_in_a_folder() {
    let manifest = "[package]\nname = \"Shop\"\n[access]\ndeclarations = \"inferred\"\n\
                    [dependencies]\nHelpers = { git = \"https://example.org/helpers.git\" }\n";
    let module = "module 0x5::m { use helpers::amounts; #[test] fun t() { assert!(amounts::large() == 1000, 1) } }";
    let folder = package(manifest, module);
    let refused = accessvm(folder.path(), &["test"]);
    assert_eq!(refused.status.code(), Some(1));
    let said = stderr(&refused);
    assert!(said.contains("error[E0703]: dependency `Helpers` has no local folder"), "{said}");
    assert!(said.contains("`--dependency Helpers=../folder`"), "{said}");
    let given = format!("Helpers={}", bank().join("helpers").display());
    let output = accessvm(folder.path(), &["test", "--dependency", &given]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn faulty_attributes_are_told() {
    let module = "module 0x5::m {
    #[test] fun no_value(a: &signer) { let _ = a; }
    #[test(a = @0x1)] fun no_parameter() {}
    #[test(a = @nobody)] fun no_address(a: &signer) { let _ = a; }
    #[test, expected_failure(abort_code = E_NONE)] fun no_constant() {}
    #[test, expected_failure(hunger)] fun no_cause() {}
    #[test, expected_failure(location = nowhere)] fun no_module() {}
}";
    let manifest = "[package]\nname = \"Faults\"\n[access]\ndeclarations = \"inferred\"\n";
    let output = accessvm(package(manifest, module).path(), &["test"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    let told: Vec<&str> = said.lines().filter(|line| line.starts_with("error")).collect();
    expect![[r#"
        [
            "error[E0111]: test without a value for parameter `a`",
            "error[E0111]: no value of type `&signer`",
            "error[E0111]: module `0x5::m` has no `u64` constant `E_NONE`",
            "error[E0111]: unknown failure",
            "error[E0111]: expected a module, such as `Self`",
        ]
    "#]]
    .assert_debug_eq(&told);
    assert!(said.contains("warning[E0111]: the test has no such parameter"), "{said}");
}

#[test]
fn what_a_dependency_does_not_declare_its_user_may_infer() {
    let plain = "[package]\nname = \"Plain\"\n";
    let module = "module 0x6::plain {
    struct R has key {}
    struct Odd {}
    public fun make(s: &signer) { move_to(s, R {}) }
    #[view] public fun odd(): vector<Odd> { vector[] }
    public fun long(): vector<u16> { vector[0SEVENTY] }
    #[test] fun elements() { assert!(long().length() == 70 && long()[69] == 3, 1) }
}";
    let module = module.replace("SEVENTY", &", 3".repeat(69));
    let dependency = package(plain, &module);
    let folder = dependency.path().display();
    let user =
        format!("[package]\nname = \"User\"\n[dependencies]\nPlain = {{ local = \"{folder}\" }}\n");
    let user = package(&user, "module 0x7::user { fun f(s: &signer) { 0x6::plain::make(s) } }");
    let demanded = accessvm(user.path(), &["check"]);
    assert!(stderr(&demanded).contains("error[E0602]"), "{}", stderr(&demanded));
    let inferred = accessvm(user.path(), &["check", "--declarations", "inferred"]);
    assert_eq!(inferred.status.code(), Some(0), "{}", stderr(&inferred));
    let tested = accessvm(dependency.path(), &["test"]);
    assert_eq!(tested.status.code(), Some(0), "{}", stdout(&tested));
}

#[test]
fn tests_use_the_helpers_of_dependencies() {
    let coins = package(
        "[package]\nname = \"Coins\"\n",
        "#[test_only] module 0x9::coins { public fun two(): u64 { 2 } }",
    );
    let folder = coins.path().display();
    let manifest = format!(
        "[package]\nname = \"Bank\"\n[dev-dependencies]\nCoins = {{ local = \"{folder}\" }}\n"
    );
    let bank = package(&manifest, "module 0x6::bank { public fun one(): u64 { 1 } }");
    fs::create_dir(bank.path().join("tests")).unwrap();
    let helper = "#[test_only] module 0x6::helper { public fun three(): u64 { 0x6::bank::one() + 0x9::coins::two() }
        #[test] fun of_the_bank_alone() { abort 0 } }";
    fs::write(bank.path().join("tests/helper.move"), helper).unwrap();
    let folder = bank.path().display();
    let manifest =
        format!("[package]\nname = \"User\"\n[dependencies]\nBank = {{ local = \"{folder}\" }}\n");
    let user = package(
        &manifest,
        "module 0x7::user { #[test] fun t() { assert!(0x6::helper::three() == 3, 0); } }",
    );
    let output = accessvm(user.path(), &["test", "--quiet"]);
    assert!(
        stdout(&output).contains("passed: 1; failed: 0"),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
    let built = accessvm(user.path(), &["check", "--quiet"]);
    assert_eq!(built.status.code(), Some(0), "{}", stderr(&built));
}

#[test]
fn the_library_in_the_binary_is_tested() {
    let folder = tempfile::tempdir().unwrap();
    let output = accessvm(folder.path(), &["test", "stdlib", "coin_tests", "--quiet"]);
    let said = stdout(&output);
    assert!(said.contains("coin_tests::money_is_made_and_moved"), "{said}");
    assert_eq!(output.status.code(), Some(0), "{said}");
    let listed = accessvm(folder.path(), &["test", "stdlib", "--list"]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let of_folder = accessvm(&root, &["test", "stdlib", "--list"]);
    assert_eq!(stdout(&listed), stdout(&of_folder), "{}", stderr(&listed));
}

#[test]
fn a_filter_that_leaves_nothing_is_told() {
    let output = accessvm(&bank(), &["test", "wthdraw"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), "");
    let said = stderr(&output);
    let expected = "none has `wthdraw` in its name; there is no folder `wthdraw`, so it was taken";
    assert!(said.contains(expected), "{said}");
    let output = accessvm(&bank(), &["test", ".", "wthdraw"]);
    assert!(stderr(&output).ends_with("none has `wthdraw` in its name\n"), "{}", stderr(&output));
}

const STEPS: &str = "module 0x6::steps {
    public fun half(n: u64): u64 {
        if (n % 2 == 1) {
            abort 7
        };
        n / 2
    }

    public fun never(): u64 {
        1
    }

    #[test_only]
    fun helper(): u64 {
        4
    }

    #[test]
    fun evens() {
        assert!(half(helper()) == 2 && half(8) == 4);
    }

    #[test, expected_failure(abort_code = 7)]
    fun odds() {
        half(3);
    }
}
";

#[test]
fn coverage_is_of_what_is_published() {
    let steps = package("[package]\nname = \"Steps\"\n", STEPS);
    let output = accessvm(steps.path(), &["test", "--coverage=lcov", "--quiet"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let summary = stdout(&output).split_once("\n\n").unwrap().1.to_owned();
    expect![[r#"
        Coverage                                 lines                    functions
        0x6::steps                                75.0 %      3 of 4       50.0 %      1 of 2
        total                                     75.0 %      3 of 4       50.0 %      1 of 2
    "#]]
    .assert_eq(&summary);
    let lcov = fs::read_to_string(steps.path().join("lcov.info")).unwrap();
    expect![[r"
        TN:
        SF:sources/m.move
        FN:2,steps::half
        FN:9,steps::never
        FNDA:3,steps::half
        FNDA:0,steps::never
        FNF:2
        FNH:1
        DA:3,3
        DA:4,1
        DA:6,2
        DA:10,0
        LF:4
        LH:3
        end_of_record
    "]]
    .assert_eq(&lcov);
    let named = accessvm(steps.path(), &["test", "--coverage=lcov=c.info", "--format", "json"]);
    let report: Value = serde_json::from_str(&stdout(&named)).unwrap();
    assert_eq!(report["coverage"]["lines"]["covered"], 3);
    assert_eq!(report["coverage"]["modules"][0]["missed_lines"][0], 10);
    assert_eq!(fs::read_to_string(steps.path().join("c.info")).unwrap(), lcov);
    let plain = accessvm(steps.path(), &["test", "--format", "json"]);
    let plain: Value = serde_json::from_str(&stdout(&plain)).unwrap();
    assert!(plain.get("coverage").is_none());
    let gas = |report: &Value| report["tests"][0]["gas"].clone();
    assert_eq!(gas(&report), gas(&plain), "counting costs no gas");
    let wrong = accessvm(steps.path(), &["test", "--coverage=html"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn the_library_passes_its_tests() {
    check_library("interpreter");
}

#[test]
fn the_library_passes_its_tests_as_machine_code() {
    check_library("jit");
}

fn check_library(execution: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = accessvm(&root, &["test", "stdlib", "--quiet", "--execution", execution]);
    let said = stdout(&output);
    let total = said.split_once("Total tests: ").and_then(|(_, rest)| rest.split_once(';'));
    let total: usize = total.unwrap().0.parse().unwrap();
    assert!(300 <= total, "{said}");
    assert_eq!(output.status.code(), Some(0), "{said}");
}
