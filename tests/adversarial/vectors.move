//! Elements of a vector, before and after it changes.
module 0xa::vectors {
    use std::signer;
    use std::vector;

    struct Q has key { n: u64 }
    struct P has key { n: u64 }
    struct Route has copy, drop, store { path: vector<address>, i: u64 }

    /// The element at a literal index, and the last one.
    //! footprint ends: writes Q(path[0]).n; writes P(path[path.length() - 1]).n
    fun ends(path: vector<address>) {
        Q[path[0]].n = 1;
        P[path[vector::length(&path) - 1]].n = 1;
    }

    /// A signer in a vector is as good as its address.
    //! footprint signed: writes Q(signers[0]).n
    fun signed(signers: vector<signer>) {
        Q[signer::address_of(&signers[0])].n = 1;
    }

    /// After `reverse` the first element is another one.
    //! footprint reversed: writes Q.n
    fun reversed(path: vector<address>) {
        vector::reverse(&mut path);
        Q[path[0]].n = 1;
    }

    /// Every element after `reverse`: the names have gone, though the set is the same.
    //! footprint reversed_all: writes Q.n
    fun reversed_all(path: vector<address>) {
        vector::reverse(&mut path);
        let i = 0;
        while (i < vector::length(&path)) {
            Q[path[i]].n = 1;
            i = i + 1;
        }
    }

    /// A copy taken before keeps its names.
    //! footprint copied: writes Q(path[0]).n
    fun copied(path: vector<address>) {
        let old = copy path;
        vector::reverse(&mut path);
        Q[old[0]].n = 1;
    }

    //! footprint swapped: writes Q(path[*]).n
    fun swapped(path: vector<address>, i: u64) {
        vector::swap(&mut path, 0, i);
        Q[path[0]].n = 1;
    }

    /// A push onto an empty vector makes its first element.
    //! footprint pushed: writes Q(a).n; writes Q(path[*]).n
    fun pushed(path: vector<address>, a: address) {
        vector::push_back(&mut path, a);
        Q[path[0]].n = 1;
    }

    /// What is popped was an element; what is left has other indices.
    //! footprint popped: writes Q(path[*]).n; writes P(path[*]).n
    fun popped(path: vector<address>) {
        let k = vector::pop_back(&mut path);
        Q[k].n = 1;
        P[path[vector::length(&path) - 1]].n = 1;
    }

    /// A length taken before a push is no index of the last element after it.
    //! footprint stale_length: writes Q(a).n; writes Q(path[*]).n
    fun stale_length(path: vector<address>, a: address) {
        let n = vector::length(&path);
        vector::push_back(&mut path, a);
        Q[path[n - 1]].n = 1;
    }

    /// An element is replaced through a reference to it.
    //! footprint element_replaced: writes Q(a).n; writes Q(path[*]).n
    fun element_replaced(path: vector<address>, a: address) {
        let place = vector::borrow_mut(&mut path, 0);
        *place = a;
        Q[path[0]].n = 1;
    }

    /// The same behind a parameter, where places are told apart.
    //! footprint element_of_parameter: writes path; writes Q(a).n; writes P(path[1]).n
    fun element_of_parameter(path: &mut vector<address>, a: address) {
        let place = vector::borrow_mut(path, 0);
        *place = a;
        Q[*vector::borrow(path, 0)].n = 1;
        P[*vector::borrow(path, 1)].n = 1;
    }

    /// Two indices without names are not one index.
    //! footprint nameless_indices: writes v; writes Q.n
    fun nameless_indices(v: &mut vector<address>, i: u64, j: u64, a: address) {
        *vector::borrow_mut(v, i << 1) = a;
        Q[*vector::borrow(v, j << 1)].n = 1;
    }

    /// A vector inside a struct is changed by a function that knows nothing of the struct.
    //! footprint inside_struct: writes r.path; writes Q(a).n; writes Q(r.path[*]).n
    fun inside_struct(r: &mut Route, a: address) {
        vector::push_back(&mut r.path, a);
        Q[*vector::borrow(&r.path, 0)].n = 1;
    }

    /// The index changes, the vector does not.
    //! footprint index_changes: reads r.path; writes r.i; writes Q(r.path[r.i]).n; writes P(r.path[j]).n
    fun index_changes(r: &mut Route, j: u64) {
        Q[*vector::borrow(&r.path, r.i)].n = 1;
        r.i = j;
        P[*vector::borrow(&r.path, r.i)].n = 1;
    }

    /// A vector of vectors.
    //! footprint matrix: writes Q(m[i][j]).n
    fun matrix(m: vector<vector<address>>, i: u64, j: u64) {
        Q[m[i][j]].n = 1;
    }

    /// One row of it changes: which, is not known.
    //! footprint row_changes: writes m; writes Q.n
    fun row_changes(m: &mut vector<vector<address>>, i: u64, j: u64, a: address) {
        vector::push_back(vector::borrow_mut(m, i), a);
        Q[*vector::borrow(vector::borrow(m, j), 0)].n = 1;
    }

    /// Looking for an element changes nothing.
    //! footprint looked_at: writes Q(path[0]).n if vector::contains<address>(path, a)
    fun looked_at(path: vector<address>, a: address) {
        if (vector::contains(&path, &a)) {
            Q[path[0]].n = 1;
        }
    }

    /// The index that a search returns is not known; the element is one of the vector.
    //! footprint found: writes Q(path[*]).n
    fun found(path: vector<address>, a: address) {
        let (is_there, i) = vector::index_of(&path, &a);
        if (is_there) {
            Q[path[i]].n = 1;
        }
    }

    /// A vector that is written here has elements without names.
    //! footprint literal: writes Q(a).n; writes Q(b).n
    fun literal(a: address, b: address, i: u64) {
        let v = vector[a, b];
        Q[v[i]].n = 1;
    }
}
