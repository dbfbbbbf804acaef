//! Open documents: the texts that editors hold, which win over what is on disk.

use std::path::{Path, PathBuf};

use gen_lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use crate::position::{Encoding, Lines};
use crate::uri;

/// A document that is open in the editor.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// What the editor calls it.
    pub(crate) uri: Uri,
    /// Where it is on disk, without links; `None` if it is no file.
    pub(crate) path: Option<PathBuf>,
    /// Grows with each change.
    pub(crate) version: i32,
    /// The text.
    pub(crate) text: String,
}

impl Document {
    pub(crate) fn open(item: TextDocumentItem) -> Self {
        let path = uri::path(&item.uri).map(|path| canonical(&path));
        Self { uri: item.uri, path, version: item.version, text: item.text }
    }

    /// Applies changes one after another, each to what the one before has left.
    pub(crate) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) {
        self.version = version;
        for change in changes {
            self.apply(change, encoding);
        }
    }

    fn apply(&mut self, change: TextDocumentContentChangeEvent, encoding: Encoding) {
        match change {
            TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                let bytes = Lines::new(&self.text, encoding).bytes(part.range);
                self.text.replace_range(bytes.start as usize..bytes.end as usize, &part.text);
            }
            TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                self.text = whole.text;
            }
        }
    }
}

/// The path without links and dots; of a file that is not there, that of its folder is.
pub(crate) fn canonical(path: &Path) -> PathBuf {
    let of_folder = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(of_folder).unwrap_or_else(|| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;
    use gen_lsp_types::{LanguageKind, Position, Range, TextDocumentContentChangePartial};

    fn insertion(line: u32, character: u32, text: &str) -> TextDocumentContentChangeEvent {
        let at = Position { line, character };
        let range = Range { start: at, end: at };
        TextDocumentContentChangePartial { range, text: text.to_owned(), ..Default::default() }
            .into()
    }

    #[test]
    fn changes_build_on_each_other() {
        let mut document = Document::open(TextDocumentItem {
            uri: Uri("untitled:a".to_owned()),
            language_id: LanguageKind::from("move".to_owned()),
            version: 1,
            text: "𝄞b\n".to_owned(),
        });
        let changes = vec![insertion(0, 2, "a"), insertion(0, 4, "c\n"), insertion(9, 9, "end")];
        document.change(2, changes, Encoding::Utf16);
        assert_eq!((document.version, document.text.as_str()), (2, "𝄞abc\n\nend"));
    }
}
