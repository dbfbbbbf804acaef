//! Terms, paths and accesses of every kind, over the parameters
//! `(address, signer, vector<address>, u64, K, &mut R, &mut K, bool)` and one type parameter.

use proptest::prelude::*;
use vm_access::{
    Access, AccessPath, Argument, Mode, Operator, Projection, ResourcePattern, Root, TablePattern,
    Term, TermFunction, Type, TypePattern, Value,
};

use crate::universe::{ADDRESSES, World, address, function, generic, module, plain, tables};

/// Parameters, by what they are.
pub(crate) const ADDRESS: u16 = 0;
pub(crate) const SIGNER: u16 = 1;
pub(crate) const LIST: u16 = 2;
pub(crate) const NUMBER: u16 = 3;
pub(crate) const STRUCT: u16 = 4;
pub(crate) const RECORD: u16 = 5;
pub(crate) const INSIDE: u16 = 6;
pub(crate) const FLAG: u16 = 7;

fn field(name: &str) -> Projection {
    Projection::Field(name.into())
}

fn stored(root: Root, steps: &[&str]) -> Term {
    Term::stored(steps.iter().fold(AccessPath::root(root), |path, name| path.then(field(name))))
}

fn resource(name: &str, at: Term) -> Root {
    Root::resource(plain(name), at)
}

fn item(which: usize, handle: Term, key: Term) -> Root {
    let (key_type, value) = tables()[which].clone();
    Root::item(TablePattern { key: key_type, value }, handle, key)
}

/// A term that denotes an address.
pub(crate) fn addresses(depth: u32) -> BoxedStrategy<Term> {
    let leaf = prop_oneof![
        3 => (0..ADDRESSES).prop_map(|low| Term::address(address(low))),
        3 => prop_oneof![Just(ADDRESS), Just(SIGNER)].prop_map(Term::Parameter),
        2 => (0u64..3).prop_map(|index| {
            Term::element(Term::Parameter(LIST), Term::Constant(Value::U64(index)))
        }),
        1 => Just(Term::any_element(Term::Parameter(LIST))),
        2 => prop_oneof![Just(STRUCT), Just(INSIDE)]
            .prop_map(|index| Term::field(Term::Parameter(index), &"who".into())),
        1 => Just(Term::field(Term::Parameter(RECORD), &"f".into())),
        1 => Just(Term::Any),
        1 => Just(Term::Fresh),
    ];
    let Some(depth) = depth.checked_sub(1) else { return leaf.boxed() };
    prop_oneof![
        4 => leaf,
        2 => prop::collection::vec(addresses(depth), 1..4).prop_map(Term::choice),
        2 => (prop_oneof![Just("next"), Just("slow")], addresses(depth))
            .prop_map(|(name, term)| Term::apply(&function(name), &[], &[term])),
        3 => (prop_oneof![Just("R"), Just("S")], addresses(depth))
            .prop_map(|(name, at)| stored(resource(name, at), &["f"])),
        1 => (type_arguments(), addresses(depth)).prop_map(|(argument, at)| {
            stored(Root::resource(generic(argument), at), &["f"])
        }),
        1 => (lists(depth), numbers(depth)).prop_map(|(list, at)| Term::element(list, at)),
        1 => lists(depth).prop_map(Term::any_element),
        2 => structs(depth).prop_map(|term| Term::field(term, &"who".into())),
    ]
    .boxed()
}

/// A term that denotes a number.
pub(crate) fn numbers(depth: u32) -> BoxedStrategy<Term> {
    let leaf = prop_oneof![
        3 => (0u64..4).prop_map(|number| Term::Constant(Value::U64(number))),
        3 => Just(Term::Parameter(NUMBER)),
        1 => Just(Term::field(Term::Parameter(STRUCT), &"i".into())),
        1 => Just(Term::Any),
    ];
    let Some(depth) = depth.checked_sub(1) else { return leaf.boxed() };
    let operators = prop_oneof![
        Just(Operator::Add),
        Just(Operator::Subtract),
        Just(Operator::Multiply),
        Just(Operator::Divide),
        Just(Operator::Modulo),
    ];
    prop_oneof![
        4 => leaf,
        1 => prop::collection::vec(numbers(depth), 1..4).prop_map(Term::choice),
        2 => (operators, numbers(depth), numbers(depth)).prop_map(|(operator, left, right)| {
            Term::apply(&TermFunction::Operator(operator), &[Type::U64], &[left, right])
        }),
        1 => numbers(depth).prop_map(|term| {
            Term::apply(&TermFunction::Operator(Operator::Cast), &[Type::U64], &[term])
        }),
        1 => lists(depth).prop_map(|list| {
            Term::apply(&TermFunction::Operator(Operator::Length), &[Type::Address], &[list])
        }),
        1 => addresses(depth).prop_map(|at| Term::apply(&function("size"), &[], &[at])),
        2 => addresses(depth).prop_map(|at| stored(resource("R", at), &["n"])),
        1 => (handles(depth, "t"), numbers(depth))
            .prop_map(|(handle, key)| stored(item(0, handle, key), &[])),
    ]
    .boxed()
}

fn lists(depth: u32) -> BoxedStrategy<Term> {
    let Some(depth) = depth.checked_sub(1) else { return Just(Term::Parameter(LIST)).boxed() };
    prop_oneof![
        Just(Term::Parameter(LIST)),
        addresses(depth).prop_map(|at| stored(resource("R", at), &["list"])),
    ]
    .boxed()
}

fn structs(depth: u32) -> BoxedStrategy<Term> {
    let leaf = prop_oneof![Just(Term::Parameter(STRUCT)), Just(Term::Parameter(INSIDE))];
    let Some(depth) = depth.checked_sub(1) else { return leaf.boxed() };
    prop_oneof![
        2 => leaf,
        2 => addresses(depth).prop_map(|at| stored(resource("R", at), &["k"])),
        2 => (handles(depth, "u"), addresses(depth))
            .prop_map(|(handle, key)| stored(item(1, handle, key), &[])),
        1 => (known(addresses(depth)), known(numbers(depth))).prop_map(|(who, number)| {
            Term::pack(plain("K"), vec![("who".into(), who), ("i".into(), number)])
        }),
    ]
    .boxed()
}

/// Terms that are not wildcards: of a struct, either all or nothing is known in `meaning`.
fn known(terms: BoxedStrategy<Term>) -> impl Strategy<Value = Term> {
    let is_unknown = |term: &Term| matches!(term, Term::Any | Term::Fresh);
    let if_known = move |term: Term| {
        if term.alternatives().iter().any(is_unknown) { None } else { Some(term) }
    };
    terms.prop_filter_map("a wildcard", if_known)
}

/// A handle of the table in field `name` of a record, or any other.
fn handles(depth: u32, name: &'static str) -> BoxedStrategy<Term> {
    prop_oneof![
        3 => addresses(depth).prop_map(move |at| stored(resource("R", at), &[name, "handle"])),
        1 => Just(Term::field(Term::field(Term::Parameter(RECORD), &name.into()), &"handle".into())),
        1 => addresses(0),
    ]
    .boxed()
}

/// Types to put for a type parameter, itself among them.
fn type_arguments() -> impl Strategy<Value = Type> {
    prop_oneof![Just(Type::U64), Just(Type::Address), Just(Type::Parameter(0))]
}

fn patterns() -> impl Strategy<Value = ResourcePattern> {
    let arguments = prop_oneof![
        1 => Just(None),
        1 => Just(Some(vec![TypePattern::Any])),
        3 => type_arguments().prop_map(|ty| Some(vec![TypePattern::Is(ty)])),
    ];
    prop_oneof![
        3 => Just(plain("R").into()),
        2 => Just(plain("S").into()),
        2 => arguments.prop_map(|arguments| ResourcePattern {
            module: module("m"),
            name: "G".into(),
            arguments,
        }),
    ]
}

fn steps(ty: &'static str) -> BoxedStrategy<Vec<Projection>> {
    let name = move |name: &'static str| Just(vec![field(name)]);
    let whole = || prop_oneof![2 => Just(Vec::new()), 1 => Just(vec![Projection::Existence])];
    match ty {
        "R" => prop_oneof![
            2 => whole(),
            2 => prop_oneof![name("f"), name("n"), name("k"), name("list"), name("t")],
            1 => prop_oneof![Just("who"), Just("i")].prop_map(|step| vec![field("k"), field(step)]),
            1 => prop_oneof![Just("t"), Just("u")]
                .prop_map(|step| vec![field(step), field("handle")]),
            1 => numbers(1).prop_map(|at| vec![field("list"), Projection::Element(at)]),
        ]
        .boxed(),
        "S" => prop_oneof![whole(), prop_oneof![name("f"), name("n")]].boxed(),
        "G" => prop_oneof![whole(), prop_oneof![name("f"), name("v")]].boxed(),
        "K" => prop_oneof![whole(), prop_oneof![name("who"), name("i")]].boxed(),
        _ => whole().boxed(),
    }
}

fn path(root: Root, projections: Vec<Projection>) -> AccessPath {
    AccessPath { root, projections }
}

/// A path into storage.
pub(crate) fn storage_paths(depth: u32) -> BoxedStrategy<AccessPath> {
    let resources = (patterns(), addresses(depth)).prop_flat_map(|(pattern, at)| {
        let ty = ["R", "S", "G"].into_iter().find(|name| pattern.name.as_str() == *name);
        steps(ty.unwrap())
            .prop_map(move |steps| path(Root::resource(pattern.clone(), at.clone()), steps))
    });
    prop_oneof![
        8 => resources,
        2 => (handles(depth, "t"), numbers(depth), steps("u64"))
            .prop_map(|(handle, key, steps)| path(item(0, handle, key), steps)),
        2 => (handles(depth, "u"), addresses(depth), steps("K"))
            .prop_map(|(handle, key, steps)| path(item(1, handle, key), steps)),
        1 => prop_oneof![
            Just(Root::Everything),
            Just(Root::Account(address(7))),
            Just(Root::Account(address(8))),
            Just(Root::Module(module("m"))),
            Just(Root::Module(module("n"))),
        ]
        .prop_map(AccessPath::root),
        1 => addresses(depth).prop_map(|at| AccessPath::root(Root::At(at))),
        1 => (addresses(depth), numbers(depth), addresses(depth))
            .prop_map(|(value, left, right)| AccessPath::root(Root::call(value, vec![left, right]))),
    ]
    .boxed()
}

/// Any path.
pub(crate) fn paths(depth: u32) -> BoxedStrategy<AccessPath> {
    let is_inside = |path: &Vec<Projection>| path.as_slice() != [Projection::Existence];
    prop_oneof![
        6 => storage_paths(depth),
        1 => steps("R").prop_filter("no record", is_inside)
            .prop_map(|steps| path(Root::Parameter(RECORD), steps)),
        1 => steps("K").prop_filter("no record", is_inside)
            .prop_map(|steps| path(Root::Parameter(INSIDE), steps)),
    ]
    .boxed()
}

pub(crate) fn modes() -> impl Strategy<Value = Mode> {
    prop_oneof![Just(Mode::Reads), Just(Mode::Adds), Just(Mode::Writes)]
}

fn conditions() -> impl Strategy<Value = Vec<Term>> {
    let flag = prop_oneof![
        Just(Term::Parameter(FLAG)),
        numbers(1).prop_map(|term| Term::apply(&function("is_even"), &[], &[term])),
        (numbers(1), numbers(1), any::<bool>()).prop_map(|(left, right, is_strict)| {
            let operator = if is_strict { Operator::Less } else { Operator::LessEqual };
            Term::operation(operator, &[left, right])
        }),
        (numbers(1), numbers(1), any::<bool>()).prop_map(|(left, right, is_equal)| {
            let equal = Term::operation(Operator::Equal, &[left, right]);
            if is_equal { equal } else { Term::operation(Operator::Not, &[equal]) }
        }),
    ];
    prop_oneof![3 => Just(Vec::new()), 2 => prop::collection::vec(flag, 1..3)]
}

/// Ranges, the number parameter in which stands for the variable outside of it.
fn ranges(depth: u32) -> impl Strategy<Value = Vec<Term>> {
    prop_oneof![3 => Just(Vec::new()), 2 => prop::collection::vec(numbers(depth), 1..3)]
}

/// Puts a variable in the place of the number parameter.
fn bind_number(index: u8) -> Vec<Argument> {
    let mut arguments = Argument::identity(&parameter_types());
    arguments[usize::from(NUMBER)].value = Term::Index(index);
    arguments
}

/// Types by which the parameters pass through [`Argument::identity`].
pub(crate) fn parameter_types() -> Vec<Type> {
    let plain = |_| Type::U64;
    let mut types: Vec<_> = (0..=FLAG).map(plain).collect();
    for index in [RECORD, INSIDE] {
        types[usize::from(index)] = Type::U64.reference(true);
    }
    types
}

/// An access at a path, often for all values of one or two variables, and under conditions.
fn qualified(
    mode: Mode,
    path: &AccessPath,
    mut ranges: Vec<Term>,
    mut conditions: Vec<Term>,
) -> Access {
    let Some(last) = u8::try_from(ranges.len()).unwrap().checked_sub(1) else {
        return Access::qualified(mode, path.clone(), ranges, conditions);
    };
    let stay = [Type::Parameter(0)];
    for (index, range) in (0_u8..).zip(&mut ranges).skip(1) {
        *range = range.substitute(&stay, &bind_number(index - 1));
    }
    for (index, condition) in (0_u8..).zip(&mut conditions) {
        *condition = condition.substitute(&stay, &bind_number(index % (last + 1)));
    }
    let path = path.substitute(&stay, &bind_number(last)).swap_remove(0);
    Access::qualified(mode, path, ranges, conditions)
}

/// Any access.
pub(crate) fn accesses(depth: u32) -> impl Strategy<Value = Access> {
    (modes(), paths(depth), ranges(depth.min(1)), conditions())
        .prop_map(|(mode, path, ranges, conditions)| qualified(mode, &path, ranges, conditions))
}

/// An access into storage.
pub(crate) fn storage_accesses(depth: u32) -> impl Strategy<Value = Access> {
    (modes(), storage_paths(depth), ranges(depth.min(1)), conditions())
        .prop_map(|(mode, path, ranges, conditions)| qualified(mode, &path, ranges, conditions))
}

pub(crate) fn worlds() -> impl Strategy<Value = World> {
    (0u64..1 << 20, any::<bool>()).prop_map(|(salt, is_vague)| World { salt, is_vague })
}

/// A ground type for the type parameter.
pub(crate) fn ground_types() -> impl Strategy<Value = Vec<Type>> {
    prop_oneof![Just(vec![Type::U64]), Just(vec![Type::Address])]
}

/// Arguments with their types; behind the references is what nobody else knows of.
pub(crate) fn arguments() -> impl Strategy<Value = Vec<(Value, Type)>> {
    let at = || (0..ADDRESSES).prop_map(|low| Value::Address(address(low)));
    let list = prop::collection::vec(at(), 0..4);
    let inside =
        || (at(), 0u64..4).prop_map(|(who, number)| Value::Struct(vec![who, Value::U64(number)]));
    let record = (at(), 0u64..4, inside(), at(), at()).prop_map(|(f, n, k, t, u)| {
        let table = |handle| Value::Struct(vec![handle]);
        Value::Struct(vec![f, Value::U64(n), k, Value::Vector(Vec::new()), table(t), table(u)])
    });
    (0..ADDRESSES, at(), list, 0u64..4, inside(), record, inside(), any::<bool>()).prop_map(
        |(signer, at, list, number, given, record, inside, flag)| {
            let struct_type = |name| Type::Struct(plain(name));
            vec![
                (at, Type::Address),
                (Value::Signer(address(signer)), Type::Signer),
                (Value::Vector(list), Type::Address.vector()),
                (Value::U64(number), Type::U64),
                (given, struct_type("K")),
                (record, struct_type("R")),
                (inside, struct_type("K")),
                (Value::Bool(flag), Type::Bool),
            ]
        },
    )
}

/// What a caller may pass for the parameters, over parameters of its own of the same types.
pub(crate) fn passed(depth: u32) -> impl Strategy<Value = Vec<Argument>> {
    let record = addresses(depth).prop_map(|at| {
        // A reference points to one of some records; its value is one of those that are stored there.
        let roots = at.alternatives().iter().map(|at| AccessPath::root(resource("R", at.clone())));
        let targets: Vec<_> = roots.collect();
        Argument { value: Term::choice(targets.iter().cloned().map(Term::stored)), targets }
    });
    let inside = addresses(depth).prop_map(|at| {
        let path = |at: &Term| AccessPath::root(resource("R", at.clone())).then(field("k"));
        let targets: Vec<_> = at.alternatives().iter().map(path).collect();
        Argument { value: Term::choice(targets.iter().cloned().map(Term::stored)), targets }
    });
    let values = (
        addresses(depth),
        addresses(depth),
        lists(depth),
        numbers(depth),
        structs(depth),
        record,
        inside,
    );
    values.prop_map(|(first, second, list, number, given, record, inside)| {
        let mut arguments = vec![Argument::value(first), Argument::value(second)];
        arguments.extend([list, number, given].map(Argument::value));
        arguments.extend([record, inside]);
        arguments.push(Argument::value(Term::Parameter(FLAG)));
        arguments
    })
}
