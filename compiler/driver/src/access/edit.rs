//! Changes of a function's clauses, as edits of its text.

use compiler_diagnostics::{Applicability, Edit, Span, Suggestion};
use vm_access::Mode;

use crate::outline::{ClauseOutline, FunctionOutline};

/// Characters of places that are put on one line.
const LINE_MAX: usize = 80;

/// Edits the clauses of one function.
pub(crate) struct Editor<'a> {
    pub(crate) outline: &'a FunctionOutline,
    /// The text of the file.
    pub(crate) text: &'a str,
}

impl Editor<'_> {
    /// Adds clauses after those that are there; `pure` gives way.
    pub(crate) fn insert(&self, clauses: &[String]) -> Edit {
        let line = format!("\n{}", self.indentation());
        let (span, lead, tail) = match (self.outline.declaration, self.outline.clauses.last()) {
            (Some(_), Some(last)) => (last.span.after(), line.as_str(), String::new()),
            (Some(pure), None) => (pure, "", String::new()),
            (None, _) => {
                let place = self.outline.access_place;
                let has_own_line = self.text_after(place).trim_start_matches(' ').starts_with('\n');
                let tail = format!("\n{}", self.base_indentation());
                (place, line.as_str(), if has_own_line { String::new() } else { tail })
            }
        };
        // The blank before the body is kept where the clauses get lines of their own.
        let has_blank = self.text_after(span).starts_with(' ') && !tail.is_empty();
        let span = Span::new(span.file, span.start, span.end + u32::from(has_blank));
        Edit { span, text: format!("{lead}{}{tail}", clauses.join(&line)) }
    }

    /// Puts `needed` (modes and printed clauses) in the place of the declared place at `span`.
    pub(crate) fn replace(&self, span: Span, needed: &[(Mode, String)]) -> Option<Suggestion> {
        let (clause, index) = self.find(span)?;
        let (Some(mode), true) = (clause.mode, clause.places.get(index) == Some(&span)) else {
            return None;
        };
        let line = format!("\n{}", self.indentation());
        let edits = if clause.places.len() == 1 {
            let texts: Vec<&str> = needed.iter().map(|(_, text)| text.as_str()).collect();
            vec![Edit { span: clause.span, text: texts.join(&line) }]
        } else {
            let (stay, go): (Vec<_>, Vec<_>) =
                needed.iter().partition(|(own, text)| *own == mode && !is_qualified(text));
            let stay = self.places_of(&stay);
            let go = go.iter().fold(String::new(), |all, (_, text)| all + &line + text);
            let mut edits = vec![if stay.is_empty() {
                Edit { span: with_comma(&clause.places, index)?, text: String::new() }
            } else {
                Edit { span, text: stay }
            }];
            if !go.is_empty() {
                edits.push(Edit { span: clause.span.after(), text: go });
            }
            edits
        };
        Some(suggestion("narrow it to what is needed".to_owned(), edits))
    }

    /// Removes the declared place at `span`.
    pub(crate) fn remove(&self, span: Span) -> Option<Suggestion> {
        let (clause, index) = self.find(span)?;
        if clause.places.get(index) != Some(&span) {
            return None;
        }
        let span = if clause.places.len() == 1 {
            self.with_blank(clause.span)
        } else {
            with_comma(&clause.places, index)?
        };
        Some(suggestion("remove it".to_owned(), vec![Edit { span, text: String::new() }]))
    }

    /// The places of printed accesses, without their mode; on lines of their own where one would not hold them.
    fn places_of(&self, clauses: &[&(Mode, String)]) -> String {
        let places = clauses.iter().filter_map(|(_, text)| text.split_once(' '));
        let places: Vec<&str> = places.map(|(_, place)| place).collect();
        let line = places.join(", ");
        if line.chars().count() <= LINE_MAX {
            return line;
        }
        places.join(&format!(",\n{}    ", self.indentation()))
    }

    /// The clause and the position in it of the place that contains `span`.
    fn find(&self, span: Span) -> Option<(&ClauseOutline, usize)> {
        let holds = |place: &Span| place.start <= span.start && span.end <= place.end;
        self.outline
            .clauses
            .iter()
            .find_map(|clause| clause.places.iter().position(holds).map(|index| (clause, index)))
    }

    /// The span and the blank before it.
    fn with_blank(&self, span: Span) -> Span {
        let before = self.text.get(..span.start as usize).unwrap_or_default();
        let blank = before.len() - before.trim_end().len();
        let blank = u32::try_from(blank).unwrap_or(0);
        Span::new(span.file, span.start.saturating_sub(blank), span.end)
    }

    fn text_after(&self, span: Span) -> &str {
        self.text.get(span.end as usize..).unwrap_or_default()
    }

    /// The blanks before the line of the function's name.
    fn base_indentation(&self) -> &str {
        let before = self.text.get(..self.outline.name.start as usize).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default();
        line.get(..line.len() - line.trim_start().len()).unwrap_or_default()
    }

    fn indentation(&self) -> String {
        format!("{}    ", self.base_indentation())
    }
}

/// Whether a printed access has ranges or conditions, which would take in the places beside it.
fn is_qualified(text: &str) -> bool {
    text.contains(" for ") || text.contains(" if ")
}

/// The span of a place in a list together with a comma.
fn with_comma(places: &[Span], index: usize) -> Option<Span> {
    let place = places.get(index)?;
    Some(match (places.get(index + 1), index.checked_sub(1).and_then(|it| places.get(it))) {
        (Some(next), _) => Span::new(place.file, place.start, next.start),
        (None, Some(previous)) => Span::new(place.file, previous.end, place.end),
        (None, None) => *place,
    })
}

fn suggestion(title: String, edits: Vec<Edit>) -> Suggestion {
    Suggestion { title, edits, applicability: Applicability::MachineApplicable }
}
