//! Every example on a code's page does what the page says: the first fails with the code, the second has nothing to say.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use compiler_diagnostics::{Code, Family};
use compiler_driver::{Build, Options, SourceText, Sources, build, page};

const MANIFEST: &str = "[package]\nname = \"Page\"\n";

/// The code blocks of a page in one language.
fn examples<'p>(page: &'p str, language: &str) -> Vec<&'p str> {
    let fence = format!("```{language}\n");
    page.split(fence.as_str()).skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

fn built(manifest: &str, module: &str) -> (Sources, Build) {
    let text = |path: &str, text: &str| SourceText { path: path.into(), text: text.into() };
    let sources = Sources::of_package(text("Move.toml", manifest), vec![text("m.move", module)]);
    let build = build(&sources, &Options::default());
    (sources, build)
}

fn codes(build: &Build) -> Vec<Code> {
    build.diagnostics.iter().map(|it| it.code).collect()
}

#[test]
fn every_example_does_what_its_page_says() {
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let pairs = [("move", true), ("toml", false)];
        for (language, is_module) in pairs {
            let examples = examples(page(*code), language);
            let build = |text: &str| {
                if is_module { built(MANIFEST, text).1 } else { built(text, "").1 }
            };
            let [fails, works] = examples.as_slice() else { continue };
            let found = codes(&build(fails));
            if !found.contains(code) {
                wrong.push(format!("{code}: the first example gives {found:?}"));
            }
            let build = build(works);
            if !build.diagnostics.is_empty() {
                let said: Vec<_> = build.diagnostics.iter().map(|it| &it.message).collect();
                wrong.push(format!("{code}: the second example gives {said:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn codes_of_the_language_have_examples() {
    let told_elsewhere = [Code::E0108, Code::E0114, Code::E0210];
    for code in Code::ALL {
        let is_language = match code.family() {
            Family::Syntax
            | Family::Names
            | Family::Types
            | Family::Abilities
            | Family::References
            | Family::Access => true,
            Family::Manifest | Family::Verifier | Family::RunTime => false,
        };
        if is_language && !told_elsewhere.contains(code) {
            assert_eq!(examples(page(*code), "move").len(), 2, "{code}");
        }
    }
}
