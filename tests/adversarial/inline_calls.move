//! `calls f(…)` of a function that an inline function takes: its own clauses bound what it does besides, whatever `f` is;
//! who calls it does what the lambda does.
module 0xa::inline_calls {
    use std::vector;

    struct P has key { n: u64 }
    struct Q has key { n: u64 }
    struct Router has key { best: address, all: vector<address> }

    /// Reads each address' `P` and hands it on.
    inline fun each(v: &vector<address>, f: |address|)
        reads P(v[*]).n
        calls f(v[*])
    {
        let i = 0;
        while (i < v.length()) {
            if (P[v[i]].n == 0) f(v[i]);
            i = i + 1;
        }
    }

    //! footprint writes_each: reads P(v[*]).n; writes Q(v[*]).n
    public fun writes_each(v: vector<address>)
        reads P(v[*]).n
        writes Q(v[*]).n
    {
        each(&v, |a| Q[a].n = 1)
    }

    /// The lambda does more than its caller says.
    //! reports says_too_little: E0601
    public fun says_too_little(v: vector<address>)
        reads P(v[*]).n
    {
        each(&v, |a| Q[a].n = 1)
    }

    /// The inline function calls it with something else than it says.
    //! reports calls_other: E0601, E0605
    inline fun calls_other(a: address, b: address, f: |address|)
        calls f(a)
    {
        f(b)
    }

    /// It calls another function than it says.
    //! reports calls_second: E0601, E0605
    inline fun calls_second(a: address, f: |address|, g: |address|)
        calls f(a)
    {
        g(a)
    }

    /// It does more than call.
    //! reports does_more: E0601
    inline fun does_more(a: address, f: |address|)
        calls f(a)
    {
        P[a].n = 1;
        f(a)
    }

    /// It says no call at all.
    //! reports hides_call: E0601
    inline fun hides_call(a: address, f: |address|)
        writes P(a).n
    {
        P[a].n = 1;
        f(a)
    }

    /// It never calls it.
    //! reports never_calls: E0605
    inline fun never_calls(a: address, f: |address|)
        writes P(a).n
        calls f(a)
    {
        P[a].n = 1;
    }

    /// What is read from state after the call need not be what was there before.
    //! reports moved_meanwhile: E0601, E0604
    inline fun moved_meanwhile(a: address, f: |address|)
        writes P(Router(a).best).n
        calls f(a)
    {
        f(a);
        P[Router[a].best].n = 1;
    }

    /// Read before the call, it is.
    inline fun read_before(a: address, f: |address|)
        writes P(Router(a).best).n
        calls f(Router(a).best)
    {
        let best = Router[a].best;
        f(best);
        P[best].n = 1;
    }

    //! footprint moves_router: writes Router(a).best; writes P(Router(a).best).n
    public fun moves_router(a: address, b: address)
        writes Router(a).best, P(Router(a).best).n
    {
        read_before(a, |_best| Router[a].best = b)
    }

    //! footprint moves_meanwhile: writes Router(a).best; writes P(b).n
    fun moves_meanwhile(a: address, b: address) {
        moved_meanwhile(a, |_a| Router[a].best = b)
    }

    /// A function handed on to another inline function.
    inline fun twice(v: &vector<address>, w: &vector<address>, f: |address|)
        reads P(v[*]).n, P(w[*]).n
        calls f(v[*]), f(w[*])
    {
        each(v, |a| f(a));
        each(w, f);
    }

    //! footprint writes_both: reads P(v[*]).n; reads P(w[*]).n; writes Q(v[*]).n; writes Q(w[*]).n
    public fun writes_both(v: vector<address>, w: vector<address>)
        reads P(v[*]).n, P(w[*]).n
        writes Q(v[*]).n, Q(w[*]).n
    {
        twice(&v, &w, |a| Q[a].n = 1)
    }

    /// It is called in a range, which `calls` does not say.
    inline fun some_of(v: &vector<address>, n: u64, f: |address, u64|)
        calls f(v[*], *)
    {
        for (i in 0..n) f(v[i], i)
    }

    /// With anything.
    inline fun with_any(v: vector<address>, f: |address|)
        calls f(*)
    {
        vector::reverse(&mut v);
        f(v[0])
    }

    /// Type parameters and references.
    inline fun borrowed<T: store>(v: &mut vector<T>, f: |&mut T| bool): bool
        writes v
        calls f(v[*])
    {
        v.length() > 0 && f(&mut v[0])
    }

    //! footprint uses_borrowed: reads v; writes Q(a).n if v.length() > 0; writes v if v.length() > 0
    public fun uses_borrowed(v: &mut vector<u64>, a: address): bool
        writes Q(a).n, v
    {
        borrowed(v, |x| { Q[a].n = *x; *x = 3; true })
    }
}
