/// What a computation came to, told as an event: state stays as it is.
module compute::outcome {
    use aptos_framework::event;

    #[event]
    /// A computation has ended.
    struct Computed has drop, store {
        /// What came out.
        value: u256,
    }

    /// Tells what came out.
    public fun tell(value: u256) {
        event::emit(Computed { value });
    }
}
