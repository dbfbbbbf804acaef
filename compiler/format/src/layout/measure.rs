//! What must be known of a text before its first line is chosen.

use super::{Group, GroupId, Layout, Op};

/// Widths of a text, were it all one line, and what its groups hold.
pub(super) struct Measure {
    /// For each op how many columns stand before it.
    before: Vec<usize>,
    /// For each op the next one, itself included, where a line may end.
    next_break: Vec<usize>,
}

impl Measure {
    /// How many columns stand from one op to another.
    pub(super) fn width(&self, from: usize, to: usize) -> usize {
        let before = |at: usize| self.before.get(at).or(self.before.last()).copied().unwrap_or(0);
        before(to).saturating_sub(before(from))
    }

    /// The first place from `at` on where a line may end.
    pub(super) fn next_break(&self, at: usize) -> usize {
        self.next_break.get(at).copied().unwrap_or(self.before.len())
    }
}

/// Measures a text; fills in what its groups hold.
pub(super) fn measure(layout: &mut Layout<'_>) -> Measure {
    let mut scan = Scan { groups: &mut layout.groups, open: Vec::new(), has_comment: false };
    let mut before = Vec::with_capacity(layout.ops.len().saturating_add(1));
    let mut sum = 0_usize;
    for (at, op) in layout.ops.iter().enumerate() {
        before.push(sum);
        sum = sum.saturating_add(width(op));
        scan.read(at, op);
    }
    before.push(sum);
    Measure { before, next_break: next_breaks(&layout.ops) }
}

/// How many columns an op takes in one line.
fn width(op: &Op<'_>) -> usize {
    match op {
        Op::Text(text) => text.chars().count(),
        Op::Verbatim(text, _) => text.lines().next().unwrap_or_default().chars().count(),
        Op::Space | Op::Fill | Op::Line { is_space: true, .. } => 1,
        Op::Line { is_space: false, .. }
        | Op::Comment(_)
        | Op::NewLine { .. }
        | Op::Comma
        | Op::Open(_)
        | Op::Close
        | Op::Indent
        | Op::Dedent => 0,
    }
}

fn next_breaks(ops: &[Op<'_>]) -> Vec<usize> {
    let mut next = ops.len();
    let mut breaks = vec![next; ops.len()];
    for ((at, op), slot) in ops.iter().enumerate().zip(&mut breaks).rev() {
        if matches!(op, Op::Line { .. } | Op::Fill | Op::NewLine { .. } | Op::Comment(_)) {
            next = at;
        }
        *slot = next;
    }
    breaks
}

struct Scan<'g> {
    groups: &'g mut [Group],
    open: Vec<GroupId>,
    /// Whether the last thing was a comment to the end of the line.
    has_comment: bool,
}

impl Scan<'_> {
    fn read(&mut self, at: usize, op: &Op<'_>) {
        match op {
            Op::Text(_) => self.end_comment(at),
            Op::Comment(_) => {
                self.end_comment(at);
                self.has_comment = true;
            }
            Op::NewLine { .. } | Op::Verbatim(..) => {
                self.has_comment = false;
                self.force(at);
            }
            Op::Line { .. } | Op::Fill => self.line(at),
            Op::Open(id) => {
                if self.has_comment {
                    self.force(at);
                }
                self.open.push(*id);
            }
            Op::Close => {
                let group = self.open.pop().and_then(|id| self.groups.get_mut(id.index()));
                if let Some(group) = group {
                    group.end = at;
                }
            }
            Op::Space | Op::Comma | Op::Indent | Op::Dedent => {}
        }
    }

    fn line(&mut self, at: usize) {
        let has_comment = self.has_comment;
        self.end_comment(at);
        let innermost = self.open.last().and_then(|id| self.groups.get_mut(id.index()));
        let Some(group) = innermost else { return };
        group.line.get_or_insert(at);
        group.is_broken |= has_comment;
        if group.is_broken {
            self.force(at);
        }
    }

    /// Something follows a comment: a line breaks in all groups that hold both.
    fn end_comment(&mut self, at: usize) {
        if std::mem::take(&mut self.has_comment) {
            self.force(at);
        }
    }

    fn force(&mut self, at: usize) {
        for id in self.open.iter().rev() {
            match self.groups.get_mut(id.index()) {
                Some(group) if group.forced.is_none() => group.forced = Some(at),
                // Then those around it know already.
                _ => return,
            }
        }
    }
}
