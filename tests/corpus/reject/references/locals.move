/// Variables used while they are borrowed.
module 0x42::m {
    struct Point has copy, drop { x: u64, y: u64 }
    struct Line has copy, drop { from: Point, to: Point }

    fun assigned(): u64 {
        let x = 1;
        let r = &x;
        x = 2; // error: E0503
        *r
    }

    fun assigned_beside_a_mutable(): u64 {
        let x = 1;
        let r = &mut x;
        x = 2; // error: E0503
        *r = 3;
        x
    }

    fun read_beside_a_mutable(): u64 {
        let x = 1;
        let r = &mut x;
        let y = x; // error: E0507
        *r = 2;
        y
    }

    fun moved(): u64 {
        let p = Point { x: 1, y: 2 };
        let r = &p;
        let Point { x, y: _ } = move p; // error: E0503
        x + r.y
    }

    fun borrowed_beside_a_mutable(): u64 {
        let x = 1;
        let r = &mut x;
        let s = &x; // error: E0507
        *r = 2;
        *s
    }

    fun two_mutable(): u64 {
        let x = 1;
        let r = &mut x;
        let s = &mut x;
        *s = 2; // error: E0503
        *r = 3;
        x
    }

    fun the_original_before_the_copy(): u64 {
        let x = 1;
        let r = &mut x;
        let s = r;
        *r = 2; // error: E0503
        *s = 3;
        x
    }

    fun whole_beside_a_part(line: &mut Line) {
        let x = &mut line.from.x;
        *line = Line { from: Point { x: 0, y: 0 }, to: Point { x: 0, y: 0 } }; // error: E0503
        *x = 1;
    }

    fun whole_beside_a_part_to_read(line: &mut Line): u64 {
        let x = &line.from.x;
        line.from = Point { x: 0, y: 0 }; // error: E0503
        *x
    }

    fun read_whole_beside_a_part(line: &mut Line): Line {
        let x = &mut line.from.x;
        let copied = *line; // error: E0507
        *x = 1;
        copied
    }

    fun one_field_twice(p: &mut Point) {
        let one = &mut p.x;
        let other = &mut p.x;
        *other = 1; // error: E0503
        *one = 2;
    }

    fun field_frozen_beside_a_mutable(p: &mut Point): u64 {
        let one = &mut p.x;
        let other = &p.x; // error: E0507
        *one = 2;
        *other
    }

    fun frozen_beside_a_write(p: &mut Point): u64 {
        let f = freeze(p);
        p.x = 1; // error: E0507
        f.x
    }

    fun in_the_second_round(): u64 {
        let x = 0;
        let r = &x;
        let i = 0;
        while (i < 2) {
            i = i + *r;
            x = i; // error: E0503
        };
        x
    }

    fun on_one_way(which: bool): u64 {
        let (x, y) = (1, 2);
        let r = if (which) &x else &y;
        y = 3; // error: E0503
        *r + y
    }
}
