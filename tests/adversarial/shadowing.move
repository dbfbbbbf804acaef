//! One name, several things.
module 0xa::shadowing {
    struct Q has key { n: u64 }
    struct P has key { n: u64 }
    struct S has copy, drop, store { a: address, b: address }

    /// The inner variable is gone after its block.
    //! footprint block: writes Q(b).n; writes P(a).n
    fun block(a: address, b: address) {
        {
            let a = b;
            Q[a].n = 1;
        };
        P[a].n = 1;
    }

    /// The second variable of the name hides the first, which a reference still reaches.
    //! footprint hidden: writes Q(b).n; writes P(c).n
    fun hidden(a: address, b: address, c: address) {
        let x = a;
        let place = &mut x;
        let x = b;
        Q[x].n = 1;
        *place = c;
        P[*place].n = 1;
    }

    /// A variable called like the field it is not.
    //! footprint field: writes Q(s.b).n; writes P(a).n
    fun field(s: S, a: address) {
        let S { a: _, b } = s;
        Q[b].n = 1;
        P[a].n = 1;
    }

    /// Bound crosswise.
    //! footprint crosswise: writes Q(s.b).n; writes P(s.a).n
    fun crosswise(s: S) {
        let S { a: b, b: a } = s;
        Q[a].n = 1;
        P[b].n = 1;
    }

    /// A block's value uses the name that it hides.
    //! footprint own_value: writes Q(s.a).n
    fun own_value(s: S) {
        let s = s.a;
        Q[s].n = 1;
    }

    /// Assigned in one branch, hidden in the other.
    //! footprint branch: writes Q(a).n; writes Q(b).n
    fun branch(a: address, b: address, c: bool) {
        if (c) {
            a = b;
        } else {
            let a = @0x7;
            assert!(a != b, 1);
        };
        Q[a].n = 1;
    }

    /// A function called like a resource's field, and a resource of another module called like one of this.
    //! footprint namesake: writes Q(a).n; writes 0xd0::shadowed::Q(a).n
    fun namesake(a: address) {
        Q[a].n = 1;
        0xd0::shadowed::touch(a);
    }
}

module 0xd0::shadowed {
    struct Q has key { n: u64 }

    //! footprint touch: writes Q(a).n
    public fun touch(a: address) writes Q(a).n {
        Q[a].n = 1;
    }
}
