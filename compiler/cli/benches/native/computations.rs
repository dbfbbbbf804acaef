//! Entry functions of `contracts`, which compute and touch no state, against the same functions in Rust.

use std::hint::black_box;
use std::time::Instant;

use vm_access::{U256, Value};
use vm_interpreter::Limits;
use vm_runtime::{Batch, Transaction};

use crate::Settings;
use crate::accessvm::{AccessVm, batch};
use crate::package::Package;
use crate::rust::computations::{mul_div, powers, sorts, stable_swaps, steps};
use crate::statistics::{Figure, nanoseconds_each};

/// Calls in a run: a batch of them in AccessVM.
const CALLS: usize = 10;
/// Gas of a call: more than a transaction may use by default.
const GAS_MAX: u64 = 1 << 40;

/// One function of both.
struct Computation {
    title: &'static str,
    function: &'static str,
    arguments: Vec<Value>,
    rust: Box<dyn Fn() -> Option<U256>>,
}

/// Prints a table of all computations.
pub(crate) fn compare(settings: Settings) {
    println!("\n## Computations: microseconds a call, {CALLS} calls a run\n");
    println!("| | Rust | AccessVM | ratio | gas |\n| --- | --- | --- | --- | --- |");
    let limits = Limits { gas: GAS_MAX, ..Limits::default() };
    let package = Package::compile("benches/native/contracts", limits);
    let mut vm = AccessVm::new(&package.machine);
    for computation in computations() {
        measure(&computation, &package, &mut vm, settings.runs);
    }
}

fn measure(it: &Computation, package: &Package, vm: &mut AccessVm<'_>, runs: usize) {
    let call = Transaction {
        function: package.function(it.function),
        type_arguments: Vec::new(),
        arguments: it.arguments.clone(),
        gas_max: GAS_MAX,
    };
    let mut batch = batch(vec![call; CALLS]);
    let expected = (it.rust)().unwrap();
    run(&mut batch, vm, expected);
    let (mut rust, mut accessvm, mut ratio) =
        (Figure::default(), Figure::default(), Figure::default());
    let mut gas = 0;
    for _ in 0..runs {
        let start = Instant::now();
        for _ in 0..CALLS {
            assert_eq!(black_box((it.rust)()), Some(expected), "{}", it.title);
        }
        let own = nanoseconds_each(start.elapsed(), CALLS) / 1e3;
        let theirs;
        (theirs, gas) = run(&mut batch, vm, expected);
        rust.add(own);
        accessvm.add(theirs);
        ratio.add(theirs / own);
    }
    println!("| {} | {rust} | {accessvm} | {ratio} | {gas} |", it.title);
}

/// Microseconds of a call, and its gas.
fn run(batch: &mut Batch, vm: &mut AccessVm<'_>, expected: U256) -> (f64, u64) {
    let (executions, times) = vm.run(batch);
    for execution in &executions {
        assert!(execution.is_committed(), "{}", execution.status);
        assert_eq!(execution.events.bytes(), expected.to_le_bytes::<32>(), "another result");
    }
    (nanoseconds_each(times.whole, CALLS) / 1e3, executions[0].gas_used)
}

fn computations() -> [Computation; 5] {
    let number = |text: &str| text.parse::<U256>().unwrap();
    let (amplification, reserve) = (U256::from(100), number("1000000000000000000000000"));
    let given = number("1234000000000000000000");
    let (value, up, down) =
        (U256::ONE << 120, U256::ONE << 127, (U256::ONE << 127) - U256::from(9));
    let (rate, second_in_a_year) = (1_585_489_599_u128, 31_536_000);
    let (factor, summand, mask) = (1_103_515_245, 12_345, 0x7fff_ffff);
    [
        Computation {
            title: "stable swap by Newton's method, u256",
            function: "compute::stable::swaps",
            arguments: vec![
                Value::U64(50),
                Value::U256(amplification),
                Value::U256(reserve),
                Value::U256(reserve),
                Value::U256(given),
            ],
            rust: Box::new(move || {
                stable_swaps(black_box(50), amplification, (reserve, reserve), black_box(given))
            }),
        },
        Computation {
            title: "multiplications and divisions, u256",
            function: "compute::chain::mul_div",
            arguments: vec![
                Value::U64(1500),
                Value::U256(value),
                Value::U256(up),
                Value::U256(down),
            ],
            rust: Box::new(move || mul_div(black_box(1500), value, black_box(up), down)),
        },
        Computation {
            title: "powers with 18 decimal places, u128",
            function: "compute::growth::powers",
            arguments: vec![
                Value::U64(500),
                Value::U128(Box::new(rate)),
                Value::U64(second_in_a_year),
            ],
            rust: Box::new(move || powers(black_box(500), rate, black_box(second_in_a_year))),
        },
        Computation {
            title: "heapsort of 1,000 numbers, four times, u64",
            function: "compute::sorting::sorts",
            arguments: vec![Value::U64(4), Value::U64(1000), Value::U64(7)],
            rust: Box::new(|| sorts(black_box(4), black_box(1000), black_box(7))),
        },
        Computation {
            title: "checked loop, u64",
            function: "compute::numbers::steps",
            arguments: [100_000, 7, factor, summand, mask].map(Value::U64).to_vec(),
            rust: Box::new(move || {
                let terms = (black_box(factor), black_box(summand));
                steps(black_box(100_000), black_box(7), terms, black_box(mask))
            }),
        },
    ]
}
