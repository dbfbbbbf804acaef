//! `acquires` may be left out; where it is written, it names exactly what the function borrows or takes out of storage.

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Span};
use vm_access::Identifier;
use vm_bytecode::{Module, SourceMap};
use vm_verifier::find_acquired;

use crate::outline::{FunctionOutline, ModuleOutline};

/// Compares what functions acquire with what they say.
pub(crate) fn judge(
    (module, map): (&Module, &SourceMap),
    outline: &ModuleOutline,
    file: FileId,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for (function, acquired) in find_acquired(module) {
        let Some(outline) = outline.functions.get(&function) else { continue };
        let Some(written) = &outline.acquires else { continue };
        let missing = acquired.iter().filter(|(name, _)| !written.iter().any(|it| it.0 == **name));
        for (name, point) in missing {
            let map = map.functions.get(&function);
            diagnostics.push(unnamed(outline, name, span(map.map(|map| map.span(*point)), file)));
        }
        for (index, (name, place)) in written.iter().enumerate() {
            let is_again = written.iter().take(index).any(|it| it.0 == *name);
            if is_again || !acquired.contains_key(name) {
                diagnostics.push(excess(&function, name, *place, is_again));
            }
        }
    }
    diagnostics
}

fn span(span: Option<vm_bytecode::SourceSpan>, file: FileId) -> Span {
    let span = span.unwrap_or_default();
    Span::new(file, span.start, span.end)
}

fn unnamed(outline: &FunctionOutline, name: &Identifier, at: Span) -> Diagnostic {
    let message = format!("`acquires` does not name `{name}`, which is acquired");
    let diagnostic = Diagnostic::error(Code::E0610, at, message)
        .with_label(format!("`{name}` is acquired here"));
    let last = outline.acquires.iter().flatten().last();
    match last {
        Some((_, last)) => {
            diagnostic.with_fix(format!("name `{name}`"), last.after(), format!(", {name}"))
        }
        None => diagnostic,
    }
}

fn excess(function: &Identifier, name: &Identifier, place: Span, is_again: bool) -> Diagnostic {
    let diagnostic = if is_again {
        let message = format!("`acquires` names `{name}` twice");
        Diagnostic::warning(Code::E0610, place, message).with_label("named before")
    } else {
        let message = format!("`{function}` does not acquire `{name}`");
        let diagnostic = Diagnostic::error(Code::E0610, place, message);
        diagnostic.with_label("neither borrowed nor taken out")
    };
    diagnostic.with_note("`acquires` may be left out altogether")
}
