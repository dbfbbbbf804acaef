/// Arms that nothing reaches are told, and compiled all the same.
module 0x42::m {
    enum Shape has copy, drop {
        Circle { radius: u64 },
        Square { side: u64 },
        Point,
    }

    fun after_all(shape: Shape): u64 {
        match (shape) {
            _ => 1,
            Shape::Point => 0, // warning: E0315
        }
    }

    fun twice(shape: Shape): u64 {
        match (shape) {
            Shape::Point => 1,
            Shape::Point => 0, // warning: E0315
            Shape::Circle { radius } => radius,
            Shape::Square { side } => side,
        }
    }

    fun all_are_there(shape: Shape): u64 {
        match (shape) {
            Shape::Point => 1,
            Shape::Circle { radius } => radius,
            Shape::Square { side } => side,
            _ => 9, // warning: E0315
        }
    }

    fun one_literal_twice(x: u64): u64 {
        match (x) {
            1 => 1,
            1 => 2, // warning: E0315
            _ => 3,
        }
    }

    fun both_truths(x: bool): u64 {
        match (x) {
            true => 1,
            false => 2,
            _ => 3, // warning: E0315
        }
    }
}
