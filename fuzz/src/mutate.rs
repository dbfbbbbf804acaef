//! Changes modules as modules: what comes out is well-formed, and most of it is verified.
//!
//! What a module says of itself (footprints, results, heads of blocks) is inferred anew after most changes of code, as
//! nobody's change of code leaves it true. The rest of the mutants are lies, which the verifier has to find.

mod claims;
mod code;
mod insert;
mod operands;
mod types;

use vm_bytecode::Module;
use vm_footprint::{annotate, infer};
use vm_verifier::VerifiedModule;

use crate::dice::Dice;
use crate::library::Library;

/// Mutants that are made until the verifier lets one pass.
const ATTEMPTS_MAX: usize = 8;

/// The modules with one of them changed; `None` if there is none.
pub(crate) fn mutate(
    dice: &mut Dice,
    library: &Library,
    modules: Vec<Module>,
) -> Option<Vec<Module>> {
    // Some are let go whether they are accepted or not: what refuses them is worth something, too.
    let attempts = if dice.chance(15) { 1 } else { ATTEMPTS_MAX };
    let mut mutants = None;
    for _ in 0..attempts {
        let index = dice.below(modules.len().max(1));
        let mut changed = modules.clone();
        let module = changed.get_mut(index)?;
        let is_code = change(dice, library, module);
        if is_code && dice.chance(90) {
            let own = library.verify(modules[..index].to_vec())?;
            renew(library, &own, module);
        }
        let is_accepted = library.verify(changed.clone()).is_some();
        mutants = Some(changed);
        if is_accepted {
            break;
        }
    }
    mutants
}

/// Infers what the module says of itself.
fn renew(library: &Library, own: &[VerifiedModule], module: &mut Module) {
    let inference = infer(module, &library.with(own));
    annotate(module, &inference);
}

/// Changes a module; tells whether its code is another one, and not only what is said of it.
fn change(dice: &mut Dice, library: &Library, module: &mut Module) -> bool {
    if dice.chance(12) {
        claims::change(dice, module);
        return false;
    }
    for _ in 0..dice.between(1, 4) {
        if dice.chance(8) {
            types::change(dice, module);
        } else {
            code::change(dice, library, module);
        }
    }
    true
}
