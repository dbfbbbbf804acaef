//! What is wrong with a use of references, as facts.

use std::fmt;

use vm_access::Type;
use vm_bytecode::{CodePoint, Register};

/// A use of a place that a reference in use forbids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What is done to the place.
    pub action: Action,
    /// The place.
    pub place: Place,
    /// Whether the reference that forbids it is mutable.
    pub is_mutable: bool,
    /// Where that reference was made; `None` for a parameter.
    pub made: Option<CodePoint>,
    /// Where it is used again, if anywhere.
    pub used: Option<CodePoint>,
}

/// What is done to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// A register gets another value.
    Assign,
    /// The value is taken out of its register.
    Move,
    /// The value is read, or copied.
    Read,
    /// What is behind a reference is changed.
    Write,
    /// An immutable reference is made.
    Borrow,
    /// A mutable reference is made.
    BorrowMut,
    /// A mutable reference is given to a function.
    Pass,
    /// A reference is given back to the caller.
    Return,
    /// A resource is taken out of storage.
    MoveFrom,
    /// A function is called that borrows the resource, or takes it out of storage.
    Call,
}

/// Where a conflict is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A register that holds a value.
    Local(Register),
    /// What a register that holds a reference leads to.
    Behind(Register),
    /// Resources of a type, in storage.
    Resource(Box<Type>),
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = match self.action {
            Action::Assign => "is assigned",
            Action::Move => "is moved",
            Action::Read => "is read",
            Action::Write => "is changed",
            Action::Borrow | Action::BorrowMut => "is borrowed",
            Action::Pass => "is passed on",
            Action::Return => "is returned",
            Action::MoveFrom => "is moved out of storage",
            Action::Call => "is used by a callee",
        };
        let kind = if self.is_mutable { "mutably " } else { "" };
        match &self.place {
            Place::Local(register) => write!(f, "{register} {done} while it is {kind}borrowed"),
            Place::Behind(register) => {
                write!(f, "what {register} leads to {done} while it is {kind}borrowed")
            }
            Place::Resource(ty) => write!(f, "{ty} {done} while it is {kind}borrowed"),
        }
    }
}
