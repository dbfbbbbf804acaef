/// Markets with a book of sell orders each, cheapest first.
///
/// The book is a list: each order names the next. Whoever places one names the two between which it goes (they are
/// checked), so placing touches three orders known from its arguments. Whoever takes begins at the head, which stands in state: the
/// orders are named by where the list leads at the start of the transaction.
module book::market {
    use std::error;
    use std::signer;
    use aptos_std::math64;
    use aptos_std::table::{Self, Table};

    /// The market's account is not there.
    const ENO_ACCOUNT: u64 = 1;
    /// The order would not lie where the list has a place for it.
    const EWRONG_PLACE: u64 = 2;
    /// The order is another one's.
    const ENOT_YOURS: u64 = 3;
    /// There is less than is to be taken.
    const EINSUFFICIENT_BALANCE: u64 = 4;
    /// The number is taken, or stands for the list's ends.
    const EBAD_NUMBER: u64 = 5;
    /// The order still waits to be filled.
    const EOPEN: u64 = 6;

    /// The order before the first and after the last: never filled, at no price.
    const END: u64 = 0;

    /// A market, at an address of its own.
    struct Market has key {
        /// Orders by number.
        orders: Table<u64, Order>,
        /// What each trader has here.
        accounts: Table<address, Account>,
    }

    /// An offer to sell.
    struct Order has store, drop {
        maker: address,
        price: u64,
        /// How much is still to be sold.
        left: u64,
        /// What came in for the rest; the maker collects it.
        proceeds: u64,
        /// The next order, as cheap or dearer.
        next: u64,
    }

    /// Goods and money.
    struct Account has store, drop {
        goods: u64,
        money: u64,
    }

    /// Opens a market without orders.
    public entry fun open(market: &signer)
        writes Market(signer::address_of(market))
    {
        let orders = table::new();
        let end = Order { maker: @book, price: 0, left: 1, proceeds: 0, next: END };
        table::add(&mut orders, END, end);
        move_to(market, Market { orders, accounts: table::new() });
    }

    /// Gives a trader some play goods and play money: in this example anyone may help themselves.
    public entry fun join(trader: &signer, market: address, goods: u64, money: u64)
        writes Market(market).accounts[signer::address_of(trader)]
    {
        table::add(&mut Market[market].accounts, signer::address_of(trader), Account { goods, money });
    }

    /// Offers `amount` at `price` each, as order `number` between the orders `after` and `before`.
    public entry fun place(
        maker: &signer,
        market: address,
        number: u64,
        price: u64,
        amount: u64,
        after: u64,
        before: u64
    )
        reads Market(market).orders[after].{left, price}
        reads Market(market).orders[before].price
        writes Market(market).orders[number]
        writes Market(market).orders[after].next
        writes Market(market).accounts[signer::address_of(maker)].goods
    {
        let maker = signer::address_of(maker);
        let account = table::borrow_mut(&mut Market[market].accounts, maker);
        assert!(account.goods >= amount, error::invalid_state(EINSUFFICIENT_BALANCE));
        account.goods -= amount;

        let orders = &mut Market[market].orders;
        assert!(number != END, error::invalid_argument(EBAD_NUMBER));
        let following_price = table::borrow(orders, before).price;
        let is_before = before == END || price < following_price;
        let previous = table::borrow_mut(orders, after);
        let is_after = previous.left > 0 && previous.price <= price;
        assert!(is_before && is_after && previous.next == before, error::invalid_state(EWRONG_PLACE));
        previous.next = number;
        table::add(orders, number, Order { maker, price, left: amount, proceeds: 0, next: before });
    }

    /// Takes order `number` back, which follows `after`.
    public entry fun cancel(maker: &signer, market: address, number: u64, after: u64)
        writes Market(market).orders[number]
        writes Market(market).orders[after].next
        adds Market(market).accounts[signer::address_of(maker)].{goods, money}
    {
        let owner = signer::address_of(maker);
        let Order { maker, price: _, left, proceeds, next } = table::remove(&mut Market[market].orders, number);
        assert!(maker == owner, error::permission_denied(ENOT_YOURS));
        let previous = table::borrow_mut(&mut Market[market].orders, after);
        assert!(previous.next == number, error::invalid_state(EWRONG_PLACE));
        previous.next = next;
        let account = table::borrow_mut(&mut Market[market].accounts, owner);
        account.goods += left;
        account.money += proceeds;
    }

    /// Collects what came in for order `number`, which has been filled.
    public entry fun collect(maker: &signer, market: address, number: u64)
        writes Market(market).orders[number]
        adds Market(market).accounts[signer::address_of(maker)].money
    {
        let owner = signer::address_of(maker);
        let Order { maker, price: _, left, proceeds, next: _ } = table::remove(&mut Market[market].orders, number);
        assert!(maker == owner, error::permission_denied(ENOT_YOURS));
        assert!(left == 0, error::invalid_state(EOPEN));
        let account = table::borrow_mut(&mut Market[market].accounts, owner);
        account.money += proceeds;
    }

    /// Buys up to `amount` from the first four orders, at no more than `limit` each.
    public entry fun take(taker: &signer, market: address, amount: u64, limit: u64)
        writes Market(market).orders[END].next
        calls fill(market, Market(market).orders[END].next, *, limit)
        calls fill(market, Market(market).orders[Market(market).orders[END].next].next, *, limit)
        calls fill(market, Market(market).orders[Market(market).orders[Market(market).orders[END].next].next].next, *, limit)
        calls fill(
            market,
            Market(market).orders[Market(market).orders[Market(market).orders[Market(market).orders[END].next].next].next].next,
            *,
            limit
        )
        adds Market(market).accounts[signer::address_of(taker)].goods
        writes Market(market).accounts[signer::address_of(taker)].money
    {
        let first = table::borrow(&Market[market].orders, END).next;
        let (goods_1, money_1, second) = fill(market, first, amount, limit);
        let (goods_2, money_2, third) = fill(market, second, amount - goods_1, limit);
        let (goods_3, money_3, fourth) = fill(market, third, amount - goods_1 - goods_2, limit);
        let (goods_4, money_4, rest) = fill(market, fourth, amount - goods_1 - goods_2 - goods_3, limit);
        table::borrow_mut(&mut Market[market].orders, END).next = rest;
        settle(
            signer::address_of(taker),
            market,
            goods_1 + goods_2 + goods_3 + goods_4,
            money_1 + money_2 + money_3 + money_4
        );
    }

    /// Buys up to `amount` from as many orders as it takes: which they are nobody can say before.
    public entry fun sweep(taker: &signer, market: address, amount: u64, limit: u64)
        reads Market(market).orders[*].{price, next}
        adds Market(market).orders[*].proceeds
        writes Market(market).orders[*].left
        writes Market(market).orders[END].next
        adds Market(market).accounts[signer::address_of(taker)].goods
        writes Market(market).accounts[signer::address_of(taker)].money
    {
        let order = table::borrow(&Market[market].orders, END).next;
        let goods = 0;
        let money = 0;
        loop {
            let (more_goods, more_money, next) = fill(market, order, amount - goods, limit);
            goods += more_goods;
            money += more_money;
            if (next == order) break;
            order = next;
        };
        table::borrow_mut(&mut Market[market].orders, END).next = order;
        settle(signer::address_of(taker), market, goods, money);
    }

    /// Buys up to `amount` from order `number`; returns how much, at what cost, and the order that is then the first.
    fun fill(market: address, number: u64, amount: u64, limit: u64): (u64, u64, u64)
        reads Market(market).orders[number].{price, next}
        adds Market(market).orders[number].proceeds if number != 0 && amount != 0
        writes Market(market).orders[number].left if number != 0 && amount != 0
    {
        if (number == END || amount == 0) return (0, 0, number);
        let order = table::borrow_mut(&mut Market[market].orders, number);
        if (order.price > limit) return (0, 0, number);
        let goods = math64::min(amount, order.left);
        let money = goods * order.price;
        order.left -= goods;
        order.proceeds += money;
        (goods, money, if (order.left == 0) order.next else number)
    }

    /// Gives a taker goods for money.
    fun settle(taker: address, market: address, goods: u64, money: u64)
        adds Market(market).accounts[taker].goods
        writes Market(market).accounts[taker].money
    {
        let account = table::borrow_mut(&mut Market[market].accounts, taker);
        assert!(account.money >= money, error::invalid_state(EINSUFFICIENT_BALANCE));
        account.money -= money;
        account.goods += goods;
    }

    #[view]
    /// Returns the number and the price of the cheapest order; 0 and 0 if there is none.
    public fun best(market: address): (u64, u64)
        reads Market(market).orders[END].next
        reads Market(market).orders[Market(market).orders[END].next].price
    {
        let orders = &Market[market].orders;
        let first = table::borrow(orders, END).next;
        (first, table::borrow(orders, first).price)
    }
}
