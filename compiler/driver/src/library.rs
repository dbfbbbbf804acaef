//! The library of `stdlib/`, as text in the binary.

/// Name of the library's package in messages.
pub(crate) const NAME: &str = "AccessVMLibrary";

/// Dependencies that are the library, whatever version or repository a manifest names.
pub(crate) const ALIASES: &[&str] =
    &["AptosFramework", "AptosStdlib", "AptosToken", "AptosTokenObjects", "MoveStdlib", NAME];

/// Repositories whose packages are the library.
const REPOSITORIES: &[&str] =
    &["github.com/aptos-labs/aptos-core", "github.com/aptos-labs/aptos-framework"];

/// Whether a dependency that has no folder is the library.
pub(crate) fn is_library(name: &str, git: Option<&str>) -> bool {
    let address = git.unwrap_or_default().trim_end_matches('/').trim_end_matches(".git");
    let place = address.split_once("://").map_or(address, |(_, place)| place);
    ALIASES.contains(&name) || REPOSITORIES.contains(&place)
}

/// Path below `stdlib/` and text of each file, in order of path.
pub(crate) const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// Path below `stdlib/tests/` and text of each file of the library's tests, in order of path.
pub(crate) const TESTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/library_tests.rs"));

/// What is put before a library file's path where people see it.
pub(crate) const PREFIX: &str = "stdlib/";

/// What is put before the path of a file of the library's tests where people see it.
pub(crate) const TESTS_PREFIX: &str = "stdlib/tests/";

#[cfg(test)]
mod tests {
    use super::FILES;

    #[test]
    fn the_library_has_a_manifest_and_sources() {
        assert!(FILES.iter().any(|(path, _)| *path == "Move.toml"));
        assert!(1 < FILES.len());
    }
}
