/// What only the module that defines a struct may do, and who may call a function.
module 0x42::owner {
    friend 0x42::ally;
    struct Coin has copy, drop, store { value: u64 }
    struct Vault has key { value: u64 }
    enum Side has copy, drop { Left, Right }
    public fun mint(): Coin { Coin { value: 1 } }
    public fun side(): Side { Side::Left }
    fun hidden() {}
    public(friend) fun for_allies() {}
    const SECRET: u64 = 7;
}
module 0x42::ally {
    use 0x42::owner;
    public fun f() { owner::for_allies() }
}
module 0x42::stranger {
    use 0x42::owner::{Self, Coin, Vault, Side};

    fun packed(): Coin {
        Coin { value: 2 } // error: E0208
    }
    fun taken_apart(coin: Coin): u64 {
        let Coin { value } = coin; // error: E0208
        value
    }
    fun a_field(coin: &Coin): u64 {
        coin.value // error: E0208
    }
    fun a_field_changed(coin: &mut Coin) {
        coin.value = 2; // error: E0208
    }
    fun borrowed(at: address): u64 {
        let _ = borrow_global<Vault>(at); // error: E0208
        1
    }
    fun there(at: address): bool {
        exists<Vault>(at) // error: E0208
    }
    fun moved_to(account: &signer, vault: Vault) {
        move_to(account, vault) // error: E0208
    }
    fun moved_from(at: address): Vault {
        move_from<Vault>(at) // error: E0208
    }
    fun matched(side: Side): bool {
        match (side) {
            Side::Left => true, // error: E0208
            Side::Right => false, // error: E0208
        }
    }
    fun a_variant(): Side {
        Side::Right // error: E0208
    }
    fun private() {
        owner::hidden() // error: E0208
    }
    fun not_a_friend() {
        owner::for_allies() // error: E0208
    }
    fun a_constant(): u64 {
        owner::SECRET // error: E0208
    }
}
