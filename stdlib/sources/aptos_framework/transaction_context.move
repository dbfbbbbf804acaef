/// The transaction that is being executed.
module aptos_framework::transaction_context {
    /// Returns an address that no other call, in this transaction or any other, returns.
    native public fun generate_auid_address(): address;
}
