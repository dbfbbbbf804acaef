//! The `accessvm` binary.
fn main() {}
