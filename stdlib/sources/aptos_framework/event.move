/// What a transaction tells the world.
module aptos_framework::event {
    /// Adds `msg` to the events of the transaction. Events are no global storage: this conflicts with nothing.
    native public fun emit<T: store + drop>(msg: T);
}
