/// Public structs in another module's hands.
module 0x42::run_public_shapes {
    public struct Point has copy, drop, store { x: u64, y: u64 }
    public struct Wrapper<T> has copy, drop, store { value: T, count: u64 }
    public enum Shape has copy, drop, store { Nowhere, At { at: Point, who: address }, Box(Point, Point) }
    public struct Held has key, store { who: address, n: u64 }

    public fun held(at: address): u64 { Held[at].n }
    public fun publish(account: &signer, held: Held) { move_to(account, held) }
    public fun moved(at: address): Held { move_from<Held>(at) }
    public fun sum(self: &Point): u64 { self.x + self.y }
}
module 0x42::run_public_structs {
    use std::signer::address_of;
    use 0x42::run_public_shapes::{Self, Held, Point, Shape, Wrapper};

    struct Mark has key { shape: Shape }

    fun area(shape: &Shape): u64 {
        match (shape) {
            Shape::Nowhere => 0,
            Shape::At { at, who: _ } => at.x,
            Shape::Box(a, b) if (a.x < b.x) => b.x - a.x,
            Shape::Box(..) => 1,
        }
    }

    // returns: 18
    fun fields(): u64 {
        let point = Point { x: 1, y: 2 };
        point.x = point.x + 10;
        point.y += 5;
        point.sum()
    }
    // returns: 4
    fun generic(): u64 {
        let wrapper = Wrapper { value: @0x1, count: 3 };
        let count = &mut wrapper.count;
        *count += 1;
        let Wrapper { value: _, count } = wrapper;
        count
    }
    // returns: 4
    fun a_variant(): u64 { area(&Shape::Box(Point { x: 1, y: 1 }, Point { x: 5, y: 1 })) }
    // returns: 17
    fun both_parts_of_a_variant(): u64 {
        let shape = Shape::Box(Point { x: 1, y: 1 }, Point { x: 5, y: 1 });
        match (&mut shape) {
            Shape::Box(a, b) => { a.x = 9; b.x = 8 }
            _ => {}
        };
        match (shape) {
            Shape::Box(a, b) => a.x + b.x,
            _ => 0,
        }
    }
    // returns: @0x7
    fun a_shared_name(): address { (Shape::At { at: Point { x: 1, y: 1 }, who: @0x7 }).who }
    // aborts: 14566554180833181697
    fun another_variant(): address { Shape::Nowhere.who }
    // returns: true
    fun equal(): bool { Shape::At { at: Point { x: 1, y: 2 }, who: @0x7 } == Shape::At { at: Point { x: 1, y: 2 }, who: @0x7 } }
    // returns: 5
    fun stored(account: &signer): u64 {
        run_public_shapes::publish(account, Held { who: address_of(account), n: 4 });
        let Held { who, n } = run_public_shapes::moved(address_of(account));
        run_public_shapes::publish(account, Held { who, n: n + 1 });
        run_public_shapes::held(who)
    }
    // returns: 6
    fun in_state(account: &signer): u64 {
        move_to(account, Mark { shape: Shape::Nowhere });
        let mark = &mut Mark[address_of(account)];
        mark.shape = Shape::At { at: Point { x: 5, y: 2 }, who: @0x7 };
        mark.shape.at.x += 1;
        area(&mark.shape)
    }
}
