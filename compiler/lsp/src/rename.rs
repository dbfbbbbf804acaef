//! Rename: every place where a thing is named, in all packages that are open; refused where any name would come to mean
//! something else.
//!
//! That is asked of the checker: the packages are built with the new texts, and each name has to mean what it meant before.

mod edit;
mod files;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Severity, Span};
use compiler_driver::{Build, Mention, Symbol};
use compiler_syntax::{PieceKind, parse, pieces};
use gen_lsp_types::{
    PrepareRenameParams, PrepareRenamePlaceholder, PrepareRenameResult, RenameParams, TextEdit,
    WorkspaceEdit,
};

use crate::analysis::Analysis;
use crate::cursor::Cursor;
use crate::names;
use crate::position::Lines;
use crate::rename::edit::{Moved, Replacement, replacements};
use crate::requests::{Answer, Refusal};
use crate::workspace::{Desk, Workspace};

pub(crate) use files::will_rename;

/// Answers `textDocument/prepareRename`.
pub(crate) fn prepare(
    workspace: &mut Workspace,
    params: &PrepareRenameParams,
) -> Answer<Option<PrepareRenameResult>> {
    let Some(cursor) = Cursor::of(workspace, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let Some(span) = cursor.name() else { return Ok(None) };
    let target = Target::of(&cursor)?;
    let range = cursor.places().range(span);
    let placeholder = PrepareRenamePlaceholder { range, placeholder: target.name };
    Ok(Some(PrepareRenameResult::PrepareRenamePlaceholder(placeholder)))
}

/// Answers `textDocument/rename`.
pub(crate) fn rename(
    workspace: &mut Workspace,
    params: &RenameParams,
) -> Answer<Option<WorkspaceEdit>> {
    let Some(cursor) = Cursor::of(workspace, &params.text_document_position_params)? else {
        return Ok(None);
    };
    if cursor.name().is_none() {
        return Ok(None);
    }
    let target = Target::of(&cursor)?;
    let new = params.new_name.as_str();
    if !is_name(new) {
        return Err(Refusal::failed(format!("`{new}` is no name")));
    }
    renamed(workspace, &target, new).map(Some)
}

/// What is to get another name.
#[derive(Clone, Debug)]
struct Target {
    symbol: Symbol,
    /// How it is called where the cursor is: as it is declared, or by an alias.
    name: String,
    /// The file of a variable, or of an alias, which nobody else sees.
    file: Option<PathBuf>,
    is_alias: bool,
}

impl Target {
    fn of(cursor: &Cursor<'_>) -> Answer<Self> {
        let (analysis, files) = (cursor.analysis, cursor.analysis.sources.files());
        let mention = cursor.names().into_iter().next();
        let mention = mention.ok_or_else(|| Refusal::failed("there is no name here".to_owned()))?;
        let name = files.slice(mention.span).to_owned();
        let declared = names::declarations(&analysis.build, &mention.symbol);
        let Some(first) = declared.first() else {
            return Err(Refusal::failed(format!("it is not known where `{name}` is declared")));
        };
        let is_alias = files.slice(*first) != name;
        let path = |file| analysis.path(file).map(PathBuf::from);
        if name == "Self" || is_alias && matches!(mention.symbol, Symbol::Field(..)) {
            return Err(Refusal::failed(format!("`{name}` cannot be renamed")));
        }
        if !is_alias && declared.iter().any(|span| path(span.file).is_none()) {
            return Err(Refusal::failed(format!("`{name}` is of the library")));
        }
        let is_local = matches!(mention.symbol, Symbol::Local(_) | Symbol::TypeParameter(_));
        let file = if is_local || is_alias { path(cursor.file) } else { None };
        Ok(Self { symbol: mention.symbol.clone(), name, file, is_alias })
    }

    /// The same thing in an analysis; `None` if it cannot be named there.
    fn within(&self, analysis: &Analysis) -> Option<Symbol> {
        let Some(path) = &self.file else { return Some(self.symbol.clone()) };
        let file = analysis.file(path)?;
        Some(match &self.symbol {
            Symbol::Local(span) => Symbol::Local(Span { file, ..*span }),
            Symbol::TypeParameter(span) => Symbol::TypeParameter(Span { file, ..*span }),
            Symbol::Field(..)
            | Symbol::Variant(..)
            | Symbol::Constant(..)
            | Symbol::Function(_)
            | Symbol::Struct(_)
            | Symbol::Module(_) => self.symbol.clone(),
        })
    }

    /// What is to be replaced in the files of an analysis.
    fn replacements(&self, analysis: &Analysis, new: &str) -> Vec<Replacement> {
        let Some(symbol) = self.within(analysis) else { return Vec::new() };
        let only = self.file.as_deref().and_then(|path| analysis.file(path));
        let mut found = replacements(analysis, &symbol, (&self.name, new));
        found.retain(|it| only.is_none_or(|file| it.span.file == file));
        found
    }
}

/// Whether a text is one name that a variable can have: `_` is none, and neither is a word of the language.
fn is_name(text: &str) -> bool {
    let arena = Bump::new();
    let declared = format!("module 0x0::m {{ fun f({text}: u8) {{}} }}");
    let is_word = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let is_token = |kind| matches!(kind, PieceKind::Token);
    is_word
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && text != "_"
        && matches!(pieces(text).as_slice(), [piece] if is_token(piece.kind))
        && !parse(FileId(0), &declared, &arena).diagnostics.has_errors()
}

fn renamed(workspace: &mut Workspace, target: &Target, new: &str) -> Answer<WorkspaceEdit> {
    let mut files: BTreeMap<PathBuf, Rewritten> = BTreeMap::new();
    for (_, package) in workspace.refresh_all() {
        for analysis in package.analyses() {
            for Replacement { span, text, .. } in target.replacements(analysis, new) {
                let Some(path) = analysis.path(span.file) else { continue };
                let file = files.entry(path.to_path_buf()).or_insert_with(|| {
                    let text = analysis.sources.files().get(span.file).map_or("", |it| it.text());
                    Rewritten { text: text.to_owned(), edits: BTreeMap::new() }
                });
                file.edits.insert((span.start, span.end), text);
            }
        }
    }
    let texts = files.iter().map(|(path, file)| (path.clone(), file.after())).collect();
    for (before, after) in workspace.suppose(&texts) {
        check(target, new, before, &after)?;
    }
    let desk = &workspace.desk;
    let changes = files.iter().map(|(path, file)| (desk.uri(path), file.edits(desk))).collect();
    Ok(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() })
}

/// A file and what is to be replaced in it.
#[derive(Debug)]
struct Rewritten {
    text: String,
    /// New texts by the bytes that they are put for.
    edits: BTreeMap<(u32, u32), String>,
}

impl Rewritten {
    fn after(&self) -> String {
        let mut text = self.text.clone();
        for ((start, end), new) in self.edits.iter().rev() {
            text.replace_range(*start as usize..*end as usize, new);
        }
        text
    }

    fn edits(&self, desk: &Desk) -> Vec<TextEdit> {
        let lines = Lines::new(&self.text, desk.client.encoding);
        let edit = |((start, end), text): (&(u32, u32), &String)| TextEdit {
            range: lines.range_of(*start, *end),
            new_text: text.clone(),
        };
        self.edits.iter().map(edit).collect()
    }
}

/// Refuses if a name means something else than before in a build with the new name.
fn check(target: &Target, new: &str, before: &Analysis, after: &Build) -> Answer<()> {
    let replacements = target.replacements(before, new);
    let Some(symbol) = target.within(before) else { return Ok(()) };
    let moved = Moved::new(&replacements, &symbol, (!target.is_alias).then_some(new));
    let expected: BTreeSet<Mention> =
        all(before, &before.build).map(|mention| moved.mention(mention)).collect();
    let found: BTreeSet<Mention> = all(before, after).cloned().collect();
    if expected == found {
        return no_new_errors(target, new, &before.build, after);
    }
    let files = before.sources.files();
    let lost = all(before, &before.build).find(|mention| !found.contains(&moved.mention(mention)));
    let message = match lost {
        Some(lost) => {
            let (line, name) = (files.position(lost.span).line, files.slice(lost.span));
            let path = Path::new(files.path(lost.span.file)).file_name().unwrap_or_default();
            format!("`{name}` in line {line} of {} would mean something else", path.display())
        }
        None => "other names would mean the same".to_owned(),
    };
    Err(Refusal::failed(format!("`{}` cannot be called `{new}`: {message}", target.name)))
}

fn no_new_errors(target: &Target, new: &str, before: &Build, after: &Build) -> Answer<()> {
    let errors = |build: &Build| build.diagnostics.count(Severity::Error);
    if errors(after) <= errors(before) {
        return Ok(());
    }
    let said: BTreeSet<&str> = before.diagnostics.iter().map(|it| it.message.as_str()).collect();
    let errors = after.diagnostics.iter().filter(|it| it.severity == Severity::Error);
    let mut new_ones = errors.filter(|it| !said.contains(it.message.as_str()));
    let why = new_ones.next().map_or("there would be errors", |it| it.message.as_str());
    Err(Refusal::failed(format!("`{}` cannot be called `{new}`: {why}", target.name)))
}

/// What is named outside of the library, of which no more may be built than is needed.
fn all<'a>(analysis: &'a Analysis, build: &'a Build) -> impl Iterator<Item = &'a Mention> {
    let mentions = build.indices.iter().flat_map(|index| index.mentions());
    mentions.filter(|mention| analysis.path(mention.span.file).is_some())
}
