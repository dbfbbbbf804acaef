/// Vectors that may grow large: the first elements lie together, the others in buckets, each a record of its own.
module aptos_std::smart_vector {
    use std::error;
    use std::vector;
    use aptos_std::table::{Self, Table};

    /// There is no element at the index.
    const EINDEX_OUT_OF_BOUNDS: u64 = 1;
    /// The vector has elements.
    const EVECTOR_NOT_EMPTY: u64 = 2;
    /// The vector has no elements.
    const EVECTOR_EMPTY: u64 = 3;
    /// A bucket would hold nothing.
    const EZERO_BUCKET_SIZE: u64 = 4;
    /// Two vectors that are walked together differ in length.
    const ESMART_VECTORS_LENGTH_MISMATCH: u64 = 0x20005;

    /// Elements that lie together unless something else is said.
    const INLINE: u64 = 64;
    /// Elements in a bucket unless something else is said.
    const BUCKET: u64 = 64;

    /// A vector.
    struct SmartVector<T> has store {
        /// The first elements.
        inline_vec: vector<T>,
        /// The others, by the number of their bucket.
        buckets: Table<u64, vector<T>>,
        /// How many the others are.
        outside: u64,
        /// Elements in a bucket.
        bucket_size: u64,
        /// Elements that lie together.
        inline_capacity: u64,
    }

    /// Makes a vector without elements.
    public fun new<T: store>(): SmartVector<T> {
        empty()
    }

    /// Makes a vector without elements.
    public fun empty<T: store>(): SmartVector<T> {
        SmartVector {
            inline_vec: vector[],
            buckets: table::new(),
            outside: 0,
            bucket_size: BUCKET,
            inline_capacity: INLINE
        }
    }

    /// Makes a vector without elements, of which so many may lie together, and so many in a bucket.
    public fun empty_with_config<T: store>(inline_capacity: u64, bucket_size: u64): SmartVector<T> {
        assert!(bucket_size > 0, error::invalid_argument(EZERO_BUCKET_SIZE));
        SmartVector { inline_vec: vector[], buckets: table::new(), outside: 0, bucket_size, inline_capacity }
    }

    /// Makes a vector of one element.
    public fun singleton<T: store>(element: T): SmartVector<T> {
        let v = empty();
        push_back(&mut v, element);
        v
    }

    /// Drops a vector without elements; aborts if it has any.
    public fun destroy_empty<T: store>(self: SmartVector<T>) {
        assert!(is_empty(&self), error::invalid_argument(EVECTOR_NOT_EMPTY));
        let SmartVector { inline_vec, buckets, outside: _, bucket_size: _, inline_capacity: _ } = self;
        vector::destroy_empty(inline_vec);
        table::destroy_known_empty_unsafe(buckets);
    }

    /// Drops a vector with its elements.
    public fun destroy<T: drop + store>(self: SmartVector<T>)
        writes self.buckets[i] for i in 0..((self.outside + self.bucket_size) - 1) / self.bucket_size
    {
        clear(&mut self);
        destroy_empty(self);
    }

    /// Drops all elements.
    public fun clear<T: drop + store>(self: &mut SmartVector<T>)
    {
        self.inline_vec = vector[];
        let bucket = buckets_of(self);
        while (bucket > 0) {
            bucket = bucket - 1;
            table::remove(&mut self.buckets, bucket);
        };
        self.outside = 0;
    }

    /// Borrows the element at `i`; aborts if there is none.
    public fun borrow<T: store>(self: &SmartVector<T>, i: u64): &T {
        assert!(i < length(self), error::invalid_argument(EINDEX_OUT_OF_BOUNDS));
        let inline = vector::length(&self.inline_vec);
        if (i < inline) {
            vector::borrow(&self.inline_vec, i)
        } else {
            let at = i - inline;
            vector::borrow(table::borrow(&self.buckets, at / self.bucket_size), at % self.bucket_size)
        }
    }

    /// Borrows the element at `i` to change it; aborts if there is none.
    public fun borrow_mut<T: store>(self: &mut SmartVector<T>, i: u64): &mut T {
        assert!(i < length(self), error::invalid_argument(EINDEX_OUT_OF_BOUNDS));
        let inline = vector::length(&self.inline_vec);
        if (i < inline) {
            vector::borrow_mut(&mut self.inline_vec, i)
        } else {
            let at = i - inline;
            let size = self.bucket_size;
            vector::borrow_mut(table::borrow_mut(&mut self.buckets, at / size), at % size)
        }
    }

    /// Moves all elements of `other` to the end.
    public fun append<T: store>(self: &mut SmartVector<T>, other: SmartVector<T>)
        writes table::Table<u64, vector<T>>[*]
    {
        add_all(self, take_all(other));
    }

    /// Adds all of `vals` at the end.
    public fun add_all<T: store>(self: &mut SmartVector<T>, vals: vector<T>) {
        vector::reverse(&mut vals);
        while (!vector::is_empty(&vals)) {
            push_back(self, vector::pop_back(&mut vals));
        };
        vector::destroy_empty(vals);
    }

    /// Copies all elements.
    public fun to_vector<T: store + copy>(self: &SmartVector<T>): vector<T> {
        let result = self.inline_vec;
        let buckets = buckets_of(self);
        let bucket = 0;
        while (bucket < buckets) {
            vector::append(&mut result, *table::borrow(&self.buckets, bucket));
            bucket = bucket + 1;
        };
        result
    }

    /// Adds `val` at the end.
    public fun push_back<T: store>(self: &mut SmartVector<T>, val: T) {
        let outside = self.outside;
        if (outside == 0 && vector::length(&self.inline_vec) < self.inline_capacity) {
            vector::push_back(&mut self.inline_vec, val);
            return
        };
        let bucket = outside / self.bucket_size;
        if (outside % self.bucket_size == 0) {
            table::add(&mut self.buckets, bucket, vector[val]);
        } else {
            vector::push_back(table::borrow_mut(&mut self.buckets, bucket), val);
        };
        self.outside = outside + 1;
    }

    /// Takes the last element; aborts if there is none.
    public fun pop_back<T: store>(self: &mut SmartVector<T>): T {
        assert!(!is_empty(self), error::invalid_state(EVECTOR_EMPTY));
        let outside = self.outside;
        if (outside == 0) {
            return vector::pop_back(&mut self.inline_vec)
        };
        let last = outside - 1;
        let bucket = last / self.bucket_size;
        self.outside = last;
        if (last % self.bucket_size == 0) {
            let elements = table::remove(&mut self.buckets, bucket);
            let val = vector::pop_back(&mut elements);
            vector::destroy_empty(elements);
            val
        } else {
            vector::pop_back(table::borrow_mut(&mut self.buckets, bucket))
        }
    }

    /// Takes the element at `i` and moves those behind it one place down; aborts if there is none.
    public fun remove<T: store>(self: &mut SmartVector<T>, i: u64): T {
        let length = length(self);
        assert!(i < length, error::invalid_argument(EINDEX_OUT_OF_BOUNDS));
        while (i + 1 < length) {
            swap(self, i, i + 1);
            i = i + 1;
        };
        pop_back(self)
    }

    /// Takes the element at `i` and puts the last one in its place; aborts if there is none.
    public fun swap_remove<T: store>(self: &mut SmartVector<T>, i: u64): T {
        let length = length(self);
        assert!(i < length, error::invalid_argument(EINDEX_OUT_OF_BOUNDS));
        swap(self, i, length - 1);
        pop_back(self)
    }

    /// Exchanges the elements at `i` and `j`; aborts if either is missing.
    public fun swap<T: store>(self: &mut SmartVector<T>, i: u64, j: u64) {
        if (i > j) return swap(self, j, i);
        let length = length(self);
        assert!(j < length, error::invalid_argument(EINDEX_OUT_OF_BOUNDS));
        if (i == j) return;
        let inline = vector::length(&self.inline_vec);
        if (j < inline) return vector::swap(&mut self.inline_vec, i, j);
        let size = self.bucket_size;
        let (high, high_at) = ((j - inline) / size, (j - inline) % size);
        if (i >= inline && (i - inline) / size == high) {
            return vector::swap(table::borrow_mut(&mut self.buckets, high), (i - inline) % size, high_at)
        };
        // Each goes out for the other: the last element of a vector is the one that can be taken and put back.
        let upper = table::remove(&mut self.buckets, high);
        let last = vector::length(&upper) - 1;
        vector::swap(&mut upper, high_at, last);
        let val = vector::pop_back(&mut upper);
        let lower = if (i < inline) {
            vector::replace(&mut self.inline_vec, i, val)
        } else {
            vector::replace(table::borrow_mut(&mut self.buckets, (i - inline) / size), (i - inline) % size, val)
        };
        vector::push_back(&mut upper, lower);
        vector::swap(&mut upper, high_at, last);
        table::add(&mut self.buckets, high, upper);
    }

    /// Turns the order of the elements round.
    public fun reverse<T: store>(self: &mut SmartVector<T>) {
        let length = length(self);
        let i = 0;
        while (i + 1 < length) {
            length = length - 1;
            swap(self, i, length);
            i = i + 1;
        };
    }

    /// Finds the first element equal to `val`: whether there is one, and its index (0 if not).
    public fun index_of<T: store>(self: &SmartVector<T>, val: &T): (bool, u64) {
        let length = length(self);
        let i = 0;
        while (i < length) {
            if (borrow(self, i) == val) return (true, i);
            i = i + 1;
        };
        (false, 0)
    }

    /// Tells whether an element equals `val`.
    public fun contains<T: store>(self: &SmartVector<T>, val: &T): bool {
        let (found, _) = index_of(self, val);
        found
    }

    /// Returns the number of elements.
    public fun length<T>(self: &SmartVector<T>): u64 {
        vector::length(&self.inline_vec) + self.outside
    }

    /// Tells whether there are no elements.
    public fun is_empty<T>(self: &SmartVector<T>): bool {
        length(self) == 0
    }

    /// Calls `f` with each element, and drops the vector.
    public inline fun for_each<T: store>(self: SmartVector<T>, f: |T|) {
        let elements = take_all(self);
        vector::for_each(elements, |element| f(element))
    }

    /// Calls `f` with a reference to each element.
    public inline fun for_each_ref<T: store>(self: &SmartVector<T>, f: |&T|) {
        let i = 0;
        let length = length(self);
        while (i < length) {
            f(borrow(self, i));
            i = i + 1;
        }
    }

    /// Calls `f` with a mutable reference to each element.
    public inline fun for_each_mut<T: store>(self: &mut SmartVector<T>, f: |&mut T|) {
        let i = 0;
        let length = length(self);
        while (i < length) {
            f(borrow_mut(self, i));
            i = i + 1;
        }
    }

    /// Calls `f` with each index and a reference to the element.
    public inline fun enumerate_ref<T: store>(self: &SmartVector<T>, f: |u64, &T|) {
        let i = 0;
        let length = length(self);
        while (i < length) {
            f(i, borrow(self, i));
            i = i + 1;
        }
    }

    /// Calls `f` with each index and a mutable reference to the element.
    public inline fun enumerate_mut<T: store>(self: &mut SmartVector<T>, f: |u64, &mut T|) {
        let i = 0;
        let length = length(self);
        while (i < length) {
            f(i, borrow_mut(self, i));
            i = i + 1;
        }
    }

    /// Returns what `f` makes of each element, and drops the vector.
    public inline fun map<T: store, N: store>(self: SmartVector<T>, f: |T| N): SmartVector<N> {
        let results = empty<N>();
        for_each(self, |element| push_back(&mut results, f(element)));
        results
    }

    /// Returns what `f` makes of a reference to each element.
    public inline fun map_ref<T: store, N: store>(self: &SmartVector<T>, f: |&T| N): SmartVector<N> {
        let results = empty<N>();
        for_each_ref(self, |element| push_back(&mut results, f(element)));
        results
    }

    /// Returns the elements of which `p` is true, and drops the others.
    public inline fun filter<T: store + drop>(self: SmartVector<T>, p: |&T| bool): SmartVector<T> {
        let results = empty<T>();
        for_each(self, |element| {
            if (p(&element)) push_back(&mut results, element);
        });
        results
    }

    /// Goes through the elements with what `f` made of those before, `init` at first.
    public inline fun fold<A, T: store>(self: SmartVector<T>, init: A, f: |A, T| A): A {
        let result = init;
        for_each(self, |element| result = f(result, element));
        result
    }

    /// Tells whether `p` is true of an element.
    public inline fun any<T: store>(self: &SmartVector<T>, p: |&T| bool): bool {
        let found = false;
        let i = 0;
        let length = length(self);
        while (!found && i < length) {
            found = p(borrow(self, i));
            i = i + 1;
        };
        found
    }

    /// Tells whether `p` is true of every element.
    public inline fun all<T: store>(self: &SmartVector<T>, p: |&T| bool): bool {
        !any(self, |element| !p(element))
    }

    /// Takes the vector apart for its elements.
    public fun take_all<T: store>(self: SmartVector<T>): vector<T>
        writes self.buckets[i] for i in 0..((self.outside + self.bucket_size) - 1) / self.bucket_size
    {
        let SmartVector { inline_vec, buckets, outside, bucket_size, inline_capacity: _ } = self;
        let elements = drain(inline_vec, &mut buckets, (outside + bucket_size - 1) / bucket_size);
        table::destroy_known_empty_unsafe(buckets);
        elements
    }

    /// Moves the elements of all buckets behind `elements`.
    fun drain<T: store>(elements: vector<T>, buckets: &mut Table<u64, vector<T>>, count: u64): vector<T> {
        let bucket = 0;
        while (bucket < count) {
            vector::append(&mut elements, table::remove(buckets, bucket));
            bucket = bucket + 1;
        };
        elements
    }

    /// How many buckets there are.
    fun buckets_of<T>(self: &SmartVector<T>): u64 {
        (self.outside + self.bucket_size - 1) / self.bucket_size
    }
}
