/// What transactions tell the world. Events are no global storage: to emit one is no access.
module aptos_framework::event {
    use aptos_framework::guid::GUID;
    #[test_only]
    use std::vector;


    /// A stream of events of one type, which are counted.
    struct EventHandle<phantom T: drop + store> has store {
        /// How many there were.
        counter: u64,
        /// The name of the stream.
        guid: GUID,
    }

    /// Tells the world `msg`.
    native public fun emit<T: store + drop>(msg: T);

    /// Makes a stream.
    package fun new_event_handle<T: drop + store>(guid: GUID): EventHandle<T> {
        EventHandle<T> { counter: 0, guid }
    }

    /// Tells the world `msg`, in a stream. Those who do so at once need no order.
    public fun emit_event<T: drop + store>(handle_ref: &mut EventHandle<T>, msg: T) {
        handle_ref.counter += 1;
        emit(msg);
    }

    /// Returns the name of the stream.
    public fun guid<T: drop + store>(handle_ref: &EventHandle<T>): &GUID {
        &handle_ref.guid
    }

    /// Returns how many events there were.
    public fun counter<T: drop + store>(handle_ref: &EventHandle<T>): u64 {
        handle_ref.counter
    }

    /// Ends a stream.
    public fun destroy_handle<T: drop + store>(handle: EventHandle<T>) {
        let EventHandle<T> { counter: _, guid: _ } = handle;
    }

    /// What this transaction has told of type `T`.
    native fun emitted<T: drop + store>(): vector<T>;

    #[test_only]
    /// Returns what was told of type `T`.
    public fun emitted_events<T: drop + store>(): vector<T> {
        emitted<T>()
    }

    #[test_only]
    /// Returns what was told of type `T`, in whatever stream.
    public fun emitted_events_by_handle<T: drop + store>(_handle: &EventHandle<T>): vector<T> {
        emitted<T>()
    }

    #[test_only]
    /// Tells whether `msg` was told.
    public fun was_event_emitted<T: drop + store>(msg: &T): bool {
        vector::contains(&emitted<T>(), msg)
    }

    #[test_only]
    /// Tells whether `msg` was told, in whatever stream.
    public fun was_event_emitted_by_handle<T: drop + store>(_handle: &EventHandle<T>, msg: &T): bool {
        vector::contains(&emitted<T>(), msg)
    }
}
