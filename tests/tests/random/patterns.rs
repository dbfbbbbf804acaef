//! Statements in which an analysis is most likely to miss something: keys whose source has other names, chains of keys,
//! loops that count, and additions.
#![allow(clippy::unnecessary_wraps, reason = "one signature for all kinds of statements")]

use crate::body::Body;
use crate::program::{Field, Gives, Node, Table};

impl Body<'_> {
    /// One of them; `None` where nothing in scope allows it.
    pub(crate) fn pattern(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        match self.dice.below(14) {
            0..=2 => self.relink(out),
            3..=6 if 0 < depth => self.count_up(depth, out),
            7..=9 if 0 < depth => self.count_otherwise(out),
            10 | 11 => self.follow(out),
            _ => self.add_up(out),
        }
    }

    /// A field of a resource that is not borrowed: the resource, and the field's name.
    fn free_field(&mut self, wanted: Field) -> Option<(String, String)> {
        let mut candidates = Vec::new();
        for (index, resource) in self.resources.iter().enumerate() {
            let fields = resource.fields.iter().filter(|(_, field)| *field == wanted);
            if self.is_free(index, true) {
                candidates.extend(fields.map(|(name, _)| (index, name.clone())));
            }
        }
        let (index, field) = self.dice.pick(&candidates)?.clone();
        self.touch(index);
        Some((self.resources[index].name.clone(), field))
    }

    /// Writes two places that may be one, and goes on with what stands in the first.
    fn relink(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let is_number = self.dice.chance(35);
        let field = if is_number { Field::Number } else { Field::Owner };
        let (resource, field) = self.free_field(field)?;
        let (one, other) = (self.bound_address(out), self.bound_address(out));
        let place = |at: &str| format!("{resource}[{at}].{field}");
        let early = self.dice.chance(30).then(|| self.name("k"));
        if let Some(name) = &early {
            out.push(Node::Line(format!("let {name} = {};", place(&one))));
        }
        for (at, percent) in [(&one, 60), (&other, 85)] {
            if self.dice.chance(percent) {
                let value =
                    if is_number { self.bound_number(out) } else { self.bound_address(out) };
                out.push(Node::Line(format!("{} = {value};", place(at))));
            }
        }
        let late = self.name("k");
        let from = if self.dice.chance(75) { &one } else { &other };
        out.push(Node::Line(format!("let {late} = {};", place(from))));
        for key in early.into_iter().chain([late]) {
            if is_number {
                self.use_number(&key, out);
                self.locals.numbers.push(key);
            } else {
                self.use_address(&key, out);
                self.locals.addresses.push(key);
            }
        }
        Some(())
    }

    /// Goes from record to record, each named in the one before.
    fn follow(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let mut key = self.bound_address(out);
        for _ in 0..self.dice.between(2, 5) {
            let next = self.name("k");
            let found = if self.dice.chance(25) { self.table_owner(&key) } else { None };
            let value = if let Some(value) = found {
                value
            } else {
                let (resource, field) = self.free_field(Field::Owner)?;
                format!("{resource}[{key}].{field}")
            };
            out.push(Node::Line(format!("let {next} = {value};")));
            if self.dice.chance(15) {
                self.use_address(&next, out);
            }
            key = next;
        }
        self.use_address(&key, out);
        self.locals.addresses.push(key);
        Some(())
    }

    /// The address in the first item of the record at `key`.
    fn table_owner(&mut self, key: &str) -> Option<String> {
        let (resource, field) = self.free_field(Field::Table(Table::Items))?;
        let number = self.atom_number();
        Some(format!("table::borrow(&{resource}[{key}].{field}, {number}).who"))
    }

    /// A loop that counts down, by more than one, or through a range.
    fn count_otherwise(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let list = self.local_list(out);
        let (index, limit) = (self.name("i"), self.name("z"));
        let bound = self.bound_of(&list);
        out.push(Node::Line(format!("let {limit} = {bound};")));
        let outer = self.locals.clone();
        let step = match self.dice.below(3) {
            0 => self.atom_number(),
            _ => self.dice.between(1, 3).to_string(),
        };
        let start = if self.dice.chance(70) { "0".to_owned() } else { self.atom_number() };
        self.locals.fixed.extend([index.clone(), limit.clone()]);
        let skipped = if self.dice.chance(30) { Some(self.flag(0)) } else { None };
        let mut body = Vec::new();
        for _ in 0..self.dice.between(1, 2) {
            self.round(&list, &index, &limit, &mut body);
        }
        self.leave_round(&mut body);
        if self.dice.chance(12) {
            body.push(self.disturb(&list, &limit));
        }
        let line = |text: String| Node::Line(text);
        match self.dice.below(5) {
            0 | 1 => {
                let is_counted_first = self.dice.chance(60);
                out.push(line(format!("let {index} = {limit};")));
                let back = line(format!("{index} = {index} - {step};"));
                body.insert(if is_counted_first { 0 } else { body.len() }, back);
                let least = if self.dice.chance(70) { &step } else { &start };
                out.push(Node::block(
                    format!("while ({least} < {index} + 1 && 0 < {index}) {{"),
                    body,
                ));
            }
            2 => {
                out.push(line(format!("let {index} = {start};")));
                body.push(line(format!("{index} += {step};")));
                out.push(Node::block(format!("while ({index} < {limit}) {{"), body));
            }
            3 => {
                out.push(line(format!("let {index} = {start};")));
                body.insert(0, line(format!("if ({limit} <= {index}) break;")));
                body.push(line(format!("{index} += 1;")));
                out.push(Node::block("loop {", body));
            }
            _ => {
                if let Some(flag) = skipped {
                    body.insert(0, line(format!("if ({flag}) continue;")));
                }
                out.push(Node::block(format!("for ({index} in {start}..{limit}) {{"), body));
            }
        }
        self.locals = outer;
        Some(())
    }

    /// Ends a loop before its time, or the function.
    fn leave_round(&mut self, out: &mut Vec<Node>) {
        let is_held = self.locals.is_holding || self.gives == Gives::Slot;
        match self.dice.below(8) {
            0 => {
                let flag = self.flag(1);
                out.push(Node::Line(format!("if ({flag}) break;")));
            }
            1 if !is_held => {
                let (flag, result) = (self.flag(1), self.result(1));
                out.push(Node::Line(format!("if ({flag}) return {result};")));
            }
            _ => {}
        }
    }

    /// Does something where `key` leads.
    pub(crate) fn use_address(&mut self, key: &str, out: &mut Vec<Node>) {
        let number = self.bound_number(out);
        if self.dice.chance(30)
            && let Some(place) = self.table(Table::Balances, true)
        {
            out.push(Node::Line(format!("table::upsert({place}, {key}, {number});")));
            return;
        }
        if let Some((resource, field)) = self.free_field(Field::Number) {
            let operator = self.dice.word(&["=", "+=", "+="]);
            out.push(Node::Line(format!("{resource}[{key}].{field} {operator} {number};")));
        }
    }

    /// Does something with a number as a key or an index.
    fn use_number(&mut self, key: &str, out: &mut Vec<Node>) {
        if self.dice.chance(50)
            && let Some(list) = self.dice.pick(&self.locals.lists).cloned()
        {
            self.use_address(&format!("{list}[{key} % vector::length(&{list})]"), out);
            return;
        }
        let address = self.bound_address(out);
        if let Some(place) = self.table(Table::Items, true) {
            let item = format!("Item {{ x: {key}, who: {address} }}");
            out.push(Node::Line(format!("table::upsert({place}, {key}, {item});")));
        }
    }

    /// A vector in a local.
    pub(crate) fn local_list(&mut self, out: &mut Vec<Node>) -> String {
        if let (Some(list), true) =
            (self.dice.pick(&self.locals.lists).cloned(), self.dice.chance(80))
        {
            return list;
        }
        let value = self.field(|field| field == Field::List, false);
        let value = value
            .unwrap_or_else(|| format!("vector[{}, {}]", self.atom_address(), self.atom_address()));
        let name = self.name("v");
        out.push(Node::Line(format!("let {name} = {value};")));
        self.locals.lists.push(name.clone());
        name
    }

    fn bound_of(&mut self, list: &str) -> String {
        match self.dice.below(9) {
            0..=2 => format!("vector::length(&{list})"),
            3 => format!("vector::length(&{list}) - 1"),
            4 | 5 => self.atom_number(),
            6 => format!("{} % 4", self.number(1)),
            7 => format!("{} - 1", self.atom_number()),
            _ => self.dice.between(1, 3).to_string(),
        }
    }

    /// A loop that counts, over a vector.
    fn count_up(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let list = self.local_list(out);
        let (index, limit) = (self.name("i"), self.name("z"));
        let start = if self.dice.chance(80) { "0".to_owned() } else { self.atom_number() };
        out.push(Node::Line(format!("let {index} = {start};")));
        out.push(Node::Line(format!("let {limit} = {};", self.bound_of(&list))));
        let outer = self.locals.clone();
        self.locals.fixed.push(index.clone());
        if self.dice.chance(12) {
            self.locals.numbers.push(limit.clone());
        } else {
            self.locals.fixed.push(limit.clone());
        }
        let mut body = Vec::new();
        let step = self.dice.word(&["= IT + 1", "= IT + 1", "= IT + 1", "+= 1", "= IT + 2"]);
        let step = Node::Line(format!("{index} {};", step.replace("IT", &index)));
        let is_late = self.dice.chance(75);
        if !is_late {
            body.push(step.clone());
        }
        for _ in 0..self.dice.between(1, 2) {
            self.round(&list, &index, &limit, &mut body);
        }
        if self.dice.chance(25) {
            self.inner_loop(&list, &index, &mut body);
        }
        if self.dice.chance(40) {
            body.extend(self.statements(1, depth - 1));
        }
        if self.dice.chance(12) {
            body.push(self.disturb(&list, &limit));
        }
        self.leave_round(&mut body);
        if is_late {
            body.push(step);
        }
        let operator = self.dice.word(&["<", "<", "<", "<", "<=", "!="]);
        out.push(Node::block(format!("while ({index} {operator} {limit}) {{"), body));
        self.locals = outer;
        self.locals.numbers.push(index.clone());
        if self.dice.chance(25) {
            let (mut after, around) = (Vec::new(), self.locals.clone());
            self.use_address(&format!("{list}[{index}]"), &mut after);
            self.locals = around;
            out.push(Node::block(format!("if ({index} < vector::length(&{list})) {{"), after));
        }
        Some(())
    }

    /// What one round does with its element or its number.
    fn round(&mut self, list: &str, index: &str, limit: &str, out: &mut Vec<Node>) {
        let condition = match self.dice.below(10) {
            0 => Some(format!("{index} == {}", self.dice.below(3))),
            1 => Some(format!("{} < {}", self.atom_number(), self.atom_number())),
            2 => Some(format!("{index} + 1 < vector::length(&{list})")),
            3 => Some(self.flag(1)),
            _ => None,
        };
        let (mut inner, outer) = (Vec::new(), self.locals.clone());
        match self.dice.below(8) {
            0..=3 => self.use_address(&format!("{list}[{index}]"), &mut inner),
            4 => self.use_address(&format!("{list}[{index} + 1]"), &mut inner),
            5 => self.use_address(&format!("{list}[{limit} - 1 - {index}]"), &mut inner),
            6 => self.use_address(
                &format!("{list}[({index} + 1) % vector::length(&{list})]"),
                &mut inner,
            ),
            _ => self.use_number(index, &mut inner),
        }
        let Some(condition) = condition else { return out.extend(inner) };
        self.locals = outer;
        out.push(Node::block(format!("if ({condition}) {{"), inner));
    }

    fn inner_loop(&mut self, list: &str, outer: &str, out: &mut Vec<Node>) {
        let (index, limit) = (self.name("j"), self.name("z"));
        let bound = match self.dice.below(4) {
            0 => outer.to_owned(),
            1 => format!("vector::length(&{list})"),
            _ => self.dice.between(1, 2).to_string(),
        };
        out.push(Node::Line(format!("let {index} = 0;")));
        out.push(Node::Line(format!("let {limit} = {bound};")));
        self.locals.fixed.extend([index.clone(), limit.clone()]);
        let mut body = Vec::new();
        let around = self.locals.clone();
        let element = match self.dice.below(3) {
            0 => format!("{list}[{index}]"),
            1 => format!("{list}[({outer} + {index}) % vector::length(&{list})]"),
            _ => format!("{list}[{outer} - {index} - 1]"),
        };
        self.use_address(&element, &mut body);
        body.push(Node::Line(format!("{index} = {index} + 1;")));
        self.locals = around;
        out.push(Node::block(format!("while ({index} < {limit}) {{"), body));
    }

    /// Changes what a loop goes over while it does.
    fn disturb(&mut self, list: &str, limit: &str) -> Node {
        let address = self.atom_address();
        let text = match self.dice.below(6) {
            0 => format!("{list}[0] = {address};"),
            1 => format!("vector::reverse(&mut {list});"),
            2 => format!("vector::push_back(&mut {list}, {address});"),
            3 => format!("{list} = vector[{address}, {}];", self.atom_address()),
            4 => format!("if ({limit} < 4) {limit} = {limit} + 1;"),
            _ => format!("{limit} = {} % 4;", self.atom_number()),
        };
        Node::Line(text)
    }

    /// Adds to several places, which may be one, and sometimes looks.
    fn add_up(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let (resource, field) = self.free_field(Field::Number)?;
        let (one, other) = (self.bound_address(out), self.bound_address(out));
        let number = self.bound_number(out);
        let operator = self.dice.word(&["+=", "+=", "-="]);
        match self.dice.below(4) {
            0 => {
                let flag = self.flag(1);
                let name = self.name("f");
                let head = format!(
                    "let {name} = if ({flag}) &mut {resource}[{one}].{field} else &mut {resource}[{other}].{field};"
                );
                let body =
                    vec![Node::Line(head), Node::Line(format!("*{name} {operator} {number};"))];
                out.push(Node::block("{", body));
            }
            1 => {
                let place = self.table(Table::Balances, true)?;
                let key = self.atom_address();
                let text = format!("*table::borrow_mut({place}, {key}) {operator} {number};");
                out.push(Node::Line(text));
            }
            _ => {
                out.push(Node::Line(format!("{resource}[{one}].{field} {operator} {number};")));
                out.push(Node::Line(format!("{resource}[{other}].{field} += 1;")));
            }
        }
        if self.dice.chance(40) {
            let seen = self.name("n");
            out.push(Node::Line(format!("let {seen} = {resource}[{one}].{field};")));
            self.locals.numbers.push(seen);
        }
        Some(())
    }
}
