//! Modes, terms and access paths: the symbolic names of state.

use std::cmp::Ordering;
use std::ptr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::function::Captures;
use crate::name::{AccountAddress, FunctionName, Identifier, ModuleId};
use crate::types::{StructType, Type};
use crate::value::Value;

/// What an access may do. `Reads ⊑ Writes`, `Adds ⊑ Writes`, `Reads ⊔ Adds = Writes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mode {
    /// Looks.
    Reads,
    /// Changes by an amount that depends on nothing that was there; commutes with itself.
    Adds,
    /// Looks and changes.
    Writes,
}

impl Mode {
    /// The least mode that allows what both allow.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        if self == other { self } else { Self::Writes }
    }

    /// Whether whoever may do `self` may do `other`.
    pub fn covers(self, other: Self) -> bool {
        self == other || self == Self::Writes
    }

    /// Whether two accesses of the same location in these modes must keep their order.
    pub fn conflicts(self, other: Self) -> bool {
        self == Self::Writes || other == Self::Writes || self != other
    }
}

/// A value at function entry, as far as it can be said in terms of the parameters.
///
/// A clone shares all parts: terms are copied from state to state far more often than they are made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Term {
    /// A literal or named constant.
    Constant(Value),
    /// A parameter's value; of a reference parameter, the value behind it at entry.
    Parameter(u16),
    /// `t.f`
    Field(Arc<Term>, Identifier),
    /// `t[i]`
    Element(Arc<Term>, Arc<Term>),
    /// `t[*]`: any element of a vector.
    AnyElement(Arc<Term>),
    /// A term function applied to terms.
    Apply(Arc<Application>),
    /// A struct value with every field known, in order of declaration.
    Pack(Arc<StructType>, Arc<[(Identifier, Term)]>),
    /// One of several: sorted, at least two, none of them a choice or `Any`.
    Choice(Arc<[Term]>),
    /// The variable that the `k`-th range of the access binds; it means nothing outside of it.
    Index(u8),
    /// `!p`: the value stored at a path at entry.
    Stored(Arc<AccessPath>),
    /// An address or handle that this transaction makes up and no other can know.
    Fresh,
    /// Nothing is known.
    Any,
}

/// A term function with its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Application {
    /// What is applied.
    pub function: TermFunction,
    /// Its type arguments.
    pub type_arguments: Vec<Type>,
    /// One term per parameter.
    pub arguments: Vec<Term>,
}

/// A function of its arguments alone: no state, no events, no context.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TermFunction {
    /// A Move function or constant native.
    Named(FunctionName),
    /// A built-in operation; the operand's type gives width and overflow.
    Operator(Operator),
    /// Makes a closure: the function, and which of its parameters the terms stand for. No key: it tells what a call of the
    /// value does, and its arguments may be anything.
    Closure(FunctionName, Captures),
}

/// Built-in operations of terms. Arithmetic aborts as in Move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Operator {
    /// `a + b`
    Add,
    /// `a - b`
    Subtract,
    /// `a * b`
    Multiply,
    /// `a / b`
    Divide,
    /// `a % b`
    Modulo,
    /// The length of a vector.
    Length,
    /// `a as T`, `T` the one type argument.
    Cast,
    /// `!a`
    Not,
    /// `a < b` of integers.
    Less,
    /// `a <= b` of integers.
    LessEqual,
    /// `a == b` of any one type. A signer equals its address.
    Equal,
    /// `a && b`; as a condition, `b` does not matter where `a` is false.
    And,
    /// `a || b`; as a condition, it holds where either does, whatever the other one does.
    Or,
    /// A vector each of whose elements is one of the arguments: how many there are, and in which order, nobody knows. It
    /// is for inference alone, and no key.
    Among,
}

/// Symbolic name of state: a root and projections.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AccessPath {
    /// Where the path starts.
    pub root: Root,
    /// The way down from there. Empty: the whole record (all components), without the items of its tables.
    pub projections: Vec<Projection>,
}

/// Where an access path starts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Root {
    /// `*`: all of global storage, table items included.
    Everything,
    /// `@a::*`: resources whose type is published at `a`.
    Account(AccountAddress),
    /// `m::*`: resources whose type is defined in module `m`.
    Module(ModuleId),
    /// `R<τ…>(t)`: a resource at an address.
    Resource(Arc<ResourcePattern>, Term),
    /// `items(h)[k]`: the item of key `k` in the table of handle `h`. `Any` for `h`: any table of these types.
    Item(Arc<TablePattern>, Arc<Term>, Arc<Term>),
    /// A reference parameter: whatever it points to.
    Parameter(u16),
    /// `*(t)`: every resource at an address, whatever its type; no table items.
    At(Term),
    /// `(t)(a…)`: whatever a call of the function value `t` with these arguments does to global storage. It is always
    /// written, and nothing lies below it. Made by [`Root::call`].
    Call(Arc<Term>, Vec<Term>),
}

/// Resource types named by a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ResourcePattern {
    /// The defining module.
    pub module: ModuleId,
    /// The struct's name.
    pub name: Identifier,
    /// `None`: all instances. Else one pattern per type parameter.
    pub arguments: Option<Vec<TypePattern>>,
}

/// Tables named by a path: type of key and type of value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TablePattern {
    /// `K` of `Table<K, V>`.
    pub key: Type,
    /// `V` of `Table<K, V>`.
    pub value: Type,
}

/// A type, or `_`: any one type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TypePattern {
    /// `_`
    Any,
    /// This type.
    Is(Type),
}

/// One step down an access path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Projection {
    /// Existence alone; always the last step, directly after a resource or item root.
    Existence,
    /// A field by name.
    Field(Identifier),
    /// An element of a vector; `Any` for all of them.
    Element(Term),
}

/// Orders by the fields in turn. These are shared by many terms and paths, and what is one and the same is equal.
macro_rules! order_by_fields {
    ($($ty:ident: $($field:ident)*;)*) => {$(
        impl Ord for $ty {
            fn cmp(&self, other: &Self) -> Ordering {
                if ptr::eq(self, other) {
                    return Ordering::Equal;
                }
                Ordering::Equal$(.then_with(|| self.$field.cmp(&other.$field)))*
            }
        }

        impl PartialOrd for $ty {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }
    )*};
}

order_by_fields! {
    Application: function type_arguments arguments;
    AccessPath: root projections;
    ResourcePattern: module name arguments;
    TablePattern: key value;
}

impl From<StructType> for ResourcePattern {
    fn from(ty: StructType) -> Self {
        let arguments = ty.arguments.into_iter().map(TypePattern::Is).collect();
        Self { module: ty.module, name: ty.name, arguments: Some(arguments) }
    }
}

impl TablePattern {
    /// `Table<K, V>`
    pub fn ty(&self) -> Type {
        let module = ModuleId::new(AccountAddress::ONE, "table");
        let arguments = vec![self.key.clone(), self.value.clone()];
        Type::Struct(StructType { module, name: Identifier::from("Table"), arguments })
    }
}

impl Root {
    /// `R(address)`
    pub fn resource(pattern: impl Into<ResourcePattern>, address: Term) -> Self {
        Self::Resource(Arc::new(pattern.into()), address)
    }

    /// `items(handle)[key]`
    pub fn item(table: TablePattern, handle: Term, key: Term) -> Self {
        Self::Item(Arc::new(table), Arc::new(handle), Arc::new(key))
    }
}

impl AccessPath {
    /// The path that is its root alone.
    pub fn root(root: Root) -> Self {
        Self { root, projections: Vec::new() }
    }

    /// The whole resource at `address`.
    pub fn resource(ty: StructType, address: Term) -> Self {
        Self::root(Root::resource(ty, address))
    }

    /// The path one step further down.
    #[must_use]
    pub fn then(mut self, projection: Projection) -> Self {
        self.projections.push(projection);
        self
    }

    /// The path with every key and index "any"; types and fields stay.
    #[must_use]
    pub fn with_any_keys(&self) -> Self {
        let root = match &self.root {
            Root::Resource(pattern, _) => Root::Resource(pattern.clone(), Term::Any),
            Root::Item(pattern, ..) => {
                Root::Item(pattern.clone(), Term::Any.into(), Term::Any.into())
            }
            Root::At(_) => Root::At(Term::Any),
            Root::Call(..) => Root::Everything,
            root @ (Root::Everything | Root::Account(_) | Root::Module(_) | Root::Parameter(_)) => {
                root.clone()
            }
        };
        let projections = self.projections.iter().map(Projection::with_any_keys).collect();
        Self { root, projections }
    }
}

impl Root {
    /// Whatever a call of a function value does that is stored at a path, or is a part of a parameter. Any other may do
    /// anything.
    pub fn call(function: Term, arguments: Vec<Term>) -> Self {
        if function.alternatives().iter().all(|term| term.as_path().is_some()) {
            Self::Call(Arc::new(function), arguments)
        } else {
            Self::Everything
        }
    }
}

impl AccessPath {
    /// The function value that is called, and the arguments, if this is what a call does.
    pub fn as_call(&self) -> Option<(&Term, &[Term])> {
        if let Root::Call(function, arguments) = &self.root {
            Some((function, arguments))
        } else {
            None
        }
    }

    /// Whether this is what a call of a function value does that is stored somewhere.
    ///
    /// Before a transaction runs, binding looks whether there is such a value. Where there is none, the call is not made;
    /// where there is one, the transaction may touch anything. So whoever goes on after the call need not give up what
    /// was known of state at entry: either that still holds, or nobody relies on it.
    pub fn is_stored_call(&self) -> bool {
        self.as_call().is_some_and(|(function, _)| matches!(function, Term::Stored(_)))
    }
}

impl Projection {
    /// The step with its index "any", if it has one.
    #[must_use]
    pub fn with_any_keys(&self) -> Self {
        match self {
            Self::Existence | Self::Field(_) => self.clone(),
            Self::Element(_) => Self::Element(Term::Any),
        }
    }
}
