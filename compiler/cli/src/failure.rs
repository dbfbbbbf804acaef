//! How a command ends when it does not end well.

use std::io;

use compiler_driver::LoadError;

/// What a command comes to.
pub(crate) type Outcome<T = ()> = Result<T, Failure>;

/// Why a command fails.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The input is at fault, and everything has been said.
    Told,
    /// The input is at fault.
    Input(String),
    /// The machine is at fault.
    Machine(String),
    /// Whoever read the output has stopped.
    ReaderGone,
}

impl Failure {
    /// A file that could not be read or written: the input's fault if it is not there, else the machine's.
    pub(crate) fn io(what: &str, error: &io::Error) -> Self {
        let message = format!("{what}: {error}");
        let is_input = matches!(
            error.kind(),
            io::ErrorKind::NotFound
                | io::ErrorKind::AlreadyExists
                | io::ErrorKind::InvalidData
                | io::ErrorKind::IsADirectory
                | io::ErrorKind::NotADirectory
        );
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else if is_input {
            Self::Input(message)
        } else {
            Self::Machine(message)
        }
    }
}

impl From<LoadError> for Failure {
    fn from(error: LoadError) -> Self {
        Self::io(&format!("cannot read {}", error.path.display()), &error.error)
    }
}
