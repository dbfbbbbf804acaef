//! Types while they are being inferred.

use vm_access::{
    AbilitySet, AccountAddress, Declaration, FunctionType, Identifier, ModuleId, StructType, Type,
};

/// A type that may still hold variables.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ty {
    /// Follows an error that has been reported; fits anything.
    Error,
    /// Not known yet.
    Variable(Variable),
    /// A type without parts: a scalar or a type parameter.
    Atom(Type),
    /// `vector<T>`
    Vector(Box<Ty>),
    /// A struct with its type arguments.
    Struct(StructName, Vec<Ty>),
    /// `&T`, or `&mut T` where the flag is set.
    Reference(bool, Box<Ty>),
    /// No value, or several.
    Tuple(Vec<Ty>),
    /// The type of function values.
    Function(Box<FunctionTy>),
}

/// The type of a function value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FunctionTy {
    pub(crate) parameters: Vec<Ty>,
    /// A tuple of several.
    pub(crate) result: Ty,
    pub(crate) promise: Promise,
}

/// What a function type says besides what is taken and given.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Promise {
    /// As written.
    Written(Written),
    /// Of a value made here: what can be promised of it, or what it is made for.
    Made(Made),
}

/// Abilities and clauses.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Written {
    pub(crate) abilities: AbilitySet,
    /// Over the parameters of the function type, and over type parameters.
    pub(crate) declaration: Option<Declaration>,
    /// What the type parameters in clauses stand for; none where they stand for themselves.
    pub(crate) types: Vec<Ty>,
}

/// A function value that is made in the function at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Made(pub(crate) usize);

/// A type variable of one function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Variable(pub(crate) usize);

/// Which struct or enum.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StructName {
    /// The module that declares it.
    pub module: ModuleId,
    /// Its name there.
    pub name: Identifier,
}

impl Ty {
    /// The type of what has no value.
    pub(crate) const UNIT: Self = Self::Tuple(Vec::new());
    pub(crate) const BOOL: Self = Self::Atom(Type::Bool);
    pub(crate) const U64: Self = Self::Atom(Type::U64);
    pub(crate) const ADDRESS: Self = Self::Atom(Type::Address);

    /// `ty` with each type parameter replaced by its argument.
    pub(crate) fn instantiate(ty: &Type, arguments: &[Ty]) -> Self {
        match ty {
            Type::Parameter(index) => arguments
                .get(usize::from(*index))
                .cloned()
                .unwrap_or_else(|| Self::Atom(ty.clone())),
            Type::Vector(element) => Self::instantiate(element, arguments).vector(),
            Type::Struct(structure) if is_error(structure) => Self::Error,
            Type::Struct(structure) => {
                let inner = structure.arguments.iter();
                Self::Struct(
                    StructName::of(structure),
                    inner.map(|argument| Self::instantiate(argument, arguments)).collect(),
                )
            }
            Type::Reference { is_mutable, to } => {
                Self::instantiate(to, arguments).reference(*is_mutable)
            }
            Type::Function(function) => {
                let FunctionType { parameters, results, abilities, declaration } = &**function;
                let parameters = parameters.iter().map(|ty| Self::instantiate(ty, arguments));
                let written = Written {
                    abilities: *abilities,
                    declaration: declaration.clone(),
                    types: declaration.as_ref().map_or(&[][..], |_| arguments).to_vec(),
                };
                Self::function(
                    parameters.collect(),
                    Self::results(results, arguments),
                    Promise::Written(written),
                )
            }
            Type::Bool | Type::Integer(_) | Type::Address | Type::Signer => Self::Atom(ty.clone()),
        }
    }

    /// `ty` as it stands.
    pub(crate) fn of(ty: &Type) -> Self {
        Self::instantiate(ty, &[])
    }

    /// The type of several results.
    pub(crate) fn results(types: &[Type], arguments: &[Ty]) -> Self {
        let types = types.iter().map(|ty| Self::instantiate(ty, arguments));
        Self::tuple(types.collect())
    }

    /// A tuple; of one type that type.
    pub(crate) fn tuple(mut types: Vec<Ty>) -> Self {
        match (types.len(), types.pop()) {
            (1, Some(only)) => only,
            (_, Some(last)) => {
                types.push(last);
                Self::Tuple(types)
            }
            (_, None) => Self::UNIT,
        }
    }

    pub(crate) fn function(parameters: Vec<Ty>, result: Ty, promise: Promise) -> Self {
        Self::Function(Box::new(FunctionTy { parameters, result, promise }))
    }

    pub(crate) fn vector(self) -> Self {
        Self::Vector(Box::new(self))
    }

    pub(crate) fn reference(self, is_mutable: bool) -> Self {
        Self::Reference(is_mutable, Box::new(self))
    }

    pub(crate) fn is_error(&self) -> bool {
        matches!(self, Self::Error)
    }
}

impl FunctionTy {
    /// The types in it, those that clauses name included.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Ty> {
        let written = match &self.promise {
            Promise::Written(written) => written.types.as_slice(),
            Promise::Made(_) => &[],
        };
        self.parameters.iter().chain([&self.result]).chain(written)
    }
}

impl StructName {
    pub(crate) fn of(structure: &StructType) -> Self {
        Self { module: structure.module.clone(), name: structure.name.clone() }
    }

    /// The struct type with these arguments.
    pub(crate) fn with(self, arguments: Vec<Type>) -> StructType {
        StructType { module: self.module, name: self.name, arguments }
    }
}

/// What stands in a signature for a type that could not be resolved: a struct with a name that no source can spell.
pub(crate) fn error_type() -> Type {
    Type::Struct(StructType::plain(ModuleId::new(AccountAddress::default(), ""), ""))
}

fn is_error(structure: &StructType) -> bool {
    structure.name.as_str().is_empty()
}
