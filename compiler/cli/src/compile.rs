//! What the commands that compile have in common: finding the package, building it, telling what is wrong.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use compiler_driver::{
    Build, Declarations, LibraryPart, LoadOptions, MANIFEST, NamedAddresses, OpenAddresses,
    Options, Purpose, Sources, build, load_with,
};
use vm_access::{AccountAddress, Identifier};

use crate::failure::{Failure, Outcome};
use crate::output::Output;

/// How packages are compiled.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct CompileArguments {
    /// Who must declare what it touches, instead of what the manifest says.
    #[arg(long, value_enum, value_name = "WHO")]
    declarations: Option<WhoDeclares>,

    /// Values of named addresses, such as `dex=0x1,bank=0x2`.
    #[arg(long, value_delimiter = ',', value_parser = named_address, value_name = "NAME=ADDRESS")]
    named_addresses: Vec<(String, AccountAddress)>,

    /// Folder of a dependency, instead of what manifests say; for those that would be downloaded.
    #[arg(long, value_delimiter = ',', value_parser = dependency, value_name = "NAME=FOLDER")]
    dependency: Vec<(String, PathBuf)>,
}

/// Who must declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum WhoDeclares {
    /// Every public and every entry function.
    Required,
    /// Nobody.
    Inferred,
}

/// A package that was compiled without errors, or at least as far as possible.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) sources: Sources,
    pub(crate) build: Build,
}

impl Compiled {
    /// Tells what is wrong, and fails if that is an error.
    pub(crate) fn or_tell(self, output: Output) -> Outcome<Self> {
        output.diagnostics(self.sources.files(), &self.build.diagnostics);
        if self.build.diagnostics.has_errors() {
            return Err(Failure::Told);
        }
        Ok(self)
    }
}

impl CompileArguments {
    /// Reads the package at `path` or around it.
    pub(crate) fn load(&self, path: &Path) -> Outcome<(Sources, Options)> {
        Ok((self.sources(path, Purpose::Build)?, self.options()))
    }

    /// Reads the package at `path` or around it, for a purpose.
    pub(crate) fn sources(&self, path: &Path, purpose: Purpose) -> Outcome<Sources> {
        let dependencies: BTreeMap<String, PathBuf> = self.dependency.iter().cloned().collect();
        let options = LoadOptions { dependencies, purpose, ..LoadOptions::default() };
        Ok(load_with(&package_folder(path)?, &options)?)
    }

    /// Compiles the package at `path` or around it.
    pub(crate) fn compile(&self, path: &Path) -> Outcome<Compiled> {
        self.compile_with(path, LibraryPart::Whole)
    }

    /// Compiles the package at `path` or around it, with so much of the library.
    pub(crate) fn compile_with(&self, path: &Path, library: LibraryPart) -> Outcome<Compiled> {
        let (sources, options) = self.load(path)?;
        let build = build(&sources, &Options { library, ..options });
        Ok(Compiled { sources, build })
    }

    /// Compiles to see whether it can be done: whatever has no value yet gets one.
    pub(crate) fn try_out(&self, sources: Sources) -> Compiled {
        let options = Options { open_addresses: OpenAddresses::Assumed, ..self.options() };
        let build = build(&sources, &options);
        Compiled { sources, build }
    }

    /// Compiles, tells what is wrong, and fails if that is an error.
    pub(crate) fn compile_or_tell(&self, path: &Path, output: Output) -> Outcome<Compiled> {
        self.compile(path)?.or_tell(output)
    }

    fn options(&self) -> Options {
        let declarations = self.declarations.map(|who| match who {
            WhoDeclares::Required => Declarations::Required,
            WhoDeclares::Inferred => Declarations::Inferred,
        });
        let named_addresses: NamedAddresses = self.named_addresses.iter().cloned().collect();
        Options {
            declarations,
            library: LibraryPart::Needed,
            named_addresses,
            open_addresses: OpenAddresses::Refused,
        }
    }
}

fn named_address(text: &str) -> Result<(String, AccountAddress), String> {
    let (name, address) =
        text.split_once('=').ok_or_else(|| "expected NAME=ADDRESS, such as dex=0x1".to_owned())?;
    if !Identifier::new(name).is_valid() {
        return Err(format!("`{name}` is not a name"));
    }
    let address = AccountAddress::parse(address)
        .ok_or_else(|| format!("`{address}` is not an address: expected 0x and up to 64 digits"))?;
    Ok((name.to_owned(), address))
}

fn dependency(text: &str) -> Result<(String, PathBuf), String> {
    let (name, folder) = text
        .split_once('=')
        .ok_or_else(|| "expected NAME=FOLDER, such as Bank=../bank".to_owned())?;
    Ok((name.to_owned(), PathBuf::from(folder)))
}

/// The folder of the manifest at `path` or, if there is none, above it.
pub(crate) fn package_folder(path: &Path) -> Outcome<PathBuf> {
    if path.join(MANIFEST).is_file() {
        return Ok(path.to_path_buf());
    }
    let real = path
        .canonicalize()
        .map_err(|error| Failure::io(&format!("cannot read {}", path.display()), &error))?;
    let above = real.ancestors().skip(1).find(|folder| folder.join(MANIFEST).is_file());
    above.map(Path::to_path_buf).ok_or_else(|| {
        Failure::Input(format!("there is no {MANIFEST} in {} or above it", path.display()))
    })
}
