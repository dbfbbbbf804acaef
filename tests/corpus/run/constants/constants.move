/// Constants, and expressions that are computed beforehand.
module 0x42::run_constants_constants {
    const SMALL: u8 = 7;
    const LARGE: u256 = 0xffff_ffff_ffff_ffff_ffff;
    const YES: bool = !false;
    const OWNER: address = @0xbeef;
    const NAME: vector<u8> = b"name";
    const HEX: vector<u8> = x"c0de";
    const PRIMES: vector<u64> = vector[2, 3, 5];
    const ROWS: vector<vector<u8>> = vector[b"a", b"bc"];
    const ADDRESSES: vector<address> = vector[@0x1, @0x2];
    const SUM: u64 = 1 + 2 * 3 - 4 / 2 % 3;
    const BITS: u64 = (1 << 4) | 3 & 2 ^ 8;
    const CAST: u128 = (255u8 as u128) + 1;
    const COMPARED: bool = 1 < 2 && 3 >= 3 || false;
    const EQUAL: bool = b"a" == b"a";
    const TWICE: u64 = SUM * 2;
    const BEFORE: u64 = AFTER + 1;
    const AFTER: u64 = 10;

    // returns: 7, 1208925819614629174706175, true
    fun plain(): (u8, u256, bool) { (SMALL, LARGE, YES) }

    // returns: @0xbeef, b"name", x"c0de"
    fun bytes(): (address, vector<u8>, vector<u8>) { (OWNER, NAME, HEX) }

    // returns: vector[2, 3, 5], vector[b"a", b"bc"], vector[@0x1, @0x2]
    fun vectors(): (vector<u64>, vector<vector<u8>>, vector<address>) { (PRIMES, ROWS, ADDRESSES) }

    // returns: 5, 26, 256
    fun computed(): (u64, u64, u128) { (SUM, BITS, CAST) }

    // returns: true, true
    fun compared(): (bool, bool) { (COMPARED, EQUAL) }

    // returns: 10, 11
    fun from_other_constants(): (u64, u64) { (TWICE, BEFORE) }

    // returns: 3
    fun an_element(): u64 { PRIMES[1] }

    // returns: vector[9, 3, 5], vector[2, 3, 5]
    fun a_changed_copy_changes_no_constant(): (vector<u64>, vector<u64>) {
        let list = PRIMES;
        list[0] = 9;
        (list, PRIMES)
    }

    // returns: 4
    fun borrowed(): u64 { std::vector::length(&NAME) }

    // aborts: 7
    fun a_code() { abort (SMALL as u64) }
}
