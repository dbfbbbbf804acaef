/// Functions of every visibility, and modules that call each other's.
module 0x42::accept_visibility_functions {
    friend 0x42::accept_visibility_functions_friend;

    struct Secret has drop { x: u64 }

    public fun public_one(): u64 { private_one() }
    public(friend) fun friend_one(): u64 { 1 }
    friend fun friend_two(): u64 { 2 }
    fun private_one(): u64 { 5 }
    entry fun entry_private(_account: &signer) {}
    public entry fun entry_public(_account: signer, _x: u64, _list: vector<vector<u8>>) {}
    entry public fun entry_first() {}
    public(friend) entry fun entry_friend() {}
    entry fun generic_entry<T>(_x: u64) {}
    public inline fun inline_one(): u64 { public_one() }
    public fun secret(): Secret { Secret { x: 1 } }
    public fun reveal(secret: Secret): u64 { secret.x }
    public fun called_by_itself(n: u64): u64 { if (n == 0) 0 else called_by_itself(n - 1) }
    public fun many(_a: u8, _b: u16, _c: u32, _d: u64, _e: u128, _f: u256, _g: address, _h: bool): (u8, bool) { (1, true) }
    #[view]
    public fun seen(): u64 { 1 }
}
module 0x42::accept_visibility_functions_open {
    public(package) fun package_one(): u64 { 3 }
    package fun package_two(): u64 { 4 }
    package entry fun package_entry() {}
}
module 0x42::accept_visibility_functions_friend {
    use 0x42::accept_visibility_functions as owner;
    fun calls_all(): u64 {
        owner::entry_friend();
        owner::public_one() + owner::friend_one() + owner::friend_two() + owner::inline_one()
    }
    fun values_pass_through(): u64 { owner::reveal(owner::secret()) }
}
module 0x42::accept_visibility_functions_package {
    use 0x42::accept_visibility_functions as owner;
    use 0x42::accept_visibility_functions_open as open;
    fun calls(): u64 { open::package_one() + open::package_two() + owner::seen() }
    fun entries_are_called(account: &signer) { owner::entry_first(); let _ = account; }
}
