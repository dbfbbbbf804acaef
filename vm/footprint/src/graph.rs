//! Strongly connected components of a call graph, callees first.

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
    use super::components;

    #[test]
    fn callees_come_before_callers() {
        // 0 calls 1; 1 and 2 call each other; 2 calls 3.
        let groups = components(&[vec![1], vec![2], vec![1, 3], vec![]]);
        assert_eq!(groups, vec![vec![3], vec![1, 2], vec![0]]);
    }
}
