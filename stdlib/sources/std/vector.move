/// Growable sequences.
///
/// No function here touches global storage of its own accord: each reads or writes the vector that it is given.
module std::vector {
    /// An index is not below the vector's length.
    const EINDEX_OUT_OF_BOUNDS: u64 = 0x20000;
    /// The start of a range is behind its end.
    const EINVALID_RANGE: u64 = 0x20001;
    /// Two vectors that are walked together differ in length.
    const EVECTORS_LENGTH_MISMATCH: u64 = 0x20002;
    /// A range has no step forward.
    const EINVALID_STEP: u64 = 0x20003;
    /// A slice is not within the vector.
    const EINVALID_SLICE_RANGE: u64 = 0x20004;

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

    /// `reverse`, put in: from a call nobody learns that the elements are those from before.
    inline fun turn<Element>(self: &mut vector<Element>) {
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

    /// Turns the order of the elements from `left` up to, but not including, `right` round.
    public fun reverse_slice<Element>(self: &mut vector<Element>, left: u64, right: u64) {
        assert!(left <= right, EINVALID_RANGE);
        while (left + 1 < right) {
            right = right - 1;
            swap(self, left, right);
            left = left + 1;
        };
    }

    /// Moves all elements of `other` to the end, the last one first.
    public fun reverse_append<Element>(self: &mut vector<Element>, other: vector<Element>) {
        let len = length(&other);
        while (0 < len) {
            push_back(self, pop_back(&mut other));
            len = len - 1;
        };
        destroy_empty(other);
    }

    /// Cuts the vector to `new_len` elements and returns the others, in their order; aborts if there are fewer.
    public fun trim<Element>(self: &mut vector<Element>, new_len: u64): vector<Element> {
        let rest = trim_reverse(self, new_len);
        reverse(&mut rest);
        rest
    }

    /// Cuts the vector to `new_len` elements and returns the others, the last one first.
    public fun trim_reverse<Element>(self: &mut vector<Element>, new_len: u64): vector<Element> {
        let len = length(self);
        assert!(new_len <= len, EINDEX_OUT_OF_BOUNDS);
        let rest = empty();
        while (new_len < len) {
            push_back(&mut rest, pop_back(self));
            len = len - 1;
        };
        rest
    }

    /// Takes the first element equal to `val` and moves those after it one place down: a vector of it, or of none.
    public fun remove_value<Element>(self: &mut vector<Element>, val: &Element): vector<Element> {
        let (found, i) = index_of(self, val);
        if (found) vector[remove(self, i)] else vector[]
    }

    /// Puts `val` in the place of the element at `i`, which it returns; aborts if there is none.
    public fun replace<Element>(self: &mut vector<Element>, i: u64, val: Element): Element {
        let last = length(self);
        assert!(i < last, EINDEX_OUT_OF_BOUNDS);
        push_back(self, val);
        swap(self, i, last);
        pop_back(self)
    }

    /// Moves the first `rot` elements to the end; returns where the formerly first element is.
    public fun rotate<Element>(self: &mut vector<Element>, rot: u64): u64 {
        let len = length(self);
        rotate_slice(self, 0, rot, len)
    }

    /// Moves the elements from `left` to `rot` behind those from `rot` to `right`; returns where the former first is.
    public fun rotate_slice<Element>(self: &mut vector<Element>, left: u64, rot: u64, right: u64): u64 {
        reverse_slice(self, left, rot);
        reverse_slice(self, rot, right);
        reverse_slice(self, left, right);
        left + (right - rot)
    }

    /// Copies the elements from `start` up to, but not including, `end`; aborts if they are not all there.
    public fun slice<Element: copy>(self: &vector<Element>, start: u64, end: u64): vector<Element> {
        assert!(start <= end && end <= length(self), EINVALID_SLICE_RANGE);
        let v = empty();
        while (start < end) {
            push_back(&mut v, *borrow(self, start));
            start = start + 1;
        };
        v
    }

    /// Makes the vector of the numbers from `start` up to, but not including, `end`.
    public fun range(start: u64, end: u64): vector<u64> {
        range_with_step(start, end, 1)
    }

    /// Makes the vector of `start`, `start + step`, … below `end`; aborts if `step` is 0.
    public fun range_with_step(start: u64, end: u64, step: u64): vector<u64> {
        assert!(0 < step, EINVALID_STEP);
        let v = empty();
        while (start < end) {
            push_back(&mut v, start);
            start = start + step;
        };
        v
    }

    /// Takes the vector apart and calls `f` with each element, in order.
    public inline fun for_each<Element>(self: vector<Element>, f: |Element|) {
        turn(&mut self);
        for_each_reverse(self, |e| f(e));
    }

    /// Takes the vector apart and calls `f` with each element, the last one first.
    public inline fun for_each_reverse<Element>(self: vector<Element>, f: |Element|) {
        let len = length(&self);
        while (0 < len) {
            f(pop_back(&mut self));
            len = len - 1;
        };
        destroy_empty(self);
    }

    /// Calls `f` with a reference to each element, in order.
    public inline fun for_each_ref<Element>(self: &vector<Element>, f: |&Element|) {
        let i = 0;
        let len = length(self);
        while (i < len) {
            f(borrow(self, i));
            i = i + 1;
        };
    }

    /// Calls `f` with a mutable reference to each element, in order.
    public inline fun for_each_mut<Element>(self: &mut vector<Element>, f: |&mut Element|) {
        let i = 0;
        let len = length(self);
        while (i < len) {
            f(borrow_mut(self, i));
            i = i + 1;
        };
    }

    /// Calls `f` with index and reference of each element, in order.
    public inline fun enumerate_ref<Element>(self: &vector<Element>, f: |u64, &Element|) {
        let i = 0;
        let len = length(self);
        while (i < len) {
            f(i, borrow(self, i));
            i = i + 1;
        };
    }

    /// Calls `f` with index and mutable reference of each element, in order.
    public inline fun enumerate_mut<Element>(self: &mut vector<Element>, f: |u64, &mut Element|) {
        let i = 0;
        let len = length(self);
        while (i < len) {
            f(i, borrow_mut(self, i));
            i = i + 1;
        };
    }

    /// Takes two vectors of one length apart and calls `f` with each pair of elements, in order.
    public inline fun zip<Element1, Element2>(self: vector<Element1>, v2: vector<Element2>, f: |Element1, Element2|) {
        turn(&mut self);
        turn(&mut v2);
        zip_reverse(self, v2, |e1, e2| f(e1, e2));
    }

    /// Takes two vectors of one length apart and calls `f` with each pair of elements, the last one first.
    public inline fun zip_reverse<Element1, Element2>(self: vector<Element1>, v2: vector<Element2>, f: |Element1, Element2|) {
        let len = length(&self);
        assert!(len == length(&v2), EVECTORS_LENGTH_MISMATCH);
        while (0 < len) {
            f(pop_back(&mut self), pop_back(&mut v2));
            len = len - 1;
        };
        destroy_empty(self);
        destroy_empty(v2);
    }

    /// Calls `f` with references to each pair of elements of two vectors of one length, in order.
    public inline fun zip_ref<Element1, Element2>(self: &vector<Element1>, v2: &vector<Element2>, f: |&Element1, &Element2|) {
        let len = length(self);
        assert!(len == length(v2), EVECTORS_LENGTH_MISMATCH);
        let i = 0;
        while (i < len) {
            f(borrow(self, i), borrow(v2, i));
            i = i + 1;
        };
    }

    /// Calls `f` with mutable references to each pair of elements of two vectors of one length, in order.
    public inline fun zip_mut<Element1, Element2>(self: &mut vector<Element1>, v2: &mut vector<Element2>, f: |&mut Element1, &mut Element2|) {
        let len = length(self);
        assert!(len == length(v2), EVECTORS_LENGTH_MISMATCH);
        let i = 0;
        while (i < len) {
            f(borrow_mut(self, i), borrow_mut(v2, i));
            i = i + 1;
        };
    }

    /// Calls `f` with what came out so far, `init` at first, and each element in order; returns what came out last.
    public inline fun fold<Accumulator, Element>(self: vector<Element>, init: Accumulator, f: |Accumulator, Element| Accumulator): Accumulator {
        let accu = init;
        for_each(self, |elem| accu = f(accu, elem));
        accu
    }

    /// Calls `f` with each element, the last one first, and what came out so far; returns what came out last.
    public inline fun foldr<Accumulator, Element>(self: vector<Element>, init: Accumulator, f: |Element, Accumulator| Accumulator): Accumulator {
        let accu = init;
        for_each_reverse(self, |elem| accu = f(elem, accu));
        accu
    }

    /// Makes the vector of what `f` makes of a reference to each element.
    public inline fun map_ref<Element, NewElement>(self: &vector<Element>, f: |&Element| NewElement): vector<NewElement> {
        let result = vector<NewElement>[];
        for_each_ref(self, |elem| push_back(&mut result, f(elem)));
        result
    }

    /// Makes the vector of what `f` makes of each element.
    public inline fun map<Element, NewElement>(self: vector<Element>, f: |Element| NewElement): vector<NewElement> {
        let result = vector<NewElement>[];
        for_each(self, |elem| push_back(&mut result, f(elem)));
        result
    }

    /// Makes the vector of what `f` makes of references to each pair of elements.
    public inline fun zip_map_ref<Element1, Element2, NewElement>(self: &vector<Element1>, v2: &vector<Element2>, f: |&Element1, &Element2| NewElement): vector<NewElement> {
        let result = vector<NewElement>[];
        zip_ref(self, v2, |e1, e2| push_back(&mut result, f(e1, e2)));
        result
    }

    /// Makes the vector of what `f` makes of each pair of elements.
    public inline fun zip_map<Element1, Element2, NewElement>(self: vector<Element1>, v2: vector<Element2>, f: |Element1, Element2| NewElement): vector<NewElement> {
        let result = vector<NewElement>[];
        zip(self, v2, |e1, e2| push_back(&mut result, f(e1, e2)));
        result
    }

    /// Keeps the elements of which `p` is true, in their order.
    public inline fun filter<Element: drop>(self: vector<Element>, p: |&Element| bool): vector<Element> {
        let result = vector<Element>[];
        for_each(self, |elem| if (p(&elem)) push_back(&mut result, elem));
        result
    }

    /// Puts the elements of which `pred` is true before the others; returns how many they are. Their order may change.
    public inline fun partition<Element>(self: &mut vector<Element>, pred: |&Element| bool): u64 {
        let i = 0;
        let len = length(self);
        let kept = 0;
        while (i < len) {
            if (pred(borrow(self, i))) {
                swap(self, kept, i);
                kept = kept + 1;
            };
            i = i + 1;
        };
        kept
    }

    /// Finds the first element of which `f` is true: whether there is one, and its index (0 if not).
    public inline fun find<Element>(self: &vector<Element>, f: |&Element| bool): (bool, u64) {
        let found = false;
        let at = 0;
        let i = 0;
        let len = length(self);
        while (i < len) {
            if (f(borrow(self, i))) {
                found = true;
                at = i;
                break
            };
            i = i + 1;
        };
        (found, at)
    }

    /// Tells whether `p` is true of an element; the elements after the first such are not looked at.
    public inline fun any<Element>(self: &vector<Element>, p: |&Element| bool): bool {
        let result = false;
        let i = 0;
        let len = length(self);
        while (i < len) {
            result = p(borrow(self, i));
            if (result) break;
            i = i + 1;
        };
        result
    }

    /// Tells whether `p` is true of every element; the elements after the first of which it is not are not looked at.
    public inline fun all<Element>(self: &vector<Element>, p: |&Element| bool): bool {
        let result = true;
        let i = 0;
        let len = length(self);
        while (i < len) {
            result = p(borrow(self, i));
            if (!result) break;
            i = i + 1;
        };
        result
    }

    /// Takes the vector apart and calls `d` with each element, the last one first.
    public inline fun destroy<Element>(self: vector<Element>, d: |Element|) {
        for_each_reverse(self, |e| d(e));
    }
}
