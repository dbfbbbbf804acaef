//! Why a module is refused: where, which property, and the facts.

use std::fmt;

use vm_access::{Ability, Access, FunctionName, Identifier, ModuleId, Type};
use vm_bytecode::{BlockId, CodePoint, LimitExceeded, Register};

use crate::references::Conflict;

/// What the verifier holds of every module, a file for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Property {
    /// Everything named is there, once, and within the limits.
    Structure,
    /// Operands have the types that instructions and callees ask for.
    Types,
    /// Values are copied, dropped and stored only where their types allow it.
    Abilities,
    /// Registers hold a value when read; no value that must be used is lost.
    Initialization,
    /// References do not dangle, and what is changed through one is seen through no other.
    References,
    /// Functions are called by those who may; natives are those of the virtual machine.
    Visibility,
    /// Type arguments of recursive calls do not grow.
    Instantiation,
    /// Terms in footprints are well-typed.
    Terms,
    /// What the module says of its accesses covers what its code does.
    Footprints,
}

/// Why a module is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifyError {
    /// The module.
    pub module: ModuleId,
    /// The function, if it is one's fault.
    pub function: Option<Identifier>,
    /// The place in the function's code, if there is one.
    pub point: Option<CodePoint>,
    /// The property that does not hold.
    pub property: Property,
    /// The facts.
    pub fault: Fault,
    /// Definitions of other modules that are not what the module was compiled against.
    pub changed: Vec<(ModuleId, Identifier)>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A part is too large.
    OverLimit(LimitExceeded),
    /// Not a Move name.
    InvalidName(Identifier),
    /// Two items of one kind have one name.
    Duplicate(&'static str, Identifier),
    /// An id of this kind names nothing.
    NoSuch(&'static str, u32),
    /// A struct that its module does not define, or a module that is not there.
    UnknownStruct(ModuleId, Identifier),
    /// A function that is not there.
    UnknownFunction(FunctionName),
    /// A type parameter that is not there.
    UnknownTypeParameter(u16),
    /// There are more or fewer than there must be.
    Count {
        /// Of what.
        what: &'static str,
        /// How many there must be.
        expected: usize,
        /// How many there are.
        found: usize,
    },
    /// A reference where only a value's type can stand, or an ability set with unknown bits, and the like.
    Malformed(&'static str),
    /// A struct that contains itself.
    RecursiveStruct(Identifier),
    /// A phantom type parameter that a field uses.
    NotPhantom(Identifier, usize),
    /// A constant whose value is not of its type.
    NotOfType(Box<Type>),
    /// A register of the wrong type.
    Mismatch {
        /// The register.
        register: Register,
        /// What it must be.
        expected: Box<Expected>,
        /// What it is.
        found: Box<Type>,
    },
    /// An operation that only the module which defines the type may do.
    NotDefinedHere(Box<Type>),
    /// A type without an ability that is needed.
    Lacks(Box<Type>, Ability),
    /// A register that may hold no value when it is read.
    NotInitialized(Register),
    /// A value without `drop` that may be overwritten or left behind.
    Lost(Register),
    /// A use of what is borrowed.
    Borrowed(Box<Conflict>),
    /// A function that this module may not call.
    NotVisible(FunctionName),
    /// A function without code that the virtual machine does not provide.
    UnknownNative(Identifier),
    /// A native whose signature is not the virtual machine's, or that has code.
    NativeSignature(Identifier),
    /// A function that compiles to an instruction and cannot be called.
    NotCallable(FunctionName),
    /// A parameter that no transaction can give.
    NoArgument(Box<Type>),
    /// Recursive calls whose type arguments grow without end, beginning with this function.
    GrowingTypes(Identifier),
    /// A footprint that is not sorted, or says something twice.
    NotNormal,
    /// The stored inferred footprint does not cover what the code does.
    InferredTooNarrow(Option<Box<Access>>),
    /// The declaration does not cover what the code does.
    DeclaredTooNarrow(Option<Box<Access>>),
    /// A function value may do more than the type it gets allows.
    ClosureTooWide(Box<Access>),
    /// Claims to be a term function.
    NotATermFunction,
    /// Claims to know more of a result than follows from the code.
    ResultTooExact(usize),
    /// Claims that nothing replaces a field.
    NotFixed(Identifier, Identifier),
    /// Claims that something holds at the head of a block, and it does not follow on this way there.
    NotHeldAtHead(BlockId),
}

/// What a register must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Of exactly this type.
    Type(Type),
    /// Of some type of this kind.
    Kind(&'static str),
}

/// A fault and where it is in the module.
#[derive(Clone, Debug)]
pub(crate) struct Located {
    pub(crate) function: Option<Identifier>,
    pub(crate) point: Option<CodePoint>,
    pub(crate) fault: Fault,
}

/// The outcome of a check that knows its place.
pub(crate) type Checked = Result<(), Located>;
/// The outcome of a check whose caller knows the place.
pub(crate) type Plain = Result<(), Fault>;

impl From<Fault> for Located {
    fn from(fault: Fault) -> Self {
        Self { function: None, point: None, fault }
    }
}

impl Fault {
    pub(crate) fn count(what: &'static str, expected: usize, found: usize) -> Plain {
        if expected == found { Ok(()) } else { Err(Self::Count { what, expected, found }) }
    }

    pub(crate) fn in_function(self, function: &Identifier) -> Located {
        Located { function: Some(function.clone()), point: None, fault: self }
    }

    pub(crate) fn at_head(self, function: &Identifier, block: BlockId) -> Located {
        let point = Some(CodePoint { block, instruction: 0 });
        Located { function: Some(function.clone()), point, fault: self }
    }
}

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Structure => "structure",
            Self::Types => "types",
            Self::Abilities => "abilities",
            Self::Initialization => "initialization",
            Self::References => "references",
            Self::Visibility => "visibility",
            Self::Instantiation => "instantiation",
            Self::Terms => "terms",
            Self::Footprints => "footprints",
        })
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.module)?;
        if let Some(function) = &self.function {
            write!(f, "::{function}")?;
        }
        if let Some(point) = self.point {
            write!(f, " at {}:{}", point.block, point.instruction)?;
        }
        write!(f, ": {}: {}", self.property, self.fault)?;
        let Some((last, others)) = self.changed.split_last() else { return Ok(()) };
        f.write_str(" (compiled against another ")?;
        others.iter().try_for_each(|(module, name)| write!(f, "{module}::{name}, "))?;
        write!(f, "{}::{})", last.0, last.1)
    }
}

impl std::error::Error for VerifyError {}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type(ty) => write!(f, "{ty}"),
            Self::Kind(kind) => f.write_str(kind),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OverLimit(exceeded) => write!(f, "{exceeded}"),
            Self::InvalidName(name) => write!(f, "{:?} is no name", name.as_str()),
            Self::Duplicate(kind, name) => write!(f, "two {kind}s are called {name}"),
            Self::NoSuch(kind, index) => write!(f, "there is no {kind} {index}"),
            Self::UnknownStruct(module, name) => write!(f, "there is no struct {module}::{name}"),
            Self::UnknownFunction(name) => write!(f, "there is no function {name}"),
            Self::UnknownTypeParameter(index) => write!(f, "there is no type parameter {index}"),
            Self::Count { what, expected, found } => {
                write!(f, "{what}: {found} where {expected} must be")
            }
            Self::Malformed(what) => f.write_str(what),
            Self::RecursiveStruct(name) => write!(f, "struct {name} contains itself"),
            Self::NotPhantom(name, index) => {
                write!(f, "a field of {name} uses its phantom type parameter {index}")
            }
            Self::NotOfType(ty) => write!(f, "a constant is not of its type {ty}"),
            Self::Mismatch { register, expected, found } => {
                write!(f, "{register} is {found}, not {expected}")
            }
            Self::NotDefinedHere(ty) => write!(f, "{ty} is not defined here"),
            Self::Lacks(ty, ability) => write!(f, "{ty} does not have {ability}"),
            Self::NotInitialized(register) => write!(f, "{register} may hold no value"),
            Self::Lost(register) => write!(f, "the value in {register} may be lost"),
            Self::Borrowed(conflict) => write!(f, "{conflict}"),
            Self::NotVisible(name) => write!(f, "{name} may not be called from here"),
            Self::UnknownNative(name) => write!(f, "there is no native {name}"),
            Self::NativeSignature(name) => write!(f, "native {name} is declared wrongly"),
            Self::NotCallable(name) => write!(f, "{name} is an instruction, not a function"),
            Self::NoArgument(ty) => write!(f, "no transaction can give a {ty}"),
            Self::GrowingTypes(name) => {
                write!(f, "the type arguments of {name} grow with each recursive call")
            }
            Self::NotNormal => f.write_str("the footprint is not in normal form"),
            Self::InferredTooNarrow(access) => write_narrow(f, "inferred", access.as_deref()),
            Self::DeclaredTooNarrow(access) => write_narrow(f, "declared", access.as_deref()),
            Self::ClosureTooWide(access) => {
                f.write_str("a function value gets a type that does not allow ")?;
                write!(f, "{}", access.display(&names()))
            }
            Self::NotATermFunction => f.write_str("it is no term function"),
            Self::ResultTooExact(index) => {
                write!(f, "result {index} is not known as well as it says")
            }
            Self::NotFixed(structure, field) => {
                write!(f, "{structure}.{field} may be replaced")
            }
            Self::NotHeldAtHead(block) => {
                write!(f, "what is said to hold at {block} does not follow")
            }
        }
    }
}

fn names() -> vm_access::Names {
    vm_access::Names::default()
}

fn write_narrow(f: &mut fmt::Formatter<'_>, which: &str, access: Option<&Access>) -> fmt::Result {
    match access {
        Some(access) => {
            write!(f, "the {which} footprint does not cover {}", access.display(&names()))
        }
        None => write!(f, "the {which} footprint does not cover everything, which the code may do"),
    }
}
