//! What an editor sees: requests and answers on the server's main loop, one file a feature.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::needless_pass_by_value, reason = "`json!` makes values")]

mod client;

mod configuration;
mod content;
mod diagnostics;
