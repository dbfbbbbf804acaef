//! What lies where references lead, and what it is after a write.

use vm_access::{Projection, Term, Type};
use vm_bytecode::Target;

use super::reference::Reference;
use super::state::Content;
use super::term::part;
use super::walk::Walk;

impl Walk<'_> {
    /// The value where a reference leads, without looking at it.
    pub(super) fn behind(&self, reference: &Reference) -> Term {
        let Reference::To(targets) = reference else { return Term::Any };
        Term::choice(targets.iter().map(|target| self.value_at(target)))
    }

    fn value_at(&self, target: &Target) -> Term {
        match target {
            Target::Path(path) => self.state.written.read(path, &self.layout()),
            Target::Within(_) => Term::Any,
            Target::Value(value) => value.clone(),
            Target::Local(local, steps) => part(self.value(*local), steps),
        }
    }

    /// Puts `value` wherever a reference leads.
    pub(super) fn store(&mut self, place: &Reference, value: &Term) {
        let Reference::To(targets) = place else {
            self.lose();
            return;
        };
        for target in targets.iter() {
            // Of several places, one has it and the others what they had.
            let new = if targets.len() == 1 {
                value.clone()
            } else {
                Term::choice([self.value_at(target), value.clone()])
            };
            self.store_at(target, new);
        }
    }

    pub(super) fn store_at(&mut self, target: &Target, value: Term) {
        match target {
            Target::Path(path) => {
                let layout = self.layout();
                self.state.written.write(path, value, &layout);
            }
            Target::Within(whole) => self.store_at(whole, Term::Any),
            Target::Value(_) => {}
            Target::Local(local, steps) => {
                let whole = self.value(*local);
                let ty = self.ty(*local).cloned();
                let after = ty.map(|ty| self.with_part(&whole, &ty, steps, &value));
                self.set_value(*local, after.unwrap_or(Term::Any));
            }
        }
    }

    /// A value of type `ty` in which the part at the end of `steps` is replaced.
    fn with_part(&self, whole: &Term, ty: &Type, steps: &[Projection], value: &Term) -> Term {
        match (steps.split_first(), ty) {
            (None, _) => value.clone(),
            (Some((Projection::Element(_), rest)), Type::Vector(element)) => {
                let before = whole.elements();
                let after = before.iter().map(|it| self.with_part(it, element, rest, value));
                Term::among(before.iter().cloned().chain(after))
            }
            (Some((Projection::Field(name), rest)), Type::Struct(structure)) => {
                let Some(definition) = self.layout().structure(structure) else {
                    return Term::Any;
                };
                let fields = definition.fields.iter().map(|field| {
                    let before = Term::field(whole.clone(), &field.name);
                    let ty = field.ty.substitute(&structure.arguments);
                    let after = if field.name == *name {
                        self.with_part(&before, &ty, rest, value)
                    } else {
                        before
                    };
                    (field.name.clone(), after)
                });
                Term::pack(structure.clone(), fields.collect())
            }
            (Some(_), _) => Term::Any,
        }
    }

    /// Forgets all that may have been written anywhere, locals that are borrowed included.
    pub(super) fn lose(&mut self) {
        self.state.written.0 = None;
        for content in &mut self.state.registers {
            if let Content::Value(value) = content {
                *value = Term::Any;
            }
        }
    }
}
