//! Modules as text, for people.

use std::fmt::{self, Write};

use vm_access::{AbilitySet, Captures, Identifier, Names, Projection, Term, Type};

use crate::certificate::{Head, Held, Target};
use crate::import::Import;
use crate::instruction::{
    BlockId, CalleeId, ConstantId, Instruction, Register, Terminator, TypeId, VariantId,
};
use crate::module::{
    Block, Code, FunctionDefinition, Module, StructDefinition, TypeParameter, Visibility,
};
use crate::source_map::{FunctionMap, SourceMap};

/// Writes a module as text. With a source map registers bear their variables' names.
///
/// Ids that name nothing print as they are: the module need not be verified.
pub fn disassemble(module: &Module, map: Option<&SourceMap>) -> String {
    let mut out = String::new();
    let written = write_module(&mut out, module, map);
    debug_assert!(written.is_ok(), "a String takes whatever is written");
    out
}

fn write_module(out: &mut String, module: &Module, map: Option<&SourceMap>) -> fmt::Result {
    writeln!(out, "module {}", module.id)?;
    module.friends.iter().try_for_each(|friend| writeln!(out, "friend {friend}"))?;
    module.imports.iter().try_for_each(|import| write_import(out, import))?;
    let printer = Printer { module, names: names_in(module) };
    module.structs.iter().try_for_each(|definition| printer.structure(out, definition))?;
    for function in &module.functions {
        let map = map.and_then(|map| map.functions.get(&function.name));
        Printer { module, names: names_of(module, function) }.function(out, function, map)?;
    }
    Ok(())
}

fn write_import(out: &mut String, import: &Import) -> fmt::Result {
    let kinds = [("fun", &import.functions), ("struct", &import.structs)];
    for (kind, items) in kinds {
        for (name, digest) in items {
            writeln!(out, "use {kind} {}::{name} // {digest}", import.module)?;
        }
    }
    Ok(())
}

fn names_in(module: &Module) -> Names {
    Names { module: Some(module.id.clone()), ..Names::default() }
}

fn names_of(module: &Module, function: &FunctionDefinition) -> Names {
    let parameters = function.parameters.iter();
    let parameters = parameters.map(|parameter| (parameter.name.clone(), parameter.ty.clone()));
    Names { parameters: parameters.collect(), ..names_in(module) }
}

/// The visibility before an item.
fn word(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Private => "",
        Visibility::Friend => "friend ",
        Visibility::Package => "package ",
        Visibility::Public => "public ",
    }
}

/// What is needed to write one item.
struct Printer<'a> {
    module: &'a Module,
    names: Names,
}

impl Printer<'_> {
    fn structure(&self, out: &mut String, definition: &StructDefinition) -> fmt::Result {
        let StructDefinition { name, visibility, abilities, type_parameters, fields, variants } =
            definition;
        let parameters = type_parameters.iter().enumerate().map(|(index, parameter)| {
            let TypeParameter { constraints, is_phantom } = parameter;
            let phantom = if *is_phantom { "phantom " } else { "" };
            format!("{phantom}T{index}{}", constrained(*constraints))
        });
        let kind = if definition.is_enum() { "enum" } else { "struct" };
        write!(out, "\n{}{kind} {name}{}", word(*visibility), angled(parameters))?;
        if *abilities != AbilitySet::NONE {
            write!(out, " has {}", join(abilities.iter(), ", "))?;
        }
        out.write_str(" {\n")?;
        for field in fields {
            let fixed = if field.is_fixed { " // fixed" } else { "" };
            writeln!(out, "    {}: {},{fixed}", field.name, self.ty(&field.ty))?;
        }
        for variant in variants {
            let fields = variant.fields.iter();
            let fields = fields.map(|field| format!("{}: {}", field.name, self.ty(&field.ty)));
            writeln!(out, "    {} {{ {} }},", variant.name, join(fields, ", "))?;
        }
        out.write_str("}\n")
    }

    fn function(
        &self,
        out: &mut String,
        function: &FunctionDefinition,
        map: Option<&FunctionMap>,
    ) -> fmt::Result {
        self.header(out, function)?;
        self.certificate(out, function)?;
        let Some(code) = &function.code else { return Ok(()) };
        out.write_str("{\n")?;
        for (index, ty) in code.registers.iter().enumerate() {
            let register = Register(u32::try_from(index).unwrap_or(u32::MAX));
            let parameter = function.parameters.get(index).map(|parameter| &parameter.name);
            let variable = map.and_then(|map| map.registers.get(index)).and_then(Option::as_ref);
            let name = parameter.or(variable).map(Identifier::as_str).unwrap_or_default();
            let space = if name.is_empty() { "" } else { " " };
            writeln!(out, "    {register}{space}{name}: {}", self.ty(ty))?;
        }
        for (index, block) in code.blocks.iter().enumerate() {
            self.block(out, index, block, code)?;
        }
        out.write_str("}\n")
    }

    fn header(&self, out: &mut String, function: &FunctionDefinition) -> fmt::Result {
        out.write_str(if function.is_view { "\n#[view]\n" } else { "\n" })?;
        out.write_str(word(function.visibility))?;
        out.write_str(if function.is_entry { "entry " } else { "" })?;
        out.write_str(if function.code.is_none() { "native " } else { "" })?;
        let type_parameters = function.type_parameters.iter().enumerate();
        let type_parameters = type_parameters
            .map(|(index, constraints)| format!("T{index}{}", constrained(*constraints)));
        let parameters = function.parameters.iter();
        let parameters =
            parameters.map(|parameter| format!("{}: {}", parameter.name, self.ty(&parameter.ty)));
        write!(
            out,
            "fun {}{}({})",
            function.name,
            angled(type_parameters),
            join(parameters, ", ")
        )?;
        let results: Vec<String> = function.results.iter().map(|ty| self.ty(ty)).collect();
        match results.as_slice() {
            [] => writeln!(out),
            [result] => writeln!(out, ": {result}"),
            several => writeln!(out, ": ({})", several.join(", ")),
        }
    }

    /// The declaration, what was inferred, and what is known of the results.
    fn certificate(&self, out: &mut String, function: &FunctionDefinition) -> fmt::Result {
        if let Some(declaration) = &function.declaration {
            let clauses = declaration.clauses.iter().map(|clause| clause.display(&self.names));
            let clauses = join(clauses, " ");
            writeln!(
                out,
                "    // declares: {}",
                if clauses.is_empty() { "pure" } else { &clauses }
            )?;
        }
        let accesses = function.inferred.accesses().iter();
        let mut inferred = join(accesses.map(|access| access.display(&self.names)), " ");
        if function.inferred.is_open() {
            inferred.push_str(" (open)");
        }
        let inferred = if inferred.is_empty() { "pure" } else { inferred.trim_start() };
        let term = if function.is_term_function { " (term function)" } else { "" };
        writeln!(out, "    // inferred: {inferred}{term}")?;
        for (index, summary) in function.result_summaries.iter().enumerate() {
            write!(out, "    // result {index}: {}", summary.value.display(&self.names))?;
            for target in &summary.targets {
                write!(out, " at {}", target.display(&self.names))?;
            }
            out.write_str("\n")?;
        }
        Ok(())
    }

    fn block(&self, out: &mut String, index: usize, block: &Block, code: &Code) -> fmt::Result {
        writeln!(out, "  bb{index}:")?;
        code.head(BlockId::new(index)).into_iter().try_for_each(|head| self.head(out, head))?;
        for instruction in &block.instructions {
            let targets = join(instruction.targets(), ", ");
            let equals = if targets.is_empty() { "" } else { " = " };
            let operation = self.operation(instruction, code);
            writeln!(out, "    {targets}{equals}{operation}")?;
        }
        writeln!(out, "    {}", terminator(&block.terminator))
    }

    /// What holds each time a block is reached.
    fn head(&self, out: &mut String, head: &Head) -> fmt::Result {
        for variable in &head.variables {
            let name = Term::Index(variable.index);
            write!(out, "    // {}: a number", name.display(&self.names))?;
            match variable.counter {
                Some(counter) => writeln!(out, " of rounds, counted by {counter}")?,
                None => out.write_str("\n")?,
            }
        }
        for (register, held) in &head.registers {
            match held {
                Held::Value(term) => {
                    writeln!(out, "    // {register}: {}", term.display(&self.names))?;
                }
                Held::Reference(targets) => {
                    let targets = targets.iter().map(|target| self.target(target));
                    writeln!(out, "    // {register}: at {}", join(targets, ", "))?;
                }
            }
        }
        let Some(written) = &head.written else {
            out.write_str("    // written: anything\n")?;
            return self.facts(out, head);
        };
        for (path, term) in written {
            let (path, term) = (path.display(&self.names), term.display(&self.names));
            writeln!(out, "    // written: {path} = {term}")?;
        }
        self.facts(out, head)
    }

    fn facts(&self, out: &mut String, head: &Head) -> fmt::Result {
        let mut facts = head.facts.iter();
        facts.try_for_each(|fact| writeln!(out, "    // holds: {}", fact.display(&self.names)))
    }

    fn target(&self, target: &Target) -> String {
        match target {
            Target::Path(path) => path.display(&self.names).to_string(),
            Target::Local(local, steps) => {
                let steps = steps.iter().map(|step| match step {
                    Projection::Existence => String::new(),
                    Projection::Field(name) => format!(".{name}"),
                    Projection::Element(index) => format!("[{}]", index.display(&self.names)),
                });
                format!("{local}{}", join(steps, ""))
            }
            Target::Within(whole) => format!("within {}", self.target(whole)),
            Target::Value(term) => format!("a copy of {}", term.display(&self.names)),
        }
    }

    /// What stands right of the equals sign.
    fn operation(&self, instruction: &Instruction, code: &Code) -> String {
        let of =
            |register: &Register| code.register(*register).map_or("?".into(), |ty| self.ty(ty));
        let referent = |register: &Register| {
            code.register(*register).map_or("?".into(), |ty| self.ty(ty.referent()))
        };
        let mutable = |register: &Register| match code.register(*register) {
            Some(Type::Reference { is_mutable: true, .. }) => "mut ",
            Some(_) | None => "",
        };
        match instruction {
            Instruction::Constant { constant, .. } => self.constant(*constant),
            Instruction::Move { from, .. } => format!("move {from}"),
            Instruction::Copy { from, .. } => format!("copy {from}"),
            Instruction::Not { from, .. } => format!("!{from}"),
            Instruction::Binary { operation, left, right, .. } => {
                format!("{left} {} {right}", operation.symbol())
            }
            Instruction::Cast { to, from } | Instruction::WidenClosure { to, from } => {
                format!("{from} as {}", of(to))
            }
            Instruction::Pack { to, fields } => format!("{} {{ {} }}", of(to), join(fields, ", ")),
            Instruction::Unpack { from, .. } => format!("unpack {from}"),
            Instruction::PackVariant { to, variant, fields } => {
                format!("{} {{ {} }}", self.variant_name(code, *to, *variant), join(fields, ", "))
            }
            Instruction::UnpackVariant { from, variant, .. } => {
                format!("unpack {from} as {}", self.variant_name(code, *from, *variant))
            }
            Instruction::TestVariant { reference, variant, .. } => {
                format!("{reference} is {}", self.variant_name(code, *reference, *variant))
            }
            Instruction::BorrowVariantField { to, reference, variant, field } => {
                let name = self.variant_name(code, *reference, *variant);
                format!("&{}({reference} as {name}).{}", mutable(to), field.index())
            }
            Instruction::BorrowLocal { to, local } => format!("&{}{local}", mutable(to)),
            Instruction::BorrowField { to, reference, field } => {
                let name = self.field_name(code.register(*reference), field.index());
                format!("&{}{reference}.{}", mutable(to), name.unwrap_or_else(|| field.to_string()))
            }
            Instruction::Freeze { from, .. } => format!("freeze {from}"),
            Instruction::Read { reference, .. } => format!("*{reference}"),
            Instruction::Write { reference, from } => format!("*{reference} = {from}"),
            Instruction::Update { reference, operation, amount } => {
                format!("*{reference} {}= {amount}", operation.operation().symbol())
            }
            Instruction::BorrowGlobal { to, address } => {
                format!("&{}{}[{address}]", mutable(to), referent(to))
            }
            Instruction::Exists { resource, address, .. } => {
                format!("exists<{}>({address})", self.pooled(*resource))
            }
            Instruction::MoveFrom { to, address } => format!("move_from<{}>({address})", of(to)),
            Instruction::MoveTo { signer, from } => {
                format!("move_to<{}>({signer}, {from})", of(from))
            }
            Instruction::VectorPack { to, from } => format!("{}[{}]", of(to), join(from, ", ")),
            Instruction::VectorUnpack { from, .. } => format!("vector::unpack({from})"),
            Instruction::VectorLength { vector, .. } => format!("vector::length({vector})"),
            Instruction::VectorBorrow { to, vector, index } => {
                format!("&{}{vector}[{index}]", mutable(to))
            }
            Instruction::VectorPush { vector, from } => {
                format!("vector::push_back({vector}, {from})")
            }
            Instruction::VectorPop { vector, .. } => format!("vector::pop_back({vector})"),
            Instruction::VectorSwap { vector, left, right } => {
                format!("vector::swap({vector}, {left}, {right})")
            }
            Instruction::Call { callee, arguments, .. } => {
                format!("{}({})", self.callee_name(*callee), join(arguments, ", "))
            }
            Instruction::PackClosure { callee, captures, captured, .. } => {
                format!("closure {}({})", self.callee_name(*callee), partial(*captures, captured))
            }
            Instruction::CallClosure { closure, arguments, .. } => {
                format!("({closure})({})", join(arguments, ", "))
            }
        }
    }

    fn constant(&self, id: ConstantId) -> String {
        let Some(constant) = self.module.constant(id) else { return id.to_string() };
        format!("{}: {}", constant.value, self.ty(&constant.ty))
    }

    fn pooled(&self, id: TypeId) -> String {
        self.module.ty(id).map_or_else(|| id.to_string(), |ty| self.ty(ty))
    }

    fn callee_name(&self, id: CalleeId) -> String {
        let Some(callee) = self.module.callee(id) else { return id.to_string() };
        let types = callee.type_arguments.iter().map(|ty| self.ty(ty));
        format!("{}{}", self.function_name(&callee.function), angled(types))
    }

    fn ty(&self, ty: &Type) -> String {
        ty.display(&self.names).to_string()
    }

    fn function_name(&self, function: &vm_access::FunctionName) -> String {
        if function.module == self.module.id {
            function.name.to_string()
        } else {
            function.to_string()
        }
    }

    /// The variant of the enum in, or behind, a register.
    fn variant_name(&self, code: &Code, register: Register, variant: VariantId) -> String {
        let Some(ty @ Type::Struct(structure)) = code.register(register).map(Type::referent) else {
            return variant.to_string();
        };
        let is_own = structure.module == self.module.id;
        let definition = self.module.structure(&structure.name).filter(|_| is_own);
        let found = definition.and_then(|definition| definition.variant(variant));
        let name = found.map_or_else(|| variant.to_string(), |variant| variant.name.to_string());
        format!("{}::{name}", self.ty(ty))
    }

    fn field_name(&self, reference: Option<&Type>, index: usize) -> Option<String> {
        let Type::Struct(structure) = reference?.referent() else { return None };
        let definition = self.module.structure(&structure.name)?;
        (structure.module == self.module.id)
            .then(|| definition.fields.get(index).map(|field| field.name.to_string()))?
    }
}

/// What is captured, in the places of its parameters.
fn partial(captures: Captures, captured: &[Register]) -> String {
    let mut captured = captured.iter();
    let count = 64_u32.saturating_sub(captures.0.leading_zeros()) as usize;
    let all = (0..count).map(|index| {
        let register = if captures.has(index) { captured.next() } else { None };
        register.map_or_else(|| "_".to_owned(), ToString::to_string)
    });
    join(all, ", ")
}

fn terminator(terminator: &Terminator) -> String {
    match terminator {
        Terminator::Jump(block) => format!("jump {block}"),
        Terminator::Branch { condition, then, otherwise } => {
            format!("if {condition} {then} else {otherwise}")
        }
        Terminator::Return(results) if results.is_empty() => "return".into(),
        Terminator::Return(results) => format!("return {}", join(results, ", ")),
        Terminator::Abort(code) => format!("abort {code}"),
    }
}

fn constrained(abilities: AbilitySet) -> String {
    if abilities == AbilitySet::NONE {
        return String::new();
    }
    format!(": {}", join(abilities.iter(), " + "))
}

fn angled(items: impl Iterator<Item = String>) -> String {
    let list = join(items, ", ");
    if list.is_empty() { list } else { format!("<{list}>") }
}

fn join<T: fmt::Display>(items: impl IntoIterator<Item = T>, separator: &str) -> String {
    let items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    items.join(separator)
}
