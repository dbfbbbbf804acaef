/// Type arguments without the abilities that are asked for.
module 0x42::m {
    use std::vector;
    use aptos_std::table;

    struct Plain {}
    struct Box<T: copy> has copy, drop { item: T }
    struct Stored<T: store> has key { item: T }
    struct Wrapped<T> has copy, drop, store { item: T }
    struct Resource has key {}

    fun needs_copy<T: copy>(_x: &T) {}
    fun needs_drop<T: drop>(_x: &T) {}
    fun needs_store<T: store>(_x: &T) {}
    fun needs_key<T: key>(_x: &T) {}
    fun needs_all<T: copy + drop + store>(_x: &T) {}

    fun no_copy(x: &Plain) { needs_copy(x) } // error: E0401
    fun no_drop(x: &Plain) { needs_drop(x) } // error: E0401
    fun no_store(x: &Plain) { needs_store(x) } // error: E0401
    fun no_key(x: &Plain) { needs_key(x) } // error: E0401
    fun no_key_of_a_number() { needs_key(&1) } // error: E0401
    fun no_copy_of_a_signer(x: &signer) { needs_copy(x) } // error: E0401
    fun no_store_of_a_signer(x: &signer) { needs_store(x) } // error: E0401
    fun no_store_of_a_resource(x: &Resource) { needs_store(x) } // error: E0401
    fun no_copy_of_a_vector(x: &vector<Plain>) { needs_copy(x) } // error: E0401
    fun no_copy_of_a_wrapped_value(x: &Wrapped<Plain>) { needs_copy(x) } // error: E0401
    fun no_ability_of_a_parameter<T>(x: &T) { needs_copy(x) } // error: E0401
    fun another_ability_of_a_parameter<T: drop>(x: &T) { needs_copy(x) } // error: E0401
    fun one_of_three<T: copy + drop>(x: &T) { needs_all(x) } // error: E0401
    fun written_type_arguments() { needs_copy<Plain>(&Plain {}) } // error: E0401, E0402
    fun in_a_parameter(_x: &Box<Plain>) {} // error: E0401
    fun in_a_result(): vector<Box<Plain>> { abort 1 } // error: E0401
    fun in_a_let() { let _x: Box<Plain>; } // error: E0401
    fun packed(x: Plain) { let _ = Box { item: x }; } // error: E0401, E0402
    fun of_a_parameter<T>(_x: &Box<T>) {} // error: E0401
    fun of_a_resource<T>(at: address): bool { exists<Stored<T>>(at) } // error: E0401, E0405
    fun a_contained_element(list: &vector<Plain>): vector<Plain> { vector::slice(list, 0, 1) } // error: E0401
    fun keys_of_a_table() { let t = table::new<Plain, u8>(); table::destroy_known_empty_unsafe(t) } // error: E0401
    fun items_of_a_table() { let t = table::new<u8, Plain>(); table::destroy_known_empty_unsafe(t) } // error: E0401
}
