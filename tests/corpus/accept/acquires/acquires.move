/// `acquires` may be left out, and is exact where it is written.
module 0x42::accept_acquires_acquires {
    struct R has key, drop { value: u64 }
    struct S has key, drop { value: u64 }
    struct Box<T> has key { item: T }

    fun unwritten(at: address): u64 { R[at].value }
    fun written(at: address): u64 acquires R { R[at].value }
    fun through_a_callee(at: address): u64 acquires R, S { written(at) + S[at].value }
    fun through_one_that_does_not_say(at: address): u64 acquires R { unwritten(at) }
    fun taken_out(at: address): R acquires R { move_from<R>(at) }
    fun generic<T: store + copy>(at: address): T acquires Box { Box<T>[at].item }
    fun put(account: &signer) { move_to(account, R { value: 1 }) }
    fun is_there(at: address): bool { exists<R>(at) }
    fun again(n: u64, at: address): u64 acquires R { if (n == 0) R[at].value else again(n - 1, at) }
}
