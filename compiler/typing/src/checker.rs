//! A function's body being checked: what is in sight, what has been built, what is still to be proved.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use std::collections::{BTreeMap, BTreeSet};

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use vm_access::{AbilitySet, Identifier, ModuleId, Type};
use vm_bytecode::SourceSpan;

use crate::constant::Constants;
use crate::interface::Interfaces;
use crate::obligation::Obligation;
use crate::scope::Scope;
use crate::ty::Ty;
use crate::typed::{Expression, ExpressionKind, LocalId, LoopId, TypesId};
use crate::unify::{Kind, Table};

/// A function's body being checked.
pub(crate) struct Checker<'a> {
    pub(crate) interfaces: &'a Interfaces,
    /// The module the function stands in.
    pub(crate) module: &'a ModuleId,
    /// Names of modules, members and type parameters in sight.
    pub(crate) scope: Scope<'a>,
    /// Abilities of the function's type parameters.
    pub(crate) type_parameters: &'a [AbilitySet],
    /// Values of the module's constants.
    pub(crate) constants: &'a Constants,
    /// What the function returns.
    pub(crate) results: Ty,
    pub(crate) table: Table,
    pub(crate) loops: Vec<LoopFrame>,
    pub(crate) obligations: Vec<Obligation>,
    pub(crate) diagnostics: &'a mut Diagnostics,
    pub(crate) locals: Vec<LocalDraft>,
    pub(crate) lists: Vec<Vec<Ty>>,
    /// Where each unknown type came up, for those that stay unknown.
    pub(crate) unknowns: Vec<(Ty, Span)>,
    /// Modules whose functions or types the body uses.
    pub(crate) used_modules: BTreeSet<ModuleId>,
    loop_count: usize,
    blocks: Vec<BlockFrame>,
}

/// A variable or parameter.
#[derive(Clone, Debug)]
pub(crate) struct LocalDraft {
    pub(crate) name: Option<Identifier>,
    pub(crate) ty: Ty,
    pub(crate) span: Span,
}

/// A loop around the current expression.
#[derive(Clone, Debug)]
pub(crate) struct LoopFrame {
    pub(crate) id: LoopId,
    pub(crate) label: Option<Identifier>,
    pub(crate) has_break: bool,
}

/// The variables of a block.
#[derive(Debug, Default)]
struct BlockFrame {
    names: BTreeMap<Identifier, LocalId>,
    declared: Vec<LocalId>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(
        interfaces: &'a Interfaces,
        module: &'a ModuleId,
        scope: Scope<'a>,
        type_parameters: &'a [AbilitySet],
        constants: &'a Constants,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            interfaces,
            module,
            scope,
            type_parameters,
            constants,
            results: Ty::UNIT,
            table: Table::default(),
            loops: Vec::new(),
            obligations: Vec::new(),
            diagnostics,
            locals: Vec::new(),
            lists: Vec::new(),
            unknowns: Vec::new(),
            used_modules: BTreeSet::new(),
            loop_count: 0,
            blocks: vec![BlockFrame::default()],
        }
    }

    /// Reports an error.
    pub(crate) fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(code, span, message));
    }

    /// An expression of the given type.
    pub(crate) fn expression(&mut self, kind: ExpressionKind, ty: &Ty, span: Span) -> Expression {
        let types = self.list(vec![ty.clone()]);
        Expression { kind, types, span: source(span) }
    }

    /// What stands for an expression after an error that has been reported.
    pub(crate) fn failed(&mut self, span: Span) -> Expression {
        self.expression(ExpressionKind::Tuple(Vec::new()), &Ty::Error, span)
    }

    /// `()`
    pub(crate) fn unit(&mut self, span: Span) -> Expression {
        self.expression(ExpressionKind::Tuple(Vec::new()), &Ty::UNIT, span)
    }

    /// A list of types, to be finished with the body.
    pub(crate) fn list(&mut self, types: Vec<Ty>) -> TypesId {
        self.lists.push(types);
        TypesId::new(self.lists.len() - 1)
    }

    /// The type of an expression, its outermost constructor known if it is.
    pub(crate) fn type_of(&self, expression: &Expression) -> Ty {
        self.lists[expression.types.index()].first().map_or(Ty::Error, |ty| self.table.shallow(ty))
    }

    /// A new type variable, which must become known by the end of the body.
    pub(crate) fn unknown(&mut self, span: Span) -> Ty {
        let ty = self.table.fresh(Kind::General);
        self.unknowns.push((ty.clone(), span));
        ty
    }

    /// Starts a block of variables.
    pub(crate) fn enter_block(&mut self) {
        self.blocks.push(BlockFrame::default());
    }

    /// Ends a block; gives the variables declared in it.
    pub(crate) fn leave_block(&mut self) -> Vec<LocalId> {
        self.blocks.pop().map(|block| block.declared).unwrap_or_default()
    }

    /// Declares a parameter, variable or temporary in the innermost block.
    pub(crate) fn declare(&mut self, name: Option<Identifier>, ty: Ty, span: Span) -> LocalId {
        let local = LocalId::new(self.locals.len());
        self.locals.push(LocalDraft { name: name.clone(), ty, span });
        if let Some(block) = self.blocks.last_mut() {
            block.declared.push(local);
            if let Some(name) = name {
                block.names.insert(name, local);
            }
        }
        local
    }

    /// The variable that a name means here.
    pub(crate) fn local(&self, name: &str) -> Option<LocalId> {
        let name = Identifier::new(name);
        self.blocks.iter().rev().find_map(|block| block.names.get(&name).copied())
    }

    /// Names of all variables in sight.
    pub(crate) fn local_names(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().flat_map(|block| block.names.keys().map(Identifier::as_str))
    }

    pub(crate) fn local_type(&self, local: LocalId) -> Ty {
        self.table.shallow(&self.locals[local.index()].ty)
    }

    /// A new loop.
    pub(crate) fn enter_loop(&mut self, label: Option<Identifier>) -> LoopId {
        let id = LoopId::new(self.loop_count);
        self.loop_count += 1;
        self.loops.push(LoopFrame { id, label, has_break: false });
        id
    }

    /// The type as a person would write it here.
    pub(crate) fn show(&self, ty: &Ty) -> String {
        let many =
            |types: &[Ty]| types.iter().map(|ty| self.show(ty)).collect::<Vec<_>>().join(", ");
        match self.table.shallow(ty) {
            Ty::Error => "_".to_owned(),
            Ty::Variable(variable) => match self.table.kind(variable) {
                Kind::Integer => "an integer".to_owned(),
                Kind::General | Kind::Diverging => "_".to_owned(),
            },
            Ty::Atom(Type::Parameter(index)) => self.scope.type_parameter_name(index),
            Ty::Atom(ty) => ty.to_string(),
            Ty::Vector(element) => format!("vector<{}>", self.show(&element)),
            Ty::Struct(name, arguments) => {
                let path = if name.module == *self.module {
                    name.name.to_string()
                } else {
                    format!("{}::{}", name.module.name, name.name)
                };
                if arguments.is_empty() { path } else { format!("{path}<{}>", many(&arguments)) }
            }
            Ty::Reference(true, to) => format!("&mut {}", self.show(&to)),
            Ty::Reference(false, to) => format!("&{}", self.show(&to)),
            Ty::Tuple(types) => format!("({})", many(&types)),
        }
    }

    /// The type in backquotes, for a message; words where there is no such type.
    pub(crate) fn quote(&self, ty: &Ty) -> String {
        match self.table.shallow(ty) {
            Ty::Tuple(types) if types.is_empty() => "no value".to_owned(),
            Ty::Variable(variable) if self.table.kind(variable) == Kind::Integer => {
                "an integer".to_owned()
            }
            shallow => format!("`{}`", self.show(&shallow)),
        }
    }
}

/// A span within its file.
pub(crate) fn source(span: Span) -> SourceSpan {
    SourceSpan { start: span.start, end: span.end }
}
