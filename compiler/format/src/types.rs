//! Types and paths.

use compiler_syntax::ast::{
    FunctionTypeParameter, Path, Type, TypeArguments, TypeKind, TypeParameter,
};

use crate::printer::{Printer, Shape};

impl Printer<'_> {
    /// `: T`
    pub(crate) fn annotation(&mut self, ty: &Type<'_>) {
        self.take();
        self.space();
        self.ty(ty);
    }

    /// A type with the parentheses around it.
    pub(crate) fn ty(&mut self, ty: &Type<'_>) {
        if self.place() < ty.span.start {
            self.list(Shape::plain(")"), |printer, _| printer.ty(ty));
            return;
        }
        match ty.kind {
            TypeKind::Error | TypeKind::Infer => self.take(),
            TypeKind::Path(path) => self.path(&path),
            TypeKind::Reference { target, .. } => {
                self.prefix_operator();
                self.ty(target);
            }
            TypeKind::Tuple(types) => self.types(")", types),
            TypeKind::Function { .. } => self.function_type(ty),
        }
    }

    /// Types between brackets.
    pub(crate) fn types(&mut self, close: &'static str, types: &[Type<'_>]) {
        self.list_of(Shape::plain(close), types, Self::ty);
    }

    fn function_type(&mut self, ty: &Type<'_>) {
        let TypeKind::Function { parameters, result, abilities, access } = ty.kind else { return };
        if !self.take_if("||") {
            self.list_of(Shape::plain("|"), parameters, Self::function_type_parameter);
        }
        if let Some(result) = result {
            self.space();
            self.ty(result);
        }
        if !abilities.is_empty() {
            self.space();
            self.abilities(&["+"]);
        }
        if let Some(access) = access {
            self.space();
            self.clauses_in_braces(&access);
        }
    }

    fn function_type_parameter(&mut self, parameter: &FunctionTypeParameter<'_>) {
        if parameter.name.is_some() {
            self.take();
            self.annotation(&parameter.ty);
        } else {
            self.ty(&parameter.ty);
        }
    }

    /// A number with its sign, or any other literal.
    pub(crate) fn literal(&mut self) {
        if self.is("-") {
            self.prefix_operator();
        }
        self.take();
    }

    /// `&`, `*` and the like, or `&mut `; two of the first must not become `&&`.
    pub(crate) fn prefix_operator(&mut self) {
        let is_mutable = self.is("&mut");
        self.take();
        if is_mutable || self.text_at(0).starts_with('&') {
            self.space();
        }
    }

    /// `has copy + drop`, `: copy + drop`, `has copy, drop`
    pub(crate) fn abilities(&mut self, separators: &[&str]) {
        self.take();
        self.space();
        self.take();
        while separators.contains(&self.text_at(0)) {
            if self.is("+") {
                self.space();
            }
            self.take();
            self.space();
            self.take();
        }
    }

    pub(crate) fn path(&mut self, path: &Path<'_>) {
        if path.address.is_some() {
            self.glue(2);
        }
        for (index, segment) in path.segments.iter().enumerate() {
            if 0 < index {
                self.take();
            }
            self.take();
            if let Some(arguments) = segment.type_arguments {
                self.type_arguments(&arguments);
            }
        }
    }

    /// `.method::<T>`, without its arguments.
    pub(crate) fn method(&mut self, type_arguments: Option<TypeArguments<'_>>) {
        self.glue(2);
        self.take_if("::");
        if let Some(types) = type_arguments {
            self.type_arguments(&types);
        }
    }

    pub(crate) fn type_arguments(&mut self, arguments: &TypeArguments<'_>) {
        self.types(">", arguments.types);
    }

    pub(crate) fn type_parameters(&mut self, parameters: &[TypeParameter<'_>]) {
        if !self.is("<") {
            return;
        }
        self.list_of(Shape::plain(">"), parameters, |printer, parameter| {
            if parameter.is_phantom {
                printer.take();
                printer.space();
            }
            printer.take();
            if printer.is(":") {
                printer.abilities(&["+"]);
            }
        });
    }
}
