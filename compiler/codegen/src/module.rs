//! Modules and function headers.

use compiler_typing::typed;
use vm_access::{Access, AccessPath, Footprint, FunctionName, Identifier, Mode, Root, Term, Type};
use vm_bytecode::{
    Code, FunctionDefinition, FunctionMap, Module, Parameter, SourceMap, Visibility,
};

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
        imports: Vec::new(),
    };
    (bytecode, map)
}

/// Emits a module once more, with its inline functions and what stands for the functions that these take; none if it has
/// no inline function with clauses.
pub(crate) fn emit_inlines(module: &typed::Module) -> Option<(Module, SourceMap)> {
    if module.inlines.is_empty() {
        return None;
    }
    let mut all = module.clone();
    all.functions.append(&mut all.inlines);
    let (mut bytecode, map) = emit(&all);
    bytecode.functions.extend(module.stand_ins.iter().map(|own| stand_in(module, own)));
    Some((bytecode, map))
}

/// A function without code, whose footprint is a call of it.
fn stand_in(module: &typed::Module, own: &typed::StandIn) -> FunctionDefinition {
    let name = own.name.clone();
    let indices = || (0_u16..).take(own.parameters.len());
    let function = FunctionName { module: module.id.clone(), name: name.clone() };
    let call = AccessPath::stand_in(function, indices().map(Term::Parameter));
    let behind = indices().zip(&own.parameters).filter_map(|(index, ty)| {
        let Type::Reference { is_mutable, .. } = ty else { return None };
        let mode = if *is_mutable { Mode::Writes } else { Mode::Reads };
        Some(Access::new(mode, AccessPath::root(Root::Parameter(index))))
    });
    let parameter = |(index, ty): (u16, &Type)| Parameter {
        name: Identifier::new(&format!("p{index}")),
        ty: ty.clone(),
    };
    FunctionDefinition {
        name,
        visibility: Visibility::Private,
        is_entry: false,
        is_view: false,
        is_persistent: false,
        type_parameters: own.type_parameters.clone(),
        parameters: indices().zip(&own.parameters).map(parameter).collect(),
        results: own.results.clone(),
        declaration: None,
        inferred: behind.chain([Access::new(Mode::Writes, call)]).collect(),
        result_summaries: Vec::new(),
        is_term_function: false,
        code: None,
    }
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
        is_persistent: function.is_persistent,
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
