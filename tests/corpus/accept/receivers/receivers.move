/// Calls in receiver style, and index notation.
module 0x42::accept_receivers_receivers {
    use std::option::{Self, Option};
    use aptos_std::table::{Self, Table};
    use aptos_std::simple_map::{Self, SimpleMap};

    struct Point has copy, drop, store { x: u64, y: u64 }
    struct Box<T> has copy, drop, store { item: T }
    struct Book has key { points: vector<Point>, items: Table<u64, Point>, head: Option<u64> }
    enum Shape has copy, drop { Dot, Line(u64) }

    fun sum(self: &Point): u64 { self.x + self.y }
    fun shift(self: &mut Point, by: u64) { self.x += by; }
    fun into(self: Point): u64 { self.x }
    fun item<T>(self: &Box<T>): &T { &self.item }
    fun replace<T: drop, U: drop>(self: &mut Box<T>, item: T, _other: U) { self.item = item }
    fun area(self: Shape): u64 { match (self) { Shape::Dot => 0, Shape::Line(x) => x } }

    fun by_value(p: Point): u64 { p.into() }
    fun by_reference(p: &Point): u64 { p.sum() }
    fun borrowed_by_itself(p: Point): u64 { p.sum() }
    fun mutably_borrowed_by_itself(p: Point): u64 { p.shift(1); p.x }
    fun frozen_by_itself(p: &mut Point): u64 { p.shift(1); p.sum() }
    fun in_a_row(b: &Box<Point>): u64 { b.item().sum() }
    fun on_a_call(): u64 { point().sum() }
    fun point(): Point { Point { x: 1, y: 2 } }
    fun on_a_field(b: &mut Box<Point>) { b.item.shift(2) }
    fun with_type_arguments(b: &mut Box<u64>) { b.replace<u64, bool>(1, true) }
    fun with_inferred_type_arguments(b: &mut Box<u64>) { b.replace(1, true) }
    fun of_enums(s: Shape): u64 { s.area() }
    fun of_vectors(list: &mut vector<u64>): u64 { list.push_back(1); list.swap(0, 1); list.length() }
    fun of_options(o: Option<u64>): u64 { if (o.is_some()) o.extract() else o.get_with_default(1) }
    fun of_tables(book: &mut Book): bool { book.items.contains(1) && book.head.is_none() }
    fun in_a_plain_way(p: &mut Point): u64 { shift(p, 1); sum(p) }
    fun elements(list: &vector<u64>, i: u64): u64 { list[i] + list[i + 1] }
    fun elements_changed(list: &mut vector<u64>) { list[0] = 1; list[1] += list[0]; }
    fun elements_borrowed(list: &vector<Point>): &Point { &list[0] }
    fun elements_mutably_borrowed(list: &mut vector<Point>): &mut u64 { &mut list[0].x }
    fun fields_of_elements(list: &mut vector<Point>): u64 { list[0].x = 2; list[0].y }
    fun elements_of_elements(rows: &mut vector<vector<u64>>) { rows[0][1] = rows[1][0]; }
    fun elements_of_fields(b: Box<vector<u64>>): u64 { b.item[0] }
    fun calls_on_elements(list: &mut vector<Point>): u64 { list[0].shift(1); list[0].sum() }
    fun resources(at: address): u64 acquires Book { Book[at].points[0].x }
    fun resources_borrowed(at: address): u64 acquires Book { let book = &Book[at]; book.points.length() }
    fun resources_changed(at: address) acquires Book { Book[at].points[0].x += 1; Book[at].head = option::some(1); }
    fun resources_mutably_borrowed(at: address) acquires Book { let book = &mut Book[at]; book.points.pop_back(); }
    fun items_of_resources(at: address): u64 acquires Book { Book[at].items.borrow(1).sum() }
    fun maps(map: &mut SimpleMap<u64, Point>) { map.borrow_mut(&1).shift(1); let _ = map.contains_key(&1); }
    fun empty_book(): Book { Book { points: vector[], items: table::new(), head: option::none() } }
    fun empty_map(): SimpleMap<u64, Point> { simple_map::new() }
    fun put(account: &signer) { move_to(account, empty_book()) }
}
