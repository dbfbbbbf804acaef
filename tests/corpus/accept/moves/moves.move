/// Values that are moved once, or get a new value.
module 0x42::accept_moves_moves {
    struct Coin has store { value: u64 }
    struct Note has copy, drop { value: u64 }

    fun mint(): Coin { Coin { value: 1 } }
    fun spend(coin: Coin) { let Coin { value: _ } = coin; }

    fun once_on_each_way(coin: Coin, which: bool) {
        if (which) spend(coin) else spend(coin);
    }

    fun assigned_again(coin: Coin) {
        spend(coin);
        coin = mint();
        spend(coin);
    }

    fun once_in_a_loop(n: u64) {
        let coin = mint();
        while (0 < n) {
            spend(coin);
            coin = mint();
            n = n - 1;
        };
        spend(coin);
    }

    fun copied_then_moved(note: Note): u64 {
        let copied = copy note;
        let moved = move note;
        copied.value + moved.value
    }

    fun implicitly_copied(note: Note): u64 {
        let other = note;
        note.value + other.value
    }

    fun moved_before_an_abort(coin: Coin, which: bool) {
        spend(coin);
        if (which) abort 1;
    }
}
