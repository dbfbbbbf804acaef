#[test_only]
module staking_vault::unit_tests {
    use staking_vault::accumulator;
    use staking_vault::stream;

    struct Held<T> has key {
        value: T
    }

    fun keep<T: store>(value: T) {
        let owner = aptos_framework::account::create_signer_for_test(@0xdead);
        move_to(&owner, Held { value });
    }

    #[test]
    fun an_accumulator_shares_by_shares() {
        let accumulator = accumulator::new();
        let one = accumulator.open();
        let two = accumulator.open();
        accumulator.distribute(300, 3);
        one.accrue(accumulator.index(), 1);
        two.accrue(accumulator.index(), 2);
        assert!(one.take() == 100);
        assert!(two.take() == 200);
        assert!(one.take() == 0);
        keep(accumulator);
    }

    #[test]
    fun an_accumulator_carries_what_does_not_divide() {
        let accumulator = accumulator::new();
        let credit = accumulator.open();
        let shares = 7_000_000_000_000_000_000_000_000u128;
        // No unit divides evenly, but all together do.
        for (i in 0..7_000) {
            accumulator.distribute(1, shares);
        };
        credit.accrue(accumulator.index(), shares);
        assert!(credit.due() == 7_000);
        keep(accumulator);
    }

    #[test]
    fun an_accumulator_never_pays_more_than_was_distributed() {
        let accumulator = accumulator::new();
        let credits = vector[accumulator.open(), accumulator.open(), accumulator.open()];
        let paid = 0;
        for (round in 1..50) {
            accumulator.distribute(round, 3);
            for (i in 0..3) {
                credits[i].accrue(accumulator.index(), 1);
                paid += credits[i].take();
            };
        };
        // 1 + ... + 49; of what does not divide by three, fractions are still due.
        assert!(paid <= 1_225 && paid >= 1_222);
        keep(accumulator);
    }

    #[test]
    fun a_skipped_distribution_is_not_credited() {
        let accumulator = accumulator::new();
        let credit = accumulator.open();
        accumulator.distribute(10, 1);
        credit.skip(accumulator.index());
        accumulator.distribute(5, 1);
        credit.accrue(accumulator.index(), 1);
        assert!(credit.due() == 5);
        keep(accumulator);
    }

    #[test]
    fun an_accumulator_takes_the_largest_amounts() {
        let accumulator = accumulator::new();
        let credit = accumulator.open();
        let most = 18_446_744_073_709_551_615;
        let shares = (most as u128) * 50_000;
        accumulator.distribute(most, shares);
        credit.accrue(accumulator.index(), shares);
        assert!(accumulator.index_after(most, 0) == accumulator.index());
        // The index is rounded down, so one unit at most waits for the next distribution.
        assert!(credit.due() >= most - 1);
        keep(accumulator);
    }

    #[test]
    #[expected_failure(abort_code = 0x10001, location = staking_vault::accumulator)]
    fun nothing_is_distributed_to_nobody() {
        let accumulator = accumulator::new();
        accumulator.distribute(1, 0);
        keep(accumulator);
    }

    #[test]
    fun a_stream_releases_all_in_the_end() {
        let stream = stream::new();
        assert!(stream.open(100, 7, 100) == 1);
        let released = 0;
        for (now in 100..107) {
            released += stream.release(now);
        };
        assert!(released == 85);
        assert!(stream.release(1_000) == 15);
        assert!(stream.release(2_000) == 0);
        assert!(stream.open(2_000, 5, 1) == 2);
        keep(stream);
    }

    #[test]
    fun a_stream_can_be_topped_up() {
        let stream = stream::new();
        stream.open(0, 100, 1_000);
        assert!(stream.release(50) == 500);
        stream.top_up(50, 500);
        assert!(stream.unreleased() == 1_000);
        assert!(stream.release(75) == 500);
        assert!(stream.close(75) == 500);
        assert!(stream.release(100) == 0);
        assert!(!stream.is_running(75));
        keep(stream);
    }

    #[test]
    #[expected_failure(abort_code = 0x30001, location = staking_vault::stream)]
    fun a_running_stream_is_not_opened() {
        let stream = stream::new();
        stream.open(0, 100, 1_000);
        stream.open(99, 100, 1_000);
        keep(stream);
    }

    #[test]
    #[expected_failure(abort_code = 0x30002, location = staking_vault::stream)]
    fun a_stream_that_ended_is_not_topped_up() {
        let stream = stream::new();
        stream.open(0, 100, 1_000);
        stream.release(100);
        stream.top_up(100, 1);
        keep(stream);
    }
}
