//! Fills a `match` on an enum: an arm for each variant that no arm names.
//!
//! The new arms abort: that fits every type, and whoever forgets one does not go on with a wrong value.

use std::collections::BTreeSet;
use std::iter::once;

use bumpalo::Bump;
use compiler_diagnostics::{Edit, Span};
use compiler_driver::{Build, StructName, Symbol};
use compiler_syntax::ast::{Expr, ExprKind, Fields, File, MatchArm, PatternKind, Variant};
use gen_lsp_types::CodeAction;
use vm_access::{Identifier, ModuleId, Type};

use super::{Asked, action};
use crate::import::indent;
use crate::names;
use crate::place::Places;
use crate::walk::{Node, walk};

/// The action for the innermost `match` around the place.
pub(super) fn fill(asked: &Asked<'_>, places: &mut Places<'_>) -> Option<CodeAction> {
    let (analysis, arena) = (asked.analysis, Bump::new());
    let tree = analysis.tree(asked.place.file, &arena)?;
    let found = innermost(&tree, asked.place)?;
    let mut indices = analysis.build.indices.iter();
    let typed = indices.find_map(|index| index.type_at(found.scrutinee.span))?;
    let of = struct_of(&typed.ty)?;
    let named = named(&analysis.build, found.arms)?;
    let path = path(&analysis.build, &tree, found.span, &of);
    let declared = *names::declarations(&analysis.build, &Symbol::Struct(of)).first()?;
    let arena = Bump::new();
    let tree = analysis.tree(declared.file, &arena)?;
    let mut enums = tree.modules.iter().flat_map(|it| it.enums);
    let variants = enums.find(|it| it.name.span == declared)?.variants.iter();
    let lacking = variants.filter(|it| !named.iter().any(|name| name.as_str() == it.name.text));
    let arms: Vec<String> = lacking.map(|it| arm(&path, it)).collect();
    let edit = found.edit(places.lines(asked.place.file).text(), &arms)?;
    Some(action("add the missing arms", places.edit(once(&edit))))
}

/// A `match` as it is written.
#[derive(Clone, Copy, Debug)]
struct Match<'a> {
    span: Span,
    scrutinee: &'a Expr<'a>,
    arms: &'a [MatchArm<'a>],
}

fn innermost<'a>(tree: &File<'a>, place: Span) -> Option<Match<'a>> {
    let mut found = None;
    walk(tree, &mut |node| {
        if let Node::Expr(Expr { span, kind: ExprKind::Match { scrutinee, arms }, .. }) = node
            && span.start <= place.start
            && place.end <= span.end
        {
            found = Some(Match { span: *span, scrutinee, arms });
        }
    });
    found
}

/// The struct or enum that a value is, or refers to.
fn struct_of(ty: &Type) -> Option<StructName> {
    match ty {
        Type::Reference { to, .. } => struct_of(to),
        Type::Struct(of) => Some(StructName { module: of.module.clone(), name: of.name.clone() }),
        Type::Bool
        | Type::Integer(_)
        | Type::Address
        | Type::Signer
        | Type::Vector(_)
        | Type::Parameter(_)
        | Type::Function(_) => None,
    }
}

/// How an enum is called at a place: by the names that are in scope there, else in full.
fn path(build: &Build, tree: &File<'_>, place: Span, of: &StructName) -> String {
    let is_around = |span: Span| span.start <= place.start && place.end <= span.end;
    let module = tree.modules.iter().find(|it| is_around(it.span));
    if module.is_some_and(|it| is_module(build, it.name.span, &of.module)) {
        return of.name.to_string();
    }
    let script = tree.scripts.iter().find(|it| is_around(it.span)).map(|it| it.uses);
    let uses = module.map(|it| it.uses).or(script).unwrap_or_default();
    let items = uses.iter().flat_map(|it| it.items);
    let mut fitting = items.filter(|it| is_module(build, it.module.span, &of.module));
    let called = fitting.find_map(|it| match it.member {
        None => Some(format!("{}::{}", it.visible_name().text, of.name)),
        Some(member) if member.text == of.name.as_str() => Some(it.visible_name().text.to_owned()),
        Some(_) => None,
    });
    called.unwrap_or_else(|| format!("{}::{}", of.module, of.name))
}

fn is_module(build: &Build, name: Span, id: &ModuleId) -> bool {
    let mut mentions = names::at(build, name.file, name.start).into_iter();
    mentions.any(|it| matches!(&it.symbol, Symbol::Module(it) if it == id))
}

/// The variants that arms name; `None` if an arm takes all.
fn named(build: &Build, arms: &[MatchArm<'_>]) -> Option<BTreeSet<Identifier>> {
    let mut all = BTreeSet::new();
    for arm in arms {
        match variant(build, arm) {
            Some(name) => _ = all.insert(name),
            None if arm.guard.is_none() => return None,
            None => {}
        }
    }
    Some(all)
}

/// The variant that an arm is for.
fn variant(build: &Build, arm: &MatchArm<'_>) -> Option<Identifier> {
    let (PatternKind::Path(path)
    | PatternKind::Struct { path, .. }
    | PatternKind::Positional { path, .. }) = arm.pattern.kind
    else {
        return None;
    };
    let name = path.last()?.name;
    let mut mentions = names::at(build, name.span.file, name.span.start).into_iter();
    mentions.find_map(|it| match &it.symbol {
        Symbol::Variant(_, name) => Some(name.clone()),
        Symbol::Local(_)
        | Symbol::TypeParameter(_)
        | Symbol::Field(..)
        | Symbol::Constant(..)
        | Symbol::Function(_)
        | Symbol::Struct(_)
        | Symbol::Module(_) => None,
    })
}

/// An arm for a variant of the enum at a path.
fn arm(path: &str, variant: &Variant<'_>) -> String {
    let name = variant.name.text;
    let fields = match variant.fields {
        Fields::Unit => String::new(),
        Fields::Named(fields) => {
            let names: Vec<&str> = fields.iter().map(|it| it.name.text).collect();
            format!(" {{ {} }}", names.join(", "))
        }
        Fields::Positional(types) => format!("({})", vec!["_"; types.len()].join(", ")),
    };
    format!("{path}::{name}{fields} => abort 0,")
}

impl Match<'_> {
    /// The edit that adds arms behind those that are there; `None` if there are none to add.
    fn edit(&self, text: &str, arms: &[String]) -> Option<Edit> {
        let brace = self.span.end.checked_sub(1)?;
        let (start, end, text) = match self.arms.last() {
            Some(last) => self.behind(text, (last.span, brace), arms)?,
            None => self.within(text, brace, arms)?,
        };
        let span = Span::new(self.span.file, start, end);
        (!arms.is_empty()).then_some(Edit { span, text })
    }

    /// Arms behind the last one, on lines of their own if the `match` has several.
    fn behind(
        &self,
        text: &str,
        (last, brace): (Span, u32),
        arms: &[String],
    ) -> Option<(u32, u32, String)> {
        let rest = slice(text, last.end, brace);
        let (at, comma) = match rest.find(|it: char| !it.is_whitespace()) {
            Some(at) if slice(rest, offset(at)?, offset(rest.len())?).starts_with(',') => {
                (last.end.checked_add(offset(at)?)?.checked_add(1)?, "")
            }
            Some(_) | None => (last.end, ","),
        };
        let is_long = slice(text, self.span.start, brace).contains('\n');
        let gap = if is_long { format!("\n{}", indent(text, last.start)) } else { " ".to_owned() };
        let lines: String = arms.iter().flat_map(|it| [gap.as_str(), it]).collect();
        Some((at, at, format!("{comma}{lines}")))
    }

    /// Arms before the brace where there are none yet.
    fn within(&self, text: &str, brace: u32, arms: &[String]) -> Option<(u32, u32, String)> {
        let start = offset(slice(text, 0, brace).trim_end().len())?;
        let outer = indent(text, self.span.start);
        let lines: String = arms.iter().flat_map(|it| ["\n", outer, "    ", it]).collect();
        Some((start, brace, format!("{lines}\n{outer}")))
    }
}

fn offset(at: usize) -> Option<u32> {
    u32::try_from(at).ok()
}

fn slice(text: &str, start: u32, end: u32) -> &str {
    text.get(start as usize..end as usize).unwrap_or_default()
}
