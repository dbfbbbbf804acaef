//! A loop that counts names what it counts, and nothing less: every way to count wrong is here.
module 0xa::counted_loops {
    use std::vector;
    use aptos_std::table::{Self, Table};

    struct Q has key { n: u64 }
    struct P has key { n: u64 }
    struct S has copy, drop, store { i: u64, n: u64 }
    struct Board has key { cells: Table<u64, u64>, size: u64 }

    //! footprint up_to: writes Q(v[i]).n for i in 0..n
    fun up_to(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            i = i + 1;
        }
    }

    /// The first access comes after the step.
    //! footprint step_first: writes Q(v[i + 1]).n for i in 0..n
    fun step_first(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            i = i + 1;
            Q[v[i]].n = 1;
        }
    }

    /// One access before the step, one after it.
    //! footprint around_step: writes Q(v[i]).n for i in 0..n; writes P(v[i + 1]).n for i in 0..n
    fun around_step(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            i = i + 1;
            P[v[i]].n = 1;
        }
    }

    /// Neighbours, as on a path.
    //! footprint neighbours: writes Q(v[i]).n for i in 0..v.length() - 1; writes P(v[i + 1]).n for i in 0..v.length() - 1
    fun neighbours(v: vector<address>) {
        let i = 0;
        while (i < vector::length(&v) - 1) {
            Q[v[i]].n = 1;
            P[v[i + 1]].n = 1;
            i = i + 1;
        }
    }

    /// `n + 1` rounds. Where `n + 1` cannot be computed the loop runs all the same, so it must not be the bound.
    //! footprint inclusive: writes Q(v[*]).n
    fun inclusive(v: vector<address>, n: u64) {
        let i = 0;
        while (i <= n) {
            Q[v[i]].n = 1;
            i = i + 1;
        }
    }

    /// Two at a time.
    //! footprint by_two: writes Q(v[i]).n for i in 0..n
    fun by_two(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            i = i + 2;
        }
    }

    /// One at a time in one case, two in the other.
    //! footprint by_one_or_two: writes Q(v[i]).n for i in 0..n
    fun by_one_or_two(v: vector<address>, n: u64, flag: bool) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            if (flag) i = i + 1 else i = i + 2;
        }
    }

    /// Stepped in one branch alone: the element after it may be skipped, and the loop may run for ever.
    //! footprint sometimes: writes Q(v[*]).n
    fun sometimes(v: vector<address>, n: u64, flag: bool) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            if (flag) i = i + 1;
            n = n - 1;
        }
    }

    /// The index is set back in the middle.
    //! footprint set_back: writes Q(v[*]).n
    fun set_back(v: vector<address>, n: u64, m: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            i = i + 1;
            if (i == m) i = 0;
        }
    }

    /// The index jumps to an argument.
    //! footprint jumps: writes Q(v[*]).n
    fun jumps(v: vector<address>, n: u64, m: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            i = i + 1;
            if (i == 2) i = m;
        }
    }

    fun bump(i: &mut u64, by: u64) {
        *i = *i + by;
    }

    /// A callee changes the index through a reference.
    //! footprint bumped: writes Q(v[*]).n
    fun bumped(v: vector<address>, n: u64, by: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            i = i + 1;
            bump(&mut i, by);
        }
    }

    /// A reference taken before the loop changes it.
    //! footprint through_reference: writes Q(v[i + 2]).n for i in 0..n
    fun through_reference(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            let place = &mut i;
            *place = *place + 1;
            *place = *place + 1;
            Q[v[i]].n = 1;
        }
    }

    /// The bound grows with every round.
    //! footprint bound_grows: writes Q(v[*]).n
    fun bound_grows(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            i = i + 1;
            if (i == 3) n = n + 1;
        }
    }

    /// The bound is another one from the second round on.
    //! footprint bound_replaced: writes Q(v[*]).n
    fun bound_replaced(v: vector<address>, n: u64, m: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            i = i + 1;
            n = m;
        }
    }

    /// The bound stands behind a reference, and moves.
    //! footprint bound_behind: adds s.n; reads s.n; writes Q(v[*]).n
    fun bound_behind(s: &mut S, v: vector<address>) {
        let i = 0;
        while (i < s.n) {
            Q[v[i]].n = 1;
            s.n = s.n + 1;
            i = i + 1;
        }
    }

    /// Set before the loop: it is not what it was at entry.
    //! footprint bound_set_before: writes s.n; writes Q(v[i]).n for i in 0..m
    fun bound_set_before(s: &mut S, v: vector<address>, m: u64) {
        s.n = m;
        let i = 0;
        while (i < s.n) {
            Q[v[i]].n = 1;
            i = i + 1;
        }
    }

    /// Another vector from the second round on.
    //! footprint vector_replaced: writes Q(v[i]).n for i in 0..n; writes Q(w[i]).n for i in 0..n
    fun vector_replaced(v: vector<address>, w: vector<address>, n: u64) {
        let now = v;
        let i = 0;
        while (i < n) {
            Q[now[i]].n = 1;
            now = w;
            i = i + 1;
        }
    }

    /// The vector turns round in every round.
    //! footprint vector_turned: writes Q.n
    fun vector_turned(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            vector::reverse(&mut v);
            i = i + 1;
        }
    }

    /// Elements ahead are written over.
    //! footprint element_ahead: writes Q(a).n; writes Q(v[*]).n
    fun element_ahead(v: vector<address>, a: address, n: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            *vector::borrow_mut(&mut v, i + 1) = a;
            i = i + 1;
        }
    }

    /// From the other end.
    //! footprint from_the_end: writes Q(v[i]).n for i in 0..n
    fun from_the_end(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            Q[v[n - 1 - i]].n = 1;
            i = i + 1;
        }
    }

    /// Downwards: which element is the first does not matter.
    //! footprint downwards: writes Q(v[i]).n for i in 0..n
    fun downwards(v: vector<address>, n: u64) {
        while (n > 0) {
            n = n - 1;
            Q[v[n]].n = 1;
        }
    }

    /// After the loop the index stands at its end, or wherever the loop was left.
    //! footprint afterwards: writes P(v[i]).n for i in 0..n if m != i; writes Q(v[*]).n
    fun afterwards(v: vector<address>, n: u64, m: u64) {
        let i = 0;
        while (i < n) {
            if (i == m) break;
            P[v[i]].n = 1;
            i = i + 1;
        };
        Q[v[i]].n = 1;
    }

    /// Left early: all rounds might still have been run.
    //! footprint left_early: writes Q(v[i]).n for i in 0..n; reads P(v[i]).n for i in 0..n
    fun left_early(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            if (P[v[i]].n == 0) break;
            i = i + 1;
        }
    }

    /// Returned from the middle.
    //! footprint returned: reads Q(v[i]).n for i in 0..n
    fun returned(v: vector<address>, n: u64): u64 {
        let i = 0;
        while (i < n) {
            if (Q[v[i]].n == 0) return i;
            i = i + 1;
        };
        n
    }

    /// What is accessed in the condition is accessed once more than the body.
    //! footprint in_condition: writes Q(v[*]).n
    fun in_condition(v: vector<address>, n: u64) {
        let i = 0;
        while ({ Q[v[i]].n = 1; i < n }) {
            i = i + 1;
        }
    }

    /// The test comes last: the first round is run whatever the bound is.
    //! footprint tested_late: writes Q(v[*]).n
    fun tested_late(v: vector<address>, n: u64) {
        let i = 0;
        loop {
            Q[v[i]].n = 1;
            i = i + 1;
            if (i >= n) break;
        }
    }

    /// `continue` passes by the step.
    //! footprint stuck: writes Q(v[*]).n
    fun stuck(v: vector<address>, n: u64, m: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            if (m > 0) {
                m = m - 1;
                i = m;
                continue
            };
            i = i + 1;
        }
    }

    /// Rows and columns.
    //! footprint nested: writes Q(w[i][j]).n for i in 0..n for j in 0..m
    fun nested(w: vector<vector<address>>, n: u64, m: u64) {
        let i = 0;
        while (i < n) {
            let j = 0;
            while (j < m) {
                Q[w[i][j]].n = 1;
                j = j + 1;
            };
            i = i + 1;
        }
    }

    /// The columns of the last row only: the inner index starts once.
    //! footprint started_once: writes Q(w[i][*]).n for i in 0..n
    fun started_once(w: vector<vector<address>>, n: u64, m: u64) {
        let i = 0;
        let j = 0;
        while (i < n) {
            while (j < m) {
                Q[w[i][j]].n = 1;
                j = j + 1;
            };
            i = i + 1;
        }
    }

    /// A triangle: the inner bound is the outer index.
    //! footprint triangle: writes Q(w[i][j]).n for i in 0..n for j in 0..i
    fun triangle(w: vector<vector<address>>, n: u64) {
        let i = 0;
        while (i < n) {
            let j = 0;
            while (j < i) {
                Q[w[i][j]].n = 1;
                j = j + 1;
            };
            i = i + 1;
        }
    }

    /// The inner loop moves the outer index.
    //! footprint inner_moves_outer: writes Q(v[*]).n
    fun inner_moves_outer(v: vector<address>, n: u64, m: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            let j = 0;
            while (j < m) {
                i = i + 1;
                j = j + 1;
            };
            i = i + 1;
        }
    }

    /// One index for two loops: the second goes on where the first has ended.
    //! footprint goes_on: writes Q(v[i]).n for i in 0..n; writes P(v[*]).n
    fun goes_on(v: vector<address>, n: u64, m: u64) {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            i = i + 1;
        };
        while (i < m) {
            P[v[i]].n = 1;
            i = i + 1;
        }
    }

    /// Two counters, one of which counts something else.
    //! footprint two_counters: writes Q(v[i]).n for i in 0..n; writes P(v[*]).n
    fun two_counters(v: vector<address>, n: u64) {
        let i = 0;
        let hits = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            P[v[hits]].n = 1;
            if (i % 2 == 0) hits = hits + 1;
            i = i + 1;
        }
    }

    /// A counter that counts both loops' rounds.
    //! footprint counts_all: writes Q(v[*]).n
    fun counts_all(v: vector<address>, n: u64, m: u64) {
        let i = 0;
        let k = 0;
        while (i < n) {
            let j = 0;
            while (j < m) {
                Q[v[k]].n = 1;
                k = k + 1;
                j = j + 1;
            };
            i = i + 1;
        }
    }

    /// Items of a table by number.
    //! footprint cells: reads exists<Board>(a); writes Board(a).cells[i] for i in 0..n
    fun cells(a: address, n: u64) {
        let i = 0;
        while (i < n) {
            *table::borrow_mut(&mut Board[a].cells, i) = 1;
            i = i + 1;
        }
    }

    fun touch(v: &vector<address>, i: u64) {
        Q[v[i]].n = 1;
    }

    /// In a callee.
    //! footprint by_callee: writes Q(v[i]).n for i in 0..n
    fun by_callee(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            touch(&v, i);
            i = i + 1;
        }
    }

    /// A callee whose own loop is called in a loop.
    //! footprint nested_callee: writes Q(w[i][j]).n for i in 0..n for j in 0..m
    fun nested_callee(w: vector<vector<address>>, n: u64, m: u64) {
        let i = 0;
        while (i < n) {
            up_to(w[i], m);
            i = i + 1;
        }
    }

    /// The callee's bound is what the caller has made of it.
    //! footprint other_bound: writes Q(v[i]).n for i in 0..m + 1
    fun other_bound(v: vector<address>, m: u64) {
        up_to(v, m + 1);
    }

    /// Two calls, two bounds.
    //! footprint two_bounds: writes Q(v[i]).n for i in 0..n; writes Q(v[i]).n for i in 0..m
    fun two_bounds(v: vector<address>, n: u64, m: u64) {
        up_to(v, n);
        up_to(v, m);
    }

    /// The bound is in state: as it is at entry, or unsettled where another transaction may move it.
    //! footprint bound_in_state: reads Board(a).size; writes Q(v[i]).n for i in 0..Board(a).size
    fun bound_in_state(v: vector<address>, a: address) {
        let i = 0;
        while (i < Board[a].size) {
            Q[v[i]].n = 1;
            i = i + 1;
        }
    }

    /// What one round has written, the next may find under its own number.
    //! footprint found_again: writes v; writes Q(w[*]).n
    fun found_again(v: &mut vector<S>, w: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            let k = v[i].i;
            v[i + 1].i = 0;
            Q[w[k]].n = 1;
            i = i + 1;
        }
    }

    /// A key carried from one round to the next.
    //! footprint one_behind: writes Q(a).n; writes Q(v[*]).n
    fun one_behind(v: vector<address>, a: address, n: u64) {
        let last = a;
        let i = 0;
        while (i < n) {
            Q[last].n = 1;
            last = v[i];
            i = i + 1;
        }
    }

    /// The old index, kept for the next round.
    //! footprint index_kept: writes Q(v[*]).n
    fun index_kept(v: vector<address>, n: u64) {
        let i = 0;
        let last = 0;
        while (i < n) {
            Q[v[last]].n = 1;
            last = i;
            i = i + 1;
        }
    }

    fun pick(x: u64): address { if (5 < x) @0x1 else @0x2 }

    /// What counts the rounds is no number of a round any more once the loop is left, whichever way.
    //! footprint after_it: writes Q(@0x1).n; writes Q(@0x2).n
    fun after_it(n: u64) {
        let i = 0;
        while (i < n) {
            i = i + 1;
        };
        Q[pick(i)].n = 1;
    }

    //! footprint broken_off: writes P(@0x1).n; writes P(@0x2).n; writes Q(pick(0)).n; writes Q(pick(v[*])).n
    fun broken_off(v: vector<u64>, n: u64) {
        let i = 0;
        let found = 0;
        while (i < n) {
            if (v[i] == 7) {
                found = v[i];
                break
            };
            i = i + 1;
        };
        P[pick(i)].n = 1;
        Q[pick(found)].n = 1;
    }

    //! footprint written_in_it: writes Q(b).n; writes P(@0x1).n; writes P(@0x2).n
    fun written_in_it(n: u64, b: address) {
        let i = 0;
        while (i < n) {
            Q[b].n = i;
            i = i + 1;
            if (i == 9) {
                P[pick(Q[b].n)].n = 1;
                break
            }
        }
    }

    //! footprint by_reference: writes P(@0x1).n; writes P(@0x2).n
    fun by_reference(n: u64) {
        let i = 0;
        let last = 0;
        let r = &mut last;
        while (i < n) {
            *r = i;
            i = i + 1;
            if (i == 9) {
                P[pick(*r)].n = 1;
                break
            }
        }
    }

    /// One more than where it starts cannot be said any more, so nobody knows whether it counts.
    //! footprint deep_start: writes Q(@0x1).n
    fun deep_start(n: u64) {
        let i = (((n % 7 + 2) % 7 + 2) % 7) + 2;
        while (i < n) {
            Q[@0x1].n = i;
            i = i + 1;
        }
    }
}
