/// Releases a coin to beneficiaries little by little: nothing before the cliff, then linearly until the end. The grantor may
/// revoke a grant as long as it was made revocable; what has vested until then stays with the beneficiary.
module vesting::vesting {
    use std::error;
    use std::signer;
    use std::vector;
    use aptos_std::math64;
    use aptos_std::table::{Self, Table};
    use aptos_framework::account::{Self, SignerCapability};
    use aptos_framework::coin;
    use aptos_framework::event;
    use aptos_framework::timestamp;

    /// The vault was initialized before.
    const EVAULT_EXISTS: u64 = 1;
    /// There is no vault for this coin.
    const ENO_VAULT: u64 = 2;
    /// The schedule makes no sense.
    const EINVALID_SCHEDULE: u64 = 3;
    /// The beneficiary already has a grant.
    const EGRANT_EXISTS: u64 = 4;
    /// The beneficiary has no grant.
    const ENO_GRANT: u64 = 5;
    /// There is nothing to release right now.
    const ENOTHING_VESTED: u64 = 6;
    /// The grant may not be revoked.
    const ENOT_REVOCABLE: u64 = 7;
    /// The grant was revoked before.
    const EALREADY_REVOKED: u64 = 8;

    const SEED: vector<u8> = b"VESTING_VAULT";

    /// All grants that one grantor has made in one coin.
    struct Vault<phantom CoinType> has key {
        signer_cap: SignerCapability,
        grants: Table<address, Grant>,
        beneficiaries: vector<address>,
        total_locked: u64
    }

    struct Grant has store, drop {
        total: u64,
        released: u64,
        start: u64,
        cliff: u64,
        duration: u64,
        revocable: bool,
        revoked_at: u64
    }

    #[event]
    struct GrantCreated has drop, store {
        grantor: address,
        beneficiary: address,
        total: u64,
        start: u64,
        duration: u64
    }

    #[event]
    struct TokensReleased has drop, store {
        grantor: address,
        beneficiary: address,
        amount: u64
    }

    #[event]
    struct GrantRevoked has drop, store {
        grantor: address,
        beneficiary: address,
        refunded: u64
    }

    public entry fun create_vault<CoinType>(grantor: &signer) {
        let grantor_addr = signer::address_of(grantor);
        assert!(!exists<Vault<CoinType>>(grantor_addr), error::already_exists(EVAULT_EXISTS));
        let (vault_signer, signer_cap) = account::create_resource_account(grantor, SEED);
        coin::register<CoinType>(&vault_signer);
        move_to(
            grantor,
            Vault<CoinType> {
                signer_cap,
                grants: table::new(),
                beneficiaries: vector::empty(),
                total_locked: 0
            }
        );
    }

    public entry fun add_grant<CoinType>(
        grantor: &signer,
        beneficiary: address,
        total: u64,
        start: u64,
        cliff_seconds: u64,
        duration_seconds: u64,
        revocable: bool
    ) acquires Vault {
        let grantor_addr = signer::address_of(grantor);
        assert!(exists<Vault<CoinType>>(grantor_addr), error::not_found(ENO_VAULT));
        assert!(
            total > 0 && duration_seconds > 0 && cliff_seconds <= duration_seconds,
            error::invalid_argument(EINVALID_SCHEDULE)
        );

        let vault = borrow_global_mut<Vault<CoinType>>(grantor_addr);
        assert!(!table::contains(&vault.grants, beneficiary), error::already_exists(EGRANT_EXISTS));

        let vault_addr = account::get_signer_capability_address(&vault.signer_cap);
        coin::transfer<CoinType>(grantor, vault_addr, total);
        table::add(
            &mut vault.grants,
            beneficiary,
            Grant {
                total,
                released: 0,
                start,
                cliff: start + cliff_seconds,
                duration: duration_seconds,
                revocable,
                revoked_at: 0
            }
        );
        vector::push_back(&mut vault.beneficiaries, beneficiary);
        vault.total_locked = vault.total_locked + total;
        event::emit(
            GrantCreated { grantor: grantor_addr, beneficiary, total, start, duration: duration_seconds }
        );
    }

    /// Pays out what has vested. Anybody may call this for a beneficiary.
    public entry fun release<CoinType>(
        _caller: &signer, grantor: address, beneficiary: address
    ) acquires Vault {
        let amount = releasable<CoinType>(grantor, beneficiary);
        assert!(amount > 0, error::invalid_state(ENOTHING_VESTED));
        pay<CoinType>(grantor, beneficiary, amount);
    }

    public entry fun revoke<CoinType>(grantor: &signer, beneficiary: address) acquires Vault {
        let grantor_addr = signer::address_of(grantor);
        let vested = releasable<CoinType>(grantor_addr, beneficiary);
        if (vested > 0) {
            pay<CoinType>(grantor_addr, beneficiary, vested);
        };

        let vault = borrow_global_mut<Vault<CoinType>>(grantor_addr);
        let grant = table::borrow_mut(&mut vault.grants, beneficiary);
        assert!(grant.revocable, error::permission_denied(ENOT_REVOCABLE));
        assert!(grant.revoked_at == 0, error::invalid_state(EALREADY_REVOKED));
        grant.revoked_at = timestamp::now_seconds();
        let refunded = grant.total - grant.released;
        grant.total = grant.released;
        vault.total_locked = vault.total_locked - refunded;

        let vault_signer = account::create_signer_with_capability(&vault.signer_cap);
        coin::transfer<CoinType>(&vault_signer, grantor_addr, refunded);
        event::emit(GrantRevoked { grantor: grantor_addr, beneficiary, refunded });
    }

    fun pay<CoinType>(grantor: address, beneficiary: address, amount: u64) acquires Vault {
        let vault = borrow_global_mut<Vault<CoinType>>(grantor);
        let grant = table::borrow_mut(&mut vault.grants, beneficiary);
        grant.released = grant.released + amount;
        vault.total_locked = vault.total_locked - amount;
        let vault_signer = account::create_signer_with_capability(&vault.signer_cap);
        coin::transfer<CoinType>(&vault_signer, beneficiary, amount);
        event::emit(TokensReleased { grantor, beneficiary, amount });
    }

    #[view]
    public fun releasable<CoinType>(grantor: address, beneficiary: address): u64 acquires Vault {
        assert!(exists<Vault<CoinType>>(grantor), error::not_found(ENO_VAULT));
        let vault = borrow_global<Vault<CoinType>>(grantor);
        assert!(table::contains(&vault.grants, beneficiary), error::not_found(ENO_GRANT));
        let grant = table::borrow(&vault.grants, beneficiary);
        vested_amount(grant, timestamp::now_seconds()) - grant.released
    }

    #[view]
    public fun total_locked<CoinType>(grantor: address): u64 acquires Vault {
        borrow_global<Vault<CoinType>>(grantor).total_locked
    }

    #[view]
    public fun beneficiary_count<CoinType>(grantor: address): u64 acquires Vault {
        vector::length(&borrow_global<Vault<CoinType>>(grantor).beneficiaries)
    }

    fun vested_amount(grant: &Grant, now: u64): u64 {
        if (now < grant.cliff) {
            0
        } else if (grant.revoked_at != 0 || now >= grant.start + grant.duration) {
            grant.total
        } else {
            math64::mul_div(grant.total, now - grant.start, grant.duration)
        }
    }
}
