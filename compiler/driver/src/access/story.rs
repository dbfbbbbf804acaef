//! How a function comes to an access: the calls, one after the other, and the operation at the end.

use std::collections::BTreeSet;

use compiler_diagnostics::Span;
use vm_access::{Access, FunctionName, Mode};
use vm_bytecode::{FunctionDefinition, SourceMap};
use vm_footprint::{FunctionInference, Origin};

use crate::access::{Known, find, place, verb};
use crate::build::CompiledModule;
use crate::names::names_of;

/// Calls that are followed at the most.
const CALLS_MAX: usize = 32;

/// The places of a chain of calls, the operation last.
pub(crate) struct Story {
    pub(crate) labels: Vec<(Span, String)>,
}

impl Story {
    /// The chain that begins at the first of `origins`, which are origins of `access` in `function`.
    pub(crate) fn of(
        known: &Known,
        inferred: &CompiledModule,
        function: &FunctionDefinition,
        access: &Access,
        origins: &[Origin],
    ) -> Self {
        let mut story = Self { labels: Vec::new() };
        if let Some(origin) = best(origins.iter(), access) {
            story.follow(known, inferred, function, access, origin);
        }
        story
    }

    fn follow<'k>(
        &mut self,
        known: &'k Known,
        inferred: &'k CompiledModule,
        function: &'k FunctionDefinition,
        access: &Access,
        origin: &Origin,
    ) {
        let mut here = (inferred, function);
        let mut origin = origin.clone();
        let mut shown = access.clone();
        let mut seen = BTreeSet::new();
        for _ in 0..CALLS_MAX {
            let Some(span) = span_of(here.0, &here.1.name, &origin) else { return };
            let names = names_of(here.0, here.1);
            let text = shown.display(&names).to_string();
            let Some((callee, inner)) = &origin.via else {
                self.labels.push((span, format!("{} `{}`", verb(&shown), place(&text))));
                return;
            };
            let next = known.get(&callee.module).and_then(|it| Some((it, find(it, &callee.name)?)));
            let next = next.and_then(|(it, (definition, found))| {
                Some((it, definition, deeper(found, inner, &mut seen, callee)?))
            });
            let Some((module, definition, next_origin)) = next else {
                let how = format!("`{}` {} `{}`", callee.name, verb(&shown), place(&text));
                self.labels.push((span, how));
                return;
            };
            self.labels.push((span, format!("calls `{}`", callee.name)));
            shown = next_origin.access.clone();
            origin = next_origin;
            here = (module, definition);
        }
    }
}

/// The origin of `access` in a callee; none where a recursion has been there, or inference knows no better.
fn deeper(
    found: &FunctionInference,
    access: &Access,
    seen: &mut BTreeSet<(FunctionName, Access)>,
    callee: &FunctionName,
) -> Option<Origin> {
    if !seen.insert((callee.clone(), access.clone())) {
        return None;
    }
    best(found.origins_of(access), access).cloned()
}

/// The origin that tells the shortest story: one that does all that is to be told, or else changes something, and here if
/// possible.
fn best<'o>(origins: impl Iterator<Item = &'o Origin>, access: &Access) -> Option<&'o Origin> {
    let is_less = |origin: &Origin| {
        let mode = origin.access.mode;
        (!mode.covers(access.mode), mode == Mode::Reads, origin.via.is_some())
    };
    origins.min_by_key(|origin| is_less(origin))
}

fn span_of(
    inferred: &CompiledModule,
    function: &vm_access::Identifier,
    origin: &Origin,
) -> Option<Span> {
    let SourceMap { functions, .. } = &*inferred.source_map;
    functions.get(function).map(|map| inferred.span(map.span(origin.point)))
}
