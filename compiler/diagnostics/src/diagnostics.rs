//! The collection of what was said.

use crate::{Diagnostic, Severity};

/// Diagnostics by place, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics {
    items: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Makes an empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a diagnostic, unless it is there already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let at = self.items.partition_point(|item| key(item) < key(&diagnostic));
        if self.items.get(at) != Some(&diagnostic) {
            self.items.insert(at, diagnostic);
        }
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        0 < self.count(Severity::Error)
    }

    /// How many are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|item| item.severity == severity).count()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All of them, by place.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.items.iter()
    }
}

/// The whole order: place first, then everything that can tell two diagnostics apart.
fn key(item: &Diagnostic) -> impl Ord + '_ {
    (
        (item.primary.span, item.severity, item.code, &item.message),
        (&item.primary.text, &item.secondary, &item.notes, &item.suggestions),
    )
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, items: I) {
        items.into_iter().for_each(|item| self.push(item));
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(items: I) -> Self {
        let mut all = Self::new();
        all.extend(items);
        all
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::Diagnostics;
    use crate::{Code, Diagnostic, FileId, Span};

    #[test]
    fn order_and_duplicates_do_not_matter() {
        let at = |start| {
            Diagnostic::error(
                Code::E0101,
                Span::new(FileId(0), start, start + 1),
                "expected a type",
            )
        };
        let one: Diagnostics = [at(4), at(2), at(4)].into_iter().collect();
        let other: Diagnostics = [at(2), at(2), at(4)].into_iter().collect();
        assert_eq!(one, other);
        assert_eq!(one.len(), 2);
    }
}
