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
            (Some(_), Some(last)) => (self.after_comment(last.span), line.as_str(), String::new()),
            (Some(pure), None) => (pure, "", String::new()),
            (None, _) => {
                let place = self.after_comment(self.outline.access_place);
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

    /// Adds one clause; a field goes to the fields of its record that a clause of the same mode names already.
    pub(crate) fn allow(&self, mode: Mode, clause: &str) -> Edit {
        self.join_fields(mode, clause).unwrap_or_else(|| self.insert(&[clause.to_owned()]))
    }

    fn join_fields(&self, mode: Mode, clause: &str) -> Option<Edit> {
        let (_, place) = clause.split_once(' ')?;
        let (base, field) = place.rsplit_once('.').filter(|(_, field)| is_name(field))?;
        let clauses = self.outline.clauses.iter().filter(|it| it.mode == Some(mode));
        let mut places = clauses.filter(|it| self.is_plain(it)).flat_map(|it| &it.places);
        places.find_map(|span| self.joined(*span, base, field))
    }

    /// Whether a clause is its mode's word and places, and nothing else.
    fn is_plain(&self, clause: &ClauseOutline) -> bool {
        let ends_with_place = clause.places.last().is_some_and(|it| it.end == clause.span.end);
        ends_with_place && !self.slice(clause.span).starts_with('!')
    }

    /// The edit that adds `field` to a place that names fields of `base`.
    fn joined(&self, place: Span, base: &str, field: &str) -> Option<Edit> {
        let fields = self.slice(place).strip_prefix(base)?.strip_prefix('.')?;
        let inner = fields.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        let names = inner.unwrap_or(fields).trim_end();
        let is_list = names.split(',').all(|name| is_name(name.trim()));
        is_list.then(|| Edit { span: place, text: format!("{base}.{{{names}, {field}}}") })
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Puts `needed` (modes and printed clauses) in the place of the declared place at `span`.
    pub(crate) fn replace(&self, span: Span, needed: &[(Mode, String)]) -> Option<Suggestion> {
        let (clause, index) = self.find(span)?;
        let (Some(mode), true) = (clause.mode, clause.places.get(index) == Some(&span)) else {
            return None;
        };
        let line = format!("\n{}", self.indentation());
        let keeps_mode = needed.iter().any(|(own, _)| *own == mode);
        let has_comment = self.slice(clause.span).contains('/');
        let edits = if clause.places.len() == 1 && !(has_comment && keeps_mode) {
            let texts: Vec<&str> = needed.iter().map(|(_, text)| text.as_str()).collect();
            vec![Edit { span: clause.span, text: texts.join(&line) }]
        } else {
            if !self.is_plain(clause) {
                return None;
            }
            let stays = |(own, text): &&(Mode, String)| *own == mode && !is_qualified(text);
            let (stay, go): (Vec<_>, Vec<_>) = needed.iter().partition(stays);
            let stay = self.places_of(&stay);
            let go = go.iter().fold(String::new(), |all, (_, text)| all + &line + text);
            let mut edits = if stay.is_empty() {
                self.without(&clause.places, index)?
            } else {
                vec![Edit { span, text: stay }]
            };
            if !go.is_empty() {
                edits.push(Edit { span: self.after_comment(clause.span), text: go });
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
        let edits = if clause.places.len() == 1 {
            vec![Edit { span: self.with_blank(clause.span), text: String::new() }]
        } else {
            self.without(&clause.places, index)?
        };
        Some(suggestion("remove it".to_owned(), edits))
    }

    /// Takes a place out of a list, and a comma; a comment between it and its neighbour stays.
    fn without(&self, places: &[Span], index: usize) -> Option<Vec<Edit>> {
        let place = *places.get(index)?;
        let next = places.get(index + 1);
        let previous = index.checked_sub(1).and_then(|it| places.get(it));
        let (gap, whole) = match (next, previous) {
            (Some(next), _) => (
                Span::new(place.file, place.end, next.start),
                Span::new(place.file, place.start, next.start),
            ),
            (None, Some(previous)) => (
                Span::new(place.file, previous.end, place.start),
                Span::new(place.file, previous.end, place.end),
            ),
            (None, None) => return None,
        };
        let remove = |span| Edit { span, text: String::new() };
        let between = self.slice(gap);
        if !between.contains('/') {
            return Some(vec![remove(whole)]);
        }
        // A comma after the comment's first stroke may be part of it.
        let comma = between.find([',', '/']).filter(|at| between.get(*at..=*at) == Some(","))?;
        let comma = gap.start + u32::try_from(comma).ok()?;
        let comma = Span::new(place.file, comma, comma + 1);
        let place = if next.is_some() { place } else { self.with_blank(place) };
        Some(vec![remove(place), remove(comma)])
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

    /// The empty place after a span, or after the comment that ends its line.
    fn after_comment(&self, span: Span) -> Span {
        let line = self.text_after(span).lines().next().unwrap_or_default();
        let has_comment = line.trim_start().starts_with("//");
        let length = if has_comment { u32::try_from(line.len()).unwrap_or(0) } else { 0 };
        Span::new(span.file, span.end + length, span.end + length)
    }

    /// The span and the blank before it; what follows on its line does not end up in a comment.
    fn with_blank(&self, span: Span) -> Span {
        let before = self.text.get(..span.start as usize).unwrap_or_default();
        let line_before = before.trim_end().lines().next_back().unwrap_or_default();
        let is_last = self.text_after(span).trim_start_matches([' ', '\r']).starts_with('\n');
        if line_before.contains("//") && !is_last {
            return span;
        }
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

/// Whether a printed clause has ranges or conditions, which belong to the clause as a whole.
fn is_qualified(clause: &str) -> bool {
    clause.contains(" for ") || clause.contains(" if ")
}

/// Whether a text is one name, or the number of a positional field.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
}

fn suggestion(title: String, edits: Vec<Edit>) -> Suggestion {
    Suggestion { title, edits, applicability: Applicability::MachineApplicable }
}
