//! `accessvm build`: writes the bytecode of a package.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use compiler_driver::CompiledModule;
use serde::Serialize;

use crate::compile::{CompileArguments, package_folder};
use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// Folder of the bytecode, in the package's.
const BUILD: &str = "build";

/// Arguments of `build`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  accessvm build
  accessvm build examples/exchange --named-addresses exchange=0x42")]
pub(crate) struct Arguments {
    /// Folder of the package, or one below it.
    #[arg(default_value = ".")]
    path: PathBuf,

    #[command(flatten)]
    compile: CompileArguments,
}

/// What `--format json` prints.
#[derive(Debug, Serialize)]
struct Built {
    schema: &'static str,
    modules: Vec<BuiltModule>,
}

/// A module written.
#[derive(Debug, Serialize)]
struct BuiltModule {
    module: String,
    file: String,
    bytes: usize,
}

pub(crate) fn run(arguments: &Arguments, output: Output) -> Outcome {
    let compiled = arguments.compile.compile_or_tell(&arguments.path, output)?;
    let folder = package_folder(&arguments.path)?.join(BUILD);
    fs::create_dir_all(&folder)
        .map_err(|error| Failure::io(&format!("cannot make {}", folder.display()), &error))?;
    let mut modules = Vec::new();
    for module in compiled.build.root_modules() {
        let file = folder.join(file_name(module));
        let bytes = module.bytes();
        fs::write(&file, &bytes)
            .map_err(|error| Failure::io(&format!("cannot write {}", file.display()), &error))?;
        let built = BuiltModule {
            module: module.module.id.to_string(),
            file: file.display().to_string(),
            bytes: bytes.len(),
        };
        modules.push(built);
    }
    if output.is_json() {
        return Output::json(&Built { schema: "accessvm.build/1", modules });
    }
    for module in modules {
        Output::result(&format!("{}  {} ({} bytes)\n", module.module, module.file, module.bytes))?;
    }
    Ok(())
}

/// The file of a module; its address is in the name, because a package may publish at several.
fn file_name(module: &CompiledModule) -> String {
    format!("{}-{}.amv", module.module.id.address, module.module.id.name)
}
