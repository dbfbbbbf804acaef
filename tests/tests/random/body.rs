//! What a function body has in scope, and the expressions that can be said with it.
//!
//! Move's borrow rules hold by construction: while a reference into a resource type is in use, nothing else touches that
//! type, and no function is called that might.

use std::collections::BTreeSet;

use crate::dice::Dice;
use crate::program::{Field, Gives, Kind, Node, POOL, Resource, Signature, TAGS, Table};

/// Characters of the longest address that is said as an expression.
const ADDRESS_MAX: usize = 600;

/// What a reference in a local points to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A resource of this module.
    Record(usize),
    /// A table.
    Table(Table),
    /// A `u64`.
    Number,
    /// An `Item`.
    Item,
}

/// A reference in a local.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) name: String,
    pub(crate) target: Target,
    pub(crate) is_mutable: bool,
}

/// Locals in scope, by type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Locals {
    /// Not to be assigned: loop counters and the like.
    pub(crate) fixed: Vec<String>,
    pub(crate) numbers: Vec<String>,
    pub(crate) addresses: Vec<String>,
    pub(crate) lists: Vec<String>,
    pub(crate) flags: Vec<String>,
    pub(crate) references: Vec<Reference>,
    /// Resources taken out of storage.
    pub(crate) values: Vec<(String, usize)>,
    /// Whether a value must be put away before the function may return.
    pub(crate) is_holding: bool,
    /// Resources that a reference points into, and whether it is mutable.
    pub(crate) locked: Vec<(usize, bool)>,
}

/// Where a body stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// Index of its module.
    pub(crate) module: usize,
    /// Names of all modules.
    pub(crate) module_names: &'a [String],
    /// Resources of its module.
    pub(crate) resources: &'a [Resource],
}

/// A body that is being written.
pub(crate) struct Body<'a> {
    pub(crate) dice: &'a mut Dice,
    pub(crate) module: usize,
    pub(crate) module_names: &'a [String],
    pub(crate) resources: &'a [Resource],
    /// Functions written before, of this module and of those it uses.
    pub(crate) callable: &'a [Signature],
    pub(crate) has_signer: bool,
    pub(crate) locals: Locals,
    pub(crate) touches: BTreeSet<(usize, usize)>,
    pub(crate) gives: Gives,
    /// Whether this is a term function.
    pub(crate) is_pure: bool,
    /// What generic functions can be called with.
    pub(crate) types: [&'static str; 2],
    counter: usize,
}

impl<'a> Body<'a> {
    pub(crate) fn new(
        dice: &'a mut Dice,
        place: Place<'a>,
        callable: &'a [Signature],
        parameters: &[(String, Kind)],
        gives: Gives,
    ) -> Self {
        let mut locals = Locals::default();
        let mut has_signer = false;
        for (name, kind) in parameters {
            let name = name.clone();
            let mut refer = |target| {
                let reference = Reference { name: name.clone(), target, is_mutable: true };
                locals.references.push(reference);
            };
            match kind {
                Kind::Signer => has_signer = true,
                Kind::Address => locals.addresses.push(name),
                Kind::Number => locals.numbers.push(name),
                Kind::List => locals.lists.push(name),
                Kind::Flag => locals.flags.push(name),
                // Whoever calls sees to it that the rest of the body touches nothing that these point into.
                Kind::Record(index) => refer(Target::Record(*index)),
                Kind::Table(table) => refer(Target::Table(*table)),
            }
        }
        let touches = BTreeSet::new();
        let Place { module, module_names, resources } = place;
        Self {
            dice,
            module,
            module_names,
            resources,
            callable,
            has_signer,
            locals,
            touches,
            gives,
            is_pure: false,
            types: TAGS,
            counter: 0,
        }
    }

    /// A name that is not in use.
    pub(crate) fn name(&mut self, stem: &str) -> String {
        self.counter += 1;
        format!("{stem}{}", self.counter)
    }

    pub(crate) fn touch(&mut self, resource: usize) {
        self.touches.insert((self.module, resource));
    }

    /// Whether the resource can be borrowed by address now.
    pub(crate) fn is_free(&self, resource: usize, is_mutable: bool) -> bool {
        let locks = &self.locals.locked;
        !locks.iter().any(|(index, is_exclusive)| {
            self.may_be_one(*index, resource) && (is_mutable || *is_exclusive)
        })
    }

    /// Whether two resources are one, or instances of one type.
    pub(crate) fn may_be_one(&self, left: usize, right: usize) -> bool {
        self.resources[left].base() == self.resources[right].base()
    }

    /// A field of a record, as `R0[a].n0` or `r.n0`.
    pub(crate) fn field(
        &mut self,
        is_wanted: impl Fn(Field) -> bool,
        is_mutable: bool,
    ) -> Option<String> {
        let mut candidates = Vec::new();
        for (index, resource) in self.resources.iter().enumerate() {
            for (name, field) in &resource.fields {
                if !is_wanted(*field) {
                    continue;
                }
                if self.is_free(index, is_mutable) {
                    candidates.push((index, name, None));
                }
                let values = self.locals.values.iter().filter(|(_, of)| *of == index);
                candidates.extend(values.map(|(value, _)| (index, name, Some(value.clone()))));
                for reference in &self.locals.references {
                    let fits = reference.target == Target::Record(index);
                    if fits && (reference.is_mutable || !is_mutable) {
                        candidates.push((index, name, Some(reference.name.clone())));
                    }
                }
            }
        }
        let (index, field, reference) = self.dice.pick(&candidates)?.clone();
        if let Some(reference) = reference {
            return Some(format!("{reference}.{field}"));
        }
        self.touch(index);
        let depth = if self.dice.chance(12) { 3 } else { 1 };
        let address = self.address(depth);
        Some(format!("{}[{address}].{field}", self.resources[index].name))
    }

    /// A reference to a table: `&R0[a].t0`, `&mut R0[a].t0`, or a local.
    pub(crate) fn table(&mut self, table: Table, is_mutable: bool) -> Option<String> {
        let references = &self.locals.references;
        let fits = |reference: &&Reference| reference.target == Target::Table(table);
        let locals: Vec<String> =
            references.iter().filter(fits).map(|reference| reference.name.clone()).collect();
        if !locals.is_empty() && self.dice.chance(60) {
            return self.dice.pick(&locals).cloned();
        }
        let borrow = if is_mutable { "&mut " } else { "&" };
        if table == Table::Balances
            && self.dice.chance(25)
            && let Some(boxes) = self.field(|field| field == Field::Boxes, is_mutable)
        {
            let index = self.dice.below(2);
            return Some(format!("{borrow}{boxes}[{index}].t"));
        }
        let field = self.field(|field| field == Field::Table(table), is_mutable)?;
        Some(format!("{borrow}{field}"))
    }

    /// A vector of addresses to read from.
    pub(crate) fn list(&mut self) -> Option<String> {
        if self.dice.chance(70) {
            let local = self.dice.pick(&self.locals.lists).cloned();
            if local.is_some() {
                return local;
            }
        }
        self.field(|field| field == Field::List, false)
    }

    pub(crate) fn number(&mut self, depth: usize) -> String {
        let found = match self.dice.below(if depth == 0 { 5 } else { 18 }) {
            0 => None,
            14 | 15 => self.number_of_variant(),
            16 => self.sum_read(),
            17 => Some(self.number_of_signed(depth - 1)),
            1..=3 => self.plain_number(),
            4 | 5 => self.field(|field| field == Field::Number, false),
            6 => self.field(|field| field == Field::Item, false).map(|item| format!("{item}.x")),
            7 => self.list().map(|list| format!("vector::length(&{list})")),
            8 => Some(format!("(({} + {}) % 7)", self.number(depth - 1), self.number(depth - 1))),
            9 if self.dice.chance(25) => {
                Some(format!("({} - {})", self.number(depth - 1), self.number(depth - 1)))
            }
            9 => Some(format!("(9 - {} % 8)", self.number(depth - 1))),
            10 => Some(format!(
                "(if ({}) {} else {})",
                self.flag(depth - 1),
                self.number(depth - 1),
                self.number(depth - 1)
            )),
            11 => self.looked_up(),
            12 => self.term(Gives::Number, depth - 1),
            _ => self.reference_number(),
        };
        found.unwrap_or_else(|| self.dice.below(6).to_string())
    }

    fn plain_number(&mut self) -> Option<String> {
        let Locals { fixed, numbers, .. } = &self.locals;
        let all: Vec<_> = fixed.iter().chain(numbers).cloned().collect();
        self.dice.pick(&all).cloned()
    }

    fn reference_number(&mut self) -> Option<String> {
        let references: Vec<_> = self
            .locals
            .references
            .iter()
            .filter_map(|reference| match reference.target {
                Target::Number => Some(format!("*{}", reference.name)),
                Target::Item => Some(format!("{}.x", reference.name)),
                Target::Record(_) | Target::Table(_) => None,
            })
            .collect();
        self.dice.pick(&references).cloned()
    }

    /// A number from a table.
    fn looked_up(&mut self) -> Option<String> {
        if self.dice.chance(30) {
            let table = self.table(Table::Items, false)?;
            let key = self.atom_number();
            return Some(format!("table::borrow({table}, {key}).x"));
        }
        let table = *self.dice.pick(&[Table::Balances, Table::Levels])?;
        let key = self.key(table);
        let table = self.table(table, false)?;
        Some(match self.dice.below(3) {
            0 => format!("*table::borrow({table}, {key})"),
            _ => format!("*table::borrow_with_default({table}, {key}, &3)"),
        })
    }

    /// An application of a term function.
    fn term(&mut self, gives: Gives, depth: usize) -> Option<String> {
        let module = self.module;
        let is_wanted = |it: &&Signature| {
            it.is_term && it.gives == gives && (it.module == module || it.visibility == "public ")
        };
        let candidates: Vec<_> = self.callable.iter().filter(is_wanted).collect();
        let signature = (*self.dice.pick(&candidates)?).clone();
        let mut arguments = Vec::new();
        for (_, kind) in &signature.parameters {
            arguments.push(match kind {
                Kind::Address => self.address(depth),
                Kind::Number => self.number(depth),
                Kind::Flag => self.flag(depth),
                Kind::List => self.dice.pick(&self.locals.lists).cloned()?,
                Kind::Signer | Kind::Record(_) | Kind::Table(_) => return None,
            });
        }
        Some(format!("{}({})", self.path(&signature), arguments.join(", ")))
    }

    /// The name of a function from here.
    pub(crate) fn path(&mut self, signature: &Signature) -> String {
        let module = match signature.module {
            own if own == self.module => String::new(),
            other => format!("{}::", self.module_names[other]),
        };
        let mut path = format!("{module}{}", signature.name);
        if signature.is_generic {
            let types = if module.is_empty() { self.types } else { TAGS };
            let (one, other) = (self.dice.word(&types), self.dice.word(&types));
            path = format!("{path}<{module}{one}, {module}{other}>");
        }
        path
    }

    pub(crate) fn address(&mut self, depth: usize) -> String {
        let found = match self.dice.below(if depth == 0 { 5 } else { 13 }) {
            0 => None,
            11 => self.address_of_option(),
            12 => self.address_of_variant(),
            1 => self.has_signer.then(|| "signer::address_of(s)".to_owned()),
            2..=4 => self.dice.pick(&self.locals.addresses).cloned(),
            5 | 6 => self.element(depth - 1),
            7 => self.field(|field| field == Field::Owner, false),
            8 => self.owner(),
            9 => self.term(Gives::Address, depth - 1),
            _ => Some(format!(
                "(if ({}) {} else {})",
                self.flag(depth - 1),
                self.address(depth - 1),
                self.address(depth - 1)
            )),
        };
        // An operand that is written twice doubles what it is made of, until a function is over the machine's limits, or
        // its footprint is: then it may do anything, and cannot be called while something is borrowed.
        let short = found.filter(|text| text.len() <= ADDRESS_MAX);
        short.unwrap_or_else(|| self.dice.word(POOL).to_owned())
    }

    fn element(&mut self, depth: usize) -> Option<String> {
        let list = self.list()?;
        Some(match self.dice.below(8) {
            0..=3 => format!("{list}[{}]", self.dice.below(2)),
            4 => format!("{list}[{}]", self.number(depth)),
            _ => format!("{list}[{} % vector::length(&{list})]", self.number(depth)),
        })
    }

    /// The address in an item.
    fn owner(&mut self) -> Option<String> {
        let references: Vec<_> = self
            .locals
            .references
            .iter()
            .filter(|it| it.target == Target::Item)
            .map(|it| it.name.clone())
            .collect();
        if let Some(reference) = self.dice.pick(&references) {
            return Some(format!("{reference}.who"));
        }
        if self.dice.chance(50) {
            let item = self.field(|field| field == Field::Item, false)?;
            return Some(format!("{item}.who"));
        }
        let table = self.table(Table::Items, false)?;
        let key = self.atom_number();
        Some(format!("table::borrow({table}, {key}).who"))
    }

    pub(crate) fn flag(&mut self, depth: usize) -> String {
        let found = match self.dice.below(if depth == 0 { 4 } else { 12 }) {
            0 | 1 => self.dice.pick(&self.locals.flags).cloned(),
            11 => Some(format!("({} < {})", self.signed(depth - 1), self.signed(depth - 1))),
            9 => self.flag_of_content(),
            10 => self.listed(),
            2 => Some(format!("({} < {})", self.number(0), self.number(0))),
            3 => Some(format!("({} == {})", self.address(0), self.address(0))),
            4 => Some(format!("({} < {})", self.number(depth - 1), self.number(depth - 1))),
            5 => self.exists(),
            6 => self.contained(),
            7 => Some(format!("!{}", self.flag(depth - 1))),
            _ => {
                let operator = self.dice.word(&["&&", "||"]);
                Some(format!("({} {operator} {})", self.flag(depth - 1), self.flag(depth - 1)))
            }
        };
        found.unwrap_or_else(|| format!("({} == 1)", self.number(0)))
    }

    pub(crate) fn any_resource(&mut self) -> Option<usize> {
        if self.resources.is_empty() { None } else { Some(self.dice.below(self.resources.len())) }
    }

    fn exists(&mut self) -> Option<String> {
        let index = self.any_resource()?;
        self.touch(index);
        let address = self.address(1);
        Some(format!("exists<{}>({address})", self.resources[index].name))
    }

    /// Whether an address is in a vector.
    fn listed(&mut self) -> Option<String> {
        let list = self.list()?;
        let address = self.atom_address();
        Some(format!("vector::contains(&{list}, &{address})"))
    }

    fn contained(&mut self) -> Option<String> {
        let table = *self.dice.pick(&Table::ALL)?;
        let place = self.table(table, false)?;
        let key = self.key(table);
        Some(format!("table::contains({place}, {key})"))
    }

    /// A key of a table that is at hand without any access.
    pub(crate) fn key(&mut self, table: Table) -> String {
        match table {
            Table::Balances | Table::Deep => self.atom_address(),
            Table::Levels => self.atom_signed(),
            Table::Items => self.atom_number(),
        }
    }

    /// A number that is at hand without any access.
    pub(crate) fn atom_number(&mut self) -> String {
        let found = if self.dice.chance(70) { self.plain_number() } else { None };
        found.unwrap_or_else(|| self.dice.below(4).to_string())
    }

    /// An address that is at hand without any access.
    pub(crate) fn atom_address(&mut self) -> String {
        let found = if self.dice.chance(80) {
            self.dice.pick(&self.locals.addresses).cloned()
        } else {
            None
        };
        found.unwrap_or_else(|| self.dice.word(POOL).to_owned())
    }

    /// A number in a local of its own, so that it can stand beside a mutable borrow.
    pub(crate) fn bound_number(&mut self, out: &mut Vec<Node>) -> String {
        if self.dice.chance(40) {
            return self.atom_number();
        }
        let value = self.number(2);
        let name = self.name("n");
        out.push(Node::Line(format!("let {name} = {value};")));
        self.locals.numbers.push(name.clone());
        name
    }

    /// An address in a local of its own.
    pub(crate) fn bound_address(&mut self, out: &mut Vec<Node>) -> String {
        if self.dice.chance(40) {
            return self.atom_address();
        }
        let value = self.address(2);
        let name = self.name("a");
        out.push(Node::Line(format!("let {name} = {value};")));
        self.locals.addresses.push(name.clone());
        name
    }

    /// A key of a table in a local of its own.
    pub(crate) fn bound_key(&mut self, table: Table, out: &mut Vec<Node>) -> String {
        match table {
            Table::Balances | Table::Deep => self.bound_address(out),
            Table::Levels => self.bound_signed(out),
            Table::Items => self.bound_number(out),
        }
    }
}
