/// Values without `copy` that are copied.
module 0x42::m {
    struct Coin has store, drop { value: u64 }
    struct Wallet has drop { coin: Coin }
    struct Cup<T> has copy, drop { item: T }

    fun explicitly(coin: Coin): Coin {
        let copied = copy coin; // error: E0403
        let _ = coin;
        copied
    }

    fun out_of_a_reference(coin: &Coin): Coin {
        *coin // error: E0403
    }

    fun out_of_a_field(wallet: &Wallet): Coin {
        wallet.coin // error: E0403
    }

    fun a_generic_value<T: drop>(value: T): (T, T) {
        (copy value, value) // error: E0403
    }

    fun a_vector(coins: vector<Coin>): vector<Coin> {
        let copied = copy coins; // error: E0403
        let _ = coins;
        copied
    }

    fun an_element(coins: &vector<Coin>): Coin {
        *std::vector::borrow(coins, 0) // error: E0403
    }

    fun in_a_struct_that_has_it(cup: Cup<Coin>): Cup<Coin> {
        let copied = copy cup; // error: E0403
        let _ = cup;
        copied
    }

    fun a_signer(account: &signer): signer {
        *account // error: E0403
    }
}
