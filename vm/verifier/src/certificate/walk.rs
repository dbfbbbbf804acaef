//! A function while its code is gone through: what is known at the point reached, and what the claims allow there.

use std::collections::BTreeSet;

use vm_access::{AccessPath, Footprint, Mode, Projection, Root, Term, Type};
use vm_bytecode::{Module, Register, Target, Visibility};

use super::call::Called;
use super::cover::{Happening, Qualifiers, is_covered};
use super::key::said;
use super::layout::Layout;
use super::reference::{Reference, access};
use super::state::{Content, State};
use super::term::limited;
use crate::context::Body;
use crate::error::{Fault, Plain};

/// A function at a point of its code.
pub(super) struct Walk<'a> {
    pub(super) body: Body<'a>,
    /// What the function is allowed to do.
    pub(super) allowed: Footprint,
    /// What is said of the callees in the module's pool.
    pub(super) callees: &'a [Called],
    /// Those that never return.
    pub(super) endless: &'a BTreeSet<usize>,
    /// Whether the function becomes a function value somewhere, which anybody may call.
    pub(super) is_packed: bool,
    pub(super) state: State,
    pub(super) exactness: Exactness,
    /// Whether a return has been come to.
    pub(super) has_returned: bool,
}

/// What may abort on the way through a function.
#[derive(Debug, Default)]
pub(super) struct Exactness {
    /// Whether anything is to be noted.
    pub(super) is_asked: bool,
    /// Terms that were computed, each of which may abort.
    pub(super) aborting: Vec<Term>,
    /// Whether something may abort that no term stands for.
    pub(super) aborts_silently: bool,
}

impl Exactness {
    pub(super) fn note(&mut self, computed: &Term) {
        if self.is_asked {
            self.aborting.push(computed.clone());
        }
    }
}

impl<'a> Walk<'a> {
    pub(super) fn module(&self) -> &'a Module {
        self.body.context.module
    }

    pub(super) fn layout(&self) -> Layout<'a> {
        Layout { context: self.body.context, function: self.body.function }
    }

    // Registers.

    pub(super) fn ty(&self, register: Register) -> Option<&'a Type> {
        self.body.code.register(register)
    }

    pub(super) fn content(&self, register: Register) -> &Content {
        self.state.registers.get(register.index()).unwrap_or(&Content::Unset)
    }

    pub(super) fn value(&self, register: Register) -> Term {
        match self.content(register) {
            Content::Value(term) => term.clone(),
            Content::Unset | Content::Reference(_) => Term::Any,
        }
    }

    pub(super) fn reference(&self, register: Register) -> Reference {
        match self.content(register) {
            Content::Reference(reference) => reference.clone(),
            Content::Unset | Content::Value(_) => Reference::Anywhere,
        }
    }

    pub(super) fn set(&mut self, register: Register, content: Content) {
        if let Some(slot) = self.state.registers.get_mut(register.index()) {
            *slot = content;
        }
    }

    pub(super) fn set_value(&mut self, register: Register, value: Term) {
        self.set(register, Content::Value(limited(value)));
    }

    // Accesses.

    /// Sees that the footprint allows an access of all that a reference may lead to.
    pub(super) fn access_behind(&self, mode: Mode, reference: &Reference) -> Plain {
        self.access_qualified(mode, reference, &Qualifiers::default())
    }

    /// The same of a callee's access, which happens in ranges and under conditions of its own.
    pub(super) fn access_qualified(
        &self,
        mode: Mode,
        reference: &Reference,
        inherited: &Qualifiers,
    ) -> Plain {
        if *reference == Reference::Anywhere {
            return self.access_anywhere(mode);
        }
        for (mode, path) in reference.targets().filter_map(|target| access(target, mode)) {
            self.access(mode, path.clone(), inherited)?;
        }
        Ok(())
    }

    /// Sees that the footprint allows to access all of state, and all that is behind the parameters.
    pub(super) fn access_anywhere(&self, mode: Mode) -> Plain {
        let none = Qualifiers::default();
        self.access(mode, AccessPath::root(Root::Everything), &none)?;
        for (index, parameter) in (0_u16..).zip(&self.body.function.parameters) {
            if let Type::Reference { is_mutable, .. } = parameter.ty {
                let mode = if is_mutable { mode } else { Mode::Reads };
                self.access(mode, AccessPath::root(Root::Parameter(index)), &none)?;
            }
        }
        Ok(())
    }

    fn access(&self, mode: Mode, path: AccessPath, inherited: &Qualifiers) -> Plain {
        let function = self.body.function;
        if let Root::Parameter(index) = path.root {
            let parameter = function.parameters.get(usize::from(index));
            // Nothing is stored behind a signer, or in what was passed by value.
            if parameter.is_none_or(|it| !it.ty.is_reference() || is_signer(&it.ty)) {
                return Ok(());
            }
        }
        let Some(path) = said(path, mode, &self.layout()) else { return Ok(()) };
        let happening = Happening { mode, path, facts: &self.state.facts, inherited };
        if is_covered(&self.allowed, &happening, &self.layout()) {
            return Ok(());
        }
        Err(Fault::InferredTooNarrow(Some(Box::new(happening.anyhow()))))
    }

    /// Sees that the footprint may be anything.
    pub(super) fn require_open(&self) -> Plain {
        if self.body.function.inferred.is_open() {
            return Ok(());
        }
        Err(Fault::InferredTooNarrow(None))
    }

    // Fixed fields.

    /// Sees that no fixed field is replaced if what the reference in a register leads to is.
    pub(super) fn replaces(&self, register: Register) -> Plain {
        let Some(Type::Reference { is_mutable: true, to }) = self.ty(register) else {
            return Ok(());
        };
        let reference = self.reference(register);
        if reference == Reference::Anywhere {
            self.replaces_any(to)?;
            return self.replaces_fields_of(to);
        }
        for target in reference.targets() {
            match outside_of_locals(target) {
                None => continue,
                Some(Target::Path(path)) => self.replaces_field_at(path)?,
                // No part of a vector or a variant is fixed.
                Some(Target::Within(_) | Target::Local(..) | Target::Value(_)) => {}
            }
            self.replaces_fields_of(to)?;
        }
        Ok(())
    }

    /// The field that a path ends in is replaced.
    fn replaces_field_at(&self, path: &AccessPath) -> Plain {
        let Some((Projection::Field(name), above)) = path.projections.split_last() else {
            return Ok(());
        };
        let whole = AccessPath { root: path.root.clone(), projections: above.to_vec() };
        let ty = self.layout().type_at(&whole);
        let is_it = |structure: &vm_access::Identifier| match &ty {
            Some(Type::Struct(ty)) => ty.module == self.module().id && ty.name == *structure,
            Some(_) => false,
            None => true,
        };
        self.replaces_fields(&|structure, field| is_it(structure) && field.name == *name)
    }

    /// Any field of this type may be replaced.
    fn replaces_any(&self, ty: &Type) -> Plain {
        self.replaces_fields(&|_, field| field.ty.may_equal(ty))
    }

    /// A whole struct is replaced, and so are its fields.
    fn replaces_fields_of(&self, ty: &Type) -> Plain {
        let Type::Struct(ty) = ty else { return Ok(()) };
        if ty.module != self.module().id {
            return Ok(());
        }
        self.replaces_fields(&|structure, _| *structure == ty.name)
    }

    fn replaces_fields(
        &self,
        is_replaced: &dyn Fn(&vm_access::Identifier, &vm_bytecode::Field) -> bool,
    ) -> Plain {
        for structure in &self.module().structs {
            for field in structure.fields.iter().filter(|field| field.is_fixed) {
                if is_replaced(&structure.name, field) {
                    return Err(Fault::NotFixed(structure.name.clone(), field.name.clone()));
                }
            }
        }
        Ok(())
    }

    /// What leaves the module by a mutable reference may be replaced outside.
    pub(super) fn replaces_returned(&self, results: &[Register]) -> Plain {
        if self.body.function.visibility == Visibility::Private && !self.is_packed {
            return Ok(());
        }
        results.iter().try_for_each(|result| self.replaces(*result))
    }
}

/// The target, if it does not lie in a local, where nothing is fixed yet.
fn outside_of_locals(target: &Target) -> Option<&Target> {
    match target {
        Target::Path(_) => Some(target),
        Target::Within(whole) => outside_of_locals(whole).map(|_| target),
        Target::Local(..) | Target::Value(_) => None,
    }
}

/// Whether this is a signer, or a reference through which it cannot be replaced.
pub(super) fn is_signer(ty: &Type) -> bool {
    *ty == Type::Signer || *ty == Type::Signer.reference(false)
}
