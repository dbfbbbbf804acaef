//! Gives names and types to a package.
#![forbid(unsafe_code)]

pub mod typed;
