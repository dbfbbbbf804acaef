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
#[derive(Clone, Debug, Default)]
pub(crate) struct Manifest {
    /// Name of the package; empty if there is none.
    pub(crate) name: String,
    /// Who must declare.
    pub(crate) declarations: Declarations,
    /// Named addresses, by name.
    pub(crate) addresses: BTreeMap<String, NamedAddress>,
    /// Values for addresses that are left open, by name.
    pub(crate) dev_addresses: BTreeMap<String, NamedAddress>,
    /// Packages it depends on, the library left out.
    pub(crate) dependencies: Vec<Dependency>,
}

/// The right side of a named address.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NamedAddress {
    /// `None` for `"_"`: somebody else gives it a value.
    pub(crate) value: Option<AccountAddress>,
    /// Where the value stands.
    pub(crate) span: Span,
}

/// A package in a folder.
#[derive(Clone, Debug)]
pub(crate) struct Dependency {
    /// The name it has here.
    pub(crate) name: String,
    /// Its folder, relative to the manifest's.
    pub(crate) path: String,
    /// Where the entry stands.
    pub(crate) span: Span,
}

/// Reads a manifest; what is wrong with it is told, and the rest read.
pub(crate) fn read(file: FileId, text: &str) -> (Manifest, Diagnostics) {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reader =
        Reader { file, manifest: Manifest::default(), diagnostics: Diagnostics::new() };
    for error in errors {
        let span = reader.span(error.span().unwrap_or_default());
        let message = format!("malformed manifest: {}", error.message());
        reader.diagnostics.push(Diagnostic::error(Code::E0701, span, message));
    }
    reader.root(root.get_ref());
    (reader.manifest, reader.diagnostics)
}

/// Reads the text of an address: `0x` and hexadecimal digits, or decimal digits.
pub(crate) fn read_address(text: &str) -> Option<AccountAddress> {
    let decimal = || text.parse::<u64>().ok();
    AccountAddress::parse(text).or_else(|| AccountAddress::parse(&format!("{:#x}", decimal()?)))
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
                "dependencies" => self.dependencies(value),
                // Needed by tests alone.
                "dev-dependencies" => {}
                "access" => self.access(value),
                _ => self.unknown(
                    key,
                    "package, addresses, dev-addresses, dependencies, dev-dependencies, access",
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
                "version" | "authors" | "license" | "edition" | "upgrade_policy" => {}
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
                Some("required") => self.manifest.declarations = Declarations::Required,
                Some("inferred") => self.manifest.declarations = Declarations::Inferred,
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

    fn dependencies(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = self.table(value, "dependencies") else { return };
        for (key, value) in table {
            let name = key.get_ref().to_string();
            let Some(entry) = self.table(value, "a dependency") else { continue };
            let local = entry.iter().find(|(key, _)| key.get_ref() == "local");
            let Some((_, path)) = local else {
                self.remote(key, &name);
                continue;
            };
            let Some(path) = self.text(path) else { continue };
            let span = self.span(key.span());
            self.manifest.dependencies.push(Dependency { name, path: path.to_owned(), span });
        }
    }

    /// A dependency without a folder: the library has no need of one.
    fn remote(&mut self, key: &Spanned<DeString<'_>>, name: &str) {
        if library::ALIASES.contains(&name) {
            return;
        }
        let span = self.span(key.span());
        let unknown = Diagnostic::error(
            Code::E0703,
            span,
            format!("dependency `{name}` has no local folder"),
        )
        .with_note("a dependency is `{ local = \"../folder\" }`; packages are not downloaded")
        .with_note(format!("built in: {}", library::ALIASES.join(", ")));
        self.diagnostics.push(unknown);
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
        assert_eq!(manifest.declarations, Declarations::Inferred);
        assert_eq!(manifest.addresses["a"].value, AccountAddress::parse("0xb0b"));
        assert_eq!(manifest.addresses["open"].value, None);
        assert_eq!(manifest.dependencies.len(), 1);
        assert_eq!(manifest.dependencies[0].path, "../q");
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
        let git = "[package]\nname = \"P\"\n[dependencies]\nX = { git = \"y\" }\n";
        assert_eq!(messages(git), ["error: dependency `X` has no local folder"]);
    }
}
