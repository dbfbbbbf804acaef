//! A transaction as a line of a batch file.

use serde_json::{Value, json};

/// The JSON object of one call.
pub(crate) fn call(sender: &str, function: &str, arguments: &[Value]) -> Value {
    json!({ "sender": sender, "function": function, "arguments": arguments })
}

/// The header: the package, and what happens before the batch.
pub(crate) fn header(package: &str, genesis: &[Value]) -> String {
    json!({ "package": package, "genesis": genesis }).to_string()
}
