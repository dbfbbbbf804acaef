//! Random Move programs in which keys travel: through variables, references, state, tables, vectors and calls.

use std::fmt::Write as _;

/// Structs and helpers that all programs share.
const PRELUDE: &str = r#"
module test::random {
    use std::signer;
    use std::vector;
    use std::option::{Self, Option};
    use aptos_std::table::{Self, Table};
    use aptos_framework::object;

    struct Red {}
    struct Blue {}
    struct Coin<phantom T> has key { value: u64, at: address, log: vector<address>, last: Option<address> }
    struct Pool has key { x: u64, next: address, links: Table<address, address>, shelf: Table<address, Level> }
    struct Level has store { best: address, orders: Table<address, u64> }
    struct Config has key { home: address, count: u64 }
    struct Key has copy, drop, store { a: address, b: address }
    struct Keyed has key { items: Table<Key, address> }

    entry fun setup(s: &signer, home: address) {
        let links = table::new();
        table::add(&mut links, home, signer::address_of(s));
        let orders = table::new();
        table::add(&mut orders, home, 1);
        let shelf = table::new();
        table::add(&mut shelf, home, Level { best: home, orders });
        move_to(s, Pool { x: 0, next: home, links, shelf });
        move_to(s, Config { home, count: 0 });
        let items = table::new();
        table::add(&mut items, Key { a: home, b: signer::address_of(s) }, home);
        move_to(s, Keyed { items });
        move_to(s, Coin<Red> { value: 1, at: home, log: vector[home], last: option::none() });
        move_to(s, Coin<Blue> { value: 1, at: home, log: vector[home], last: option::some(home) });
    }

    fun mint<T>(k: address): address { if (exists<Coin<T>>(k)) { Coin<T>[k].value += 1; Coin<T>[k].at } else k }
    fun convert<T, U>(k: address, l: address) {
        if (exists<Coin<T>>(k) && exists<Coin<U>>(l)) { Coin<U>[l].value += Coin<T>[k].value; };
    }
    fun newest<T>(coin: &mut Coin<T>): &mut address {
        let length = coin.log.length();
        if (length == 0) &mut coin.at else vector::borrow_mut(&mut coin.log, length - 1)
    }
    fun put<T>(place: &mut Option<address>, k: address) { if (option::is_some(place)) { *option::borrow_mut(place) = k; }; }
    fun named(k: address): address { object::create_object_address(&k, b"named") }

    fun pick(a: address, b: address, first: bool): address { if (first) a else b }
    fun same(a: address): address { a }
    fun second(k: Key): address { k.b }
    fun front(path: &vector<address>): address { if (vector::is_empty(path)) @0xa else path[0] }
    fun assign(place: &mut address, value: address) { *place = value; }
    fun link(pool: &mut Pool): &mut address { &mut pool.next }
    fun best(pool: &mut Pool, k: address): &mut address {
        if (table::contains(&pool.shelf, k)) { &mut table::borrow_mut(&mut pool.shelf, k).best } else { &mut pool.next }
    }
    fun follow(pool: &Pool, k: address): address {
        if (table::contains(&pool.links, k)) *table::borrow(&pool.links, k) else pool.next
    }
    fun orders(pool: &mut Pool, k: address): &mut Table<address, u64> {
        &mut table::borrow_mut(&mut pool.shelf, k).orders
    }
    fun walk(k: address, n: u64): address {
        if (n == 0 || !exists<Pool>(k)) { k } else { Pool[k].x += 1; let next = Pool[k].next; walk(next, n - 1) }
    }
"#;

/// Deterministic choices.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }
}

/// A module `test::random` with `functions` random entry functions `f0`, `f1`, ….
pub(crate) fn program(seed: u64, functions: usize) -> String {
    let mut writer = Writer { random: Random::new(seed), out: PRELUDE.to_owned(), function: 0 };
    for index in 0..functions {
        writer.function = index;
        writer.function();
    }
    writer.out.push_str("}\n");
    writer.out
}

struct Writer {
    random: Random,
    out: String,
    function: usize,
}

impl Writer {
    fn function(&mut self) {
        let name = self.function;
        writeln!(
            self.out,
            "    entry fun f{name}(s: &signer, t: &signer, a: address, b: address, c: address, \
             path: vector<address>, n: u64, p: bool, q: bool) {{"
        )
        .unwrap();
        for _ in 0..=self.random.below(4) {
            self.statement(1);
        }
        // Whatever a key is in the end, it is used: for a record that nothing else touches.
        let key = self.key();
        writeln!(self.out, "        if (exists<Config>({key})) {{ Config[{key}].count += 1 }};")
            .unwrap();
        self.out.push_str("    }\n");
    }

    fn key(&mut self) -> &'static str {
        self.random.of(&["a", "b", "c"])
    }

    /// An expression of type `address`.
    fn address(&mut self, depth: usize) -> String {
        let (k, l) = (self.key(), self.key());
        let flag = self.random.of(&["p", "q"]);
        // Keys read from state are "any" before long; most are made of arguments.
        let kinds = match (depth, self.random.below(4)) {
            (0, _) => 3,
            (_, 0) => 16,
            _ => 9,
        };
        match self.random.below(kinds) {
            0 | 1 => k.to_owned(),
            2 => self
                .random
                .of(&["@0xa", "@0xb", "signer::address_of(s)", "signer::address_of(t)"])
                .to_owned(),
            3 => format!("pick({}, {}, {flag})", self.address(depth - 1), self.address(depth - 1)),
            4 => format!("same({})", self.address(depth - 1)),
            5 => "front(&path)".to_owned(),
            6 => format!(
                "second(Key {{ a: {}, b: {} }})",
                self.address(depth - 1),
                self.address(depth - 1)
            ),
            7 => format!(
                "(if ({flag}) {} else {})",
                self.address(depth - 1),
                self.address(depth - 1)
            ),
            8 => format!("named({})", self.address(depth - 1)),
            9 => format!("(if (exists<Pool>({k})) Pool[{k}].next else {l})"),
            10 => format!("(if (exists<Config>({k})) Config[{k}].home else {l})"),
            11 => format!(
                "(if (exists<Keyed>({k}) && table::contains(&Keyed[{k}].items, Key {{ a: {l}, b: {k} }})) \
                 *table::borrow(&Keyed[{k}].items, Key {{ a: {l}, b: {k} }}) else {l})"
            ),
            12 => format!("(if (exists<Pool>({k})) follow(&Pool[{k}], {l}) else {l})"),
            13 => format!("mint<{}>({k})", self.random.of(&["Red", "Blue"])),
            14 => format!("(if (exists<Coin<Red>>({k})) *newest(&mut Coin<Red>[{k}]) else {l})"),
            _ => format!("walk({k}, n)"),
        }
    }

    fn statement(&mut self, depth: usize) {
        let line = self.text(depth);
        writeln!(self.out, "        {line}").unwrap();
    }

    fn text(&mut self, depth: usize) -> String {
        let (k, l, m) = (self.key(), self.key(), self.key());
        let value = self.address(1);
        match self.random.below(if depth == 0 { 22 } else { 28 }) {
            0 | 1 => format!("{k} = {value};"),
            2 => format!("if (exists<Pool>({k})) {{ let v = {value}; Pool[{k}].next = v }};"),
            3 => format!("if (exists<Pool>({k})) {{ Pool[{k}].x += 1 }};"),
            4 => format!("{{ let v = {value}; let r = &mut {k}; *r = v; }};"),
            5 => format!("{{ let v = {value}; let r = if (p) &mut {k} else &mut {l}; *r = v; }};"),
            6 => format!("{{ let v = {value}; assign(&mut {k}, v); }};"),
            7 => format!(
                "{{ let v = {value}; let key = Key {{ a: {k}, b: {l} }}; key.a = v; {m} = key.a; {l} = key.b; }};"
            ),
            8 => format!("{{ let v = {value}; path.push_back(v); }};"),
            9 => "path.reverse();".to_owned(),
            10 => format!("if (path.length() > 1) {{ path.swap(0, 1); {k} = path[0]; }};"),
            11 => format!("if (path.length() > 0) {{ {k} = path.pop_back(); }};"),
            12 => format!(
                "if (exists<Pool>({k})) {{ let v = {value}; table::upsert(&mut Pool[{k}].links, {l}, v); }};"
            ),
            13 => {
                format!("if (exists<Pool>({k})) {{ let v = {value}; *link(&mut Pool[{k}]) = v; }};")
            }
            14 => format!(
                "if (exists<Pool>({k})) {{ let v = {value}; *best(&mut Pool[{k}], {l}) = v; }};"
            ),
            15 => format!(
                "if (exists<Pool>({k}) && table::contains(&Pool[{k}].shelf, {l})) {{ \
                 table::upsert(orders(&mut Pool[{k}], {l}), {m}, n); }};"
            ),
            16 => format!(
                "if (exists<Keyed>({k})) {{ let v = {value}; table::upsert(&mut Keyed[{k}].items, Key {{ a: {l}, b: {k} }}, v); }};"
            ),
            17 => self.moves(),
            18 => format!(
                "convert<{}>({k}, {l});",
                self.random.of(&["Red, Blue", "Blue, Red", "Red, Red"])
            ),
            19 => format!(
                "if (exists<Coin<Blue>>({k})) {{ let v = {value}; *newest(&mut Coin<Blue>[{k}]) = v; }};"
            ),
            20 => format!(
                "if (exists<Coin<Blue>>({k})) {{ let v = {value}; put<Red>(&mut Coin<Blue>[{k}].last, v); }};"
            ),
            21 => format!(
                "if (!object::is_object(named(signer::address_of(s)))) {{ \
                 let made = object::create_named_object(s, b\"named\"); let own = object::generate_signer(&made); \
                 move_to(&own, Coin<Red> {{ value: 0, at: {k}, log: vector[{l}], last: option::none() }}); \
                 {m} = object::address_from_constructor_ref(&made); }};"
            ),
            22 => format!(
                "if (p) {{ {} }} else {{ {} }};",
                self.text(depth - 1),
                self.text(depth - 1)
            ),
            23 => format!(
                "{{ let i = 0; while (i < n) {{ {} {} i += 1; }} }};",
                self.text(depth - 1),
                self.text(depth - 1)
            ),
            24 => format!(
                "{{ let i = 0; while (i < path.length()) {{ {k} = path[i]; if (exists<Pool>(path[i])) {{ Pool[path[i]].x += 1 }}; {} i += 1; if (i > 4) break; }} }};",
                self.text(depth - 1)
            ),
            25 | 26 => format!(
                "if (exists<Pool>({k})) {{ let o = {k}; let v = {value}; Pool[o].next = v; {} {m} = Pool[o].next; }};",
                self.text(depth - 1)
            ),
            _ if 0 < self.function => {
                let callee = self.random.below(self.function);
                format!("f{callee}(s, t, {k}, {l}, {m}, path, n, q, p);")
            }
            _ => format!("{k} = {value};"),
        }
    }

    /// Records that leave their place and come back changed, or change places.
    fn moves(&mut self) -> String {
        let k = self.key();
        match self.random.below(3) {
            0 => format!(
                "if (exists<Pool>(signer::address_of(s))) {{ let pool = move_from<Pool>(signer::address_of(s)); \
                 pool.next = {k}; move_to(s, pool); }};"
            ),
            1 => format!(
                "if (signer::address_of(s) != signer::address_of(t) && exists<Pool>(signer::address_of(s)) && \
                 exists<Pool>(signer::address_of(t))) {{ \
                 let Pool {{ x, next, links, shelf }} = move_from<Pool>(signer::address_of(s)); \
                 let Pool {{ x: y, next: _, links: others, shelf: other }} = move_from<Pool>(signer::address_of(t)); \
                 table::upsert(&mut links, {k}, next); \
                 move_to(s, Pool {{ x: y, next: {k}, links: others, shelf }}); \
                 move_to(t, Pool {{ x, next, links, shelf: other }}); }};"
            ),
            _ => format!(
                "if (exists<Pool>(signer::address_of(t)) && !table::contains(&Pool[signer::address_of(t)].shelf, {k})) {{ \
                 let made = table::new(); table::add(&mut made, {k}, 2); \
                 table::add(&mut Pool[signer::address_of(t)].shelf, {k}, Level {{ best: {k}, orders: made }}); }};"
            ),
        }
    }
}
