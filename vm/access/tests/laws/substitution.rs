//! Putting arguments in before or after means the same.

use std::collections::BTreeSet;

use proptest::prelude::*;
use vm_access::{
    Access, AccessPath, Argument, Bound, Footprint, Mode, Operator, Place, Projection, Root,
    TablePattern, Term, Type, Value,
};

use crate::generate::{
    INSIDE, LIST, NUMBER, RECORD, STRUCT, accesses, arguments, ground_types, parameter_types,
    passed, storage_accesses, worlds,
};
use crate::meaning::{Call, Touch};
use crate::universe::{World, address, plain, records, tables};
use crate::{allows, bound, config, includes, shown, universe_with};

/// What binding to values finds, and binding after they are put in as constants does not.
///
/// A struct is no literal: nothing is known of one that is put in.
fn missed_early(
    access: &Access,
    world: World,
    types: &[Type],
    values: &[(Value, Type)],
) -> Option<Bound> {
    let constant = |(value, _): &(Value, Type)| Argument::value(Term::Constant(value.clone()));
    let passed: Vec<_> = values.iter().map(constant).collect();
    let substituted = access.substitute(types, &passed);
    let early: Vec<_> =
        substituted.iter().flat_map(|access| bound(access, world, &[], &[])).collect();
    let is_allowed = |late: &Bound| {
        early.iter().any(|own| own.mode.covers(late.mode) && own.place.covers(&late.place))
    };
    bound(access, world, types, values).into_iter().find(|late| !is_allowed(late))
}

/// An access with the reads behind reference parameters that its keys come from: which parameters are references only
/// code tells, so it says these on its own.
fn as_inferred(access: Access) -> Vec<Access> {
    access.implied_reads().into_iter().filter(is_behind).chain([access]).collect()
}

fn is_behind(read: &Access) -> bool {
    matches!(read.path.root, Root::Parameter(RECORD | INSIDE))
}

/// What a caller reads to make the arguments.
fn reads_of(passed: &[Argument]) -> Vec<Access> {
    let path = |argument: &Argument| {
        let index = Projection::Element(argument.value.clone());
        AccessPath::root(Root::Everything).then(index)
    };
    let reads = passed.iter().flat_map(|argument| path(argument).implied_reads());
    let reads = reads.map(|path| Access::new(Mode::Reads, path));
    let is_value = |read: &Access| matches!(read.path.root, Root::Parameter(_)) && !is_behind(read);
    reads.filter(|read| !is_value(read)).collect()
}

/// What a caller does whose callee does this.
fn put_in(accesses: &[Access], passed: &[Argument]) -> Vec<Access> {
    let types = [Type::Parameter(0)];
    let done = accesses.iter().flat_map(|access| access.substitute(&types, passed));
    done.chain(reads_of(passed)).collect()
}

/// A part of a resource without type parameters.
fn own(name: &str, at: Term, steps: &[&str]) -> AccessPath {
    let root = AccessPath::root(Root::resource(plain(name), at));
    steps.iter().fold(root, |path, step| path.then(Projection::Field((*step).into())))
}

/// An item of the table of numbers in `R(@0x0)`.
fn item_of_zero(key: Term) -> Root {
    let handle = Term::stored(own("R", Term::address(address(0)), &["t", "handle"]));
    let [(key_type, value), _] = tables();
    Root::item(TablePattern { key: key_type, value }, handle, key)
}

/// A list without elements has no element, whichever is meant.
#[test]
fn an_index_that_cannot_be_told_is_that_of_an_element() {
    let index = Term::stored(AccessPath::root(item_of_zero(Term::Index(0))));
    let path = own("R", Term::element(Term::Parameter(LIST), index), &[]);
    let range = Term::Constant(Value::U64(4));
    let access = Access::qualified(Mode::Reads, path, vec![range], vec![]);
    for salt in 0..200 {
        for is_vague in [false, true] {
            let world = World { salt, is_vague };
            let values = [
                (Value::Address(address(0)), Type::Address),
                (Value::Signer(address(0)), Type::Signer),
                (Value::Vector(vec![]), Type::Address.vector()),
            ];
            let is_any = |bound: &Bound| matches!(bound.place, Place::Instance(_));
            assert!(!bound(&access, world, &[], &values).iter().any(is_any));
        }
    }
}

proptest! {
    #![proptest_config(config())]

    /// An instance over the parameters it has is what putting these in for themselves makes of it.
    #[test]
    fn types_alone_are_put_in_as_with_own_parameters(
        accesses in prop::collection::vec(accesses(1), 0..4), types in ground_types(),
    ) {
        let own = |index| Argument {
            value: Term::Parameter(index),
            targets: vec![AccessPath::root(Root::Parameter(index))],
        };
        let own: Vec<Argument> = (0..16).map(own).collect();
        let footprint: Footprint = accesses.into_iter().collect();
        prop_assert_eq!(footprint.in_types(&types), footprint.substitute(&types, &own));
    }

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
        let missed = missed_early(&access, world, &types, &values);
        prop_assert!(missed.is_none(), "{missed:?}");
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
        let lost = lost_beside(first, second, &passed);
        prop_assert_eq!(lost, None);
    }

    /// Two substitutions in a row are one by the composed arguments, or wider.
    #[test]
    fn substitutions_compose(
        access in accesses(1), inner in passed(1), outer in passed(0),
        (world, types, values) in (worlds(), ground_types(), arguments()),
    ) {
        prop_assert!(compose(access, (&inner, &outer), &Call::new(world, &records(), &types, &values)));
    }
}

/// What a caller does by the first access and not by both, as text.
fn lost_beside(first: Access, second: Access, passed: &[Argument]) -> Option<String> {
    let narrow: Footprint = as_inferred(first).into_iter().collect();
    let wide: Footprint = narrow.accesses().iter().cloned().chain([second]).collect();
    let [narrow, wide]: [Footprint; 2] =
        [narrow, wide].map(|it| put_in(it.accesses(), passed).into_iter().collect());
    let is_allowed = |access: &&Access| wide.accesses().iter().any(|own| own.covers(access));
    narrow.accesses().iter().find(|access| !is_allowed(access)).map(|access| shown(&[access]))
}

/// Whether substituting twice is the same as substituting once, or one of them is wider.
fn compose(access: Access, (inner, outer): (&[Argument], &[Argument]), call: &Call<'_>) -> bool {
    let stay = [Type::Parameter(0)];
    let accesses = as_inferred(access);
    let compose = |argument: &Argument| Argument {
        value: argument.value.substitute(&stay, outer),
        targets: argument.targets.iter().flat_map(|path| path.substitute(&stay, outer)).collect(),
    };
    let composed: Vec<_> = inner.iter().map(compose).collect();
    let twice = put_in(&put_in(&accesses, inner), outer);
    let once = [put_in(&accesses, &composed), put_in(&reads_of(inner), outer)].concat();
    let touches = |accesses: &[Access]| -> BTreeSet<Touch> {
        accesses.iter().flat_map(|access| call.touches(access)).collect()
    };
    let (twice, once) = (touches(&twice), touches(&once));
    includes(&twice, &once).is_none() || includes(&once, &twice).is_none()
}

/// The parameters as arguments of themselves, but for some.
fn but_for(others: impl IntoIterator<Item = (u16, Argument)>) -> Vec<Argument> {
    let mut arguments = Argument::identity(&parameter_types());
    for (index, argument) in others {
        arguments[usize::from(index)] = argument;
    }
    arguments
}

/// A key made from what a caller has read: nobody says so any more once the key is any.
#[test]
fn what_arguments_are_made_from_is_their_callers_business() {
    let adds = |at: Term| Access::new(Mode::Adds, own("S", at, &[]));
    let zero = Term::Constant(Value::U64(0));
    let first = adds(Term::choice([
        Term::field(Term::Parameter(RECORD), &"f".into()),
        Term::element(Term::Parameter(LIST), zero),
    ]));
    let list = Term::stored(own("R", Term::address(address(0)), &["list"]));
    let anywhere = Argument { value: Term::Any, targets: vec![own("R", Term::Any, &[])] };
    let passed = but_for([(LIST, Argument::value(list)), (RECORD, anywhere)]);
    assert_eq!(lost_beside(first, adds(Term::Any), &passed), None);
}

/// A range whose end is one of several is any; who made it from what lies behind a reference has read that.
#[test]
fn a_range_that_becomes_any_is_wider_with_what_it_was_made_from() {
    let count = Term::field(Term::Parameter(STRUCT), &"i".into());
    let range = Term::operation(Operator::Divide, &[count, Term::Parameter(NUMBER)]);
    let path = AccessPath::root(item_of_zero(Term::Index(0)));
    let access = Access::qualified(Mode::Reads, path, vec![range], vec![]);
    let three = Term::Constant(Value::U64(3));
    let either = Term::choice([three.clone(), Term::Parameter(NUMBER)]);
    let behind = Argument::value(Term::Parameter(INSIDE));
    let inner = but_for([(NUMBER, Argument::value(either)), (STRUCT, behind)]);
    let inside = own("R", Term::field(Term::Parameter(STRUCT), &"who".into()), &["k"]);
    let inside = Argument { value: Term::stored(inside.clone()), targets: vec![inside] };
    let outer = but_for([(NUMBER, Argument::value(three)), (INSIDE, inside)]);
    let (world, types) = (World { salt: 0, is_vague: false }, [Type::U64]);
    let place = Value::Struct(vec![Value::Address(address(0)), Value::U64(0)]);
    let mut values = vec![(Value::Address(address(0)), Type::Address); 4];
    values.push((place, Type::Struct(plain("K"))));
    assert!(compose(access, (&inner, &outer), &Call::new(world, &records(), &types, &values)));
}
