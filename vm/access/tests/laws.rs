//! The algebra's laws, checked against sets of concrete places.

use std::sync::Arc;

use proptest::prelude::*;
use vm_access::{
    Access, AccessPath, AccountAddress, Argument, Arguments, Bound, Evaluator, Footprint,
    Identifier, Mode, ModuleId, Names, Operator, Projection, Record, Root, StructType, Term,
    TermFunction, Type, Unknown, Value, bind,
};

/// A world of two resource types with fields `f` and `g`, in which every record exists.
struct World;

impl Evaluator for World {
    fn fields(&self, _: &StructType) -> Option<Arc<[(Identifier, Type)]>> {
        Some(Arc::from([("f".into(), Type::Address), ("g".into(), Type::Address)]))
    }

    fn apply(
        &self,
        _: &TermFunction,
        _: &[Type],
        arguments: Vec<(Value, Type)>,
    ) -> Result<(Value, Type), Unknown> {
        let (value, ty) = arguments.into_iter().next().ok_or(Unknown::Vague)?;
        let Value::Address(address) = value else { return Err(Unknown::Aborts) };
        let mut low = address.0;
        low[30] = low[30].wrapping_add(1);
        Ok((Value::Address(AccountAddress(low)), ty))
    }

    fn record(&self, record: &Record) -> Result<(Value, Type), Unknown> {
        let Record::Resource(ty, address) = record else { return Err(Unknown::Aborts) };
        let mut other = *address;
        other.0[29] ^= 1;
        let fields = vec![Value::Address(*address), Value::Address(other)];
        Ok((Value::Struct(fields), Type::Struct(ty.clone())))
    }
}

fn module() -> ModuleId {
    ModuleId::new(AccountAddress::from_low(7), "m")
}

fn resource(name: &str) -> StructType {
    StructType::plain(module(), name)
}

/// Parameters 0 and 1 are addresses, parameter 2 a vector of addresses.
fn term() -> impl Strategy<Value = Term> {
    let leaf = prop_oneof![
        (0u8..3).prop_map(|low| Term::address(AccountAddress::from_low(low))),
        (0u16..2).prop_map(Term::Parameter),
        (0u64..3).prop_map(|index| {
            Term::element(Term::Parameter(2), Term::Constant(Value::U64(index)))
        }),
        Just(Term::any_element(Term::Parameter(2))),
        Just(Term::Any),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Term::choice),
            inner.clone().prop_map(|term| {
                Term::apply(&TermFunction::Operator(Operator::Length), &[], &[term])
            }),
            inner.prop_map(|term| {
                let path = AccessPath::resource(resource("R"), term);
                Term::stored(path.then(Projection::Field("g".into())))
            }),
        ]
    })
}

fn path() -> impl Strategy<Value = AccessPath> {
    let root = prop_oneof![
        8 => (prop_oneof![Just("R"), Just("S")], term())
            .prop_map(|(name, term)| AccessPath::resource(resource(name), term)),
        1 => Just(AccessPath::root(Root::Module(module()))),
        1 => Just(AccessPath::root(Root::Everything)),
    ];
    let steps = prop_oneof![
        Just(None),
        Just(Some(Projection::Field("f".into()))),
        Just(Some(Projection::Field("g".into()))),
        Just(Some(Projection::Existence)),
    ];
    (root, steps).prop_map(|(path, step)| match (&path.root, step) {
        (Root::Resource(..), Some(step)) => path.then(step),
        _ => path,
    })
}

fn access() -> impl Strategy<Value = Access> {
    (prop_oneof![Just(Mode::Reads), Just(Mode::Adds), Just(Mode::Writes)], path())
        .prop_map(|(mode, path)| Access::new(mode, path))
}

fn values() -> impl Strategy<Value = Vec<(Value, Type)>> {
    let address = || (0u8..3).prop_map(|low| Value::Address(AccountAddress::from_low(low)));
    (address(), address(), prop::collection::vec(address(), 0..3)).prop_map(|(a, b, list)| {
        vec![(a, Type::Address), (b, Type::Address), (Value::Vector(list), Type::Address.vector())]
    })
}

fn places(accesses: &[Access], values: &[(Value, Type)]) -> Vec<Bound> {
    let arguments = Arguments { types: &[], values };
    accesses.iter().flat_map(|access| bind(access, arguments, &World)).collect()
}

fn allows(wide: &[Bound], narrow: &Bound) -> bool {
    wide.iter().any(|own| own.mode.covers(narrow.mode) && own.place.covers(&narrow.place))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn what_covers_binds_to_more(wide in access(), narrow in access(), values in values()) {
        if Footprint::from_iter([wide.clone()]).covers_access(&narrow) {
            let wide_places = places(std::slice::from_ref(&wide), &values);
            for bound in bind(&narrow, Arguments { types: &[], values: &values }, &World) {
                prop_assert!(allows(&wide_places, &bound), "{wide:?} / {bound:?}");
            }
        }
    }

    #[test]
    fn paths_that_do_not_overlap_bind_apart(left in access(), right in access(), values in values()) {
        let is_plain = |access: &Access| {
            access.path.implied_reads().iter().all(|path| matches!(path.root, Root::Parameter(_)))
        };
        if !left.path.overlaps(&right.path) && is_plain(&left) && is_plain(&right) {
            let arguments = Arguments { types: &[], values: &values };
            let last_is_own = |access: &Access| {
                bind(access, arguments, &World).into_iter().filter(|b| b.mode == access.mode).collect::<Vec<_>>()
            };
            let existence = |bound: &Bound| {
                // The existence read that comes along is not the path itself.
                matches!(bound.place, vm_access::Place::Location(_, c) if c == vm_access::Component::EXISTENCE)
                    || matches!(bound.place, vm_access::Place::InstanceComponent(_, c) if c == vm_access::Component::EXISTENCE)
            };
            for l in last_is_own(&left).iter().filter(|b| !existence(b)) {
                for r in last_is_own(&right).iter().filter(|b| !existence(b)) {
                    prop_assert!(!l.place.covers(&r.place) && !r.place.covers(&l.place));
                }
            }
        }
    }

    #[test]
    fn insertion_loses_nothing(accesses in prop::collection::vec(access(), 0..6), values in values()) {
        let footprint: Footprint = accesses.iter().cloned().collect();
        let joined = places(footprint.accesses(), &values);
        for access in &accesses {
            prop_assert!(footprint.covers_access(access) || access.path.terms().any(|t| matches!(t, Term::Choice(_))));
            for bound in bind(access, Arguments { types: &[], values: &values }, &World) {
                prop_assert!(allows(&joined, &bound));
            }
        }
    }

    #[test]
    fn join_is_commutative_and_an_upper_bound(
        left in prop::collection::vec(access(), 0..4),
        right in prop::collection::vec(access(), 0..4),
    ) {
        let (left, right): (Footprint, Footprint) =
            (left.into_iter().collect(), right.into_iter().collect());
        let (mut one, mut two) = (left.clone(), right.clone());
        one.join(&right);
        two.join(&left);
        prop_assert!(one.covers(&two) && two.covers(&one));
        prop_assert!(one.covers(&left) && one.covers(&right));
    }

    #[test]
    fn substituting_is_binding_later(access in access(), values in values()) {
        let arguments: Vec<_> =
            values.iter().map(|(value, _)| Argument::value(Term::Constant(value.clone()))).collect();
        let early: Vec<_> = access.substitute(&[], &arguments);
        let early = places(&early, &[]);
        for bound in bind(&access, Arguments { types: &[], values: &values }, &World) {
            prop_assert!(allows(&early, &bound), "{access:?} {early:?} {bound:?}");
        }
    }

    #[test]
    fn printing_never_panics(access in access()) {
        prop_assert!(!access.display(&Names::default()).to_string().is_empty());
    }
}
