/// Generic functions that call themselves with ever larger types.
module 0x42::m {
    struct Box<T> has drop { item: T }

    fun boxes<T: drop>(n: u64) {
        if (0 < n) boxes<Box<T>>(n - 1); // error: E0320
    }

    fun lists<T>() {
        lists<vector<T>>() // error: E0320
    }

    fun here<T>() { there<vector<T>>() } // error: E0320
    fun there<T>() { here<T>() }

    fun second<A, B>() { second<B, vector<A>>() } // error: E0320
}
