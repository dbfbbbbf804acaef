/// Growable sequences.
///
/// No function here touches global storage of its own accord: each reads or writes the vector that it is given.
module std::vector {
    /// An index is not below the vector's length.
    const EINDEX_OUT_OF_BOUNDS: u64 = 0x20000;

    /// Makes a vector without elements.
    native public fun empty<Element>(): vector<Element>;

    /// Returns the number of elements.
    native public fun length<Element>(self: &vector<Element>): u64;

    /// Borrows the element at `i`; aborts if there is none.
    native public fun borrow<Element>(self: &vector<Element>, i: u64): &Element;

    /// Borrows the element at `i` to change it; aborts if there is none.
    native public fun borrow_mut<Element>(self: &mut vector<Element>, i: u64): &mut Element;

    /// Adds `e` at the end.
    native public fun push_back<Element>(self: &mut vector<Element>, e: Element);

    /// Takes the last element; aborts if there is none.
    native public fun pop_back<Element>(self: &mut vector<Element>): Element;

    /// Drops a vector without elements; aborts if it has any.
    native public fun destroy_empty<Element>(self: vector<Element>);

    /// Exchanges the elements at `i` and `j`; aborts if either is missing.
    native public fun swap<Element>(self: &mut vector<Element>, i: u64, j: u64);

    /// Makes a vector of the one element `e`.
    public fun singleton<Element>(e: Element): vector<Element> {
        let v = empty<Element>();
        push_back(&mut v, e);
        v
    }

    /// Tells whether there are no elements.
    public fun is_empty<Element>(self: &vector<Element>): bool {
        length(self) == 0
    }

    /// Tells whether an element equals `e`.
    public fun contains<Element>(self: &vector<Element>, e: &Element): bool {
        let i = 0;
        let len = length(self);
        while (i < len) {
            if (borrow(self, i) == e) {
                return true
            };
            i = i + 1;
        };
        false
    }

    /// Finds the first element equal to `e`: whether there is one, and its index (0 if not).
    public fun index_of<Element>(self: &vector<Element>, e: &Element): (bool, u64) {
        let i = 0;
        let len = length(self);
        while (i < len) {
            if (borrow(self, i) == e) {
                return (true, i)
            };
            i = i + 1;
        };
        (false, 0)
    }

    /// Turns the order of the elements round.
    public fun reverse<Element>(self: &mut vector<Element>) {
        let len = length(self);
        let front = 0;
        while (front < len / 2) {
            swap(self, front, len - 1 - front);
            front = front + 1;
        };
    }

    /// Moves all elements of `other` to the end, in their order.
    public fun append<Element>(self: &mut vector<Element>, other: vector<Element>) {
        reverse(&mut other);
        while (!is_empty(&other)) {
            push_back(self, pop_back(&mut other));
        };
        destroy_empty(other);
    }

    /// Puts `e` at index `i` and moves what stood there and after one place up; aborts if `i` is past the end.
    public fun insert<Element>(self: &mut vector<Element>, i: u64, e: Element) {
        let len = length(self);
        assert!(i <= len, EINDEX_OUT_OF_BOUNDS);
        push_back(self, e);
        while (i < len) {
            swap(self, i, len);
            i = i + 1;
        };
    }

    /// Takes the element at `i` and moves those after it one place down; aborts if there is none.
    public fun remove<Element>(self: &mut vector<Element>, i: u64): Element {
        let len = length(self);
        assert!(i < len, EINDEX_OUT_OF_BOUNDS);
        while (i + 1 < len) {
            swap(self, i, i + 1);
            i = i + 1;
        };
        pop_back(self)
    }

    /// Takes the element at `i` and puts the last one in its place; aborts if there is none.
    public fun swap_remove<Element>(self: &mut vector<Element>, i: u64): Element {
        let len = length(self);
        assert!(i < len, EINDEX_OUT_OF_BOUNDS);
        swap(self, i, len - 1);
        pop_back(self)
    }
}
