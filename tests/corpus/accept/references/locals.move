/// References to variables.
module 0x42::accept_references_locals {
    struct Point has copy, drop { x: u64, y: u64 }
    struct Line has copy, drop { from: Point, to: Point }

    fun assigned_after_the_last_use(): u64 {
        let x = 1;
        let r = &x;
        let y = *r;
        x = 2;
        x + y
    }

    fun read_while_read(): u64 {
        let x = 1;
        let r = &x;
        let s = &x;
        x + *r + *s
    }

    fun copied_while_read(): Point {
        let p = Point { x: 1, y: 2 };
        let r = &p;
        let q = copy p;
        q.x = r.y;
        q
    }

    fun written_again_after_a_reborrow(): u64 {
        let x = 1;
        let r = &mut x;
        let s = &mut *r;
        *s = 2;
        *r = 3;
        x
    }

    fun the_copy_first_then_the_original(): u64 {
        let x = 1;
        let r = &mut x;
        let s = r;
        *s = 2;
        *r = 3;
        x
    }

    fun two_fields_at_once(): u64 {
        let p = Point { x: 1, y: 2 };
        let r = &mut p;
        let x = &mut r.x;
        let y = &mut r.y;
        *x = 3;
        *y = 4;
        p.x + p.y
    }

    fun one_field_changed_beside_one_read(p: &mut Point): u64 {
        let y = &p.y;
        let x = &mut p.x;
        *x = *y;
        *y
    }

    fun parts_of_parts(line: &mut Line) {
        let from = &mut line.from.x;
        let to = &mut line.to.x;
        *from = 1;
        *to = 2;
    }

    fun part_then_whole(line: &mut Line) {
        let x = &mut line.from.x;
        *x = 1;
        *line = Line { from: Point { x: 0, y: 0 }, to: Point { x: 0, y: 0 } };
    }

    fun one_of_two(which: bool): u64 {
        let (x, y) = (1, 2);
        let r = if (which) &mut x else &mut y;
        *r = 3;
        x + y
    }

    fun in_a_loop(): u64 {
        let x = 0;
        let i = 0;
        while (i < 10) {
            let r = &mut x;
            *r = *r + i;
            i = i + 1;
        };
        x
    }

    fun moved_along_in_a_loop(): u64 {
        let (x, y) = (0, 0);
        let r = &mut x;
        let i = 0;
        while (i < 3) {
            *r = i;
            if (i == 1) r = &mut y;
            i = i + 1;
        };
        x + y
    }

    fun frozen_then_changed(): u64 {
        let x = 1;
        let r = &mut x;
        let seen = { let f = freeze(r); *f };
        *r = seen + 1;
        x
    }

    fun compared(): bool {
        let x = 1;
        let y = 1;
        let r = &mut x;
        let is_same = freeze(r) == &y;
        *r = 2;
        is_same
    }

    fun of_a_value(): u64 {
        let r = &mut 5;
        *r = *r + 1;
        *r
    }

    fun overwritten_reference(): u64 {
        let x = 1;
        let r = &x;
        let _ = *r;
        let y = 2;
        r = &y;
        x = 3;
        *r + x
    }

    fun moved_after_the_last_use(): Point {
        let p = Point { x: 1, y: 2 };
        let r = &p;
        let _ = r.x;
        move p
    }
}
