/// `*r` is a value: a part of it is a part of a copy, and so is what borrows it another way than `r` does.
module 0x42::run_references_copies {
    struct Inner has copy, drop { n: u64 }
    struct Outer has copy, drop { n: u64, inner: Inner }

    fun outer(): Outer { Outer { n: 1, inner: Inner { n: 2 } } }
    fun sum(o: &Outer): u64 { o.n * 100 + o.inner.n }
    fun raise(self: &mut Inner) { self.n += 5; }

    // returns: 102
    fun a_field_of_what_is_behind_is_that_of_a_copy(): u64 {
        let o = outer();
        let r = &mut o;
        (*r).n = 7;
        (*r).inner.n = 8;
        (*r).n += 9;
        sum(&o)
    }

    // returns: 708
    fun without_the_star_it_is_the_place(): u64 {
        let o = outer();
        let r = &mut o;
        r.n = 7;
        r.inner.n = 8;
        sum(&o)
    }

    // returns: 102
    fun a_borrowed_field_of_what_is_behind_is_that_of_a_copy(): u64 {
        let o = outer();
        let r = &mut o;
        let n = &mut (*r).n;
        *n = 7;
        (*r).inner.raise();
        sum(&o)
    }

    // returns: 1
    fun a_mutable_reference_to_what_an_immutable_one_shows_is_one_to_a_copy(): u64 {
        let x = 1;
        let r = &x;
        *&mut *r = 5;
        *&mut *&x = 6;
        x
    }

    // returns: 6
    fun a_mutable_reference_again_is_the_same_one(): u64 {
        let x = 1;
        let r = &mut x;
        *&mut *r = 6;
        x
    }

    // returns: 10
    fun a_part_of_a_copy_behind_an_immutable_reference_can_be_changed(): u64 {
        let i = Inner { n: 10 };
        let r = &i;
        (*r).n = 11;
        r.n
    }

    // returns: 1, 7
    fun an_immutable_reference_to_what_a_mutable_one_shows_is_one_to_a_copy(): (u64, u64) {
        let x = 1;
        let r = &mut x;
        let seen = &*r;
        *r = 7;
        (*seen, x)
    }

    // returns: 9, 3
    fun an_element_of_what_is_behind_is_in_place_if_both_are_mutable(): (u64, u64) {
        let v = vector[3];
        let w = vector[3];
        let r = &mut v;
        (*r)[0] = 9;
        let s = &w;
        (*s)[0] = 9;
        (v[0], w[0])
    }

    // returns: 2
    fun a_field_is_read_without_more_ado(): u64 {
        let o = outer();
        let r = &mut o;
        (*r).inner.n
    }
}
