//! Where a transaction stands, step by step.
use vm_scheduler::TxIndex;

use crate::status::{Invalidated, Statuses};

const TX: TxIndex = TxIndex(0);

/// Calls `case` with one transaction that is ready, where shuttle can see it.
fn check(case: impl Fn(&Statuses) + Send + Sync + 'static) {
    shuttle::check_random(move || case(&Statuses::new(1)), 1);
}

#[test]
fn a_reader_in_an_earlier_incarnation_is_left_alone() {
    check(|statuses| {
        statuses.start(TX).unwrap();
        statuses.give_up(TX);
        assert_eq!(statuses.invalidate(TX, 0), Invalidated::Not);
        statuses.renew(TX);
        assert_eq!(statuses.start(TX), Some(1));
        assert_eq!(statuses.invalidate(TX, 0), Invalidated::Not);
        assert!(statuses.finish(TX).is_some());
        assert_eq!(statuses.invalidate(TX, 0), Invalidated::Not);
        assert_eq!(statuses.invalidate(TX, 1), Invalidated::Withdrawn);
        assert_eq!(statuses.invalidate(TX, 1), Invalidated::Not);
    });
}

#[test]
fn a_reader_that_runs_learns_at_its_end() {
    check(|statuses| {
        statuses.start(TX).unwrap();
        assert_eq!(statuses.invalidate(TX, 0), Invalidated::Running);
        assert!(statuses.finish(TX).is_none());
        statuses.renew(TX);
        assert_eq!(statuses.start(TX), Some(1));
        assert!(statuses.finish(TX).is_some_and(|finished| finished.is_first));
        assert!(statuses.withdraw(TX, 1) && !statuses.withdraw(TX, 1));
        statuses.renew(TX);
        assert_eq!(statuses.start(TX), Some(2));
        assert!(statuses.finish(TX).is_some_and(|finished| !finished.is_first));
    });
}
