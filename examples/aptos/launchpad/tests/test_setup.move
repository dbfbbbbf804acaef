/// A platform and a drop to test with.
#[test_only]
module launchpad::test_setup {
    use std::string::{Self, String};
    use aptos_framework::account;
    use aptos_framework::aptos_account;
    use aptos_framework::aptos_coin::{Self, AptosCoin};
    use aptos_framework::coin;
    use aptos_framework::object::Object;
    use aptos_framework::timestamp;
    use launchpad::launchpad::{Self, Drop, DropToken};
    use launchpad::platform;

    const CREATOR: address = @0xc0;
    const BUYER: address = @0xb0;
    const OTHER: address = @0xb1;
    const PAYOUT: address = @0xca;
    const DEADLINE: u64 = 10_000;
    const SALT: vector<u8> = x"5a17000000000000000000000000000000000000000000000000000000005a17";
    const BASE_URI: vector<u8> = b"https://cats.example/";

    public fun who(addr: address): signer {
        account::create_signer_for_test(addr)
    }

    public fun text(bytes: vector<u8>): String {
        string::utf8(bytes)
    }

    public fun balance(addr: address): u64 {
        coin::balance<AptosCoin>(addr)
    }

    /// The clock shows 1,000, and both buyers hold 10,000 octas.
    public fun set_up_platform() {
        timestamp::set_time_has_started_for_testing(&who(@aptos_framework));
        timestamp::fast_forward_seconds(1_000);
        platform::init_module_for_test(&who(@launchpad));
        let (burn_cap, mint_cap) = aptos_coin::initialize_for_test(&who(@aptos_framework));
        aptos_account::deposit_coins(BUYER, coin::mint(10_000, &mint_cap));
        aptos_account::deposit_coins(OTHER, coin::mint(10_000, &mint_cap));
        coin::destroy_burn_cap(burn_cap);
        coin::destroy_mint_cap(mint_cap);
    }

    public fun new_drop(max_supply: u64, reserve: u64, royalty_bps: u64, commitment: vector<u8>, deadline: u64): Object<Drop> {
        launchpad::create_drop(
            &who(CREATOR),
            text(b"Cats"),
            text(b"Ten cats"),
            text(b"https://cats.example/collection.json"),
            text(b"https://cats.example/box.json"),
            max_supply,
            reserve,
            royalty_bps,
            PAYOUT,
            commitment,
            deadline
        )
    }

    public fun commitment(): vector<u8> {
        launchpad::commitment_of(text(BASE_URI), SALT)
    }

    /// Ten cats, two of them the team's. Stage 0 sells five at 100 to the allow-list, on which the buyer may have three; stage 1
    /// sells eight at 333 to all, six to a wallet.
    public fun set_up(): Object<Drop> {
        set_up_platform();
        let drop = new_drop(10, 2, 500, commitment(), DEADLINE);
        let creator = &who(CREATOR);
        launchpad::add_stage(creator, drop, text(b"early"), 2_000, 3_000, 100, 5, true, 0);
        launchpad::add_stage(creator, drop, text(b"public"), 3_000, 5_000, 333, 8, false, 6);
        launchpad::allow(creator, drop, 0, BUYER, 3);
        drop
    }

    public fun at(seconds: u64) {
        timestamp::update_global_time_for_test_secs(seconds);
    }

    /// The buyer has bought two cats in the public stage.
    public fun set_up_sold(): (Object<Drop>, vector<Object<DropToken>>) {
        let drop = set_up();
        at(3_000);
        let tokens = launchpad::mint_tokens(&who(BUYER), drop, 1, 2);
        (drop, tokens)
    }

    public fun reveal(drop: Object<Drop>) {
        launchpad::reveal(&who(CREATOR), drop, text(BASE_URI), SALT);
    }
}
