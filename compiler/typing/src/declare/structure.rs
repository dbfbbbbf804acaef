//! Structs: fields, abilities, phantom parameters, no recursion.

use std::collections::{BTreeMap, BTreeSet};

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use compiler_syntax::ast;
use vm_access::{Ability, AbilitySet, Type};
use vm_bytecode::{Field, StructDefinition, TypeParameter, Variant};

use crate::declare::{Names, Signatures, abilities, position_name, visibility};
use crate::interface::{Interfaces, StructInterface};
use crate::scope::Scope;
use crate::source::Source;
use crate::ty::{StructName, error_type};

/// Variants of an enum at most: their numbers take one byte.
const VARIANTS_MAX: usize = 127;

/// Name, abilities and type parameters of a struct.
pub(crate) fn outline(item: &ast::Struct<'_>) -> StructInterface {
    outline_of(item.name, item.visibility, item.type_parameters, item.abilities)
}

/// Name, abilities, type parameters and names of the variants of an enum.
pub(crate) fn outline_enum(item: &ast::Enum<'_>) -> StructInterface {
    let mut outline = outline_of(item.name, item.visibility, item.type_parameters, item.abilities);
    let variant = |it: &ast::Variant<'_>| Variant { name: it.name.text.into(), fields: Vec::new() };
    outline.definition.variants = item.variants.iter().map(variant).collect();
    outline
}

fn outline_of(
    name: ast::Name<'_>,
    visible: ast::Visibility,
    type_parameters: &[ast::TypeParameter<'_>],
    written: &[ast::Ability],
) -> StructInterface {
    let parameters = type_parameters.iter().map(|parameter| TypeParameter {
        constraints: abilities(parameter.abilities),
        is_phantom: parameter.is_phantom,
    });
    let definition = StructDefinition {
        name: name.text.into(),
        visibility: visibility(visible),
        abilities: abilities(written),
        type_parameters: parameters.collect(),
        fields: Vec::new(),
        variants: Vec::new(),
    };
    StructInterface { name_span: Some(name.span), definition }
}

impl Signatures<'_> {
    /// The struct with its fields.
    pub(crate) fn structure(
        &mut self,
        item: &ast::Struct<'_>,
        outline: &StructInterface,
        scope: &Scope<'_>,
    ) -> StructInterface {
        if item.is_native {
            self.error(Code::E0113, item.name.span, "native structs are not supported yet");
        }
        self.check_type_parameters(item.type_parameters);
        let scope = scope.clone().with_type_parameters(item.type_parameters);
        let parameters: Vec<AbilitySet> =
            item.type_parameters.iter().map(|parameter| abilities(parameter.abilities)).collect();
        let mut complete = outline.clone();
        complete.definition.fields =
            self.fields(&item.fields, &outline.definition, &scope, &parameters);
        complete
    }

    /// The enum with the fields of its variants.
    pub(crate) fn enumeration(
        &mut self,
        item: &ast::Enum<'_>,
        outline: &StructInterface,
        scope: &Scope<'_>,
    ) -> StructInterface {
        if item.variants.is_empty() {
            let message = format!("enum `{}` has no variants", item.name.text);
            self.error(Code::E0317, item.name.span, message);
        }
        if VARIANTS_MAX < item.variants.len() {
            let message = format!("an enum has at most {VARIANTS_MAX} variants");
            self.error(Code::E0317, item.name.span, message);
        }
        self.check_type_parameters(item.type_parameters);
        let mut names = Names { diagnostics: self.diagnostics, known: Vec::new() };
        for variant in item.variants {
            names.add(variant.name);
        }
        let scope = scope.clone().with_type_parameters(item.type_parameters);
        let parameters: Vec<AbilitySet> =
            item.type_parameters.iter().map(|parameter| abilities(parameter.abilities)).collect();
        let mut complete = outline.clone();
        for (written, variant) in item.variants.iter().zip(&mut complete.definition.variants) {
            variant.fields = self.fields(&written.fields, &outline.definition, &scope, &parameters);
        }
        complete
    }

    /// The fields of a struct or variant.
    fn fields(
        &mut self,
        written: &ast::Fields<'_>,
        definition: &StructDefinition,
        scope: &Scope<'_>,
        parameters: &[AbilitySet],
    ) -> Vec<Field> {
        let named: Vec<(vm_access::Identifier, &ast::Type<'_>)> = match written {
            ast::Fields::Unit => Vec::new(),
            ast::Fields::Named(fields) => {
                self.check_field_names(fields);
                fields.iter().map(|field| (field.name.text.into(), &field.ty)).collect()
            }
            ast::Fields::Positional(types) => {
                types.iter().enumerate().map(|(at, ty)| (position_name(at), ty)).collect()
            }
        };
        let mut fields = Vec::new();
        for (name, written) in named {
            let ty = self.ty(written, scope, parameters);
            self.check_field(&ty, written.span, definition);
            fields.push(Field { name, ty, is_fixed: false });
        }
        fields
    }

    fn check_field_names(&mut self, fields: &[ast::Field<'_>]) {
        let mut known: BTreeMap<&str, Span> = BTreeMap::new();
        for field in fields {
            if let Some(earlier) = known.insert(field.name.text, field.name.span) {
                let message = format!("field `{}` is defined twice", field.name.text);
                let diagnostic = Diagnostic::error(Code::E0204, field.name.span, message)
                    .with_secondary(earlier, "first defined here");
                self.diagnostics.push(diagnostic);
            }
        }
    }

    fn check_field(&mut self, ty: &Type, span: Span, definition: &StructDefinition) {
        if ty.is_reference() {
            self.error(Code::E0506, span, "a field cannot hold a reference");
            return;
        }
        // A struct has an ability as far as its arguments do: parameters count as having all.
        let all = vec![Ability::ALL.into_iter().collect(); definition.type_parameters.len()];
        let found = self.interfaces.abilities(ty, &all);
        for ability in definition.abilities.iter() {
            let required = ability.required_of_fields();
            if !found.has(required) {
                let message = format!("a struct with `{ability}` needs fields with `{required}`");
                let diagnostic = Diagnostic::error(Code::E0404, span, message)
                    .with_label(format!("this type does not have `{required}`"));
                self.diagnostics.push(diagnostic);
                return;
            }
        }
        self.check_phantom(ty, span, definition);
    }

    fn check_phantom(&mut self, ty: &Type, span: Span, definition: &StructDefinition) {
        let used = solid_parameters(ty, self.interfaces);
        let is_phantom = |index: &u16| {
            let parameter = definition.type_parameters.get(usize::from(*index));
            parameter.is_some_and(|parameter| parameter.is_phantom)
        };
        if used.iter().any(is_phantom) {
            let message = "a phantom type parameter may stand only where another one is wanted";
            self.error(Code::E0406, span, message);
        }
    }
}

/// The type parameters that values of a type really hold.
fn solid_parameters(ty: &Type, interfaces: &Interfaces) -> BTreeSet<u16> {
    match ty {
        Type::Parameter(index) => BTreeSet::from([*index]),
        Type::Vector(inner) | Type::Reference { to: inner, .. } => {
            solid_parameters(inner, interfaces)
        }
        Type::Struct(structure) => {
            let Some(found) = interfaces.structure(&StructName::of(structure)) else {
                return BTreeSet::new();
            };
            let arguments = found.definition.type_parameters.iter().zip(&structure.arguments);
            let solid = arguments.filter(|(parameter, _)| !parameter.is_phantom);
            solid.flat_map(|(_, argument)| solid_parameters(argument, interfaces)).collect()
        }
        Type::Bool | Type::Integer(_) | Type::Address | Type::Signer => BTreeSet::new(),
        Type::Function(function) => {
            function.types().flat_map(|inner| solid_parameters(inner, interfaces)).collect()
        }
    }
}

/// Reports structs that contain themselves.
pub(crate) fn check(
    sources: &[Source<'_>],
    interfaces: &Interfaces,
    diagnostics: &mut Diagnostics,
) {
    let mut contains: BTreeMap<StructName, BTreeSet<StructName>> = BTreeMap::new();
    for source in sources {
        let Some(module) = interfaces.module(&source.id) else { continue };
        for (name, structure) in &module.structs {
            let name = StructName { module: source.id.clone(), name: name.clone() };
            let mut inside = BTreeSet::new();
            structure.definition.all_fields().for_each(|field| mention(&field.ty, &mut inside));
            contains.insert(name, inside);
        }
    }
    for name in recursive(&contains) {
        let span = interfaces.structure(&name).and_then(|structure| structure.name_span);
        let Some(span) = span else { continue };
        let message = format!("struct `{}` contains itself", name.name);
        let diagnostic = Diagnostic::error(Code::E0314, span, message)
            .with_note("a struct lies flat in memory: it cannot hold one of its own kind");
        diagnostics.push(diagnostic);
    }
}

/// Collects the structs in a type.
fn mention(ty: &Type, structs: &mut BTreeSet<StructName>) {
    match ty {
        Type::Struct(structure) if *ty != error_type() => {
            structs.insert(StructName::of(structure));
            structure.arguments.iter().for_each(|argument| mention(argument, structs));
        }
        Type::Vector(inner) | Type::Reference { to: inner, .. } => mention(inner, structs),
        Type::Struct(_)
        | Type::Bool
        | Type::Integer(_)
        | Type::Address
        | Type::Signer
        | Type::Parameter(_)
        // A function value holds no value of the types that it takes and gives.
        | Type::Function(_) => {}
    }
}

/// The structs that are left when those that contain none of the others are taken away, again and again.
///
/// What only contains a recursive struct is taken away from the other side first.
fn recursive(contains: &BTreeMap<StructName, BTreeSet<StructName>>) -> Vec<StructName> {
    let mut left: BTreeMap<&StructName, BTreeSet<&StructName>> = contains
        .iter()
        .map(|(name, inside)| {
            (name, inside.iter().filter(|inner| contains.contains_key(*inner)).collect())
        })
        .collect();
    loop {
        let count = left.len();
        let names: BTreeSet<&StructName> = left.keys().copied().collect();
        left.values_mut().for_each(|inside| inside.retain(|inner| names.contains(inner)));
        let contained: BTreeSet<&StructName> = left.values().flatten().copied().collect();
        left.retain(|name, inside| !inside.is_empty() && contained.contains(name));
        if left.len() == count {
            return left.into_keys().cloned().collect();
        }
    }
}
