/// Structs: packed, taken apart, nested, changed.
module 0x42::run_structs_structs {
    struct Point has copy, drop { x: u64, y: u64 }
    struct Line has copy, drop { from: Point, to: Point }
    struct Pair(u64, bool) has copy, drop;
    struct Empty has copy, drop {}
    struct Unit has copy, drop;
    struct Generic<T> has copy, drop { item: T, count: u64 }
    struct Hot { value: u64 }

    fun line(): Line { Line { from: Point { x: 1, y: 2 }, to: Point { x: 3, y: 4 } } }
    fun hot(value: u64): Hot { Hot { value } }
    fun cool(hot: Hot): u64 {
        let Hot { value } = hot;
        value
    }

    // returns: {{1, 2}, {3, 4}}
    fun packed(): Line { line() }

    // returns: {1, 2}
    fun fields_by_their_names(): Point {
        let (y, x) = (2, 1);
        Point { y, x }
    }

    // returns: 10
    fun taken_apart(): u64 {
        let Line { from: Point { x, y }, to: Point { x: a, y: b } } = line();
        x + y + a + b
    }

    // returns: 1
    fun partly_taken_apart(): u64 {
        let Line { from: Point { x, .. }, .. } = line();
        x
    }

    // returns: 3, true
    fun positional(): (u64, bool) {
        let Pair(a, b) = Pair(3, true);
        (a, b)
    }

    // returns: 3, true
    fun fields_by_number(): (u64, bool) {
        let pair = Pair(3, false);
        pair.1 = true;
        (pair.0, pair.1)
    }

    // returns: false
    fun the_last_of_a_positional_one(): bool {
        let Pair(.., last) = Pair(3, false);
        last
    }

    // returns: {}, {}
    fun without_fields(): (Empty, Unit) { (Empty {}, Unit) }

    // returns: {}
    fun unit_taken_apart(): Unit {
        let Unit = Unit {};
        let Unit {} = Unit();
        let Unit() = Unit;
        Unit
    }

    // returns: 4
    fun through_references(): u64 {
        let line = line();
        let r = &line;
        let Line { from: _, to } = r;
        to.y
    }

    // returns: {{1, 2}, {9, 4}}
    fun changed_through_references(): Line {
        let line = line();
        let Line { to: Point { x, .. }, .. } = &mut line;
        *x = 9;
        line
    }

    // returns: {{7, 8}, {3, 4}}
    fun a_whole_field_is_replaced(): Line {
        let line = line();
        line.from = Point { x: 7, y: 8 };
        line
    }

    // returns: 4, 1
    fun assigned_by_a_pattern(): (u64, u64) {
        let (a, b);
        Line { from: Point { x: a, .. }, to: Point { y: b, .. } } = line();
        (b, a)
    }

    // returns: {true, 1}, {vector[2], 3}
    fun generic(): (Generic<bool>, Generic<vector<u64>>) {
        (Generic { item: true, count: 1 }, Generic { item: vector[2], count: 3 })
    }

    // returns: 5
    fun without_drop(): u64 { cool(hot(5)) }

    // returns: {1, 2}, {9, 2}
    fun a_copy_is_its_own(): (Point, Point) {
        let p = Point { x: 1, y: 2 };
        let q = p;
        q.x = 9;
        (p, q)
    }

    // returns: 3
    fun a_field_of_a_call(): u64 { line().to.x }

    // returns: true
    fun a_struct_in_its_own_field(): bool {
        let g = Generic { item: Generic { item: 1u8, count: 2 }, count: 3 };
        g.item.item == 1 && g.item.count == 2
    }
}
