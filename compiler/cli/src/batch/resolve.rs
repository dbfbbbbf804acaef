//! From a batch as it is written to transactions: names looked up, arguments read.

use std::collections::BTreeMap;

use compiler_driver::NamedAddresses;
use vm_access::{AccountAddress, FunctionName, Identifier, ModuleId, Type, Value};
use vm_bytecode::{FunctionDefinition, Module};
use vm_interpreter::Block;
use vm_runtime::Transaction;
use vm_verifier::Program;

use crate::batch::file::{BatchFile, Call};
use crate::batch::types::read_type;
use crate::batch::value::read_value;
use crate::failure::{Failure, Outcome};

/// Gas of a transaction that says nothing about it.
const GAS_MAX: u64 = 2_000_000;

/// What names in a batch mean.
#[derive(Debug)]
pub(crate) struct Scope<'a> {
    addresses: &'a NamedAddresses,
    modules: BTreeMap<&'a ModuleId, &'a Module>,
}

/// A batch whose every transaction fits its function.
#[derive(Debug)]
pub(crate) struct ResolvedBatch {
    pub(crate) genesis: Vec<Transaction>,
    pub(crate) transactions: Vec<Transaction>,
    /// What they may ask about their block.
    pub(crate) block: Block,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(
        addresses: &'a NamedAddresses,
        modules: impl Iterator<Item = &'a Module>,
    ) -> Self {
        Self { addresses, modules: modules.map(|module| (&module.id, module)).collect() }
    }

    fn address(&self, text: &str) -> Option<AccountAddress> {
        self.addresses.get(text).copied().or_else(|| AccountAddress::parse(text))
    }

    /// The entry function called `path`.
    fn function(&self, path: &str) -> Result<(FunctionName, &'a FunctionDefinition), String> {
        let parts: Vec<&str> = path.split("::").map(str::trim).collect();
        let [address, module, name] = parts.as_slice() else {
            return Err(format!("`{path}` is not a function: expected `address::module::name`"));
        };
        let at = self.address(address).ok_or_else(|| format!("unknown address `{address}`"))?;
        let id = ModuleId::new(at, *module);
        let found = self.modules.get(&id).ok_or_else(|| {
            format!("unknown module `{address}::{module}`{}", self.modules_at(at))
        })?;
        let definition = found
            .function(&Identifier::new(name))
            .ok_or_else(|| format!("unknown function `{path}`{}", entry_functions(found)))?;
        if !definition.is_entry {
            return Err(format!("`{path}` is no entry function{}", entry_functions(found)));
        }
        Ok((FunctionName { module: id, name: Identifier::new(name) }, definition))
    }

    fn modules_at(&self, address: AccountAddress) -> String {
        let at = self.modules.keys().filter(|id| id.address == address);
        listed("there are", at.map(|id| id.name.to_string()))
    }

    fn transaction(&self, call: &Call) -> Result<Transaction, String> {
        let (function, definition) = self.function(&call.function)?;
        let type_arguments = self.type_arguments(call, definition)?;
        let arguments = self.arguments(call, definition, &type_arguments)?;
        let gas_max = call.max_gas.unwrap_or(GAS_MAX);
        Ok(Transaction { function, type_arguments, arguments, gas_max })
    }

    fn type_arguments(
        &self,
        call: &Call,
        definition: &FunctionDefinition,
    ) -> Result<Vec<Type>, String> {
        let (given, wanted) = (call.type_arguments.len(), definition.type_parameters.len());
        if given != wanted {
            return Err(format!("{} takes {wanted} type arguments, given {given}", call.function));
        }
        let address = |text: &str| self.address(text);
        let read = |(number, text): (usize, &String)| {
            let ty = read_type(text, &address);
            let ty = ty.map_err(|error| format!("type argument {number}: {error}"))?;
            match self.unknown_struct(&ty) {
                None => Ok(ty),
                Some(name) => Err(format!("type argument {number}: unknown struct {name}")),
            }
        };
        (1..).zip(&call.type_arguments).map(read).collect()
    }

    /// A struct in `ty` that no module defines, or with another number of type arguments.
    fn unknown_struct(&self, ty: &Type) -> Option<String> {
        match ty {
            Type::Vector(inner) | Type::Reference { to: inner, .. } => self.unknown_struct(inner),
            Type::Struct(structure) => {
                let definition = self
                    .modules
                    .get(&structure.module)
                    .and_then(|it| it.structure(&structure.name));
                let is_known = definition
                    .is_some_and(|it| it.type_parameters.len() == structure.arguments.len());
                if !is_known {
                    return Some(ty.to_string());
                }
                structure.arguments.iter().find_map(|argument| self.unknown_struct(argument))
            }
            Type::Bool
            | Type::Integer(_)
            | Type::Address
            | Type::Signer
            | Type::Parameter(_)
            | Type::Function(_) => None,
        }
    }

    fn arguments(
        &self,
        call: &Call,
        definition: &FunctionDefinition,
        types: &[Type],
    ) -> Result<Vec<Value>, String> {
        let (signers, others): (Vec<_>, Vec<_>) =
            definition.parameters.iter().partition(|it| *it.ty.referent() == Type::Signer);
        if call.arguments.len() != others.len() {
            let names =
                listed("it takes", others.iter().map(|it| format!("{}: {}", it.name, it.ty)));
            return Err(format!(
                "{} takes {} arguments, given {}{names}",
                call.function,
                others.len(),
                call.arguments.len()
            ));
        }
        let mut accounts = self.signers(call, signers.len())?.into_iter();
        let mut given = call.arguments.iter();
        let address = |text: &str| self.address(text);
        let mut values = Vec::new();
        for parameter in &definition.parameters {
            let ty = parameter.ty.substitute(types);
            if *ty.referent() == Type::Signer {
                values.extend(accounts.next().map(Value::Signer));
                continue;
            }
            let Some(json) = given.next() else { break };
            let value = read_value(json, &ty, &address);
            values.push(value.map_err(|error| format!("argument `{}`: {error}", parameter.name))?);
        }
        Ok(values)
    }

    /// The accounts of the signer parameters: the sender first, then the further signers in order.
    fn signers(&self, call: &Call, wanted: usize) -> Result<Vec<AccountAddress>, String> {
        let account = |what: &str, text: &String| {
            self.address(text.strip_prefix('@').unwrap_or(text))
                .ok_or_else(|| format!("{what}: `{text}` is not an address"))
        };
        let mut accounts = Vec::new();
        if let Some(sender) = &call.sender {
            accounts.push(account("sender", sender)?);
        }
        for signer in &call.signers {
            accounts.push(account("signers", signer)?);
        }
        match (accounts.len(), wanted) {
            (_, 0) if call.signers.is_empty() => Ok(Vec::new()),
            (0, _) => Err(format!("{} needs a sender", call.function)),
            (given, wanted) if given == wanted => Ok(accounts),
            (given, wanted) => {
                Err(format!("{} takes {wanted} signers, given {given}", call.function))
            }
        }
    }
}

/// Looks up and reads every transaction; the first that does not fit ends it.
pub(crate) fn resolve(file: &BatchFile, scope: &Scope<'_>) -> Outcome<ResolvedBatch> {
    let list = |name: &str, calls: &[Call]| {
        let one = |(index, call): (usize, &Call)| {
            scope.transaction(call).map_err(|error| {
                Failure::Input(format!("{}: {name}[{index}]: {error}", file.path.display()))
            })
        };
        calls.iter().enumerate().map(one).collect::<Outcome<Vec<Transaction>>>()
    };
    Ok(ResolvedBatch {
        genesis: list("genesis", &file.genesis)?,
        transactions: list("transactions", &file.transactions)?,
        block: file.block,
    })
}

/// Checks the types that transactions are given against what their functions ask of them.
pub(crate) fn check_types(
    file: &BatchFile,
    batch: &ResolvedBatch,
    program: &Program,
) -> Outcome<()> {
    let lists = [("genesis", &batch.genesis), ("transactions", &batch.transactions)];
    for (name, transactions) in lists {
        for (index, Transaction { function, type_arguments, .. }) in transactions.iter().enumerate()
        {
            program.check_type_arguments(function, type_arguments).map_err(|fault| {
                Failure::Input(format!("{}: {name}[{index}]: {fault}", file.path.display()))
            })?;
        }
    }
    Ok(())
}

fn entry_functions(module: &Module) -> String {
    let entries = module.functions.iter().filter(|function| function.is_entry);
    listed("entry functions there", entries.map(|function| function.name.to_string()))
}

fn listed(what: &str, names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    if names.is_empty() { String::new() } else { format!("; {what}: {}", names.join(", ")) }
}
