//! Mutated encodings of compiled modules: what the verifier lets pass stays inside its footprint when it runs.

use vm_bytecode::{Limits as CodeLimits, decode, encode};
use vm_verifier::{Program, VerifiedModule, link, verify};

use crate::case::{Case, compile};
use crate::check::{Machines, Trust, check};
use crate::dice::Dice;

/// Cases whose modules are mutated.
const CASES: u64 = 10;
/// Mutants in all.
const MUTANTS: u64 = 1000;

/// A case with its modules, ready to have one of them replaced.
struct Base {
    case: Case,
    program: Program,
    library: Vec<VerifiedModule>,
    modules: Vec<VerifiedModule>,
}

impl Base {
    fn new(seed: u64) -> Self {
        let case = Case::new(seed, 0);
        let built = compile(std::slice::from_ref(&case)).unwrap();
        let is_own = |verified: &VerifiedModule| {
            let name = verified.module().id.name.as_str();
            case.package.modules.iter().any(|own| own.name == name)
        };
        let program = built.program().unwrap();
        let (modules, library) = built.verified.into_iter().partition(is_own);
        Self { case, program, library, modules }
    }

    /// Machines with the module at `index` replaced; `None` if it is refused.
    fn machines(&self, index: usize, bytes: &[u8]) -> Option<Machines> {
        let limits = CodeLimits::default();
        let mutant = decode(bytes, &limits).ok()?;
        let mut verified = self.library.clone();
        verified.push(verify(mutant, &self.program, &limits).ok()?);
        for (other, module) in self.modules.iter().enumerate() {
            if other != index {
                verified.push(module.clone());
            }
        }
        Some(Machines::of(link(verified).ok()?))
    }
}

/// Some bytes changed, to values that occur often.
fn mutate(dice: &mut Dice, bytes: &mut [u8]) {
    for _ in 0..dice.between(1, 3) {
        let place = dice.below(bytes.len());
        bytes[place] = match dice.below(3) {
            0 => bytes[dice.below(bytes.len())],
            1 => bytes[place].wrapping_add(1),
            _ => u8::try_from(dice.below(24)).unwrap(),
        };
    }
}

#[test]
fn mutated_modules_are_refused_or_stay_inside_their_footprints() {
    let mut dice = Dice::new(0);
    let mut accepted = 0;
    for seed in 0..CASES {
        let base = Base::new(seed);
        for number in 0..MUTANTS / CASES {
            let index = dice.below(base.modules.len());
            let mut bytes = encode(base.modules[index].module());
            mutate(&mut dice, &mut bytes);
            let Some(machines) = base.machines(index, &bytes) else { continue };
            accepted += 1;
            match check(&machines, &base.case, Trust::Verified) {
                Ok(_) => {}
                Err(failure) => panic!("mutant {number} of seed {seed}: {failure}"),
            }
        }
    }
    assert!(MUTANTS / 50 < accepted, "only {accepted} mutants were accepted");
}
