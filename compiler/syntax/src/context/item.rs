//! Members of modules, as they are collected.

use super::{Cx, Recovery};
use crate::ast::{
    Ability, AbilityKind, AccessClauses, Address, Attribute, Block, Clause, ClauseKind, Constant,
    Enum, Friend, Function, Mode, Name, Parameter, Path, Place, PlaceKind, Struct, Type,
    TypeParameter, Use, UseItem, Visibility,
};
use compiler_diagnostics::{Code, Diagnostic, Span};

/// Members of the module being parsed, by kind.
#[derive(Default)]
pub(crate) struct Items<'a> {
    pub(crate) attributes: &'a [Attribute<'a>],
    pub(crate) uses: Vec<Use<'a>>,
    pub(crate) friends: Vec<Friend<'a>>,
    pub(crate) constants: Vec<Constant<'a>>,
    pub(crate) structs: Vec<Struct<'a>>,
    pub(crate) enums: Vec<Enum<'a>>,
    pub(crate) functions: Vec<Function<'a>>,
}

impl Items<'_> {
    /// Adds what one more item came to.
    pub(crate) fn append(&mut self, item: Self) {
        if !item.attributes.is_empty() {
            self.attributes = item.attributes;
        }
        self.uses.extend(item.uses);
        self.friends.extend(item.friends);
        self.constants.extend(item.constants);
        self.structs.extend(item.structs);
        self.enums.extend(item.enums);
        self.functions.extend(item.functions);
    }
}

/// A word before `fun`, `struct` or `enum`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Modifier {
    Visible(Visibility),
    /// `public(script)`: what `public entry` is called today.
    Script,
    Entry,
    Inline,
    Native,
}

/// A function's header after its modifiers.
#[derive(Clone, Copy)]
pub(crate) struct FunctionHead<'a> {
    pub(crate) name: Name<'a>,
    pub(crate) type_parameters: &'a [TypeParameter<'a>],
    pub(crate) parameters: &'a [Parameter<'a>],
    pub(crate) result: Option<Type<'a>>,
    pub(crate) acquires: Option<&'a [Path<'a>]>,
    pub(crate) access_place: u32,
    pub(crate) access: Option<AccessClauses<'a>>,
}

/// What stands after `acquires`.
#[derive(Clone, Copy)]
pub(crate) struct Acquired<'a> {
    /// Of the word.
    pub(crate) span: Span,
    pub(crate) places: &'a [Place<'a>],
}

impl<'a> FunctionHead<'a> {
    /// A header of which only the name could be read.
    pub(crate) fn bare(name: Name<'a>, access_place: u32) -> Self {
        Self {
            name,
            type_parameters: &[],
            parameters: &[],
            result: None,
            acquires: None,
            access_place,
            access: None,
        }
    }
}

/// A leaf of a `use` tree, before its address is known.
#[derive(Clone, Copy)]
pub(crate) struct UsePart<'a> {
    module: Option<Name<'a>>,
    member: Option<Name<'a>>,
    alias: Option<Name<'a>>,
}

impl<'a> UsePart<'a> {
    pub(crate) fn module(module: Name<'a>, alias: Option<Name<'a>>) -> Self {
        Self { module: Some(module), member: None, alias }
    }

    /// A member; `Self` is the module.
    pub(crate) fn member(name: Name<'a>, alias: Option<Name<'a>>) -> Self {
        Self { module: None, member: Some(name).filter(|name| name.text != "Self"), alias }
    }

    pub(crate) fn of(self, module: Name<'a>) -> Self {
        Self { module: Some(module), ..self }
    }
}

/// What the modifiers before an item come to.
struct Modifiers {
    visibility: Visibility,
    is_entry: bool,
    is_inline: bool,
    is_native: bool,
}

impl<'a> Cx<'a> {
    /// Takes the members collected since the last call.
    pub(crate) fn take_items(&self) -> Items<'a> {
        self.items.take()
    }

    pub(crate) fn attributes(&self, attributes: &'a [Attribute<'a>]) {
        self.items.borrow_mut().attributes = attributes;
    }

    /// Reports attributes of tests on something that is no function.
    pub(crate) fn no_test(&self, attributes: &[Attribute<'a>], what: &str) {
        let names = ["test", "expected_failure"];
        self.refuse(attributes, &names, (what, "only functions of modules are tests"));
    }

    /// Reports that something in a script is to be there for tests alone.
    pub(crate) fn no_test_only(&self, attributes: &[Attribute<'a>], what: &str) {
        self.refuse(attributes, &["test_only"], (what, "no test runs a script"));
    }

    /// Reports attributes of these names, and why they cannot stand there.
    fn refuse(&self, attributes: &[Attribute<'a>], names: &[&str], (what, why): (&str, &str)) {
        for attribute in attributes {
            let name = attribute.name.as_name().map_or("", |name| name.text);
            if names.contains(&name) {
                let message = format!("`#[{name}]` on {what}");
                let diagnostic = Diagnostic::error(Code::E0111, attribute.span, message);
                self.report(diagnostic.with_label(why));
            }
        }
    }

    pub(crate) fn item_use(&self, attributes: &'a [Attribute<'a>], uses: Use<'a>) {
        self.no_test(attributes, "a `use`");
        self.items.borrow_mut().uses.push(Use { attributes, ..uses });
    }

    pub(crate) fn item_friend(&self, friend: Friend<'a>) {
        self.no_test(friend.attributes, "a `friend`");
        self.items.borrow_mut().friends.push(friend);
    }

    pub(crate) fn item_const(&self, constant: Constant<'a>) {
        self.no_test(constant.attributes, "a constant");
        self.items.borrow_mut().constants.push(constant);
    }

    pub(crate) fn item_struct(&self, modifiers: Vec<(Span, Modifier)>, item: Struct<'a>) {
        self.no_test(item.attributes, "a struct");
        let Modifiers { visibility, is_native, .. } = self.modifiers(
            modifiers,
            &[Modifier::Script, Modifier::Entry, Modifier::Inline],
            "struct",
        );
        self.items.borrow_mut().structs.push(Struct { visibility, is_native, ..item });
    }

    pub(crate) fn item_enum(&self, modifiers: Vec<(Span, Modifier)>, item: Enum<'a>) {
        self.no_test(item.attributes, "an enum");
        let banned = [Modifier::Script, Modifier::Entry, Modifier::Inline, Modifier::Native];
        let Modifiers { visibility, .. } = self.modifiers(modifiers, &banned, "enum");
        self.items.borrow_mut().enums.push(Enum { visibility, ..item });
    }

    /// Clauses that could not be read.
    pub(crate) fn recovered_clauses(
        &self,
        recovery: Recovery<'a>,
        start: u32,
        end: u32,
    ) -> AccessClauses<'a> {
        let span = self.span(start, end);
        let clauses = self.list(vec![Clause { span, kind: ClauseKind::Error }]);
        self.recovered(recovery, AccessClauses { span, clauses })
    }

    /// Adds a function; `places` are the starts of its docs and of itself, and the ends of its
    /// signature and of itself.
    pub(crate) fn item_function(
        &self,
        modifiers: Vec<(Span, Modifier)>,
        attributes: &'a [Attribute<'a>],
        head: FunctionHead<'a>,
        places: (u32, u32, u32, u32),
        body: Option<Block<'a>>,
    ) {
        let (docs, start, signature_end, end) = places;
        let modifiers = self.modifiers(modifiers, &[], "function");
        let signature = self.span(start, signature_end);
        if modifiers.is_entry && modifiers.is_inline {
            let message = "entry function that is inline";
            let diagnostic = Diagnostic::error(Code::E0109, head.name.span, message);
            self.report(diagnostic.with_label("no transaction can call it"));
        }
        match (&body, modifiers.is_native) {
            (None, false) => self.report(
                Diagnostic::error(Code::E0101, signature.after(), "function without a body")
                    .with_label("expected `{`"),
            ),
            (Some(body), true) => self.report(
                Diagnostic::error(Code::E0109, body.span, "native function with a body")
                    .with_label("the machine has its body"),
            ),
            (None, true) | (Some(_), false) => {}
        }
        self.items.borrow_mut().functions.push(Function {
            span: self.span(start, end),
            signature,
            docs: self.docs(docs, start),
            attributes,
            visibility: modifiers.visibility,
            is_entry: modifiers.is_entry,
            is_inline: modifiers.is_inline,
            is_native: modifiers.is_native,
            name: head.name,
            type_parameters: head.type_parameters,
            parameters: head.parameters,
            result: head.result,
            acquires: head.acquires,
            access: head.access,
            access_place: self.span(head.access_place, head.access_place),
            body,
        });
    }

    /// Tells a list of resource types from what declares accesses: `acquires *` and `acquires R(a)` say as much as `writes`.
    pub(crate) fn acquired(
        &self,
        acquired: Option<Acquired<'a>>,
        access: Option<AccessClauses<'a>>,
    ) -> (Option<&'a [Path<'a>]>, Option<AccessClauses<'a>>) {
        let Some(Acquired { span, places }) = acquired else { return (None, access) };
        let path = |place: &Place<'a>| {
            if let PlaceKind::Path(path) = place.kind { Some(path) } else { None }
        };
        if let Some(paths) = places.iter().map(path).collect::<Option<Vec<_>>>() {
            return (Some(self.list(paths)), access);
        }
        let kind = ClauseKind::Access {
            is_negated: false,
            mode: Mode::Writes,
            mode_span: span,
            places,
            quantifiers: &[],
            condition: None,
        };
        let end = places.last().map_or(span.end, |place| place.span.end);
        let span = Span { end, ..span };
        let rest = access.iter().flat_map(|access| access.clauses.iter().copied());
        let clauses: Vec<_> = std::iter::once(Clause { span, kind }).chain(rest).collect();
        let end = access.map_or(end, |access| access.span.end);
        let access = AccessClauses { span: Span { end, ..span }, clauses: self.list(clauses) };
        (None, Some(access))
    }

    /// Sums up modifiers and reports repeated ones and those that `what` cannot have.
    fn modifiers(&self, list: Vec<(Span, Modifier)>, banned: &[Modifier], what: &str) -> Modifiers {
        let mut sum = Modifiers {
            visibility: Visibility::Private,
            is_entry: false,
            is_inline: false,
            is_native: false,
        };
        let is_script = list.iter().any(|(_, modifier)| *modifier == Modifier::Script);
        for (span, modifier) in list {
            if banned.contains(&modifier) {
                let message = format!("modifier that a {what} cannot have");
                self.report(Diagnostic::error(Code::E0109, span, message));
                continue;
            }
            let is_repeated = match modifier {
                Modifier::Visible(visibility) => {
                    std::mem::replace(&mut sum.visibility, visibility) != Visibility::Private
                }
                Modifier::Script => {
                    std::mem::replace(&mut sum.visibility, Visibility::Public)
                        != Visibility::Private
                }
                Modifier::Entry => std::mem::replace(&mut sum.is_entry, true),
                Modifier::Inline => std::mem::replace(&mut sum.is_inline, true),
                Modifier::Native => std::mem::replace(&mut sum.is_native, true),
            };
            if is_repeated {
                let message = "modifier given twice";
                self.report(Diagnostic::error(Code::E0109, span, message).with_label("again here"));
            }
        }
        sum.is_entry |= is_script;
        sum
    }

    /// The word in `public(script)`.
    pub(crate) fn visibility(&self, name: Name<'a>) -> Modifier {
        if name.text != "script" {
            let message = format!("expected `friend` or `package`, found `{}`", name.text);
            let diagnostic = Diagnostic::error(Code::E0101, name.span, message);
            self.report(diagnostic.with_label("expected `friend` or `package`"));
        }
        Modifier::Script
    }

    pub(crate) fn uses(
        &self,
        span: Span,
        address: Address<'a>,
        parts: Vec<UsePart<'a>>,
    ) -> Use<'a> {
        let items = parts.into_iter().map(|UsePart { module, member, alias }| {
            let module = module.unwrap_or(Name { span: address.span.after(), text: "" });
            let last = alias.or(member).unwrap_or(module);
            let first = member.unwrap_or(module);
            UseItem { span: first.span.to(last.span), address, module, member, alias }
        });
        Use { span, attributes: &[], items: self.list(items.collect()) }
    }

    pub(crate) fn ability(&self, name: Name<'a>) -> Option<Ability> {
        let kind = match name.text {
            "drop" => AbilityKind::Drop,
            "store" => AbilityKind::Store,
            "key" => AbilityKind::Key,
            _ => {
                let message = format!("unknown ability `{}`", name.text);
                self.report(
                    Diagnostic::error(Code::E0101, name.span, message)
                        .with_label("abilities are `copy`, `drop`, `store` and `key`"),
                );
                return None;
            }
        };
        Some(Ability { span: name.span, kind })
    }

    /// Leaves out unknown abilities and reports repeated ones.
    pub(crate) fn abilities(&self, list: Vec<Option<Ability>>) -> Vec<Ability> {
        let mut kept: Vec<Ability> = Vec::new();
        for ability in list.into_iter().flatten() {
            if kept.iter().any(|other| other.kind == ability.kind) {
                let message = "ability given twice";
                self.report(Diagnostic::error(Code::E0109, ability.span, message));
            } else {
                kept.push(ability);
            }
        }
        kept
    }

    /// Abilities before and after a struct's fields; they can stand in one place only.
    pub(crate) fn join(
        &self,
        before: Option<Vec<Ability>>,
        after: Option<Vec<Ability>>,
    ) -> &'a [Ability] {
        if let (Some(_), Some([first, ..])) = (&before, after.as_deref()) {
            let message = "abilities given in two places";
            self.report(Diagnostic::error(Code::E0109, first.span, message));
        }
        let all = before.into_iter().chain(after).flatten().map(Some).collect();
        self.list(self.abilities(all))
    }
}
