//! What of the suite is not the language, or not of this version of it.
//!
//! A program is left out for where it stands, for what Move's compiler says of it, or for what ours says, each by one of the
//! tables below. Which verdict we come to plays no part in the first two.

use compiler_diagnostics::Diagnostic;

/// Folders that are left out, and why.
const FOLDERS: &[(&str, &str)] = &[
    ("/checking-lang-v1/", "language version 1"),
    ("/checking/specs/", "specifications"),
    ("/verification/", "specifications"),
    ("/compiler-message-format-json/", "how messages are printed"),
    ("/skip_attribute_checks/", "a switch of the compiler"),
    ("/bytecode-verify-failure/", "checks of the compiler switched off"),
    ("/no-safety/", "checks of the compiler switched off"),
];

/// Errors that are left out, and why; of a program that has no other.
const ERRORS: &[(&str, &str)] = &[
    ("must explicitly declare `move` capture", "function values, before they were of the language"),
    ("Function-typed values not yet", "function values, before they were of the language"),
    (
        "Functions may not return function-typed",
        "function values, before they were of the language",
    ),
    ("Currently, a function-typed parameter", "function values, before they were of the language"),
    ("Calls to function values other than", "function values, before they were of the language"),
    ("Unimplemented type: |", "function values, before they were of the language"),
    ("Return not currently supported in inline", "`return` in inline functions, allowed today"),
    ("missing acquires annotation", "`acquires` that is inferred today"),
];

/// Folders whose tests end before abilities, borrows and `acquires` are looked at.
const EARLY: &[&str] = &["tests/checking/", "tests/unused-assignment/", "tests/abort-analysis/"];

/// Our errors that Move's compiler would find later than these tests go.
const LATE: &[&str] = &["E04", "E05", "E0610"];

/// Why a program is left out, by its path, its text, and the errors that Move's compiler finds.
pub(crate) fn reason(path: &str, text: &str, errors: &[&str]) -> Option<&'static str> {
    let folder = FOLDERS.iter().find(|(folder, _)| path.contains(folder));
    if let Some((_, reason)) = folder {
        return Some(reason);
    }
    if !errors.is_empty() && text.contains("spec ") {
        return Some("refused programs with specifications, which are skipped here");
    }
    let known = |error: &&str| ERRORS.iter().find(|(words, _)| error.contains(words));
    let known: Vec<_> = errors.iter().map(known).collect();
    let first = known.first().copied().flatten();
    first.filter(|_| known.iter().all(Option::is_some)).map(|(_, reason)| *reason)
}

/// Why a program that Move's compiler accepts, and ours refuses, is left out.
pub(crate) fn reason_of_refusal<'d>(
    path: &str,
    mut errors: impl Iterator<Item = &'d Diagnostic>,
) -> Option<&'static str> {
    let is_late = |error: &Diagnostic| {
        let code = error.code.to_string();
        LATE.iter().any(|late| code.starts_with(late))
    };
    let is_early = EARLY.iter().any(|folder| path.contains(folder));
    let mut natives = 0;
    let is_left_out = errors.all(|error| {
        let is_native = error.message.contains("native ");
        natives += usize::from(is_native);
        is_native || (is_early && is_late(error))
    });
    match (is_left_out, natives) {
        (false, _) => None,
        (true, 0) => Some("tests that end before what we refuse is looked at"),
        (true, _) => Some("natives that this machine does not have"),
    }
}
