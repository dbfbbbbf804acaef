//! `accessvm lsp`: the language server.

use clap::Args;
use compiler_lsp::{Exit, serve_stdio};

use crate::failure::{Failure, Outcome};

/// Arguments of `lsp`.
#[derive(Debug, Args)]
#[command(
    after_help = "Speaks the Language Server Protocol: an editor starts it, nobody types into it. Status 1 if the editor goes
without `shutdown`, or what it sends is not the protocol."
)]
pub(crate) struct Arguments {
    /// Says that messages go over stdin and stdout, as some editors do; they always do.
    #[arg(long)]
    stdio: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let Arguments { stdio: _ } = arguments;
    match serve_stdio() {
        Ok(Exit::Proper) => Ok(()),
        Ok(Exit::Improper) => Err(Failure::Told),
        Err(error) => Err(Failure::io("language server", &error)),
    }
}
