//! Names of types, as values.

use std::sync::Arc;

use vm_access::{StructType, Type};
use vm_bytecode::{Native, Register};
use vm_layout::{Fault, Layout};

use super::{Run, Step};
use crate::instance::Here;
use crate::outcome::Cause;

/// A type that is asked for its module has none.
const NOT_A_STRUCT: Cause = Cause::Code { code: 1, name: None };

impl Run<'_> {
    pub(super) fn type_part(
        &mut self,
        here: Here<'_>,
        native: Native,
        types: &[Arc<Layout>],
        to: Register,
    ) -> Step {
        let ty = types.first().ok_or(Fault::Shape)?.ty();
        if native == Native::TypeAddress {
            let address = structure(ty)?.module.address;
            return Ok(self.memory.write(here.at(to)?, &address.0)?);
        }
        let text = if native == Native::TypeModule {
            structure(ty)?.module.name.to_string()
        } else if native == Native::TypeStruct {
            own_name(structure(ty)?)
        } else {
            ty.to_string()
        };
        self.charge_bytes(text.len())?;
        Ok(self.memory.vector_of_bytes(here.at(to)?, text.as_bytes())?)
    }
}

fn structure(ty: &Type) -> Step<&StructType> {
    if let Type::Struct(structure) = ty { Ok(structure) } else { Err(NOT_A_STRUCT) }
}

/// The struct's name with its type arguments, without its module.
fn own_name(structure: &StructType) -> String {
    let name = structure.name.to_string();
    if structure.arguments.is_empty() {
        return name;
    }
    let arguments: Vec<String> = structure.arguments.iter().map(ToString::to_string).collect();
    format!("{name}<{}>", arguments.join(", "))
}
