//! What a module says of its functions holds: their footprints, what they return, which are term functions; and which
//! fields are fixed.
//!
//! Inference found all that by a fixpoint. The checker goes over each function once instead, in the light of what the
//! module says of the heads of blocks where ways meet (as the JVM checks stack maps):
//!
//! ```text
//!   entry ──▶ instruction ──▶ … ──▶ branch ─┬─▶ a head: does what it says follow from what holds here?
//!               │                           └─▶ a block with one way to it: goes on with what holds here
//!               ├─ an access: does the footprint allow it?          (cover)
//!               ├─ a call: puts arguments into the callee's claims  (call)
//!               ├─ a write: does it replace a fixed field?          (walk)
//!               └─ a return: does it return what is said?           (result)
//! ```
//!
//! It has a transfer function of its own. With inference it shares the algebra of terms, and what natives and other modules
//! are said to do; a fault of inference makes a module be refused, or say less than it could, but passes no lie.
//!
//! A claim may be believed of every call while it is checked: where one fails first, the code that makes it fail is refused.

mod call;
mod closure;
mod cover;
mod endless;
mod fact;
mod flow;
mod head;
mod instruction;
mod key;
mod layout;
mod place;
mod reference;
mod result;
mod state;
mod store;
mod term;
mod value;
mod vector;
mod walk;

use std::collections::BTreeSet;

use vm_access::{Access, AccessPath, Footprint, FunctionName, Identifier, Mode, Root};
use vm_bytecode::{FunctionDefinition, Instruction, Module, Native};
use vm_footprint::{interfaces, native_interface};

use crate::context::{Body, Context};
use crate::error::{Checked, Fault, Plain};
use call::Called;
use state::State;
use walk::{Exactness, Walk, is_signer};

/// Checks what the module says against its code.
pub(crate) fn check(context: &Context<'_>) -> Checked {
    let interfaces = interfaces(context.module, context.imports);
    let pool = context.module.callees.iter().zip(interfaces);
    let callees: Vec<Called> =
        pool.map(|(callee, interface)| Called::new(callee, interface)).collect();
    let endless = endless::endless_callees(context.module);
    let packed = packed_functions(context.module);
    for function in &context.module.functions {
        let outcome = check_alone(context, function);
        outcome.map_err(|fault| fault.in_function(&function.name))?;
        if let Some(code) = &function.code {
            let body = Body { context: *context, function, code };
            check_code(body, &callees, &endless, &packed)?;
        }
    }
    Ok(())
}

/// What can be seen without looking at code.
fn check_alone(context: &Context<'_>, function: &FunctionDefinition) -> Plain {
    result::check_form(&function.result_summaries)?;
    if function.code.is_none() {
        return check_native(context, function);
    }
    let is_contained = |access: &Access| matches!(access.path.root, Root::Parameter(_));
    let footprint = &function.inferred;
    if function.is_term_function
        && (footprint.is_open() || !footprint.accesses().iter().all(is_contained))
    {
        return Err(Fault::NotATermFunction);
    }
    Ok(())
}

/// A function without code is what the machine's table says. One that is not there compiles to an instruction and is not
/// called.
fn check_native(context: &Context<'_>, function: &FunctionDefinition) -> Plain {
    let module = context.module.id.clone();
    let name = FunctionName { module, name: function.name.clone() };
    let Some(interface) = Native::find(&name).map(native_interface) else { return Ok(()) };
    if !function.inferred.covers(&interface.footprint) {
        return Err(Fault::InferredTooNarrow(None));
    }
    if function.is_term_function && !interface.is_term_function {
        return Err(Fault::NotATermFunction);
    }
    let known = interface.results.get(..function.result_summaries.len());
    if known != Some(function.result_summaries.as_slice()) {
        return Err(Fault::ResultTooExact(0));
    }
    Ok(())
}

/// What the function is said to do, and reads of what it is passed by value, which touch nothing but are implied where a key
/// is made of such a value.
fn with_reads_of_values(function: &FunctionDefinition) -> Footprint {
    let mut allowed = function.inferred.clone();
    let parameters = (0_u16..).zip(&function.parameters);
    for (index, _) in parameters.filter(|(_, it)| !it.ty.is_reference() || is_signer(&it.ty)) {
        allowed.insert(Access::new(Mode::Reads, AccessPath::root(Root::Parameter(index))));
    }
    allowed
}

/// The module's functions that become function values.
fn packed_functions(module: &Module) -> BTreeSet<&Identifier> {
    let code = module.functions.iter().filter_map(|function| function.code.as_ref());
    let instructions = code.flat_map(|code| &code.blocks).flat_map(|block| &block.instructions);
    let packed = instructions.filter_map(|instruction| {
        let Instruction::PackClosure { callee, .. } = instruction else { return None };
        module.callee(*callee).map(|callee| &callee.function)
    });
    packed.filter(|function| function.module == module.id).map(|function| &function.name).collect()
}

fn check_code(
    body: Body<'_>,
    callees: &[Called],
    endless: &BTreeSet<usize>,
    packed: &BTreeSet<&Identifier>,
) -> Checked {
    let function = body.function;
    let is_asked = function.result_summaries.iter().any(|summary| summary.is_exact);
    let mut walk = Walk {
        body,
        allowed: with_reads_of_values(function),
        is_packed: packed.contains(&function.name),
        callees,
        endless,
        state: State::at_entry(body.code, function.parameters.len()),
        exactness: Exactness { is_asked, ..Exactness::default() },
        has_returned: false,
    };
    flow::follow(&mut walk)?;
    // Nothing is exact of what is never returned.
    match function.result_summaries.iter().position(|summary| summary.is_exact) {
        Some(index) if !walk.has_returned => Err(body.whole(Fault::ResultTooExact(index))),
        Some(_) | None => Ok(()),
    }
}
