//! What modules declare: their structs, signatures and friends become interfaces.

pub(crate) mod friends;
mod function;
mod structure;

use std::collections::BTreeSet;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use compiler_syntax::ast;
use vm_access::{Ability, AbilitySet, Identifier, Type};
use vm_bytecode::Visibility;

use crate::constant::Constants;
use crate::inline::InlineSource;
use crate::interface::{Interfaces, ModuleInterface};
use crate::naming;
use crate::scope::{Addresses, Aliases, Scope};
use crate::source::{Source, collect_inline};
use crate::ty::{Ty, error_type};
use crate::types::{self, Resolution};
use crate::unify::Table;

/// Makes the interfaces of a package's modules, beside those of its dependencies.
pub(crate) fn declare(
    sources: &mut [Source<'_>],
    interfaces: &mut Interfaces,
    addresses: &Addresses,
    diagnostics: &mut Diagnostics,
) {
    for source in sources.iter() {
        naming::check(source.ast, diagnostics);
        let interface = outline(source.ast, diagnostics);
        interfaces.insert(source.id.clone(), interface);
    }
    for source in sources.iter_mut() {
        source.aliases = aliases(source, addresses, interfaces, diagnostics);
    }
    for source in sources.iter() {
        let scope = source.scope(addresses, interfaces);
        let (complete, _) = complete(source, &scope, diagnostics);
        interfaces.insert(source.id.clone(), complete);
    }
    structure::check(sources, interfaces, diagnostics);
}

/// Completes the function types in signatures by their clauses, which may name anything that is declared.
pub(crate) fn declare_clauses<'a>(
    sources: impl Iterator<Item = (&'a Source<'a>, &'a Constants)>,
    interfaces: &mut Interfaces,
    addresses: &Addresses,
    diagnostics: &mut Diagnostics,
) {
    let mut completed = Vec::new();
    for (source, constants) in sources.filter(|(source, _)| has_clauses(source.ast)) {
        let scope = source.scope(addresses, interfaces).with_constants(constants);
        // All else has been said.
        let (complete, in_clauses) = complete(source, &scope, &mut Diagnostics::new());
        diagnostics.extend(in_clauses);
        completed.push((source.id.clone(), complete));
    }
    for (id, complete) in completed {
        interfaces.insert(id, complete);
    }
}

/// Whether a function type with clauses stands in a signature of the module.
fn has_clauses(module: &ast::Module<'_>) -> bool {
    let of_fields = |fields: &ast::Fields<'_>| match fields {
        ast::Fields::Unit => false,
        ast::Fields::Named(fields) => fields.iter().any(|field| says_clauses(&field.ty)),
        ast::Fields::Positional(types) => types.iter().any(says_clauses),
    };
    let of_function = |item: &ast::Function<'_>| {
        let mut parameters = item.parameters.iter();
        parameters.any(|own| says_clauses(&own.ty))
            || item.result.as_ref().is_some_and(says_clauses)
    };
    let mut variants = module.enums.iter().flat_map(|item| item.variants);
    module.structs.iter().any(|item| of_fields(&item.fields))
        || variants.any(|variant| of_fields(&variant.fields))
        || module.functions.iter().any(of_function)
}

fn says_clauses(ty: &ast::Type<'_>) -> bool {
    match &ty.kind {
        ast::TypeKind::Error | ast::TypeKind::Infer => false,
        ast::TypeKind::Path(path) => {
            let arguments = path.segments.iter().filter_map(|segment| segment.type_arguments);
            arguments.flat_map(|arguments| arguments.types).any(says_clauses)
        }
        ast::TypeKind::Reference { target, .. } => says_clauses(target),
        ast::TypeKind::Tuple(types) => types.iter().any(says_clauses),
        ast::TypeKind::Function { parameters, result, access, .. } => {
            access.is_some()
                || parameters.iter().any(|own| says_clauses(&own.ty))
                || result.is_some_and(says_clauses)
        }
    }
}

/// Adds the inline functions of packages compiled before to their modules' interfaces; gives those modules.
pub(crate) fn foreign<'a>(
    files: &[InlineSource<'a>],
    interfaces: &mut Interfaces,
) -> Vec<(Source<'a>, &'a Addresses)> {
    let mut sources = collect_inline(files, interfaces);
    let mut said = Diagnostics::new();
    let inline = |source: &Source<'a>| {
        let items = source.ast.functions.iter();
        items.filter(|item| item.is_inline)
    };
    for (source, _) in &sources {
        for item in inline(source) {
            let outline = function::outline(item);
            interfaces.add_function(&source.id, item.name.text.into(), outline);
        }
    }
    for (source, addresses) in &mut sources {
        source.aliases = aliases(source, addresses, interfaces, &mut said);
    }
    let mut complete = Vec::new();
    for (source, addresses) in &sources {
        let scope = source.scope(addresses, interfaces);
        let mut known = Signatures { interfaces, diagnostics: &mut said, in_clauses: Vec::new() };
        for item in inline(source) {
            let function = known.function(item, &function::outline(item), &scope, &source.id);
            complete.push((source.id.clone(), Identifier::new(item.name.text), function));
        }
    }
    for (module, name, function) in complete {
        interfaces.add_function(&module, name, function);
    }
    sources
}

/// A module's names, with the abilities of its structs, but no types yet.
fn outline(module: &ast::Module<'_>, diagnostics: &mut Diagnostics) -> ModuleInterface {
    let mut interface =
        ModuleInterface { name_span: Some(module.name.span), ..ModuleInterface::default() };
    let mut names = Names { diagnostics, known: Vec::new() };
    for structure in module.structs {
        if names.add(structure.name) {
            let outline = structure::outline(structure);
            interface.structs.insert(structure.name.text.into(), outline);
        }
    }
    for function in module.functions {
        if names.add(function.name) {
            let outline = function::outline(function);
            interface.functions.insert(function.name.text.into(), outline);
        }
    }
    for constant in module.constants {
        names.add(constant.name);
        interface.constants.insert(constant.name.text.into());
    }
    for item in module.enums {
        if names.add(item.name) {
            interface.structs.insert(item.name.text.into(), structure::outline_enum(item));
        }
    }
    interface
}

/// The names of a module's members.
struct Names<'d, 'a> {
    diagnostics: &'d mut Diagnostics,
    known: Vec<ast::Name<'a>>,
}

impl<'a> Names<'_, 'a> {
    /// Adds a name; reports one that is there already.
    fn add(&mut self, name: ast::Name<'a>) -> bool {
        let earlier = self.known.iter().find(|known| known.text == name.text);
        if let Some(earlier) = earlier {
            let message = format!("`{}` is defined twice", name.text);
            let diagnostic = Diagnostic::error(Code::E0204, name.span, message)
                .with_secondary(earlier.span, "first defined here");
            self.diagnostics.push(diagnostic);
            return false;
        }
        self.known.push(name);
        !name.text.is_empty()
    }
}

fn aliases(
    source: &Source<'_>,
    addresses: &Addresses,
    interfaces: &Interfaces,
    diagnostics: &mut Diagnostics,
) -> Aliases {
    let mut aliases = Aliases::default();
    for declaration in source.ast.uses {
        diagnostics.extend(aliases.add(declaration, addresses, interfaces));
    }
    let Some(own) = interfaces.module(&source.id) else { return aliases };
    let structs = own.structs.iter().map(|(name, item)| (name, item.name_span));
    let functions = own.functions.iter().map(|(name, item)| (name, item.name_span));
    for (name, span) in structs.chain(functions) {
        if let (true, Some(span)) = (aliases.has_member(name.as_str()), span) {
            let message = format!("`{name}` is brought in by `use` and defined here too");
            diagnostics.push(Diagnostic::error(Code::E0204, span, message));
        }
    }
    aliases
}

/// A module's interface with the types of fields, parameters and results.
fn complete(
    source: &Source<'_>,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> (ModuleInterface, Vec<Diagnostic>) {
    let interfaces = scope.interfaces;
    let mut interface = ModuleInterface {
        name_span: Some(source.ast.name.span),
        friends: friends::friends(source, scope, diagnostics),
        ..ModuleInterface::default()
    };
    let mut known = Signatures { interfaces, diagnostics, in_clauses: Vec::new() };
    let outline = interfaces.module(&source.id);
    interface.constants = outline.map_or_else(BTreeSet::new, |module| module.constants.clone());
    for item in source.structs() {
        let outline = outline.and_then(|module| module.structs.get(&item.name.text.into()));
        if let Some(outline) = outline.filter(|it| it.name_span == Some(item.name.span)) {
            let complete = known.structure(item, outline, scope);
            interface.structs.insert(item.name.text.into(), complete);
        }
    }
    for item in source.enums() {
        let outline = outline.and_then(|module| module.structs.get(&item.name.text.into()));
        if let Some(outline) = outline.filter(|it| it.name_span == Some(item.name.span)) {
            let complete = known.enumeration(item, outline, scope);
            interface.structs.insert(item.name.text.into(), complete);
        }
    }
    for item in source.functions() {
        let outline = outline.and_then(|module| module.functions.get(&item.name.text.into()));
        if let Some(outline) = outline.filter(|it| it.name_span == Some(item.name.span)) {
            let complete = known.function(item, outline, scope, &source.id);
            interface.functions.insert(item.name.text.into(), complete);
        }
    }
    (interface, known.in_clauses)
}

/// Resolves the types in signatures.
struct Signatures<'d> {
    interfaces: &'d Interfaces,
    diagnostics: &'d mut Diagnostics,
    /// What is wrong in the clauses of function types.
    in_clauses: Vec<Diagnostic>,
}

impl Signatures<'_> {
    /// A type in a signature; what cannot be resolved becomes [`error_type`], and has been reported.
    fn ty(&mut self, ty: &ast::Type<'_>, scope: &Scope<'_>, parameters: &[AbilitySet]) -> Type {
        let resolved = self.resolve(ty, scope, parameters);
        if let Ty::Tuple(_) = resolved {
            self.error(Code::E0317, ty.span, "a tuple cannot stand here");
        }
        if Table::default().is_too_large(&resolved) {
            self.error(Code::E0317, ty.span, "this type is too large");
            return error_type();
        }
        Table::default().finished(&resolved).unwrap_or_else(error_type)
    }

    fn resolve(&mut self, ty: &ast::Type<'_>, scope: &Scope<'_>, parameters: &[AbilitySet]) -> Ty {
        let mut resolution = Resolution::default();
        let resolved = types::resolve(ty, scope, &mut |_| None, &mut resolution);
        self.diagnostics.extend(resolution.problems);
        self.in_clauses.extend(resolution.in_clauses);
        for (argument, constraints, span) in resolution.arguments {
            self.check_argument(&argument, constraints, span, parameters);
        }
        resolved
    }

    fn check_argument(
        &mut self,
        argument: &Ty,
        constraints: AbilitySet,
        span: Span,
        parameters: &[AbilitySet],
    ) {
        if let Ty::Reference(..) | Ty::Tuple(_) = argument {
            self.error(Code::E0506, span, "a reference or tuple cannot be a type argument");
            return;
        }
        let Some(ty) = Table::default().finished(argument) else { return };
        let abilities = self.interfaces.abilities(&ty, parameters);
        if let Some(missing) = constraints.iter().find(|ability| !abilities.has(*ability)) {
            let message = format!("this type does not have `{missing}`");
            let diagnostic = Diagnostic::error(Code::E0401, span, message)
                .with_label(format!("a type parameter here requires `{missing}`"));
            self.diagnostics.push(diagnostic);
        }
    }

    fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(code, span, message));
    }

    /// Reports type parameters of one name.
    fn check_type_parameters(&mut self, parameters: &[ast::TypeParameter<'_>]) {
        let mut names = Names { diagnostics: self.diagnostics, known: Vec::new() };
        for parameter in parameters {
            names.add(parameter.name);
        }
    }
}

/// Whether an attribute of that name stands before an item.
pub(crate) fn has_attribute(attributes: &[ast::Attribute<'_>], name: &str) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.name.as_name().is_some_and(|known| known.text == name))
}

pub(crate) fn abilities(written: &[ast::Ability]) -> AbilitySet {
    let abilities = written.iter().map(|ability| match ability.kind {
        ast::AbilityKind::Copy => Ability::Copy,
        ast::AbilityKind::Drop => Ability::Drop,
        ast::AbilityKind::Store => Ability::Store,
        ast::AbilityKind::Key => Ability::Key,
    });
    abilities.collect()
}

fn visibility(written: ast::Visibility) -> Visibility {
    match written {
        ast::Visibility::Private => Visibility::Private,
        ast::Visibility::Public => Visibility::Public,
        ast::Visibility::Friend => Visibility::Friend,
        ast::Visibility::Package => Visibility::Package,
    }
}

/// The name of a positional field.
fn position_name(index: usize) -> Identifier {
    Identifier::new(&index.to_string())
}
