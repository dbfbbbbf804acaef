//! Struct values: `S { a: x, b }` and `S(x, y)`.

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{self, Expr, FieldInit, Path};
use vm_bytecode::{FieldId, VariantId};

use crate::checker::Checker;
use crate::scope::VariantPath;
use crate::ty::{StructName, Ty};
use crate::typed::{Expression, ExpressionKind};
use crate::types::count;

/// A struct that is built or taken apart here.
pub(crate) struct Instance {
    pub(crate) name: StructName,
    pub(crate) arguments: Vec<Ty>,
    /// The variant, if it is an enum, and how many it has.
    pub(crate) variant: Option<(VariantId, usize)>,
    /// What it is called in messages.
    pub(crate) label: String,
    /// Names and types of the fields.
    pub(crate) fields: Vec<(vm_access::Identifier, Ty)>,
}

impl Instance {
    pub(crate) fn ty(&self) -> Ty {
        Ty::Struct(self.name.clone(), self.arguments.clone())
    }

    /// Whether values of the type can be something else.
    pub(crate) fn is_one_of_many(&self) -> bool {
        self.variant.is_some_and(|(_, count)| 1 < count)
    }
}

impl<'a> Checker<'a> {
    /// The struct that a path names, which this module may build and take apart.
    pub(crate) fn instance(&mut self, path: &Path<'a>) -> Option<Instance> {
        match self.environment.scope.variant(path) {
            Some(Ok(variant)) => return self.variant_instance(path, &variant),
            Some(Err(problem)) => {
                self.diagnostics.push(problem);
                return None;
            }
            None => {}
        }
        let member = match self.environment.scope.member(path) {
            Ok(member) => member,
            Err(problem) => {
                self.diagnostics.extend(problem);
                return None;
            }
        };
        // The path resolves as a type: an unknown one is reported there, in the same words.
        let path_type = self.resolve_path_type(path);
        let Ty::Struct(name, arguments) = path_type else {
            if !path_type.is_error() {
                let message = format!("{} is not a struct", self.quote(&path_type));
                self.error(Code::E0307, path.span, message);
            }
            return None;
        };
        if !self.sees_inside(&name) {
            let message =
                format!("only module `{}` may build or take apart `{}`", member.module, name.name);
            self.error(Code::E0208, path.span, message);
            return None;
        }
        let structure = self.interfaces.structure(&name)?;
        if structure.definition.is_enum() {
            let message = format!("`{}` is an enum: name one of its variants", name.name);
            self.error(Code::E0307, path.span, message);
            return None;
        }
        let fields = instantiate(&structure.definition.fields, &arguments);
        let label = name.name.to_string();
        Some(Instance { name, arguments, variant: None, label, fields })
    }

    /// Whether this module may build a struct and take it apart.
    pub(crate) fn sees_inside(&mut self, name: &StructName) -> bool {
        let Some(structure) = self.interfaces.structure(name) else { return true };
        self.used_modules.insert(name.module.clone());
        self.interfaces.is_visible(&name.module, structure.definition.visibility, self.module)
    }

    fn variant_instance(&mut self, path: &Path<'a>, variant: &VariantPath<'a>) -> Option<Instance> {
        let ty = self.resolve_path_type(&variant.whole);
        let Ty::Struct(name, arguments) = ty else { return None };
        if let Some(written) = variant.last.type_arguments {
            let constraints: Vec<_> = {
                let found = self.interfaces.structure(&name)?;
                found.definition.type_parameters.iter().map(|known| known.constraints).collect()
            };
            let what = variant.last.name.text;
            let given = self.resolve_type_arguments(Some(written), &constraints, what, path.span);
            for (known, given) in arguments.iter().zip(&given) {
                self.equate(known, given, (known, given), written.span);
            }
        }
        self.variant_of(name, arguments, variant.index, path.span)
    }

    /// A variant of an enum, which this module may build and take apart.
    pub(crate) fn variant_of(
        &mut self,
        name: StructName,
        arguments: Vec<Ty>,
        index: usize,
        span: Span,
    ) -> Option<Instance> {
        if !self.sees_inside(&name) {
            let message =
                format!("only module `{}` may build or take apart `{}`", name.module, name.name);
            self.error(Code::E0208, span, message);
            return None;
        }
        let definition = &self.interfaces.structure(&name)?.definition;
        let variant = definition.variants.get(index)?;
        let fields = instantiate(&variant.fields, &arguments);
        let label = format!("{}::{}", name.name, variant.name);
        let variant = Some((VariantId::new(index), definition.variants.len()));
        Some(Instance { name, arguments, variant, label, fields })
    }

    /// The value of a struct or variant whose fields are given.
    fn packed(
        &mut self,
        instance: &Instance,
        fields: Vec<(FieldId, Expression)>,
        span: Span,
    ) -> Expression {
        let kind = match instance.variant {
            Some((variant, _)) => ExpressionKind::PackVariant(variant, fields),
            None => ExpressionKind::Pack(fields),
        };
        self.expression(kind, &instance.ty(), span)
    }

    /// The struct that a path names as a value, `S`; names of variables begin with a small letter.
    pub(crate) fn unit_struct(&self, path: &Path<'a>) -> Option<StructName> {
        path.last()?
            .name
            .text
            .starts_with(|first: char| first.is_ascii_uppercase())
            .then_some(())?;
        let member = self.environment.scope.find_member(path).ok()?;
        let name = StructName { module: member.module, name: member.name };
        self.interfaces.structure(&name).map(|_| name)
    }

    /// `E::V` and `S`
    pub(crate) fn unit_value(&mut self, path: &Path<'a>, span: Span) -> Expression {
        let Some(instance) = self.instance(path) else { return self.failed(span) };
        self.check_unit(&instance, span);
        self.packed(&instance, Vec::new(), span)
    }

    /// Reports a struct or variant with fields that is named without them.
    pub(crate) fn check_unit(&mut self, instance: &Instance, span: Span) {
        if !instance.fields.is_empty() {
            let name = &instance.label;
            let message = format!("`{name}` has fields: write `{name} {{ .. }}` or `{name}(..)`");
            self.error(Code::E0309, span, message);
        }
    }

    /// The type that a path names.
    fn resolve_path_type(&mut self, path: &Path<'a>) -> Ty {
        let mut resolution = crate::types::Resolution::default();
        let Self { environment, table, unknowns, .. } = self;
        let scope = &environment.scope;
        let mut infer = |span: Span| {
            let ty = table.fresh(crate::unify::Kind::General);
            unknowns.push((ty.clone(), span));
            Some(ty)
        };
        let ty = crate::types::resolve_path(path, scope, &mut infer, &mut resolution);
        self.absorb(resolution);
        ty
    }

    /// `S { a: x, b }`
    pub(crate) fn pack(
        &mut self,
        path: &Path<'a>,
        fields: &[FieldInit<'a>],
        rest: Option<Span>,
        span: Span,
    ) -> Expression {
        if let Some(rest) = rest {
            self.error(Code::E0205, rest, "`..` stands only on the left of `=`");
        }
        let Some(instance) = self.instance(path) else {
            for field in fields {
                self.infer(&field.value);
            }
            return self.failed(span);
        };
        let names: Vec<ast::Name<'a>> = fields.iter().map(|field| field.name).collect();
        let positions = self.field_positions(&instance, &names, rest.is_some(), span);
        let mut packed = Vec::new();
        for (field, position) in fields.iter().zip(positions) {
            let Some(position) = position else {
                self.infer(&field.value);
                continue;
            };
            let ty = instance.fields[position].1.clone();
            packed.push((FieldId::new(position), self.expect(&field.value, &ty)));
        }
        self.packed(&instance, packed, span)
    }

    /// `S(x, y)`
    pub(crate) fn pack_positional(
        &mut self,
        path: &Path<'a>,
        arguments: &[Expr<'a>],
        span: Span,
    ) -> Expression {
        let Some(instance) = self.instance(path) else {
            for argument in arguments {
                self.infer(argument);
            }
            return self.failed(span);
        };
        if !self.check_positional(&instance, arguments.len(), false, span) {
            return self.failed(span);
        }
        let packed = arguments.iter().zip(&instance.fields).enumerate();
        let packed = packed.map(|(position, (argument, (_, ty)))| {
            (FieldId::new(position), self.expect(argument, ty))
        });
        let packed = packed.collect();
        self.packed(&instance, packed, span)
    }

    /// Whether a struct has positional fields, and as many as are written (at least so many, with `..`).
    pub(crate) fn check_positional(
        &mut self,
        instance: &Instance,
        written: usize,
        has_rest: bool,
        span: Span,
    ) -> bool {
        let name = &instance.label;
        let is_named = instance.fields.iter().any(|(field, _)| !is_position(field.as_str()));
        if is_named {
            let message = format!("`{name}` has named fields: write `{name} {{ … }}`");
            self.error(Code::E0309, span, message);
            return false;
        }
        let expected = instance.fields.len();
        let fits = if has_rest { written <= expected } else { written == expected };
        if !fits {
            let message = format!("`{name}` has {}, not {written}", count(expected, "field"));
            self.error(Code::E0309, span, message);
        }
        fits
    }

    fn field_position(&mut self, instance: &Instance, name: ast::Name<'a>) -> Option<usize> {
        if instance.variant.is_none() {
            return self.field_of(&instance.name, &instance.arguments, name).map(|found| found.0);
        }
        let found = instance.fields.iter().position(|(field, _)| field.as_str() == name.text);
        if found.is_some() {
            self.interfaces.mention_field(name, &instance.name);
        } else {
            let message = format!("`{}` has no field `{}`", instance.label, name.text);
            self.error(Code::E0207, name.span, message);
        }
        found
    }

    /// The position of each field named; reports unknown, repeated and missing ones.
    pub(crate) fn field_positions(
        &mut self,
        instance: &Instance,
        names: &[ast::Name<'a>],
        has_rest: bool,
        span: Span,
    ) -> Vec<Option<usize>> {
        let mut seen: Vec<Option<Span>> = vec![None; instance.fields.len()];
        let mut positions = Vec::new();
        let mut is_complete = true;
        for name in names {
            let position = self.field_position(instance, *name);
            is_complete &= position.is_some();
            let earlier = position.and_then(|position| seen[position].replace(name.span));
            if let Some(earlier) = earlier {
                let message = format!("field `{}` is given twice", name.text);
                let diagnostic = Diagnostic::error(Code::E0309, name.span, message)
                    .with_secondary(earlier, "first given here");
                self.diagnostics.push(diagnostic);
            }
            positions.push(position.filter(|_| earlier.is_none()));
        }
        let missing: Vec<String> = seen
            .iter()
            .zip(&instance.fields)
            .filter(|(seen, _)| seen.is_none())
            .map(|(_, (name, _))| format!("`{name}`"))
            .collect();
        if is_complete && !has_rest && !missing.is_empty() {
            let noun = if missing.len() == 1 { "field" } else { "fields" };
            let message = format!("missing {noun} {} of `{}`", missing.join(", "), instance.label);
            self.error(Code::E0309, span, message);
        }
        positions
    }
}

fn instantiate(
    fields: &[vm_bytecode::Field],
    arguments: &[Ty],
) -> Vec<(vm_access::Identifier, Ty)> {
    let fields = fields.iter();
    fields.map(|field| (field.name.clone(), Ty::instantiate(&field.ty, arguments))).collect()
}

/// Whether a field's name is a number.
fn is_position(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}
