//! Functions.

use compiler_syntax::ast::{Block, Function, Path};

use crate::access::is_pure;
use crate::printer::{Printer, Shape};

/// How many columns behind the parameters are not too many for one line, spaces left aside.
const SHORT: usize = 72;

impl Printer<'_> {
    /// A function in one line if all of it fits and its body was written so.
    pub(super) fn function(&mut self, function: &Function<'_>) {
        self.grouped(|printer| {
            let has_clauses = printer.signature(function);
            match &function.body {
                Some(body) => printer.function_body(body, has_clauses),
                None => printer.take(),
            }
        });
    }

    /// All before the body; says whether clauses stand under it.
    fn signature(&mut self, function: &Function<'_>) -> bool {
        self.modifiers("fun");
        self.type_parameters(function.type_parameters);
        self.list_of(Shape::plain(")"), function.parameters, |printer, parameter| {
            printer.take();
            printer.annotation(&parameter.ty);
        });
        if let Some(result) = &function.result {
            if self.is_short(result.span.end) {
                self.flat(|printer| printer.annotation(result));
            } else {
                self.annotation(result);
            }
        }
        let mut has_clauses = false;
        if let Some(resources @ [.., last]) = function.acquires {
            has_clauses = !self.is_short(last.span.end);
            self.acquires(resources, has_clauses);
        }
        if let Some(access) = &function.access {
            self.clauses(access);
            has_clauses |= !is_pure(access);
        }
        has_clauses
    }

    /// Whether what stands up to a place can leave breaking to the parameters.
    fn is_short(&self, end: u32) -> bool {
        self.width_until(end).is_some_and(|width| width <= SHORT)
    }

    /// `acquires A, B`, behind the signature or as a clause under it.
    fn acquires(&mut self, resources: &[Path<'_>], is_clause: bool) {
        let write = |printer: &mut Self| printer.rows(resources, Self::path, |_| {});
        if is_clause {
            self.indent();
            self.new_line(false);
            self.comments();
            write(self);
            self.dedent();
        } else {
            self.space();
            self.flat(write);
        }
        self.take_if(",");
    }

    fn function_body(&mut self, body: &Block<'_>, has_clauses: bool) {
        if has_clauses {
            self.new_line(false);
            self.braces(body, true);
        } else {
            self.space();
            self.braces(body, self.is_broken(body));
        }
    }
}
