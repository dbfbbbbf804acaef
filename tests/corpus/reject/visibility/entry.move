/// Entry functions and views that no transaction can call.
module 0x42::m {
    struct Coin { value: u64 }
    struct Note has drop { value: u64 }

    entry fun a_struct(_note: Note) {} // error: E0317
    entry fun a_reference(_x: &u64) {} // error: E0317
    entry fun a_mutable_signer(_account: &mut signer) {} // error: E0317
    entry fun a_vector_of_structs(_notes: vector<Note>) {} // error: E0317
    entry fun signers(_accounts: vector<signer>) {} // error: E0317
    entry fun a_generic_value<T: drop>(_x: T) {} // error: E0317
    entry fun a_second_argument(_account: &signer, _note: Note) {} // error: E0317
    entry fun a_result_without_drop(): Coin { Coin { value: 1 } } // error: E0401
    #[view]
    public fun a_view_of_a_struct(_note: &Note): u64 { 1 } // error: E0317
}
