//! Instructions on vectors.

use vm_access::{AccountAddress, Identifier, Mode, Operator, Projection, Term, Type, Value};
use vm_bytecode::Register;

use super::state::Content;
use super::term::operate;
use super::walk::Walk;
use crate::error::Plain;

impl Walk<'_> {
    pub(super) fn vector_pack(&mut self, to: Register, from: &[Register]) {
        let elements: Vec<Term> = from.iter().map(|it| self.value(*it)).collect();
        self.set_value(to, Term::among(elements));
    }

    pub(super) fn vector_unpack(&mut self, to: &[Register], from: Register) {
        self.exactness.aborts_silently = true;
        let vector = self.value(from);
        for (index, to) in (0_u64..).zip(to) {
            let index = Term::Constant(Value::U64(index));
            self.set_value(*to, Term::element(vector.clone(), index));
        }
    }

    pub(super) fn vector_length(&mut self, to: Register, vector: Register) -> Plain {
        let vector = self.reference(vector);
        self.access_behind(Mode::Reads, &vector)?;
        let length = operate(Operator::Length, &[self.behind(&vector)]);
        self.set_value(to, length);
        Ok(())
    }

    pub(super) fn vector_borrow(
        &mut self,
        to: Register,
        vector: Register,
        index: Register,
    ) -> Plain {
        let base = self.reference(vector);
        let is_mutable = matches!(self.ty(to), Some(Type::Reference { is_mutable: true, .. }));
        self.access_behind(if is_mutable { Mode::Writes } else { Mode::Reads }, &base)?;
        let index = self.value(index);
        let steps: Vec<Projection> = index
            .alternatives()
            .iter()
            .map(|index| if *index == Term::Fresh { Term::Any } else { index.clone() })
            .map(Projection::Element)
            .collect();
        let element = base.then(&steps);
        let value = self.behind(&element);
        self.exactness.note(&value);
        self.set(to, Content::Reference(element));
        Ok(())
    }

    pub(super) fn vector_push(&mut self, vector: Register, from: Register) -> Plain {
        let element = self.value(from);
        self.rearrange(vector, Some(element))
    }

    pub(super) fn vector_pop(&mut self, to: Register, vector: Register) -> Plain {
        let before = self.behind(&self.reference(vector));
        self.exactness.aborts_silently = true;
        self.rearrange(vector, None)?;
        self.set_value(to, self.last_of(before));
        Ok(())
    }

    pub(super) fn vector_swap(&mut self, vector: Register) -> Plain {
        self.exactness.aborts_silently = true;
        self.rearrange(vector, None)
    }

    /// A vector now has elements that it had before, and `more`.
    fn rearrange(&mut self, vector: Register, more: Option<Term>) -> Plain {
        let place = self.reference(vector);
        self.access_behind(Mode::Writes, &place)?;
        self.replaces(vector)?;
        let elements = self.behind(&place).elements().into_iter().chain(more);
        self.store(&place, &Term::among(elements));
        Ok(())
    }

    /// The last element of a vector; that of an option is its first, and only its own module can touch it.
    fn last_of(&self, vector: Term) -> Term {
        let own = &self.module().id;
        let is_option =
            own.address == AccountAddress::ONE && own.name == Identifier::from("option");
        let index = if is_option { Term::Constant(Value::U64(0)) } else { Term::Any };
        Term::element(vector, index)
    }
}
