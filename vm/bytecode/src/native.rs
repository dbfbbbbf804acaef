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
    /// `from_bcs::from_bytes<T>(vector<u8>): T`; aborts unless the bytes are the encoding of a `T`
    FromBytes = "from_bcs"::"from_bytes", Effect::Term;
    /// `aptos_hash::sip_hash(vector<u8>): u64`
    SipHash = "aptos_hash"::"sip_hash", Effect::Term;
    /// `aptos_hash::keccak256(vector<u8>): vector<u8>`
    Keccak = "aptos_hash"::"keccak256", Effect::Term;
    /// `aptos_hash::sha2_512(vector<u8>): vector<u8>`
    Sha2Long = "aptos_hash"::"sha2_512", Effect::Term;
    /// `aptos_hash::sha3_512(vector<u8>): vector<u8>`
    Sha3Long = "aptos_hash"::"sha3_512", Effect::Term;
    /// `aptos_hash::ripemd160(vector<u8>): vector<u8>`
    Ripemd = "aptos_hash"::"ripemd160", Effect::Term;
    /// `aptos_hash::blake2b_256(vector<u8>): vector<u8>`
    Blake2 = "aptos_hash"::"blake2b_256", Effect::Term;
    /// `ed25519::verify(vector<u8>, vector<u8>, vector<u8>): bool`: signature, public key, message
    Ed25519Verify = "ed25519"::"verify", Effect::Term;
    /// `ed25519::is_public_key(vector<u8>): bool`: a point of the curve, and of large order
    Ed25519IsKey = "ed25519"::"is_public_key", Effect::Term;
    /// `ed25519::public_key_of(vector<u8>): vector<u8>`: empty unless the secret has 32 bytes
    Ed25519KeyOf = "ed25519"::"public_key_of", Effect::Term;
    /// `ed25519::sign(vector<u8>, vector<u8>): vector<u8>`: secret, message; empty unless the secret has 32 bytes
    Ed25519Sign = "ed25519"::"sign", Effect::Term;
    /// `type_info::name_of<T>(): vector<u8>`: the type as it is written, its addresses in short
    TypeName = "type_info"::"name_of", Effect::Term;
    /// `type_info::address_of<T>(): address`; aborts unless `T` is a struct
    TypeAddress = "type_info"::"address_of", Effect::Term;
    /// `type_info::module_of<T>(): vector<u8>`; aborts unless `T` is a struct
    TypeModule = "type_info"::"module_of", Effect::Term;
    /// `type_info::struct_of<T>(): vector<u8>`, with type arguments; aborts unless `T` is a struct
    TypeStruct = "type_info"::"struct_of", Effect::Term;
    /// `string_utils::format<T>(&T, u8): vector<u8>`: the value as text; bits of the second argument choose how
    Format = "string_utils"::"format_value", Effect::Term;
    /// `cmp::compare_values<T>(&T, &T): u8`: 0, 1 or 2 for less, equal or greater
    Compare = "cmp"::"compare_values", Effect::Term;
    /// `string::internal_check_utf8(&vector<u8>): bool`
    CheckUtf8 = "string"::"internal_check_utf8", Effect::Term;
    /// `event::emit<T>(T)`
    EventEmit = "event"::"emit", Effect::None;
    /// `debug::show(vector<u8>)`: a text for whoever runs the code as a test
    DebugShow = "debug"::"show", Effect::None;
    /// `event::emitted<T>(): vector<T>`: what this transaction has emitted so far of the type
    EventsEmitted = "event"::"emitted", Effect::None;
    /// `context::get(u64): u64`: a number that belongs to the block
    ContextGet = "context"::"get", Effect::None;
    /// `context::set(u64, u64)`: for the rest of this transaction, as tests need it
    ContextSet = "context"::"set", Effect::None;
    /// `context::sender(): address`: the account of the first signer, or `@0x0`
    ContextSender = "context"::"sender", Effect::None;
    /// `context::hash(): vector<u8>`: 32 bytes that no other transaction has
    ContextHash = "context"::"hash", Effect::None;
    /// `context::next_bytes(): vector<u8>`: 32 bytes more with each call, none of them known before the batch
    ContextBytes = "context"::"next_bytes", Effect::None;
    /// `transaction_context::generate_auid_address(): address`
    FreshAddress = "transaction_context"::"generate_auid_address", Effect::Fresh;
    /// `aggregator_v2::widen_integer<I>(I): u128`; aborts unless it is an integer that fits
    Widen = "aggregator_v2"::"widen_integer", Effect::Term;
    /// `aggregator_v2::narrow<I>(u128): I`; aborts unless `I` is an integer type that it fits
    Narrow = "aggregator_v2"::"narrow", Effect::Term;
    /// `function_info::find<T, F>(address, vector<u8>, vector<u8>): vector<F>`: the function of this module and name at the
    /// type argument `T`, as a value of type `F`; aborts if there is none, and gives nothing if it is none of that type
    FindFunction = "function_info"::"find", Effect::None;
    /// `aggregator_v2::greatest<I>(): u128`, at most the greatest `u128`; aborts unless `I` is an integer type
    Greatest = "aggregator_v2"::"greatest", Effect::Term;
}

/// What the signature of a native that touches nothing looks like, as far as analyses need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Whether it has a type parameter.
    pub is_generic: bool,
    /// Number of parameters.
    pub parameters: u16,
    /// How many of its first parameters are references whose values it looks at.
    pub reads: u16,
}

impl Native {
    /// The shape of its signature.
    pub fn shape(self) -> Shape {
        let shape = |is_generic, parameters, reads| Shape { is_generic, parameters, reads };
        match self {
            Self::BcsToBytes => shape(true, 1, 1),
            Self::Format => shape(true, 2, 1),
            Self::Compare => shape(true, 2, 2),
            Self::CheckUtf8 => shape(false, 1, 1),
            Self::FromBytes | Self::Widen | Self::Narrow | Self::EventEmit | Self::TableDestroy => {
                shape(true, 1, 0)
            }
            Self::Greatest
            | Self::TypeName
            | Self::TypeAddress
            | Self::TypeModule
            | Self::TypeStruct
            | Self::TableNew
            | Self::EventsEmitted => shape(true, 0, 0),
            Self::Ed25519Verify => shape(false, 3, 0),
            Self::Ed25519Sign | Self::ContextSet => shape(false, 2, 0),
            Self::SignerBorrowAddress
            | Self::CreateSigner
            | Self::Sha2
            | Self::Sha3
            | Self::BytesToAddress
            | Self::SipHash
            | Self::Keccak
            | Self::Sha2Long
            | Self::Sha3Long
            | Self::Ripemd
            | Self::Blake2
            | Self::Ed25519IsKey
            | Self::Ed25519KeyOf
            | Self::ContextGet
            | Self::DebugShow => shape(false, 1, 0),
            Self::FreshAddress | Self::ContextSender | Self::ContextHash | Self::ContextBytes => {
                shape(false, 0, 0)
            }
            Self::TableAdd | Self::FindFunction => shape(true, 3, 0),
            Self::TableRemove | Self::TableContains | Self::TableBorrow | Self::TableBorrowMut => {
                shape(true, 2, 0)
            }
        }
    }

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
