//! `--execution`: what executes code.

use clap::ValueEnum;
use vm_runtime::CodeExecution;

/// What executes code, on the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExecutionName {
    /// Machine code, compiled as it is needed.
    Jit,
    /// The reference interpreter.
    Interpreter,
}

impl ExecutionName {
    /// The same for a machine.
    pub(crate) fn execution(self) -> CodeExecution {
        match self {
            Self::Jit => CodeExecution::Jit,
            Self::Interpreter => CodeExecution::Interpreter,
        }
    }
}
