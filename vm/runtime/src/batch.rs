//! Transactions and batches, with their arguments read.

use vm_access::{FunctionName, Type, Value};

/// A call of an entry function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transaction {
    /// The entry function.
    pub function: FunctionName,
    /// Ground types, one per type parameter.
    pub type_arguments: Vec<Type>,
    /// One value per parameter; of a `&signer` parameter the [`Value::Signer`].
    pub arguments: Vec<Value>,
    /// Gas the transaction may use.
    pub gas_max: u64,
}

/// Ordered transactions, executed as a unit. Serial order is the order of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// The transactions.
    pub transactions: Vec<Transaction>,
    /// Distinguishes the batch from all others: addresses that its transactions make up are derived from it.
    pub height: u64,
}
