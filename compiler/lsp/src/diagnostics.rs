//! Diagnostics: pushed after each change, or given when they are asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use compiler_diagnostics::{Code, Diagnostic, Severity};
use compiler_driver::LoadError;
use gen_lsp_types::{
    self as lsp, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentDiagnosticParams, DocumentDiagnosticReport, FullDocumentDiagnosticReport,
    PublishDiagnosticsParams, RelatedFullDocumentDiagnosticReport,
    RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    WorkspaceDiagnosticParams, WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use crate::content::page_uri;
use crate::package::Package;
use crate::place::Places;
use crate::requests::Answer;
use crate::workspace::{Desk, Workspace};

/// Whom clients name as the source.
pub(crate) const SOURCE: &str = "accessvm";

/// Diagnostics by file.
type ByFile = BTreeMap<PathBuf, Vec<lsp::Diagnostic>>;

/// What clients were told, so that they are told of changes alone.
#[derive(Debug, Default)]
pub(crate) struct Published {
    /// By folder of package.
    packages: BTreeMap<PathBuf, ByFile>,
}

impl Published {
    /// Makes the diagnostics of the package in `folder` and gives those files whose diagnostics have changed; of a file without
    /// any, once.
    ///
    /// # Errors
    ///
    /// If the package cannot be read; what was said of it is taken back with the next change.
    pub(crate) fn update(
        &mut self,
        workspace: &mut Workspace,
        folder: &Path,
    ) -> Result<Vec<PublishDiagnosticsParams>, LoadError> {
        let now = workspace.refresh(folder)?.is_some();
        let now = now.then(|| workspace.known(folder)).flatten();
        let now = now.map(|(desk, package)| of_package(desk, package)).unwrap_or_default();
        let before = self.packages.insert(folder.to_path_buf(), now).unwrap_or_default();
        let now = &self.packages[folder];
        let mut paths: Vec<&PathBuf> = now.keys().chain(before.keys()).collect();
        paths.sort();
        paths.dedup();
        paths.retain(|path| now.get(*path) != before.get(*path));
        let publish = |path: &PathBuf| self.of_file(&workspace.desk, path);
        Ok(paths.into_iter().map(publish).collect())
    }

    /// All that was said of a file, by whichever package.
    fn of_file(&self, desk: &Desk, path: &Path) -> PublishDiagnosticsParams {
        let mut diagnostics = Vec::new();
        let said = self.packages.values().filter_map(|files| files.get(path));
        said.for_each(|said| add(&mut diagnostics, said.iter().cloned()));
        let uri = desk.uri(path);
        let version = desk.document(&uri).map(|document| document.version);
        PublishDiagnosticsParams { uri, version, diagnostics }
    }
}

/// Answers `textDocument/diagnostic`.
pub(crate) fn of_document(
    workspace: &mut Workspace,
    params: &DocumentDiagnosticParams,
) -> Answer<DocumentDiagnosticReport> {
    let uri = &params.text_document.uri;
    let home = workspace.home_of(uri)?;
    let items = home.and_then(|home| of_package(home.desk, home.package).remove(&home.path));
    let items = items.unwrap_or_default();
    let id = result_id(&items);
    if params.previous_result_id.as_ref() == Some(&id) {
        let unchanged_document_diagnostic_report =
            UnchangedDocumentDiagnosticReport { result_id: id };
        return Ok(DocumentDiagnosticReport::RelatedUnchangedDocumentDiagnosticReport(
            RelatedUnchangedDocumentDiagnosticReport {
                related_documents: None,
                unchanged_document_diagnostic_report,
            },
        ));
    }
    let full_document_diagnostic_report =
        FullDocumentDiagnosticReport { result_id: Some(id), items };
    Ok(DocumentDiagnosticReport::RelatedFullDocumentDiagnosticReport(
        RelatedFullDocumentDiagnosticReport {
            related_documents: None,
            full_document_diagnostic_report,
        },
    ))
}

/// Answers `workspace/diagnostic`: of every file of the packages, also where there is nothing to say, and of files that something
/// was said of and that are in no package any more.
pub(crate) fn of_workspace(
    workspace: &mut Workspace,
    params: &WorkspaceDiagnosticParams,
) -> WorkspaceDiagnosticReport {
    let known = params.previous_result_ids.iter().map(|it| (it.uri.0.as_str(), it.value.as_str()));
    let known: BTreeMap<&str, &str> = known.collect();
    let mut files = ByFile::new();
    for (desk, package) in workspace.refresh_all() {
        for (path, said) in of_package(desk, package) {
            add(files.entry(path).or_default(), said.into_iter());
        }
    }
    let desk = &workspace.desk;
    let reported: BTreeSet<String> = files.keys().map(|path| desk.uri(path).0).collect();
    let gone = params.previous_result_ids.iter().filter(|it| !reported.contains(&it.uri.0));
    let gone = gone.map(|it| of_file(it.uri.clone(), desk, Some(&it.value), &[]));
    let report = |(path, items): (&PathBuf, &Vec<lsp::Diagnostic>)| {
        let uri = desk.uri(path);
        let previous = known.get(uri.0.as_str()).copied();
        of_file(uri, desk, previous, items)
    };
    WorkspaceDiagnosticReport { items: files.iter().map(report).chain(gone).collect() }
}

fn of_file(
    uri: lsp::Uri,
    desk: &Desk,
    previous: Option<&str>,
    items: &[lsp::Diagnostic],
) -> WorkspaceDocumentDiagnosticReport {
    let version = desk.document(&uri).map(|document| document.version);
    let id = result_id(items);
    if previous == Some(id.as_str()) {
        let report = UnchangedDocumentDiagnosticReport { result_id: id };
        return WorkspaceDocumentDiagnosticReport::WorkspaceUnchangedDocumentDiagnosticReport(
            WorkspaceUnchangedDocumentDiagnosticReport {
                uri,
                version,
                unchanged_document_diagnostic_report: report,
            },
        );
    }
    let report = FullDocumentDiagnosticReport { result_id: Some(id), items: items.to_vec() };
    WorkspaceDocumentDiagnosticReport::WorkspaceFullDocumentDiagnosticReport(
        WorkspaceFullDocumentDiagnosticReport {
            uri,
            version,
            full_document_diagnostic_report: report,
        },
    )
}

/// Names what was said, so that it need not be said again.
fn result_id(items: &[lsp::Diagnostic]) -> String {
    let mut hasher = DefaultHasher::new();
    serde_json::to_string(items).unwrap_or_default().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

/// All that is said of a package, as it is built and as it is tested, by file; of its own files also where that is nothing.
fn of_package(desk: &Desk, package: &Package) -> ByFile {
    let mut files = ByFile::new();
    for analysis in package.analyses() {
        let sources = &analysis.sources;
        let own = sources.own_manifest().into_iter().chain(sources.own_files().iter().copied());
        for path in own.filter_map(|file| analysis.path(file)) {
            files.entry(path.to_path_buf()).or_default();
        }
        let mut places = Places::new(desk, analysis);
        for diagnostic in analysis.build.diagnostics.iter().filter(|it| is_shown(desk, it)) {
            if let Some(path) = analysis.path(diagnostic.primary.span.file) {
                let said = files.entry(path.to_path_buf()).or_default();
                add(said, std::iter::once(convert(diagnostic, &mut places)));
            }
        }
    }
    files
}

/// Adds what is not there already: what is built is tested, too.
fn add(said: &mut Vec<lsp::Diagnostic>, more: impl Iterator<Item = lsp::Diagnostic>) {
    for diagnostic in more {
        if !said.contains(&diagnostic) {
            said.push(diagnostic);
        }
    }
}

/// Whether the user wants to hear it; errors are not a matter of taste.
pub(crate) fn is_shown(desk: &Desk, diagnostic: &Diagnostic) -> bool {
    let disabled = &desk.configuration.diagnostics.disabled;
    diagnostic.severity == Severity::Error || !disabled.contains(diagnostic.code.name())
}

/// A diagnostic as the client shows it.
pub(crate) fn convert(diagnostic: &Diagnostic, places: &mut Places<'_>) -> lsp::Diagnostic {
    let related = diagnostic.secondary.iter().map(|label| DiagnosticRelatedInformation {
        location: places.location(label.span),
        message: label.text.clone(),
    });
    let related: Vec<_> = related.collect();
    lsp::Diagnostic {
        range: places.range(diagnostic.primary.span),
        severity: Some(severity(diagnostic.severity)),
        code: Some(diagnostic.code.name().to_owned().into()),
        code_description: Some(CodeDescription { href: page_uri(diagnostic.code) }),
        source: Some(SOURCE.to_owned()),
        message: message(diagnostic).into(),
        tags: is_unnecessary(diagnostic.code).then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    }
}

/// The title, what stands at the place itself, and the notes.
fn message(diagnostic: &Diagnostic) -> String {
    let mut lines = vec![diagnostic.message.clone()];
    lines.extend(Some(diagnostic.primary.text.clone()).filter(|text| !text.is_empty()));
    lines.extend(diagnostic.notes.iter().map(|note| format!("note: {note}")));
    lines.join("\n")
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Note => DiagnosticSeverity::Information,
    }
}

/// Whether the code could go.
fn is_unnecessary(code: Code) -> bool {
    matches!(code, Code::E0210 | Code::E0315 | Code::E0605)
}
