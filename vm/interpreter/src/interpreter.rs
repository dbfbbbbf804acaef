//! The entry: executes calls, evaluates term functions.

use std::sync::Arc;

use vm_access::{FunctionName, Type, Value};
use vm_layout::{Layout, Memory, Pointer, Source, to_value};

use crate::host::{Denied, Host, Opened, RecordName, Touched};
use crate::instance::{Instance, Instances};
use crate::limits::Limits;
use crate::modules::Modules;
use crate::outcome::{Abort, Cause, Execution, Status, TouchedRecord};
use crate::run::{Context, Linked, Lists, Purpose, Run};

/// Gas that any call may have: machine code counts with a sign.
const GAS_MAX: u64 = i64::MAX as u64;

/// Runs calls one after the other, in memory of its own: one for each worker.
pub struct Interpreter<'p> {
    linked: Linked<'p>,
    limits: Limits,
    memory: Memory,
    code: Option<&'p dyn CodeEngine>,
    /// Functions called lately, with their type arguments.
    recent: Recent,
    lists: Lists,
}

/// Function instances that one worker has called, the first of them: most batches call few.
#[derive(Debug, Default)]
struct Recent(Vec<(Vec<Type>, Arc<Instance>)>);

impl Recent {
    const MAX: usize = 8;

    fn find(&self, call: &Call<'_>) -> Option<Arc<Instance>> {
        let is_it = |(types, instance): &&(Vec<Type>, Arc<Instance>)| {
            instance.name == *call.function && *types == call.type_arguments
        };
        self.0.iter().find(is_it).map(|(_, instance)| Arc::clone(instance))
    }

    fn keep(&mut self, call: &Call<'_>, instance: &Arc<Instance>) {
        if self.0.len() < Self::MAX {
            self.0.push((call.type_arguments.to_vec(), Arc::clone(instance)));
        }
    }
}

/// Another engine of code, which runs functions as the interpreter would, only faster.
pub trait CodeEngine: Sync {
    /// Runs the function whose frame is the only one of `run`, until it has returned: then the frame is gone.
    ///
    /// `None` if it leaves the function to the interpreter, and then nothing has happened.
    fn run(&self, run: &mut Run<'_>) -> Option<Result<(), Abort>>;
}

/// A call of a function from outside.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// The function.
    pub function: &'a FunctionName,
    /// Ground types, one per type parameter.
    pub type_arguments: &'a [Type],
    /// One value per parameter; for a reference the value behind it.
    pub arguments: &'a [Value],
    /// What its hash is: no other call has the same.
    pub origin: Origin<'a>,
    /// What it may ask about its block.
    pub block: Block,
}

/// What tells a call from every other one: its hash, from which the names that it makes up are hashed, and what random
/// bytes are hashed from, which no code sees, so that none foretells them.
#[derive(Clone, Copy)]
pub enum Origin<'a> {
    /// Its place in a batch, and the batch's digest; both come of these.
    Batch {
        /// Tells the digest: few calls need it, and it takes long.
        digest: &'a dyn Fn() -> [u8; 32],
        /// Position in the batch.
        index: u32,
    },
    /// A hash; random bytes are the same for all such calls.
    Hash(&'a [u8]),
}

impl std::fmt::Debug for Origin<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Batch { index, .. } => write!(f, "Batch({index})"),
            Self::Hash(hash) => write!(f, "Hash({hash:02x?})"),
        }
    }
}

/// How much is told of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// How it ended.
    Outcome,
    /// And what it did with each record, which otherwise only the host is told.
    Records,
}

/// What every call of a block may ask about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Block {
    /// Microseconds since 1970.
    pub time: u64,
    /// Blocks before it.
    pub height: u64,
}

impl<'p> Interpreter<'p> {
    /// An interpreter of the program `modules`, for which `instances` are kept.
    pub fn new(modules: &'p dyn Modules, instances: &'p Instances, limits: Limits) -> Self {
        let linked = Linked { modules, instances };
        Self {
            linked,
            limits,
            memory: Memory::new(limits.memory),
            code: None,
            recent: Recent::default(),
            lists: Lists::default(),
        }
    }

    /// The same; what `code` can run, it does.
    #[must_use]
    pub fn with_code(self, code: &'p dyn CodeEngine) -> Self {
        Self { code: Some(code), ..self }
    }

    /// Executes `call` on the records that `host` opens, and tells what was done with each.
    ///
    /// Who may call the function is not checked here.
    pub fn execute(&mut self, call: Call<'_>, host: &mut dyn Host) -> Execution {
        self.execute_within(call, self.limits.gas, Detail::Records, host)
    }

    /// [`Interpreter::execute`] with at most `gas`, where that is less than the limit.
    pub fn execute_within(
        &mut self,
        call: Call<'_>,
        gas: u64,
        detail: Detail,
        host: &mut dyn Host,
    ) -> Execution {
        if detail == Detail::Outcome {
            return self.execute_on(call, gas, host);
        }
        let mut recorder = Recorder { host, records: Vec::new() };
        let execution = self.execute_on(call, gas, &mut recorder);
        let mut records = recorder.records;
        records.sort_by(|left, right| left.record.cmp(&right.record));
        Execution { records, ..execution }
    }

    fn execute_on(&mut self, call: Call<'_>, gas: u64, host: &mut dyn Host) -> Execution {
        self.memory.clear();
        let limits = Limits { gas: gas.min(self.limits.gas).min(GAS_MAX), ..self.limits };
        let context = Context::new(call.origin, call.block);
        let Self { linked, memory, code, recent, lists, .. } = self;
        let (code, purpose) = (*code, Purpose::Transaction);
        let mut run = Run::new(*linked, &limits, (memory, lists), host, context, purpose);
        let outcome = run.call_from_outside(call, recent, code);
        run.finish(outcome)
    }

    /// Applies a term function: no state, no events, at most `gas`, from which it takes what it uses.
    ///
    /// # Errors
    ///
    /// If it aborts, for whatever reason, or has not exactly one result.
    pub fn evaluate(&mut self, call: Call<'_>, gas: &mut u64) -> Result<(Value, Type), Abort> {
        self.memory.clear();
        let limits = Limits { gas: (*gas).min(GAS_MAX), ..self.limits };
        let mut nothing = NoHost;
        let context = Context::new(call.origin, call.block);
        let Self { linked, memory, code, recent, lists, .. } = self;
        let (code, purpose) = (*code, Purpose::Term);
        let mut run = Run::new(*linked, &limits, (memory, lists), &mut nothing, context, purpose);
        let outcome = run.call_from_outside(call, recent, code);
        *gas = gas.saturating_sub(run.gas_used());
        let mut results = outcome?;
        let result = results.pop().filter(|_| results.is_empty());
        result.ok_or(Abort::outside(Cause::NotATerm))
    }
}

impl std::fmt::Debug for Interpreter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Interpreter").field("limits", &self.limits).finish_non_exhaustive()
    }
}

/// The host of terms, which open nothing.
struct NoHost;

impl Host for NoHost {
    fn open(&mut self, _: RecordName<'_>, _: bool) -> Result<Opened, Denied> {
        Err(Denied::OutsideFootprint)
    }
}

/// Another host that keeps what was done with each record.
struct Recorder<'h> {
    host: &'h mut dyn Host,
    records: Vec<TouchedRecord>,
}

impl Host for Recorder<'_> {
    fn open(&mut self, record: RecordName<'_>, is_fresh: bool) -> Result<Opened, Denied> {
        self.host.open(record, is_fresh)
    }

    fn close(&mut self, touched: Touched<'_>) {
        self.records.push(touched.to_record());
        self.host.close(touched);
    }
}

impl Run<'_> {
    /// Lays out the arguments, runs the function, and reads its results.
    fn call_from_outside(
        &mut self,
        call: Call<'_>,
        recent: &mut Recent,
        code: Option<&dyn CodeEngine>,
    ) -> Result<Vec<(Value, Type)>, Abort> {
        let outside = Abort::outside;
        let instance = if let Some(instance) = recent.find(&call) {
            instance
        } else {
            let made = self.instance(call.function, call.type_arguments).map_err(outside)?;
            recent.keep(&call, &made);
            made
        };
        let root = self.enter(&instance, call.arguments).map_err(outside)?;
        match code.and_then(|code| code.run(self)) {
            Some(outcome) => outcome?,
            None => self.run()?,
        }
        self.results(&instance, root).map_err(outside)
    }

    /// Makes the frame around the first call and its own; gives where the first one lies.
    fn enter(&mut self, instance: &Arc<Instance>, arguments: &[Value]) -> Result<Pointer, Cause> {
        if arguments.len() != instance.parameters {
            return Err(Cause::BadArguments);
        }
        let surroundings = &instance.surroundings;
        let root = self.memory.push_frame(surroundings.bytes)?;
        let results = surroundings.results.iter().map(|offset| root.offset(*offset)).collect();
        let here = self.push_frame(instance, results)?;
        for (index, argument) in arguments.iter().enumerate() {
            if self.context.sender.is_none() && matches!(argument, Value::Signer(_)) {
                self.context.sender = argument.as_address();
            }
            let register = vm_bytecode::Register::new(index);
            let (slot, layout) = (here.at(register)?, here.layout(register)?);
            let to = surroundings.referents.get(index).copied().flatten();
            let to = to.map(|offset| root.offset(offset));
            let value_layout = layout.referent().unwrap_or(layout);
            if !self.memory.put_value(argument, value_layout, to.unwrap_or(slot))? {
                return Err(Cause::BadArguments);
            }
            if let Some(to) = to {
                self.memory.write(slot, &to.0.to_le_bytes())?;
            }
        }
        Ok(root)
    }

    fn results(&self, instance: &Instance, root: Pointer) -> Result<Vec<(Value, Type)>, Cause> {
        let read = |(layout, offset): (&Arc<Layout>, &usize)| {
            let at = root.offset(*offset);
            let (at, layout) = match layout.referent() {
                Some(to) => (self.memory.pointer(at)?, to),
                None => (at, layout),
            };
            Ok((to_value(self.memory, at, layout)?, layout.ty().clone()))
        };
        instance.results.iter().zip(&*instance.surroundings.results).map(read).collect()
    }

    /// Puts the outcome together, and tells the host what was done with the records.
    fn finish(&mut self, outcome: Result<Vec<(Value, Type)>, Abort>) -> Execution {
        let finished = outcome.and_then(|results| {
            self.take_images().map_err(Abort::outside)?;
            Ok(results)
        });
        self.close_records(finished.is_ok());
        let gas_used = self.gas_used();
        let printed = std::mem::take(&mut self.lists.printed);
        let records = Vec::new();
        match finished {
            Ok(results) => Execution {
                status: Status::Committed,
                gas_used,
                results: results.into_iter().map(|(value, _)| value).collect(),
                events: std::mem::take(&mut self.events),
                printed,
                records,
            },
            Err(abort) => Execution {
                status: Status::Aborted(Box::new(abort)),
                gas_used,
                results: Vec::new(),
                events: Vec::new(),
                printed,
                records,
            },
        }
    }
}
