//! Items as they are written: what stands around the name that declares something.

use compiler_diagnostics::Span;
use compiler_syntax::ast::{self, Fields};

/// What a name declares.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Item<'a> {
    Module(&'a ast::Module<'a>),
    Struct(&'a ast::Struct<'a>),
    Enum(&'a ast::Enum<'a>),
    Variant(&'a ast::Variant<'a>),
    Field(&'a ast::Field<'a>),
    Constant(&'a ast::Constant<'a>),
    Function(&'a ast::Function<'a>),
    Parameter(&'a ast::Parameter<'a>),
    TypeParameter(&'a ast::TypeParameter<'a>),
}

impl<'a> Item<'a> {
    /// The item that the name at a place declares; none for variables.
    pub(crate) fn find(file: &ast::File<'a>, name: Span) -> Option<Self> {
        let in_modules = file.modules.iter().find_map(|module| Self::of_module(module, name));
        in_modules.or_else(|| file.scripts.iter().find_map(|script| Self::of_script(script, name)))
    }

    fn of_script(script: &'a ast::Script<'a>, name: Span) -> Option<Self> {
        let mut constants = script.constants.iter();
        let function = script.functions.iter().find_map(|item| Self::of_function(item, name));
        function.or_else(|| constants.find(|item| item.name.span == name).map(Self::Constant))
    }

    fn of_module(module: &'a ast::Module<'a>, name: Span) -> Option<Self> {
        if module.name.span == name {
            return Some(Self::Module(module));
        }
        let structs = module.structs.iter();
        let enums = module.enums.iter();
        let constants = module.constants.iter();
        let functions = module.functions.iter();
        None.or_else(|| structs.into_iter().find_map(|item| Self::of_struct(item, name)))
            .or_else(|| enums.into_iter().find_map(|item| Self::of_enum(item, name)))
            .or_else(|| functions.into_iter().find_map(|item| Self::of_function(item, name)))
            .or_else(|| {
                constants.into_iter().find(|item| item.name.span == name).map(Self::Constant)
            })
    }

    fn of_struct(item: &'a ast::Struct<'a>, name: Span) -> Option<Self> {
        if item.name.span == name {
            return Some(Self::Struct(item));
        }
        of_type_parameters(item.type_parameters, name).or_else(|| of_fields(&item.fields, name))
    }

    fn of_enum(item: &'a ast::Enum<'a>, name: Span) -> Option<Self> {
        if item.name.span == name {
            return Some(Self::Enum(item));
        }
        let of_variant = |variant: &'a ast::Variant<'a>| {
            let is_it = variant.name.span == name;
            is_it.then_some(Self::Variant(variant)).or_else(|| of_fields(&variant.fields, name))
        };
        of_type_parameters(item.type_parameters, name)
            .or_else(|| item.variants.iter().find_map(of_variant))
    }

    fn of_function(item: &'a ast::Function<'a>, name: Span) -> Option<Self> {
        if item.name.span == name {
            return Some(Self::Function(item));
        }
        let own = item.parameters.iter().find(|own| own.name.span == name);
        of_type_parameters(item.type_parameters, name).or_else(|| own.map(Self::Parameter))
    }

    /// Lines of its doc comment.
    pub(crate) fn docs(&self) -> &'a [&'a str] {
        match self {
            Self::Module(item) => item.docs,
            Self::Struct(item) => item.docs,
            Self::Enum(item) => item.docs,
            Self::Variant(item) => item.docs,
            Self::Field(item) => item.docs,
            Self::Constant(item) => item.docs,
            Self::Function(item) => item.docs,
            Self::Parameter(_) | Self::TypeParameter(_) => &[],
        }
    }

    /// All of it.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Module(item) => item.span,
            Self::Struct(item) => item.span,
            Self::Enum(item) => item.span,
            Self::Variant(item) => item.span,
            Self::Field(item) => item.span,
            Self::Constant(item) => item.span,
            Self::Function(item) => item.span,
            Self::Parameter(item) => item.span,
            Self::TypeParameter(item) => item.span,
        }
    }

    /// What is shown of it: a function without its body and clauses, a module without its members.
    pub(crate) fn header(&self) -> Span {
        match self {
            Self::Module(item) => Span { end: item.name.span.end, ..item.span },
            Self::Function(item) => Span { end: item.access_place.start, ..item.span },
            Self::Struct(_)
            | Self::Enum(_)
            | Self::Variant(_)
            | Self::Field(_)
            | Self::Constant(_)
            | Self::Parameter(_)
            | Self::TypeParameter(_) => self.span(),
        }
    }
}

fn of_type_parameters<'a>(own: &'a [ast::TypeParameter<'a>], name: Span) -> Option<Item<'a>> {
    own.iter().find(|own| own.name.span == name).map(Item::TypeParameter)
}

fn of_fields<'a>(fields: &Fields<'a>, name: Span) -> Option<Item<'a>> {
    match fields {
        Fields::Named(fields) => fields.iter().find(|it| it.name.span == name).map(Item::Field),
        Fields::Unit | Fields::Positional(_) => None,
    }
}
