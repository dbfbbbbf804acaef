//! Encoding, decoding, text and gas of one small module.

use expect_test::{Expect, expect};
use proptest::prelude::{Just, Strategy, any};
use proptest::test_runner::{Config, TestRunner};
use vm_access::{
    Ability, AbilitySet, Access, AccessPath, AccountAddress, Clause, Declaration, Footprint, Mode,
    ModuleId, Operator, Projection, StructType, Term, Type, Value,
};

use crate::{
    BinaryOperation, Block, BlockId, Code, Constant, ConstantId, DecodeError, FORMAT_VERSION,
    Field, FieldId, FunctionDefinition, Head, Held, Import, Instruction, Limits, MAGIC, Module,
    Parameter, Register, StructDefinition, Target, Terminator, Variable, Visibility, decode,
    disassemble, encode, gas,
};

fn counter() -> StructType {
    StructType::plain(ModuleId::new(AccountAddress::ONE, "counter"), "Counter")
}

/// `public fun bump(at: address) writes Counter(at).value { Counter[at].value += 1 }`
fn sample() -> Module {
    let path = AccessPath::resource(counter(), Term::Parameter(0));
    let access = Access::new(Mode::Writes, path.then(Projection::Field("value".into())));
    let [at, record, value, old, one] = [0, 1, 2, 3, 4].map(Register);
    let instructions = vec![
        Instruction::BorrowGlobal { to: record, address: at },
        Instruction::BorrowField { to: value, reference: record, field: FieldId(0) },
        Instruction::Read { to: old, reference: value },
        Instruction::Constant { to: one, constant: ConstantId(0) },
        Instruction::Binary { to: old, operation: BinaryOperation::Add, left: old, right: one },
        Instruction::Write { reference: value, from: old },
    ];
    let registers = vec![
        Type::Address,
        Type::Struct(counter()).reference(true),
        Type::U64.reference(true),
        Type::U64,
        Type::U64,
    ];
    Module {
        id: counter().module,
        friends: Vec::new(),
        types: Vec::new(),
        callees: Vec::new(),
        constants: vec![Constant { ty: Type::U64, value: Value::U64(1) }],
        error_names: Vec::new(),
        structs: vec![StructDefinition {
            name: "Counter".into(),
            visibility: Visibility::Private,
            abilities: AbilitySet::from_iter([Ability::Key]),
            type_parameters: Vec::new(),
            fields: vec![Field { name: "value".into(), ty: Type::U64, is_fixed: false }],
            variants: Vec::new(),
        }],
        functions: vec![FunctionDefinition {
            name: "bump".into(),
            visibility: Visibility::Public,
            is_entry: false,
            is_view: false,
            is_persistent: false,
            type_parameters: Vec::new(),
            parameters: vec![Parameter { name: "at".into(), ty: Type::Address }],
            results: Vec::new(),
            declaration: Some(Declaration { clauses: vec![Clause::Access(access.clone())] }),
            inferred: Footprint::from_iter([access]),
            is_term_function: false,
            result_summaries: Vec::new(),
            code: Some(Code {
                registers,
                blocks: vec![
                    Block { instructions, terminator: Terminator::Jump(BlockId(1)) },
                    Block { instructions: Vec::new(), terminator: Terminator::Return(Vec::new()) },
                ],
                heads: vec![head()],
            }),
        }],
        imports: vec![import()],
    }
}

/// `counter` is said to use a module much like itself.
fn import() -> Import {
    let structure = StructDefinition {
        name: "Other".into(),
        visibility: Visibility::Private,
        abilities: AbilitySet::NONE,
        type_parameters: Vec::new(),
        fields: Vec::new(),
        variants: Vec::new(),
    };
    let structs = vec![(structure.name.clone(), structure.digest())];
    let module = ModuleId::new(AccountAddress::ONE, "other");
    Import { module, functions: Vec::new(), structs }
}

/// What could be said of a block of `bump`, and more.
fn head() -> Head {
    let record = AccessPath::resource(counter(), Term::Parameter(0));
    let value = record.clone().then(Projection::Field("value".into()));
    let rounds = Term::Index(0);
    let targets =
        vec![Target::Path(record), Target::Within(Box::new(Target::Local(Register(3), vec![])))];
    Head {
        block: BlockId(1),
        variables: vec![Variable { index: 0, counter: Some(Register(4)) }],
        registers: vec![
            (Register(1), Held::Reference(targets)),
            (Register(4), Held::Value(rounds.clone())),
        ],
        written: Some(vec![(value.clone(), rounds.clone())]),
        facts: vec![Term::operation(Operator::Less, &[rounds, Term::stored(value)])],
    }
}

fn decoded(bytes: &[u8]) -> Result<Module, DecodeError> {
    decode(bytes, &Limits::default())
}

/// Runs `test` on 1,000 inputs, or more if `PROPTEST_CASES` says so.
fn for_many<S: Strategy>(inputs: S, test: impl Fn(S::Value)) {
    let config = Config { cases: Config::default().cases.max(1000), ..Config::default() };
    let outcome = TestRunner::new(config).run(&inputs, |input| {
        test(input);
        Ok(())
    });
    outcome.expect("no input fails the test");
}

#[test]
fn decoding_undoes_encoding() {
    assert_eq!(decoded(&encode(&sample())), Ok(sample()));
}

#[test]
fn trailing_bytes_are_refused() {
    let mut bytes = encode(&sample());
    bytes.push(0);
    assert!(matches!(decoded(&bytes), Err(DecodeError::Malformed(_))));
}

/// What a file starts with.
fn header() -> Vec<u8> {
    [&MAGIC[..], &FORMAT_VERSION.to_le_bytes()].concat()
}

#[test]
fn an_unknown_version_is_refused() {
    let mut bytes = encode(&sample());
    bytes[4] = 1;
    assert_eq!(decoded(&bytes), Err(DecodeError::UnknownVersion(1)));
}

#[test]
fn foreign_and_short_files_are_refused() {
    assert_eq!(decoded(b""), Err(DecodeError::NotAModule));
    assert_eq!(decoded(b"ACVM\x02\0"), Err(DecodeError::NotAModule));
    assert_eq!(decoded(b"\x7fELF\x01\0\0\0"), Err(DecodeError::NotAModule));
}

#[test]
fn deep_types_are_refused_without_deep_recursion() {
    let mut module = sample();
    module.types.push((0..17).fold(Type::U8, |ty, _| ty.vector()));
    assert!(matches!(decoded(&encode(&module)), Err(DecodeError::OverLimit(_))));

    // `vector<vector<…` as long as the limit on bytes allows, at the place of the pool of types.
    let mut bytes = header();
    bytes.extend([0; 32]);
    bytes.extend(b"\x01m\0\x01");
    bytes.resize(1 << 20, 9);
    assert!(matches!(decoded(&bytes), Err(DecodeError::Malformed(_))));
}

#[test]
fn a_huge_length_is_refused() {
    let mut bytes = header();
    bytes.extend([0; 32]);
    bytes.extend(b"\x01m\0\xff\xff\xff\xff\x07");
    assert!(matches!(decoded(&bytes), Err(DecodeError::Malformed(_))));
}

#[test]
fn mutated_encodings_never_panic_and_decode_to_themselves() {
    let bytes = encode(&sample());
    let edits = proptest::collection::vec((0..bytes.len(), any::<u8>()), 1..4);
    for_many((Just(bytes), edits), |(mut bytes, edits)| {
        for (place, byte) in edits {
            bytes[place] = byte;
        }
        if let Ok(module) = decoded(&bytes) {
            assert_eq!(encode(&module), bytes);
            disassemble(&module, None);
        }
    });
}

#[test]
fn random_bytes_never_panic() {
    for_many(proptest::collection::vec(any::<u8>(), 0..300), |tail| {
        let bytes = [b"ACVM\x02\0\0\0".as_slice(), &tail].concat();
        if let Ok(module) = decoded(&bytes) {
            assert_eq!(encode(&module), bytes);
        }
    });
}

fn check_text(module: &Module, expected: &Expect) {
    expected.assert_eq(&disassemble(module, None));
}

#[test]
fn text_shows_the_footprint_and_the_code() {
    check_text(
        &sample(),
        &expect![[r#"
            module 0x1::counter
            use struct 0x1::other::Other // 7802abc7d0bfc5e77e1f162bb5395f79

            struct Counter has key {
                value: u64,
            }

            public fun bump(at: address)
                // declares: writes Counter(at).value
                // inferred: writes Counter(at).value
            {
                r0 at: address
                r1: &mut Counter
                r2: &mut u64
                r3: u64
                r4: u64
              bb0:
                r1 = &mut Counter[r0]
                r2 = &mut r1.value
                r3 = *r2
                r4 = 1: u64
                r3 = r3 + r4
                *r2 = r3
                jump bb1
              bb1:
                // i: a number of rounds, counted by r4
                // r1: at Counter(at), within r3
                // r4: i
                // written: Counter(at).value = i
                // holds: i < Counter(at).value
                return
            }
        "#]],
    );
}

#[test]
fn a_segment_ends_where_the_size_of_a_value_counts() {
    let mut module = sample();
    let code = module.functions[0].code.as_mut().expect("bump has code");
    let segments = gas::segments(code, &code.blocks[0]);
    assert_eq!(segments, [gas::Segment { end: 7, cost: 106 }]);

    code.registers[3] = Type::U8.vector();
    let segments = gas::segments(code, &code.blocks[0]);
    assert_eq!(segments, [gas::Segment { end: 3, cost: 102 }, gas::Segment { end: 7, cost: 4 }]);
}
