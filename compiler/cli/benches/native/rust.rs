//! The side written by hand: what somebody would write who has one contract to run, and no virtual machine.
//!
//! Records lie in tables of hashbrown with its default hasher, under keys of 32 bytes, values inline. Each record is looked
//! up once, and so for some transactions ahead, that the processor waits for several at a time: that saves a third of the
//! time of payments on a machine whose cache others use as well. All checks come before the first write, and nothing is
//! allocated once tables and buffers have their size.
//!
//! Why not sort batches by account, or number accounts first: the order of a batch is its meaning, and a batch comes with
//! addresses.

mod records;

pub(crate) mod exchange;
pub(crate) mod payments;

pub(crate) mod computations;

use vm_access::{AccountAddress, Value};
use vm_runtime::Transaction;

pub(crate) use self::records::{Key, Place, Records};

/// Transactions whose records are looked up at once.
const AHEAD: usize = 8;

/// A contract: its state, and its entry functions.
pub(crate) trait Contract {
    /// A call of any of its entry functions, decoded.
    type Call;

    /// Decodes a call.
    fn read(transaction: &Transaction) -> Self::Call;

    /// Where the records of a call lie; of calls that make records, nothing.
    type Places: Copy + Default;

    /// Whether a call makes no records, so that all others stay where they are.
    fn is_steady(call: &Self::Call) -> bool;

    /// Looks up the records of a call.
    fn find(&self, call: &Self::Call) -> Self::Places;

    /// Executes a call. After an abort the state is as it was, and no event has been written.
    fn execute(
        &mut self,
        call: &Self::Call,
        places: Self::Places,
        log: &mut Log,
    ) -> Result<(), Abort>;
}

/// A transaction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order<C> {
    call: C,
    gas_max: u64,
}

/// Decodes a batch.
pub(crate) fn read<C: Contract>(transactions: &[Transaction]) -> Vec<Order<C::Call>> {
    let order = |it: &Transaction| Order { call: C::read(it), gas_max: it.gas_max };
    transactions.iter().map(order).collect()
}

/// Executes a batch; `log` is what it leaves beside the state.
pub(crate) fn execute<C: Contract>(contract: &mut C, batch: &[Order<C::Call>], log: &mut Log) {
    log.receipts.clear();
    log.events.clear();
    let mut places = [C::Places::default(); AHEAD];
    for orders in batch.chunks(AHEAD) {
        let are_steady = orders.iter().all(|order| C::is_steady(&order.call));
        for orders in orders.chunks(if are_steady { AHEAD } else { 1 }) {
            for (order, places) in orders.iter().zip(&mut places) {
                *places = contract.find(&order.call);
            }
            for (order, places) in orders.iter().zip(places) {
                log.gas_left = order.gas_max;
                let status = contract.execute(&order.call, places, log);
                let gas_used = order.gas_max - log.gas_left;
                log.receipts.push(Receipt { status, gas_used, events_end: log.events.len() });
            }
        }
    }
}

/// What a batch leaves beside the state.
#[derive(Debug, Default)]
pub(crate) struct Log {
    /// One for each transaction.
    pub(crate) receipts: Vec<Receipt>,
    /// The events of all transactions, in BCS. Each contract has one type of them.
    events: Vec<u8>,
    /// Of the transaction that runs.
    gas_left: u64,
}

/// What is told of one transaction.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Receipt {
    pub(crate) status: Result<(), Abort>,
    pub(crate) gas_used: u64,
    /// Where its events end; they begin where those of the transaction before end.
    events_end: usize,
}

/// Why a call has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Abort {
    /// An assertion.
    Code(u64),
    /// A number beyond its type.
    Overflow,
    /// A difference below zero.
    Underflow,
    /// A number that the type it is cast to does not hold.
    CastOutOfRange,
    /// A quotient by zero.
    DivisionByZero,
    /// The gas limit.
    OutOfGas,
}

impl Log {
    /// Uses gas.
    #[inline]
    fn charge(&mut self, gas: u64) -> Result<(), Abort> {
        self.gas_left = self.gas_left.checked_sub(gas).ok_or(Abort::OutOfGas)?;
        Ok(())
    }

    /// The events of each transaction.
    pub(crate) fn events(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        self.receipts.iter().map(move |receipt| {
            let events = &self.events[start..receipt.events_end];
            start = receipt.events_end;
            events
        })
    }
}

/// The arguments of a call, one after the other.
struct Arguments<'a>(std::slice::Iter<'a, Value>);

impl<'a> Arguments<'a> {
    fn of(transaction: &'a Transaction) -> Self {
        Self(transaction.arguments.iter())
    }

    fn key(&mut self) -> Key {
        match self.0.next() {
            Some(Value::Signer(AccountAddress(it)) | Value::Address(AccountAddress(it))) => {
                Key(*it)
            }
            other => panic!("{other:?} is no address"),
        }
    }

    fn amount(&mut self) -> u64 {
        match self.0.next() {
            Some(Value::U64(amount)) => *amount,
            other => panic!("{other:?} is no amount"),
        }
    }
}

/// Abort codes as `std::error` makes them.
const fn invalid_argument(reason: u64) -> Abort {
    Abort::Code((1 << 16) + reason)
}

const fn invalid_state(reason: u64) -> Abort {
    Abort::Code((3 << 16) + reason)
}

const fn permission_denied(reason: u64) -> Abort {
    Abort::Code((5 << 16) + reason)
}

const fn not_found(reason: u64) -> Abort {
    Abort::Code((6 << 16) + reason)
}

const fn already_exists(reason: u64) -> Abort {
    Abort::Code((8 << 16) + reason)
}
