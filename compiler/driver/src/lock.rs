//! `accessvm.lock`: what the functions of dependencies were allowed to do when somebody last looked.

use std::fmt::Write as _;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use vm_access::{Footprint, FunctionName};
use vm_bytecode::FunctionDefinition;

use crate::access::Known;
use crate::build::{Build, CompiledModule};
use crate::library;
use crate::names::{clauses, names_of};
use crate::promise::{Promise, beyond, is_interface, read_footprint};
use crate::sources::{PackageId, Sources};

/// Name of the file, beside the manifest.
pub const LOCK: &str = "accessvm.lock";

/// The version of the format.
const VERSION: i64 = 1;

/// Returns the text of a lock: the promises of all public and entry functions of the packages that the one that was
/// asked for depends on, directly or not. The library, which comes with the compiler, is not among them.
pub fn lock(sources: &Sources, build: &Build) -> String {
    let mut entries = Vec::new();
    for module in build.modules.iter().filter(|it| is_locked(sources, it.package)) {
        for function in module.module.functions.iter().filter(|it| is_interface(it)) {
            let name = format!("{}::{}", module.module.id, function.name);
            let promise = Promise::of(build, module, function);
            entries.push((sources.name(module.package), name, promise));
        }
    }
    entries.sort_by(|left, right| (left.0, &left.1).cmp(&(right.0, &right.1)));
    let mut text = format!(
        "# What dependencies may do; `accessvm update` writes it. A dependency that does more is an error.\nversion = {VERSION}\n"
    );
    for (package, name, promise) in &entries {
        // Writing to a string does not fail.
        let _: std::fmt::Result = write_entry(&mut text, package, name, promise);
    }
    text
}

/// Whether a lock speaks of a package.
fn is_locked(sources: &Sources, package: PackageId) -> bool {
    package != sources.root() && sources.name(package) != library::NAME
}

fn write_entry(
    text: &mut String,
    package: &str,
    name: &str,
    promise: &Promise,
) -> std::fmt::Result {
    writeln!(text, "\n[[function]]")?;
    writeln!(text, "package = {}", quoted(package))?;
    writeln!(text, "name = {}", quoted(name))?;
    writeln!(text, "signature = {}", quoted(&promise.signature))?;
    writeln!(text, "clauses = [")?;
    promise.clauses.iter().try_for_each(|clause| writeln!(text, "    {},", quoted(clause)))?;
    writeln!(text, "]")?;
    writeln!(text, "footprint = {}", quoted(&promise.footprint_text()))
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() => {
                let _: std::fmt::Result = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// Compares dependencies with the lock, if there is one.
pub(crate) fn judge(sources: &Sources, known: &Known) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let Some(file) = sources.lock else { return diagnostics };
    let text = sources.files().get(file).map_or("", |it| it.text());
    let mut reader = Reader { file, diagnostics: Diagnostics::new() };
    let entries = reader.read(text);
    diagnostics.extend(reader.diagnostics);
    for entry in entries {
        let mut modules = known.0.values().filter(|it| is_locked(sources, it.package));
        let present = modules.find_map(|module| {
            let mut functions = module.module.functions.iter().filter(|it| is_interface(it));
            let name = |function: &FunctionDefinition| {
                let (module, name) = (module.module.id.clone(), function.name.clone());
                FunctionName { module, name }.to_string()
            };
            functions.find(|it| name(it) == entry.name).map(|it| (module, it))
        });
        // One that is gone is told where it is used.
        let Some((module, function)) = present else { continue };
        diagnostics.extend(compare(known, &entry, module, function));
    }
    diagnostics
}

fn compare(
    known: &Known,
    entry: &Entry,
    module: &CompiledModule,
    function: &FunctionDefinition,
) -> Option<Diagnostic> {
    let now = Promise::of(known, module, function);
    let accept = "`accessvm update` accepts what dependencies do now";
    let error =
        |message: String| Diagnostic::error(Code::E0705, entry.span, message).with_note(accept);
    if now.signature != entry.signature {
        let message = format!("`{}` has another signature than its lock says", entry.name);
        return Some(error(message).with_label(format!("it is {} now", now.signature)));
    }
    let gained = beyond(&now.footprint, &entry.footprint)?;
    let names = names_of(module, function);
    let gained: Vec<String> = clauses(&gained, &names).into_iter().map(|it| it.1).collect();
    let message = format!("`{}` may do more than its lock says", entry.name);
    let place = module.outline.functions.get(&function.name).map(|it| it.name);
    let error = error(message).with_label(format!("not locked: `{}`", gained.join("`, `")));
    Some(match place {
        Some(place) => error.with_secondary(place, "the function"),
        None => error,
    })
}

fn get<'t, 'i>(table: &'t DeTable<'i>, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
    table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
}

/// A function that is locked.
struct Entry {
    name: String,
    /// Where the name stands.
    span: Span,
    signature: String,
    footprint: Footprint,
}

/// Reads a lock that may hold anything.
struct Reader {
    file: FileId,
    diagnostics: Diagnostics,
}

impl Reader {
    fn error(&mut self, range: std::ops::Range<usize>, message: impl Into<String>) {
        let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(self.file, offset(range.start), offset(range.end));
        let message = format!("malformed lock: {}", message.into());
        let error = Diagnostic::error(Code::E0701, span, message)
            .with_note("`accessvm update` writes it anew");
        self.diagnostics.push(error);
    }

    fn read(&mut self, text: &str) -> Vec<Entry> {
        let (root, errors) = DeTable::parse_recoverable(text);
        if let Some(error) = errors.first() {
            self.error(error.span().unwrap_or_default(), error.message());
            return Vec::new();
        }
        let root = root.get_ref();
        let version = get(root, "version").and_then(|it| it.get_ref().as_integer());
        if version.is_none_or(|it| it.as_str() != VERSION.to_string()) {
            self.error(0..0, format!("expected version = {VERSION}"));
            return Vec::new();
        }
        let functions = get(root, "function").and_then(|it| it.get_ref().as_array());
        let functions = functions.into_iter().flat_map(|it| it.iter());
        functions.filter_map(|function| self.entry(function)).collect()
    }

    fn entry(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Entry> {
        let Some(table) = value.get_ref().as_table() else {
            self.error(value.span(), "expected a table for a function");
            return None;
        };
        let (name, range) = self.text(table, "name", value)?;
        let (signature, _) = self.text(table, "signature", value)?;
        let (footprint, place) = self.text(table, "footprint", value)?;
        let Some(footprint) = read_footprint(&footprint) else {
            self.error(place, "a footprint that cannot be read");
            return None;
        };
        let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(self.file, offset(range.start), offset(range.end));
        Some(Entry { name, span, signature, footprint })
    }

    fn text(
        &mut self,
        table: &DeTable<'_>,
        key: &str,
        whole: &Spanned<DeValue<'_>>,
    ) -> Option<(String, std::ops::Range<usize>)> {
        let value = get(table, key);
        let text =
            value.and_then(|value| Some((value.get_ref().as_str()?.to_owned(), value.span())));
        if text.is_none() {
            self.error(whole.span(), format!("a function needs a {key}"));
        }
        text
    }
}
