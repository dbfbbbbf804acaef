//! How large a module may be: every bound that decoding and verification hold.

use vm_access::Type;

use crate::module::{Code, FunctionDefinition, Module, StructDefinition};

/// Bounds on a module's parts. [`Limits::default`] is what the network agrees on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of an encoded module.
    pub module_bytes_max: usize,
    /// Structs and enums of the encoding on the way down to any leaf; bounds the decoder's recursion.
    pub nesting_max: usize,
    /// Type constructors on the longest way down a type.
    pub type_depth_max: usize,
    /// Type constructors in one type, all told.
    pub type_nodes_max: usize,
    /// Entries of each of the pools of types, callees, constants, error names, friends and imports.
    pub pool_max: usize,
    /// Bytes of all constants, in BCS.
    pub constant_bytes_max: usize,
    /// Structs of a module.
    pub structs_max: usize,
    /// Fields of a struct.
    pub fields_max: usize,
    /// Variants of an enum; their numbers take one byte.
    pub variants_max: usize,
    /// Functions of a module.
    pub functions_max: usize,
    /// Type parameters of a struct or function.
    pub type_parameters_max: usize,
    /// Parameters of a function; also its results.
    pub parameters_max: usize,
    /// Registers of a function.
    pub registers_max: usize,
    /// Blocks of a function.
    pub blocks_max: usize,
    /// Blocks of a function times its registers: what an analysis keeps of it, and what its time grows with.
    pub states_max: usize,
    /// Instructions of a function.
    pub instructions_max: usize,
    /// Operands, or results, of one instruction.
    pub operands_max: usize,
    /// Clauses of a declaration.
    pub clauses_max: usize,
    /// Accesses of a footprint.
    pub footprint_entries_max: usize,
    /// Bytes, in BCS, of all that is said of one function: declaration, footprint, results.
    pub certificate_bytes_max: usize,
    /// Bytes, in BCS, of what is said of the heads of a function's blocks.
    pub heads_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            module_bytes_max: 1 << 20,
            nesting_max: 160,
            type_depth_max: 16,
            type_nodes_max: 128,
            pool_max: 4096,
            constant_bytes_max: 1 << 16,
            structs_max: 512,
            fields_max: 256,
            variants_max: 127,
            functions_max: 1024,
            type_parameters_max: 32,
            parameters_max: 128,
            registers_max: 2048,
            blocks_max: 2048,
            states_max: 1 << 18,
            instructions_max: 1 << 15,
            operands_max: 1024,
            clauses_max: 256,
            footprint_entries_max: 128,
            certificate_bytes_max: 1 << 16,
            heads_bytes_max: 1 << 20,
        }
    }
}

/// A bound that a module is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitExceeded {
    /// What there is too much of.
    pub what: &'static str,
    /// How much there is.
    pub found: usize,
    /// How much there may be.
    pub max: usize,
}

impl std::fmt::Display for LimitExceeded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} are over the limit of {}", self.what, self.found, self.max)
    }
}

impl std::error::Error for LimitExceeded {}

type Checked = Result<(), LimitExceeded>;

fn at_most(what: &'static str, found: usize, max: usize) -> Checked {
    if found <= max { Ok(()) } else { Err(LimitExceeded { what, found, max }) }
}

impl Limits {
    /// Checks every bound but `module_bytes_max` and `nesting_max`, which are the decoder's.
    ///
    /// # Errors
    ///
    /// The first bound that `module` is over.
    pub fn check(&self, module: &Module) -> Checked {
        at_most("friends", module.friends.len(), self.pool_max)?;
        at_most("pooled types", module.types.len(), self.pool_max)?;
        at_most("callees", module.callees.len(), self.pool_max)?;
        at_most("constants", module.constants.len(), self.pool_max)?;
        at_most("error names", module.error_names.len(), self.pool_max)?;
        at_most("structs", module.structs.len(), self.structs_max)?;
        at_most("functions", module.functions.len(), self.functions_max)?;
        let imports = module.imports.iter();
        let items = imports.map(|it| it.functions.len().saturating_add(it.structs.len()).max(1));
        at_most("imports", items.fold(0, usize::saturating_add), self.pool_max)?;
        let bytes = module.constants.iter().map(|constant| constant.value.to_bytes().len());
        at_most(
            "bytes of constants",
            bytes.fold(0, usize::saturating_add),
            self.constant_bytes_max,
        )?;
        self.check_types(&module.types)?;
        module.constants.iter().try_for_each(|constant| self.check_type(&constant.ty))?;
        for callee in &module.callees {
            at_most("type arguments", callee.type_arguments.len(), self.type_parameters_max)?;
            self.check_types(&callee.type_arguments)?;
        }
        module.structs.iter().try_for_each(|definition| self.check_struct(definition))?;
        module.functions.iter().try_for_each(|function| self.check_function(function))
    }

    fn check_types(&self, types: &[Type]) -> Checked {
        types.iter().try_for_each(|ty| self.check_type(ty))
    }

    fn check_type(&self, ty: &Type) -> Checked {
        at_most("levels of a type", ty.depth(), self.type_depth_max)?;
        at_most("parts of a type", type_nodes(ty), self.type_nodes_max)?;
        self.check_clauses(ty)
    }

    /// Checks the clauses of the function types in a type, and the types that these name.
    fn check_clauses(&self, ty: &Type) -> Checked {
        match ty {
            Type::Vector(inner) | Type::Reference { to: inner, .. } => self.check_clauses(inner),
            Type::Struct(structure) => {
                structure.arguments.iter().try_for_each(|inner| self.check_clauses(inner))
            }
            Type::Function(function) => {
                let clauses = function.declaration.iter().map(|it| it.clauses.len());
                at_most("clauses", clauses.sum(), self.clauses_max)?;
                let bytes = bcs::serialized_size(function).unwrap_or(usize::MAX);
                at_most("bytes of a function type", bytes, self.certificate_bytes_max)?;
                function.types().try_for_each(|inner| self.check_clauses(inner))
            }
            Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Parameter(_) => {
                Ok(())
            }
        }
    }

    fn check_struct(&self, definition: &StructDefinition) -> Checked {
        at_most("type parameters", definition.type_parameters.len(), self.type_parameters_max)?;
        at_most("fields of a struct", definition.fields.len(), self.fields_max)?;
        at_most("variants of an enum", definition.variants.len(), self.variants_max)?;
        for variant in &definition.variants {
            at_most("fields of a variant", variant.fields.len(), self.fields_max)?;
        }
        definition.all_fields().try_for_each(|field| self.check_type(&field.ty))
    }

    fn check_function(&self, function: &FunctionDefinition) -> Checked {
        at_most("type parameters", function.type_parameters.len(), self.type_parameters_max)?;
        at_most("parameters", function.parameters.len(), self.parameters_max)?;
        at_most("results", function.results.len(), self.parameters_max)?;
        at_most("result summaries", function.result_summaries.len(), self.parameters_max)?;
        function.parameters.iter().try_for_each(|parameter| self.check_type(&parameter.ty))?;
        self.check_types(&function.results)?;
        let clauses = function.declaration.iter().map(|declaration| declaration.clauses.len());
        at_most("clauses", clauses.sum(), self.clauses_max)?;
        let entries = function.inferred.accesses().len();
        at_most("footprint entries", entries, self.footprint_entries_max)?;
        let certificate = (&function.declaration, &function.inferred, &function.result_summaries);
        let bytes = bcs::serialized_size(&certificate).unwrap_or(usize::MAX);
        at_most("bytes of declared and inferred", bytes, self.certificate_bytes_max)?;
        function.code.iter().try_for_each(|code| self.check_code(code))
    }

    fn check_code(&self, code: &Code) -> Checked {
        at_most("registers", code.registers.len(), self.registers_max)?;
        at_most("blocks", code.blocks.len(), self.blocks_max)?;
        let states = code.blocks.len().saturating_mul(code.registers.len());
        at_most("blocks times registers", states, self.states_max)?;
        let instructions = code.blocks.iter().map(|block| block.instructions.len());
        let count = instructions.fold(0, usize::saturating_add);
        at_most("instructions", count, self.instructions_max)?;
        at_most("heads of blocks", code.heads.len(), code.blocks.len())?;
        let bytes = bcs::serialized_size(&code.heads).unwrap_or(usize::MAX);
        at_most("bytes of heads", bytes, self.heads_bytes_max)?;
        self.check_types(&code.registers)?;
        for block in &code.blocks {
            at_most("operands", block.terminator.operands().len(), self.operands_max)?;
            for instruction in &block.instructions {
                at_most("operands", instruction.operands().len(), self.operands_max)?;
                at_most("targets", instruction.targets().len(), self.operands_max)?;
            }
        }
        Ok(())
    }
}

fn type_nodes(ty: &Type) -> usize {
    match ty {
        Type::Vector(inner) | Type::Reference { to: inner, .. } => {
            type_nodes(inner).saturating_add(1)
        }
        Type::Struct(structure) => {
            structure.arguments.iter().map(type_nodes).fold(1, usize::saturating_add)
        }
        Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Parameter(_) => 1,
        Type::Function(function) => function.types().map(type_nodes).fold(1, usize::saturating_add),
    }
}
