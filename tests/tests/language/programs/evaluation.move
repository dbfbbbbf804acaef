/// Order of evaluation, and which value a variable has where it is read.
module test::evaluation {
    struct P has copy, drop { x: u64, y: u64 }

    fun inc(x: &mut u64): u64 { *x = *x + 1; *x }
    fun abort_with(code: u64): u64 { abort code }

    public entry fun swaps() {
        let (a, b) = (1, 2);
        (a, b) = (b, a);
        assert!(a == 2 && b == 1, 1);
    }

    public entry fun operands_from_left_to_right() {
        let x = 1;
        let y = x + ({ x = 5; x }) + x;
        assert!(y == 11, 1);
        let x = 1;
        assert!(x + inc(&mut x) + x == 5, 2);
    }

    public entry fun fields_in_written_order() {
        let x = 1;
        let p = P { y: inc(&mut x), x };
        assert!(p.x == 2 && p.y == 2, 1);
    }

    public entry fun tuples_keep_earlier_values() {
        let x = 1;
        let (a, b) = (x, inc(&mut x));
        assert!(a == 1 && b == 2, 1);
    }

    public entry fun the_right_side_before_the_place() {
        let v = vector[1, 2];
        let i = 0;
        v[i] = { i = 1; 7 };
        assert!(v[1] == 7 && v[0] == 1, 1);
        v[i] += { i = 0; 1 };
        assert!(v[0] == 2 && v[1] == 7, 2);
    }

    public entry fun short_circuits() {
        let (c, never) = (true, false);
        assert!(!(never && abort_with(1) == 0), 2);
        assert!(!never || abort_with(3) == 0, 4);
        let kept = (c && !never) || (never && !c);
        assert!(kept == c, 5);
        if (!(c || never) && !never) { assert!(!c, 6) };
    }

    public entry fun assert_leaves_its_code_alone() {
        assert!(true, abort_with(1));
    }

    public entry fun aborts_in_assert() {
        assert!(false, abort_with(1));
    }

    public entry fun shadows() {
        let x = 2u8;
        let x = (x as u16);
        let x = x << 8;
        assert!(x | 1 == 513, 1);
    }
}
