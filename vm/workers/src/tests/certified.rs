//! The scheduler `certified`: plans of random shape, and toy batches that are all bound.
use shuttle::sync::atomic::{AtomicUsize, Ordering};
use vm_access::Mode;
use vm_scheduler::{Dependencies, Places, Task};

use crate::certified::run;
use crate::tests::program::{Step, bound, random_batch, serial};
use crate::tests::store::{Attempt, Slot, Store};
use crate::tests::{Random, check_panic, explore, explore_seeds, plan, tx};
use crate::{NodeId, Plan, PlanBuilder};

/// A plan of transactions each of which writes one of `places` places, in turn.
fn writers(places: u32, transactions: u32) -> Plan {
    let mut tree = Places::default();
    let all: Vec<_> = (0..places).map(|_| tree.add(None)).collect();
    let task = |index: u32| Task {
        cost: 1,
        accesses: vec![(Mode::Writes, all[(index % places) as usize])],
    };
    let tasks: Vec<_> = (0..transactions).map(task).collect();
    Plan::of(&Dependencies::of(&tree, &tasks))
}

/// Which transactions each transaction of a plan comes after, by the predecessors it was built from.
struct Graph {
    plan: Plan,
    before: Vec<Vec<usize>>,
}

/// A graph of transactions and joins; those without predecessors are as many as those with.
fn random_graph(random: &mut Random, transactions: usize) -> Graph {
    let mut builder = PlanBuilder::default();
    // What each node comes after; a transaction comes after itself, too.
    let mut nodes: Vec<(NodeId, Vec<usize>)> = Vec::new();
    let mut before = Vec::new();
    while before.len() < transactions {
        let mut own = Vec::new();
        let mut after = Vec::new();
        for _ in 0..random.below(2) * random.below(4) {
            if let Some((node, all)) = nodes.get(random.below(nodes.len().max(1))) {
                own.push(*node);
                after.extend_from_slice(all);
            }
        }
        if random.below(4) == 0 {
            nodes.push((builder.push_join(&own), after));
        } else {
            let index = before.len();
            before.push(after.clone());
            after.push(index);
            nodes.push((builder.push(&own), after));
        }
    }
    Graph { plan: builder.finish(), before }
}

/// Runs a graph, and looks whether each transaction runs once, after all before it.
fn check(graph: &Graph, threads: usize) {
    let ends: Vec<AtomicUsize> = graph.before.iter().map(|_| AtomicUsize::new(0)).collect();
    run(&graph.plan, threads, &|| (), &|(), tx| {
        for before in &graph.before[tx.index()] {
            let ended = ends[*before].load(Ordering::SeqCst);
            assert_eq!(ended, 1, "{tx} runs before tx{before} has ended");
        }
        ends[tx.index()].fetch_add(1, Ordering::SeqCst);
    });
    assert!(ends.iter().all(|end| end.load(Ordering::SeqCst) == 1), "each runs once");
}

#[test]
fn a_chain_is_left_to_one_worker() {
    assert_eq!(writers(1, 100).workers(8), 1);
    assert_eq!(writers(2, 100).workers(8), 8);
    assert_eq!(writers(1, 0).workers(8), 8);
}

#[test]
fn joins_cost_no_span() {
    let mut builder = PlanBuilder::default();
    let first = builder.push(&[]);
    let join = builder.push_join(&[first]);
    builder.push(&[join]);
    builder.push(&[]);
    assert_eq!(builder.finish().workers(2), 2);
}

#[test]
fn random_plans_run_once_and_in_order() {
    explore_seeds(|mut random| {
        let transactions = random.below(12);
        let threads = 1 + random.below(4);
        check(&random_graph(&mut random, transactions), threads);
    });
}

#[test]
fn one_that_many_wait_for_wakes_all() {
    explore(|| {
        let mut builder = PlanBuilder::default();
        let first = builder.push(&[]);
        let mut before = vec![Vec::new()];
        for _ in 0..5 {
            builder.push(&[first]);
            before.push(vec![0]);
        }
        check(&Graph { plan: builder.finish(), before }, 3);
    });
}

#[test]
fn what_is_ready_is_not_kept_from_the_idle() {
    // The two that follow the first meet; if one worker kept both, neither would end.
    explore(|| {
        let mut builder = PlanBuilder::default();
        let first = builder.push(&[]);
        builder.push(&[first]);
        builder.push(&[first]);
        let met = AtomicUsize::new(0);
        run(&builder.finish(), 2, &|| (), &|(), tx| {
            if tx.0 == 0 {
                return;
            }
            met.fetch_add(1, Ordering::SeqCst);
            while met.load(Ordering::SeqCst) < 2 {
                shuttle::thread::yield_now();
            }
        });
    });
}

#[test]
fn long_chains_of_joins_are_passed_through() {
    let mut builder = PlanBuilder::default();
    let mut last = builder.push(&[]);
    for _ in 0..3000 {
        last = builder.push_join(&[last]);
    }
    builder.push(&[last]);
    let plan = builder.finish();
    let run = move || run(&plan, 2, &|| (), &|(), _| ());
    shuttle::check_random(run, 1);
}

#[test]
fn a_panic_comes_out() {
    explore(|| {
        check_panic("on purpose", || {
            let plan = writers(2, 6);
            run(&plan, 3, &|| (), &|(), tx| {
                assert!(tx.0 != 2, "on purpose");
            });
        });
    });
}

#[test]
fn a_panic_on_the_only_worker_comes_out() {
    explore(|| {
        check_panic("on purpose", || {
            run(&writers(2, 3), 1, &|| (), &|(), tx| {
                assert!(tx.0 != 2, "on purpose");
            });
        });
    });
}

#[test]
fn random_batches_are_serial() {
    explore_seeds(|mut random| {
        let base = [random.below(16), random.below(16), 3].map(|value| tx(value).0);
        let mut batch = random_batch(&mut random, base.len());
        batch.retain(|transaction| !transaction.is_open);
        batch.push(bound(&[Step::Read(0), Step::Read(1), Step::Write(2)]));
        let store = Store::new(&base);
        for (index, transaction) in batch.iter().enumerate() {
            for at in transaction.writes() {
                store.set(at, tx(index), Some(Slot::Pending), &mut Vec::new());
            }
        }
        run(&plan(&batch), 1 + random.below(3), &|| (), &|(), tx| {
            let transaction = &batch[tx.index()];
            let attempt = Attempt::of(&store, transaction, tx, None).expect("all is published");
            for at in transaction.writes() {
                let value = attempt.values.get(&at).map(|value| Slot::Value(*value, 0));
                store.set(at, tx, Some(value.unwrap_or(Slot::Unchanged)), &mut Vec::new());
            }
        });
        assert_eq!(store.outcome(), serial(&base, &batch));
    });
}
