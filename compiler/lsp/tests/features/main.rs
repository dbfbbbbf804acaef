//! What an editor sees: requests and answers on the server's main loop, one file a feature.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::needless_pass_by_value, reason = "`json!` makes values")]

mod client;

mod code_actions;
mod code_lens;
mod configuration;
mod content;
mod diagnostics;
mod folding;
mod formatting;
mod inlay_hints;
mod lifecycle;
mod robustness;
mod selection;
mod semantic_tokens;
mod symbols;
mod synchronization;
