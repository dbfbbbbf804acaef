//! One case: a random package, and a genesis and a batch over it.

use std::fmt;

use compiler_diagnostics::render;
use compiler_driver::{Build, Declarations, Options as BuildOptions, SourceText, Sources, build};
use vm_access::{AccountAddress, FunctionName, Identifier, ModuleId, Value};
use vm_runtime::Transaction;

use crate::dice::Dice;
use crate::generator::{SETUP, package};
use crate::program::{Kind, POOL, Package};

/// A program with what is run on it.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// Makes the case again, with any number.
    pub(crate) seed: u64,
    /// The program.
    pub(crate) package: Package,
    /// Publishes resources.
    pub(crate) genesis: Vec<Call>,
    /// The batch.
    pub(crate) calls: Vec<Call>,
}

/// A call of an entry function.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    module: usize,
    function: String,
    arguments: Vec<Value>,
    gas_max: u64,
}

impl Case {
    /// The case of `seed`; `number` tells its modules from those of other cases built together.
    pub(crate) fn new(seed: u64, number: usize) -> Self {
        let mut dice = Dice::new(seed);
        let package = package(&mut dice, number);
        let mut genesis = Vec::new();
        let mut entries = Vec::new();
        for (module, it) in package.modules.iter().enumerate() {
            for sender in POOL {
                if dice.chance(88) {
                    let sender = Value::Signer(address(sender));
                    let arguments = vec![sender, pool(&mut dice), number_of(&mut dice)];
                    genesis.push(Call {
                        module,
                        function: SETUP.to_owned(),
                        arguments,
                        gas_max: u64::MAX,
                    });
                }
            }
            let is_entry = |name: &str| name.starts_with("main");
            let functions = it.functions.iter().map(|function| &function.signature);
            entries.extend(functions.filter(|it| is_entry(&it.name)).cloned());
        }
        let mut calls = Vec::new();
        for _ in 0..dice.between(5, 14) {
            let Some(entry) = dice.pick(&entries).cloned() else { continue };
            let kinds = entry.parameters.iter().map(|(_, kind)| *kind);
            let arguments = kinds.map(|kind| argument(&mut dice, kind)).collect();
            let gas_max = if dice.chance(5) { 300 } else { 50_000 };
            calls.push(Call { module: entry.module, function: entry.name, arguments, gas_max });
        }
        Self { seed, package, genesis, calls }
    }

    /// The transaction of a call.
    pub(crate) fn transaction(&self, call: &Call) -> Transaction {
        let module = &self.package.modules[call.module];
        let id =
            ModuleId { address: address(&module.address), name: Identifier::new(&module.name) };
        Transaction {
            function: FunctionName { module: id, name: Identifier::new(&call.function) },
            type_arguments: Vec::new(),
            arguments: call.arguments.clone(),
            gas_max: call.gas_max,
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let arguments: Vec<_> = self.arguments.iter().map(Value::to_string).collect();
        write!(
            f,
            "m{}::{}({}) with gas {}",
            self.module,
            self.function,
            arguments.join(", "),
            self.gas_max
        )
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.package)?;
        self.genesis.iter().try_for_each(|call| writeln!(f, "genesis: {call}"))?;
        self.calls.iter().try_for_each(|call| writeln!(f, "call: {call}"))
    }
}

fn address(text: &str) -> AccountAddress {
    AccountAddress::parse(text.trim_start_matches('@')).expect("addresses here are well-formed")
}

fn pool(dice: &mut Dice) -> Value {
    Value::Address(address(dice.word(POOL)))
}

fn number_of(dice: &mut Dice) -> Value {
    Value::U64(u64::try_from(dice.below(7)).expect("small"))
}

fn argument(dice: &mut Dice, kind: Kind) -> Value {
    match kind {
        Kind::Signer => Value::Signer(address(dice.word(POOL))),
        Kind::Address if dice.chance(4) => Value::Address(AccountAddress::from_low(0xee)),
        Kind::Address => pool(dice),
        Kind::Number => number_of(dice),
        Kind::Flag => Value::Bool(dice.chance(50)),
        Kind::List => {
            let length = dice.between(1, 4) - usize::from(dice.chance(10));
            Value::Vector((0..length).map(|_| pool(dice)).collect())
        }
        Kind::Record(_) | Kind::Table(_) => Value::Bool(false),
    }
}

/// Builds the packages of `cases` as one; gives what the compiler says if it does not like them.
pub(crate) fn compile(cases: &[Case]) -> Result<Build, String> {
    let path = |case: &Case| format!("seed-{}.move", case.seed);
    let texts = cases.iter().map(|case| (path(case), case.package.to_string()));
    compile_texts(texts.map(|(path, text)| SourceText { path, text }).collect())
}

/// Builds modules as one package; gives what the compiler says if it does not like them.
pub(crate) fn compile_texts(files: Vec<SourceText>) -> Result<Build, String> {
    let manifest = SourceText {
        path: "Move.toml".to_owned(),
        text: "[package]\nname = \"Random\"\n".to_owned(),
    };
    let sources = Sources::of_package(manifest, files);
    let options =
        BuildOptions { declarations: Some(Declarations::Inferred), ..BuildOptions::default() };
    let build = build(&sources, &options);
    if build.diagnostics.has_errors() {
        let said = build.diagnostics.iter().take(8).map(|it| render(sources.files(), it, false));
        return Err(said.collect::<Vec<_>>().join("\n"));
    }
    Ok(build)
}
