//! Struct values: `S { a: x, b }` and `S(x, y)`.

use compiler_diagnostics::{Code, Diagnostic, Span};
use compiler_syntax::ast::{self, Expr, FieldInit, Path};
use vm_bytecode::FieldId;

use crate::checker::Checker;
use crate::ty::{StructName, Ty};
use crate::typed::{Expression, ExpressionKind};
use crate::types::count;

/// A struct that is built or taken apart here.
pub(crate) struct Instance {
    pub(crate) name: StructName,
    pub(crate) arguments: Vec<Ty>,
    /// Names and types of the fields.
    pub(crate) fields: Vec<(vm_access::Identifier, Ty)>,
}

impl Instance {
    pub(crate) fn ty(&self) -> Ty {
        Ty::Struct(self.name.clone(), self.arguments.clone())
    }
}

impl<'a> Checker<'a> {
    /// The struct that a path names, which this module may build and take apart.
    pub(crate) fn instance(&mut self, path: &Path<'a>) -> Option<Instance> {
        let member = match self.environment.scope.member(path) {
            Ok(member) => member,
            Err(problem) => {
                self.diagnostics.extend(problem);
                return None;
            }
        };
        // The path resolves as a type: an unknown one is reported there, in the same words.
        let path_type = self.resolve_path_type(path);
        let Ty::Struct(name, arguments) = path_type else { return None };
        if member.module != *self.module {
            let message =
                format!("only module `{}` may build or take apart `{}`", member.module, name.name);
            self.error(Code::E0208, path.span, message);
            return None;
        }
        let structure = self.interfaces.structure(&name)?;
        let fields = structure
            .definition
            .fields
            .iter()
            .map(|field| (field.name.clone(), Ty::instantiate(&field.ty, &arguments)));
        let fields = fields.collect();
        Some(Instance { name, arguments, fields })
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
        self.expression(ExpressionKind::Pack(packed), &instance.ty(), span)
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
        self.expression(ExpressionKind::Pack(packed), &instance.ty(), span)
    }

    /// Whether a struct has positional fields, and as many as are written (at least so many, with `..`).
    pub(crate) fn check_positional(
        &mut self,
        instance: &Instance,
        written: usize,
        has_rest: bool,
        span: Span,
    ) -> bool {
        let name = &instance.name.name;
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
            let found = self.field_of(&instance.name, &instance.arguments, *name);
            let position = found.map(|(position, _)| position);
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
            let message =
                format!("missing {noun} {} of `{}`", missing.join(", "), instance.name.name);
            self.error(Code::E0309, span, message);
        }
        positions
    }
}

/// Whether a field's name is a number.
fn is_position(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}
