//! Layouts, images and checked memory.

use std::sync::Arc;

use proptest::prelude::*;
use vm_access::{
    AbilitySet, AccountAddress, Component, ComponentSet, Identifier, ModuleId, StructType, Type,
    U256, Value,
};
use vm_bytecode::{Field, StructDefinition, Variant, Visibility};
use vm_layout::{
    BcsError, Fault, Image, LAYOUT_DEPTH_MAX, Layout, LayoutError, LayoutTable, Memory,
    MemoryLimits, Pointer, RecordIndex, RecordValue, Source, StructSource, is_equal, to_bcs,
};

struct Structs(Vec<StructDefinition>);

impl StructSource for Structs {
    fn structure(&self, _: &ModuleId, name: &Identifier) -> Option<&StructDefinition> {
        self.0.iter().find(|definition| definition.name == *name)
    }
}

fn define(name: &str, fields: &[Type]) -> StructDefinition {
    let field = |(index, ty): (usize, &Type)| Field {
        name: Identifier::new(&index.to_string()),
        ty: ty.clone(),
        is_fixed: false,
    };
    StructDefinition {
        name: Identifier::new(name),
        visibility: Visibility::Private,
        abilities: AbilitySet::SCALAR,
        type_parameters: Vec::new(),
        fields: fields.iter().enumerate().map(field).collect(),
        variants: Vec::new(),
    }
}

fn structure(name: &str) -> Type {
    Type::Struct(StructType::plain(ModuleId::new(AccountAddress::ONE, "m"), name))
}

/// `Pool { u8, u64, vector<vector<u8>>, Empty, vector<u128> }`
fn structs() -> Structs {
    let pool =
        [Type::U8, Type::U64, Type::U8.vector().vector(), structure("Empty"), Type::U128.vector()];
    let endless = [structure("Endless").vector(), structure("Endless").vector()];
    let wide = [Type::U256, structure("Pool"), Type::Bool, structure("Pool").vector()];
    Structs(vec![
        define("Pool", &pool),
        define("Empty", &[]),
        define("Endless", &endless),
        define("Wide", &wide),
        shapes(),
    ])
}

/// `enum Shape { Dot, Line { u64, vector<u8> }, Flag { bool } }`
fn shapes() -> StructDefinition {
    let variant = |name: &str, fields: &[Type]| Variant {
        name: Identifier::new(name),
        fields: define("", fields).fields,
    };
    let line = variant("Line", &[Type::U64, Type::U8.vector()]);
    StructDefinition {
        variants: vec![variant("Dot", &[]), line, variant("Flag", &[Type::Bool])],
        ..define("Shape", &[])
    }
}

fn layout(ty: &Type) -> Arc<Layout> {
    LayoutTable::default().layout(ty, &structs()).expect("the types of these tests have layouts")
}

fn pool(small: u8, big: u64, names: Vec<Vec<u8>>, amounts: Vec<u128>) -> Value {
    Value::Struct(vec![
        Value::U8(small),
        Value::U64(big),
        Value::Vector(names.into_iter().map(Value::Bytes).collect()),
        Value::Struct(Vec::new()),
        Value::Vector(amounts.into_iter().map(|amount| Value::U128(Box::new(amount))).collect()),
    ])
}

fn memory() -> Memory {
    Memory::new(MemoryLimits { stack_bytes: 1 << 16, arena_bytes: 1 << 20 })
}

#[test]
fn fields_are_aligned_in_order() {
    let layout = layout(&structure("Pool"));
    let offsets: Vec<usize> = layout.fields().iter().map(|field| field.offset).collect();
    assert_eq!(offsets, [0, 8, 16, 40, 48]);
    assert_eq!((layout.size(), layout.align()), (72, 8));
    let touched: ComponentSet =
        [Component::of_field(0), Component::of_field(1)].into_iter().collect();
    assert_eq!(layout.components_at(0, 16), touched);
}

/// Whether a type has a layout must not depend on the types that were met before: nodes meet different ones.
#[test]
fn how_deep_types_go_does_not_depend_on_what_is_known() {
    let nested = |depth: usize| (0..depth).fold(Type::U8, |ty, _| ty.vector());
    let mut table = LayoutTable::default();
    for depth in 0..=LAYOUT_DEPTH_MAX {
        assert!(table.layout(&nested(depth), &structs()).is_ok(), "{depth}");
    }
    let mut fresh = LayoutTable::default();
    assert!(fresh.layout(&nested(LAYOUT_DEPTH_MAX), &structs()).is_ok());
    let deeper = nested(LAYOUT_DEPTH_MAX + 1);
    for table in [&mut table, &mut LayoutTable::default()] {
        assert_eq!(table.layout(&deeper, &structs()).err(), Some(LayoutError::TooDeep));
    }
}

#[test]
fn recursive_and_open_types_have_no_layout() {
    let mut table = LayoutTable::default();
    let endless = table.layout(&structure("Endless"), &structs());
    assert_eq!(endless.err(), Some(LayoutError::TooDeep));
    let open = table.layout(&Type::Parameter(0).vector(), &structs());
    assert!(matches!(open, Err(LayoutError::NotGround(_))));
    let inner = table.layout(&Type::U8.reference(false).vector(), &structs());
    assert!(matches!(inner, Err(LayoutError::NotGround(_))));
}

#[test]
fn bytes_that_are_no_value_are_refused() {
    let bools = layout(&Type::Bool.vector());
    assert_eq!(Image::from_bcs(&[1, 2], &bools).err(), Some(BcsError::BadBool));
    assert_eq!(Image::from_bcs(&[2, 1], &bools).err(), Some(BcsError::UnexpectedEnd));
    assert_eq!(Image::from_bcs(&[0, 1], &bools).err(), Some(BcsError::TrailingBytes));
    assert_eq!(Image::from_bcs(&[0x80, 0], &bools).err(), Some(BcsError::BadLength));
    let empties = layout(&structure("Empty").vector());
    let forged = [0xff, 0xff, 0xff, 0xff, 0x0f];
    assert_eq!(Image::from_bcs(&forged, &empties).err(), Some(BcsError::TooLarge));
}

#[test]
fn stray_pointers_are_refused() {
    let mut memory = memory();
    let frame = memory.push_frame(64).expect("the stack has room");
    assert!(memory.bytes(frame, 64).is_ok());
    assert_eq!(memory.bytes(frame.offset(1), 64).err(), Some(Fault::Stray));
    assert_eq!(memory.bytes(Pointer(8), 1).err(), Some(Fault::Stray));
    assert_eq!(memory.bytes(Pointer(u64::MAX), 8).err(), Some(Fault::Stray));
    let inner = memory.push_frame(8).expect("the stack has room");
    memory.pop_frame(inner);
    assert_eq!(memory.write(inner, &[1]).err(), Some(Fault::Stray));
    assert_eq!(memory.push_frame(1 << 16).err(), Some(Fault::StackFull));
    assert_eq!(memory.allocate(1 << 21).err(), Some(Fault::MemoryFull));
}

#[test]
fn images_are_read_only_and_working_copies_apart() {
    let layout = layout(&structure("Pool"));
    let before = pool(1, 2, vec![b"abc".to_vec()], vec![5]);
    let image = Image::from_value(&before, &layout).expect("a pool");
    let mut memory = memory();
    let record = memory.open(&layout, Some(RecordValue::Image(&image))).expect("opens");
    let at = memory.place(record).expect("is there");
    assert_eq!(memory.record_at(at.offset(8)), Some((record, 8)));
    assert_eq!(memory.write(at, &[9]).err(), Some(Fault::ReadOnly));
    let copy = memory.edit(record).expect("fits");
    memory.write(copy, &[9]).expect("is writable");
    let names = memory.header(copy.offset(16)).expect("a header").contents;
    let name = memory.header(names).expect("a header").contents;
    memory.write(name, b"x").expect("is writable");
    assert_eq!(memory.record_at(name), None);
    let after = memory.image_of(record).expect("whole").expect("there");
    assert_eq!(after.to_value(), pool(9, 2, vec![b"xbc".to_vec()], vec![5]));
    assert_eq!(image.to_value(), before);
}

#[test]
fn small_records_are_copied() {
    let layout = layout(&Type::U64);
    let image = Image::from_value(&Value::U64(7), &layout).expect("a number");
    let mut memory = memory();
    for _ in 0..2 {
        memory.clear();
        let record = memory.open(&layout, Some(RecordValue::Image(&image))).expect("opens");
        let twin = memory.open(&layout, Some(RecordValue::Image(&image))).expect("opens");
        let at = memory.place(record).expect("is there");
        assert_ne!(memory.place(twin), Some(at));
        assert_eq!(memory.record_at(at), Some((record, 0)));
        assert_eq!((memory.edit(record), memory.edited(record)), (Ok(at), Some(at)));
        assert_eq!(memory.arena_used(), 0);
        memory.write(at, &[9]).expect("is writable");
        let value = |index| memory.small(index).map(|small| small.image().to_value());
        assert_eq!(value(record), Some(Value::U64(9)));
        assert_eq!(value(twin), Some(Value::U64(7)));
        assert_eq!(value(RecordIndex(2)), None);
        let mut kept = Some(image.clone());
        memory.small(record).expect("is there").put_into(&mut kept);
        assert_eq!(kept.expect("is there").to_value(), Value::U64(9));
        assert_eq!(image.to_value(), Value::U64(7));
    }
}

#[test]
fn records_come_and_go() {
    let layout = layout(&structure("Pool"));
    let value = pool(1, 2, vec![b"abc".to_vec()], vec![5]);
    let image = Image::from_value(&value, &layout).expect("a pool");
    let mut memory = memory();
    let record = memory.open(&layout, Some(RecordValue::Image(&image))).expect("opens");
    assert!(memory.shares(RecordValue::Image(&image)));
    let twin = memory.open(&layout, Some(RecordValue::Image(&image))).expect("opens");
    let frame = memory.push_frame(layout.size()).expect("fits");
    memory.take(record, frame).expect("is there");
    assert_eq!(memory.place(record), None);
    assert_eq!(memory.take(record, frame).err(), Some(Fault::NoRecord));
    memory.put(record, frame).expect("is not there");
    assert_eq!(memory.put(record, frame).err(), Some(Fault::NoRecord));
    assert_eq!(memory.image_of(record).expect("whole").expect("there").to_value(), value);
    let place = memory.place(twin).expect("is there");
    assert_eq!(memory.record_at(place), Some((twin, 0)));
}

#[test]
fn vectors_grow_shrink_and_swap() {
    let layout = layout(&Type::U64.vector());
    let element = layout.element().expect("a vector");
    let mut memory = memory();
    let frame = memory.push_frame(32).expect("fits");
    let slot = frame.offset(24);
    for number in 0..100_u64 {
        memory.write(slot, &number.to_le_bytes()).expect("in the frame");
        memory.vector_push(frame, element, slot).expect("fits");
    }
    assert_eq!(memory.vector_swap(frame, element, 0, 99), Ok(true));
    assert_eq!(memory.vector_swap(frame, element, 0, 100), Ok(false));
    assert_eq!(memory.vector_pop(frame, element, slot), Ok(true));
    assert_eq!(memory.array::<8>(slot), Ok([0; 8]));
    assert_eq!(memory.header(frame).map(|header| header.length), Ok(99));
    assert_eq!(memory.vector_element(frame, element, 99), Ok(None));
}

#[test]
fn an_image_is_assembled_from_components() {
    let layout = layout(&structure("Pool"));
    let image = |value: &Value| Image::from_value(value, &layout).expect("a pool");
    let old = image(&pool(1, 2, vec![b"abc".to_vec()], vec![5]));
    let new = image(&pool(7, 8, vec![b"d".to_vec(), Vec::new()], vec![6, 6]));
    let names: ComponentSet = [Component::of_field(2)].into_iter().collect();
    let mixed = Image::assemble(&[(names, &new), (ComponentSet::ALL, &old)]).expect("complete");
    assert_eq!(mixed.to_value(), pool(1, 2, vec![b"d".to_vec(), Vec::new()], vec![5]));
    assert_eq!(Image::assemble(&[(names, &new)]).err(), Some(Fault::Shape));
}

fn pools() -> impl Strategy<Value = Value> {
    let names = proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..5), 0..4);
    let amounts = proptest::collection::vec(any::<u128>(), 0..4);
    (any::<u8>(), any::<u64>(), names, amounts).prop_map(|(a, b, c, d)| pool(a, b, c, d))
}

fn wides() -> impl Strategy<Value = Value> {
    let many = proptest::collection::vec(pools(), 0..4);
    (any::<[u8; 32]>(), pools(), any::<bool>(), many).prop_map(|(word, one, flag, many)| {
        let word = Value::U256(U256::from_le_bytes(word));
        Value::Struct(vec![word, one, Value::Bool(flag), Value::Vector(many)])
    })
}

proptest! {
    #[test]
    fn values_survive_every_form(value in wides(), other in wides()) {
        let layout = layout(&structure("Wide"));
        let image = Image::from_value(&value, &layout).expect("a wide");
        prop_assert_eq!(&image.to_value(), &value);
        prop_assert_eq!(image.to_bcs(), value.to_bytes());
        let decoded = Image::from_bcs(&value.to_bytes(), &layout).expect("an encoding");
        prop_assert_eq!(&decoded, &image);

        let mut memory = memory();
        let frame = memory.push_frame(2 * layout.size()).expect("fits");
        let second = frame.offset(layout.size());
        memory.load(&image, frame).expect("fits");
        memory.copy_value(frame, second, &layout).expect("fits");
        prop_assert_eq!(is_equal(&memory, frame, second, &layout), Ok(true));
        let mut bytes = Vec::new();
        to_bcs(&memory, second, &layout, &mut bytes).expect("whole");
        prop_assert_eq!(bytes, value.to_bytes());
        let other_image = Image::from_value(&other, &layout).expect("a wide");
        memory.load(&other_image, second).expect("fits");
        prop_assert_eq!(is_equal(&memory, frame, second, &layout), Ok(value == other));
        let back = Image::copy_of(&memory, frame, &layout).expect("whole");
        prop_assert_eq!(back.to_value(), value);
    }

    #[test]
    fn any_bytes_decode_or_fail(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let layout = layout(&structure("Wide"));
        if let Ok(image) = Image::from_bcs(&bytes, &layout) {
            prop_assert_eq!(image.to_bcs(), bytes);
        }
    }
}

#[test]
fn variants_lie_over_each_other_behind_their_number() {
    let layout = layout(&structure("Shape"));
    let offsets =
        layout.variants().iter().map(|fields| fields.iter().map(|it| it.offset).collect());
    assert_eq!(offsets.collect::<Vec<Vec<usize>>>(), [vec![], vec![8, 16], vec![1]]);
    assert_eq!((layout.size(), layout.align()), (40, 8));
    assert_eq!(layout.components(), ComponentSet::of_record(1));
    assert!(!layout.is_fixed_at(0));
}

#[test]
fn variants_have_the_encoding_of_bcs() {
    let layout = layout(&structure("Shape").vector());
    let dot = Value::Struct(vec![Value::U8(0)]);
    let line = Value::Struct(vec![Value::U8(1), Value::U64(7), Value::Bytes(vec![8, 9])]);
    let flag = Value::Struct(vec![Value::U8(2), Value::Bool(true)]);
    let all = Value::Vector(vec![dot, line, flag]);
    let image = Image::from_value(&all, &layout).expect("the value is of the type");
    let bytes = [3, 0, 1, 7, 0, 0, 0, 0, 0, 0, 0, 2, 8, 9, 2, 1];
    assert_eq!(image.to_bcs(), bytes);
    let again = Image::from_bcs(&bytes, &layout).expect("these are the bytes of a value");
    assert_eq!(again.to_value(), all);
    let copy = Image::copy_of(&image, image.pointer(), &layout).expect("it is a value");
    assert_eq!(copy.to_bcs(), bytes);
    let is_same = is_equal(&image, image.pointer(), image.pointer(), &layout);
    assert_eq!(is_same, Ok(true));
    assert_eq!(Image::from_bcs(&[1, 3], &layout).err(), Some(BcsError::BadVariant));
    assert_eq!(Image::from_bcs(&[1, 0x80, 0], &layout).err(), Some(BcsError::BadLength));
    let none = Value::Vector(vec![Value::Struct(vec![Value::U8(0), Value::Bool(true)])]);
    assert!(Image::from_value(&none, &layout).is_err());
}
