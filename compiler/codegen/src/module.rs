//! Modules and function headers.

use compiler_typing::typed;
use vm_access::Footprint;
use vm_bytecode::{Code, FunctionDefinition, FunctionMap, Module, SourceMap};

use crate::builder::Builder;
use crate::pools::Pools;

/// Emits one module.
pub(crate) fn emit(module: &typed::Module) -> (Module, SourceMap) {
    let mut pools = Pools::new();
    let mut map = SourceMap { path: module.path.clone(), ..SourceMap::default() };
    let mut functions = Vec::new();
    for function in &module.functions {
        let (definition, function_map) = emit_function(function, &mut pools);
        map.functions.insert(definition.name.clone(), function_map);
        functions.push(definition);
    }
    let (types, callees, constants) = pools.finish();
    let bytecode = Module {
        id: module.id.clone(),
        friends: module.friends.clone(),
        types,
        callees,
        constants,
        error_names: module.error_names.clone(),
        structs: module.structs.clone(),
        functions,
    };
    (bytecode, map)
}

fn emit_function(
    function: &typed::Function,
    pools: &mut Pools,
) -> (FunctionDefinition, FunctionMap) {
    let mut map = FunctionMap {
        name: function.name_span,
        clauses: function.clause_spans.clone(),
        ..FunctionMap::default()
    };
    let definition = FunctionDefinition {
        name: function.name.clone(),
        visibility: function.visibility,
        is_entry: function.is_entry,
        is_view: function.is_view,
        type_parameters: function.type_parameters.clone(),
        parameters: function.parameters.clone(),
        results: function.results.clone(),
        declaration: function.declaration.clone(),
        inferred: Footprint::default(),
        result_summaries: Vec::new(),
        is_term_function: false,
        code: function
            .body
            .as_ref()
            .map(|body| emit_body(body, function.parameters.len(), pools, &mut map)),
    };
    (definition, map)
}

fn emit_body(
    body: &typed::Body,
    parameter_count: usize,
    pools: &mut Pools,
    map: &mut FunctionMap,
) -> Code {
    let mut builder = Builder::new(body, pools);
    let results = builder.returned(&body.value);
    builder.end_with_return(results, last(&body.value).span);
    builder.finish(parameter_count, map)
}

/// The expression that gives a block's value.
fn last(expression: &typed::Expression) -> &typed::Expression {
    if let typed::ExpressionKind::Block(steps, _) = &expression.kind {
        return steps.last().map_or(expression, last);
    }
    expression
}
