/// Tests that fail, and some that do not.
#[test_only]
module bank::more {
    use bank::vault;
    use helpers::amounts;

    #[test(owner = @0x5)]
    fun fails(owner: &signer) {
        vault::open(owner, 1);
        again(owner);
    }

    fun again(owner: &signer) { vault::take(owner, amounts::large()) }

    #[test(owner = @0x5)]
    #[expected_failure(abort_code = bank::vault::E_LOW)]
    fun fails_rightly(owner: &signer) {
        vault::open(owner, 1);
        again(owner);
    }

    #[test]
    #[expected_failure]
    fun does_not_fail() {}

    #[test(owner = @0x5)]
    #[expected_failure(abort_code = 4, location = vault)]
    fun fails_otherwise(owner: &signer) {
        vault::open(owner, 1);
        again(owner);
    }
}
