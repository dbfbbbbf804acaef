#[test_only]
module dao::governance_tests {
    use std::string;
    use aptos_framework::account;
    use aptos_framework::aptos_coin::{Self, AptosCoin};
    use aptos_framework::coin;
    use aptos_framework::timestamp;
    use dao::governance;
    use dao::treasury;

    const DAY: u64 = 24 * 3600;

    fun setup(framework: &signer, dao: &signer) {
        timestamp::set_time_has_started_for_testing(framework);
        let (burn_cap, mint_cap) = aptos_coin::initialize_for_test(framework);
        account::create_account_for_test(@dao);
        governance::init_for_test(dao);
        coin::deposit(treasury::treasury_address(), coin::mint<AptosCoin>(1_000, &mint_cap));
        coin::destroy_burn_cap(burn_cap);
        coin::destroy_mint_cap(mint_cap);
        governance::add_founder(dao, @0xa, 50);
        governance::add_founder(dao, @0xb, 30);
        governance::add_founder(dao, @0xc, 20);
    }

    fun pay(proposer: &signer, amount: u64) {
        governance::propose_payment(proposer, string::utf8(b"Pay"), @0xfee, amount);
    }

    #[test(framework = @0x1, dao = @dao, a = @0xa, b = @0xb)]
    fun an_accepted_payment_is_made(framework: &signer, dao: &signer, a: &signer, b: &signer) {
        setup(framework, dao);
        pay(a, 400);
        governance::vote(a, 0, true);
        governance::vote(b, 0, false);
        let (yes, no) = governance::tally(0);
        assert!(yes == 50 && no == 30, 0);
        timestamp::fast_forward_seconds(4 * DAY);
        governance::execute(b, 0);
        assert!(coin::balance<AptosCoin>(@0xfee) == 400, 1);
        assert!(treasury::paid() == 400, 2);
        assert!(governance::open_proposals() == vector[], 3);
    }

    #[test(framework = @0x1, dao = @dao, a = @0xa, c = @0xc)]
    #[expected_failure(abort_code = 0x30007, location = dao::governance)]
    fun a_minority_decides_nothing(framework: &signer, dao: &signer, a: &signer, c: &signer) {
        setup(framework, dao);
        pay(a, 400);
        governance::vote(c, 0, true);
        timestamp::fast_forward_seconds(4 * DAY);
        governance::execute(a, 0);
    }

    #[test(framework = @0x1, dao = @dao, a = @0xa)]
    #[expected_failure(abort_code = 0x80006, location = dao::governance)]
    fun nobody_votes_twice(framework: &signer, dao: &signer, a: &signer) {
        setup(framework, dao);
        pay(a, 400);
        governance::vote(a, 0, true);
        governance::vote(a, 0, true);
    }

    #[test(framework = @0x1, dao = @dao, a = @0xa, b = @0xb)]
    #[expected_failure(abort_code = 0x30005, location = dao::governance)]
    fun voting_ends(framework: &signer, dao: &signer, a: &signer, b: &signer) {
        setup(framework, dao);
        pay(a, 400);
        timestamp::fast_forward_seconds(3 * DAY);
        governance::vote(b, 0, true);
    }

    #[test(framework = @0x1, dao = @dao, a = @0xa)]
    #[expected_failure(abort_code = 0x30008, location = dao::governance)]
    fun a_decision_waits_for_a_day(framework: &signer, dao: &signer, a: &signer) {
        setup(framework, dao);
        pay(a, 400);
        governance::vote(a, 0, true);
        timestamp::fast_forward_seconds(3 * DAY);
        governance::execute(a, 0);
    }

    #[test(framework = @0x1, dao = @dao, a = @0xa)]
    #[expected_failure(abort_code = 0x3000a, location = dao::governance)]
    fun a_decision_is_carried_out_once(framework: &signer, dao: &signer, a: &signer) {
        setup(framework, dao);
        pay(a, 400);
        governance::vote(a, 0, true);
        timestamp::fast_forward_seconds(4 * DAY);
        governance::execute(a, 0);
        governance::execute(a, 0);
    }

    #[test(framework = @0x1, dao = @dao, a = @0xa)]
    #[expected_failure(abort_code = 0x30002, location = dao::treasury)]
    fun no_more_is_paid_than_there_is(framework: &signer, dao: &signer, a: &signer) {
        setup(framework, dao);
        pay(a, 1_001);
        governance::vote(a, 0, true);
        timestamp::fast_forward_seconds(4 * DAY);
        governance::execute(a, 0);
    }

    #[test(framework = @0x1, dao = @dao, a = @0xa)]
    fun members_come_and_go(framework: &signer, dao: &signer, a: &signer) {
        setup(framework, dao);
        governance::propose_member(a, string::utf8(b"Welcome"), @0xd, 7);
        governance::propose_removal(a, string::utf8(b"Goodbye"), @0xc);
        assert!(governance::open_proposals() == vector[0, 1], 0);
        governance::vote(a, 0, true);
        governance::vote(a, 1, true);
        timestamp::fast_forward_seconds(4 * DAY);
        governance::execute(a, 0);
        governance::execute(a, 1);
        assert!(governance::votes_of(@0xd) == 7 && governance::votes_of(@0xc) == 0, 1);
    }

    #[test(framework = @0x1, dao = @dao, stranger = @0xd)]
    #[expected_failure(abort_code = 0x50002, location = dao::governance)]
    fun strangers_propose_nothing(framework: &signer, dao: &signer, stranger: &signer) {
        setup(framework, dao);
        pay(stranger, 1);
    }

    #[test(framework = @0x1, dao = @dao, a = @0xa)]
    #[expected_failure(abort_code = 0x50001, location = dao::governance)]
    fun founders_are_named_before_the_first_proposal(framework: &signer, dao: &signer, a: &signer) {
        setup(framework, dao);
        pay(a, 1);
        governance::add_founder(dao, @0xe, 1);
    }
}
