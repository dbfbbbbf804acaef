//! Loops that do not count up by one: what may be said of how far they come, and what would miss an access.
module 0xa::paces {
    struct P has key { n: u64 }
    struct Q has key { n: u64 }
    struct Board has key { size: u64, next: u64, all: vector<address> }
    struct Span has drop { from: u64, to: u64 }

    fun pair(x: address, y: address): address { if (x == @0x1) y else x }

    //! footprint twos: writes P(pair(v[i], v[0])).n for i in 0..n
    fun twos(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            P[pair(v[i], v[0])].n = 1;
            i = i + 2;
        }
    }

    /// A step that may be zero: the loop then never ends, and touches what it has touched.
    //! footprint any_step: writes P(pair(v[i], v[0])).n for i in 0..n
    fun any_step(v: vector<address>, n: u64, step: u64) {
        let i = 0;
        while (i < n) {
            P[pair(v[i], v[0])].n = 1;
            i = i + step;
        }
    }

    /// A step that changes.
    //! footprint growing_step: writes P(pair(v[*], v[0])).n
    fun growing_step(v: vector<address>, n: u64) {
        let i = 0;
        let step = 1;
        while (i < n) {
            P[pair(v[i], v[0])].n = 1;
            i = i + step;
            step = step * 2;
        }
    }

    /// Back and forth: nobody knows how far.
    //! footprint back_and_forth: writes P(pair(v[*], v[0])).n
    fun back_and_forth(v: vector<address>, n: u64) {
        let i = 10;
        while (i < n) {
            P[pair(v[i], v[0])].n = 1;
            if (v[i] == @0x7) { i = i - 3 } else { i = i + 2 };
        }
    }

    /// The same, where both ways meet before the round ends.
    //! footprint either_way: writes P(pair(v[*], v[0])).n
    fun either_way(v: vector<address>, n: u64) {
        let i = 10;
        while (i < n) {
            P[pair(v[i], v[0])].n = 1;
            i = if (v[i] == @0x7) i - 3 else i + 2;
        }
    }

    /// One step back, two forward.
    //! footprint net_forward: writes P(pair(v[i + 5], v[0])).n for i in 0..n - 5; writes Q(pair(v[i + 4], v[0])).n for i in 0..n - 5
    fun net_forward(v: vector<address>, n: u64) {
        let i = 5;
        while (i < n) {
            P[pair(v[i], v[0])].n = 1;
            i = i - 1;
            Q[pair(v[i], v[0])].n = 1;
            i = i + 2;
        }
    }

    /// Start again from 0.
    //! footprint wrapped: writes P(pair(v[*], v[0])).n
    fun wrapped(v: vector<address>, n: u64) {
        let i = 3;
        while (i < n) {
            P[pair(v[i], v[0])].n = 1;
            i = i + 1;
            if (i == n) i = 0;
        }
    }

    //! footprint wrapped_by_rest: writes P(pair(v[*], v[0])).n
    fun wrapped_by_rest(v: vector<address>, n: u64, m: u64) {
        let i = 3;
        while (i < n) {
            P[pair(v[i], v[0])].n = 1;
            i = (i + 1) % m;
        }
    }

    //! footprint down: writes P(pair(v[*], v[0])).n
    fun down(v: vector<address>) {
        let i = v.length();
        while (0 < i) {
            i = i - 1;
            P[pair(v[i], v[0])].n = 1;
        }
    }

    //! footprint down_before_step: writes P(pair(v[i + 1], v[0])).n for i in 0..n
    fun down_before_step(v: vector<address>, n: u64) {
        let i = n;
        while (i > 0) {
            P[pair(v[i], v[0])].n = 1;
            i = i - 1;
        }
    }

    //! footprint down_not_zero: writes P(pair(v[i], v[0])).n for i in 0..n
    fun down_not_zero(v: vector<address>, n: u64) {
        while (n != 0) {
            n = n - 1;
            P[pair(v[n], v[0])].n = 1;
        }
    }

    /// Not to the end.
    //! footprint down_to: writes P(pair(v[(n - i) - 1], v[0])).n for i in 0..n - m
    fun down_to(v: vector<address>, n: u64, m: u64) {
        while (n > m) {
            n = n - 1;
            P[pair(v[n], v[0])].n = 1;
        }
    }

    //! footprint down_to_one: writes P(pair(v[i + 1], v[0])).n for i in 0..n - 1
    fun down_to_one(v: vector<address>, n: u64) {
        while (n >= 2) {
            n = n - 1;
            P[pair(v[n], v[0])].n = 1;
        }
    }

    /// Down by two, to whatever is left.
    //! footprint down_by_twos: writes P(pair(v[i], v[0])).n for i in 0..n - 1
    fun down_by_twos(v: vector<address>, n: u64) {
        while (n > 1) {
            n = n - 2;
            P[pair(v[n], v[0])].n = 1;
        }
    }

    /// In halves.
    //! footprint halves: writes P(pair(v[i + 1], v[0])).n for i in 0..n
    fun halves(v: vector<address>, n: u64) {
        while (n > 0) {
            P[pair(v[n], v[0])].n = 1;
            n = n / 2;
        }
    }

    /// Down and up again.
    //! footprint down_and_up: writes P(pair(v[*], v[0])).n
    fun down_and_up(v: vector<address>, n: u64) {
        while (n > 3) {
            P[pair(v[n], v[0])].n = 1;
            n = n - 2;
            if (v[n] == @0x7) n = n + 1;
        }
    }

    /// From both ends.
    //! footprint both_ends: writes P(pair(v[i], v[(v.length() - 1) - i])).n for i in 0..v.length() - 1
    fun both_ends(v: vector<address>) {
        let left = 0;
        let right = v.length() - 1;
        while (left < right) {
            P[pair(v[left], v[right])].n = 1;
            left = left + 1;
            right = right - 1;
        }
    }

    /// From both ends, to where they meet, which differs: only one of the two moves in each round.
    //! footprint one_end: writes P(pair(v[*], v[0])).n; writes Q(pair(v[*], v[0])).n
    fun one_end(v: vector<address>, n: u64) {
        let left = 0;
        let right = n;
        while (left < right) {
            P[pair(v[left], v[0])].n = 1;
            Q[pair(v[right], v[0])].n = 1;
            if (v[left] == @0x7) { left = left + 1 } else { right = right - 1 };
        }
    }

    /// With the last one, which is known to be one of the vector's.
    //! footprint closed: writes P(pair(v[i], v[0])).n for i in 0..n + 1
    fun closed(v: vector<address>, n: u64) {
        assert!(n < v.length());
        let i = 0;
        while (i <= n) {
            P[pair(v[i], v[0])].n = 1;
            i = i + 1;
        }
    }

    /// The greatest number is checked after.
    //! footprint closed_late: writes P(pair(v[*], v[0])).n
    fun closed_late(v: vector<address>, n: u64) {
        let i = 0;
        while (i <= n) {
            P[pair(v[i], v[0])].n = 1;
            i = i + 1;
        };
        assert!(n < v.length());
    }

    /// Another number is checked.
    //! footprint closed_other: writes P(pair(v[*], v[0])).n
    fun closed_other(v: vector<address>, n: u64, m: u64) {
        assert!(m < v.length());
        let i = 0;
        while (i <= n) {
            P[pair(v[i], v[0])].n = 1;
            i = i + 1;
        }
    }

    /// The end stands in a struct.
    //! footprint in_struct: writes P(pair(v[i], v[0])).n for i in 0..n
    fun in_struct(v: vector<address>, n: u64) {
        let span = Span { from: 0, to: n };
        let i = span.from;
        while (i < span.to) {
            P[pair(v[i], v[0])].n = 1;
            i = i + 1;
        }
    }

    /// The counter stands in a struct, where it is no register.
    //! footprint counted_in_struct: writes P(pair(v[*], v[0])).n
    fun counted_in_struct(v: vector<address>, n: u64) {
        let span = Span { from: 0, to: n };
        while (span.from < span.to) {
            P[pair(v[span.from], v[0])].n = 1;
            span.from = span.from + 1;
        }
    }

    /// The end stands in state, and is read before the batch.
    //! footprint in_state: reads Board(a).size; writes P(pair(v[i], v[0])).n for i in 0..Board(a).size
    fun in_state(v: vector<address>, a: address) {
        for (i in 0..Board[a].size) {
            P[pair(v[i], v[0])].n = 1;
        }
    }

    /// The end in state moves with every round.
    //! footprint moved_in_state: adds Board(a).size; reads Board(a).size; writes P(pair(v[*], v[0])).n
    fun moved_in_state(v: vector<address>, a: address) {
        let i = 0;
        while (i < Board[a].size) {
            P[pair(v[i], v[0])].n = 1;
            Board[a].size = Board[a].size + 1;
            i = i + 1;
        }
    }

    /// The end in state was moved before.
    //! footprint set_in_state: reads Board(a).size; writes Board(b).size; writes P(pair(v[*], v[0])).n
    fun set_in_state(v: vector<address>, a: address, b: address, n: u64) {
        Board[b].size = n;
        for (i in 0..Board[a].size) {
            P[pair(v[i], v[0])].n = 1;
        }
    }

    /// Neighbours in a vector that is stored.
    //! footprint stored_neighbours: reads Board(a).all; writes P(pair(Board(a).all[i], Board(a).all[i + 1])).n for i in 0..Board(a).all.length() - 1
    fun stored_neighbours(a: address) {
        let i = 0;
        while (i + 1 < Board[a].all.length()) {
            P[pair(Board[a].all[i], Board[a].all[i + 1])].n = 1;
            i = i + 1;
        }
    }

    /// The vector is changed while it is walked.
    //! footprint stored_and_changed: writes Board(a).all; writes P.n
    fun stored_and_changed(a: address, x: address) {
        let i = 0;
        while (i + 1 < Board[a].all.length()) {
            P[pair(Board[a].all[i], Board[a].all[i + 1])].n = 1;
            Board[a].all[i + 1] = x;
            i = i + 1;
        }
    }

    /// The inner loop goes down, the outer one by twos.
    //! footprint nested: writes P(pair(v[i], v[j])).n for i in 0..n for j in 0..i
    fun nested(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            let j = i;
            while (j > 0) {
                j = j - 1;
                P[pair(v[i], v[j])].n = 1;
            };
            i = i + 2;
        }
    }

    /// What is summed up is compared too, and is no index.
    //! footprint summed: writes P(pair(v[*], v[0])).n; writes Q(pair(v[*], v[0])).n
    fun summed(v: vector<address>, amounts: vector<u64>, most: u64) {
        let sum = 0;
        let i = 0;
        while (sum < most) {
            sum = sum + amounts[i];
            i = i + 1;
            P[pair(v[i], v[0])].n = sum;
            Q[pair(v[sum], v[0])].n = sum;
        }
    }

    /// The test comes after the access.
    //! footprint tested_late: writes P(pair(v[*], v[0])).n
    fun tested_late(v: vector<address>, n: u64) {
        let i = 0;
        loop {
            P[pair(v[i], v[0])].n = 1;
            i = i + 2;
            if (n <= i) break;
        }
    }

    /// Left early, or gone on with.
    //! footprint left: reads P(v[i]).n for i in 0..n if v[i] != @0x7; writes P(pair(v[i], v[0])).n for i in 0..n if v[i] != @0x7; writes Q(pair(v[*], v[0])).n
    fun left(v: vector<address>, n: u64) {
        let i = n;
        while (i > 0) {
            i = i - 1;
            if (v[i] == @0x7) continue;
            P[pair(v[i], v[0])].n = 1;
            if (P[v[i]].n == 2) break;
        };
        Q[pair(v[i], v[0])].n = 1;
    }

    /// Moved on by another function, which may move it back.
    //! footprint moved_elsewhere: writes P(pair(v[*], v[0])).n
    fun moved_elsewhere(v: vector<address>, n: u64) {
        let i = 1;
        while (i < n) {
            P[pair(v[i], v[0])].n = 1;
            back(&mut i);
            i = i + 2;
        }
    }

    fun back(i: &mut u64) { *i = *i - 1; }
}
