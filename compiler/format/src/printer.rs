//! Goes over the tokens of a file, which the tree only arranges: each is written once and in order, with its comments.

mod list;

pub(crate) use list::Shape;

use crate::layout::{GroupId, Layout, Op, Style};
use crate::tokens::{Comment, Token, Tokens};

/// Writes a file.
#[derive(Debug)]
pub(crate) struct Printer<'a> {
    tokens: &'a Tokens<'a>,
    /// Position of the next token.
    at: usize,
    /// Position of the next comment.
    comment: usize,
    layout: Layout<'a>,
    /// Whether lines break where comments make them alone.
    is_flat: bool,
    /// Groups that wait for the brace after which they may leave it to others to break.
    hugging: Vec<GroupId>,
}

impl<'a> Printer<'a> {
    pub(crate) fn new(tokens: &'a Tokens<'a>) -> Self {
        Self {
            tokens,
            at: 0,
            comment: 0,
            layout: Layout::default(),
            is_flat: false,
            hugging: Vec::new(),
        }
    }

    pub(crate) fn into_layout(self) -> Layout<'a> {
        self.layout
    }

    // ── What comes ─────────────────────────────────────────────────────────────────────────────

    fn token(&self, steps: usize) -> Option<&'a Token<'a>> {
        self.tokens.list.get(self.at.saturating_add(steps))
    }

    /// The text of the token some steps ahead; nothing at the end of the file.
    pub(crate) fn text_at(&self, steps: usize) -> &'a str {
        self.token(steps).map_or("", |token| token.text)
    }

    /// Whether this is the next token.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text_at(0) == text
    }

    /// Where the next token starts.
    pub(crate) fn place(&self) -> u32 {
        self.token(0).map_or(u32::MAX, |token| token.start)
    }

    /// How many opening parentheses come next, before a place.
    pub(crate) fn parens(&self, end: u32) -> usize {
        let rest = self.tokens.list.get(self.at..).unwrap_or_default();
        rest.iter().take_while(|token| token.text == "(" && token.start < end).count()
    }

    /// How many closing parentheses stand at a place.
    pub(crate) fn closing_parens(&self, place: u32) -> usize {
        let from = self.tokens.list.partition_point(|token| token.start < place);
        let rest = self.tokens.list.get(from..).unwrap_or_default();
        rest.iter().take_while(|token| token.text == ")").count()
    }

    /// How many columns the tokens up to a place take, spaces left aside; `None` if comments stand between them.
    pub(crate) fn width_until(&self, end: u32) -> Option<usize> {
        let rest = self.tokens.list.get(self.at..).unwrap_or_default();
        let mut tokens = rest.iter().take_while(|token| token.start < end).peekable();
        let mut sum = 0_usize;
        while let Some(token) = tokens.next() {
            let next = tokens.peek();
            if next.is_some_and(|next| token.trailing.start < next.leading.end) {
                return None;
            }
            sum = sum.saturating_add(token.text.len());
        }
        Some(sum)
    }

    /// Whether everything has been written.
    pub(crate) fn is_end(&self) -> bool {
        self.text_at(0).is_empty()
    }

    /// Whether an empty line stands before the next token or its comments.
    pub(crate) fn is_after_blank(&self) -> bool {
        let lines = match self.leading() {
            [first, ..] => first.lines_before,
            [] => self.token(0).map_or(0, |token| token.lines_before),
        };
        1 < lines
    }

    /// Whether comments on lines of their own stand before the next token.
    pub(crate) fn has_comment_lines(&self) -> bool {
        self.leading().iter().any(|comment| 0 < comment.lines_before)
    }

    /// Whether comments stand before the next token.
    pub(crate) fn has_comments(&self) -> bool {
        !self.leading().is_empty()
    }

    /// Comments before the next token that have not been written.
    fn leading(&self) -> &'a [Comment<'a>] {
        let end = self.token(0).map_or(self.comment, |token| token.leading.end);
        self.tokens.comments.get(self.comment..end).unwrap_or_default()
    }

    /// Whether a line ends right behind the bracket at a place.
    pub(crate) fn breaks_after(&self, bracket: u32) -> bool {
        let rest = self.tokens.text.get(bracket as usize..).unwrap_or_default();
        let inside = rest.get(1..).unwrap_or_default();
        let space = inside.len().saturating_sub(inside.trim_start().len());
        inside.get(..space).unwrap_or_default().contains('\n')
    }

    // ── What is written ────────────────────────────────────────────────────────────────────────

    /// Writes the comments before the next token.
    pub(crate) fn comments(&mut self) {
        let leading = self.leading();
        let Some(token) = self.token(0) else { return };
        self.comment = self.comment.saturating_add(leading.len());
        for (index, comment) in leading.iter().enumerate() {
            if index == 0 && 0 < comment.lines_before {
                self.new_line(false);
            } else if index == 0 && !self.is_after_bracket() {
                self.space();
            }
            self.comment(comment);
            match leading.get(index.saturating_add(1)) {
                Some(next) if 0 < next.lines_before => self.new_line(1 < next.lines_before),
                Some(_) => self.space(),
                None => self.after_comment(comment, token),
            }
        }
    }

    /// Writes what stands between a token and the last comment before it.
    fn after_comment(&mut self, comment: &Comment<'a>, token: &Token<'a>) {
        let is_closing = matches!(token.text, ")" | "]" | "}" | "");
        let is_glued = is_closing || matches!(token.text, "," | ";" | "." | "::" | ">");
        // A closing bracket follows what stands behind the opening one.
        let is_inside = is_closing && comment.lines_before == 0 && !comment.is_line;
        if 0 < token.lines_before && !is_inside {
            self.new_line(1 < token.lines_before && !is_glued);
        } else if !is_glued {
            self.space();
        }
    }

    fn is_after_bracket(&self) -> bool {
        matches!(self.before(), "" | "(" | "[" | "{" | "<")
    }

    /// The text of the token before the next one; nothing at the start of the file.
    pub(crate) fn before(&self) -> &'a str {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.list.get(at));
        before.map_or("", |token| token.text)
    }

    fn comment(&mut self, comment: &Comment<'a>) {
        self.layout.push(if comment.is_line {
            Op::Comment(comment.text)
        } else if comment.text.contains('\n') {
            Op::Verbatim(comment.text, comment.column)
        } else {
            Op::Text(comment.text)
        });
    }

    /// Writes the next token with its comments.
    pub(crate) fn take(&mut self) {
        self.comments();
        if let Some(token) = self.token(0) {
            if !token.text.is_empty() {
                self.layout.push(Op::Text(token.text));
            }
            self.pass(token);
        }
    }

    /// Writes the comments of the next token, which itself is left out.
    fn leave_out(&mut self) {
        self.comments();
        if let Some(token) = self.token(0) {
            self.pass(token);
        }
    }

    /// Goes on behind a token, over the comments behind it.
    fn pass(&mut self, token: &Token<'a>) {
        let trailing = self.tokens.comments.get(token.trailing.clone()).unwrap_or_default();
        for comment in trailing {
            self.space();
            self.comment(comment);
        }
        self.comment = token.trailing.end;
        self.at = self.at.saturating_add(1).min(self.tokens.list.len());
    }

    /// Writes the next token if it is this one.
    pub(crate) fn take_if(&mut self, text: &str) -> bool {
        let is_next = self.is(text);
        if is_next {
            self.take();
        }
        is_next
    }

    /// Writes some tokens with nothing between.
    pub(crate) fn glue(&mut self, count: usize) {
        (0..count).for_each(|_| self.take());
    }

    /// Writes some tokens with spaces between.
    pub(crate) fn words(&mut self, count: usize) {
        for index in 0..count {
            if 0 < index {
                self.space();
            }
            self.take();
        }
    }

    /// Writes a token with spaces around it.
    pub(crate) fn infix(&mut self) {
        self.space();
        self.take();
        self.space();
    }

    pub(crate) fn space(&mut self) {
        self.layout.push(Op::Space);
    }

    pub(crate) fn new_line(&mut self, is_blank: bool) {
        self.layout.push(Op::NewLine { is_blank });
    }

    /// Ends a line between two things that stand under each other; an empty line between them stays.
    pub(crate) fn separate(&mut self) {
        self.new_line(self.is_after_blank());
    }

    /// A place where a line may break.
    pub(crate) fn line(&mut self, is_space: bool) {
        self.line_after(is_space, false);
    }

    /// A place where a line may break, with an empty line if it does and that is wanted.
    fn line_after(&mut self, is_space: bool, is_blank: bool) {
        if !self.is_flat {
            self.layout.push(Op::Line { is_space, is_blank });
        } else if is_space {
            self.space();
        }
    }

    /// Writes something that gives others the precedence in breaking: it stays in one line.
    pub(crate) fn flat(&mut self, write: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.is_flat, true);
        write(self);
        self.is_flat = before;
    }

    pub(crate) fn indent(&mut self) {
        self.layout.push(Op::Indent);
    }

    pub(crate) fn dedent(&mut self) {
        self.layout.push(Op::Dedent);
    }

    pub(crate) fn open(&mut self, style: Style) -> GroupId {
        self.layout.open(style)
    }

    pub(crate) fn close(&mut self) {
        self.layout.push(Op::Close);
    }

    /// Writes something whose lines break together, or not at all.
    pub(crate) fn grouped(&mut self, write: impl FnOnce(&mut Self)) {
        self.open(Style::Plain);
        write(self);
        self.close();
    }

    /// Writes what follows `=`, `=>` and the like: behind it, or on the next line if it fits there.
    pub(crate) fn hang(&mut self, style: Style, value: impl FnOnce(&mut Self, GroupId)) {
        let group = self.open(style);
        if self.has_comment_lines() {
            self.layout.break_group(group);
        }
        self.indent();
        self.line(true);
        self.comments();
        value(self, group);
        self.dedent();
        self.close();
    }

    /// Makes groups wait for the next brace: if it still fits, it is what breaks.
    pub(crate) fn hug(&mut self, group: GroupId) {
        self.hugging.push(group);
    }

    /// Tells those that wait for a brace that it has been written.
    pub(crate) fn hugged(&mut self) {
        for group in std::mem::take(&mut self.hugging) {
            self.layout.mark(group);
        }
    }
}
