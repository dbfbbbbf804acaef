//! The declaration of one function that has none, whether or not it must have one.

use compiler_diagnostics::Edit;
use vm_access::{Declaration, Identifier, ModuleId};
use vm_footprint::check_declaration;

use crate::access::{Judged, Known, find, missing};
use crate::build::Build;
use crate::sources::Sources;

/// The edit that makes a function declare what it was found to do; `None` if it declares already, or does nothing that could be
/// declared.
pub fn declaration_of(
    build: &Build,
    sources: &Sources,
    module: &ModuleId,
    function: &Identifier,
) -> Option<Edit> {
    let modules = build.modules.iter().map(|it| (it.module.id.clone(), it.clone()));
    let known = Known(modules.collect());
    let inferred = known.get(module)?;
    let (function, found) = find(inferred, function)?;
    let outline = inferred.outline.functions.get(&function.name)?;
    if outline.declaration.is_some() || function.code.is_none() {
        return None;
    }
    let text = sources.files().get(inferred.file)?.text();
    let imports = &known;
    let judged = Judged { known: &known, imports, inferred, function, found, outline, text };
    let nothing = Declaration::default();
    let findings = check_declaration(&inferred.module, &known, function, &nothing, found);
    let missing = missing(&findings);
    (!missing.is_empty()).then(|| judged.declaring(&missing))
}
