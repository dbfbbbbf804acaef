/// Vaults whose owners choose what they do: the choice is a function, stored in the vault.
///
/// The type of that function bounds it: whatever an owner chooses, it touches the market it is called for, and nothing
/// else. So a deposit says what it may touch before it runs, though nobody who compiled this module knew the function.
module vault::vault {
    use vault::market::Market;
    use vault::strategies;

    /// Nothing can be done with nothing.
    const E_NOTHING: u64 = 1;
    /// More than there is.
    const E_TOO_MUCH: u64 = 2;

    struct Vault has key {
        strategy: |market: address, amount: u64| u64 has copy + drop + store {
            writes Market(market)
        },
        market: address,
        earned: u64,
    }

    /// What a person has in a vault.
    struct Share has key {
        vault: address,
        amount: u64,
    }

    /// Opens a vault of the sender's that lends all it gets at `market`.
    public entry fun open(owner: &signer, market: address)
        writes Vault(owner)
    {
        move_to(owner, Vault { strategy: strategies::lend, market, earned: 0 });
    }

    /// Lets everything lie from now on.
    public entry fun rest(owner: &signer)
        writes Vault(owner).strategy
    {
        choose(owner, strategies::hold);
    }

    /// Lends `share` of a hundred from now on.
    public entry fun lend_part(owner: &signer, share: u64)
        writes Vault(owner).strategy
    {
        choose(owner, |market, amount| strategies::lend_part(share, market, amount));
    }

    /// Does what `strategy` says from now on.
    public fun choose(
        owner: &signer,
        strategy: |market: address, amount: u64| u64 has copy + drop + store {
            writes Market(market)
        },
    )
        writes Vault(owner).strategy
    {
        Vault[std::signer::address_of(owner)].strategy = strategy;
    }

    /// Joins a vault with nothing yet.
    public entry fun join(person: &signer, vault: address)
        writes Share(person)
    {
        move_to(person, Share { vault, amount: 0 });
    }

    /// Puts `amount` into the vault joined, which does with it what its owner has chosen.
    public entry fun deposit(person: &signer, amount: u64)
        reads Share(person).vault
        adds Share(person).amount
        reads Vault(Share(person).vault).{strategy, market}
        adds Vault(Share(person).vault).earned
        writes Market(Vault(Share(person).vault).market)
    {
        assert!(0 < amount, E_NOTHING);
        let share = &mut Share[std::signer::address_of(person)];
        let vault = share.vault;
        share.amount += amount;
        let market = Vault[vault].market;
        let earned = (Vault[vault].strategy)(market, amount);
        Vault[vault].earned += earned;
    }

    /// Takes `amount` back.
    public entry fun withdraw(person: &signer, amount: u64)
        writes Share(person).amount
    {
        let share = &mut Share[std::signer::address_of(person)];
        assert!(amount <= share.amount, E_TOO_MUCH);
        share.amount -= amount;
    }

    #[view]
    public fun earned(vault: address): u64
        reads Vault(vault).earned
    {
        Vault[vault].earned
    }

    #[test_only]
    fun set_up(owner: &signer, person: &signer) {
        vault::market::open(owner, 100);
        open(owner, std::signer::address_of(owner));
        join(person, std::signer::address_of(owner));
    }

    #[test(owner = @0xa, person = @0xb)]
    fun a_vault_lends_at_first(owner: &signer, person: &signer) {
        set_up(owner, person);
        deposit(person, 1000);
        assert!(earned(@0xa) == 10);
    }

    #[test(owner = @0xa, person = @0xb)]
    fun a_vault_does_what_its_owner_chooses(owner: &signer, person: &signer) {
        set_up(owner, person);
        rest(owner);
        deposit(person, 1000);
        assert!(earned(@0xa) == 0);
        lend_part(owner, 50);
        deposit(person, 1000);
        assert!(earned(@0xa) == 5);
    }

    #[test(owner = @0xa, person = @0xb)]
    fun a_strategy_of_another_module(owner: &signer, person: &signer) {
        set_up(owner, person);
        choose(owner, generous);
        deposit(person, 1000);
        assert!(earned(@0xa) == 1010);
    }

    #[test_only]
    public fun generous(market: address, amount: u64): u64
        writes Market(market)
    {
        strategies::lend(market, amount) + amount
    }

    #[test(owner = @0xa, person = @0xb)]
    #[expected_failure(abort_code = E_TOO_MUCH)]
    fun no_more_comes_out_than_is_in(owner: &signer, person: &signer) {
        set_up(owner, person);
        deposit(person, 10);
        withdraw(person, 11);
    }
}
