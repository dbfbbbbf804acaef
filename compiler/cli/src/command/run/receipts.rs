//! Receipts: a JSON line a transaction.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value as Json, json};
use vm_access::{AccountAddress, StructType, Type, Value};
use vm_bytecode::Field;
use vm_interpreter::{Abort, Cause, Execution, Status};
use vm_runtime::{Batch, Machine};

use crate::compile::Compiled;
use crate::failure::{Failure, Outcome};

/// A file of receipts being written.
#[derive(Debug)]
pub(crate) struct Receipts {
    path: PathBuf,
    file: BufWriter<File>,
    count: usize,
}

/// One line.
#[derive(Debug, Serialize)]
struct Receipt {
    index: usize,
    function: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    abort: Option<AbortReceipt>,
    gas: u64,
    events: Vec<Json>,
}

/// Why and where a transaction aborted.
#[derive(Debug, Serialize)]
struct AbortReceipt {
    message: String,
    module: Option<String>,
    function: Option<String>,
    file: Option<String>,
    line: Option<u32>,
    code: Option<u64>,
    name: Option<String>,
}

impl Receipts {
    pub(crate) fn create(path: &Path) -> Outcome<Self> {
        let file = File::create(path)
            .map_err(|error| Failure::io(&format!("cannot write {}", path.display()), &error))?;
        Ok(Self { path: path.to_path_buf(), file: BufWriter::new(file), count: 0 })
    }

    pub(crate) fn write(
        &mut self,
        batch: &Batch,
        executions: &[Execution],
        machine: &Machine,
        compiled: &Compiled,
    ) -> Outcome {
        for (transaction, execution) in batch.transactions.iter().zip(executions) {
            let receipt = Receipt {
                index: self.count,
                function: transaction.function.to_string(),
                status: status(&execution.status),
                abort: match &execution.status {
                    Status::Committed => None,
                    Status::Aborted(abort) => Some(abort_receipt(abort, compiled)),
                },
                gas: execution.gas_used,
                events: execution
                    .events
                    .iter()
                    .map(|event| json!({ "type": event.ty().to_string(), "value": shown(&event.value(), event.ty(), machine) }))
                    .collect(),
            };
            self.count += 1;
            let line = serde_json::to_writer(&mut self.file, &receipt).map_err(io::Error::from);
            let line = line.and_then(|()| self.file.write_all(b"\n"));
            line.map_err(|error| self.failed(&error))?;
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Outcome {
        self.file.flush().map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::io(&format!("cannot write {}", self.path.display()), error)
    }
}

fn status(status: &Status) -> &'static str {
    let Status::Aborted(abort) = status else { return "committed" };
    match &abort.cause {
        Cause::OutOfGas => "out_of_gas",
        Cause::LimitReached(_) => "limit_reached",
        Cause::OutsideFootprint { .. } => "outside_footprint",
        Cause::Code { .. }
        | Cause::Arithmetic(_)
        | Cause::NoElement
        | Cause::ElementCount
        | Cause::NotThere(_)
        | Cause::AlreadyThere(_)
        | Cause::BadAddress
        | Cause::NotATerm
        | Cause::BadArguments
        | Cause::Unlinked(_)
        | Cause::NoLayout(_)
        | Cause::Interrupted
        | Cause::Unverified(_) => "aborted",
    }
}

fn abort_receipt(abort: &Abort, compiled: &Compiled) -> AbortReceipt {
    let place = place_of(abort, compiled);
    let (code, name) = if let Cause::Code { code, name } = &abort.cause {
        (Some(*code), name.as_ref().map(ToString::to_string))
    } else {
        (None, None)
    };
    let site = abort.site.as_ref();
    AbortReceipt {
        message: abort.cause.to_string(),
        module: site.map(|site| site.function.module.to_string()),
        function: site.map(|site| site.function.name.to_string()),
        line: place.as_ref().map(|place| place.line),
        file: place.map(|place| place.file),
        code,
        name,
    }
}

/// A place in source.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) file: String,
    pub(crate) line: u32,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Where in source a transaction aborted.
pub(crate) fn place_of(abort: &Abort, compiled: &Compiled) -> Option<Place> {
    let site = abort.site.as_ref()?;
    let module = compiled.build.modules.iter().find(|it| it.module.id == site.function.module)?;
    let map = module.source_map.functions.get(&site.function.name)?;
    let span = module.span(map.span(site.point));
    let files = compiled.sources.files();
    Some(Place { file: files.path(span.file).to_owned(), line: files.position(span).line })
}

/// A value as JSON: structs with the names of their fields, numbers beyond 64 bits as strings.
fn shown(value: &Value, ty: &Type, machine: &Machine) -> Json {
    match (value, ty) {
        (Value::Bool(value), _) => json!(value),
        (Value::U8(value), _) => json!(value),
        (Value::U16(value), _) => json!(value),
        (Value::U32(value), _) => json!(value),
        (Value::U64(value), _) => json!(value),
        (Value::U128(value), _) => json!(value.to_string()),
        (Value::U256(value), _) => json!(value.to_string()),
        (Value::I8(value), _) => json!(value),
        (Value::I16(value), _) => json!(value),
        (Value::I32(value), _) => json!(value),
        (Value::I64(value), _) => json!(value),
        (Value::I128(value), _) => json!(value.to_string()),
        (Value::I256(value), _) => json!(value.to_string()),
        (Value::Address(address) | Value::Signer(address), _) => json!(address.to_string()),
        (Value::Bytes(bytes), _) => json!(hexadecimal(bytes)),
        (Value::Vector(items), Type::Vector(element)) => {
            items.iter().map(|item| shown(item, element, machine)).collect()
        }
        (Value::Struct(fields), Type::Struct(structure)) => {
            let is_string = structure.module.address == AccountAddress::ONE
                && structure.module.name.as_str() == "string"
                && structure.name.as_str() == "String";
            if let ([Value::Bytes(bytes)], true) = (fields.as_slice(), is_string) {
                return json!(String::from_utf8_lossy(bytes));
            }
            let definition = machine.program().structure(&structure.module, &structure.name);
            if let (Some(definition), [Value::U8(tag), fields @ ..]) = (definition, &fields[..])
                && let Some(variant) = definition.variants.get(usize::from(*tag))
            {
                let fields = shown_fields(fields, &variant.fields, structure, machine);
                return json!({ variant.name.to_string(): fields });
            }
            let definitions = definition.map_or(&[][..], |it| it.fields.as_slice());
            shown_fields(fields, definitions, structure, machine)
        }
        (Value::Vector(_) | Value::Struct(_), _) => json!(value.to_string()),
    }
}

/// The fields of a struct or variant by name.
fn shown_fields(
    values: &[Value],
    definitions: &[Field],
    structure: &StructType,
    machine: &Machine,
) -> Json {
    let shown = values.iter().zip(definitions).map(|(value, field)| {
        let ty = field.ty.substitute(&structure.arguments);
        (field.name.to_string(), shown(value, &ty, machine))
    });
    Json::Object(shown.collect::<Map<_, _>>())
}

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold("0x".to_owned(), |mut text, byte| {
        // Writing to a string does not fail.
        let _: std::fmt::Result = write!(text, "{byte:02x}");
        text
    })
}
