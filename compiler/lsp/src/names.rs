//! Names: what the one at a place means, where it is declared, and where else it is written.

use compiler_diagnostics::{FileId, Span};
use compiler_driver::{Build, Mention, Symbol};

/// What the name at a place stands for: two things for `b` in `S { b }`, the variable before the field.
pub(crate) fn at(build: &Build, file: FileId, offset: u32) -> Vec<&Mention> {
    let mut found: Vec<&Mention> =
        build.indices.iter().flat_map(|index| index.at(file, offset)).collect();
    found.sort_unstable();
    found.dedup();
    // The cursor between two names stands at the second.
    let start = found.iter().map(|it| it.span.start).max();
    found.retain(|it| Some(it.span.start) == start);
    found
}

/// All places where a thing is named, in order.
pub(crate) fn mentions<'b>(build: &'b Build, symbol: &Symbol) -> Vec<&'b Mention> {
    let all = build.indices.iter().flat_map(|index| index.mentions());
    let mut found: Vec<&Mention> = all.filter(|it| it.symbol == *symbol).collect();
    found.sort_unstable_by_key(|it| it.span);
    found.dedup_by_key(|it| it.span);
    found
}

/// Where a thing is declared: in each variant, of a field of an enum. Of a positional field, where its struct is.
pub(crate) fn declarations(build: &Build, symbol: &Symbol) -> Vec<Span> {
    let all = build.indices.iter().flat_map(|index| index.mentions());
    let own = all.filter(|it| it.is_declaration && it.symbol == *symbol).map(|it| it.span);
    let own: Vec<Span> = own.collect();
    match symbol {
        Symbol::Field(of, _) if own.is_empty() => declarations(build, &Symbol::Struct(of.clone())),
        Symbol::Local(_)
        | Symbol::TypeParameter(_)
        | Symbol::Field(..)
        | Symbol::Variant(..)
        | Symbol::Constant(..)
        | Symbol::Function(_)
        | Symbol::Struct(_)
        | Symbol::Module(_) => own,
    }
}
