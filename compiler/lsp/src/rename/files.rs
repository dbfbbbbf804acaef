//! Renames of files: a module that is called like its file takes the file's new name.

use std::path::Path;

use bumpalo::Bump;
use compiler_diagnostics::FileId;
use gen_lsp_types::{FileRename, RenameFilesParams, Uri, WorkspaceEdit};

use super::{Target, is_name, renamed};
use crate::analysis::Analysis;
use crate::cursor::Cursor;
use crate::requests::Answer;
use crate::uri;
use crate::workspace::Workspace;

/// Answers `workspace/willRenameFiles`: no edit where the module is better left as it is, or several files are renamed,
/// as nothing would check these renames together.
pub(crate) fn will_rename(
    workspace: &mut Workspace,
    params: &RenameFilesParams,
) -> Option<WorkspaceEdit> {
    let [FileRename { old_uri, new_uri }] = params.files.as_slice() else { return None };
    let (Some(old), Some(new)) = (stem(old_uri), stem(new_uri)) else { return None };
    if old == new || !is_name(&new) {
        return None;
    }
    let Ok(Some(target)) = target(workspace, old_uri, &old) else { return None };
    renamed(workspace, &target, &new).ok()
}

/// What a file of Move is called, without the extension.
fn stem(uri: &Uri) -> Option<String> {
    let path = uri::path(uri)?;
    let is_move = path.extension().is_some_and(|it| it == "move");
    let stem = Path::file_stem(&path).filter(|_| is_move)?;
    Some(stem.to_str()?.to_owned())
}

/// The module of a file, if it is called `name` and nothing else is in that file.
fn target(workspace: &mut Workspace, uri: &Uri, name: &str) -> Answer<Option<Target>> {
    let Some((desk, analysis, file)) = workspace.analysis_of(uri)? else { return Ok(None) };
    let Some(offset) = only_module(analysis, file, name) else { return Ok(None) };
    Target::of(&Cursor { desk, analysis, file, offset }).map(Some)
}

/// Where the name of the only module of a file stands, if it is `name`.
fn only_module(analysis: &Analysis, file: FileId, name: &str) -> Option<u32> {
    let arena = Bump::new();
    let tree = analysis.tree(file, &arena)?;
    match (tree.modules, tree.scripts) {
        ([module], []) if module.name.text == name => Some(module.name.span.start),
        _ => None,
    }
}
