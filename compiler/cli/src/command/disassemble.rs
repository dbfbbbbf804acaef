//! `accessvm disassemble`: prints bytecode.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use vm_bytecode::{Limits, decode, disassemble};

use crate::compile::CompileArguments;
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Arguments of `disassemble`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm disassemble examples/payments
  accessvm disassemble examples/payments/build/0xba4-gold.amv")]
pub(crate) struct Arguments {
    /// A module file, or the folder of a package.
    path: PathBuf,

    #[command(flatten)]
    compile: CompileArguments,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    if arguments.path.is_file() {
        return module_file(&arguments.path);
    }
    let compiled = arguments.compile.compile_or_tell(&arguments.path, output)?;
    for (index, module) in compiled.build.root_modules().enumerate() {
        let gap = if index == 0 { "" } else { "\n" };
        let text = disassemble(&module.module, Some(&module.source_map));
        Output::result(&format!("{gap}{text}"))?;
    }
    Ok(())
}

fn module_file(path: &Path) -> Outcome {
    let bytes = fs::read(path)
        .map_err(|error| Failure::io(&format!("cannot read {}", path.display()), &error))?;
    let module = decode(&bytes, &Limits::default())
        .map_err(|error| Failure::Input(format!("{} is not a module: {error}", path.display())))?;
    Output::result(&disassemble(&module, None))
}
