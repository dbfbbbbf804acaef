//! The documentation of a package, as a static site.
//!
//! Takes the sources of a package and what they were built to; gives pages by file name. They need no server and no
//! network: opened from disk they are all there, search included.
//!
//! # How it works
//!
//! Signatures and comments come from the syntax tree, footprints from the build:
//!
//! ```text
//!   texts ─parse─▶ trees ───┐
//!   build ─────────────────┴─▶ Package ─▶ index.html, a page a module, search-index.js, style.css, search.js
//! ```
//!
//! Every name that stands for a module, type, constant or function of the package becomes a link, in signatures,
//! in footprints and between backticks.
//!
//! # Invariants
//!
//! - Nothing of a package becomes markup: not names, comments, or HTML in comments.
//!   (`nothing_of_a_package_becomes_markup`)
//! - Every link inside of the site leads somewhere. (`every_link_leads_somewhere`)
//! - The site depends on its arguments alone.
//!
//! # Not here
//!
//! Files are written in `compiler-cli`. The pages of the library in `docs/library` are Markdown for the book, made by a
//! test.
#![forbid(unsafe_code)]

mod html;
mod package;
mod scope;

mod code;
mod markdown;

mod accesses;
mod index;
mod page;
mod search;

use std::collections::BTreeMap;

use bumpalo::Bump;
use compiler_driver::{Build, Sources};

use crate::package::Package;

/// Texts of files by their names; there are no folders.
pub type Site = BTreeMap<String, String>;

/// Makes the documentation of the package that `build` was asked for.
///
/// Modules that are not in the build, because of errors, have no page.
pub fn site(sources: &Sources, build: &Build) -> Site {
    let arena = Bump::new();
    let package = Package::new(sources, build, &arena);
    let mut site = Site::new();
    for module in package.modules() {
        site.insert(module.file_name.clone(), page::render(&package, module));
    }
    site.insert("index.html".to_owned(), index::render(&package));
    site.insert("search-index.js".to_owned(), search::render(&package));
    site.insert("search.js".to_owned(), include_str!("assets/search.js").to_owned());
    site.insert("style.css".to_owned(), include_str!("assets/style.css").to_owned());
    site
}
