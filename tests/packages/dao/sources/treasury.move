/// Money of the DAO: only an accepted proposal pays from it.
module dao::treasury {
    use std::error;
    use std::signer;
    use aptos_framework::account::SignerCapability;
    use aptos_framework::account;
    use aptos_framework::aptos_account;
    use aptos_framework::aptos_coin::AptosCoin;
    use aptos_framework::coin;

    friend dao::governance;

    const ENOT_DAO: u64 = 1;
    const EINSUFFICIENT_FUNDS: u64 = 2;

    struct Treasury has key {
        signer_cap: SignerCapability,
        paid: u64
    }

    public(friend) fun initialize(dao: &signer) {
        assert!(signer::address_of(dao) == @dao, error::permission_denied(ENOT_DAO));
        let (_, signer_cap) = account::create_resource_account(dao, b"treasury");
        move_to(dao, Treasury { signer_cap, paid: 0 });
    }

    public(friend) fun pay(to: address, amount: u64) acquires Treasury {
        let treasury = borrow_global_mut<Treasury>(@dao);
        let treasury_signer = account::create_signer_with_capability(&treasury.signer_cap);
        assert!(
            coin::balance<AptosCoin>(signer::address_of(&treasury_signer)) >= amount,
            error::invalid_state(EINSUFFICIENT_FUNDS)
        );
        treasury.paid = treasury.paid + amount;
        aptos_account::transfer(&treasury_signer, to, amount);
    }

    #[view]
    public fun treasury_address(): address acquires Treasury {
        account::get_signer_capability_address(&borrow_global<Treasury>(@dao).signer_cap)
    }

    #[view]
    public fun paid(): u64 acquires Treasury {
        borrow_global<Treasury>(@dao).paid
    }
}
