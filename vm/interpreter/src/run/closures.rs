//! Function values: made of a function and what it captures, and called.

use std::sync::Arc;

use smallvec::SmallVec;
use vm_access::{
    Ability, AbilitySet, AccountAddress, Captures, FunctionName, Identifier, ModuleId, Type, Value,
};
use vm_bytecode::{CalleeId, ClosureValue, FunctionDefinition, Register, Visibility};
use vm_layout::{Fault, Image, Layout, Pointer, Source, to_bcs};

use super::{Run, Step};
use crate::instance::{Here, Instance, Target};
use crate::modules::find_function;
use crate::outcome::{Cause, Limit};

/// There is no function of this name, as `function_info` tells it.
const NO_SUCH_FUNCTION: Cause = Cause::Code { code: 2, name: None };

/// What stands for a parameter.
#[derive(Clone)]
enum Passed<'a> {
    /// The BCS of a captured value.
    Captured(&'a [u8]),
    /// The value in a register of the caller.
    Given(Register),
}

impl Run<'_> {
    pub(super) fn pack_closure(
        &mut self,
        here: Here<'_>,
        to: Register,
        callee: CalleeId,
        (captures, captured): (Captures, &[Register]),
    ) -> Step {
        let Target::Function(target) = here.instance.target(callee)? else {
            return Err(Fault::Shape.into());
        };
        let mut values = Vec::with_capacity(captured.len());
        for register in captured {
            let mut bytes = Vec::new();
            to_bcs(&*self.memory, here.at(*register)?, here.layout(*register)?, &mut bytes)?;
            values.push(bytes);
        }
        let bytes = target.closure(captures, values).encode();
        self.charge_bytes(bytes.len())?;
        Ok(self.memory.vector_of_bytes(here.at(to)?, &bytes)?)
    }

    /// Finds a function by its name, and gives it as a value, if it is one of the type asked for.
    pub(super) fn find_function(
        &mut self,
        here: Here<'_>,
        types: &[Arc<Layout>],
        [address, module, name]: [Register; 3],
        to: Register,
    ) -> Step {
        let [argument, wanted] = types else { return Err(Fault::Shape.into()) };
        let address = AccountAddress(self.memory.array(here.at(address)?)?);
        let module = ModuleId { address, name: self.identifier(here, module)? };
        let function = FunctionName { module, name: self.identifier(here, name)? };
        let (_, found) = find_function(self.linked.modules, &function).ok_or(NO_SUCH_FUNCTION)?;
        let type_arguments = vec![argument.ty().clone()];
        let mut values = Vec::new();
        if is_of_type(found, &type_arguments, wanted.ty()) {
            let (captures, captured) = (Captures::default(), Vec::new());
            let value = ClosureValue { function, type_arguments, captures, captured };
            values.push(Value::Bytes(value.encode()));
        }
        let image = Image::from_value(&Value::Vector(values), here.layout(to)?);
        Ok(self.memory.load(&image.map_err(|_| Fault::Shape)?, here.at(to)?)?)
    }

    /// The text in a register as a name.
    fn identifier(&self, here: Here<'_>, register: Register) -> Step<Identifier> {
        let bytes = self.memory.vector_bytes(here.at(register)?)?;
        let text = std::str::from_utf8(bytes).map_err(|_| NO_SUCH_FUNCTION)?;
        Ok(Identifier::new(text))
    }

    /// Calls the function value in a register: its frame is on top then.
    pub(super) fn call_closure(
        &mut self,
        here: Here<'_>,
        closure: Register,
        to: &[Register],
        arguments: &[Register],
    ) -> Step {
        let bytes = self.memory.vector_bytes(here.at(closure)?)?;
        let (size, value) = (bytes.len(), ClosureValue::decode(bytes));
        self.charge_bytes(size)?;
        let value = value.ok_or(Fault::Shape)?;
        if self.is_deep() {
            return Err(Cause::LimitReached(Limit::CallDepth));
        }
        let callee = self.instance(&value.function, &value.type_arguments)?;
        let passed = passed(&value, &callee, arguments).ok_or_else(|| unlinked(&value.function))?;
        if !is_alike(here, &callee, &passed, to)? {
            return Err(unlinked(&value.function));
        }
        let results: Result<SmallVec<[Pointer; 2]>, Fault> =
            to.iter().map(|register| here.at(*register)).collect();
        let there = self.push_frame(&callee, results?)?;
        for (index, passed) in passed.iter().enumerate() {
            let slot = Register::new(index);
            let at = there.at(slot)?;
            match passed {
                Passed::Given(register) => {
                    let (from, size) = (here.at(*register)?, here.layout(*register)?.size());
                    self.memory.move_bytes(from, at, size)?;
                }
                Passed::Captured(bytes) => {
                    let image = Image::from_bcs(bytes, there.layout(slot)?);
                    let image = image.map_err(|_| unlinked(&value.function))?;
                    self.memory.load_once(&image, at)?;
                }
            }
        }
        Ok(())
    }
}

/// Whether a function may be a value of a type that says nothing of what a call does.
fn is_of_type(function: &FunctionDefinition, arguments: &[Type], wanted: &Type) -> bool {
    let Type::Function(wanted) = wanted else { return false };
    let own = |ty: &Type| ty.substitute(arguments);
    let parameters = function.parameters.iter().map(|parameter| own(&parameter.ty));
    function.visibility == Visibility::Public
        && function.code.is_some()
        && function.type_parameters == [AbilitySet::from_iter([Ability::Key])]
        && wanted.declaration.is_none()
        && parameters.eq(wanted.parameters.iter().cloned())
        && function.results.iter().map(own).eq(wanted.results.iter().cloned())
}

/// What stands for each parameter; `None` if there are more or fewer than the function has.
fn passed<'v>(
    value: &'v ClosureValue,
    callee: &Instance,
    arguments: &[Register],
) -> Option<Vec<Passed<'v>>> {
    let captured: Vec<_> = value.captured.iter().map(|it| Passed::Captured(it)).collect();
    let given: Vec<_> = arguments.iter().copied().map(Passed::Given).collect();
    value.captures.interleave(callee.parameters, &captured, &given)
}

/// Whether the function takes and gives what the caller has. The verifier sees to that where the value is made; a value from
/// storage may be older than the function.
fn is_alike(
    here: Here<'_>,
    callee: &Instance,
    passed: &[Passed<'_>],
    to: &[Register],
) -> Result<bool, Fault> {
    let mut is_alike = callee.results.len() == to.len();
    let mut compare = |register: Register, ty: Option<&Type>| -> Result<(), Fault> {
        is_alike &= ty == Some(here.layout(register)?.ty());
        Ok(())
    };
    for (register, result) in to.iter().zip(&callee.results) {
        compare(*register, Some(result.ty()))?;
    }
    for (index, passed) in passed.iter().enumerate() {
        if let Passed::Given(register) = passed {
            compare(*register, callee.slot_layout(index).map(|layout| layout.ty()))?;
        }
    }
    Ok(is_alike)
}

fn unlinked(function: &FunctionName) -> Cause {
    Cause::Unlinked(Box::new(function.clone()))
}
