//! Cuts a failing case down, statement by statement, as long as it fails in the same way.

use crate::case::{Case, compile};
use crate::check::{Failure, Trust, check, machines};
use crate::program::Node;

/// How a case fails when it is run by itself.
pub(crate) fn failure(case: &Case) -> Option<Failure> {
    let built = match compile(std::slice::from_ref(case)) {
        Ok(built) => built,
        Err(said) => return Some(Failure::Refused(said)),
    };
    machines(&built).and_then(|machines| check(&machines, case, Trust::Compiled)).err()
}

/// A smaller case that fails as `case` does, after at most `attempts` runs.
pub(crate) fn minimise(case: &Case, like: &Failure, mut attempts: usize) -> Case {
    let mut best = case.clone();
    let mut fails = |case: &Case| {
        attempts = attempts.saturating_sub(1);
        0 < attempts && failure(case).is_some_and(|failure| failure.is_like(like))
    };
    let mut is_smaller = true;
    while is_smaller {
        is_smaller = false;
        let mut position = 0;
        while let Some(candidate) = without(&best, position) {
            if fails(&candidate) {
                best = candidate;
                is_smaller = true;
            } else {
                position += 1;
            }
        }
    }
    best
}

/// The case without its part at `position`: calls first, then functions, then statements; `None` past the last one.
fn without(case: &Case, position: usize) -> Option<Case> {
    let mut case = case.clone();
    let mut left = position;
    if left < case.calls.len() {
        case.calls.remove(left);
        return Some(case);
    }
    left -= case.calls.len();
    if left < case.genesis.len() {
        case.genesis.remove(left);
        return Some(case);
    }
    left -= case.genesis.len();
    for module in &mut case.package.modules {
        if left < module.functions.len() {
            module.functions.remove(left);
            return Some(case);
        }
        left -= module.functions.len();
    }
    let modules = case.package.modules.iter_mut();
    for function in modules.flat_map(|module| &mut module.functions) {
        if remove(&mut function.body, &mut left) {
            return Some(case);
        }
    }
    None
}

/// Removes the statement `left` places ahead, in order of text; a block first as a whole.
fn remove(nodes: &mut Vec<Node>, left: &mut usize) -> bool {
    for index in 0..nodes.len() {
        if *left == 0 {
            nodes.remove(index);
            return true;
        }
        *left -= 1;
        let Node::Block { parts, .. } = &mut nodes[index] else { continue };
        if parts.iter_mut().any(|(_, body)| remove(body, left)) {
            return true;
        }
    }
    false
}
