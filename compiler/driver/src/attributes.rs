//! Attributes that do not go together, on what is compiled: what is left out may have any.

use compiler_diagnostics::{Code, Diagnostic, Diagnostics};
use compiler_syntax::Purpose;
use compiler_syntax::ast::{self, Attribute, AttributeKind};

use crate::unit_test::named;

/// Reports attributes that are given twice and, where tests are compiled, those that no test can have.
pub(crate) fn check(file: &ast::File<'_>, purpose: Purpose) -> Diagnostics {
    let lists = file.modules.iter().flat_map(lists);
    let mut diagnostics: Diagnostics = lists.flat_map(repeated).collect();
    if purpose == Purpose::Test {
        let functions = file.modules.iter().flat_map(|module| module.functions);
        diagnostics.extend(functions.filter_map(|function| of_test(function.attributes)));
    }
    diagnostics
}

/// The attributes of a module and of each thing in it.
fn lists<'a>(module: &ast::Module<'a>) -> Vec<&'a [Attribute<'a>]> {
    let variants = module.enums.iter().flat_map(|item| item.variants);
    std::iter::once(module.attributes)
        .chain(module.uses.iter().map(|item| item.attributes))
        .chain(module.friends.iter().map(|item| item.attributes))
        .chain(module.constants.iter().map(|item| item.attributes))
        .chain(module.structs.iter().map(|item| item.attributes))
        .chain(module.enums.iter().map(|item| item.attributes))
        .chain(variants.map(|item| item.attributes))
        .chain(module.functions.iter().map(|item| item.attributes))
        .collect()
}

/// An error for each attribute that stands in a list, or in a list inside of it, a second time.
fn repeated(list: &[Attribute<'_>]) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    for (index, attribute) in list.iter().enumerate() {
        if let AttributeKind::List(inner) = attribute.kind {
            errors.extend(repeated(inner));
        }
        let Some(name) = attribute.name.as_name() else { continue };
        let is_same = |other: &Attribute<'_>| {
            other.name.as_name().is_some_and(|other| other.text == name.text)
        };
        if list.iter().take(index).any(is_same) {
            let message = format!("attribute `{}` is given twice", name.text);
            errors.push(Diagnostic::error(Code::E0111, name.span, message));
        }
    }
    errors
}

/// What is wrong with the attributes of a function as those of a test.
fn of_test(attributes: &[Attribute<'_>]) -> Option<Diagnostic> {
    let test = named(attributes, "test");
    let (other, message, label) = if test.is_some() {
        let label = "a test is there for tests anyway";
        (named(attributes, "test_only")?, "`#[test_only]` on a test", label)
    } else {
        let label = "only tests are expected to fail";
        (named(attributes, "expected_failure")?, "`#[expected_failure]` without `#[test]`", label)
    };
    Some(Diagnostic::error(Code::E0111, other.span, message).with_label(label))
}
