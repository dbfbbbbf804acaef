/// Values that are used after they were moved.
module 0x42::m {
    struct Coin has store { value: u64 }
    struct Note has copy, drop { value: u64 }

    fun spend(coin: Coin) { let Coin { value: _ } = coin; }
    fun read(note: Note): u64 { note.value }

    fun twice(coin: Coin) {
        spend(coin);
        spend(coin); // error: E0501
    }

    fun moved_then_read(note: Note): u64 {
        let moved = move note;
        moved.value + note.value // error: E0501
    }

    fun moved_then_borrowed(note: Note): u64 {
        let moved = move note;
        let r = &note; // error: E0501
        r.value + moved.value
    }

    fun moved_on_one_way(coin: Coin, which: bool) {
        if (which) spend(coin);
        spend(coin); // error: E0501
    }

    fun moved_in_a_loop(coin: Coin, n: u64) {
        while (0 < n) {
            spend(coin); // error: E0501
            n = n - 1;
        };
        abort 1
    }

    fun moved_number(): u64 {
        let x = 1;
        let y = move x;
        x + y // error: E0501
    }

    fun moved_vector(): u64 {
        let list = vector[1, 2];
        let other = move list;
        std::vector::length(&list) // error: E0501
            + std::vector::length(&other)
    }

    fun taken_apart_twice(coin: Coin): u64 {
        let Coin { value } = coin;
        let Coin { value: again } = coin; // error: E0501
        value + again
    }

    fun moved_twice_in_one_call(coin: Coin): (Coin, Coin) {
        (coin, coin) // error: E0501
    }

    fun moved_reference(x: &mut u64) {
        let y = move x;
        *y = 1;
        *x = 2; // error: E0501
    }

    fun packed_twice(coin: Coin): vector<Coin> {
        vector[coin, coin] // error: E0501
    }
}
