//! Which modules of the library a build needs.
//!
//! A module is needed if a package names it, or a needed module does. Names are looked for in texts, not in syntax trees:
//! what stands beside `::` outside comments. That is a guess on the safe side for nearly everybody; where it leaves
//! something out, a module or a member of one is missing, and the build is done again with the whole library.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use compiler_diagnostics::FileId;

use crate::library;
use crate::sources::Sources;

/// Modules that programs need without naming them: for calls on vectors, and in the keys of records that signers own.
const ALWAYS: &[&str] = &["signer", "vector"];

/// What files name, kept from build to build while their texts stay.
#[derive(Debug, Default)]
pub(crate) struct Named(BTreeMap<FileId, (String, BTreeSet<String>)>);

impl Named {
    fn of(&mut self, file: FileId, text: &str) -> &BTreeSet<String> {
        let (known, names) = self.0.entry(file).or_default();
        if known != text {
            text.clone_into(known);
            *names = names_beside_colons(text).map(str::to_owned).collect();
        }
        names
    }
}

/// The files of the library that the other packages need, and `beside` names; `None` if the library is the package that was
/// asked for.
pub(crate) fn reached(
    sources: &Sources,
    beside: &[String],
    named: &mut Named,
) -> Option<BTreeSet<FileId>> {
    let (first, others) = sources.packages.split_first()?;
    if others.is_empty() || first.manifest.name != library::NAME {
        return None;
    }
    let text = |file: &FileId| sources.files().get(*file).map_or("", |source| source.text());
    let mut modules = BTreeMap::new();
    for file in &first.files {
        let path = sources.files().get(*file).map_or("", |source| source.path());
        let stem = Path::new(path).file_stem().and_then(|stem| stem.to_str());
        modules.insert(stem.unwrap_or_default(), *file);
    }
    let mut found = BTreeSet::new();
    let files = others.iter().flat_map(|package| &package.files);
    let beside = beside.iter().flat_map(|text| names_beside_colons(text));
    let mut names: BTreeSet<String> =
        beside.chain(ALWAYS.iter().copied()).map(str::to_owned).collect();
    files.for_each(|file| names.extend(named.of(*file, text(file)).iter().cloned()));
    while let Some(name) = names.pop_first() {
        let Some(file) = modules.remove(name.as_str()) else { continue };
        found.insert(file);
        names.extend(named.of(file, text(&file)).iter().cloned());
    }
    Some(found)
}

/// The identifiers that stand directly before or behind `::`.
fn names_beside_colons(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    lines.flat_map(|line| {
        let parts = line.split("::").collect::<Vec<_>>();
        let sides = parts.windows(2).flat_map(|pair| match pair {
            [before, after] => [last_name(before), first_name(after)],
            _ => ["", ""],
        });
        sides.filter(|name| !name.is_empty()).collect::<Vec<_>>()
    })
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

fn first_name(text: &str) -> &str {
    text.trim_start().split(|letter| !is_letter(letter)).next().unwrap_or_default()
}

fn last_name(text: &str) -> &str {
    text.trim_end().rsplit(|letter| !is_letter(letter)).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::SourceText;

    fn modules_for(text: &str) -> Vec<String> {
        let source = |path: &str, text: &str| SourceText { path: path.into(), text: text.into() };
        let manifest = source("Move.toml", "[package]\nname = \"p\"\n");
        let sources = Sources::of_package(manifest, vec![source("sources/p.move", text)]);
        let files = reached(&sources, &[], &mut Named::default()).unwrap();
        let name = |file: &FileId| {
            let path = sources.files().get(*file).unwrap().path().to_owned();
            Path::new(&path).file_stem().unwrap().to_str().unwrap().to_owned()
        };
        files.iter().map(name).collect()
    }

    #[test]
    fn only_what_is_named_is_needed() {
        assert_eq!(modules_for("module 0x2::p { fun f() {} }"), ["signer", "vector"]);
        let reached = modules_for("module 0x2::p { use std::error; // std::bcs\n }");
        assert_eq!(reached, ["error", "signer", "vector"]);
        let reached = modules_for("module 0x2::p { fun f(): std::string::String { abort 0 } }");
        assert_eq!(reached, ["option", "signer", "string", "vector"]);
    }

    #[test]
    fn names_end_at_letters_of_any_length() {
        let reached =
            modules_for("module 0x2::p { /* \u{e9}error::\u{1f600} \u{1f600}::bcs\u{e9} */ }");
        assert_eq!(reached, ["bcs", "error", "signer", "vector"]);
    }

    #[test]
    fn each_file_of_the_library_is_called_as_its_module() {
        for (path, text) in library::FILES.iter().filter(|(path, _)| *path != "Move.toml") {
            let stem = Path::new(path).file_stem().unwrap().to_str().unwrap();
            assert!(text.contains(&format!("::{stem} {{")), "{path}");
        }
    }
}
