//! Runs functions and compares how that ends.

use compiler_driver::Build;
use vm_access::{AccountAddress, FunctionName, Type, Value};
use vm_bytecode::Module;
use vm_interpreter::{Cause, Execution, Status};
use vm_runtime::{Batch, CodeExecution, Machine, Transaction, World, execute_serially};

use crate::expectation::{End, Run};

/// Who signs.
const ACCOUNT: AccountAddress = AccountAddress::from_low(100);

/// Runs each function on an empty state, and tells which did not end as it must.
pub(crate) fn wrong(built: &Build, cases: &[Run]) -> Vec<String> {
    let program = built.program().expect("what is built together fits together");
    let transactions = cases.iter().map(|run| transaction(program.modules(), run));
    let transactions: Vec<_> = transactions.collect();
    let machine = Machine::new(program, vm_interpreter::Limits::default());
    let interpreting = machine.again(CodeExecution::Interpreter);
    let ends = transactions.into_iter().map(|transaction| {
        let batch = Batch { transactions: vec![transaction], height: 1, ..Batch::default() };
        let executions = execute_serially(&machine, &mut World::new(), &batch).unwrap();
        let expected = execute_serially(&interpreting, &mut World::new(), &batch).unwrap();
        assert_eq!(executions, expected, "machine code differs from what it was made of");
        end(&executions[0])
    });
    let pairs = cases.iter().zip(ends).filter(|(case, end)| case.end != *end);
    pairs
        .map(|(case, end)| {
            format!("{}::{}: {end:?}, not {:?}", case.module, case.function, case.end)
        })
        .collect()
}

/// A call of the function.
fn transaction(modules: &[Module], run: &Run) -> Transaction {
    let module = modules.iter().find(|it| it.id.to_string() == run.module);
    let module = module.unwrap_or_else(|| panic!("there is no module {}", run.module));
    let function = module.function(&run.function.as_str().into());
    let function = function.unwrap_or_else(|| panic!("there is no function {}", run.function));
    let argument = |ty: &Type| {
        assert_eq!(*ty.referent(), Type::Signer, "functions that are run take signers alone");
        Value::Signer(ACCOUNT)
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
    } else if let Cause::NotThere(_) = abort.cause {
        "not there".to_owned()
    } else if let Cause::AlreadyThere(_) = abort.cause {
        "already there".to_owned()
    } else {
        abort.cause.to_string()
    })
}
