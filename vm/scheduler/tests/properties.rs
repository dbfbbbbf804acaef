//! Properties of graphs, spans, simulations and prices on random batches.
use proptest::prelude::*;
use vm_access::Mode;
use vm_scheduler::{
    Access, ClauseId, Declared, Dependencies, Node, Order, Parallelism, PlaceId, Places,
    PricedTask, Prices, Task, TxIndex, flow, length_of, simulate, span, waits,
};

const PLACES: u32 = 14;

fn places() -> impl Strategy<Value = Places> {
    let parents: Vec<_> = (0..PLACES).map(|place| proptest::option::of(0..place.max(1))).collect();
    parents.prop_map(|parents| {
        let parents = parents.into_iter().enumerate();
        let parents = parents.map(|(place, parent)| parent.filter(|_| 0 < place).map(PlaceId));
        Places::from_parents(parents.collect()).expect("parents come first")
    })
}

fn access() -> impl Strategy<Value = Access> {
    let mode = prop_oneof![Just(Mode::Reads), Just(Mode::Adds), Just(Mode::Writes)];
    (mode, (0..PLACES).prop_map(PlaceId))
}

fn task() -> impl Strategy<Value = Task> {
    (0u64..10, proptest::collection::vec(access(), 0..4))
        .prop_map(|(cost, accesses)| Task { cost, accesses })
}

fn batch() -> impl Strategy<Value = (Places, Vec<Task>)> {
    (places(), proptest::collection::vec(task(), 0..16))
}

fn costs(tasks: &[Task]) -> Vec<u64> {
    tasks.iter().map(|task| task.cost).collect()
}

fn streamed(places: &Places, tasks: &[Task]) -> u64 {
    length_of(places, tasks.iter().map(|task| (task.cost, task.accesses.iter())))
}

/// `reach[j]` holds `i` if there is a path from `i` to `j`.
fn reach(dependencies: &Dependencies, count: usize) -> Vec<Vec<bool>> {
    let mut reach: Vec<Vec<bool>> = Vec::new();
    for tx in (0..).map(TxIndex).take(count) {
        let mut row = vec![false; count];
        for (before, _) in dependencies.predecessors(tx) {
            row[before.index()] = true;
            for (there, known) in row.iter_mut().zip(&reach[before.index()]) {
                *there |= *known;
            }
        }
        reach.push(row);
    }
    reach
}

/// The longest chain over all flow conflicts, by definition.
fn longest_chain(places: &Places, tasks: &[Task]) -> u64 {
    let mut ends: Vec<u64> = Vec::new();
    for (j, task) in tasks.iter().enumerate() {
        let before = (0..j).filter(|i| flow(places, &tasks[*i], task).is_some());
        ends.push(before.map(|i| ends[i]).max().unwrap_or(0) + task.cost);
    }
    ends.into_iter().max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn edges_point_forward((places, tasks) in batch()) {
        let dependencies = Dependencies::of(&places, &tasks);
        for node in 0..dependencies.nodes().len() {
            prop_assert!(dependencies.edges_into(node).iter().all(|edge| (edge.from as usize) < node));
        }
        let order: Vec<_> = dependencies.nodes().iter().filter_map(|node| match node {
            Node::Task(tx) => Some(tx.index()),
            Node::Join => None,
        }).collect();
        prop_assert_eq!(order, (0..tasks.len()).collect::<Vec<_>>());
    }

    #[test]
    fn unordered_tasks_do_not_flow((places, tasks) in batch()) {
        let reach = reach(&Dependencies::of(&places, &tasks), tasks.len());
        for (j, later) in tasks.iter().enumerate() {
            for (i, earlier) in tasks[..j].iter().enumerate() {
                if flow(&places, earlier, later).is_some() {
                    prop_assert!(reach[j][i], "no path from tx{} to tx{}", i, j);
                }
            }
        }
    }

    #[test]
    fn every_edge_is_a_flow_conflict_that_its_access_forces((places, tasks) in batch()) {
        let dependencies = Dependencies::of(&places, &tasks);
        for (tx, task) in (0..).map(TxIndex).zip(&tasks) {
            for (before, access) in dependencies.predecessors(tx) {
                let accesses = vec![task.accesses[access as usize]];
                let alone = Task { cost: 0, accesses };
                prop_assert!(flow(&places, &tasks[before.index()], &alone).is_some());
            }
        }
    }

    #[test]
    fn the_span_is_the_longest_chain((places, tasks) in batch()) {
        let dependencies = Dependencies::of(&places, &tasks);
        let found = span(&dependencies, &costs(&tasks));
        prop_assert_eq!(found.span, longest_chain(&places, &tasks));
        prop_assert_eq!(found.span, streamed(&places, &tasks));
        let path: u64 = found.critical_path.iter().map(|step| tasks[step.task.index()].cost).sum();
        prop_assert_eq!(path, found.span);
        for pair in found.critical_path.windows(2) {
            prop_assert!(flow(&places, &tasks[pair[0].task.index()], &tasks[pair[1].task.index()]).is_some());
        }
    }

    #[test]
    fn a_wait_is_unchanged_if_nobody_behind_it_changed_the_place(
        (places, tasks) in batch(),
        changes in proptest::collection::vec(any::<bool>(), 64),
    ) {
        // Each task changes some of what it may write.
        let mut changes = changes.iter().cycle();
        let written: Vec<Vec<PlaceId>> = tasks.iter().map(|task| {
            let writes = task.accesses.iter().filter(|access| access.0 != Mode::Reads);
            writes.map(|access| access.1).filter(|_| *changes.next().expect("endless")).collect()
        }).collect();
        let dependencies = Dependencies::of(&places, &tasks);
        let found = waits(&places, &tasks, &dependencies, &written);
        let mut found = found.into_iter();
        for (tx, task) in (0..).map(TxIndex).zip(&tasks) {
            for edge in dependencies.edges_of(tx) {
                let place = task.accesses[edge.access.expect("named") as usize].1;
                let mut open = vec![edge.from as usize];
                let (mut newest, mut changed) = (0, false);
                while let Some(node) = open.pop() {
                    match dependencies.nodes()[node] {
                        Node::Join => open.extend(dependencies.edges_into(node).iter().map(|edge| edge.from as usize)),
                        Node::Task(before) => {
                            newest = newest.max(before.index());
                            changed |= written[before.index()].iter().any(|at| places.overlap(*at, place));
                        }
                    }
                }
                let wait = found.next().expect("one wait an edge");
                prop_assert_eq!((wait.waiter, wait.writer.index(), wait.is_unchanged), (tx, newest, !changed));
                let cause = tasks[newest].accesses[wait.writer_access as usize];
                prop_assert!(cause.0 != Mode::Reads && places.overlap(cause.1, place));
            }
        }
        prop_assert!(found.next().is_none());
    }

    #[test]
    fn makespans_lie_between_span_and_work((places, tasks) in batch(), cores in 1usize..5) {
        let dependencies = Dependencies::of(&places, &tasks);
        let costs = costs(&tasks);
        let found = span(&dependencies, &costs);
        for order in [Order::LowestIndex, Order::LongestPath] {
            let makespan = |cores| simulate(&dependencies, &costs, cores, 0, order);
            prop_assert_eq!(makespan(1), found.work);
            prop_assert_eq!(makespan(usize::MAX), found.span);
            prop_assert!(found.span <= makespan(cores) && makespan(cores) <= found.work);
            let with_overhead = simulate(&dependencies, &costs, 1, 3, order);
            prop_assert_eq!(with_overhead, found.work + 3 * tasks.len() as u64);
        }
    }

    #[test]
    fn narrowing_never_lengthens_the_span(
        (places, mut tasks) in batch(),
        mut widened in task(),
        at in any::<prop::sample::Index>(),
        extra in access(),
        to_reads in any::<bool>(),
    ) {
        // The last access of `widened` is narrowed: in mode, in place, or away.
        widened.accesses.push(extra);
        let mut narrowed = widened.clone();
        let (mode, place) = narrowed.accesses.pop().expect("one was just put in");
        let below = (0..PLACES).map(PlaceId).find(|below| places.parent(*below) == Some(place));
        if to_reads && mode == Mode::Writes {
            narrowed.accesses.push((Mode::Reads, place));
        } else if let Some(below) = below {
            narrowed.accesses.push((mode, below));
        }
        let at = at.index(tasks.len() + 1);
        tasks.insert(at, widened);
        let wide = streamed(&places, &tasks);
        tasks[at] = narrowed;
        prop_assert!(streamed(&places, &tasks) <= wide);
    }

    #[test]
    fn prices_agree_with_spans_of_the_batches_they_stand_for((places, tasks) in batch(), needed in batch()) {
        let tasks: Vec<PricedTask> = tasks.iter().zip(&needed.1).map(|(declared, needed)| PricedTask {
            cost: declared.cost,
            clauses: declared.accesses.iter().zip(&needed.accesses).enumerate().map(|(id, (declared, needed))| Declared {
                clause: ClauseId(u32::try_from(id).expect("small")),
                declared: vec![*declared],
                needed: vec![*needed],
            }).collect(),
            other: Vec::new(),
            observed: needed.accesses.clone(),
        }).collect();
        let prices = Prices::of(&places, &tasks);
        let length = |is_declared: &dyn Fn(ClauseId) -> bool| {
            let tasks: Vec<Task> = tasks.iter().map(|task| Task {
                cost: task.cost,
                accesses: task.clauses.iter().flat_map(|clause| {
                    if is_declared(clause.clause) { clause.declared.clone() } else { clause.needed.clone() }
                }).collect(),
            }).collect();
            longest_chain(&places, &tasks)
        };
        prop_assert_eq!(prices.span_declared, length(&|_| true));
        prop_assert_eq!(prices.span_needed, length(&|_| false));
        for price in &prices.clauses {
            prop_assert_eq!(price.span_with, length(&|clause| clause == price.clause));
            prop_assert_eq!(price.span_narrowed, length(&|clause| clause != price.clause));
            prop_assert!((0.0..=1.0).contains(&price.false_share));
        }
    }
}

/// A root, and `width` leaves below it.
fn fan(width: u32) -> (Places, PlaceId, Vec<PlaceId>) {
    let mut places = Places::default();
    let root = places.add(None);
    let leaves = (0..width).map(|_| places.add(Some(root))).collect();
    (places, root, leaves)
}

fn writes(place: PlaceId) -> Task {
    Task { cost: 1, accesses: vec![(Mode::Writes, place)] }
}

#[test]
fn adders_run_at_once_and_a_reader_waits_for_all() {
    let (places, _, leaves) = fan(1);
    let adds = Task { cost: 1, accesses: vec![(Mode::Adds, leaves[0])] };
    let reads = Task { cost: 1, accesses: vec![(Mode::Reads, leaves[0])] };
    let tasks = [vec![adds; 50], vec![reads; 50]].concat();
    let dependencies = Dependencies::of(&places, &tasks);
    assert_eq!(span(&dependencies, &costs(&tasks)).span, 2);
    assert_eq!(dependencies.predecessors(TxIndex(99)).len(), 50);
    assert_eq!(dependencies.edge_count(), 100, "fifty readers share one join of fifty adders");
}

#[test]
fn a_hot_place_has_one_edge_a_writer() {
    let (places, _, leaves) = fan(1);
    let tasks = vec![writes(leaves[0]); 1000];
    assert_eq!(Dependencies::of(&places, &tasks).edge_count(), 999);
}

#[test]
fn wildcard_readers_between_writers_keep_the_edges_few() {
    let (places, root, leaves) = fan(100);
    let tasks: Vec<Task> = (0..10_000usize)
        .map(|index| match index % 2 {
            0 => writes(leaves[index / 2 % 100]),
            _ => Task { cost: 1, accesses: vec![(Mode::Reads, root)] },
        })
        .collect();
    let dependencies = Dependencies::of(&places, &tasks);
    assert!(dependencies.edge_count() < 4 * tasks.len());
}

#[test]
fn independent_tasks_are_wholly_parallel() {
    let (places, _, leaves) = fan(64);
    let tasks: Vec<Task> = leaves.iter().map(|leaf| writes(*leaf)).collect();
    let dependencies = Dependencies::of(&places, &tasks);
    let found = Parallelism::of(&dependencies, &costs(&tasks), &[2, 16, 64], 0);
    assert_eq!((found.work, found.span, found.largest_component), (64, 1, 1));
    assert!((found.amdahl_parallel_share - 1.0).abs() < 1e-9);
    assert_eq!(found.speedups.iter().map(|point| point.makespan).collect::<Vec<_>>(), [32, 4, 1]);
}

#[test]
fn a_wildcard_in_place_of_a_key_costs_the_whole_span() {
    let (places, root, leaves) = fan(10);
    let tasks: Vec<PricedTask> = leaves
        .iter()
        .map(|leaf| PricedTask {
            cost: 5,
            clauses: vec![Declared {
                clause: ClauseId(7),
                declared: vec![(Mode::Writes, root)],
                needed: vec![(Mode::Writes, *leaf)],
            }],
            other: Vec::new(),
            observed: vec![(Mode::Writes, *leaf)],
        })
        .collect();
    let prices = Prices::of(&places, &tasks);
    let price = prices.clauses[0];
    assert_eq!((price.span_with, price.span_without, price.span_narrowed), (50, 5, 5));
    assert!((price.price - 10.0).abs() < 1e-9 && (prices.price - 10.0).abs() < 1e-9);
    assert_eq!((price.declared_locations, price.untouched_locations), (100, 90));
}

#[test]
fn a_parent_after_its_child_is_refused() {
    let error = Places::from_parents(vec![Some(PlaceId(1)), None]).expect_err("not a forest");
    assert_eq!(error.to_string(), "the parent of place0 is place1, which does not come before it");
}
