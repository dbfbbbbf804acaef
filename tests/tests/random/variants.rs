//! Values of which only a part is there: options and enums; and sums that are added to without being looked at.
#![allow(clippy::unnecessary_wraps, reason = "one signature for all kinds of statements")]

use crate::body::Body;
use crate::program::{Field, Node};

impl Body<'_> {
    /// Something with an option, an enum or an aggregator.
    pub(crate) fn change_content(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        match self.dice.below(9) {
            0..=2 => self.change_option(depth, out),
            3..=5 => self.change_variant(depth, out),
            _ => self.change_sum(out),
        }
    }

    pub(crate) fn new_option(&mut self, out: &mut Vec<Node>) -> String {
        if self.dice.chance(30) {
            return "option::none<address>()".to_owned();
        }
        format!("option::some({})", self.bound_address(out))
    }

    pub(crate) fn new_variant(&mut self, out: &mut Vec<Node>) -> String {
        match self.dice.below(5) {
            0 => "Shape::Nowhere".to_owned(),
            1 | 2 => {
                let (who, x) = (self.bound_address(out), self.bound_number(out));
                format!("Shape::Point {{ who: {who}, x: {x} }}")
            }
            _ => {
                let (who, to) = (self.bound_address(out), self.bound_address(out));
                let x = self.bound_number(out);
                format!(
                    "Shape::Line {{ who: {who}, to: {to}, item: Item {{ x: {x}, who: {to} }} }}"
                )
            }
        }
    }

    pub(crate) fn new_sum(&mut self, out: &mut Vec<Node>) -> String {
        let number = self.bound_number(out);
        if self.dice.chance(50) {
            format!("aggregator_v2::create_aggregator_with_value({number} % 12, 12)")
        } else {
            format!("aggregator_v2::create_unbounded_aggregator_with_value({number})")
        }
    }

    pub(crate) fn address_of_option(&mut self) -> Option<String> {
        let place = self.field(|field| field == Field::Maybe, false)?;
        let other = self.atom_address();
        Some(match self.dice.below(4) {
            0 => format!("*option::borrow(&{place})"),
            1 => format!("option::get_with_default(&{place}, {other})"),
            2 => format!("*option::borrow_with_default(&{place}, &{other})"),
            _ => format!("(if (option::is_some(&{place})) *option::borrow(&{place}) else {other})"),
        })
    }

    pub(crate) fn address_of_variant(&mut self) -> Option<String> {
        let place = self.field(|field| field == Field::Shape, false)?;
        let other = self.atom_address();
        Some(match self.dice.below(4) {
            0 => format!("{place}.who"),
            1 => format!("(if ({place} is Shape::Line) {place}.to else {other})"),
            2 => format!(
                "(match (&{place}) {{ Shape::Point {{ who, x }} if (*x < 3) => *who, Shape::Line {{ item, .. }} => item.who, _ => {other} }})"
            ),
            _ => format!(
                "(match ({place}) {{ Shape::Point {{ who, .. }} => who, Shape::Line {{ to, .. }} => to, Shape::Nowhere => {other} }})"
            ),
        })
    }

    pub(crate) fn number_of_variant(&mut self) -> Option<String> {
        let place = self.field(|field| field == Field::Shape, false)?;
        let other = self.atom_number();
        Some(match self.dice.below(3) {
            0 => format!("{place}.x"),
            1 => format!("(if ({place} is Shape::Line) {place}.item.x else {other})"),
            _ => format!(
                "(match (&{place}) {{ Shape::Point {{ x, .. }} => *x, Shape::Line {{ item, .. }} => item.x, _ => {other} }})"
            ),
        })
    }

    /// What an aggregator stands at.
    pub(crate) fn sum_read(&mut self) -> Option<String> {
        let place = self.field(|field| field == Field::Sum, false)?;
        Some(match self.dice.below(2) {
            0 => format!("aggregator_v2::read(&{place})"),
            _ => format!("aggregator_v2::read_snapshot(&aggregator_v2::snapshot(&{place}))"),
        })
    }

    pub(crate) fn flag_of_content(&mut self) -> Option<String> {
        Some(match self.dice.below(4) {
            0 => {
                let place = self.field(|field| field == Field::Sum, false)?;
                format!("aggregator_v2::is_at_least(&{place}, {})", self.atom_number())
            }
            1 => {
                let place = self.field(|field| field == Field::Shape, false)?;
                let variant = self.dice.word(&["Shape::Nowhere", "Shape::Point | Shape::Line"]);
                format!("({place} is {variant})")
            }
            2 => {
                let place = self.field(|field| field == Field::Maybe, false)?;
                format!("option::contains(&{place}, &{})", self.atom_address())
            }
            _ => {
                let place = self.field(|field| field == Field::Maybe, false)?;
                format!("option::is_some(&{place})")
            }
        })
    }

    fn change_option(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let address = self.bound_address(out);
        let value = self.new_option(out);
        let place = self.field(|field| field == Field::Maybe, true)?;
        let got = self.name("a");
        let (text, is_got) = match self.dice.below(9) {
            0 => (format!("{place} = {value};"), false),
            1 | 2 => (format!("let {got} = option::extract(&mut {place});"), true),
            3 => (format!("let {got} = option::swap(&mut {place}, {address});"), true),
            4 => (format!("*option::borrow_mut(&mut {place}) = {address};"), false),
            5 => (format!("option::swap_or_fill(&mut {place}, {address});"), false),
            6 => (format!("let {got} = option::destroy_some({place});"), true),
            7 => (format!("option::for_each_mut(&mut {place}, |e| *e = {address});"), false),
            _ => {
                let text = format!(
                    "if (option::is_none(&{place})) option::fill(&mut {place}, {address});"
                );
                out.push(Node::Line(text));
                return Some(());
            }
        };
        if !is_got || self.dice.chance(20) {
            out.push(Node::Line(text));
            if is_got {
                self.use_address(&got, out);
                self.locals.addresses.push(got);
            }
            return Some(());
        }
        let outer = self.locals.clone();
        let mut body = vec![Node::Line(text)];
        self.use_address(&got, &mut body);
        self.locals.addresses.push(got);
        if 0 < depth && self.dice.chance(40) {
            body.extend(self.statements(1, depth - 1));
        }
        self.locals = outer;
        out.push(Node::block(format!("if (option::is_some(&{place})) {{"), body));
        Some(())
    }

    fn change_variant(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let (address, number) = (self.bound_address(out), self.bound_number(out));
        let value = self.new_variant(out);
        if 0 < depth && self.dice.chance(40) {
            return self.match_variant(depth, out);
        }
        let place = self.field(|field| field == Field::Shape, true)?;
        out.push(Node::Line(match self.dice.below(6) {
            0 | 1 => format!("{place} = {value};"),
            2 => format!("{place}.who = {address};"),
            3 => format!("if ({place} is Shape::Point) {place}.x += {number};"),
            4 => format!(
                "match (&mut {place}) {{ Shape::Point {{ who, x }} => {{ *x = {number}; *who = {address}; }}, Shape::Line {{ item, .. }} => item.who = {address}, _ => {{}} }};"
            ),
            _ => format!(
                "match (&mut {place}) {{ Shape::Line {{ who, to, .. }} if (*who != {address}) => *to = *who, _ => {place} = {value} }};"
            ),
        }));
        Some(())
    }

    /// A match on a copy, whose arms go where it leads.
    fn match_variant(&mut self, depth: usize, out: &mut Vec<Node>) -> Option<()> {
        let place = self.field(|field| field == Field::Shape, false)?;
        let (copy, key, other) = (self.name("h"), self.name("a"), self.name("a"));
        out.push(Node::Line(format!("let {copy} = {place};")));
        let guard = if self.dice.chance(40) {
            format!(" if ({key} != {})", self.atom_address())
        } else {
            String::new()
        };
        let heads = [
            (
                format!("match ({copy}) {{ Shape::Point {{ who: {key}, .. }}{guard} => {{"),
                vec![&key],
            ),
            (
                format!("}}, Shape::Line {{ who: {key}, to: {other}, .. }} => {{"),
                vec![&key, &other],
            ),
            ("}, _ => {".to_owned(), Vec::new()),
        ];
        let mut parts = Vec::new();
        for (head, names) in heads {
            let outer = self.locals.clone();
            self.locals.addresses.extend(names.iter().copied().cloned());
            let mut body = Vec::new();
            if let Some(name) = self.dice.pick(&names).copied() {
                self.use_address(name, &mut body);
            }
            if self.dice.chance(50) {
                body.extend(self.statements(1, depth - 1));
            }
            self.locals = outer;
            parts.push((head, body));
        }
        out.push(Node::Block { parts, end: "} };" });
        Some(())
    }

    fn change_sum(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let number = self.bound_number(out);
        let value = self.new_sum(out);
        let place = self.field(|field| field == Field::Sum, true)?;
        let seen = self.name("b");
        let (text, is_seen) = match self.dice.below(8) {
            0..=2 => (format!("aggregator_v2::add(&mut {place}, {number});"), false),
            3 => (format!("aggregator_v2::sub(&mut {place}, {number});"), false),
            4 => (format!("let {seen} = aggregator_v2::try_add(&mut {place}, {number});"), true),
            5 => (format!("let {seen} = aggregator_v2::try_sub(&mut {place}, {number});"), true),
            6 => (format!("{place}.add({number});"), false),
            _ => (format!("{place} = {value};"), false),
        };
        out.push(Node::Line(text));
        if is_seen {
            self.locals.flags.push(seen);
        }
        Some(())
    }
}
