//! The typed program: names resolved, types inferred, every borrow, freeze and dereference explicit.
//!
//! What the code generator needs and nothing else. Expressions name lists of types by [`TypesId`]: an expression's
//! values (none for `()`, several for a tuple), or the type arguments of a call. The table is [`Body::types`].

use vm_access::{
    AbilitySet, Captures, Declaration, FunctionName, Identifier, Integer, ModuleId, Type, Value,
};
use vm_bytecode::{
    BinaryOperation, ErrorName, FieldId, Parameter, SourceSpan, StructDefinition, VariantId,
    Visibility,
};

/// Modules, each after those it uses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Program {
    /// In an order in which every module comes after those it uses.
    pub modules: Vec<Module>,
}

/// A checked module.
#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    /// Where it is published and its name.
    pub id: ModuleId,
    /// The source file, as the compiler names it.
    pub path: String,
    /// Modules that may call its friend functions.
    pub friends: Vec<ModuleId>,
    /// Named `u64` constants.
    pub error_names: Vec<ErrorName>,
    /// In source order.
    pub structs: Vec<StructDefinition>,
    /// In source order.
    pub functions: Vec<Function>,
    /// Inline functions with clauses, to be compared with these; they are no part of the module.
    pub inlines: Vec<Function>,
    /// What stands in these for the functions that they take.
    pub stand_ins: Vec<StandIn>,
}

/// A function that an inline function takes, as if it were one of the module.
#[derive(Clone, Debug, PartialEq)]
pub struct StandIn {
    /// See [`Identifier::stand_in`].
    pub name: Identifier,
    /// Those of the inline function.
    pub type_parameters: Vec<AbilitySet>,
    /// Types of its parameters.
    pub parameters: Vec<Type>,
    /// Types of its results.
    pub results: Vec<Type>,
}

/// A checked function.
#[derive(Clone, Debug, PartialEq)]
pub struct Function {
    /// Its name.
    pub name: Identifier,
    /// The name in the header.
    pub name_span: SourceSpan,
    /// Who may call it.
    pub visibility: Visibility,
    /// Whether a transaction may call it.
    pub is_entry: bool,
    /// Whether it is a `#[view]`.
    pub is_view: bool,
    /// Whether it is `#[persistent]`: values of it may be stored.
    pub is_persistent: bool,
    /// Abilities each type argument must have.
    pub type_parameters: Vec<AbilitySet>,
    /// Its parameters, which are its first locals.
    pub parameters: Vec<Parameter>,
    /// Types of its results.
    pub results: Vec<Type>,
    /// `None` where no clause is written; empty for `pure`.
    pub declaration: Option<Declaration>,
    /// The span of each clause of the declaration, in order.
    pub clause_spans: Vec<SourceSpan>,
    /// `None` for a native.
    pub body: Option<Body>,
}

/// A function's body.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// Parameters first, then variables in order of declaration.
    pub locals: Vec<Local>,
    /// Lists of types, by [`TypesId`].
    pub types: Vec<Vec<Type>>,
    /// Its values are the function's results.
    pub value: Expression,
}

/// A parameter or variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Local {
    /// Its name; `None` for what the compiler made up.
    pub name: Option<Identifier>,
    /// Its type.
    pub ty: Type,
    /// Whether the type has `copy`.
    pub is_copyable: bool,
    /// Whether the type has `drop`.
    pub is_droppable: bool,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The id of the item at `index` of its list.
            ///
            /// # Panics
            ///
            /// If `index` does not fit in 32 bits, which source files, limited to 4 GiB, cannot cause.
            pub fn new(index: usize) -> Self {
                Self(u32::try_from(index).expect("source files are limited to 4 GiB"))
            }

            /// Position in its list.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A parameter or variable of a function.
    LocalId;
    /// A loop of a function.
    LoopId;
    /// A list of types in [`Body::types`].
    TypesId;
}

impl Body {
    /// The list of types at `id`.
    pub fn types(&self, id: TypesId) -> &[Type] {
        self.types.get(id.index()).map_or(&[], Vec::as_slice)
    }
}

/// An expression and the types of its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// What it does.
    pub kind: ExpressionKind,
    /// One type per value it gives.
    pub types: TypesId,
    /// Where it stands.
    pub span: SourceSpan,
}

/// How a variable is used as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usage {
    /// `x`: moved if its type lacks `copy`, or lacks `drop` and this is its last use; else copied.
    Implicit,
    /// `copy x`
    Copy,
    /// `move x`
    Move,
}

/// What an expression does. Operands are evaluated in the order of the fields.
#[derive(Clone, Debug, PartialEq)]
pub enum ExpressionKind {
    /// An integer of the expression's type, which it fits.
    Integer(Integer),
    /// A value of the expression's type.
    Constant(Value),
    /// A variable as a value.
    Local(LocalId, Usage),
    /// Several values, or none; each operand gives one.
    Tuple(Vec<Expression>),
    /// A struct of the expression's type: every field once, in order of evaluation.
    Pack(Vec<(FieldId, Expression)>),
    /// A variant of the expression's type, which is an enum: every field once, in order of evaluation.
    PackVariant(VariantId, Vec<(FieldId, Expression)>),
    /// Whether the enum behind a reference is this variant.
    TestVariant(Box<Expression>, VariantId),
    /// `&r.f` or `&mut r.f`, as the expression's type says, of a reference to an enum; aborts if it is another variant.
    BorrowVariantField(Box<Expression>, VariantId, FieldId),
    /// `vector[a, b]`
    Vector(Vec<Expression>),
    /// `f<τ…>(a, b)`
    Call {
        /// What is called.
        function: FunctionName,
        /// Its type arguments.
        type_arguments: TypesId,
        /// One per parameter.
        arguments: Vec<Expression>,
    },
    /// A function value: a function of which some parameters are given values, in order.
    Closure {
        /// The function.
        function: FunctionName,
        /// Its type arguments.
        type_arguments: TypesId,
        /// Which of its parameters are given.
        captures: Captures,
        /// One per parameter that is given.
        captured: Vec<Expression>,
    },
    /// A function value for one of the expression's type, which promises no more.
    WidenClosure(Box<Expression>),
    /// `(f)(a, b)` of a function value.
    CallClosure(Box<Expression>, Vec<Expression>),
    /// `!a`
    Not(Box<Expression>),
    /// `a as T`, `T` the expression's type.
    Cast(Box<Expression>),
    /// `a op b`
    Binary(BinaryOperation, Box<Expression>, Box<Expression>),
    /// `a && b`
    And(Box<Expression>, Box<Expression>),
    /// `a || b`
    Or(Box<Expression>, Box<Expression>),
    /// `&x` or `&mut x`, as the expression's type says.
    BorrowLocal(LocalId),
    /// `&e` or `&mut e` of a value that is no place: borrows a temporary.
    BorrowValue(Box<Expression>),
    /// `&r.f` or `&mut r.f`, as the expression's type says, of a reference.
    BorrowField(Box<Expression>, FieldId),
    /// `borrow_global<R>(a)` or `borrow_global_mut<R>(a)`, as the expression's type says.
    BorrowGlobal(Box<Expression>),
    /// `&mut T` as `&T`.
    Freeze(Box<Expression>),
    /// `*r`
    Read(Box<Expression>),
    /// `exists<R>(a)`, `R` the one type of the list.
    Exists(TypesId, Box<Expression>),
    /// `move_from<R>(a)`, `R` the expression's type.
    MoveFrom(Box<Expression>),
    /// `move_to<R>(signer, value)`
    MoveTo(Box<Expression>, Box<Expression>),
    /// `let p = e` and `p = e`: the value, then the pattern it is put into.
    Assign(Box<Expression>, Box<Pattern>),
    /// All in turn; the values are those of the last, the variables end.
    Block(Vec<Expression>, Vec<LocalId>),
    /// `if (a) b else c`
    If(Box<Expression>, Box<Expression>, Option<Box<Expression>>),
    /// `assert!(condition, code)`
    Assert(Box<Expression>, Box<Expression>),
    /// `loop { body }`; `step` runs after the body and after `continue`.
    Loop {
        /// By which `break` and `continue` name it.
        id: LoopId,
        /// What is repeated.
        body: Box<Expression>,
        /// What runs between two rounds.
        step: Option<Box<Expression>>,
    },
    /// `break` with the loop's values.
    Break(LoopId, Option<Box<Expression>>),
    /// `continue`
    Continue(LoopId),
    /// `return e`
    Return(Box<Expression>),
    /// `abort e`
    Abort(Box<Expression>),
}

/// Where values are put.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// How.
    pub kind: PatternKind,
    /// Where it stands.
    pub span: SourceSpan,
}

impl Pattern {
    /// Visits the variables that values are put into.
    pub(crate) fn each_local(&self, visit: &mut dyn FnMut(LocalId)) {
        match &self.kind {
            PatternKind::Local(local) => visit(*local),
            PatternKind::Tuple(parts)
            | PatternKind::Unpack(_, parts)
            | PatternKind::UnpackVariant(_, _, parts) => {
                parts.iter().for_each(|part| part.each_local(visit));
            }
            PatternKind::UnpackReference(fields)
            | PatternKind::UnpackVariantReference(_, fields) => {
                fields.iter().for_each(|field| field.pattern.each_local(visit));
            }
            PatternKind::Ignore | PatternKind::Place(_) => {}
        }
    }
}

/// How values are put into variables and places.
#[derive(Clone, Debug, PartialEq)]
pub enum PatternKind {
    /// `_`: dropped.
    Ignore,
    /// `x`
    Local(LocalId),
    /// `(p, q)`, one pattern per value; at the top only.
    Tuple(Vec<Pattern>),
    /// `S { f: p }` of a struct: one pattern per field, in order of declaration, and the fields' types.
    Unpack(TypesId, Vec<Pattern>),
    /// `S { f: p }` of a reference to a struct: borrows the fields named.
    UnpackReference(Vec<FieldPattern>),
    /// `E::V { f: p }` of an enum: one pattern per field, in order of declaration, and the fields' types.
    UnpackVariant(VariantId, TypesId, Vec<Pattern>),
    /// `E::V { f: p }` of a reference to an enum: borrows the fields named.
    UnpackVariantReference(VariantId, Vec<FieldPattern>),
    /// `r.f`, `*r`, `v[i]`: written through this `&mut`, evaluated after the value.
    Place(Box<Expression>),
}

/// A field borrowed by a pattern.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldPattern {
    /// Which field.
    pub field: FieldId,
    /// The type of the reference to it.
    pub reference: TypesId,
    /// Where the reference is put.
    pub pattern: Pattern,
}

/// The value of an integer of type `ty`.
///
/// # Panics
///
/// If `ty` is no integer type, or does not hold the number.
pub fn integer_value(ty: &Type, number: Integer) -> Value {
    let value = ty.as_integer().and_then(|ty| Value::integer(number, ty));
    value.expect("every number has been found to fit its type")
}
