//! Tests that span crates; the package has no code of its own. See `tests/`.
