//! What happens before a batch: `init_module` of every module, then the genesis transactions, serially.

use vm_access::{FunctionName, Identifier, Type, Value};
use vm_bytecode::{FunctionDefinition, Module};
use vm_interpreter::Status;
use vm_runtime::{Batch, Machine, Transaction, World, execute_serially};

use crate::batch::ResolvedBatch;
use crate::command::run::progress::Progress;
use crate::command::run::receipts::place_of;
use crate::compile::Compiled;
use crate::failure::{Failure, Outcome};

/// Gas of an `init_module`.
const INIT_GAS_MAX: u64 = 2_000_000;
/// Transactions between two looks at the progress bar.
const CHUNK: usize = 1000;

/// Runs it; the first transaction that aborts ends everything.
pub(crate) fn run_genesis(
    machine: &Machine,
    world: &mut World,
    batch: &ResolvedBatch,
    progress: &Progress,
    compiled: &Compiled,
) -> Outcome {
    let inits: Vec<Transaction> = machine.program().modules().iter().filter_map(init).collect();
    progress.start("genesis", inits.len() + batch.genesis.len());
    let stages = [("init_module", inits.as_slice()), ("genesis", batch.genesis.as_slice())];
    let block = batch.block;
    for (what, transactions) in stages {
        for (index, chunk) in transactions.chunks(CHUNK).enumerate() {
            let (transactions, height) = (chunk.to_vec(), world.height().0);
            let batch = Batch { transactions, height, block };
            let executions = execute_serially(machine, world, &batch)
                .map_err(|error| Failure::Machine(error.to_string()))?;
            for (position, execution) in executions.iter().enumerate() {
                if let Status::Aborted(abort) = &execution.status {
                    let at = index * CHUNK + position;
                    let function = chunk.get(position).map(|it| it.function.to_string());
                    return Err(Failure::Input(format!(
                        "E0904: {what}[{at}]: {} aborted: {}{}; nothing else was run",
                        function.unwrap_or_default(),
                        abort.cause,
                        place_of(abort, compiled)
                            .map_or_else(String::new, |it| format!(" at {it}")),
                    )));
                }
            }
            progress.advance(chunk.len());
        }
    }
    Ok(())
}

/// The call of a module's `init_module`, with a signer of the module's address.
fn init(module: &Module) -> Option<Transaction> {
    let name = Identifier::new("init_module");
    let definition = module.function(&name)?;
    let arguments = match parameters(definition).as_slice() {
        [] => Vec::new(),
        [Type::Signer] => vec![Value::Signer(module.id.address)],
        _ => return None,
    };
    Some(Transaction {
        function: FunctionName { module: module.id.clone(), name },
        type_arguments: Vec::new(),
        arguments,
        gas_max: INIT_GAS_MAX,
    })
}

fn parameters(definition: &FunctionDefinition) -> Vec<Type> {
    definition.parameters.iter().map(|parameter| parameter.ty.referent().clone()).collect()
}
