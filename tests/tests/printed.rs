//! What a footprint is printed as is that footprint: pasted into a source, it declares the same.
//!
//! `ACCESSVM_CASES` says how many footprints are printed (1,000 unless told).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::disallowed_methods, reason = "the environment says how long to test")]

use std::fmt::Write as _;

use compiler_driver::{Options, SourceText, Sources, build};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use vm_access::{
    Access, AccessPath, AccountAddress, Clause, Footprint, FunctionName, Mode, ModuleId, Names,
    Operator, Projection, RANGES_MAX, ResourcePattern, Root, StructType, TablePattern, Term,
    TermFunction, Type, TypePattern, Value,
};
use vm_bytecode::FunctionDefinition;

const MANIFEST: &str = "[package]\nname = \"Printed\"\n[addresses]\ntest = \"0x7e\"\n\
                        [access]\ndeclarations = \"inferred\"\n";

/// Everything that footprints name, and the parameters that they speak of. A variable must find another name than `i`.
const MODULE: &str = "module test::m {
    use std::table::Table;
    struct R has key { f: address, n: u64, small: u8, k: K, list: vector<address>, t: Table<u64, u64>, u: Table<address, K>, w: Table<i64, u64>, rule: |u64, address| u64 has copy + drop + store }
    struct G<phantom T> has key { f: address }
    struct K has copy, drop, store { who: address, i: u64 }
    fun next(a: address): address { if (a == @0x1) @0x2 else @0x3 }
    fun size(a: address): u64 { if (a == @0x1) 1 else 2 }
    fun is_even(n: u64): bool { n % 2 == 0 }
    public fun example<T>(a: address, s: &signer, list: vector<address>, n: u64, k: K, r: &mut R, inside: &mut K, i: bool, small: u8, signed: i64, rule: |u64, address| u64) { abort 0 }
";

const ADDRESS: u16 = 0;
const SIGNER: u16 = 1;
const LIST: u16 = 2;
const NUMBER: u16 = 3;
const STRUCT: u16 = 4;
const RECORD: u16 = 5;
const INSIDE: u16 = 6;
const FLAG: u16 = 7;
const SMALL: u16 = 8;
const SIGNED: u16 = 9;
const RULE: u16 = 10;

/// Footprints declared in one module.
const TOGETHER: usize = 40;

fn module() -> ModuleId {
    ModuleId::new(AccountAddress::from_low(0x7e), "m")
}

fn own(name: &str) -> StructType {
    StructType::plain(module(), name)
}

fn function(name: &str, arguments: &[Term]) -> Term {
    let name = FunctionName { module: module(), name: name.into() };
    Term::apply(&TermFunction::Named(name), &[], arguments)
}

fn then(path: AccessPath, fields: &[&str]) -> AccessPath {
    fields.iter().fold(path, |path, field| path.then(Projection::Field((*field).into())))
}

/// A part of `R(at)`.
fn record(at: Term, fields: &[&str]) -> AccessPath {
    then(AccessPath::root(Root::resource(own("R"), at)), fields)
}

/// A term that denotes an address.
fn addresses(depth: u32) -> BoxedStrategy<Term> {
    let leaf = prop_oneof![
        3 => (1..4_u8).prop_map(|low| Term::address(AccountAddress::from_low(low))),
        3 => prop_oneof![Just(ADDRESS), Just(SIGNER)].prop_map(Term::Parameter),
        2 => numbers(0).prop_map(|index| Term::element(Term::Parameter(LIST), index)),
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
        2 => addresses(depth).prop_map(|at| function("next", &[at])),
        3 => addresses(depth).prop_map(|at| Term::stored(record(at, &["f"]))),
        1 => (types(), addresses(depth)).prop_map(|(ty, at)| {
            let structure = StructType { arguments: vec![ty], ..own("G") };
            let root = Root::resource(structure, at);
            Term::stored(then(AccessPath::root(root), &["f"]))
        }),
        1 => (addresses(depth), numbers(depth)).prop_map(|(at, index)| {
            Term::element(Term::stored(record(at, &["list"])), index)
        }),
        1 => addresses(depth).prop_map(|at| Term::any_element(Term::stored(record(at, &["list"])))),
        2 => structs(depth).prop_map(|term| Term::field(term, &"who".into())),
    ]
    .boxed()
}

/// A term that denotes a number; variables are of some range.
fn numbers(depth: u32) -> BoxedStrategy<Term> {
    let leaf = prop_oneof![
        3 => (0..4_u64).prop_map(|number| Term::Constant(Value::U64(number))),
        3 => Just(Term::Parameter(NUMBER)),
        2 => (0..2_u8).prop_map(Term::Index),
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
        3 => (operators, numbers(depth), numbers(depth))
            .prop_map(|(operator, left, right)| Term::operation(operator, &[left, right])),
        1 => Just(cast(Term::Parameter(SMALL), Type::U64)),
        1 => addresses(depth)
            .prop_map(move |at| cast(Term::stored(record(at, &["small"])), Type::U64)),
        1 => signed(depth).prop_map(|term| cast(term, Type::U64)),
        1 => addresses(depth).prop_map(|at| {
            Term::operation(Operator::Length, &[Term::stored(record(at, &["list"]))])
        }),
        1 => addresses(depth).prop_map(|at| function("size", &[at])),
        2 => addresses(depth).prop_map(|at| Term::stored(record(at, &["n"]))),
        1 => (handles(depth, "t"), numbers(depth))
            .prop_map(|(handle, key)| Term::stored(AccessPath::root(numbers_item(handle, key)))),
        1 => (handles(depth, "w"), levels(depth))
            .prop_map(|(handle, key)| Term::stored(AccessPath::root(levels_item(handle, key)))),
    ]
    .boxed()
}

fn cast(term: Term, ty: Type) -> Term {
    Term::apply(&TermFunction::Operator(Operator::Cast), &[ty], &[term])
}

/// A term that denotes a signed number, and does not do without a parameter.
fn signed(depth: u32) -> BoxedStrategy<Term> {
    let leaf = prop_oneof![
        2 => Just(Term::Parameter(SIGNED)),
        1 => Just(cast(Term::Parameter(NUMBER), Type::I64)),
    ];
    let Some(depth) = depth.checked_sub(1) else { return leaf.boxed() };
    let operation = |operator, left: Term, right: Term| Term::operation(operator, &[left, right]);
    let constant = || (-3..4_i64).prop_map(|number| Term::Constant(Value::I64(number)));
    let operators = || {
        prop_oneof![
            Just(Operator::Add),
            Just(Operator::Subtract),
            Just(Operator::Multiply),
            Just(Operator::Divide),
            Just(Operator::Modulo),
        ]
    };
    prop_oneof![
        2 => leaf,
        2 => (operators(), signed(depth), constant())
            .prop_map(move |(operator, left, right)| operation(operator, left, right)),
        2 => (operators(), constant(), signed(depth))
            .prop_map(move |(operator, left, right)| operation(operator, left, right)),
        1 => (operators(), signed(depth), signed(depth))
            .prop_map(move |(operator, left, right)| operation(operator, left, right)),
        1 => addresses(depth).prop_map(|at| cast(Term::stored(record(at, &["n"])), Type::I64)),
    ]
    .boxed()
}

/// A key of a table by signed numbers.
fn levels(depth: u32) -> BoxedStrategy<Term> {
    let constant = (-3..4_i64).prop_map(|number| Term::Constant(Value::I64(number)));
    prop_oneof![1 => constant, 2 => signed(depth)].boxed()
}

/// A term that denotes a `K`.
fn structs(depth: u32) -> BoxedStrategy<Term> {
    let leaf = prop_oneof![Just(Term::Parameter(STRUCT)), Just(Term::Parameter(INSIDE))];
    let Some(depth) = depth.checked_sub(1) else { return leaf.boxed() };
    prop_oneof![
        2 => leaf,
        2 => addresses(depth).prop_map(|at| Term::stored(record(at, &["k"]))),
        2 => (handles(depth, "u"), addresses(depth))
            .prop_map(|(handle, key)| Term::stored(AccessPath::root(structs_item(handle, key)))),
    ]
    .boxed()
}

/// The handle of the table in a field of a record.
fn handles(depth: u32, field: &'static str) -> BoxedStrategy<Term> {
    let behind = Term::field(Term::Parameter(RECORD), &field.into());
    prop_oneof![
        3 => addresses(depth).prop_map(move |at| Term::stored(record(at, &[field, "handle"]))),
        1 => Just(Term::field(behind, &"handle".into())),
        1 => Just(Term::Any),
    ]
    .boxed()
}

/// A function value.
fn rules(depth: u32) -> BoxedStrategy<Term> {
    prop_oneof![
        2 => addresses(depth).prop_map(|at| Term::stored(record(at, &["rule"]))),
        1 => Just(Term::Parameter(RULE)),
        1 => Just(Term::field(Term::Parameter(RECORD), &"rule".into())),
    ]
    .boxed()
}

fn numbers_item(handle: Term, key: Term) -> Root {
    let table = TablePattern { key: Type::U64, value: Type::U64 };
    Root::item(table, handle, key)
}

fn levels_item(handle: Term, key: Term) -> Root {
    let table = TablePattern { key: Type::I64, value: Type::U64 };
    Root::item(table, handle, key)
}

fn structs_item(handle: Term, key: Term) -> Root {
    let table = TablePattern { key: Type::Address, value: Type::Struct(own("K")) };
    Root::item(table, handle, key)
}

fn types() -> impl Strategy<Value = Type> {
    prop_oneof![Just(Type::U64), Just(Type::Parameter(0)), Just(Type::Struct(own("K")).vector()),]
}

fn patterns() -> impl Strategy<Value = ResourcePattern> {
    let arguments = prop_oneof![
        Just(None),
        Just(Some(vec![TypePattern::Any])),
        types().prop_map(|ty| Some(vec![TypePattern::Is(ty)])),
    ];
    arguments.prop_map(|arguments| ResourcePattern {
        module: module(),
        name: "G".into(),
        arguments,
    })
}

/// Steps into an `R`.
fn steps() -> BoxedStrategy<Vec<Projection>> {
    let field = |name: &str| Projection::Field(name.into());
    prop_oneof![
        2 => Just(Vec::new()),
        2 => prop_oneof![Just("f"), Just("n"), Just("k"), Just("list"), Just("t")]
            .prop_map(move |name| vec![field(name)]),
        1 => prop_oneof![Just("who"), Just("i")].prop_map(move |name| vec![field("k"), field(name)]),
        1 => numbers(1).prop_map(move |index| vec![field("list"), Projection::Element(index)]),
    ]
    .boxed()
}

fn inside() -> impl Strategy<Value = Vec<Projection>> {
    let field = |name: &str| Projection::Field(name.into());
    let fields = prop_oneof![Just("who"), Just("i")];
    prop_oneof![Just(Vec::new()), fields.prop_map(move |name| vec![field(name)])]
}

fn paths(depth: u32) -> BoxedStrategy<AccessPath> {
    let path = |root: Root, projections| AccessPath { root, projections };
    let root = |at: Term| Root::resource(own("R"), at);
    let exists = |root: Root| AccessPath::root(root).then(Projection::Existence);
    prop_oneof![
        6 => (addresses(depth), steps()).prop_map(move |(at, steps)| path(root(at), steps)),
        1 => addresses(depth).prop_map(move |at| exists(root(at))),
        2 => (patterns(), addresses(depth))
            .prop_map(|(pattern, at)| AccessPath::root(Root::resource(pattern, at))),
        1 => addresses(4).prop_map(|at| AccessPath::root(Root::At(at))),
        2 => (rules(depth), numbers(depth), addresses(depth))
            .prop_map(|(rule, number, at)| AccessPath::root(Root::call(rule, vec![number, at]))),
        1 => (patterns(), addresses(depth))
            .prop_map(move |(pattern, at)| exists(Root::resource(pattern, at))),
        2 => (handles(depth, "t"), numbers(depth))
            .prop_map(|(handle, key)| AccessPath::root(numbers_item(handle, key))),
        1 => (handles(depth, "w"), levels(depth))
            .prop_map(|(handle, key)| AccessPath::root(levels_item(handle, key))),
        2 => (handles(depth, "u"), addresses(depth), inside())
            .prop_map(move |(handle, key, steps)| path(structs_item(handle, key), steps)),
        2 => steps().prop_map(move |steps| path(Root::Parameter(RECORD), steps)),
        2 => inside().prop_map(move |steps| path(Root::Parameter(INSIDE), steps)),
        1 => prop_oneof![
            Just(Root::Everything),
            Just(Root::Account(AccountAddress::ONE)),
            Just(Root::Module(module())),
            Just(Root::Module(ModuleId::new(AccountAddress::ONE, "table"))),
        ]
        .prop_map(AccessPath::root),
    ]
    .boxed()
}

fn conditions() -> impl Strategy<Value = Vec<Term>> {
    let arguments = || {
        let number = prop_oneof![
            (0..4_u64).prop_map(|number| Term::Constant(Value::U64(number))),
            Just(Term::Parameter(NUMBER)),
            (0..2_u8).prop_map(Term::Index),
        ];
        (number.clone(), number).prop_map(|(left, right)| {
            [left.clone(), Term::operation(Operator::Add, &[left, right])]
        })
    };
    let compare =
        prop_oneof![Just(Operator::Less), Just(Operator::LessEqual), Just(Operator::Equal)];
    let flag = prop_oneof![
        Just(Term::Parameter(FLAG)),
        arguments().prop_map(|[_, sum]| function("is_even", &[sum])),
        (compare, arguments(), arguments()).prop_map(|(operator, [left, _], [_, right])| {
            Term::operation(operator, &[left, right])
        }),
    ];
    let maybe_not = (flag, any::<bool>()).prop_map(|(flag, holds)| {
        if holds { flag } else { Term::operation(Operator::Not, &[flag]) }
    });
    let either = prop::collection::vec(maybe_not, 1..3).prop_map(|flags| {
        let mut flags = flags.into_iter();
        let first = flags.next().unwrap();
        flags.fold(first, |known, flag| Term::operation(Operator::Or, &[known, flag]))
    });
    prop_oneof![3 => Just(Vec::new()), 2 => prop::collection::vec(either, 1..3)]
}

/// An access; variables that none of its ranges binds are any, and such conditions are left out.
fn accesses() -> impl Strategy<Value = Access> {
    let modes = prop_oneof![Just(Mode::Reads), Just(Mode::Adds), Just(Mode::Writes)];
    let ranges =
        prop_oneof![3 => Just(Vec::new()), 2 => prop::collection::vec(numbers(1), 1..=RANGES_MAX)];
    (modes, paths(2), ranges, conditions()).prop_map(|(mode, path, ranges, conditions)| {
        if path.as_call().is_some() {
            return Access::new(Mode::Writes, path.map_indices(&|_| Term::Any));
        }
        let bound = |count: usize| {
            move |of: u8| if usize::from(of) < count { Term::Index(of) } else { Term::Any }
        };
        let ranges: Vec<Term> =
            (0..).zip(&ranges).map(|(count, range)| range.map_indices(&bound(count))).collect();
        let within = bound(ranges.len());
        // Nothing is said under a condition that never holds.
        let is_bound = |condition: &Term| {
            !matches!(condition, Term::Constant(_)) && *condition == condition.map_indices(&within)
        };
        let conditions = conditions.into_iter().filter(|condition| is_bound(condition)).collect();
        Access::qualified(mode, path.map_indices(&within), ranges, conditions)
    })
}

/// A footprint, in which some paths occur in several modes.
fn footprints() -> impl Strategy<Value = Footprint> {
    let again = prop_oneof![Just(Mode::Reads), Just(Mode::Adds)];
    prop::collection::vec((accesses(), prop::option::of(again)), 1..4).prop_map(|accesses| {
        let twice = accesses.into_iter().flat_map(|(access, again)| {
            let is_call = access.path.as_call().is_some();
            let other = again.filter(|_| !is_call).map(|mode| Access { mode, ..access.clone() });
            [Some(access), other]
        });
        twice.flatten().collect()
    })
}

/// What functions with these clauses declare.
fn declared(clauses: &[String]) -> Result<Vec<FunctionDefinition>, String> {
    let (head, _) = MODULE.rsplit_once("{ abort 0 }").unwrap();
    let (module, head) = head.rsplit_once("public fun example").unwrap();
    let mut program = module.to_owned();
    for (index, clauses) in clauses.iter().enumerate() {
        writeln!(program, "    fun f{index}{head}{clauses} {{ abort 0 }}").unwrap();
    }
    program.push('}');
    let source = |path: &str, text: &str| SourceText { path: path.into(), text: text.into() };
    let files = vec![source("sources/m.move", &program)];
    let sources = Sources::of_package(source("Move.toml", MANIFEST), files);
    let built = build(&sources, &Options::default());
    let errors = built.diagnostics.iter();
    let errors = errors.filter(|it| it.severity == compiler_diagnostics::Severity::Error);
    let errors: Vec<String> =
        errors.map(|it| compiler_diagnostics::render(sources.files(), it, false)).collect();
    if !errors.is_empty() {
        return Err(errors.join("\n"));
    }
    let own = built.root_modules().next().unwrap();
    let functions = own.module.functions.iter();
    Ok(functions.filter(|it| it.parameters.len() == 11).cloned().collect())
}

fn names(example: &FunctionDefinition) -> Names {
    let parameters = example.parameters.iter();
    Names {
        module: Some(module()),
        parameters: parameters.map(|it| (it.name.clone(), it.ty.clone())).collect(),
        type_parameters: vec!["T".into()],
        ..Names::default()
    }
}

fn printed(footprint: &Footprint, names: &Names) -> String {
    let clauses = footprint.accesses().iter().map(|access| access.display(names).to_string());
    let clauses: Vec<String> = clauses.collect();
    if clauses.is_empty() { "pure".to_owned() } else { clauses.join("\n        ") }
}

/// What is wrong with a footprint's text, if anything is.
fn difference(
    footprint: &Footprint,
    function: &FunctionDefinition,
    names: &Names,
) -> Option<String> {
    let clauses = &function.declaration.as_ref().unwrap().clauses;
    let accesses = clauses.iter().map(|clause| match clause {
        Clause::Access(access) => Some(access.clone()),
        Clause::Not(_) | Clause::Calls(_) => None,
    });
    let Some(again) = accesses.collect::<Option<Footprint>>() else {
        return Some("no footprint is printed so".to_owned());
    };
    let other = printed(&again, names);
    match (again.covers(footprint), footprint.covers(&again)) {
        (true, true) => None,
        (true, false) => Some(format!("is less than\n        {other}")),
        (false, _) => Some(format!("is more than\n        {other}")),
    }
}

/// What is wrong with footprints as they are printed: with each, and what.
fn differences(footprints: &[Footprint], names: &Names) -> Vec<String> {
    let texts: Vec<String> = footprints.iter().map(|it| printed(it, names)).collect();
    match declared(&texts) {
        Ok(functions) => {
            assert_eq!(functions.len(), footprints.len());
            let all = footprints.iter().zip(&functions).zip(&texts);
            let wrong = all.filter_map(|((footprint, function), text)| {
                Some(format!("{text}\n    {}", difference(footprint, function, names)?))
            });
            wrong.collect()
        }
        Err(errors) => match footprints {
            [_] => vec![errors],
            several => several.chunks(1).flat_map(|one| differences(one, names)).collect(),
        },
    }
}

#[test]
fn what_is_printed_declares_the_same() {
    let cases = std::env::var("ACCESSVM_CASES").map_or(1_000, |text| text.parse().unwrap());
    let names = names(&declared(&["pure".to_owned()]).unwrap().remove(0));
    let strategy = prop::collection::vec(footprints(), TOGETHER);
    let mut runner = TestRunner::default();
    for _ in 0..cases / TOGETHER {
        let footprints = strategy.new_tree(&mut runner).unwrap().current();
        let wrong = differences(&footprints, &names);
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    }
}
