//! The file: schema `accessvm.snapshot/1`. Written the same for the same sources and batch; read as if by anybody.

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Outcome};

/// The schema's name and version.
const SCHEMA: &str = "accessvm.snapshot/1";

/// A snapshot of a package.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Snapshot {
    schema: String,
    /// The package's batch; none if it has none.
    pub(super) batch: Option<BatchCost>,
    /// The entry functions, by name.
    pub(super) functions: Vec<EntryFunction>,
}

/// What the batch costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BatchCost {
    pub(super) transactions: u64,
    /// All gas used.
    pub(super) gas: u64,
    /// Gas of the dearest chain under the declared footprints.
    pub(super) span: u64,
}

/// One entry function.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EntryFunction {
    pub(super) function: String,
    pub(super) signature: String,
    pub(super) class: String,
    pub(super) clauses: Vec<String>,
    /// Its part of the batch.
    pub(super) cost: Option<FunctionCost>,
    /// What the clauses say, to be compared.
    pub(super) footprint: String,
}

/// A function's part of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FunctionCost {
    pub(super) transactions: u64,
    /// Gas its transactions used.
    pub(super) gas: u64,
    /// Gas of those that are on the critical path.
    pub(super) critical_gas: u64,
    /// The same as a share of the span, in hundredths of a per cent.
    pub(super) critical_share: u64,
}

impl Snapshot {
    pub(super) fn new(batch: Option<BatchCost>, functions: Vec<EntryFunction>) -> Self {
        Self { schema: SCHEMA.to_owned(), batch, functions }
    }

    /// Reads a file's text.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let read: Self =
            serde_json::from_str(text).map_err(|error| format!("malformed snapshot: {error}"))?;
        if read.schema != SCHEMA {
            return Err(format!("unknown schema `{}`: expected {SCHEMA}", read.schema));
        }
        Ok(read)
    }

    /// The text of the file.
    pub(super) fn text(&self) -> Outcome<String> {
        let text = serde_json::to_string_pretty(self);
        let text = text.map_err(|error| Failure::Machine(format!("cannot write JSON: {error}")))?;
        Ok(format!("{text}\n"))
    }

    /// A line for people.
    pub(super) fn summary(&self) -> String {
        let functions = match self.functions.len() {
            1 => "1 entry function".to_owned(),
            count => format!("{count} entry functions"),
        };
        match &self.batch {
            None => format!("{functions}, no batch"),
            Some(batch) => format!("{functions}, gas {}, span {}", batch.gas, batch.span),
        }
    }
}
