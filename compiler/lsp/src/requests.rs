//! The table of requests: one line a request, and who answers it.

use gen_lsp_types::{self as lsp, Request, Uri};
use lsp_server::{ErrorCode, ResponseError};
use serde_json::Value;

use crate::crash::Crash;
use crate::workspace::Workspace;
use crate::{
    call_hierarchy, code_actions, code_lens, completion, content, crash, definition, diagnostics,
    folding, formatting, hover, inlay_hints, references, rename, selection, semantic_tokens,
    signature_help, symbols,
};

/// What a request comes to.
pub(crate) type Answer<T> = Result<T, Refusal>;

/// Why a request has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    code: ErrorCodeNumber,
    message: String,
}

/// A code of the protocol.
type ErrorCodeNumber = i32;

impl Refusal {
    /// There is no such document.
    pub(crate) fn unknown(uri: &Uri) -> Self {
        Self::invalid(format!("there is no document `{}`", uri.0))
    }

    /// What was asked for cannot be.
    pub(crate) fn invalid(message: String) -> Self {
        Self { code: ErrorCode::InvalidParams as i32, message }
    }

    /// It cannot be done, and the user should know why.
    pub(crate) fn failed(message: String) -> Self {
        Self { code: ErrorCode::RequestFailed as i32, message }
    }
}

impl From<Refusal> for ResponseError {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code, message: refusal.message, data: None }
    }
}

/// Of which texts an answer is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Of those that the request was made on: it speaks of places in them.
    Then,
    /// Of the newest.
    Now,
}

/// Who answers a request.
pub(crate) struct Handler {
    pub(crate) method: &'static str,
    pub(crate) holds: Holds,
    answer: Box<Act>,
}

/// Answers with whatever the parameters of the request are.
type Act = dyn Fn(&mut Workspace, Value) -> Answer<Value> + Send;

impl Handler {
    /// Answers a request with these parameters.
    pub(crate) fn answer(&self, workspace: &mut Workspace, params: Value) -> Answer<Value> {
        (self.answer)(workspace, params)
    }
}

fn on<R: Request>(
    holds: Holds,
    answer: fn(&mut Workspace, &R::Params) -> Answer<R::Result>,
) -> Handler {
    let answer = move |workspace: &mut Workspace, params| {
        let params: R::Params =
            serde_json::from_value(params).map_err(|error| Refusal::invalid(error.to_string()))?;
        let result = answer(workspace, &params)?;
        Ok(serde_json::to_value(result).expect("answers have no maps but with keys of text"))
    };
    Handler { method: R::METHOD.as_str(), holds, answer: Box::new(answer) }
}

/// All requests that are answered.
pub(crate) fn table() -> Vec<Handler> {
    use Holds::{Now, Then};
    vec![
        on::<lsp::DocumentDiagnosticRequest>(Now, diagnostics::of_document),
        on::<lsp::WorkspaceDiagnosticRequest>(Now, |all, asked| {
            Ok(diagnostics::of_workspace(all, asked))
        }),
        on::<lsp::CodeActionRequest>(Then, code_actions::answer),
        on::<lsp::CodeActionResolveRequest>(Now, code_actions::resolve),
        on::<lsp::DocumentFormattingRequest>(Then, formatting::of_document),
        on::<lsp::DocumentRangeFormattingRequest>(Then, formatting::of_range),
        on::<lsp::FoldingRangeRequest>(Then, folding::answer),
        on::<lsp::SelectionRangeRequest>(Then, selection::answer),
        on::<lsp::DocumentSymbolRequest>(Then, symbols::of_document),
        on::<lsp::WorkspaceSymbolRequest>(Now, |all, asked| {
            Ok(Some(symbols::of_workspace(all, asked)))
        }),
        on::<lsp::SemanticTokensRequest>(Then, semantic_tokens::full),
        on::<lsp::SemanticTokensRangeRequest>(Then, semantic_tokens::range),
        on::<lsp::CodeLensRequest>(Then, code_lens::answer),
        on::<lsp::HoverRequest>(Then, hover::hover),
        on::<lsp::DefinitionRequest>(Then, definition::definition),
        on::<lsp::TypeDefinitionRequest>(Then, definition::type_definition),
        on::<lsp::ReferencesRequest>(Then, references::references),
        on::<lsp::DocumentHighlightRequest>(Then, references::highlight),
        on::<lsp::PrepareRenameRequest>(Then, rename::prepare),
        on::<lsp::RenameRequest>(Then, rename::rename),
        on::<lsp::WillRenameFilesRequest>(Now, |all, asked| Ok(rename::will_rename(all, asked))),
        on::<lsp::CallHierarchyPrepareRequest>(Then, call_hierarchy::prepare),
        on::<lsp::CallHierarchyIncomingCallsRequest>(Now, call_hierarchy::incoming),
        on::<lsp::CallHierarchyOutgoingCallsRequest>(Now, call_hierarchy::outgoing),
        on::<lsp::CompletionRequest>(Then, completion::answer),
        on::<lsp::CompletionResolveRequest>(Now, completion::resolve),
        on::<lsp::SignatureHelpRequest>(Then, signature_help::signature_help),
        on::<lsp::InlayHintRequest>(Then, inlay_hints::answer),
        on::<lsp::TextDocumentContentRequest>(Now, content::content),
        on::<Crash>(Then, crash::answer),
        #[cfg(test)]
        on::<crate::server::tests::Stall>(Now, crate::server::tests::stall),
    ]
}
