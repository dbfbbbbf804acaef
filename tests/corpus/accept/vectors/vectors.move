/// Vectors: literals, elements, and what the library does with them.
module 0x42::accept_vectors_vectors {
    use std::vector;

    struct Coin has store { value: u64 }
    struct Item has copy, drop { x: u64 }

    fun empty(): vector<u64> { vector[] }
    fun typed(): vector<Coin> { vector<Coin>[] }
    fun trailing_comma(): vector<u64> { vector[1, 2,] }
    fun nested(): vector<vector<Item>> { vector[vector[], vector[Item { x: 1 }]] }
    fun of_bytes(): vector<u8> { vector[0x1, 0xff] }
    fun of_strings(): vector<vector<u8>> { vector[b"a", x"ff", vector[1]] }
    fun without_drop(coin: Coin): vector<Coin> { vector[coin] }
    fun taken_apart(list: vector<Coin>): u64 {
        let Coin { value } = list.pop_back();
        list.destroy_empty();
        value
    }
    fun for_each_of_linear_values(list: vector<Coin>): u64 {
        let sum = 0;
        vector::for_each(list, |coin| { let Coin { value } = coin; sum = sum + value });
        sum
    }
    fun destroyed_by_a_lambda(list: vector<Coin>) { list.destroy(|coin| { let Coin { value: _ } = coin; }) }
    fun one_by_one(list: vector<u64>): u64 {
        let sum = 0;
        while (!list.is_empty()) sum = sum + list.pop_back();
        sum
    }
    fun borrowed_elements(list: &vector<Item>): u64 { vector::borrow(list, 0).x + list[1].x }
    fun mutably_borrowed_elements(list: &mut vector<Item>) { vector::borrow_mut(list, 0).x = 1; list[1].x = 2 }
    fun an_element_and_then_the_list(list: &mut vector<u64>) {
        let first = vector::borrow_mut(list, 0);
        *first = 1;
        list.push_back(2);
    }
    fun searched(list: &vector<u64>): (bool, u64, bool) {
        let (found, at) = list.index_of(&1);
        (found, at, list.contains(&2))
    }
    fun cut(list: &mut vector<u64>): vector<u64> { list.append(vector[1]); list.reverse(); list.trim(1) }
    fun removed(list: &mut vector<Coin>): Coin { list.remove(0) }
    fun swapped_out(list: &mut vector<Coin>): Coin { list.swap_remove(0) }
    fun sliced(list: &vector<Item>): vector<Item> { list.slice(0, 1) }
    fun compared(a: &vector<Coin>, b: &vector<Coin>): bool { a == b }
    fun generic<T: copy>(list: &vector<T>): T { *vector::borrow(list, 0) }
    fun generic_without_copy<T>(list: vector<T>): T {
        let last = list.pop_back();
        list.destroy_empty();
        last
    }
    fun singleton<T>(x: T): vector<T> { vector::singleton(x) }
    fun ranges(): vector<u64> { vector::range(0, 10) }
    fun chained(): u64 { vector[1, 2, 3].map(|x| x + 1).filter(|x| *x != 2).length() }
    fun asked(list: &vector<Item>): bool { list.any(|i| i.x == 1) && list.all(|i| i.x != 2) }
    fun zipped(a: &vector<u64>, b: &vector<Item>): u64 {
        let sum = 0;
        a.zip_ref(b, |x, y| sum = sum + *x * y.x);
        sum
    }
}
