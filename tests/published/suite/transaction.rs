//! Transactional tests: modules are published one after the other, and functions of them run.
//!
//! Where Move denies an access when it runs, our compiler says that the declaration does not cover the function: found is a
//! denial whose function has such an error. What else such a module does cannot be run here.

use std::collections::BTreeSet;
use std::path::Path;

use compiler_driver::{Build, Purpose};
use vm_access::{AccountAddress, ModuleId};
use vm_runtime::World;

use crate::read;
use crate::suite::compile::{Compiled, compile};
use crate::suite::machine::{Call, run};
use crate::suite::steps::{End, Step, ends, steps};
use crate::suite::verdict::said;
use crate::suite::{Tally, shown, skip};

/// The module that stands for the script of a step.
const SCRIPT: (u8, &str) = (0x5c, "script");

/// Endings of what is said of a test, in order of preference.
const ENDINGS: &[&str] = &[
    "lambda.exp",
    "exp",
    "optimize.exp",
    "operator-eval-lang-2.exp",
    "optimize-no-acquires-check.exp",
];

/// What was published so far.
#[derive(Default)]
struct Published {
    texts: Vec<String>,
    build: Option<Build>,
    world: World,
    /// Functions that are wider than they declare.
    denied: BTreeSet<String>,
    /// Whether a module was refused for that.
    is_denied: bool,
}

/// Runs a test and compares each of its steps.
pub(crate) fn compare(home: &Path, path: &Path, tally: &mut Tally) -> Result<(), String> {
    let text = read(path)?;
    let name = shown(home, path);
    if let Some(reason) = skip::reason(&name, &text, &[]) {
        tally.skip(reason);
        return Ok(());
    }
    let Some(said) = said(path, ENDINGS)? else {
        tally.skip("nothing is said of it");
        return Ok(());
    };
    let said = ends(&said);
    let mut published = Published::default();
    for (at, step) in steps(&text).iter().enumerate() {
        let end = said.get(&at).cloned().unwrap_or_default();
        let place = format!("{name}: step {at}");
        match step.words.first().map(String::as_str) {
            Some("publish") => published.publish(step, &end, &place, tally),
            Some("run") => published.run(step, &end, &place, tally),
            _ => tally.skip("steps that neither publish nor run"),
        }
    }
    Ok(())
}

impl Published {
    fn publish(&mut self, step: &Step, end: &End, place: &str, tally: &mut Tally) {
        let mut texts = self.texts.clone();
        texts.push(step.text.clone());
        let compiled = compile(&texts, Purpose::Build);
        let denied = denied(&compiled);
        if !denied.is_empty() && !end.is_refused {
            self.is_denied = true;
            self.denied.extend(denied);
            return;
        }
        if !verdict(&compiled, end, place, tally) {
            self.texts = texts;
            self.build = Some(compiled.build);
        }
    }

    fn run(&mut self, step: &Step, end: &End, place: &str, tally: &mut Tally) {
        let mut words = Words::new(step);
        let mut script = None;
        if words.function.is_none() {
            let texts = self.texts.iter().cloned().chain([as_module(&step.text)]);
            let compiled = compile(&texts.collect::<Vec<_>>(), Purpose::Build);
            if verdict(&compiled, end, place, tally) {
                return;
            }
            words.function = main(&compiled.build);
            script = Some(compiled.build);
        }
        let denial = end.failure.as_ref().is_some_and(|(status, _)| status == "ACCESS_DENIED");
        let name = words.function.clone().unwrap_or_default();
        if self.is_denied {
            self.compare_denial(denial, &name, place, tally);
            return;
        }
        match end.failure.as_ref().map(|(status, _)| status.as_str()) {
            Some("OUT_OF_GAS") => return tally.skip("what steps cost"),
            Some("LINKER_ERROR") => return tally.skip("steps after one that is refused"),
            _ => {}
        }
        let Some(build) = script.as_ref().or(self.build.as_ref()) else {
            return tally.skip("steps after one that is refused");
        };
        let ended = words.call().and_then(|call| run(build, &mut self.world, &call));
        if !tally.runs.add(ended.as_ref() == Some(end)) {
            tally.disagreements.push(format!("{place} ({name}): {ended:?}, not {end:?}"));
        }
    }

    fn compare_denial(&self, denial: bool, name: &str, place: &str, tally: &mut Tally) {
        if !denial {
            return tally.skip("steps beside one that is denied before it runs");
        }
        let function = name.rsplit("::").next().unwrap_or_default();
        if !tally.denials.add(self.denied.contains(function)) {
            tally.disagreements.push(format!("{place} ({name}): not denied"));
        }
    }
}

/// Compares whether a step is refused; tells whether it is, here or there.
fn verdict(compiled: &Compiled, end: &End, place: &str, tally: &mut Tally) -> bool {
    let error = compiled.first_error();
    if !tally.verdicts.add(end.is_refused != error.is_empty()) {
        tally.disagreements.push(if end.is_refused {
            format!("{place}: refused by Move")
        } else {
            format!("{place}: refused by us: {error}")
        });
    }
    end.is_refused || !error.is_empty()
}

/// The functions that are wider than they declare, if nothing else is wrong.
fn denied(compiled: &Compiled) -> Vec<String> {
    let mut found = Vec::new();
    for error in compiled.errors() {
        if !error.code.to_string().starts_with("E06") {
            return Vec::new();
        }
        // The message begins with the function's name.
        found.extend(error.message.split('`').nth(1).map(str::to_owned));
    }
    found
}

/// The script of a step, as a module of its own.
fn as_module(text: &str) -> String {
    let (address, name) = SCRIPT;
    text.replacen("script", &format!("module {address:#x}::{name}"), 1)
}

/// The function of a script.
fn main(build: &Build) -> Option<String> {
    let (address, name) = SCRIPT;
    let id = ModuleId::new(AccountAddress::from_low(address), name);
    let module = build.modules.iter().find(|it| it.module.id == id)?;
    let function = module.module.functions.first()?;
    Some(format!("{id}::{}", function.name))
}

/// The words of a step that runs something.
#[derive(Default)]
struct Words<'s> {
    function: Option<String>,
    signers: Vec<&'s str>,
    arguments: Vec<&'s str>,
    type_arguments: Vec<&'s str>,
}

impl<'s> Words<'s> {
    fn new(step: &'s Step) -> Self {
        let mut words = Self::default();
        let mut list = "";
        for word in step.words.iter().skip(1).map(String::as_str) {
            match list {
                _ if word.starts_with("--") => list = word,
                "--signers" => words.signers.push(word),
                "--args" => words.arguments.push(word),
                "--type-args" => words.type_arguments.push(word),
                "--gas-budget" => list = "",
                _ => words.function = Some(word.to_owned()),
            }
        }
        words
    }

    fn call(&self) -> Option<Call<'_>> {
        let (module, function) = self.function.as_ref()?.rsplit_once("::")?;
        let (address, name) = module.split_once("::")?;
        Some(Call {
            module: ModuleId::new(AccountAddress::parse(address)?, name),
            function,
            type_arguments: self.type_arguments.clone(),
            signers: self.signers.clone(),
            arguments: self.arguments.clone(),
        })
    }
}
