//! What the names of a text are, as far as its tree tells: what they stand for, it does not.

use std::collections::{BTreeMap, BTreeSet};

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Span};
use compiler_syntax::ast::{
    Ability, Address, AddressKind, Callee, ClauseKind, Expr, ExprKind, Name, Path, Pattern,
    PatternKind, Place, PlaceKind, Type, TypeKind, TypeParameter, Use,
};
use compiler_syntax::parse;

use crate::semantic_tokens::{DECLARATION, Kind, READONLY, Word};
use crate::walk::{Node, walk};

/// Types that are there without being declared.
const BUILT_IN: &[&str] = &[
    "address", "bool", "i128", "i16", "i256", "i32", "i64", "i8", "signer", "u128", "u16", "u256",
    "u32", "u64", "u8", "vector",
];

/// What the words at these places are.
pub(super) fn names(text: &str) -> BTreeMap<u32, Word> {
    let arena = Bump::new();
    let file = parse(FileId(0), text, &arena).file;
    let mut names = Names::default();
    walk(&file, &mut |node| names.node(node));
    names.words
}

#[derive(Default)]
struct Names<'a> {
    words: BTreeMap<u32, Word>,
    /// Parameters of the function that the walk is in.
    parameters: BTreeSet<&'a str>,
    /// Type parameters of the item that the walk is in.
    type_parameters: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn node(&mut self, node: Node<'_, 'a>) {
        match node {
            Node::Module(module) => {
                module.address.iter().for_each(|it| self.address(*it));
                self.declare(module.name, Kind::Namespace);
                module.friends.iter().for_each(|it| self.path(&it.module, Kind::Namespace));
            }
            Node::Attribute(attribute) => self.path(&attribute.name, Kind::Decorator),
            Node::Use(declaration) => self.uses(declaration),
            Node::Constant(constant) => {
                self.put(constant.name.span, Kind::Variable, DECLARATION | READONLY);
            }
            Node::Struct(it) => {
                self.item(it.name, Kind::Struct, it.type_parameters);
                self.abilities(it.abilities);
            }
            Node::Enum(it) => {
                self.item(it.name, Kind::Enum, it.type_parameters);
                self.abilities(it.abilities);
            }
            Node::Variant(variant) => self.declare(variant.name, Kind::EnumMember),
            Node::Field(field) => self.declare(field.name, Kind::Property),
            Node::TypeParameter(parameter) => {
                self.declare(parameter.name, Kind::TypeParameter);
                self.abilities(parameter.abilities);
            }
            Node::Function(function) => {
                self.item(function.name, Kind::Function, function.type_parameters);
                self.parameters = function.parameters.iter().map(|it| it.name.text).collect();
                let acquired = function.acquires.into_iter().flatten();
                acquired.for_each(|it| self.path(it, Kind::Struct));
            }
            Node::Parameter(parameter) => self.declare(parameter.name, Kind::Parameter),
            Node::Expr(expr) => self.expr(expr),
            Node::Pattern(pattern) => self.pattern(pattern),
            Node::Type(ty) => self.ty(ty),
            Node::Clause(clause) => self.clause(&clause.kind),
            Node::CallTerm(call) => match &call.callee {
                Callee::Path(path) => self.path(path, Kind::Function),
                Callee::Value(_) => {}
            },
            Node::Place(place) => self.place(place),
            Node::Script(_)
            | Node::Block(_)
            | Node::Statement(_)
            | Node::Arm(_)
            | Node::Access(_) => {}
        }
    }

    fn put(&mut self, span: Span, kind: Kind, modifiers: u32) {
        if !span.is_empty() {
            self.words.insert(span.start, Word { kind, modifiers });
        }
    }

    fn name(&mut self, name: Name<'_>, kind: Kind) {
        self.put(name.span, kind, 0);
    }

    fn declare(&mut self, name: Name<'_>, kind: Kind) {
        self.put(name.span, kind, DECLARATION);
    }

    fn item(&mut self, name: Name<'_>, kind: Kind, parameters: &'a [TypeParameter<'a>]) {
        self.declare(name, kind);
        self.type_parameters = parameters.iter().map(|it| it.name.text).collect();
        self.parameters.clear();
    }

    fn abilities(&mut self, abilities: &[Ability]) {
        abilities.iter().for_each(|it| self.put(it.span, Kind::Keyword, 0));
    }

    fn address(&mut self, address: Address<'_>) {
        match address.kind {
            AddressKind::Named(_) => self.put(address.span, Kind::Namespace, 0),
            AddressKind::Numeric(_) => self.put(address.span, Kind::Number, 0),
        }
    }

    fn uses(&mut self, declaration: &Use<'_>) {
        for item in declaration.items {
            self.address(item.address);
            self.name(item.module, Kind::Namespace);
            let Some(member) = item.member else {
                item.alias.iter().for_each(|it| self.declare(*it, Kind::Namespace));
                continue;
            };
            let kind = match member.text {
                "Self" => Kind::Namespace,
                text => member_kind(text, Kind::Function),
            };
            self.name(member, kind);
            item.alias.iter().for_each(|it| self.declare(*it, kind));
        }
    }

    /// A path whose last name is of a kind: before it are modules, or the enum of a variant.
    fn path(&mut self, path: &Path<'_>, kind: Kind) {
        path.address.iter().for_each(|it| self.address(*it));
        let Some((last, before)) = path.segments.split_last() else { return };
        for segment in before {
            let is_enum = is_type(segment.name.text);
            self.name(segment.name, if is_enum { Kind::Enum } else { Kind::Namespace });
        }
        let in_enum = before.last().is_some_and(|it| is_type(it.name.text));
        self.name(last.name, if in_enum { Kind::EnumMember } else { kind });
    }

    /// A path that may be a variable.
    fn value(&mut self, path: &Path<'_>) {
        let Some(name) = path.as_name() else {
            let last = path.last().map_or("", |it| it.name.text);
            return self.path(path, member_kind(last, Kind::Variable));
        };
        match name.text {
            text if self.parameters.contains(text) => self.name(name, Kind::Parameter),
            text if is_constant(text) => self.put(name.span, Kind::Variable, READONLY),
            text => self.name(name, member_kind(text, Kind::Variable)),
        }
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "others have no names beside their parts")]
    fn expr(&mut self, expr: &Expr<'_>) {
        match &expr.kind {
            ExprKind::Path(path) => self.value(path),
            ExprKind::Call { callee, .. } => {
                let last = callee.last().map_or("", |it| it.name.text);
                self.path(callee, member_kind(last, Kind::Function));
            }
            ExprKind::Macro { name, .. } => self.name(*name, Kind::Macro),
            ExprKind::Method { name, .. } => self.name(*name, Kind::Method),
            ExprKind::Field { field, .. } => self.name(*field, Kind::Property),
            ExprKind::Pack { path, fields, .. } => {
                self.path(path, Kind::Struct);
                fields.iter().for_each(|it| self.name(it.name, Kind::Property));
            }
            ExprKind::Is { variants, .. } => {
                variants.iter().for_each(|it| self.path(it, Kind::EnumMember));
            }
            ExprKind::For { variable, .. } => self.declare(*variable, Kind::Variable),
            ExprKind::Move(name) | ExprKind::Copy(name) => self.name(*name, Kind::Variable),
            _ => {}
        }
    }

    fn pattern(&mut self, pattern: &Pattern<'_>) {
        match &pattern.kind {
            PatternKind::Path(path) => match path.as_name() {
                Some(name) if !is_type(name.text) => self.declare(name, Kind::Variable),
                _ => self.path(path, Kind::EnumMember),
            },
            PatternKind::Struct { path, fields, .. } => {
                self.path(path, Kind::Struct);
                fields.iter().for_each(|it| self.name(it.name, Kind::Property));
            }
            PatternKind::Positional { path, .. } => self.path(path, Kind::Struct),
            PatternKind::Error
            | PatternKind::Wildcard
            | PatternKind::Rest
            | PatternKind::Tuple(_)
            | PatternKind::Literal(_) => {}
        }
    }

    fn ty(&mut self, ty: &Type<'_>) {
        let TypeKind::Path(path) = &ty.kind else { return };
        let kind = match path.single().map(|it| it.name.text) {
            Some(text) if self.type_parameters.contains(text) => Kind::TypeParameter,
            Some(text) if BUILT_IN.contains(&text) => Kind::Type,
            _ => Kind::Struct,
        };
        self.path(path, kind);
    }

    fn clause(&mut self, clause: &ClauseKind<'_>) {
        if let ClauseKind::Access { quantifiers, .. } = clause {
            quantifiers.iter().for_each(|it| self.declare(it.variable, Kind::Variable));
        }
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "others have no names beside their parts")]
    fn place(&mut self, place: &Place<'_>) {
        match &place.kind {
            PlaceKind::AnyAt(address) => self.address(*address),
            PlaceKind::AnyOf(path) => self.path(path, Kind::Namespace),
            PlaceKind::Path(path) => self.value(path),
            PlaceKind::Apply { path, .. } => {
                let last = path.last().map_or("", |it| it.name.text);
                self.path(path, member_kind(last, Kind::Function));
            }
            PlaceKind::Field { field, .. } => self.name(*field, Kind::Property),
            PlaceKind::Fields { fields, .. } => {
                fields.iter().for_each(|it| self.name(*it, Kind::Property));
            }
            PlaceKind::Method { name, .. } => self.name(*name, Kind::Method),
            PlaceKind::Pack { path, fields } => {
                self.path(path, Kind::Struct);
                fields.iter().for_each(|it| self.name(it.name, Kind::Property));
            }
            _ => {}
        }
    }
}

/// What a member of a module is by its looks: types are written with a capital, by convention.
fn member_kind(text: &str, otherwise: Kind) -> Kind {
    match text {
        _ if is_constant(text) => Kind::Variable,
        _ if is_type(text) => Kind::Struct,
        _ => otherwise,
    }
}

fn is_type(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase()) && !is_constant(text)
}

/// Constants are all capitals; a single one is a type.
fn is_constant(text: &str) -> bool {
    let is_error = |text: &str| text.starts_with("E_");
    let has_lower = text.contains(|it: char| it.is_ascii_lowercase());
    1 < text.len()
        && (is_error(text) || !has_lower)
        && text.starts_with(|it: char| it.is_ascii_uppercase())
}
