//! Orders of graphs: components of a call graph, callees first; blocks of a function, predecessors first.

/// Groups of nodes that reach each other; a group comes after all groups it leads to.
pub(crate) fn components(successors: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut predecessors = vec![Vec::new(); successors.len()];
    for (node, next) in successors.iter().enumerate() {
        for target in next {
            if let Some(list) = predecessors.get_mut(*target) {
                list.push(node);
            }
        }
    }
    let mut seen = vec![false; successors.len()];
    let mut finished = Vec::new();
    for node in 0..successors.len() {
        finish(node, successors, &mut seen, &mut finished);
    }
    let mut seen = vec![false; successors.len()];
    let mut groups = Vec::new();
    for node in finished.into_iter().rev() {
        let mut group = Vec::new();
        finish(node, &predecessors, &mut seen, &mut group);
        if !group.is_empty() {
            group.sort_unstable();
            groups.push(group);
        }
    }
    groups.reverse();
    groups
}

/// For each node its place in an order from node 0 on in which only edges of circles lead back. Nodes that are not
/// reached come last.
pub(crate) fn ranks(successors: &[Vec<usize>]) -> Vec<usize> {
    let mut seen = vec![false; successors.len()];
    let mut finished = Vec::new();
    finish(0, successors, &mut seen, &mut finished);
    let mut ranks = vec![usize::MAX; successors.len()];
    for (rank, node) in finished.into_iter().rev().enumerate() {
        if let Some(slot) = ranks.get_mut(node) {
            *slot = rank;
        }
    }
    ranks
}

/// Depth first from `start`, without recursion; appends nodes as they are left.
fn finish(start: usize, edges: &[Vec<usize>], seen: &mut [bool], finished: &mut Vec<usize>) {
    let mut stack = vec![(start, 0_usize)];
    match seen.get_mut(start) {
        Some(mark) if !*mark => *mark = true,
        Some(_) | None => return,
    }
    while let Some((node, position)) = stack.pop() {
        let Some(next) = edges.get(node).and_then(|list| list.get(position)) else {
            finished.push(node);
            continue;
        };
        stack.push((node, position + 1));
        if let Some(mark) = seen.get_mut(*next)
            && !*mark
        {
            *mark = true;
            stack.push((*next, 0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{components, ranks};

    #[test]
    fn callees_come_before_callers() {
        // 0 calls 1; 1 and 2 call each other; 2 calls 3.
        let groups = components(&[vec![1], vec![2], vec![1, 3], vec![]]);
        assert_eq!(groups, vec![vec![3], vec![1, 2], vec![0]]);
    }

    #[test]
    fn only_circles_lead_back() {
        // 0 leads to 3 and 2, both to 1, which leads back to 0; 4 is not reached.
        let ranks = ranks(&[vec![3, 2], vec![0], vec![1], vec![1], vec![0]]);
        assert!(ranks[0] < ranks[3] && ranks[3] < ranks[1] && ranks[2] < ranks[1]);
        assert_eq!(ranks[4], usize::MAX);
    }
}
