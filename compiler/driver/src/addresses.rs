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

/// Returns the names of each package, in order of [`crate::PackageId`]; `given` overrides every manifest.
///
/// A name has one value in the whole build: packages that say different things about it are told.
pub(crate) fn resolve(
    sources: &Sources,
    given: &NamedAddresses,
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
    let mut scopes: Vec<NamedAddresses> = Vec::new();
    for package in &sources.packages {
        let scope = scope(package, &values, &scopes, &mut diagnostics);
        scopes.push(scope);
    }
    (scopes, diagnostics)
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
    for name in LIBRARY_NAMES {
        scope.insert((*name).to_owned(), AccountAddress::ONE);
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
        let (mut scopes, diagnostics) = resolve(&sources, given);
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
