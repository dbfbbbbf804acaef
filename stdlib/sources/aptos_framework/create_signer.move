/// Authority made by the library itself, for accounts that no key holder controls.
module aptos_framework::create_signer {
    friend aptos_framework::coin;
    friend aptos_framework::object;

    /// Makes a signer for `addr`. Whoever may call this may do anything: friends only.
    native public(friend) fun create_signer(addr: address): signer pure;
}
