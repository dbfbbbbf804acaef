//! Programs as trees of statements, which print as Move source and can be cut down.

use std::collections::BTreeSet;
use std::fmt;

/// Addresses that senders, arguments and literals are taken from.
pub(crate) const POOL: &[&str] = &["@0xa0", "@0xa1", "@0xa2", "@0xa3", "@0xa4"];

/// What instances of generic resources are told apart by.
pub(crate) const TAGS: [&str; 2] = ["Red", "Blue"];

/// What generic functions know them by.
pub(crate) const TYPE_PARAMETERS: [&str; 2] = ["T", "U"];

/// Several modules, each using only those before it.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    /// The modules.
    pub(crate) modules: Vec<Module>,
}

/// A module.
#[derive(Clone, Debug)]
pub(crate) struct Module {
    /// Its address, as in source.
    pub(crate) address: String,
    /// Its name.
    pub(crate) name: String,
    /// Other modules of the package that it uses, with their addresses.
    pub(crate) uses: Vec<String>,
    /// Its resources.
    pub(crate) resources: Vec<Resource>,
    /// Its functions.
    pub(crate) functions: Vec<Function>,
}

/// A resource type, or an instance of a generic one.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    /// Its name, and type arguments if it is an instance.
    pub(crate) name: String,
    /// Its fields: names and kinds.
    pub(crate) fields: Vec<(String, Field)>,
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// `u64`
    Number,
    /// `i64`
    Signed,
    /// `address`
    Owner,
    /// `vector<address>`
    List,
    /// `Item`
    Item,
    /// A table.
    Table(Table),
    /// `vector<Box>`, each with a table in it.
    Boxes,
    /// `Option<address>`
    Maybe,
    /// `Shape`, an enum.
    Shape,
    /// `Aggregator<u64>`
    Sum,
}

/// Types of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    /// `Table<address, u64>`
    Balances,
    /// `Table<i64, u64>`
    Levels,
    /// `Table<u64, Item>`
    Items,
    /// `Table<address, Table<address, u64>>`
    Deep,
}

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `&signer`
    Signer,
    /// `address`
    Address,
    /// `u64`
    Number,
    /// `vector<address>`
    List,
    /// `bool`
    Flag,
    /// `&mut` to a resource of the same module, by index.
    Record(usize),
    /// `&mut` to a table.
    Table(Table),
}

/// What a function gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    /// Nothing.
    Nothing,
    /// `u64`
    Number,
    /// `address`
    Address,
    /// `&mut u64` into the record that is its first parameter.
    Slot,
}

/// A function from outside.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    /// Index of its module.
    pub(crate) module: usize,
    /// Its name.
    pub(crate) name: String,
    /// `""`, `"public "`, `"entry "` or `"public entry "`.
    pub(crate) visibility: &'static str,
    /// Names and kinds.
    pub(crate) parameters: Vec<(String, Kind)>,
    /// The result.
    pub(crate) gives: Gives,
    /// Resources, by module and index, that it or what it calls may touch.
    pub(crate) touches: BTreeSet<(usize, usize)>,
    /// Whether it is a term function: no state, no references.
    pub(crate) is_term: bool,
    /// Whether it has the type parameters [`TYPE_PARAMETERS`].
    pub(crate) is_generic: bool,
}

/// A function.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    /// Its header.
    pub(crate) signature: Signature,
    /// Its statements.
    pub(crate) body: Vec<Node>,
    /// Its last expression; empty if it gives nothing.
    pub(crate) result: String,
}

/// A statement.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// Text, whole.
    Line(String),
    /// Heads with what stands below them, and the end.
    Block {
        /// Such as `if (c) {` and `} else {`.
        parts: Vec<(String, Vec<Node>)>,
        /// Such as `};`.
        end: &'static str,
    },
}

impl Resource {
    /// The name without type arguments: instances of one type may be one record.
    pub(crate) fn base(&self) -> &str {
        self.name.split('<').next().expect("what is split has a first part")
    }
}

impl Node {
    /// One head with what stands below it.
    pub(crate) fn block(head: impl Into<String>, body: Vec<Node>) -> Self {
        Self::Block { parts: vec![(head.into(), body)], end: "};" }
    }

    fn print(&self, depth: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pad = "    ".repeat(depth);
        match self {
            Self::Line(text) => writeln!(f, "{pad}{text}"),
            Self::Block { parts, end } => {
                for (head, body) in parts {
                    writeln!(f, "{pad}{head}")?;
                    body.iter().try_for_each(|node| node.print(depth + 1, f))?;
                }
                writeln!(f, "{pad}{end}")
            }
        }
    }
}

impl Table {
    /// All of them.
    pub(crate) const ALL: [Self; 4] = [Self::Balances, Self::Levels, Self::Items, Self::Deep];

    /// The type in source.
    pub(crate) fn ty(self) -> &'static str {
        match self {
            Self::Balances => "Table<address, u64>",
            Self::Levels => "Table<i64, u64>",
            Self::Items => "Table<u64, Item>",
            Self::Deep => "Table<address, Table<address, u64>>",
        }
    }
}

impl Field {
    /// The type in source.
    pub(crate) fn ty(self) -> &'static str {
        match self {
            Self::Number => "u64",
            Self::Signed => "i64",
            Self::Owner => "address",
            Self::List => "vector<address>",
            Self::Item => "Item",
            Self::Table(table) => table.ty(),
            Self::Boxes => "vector<Box>",
            Self::Maybe => "Option<address>",
            Self::Shape => "Shape",
            Self::Sum => "Aggregator<u64>",
        }
    }
}

impl Module {
    fn kind(&self, kind: Kind) -> String {
        match kind {
            Kind::Signer => "&signer".to_owned(),
            Kind::Address => "address".to_owned(),
            Kind::Number => "u64".to_owned(),
            Kind::List => "vector<address>".to_owned(),
            Kind::Flag => "bool".to_owned(),
            Kind::Record(index) => format!("&mut {}", self.resources[index].name),
            Kind::Table(table) => format!("&mut {}", table.ty()),
        }
    }

    fn print_function(&self, function: &Function, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Signature { name, visibility, parameters, gives, is_generic, .. } = &function.signature;
        let [one, other] = TYPE_PARAMETERS;
        let types = if *is_generic { format!("<{one}, {other}>") } else { String::new() };
        let parameters: Vec<_> =
            parameters.iter().map(|(name, kind)| format!("{name}: {}", self.kind(*kind))).collect();
        let gives = match gives {
            Gives::Nothing => "",
            Gives::Number => ": u64",
            Gives::Address => ": address",
            Gives::Slot => ": &mut u64",
        };
        writeln!(f, "    {visibility}fun {name}{types}({}){gives} {{", parameters.join(", "))?;
        function.body.iter().try_for_each(|node| node.print(2, f))?;
        if !function.result.is_empty() {
            writeln!(f, "        {}", function.result)?;
        }
        writeln!(f, "    }}")
    }
}

/// What stands in every module before its own resources.
const PRELUDE: &str = "    use std::option::{Self, Option};
    use std::signer;
    use std::vector;
    use aptos_std::table::{Self, Table};
    use aptos_framework::aggregator_v2::{Self, Aggregator};
    use aptos_framework::event;
    struct Item has copy, drop, store { x: u64, who: address }
    struct Box has store { t: Table<address, u64> }
    enum Shape has copy, drop, store {
        Nowhere,
        Point { who: address, x: u64 },
        Line { who: address, to: address, item: Item },
    }
    struct Red {}
    struct Blue {}
    inline fun with(a: address, f: |address|) { f(a); }
    inline fun either(c: bool, a: address, b: address, f: |address| u64): u64 { if (c) f(a) else f(b) }
    inline fun times(n: u64, f: |u64|) { let i = 0; while (i < n) { f(i); i += 1; } }
    #[event]
    struct Seen has drop, store { x: u64, who: address }
";

impl fmt::Display for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "module {}::{} {{", self.address, self.name)?;
        self.uses.iter().try_for_each(|module| writeln!(f, "    use {module};"))?;
        f.write_str(PRELUDE)?;
        for (index, resource) in self.resources.iter().enumerate() {
            let base = resource.base();
            if self.resources.iter().take(index).any(|earlier| earlier.base() == base) {
                continue;
            }
            let parameters = if base == resource.name { "" } else { "<phantom T>" };
            let fields = resource.fields.iter();
            let fields: Vec<_> =
                fields.map(|(name, field)| format!("{name}: {}", field.ty())).collect();
            writeln!(
                f,
                "    struct {base}{parameters} has key, store {{ {} }}",
                fields.join(", ")
            )?;
        }
        self.functions.iter().try_for_each(|function| self.print_function(function, f))?;
        writeln!(f, "}}")
    }
}

impl Package {
    /// The source without what stands in every module.
    pub(crate) fn own_text(&self) -> String {
        self.to_string().replace(PRELUDE, "")
    }
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.modules.iter().try_for_each(|module| module.fmt(f))
    }
}
