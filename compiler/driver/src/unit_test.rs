//! Unit tests: what `#[test]` and `#[expected_failure]` say.

use std::collections::BTreeMap;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, Span};
use compiler_syntax::ast::{self, Attribute, AttributeKind, LiteralKind};
use vm_access::{AccountAddress, FunctionName, Identifier, Integer, ModuleId, Type, Value};
use vm_bytecode::Module;

use crate::addresses::NamedAddresses;
use crate::outline::{address_of, module_id, resolve};

/// A `#[test]` function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitTest {
    /// The function.
    pub function: FunctionName,
    /// Its name in source.
    pub span: Span,
    /// One value per parameter.
    pub arguments: Vec<Value>,
    /// How it is to fail; `None` if it is not to.
    pub expected_failure: Option<ExpectedFailure>,
}

/// `#[expected_failure(…)]`; what is `None` may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExpectedFailure {
    /// Why.
    pub cause: Option<ExpectedCause>,
    /// The module that fails.
    pub location: Option<ModuleId>,
}

/// Why a test is to fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedCause {
    /// `abort_code = …`
    Code {
        /// The code.
        code: u64,
        /// The constant that was written, if it was one.
        name: Option<Identifier>,
    },
    /// `arithmetic_error`
    Arithmetic,
    /// `vector_error`
    Vector,
    /// `out_of_gas`
    OutOfGas,
    /// `major_status = …`, a number of Move's list of status codes.
    Status(u64),
}

/// Modules that have been compiled.
type Modules<'m> = dyn Fn(&ModuleId) -> Option<&'m Module> + 'm;

/// The tests of a package's files.
pub(crate) fn collect(
    files: &[ast::File<'_>],
    addresses: &NamedAddresses,
    modules: &Modules<'_>,
) -> (Vec<UnitTest>, Diagnostics) {
    let mut tests = Vec::new();
    let mut diagnostics = Diagnostics::new();
    for module in files.iter().flat_map(|file| file.modules) {
        let Some(id) = module_id(module, addresses) else { continue };
        let mut collector = Collector {
            names: names(module, addresses),
            id,
            addresses,
            modules,
            diagnostics: &mut diagnostics,
        };
        tests.extend(module.functions.iter().filter_map(|function| collector.test(function)));
    }
    (tests, diagnostics)
}

/// What the names that a module's `use` declarations bring in stand for: a module, or a member of one.
fn names<'a>(
    module: &ast::Module<'a>,
    addresses: &NamedAddresses,
) -> BTreeMap<&'a str, (ModuleId, Option<&'a str>)> {
    let items = module.uses.iter().flat_map(|declaration| declaration.items);
    let names = items.filter_map(|item| {
        let id = ModuleId::new(resolve(item.address, addresses)?, item.module.text);
        let member = item.member.map(|name| name.text).filter(|name| *name != "Self");
        let name = item.alias.or(member.and(item.member)).unwrap_or(item.module);
        Some((name.text, (id, member)))
    });
    names.collect()
}

struct Collector<'c, 'a, 'm> {
    names: BTreeMap<&'a str, (ModuleId, Option<&'a str>)>,
    id: ModuleId,
    addresses: &'c NamedAddresses,
    modules: &'c Modules<'m>,
    diagnostics: &'c mut Diagnostics,
}

impl Collector<'_, '_, '_> {
    fn test(&mut self, function: &ast::Function<'_>) -> Option<UnitTest> {
        let attribute = named(function.attributes, "test");
        let failure = named(function.attributes, "expected_failure");
        let attribute = attribute?;
        let expected_failure = failure.map(|failure| self.expected_failure(failure));
        let arguments = self.arguments(function, attribute)?;
        let name = Identifier::new(function.name.text);
        if !function.type_parameters.is_empty() {
            self.error(function.name.span, "a test cannot have type parameters");
            return None;
        }
        Some(UnitTest {
            function: FunctionName { module: self.id.clone(), name },
            span: function.name.span,
            arguments,
            expected_failure,
        })
    }

    fn error(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::error(Code::E0111, span, message));
    }

    /// The values that `#[test(a = @0x1)]` gives to parameters, in order of parameters.
    fn arguments(
        &mut self,
        function: &ast::Function<'_>,
        attribute: &Attribute<'_>,
    ) -> Option<Vec<Value>> {
        let given = list(attribute);
        let compiled = (self.modules)(&self.id)?;
        let definition = compiled.function(&Identifier::new(function.name.text))?;
        let mut arguments = Vec::new();
        for (written, parameter) in function.parameters.iter().zip(&definition.parameters) {
            let Some(argument) = named(given, written.name.text) else {
                let message = format!("test without a value for parameter `{}`", written.name.text);
                let error = Diagnostic::error(Code::E0111, attribute.span, message)
                    .with_label(format!("write `#[test({} = @0x1)]`", written.name.text))
                    .with_secondary(written.span, "the parameter");
                self.diagnostics.push(error);
                return None;
            };
            let value = self.argument(argument, parameter.ty.referent());
            if value.is_none() {
                self.error(argument.span, format!("no value of type `{}`", parameter.ty));
            }
            arguments.push(value?);
        }
        for extra in given {
            let is_known = |name: ast::Name<'_>| {
                function.parameters.iter().any(|parameter| parameter.name.text == name.text)
            };
            if !extra.name.as_name().is_some_and(is_known) {
                let message = "the test has no such parameter";
                self.diagnostics.push(Diagnostic::warning(Code::E0111, extra.span, message));
            }
        }
        Some(arguments)
    }

    fn argument(&self, argument: &Attribute<'_>, ty: &Type) -> Option<Value> {
        let literal = match argument.kind {
            AttributeKind::Literal(literal) => literal.kind,
            // Old sources leave the `@` of a name out.
            AttributeKind::Path(path) => {
                LiteralKind::Address(ast::AddressKind::Named(path.as_name()?.text))
            }
            AttributeKind::Word | AttributeKind::List(_) => return None,
        };
        match (literal, ty) {
            (LiteralKind::Address(kind), Type::Signer) => self.address(kind).map(Value::Signer),
            (LiteralKind::Address(kind), Type::Address) => self.address(kind).map(Value::Address),
            (LiteralKind::Number { is_negative: false, value, .. }, Type::Signer) => {
                Some(Value::Signer(AccountAddress(value.to_be_bytes())))
            }
            (LiteralKind::Bool(value), Type::Bool) => Some(Value::Bool(value)),
            (LiteralKind::Bytes(bytes), Type::Vector(inner)) if **inner == Type::U8 => {
                Some(Value::Bytes(bytes.to_vec()))
            }
            (LiteralKind::Number { is_negative, value, .. }, ty) => {
                Value::integer(Integer::new(is_negative, value), ty.as_integer()?)
            }
            (
                LiteralKind::Address(_)
                | LiteralKind::Bool(_)
                | LiteralKind::Bytes(_)
                | LiteralKind::Error,
                _,
            ) => None,
        }
    }

    fn address(&self, kind: ast::AddressKind<'_>) -> Option<AccountAddress> {
        address_of(kind, self.addresses)
    }

    fn expected_failure(&mut self, attribute: &Attribute<'_>) -> ExpectedFailure {
        let mut expected = ExpectedFailure::default();
        let mut unknown = Vec::new();
        if let AttributeKind::Literal(_) | AttributeKind::Path(_) = attribute.kind {
            self.error(attribute.span, "write `#[expected_failure(abort_code = …)]`");
        }
        for argument in list(attribute) {
            let name = argument.name.as_name().map_or("", |name| name.text);
            let cause = match (name, argument.kind) {
                ("abort_code", kind) => self.abort_code(argument, kind, &mut expected.location),
                ("arithmetic_error", AttributeKind::Word) => Some(ExpectedCause::Arithmetic),
                ("vector_error", AttributeKind::Word) => Some(ExpectedCause::Vector),
                ("out_of_gas", AttributeKind::Word) => Some(ExpectedCause::OutOfGas),
                ("major_status", kind) => number(kind).map(ExpectedCause::Status),
                // Move's list tells no minor status that differs between causes.
                ("minor_status", _) => continue,
                ("location", kind) => {
                    let known = self.location(kind).filter(|it| (self.modules)(it).is_some());
                    expected.location = known;
                    if expected.location.is_none() {
                        self.error(argument.span, "expected a module, such as `Self`");
                    }
                    continue;
                }
                _ => None,
            };
            if cause.is_none() {
                unknown.push(argument.span);
            }
            expected.cause = cause.or(expected.cause);
        }
        // Beside a failure that is known, others are passed over as Move does.
        let is_known = expected.cause.is_some();
        for span in unknown {
            let code = Code::E0111;
            let unknown = if is_known {
                Diagnostic::warning(code, span, "unknown failure")
            } else {
                Diagnostic::error(code, span, "unknown failure")
            };
            self.diagnostics.push(unknown.with_note("known: abort_code = …, arithmetic_error, vector_error, out_of_gas, major_status = …, location = …"));
        }
        expected
    }

    /// A code by number or by constant; a constant of another module says where it comes from, too.
    fn abort_code(
        &mut self,
        argument: &Attribute<'_>,
        kind: AttributeKind<'_>,
        location: &mut Option<ModuleId>,
    ) -> Option<ExpectedCause> {
        if let Some(code) = number(kind) {
            return Some(ExpectedCause::Code { code, name: None });
        }
        let AttributeKind::Path(path) = kind else { return None };
        let (module, name) = self.member(&path)?;
        let constants = (self.modules)(&module).into_iter().flat_map(|it| &it.error_names);
        let Some(constant) = constants.into_iter().find(|it| it.name.as_str() == name) else {
            self.error(argument.span, format!("module `{module}` has no `u64` constant `{name}`"));
            return Some(ExpectedCause::Code { code: 0, name: None });
        };
        if location.is_none() && module != self.id {
            *location = Some(module);
        }
        Some(ExpectedCause::Code { code: constant.code, name: Some(constant.name.clone()) })
    }

    /// The module and name of a member's path.
    fn member(&self, path: &ast::Path<'_>) -> Option<(ModuleId, String)> {
        let (last, module) = path.segments.split_last()?;
        let name = last.name.text;
        if module.is_empty() && path.address.is_none() {
            let known = self.names.get(name).cloned();
            return match known {
                Some((module, Some(member))) => Some((module, member.to_owned())),
                Some((_, None)) | None => Some((self.id.clone(), name.to_owned())),
            };
        }
        Some((self.module(path.address, module)?, name.to_owned()))
    }

    fn location(&self, kind: AttributeKind<'_>) -> Option<ModuleId> {
        let AttributeKind::Path(path) = kind else { return None };
        self.module(path.address, path.segments)
    }

    fn module(
        &self,
        address: Option<ast::Address<'_>>,
        segments: &[ast::Segment<'_>],
    ) -> Option<ModuleId> {
        match (address, segments) {
            (Some(address), [name]) => {
                Some(ModuleId::new(resolve(address, self.addresses)?, name.name.text))
            }
            (None, [address, name]) => {
                Some(ModuleId::new(*self.addresses.get(address.name.text)?, name.name.text))
            }
            (None, [name]) if name.name.text == "Self" => Some(self.id.clone()),
            (None, [name]) => Some(self.names.get(name.name.text)?.0.clone()),
            _ => None,
        }
    }
}

pub(crate) fn named<'a>(attributes: &'a [Attribute<'a>], name: &str) -> Option<&'a Attribute<'a>> {
    attributes.iter().find(|it| it.name.as_name().is_some_and(|known| known.text == name))
}

fn list<'a>(attribute: &Attribute<'a>) -> &'a [Attribute<'a>] {
    match attribute.kind {
        AttributeKind::List(list) => list,
        AttributeKind::Word | AttributeKind::Literal(_) | AttributeKind::Path(_) => &[],
    }
}

fn number(kind: AttributeKind<'_>) -> Option<u64> {
    let AttributeKind::Literal(literal) = kind else { return None };
    match literal.kind {
        LiteralKind::Number { is_negative: false, value, .. } => u64::try_from(value).ok(),
        LiteralKind::Number { .. }
        | LiteralKind::Error
        | LiteralKind::Bool(_)
        | LiteralKind::Address(_)
        | LiteralKind::Bytes(_) => None,
    }
}
