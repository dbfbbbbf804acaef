/// What is there for the prover alone is not compiled.
module 0x42::accept_attributes_verify_only {
    #[verify_only]
    use 0x42::nowhere;

    #[verify_only]
    struct Ghost { x: nowhere::Unknown }

    #[verify_only]
    fun ghost(): u64 { nowhere::f() }

    fun real(): u64 { 1 }
}
