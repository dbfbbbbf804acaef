//! Transactions and batches, with their arguments read.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use sha3::{Digest, Sha3_256};
use vm_access::{FunctionName, Type, Value};
use vm_interpreter::Block;

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
    /// What its transactions may ask about the block that it is.
    pub block: Block,
}

/// What the names that a batch makes up are derived from: computed when the first transaction asks for one.
#[derive(Debug)]
pub(crate) struct BatchSeed<'a> {
    pub(crate) batch: &'a Batch,
    seed: OnceLock<[u8; 32]>,
}

impl<'a> BatchSeed<'a> {
    pub(crate) fn of(batch: &'a Batch) -> Self {
        Self { batch, seed: OnceLock::new() }
    }

    /// The seed.
    pub(crate) fn get(&self) -> [u8; 32] {
        *self.seed.get_or_init(|| self.batch.seed())
    }
}

/// Which functions a batch calls, each with its type arguments.
#[derive(Debug)]
pub(crate) struct Called<'b> {
    pub(crate) batch: &'b Batch,
    /// Each of them once.
    pub(crate) all: Vec<(&'b FunctionName, &'b [Type])>,
    /// For each transaction the position of what it calls.
    pub(crate) of: Vec<u32>,
}

impl Batch {
    /// Which functions are called.
    pub(crate) fn called(&self) -> Called<'_> {
        let of = Vec::with_capacity(self.transactions.len());
        let mut called = Called { batch: self, all: Vec::new(), of };
        let mut known: FxHashMap<(&FunctionName, &[Type]), u32> = FxHashMap::default();
        let mut last = 0;
        for Transaction { function, type_arguments, .. } in &self.transactions {
            let own = (function, type_arguments.as_slice());
            // Most batches call few functions, one many times.
            if called.all.get(last as usize) != Some(&own) {
                last = *known.entry(own).or_insert_with(|| {
                    called.all.push(own);
                    u32::try_from(called.all.len() - 1)
                        .expect("a batch has under 2^32 transactions")
                });
            }
            called.of.push(last);
        }
        called
    }

    /// A digest of the batch and all that is in it.
    ///
    /// A name that a transaction makes up is nobody else's only if no transaction of the batch can name it: an argument
    /// that is derived from the digest changes the digest.
    fn seed(&self) -> [u8; 32] {
        let mut hasher = Sha3_256::new();
        hasher.update(b"accessvm");
        hasher.update(self.height.to_le_bytes());
        hasher.update(self.block.time.to_le_bytes());
        hasher.update(self.block.height.to_le_bytes());
        for transaction in &self.transactions {
            let called = (&transaction.function, &transaction.type_arguments);
            put(&mut hasher, &bcs::to_bytes(&called).expect("names and types can be encoded"));
            for argument in &transaction.arguments {
                put(&mut hasher, &argument.to_bytes());
            }
            hasher.update(transaction.gas_max.to_le_bytes());
        }
        hasher.finalize().into()
    }
}

/// Adds bytes behind their number, so that no two sequences give one digest.
fn put(hasher: &mut Sha3_256, bytes: &[u8]) {
    hasher.update((bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}
