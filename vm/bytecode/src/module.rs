//! The module format: pools, structs, functions.

use serde::{Deserialize, Serialize};
use vm_access::{
    AbilitySet, AccessPath, Declaration, Footprint, FunctionName, Identifier, ModuleId, Term, Type,
    Value,
};

use crate::certificate::Head;
use crate::import::Import;
use crate::instruction::{
    BlockId, CalleeId, ConstantId, Instruction, Register, Terminator, TypeId, VariantId,
};

/// A compiled module, not yet verified.
///
/// Instructions name types, callees and constants by position in the module's pools.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// Where it is published and its name.
    pub id: ModuleId,
    /// Modules that may call its `friend` functions.
    pub friends: Vec<ModuleId>,
    /// Types used by instructions, over the type parameters of the function that uses them.
    pub types: Vec<Type>,
    /// Functions called, with type arguments over those of the calling function.
    pub callees: Vec<Callee>,
    /// Values loaded by instructions.
    pub constants: Vec<Constant>,
    /// Named integer constants of the source, by which abort codes are reported.
    pub error_names: Vec<ErrorName>,
    /// Structs defined here.
    pub structs: Vec<StructDefinition>,
    /// Functions defined here.
    pub functions: Vec<FunctionDefinition>,
    /// What inference was told of other modules, by module.
    pub imports: Vec<Import>,
}

/// A function that is called, with its type arguments.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Callee {
    /// Which function.
    pub function: FunctionName,
    /// One type per type parameter.
    pub type_arguments: Vec<Type>,
}

/// A constant and its type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Constant {
    /// The type; a scalar or vectors of scalars.
    pub ty: Type,
    /// The value, of that type.
    pub value: Value,
}

/// A named `u64` constant of the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ErrorName {
    /// The abort code.
    pub code: u64,
    /// The constant's name.
    pub name: Identifier,
}

/// A struct, or an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StructDefinition {
    /// Its name.
    pub name: Identifier,
    /// Who may build it, take it apart and name its fields. What is stored is its module's alone all the same.
    pub visibility: Visibility,
    /// Abilities declared.
    pub abilities: AbilitySet,
    /// Its type parameters.
    pub type_parameters: Vec<TypeParameter>,
    /// Its fields, in order of declaration; an enum has none of its own.
    pub fields: Vec<Field>,
    /// The variants of an enum, in order of declaration; none make it a struct.
    pub variants: Vec<Variant>,
}

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variant {
    /// Its name.
    pub name: Identifier,
    /// Its fields, in order of declaration; none is ever fixed.
    pub fields: Vec<Field>,
}

/// A struct's type parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypeParameter {
    /// Abilities each argument must have.
    pub constraints: AbilitySet,
    /// Whether it occurs in no field but as a phantom.
    pub is_phantom: bool,
}

/// A struct's field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name; positional fields are called `0`, `1`, ….
    pub name: Identifier,
    /// Its type, over the struct's type parameters.
    pub ty: Type,
    /// Whether nothing ever replaces it while the value around it stays where it is: found by inference, checked
    /// by the verifier. What a fixed field of an existing record holds cannot change.
    pub is_fixed: bool,
}

/// Who may call a function, or look into a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Visibility {
    /// The module itself.
    Private,
    /// The module and its friends.
    Friend,
    /// Modules of the same package (same address).
    Package,
    /// Everybody.
    Public,
}

/// A function.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any may hold")]
pub struct FunctionDefinition {
    /// Its name.
    pub name: Identifier,
    /// Who may call it.
    pub visibility: Visibility,
    /// Whether a transaction may call it.
    pub is_entry: bool,
    /// Whether it is a `#[view]`.
    pub is_view: bool,
    /// Whether values of it may be stored although it is not public: `#[persistent]`.
    pub is_persistent: bool,
    /// Abilities each type argument must have.
    pub type_parameters: Vec<AbilitySet>,
    /// Its parameters, which are its first registers.
    pub parameters: Vec<Parameter>,
    /// Types of its results.
    pub results: Vec<Type>,
    /// What the source declares; `None` where nobody must and nobody did.
    pub declaration: Option<Declaration>,
    /// What inference found; covers the body.
    pub inferred: Footprint,
    /// Whether it may be applied in terms: touches no state, emits nothing, knows no context. Part of the interface
    /// of a public function.
    pub is_term_function: bool,
    /// What inference found about each result; empty before inference, and then nothing is known.
    pub result_summaries: Vec<ResultSummary>,
    /// `None` for a native.
    pub code: Option<Code>,
}

/// What a caller may know of one result, over the parameters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultSummary {
    /// The value; of a reference that leads to no path, the value behind it. `Term::Any` if nothing is known.
    pub value: Term,
    /// Of a returned reference: every path it may lead to.
    pub targets: Vec<AccessPath>,
    /// Whether computing `value` aborts wherever the function does, so that an application of the function and
    /// `value` mean the same.
    pub is_exact: bool,
}

/// A parameter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name in source, for footprints that are printed.
    pub name: Identifier,
    /// Its type.
    pub ty: Type,
}

/// A function's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The type of each register; the first are the parameters.
    pub registers: Vec<Type>,
    /// The first is the entry.
    pub blocks: Vec<Block>,
    /// What inference found at the heads of blocks, by block; of one that is missing nothing is known.
    pub heads: Vec<Head>,
}

/// Instructions that run one after the other, and where to go then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The instructions.
    pub instructions: Vec<Instruction>,
    /// How the block ends.
    pub terminator: Terminator,
}

impl StructDefinition {
    /// Whether it is an enum.
    pub fn is_enum(&self) -> bool {
        !self.variants.is_empty()
    }

    /// The variant at `id` of an enum, if there is one.
    pub fn variant(&self, id: VariantId) -> Option<&Variant> {
        self.variants.get(id.index())
    }

    /// The fields of a struct, or of all variants of an enum.
    pub fn all_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(self.variants.iter().flat_map(|variant| &variant.fields))
    }
}

impl FunctionDefinition {
    /// Whether values of it may be stored: it stays what it is as long as the module's interface does.
    pub fn is_storable(&self) -> bool {
        self.visibility == Visibility::Public || self.is_persistent
    }
}

impl Module {
    /// The struct called `name`.
    pub fn structure(&self, name: &Identifier) -> Option<&StructDefinition> {
        self.structs.iter().find(|definition| definition.name == *name)
    }

    /// The function called `name`.
    pub fn function(&self, name: &Identifier) -> Option<&FunctionDefinition> {
        self.functions.iter().find(|definition| definition.name == *name)
    }

    /// The type at `id`, if there is one.
    pub fn ty(&self, id: TypeId) -> Option<&Type> {
        self.types.get(id.index())
    }

    /// The callee at `id`, if there is one.
    pub fn callee(&self, id: CalleeId) -> Option<&Callee> {
        self.callees.get(id.index())
    }

    /// The constant at `id`, if there is one.
    pub fn constant(&self, id: ConstantId) -> Option<&Constant> {
        self.constants.get(id.index())
    }
}

impl Code {
    /// The type of a register, if there is one.
    pub fn register(&self, register: Register) -> Option<&Type> {
        self.registers.get(register.index())
    }

    /// What is said of the head of a block, if anything is.
    pub fn head(&self, id: BlockId) -> Option<&Head> {
        let position = self.heads.binary_search_by_key(&id, |head| head.block).ok()?;
        self.heads.get(position)
    }

    /// The block at `id`, if there is one.
    pub fn block(&self, id: BlockId) -> Option<&Block> {
        self.blocks.get(id.index())
    }
}
