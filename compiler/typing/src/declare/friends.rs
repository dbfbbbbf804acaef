//! Friends: modules of the same address that use this one, and that it does not use.

use std::collections::{BTreeMap, BTreeSet};

use compiler_diagnostics::{Code, Diagnostic, Diagnostics};
use compiler_syntax::ast::Visibility;
use vm_access::ModuleId;

use crate::interface::Interfaces;
use crate::scope::{Addresses, Scope};
use crate::source::Source;

/// The friends of a module; reports those that cannot be.
pub(super) fn friends(
    source: &Source<'_>,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<ModuleId> {
    let mut friends = Vec::new();
    for friend in source.ast.friends {
        let span = friend.module.span;
        let module = match scope.module_of(&friend.module) {
            Ok(module) => module,
            Err(problem) => {
                diagnostics.extend(problem);
                continue;
            }
        };
        let problem = if module == source.id {
            Some((Code::E0205, "a module is no friend of itself".to_owned()))
        } else if module.address != source.id.address {
            Some((Code::E0205, "a friend has the same address".to_owned()))
        } else if friends.contains(&module) {
            Some((Code::E0204, format!("`{module}` is a friend already")))
        } else {
            None
        };
        match problem {
            Some((code, message)) => diagnostics.push(Diagnostic::error(code, span, message)),
            None => friends.push(module),
        }
    }
    check_visibilities(source, diagnostics);
    friends
}

/// Reports friends beside functions for the package, which has them all as friends.
fn check_visibilities(source: &Source<'_>, diagnostics: &mut Diagnostics) {
    if !source.functions().any(|item| item.visibility == Visibility::Package) {
        return;
    }
    let declared = source.ast.friends.iter().map(|friend| friend.module.span);
    let functions = source.functions().filter(|item| item.visibility == Visibility::Friend);
    for span in declared.chain(functions.map(|item| item.name.span)) {
        let message = "a module has friends or functions for its package, not both";
        let diagnostic = Diagnostic::error(Code::E0109, span, message)
            .with_note("with `package`, every module of the package is a friend");
        diagnostics.push(diagnostic);
    }
}

/// Reports friends that their module depends on: a friend is one that depends on the module.
pub(crate) fn circles(
    modules: &[Source<'_>],
    uses: &BTreeMap<ModuleId, BTreeSet<ModuleId>>,
    (addresses, interfaces): (&Addresses, &Interfaces),
    diagnostics: &mut Diagnostics,
) {
    let mut depends = uses.clone();
    for source in modules {
        let friends = interfaces.module(&source.id).map(|it| it.friends.as_slice());
        for friend in friends.unwrap_or_default() {
            depends.entry(friend.clone()).or_default().insert(source.id.clone());
        }
    }
    for source in modules {
        let scope = source.scope(addresses, interfaces);
        let reached = reached(&source.id, &depends);
        for friend in source.ast.friends {
            let Ok(module) = scope.module_of(&friend.module) else { continue };
            if reached.contains(&module) && module != source.id {
                let message = format!("`{}` depends on its friend `{module}`", source.id);
                diagnostics.push(Diagnostic::error(Code::E0209, friend.module.span, message));
            }
        }
    }
}

/// What a module depends on, directly or not.
fn reached<'m>(
    from: &'m ModuleId,
    depends: &'m BTreeMap<ModuleId, BTreeSet<ModuleId>>,
) -> BTreeSet<&'m ModuleId> {
    let mut reached = BTreeSet::new();
    let mut pending = vec![from];
    while let Some(module) = pending.pop() {
        let next = depends.get(module).into_iter().flatten();
        pending.extend(next.filter(|it| reached.insert(*it)));
    }
    reached
}
