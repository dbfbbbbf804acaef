//! Compiled functions: made by units, kept as long as the program is.

use std::fmt;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use cranelift_codegen::ir::UserFuncName;
use cranelift_codegen::isa::OwnedTargetIsa;
use cranelift_codegen::settings::{self, Configurable};
use cranelift_codegen::{Context as CodegenContext, control::ControlPlane};
use cranelift_frontend::FunctionBuilderContext;
use cranelift_jit::{ArenaMemoryProvider, JITBuilder, JITModule};
use cranelift_module::{FuncId, Module, ModuleReloc, ModuleRelocTarget, default_libcall_names};
use rustc_hash::FxHashMap;
use vm_interpreter::{Abort, CodeEngine, Entered, Instance, Run, Target as CallTarget};
use vm_layout::Pointer;

use crate::abi;
use crate::context::{CodeSite, Context};
use crate::lower::{Callees, Given, Lowered, NotLowered, Target, is_small, lower, lower_entry};
use crate::unit::{Depths, address, unit};

/// Functions that are compiled at most: whoever sends ever new type arguments fills no memory.
const COMPILED_MAX: usize = 1 << 14;

/// Bytes reserved for code, of which only what is used is ever taken. All of it is within reach of a near call.
const CODE_BYTES: usize = 1 << 28;

/// Bytes of the machine's stack that a call may take beside what its frame has four times.
const CALL_BYTES: u64 = 4096;

/// Bytes of the machine's stack that a call may take with all its callees: 256 of them, and four times all frames.
const STACK_BYTES: usize = 6 << 20;

/// Bytes of the machine's stack for helpers, natives among them.
const HELPERS_BYTES: usize = 256 << 10;

/// Instructions of callees that are put into a function, at most.
const INLINED_MAX: usize = 256;

/// How many of them there have been.
static COUNT: AtomicU64 = AtomicU64::new(0);

/// Machine code of one program: give it to [`Interpreter::with_code`](vm_interpreter::Interpreter::with_code).
///
/// It trusts the program: only run functions that the verifier has passed.
pub struct Jit {
    /// Tells what it has made from what others have.
    id: u64,
    isa: OwnedTargetIsa,
    state: Mutex<State>,
}

struct State {
    /// `None` once something has gone wrong in it: nothing more is compiled then.
    module: Option<JITModule>,
    /// Code has their addresses.
    sites: Vec<Box<CodeSite>>,
    compiled: usize,
}

/// What is kept of a function, beside the instance.
#[derive(Debug)]
struct Made {
    /// Whose it is.
    by: u64,
    /// Bytes of the machine's stack that a call takes with all its callees, but not for helpers; `None` if that depends on
    /// what it does.
    stack: Option<usize>,
    /// Its number in the module; nothing if it could not be compiled.
    number: Option<u32>,
    /// The way in from Rust, once somebody has asked for it.
    entry: OnceLock<Option<Entry>>,
}

/// See [`abi::entry_signature`].
type Entry = unsafe extern "C" fn(*mut Context<'_, '_>, u64, i64, i64, *const u64) -> i64;

/// Bytes of a compiled function, and what they refer to.
struct Bytes {
    id: FuncId,
    /// What a call takes of the machine's stack.
    stack: usize,
    code: Vec<u8>,
    alignment: u64,
    relocations: Vec<ModuleReloc>,
    sites: Vec<Box<CodeSite>>,
}

impl Bytes {
    /// Numbers of the functions that it calls.
    fn called(&self) -> impl Iterator<Item = u32> {
        self.relocations.iter().filter_map(|relocation| {
            let ModuleRelocTarget::User { index, .. } = relocation.name else { return None };
            Some(index)
        })
    }
}

/// What is compiled: a function by its number, or the way into it.
enum Task {
    Function(Arc<Instance>),
    Entry(Arc<Instance>, u32),
}

impl Task {
    /// Bytes of the machine's stack that a call may take. What is made of registers takes at most four times their slots:
    /// a reference is three values. So all calls together stay below [`STACK_BYTES`].
    fn stack_bytes_max(&self) -> u64 {
        let (Self::Function(instance) | Self::Entry(instance, _)) = self;
        (instance.frame_bytes() as u64).saturating_mul(4).saturating_add(CALL_BYTES)
    }
}

impl Jit {
    /// Nothing is compiled yet. `None` on a machine that no code can be made for.
    pub fn new() -> Option<Self> {
        let mut flags = settings::builder();
        let settings = [
            ("opt_level", "speed"),
            ("is_pic", "false"),
            ("unwind_info", "false"),
            ("enable_verifier", if cfg!(debug_assertions) { "true" } else { "false" }),
            // Frames larger than a page touch each page, so that the guard below the stack is met.
            ("enable_probestack", "true"),
            ("probestack_strategy", "inline"),
        ];
        for (name, value) in settings {
            flags.set(name, value).ok()?;
        }
        let isa = cranelift_native::builder().ok()?.finish(settings::Flags::new(flags)).ok()?;
        let mut builder = JITBuilder::with_isa(Arc::clone(&isa), default_libcall_names());
        builder.memory_provider(Box::new(ArenaMemoryProvider::new_with_size(CODE_BYTES).ok()?));
        let module = Some(JITModule::new(builder));
        let state = State { module, sites: Vec::new(), compiled: 0 };
        let id = COUNT.fetch_add(1, Ordering::Relaxed);
        Some(Self { id, isa, state: Mutex::new(state) })
    }

    /// Runs a frame, and gives the gas left, or less than 0 if the call has aborted, and that is noted; `depth` calls may be
    /// made in it.
    pub(crate) fn run_in(
        &self,
        context: &mut Context<'_, '_>,
        entered: Entered,
        depth: i64,
    ) -> i64 {
        let Some((entry, _)) = self.entry(context.run, &entered.instance) else {
            let at_work =
                context.run.call_depth_max().saturating_sub(depth.unsigned_abs() as usize);
            return match context.run.interpret(entered, at_work.saturating_sub(1)) {
                Ok(()) => i64::try_from(context.run.gas_left()).unwrap_or(i64::MAX),
                Err(abort) => {
                    context.abort = Some(abort);
                    -1
                }
            };
        };
        enter(entry, context, (entered.base, &entered.results), depth)
    }

    /// The way into a function, which is compiled on first use, with all that it may call; and what is known of it.
    #[inline]
    fn entry<'i>(&self, run: &Run<'_>, instance: &'i Arc<Instance>) -> Option<(Entry, &'i Made)> {
        if let Some(made) = self.made(instance)
            && let Some(entry) = made.entry.get()
        {
            return Some(((*entry)?, made));
        }
        self.make_entry(run, instance)
    }

    #[cold]
    fn make_entry<'i>(
        &self,
        run: &Run<'_>,
        instance: &'i Arc<Instance>,
    ) -> Option<(Entry, &'i Made)> {
        let is_foreign = instance.compiled().get().is_some() && self.made(instance).is_none();
        if instance.is_counted() || is_foreign {
            return None;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if self.made(instance).is_none() {
            self.compile_unit(&mut state, run, instance);
        }
        let made = self.made(instance)?;
        let make = || self.compile_entry(&mut state, instance, made.number?);
        let entry = *made.entry.get_or_init(make);
        Some((entry?, made))
    }

    fn compile_unit(&self, state: &mut State, run: &Run<'_>, root: &Arc<Instance>) {
        let unit = unit(run, root);
        let made = self.try_unit(state, &unit).unwrap_or_default();
        // What has been put in the place of all its calls takes nothing itself.
        let taken = |index: usize| made.get(&index).map_or(0, |(_, stack)| *stack);
        let own = unit.iter().enumerate().map(|(index, it)| (address(it), taken(index)));
        let elsewhere = |callee: &Arc<Instance>| self.made(callee)?.stack;
        let mut depths = Depths::new(own, &elsewhere);
        let stacks: Vec<_> = unit.iter().map(|instance| depths.of(instance)).collect();
        for (index, (instance, stack)) in unit.iter().zip(stacks).enumerate() {
            let number = made.get(&index).map(|(number, _)| *number);
            if number.is_none() && !made.is_empty() {
                continue;
            }
            let made = Made { by: self.id, number, stack, entry: OnceLock::new() };
            // Only the holder of the lock sets it.
            let _ = instance.compiled().set(Box::new(made));
        }
    }

    /// Numbers of the functions of a unit, by position, and what a call of each takes of the machine's stack; `None` if one of
    /// them cannot be compiled, and then none is. Those are left out that have been put in the place of all their calls.
    fn try_unit(
        &self,
        state: &mut State,
        unit: &[Arc<Instance>],
    ) -> Option<FxHashMap<usize, (u32, usize)>> {
        let room = COMPILED_MAX.checked_sub(state.compiled)?;
        if room < unit.len() {
            return None;
        }
        let ids = state.declare(unit.iter().map(|instance| abi::signature(instance)))?;
        let callees = self.callees(unit, &ids);
        let positions: FxHashMap<_, _> =
            ids.iter().enumerate().map(|(position, id)| (id.as_u32(), position)).collect();
        let mut made = FxHashMap::default();
        let mut all = Vec::new();
        // The first is asked for, and those that are large are called by themselves if at all.
        let is_large =
            |(index, instance): &(usize, &Arc<Instance>)| *index == 0 || !is_small(instance);
        let mut next: Vec<_> = unit.iter().enumerate().filter(is_large).map(|it| it.0).collect();
        while !next.is_empty() {
            let task = |index: &usize| {
                Some((Task::Function(Arc::clone(unit.get(*index)?)), *ids.get(*index)?))
            };
            let tasks = next.iter().map(task).collect::<Option<Vec<_>>>()?;
            let bytes = self.compile(&tasks, &callees)?;
            for own in &bytes {
                let position = *positions.get(&own.id.as_u32())?;
                made.insert(position, (own.id.as_u32(), own.stack));
            }
            let called = bytes.iter().flat_map(Bytes::called);
            next = called.filter_map(|number| positions.get(&number).copied()).collect();
            next.retain(|position| !made.contains_key(position));
            next.sort_unstable();
            next.dedup();
            all.extend(bytes);
        }
        state.define(all)?;
        state.compiled += made.len();
        Some(made)
    }

    fn compile_entry(
        &self,
        state: &mut State,
        instance: &Arc<Instance>,
        number: u32,
    ) -> Option<Entry> {
        let signature = abi::entry_signature(self.isa.default_call_conv());
        let ids = state.declare([signature])?;
        let id = *ids.first()?;
        let tasks = [(Task::Entry(Arc::clone(instance), number), id)];
        state.define(self.compile(&tasks, &Callees::default())?)?;
        let address = state.module.as_ref()?.get_finalized_function(id);
        // SAFETY: the function has this signature, and its code is never freed while the program is there.
        Some(unsafe { std::mem::transmute::<*const u8, Entry>(address) })
    }

    /// Compiles, side by side; `None` if one task cannot be done.
    ///
    /// On threads of its own: whoever asks may be one of a pool, and holds the lock.
    fn compile(&self, tasks: &[(Task, FuncId)], callees: &Callees) -> Option<Vec<Bytes>> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut codegen = CodegenContext::new();
            let mut builder = FunctionBuilderContext::new();
            let mut done = Vec::new();
            while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
                done.push(self.compile_one(&mut codegen, &mut builder, task, callees)?);
            }
            Some(done)
        };
        let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(tasks.len());
        let mut done = Vec::with_capacity(tasks.len());
        thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            done.extend(work()?);
            for other in others {
                done.extend(other.join().ok()??);
            }
            Some(done)
        })
    }

    /// Without callees in it, if it takes too much of the machine's stack with them.
    fn compile_one(
        &self,
        codegen: &mut CodegenContext,
        builder: &mut FunctionBuilderContext,
        (task, id): &(Task, FuncId),
        callees: &Callees,
    ) -> Option<Bytes> {
        let mut compile =
            |inlined_max| self.compile_with(codegen, builder, (task, *id), (callees, inlined_max));
        compile(INLINED_MAX).or_else(|| compile(0))
    }

    fn compile_with(
        &self,
        codegen: &mut CodegenContext,
        builder: &mut FunctionBuilderContext,
        (task, id): (&Task, FuncId),
        (callees, inlined_max): (&Callees, usize),
    ) -> Option<Bytes> {
        codegen.clear();
        codegen.func.name = UserFuncName::user(0, id.as_u32());
        let mut sites = Vec::new();
        let target = self.target();
        let given = Given { target, callees, inlined_max };
        Self::lower(codegen, builder, task, &given, &mut sites).ok()?;
        codegen.compile(&*self.isa, &mut ControlPlane::default()).ok()?;
        let compiled = codegen.compiled_code()?;
        let frame = compiled.buffer.frame_layout()?.frame_to_fp_offset;
        if task.stack_bytes_max() < u64::from(frame) {
            return None;
        }
        let minimum = u64::from(self.isa.function_alignment().minimum);
        let relocation = |it: &_| ModuleReloc::from_mach_reloc(it, &codegen.func, id);
        Some(Bytes {
            id,
            // The return address, and the frame pointer below it.
            stack: frame as usize + 16,
            code: compiled.code_buffer().to_vec(),
            alignment: u64::from(compiled.buffer.alignment).max(minimum),
            relocations: compiled.buffer.relocs().iter().map(relocation).collect(),
            sites,
        })
    }

    fn lower(
        codegen: &mut CodegenContext,
        builder: &mut FunctionBuilderContext,
        task: &Task,
        given: &Given<'_>,
        sites: &mut Vec<Box<CodeSite>>,
    ) -> Lowered {
        let function = &mut codegen.func;
        match task {
            Task::Function(instance) => {
                function.signature = abi::signature(instance);
                lower(function, builder, given, instance, sites)
            }
            Task::Entry(instance, number) => {
                function.signature = abi::entry_signature(given.target.convention);
                lower_entry(function, builder, given.target, instance, *number)
            }
        }
        .inspect_err(|NotLowered| *builder = FunctionBuilderContext::new())
    }

    fn target(&self) -> Target {
        let convention = self.isa.default_call_conv();
        Target { config: self.isa.frontend_config(), convention }
    }
}

impl State {
    fn declare(
        &mut self,
        signatures: impl IntoIterator<Item = cranelift_codegen::ir::Signature>,
    ) -> Option<Vec<FuncId>> {
        let module = self.module.as_mut()?;
        let declare = |signature| module.declare_anonymous_function(&signature).ok();
        signatures.into_iter().map(declare).collect()
    }

    /// Puts code where it can run.
    fn define(&mut self, all: Vec<Bytes>) -> Option<()> {
        // Taken out until all is well: a module with half of a unit in it is of no use.
        let mut module = self.module.take()?;
        for Bytes { id, code, alignment, relocations, sites, .. } in all {
            module.define_function_bytes(id, alignment, &code, &relocations).ok()?;
            self.sites.extend(sites);
        }
        module.finalize_definitions().ok()?;
        self.module = Some(module);
        Some(())
    }
}

impl Jit {
    /// What was made of a function here, if anything was. What others have made may be gone.
    fn made<'i>(&self, instance: &'i Instance) -> Option<&'i Made> {
        let made: &Made = instance.compiled().get()?.downcast_ref()?;
        (made.by == self.id).then_some(made)
    }

    /// The numbers of all functions that those of a unit may call directly, or those that are put in the place of such calls.
    fn callees(&self, unit: &[Arc<Instance>], ids: &[FuncId]) -> Callees {
        let mut callees = Callees::default();
        for (instance, id) in unit.iter().zip(ids) {
            callees.insert(address(instance), id.as_u32());
        }
        let mut next = unit.to_vec();
        while let Some(instance) = next.pop() {
            for target in instance.targets() {
                let CallTarget::Function(target) = target else { continue };
                let Some(callee) = target.known() else { continue };
                let Some(number) = self.made(&callee).and_then(|made| made.number) else {
                    continue;
                };
                if callees.insert(address(&callee), number).is_none() {
                    next.push(callee);
                }
            }
        }
        callees
    }
}

impl CodeEngine for Jit {
    fn run(
        &self,
        run: &mut Run<'_>,
        instance: &Arc<Instance>,
        base: Pointer,
        results: &[Pointer],
    ) -> Option<Result<(), Abort>> {
        let (entry, made) = self.entry(run, instance)?;
        let depth = i64::try_from(run.call_depth_max()).unwrap_or(i64::MAX).saturating_sub(1);
        let mut context = Context::new(run, self);
        context.pass_local(instance.parameters());
        let stack = made.stack.map_or(STACK_BYTES, |own| own.saturating_add(HELPERS_BYTES));
        let gas = stacker::maybe_grow(stack, STACK_BYTES.max(stack), || {
            enter(entry, &mut context, (base, results), depth)
        });
        let Context { run, abort, .. } = context;
        if gas < 0 {
            return Some(Err(abort.expect("code that aborts says why")));
        }
        run.set_gas_left(gas.unsigned_abs());
        Some(Ok(()))
    }
}

/// Enters code by the way in of the function whose frame lies at the first of the places; results go to the others.
#[inline]
fn enter(
    entry: Entry,
    context: &mut Context<'_, '_>,
    (base, results): (Pointer, &[Pointer]),
    depth: i64,
) -> i64 {
    let gas = i64::try_from(context.run.gas_left()).unwrap_or(i64::MAX);
    // SAFETY: the code was made for the function, which the verifier has passed; its frame is there with the arguments in it,
    // and the places of results, which are words, are those of its caller.
    unsafe { entry(context, base.0, gas, depth, results.as_ptr().cast()) }
}

impl Drop for Jit {
    fn drop(&mut self) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(module) = state.module.take() {
            // SAFETY: whoever runs code borrows this, and nobody does; what instances keep of it is known to be of another.
            unsafe { module.free_memory() }
        }
    }
}

impl fmt::Debug for Jit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jit").finish_non_exhaustive()
    }
}
