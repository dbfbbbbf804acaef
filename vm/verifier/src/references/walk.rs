//! What each instruction does to references, and what it may not do: one line a kind.

use vm_access::{StructType, Type};
use vm_bytecode::{
    BinaryOperation, CalleeId, CodePoint, Instruction, Module, Register, Terminator,
    stays_when_consumed,
};

use super::acquires::{Acquired, own_function};
use super::callbacks::{Callbacks, Called, Touched, Values, position};
use super::conflict::{Action, Conflict, Place};
use super::graph::{Graph, Loan, Node, Path, Step};
use super::resources::{Resource, Resources};
use crate::context::Body;
use crate::error::{Fault, Plain};

/// What calls do to resources of the module.
#[derive(Clone, Copy)]
pub(super) struct Calls<'a> {
    pub(super) acquired: &'a Acquired<'a>,
    pub(super) callbacks: &'a Callbacks<'a>,
    pub(super) values: &'a Values<'a>,
}

/// The graph on its way through a block.
pub(super) struct Walk<'a> {
    pub(super) body: &'a Body<'a>,
    pub(super) calls: Calls<'a>,
    /// The resources that the function borrows, told apart.
    pub(super) resources: &'a Resources<'a>,
    pub(super) graph: Graph,
    pub(super) at: CodePoint,
    /// What the way so far has cost, in references in use at each instruction.
    pub(super) steps: usize,
    /// References that the current instruction has made, under numbers that are no registers.
    made: Vec<Register>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        body: &'a Body<'a>,
        calls: Calls<'a>,
        resources: &'a Resources<'a>,
        (graph, at): (Graph, CodePoint),
    ) -> Self {
        Self { body, calls, resources, graph, at, steps: 0, made: Vec::new() }
    }

    /// Goes over an instruction after which the references in `dying` are not used.
    pub(super) fn step(&mut self, instruction: &Instruction, dying: &[Register]) -> Plain {
        let cost = self.graph.references().len().saturating_add(1);
        self.steps = self.steps.saturating_add(cost);
        self.use_values(instruction)?;
        self.check(instruction)?;
        let consumed = instruction.consumed();
        let targets = instruction.targets();
        for register in instruction.operands() {
            let ends = consumed.contains(&register) || dying.contains(&register);
            if ends || targets.contains(&register) {
                self.graph.release(register);
            }
        }
        for register in targets.iter().filter(|it| !self.is_reference(**it)) {
            let borrower = self.graph.borrower(Node::Local(*register));
            self.forbid(borrower, Action::Assign, Place::Local(*register))?;
        }
        let made = std::mem::take(&mut self.made);
        let references = targets.iter().filter(|it| self.is_reference(**it));
        for (to, from) in references.copied().collect::<Vec<_>>().into_iter().zip(made) {
            self.graph.release(to);
            self.graph.rename(from, to);
            if dying.contains(&to) {
                self.graph.release(to);
            }
        }
        Ok(())
    }

    /// Goes over the end of a block.
    pub(super) fn finish(&mut self, terminator: &Terminator, dying: &[Register]) -> Plain {
        match terminator {
            Terminator::Jump(_) => Ok(()),
            Terminator::Branch { condition: read, .. } | Terminator::Abort(read) => {
                self.read_local(*read)
            }
            Terminator::Return(results) => {
                let all: Vec<Register> = self.graph.references().collect();
                for register in all.into_iter().filter(|it| !dying.contains(it)) {
                    self.graph.release(register);
                }
                self.return_with(results)
            }
        }
    }

    /// Values that are read may not be mutably borrowed, those that are taken not at all.
    fn use_values(&self, instruction: &Instruction) -> Plain {
        if let Instruction::BorrowLocal { .. } = instruction {
            return Ok(());
        }
        let is_move = matches!(instruction, Instruction::Move { .. });
        let consumed = instruction.consumed();
        for register in instruction.operands() {
            if self.is_reference(register) {
                continue;
            }
            let stays = !is_move && stays_when_consumed(self.body.register(register)?);
            if consumed.contains(&register) && !stays {
                self.move_local(register)?;
            } else {
                self.read_local(register)?;
            }
        }
        Ok(())
    }

    fn check(&mut self, instruction: &Instruction) -> Plain {
        match instruction {
            Instruction::Move { from, .. } if self.is_reference(*from) => {
                let to = self.next();
                self.graph.rename(*from, to);
                Ok(())
            }
            Instruction::Copy { from, .. } if self.is_reference(*from) => {
                let to = self.make(self.is_mutable(*from));
                self.graph.borrow_exactly(Node::Reference(*from), None, to);
                Ok(())
            }
            Instruction::Binary {
                operation: BinaryOperation::Equal | BinaryOperation::NotEqual,
                left,
                right,
                ..
            } if self.is_reference(*left) => {
                self.read(*left, None, Action::Read)?;
                self.read(*right, None, Action::Read)
            }
            Instruction::TestVariant { reference, .. } => {
                let borrower = self.graph.whole_borrower(Node::Reference(*reference), true);
                self.forbid(borrower, Action::Read, Place::Behind(*reference))
            }
            Instruction::BorrowVariantField { to, reference, variant, field } => {
                self.borrow_part(*to, *reference, Step::VariantField(*variant, *field))
            }
            Instruction::BorrowField { to, reference, field } => {
                self.borrow_part(*to, *reference, Step::Field(*field))
            }
            Instruction::BorrowLocal { to, local } => self.borrow_local(*to, *local),
            Instruction::Freeze { from, .. } => {
                self.read(*from, None, Action::Borrow)?;
                let to = self.make(false);
                self.graph.borrow_exactly(Node::Reference(*from), None, to);
                Ok(())
            }
            Instruction::Read { reference, .. } => self.read(*reference, None, Action::Read),
            Instruction::VectorLength { vector, .. } => self.read(*vector, None, Action::Read),
            Instruction::Write { reference, .. } | Instruction::Update { reference, .. } => {
                self.write(*reference, Action::Write)
            }
            Instruction::VectorPush { vector, .. }
            | Instruction::VectorPop { vector, .. }
            | Instruction::VectorSwap { vector, .. } => self.write(*vector, Action::Write),
            Instruction::VectorBorrow { to, vector, .. } => self.borrow_element(*to, *vector),
            Instruction::BorrowGlobal { to, .. } => self.borrow_global(*to),
            Instruction::MoveFrom { .. } => self.use_resource(Action::MoveFrom, false).map(|_| ()),
            Instruction::Call { to, callee, arguments } => {
                self.check_callee(*callee)?;
                self.pass(to, arguments)
            }
            Instruction::CallClosure { to, closure, arguments } => {
                self.check_closure(*closure)?;
                self.pass(to, arguments)
            }
            Instruction::Constant { .. }
            | Instruction::Move { .. }
            | Instruction::Copy { .. }
            | Instruction::Not { .. }
            | Instruction::Binary { .. }
            | Instruction::Cast { .. }
            | Instruction::Pack { .. }
            | Instruction::Unpack { .. }
            | Instruction::PackVariant { .. }
            | Instruction::UnpackVariant { .. }
            | Instruction::Exists { .. }
            | Instruction::MoveTo { .. }
            | Instruction::PackClosure { .. }
            | Instruction::WidenClosure { .. }
            | Instruction::VectorPack { .. }
            | Instruction::VectorUnpack { .. } => Ok(()),
        }
    }

    fn borrow_local(&mut self, to: Register, local: Register) -> Plain {
        let is_mutable = self.is_mutable(to);
        if !is_mutable {
            let borrower = self.graph.mutable_borrower(Node::Local(local), None);
            self.forbid(borrower, Action::Borrow, Place::Local(local))?;
        }
        let to = self.make(is_mutable);
        self.graph.borrow_exactly(Node::Local(local), None, to);
        Ok(())
    }

    /// References to other parts may be in use, and mutable ones to parts of this part if this one is mutable too.
    fn borrow_part(&mut self, to: Register, reference: Register, step: Step) -> Plain {
        let is_mutable = self.is_mutable(to);
        if is_mutable {
            let borrower = self.graph.whole_borrower(Node::Reference(reference), false);
            self.forbid(borrower, Action::BorrowMut, Place::Behind(reference))?;
        } else {
            self.read(reference, Some(step), Action::Borrow)?;
        }
        let to = self.make(is_mutable);
        self.graph.borrow_exactly(Node::Reference(reference), Some(step), to);
        Ok(())
    }

    /// Elements are not told apart.
    fn borrow_element(&mut self, to: Register, vector: Register) -> Plain {
        let is_mutable = self.is_mutable(to);
        if is_mutable {
            self.write(vector, Action::BorrowMut)?;
        } else {
            self.read(vector, None, Action::Borrow)?;
        }
        let to = self.make(is_mutable);
        self.graph.borrow(Node::Reference(vector), Path::INSIDE, to);
        Ok(())
    }

    fn borrow_global(&mut self, to: Register) -> Plain {
        let is_mutable = self.is_mutable(to);
        let action = if is_mutable { Action::BorrowMut } else { Action::Borrow };
        let number = self.use_resource(action, !is_mutable)?;
        let to = self.make(is_mutable);
        self.graph.borrow(Node::Global(number), Path::INSIDE, to);
        Ok(())
    }

    /// Checks that the resource the current instruction is about is not borrowed, or only not mutably; gives its number.
    fn use_resource(&self, action: Action, may_be_read: bool) -> Result<u32, Fault> {
        let no_such = Fault::Malformed("an instruction about resources without a place");
        let (number, resource) = self.resources.at(self.at).ok_or(no_such)?;
        self.check_resources(action, may_be_read, |known| known.may_be(resource))?;
        Ok(number)
    }

    fn check_resources(
        &self,
        action: Action,
        may_be_read: bool,
        is_meant: impl Fn(&Resource<'_>) -> bool,
    ) -> Plain {
        for (number, borrower) in self.graph.borrowed_resources() {
            let node = Node::Global(number);
            let known = self.resources.get(number);
            let Some(known) = known.filter(|known| is_meant(known)) else { continue };
            let any = Some(borrower);
            let mutable = || self.graph.mutable_borrower(node, None);
            let borrower = if may_be_read { mutable() } else { any };
            self.forbid(borrower, action, Place::Resource(Box::new(known.ty.clone())))?;
        }
        Ok(())
    }

    /// Checks that a function of the pool, when it is called, comes to no resource that is borrowed.
    fn check_callee(&self, callee: CalleeId) -> Plain {
        let module = self.body.context.module;
        let own = own_function(module, callee);
        let touched = self.calls.callbacks.of_call(callee).filter(|_| own.is_none());
        self.check_resources(Action::Call, false, |known| {
            let Type::Struct(structure) = known.ty else { return false };
            own.is_some_and(|own| self.calls.acquired.has(own, &structure.name))
                || touched.is_some_and(|it| is_among(module, structure, it))
        })
    }

    /// Checks the same of a function value.
    fn check_closure(&self, closure: Register) -> Plain {
        let touched = match self.calls.values.called(closure) {
            Some(Called::Known(known)) => {
                return known.into_iter().try_for_each(|callee| self.check_callee(callee));
            }
            Some(Called::Any(ty)) => self.calls.callbacks.of_type(ty),
            None => return Ok(()),
        };
        let module = self.body.context.module;
        self.check_resources(Action::Call, false, |known| {
            let Type::Struct(structure) = known.ty else { return false };
            is_among(module, structure, &touched)
        })
    }

    /// A mutable argument is the only way to what it leads to; a result may lead to where any argument of its kind does.
    fn pass(&mut self, to: &[Register], arguments: &[Register]) -> Plain {
        let references: Vec<Register> =
            arguments.iter().copied().filter(|it| self.is_reference(*it)).collect();
        for reference in references.iter().filter(|it| self.is_mutable(**it)) {
            self.write(*reference, Action::Pass)?;
        }
        for result in to {
            if !self.is_reference(*result) {
                continue;
            }
            let is_mutable = self.is_mutable(*result);
            let made = self.make(is_mutable);
            for reference in &references {
                if !is_mutable || self.is_mutable(*reference) {
                    self.graph.borrow(Node::Reference(*reference), Path::INSIDE, made);
                }
            }
        }
        Ok(())
    }

    /// Nothing that ends here may be borrowed by a result, and a mutable result by no other one.
    fn return_with(&self, results: &[Register]) -> Plain {
        if let Some((node, borrower)) = self.graph.borrowed_roots().next() {
            let place = match node {
                Node::Local(register) | Node::Reference(register) => Place::Local(register),
                Node::Global(number) => match self.resources.get(number) {
                    Some(resource) => Place::Resource(Box::new(resource.ty.clone())),
                    None => return Err(Fault::NoSuch("resource", number)),
                },
            };
            self.forbid(Some(borrower), Action::Return, place)?;
        }
        let mutable = results.iter().filter(|it| self.is_mutable(**it));
        mutable.copied().try_for_each(|it| self.write(it, Action::Return))
    }

    fn read_local(&self, register: Register) -> Plain {
        let borrower = self.graph.mutable_borrower(Node::Local(register), None);
        self.forbid(borrower, Action::Read, Place::Local(register))
    }

    fn move_local(&self, register: Register) -> Plain {
        let borrower = self.graph.borrower(Node::Local(register));
        self.forbid(borrower, Action::Move, Place::Local(register))
    }

    fn read(&self, reference: Register, step: Option<Step>, action: Action) -> Plain {
        let borrower = self.graph.mutable_borrower(Node::Reference(reference), step);
        self.forbid(borrower, action, Place::Behind(reference))
    }

    fn write(&self, reference: Register, action: Action) -> Plain {
        let borrower = self.graph.borrower(Node::Reference(reference));
        self.forbid(borrower, action, Place::Behind(reference))
    }

    fn forbid(&self, borrower: Option<Register>, action: Action, place: Place) -> Plain {
        let Some(borrower) = borrower else { return Ok(()) };
        let loan = self.graph.loan(borrower);
        Err(Fault::Borrowed(Box::new(Conflict {
            action,
            place,
            is_mutable: loan.is_some_and(|loan| loan.is_mutable),
            made: loan.and_then(|loan| loan.made),
            used: super::later_use(self.body.code, self.at, borrower),
        })))
    }

    /// A new reference of the current instruction.
    fn make(&mut self, is_mutable: bool) -> Register {
        let register = self.next();
        self.graph.add(register, Loan { is_mutable, made: Some(self.at) });
        register
    }

    fn next(&mut self) -> Register {
        let count = u32::try_from(self.made.len()).unwrap_or(u32::MAX);
        let register = Register(u32::MAX.saturating_sub(count));
        self.made.push(register);
        register
    }

    fn is_reference(&self, register: Register) -> bool {
        self.body.code.register(register).is_some_and(Type::is_reference)
    }

    fn is_mutable(&self, register: Register) -> bool {
        let ty = self.body.code.register(register);
        matches!(ty, Some(Type::Reference { is_mutable: true, .. }))
    }
}

fn is_among(module: &Module, structure: &StructType, touched: &Touched) -> bool {
    position(module, structure).is_some_and(|index| touched.contains(&index))
}
