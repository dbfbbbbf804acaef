//! What names mean: named addresses, modules and members brought in by `use`, type parameters.

use std::collections::{BTreeMap, BTreeSet};

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast;
use vm_access::{AccountAddress, Identifier, ModuleId, Type, U256};

use crate::constant::Constants;
use crate::index::Symbol;
use crate::interface::Interfaces;
use crate::naming;
use crate::suggest::closest;
use crate::ty::{StructName, Ty};

/// Values of named addresses.
pub(crate) type Addresses = BTreeMap<String, AccountAddress>;

/// Why a name means nothing; `None` where that has been said already, at the `use` that failed.
pub(crate) type Problem = Option<Diagnostic>;

/// Names brought into scope by `use`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aliases {
    modules: BTreeMap<Identifier, ModuleId>,
    members: BTreeMap<Identifier, Member>,
    /// Names that a faulty `use` should have brought in.
    failed: BTreeSet<Identifier>,
}

/// A member of a module, whether or not there is one of that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) module: ModuleId,
    pub(crate) name: Identifier,
}

/// Everything that gives names a meaning at a place in a module.
#[derive(Clone, Debug)]
pub(crate) struct Scope<'a> {
    pub(crate) addresses: &'a Addresses,
    pub(crate) interfaces: &'a Interfaces,
    pub(crate) module: &'a ModuleId,
    module_aliases: &'a Aliases,
    type_parameters: Vec<Identifier>,
    /// Where each is declared.
    type_parameter_spans: Vec<Span>,
    /// What the type parameters stand for where the body of an inline function is put in; else themselves.
    instance: Option<Vec<Ty>>,
    /// `use` declarations of the blocks around, innermost last.
    block_aliases: Vec<Aliases>,
    /// Values of the module's constants, once they are known.
    pub(crate) constants: Option<&'a Constants>,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(
        addresses: &'a Addresses,
        interfaces: &'a Interfaces,
        module: &'a ModuleId,
        module_aliases: &'a Aliases,
    ) -> Self {
        Self {
            addresses,
            interfaces,
            module,
            module_aliases,
            type_parameters: Vec::new(),
            type_parameter_spans: Vec::new(),
            instance: None,
            block_aliases: Vec::new(),
            constants: None,
        }
    }

    /// The scope with these type parameters.
    pub(crate) fn with_type_parameters(mut self, parameters: &[ast::TypeParameter<'_>]) -> Self {
        let names = parameters.iter().map(|parameter| Identifier::new(parameter.name.text));
        self.type_parameters = names.collect();
        self.type_parameter_spans = parameters.iter().map(|it| it.name.span).collect();
        self
    }

    /// The scope in which constants have values.
    pub(crate) fn with_constants(self, constants: &'a Constants) -> Self {
        Self { constants: Some(constants), ..self }
    }

    /// What the type parameters stand for, if not for themselves.
    pub(crate) fn instance(&self) -> Option<&[Ty]> {
        self.instance.as_deref()
    }

    /// The scope in which the type parameters stand for themselves.
    pub(crate) fn without_instance(self) -> Self {
        Self { instance: None, ..self }
    }

    /// The scope in which the type parameters stand for these types.
    pub(crate) fn with_instance(self, instance: Vec<Ty>) -> Self {
        Self { instance: Some(instance), ..self }
    }

    /// The type that a type parameter stands for, unless a `use` of a block around hides it.
    pub(crate) fn type_parameter(&self, name: ast::Name<'_>) -> Option<Ty> {
        let written = Identifier::new(name.text);
        if self.block_aliases.iter().any(|level| level.members.contains_key(&written)) {
            return None;
        }
        let mut known = self.type_parameters.iter();
        let position = known.position(|known| *known == written)?;
        if let Some(declared) = self.type_parameter_spans.get(position) {
            self.interfaces.index.mention(name, || Symbol::TypeParameter(*declared));
        }
        match &self.instance {
            Some(instance) => instance.get(position).cloned(),
            None => Some(Ty::Atom(Type::Parameter(u16::try_from(position).ok()?))),
        }
    }

    /// Names of the type parameters.
    pub(crate) fn type_parameter_names(&self) -> &[Identifier] {
        &self.type_parameters
    }

    pub(crate) fn enter_block(&mut self) {
        self.block_aliases.push(Aliases::default());
    }

    pub(crate) fn leave_block(&mut self) {
        self.block_aliases.pop();
    }

    /// Brings names into scope up to the end of the innermost block.
    pub(crate) fn use_in_block(&mut self, declaration: &ast::Use<'_>) -> Vec<Diagnostic> {
        let mut aliases = self.block_aliases.pop().unwrap_or_default();
        let problems = aliases.add(declaration, self.addresses, self.interfaces);
        self.block_aliases.push(aliases);
        problems
    }

    /// The module or member that a single name was brought in as.
    fn alias_levels(&self) -> impl Iterator<Item = &Aliases> {
        self.block_aliases.iter().rev().chain([self.module_aliases])
    }

    fn module_alias(&self, name: &str) -> Option<ModuleId> {
        if name == "Self" {
            return Some(self.module.clone());
        }
        let name = Identifier::new(name);
        self.alias_levels().find_map(|level| level.modules.get(&name).cloned())
    }

    /// What a single name means among members: an alias, else a member of this module.
    fn single(&self, name: &str) -> Result<Member, Problem> {
        let name = Identifier::new(name);
        let alias = self.alias_levels().find_map(|level| level.members.get(&name).cloned());
        match alias {
            Some(member) => Ok(member),
            None if self.has_failed(&name) => Err(None),
            None => Ok(Member { module: self.module.clone(), name }),
        }
    }

    /// Whether a faulty `use` should have brought the name in.
    fn has_failed(&self, name: &Identifier) -> bool {
        self.alias_levels().any(|level| level.failed.contains(name))
    }

    /// Names that stand for members here: aliases and this module's own.
    pub(crate) fn member_aliases(&self) -> impl Iterator<Item = &str> {
        self.alias_levels().flat_map(|level| level.members.keys().map(Identifier::as_str))
    }

    /// The member that a path names. Whether there is one is for the caller to find out.
    pub(crate) fn member(&self, path: &ast::Path<'_>) -> Result<Member, Problem> {
        let member = self.find_member(path)?;
        let recorder = &self.interfaces.index;
        if let (true, [before @ .., last]) = (recorder.is_on(), path.segments) {
            let symbol = self.interfaces.symbol(&member);
            symbol.into_iter().for_each(|symbol| recorder.mention(last.name, || symbol));
            if let Some(module) = before.last() {
                recorder.mention(module.name, || Symbol::Module(member.module.clone()));
            }
        }
        Ok(member)
    }

    /// [`Self::member`] of a path that may mean something else.
    pub(crate) fn find_member(&self, path: &ast::Path<'_>) -> Result<Member, Problem> {
        let names: Vec<ast::Name<'_>> = path.segments.iter().map(|segment| segment.name).collect();
        refuse_inner_type_arguments(path).map_err(Some)?;
        match (path.address, names.as_slice()) {
            (None, [name]) => self.single(name.text),
            (None, [module, name]) => {
                Ok(Member { module: self.alias(*module)?, name: name.text.into() })
            }
            (None, [address, module, name]) => {
                let address = self.named(address.text, address.span)?;
                self.existing(ModuleId::new(address, module.text), module.span)
                    .map(|module| Member { module, name: name.text.into() })
            }
            (Some(address), [module, name]) => {
                let address = self.address(&address)?;
                self.existing(ModuleId::new(address, module.text), module.span)
                    .map(|module| Member { module, name: name.text.into() })
            }
            _ => {
                let message = "this path names nothing that can stand here";
                Err(Some(Diagnostic::error(Code::E0205, path.span, message)))
            }
        }
    }

    /// The variant that a path names, if all but its last name is the path of an enum.
    pub(crate) fn variant<'p>(
        &self,
        path: &ast::Path<'p>,
    ) -> Option<Result<VariantPath<'p>, Diagnostic>> {
        let (last, inner) = path.segments.split_last()?;
        let before = inner.last()?;
        let end = before.type_arguments.map_or(before.name.span, |arguments| arguments.span);
        let span = Span::new(path.span.file, path.span.start, end.end);
        let whole = ast::Path { span, address: path.address, segments: inner };
        let member = self.find_member(&whole).ok()?;
        let name = StructName { module: member.module, name: member.name };
        let definition = &self.interfaces.structure(&name)?.definition;
        if !definition.is_enum() {
            return None;
        }
        self.member(&whole).ok()?;
        self.interfaces.mention_variant(last.name, &name);
        let mut variants = definition.variants.iter();
        let index = variants.position(|variant| variant.name.as_str() == last.name.text);
        Some(match index {
            Some(index) => Ok(VariantPath { whole, last: *last, index }),
            None => Err(unknown_variant(&name, last.name, self.interfaces)),
        })
    }

    /// The module that a path names.
    pub(crate) fn module_of(&self, path: &ast::Path<'_>) -> Result<ModuleId, Problem> {
        let module = self.find_module(path)?;
        if let Some(last) = path.last() {
            self.interfaces.index.mention(last.name, || Symbol::Module(module.clone()));
        }
        Ok(module)
    }

    fn find_module(&self, path: &ast::Path<'_>) -> Result<ModuleId, Problem> {
        let names: Vec<ast::Name<'_>> = path.segments.iter().map(|segment| segment.name).collect();
        match (path.address, names.as_slice()) {
            (None, [module]) => self.alias(*module),
            (None, [address, module]) => {
                let address = self.named(address.text, address.span)?;
                self.existing(ModuleId::new(address, module.text), module.span)
            }
            (Some(address), [module]) => {
                let address = self.address(&address)?;
                self.existing(ModuleId::new(address, module.text), module.span)
            }
            _ => Err(Some(Diagnostic::error(Code::E0202, path.span, "this path names no module"))),
        }
    }

    fn alias(&self, name: ast::Name<'_>) -> Result<ModuleId, Problem> {
        if let Some(module) = self.module_alias(name.text) {
            return Ok(module);
        }
        let message = format!("there is no module `{}` in scope", name.text);
        let diagnostic = Diagnostic::error(Code::E0202, name.span, message);
        let aliases = self.alias_levels().flat_map(|level| level.modules.keys());
        if self.has_failed(&Identifier::new(name.text)) {
            return Err(None);
        }
        Err(Some(match closest(name.text, aliases.map(Identifier::as_str)) {
            Some(near) => diagnostic.with_hint(format!("did you mean `{near}`?"), name.span, near),
            None => diagnostic.with_note("bring it in with `use address::module;`"),
        }))
    }

    fn existing(&self, module: ModuleId, span: Span) -> Result<ModuleId, Problem> {
        existing(module, span, self.interfaces).map_err(Some)
    }

    /// The value of an address as written.
    pub(crate) fn address(&self, address: &ast::Address<'_>) -> Result<AccountAddress, Problem> {
        address_value(&address.kind, address.span, self.addresses).map_err(Some)
    }

    fn named(&self, name: &str, span: Span) -> Result<AccountAddress, Problem> {
        address_value(&ast::AddressKind::Named(name), span, self.addresses).map_err(Some)
    }
}

/// A path that names a variant.
pub(crate) struct VariantPath<'a> {
    /// The path of the enum.
    pub(crate) whole: ast::Path<'a>,
    /// The variant's name, perhaps with the type arguments of the enum.
    pub(crate) last: ast::Segment<'a>,
    /// Its position.
    pub(crate) index: usize,
}

fn unknown_variant(
    name: &StructName,
    written: ast::Name<'_>,
    interfaces: &Interfaces,
) -> Diagnostic {
    let message = format!("enum `{}` has no variant `{}`", name.name, written.text);
    let diagnostic = Diagnostic::error(Code::E0203, written.span, message);
    let found = interfaces.structure(name);
    let variants = found.iter().flat_map(|found| &found.definition.variants);
    match closest(written.text, variants.map(|variant| variant.name.as_str())) {
        Some(near) => diagnostic.with_hint(format!("did you mean `{near}`?"), written.span, near),
        None => diagnostic,
    }
}

impl Aliases {
    /// Adds what a `use` brings in; gives what is wrong with it.
    pub(crate) fn add(
        &mut self,
        declaration: &ast::Use<'_>,
        addresses: &Addresses,
        interfaces: &Interfaces,
    ) -> Vec<Diagnostic> {
        let items = declaration.items.iter();
        let mut problems = Vec::new();
        for item in items {
            if let Err(problem) = self.add_item(item, addresses, interfaces) {
                self.failed.insert(item.visible_name().text.into());
                problems.push(problem);
            }
        }
        problems
    }

    fn add_item(
        &mut self,
        item: &ast::UseItem<'_>,
        addresses: &Addresses,
        interfaces: &Interfaces,
    ) -> Result<(), Diagnostic> {
        let address = address_value(&item.address.kind, item.address.span, addresses)?;
        let module = ModuleId::new(address, item.module.text);
        let module = existing(module, item.module.span, interfaces)?;
        interfaces.index.mention(item.module, || Symbol::Module(module.clone()));
        if let Some(alias) = item.alias
            && let Some(problem) = naming::alias(alias, item.member.is_some())
        {
            return Err(problem);
        }
        let visible = item.visible_name();
        let name = Identifier::new(visible.text);
        let member = match item.member {
            Some(written) => {
                member_exists(&module, written, interfaces)?;
                Some(Member { module: module.clone(), name: written.text.into() })
            }
            None => None,
        };
        let symbol = match &member {
            Some(member) => interfaces.symbol(member),
            None => Some(Symbol::Module(module.clone())),
        };
        for (name, symbol) in item.member.into_iter().chain(item.alias).zip(symbol.iter().cycle()) {
            interfaces.index.mention(name, || symbol.clone());
        }
        let known = match member {
            Some(member) => {
                self.members.insert(name, member.clone()).is_some_and(|known| known != member)
            }
            None => self.modules.insert(name, module.clone()).is_some_and(|known| known != module),
        };
        if known {
            let message = format!("`{}` is brought in twice", visible.text);
            return Err(Diagnostic::error(Code::E0204, visible.span, message)
                .with_note("give one of them another name with `as`"));
        }
        Ok(())
    }

    /// Whether a member was brought in under this name.
    pub(crate) fn has_member(&self, name: &str) -> bool {
        self.members.contains_key(&Identifier::new(name))
    }
}

/// Type arguments stand behind the last name of a path alone.
fn refuse_inner_type_arguments(path: &ast::Path<'_>) -> Result<(), Diagnostic> {
    let inner = path.segments.split_last().map_or(&[][..], |(_, inner)| inner);
    match inner.iter().find_map(|segment| segment.type_arguments) {
        Some(arguments) => {
            let message = "type arguments stand behind the last name of a path";
            Err(Diagnostic::error(Code::E0205, arguments.span, message))
        }
        None => Ok(()),
    }
}

fn existing(module: ModuleId, span: Span, interfaces: &Interfaces) -> Result<ModuleId, Diagnostic> {
    if interfaces.module(&module).is_some() {
        return Ok(module);
    }
    let message = format!("there is no module `{module}`");
    let diagnostic = Diagnostic::error(Code::E0202, span, message);
    let names = interfaces.at(module.address).map(|id| id.name.as_str());
    Err(match closest(module.name.as_str(), names) {
        Some(near) => diagnostic.with_hint(format!("did you mean `{near}`?"), span, near),
        None => diagnostic,
    })
}

fn member_exists(
    module: &ModuleId,
    member: ast::Name<'_>,
    interfaces: &Interfaces,
) -> Result<(), Diagnostic> {
    let Some(interface) = interfaces.module(module) else { return Ok(()) };
    let name = Identifier::new(member.text);
    if interface.structs.contains_key(&name) || interface.functions.contains_key(&name) {
        return Ok(());
    }
    Err(unknown_member(module, member, interfaces))
}

/// Says that a module has no such member, and which one may have been meant; or that it keeps it for itself.
pub(crate) fn unknown_member(
    module: &ModuleId,
    name: ast::Name<'_>,
    interfaces: &Interfaces,
) -> Diagnostic {
    let found = interfaces.module(module);
    if found.is_some_and(|it| it.constants.contains(&Identifier::new(name.text))) {
        let message = format!("constant `{}` of `{module}` is not visible here", name.text);
        return Diagnostic::error(Code::E0208, name.span, message)
            .with_label("constants are private to their module");
    }
    let message = format!("module `{module}` has no member `{}`", name.text);
    let diagnostic = Diagnostic::error(Code::E0203, name.span, message);
    let Some(interface) = found else { return diagnostic };
    let members = interface.structs.keys().chain(interface.functions.keys());
    match closest(name.text, members.map(Identifier::as_str)) {
        Some(near) => diagnostic.with_hint(format!("did you mean `{near}`?"), name.span, near),
        None => diagnostic,
    }
}

/// The value of an address: a number of up to 256 bits, or a name with a value.
pub(crate) fn address_value(
    kind: &ast::AddressKind<'_>,
    span: Span,
    addresses: &Addresses,
) -> Result<AccountAddress, Diagnostic> {
    match kind {
        ast::AddressKind::Numeric(number) => Ok(address_of_number(*number)),
        ast::AddressKind::Named(name) => addresses.get(*name).copied().ok_or_else(|| {
            let message = format!("the named address `{name}` has no value");
            let diagnostic = Diagnostic::error(Code::E0206, span, message);
            match closest(name, addresses.keys().map(String::as_str)) {
                Some(near) => diagnostic.with_note(format!("did you mean `{near}`?")),
                None => diagnostic.with_note("give it one under [addresses] in Move.toml"),
            }
        }),
    }
}

fn address_of_number(number: U256) -> AccountAddress {
    AccountAddress(number.to_be_bytes())
}
