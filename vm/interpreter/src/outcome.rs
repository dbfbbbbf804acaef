//! What an execution leaves behind.

use std::fmt;
use std::sync::Arc;

use smallvec::SmallVec;
use vm_access::{
    Component, ComponentSet, FunctionName, Identifier, IntegerType, Record, Type, U256, Value,
};
use vm_bytecode::CodePoint;
use vm_layout::{Fault, Image, Layout, LayoutError, Pointer, Source, to_bcs};

/// The outcome of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Execution {
    /// How it ended.
    pub status: Status,
    /// Gas used, at most the limit.
    pub gas_used: u64,
    /// Results of the function; of a reference the value behind it. Empty unless committed.
    pub results: Vec<Value>,
    /// Events in order; none unless committed.
    pub events: Events,
    /// What was shown to whoever writes the code, in order; an abort takes nothing back.
    pub printed: Vec<String>,
    /// Records touched, in order of [`Record`], where that was asked for.
    pub records: Vec<TouchedRecord>,
}

/// How an execution ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// It returned.
    Committed,
    /// It aborted and has no effect.
    Aborted(Box<Abort>),
}

/// Why and where an execution aborted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abort {
    /// Why.
    pub cause: Cause,
    /// The instruction; `None` if it did not come to run one.
    pub site: Option<Site>,
    /// The calls that led there, innermost first.
    pub callers: Vec<Site>,
}

impl Abort {
    /// An abort before or after all instructions.
    pub(crate) fn outside(cause: Cause) -> Self {
        Self { cause, site: None, callers: Vec::new() }
    }
}

/// An instruction of a function.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Site {
    /// The function, with its module.
    pub function: FunctionName,
    /// Block and instruction.
    pub point: CodePoint,
}

/// Why an execution aborted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// `abort code`; `name` is the constant of the module with this value, if it has one.
    Code {
        /// The abort code.
        code: u64,
        /// What the module calls it.
        name: Option<Identifier>,
    },
    /// Checked arithmetic.
    Arithmetic(ArithmeticError),
    /// A vector has no such element.
    NoElement,
    /// A vector taken apart has another number of elements.
    ElementCount,
    /// The record is not there.
    NotThere(Box<Record>),
    /// The record is there already.
    AlreadyThere(Box<Record>),
    /// Bytes do not encode an address.
    BadAddress,
    /// An access that the footprint does not cover.
    OutsideFootprint {
        /// The record.
        record: Box<Record>,
        /// The first component that was not permitted.
        component: Component,
        /// Whether it was to be changed.
        is_write: bool,
    },
    /// The gas limit.
    OutOfGas,
    /// Another limit.
    LimitReached(Limit),
    /// State, events or context used where a term is evaluated.
    NotATerm,
    /// Arguments that do not fit the function.
    BadArguments,
    /// A function that is not there, or has no body, or is another one than a function value takes it for.
    Unlinked(Box<FunctionName>),
    /// A type without layout.
    NoLayout(Box<LayoutError>),
    /// The host gave this run up ([`Denied::Interrupted`](crate::Denied)); not an outcome of the transaction.
    Interrupted,
    /// Code that no verifier would let pass.
    Unverified(Fault),
}

/// What checked arithmetic refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ArithmeticError {
    /// A result beyond the type.
    Overflow,
    /// `-` of unsigned integers below zero.
    Underflow,
    /// `/` or `%` by zero.
    DivisionByZero,
    /// A shift by the width or more.
    ShiftTooFar,
    /// A cast to a type that does not hold the value.
    CastOutOfRange,
}

/// A limit other than gas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// Calls inside each other.
    CallDepth,
    /// Bytes of values or frames.
    Memory,
    /// Number or bytes of events.
    Events,
    /// Number of records.
    Records,
}

/// Events in order, their encodings behind each other.
#[derive(Clone, Debug, Default)]
pub struct Events {
    bytes: Vec<u8>,
    /// Layout of each, and where its bytes end.
    all: SmallVec<[(Arc<Layout>, usize); 1]>,
}

/// An event.
#[derive(Clone, Copy, Debug)]
pub struct Event<'e> {
    layout: &'e Arc<Layout>,
    /// The BCS encoding of its value.
    pub bytes: &'e [u8],
}

impl Events {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The encodings of all.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Event<'_>> {
        let mut start = 0;
        self.all.iter().map(move |(layout, end)| {
            let bytes = self.bytes.get(start..*end).unwrap_or_default();
            start = *end;
            Event { layout, bytes }
        })
    }

    /// Adds the value at `at`.
    pub(crate) fn add(
        &mut self,
        source: &impl Source,
        at: Pointer,
        layout: &Arc<Layout>,
    ) -> Result<(), Fault> {
        if self.all.is_empty() {
            self.bytes = Vec::with_capacity(layout.size());
        }
        to_bcs(source, at, layout, &mut self.bytes)?;
        self.all.push((Arc::clone(layout), self.bytes.len()));
        Ok(())
    }
}

impl PartialEq for Events {
    fn eq(&self, other: &Self) -> bool {
        let is_alike = |(left, right): (Event<'_>, Event<'_>)| left == right;
        self.len() == other.len() && self.iter().zip(other.iter()).all(is_alike)
    }
}

impl Eq for Events {}

impl PartialEq for Event<'_> {
    fn eq(&self, other: &Self) -> bool {
        let is_one = Arc::ptr_eq(self.layout, other.layout);
        self.bytes == other.bytes && (is_one || self.ty() == other.ty())
    }
}

impl Eq for Event<'_> {}

impl Event<'_> {
    /// Type of the value.
    pub fn ty(&self) -> &Type {
        self.layout.ty()
    }

    /// The value as a tree, to be shown.
    ///
    /// # Panics
    ///
    /// Never: the bytes encode a value.
    pub fn value(&self) -> Value {
        let image = Image::from_bcs(self.bytes, self.layout);
        image.expect("an event is the encoding of a value").to_value()
    }
}

/// What an execution did with one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedRecord {
    /// The record.
    pub record: Record,
    /// Components whose earlier values the outcome depends on.
    pub read: ComponentSet,
    /// Components changed; existence is among them if the record was created or removed. None of an aborted execution.
    pub written: ComponentSet,
    /// Components of which integers were added to and subtracted from, and nothing else was done: the outcome does not
    /// depend on what was there, as long as nothing overflows. None of an aborted execution.
    pub added: ComponentSet,
    /// By how much, integer by integer, in order of offset.
    pub sums: SmallVec<[Sum; 1]>,
    /// The value at the end, if the record is there and something is `written` or `added`.
    pub after: Option<Image>,
}

/// All by which one integer of a record grew, and shrank; or does at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Where the integer lies in the record's inline part.
    pub offset: usize,
    /// Its type.
    pub ty: IntegerType,
    /// All by which it grew; the greatest number if that is more.
    pub plus: U256,
    /// All by which it shrank, likewise.
    pub minus: U256,
}

impl Execution {
    /// Whether it has effects.
    pub fn is_committed(&self) -> bool {
        self.status == Status::Committed
    }
}

impl ArithmeticError {
    /// What it is that a difference does not fit its type.
    pub(crate) fn below(ty: IntegerType) -> Self {
        if ty.is_signed() { Self::Overflow } else { Self::Underflow }
    }
}

impl From<Fault> for Cause {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::MemoryFull | Fault::StackFull => Self::LimitReached(Limit::Memory),
            Fault::Stray | Fault::ReadOnly | Fault::Shape | Fault::NoRecord => {
                Self::Unverified(fault)
            }
        }
    }
}

impl From<ArithmeticError> for Cause {
    fn from(error: ArithmeticError) -> Self {
        Self::Arithmetic(error)
    }
}

impl From<LayoutError> for Cause {
    fn from(error: LayoutError) -> Self {
        Self::NoLayout(Box::new(error))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Committed => f.write_str("committed"),
            Self::Aborted(abort) => write!(f, "aborted: {abort}"),
        }
    }
}

impl fmt::Display for Abort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.site {
            Some(site) => write!(f, "{} in {site}", self.cause),
            None => write!(f, "{}", self.cause),
        }
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}:{}", self.function, self.point.block, self.point.instruction)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code { code, name: Some(name) } => write!(f, "code {code} ({name})"),
            Self::Code { code, name: None } => write!(f, "code {code}"),
            Self::Arithmetic(error) => write!(f, "{error}"),
            Self::NoElement => f.write_str("no such element"),
            Self::ElementCount => f.write_str("vector of another length"),
            Self::NotThere(record) => write!(f, "{record} is not there"),
            Self::AlreadyThere(record) => write!(f, "{record} is there already"),
            Self::BadAddress => f.write_str("bytes that are no address"),
            Self::OutsideFootprint { record, component, is_write } => {
                let verb = if *is_write { "write" } else { "read" };
                write!(f, "{verb} of {record}")?;
                match component.index().checked_sub(1) {
                    Some(field) => write!(f, ", field {field}, outside the footprint"),
                    None => f.write_str(", its existence, outside the footprint"),
                }
            }
            Self::OutOfGas => f.write_str("out of gas"),
            Self::LimitReached(limit) => write!(f, "limit on {limit} reached"),
            Self::NotATerm => f.write_str("state or context used in a term"),
            Self::BadArguments => f.write_str("arguments do not fit the function"),
            Self::Unlinked(function) => write!(f, "function {function} is not there"),
            Self::NoLayout(error) => write!(f, "{error}"),
            Self::Interrupted => f.write_str("interrupted"),
            Self::Unverified(fault) => write!(f, "invalid code: {fault}"),
        }
    }
}

impl fmt::Display for ArithmeticError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Overflow => "arithmetic overflow",
            Self::Underflow => "subtraction below zero",
            Self::DivisionByZero => "division by zero",
            Self::ShiftTooFar => "shift by the width or more",
            Self::CastOutOfRange => "cast out of range",
        })
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CallDepth => "call depth",
            Self::Memory => "memory",
            Self::Events => "events",
            Self::Records => "records",
        })
    }
}
