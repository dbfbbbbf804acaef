//! A small world: a few types, addresses, tables and keys, and a state made from one number.

use std::collections::BTreeSet;
use std::sync::Arc;

use vm_access::{
    AccountAddress, Component, ComponentSet, Evaluator, FunctionName, Identifier, ModuleId,
    Operator, Record, StructType, TableId, TermFunction, Type, Unknown, Value,
};

/// Addresses are `0x0` to `0x3`, of accounts and of tables.
pub(crate) const ADDRESSES: u8 = 4;
/// Numbers, as far as they are keys, are 0 to 3.
const NUMBERS: u64 = 4;

/// A state, and whether some of it and some functions cannot be told when binding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    pub(crate) salt: u64,
    pub(crate) is_vague: bool,
}

pub(crate) fn address(low: u8) -> AccountAddress {
    AccountAddress::from_low(low)
}

pub(crate) fn module(name: &str) -> ModuleId {
    ModuleId::new(address(7), name)
}

/// `R`, `S`, `K`: resources in two modules, and a struct inside them.
pub(crate) fn plain(name: &str) -> StructType {
    StructType::plain(module(if name == "S" { "n" } else { "m" }), name)
}

/// `G<T>`
pub(crate) fn generic(argument: Type) -> StructType {
    StructType { module: module("m"), name: "G".into(), arguments: vec![argument] }
}

/// Types of the two kinds of tables: numbers to numbers, addresses to `K`.
pub(crate) fn tables() -> [(Type, Type); 2] {
    [(Type::U64, Type::U64), (Type::Address, Type::Struct(plain("K")))]
}

fn table_type((key, value): (Type, Type)) -> Type {
    let module = ModuleId::new(address(1), "table");
    Type::Struct(StructType { module, name: "Table".into(), arguments: vec![key, value] })
}

/// A function of terms: `next` of an address, `slow` too but not at hand when binding, `size` a number of an address,
/// and `is_even` of a number.
pub(crate) fn function(name: &str) -> TermFunction {
    TermFunction::Named(FunctionName { module: module("m"), name: name.into() })
}

/// Every type that a resource may have.
pub(crate) fn resource_types() -> Vec<StructType> {
    vec![plain("R"), plain("S"), generic(Type::U64), generic(Type::Address)]
}

/// All records there may be.
pub(crate) fn records() -> BTreeSet<Record> {
    let mut records = BTreeSet::new();
    for at in (0..ADDRESSES).map(address) {
        records.extend(resource_types().into_iter().map(|ty| Record::Resource(ty.into(), at)));
        let [numbers, addresses] = tables().map(|(key, value)| TableId { key, value, handle: at });
        let number = |key| Record::Item(numbers.clone(), Value::U64(key).to_bytes());
        records.extend((0..NUMBERS).map(number));
        let key = |low| Value::Address(address(low)).to_bytes();
        records.extend((0..ADDRESSES).map(|low| Record::Item(addresses.clone(), key(low))));
    }
    records
}

/// Names and types of the fields of a struct.
pub(crate) fn fields(ty: &StructType) -> Option<Vec<(Identifier, Type)>> {
    let named = |fields: Vec<(&str, Type)>| {
        Some(fields.into_iter().map(|(name, ty)| (name.into(), ty)).collect())
    };
    match (ty.name.as_str(), ty.arguments.as_slice()) {
        ("R", []) => {
            let [numbers, addresses] = tables().map(table_type);
            named(vec![
                ("f", Type::Address),
                ("n", Type::U64),
                ("k", Type::Struct(plain("K"))),
                ("list", Type::Address.vector()),
                ("t", numbers),
                ("u", addresses),
            ])
        }
        ("S", []) => named(vec![("f", Type::Address), ("n", Type::U64)]),
        ("K", []) => named(vec![("who", Type::Address), ("i", Type::U64)]),
        ("G", [argument]) => named(vec![("f", Type::Address), ("v", argument.clone())]),
        ("Table", [_, _]) => named(vec![("handle", Type::Address)]),
        _ => None,
    }
}

/// The type of a record's value.
pub(crate) fn type_of(record: &Record) -> Type {
    match record {
        Record::Resource(ty, _) => Type::Struct((**ty).clone()),
        Record::Item(table, _) => table.value.clone(),
    }
}

/// Existence and every field of a record.
pub(crate) fn components(record: &Record) -> ComponentSet {
    let count = match type_of(record) {
        Type::Struct(ty) => fields(&ty).map_or(1, |fields| fields.len()),
        _ => 1,
    };
    (0..count).map(Component::of_field).chain([Component::EXISTENCE]).collect()
}

/// One number from several: of no use but that it looks like chance.
fn mix(parts: &[u64]) -> u64 {
    parts.iter().fold(0x9e37_79b9_7f4a_7c15, |state, part| {
        let mixed = (state ^ part).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed ^ (mixed >> 29)
    })
}

impl World {
    fn number_of(&self, record: &Record) -> u64 {
        let name = format!("{record}");
        let parts: Vec<_> = name.bytes().map(u64::from).chain([self.salt]).collect();
        mix(&parts)
    }

    /// What is stored there, whoever asks.
    pub(crate) fn stored(&self, record: &Record) -> Option<(Value, Type)> {
        let number = self.number_of(record);
        let ty = type_of(record);
        (!number.is_multiple_of(6)).then(|| (value(&ty, number), ty))
    }
}

fn value(ty: &Type, number: u64) -> Value {
    let low = |number: u64| address(u8::try_from(number % u64::from(ADDRESSES)).unwrap());
    match ty {
        &Type::U64 => Value::U64(number % NUMBERS),
        Type::Vector(element) => {
            Value::Vector((0..number % 4).map(|at| value(element, mix(&[number, at]))).collect())
        }
        Type::Struct(ty) => {
            let fields = (0..).zip(fields(ty).unwrap());
            Value::Struct(fields.map(|(at, (_, ty))| value(&ty, mix(&[number, at]))).collect())
        }
        _ => Value::Address(low(number)),
    }
}

/// What a term function gives; `None` if it aborts.
pub(crate) fn applied(
    function: &TermFunction,
    arguments: &[(Value, Type)],
) -> Option<(Value, Type)> {
    let number = |at: usize| match arguments.get(at) {
        Some((Value::U64(number), _)) => Some(*number),
        _ => None,
    };
    let sum = match function {
        TermFunction::Operator(Operator::Add) => number(0)?.checked_add(number(1)?)?,
        TermFunction::Operator(Operator::Subtract) => number(0)?.checked_sub(number(1)?)?,
        TermFunction::Operator(Operator::Multiply) => number(0)?.checked_mul(number(1)?)?,
        TermFunction::Operator(Operator::Divide) => number(0)?.checked_div(number(1)?)?,
        TermFunction::Operator(Operator::Modulo) => number(0)?.checked_rem(number(1)?)?,
        TermFunction::Operator(Operator::Length) => match arguments {
            [(Value::Vector(list), _)] => u64::try_from(list.len()).ok()?,
            _ => return None,
        },
        TermFunction::Operator(Operator::Cast) => number(0)?,
        TermFunction::Operator(Operator::Among) | TermFunction::Closure(..) => return None,
        TermFunction::Operator(
            operator @ (Operator::Not
            | Operator::Less
            | Operator::LessEqual
            | Operator::Equal
            | Operator::And
            | Operator::Or),
        ) => return Some((Value::Bool(holds(*operator, arguments)?), Type::Bool)),
        TermFunction::Named(name) if name.name.as_str() == "is_even" => {
            return Some((Value::Bool(number(0)?.is_multiple_of(2)), Type::Bool));
        }
        TermFunction::Named(name) => {
            let at = arguments.first()?.0.as_address()?;
            if name.name.as_str() != "size" {
                let next = address((at.0[31] + 1) % ADDRESSES);
                return (at.0[31] != 3).then_some((Value::Address(next), Type::Address));
            }
            u64::from(at.0[31])
        }
    };
    Some((Value::U64(sum), Type::U64))
}

/// What a comparison or connective gives; `None` if it is ill-typed.
fn holds(operator: Operator, arguments: &[(Value, Type)]) -> Option<bool> {
    let values: Vec<&Value> = arguments.iter().map(|(value, _)| value).collect();
    match (operator, values.as_slice()) {
        (Operator::Not, [Value::Bool(value)]) => Some(!value),
        (Operator::And, [Value::Bool(left), Value::Bool(right)]) => Some(*left && *right),
        (Operator::Or, [Value::Bool(left), Value::Bool(right)]) => Some(*left || *right),
        (Operator::Equal, [left, right]) => Some(left == right),
        (Operator::Less, [left, right]) => Some(left.as_integer()? < right.as_integer()?),
        (Operator::LessEqual, [left, right]) => Some(left.as_integer()? <= right.as_integer()?),
        _ => None,
    }
}

impl Evaluator for World {
    fn fields(&self, ty: &StructType) -> Option<Arc<[(Identifier, Type)]>> {
        fields(ty).map(Arc::from)
    }

    fn apply(
        &self,
        function: &TermFunction,
        _: &[Type],
        arguments: Vec<(Value, Type)>,
    ) -> Result<(Value, Type), Unknown> {
        if self.is_vague && *function == self::function("slow") {
            return Err(Unknown::Vague);
        }
        applied(function, &arguments).ok_or(Unknown::Aborts)
    }

    fn is_fixed(&self, _: &StructType, _: &Identifier) -> bool {
        false
    }

    fn record(&self, record: &Record, _: ComponentSet) -> Result<(Value, Type), Unknown> {
        if self.is_vague && self.number_of(record).is_multiple_of(5) {
            return Err(Unknown::Vague);
        }
        self.stored(record).ok_or(Unknown::Aborts)
    }
}
