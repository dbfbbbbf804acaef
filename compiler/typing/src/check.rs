//! The passes over a package, in order.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use std::collections::{BTreeMap, BTreeSet};

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, Files, Severity, Span};
use compiler_syntax::ast;
use vm_access::{Identifier, ModuleId, Type, Value};
use vm_bytecode::{ErrorName, Module};

use crate::checker::{Checker, source};
use crate::clause;
use crate::constant::{self, Constants};
use crate::declare::{declare, has_attribute};
use crate::interface::{FunctionInterface, Interfaces};
use crate::scope::Addresses;
use crate::source::{Source, collect};
use crate::ty::{StructName, Ty};
use crate::typed::{self, Program};
use crate::{Checked, Options};

/// Checks all modules of a package; see [`crate::check`].
pub(crate) fn check(
    sources: &[ast::File<'_>],
    files: &Files,
    dependencies: &[&Module],
    options: &Options,
) -> Checked {
    let mut diagnostics = Diagnostics::new();
    let mut interfaces = Interfaces::of(dependencies);
    let addresses = &options.addresses;
    let mut modules = collect(sources, &interfaces, addresses, &mut diagnostics);
    declare(&mut modules, &mut interfaces, addresses, &mut diagnostics);
    let mut program = Program::default();
    let mut uses = BTreeMap::new();
    for module in &modules {
        let mut pass = ModulePass::new(module, &interfaces, addresses, &mut diagnostics);
        pass.constants();
        let functions = pass.functions();
        let error_names = pass.error_names();
        uses.insert(module.id.clone(), pass.used_modules());
        program.modules.push(typed::Module {
            id: module.id.clone(),
            path: files.path(module.ast.name.span.file).to_owned(),
            friends: interfaces.module(&module.id).map(|it| it.friends.clone()).unwrap_or_default(),
            error_names,
            structs: pass.structs(),
            functions,
        });
    }
    order(&mut program, &uses, &interfaces, &mut diagnostics);
    Checked { program, diagnostics }
}

/// One module being checked.
struct ModulePass<'p> {
    module: &'p Source<'p>,
    interfaces: &'p Interfaces,
    addresses: &'p Addresses,
    diagnostics: &'p mut Diagnostics,
    constants: Constants,
    used: BTreeSet<ModuleId>,
}

impl<'p> ModulePass<'p> {
    fn new(
        module: &'p Source<'p>,
        interfaces: &'p Interfaces,
        addresses: &'p Addresses,
        diagnostics: &'p mut Diagnostics,
    ) -> Self {
        let (constants, used) = (Constants::new(), BTreeSet::new());
        Self { module, interfaces, addresses, diagnostics, constants, used }
    }

    fn errors(&self) -> usize {
        self.diagnostics.count(Severity::Error)
    }

    /// Evaluates the constants.
    fn constants(&mut self) {
        let written: Vec<ast::Constant<'_>> = self.module.constants().copied().collect();
        let (ordered, circular) = constant::order(&written);
        for at in circular {
            let name = written[at].name;
            let message = format!("constant `{}` depends on itself", name.text);
            self.diagnostics.push(Diagnostic::error(Code::E0313, name.span, message));
        }
        for at in ordered {
            if let Some(known) = self.constant(&written[at]) {
                self.constants.insert(written[at].name.text.into(), known);
            }
        }
    }

    fn constant(&mut self, constant: &ast::Constant<'_>) -> Option<(Type, Value)> {
        let before = self.errors();
        let file = constant.span.file;
        let scope = self.module.scope(self.addresses, self.interfaces);
        let mut checker = Checker::new(
            self.interfaces,
            &self.module.id,
            scope,
            &[],
            &self.constants,
            self.diagnostics,
        );
        let ty = checker.resolve_type(&constant.ty);
        let value = checker.expect(&constant.value, &ty);
        let finished = checker.table.finished(&ty);
        let body = checker.finish(value, 0, file, before)?;
        let ty = finished?;
        if !is_constant_type(&ty) {
            let message = format!("a constant cannot have type `{ty}`");
            let diagnostic = Diagnostic::error(Code::E0313, constant.ty.span, message)
                .with_note("constants are numbers, `bool`, `address`, and vectors of those");
            self.diagnostics.push(diagnostic);
            return None;
        }
        match constant::evaluate(&body) {
            Ok(value) => Some((ty, value)),
            Err(fault) => {
                let span = Span::new(file, fault.span.start, fault.span.end);
                self.diagnostics.push(Diagnostic::error(Code::E0313, span, fault.why));
                None
            }
        }
    }

    fn functions(&mut self) -> Vec<typed::Function> {
        let mut functions = Vec::new();
        for item in self.module.functions() {
            let signature = self.interfaces.function(&self.module.id, item.name.text);
            let own = signature.filter(|known| known.name_span == Some(item.name.span));
            if let Some(signature) = own {
                functions.push(self.function(item, signature));
            }
        }
        functions
    }

    fn function(
        &mut self,
        item: &'p ast::Function<'p>,
        signature: &'p FunctionInterface,
    ) -> typed::Function {
        let declared = item.access.map(|clauses| self.declaration(item, signature, &clauses));
        let (declaration, clause_spans) = declared.unzip();
        for ty in signature.parameters.iter().map(|own| &own.ty).chain(&signature.results) {
            mention(ty, &mut self.used);
        }
        typed::Function {
            name: item.name.text.into(),
            name_span: source(item.name.span),
            visibility: signature.visibility,
            is_entry: item.is_entry,
            is_view: has_attribute(item.attributes, "view"),
            type_parameters: signature.type_parameters.clone(),
            parameters: signature.parameters.clone(),
            results: signature.results.clone(),
            declaration,
            clause_spans: clause_spans.unwrap_or_default(),
            body: self.body(item, signature),
        }
    }

    fn declaration(
        &mut self,
        item: &ast::Function<'_>,
        signature: &FunctionInterface,
        clauses: &ast::AccessClauses<'_>,
    ) -> clause::Declared {
        let scope = self.module.scope(self.addresses, self.interfaces);
        let scope = scope.with_type_parameters(item.type_parameters);
        let mut resolver = clause::Resolver {
            scope: &scope,
            constants: &self.constants,
            parameters: &signature.parameters,
            diagnostics: self.diagnostics,
            depth: 0,
        };
        resolver.declaration(clauses)
    }

    fn body(
        &mut self,
        item: &ast::Function<'_>,
        signature: &FunctionInterface,
    ) -> Option<typed::Body> {
        let block = item.body.as_ref().filter(|_| !item.is_inline)?;
        let before = self.errors();
        let scope = self.module.scope(self.addresses, self.interfaces);
        let mut checker = Checker::new(
            self.interfaces,
            &self.module.id,
            scope.with_type_parameters(item.type_parameters),
            &signature.type_parameters,
            &self.constants,
            self.diagnostics,
        );
        checker.results = Ty::results(&signature.results, &[]);
        for (written, parameter) in item.parameters.iter().zip(&signature.parameters) {
            let name = (written.name.text != "_").then(|| parameter.name.clone());
            checker.declare(name, Ty::of(&parameter.ty), written.name.span);
        }
        let value = checker.block(block);
        let span = block.tail.map_or(block.span, |tail| tail.span);
        let results = checker.results.clone();
        let value = checker.coerce(value, &results, span);
        self.used.extend(checker.used_modules.iter().cloned());
        let file = item.name.span.file;
        let body = checker.finish(value, signature.parameters.len(), file, before)?;
        let types = body.types.iter().flatten().chain(body.locals.iter().map(|local| &local.ty));
        types.for_each(|ty| mention(ty, &mut self.used));
        Some(body)
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
        let known = |item: &ast::Struct<'_>| {
            let name = StructName { module: self.module.id.clone(), name: item.name.text.into() };
            let found = self.interfaces.structure(&name)?;
            (found.name_span == Some(item.name.span)).then(|| found.definition.clone())
        };
        self.module.structs().filter_map(known).collect()
    }

    /// The other modules that this one needs.
    fn used_modules(&self) -> BTreeSet<ModuleId> {
        let mut used = self.used.clone();
        let structs = self.structs();
        let fields = structs.iter().flat_map(|structure| &structure.fields);
        fields.for_each(|field| mention(&field.ty, &mut used));
        used.remove(&self.module.id);
        used
    }
}

/// Collects the modules of the structs in a type.
fn mention(ty: &Type, modules: &mut BTreeSet<ModuleId>) {
    match ty {
        Type::Struct(structure) => {
            modules.insert(structure.module.clone());
            structure.arguments.iter().for_each(|argument| mention(argument, modules));
        }
        Type::Vector(inner) | Type::Reference { to: inner, .. } => mention(inner, modules),
        Type::Bool
        | Type::U8
        | Type::U16
        | Type::U32
        | Type::U64
        | Type::U128
        | Type::U256
        | Type::Address
        | Type::Signer
        | Type::Parameter(_) => {}
    }
}

fn is_constant_type(ty: &Type) -> bool {
    match ty {
        Type::Bool | Type::Address => true,
        Type::Vector(element) => is_constant_type(element),
        other => other.is_integer(),
    }
}

/// Puts each module behind those it uses; reports modules that use each other in a circle.
fn order(
    program: &mut Program,
    uses: &BTreeMap<ModuleId, BTreeSet<ModuleId>>,
    interfaces: &Interfaces,
    diagnostics: &mut Diagnostics,
) {
    let mut waiting: Vec<typed::Module> = std::mem::take(&mut program.modules);
    loop {
        let left: BTreeSet<ModuleId> = waiting.iter().map(|module| module.id.clone()).collect();
        let is_ready = |module: &typed::Module| {
            uses.get(&module.id).is_none_or(|used| used.is_disjoint(&left))
        };
        let (ready, still): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_ready);
        waiting = still;
        if ready.is_empty() {
            break;
        }
        program.modules.extend(ready);
    }
    // What is left uses itself, or something that does: only the former is at fault.
    let mut circle: BTreeSet<ModuleId> = waiting.iter().map(|module| module.id.clone()).collect();
    loop {
        let used: BTreeSet<ModuleId> =
            circle.iter().filter_map(|id| uses.get(id)).flatten().cloned().collect();
        let count = circle.len();
        circle.retain(|id| used.contains(id));
        if circle.len() == count {
            break;
        }
    }
    if let Some(first) = circle.first() {
        let span = interfaces.module(first).and_then(|module| module.name_span);
        let names: Vec<String> = circle.iter().map(|id| format!("`{id}`")).collect();
        let message = format!("modules use each other in a circle: {}", names.join(", "));
        if let Some(span) = span {
            diagnostics.push(Diagnostic::error(Code::E0209, span, message));
        }
    }
    program.modules.extend(waiting);
}
