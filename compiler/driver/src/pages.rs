//! The pages of codes: what `explain` prints.

use compiler_diagnostics::Code;

/// Code and page, in order of code.
const PAGES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/pages.rs"));

/// The page of a code, in Markdown: what it means, what fails, what works.
pub fn page(code: Code) -> &'static str {
    let found = PAGES.binary_search_by_key(&code.name(), |(name, _)| name);
    found.ok().and_then(|index| PAGES.get(index)).map_or("", |(_, page)| page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_under_its_title() {
        for code in Code::ALL {
            let title = format!("# {code}: {}\n", code.title());
            assert!(page(*code).starts_with(&title), "pages/{code}.md must begin with {title}");
        }
        assert_eq!(PAGES.len(), Code::ALL.len());
    }
}
