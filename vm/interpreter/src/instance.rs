//! Function instances: a function with ground type arguments, resolved once.

use std::any::Any;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock, Weak};

use vm_access::{Captures, FunctionName, Type};
use vm_bytecode::{
    Block, CalleeId, ClosureValue, Code, CodePoint, ConstantId, FunctionDefinition, Instruction,
    Module, Native, Register, TypeId, gas,
};
use vm_layout::{Fault, Image, Layout, LayoutError, LayoutTable, Pointer};

use crate::modules::{Modules, Structs, find_function};
use crate::outcome::Cause;
use crate::stops::Stops;

/// Number of instances kept; whoever sends ever new type arguments fills no memory.
const INSTANCES_MAX: usize = 1 << 16;

/// The function instances and layouts made so far, shared by all threads that run one program.
///
/// Everything is resolved against the modules at hand when first asked for: use one for one program.
#[derive(Debug, Default)]
pub struct Instances {
    shared: RwLock<Shared>,
    /// Whether it is counted how often code runs.
    is_counting: bool,
}

#[derive(Debug, Default)]
struct Shared {
    layouts: LayoutTable,
    by_name: BTreeMap<(FunctionName, Vec<Type>), Arc<Instance>>,
}

/// One function at ground type arguments, resolved.
#[derive(Debug)]
pub struct Instance {
    pub(crate) name: FunctionName,
    pub(crate) code: Code,
    pub(crate) parameters: usize,
    pub(crate) results: Vec<Arc<Layout>>,
    pub(crate) frame_bytes: usize,
    slots: Vec<Slot>,
    pub(crate) surroundings: Surroundings,
    /// Where another engine of code keeps what it has made of the function.
    compiled: OnceLock<Box<dyn Any + Send + Sync>>,
    /// Resource types that `Exists` names.
    types: BTreeMap<TypeId, Arc<Layout>>,
    constants: BTreeMap<ConstantId, Image>,
    callees: BTreeMap<CalleeId, Target>,
    /// Per block: what to charge on coming to each instruction, and last to the terminator.
    charges: Vec<Vec<Charge>>,
    /// Where runs of its blocks have ended, if that is counted.
    stops: Option<Stops>,
}

/// The frame around a call from outside: values behind reference arguments, and places for results.
#[derive(Debug)]
pub(crate) struct Surroundings {
    pub(crate) bytes: usize,
    pub(crate) parameters: Box<[OuterParameter]>,
    /// Where each result goes.
    pub(crate) results: Box<[usize]>,
}

/// Where the argument of a call from outside goes.
#[derive(Debug)]
pub(crate) struct OuterParameter {
    /// The parameter's place in the function's frame.
    pub(crate) slot: usize,
    /// Where the value behind it lies in the frame around, if it is a reference.
    pub(crate) referent: Option<usize>,
    /// Of the value.
    pub(crate) layout: Arc<Layout>,
}

impl Surroundings {
    fn of(parameters: &[Slot], results: &[Arc<Layout>]) -> Self {
        let mut bytes = 0_usize;
        let mut reserve = |layout: &Layout| {
            let offset = bytes;
            bytes = bytes.saturating_add(layout.size().next_multiple_of(8));
            offset
        };
        let parameter = |Slot { offset, layout }: &Slot| {
            let to = layout.referent();
            let referent = to.map(|to| reserve(to));
            OuterParameter { slot: *offset, referent, layout: Arc::clone(to.unwrap_or(layout)) }
        };
        let parameters = parameters.iter().map(parameter).collect();
        let results = results.iter().map(|layout| reserve(layout)).collect();
        Self { bytes, parameters, results }
    }
}

/// Gas to charge on coming to an instruction.
#[derive(Clone, Copy, Debug, Default)]
pub struct Charge {
    /// For the segment that starts here, if one does.
    pub segment: u64,
    /// Whether the bytes of its operands are charged too.
    pub is_sized: bool,
}

/// A register's place in the frame.
#[derive(Debug)]
struct Slot {
    offset: usize,
    layout: Arc<Layout>,
}

/// What a call leads to.
#[derive(Debug)]
pub enum Target {
    /// A function of the virtual machine.
    Native {
        /// Which.
        native: Native,
        /// Layouts of its type arguments.
        types: Vec<Arc<Layout>>,
    },
    /// A function with code.
    Function(FunctionTarget),
}

/// A function to call; its instance is looked up on the first call, so that recursion ends.
#[derive(Debug)]
pub struct FunctionTarget {
    name: FunctionName,
    type_arguments: Vec<Type>,
    /// Weak, since functions may call each other; [`Instances`] keeps the instances.
    instance: OnceLock<Weak<Instance>>,
}

impl FunctionTarget {
    /// The instance, if it has been looked up.
    pub fn known(&self) -> Option<Arc<Instance>> {
        self.instance.get().and_then(Weak::upgrade)
    }

    /// A function value of it, with the BCS of what is captured.
    pub(crate) fn closure(&self, captures: Captures, captured: Vec<Vec<u8>>) -> ClosureValue {
        let (function, type_arguments) = (self.name.clone(), self.type_arguments.clone());
        ClosureValue { function, type_arguments, captures, captured }
    }
}

impl Instances {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// None yet; it is counted how often their code runs.
    pub fn counting() -> Self {
        Self { is_counting: true, ..Self::default() }
    }

    /// How often each instruction of each function has run, block by block, if that is counted; last of a block its terminator.
    /// A function that never ran is not there.
    pub fn visits(&self) -> BTreeMap<FunctionName, Vec<Vec<u64>>> {
        let shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
        let mut visits: BTreeMap<FunctionName, Vec<Vec<u64>>> = BTreeMap::new();
        for instance in shared.by_name.values() {
            if let Some(stops) = &instance.stops {
                stops.add_to(visits.entry(instance.name.clone()).or_default());
            }
        }
        visits
    }

    /// The layout of a ground type.
    ///
    /// # Errors
    ///
    /// If the type has none.
    pub fn layout(&self, modules: &dyn Modules, ty: &Type) -> Result<Arc<Layout>, LayoutError> {
        let mut shared = self.shared.write().unwrap_or_else(PoisonError::into_inner);
        shared.layouts.layout(ty, &Structs(modules))
    }

    /// The instance of a function, made on first use.
    pub(crate) fn instance(
        &self,
        modules: &dyn Modules,
        name: &FunctionName,
        type_arguments: &[Type],
    ) -> Result<Arc<Instance>, Cause> {
        let key = (name.clone(), type_arguments.to_vec());
        let shared = self.shared.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(instance) = shared.by_name.get(&key) {
            return Ok(Arc::clone(instance));
        }
        drop(shared);
        let mut shared = self.shared.write().unwrap_or_else(PoisonError::into_inner);
        let mut maker = Maker { modules, layouts: &mut shared.layouts, type_arguments: &key.1 };
        let mut instance = maker.make(name)?;
        instance.stops = self.is_counting.then(|| Stops::of(&instance.code));
        let instance = Arc::new(instance);
        if INSTANCES_MAX <= shared.by_name.len() {
            return Ok(instance);
        }
        // Another thread may have made it in between: the first one stays.
        Ok(Arc::clone(shared.by_name.entry(key).or_insert(instance)))
    }

    /// The instance that a call leads to.
    ///
    /// # Errors
    ///
    /// If there is no such function, or a type in it has no layout.
    pub fn callee(
        &self,
        modules: &dyn Modules,
        target: &FunctionTarget,
    ) -> Result<Arc<Instance>, Cause> {
        if let Some(instance) = target.known() {
            return Ok(instance);
        }
        let instance = self.instance(modules, &target.name, &target.type_arguments)?;
        target.instance.get_or_init(|| Arc::downgrade(&instance));
        Ok(instance)
    }
}

/// Makes one instance.
struct Maker<'a> {
    modules: &'a dyn Modules,
    layouts: &'a mut LayoutTable,
    type_arguments: &'a [Type],
}

impl Maker<'_> {
    fn make(&mut self, name: &FunctionName) -> Result<Instance, Cause> {
        let unlinked = || Cause::Unlinked(Box::new(name.clone()));
        let (module, function) = find_function(self.modules, name).ok_or_else(unlinked)?;
        let code = function.code.clone().ok_or_else(unlinked)?;
        if function.type_parameters.len() != self.type_arguments.len() {
            return Err(Cause::BadArguments);
        }
        let (slots, frame_bytes) = self.slots(&code)?;
        let results =
            function.results.iter().map(|ty| self.layout(ty)).collect::<Result<Vec<_>, _>>()?;
        let parameters = parameter_count(function, &slots)?;
        let mut instance = Instance {
            name: name.clone(),
            parameters,
            surroundings: Surroundings::of(slots.get(..parameters).unwrap_or_default(), &results),
            results,
            frame_bytes,
            slots,
            compiled: OnceLock::new(),
            types: BTreeMap::new(),
            constants: BTreeMap::new(),
            callees: BTreeMap::new(),
            charges: charges(&code),
            stops: None,
            code,
        };
        self.resolve(module, &mut instance)?;
        Ok(instance)
    }

    fn layout(&mut self, ty: &Type) -> Result<Arc<Layout>, LayoutError> {
        let ty = ty.substitute(self.type_arguments);
        self.layouts.layout(&ty, &Structs(self.modules))
    }

    /// Lays the registers out one after the other, each at a multiple of 8.
    fn slots(&mut self, code: &Code) -> Result<(Vec<Slot>, usize), Cause> {
        let mut offset = 0_usize;
        let mut slots = Vec::with_capacity(code.registers.len());
        for ty in &code.registers {
            let layout = self.layout(ty)?;
            let size = layout.size().next_multiple_of(8);
            slots.push(Slot { offset, layout });
            offset = offset.saturating_add(size);
        }
        Ok((slots, offset))
    }

    /// Looks up what the instructions name in the module's pools.
    fn resolve(&mut self, module: &Module, instance: &mut Instance) -> Result<(), Cause> {
        for instruction in instance.code.blocks.iter().flat_map(|block| &block.instructions) {
            if let Instruction::Constant { constant, .. } = instruction {
                instance.constants.insert(*constant, self.constant(module, *constant)?);
            } else if let Instruction::Exists { resource, .. } = instruction {
                let ty = module.ty(*resource).ok_or(Fault::Shape)?;
                instance.types.insert(*resource, self.layout(ty)?);
            } else if let Instruction::Call { callee, .. }
            | Instruction::PackClosure { callee, .. } = instruction
            {
                instance.callees.insert(*callee, self.target(module, *callee)?);
            }
        }
        Ok(())
    }

    fn constant(&mut self, module: &Module, id: ConstantId) -> Result<Image, Cause> {
        let definition = module.constant(id).ok_or(Fault::Shape)?;
        let layout = self.layout(&definition.ty)?;
        Ok(Image::from_value(&definition.value, &layout).map_err(|_| Fault::Shape)?)
    }

    fn target(&mut self, module: &Module, callee: CalleeId) -> Result<Target, Cause> {
        let callee = module.callee(callee).ok_or(Fault::Shape)?;
        if let Some(native) = Native::find(&callee.function) {
            let types = callee.type_arguments.iter().map(|ty| self.layout(ty));
            return Ok(Target::Native { native, types: types.collect::<Result<_, _>>()? });
        }
        let substitute = |ty: &Type| ty.substitute(self.type_arguments);
        Ok(Target::Function(FunctionTarget {
            name: callee.function.clone(),
            type_arguments: callee.type_arguments.iter().map(substitute).collect(),
            instance: OnceLock::new(),
        }))
    }
}

/// Parameters are the first registers: there must be as many.
fn parameter_count(function: &FunctionDefinition, slots: &[Slot]) -> Result<usize, Cause> {
    let count = function.parameters.len();
    if slots.len() < count { Err(Cause::Unverified(Fault::Shape)) } else { Ok(count) }
}

fn charges(code: &Code) -> Vec<Vec<Charge>> {
    code.blocks.iter().map(|block| block_charges(code, block)).collect()
}

fn block_charges(code: &Code, block: &Block) -> Vec<Charge> {
    let is_sized = |instruction| gas::is_size_dependent(code, instruction);
    let charge = |instruction| Charge { segment: 0, is_sized: is_sized(instruction) };
    let mut charges: Vec<_> = block.instructions.iter().map(charge).collect();
    charges.push(Charge::default());
    let mut start = 0;
    for segment in gas::segments(code, block) {
        if let Some(charge) = charges.get_mut(start) {
            charge.segment = segment.cost;
        }
        start = segment.end;
    }
    charges
}

/// An instance at work: its frame lies at `base`.
#[derive(Clone, Copy, Debug)]
pub struct Here<'i> {
    /// The instance.
    pub instance: &'i Instance,
    /// Where its frame starts.
    pub base: Pointer,
}

impl<'i> Here<'i> {
    fn slot(self, register: Register) -> Result<&'i Slot, Fault> {
        self.instance.slots.get(register.index()).ok_or(Fault::Shape)
    }

    /// Where the register lies.
    pub(crate) fn at(self, register: Register) -> Result<Pointer, Fault> {
        self.slot(register).map(|slot| self.base.offset(slot.offset))
    }

    /// The layout of the register.
    pub(crate) fn layout(self, register: Register) -> Result<&'i Arc<Layout>, Fault> {
        self.slot(register).map(|slot| &slot.layout)
    }

    /// The layout behind the reference in the register.
    pub(crate) fn referent(self, register: Register) -> Result<&'i Arc<Layout>, Fault> {
        self.layout(register)?.referent().ok_or(Fault::Shape)
    }
}

impl Instance {
    /// The function.
    pub fn name(&self) -> &FunctionName {
        &self.name
    }

    /// Its code.
    pub fn code(&self) -> &Code {
        &self.code
    }

    /// How many of its first registers are parameters.
    pub fn parameters(&self) -> usize {
        self.parameters
    }

    /// The layouts of its results.
    pub fn results(&self) -> &[Arc<Layout>] {
        &self.results
    }

    /// Bytes of a frame.
    pub fn frame_bytes(&self) -> usize {
        self.frame_bytes
    }

    /// Where a register lies in the frame, and its layout.
    pub fn slot(&self, register: Register) -> Option<(usize, &Arc<Layout>)> {
        self.slots.get(register.index()).map(|slot| (slot.offset, &slot.layout))
    }

    /// What another engine of code keeps of the function: made once.
    pub fn compiled(&self) -> &OnceLock<Box<dyn Any + Send + Sync>> {
        &self.compiled
    }

    pub(crate) fn slot_layout(&self, index: usize) -> Option<&Arc<Layout>> {
        self.slots.get(index).map(|slot| &slot.layout)
    }

    /// The layout of a resource type that an instruction asks for.
    ///
    /// # Errors
    ///
    /// [`Fault::Shape`] if none does.
    pub fn resource(&self, id: TypeId) -> Result<&Arc<Layout>, Fault> {
        self.types.get(&id).ok_or(Fault::Shape)
    }

    /// The value of a constant.
    ///
    /// # Errors
    ///
    /// [`Fault::Shape`] if no instruction loads it.
    pub fn constant(&self, id: ConstantId) -> Result<&Image, Fault> {
        self.constants.get(&id).ok_or(Fault::Shape)
    }

    /// What a callee is.
    ///
    /// # Errors
    ///
    /// [`Fault::Shape`] if no instruction calls it.
    pub fn target(&self, id: CalleeId) -> Result<&Target, Fault> {
        self.callees.get(&id).ok_or(Fault::Shape)
    }

    /// What its instructions call.
    pub fn targets(&self) -> impl Iterator<Item = &Target> {
        self.callees.values()
    }

    /// Whether it is counted how often its blocks run.
    pub fn is_counted(&self) -> bool {
        self.stops.is_some()
    }

    /// Counts a run of a block that ends at `point`, if that is counted.
    pub(crate) fn count_stop(&self, point: CodePoint) {
        if let Some(stops) = &self.stops {
            stops.count(point);
        }
    }

    /// What to charge on coming to a point.
    pub fn charge(&self, point: CodePoint) -> Charge {
        let block = self.charges.get(point.block.index());
        let charge = block.and_then(|charges| charges.get(point.instruction as usize));
        charge.copied().unwrap_or_default()
    }
}
