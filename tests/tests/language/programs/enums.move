/// Enums and `match`.
module test::enums {
    use std::bcs;
    use std::option::{Self, Option};
    use std::signer;

    enum Colour has copy, drop, store { Red, Green, Mixed(u8, u8) }
    enum Shape has copy, drop, store {
        Dot,
        Circle { radius: u64 },
        Box { width: u64, height: u64, colour: Colour },
    }
    enum Tree<T> has drop { Leaf(T), Node { left: vector<Tree2<T>>, label: vector<u8> } }
    struct Tree2<T> has drop { value: T }
    enum Hot { Cold { x: u64 }, Warm(u64, u64) }
    enum State has key, drop { Empty, Counting { count: u64, log: vector<u64> }, Done { count: u64 } }
    struct Holder has key { shape: Shape, count: u64 }

    fun area(self: &Shape): u64 {
        match (self) {
            Dot => 0,
            Circle { radius } => *radius * *radius * 3,
            Box { width, height, .. } => *width * *height,
        }
    }
    fun describe(s: Shape): u64 {
        match (s) {
            Shape::Circle { radius: 0 } => 1,
            Shape::Circle { radius } if (radius > 10) => 2,
            Shape::Box { colour: Colour::Mixed(a, 7), .. } => 3 + (a as u64),
            Shape::Box { width, height, colour: Colour::Red } if (width == height) => width,
            Shape::Dot => 5,
            _ => 6,
        }
    }
    fun classify(x: u64, on: bool): u64 {
        match ((x, on)) { (0, true) => 1, (0, false) => 2, (1, _) => 3, (_, true) => 4, _ => 5 }
    }
    fun cool(h: Hot): u64 {
        match (h) { Hot::Cold { x } => x, Hot::Warm(a, b) => a + b }
    }

    public entry fun values() {
        let c = Shape::Circle { radius: 2 };
        let b = Shape::Box { width: 3, height: 4, colour: Colour::Mixed(1, 7) };
        assert!(c.area() == 12 && b.area() == 12 && Shape::Dot.area() == 0, 1);
        assert!(describe(c) == 6 && describe(Shape::Circle { radius: 0 }) == 1, 2);
        assert!(describe(Shape::Circle { radius: 11 }) == 2 && describe(b) == 4, 3);
        assert!(describe(Shape::Box { width: 9, height: 9, colour: Colour::Red }) == 9, 4);
        assert!(describe(Shape::Dot) == 5, 5);
        assert!(c == Shape::Circle { radius: 2 } && c != b && c != Shape::Dot, 6);
        assert!(c is Circle && !(b is Shape::Dot | Shape::Circle) && (&b is Box | Dot), 7);
        assert!(classify(0, true) == 1 && classify(0, false) == 2 && classify(1, true) == 3, 8);
        assert!(classify(7, true) == 4 && classify(7, false) == 5, 9);
        assert!(cool(Hot::Cold { x: 3 }) + cool(Hot::Warm(4, 5)) == 12, 10);
    }

    public entry fun references() {
        let b = Shape::Box { width: 3, height: 4, colour: Colour::Green };
        match (&mut b) {
            Box { width, colour, .. } => { *width = *width + 1; *colour = Colour::Red; },
            _ => abort 1,
        };
        assert!(b.width == 4 && b.colour == Colour::Red, 2);
        b.height = 10;
        b.height += 1;
        assert!(b.area() == 44, 3);
        b = Shape::Dot;
        assert!(b is Dot, 4);
    }

    public entry fun generics() {
        let t = Tree::Leaf<u64>(5);
        let n = Tree::Node<u64> { left: vector[Tree2 { value: 1 }], label: b"hi" };
        let x = match (&t) { Leaf(v) => *v, Node { label, .. } => label.length() };
        let y = match (&n) { Tree::Leaf(v) => *v, Tree::Node { left, label } => left[0].value + label.length() };
        assert!(x == 5 && y == 3, 1);
        let v = vector[n, t];
        v.reverse();
        let Tree2 { value } = match (v.pop_back()) {
            Node { left, label: _ } => left.pop_back(),
            Leaf(value) => Tree2 { value },
        };
        assert!(value == 1 && v.length() == 1, 2);
    }

    public entry fun options() {
        let o: Option<Shape> = option::some(Shape::Circle { radius: 1 });
        assert!(o.any(|s| s.area() == 3), 1);
        let total = 0;
        vector[Shape::Dot, Shape::Circle { radius: 1 }].for_each(|s| match (s) {
            Circle { radius } => total += radius,
            _ => total += 10,
        });
        assert!(total == 11, 2);
    }

    public entry fun encoding() {
        assert!(bcs::to_bytes(&Shape::Dot) == x"00", 1);
        assert!(bcs::to_bytes(&Shape::Circle { radius: 5 }) == x"010500000000000000", 2);
        let b = Shape::Box { width: 1, height: 2, colour: Colour::Mixed(3, 4) };
        assert!(bcs::to_bytes(&b) == x"0201000000000000000200000000000000020304", 3);
    }

    public entry fun state(s: &signer) {
        let a = signer::address_of(s);
        move_to(s, State::Empty);
        State[a] = State::Counting { count: 1, log: vector[] };
        match (&mut State[a]) {
            Counting { count, log } => { *count += 5; log.push_back(*count); },
            _ => abort 1,
        };
        match (borrow_global_mut<State>(a)) {
            State::Counting { count, log } if (*count == 6 && log.length() == 1) => *count = 9,
            _ => abort 2,
        };
        assert!(State[a].count == 9, 3);
        let old = move_from<State>(a);
        let count = match (old) { Counting { count, log: _ } => count, Done { count } => count, Empty => 0 };
        assert!(count == 9 && !exists<State>(a), 4);
        move_to(s, Holder { shape: Shape::Dot, count: 0 });
        let h = &mut Holder[a];
        h.shape = Shape::Circle { radius: 7 };
        h.count += h.shape.radius;
        assert!(Holder[a].count == 7 && Holder[a].shape.area() == 147, 5);
    }

    public entry fun aborts_on_another_variant() {
        let c = Shape::Circle { radius: 2 };
        c.width = 1;
    }
}
