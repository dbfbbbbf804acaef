/// Structs, references, vectors, generics, and values that must be used.
module test::values {
    use std::option;
    use std::vector;

    struct P has copy, drop, store { x: u64, y: u64 }
    struct W(u64, P) has copy, drop;
    struct Cap has copy, store { a: address }
    struct Hot { v: u64 }

    fun freeze_it(p: &mut P): &u64 { &p.x }
    fun pick(c: bool, a: &mut P, b: &P): u64 { let r = if (c) a else b; r.x }
    fun twice<T: copy>(t: &T): vector<T> { vector[*t, *t] }

    fun hot(c: bool): u64 {
        let h = Hot { v: 3 };
        if (c) { let Hot { v } = h; return v };
        let Hot { v } = h;
        v + 1
    }

    fun hot_in_a_loop(n: u64): u64 {
        let h = Hot { v: 0 };
        while (n > 0) {
            let Hot { v } = h;
            h = Hot { v: v + n };
            n -= 1;
        };
        let Hot { v } = h;
        v
    }

    fun copied_and_used_up(c: Cap): address {
        let d = c;
        let Cap { a } = d;
        let Cap { a: _ } = c;
        a
    }

    public entry fun hot_potatoes() {
        assert!(hot(true) == 3 && hot(false) == 4, 1);
        assert!(hot_in_a_loop(4) == 10, 2);
        assert!(copied_and_used_up(Cap { a: @0x5 }) == @0x5, 3);
    }

    public entry fun references() {
        let v = vector[P { x: 1, y: 2 }];
        let p = &mut v[0];
        p.x = 7;
        p.y += p.x;
        let W(n, P { x, .. }) = W(1, *p);
        let P { x: rx, y: ry } = &v[0];
        assert!(*rx + *ry + n + x == 24, 1);
        assert!(*freeze_it(&mut v[0]) == 7, 2);
        let (p, q) = (P { x: 1, y: 1 }, P { x: 2, y: 2 });
        assert!(pick(true, &mut p, &q) == 1 && pick(false, &mut p, &q) == 2, 3);
        let w = W(1, p);
        w.1.x = 9;
        assert!(w.1.x == 9 && &w.1 != &q, 4);
    }

    public entry fun vectors() {
        let v = vector[1, 2, 3];
        let n = v.length();
        while (!v.is_empty()) n += v.pop_back();
        assert!(n == 9, 1);
        assert!(twice(&7u8).length() == 2, 2);
        let nested = vector[vector[1], vector[]];
        nested[1].push_back(5);
        nested[0][0] = nested[1][0];
        assert!(nested == vector[vector[5], vector[5]], 3);
        let v = vector[1, 2];
        vector::swap(&mut v, 0, 1);
        assert!(v == vector[2, 1], 4);
    }

    public entry fun options() {
        let o = option::some(3);
        *option::borrow_mut(&mut o) += 4;
        assert!(o.extract() == 7 && o.is_none(), 1);
    }

    public entry fun parts() {
        let (a, ..) = (1, 2u8, true);
        let (.., b) = (1u8, 2u8, 3);
        let c = { a } + b * 2;
        let d = if (c == 7) { 1 } else { 2 } + 1;
        assert!(c == 7 && d == 2, 1);
        assert!(MAX_U8 == 255 && MAX_U64 + 0 == 18446744073709551615, 2);
        let x: u64 = 5; x <<= 2; x ^= 1; x %= 16; x |= 8; x &= 14; x >>= 1; x *= 6; x /= 4; x -= 1;
        assert!(x == 8, x);
    }
}
