//! Random lies in what modules of the library say of the heads of their blocks, and of their functions: what the verifier
//! believes, inference finds too.

use std::collections::BTreeMap;
use std::sync::Arc;

use compiler_driver::{LibraryPart, Options, SourceText, Sources, build};
use vm_access::{Access, AccessPath, Footprint, Mode, ModuleId, Names, Projection, Root, Term};
use vm_bytecode::{Head, Held, Limits, Module, Register, ResultSummary, Target, Variable};
use vm_footprint::infer;
use vm_verifier::verify;

use crate::dice::Dice;

/// Mutants of each module.
const MUTANTS: usize = 40;

type Library = BTreeMap<ModuleId, Module>;

fn library() -> Library {
    let options = Options { library: LibraryPart::Whole, ..Options::default() };
    let manifest = SourceText {
        path: "Move.toml".into(),
        text: "[package]\nname = \"Empty\"\nversion = \"0.1.0\"\n".into(),
    };
    let built = build(&Sources::of_package(manifest, vec![]), &options);
    built
        .modules
        .into_iter()
        .map(|it| (it.module.id.clone(), Arc::unwrap_or_clone(it.module)))
        .collect()
}

/// What a function says somewhere, to be said elsewhere.
struct Words {
    terms: Vec<Term>,
    paths: Vec<AccessPath>,
    facts: Vec<Term>,
}

impl Words {
    fn of(heads: &[Head], footprint: &Footprint) -> Self {
        let mut words = Self { terms: vec![Term::Any], paths: vec![], facts: vec![] };
        for head in heads {
            head.for_each_term(&mut |term| {
                term.for_each(&mut |part| words.terms.push(part.clone()));
            });
            words.paths.extend(head.written.iter().flatten().map(|(path, _)| path.clone()));
            words.facts.extend(head.facts.iter().cloned());
            for (_, held) in &head.registers {
                if let Held::Reference(targets) = held {
                    words.paths.extend(targets.iter().filter_map(|target| match target {
                        Target::Path(path) => Some(path.clone()),
                        Target::Local(..) | Target::Within(_) | Target::Value(_) => None,
                    }));
                }
            }
        }
        for access in footprint.accesses() {
            words.paths.push(access.path.clone());
            words.terms.extend(access.path.terms().cloned());
            words.facts.extend(access.conditions.iter().cloned());
        }
        words
    }

    fn term(&self, dice: &mut Dice) -> Term {
        dice.pick(&self.terms).unwrap().clone()
    }
}

/// Says something else of one thing at a head.
fn change_head(dice: &mut Dice, words: &Words, head: &mut Head) {
    match dice.below(6) {
        0 => {
            let register = dice.below(head.registers.len().max(1));
            let Some((_, held)) = head.registers.get_mut(register) else { return };
            match held {
                Held::Value(term) => *term = words.term(dice),
                Held::Reference(targets) => change_targets(dice, words, targets),
            }
        }
        1 => {
            let register = Register::new(dice.below(12));
            if head.held(register).is_none() {
                head.registers.push((register, Held::Value(words.term(dice))));
            }
        }
        2 => {
            let places = head.written.get_or_insert_default();
            if !places.is_empty() {
                places.remove(dice.below(places.len()));
            }
        }
        3 => {
            let places = head.written.get_or_insert_default();
            let place = dice.below(places.len().max(1));
            if let Some((_, term)) = places.get_mut(place) {
                *term = words.term(dice);
            }
        }
        4 => head.facts.extend(dice.pick(&words.facts).cloned()),
        _ => {
            let registers: Vec<Register> = head.registers.iter().map(|it| it.0).collect();
            if let (Some(variable), Some(counter)) =
                (head.variables.first_mut(), dice.pick(&registers))
            {
                variable.counter = dice.chance(70).then_some(*counter);
            }
        }
    }
}

fn change_targets(dice: &mut Dice, words: &Words, targets: &mut Vec<Target>) {
    if 1 < targets.len() && dice.chance(60) {
        targets.remove(dice.below(targets.len()));
    } else if let Some(path) = dice.pick(&words.paths) {
        *targets = vec![Target::Path(path.clone())];
    }
}

/// Puts in order what must be.
fn tidy(head: &mut Head) {
    head.registers.sort_by_key(|(register, _)| *register);
    if let Some(places) = &mut head.written {
        places.sort();
        places.dedup_by(|left, right| left.0 == right.0);
    }
    head.facts.sort();
    head.facts.dedup();
    let mut mentioned = std::collections::BTreeSet::new();
    head.for_each_term(&mut |term| {
        term.for_each(&mut |part| {
            if let Term::Index(index) = part {
                mentioned.insert(*index);
            }
        });
    });
    let before = std::mem::take(&mut head.variables);
    let counter = |index| before.iter().find(|it| it.index == index).and_then(|it| it.counter);
    let variable = |index| Variable { index, counter: counter(index) };
    head.variables = mentioned.into_iter().map(variable).collect();
}

/// Less than the footprint says.
fn narrower(dice: &mut Dice, words: &Words, footprint: &Footprint) -> Footprint {
    let mut accesses = footprint.accesses().to_vec();
    let position = dice.below(accesses.len().max(1));
    let Some(access) = accesses.get_mut(position) else { return footprint.clone() };
    match dice.below(4) {
        0 => {
            accesses.remove(position);
        }
        1 => access.mode = Mode::Reads,
        2 => {
            let conditions = [access.conditions.clone(), words.facts.clone()].concat();
            let (path, ranges) = (access.path.clone(), access.ranges.clone());
            let conditions = dice.pick(&conditions).cloned().into_iter().collect();
            *access = Access::qualified(access.mode, path, ranges, conditions);
        }
        _ => narrow_keys(&mut access.path, &mut || words.term(dice)),
    }
    let mut narrow: Footprint = accesses.into_iter().collect();
    if footprint.is_open() && dice.chance(50) {
        narrow.join(&Footprint::open());
    }
    narrow
}

fn narrow_keys(path: &mut AccessPath, word: &mut dyn FnMut() -> Term) {
    match &mut path.root {
        Root::Resource(_, address) | Root::At(address) => *address = word(),
        Root::Item(_, _, key) => *key = word().into(),
        Root::Call(_, arguments) => arguments.iter_mut().for_each(|term| *term = word()),
        Root::Everything | Root::Account(_) | Root::Module(_) | Root::Parameter(_) => {}
    }
    for step in &mut path.projections {
        if let Projection::Element(index) = step {
            *index = word();
        }
    }
}

/// The module with lies in one of its functions.
fn mutant(dice: &mut Dice, module: &Module) -> Module {
    let mut mutant = module.clone();
    let with_heads = mutant
        .functions
        .iter_mut()
        .filter(|function| function.code.as_ref().is_some_and(|code| !code.heads.is_empty()));
    let mut with_heads: Vec<_> = with_heads.collect();
    let position = dice.below(with_heads.len());
    let function = &mut *with_heads[position];
    let code = function.code.as_mut().unwrap();
    let words = Words::of(&code.heads, &function.inferred);
    for _ in 0..dice.between(1, 3) {
        let head = dice.below(code.heads.len());
        change_head(dice, &words, &mut code.heads[head]);
        tidy(&mut code.heads[head]);
    }
    if dice.chance(80) {
        function.inferred = narrower(dice, &words, &function.inferred);
    }
    if let Some(result) = function.result_summaries.first_mut()
        && dice.chance(20)
    {
        result.value = words.term(dice);
    }
    mutant
}

/// The accesses whenever they happen: inference leaves out what is asserted, though it holds.
fn whenever(footprint: &Footprint) -> Footprint {
    let whenever = |access: &Access| {
        let (path, ranges) = (access.path.clone(), access.ranges.clone());
        Access::qualified(access.mode, path, ranges, vec![])
    };
    let mut all: Footprint = footprint.accesses().iter().map(whenever).collect();
    if footprint.is_open() {
        all.join(&Footprint::open());
    }
    all
}

/// What inference finds of a function that the module says less of, or of a result that it says more of.
fn hidden(module: &Module, library: &Library) -> Option<String> {
    let found = infer(module, library);
    module.functions.iter().zip(&found.functions).find_map(|(function, found)| {
        let is_said =
            |(said, found): (&ResultSummary, &ResultSummary)| said.value.covers(&found.value);
        let mut results = function.result_summaries.iter().zip(&found.result_summaries);
        let is_honest =
            whenever(&function.inferred).covers(&found.footprint) && results.all(is_said);
        (!is_honest).then(|| {
            let names = Names::default();
            let list = |footprint: &Footprint| {
                let accesses = footprint.accesses().iter();
                accesses.map(|access| access.display(&names).to_string()).collect::<Vec<_>>()
            };
            let heads = function.code.as_ref().map(|code| &code.heads);
            format!(
                "{}::{} says {:#?} {:?}\nand does {:#?} {:?}\n{heads:#?}",
                module.id,
                function.name,
                list(&function.inferred),
                function.result_summaries,
                list(&found.footprint),
                found.result_summaries,
            )
        })
    })
}

#[test]
fn what_the_verifier_believes_of_heads_is_found_by_inference() {
    let (library, limits) = (library(), Limits::default());
    let mut dice = Dice::new(7);
    let (mut accepted, mut refused) = (0, 0);
    for module in library.values() {
        let has_heads =
            module.functions.iter().flat_map(|it| &it.code).any(|it| !it.heads.is_empty());
        if !has_heads {
            continue;
        }
        for _ in 0..MUTANTS {
            let mutant = mutant(&mut dice, module);
            if verify(mutant.clone(), &library, &limits).is_err() {
                refused += 1;
                continue;
            }
            accepted += 1;
            let hidden = hidden(&mutant, &library);
            assert!(hidden.is_none(), "believed: {}", hidden.unwrap());
        }
    }
    assert!(100 < accepted && 500 < refused, "{accepted} accepted, {refused} refused");
}
