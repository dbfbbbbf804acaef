//! Conflicts between references, told in terms of the source.
//!
//! The verifier's analysis finds them in the bytecode; the source map says where that is.

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Span};
use vm_bytecode::{CodePoint, FunctionMap, Register};
use vm_footprint::Interfaces;
use vm_verifier::{Action, Conflict, Place, find_conflicts};

use crate::build::CompiledModule;

/// Reports the first conflict of each function.
pub(crate) fn judge(
    compiled: &CompiledModule,
    imports: &dyn Interfaces,
    text: &str,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for (function, (point, conflict)) in find_conflicts(&compiled.module, imports) {
        let Some(map) = compiled.source_map.functions.get(&function) else { continue };
        let teller = Teller { map, file: compiled.file, text };
        diagnostics.push(teller.tell(point, &conflict));
    }
    diagnostics
}

struct Teller<'a> {
    map: &'a FunctionMap,
    file: FileId,
    text: &'a str,
}

impl Teller<'_> {
    fn tell(&self, point: CodePoint, conflict: &Conflict) -> Diagnostic {
        let place = self.place(&conflict.place);
        let message = match conflict.action {
            Action::Assign => format!("cannot assign to {place} while it is borrowed"),
            Action::Move => format!("cannot move {place} while it is borrowed"),
            Action::Write => format!("cannot change {place} while it is borrowed"),
            Action::Read => format!("cannot read {place} while it is mutably borrowed"),
            Action::Borrow => format!("cannot borrow {place} while it is mutably borrowed"),
            Action::BorrowMut => format!("cannot borrow {place} as mutable while it is borrowed"),
            Action::Pass => format!("cannot pass on {place} while it is borrowed"),
            Action::Return => match conflict.place {
                Place::Local(_) | Place::Resource(_) => {
                    format!("cannot return a reference to {place}")
                }
                Place::Behind(_) => format!("cannot return {place} while it is borrowed"),
            },
            Action::MoveFrom => format!("cannot take out {place} while it is borrowed"),
            Action::Call => format!("cannot call this, which uses {place}, while it is borrowed"),
        };
        let at = self.span(point);
        let mut diagnostic =
            Diagnostic::error(code(conflict), at, message).with_label(label(conflict));
        if let Some(made) = conflict.made.map(|point| self.span(point)).filter(|made| *made != at) {
            let kind = if conflict.is_mutable { "mutably borrowed here" } else { "borrowed here" };
            diagnostic = diagnostic.with_secondary(made, kind);
        }
        let used = conflict.used.map(|point| self.span(point)).filter(|used| *used != at);
        match used {
            Some(used) => diagnostic.with_secondary(used, "that reference is used again here"),
            None => diagnostic,
        }
    }

    /// The place in words.
    fn place(&self, place: &Place) -> String {
        match place {
            Place::Local(register) => {
                self.name(*register).map_or("a temporary value".into(), |name| format!("`{name}`"))
            }
            Place::Behind(register) => self
                .name(*register)
                .map_or("this place".into(), |name| format!("what `{name}` refers to")),
            Place::Resource(ty) => format!("`{}`", short(&ty.to_string())),
        }
    }

    fn name(&self, register: Register) -> Option<String> {
        self.map.registers.get(register.index())?.as_ref().map(ToString::to_string)
    }

    fn span(&self, point: CodePoint) -> Span {
        let span = self.map.span(point);
        let end = self.end_of_line(span.start, span.end);
        Span::new(self.file, span.start, end)
    }

    /// A span of many lines would hide the place: it ends with its first.
    fn end_of_line(&self, start: u32, end: u32) -> u32 {
        let text = self.text.get(start as usize..end as usize).unwrap_or_default();
        let line = text.lines().next().unwrap_or_default().trim_end();
        u32::try_from(line.len()).map_or(end, |length| start.saturating_add(length))
    }
}

/// A type without the modules in its path.
fn short(ty: &str) -> String {
    ty.rsplit("::").next().unwrap_or(ty).to_owned()
}

fn code(conflict: &Conflict) -> Code {
    match (conflict.action, &conflict.place) {
        (Action::Return, Place::Local(_) | Place::Resource(_)) => Code::E0504,
        (_, Place::Resource(_)) => Code::E0509,
        (Action::Assign | Action::Move | Action::Write, _) => Code::E0503,
        (Action::Read | Action::Borrow | Action::BorrowMut, _) => Code::E0507,
        (Action::Pass | Action::Return | Action::MoveFrom | Action::Call, _) => Code::E0508,
    }
}

fn label(conflict: &Conflict) -> &'static str {
    match conflict.action {
        Action::Assign => "assigned here",
        Action::Move => "moved here",
        Action::Write => "changed here",
        Action::Read => "read here",
        Action::Borrow => "borrowed again here",
        Action::BorrowMut => "mutably borrowed here",
        Action::Pass => "this mutable reference must be the only one in use",
        Action::Return => "returned here",
        Action::MoveFrom => "taken out of storage here",
        Action::Call => "the callee borrows it, or takes it out",
    }
}
