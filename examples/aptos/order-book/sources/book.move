/// Resting orders by price and time. The levels of a side form a list from the best price to the worst, the orders of a level a
/// list from the oldest to the newest. Zero is no price and no order.
module clob::book {
    use std::error;
    use aptos_std::table::{Self, Table};

    friend clob::market;

    /// There is no such order.
    const EORDER_NOT_FOUND: u64 = 1;
    /// The level named is not the one just before the new one.
    const EBAD_NEIGHBOUR: u64 = 2;

    struct Orders has store {
        orders: Table<u64, Order>,
        bids: Side,
        asks: Side,
        last_id: u64
    }

    struct Side has store {
        levels: Table<u64, Level>,
        /// Price of the best level.
        best: u64
    }

    struct Level has store, drop {
        /// Prices of the neighbours.
        better: u64,
        worse: u64,
        /// The oldest and the newest order.
        head: u64,
        tail: u64,
        /// Lots in all orders of the level.
        size: u64
    }

    struct Order has store, copy, drop {
        owner: address,
        is_bid: bool,
        price: u64,
        /// Lots that are not filled yet.
        size: u64,
        /// The next older and the next newer order of the level.
        previous: u64,
        next: u64
    }

    public(friend) fun new(): Orders {
        Orders {
            orders: table::new(),
            bids: Side { levels: table::new(), best: 0 },
            asks: Side { levels: table::new(), best: 0 },
            last_id: 0
        }
    }

    /// An identifier that no order had before.
    public(friend) fun next_id(self: &mut Orders): u64 {
        self.last_id = self.last_id + 1;
        self.last_id
    }

    /// Queues an order behind all others of its price. If it is the first of its price, `better` is the price of the level just
    /// before, or zero if there is none.
    public(friend) fun insert(
        self: &mut Orders,
        id: u64,
        owner: address,
        is_bid: bool,
        price: u64,
        size: u64,
        better: u64
    ) {
        let previous = if (is_bid) {
            enqueue(&mut self.bids, is_bid, price, id, size, better)
        } else {
            enqueue(&mut self.asks, is_bid, price, id, size, better)
        };
        if (previous != 0) {
            self.orders.borrow_mut(previous).next = id;
        };
        self.orders.add(id, Order { owner, is_bid, price, size, previous, next: 0 });
    }

    /// Makes an order smaller by some of its lots, not all. It keeps its place.
    public(friend) fun shrink(self: &mut Orders, id: u64, lots: u64) {
        let (_, is_bid, price, _) = self.order(id);
        let side = if (is_bid) &mut self.bids else &mut self.asks;
        let level = side.levels.borrow_mut(price);
        level.size = level.size - lots;
        let order = self.orders.borrow_mut(id);
        order.size = order.size - lots;
    }

    /// Takes an order off the book.
    public(friend) fun remove(self: &mut Orders, id: u64) {
        let Order { owner: _, is_bid, price, size, previous, next } = self.orders.remove(id);
        if (previous != 0) {
            self.orders.borrow_mut(previous).next = next;
        };
        if (next != 0) {
            self.orders.borrow_mut(next).previous = previous;
        };
        if (is_bid) {
            dequeue(&mut self.bids, price, size, previous, next);
        } else {
            dequeue(&mut self.asks, price, size, previous, next);
        };
    }

    /// Makes an order the last one of its level, which is opened if need be. Returns the one that was.
    fun enqueue(side: &mut Side, is_bid: bool, price: u64, id: u64, size: u64, better: u64): u64 {
        if (side.levels.contains(price)) {
            let level = side.levels.borrow_mut(price);
            let previous = level.tail;
            level.tail = id;
            level.size = level.size + size;
            previous
        } else {
            open_level(side, is_bid, price, id, size, better);
            0
        }
    }

    /// Takes an order from between its neighbours, and closes its level if it has none.
    fun dequeue(side: &mut Side, price: u64, size: u64, previous: u64, next: u64) {
        if (previous == 0 && next == 0) {
            close_level(side, price);
            return
        };
        let level = side.levels.borrow_mut(price);
        level.size = level.size - size;
        if (previous == 0) {
            level.head = next;
        };
        if (next == 0) {
            level.tail = previous;
        };
    }

    fun open_level(side: &mut Side, is_bid: bool, price: u64, id: u64, size: u64, better: u64) {
        let worse = side.best;
        if (better == 0) {
            side.best = price;
        } else {
            assert!(
                side.levels.contains(better) && ranks_before(is_bid, better, price),
                error::invalid_argument(EBAD_NEIGHBOUR)
            );
            let level = side.levels.borrow_mut(better);
            worse = level.worse;
            level.worse = price;
        };
        if (worse != 0) {
            assert!(ranks_before(is_bid, price, worse), error::invalid_argument(EBAD_NEIGHBOUR));
            side.levels.borrow_mut(worse).better = price;
        };
        side.levels.add(price, Level { better, worse, head: id, tail: id, size });
    }

    fun close_level(side: &mut Side, price: u64) {
        let Level { better, worse, head: _, tail: _, size: _ } = side.levels.remove(price);
        if (better == 0) {
            side.best = worse;
        } else {
            side.levels.borrow_mut(better).worse = worse;
        };
        if (worse != 0) {
            side.levels.borrow_mut(worse).better = better;
        };
    }

    /// The price of the level that a new level of `price` comes just after, or zero if it would be the best.
    public(friend) fun find_better(self: &Orders, is_bid: bool, price: u64): u64 {
        if (is_bid) search(&self.bids, is_bid, price) else search(&self.asks, is_bid, price)
    }

    fun search(side: &Side, is_bid: bool, price: u64): u64 {
        if (side.levels.contains(price)) return side.levels.borrow(price).better;
        let better = 0;
        let next = side.best;
        while (next != 0 && ranks_before(is_bid, next, price)) {
            better = next;
            next = side.levels.borrow(next).worse;
        };
        better
    }

    /// The best price of a side, or zero if it is empty.
    public(friend) fun best_price(self: &Orders, is_bid: bool): u64 {
        if (is_bid) self.bids.best else self.asks.best
    }

    /// The oldest order of the best price of a side, or zero if it is empty.
    public(friend) fun best_order(self: &Orders, is_bid: bool): u64 {
        if (is_bid) first(&self.bids) else first(&self.asks)
    }

    fun first(side: &Side): u64 {
        if (side.best == 0) 0 else side.levels.borrow(side.best).head
    }

    /// Lots on offer at a price.
    public(friend) fun depth(self: &Orders, is_bid: bool, price: u64): u64 {
        let levels = if (is_bid) &self.bids.levels else &self.asks.levels;
        if (levels.contains(price)) levels.borrow(price).size else 0
    }

    public(friend) fun contains(self: &Orders, id: u64): bool {
        self.orders.contains(id)
    }

    /// Owner, whether it is a bid, price, and lots left.
    public(friend) fun order(self: &Orders, id: u64): (address, bool, u64, u64) {
        assert!(self.orders.contains(id), error::not_found(EORDER_NOT_FOUND));
        let order = self.orders.borrow(id);
        (order.owner, order.is_bid, order.price, order.size)
    }

    /// Whether a bid (an ask) at `price` trades with the other side's `other`.
    public(friend) fun crosses(is_bid: bool, price: u64, other: u64): bool {
        if (is_bid) price >= other else price <= other
    }

    fun ranks_before(is_bid: bool, price: u64, other: u64): bool {
        if (is_bid) price > other else price < other
    }
}
