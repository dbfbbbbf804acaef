//! The transfer function: what one instruction does to the abstract state, and which accesses it makes.

use std::collections::BTreeSet;

use vm_access::{
    Access, AccessPath, AccountAddress, Identifier, Mode, Operator, Projection, Root, StructType,
    Term, TermFunction, Type, U256, Value,
};
use vm_bytecode::{
    BinaryOperation, BlockId, Code, CodePoint, ConstantId, FieldId, FunctionDefinition,
    Instruction, Register, UpdateOperation,
};

use crate::alias::Aliases;
use crate::amounts::{Amount, Amounts};
use crate::closures::Unkept;
use crate::domain::{Abstract, Known, Reference, Target, apply, project};
use crate::fixed::FixedFields;
use crate::overwrite::Overwritten;
use crate::reach::Qualifiers;
use crate::reason::{Reason, Widening};
use crate::settle::settle;
use crate::state::State;
use crate::summary::{Called, World};

/// Everything about the module that inference of one function needs.
pub(crate) struct Context<'a> {
    pub(crate) world: &'a World<'a>,
    pub(crate) fixed: &'a FixedFields<'a>,
    /// By position in the module's pool of callees.
    pub(crate) callees: &'a [Called],
}

/// What the code at one point does, or makes a callee do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) access: Access,
    pub(crate) point: CodePoint,
    /// The callee, by position in the pool, and the access in its own terms.
    pub(crate) via: Option<(usize, Access)>,
}

/// All that is found on the way through a function.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any may hold")]
pub(crate) struct Recorder {
    /// Whether accesses need not be noted: nothing but the state after the code is asked for.
    pub(crate) is_deaf: bool,
    pub(crate) accesses: Vec<Recorded>,
    pub(crate) widenings: Vec<Widening>,
    /// The calls: the callee, by position in the pool, and what is passed.
    pub(crate) calls: Vec<(usize, Vec<Term>)>,
    pub(crate) is_open: bool,
    /// Whether something is called that is no term function.
    pub(crate) leaves_terms: bool,
    /// Terms whose evaluation may abort, each once computed by an instruction.
    pub(crate) aborting: Vec<Term>,
    /// Whether an instruction may abort that no term stands for.
    pub(crate) aborts_silently: bool,
    /// By how much integers may change.
    pub(crate) amounts: Amounts,
    /// Function values that may do more than the type they get allows.
    pub(crate) unkept: Vec<Unkept>,
    /// What may be overwritten where it lies.
    pub(crate) overwritten: BTreeSet<Overwritten>,
}

impl Recorder {
    /// Adds what is found further on.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.accesses.append(&mut other.accesses);
        self.widenings.append(&mut other.widenings);
        self.calls.append(&mut other.calls);
        self.is_open |= other.is_open;
        self.leaves_terms |= other.leaves_terms;
        self.aborting.append(&mut other.aborting);
        self.aborts_silently |= other.aborts_silently;
        self.amounts.append(other.amounts);
        self.unkept.append(&mut other.unkept);
        self.overwritten.append(&mut other.overwritten);
    }
}

/// One instruction about to be carried out.
pub(crate) struct Step<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) function: &'a FunctionDefinition,
    pub(crate) code: &'a Code,
    pub(crate) point: CodePoint,
    /// Whether a loop may come here again.
    pub(crate) is_repeated: bool,
    /// For each register how far from 0 the integer that it holds may ever be.
    pub(crate) farthest: &'a [Option<U256>],
    pub(crate) state: &'a mut State,
    pub(crate) recorder: &'a mut Recorder,
}

impl<'a> Step<'a> {
    pub(crate) fn aliases(&self) -> Aliases<'a> {
        Aliases { world: self.context.world, function: self.function }
    }

    /// Carries `instruction` out. Returns whether the next one is reached.
    pub(crate) fn run(&mut self, instruction: &Instruction) -> bool {
        self.note_overwritten(instruction);
        match instruction {
            Instruction::Constant { to, constant } => self.constant(*to, *constant),
            Instruction::Move { to, from }
            | Instruction::Copy { to, from }
            | Instruction::Freeze { to, from } => self.set(*to, self.get(*from)),
            Instruction::Not { to, from } => self.not(*to, *from),
            Instruction::Binary { to, operation, left, right } => {
                self.binary(*to, *operation, *left, *right);
            }
            Instruction::Cast { to, from } => self.cast(*to, *from),
            Instruction::Pack { to, fields } => self.pack(*to, fields),
            Instruction::Unpack { to, from } => self.unpack(to, *from),
            Instruction::UnpackVariant { to, .. } => {
                self.recorder.aborts_silently = true;
                for register in to {
                    self.set_known(*register, Known::nothing(Reason::NotATerm));
                }
            }
            Instruction::TestVariant { to, reference, .. } => {
                let reference = self.reference(*reference);
                self.record_behind(Mode::Reads, &reference);
                self.set_known(*to, Known::nothing(Reason::NotATerm));
            }
            Instruction::BorrowVariantField { to, reference, .. } => {
                let reference = self.reference(*reference);
                self.record_behind(Mode::Reads, &reference);
                self.recorder.aborts_silently = true;
                let part = reference.within(Some(Reason::NotATerm));
                self.set(*to, Abstract::Reference(part));
            }
            Instruction::BorrowLocal { to, local } => {
                let reference = Reference::to(Target::Local(*local, Vec::new()));
                self.set(*to, Abstract::Reference(reference));
            }
            Instruction::BorrowField { to, reference, field } => {
                self.borrow_field(*to, *reference, *field);
            }
            Instruction::Read { to, reference } => self.read(*to, *reference),
            Instruction::Write { reference, from } => self.write(*reference, *from),
            Instruction::Update { reference, operation, amount } => {
                self.update(*reference, *operation, *amount);
            }
            Instruction::BorrowGlobal { to, address } => self.borrow_global(*to, *address),
            Instruction::Exists { to, resource, address } => {
                let ty = self.context.world.module().ty(*resource).cloned();
                self.touch_resource(ty.as_ref(), *address, Mode::Reads, true);
                self.set_known(*to, Known::nothing(Reason::NotATerm));
            }
            Instruction::MoveFrom { to, address } => self.move_from(*to, *address),
            Instruction::MoveTo { signer, from } => self.move_to(*signer, *from),
            Instruction::PackVariant { to, .. } => {
                self.set_known(*to, Known::nothing(Reason::NotATerm));
            }
            Instruction::VectorPack { to, from } => self.vector_pack(*to, from),
            Instruction::VectorUnpack { to, from } => self.vector_unpack(to, *from),
            Instruction::VectorLength { to, vector } => self.vector_length(*to, *vector),
            Instruction::VectorBorrow { to, vector, index } => {
                self.vector_borrow(*to, *vector, *index);
            }
            Instruction::VectorPush { vector, from } => {
                let element = self.known(*from);
                self.rearrange(*vector, Some(element));
            }
            Instruction::VectorPop { to, vector } => self.vector_pop(*to, *vector),
            Instruction::VectorSwap { vector, .. } => {
                self.recorder.aborts_silently = true;
                self.rearrange(*vector, None);
            }
            Instruction::Call { to, callee, arguments } => {
                return self.call(to, callee.index(), arguments);
            }
            Instruction::PackClosure { .. }
            | Instruction::WidenClosure { .. }
            | Instruction::CallClosure { .. } => return self.closure(instruction),
        }
        true
    }

    // Registers.

    pub(crate) fn ty(&self, register: Register) -> Option<&Type> {
        self.code.register(register)
    }

    pub(crate) fn get(&self, register: Register) -> Abstract {
        self.state.registers.get(register.index()).cloned().unwrap_or(Abstract::Unset)
    }

    pub(crate) fn set(&mut self, register: Register, value: Abstract) {
        if let Some(slot) = self.state.registers.get_mut(register.index()) {
            *slot = value;
        }
    }

    pub(crate) fn set_known(&mut self, register: Register, value: Known) {
        self.set(register, Abstract::Value(value));
    }

    /// The value in a register.
    pub(crate) fn known(&self, register: Register) -> Known {
        match self.get(register) {
            Abstract::Value(known) => known,
            Abstract::Unset | Abstract::Reference(_) => Known::nothing(Reason::NotATerm),
        }
    }

    /// The reference in a register.
    pub(crate) fn reference(&self, register: Register) -> Reference {
        match self.get(register) {
            Abstract::Reference(reference) => reference,
            Abstract::Unset | Abstract::Value(_) => Reference::lost(Reason::UnknownReference),
        }
    }

    /// The value behind the reference in a register, without looking at it.
    pub(crate) fn behind(&self, register: Register) -> Known {
        self.value_behind(&self.reference(register))
    }

    pub(crate) fn value_behind(&self, reference: &Reference) -> Known {
        if reference.is_lost {
            return Known::nothing(reference.why.unwrap_or(Reason::UnknownReference));
        }
        let values = reference.targets.iter().map(|target| self.value_at(target));
        values
            .reduce(|left, right| left.join(&right))
            .unwrap_or(Known::nothing(Reason::UnknownReference))
    }

    pub(crate) fn value_at(&self, target: &Target) -> Known {
        match target {
            Target::Path(path) => self.state.written.read(path, self.aliases()),
            Target::Within(_) => Known::nothing(Reason::NotATerm),
            Target::Value(term) => Known::new(term.clone(), Some(Reason::NotATerm)),
            Target::Local(local, steps) => {
                let known = self.known(*local);
                Known::new(project(known.term, steps), known.why)
            }
        }
    }

    // Accesses.

    /// Notes an access, widened to what may be said of it.
    pub(crate) fn record(
        &mut self,
        mode: Mode,
        path: AccessPath,
        why: Option<Reason>,
        via: Option<(usize, &Access)>,
    ) {
        self.record_qualified(mode, path, why, via, &Qualifiers::default());
    }

    /// Notes an access that a callee makes in ranges and under conditions of its own.
    pub(crate) fn record_qualified(
        &mut self,
        mode: Mode,
        path: AccessPath,
        why: Option<Reason>,
        via: Option<(usize, &Access)>,
        qualifiers: &Qualifiers,
    ) {
        if let Root::Parameter(index) = path.root {
            let parameter = self.function.parameters.get(usize::from(index));
            if parameter.is_none_or(|parameter| is_signer(&parameter.ty)) {
                return;
            }
        }
        if self.recorder.is_deaf {
            return;
        }
        let settled = settle(path, self.context.fixed);
        if settled.is_fresh_item() {
            return;
        }
        // No one replaces such a handle; what remains of looking at it is that its record exists. A callee's footprint may
        // say nothing else of that record: the read swallows `exists` there.
        let path = if mode == Mode::Reads && settled.is_fixed_handle {
            AccessPath::root(settled.path.root).then(Projection::Existence)
        } else {
            settled.path
        };
        let is_vague = |path: &AccessPath| path.terms().any(|term| *term == Term::Any);
        let was_vague = is_vague(&path);
        let access = qualifiers.qualify(mode, &path, &self.state.facts, self.context.fixed);
        let is_vague = is_vague(&access.path);
        let counted = (is_vague && !was_vague).then_some(Reason::ChangesInLoop);
        if let Some(reason) = settled.reason.or(why.filter(|_| is_vague)).or(counted) {
            let widening = Widening { access: access.clone(), point: self.point, reason };
            self.recorder.widenings.push(widening);
        }
        let via = via.map(|(callee, access)| (callee, access.clone()));
        self.recorder.accesses.push(Recorded { access, point: self.point, via });
    }

    /// Notes an access of all that a reference may lead to.
    pub(crate) fn record_behind(&mut self, mode: Mode, reference: &Reference) {
        if reference.is_lost {
            self.record_anywhere(mode, reference.why.unwrap_or(Reason::UnknownReference), None);
        }
        for target in reference.targets.iter() {
            if let Some((mode, path)) = target.access(mode) {
                self.record(mode, path.clone(), reference.why, None);
            }
        }
    }

    /// Notes an access of all state, and of all that is behind the parameters.
    pub(crate) fn record_anywhere(
        &mut self,
        mode: Mode,
        reason: Reason,
        via: Option<(usize, &Access)>,
    ) {
        let path = AccessPath::root(Root::Everything);
        let access = Access::new(mode, path.clone());
        self.recorder.widenings.push(Widening { access, point: self.point, reason });
        self.record(mode, path, None, via);
        for (index, parameter) in self.function.parameters.iter().enumerate() {
            let Type::Reference { is_mutable, .. } = parameter.ty else { continue };
            let Ok(index) = u16::try_from(index) else { continue };
            let mode = if is_mutable { mode } else { Mode::Reads };
            self.record(mode, AccessPath::root(Root::Parameter(index)), None, via);
        }
    }

    // Writing.

    /// Puts `value` wherever `reference` leads.
    pub(crate) fn store(&mut self, reference: &Reference, value: &Known) {
        if reference.is_lost {
            self.lose(reference.why.unwrap_or(Reason::UnknownReference));
            return;
        }
        let is_only = reference.targets.len() == 1;
        for target in reference.targets.iter() {
            let new = if is_only { value.clone() } else { self.value_at(target).join(value) };
            self.store_at(target, &new);
        }
    }

    /// Puts `value` at a place.
    pub(crate) fn store_at(&mut self, target: &Target, value: &Known) {
        match target {
            Target::Path(path) => {
                let aliases = self.aliases();
                self.state.written.write(path, value.term.clone(), aliases);
            }
            Target::Within(whole) => {
                self.store_at(whole, &Known::nothing(Reason::MayHaveChanged));
            }
            Target::Value(_) => {}
            Target::Local(local, steps) => {
                let before = self.known(*local);
                let why = value.why.or(before.why).or(Some(Reason::MayHaveChanged));
                let after = match self.ty(*local).cloned() {
                    Some(ty) => self.replace(&before.term, &ty, steps, &value.term),
                    None => Term::Any,
                };
                self.set_known(*local, Known::new(after, why));
            }
        }
    }

    /// `term` of type `ty`, with the part that `steps` lead to replaced.
    fn replace(&self, term: &Term, ty: &Type, steps: &[Projection], value: &Term) -> Term {
        let Some((step, rest)) = steps.split_first() else { return value.clone() };
        if let (Projection::Element(_), Type::Vector(element)) = (step, ty) {
            let before = term.elements();
            let after = before.iter().map(|term| self.replace(term, element, rest, value));
            let after: Vec<Term> = after.collect();
            return Term::among(before.into_iter().chain(after));
        }
        let (Projection::Field(name), Type::Struct(structure)) = (step, ty) else {
            return Term::Any;
        };
        let world = self.context.world;
        let Some(definition) = world.structure(&structure.module, &structure.name) else {
            return Term::Any;
        };
        let replaced = definition.fields.iter().map(|field| {
            let old = Term::field(term.clone(), &field.name);
            let ty = field.ty.substitute(&structure.arguments);
            let is_it = field.name == *name;
            let new = if is_it { self.replace(&old, &ty, rest, value) } else { old };
            (field.name.clone(), new)
        });
        Term::pack(structure.clone(), replaced.collect())
    }

    /// Forgets all that may have been written through a reference that leads anywhere.
    pub(crate) fn lose(&mut self, reason: Reason) {
        self.state.written.lose();
        for register in &mut self.state.registers {
            if let Abstract::Value(known) = register {
                *known = Known::nothing(reason);
            }
        }
    }

    /// A change of a vector that leaves known what its elements may be: those it had, and `more`.
    fn rearrange(&mut self, vector: Register, more: Option<Known>) {
        let reference = self.reference(vector);
        self.record_behind(Mode::Writes, &reference);
        let before = self.value_behind(&reference);
        let why = before.why.or(more.as_ref().and_then(|more| more.why));
        let elements = before.term.elements().into_iter().chain(more.map(|more| more.term));
        let after = Known::new(Term::among(elements), why.or(Some(Reason::MayHaveChanged)));
        self.store(&reference, &after);
    }

    /// The last element of a vector. An option's has one at most, and no other module can touch it.
    fn last_of(&self, vector: Term) -> Term {
        let module = &self.context.world.module().id;
        let is_option =
            module.address == AccountAddress::ONE && module.name == Identifier::from("option");
        let index = if is_option { Term::Constant(Value::U64(0)) } else { Term::Any };
        Term::element(vector, index)
    }

    // Instructions.

    fn constant(&mut self, to: Register, constant: ConstantId) {
        let known = match self.context.world.module().constant(constant) {
            Some(constant) => Known::new(Term::Constant(constant.value.clone()), None),
            None => Known::nothing(Reason::NotATerm),
        };
        self.set_known(to, known);
    }

    fn binary(&mut self, to: Register, op: BinaryOperation, left: Register, right: Register) {
        for operand in [left, right] {
            if let Abstract::Reference(reference) = self.get(operand) {
                self.record_behind(Mode::Reads, &reference);
            }
        }
        let (left, right) = (self.compared(left), self.compared(right));
        let why = left.why.or(right.why);
        let operands = [left.term, right.term];
        let of = |operator: Operator, operands: &[Term]| {
            apply(&TermFunction::Operator(operator), &[], operands)
        };
        let [left, right] = &operands;
        let swapped = [right.clone(), left.clone()];
        let term = match op {
            BinaryOperation::Add => of(Operator::Add, &operands),
            BinaryOperation::Subtract => of(Operator::Subtract, &operands),
            BinaryOperation::Multiply => of(Operator::Multiply, &operands),
            BinaryOperation::Divide => of(Operator::Divide, &operands),
            BinaryOperation::Modulo => of(Operator::Modulo, &operands),
            BinaryOperation::Less => of(Operator::Less, &operands),
            BinaryOperation::LessEqual => of(Operator::LessEqual, &operands),
            BinaryOperation::Greater => of(Operator::Less, &swapped),
            BinaryOperation::GreaterEqual => of(Operator::LessEqual, &swapped),
            BinaryOperation::Equal => of(Operator::Equal, &operands),
            BinaryOperation::NotEqual => of(Operator::Not, &[of(Operator::Equal, &operands)]),
            BinaryOperation::BitAnd | BinaryOperation::BitOr | BinaryOperation::BitXor => {
                return self.set_known(to, Known::nothing(why.unwrap_or(Reason::NotATerm)));
            }
            BinaryOperation::ShiftLeft | BinaryOperation::ShiftRight => {
                self.recorder.aborts_silently = true;
                return self.set_known(to, Known::nothing(why.unwrap_or(Reason::NotATerm)));
            }
        };
        if op.is_comparison() {
            self.set_known(to, Known::new(term, Some(why.unwrap_or(Reason::NotATerm))));
        } else {
            self.set_computed(to, term, why);
        }
    }

    /// The value of an operand; of a reference that of what it leads to.
    fn compared(&self, register: Register) -> Known {
        match self.get(register) {
            Abstract::Reference(reference) => self.value_behind(&reference),
            Abstract::Value(_) | Abstract::Unset => self.known(register),
        }
    }

    fn not(&mut self, to: Register, from: Register) {
        let from = self.known(from);
        let term = apply(&TermFunction::Operator(Operator::Not), &[], &[from.term]);
        self.set_known(to, Known::new(term, Some(from.why.unwrap_or(Reason::NotATerm))));
    }

    /// Puts the result of something that may abort into a register.
    pub(crate) fn set_computed(&mut self, to: Register, term: Term, why: Option<Reason>) {
        // What may abort and is no term of its own cannot be seen in a result.
        self.recorder.aborts_silently |= term == Term::Any;
        self.recorder.aborting.push(term.clone());
        self.set_known(to, Known::new(term, Some(why.unwrap_or(Reason::TooLarge))));
    }

    fn cast(&mut self, to: Register, from: Register) {
        let from = self.known(from);
        let Some(ty) = self.ty(to).cloned() else { return };
        let function = TermFunction::Operator(Operator::Cast);
        let term = apply(&function, &[ty], &[from.term]);
        self.set_computed(to, term, from.why);
    }

    fn struct_behind(&self, register: Register) -> Option<&StructType> {
        let Type::Struct(structure) = self.ty(register)?.referent() else { return None };
        Some(structure)
    }

    /// The name of field `index` of the struct in, or behind, a register.
    fn field_name(&self, register: Register, index: usize) -> Option<Identifier> {
        let structure = self.struct_behind(register)?;
        let definition = self.context.world.structure(&structure.module, &structure.name)?;
        Some(definition.fields.get(index)?.name.clone())
    }

    fn pack(&mut self, to: Register, fields: &[Register]) {
        let mut why = None;
        let mut named = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            let known = self.known(*field);
            why = why.or(known.why);
            if let Some(name) = self.field_name(to, index) {
                named.push((name, known.term));
            }
        }
        let term = match self.struct_behind(to) {
            Some(structure) if named.len() == fields.len() => Term::pack(structure.clone(), named),
            Some(_) | None => Term::Any,
        };
        self.set_known(to, Known::new(term, why));
    }

    fn unpack(&mut self, to: &[Register], from: Register) {
        let known = self.known(from);
        for (index, register) in to.iter().enumerate() {
            let term = match self.field_name(from, index) {
                Some(name) => Term::field(known.term.clone(), &name),
                None => Term::Any,
            };
            self.set_known(*register, Known::new(term, known.why));
        }
    }

    fn borrow_field(&mut self, to: Register, reference: Register, field: FieldId) {
        let base = self.reference(reference);
        let borrowed = match self.field_name(reference, field.index()) {
            Some(name) => base.then(&[Projection::Field(name)], None),
            None => Reference::lost(Reason::UnknownReference),
        };
        self.set(to, Abstract::Reference(borrowed));
    }

    fn read(&mut self, to: Register, from: Register) {
        let reference = self.reference(from);
        self.record_behind(Mode::Reads, &reference);
        let value = self.value_behind(&reference);
        self.set_known(to, value);
    }

    fn write(&mut self, to: Register, from: Register) {
        let reference = self.reference(to);
        self.record_behind(Mode::Writes, &reference);
        let value = self.known(from);
        self.note_kept(&reference, &value);
        self.store(&reference, &value);
    }

    /// Notes a write that would be an addition, if the old value were not in a register of its own.
    fn note_kept(&mut self, reference: &Reference, value: &Known) {
        let Term::Apply(application) = &value.term else { return };
        let operands: &[Term] = match &application.function {
            TermFunction::Operator(Operator::Add) => &application.arguments,
            TermFunction::Operator(Operator::Subtract) => {
                application.arguments.get(..1).unwrap_or_default()
            }
            TermFunction::Operator(_) | TermFunction::Named(_) | TermFunction::Closure(..) => {
                return;
            }
        };
        for target in reference.targets.iter() {
            if let Target::Path(path) = target
                && operands.contains(&Term::stored(path.clone()))
            {
                let access = Access::new(Mode::Writes, path.clone());
                let (point, reason) = (self.point, Reason::OldValueKept);
                self.recorder.widenings.push(Widening { access, point, reason });
            }
        }
    }

    /// Adds to, or subtracts from, what is behind a reference: nobody learns what was there.
    fn update(&mut self, reference: Register, operation: UpdateOperation, amount: Register) {
        let place = self.reference(reference);
        self.record_behind(Mode::Adds, &place);
        let at_most = self.farthest.get(amount.index()).copied().flatten();
        let ty = self.ty(amount).cloned();
        let (old, amount) = (self.value_behind(&place), self.known(amount));
        let by = Amount::new(amount.term.clone(), at_most, operation, ty.as_ref());
        self.note_amount(&place, by);
        let why = old.why.or(amount.why);
        let operator = match operation {
            UpdateOperation::Add => Operator::Add,
            UpdateOperation::Subtract => Operator::Subtract,
        };
        let term = apply(&TermFunction::Operator(operator), &[], &[old.term, amount.term]);
        self.recorder.aborting.push(term.clone());
        self.store(&place, &Known::new(term, Some(why.unwrap_or(Reason::TooLarge))));
    }

    /// Notes by how much what is behind a reference changes: at once, or again and again.
    pub(crate) fn note_amount(&mut self, place: &Reference, amount: Amount) {
        let fixed = self.context.fixed;
        let amount = if self.is_repeated { amount.repeated() } else { amount.bindable(fixed) };
        self.recorder.amounts.note(place, &amount, fixed);
    }

    // Resources.

    /// Notes an access of a resource, or of its existence alone, and returns its paths.
    fn touch_resource(
        &mut self,
        ty: Option<&Type>,
        address: Register,
        mode: Mode,
        existence_only: bool,
    ) -> Reference {
        let address = self.known(address);
        self.touch_resource_at(ty, &address, mode, existence_only)
    }

    fn touch_resource_at(
        &mut self,
        ty: Option<&Type>,
        address: &Known,
        mode: Mode,
        existence_only: bool,
    ) -> Reference {
        let paths = resource_paths(ty, address);
        for path in &paths {
            let is_named = matches!(path.root, Root::Resource(..));
            let mut touched = path.clone();
            touched
                .projections
                .extend((existence_only && is_named).then_some(Projection::Existence));
            self.record(mode, touched, address.why, None);
        }
        Reference::collect(paths.into_iter().map(Target::Path), address.why)
    }

    fn borrow_global(&mut self, to: Register, address: Register) {
        let ty = self.ty(to).cloned();
        let reference = self.touch_resource(ty.as_ref(), address, Mode::Reads, true);
        self.set(to, Abstract::Reference(reference));
    }

    fn move_from(&mut self, to: Register, address: Register) {
        let ty = self.ty(to).cloned();
        let place = self.touch_resource(ty.as_ref(), address, Mode::Writes, false);
        let value = self.value_behind(&place);
        self.set_known(to, value);
        self.store(&place, &Known::nothing(Reason::MayHaveChanged));
    }

    fn move_to(&mut self, signer: Register, from: Register) {
        let ty = self.ty(from).cloned();
        let address = self.behind(signer);
        let place = self.touch_resource_at(ty.as_ref(), &address, Mode::Writes, false);
        let value = self.known(from);
        self.store(&place, &value);
    }

    // Vectors.

    fn vector_pack(&mut self, to: Register, elements: &[Register]) {
        let known: Vec<Known> = elements.iter().map(|element| self.known(*element)).collect();
        let why = known.iter().find_map(|element| element.why).or(Some(Reason::TooLarge));
        let term = Term::among(known.into_iter().map(|element| element.term));
        self.set_known(to, Known::new(term, why));
    }

    fn vector_unpack(&mut self, to: &[Register], from: Register) {
        let known = self.known(from);
        self.recorder.aborts_silently = true;
        for (index, register) in to.iter().enumerate() {
            let index = Term::Constant(Value::U64(index as u64));
            let term = Term::element(known.term.clone(), index);
            self.set_known(*register, Known::new(term, known.why));
        }
    }

    fn vector_pop(&mut self, to: Register, vector: Register) {
        let before = self.behind(vector);
        self.recorder.aborts_silently = true;
        self.rearrange(vector, None);
        self.set_known(to, Known::new(self.last_of(before.term), before.why));
    }

    fn vector_length(&mut self, to: Register, vector: Register) {
        let reference = self.reference(vector);
        self.record_behind(Mode::Reads, &reference);
        let known = self.value_behind(&reference);
        let function = TermFunction::Operator(Operator::Length);
        let term = apply(&function, &[], &[known.term]);
        self.set_known(to, Known::new(term, known.why));
    }

    fn vector_borrow(&mut self, to: Register, vector: Register, index: Register) {
        let base = self.reference(vector);
        let is_mutable = matches!(self.ty(to), Some(Type::Reference { is_mutable: true, .. }));
        self.record_behind(if is_mutable { Mode::Writes } else { Mode::Reads }, &base);
        let index = self.known(index);
        let steps: Vec<_> = index
            .term
            .alternatives()
            .iter()
            .map(|term| {
                Projection::Element(if *term == Term::Fresh { Term::Any } else { term.clone() })
            })
            .collect();
        let element = base.then(&steps, index.why);
        let value = self.value_behind(&element);
        self.recorder.aborting.push(value.term);
        self.set(to, Abstract::Reference(element));
    }
}

/// Whether this is a signer, or a reference through which it cannot be replaced.
pub(crate) fn is_signer(ty: &Type) -> bool {
    *ty == Type::Signer || *ty == Type::Signer.reference(false)
}

/// The resource of a type at an address: a path per address it may be.
fn resource_paths(ty: Option<&Type>, address: &Known) -> Vec<AccessPath> {
    let Some(Type::Struct(structure)) = ty.map(Type::referent) else {
        return vec![AccessPath::root(Root::Everything)];
    };
    let path = |term: &Term| AccessPath::resource(structure.clone(), term.clone());
    address.term.alternatives().iter().map(path).collect()
}

/// The point of instruction `index` of block `block`.
pub(crate) fn point(block: usize, index: usize) -> CodePoint {
    CodePoint { block: BlockId::new(block), instruction: u32::try_from(index).unwrap_or(u32::MAX) }
}
