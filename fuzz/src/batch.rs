//! Bytes become calls: every text of bytes is a batch, and bytes that change change a call.

use vm_access::{
    AccountAddress, FunctionName, Integer, IntegerType, ModuleId, StructType, Type, Value,
};
use vm_bytecode::{FunctionDefinition, Module};
use vm_runtime::Transaction;
use vm_verifier::Program;

use crate::input::is_callable;

/// Calls of a batch at most.
const CALLS_MAX: usize = 16;
/// Elements of a vector that is an argument, at most.
const ELEMENTS_MAX: u8 = 5;
/// Vectors and structs in each other.
const NESTING_MAX: usize = 4;
/// Gas of most calls.
const GAS: u64 = 20_000;
/// Last bytes of the addresses that are used.
const ADDRESSES: [u8; 4] = [0xa, 0xb, 0xc, 1];

/// The calls of functions of the modules named `own`, in order.
pub(crate) fn transactions(program: &Program, own: &[ModuleId], bytes: &[u8]) -> Vec<Transaction> {
    let modules: Vec<&Module> = own.iter().filter_map(|id| program.module(id)).collect();
    let functions = modules.iter().flat_map(|it| it.functions.iter().map(|own| (*it, own)));
    let functions: Vec<_> = functions.filter(|(_, function)| is_callable(function)).collect();
    let mut reader = Reader { program, bytes };
    let mut calls = Vec::new();
    while !reader.bytes.is_empty() && calls.len() < CALLS_MAX {
        let choice = usize::from(reader.byte());
        let Some((module, function)) = choice.checked_rem(functions.len()).map(|it| functions[it])
        else {
            break;
        };
        calls.extend(reader.call(module, function));
    }
    calls
}

struct Reader<'a> {
    program: &'a Program,
    bytes: &'a [u8],
}

impl Reader<'_> {
    /// The next byte, or 0 at the end.
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.bytes.split_first() else { return 0 };
        self.bytes = rest;
        *first
    }

    /// A call; `None` if the type arguments that were read are none for the function.
    fn call(&mut self, module: &Module, function: &FunctionDefinition) -> Option<Transaction> {
        let gas_max = match self.byte() {
            low @ 0..128 => u64::from(low) * 8,
            high => GAS << (high % 4),
        };
        let structs: Vec<_> =
            module.structs.iter().filter(|it| it.type_parameters.is_empty()).collect();
        let types: Vec<Type> = (0..function.type_parameters.len())
            .map(|_| match self.byte() {
                0..64 => Type::U64,
                64..96 => Type::Address,
                96..128 => Type::U8.vector(),
                128..160 => Type::U256,
                high => match usize::from(high).checked_rem(structs.len()) {
                    Some(index) => {
                        let name = structs[index].name.clone();
                        Type::Struct(StructType::plain(module.id.clone(), name))
                    }
                    None => Type::Bool,
                },
            })
            .collect();
        let name = FunctionName { module: module.id.clone(), name: function.name.clone() };
        self.program.check_type_arguments(&name, &types).ok()?;
        let parameters = function.parameters.iter().map(|it| it.ty.substitute(&types));
        let parameters: Vec<Type> = parameters.collect();
        let arguments: Option<_> = parameters.iter().map(|ty| self.value(ty, 0)).collect();
        Some(Transaction { function: name, type_arguments: types, arguments: arguments?, gas_max })
    }

    /// A value of a type that transactions can give, or `None` if it is none.
    fn value(&mut self, ty: &Type, depth: usize) -> Option<Value> {
        if !ty.is_argument() || NESTING_MAX < depth {
            return None;
        }
        Some(match ty {
            Type::Bool => Value::Bool(self.byte() % 2 == 1),
            Type::Integer(ty) => self.integer(*ty),
            Type::Address => Value::Address(self.address()),
            Type::Signer | Type::Reference { .. } => Value::Signer(self.address()),
            Type::Vector(element) if **element == Type::U8 => {
                let length = self.byte() % (2 * ELEMENTS_MAX);
                Value::Bytes((0..length).map(|_| self.byte()).collect())
            }
            Type::Vector(element) => {
                let length = self.byte() % ELEMENTS_MAX;
                let elements = (0..length).map(|_| self.value(element, depth + 1));
                Value::Vector(elements.collect::<Option<_>>()?)
            }
            Type::Struct(structure) => {
                let definition = self.program.structure(&structure.module, &structure.name)?;
                let types =
                    definition.fields.iter().map(|it| it.ty.substitute(&structure.arguments));
                let types: Vec<Type> = types.collect();
                let fields = types.iter().map(|ty| self.value(ty, depth + 1));
                Value::Struct(fields.collect::<Option<_>>()?)
            }
            Type::Parameter(_) | Type::Function(_) => return None,
        })
    }

    fn address(&mut self) -> AccountAddress {
        AccountAddress::from_low(ADDRESSES[usize::from(self.byte() % 4)])
    }

    fn integer(&mut self, ty: IntegerType) -> Value {
        let bytes: Vec<u8> = match self.byte() {
            low @ 0..160 => {
                let mut bytes = vec![0; ty.bytes()];
                bytes[0] = low % 16;
                bytes
            }
            160..192 => ty.greatest().to_le_bytes()[..ty.bytes()].to_vec(),
            192..208 => ty.least().to_le_bytes()[..ty.bytes()].to_vec(),
            208.. => (0..ty.bytes()).map(|_| self.byte()).collect(),
        };
        let number = Integer::from_le_slice(&bytes, ty).expect("as many bytes as the type has");
        Value::integer(number, ty).expect("a number of the type")
    }
}
