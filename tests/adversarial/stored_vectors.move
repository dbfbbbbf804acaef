//! Keys that stand in a vector in state: each of its elements at entry, whatever happens to it on the way.
module 0xa::stored_vectors {
    use std::signer;

    struct Price has key { value: u64, next: address }
    struct Position has key { assets: vector<address>, at: address, count: u64, pairs: vector<Pair> }
    struct Pair has store, copy, drop { left: address, right: address }

    //! footprint worth: reads Position(a).assets; reads Price(Position(a).assets[*]).value
    public fun worth(a: address): u64
        reads Price(Position(a).assets[*]).value
    {
        let sum = 0;
        let assets = Position[a].assets;
        assets.for_each(|asset| sum = sum + Price[asset].value);
        sum
    }

    //! footprint by_range: reads Position(a).assets; reads Price(Position(a).assets[*]).value
    public fun by_range(a: address): u64
        reads Price(Position(a).assets[i]).value for i in 0..Position(a).assets.length()
    {
        let sum = 0;
        for (i in 0..Position[a].assets.length()) sum = sum + Price[Position[a].assets[i]].value;
        sum
    }

    /// As many as another field says.
    //! footprint first_ones: reads Position(a).assets; reads Position(a).count; reads Price(Position(a).assets[i]).value for i in 0..Position(a).count
    public fun first_ones(a: address): u64
        reads Price(Position(a).assets[i]).value for i in 0..Position(a).count
    {
        let sum = 0;
        for (i in 0..Position[a].count) sum = sum + Price[Position[a].assets[i]].value;
        sum
    }

    /// One element less than what is looked at.
    //! reports one_short: E0601, E0604
    public fun one_short(a: address): u64
        reads Price(Position(a).assets[i]).value for i in 0..Position(a).count - 1
    {
        let sum = 0;
        for (i in 0..Position[a].count) sum = sum + Price[Position[a].assets[i]].value;
        sum
    }

    /// Those of another position.
    //! reports of_another: E0601, E0605
    public fun of_another(a: address, b: address): u64
        reads Position(a).assets, Price(Position(b).assets[*]).value
    {
        let sum = 0;
        Position[a].assets.for_each_ref(|asset| sum = sum + Price[*asset].value);
        sum
    }

    /// What stands in each element's record.
    //! footprint behind_each: reads Position(a).assets; reads Price(Position(a).assets[*]).next; reads Price(Price(Position(a).assets[*]).next).value
    fun behind_each(a: address): u64 {
        let sum = 0;
        Position[a].assets.for_each_ref(|asset| sum = sum + Price[Price[*asset].next].value);
        sum
    }

    fun set_at(a: address, at: address) { Position[a].at = at; }

    /// Five steps through state are one too many.
    //! footprint too_far: reads Position(Position(Position(Position(Position(a).at).at).at).at).assets; reads Position(Position(Position(Position(a).at).at).at).at; reads Position(Position(Position(a).at).at).at; reads Position(Position(a).at).at; reads Position(a).at; reads Price.value
    fun too_far(a: address): u64 {
        let b = Position[Position[Position[Position[a].at].at].at].at;
        let sum = 0;
        Position[b].assets.for_each_ref(|asset| sum = sum + Price[*asset].value);
        sum
    }

    /// Parts of the elements.
    //! footprint parts: reads Position(a).pairs; reads Price(Position(a).pairs[*].left).value; reads Price(Position(a).pairs[*].right).value
    fun parts(a: address): u64 {
        let sum = 0;
        Position[a].pairs.for_each_ref(|pair| sum = sum + Price[pair.left].value + Price[pair.right].value);
        sum
    }

    /// The vector is put together anew before.
    //! footprint put_anew: reads Price(x).value; writes Position(a).assets
    fun put_anew(a: address, x: address): u64 {
        Position[a].assets = vector[x];
        let sum = 0;
        Position[a].assets.for_each_ref(|asset| sum = sum + Price[*asset].value);
        sum
    }

    /// One is added, and one taken away.
    //! footprint exchanged: reads Price(Position(a).assets[*]).value; reads Price(x).value; writes Position(a).assets
    fun exchanged(a: address, x: address): u64 {
        let assets = &mut Position[a].assets;
        assets.pop_back();
        assets.push_back(x);
        let sum = 0;
        assets.for_each_ref(|asset| sum = sum + Price[*asset].value);
        sum
    }

    /// Another position's vector, which may be this one, is changed before.
    //! footprint changed_elsewhere: reads Position(a).assets; reads Price.value; writes Position(b).assets
    fun changed_elsewhere(a: address, b: address, x: address): u64 {
        Position[b].assets.push_back(x);
        let sum = 0;
        Position[a].assets.for_each_ref(|asset| sum = sum + Price[*asset].value);
        sum
    }

    /// Changed by a callee on the way.
    //! footprint changed_by_callee: reads Position(a).assets; writes Position(b).assets; writes Price.value
    fun changed_by_callee(a: address, b: address, x: address) {
        for (i in 0..Position[a].assets.length()) {
            Price[Position[a].assets[i]].value = 1;
            put_anew(b, x);
        }
    }

    /// The whole record moves away and back.
    //! footprint moved: writes Position(signer::address_of(s)); writes Price(Position(signer::address_of(s)).assets[*]).value; writes Price(x).value
    fun moved(s: &signer, x: address) {
        let Position { assets, at, count, pairs } = move_from<Position>(signer::address_of(s));
        assets.push_back(x);
        move_to(s, Position { assets, at, count, pairs });
        Position[signer::address_of(s)].assets.for_each_ref(|asset| Price[*asset].value = 1);
    }

    /// Pairs of elements of one vector.
    //! footprint all_pairs: reads Position(a).assets; reads Price(either(Position(a).assets[i], Position(a).assets[j])).value for i in 0..Position(a).assets.length() for j in 0..i
    fun all_pairs(a: address): u64 {
        let sum = 0;
        let i = 0;
        while (i < Position[a].assets.length()) {
            let j = 0;
            while (j < i) {
                sum = sum + Price[either(Position[a].assets[i], Position[a].assets[j])].value;
                j = j + 1;
            };
            i = i + 1;
        };
        sum
    }

    fun either(x: address, y: address): address { if (x == @0x1) y else x }
}
