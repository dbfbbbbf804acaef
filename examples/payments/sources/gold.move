/// Gold: a coin of the library's, issued by one treasurer and paid by everybody.
module payments::gold {
    use std::error;
    use std::signer;
    use std::string;
    use aptos_framework::coin::{Self, BurnCapability, FreezeCapability, MintCapability};
    use aptos_framework::event;

    /// Only the treasurer may do this.
    const ENOT_TREASURER: u64 = 1;
    /// A payment of nothing.
    const EZERO_AMOUNT: u64 = 2;

    /// The coin.
    struct Gold {}

    /// The rights over the coin; at `@payments`.
    struct Treasury has key {
        /// To make money.
        mint: MintCapability<Gold>,
        /// To destroy money.
        burn: BurnCapability<Gold>,
        /// To freeze balances.
        freeze: FreezeCapability<Gold>,
    }

    #[event]
    /// Somebody has paid somebody.
    struct Paid has drop, store {
        /// Who paid.
        from: address,
        /// Who was paid.
        to: address,
        /// How much.
        amount: u64,
    }

    /// Makes gold a coin.
    fun init_module(treasurer: &signer) {
        let (burn, freeze, mint) =
            coin::initialize<Gold>(treasurer, string::utf8(b"Gold"), string::utf8(b"AU"), 6, true);
        move_to(treasurer, Treasury { mint, burn, freeze });
    }

    /// Lets `owner` hold gold.
    public entry fun open(owner: &signer)
        calls coin::register<Gold>(owner)
    {
        coin::register<Gold>(owner);
    }

    /// Makes `amount` of gold and gives it to `to`.
    public entry fun issue(treasurer: &signer, to: address, amount: u64)
        reads Treasury(@payments).mint, coin::CoinInfo<Gold>(@aptos_framework).monitor_supply
        adds coin::CoinInfo<Gold>(@aptos_framework).supply
        calls coin::deposit<Gold>(to, *)
    {
        assert!(signer::address_of(treasurer) == @payments, error::permission_denied(ENOT_TREASURER));
        let minted = coin::mint(amount, &Treasury[@payments].mint);
        coin::deposit(to, minted);
    }

    /// Destroys `amount` of the gold of `owner`.
    public entry fun redeem(owner: &signer, amount: u64)
        reads Treasury(@payments).burn, coin::CoinInfo<Gold>(@aptos_framework).monitor_supply
        adds coin::CoinInfo<Gold>(@aptos_framework).supply
        calls coin::withdraw_held<Gold>(owner, amount)
    {
        let taken = coin::withdraw_held<Gold>(owner, amount);
        coin::burn(taken, &Treasury[@payments].burn);
    }

    /// Pays `amount` from `from` to `to`. Payments meet only where they share a person.
    public entry fun pay(from: &signer, to: address, amount: u64)
        calls coin::transfer_held<Gold>(from, to, amount)
    {
        assert!(amount > 0, error::invalid_argument(EZERO_AMOUNT));
        coin::transfer_held<Gold>(from, to, amount);
        event::emit(Paid { from: signer::address_of(from), to, amount });
    }

    #[view]
    /// Returns what `owner` holds.
    public fun balance(owner: address): u64
        calls coin::balance<Gold>(owner)
    {
        coin::balance<Gold>(owner)
    }
}
