/// Counters that many add to at once.
///
/// An aggregator keeps its value and the room that is left below its limit: to add moves an amount from one to the other, and
/// both are updates that look at nothing. So `add` and `sub` of different transactions need no order while there is room for all
/// of them; who asks for the value, or whether there is room, is ordered. Beyond the limit and below zero the
/// subtraction fails: `add` and `sub` abort with an arithmetic error.
module aptos_framework::aggregator_v2 {
    use std::string::{Self, String};
    use aptos_std::string_utils;

    /// An integer of at most the width of `u128` with a limit.
    struct Aggregator<phantom IntElement> has store, drop {
        /// The value.
        value: u128,
        /// What may still be added.
        room: u128,
    }

    /// A value that an aggregator once had.
    struct AggregatorSnapshot<phantom IntElement> has store, drop {
        /// The value.
        value: u128,
    }

    /// A text that was made of such a value.
    struct DerivedStringSnapshot has store, drop {
        /// The text.
        value: String,
    }

    /// The value as a `u128`; aborts for anything that is no integer, or too large.
    native fun widen_integer<IntElement: copy + drop>(value: IntElement): u128;

    /// The value as an `IntElement`; aborts if it is none.
    native fun narrow<IntElement: copy + drop>(value: u128): IntElement;

    /// The greatest value of `IntElement` that is a `u128`; aborts if it is no integer.
    native fun greatest<IntElement: copy + drop>(): u128;

    /// Makes an aggregator of value zero with the limit `max_value`.
    public fun create_aggregator<IntElement: copy + drop>(max_value: IntElement): Aggregator<IntElement> {
        Aggregator { value: 0, room: widen(max_value) }
    }

    /// Makes an aggregator of value zero whose limit is that of its type.
    public fun create_unbounded_aggregator<IntElement: copy + drop>(): Aggregator<IntElement> {
        Aggregator { value: 0, room: greatest<IntElement>() }
    }

    /// Makes an aggregator of value `start_value` with the limit `max_value`; aborts if that is less.
    public fun create_aggregator_with_value<IntElement: copy + drop>(
        start_value: IntElement,
        max_value: IntElement
    ): Aggregator<IntElement> {
        let value = widen(start_value);
        Aggregator { value, room: widen(max_value) - value }
    }

    /// Makes an aggregator of value `start_value` whose limit is that of its type.
    public fun create_unbounded_aggregator_with_value<IntElement: copy + drop>(
        start_value: IntElement
    ): Aggregator<IntElement> {
        let value = widen(start_value);
        Aggregator { value, room: greatest<IntElement>() - value }
    }

    /// Returns the limit.
    public fun max_value<IntElement: copy + drop>(self: &Aggregator<IntElement>): IntElement
        reads self.value, self.room
    {
        narrow(self.value + self.room)
    }

    /// Adds `value`; aborts beyond the limit.
    public fun add<IntElement: copy + drop>(self: &mut Aggregator<IntElement>, value: IntElement)
        adds self.value, self.room
    {
        let amount = widen(value);
        self.room -= amount;
        self.value += amount;
    }

    /// Takes `value` off; aborts below zero.
    public fun sub<IntElement: copy + drop>(self: &mut Aggregator<IntElement>, value: IntElement)
        adds self.value, self.room
    {
        let amount = widen(value);
        self.value -= amount;
        self.room += amount;
    }

    /// Adds `value` if the limit allows it, and tells whether it does.
    public fun try_add<IntElement: copy + drop>(self: &mut Aggregator<IntElement>, value: IntElement): bool
        adds self.value
        writes self.room
    {
        let amount = widen(value);
        if (self.room < amount) return false;
        self.room -= amount;
        self.value += amount;
        true
    }

    /// Takes `value` off if there is as much, and tells whether there is.
    public fun try_sub<IntElement: copy + drop>(self: &mut Aggregator<IntElement>, value: IntElement): bool
        adds self.room
        writes self.value
    {
        let amount = widen(value);
        if (self.value < amount) return false;
        self.value -= amount;
        self.room += amount;
        true
    }

    /// Tells whether the value is `min_amount` or more.
    public fun is_at_least<IntElement: copy + drop>(self: &Aggregator<IntElement>, min_amount: IntElement): bool
        reads self.value
    {
        widen(min_amount) <= self.value
    }

    /// Returns the value.
    public fun read<IntElement: copy + drop>(self: &Aggregator<IntElement>): IntElement
        reads self.value
    {
        narrow(self.value)
    }

    /// Returns the value, to be read later.
    public fun snapshot<IntElement: copy + drop>(self: &Aggregator<IntElement>): AggregatorSnapshot<IntElement>
        reads self.value
    {
        AggregatorSnapshot { value: self.value }
    }

    /// Makes a snapshot of `value`.
    public fun create_snapshot<IntElement: copy + drop>(value: IntElement): AggregatorSnapshot<IntElement> {
        AggregatorSnapshot { value: widen(value) }
    }

    /// Makes a snapshot of the same value.
    public fun copy_snapshot<IntElement: copy + drop>(
        self: &AggregatorSnapshot<IntElement>
    ): AggregatorSnapshot<IntElement>
        reads self.value
    {
        AggregatorSnapshot { value: self.value }
    }

    /// Makes a text to be read later.
    public fun create_derived_string(value: String): DerivedStringSnapshot {
        DerivedStringSnapshot { value }
    }

    /// Makes a text of the snapshot's value, between two others, to be read later.
    public fun derive_string_concat<IntElement: copy + drop>(
        before: String,
        snapshot: &AggregatorSnapshot<IntElement>,
        after: String
    ): DerivedStringSnapshot
        reads snapshot.value
    {
        string::append(&mut before, string_utils::to_string(&snapshot.value));
        string::append(&mut before, after);
        DerivedStringSnapshot { value: before }
    }

    /// Returns the text.
    public fun read_derived_string(self: &DerivedStringSnapshot): String {
        self.value
    }

    /// Returns the value of the snapshot.
    public fun read_snapshot<IntElement: copy + drop>(self: &AggregatorSnapshot<IntElement>): IntElement
        reads self.value
    {
        narrow(self.value)
    }

    /// The value as a `u128`; aborts for anything that is no integer, or too large.
    fun widen<IntElement: copy + drop>(value: IntElement): u128 {
        widen_integer(value)
    }
}
