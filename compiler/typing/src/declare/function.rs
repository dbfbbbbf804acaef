//! Function signatures.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use compiler_diagnostics::{Code, Diagnostic};
use compiler_syntax::ast;
use vm_access::{Ability, AbilitySet, FunctionName, ModuleId, Type};
use vm_bytecode::{Native, Parameter, VectorOperation};

use crate::declare::{Names, Signatures, abilities, has_attribute, visibility};
use crate::interface::FunctionInterface;
use crate::naming;
use crate::scope::Scope;
use crate::ty::{Ty, error_type};
use crate::unify::Table;

/// Name, visibility and type parameters of a function.
pub(crate) fn outline(item: &ast::Function<'_>) -> FunctionInterface {
    let constraints = item.type_parameters.iter().map(|known| abilities(known.abilities));
    FunctionInterface {
        name_span: Some(item.name.span),
        visibility: visibility(item.visibility),
        is_inline: item.is_inline,
        is_native: item.is_native,
        is_persistent: has_attribute(item.attributes, "persistent"),
        type_parameters: constraints.collect(),
        parameters: Vec::new(),
        results: Vec::new(),
    }
}

impl Signatures<'_> {
    /// The function with its parameters and results.
    pub(crate) fn function(
        &mut self,
        item: &ast::Function<'_>,
        outline: &FunctionInterface,
        scope: &Scope<'_>,
        module: &ModuleId,
    ) -> FunctionInterface {
        self.check_kind(item, module);
        self.check_type_parameters(item.type_parameters);
        self.check_parameter_names(item.parameters);
        let scope = scope.clone().with_type_parameters(item.type_parameters);
        let mut complete = FunctionInterface { parameters: Vec::new(), ..outline.clone() };
        let constraints = outline.type_parameters.clone();
        for parameter in item.parameters {
            let ty = match parameter.ty.kind {
                ast::TypeKind::Function { parameters, result, .. } if item.is_inline => {
                    self.function_type(parameters, result, &scope, &constraints)
                }
                _ => self.ty(&parameter.ty, &scope, &constraints),
            };
            complete.parameters.push(Parameter { name: parameter.name.text.into(), ty });
        }
        if let Some(result) = &item.result {
            complete.results = self.results(result, &scope, &constraints);
        }
        self.check_acquires(item, &scope);
        self.check_entry(item, &complete);
        complete
    }

    /// A transaction gives arguments, and drops results; who looks at a view gives arguments too.
    fn check_entry(&mut self, item: &ast::Function<'_>, complete: &FunctionInterface) {
        let is_view = has_attribute(item.attributes, "view");
        if !item.is_entry && !is_view {
            return;
        }
        let caller = if item.is_entry { "a transaction" } else { "a viewer" };
        for (written, known) in item.parameters.iter().zip(&complete.parameters) {
            if known.ty != error_type() && !known.ty.is_argument() {
                let message = format!("{caller} cannot give a `{}`", known.ty);
                let diagnostic = Diagnostic::error(Code::E0317, written.ty.span, message)
                    .with_note("it gives numbers, bools, addresses, strings, options, objects, vectors of these, and signers");
                self.diagnostics.push(diagnostic);
            }
        }
        let drops =
            |ty: &Type| self.interfaces.abilities(ty, &complete.type_parameters).has(Ability::Drop);
        if let (true, Some(result)) = (item.is_entry, item.result)
            && !complete.results.iter().all(drops)
        {
            let message = "what an entry function returns is dropped, and needs `drop`";
            self.error(Code::E0401, result.span, message);
        }
    }

    fn check_kind(&mut self, item: &ast::Function<'_>, module: &ModuleId) {
        let span = item.name.span;
        if item.is_native && item.body.is_some() {
            self.error(Code::E0317, span, "a native function has no body");
        }
        if !item.is_native && item.body.is_none() {
            self.error(Code::E0317, span, "a function needs a body, unless it is native");
        }
        let name = FunctionName { module: module.clone(), name: item.name.text.into() };
        let is_known = Native::find(&name).is_some() || VectorOperation::find(&name).is_some();
        if item.is_native && !is_known {
            self.error(Code::E0317, span, format!("the machine has no native function `{name}`"));
        }
    }

    fn check_parameter_names(&mut self, parameters: &[ast::Parameter<'_>]) {
        let mut names = Names { diagnostics: self.diagnostics, known: Vec::new() };
        for parameter in parameters.iter().filter(|parameter| parameter.name.text != "_") {
            names.add(parameter.name);
            names.diagnostics.extend(naming::variable(parameter.name));
        }
    }

    /// Looks at the types in the type of a function that an inline function takes; no value ever has it.
    fn function_type(
        &mut self,
        parameters: &[ast::FunctionTypeParameter<'_>],
        result: Option<&ast::Type<'_>>,
        scope: &Scope<'_>,
        constraints: &[AbilitySet],
    ) -> Type {
        for parameter in parameters {
            self.ty(&parameter.ty, scope, constraints);
        }
        if let Some(result) = result {
            self.results(result, scope, constraints);
        }
        error_type()
    }

    fn results(
        &mut self,
        written: &ast::Type<'_>,
        scope: &Scope<'_>,
        constraints: &[AbilitySet],
    ) -> Vec<Type> {
        match self.resolve(written, scope, constraints) {
            Ty::Tuple(types) => {
                let finished = |ty: &Ty| Table::default().finished(ty).unwrap_or_else(error_type);
                types.iter().map(finished).collect()
            }
            single => vec![Table::default().finished(&single).unwrap_or_else(error_type)],
        }
    }

    /// `acquires` is accepted, and only its names are looked at.
    fn check_acquires(&mut self, item: &ast::Function<'_>, scope: &Scope<'_>) {
        for path in item.acquires.unwrap_or_default() {
            let mut resolution = crate::types::Resolution::default();
            let mut any = |_| Some(Ty::Error);
            crate::types::resolve_path(path, scope, &mut any, &mut resolution);
            self.diagnostics.extend(resolution.problems);
        }
    }
}
