//! Something that may be offered, and how it is told to the client.

use compiler_driver::Symbol;
use gen_lsp_types::{CompletionItem, CompletionItemKind, InsertTextFormat, Uri};
use serde_json::json;

/// How near a candidate is; nearer ones are shown first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Local,
    Own,
    Imported,
    Keyword,
    /// What needs a `use` first.
    Elsewhere,
}

/// Something that may be written.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) label: String,
    pub(super) kind: CompletionItemKind,
    pub(super) rank: Rank,
    pub(super) symbol: Option<Symbol>,
    pub(super) detail: Option<String>,
    /// How many arguments a function takes.
    pub(super) arguments: Option<usize>,
    /// The module to be imported: `std::vector`.
    pub(super) import: Option<String>,
}

impl Candidate {
    /// A member of the module at hand.
    pub(super) fn new(label: &str, kind: CompletionItemKind, symbol: Symbol) -> Self {
        Self { rank: Rank::Own, symbol: Some(symbol), ..Self::word(label, kind) }
    }

    /// A word of the language.
    pub(super) fn word(label: &str, kind: CompletionItemKind) -> Self {
        Self {
            label: label.to_owned(),
            kind,
            rank: Rank::Keyword,
            symbol: None,
            detail: None,
            arguments: None,
            import: None,
        }
    }

    /// As it is told to the client about a module; docs and edits are made once it is looked at.
    pub(super) fn item(&self, uri: &Uri, module: &str, has_snippets: bool) -> CompletionItem {
        let call = self.arguments.filter(|_| has_snippets).map(|count| match count {
            0 => format!("{}()$0", self.label),
            _ => format!("{}($1)$0", self.label),
        });
        let key = self.symbol.as_ref().and_then(key);
        CompletionItem {
            label: self.label.clone(),
            kind: Some(self.kind),
            detail: self.detail.clone().or_else(|| Some(format!("use {}", self.import.as_ref()?))),
            sort_text: Some(format!("{}{}", self.rank as u8, self.label)),
            insert_text_format: call.as_ref().map(|_| InsertTextFormat::Snippet),
            insert_text: call,
            data: Some(
                json!({"uri": uri.0, "module": module, "symbol": key, "import": self.import}),
            ),
            ..CompletionItem::default()
        }
    }
}

/// What a symbol is called in messages; none for those that have no name outside of a function.
pub(super) fn key(symbol: &Symbol) -> Option<String> {
    Some(match symbol {
        Symbol::Local(_) | Symbol::TypeParameter(_) => return None,
        Symbol::Field(of, name) => format!("field {}::{}::{name}", of.module, of.name),
        Symbol::Variant(of, name) => format!("variant {}::{}::{name}", of.module, of.name),
        Symbol::Constant(module, name) => format!("const {module}::{name}"),
        Symbol::Function(name) => format!("fun {}::{}", name.module, name.name),
        Symbol::Struct(name) => format!("struct {}::{}", name.module, name.name),
        Symbol::Module(id) => format!("module {id}"),
    })
}
