//! Constants, structs and enums.

use compiler_syntax::ast::{Constant, Enum, Fields, Struct, Variant};

use crate::printer::{Printer, Shape};

impl Printer<'_> {
    /// `friend a::b;`
    pub(super) fn friend(&mut self) {
        self.take();
        self.space();
        while !self.is(";") && !self.is_end() {
            self.take();
        }
        self.take();
    }

    /// `const A: T = value;`
    pub(super) fn constant(&mut self, constant: &Constant<'_>) {
        self.words(2);
        self.annotation(&constant.ty);
        self.space();
        self.take();
        self.value(&constant.value);
        self.take();
    }

    /// Visibility and the like, up to the word that says what is declared, and the name.
    pub(super) fn modifiers(&mut self, word: &str) {
        while !self.is(word) && !self.is_end() {
            self.take();
            if self.is("(") {
                self.glue(3);
            }
            self.space();
        }
        self.words(2);
    }

    pub(super) fn structure(&mut self, item: &Struct<'_>) {
        self.modifiers("struct");
        self.type_parameters(item.type_parameters);
        self.has();
        self.fields(&item.fields);
        self.has();
        self.take_if(";");
    }

    /// `has copy, drop`, if it stands here.
    fn has(&mut self) {
        if self.is("has") {
            self.space();
            self.abilities(&["+", ","]);
        }
    }

    pub(super) fn enumeration(&mut self, item: &Enum<'_>) {
        self.modifiers("enum");
        self.type_parameters(item.type_parameters);
        self.has();
        self.space();
        let is_broken = self.breaks_after(self.place());
        self.list_of(Shape::braces(is_broken), item.variants, Self::variant);
        self.has();
        self.take_if(";");
    }

    fn variant(&mut self, variant: &Variant<'_>) {
        while self.is("#") {
            self.attribute();
            self.new_line(false);
            self.comments();
        }
        self.take();
        self.fields(&variant.fields);
    }

    fn fields(&mut self, fields: &Fields<'_>) {
        match fields {
            Fields::Unit => {}
            Fields::Named(fields) => {
                self.space();
                let is_broken = self.breaks_after(self.place());
                self.list_of(Shape::braces(is_broken), fields, |printer, field| {
                    printer.take();
                    printer.annotation(&field.ty);
                });
            }
            Fields::Positional(types) => self.types(")", types),
        }
    }
}
