//! Signed integers: values, fields, keys of tables.

use crate::body::Body;
use crate::program::{Field, Node};

impl Body<'_> {
    /// A value of `i64`; seldom one that aborts.
    pub(crate) fn signed(&mut self, depth: usize) -> String {
        let found = match self.dice.below(if depth == 0 { 3 } else { 9 }) {
            0 => None,
            1 => Some(self.atom_signed()),
            2 | 3 => self.field(|field| field == Field::Signed, false),
            4 => Some(format!("-({})", self.signed(depth - 1))),
            5 => {
                let operator = self.dice.word(&["/", "%"]);
                Some(format!("({} {operator} -3)", self.signed(depth - 1)))
            }
            6 => Some(format!(
                "(if ({}) {} else {})",
                self.flag(depth - 1),
                self.signed(depth - 1),
                self.signed(depth - 1)
            )),
            _ => {
                let operator = self.dice.word(&["+", "-", "*"]);
                let (left, right) = (self.signed(depth - 1), self.signed(depth - 1));
                Some(format!("(({left} {operator} {right}) % 7)"))
            }
        };
        found.unwrap_or_else(|| format!("({}i64 - 3)", self.dice.below(7)))
    }

    /// A number made from a signed one; it may be below zero, and abort.
    pub(crate) fn number_of_signed(&mut self, depth: usize) -> String {
        let value = self.signed(depth);
        if self.dice.chance(15) {
            return format!("({value} as u64)");
        }
        format!("(({value} % 4 + 3) as u64)")
    }

    /// A signed integer that is at hand without any access.
    pub(crate) fn atom_signed(&mut self) -> String {
        let number = self.atom_number();
        match self.dice.below(3) {
            0 => format!("-({number} as i64)"),
            1 => format!("({number} as i64)"),
            _ => format!("(({number} as i64) - 2)"),
        }
    }

    /// A signed integer in a local of its own.
    pub(crate) fn bound_signed(&mut self, out: &mut Vec<Node>) -> String {
        if self.dice.chance(60) {
            return self.atom_signed();
        }
        let value = self.signed(2);
        let name = self.name("s");
        out.push(Node::Line(format!("let {name}: i64 = {value};")));
        name
    }

    pub(crate) fn set_signed(&mut self, out: &mut Vec<Node>) -> Option<()> {
        let value = self.bound_signed(out);
        let place = self.field(|field| field == Field::Signed, true)?;
        let operator = self.dice.word(&["=", "+=", "+=", "-="]);
        out.push(Node::Line(format!("{place} {operator} {value};")));
        Some(())
    }
}
