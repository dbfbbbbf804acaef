//! Functions that the virtual machine provides: which they are, and what they may do.
//!
//! A module declares a native by name and signature only. What it touches is said here, never in a module, so that no
//! module can lie about it. (`std::vector`'s element operations are instructions, not natives: see
//! [`VectorOperation`].)

use vm_access::{AccountAddress, FunctionName};

macro_rules! natives {
    ($($(#[$doc:meta])* $variant:ident = $module:literal :: $name:literal, $effect:expr;)*) => {
        /// A native function of the library at `0x1`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Native { $($(#[$doc])* $variant,)* }

        impl Native {
            /// Every native.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Module and function name at `0x1`.
            pub fn path(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($module, $name),)* }
            }

            /// What it does to state.
            pub fn effect(self) -> Effect {
                match self { $(Self::$variant => $effect,)* }
            }
        }
    };
}

/// What a native does to state, and whether its results are terms over its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A term function: its results depend on its arguments alone.
    Term,
    /// Touches no state, but is no term function either (events, context).
    None,
    /// Returns an address, or a table with a handle, that no other transaction knows.
    Fresh,
    /// Acts on the item of key `arguments[1]` in the table `arguments[0]`.
    Item(ItemOperation),
}

/// What is done to a table item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemOperation {
    /// Reads existence.
    Contains,
    /// Writes existence and every component.
    Add,
    /// Writes existence and every component.
    Remove,
    /// Reads existence; returns a reference to the item.
    Borrow,
    /// Reads existence; returns a mutable reference to the item.
    BorrowMut,
}

natives! {
    /// `table::new<K, V>(): Table<K, V>`
    TableNew = "table"::"new", Effect::Fresh;
    /// `table::add<K, V>(&mut Table<K, V>, K, V)`
    TableAdd = "table"::"add", Effect::Item(ItemOperation::Add);
    /// `table::remove<K, V>(&mut Table<K, V>, K): V`
    TableRemove = "table"::"remove", Effect::Item(ItemOperation::Remove);
    /// `table::contains<K, V>(&Table<K, V>, K): bool`
    TableContains = "table"::"contains", Effect::Item(ItemOperation::Contains);
    /// `table::borrow<K, V>(&Table<K, V>, K): &V`
    TableBorrow = "table"::"borrow", Effect::Item(ItemOperation::Borrow);
    /// `table::borrow_mut<K, V>(&mut Table<K, V>, K): &mut V`
    TableBorrowMut = "table"::"borrow_mut", Effect::Item(ItemOperation::BorrowMut);
    /// `table::destroy_known_empty_unsafe<K, V>(Table<K, V>)`
    TableDestroy = "table"::"destroy_known_empty_unsafe", Effect::None;
    /// `signer::borrow_address(&signer): &address`
    SignerBorrowAddress = "signer"::"borrow_address", Effect::Term;
    /// `create_signer::create_signer(address): signer`
    CreateSigner = "create_signer"::"create_signer", Effect::Term;
    /// `bcs::to_bytes<T>(&T): vector<u8>`
    BcsToBytes = "bcs"::"to_bytes", Effect::Term;
    /// `hash::sha2_256(vector<u8>): vector<u8>`
    Sha2 = "hash"::"sha2_256", Effect::Term;
    /// `hash::sha3_256(vector<u8>): vector<u8>`
    Sha3 = "hash"::"sha3_256", Effect::Term;
    /// `from_bcs::bytes_to_address(vector<u8>): address`; aborts unless there are 32 bytes
    BytesToAddress = "from_bcs"::"bytes_to_address", Effect::Term;
    /// `string::internal_check_utf8(&vector<u8>): bool`
    CheckUtf8 = "string"::"internal_check_utf8", Effect::Term;
    /// `event::emit<T>(T)`
    EventEmit = "event"::"emit", Effect::None;
    /// `transaction_context::generate_auid_address(): address`
    FreshAddress = "transaction_context"::"generate_auid_address", Effect::Fresh;
    /// `aggregator_v2::widen_integer<I>(I): u128`; aborts unless it is an integer that fits
    Widen = "aggregator_v2"::"widen_integer", Effect::Term;
    /// `aggregator_v2::narrow<I>(u128): I`; aborts unless `I` is an integer type that it fits
    Narrow = "aggregator_v2"::"narrow", Effect::Term;
    /// `aggregator_v2::greatest<I>(): u128`, at most the greatest `u128`; aborts unless `I` is an integer type
    Greatest = "aggregator_v2"::"greatest", Effect::Term;
}

impl Native {
    /// The native that `function` names, if any.
    pub fn find(function: &FunctionName) -> Option<Self> {
        if function.module.address != AccountAddress::ONE {
            return None;
        }
        let path = (function.module.name.as_str(), function.name.as_str());
        Self::ALL.iter().copied().find(|native| native.path() == path)
    }
}

/// Functions of `0x1::vector` that compile to instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VectorOperation {
    /// `vector::empty<T>(): vector<T>`
    Empty,
    /// `vector::length<T>(&vector<T>): u64`
    Length,
    /// `vector::borrow<T>(&vector<T>, u64): &T`
    Borrow,
    /// `vector::borrow_mut<T>(&mut vector<T>, u64): &mut T`
    BorrowMut,
    /// `vector::push_back<T>(&mut vector<T>, T)`
    PushBack,
    /// `vector::pop_back<T>(&mut vector<T>): T`
    PopBack,
    /// `vector::destroy_empty<T>(vector<T>)`
    DestroyEmpty,
    /// `vector::swap<T>(&mut vector<T>, u64, u64)`
    Swap,
}

impl VectorOperation {
    /// The operation that `function` names, if any.
    pub fn find(function: &FunctionName) -> Option<Self> {
        let module = &function.module;
        if module.address != AccountAddress::ONE || module.name.as_str() != "vector" {
            return None;
        }
        Some(match function.name.as_str() {
            "empty" => Self::Empty,
            "length" => Self::Length,
            "borrow" => Self::Borrow,
            "borrow_mut" => Self::BorrowMut,
            "push_back" => Self::PushBack,
            "pop_back" => Self::PopBack,
            "destroy_empty" => Self::DestroyEmpty,
            "swap" => Self::Swap,
            _ => return None,
        })
    }
}
