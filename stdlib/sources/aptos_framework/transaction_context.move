/// What a transaction knows of itself. It is not global storage: to ask for it is no access.
module aptos_framework::transaction_context {
    use aptos_framework::context;

    /// A name that no other transaction makes.
    struct AUID has drop, store {
        /// The name.
        unique_address: address,
    }

    /// Returns an address that no other transaction makes up, another one with each call.
    native public fun generate_auid_address(): address;

    /// Makes a name that no other transaction makes.
    public fun generate_auid(): AUID {
        AUID { unique_address: generate_auid_address() }
    }

    /// Returns the name as an address.
    public fun auid_address(self: &AUID): address {
        self.unique_address
    }

    /// Returns what no other transaction has: 32 bytes in a batch, `x"01"` in a unit test.
    public fun get_transaction_hash(): vector<u8> {
        context::hash()
    }

    /// Returns the hash of the script that is run: of an entry function, as every transaction calls one, nothing.
    public fun get_script_hash(): vector<u8> {
        vector[]
    }

    /// Returns the account that has sent the transaction.
    public fun sender(): address {
        context::sender()
    }

    /// Returns the account that pays for it, which is the sender.
    public fun gas_payer(): address {
        context::sender()
    }

    /// Returns the accounts that have signed beside the sender, as far as that can be known.
    public fun secondary_signers(): vector<address> {
        vector[]
    }

}
