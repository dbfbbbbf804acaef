//! Named addresses: what each package's names mean, its dependencies' names included.

use std::collections::BTreeMap;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use vm_access::AccountAddress;

use crate::manifest::NamedAddress;
use crate::sources::{Package, Sources};

/// Values by name.
pub type NamedAddresses = BTreeMap<String, AccountAddress>;

/// The names that are there without being asked for; all are `0x1`.
const LIBRARY_NAMES: &[&str] = &["std", "aptos_std", "aptos_framework"];

/// Further names that packages for Aptos find without asking, unless a manifest gives them another value.
const FRAMEWORK_NAMES: &[(&str, u64)] = &[
    ("aptos_fungible_asset", 0xa),
    ("aptos_token", 0x3),
    ("aptos_token_objects", 0x4),
    ("core_resources", 0x0a55_0c18),
    ("vm_reserved", 0x0),
];

/// What becomes of a named address that nobody gives a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OpenAddresses {
    /// It is an error.
    #[default]
    Refused,
    /// It gets a value that nothing else has, and a warning says so: enough to see whether a package compiles.
    Assumed,
}

/// The first of the values that are assumed.
const FIRST_ASSUMED: u64 = 0x0acc_e550_0000_0001;

/// Returns the names of each package, in order of [`crate::PackageId`]; `given` overrides every manifest.
///
/// A name has one value in the whole build: packages that say different things about it are told.
pub(crate) fn resolve(
    sources: &Sources,
    given: &NamedAddresses,
    open: OpenAddresses,
) -> (Vec<NamedAddresses>, Diagnostics) {
    let mut values: BTreeMap<&str, (AccountAddress, Option<Span>)> =
        LIBRARY_NAMES.iter().map(|name| (*name, (AccountAddress::ONE, None))).collect();
    values.extend(given.iter().map(|(name, value)| (name.as_str(), (*value, None))));
    let mut diagnostics = Diagnostics::new();
    for package in &sources.packages {
        for (name, address) in &package.manifest.addresses {
            define(&mut values, name, *address, &mut diagnostics);
        }
    }
    if let Some(root) = sources.packages.last() {
        for (name, address) in &root.manifest.dev_addresses {
            if !values.contains_key(name.as_str()) {
                define(&mut values, name, *address, &mut diagnostics);
            }
        }
    }
    for (name, value) in FRAMEWORK_NAMES {
        values.entry(name).or_insert((address(*value), None));
    }
    if open == OpenAddresses::Assumed {
        assume(sources, &mut values, &mut diagnostics);
    }
    let mut scopes: Vec<NamedAddresses> = Vec::new();
    for package in &sources.packages {
        let mut scope = scope(package, &values, &scopes, &mut diagnostics);
        let given = given.iter().filter(|(name, _)| !LIBRARY_NAMES.contains(&name.as_str()));
        scope.extend(given.map(|(name, value)| (name.clone(), *value)));
        scopes.push(scope);
    }
    (scopes, diagnostics)
}

/// Gives a value to each name that has none, in order of names.
fn assume<'s>(
    sources: &'s Sources,
    values: &mut BTreeMap<&'s str, (AccountAddress, Option<Span>)>,
    diagnostics: &mut Diagnostics,
) {
    let mut open: BTreeMap<&str, Span> = BTreeMap::new();
    for manifest in sources.packages.iter().map(|package| &package.manifest) {
        for (name, address) in manifest.addresses.iter().chain(&manifest.dev_addresses) {
            if !values.contains_key(name.as_str()) {
                open.entry(name).or_insert(address.span);
            }
        }
    }
    for ((name, span), low) in open.into_iter().zip(FIRST_ASSUMED..) {
        let value = address(low);
        let message = format!("named address `{name}` has no value");
        let assumed = Diagnostic::warning(Code::E0704, span, message)
            .with_label(format!("{value} is assumed"))
            .with_note(format!("give it one: `--named-addresses {name}=0x…`"));
        diagnostics.push(assumed);
        values.insert(name, (value, None));
    }
}

fn address(low: u64) -> AccountAddress {
    let mut bytes = [0; 32];
    bytes[24..].copy_from_slice(&low.to_be_bytes());
    AccountAddress(bytes)
}

fn define<'s>(
    values: &mut BTreeMap<&'s str, (AccountAddress, Option<Span>)>,
    name: &'s str,
    address: NamedAddress,
    diagnostics: &mut Diagnostics,
) {
    let Some(value) = address.value else { return };
    match values.get(name) {
        None => {
            values.insert(name, (value, Some(address.span)));
        }
        Some((known, Some(elsewhere))) if *known != value => {
            let message = format!("named address `{name}` has two values");
            let conflict = Diagnostic::error(Code::E0701, address.span, message)
                .with_label(format!("{value} here"))
                .with_secondary(*elsewhere, format!("{known} here"))
                .with_note("`--named-addresses` settles it for one command");
            diagnostics.push(conflict);
        }
        // What the library or the command line says stands.
        Some(_) => {}
    }
}

fn scope(
    package: &Package,
    values: &BTreeMap<&str, (AccountAddress, Option<Span>)>,
    earlier: &[NamedAddresses],
    diagnostics: &mut Diagnostics,
) -> NamedAddresses {
    let mut scope = NamedAddresses::new();
    for name in LIBRARY_NAMES.iter().chain(FRAMEWORK_NAMES.iter().map(|(name, _)| name)) {
        if let Some((value, _)) = values.get(name) {
            scope.insert((*name).to_owned(), *value);
        }
    }
    for dependency in package.dependencies.iter().filter_map(|id| earlier.get(id.index())) {
        scope.extend(dependency.iter().map(|(name, value)| (name.clone(), *value)));
    }
    let own = package.manifest.addresses.iter().chain(&package.manifest.dev_addresses);
    for (name, address) in own {
        if let Some((value, _)) = values.get(name.as_str()) {
            scope.insert(name.clone(), *value);
            continue;
        }
        let message = format!("named address `{name}` has no value");
        let open = Diagnostic::error(Code::E0704, address.span, message)
            .with_label("left open")
            .with_note(format!("give it one: `--named-addresses {name}=0x…`"));
        diagnostics.push(open);
    }
    scope
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::SourceText;

    fn addresses(manifest: &str, given: &NamedAddresses) -> (NamedAddresses, Vec<String>) {
        let text = SourceText { path: "Move.toml".into(), text: manifest.into() };
        let sources = Sources::of_package(text, Vec::new());
        let (mut scopes, diagnostics) = resolve(&sources, given, OpenAddresses::Refused);
        let messages = diagnostics.iter().map(|it| it.message.clone()).collect();
        (scopes.pop().unwrap(), messages)
    }

    #[test]
    fn an_open_address_needs_a_value() {
        let manifest = "[package]\nname = \"P\"\n[addresses]\na = \"_\"\n";
        let (_, messages) = addresses(manifest, &NamedAddresses::new());
        assert_eq!(messages, ["named address `a` has no value"]);
        let given = [("a".to_owned(), AccountAddress::from_low(7))].into();
        let (scope, messages) = addresses(manifest, &given);
        assert!(messages.is_empty());
        assert_eq!(scope["a"], AccountAddress::from_low(7));
        assert_eq!(scope["std"], AccountAddress::ONE);
    }

    #[test]
    fn dev_addresses_fill_what_is_open() {
        let manifest =
            "[package]\nname = \"P\"\n[addresses]\na = \"_\"\n[dev-addresses]\na = \"0x5\"\n";
        let (scope, messages) = addresses(manifest, &NamedAddresses::new());
        assert!(messages.is_empty(), "{messages:?}");
        assert_eq!(scope["a"], AccountAddress::from_low(5));
    }
}
