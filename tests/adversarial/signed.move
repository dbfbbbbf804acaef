//! Signed integers in keys, and added to fields: a difference of signed integers is one, however it is made, and no loop
//! counts below zero.
module 0xa::signed {
    use aptos_std::table::{Self, Table};

    struct Book has key { levels: Table<i64, u64>, net: i64, n: u64 }

    //! footprint negated: reads exists<Book>(@0xa); writes Book(@0xa).levels[-at]
    fun negated(at: i64) {
        table::upsert(&mut Book[@0xa].levels, -at, 1);
    }

    /// The opposite of the opposite may abort where the number itself does not.
    //! footprint negated_twice: reads exists<Book>(@0xa); writes Book(@0xa).levels[-(-at)]
    fun negated_twice(at: i64) {
        table::upsert(&mut Book[@0xa].levels, - -at, 1);
    }

    //! footprint negated_constant: reads exists<Book>(@0xa); writes Book(@0xa).levels[-5]
    fun negated_constant() {
        let at = 5i64;
        table::upsert(&mut Book[@0xa].levels, -at, 1);
    }

    /// Sums of signed integers abort at both ends, so they are not put together as those of `u64` are.
    //! footprint in_two_steps: reads exists<Book>(@0xa); writes Book(@0xa).levels[(at + 1) - 1]
    fun in_two_steps(at: i64) {
        table::upsert(&mut Book[@0xa].levels, at + 1 - 1, 1);
    }

    //! footprint cast: reads exists<Book>(@0xa); writes Book(@0xa).levels[(at as i64) - 3]
    fun cast(at: u8) {
        table::upsert(&mut Book[@0xa].levels, (at as i64) - 3, 1);
    }

    /// A counter that goes up from below zero is none that anything is known of.
    //! footprint counted: reads exists<Book>(@0xa); writes Book(@0xa).levels[*]
    fun counted() {
        for (at in -3..3) {
            table::upsert(&mut Book[@0xa].levels, at, 1);
        }
    }

    /// Neither does one that goes down say that it stays where it was.
    //! footprint counted_down: reads exists<Book>(@0xa); writes Book(@0xa).levels[*]
    fun counted_down(at: i64) {
        while (at > -3) {
            at = at - 1;
            table::upsert(&mut Book[@0xa].levels, at, 1);
        }
    }

    //! footprint added: adds Book(@0xa).net
    fun added(by: i64) {
        Book[@0xa].net += by;
        Book[@0xa].net -= by * 2;
    }

    /// To see the sign is to read.
    //! footprint seen: writes Book(@0xa).net
    fun seen(by: i64) {
        Book[@0xa].net += by;
        if (Book[@0xa].net < 0) Book[@0xa].net = 0;
    }

    //! footprint on_a_sign: writes Book(@0xa).n if at < 0
    fun on_a_sign(at: i64) {
        if (at < 0) Book[@0xa].n = 1;
    }
}
