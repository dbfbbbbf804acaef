//! The library of `stdlib/`, as text in the binary.

/// Name of the library's package in messages.
pub(crate) const NAME: &str = "AccessVMLibrary";

/// Dependencies that are the library, whatever version or repository a manifest names.
pub(crate) const ALIASES: &[&str] = &["AptosFramework", "AptosStdlib", "MoveStdlib", NAME];

/// Path below `stdlib/` and text of each file, in order of path.
pub(crate) const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// What is put before a library file's path where people see it.
pub(crate) const PREFIX: &str = "stdlib/";

#[cfg(test)]
mod tests {
    use super::FILES;

    #[test]
    fn the_library_has_a_manifest_and_sources() {
        assert!(FILES.iter().any(|(path, _)| *path == "Move.toml"));
        assert!(1 < FILES.len());
    }
}
