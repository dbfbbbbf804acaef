//! What of a file is compiled: leaves out what is there for tests, and makes modules of scripts.

use bumpalo::Bump;
use compiler_diagnostics::Span;
use ruint::aliases::U256;

use crate::ast::{Address, AddressKind, Attribute, File, Module, Name, Script};

/// What a file is compiled for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Purpose {
    /// To be published: without tests, and without what is there for tests alone.
    #[default]
    Build,
    /// To be used by tests of another package: with `#[test_only]` items, without `#[test]` functions.
    TestDependency,
    /// To be tested: with everything.
    Test,
}

/// Leaves out the items that are not compiled for `purpose`; each script becomes a module of its own, at an address
/// that nothing else has.
pub fn select<'a>(file: &File<'a>, purpose: Purpose, arena: &'a Bump) -> File<'a> {
    let is_wanted = |attributes: &[Attribute<'_>]| {
        // For the prover alone.
        let is_for_machines = !has(attributes, "verify_only");
        is_for_machines
            && match purpose {
                Purpose::Build => !has(attributes, "test_only") && !has(attributes, "test"),
                Purpose::TestDependency => !has(attributes, "test"),
                Purpose::Test => true,
            }
    };
    let select = Selection { arena, is_wanted: &is_wanted };
    let modules = file.modules.iter().filter(|module| is_wanted(module.attributes));
    let scripts = file.scripts.iter().filter(|script| is_wanted(script.attributes));
    let scripts = scripts.map(|script| select.script(script));
    let modules = modules.copied().chain(scripts).map(|module| select.module(module));
    let modules: Vec<_> = modules.collect();
    File { modules: arena.alloc_slice_copy(&modules), scripts: &[] }
}

fn has(attributes: &[Attribute<'_>], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.name.as_name().is_some_and(|it| it.text == name))
}

struct Selection<'s, 'a> {
    arena: &'a Bump,
    is_wanted: &'s dyn Fn(&[Attribute<'_>]) -> bool,
}

impl<'a> Selection<'_, 'a> {
    fn module(&self, module: Module<'a>) -> Module<'a> {
        Module {
            uses: self.items(module.uses, |item| item.attributes),
            friends: self.items(module.friends, |item| item.attributes),
            constants: self.items(module.constants, |item| item.attributes),
            structs: self.items(module.structs, |item| item.attributes),
            enums: self.items(module.enums, |item| item.attributes),
            functions: self.items(module.functions, |item| item.attributes),
            ..module
        }
    }

    fn items<T: Copy>(&self, items: &'a [T], attributes: fn(&T) -> &'a [Attribute<'a>]) -> &'a [T] {
        if items.iter().all(|item| (self.is_wanted)(attributes(item))) {
            return items;
        }
        let kept = items.iter().filter(|item| (self.is_wanted)(attributes(item)));
        self.arena.alloc_slice_copy(&kept.copied().collect::<Vec<T>>())
    }

    /// The module of a script: named after where it stands, so that no two of a package are alike.
    fn script(&self, script: &Script<'a>) -> Module<'a> {
        let name = format!("script_{}_{}", script.span.file.0, script.span.start);
        let start = Span { end: script.span.start, ..script.span };
        Module {
            span: script.span,
            docs: script.docs,
            attributes: script.attributes,
            address: Some(Address { span: start, kind: AddressKind::Numeric(U256::MAX) }),
            name: Name { span: start, text: self.arena.alloc_str(&name) },
            uses: script.uses,
            friends: &[],
            constants: script.constants,
            structs: &[],
            enums: &[],
            functions: script.functions,
        }
    }
}
