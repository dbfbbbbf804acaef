//! `accessvm completions`: prints completions for a shell.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::failure::Outcome;
use crate::output::Output;

/// Arguments of `completions`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm completions bash > ~/.local/share/bash-completion/completions/accessvm
  accessvm completions fish > ~/.config/fish/completions/accessvm.fish")]
pub(crate) struct Arguments {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut script = Vec::new();
    let mut command = crate::arguments::Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "accessvm", &mut script);
    Output::result(&String::from_utf8_lossy(&script))
}
