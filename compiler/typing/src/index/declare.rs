//! What modules declare, and what their attributes name.

use compiler_syntax::ast::{self, Attribute, AttributeKind};
use vm_access::{FunctionName, ModuleId};

use crate::index::{Recorder, Symbol};
use crate::scope::Scope;
use crate::ty::StructName;

/// Writes down what a module declares, in its own scope.
pub(crate) fn declarations(module: &ast::Module<'_>, scope: &Scope<'_>) {
    let index = &scope.interfaces.index;
    if !index.is_on() {
        return;
    }
    let declared = Declared { index, id: scope.module };
    index.declaration(module.name, || Symbol::Module(scope.module.clone()));
    module.structs.iter().for_each(|item| declared.structure(item));
    module.enums.iter().for_each(|item| declared.enumeration(item));
    for item in module.constants {
        let symbol = || Symbol::Constant(scope.module.clone(), item.name.text.into());
        index.declaration(item.name, symbol);
    }
    let of_structs = module.structs.iter().flat_map(|item| item.attributes);
    let of_enums = module.enums.iter().flat_map(|item| item.attributes);
    of_structs.chain(of_enums).for_each(|attribute| mentions(attribute, &[], scope));
    for item in module.functions {
        declared.function(item);
        item.attributes.iter().for_each(|attribute| mentions(attribute, item.parameters, scope));
    }
}

struct Declared<'d> {
    index: &'d Recorder,
    id: &'d ModuleId,
}

impl Declared<'_> {
    fn structure(&self, item: &ast::Struct<'_>) {
        let name = StructName { module: self.id.clone(), name: item.name.text.into() };
        self.index.declaration(item.name, || Symbol::Struct(name.clone()));
        self.type_parameters(item.type_parameters);
        self.fields(&name, &item.fields);
    }

    fn enumeration(&self, item: &ast::Enum<'_>) {
        let name = StructName { module: self.id.clone(), name: item.name.text.into() };
        self.index.declaration(item.name, || Symbol::Struct(name.clone()));
        self.type_parameters(item.type_parameters);
        for variant in item.variants {
            let symbol = || Symbol::Variant(name.clone(), variant.name.text.into());
            self.index.declaration(variant.name, symbol);
            self.fields(&name, &variant.fields);
        }
    }

    fn function(&self, item: &ast::Function<'_>) {
        let name = || FunctionName { module: self.id.clone(), name: item.name.text.into() };
        self.index.declaration(item.name, || Symbol::Function(name()));
        self.type_parameters(item.type_parameters);
        for parameter in item.parameters {
            self.index.declaration(parameter.name, || Symbol::Local(parameter.name.span));
        }
    }

    fn type_parameters(&self, parameters: &[ast::TypeParameter<'_>]) {
        for parameter in parameters {
            let symbol = || Symbol::TypeParameter(parameter.name.span);
            self.index.declaration(parameter.name, symbol);
        }
    }

    fn fields(&self, name: &StructName, fields: &ast::Fields<'_>) {
        let ast::Fields::Named(fields) = fields else { return };
        for field in *fields {
            let symbol = || Symbol::Field(name.clone(), field.name.text.into());
            self.index.declaration(field.name, symbol);
        }
    }
}

/// What `#[test(a = @0x1)]` and `#[expected_failure(abort_code = m::E, location = m)]` name; what is wrong in them is
/// reported by who reads them.
fn mentions(attribute: &Attribute<'_>, parameters: &[ast::Parameter<'_>], scope: &Scope<'_>) {
    let name = attribute.name.as_name();
    let own = parameters.iter().find(|own| name.is_some_and(|name| name.text == own.name.text));
    if let (Some(name), Some(own)) = (name, own) {
        scope.interfaces.index.mention(name, || Symbol::Local(own.name.span));
    }
    match &attribute.kind {
        AttributeKind::Word | AttributeKind::Literal(_) => {}
        AttributeKind::List(inner) => {
            inner.iter().for_each(|attribute| mentions(attribute, parameters, scope));
        }
        AttributeKind::Path(path) => {
            let is_module = name.is_some_and(|name| name.text == "location");
            if is_module {
                let _ = scope.module_of(path);
            } else {
                let _ = scope.member(path);
            }
        }
    }
}
