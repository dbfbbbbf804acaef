//! What the names of a text stand for, and what is built in.

use std::collections::{BTreeMap, BTreeSet};

use bumpalo::Bump;
use compiler_diagnostics::{FileId, Span};
use compiler_driver::{Mention, StructName, Symbol};
use compiler_syntax::ast::{
    Ability, Address, AddressKind, Expr, ExprKind, Path, PlaceKind, TypeKind,
};
use compiler_syntax::parse;

use crate::analysis::Analysis;
use crate::semantic_tokens::{DECLARATION, Kind, READONLY, Word};
use crate::walk::{Node, walk};

/// Types that are there without being declared.
const BUILT_IN: &[&str] = &[
    "address", "bool", "i128", "i16", "i256", "i32", "i64", "i8", "signer", "u128", "u16", "u256",
    "u32", "u64", "u8", "vector",
];

/// What the words at these places are: those that have a meaning of their own, and, in a package, names by what they stand for.
pub(super) fn names(text: &str, known: Option<(&Analysis, FileId)>) -> BTreeMap<u32, Word> {
    let arena = Bump::new();
    let tree = parse(FileId(0), text, &arena).file;
    let mut found = Found::default();
    walk(&tree, &mut |node| found.node(node));
    let Some((analysis, file)) = known else { return found.words };
    let mut words = BTreeMap::new();
    for index in &analysis.build.indices {
        for mention in index.mentions().iter().filter(|it| it.span.file == file) {
            // Of a field and the variable that it is short for, the variable comes first.
            words.entry(mention.span.start).or_insert_with(|| found.word(analysis, mention));
        }
    }
    words.append(&mut found.words);
    words
}

/// What the tree alone tells.
#[derive(Default)]
struct Found {
    words: BTreeMap<u32, Word>,
    /// Where parameters are declared.
    parameters: BTreeSet<u32>,
    /// Where functions are called behind a `.`.
    methods: BTreeSet<u32>,
}

impl Found {
    fn node(&mut self, node: Node<'_, '_>) {
        match node {
            Node::Module(module) => {
                module.address.iter().for_each(|it| self.address(*it));
                module.friends.iter().for_each(|it| self.path(&it.module));
            }
            Node::Attribute(attribute) => {
                let names = attribute.name.segments.iter().map(|it| it.name);
                names.for_each(|name| self.put(name.span, Kind::Decorator));
            }
            Node::Use(declaration) => {
                declaration.items.iter().for_each(|item| self.address(item.address));
            }
            Node::Struct(it) => self.abilities(it.abilities),
            Node::Enum(it) => self.abilities(it.abilities),
            Node::TypeParameter(it) => self.abilities(it.abilities),
            Node::Parameter(it) => drop(self.parameters.insert(it.name.span.start)),
            Node::Expr(expr) => self.expr(expr),
            Node::Type(ty) => match &ty.kind {
                TypeKind::Path(path) => self.ty(path),
                TypeKind::Error
                | TypeKind::Reference { .. }
                | TypeKind::Tuple(_)
                | TypeKind::Function { .. }
                | TypeKind::Infer => {}
            },
            Node::Place(place) => {
                if let PlaceKind::Method { name, .. } = place.kind {
                    self.methods.insert(name.span.start);
                }
            }
            Node::Script(_)
            | Node::Constant(_)
            | Node::Variant(_)
            | Node::Field(_)
            | Node::Function(_)
            | Node::Block(_)
            | Node::Statement(_)
            | Node::Arm(_)
            | Node::Pattern(_)
            | Node::Access(_)
            | Node::Clause(_)
            | Node::CallTerm(_) => {}
        }
    }

    fn put(&mut self, span: Span, kind: Kind) {
        if !span.is_empty() {
            self.words.insert(span.start, Word { kind, modifiers: 0 });
        }
    }

    #[allow(clippy::wildcard_enum_match_arm, reason = "others say nothing beside their parts")]
    fn expr(&mut self, expr: &Expr<'_>) {
        match &expr.kind {
            ExprKind::Macro { name, .. } => self.put(name.span, Kind::Macro),
            ExprKind::Method { name, .. } => drop(self.methods.insert(name.span.start)),
            ExprKind::Path(path) | ExprKind::Call { callee: path, .. } => self.path(path),
            _ => {}
        }
    }

    fn ty(&mut self, path: &Path<'_>) {
        match path.as_name().or_else(|| path.single().map(|it| it.name)) {
            Some(name) if BUILT_IN.contains(&name.text) => self.put(name.span, Kind::Type),
            Some(_) => {}
            None => self.path(path),
        }
    }

    /// The address before a module.
    fn path(&mut self, path: &Path<'_>) {
        path.address.iter().for_each(|it| self.address(*it));
    }

    fn abilities(&mut self, abilities: &[Ability]) {
        abilities.iter().for_each(|it| self.put(it.span, Kind::Keyword));
    }

    fn address(&mut self, address: Address<'_>) {
        match address.kind {
            AddressKind::Named(_) => self.put(address.span, Kind::Namespace),
            AddressKind::Numeric(_) => self.put(address.span, Kind::Number),
        }
    }

    fn word(&self, analysis: &Analysis, mention: &Mention) -> Word {
        let kind = match &mention.symbol {
            Symbol::Local(declared) if self.parameters.contains(&declared.start) => Kind::Parameter,
            Symbol::Local(_) | Symbol::Constant(..) => Kind::Variable,
            Symbol::TypeParameter(_) => Kind::TypeParameter,
            Symbol::Field(..) => Kind::Property,
            Symbol::Variant(..) => Kind::EnumMember,
            Symbol::Function(_) if self.methods.contains(&mention.span.start) => Kind::Method,
            Symbol::Function(_) => Kind::Function,
            Symbol::Struct(name) if is_enum(analysis, name) => Kind::Enum,
            Symbol::Struct(_) => Kind::Struct,
            Symbol::Module(_) => Kind::Namespace,
        };
        let declared = if mention.is_declaration { DECLARATION } else { 0 };
        let fixed = if matches!(mention.symbol, Symbol::Constant(..)) { READONLY } else { 0 };
        Word { kind, modifiers: declared | fixed }
    }
}

/// Whether a type was an enum when its module was last compiled.
fn is_enum(analysis: &Analysis, name: &StructName) -> bool {
    let modules = &analysis.last_good.modules;
    let module = modules.iter().find(|it| it.module.id == name.module);
    let definition = module.and_then(|it| it.module.structure(&name.name));
    definition.is_some_and(vm_bytecode::StructDefinition::is_enum)
}
