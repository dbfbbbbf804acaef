//! Additions commute only while nothing looks at what was there: each of these looks, or might.
module 0xa::commuting {
    use std::vector;
    use aptos_std::table::{Self, Table};

    struct R has key { n: u64, m: u64, small: u8 }
    struct Q has key { n: u64 }
    struct Note has copy, drop, store { n: u64, k: address }
    struct Deep has key { note: Note }
    struct Board has key { cells: Table<u64, u64>, notes: Table<u64, Note> }
    struct Many has key { counts: vector<u64> }

    //! footprint added: adds R(a).n
    fun added(a: address, x: u64) {
        R[a].n += x;
    }

    //! footprint taken: adds R(a).n
    fun taken(a: address, x: u64) {
        R[a].n -= x;
    }

    /// Twice, to one place.
    //! footprint added_twice: adds R(a).n
    fun added_twice(a: address, x: u64, y: u64) {
        R[a].n += x;
        R[a].n -= y;
    }

    /// Set, then added to: what was there is gone.
    //! footprint set_and_added: writes R(a).n
    fun set_and_added(a: address, x: u64) {
        R[a].n = 0;
        R[a].n += x;
    }

    /// Added to, then set.
    //! footprint added_and_set: writes R(a).n
    fun added_and_set(a: address, x: u64) {
        R[a].n += x;
        R[a].n = 0;
    }

    /// Added to, then looked at.
    //! footprint added_and_returned: adds R(a).n; reads R(a).n
    fun added_and_returned(a: address, x: u64): u64 {
        R[a].n += x;
        R[a].n
    }

    /// Looked at, then added to.
    //! footprint looked_and_added: adds R(a).n; reads R(a).n
    fun looked_and_added(a: address, x: u64) {
        assert!(R[a].n < 10, 1);
        R[a].n += x;
    }

    /// The amount is what was there.
    //! footprint by_itself: adds R(a).n; reads R(a).n
    fun by_itself(a: address) {
        let old = R[a].n;
        R[a].n += old;
    }

    /// The amount is a neighbour.
    //! footprint by_neighbour: adds R(a).n; reads R(a).m
    fun by_neighbour(a: address) {
        let other = R[a].m;
        R[a].n += other;
    }

    /// The new value is the amount of another addition.
    //! footprint passed_along: adds R(a).n; adds R(b).m; reads R(a).n
    fun passed_along(a: address, b: address, x: u64) {
        R[a].n += x;
        let sum = R[a].n;
        R[b].m += sum;
    }

    /// Which place is written depends on what was there.
    //! footprint into_key: adds R(a).n; reads R(a).n; writes Q(v[i]).n; writes Q(v[0]).n
    fun into_key(a: address, v: vector<address>, i: u64) {
        R[a].n += 1;
        if (R[a].n == 3) i = 0;
        Q[v[i]].n = 1;
    }

    /// A comparison with what is there.
    //! footprint compared: adds R(a).n; reads R(a).n; reads R(b).n
    fun compared(a: address, b: address): bool {
        R[a].n += 1;
        R[a].n == R[b].n
    }

    /// A copy of the record around it.
    //! footprint copied_around: adds Deep(a).note.n; reads Deep(a).note
    fun copied_around(a: address): Note {
        Deep[a].note.n += 1;
        Deep[a].note
    }

    /// A part of a value that is overwritten as a whole.
    //! footprint overwritten_around: writes Deep(a).note
    fun overwritten_around(a: address, note: Note) {
        Deep[a].note.n += 1;
        Deep[a].note = note;
    }

    //! footprint add_to: adds n
    fun add_to(n: &mut u64, x: u64) {
        *n += x;
    }

    //! footprint through_callee: adds R(a).n
    fun through_callee(a: address, x: u64) {
        add_to(&mut R[a].n, x);
    }

    //! footprint add_and_tell: adds n; reads n
    fun add_and_tell(n: &mut u64, x: u64): u64 {
        *n += x;
        *n
    }

    /// Nobody listens, and still it was looked at.
    //! footprint told_nobody: adds R(a).n; reads R(a).n
    fun told_nobody(a: address, x: u64) {
        add_and_tell(&mut R[a].n, x);
    }

    /// Either of two places.
    //! footprint either: adds R(a).n; adds R(a).m
    fun either(a: address, first: bool, x: u64) {
        let place = if (first) &mut R[a].n else &mut R[a].m;
        *place += x;
    }

    /// One place in one branch, set in the other.
    //! footprint added_or_set: adds R(a).n if flag; reads exists<R>(a); writes R(a).n if !flag
    fun added_or_set(a: address, flag: bool, x: u64) {
        let place = &mut R[a].n;
        if (flag) *place += x else *place = x;
    }

    /// A local variable is nobody's place.
    //! footprint local: pure
    fun local(x: u64): u64 {
        let n = 1;
        n += x;
        n
    }

    /// Added to in a copy, which is then put back.
    //! footprint put_back: writes R(a).n
    fun put_back(a: address, x: u64) {
        let n = R[a].n;
        n += x;
        R[a].n = n;
    }

    /// The same name for another place: the addresses may be one, and the second is looked at.
    //! footprint maybe_one: adds R(a).n; reads R(b).n
    fun maybe_one(a: address, b: address): u64 {
        R[a].n += 1;
        R[b].n
    }

    /// An item that is a number.
    //! footprint cell: reads exists<Board>(a); adds Board(a).cells[i]
    fun cell(a: address, i: u64, x: u64) {
        *table::borrow_mut(&mut Board[a].cells, i) += x;
    }

    /// Put there if there is none, which decides whether there is one afterwards.
    //! footprint cell_or_new: reads exists<Board>(a); writes Board(a).cells[i]
    fun cell_or_new(a: address, i: u64, x: u64) {
        *table::borrow_mut_with_default(&mut Board[a].cells, i, 0) += x;
    }

    /// A field of an item.
    //! footprint note: reads exists<Board>(a); adds Board(a).notes[i].n
    fun note(a: address, i: u64, x: u64) {
        table::borrow_mut(&mut Board[a].notes, i).n += x;
    }

    /// Taken out afterwards.
    //! footprint note_removed: reads exists<Board>(a); writes Board(a).notes[i]
    fun note_removed(a: address, i: u64, x: u64): Note {
        table::borrow_mut(&mut Board[a].notes, i).n += x;
        table::remove(&mut Board[a].notes, i)
    }

    /// Asked for its presence.
    //! footprint note_asked: reads exists<Board>(a); adds Board(a).notes[i].n
    fun note_asked(a: address, i: u64, x: u64) {
        if (table::contains(&Board[a].notes, i)) {
            table::borrow_mut(&mut Board[a].notes, i).n += x;
        }
    }

    /// An element of a vector is no place of its own: the vector is written.
    //! footprint element: writes Many(a).counts
    fun element(a: address, i: u64, x: u64) {
        *vector::borrow_mut(&mut Many[a].counts, i) += x;
    }

    /// The record is taken away around the addition.
    //! footprint taken_away: writes Q(a)
    fun taken_away(a: address) {
        Q[a].n += 1;
        let Q { n: _ } = move_from<Q>(a);
    }

    /// The new value is a condition.
    //! footprint decided: adds R(a).n; reads R(a).n; writes Q(b).n
    fun decided(a: address, b: address, x: u64) {
        R[a].n += x;
        if (R[a].n > 7) Q[b].n = 1;
    }

    /// Additions until some value is reached.
    //! footprint until: adds R(a).n; reads R(a).n
    fun until(a: address, x: u64) {
        while (R[a].n < 100) R[a].n += x;
    }

    /// Multiplied in place.
    //! footprint multiplied: writes R(a).n
    fun multiplied(a: address, x: u64) {
        R[a].n *= x;
    }

    /// A narrower number overflows earlier, and that is checked in order.
    //! footprint narrow: adds R(a).small
    fun narrow(a: address, x: u8) {
        R[a].small += x;
    }

    /// A key made after a subtraction.
    //! footprint subtracted_key: adds s.n; reads s.n; writes Q(v[s.n - 1]).n
    fun subtracted_key(s: &mut Note, v: vector<address>) {
        s.n -= 1;
        Q[v[s.n]].n = 1;
    }

    /// A key made before an addition to what it is read from.
    //! footprint early_key: adds s.n; reads s.n; writes Q(v[s.n]).n
    fun early_key(s: &mut Note, v: vector<address>) {
        let k = v[s.n];
        s.n += 1;
        Q[k].n = 1;
    }

    /// An addition to what may be the place of the key.
    //! footprint maybe_key: adds s.n; reads s.n; adds Deep(a).note.n; writes Q(v[*]).n
    fun maybe_key(s: &mut Note, a: address, v: vector<address>) {
        s.n += 1;
        Deep[a].note.n += 1;
        Q[v[s.n]].n = 1;
    }

    /// No note lies in that record.
    //! footprint other_key: adds s.n; reads s.n; adds R(a).n; writes Q(v[s.n + 1]).n
    fun other_key(s: &mut Note, a: address, v: vector<address>) {
        s.n += 1;
        R[a].n += 1;
        Q[v[s.n]].n = 1;
    }

    //! reports adds_declared:
    public fun adds_declared(a: address, x: u64)
        adds R(a).n
    {
        R[a].n += x;
    }

    //! reports adds_too_little: E0601, E0605
    public fun adds_too_little(a: address, x: u64)
        adds R(a).n
    {
        R[a].n = x;
    }

    //! reports adds_and_looks: E0601
    public fun adds_and_looks(a: address, x: u64): u64
        adds R(a).n
    {
        R[a].n += x;
        R[a].n
    }

    /// Writing would do, and is more than is needed.
    //! reports writes_for_adds: E0604
    public fun writes_for_adds(a: address, x: u64)
        writes R(a).n
    {
        R[a].n += x;
    }

    //! reports adds_elsewhere: E0601, E0605
    public fun adds_elsewhere(a: address, b: address, x: u64)
        adds R(b).n
    {
        R[a].n += x;
    }
}
