//! Chooses where lines break, and writes them.

use super::measure::{Measure, measure};
use super::{COLUMNS, Group, INDENT, Layout, Op, Style};

/// Writes a text; its last line ends with a line feed.
pub(crate) fn render(mut layout: Layout<'_>) -> String {
    let measure = measure(&mut layout);
    let mut lines = Lines::default();
    let mut render = Render { layout: &layout, measure, broken: Vec::new(), indents: vec![0] };
    for (at, op) in layout.ops.iter().enumerate() {
        render.write(at, op, &mut lines);
    }
    lines.new_line(false);
    lines.text
}

struct Render<'l, 'a> {
    layout: &'l Layout<'a>,
    measure: Measure,
    /// For each open group whether its lines break.
    broken: Vec<bool>,
    indents: Vec<usize>,
}

impl<'a> Render<'_, 'a> {
    fn write(&mut self, at: usize, op: &Op<'a>, lines: &mut Lines<'a>) {
        lines.indent = self.indents.last().copied().unwrap_or(0);
        match *op {
            Op::Text(text) => lines.text(text),
            Op::Comment(text) => lines.comment(text),
            Op::Verbatim(text, column) => lines.verbatim(text, column),
            Op::Space => lines.has_space = true,
            Op::NewLine { is_blank } => lines.new_line(is_blank),
            Op::Line { is_blank, .. } if self.is_broken() => lines.new_line(is_blank),
            Op::Line { is_space, .. } => lines.has_space |= is_space,
            Op::Fill => {
                let next = at.saturating_add(1);
                let column = lines.column().saturating_add(1);
                if self.fits(next, self.measure.next_break(next), column) {
                    lines.has_space = true;
                } else {
                    lines.new_line(false);
                }
            }
            Op::Comma if self.is_broken() => lines.comma(),
            Op::Comma => {}
            Op::Open(id) => {
                let group = self.layout.groups.get(id.index());
                let is_broken = group.is_some_and(|group| self.breaks(at, group, lines));
                self.broken.push(is_broken);
            }
            Op::Close => {
                self.broken.pop();
            }
            Op::Indent => {
                let step = if self.is_broken() { INDENT } else { 0 };
                self.indents.push(lines.indent.saturating_add(step));
            }
            Op::Dedent => {
                self.indents.pop();
            }
        }
    }

    /// Outside of all groups lines break.
    fn is_broken(&self) -> bool {
        self.broken.last().copied().unwrap_or(true)
    }

    /// Whether what stands from one op to another fits in a line from a column on.
    fn fits(&self, from: usize, to: usize, column: usize) -> bool {
        // The comma of a list that is broken has no width in one line.
        let ends = self.layout.ops.get(..to).unwrap_or_default().iter().rev();
        let mut ends = ends.take_while(|op| matches!(op, Op::Close | Op::Dedent | Op::Comma));
        let comma = usize::from(ends.any(|op| matches!(op, Op::Comma)));
        column.saturating_add(self.measure.width(from, to)).saturating_add(comma) <= COLUMNS
    }

    /// Whether the lines of the group that starts at `at` break.
    fn breaks(&self, at: usize, group: &Group, lines: &Lines<'a>) -> bool {
        let column = lines.column();
        let end = self.measure.next_break(group.end);
        if group.is_broken {
            return true;
        }
        if group.forced.is_none() && self.fits(at, end, column) {
            return false;
        }
        match group.style {
            Style::Plain => true,
            Style::Hang => {
                let Some(line) = group.line else { return false };
                let value = line.saturating_add(1);
                let next_column = lines.indent.saturating_add(INDENT);
                let fits_below = group.forced.is_none() && self.fits(value, end, next_column);
                let head = self.measure.next_break(group.mark.unwrap_or(value));
                fits_below || group.end <= head || !self.fits(at, head, column)
            }
            Style::Hug => {
                let Some(mark) = group.mark else { return true };
                let is_forced_before = group.forced.is_some_and(|forced| forced < mark);
                is_forced_before || !self.fits(at, self.measure.next_break(mark), column)
            }
        }
    }
}

/// Lines as they are written. White space is put off until something follows it, so that none is left at an end.
#[derive(Default)]
struct Lines<'a> {
    text: String,
    /// Columns of the line that is being written; none yet if it has only begun.
    written: usize,
    /// How far to the right the line starts that is being written.
    start: usize,
    /// How far to the right the next line would start.
    indent: usize,
    has_space: bool,
    /// A comment that ends the line.
    comment: Option<&'a str>,
    /// Whether the line has been ended by a comment.
    is_over: bool,
}

impl<'a> Lines<'a> {
    /// Where the next text would start.
    fn column(&self) -> usize {
        if self.written == 0 || self.is_over || self.comment.is_some() {
            return self.indent;
        }
        self.written.saturating_add(usize::from(self.has_space))
    }

    fn text(&mut self, text: &str) {
        if self.comment.is_some() || self.is_over {
            self.new_line(false);
        }
        self.append(text);
    }

    fn append(&mut self, text: &str) {
        if self.written == 0 {
            self.text.extend(std::iter::repeat_n(' ', self.indent));
            (self.written, self.start) = (self.indent, self.indent);
        } else if self.has_space {
            self.text.push(' ');
            self.written = self.written.saturating_add(1);
        }
        self.has_space = false;
        self.text.push_str(text);
        self.written = self.written.saturating_add(text.chars().count());
    }

    fn comment(&mut self, text: &'a str) {
        if self.comment.is_some() || self.is_over {
            self.new_line(false);
        }
        if self.written == 0 {
            self.append(text);
            self.is_over = true;
        } else {
            self.comment = Some(text);
        }
    }

    /// Goes before a comment that has not been written.
    fn comma(&mut self) {
        self.text.push(',');
        self.written = self.written.saturating_add(1);
    }

    /// Moves lines so that they stand to the first one of theirs as before.
    fn verbatim(&mut self, text: &str, column: usize) {
        let mut rest = text.lines();
        self.text(rest.next().unwrap_or_default().trim_end());
        for line in rest {
            let words = line.trim();
            self.text.push('\n');
            self.written = self.start.saturating_add(indentation(line).saturating_sub(column));
            if !words.is_empty() {
                self.text.extend(std::iter::repeat_n(' ', self.written));
                self.text.push_str(words);
                self.written = self.written.saturating_add(words.chars().count());
            }
        }
    }

    fn new_line(&mut self, is_blank: bool) {
        if let Some(comment) = self.comment.take() {
            self.has_space = true;
            self.append(comment);
        }
        if 0 < self.written {
            self.text.push('\n');
        }
        if is_blank && !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
        (self.written, self.has_space, self.is_over) = (0, false, false);
    }
}

/// How far to the right a line starts; a tab is as wide as an indentation.
pub(crate) fn indentation(line: &str) -> usize {
    let space = line.chars().take_while(|character| matches!(character, ' ' | '\t'));
    space.map(|character| if character == '\t' { INDENT } else { 1 }).sum()
}
