/// Signers for tests.
module std::unit_test {
    #[test_only]
    use std::bcs;
    #[test_only]
    use std::hash;
    #[test_only]
    use aptos_std::from_bcs;
    #[test_only]
    use aptos_framework::create_signer;

    #[test_only]
    /// Makes so many signers, each of another account, and the same ones each time.
    public fun create_signers_for_testing(num_signers: u64): vector<signer> {
        let signers = vector[];
        let i = 0;
        while (i < num_signers) {
            let address = from_bcs::to_address(hash::sha3_256(bcs::to_bytes(&i)));
            signers.push_back(create_signer::create_signer(address));
            i = i + 1;
        };
        signers
    }
}
