//! Payments: workload, calls that fail, and the records of `payments::gold`.

use std::sync::Arc;

use vm_access::{AccountAddress, ModuleId, Record, StructType, Type, Value};
use vm_runtime::Transaction;
use vm_workloads::{Payments as Generator, Workload};

use super::{Example, give};
use crate::accessvm::AccessVm;
use crate::package::Package;
use crate::rust::payments::Payments;

/// An account that holds no gold.
const NOBODY: AccountAddress = AccountAddress::from_low(0xee);

/// An account that nobody else has.
fn newcomer(index: usize) -> AccountAddress {
    let mut bytes = [0xee; 32];
    bytes[..8].copy_from_slice(&index.to_be_bytes());
    AccountAddress(bytes)
}

impl Example for Payments {
    const TITLE: &'static str = "payments, 100,000 accounts";
    const FOLDER: &'static str = "../../examples/payments";
    const ENDINGS: usize = 7;

    fn workload(measured: usize) -> Workload {
        let transactions = measured as u64;
        Workload::Payments(Generator { transactions, accounts: 100_000, ..Generator::default() })
    }

    fn is_measured(_: &Transaction) -> bool {
        true
    }

    fn trial(package: &Package, index: usize, call: &mut Transaction) {
        let Value::Signer(from) = call.arguments[0] else { panic!("everybody signs") };
        let to = call.arguments[1].clone();
        let treasurer = Value::Signer(package.address("payments"));
        let too_much = Value::U64(u64::MAX);
        match index % 16 {
            0 => give(call, 2, Value::U64(0)),
            1 => give(call, 2, too_much),
            2 => give(call, 1, Value::Address(NOBODY)),
            3 => give(call, 0, Value::Signer(NOBODY)),
            4 => give(call, 1, Value::Address(from)),
            5 => call.arguments = vec![Value::Signer(from), Value::Address(from), too_much],
            6 => call.gas_max = 1,
            7 => {
                call.function = package.function("payments::gold::issue");
                call.arguments = vec![treasurer, to, Value::U64(5)];
            }
            8 => {
                call.function = package.function("payments::gold::issue");
                call.arguments = vec![treasurer, to, too_much];
            }
            9 => call.function = package.function("payments::gold::issue"),
            10 => {
                call.function = package.function("payments::gold::open");
                call.arguments.truncate(1);
            }
            11 => {
                call.function = package.function("payments::gold::open");
                call.arguments = vec![Value::Signer(newcomer(index))];
            }
            _ => {}
        }
    }

    fn record_count(&self) -> usize {
        self.accounts.len()
    }

    fn compare(&self, package: &Package, vm: &AccessVm<'_>) {
        let coin = |name: &str| {
            let module = ModuleId::new(package.address("payments"), "gold");
            let gold = Type::Struct(StructType::plain(module, "Gold"));
            let module = ModuleId::new(AccountAddress::ONE, "coin");
            Arc::new(StructType { arguments: vec![gold], ..StructType::plain(module, name) })
        };
        let store = coin("CoinStore");
        for (owner, account) in self.accounts.iter() {
            let value = vm.value(&Record::Resource(store.clone(), AccountAddress(owner.0)));
            let balance = Value::Struct(vec![Value::U64(account.balance)]);
            let expected = Value::Struct(vec![balance, Value::Bool(account.is_frozen)]);
            assert_eq!(value, expected, "{owner:?}");
        }
        let info = vm.value(&Record::Resource(coin("CoinInfo"), AccountAddress::ONE));
        let Value::Struct(fields) = info else { panic!("{info:?} is no struct") };
        assert_eq!(fields.last(), Some(&Value::U128(Box::new(self.supply))));
    }
}
