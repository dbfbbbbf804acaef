/// Places reached through fields, elements, calls and resources.
module 0x42::run_references_paths {
    use std::option::{Self, Option};
    use std::vector;

    struct Leaf has copy, drop, store { x: u64, list: vector<u64> }
    struct Node has copy, drop, store { leaf: Leaf, leaves: vector<Leaf>, best: Option<Leaf> }
    struct Root has key { node: Node, grid: vector<vector<u64>> }

    fun leaf(x: u64): Leaf { Leaf { x, list: vector[x, x + 1] } }
    fun node(): Node { Node { leaf: leaf(1), leaves: vector[leaf(2), leaf(3)], best: option::some(leaf(4)) } }
    fun x_of(leaf: &mut Leaf): &mut u64 { &mut leaf.x }
    fun at(list: &mut vector<Leaf>, i: u64): &mut Leaf { vector::borrow_mut(list, i) }
    fun larger(a: &mut Leaf, b: &mut Leaf): &mut Leaf { if (a.x < b.x) b else a }
    fun longest(a: &vector<u64>, b: &vector<u64>): &vector<u64> { if (a.length() < b.length()) b else a }

    // returns: 10, 1
    fun a_field_of_a_field(): (u64, u64) {
        let n = node();
        let copied = n.leaf;
        n.leaf.x = 10;
        (n.leaf.x, copied.x)
    }

    // returns: 9, 3
    fun an_element_of_a_field_of_an_element(): (u64, u64) {
        let n = node();
        n.leaves[0].list[1] = 9;
        (n.leaves[0].list[1], n.leaves[1].list[0])
    }

    // returns: 12
    fun a_reference_from_a_call(): u64 {
        let n = node();
        *x_of(at(&mut n.leaves, 1)) += 9;
        n.leaves[1].x
    }

    // returns: 1, 50
    fun the_larger_of_two(): (u64, u64) {
        let (a, b) = (leaf(1), leaf(5));
        larger(&mut a, &mut b).x *= 10;
        (a.x, b.x)
    }

    // returns: 3
    fun the_longer_of_two(): u64 {
        let list = vector[1, 2, 3];
        longest(&list, &vector[]).length()
    }

    // returns: 40
    fun inside_an_option(): u64 {
        let n = node();
        n.best.borrow_mut().x = 40;
        n.best.borrow().x
    }

    // returns: vector[1, 7], vector[8, 4]
    fun rows_of_a_grid(account: &signer): (vector<u64>, vector<u64>) {
        let here = std::signer::address_of(account);
        move_to(account, Root { node: node(), grid: vector[vector[1, 2], vector[3, 4]] });
        Root[here].grid[0][1] = 7;
        let row = &mut Root[here].grid[1];
        row[0] = 8;
        let Root { node: _, grid } = move_from<Root>(here);
        (grid[0], grid[1])
    }

    // returns: 5, 2
    fun deep_in_a_resource(account: &signer): (u64, u64) {
        let here = std::signer::address_of(account);
        move_to(account, Root { node: node(), grid: vector[] });
        let leaves = &mut borrow_global_mut<Root>(here).node.leaves;
        leaves.push_back(leaf(7));
        leaves[2].x -= 2;
        let x = leaves[2].x;
        let Root { node: Node { leaves, .. }, .. } = move_from<Root>(here);
        (x, leaves[0].x)
    }

    // returns: {2, vector[2, 3]}, {1, vector[1, 2]}
    fun swapped_behind_references(): (Leaf, Leaf) {
        let (a, b) = (leaf(1), leaf(2));
        let (r, s) = (&mut a, &mut b);
        let kept = *r;
        *r = *s;
        *s = kept;
        (a, b)
    }

    // returns: 6
    fun a_sum_over_borrowed_elements(): u64 {
        let n = node();
        let sum = n.leaf.x;
        let i = 0;
        while (i < n.leaves.length()) {
            let leaf = &n.leaves[i];
            sum = sum + leaf.x;
            i = i + 1;
        };
        sum
    }

    // returns: vector[2, 4]
    fun each_element_changed(): vector<u64> {
        let list = vector[1, 2];
        for (i in 0..list.length()) {
            let x = &mut list[i];
            *x = *x * 2;
        };
        list
    }

    // returns: 3, 1
    fun a_reference_that_moves_on(): (u64, u64) {
        let (x, y) = (1, 1);
        let r = &mut x;
        *r += 1;
        *r += 1;
        r = &mut y;
        let _ = *r;
        (x, y)
    }

    // aborts: no such element
    fun an_element_beyond(): u64 {
        let n = node();
        n.leaves[2].x
    }

    // aborts: 262145
    fun inside_no_option(): u64 {
        let n = node();
        n.best = option::none();
        n.best.borrow().x
    }
}
