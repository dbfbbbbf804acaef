//! A walk over a syntax tree: every node once, outer ones first.

use compiler_diagnostics::Span;
use compiler_syntax::ast::{
    AccessClauses, Attribute, AttributeKind, Block, CallTerm, Callee, Clause, ClauseKind, Constant,
    Enum, Expr, ExprKind, Field, Fields, File, Function, MatchArm, Module, Parameter, Pattern,
    PatternKind, Place, PlaceKind, Script, Statement, StatementKind, Struct, Type, TypeKind,
    TypeParameter, Use, Variant,
};

/// A node of a tree.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Node<'n, 'a> {
    Module(&'n Module<'a>),
    Script(&'n Script<'a>),
    Attribute(&'n Attribute<'a>),
    Use(&'n Use<'a>),
    Constant(&'n Constant<'a>),
    Struct(&'n Struct<'a>),
    Enum(&'n Enum<'a>),
    Variant(&'n Variant<'a>),
    Field(&'n Field<'a>),
    TypeParameter(&'n TypeParameter<'a>),
    Function(&'n Function<'a>),
    Parameter(&'n Parameter<'a>),
    Block(&'n Block<'a>),
    Statement(&'n Statement<'a>),
    Expr(&'n Expr<'a>),
    Arm(&'n MatchArm<'a>),
    Pattern(&'n Pattern<'a>),
    Type(&'n Type<'a>),
    Access(&'n AccessClauses<'a>),
    Clause(&'n Clause<'a>),
    CallTerm(&'n CallTerm<'a>),
    Place(&'n Place<'a>),
}

impl Node<'_, '_> {
    /// Where it stands.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Module(it) => it.span,
            Self::Script(it) => it.span,
            Self::Attribute(it) => it.span,
            Self::Use(it) => it.span,
            Self::Constant(it) => it.span,
            Self::Struct(it) => it.span,
            Self::Enum(it) => it.span,
            Self::Variant(it) => it.span,
            Self::Field(it) => it.span,
            Self::TypeParameter(it) => it.span,
            Self::Function(it) => it.span,
            Self::Parameter(it) => it.span,
            Self::Block(it) => it.span,
            Self::Statement(it) => it.span,
            Self::Expr(it) => it.span,
            Self::Arm(it) => it.span,
            Self::Pattern(it) => it.span,
            Self::Type(it) => it.span,
            Self::Access(it) => it.span,
            Self::Clause(it) => it.span,
            Self::CallTerm(it) => it.span,
            Self::Place(it) => it.span,
        }
    }
}

/// Shows every node of a file to `visit`.
pub(crate) fn walk<'a>(file: &File<'a>, visit: &mut dyn FnMut(Node<'_, 'a>)) {
    let mut walker = Walker { visit };
    file.modules.iter().for_each(|module| walker.module(module));
    file.scripts.iter().for_each(|script| walker.script(script));
}

struct Walker<'v, 'a> {
    visit: &'v mut dyn FnMut(Node<'_, 'a>),
}

impl<'a> Walker<'_, 'a> {
    fn module(&mut self, module: &Module<'a>) {
        (self.visit)(Node::Module(module));
        self.attributes(module.attributes);
        module.uses.iter().for_each(|it| self.uses(it));
        module.friends.iter().for_each(|it| self.attributes(it.attributes));
        module.constants.iter().for_each(|it| self.constant(it));
        module.structs.iter().for_each(|it| self.structure(it));
        module.enums.iter().for_each(|it| self.enumeration(it));
        module.functions.iter().for_each(|it| self.function(it));
    }

    fn script(&mut self, script: &Script<'a>) {
        (self.visit)(Node::Script(script));
        self.attributes(script.attributes);
        script.uses.iter().for_each(|it| self.uses(it));
        script.constants.iter().for_each(|it| self.constant(it));
        script.functions.iter().for_each(|it| self.function(it));
    }

    fn attributes(&mut self, attributes: &[Attribute<'a>]) {
        for attribute in attributes {
            (self.visit)(Node::Attribute(attribute));
            match attribute.kind {
                AttributeKind::List(inner) => self.attributes(inner),
                AttributeKind::Word | AttributeKind::Literal(_) | AttributeKind::Path(_) => {}
            }
        }
    }

    fn uses(&mut self, declaration: &Use<'a>) {
        (self.visit)(Node::Use(declaration));
        self.attributes(declaration.attributes);
    }

    fn constant(&mut self, constant: &Constant<'a>) {
        (self.visit)(Node::Constant(constant));
        self.attributes(constant.attributes);
        self.ty(&constant.ty);
        self.expr(&constant.value);
    }

    fn structure(&mut self, structure: &Struct<'a>) {
        (self.visit)(Node::Struct(structure));
        self.attributes(structure.attributes);
        self.type_parameters(structure.type_parameters);
        self.fields(&structure.fields);
    }

    fn enumeration(&mut self, enumeration: &Enum<'a>) {
        (self.visit)(Node::Enum(enumeration));
        self.attributes(enumeration.attributes);
        self.type_parameters(enumeration.type_parameters);
        for variant in enumeration.variants {
            (self.visit)(Node::Variant(variant));
            self.fields(&variant.fields);
        }
    }

    fn fields(&mut self, fields: &Fields<'a>) {
        match fields {
            Fields::Unit => {}
            Fields::Positional(types) => self.types(types),
            Fields::Named(fields) => {
                for field in *fields {
                    (self.visit)(Node::Field(field));
                    self.ty(&field.ty);
                }
            }
        }
    }

    fn type_parameters(&mut self, parameters: &[TypeParameter<'a>]) {
        parameters.iter().for_each(|it| (self.visit)(Node::TypeParameter(it)));
    }

    fn function(&mut self, function: &Function<'a>) {
        (self.visit)(Node::Function(function));
        self.attributes(function.attributes);
        self.type_parameters(function.type_parameters);
        for parameter in function.parameters {
            (self.visit)(Node::Parameter(parameter));
            self.ty(&parameter.ty);
        }
        function.result.iter().for_each(|it| self.ty(it));
        function.access.iter().for_each(|it| self.access(it));
        function.body.iter().for_each(|it| self.block(it));
    }

    fn block(&mut self, block: &Block<'a>) {
        (self.visit)(Node::Block(block));
        block.statements.iter().for_each(|it| self.statement(it));
        block.tail.iter().for_each(|it| self.expr(it));
    }

    fn statement(&mut self, statement: &Statement<'a>) {
        (self.visit)(Node::Statement(statement));
        match &statement.kind {
            StatementKind::Error => {}
            StatementKind::Let { pattern, ty, value } => {
                self.pattern(pattern);
                ty.iter().for_each(|it| self.ty(it));
                value.iter().for_each(|it| self.expr(it));
            }
            StatementKind::Expr(expr) => self.expr(expr),
            StatementKind::Use(declaration) => self.uses(declaration),
        }
    }

    fn exprs(&mut self, exprs: &[Expr<'a>]) {
        exprs.iter().for_each(|it| self.expr(it));
    }

    fn expr(&mut self, expr: &Expr<'a>) {
        (self.visit)(Node::Expr(expr));
        match &expr.kind {
            ExprKind::Error
            | ExprKind::Literal(_)
            | ExprKind::Underscore
            | ExprKind::Move(_)
            | ExprKind::Copy(_)
            | ExprKind::Break(_)
            | ExprKind::Continue(_) => {}
            ExprKind::Path(path) => self.path(path),
            ExprKind::Call { callee, arguments } => {
                self.path(callee);
                self.exprs(arguments);
            }
            ExprKind::CallValue { callee, arguments } => {
                self.expr(callee);
                self.exprs(arguments);
            }
            ExprKind::Macro { arguments, .. } => self.exprs(arguments),
            ExprKind::Method { receiver, type_arguments, arguments, .. } => {
                self.expr(receiver);
                type_arguments.iter().for_each(|it| self.types(it.types));
                self.exprs(arguments);
            }
            ExprKind::Field { base, .. } => self.expr(base),
            ExprKind::Index { base, index } => {
                self.expr(base);
                self.expr(index);
            }
            ExprKind::Pack { path, fields, .. } => {
                self.path(path);
                fields.iter().for_each(|it| self.expr(&it.value));
            }
            ExprKind::Vector { type_arguments, elements } => {
                type_arguments.iter().for_each(|it| self.types(it.types));
                self.exprs(elements);
            }
            ExprKind::Tuple(elements) => self.exprs(elements),
            ExprKind::Unary { operand, .. }
            | ExprKind::Borrow { operand, .. }
            | ExprKind::Deref(operand) => self.expr(operand),
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Cast { operand, ty } | ExprKind::Annotated { operand, ty } => {
                self.expr(operand);
                self.ty(ty);
            }
            ExprKind::Is { operand, variants } => {
                self.expr(operand);
                variants.iter().for_each(|it| self.path(it));
            }
            ExprKind::Assign { target, value, .. } => {
                self.expr(target);
                self.expr(value);
            }
            ExprKind::If { .. }
            | ExprKind::While { .. }
            | ExprKind::Loop { .. }
            | ExprKind::For { .. }
            | ExprKind::Match { .. }
            | ExprKind::Block(_)
            | ExprKind::Lambda { .. }
            | ExprKind::Return(_)
            | ExprKind::Abort(_) => self.control(&expr.kind),
        }
    }

    /// The parts of what decides which of them are evaluated, and how often.
    #[allow(clippy::wildcard_enum_match_arm, reason = "others are no control flow")]
    fn control(&mut self, kind: &ExprKind<'a>) {
        match kind {
            ExprKind::If { condition, then, otherwise } => {
                self.expr(condition);
                self.expr(then);
                otherwise.iter().for_each(|it| self.expr(it));
            }
            ExprKind::While { condition, body, .. } => {
                self.expr(condition);
                self.expr(body);
            }
            ExprKind::Loop { body, .. } => self.expr(body),
            ExprKind::For { start, end, body, .. } => {
                self.expr(start);
                self.expr(end);
                self.expr(body);
            }
            ExprKind::Match { scrutinee, arms } => {
                self.expr(scrutinee);
                arms.iter().for_each(|it| self.arm(it));
            }
            ExprKind::Block(block) => self.block(block),
            ExprKind::Lambda { parameters, body, .. } => {
                for parameter in *parameters {
                    self.pattern(&parameter.pattern);
                    parameter.ty.iter().for_each(|it| self.ty(it));
                }
                self.expr(body);
            }
            ExprKind::Return(value) | ExprKind::Abort(value) => {
                value.iter().for_each(|it| self.expr(it));
            }
            _ => {}
        }
    }

    fn arm(&mut self, arm: &MatchArm<'a>) {
        (self.visit)(Node::Arm(arm));
        self.pattern(&arm.pattern);
        arm.guard.iter().for_each(|it| self.expr(it));
        self.expr(&arm.body);
    }

    fn pattern(&mut self, pattern: &Pattern<'a>) {
        (self.visit)(Node::Pattern(pattern));
        match &pattern.kind {
            PatternKind::Error
            | PatternKind::Wildcard
            | PatternKind::Rest
            | PatternKind::Literal(_) => {}
            PatternKind::Path(path) => self.path(path),
            PatternKind::Tuple(elements) => elements.iter().for_each(|it| self.pattern(it)),
            PatternKind::Struct { path, fields, .. } => {
                self.path(path);
                fields.iter().for_each(|it| self.pattern(&it.pattern));
            }
            PatternKind::Positional { path, elements } => {
                self.path(path);
                elements.iter().for_each(|it| self.pattern(it));
            }
        }
    }

    fn types(&mut self, types: &[Type<'a>]) {
        types.iter().for_each(|it| self.ty(it));
    }

    fn ty(&mut self, ty: &Type<'a>) {
        (self.visit)(Node::Type(ty));
        match &ty.kind {
            TypeKind::Error | TypeKind::Infer => {}
            TypeKind::Path(path) => self.path(path),
            TypeKind::Reference { target, .. } => self.ty(target),
            TypeKind::Tuple(types) => self.types(types),
            TypeKind::Function { parameters, result, access, .. } => {
                parameters.iter().for_each(|it| self.ty(&it.ty));
                result.iter().for_each(|it| self.ty(it));
                access.iter().for_each(|it| self.access(it));
            }
        }
    }

    /// The type arguments of a path; its names are its owner's.
    fn path(&mut self, path: &compiler_syntax::ast::Path<'a>) {
        let arguments = path.segments.iter().filter_map(|segment| segment.type_arguments);
        arguments.for_each(|it| self.types(it.types));
    }

    fn access(&mut self, access: &AccessClauses<'a>) {
        (self.visit)(Node::Access(access));
        access.clauses.iter().for_each(|it| self.clause(it));
    }

    fn clause(&mut self, clause: &Clause<'a>) {
        (self.visit)(Node::Clause(clause));
        match &clause.kind {
            ClauseKind::Error | ClauseKind::Pure => {}
            ClauseKind::Access { places, quantifiers, condition, .. } => {
                self.places(places);
                for quantifier in *quantifiers {
                    self.place(&quantifier.start);
                    self.place(&quantifier.end);
                }
                condition.iter().for_each(|it| self.place(it));
            }
            ClauseKind::Calls(calls) => calls.iter().for_each(|it| self.call_term(it)),
        }
    }

    fn call_term(&mut self, call: &CallTerm<'a>) {
        (self.visit)(Node::CallTerm(call));
        match &call.callee {
            Callee::Path(path) => self.path(path),
            Callee::Value(place) => self.place(place),
        }
        self.places(call.arguments);
    }

    fn places(&mut self, places: &[Place<'a>]) {
        places.iter().for_each(|it| self.place(it));
    }

    fn place(&mut self, place: &Place<'a>) {
        (self.visit)(Node::Place(place));
        match &place.kind {
            PlaceKind::Error | PlaceKind::Any | PlaceKind::AnyAt(_) | PlaceKind::Literal(_) => {}
            PlaceKind::AnyIn(inner)
            | PlaceKind::Borrow(inner)
            | PlaceKind::Not(inner)
            | PlaceKind::Negate(inner)
            | PlaceKind::Field { base: inner, .. }
            | PlaceKind::Fields { base: inner, .. } => self.place(inner),
            PlaceKind::AnyOf(path) | PlaceKind::Path(path) => self.path(path),
            PlaceKind::Apply { path, arguments } => {
                self.path(path);
                self.places(arguments);
            }
            PlaceKind::Exists { ty, address } => {
                self.ty(ty);
                self.place(address);
            }
            PlaceKind::Method { receiver, type_arguments, arguments, .. } => {
                self.place(receiver);
                type_arguments.iter().for_each(|it| self.types(it.types));
                self.places(arguments);
            }
            PlaceKind::Index { base, index } => {
                self.place(base);
                self.place(index);
            }
            PlaceKind::Choice(places) => self.places(places),
            PlaceKind::Cast { operand, ty } => {
                self.place(operand);
                self.ty(ty);
            }
            PlaceKind::Binary { left, right, .. } => {
                self.place(left);
                self.place(right);
            }
            PlaceKind::Pack { path, fields } => {
                self.path(path);
                fields.iter().for_each(|it| self.place(&it.value));
            }
        }
    }
}
