//! The commands, one file each.

pub(crate) mod annotate;
pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod disassemble;
pub(crate) mod doc;
pub(crate) mod explain;
pub(crate) mod fix;
pub(crate) mod fmt;
pub(crate) mod footprint;
pub(crate) mod generate;
pub(crate) mod lsp;
pub(crate) mod new;
pub(crate) mod run;
pub(crate) mod snapshot;
pub(crate) mod test;
pub(crate) mod update;

use crate::arguments::Command;
use crate::failure::Outcome;
use crate::output::Output;

/// Does what a command says.
pub(crate) fn run(command: Command, output: Output) -> Outcome {
    match command {
        Command::New(arguments) => new::run(&arguments, output),
        Command::Check(arguments) => check::run(&arguments, output),
        Command::Build(arguments) => build::run(&arguments, output),
        Command::Test(arguments) => test::run(&arguments, output),
        Command::Run(arguments) => run::run(&arguments, output),
        Command::Annotate(arguments) => annotate::run(&arguments, output),
        Command::Fix(arguments) => fix::run(&arguments, output),
        Command::Fmt(arguments) => fmt::run(&arguments, output),
        Command::Footprint(arguments) => footprint::run(&arguments, output),
        Command::Doc(arguments) => doc::run(&arguments, output),
        Command::Explain(arguments) => explain::run(&arguments, output),
        Command::Disassemble(arguments) => disassemble::run(&arguments, output),
        Command::Generate(arguments) => generate::run(&arguments, output),
        Command::Snapshot(arguments) => snapshot::run(&arguments, output),
        Command::Update(arguments) => update::run(&arguments, output),
        Command::Lsp(arguments) => lsp::run(&arguments),
        Command::Completions(arguments) => completions::run(&arguments),
    }
}
