/// What is public is the inside of a struct, and not what is stored; and not to everybody.
module 0x42::shapes {
    public struct Held has key, drop { n: u64 }
    friend struct ForFriends has copy, drop { x: u64 }
    package struct ForPackage has copy, drop { x: u64 }
    package enum Choice has copy, drop { Left { x: u64 }, Right { x: u64 } }
    struct Own has copy, drop { x: u64 }
    public struct Copied has copy, drop { own: Own }
    public struct Wrong has copy { inner: vector<Held> } // error: E0404

    public fun friendly(): ForFriends { ForFriends { x: 1 } }
    public fun packaged(): ForPackage { ForPackage { x: 1 } }
    public fun chosen(): Choice { Choice::Left { x: 1 } }
    public fun copied(): Copied { Copied { own: Own { x: 1 } } }
}
module 0x43::elsewhere {
    use 0x42::shapes::{Self, Held, ForFriends, ForPackage, Choice, Own};

    fun stored(): u64 { Held[@0x1].n } // error: E0208
    fun there(): bool { exists<Held>(@0x1) } // error: E0208
    fun moved(): Held { move_from<Held>(@0x1) } // error: E0208
    fun published(account: &signer) { move_to(account, Held { n: 1 }) } // error: E0208
    fun no_friend(): u64 { shapes::friendly().x } // error: E0208
    fun built_by_no_friend(): ForFriends { ForFriends { x: 1 } } // error: E0208
    fun another_package(): u64 { shapes::packaged().x } // error: E0208
    fun taken_apart_elsewhere() { let ForPackage { x: _ } = shapes::packaged(); } // error: E0208
    fun a_variant_elsewhere(): u64 { shapes::chosen().x } // error: E0208
    fun tested_elsewhere(): bool { shapes::chosen() is Choice::Left } // error: E0208
    fun built_elsewhere(): Choice { Choice::Right { x: 1 } } // error: E0208
    fun a_private_part_of_a_public_struct(): u64 { shapes::copied().own.x } // error: E0208
    fun an_unknown_field(held: &Held): u64 { held.m } // error: E0207
    fun another_type(): Held { Held { n: true } } // error: E0301
    fun a_missing_field(): Held { Held {} } // error: E0309
}
