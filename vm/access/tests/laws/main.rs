//! Laws of the algebra of footprints, on random accesses, arguments and states.
//!
//! What an access *means* is written down a second time in `meaning`: a set of locations of a small world, found from the
//! definition of terms and paths alone. The operations are held against that, 2,000 times each unless `ACCESSVM_CASES`
//! says otherwise.
#![allow(clippy::disallowed_methods, reason = "the environment says how long to test")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::wildcard_enum_match_arm, reason = "the small world has few kinds of values")]

mod among;
mod generate;
mod meaning;
mod order;
mod substitution;
mod table;
mod universe;

use std::collections::BTreeSet;

use proptest::prelude::*;
use vm_access::{
    Access, AccessPath, Arguments, Bound, Mode, Names, Place, Projection, Term, Type, Value, bind,
};

use generate::{accesses, arguments, ground_types, storage_accesses, worlds};
use meaning::{Call, Touch, Values};
use universe::{World, records};

/// Depth of the keys.
const DEPTH: u32 = 2;

fn config() -> ProptestConfig {
    let cases = std::env::var("ACCESSVM_CASES").map_or(2_000, |text| text.parse().unwrap());
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

fn bound(access: &Access, world: World, types: &[Type], values: &[(Value, Type)]) -> Vec<Bound> {
    bind(access, Arguments { types, values }, &world)
}

fn allows(bound: &[Bound], (record, component, mode): &Touch) -> bool {
    let location = Place::Location(record.clone(), *component);
    bound.iter().any(|own| own.mode.covers(*mode) && own.place.covers(&location))
}

/// Accesses as they would stand in source.
fn shown(accesses: &[&Access]) -> String {
    let names = Names::default();
    accesses.iter().map(|access| access.display(&names).to_string()).collect::<Vec<_>>().join(" | ")
}

/// Whether each of `narrow` is among `wide`, or is done there in a mode that allows it.
fn includes(wide: &BTreeSet<Touch>, narrow: &BTreeSet<Touch>) -> Option<Touch> {
    let is_allowed = |(record, component, mode): &Touch| {
        let has = |mode| wide.contains(&(record.clone(), *component, mode));
        has(*mode) || has(Mode::Writes)
    };
    narrow.iter().find(|touch| !is_allowed(touch)).cloned()
}

/// The universe with the records that are touched besides.
fn universe_with(touches: &BTreeSet<Touch>) -> BTreeSet<vm_access::Record> {
    records().into_iter().chain(touches.iter().map(|(record, ..)| record.clone())).collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn binding_misses_no_location(
        access in accesses(DEPTH),
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        let bound = bound(&access, world, &types, &values);
        let universe = records();
        let touches = Call::new(world, &universe, &types, &values).touches(&access);
        let missed = touches.iter().find(|touch| !allows(&bound, touch));
        prop_assert!(missed.is_none(), "{}: {missed:?}", shown(&[&access]));
    }

    /// Where everything can be told and no wildcard stands, what is bound is what is meant. (What keys are read from is bound even where
    /// a range is empty. Elements are bound as their
    /// vector, whose index may abort.)
    #[test]
    fn binding_without_wildcards_is_exact(
        access in storage_accesses(DEPTH),
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        let has_index = |path: &AccessPath| path.projections.iter().any(|step| matches!(step, Projection::Element(_)));
        // What a function value may do is a wildcard.
        let is_call = access.path.as_call().is_some();
        if is_call || !access.ranges.is_empty() || has_index(&access.path) || access.implied_reads().iter().any(|read| has_index(&read.path)) {
            return Ok(());
        }
        let world = World { is_vague: false, ..world };
        let universe = records();
        let touches = Call::new(world, &universe, &types, &values).touches(&access);
        for bound in bound(&access, world, &types, &values) {
            let Place::Location(record, component) = bound.place else { continue };
            let touch = BTreeSet::from([(record, component, bound.mode)]);
            prop_assert_eq!(includes(&touches, &touch), None, "{}", shown(&[&access]));
        }
    }

    #[test]
    fn paths_that_do_not_overlap_have_nothing_in_common(
        left in storage_accesses(DEPTH), right in storage_accesses(DEPTH),
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        prop_assert_eq!(left.path.overlaps(&right.path), right.path.overlaps(&left.path));
        prop_assert!(!left.path.covers(&right.path) || is_nowhere(&right) || left.path.overlaps(&right.path));
        if !left.path.overlaps(&right.path) {
            let universe = records();
            let call = Call::new(world, &universe, &types, &values);
            let (left, right) = (call.parts(&left.path), call.parts(&right.path));
            let common = left.iter().find(|part| right.iter().any(|other| part.meets(other)));
            prop_assert_eq!(common, None);
        }
    }

    #[test]
    fn terms_that_cannot_be_equal_have_no_common_value(
        left in generate::addresses(DEPTH), right in generate::addresses(DEPTH),
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        prop_assert_eq!(left.may_equal(&right), right.may_equal(&left));
        let universe = records();
        let call = Call::new(world, &universe, &types, &values);
        if let (false, Values::These(left), Values::These(right)) =
            (left.may_equal(&right), call.values(&left), call.values(&right))
        {
            let common = left.iter().find(|(value, _)| right.iter().any(|(it, _)| it.as_address() == value.as_address()));
            prop_assert_eq!(common, None);
        }
    }

    #[test]
    fn printing_never_panics(access in accesses(DEPTH)) {
        prop_assert!(!access.display(&Names::default()).to_string().is_empty());
    }
}

/// Whether every key is made up by the transaction: such paths name nothing that is there.
fn is_nowhere(access: &Access) -> bool {
    access.path.terms().any(|term| term.alternatives().contains(&Term::Fresh))
}
