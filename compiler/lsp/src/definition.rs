//! Where the thing under the cursor is declared, and where its type is.

use compiler_diagnostics::Span;
use compiler_driver::{StructName, Symbol};
use gen_lsp_types::{
    Definition, DefinitionParams, DefinitionResponse, Location, TypeDefinitionParams,
    TypeDefinitionResponse,
};
use vm_access::Type;
use vm_bytecode::StructDefinition;

use crate::cursor::Cursor;
use crate::functions::compiled;
use crate::names;
use crate::requests::Answer;
use crate::workspace::Workspace;

/// Answers `textDocument/definition`.
pub(crate) fn definition(
    workspace: &mut Workspace,
    params: &DefinitionParams,
) -> Answer<Option<DefinitionResponse>> {
    let Some(cursor) = Cursor::of(workspace, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let declared = |symbol: &Symbol| names::declarations(&cursor.analysis.build, symbol);
    let spans = cursor.names().into_iter().flat_map(|it| declared(&it.symbol)).collect();
    Ok(Some(DefinitionResponse::Definition(locations(&cursor, spans))))
}

/// Answers `textDocument/typeDefinition`.
pub(crate) fn type_definition(
    workspace: &mut Workspace,
    params: &TypeDefinitionParams,
) -> Answer<Option<TypeDefinitionResponse>> {
    let Some(cursor) = Cursor::of(workspace, &params.text_document_position_params)? else {
        return Ok(None);
    };
    let types = cursor.names().into_iter().flat_map(|it| types_of(&cursor, &it.symbol));
    let declared =
        |name: StructName| names::declarations(&cursor.analysis.build, &Symbol::Struct(name));
    let spans = types.flat_map(declared).collect();
    Ok(Some(TypeDefinitionResponse::Definition(locations(&cursor, spans))))
}

fn locations(cursor: &Cursor<'_>, spans: Vec<Span>) -> Definition {
    let mut places = cursor.places();
    let mut locations: Vec<Location> = Vec::new();
    for location in spans.into_iter().map(|span| places.location(span)) {
        if !locations.contains(&location) {
            locations.push(location);
        }
    }
    Definition::LocationList(locations)
}

/// The structs that the type of a thing leads to: behind references, and in vectors.
fn types_of(cursor: &Cursor<'_>, symbol: &Symbol) -> Vec<StructName> {
    let build = &cursor.analysis.build;
    match symbol {
        Symbol::Local(declared) => {
            let typed = build.indices.iter().find_map(|index| index.type_at(*declared));
            typed.and_then(|typed| structure(&typed.ty)).into_iter().collect()
        }
        Symbol::Field(of, field) => {
            let last = &cursor.analysis.last_good;
            let module = last.modules.iter().find(|it| it.module.id == of.module);
            let definition = module.and_then(|it| it.module.structure(&of.name));
            let mut fields = definition.into_iter().flat_map(StructDefinition::all_fields);
            let found = fields.find(|it| it.name == *field);
            found.and_then(|field| structure(&field.ty)).into_iter().collect()
        }
        Symbol::Function(name) => {
            let found = compiled(&cursor.analysis.last_good, name);
            let results = found.into_iter().flat_map(|(_, definition, _)| &definition.results);
            results.filter_map(structure).collect()
        }
        Symbol::Struct(name) | Symbol::Variant(name, _) => vec![name.clone()],
        Symbol::Constant(..) | Symbol::TypeParameter(_) | Symbol::Module(_) => Vec::new(),
    }
}

fn structure(ty: &Type) -> Option<StructName> {
    match ty {
        Type::Struct(of) => Some(StructName { module: of.module.clone(), name: of.name.clone() }),
        Type::Reference { to, .. } => structure(to),
        Type::Vector(element) => structure(element),
        Type::Bool
        | Type::Integer(_)
        | Type::Address
        | Type::Signer
        | Type::Parameter(_)
        | Type::Function(_) => None,
    }
}
