//! Texts that only the server has: pages about codes, and the library that the compiler carries.

use compiler_diagnostics::Code;
use compiler_driver::{Sources, page};
use gen_lsp_types::{TextDocumentContentParams, TextDocumentContentResult, Uri};

use crate::requests::{Answer, Refusal};
use crate::uri;
use crate::workspace::Workspace;

/// Where pages about codes are.
const PAGES: &str = "explain/";

/// Answers `workspace/textDocumentContent`.
pub(crate) fn content(
    _: &mut Workspace,
    params: &TextDocumentContentParams,
) -> Answer<TextDocumentContentResult> {
    let name = uri::text_name(&params.uri);
    let text = name.and_then(|name| page_of(&name).or_else(|| library_file(&name)));
    let text = text.ok_or_else(|| Refusal::unknown(&params.uri))?;
    Ok(TextDocumentContentResult { text })
}

/// The address of the page about a code.
pub(crate) fn page_uri(code: Code) -> Uri {
    uri::of_text(&format!("{PAGES}{code}.md"))
}

fn page_of(name: &str) -> Option<String> {
    let code: Code = name.strip_prefix(PAGES)?.strip_suffix(".md")?.parse().ok()?;
    Some(page(code).to_owned())
}

fn library_file(name: &str) -> Option<String> {
    let library = Sources::of_library();
    let mut files = library.files().iter().map(|(_, file)| file);
    files.find(|file| file.path() == name).map(|file| file.text().to_owned())
}
