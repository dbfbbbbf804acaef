//! `accessvm generate`: prints a batch as JSON lines, a pure function of its arguments.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use vm_workloads::{Exchange, Mint, Payments, Workload};

use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Arguments of `generate`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm generate payments --transactions 10000 --skew 0.8 --output payments.jsonl
  accessvm generate exchange --transactions 100000 --pools 1000 --output exchange.jsonl
  accessvm run exchange.jsonl")]
pub(crate) struct Arguments {
    /// What the transactions do.
    #[arg(value_enum)]
    workload: Kind,

    /// How many transactions.
    #[arg(long, default_value_t = 1000, value_name = "N")]
    transactions: u64,

    /// How many people.
    #[arg(long, default_value_t = 1000, value_name = "N")]
    accounts: u64,

    /// How many pools (exchange).
    #[arg(long, default_value_t = 100, value_name = "N")]
    pools: u64,

    /// Zipf exponent of who or what is used; 0 is uniform.
    #[arg(long, default_value_t = 0.0, value_name = "S")]
    skew: f64,

    /// Start of the random numbers.
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    seed: u64,

    /// Folder of the package, as the header names it: seen from the batch, or from where `run` is called.
    #[arg(long, value_name = "PATH")]
    package: Option<String>,

    /// File to write, instead of stdout.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The workloads there are.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Kind {
    /// Payments of one coin, over `examples/payments`.
    Payments,
    /// Swaps and liquidity in many pools, over `examples/exchange`.
    Exchange,
    /// Mints from one collection, over `examples/mint`.
    Mint,
}

impl Arguments {
    fn workload(&self) -> (Workload, &'static str) {
        let Self { transactions, accounts, pools, skew, seed, .. } = *self;
        match self.workload {
            Kind::Payments => {
                let payments = Payments { transactions, accounts, skew, seed };
                (Workload::Payments(payments), "examples/payments")
            }
            Kind::Exchange => {
                let exchange = Exchange { transactions, accounts, pools, skew, seed };
                (Workload::Exchange(exchange), "examples/exchange")
            }
            Kind::Mint => {
                let mint = Mint { transactions, accounts, skew, seed };
                (Workload::Mint(mint), "examples/mint")
            }
        }
    }
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let (workload, package) = arguments.workload();
    let package = arguments.package.as_deref().unwrap_or(package);
    let lines = workload.lines(package);
    let Some(path) = &arguments.output else {
        return write_lines(io::stdout().lock(), lines)
            .map_err(|error| Failure::io("cannot write to stdout", &error));
    };
    let failed =
        |error: io::Error| Failure::io(&format!("cannot write {}", path.display()), &error);
    write_lines(File::create(path).map_err(failed)?, lines).map_err(failed)?;
    output.note(&format!("{}: {} transactions", path.display(), arguments.transactions));
    Ok(())
}

fn write_lines(to: impl Write, lines: impl Iterator<Item = String>) -> io::Result<()> {
    let mut to = BufWriter::new(to);
    for line in lines {
        to.write_all(line.as_bytes())?;
        to.write_all(b"\n")?;
    }
    to.flush()
}
