#[test_only]
module vesting::vesting_tests {
    use std::signer;
    use aptos_framework::account;
    use aptos_framework::coin::{Self, FakeMoney};
    use aptos_framework::event;
    use aptos_framework::timestamp;
    use vesting::vesting::{Self, TokensReleased};

    const START: u64 = 1_000;
    const CLIFF: u64 = 100;
    const DURATION: u64 = 1_000;

    fun setup(framework: &signer, beneficiary: &signer) {
        timestamp::set_time_has_started_for_testing(framework);
        account::create_account_for_test(signer::address_of(framework));
        account::create_account_for_test(signer::address_of(beneficiary));
        coin::create_fake_money(framework, beneficiary, 10_000);
        vesting::create_vault<FakeMoney>(framework);
    }

    fun grant(framework: &signer, beneficiary: &signer, revocable: bool) {
        vesting::add_grant<FakeMoney>(
            framework, signer::address_of(beneficiary), 5_000, START, CLIFF, DURATION, revocable
        );
    }

    #[test(framework = @0x1, alice = @0xa11ce)]
    fun nothing_before_the_cliff(framework: &signer, alice: &signer) {
        setup(framework, alice);
        grant(framework, alice, true);
        timestamp::update_global_time_for_test_secs(START + CLIFF - 1);
        assert!(vesting::releasable<FakeMoney>(@0x1, @0xa11ce) == 0, 0);
        assert!(vesting::total_locked<FakeMoney>(@0x1) == 5_000, 1);
        assert!(vesting::beneficiary_count<FakeMoney>(@0x1) == 1, 2);
    }

    #[test(framework = @0x1, alice = @0xa11ce)]
    fun a_share_after_the_cliff(framework: &signer, alice: &signer) {
        setup(framework, alice);
        grant(framework, alice, true);
        timestamp::update_global_time_for_test_secs(START + 250);
        vesting::release<FakeMoney>(alice, @0x1, @0xa11ce);
        assert!(coin::balance<FakeMoney>(@0xa11ce) == 1_250, 0);
        assert!(
            event::emitted_events<TokensReleased>().length() == 1, 1
        );
    }

    #[test(framework = @0x1, alice = @0xa11ce)]
    fun everything_at_the_end(framework: &signer, alice: &signer) {
        setup(framework, alice);
        grant(framework, alice, false);
        timestamp::update_global_time_for_test_secs(START + 250);
        vesting::release<FakeMoney>(alice, @0x1, @0xa11ce);
        timestamp::update_global_time_for_test_secs(START + DURATION + 7);
        vesting::release<FakeMoney>(framework, @0x1, @0xa11ce);
        assert!(coin::balance<FakeMoney>(@0xa11ce) == 5_000, 0);
        assert!(vesting::total_locked<FakeMoney>(@0x1) == 0, 1);
    }

    #[test(framework = @0x1, alice = @0xa11ce)]
    #[expected_failure(abort_code = 196614, location = vesting::vesting)]
    fun no_release_without_anything_vested(framework: &signer, alice: &signer) {
        setup(framework, alice);
        grant(framework, alice, false);
        vesting::release<FakeMoney>(alice, @0x1, @0xa11ce);
    }

    #[test(framework = @0x1, alice = @0xa11ce)]
    fun revoking_pays_what_has_vested(framework: &signer, alice: &signer) {
        setup(framework, alice);
        grant(framework, alice, true);
        timestamp::update_global_time_for_test_secs(START + 500);
        vesting::revoke<FakeMoney>(framework, @0xa11ce);
        assert!(coin::balance<FakeMoney>(@0xa11ce) == 2_500, 0);
        assert!(coin::balance<FakeMoney>(@0x1) == 7_500, 1);
        assert!(vesting::releasable<FakeMoney>(@0x1, @0xa11ce) == 0, 2);
    }

    #[test(framework = @0x1, alice = @0xa11ce)]
    #[expected_failure(abort_code = 327687, location = vesting::vesting)]
    fun an_irrevocable_grant_stays(framework: &signer, alice: &signer) {
        setup(framework, alice);
        grant(framework, alice, false);
        vesting::revoke<FakeMoney>(framework, @0xa11ce);
    }

    #[test(framework = @0x1, alice = @0xa11ce)]
    #[expected_failure(abort_code = 196616, location = vesting::vesting)]
    fun a_grant_is_revoked_once(framework: &signer, alice: &signer) {
        setup(framework, alice);
        grant(framework, alice, true);
        timestamp::update_global_time_for_test_secs(START + 500);
        vesting::revoke<FakeMoney>(framework, @0xa11ce);
        vesting::revoke<FakeMoney>(framework, @0xa11ce);
    }

    #[test(framework = @0x1, alice = @0xa11ce)]
    #[expected_failure(abort_code = 524292, location = vesting::vesting)]
    fun one_grant_each(framework: &signer, alice: &signer) {
        setup(framework, alice);
        grant(framework, alice, true);
        grant(framework, alice, true);
    }

    #[test(framework = @0x1, alice = @0xa11ce)]
    #[expected_failure(abort_code = 65539, location = vesting::vesting)]
    fun a_cliff_lies_within_the_schedule(framework: &signer, alice: &signer) {
        setup(framework, alice);
        vesting::add_grant<FakeMoney>(framework, @0xa11ce, 1, START, DURATION + 1, DURATION, true);
    }

    #[test(framework = @0x1, alice = @0xa11ce)]
    #[expected_failure(abort_code = 393218, location = vesting::vesting)]
    fun a_grant_needs_a_vault(framework: &signer, alice: &signer) {
        setup(framework, alice);
        vesting::add_grant<FakeMoney>(alice, @0x1, 1, START, CLIFF, DURATION, true);
    }
}
