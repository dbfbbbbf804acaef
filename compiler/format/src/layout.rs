//! A text with the places where its lines may break, and the choice among them.
//!
//! Derek C. Oppen, "Prettyprinting" (1980), but for two things: the whole text is there before the first
//! line is chosen, so that widths are differences of sums; and what stands behind a group, up to the next
//! place where a line may break, has to fit too.

mod measure;
mod render;

pub(crate) use render::{indentation, render};

/// How many columns a line may have.
const COLUMNS: usize = 100;

/// How far lines inside brackets are moved to the right.
const INDENT: usize = 4;

/// A part of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Op<'a> {
    /// A token, or a comment of one line that more may follow.
    Text(&'a str),
    /// A comment to the end of the line: what follows it starts a new one.
    Comment(&'a str),
    /// Several lines that move as they are, and how far to the right their first one stood.
    Verbatim(&'a str, usize),
    /// A space, unless the line ends here.
    Space,
    /// A new line, unless one has just begun; after an empty one where that is wanted.
    NewLine { is_blank: bool },
    /// A new line if the innermost group is broken, else a space or nothing.
    Line { is_space: bool, is_blank: bool },
    /// A new line if what stands before the next one would not fit, else a space.
    Fill,
    /// A comma if the innermost group is broken. It goes before a comment that ends the line.
    Comma,
    /// Starts a group.
    Open(GroupId),
    /// Ends the innermost group.
    Close,
    /// Further right from here on, if the innermost group is broken.
    Indent,
    /// Ends what the last `Indent` began.
    Dedent,
}

/// Position of a group among all of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GroupId(u32);

impl GroupId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// When the lines of a group break; all of them do or none, those of groups inside left aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// If it does not fit in one line.
    Plain,
    /// If what follows its only `Line` then fits in one line, or if not even what that starts with fits before it.
    Hang,
    /// If not even what it starts with fits.
    Hug,
}

/// What there is to know of a group.
#[derive(Clone, Copy, Debug)]
struct Group {
    style: Style,
    /// Where its `Close` is.
    end: usize,
    /// Its first `Line`.
    line: Option<usize>,
    /// From where on a line is sure to break in it.
    forced: Option<usize>,
    /// Whether its own lines must break.
    is_broken: bool,
    /// What it starts with goes up to the first break behind this.
    mark: Option<usize>,
}

/// A text while it grows.
#[derive(Debug, Default)]
pub(crate) struct Layout<'a> {
    ops: Vec<Op<'a>>,
    groups: Vec<Group>,
}

impl<'a> Layout<'a> {
    pub(crate) fn push(&mut self, op: Op<'a>) {
        self.ops.push(op);
    }

    /// Starts a group.
    pub(crate) fn open(&mut self, style: Style) -> GroupId {
        let id = GroupId(u32::try_from(self.groups.len()).unwrap_or(u32::MAX));
        let end = self.ops.len();
        let group = Group { style, end, line: None, forced: None, is_broken: false, mark: None };
        self.groups.push(group);
        self.push(Op::Open(id));
        id
    }

    /// Breaks a group whatever its width.
    pub(crate) fn break_group(&mut self, id: GroupId) {
        if let Some(group) = self.groups.get_mut(id.index()) {
            group.is_broken = true;
        }
    }

    /// Puts the mark of a group here, once.
    pub(crate) fn mark(&mut self, id: GroupId) {
        let here = self.ops.len();
        if let Some(group) = self.groups.get_mut(id.index()) {
            group.mark.get_or_insert(here);
        }
    }
}
