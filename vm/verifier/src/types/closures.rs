//! Function values are made of what their functions take, and called with what they take.

use vm_access::{Captures, FunctionType, Type};
use vm_bytecode::{CalleeId, Instruction, Parameter, Register};

use crate::context::Body;
use crate::error::{Expected, Fault, Plain};

impl Body<'_> {
    /// Checks an instruction about function values.
    pub(super) fn check_function_value(&self, instruction: &Instruction) -> Plain {
        if let Instruction::PackClosure { to, callee, captures, captured } = instruction {
            self.check_pack_closure(*to, *callee, *captures, captured)
        } else if let Instruction::WidenClosure { to, from } = instruction {
            self.check_widen(*to, *from)
        } else if let Instruction::CallClosure { to, closure, arguments } = instruction {
            let function = self.function_type(*closure)?;
            self.each("arguments", arguments, &function.parameters)?;
            self.each("results", to, &function.results)
        } else {
            Ok(())
        }
    }

    /// The function takes what is captured, and what the type of the value says, in order; it gives what the type says.
    fn check_pack_closure(
        &self,
        to: Register,
        callee: CalleeId,
        captures: Captures,
        captured: &[Register],
    ) -> Plain {
        let callee = self.callee(callee)?;
        let definition = self.context.function(callee)?;
        let substitute = |ty: &Type| ty.substitute(&callee.type_arguments);
        if !captures.is_within(definition.parameters.len()) {
            return Err(Fault::Malformed("a closure captures a parameter that is not there"));
        }
        let parameters = definition.parameters.iter().enumerate();
        let (inside, outside): (Vec<_>, Vec<_>) =
            parameters.partition(|(index, _)| captures.has(*index));
        let types = |of: Vec<(usize, &Parameter)>| -> Vec<Type> {
            of.into_iter().map(|(_, parameter)| substitute(&parameter.ty)).collect()
        };
        let inside = types(inside);
        if inside.iter().any(Type::is_reference) {
            return Err(Fault::Malformed("a closure captures a reference"));
        }
        self.each("captured values", captured, &inside)?;
        let found = self.function_type(to)?;
        let results: Vec<Type> = definition.results.iter().map(substitute).collect();
        if found.parameters == types(outside) && found.results == results {
            return Ok(());
        }
        self.mismatch(to, Expected::Kind("a function type that takes and gives the same"))
    }

    fn check_widen(&self, to: Register, from: Register) -> Plain {
        let (wide, narrow) = (self.function_type(to)?, self.function_type(from)?);
        if wide.is_alike(narrow) && narrow.abilities.has_all(wide.abilities) {
            return Ok(());
        }
        self.mismatch(to, Expected::Type(self.register(from)?.clone()))
    }

    fn function_type(&self, register: Register) -> Result<&FunctionType, Fault> {
        let Type::Function(function) = self.register(register)? else {
            return self.mismatch(register, Expected::Kind("a function"));
        };
        Ok(function)
    }
}
