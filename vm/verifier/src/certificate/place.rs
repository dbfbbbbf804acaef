//! Instructions on what references lead to, and on resources.

use vm_access::{AccessPath, Mode, Operator, Projection, Term, Type};
use vm_bytecode::{FieldId, Register, Target, TypeId, UpdateOperation};

use super::reference::Reference;
use super::state::Content;
use super::term::operate;
use super::walk::Walk;
use crate::error::Plain;

impl Walk<'_> {
    pub(super) fn borrow_local(&mut self, to: Register, local: Register) {
        let target = Target::Local(local, Vec::new());
        self.set(to, Content::Reference(Reference::to(target)));
    }

    pub(super) fn borrow_field(&mut self, to: Register, reference: Register, field: FieldId) {
        let borrowed = match self.fields(reference).into_iter().nth(field.index()) {
            Some(name) => self.reference(reference).then(&[Projection::Field(name)]),
            None => Reference::Anywhere,
        };
        self.set(to, Content::Reference(borrowed));
    }

    pub(super) fn borrow_variant_field(&mut self, to: Register, reference: Register) -> Plain {
        let reference = self.reference(reference);
        self.access_behind(Mode::Reads, &reference)?;
        self.exactness.aborts_silently = true;
        self.set(to, Content::Reference(reference.within()));
        Ok(())
    }

    pub(super) fn test_variant(&mut self, to: Register, reference: Register) -> Plain {
        self.access_behind(Mode::Reads, &self.reference(reference))?;
        self.set_unknown(&[to]);
        Ok(())
    }

    pub(super) fn read(&mut self, to: Register, reference: Register) -> Plain {
        let reference = self.reference(reference);
        self.access_behind(Mode::Reads, &reference)?;
        let value = self.behind(&reference);
        self.set_value(to, value);
        Ok(())
    }

    pub(super) fn write(&mut self, reference: Register, from: Register) -> Plain {
        let place = self.reference(reference);
        self.access_behind(Mode::Writes, &place)?;
        self.replaces(reference)?;
        let value = self.value(from);
        self.store(&place, &value);
        Ok(())
    }

    pub(super) fn update(
        &mut self,
        reference: Register,
        operation: UpdateOperation,
        amount: Register,
    ) -> Plain {
        let place = self.reference(reference);
        self.access_behind(Mode::Adds, &place)?;
        self.replaces(reference)?;
        let operator = match operation {
            UpdateOperation::Add => Operator::Add,
            UpdateOperation::Subtract => Operator::Subtract,
        };
        let value = operate(operator, &[self.behind(&place), self.value(amount)]);
        self.exactness.note(&value);
        self.store(&place, &value);
        Ok(())
    }

    // Resources.

    pub(super) fn borrow_global(&mut self, to: Register, address: Register) -> Plain {
        let place = resource(self.ty(to), &self.value(address));
        self.access_existence(&place)?;
        self.set(to, Content::Reference(place));
        Ok(())
    }

    pub(super) fn exists(&mut self, to: Register, ty: TypeId, address: Register) -> Plain {
        let place = resource(self.module().ty(ty), &self.value(address));
        self.access_existence(&place)?;
        self.set_unknown(&[to]);
        Ok(())
    }

    /// Sees that the existence of records may be read.
    fn access_existence(&self, records: &Reference) -> Plain {
        self.access_behind(Mode::Reads, &records.then(&[Projection::Existence]))
    }

    pub(super) fn move_from(&mut self, to: Register, address: Register) -> Plain {
        let place = resource(self.ty(to), &self.value(address));
        self.access_behind(Mode::Writes, &place)?;
        let value = self.behind(&place);
        self.set_value(to, value);
        self.store(&place, &Term::Any);
        Ok(())
    }

    pub(super) fn move_to(&mut self, signer: Register, from: Register) -> Plain {
        let address = self.behind(&self.reference(signer));
        let place = resource(self.ty(from), &address);
        self.access_behind(Mode::Writes, &place)?;
        let value = self.value(from);
        self.store(&place, &value);
        Ok(())
    }
}

/// The resource of a type at an address.
fn resource(ty: Option<&Type>, address: &Term) -> Reference {
    let Some(Type::Struct(structure)) = ty.map(Type::referent) else {
        return Reference::Anywhere;
    };
    let path = |address: &Term| AccessPath::resource(structure.clone(), address.clone());
    Reference::collect(address.alternatives().iter().map(|it| Target::Path(path(it))))
}
