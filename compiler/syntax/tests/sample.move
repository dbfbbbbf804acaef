/// A module.
module 0x1::m {
    use std::signer;
    use std::vector::{Self, push_back as pb};
    use aptos_std::{table::{Self, Table}, math64 as m};
    friend 0x1::other;
    friend std::foo;
    /// doc of const
    const E: u64 = 1;
    const V: vector<u8> = b"hi\n\x00";
    #[resource_group_member(group = 0x1::object::ObjectGroup), event]
    struct S<phantom T: copy + drop, U> has key, store { /// field
      a: u64, b: vector<vector<U>>, f: |u64, address|u64 has copy + store { writes Vault(at) }, }
    struct P(u64, bool) has copy, drop;
    struct Q<T> { x: T } has key;
    struct Empty {}
    enum Shape has drop { Circle { r: u64 }, Square(u64, u64), Point, Rect { w: u64, h: u64 } }
    native public fun native_thing<T>(x: &T): u64;
    public(friend) entry fun f<T: key>(s: &signer, x: u64,): (u64, bool) acquires S, Q { (x, true) }
    friend fun g() {}
    package fun h() { }
    public(package) inline fun each<T>(v: &vector<T>, f: |&T|) { let i = 0; while (i < v.length()) { f(&v[i]); i += 1 } }
    public fun swap<X, Y>(pool: address, key: OrderKey): u64
        writes Pool<X, Y>(pool).{reserve_x, reserve_y}, R(*), *, @dex::*, m::*, R(a).t[k], R(a).t[*]
        reads Ticks(OrderKey { price, id: 1 }).x, self[key], c.0, exists<R>(a), Pool(Router(@dex).best_pool)
        adds Counter(@0x1).total if x < 3 && !(y == 2)
        !writes Admin
        writes Pair(pair_of(path[i], path[i + 1])) for i in 0..path.length() - 1
        reads objects(object::create_object_address(&@dex, SEED))
        calls exchange::swap<X, Y>(pool, amount), hook(amount)
    { pool }
    public fun p(): u64 pure { 1 }
    fun ft(g: |at: address| u64 has copy { writes Vault(at) }, pure: u64): |u64| u64 has drop { |x| x + pure }
    fun ft2(pure: u64, reads: u64): u64 { pure }
    fun body(s: &signer) {
        let x;
        let (a, _, S { a: aa, b, .. }) = foo();
        let S<u64> { a } = y;
        let P(q, ..) = p;
        x = 5u8 + 0xFF * 2 << 3 & 7 | 1;
        (a, x) = (x, a);
        S { a, b: _ } = z;
        _ = foo();
        if (a < b && c > d) { return } else if (x) y = 3 else { z };
        *borrow_global_mut<S<u64>>(@0x1).f = 3;
        S[@std].f += 1; v[i] -= 1; R<T>[addr].x <<= 2; x >>= 1; if (x >= 3 || x >> 2 > 1) {};
        let z = if (a) 1 else 2 + 3;
        'outer: for (i in 0..10) { if (i == 3) continue 'outer; loop { break 'outer } };
        while (true) x = x + 1;
        let v = vector[1, 2, 3]; let w = vector<u64>[]; let m = match; match(x);
        match (self) { Shape::Circle { r } if r > 3 => r, Shape::Square(a, ..) => { a } Shape::Point => 0, 1 => 2, _ => abort 3 }
    }
    fun more(): u64 {
        assert!(x == 1, E_FOO);
        assert!(!exists<S>(@0x1));
        let t = (x as u64) + y as u8 < 3;
        let b = x is Shape::Circle | Point && y;
        let f = |x: u64, (y, z)| x + y; let g = move || 3; let h: |u64|u64 = |_| 1;
        (f)(1); v.for_each(|e| { sum += *e; });
        x.method::<u64>(1).field.0.foo<u8>();
        &mut x.y; &x; *&x; !x; -x; move x; copy x; (x: u64);
        spec { assume x == 3; };
        let mut_ = 3; let for = 2; let is = for + 1; let vector = 1; let reads = 2; reads + 1;
        use std::foo;
        return if (x) 1 else 2
    }
    spec fun foo(): u64 { 1 }
    spec module { pragma verify = true; }
    #[test(a = @0x1, b = @std)] #[expected_failure(abort_code = 0x10001, location = Self)]
    fun test_it(a: &signer) {}
}
script { use std::x; fun main(s: &signer) { x::f(s) } }
address 0x42 { module a {} module b { fun x() {} } }
