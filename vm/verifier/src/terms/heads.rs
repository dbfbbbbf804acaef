//! Terms of what is said of heads of blocks.

use vm_access::{Identifier, Projection, Type};
use vm_bytecode::{Code, Head, Held, Target};

use super::{Scope, Typed, ill_typed, plain};
use crate::error::{Checked, Fault, Plain};

/// Checks what is said of each head, in a scope without variables.
pub(super) fn check(scope: &Scope<'_>, function: &Identifier, code: &Code) -> Checked {
    for head in &code.heads {
        let variables: Vec<u8> = head.variables.iter().map(|variable| variable.index).collect();
        let scope = Scope { variables: &variables, is_evaluated: false, ..*scope };
        let checked = check_head(&scope, code, head);
        checked.map_err(|fault| fault.at_head(function, head.block))?;
    }
    Ok(())
}

fn check_head(scope: &Scope<'_>, code: &Code, head: &Head) -> Plain {
    for (register, held) in &head.registers {
        let ty = code.register(*register).ok_or(Fault::NoSuch("register", register.0))?;
        match held {
            Held::Value(term) => scope.expect(term, ty)?,
            Held::Reference(targets) => {
                for found in targets.iter().filter_map(|it| target(scope, code, it).transpose()) {
                    if found? != plain(ty.referent()) {
                        return Err(ill_typed());
                    }
                }
            }
        }
    }
    for (path, term) in head.written.iter().flatten() {
        match scope.path(path)? {
            Some(ty) => scope.expect(term, &ty)?,
            None => scope.term(term).map(drop)?,
        }
    }
    head.facts.iter().try_for_each(|fact| scope.expect(fact, &Type::Bool))
}

/// The type of what lies at a target; `None` if it is not known.
fn target(scope: &Scope<'_>, code: &Code, target: &Target) -> Typed {
    match target {
        Target::Path(path) => scope.path(path),
        Target::Value(term) => scope.term(term),
        Target::Local(local, steps) => {
            let ty = code.register(*local).ok_or(Fault::NoSuch("register", local.0))?;
            steps.iter().try_fold(Some(plain(ty)), |ty, step| match step {
                Projection::Existence => Err(ill_typed()),
                Projection::Field(name) => scope.field(ty.as_ref(), name),
                Projection::Element(index) => scope.element(ty, Some(index)),
            })
        }
        Target::Within(whole) => self::target(scope, code, whole).map(|_| None),
    }
}
