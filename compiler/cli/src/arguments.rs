//! The command line as a whole.

use clap::{Parser, Subcommand};

use crate::command::{
    annotate, build, check, completions, disassemble, doc, explain, fix, fmt, footprint, generate,
    lsp, new, run, snapshot, test, update,
};
use crate::output::Format;

/// Compiles Move with access declarations, and runs batches in parallel by proved footprints.
#[derive(Debug, Parser)]
#[command(name = "accessvm", version, about, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Examples:
  accessvm new coffee                       a package to begin with
  accessvm check coffee                     what the compiler has to say
  accessvm test coffee                      its unit tests
  accessvm run examples/exchange            a batch on every engine, with the price of each clause
  accessvm explain E0601                    what an error means

Exit status: 0 done; 1 the input is at fault; 2 usage; 3 the machine is at fault.")]
pub(crate) struct Arguments {
    /// For whom results are printed.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: Format,

    /// Prints results and errors, and nothing else.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Makes a package: a contract, a batch, declarations required.
    New(new::Arguments),
    /// Says what is wrong with a package.
    Check(check::Arguments),
    /// Compiles a package to bytecode modules in `build/`.
    Build(build::Arguments),
    /// Runs the `#[test]` functions of a package.
    Test(test::Arguments),
    /// Executes a batch and reports what its declarations cost.
    Run(Box<run::Arguments>),
    /// Prints what functions declare and what was inferred.
    Footprint(footprint::Arguments),
    /// Writes the tightest access declarations into the sources.
    Annotate(annotate::Arguments),
    /// Keeps what entry functions may do and cost on the package's batch in a file, and tells when that got worse.
    Snapshot(snapshot::Arguments),
    /// Writes down what dependencies may do, so that one that does more is an error.
    Update(update::Arguments),
    /// Applies the suggestions of `check` that a tool may apply.
    Fix(fix::Arguments),
    /// Lays sources out anew.
    Fmt(fmt::Arguments),
    /// Writes the documentation of a package as a static site.
    Doc(doc::Arguments),
    /// Prints the page of an error code.
    Explain(explain::Arguments),
    /// Prints the bytecode of a module file or of a package.
    Disassemble(disassemble::Arguments),
    /// Generates a batch, as JSON lines.
    Generate(generate::Arguments),
    /// Serves an editor over stdin and stdout.
    Lsp(lsp::Arguments),
    /// Prints completions for a shell.
    Completions(completions::Arguments),
}
