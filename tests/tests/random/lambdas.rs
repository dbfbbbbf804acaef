//! Statements that hand a lambda to an inline function, of the library or of the module.
#![allow(clippy::unnecessary_wraps, reason = "one signature for all kinds of statements")]

use crate::body::{Body, Locals};
use crate::program::{Field, Node};

impl Body<'_> {
    /// One of them; `None` where nothing in scope allows it.
    pub(crate) fn hand_lambda(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        match self.dice.below(14) {
            0..=2 => self.each(depth, out),
            3 | 4 => self.each_reference(depth, out),
            5 => self.each_of_two(depth, out),
            6 | 7 => self.mapped(out),
            8 => self.filtered(out),
            9 => self.folded(out),
            10 => self.asked(out),
            11 => self.each_in_option(depth, out),
            _ => self.own_inline(depth, out),
        }
    }

    /// A vector that is handed over: what the lambda does to it does not change what is gone over.
    fn handed(&mut self, out: &mut Vec<Node>) -> String {
        match self.list() {
            Some(list) => list,
            None => self.local_list(out),
        }
    }

    /// The body of a lambda: it may not return for the function around it.
    fn lambda(&mut self, depth: usize, key: &str, enter: impl FnOnce(&mut Locals)) -> Vec<Node> {
        let outer = self.locals.clone();
        self.locals.is_holding = true;
        enter(&mut self.locals);
        let mut body = Vec::new();
        if self.dice.chance(75) {
            self.use_address(key, &mut body);
        }
        if body.is_empty() || self.dice.chance(35) {
            body.extend(self.statements(1, depth - 1));
        }
        self.locals = outer;
        body
    }

    fn each(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let list = self.handed(out);
        let key = self.name("a");
        let body = self.lambda(depth, &key, |locals| locals.addresses.push(key.clone()));
        let function = self.dice.word(&["for_each", "for_each", "for_each_reverse", "destroy"]);
        let parts = vec![(format!("vector::{function}({list}, |{key}| {{"), body)];
        out.push(Node::Block { parts, end: "});" });
        Some(())
    }

    /// Over a vector that is borrowed meanwhile.
    fn each_reference(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let is_mutable = self.dice.chance(35);
        let list = match self.dice.pick(&self.locals.lists).cloned() {
            Some(list) if self.dice.chance(60) => list,
            Some(_) | None => self.field(|field| field == Field::List, is_mutable)?,
        };
        let (element, index, key) = (self.name("e"), self.name("i"), self.name("a"));
        let (resource, local) = self.root(&list);
        let outer = self.locals.clone();
        match resource {
            Some(resource) => self.locals.locked.push((resource, is_mutable)),
            None => self.block(0, is_mutable, local.as_ref()),
        }
        self.locals.lists.retain(|own| *own != list);
        let is_numbered = self.dice.chance(30);
        let mut body = vec![Node::Line(format!("let {key} = *{element};"))];
        body.extend(self.lambda(depth, &key, |locals| {
            locals.addresses.push(key.clone());
            if is_numbered {
                locals.fixed.push(index.clone());
            }
        }));
        if is_mutable && self.dice.chance(60) {
            let value = self.atom_address();
            body.push(Node::Line(format!("*{element} = {value};")));
        }
        self.locals = outer;
        let (borrow, suffix) = if is_mutable { ("&mut ", "mut") } else { ("&", "ref") };
        let head = if is_numbered {
            format!("vector::enumerate_{suffix}({borrow}{list}, |{index}, {element}| {{")
        } else {
            format!("vector::for_each_{suffix}({borrow}{list}, |{element}| {{")
        };
        out.push(Node::Block { parts: vec![(head, body)], end: "});" });
        Some(())
    }

    fn each_of_two(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let list = self.local_list(out);
        let other = if self.dice.chance(50) { list.clone() } else { self.local_list(out) };
        let (one, two) = (self.name("a"), self.name("a"));
        let is_borrowed = self.dice.chance(50);
        let outer = self.locals.clone();
        if is_borrowed {
            self.locals.lists.retain(|own| *own != list && *own != other);
        }
        let key = if self.dice.chance(50) { &one } else { &two };
        let (left, right) = (self.name("e"), self.name("e"));
        let mut body = Vec::new();
        if is_borrowed {
            body.push(Node::Line(format!("let {one} = *{left};")));
            body.push(Node::Line(format!("let {two} = *{right};")));
        }
        body.extend(self.lambda(depth, key, |locals| {
            locals.addresses.extend([one.clone(), two.clone()]);
        }));
        self.locals = outer;
        let head = if is_borrowed {
            format!("vector::zip_ref(&{list}, &{other}, |{left}, {right}| {{")
        } else {
            let function = self.dice.word(&["zip", "zip", "zip_reverse"]);
            format!("vector::{function}({list}, {other}, |{one}, {two}| {{")
        };
        out.push(Node::Block { parts: vec![(head, body)], end: "});" });
        Some(())
    }

    /// Runs `make` with `key` in scope.
    fn inside<T>(&mut self, key: &str, make: impl FnOnce(&mut Self) -> T) -> T {
        let outer = self.locals.clone();
        self.locals.addresses.extend([key.to_owned(), key.to_owned()]);
        let made = make(self);
        self.locals = outer;
        made
    }

    fn mapped(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let list = self.handed(out);
        let (key, name) = (self.name("a"), self.name("v"));
        let value = self.inside(&key, |body| body.address(2));
        let text = match self.dice.below(3) {
            0 => {
                let index = self.dice.below(2);
                format!(
                    "let {name} = vector::zip_map({list}, {list}, |_, {key}| if ({list}[{index}] == {key}) {key} else {value});"
                )
            }
            _ => format!("let {name} = vector::map({list}, |{key}| {value});"),
        };
        out.push(Node::Line(text));
        self.locals.lists.push(name);
        Some(())
    }

    fn filtered(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let list = self.handed(out);
        let (key, name, element) = (self.name("a"), self.name("v"), self.name("e"));
        let flag = self.inside(&key, |body| body.flag(1));
        out.push(Node::Line(format!(
            "let {name} = vector::filter({list}, |{element}| {{ let {key} = *{element}; {flag} }});"
        )));
        self.locals.lists.push(name);
        Some(())
    }

    fn folded(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let list = self.handed(out);
        let (key, sum) = (self.name("a"), self.name("n"));
        if self.dice.chance(40) {
            let value = self.inside(&key, |body| body.address(1));
            let start = self.atom_address();
            let last = self.name("a");
            out.push(Node::Line(format!(
                "let {last} = vector::fold({list}, {start}, |{sum}, {key}| if ({sum} == {key}) {value} else {key});"
            )));
            self.use_address(&last, out);
            self.locals.addresses.push(last);
            return Some(());
        }
        let value = self.inside(&key, |body| body.number(1));
        let name = self.name("n");
        out.push(Node::Line(format!(
            "let {name} = vector::fold({list}, 0, |{sum}, {key}| ({sum} + {value}) % 7);"
        )));
        self.locals.numbers.push(name);
        Some(())
    }

    /// Whether some element, or every one, or which.
    fn asked(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let list = self.local_list(out);
        let (key, element) = (self.name("a"), self.name("e"));
        let flag = self.inside(&key, |body| body.flag(1));
        let lambda = format!("|{element}| {{ let {key} = *{element}; {flag} }}");
        if self.dice.chance(50) {
            let (function, name) = (self.dice.word(&["any", "all"]), self.name("b"));
            out.push(Node::Line(format!("let {name} = vector::{function}(&{list}, {lambda});")));
            self.locals.flags.push(name);
            return Some(());
        }
        let (found, index) = (self.name("b"), self.name("n"));
        out.push(Node::Line(format!("let ({found}, {index}) = vector::find(&{list}, {lambda});")));
        let (mut body, outer) = (Vec::new(), self.locals.clone());
        self.use_address(&format!("{list}[{index}]"), &mut body);
        self.locals = outer;
        out.push(Node::block(format!("if ({found}) {{"), body));
        Some(())
    }

    fn each_in_option(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let place = self.field(|field| field == Field::Maybe, false)?;
        let key = self.name("a");
        let body = self.lambda(depth, &key, |locals| locals.addresses.push(key.clone()));
        let parts = vec![(format!("option::for_each({place}, |{key}| {{"), body)];
        out.push(Node::Block { parts, end: "});" });
        Some(())
    }

    fn own_inline(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let key = self.name("a");
        match self.dice.below(3) {
            0 => {
                let address = self.bound_address(out);
                let body = self.lambda(depth, &key, |locals| locals.addresses.push(key.clone()));
                let parts = vec![(format!("with({address}, |{key}| {{"), body)];
                out.push(Node::Block { parts, end: "});" });
            }
            1 => {
                let (one, other) = (self.bound_address(out), self.bound_address(out));
                let (flag, name) = (self.flag(1), self.name("n"));
                let value = self.inside(&key, |body| body.number(2));
                out.push(Node::Line(format!(
                    "let {name} = either({flag}, {one}, {other}, |{key}| {value});"
                )));
                self.locals.numbers.push(name);
            }
            _ => {
                let list = self.local_list(out);
                let index = self.name("i");
                let element = format!("{list}[{index} % vector::length(&{list})]");
                let body = self.lambda(depth, &element, |locals| locals.fixed.push(index.clone()));
                let count = self.atom_number();
                let parts = vec![(format!("times({count} % 4, |{index}| {{"), body)];
                out.push(Node::Block { parts, end: "});" });
            }
        }
        Some(())
    }
}
