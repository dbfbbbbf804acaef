//! The `accessvm` binary: parses arguments, calls the library crates, prints and exits.
//!
//! Results go to stdout, diagnostics and progress to stderr. Exit status: 0 done; 1 the input is at fault; 2 usage; 3 the
//! machine is at fault; 101 a bug.
//!
//! # How it works
//!
//! One file a command in `command/`: its arguments, and a function from them to a [`failure::Outcome`]. What several
//! commands need stands beside: `compile` reads and builds a package, `batch` reads a batch, `output` prints.
//!
//! # Not here
//!
//! Everything that decides anything: that is a call into `compiler-driver` or `vm-runtime`.
#![forbid(unsafe_code)]

mod arguments;
mod batch;
mod change;
mod command;
mod compile;
mod execution;
mod failure;
mod output;

use std::panic::PanicHookInfo;
use std::process::ExitCode;
use std::thread;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};
use mimalloc::MiMalloc;

use crate::arguments::{Arguments, Command};
use crate::failure::Failure;
use crate::output::{Format, Output};

/// A quarter of a compiler's time goes into small allocations; with the system's allocator `check` takes a fifth longer.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Stack of the thread that does the work: deep programs recurse deeply, up to limits that fit well within.
const STACK_BYTES: usize = 256 << 20;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(report_bug));
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    if arguments.format == Format::Junit && !matches!(arguments.command, Command::Test(_)) {
        let message = "only `accessvm test` prints junit";
        return usage(&Arguments::command().error(ErrorKind::ArgumentConflict, message));
    }
    let worker = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || run(arguments));
    match worker.map(thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        // The hook has said what there is to say.
        Ok(Err(_)) => ExitCode::from(101),
        Err(_) => ExitCode::from(3),
    }
}

fn run(arguments: Arguments) -> ExitCode {
    let output = Output::new(arguments.format, arguments.quiet);
    match command::run(arguments.command, output) {
        Ok(()) | Err(Failure::ReaderGone) => ExitCode::SUCCESS,
        Err(Failure::Told) => ExitCode::from(1),
        Err(Failure::Input(message)) => {
            Output::error(&message);
            ExitCode::from(1)
        }
        Err(Failure::Machine(message)) => {
            Output::error(&message);
            ExitCode::from(3)
        }
    }
}

/// Prints what clap has to say: help to stdout with status 0, wrong usage to stderr with status 2.
fn usage(error: &clap::Error) -> ExitCode {
    let is_printed = error.print().is_ok();
    match (error.use_stderr(), is_printed) {
        (true, _) => ExitCode::from(2),
        (false, true) => ExitCode::SUCCESS,
        (false, false) => ExitCode::from(3),
    }
}

fn report_bug(info: &PanicHookInfo<'_>) {
    let place = info.location().map_or_else(String::new, |place| format!(" at {place}"));
    let payload = info.payload();
    let words = payload.downcast_ref::<&str>().copied();
    let words = words.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    let message = format!(
        "this is a bug in accessvm{place}: {}\nplease report it with the command and its input",
        words.unwrap_or("no message")
    );
    output::to_stderr(&format!("error: {message}\n"));
}
