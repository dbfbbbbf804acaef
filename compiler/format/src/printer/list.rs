//! What stands between brackets, with commas between.

use super::Printer;
use crate::layout::{Op, Style};

/// How a list is laid out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    close: &'static str,
    /// Whether a space stands inside the brackets of one line.
    has_space: bool,
    is_broken: bool,
    comma: Comma,
    fit: Fit,
}

/// Whether a comma ends the last line; where the list is one line, none does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comma {
    Never,
    /// But not behind a brace.
    AfterWords,
    Always,
}

/// What breaks if a list does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fit {
    /// All of its lines.
    Lines,
    /// As few lines as possible.
    Filled,
    /// Its only element, and its lines if it has more than one.
    Single,
    /// The block at the end of its last element, which this is.
    Block(usize),
}

impl Shape {
    /// `(a, b)`, `[a, b]`, `<a, b>`, `|a, b|`
    pub(crate) fn plain(close: &'static str) -> Self {
        Self { close, has_space: false, is_broken: false, comma: Comma::Never, fit: Fit::Lines }
    }

    /// `{a, b}`
    pub(crate) fn names() -> Self {
        Self { comma: Comma::Always, ..Self::plain("}") }
    }

    /// `{ a, b }`
    pub(crate) fn braces(is_broken: bool) -> Self {
        Self { has_space: true, is_broken, ..Self::names() }
    }

    /// `{ a => b, c => { … } }`
    pub(crate) fn arms(is_broken: bool) -> Self {
        Self { comma: Comma::AfterWords, ..Self::braces(is_broken) }
    }

    /// As many elements on a line as fit.
    pub(crate) fn filled(self) -> Self {
        Self { fit: Fit::Filled, ..self }
    }

    /// Without lines of its own, if it has but one element.
    pub(crate) fn single(self) -> Self {
        Self { fit: Fit::Single, ..self }
    }

    /// The last element ends in a block, which may break instead of the list; says which one that is.
    pub(crate) fn hugging(self, last: usize) -> Self {
        Self { fit: Fit::Block(last), ..self }
    }
}

impl Printer<'_> {
    /// Writes a list of these, its brackets included.
    pub(crate) fn list_of<T>(
        &mut self,
        shape: Shape,
        items: &[T],
        mut write: impl FnMut(&mut Self, &T),
    ) {
        self.list(shape, |printer, index| {
            if let Some(item) = items.get(index) {
                write(printer, item);
            }
        });
    }

    /// Writes a list, its brackets included; `element` is asked for one after the other.
    pub(crate) fn list(&mut self, shape: Shape, mut element: impl FnMut(&mut Self, usize)) {
        if shape.fit == Fit::Single && self.has_one_element(shape) {
            self.take();
            element(self, 0);
            if self.is(",") {
                self.leave_out();
            }
            self.take();
            return;
        }
        let is_hugging = matches!(shape.fit, Fit::Block(_));
        let group = self.open(if is_hugging { Style::Hug } else { Style::Plain });
        self.take();
        if self.is(shape.close) && !self.has_comments() {
            if shape.close == "|" {
                // Together they would be another token.
                self.space();
            }
            self.take();
            self.close();
            return;
        }
        if shape.is_broken {
            self.layout.break_group(group);
        }
        self.indent();
        for index in 0.. {
            if self.is(shape.close) || self.is_end() {
                break;
            }
            self.between(shape, index);
            if shape.fit == Fit::Block(index) {
                self.hug(group);
            }
            let before = self.at;
            element(self, index);
            self.comma(shape, before);
        }
        if self.has_comment_lines() {
            self.layout.break_group(group);
        }
        self.comments();
        self.dedent();
        self.line(shape.has_space);
        self.take();
        self.close();
    }

    /// Whether no comma stands between the brackets that come, brackets inside and one at the end left aside.
    fn has_one_element(&self, shape: Shape) -> bool {
        let mut depth = 0_usize;
        for steps in 0.. {
            match self.text_at(steps) {
                "(" | "[" => depth = depth.saturating_add(1),
                ")" | "]" => depth = depth.saturating_sub(1),
                "," if depth == 1 && self.text_at(steps.saturating_add(1)) != shape.close => {
                    return false;
                }
                "" => return false,
                _ => {}
            }
            if depth == 0 {
                return true;
            }
        }
        false
    }

    /// Starts an element.
    fn between(&mut self, shape: Shape, index: usize) {
        let is_blank = 0 < index && self.is_after_blank();
        if shape.fit == Fit::Filled && 0 < index {
            self.layout.push(Op::Fill);
        } else {
            self.line_after(shape.has_space || 0 < index, is_blank);
        }
        self.comments();
    }

    /// Ends the element that began at a token.
    fn comma(&mut self, shape: Shape, start: usize) {
        let is_comma = self.is(",");
        let is_last = self.text_at(usize::from(is_comma)) == shape.close;
        if is_comma && is_last && shape.close != "|" {
            self.comments();
            self.last_comma(shape, start);
            self.leave_out();
        } else if is_comma {
            self.take();
        } else if is_last {
            self.last_comma(shape, start);
        }
        if self.at == start {
            // Whatever it is, it is written.
            self.take();
        }
    }

    fn last_comma(&mut self, shape: Shape, start: usize) {
        let text = |at: usize| self.tokens.list.get(at).map_or("", |token| token.text);
        let is_wanted = match shape.comma {
            Comma::Never => false,
            Comma::AfterWords => self.before() != "}",
            Comma::Always => true,
        };
        if is_wanted && text(start) != ".." {
            self.layout.push(Op::Comma);
        }
    }
}
