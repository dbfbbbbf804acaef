//! One module: its functions, and what else is told of it.

use std::collections::{BTreeMap, BTreeSet};

use compiler_diagnostics::{Diagnostics, Files, Severity};
use compiler_syntax::ast;
use vm_access::{Identifier, ModuleId, Type, Value};
use vm_bytecode::{ErrorName, Parameter};

use crate::checker::{Checker, source};
use crate::clause;
use crate::constant::Constants;
use crate::declare::has_attribute;
use crate::inline::{InlineName, Inlines};
use crate::interface::{FunctionInterface, Interfaces};
use crate::scope::{Addresses, Scope};
use crate::source::Source;
use crate::ty::{StructName, Ty, error_type};
use crate::typed::{self, StandIn};
use crate::types::{self, Resolution};
use crate::unify::Table;

/// What stands for functions, by the inline function that takes them.
pub(super) type StandIns = BTreeMap<Identifier, Vec<StandIn>>;

/// One module being checked.
pub(super) struct ModulePass<'p> {
    module: &'p Source<'p>,
    interfaces: &'p Interfaces,
    addresses: &'p Addresses,
    inlines: &'p Inlines<'p>,
    diagnostics: &'p mut Diagnostics,
    constants: &'p Constants,
    /// By inline function, while these are checked by themselves.
    pub(super) stand_ins: Option<&'p StandIns>,
    used: BTreeSet<ModuleId>,
}

impl<'p> ModulePass<'p> {
    pub(super) fn new(
        (module, constants): (&'p Source<'p>, &'p Constants),
        interfaces: &'p Interfaces,
        (addresses, inlines): (&'p Addresses, &'p Inlines<'p>),
        diagnostics: &'p mut Diagnostics,
    ) -> Self {
        let used = BTreeSet::new();
        let stand_ins = None;
        Self { module, interfaces, addresses, inlines, diagnostics, constants, stand_ins, used }
    }

    fn errors(&self) -> usize {
        self.diagnostics.count(Severity::Error)
    }

    /// The module, but for its inline functions.
    pub(super) fn module(&mut self, files: &Files) -> typed::Module {
        let id = &self.module.id;
        typed::Module {
            id: id.clone(),
            path: files.path(self.module.ast.name.span.file).to_owned(),
            friends: self.interfaces.module(id).map(|it| it.friends.clone()).unwrap_or_default(),
            error_names: self.error_names(),
            structs: self.structs(),
            functions: self.functions(),
            inlines: Vec::new(),
            stand_ins: Vec::new(),
        }
    }

    fn functions(&mut self) -> Vec<typed::Function> {
        let mut functions = Vec::new();
        for item in self.module.functions().filter(|item| !item.is_inline) {
            if let Some(signature) = self.signature(item) {
                functions.extend(self.function(item, signature));
            }
        }
        functions
    }

    /// Checks the inline functions by themselves; gives those with errors, and those without that have clauses.
    pub(super) fn inlines(&mut self) -> (Vec<InlineName>, Vec<typed::Function>) {
        let (mut broken, mut declared) = (Vec::new(), Vec::new());
        for item in self.module.functions().filter(|item| item.is_inline) {
            let Some(signature) = self.signature(item) else { continue };
            let before = self.errors();
            let functions = self.function(item, signature);
            if before < self.errors() {
                broken.push((self.module.id.clone(), item.name.text.into()));
            } else if functions.first().is_some_and(|it| it.declaration.is_some()) {
                declared.extend(functions);
            }
        }
        (broken, declared)
    }

    /// What stands for the functions that a function takes.
    fn stand_ins_of(&self, item: &ast::Function<'_>) -> &'p [StandIn] {
        let known = self.stand_ins.filter(|_| item.is_inline);
        known
            .and_then(|known| known.get(&Identifier::new(item.name.text)))
            .map_or(&[], Vec::as_slice)
    }

    /// The interface of a function, unless another one of its name came first.
    fn signature(&self, item: &ast::Function<'_>) -> Option<&'p FunctionInterface> {
        let signature = self.interfaces.function(&self.module.id, item.name.text);
        signature.filter(|known| known.name_span == Some(item.name.span))
    }

    /// The function, and behind it what its lambdas become.
    fn function(
        &mut self,
        item: &'p ast::Function<'p>,
        signature: &'p FunctionInterface,
    ) -> Vec<typed::Function> {
        let declared = item.access.map(|clauses| self.declaration(item, signature, &clauses));
        let (declaration, clause_spans) = declared.unzip();
        for ty in signature.parameters.iter().map(|own| &own.ty).chain(&signature.results) {
            mention(ty, &mut self.used);
        }
        let (body, lambdas) = self.body(item, signature).unzip();
        let function = typed::Function {
            name: item.name.text.into(),
            name_span: source(item.name.span),
            visibility: signature.visibility,
            is_entry: item.is_entry,
            is_view: has_attribute(item.attributes, "view"),
            is_persistent: has_attribute(item.attributes, "persistent"),
            type_parameters: signature.type_parameters.clone(),
            parameters: values(item, &signature.parameters),
            results: signature.results.clone(),
            declaration,
            clause_spans: clause_spans.unwrap_or_default(),
            body,
        };
        std::iter::once(function).chain(lambdas.into_iter().flatten()).collect()
    }

    fn declaration(
        &mut self,
        item: &ast::Function<'_>,
        signature: &FunctionInterface,
        clauses: &ast::AccessClauses<'_>,
    ) -> clause::Declared {
        let scope = self.module.scope(self.addresses, self.interfaces);
        let scope = scope.with_type_parameters(item.type_parameters).with_constants(self.constants);
        let parameters = values(item, &signature.parameters);
        let names: Vec<_> = item.parameters.iter().map(|own| own.name).collect();
        let mut resolver = clause::Resolver {
            scope: &scope,
            constants: self.constants,
            parameters: &parameters,
            names: &names,
            stand_ins: self.stand_ins_of(item),
            diagnostics: self.diagnostics,
            variables: Vec::new(),
            depth: 0,
        };
        resolver.declaration(clauses)
    }

    fn body(
        &mut self,
        item: &'p ast::Function<'p>,
        signature: &'p FunctionInterface,
    ) -> Option<(typed::Body, Vec<typed::Function>)> {
        let block = item.body.as_ref()?;
        let (before, stand_ins) = (self.errors(), self.stand_ins_of(item));
        let scope = self.module.scope(self.addresses, self.interfaces);
        let scope = scope.with_constants(self.constants);
        let mut checker = Checker::new(
            (scope.with_type_parameters(item.type_parameters), item.name.span.file),
            &signature.type_parameters,
            self.constants,
            self.inlines,
            self.diagnostics,
        );
        checker.function_name = item.name.text.into();
        if item.is_inline {
            checker.definition = Some(item.span);
            checker.stand_ins = stand_ins;
            checker.environment.inline = Some((self.module.id.clone(), item.name.text.into()));
        }
        let results = Ty::results(&signature.results, &[]);
        checker.environment.results = results.clone();
        let parameter_count = checker.declare_parameters(item, signature).len();
        checker.expansion_depth = block.depth();
        let value = checker.block(block);
        let span = block.tail.map_or(block.span, |tail| tail.span);
        let value = checker.coerce(value, &results, span);
        self.used.extend(checker.used_modules.iter().cloned());
        let (body, lambdas) = checker.finish(value, parameter_count, before)?;
        let types = body.types.iter().flatten().chain(body.locals.iter().map(|local| &local.ty));
        types.for_each(|ty| mention(ty, &mut self.used));
        Some((body, lambdas))
    }

    /// The `u64` constants, by which abort codes are reported; those that are called errors first.
    fn error_names(&self) -> Vec<ErrorName> {
        let names = self.module.constants().filter_map(|constant| {
            let name = Identifier::new(constant.name.text);
            match self.constants.get(&name) {
                Some((Type::U64, Value::U64(code))) => Some(ErrorName { code: *code, name }),
                _ => None,
            }
        });
        let (mut names, others): (Vec<_>, Vec<_>) =
            names.partition(|named| named.name.as_str().starts_with('E'));
        names.extend(others);
        names
    }

    fn structs(&self) -> Vec<vm_bytecode::StructDefinition> {
        let known = |written: ast::Name<'_>| {
            let name = StructName { module: self.module.id.clone(), name: written.text.into() };
            let found = self.interfaces.structure(&name)?;
            (found.name_span == Some(written.span)).then(|| found.definition.clone())
        };
        let enums = self.module.enums().filter_map(|item| known(item.name));
        self.module.structs().filter_map(|item| known(item.name)).chain(enums).collect()
    }

    /// The other modules that this one needs.
    pub(super) fn used_modules(&self) -> BTreeSet<ModuleId> {
        let mut used = self.used.clone();
        let structs = self.structs();
        let fields = structs.iter().flat_map(vm_bytecode::StructDefinition::all_fields);
        fields.for_each(|field| mention(&field.ty, &mut used));
        used.remove(&self.module.id);
        used
    }
}

/// The parameters of a function but for those that are functions, which an inline function alone may have.
fn values(item: &ast::Function<'_>, parameters: &[Parameter]) -> Vec<Parameter> {
    let written = item.parameters.iter().map(Some).chain(std::iter::repeat(None));
    let is_value = |written: Option<&ast::Parameter<'_>>| {
        !item.is_inline
            || written.is_none_or(|it| !matches!(it.ty.kind, ast::TypeKind::Function { .. }))
    };
    let pairs = parameters.iter().zip(written);
    pairs.filter(|(_, written)| is_value(*written)).map(|(own, _)| own.clone()).collect()
}

/// What stands for the functions that the inline functions of a module take, by inline function.
pub(super) fn stand_ins(source: &Source<'_>, scope: &Scope<'_>) -> StandIns {
    let mut all = StandIns::new();
    for item in source.functions().filter(|item| item.is_inline) {
        let scope = scope.clone().with_type_parameters(item.type_parameters);
        let constraints = scope.interfaces.function(scope.module, item.name.text);
        let constraints = constraints.map(|it| it.type_parameters.clone()).unwrap_or_default();
        let finished = |ty: &ast::Type<'_>| {
            let ty = types::resolve(ty, &scope, &mut |_| None, &mut Resolution::default());
            Table::default().finished(&ty).unwrap_or_else(error_type)
        };
        let stand_in = |parameter: &ast::Parameter<'_>| {
            let ast::TypeKind::Function { parameters, result, .. } = parameter.ty.kind else {
                return None;
            };
            let results = match result {
                None => Vec::new(),
                Some(ast::Type { kind: ast::TypeKind::Tuple(types), .. }) => {
                    types.iter().map(finished).collect()
                }
                Some(ty) => vec![finished(ty)],
            };
            Some(StandIn {
                name: Identifier::stand_in(item.name.text, parameter.name.text),
                type_parameters: constraints.clone(),
                parameters: parameters.iter().map(|own| finished(&own.ty)).collect(),
                results,
            })
        };
        let own = item.parameters.iter().filter_map(stand_in).collect();
        all.entry(Identifier::new(item.name.text)).or_insert(own);
    }
    all
}

/// Collects the modules of the structs in a type.
fn mention(ty: &Type, modules: &mut BTreeSet<ModuleId>) {
    match ty {
        Type::Struct(structure) => {
            modules.insert(structure.module.clone());
            structure.arguments.iter().for_each(|argument| mention(argument, modules));
        }
        Type::Vector(inner) | Type::Reference { to: inner, .. } => mention(inner, modules),
        Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Parameter(_) => {}
        Type::Function(function) => function.types().for_each(|inner| mention(inner, modules)),
    }
}
