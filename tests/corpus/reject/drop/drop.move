/// Values without `drop` that are left behind or overwritten.
module 0x42::m {
    struct Coin has store { value: u64 }
    struct Wallet has store { coin: Coin }

    fun mint(): Coin { Coin { value: 1 } }
    fun spend(coin: Coin) { let Coin { value: _ } = coin; }

    fun left_behind() {
        let coin = mint(); // error: E0402
    }

    fun a_parameter_left_behind(coin: Coin) { // error: E0402
    }

    fun not_even_a_variable() {
        mint(); // error: E0402
    }

    fun ignored() {
        let _ = mint(); // error: E0402
    }

    fun overwritten(coin: Coin) {
        coin = mint(); // error: E0402
        spend(coin);
    }

    fun overwritten_behind_a_reference(coin: &mut Coin) {
        *coin = mint(); // error: E0402
    }

    fun overwritten_in_a_field(wallet: &mut Wallet) {
        wallet.coin = mint(); // error: E0402
    }

    fun left_on_one_way(coin: Coin, which: bool) { // error: E0402
        if (which) spend(coin);
    }

    fun left_at_a_return(coin: Coin, which: bool) { // error: E0402
        if (which) return;
        spend(coin);
    }

    fun left_in_a_loop(n: u64) {
        while (0 < n) {
            let coin = mint(); // error: E0402
            n = n - 1;
        }
    }

    fun a_part_ignored(wallet: Wallet) {
        let Wallet { coin: _ } = wallet; // error: E0402
    }

    fun a_generic_value<T>(value: T) { // error: E0402
    }

    fun a_generic_vector<T>(values: vector<T>) { // error: E0402
    }

    fun compared(one: Coin, other: Coin): bool {
        one == other // error: E0402
    }
}
