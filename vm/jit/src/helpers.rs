//! Functions that machine code calls.
//!
//! Safety of all of them: they are called by machine code alone, with the context that its entry was called with, which is
//! alive and borrowed by nobody else meanwhile, and with the address of a site that lives as long as the code.

use std::sync::Arc;

use vm_access::{AccountAddress, Integer, IntegerType};
use vm_bytecode::{BinaryOperation, UpdateOperation, WRONG_VARIANT};
use vm_interpreter::{
    ArithmeticError, Bits, Cause, Checked, Here, Limit, TablePlace, Touch, compute,
};
use vm_layout::{Layout, Pointer, RecordIndex};

use crate::context::{CodeSite, Context};
use crate::wide::Limbs;

/// Why machine code stops by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u64)]
pub(crate) enum Stop {
    OutOfGas,
    Overflow,
    Underflow,
    DivisionByZero,
    ShiftTooFar,
    CastOutOfRange,
    NoElement,
    ElementCount,
    WrongVariant,
    CallDepth,
    Memory,
}

impl Stop {
    const ALL: [Self; 11] = [
        Self::OutOfGas,
        Self::Overflow,
        Self::Underflow,
        Self::DivisionByZero,
        Self::ShiftTooFar,
        Self::CastOutOfRange,
        Self::NoElement,
        Self::ElementCount,
        Self::WrongVariant,
        Self::CallDepth,
        Self::Memory,
    ];

    pub(crate) fn of(error: ArithmeticError) -> Self {
        match error {
            ArithmeticError::Overflow => Self::Overflow,
            ArithmeticError::Underflow => Self::Underflow,
            ArithmeticError::DivisionByZero => Self::DivisionByZero,
            ArithmeticError::ShiftTooFar => Self::ShiftTooFar,
            ArithmeticError::CastOutOfRange => Self::CastOutOfRange,
        }
    }

    fn cause(self) -> Cause {
        match self {
            Self::OutOfGas => Cause::OutOfGas,
            Self::Overflow => ArithmeticError::Overflow.into(),
            Self::Underflow => ArithmeticError::Underflow.into(),
            Self::DivisionByZero => ArithmeticError::DivisionByZero.into(),
            Self::ShiftTooFar => ArithmeticError::ShiftTooFar.into(),
            Self::CastOutOfRange => ArithmeticError::CastOutOfRange.into(),
            Self::NoElement => Cause::NoElement,
            Self::ElementCount => Cause::ElementCount,
            Self::WrongVariant => Cause::Code { code: WRONG_VARIANT, name: None },
            Self::CallDepth => Cause::LimitReached(Limit::CallDepth),
            Self::Memory => Cause::LimitReached(Limit::Memory),
        }
    }
}

/// What a function with gas to hand back returns when the call has aborted.
const ABORTED: i64 = -1;

/// Gas as machine code has it. No call has more than it can count.
fn signed(gas: u64) -> i64 {
    i64::try_from(gas).unwrap_or(i64::MAX)
}

/// A function and its frame.
fn here(site: &CodeSite, frame: u64) -> Here<'_> {
    Here { instance: &site.instance, base: Pointer(frame) }
}

/// Executes the instruction at `site`, with its operands in the frame.
pub(crate) unsafe extern "C" fn step(
    context: *mut Context<'_, '_>,
    site: *const CodeSite,
    frame: u64,
    gas: i64,
) -> i64 {
    // SAFETY: see the module.
    let (context, site) = unsafe { (&mut *context, &*site) };
    context.run.set_gas_left(gas.unsigned_abs());
    let outcome = context.run.step_in(here(site, frame), site.point);
    context.refresh();
    match outcome {
        Ok(()) => signed(context.run.gas_left()),
        Err(cause) => {
            context.stop(site, cause);
            ABORTED
        }
    }
}

/// The same for a borrow of a record; tells which one the reference at `slot` of the frame leads into.
pub(crate) unsafe extern "C" fn borrow(
    context: *mut Context<'_, '_>,
    site: *const CodeSite,
    frame: u64,
    slot: u64,
    gas: i64,
) -> i64 {
    // SAFETY: see the module.
    let gas = unsafe { step(context, site, frame, gas) };
    // SAFETY: see the module.
    let context = unsafe { &mut *context };
    context.record = context.run.record_behind(Pointer(frame.wrapping_add(slot)));
    gas
}

/// Borrows the resource at `address`, of the type with this layout: where it lies, or 0 if that aborts.
pub(crate) unsafe extern "C" fn borrow_global(
    context: *mut Context<'_, '_>,
    site: *const CodeSite,
    address: *const [u8; 32],
    layout: *const Arc<Layout>,
    is_mutable: u64,
    gas: i64,
) -> u64 {
    // SAFETY: see the module; the address lies in the frame, and the instance of the site keeps the layout where it is.
    let (context, site, address, layout) = unsafe { (&mut *context, &*site, *address, &*layout) };
    match context.run.borrow_resource(layout, AccountAddress(address), is_mutable != 0) {
        Ok((at, index)) => {
            context.record = u64::from(index.0) + 1;
            context.refresh();
            at.0
        }
        Err(cause) => {
            context.run.set_gas_left(gas.unsigned_abs());
            context.stop(site, cause);
            0
        }
    }
}

/// Whether a resource of the type with this layout is at `address`: 0 or 1, or 2 if that aborts.
pub(crate) unsafe extern "C" fn exists(
    context: *mut Context<'_, '_>,
    site: *const CodeSite,
    address: *const [u8; 32],
    layout: *const Arc<Layout>,
    gas: i64,
) -> u64 {
    // SAFETY: see the module; the address lies in the frame, and the instance of the site keeps the layout where it is.
    let (context, site, address, layout) = unsafe { (&mut *context, &*site, *address, &*layout) };
    let found = context.run.has_resource(layout, AccountAddress(address));
    context.refresh();
    match found {
        Ok(is_there) => is_there.into(),
        Err(cause) => {
            context.run.set_gas_left(gas.unsigned_abs());
            context.stop(site, cause);
            2
        }
    }
}

/// Gives `run` the frame and the gas that the code has at `site`.
fn enter(context: &mut Context<'_, '_>, site: &CodeSite, frame: u64, gas: i64) {
    context.run.set_gas_left(gas.unsigned_abs());
    context.run.memory().set_last_frame(Pointer(frame), site.instance.frame_bytes());
}

/// A table at an address, which a reference into a record leads to, counted from 1, or into none.
fn table_at(address: u64, record: u64) -> TablePlace {
    let within = u32::try_from(record.wrapping_sub(1)).ok().map(RecordIndex);
    TablePlace { at: Pointer(address), within }
}

/// Emits the value at `at`, of a layout that the instance keeps: 1, or 0 if that aborts. What it costs is known before.
pub(crate) unsafe extern "C" fn emit(
    context: *mut Context<'_, '_>,
    site: *const CodeSite,
    frame: u64,
    at: u64,
    layout: *const Arc<Layout>,
    gas: i64,
) -> u64 {
    // SAFETY: see the module; the instance of the site keeps the layout where it is.
    let (context, site, layout) = unsafe { (&mut *context, &*site, &*layout) };
    enter(context, site, frame, gas);
    match context.run.emit_value(Pointer(at), layout) {
        Ok(()) => 1,
        Err(cause) => {
            context.stop(site, cause);
            0
        }
    }
}

/// Borrows the item of a table, whose types of key and value the instance keeps: where it lies, or 0 if that aborts. What it
/// costs is known before.
pub(crate) unsafe extern "C" fn borrow_item<const IS_MUTABLE: bool>(
    context: *mut Context<'_, '_>,
    site: *const CodeSite,
    frame: u64,
    types: *const [Arc<Layout>; 2],
    table: u64,
    record: u64,
    key: u64,
    gas: i64,
) -> u64 {
    // SAFETY: see the module; the instance of the site keeps the layouts where they are.
    let (context, site, types) = unsafe { (&mut *context, &*site, &*types) };
    enter(context, site, frame, gas);
    match context.run.borrow_item(types, (table_at(table, record), Pointer(key)), IS_MUTABLE) {
        Ok((at, index)) => {
            context.record = u64::from(index.0) + 1;
            context.refresh();
            at.0
        }
        Err(cause) => {
            context.stop(site, cause);
            0
        }
    }
}

/// Tells whether a table has an item, likewise: 1 or 2 for no or yes, or 0 if that aborts.
pub(crate) unsafe extern "C" fn has_item(
    context: *mut Context<'_, '_>,
    site: *const CodeSite,
    frame: u64,
    types: *const [Arc<Layout>; 2],
    table: u64,
    record: u64,
    key: u64,
    gas: i64,
) -> u64 {
    // SAFETY: see the module; the instance of the site keeps the layouts where they are.
    let (context, site, types) = unsafe { (&mut *context, &*site, &*types) };
    enter(context, site, frame, gas);
    match context.run.has_item(types, (table_at(table, record), Pointer(key))) {
        Ok(is_there) => {
            context.refresh();
            1 + u64::from(is_there)
        }
        Err(cause) => {
            context.stop(site, cause);
            0
        }
    }
}

/// Stops for a reason of its own.
pub(crate) unsafe extern "C" fn stop(
    context: *mut Context<'_, '_>,
    site: *const CodeSite,
    stop: u64,
    gas: i64,
) {
    // SAFETY: see the module.
    let (context, site) = unsafe { (&mut *context, &*site) };
    let reason = usize::try_from(stop).ok().and_then(|stop| Stop::ALL.get(stop));
    let reason = reason.copied().expect("machine code names reasons by their number");
    let left = if reason == Stop::OutOfGas { 0 } else { gas.unsigned_abs() };
    context.run.set_gas_left(left);
    context.stop(site, reason.cause());
}

/// Aborts with a code.
pub(crate) unsafe extern "C" fn abort(
    context: *mut Context<'_, '_>,
    site: *const CodeSite,
    code: u64,
    gas: i64,
) {
    // SAFETY: see the module.
    let (context, site) = unsafe { (&mut *context, &*site) };
    context.run.set_gas_left(gas.unsigned_abs());
    let cause = context.run.abort_with(&site.instance, code);
    context.stop(site, cause);
}

/// Notes that a callee has aborted, and machine code comes back to the caller.
pub(crate) unsafe extern "C" fn unwind(context: *mut Context<'_, '_>, site: *const CodeSite) {
    // SAFETY: see the module.
    let (context, site) = unsafe { (&mut *context, &*site) };
    context.unwind(site);
}

/// Stops at an access of `size` bytes at `at` that is not permitted.
pub(crate) unsafe extern "C" fn deny(
    context: *mut Context<'_, '_>,
    site: *const CodeSite,
    at: u64,
    size: u64,
    touch: u64,
    gas: i64,
) {
    // SAFETY: see the module.
    let (context, site) = unsafe { (&mut *context, &*site) };
    let touch = match touch {
        0 => Touch::Read,
        1 => Touch::Write,
        2 => Touch::Change,
        _ => Touch::Update,
    };
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    context.run.set_gas_left(gas.unsigned_abs());
    let denied = context.run.touch(Pointer(at), size, touch);
    let cause = denied.expect_err("machine code has found that it is not permitted");
    context.stop(site, cause);
}

/// The number of a way to touch, as machine code has it.
pub(crate) fn number(touch: Touch) -> i64 {
    match touch {
        Touch::Read => 0,
        Touch::Write => 1,
        Touch::Change => 2,
        Touch::Update => 3,
    }
}

/// Notes that the outcome depends on an integer that could not be updated.
pub(crate) unsafe extern "C" fn depend(context: *mut Context<'_, '_>, at: u64, size: u64) {
    // SAFETY: see the module.
    let context = unsafe { &mut *context };
    context.run.depend_on(Pointer(at), usize::try_from(size).unwrap_or(usize::MAX));
}

/// Notes by how much an integer of a record was updated: `kind` has its type, by position, and in bit 8 whether it was taken off.
pub(crate) unsafe extern "C" fn add_up(
    context: *mut Context<'_, '_>,
    record: u64,
    at: u64,
    kind: u64,
    low: u64,
    high: u64,
) {
    // SAFETY: see the module.
    let context = unsafe { &mut *context };
    if !context.run.needs_sums() {
        return;
    }
    let ty = TYPES[(kind & 0xff) as usize];
    let operation =
        if kind & 0x100 == 0 { UpdateOperation::Add } else { UpdateOperation::Subtract };
    let bytes = (u128::from(high) << 64 | u128::from(low)).to_le_bytes();
    let amount = Integer::from_le_slice(&bytes[..ty.bytes()], ty);
    let amount = amount.expect("machine code updates integers of at most 128 bits");
    let index = RecordIndex((record as u32).wrapping_sub(1));
    let place = context.run.memory().place(index);
    let offset = place.and_then(|place| usize::try_from(at.wrapping_sub(place.0)).ok());
    if let Some(offset) = offset {
        context.run.add_up_in(index, offset, ty, (operation, amount));
    }
}

/// What [`add_up`] takes for an update.
pub(crate) fn update_kind(ty: IntegerType, operation: UpdateOperation) -> i64 {
    let position = TYPES.iter().position(|own| *own == ty).expect("at most 128 bits");
    let position = i64::try_from(position).expect("ten");
    match operation {
        UpdateOperation::Add => position,
        UpdateOperation::Subtract => position | 0x100,
    }
}

const TYPES: [IntegerType; 10] = [
    IntegerType::U8,
    IntegerType::U16,
    IntegerType::U32,
    IntegerType::U64,
    IntegerType::U128,
    IntegerType::I8,
    IntegerType::I16,
    IntegerType::I32,
    IntegerType::I64,
    IntegerType::I128,
];

/// Calls the function or function value at `site`, whose arguments are in the frame; `depth` calls may be made yet.
pub(crate) unsafe extern "C" fn call(
    context: *mut Context<'_, '_>,
    site: *const CodeSite,
    frame: u64,
    depth: i64,
    gas: i64,
) -> i64 {
    // SAFETY: see the module.
    let (context, site) = unsafe { (&mut *context, &*site) };
    context.run.set_gas_left(gas.unsigned_abs());
    let at_work = context.run.call_depth_max().saturating_sub(depth.unsigned_abs() as usize);
    let entered = match context.run.enter_callee(here(site, frame), site.point, at_work) {
        Ok(entered) => entered,
        Err(cause) => {
            context.stop(site, cause);
            return ABORTED;
        }
    };
    let gas = context.jit.run_in(context, entered, depth.saturating_sub(1));
    context.refresh();
    if gas < 0 {
        context.unwind(site);
    }
    gas
}

/// Copies bytes that may overlap.
pub(crate) unsafe extern "C" fn copy(to: *mut u8, from: *const u8, size: usize) {
    // SAFETY: both are values of this size, in the frame or behind references that are alive.
    unsafe { std::ptr::copy(from, to, size) }
}

/// A function on two integers in memory that puts the result, if there is one, in memory: 0, or the [`Stop`] after that.
pub(crate) type Wide = unsafe extern "C" fn(*mut u8, *const u8, *const u8) -> u64;

/// What machine code calls for an operation on integers that it does not compute with itself.
pub(crate) fn wide<T: Checked>(operation: BinaryOperation) -> Option<Wide> {
    use BinaryOperation as B;
    Some(match operation {
        B::Add => add::<T>,
        B::Subtract => subtract::<T>,
        B::Multiply => multiply::<T>,
        B::Divide => divide::<T>,
        B::Modulo => modulo::<T>,
        B::BitAnd
        | B::BitOr
        | B::BitXor
        | B::ShiftLeft
        | B::ShiftRight
        | B::Less
        | B::LessEqual
        | B::Greater
        | B::GreaterEqual
        | B::Equal
        | B::NotEqual => return None,
    })
}

macro_rules! wide {
    ($($name:ident = $operation:ident;)*) => {$(
        unsafe extern "C" fn $name<T: Checked>(
            to: *mut u8,
            left: *const u8,
            right: *const u8,
        ) -> u64 {
            // SAFETY: all three are places of a `T` in memory.
            let (left, right) = unsafe { (load::<T>(left), load::<T>(right)) };
            match compute(BinaryOperation::$operation, left, right) {
                Some(Ok(result)) => {
                    // SAFETY: as above.
                    unsafe { store(to, result) };
                    0
                }
                Some(Err(error)) => Stop::of(error) as u64 + 1,
                None => unreachable!("this operation is checked"),
            }
        }
    )*};
}

wide! {
    add = Add;
    subtract = Subtract;
    multiply = Multiply;
    divide = Divide;
    modulo = Modulo;
}

/// The same for products and quotients of unsigned integers of 256 bits, which lie in slots, at multiples of 8.
pub(crate) fn unsigned(operation: BinaryOperation) -> Option<Wide> {
    let own: [(_, Wide); 3] = [
        (BinaryOperation::Multiply, multiply_limbs),
        (BinaryOperation::Divide, divide_limbs),
        (BinaryOperation::Modulo, modulo_limbs),
    ];
    own.into_iter().find(|it| it.0 == operation).map(|it| it.1)
}

unsafe extern "C" fn multiply_limbs(to: *mut u8, left: *const u8, right: *const u8) -> u64 {
    // SAFETY: all three are places of 256 bits in memory.
    let product = unsafe { crate::wide::multiply(&limbs(left), &limbs(right)) };
    // SAFETY: as above.
    unsafe { put_limbs(to, product, Stop::Overflow) }
}

unsafe extern "C" fn divide_limbs(to: *mut u8, left: *const u8, right: *const u8) -> u64 {
    // SAFETY: all three are places of 256 bits in memory.
    unsafe { put_limbs(to, quotient(left, right).map(|it| it.0), Stop::DivisionByZero) }
}

unsafe extern "C" fn modulo_limbs(to: *mut u8, left: *const u8, right: *const u8) -> u64 {
    // SAFETY: all three are places of 256 bits in memory.
    unsafe { put_limbs(to, quotient(left, right).map(|it| it.1), Stop::DivisionByZero) }
}

/// Quotient and remainder of two integers in memory.
///
/// # Safety
///
/// 256 bits lie at both places.
#[inline]
unsafe fn quotient(left: *const u8, right: *const u8) -> Option<(Limbs, Limbs)> {
    // SAFETY: by contract.
    let (left, right) = unsafe { (limbs(left), limbs(right)) };
    (right != [0; 4]).then(|| crate::wide::divide(&left, &right))
}

/// Reads limb by limb, as machine code writes: a wider load would wait until all of it is in memory. That is what makes it
/// volatile.
///
/// # Safety
///
/// 256 bits lie there, in a slot: at a multiple of 8.
#[inline]
unsafe fn limbs(at: *const u8) -> Limbs {
    #[allow(clippy::cast_ptr_alignment, reason = "slots lie at multiples of 8")]
    let at = at.cast::<u64>();
    // SAFETY: by contract.
    let limbs = unsafe {
        [
            at.read_volatile(),
            at.add(1).read_volatile(),
            at.add(2).read_volatile(),
            at.add(3).read_volatile(),
        ]
    };
    let [n0, n1, n2, n3] = limbs;
    [u64::from_le(n0), u64::from_le(n1), u64::from_le(n2), u64::from_le(n3)]
}

/// Puts a result in memory, limb by limb, as machine code reads it; what a [`Wide`] returns.
///
/// # Safety
///
/// There is room for 256 bits, in a slot: at a multiple of 8.
#[inline]
unsafe fn put_limbs(to: *mut u8, result: Option<Limbs>, stop: Stop) -> u64 {
    let Some([n0, n1, n2, n3]) = result else { return stop as u64 + 1 };
    #[allow(clippy::cast_ptr_alignment, reason = "slots lie at multiples of 8")]
    let to = to.cast::<u64>();
    // SAFETY: by contract.
    unsafe {
        to.write_volatile(n0.to_le());
        to.add(1).write_volatile(n1.to_le());
        to.add(2).write_volatile(n2.to_le());
        to.add(3).write_volatile(n3.to_le());
    }
    0
}

/// Shifts an integer in memory by less than its width.
pub(crate) unsafe extern "C" fn shift_left<T: Bits>(to: *mut u8, from: *const u8, amount: u64) {
    // SAFETY: both are places of a `T` in memory.
    unsafe { store(to, load::<T>(from).shift_left(amount as u8)) }
}

/// Shifts an integer in memory by less than its width.
pub(crate) unsafe extern "C" fn shift_right<T: Bits>(to: *mut u8, from: *const u8, amount: u64) {
    // SAFETY: both are places of a `T` in memory.
    unsafe { store(to, load::<T>(from).shift_right(amount as u8)) }
}

/// # Safety
///
/// A `T` lies there.
unsafe fn load<T: Checked>(at: *const u8) -> T {
    // SAFETY: by contract; bytes have any alignment.
    T::from_bytes(unsafe { at.cast::<T::Bytes>().read_unaligned() })
}

/// # Safety
///
/// There is room for a `T`.
unsafe fn store<T: Checked>(at: *mut u8, number: T) {
    // SAFETY: by contract; bytes have any alignment.
    unsafe { at.cast::<T::Bytes>().write_unaligned(number.to_bytes()) }
}
