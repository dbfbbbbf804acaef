//! Symbols of a document as a tree, and of all packages as a list to search.

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Span};
use compiler_syntax::ast::{Constant, Enum, Fields, Function, Module, Script, Struct};
use compiler_syntax::parse;
use gen_lsp_types::{
    BaseSymbolInformation, DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location,
    SymbolKind, WorkspaceSymbol, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

use crate::position::Lines;
use crate::requests::Answer;
use crate::workspace::Workspace;

/// How many symbols a search gives at most.
const FOUND_MAX: usize = 256;

/// Answers `textDocument/documentSymbol`.
pub(crate) fn of_document(
    workspace: &mut Workspace,
    params: &DocumentSymbolParams,
) -> Answer<Option<DocumentSymbolResponse>> {
    let text = workspace.desk.text(&params.text_document.uri)?;
    let lines = Lines::new(&text, workspace.desk.client.encoding);
    Ok(Some(symbols(&lines).into()))
}

/// Answers `workspace/symbol`: what the letters of the query are found in, in their order.
pub(crate) fn of_workspace(
    workspace: &mut Workspace,
    params: &WorkspaceSymbolParams,
) -> WorkspaceSymbolResponse {
    let mut found = Vec::new();
    for (desk, package) in workspace.refresh_all() {
        let Some(analysis) = package.analyses().last() else { continue };
        for file in analysis.sources.own_files() {
            let text = analysis.sources.files().get(*file);
            let (Some(text), Some(path)) = (text, analysis.path(*file)) else { continue };
            let lines = Lines::new(text.text(), desk.client.encoding);
            let uri = desk.uri(path);
            let mut add = |symbol: &DocumentSymbol, container: Option<&str>| {
                if is_called(&symbol.name, &params.query) {
                    let range = symbol.selection_range;
                    found.push(workspace_symbol(
                        symbol,
                        Location { uri: uri.clone(), range },
                        container,
                    ));
                }
            };
            symbols(&lines).iter().for_each(|symbol| visit(symbol, None, &mut add));
        }
    }
    found.truncate(FOUND_MAX);
    found.into()
}

fn visit(
    symbol: &DocumentSymbol,
    container: Option<&str>,
    add: &mut dyn FnMut(&DocumentSymbol, Option<&str>),
) {
    add(symbol, container);
    let children = symbol.children.iter().flatten();
    children.for_each(|child| visit(child, Some(&symbol.name), add));
}

fn workspace_symbol(
    symbol: &DocumentSymbol,
    location: Location,
    container: Option<&str>,
) -> WorkspaceSymbol {
    let base_symbol_information = BaseSymbolInformation {
        name: symbol.name.clone(),
        kind: symbol.kind,
        tags: None,
        container_name: container.map(str::to_owned),
    };
    WorkspaceSymbol { location: location.into(), data: None, base_symbol_information }
}

/// Whether the letters of a query stand in a name, in their order; their case does not matter.
fn is_called(name: &str, query: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    query.chars().flat_map(char::to_lowercase).all(|wanted| letters.any(|letter| letter == wanted))
}

/// The symbols of a text, in the order they are written in.
pub(crate) fn symbols(lines: &Lines<'_>) -> Vec<DocumentSymbol> {
    let arena = Bump::new();
    let file = parse(FileId(0), lines.text(), &arena).file;
    let outline = Outline { lines };
    let modules = file.modules.iter().map(|module| outline.module(module));
    let scripts = file.scripts.iter().map(|script| outline.script(script));
    in_order(modules.chain(scripts).collect())
}

fn in_order(mut symbols: Vec<DocumentSymbol>) -> Vec<DocumentSymbol> {
    symbols.sort_by_key(|symbol| symbol.range.start);
    symbols
}

struct Outline<'l, 't> {
    lines: &'l Lines<'t>,
}

impl Outline<'_, '_> {
    #[allow(deprecated, reason = "a field that cannot be left out")]
    fn symbol(&self, name: &str, kind: SymbolKind, (whole, own): (Span, Span)) -> DocumentSymbol {
        DocumentSymbol {
            name: if name.is_empty() { "(no name)".to_owned() } else { name.to_owned() },
            detail: None,
            kind,
            tags: None,
            deprecated: None,
            range: self.lines.range(whole.to(own)),
            selection_range: self.lines.range(own),
            children: None,
        }
    }

    fn module(&self, module: &Module<'_>) -> DocumentSymbol {
        let mut children: Vec<DocumentSymbol> = Vec::new();
        children.extend(module.constants.iter().map(|it| self.constant(it)));
        children.extend(module.structs.iter().map(|it| self.structure(it)));
        children.extend(module.enums.iter().map(|it| self.enumeration(it)));
        children.extend(module.functions.iter().map(|it| self.function(it)));
        let spans = (module.span, module.name.span);
        let symbol = self.symbol(module.name.text, SymbolKind::Module, spans);
        DocumentSymbol { children: Some(in_order(children)), ..symbol }
    }

    fn script(&self, script: &Script<'_>) -> DocumentSymbol {
        let mut children: Vec<DocumentSymbol> = Vec::new();
        children.extend(script.constants.iter().map(|it| self.constant(it)));
        children.extend(script.functions.iter().map(|it| self.function(it)));
        let spans = (script.span, script.span.before());
        let symbol = self.symbol("script", SymbolKind::Module, spans);
        DocumentSymbol { children: Some(in_order(children)), ..symbol }
    }

    fn constant(&self, constant: &Constant<'_>) -> DocumentSymbol {
        let spans = (constant.span, constant.name.span);
        self.symbol(constant.name.text, SymbolKind::Constant, spans)
    }

    fn structure(&self, structure: &Struct<'_>) -> DocumentSymbol {
        let spans = (structure.span, structure.name.span);
        let symbol = self.symbol(structure.name.text, SymbolKind::Struct, spans);
        DocumentSymbol { children: self.fields(&structure.fields), ..symbol }
    }

    fn enumeration(&self, enumeration: &Enum<'_>) -> DocumentSymbol {
        let variants = enumeration.variants.iter().map(|variant| {
            let spans = (variant.span, variant.name.span);
            let symbol = self.symbol(variant.name.text, SymbolKind::EnumMember, spans);
            DocumentSymbol { children: self.fields(&variant.fields), ..symbol }
        });
        let children = Some(variants.collect());
        let spans = (enumeration.span, enumeration.name.span);
        let symbol = self.symbol(enumeration.name.text, SymbolKind::Enum, spans);
        DocumentSymbol { children, ..symbol }
    }

    fn fields(&self, fields: &Fields<'_>) -> Option<Vec<DocumentSymbol>> {
        let Fields::Named(fields) = fields else { return None };
        let field = |field: &compiler_syntax::ast::Field<'_>| {
            self.symbol(field.name.text, SymbolKind::Field, (field.span, field.name.span))
        };
        Some(fields.iter().map(field).collect())
    }

    fn function(&self, function: &Function<'_>) -> DocumentSymbol {
        let spans = (function.span, function.name.span);
        self.symbol(function.name.text, SymbolKind::Function, spans)
    }
}
