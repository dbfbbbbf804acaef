//! Packages compiled, and generated lines decoded to transactions of theirs.

use std::collections::BTreeMap;
use std::path::Path;

use compiler_driver::{NamedAddresses, Options, build, load};
use serde_json::Value as Json;
use vm_access::{AccountAddress, FunctionName, Identifier, ModuleId, Value};
use vm_interpreter::Limits;
use vm_runtime::{CodeExecution, Machine, Transaction};
use vm_workloads::Workload;

/// Gas of a transaction, as `accessvm run` has it.
const GAS_MAX: u64 = 2_000_000;

/// A package that runs, and what its addresses are called.
#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) machine: Machine,
    addresses: NamedAddresses,
}

/// What executes code.
pub(crate) fn execution() -> CodeExecution {
    let name = std::env::var("ACCESSVM_EXECUTION");
    name.map_or(CodeExecution::Jit, |name| CodeExecution::parse(&name).unwrap())
}

/// Transactions of a workload.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) genesis: Vec<Transaction>,
    pub(crate) transactions: Vec<Transaction>,
}

impl Package {
    /// Compiles the package in `folder`, as seen from the crate.
    pub(crate) fn compile(folder: &str, limits: Limits) -> Self {
        let sources = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
        let build = build(&sources, &Options::default());
        let told: Vec<_> = build.diagnostics.iter().map(|it| &it.message).collect();
        assert!(!build.diagnostics.has_errors(), "{folder}: {told:?}");
        let machine = Machine::executing(execution(), build.program().unwrap(), limits);
        Self { machine, addresses: build.addresses }
    }

    /// The address that `text` is or names.
    pub(crate) fn address(&self, text: &str) -> AccountAddress {
        let named = self.addresses.get(text).copied();
        named.or_else(|| AccountAddress::parse(text)).unwrap()
    }

    /// The function called `path`.
    pub(crate) fn function(&self, path: &str) -> FunctionName {
        let parts: Vec<&str> = path.split("::").collect();
        let [address, module, name] = parts.as_slice() else { panic!("{path} names no function") };
        let module = ModuleId::new(self.address(address), *module);
        FunctionName { module, name: Identifier::new(name) }
    }

    /// Decodes what the generator writes; equal names share their text.
    pub(crate) fn decode(&self, workload: &Workload) -> Decoded {
        let mut names = BTreeMap::new();
        let mut lines = workload.lines("").map(|line| serde_json::from_str::<Json>(&line).unwrap());
        let header = lines.next().unwrap();
        let genesis = header["genesis"].as_array().unwrap();
        let genesis = genesis.iter().map(|call| self.transaction(call, &mut names)).collect();
        let transactions = lines.map(|call| self.transaction(&call, &mut names)).collect();
        Decoded { genesis, transactions }
    }

    fn transaction(&self, call: &Json, names: &mut BTreeMap<String, FunctionName>) -> Transaction {
        let path = call["function"].as_str().unwrap();
        let name = names.entry(path.to_owned()).or_insert_with(|| self.function(path));
        let sender = Value::Signer(self.address(call["sender"].as_str().unwrap()));
        let others = call["arguments"].as_array().unwrap().iter().map(|argument| {
            let text = argument.as_str();
            let amount = || Value::U64(argument.as_u64().unwrap());
            text.map_or_else(amount, |text| Value::Address(self.address(text)))
        });
        Transaction {
            function: name.clone(),
            type_arguments: Vec::new(),
            arguments: std::iter::once(sender).chain(others).collect(),
            gas_max: GAS_MAX,
        }
    }
}
