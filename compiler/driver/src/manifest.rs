//! `Move.toml`: reading one manifest.

use std::collections::BTreeMap;
use std::ops::Range;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Span};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};
use vm_access::{AccountAddress, Identifier};

use crate::library;

/// Who must declare what it touches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Declarations {
    /// Every public and every entry function.
    #[default]
    Required,
    /// Nobody: what is not declared is inferred.
    Inferred,
}

/// A manifest, as far as it could be read.
#[derive(Clone, Debug)]
pub(crate) struct Manifest {
    /// The file it was read from.
    pub(crate) file: FileId,
    /// Name of the package; empty if there is none.
    pub(crate) name: String,
    /// Who must declare; `None` if it does not say.
    pub(crate) declarations: Option<Declarations>,
    /// Named addresses, by name.
    pub(crate) addresses: BTreeMap<String, NamedAddress>,
    /// Values for addresses that are left open, by name.
    pub(crate) dev_addresses: BTreeMap<String, NamedAddress>,
    /// Packages it depends on, the library left out.
    pub(crate) dependencies: Vec<Dependency>,
    /// Packages its tests depend on beside them.
    pub(crate) dev_dependencies: Vec<Dependency>,
}

/// The right side of a named address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamedAddress {
    /// `None` for `"_"`: somebody else gives it a value.
    pub(crate) value: Option<AccountAddress>,
    /// Where the value stands.
    pub(crate) span: Span,
}

/// Another package that is needed.
#[derive(Clone, Debug)]
pub(crate) struct Dependency {
    /// The name it has here.
    pub(crate) name: String,
    /// Its folder, relative to the manifest's; `None` if it is to come from elsewhere.
    pub(crate) path: Option<String>,
    /// Where the entry stands.
    pub(crate) span: Span,
}

/// Reads a manifest; what is wrong with it is told, and the rest read.
pub(crate) fn read(file: FileId, text: &str) -> (Manifest, Diagnostics) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let manifest = Manifest {
        file,
        name: String::new(),
        declarations: None,
        addresses: BTreeMap::new(),
        dev_addresses: BTreeMap::new(),
        dependencies: Vec::new(),
        dev_dependencies: Vec::new(),
    };
    let mut reader = Reader { file, manifest, diagnostics: Diagnostics::new() };
    for error in errors {
        let span = reader.span(error.span().unwrap_or_default());
        let message = format!("malformed manifest: {}", error.message());
        reader.diagnostics.push(Diagnostic::error(Code::E0701, span, message));
    }
    reader.root(root.get_ref());
    (reader.manifest, reader.diagnostics)
}

/// Reads the text of an address: hexadecimal digits with `0x` before them or without; decimal ones if they are no more
/// than a `u64` has.
pub(crate) fn read_address(text: &str) -> Option<AccountAddress> {
    let decimal = || text.parse::<u64>().ok();
    let hexadecimal = || AccountAddress::parse(&format!("0x{text}"));
    AccountAddress::parse(text)
        .or_else(|| AccountAddress::parse(&format!("{:#x}", decimal()?)))
        .or_else(hexadecimal)
}

struct Reader {
    file: FileId,
    manifest: Manifest,
    diagnostics: Diagnostics,
}

impl Reader {
    fn span(&self, range: Range<usize>) -> Span {
        let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(self.file, offset(range.start), offset(range.end))
    }

    fn error<T>(&mut self, at: &Spanned<T>, message: impl Into<String>) {
        let span = self.span(at.span());
        self.diagnostics.push(Diagnostic::error(Code::E0701, span, message));
    }

    fn unknown(&mut self, key: &Spanned<DeString<'_>>, known: &str) {
        let span = self.span(key.span());
        let message = format!("unknown key `{}`", key.get_ref());
        let warning = Diagnostic::warning(Code::E0701, span, message)
            .with_label("not used")
            .with_note(format!("known here: {known}"));
        self.diagnostics.push(warning);
    }

    fn root(&mut self, root: &DeTable<'_>) {
        for (key, value) in root {
            match key.get_ref().as_ref() {
                "package" => self.package(value),
                "addresses" => self.manifest.addresses = self.addresses(value),
                "dev-addresses" => self.manifest.dev_addresses = self.addresses(value),
                "dependencies" => self.manifest.dependencies = self.dependencies(value),
                "dev-dependencies" => self.manifest.dev_dependencies = self.dependencies(value),
                // Says which compiler to use, and how.
                "build" => {}
                "access" => self.access(value),
                _ => self.unknown(
                    key,
                    "package, addresses, dev-addresses, dependencies, dev-dependencies, build, access",
                ),
            }
        }
        if self.manifest.name.is_empty() && !self.diagnostics.has_errors() {
            let span = Span::new(self.file, 0, 0);
            let missing = Diagnostic::error(Code::E0701, span, "a manifest needs a package name")
                .with_note("write `[package]` and `name = \"…\"`");
            self.diagnostics.push(missing);
        }
    }

    fn package(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = self.table(value, "package") else { return };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "name" => self.manifest.name = self.text(value).unwrap_or_default().to_owned(),
                "version" | "authors" | "license" | "edition" | "upgrade_policy" | "repository"
                | "homepage" | "documentation" | "description" | "published-at" => {}
                _ => self.unknown(key, "name, version, authors, license, edition, upgrade_policy"),
            }
        }
    }

    fn access(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = self.table(value, "access") else { return };
        for (key, value) in table {
            if key.get_ref() != "declarations" {
                self.unknown(key, "declarations");
                continue;
            }
            match self.text(value) {
                Some("required") => self.manifest.declarations = Some(Declarations::Required),
                Some("inferred") => self.manifest.declarations = Some(Declarations::Inferred),
                Some(_) => self.error(value, "expected \"required\" or \"inferred\""),
                None => {}
            }
        }
    }

    fn addresses(&mut self, value: &Spanned<DeValue<'_>>) -> BTreeMap<String, NamedAddress> {
        let mut addresses = BTreeMap::new();
        let Some(table) = self.table(value, "addresses") else { return addresses };
        for (key, value) in table {
            if !Identifier::new(key.get_ref()).is_valid() {
                self.error(key, "expected a name of letters, digits and `_`");
                continue;
            }
            let Some(text) = self.text(value) else { continue };
            let address = read_address(text);
            if address.is_none() && text != "_" {
                self.error(value, "expected an address such as \"0x1\", or \"_\" to leave it open");
                continue;
            }
            let named = NamedAddress { value: address, span: self.span(value.span()) };
            addresses.insert(key.get_ref().to_string(), named);
        }
        addresses
    }

    fn dependencies(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Dependency> {
        let mut dependencies = Vec::new();
        let Some(table) = self.table(value, "dependencies") else { return dependencies };
        for (key, value) in table {
            let name = key.get_ref().to_string();
            let Some(entry) = self.table(value, "a dependency") else { continue };
            let text = |wanted: &str| {
                let found = entry.iter().find(|(key, _)| key.get_ref() == wanted);
                found.map(|(_, value)| value)
            };
            let git = text("git").and_then(|value| self.text(value));
            let path = match text("local") {
                Some(path) => match self.text(path) {
                    Some(path) => Some(path.to_owned()),
                    None => continue,
                },
                None if library::is_library(&name, git) => continue,
                None => None,
            };
            let span = self.span(key.span());
            dependencies.push(Dependency { name, path, span });
        }
        dependencies
    }

    fn table<'t, 'i>(
        &mut self,
        value: &'t Spanned<DeValue<'i>>,
        what: &str,
    ) -> Option<&'t DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.error(value, format!("expected a table for {what}"));
        }
        table
    }

    fn text<'t>(&mut self, value: &'t Spanned<DeValue<'_>>) -> Option<&'t str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.error(value, "expected a string");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use compiler_diagnostics::Severity;

    use super::*;

    fn messages(text: &str) -> Vec<String> {
        let (_, diagnostics) = read(FileId(0), text);
        diagnostics.iter().map(|it| format!("{}: {}", it.severity.name(), it.message)).collect()
    }

    #[test]
    fn everything_is_read() {
        let text = "[package]\nname = \"P\"\nversion = \"1\"\n[addresses]\na = \"0xb0b\"\nopen = \"_\"\n\
                    [dependencies]\nQ = { local = \"../q\" }\nAptosFramework = { git = \"x\", rev = \"main\" }\n\
                    [access]\ndeclarations = \"inferred\"\n";
        let (manifest, diagnostics) = read(FileId(0), text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(manifest.name, "P");
        assert_eq!(manifest.declarations, Some(Declarations::Inferred));
        assert_eq!(manifest.addresses["a"].value, AccountAddress::parse("0xb0b"));
        assert_eq!(manifest.addresses["open"].value, None);
        assert_eq!(manifest.dependencies.len(), 1);
        assert_eq!(manifest.dependencies[0].path.as_deref(), Some("../q"));
    }

    #[test]
    fn the_frameworks_repositories_are_the_library() {
        let text = "[package]\nname = \"P\"\n[dependencies]\n\
                    AptosToken = { git = \"x\" }\n\
                    Tokens = { git = \"https://github.com/aptos-labs/aptos-core.git\" }\n\
                    [dev-dependencies]\nOther = { git = \"https://example.org/aptos-core.git\" }\n";
        let (manifest, diagnostics) = read(FileId(0), text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert!(manifest.dependencies.is_empty());
        assert_eq!(manifest.dev_dependencies.len(), 1);
        assert_eq!(manifest.dev_dependencies[0].path, None);
    }

    #[test]
    fn addresses_are_read_as_people_write_them() {
        let digits = "c7efb4076dbe143cbcd98cfaaa929ecfc8f299203dfff63b95ccb6bfe19850fa";
        let with_prefix = AccountAddress::parse(&format!("0x{digits}"));
        assert!(with_prefix.is_some());
        assert_eq!(read_address(digits), with_prefix);
        assert_eq!(read_address(&"0".repeat(64)), AccountAddress::parse("0x0"));
        assert_eq!(read_address("16"), AccountAddress::parse("0x10"));
        assert_eq!(read_address("_"), None);
        assert_eq!(read_address("zero"), None);
    }

    #[test]
    fn unknown_keys_warn_at_their_place() {
        let (_, diagnostics) = read(FileId(0), "[package]\nname = \"P\"\ncolour = 1\n");
        let only = diagnostics.iter().next().unwrap();
        assert_eq!(only.severity, Severity::Warning);
        assert_eq!((only.primary.span.start, only.primary.span.end), (21, 27));
    }

    #[test]
    fn what_is_wrong_is_told() {
        assert_eq!(messages("[package]\n"), ["error: a manifest needs a package name"]);
        assert_eq!(messages("[package]\nname = 1\n")[0], "error: expected a string");
        assert!(messages("[package\n")[0].starts_with("error: malformed manifest: "));
        assert!(
            messages("package = 1").contains(&"error: expected a table for package".to_owned())
        );
        let bad = "[package]\nname = \"P\"\n[addresses]\na = \"zero\"\n";
        assert!(messages(bad)[0].starts_with("error: expected an address"));
    }
}
