//! What modules show each other: structs and function signatures.

use std::collections::{BTreeMap, BTreeSet};

use compiler_diagnostics::Span;
use compiler_syntax::ast;
use vm_access::{Ability, AbilitySet, AccountAddress, FunctionName, Identifier, ModuleId, Type};
use vm_bytecode::{FunctionDefinition, Module, Parameter, StructDefinition, Visibility};

use crate::index::{Recorder, Symbol};
use crate::scope::Member;
use crate::ty::StructName;

/// All modules in sight.
#[derive(Debug, Default)]
pub(crate) struct Interfaces {
    modules: BTreeMap<ModuleId, ModuleInterface>,
    /// Is told what names mean.
    pub(crate) index: Recorder,
}

/// What a module shows.
#[derive(Debug, Default)]
pub(crate) struct ModuleInterface {
    /// Where the module's name stands; `None` for a compiled one.
    pub(crate) name_span: Option<Span>,
    pub(crate) friends: Vec<ModuleId>,
    pub(crate) structs: BTreeMap<Identifier, StructInterface>,
    pub(crate) functions: BTreeMap<Identifier, FunctionInterface>,
    /// Names of its constants, which nobody else may use; of a compiled one those of errors alone.
    pub(crate) constants: BTreeSet<Identifier>,
}

/// A struct.
#[derive(Clone, Debug)]
pub(crate) struct StructInterface {
    pub(crate) name_span: Option<Span>,
    pub(crate) definition: StructDefinition,
}

/// A function's signature.
#[derive(Clone, Debug)]
pub(crate) struct FunctionInterface {
    pub(crate) name_span: Option<Span>,
    pub(crate) visibility: Visibility,
    /// Whether calls are replaced by its body; a parameter that takes a function has the type of an error then.
    pub(crate) is_inline: bool,
    /// Whether it has no body of its own, so that no value can stand for it.
    pub(crate) is_native: bool,
    /// Whether it is `#[persistent]`.
    pub(crate) is_persistent: bool,
    pub(crate) type_parameters: Vec<AbilitySet>,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) results: Vec<Type>,
}

impl Interfaces {
    /// The interfaces of compiled modules.
    pub(crate) fn of(dependencies: &[&Module], index: Recorder) -> Self {
        let modules = dependencies.iter().map(|module| (module.id.clone(), compiled(module)));
        Self { modules: modules.collect(), index }
    }

    /// A name that stands for a variant of an enum, if it has one of that name.
    pub(crate) fn mention_variant(&self, name: ast::Name<'_>, of: &StructName) {
        let variants = self.structure(of).into_iter().flat_map(|it| &it.definition.variants);
        if variants.into_iter().any(|variant| variant.name.as_str() == name.text) {
            self.index.mention(name, || Symbol::Variant(of.clone(), name.text.into()));
        }
    }

    /// A name that stands for a field.
    pub(crate) fn mention_field(&self, name: ast::Name<'_>, of: &StructName) {
        self.index.mention(name, || Symbol::Field(of.clone(), name.text.into()));
    }

    /// What a member is, if there is one.
    pub(crate) fn symbol(&self, member: &Member) -> Option<Symbol> {
        let Member { module, name } = member;
        let interface = self.module(module)?;
        if interface.structs.contains_key(name) {
            let name = StructName { module: module.clone(), name: name.clone() };
            return Some(Symbol::Struct(name));
        }
        if interface.functions.contains_key(name) {
            let name = FunctionName { module: module.clone(), name: name.clone() };
            return Some(Symbol::Function(name));
        }
        let is_constant = interface.constants.contains(name);
        is_constant.then(|| Symbol::Constant(module.clone(), name.clone()))
    }

    pub(crate) fn insert(&mut self, id: ModuleId, module: ModuleInterface) {
        self.modules.insert(id, module);
    }

    /// Adds a function to a module that is there.
    pub(crate) fn add_function(
        &mut self,
        module: &ModuleId,
        name: Identifier,
        function: FunctionInterface,
    ) {
        if let Some(module) = self.modules.get_mut(module) {
            module.functions.insert(name, function);
        }
    }

    pub(crate) fn module(&self, id: &ModuleId) -> Option<&ModuleInterface> {
        self.modules.get(id)
    }

    /// The modules published at `address`.
    pub(crate) fn at(&self, address: AccountAddress) -> impl Iterator<Item = &ModuleId> {
        self.modules.keys().filter(move |id| id.address == address)
    }

    pub(crate) fn structure(&self, name: &StructName) -> Option<&StructInterface> {
        self.module(&name.module)?.structs.get(&name.name)
    }

    pub(crate) fn function(&self, module: &ModuleId, name: &str) -> Option<&FunctionInterface> {
        self.module(module)?.functions.get(&Identifier::new(name))
    }

    /// Whether what `module` has with this visibility is one of the things that `user` sees.
    pub(crate) fn is_visible(
        &self,
        module: &ModuleId,
        visibility: Visibility,
        user: &ModuleId,
    ) -> bool {
        module == user
            || match visibility {
                Visibility::Public => true,
                Visibility::Package => module.address == user.address,
                Visibility::Friend => {
                    self.module(module).is_some_and(|module| module.friends.contains(user))
                }
                Visibility::Private => false,
            }
    }

    /// The abilities of a type, where type parameters have those of `parameters`.
    pub(crate) fn abilities(&self, ty: &Type, parameters: &[AbilitySet]) -> AbilitySet {
        match ty {
            Type::Signer => AbilitySet::SIGNER,
            Type::Reference { .. } => AbilitySet::REFERENCE,
            Type::Vector(element) => {
                self.abilities(element, parameters).intersect(AbilitySet::SCALAR)
            }
            Type::Parameter(index) => {
                parameters.get(usize::from(*index)).copied().unwrap_or_default()
            }
            Type::Struct(structure) => {
                let Some(found) = self.structure(&StructName::of(structure)) else {
                    return AbilitySet::SCALAR;
                };
                let arguments = found.definition.type_parameters.iter().zip(&structure.arguments);
                let solid: Vec<AbilitySet> = arguments
                    .filter(|(parameter, _)| !parameter.is_phantom)
                    .map(|(_, argument)| self.abilities(argument, parameters))
                    .collect();
                let declared = found.definition.abilities.iter();
                declared
                    .filter(|ability| solid.iter().all(|set| set.has(ability.required_of_fields())))
                    .collect()
            }
            Type::Bool | Type::Integer(_) | Type::Address => AbilitySet::SCALAR,
            Type::Function(function) => function.abilities,
        }
    }

    /// Whether values of a type have an ability.
    pub(crate) fn has(&self, ty: &Type, ability: Ability, parameters: &[AbilitySet]) -> bool {
        self.abilities(ty, parameters).has(ability)
    }
}

impl StructInterface {
    /// Position and type of a field.
    pub(crate) fn field(&self, name: &str) -> Option<(usize, &Type)> {
        let mut fields = self.definition.fields.iter().enumerate();
        fields.find(|(_, field)| field.name.as_str() == name).map(|(at, field)| (at, &field.ty))
    }
}

fn compiled(module: &Module) -> ModuleInterface {
    let structs = module.structs.iter().map(|definition| {
        let structure = StructInterface { name_span: None, definition: definition.clone() };
        (definition.name.clone(), structure)
    });
    let functions =
        module.functions.iter().map(|function| (function.name.clone(), signature(function)));
    ModuleInterface {
        name_span: None,
        friends: module.friends.clone(),
        structs: structs.collect(),
        functions: functions.collect(),
        constants: module.error_names.iter().map(|it| it.name.clone()).collect(),
    }
}

fn signature(function: &FunctionDefinition) -> FunctionInterface {
    FunctionInterface {
        name_span: None,
        visibility: function.visibility,
        is_inline: false,
        is_native: function.code.is_none(),
        is_persistent: function.is_persistent,
        type_parameters: function.type_parameters.clone(),
        parameters: function.parameters.clone(),
        results: function.results.clone(),
    }
}
