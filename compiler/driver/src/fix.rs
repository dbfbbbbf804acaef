//! Applies the suggestions that a tool may apply, and builds again, until there are none.

use std::collections::BTreeSet;

use compiler_diagnostics::{Applicability, Code, Diagnostic, Edit, FileId, Suggestion};

use crate::build::{Build, Options};
use crate::manifest::Declarations;
use crate::pipeline::build;
use crate::sources::{Change, Sources};

/// Rounds after which suggestions that still come are left as they are.
const ROUNDS_MAX: usize = 64;

/// What came of [`fix`].
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The sources with the suggestions in them.
    pub sources: Sources,
    /// Their build.
    pub build: Build,
    /// How many suggestions were applied.
    pub applied: usize,
}

impl Fixed {
    /// The files that differ from `before`, which was given to [`fix`].
    pub fn changes<'a>(&'a self, before: &'a Sources) -> Vec<Change<'a>> {
        self.sources.changes_since(before)
    }
}

/// Applies every machine-applicable suggestion about the package that was asked for.
///
/// Of suggestions that overlap the first is applied; the next round tells whether the other is still made. Ends when
/// none is made, when the texts have been met before, or after a fixed number of rounds.
pub fn fix(sources: &Sources, options: &Options) -> Fixed {
    fix_where(sources, options, |_| true)
}

/// Writes the tightest declarations into the package that was asked for: its public and entry functions declare what
/// they do, and clauses that miss something, are wider than needed or needless are mended.
///
/// The build of the result holds under required declarations. What is tight stays as it is written.
pub fn annotate(sources: &Sources, options: &Options) -> Fixed {
    let options = Options { declarations: Some(Declarations::Required), ..options.clone() };
    let is_access =
        |it: &Diagnostic| matches!(it.code, Code::E0601 | Code::E0602 | Code::E0604 | Code::E0605);
    fix_where(sources, &options, is_access)
}

/// [`fix`], for clauses of one module that are wider than needed, or needless.
pub fn tighten(sources: &Sources, options: &Options, module: FileId) -> Fixed {
    let is_wide = |it: &Diagnostic| matches!(it.code, Code::E0604 | Code::E0605);
    fix_where(sources, options, |it| is_wide(it) && it.primary.span.file == module)
}

/// [`fix`], for those diagnostics that `is_meant` picks.
fn fix_where(
    sources: &Sources,
    options: &Options,
    is_meant: impl Fn(&Diagnostic) -> bool,
) -> Fixed {
    let mut sources = sources.clone();
    let mut applied = 0;
    let mut seen = BTreeSet::new();
    for _ in 0..ROUNDS_MAX {
        let made = build(&sources, options);
        let chosen = choose(&sources, made.diagnostics.iter().filter(|it| is_meant(it)));
        if chosen.is_empty() || !seen.insert(sources.own_texts()) {
            return Fixed { sources, build: made, applied };
        }
        applied += chosen.len();
        sources = apply(&sources, chosen.iter().flat_map(|it| &it.edits));
    }
    let build = build(&sources, options);
    Fixed { sources, build, applied }
}

/// The suggestions that can be applied together, the best one of each diagnostic.
fn choose<'d>(
    sources: &Sources,
    diagnostics: impl Iterator<Item = &'d Diagnostic>,
) -> Vec<&'d Suggestion> {
    let may_apply = |suggestion: &&Suggestion| {
        suggestion.applicability == Applicability::MachineApplicable
            && !suggestion.edits.is_empty()
            && suggestion.edits.iter().all(|edit| sources.is_own(edit.span.file))
    };
    let mut chosen: Vec<&Suggestion> = Vec::new();
    for suggestion in diagnostics.filter_map(|it| it.suggestions.iter().find(may_apply)) {
        let mut taken = chosen.iter().flat_map(|it| &it.edits);
        if !taken.any(|taken| suggestion.edits.iter().any(|edit| meets(taken, edit))) {
            chosen.push(suggestion);
        }
    }
    chosen
}

/// Whether two edits overlap or touch: where they touch, the order would matter.
fn meets(left: &Edit, right: &Edit) -> bool {
    let (left, right) = (left.span, right.span);
    left.file == right.file && left.start <= right.end && right.start <= left.end
}

/// The sources with edits that do not meet.
fn apply<'e>(sources: &Sources, edits: impl Iterator<Item = &'e Edit>) -> Sources {
    let mut edits: Vec<&Edit> = edits.collect();
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.span.file, edit.span.start)));
    let mut sources = sources.clone();
    for edit in edits {
        let Some(file) = sources.files.get(edit.span.file) else { continue };
        let mut text = file.text().to_owned();
        let range = edit.span.start as usize..edit.span.end as usize;
        if text.get(range.clone()).is_some() {
            text.replace_range(range, &edit.text);
            sources.files.set_text(edit.span.file, text);
        }
    }
    sources
}
