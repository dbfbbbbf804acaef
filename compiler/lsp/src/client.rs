//! What the client can do, and what the server tells it that it does.

use gen_lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeLensOptions, CompletionOptions,
    DiagnosticOptions, FileOperationFilter, FileOperationOptions, FileOperationPattern,
    FileOperationPatternKind, FileOperationRegistrationOptions, InitializeParams,
    PositionEncodingKind, RenameOptions, SemanticTokensOptions, ServerCapabilities,
    SignatureHelpOptions, TextDocumentContentOptions, TextDocumentSyncKind,
    TextDocumentSyncOptions, WorkspaceFolders, WorkspaceFoldersServerCapabilities,
    WorkspaceOptions,
};

use crate::position::Encoding;
use crate::{code_actions, diagnostics, semantic_tokens, uri};

/// What of the client's capabilities matters here.
#[derive(Clone, Debug, Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a capability that clients have or lack")]
pub(crate) struct Client {
    /// How positions count columns.
    pub(crate) encoding: Encoding,
    /// Whether it asks for diagnostics, so that none need be pushed.
    pub(crate) pulls: bool,
    /// Whether it can be told to ask again.
    pub(crate) refreshes: bool,
    /// Whether it shows progress.
    pub(crate) shows_progress: bool,
    /// Whether it can be asked for settings.
    pub(crate) is_configurable: bool,
    /// Whether it can be asked to watch files.
    pub(crate) watches: bool,
    /// Whether it asks for the edit of an action once that is chosen.
    pub(crate) resolves_edits: bool,
    /// Whether what it inserts may have places to fill in.
    pub(crate) has_snippets: bool,
}

impl Client {
    pub(crate) fn new(capabilities: &ClientCapabilities) -> Self {
        let text = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let encodings = capabilities.general.as_ref().and_then(|it| it.position_encodings.as_ref());
        let has_utf8 = encodings.is_some_and(|it| it.contains(&PositionEncodingKind::UTF8));
        let resolvable = text.and_then(|it| it.code_action.as_ref()?.resolve_support.as_ref());
        let refresh = workspace.and_then(|it| it.diagnostics.as_ref()?.refresh_support);
        let watching = workspace.and_then(|it| it.did_change_watched_files.as_ref());
        let progress = capabilities.window.as_ref().and_then(|it| it.work_done_progress);
        let item = text.and_then(|it| it.completion.as_ref()?.completion_item.as_ref());
        Self {
            encoding: if has_utf8 { Encoding::Utf8 } else { Encoding::Utf16 },
            pulls: text.is_some_and(|it| it.diagnostic.is_some()),
            refreshes: refresh.unwrap_or_default(),
            shows_progress: progress.unwrap_or_default(),
            is_configurable: workspace.and_then(|it| it.configuration).unwrap_or_default(),
            watches: watching.and_then(|it| it.dynamic_registration).unwrap_or_default(),
            resolves_edits: resolvable.is_some_and(|it| it.properties.iter().any(|p| p == "edit")),
            has_snippets: item.and_then(|it| it.snippet_support).unwrap_or_default(),
        }
    }
}

/// The folders that are open from the start.
pub(crate) fn folders(params: &InitializeParams) -> Vec<gen_lsp_types::Uri> {
    match &params.workspace_folders_initialize_params.workspace_folders {
        Some(WorkspaceFolders::WorkspaceFolderList(folders)) => {
            folders.iter().map(|folder| folder.uri.clone()).collect()
        }
        Some(WorkspaceFolders::Null) | None => old_root(params).into_iter().collect(),
    }
}

#[allow(deprecated, reason = "what clients before folders sent")]
fn old_root(params: &InitializeParams) -> Option<gen_lsp_types::Uri> {
    params.root_uri.clone()
}

/// What the server does.
pub(crate) fn capabilities(client: &Client) -> ServerCapabilities {
    let sync = TextDocumentSyncOptions {
        open_close: Some(true),
        change: Some(TextDocumentSyncKind::Incremental),
        save: Some(true.into()),
        ..TextDocumentSyncOptions::default()
    };
    ServerCapabilities {
        position_encoding: Some(match client.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
        }),
        text_document_sync: Some(sync.into()),
        diagnostic_provider: client.pulls.then(|| diagnostic_options().into()),
        workspace: Some(workspace_options()),
        code_action_provider: Some(code_action_options().into()),
        document_formatting_provider: Some(true.into()),
        document_range_formatting_provider: Some(true.into()),
        folding_range_provider: Some(true.into()),
        selection_range_provider: Some(true.into()),
        document_symbol_provider: Some(true.into()),
        workspace_symbol_provider: Some(true.into()),
        semantic_tokens_provider: Some(semantic_tokens_options().into()),
        code_lens_provider: Some(CodeLensOptions::default()),
        inlay_hint_provider: Some(true.into()),
        hover_provider: Some(true.into()),
        definition_provider: Some(true.into()),
        type_definition_provider: Some(true.into()),
        references_provider: Some(true.into()),
        document_highlight_provider: Some(true.into()),
        rename_provider: Some(rename_options().into()),
        call_hierarchy_provider: Some(true.into()),
        completion_provider: Some(completion_options()),
        signature_help_provider: Some(signature_help_options()),
        ..ServerCapabilities::default()
    }
}

fn code_action_options() -> CodeActionOptions {
    let all = CodeActionKind::from(code_actions::TIGHTEN_ALL.to_owned());
    let refactor = [CodeActionKind::RefactorExtract, CodeActionKind::RefactorRewrite];
    let kinds = [CodeActionKind::QuickFix].into_iter().chain(refactor).chain([all]).collect();
    CodeActionOptions {
        code_action_kinds: Some(kinds),
        resolve_provider: Some(true),
        ..CodeActionOptions::default()
    }
}

fn rename_options() -> RenameOptions {
    RenameOptions { prepare_provider: Some(true), ..RenameOptions::default() }
}

fn completion_options() -> CompletionOptions {
    CompletionOptions {
        trigger_characters: Some(vec![".".to_owned(), ":".to_owned()]),
        resolve_provider: Some(true),
        ..CompletionOptions::default()
    }
}

fn signature_help_options() -> SignatureHelpOptions {
    let characters = |all: &[&str]| Some(all.iter().map(|it| (*it).to_owned()).collect());
    SignatureHelpOptions {
        trigger_characters: characters(&["(", ","]),
        retrigger_characters: characters(&[")"]),
        ..SignatureHelpOptions::default()
    }
}

fn semantic_tokens_options() -> SemanticTokensOptions {
    SemanticTokensOptions {
        legend: semantic_tokens::legend(),
        range: Some(true.into()),
        full: Some(true.into()),
        ..SemanticTokensOptions::default()
    }
}

fn diagnostic_options() -> DiagnosticOptions {
    DiagnosticOptions {
        identifier: Some(diagnostics::SOURCE.to_owned()),
        inter_file_dependencies: true,
        workspace_diagnostics: true,
        ..DiagnosticOptions::default()
    }
}

fn workspace_options() -> WorkspaceOptions {
    let folders = WorkspaceFoldersServerCapabilities {
        supported: Some(true),
        change_notifications: Some(true.into()),
    };
    let content = TextDocumentContentOptions { schemes: vec![uri::SCHEME.to_owned()] };
    WorkspaceOptions {
        workspace_folders: Some(folders),
        file_operations: Some(file_operations()),
        text_document_content: Some(content.into()),
    }
}

/// The renames that the server wants to hear of before they are made.
fn file_operations() -> FileOperationOptions {
    let pattern = FileOperationPattern {
        glob: "**/*.move".to_owned(),
        matches: Some(FileOperationPatternKind::File),
        ..FileOperationPattern::default()
    };
    let filters = vec![FileOperationFilter { scheme: Some("file".to_owned()), pattern }];
    FileOperationOptions {
        will_rename: Some(FileOperationRegistrationOptions { filters }),
        ..FileOperationOptions::default()
    }
}
