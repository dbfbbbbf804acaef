//! Where a `use` declaration goes: sorted in among the others, or at the start of the module.

use compiler_syntax::ast::Module;

/// What is put at a place to import a module: its byte, and the text.
pub(crate) fn import(text: &str, module: &Module<'_>, path: &str) -> Option<(u32, String)> {
    let line = format!("use {path};");
    let written = |span: compiler_diagnostics::Span| {
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    };
    if let Some(before) = module.uses.iter().rfind(|it| written(it.span) < line.as_str()) {
        let at = before.span;
        return Some((at.end, format!("\n{}{line}", indent(text, at.start))));
    }
    if let Some(first) = module.uses.first() {
        let start = first.attributes.first().map_or(first.span.start, |it| it.span.start);
        let start = text
            .get(..start as usize)?
            .rfind('\n')
            .map_or(start, |it| offset(it.saturating_add(1)));
        return Some((start, format!("{}{line}\n", indent(text, first.span.start))));
    }
    let name = module.name.span.end;
    let rest = text.get(name as usize..)?;
    let brace = rest.find(['{', ';'])?;
    let at = name.saturating_add(offset(brace)).saturating_add(1);
    let space = if rest.get(brace..)?.starts_with(';') { "" } else { "    " };
    let outer = indent(text, module.span.start);
    Some((at, format!("\n{outer}{space}{line}")))
}

/// The space that the line of a place begins with.
pub(crate) fn indent(text: &str, at: u32) -> &str {
    let before = text.get(..at as usize).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |it| it.saturating_add(1));
    let line = text.get(start..).unwrap_or_default();
    let content = line.trim_start_matches([' ', '\t']);
    line.get(..line.len().saturating_sub(content.len())).unwrap_or_default()
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
