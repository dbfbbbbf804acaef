/// Scripts.
script {
    use std::signer;
    use 0x42::accept_names_source as source;

    const LIMIT: u64 = 10;

    fun main(account: &signer, x: u64) {
        assert!(x < LIMIT && signer::address_of(account) != @0x0, 1);
        let _ = source::x(&source::make(x));
    }

}
script {
    fun nothing(): () {}
}
script {
    fun generic<T>(_account: signer) {}
}
