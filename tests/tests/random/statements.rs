//! Statements of a function body.
//!
//! Whatever writes a statement gives `None` where nothing in scope allows it: another is written then.
#![allow(clippy::unnecessary_wraps, reason = "one signature for all kinds of statements")]

use crate::body::{Body, Locals, Reference, Target};
use crate::program::{Field, Gives, Kind, Node, Signature, TAGS, Table};

impl Body<'_> {
    /// Some statements; their locals go out of scope at the end.
    pub(crate) fn statements(&mut self, count: usize, depth: usize) -> Vec<Node> {
        let outer = self.locals.clone();
        let mut out = Vec::new();
        for _ in 0..count {
            self.statement(depth, &mut out);
        }
        self.locals = outer;
        out
    }

    /// As [`Self::statements`], and the result of the function over all locals.
    pub(crate) fn whole(&mut self, count: usize) -> (Vec<Node>, String) {
        let mut out = Vec::new();
        for _ in 0..count {
            let depth = if self.dice.chance(15) { 3 } else { 2 };
            self.statement(depth, &mut out);
        }
        let result = self.result(2);
        (out, result)
    }

    pub(crate) fn result(&mut self, depth: usize) -> String {
        match self.gives {
            Gives::Nothing => String::new(),
            Gives::Number => self.number(depth),
            Gives::Address => self.address(depth),
            Gives::Slot => "abort 9".to_owned(),
        }
    }

    fn statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        if self.is_pure {
            return self.pure_statement(depth, out);
        }
        let is_done = match self.dice.below(100) {
            0..=21 => self.pattern(depth, out).is_some(),
            22..=29 => self.change_content(depth, out).is_some(),
            30..=37 if 0 < depth => self.hand_lambda(depth, out).is_some(),
            _ => false,
        };
        if is_done {
            return;
        }
        let choice = self.dice.below(if depth == 0 { 56 } else { 100 });
        let done = match choice {
            0..=6 => self.set_local(out),
            7..=16 => self.set_field(out),
            17..=32 => self.change_table(out),
            33..=38 => self.change_list(out),
            39..=42 => self.change_reference(out),
            43..=51 => self.call(out),
            52 => self.emit(out),
            53 => self.leave(out),
            54 | 55 => self.change_boxes(out),
            56..=65 => self.branch(depth, out),
            66..=71 => self.repeat(depth, out),
            72..=87 => self.borrow(depth, out),
            88..=91 => self.publish(out),
            92..=94 => self.take(depth, out),
            _ => self.swap_locals(out),
        };
        if done.is_none() {
            self.set_local(out);
        }
    }

    fn pure_statement(&mut self, depth: usize, out: &mut Vec<Node>) {
        let done = match self.dice.below(if depth == 0 { 6 } else { 9 }) {
            0..=2 => self.set_local(out),
            3 | 4 => self.change_list(out),
            5 => self.leave(out),
            6 => self.branch(depth, out),
            7 => self.repeat(depth, out),
            _ => self.swap_locals(out),
        };
        if done.is_none() {
            self.set_local(out);
        }
    }

    fn line(out: &mut Vec<Node>, text: String) -> Option<()> {
        out.push(Node::Line(text));
        Some(())
    }

    /// A new local, or a new value for an old one.
    fn set_local(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let is_new = self.dice.chance(40);
        match self.dice.below(7) {
            0..=2 => {
                let value = self.address(3);
                let old = self.dice.pick(&self.locals.addresses).cloned();
                if let (Some(old), false) = (old, is_new) {
                    return Self::line(out, format!("{old} = {value};"));
                }
                let name = self.name("a");
                out.push(Node::Line(format!("let {name} = {value};")));
                self.locals.addresses.push(name);
            }
            3 | 4 => {
                let value = self.number(3);
                let old = self.dice.pick(&self.locals.numbers).cloned();
                if let (Some(old), false) = (old, is_new) {
                    return Self::line(out, format!("{old} = {value};"));
                }
                let name = self.name("n");
                out.push(Node::Line(format!("let {name} = {value};")));
                self.locals.numbers.push(name);
            }
            5 => {
                let value = self.flag(2);
                let name = self.name("b");
                out.push(Node::Line(format!("let {name} = {value};")));
                self.locals.flags.push(name);
            }
            _ => {
                let value = match self.list() {
                    Some(list) if self.dice.chance(50) => list,
                    Some(_) | None => format!("vector[{}, {}]", self.address(2), self.address(2)),
                };
                let name = self.name("v");
                out.push(Node::Line(format!("let {name} = {value};")));
                self.locals.lists.push(name);
            }
        }
        Some(())
    }

    fn swap_locals(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let left = self.dice.pick(&self.locals.addresses).cloned()?;
        let right = self.dice.pick(&self.locals.addresses).cloned()?;
        let name = self.name("t");
        out.push(Node::Line(format!("let {name} = {left};")));
        out.push(Node::Line(format!("{left} = {right};")));
        Self::line(out, format!("{right} = {name};"))
    }

    fn set_field(&mut self, out: &mut Vec<Node>) -> Option<()> {
        match self.dice.below(12) {
            10 | 11 => self.set_signed(out),
            0..=5 => {
                let value = self.bound_number(out);
                let place = self.field(|field| field == Field::Number, true)?;
                let operator = self.dice.word(&["=", "=", "+=", "+=", "+=", "-="]);
                Self::line(out, format!("{place} {operator} {value};"))
            }
            6 | 7 => {
                let value = self.bound_address(out);
                let place = self.field(|field| field == Field::Owner, true)?;
                Self::line(out, format!("{place} = {value};"))
            }
            8 => {
                let value = self.bound_address(out);
                let place = self.field(|field| field == Field::Item, true)?;
                Self::line(out, format!("{place}.who = {value};"))
            }
            _ => {
                let (number, address) = (self.bound_number(out), self.bound_address(out));
                let place = self.field(|field| field == Field::Item, true)?;
                Self::line(out, format!("{place} = Item {{ x: {number}, who: {address} }};"))
            }
        }
    }

    fn value_of(&mut self, table: Table, out: &mut Vec<Node>) -> String {
        match table {
            Table::Balances | Table::Levels => self.bound_number(out),
            Table::Items => {
                let number = self.bound_number(out);
                let address = self.bound_address(out);
                format!("Item {{ x: {number}, who: {address} }}")
            }
            Table::Deep => "table::new<address, u64>()".to_owned(),
        }
    }

    fn change_table(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let table = *self.dice.pick(&[
            Table::Balances,
            Table::Balances,
            Table::Levels,
            Table::Items,
            Table::Deep,
        ])?;
        let key = self.bound_key(table, out);
        let value = self.value_of(table, out);
        let number = self.bound_number(out);
        // Nothing is evaluated between the borrow and the call: key and value are at hand.
        let place = self.table(table, true)?;
        let is_field = place.starts_with('&');
        let receiver =
            if is_field { place.trim_start_matches("&mut ").to_owned() } else { place.clone() };
        let has_drop = table != Table::Deep;
        let text = match self.dice.below(9) {
            0 | 1 if has_drop => format!("table::upsert({place}, {key}, {value});"),
            2 if has_drop => format!("{receiver}.upsert({key}, {value});"),
            3 if self.dice.chance(25) => format!("table::add({place}, {key}, {value});"),
            4 if has_drop => {
                let removed = self.name("x");
                if self.dice.chance(50) {
                    format!("let {removed} = table::remove({place}, {key});")
                } else {
                    format!("if ({receiver}.contains({key})) {{ {receiver}.remove({key}); }};")
                }
            }
            5 if matches!(table, Table::Balances | Table::Levels) => {
                let number_reference = self.name("e");
                format!(
                    "{{ let {number_reference} = table::borrow_mut_with_default({place}, {key}, 1); *{number_reference} = *{number_reference} + {number}; }};"
                )
            }
            6 => format!("if (!{receiver}.contains({key})) {{ {receiver}.add({key}, {value}); }};"),
            _ => match table {
                Table::Balances | Table::Levels => {
                    format!("*table::borrow_mut({place}, {key}) = {number};")
                }
                Table::Items => format!("table::borrow_mut({place}, {key}).x = {number};"),
                Table::Deep => {
                    let inner = self.atom_address();
                    format!("table::upsert(table::borrow_mut({place}, {key}), {inner}, {number});")
                }
            },
        };
        Self::line(out, text)
    }

    fn change_list(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let address = self.bound_address(out);
        let index = self.bound_number(out);
        let local = self.dice.pick(&self.locals.lists).cloned();
        let list = match local {
            Some(list) if self.dice.chance(70) => list,
            Some(_) | None => self.field(|field| field == Field::List, true)?,
        };
        let text = match self.dice.below(13) {
            7 => format!("vector::insert(&mut {list}, 1, {address});"),
            8 => format!("vector::remove(&mut {list}, {index});"),
            9 => format!("vector::swap_remove(&mut {list}, 0);"),
            10 => format!("vector::replace(&mut {list}, {index}, {address});"),
            11 => format!("vector::append(&mut {list}, vector[{address}]);"),
            12 => format!("{list} = vector::slice(&{list}, 0, 1);"),
            0 => format!("vector::push_back(&mut {list}, {address});"),
            1 => format!("{list}.push_back({address});"),
            2 => format!("vector::pop_back(&mut {list});"),
            3 => format!("vector::swap(&mut {list}, 0, 1);"),
            4 => format!("vector::reverse(&mut {list});"),
            5 => format!("{list}[{index}] = {address};"),
            _ => format!("{list}[0] = {address};"),
        };
        if self.dice.chance(25) {
            return Self::line(out, text);
        }
        let head = format!(
            "if ({} < vector::length(&{list})) {{",
            if text.contains(&index) { &index } else { "1" }
        );
        out.push(Node::block(head, vec![Node::Line(text)]));
        Some(())
    }

    fn change_boxes(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let from = self.field(|field| field == Field::Boxes, true)?;
        if self.dice.chance(40) {
            return Self::line(out, format!("vector::swap(&mut {from}, 0, 1);"));
        }
        let name = self.name("x");
        let head = format!("let {name} = vector::pop_back(&mut {from});");
        let key = self.atom_address();
        let to = self.field(|field| field == Field::Boxes, true)?;
        let body = vec![
            Node::Line(head),
            Node::Line(format!("table::upsert(&mut {name}.t, {key}, 4);")),
            Node::Line(format!("vector::push_back(&mut {to}, {name});")),
        ];
        out.push(Node::block("{", body));
        Some(())
    }

    /// Through a reference to a number or an item.
    fn change_reference(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let is_leaf =
            |it: &&Reference| it.is_mutable && matches!(it.target, Target::Number | Target::Item);
        let references: Vec<_> = self.locals.references.iter().filter(is_leaf).cloned().collect();
        let reference = self.dice.pick(&references)?.clone();
        let name = reference.name;
        if reference.target == Target::Number {
            let value = self.number(2);
            let operator = self.dice.word(&["=", "+="]);
            return Self::line(out, format!("*{name} {operator} {value};"));
        }
        let text = if self.dice.chance(50) {
            format!("{name}.who = {};", self.address(2))
        } else {
            format!("{name}.x = {};", self.number(2))
        };
        Self::line(out, text)
    }

    fn emit(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let (number, address) = (self.bound_number(out), self.bound_address(out));
        Self::line(out, format!("event::emit(Seen {{ x: {number}, who: {address} }});"))
    }

    /// Returns or aborts early.
    fn leave(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let flag = self.flag(2);
        if self.gives == Gives::Slot || self.locals.is_holding || self.dice.chance(50) {
            return Self::line(out, format!("assert!({flag} || {} < 5, 7);", self.number(1)));
        }
        let result = self.result(1);
        Self::line(out, format!("if ({flag}) return {result};"))
    }

    fn branch(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let flag = self.flag(2);
        let count = self.dice.between(1, 3);
        let mut parts = vec![(format!("if ({flag}) {{"), self.statements(count, depth - 1))];
        if self.dice.chance(50) {
            let count = self.dice.between(1, 2);
            parts.push(("} else {".to_owned(), self.statements(count, depth - 1)));
        }
        out.push(Node::Block { parts, end: "};" });
        Some(())
    }

    fn repeat(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let counter = self.name("i");
        let bound = match self.list() {
            Some(list) if self.dice.chance(40) => format!("vector::length(&{list})"),
            Some(_) | None => format!("{} % 4", self.number(1)),
        };
        let limit = self.name("z");
        out.push(Node::Line(format!("let {counter} = 0;")));
        out.push(Node::Line(format!("let {limit} = {bound};")));
        self.locals.fixed.push(counter.clone());
        let flag = self.flag(1);
        let count = self.dice.between(1, 3);
        let is_late = self.dice.chance(50);
        let step = Node::Line(format!("{counter} = {counter} + 1;"));
        let mut body = Vec::new();
        if !is_late {
            body.push(step.clone());
        }
        body.extend(self.statements(count, depth - 1));
        if self.dice.chance(20) {
            body.push(Node::Line(format!("if ({flag}) break;")));
        }
        if is_late {
            body.push(step);
        }
        out.push(Node::block(format!("while ({counter} < {limit} && {counter} < 6) {{"), body));
        Some(())
    }

    fn publish(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let (index, is_guarded) = (self.any_resource()?, self.dice.chance(90));
        if !self.has_signer || !self.is_free(index, true) {
            return None;
        }
        self.touch(index);
        let resource = self.resources[index].clone();
        let mut fields = Vec::new();
        for (name, field) in &resource.fields {
            fields.push(format!("{name}: {}", self.new_value(*field, out)));
        }
        let put = format!("move_to(s, {} {{ {} }});", resource.name, fields.join(", "));
        if !is_guarded {
            return Self::line(out, put);
        }
        let head = format!("if (!exists<{}>(signer::address_of(s))) {{", resource.name);
        out.push(Node::block(head, vec![Node::Line(put)]));
        Some(())
    }

    fn new_value(&mut self, field: Field, out: &mut Vec<Node>) -> String {
        match field {
            Field::Number => self.bound_number(out),
            Field::Signed => self.bound_signed(out),
            Field::Owner => self.bound_address(out),
            Field::List => {
                format!("vector[{}, {}]", self.bound_address(out), self.bound_address(out))
            }
            Field::Item => self.value_of(Table::Items, out),
            Field::Table(Table::Balances) => "table::new<address, u64>()".to_owned(),
            Field::Table(Table::Levels) => "table::new<i64, u64>()".to_owned(),
            Field::Table(Table::Items) => "table::new<u64, Item>()".to_owned(),
            Field::Table(Table::Deep) => "table::new<address, Table<address, u64>>()".to_owned(),
            Field::Boxes => "vector[Box { t: table::new() }, Box { t: table::new() }]".to_owned(),
            Field::Maybe => self.new_option(out),
            Field::Shape => self.new_variant(out),
            Field::Sum => self.new_sum(out),
        }
    }

    /// Takes a resource out of storage, changes it, and puts it elsewhere or takes it apart.
    fn take(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let index = self.any_resource()?;
        if !self.is_free(index, true) {
            return None;
        }
        self.touch(index);
        let resource = self.resources[index].clone();
        let from = self.bound_address(out);
        let value = self.name("r");
        let mut body =
            vec![Node::Line(format!("let {value} = move_from<{}>({from});", resource.name))];
        let outer = self.locals.clone();
        self.locals.values.push((value.clone(), index));
        self.locals.is_holding = true;
        let count = self.dice.between(0, 2);
        body.extend(self.statements(count, depth.saturating_sub(1)));
        self.locals = outer;
        let scrapped = self.scrap(index, &value);
        if self.has_signer && self.dice.chance(70) {
            let head = format!("if (exists<{}>(signer::address_of(s))) {{", resource.name);
            let put = vec![Node::Line(format!("move_to(s, {value});"))];
            let parts = vec![(head, scrapped), ("} else {".to_owned(), put)];
            body.push(Node::Block { parts, end: "};" });
        } else {
            body.extend(scrapped);
        }
        let head = if self.dice.chance(80) {
            format!("if (exists<{}>({from})) {{", resource.name)
        } else {
            "{".to_owned()
        };
        out.push(Node::block(head, body));
        Some(())
    }

    fn scrap(&mut self, index: usize, value: &str) -> Vec<Node> {
        let resource = self.resources[index].clone();
        let mut names = Vec::new();
        let mut out = Vec::new();
        for (name, field) in &resource.fields {
            let local = format!("{value}_{name}");
            match field {
                Field::Number
                | Field::Signed
                | Field::Owner
                | Field::List
                | Field::Item
                | Field::Maybe
                | Field::Shape
                | Field::Sum => {
                    names.push(format!("{name}: _"));
                }
                Field::Table(_) => {
                    names.push(format!("{name}: {local}"));
                    out.push(Node::Line(format!("table::destroy_known_empty_unsafe({local});")));
                }
                Field::Boxes => {
                    names.push(format!("{name}: {local}"));
                    let body = vec![
                        Node::Line(format!("let Box {{ t }} = vector::pop_back(&mut {local});")),
                        Node::Line("table::destroy_known_empty_unsafe(t);".to_owned()),
                    ];
                    out.push(Node::block(format!("while (!vector::is_empty(&{local})) {{"), body));
                    out.push(Node::Line(format!("vector::destroy_empty({local});")));
                }
            }
        }
        out.insert(
            0,
            Node::Line(format!("let {} {{ {} }} = {value};", resource.base(), names.join(", "))),
        );
        out
    }

    /// A block with a reference in it.
    fn borrow(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let outer = self.locals.clone();
        let mut body = Vec::new();
        let is_mutable = self.dice.chance(75);
        let borrowed = match self.dice.below(10) {
            0..=4 => self.borrow_record(is_mutable, &mut body),
            5 | 6 => self.borrow_item(is_mutable, &mut body),
            7 => self.borrow_table(&mut body),
            _ => self.borrow_slot(&mut body),
        };
        if borrowed.is_none() {
            self.locals = outer;
            return None;
        }
        let count = self.dice.between(1, 3);
        body.extend(self.statements(count, depth - 1));
        if self.dice.chance(50) {
            self.change_reference(&mut body);
        }
        self.locals = outer;
        out.push(Node::block("{", body));
        Some(())
    }

    /// Where a record can be borrowed from: text, resource, and the reference or value that is blocked meanwhile.
    fn record(&mut self, is_mutable: bool) -> Option<(String, usize, Option<String>)> {
        let borrow = if is_mutable { "&mut " } else { "&" };
        let mut candidates = Vec::new();
        for index in (0..self.resources.len()).filter(|index| self.is_free(*index, is_mutable)) {
            candidates.push((String::new(), index, None));
        }
        for (name, index) in &self.locals.values {
            candidates.push((format!("{borrow}{name}"), *index, Some(name.clone())));
        }
        for reference in self.locals.references.iter().filter(|it| it.is_mutable || !is_mutable) {
            if let Target::Record(index) = reference.target {
                candidates.push((reference.name.clone(), index, Some(reference.name.clone())));
            }
        }
        let (text, index, blocked) = self.dice.pick(&candidates)?.clone();
        if !text.is_empty() {
            return Some((text, index, blocked));
        }
        self.touch(index);
        let address = self.address(2);
        let name = &self.resources[index].name;
        let text = match (self.dice.chance(30), is_mutable) {
            (true, true) => format!("borrow_global_mut<{name}>({address})"),
            (true, false) => format!("borrow_global<{name}>({address})"),
            (false, _) => format!("{borrow}{name}[{address}]"),
        };
        Some((text, index, None))
    }

    /// Makes what a reference was made from unusable while that one lives.
    pub(crate) fn block(&mut self, index: usize, is_mutable: bool, blocked: Option<&String>) {
        let Some(blocked) = blocked else {
            self.locals.locked.push((index, is_mutable));
            return;
        };
        self.locals.values.retain(|(name, _)| name != blocked);
        self.locals.references.retain(|reference| reference.name != *blocked);
    }

    fn borrow_record(&mut self, is_mutable: bool, out: &mut Vec<Node>) -> Option<()> {
        let (text, index, blocked) = self.record(is_mutable)?;
        let name = self.name("r");
        let resource = self.resources[index].name.clone();
        if blocked.is_none() && self.dice.chance(25) {
            let flag = self.flag(1);
            let address = self.address(1);
            let borrow = if is_mutable { "&mut " } else { "&" };
            let other = format!("{borrow}{resource}[{address}]");
            out.push(Node::Line(format!("let {name} = if ({flag}) {text} else {other};")));
        } else {
            out.push(Node::Line(format!("let {name} = {text};")));
        }
        self.block(index, is_mutable, blocked.as_ref());
        self.locals.references.push(Reference { name, target: Target::Record(index), is_mutable });
        Some(())
    }

    /// The way to a table: text, the resource that it locks, the local that it blocks.
    fn borrowed_table(
        &mut self,
        table: Table,
        is_mutable: bool,
    ) -> Option<(String, Option<usize>, Option<String>)> {
        let place = self.table(table, is_mutable)?;
        let (resource, blocked) = self.root(&place);
        Some((place, resource, blocked))
    }

    /// The resource that a place lies in, or else the local.
    pub(crate) fn root(&self, place: &str) -> (Option<usize>, Option<String>) {
        let root = place.trim_start_matches("&mut ").trim_start_matches('&');
        let resource =
            self.resources.iter().position(|it| root.starts_with(&format!("{}[", it.name)));
        let local = root.split(['.', '[']).next().map(str::to_owned);
        (resource, if resource.is_some() { None } else { local })
    }

    fn borrow_item(&mut self, is_mutable: bool, out: &mut Vec<Node>) -> Option<()> {
        let (table, target) = *self.dice.pick(&[
            (Table::Balances, Target::Number),
            (Table::Levels, Target::Number),
            (Table::Items, Target::Item),
            (Table::Deep, Target::Table(Table::Balances)),
        ])?;
        let key = self.bound_key(table, out);
        let (place, resource, blocked) = self.borrowed_table(table, is_mutable)?;
        let name = self.name("e");
        let suffix = if is_mutable { "_mut" } else { "" };
        out.push(Node::Line(format!("let {name} = table::borrow{suffix}({place}, {key});")));
        self.block(resource.unwrap_or(0), is_mutable, blocked.as_ref());
        if is_mutable || !matches!(target, Target::Table(_)) {
            self.locals.references.push(Reference { name, target, is_mutable });
        }
        Some(())
    }

    fn borrow_table(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let table = *self.dice.pick(&Table::ALL)?;
        let (place, resource, blocked) = self.borrowed_table(table, true)?;
        let name = self.name("h");
        out.push(Node::Line(format!("let {name} = {place};")));
        self.block(resource.unwrap_or(0), true, blocked.as_ref());
        self.locals.references.push(Reference {
            name,
            target: Target::Table(table),
            is_mutable: true,
        });
        Some(())
    }

    /// A reference that a function returns.
    fn borrow_slot(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let module = self.module;
        let is_wanted = |it: &&Signature| it.module == module && it.gives == Gives::Slot;
        let candidates: Vec<_> = self.callable.iter().filter(is_wanted).collect();
        let signature = (*self.dice.pick(&candidates)?).clone();
        let outer = self.locals.clone();
        let (arguments, _) = self.arguments(&signature, out)?;
        let name = self.name("f");
        out.push(Node::Line(format!("let {name} = {}({});", signature.name, arguments.join(", "))));
        // The blocks of the arguments stay while the result lives.
        let blocks = std::mem::replace(&mut self.locals, outer);
        self.locals.locked = blocks.locked;
        self.locals.references = blocks.references;
        self.locals.values = blocks.values;
        self.locals.references.push(Reference { name, target: Target::Number, is_mutable: true });
        Some(())
    }

    /// Arguments of a call, and the locals before it; after this the resources that they borrow are locked.
    fn arguments(
        &mut self,
        signature: &Signature,
        out: &mut Vec<Node>,
    ) -> Option<(Vec<String>, Locals)> {
        let mut values = self.plain_arguments(signature, out)?;
        let before = self.locals.clone();
        let is_done = self.reference_arguments(signature, &mut values);
        if is_done.is_none() {
            self.locals = before;
            return None;
        }
        self.touches.extend(signature.touches.iter().copied());
        Some((values, before))
    }

    fn plain_arguments(
        &mut self,
        signature: &Signature,
        out: &mut Vec<Node>,
    ) -> Option<Vec<String>> {
        let mut values = Vec::new();
        for (_, kind) in &signature.parameters {
            values.push(match kind {
                Kind::Signer => {
                    if !self.has_signer {
                        return None;
                    }
                    "s".to_owned()
                }
                Kind::Address => self.bound_address(out),
                Kind::Number => self.bound_number(out),
                Kind::Flag => {
                    self.dice.pick(&self.locals.flags).cloned().unwrap_or_else(|| "true".to_owned())
                }
                Kind::List => match self.dice.pick(&self.locals.lists).cloned() {
                    Some(list) => list,
                    None => format!("vector[{}, {}]", self.atom_address(), self.atom_address()),
                },
                Kind::Record(_) | Kind::Table(_) => String::new(),
            });
        }
        Some(values)
    }

    fn reference_arguments(&mut self, signature: &Signature, values: &mut [String]) -> Option<()> {
        let references = signature.parameters.iter().zip(values);
        for ((_, kind), value) in references {
            match kind {
                Kind::Record(wanted) => *value = self.record_argument(*wanted)?,
                Kind::Table(table) => {
                    let (place, resource, blocked) = self.borrowed_table(*table, true)?;
                    self.block(resource.unwrap_or(0), true, blocked.as_ref());
                    *value = place;
                }
                Kind::Signer | Kind::Address | Kind::Number | Kind::Flag | Kind::List => {}
            }
        }
        let locked = &self.locals.locked;
        let is_locked = |index: usize| locked.iter().any(|(own, _)| self.may_be_one(*own, index));
        let mut own = signature.touches.iter().filter(|(module, _)| *module == self.module);
        if own.any(|(_, index)| is_locked(*index)) { None } else { Some(()) }
    }

    fn record_argument(&mut self, wanted: usize) -> Option<String> {
        let resource = &self.resources[wanted];
        if self.types != TAGS && resource.base() != resource.name {
            return None;
        }
        for _ in 0..6 {
            let locals = self.locals.clone();
            let touches = self.touches.clone();
            let (text, index, blocked) = self.record(true)?;
            if index == wanted {
                self.block(index, true, blocked.as_ref());
                return Some(text);
            }
            (self.locals, self.touches) = (locals, touches);
        }
        None
    }

    fn call(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let module = self.module;
        let is_wanted = |it: &&Signature| {
            it.gives != Gives::Slot && (it.module == module || it.visibility.starts_with("public"))
        };
        let candidates: Vec<_> = self.callable.iter().filter(is_wanted).collect();
        let signature = (*self.dice.pick(&candidates)?).clone();
        let (arguments, before) = self.arguments(&signature, out)?;
        self.locals = before;
        let call = format!("{}({})", self.path(&signature), arguments.join(", "));
        match signature.gives {
            Gives::Nothing | Gives::Slot => out.push(Node::Line(format!("{call};"))),
            Gives::Number => {
                let name = self.name("n");
                out.push(Node::Line(format!("let {name} = {call};")));
                self.locals.numbers.push(name);
            }
            Gives::Address => {
                let name = self.name("a");
                out.push(Node::Line(format!("let {name} = {call};")));
                self.locals.addresses.push(name);
            }
        }
        Some(())
    }
}
