//! How deep a node is nested: one more than the deepest of its parts.

use crate::ast::{
    AccessClauses, Callee, ClauseKind, Expr, ExprKind, Path, Pattern, PatternKind, Place,
    PlaceKind, Statement, StatementKind, Type, TypeArguments, TypeKind,
};

/// The deepest of some parts.
fn deepest(depths: impl IntoIterator<Item = u16>) -> u16 {
    depths.into_iter().max().unwrap_or(0)
}

fn of_types(types: &[Type<'_>]) -> u16 {
    deepest(types.iter().map(|ty| ty.depth))
}

fn of_arguments(arguments: Option<&TypeArguments<'_>>) -> u16 {
    arguments.map_or(0, |arguments| of_types(arguments.types))
}

fn of_path(path: &Path<'_>) -> u16 {
    deepest(path.segments.iter().map(|segment| of_arguments(segment.type_arguments.as_ref())))
}

pub(super) fn of_type(kind: &TypeKind<'_>) -> u16 {
    let parts = match kind {
        TypeKind::Error | TypeKind::Infer => 0,
        TypeKind::Path(path) => of_path(path),
        TypeKind::Reference { target, .. } => target.depth,
        TypeKind::Tuple(types) => of_types(types),
        TypeKind::Function { parameters, result, access, .. } => deepest([
            deepest(parameters.iter().map(|parameter| parameter.ty.depth)),
            result.map_or(0, |ty| ty.depth),
            access.as_ref().map_or(0, of_clauses),
        ]),
    };
    parts.saturating_add(1)
}

fn of_clauses(access: &AccessClauses<'_>) -> u16 {
    deepest(access.clauses.iter().map(|clause| match &clause.kind {
        ClauseKind::Error | ClauseKind::Pure => 0,
        ClauseKind::Access { places, quantifiers, condition, .. } => deepest([
            of_places(places),
            deepest(quantifiers.iter().map(|q| q.start.depth.max(q.end.depth))),
            condition.map_or(0, |condition| condition.depth),
        ]),
        ClauseKind::Calls(calls) => {
            deepest(calls.iter().map(|call| of_places(call.arguments).max(of_callee(&call.callee))))
        }
    }))
}

fn of_callee(callee: &Callee<'_>) -> u16 {
    match callee {
        Callee::Path(path) => of_path(path),
        Callee::Value(place) => place.depth,
    }
}

fn of_places(places: &[Place<'_>]) -> u16 {
    deepest(places.iter().map(|place| place.depth))
}

pub(super) fn of_place(kind: &PlaceKind<'_>) -> u16 {
    let parts = match kind {
        PlaceKind::Error | PlaceKind::Any | PlaceKind::AnyAt(_) | PlaceKind::Literal(_) => 0,
        PlaceKind::AnyOf(path) | PlaceKind::Path(path) => of_path(path),
        PlaceKind::Apply { path, arguments } => of_path(path).max(of_places(arguments)),
        PlaceKind::Exists { ty, address } => ty.depth.max(address.depth),
        PlaceKind::Field { base, .. } | PlaceKind::Fields { base, .. } => base.depth,
        PlaceKind::Method { receiver, type_arguments, arguments, .. } => {
            deepest([receiver.depth, of_arguments(type_arguments.as_ref()), of_places(arguments)])
        }
        PlaceKind::Index { base, index } => base.depth.max(index.depth),
        PlaceKind::AnyIn(place)
        | PlaceKind::Borrow(place)
        | PlaceKind::Not(place)
        | PlaceKind::Negate(place) => place.depth,
        PlaceKind::Choice(places) => of_places(places),
        PlaceKind::Cast { operand, ty } => operand.depth.max(ty.depth),
        PlaceKind::Binary { left, right, .. } => left.depth.max(right.depth),
        PlaceKind::Pack { path, fields } => {
            of_path(path).max(deepest(fields.iter().map(|field| field.value.depth)))
        }
    };
    parts.saturating_add(1)
}

fn of_exprs(exprs: &[Expr<'_>]) -> u16 {
    deepest(exprs.iter().map(|expr| expr.depth))
}

pub(super) fn of_expr(kind: &ExprKind<'_>) -> u16 {
    let parts = match kind {
        ExprKind::Error
        | ExprKind::Literal(_)
        | ExprKind::Underscore
        | ExprKind::Move(_)
        | ExprKind::Copy(_)
        | ExprKind::Break(_)
        | ExprKind::Continue(_) => 0,
        ExprKind::Path(path) => of_path(path),
        ExprKind::Call { callee, arguments } => of_path(callee).max(of_exprs(arguments)),
        ExprKind::CallValue { callee, arguments } => callee.depth.max(of_exprs(arguments)),
        ExprKind::Macro { arguments, .. } => of_exprs(arguments),
        ExprKind::Method { receiver, type_arguments, arguments, .. } => {
            deepest([receiver.depth, of_arguments(type_arguments.as_ref()), of_exprs(arguments)])
        }
        ExprKind::Field { base, .. } => base.depth,
        ExprKind::Index { base, index } => base.depth.max(index.depth),
        ExprKind::Pack { path, fields, .. } => {
            of_path(path).max(deepest(fields.iter().map(|field| field.value.depth)))
        }
        ExprKind::Vector { type_arguments, elements } => {
            of_arguments(type_arguments.as_ref()).max(of_exprs(elements))
        }
        ExprKind::Tuple(elements) => of_exprs(elements),
        ExprKind::Unary { operand, .. }
        | ExprKind::Borrow { operand, .. }
        | ExprKind::Deref(operand) => operand.depth,
        ExprKind::Binary { left, right, .. } => left.depth.max(right.depth),
        ExprKind::Cast { operand, ty } | ExprKind::Annotated { operand, ty } => {
            operand.depth.max(ty.depth)
        }
        ExprKind::Is { operand, variants } => {
            operand.depth.max(deepest(variants.iter().map(of_path)))
        }
        ExprKind::Assign { target, value, .. } => target.depth.max(value.depth),
        ExprKind::If { condition, then, otherwise } => {
            deepest([condition.depth, then.depth, otherwise.map_or(0, |expr| expr.depth)])
        }
        ExprKind::While { condition, body, .. } => condition.depth.max(body.depth),
        ExprKind::Loop { body, .. } => body.depth,
        ExprKind::For { start, end, body, .. } => deepest([start.depth, end.depth, body.depth]),
        ExprKind::Match { scrutinee, arms } => {
            let arms = arms.iter().map(|arm| {
                let guard = arm.guard.map_or(0, |guard| guard.depth);
                deepest([arm.pattern.depth, guard, arm.body.depth])
            });
            scrutinee.depth.max(deepest(arms))
        }
        ExprKind::Block(block) => block.depth,
        ExprKind::Lambda { parameters, body, .. } => {
            let parameters = parameters.iter().map(|parameter| {
                parameter.pattern.depth.max(parameter.ty.map_or(0, |ty| ty.depth))
            });
            body.depth.max(deepest(parameters))
        }
        ExprKind::Return(value) | ExprKind::Abort(value) => value.map_or(0, |value| value.depth),
    };
    parts.saturating_add(1)
}

pub(super) fn of_statement(kind: &StatementKind<'_>) -> u16 {
    match kind {
        StatementKind::Error | StatementKind::Use(_) => 0,
        StatementKind::Let { pattern, ty, value } => deepest([
            pattern.depth,
            ty.map_or(0, |ty| ty.depth),
            value.map_or(0, |value| value.depth),
        ]),
        StatementKind::Expr(expr) => expr.depth,
    }
}

pub(super) fn of_block(statements: &[Statement<'_>], tail: Option<&Expr<'_>>) -> u16 {
    let statements = statements.iter().map(|statement| statement.depth);
    deepest(statements).max(tail.map_or(0, |tail| tail.depth))
}

pub(super) fn of_pattern(kind: &PatternKind<'_>) -> u16 {
    let of_patterns = |patterns: &[Pattern<'_>]| deepest(patterns.iter().map(|p| p.depth));
    let parts = match kind {
        PatternKind::Error
        | PatternKind::Wildcard
        | PatternKind::Rest
        | PatternKind::Literal(_) => 0,
        PatternKind::Path(path) => of_path(path),
        PatternKind::Tuple(elements) => of_patterns(elements),
        PatternKind::Struct { path, fields, .. } => {
            of_path(path).max(deepest(fields.iter().map(|field| field.pattern.depth)))
        }
        PatternKind::Positional { path, elements } => of_path(path).max(of_patterns(elements)),
    };
    parts.saturating_add(1)
}
