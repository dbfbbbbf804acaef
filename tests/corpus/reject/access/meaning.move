/// Clauses that mean nothing.
module 0x42::m {
    use aptos_std::table::Table;

    struct Pool has key { x: u64, y: u64 }
    struct Book has key { items: Table<u64, u64> }
    struct Plain has drop { x: u64 }

    fun an_unknown_resource(_at: address) reads Unknown(_at) {} // error: E0201
    fun an_unknown_parameter() reads Pool(at) {} // error: E0201
    fun an_unknown_field(_at: address) reads Pool(_at).z {} // error: E0207
    fun no_resource(_at: address) reads Plain(_at) {} // error: E0405
    fun a_number_as_an_address(_at: u64) reads Pool(_at) {} // error: E0301
    fun a_boolean_as_an_address() reads Pool(true) {} // error: E0301
    fun a_number_as_a_holder(_at: u64) reads *(_at) {} // error: E0301
    fun a_wildcard_as_a_key(_at: address) reads Pool(*(_at)) {} // error: E0607
    fun a_key_of_another_type(_at: address) reads Book(_at).items[true] {} // error: E0301
    fun an_index_of_a_number(_at: address) reads Pool(_at).x[1] {} // error: E0305
    fun an_unknown_callee(_at: address) calls unknown(_at) {} // error: E0201
    fun too_few_arguments(_at: address) calls an_unknown_callee() {} // error: E0303
    fun a_condition_that_is_a_number(_at: address, _n: u64) reads Pool(_at) if _n {} // error: E0301
    fun an_unknown_module() reads unknown::* {} // error: E0202

    struct Rule has key { check: |address| u64 has copy + drop + store, n: u64 }

    fun too_many_arguments(f: |address| u64, at: address): u64 calls f(at, at) { f(at) } // error: E0303
    fun arguments_of_another_type(f: |address| u64, n: u64): u64 calls f(n) { f(@0x1) + n } // error: E0301
    fun a_number_that_is_called(at: address): u64 calls (Rule(at).n)(at) { Rule[at].n } // error: E0305
    fun a_value_of_nowhere(f: |address| u64, at: address): u64 calls (Rule.check)(at) { f(at) } // error: E0607
}
