/// Who may call what.
module 0x42::accept_visibility_owner {
    friend 0x42::accept_visibility_ally;
    struct Coin has copy, drop, store { value: u64 }
    public fun mint(): Coin { Coin { value: 1 } }
    public fun value(coin: &Coin): u64 { coin.value }
    public(friend) fun for_allies(): u64 { hidden() }
    entry fun for_transactions() { hidden(); }
    fun hidden(): u64 { 1 }
}
module 0x42::accept_visibility_open {
    package fun for_the_package(): u64 { 1 }
}
module 0x42::accept_visibility_ally {
    use 0x42::accept_visibility_owner::{Self as owner, Coin};
    public fun f(): u64 { owner::for_allies() + 0x42::accept_visibility_open::for_the_package() }
    public fun kept(): Coin { owner::mint() }
}
module 0x42::accept_visibility_stranger {
    use 0x42::accept_visibility_open as open;
    use 0x42::accept_visibility_owner as owner;
    public fun f(): u64 {
        let coin = owner::mint();
        let copied = coin;
        owner::value(&copied) + owner::value(&coin) + open::for_the_package()
    }
}
