//! `accessvm explain`: prints the page of an error code.

use clap::Args;
use compiler_diagnostics::Code;
use compiler_driver::page;
use serde::Serialize;

use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Arguments of `explain`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm explain E0601
  accessvm explain all")]
pub(crate) struct Arguments {
    /// A code, such as E0601; `all` lists them.
    code: String,
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct Explained {
    schema: &'static str,
    pages: Vec<ExplainedCode>,
}

/// A code and its page.
#[derive(Debug, Serialize)]
struct ExplainedCode {
    code: &'static str,
    title: &'static str,
    page: &'static str,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let is_list = arguments.code == "all";
    let codes = if is_list { Code::ALL.to_vec() } else { vec![code(&arguments.code)?] };
    if output.is_json() {
        let explained =
            |code: Code| ExplainedCode { code: code.name(), title: code.title(), page: page(code) };
        let pages = codes.into_iter().map(explained).collect();
        return Output::json(&Explained { schema: "accessvm.explain/1", pages });
    }
    for code in codes {
        if is_list {
            Output::result(&format!("{code}  {}\n", code.title()))?;
        } else {
            Output::result(page(code))?;
        }
    }
    Ok(())
}

fn code(text: &str) -> Outcome<Code> {
    text.parse()
        .map_err(|error| Failure::Input(format!("{error}; `accessvm explain all` lists the codes")))
}
