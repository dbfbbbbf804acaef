//! Evaluation of terms against a program and the state before a batch.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use vm_access::{
    ComponentSet, Evaluator, FunctionName, Identifier, Record, StructType, TermFunction, Type,
    Unknown, Value,
};
use vm_interpreter::{Block, Call, Cause, Interpreter, Origin, operate};
use vm_layout::{Image, to_value};

use crate::machine::Machine;
use crate::world::World;

/// Steps that one application of a term function may take, in gas.
const TERM_GAS_MAX: u64 = 100_000;

/// Steps that all of them may take together for one transaction, in gas.
pub(crate) const TERMS_GAS_MAX: u64 = 10_000_000;

/// Whether an earlier transaction of the batch may write one of these components of a record.
pub(crate) type MayChange<'a> = dyn Fn(&Record, ComponentSet) -> bool + 'a;

/// Evaluates terms for one transaction, and remembers what their values were read from.
pub(crate) struct StateEvaluator<'a, 'p> {
    pub(crate) machine: &'p Machine,
    pub(crate) world: &'a World,
    /// Applies term functions.
    pub(crate) worker: &'a RefCell<Interpreter<'p>>,
    /// What is not to be relied on.
    pub(crate) may_change: &'a MayChange<'a>,
    /// What values were read from so far.
    pub(crate) relied: RefCell<Vec<(Record, ComponentSet)>>,
    /// What would have been read if no earlier transaction might write it.
    pub(crate) unsettled: RefCell<BTreeSet<(Record, ComponentSet)>>,
    /// What term functions have given: accesses to the fields of one record have one key.
    pub(crate) applied: RefCell<BTreeMap<Applied, Given>>,
    /// What is left for term functions.
    gas: Cell<u64>,
    /// Whether that was too little.
    pub(crate) is_exhausted: Cell<bool>,
}

/// A value and its type, or why there is none.
type Given = Result<(Value, Type), Unknown>;

/// A term function with type arguments and arguments.
type Applied = (FunctionName, Vec<Type>, Vec<Value>);

impl<'a, 'p> StateEvaluator<'a, 'p> {
    /// Nothing has been evaluated yet; term functions may take `gas` together, and none is applied without any.
    pub(crate) fn new(
        machine: &'p Machine,
        world: &'a World,
        worker: &'a RefCell<Interpreter<'p>>,
        may_change: &'a MayChange<'a>,
        gas: u64,
    ) -> Self {
        Self {
            machine,
            world,
            worker,
            may_change,
            relied: RefCell::default(),
            unsettled: RefCell::default(),
            applied: RefCell::default(),
            gas: Cell::new(gas),
            is_exhausted: Cell::new(false),
        }
    }

    fn evaluate(&self, (name, types, values): &Applied) -> Given {
        let call = Call {
            function: name,
            type_arguments: types,
            arguments: values,
            origin: Origin::Hash(&[0; 32]),
            block: Block::default(),
        };
        let left = self.gas.get();
        let allowed = TERM_GAS_MAX.min(left);
        if allowed == 0 {
            self.is_exhausted.set(true);
            return Err(Unknown::Vague);
        }
        let mut rest = allowed;
        let outcome = self.worker.borrow_mut().evaluate(call, &mut rest);
        self.gas.set(left.saturating_sub(allowed.saturating_sub(rest)));
        outcome.map_err(|abort| {
            if abort.cause == Cause::OutOfGas && allowed < TERM_GAS_MAX {
                self.is_exhausted.set(true);
            }
            unknown(&abort.cause)
        })
    }

    /// The record at the transaction's start, if that is known.
    fn image(&self, record: &Record, components: ComponentSet) -> Result<&Image, Unknown> {
        if (self.may_change)(record, components) {
            self.unsettled.borrow_mut().insert((record.clone(), components));
            return Err(Unknown::Vague);
        }
        self.relied.borrow_mut().push((record.clone(), components));
        self.world.image(record).ok_or(Unknown::Aborts)
    }
}

impl Evaluator for StateEvaluator<'_, '_> {
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
            // What a function value is made of is no key.
            TermFunction::Closure(..) => Err(Unknown::Vague),
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
        let image = self.image(record, components)?;
        Ok((image.to_value(), image.layout().ty().clone()))
    }

    fn field_of_record(
        &self,
        record: &Record,
        components: ComponentSet,
        fields: &[usize],
    ) -> Result<(Value, Type), Unknown> {
        let image = self.image(record, components)?;
        let (mut at, mut layout) = (image.pointer(), image.layout());
        for index in fields {
            let field = layout.fields().get(*index).ok_or(Unknown::Vague)?;
            (at, layout) = (at.offset(field.offset), &field.layout);
        }
        let value = to_value(image, at, layout).map_err(|_| Unknown::Vague)?;
        Ok((value, layout.ty().clone()))
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
