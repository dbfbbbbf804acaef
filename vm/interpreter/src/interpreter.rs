//! The entry: executes calls, evaluates term functions.

use std::sync::Arc;

use smallvec::SmallVec;
use vm_access::{FunctionName, Type, Value};
use vm_layout::{Fault, Layout, Memory, Pointer, Source, to_value};

use crate::host::{Denied, Host, Opened, Opener, RecordName, Touched};
use crate::instance::{Instance, Instances, OuterParameter};
use crate::limits::Limits;
use crate::modules::Modules;
use crate::outcome::{Abort, Cause, Events, Execution, Status, TouchedRecord};
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

/// Function instances that one worker has called, the first of them and the last: most batches call few.
#[derive(Debug, Default)]
struct Recent(Vec<(Vec<Type>, Arc<Instance>)>);

impl Recent {
    const MAX: usize = 8;

    /// The instance that is called, made if it is not among them.
    #[inline]
    fn instance(&mut self, call: &Call<'_>, run: &Run<'_>) -> Result<&Arc<Instance>, Cause> {
        let is_it = |(types, instance): &(Vec<Type>, Arc<Instance>)| {
            instance.name == *call.function && *types == call.type_arguments
        };
        let position = if let Some(position) = self.0.iter().position(is_it) {
            position
        } else {
            let made = run.instance(call.function, call.type_arguments)?;
            self.0.truncate(Self::MAX - 1);
            self.0.push((call.type_arguments.to_vec(), made));
            self.0.len() - 1
        };
        let found = self.0.get(position).map(|(_, instance)| instance);
        Ok(found.ok_or(Fault::Shape)?)
    }
}

/// Another engine of code, which runs functions as the interpreter would, only faster.
pub trait CodeEngine: Sync {
    /// Runs `instance`, whose frame lies at `base` with the arguments in it, none of which leads into a record, until it has
    /// returned, and puts its results at `results`.
    ///
    /// `None` if it leaves the function to the interpreter, and then nothing has happened.
    fn run(
        &self,
        run: &mut Run<'_>,
        instance: &Arc<Instance>,
        base: Pointer,
        results: &[Pointer],
    ) -> Option<Result<(), Abort>>;
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
        Self::with_memory(modules, instances, limits, Memory::new(limits.memory))
    }

    /// The same with memory that another one of the same limits has left.
    pub fn with_memory(
        modules: &'p dyn Modules,
        instances: &'p Instances,
        limits: Limits,
        memory: Memory,
    ) -> Self {
        let linked = Linked { modules, instances };
        Self {
            linked,
            limits,
            memory,
            code: None,
            recent: Recent::default(),
            lists: Lists::default(),
        }
    }

    /// The memory, for another one.
    pub fn into_memory(self) -> Memory {
        self.memory
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
        run.prepare();
        let outcome = run.call_from_outside(call, recent, code);
        let results = outcome.and_then(|(instance, root)| run.results(instance, root));
        run.finish(results)
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
        let (instance, root) = outcome?;
        let mut results = run.results(instance, root)?;
        let [layout] = instance.results.as_slice() else {
            return Err(Abort::outside(Cause::NotATerm));
        };
        let ty = layout.referent().unwrap_or(layout).ty().clone();
        let result = results.pop().ok_or(Abort::outside(Cause::NotATerm))?;
        Ok((result, ty))
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
    fn open(&mut self, _: RecordName<'_>, _: bool) -> Result<Opened<'_>, Denied> {
        Err(Denied::OutsideFootprint)
    }
}

/// Another host that keeps what was done with each record.
struct Recorder<'h> {
    host: &'h mut dyn Host,
    records: Vec<TouchedRecord>,
}

impl Host for Recorder<'_> {
    fn prepare(&mut self, opener: &mut Opener<'_>) {
        self.host.prepare(opener);
    }

    fn open(&mut self, record: RecordName<'_>, is_fresh: bool) -> Result<Opened<'_>, Denied> {
        self.host.open(record, is_fresh)
    }

    fn close(&mut self, touched: Touched<'_>) {
        self.records.push(touched.to_record());
        self.host.close(touched);
    }
}

impl Run<'_> {
    /// Lets the host open records before the call.
    fn prepare(&mut self) {
        let Self { memory, lists, host, .. } = self;
        host.prepare(&mut Opener { memory, records: &mut lists.records });
        lists.records.begin();
    }

    /// Lays out the arguments and runs the function: which it is, and where the frame around it lies, with its results.
    fn call_from_outside<'i>(
        &mut self,
        call: Call<'_>,
        recent: &'i mut Recent,
        code: Option<&dyn CodeEngine>,
    ) -> Result<(&'i Arc<Instance>, Pointer), Abort> {
        let outside = Abort::outside;
        let instance = recent.instance(&call, self).map_err(outside)?;
        let (root, base) = self.enter(instance, call.arguments).map_err(outside)?;
        let results = instance.surroundings.results.iter().map(|offset| root.offset(*offset));
        let results: SmallVec<[Pointer; 2]> = results.collect();
        if let Some(outcome) = code.and_then(|code| code.run(self, instance, base, &results)) {
            outcome?;
        } else {
            self.enter_frame(instance, base, results);
            self.run()?;
        }
        Ok((instance, root))
    }

    /// Makes the frame around the first call and its own, with the arguments in them; tells where the two lie.
    #[inline]
    fn enter(
        &mut self,
        instance: &Instance,
        arguments: &[Value],
    ) -> Result<(Pointer, Pointer), Cause> {
        let surroundings = &instance.surroundings;
        if arguments.len() != surroundings.parameters.len() {
            return Err(Cause::BadArguments);
        }
        let root = self.memory.push_frame(surroundings.bytes)?;
        let base = self.memory.push_frame(instance.frame_bytes)?;
        for (argument, parameter) in arguments.iter().zip(&*surroundings.parameters) {
            if let (None, Value::Signer(sender)) = (self.context.sender, argument) {
                self.context.sender = Some(*sender);
            }
            let OuterParameter { slot, referent, layout } = parameter;
            let slot = base.offset(*slot);
            let to = referent.map_or(slot, |offset| root.offset(offset));
            if !self.memory.put_value(argument, layout, to)? {
                return Err(Cause::BadArguments);
            }
            if referent.is_some() {
                self.memory.write_array(slot, &to.0.to_le_bytes())?;
            }
        }
        Ok((root, base))
    }

    fn results(&self, instance: &Instance, root: Pointer) -> Result<Vec<Value>, Abort> {
        if instance.results.is_empty() {
            return Ok(Vec::new());
        }
        let read = |(layout, offset): (&Arc<Layout>, &usize)| {
            let at = root.offset(*offset);
            let (at, layout) = match layout.referent() {
                Some(to) => (self.memory.pointer(at)?, to),
                None => (at, layout),
            };
            to_value(self.memory, at, layout)
        };
        let all = instance.results.iter().zip(&*instance.surroundings.results).map(read);
        all.collect::<Result<_, _>>().map_err(|fault| Abort::outside(fault.into()))
    }

    /// Puts the outcome together, and tells the host what was done with the records.
    fn finish(&mut self, results: Result<Vec<Value>, Abort>) -> Execution {
        let finished = results.and_then(|results| {
            self.take_images().map_err(Abort::outside)?;
            Ok(results)
        });
        self.close_records(finished.is_ok());
        let (status, results) = match finished {
            Ok(results) => (Status::Committed, results),
            Err(abort) => {
                self.events = Events::default();
                (Status::Aborted(Box::new(abort)), Vec::new())
            }
        };
        Execution {
            status,
            gas_used: self.gas_used(),
            results,
            events: std::mem::take(&mut self.events),
            printed: std::mem::take(&mut self.lists.printed),
            records: Vec::new(),
        }
    }
}
