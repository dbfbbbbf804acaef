//! What is offered at a place.

use std::collections::BTreeMap;

use compiler_diagnostics::Span;
use compiler_driver::Symbol;
use compiler_syntax::ast;
use gen_lsp_types::CompletionItemKind;
use vm_access::{ModuleId, Type};

use super::candidate::{Candidate, Rank};
use super::spot::{Found, Kind, Spot};
use super::world::{Naming, World};

/// What expressions may begin with, besides names.
const EXPRESSIONS: [&str; 18] = [
    "abort",
    "break",
    "continue",
    "copy",
    "false",
    "for",
    "if",
    "let",
    "loop",
    "match",
    "move",
    "return",
    "true",
    "vector",
    "while",
    "assert!",
    "borrow_global",
    "exists",
];

/// Types that have a word of the language.
const TYPES: [&str; 16] = [
    "address", "bool", "i128", "i16", "i256", "i32", "i64", "i8", "signer", "u128", "u16", "u256",
    "u32", "u64", "u8", "vector",
];

/// What clauses begin with.
const MODES: [&str; 5] = ["adds", "calls", "pure", "reads", "writes"];

/// What values in places may begin with, besides names.
const TERMS: [&str; 3] = ["exists", "false", "true"];

/// The words that a clause begins with.
pub(super) fn modes() -> Vec<Candidate> {
    MODES.iter().map(|it| Candidate::word(it, CompletionItemKind::Keyword)).collect()
}

/// All that may be written at the marker, each name once.
pub(super) fn offer(world: &World<'_>, found: &Found, uses: &[ast::Use<'_>]) -> Vec<Candidate> {
    let Some(spot) = found.spot else { return Vec::new() };
    let all = match spot {
        Spot::Member { base } => {
            let typed = world.type_of(base);
            typed.map(|it| world.of_value(&it.ty)).unwrap_or_default()
        }
        Spot::Part { base } => {
            let typed = world.type_of(base);
            let all = typed.map(|it| world.of_place(&it.ty)).unwrap_or_default();
            all.into_iter().filter(|it| is_new(world, it, &found.beside)).collect()
        }
        Spot::Field { owner } => fields(world, owner, &found.beside),
        Spot::Path { before, kind } => after(world, before, kind),
        Spot::UsedModule { before } => modules_at(world, before),
        Spot::UsedMember { before } => used_members(world, before),
        Spot::Name(kind) => names(world, found, uses, kind),
    };
    nearest(all)
}

/// Of candidates that are called the same, the nearest.
fn nearest(all: Vec<Candidate>) -> Vec<Candidate> {
    let mut chosen: BTreeMap<(String, Option<String>), Candidate> = BTreeMap::new();
    for candidate in all {
        let name = (candidate.label.clone(), candidate.import.clone());
        let known = chosen.get(&name);
        if known.is_none_or(|known| candidate.rank < known.rank) {
            chosen.insert(name, candidate);
        }
    }
    let mut all: Vec<Candidate> = chosen.into_values().collect();
    all.sort_by(|left, right| (left.rank, &left.label).cmp(&(right.rank, &right.label)));
    all
}

/// What may follow `before::`.
fn after(world: &World<'_>, before: Span, kind: Kind) -> Vec<Candidate> {
    match world.symbol(before) {
        Some(Symbol::Module(id)) => world.members(id, kind),
        Some(Symbol::Struct(name)) => world.variants(name),
        _ => modules_at(world, before),
    }
}

/// The fields of a struct or variant that are not written yet.
fn fields(world: &World<'_>, owner: Span, beside: &[Span]) -> Vec<Candidate> {
    let all = match world.symbol(owner) {
        Some(Symbol::Struct(name)) => world.fields(name, None, Naming::Seen),
        Some(Symbol::Variant(of, name)) => world.fields(of, Some(name), Naming::Seen),
        _ => Vec::new(),
    };
    all.into_iter().filter(|it| is_new(world, it, beside)).collect()
}

fn is_new(world: &World<'_>, candidate: &Candidate, beside: &[Span]) -> bool {
    beside.iter().all(|span| world.slice(*span) != candidate.label)
}

/// What may be imported of `before`: types whoever sees them, and functions, which are not called there.
fn used_members(world: &World<'_>, before: Span) -> Vec<Candidate> {
    let kinds = [Kind::Type, Kind::Expression].into_iter();
    let all = kinds.flat_map(|kind| after(world, before, kind));
    all.map(|it| Candidate { arguments: None, ..it }).collect()
}

/// The modules at an address, whatever name it has where they are declared.
fn modules_at(world: &World<'_>, address: Span) -> Vec<Candidate> {
    let address = world.address(world.slice(address));
    let all = world.modules.iter().map(|it| &it.id);
    all.filter(|id| Some(id.address) == address).cloned().map(module).collect()
}

fn module(id: ModuleId) -> Candidate {
    let name = id.name.as_str().to_owned();
    Candidate::new(&name, CompletionItemKind::Module, Symbol::Module(id))
}

/// What may be written where nothing stands before it.
fn names(world: &World<'_>, found: &Found, uses: &[ast::Use<'_>], kind: Kind) -> Vec<Candidate> {
    let mut all = Vec::new();
    all.extend(locals(world, found, kind));
    if kind == Kind::Type {
        let parameters = found.type_parameters.iter().map(|it| Candidate {
            rank: Rank::Local,
            ..Candidate::word(world.slice(*it), CompletionItemKind::TypeParameter)
        });
        all.extend(parameters);
    }
    all.extend(world.here.into_iter().flat_map(|id| world.members(id, kind)));
    let used = imports(world, uses, kind);
    all.extend(used.iter().cloned());
    all.extend(words(kind).iter().map(|it| Candidate::word(it, CompletionItemKind::Keyword)));
    all.extend(elsewhere(world, &used));
    all
}

fn words(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Expression => &EXPRESSIONS,
        Kind::Type => &TYPES,
        Kind::Term => &TERMS,
        Kind::Pattern | Kind::Root | Kind::Callee => &[],
    }
}

/// Whether a variable of a type may be named; types that are not known may.
fn is_fitting(ty: Option<&Type>, kind: Kind) -> bool {
    match (kind, ty) {
        (Kind::Type | Kind::Pattern, _) => false,
        (Kind::Expression | Kind::Term, _) | (_, None) => true,
        (Kind::Root, Some(Type::Reference { to, .. })) => is_fitting(Some(to), kind),
        // Tables are places, and lie in structs.
        (Kind::Root, Some(ty)) => matches!(ty, Type::Struct(_)),
        (Kind::Callee, Some(ty)) => matches!(ty, Type::Function(_)),
    }
}

/// Variables in scope; of those that are called the same, the last.
fn locals(world: &World<'_>, found: &Found, kind: Kind) -> Vec<Candidate> {
    let mentions = world.build.indices.iter().flat_map(|index| index.mentions());
    let declared = mentions.filter(|it| it.is_declaration && it.span.file == world.file);
    let mut spans: Vec<Span> = declared
        .filter(|it| matches!(it.symbol, Symbol::Local(_)))
        .map(|it| it.span)
        .filter(|it| found.binders.iter().any(|binder| binder.contains(*it)))
        .filter(|it| is_fitting(world.type_of(*it).map(|it| &it.ty), kind))
        .collect();
    spans.sort_unstable_by_key(|it| std::cmp::Reverse(it.start));
    let candidates = spans.into_iter().map(|span| Candidate {
        rank: Rank::Local,
        detail: world.type_of(span).map(|it| it.shown.clone()),
        ..Candidate::word(world.slice(span), CompletionItemKind::Variable)
    });
    candidates.collect()
}

/// What `use` has brought into scope.
fn imports(world: &World<'_>, uses: &[ast::Use<'_>], kind: Kind) -> Vec<Candidate> {
    let uses = uses.iter().filter(|it| world.is_there(it.attributes));
    let items = uses.flat_map(|it| it.items);
    let candidates = items.filter_map(|item| {
        let named = item.member.unwrap_or(item.module);
        let symbol = world.symbol(named.span)?.clone();
        let candidate = match &symbol {
            Symbol::Module(id) => module(id.clone()),
            Symbol::Function(name) => member(world, &name.module, named.text, kind)?,
            Symbol::Struct(name) => member(world, &name.module, named.text, kind)?,
            Symbol::Local(_)
            | Symbol::TypeParameter(_)
            | Symbol::Field(..)
            | Symbol::Variant(..)
            | Symbol::Constant(..) => return None,
        };
        let label = item.visible_name().text.to_owned();
        Some(Candidate { label, rank: Rank::Imported, ..candidate })
    });
    candidates.collect()
}

fn member(world: &World<'_>, of: &ModuleId, name: &str, kind: Kind) -> Option<Candidate> {
    world.members(of, kind).into_iter().find(|it| it.label == name)
}

/// Modules that need a `use` first.
fn elsewhere(world: &World<'_>, used: &[Candidate]) -> Vec<Candidate> {
    let is_used = |id: &ModuleId| {
        let symbol = Symbol::Module(id.clone());
        used.iter().any(|it| it.symbol.as_ref() == Some(&symbol))
    };
    let is_other = |id: &ModuleId| world.here != Some(id) && !is_used(id);
    let candidates = world.modules.iter().filter(|it| is_other(&it.id)).filter_map(|it| {
        let import = Some(it.path.clone()?);
        Some(Candidate { rank: Rank::Elsewhere, import, ..module(it.id.clone()) })
    });
    candidates.collect()
}
