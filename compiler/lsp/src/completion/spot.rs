//! What is being written: where in the tree the marker stands that was put behind the cursor.

use compiler_diagnostics::Span;
use compiler_syntax::ast::{
    CallTerm, Callee, ClauseKind, Expr, ExprKind, File, Name, Path, Pattern, PatternKind, Place,
    PlaceKind, StatementKind, TypeKind, UseItem,
};

use crate::functions::is_for_tests;
use crate::walk::{Node, walk};

/// What is put behind the cursor, so that a name stands there.
pub(super) const MARKER: &str = "zz_marker_zz";

/// What is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// What follows `base.`.
    Member { base: Span },
    /// What follows `base.` in a clause.
    Part { base: Span },
    /// What follows `before::`.
    Path { before: Span, kind: Kind },
    /// A field in `S { … }`; `owner` is the last name of what stands before the brace.
    Field { owner: Span },
    /// A name that nothing stands before.
    Name(Kind),
    /// A module in `use before::`.
    UsedModule { before: Span },
    /// A member in `use a::before::`.
    UsedMember { before: Span },
}

/// What a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Expression,
    Type,
    Pattern,
    /// What a place begins with: `R` in `reads R(x).f`.
    Root,
    /// A value in a place: a key, a bound, a part of a condition.
    Term,
    /// What a `calls` clause says is called.
    Callee,
}

/// What is known of the marker's place.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) spot: Option<Spot>,
    /// Whether it stands in what is there for tests alone.
    pub(super) is_test: bool,
    /// The name of the module around it.
    pub(super) module: Option<Span>,
    /// The fields that are written beside the marker.
    pub(super) beside: Vec<Span>,
    /// Where names stand that variables in scope may be declared with.
    pub(super) binders: Vec<Span>,
    /// Names of type parameters in scope.
    pub(super) type_parameters: Vec<Span>,
}

/// Looks for the marker at `offset`.
pub(super) fn find(tree: &File<'_>, offset: u32) -> Found {
    let mut finder = Finder { offset, found: Found::default(), roots: Vec::new() };
    walk(tree, &mut |node| {
        finder.scope(&node);
        finder.spot(&node);
    });
    finder.found
}

struct Finder {
    offset: u32,
    found: Found,
    /// What the places of the clause around the marker begin with.
    roots: Vec<Span>,
}

impl Finder {
    fn holds(&self, span: Span) -> bool {
        span.start <= self.offset && self.offset < span.end
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "other nodes have no names that stand alone")]
    fn spot(&mut self, node: &Node<'_, '_>) {
        self.fields(node);
        if matches!(self.found.spot, Some(Spot::Field { .. })) {
            // What is written as one name with a field is a variable, too: the field decides.
            return;
        }
        let spot = match node {
            Node::Expr(it) => self.expression(&it.kind),
            Node::Type(it) => match &it.kind {
                TypeKind::Path(path) => self.path(path, Kind::Type),
                _ => None,
            },
            Node::Pattern(it) => match &it.kind {
                PatternKind::Path(path)
                | PatternKind::Struct { path, .. }
                | PatternKind::Positional { path, .. } => self.path(path, Kind::Pattern),
                _ => None,
            },
            Node::Place(it) => self.place(it),
            Node::CallTerm(CallTerm { callee: Callee::Path(path), .. }) => {
                self.path(path, Kind::Callee)
            }
            Node::Use(it) => it.items.iter().find_map(|item| self.used(item)),
            _ => None,
        };
        self.found.spot = spot.or(self.found.spot);
    }

    /// The marker among the names of fields.
    #[allow(clippy::wildcard_enum_match_arm, reason = "nothing else has fields by name")]
    fn fields(&mut self, node: &Node<'_, '_>) {
        if let Node::Place(Place { kind: PlaceKind::Fields { base, fields }, .. }) = node {
            let names = fields.iter().map(|it| it.span);
            let (here, beside): (Vec<Span>, _) = names.partition(|it| self.holds(*it));
            if !here.is_empty() {
                self.found.spot = Some(Spot::Part { base: base.span });
                self.found.beside = beside;
            }
            return;
        }
        let (path, names): (_, Vec<Span>) = match node {
            Node::Expr(Expr { kind: ExprKind::Pack { path, fields, .. }, .. }) => {
                (path, fields.iter().map(|it| it.name.span).collect())
            }
            Node::Pattern(Pattern { kind: PatternKind::Struct { path, fields, .. }, .. }) => {
                (path, fields.iter().map(|it| it.name.span).collect())
            }
            Node::Place(Place { kind: PlaceKind::Pack { path, fields }, .. }) => {
                (path, fields.iter().map(|it| it.name.span).collect())
            }
            _ => return,
        };
        let (here, beside): (Vec<Span>, _) = names.into_iter().partition(|it| self.holds(*it));
        if let (false, Some(owner)) = (here.is_empty(), path.last()) {
            self.found.spot = Some(Spot::Field { owner: owner.name.span });
            self.found.beside = beside;
        }
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "other expressions have no names")]
    fn expression(&self, kind: &ExprKind<'_>) -> Option<Spot> {
        match kind {
            ExprKind::Field { base, field } => self.member(base.span, *field),
            ExprKind::Method { receiver, name, .. } => self.member(receiver.span, *name),
            ExprKind::Path(path)
            | ExprKind::Call { callee: path, .. }
            | ExprKind::Pack { path, .. } => self.path(path, Kind::Expression),
            ExprKind::Is { variants, .. } => {
                variants.iter().find_map(|path| self.path(path, Kind::Pattern))
            }
            ExprKind::Move(name) | ExprKind::Copy(name) | ExprKind::Macro { name, .. } => {
                self.holds(name.span).then_some(Spot::Name(Kind::Expression))
            }
            _ => None,
        }
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "other places have no names")]
    fn place(&self, place: &Place<'_>) -> Option<Spot> {
        match &place.kind {
            PlaceKind::Field { base, field } => self.part(base.span, *field),
            PlaceKind::Method { receiver, name, .. } => self.part(receiver.span, *name),
            PlaceKind::Path(path) | PlaceKind::AnyOf(path) | PlaceKind::Apply { path, .. } => {
                let is_root = self.roots.contains(&place.span);
                self.path(path, if is_root { Kind::Root } else { Kind::Term })
            }
            _ => None,
        }
    }

    fn member(&self, base: Span, name: Name<'_>) -> Option<Spot> {
        self.holds(name.span).then_some(Spot::Member { base })
    }

    fn part(&self, base: Span, name: Name<'_>) -> Option<Spot> {
        self.holds(name.span).then_some(Spot::Part { base })
    }

    fn path(&self, path: &Path<'_>, kind: Kind) -> Option<Spot> {
        let mut before = path.address.map(|address| address.span);
        for segment in path.segments {
            if self.holds(segment.name.span) {
                return Some(before.map_or(Spot::Name(kind), |before| Spot::Path { before, kind }));
            }
            before = Some(segment.name.span);
        }
        None
    }

    fn used(&self, item: &UseItem<'_>) -> Option<Spot> {
        if self.holds(item.module.span) {
            return Some(Spot::UsedModule { before: item.address.span });
        }
        let member = item.member.filter(|member| self.holds(member.span));
        member.map(|_| Spot::UsedMember { before: item.module.span })
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "other nodes bring nothing into scope")]
    fn scope(&mut self, node: &Node<'_, '_>) {
        if !self.holds(node.span()) {
            return;
        }
        match node {
            Node::Module(it) => {
                self.found.module = Some(it.name.span);
                self.found.is_test |= is_for_tests(it.attributes);
            }
            Node::Use(it) => self.found.is_test |= is_for_tests(it.attributes),
            Node::Struct(it) => {
                self.found.is_test |= is_for_tests(it.attributes);
                self.type_parameters(it.type_parameters);
            }
            Node::Enum(it) => {
                self.found.is_test |= is_for_tests(it.attributes);
                self.type_parameters(it.type_parameters);
            }
            Node::Function(it) => {
                self.found.is_test |= is_for_tests(it.attributes);
                self.type_parameters(it.type_parameters);
                self.found.binders.extend(it.parameters.iter().map(|it| it.name.span));
            }
            Node::Block(it) => {
                let earlier = it.statements.iter().filter(|it| it.span.end <= self.offset);
                let patterns = earlier.filter_map(|it| match &it.kind {
                    StatementKind::Let { pattern, .. } => Some(pattern.span),
                    _ => None,
                });
                self.found.binders.extend(patterns);
            }
            Node::Arm(it) => self.found.binders.push(it.pattern.span),
            Node::Clause(it) => {
                self.found.binders.push(it.span);
                if let ClauseKind::Access { places, .. } = &it.kind {
                    self.roots = places.iter().map(|place| root(place).span).collect();
                }
            }
            Node::Expr(it) => match &it.kind {
                ExprKind::Lambda { parameters, .. } => {
                    self.found.binders.extend(parameters.iter().map(|it| it.pattern.span));
                }
                ExprKind::For { variable, body, .. } if self.holds(body.span) => {
                    self.found.binders.push(variable.span);
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn type_parameters(&mut self, own: &[compiler_syntax::ast::TypeParameter<'_>]) {
        self.found.type_parameters.extend(own.iter().map(|it| it.name.span));
    }
}

/// What a place begins with.
#[allow(clippy::wildcard_enum_match_arm, reason = "other places begin with themselves")]
fn root<'p, 'a>(place: &'p Place<'a>) -> &'p Place<'a> {
    match &place.kind {
        PlaceKind::Field { base, .. }
        | PlaceKind::Fields { base, .. }
        | PlaceKind::Index { base, .. } => root(base),
        _ => place,
    }
}
