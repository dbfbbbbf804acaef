//! Putting arguments in before or after means the same.

use std::collections::BTreeSet;

use proptest::prelude::*;
use vm_access::{Access, Argument, Footprint, Root, Term, Type};

use crate::generate::{
    INSIDE, RECORD, accesses, arguments, ground_types, parameter_types, passed, storage_accesses,
    worlds,
};
use crate::meaning::{Call, Touch};
use crate::universe::records;
use crate::{allows, bound, config, includes, shown, universe_with};

proptest! {
    #![proptest_config(config())]

    /// What a callee does, given what its caller passes, is what its substituted access means to the caller.
    #[test]
    fn substituting_is_evaluating_the_arguments(
        access in accesses(1), passed in passed(1),
        inner_types in prop_oneof![Just(vec![Type::U64]), Just(vec![Type::Parameter(0)])],
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        let base = records();
        let caller = Call::new(world, &base, &types, &values);
        let ground: Vec<_> = inner_types.iter().map(|ty| ty.substitute(&types)).collect();
        let mut callee = Call::new(world, &base, &ground, &[]);
        callee.values = passed.iter().map(|argument| caller.values(&argument.value)).collect();
        let parts = |argument: &Argument| argument.targets.iter().flat_map(|path| caller.parts(path)).collect();
        callee.targets = passed.iter().map(parts).collect();
        let touches = callee.touches(&access);

        let substituted = access.substitute(&inner_types, &passed);
        let universe = universe_with(&touches);
        let caller = Call::new(world, &universe, &types, &values);
        let meant: BTreeSet<Touch> = substituted.iter().flat_map(|access| caller.touches(access)).collect();
        prop_assert_eq!(includes(&meant, &touches), None, "{} => {}", shown(&[&access]), shown(&substituted.iter().collect::<Vec<_>>()));
        let bound: Vec<_> = substituted.iter().flat_map(|access| bound(access, world, &types, &values)).collect();
        prop_assert!(touches.iter().all(|touch| allows(&bound, touch)));
    }

    #[test]
    fn substituting_values_is_binding_to_them(
        access in storage_accesses(2),
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        let passed: Vec<_> =
            values.iter().map(|(value, _)| Argument::value(Term::Constant(value.clone()))).collect();
        let substituted = access.substitute(&types, &passed);
        let early: Vec<_> = substituted.iter().flat_map(|access| bound(access, world, &[], &[])).collect();
        for late in bound(&access, world, &types, &values) {
            let is_allowed = early.iter().any(|own| own.mode.covers(late.mode) && own.place.covers(&late.place));
            prop_assert!(is_allowed, "{late:?} is not among {early:?}");
        }
    }

    #[test]
    fn identity_changes_nothing(access in accesses(2)) {
        let identity = Argument::identity(&parameter_types());
        let same: Footprint = access.substitute(&[Type::Parameter(0)], &identity).into_iter().collect();
        prop_assert_eq!(same, Footprint::from_iter([access]));
    }

    /// A wider access stays wider, unless what is substituted into the narrow one grows beyond the limits of terms.
    #[test]
    fn substituting_is_monotone(first in accesses(1), second in accesses(1), passed in passed(1)) {
        // Which parameters are references only code tells: what is read behind them, it says on its own.
        let is_behind = |read: &Access| matches!(read.path.root, Root::Parameter(RECORD | INSIDE));
        let behind = first.implied_reads().into_iter().filter(is_behind);
        let behind: Vec<_> = behind.collect();
        let narrow: Footprint = behind.iter().cloned().chain([first.clone()]).collect();
        let wide: Footprint = behind.into_iter().chain([first, second]).collect();
        let types = [Type::U64];
        let (narrow, wide) = (narrow.substitute(&types, &passed), wide.substitute(&types, &passed));
        let is_allowed = |access: &Access| wide.accesses().iter().any(|own| own.covers(access));
        prop_assert!(narrow.accesses().iter().all(is_allowed), "{} ; {}", shown(&wide.accesses().iter().collect::<Vec<_>>()), shown(&narrow.accesses().iter().collect::<Vec<_>>()));
    }

    /// Two substitutions in a row are one by the composed arguments, or wider.
    #[test]
    fn substitutions_compose(
        access in accesses(1), inner in passed(1), outer in passed(0),
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        let stay = [Type::Parameter(0)];
        let twice: Vec<Access> =
            access.substitute(&stay, &inner).iter().flat_map(|access| access.substitute(&stay, &outer)).collect();
        let compose = |argument: &Argument| Argument {
            value: argument.value.substitute(&stay, &outer),
            targets: argument.targets.iter().flat_map(|path| path.substitute(&stay, &outer)).collect(),
        };
        let composed: Vec<_> = inner.iter().map(compose).collect();
        let once = access.substitute(&stay, &composed);
        let base = records();
        let touches = |accesses: &[Access]| {
            let call = Call::new(world, &base, &types, &values);
            accesses.iter().flat_map(|access| call.touches(access)).collect::<BTreeSet<Touch>>()
        };
        let (twice, once) = (touches(&twice), touches(&once));
        prop_assert!(includes(&twice, &once).is_none() || includes(&once, &twice).is_none());
    }
}
