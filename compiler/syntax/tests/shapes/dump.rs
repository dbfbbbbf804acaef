//! Trees in few words: parentheses show what belongs together.

use compiler_syntax::ast::{
    AccessClauses, Address, AddressKind, Block, ClauseKind, Expr, ExprKind, Fields, Function,
    Literal, LiteralKind, Module, Path, Pattern, PatternKind, Place, PlaceKind, Statement,
    StatementKind, Struct, Type, TypeArguments, TypeKind, UnaryOp, Use,
};

fn join<T>(items: &[T], show: impl Fn(&T) -> String) -> String {
    items.iter().map(show).collect::<Vec<_>>().join(", ")
}

pub(crate) fn module(module: &Module<'_>) -> String {
    let at = module.address.map_or(String::new(), |at| address(&at) + "::");
    let mut lines = vec![format!("module {at}{}", module.name.text)];
    lines.extend(module.docs.iter().map(|line| format!("  doc {line}")));
    lines.extend(module.uses.iter().map(|item| format!("  {}", uses(item))));
    lines.extend(module.friends.iter().map(|friend| format!("  friend {}", path(&friend.module))));
    lines.extend(module.constants.iter().map(|constant| {
        let (ty, value) = (ty(&constant.ty), expr(&constant.value));
        format!("  const {}: {ty} = {value}", constant.name.text)
    }));
    lines.extend(module.structs.iter().map(|item| format!("  {}", structure(item))));
    lines.extend(module.enums.iter().map(|item| {
        let variants = join(item.variants, |v| format!("{}{}", v.name.text, fields(&v.fields)));
        format!("  enum {} has {:?} {{ {variants} }}", item.name.text, kinds(item.abilities))
    }));
    lines.extend(module.functions.iter().map(|item| format!("  {}", function(item))));
    lines.join("\n")
}

fn kinds(abilities: &[compiler_syntax::ast::Ability]) -> Vec<compiler_syntax::ast::AbilityKind> {
    abilities.iter().map(|ability| ability.kind).collect()
}

fn uses(item: &Use<'_>) -> String {
    let show = |item: &compiler_syntax::ast::UseItem<'_>| {
        let member = item.member.map_or(String::new(), |member| format!("::{}", member.text));
        let visible = item.visible_name().text;
        format!("{}::{}{member} as {visible}", address(&item.address), item.module.text)
    };
    format!("use {}", join(item.items, show))
}

fn structure(item: &Struct<'_>) -> String {
    let parameters = join(item.type_parameters, |parameter| {
        let phantom = if parameter.is_phantom { "phantom " } else { "" };
        format!("{phantom}{}: {:?}", parameter.name.text, kinds(parameter.abilities))
    });
    let name = item.name.text;
    format!("struct {name}<{parameters}> has {:?}{}", kinds(item.abilities), fields(&item.fields))
}

fn fields(fields: &Fields<'_>) -> String {
    match fields {
        Fields::Unit => String::new(),
        Fields::Named(fields) => {
            let show = |f: &compiler_syntax::ast::Field<'_>| {
                format!("{}: {}{}", f.name.text, ty(&f.ty), f.docs.concat())
            };
            format!(" {{ {} }}", join(fields, show))
        }
        Fields::Positional(types) => format!("({})", join(types, ty)),
    }
}

pub(crate) fn function(item: &Function<'_>) -> String {
    let flags =
        [(item.is_entry, "entry "), (item.is_inline, "inline "), (item.is_native, "native ")];
    let flags: String = flags.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    let parameters = join(item.parameters, |p| format!("{}: {}", p.name.text, ty(&p.ty)));
    let result = item.result.map_or(String::new(), |result| format!(": {}", ty(&result)));
    let acquires =
        item.acquires.map_or(String::new(), |list| format!(" acquires {}", join(list, path)));
    let access = item.access.map_or(String::new(), |access| format!("\n    {}", clauses(&access)));
    let body = item.body.map_or(String::new(), |body| format!(" {}", block(&body)));
    let (visibility, name) = (item.visibility, item.name.text);
    format!("{visibility:?} {flags}fun {name}({parameters}){result}{acquires}{access}{body}")
}

pub(crate) fn clauses(access: &AccessClauses<'_>) -> String {
    let show = |clause: &compiler_syntax::ast::Clause<'_>| match &clause.kind {
        ClauseKind::Error => "error".to_owned(),
        ClauseKind::Pure => "pure".to_owned(),
        ClauseKind::Access { is_negated, mode, places, quantifiers, condition, .. } => {
            let not = if *is_negated { "!" } else { "" };
            let range = |q: &compiler_syntax::ast::Quantifier<'_>| {
                format!(" for {} in {}..{}", q.variable.text, place(&q.start), place(&q.end))
            };
            let range: String = quantifiers.iter().map(range).collect();
            let condition = condition.map_or(String::new(), |c| format!(" if {}", place(&c)));
            format!("{not}{mode:?} {}{range}{condition}", join(places, place))
        }
        ClauseKind::Calls(calls) => {
            let call = |call: &compiler_syntax::ast::CallTerm<'_>| {
                let callee = match &call.callee {
                    compiler_syntax::ast::Callee::Path(callee) => path(callee),
                    compiler_syntax::ast::Callee::Value(value) => format!("({})", place(value)),
                };
                format!("{callee}({})", join(call.arguments, place))
            };
            format!("Calls {}", join(calls, call))
        }
    };
    access.clauses.iter().map(show).collect::<Vec<_>>().join("\n    ")
}

pub(crate) fn place(place: &Place<'_>) -> String {
    let this = self::place;
    match &place.kind {
        PlaceKind::Error => "error".to_owned(),
        PlaceKind::Any => "*".to_owned(),
        PlaceKind::AnyAt(at) => format!("@{}::*", address(at)),
        PlaceKind::AnyIn(holder) => format!("*({})", this(holder)),
        PlaceKind::AnyOf(module) => format!("{}::*", path(module)),
        PlaceKind::Path(name) => path(name),
        PlaceKind::Apply { path: name, arguments } => {
            format!("{}({})", path(name), join(arguments, this))
        }
        PlaceKind::Exists { ty, address } => format!("exists<{}>({})", self::ty(ty), this(address)),
        PlaceKind::Field { base, field } => format!("{}.{}", this(base), field.text),
        PlaceKind::Fields { base, fields } => {
            format!("{}.{{{}}}", this(base), join(fields, |field| field.text.to_owned()))
        }
        PlaceKind::Method { receiver, name, type_arguments, arguments } => {
            let types = type_arguments.as_ref().map_or(String::new(), types);
            format!("{}.{}{types}({})", this(receiver), name.text, join(arguments, this))
        }
        PlaceKind::Index { base, index } => format!("{}[{}]", this(base), this(index)),
        PlaceKind::Literal(value) => literal(value),
        PlaceKind::Borrow(place) => format!("&{}", this(place)),
        PlaceKind::Not(place) => format!("!{}", this(place)),
        PlaceKind::Negate(place) => format!("-{}", this(place)),
        PlaceKind::Choice(places) => format!("{{{}}}", join(places, this)),
        PlaceKind::Cast { operand, ty } => format!("({} as {})", this(operand), self::ty(ty)),
        PlaceKind::Binary { op, left, right } => {
            format!("({} {} {})", this(left), op.symbol(), this(right))
        }
        PlaceKind::Pack { path: name, fields } => {
            let field = |field: &compiler_syntax::ast::PlaceField<'_>| {
                format!("{}: {}", field.name.text, this(&field.value))
            };
            format!("{} {{ {} }}", path(name), join(fields, field))
        }
    }
}

fn address(address: &Address<'_>) -> String {
    kind(&address.kind)
}

fn kind(kind: &AddressKind<'_>) -> String {
    match kind {
        AddressKind::Numeric(number) => format!("{number:#x}"),
        AddressKind::Named(name) => (*name).to_owned(),
    }
}

pub(crate) fn path(path: &Path<'_>) -> String {
    let address = path.address.map(|at| address(&at));
    let segments = path.segments.iter().map(|segment| {
        segment.name.text.to_owned() + &segment.type_arguments.as_ref().map_or(String::new(), types)
    });
    address.into_iter().chain(segments).collect::<Vec<_>>().join("::")
}

fn types(arguments: &TypeArguments<'_>) -> String {
    format!("<{}>", join(arguments.types, ty))
}

pub(crate) fn ty(ty: &Type<'_>) -> String {
    match &ty.kind {
        TypeKind::Error => "error".to_owned(),
        TypeKind::Path(name) => path(name),
        TypeKind::Reference { is_mutable: true, target } => format!("&mut {}", self::ty(target)),
        TypeKind::Reference { is_mutable: false, target } => format!("&{}", self::ty(target)),
        TypeKind::Tuple(types) => format!("({})", join(types, self::ty)),
        TypeKind::Function { parameters, result, abilities, access } => {
            let parameter = |parameter: &compiler_syntax::ast::FunctionTypeParameter<'_>| {
                let name = parameter.name.map_or(String::new(), |name| name.text.to_owned() + ": ");
                name + &self::ty(&parameter.ty)
            };
            let result = result.map_or("()".to_owned(), self::ty);
            let access = access.as_ref().map_or(String::new(), |a| format!(" {{{}}}", clauses(a)));
            format!("|{}|{result} has {:?}{access}", join(parameters, parameter), kinds(abilities))
        }
        TypeKind::Infer => "_".to_owned(),
    }
}

fn literal(literal: &Literal<'_>) -> String {
    match &literal.kind {
        LiteralKind::Error => "error".to_owned(),
        LiteralKind::Number { is_negative, value, suffix } => {
            let number = format!("{value}{}", suffix.map_or(String::new(), |it| format!("{it:?}")));
            if *is_negative { format!("(-{number})") } else { number }
        }
        LiteralKind::Bool(value) => value.to_string(),
        LiteralKind::Address(at) => format!("@{}", kind(at)),
        LiteralKind::Bytes(bytes) => format!("{bytes:?}"),
    }
}

pub(crate) fn block(block: &Block<'_>) -> String {
    let statements = block.statements.iter().map(statement);
    let tail = block.tail.map(expr);
    format!("{{ {} }}", statements.chain(tail).collect::<Vec<_>>().join(" "))
}

fn statement(statement: &Statement<'_>) -> String {
    match &statement.kind {
        StatementKind::Error => "error;".to_owned(),
        StatementKind::Let { pattern: p, ty: t, value } => {
            let ty = t.map_or(String::new(), |t| format!(": {}", ty(&t)));
            let value = value.map_or(String::new(), |value| format!(" = {}", expr(&value)));
            format!("let {}{ty}{value};", pattern(p))
        }
        StatementKind::Expr(value) => expr(value) + ";",
        StatementKind::Use(item) => uses(item) + ";",
    }
}

fn pattern(pattern: &Pattern<'_>) -> String {
    let this = self::pattern;
    match &pattern.kind {
        PatternKind::Error => "error".to_owned(),
        PatternKind::Wildcard => "_".to_owned(),
        PatternKind::Rest => "..".to_owned(),
        PatternKind::Path(name) => path(name),
        PatternKind::Tuple(elements) => format!("({})", join(elements, this)),
        PatternKind::Struct { path: name, fields, rest } => {
            let field = |field: &compiler_syntax::ast::FieldPattern<'_>| {
                format!("{}: {}", field.name.text, this(&field.pattern))
            };
            let rest = if rest.is_some() { ", .." } else { "" };
            format!("{} {{ {}{rest} }}", path(name), join(fields, field))
        }
        PatternKind::Positional { path: name, elements } => {
            format!("{}({})", path(name), join(elements, this))
        }
        PatternKind::Literal(value) => literal(value),
    }
}

#[allow(clippy::too_many_lines, reason = "it is a table")]
pub(crate) fn expr(value: &Expr<'_>) -> String {
    let label = |label: &Option<compiler_syntax::ast::Name<'_>>| {
        label.map_or(String::new(), |label| format!("{}: ", label.text))
    };
    let jump = |label: &Option<compiler_syntax::ast::Name<'_>>| {
        label.map_or(String::new(), |label| format!(" {}", label.text))
    };
    let types =
        |types: &Option<TypeArguments<'_>>| types.as_ref().map_or(String::new(), self::types);
    match &value.kind {
        ExprKind::Error => "error".to_owned(),
        ExprKind::Literal(value) => literal(value),
        ExprKind::Path(name) => path(name),
        ExprKind::Underscore => "_".to_owned(),
        ExprKind::Call { callee, arguments } => {
            format!("{}({})", path(callee), join(arguments, expr))
        }
        ExprKind::CallValue { callee, arguments } => {
            format!("[{}]({})", expr(callee), join(arguments, expr))
        }
        ExprKind::Macro { name, arguments } => format!("{}!({})", name.text, join(arguments, expr)),
        ExprKind::Method { receiver, name, type_arguments, arguments } => {
            let types = types(type_arguments);
            format!("{}.{}{types}({})", expr(receiver), name.text, join(arguments, expr))
        }
        ExprKind::Field { base, field } => format!("{}.{}", expr(base), field.text),
        ExprKind::Index { base, index } => format!("{}[{}]", expr(base), expr(index)),
        ExprKind::Pack { path: name, fields, rest } => {
            let field = |field: &compiler_syntax::ast::FieldInit<'_>| {
                format!("{}: {}", field.name.text, expr(&field.value))
            };
            let rest = if rest.is_some() { ", .." } else { "" };
            format!("{} {{ {}{rest} }}", path(name), join(fields, field))
        }
        ExprKind::Vector { type_arguments, elements } => {
            format!("vector{}[{}]", types(type_arguments), join(elements, expr))
        }
        ExprKind::Tuple(elements) => format!("tuple({})", join(elements, expr)),
        ExprKind::Unary { op: UnaryOp::Not, operand } => format!("!{}", expr(operand)),
        ExprKind::Unary { op: UnaryOp::Negate, operand } => format!("-{}", expr(operand)),
        ExprKind::Binary { op, left, right } => {
            format!("({} {} {})", expr(left), op.symbol(), expr(right))
        }
        ExprKind::Borrow { is_mutable: true, operand } => format!("&mut {}", expr(operand)),
        ExprKind::Borrow { is_mutable: false, operand } => format!("&{}", expr(operand)),
        ExprKind::Deref(operand) => format!("*{}", expr(operand)),
        ExprKind::Move(name) => format!("move {}", name.text),
        ExprKind::Copy(name) => format!("copy {}", name.text),
        ExprKind::Cast { operand, ty } => format!("({} as {})", expr(operand), self::ty(ty)),
        ExprKind::Annotated { operand, ty } => format!("({}: {})", expr(operand), self::ty(ty)),
        ExprKind::Is { operand, variants } => {
            format!("({} is {})", expr(operand), join(variants, path))
        }
        ExprKind::Assign { target, op, value } => {
            let op = op.map_or("", compiler_syntax::ast::BinaryOp::symbol);
            format!("({} {op}= {})", expr(target), expr(value))
        }
        ExprKind::If { condition, then, otherwise } => {
            let otherwise = otherwise.map_or(String::new(), |e| format!(" else {}", expr(e)));
            format!("if {} then {}{otherwise}", expr(condition), expr(then))
        }
        ExprKind::While { label: l, condition, body } => {
            format!("{}while {} do {}", label(l), expr(condition), expr(body))
        }
        ExprKind::Loop { label: l, body } => format!("{}loop {}", label(l), expr(body)),
        ExprKind::For { label: l, variable, start, end, body } => {
            let (start, end) = (expr(start), expr(end));
            format!("{}for {} in {start}..{end} do {}", label(l), variable.text, expr(body))
        }
        ExprKind::Match { scrutinee, arms } => {
            let arm = |arm: &compiler_syntax::ast::MatchArm<'_>| {
                let guard =
                    arm.guard.map_or(String::new(), |guard| format!(" if {}", expr(&guard)));
                format!("{}{guard} => {}", pattern(&arm.pattern), expr(&arm.body))
            };
            format!("match {} {{ {} }}", expr(scrutinee), join(arms, arm))
        }
        ExprKind::Block(inner) => block(inner),
        ExprKind::Lambda { is_move, parameters, body } => {
            let parameter = |parameter: &compiler_syntax::ast::LambdaParameter<'_>| {
                let ty = parameter.ty.map_or(String::new(), |ty| format!(": {}", self::ty(&ty)));
                pattern(&parameter.pattern) + &ty
            };
            let word = if *is_move { "move " } else { "" };
            format!("({word}|{}| {})", join(parameters, parameter), expr(body))
        }
        ExprKind::Break(label) => format!("break{}", jump(label)),
        ExprKind::Continue(label) => format!("continue{}", jump(label)),
        ExprKind::Return(value) => {
            value.map_or("return".to_owned(), |v| format!("return {}", expr(v)))
        }
        ExprKind::Abort(value) => {
            value.map_or("abort".to_owned(), |v| format!("abort {}", expr(v)))
        }
    }
}
