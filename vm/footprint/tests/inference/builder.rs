//! Builds modules by hand: one method an instruction, registers made on the way.

use vm_access::{
    Ability, AbilitySet, AccountAddress, Declaration, Footprint, FunctionName, Identifier,
    ModuleId, StructType, Type, Value,
};
use vm_bytecode::{
    BinaryOperation, Block, BlockId, Callee, CalleeId, Code, Constant, ConstantId, Field, FieldId,
    FunctionDefinition, Instruction, Module, Parameter, Register, StructDefinition, Terminator,
    TypeId, Visibility,
};

/// A module being built.
pub(crate) struct Builder {
    pub(crate) module: Module,
}

/// A function being built.
pub(crate) struct Body<'a> {
    module: &'a mut Module,
    code: Code,
    block: usize,
}

/// `0x42::name`
pub(crate) fn id(name: &str) -> ModuleId {
    ModuleId::new(AccountAddress::from_low(0x42), name)
}

/// A struct of `0x42::m`.
pub(crate) fn structure(name: &str) -> Type {
    Type::Struct(StructType::plain(id("m"), name))
}

/// `Table<key, value>`
pub(crate) fn table(key: Type, value: Type) -> Type {
    Type::Struct(StructType {
        module: ModuleId::new(AccountAddress::ONE, "table"),
        name: Identifier::from("Table"),
        arguments: vec![key, value],
    })
}

pub(crate) fn mutable(ty: Type) -> Type {
    ty.reference(true)
}

pub(crate) fn shared(ty: Type) -> Type {
    ty.reference(false)
}

/// The library's `table` module: the struct alone, its handle fixed.
pub(crate) fn table_module() -> Module {
    let mut builder = Builder::new(ModuleId::new(AccountAddress::ONE, "table"));
    builder.structure("Table", &[("handle", Type::Address)]);
    builder.module.structs[0].fields[0].is_fixed = true;
    builder.module
}

impl Builder {
    pub(crate) fn new(id: ModuleId) -> Self {
        Self {
            module: Module {
                id,
                friends: Vec::new(),
                types: Vec::new(),
                callees: Vec::new(),
                constants: Vec::new(),
                error_names: Vec::new(),
                structs: Vec::new(),
                functions: Vec::new(),
                imports: Vec::new(),
            },
        }
    }

    pub(crate) fn structure(&mut self, name: &str, fields: &[(&str, Type)]) {
        let field = |(name, ty): &(&str, Type)| Field {
            name: Identifier::from(*name),
            ty: ty.clone(),
            is_fixed: false,
        };
        self.module.structs.push(StructDefinition {
            name: Identifier::from(name),
            visibility: Visibility::Private,
            abilities: [Ability::Key, Ability::Store].into_iter().collect::<AbilitySet>(),
            type_parameters: Vec::new(),
            fields: fields.iter().map(field).collect(),
            variants: Vec::new(),
        });
    }

    /// Adds a private function; `body` gets the parameters.
    pub(crate) fn function(
        &mut self,
        name: &str,
        parameters: &[(&str, Type)],
        results: &[Type],
        body: impl FnOnce(&mut Body<'_>, &[Register]),
    ) {
        let registers = parameters.iter().map(|(_, ty)| ty.clone()).collect();
        let blocks = Vec::new();
        let mut building = Body {
            module: &mut self.module,
            code: Code { registers, blocks, heads: Vec::new() },
            block: 0,
        };
        building.blocks(1);
        let registers: Vec<Register> = (0..parameters.len()).map(Register::new).collect();
        body(&mut building, &registers);
        let code = building.code;
        let parameter =
            |(name, ty): &(&str, Type)| Parameter { name: Identifier::from(*name), ty: ty.clone() };
        self.module.functions.push(FunctionDefinition {
            name: Identifier::from(name),
            visibility: Visibility::Private,
            is_entry: false,
            is_view: false,
            is_persistent: false,
            type_parameters: Vec::new(),
            parameters: parameters.iter().map(parameter).collect(),
            results: results.to_vec(),
            declaration: None,
            inferred: Footprint::default(),
            is_term_function: false,
            result_summaries: Vec::new(),
            code: Some(code),
        });
    }

    /// Makes the last function public, with these clauses.
    pub(crate) fn declare(&mut self, declaration: Declaration) {
        let function = self.module.functions.last_mut().unwrap();
        function.visibility = Visibility::Public;
        function.declaration = Some(declaration);
    }
}

impl Body<'_> {
    /// Appends empty blocks that abort.
    pub(crate) fn blocks(&mut self, count: usize) {
        for _ in 0..count {
            let terminator = Terminator::Abort(Register(0));
            self.code.blocks.push(Block { instructions: Vec::new(), terminator });
        }
    }

    /// Goes on at the end of a block.
    pub(crate) fn at(&mut self, block: usize) {
        self.block = block;
    }

    pub(crate) fn register(&mut self, ty: Type) -> Register {
        self.code.registers.push(ty);
        Register::new(self.code.registers.len() - 1)
    }

    fn push(&mut self, instruction: Instruction) {
        self.code.blocks[self.block].instructions.push(instruction);
    }

    fn ty(&self, register: Register) -> Type {
        self.code.registers[register.index()].clone()
    }

    pub(crate) fn u64(&mut self, value: u64) -> Register {
        let to = self.register(Type::U64);
        self.module.constants.push(Constant { ty: Type::U64, value: Value::U64(value) });
        let constant = ConstantId::new(self.module.constants.len() - 1);
        self.push(Instruction::Constant { to, constant });
        to
    }

    pub(crate) fn copy(&mut self, from: Register) -> Register {
        let to = self.register(self.ty(from));
        self.push(Instruction::Copy { to, from });
        to
    }

    pub(crate) fn assign(&mut self, to: Register, from: Register) {
        self.push(Instruction::Move { to, from });
    }

    pub(crate) fn global(&mut self, ty: Type, address: Register, is_mutable: bool) -> Register {
        let to = self.register(ty.reference(is_mutable));
        self.push(Instruction::BorrowGlobal { to, address });
        to
    }

    pub(crate) fn local(&mut self, local: Register, is_mutable: bool) -> Register {
        let to = self.register(self.ty(local).reference(is_mutable));
        self.push(Instruction::BorrowLocal { to, local });
        to
    }

    pub(crate) fn field(&mut self, reference: Register, name: &str) -> Register {
        let Type::Reference { is_mutable, to: behind } = self.ty(reference) else { panic!() };
        let Type::Struct(structure) = *behind else { panic!() };
        let definition = self.module.structure(&structure.name).unwrap();
        let position = |field: &Field| field.name.as_str() == name;
        let index = definition.fields.iter().position(position).unwrap();
        let ty = definition.fields[index].ty.clone();
        let to = self.register(ty.reference(is_mutable));
        let field = FieldId::new(index);
        self.push(Instruction::BorrowField { to, reference, field });
        to
    }

    pub(crate) fn read(&mut self, reference: Register) -> Register {
        let to = self.register(self.ty(reference).referent().clone());
        self.push(Instruction::Read { to, reference });
        to
    }

    pub(crate) fn write(&mut self, reference: Register, from: Register) {
        self.push(Instruction::Write { reference, from });
    }

    pub(crate) fn add(&mut self, left: Register, right: Register) -> Register {
        let to = self.register(self.ty(left));
        self.push(Instruction::Binary { to, operation: BinaryOperation::Add, left, right });
        to
    }

    pub(crate) fn less(&mut self, left: Register, right: Register) -> Register {
        let to = self.register(Type::Bool);
        self.push(Instruction::Binary { to, operation: BinaryOperation::Less, left, right });
        to
    }

    pub(crate) fn pack(&mut self, ty: Type, fields: &[Register]) -> Register {
        let to = self.register(ty);
        self.push(Instruction::Pack { to, fields: fields.to_vec() });
        to
    }

    pub(crate) fn exists(&mut self, ty: Type, address: Register) {
        let to = self.register(Type::Bool);
        self.module.types.push(ty);
        let resource = TypeId::new(self.module.types.len() - 1);
        self.push(Instruction::Exists { to, resource, address });
    }

    pub(crate) fn move_from(&mut self, ty: Type, address: Register) -> Register {
        let to = self.register(ty);
        self.push(Instruction::MoveFrom { to, address });
        to
    }

    pub(crate) fn move_to(&mut self, signer: Register, from: Register) {
        self.push(Instruction::MoveTo { signer, from });
    }

    pub(crate) fn element(&mut self, vector: Register, index: Register) -> Register {
        let Type::Reference { is_mutable, to: behind } = self.ty(vector) else { panic!() };
        let Type::Vector(element) = *behind else { panic!() };
        let to = self.register(element.reference(is_mutable));
        self.push(Instruction::VectorBorrow { to, vector, index });
        to
    }

    pub(crate) fn push_back(&mut self, vector: Register, from: Register) {
        self.push(Instruction::VectorPush { vector, from });
    }

    /// Calls a function of `0x42` (`"m::f"`) or of `0x1` (`"0x1::table::add"`).
    pub(crate) fn call(
        &mut self,
        path: &str,
        type_arguments: &[Type],
        arguments: &[Register],
        results: &[Type],
    ) -> Vec<Register> {
        let (address, path) = match path.strip_prefix("0x1::") {
            Some(rest) => (AccountAddress::ONE, rest),
            None => (AccountAddress::from_low(0x42), path),
        };
        let (module, name) = path.split_once("::").unwrap();
        let module = ModuleId::new(address, module);
        self.module.callees.push(Callee {
            function: FunctionName { module, name: Identifier::from(name) },
            type_arguments: type_arguments.to_vec(),
        });
        let callee = CalleeId::new(self.module.callees.len() - 1);
        let to: Vec<Register> = results.iter().map(|ty| self.register(ty.clone())).collect();
        self.push(Instruction::Call { to: to.clone(), callee, arguments: arguments.to_vec() });
        to
    }

    pub(crate) fn jump(&mut self, to: usize) {
        self.code.blocks[self.block].terminator = Terminator::Jump(BlockId::new(to));
    }

    pub(crate) fn branch(&mut self, condition: Register, then: usize, otherwise: usize) {
        let (then, otherwise) = (BlockId::new(then), BlockId::new(otherwise));
        self.code.blocks[self.block].terminator = Terminator::Branch { condition, then, otherwise };
    }

    pub(crate) fn ret(&mut self, results: &[Register]) {
        self.code.blocks[self.block].terminator = Terminator::Return(results.to_vec());
    }
}
