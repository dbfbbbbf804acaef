//! `covers` is an order, `join` its least upper bound, and both are sound.

use std::collections::BTreeSet;

use proptest::prelude::*;
use vm_access::{Access, Footprint, Mode, Record, Term};

use crate::generate::{
    accesses, addresses, arguments, ground_types, modes, numbers, storage_accesses, worlds,
};
use crate::meaning::{Call, Touch};
use crate::universe::{World, records};
use crate::{DEPTH, allows, bound, config, includes, shown, universe_with};

fn footprints() -> impl Strategy<Value = Footprint> {
    prop::collection::vec(accesses(1), 0..4).prop_map(Footprint::from_iter)
}

fn joined(left: &Footprint, right: &Footprint) -> Footprint {
    let mut footprint = left.clone();
    footprint.join(right);
    footprint
}

fn are_equal(left: &Footprint, right: &Footprint) -> bool {
    left.covers(right) && right.covers(left)
}

/// An access and one that it is likely to cover: some terms replaced by wildcards, some steps left out.
fn nested() -> impl Strategy<Value = (Access, Access)> {
    (storage_accesses(DEPTH), storage_accesses(DEPTH), any::<u8>(), modes()).prop_map(
        |(narrow, other, choice, mode)| {
            let mut wide = narrow.clone();
            if choice & 0b1 != 0 {
                wide.mode = mode;
            }
            if choice & 0b10 != 0 {
                wide.path.projections.truncate(usize::from(choice >> 6));
            }
            if choice & 0b1100 == 0b1100 {
                wide.path.root = other.path.root;
                wide.path.projections.truncate(0);
            } else if choice & 0b100 != 0 {
                widen_key(&mut wide, None);
            } else if choice & 0b1000 != 0 {
                widen_key(&mut wide, other.path.terms().next());
            }
            // With other steps or keys it may use fewer of its ranges.
            let Access { mode, path, ranges, conditions } = wide;
            (Access::qualified(mode, path, ranges, conditions), narrow)
        },
    )
}

/// Makes a key any, or one of several.
fn widen_key(access: &mut Access, other: Option<&Term>) {
    let wider = |term: &Term| match other {
        Some(other) => Term::choice([term.clone(), other.clone()]),
        None => Term::Any,
    };
    match &mut access.path.root {
        vm_access::Root::Resource(_, at) | vm_access::Root::At(at) => *at = wider(at),
        vm_access::Root::Item(_, _, key) => *key = wider(key).into(),
        vm_access::Root::Call(function, arguments) => {
            let arguments = arguments.iter().map(wider).collect();
            access.path.root = vm_access::Root::call(wider(function), arguments);
        }
        vm_access::Root::Everything
        | vm_access::Root::Account(_)
        | vm_access::Root::Module(_)
        | vm_access::Root::Parameter(_) => {}
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn modes_form_a_lattice(left in modes(), right in modes(), third in modes()) {
        prop_assert_eq!(left.join(right), right.join(left));
        prop_assert_eq!(left.join(right).join(third), left.join(right.join(third)));
        prop_assert_eq!(left.join(left), left);
        prop_assert!(left.join(right).covers(left));
        prop_assert_eq!(left.covers(right), left.join(right) == left);
        prop_assert_eq!(left.conflicts(right), right.conflicts(left));
        // A mode that allows more conflicts with more.
        prop_assert!(!left.covers(right) || !right.conflicts(third) || left.conflicts(third) || left == Mode::Writes);
    }

    #[test]
    fn terms_cover_themselves_and_their_alternatives(
        terms in prop::collection::vec(prop_oneof![addresses(DEPTH), numbers(DEPTH)], 1..5),
    ) {
        let choice = Term::choice(terms.clone());
        for term in &terms {
            prop_assert!(term.covers(term));
            prop_assert!(choice.covers(term), "{choice:?} / {term:?}");
            prop_assert!(*term == Term::Fresh || term.may_equal(term));
        }
        for (index, term) in choice.alternatives().iter().enumerate() {
            let mut others = choice.alternatives().iter().enumerate().filter(|it| it.0 != index);
            prop_assert!(!others.any(|(_, other)| other.covers(term)), "{choice:?}");
        }
        let reversed = Term::choice(terms.iter().rev().cloned());
        prop_assert_eq!(&choice, &reversed);
        prop_assert_eq!(Term::choice([choice.clone(), reversed]), choice);
    }

    #[test]
    fn covering_of_terms_is_transitive(
        first in addresses(DEPTH), second in addresses(DEPTH), third in addresses(DEPTH),
    ) {
        let (wide, middle) = (Term::choice([first.clone(), second.clone(), third]), Term::choice([first.clone(), second]));
        prop_assert!(wide.covers(&middle) && middle.covers(&first) && wide.covers(&first));
    }

    #[test]
    fn covering_is_sound(
        (wide, narrow) in prop_oneof![
            4 => nested().boxed(),
            1 => (accesses(1), accesses(1)).boxed(),
        ],
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        if !Footprint::from_iter([wide.clone()]).covers_access(&narrow) {
            return Ok(());
        }
        let base = records();
        let narrow_touches = Call::new(world, &base, &types, &values).touches(&narrow);
        let universe = universe_with(&narrow_touches);
        let wide_touches = Call::new(world, &universe, &types, &values).touches(&wide);
        prop_assert_eq!(includes(&wide_touches, &narrow_touches), None, "{}", shown(&[&wide, &narrow]));
    }

    /// Widening gives an upper bound, in one step.
    #[test]
    fn without_ranges_and_conditions_an_access_is_wider(
        access in accesses(DEPTH),
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        let wide = access.unqualified();
        prop_assert!(!wide.is_qualified());
        prop_assert_eq!(wide.unqualified(), wide.clone());
        let base = records();
        let narrow_touches = Call::new(world, &base, &types, &values).touches(&access);
        let universe = universe_with(&narrow_touches);
        let call = Call::new(world, &universe, &types, &values);
        // What only ranges are read from is an access of its own.
        let mut wide_touches = call.touches(&wide);
        wide_touches.extend(access.implied_reads().iter().flat_map(|read| call.touches(read)));
        prop_assert_eq!(includes(&wide_touches, &narrow_touches), None, "{}", shown(&[&wide, &access]));
    }

    /// A path of any keys is an upper bound of all that differ by keys alone.
    #[test]
    fn with_any_keys_a_path_is_wider(access in accesses(DEPTH)) {
        let wide = access.path.with_any_keys();
        prop_assert!(wide.covers(&access.path));
        prop_assert_eq!(wide.with_any_keys(), wide);
    }

    /// Nothing that can be told becomes wider by being told more.
    #[test]
    fn binding_is_monotone(
        (wide, narrow) in nested(),
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        if !Footprint::from_iter([wide.clone()]).covers_access(&narrow) {
            return Ok(());
        }
        let world = World { is_vague: false, ..world };
        let wide_bound = bound(&wide, world, &types, &values);
        for bound in bound(&narrow, world, &types, &values) {
            let is_allowed = wide_bound.iter().any(|own| own.mode.covers(bound.mode) && own.place.covers(&bound.place));
            prop_assert!(is_allowed, "{}: {:?}", shown(&[&wide, &narrow]), bound.place);
        }
    }

    #[test]
    fn covering_is_reflexive_and_transitive(
        first in footprints(), second in footprints(), third in footprints(),
    ) {
        prop_assert!(first.covers(&first));
        let (middle, wide) = (joined(&first, &second), joined(&joined(&first, &second), &third));
        prop_assert!(wide.covers(&middle) && middle.covers(&first) && wide.covers(&first));
        if second.covers(&first) && third.covers(&second) {
            prop_assert!(third.covers(&first));
        }
    }

    #[test]
    fn covering_of_accesses_is_transitive((wide, narrow) in nested(), other in storage_accesses(1)) {
        let single = |access: &Access| Footprint::from_iter([access.clone()]);
        let (wide, narrow, other) = (single(&wide), single(&narrow), single(&other));
        for (first, second, third) in [(&wide, &narrow, &other), (&other, &wide, &narrow), (&wide, &other, &narrow)] {
            if first.covers(second) && second.covers(third) {
                prop_assert!(first.covers(third));
            }
        }
    }

    #[test]
    fn joining_is_a_least_upper_bound(
        left in footprints(), right in footprints(), third in footprints(), wide in footprints(),
    ) {
        let join = joined(&left, &right);
        prop_assert!(join.covers(&left) && join.covers(&right));
        prop_assert!(are_equal(&join, &joined(&right, &left)));
        prop_assert!(are_equal(&joined(&join, &third), &joined(&left, &joined(&right, &third))));
        prop_assert_eq!(&joined(&left, &left), &left);
        let wide = joined(&wide, &join);
        prop_assert!(wide.covers(&left) && wide.covers(&right) && wide.covers(&join));
        let open = joined(&left, &Footprint::open());
        prop_assert!(open.is_open() && open.covers(&right) && !right.covers(&open));
    }

    /// What several accesses mean together is what the footprint of them means.
    /// Any list of accesses can be decoded as a footprint; inserting them one by one tells which are none.
    #[test]
    fn a_footprint_is_normal_if_inserting_makes_it(
        mut listed in prop::collection::vec(accesses(1), 0..5), is_sorted in any::<bool>(),
    ) {
        if is_sorted {
            listed.sort();
        }
        let inserted: Footprint = listed.iter().cloned().collect();
        let bytes = bcs::to_bytes(&(&listed, false)).unwrap();
        let decoded: Footprint = bcs::from_bytes(&bytes).unwrap();
        prop_assert!(inserted.is_normal());
        prop_assert_eq!(decoded.is_normal(), decoded == inserted);
    }

    #[test]
    fn insertion_loses_nothing_and_adds_nothing(
        accesses in prop::collection::vec(accesses(1), 0..6),
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        let touches = |accesses: &[Access], universe: &BTreeSet<Record>| {
            let call = Call::new(world, universe, &types, &values);
            accesses.iter().flat_map(|access| call.touches(access)).collect::<BTreeSet<Touch>>()
        };
        let footprint: Footprint = accesses.iter().cloned().collect();
        let universe = universe_with(&touches(&accesses, &records()));
        let (each, together) = (touches(&accesses, &universe), touches(footprint.accesses(), &universe));
        let said = || shown(&accesses.iter().chain(footprint.accesses()).collect::<Vec<_>>());
        prop_assert_eq!(includes(&together, &each), None, "{}", said());
        // An access is never made where its range is empty. What its keys are read from, once said on its own, is: its range,
        // which it does not use, is no longer part of it. Nothing else is added.
        let implied: Vec<Access> = accesses.iter().flat_map(Access::implied_reads).collect();
        let allowed = each.union(&touches(&implied, &universe)).cloned().collect();
        prop_assert_eq!(includes(&allowed, &together), None, "{}", said());
        prop_assert!(footprint.accesses().is_sorted());
        let binds = |accesses: &[Access]| {
            accesses.iter().flat_map(|access| bound(access, world, &types, &values)).collect::<Vec<_>>()
        };
        let bound = binds(footprint.accesses());
        let missed = each.iter().find(|touch| !allows(&bound, touch));
        prop_assert_eq!(missed, None, "{}", said());
    }
}
