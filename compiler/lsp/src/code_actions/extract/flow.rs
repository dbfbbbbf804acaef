//! What goes into a place and what comes out of it: the signature of its function.

use std::collections::BTreeSet;

use bumpalo::Bump;
use compiler_diagnostics::Span;
use compiler_driver::Symbol;
use compiler_syntax::ast::{Expr, ExprKind, File, Function, TypeKind};
use vm_access::Type;

use super::tuple;
use crate::analysis::Analysis;
use crate::functions::functions;
use crate::names;
use crate::walk::{Node, walk};

/// A place in a function.
pub(super) struct Flow<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) place: Span,
    pub(super) function: Function<'a>,
}

/// How what stands in the place is called as a function.
pub(super) struct Signature {
    /// Variables from outside, and their types.
    parameters: Vec<(String, String)>,
    /// Variables that are used behind.
    pub(super) results: Vec<String>,
    /// The type of what comes out; empty if nothing does.
    result: String,
    /// Type parameters that are needed, and as they are declared.
    generics: Vec<(String, String)>,
}

impl Flow<'_> {
    /// Variables of the function: where each is declared, and where it is named.
    fn locals(&self) -> impl Iterator<Item = (Span, Span)> {
        let all = self.analysis.build.indices.iter().flat_map(|index| index.mentions());
        all.filter(|it| self.function.span.contains(it.span)).filter_map(|it| match it.symbol {
            Symbol::Local(declared) => Some((declared, it.span)),
            Symbol::TypeParameter(_)
            | Symbol::Field(..)
            | Symbol::Variant(..)
            | Symbol::Constant(..)
            | Symbol::Function(_)
            | Symbol::Struct(_)
            | Symbol::Module(_) => None,
        })
    }

    /// Declarations of what is used inside and comes from outside.
    fn parameters(&self) -> BTreeSet<Span> {
        let inside = self.locals().filter(|(_, named)| self.place.contains(*named));
        inside.map(|(declared, _)| declared).filter(|it| !self.place.contains(*it)).collect()
    }

    /// Declarations of what comes from inside and is used behind.
    fn results(&self) -> BTreeSet<Span> {
        let inside = self.locals().filter(|(declared, _)| self.place.contains(*declared));
        inside.filter(|(_, named)| !self.place.contains(*named)).map(|(it, _)| it).collect()
    }

    /// Whether a variable from outside may have another value behind the place: a copy of it would be changed.
    #[allow(clippy::wildcard_enum_match_arm, reason = "others change nothing")]
    pub(super) fn changes(&self, tree: &File<'_>) -> bool {
        let mut changed = false;
        walk(tree, &mut |node| {
            let Node::Expr(Expr { span, kind, .. }) = node else { return };
            if self.place.contains(*span) {
                changed |= match kind {
                    ExprKind::Assign { target, .. } => {
                        self.has_outer(target.span, !is_part(target))
                    }
                    ExprKind::Borrow { is_mutable: true, operand } => {
                        self.has_outer(operand.span, !is_part(operand))
                    }
                    ExprKind::Method { receiver, name, .. } => {
                        self.may_change_receiver(name.span) && self.has_outer(receiver.span, false)
                    }
                    _ => false,
                };
            }
        });
        changed
    }

    /// Whether what is called by a name may take its receiver as `&mut`.
    fn may_change_receiver(&self, name: Span) -> bool {
        let build = &self.analysis.build;
        let named = names::at(build, name.file, name.start).into_iter();
        let mut declared = named.flat_map(|it| names::declarations(build, &it.symbol));
        let arena = Bump::new();
        let found = declared.next().and_then(|it| {
            let tree = self.analysis.tree(it.file, &arena)?;
            let all = functions(&tree, it.file).into_iter().map(|it| it.function);
            all.into_iter().find(|function| function.name.span == it)
        });
        let receiver = found.and_then(|it| it.parameters.first());
        receiver.is_none_or(|it| matches!(it.ty.kind, TypeKind::Reference { is_mutable: true, .. }))
    }

    /// Whether a variable from outside is named in a part; one that is a reference counts if `with_references`.
    fn has_outer(&self, part: Span, with_references: bool) -> bool {
        let named = self.locals().filter(|(_, named)| part.contains(*named));
        let mut outer = named.map(|(it, _)| it).filter(|it| !self.place.contains(*it));
        outer.any(|it| {
            let mut indices = self.analysis.build.indices.iter();
            let typed = indices.find_map(|index| index.type_at(it));
            let is_reference = typed.is_some_and(|it| matches!(it.ty, Type::Reference { .. }));
            with_references || !is_reference
        })
    }

    /// The signature, given the type of the value that comes out; `None` if a type is not known.
    pub(super) fn signature(&self, text: &str, value: Option<&str>) -> Option<Signature> {
        let parameters = self.typed(text, &self.parameters())?;
        let (results, made): (Vec<String>, Vec<String>) =
            self.typed(text, &self.results())?.into_iter().unzip();
        // A value and variables that are used behind it are two things.
        if value.is_some() && !results.is_empty() {
            return None;
        }
        let result = match value {
            Some("()") => String::new(),
            Some(ty) => ty.to_owned(),
            None if made.is_empty() => String::new(),
            None => tuple(&made),
        };
        let types = parameters.iter().map(|(_, ty)| ty.as_str()).chain([result.as_str()]);
        let generics = self.generics(text, &types.collect::<Vec<_>>())?;
        Some(Signature { parameters, results, result, generics })
    }

    /// Names and types.
    fn typed(&self, text: &str, declared: &BTreeSet<Span>) -> Option<Vec<(String, String)>> {
        let pair = |it: &Span| {
            let mut indices = self.analysis.build.indices.iter();
            let typed = indices.find_map(|index| index.type_at(*it))?;
            let name = text.get(it.start as usize..it.end as usize)?;
            Some((name.to_owned(), typed.shown.clone()))
        };
        declared.iter().map(pair).collect()
    }

    /// The type parameters of the function around the place that are named inside of it or in `types`.
    fn generics(&self, text: &str, types: &[&str]) -> Option<Vec<(String, String)>> {
        let is_letter = |it: char| it.is_alphanumeric() || it == '_';
        let is_meant = |name: &str, declared: Span| {
            let mut words = types.iter().flat_map(|it| it.split(|it| !is_letter(it)));
            words.any(|it| it == name) || self.names_type(declared)
        };
        let all = self.function.type_parameters.iter();
        let meant = all.filter(|it| is_meant(it.name.text, it.name.span));
        let written = meant.map(|it| {
            let whole = text.get(it.span.start as usize..it.span.end as usize)?;
            Some((it.name.text.to_owned(), whole.to_owned()))
        });
        written.collect()
    }

    fn names_type(&self, declared: Span) -> bool {
        let mut all = self.analysis.build.indices.iter().flat_map(|index| index.mentions());
        let symbol = Symbol::TypeParameter(declared);
        all.any(|it| it.symbol == symbol && self.place.contains(it.span))
    }
}

impl Signature {
    /// Whether a reference goes in or comes out.
    pub(super) fn has_references(&self) -> bool {
        let mut types = self.parameters.iter().map(|(_, ty)| ty).chain([&self.result]);
        types.any(|ty| ty.contains('&'))
    }

    /// The call of the function by a name.
    pub(super) fn call(&self, name: &str) -> String {
        let parameters: Vec<&str> = self.parameters.iter().map(|(name, _)| name.as_str()).collect();
        let generics = self.generics.iter().map(|(name, _)| name.as_str());
        format!("{name}{}({})", angled(generics), parameters.join(", "))
    }

    /// The head of the function with a name, up to its body.
    pub(super) fn head(&self, name: &str) -> String {
        let parameters = self.parameters.iter().map(|(name, ty)| format!("{name}: {ty}"));
        let parameters = parameters.collect::<Vec<_>>().join(", ");
        let generics = angled(self.generics.iter().map(|(_, declared)| declared.as_str()));
        let result = if self.result.is_empty() { "" } else { ": " };
        format!("fun {name}{generics}({parameters}){result}{}", self.result)
    }
}

/// Whether it is a place inside of something.
fn is_part(expr: &Expr<'_>) -> bool {
    matches!(expr.kind, ExprKind::Field { .. } | ExprKind::Index { .. } | ExprKind::Deref(_))
}

/// Several in angle brackets; nothing if there are none.
fn angled<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let all: Vec<&str> = all.collect();
    if all.is_empty() { String::new() } else { format!("<{}>", all.join(", ")) }
}
