//! Runs functions and compares how that ends.

use compiler_driver::Build;
use vm_access::{AccountAddress, FunctionName, Type, Value};
use vm_bytecode::Module;
use vm_interpreter::{Cause, Execution, Status};
use vm_runtime::{Batch, Machine, Transaction, World, execute_serially};

use crate::expectation::{End, Run};

/// Runs each function, and tells which did not end as it must.
pub(crate) fn wrong(built: &Build, cases: &[Run]) -> Vec<String> {
    let program = built.program().expect("what is built together fits together");
    let calls = cases.iter().enumerate();
    let transactions =
        calls.map(|(index, run)| transaction(program.modules(), run, index)).collect();
    let batch = Batch { transactions, height: 1 };
    let machine = Machine::new(program, vm_interpreter::Limits::default());
    let executions = execute_serially(&machine, &mut World::new(), &batch).unwrap();
    let ends = executions.iter().map(end);
    let pairs = cases.iter().zip(ends).filter(|(case, end)| case.end != *end);
    pairs
        .map(|(case, end)| {
            format!("{}::{}: {end:?}, not {:?}", case.module, case.function, case.end)
        })
        .collect()
}

/// A call of the function, by an account of its own.
fn transaction(modules: &[Module], run: &Run, index: usize) -> Transaction {
    let module = modules.iter().find(|it| it.id.to_string() == run.module);
    let module = module.unwrap_or_else(|| panic!("there is no module {}", run.module));
    let function = module.function(&run.function.as_str().into());
    let function = function.unwrap_or_else(|| panic!("there is no function {}", run.function));
    let account = AccountAddress::from_low(u8::try_from(index % 100 + 100).unwrap());
    let argument = |ty: &Type| {
        assert_eq!(*ty.referent(), Type::Signer, "functions that are run take signers alone");
        Value::Signer(account)
    };
    Transaction {
        function: FunctionName { module: module.id.clone(), name: function.name.clone() },
        type_arguments: Vec::new(),
        arguments: function.parameters.iter().map(|own| argument(&own.ty)).collect(),
        gas_max: 10_000_000,
    }
}

fn end(execution: &Execution) -> End {
    let abort = match &execution.status {
        Status::Committed => {
            let results: Vec<String> = execution.results.iter().map(ToString::to_string).collect();
            return End::Returns(if results.is_empty() { "()".into() } else { results.join(", ") });
        }
        Status::Aborted(abort) => abort,
    };
    End::Aborts(if let Cause::Code { code, .. } = abort.cause {
        code.to_string()
    } else {
        format!("{:?}", abort.cause).split(' ').next().unwrap().to_lowercase()
    })
}
