//! Putting arguments into summaries: what a call does, said over the caller's parameters.

use std::sync::Arc;

use crate::footprint::{Access, CallClause, Clause, Declaration, Footprint};
use crate::path::{
    AccessPath, Application, Mode, Projection, ResourcePattern, Root, TablePattern, Term,
    TypePattern,
};
use crate::types::Type;

/// What a caller passes for one parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The value; of a reference the value behind it, at the caller's entry.
    pub value: Term,
    /// Of a reference, the paths it may point to. None for a plain value and for a reference to a local variable,
    /// whose effects are nobody else's business.
    pub targets: Vec<AccessPath>,
}

impl Argument {
    /// A plain value.
    pub fn value(value: Term) -> Self {
        Self { value, targets: Vec::new() }
    }

    /// The parameters of a function as arguments of itself, for a function whose parameters have these types.
    pub fn identity(types: &[Type]) -> Vec<Self> {
        let argument = |(index, ty): (usize, &Type)| {
            let index = u16::try_from(index).unwrap_or(u16::MAX);
            let target = || vec![AccessPath::root(Root::Parameter(index))];
            let targets = if ty.is_reference() { target() } else { Vec::new() };
            Self { value: Term::Parameter(index), targets }
        };
        types.iter().enumerate().map(argument).collect()
    }
}

impl Term {
    /// Replaces parameters and type parameters. A parameter without an argument becomes [`Term::Any`].
    #[must_use]
    pub fn substitute(&self, types: &[Type], arguments: &[Argument]) -> Term {
        match self {
            Self::Constant(_) | Self::Index(_) | Self::Fresh | Self::Any => self.clone(),
            Self::Parameter(index) => arguments
                .get(usize::from(*index))
                .map_or(Self::Any, |argument| argument.value.clone()),
            Self::Field(term, field) => Self::field(term.substitute(types, arguments), field),
            Self::Element(term, index) => {
                Self::element(term.substitute(types, arguments), index.substitute(types, arguments))
            }
            Self::AnyElement(term) => Self::any_element(term.substitute(types, arguments)),
            Self::Apply(application) => {
                let Application { function, type_arguments, arguments: inner } = &**application;
                let types_inside: Vec<_> =
                    type_arguments.iter().map(|ty| ty.substitute(types)).collect();
                let terms: Vec<_> =
                    inner.iter().map(|term| term.substitute(types, arguments)).collect();
                Self::apply(function, &types_inside, &terms)
            }
            Self::Pack(ty, fields) => Self::pack(
                ty.substitute(types),
                fields
                    .iter()
                    .map(|(name, term)| (name.clone(), term.substitute(types, arguments)))
                    .collect(),
            ),
            Self::Choice(terms) => {
                Self::choice(terms.iter().map(|term| term.substitute(types, arguments)))
            }
            Self::Stored(path) => {
                Self::choice(path.substitute(types, arguments).into_iter().map(Self::stored))
            }
        }
    }
}

impl AccessPath {
    /// Replaces parameters and type parameters. A reference parameter becomes each path it may point to, and a key that
    /// is one of several becomes several paths; the result is empty where the path points into a local variable.
    pub fn substitute(&self, types: &[Type], arguments: &[Argument]) -> Vec<AccessPath> {
        let projections: Vec<_> =
            self.projections.iter().map(|step| step.substitute(types, arguments)).collect();
        let roots = match &self.root {
            Root::Parameter(index) => match arguments.get(usize::from(*index)) {
                Some(argument) => argument.targets.clone(),
                None => vec![Self::root(Root::Everything)],
            },
            Root::Resource(resource, address) => {
                let resource = Arc::new(resource.substitute(types));
                let address = address.substitute(types, arguments);
                let root = |term: &Term| Root::Resource(resource.clone(), term.clone());
                address.alternatives().iter().map(|term| Self::root(root(term))).collect()
            }
            Root::Item(table, handle, key) => {
                let table = Arc::new(table.substitute(types));
                let handle = handle.substitute(types, arguments);
                let key = key.substitute(types, arguments);
                let pairs = handle.alternatives().iter().flat_map(|handle| {
                    key.alternatives().iter().map(move |key| (handle.clone(), key.clone()))
                });
                let root =
                    |(handle, key)| Root::Item(table.clone(), Arc::new(handle), Arc::new(key));
                pairs.map(|pair| Self::root(root(pair))).collect()
            }
            Root::At(address) => {
                let address = address.substitute(types, arguments);
                let root = |term: &Term| Self::root(Root::At(term.clone()));
                address.alternatives().iter().map(root).collect()
            }
            Root::Call(function, inner) => {
                let function = function.substitute(types, arguments);
                let inner = inner.iter().map(|term| term.substitute(types, arguments));
                let inner: Vec<Term> = inner.collect();
                let root = |term: &Term| Self::root(Root::call(term.clone(), inner.clone()));
                function.alternatives().iter().map(root).collect()
            }
            root @ (Root::Everything | Root::Account(_) | Root::Module(_)) => {
                vec![Self::root(root.clone())]
            }
        };
        let extend = |mut path: Self| {
            path.projections.extend(projections.iter().cloned());
            path
        };
        roots.into_iter().map(extend).collect()
    }
}

impl Access {
    /// Whether, as an exclusion, this bans accesses in a mode: `!reads` bans all.
    fn bans(&self, mode: Mode) -> bool {
        self.mode == Mode::Reads || mode != Mode::Reads
    }
}

impl Projection {
    fn substitute(&self, types: &[Type], arguments: &[Argument]) -> Self {
        match self {
            Self::Existence | Self::Field(_) => self.clone(),
            Self::Element(index) => Self::Element(index.substitute(types, arguments)),
        }
    }
}

impl ResourcePattern {
    pub(crate) fn substitute(&self, types: &[Type]) -> Self {
        let pattern = |pattern: &TypePattern| match pattern {
            TypePattern::Any => TypePattern::Any,
            TypePattern::Is(ty) => TypePattern::Is(ty.substitute(types)),
        };
        let arguments = self.arguments.as_ref().map(|list| list.iter().map(pattern).collect());
        Self { module: self.module.clone(), name: self.name.clone(), arguments }
    }
}

impl TablePattern {
    pub(crate) fn substitute(&self, types: &[Type]) -> Self {
        Self { key: self.key.substitute(types), value: self.value.substitute(types) }
    }
}

impl Access {
    /// Replaces parameters and type parameters; see [`AccessPath::substitute`]. What keys were read from stays said where a
    /// key becomes a wildcard.
    pub fn substitute(&self, types: &[Type], arguments: &[Argument]) -> Vec<Access> {
        let mut accesses = self.substituted(types, arguments);
        for read in self.implied_reads().into_iter().filter(|read| read.path.is_storage()) {
            for read in read.substituted(types, arguments) {
                if !accesses.iter().any(|access| access.covers(&read)) {
                    accesses.push(read);
                }
            }
        }
        accesses
    }

    fn substituted(&self, types: &[Type], arguments: &[Argument]) -> Vec<Access> {
        let put_in = |terms: &[Term]| -> Vec<Term> {
            terms.iter().map(|term| term.substitute(types, arguments)).collect()
        };
        let (ranges, conditions) = (put_in(&self.ranges), put_in(&self.conditions));
        let access = |path| Access::qualified(self.mode, path, ranges.clone(), conditions.clone());
        self.path.substitute(types, arguments).into_iter().map(access).collect()
    }
}

impl Footprint {
    /// What a call does that is made after who knows what: keys that are read from state may be any.
    #[must_use]
    pub fn whenever(&self) -> Footprint {
        let implied = self.accesses.iter().flat_map(Access::implied_reads);
        let storage = implied.filter(|read| read.path.is_storage());
        let mut footprint: Footprint =
            storage.chain(self.accesses.iter().cloned()).map(|it| it.without_stored()).collect();
        footprint.is_open = self.is_open;
        footprint
    }

    /// Replaces parameters and type parameters in every access.
    #[must_use]
    pub fn substitute(&self, types: &[Type], arguments: &[Argument]) -> Footprint {
        let accesses = self.accesses.iter().flat_map(|access| access.substitute(types, arguments));
        let mut footprint: Footprint = accesses.collect();
        footprint.is_open = self.is_open;
        footprint
    }
}

impl Declaration {
    /// Every clause with the accesses it allows; `calls` clauses are replaced by the footprint `interface` gives for the
    /// function, with the clause's arguments put in. A function that `interface` does not know makes the clause open.
    pub fn expand(
        &self,
        interface: &dyn Fn(&crate::FunctionName) -> Option<Footprint>,
    ) -> Vec<Footprint> {
        let is_open = self.is_open();
        let expand = |clause: &Clause| match clause {
            Clause::Not(_) if is_open => Footprint::open(),
            Clause::Not(_) => Footprint::default(),
            Clause::Access(access) => Footprint::from_iter([access.clone()]),
            Clause::Calls(call) => match interface(&call.function) {
                None => Footprint::open(),
                Some(footprint) => footprint.substitute(&call.type_arguments, &call.substitution()),
            },
        };
        self.clauses.iter().map(expand).collect()
    }
}

impl Declaration {
    /// Whether it only says what is not done: everything else is allowed.
    pub fn is_open(&self) -> bool {
        !self.clauses.is_empty() && self.exclusions().count() == self.clauses.len()
    }

    /// Whether a clause says that `access` is not done; of what lies behind reference parameters none does.
    pub fn excludes(&self, access: &Access) -> bool {
        let is_behind = matches!(access.path.root, Root::Parameter(_));
        let mut exclusions = self.exclusions();
        !is_behind
            && exclusions.any(|(_, it)| it.bans(access.mode) && it.path.overlaps(&access.path))
    }

    /// Whether all that `clause` says is not done is also said not to be done here.
    pub fn excludes_all(&self, clause: &Clause) -> bool {
        let Clause::Not(access) = clause else { return false };
        self.exclusions().any(|(_, it)| it.bans(access.mode) && it.path.covers(&access.path))
    }

    /// What is not done, by position of the clause that says so.
    pub fn exclusions(&self) -> impl Iterator<Item = (usize, &Access)> {
        self.clauses.iter().enumerate().filter_map(|(index, clause)| match clause {
            Clause::Not(access) => Some((index, access)),
            Clause::Access(_) | Clause::Calls(_) => None,
        })
    }
}

impl CallClause {
    /// The clause's arguments: a term stored in state, or a parameter, is also what a reference parameter points to.
    fn substitution(&self) -> Vec<Argument> {
        self.arguments.iter().cloned().map(Argument::from_place).collect()
    }
}

impl Argument {
    /// The argument that a place in a `calls` clause denotes: its value, and where it is stored if it is.
    pub fn from_place(term: Term) -> Self {
        let targets = term.alternatives().iter().filter_map(Term::as_path).collect();
        Self { value: term, targets }
    }
}

impl Term {
    /// The path at which the term's value is stored: of a stored term, or a part of a parameter.
    pub fn as_path(&self) -> Option<AccessPath> {
        match self {
            Self::Stored(path) => Some((**path).clone()),
            Self::Parameter(index) => Some(AccessPath::root(Root::Parameter(*index))),
            Self::Field(term, field) => {
                Some(term.as_path()?.then(Projection::Field(field.clone())))
            }
            Self::Element(term, index) => {
                Some(term.as_path()?.then(Projection::Element((**index).clone())))
            }
            Self::AnyElement(term) => Some(term.as_path()?.then(Projection::Element(Self::Any))),
            Self::Constant(_)
            | Self::Index(_)
            | Self::Apply(_)
            | Self::Pack(..)
            | Self::Choice(_)
            | Self::Fresh
            | Self::Any => None,
        }
    }
}
