/// Vaults, and tests of every kind beside them.
module bank::vault {
    use std::signer;
    #[test_only]
    use std::vector;

    const E_LOW: u64 = 3;
    #[test_only]
    const START: u64 = 10;

    struct Vault has key { amount: u64 }

    #[test_only]
    struct Pair has drop { left: u64, right: u64 }

    public entry fun open(owner: &signer, amount: u64) {
        move_to(owner, Vault { amount })
    }

    public entry fun take(owner: &signer, amount: u64) acquires Vault {
        let vault = borrow_global_mut<Vault>(signer::address_of(owner));
        assert!(amount <= vault.amount, E_LOW);
        vault.amount = vault.amount - amount;
    }

    #[test_only]
    public fun amount(of: address): u64 acquires Vault { borrow_global<Vault>(of).amount }

    #[test(owner = @0x7)]
    fun takes(owner: signer) acquires Vault {
        open(&owner, START);
        take(&owner, 4);
        let amounts = vector::empty<u64>();
        vector::push_back(&mut amounts, amount(@0x7));
        let pair = Pair { left: *vector::borrow(&amounts, 0), right: 6 };
        assert!(pair.left == pair.right, 0);
    }

    #[test(owner = @bank, amount = 2)]
    #[expected_failure(abort_code = E_LOW, location = Self)]
    fun takes_too_much(owner: &signer, amount: u64) acquires Vault {
        open(owner, 1);
        take(owner, amount);
    }

    #[test, expected_failure(arithmetic_error, location = Self)]
    fun overflows() { let _ = 255u8 + one(); }

    #[test_only]
    fun one(): u8 { 1 }

    #[test]
    #[expected_failure(vector_error)]
    fun no_element() { let amounts = vector[1u64]; let _ = amounts[1]; }

    #[test]
    #[expected_failure(out_of_gas)]
    fun endless() { loop {} }

    #[test]
    #[expected_failure(major_status = 4008, location = bank::vault)]
    fun missing() acquires Vault { amount(@0x9); }
}

script {
    use bank::vault;

    fun main(owner: &signer) { vault::open(owner, 3) }
}
