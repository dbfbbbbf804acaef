//! What names mean in a module.

use std::collections::BTreeMap;

use compiler_driver::NamedAddresses;
use compiler_syntax::ast;
use vm_access::{AccountAddress, ModuleId};

use crate::package::resolve;

/// A module, or a member of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Item {
    pub(crate) module: ModuleId,
    /// `None` for the module itself.
    pub(crate) name: Option<String>,
}

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    Struct,
    Enum,
    Constant,
    Function,
}

impl ItemKind {
    /// The keyword before its name.
    pub(crate) fn keyword(self) -> &'static str {
        match self {
            Self::Struct => "struct",
            Self::Enum => "enum",
            Self::Constant => "const",
            Self::Function => "fun",
        }
    }

    /// Its place on the page of its module.
    pub(crate) fn anchor(self, name: &str) -> String {
        format!("{}.{name}", self.keyword())
    }
}

/// What names mean in a module: its own, and those that `use` brings in.
#[derive(Debug)]
pub(crate) struct Scope {
    own: ModuleId,
    used: BTreeMap<String, Item>,
    addresses: BTreeMap<String, AccountAddress>,
}

impl Scope {
    pub(crate) fn new(own: ModuleId, tree: &ast::Module<'_>, addresses: &NamedAddresses) -> Self {
        let items = tree.uses.iter().flat_map(|it| it.items);
        let used = items.filter_map(|item| {
            let module = ModuleId::new(resolve(item.address.kind, addresses)?, item.module.text);
            let member = item.member.map(|name| name.text).filter(|name| *name != "Self");
            let name = if member.is_some() {
                item.visible_name()
            } else {
                item.alias.unwrap_or(item.module)
            };
            Some((name.text.to_owned(), Item { module, name: member.map(str::to_owned) }))
        });
        let addresses = addresses.iter().map(|(name, at)| (name.clone(), *at)).collect();
        Self { own, used: used.collect(), addresses }
    }

    /// What a path may mean, if it means anything that has a page.
    pub(crate) fn meaning(&self, path: &[&str]) -> Option<Item> {
        match path {
            [name] => Some(self.used.get(*name).cloned().unwrap_or_else(|| self.member(name))),
            ["Self", name] => Some(self.member(name)),
            [module, name] if *module == self.own.name.as_str() => Some(self.member(name)),
            [first, second] => match self.used.get(*first) {
                Some(Item { module, name: None }) => {
                    Some(Item { module: module.clone(), name: Some((*second).to_owned()) })
                }
                // A variant.
                Some(_) => None,
                None => Some(Item { module: self.module(first, second)?, name: None }),
            },
            [address, module, name] => {
                Some(Item { module: self.module(address, module)?, name: Some((*name).to_owned()) })
            }
            _ => None,
        }
    }

    fn member(&self, name: &str) -> Item {
        Item { module: self.own.clone(), name: Some(name.to_owned()) }
    }

    fn module(&self, address: &str, name: &str) -> Option<ModuleId> {
        let named = self.addresses.get(address).copied();
        let address = named.or_else(|| AccountAddress::parse(address))?;
        Some(ModuleId::new(address, name))
    }
}
