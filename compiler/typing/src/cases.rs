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
    /// One value of so many that a list never has them all.
    Literal,
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
            Some(Case::Literal | Case::Any) | None => {
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

    /// What the rows miss of the values that are built with the constructor of that number.
    fn constructor(
        &mut self,
        rows: &[Vec<Case>],
        width: usize,
        (index, name, arity): (usize, &str, usize),
    ) -> Result<Option<Vec<String>>, TooComplex> {
        let mut inside = Vec::new();
        for row in rows {
            let Some((first, rest)) = row.split_first() else { continue };
            let mut parts = match (first, parts_of(first, index)) {
                (Case::Any, _) => vec![Case::Any; arity],
                (_, Some(parts)) => parts.to_vec(),
                (_, None) => continue,
            };
            parts.resize(arity, Case::Any);
            parts.extend(rest.iter().cloned());
            inside.push(parts);
        }
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

/// The parts of a case, if it is built with the constructor of that number.
fn parts_of(case: &Case, index: usize) -> Option<&[Case]> {
    match case {
        Case::Variant { index: own, parts, .. } => (*own == index).then_some(parts.as_slice()),
        Case::Struct { parts, .. } => Some(parts),
        Case::Bool(value) => (usize::from(*value) == index).then_some(&[]),
        Case::Any | Case::Literal => None,
    }
}
