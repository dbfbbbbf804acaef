//! Variables of loops: what a range must not say, and what of a round may not outlive it.
module 0xa::ranges {
    use std::vector;

    struct P has key { n: u64 }
    struct Q has key { n: u64 }
    struct Board has key { cells: vector<u64> }

    fun pair(x: address, y: address): address { if (x == @0x1) y else x }

    /// Neighbours on a route.
    //! footprint hops: writes P(pair(path[i], path[i + 1])).n for i in 0..path.length() - 1
    fun hops(path: vector<address>) {
        let i = 0;
        while (i + 1 < path.length()) {
            P[pair(path[i], path[i + 1])].n = 1;
            i = i + 1;
        }
    }

    /// The bound is computed before the loop; without elements it aborts, and nothing is touched.
    //! footprint hops_before: writes P(pair(path[i], path[i + 1])).n for i in 0..path.length() - 1
    fun hops_before(path: vector<address>) {
        let last = path.length() - 1;
        let i = 0;
        while (i < last) {
            P[pair(path[i], path[i + 1])].n = 1;
            i = i + 1;
        }
    }

    /// From the second on, looking back.
    //! footprint looking_back: writes P(pair(path[i], path[i + 1])).n for i in 0..path.length() - 1
    fun looking_back(path: vector<address>) {
        let i = 1;
        while (i < path.length()) {
            P[pair(path[i - 1], path[i])].n = 1;
            i = i + 1;
        }
    }

    /// The path is another one from the second round on.
    //! footprint reversed_inside: writes P.n
    fun reversed_inside(path: vector<address>) {
        let i = 0;
        while (i + 1 < path.length()) {
            P[pair(path[i], path[i + 1])].n = 1;
            path.reverse();
            i = i + 1;
        }
    }

    /// The path grows while it is walked.
    //! footprint growing: writes P(a).n; writes P(path[*]).n
    fun growing(path: vector<address>, a: address, n: u64) {
        let i = 0;
        while (i < n) {
            P[path[i]].n = 1;
            path.push_back(a);
            i = i + 1;
        }
    }

    /// The index is changed once more on some rounds.
    //! footprint skipping: writes P(pair(path[i], path[0])).n for i in 0..n
    fun skipping(path: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            P[pair(path[i], path[0])].n = 1;
            if (path[i] == @0x7) i = i + 1;
            i = i + 1;
        }
    }

    /// In steps of two.
    //! footprint by_twos: writes P(pair(path[i], path[0])).n for i in 0..n
    fun by_twos(path: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            P[pair(path[i], path[0])].n = 1;
            i = i + 2;
        }
    }

    /// Down from the end.
    //! footprint downwards: writes P(pair(path[*], path[0])).n
    fun downwards(path: vector<address>) {
        let i = path.length();
        while (0 < i) {
            i = i - 1;
            P[pair(path[i], path[0])].n = 1;
        }
    }

    /// The bound moves away.
    //! footprint bound_changes: writes P(pair(path[*], path[0])).n
    fun bound_changes(path: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            P[pair(path[i], path[0])].n = 1;
            if (path[i] == @0x7) n = n + 1;
            i = i + 1;
        }
    }

    /// The last one belongs to it; what comes after the greatest number cannot be said.
    //! footprint inclusive: writes P(pair(path[*], path[0])).n
    fun inclusive(path: vector<address>, n: u64) {
        let i = 0;
        while (i <= n) {
            P[pair(path[i], path[0])].n = 1;
            i = i + 1;
        }
    }

    //! footprint up_to_four: writes P(pair(path[i], path[0])).n for i in 0..5
    fun up_to_four(path: vector<address>) {
        let i = 0;
        while (i <= 4) {
            P[pair(path[i], path[0])].n = 1;
            i = i + 1;
        }
    }

    /// Used after the increment: one further than the condition says.
    //! footprint incremented_first: writes P(pair(path[i + 1], path[0])).n for i in 0..n
    fun incremented_first(path: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            i = i + 1;
            P[pair(path[i], path[0])].n = 1;
        }
    }

    /// A loop that is left early may go on as well.
    //! footprint early_exit: reads P(path[i]).n for i in 0..n; writes P(pair(path[i], path[0])).n for i in 0..n
    fun early_exit(path: vector<address>, n: u64): address {
        let i = 0;
        while (i < n) {
            P[pair(path[i], path[0])].n = 1;
            if (P[path[i]].n == 3) return path[i];
            if (P[path[i]].n == 5) break;
            i = i + 1;
        };
        @0x0
    }

    /// What is returned from within a loop is one of the elements, as callers see it.
    //! footprint user_of_early_exit: reads P(path[i]).n for i in 0..n; writes P(pair(path[i], path[0])).n for i in 0..n; writes Q(@0x0).n; writes Q(path[*]).n
    fun user_of_early_exit(path: vector<address>, n: u64) {
        let a = early_exit(path, n);
        Q[a].n = 1;
    }

    /// The element of the last round is no longer that of this one.
    //! footprint carried_over: writes Q(pair(@0x1, path[0])).n; writes Q(pair(path[*], path[0])).n
    fun carried_over(path: vector<address>, n: u64) {
        let i = 0;
        let before = @0x1;
        while (i < n) {
            Q[pair(before, path[0])].n = 1;
            before = path[i];
            i = i + 1;
        }
    }

    /// After the loop its variable means nothing.
    //! footprint after: reads P(path[i]).n for i in 0..n; writes Q(path[*]).n
    fun after(path: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            if (P[path[i]].n == 0) break;
            i = i + 1;
        };
        Q[path[i]].n = 1;
    }

    /// Written in an earlier round under another key.
    //! footprint written_before: reads P(path[i]).n for i in 0..n - 1; writes Board(path[i]).cells for i in 0..n - 1; writes P(path[i + 1]).n for i in 0..n - 1
    fun written_before(path: vector<address>, n: u64) {
        let i = 0;
        while (i + 1 < n) {
            P[path[i + 1]].n = i;
            Board[path[i]].cells[P[path[i]].n] = 1;
            i = i + 1;
        }
    }

    /// All pairs of one vector.
    //! footprint all_pairs: writes P(pair(path[i], path[j + (i + 1)])).n for i in 0..path.length() for j in 0..path.length() - (i + 1)
    fun all_pairs(path: vector<address>) {
        let i = 0;
        while (i < path.length()) {
            let j = i + 1;
            while (j < path.length()) {
                P[pair(path[i], path[j])].n = 1;
                j = j + 1;
            };
            i = i + 1;
        }
    }

    /// The inner loop moves the outer one's index.
    //! footprint shared_index: writes P(pair(path[*], path[0])).n; writes Q(pair(path[*], path[0])).n
    fun shared_index(path: vector<address>, n: u64, m: u64) {
        let i = 0;
        while (i < n) {
            while (i < m) {
                P[pair(path[i], path[0])].n = 1;
                i = i + 1;
            };
            Q[pair(path[i], path[0])].n = 1;
            i = i + 1;
        }
    }

    /// Three deep: the innermost may be any.
    //! footprint three_deep: writes P(pair(a[i], pair(a[j], b[*]))).n for i in 0..n for j in 0..i; writes Q(a[*]).n
    fun three_deep(a: vector<address>, b: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            let j = 0;
            while (j < i) {
                let k = 0;
                while (k < j) {
                    P[pair(a[i], pair(a[j], b[k]))].n = 1;
                    Q[a[k]].n = 1;
                    k = k + 1;
                };
                j = j + 1;
            };
            i = i + 1;
        }
    }

    /// The index is changed by another function.
    //! footprint advanced_elsewhere: writes P(pair(path[*], path[0])).n
    fun advanced_elsewhere(path: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            P[pair(path[i], path[0])].n = 1;
            advance(&mut i);
        }
    }

    //! footprint advance: adds i
    fun advance(i: &mut u64) { *i = *i + 3; }

    //! footprint touch: writes P(pair(a, b)).n
    fun touch(a: address, b: address) { P[pair(a, b)].n = 1; }

    /// A call takes the variable along.
    //! footprint calling: writes P(pair(path[i], path[i + 1])).n for i in 0..n
    fun calling(path: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            touch(path[i], path[i + 1]);
            i = i + 1;
        }
    }

    /// A loop within a loop's callee.
    //! footprint calling_loops: writes P(pair(path[i], path[j + i])).n for i in 0..n for j in 0..path.length() - i
    fun calling_loops(path: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            hops_from(path, path[i], i);
            i = i + 1;
        }
    }

    //! footprint hops_from: writes P(pair(a, path[i + from])).n for i in 0..path.length() - from
    fun hops_from(path: vector<address>, a: address, from: u64) {
        let k = from;
        while (k < path.length()) {
            P[pair(a, path[k])].n = 1;
            k = k + 1;
        }
    }

    /// A counter that goes on where the first loop has left it.
    //! footprint continued: writes P(pair(path[i], path[0])).n for i in 0..n; writes Q(pair(path[*], path[0])).n
    fun continued(path: vector<address>, n: u64, m: u64) {
        let i = 0;
        while (i < n) {
            P[pair(path[i], path[0])].n = 1;
            i = i + 1;
        };
        while (i < m) {
            Q[pair(path[i], path[0])].n = 1;
            i = i + 1;
        }
    }

    /// `continue` counts as a round only where it counts.
    //! footprint continuing: writes P(pair(path[i], path[0])).n for i in 0..n if path[i] != @0x7
    fun continuing(path: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            if (path[i] == @0x7) {
                i = i + 1;
                continue
            };
            P[pair(path[i], path[0])].n = 1;
            i = i + 1;
        }
    }

    /// Recursion over an index.
    //! footprint recursive: writes P.n
    fun recursive(path: vector<address>, i: u64) {
        if (i < path.length()) {
            P[path[i]].n = 1;
            recursive(path, i + 1);
        }
    }

    /// Two vectors in step.
    //! footprint in_step: writes P(pair(a[i], b[i])).n for i in 0..a.length() if i < b.length()
    fun in_step(a: vector<address>, b: vector<address>) {
        let i = 0;
        while (i < a.length() && i < b.length()) {
            P[pair(a[i], b[i])].n = 1;
            i = i + 1;
        }
    }

    /// No condition at all: only the vector's end stops it.
    //! footprint endless: writes P(pair(path[*], path[0])).n
    fun endless(path: vector<address>) {
        let i = 0;
        loop {
            P[pair(path[i], path[0])].n = 1;
            i = i + 1;
        }
    }
}
