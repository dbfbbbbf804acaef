//! Generic functions that call themselves with ever larger types, told in terms of the source.

use compiler_diagnostics::{Code, Diagnostic, Diagnostics};
use vm_verifier::find_growing_calls;

use crate::build::CompiledModule;

/// Reports each call by which type arguments grow without end.
pub(crate) fn judge(compiled: &CompiledModule) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for (function, point) in find_growing_calls(&compiled.module) {
        let Some(map) = compiled.source_map.functions.get(&function) else { continue };
        let span = compiled.span(map.span(point));
        let message = format!("`{function}` comes back to itself with ever larger types");
        let label = "the type arguments here are larger than those of the function around";
        diagnostics.push(Diagnostic::error(Code::E0320, span, message).with_label(label));
    }
    diagnostics
}
