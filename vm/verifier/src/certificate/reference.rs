//! Where a reference may lead.

use std::collections::BTreeSet;
use std::rc::Rc;

use vm_access::{AccessPath, Mode, Projection, Root, Term};
use vm_bytecode::Target;

use super::term::part;

/// Places that are told apart by their keys, and steps to each.
pub(super) const TARGETS_MAX: usize = 8;

/// Where a reference may lead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    /// Nobody knows.
    Anywhere,
    /// To one of these: in order, each once.
    To(Rc<[Target]>),
}

impl Reference {
    pub(super) fn to(target: Target) -> Self {
        Self::To(Rc::new([target]))
    }

    /// To one of the targets, if each is a place and they are few, if need be whatever their keys.
    ///
    /// A target says nothing beside the same one with any keys.
    pub(super) fn collect(targets: impl IntoIterator<Item = Target>) -> Self {
        let mut targets: Vec<Target> = targets.into_iter().collect();
        if 1 < targets.len() {
            targets = distinct(targets);
        }
        let is_no_place = |target: &Target| match target {
            Target::Path(path) => {
                !matches!(path.root, Root::Resource(..) | Root::Item(..) | Root::Parameter(_))
                    || TARGETS_MAX < path.projections.len()
            }
            Target::Local(_, steps) => TARGETS_MAX < steps.len(),
            Target::Within(_) | Target::Value(_) => false,
        };
        if TARGETS_MAX < targets.len() || targets.iter().any(is_no_place) {
            return Self::Anywhere;
        }
        Self::To(targets.into())
    }

    /// The places, if they are known; none if nobody knows.
    pub(super) fn targets(&self) -> impl Iterator<Item = &Target> {
        match self {
            Self::Anywhere => None,
            Self::To(targets) => Some(targets.iter()),
        }
        .into_iter()
        .flatten()
    }

    /// To where either of the two leads.
    pub(super) fn join(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::To(left), Self::To(right)) => {
                Self::collect(left.iter().chain(right.iter()).cloned())
            }
            (Self::Anywhere, _) | (_, Self::Anywhere) => Self::Anywhere,
        }
    }

    /// One of `steps` further down.
    pub(super) fn then(&self, steps: &[Projection]) -> Self {
        let Self::To(targets) = self else { return Self::Anywhere };
        let below = |target: &Target| {
            let target = target.clone();
            steps.iter().map(move |step| then(target.clone(), step))
        };
        Self::collect(targets.iter().flat_map(below))
    }

    /// To some part of where this one leads.
    pub(super) fn within(&self) -> Self {
        let Self::To(targets) = self else { return Self::Anywhere };
        Self::collect(targets.iter().cloned().map(|target| match target {
            Target::Within(_) => target,
            Target::Path(_) | Target::Local(..) | Target::Value(_) => {
                Target::Within(Box::new(target))
            }
        }))
    }

    /// Whether each place where `other` may lead is one where this one does.
    pub(super) fn includes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Anywhere, _) => true,
            (Self::To(_), Self::Anywhere) => false,
            (Self::To(wide), Self::To(narrow)) => narrow.iter().all(|narrow| {
                wide.contains(narrow) || wide.iter().any(|wide| includes(wide, narrow))
            }),
        }
    }
}

/// The targets in order, each once; with any keys where they are too many or one is there with any.
fn distinct(targets: Vec<Target>) -> Vec<Target> {
    let mut distinct: BTreeSet<Target> = targets.into_iter().collect();
    let is_many = TARGETS_MAX < distinct.len();
    let wide = distinct.iter().map(with_any_keys);
    let wide: BTreeSet<Target> = wide.filter(|it| is_many || distinct.contains(it)).collect();
    distinct.retain(|target| !wide.contains(&with_any_keys(target)));
    distinct.extend(wide);
    distinct.into_iter().collect()
}

/// One step below a target.
fn then(target: Target, step: &Projection) -> Target {
    match target {
        Target::Path(path) => Target::Path(path.then(step.clone())),
        Target::Local(local, mut steps) => {
            steps.push(step.clone());
            Target::Local(local, steps)
        }
        Target::Within(_) => target,
        Target::Value(value) => Target::Value(part(value, std::slice::from_ref(step))),
    }
}

fn includes(wide: &Target, narrow: &Target) -> bool {
    match (wide, narrow) {
        (Target::Path(wide), Target::Path(narrow)) => {
            wide.projections.len() == narrow.projections.len() && wide.covers(narrow)
        }
        (Target::Local(local, wide), Target::Local(other, narrow)) => {
            let is_step = |(wide, narrow): (&Projection, &Projection)| match (wide, narrow) {
                (Projection::Element(wide), Projection::Element(narrow)) => wide.covers(narrow),
                _ => wide == narrow,
            };
            local == other && wide.len() == narrow.len() && wide.iter().zip(narrow).all(is_step)
        }
        (Target::Within(wide), Target::Within(narrow)) => includes(wide, narrow),
        (Target::Value(wide), Target::Value(narrow)) => super::term::includes(wide, narrow),
        _ => false,
    }
}

/// The access of state that an access of a target is, if it is one. What adds to a part changes the whole.
pub(super) fn access(target: &Target, mode: Mode) -> Option<(Mode, &AccessPath)> {
    match target {
        Target::Path(path) => Some((mode, path)),
        Target::Within(whole) => {
            access(whole, if mode == Mode::Adds { Mode::Writes } else { mode })
        }
        Target::Local(..) | Target::Value(_) => None,
    }
}

/// The target with every key and index "any".
fn with_any_keys(target: &Target) -> Target {
    match target {
        Target::Path(path) => Target::Path(path.with_any_keys()),
        Target::Local(local, steps) => {
            Target::Local(*local, steps.iter().map(Projection::with_any_keys).collect())
        }
        Target::Within(whole) => Target::Within(Box::new(with_any_keys(whole))),
        Target::Value(_) => Target::Value(Term::Any),
    }
}

/// The target with a term in place of each variable.
pub(super) fn map_indices(target: &Target, of: &dyn Fn(u8) -> Term) -> Target {
    match target {
        Target::Path(path) => Target::Path(path.map_indices(of)),
        Target::Local(local, steps) => {
            let steps = steps.iter().map(|step| match step {
                Projection::Existence | Projection::Field(_) => step.clone(),
                Projection::Element(at) => Projection::Element(at.map_indices(of)),
            });
            Target::Local(*local, steps.collect())
        }
        Target::Within(whole) => Target::Within(Box::new(map_indices(whole, of))),
        Target::Value(value) => Target::Value(value.map_indices(of)),
    }
}

/// Whether it is so of a term that a target is made of.
pub(super) fn any_term(target: &Target, is_it: &dyn Fn(&Term) -> bool) -> bool {
    match target {
        Target::Path(path) => path.terms().any(is_it),
        Target::Local(_, steps) => steps.iter().any(|step| match step {
            Projection::Existence | Projection::Field(_) => false,
            Projection::Element(at) => is_it(at),
        }),
        Target::Within(whole) => any_term(whole, is_it),
        Target::Value(value) => is_it(value),
    }
}

#[cfg(test)]
mod tests {
    use vm_access::{AccountAddress, ModuleId, StructType};
    use vm_bytecode::Register;

    use super::*;

    /// A record at an address, one of its elements, a local, and a part of each.
    fn targets(number: u8) -> [Target; 4] {
        let address = Term::address(AccountAddress::from_low(number));
        let ty = StructType::plain(ModuleId::new(AccountAddress::ONE, "m"), "R");
        let record = AccessPath::resource(ty, address.clone());
        let element = Projection::Element(address.clone());
        let local = Target::Local(Register(0), vec![element.clone()]);
        let part = Target::Within(Box::new(Target::Path(record.clone())));
        [Target::Path(record.clone()), Target::Path(record.then(element)), local, part]
    }

    #[test]
    fn what_is_collected_is_included() {
        for count in [1, 2, 3, 9] {
            let all: Vec<Target> = (0..count).flat_map(targets).collect();
            let collected = Reference::collect(all.clone());
            assert_ne!(collected, Reference::Anywhere, "{count}");
            for target in all {
                assert!(
                    collected.includes(&Reference::to(target.clone())),
                    "{target:?} of {count}"
                );
            }
        }
    }

    #[test]
    fn a_target_beside_the_same_with_any_keys_is_left_out() {
        let many = Reference::collect((0..9).flat_map(targets));
        let more = targets(10).into_iter().chain(many.targets().cloned());
        assert_eq!(Reference::collect(more), many);
        assert_eq!(many.targets().count(), 4);
    }
}
