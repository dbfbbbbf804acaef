//! Terms and paths of footprints and declarations are well-typed, so that evaluating them at run time is safe; so are
//! those of what is said of heads (`heads`).
//!
//! Nothing else of the module stands between a footprint and the evaluator, which applies term functions to values.
//! [`Term::Any`] and what follows from it has a type that is not known and fits everywhere. In terms a signer
//! and its address are one. Naming is not access: private functions and structs of other modules may be named.

mod heads;

use vm_access::{
    Access, AccessPath, Application, CONDITIONS_MAX, CallClause, Captures, Clause, Declaration,
    FunctionName, Identifier, Operator, Projection, RANGES_MAX, ResourcePattern, Root, StructType,
    TablePattern, Term, TermFunction, Type, TypePattern, Value,
};
use vm_bytecode::{Callee, Effect, FunctionDefinition, Native};

use crate::context::Context;
use crate::error::{Checked, Fault, Plain};
use crate::structure::check_value;

/// The type of a term or path, signers taken for addresses; `None` if it is not known.
type Typed = Result<Option<Type>, Fault>;

pub(crate) fn check(context: &Context<'_>) -> Checked {
    for function in &context.module.functions {
        let parameters: Vec<&Type> = function.parameters.iter().map(|own| &own.ty).collect();
        let scope = Scope {
            parameters: &parameters,
            ..Scope::of_types(context, function.type_parameters.len())
        };
        check_function(&scope, function).map_err(|fault| fault.in_function(&function.name))?;
        function.code.iter().try_for_each(|code| heads::check(&scope, &function.name, code))?;
    }
    for definition in &context.module.structs {
        let scope = Scope::of_types(context, definition.type_parameters.len());
        definition.all_fields().try_for_each(|field| scope.clauses_in(&field.ty))?;
    }
    Ok(())
}

/// Checks what is said of a function, and by the function types in it.
fn check_function(scope: &Scope<'_>, function: &FunctionDefinition) -> Plain {
    for access in function.inferred.accesses() {
        scope.access(access)?;
    }
    function.declaration.iter().try_for_each(|declaration| scope.declaration(declaration))?;
    let outside = Scope { parameters: &[], ..*scope };
    let registers = function.code.iter().flat_map(|code| &code.registers);
    let mut types = scope.parameters.iter().copied().chain(&function.results).chain(registers);
    types.try_for_each(|ty| outside.clauses_in(ty))
}

/// What parameters mean in a footprint.
#[derive(Clone, Copy)]
struct Scope<'a> {
    context: &'a Context<'a>,
    parameters: &'a [&'a Type],
    /// How many type parameters there are.
    type_parameters: usize,
    /// The variables that may occur.
    variables: &'a [u8],
    /// Whether the virtual machine evaluates the terms.
    is_evaluated: bool,
}

impl<'a> Scope<'a> {
    /// One without parameters, for the types that stand where there are so many type parameters.
    fn of_types(context: &'a Context<'a>, type_parameters: usize) -> Self {
        Self { context, parameters: &[], type_parameters, variables: &[], is_evaluated: true }
    }

    /// Checks the clauses of the function types in a type.
    fn clauses_in(&self, ty: &Type) -> Plain {
        match ty {
            Type::Vector(inner) | Type::Reference { to: inner, .. } => self.clauses_in(inner),
            Type::Struct(structure) => {
                structure.arguments.iter().try_for_each(|inner| self.clauses_in(inner))
            }
            Type::Function(function) => {
                function.types().try_for_each(|inner| self.clauses_in(inner))?;
                let parameters: Vec<&Type> = function.parameters.iter().collect();
                let inside = Scope { parameters: &parameters, ..*self };
                function.declaration.iter().try_for_each(|it| inside.declaration(it))
            }
            Type::Bool | Type::Integer(_) | Type::Address | Type::Signer | Type::Parameter(_) => {
                Ok(())
            }
        }
    }

    fn declaration(&self, declaration: &Declaration) -> Plain {
        for clause in &declaration.clauses {
            match clause {
                Clause::Access(access) | Clause::Not(access) => self.access(access)?,
                Clause::Calls(call) => self.call(call)?,
            }
        }
        Ok(())
    }

    fn access(&self, access: &Access) -> Plain {
        let Access { path, ranges, conditions, .. } = access;
        if RANGES_MAX < ranges.len() || CONDITIONS_MAX < conditions.len() {
            return Err(ill_typed());
        }
        let mut variables = Vec::new();
        for (variable, range) in (0_u8..).zip(ranges) {
            Scope { variables: &variables, ..*self }.expect(range, &Type::U64)?;
            variables.push(variable);
        }
        let scope = Scope { variables: &variables, ..*self };
        conditions.iter().try_for_each(|condition| scope.expect(condition, &Type::Bool))?;
        scope.path(path).map(drop)
    }

    fn call(&self, call: &CallClause) -> Plain {
        let CallClause { function, type_arguments, arguments } = call;
        let definition = self.definition(function, type_arguments)?;
        self.arguments(definition, type_arguments, arguments)
    }

    /// Checks a path; the type of what is there.
    fn path(&self, path: &AccessPath) -> Typed {
        let mut ty = self.root(&path.root)?;
        let mut steps = path.projections.iter().peekable();
        while let Some(step) = steps.next() {
            ty = match step {
                Projection::Existence if steps.peek().is_none() => None,
                Projection::Existence => return Err(ill_typed()),
                Projection::Field(name) => self.field(ty.as_ref(), name)?,
                Projection::Element(index) => self.element(ty, Some(index))?,
            };
        }
        Ok(ty)
    }

    fn root(&self, root: &Root) -> Typed {
        match root {
            Root::Everything | Root::Account(_) | Root::Module(_) => Ok(None),
            Root::At(address) => self.expect(address, &Type::Address).map(|()| None),
            Root::Call(function, arguments) => self.called(function, arguments).map(|()| None),
            Root::Resource(pattern, address) => {
                self.expect(address, &Type::Address)?;
                self.resource(pattern)
            }
            Root::Item(table, handle, key) => {
                let TablePattern { key: key_type, value } = &**table;
                self.well_formed(key_type)?;
                self.well_formed(value)?;
                self.expect(handle, &Type::Address)?;
                self.expect(key, key_type)?;
                Ok(Some(plain(value)))
            }
            Root::Parameter(index) => {
                let Type::Reference { to, .. } = self.parameter(*index)? else {
                    return Err(ill_typed());
                };
                Ok(Some(plain(to)))
            }
        }
    }

    /// Checks a call of a function value.
    fn called(&self, function: &Term, arguments: &[Term]) -> Plain {
        match self.term(function)? {
            Some(Type::Function(ty)) => {
                Fault::count("arguments", ty.parameters.len(), arguments.len())?;
                let mut pairs = ty.parameters.iter().zip(arguments);
                pairs.try_for_each(|(ty, argument)| self.expect(argument, ty.referent()))
            }
            Some(_) => Err(ill_typed()),
            None => arguments.iter().try_for_each(|argument| self.term(argument).map(drop)),
        }
    }

    /// The type of a resource, if the pattern names one alone.
    fn resource(&self, pattern: &ResourcePattern) -> Typed {
        let definition = self.context.structure(&pattern.module, &pattern.name)?;
        let expected = definition.type_parameters.len();
        let Some(patterns) = &pattern.arguments else { return Ok(None) };
        Fault::count("type arguments", expected, patterns.len())?;
        let mut arguments = Vec::new();
        for pattern in patterns {
            match pattern {
                TypePattern::Any => {}
                TypePattern::Is(ty) => {
                    self.well_formed(ty)?;
                    arguments.push(ty.clone());
                }
            }
        }
        let (module, name) = (pattern.module.clone(), pattern.name.clone());
        let is_one = arguments.len() == expected;
        Ok(is_one.then_some(Type::Struct(StructType { module, name, arguments })))
    }

    /// Checks a term; its type.
    fn term(&self, term: &Term) -> Typed {
        match term {
            Term::Constant(value) => constant(value),
            Term::Parameter(index) => Ok(Some(plain(self.parameter(*index)?.referent()))),
            Term::Index(index) if self.variables.contains(index) => Ok(Some(Type::U64)),
            Term::Index(_) => Err(ill_typed()),
            Term::Field(of, name) => self.field(self.term(of)?.as_ref(), name),
            Term::Element(of, index) => self.element(self.term(of)?, Some(index)),
            Term::AnyElement(of) => self.element(self.term(of)?, None),
            Term::Apply(application) => self.apply(application),
            Term::Pack(structure, fields) => {
                let names: Vec<_> = fields.iter().map(|(name, _)| name).collect();
                let terms = fields.iter().map(|(_, term)| term);
                self.pack(structure, &names, terms)
            }
            Term::Choice(terms) => self.choice(terms),
            Term::Stored(path) => self.path(path),
            Term::Fresh | Term::Any => Ok(None),
        }
    }

    fn field(&self, of: Option<&Type>, name: &Identifier) -> Typed {
        let Some(of) = of else { return Ok(None) };
        let Type::Struct(structure) = of else { return Err(ill_typed()) };
        let definition = self.context.structure(&structure.module, &structure.name)?;
        let field = definition.fields.iter().find(|field| field.name == *name);
        let field = field.ok_or_else(ill_typed)?;
        Ok(Some(plain(&field.ty.substitute(&structure.arguments))))
    }

    fn element(&self, of: Option<Type>, index: Option<&Term>) -> Typed {
        if let Some(index) = index {
            self.expect(index, &Type::U64)?;
        }
        match of {
            None => Ok(None),
            Some(Type::Vector(element)) => Ok(Some(plain(&element))),
            Some(_) => Err(ill_typed()),
        }
    }

    fn pack<'t>(
        &self,
        structure: &StructType,
        names: &[&Identifier],
        terms: impl Iterator<Item = &'t Term>,
    ) -> Typed {
        let ty = Type::Struct(structure.clone());
        self.well_formed(&ty)?;
        let definition = self.context.structure(&structure.module, &structure.name)?;
        if !definition.fields.iter().map(|field| &field.name).eq(names.iter().copied()) {
            return Err(ill_typed());
        }
        for (field, term) in definition.fields.iter().zip(terms) {
            self.expect(term, &field.ty.substitute(&structure.arguments))?;
        }
        Ok(Some(ty))
    }

    fn choice(&self, terms: &[Term]) -> Typed {
        common(terms.iter().map(|term| self.term(term)))
    }

    fn apply(&self, application: &Application) -> Typed {
        let Application { function, type_arguments, arguments } = application;
        let name = match function {
            TermFunction::Operator(operator) => {
                return self.operate(*operator, type_arguments, arguments);
            }
            TermFunction::Named(name) => name,
            TermFunction::Closure(name, captures) => {
                return self.closure(name, *captures, type_arguments, arguments);
            }
        };
        let definition = self.definition(name, type_arguments)?;
        let is_term_function = match Native::find(name) {
            Some(native) => native.effect() == Effect::Term,
            None => definition.is_term_function,
        };
        let [result] = definition.results.as_slice() else { return Err(ill_typed()) };
        if !is_term_function {
            return Err(Fault::NotATermFunction);
        }
        self.arguments(definition, type_arguments, arguments)?;
        Ok(Some(plain(&result.referent().substitute(type_arguments))))
    }

    /// A closure has a type that is not known here: it is no key.
    fn closure(
        &self,
        name: &FunctionName,
        captures: Captures,
        type_arguments: &[Type],
        captured: &[Term],
    ) -> Typed {
        let definition = self.definition(name, type_arguments)?;
        let parameters = definition.parameters.iter().enumerate();
        let types: Vec<&Type> = parameters
            .filter(|(index, _)| captures.has(*index))
            .map(|(_, parameter)| &parameter.ty)
            .collect();
        Fault::count("captured values", types.len(), captured.len())?;
        for (ty, term) in types.into_iter().zip(captured) {
            self.expect(term, &ty.substitute(type_arguments))?;
        }
        Ok(None)
    }

    fn operate(&self, operator: Operator, types: &[Type], arguments: &[Term]) -> Typed {
        let found: Result<Vec<_>, _> = arguments.iter().map(|term| self.term(term)).collect();
        let found = found?;
        let is_integer = |ty: &Option<Type>| ty.as_ref().is_none_or(Type::is_integer);
        let is_bool = |ty: &Option<Type>| ty.as_ref().is_none_or(|ty| *ty == Type::Bool);
        let may_equal = |left: &Option<Type>, right: &Option<Type>| {
            left.is_none() || right.is_none() || left == right
        };
        match (operator, types, found.as_slice()) {
            (
                Operator::Add
                | Operator::Subtract
                | Operator::Multiply
                | Operator::Divide
                | Operator::Modulo,
                _,
                [left, right],
            ) if is_integer(left) && is_integer(right) => match (left, right) {
                (Some(left), Some(right)) if left != right => Err(ill_typed()),
                (Some(ty), _) | (None, Some(ty)) => Ok(Some(ty.clone())),
                (None, None) => Ok(None),
            },
            (Operator::Less | Operator::LessEqual, _, [left, right])
                if is_integer(left) && is_integer(right) && may_equal(left, right) =>
            {
                Ok(Some(Type::Bool))
            }
            (Operator::Equal, _, [left, right]) if may_equal(left, right) => Ok(Some(Type::Bool)),
            (Operator::Not, _, [of]) if is_bool(of) => Ok(Some(Type::Bool)),
            (Operator::And | Operator::Or, _, [left, right]) if is_bool(left) && is_bool(right) => {
                Ok(Some(Type::Bool))
            }
            (Operator::Length, _, [None | Some(Type::Vector(_))]) => Ok(Some(Type::U64)),
            // A vector of nobody knows how many of these.
            (Operator::Among, [], _) if !self.is_evaluated => {
                Ok(common(found.into_iter().map(Ok))?.map(Type::vector))
            }
            (Operator::Cast, [to], [from]) if to.is_integer() && is_integer(from) => {
                Ok(Some(to.clone()))
            }
            _ => Err(ill_typed()),
        }
    }

    /// The definition of a function that is named with type arguments.
    fn definition(
        &self,
        name: &FunctionName,
        types: &[Type],
    ) -> Result<&FunctionDefinition, Fault> {
        let callee = Callee { function: name.clone(), type_arguments: Vec::new() };
        let definition = self.context.function(&callee)?;
        Fault::count("type arguments", definition.type_parameters.len(), types.len())?;
        types.iter().try_for_each(|ty| self.well_formed(ty))?;
        Ok(definition)
    }

    fn arguments(&self, of: &FunctionDefinition, types: &[Type], arguments: &[Term]) -> Plain {
        Fault::count("arguments", of.parameters.len(), arguments.len())?;
        for (parameter, argument) in of.parameters.iter().zip(arguments) {
            self.expect(argument, &parameter.ty.referent().substitute(types))?;
        }
        Ok(())
    }

    /// Checks that a term may be of a type.
    fn expect(&self, term: &Term, ty: &Type) -> Plain {
        match self.term(term)? {
            Some(found) if found != plain(ty) => Err(ill_typed()),
            Some(_) | None => Ok(()),
        }
    }

    fn parameter(&self, index: u16) -> Result<&Type, Fault> {
        let parameter = self.parameters.get(usize::from(index));
        parameter.copied().ok_or(Fault::NoSuch("parameter", index.into()))
    }

    fn well_formed(&self, ty: &Type) -> Plain {
        check_value(self.context, ty, self.type_parameters)
    }
}

/// The type with signers taken for their addresses, as far as terms take them apart.
fn plain(ty: &Type) -> Type {
    match ty {
        Type::Signer => Type::Address,
        Type::Vector(element) => plain(element).vector(),
        Type::Bool
        | Type::Integer(_)
        | Type::Address
        | Type::Struct(_)
        | Type::Reference { .. }
        | Type::Parameter(_)
        | Type::Function(_) => ty.clone(),
    }
}

/// The type of a constant; of a vector without elements it is not known.
fn constant(value: &Value) -> Typed {
    Ok(Some(match value {
        Value::Bool(_) => Type::Bool,
        Value::U8(_) => Type::U8,
        Value::U16(_) => Type::U16,
        Value::U32(_) => Type::U32,
        Value::U64(_) => Type::U64,
        Value::U128(_) => Type::U128,
        Value::U256(_) => Type::U256,
        Value::I8(_) => Type::I8,
        Value::I16(_) => Type::I16,
        Value::I32(_) => Type::I32,
        Value::I64(_) => Type::I64,
        Value::I128(_) => Type::I128,
        Value::I256(_) => Type::I256,
        Value::Address(_) => Type::Address,
        Value::Bytes(_) => Type::U8.vector(),
        Value::Vector(elements) => {
            return Ok(common(elements.iter().map(constant))?.map(Type::vector));
        }
        Value::Signer(_) | Value::Struct(_) => return Err(ill_typed()),
    }))
}

/// The one type of several things; `None` if that of none is known.
fn common(types: impl Iterator<Item = Typed>) -> Typed {
    let mut common = None;
    for ty in types {
        match (ty?, &common) {
            (Some(ty), Some(other)) if ty != *other => return Err(ill_typed()),
            (Some(ty), _) => common = Some(ty),
            (None, _) => {}
        }
    }
    Ok(common)
}

fn ill_typed() -> Fault {
    Fault::Malformed("a term is ill-typed")
}
