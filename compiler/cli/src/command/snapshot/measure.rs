//! What a snapshot holds: footprints from the build, costs from one serial run of the package's batch.

use std::collections::BTreeMap;
use std::path::Path;

use compiler_driver::Promise;
use vm_access::FunctionName;
use vm_runtime::{Batch, Engine, FootprintSource, Options, Policy, World, execute_batch};

use crate::batch::{ResolvedBatch, Scope, check_types, read, resolve};
use crate::command::run::genesis::run_genesis;
use crate::command::run::progress::Progress;
use crate::command::run::{failed, machine};
use crate::command::snapshot::file::{BatchCost, EntryFunction, FunctionCost, Snapshot};
use crate::compile::{CompileArguments, Compiled};
use crate::failure::Outcome;
use crate::output::Output;

/// Names of the package's batch.
const BATCHES: &[&str] = &["batch.json", "batch.jsonl"];
/// Hundredths of a per cent in a whole.
const WHOLE: u64 = 10_000;

type Costs = BTreeMap<FunctionName, FunctionCost>;

/// Compiles the package, runs its batch if it has one, and puts the snapshot together.
pub(super) fn measure(
    folder: &Path,
    compile: &CompileArguments,
    output: Output,
) -> Outcome<Snapshot> {
    let compiled = compile.compile_or_tell(folder, output)?;
    let has_batch = BATCHES.iter().any(|name| folder.join(name).is_file());
    let cost = if has_batch { Some(run_batch(folder, &compiled, output)?) } else { None };
    let mut functions = Vec::new();
    for module in compiled.build.root_modules() {
        for function in module.module.functions.iter().filter(|it| it.is_entry) {
            let name =
                FunctionName { module: module.module.id.clone(), name: function.name.clone() };
            let promise = Promise::of(&compiled.build, module, function);
            functions.push(EntryFunction {
                function: name.to_string(),
                class: promise.class().name().to_owned(),
                footprint: promise.footprint_text(),
                signature: promise.signature,
                clauses: promise.clauses,
                cost: cost.as_ref().map(|(_, costs)| costs.get(&name).copied().unwrap_or(NOTHING)),
            });
        }
    }
    functions.sort_by(|left, right| left.function.cmp(&right.function));
    Ok(Snapshot::new(cost.map(|(batch, _)| batch), functions))
}

/// The cost of a function that no transaction calls.
const NOTHING: FunctionCost =
    FunctionCost { transactions: 0, gas: 0, critical_gas: 0, critical_share: 0 };

fn run_batch(folder: &Path, compiled: &Compiled, output: Output) -> Outcome<(BatchCost, Costs)> {
    let file = read(folder)?;
    let modules = compiled.build.modules.iter().map(|it| &*it.module);
    let batch = resolve(&file, &Scope::new(&compiled.build.addresses, modules))?;
    let machine = machine(compiled)?;
    check_types(&file, &batch, machine.program())?;
    let mut world = World::new();
    let progress = Progress::new(output);
    run_genesis(&machine, &mut world, &batch, &progress, compiled)?;
    progress.finish();
    let ResolvedBatch { transactions, block, .. } = batch;
    let batch = Batch { transactions, height: world.height().0, block };
    let options = Options {
        engines: vec![Engine::Serial],
        threads: vec![1],
        footprints: vec![FootprintSource::Declared],
        repeat: 1,
        cores: Vec::new(),
    };
    let outcome = execute_batch(&machine, &world, &batch, &options).map_err(failed)?;
    let declared = outcome.policies.iter().find(|it| it.policy == Policy::Declared);
    let declared = declared.map(|it| &it.parallelism);
    let span = declared.map_or(0, |it| it.span);
    let mut costs = Costs::new();
    for (transaction, execution) in batch.transactions.iter().zip(&outcome.executions) {
        let cost = costs.entry(transaction.function.clone()).or_insert(NOTHING);
        cost.transactions += 1;
        cost.gas += execution.gas_used;
    }
    for task in declared.iter().flat_map(|it| &it.critical_path) {
        let transaction = batch.transactions.get(task.index());
        let execution = outcome.executions.get(task.index());
        let (Some(transaction), Some(execution)) = (transaction, execution) else { continue };
        let cost = costs.entry(transaction.function.clone()).or_insert(NOTHING);
        cost.critical_gas += execution.gas_used;
    }
    for cost in costs.values_mut() {
        let share = u128::from(cost.critical_gas) * u128::from(WHOLE) / u128::from(span.max(1));
        cost.critical_share = u64::try_from(share).unwrap_or(WHOLE);
    }
    let gas = costs.values().map(|cost| cost.gas).sum();
    let transactions = batch.transactions.len() as u64;
    Ok((BatchCost { transactions, gas, span }, costs))
}
