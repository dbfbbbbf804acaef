/// Signers for those modules of the library that hold the right to act for an account.
module aptos_framework::create_signer {

    /// Makes a signer for `addr`.
    native package fun create_signer(addr: address): signer;
}
