//! Generic functions that call themselves with ever larger types, told in terms of the source.

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Span};
use vm_bytecode::{Module, SourceMap};
use vm_verifier::find_growing_calls;

/// Reports each call by which type arguments grow without end.
pub(crate) fn judge(module: &Module, map: &SourceMap, file: FileId) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for (function, point) in find_growing_calls(module) {
        let Some(map) = map.functions.get(&function) else { continue };
        let span = map.span(point);
        let message = format!("`{function}` comes back to itself with ever larger types");
        let span = Span::new(file, span.start, span.end);
        let label = "the type arguments here are larger than those of the function around";
        diagnostics.push(Diagnostic::error(Code::E0320, span, message).with_label(label));
    }
    diagnostics
}
