//! A function's body being checked: what is in sight, what has been built, what is still to be proved.

#![allow(clippy::wildcard_enum_match_arm, reason = "a rule names what it is about")]

use std::collections::{BTreeMap, BTreeSet};

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Span};
use compiler_syntax::ast::Name;
use vm_access::{AbilitySet, Identifier, ModuleId, Names, Type};
use vm_bytecode::SourceSpan;

use crate::body::closure::LambdaDraft;
use crate::constant::Constants;
use crate::environment::{Environment, FunctionId, FunctionValue, Leave};
use crate::index::{Symbol, Typed};
use crate::inline::Inlines;
use crate::interface::Interfaces;
use crate::obligation::Obligation;
use crate::scope::Scope;
use crate::ty::{FunctionTy, Ty};
use crate::typed::{Expression, ExpressionKind, LocalId, LoopId, StandIn, TypesId};
use crate::unify::{Kind, Table};

/// A function's body being checked.
pub(crate) struct Checker<'a> {
    pub(crate) interfaces: &'a Interfaces,
    /// The module the function stands in.
    pub(crate) module: &'a ModuleId,
    pub(crate) inlines: &'a Inlines<'a>,
    /// The file the function stands in.
    pub(crate) file: FileId,
    /// Where the current expression is written.
    pub(crate) environment: Environment<'a>,
    /// All environments there are now; the current one is not in its place.
    pub(crate) environments: Vec<Environment<'a>>,
    pub(crate) active: usize,
    /// What stands for the functions that the inline function takes which is checked by itself.
    pub(crate) stand_ins: &'a [StandIn],
    /// Functions that inline functions take.
    pub(crate) functions: Vec<FunctionValue<'a>>,
    /// Whether something here follows an error, which may stand elsewhere.
    pub(crate) has_failed: bool,
    /// Whether a pattern may fit some values only: in a `match`.
    pub(crate) may_refuse: bool,
    /// The inline function that is checked by itself.
    pub(crate) definition: Option<Span>,
    /// How deep the bodies of inline functions and lambdas around are nested together, and how many were put in.
    pub(crate) expansion_depth: usize,
    pub(crate) expansion_count: usize,
    pub(crate) is_too_large: bool,
    /// Abilities of the function's type parameters.
    pub(crate) type_parameters: &'a [AbilitySet],
    type_parameter_names: Vec<Identifier>,
    pub(crate) table: Table,
    /// What is to be proved, and the call of an inline function that it comes from.
    pub(crate) obligations: Vec<(Obligation, Option<Span>)>,
    pub(crate) diagnostics: &'a mut Diagnostics,
    pub(crate) locals: Vec<LocalDraft>,
    pub(crate) lists: Vec<Vec<Ty>>,
    /// Where each unknown type came up, for those that stay unknown.
    pub(crate) unknowns: Vec<(Ty, Span)>,
    /// Types that somebody may ask for.
    noted: Vec<(Span, Ty)>,
    /// Types of values that somebody may ask for.
    noted_values: Vec<(Span, Ty)>,
    /// Modules whose functions or types the body uses.
    pub(crate) used_modules: BTreeSet<ModuleId>,
    /// The name of the function.
    pub(crate) function_name: Identifier,
    /// Lambdas that become functions of their own.
    pub(crate) lambdas: Vec<LambdaDraft>,
    loop_count: usize,
}

/// A variable or parameter.
#[derive(Clone, Debug)]
pub(crate) struct LocalDraft {
    pub(crate) name: Option<Identifier>,
    pub(crate) ty: Ty,
    pub(crate) span: Span,
    /// The span in the file of the function.
    pub(crate) place: SourceSpan,
}

/// A loop around the current expression.
#[derive(Clone, Debug)]
pub(crate) struct LoopFrame {
    pub(crate) id: LoopId,
    pub(crate) label: Option<Identifier>,
    pub(crate) has_break: bool,
}

/// The variables of a block.
#[derive(Clone, Debug, Default)]
pub(crate) struct BlockFrame {
    names: BTreeMap<Identifier, Named>,
    declared: Vec<LocalId>,
}

/// What a name of a block means.
#[derive(Clone, Copy, Debug)]
enum Named {
    Local(LocalId),
    /// And where the parameter is declared that takes it.
    Function(FunctionId, Span),
}

impl<'a> Checker<'a> {
    /// A function of `scope`'s module, in `file`.
    pub(crate) fn new(
        (scope, file): (Scope<'a>, FileId),
        type_parameters: &'a [AbilitySet],
        constants: &'a Constants,
        inlines: &'a Inlines<'a>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            interfaces: scope.interfaces,
            module: scope.module,
            inlines,
            file,
            type_parameters,
            type_parameter_names: scope.type_parameter_names().to_vec(),
            environments: vec![root(scope.clone(), constants)],
            environment: root(scope, constants),
            active: 0,
            stand_ins: &[],
            functions: Vec::new(),
            has_failed: false,
            may_refuse: false,
            definition: None,
            expansion_depth: 0,
            expansion_count: 0,
            is_too_large: false,
            table: Table::default(),
            obligations: Vec::new(),
            diagnostics,
            locals: Vec::new(),
            lists: Vec::new(),
            unknowns: Vec::new(),
            noted: Vec::new(),
            noted_values: Vec::new(),
            used_modules: BTreeSet::new(),
            function_name: Identifier::new(""),
            lambdas: Vec::new(),
            loop_count: 0,
        }
    }

    /// Demands something that is proved at the end of the body.
    pub(crate) fn demand(&mut self, obligation: Obligation) {
        self.obligations.push((obligation, self.environment.site));
    }

    /// Where a place is shown by tools that know one file a function: what was put in from another stands at its call.
    pub(crate) fn locate(&self, span: Span) -> SourceSpan {
        match self.environment.site {
            Some(site) if span.file != self.file => source(site),
            Some(_) | None => source(span),
        }
    }

    /// Reports an error.
    pub(crate) fn error(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(code, span, message));
    }

    /// An expression of the given type.
    pub(crate) fn expression(&mut self, kind: ExpressionKind, ty: &Ty, span: Span) -> Expression {
        let types = self.list(vec![ty.clone()]);
        Expression { kind, types, span: self.locate(span) }
    }

    /// What stands for an expression after an error that has been reported.
    pub(crate) fn failed(&mut self, span: Span) -> Expression {
        self.has_failed = true;
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
        self.environment.blocks.push(BlockFrame::default());
    }

    /// Ends a block; gives the variables declared in it.
    pub(crate) fn leave_block(&mut self) -> Vec<LocalId> {
        self.environment.blocks.pop().map(|block| block.declared).unwrap_or_default()
    }

    /// Declares a parameter, variable or temporary in the innermost block.
    pub(crate) fn declare(&mut self, name: Option<Identifier>, ty: Ty, span: Span) -> LocalId {
        let local = LocalId::new(self.locals.len());
        let place = self.locate(span);
        if name.is_some() {
            self.note_type(span, &ty);
        }
        self.locals.push(LocalDraft { name: name.clone(), ty, span, place });
        if let Some(block) = self.environment.blocks.last_mut() {
            block.declared.push(local);
            if let Some(name) = name {
                block.names.insert(name, Named::Local(local));
            }
        }
        local
    }

    /// Declares a variable where its name is written.
    pub(crate) fn declare_variable(&mut self, name: Name<'_>, ty: Ty) -> LocalId {
        self.interfaces.index.declaration(name, || Symbol::Local(name.span));
        self.declare(Some(name.text.into()), ty, name.span)
    }

    /// Gives a name to a function that an inline function takes.
    pub(crate) fn declare_function(&mut self, name: Name<'_>, function: FunctionId) {
        if let Some(block) = self.environment.blocks.last_mut()
            && name.text != "_"
        {
            block.names.insert(name.text.into(), Named::Function(function, name.span));
        }
    }

    fn named(&self, name: Name<'_>) -> Option<Named> {
        let name = Identifier::new(name.text);
        let mut blocks = self.environment.blocks.iter().rev();
        blocks.find_map(|block| block.names.get(&name).copied())
    }

    /// The variable that a name means here.
    pub(crate) fn local(&self, name: Name<'_>) -> Option<LocalId> {
        let Named::Local(local) = self.named(name)? else { return None };
        let declared = self.locals[local.index()].span;
        self.interfaces.index.mention(name, || Symbol::Local(declared));
        Some(local)
    }

    /// The function that a name means here.
    pub(crate) fn function(&self, name: Name<'_>) -> Option<FunctionId> {
        let Named::Function(function, declared) = self.named(name)? else { return None };
        self.interfaces.index.mention(name, || Symbol::Local(declared));
        Some(function)
    }

    /// Writes down the type of what is written here; what is put in from elsewhere has its own.
    pub(crate) fn note_type(&mut self, span: Span, ty: &Ty) {
        if self.interfaces.index.is_on() && self.environment.site.is_none() {
            self.noted.push((span, ty.clone()));
        }
    }

    /// Writes down the type of the value of what is written here.
    pub(crate) fn note_value(&mut self, span: Span, value: &Expression) {
        if self.interfaces.index.is_on() && self.environment.site.is_none() {
            let ty = self.lists[value.types.index()].first().cloned().unwrap_or(Ty::Error);
            self.noted_values.push((span, ty));
        }
    }

    /// Gives the types that were written down to the index.
    pub(crate) fn index_types(&mut self) {
        for (span, ty) in std::mem::take(&mut self.noted) {
            if let Some(known) = self.table.finished(&ty) {
                let shown = self.show(&Ty::of(&known));
                self.interfaces.index.type_of(Typed { span, ty: known, shown });
            }
        }
        for (span, ty) in std::mem::take(&mut self.noted_values) {
            if let Some(shown) = self.show_value(&ty) {
                self.interfaces.index.value_of(span, &shown);
            }
        }
    }

    /// The type of a value, if that is known by now.
    fn show_value(&self, ty: &Ty) -> Option<String> {
        match self.table.shallow(ty) {
            Ty::Tuple(types) => {
                let types: Option<Vec<String>> =
                    types.iter().map(|ty| self.show_value(ty)).collect();
                Some(format!("({})", types?.join(", ")))
            }
            Ty::Error
            | Ty::Variable(_)
            | Ty::Atom(_)
            | Ty::Vector(_)
            | Ty::Struct(..)
            | Ty::Reference(..)
            | Ty::Function(_) => Some(self.show(&Ty::of(&self.table.finished(ty)?))),
        }
    }

    /// Names of all variables in sight.
    pub(crate) fn local_names(&self) -> impl Iterator<Item = &str> {
        let blocks = self.environment.blocks.iter();
        blocks.flat_map(|block| block.names.keys().map(Identifier::as_str))
    }

    pub(crate) fn local_type(&self, local: LocalId) -> Ty {
        self.table.shallow(&self.locals[local.index()].ty)
    }

    /// A new loop.
    pub(crate) fn enter_loop(&mut self, label: Option<Identifier>) -> LoopId {
        let id = self.new_loop();
        self.environment.loops.push(LoopFrame { id, label, has_break: false });
        id
    }

    /// An id for a loop that no `break` of the text means.
    pub(crate) fn new_loop(&mut self) -> LoopId {
        self.loop_count += 1;
        LoopId::new(self.loop_count - 1)
    }

    /// The type as a person would write it here.
    pub(crate) fn show(&self, ty: &Ty) -> String {
        let many =
            |types: &[Ty]| types.iter().map(|ty| self.show(ty)).collect::<Vec<_>>().join(", ");
        match self.table.shallow(ty) {
            Ty::Error => "_".to_owned(),
            Ty::Variable(variable) => match self.table.kind(variable) {
                Kind::Integer => "an integer".to_owned(),
                Kind::Signed => "a signed integer".to_owned(),
                Kind::General | Kind::Diverging => "_".to_owned(),
            },
            Ty::Atom(Type::Parameter(index)) => {
                let name = self.type_parameter_names.get(usize::from(index));
                name.map_or_else(|| format!("T{index}"), ToString::to_string)
            }
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
            Ty::Function(function) => self.show_function(&function),
        }
    }

    fn show_function(&self, function: &FunctionTy) -> String {
        let parameters = function.parameters.iter().map(|ty| self.show(ty));
        let mut shown = format!("|{}|", parameters.collect::<Vec<_>>().join(", "));
        match self.table.shallow(&function.result) {
            Ty::Tuple(types) if types.is_empty() => {}
            result => {
                shown.push(' ');
                shown.push_str(&self.show(&result));
            }
        }
        let Some(finished) = self.table.finished_function(function) else { return shown };
        let abilities: Vec<String> =
            finished.abilities.iter().map(|ability| ability.to_string()).collect();
        if !abilities.is_empty() {
            shown = format!("{shown} has {}", abilities.join(" + "));
        }
        match &finished.declaration {
            None => shown,
            Some(declaration) if declaration.clauses.is_empty() => format!("{shown} {{ pure }}"),
            Some(declaration) => {
                let names = Names {
                    module: Some(self.module.clone()),
                    type_parameters: self.type_parameter_names.clone(),
                    ..Names::default()
                };
                let clauses = declaration.clauses.iter().map(|it| it.display(&names).to_string());
                format!("{shown} {{ {} }}", clauses.collect::<Vec<_>>().join(" "))
            }
        }
    }

    /// The type in backquotes, for a message; words where there is no such type.
    pub(crate) fn quote(&self, ty: &Ty) -> String {
        match self.table.shallow(ty) {
            Ty::Tuple(types) if types.is_empty() => "no value".to_owned(),
            integer @ Ty::Variable(variable) if self.table.kind(variable).is_integer() => {
                self.show(&integer)
            }
            shallow => format!("`{}`", self.show(&shallow)),
        }
    }
}

/// The environment of the function itself.
fn root<'a>(scope: Scope<'a>, constants: &'a Constants) -> Environment<'a> {
    Environment {
        scope,
        constants,
        blocks: vec![BlockFrame::default()],
        loops: Vec::new(),
        results: Ty::UNIT,
        leave: Leave::Function,
        inline: None,
        caller: 0,
        site: None,
    }
}

/// A span within its file.
pub(crate) fn source(span: Span) -> SourceSpan {
    SourceSpan { start: span.start, end: span.end }
}
