//! Files, modules and their members.

mod declaration;
mod function;

use compiler_syntax::ast::{Constant, Enum, File, Function, Module, Script, Struct};

use crate::printer::{Printer, Shape};

/// A member of a module.
#[derive(Clone, Copy)]
enum Item<'t, 'a> {
    Use,
    Friend,
    Constant(&'t Constant<'a>),
    Struct(&'t Struct<'a>),
    Enum(&'t Enum<'a>),
    Function(&'t Function<'a>),
}

/// Members with the places they start at.
type Items<'t, 'a> = Vec<(u32, Item<'t, 'a>)>;

impl Printer<'_> {
    pub(crate) fn file(&mut self, file: &File<'_>) {
        let modules = file.modules.iter().map(|module| (module.span.start, members(module)));
        let scripts = file.scripts.iter().map(|script| (script.span.start, script_members(script)));
        let mut containers: Vec<(u32, Items<'_, '_>)> = modules.chain(scripts).collect();
        containers.sort_by_key(|(start, _)| *start);
        for (start, items) in containers {
            self.before_container(start);
            self.separate();
            self.comments();
            self.container(&items);
        }
        self.before_container(u32::MAX);
        self.separate();
        self.take();
    }

    /// Attributes, and where blocks of an address begin and end.
    fn before_container(&mut self, start: u32) {
        while self.place() < start && !self.is_end() {
            match self.text_at(0) {
                "#" => {
                    self.separate();
                    self.attribute();
                }
                "address" => {
                    self.separate();
                    self.head();
                    self.take();
                    self.indent();
                }
                "}" => {
                    self.last_comments();
                    self.dedent();
                    self.new_line(false);
                    self.take();
                }
                _ => self.take(),
            }
        }
    }

    /// Words up to the `{` or `;`, with spaces between but for those around `::`.
    fn head(&mut self) {
        self.comments();
        self.take();
        while !self.is("{") && !self.is(";") && !self.is_end() {
            if self.is("::") {
                self.take();
            } else {
                self.space();
            }
            self.take();
        }
        if self.is("{") {
            self.space();
        }
    }

    /// A module or a script.
    fn container(&mut self, items: &Items<'_, '_>) {
        self.head();
        if self.is(";") {
            // The rest of the file is its own.
            self.take();
            self.items(items);
            return;
        }
        self.take();
        if self.is("}") && !self.has_comments() {
            self.take();
            return;
        }
        self.indent();
        self.new_line(false);
        self.items(items);
        self.last_comments();
        self.dedent();
        self.new_line(false);
        self.take();
    }

    fn items(&mut self, items: &Items<'_, '_>) {
        let mut is_first = self.before() == "{";
        for (start, item) in items {
            while self.place() < *start && !self.is_end() {
                if self.is("#") {
                    self.start_item(&mut is_first);
                    self.attribute();
                    // What it is said of follows.
                    is_first = true;
                    self.new_line(false);
                } else {
                    self.take();
                }
            }
            self.start_item(&mut is_first);
            self.item(item);
        }
        while self.is(";") {
            self.take();
        }
    }

    fn start_item(&mut self, is_first: &mut bool) {
        if !std::mem::take(is_first) {
            self.separate();
        }
        self.comments();
    }

    /// Comments that stand before a closing brace.
    fn last_comments(&mut self) {
        if self.has_comments() {
            self.separate();
            self.comments();
        }
    }

    fn item(&mut self, item: &Item<'_, '_>) {
        match item {
            Item::Use => self.use_declaration(),
            Item::Friend => self.friend(),
            Item::Constant(constant) => self.constant(constant),
            Item::Struct(item) => self.structure(item),
            Item::Enum(item) => self.enumeration(item),
            Item::Function(function) => self.function(function),
        }
    }

    /// `#[…]`
    pub(crate) fn attribute(&mut self) {
        self.take();
        self.list(Shape::plain("]").single(), |printer, _| printer.attribute_entry("]"));
    }

    /// `a`, `a = b` or `a(…)`
    fn attribute_entry(&mut self, close: &str) {
        while !self.is(",") && !self.is(close) && !self.is_end() {
            match self.text_at(0) {
                "=" => self.infix(),
                "(" => self.list(Shape::plain(")"), |printer, _| printer.attribute_entry(")")),
                _ => self.take(),
            }
        }
    }

    /// `use a::b::{Self, c as d};`
    pub(crate) fn use_declaration(&mut self) {
        self.take();
        self.space();
        self.use_tree();
        self.take();
    }

    /// Whether braces stand between the braces that come.
    fn has_groups(&self) -> bool {
        let mut inside = (1..).map(|steps| self.text_at(steps));
        inside.find(|text| matches!(*text, "{" | "}" | "")) == Some("{")
    }

    fn use_tree(&mut self) {
        while !matches!(self.text_at(0), ";" | "," | "}" | "") {
            match self.text_at(0) {
                "as" => self.infix(),
                "{" => {
                    let shape = Shape::names();
                    let shape = if self.has_groups() { shape } else { shape.filled() };
                    self.list(shape, |printer, _| printer.use_tree());
                }
                _ => self.take(),
            }
        }
    }
}

fn members<'t, 'a>(module: &'t Module<'a>) -> Items<'t, 'a> {
    let mut items: Items<'t, 'a> = Vec::new();
    items.extend(module.uses.iter().map(|it| (it.span.start, Item::Use)));
    items.extend(module.friends.iter().map(|it| (it.span.start, Item::Friend)));
    items.extend(module.constants.iter().map(|it| (it.span.start, Item::Constant(it))));
    items.extend(module.structs.iter().map(|it| (it.span.start, Item::Struct(it))));
    items.extend(module.enums.iter().map(|it| (it.span.start, Item::Enum(it))));
    items.extend(module.functions.iter().map(|it| (it.span.start, Item::Function(it))));
    items.sort_by_key(|(start, _)| *start);
    items
}

fn script_members<'t, 'a>(script: &'t Script<'a>) -> Items<'t, 'a> {
    let mut items: Items<'t, 'a> = Vec::new();
    items.extend(script.uses.iter().map(|it| (it.span.start, Item::Use)));
    items.extend(script.constants.iter().map(|it| (it.span.start, Item::Constant(it))));
    items.extend(script.functions.iter().map(|it| (it.span.start, Item::Function(it))));
    items.sort_by_key(|(start, _)| *start);
    items
}
