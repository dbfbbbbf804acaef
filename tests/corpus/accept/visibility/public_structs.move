/// Structs that other modules may build, take apart and look into.
module 0x42::accept_public_shapes {
    friend 0x42::accept_public_structs;

    public struct Point has copy, drop, store { x: u64, y: u64 }
    public struct Wrapper<T> has copy, drop, store { value: T, count: u64 }
    public struct Pair(u64, address) has copy, drop;
    public struct Unit has drop {}
    public enum Shape has copy, drop, store { Nowhere, At { at: Point, who: address }, Box(Point, Point) }
    friend struct ForFriends has drop { x: u64 }
    public(friend) struct ForFriendsToo has drop { x: u64 }
    package struct ForPackage has drop { x: u64 }
    public(package) enum Choice has drop { Left { x: u64 }, Right { x: u64 } }
    public struct Held has key, store { who: address, n: u64 }
    public struct Potato { x: u64 }

    public fun held(at: address): u64 { Held[at].n }
    public fun publish(account: &signer, held: Held) { move_to(account, held); }
    public fun seed(account: &signer) { publish(account, Held { who: @0x1, n: 1 }); }
    public inline fun doubled(point: &Point): u64 { 2 * point.x }
}
module 0x42::accept_public_structs {
    use 0x42::accept_public_shapes::{Self, Point, Wrapper, Pair, Unit, Shape, ForFriends, ForFriendsToo, ForPackage, Choice, Held, Potato};

    struct Mark has key { n: u64, point: Point, shape: Shape }

    fun built_and_taken_apart(): u64 { let Point { x, y } = Point { x: 1, y: 2 }; x + y }
    fun a_part_of_a_pattern(point: Point): u64 { let Point { x, .. } = point; x }
    fun a_field(point: &Point): u64 { point.x }
    fun a_field_written(point: &mut Point) { point.x = point.y; point.y += 1; }
    fun two_fields_at_once(point: &mut Point) { let (x, y) = (&mut point.x, &mut point.y); *x = 1; *y = 2; }
    fun of_a_generic_struct<T: drop>(wrapper: Wrapper<T>): T { let Wrapper { value, count: _ } = wrapper; value }
    fun positional(at: address): address { let pair = Pair(1, at); pair.1 }
    fun without_fields() { let Unit {} = Unit {}; }
    fun neither_copied_nor_dropped(x: u64): u64 { let Potato { x } = Potato { x }; x }
    fun matched(shape: Shape): u64 {
        match (shape) {
            Shape::Nowhere => 0,
            Shape::At { at, who: _ } => at.x,
            Shape::Box(a, b) if (a.x < b.x) => b.x - a.x,
            Shape::Box(..) => 1,
        }
    }
    fun matched_behind_a_reference(shape: &mut Shape) {
        match (shape) {
            Shape::Box(a, b) => { a.x = 9; b.x = 8 }
            _ => {}
        }
    }
    fun tested(shape: &Shape): bool { shape is Shape::At | Shape::Box }
    fun a_field_of_a_variant(shape: &Shape): address { shape.who }
    fun by_a_friend(): u64 { ForFriends { x: 1 }.x + ForFriendsToo { x: 2 }.x }
    fun by_the_package(choice: &Choice): u64 { ForPackage { x: 2 }.x + choice.x }
    fun published(account: &signer) { accept_public_shapes::publish(account, Held { who: @0x7, n: 4 }) }
    fun in_state(at: address): u64 reads Mark(at).point.x { Mark[at].point.x }
    fun written_in_state(at: address) writes Mark(at).point.y, Mark(at).shape {
        Mark[at].point.y = 3;
        Mark[at].shape = Shape::Nowhere;
    }
    fun a_key_in_a_public_struct(held: &Held): u64 reads Mark(held.who).n { Mark[held.who].n }
    fun expanded_here(point: &Point): u64 { accept_public_shapes::doubled(point) }
}
