//! What names must look like, so that a reader tells types and constants from variables.

use compiler_diagnostics::{Code, Diagnostic, Diagnostics};
use compiler_syntax::ast::{self, Name};

/// Names of what is built in, which no function may have.
const RESERVED: [&str; 19] = [
    "Self",
    "address",
    "assert",
    "bool",
    "borrow_global",
    "borrow_global_mut",
    "exists",
    "freeze",
    "move_from",
    "move_to",
    "signer",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "u256",
    "vector",
    "_",
];

/// Reports the names of a module's members that do not look like what they name.
pub(crate) fn check(module: &ast::Module<'_>, diagnostics: &mut Diagnostics) {
    let structs = module.structs.iter().map(|item| (item.name, "a struct"));
    let enums = module.enums.iter().map(|item| (item.name, "an enum"));
    let variants = module.enums.iter().flat_map(|item| item.variants);
    let variants = variants.map(|variant| (variant.name, "a variant"));
    let constants = module.constants.iter().map(|item| (item.name, "a constant"));
    for (name, what) in structs.chain(enums).chain(variants).chain(constants) {
        if !begins(name, |first| first.is_ascii_uppercase()) || name.text == "Self" {
            diagnostics.push(refused(name, what, "begins with a capital letter"));
        }
    }
    for name in module.functions.iter().map(|function| function.name) {
        if RESERVED.contains(&name.text) {
            diagnostics.push(refused(name, "a function", "is not that of something built in"));
        } else if begins(name, |first| first == '_') && !name.text.is_empty() {
            diagnostics.push(refused(name, "a function", "begins with a letter"));
        }
    }
    if module.name.text == "Self" {
        diagnostics.push(refused(module.name, "a module", "is not that of something built in"));
    }
}

/// What is wrong with the name under which a `use` brings in a module or a member of one.
pub(crate) fn alias(name: Name<'_>, is_member: bool) -> Option<Diagnostic> {
    let is_built_in = if is_member { RESERVED.contains(&name.text) } else { name.text == "Self" };
    is_built_in.then(|| refused(name, "an alias", "is not that of something built in"))
}

/// What is wrong with the name of a variable.
pub(crate) fn variable(name: Name<'_>) -> Option<Diagnostic> {
    let is_small = begins(name, |first| first.is_ascii_lowercase() || first == '_');
    (!is_small).then(|| refused(name, "a variable", "begins with a small letter or `_`"))
}

/// Whether the first character is as asked; so it is where there is none, which has been reported.
fn begins(name: Name<'_>, is_fitting: impl Fn(char) -> bool) -> bool {
    name.text.chars().next().is_none_or(is_fitting)
}

fn refused(name: Name<'_>, what: &str, rule: &str) -> Diagnostic {
    let message = format!("`{}` cannot be the name of {what}", name.text);
    Diagnostic::error(Code::E0205, name.span, message).with_label(format!("such a name {rule}"))
}
