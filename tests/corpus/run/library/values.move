/// Options, numbers, encodings, hashes and types of the library.
module 0x42::run_library_values {
    use std::bcs;
    use std::bit_vector;
    use std::cmp;
    use std::error;
    use std::fixed_point32;
    use std::hash;
    use std::option::{Self, Option};
    use std::string;
    use aptos_std::any;
    use aptos_std::comparator;
    use aptos_std::fixed_point64;
    use aptos_std::from_bcs;
    use aptos_std::math128;
    use aptos_std::math64;
    use aptos_std::string_utils;
    use aptos_std::type_info;

    struct Point has copy, drop, store { x: u8, y: u16 }

    // returns: 5, 7, 3
    fun options(): (u64, u64, u64) {
        let some = option::some(5);
        let five = some.extract();
        some.fill(3);
        (five, option::none().get_with_default(7), *some.borrow())
    }

    // aborts: 262145
    fun an_option_without_a_value(): u64 { option::none<u64>().destroy_some() }

    // aborts: 262144
    fun an_option_filled_twice(): Option<u64> {
        let some = option::some(5);
        some.fill(6);
        some
    }

    // returns: 1, 2
    fun an_option_swapped(): (u64, u64) {
        let some = option::some(1);
        let old = some.swap(2);
        (old, some.destroy_some())
    }

    // returns: x"05", x"0100", x"020100", x"036f6e65"
    fun encodings(): (vector<u8>, vector<u8>, vector<u8>, vector<u8>) {
        (
            bcs::to_bytes(&5u8),
            bcs::to_bytes(&1u16),
            bcs::to_bytes(&vector[true, false]),
            bcs::to_bytes(&string::utf8(b"one")),
        )
    }

    // returns: x"070800"
    fun a_struct_is_encoded_as_its_fields(): vector<u8> { bcs::to_bytes(&Point { x: 7, y: 8 }) }

    // returns: 258, true, @0x1
    fun decoded(): (u64, bool, address) {
        (
            from_bcs::to_u64(x"0201000000000000"),
            from_bcs::to_bool(x"01"),
            from_bcs::to_address(bcs::to_bytes(&@0x1)),
        )
    }

    // returns: x"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    fun sha2(): vector<u8> { hash::sha2_256(b"abc") }

    // returns: x"3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"
    fun sha3(): vector<u8> { hash::sha3_256(b"abc") }

    // returns: 65537, 393223
    fun error_codes(): (u64, u64) { (error::invalid_argument(1), error::not_found(7)) }

    // returns: b"u64", b"vector<bool>", b"0x1::string::String"
    fun names_of_types(): (vector<u8>, vector<u8>, vector<u8>) {
        (
            *type_info::type_name<u64>().bytes(),
            *type_info::type_name<vector<bool>>().bytes(),
            *type_info::type_name<string::String>().bytes(),
        )
    }

    // returns: @0x42, b"run_library_values", b"Point"
    fun parts_of_a_type(): (address, vector<u8>, vector<u8>) {
        let info = type_info::type_of<Point>();
        (info.account_address(), info.module_name(), info.struct_name())
    }

    // returns: true, false, true
    fun ordered(): (bool, bool, bool) {
        (
            cmp::compare(&1, &2).is_lt(),
            cmp::compare(&b"b", &b"ab").is_lt(),
            comparator::compare(&@0x2, &@0x1).is_greater_than(),
        )
    }

    // returns: true, false, 3
    fun bits(): (bool, bool, u64) {
        let bits = bit_vector::new(8);
        bits.set(1);
        bits.set(2);
        bits.set(3);
        (bits.is_index_set(1), bits.is_index_set(0), bits.longest_set_sequence_starting_at(1))
    }

    // aborts: 131072
    fun a_bit_beyond(): bool { bit_vector::new(8).is_index_set(8) }

    // returns: 5, 20, 1
    fun fixed_point(): (u64, u64, u64) {
        let half = fixed_point32::create_from_rational(1, 2);
        (fixed_point32::multiply_u64(10, half), fixed_point32::divide_u64(10, half), half.round())
    }

    // returns: 15, 2
    fun fixed_point_of_128_bits(): (u128, u128) {
        let x = fixed_point64::create_from_rational(3, 2);
        (fixed_point64::multiply_u128(10, x), x.ceil())
    }

    // aborts: 65537
    fun fixed_point_by_zero(): u64 { fixed_point32::create_from_rational(1, 0).get_raw_value() }

    // returns: 1024, 31, 6, 12, 4
    fun numbers(): (u64, u64, u64, u64, u64) {
        (math64::pow(2, 10), math64::sqrt(1000), math64::gcd(12, 18), math64::lcm(4, 6), math64::ceil_div(10, 3))
    }

    // returns: 36893488147419103230
    fun large_numbers(): u128 { math128::mul_div(18446744073709551615, 18446744073709551614, 9223372036854775807) }

    // aborts: arithmetic overflow
    fun a_power_too_large(): u64 { math64::pow(2, 64) }

    // returns: {7, 8}
    fun anything(): Point { any::unpack<Point>(any::pack(Point { x: 7, y: 8 })) }

    // aborts: 65536
    fun anything_else(): u64 { any::unpack<u64>(any::pack(Point { x: 7, y: 8 })) }

    // returns: b"7 of [ 1, 2 ]"
    fun formatted(): vector<u8> {
        *string_utils::format2(&b"{} of {}", 7, vector[1, 2]).bytes()
    }
}
