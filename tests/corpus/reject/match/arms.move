/// Arms that are missing, and arms that nothing reaches.
module 0x42::m {
    enum Shape has copy, drop {
        Circle { radius: u64 },
        Square { side: u64 },
        Point,
    }
    enum Tree has copy, drop { Leaf(Shape), Empty }

    fun one_is_missing(shape: Shape): u64 {
        match (shape) { // error: E0311
            Shape::Circle { radius } => radius,
            Shape::Square { side } => side,
        }
    }

    fun a_guard_is_not_enough(shape: Shape): u64 {
        match (shape) { // error: E0311
            Shape::Circle { radius } if (0 < radius) => radius,
            Shape::Square { side } => side,
            Shape::Point => 0,
        }
    }

    fun one_inside_is_missing(tree: Tree): u64 {
        match (tree) { // error: E0311
            Tree::Leaf(Shape::Point) => 0,
            Tree::Leaf(Shape::Circle { radius }) => radius,
            Tree::Empty => 1,
        }
    }

    fun numbers(x: u64): u64 {
        match (x) { // error: E0311
            0 => 1,
            1 => 2,
        }
    }

    fun another_ones_variant(tree: Tree): u64 {
        match (tree) {
            Shape::Point => 0, // error: E0301
            _ => 1,
        }
    }
}
