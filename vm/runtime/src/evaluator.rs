//! Evaluation of terms against a program and the state before a batch.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vm_access::{
    ComponentSet, Evaluator, FunctionName, Identifier, Place, Record, StructType, TermFunction,
    Type, Unknown, Value,
};
use vm_interpreter::{Call, Cause, operate};

use crate::machine::Machine;
use crate::world::World;

/// Steps that one application of a term function may take, in gas.
const TERM_GAS_MAX: u64 = 100_000;

/// Evaluates terms for one transaction, and remembers which places their values were read from.
pub(crate) struct StateEvaluator<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) world: &'a World,
    /// Locations that an earlier transaction of the batch may write: not to be relied on.
    pub(crate) may_change: &'a dyn Fn(&Place) -> bool,
    /// Locations that values were read from so far.
    pub(crate) relied: RefCell<BTreeSet<Place>>,
    /// What would have been read if no earlier transaction might write it.
    pub(crate) unsettled: RefCell<BTreeSet<(Record, ComponentSet)>>,
    /// What term functions have given: accesses to the fields of one record have one key.
    pub(crate) applied: RefCell<BTreeMap<Applied, Given>>,
}

/// A value and its type, or why there is none.
type Given = Result<(Value, Type), Unknown>;

/// A term function with type arguments and arguments.
type Applied = (FunctionName, Vec<Type>, Vec<Value>);

impl StateEvaluator<'_> {
    fn evaluate(&self, (name, types, values): &Applied) -> Given {
        let call = Call { function: name, type_arguments: types, arguments: values, seed: [0; 32] };
        let outcome = self.machine.term_worker().evaluate(call, TERM_GAS_MAX);
        outcome.map_err(|abort| unknown(&abort.cause))
    }
}

impl Evaluator for StateEvaluator<'_> {
    fn fields(&self, ty: &StructType) -> Option<Arc<[(Identifier, Type)]>> {
        self.machine.fields(ty)
    }

    fn is_fixed(&self, ty: &StructType, field: &Identifier) -> bool {
        let definition = self.machine.program().structure(&ty.module, &ty.name);
        let mut fields = definition.into_iter().flat_map(|definition| &definition.fields);
        fields.any(|own| own.name == *field && own.is_fixed)
    }

    fn apply(
        &self,
        function: &TermFunction,
        types: &[Type],
        arguments: Vec<(Value, Type)>,
    ) -> Result<(Value, Type), Unknown> {
        match function {
            TermFunction::Operator(operator) => {
                operate(*operator, types, &arguments).map_err(|cause| unknown(&cause))
            }
            TermFunction::Named(name) => {
                let values = arguments.into_iter().map(|(value, _)| value).collect();
                let applied = (name.clone(), types.to_vec(), values);
                if let Some(known) = self.applied.borrow().get(&applied) {
                    return known.clone();
                }
                let outcome = self.evaluate(&applied);
                self.applied.borrow_mut().insert(applied, outcome.clone());
                outcome
            }
        }
    }

    fn record(&self, record: &Record, components: ComponentSet) -> Result<(Value, Type), Unknown> {
        let location = |component| Place::Location(record.clone(), component);
        if components.iter().map(location).any(|place| (self.may_change)(&place)) {
            self.unsettled.borrow_mut().insert((record.clone(), components));
            return Err(Unknown::Vague);
        }
        self.relied.borrow_mut().extend(components.iter().map(location));
        let image = self.world.image(record).ok_or(Unknown::Aborts)?;
        let ty = match record {
            Record::Resource(ty, _) => Type::Struct(ty.clone()),
            Record::Item(table, _) => table.value.clone(),
        };
        Ok((image.to_value(), ty))
    }
}

/// Whether a term that aborts for this cause aborts in the transaction too, or was only given up here.
fn unknown(cause: &Cause) -> Unknown {
    match cause {
        Cause::Code { .. }
        | Cause::Arithmetic(_)
        | Cause::NoElement
        | Cause::ElementCount
        | Cause::BadAddress => Unknown::Aborts,
        Cause::NotThere(_)
        | Cause::AlreadyThere(_)
        | Cause::OutsideFootprint { .. }
        | Cause::OutOfGas
        | Cause::LimitReached(_)
        | Cause::NotATerm
        | Cause::BadArguments
        | Cause::Unlinked(_)
        | Cause::NoLayout(_)
        | Cause::Interrupted
        | Cause::Unverified(_) => Unknown::Vague,
    }
}
