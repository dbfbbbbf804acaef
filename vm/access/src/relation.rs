//! When one path may name what another names, and when it certainly names all of it.
//!
//! [`AccessPath::overlaps`] may say yes too often, [`AccessPath::covers`] no too often; never the other way round.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::footprint::{Access, Footprint};
use crate::function::FunctionType;
use crate::path::{
    AccessPath, Application, Mode, Projection, ResourcePattern, Root, Term, TypePattern,
};
use crate::types::Type;

impl Type {
    /// Whether some instantiation makes the two types equal. Two type parameters may be equal.
    pub fn may_equal(&self, other: &Type) -> bool {
        match (self, other) {
            (Self::Parameter(_), _) | (_, Self::Parameter(_)) => true,
            (Self::Vector(left), Self::Vector(right)) => left.may_equal(right),
            (Self::Struct(left), Self::Struct(right)) => {
                left.module == right.module
                    && left.name == right.name
                    && left.arguments.len() == right.arguments.len()
                    && left.arguments.iter().zip(&right.arguments).all(|(l, r)| l.may_equal(r))
            }
            (
                Self::Reference { is_mutable: left, to: left_to },
                Self::Reference { is_mutable: right, to: right_to },
            ) => left == right && left_to.may_equal(right_to),
            (Self::Function(left), Self::Function(right)) => left.may_equal(right),
            _ => self == other,
        }
    }
}

impl FunctionType {
    /// Whether some instantiation makes the two equal; clauses may say the same in other words.
    fn may_equal(&self, other: &Self) -> bool {
        self.abilities == other.abilities
            && self.parameters.len() == other.parameters.len()
            && self.results.len() == other.results.len()
            && self.types().zip(other.types()).all(|(left, right)| left.may_equal(right))
    }
}

impl ResourcePattern {
    fn overlaps(&self, other: &Self) -> bool {
        let pair = |(left, right): (&TypePattern, &TypePattern)| match (left, right) {
            (TypePattern::Any, _) | (_, TypePattern::Any) => true,
            (TypePattern::Is(left), TypePattern::Is(right)) => left.may_equal(right),
        };
        self.name == other.name
            && self.module == other.module
            && match (&self.arguments, &other.arguments) {
                (None, _) | (_, None) => true,
                (Some(left), Some(right)) => left.iter().zip(right).all(pair),
            }
    }

    fn covers(&self, other: &Self) -> bool {
        let pair = |(wide, narrow): (&TypePattern, &TypePattern)| {
            matches!(wide, TypePattern::Any) || wide == narrow
        };
        self.name == other.name
            && self.module == other.module
            && match (&self.arguments, &other.arguments) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(wide), Some(narrow)) => {
                    wide.len() == narrow.len() && wide.iter().zip(narrow).all(pair)
                }
            }
    }
}

impl Term {
    /// Whether the two terms may denote the same value.
    pub fn may_equal(&self, other: &Term) -> bool {
        let pair = |left: &Term, right: &Term| match (left, right) {
            (Self::Constant(left), Self::Constant(right)) => left == right,
            // A made-up name differs from all that was there before. Terms that read state or apply functions are made
            // of what was there at entry, so they differ from it too.
            (Self::Fresh, other) | (other, Self::Fresh) => matches!(other, Self::Fresh | Self::Any),
            _ => true,
        };
        self.alternatives()
            .iter()
            .any(|left| other.alternatives().iter().any(|right| pair(left, right)))
    }

    /// Whether every value that `other` may denote is one that `self` stands for.
    pub fn covers(&self, other: &Term) -> bool {
        match (self, other) {
            (Self::Any, _) => true,
            (_, Self::Choice(alternatives)) => alternatives.iter().all(|term| self.covers(term)),
            (Self::Choice(alternatives), _) => alternatives.iter().any(|term| term.covers(other)),
            (Self::AnyElement(wide), Self::AnyElement(narrow) | Self::Element(narrow, _)) => {
                wide.covers(narrow)
            }
            (Self::Field(wide, left), Self::Field(narrow, right)) => {
                left == right && wide.covers(narrow)
            }
            (Self::Element(wide, left), Self::Element(narrow, right)) => {
                left.covers(right) && wide.covers(narrow)
            }
            (Self::Apply(wide), Self::Apply(narrow)) => {
                Arc::ptr_eq(wide, narrow) || wide.covers(narrow)
            }
            (Self::Pack(left, wide), Self::Pack(right, narrow)) => {
                left == right
                    && wide.len() == narrow.len()
                    && wide
                        .iter()
                        .zip(narrow.iter())
                        .all(|((l, wide), (r, narrow))| l == r && wide.covers(narrow))
            }
            // The value of a part is not the value of the whole.
            (Self::Stored(wide), Self::Stored(narrow)) => {
                Arc::ptr_eq(wide, narrow)
                    || wide.projections.len() == narrow.projections.len() && wide.covers(narrow)
            }
            _ => self == other,
        }
    }
}

impl Application {
    fn covers(&self, other: &Self) -> bool {
        self.arguments.len() == other.arguments.len()
            && self.function == other.function
            && self.type_arguments == other.type_arguments
            && self.arguments.iter().zip(&other.arguments).all(|(wide, narrow)| wide.covers(narrow))
    }
}

impl Root {
    fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            // Mutable references exclude others, so two parameters never lead to the same place and one of them changes it.
            (Self::Parameter(left), Self::Parameter(right)) => left == right,
            // What is stored at an address may be of any module, and what is called may touch anything.
            (Self::Everything | Self::Parameter(_) | Self::Call(..), _)
            | (_, Self::Everything | Self::Parameter(_) | Self::Call(..))
            | (Self::At(_), Self::Account(_) | Self::Module(_))
            | (Self::Account(_) | Self::Module(_), Self::At(_)) => true,
            (Self::Resource(left, left_at), Self::Resource(right, right_at)) => {
                left.overlaps(right) && left_at.may_equal(right_at)
            }
            (
                Self::Item(left, left_handle, left_key),
                Self::Item(right, right_handle, right_key),
            ) => {
                left.key.may_equal(&right.key)
                    && left.value.may_equal(&right.value)
                    && left_handle.may_equal(right_handle)
                    && left_key.may_equal(right_key)
            }
            (Self::Item(..), _) | (_, Self::Item(..)) => false,
            (Self::At(left), Self::At(right) | Self::Resource(_, right))
            | (Self::Resource(_, left), Self::At(right)) => left.may_equal(right),
            (Self::Account(left), Self::Account(right)) => left == right,
            (Self::Account(account), Self::Module(module))
            | (Self::Module(module), Self::Account(account)) => module.address == *account,
            (Self::Module(left), Self::Module(right)) => left == right,
            (Self::Account(account), Self::Resource(resource, _))
            | (Self::Resource(resource, _), Self::Account(account)) => {
                resource.module.address == *account
            }
            (Self::Module(module), Self::Resource(resource, _))
            | (Self::Resource(resource, _), Self::Module(module)) => resource.module == *module,
        }
    }

    /// Whether [`Root::covers`] may hold, whatever the keys.
    pub(crate) fn may_cover(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Resource(wide, _), Self::Resource(narrow, _)) => wide.covers(narrow),
            (Self::Item(wide, ..), Self::Item(narrow, ..)) => wide == narrow,
            (Self::At(_), Self::At(_) | Self::Resource(..)) => true,
            (Self::Call(..), other) => matches!(other, Self::Call(..)),
            (Self::Resource(..) | Self::Item(..) | Self::At(_), _) => false,
            (Self::Everything | Self::Account(_) | Self::Module(_) | Self::Parameter(_), other) => {
                self.covers(other)
            }
        }
    }

    /// Whether every record that `other` names is one that `self` names.
    pub fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Everything, other) => !matches!(other, Self::Parameter(_)),
            (Self::Account(account), Self::Account(other)) => account == other,
            (Self::Account(account), Self::Module(module)) => module.address == *account,
            (Self::Account(account), Self::Resource(resource, _)) => {
                resource.module.address == *account
            }
            (Self::Module(module), Self::Module(other)) => module == other,
            (Self::Module(module), Self::Resource(resource, _)) => resource.module == *module,
            (Self::Resource(wide, wide_at), Self::Resource(narrow, narrow_at)) => {
                wide.covers(narrow) && wide_at.covers(narrow_at)
            }
            (
                Self::Item(wide, wide_handle, wide_key),
                Self::Item(narrow, narrow_handle, narrow_key),
            ) => wide == narrow && wide_handle.covers(narrow_handle) && wide_key.covers(narrow_key),
            (Self::At(wide), Self::At(narrow) | Self::Resource(_, narrow)) => wide.covers(narrow),
            (Self::Parameter(left), Self::Parameter(right)) => left == right,
            (Self::Call(wide, wide_given), Self::Call(narrow, narrow_given)) => {
                let mut given = wide_given.iter().zip(narrow_given);
                wide.covers(narrow)
                    && wide_given.len() == narrow_given.len()
                    && given.all(|(wide, narrow)| wide.covers(narrow))
            }
            _ => false,
        }
    }
}

impl AccessPath {
    /// Whether the two may name a common place in one state.
    pub fn overlaps(&self, other: &Self) -> bool {
        if !self.root.overlaps(&other.root) {
            return false;
        }
        // Behind a parameter lies the middle of some record: nothing can be said about the steps from its root.
        let is_parameter = |path: &Self| matches!(path.root, Root::Parameter(_));
        if is_parameter(self) != is_parameter(other) {
            return true;
        }
        self.projections.iter().zip(&other.projections).all(|(left, right)| match (left, right) {
            (Projection::Element(left), Projection::Element(right)) => left.may_equal(right),
            _ => left == right,
        })
    }

    /// Whether every place that `other` names is named by `self`.
    pub fn covers(&self, other: &Self) -> bool {
        let step = |(wide, narrow): (&Projection, &Projection)| match (wide, narrow) {
            (Projection::Element(wide), Projection::Element(narrow)) => wide.covers(narrow),
            _ => wide == narrow,
        };
        // Most paths that are compared differ in their fields, which are compared faster than roots.
        self.projections.len() <= other.projections.len()
            && self.projections.iter().zip(&other.projections).all(step)
            && self.root.covers(&other.root)
    }

    /// Reads that naming this path implies: of each place whose stored value its keys are made from. Whoever looks at
    /// all elements of a vector looks at the vector.
    pub fn implied_reads(&self) -> Vec<AccessPath> {
        let reads: BTreeSet<AccessPath> = self.terms().flat_map(Term::implied_reads).collect();
        reads.into_iter().collect()
    }
}

impl AccessPath {
    /// The vector that the path goes into any element of, if it does.
    fn without_elements(&self) -> AccessPath {
        let steps = self.projections.iter();
        let steps = steps.take_while(|step| **step != Projection::Element(Term::Any));
        AccessPath { root: self.root.clone(), projections: steps.cloned().collect() }
    }
}

impl Term {
    /// Reads that computing the value implies: of each place that it is made from.
    pub fn implied_reads(&self) -> Vec<AccessPath> {
        let mut reads = Vec::new();
        self.for_each_stored(&mut |path| reads.push(path.without_elements()));
        self.for_each_parameter_place(&mut |path| reads.push(path.without_elements()));
        reads
    }

    /// Calls `visit` with every part of a parameter the term is made from, as a path. Only of interest for reference
    /// parameters; the caller knows which these are.
    fn for_each_parameter_place(&self, visit: &mut dyn FnMut(AccessPath)) {
        match self {
            Self::Parameter(_) | Self::Field(..) | Self::Element(..) | Self::AnyElement(_) => {
                if let Some(path) = self.as_path() {
                    visit(path);
                }
            }
            Self::Apply(application) => {
                application.arguments.iter().for_each(|it| it.for_each_parameter_place(visit));
            }
            Self::Choice(terms) => terms.iter().for_each(|it| it.for_each_parameter_place(visit)),
            Self::Pack(_, fields) => {
                fields.iter().for_each(|(_, term)| term.for_each_parameter_place(visit));
            }
            Self::Stored(path) => {
                path.terms().for_each(|term| term.for_each_parameter_place(visit));
            }
            Self::Constant(_) | Self::Index(_) | Self::Fresh | Self::Any => {}
        }
    }
}

impl Access {
    /// Whether whoever may do `self` may do `other`.
    ///
    /// An access of a record tells that it exists, and what its keys are read from: both are implied.
    pub fn covers(&self, other: &Access) -> bool {
        let is_existence = other.path.projections == [Projection::Existence];
        self.allows(other, &|own, path| {
            self.mode.covers(other.mode) && own.covers(path)
                || other.mode == Mode::Reads && is_existence && own.root.covers(&path.root)
        }) || other.mode == Mode::Reads
            && self.may_imply_reads_at(&other.path.root)
            && self
                .implied_reads()
                .iter()
                .any(|implied| implied.allows(other, &|implied, path| implied.covers(path)))
    }

    /// Whether its keys or ranges are made from anything that `root` may name: few are, and to say what they imply takes long.
    fn may_imply_reads_at(&self, root: &Root) -> bool {
        let mut may_imply = false;
        for term in self.path.terms().chain(&self.ranges) {
            term.for_each(&mut |part| {
                if let Term::Stored(path) = part {
                    may_imply |= path.root.may_cover(root);
                } else if let Term::Parameter(index) = part {
                    may_imply |= *root == Root::Parameter(*index);
                }
            });
        }
        may_imply
    }

    /// Reads that this access implies: of each place whose stored value its keys or ranges are made from.
    pub fn implied_reads(&self) -> Vec<Access> {
        let terms = self.path.terms().chain(&self.ranges);
        let paths: BTreeSet<AccessPath> = terms.flat_map(Term::implied_reads).collect();
        paths.into_iter().map(|path| self.at(Mode::Reads, path)).collect()
    }
}

impl Footprint {
    /// The footprint that may do anything.
    pub fn open() -> Self {
        Self { accesses: Vec::new(), is_open: true }
    }

    /// Whether anything may be done besides the accesses.
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// The accesses, sorted.
    pub fn accesses(&self) -> &[Access] {
        &self.accesses
    }

    /// Whether nothing is ever touched.
    pub fn is_empty(&self) -> bool {
        self.accesses.is_empty() && !self.is_open
    }

    /// Adds an access. One that another covers is dropped; so are items of a table that this very call has created.
    /// A key that is one of several makes several accesses.
    pub fn insert(&mut self, access: Access) {
        let Access { mode, path, ranges, conditions } = access;
        for path in path.alternatives() {
            let access = Access::qualified(mode, path, ranges.clone(), conditions.clone());
            let Err(place) = self.accesses.binary_search(&access) else { continue };
            if access.path.is_fresh_item() {
                self.keep_implied(&access);
                continue;
            }
            if self.accesses.iter().any(|old| old.subsumes(&access)) {
                self.keep_implied(&access);
                continue;
            }
            let dropped: Vec<_> =
                self.accesses.extract_if(.., |old| access.subsumes(old)).collect();
            let dropped_before = dropped.iter().filter(|old| **old < access).count();
            self.accesses.insert(place.saturating_sub(dropped_before), access);
            dropped.iter().for_each(|old| self.keep_implied(old));
        }
    }

    /// Whether this is what inserting its accesses one by one makes: sorted, each said in one way, and none that another one
    /// covers. Of what was decoded nobody knows that.
    pub fn is_normal(&self) -> bool {
        let are_apart = |(index, access): (usize, &Access)| {
            let mut others = self.accesses.iter().skip(index + 1);
            others.all(|other| !access.subsumes(other) && !other.subsumes(access))
        };
        self.accesses.is_sorted_by(|left, right| left < right)
            && self.accesses.iter().all(Access::is_normal)
            && self.accesses.iter().enumerate().all(are_apart)
    }

    /// Whether this very access is among the accesses: then nothing is left to say of it, nor of what it implies.
    fn has(&self, access: &Access) -> bool {
        self.accesses.binary_search(access).is_ok()
    }

    /// Says what an access implied that is no longer said: what its keys are read from was read all the same.
    fn keep_implied(&mut self, access: &Access) {
        for read in access.implied_reads().into_iter().filter(|read| read.path.is_storage()) {
            if !self.allows(&read) {
                self.insert(read);
            }
        }
    }

    /// Adds everything that `other` may do.
    pub fn join(&mut self, other: &Footprint) {
        other.accesses.iter().for_each(|access| self.insert(access.clone()));
        self.is_open |= other.is_open;
    }

    /// Whether whoever may do `self` may do `other`: inclusion, access by access.
    pub fn covers(&self, other: &Footprint) -> bool {
        self.is_open
            || !other.is_open && other.accesses.iter().all(|access| self.covers_access(access))
    }

    /// Whether `self` allows `access`, and the reads that its keys imply.
    pub fn covers_access(&self, access: &Access) -> bool {
        let implied = || access.implied_reads().into_iter().filter(|read| read.path.is_storage());
        self.is_open
            || self.has(access)
            || self.allows(access) && implied().all(|read| self.allows(&read))
    }

    /// Whether one of the accesses allows `access`, whatever it implies.
    pub fn allows(&self, access: &Access) -> bool {
        // Most are said as they are, and to compare with what is implied takes long. Only reads are implied.
        self.accesses.iter().any(|own| own.says(access))
            || access.mode == Mode::Reads && self.accesses.iter().any(|own| own.covers(access))
    }
}

impl Access {
    /// [`Access::covers`] without anything that is merely implied.
    pub fn says(&self, other: &Access) -> bool {
        self.mode.covers(other.mode) && self.allows(other, &|own, path| own.covers(path))
    }

    fn is_normal(&self) -> bool {
        let Access { mode, path, ranges, conditions } = self.clone();
        path.alternatives().len() == 1
            && !path.is_fresh_item()
            && Access::qualified(mode, path, ranges, conditions) == *self
    }

    /// [`Access::covers`] without what is merely implied, so that dropping `other` loses nothing that is printed.
    fn subsumes(&self, other: &Access) -> bool {
        let is_existence =
            other.mode == Mode::Reads && other.path.projections == [Projection::Existence];
        (self.mode.covers(other.mode) || is_existence)
            && self.allows(other, &|own, path| {
                own.covers(path) || is_existence && own.root == path.root
            })
    }
}

impl AccessPath {
    /// Whether this is surely a place in storage, or the handle of a table behind a parameter. (Which parameters are
    /// references is not known here, and the value of any other is no place.)
    pub fn is_storage(&self) -> bool {
        let is_handle = |step: &Projection| matches!(step, Projection::Field(name) if name.as_str() == "handle");
        !matches!(self.root, Root::Parameter(_)) || self.projections.last().is_some_and(is_handle)
    }

    fn is_fresh_item(&self) -> bool {
        matches!(&self.root, Root::Item(_, handle, _) if **handle == Term::Fresh)
    }

    /// One path per alternative of the root's terms.
    pub fn alternatives(&self) -> Vec<AccessPath> {
        let with_root = |root| Self { root, projections: self.projections.clone() };
        match &self.root {
            Root::Resource(resource, address) => {
                let root = |term: &Term| Root::Resource(resource.clone(), term.clone());
                address.alternatives().iter().map(|term| with_root(root(term))).collect()
            }
            Root::Item(table, handle, key) => handle
                .alternatives()
                .iter()
                .flat_map(|handle| key.alternatives().iter().map(move |key| (handle, key)))
                .map(|(handle, key)| {
                    let (handle, key) = (Arc::new(handle.clone()), Arc::new(key.clone()));
                    with_root(Root::Item(table.clone(), handle, key))
                })
                .collect(),
            Root::At(address) => {
                let root = |term: &Term| with_root(Root::At(term.clone()));
                address.alternatives().iter().map(root).collect()
            }
            Root::Call(function, arguments) => {
                let root = |term: &Term| with_root(Root::call(term.clone(), arguments.clone()));
                function.alternatives().iter().map(root).collect()
            }
            Root::Everything | Root::Account(_) | Root::Module(_) | Root::Parameter(_) => {
                vec![self.clone()]
            }
        }
    }
}

impl FromIterator<Access> for Footprint {
    fn from_iter<I: IntoIterator<Item = Access>>(accesses: I) -> Self {
        let mut footprint = Self::default();
        accesses.into_iter().for_each(|access| footprint.insert(access));
        footprint
    }
}
