//! Who follows whom, in the form that workers need.
use std::fmt;

use vm_scheduler::{Dependencies, Node, TxIndex};

/// Transactions for each hundred that the longest chain of waits has, below which one worker is enough: a second one would
/// mostly wait for the first.
const WORTHWHILE_PERCENT: u64 = 110;

/// What stands for a transaction at a join.
const JOIN: u32 = u32::MAX;

/// A node of a plan: a transaction, or a join of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// Which transactions follow which.
#[derive(Clone, Debug)]
pub struct Plan {
    /// `followers[starts[i]..starts[i + 1]]` follow node `i`, in ascending order.
    starts: Vec<u32>,
    followers: Vec<NodeId>,
    /// How many edges lead into each node.
    waits_for: Vec<u32>,
    /// The transaction of each node, or [`JOIN`].
    transactions: Vec<u32>,
    /// The node of each transaction.
    nodes: Vec<NodeId>,
    /// How many transactions the longest chain of waits has.
    span: u32,
}

/// Makes a [`Plan`] node by node, in an order in which every edge points forward.
#[derive(Clone, Debug, Default)]
pub struct PlanBuilder {
    /// The predecessors of all nodes, one node's after the other's.
    predecessors: Vec<NodeId>,
    waits_for: Vec<u32>,
    transactions: Vec<u32>,
    nodes: Vec<NodeId>,
    /// How many transactions the longest chain of waits up to each node has.
    spans: Vec<u32>,
}

impl Plan {
    /// Turns the dependencies around.
    ///
    /// # Panics
    ///
    /// When there are 2³² nodes or edges.
    pub fn of(dependencies: &Dependencies) -> Self {
        let nodes = dependencies.nodes().len();
        let mut builder = PlanBuilder::with_capacity(nodes, dependencies.edge_count());
        let mut predecessors = Vec::new();
        for (index, node) in dependencies.nodes().iter().enumerate() {
            predecessors.clear();
            let edges = dependencies.edges_into(index).iter();
            predecessors.extend(edges.map(|edge| NodeId(edge.from)));
            match node {
                Node::Task(tx) => {
                    assert_eq!(tx.index(), builder.nodes.len(), "tasks are in batch order");
                    builder.push(&predecessors);
                }
                Node::Join => {
                    builder.push_join(&predecessors);
                }
            }
        }
        builder.finish()
    }

    /// How many of `threads` workers have something to do: one, if hardly any two transactions can run side by side.
    ///
    /// Transactions count alike, since what they cost is known only after they have run.
    pub fn workers(&self, threads: usize) -> usize {
        let count = self.nodes.len() as u64;
        if count * 100 < u64::from(self.span) * WORTHWHILE_PERCENT { 1 } else { threads }
    }

    /// Whether so many workers have something to do all the time, as far as the longest chain of waits tells.
    pub fn has_for(&self, workers: usize) -> bool {
        u64::from(self.span) * workers as u64 <= self.nodes.len() as u64
    }

    /// How many transactions there are.
    pub fn transaction_count(&self) -> usize {
        self.nodes.len()
    }

    /// How many nodes there are, joins included.
    pub(crate) fn node_count(&self) -> u32 {
        narrow(self.transactions.len())
    }

    /// How many edges lead into each node.
    pub(crate) fn waits_for(&self) -> &[u32] {
        &self.waits_for
    }

    /// The nodes that follow a node.
    pub(crate) fn followers(&self, node: NodeId) -> &[NodeId] {
        &self.followers[self.starts[node.index()] as usize..self.starts[node.index() + 1] as usize]
    }

    /// The transaction of a node; `None` for a join.
    pub(crate) fn transaction(&self, node: NodeId) -> Option<TxIndex> {
        Some(self.transactions[node.index()]).filter(|tx| *tx != JOIN).map(TxIndex)
    }

    /// The node of a transaction.
    pub(crate) fn node(&self, tx: TxIndex) -> NodeId {
        self.nodes[tx.index()]
    }

    /// All transactions, in batch order.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = TxIndex> {
        (0..narrow(self.nodes.len())).map(TxIndex)
    }
}

impl PlanBuilder {
    /// Makes a builder with room for so many nodes and edges.
    pub fn with_capacity(nodes: usize, edges: usize) -> Self {
        Self {
            predecessors: Vec::with_capacity(edges),
            waits_for: Vec::with_capacity(nodes),
            transactions: Vec::with_capacity(nodes),
            nodes: Vec::with_capacity(nodes),
            spans: Vec::with_capacity(nodes),
        }
    }

    /// Adds the next transaction of the batch, which runs after `predecessors`. One that is named twice does no harm.
    ///
    /// # Panics
    ///
    /// When a predecessor is not a node yet, or there are 2³² − 1 nodes.
    pub fn push(&mut self, predecessors: &[NodeId]) -> NodeId {
        let tx = narrow(self.nodes.len());
        let node = self.add(predecessors, tx, 1);
        self.nodes.push(node);
        node
    }

    /// Adds a join: whoever names it as a predecessor runs after `predecessors`. It is no transaction, and costs no worker.
    ///
    /// # Panics
    ///
    /// As [`Self::push`] does.
    pub fn push_join(&mut self, predecessors: &[NodeId]) -> NodeId {
        self.add(predecessors, JOIN, 0)
    }

    /// Turns predecessors into followers.
    ///
    /// # Panics
    ///
    /// When there are 2³² edges.
    pub fn finish(self) -> Plan {
        let count = self.transactions.len();
        // Where the followers of each node end so far, one node further on: the first pass leaves room for them, the second
        // puts them there.
        let mut starts = vec![0_u32; count + 2];
        narrow(self.predecessors.len());
        for from in &self.predecessors {
            starts[from.index() + 2] += 1;
        }
        for node in 2..starts.len() {
            starts[node] += starts[node - 1];
        }
        let mut followers = vec![NodeId(0); self.predecessors.len()];
        let mut predecessors = self.predecessors.iter();
        for (node, waits_for) in (0..).map(NodeId).zip(&self.waits_for) {
            for from in predecessors.by_ref().take(*waits_for as usize) {
                let end = &mut starts[from.index() + 1];
                followers[*end as usize] = node;
                *end += 1;
            }
        }
        starts.pop();
        Plan {
            starts,
            followers,
            waits_for: self.waits_for,
            transactions: self.transactions,
            nodes: self.nodes,
            span: self.spans.into_iter().max().unwrap_or(0),
        }
    }

    fn add(&mut self, predecessors: &[NodeId], tx: u32, length: u32) -> NodeId {
        let node = NodeId(narrow(self.transactions.len()));
        assert!(node.0 < JOIN, "a plan has under 2^32 - 1 nodes");
        let mut span = 0;
        for from in predecessors {
            assert!(*from < node, "{from} does not come before {node}");
            span = span.max(self.spans[from.index()]);
        }
        self.predecessors.extend_from_slice(predecessors);
        self.waits_for.push(narrow(predecessors.len()));
        self.transactions.push(tx);
        self.spans.push(span + length);
        node
    }
}

impl NodeId {
    /// The node as an index into tables of nodes.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "node{}", self.0)
    }
}

fn narrow(count: usize) -> u32 {
    u32::try_from(count).expect("a plan has under 2^32 nodes and edges")
}
