//! Footprints as text, in the language's own syntax: what is printed can be pasted into the source.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use crate::footprint::{Access, CallClause, Clause, Declaration};
use crate::function::FunctionType;
use crate::path::{
    AccessPath, Application, Mode, Operator, Projection, ResourcePattern, Root, TablePattern, Term,
    TermFunction, TypePattern,
};
use crate::types::{StructType, Type};
use crate::{AccountAddress, FunctionName, Identifier, ModuleId, Value};

/// How things are called where a footprint is printed.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The module around: its own items are printed without a path.
    pub module: Option<ModuleId>,
    /// Names by which other modules are known; a module without one is printed as `0x…::name`.
    pub modules: BTreeMap<ModuleId, String>,
    /// Names of addresses; one without a name is printed as a number.
    pub addresses: BTreeMap<AccountAddress, String>,
    /// The function's parameters; one without a name is printed as `p0`, `p1`, ….
    pub parameters: Vec<(Identifier, Type)>,
    /// The function's type parameters; one without a name is printed as `T0`, `T1`, ….
    pub type_parameters: Vec<Identifier>,
}

/// Something with the names to print it by.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a, T> {
    item: &'a T,
    names: &'a Names,
}

macro_rules! displays {
    ($($ty:ty),*) => {$(
        impl $ty {
            /// Prints it as it would stand in source where `names` hold.
            pub fn display<'a>(&'a self, names: &'a Names) -> Named<'a, Self> {
                Named { item: self, names }
            }
        }
    )*};
}

displays!(Access, AccessPath, Clause, Term, Type);

impl Names {
    fn on<'a, T>(&'a self, item: &'a T) -> Named<'a, T> {
        Named { item, names: self }
    }

    fn module_path(&self, module: &ModuleId) -> String {
        if self.module.as_ref() == Some(module) {
            return String::new();
        }
        let name = self.modules.get(module).cloned().unwrap_or_else(|| module.to_string());
        format!("{name}::")
    }

    fn address(&self, address: AccountAddress) -> String {
        let name = self.addresses.get(&address);
        name.map_or_else(|| format!("@{address}"), |name| format!("@{name}"))
    }

    fn parameter(&self, index: u16) -> String {
        let parameter = self.parameters.get(usize::from(index));
        parameter.map_or_else(|| format!("p{index}"), |(name, _)| name.to_string())
    }

    /// A name for a bound variable that no parameter has.
    fn index(&self, index: u8) -> String {
        let is_free = |name: &String| {
            !self.parameters.iter().any(|(parameter, _)| parameter.as_str() == name)
        };
        let letters = ('i'..='n').map(String::from);
        let numbered = (0_u32..).map(|number| format!("i{number}"));
        letters.chain(numbered).filter(is_free).nth(index.into()).unwrap_or_default()
    }

    fn is_signer(&self, index: u16) -> bool {
        let parameter = self.parameters.get(usize::from(index));
        parameter.is_some_and(|(_, ty)| *ty.referent() == Type::Signer)
    }
}

impl Display for Mode {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Reads => "reads",
            Self::Adds => "adds",
            Self::Writes => "writes",
        })
    }
}

impl Display for Named<'_, Access> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Access { mode, path, ranges, conditions } = self.item;
        if path.as_call().is_some() {
            // A clause about a call has no ranges.
            let path = path.map_indices(&|_| Term::Any);
            return write!(f, "calls {}", self.names.on(&path));
        }
        if let Some((function, arguments)) = path.as_stand_in() {
            write!(f, "calls {function}")?;
            write_list(f, "(", arguments.into_iter().map(|term| self.names.on(term)), ")")?;
        } else {
            write!(f, "{mode} {}", self.names.on(path))?;
        }
        for (index, range) in (0_u8..).zip(ranges) {
            write!(f, " for {} in 0..{}", self.names.index(index), self.names.on(range))?;
        }
        for (index, condition) in conditions.iter().enumerate() {
            f.write_str(if index == 0 { " if " } else { " && " })?;
            write_condition(f, self.names, condition)?;
        }
        Ok(())
    }
}

impl Display for Named<'_, Clause> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.item {
            Clause::Access(access) => write!(f, "{}", self.names.on(access)),
            Clause::Not(access) => write!(f, "!{}", self.names.on(access)),
            Clause::Calls(call) => write!(f, "calls {}", self.names.on(call)),
        }
    }
}

impl Display for Named<'_, CallClause> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let CallClause { function, type_arguments, arguments } = self.item;
        if let Some(parameter) = function.name.stood_for() {
            f.write_str(parameter)?;
            return write_list(f, "(", arguments.iter().map(|term| self.names.on(term)), ")");
        }
        write!(f, "{}{}", self.names.module_path(&function.module), function.name)?;
        write_types(f, self.names, type_arguments)?;
        write_list(f, "(", arguments.iter().map(|term| argument(self.names, term)), ")")
    }
}

impl Display for Named<'_, AccessPath> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let AccessPath { root, projections } = self.item;
        if projections.as_slice() == [Projection::Existence] {
            return if let Root::Resource(resource, address) = root {
                write!(f, "exists<{}>({})", self.names.on(&**resource), self.names.on(address))
            } else {
                write!(f, "{}", self.names.on(root))
            };
        }
        write!(f, "{}", self.names.on(root))?;
        projections.iter().try_for_each(|step| write!(f, "{}", self.names.on(step)))
    }
}

impl Display for Named<'_, Root> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.item {
            Root::Everything => f.write_str("*"),
            Root::Account(address) => write!(f, "{}::*", self.names.address(*address)),
            Root::Module(module) if self.names.module.as_ref() == Some(module) => {
                write!(f, "{module}::*")
            }
            Root::Module(module) => write!(f, "{}*", self.names.module_path(module)),
            Root::Parameter(index) => f.write_str(&self.names.parameter(*index)),
            Root::At(address) => write!(f, "*({})", self.names.on(address)),
            Root::Call(function, arguments) => self.write_call(f, function, arguments),
            Root::Resource(resource, Term::Any) => write!(f, "{}", self.names.on(&**resource)),
            Root::Resource(resource, address) => {
                write!(f, "{}({})", self.names.on(&**resource), self.names.on(address))
            }
            Root::Item(table, handle, key) => self.write_item(f, table, handle, key),
        }
    }
}

impl Named<'_, Root> {
    /// `f(x)` for a parameter, `(R(a).f)(x)` for any other function value.
    fn write_call(
        &self,
        f: &mut Formatter<'_>,
        function: &Term,
        arguments: &[Term],
    ) -> fmt::Result {
        if let Term::Parameter(index) = function {
            f.write_str(&self.names.parameter(*index))?;
        } else {
            write!(f, "({})", self.names.on(function))?;
        }
        write_list(f, "(", arguments.iter().map(|term| argument(self.names, term)), ")")
    }

    /// `t[k]`, where the handle is that of a table at `t`; `Table<K, V>[k]`, where nobody knows of which.
    fn write_item(
        &self,
        f: &mut Formatter<'_>,
        table: &TablePattern,
        handle: &Term,
        key: &Term,
    ) -> fmt::Result {
        let path = handle.as_path().and_then(|mut path| {
            let last = path.projections.pop()?;
            matches!(last, Projection::Field(_)).then_some(path)
        });
        match path {
            Some(path) => write!(f, "{}", self.names.on(&path))?,
            None => write!(f, "{}", self.names.on(&table.ty()))?,
        }
        write!(f, "[{}]", self.names.on(key))
    }
}

impl Display for Named<'_, Projection> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.item {
            Projection::Existence => Ok(()),
            Projection::Field(field) => write!(f, ".{field}"),
            Projection::Element(index) => write!(f, "[{}]", self.names.on(index)),
        }
    }
}

impl Display for Named<'_, ResourcePattern> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let ResourcePattern { module, name, arguments } = self.item;
        write!(f, "{}{name}", self.names.module_path(module))?;
        match arguments {
            Some(patterns) if !patterns.is_empty() => {
                write_list(f, "<", patterns.iter().map(|pattern| self.names.on(pattern)), ">")
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl Display for Named<'_, TypePattern> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.item {
            TypePattern::Any => f.write_str("_"),
            TypePattern::Is(ty) => write!(f, "{}", self.names.on(ty)),
        }
    }
}

impl Display for Named<'_, Term> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let on = |term| self.names.on::<Term>(term);
        match self.item {
            Term::Any => f.write_str("*"),
            Term::Fresh => f.write_str("fresh"),
            Term::Constant(Value::Address(address)) => f.write_str(&self.names.address(*address)),
            Term::Constant(value) => write!(f, "{value}"),
            Term::Parameter(index) if self.names.is_signer(*index) => {
                let signer = ModuleId::new(AccountAddress::ONE, "signer");
                let path = self.names.module_path(&signer);
                write!(f, "{path}address_of({})", self.names.parameter(*index))
            }
            Term::Parameter(index) => f.write_str(&self.names.parameter(*index)),
            Term::Index(index) => f.write_str(&self.names.index(*index)),
            Term::Field(term, field) => write!(f, "{}.{field}", on(term)),
            Term::Element(term, index) => write!(f, "{}[{}]", on(term), on(index)),
            Term::AnyElement(term) => write!(f, "{}[*]", on(term)),
            Term::Apply(application) => match self.item.as_negation() {
                Some(of) => {
                    f.write_str("-")?;
                    write_operand(f, self.names, of)
                }
                None => write!(f, "{}", self.names.on(&**application)),
            },
            Term::Pack(ty, fields) => write_pack(f, self.names, ty, fields),
            Term::Choice(terms) => write_list(f, "{", terms.iter().map(on), "}"),
            Term::Stored(path) => write!(f, "{}", self.names.on(&**path)),
        }
    }
}

impl Display for Named<'_, Application> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Application { function, type_arguments, arguments } = self.item;
        let on = |term| self.names.on::<Term>(term);
        match (function, arguments.as_slice()) {
            (TermFunction::Operator(Operator::Length), [vector]) => {
                write!(f, "{}.length()", on(vector))
            }
            (TermFunction::Operator(Operator::Cast), [term]) => {
                write!(f, "({}", on(term))?;
                type_arguments.iter().try_for_each(|ty| write!(f, " as {}", self.names.on(ty)))?;
                f.write_str(")")
            }
            (TermFunction::Operator(Operator::Not), [term]) => write_not(f, self.names, term),
            // `amount > 0` reads better than `0 < amount`.
            (TermFunction::Operator(Operator::Less), [left @ Term::Constant(_), right]) => {
                write_operation(f, self.names, right, ">", left)
            }
            (TermFunction::Operator(Operator::LessEqual), [left @ Term::Constant(_), right]) => {
                write_operation(f, self.names, right, ">=", left)
            }
            (TermFunction::Operator(operator), [left, right]) => {
                write_operation(f, self.names, left, operator.symbol().unwrap_or("?"), right)
            }
            (TermFunction::Operator(_), terms) => write_list(f, "(", terms.iter().map(on), ")"),
            (TermFunction::Named(FunctionName { module, name }), terms) => {
                write!(f, "{}{name}", self.names.module_path(module))?;
                write_types(f, self.names, type_arguments)?;
                write_list(f, "(", terms.iter().map(on), ")")
            }
            (TermFunction::Closure(FunctionName { module, name }, _), terms) => {
                write!(f, "|..| {}{name}", self.names.module_path(module))?;
                write_types(f, self.names, type_arguments)?;
                write_list(f, "(", terms.iter().map(on), ")")
            }
        }
    }
}

impl Display for Named<'_, FunctionType> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let FunctionType { parameters, results, abilities, declaration } = self.item;
        let named =
            |(index, ty): (usize, &Type)| (Identifier::new(&format!("p{index}")), ty.clone());
        let parameters: Vec<_> = parameters.iter().enumerate().map(named).collect();
        let is_named = declaration.as_ref().is_some_and(|it| !it.clauses.is_empty());
        let parameter = |(name, ty): &(Identifier, Type)| {
            let ty = self.names.on(ty);
            if is_named { format!("{name}: {ty}") } else { ty.to_string() }
        };
        write_list(f, "|", parameters.iter().map(parameter), "|")?;
        match results.as_slice() {
            [] => {}
            [result] => write!(f, " {}", self.names.on(result))?,
            several => write_list(f, " (", several.iter().map(|ty| self.names.on(ty)), ")")?,
        }
        for (index, ability) in abilities.iter().enumerate() {
            write!(f, "{} {ability}", if index == 0 { " has" } else { " +" })?;
        }
        let Some(Declaration { clauses }) = declaration else { return Ok(()) };
        if clauses.is_empty() {
            return f.write_str(" { pure }");
        }
        let names = Names { parameters: parameters.clone(), ..self.names.clone() };
        let clauses: Vec<String> = clauses.iter().map(|it| names.on(it).to_string()).collect();
        write!(f, " {{ {} }}", clauses.join(" "))
    }
}

impl Display for Named<'_, Type> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.item {
            Type::Struct(StructType { module, name, arguments }) => {
                write!(f, "{}{name}", self.names.module_path(module))?;
                write_types(f, self.names, arguments)
            }
            Type::Vector(element) => write!(f, "vector<{}>", self.names.on(&**element)),
            Type::Reference { is_mutable, to } => {
                write!(f, "&{}{}", if *is_mutable { "mut " } else { "" }, self.names.on(&**to))
            }
            Type::Parameter(index) => match self.names.type_parameters.get(usize::from(*index)) {
                Some(name) => write!(f, "{name}"),
                None => write!(f, "T{index}"),
            },
            Type::Function(function) => write!(f, "{}", self.names.on(&**function)),
            scalar @ (Type::Bool | Type::Integer(_) | Type::Address | Type::Signer) => {
                write!(f, "{scalar}")
            }
        }
    }
}

/// An argument of a call: a signer is passed as itself; there is no text for a closure, or for a vector of which only the
/// elements are known.
fn argument(names: &Names, term: &Term) -> String {
    if let Term::Parameter(index) = term {
        return names.parameter(*index);
    }
    let is_unsaid = term.as_closure().is_some() || term.has_among();
    if is_unsaid { "*".to_owned() } else { names.on(term).to_string() }
}

fn write_operation(
    f: &mut Formatter<'_>,
    names: &Names,
    left: &Term,
    symbol: &str,
    right: &Term,
) -> fmt::Result {
    let is_comparison = matches!(symbol, "<" | "<=" | ">" | ">=" | "==" | "!=");
    let operand = |f: &mut Formatter<'_>, term: &Term| {
        let is_sum = |(operator, _): (Operator, &[Term])| {
            matches!(
                operator,
                Operator::Add
                    | Operator::Subtract
                    | Operator::Multiply
                    | Operator::Divide
                    | Operator::Modulo
            )
        };
        if is_comparison && term.as_operation().is_some_and(is_sum) {
            return write!(f, "{}", names.on(term));
        }
        write_operand(f, names, term)
    };
    operand(f, left)?;
    write!(f, " {symbol} ")?;
    operand(f, right)
}

/// `a != b` for `!(a == b)`.
fn write_not(f: &mut Formatter<'_>, names: &Names, term: &Term) -> fmt::Result {
    if let Some((Operator::Equal, [left, right])) = term.as_operation() {
        return write_operation(f, names, left, "!=", right);
    }
    f.write_str("!")?;
    write_operand(f, names, term)
}

/// An operand of an operator: in parentheses where it is an operation itself.
fn write_operand(f: &mut Formatter<'_>, names: &Names, term: &Term) -> fmt::Result {
    let is_operation = term
        .as_operation()
        .is_some_and(|(operator, _)| operator.symbol().is_some() || operator == Operator::Not);
    if is_operation { write!(f, "({})", names.on(term)) } else { write!(f, "{}", names.on(term)) }
}

/// A condition beside others: in parentheses where `||` would take them in.
fn write_condition(f: &mut Formatter<'_>, names: &Names, condition: &Term) -> fmt::Result {
    if let Some((Operator::Or, _)) = condition.as_operation() {
        return write!(f, "({})", names.on(condition));
    }
    write!(f, "{}", names.on(condition))
}

fn write_pack(
    f: &mut Formatter<'_>,
    names: &Names,
    ty: &StructType,
    fields: &[(Identifier, Term)],
) -> fmt::Result {
    write!(f, "{}{}", names.module_path(&ty.module), ty.name)?;
    write_types(f, names, &ty.arguments)?;
    let field = |(name, term): &(Identifier, Term)| format!("{name}: {}", names.on(term));
    write_list(f, " { ", fields.iter().map(field), " }")
}

fn write_types(f: &mut Formatter<'_>, names: &Names, types: &[Type]) -> fmt::Result {
    if types.is_empty() {
        return Ok(());
    }
    write_list(f, "<", types.iter().map(|ty| names.on(ty)), ">")
}

fn write_list<T: Display>(
    f: &mut Formatter<'_>,
    open: &str,
    items: impl Iterator<Item = T>,
    close: &str,
) -> fmt::Result {
    f.write_str(open)?;
    for (index, item) in items.enumerate() {
        write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
    }
    f.write_str(close)
}
