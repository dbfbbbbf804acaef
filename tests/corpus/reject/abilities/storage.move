/// Global storage of what is no resource of this module.
module 0x42::m {
    struct Plain has store, drop {}
    struct Resource has key, drop { x: u64 }

    fun published(account: &signer) { move_to(account, Plain {}) } // error: E0405
    fun published_a_number(account: &signer) { move_to(account, 1u64) } // error: E0405
    fun taken(at: address): Plain { move_from<Plain>(at) } // error: E0405
    fun borrowed(at: address) { let _ = borrow_global<Plain>(at); } // error: E0405
    fun mutably_borrowed(at: address) { let _ = borrow_global_mut<Plain>(at); } // error: E0405
    fun there(at: address): bool { exists<Plain>(at) } // error: E0405
    fun there_as_a_number(at: address): bool { exists<u64>(at) } // error: E0405
    fun there_as_a_vector(at: address): bool { exists<vector<Resource>>(at) } // error: E0405
    fun there_as_a_parameter<T: key>(at: address): bool { exists<T>(at) } // error: E0405
    fun indexed(at: address) { let _ = &Plain[at]; } // error: E0405
    fun without_an_address(): bool { exists<Resource>(1) } // error: E0301
    fun without_a_signer(at: address) { move_to(at, Resource { x: 1 }) } // error: E0301
    fun with_a_signer_by_value(account: signer) { move_to(account, Resource { x: 1 }) } // error: E0301
    fun with_a_signer_for_an_address(account: &signer) { let _ = borrow_global<Resource>(account); } // error: E0301
    fun changed_through_an_immutable_reference(at: address) { borrow_global<Resource>(at).x = 1 } // error: E0505
}
