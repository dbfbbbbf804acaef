//! Arguments: JSON to values of a parameter's type.

use serde_json::Value as Json;
use vm_access::{AccountAddress, Integer, IntegerType, StructType, Type, U256, Value};

/// What is read when one value of a type is.
const EXAMPLES: &str = "a number or a string of digits";

/// Reads `json` as a value of type `ty`; the error says what was expected and what was found.
pub(crate) fn read_value(
    json: &Json,
    ty: &Type,
    address: &dyn Fn(&str) -> Option<AccountAddress>,
) -> Result<Value, String> {
    let wrong = |what: &str| format!("expected {ty} ({what}), found {}", found(json));
    match ty {
        Type::Bool => json.as_bool().map(Value::Bool).ok_or_else(|| wrong("true or false")),
        Type::Integer(own) => integer(json, *own).ok_or_else(|| wrong(EXAMPLES)),
        Type::Address => json
            .as_str()
            .and_then(|text| address(text.strip_prefix('@').unwrap_or(text)))
            .map(Value::Address)
            .ok_or_else(|| wrong("0x and digits, or a named address")),
        Type::Vector(element) if **element == Type::U8 => bytes(json).map_err(|what| wrong(&what)),
        Type::Vector(element) => {
            let items = json.as_array().ok_or_else(|| wrong("a list"))?;
            items
                .iter()
                .enumerate()
                .map(|(index, item)| {
                    read_value(item, element, address)
                        .map_err(|error| format!("[{index}]: {error}"))
                })
                .collect::<Result<_, _>>()
                .map(Value::Vector)
        }
        Type::Struct(structure) => library_value(json, ty, structure, address),
        Type::Signer | Type::Reference { .. } | Type::Parameter(_) | Type::Function(_) => {
            Err(format!("a transaction cannot give a value of type {ty}"))
        }
    }
}

/// `String`, `Option` and `Object`; no other struct can be made outside its module.
fn library_value(
    json: &Json,
    ty: &Type,
    structure: &StructType,
    address: &dyn Fn(&str) -> Option<AccountAddress>,
) -> Result<Value, String> {
    let path = (structure.module.name.as_str(), structure.name.as_str());
    let is_library = structure.module.address == AccountAddress::ONE;
    match (is_library, path, structure.arguments.as_slice()) {
        (true, ("string", "String"), []) => {
            let text = json.as_str();
            let text = text.ok_or_else(|| format!("expected a string, found {}", found(json)))?;
            Ok(Value::Struct(vec![Value::Bytes(text.as_bytes().to_vec())]))
        }
        (true, ("option", "Option"), [inner]) => {
            let items =
                if json.is_null() { Vec::new() } else { vec![read_value(json, inner, address)?] };
            Ok(Value::Struct(vec![vector(items, inner)]))
        }
        (true, ("object", "Object"), [_]) => {
            Ok(Value::Struct(vec![read_value(json, &Type::Address, address)?]))
        }
        _ => Err(format!("a transaction cannot give a value of type {ty}")),
    }
}

fn vector(items: Vec<Value>, element: &Type) -> Value {
    if *element != Type::U8 {
        return Value::Vector(items);
    }
    let byte = |item: &Value| if let Value::U8(byte) = item { Some(*byte) } else { None };
    Value::Bytes(items.iter().filter_map(byte).collect())
}

/// Bytes as `"0x…"`, as text, or as a list of numbers.
fn bytes(json: &Json) -> Result<Value, String> {
    const WHAT: &str = "\"0x\" and pairs of digits, text, or a list of numbers below 256";
    let bytes = match json {
        Json::String(text) => match text.strip_prefix("0x") {
            Some(digits) => hexadecimal(digits),
            None => Some(text.as_bytes().to_vec()),
        },
        Json::Array(items) => items
            .iter()
            .map(|item| item.as_u64().and_then(|byte| u8::try_from(byte).ok()))
            .collect(),
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::Object(_) => None,
    };
    bytes.map(Value::Bytes).ok_or_else(|| WHAT.to_owned())
}

fn hexadecimal(digits: &str) -> Option<Vec<u8>> {
    let nibbles =
        digits.chars().map(|digit| digit.to_digit(16).and_then(|it| u8::try_from(it).ok()));
    let nibbles: Vec<u8> = nibbles.collect::<Option<_>>()?;
    let (pairs, rest) = nibbles.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

fn integer(json: &Json, ty: IntegerType) -> Option<Value> {
    let number = match json {
        Json::Number(number) => {
            let signed = number.as_i64().map(|number| i128::from(number).into());
            signed.or_else(|| number.as_u64().map(Into::into))?
        }
        Json::String(text) => number_of(&text.replace('_', ""))?,
        Json::Null | Json::Bool(_) | Json::Array(_) | Json::Object(_) => return None,
    };
    Value::integer(number, ty)
}

/// The number that decimal digits are, with `-` before them or not.
fn number_of(text: &str) -> Option<Integer> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_decimal = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    let magnitude = is_decimal.then(|| U256::from_str_radix(digits, 10).ok()).flatten()?;
    Some(Integer::new(digits.len() < text.len(), magnitude))
}

/// What is there instead, cut to a length that can be read.
fn found(json: &Json) -> String {
    const LENGTH_MAX: usize = 40;
    let text = json.to_string();
    if text.chars().count() <= LENGTH_MAX {
        return text;
    }
    text.chars().take(LENGTH_MAX).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(json: &Json, ty: &Type) -> Result<Value, String> {
        let address = |text: &str| match text {
            "dex" => Some(AccountAddress::from_low(7)),
            other => AccountAddress::parse(other),
        };
        read_value(json, ty, &address)
    }

    #[test]
    fn scalars_are_read() {
        assert_eq!(read(&json!(5), &Type::U8), Ok(Value::U8(5)));
        assert_eq!(read(&json!("1_000"), &Type::U64), Ok(Value::U64(1000)));
        assert_eq!(read(&json!("7"), &Type::U256), Ok(Value::U256(U256::from(7))));
        assert_eq!(read(&json!(-5), &Type::I8), Ok(Value::I8(-5)));
        assert_eq!(read(&json!("-1_000"), &Type::I64), Ok(Value::I64(-1000)));
        assert_eq!(read(&json!(true), &Type::Bool), Ok(Value::Bool(true)));
        let seven = Ok(Value::Address(AccountAddress::from_low(7)));
        assert_eq!(read(&json!("dex"), &Type::Address), seven);
        assert_eq!(read(&json!("@0x7"), &Type::Address), seven);
    }

    #[test]
    fn vectors_and_library_structs_are_read() {
        let bytes = Type::U8.vector();
        assert_eq!(read(&json!("0x0aff"), &bytes), Ok(Value::Bytes(vec![10, 255])));
        assert_eq!(read(&json!("ab"), &bytes), Ok(Value::Bytes(b"ab".to_vec())));
        assert_eq!(read(&json!([1, 2]), &bytes), Ok(Value::Bytes(vec![1, 2])));
        let numbers = Value::Vector(vec![Value::U64(1), Value::U64(2)]);
        assert_eq!(read(&json!([1, "2"]), &Type::U64.vector()), Ok(numbers));
        let module = vm_access::ModuleId::new(AccountAddress::ONE, "option");
        let mut option = StructType::plain(module, "Option");
        option.arguments = vec![Type::U64];
        let option = Type::Struct(option);
        assert_eq!(read(&json!(null), &option), Ok(Value::Struct(vec![Value::Vector(vec![])])));
        let one = Value::Struct(vec![Value::Vector(vec![Value::U64(9)])]);
        assert_eq!(read(&json!(9), &option), Ok(one));
    }

    #[test]
    fn mistakes_say_what_was_expected_and_found() {
        let message = |json: Json, ty: &Type| read(&json, ty).unwrap_err();
        assert_eq!(
            message(json!(256), &Type::U8),
            "expected u8 (a number or a string of digits), found 256"
        );
        assert!(message(json!(1.5), &Type::U64).contains("found 1.5"));
        assert!(message(json!(-1), &Type::U64).contains("found -1"));
        assert!(message(json!(128), &Type::I8).contains("expected i8"));
        assert!(message(json!("-129"), &Type::I8).contains("found \"-129\""));
        assert!(message(json!("--1"), &Type::I8).contains("found \"--1\""));
        assert!(message(json!("nobody"), &Type::Address).contains("found \"nobody\""));
        assert!(message(json!(["x"]), &Type::U64.vector()).starts_with("[0]: expected u64"));
        assert!(message(json!("0xabc"), &Type::U8.vector()).contains("pairs of digits"));
        assert!(message(json!(1), &Type::Signer).contains("cannot give"));
    }
}
