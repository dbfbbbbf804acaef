//! How long it takes until code is there: all entry functions of a package called once, on a machine that has compiled nothing.

use std::time::Instant;

use vm_access::{AccountAddress, FunctionName, Type, Value};
use vm_interpreter::{Detail, Limits};
use vm_runtime::{CodeExecution, How, Machine, Transaction, World, advance};

use crate::accessvm::batch;
use crate::package::Package;
use crate::statistics::Figure;

/// Prints what compiling the entry functions of `examples/lending` takes.
pub(crate) fn measure(runs: usize) {
    let package = Package::compile("../../examples/lending", Limits::default());
    let calls = calls(&package.machine, package.address("lending"));
    let (mut first, mut again, mut cold) =
        (Figure::default(), Figure::default(), Figure::default());
    for _ in 0..runs {
        let machine = package.machine.again(CodeExecution::Jit);
        let times = [(); 2].map(|()| time(&machine, &calls));
        first.add(times[0]);
        again.add(times[1]);
        cold.add(times[0] - times[1]);
    }
    println!("\n## Cold start: milliseconds for {} entry functions of lending\n", calls.len());
    println!("| called first | called again | compiling |\n| --- | --- | --- |");
    println!("| {first} | {again} | {cold} |");
}

/// A call of each entry function of the package at `address`. Most abort early: all are compiled whole.
fn calls(machine: &Machine, address: AccountAddress) -> Vec<Transaction> {
    let own = machine.program().modules().iter().filter(|module| module.id.address == address);
    let calls = own.flat_map(|module| {
        let entries = module.functions.iter().filter(|function| function.is_entry);
        entries.map(|function| Transaction {
            function: FunctionName { module: module.id.clone(), name: function.name.clone() },
            type_arguments: Vec::new(),
            arguments: function.parameters.iter().map(|it| argument(it.ty.referent())).collect(),
            gas_max: 2_000_000,
        })
    });
    calls.collect()
}

fn argument(ty: &Type) -> Value {
    if *ty == Type::Signer {
        return Value::Signer(AccountAddress::ONE);
    }
    if *ty == Type::Address {
        return Value::Address(AccountAddress::ONE);
    }
    assert_eq!(*ty, Type::U64, "no entry function here takes another type");
    Value::U64(1)
}

fn time(machine: &Machine, calls: &[Transaction]) -> f64 {
    let (mut world, calls) = (World::new(), batch(calls.to_vec()));
    let start = Instant::now();
    advance(machine, &mut world, &calls, How::SERIAL, Detail::Outcome).unwrap();
    start.elapsed().as_secs_f64() * 1e3
}
