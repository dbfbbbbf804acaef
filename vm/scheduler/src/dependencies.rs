//! The dependency graph of a batch.
use vm_access::Mode;

use crate::places::{PlaceId, Places, Task, TxIndex};

/// What must wait for what.
///
/// Nodes are tasks, in batch order, and joins between them. Edges that follow from others are mostly left out: of
/// several writers of a place only the last one is named, since it waited for those before it.
#[derive(Clone, Debug)]
pub struct Dependencies {
    /// In an order in which every edge points forward.
    nodes: Vec<Node>,
    /// `edges[starts[i]..starts[i + 1]]` lead into node `i`.
    starts: Vec<u32>,
    edges: Vec<Edge>,
    /// The node of each task.
    of_task: Vec<u32>,
}

/// A node of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// A task.
    Task(TxIndex),
    /// The end of all that lead into it; costs nothing and occupies no core.
    Join,
}

/// An edge, seen from the node that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The index of the node waited for.
    pub from: u32,
    /// Which access of the waiting task forces the edge (the first of several); nothing at a join.
    pub access: Option<u32>,
}

impl Dependencies {
    /// Builds the graph of `tasks`, given in batch order.
    ///
    /// # Panics
    ///
    /// When a task names a place that is not in `places`.
    pub fn of(places: &Places, tasks: &[Task]) -> Self {
        let named = tasks.iter().flat_map(|task| &task.accesses).map(|access| access.1);
        let above = places.named_above(named);
        let mut builder = Builder { above, memory: Vec::new(), graph: Self::empty() };
        builder.memory.resize_with(places.len(), Memory::default);
        for (tx, task) in (0..).map(TxIndex).zip(tasks) {
            builder.task(tx, task);
        }
        builder.graph
    }

    /// How many tasks there are.
    pub fn task_count(&self) -> usize {
        self.of_task.len()
    }

    /// How many edges there are, those into joins included.
    pub fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// All nodes, in an order in which every edge points forward.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The edges into the node with index `node`.
    pub fn edges_into(&self, node: usize) -> &[Edge] {
        &self.edges[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    /// The edges into a task.
    pub fn edges_of(&self, task: TxIndex) -> &[Edge] {
        self.edges_into(self.of_task[task.index()] as usize)
    }

    /// The tasks that `task` waits for, ascending, and for each the index of the access that forces it.
    pub fn predecessors(&self, task: TxIndex) -> Vec<(TxIndex, u32)> {
        let mut found = Vec::new();
        let edges = self.edges_of(task).iter();
        for (edge, access) in edges.filter_map(|edge| Some((edge, edge.access?))) {
            let mut open = vec![edge.from as usize];
            while let Some(node) = open.pop() {
                match self.nodes[node] {
                    Node::Task(before) => found.push((before, access)),
                    Node::Join => {
                        open.extend(self.edges_into(node).iter().map(|edge| edge.from as usize));
                    }
                }
            }
        }
        found.sort_unstable();
        found.dedup_by_key(|(before, _)| *before);
        found
    }

    /// How many tasks wait for any other.
    pub fn dependent_count(&self) -> usize {
        (0..)
            .map(TxIndex)
            .take(self.task_count())
            .filter(|tx| !self.edges_of(*tx).is_empty())
            .count()
    }

    /// How many tasks the largest connected part of the graph has.
    pub fn largest_component(&self) -> usize {
        let mut parts = Parts((0..self.nodes.len()).collect());
        for node in 0..self.nodes.len() {
            for edge in self.edges_into(node) {
                parts.unite(node, edge.from as usize);
            }
        }
        let mut sizes = vec![0usize; self.nodes.len()];
        for node in &self.of_task {
            sizes[parts.root(*node as usize)] += 1;
        }
        sizes.into_iter().max().unwrap_or(0)
    }

    fn empty() -> Self {
        Self { nodes: Vec::new(), starts: vec![0], edges: Vec::new(), of_task: Vec::new() }
    }

    fn push(&mut self, node: Node, edges: &[Edge]) -> u32 {
        let index = narrow(self.nodes.len());
        self.nodes.push(node);
        self.edges.extend_from_slice(edges);
        self.starts.push(narrow(self.edges.len()));
        index
    }
}

/// Disjoint sets of nodes: each points towards the root of its set.
struct Parts(Vec<usize>);

impl Parts {
    fn root(&mut self, mut node: usize) -> usize {
        while self.0[node] != node {
            self.0[node] = self.0[self.0[node]];
            node = self.0[node];
        }
        node
    }

    fn unite(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}

/// Somebody who wrote or added, and where.
#[derive(Clone, Copy)]
struct Mark {
    tx: TxIndex,
    node: u32,
    place: PlaceId,
}

/// What a place remembers of the tasks so far.
#[derive(Default)]
struct Memory {
    /// Who last wrote at this very place.
    writer: Option<Mark>,
    /// Who has added at this very place since.
    adders: Gathered,
    /// Who has written strictly below.
    writers_below: Gathered,
    /// Who has added strictly below.
    adders_below: Gathered,
}

/// Marks, of which those already asked for once are behind one join.
#[derive(Default)]
struct Gathered {
    joined: Option<(u32, TxIndex)>,
    fresh: Vec<Mark>,
}

struct Builder {
    above: Vec<Option<PlaceId>>,
    memory: Vec<Memory>,
    graph: Dependencies,
}

impl Builder {
    fn task(&mut self, tx: TxIndex, task: &Task) {
        let mut edges = Vec::new();
        for (access, (mode, place)) in (0..).zip(&task.accesses) {
            self.look(*mode, *place, |from| edges.push(Edge { from, access: Some(access) }));
        }
        // Sorted by node, then by access: of several the first is kept.
        edges.sort_unstable_by_key(|edge| (edge.from, edge.access));
        edges.dedup_by_key(|edge| edge.from);
        let node = self.graph.push(Node::Task(tx), &edges);
        self.graph.of_task.push(node);
        for (mode, place) in &task.accesses {
            self.note(*mode, Mark { tx, node, place: *place });
        }
    }

    /// Finds all nodes that an access must wait for.
    fn look(&mut self, mode: Mode, place: PlaceId, mut wait: impl FnMut(u32)) {
        let last = self.last_writer(place);
        if let Some(last) = last {
            wait(last.node);
        }
        let waits_for_adders = mode != Mode::Adds;
        let mut gathered = vec![self.gather(place, |memory| &mut memory.writers_below)];
        if waits_for_adders {
            gathered.push(self.gather(place, |memory| &mut memory.adders_below));
            let mut next = Some(place);
            while let Some(place) = next {
                gathered.push(self.gather(place, |memory| &mut memory.adders));
                next = self.above[place.index()];
            }
        }
        let gathered = gathered.into_iter().flatten();
        gathered.filter(|(_, newest)| is_later(*newest, last)).for_each(|(node, _)| wait(node));
    }

    /// Finds the last of the writers of a place and of all above it: it waited for the others, and for
    /// whatever was done before it anywhere at or below this place.
    fn last_writer(&self, place: PlaceId) -> Option<Mark> {
        let chain = std::iter::successors(Some(place), |place| self.above[place.index()]);
        chain.filter_map(|place| self.memory[place.index()].writer).max_by_key(|mark| mark.tx)
    }

    /// Puts all marks of a list of a place behind one node; gives it, and the newest mark.
    ///
    /// What its last writer waited for is dropped for good: that holds for all who will ask here.
    fn gather(
        &mut self,
        place: PlaceId,
        list: fn(&mut Memory) -> &mut Gathered,
    ) -> Option<(u32, TxIndex)> {
        let writer = self.last_writer(place);
        let gathered = std::mem::take(list(&mut self.memory[place.index()]));
        let mut edges = Vec::new();
        let mut newest = None;
        if let Some((node, tx)) = gathered.joined.filter(|(_, tx)| is_later(*tx, writer)) {
            newest = Some(tx);
            edges.push(Edge { from: node, access: None });
        }
        for mark in gathered.fresh {
            let overwriter = self.memory[mark.place.index()].writer;
            let is_overwritten = overwriter.is_some_and(|writer| mark.tx < writer.tx);
            if is_later(mark.tx, writer) && !is_overwritten {
                newest = newest.max(Some(mark.tx));
                edges.push(Edge { from: mark.node, access: None });
            }
        }
        edges.sort_unstable_by_key(|edge| edge.from);
        edges.dedup();
        let node = match edges.as_slice() {
            [] => return None,
            [edge] => edge.from,
            edges => self.graph.push(Node::Join, edges),
        };
        let joined = newest.map(|newest| (node, newest));
        list(&mut self.memory[place.index()]).joined = joined;
        joined
    }

    /// Remembers what a task did, for those after it.
    fn note(&mut self, mode: Mode, mark: Mark) {
        let memory = &mut self.memory[mark.place.index()];
        match mode {
            Mode::Reads => return,
            Mode::Adds => memory.adders.fresh.push(mark),
            Mode::Writes => *memory = Memory { writer: Some(mark), ..Memory::default() },
        }
        let mut next = self.above[mark.place.index()];
        while let Some(place) = next {
            let memory = &mut self.memory[place.index()];
            match mode {
                Mode::Reads => {}
                Mode::Adds => memory.adders_below.fresh.push(mark),
                Mode::Writes => memory.writers_below.fresh.push(mark),
            }
            next = self.above[place.index()];
        }
    }
}

fn is_later(tx: TxIndex, writer: Option<Mark>) -> bool {
    writer.is_none_or(|writer| writer.tx < tx)
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("a batch has under 2^32 accesses")
}
