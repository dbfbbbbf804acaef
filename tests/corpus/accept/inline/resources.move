/// Inline functions that reach resources of whoever calls them.
module 0x42::accept_inline_resources {
    public inline fun read<T: key>(at: address): &T { borrow_global<T>(at) }
    public inline fun change<T: key>(at: address, f: |&mut T|) { f(borrow_global_mut<T>(at)) }
    public inline fun there<T: key>(at: address): bool { exists<T>(at) }
}
module 0x42::accept_inline_resources_caller {
    use 0x42::accept_inline_resources::{change, read, there};
    struct Token has key { value: u64 }
    fun value(at: address): u64 acquires Token { read<Token>(at).value }
    fun set(at: address, value: u64) acquires Token { change<Token>(at, |token| token.value = value) }
    fun is_there(at: address): bool { there<Token>(at) }
}
