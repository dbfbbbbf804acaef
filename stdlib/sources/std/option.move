/// Values that may be absent.
///
/// No function here touches global storage of its own accord: each reads or writes the option that it is given.
module std::option {
    use std::vector;

    /// A value was put where there already is one.
    const EOPTION_IS_SET: u64 = 0x40000;
    /// A value was taken where there is none.
    const EOPTION_NOT_SET: u64 = 0x40001;
    /// A vector of more than one element is no option.
    const EOPTION_VEC_TOO_LONG: u64 = 0x40002;

    /// A value or nothing.
    struct Option<Element> has copy, drop, store {
        /// Holds one element, or none.
        vec: vector<Element>,
    }

    /// Makes an option without a value.
    public fun none<Element>(): Option<Element> {
        Option { vec: vector::empty<Element>() }
    }

    /// Makes an option of the value `e`.
    public fun some<Element>(e: Element): Option<Element> {
        Option { vec: vector::singleton(e) }
    }

    /// Tells whether there is no value.
    public fun is_none<Element>(self: &Option<Element>): bool {
        vector::is_empty(&self.vec)
    }

    /// Tells whether there is a value.
    public fun is_some<Element>(self: &Option<Element>): bool {
        !vector::is_empty(&self.vec)
    }

    /// Tells whether there is a value equal to `e_ref`.
    public fun contains<Element>(self: &Option<Element>, e_ref: &Element): bool {
        vector::contains(&self.vec, e_ref)
    }

    /// Borrows the value; aborts if there is none.
    public fun borrow<Element>(self: &Option<Element>): &Element {
        assert!(is_some(self), EOPTION_NOT_SET);
        vector::borrow(&self.vec, 0)
    }

    /// Borrows the value to change it; aborts if there is none.
    public fun borrow_mut<Element>(self: &mut Option<Element>): &mut Element {
        assert!(is_some(self), EOPTION_NOT_SET);
        vector::borrow_mut(&mut self.vec, 0)
    }

    /// Borrows the value, or `default_ref` if there is none.
    public fun borrow_with_default<Element>(self: &Option<Element>, default_ref: &Element): &Element {
        if (is_none(self)) default_ref else vector::borrow(&self.vec, 0)
    }

    /// Copies the value, or returns `default` if there is none.
    public fun get_with_default<Element: copy + drop>(self: &Option<Element>, default: Element): Element {
        if (is_none(self)) default else *vector::borrow(&self.vec, 0)
    }

    /// Puts `e` in; aborts if there already is a value.
    public fun fill<Element>(self: &mut Option<Element>, e: Element) {
        assert!(is_none(self), EOPTION_IS_SET);
        vector::push_back(&mut self.vec, e);
    }

    /// Takes the value out; aborts if there is none.
    public fun extract<Element>(self: &mut Option<Element>): Element {
        assert!(is_some(self), EOPTION_NOT_SET);
        vector::pop_back(&mut self.vec)
    }

    /// Puts `e` in the place of the value, which it returns; aborts if there is none.
    public fun swap<Element>(self: &mut Option<Element>, e: Element): Element {
        assert!(is_some(self), EOPTION_NOT_SET);
        let old = vector::pop_back(&mut self.vec);
        vector::push_back(&mut self.vec, e);
        old
    }

    /// Takes the option apart for its value, or `default` if there is none.
    public fun destroy_with_default<Element: drop>(self: Option<Element>, default: Element): Element {
        let Option { vec } = self;
        if (vector::is_empty(&vec)) default else vector::pop_back(&mut vec)
    }

    /// Takes the option apart for its value; aborts if there is none.
    public fun destroy_some<Element>(self: Option<Element>): Element {
        assert!(is_some(&self), EOPTION_NOT_SET);
        let Option { vec } = self;
        let e = vector::pop_back(&mut vec);
        vector::destroy_empty(vec);
        e
    }

    /// Drops an option without a value; aborts if there is one.
    public fun destroy_none<Element>(self: Option<Element>) {
        assert!(is_none(&self), EOPTION_IS_SET);
        let Option { vec } = self;
        vector::destroy_empty(vec);
    }

    /// Turns the option into a vector of one element, or none.
    public fun to_vec<Element>(self: Option<Element>): vector<Element> {
        let Option { vec } = self;
        vec
    }

    /// Puts `e` in, and returns the value that was there, if there was one.
    public fun swap_or_fill<Element>(self: &mut Option<Element>, e: Element): Option<Element> {
        let old = if (is_none(self)) none() else some(vector::pop_back(&mut self.vec));
        vector::push_back(&mut self.vec, e);
        old
    }

    /// Makes an option of the one element of `vec`, or of none; aborts if there are more.
    public fun from_vec<Element>(vec: vector<Element>): Option<Element> {
        assert!(vector::length(&vec) <= 1, EOPTION_VEC_TOO_LONG);
        Option { vec }
    }

    /// Takes the option apart and calls `f` with the value, if there is one.
    public inline fun for_each<Element>(self: Option<Element>, f: |Element|) {
        if (is_some(&self)) f(destroy_some(self)) else destroy_none(self)
    }

    /// Calls `f` with a reference to the value, if there is one.
    public inline fun for_each_ref<Element>(self: &Option<Element>, f: |&Element|) {
        if (is_some(self)) f(borrow(self))
    }

    /// Calls `f` with a mutable reference to the value, if there is one.
    public inline fun for_each_mut<Element>(self: &mut Option<Element>, f: |&mut Element|) {
        if (is_some(self)) f(borrow_mut(self))
    }

    /// Returns what `f` makes of `init` and the value; `init` if there is no value.
    public inline fun fold<Accumulator, Element>(self: Option<Element>, init: Accumulator, f: |Accumulator, Element| Accumulator): Accumulator {
        if (is_some(&self)) {
            f(init, destroy_some(self))
        } else {
            destroy_none(self);
            init
        }
    }

    /// Makes an option of what `f` makes of the value, if there is one.
    public inline fun map<Element, OtherElement>(self: Option<Element>, f: |Element| OtherElement): Option<OtherElement> {
        if (is_some(&self)) {
            some(f(destroy_some(self)))
        } else {
            destroy_none(self);
            none()
        }
    }

    /// Makes an option of what `f` makes of a reference to the value, if there is one.
    public inline fun map_ref<Element, OtherElement>(self: &Option<Element>, f: |&Element| OtherElement): Option<OtherElement> {
        if (is_some(self)) some(f(borrow(self))) else none()
    }

    /// Keeps the value if `f` is true of it.
    public inline fun filter<Element: drop>(self: Option<Element>, f: |&Element| bool): Option<Element> {
        if (is_some(&self) && f(borrow(&self))) self else none()
    }

    /// Tells whether there is a value of which `p` is true.
    public inline fun any<Element>(self: &Option<Element>, p: |&Element| bool): bool {
        is_some(self) && p(borrow(self))
    }

    /// Takes the option apart and calls `d` with the value, if there is one.
    public inline fun destroy<Element>(self: Option<Element>, d: |Element|) {
        for_each(self, |e| d(e))
    }
}
