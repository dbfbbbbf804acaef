//! Whether the arms of a `match` cover every value, and what they miss.
//!
//! After Maranget, "Warnings for pattern matching" (2007): a column of patterns at a time, split by what stands first.

use std::rc::Rc;

/// What an arm fits, as far as it tells values apart.
#[derive(Clone, Debug)]
pub(crate) enum Case {
    /// Everything.
    Any,
    /// One variant.
    Variant {
        /// Name and number of fields of each variant of the enum.
        names: Rc<[(String, usize)]>,
        index: usize,
        parts: Vec<Case>,
    },
    /// A struct.
    Struct {
        name: String,
        parts: Vec<Case>,
    },
    Bool(bool),
    /// One value, as written, of so many that a list never has them all.
    Literal(Rc<str>),
}

/// How many columns are looked at for one `match`.
const STEPS_MAX: usize = 20_000;

/// Too many combinations to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooComplex;

/// A value of each of `width` columns that no row fits, as a pattern; `None` if there is none.
pub(crate) fn missing(rows: &[Vec<Case>], width: usize) -> Result<Option<Vec<String>>, TooComplex> {
    Search { steps: STEPS_MAX }.missing(rows, width)
}

/// Whether there are values that `row` fits and none of `rows`.
pub(crate) fn is_useful(rows: &[Vec<Case>], row: &[Case]) -> Result<bool, TooComplex> {
    Search { steps: STEPS_MAX }.is_useful(rows, row)
}

struct Search {
    steps: usize,
}

impl Search {
    fn missing(
        &mut self,
        rows: &[Vec<Case>],
        width: usize,
    ) -> Result<Option<Vec<String>>, TooComplex> {
        self.steps = self.steps.checked_sub(1 + rows.len()).ok_or(TooComplex)?;
        if width == 0 {
            return Ok(rows.is_empty().then(Vec::new));
        }
        let head =
            rows.iter().filter_map(|row| row.first()).find(|case| !matches!(case, Case::Any));
        match head {
            Some(Case::Variant { names, .. }) => {
                for (index, (name, arity)) in names.clone().iter().enumerate() {
                    if let Some(found) = self.constructor(rows, width, (index, name, *arity))? {
                        return Ok(Some(found));
                    }
                }
                Ok(None)
            }
            Some(Case::Struct { name, parts }) => {
                let (name, arity) = (name.clone(), parts.len());
                self.constructor(rows, width, (0, &name, arity))
            }
            Some(Case::Bool(_)) => {
                for value in [true, false] {
                    let name = value.to_string();
                    if let Some(found) = self.constructor(rows, width, (value.into(), &name, 0))? {
                        return Ok(Some(found));
                    }
                }
                Ok(None)
            }
            Some(Case::Literal(_) | Case::Any) | None => {
                let others: Vec<Vec<Case>> = rows
                    .iter()
                    .filter(|row| matches!(row.first(), Some(Case::Any)))
                    .map(|row| row.iter().skip(1).cloned().collect())
                    .collect();
                let found = self.missing(&others, width - 1)?;
                Ok(found.map(|rest| [vec!["_".to_owned()], rest].concat()))
            }
        }
    }

    fn is_useful(&mut self, rows: &[Vec<Case>], row: &[Case]) -> Result<bool, TooComplex> {
        self.steps = self.steps.checked_sub(1 + rows.len()).ok_or(TooComplex)?;
        let Some((first, rest)) = row.split_first() else { return Ok(rows.is_empty()) };
        let mut heads = std::iter::once(first).chain(rows.iter().filter_map(|row| row.first()));
        let constructors: Vec<(usize, usize)> = match heads.find(|it| !matches!(it, Case::Any)) {
            Some(Case::Variant { names, .. }) => {
                names.iter().enumerate().map(|(index, (_, arity))| (index, *arity)).collect()
            }
            Some(Case::Struct { parts, .. }) => vec![(0, parts.len())],
            Some(Case::Bool(_)) => vec![(0, 0), (1, 0)],
            Some(Case::Literal(_) | Case::Any) | None => {
                let fits = |other: &&Vec<Case>| match (other.first(), first) {
                    (Some(Case::Literal(own)), Case::Literal(value)) => own == value,
                    (other, _) => matches!(other, Some(Case::Any)),
                };
                let others = rows.iter().filter(fits);
                let others: Vec<Vec<Case>> = others.map(|row| row[1..].to_vec()).collect();
                return self.is_useful(&others, rest);
            }
        };
        for (index, arity) in constructors {
            let Some(row) = inside(row, index, arity) else { continue };
            let others = rows.iter().filter_map(|row| inside(row, index, arity));
            if self.is_useful(&others.collect::<Vec<_>>(), &row)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What the rows miss of the values that are built with the constructor of that number.
    fn constructor(
        &mut self,
        rows: &[Vec<Case>],
        width: usize,
        (index, name, arity): (usize, &str, usize),
    ) -> Result<Option<Vec<String>>, TooComplex> {
        let inside: Vec<Vec<Case>> =
            rows.iter().filter_map(|row| inside(row, index, arity)).collect();
        let Some(found) = self.missing(&inside, arity + width - 1)? else { return Ok(None) };
        let (parts, rest) = found.split_at(arity.min(found.len()));
        let is_plain = parts.iter().all(|part| part == "_");
        let shown = match (arity, is_plain) {
            (0, _) => name.to_owned(),
            (_, true) => format!("{name} {{ .. }}"),
            (_, false) => format!("{name}({})", parts.join(", ")),
        };
        Ok(Some([&[shown], rest].concat()))
    }
}

/// A row with the parts of its first case before the rest, if it fits what is built with the constructor of that number.
fn inside(row: &[Case], index: usize, arity: usize) -> Option<Vec<Case>> {
    let (first, rest) = row.split_first()?;
    let mut parts = match first {
        Case::Any => vec![Case::Any; arity],
        Case::Variant { .. } | Case::Struct { .. } | Case::Bool(_) | Case::Literal(_) => {
            parts_of(first, index)?.to_vec()
        }
    };
    parts.resize(arity, Case::Any);
    parts.extend(rest.iter().cloned());
    Some(parts)
}

/// The parts of a case, if it is built with the constructor of that number.
fn parts_of(case: &Case, index: usize) -> Option<&[Case]> {
    match case {
        Case::Variant { index: own, parts, .. } => (*own == index).then_some(parts.as_slice()),
        Case::Struct { parts, .. } => Some(parts),
        Case::Bool(value) => (usize::from(*value) == index).then_some(&[]),
        Case::Any | Case::Literal(_) => None,
    }
}
