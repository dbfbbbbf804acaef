/// Publishing from inside a transaction, which there is not: a batch runs on modules that are known and linked before it.
module aptos_framework::code {
    use std::error;

    /// Nothing is published from inside a transaction.
    const ENOT_AVAILABLE: u64 = 1;

    /// Aborts.
    public entry fun publish_package_txn(
        _owner: &signer,
        _metadata_serialized: vector<u8>,
        _code: vector<vector<u8>>
    ) {
        abort error::unavailable(ENOT_AVAILABLE)
    }
}
