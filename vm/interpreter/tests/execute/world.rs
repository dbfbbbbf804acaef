//! Modules by hand, and a host that holds records.

use std::borrow::Cow;
use std::collections::BTreeMap;

use vm_access::{
    AbilitySet, AccountAddress, Footprint, FunctionName, Identifier, ModuleId, Record, StructType,
    Type, Value,
};
use vm_bytecode::{
    Block, Callee, Code, Constant, ErrorName, Field, FunctionDefinition, Instruction, Module,
    Parameter, Register, StructDefinition, Terminator, TypeParameter, Visibility,
};
use vm_interpreter::{
    Call, Denied, Execution, Host, Instances, Interpreter, Limits, Opened, Origin, Permits,
    RecordName,
};
use vm_layout::Image;

pub(crate) fn r(index: u32) -> Register {
    Register(index)
}

pub(crate) fn module_id() -> ModuleId {
    ModuleId::new(AccountAddress::from_low(0x42), "m")
}

pub(crate) fn function_name(name: &str) -> FunctionName {
    FunctionName { module: module_id(), name: name.into() }
}

pub(crate) fn native(module: &str, name: &str) -> FunctionName {
    FunctionName { module: ModuleId::new(AccountAddress::ONE, module), name: name.into() }
}

pub(crate) fn struct_type(name: &str) -> StructType {
    StructType::plain(module_id(), name)
}

pub(crate) fn table_type(key: Type, value: Type) -> Type {
    Type::Struct(StructType {
        module: ModuleId::new(AccountAddress::ONE, "table"),
        name: "Table".into(),
        arguments: vec![key, value],
    })
}

pub(crate) fn address(low: u8) -> Value {
    Value::Address(AccountAddress::from_low(low))
}

/// A module under construction, with the records of the world it runs in.
pub(crate) struct World {
    modules: BTreeMap<ModuleId, Module>,
    pub(crate) records: BTreeMap<Record, Value>,
    pub(crate) permits: Permits,
    pub(crate) limits: Limits,
    pub(crate) opened: Vec<(Record, bool)>,
}

fn empty_module(id: ModuleId) -> Module {
    Module {
        id,
        friends: Vec::new(),
        types: Vec::new(),
        callees: Vec::new(),
        constants: Vec::new(),
        error_names: Vec::new(),
        structs: Vec::new(),
        functions: Vec::new(),
        imports: Vec::new(),
    }
}

fn define(name: &str, parameters: usize, fields: &[Type]) -> StructDefinition {
    let parameter = TypeParameter { constraints: AbilitySet::NONE, is_phantom: true };
    let field = |(index, ty): (usize, &Type)| Field {
        name: Identifier::new(&index.to_string()),
        ty: ty.clone(),
        is_fixed: false,
    };
    StructDefinition {
        name: name.into(),
        visibility: Visibility::Private,
        abilities: AbilitySet::SCALAR,
        type_parameters: vec![parameter; parameters],
        fields: fields.iter().enumerate().map(field).collect(),
        variants: Vec::new(),
    }
}

impl World {
    pub(crate) fn new() -> Self {
        let mut table = empty_module(ModuleId::new(AccountAddress::ONE, "table"));
        table.structs.push(define("Table", 2, &[Type::Address]));
        let own = empty_module(module_id());
        Self {
            modules: [table, own].into_iter().map(|module| (module.id.clone(), module)).collect(),
            records: BTreeMap::new(),
            permits: Permits::ALL,
            limits: Limits::default(),
            opened: Vec::new(),
        }
    }

    fn own(&mut self) -> &mut Module {
        self.modules.get_mut(&module_id()).expect("the module is made with the world")
    }

    pub(crate) fn structure(&mut self, name: &str, fields: &[Type]) {
        self.own().structs.push(define(name, 0, fields));
    }

    /// Says that the fields of a struct, of this module or `0x1::table`, are never replaced.
    pub(crate) fn fix_fields(&mut self, name: &str) {
        let definitions = self.modules.values_mut().flat_map(|module| &mut module.structs);
        for definition in definitions.filter(|definition| definition.name.as_str() == name) {
            definition.fields.iter_mut().for_each(|field| field.is_fixed = true);
        }
    }

    pub(crate) fn callee(&mut self, function: FunctionName, type_arguments: &[Type]) {
        self.own().callees.push(Callee { function, type_arguments: type_arguments.to_vec() });
    }

    pub(crate) fn ty(&mut self, ty: Type) {
        self.own().types.push(ty);
    }

    pub(crate) fn constant(&mut self, ty: Type, value: Value) {
        self.own().constants.push(Constant { ty, value });
    }

    pub(crate) fn error_name(&mut self, code: u64, name: &str) {
        self.own().error_names.push(ErrorName { code, name: name.into() });
    }

    /// Defines a function of one block that returns some registers.
    pub(crate) fn straight(
        &mut self,
        name: &str,
        parameters: usize,
        registers: &[Type],
        instructions: Vec<Instruction>,
        returned: &[u32],
    ) {
        let terminator = Terminator::Return(returned.iter().copied().map(Register).collect());
        let results = returned.iter().map(|index| registers[*index as usize].clone()).collect();
        let block = Block { instructions, terminator };
        self.function(name, parameters, registers, vec![block], results);
    }

    pub(crate) fn function(
        &mut self,
        name: &str,
        parameters: usize,
        registers: &[Type],
        blocks: Vec<Block>,
        results: Vec<Type>,
    ) {
        let parameter = |ty: &Type| Parameter { name: "p".into(), ty: ty.clone() };
        let type_parameters = registers
            .iter()
            .filter_map(|ty| {
                let Type::Parameter(index) = ty.referent() else { return None };
                Some(usize::from(*index) + 1)
            })
            .max();
        let definition = FunctionDefinition {
            name: name.into(),
            visibility: Visibility::Public,
            is_entry: true,
            is_view: false,
            is_persistent: false,
            type_parameters: vec![AbilitySet::NONE; type_parameters.unwrap_or(0)],
            parameters: registers.iter().take(parameters).map(parameter).collect(),
            results,
            declaration: None,
            inferred: Footprint::default(),
            is_term_function: false,
            result_summaries: Vec::new(),
            code: Some(Code { registers: registers.to_vec(), blocks, heads: Vec::new() }),
        };
        self.own().functions.push(definition);
    }

    pub(crate) fn run(&mut self, name: &str, arguments: &[Value]) -> Execution {
        self.run_generic(name, &[], arguments)
    }

    pub(crate) fn run_generic(
        &mut self,
        name: &str,
        type_arguments: &[Type],
        arguments: &[Value],
    ) -> Execution {
        let instances = Instances::new();
        let mut interpreter = Interpreter::new(&self.modules, &instances, self.limits);
        let function = function_name(name);
        let call = Call {
            function: &function,
            type_arguments,
            arguments,
            origin: Origin::Hash(&[7; 32]),
            block: vm_interpreter::Block::default(),
        };
        let mut host = Storage {
            modules: &self.modules,
            instances: &instances,
            records: &self.records,
            permits: self.permits,
            opened: Vec::new(),
        };
        let execution = interpreter.execute(call, &mut host);
        self.opened = host.opened;
        execution
    }

    pub(crate) fn evaluate(&self, name: &str, arguments: &[Value]) -> Result<Value, String> {
        let instances = Instances::new();
        let mut interpreter = Interpreter::new(&self.modules, &instances, self.limits);
        let function = function_name(name);
        let call = Call {
            function: &function,
            type_arguments: &[],
            arguments,
            origin: Origin::Hash(&[0; 32]),
            block: vm_interpreter::Block::default(),
        };
        let result = interpreter.evaluate(call, &mut 1000);
        result.map(|(value, _)| value).map_err(|abort| abort.cause.to_string())
    }

    /// Makes the records what a committed execution left.
    pub(crate) fn apply(&mut self, execution: &Execution) {
        for touched in execution.records.iter().filter(|touched| !touched.written.is_empty()) {
            match &touched.after {
                Some(image) => self.records.insert(touched.record.clone(), image.to_value()),
                None => self.records.remove(&touched.record),
            };
        }
    }
}

struct Storage<'w> {
    modules: &'w BTreeMap<ModuleId, Module>,
    instances: &'w Instances,
    records: &'w BTreeMap<Record, Value>,
    permits: Permits,
    opened: Vec<(Record, bool)>,
}

impl Host for Storage<'_> {
    fn open(&mut self, record: RecordName<'_>, is_fresh: bool) -> Result<Opened<'_>, Denied> {
        let record = record.record();
        self.opened.push((record.clone(), is_fresh));
        if self.permits == Permits::NONE {
            return Err(Denied::OutsideFootprint);
        }
        let ty = match &record {
            Record::Resource(ty, _) => Type::Struct((**ty).clone()),
            Record::Item(table, _) => table.value.clone(),
        };
        let image = self.records.get(&record).map(|value| {
            let layout = self.instances.layout(self.modules, &ty).expect("a ground type");
            Cow::Owned(Image::from_value(value, &layout).expect("a value of the type"))
        });
        Ok(Opened { image, permits: self.permits, token: 0 })
    }
}
