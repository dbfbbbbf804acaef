/// `use` in all its forms, and names that hide others.
module 0x42::accept_names_source {
    struct Item has copy, drop, store { x: u64 }
    struct Other has copy, drop {}
    public fun make(x: u64): Item { Item { x } }
    public fun other(): Other { Other {} }
    public fun x(item: &Item): u64 { item.x }
    public fun use_it(self: &Item): u64 { self.x }
}
module 0x42::accept_names_uses {
    use std::vector;
    use std::option::Option;
    use std::string::{Self, String, utf8 as text};
    use std::{signer, error as failures};
    use 0x1::hash;
    use 0x42::accept_names_source as source;
    use 0x42::accept_names_source::{Self as again, Item, make as made, Other as Another,};
    use aptos_std::table::{Self, Table};

    const LOCAL: u64 = 1;

    fun module_alias(): Item { source::make(1) }
    fun module_by_self(): Item { again::make(1) }
    fun member_alias(): Item { made(1) }
    fun type_alias(): Another { source::other() }
    fun full_path(): 0x42::accept_names_source::Item { 0x42::accept_names_source::make(1) }
    fun full_path_by_name(v: &vector<u8>): u64 { std::vector::length(v) }
    fun self_member(): String { string::utf8(b"") }
    fun aliased_function(): String { text(b"") }
    fun grouped_modules(account: &signer): (address, u64) { (signer::address_of(account), failures::internal(1)) }
    fun of_an_address_literal(): vector<u8> { hash::sha3_256(b"") }
    fun types_of_others(o: &Option<u8>): bool { o.is_some() }
    fun receivers_need_no_use(item: &Item): u64 { item.use_it() }
    fun own_module_by_name(): u64 { Self::own() }
    fun own(): u64 { LOCAL }
    fun inside_a_function(): u64 {
        use std::vector::length;
        use aptos_std::math64;
        length(&vector[1, 2]) + math64::max(1, 2)
    }
    fun inside_a_block(): u64 {
        let x = { use aptos_std::math64::min; min(1, 2) };
        x
    }
    fun a_use_hides_a_type_parameter<T: drop>(t: T): Item {
        let item = {
            use 0x42::accept_names_source::Item as T;
            let item: T = made(1);
            item
        };
        let _: T = t;
        item
    }
    fun a_local_hides_a_function(): u64 { let own = 5; own + Self::own() }
    fun a_local_hides_a_constant(local: u64): u64 { let x = LOCAL; x + local }
    fun a_parameter_named_as_a_module(vector: vector<u64>): u64 { vector::length(&vector) }
    fun a_function_and_a_struct(t: Table<u8, u8>): Table<u8, u8> { table::upsert(&mut t, 1, 2); t }
}
module 0x42::accept_names_words {
    struct Words has copy, drop { match: u64, for: u64, in: u64, is: u64, reads: u64, writes: u64, pure: u64, phantom: u64 }
    enum Kind has drop { For, Is { package: u64 } }
    fun match(enum: u64): u64 { enum }
    fun for(is: u64): u64 { is }
    fun package(inline: u64): u64 { inline }
    fun reads(writes: u64): u64 { writes }
    fun pure(adds: u64, calls: u64): u64 { adds + calls }
    fun entry(has: bool): u64 { if (has) 1 else 2 }
    fun variables(): u64 {
        let (match, enum, for, is) = (1, 2, 3, 4);
        let package = match + enum * for - is;
        let (self, vector, address) = (1, 2, 3);
        package + self + vector + address
    }
    fun fields(w: &Words): u64 { w.match + w.for + w.in + w.is + w.reads + w.writes + w.pure + w.phantom }
    fun calls(w: u64): u64 { match(w) + for(w) + package(w) + reads(w) + pure(w, w) }
}
