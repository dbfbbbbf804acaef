/// Enums and `match`.
module 0x42::run_enums_enums {
    use std::option::{Self, Option};

    enum Shape has copy, drop {
        Point,
        Circle { radius: u64 },
        Box(u64, u64),
    }
    enum Tree has copy, drop { Leaf(u64), Node { shape: Shape, weight: u64 } }
    enum Command has copy, drop { Stop, Go { to: Option<u64> } }
    enum Versioned has drop { V1 { a: u64 }, V2 { a: u64, b: u64 } }
    enum Wrap<T> has copy, drop { None, Some { item: T } }

    struct Coin { value: u64 }
    enum Purse { Empty, Full(Coin) }

    fun is_small(self: &Coin): bool { self.value < 10 }
    fun spent(coin: Coin): u64 {
        let Coin { value } = coin;
        value
    }
    fun opened(purse: Purse): u64 {
        match (purse) {
            Purse::Full(coin) if (coin.is_small() && coin.value != 3) => spent(coin),
            Purse::Full(coin) => spent(coin) / 2,
            Purse::Empty => 2,
        }
    }

    fun area(shape: &Shape): u64 {
        match (shape) {
            Shape::Point => 0,
            Shape::Circle { radius } => 3 * *radius * *radius,
            Shape::Box(a, b) => *a * *b,
        }
    }
    fun kind(shape: Shape): u64 {
        match (shape) {
            Shape::Circle { radius } if (radius == 0) => 1,
            Shape::Circle { radius } if (radius < 10) => 2,
            Shape::Circle { radius: _ } => 3,
            Shape::Box(0, _) => 4,
            Shape::Box(a, b) if (a == b) => 5,
            Shape::Box(..) => 6,
            _ => 7,
        }
    }
    fun named(x: u64): vector<u8> {
        match (x) {
            0 => b"none",
            1 => b"one",
            _ => b"many",
        }
    }

    // returns: 0, 12, 6
    fun areas(): (u64, u64, u64) {
        (area(&Shape::Point), area(&Shape::Circle { radius: 2 }), area(&Shape::Box(2, 3)))
    }

    // returns: 1, 2, 3, 4, 5, 6, 7
    fun guards_in_order(): (u64, u64, u64, u64, u64, u64, u64) {
        (
            kind(Shape::Circle { radius: 0 }),
            kind(Shape::Circle { radius: 9 }),
            kind(Shape::Circle { radius: 10 }),
            kind(Shape::Box(0, 1)),
            kind(Shape::Box(2, 2)),
            kind(Shape::Box(2, 3)),
            kind(Shape::Point),
        )
    }

    // returns: b"none", b"one", b"many"
    fun numbers(): (vector<u8>, vector<u8>, vector<u8>) { (named(0), named(1), named(2)) }

    // returns: 7
    fun nested(): u64 {
        match (Tree::Node { shape: Shape::Box(3, 4), weight: 9 }) {
            Tree::Leaf(x) => x,
            Tree::Node { shape: Shape::Box(a, b), .. } => a + b,
            Tree::Node { weight, .. } => weight,
        }
    }

    // returns: true, false, true
    fun tested(): (bool, bool, bool) {
        let shape = Shape::Box(1, 2);
        (shape is Shape::Box, shape is Shape::Point, shape is Point | Box)
    }

    // returns: 8
    fun changed_through_a_reference(): u64 {
        let shape = Shape::Circle { radius: 1 };
        match (&mut shape) {
            Shape::Circle { radius } => *radius = 8,
            _ => {},
        };
        shape.radius
    }

    // aborts: 14566554180833181697
    fun a_field_of_another_variant(): u64 {
        let shape = Shape::Point;
        shape.radius
    }

    // returns: 1, 2
    fun a_field_of_all_variants(): (u64, u64) {
        let (one, two) = (Versioned::V1 { a: 1 }, Versioned::V2 { a: 2, b: 3 });
        (one.a, two.a)
    }

    // returns: 5
    fun with_an_option(): u64 {
        match (Command::Go { to: option::some(5) }) {
            Command::Stop => 0,
            Command::Go { to } => to.destroy_some(),
        }
    }

    // returns: true, 3
    fun generic(): (bool, u64) {
        let (none, some) = (Wrap::None<u8>, Wrap::Some { item: 3 });
        let is_none = none is Wrap::None;
        let item = match (some) { Wrap::Some { item } => item, Wrap::None => 0 };
        (is_none, item)
    }

    // returns: true, false
    fun compared(): (bool, bool) {
        (Shape::Box(1, 2) == Shape::Box(1, 2), Shape::Point == Shape::Circle { radius: 0 })
    }

    // returns: 4
    fun let_takes_a_variant(): u64 {
        let Shape::Circle { radius } = Shape::Circle { radius: 4 };
        radius
    }

    // aborts: 14566554180833181697
    fun let_takes_another_variant(): u64 {
        let Shape::Circle { radius } = Shape::Point;
        radius
    }

    // returns: 5
    fun let_takes_a_variant_behind_a_reference(): u64 {
        let shape = Shape::Box(2, 3);
        let Shape::Box(a, b) = &mut shape;
        *a = *a + *b;
        let Shape::Box(a, _) = &shape;
        *a
    }

    // returns: 7, 8, 2
    fun guards_look_at_what_cannot_be_copied(): (u64, u64, u64) {
        (opened(Purse::Full(Coin { value: 7 })), opened(Purse::Full(Coin { value: 16 })), opened(Purse::Empty))
    }

    // returns: 3
    fun pairs(): u64 {
        match ((1, Shape::Point)) {
            (0, _) => 1,
            (1, Shape::Circle { .. }) => 2,
            (1, _) => 3,
            _ => 4,
        }
    }

    // returns: 2
    fun truths(): u64 {
        match (1 < 2) { false => 1, true => 2 }
    }

    // returns: {1, 1, 2}
    fun replaced_by_another_variant(): Versioned {
        let v = Versioned::V2 { a: 1, b: 2 };
        v = match (v) { Versioned::V2 { a, b } => Versioned::V2 { a, b }, other => other };
        v
    }
}
