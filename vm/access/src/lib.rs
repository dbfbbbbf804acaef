//! The words of state access: modes, terms, access paths, footprints, places, and their algebra.
#![forbid(unsafe_code)]

mod bind;
mod display;
mod enumerate;
mod evaluate;
mod footprint;
mod function;
mod instantiate;
mod integer;
mod name;
mod operator;
mod path;
mod place;
mod qualify;
mod relation;
mod stand_in;
mod substitute;
mod table;
mod term;
mod types;
mod value;

pub use bind::{Arguments, Bound, Evaluator, Unknown, bind, evaluate};
pub use display::{Named, Names};
pub use footprint::{Access, CallClause, Clause, Declaration, Footprint};
pub use function::{Captures, FunctionType};
pub use integer::{I256, Integer, IntegerType};
pub use name::{AccountAddress, FunctionName, Identifier, ModuleId};
pub use path::{
    AccessPath, Application, Mode, Operator, Projection, ResourcePattern, Root, TablePattern, Term,
    TermFunction, TypePattern,
};
pub use place::{Component, ComponentSet, Place, Record, TableId};
pub use qualify::{CONDITIONS_MAX, RANGES_MAX};
pub use ruint::aliases::U256;
pub use substitute::Argument;
pub use table::{
    BoundRecord, Direct, DirectAccess, DirectAddress, DirectRecord, Family, Table, TableAccess,
    TablePlace, TableRun,
};
pub use term::{CHOICES_MAX, Closure, TERM_DEPTH_MAX};
pub use types::{Ability, AbilitySet, StructType, Type};
pub use value::Value;
