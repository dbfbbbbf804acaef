//! From findings of inference to what a person reads: the operation, the chain of calls, the clause that would do.

mod calls;
mod declare;
mod edit;
mod functions;
mod story;

use std::collections::BTreeMap;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, Edit, Span};
use vm_access::{Access, Clause, Declaration, FunctionName, Identifier, Mode, ModuleId};
use vm_bytecode::{FunctionDefinition, StructDefinition, Visibility};
use vm_footprint::{
    Finding, FunctionInference, Interfaces, Origin, Reason, Widening, check_declaration,
};

pub use crate::access::declare::declaration_of;
use crate::access::edit::Editor;
use crate::access::story::Story;
use crate::build::CompiledModule;
use crate::manifest::Declarations;
use crate::names::{clauses, names_of};
use crate::outline::FunctionOutline;

/// Modules by name, each with what is known of it.
#[derive(Debug, Default)]
pub(crate) struct Known(pub(crate) BTreeMap<ModuleId, CompiledModule>);

impl Known {
    pub(crate) fn get(&self, id: &ModuleId) -> Option<&CompiledModule> {
        self.0.get(id)
    }
}

impl Interfaces for Known {
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        self.get(module)?.module.structure(name)
    }

    fn function(&self, name: &FunctionName) -> Option<&FunctionDefinition> {
        self.get(&name.module)?.module.function(&name.name)
    }
}

/// A function of a module that is being judged.
#[derive(Clone, Copy)]
struct Judged<'a> {
    known: &'a Known,
    imports: &'a dyn Interfaces,
    inferred: &'a CompiledModule,
    function: &'a FunctionDefinition,
    found: &'a FunctionInference,
    outline: &'a FunctionOutline,
    text: &'a str,
}

/// Whether a function must declare in a package where declarations are required.
pub(crate) fn must_declare(function: &FunctionDefinition) -> bool {
    let is_interface = function.visibility == Visibility::Public || function.is_entry;
    is_interface && function.code.is_some()
}

/// Judges every declaration of the module `id`, which is among `known`.
///
/// Whether there is anything to say depends on what is looked up in `imports`, which has the same modules; what is said
/// tells of places in any of them.
pub(crate) fn judge(
    (known, imports): (&Known, &dyn Interfaces),
    id: &ModuleId,
    declarations: Declarations,
    text: &str,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let Some(inferred) = known.get(id) else { return diagnostics };
    let pairs = inferred.module.functions.iter().zip(&inferred.inference.functions);
    for (function, found) in pairs {
        diagnostics.extend(functions::judge(inferred, function, found));
        let Some(outline) = inferred.outline.functions.get(&function.name) else { continue };
        let judged = Judged { known, imports, inferred, function, found, outline, text };
        let is_written = outline.declaration.is_some();
        let is_required = declarations == Declarations::Required && must_declare(function);
        if !is_written && !is_required {
            continue;
        }
        let empty = Declaration::default();
        let declaration = function.declaration.as_ref().unwrap_or(&empty);
        let findings = check_declaration(&inferred.module, imports, function, declaration, found);
        if is_written {
            judged.written(&findings, &mut diagnostics);
        } else {
            judged.unwritten(&findings, &mut diagnostics);
        }
    }
    diagnostics
}

impl Judged<'_> {
    fn editor(&self) -> Editor<'_> {
        Editor { outline: self.outline, text: self.text }
    }

    fn shown(&self, access: &Access) -> String {
        let names = names_of(self.inferred, self.function);
        access.display(&names).to_string()
    }

    /// A function with clauses: what they miss, and what they have in excess.
    fn written(&self, findings: &[Finding], diagnostics: &mut Diagnostics) {
        for finding in findings {
            match finding {
                Finding::Missing { access, origins } => {
                    diagnostics.push(self.missing(access, origins));
                }
                Finding::Wider { clause, needed } => {
                    if !self.is_as_narrow(*clause, needed) {
                        diagnostics.push(self.wider(*clause, needed));
                    }
                }
                Finding::Forbidden { clause, access, origins } => {
                    diagnostics.push(self.forbidden(*clause, access, origins));
                }
                Finding::Needless { clause } => diagnostics.push(self.needless(*clause)),
            }
        }
        self.wildcards(findings, diagnostics);
    }

    /// A function that must declare and does not.
    fn unwritten(&self, findings: &[Finding], diagnostics: &mut Diagnostics) {
        let missing = missing(findings);
        let Some((first, origins)) = missing.first() else { return };
        let message =
            format!("public function `{}` touches state and declares nothing", self.function.name);
        let mut diagnostic =
            Diagnostic::error(Code::E0602, self.outline.name, message).with_label("has no clauses");
        for (span, text) in
            Story::of(self.known, self.inferred, self.function, first, origins).labels
        {
            diagnostic = diagnostic.with_secondary(span, text);
        }
        let edit = self.declaring(&missing);
        diagnostics.push(diagnostic.with_fix("declare what it touches", edit.span, edit.text));
    }

    /// The edit that declares what is missing where nothing is declared.
    fn declaring(&self, missing: &[(&Access, &[Origin])]) -> Edit {
        let accesses: Vec<Access> = missing.iter().map(|(access, _)| (*access).clone()).collect();
        self.editor().insert(&self.shortest(&accesses))
    }

    fn missing(&self, access: &Access, origins: &[Origin]) -> Diagnostic {
        let shown = self.shown(access);
        let name = &self.function.name;
        let message =
            format!("`{name}` {} `{}`, and no clause allows it", verb(access), place(&shown));
        let (span, mut diagnostic) = self.told(message, access, origins);
        if span != self.outline.name {
            diagnostic = diagnostic
                .with_secondary(self.outline.name, format!("`{name}` does not declare it"));
        }
        let edit = self.editor().allow(access.mode, &shown);
        diagnostic.with_fix("allow it", edit.span, edit.text)
    }

    /// An error at the operation, with the chain of calls to it, and where that is.
    fn told(&self, message: String, access: &Access, origins: &[Origin]) -> (Span, Diagnostic) {
        let story = Story::of(self.known, self.inferred, self.function, access, origins);
        let mut labels = story.labels.into_iter();
        let (span, text) = labels.next_back().unwrap_or_else(|| {
            let shown = self.shown(access);
            (self.outline.name, format!("{} `{}`", verb(access), place(&shown)))
        });
        let mut diagnostic = Diagnostic::error(Code::E0601, span, message).with_label(text);
        for (span, text) in labels {
            diagnostic = diagnostic.with_secondary(span, text);
        }
        (span, diagnostic)
    }

    /// What a clause excludes is done.
    fn forbidden(&self, clause: usize, access: &Access, origins: &[Origin]) -> Diagnostic {
        let shown = self.shown(access);
        let (name, excluded) = (&self.function.name, self.clause_text(clause));
        let message =
            format!("`{name}` {} `{}`, which `{excluded}` excludes", verb(access), place(&shown));
        let (_, diagnostic) = self.told(message, access, origins);
        diagnostic.with_secondary(self.clause_span(clause), "excluded here")
    }

    fn clause_span(&self, clause: usize) -> Span {
        let map = self.inferred.source_map.functions.get(&self.function.name);
        let span = map.and_then(|map| map.clauses.get(clause));
        span.map_or(self.outline.name, |span| self.inferred.span(*span))
    }

    fn clause_text(&self, clause: usize) -> String {
        let names = names_of(self.inferred, self.function);
        let clauses = self.function.declaration.iter().flat_map(|it| &it.clauses);
        clauses.skip(clause).map(|it| it.display(&names).to_string()).next().unwrap_or_default()
    }

    /// Whether a clause says nothing beyond `needed`.
    fn is_as_narrow(&self, clause: usize, needed: &[Access]) -> bool {
        let clauses = self.function.declaration.iter().flat_map(|it| &it.clauses);
        clauses.skip(clause).take(1).any(|clause| match clause {
            Clause::Access(declared) => needed
                .iter()
                .any(|it| it.mode.covers(declared.mode) && it.path.covers(&declared.path)),
            Clause::Not(_) | Clause::Calls(_) => false,
        })
    }

    fn wider(&self, clause: usize, needed: &[Access]) -> Diagnostic {
        let span = self.clause_span(clause);
        let needed = clauses(needed, &names_of(self.inferred, self.function));
        let lines: Vec<&str> = needed.iter().map(|(_, text)| text.as_str()).collect();
        let message = format!("`{}` is wider than needed", self.clause_text(clause));
        let diagnostic = Diagnostic::warning(Code::E0604, span, message)
            .with_label(format!("`{}` would do", lines.join("`, `")));
        match self.editor().replace(span, &needed) {
            Some(suggestion) => diagnostic.with_suggestion(suggestion),
            None => diagnostic,
        }
    }

    fn needless(&self, clause: usize) -> Diagnostic {
        let span = self.clause_span(clause);
        let message = format!("`{}` is never needed", self.clause_text(clause));
        let diagnostic = Diagnostic::warning(Code::E0605, span, message)
            .with_label("nothing here or in what it calls does this");
        match self.editor().remove(span) {
            Some(suggestion) => diagnostic.with_suggestion(suggestion),
            None => diagnostic,
        }
    }

    /// Why a key of a missing access is a wildcard: the place where it left what a clause can say.
    fn wildcards(&self, findings: &[Finding], diagnostics: &mut Diagnostics) {
        let Some(map) = self.inferred.source_map.functions.get(&self.function.name) else { return };
        for Widening { access, point, reason } in &self.found.widenings {
            let is_missing = findings.iter().any(|finding| match finding {
                Finding::Missing { access: missing, .. } => missing.covers(access),
                Finding::Forbidden { .. } | Finding::Wider { .. } | Finding::Needless { .. } => {
                    false
                }
            });
            if is_missing {
                let span = self.inferred.span(map.span(*point));
                let shown = self.shown(access);
                let message = if *reason == Reason::OldValueKept {
                    format!("`{}` is not only added to", place(&shown))
                } else {
                    format!("the key of `{}` cannot be said", place(&shown))
                };
                let note =
                    Diagnostic::note(Code::E0606, span, message).with_label(reason.to_string());
                diagnostics.push(note);
            }
        }
    }
}

/// What is done and not declared, each with where it comes from.
fn missing(findings: &[Finding]) -> Vec<(&Access, &[Origin])> {
    let missing = findings.iter().filter_map(|finding| match finding {
        Finding::Missing { access, origins } => Some((access, origins.as_slice())),
        Finding::Forbidden { .. } | Finding::Wider { .. } | Finding::Needless { .. } => None,
    });
    missing.collect()
}

/// What an access does, in a sentence.
pub(crate) fn verb(access: &Access) -> &'static str {
    match access.mode {
        _ if access.path.as_call().is_some() => "calls",
        Mode::Reads => "reads",
        Mode::Adds => "adds to",
        Mode::Writes => "writes",
    }
}

/// The place of an access that was printed with its mode.
pub(crate) fn place(shown: &str) -> &str {
    shown.split_once(' ').map_or(shown, |(_, place)| place)
}

/// The definition and inference of a function by name.
pub(crate) fn find<'k>(
    inferred: &'k CompiledModule,
    name: &Identifier,
) -> Option<(&'k FunctionDefinition, &'k FunctionInference)> {
    let mut pairs = inferred.module.functions.iter().zip(&inferred.inference.functions);
    pairs.find(|(function, _)| function.name == *name)
}
