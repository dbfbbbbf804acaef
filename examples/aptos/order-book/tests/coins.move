/// Two coins to trade, and traders who own some.
#[test_only]
module clob::coins {
    use std::signer;
    use std::string;
    use aptos_framework::account;
    use aptos_framework::coin;
    use clob::balances;
    use clob::market;

    struct Gold {}

    struct Silver {}

    /// No market trades it.
    struct Lead {}

    public fun setup(deployer: &signer) {
        account::create_account_for_test(@clob);
        balances::init_module_for_test(deployer);
        initialize<Gold>(deployer, b"GOLD");
        initialize<Silver>(deployer, b"SILVER");
        initialize<Lead>(deployer, b"LEAD");
    }

    /// A lot is 100 gold and a tick 5 silver, makers pay 0.1 % and takers 0.3 %.
    public fun setup_market(deployer: &signer) {
        setup(deployer);
        market::create_market<Gold, Silver>(deployer, 100, 5, 2, 10, 30);
    }

    fun initialize<T>(deployer: &signer, symbol: vector<u8>) {
        let (burn_cap, freeze_cap, mint_cap) =
            coin::initialize<T>(deployer, string::utf8(symbol), string::utf8(symbol), 6, false);
        coin::destroy_burn_cap(burn_cap);
        coin::destroy_freeze_cap(freeze_cap);
        coin::destroy_mint_cap(mint_cap);
    }

    public fun give<T>(user: &signer, amount: u64) {
        coin::register<T>(user);
        coin::deposit(signer::address_of(user), coin::mint_for_test<T>(amount));
    }

    /// Gives the user 100,000 of either coin to trade with.
    public fun fund(user: &signer) {
        give<Gold>(user, 100_000);
        give<Silver>(user, 100_000);
        balances::deposit<Gold>(user, 100_000);
        balances::deposit<Silver>(user, 100_000);
    }

    public fun assert_gold(user: address, available: u64, locked: u64) {
        assert!(balances::available<Gold>(user) == available, balances::available<Gold>(user));
        assert!(balances::locked<Gold>(user) == locked, balances::locked<Gold>(user));
    }

    public fun assert_silver(user: address, available: u64, locked: u64) {
        assert!(balances::available<Silver>(user) == available, balances::available<Silver>(user));
        assert!(balances::locked<Silver>(user) == locked, balances::locked<Silver>(user));
    }

    /// The reserve is what the users own and the fees.
    public fun assert_conserved<T>(users: vector<address>) {
        let owned = balances::collected_fees<T>();
        users.for_each(|user| {
            owned = owned + balances::available<T>(user) + balances::locked<T>(user);
        });
        assert!(owned == balances::reserve<T>(), owned);
    }
}
