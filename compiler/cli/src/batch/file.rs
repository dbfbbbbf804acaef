//! The file: JSON, JSON lines, or a folder that holds `batch.json`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use vm_interpreter::Block;

use crate::failure::{Failure, Outcome};

/// Names a batch may have in a folder, the preferred one first.
const NAMES: &[&str] = &["batch.json", "batch.jsonl"];

/// A batch as it is written.
#[derive(Debug)]
pub(crate) struct BatchFile {
    /// Where it was found.
    pub(crate) path: PathBuf,
    /// Folder of the package.
    pub(crate) package: PathBuf,
    /// What happens before, one after the other.
    pub(crate) genesis: Vec<Call>,
    /// The transactions.
    pub(crate) transactions: Vec<Call>,
    /// What they may ask about their block.
    pub(crate) block: Block,
}

impl BatchFile {
    /// The functions and types that its calls name, as they are written.
    pub(crate) fn names(&self) -> Vec<String> {
        let calls = self.genesis.iter().chain(&self.transactions);
        let names = calls.flat_map(|call| call.type_arguments.iter().chain([&call.function]));
        let names: BTreeSet<&String> = names.collect();
        names.into_iter().cloned().collect()
    }
}

/// The header, or the whole batch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    package: PathBuf,
    #[serde(default)]
    genesis: Vec<Call>,
    transactions: Option<Vec<Call>>,
    #[serde(default)]
    fees: bool,
    /// The block's time, in microseconds since 1970.
    #[serde(default)]
    timestamp: u64,
    /// The block's height.
    #[serde(default)]
    height: u64,
}

/// A transaction as it is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Call {
    pub(crate) sender: Option<String>,
    pub(crate) function: String,
    #[serde(default)]
    pub(crate) type_arguments: Vec<String>,
    #[serde(default)]
    pub(crate) arguments: Vec<Value>,
    pub(crate) max_gas: Option<u64>,
    /// Protocols, coarsely: read and not used by the engines there are.
    #[serde(default, rename = "intent")]
    _intent: Vec<String>,
    #[serde(default)]
    pub(crate) signers: Vec<String>,
}

/// Reads the batch at `path`.
pub(crate) fn read(path: &Path) -> Outcome<BatchFile> {
    let path = batch_path(path)?;
    let text = fs::read_to_string(&path)
        .map_err(|error| Failure::io(&format!("cannot read {}", path.display()), &error))?;
    let (header, transactions) =
        parse(&text).map_err(|message| Failure::Input(format!("{}: {message}", path.display())))?;
    let package = package_path(&path, &header.package)?;
    let block = Block { time: header.timestamp, height: header.height };
    Ok(BatchFile { path, package, genesis: header.genesis, transactions, block })
}

fn batch_path(path: &Path) -> Outcome<PathBuf> {
    if !path.is_dir() {
        return Ok(path.to_path_buf());
    }
    let mut candidates = NAMES.iter().map(|name| path.join(name));
    candidates.find(|candidate| candidate.is_file()).ok_or_else(|| {
        Failure::Input(format!("there is no {} in {}", NAMES.join(" or "), path.display()))
    })
}

/// The package, seen from the batch, or else from where the command runs.
fn package_path(batch: &Path, package: &Path) -> Outcome<PathBuf> {
    let beside = match batch.parent() {
        Some(folder) if package == Path::new(".") => folder.to_path_buf(),
        Some(folder) => folder.join(package),
        None => package.to_path_buf(),
    };
    let beside = if beside.as_os_str().is_empty() { PathBuf::from(".") } else { beside };
    if beside.is_dir() {
        return Ok(beside);
    }
    if package.is_dir() {
        return Ok(package.to_path_buf());
    }
    Err(Failure::Input(format!(
        "{}: package: there is no folder {}",
        batch.display(),
        package.display()
    )))
}

/// One JSON value is a whole batch; a header without transactions is followed by one value a transaction.
fn parse(text: &str) -> Result<(Header, Vec<Call>), String> {
    let mut values = serde_json::Deserializer::from_str(text);
    let header = Header::deserialize(&mut values);
    let mut header = header.map_err(|error| format!("malformed batch: {error}"))?;
    if header.fees {
        return Err("fees: there are no fees in this version; leave it out".to_owned());
    }
    let mut transactions = header.transactions.take();
    let is_whole = transactions.is_some();
    let list = transactions.get_or_insert_default();
    for call in values.into_iter::<Call>() {
        let call =
            call.map_err(|error| format!("malformed transaction {}: {error}", list.len()))?;
        if is_whole {
            return Err("something follows the batch".to_owned());
        }
        list.push(call);
    }
    Ok((header, transactions.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_one_value() {
        let text = r#"{"package": ".", "transactions": [{"function": "a::b::c"}]}"#;
        assert_eq!(parse(text).unwrap().1.len(), 1);
    }

    #[test]
    fn a_header_tells_the_time() {
        let (header, _) = parse("{\"package\": \".\", \"timestamp\": 7, \"height\": 2}").unwrap();
        assert_eq!((header.timestamp, header.height), (7, 2));
        assert!(parse("{\"package\": \".\", \"timestamp\": -1}").is_err());
    }

    #[test]
    fn lines_follow_a_header() {
        let text = "{\"package\": \".\"}\n{\"function\": \"f\"}\n{\"function\": \"g\"}\n";
        let (_, transactions) = parse(text).unwrap();
        assert_eq!(transactions.len(), 2);
        assert_eq!(transactions[1].function, "g");
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let message = |text: &str| parse(text).unwrap_err();
        assert!(message("{\"package\": \".\", \"transactions\": [").contains("line 1 column 34"));
        assert!(message("").starts_with("malformed batch: EOF"));
        assert!(message("{\"package\": \".\", \"genisis\": []}").contains("genisis"));
        let lines = "{\"package\": \".\"}\n{\"function\": \"f\"}\n{\"functio";
        assert!(message(lines).starts_with("malformed transaction 1: EOF"), "{}", message(lines));
    }
}
