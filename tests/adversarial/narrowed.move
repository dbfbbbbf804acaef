//! A condition on arguments narrows an access only as long as it is the condition that the code has tested.
module 0xa::narrowed {
    struct Q has key { n: u64 }
    struct P has key { n: u64 }
    struct S has copy, drop, store { i: u64, k: address }

    //! footprint positive: writes Q(a).n if x > 0
    fun positive(a: address, x: u64) {
        if (0 < x) Q[a].n = 1;
    }

    //! footprint otherwise: writes Q(a).n if flag; writes P(a).n if !flag
    fun otherwise(a: address, flag: bool) {
        if (flag) Q[a].n = 1 else P[a].n = 1;
    }

    /// Both branches.
    //! footprint both: writes Q(a).n
    fun both(a: address, flag: bool) {
        if (flag) Q[a].n = 1 else Q[a].n = 2;
    }

    /// Behind both branches.
    //! footprint behind: writes P(a).n if flag; writes Q(a).n
    fun behind(a: address, flag: bool) {
        if (flag) P[a].n = 1;
        Q[a].n = 1;
    }

    /// The operand is another one by the time of the test.
    //! footprint overwritten: writes Q(a).n if y > 0
    fun overwritten(a: address, x: u64, y: u64) {
        x = y;
        if (0 < x) Q[a].n = 1;
    }

    /// The operand changes after the test, and before the access.
    //! footprint changed_after: writes Q(a).n if x > 0
    fun changed_after(a: address, x: u64) {
        if (0 < x) {
            x = 0;
            Q[a].n = x;
        }
    }

    /// The test was made early, on what the operand was then.
    //! footprint tested_early: writes Q(a).n if x > 0
    fun tested_early(a: address, x: u64, y: u64) {
        let is_positive = 0 < x;
        x = y;
        if (is_positive) Q[a].n = x;
    }

    /// The operand changes in one of two ways.
    //! footprint changed_in_one: writes Q(a).n if ((x > 0) || (y > 0))
    fun changed_in_one(a: address, x: u64, y: u64, flag: bool) {
        if (flag) x = y;
        if (0 < x) Q[a].n = 1;
    }

    /// The flag itself is turned round.
    //! footprint turned: writes Q(a).n if !flag
    fun turned(a: address, flag: bool) {
        flag = !flag;
        if (flag) Q[a].n = 1;
    }

    //! footprint returned_early: writes Q(a).n if x != 0
    fun returned_early(a: address, x: u64) {
        if (x == 0) return;
        Q[a].n = 1;
    }

    //! footprint asserted: writes Q(a).n
    fun asserted(a: address, x: u64) {
        assert!(0 < x, 1);
        Q[a].n = 1;
    }

    /// The assertion comes after the access, which has been made by then.
    //! footprint asserted_late: writes Q(a).n
    fun asserted_late(a: address, x: u64) {
        Q[a].n = 1;
        assert!(0 < x, 1);
    }

    /// State decides: that is no condition on arguments.
    //! footprint on_state: reads P(a).n; writes Q(a).n
    fun on_state(a: address) {
        if (0 < P[a].n) Q[a].n = 1;
    }

    /// State and an argument.
    //! footprint on_both: reads P(a).n if x > 0; writes Q(a).n if x > 0
    fun on_both(a: address, x: u64) {
        if (0 < x && P[a].n == 0) Q[a].n = 1;
    }

    /// One of two suffices.
    //! footprint on_either: reads P(a).n if x <= 0; writes Q(a).n
    fun on_either(a: address, x: u64) {
        if (0 < x || P[a].n == 0) Q[a].n = 1;
    }

    /// Conditions one inside the other.
    //! footprint nested: writes P(a).n if flag; writes Q(a).n if flag && x > 0
    fun nested(a: address, x: u64, flag: bool) {
        if (flag) {
            if (0 < x) Q[a].n = 1;
            P[a].n = 1;
        }
    }

    /// After an inner condition the outer one still holds, the inner one no longer.
    //! footprint out_of_inner: writes Q(a).n if flag; writes P(a).n if !flag && x == 0
    fun out_of_inner(a: address, x: u64, flag: bool) {
        if (!flag) {
            if (x == 0) P[a].n = 1;
            return
        };
        Q[a].n = 1;
    }

    /// What stands behind a reference may have been written before.
    //! footprint written_before: writes Q(a).n if y > 0; writes s.i
    fun written_before(s: &mut S, a: address, y: u64) {
        s.i = y;
        if (0 < s.i) Q[a].n = 1;
    }

    //! footprint on_reference: reads s.i; reads s.k if s.i > 0; writes Q(s.k).n if s.i > 0
    fun on_reference(s: &S) {
        if (0 < s.i) Q[s.k].n = 1;
    }

    /// The caller has written what its callee tests.
    //! footprint callee_tests: reads s.k if y > 0; writes Q(s.k).n if y > 0; writes s.i
    fun callee_tests(s: &mut S, y: u64) {
        s.i = y;
        on_reference(s);
    }

    /// The callee's condition is on what its caller passes.
    //! footprint passed_on: writes Q(a).n if y - z > 0
    fun passed_on(a: address, y: u64, z: u64) {
        positive(a, y - z);
    }

    /// Passed a value from state.
    //! footprint passed_state: reads P(a).n; writes Q(a).n
    fun passed_state(a: address) {
        positive(a, P[a].n);
    }

    /// Passed what is never true, or always.
    //! footprint passed_constants: writes Q(b).n
    fun passed_constants(a: address, b: address) {
        positive(a, 0);
        positive(b, 1);
    }

    /// Tested in every round, on what the round before has left.
    //! footprint in_rounds: writes Q(a).n
    fun in_rounds(a: address, x: u64, n: u64) {
        while (0 < n) {
            if (x == 3) Q[a].n = 1;
            x = x + 1;
            n = n - 1;
        }
    }

    /// Tested once, used in a loop in which it changes.
    //! footprint changes_in_loop: writes P(a).n if n > 0; writes Q(a).n if n > 0
    fun changes_in_loop(a: address, n: u64) {
        if (0 < n) {
            while (1 < n) {
                n = n - 1;
                if (n == 7) P[a].n = 1;
            };
            Q[a].n = 1;
        }
    }

    /// One element of many, by its number.
    //! footprint third_round: writes Q(v[i]).n for i in 0..n if i == 2
    fun third_round(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            if (i == 2) Q[v[i]].n = 1;
            i = i + 1;
        }
    }

    /// A condition on an index that has moved on.
    //! footprint after_step: writes Q(v[i + 1]).n for i in 0..n if i == 2
    fun after_step(v: vector<address>, n: u64) {
        let i = 0;
        while (i < n) {
            let is_third = i == 2;
            i = i + 1;
            if (is_third) Q[v[i]].n = 1;
        }
    }

    /// A condition made in one round and used in the next.
    //! footprint kept_for_next: writes Q(v[i]).n for i in 0..n
    fun kept_for_next(v: vector<address>, n: u64, m: u64) {
        let i = 0;
        let is_on = false;
        while (i < n) {
            if (is_on) Q[v[i]].n = 1;
            is_on = m == i;
            i = i + 1;
        }
    }

    /// A condition of which the computation aborts: so does the transaction.
    //! footprint aborts: writes Q(a).n if x - y > 0
    fun aborts(a: address, x: u64, y: u64) {
        if (0 < x - y) Q[a].n = 1;
    }

    /// What would abort is not computed where the first test fails, and its opposite is no condition then.
    //! footprint guarded: writes P(a).n; writes Q(a).n if x <= y
    fun guarded(a: address, x: u64, y: u64) {
        if (y < x && 5 < 10 / (x - y)) P[a].n = 1;
        if (!(y < x)) Q[a].n = 1;
        P[a].n = 2;
    }

    /// One of two conditions was tested, and the other one may not even be computable.
    //! footprint either_tested: writes Q(a).n if ((x - y > 0) || (x == 0))
    fun either_tested(a: address, x: u64, y: u64, flag: bool) {
        let is_on = if (flag) 0 < x - y else x == 0;
        if (is_on) Q[a].n = 1;
    }

    /// Neither is one that is always true.
    //! footprint one_always: writes Q(a).n
    fun one_always(a: address, x: u64, y: u64, flag: bool) {
        let is_on = if (flag) 0 < x - y else true;
        if (is_on) Q[a].n = 1;
    }

    /// A condition handed out by a callee, which may abort.
    //! footprint is_more: pure
    fun is_more(x: u64, y: u64): bool {
        5 < x - y
    }

    //! footprint by_callee: writes Q(a).n if x - y > 5
    fun by_callee(a: address, x: u64, y: u64) {
        if (is_more(x, y)) Q[a].n = 1;
    }

    /// What the callee was asked changes before the access.
    //! footprint asked_early: writes Q(a).n if x - y > 5
    fun asked_early(a: address, x: u64, y: u64) {
        let is_on = is_more(x, y);
        x = y;
        if (is_on) Q[a].n = x;
    }

    /// Equal keys are no condition: two names of one place stay two names.
    //! footprint equal_keys: writes Q(a).n if a == b; writes P(b).n if a == b
    fun equal_keys(a: address, b: address) {
        if (a == b) {
            Q[a].n = 1;
            P[b].n = 1;
        }
    }

    /// A choice of keys, and a condition on the same argument.
    //! footprint chosen: writes Q(a).n if flag; writes Q(b).n if flag
    fun chosen(a: address, b: address, x: u64, flag: bool) {
        let k = if (x == 0) a else b;
        if (flag) Q[k].n = 1;
    }

    /// A clause for a range under a condition allows what is done under it.
    //! reports each_under_it:
    public fun each_under_it(v: vector<address>, flag: bool)
        writes Q(v[i]).n for i in 0..v.length() if flag
    {
        let i = 0;
        while (flag && i < v.length()) {
            Q[v[i]].n = 1;
            i += 1;
        }
    }

    /// Without the condition, the same clause does not do.
    //! reports each_without_it: E0601, E0605
    public fun each_without_it(v: vector<address>, flag: bool)
        writes Q(v[i]).n for i in 0..v.length() if flag
    {
        let i = 0;
        while (i < v.length()) {
            Q[v[i]].n = 1;
            i += 1;
        }
    }

    /// Nor under another one.
    //! reports each_under_another: E0601, E0605
    public fun each_under_another(v: vector<address>, flag: bool, other: bool)
        writes Q(v[i]).n for i in 0..v.length() if flag
    {
        let i = 0;
        while (other && i < v.length()) {
            Q[v[i]].n = 1;
            i += 1;
        }
    }

    /// As many as a number says, under a condition.
    //! reports so_many_under_it:
    public fun so_many_under_it(v: vector<address>, n: u64, flag: bool)
        writes Q(v[i]).n for i in 0..n if flag
    {
        let i = 0;
        while (flag && i < n) {
            Q[v[i]].n = 1;
            i += 1;
        }
    }

    /// The range is that of the clause, and its condition is not there.
    //! reports so_many_without_it: E0601, E0605
    public fun so_many_without_it(v: vector<address>, n: u64, flag: bool)
        writes Q(v[i]).n for i in 0..n if flag
    {
        let i = 0;
        while (i < n) {
            Q[v[i]].n = 1;
            i += 1;
        }
    }

    /// The range is that of the clause, under another condition.
    //! reports so_many_under_another: E0601, E0605
    public fun so_many_under_another(v: vector<address>, n: u64, flag: bool, other: bool)
        writes Q(v[i]).n for i in 0..n if flag
    {
        let i = 0;
        while (other && i < n) {
            Q[v[i]].n = 1;
            i += 1;
        }
    }
}
