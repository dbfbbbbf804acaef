//! Swaps: workload, calls that fail, and the records of `exchange::amm` and `exchange::wallet`.

use std::sync::Arc;

use vm_access::{AccountAddress, ModuleId, Record, StructType, TableId, Type, Value};
use vm_runtime::Transaction;
use vm_workloads::{Exchange as Generator, Workload};

use super::{Example, give};
use crate::accessvm::AccessVm;
use crate::package::Package;
use crate::rust::exchange::{Exchange, Pool};

/// No account, no pool and no asset.
const NOBODY: AccountAddress = AccountAddress::from_low(0xee);

impl Example for Exchange {
    const TITLE: &'static str = "swaps, 1,000 pools, 10,000 traders";
    const FOLDER: &'static str = "../../examples/exchange";
    const ENDINGS: usize = 10;

    /// One in twenty adds liquidity: left out.
    fn workload(measured: usize) -> Workload {
        let transactions = (measured + measured / 10) as u64;
        let (accounts, pools) = (10_000, 1000);
        Workload::Exchange(Generator { transactions, accounts, pools, ..Generator::default() })
    }

    fn is_measured(transaction: &Transaction) -> bool {
        transaction.function.name.as_str() == "swap"
    }

    fn trial(package: &Package, index: usize, call: &mut Transaction) {
        let arguments = <[Value; 6]>::try_from(call.arguments.clone()).unwrap();
        let [user, pool, given, taken, _, _] = arguments;
        let Value::Address(provider) = pool else { panic!("a pool has an address") };
        let provider = Value::Signer(provider);
        let (nobody, too_much) = (Value::Address(NOBODY), Value::U64(u64::MAX));
        let mut instead = |function: &str, arguments: &[Value]| {
            call.function = package.function(function);
            call.arguments = arguments.to_vec();
        };
        match index % 24 {
            0 => give(call, 4, Value::U64(0)),
            1 => give(call, 4, too_much),
            2 => give(call, 1, nobody),
            3 => give(call, 0, Value::Signer(NOBODY)),
            4 => give(call, 3, given),
            5 => give(call, 2, nobody),
            6 => give(call, 3, nobody),
            7 => give(call, 5, too_much),
            8 => call.gas_max = 1,
            9 => instead("exchange::wallet::fund", &[user, given, too_much]),
            10 => instead("exchange::wallet::fund", &[provider, nobody, Value::U64(5)]),
            11 => instead("exchange::wallet::open", &[user]),
            12 => instead("exchange::amm::create_pool", &[provider, given, taken, Value::U64(1)]),
            13 => {
                let arguments = [user, given.clone(), given, Value::U64(1)];
                instead("exchange::amm::create_pool", &arguments);
            }
            14 => {
                let arguments = [user, given, taken, Value::U64(10_000)];
                instead("exchange::amm::create_pool", &arguments);
            }
            16 => {
                let amounts = [Value::U64(5000), Value::U64(4000)];
                let [x, y] = amounts;
                instead("exchange::amm::add_liquidity", &[provider, pool, given, taken, x, y]);
            }
            17 => {
                let [x, y] = [Value::U64(0), Value::U64(4000)];
                instead("exchange::amm::add_liquidity", &[provider, pool, given, taken, x, y]);
            }
            18 => instead("exchange::amm::create_pool", &[user, given, taken, Value::U64(1)]),
            _ => {}
        }
    }

    fn record_count(&self) -> usize {
        let items: usize = self.wallets.iter().map(|(_, wallet)| wallet.balances.len()).sum();
        self.pools.len() + self.wallets.len() + items
    }

    fn compare(&self, package: &Package, vm: &AccessVm<'_>) {
        let resource = |module: &str, name: &str| {
            Arc::new(StructType::plain(ModuleId::new(package.address("exchange"), module), name))
        };
        let ty = resource("amm", "Pool");
        for (at, pool) in self.pools.iter() {
            let value = vm.value(&Record::Resource(ty.clone(), AccountAddress(at.0)));
            assert_eq!(value, pool.value(), "{at:?}");
        }
        let ty = resource("wallet", "Wallet");
        for (owner, wallet) in self.wallets.iter() {
            let table = vm.value(&Record::Resource(ty.clone(), AccountAddress(owner.0)));
            for (asset, balance) in &wallet.balances {
                let table =
                    TableId { key: Type::Address, value: Type::U64, handle: handle(&table) };
                let value = vm.value(&Record::Item(table, asset.0.to_vec()));
                assert_eq!(value, Value::U64(*balance), "{owner:?}, {asset:?}");
            }
        }
    }
}

impl Pool {
    fn value(&self) -> Value {
        Value::Struct(vec![
            Value::Address(AccountAddress(self.asset_x.0)),
            Value::Address(AccountAddress(self.asset_y.0)),
            Value::U64(self.fee),
            Value::U64(self.reserve_x),
            Value::U64(self.reserve_y),
            Value::U64(self.shares),
            Value::U128(Box::new(self.volume)),
        ])
    }
}

/// The handle of the table that is the only field of a wallet.
fn handle(wallet: &Value) -> AccountAddress {
    let Value::Struct(fields) = wallet else { panic!("{wallet:?} is no wallet") };
    let [Value::Struct(table)] = fields.as_slice() else { panic!("{wallet:?} is no wallet") };
    let [Value::Address(handle)] = table.as_slice() else { panic!("{wallet:?} is no wallet") };
    *handle
}
