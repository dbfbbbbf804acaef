//! Follows each variable through a body: it has a value where it is used, is not used after it was moved, and
//! does not end with a value that may not be dropped.
//!
//! One walk over the typed body. A variable's state says what may be the case on some way here; where ways
//! meet, the states are joined. A loop is walked until its state at entry is stable; that state is kept for the next
//! walk, so that nested loops stay cheap. The last walk reports.

use std::collections::BTreeMap;

use compiler_diagnostics::{Code, Diagnostic, Diagnostics, FileId, Span};
use vm_bytecode::SourceSpan;

use crate::typed::{
    Body, Expression, ExpressionKind, LocalId, LoopId, Pattern, PatternKind, Usage,
};

/// What is needed to judge a body.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) file: FileId,
    /// Where each local is declared.
    pub(crate) declared: &'a [SourceSpan],
}

/// Reports misused variables of a body whose first `parameter_count` locals have a value at entry.
pub(crate) fn check(
    body: &Body,
    parameter_count: usize,
    context: Context<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut flow = Flow {
        body,
        context,
        parameter_count,
        state: None,
        scopes: Vec::new(),
        loops: BTreeMap::new(),
        reported: None,
    };
    flow.run();
    flow.reported = Some(Vec::new());
    flow.run();
    diagnostics.extend(flow.reported.unwrap_or_default());
}

/// What may be the case of a variable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Slot {
    may_be_unset: bool,
    may_be_set: bool,
    moved_at: Option<SourceSpan>,
}

impl Slot {
    const UNSET: Self = Self { may_be_unset: true, may_be_set: false, moved_at: None };
    const SET: Self = Self { may_be_unset: false, may_be_set: true, moved_at: None };

    fn join(self, other: Self) -> Self {
        Self {
            may_be_unset: self.may_be_unset || other.may_be_unset,
            may_be_set: self.may_be_set || other.may_be_set,
            moved_at: self.moved_at.min(other.moved_at).or(self.moved_at).or(other.moved_at),
        }
    }
}

/// A state for each local; `None` where no control flow arrives.
type State = Option<Vec<Slot>>;

#[derive(Clone, Default)]
struct LoopState {
    entry: State,
    continues: State,
    breaks: State,
    scope_depth: usize,
}

struct Flow<'a> {
    body: &'a Body,
    context: Context<'a>,
    parameter_count: usize,
    state: State,
    /// Variables of the blocks around, innermost last.
    scopes: Vec<&'a [LocalId]>,
    loops: BTreeMap<LoopId, LoopState>,
    /// Collected in the last walk alone.
    reported: Option<Vec<Diagnostic>>,
}

impl<'a> Flow<'a> {
    fn run(&mut self) {
        let count = self.parameter_count;
        let slot = |index| if index < count { Slot::SET } else { Slot::UNSET };
        self.state = Some((0..self.body.locals.len()).map(slot).collect());
        self.walk(&self.body.value);
        self.end_parameters(self.body.value.span);
    }

    fn walk(&mut self, expression: &'a Expression) {
        match &expression.kind {
            ExpressionKind::Integer(_) | ExpressionKind::Constant(_) => {}
            ExpressionKind::Local(local, usage) => self.use_value(*local, *usage, expression.span),
            ExpressionKind::BorrowLocal(local) => self.require_set(*local, expression.span),
            ExpressionKind::Tuple(items)
            | ExpressionKind::Vector(items)
            | ExpressionKind::Call { arguments: items, .. }
            | ExpressionKind::Closure { captured: items, .. } => self.walk_all(items),
            ExpressionKind::CallClosure(closure, arguments) => {
                self.walk(closure);
                self.walk_all(arguments);
            }
            ExpressionKind::Pack(fields) | ExpressionKind::PackVariant(_, fields) => {
                fields.iter().for_each(|(_, value)| self.walk(value));
            }
            ExpressionKind::Not(operand)
            | ExpressionKind::Cast(operand)
            | ExpressionKind::BorrowValue(operand)
            | ExpressionKind::BorrowField(operand, _)
            | ExpressionKind::BorrowVariantField(operand, ..)
            | ExpressionKind::TestVariant(operand, _)
            | ExpressionKind::BorrowGlobal(operand)
            | ExpressionKind::Freeze(operand)
            | ExpressionKind::WidenClosure(operand)
            | ExpressionKind::Read(operand)
            | ExpressionKind::Exists(_, operand)
            | ExpressionKind::MoveFrom(operand) => self.walk(operand),
            ExpressionKind::Binary(_, left, right) | ExpressionKind::MoveTo(left, right) => {
                self.walk(left);
                self.walk(right);
            }
            ExpressionKind::And(left, right) | ExpressionKind::Or(left, right) => {
                self.walk(left);
                self.optionally(|flow| flow.walk(right));
            }
            ExpressionKind::Assign(value, pattern) => {
                self.walk(value);
                self.put(pattern);
            }
            ExpressionKind::Block(steps, locals) => self.block(steps, locals, expression.span),
            ExpressionKind::If(condition, then, otherwise) => {
                self.conditional(condition, then, otherwise.as_deref());
            }
            ExpressionKind::Assert(condition, code) => {
                self.walk(condition);
                self.optionally(|flow| {
                    flow.walk(code);
                    flow.state = None;
                });
            }
            ExpressionKind::Loop { id, body, step } => self.repeat(*id, body, step.as_deref()),
            ExpressionKind::Break(id, value) => {
                value.iter().for_each(|value| self.walk(value));
                self.leave_loop(*id, expression.span, |state| &mut state.breaks);
            }
            ExpressionKind::Continue(id) => {
                self.leave_loop(*id, expression.span, |state| &mut state.continues);
            }
            ExpressionKind::Return(value) => self.leave_function(value, expression.span),
            ExpressionKind::Abort(code) => {
                self.walk(code);
                self.state = None;
            }
        }
    }

    fn walk_all(&mut self, expressions: &'a [Expression]) {
        expressions.iter().for_each(|expression| self.walk(expression));
    }

    /// Walks something that may or may not run.
    fn optionally(&mut self, walk: impl FnOnce(&mut Self)) {
        let without = self.state.clone();
        walk(self);
        self.join(without);
    }

    fn join(&mut self, other: State) {
        self.state = joined(self.state.take(), other);
    }

    fn conditional(
        &mut self,
        condition: &'a Expression,
        then: &'a Expression,
        otherwise: Option<&'a Expression>,
    ) {
        self.walk(condition);
        let before = self.state.clone();
        self.walk(then);
        let after_then = std::mem::replace(&mut self.state, before);
        otherwise.into_iter().for_each(|otherwise| self.walk(otherwise));
        self.join(after_then);
    }

    fn block(&mut self, steps: &'a [Expression], locals: &'a [LocalId], span: SourceSpan) {
        self.scopes.push(locals);
        self.walk_all(steps);
        self.scopes.pop();
        self.end_scope(locals, span);
        if let Some(state) = &mut self.state {
            locals.iter().for_each(|local| state[local.index()] = Slot::UNSET);
        }
    }

    fn repeat(&mut self, id: LoopId, body: &'a Expression, step: Option<&'a Expression>) {
        let depth = self.scopes.len();
        loop {
            let known = self.loops.entry(id).or_default();
            known.entry = joined(known.entry.take(), self.state.take());
            (known.continues, known.breaks, known.scope_depth) = (None, None, depth);
            self.state.clone_from(&known.entry);
            self.walk(body);
            let continues = self.loops.get_mut(&id).and_then(|known| known.continues.take());
            self.join(continues);
            step.into_iter().for_each(|step| self.walk(step));
            let known = self.loops.entry(id).or_default();
            let next = joined(known.entry.clone(), self.state.clone());
            if next == known.entry {
                self.state = known.breaks.take();
                return;
            }
        }
    }

    fn leave_loop(
        &mut self,
        id: LoopId,
        span: SourceSpan,
        target: fn(&mut LoopState) -> &mut State,
    ) {
        let depth = self.loops.get(&id).map_or(0, |known| known.scope_depth);
        for locals in self.scopes.clone().into_iter().skip(depth) {
            self.end_scope(locals, span);
            if let Some(state) = &mut self.state {
                locals.iter().for_each(|local| state[local.index()] = Slot::UNSET);
            }
        }
        let arriving = self.state.take();
        let state = target(self.loops.entry(id).or_default());
        *state = joined(state.take(), arriving);
    }

    fn leave_function(&mut self, value: &'a Expression, span: SourceSpan) {
        self.walk(value);
        for locals in self.scopes.clone() {
            self.end_scope(locals, span);
        }
        self.end_parameters(span);
        self.state = None;
    }

    fn put(&mut self, pattern: &'a Pattern) {
        match &pattern.kind {
            PatternKind::Ignore => {}
            PatternKind::Local(local) => self.assign(*local, pattern.span),
            PatternKind::Tuple(parts)
            | PatternKind::Unpack(_, parts)
            | PatternKind::UnpackVariant(_, _, parts) => {
                parts.iter().for_each(|part| self.put(part));
            }
            PatternKind::UnpackReference(parts) | PatternKind::UnpackVariantReference(_, parts) => {
                parts.iter().for_each(|part| self.put(&part.pattern));
            }
            PatternKind::Place(place) => self.walk(place),
        }
    }

    fn assign(&mut self, local: LocalId, span: SourceSpan) {
        if self.slot(local).is_some_and(|slot| slot.may_be_set)
            && !self.body.locals[local.index()].is_droppable
        {
            let message =
                format!("`{}` still has a value that cannot be dropped", self.name(local));
            self.report(Code::E0402, span, message, "overwritten here", None);
        }
        self.set(local, Slot::SET);
    }

    fn use_value(&mut self, local: LocalId, usage: Usage, span: SourceSpan) {
        self.require_set(local, span);
        let variable = &self.body.locals[local.index()];
        let after = match usage {
            Usage::Copy => return,
            Usage::Implicit if variable.is_copyable && variable.is_droppable => return,
            // The last use is a move; which one that is, only the code generator needs to know.
            Usage::Implicit if variable.is_copyable => None,
            Usage::Implicit | Usage::Move => Some(span),
        };
        self.set(local, Slot { may_be_unset: false, may_be_set: false, moved_at: after });
    }

    fn require_set(&mut self, local: LocalId, span: SourceSpan) {
        let Some(slot) = self.slot(local) else { return };
        let name = self.name(local);
        if let Some(moved_at) = slot.moved_at {
            let word = if slot.may_be_set { "may have been" } else { "was" };
            let message = format!("`{name}` is used after it {word} moved");
            self.report(Code::E0501, span, message, "used here", Some((moved_at, "moved here")));
        } else if slot.may_be_unset {
            let word = if slot.may_be_set { "may have" } else { "has" };
            let declared = self.context.declared.get(local.index()).copied();
            let message = format!("`{name}` is used where it {word} no value yet");
            let other = declared.map(|span| (span, "declared here without a value"));
            self.report(Code::E0502, span, message, "used here", other);
        }
        self.set(local, Slot::SET);
    }

    fn end_parameters(&mut self, span: SourceSpan) {
        let parameters: Vec<LocalId> = (0..self.parameter_count).map(LocalId::new).collect();
        self.end_scope(&parameters, span);
    }

    /// Reports variables that end with a value that may not be dropped.
    fn end_scope(&mut self, locals: &[LocalId], span: SourceSpan) {
        for local in locals {
            let is_kept = self.slot(*local).is_some_and(|slot| slot.may_be_set);
            if !is_kept || self.body.locals[local.index()].is_droppable {
                continue;
            }
            let name = self.name(*local);
            let declared = self.context.declared.get(local.index()).copied().unwrap_or(span);
            let message = format!("`{name}` must be used: its type has no `drop`");
            let label = "declared here, and never taken apart, stored or passed on";
            let end = SourceSpan { start: span.end.saturating_sub(1).max(span.start), ..span };
            self.report(Code::E0402, declared, message, label, Some((end, "still there here")));
            self.set(*local, Slot::UNSET);
        }
    }

    fn slot(&self, local: LocalId) -> Option<Slot> {
        self.state.as_ref().map(|state| state[local.index()])
    }

    fn set(&mut self, local: LocalId, slot: Slot) {
        if let Some(state) = &mut self.state {
            state[local.index()] = slot;
        }
    }

    fn name(&self, local: LocalId) -> String {
        let name = self.body.locals[local.index()].name.as_ref();
        name.map_or_else(|| "this value".to_owned(), ToString::to_string)
    }

    fn report(
        &mut self,
        code: Code,
        span: SourceSpan,
        message: String,
        label: &str,
        other: Option<(SourceSpan, &str)>,
    ) {
        let Some(reported) = &mut self.reported else { return };
        let file = self.context.file;
        let place = |span: SourceSpan| Span::new(file, span.start, span.end);
        let diagnostic = Diagnostic::error(code, place(span), message).with_label(label);
        reported.push(match other {
            Some((span, text)) => diagnostic.with_secondary(place(span), text),
            None => diagnostic,
        });
    }
}

fn joined(one: State, other: State) -> State {
    match (one, other) {
        (None, state) | (state, None) => state,
        (Some(one), Some(other)) => {
            Some(one.into_iter().zip(other).map(|(one, other)| one.join(other)).collect())
        }
    }
}
