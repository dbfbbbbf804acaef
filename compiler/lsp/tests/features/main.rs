//! What an editor sees: requests and answers on the server's main loop, one file a feature.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::needless_pass_by_value, reason = "`json!` makes values")]

mod client;
mod cursor;

mod call_hierarchy;
mod code_actions;
mod code_lens;
mod completion;
mod configuration;
mod content;
mod definition;
mod diagnostics;
mod folding;
mod formatting;
mod hover;
mod inlay_hints;
mod lifecycle;
mod references;
mod rename;
mod robustness;
mod selection;
mod semantic_tokens;
mod signature_help;
mod symbols;
mod synchronization;
