//! Who was borrowed from whom: a graph whose nodes are places and the references in use.
//!
//! An edge says by which way a reference leads into its parent's place. A new borrow of a place becomes the parent of those
//! that were made of it before, so an older one may still be used as long as the newer rests. A reference that is used
//! no more leaves the graph, and what was borrowed from it then hangs on its parents.

use std::collections::{BTreeMap, BTreeSet};

use vm_bytecode::{CodePoint, FieldId, Register, VariantId};

/// What is borrowed from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Node {
    /// A register that holds a value.
    Local(Register),
    /// Resources of one of the function's types, by its number.
    Global(u32),
    /// What a reference leads to.
    Reference(Register),
}

/// A step from a place into a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Field(FieldId),
    VariantField(VariantId, FieldId),
}

/// The way from a place to a part; `is_open` if it may go on from there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Path {
    steps: Vec<Step>,
    is_open: bool,
}

/// What is known of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Loan {
    pub(crate) is_mutable: bool,
    /// Where it was made; `None` for a parameter.
    pub(crate) made: Option<CodePoint>,
}

/// Ways from one node to one reference that are told apart.
const PATHS_MAX: usize = 16;
/// Steps of a way that are told apart: no type is deeper.
const STEPS_MAX: usize = 16;

type Paths = BTreeSet<Path>;

/// The references in use and what they were borrowed from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Graph {
    loans: BTreeMap<Register, Loan>,
    children: BTreeMap<Node, BTreeMap<Register, Paths>>,
    parents: BTreeMap<Register, BTreeSet<Node>>,
    /// Edges that operations have looked at since [`Graph::take_steps`].
    steps: usize,
}

impl Path {
    /// Somewhere in the place.
    pub(crate) const INSIDE: Self = Self { steps: Vec::new(), is_open: true };

    fn of(step: Option<Step>) -> Self {
        Self { steps: step.into_iter().collect(), is_open: false }
    }

    fn then(&self, next: &Self) -> Self {
        if self.is_open {
            return self.clone();
        }
        let mut steps = self.steps.clone();
        steps.extend(next.steps.iter().copied());
        let is_open = next.is_open || STEPS_MAX < steps.len();
        steps.truncate(STEPS_MAX);
        Self { steps, is_open }
    }

    /// Whether it may meet the part at `step`; all of the place without one.
    fn meets(&self, step: Option<Step>) -> bool {
        match (self.steps.first(), step) {
            (None, _) | (_, None) => true,
            (Some(own), Some(step)) => *own == step,
        }
    }

    /// What is left behind `step`; `None` if it does not begin with it.
    fn behind(&self, step: Option<Step>) -> Option<Self> {
        let Some(step) = step else { return Some(self.clone()) };
        let (first, rest) = self.steps.split_first()?;
        (*first == step).then(|| Self { steps: rest.to_vec(), is_open: self.is_open })
    }
}

impl Graph {
    /// Edges looked at since the last call.
    pub(crate) fn take_steps(&mut self) -> usize {
        std::mem::take(&mut self.steps)
    }

    /// A reference that is borrowed from nothing here.
    pub(crate) fn add(&mut self, reference: Register, loan: Loan) {
        self.loans.insert(reference, loan);
    }

    pub(crate) fn loan(&self, reference: Register) -> Option<Loan> {
        self.loans.get(&reference).copied()
    }

    /// The references in use.
    pub(crate) fn references(&self) -> impl ExactSizeIterator<Item = Register> {
        self.loans.keys().copied()
    }

    /// How many pairs of a place and a reference into it there are.
    pub(crate) fn edge_count(&self) -> usize {
        self.children.values().map(BTreeMap::len).fold(0, usize::saturating_add)
    }

    /// A reference borrowed from `parent`, from all of it or what is at a step, or somewhere in it.
    pub(crate) fn borrow(&mut self, parent: Node, path: Path, child: Register) {
        self.connect(parent, child, [path]);
    }

    /// Like [`Graph::borrow`]; what was borrowed there before is then borrowed from `child`.
    pub(crate) fn borrow_exactly(&mut self, parent: Node, step: Option<Step>, child: Register) {
        let mut moved: Vec<(Register, Paths)> = Vec::new();
        if let Some(children) = self.children.get_mut(&parent) {
            for (other, paths) in children.iter_mut() {
                self.steps = self.steps.saturating_add(paths.len());
                let inside: Paths = paths.iter().filter_map(|path| path.behind(step)).collect();
                if !inside.is_empty() {
                    paths.retain(|path| path.behind(step).is_none());
                    moved.push((*other, inside));
                }
            }
        }
        for (other, inside) in moved {
            self.drop_if_empty(parent, other);
            self.connect(Node::Reference(child), other, inside);
        }
        self.connect(parent, child, [Path::of(step)]);
    }

    /// Takes a reference that is used no more out of the graph.
    pub(crate) fn release(&mut self, reference: Register) {
        if self.loans.remove(&reference).is_none() {
            return;
        }
        let children = self.children.remove(&Node::Reference(reference)).unwrap_or_default();
        for child in children.keys() {
            if let Some(parents) = self.parents.get_mut(child) {
                parents.remove(&Node::Reference(reference));
            }
        }
        for parent in self.parents.remove(&reference).unwrap_or_default() {
            let Some(siblings) = self.children.get_mut(&parent) else { continue };
            let above = siblings.remove(&reference).unwrap_or_default();
            if siblings.is_empty() {
                self.children.remove(&parent);
            }
            self.steps = self.steps.saturating_add(1);
            for (child, below) in &children {
                let ways = above.iter().flat_map(|way| below.iter().map(|path| way.then(path)));
                self.connect(parent, *child, ways.collect::<Vec<_>>());
            }
        }
    }

    /// Gives a reference another register, which holds none.
    pub(crate) fn rename(&mut self, from: Register, to: Register) {
        if from == to {
            return;
        }
        let Some(loan) = self.loans.remove(&from) else { return };
        self.loans.insert(to, loan);
        if let Some(children) = self.children.remove(&Node::Reference(from)) {
            for child in children.keys() {
                if let Some(parents) = self.parents.get_mut(child) {
                    parents.remove(&Node::Reference(from));
                    parents.insert(Node::Reference(to));
                }
            }
            self.children.insert(Node::Reference(to), children);
        }
        if let Some(parents) = self.parents.remove(&from) {
            for parent in &parents {
                let Some(children) = self.children.get_mut(parent) else { continue };
                if let Some(paths) = children.remove(&from) {
                    children.insert(to, paths);
                }
            }
            self.parents.insert(to, parents);
        }
    }

    /// A reference borrowed from `node`, if there is one.
    pub(crate) fn borrower(&self, node: Node) -> Option<Register> {
        self.children.get(&node)?.keys().next().copied()
    }

    /// A mutable reference to what is at `step` of `node`, or to a part or the whole of that.
    pub(crate) fn mutable_borrower(&self, node: Node, step: Option<Step>) -> Option<Register> {
        let mut meeting = self.meeting(node, step);
        meeting.find(|it| self.loan(*it).is_some_and(|loan| loan.is_mutable))
    }

    /// A reference to all of `node`, or to no one knows what of it; mutable ones alone on demand.
    pub(crate) fn whole_borrower(&self, node: Node, must_be_mutable: bool) -> Option<Register> {
        let mut children = self.children.get(&node)?.iter();
        let is_whole = |paths: &Paths| paths.iter().any(|path| path.steps.is_empty());
        let fits = |child: &Register| {
            !must_be_mutable || self.loan(*child).is_some_and(|loan| loan.is_mutable)
        };
        children.find(|(child, paths)| is_whole(paths) && fits(child)).map(|(child, _)| *child)
    }

    /// Places other than references that something is borrowed from, with a borrower each.
    pub(crate) fn borrowed_roots(&self) -> impl Iterator<Item = (Node, Register)> {
        let roots = self.children.range(..=Node::Global(u32::MAX));
        roots.filter_map(|(node, children)| Some((*node, *children.keys().next()?)))
    }

    /// The numbers of the resource types that something is borrowed from, with a borrower each.
    pub(crate) fn borrowed_resources(&self) -> impl Iterator<Item = (u32, Register)> {
        let resources = self.children.range(Node::Global(0)..=Node::Global(u32::MAX));
        resources.filter_map(|(node, children)| match node {
            Node::Global(number) => Some((*number, *children.keys().next()?)),
            Node::Local(_) | Node::Reference(_) => None,
        })
    }

    /// Adds what another graph knows; whether that is anything new.
    pub(crate) fn join(&mut self, other: &Self) -> bool {
        let mut has_changed = false;
        for (reference, loan) in &other.loans {
            let known = self.loans.entry(*reference).or_insert_with(|| {
                has_changed = true;
                *loan
            });
            if loan.made < known.made {
                known.made = loan.made;
                has_changed = true;
            }
        }
        for (parent, children) in &other.children {
            for (child, paths) in children {
                has_changed |= self.connect(*parent, *child, paths.iter().cloned());
            }
        }
        has_changed
    }

    fn meeting(&self, node: Node, step: Option<Step>) -> impl Iterator<Item = Register> {
        let children = self.children.get(&node).into_iter().flatten();
        let meeting = children.filter(move |(_, paths)| paths.iter().any(|it| it.meets(step)));
        meeting.map(|(child, _)| *child)
    }

    /// Adds ways from `parent` to `child`; whether one was not known.
    fn connect(
        &mut self,
        parent: Node,
        child: Register,
        ways: impl IntoIterator<Item = Path>,
    ) -> bool {
        if parent == Node::Reference(child) {
            return false;
        }
        self.parents.entry(child).or_default().insert(parent);
        let paths = self.children.entry(parent).or_default().entry(child).or_default();
        let mut has_changed = false;
        for way in ways {
            self.steps = self.steps.saturating_add(1);
            if paths.contains(&Path::INSIDE) || !paths.insert(way) {
                continue;
            }
            has_changed = true;
            if PATHS_MAX < paths.len() {
                *paths = Paths::from([Path::INSIDE]);
            }
        }
        has_changed
    }

    fn drop_if_empty(&mut self, parent: Node, child: Register) {
        let Some(children) = self.children.get_mut(&parent) else { return };
        if !children.get(&child).is_some_and(BTreeSet::is_empty) {
            return;
        }
        children.remove(&child);
        if children.is_empty() {
            self.children.remove(&parent);
        }
        if let Some(parents) = self.parents.get_mut(&child) {
            parents.remove(&parent);
        }
    }
}
