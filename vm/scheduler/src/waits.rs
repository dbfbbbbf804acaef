//! Waits, and those that were for nothing: the direct measure of over-declaration.
use std::collections::BTreeMap;

use crate::dependencies::{Dependencies, Node};
use crate::places::{Access, PlaceId, Places, Task, TxIndex, must_wait};

/// A task waits at one place for another, or for several at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Who waits.
    pub waiter: TxIndex,
    /// By which of its accesses.
    pub access: u32,
    /// For whom; of several behind a join, the last in batch order.
    pub writer: TxIndex,
    /// By which of that one's accesses: the first that may change the place.
    pub writer_access: u32,
    /// Whether none of those waited for has changed anything at the place: the wait was for nothing.
    pub is_unchanged: bool,
}

/// Lists the waits of a batch, one for each edge into a task.
///
/// `written` has, for each task, the places that it did change. A wait for many through a join is one wait.
///
/// # Panics
///
/// When `dependencies` are not those of `tasks`.
pub fn waits(
    places: &Places,
    tasks: &[Task],
    dependencies: &Dependencies,
    written: &[Vec<PlaceId>],
) -> Vec<Wait> {
    let mut seen = Changes { places, dependencies, written, known: BTreeMap::new() };
    let mut found = Vec::with_capacity(dependencies.edge_count());
    for (waiter, task) in (0..).map(TxIndex).zip(tasks) {
        for edge in dependencies.edges_of(waiter) {
            let access = edge.access.expect("every edge into a task names an access");
            let (mode, place) = task.accesses[access as usize];
            let writer = newest(dependencies, edge.from);
            let is_cause = |(own, at): &Access| must_wait(mode, *own) && places.overlap(*at, place);
            let cause = tasks[writer.index()].accesses.iter().position(is_cause);
            let cause = cause.expect("an edge comes from an access that conflicts");
            found.push(Wait {
                waiter,
                access,
                writer,
                writer_access: u32::try_from(cause).expect("a task has under 2^32 accesses"),
                is_unchanged: !seen.has_changed(edge.from, place),
            });
        }
    }
    found
}

/// The last task at or behind a node.
fn newest(dependencies: &Dependencies, mut node: u32) -> TxIndex {
    loop {
        // A join is made after all that is behind it, and its newest edge is the highest one: what it took
        // over from an older join came before what has been done since.
        match dependencies.nodes()[node as usize] {
            Node::Task(tx) => return tx,
            Node::Join => {
                let edges = dependencies.edges_into(node as usize).iter();
                let tasks = edges
                    .clone()
                    .map(|edge| edge.from)
                    .filter(|from| matches!(dependencies.nodes()[*from as usize], Node::Task(_)));
                let all = edges.map(|edge| edge.from);
                node = tasks.max().or(all.max()).expect("a join has edges");
            }
        }
    }
}

/// Whether anything behind a node has changed a place, kept for the joins asked for before: each is made of the one before
/// it and what came since, so a batch costs about its edges.
struct Changes<'a> {
    places: &'a Places,
    dependencies: &'a Dependencies,
    written: &'a [Vec<PlaceId>],
    known: BTreeMap<(u32, PlaceId), bool>,
}

impl Changes<'_> {
    fn has_changed(&mut self, node: u32, place: PlaceId) -> bool {
        let mut open = vec![node];
        let mut has_changed = false;
        while let Some(next) = open.pop()
            && !has_changed
        {
            has_changed =
                match (self.dependencies.nodes()[next as usize], self.known.get(&(next, place))) {
                    (Node::Task(tx), _) => {
                        let written = &self.written[tx.index()];
                        written.iter().any(|changed| self.places.overlap(*changed, place))
                    }
                    (Node::Join, Some(known)) => *known,
                    (Node::Join, None) => {
                        let edges = self.dependencies.edges_into(next as usize);
                        open.extend(edges.iter().map(|edge| edge.from));
                        false
                    }
                };
        }
        if self.dependencies.nodes()[node as usize] == Node::Join {
            self.known.insert((node, place), has_changed);
        }
        has_changed
    }
}
