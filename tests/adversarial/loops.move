//! What a round does, the next one sees.
module 0xa::loops {
    use std::vector;
    use aptos_std::table::{Self, Table};

    struct Q has key { n: u64 }
    struct P has key { n: u64 }
    struct S has copy, drop, store { k: address }
    struct Link has key { next: address }
    struct Board has key { cells: Table<u64, u64> }

    /// The write at the end of a round reaches the read at the beginning of the next.
    //! footprint written_at_the_end: writes s.k; writes Q(s.k).n; writes Q(a).n
    fun written_at_the_end(s: &mut S, a: address, rounds: u64) {
        while (rounds > 0) {
            Q[s.k].n = 1;
            s.k = a;
            rounds = rounds - 1;
        }
    }

    /// The same of a variable.
    //! footprint changed_at_the_end: writes Q(a).n; writes Q(b).n
    fun changed_at_the_end(a: address, b: address, rounds: u64) {
        let k = a;
        while (rounds > 0) {
            Q[k].n = 1;
            k = b;
            rounds = rounds - 1;
        }
    }

    /// A key handed down from variable to variable comes through after three rounds.
    //! footprint handed_down: writes Q(a).n; writes Q(b).n; writes Q(c).n; writes Q(d).n
    fun handed_down(a: address, b: address, c: address, d: address, rounds: u64) {
        while (rounds > 0) {
            Q[a].n = 1;
            a = b;
            b = c;
            c = d;
            rounds = rounds - 1;
        }
    }

    /// An index that counts names every element.
    //! footprint every_element: writes Q(v[*]).n
    fun every_element(v: vector<address>) {
        let i = 0;
        let n = vector::length(&v);
        while (i < n) {
            Q[v[i]].n = 1;
            i = i + 1;
        }
    }

    /// An element, and the first one: the body may not have run.
    //! footprint after_the_loop: writes Q(v[*]).n; writes P(v[i]).n for i in 0..n
    fun after_the_loop(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            P[v[i]].n = 1;
            i = i + 1;
        };
        Q[v[i]].n = 1;
    }

    /// The vector changes between the rounds.
    //! footprint changed_vector: writes Q(a).n; writes Q(v[*]).n
    fun changed_vector(v: vector<address>, a: address) {
        let i = 0;
        while (i < vector::length(&v)) {
            Q[v[i]].n = 1;
            vector::push_back(&mut v, a);
            i = i + 1;
        }
    }

    /// Elements taken off one by one: after the first round nothing is known of what is left.
    //! footprint popped: writes Q(v[*]).n
    fun popped(v: vector<address>) {
        while (!vector::is_empty(&v)) {
            let k = vector::pop_back(&mut v);
            Q[k].n = 1;
        }
    }

    /// A list in state leads anywhere.
    //! footprint list: reads Link.next; writes Q.n
    fun list(a: address, rounds: u64) {
        while (rounds > 0) {
            Q[a].n = 1;
            a = Link[a].next;
            rounds = rounds - 1;
        }
    }

    /// Counted table keys: any of that one table.
    //! footprint cells: reads exists<Board>(a); writes Board(a).cells[i] for i in 0..n
    fun cells(a: address, n: u64) {
        let i = 0;
        while (i < n) {
            *table::borrow_mut(&mut Board[a].cells, i) = 1;
            i = i + 1;
        }
    }

    /// `continue` skips the write that would settle the key.
    //! footprint continued: writes s.k; writes Q(s.k).n; writes Q(a).n; writes P(a).n; writes P(s.k).n
    fun continued(s: &mut S, a: address, n: u64) {
        let i = 0;
        while (i < n) {
            i = i + 1;
            Q[s.k].n = 1;
            if (i == 3) continue;
            s.k = a;
        };
        P[s.k].n = 1;
    }

    /// `break` carries the state of the middle out.
    //! footprint broken: writes s.k; writes P(s.k).n; writes P(a).n; writes P(b).n
    fun broken(s: &mut S, a: address, b: address, n: u64) {
        while (n > 0) {
            n = n - 1;
            s.k = a;
            if (n == 3) break;
            s.k = b;
        };
        P[s.k].n = 1;
    }

    /// The inner loop's write reaches the outer loop's read.
    //! footprint nested: writes Q(a).n; writes Q(b).n
    fun nested(a: address, b: address, n: u64, m: u64) {
        let k = a;
        while (n > 0) {
            Q[k].n = 1;
            let i = m;
            while (i > 0) {
                k = b;
                i = i - 1;
            };
            n = n - 1;
        }
    }

    /// A reference that moves on from round to round.
    //! footprint moving_reference: writes s.k; writes t.k; writes Q(s.k).n; writes Q(t.k).n; writes Q(a).n
    fun moving_reference(s: &mut S, t: &mut S, a: address, n: u64) {
        while (n > 0) {
            let place = if (n == 1) &mut s.k else &mut t.k;
            Q[*place].n = 1;
            *place = a;
            n = n - 1;
        }
    }
}
