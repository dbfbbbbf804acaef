//! `examples/payments` by hand: one table of accounts.

use vm_runtime::Transaction;

use crate::rust::{
    Abort, Arguments, Contract, Key, Log, Place, Records, invalid_argument, not_found,
    permission_denied,
};

/// The account of the treasurer.
const TREASURER: Key = treasurer();

const NOT_TREASURER: Abort = permission_denied(1);
const ZERO_AMOUNT: Abort = invalid_argument(2);
const NO_ACCOUNT: Abort = not_found(5);
const INSUFFICIENT_BALANCE: Abort = invalid_argument(6);
const FROZEN: Abort = permission_denied(10);

/// Gas of each call.
const CALL_GAS: u64 = 300;

/// Everybody's gold.
#[derive(Debug, Default)]
pub(crate) struct Payments {
    pub(crate) accounts: Records<Account>,
    pub(crate) supply: u128,
}

/// What one holds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Account {
    pub(crate) balance: u64,
    pub(crate) is_frozen: bool,
}

/// A call.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Call {
    Open { owner: Key },
    Issue { treasurer: Key, to: Key, amount: u64 },
    Pay { from: Key, to: Key, amount: u64 },
}

impl Contract for Payments {
    type Call = Call;

    fn read(transaction: &Transaction) -> Call {
        let mut it = Arguments::of(transaction);
        match transaction.function.name.as_str() {
            "open" => Call::Open { owner: it.key() },
            "issue" => Call::Issue { treasurer: it.key(), to: it.key(), amount: it.amount() },
            "pay" => Call::Pay { from: it.key(), to: it.key(), amount: it.amount() },
            other => panic!("{other} is not written by hand"),
        }
    }

    /// Who pays, and who is paid.
    type Places = [Option<Place>; 2];

    #[inline]
    fn is_steady(call: &Call) -> bool {
        !matches!(call, Call::Open { .. })
    }

    #[inline]
    fn find(&self, call: &Call) -> [Option<Place>; 2] {
        match call {
            Call::Pay { from, to, .. } => [from, to].map(|key| self.accounts.find(key)),
            Call::Open { .. } | Call::Issue { .. } => [None; 2],
        }
    }

    #[inline]
    fn execute(
        &mut self,
        call: &Call,
        places: [Option<Place>; 2],
        log: &mut Log,
    ) -> Result<(), Abort> {
        log.charge(CALL_GAS)?;
        match call {
            Call::Open { owner } => {
                self.accounts.insert(*owner, Account::default());
                Ok(())
            }
            Call::Issue { treasurer, to, amount } => self.issue(treasurer, to, *amount),
            Call::Pay { from, to, amount } => {
                self.pay(places, *amount)?;
                log.paid(from, to, *amount);
                Ok(())
            }
        }
    }
}

impl Payments {
    fn issue(&mut self, treasurer: &Key, to: &Key, amount: u64) -> Result<(), Abort> {
        if *treasurer != TREASURER {
            return Err(NOT_TREASURER);
        }
        let supply = self.supply.checked_add(u128::from(amount)).ok_or(Abort::Overflow)?;
        let account = self.accounts.get(to).ok_or(NO_ACCOUNT)?;
        account.balance = account.after_deposit(amount)?;
        self.supply = supply;
        Ok(())
    }

    #[inline]
    fn pay(&mut self, [from, to]: [Option<Place>; 2], amount: u64) -> Result<(), Abort> {
        if amount == 0 {
            return Err(ZERO_AMOUNT);
        }
        let from = from.ok_or(NO_ACCOUNT)?;
        let left = self.accounts.at(from).after_withdrawal(amount)?;
        let to = to.ok_or(NO_ACCOUNT)?;
        if from == to {
            return Ok(());
        }
        let payee = self.accounts.at(to);
        payee.balance = payee.after_deposit(amount)?;
        self.accounts.at(from).balance = left;
        Ok(())
    }
}

impl Account {
    #[inline]
    fn after_withdrawal(&self, amount: u64) -> Result<u64, Abort> {
        if self.is_frozen {
            return Err(FROZEN);
        }
        self.balance.checked_sub(amount).ok_or(INSUFFICIENT_BALANCE)
    }

    #[inline]
    fn after_deposit(&self, amount: u64) -> Result<u64, Abort> {
        if self.is_frozen {
            return Err(FROZEN);
        }
        self.balance.checked_add(amount).ok_or(Abort::Overflow)
    }
}

impl Log {
    /// The event `Paid`.
    #[inline]
    fn paid(&mut self, from: &Key, to: &Key, amount: u64) {
        let mut event = [0; 72];
        event[..32].copy_from_slice(&from.0);
        event[32..64].copy_from_slice(&to.0);
        event[64..].copy_from_slice(&amount.to_le_bytes());
        self.events.extend_from_slice(&event);
    }
}

/// `0xba4`
const fn treasurer() -> Key {
    let mut bytes = [0; 32];
    bytes[30] = 0x0b;
    bytes[31] = 0xa4;
    Key(bytes)
}
