//! How values are handed between functions, and between machine code and Rust.
//!
//! ```text
//!   function  (context, frame, gas, depth, places of results in memory…, parameters…) -> (gas, results…)
//!   entry     (context, frame, gas, depth, places of all results) -> gas            parameters lie in the frame
//! ```
//!
//! A scalar is one value, a reference three ([`Form`]); what lies in memory is put into the callee's frame before the call,
//! and a result there where the caller wants it.

use cranelift_codegen::ir::{AbiParam, Signature, Type, types};
use cranelift_codegen::isa::CallConv;
use vm_interpreter::Instance;
use vm_layout::{Layout, Shape};

/// How a value of some layout is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// One value.
    Scalar(Type),
    /// An address, the record that it leads into, counted from 1, or 0, and which part of the record.
    Reference,
    /// So many bytes in memory.
    Memory,
}

/// How values of `layout` are held.
pub(crate) fn form(layout: &Layout) -> Form {
    let is_wide = 16 < layout.size();
    match layout.shape() {
        Shape::Bool => Form::Scalar(types::I8),
        Shape::Integer(ty) if !is_wide => {
            let bits = u16::try_from(ty.bits()).expect("at most 128 bits");
            Form::Scalar(Type::int(bits).expect("a power of two from 8 to 128"))
        }
        Shape::Reference { .. } => Form::Reference,
        Shape::Integer(_)
        | Shape::Address
        | Shape::Signer
        | Shape::Vector(_)
        | Shape::Struct(_)
        | Shape::Enum(_) => Form::Memory,
    }
}

/// Parameters of every function before its own: context, frame, gas, depth.
pub(crate) const FIXED: usize = 4;

/// Parameters and results that a compiled function may have at most: the context has room for the parts of so many references.
pub(crate) const PASSED_MAX: usize = 256;

/// The signature of a compiled function.
pub(crate) fn signature(instance: &Instance) -> Signature {
    let mut signature = Signature::new(CallConv::Tail);
    let word = || AbiParam::new(types::I64);
    signature.params.extend((0..FIXED).map(|_| word()));
    signature.returns.push(word());
    for layout in instance.results() {
        match form(layout) {
            Form::Scalar(ty) => signature.returns.push(AbiParam::new(ty)),
            Form::Reference => signature.returns.extend((0..3).map(|_| word())),
            Form::Memory => signature.params.push(word()),
        }
    }
    for layout in parameters(instance) {
        match form(layout) {
            Form::Scalar(ty) => signature.params.push(AbiParam::new(ty)),
            Form::Reference => signature.params.extend((0..3).map(|_| word())),
            Form::Memory => {}
        }
    }
    signature
}

/// The signature of the way into a compiled function from Rust.
pub(crate) fn entry_signature(convention: CallConv) -> Signature {
    let mut signature = Signature::new(convention);
    signature.params.extend((0..=FIXED).map(|_| AbiParam::new(types::I64)));
    signature.returns.push(AbiParam::new(types::I64));
    signature
}

/// The layouts of a function's parameters, in order.
pub(crate) fn parameters(instance: &Instance) -> impl Iterator<Item = &Layout> {
    let slot = |index| instance.slot(vm_bytecode::Register::new(index));
    (0..instance.parameters()).filter_map(slot).map(|(_, layout)| &**layout)
}
