//! Runs functions on a state that stays between runs.

#![allow(clippy::wildcard_enum_match_arm, reason = "what has another name in Move is named")]

use compiler_driver::Build;
use vm_access::{AccountAddress, FunctionName, Integer, ModuleId, StructType, Type, U256, Value};
use vm_bytecode::WRONG_VARIANT;
use vm_interpreter::{Cause, Limits, Status};
use vm_runtime::{Batch, Machine, Transaction, World, execute_serially};

use crate::suite::steps::End;

/// A call, as a step writes it.
pub(crate) struct Call<'s> {
    pub(crate) module: ModuleId,
    pub(crate) function: &'s str,
    pub(crate) type_arguments: Vec<&'s str>,
    pub(crate) signers: Vec<&'s str>,
    pub(crate) arguments: Vec<&'s str>,
}

/// Calls a function; `None` if there is none, or the arguments cannot be read.
pub(crate) fn run(build: &Build, world: &mut World, call: &Call<'_>) -> Option<End> {
    let program = build.program().ok()?;
    let module = program.modules().iter().find(|it| it.id == call.module)?;
    let function = module.function(&call.function.into())?;
    let mut signers = call.signers.iter();
    let mut arguments = call.arguments.iter();
    let values = function.parameters.iter().map(|parameter| match parameter.ty.referent() {
        Type::Signer => AccountAddress::parse(signers.next()?).map(Value::Signer),
        ty => value(arguments.next()?, ty),
    });
    let transaction = Transaction {
        function: FunctionName { module: call.module.clone(), name: function.name.clone() },
        type_arguments: call.type_arguments.iter().map(|it| ty(it)).collect::<Option<_>>()?,
        arguments: values.collect::<Option<_>>()?,
        gas_max: 100_000_000,
    };
    let machine = Machine::new(program, Limits::default());
    let batch = Batch { transactions: vec![transaction], height: 1, ..Batch::default() };
    let executions = execute_serially(&machine, world, &batch).ok()?;
    let execution = executions.first()?;
    Some(match &execution.status {
        Status::Committed => {
            let values: Vec<String> = execution.results.iter().map(shown).collect();
            let values = (!values.is_empty()).then(|| values.join(", "));
            End { values, ..End::default() }
        }
        Status::Aborted(abort) => End { failure: Some(status(&abort.cause)), ..End::default() },
    })
}

/// An argument of a type, as it is written.
fn value(text: &str, ty: &Type) -> Option<Value> {
    match ty {
        Type::Bool => text.parse().ok().map(Value::Bool),
        Type::Address => AccountAddress::parse(text.trim_start_matches('@')).map(Value::Address),
        Type::Integer(own) => {
            let digits = text.split('u').next()?;
            Value::integer(Integer::new(false, digits.parse::<U256>().ok()?), *own)
        }
        Type::Signer
        | Type::Vector(_)
        | Type::Struct(_)
        | Type::Reference { .. }
        | Type::Parameter(_)
        | Type::Function(_) => None,
    }
}

/// A type argument: a struct without parameters, or `u64`.
fn ty(text: &str) -> Option<Type> {
    match text.split("::").collect::<Vec<_>>().as_slice() {
        ["u64"] => Some(Type::U64),
        [address, module, name] => Some(Type::Struct(StructType {
            module: ModuleId::new(AccountAddress::parse(address)?, *module),
            name: (*name).into(),
            arguments: Vec::new(),
        })),
        _ => None,
    }
}

/// A value as Move prints it.
fn shown(value: &Value) -> String {
    let list = |items: &[Value]| items.iter().map(shown).collect::<Vec<_>>().join(", ");
    match value {
        Value::Vector(items) => format!("[{}]", list(items)),
        Value::Struct(fields) => format!("{{ {} }}", list(fields)),
        Value::Bytes(bytes) => {
            let bytes: Vec<Value> = bytes.iter().map(|byte| Value::U8(*byte)).collect();
            format!("[{}]", list(&bytes))
        }
        plain => plain.to_string(),
    }
}

/// What Move calls it.
fn status(cause: &Cause) -> (String, Option<u64>) {
    let name = match cause {
        Cause::Code { code: WRONG_VARIANT, .. } => "STRUCT_VARIANT_MISMATCH",
        Cause::Code { code, .. } => return ("ABORTED".to_owned(), Some(*code)),
        Cause::Arithmetic(_) => "ARITHMETIC_ERROR",
        Cause::NoElement => "VECTOR_OPERATION_ERROR",
        Cause::NotThere(_) => "MISSING_DATA",
        Cause::AlreadyThere(_) => "RESOURCE_ALREADY_EXISTS",
        Cause::OutsideFootprint { .. } => "ACCESS_DENIED",
        other => return (other.to_string(), None),
    };
    (name.to_owned(), None)
}
