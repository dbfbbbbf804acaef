//! Layouts: where each part of a value of a ground type lies.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use vm_access::{Component, ComponentSet, Identifier, IntegerType, ModuleId, StructType, Type};
use vm_bytecode::{Field, StructDefinition};

/// The greatest size in bytes of an inline part.
pub const LAYOUT_BYTES_MAX: usize = 1 << 16;

/// The greatest number of structs, vectors and references around a scalar.
pub const LAYOUT_DEPTH_MAX: usize = 32;

/// Number of layouts kept in a table.
const LAYOUTS_MAX: usize = 1 << 16;

/// Bytes of the number of a variant.
const TAG_BYTES: usize = 1;

/// The greatest number of variants of an enum: their numbers take one byte, in BCS too.
const VARIANTS_MAX: usize = 127;

/// The size of a vector's header: pointer, length and capacity in elements, each 8 bytes, little-endian.
pub const VECTOR_BYTES: usize = 24;

/// Where the parts of a ground type's values lie.
///
/// No alignment exceeds 8, `u128` and `u256` included, so that a buffer of words holds any value: why not 16 for
/// `u128`, as Rust has it, is that every frame and buffer would have to follow for one rare type. A struct without
/// fields takes one byte, so that the number of values is bounded by the bytes they take.
#[derive(Debug)]
pub struct Layout {
    pub(crate) ty: Type,
    structure: Option<Arc<StructType>>,
    pub(crate) size: usize,
    pub(crate) align: usize,
    pub(crate) shape: Shape,
    pub(crate) has_vectors: bool,
    pub(crate) is_dense: bool,
    pub(crate) bcs_bytes_min: usize,
    /// Where fields of 32 bytes lie that are fixed, with all around them.
    fixed: Box<[usize]>,
    /// Types inside each other, on the longest way down.
    depth: usize,
}

/// What a layout is made of.
#[derive(Debug)]
pub enum Shape {
    /// One byte, 0 or 1.
    Bool,
    /// As many bytes as the type is wide, little-endian; in two's complement if it is signed.
    Integer(IntegerType),
    /// Thirty-two bytes.
    Address,
    /// The signer's address.
    Signer,
    /// A header of [`VECTOR_BYTES`]; elements of this layout lie side by side elsewhere. A function value is the vector of
    /// the bytes that encode it.
    Vector(Arc<Layout>),
    /// Fields inline, in order of declaration.
    Struct(Vec<FieldLayout>),
    /// One byte with the number of a variant; behind it the variant's fields inline, in order of declaration.
    Enum(Vec<Vec<FieldLayout>>),
    /// One pointer of 8 bytes to a value of this layout.
    Reference {
        /// Whether this is `&mut T`.
        is_mutable: bool,
        /// Layout of the value behind it.
        to: Arc<Layout>,
    },
}

/// A field: where it starts, and its layout.
#[derive(Clone, Debug)]
pub struct FieldLayout {
    /// Bytes from the start of the struct.
    pub offset: usize,
    /// Layout of the field.
    pub layout: Arc<Layout>,
    /// Whether nothing ever replaces it while the value around it stays where it is.
    pub is_fixed: bool,
}

impl Layout {
    /// The type.
    pub fn ty(&self) -> &Type {
        &self.ty
    }

    /// The struct type that it is of, shared.
    pub fn structure(&self) -> Option<&Arc<StructType>> {
        self.structure.as_ref()
    }

    /// Bytes of the inline part; at least 1, a multiple of the alignment.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Alignment in bytes: 1, 2, 4 or 8.
    pub fn align(&self) -> usize {
        self.align
    }

    /// What it is made of.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Whether a vector occurs in it, so that a copy of the bytes is not yet a copy of the value.
    pub fn has_vectors(&self) -> bool {
        self.has_vectors
    }

    /// Whether equal values have equal bytes: there are neither vectors, nor enums, nor bytes that mean nothing.
    pub fn is_dense(&self) -> bool {
        self.is_dense
    }

    /// The fields of a struct; none for any other type.
    pub fn fields(&self) -> &[FieldLayout] {
        match &self.shape {
            Shape::Struct(fields) => fields,
            Shape::Bool
            | Shape::Integer(_)
            | Shape::Address
            | Shape::Signer
            | Shape::Vector(_)
            | Shape::Enum(_)
            | Shape::Reference { .. } => &[],
        }
    }

    /// Whether it is that of `u8`.
    pub fn is_byte(&self) -> bool {
        self.ty == Type::U8
    }

    /// The fields of each variant of an enum; none for any other type.
    pub fn variants(&self) -> &[Vec<FieldLayout>] {
        if let Shape::Enum(variants) = &self.shape { variants } else { &[] }
    }

    /// The layout of a vector's elements.
    pub fn element(&self) -> Option<&Arc<Layout>> {
        if let Shape::Vector(element) = &self.shape { Some(element) } else { None }
    }

    /// The layout behind a reference.
    pub fn referent(&self) -> Option<&Arc<Layout>> {
        if let Shape::Reference { to, .. } = &self.shape { Some(to) } else { None }
    }

    /// The components that a record of this type has.
    pub fn components(&self) -> ComponentSet {
        let is_struct = matches!(self.shape, Shape::Struct(_));
        ComponentSet::of_record(if is_struct { self.fields().len() } else { 1 })
    }

    /// Whether the 32 bytes at `offset` are one field, and it and those around it are fixed: in a record that exists, it cannot
    /// change.
    #[inline]
    pub fn is_fixed_at(&self, offset: usize) -> bool {
        self.fixed.contains(&offset)
    }

    /// The components that lie wholly within `size` bytes at `offset` of a record's inline part.
    ///
    /// Fields that share a component are never told apart, so that component is not among them.
    pub fn components_within(&self, offset: usize, size: usize) -> ComponentSet {
        let Shape::Struct(fields) = &self.shape else {
            let is_whole = offset == 0 && self.size <= size;
            return is_whole.then(|| Component::of_field(0)).into_iter().collect();
        };
        let end = offset.saturating_add(size);
        let last = Component::of_field(usize::MAX);
        let within = fields.iter().enumerate().filter(|(_, field)| {
            offset <= field.offset && field.offset.saturating_add(field.layout.size) <= end
        });
        let within = within.map(|(index, _)| Component::of_field(index));
        within.filter(|component| *component != last).collect()
    }

    /// The components that `size` bytes at `offset` of a record's inline part belong to.
    pub fn components_at(&self, offset: usize, size: usize) -> ComponentSet {
        let Shape::Struct(fields) = &self.shape else {
            return [Component::of_field(0)].into_iter().collect();
        };
        let end = offset.saturating_add(size);
        let touched = fields.iter().enumerate().filter(|(_, field)| {
            field.offset < end && offset < field.offset.saturating_add(field.layout.size)
        });
        touched.map(|(index, _)| Component::of_field(index)).collect()
    }
}

/// Gives the definition of a struct by name.
pub trait StructSource {
    /// The struct `name` of `module`, if both exist.
    fn structure(&self, module: &ModuleId, name: &Identifier) -> Option<&StructDefinition>;
}

/// Why a type has no layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayoutError {
    /// A type parameter, or a reference inside another type.
    NotGround(Type),
    /// The struct is not defined, or has another number of type parameters.
    UnknownStruct(StructType),
    /// More than [`LAYOUT_DEPTH_MAX`] types inside each other.
    TooDeep,
    /// More than [`LAYOUT_BYTES_MAX`] bytes.
    TooLarge(Type),
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotGround(ty) => write!(f, "{ty} cannot stand here in a ground type"),
            Self::UnknownStruct(ty) => write!(f, "struct {ty} is not defined"),
            Self::TooDeep => f.write_str("types nested too deeply"),
            Self::TooLarge(ty) => write!(f, "values of type {ty} are too large"),
        }
    }
}

impl std::error::Error for LayoutError {}

/// The layouts made so far, one per type.
///
/// Only so many are kept: whoever names ever new types fills no memory.
#[derive(Debug, Default)]
pub struct LayoutTable {
    by_type: BTreeMap<Type, Arc<Layout>>,
}

impl LayoutTable {
    /// The layout of `ty`, made on first use.
    ///
    /// # Errors
    ///
    /// If the type is not ground, names an unknown struct, or is too large or too deep.
    pub fn layout(
        &mut self,
        ty: &Type,
        structs: &dyn StructSource,
    ) -> Result<Arc<Layout>, LayoutError> {
        self.at_depth(ty, structs, 0)
    }

    fn at_depth(
        &mut self,
        ty: &Type,
        structs: &dyn StructSource,
        depth: usize,
    ) -> Result<Arc<Layout>, LayoutError> {
        if let Some(layout) = self.by_type.get(ty) {
            return Ok(Arc::clone(layout));
        }
        if LAYOUT_DEPTH_MAX < depth {
            return Err(LayoutError::TooDeep);
        }
        let shape = self.shape(ty, structs, depth)?;
        let layout = Arc::new(measure(ty, shape)?);
        if self.by_type.len() < LAYOUTS_MAX {
            self.by_type.insert(ty.clone(), Arc::clone(&layout));
        }
        Ok(layout)
    }

    fn shape(
        &mut self,
        ty: &Type,
        structs: &dyn StructSource,
        depth: usize,
    ) -> Result<Shape, LayoutError> {
        Ok(match ty {
            Type::Bool => Shape::Bool,
            Type::Integer(ty) => Shape::Integer(*ty),
            Type::Address => Shape::Address,
            Type::Signer => Shape::Signer,
            Type::Vector(element) => Shape::Vector(self.at_depth(element, structs, depth + 1)?),
            Type::Struct(structure) => self.struct_shape(structure, structs, depth)?,
            Type::Reference { .. } if 0 < depth => return Err(LayoutError::NotGround(ty.clone())),
            Type::Reference { is_mutable, to } => Shape::Reference {
                is_mutable: *is_mutable,
                to: self.at_depth(to, structs, depth + 1)?,
            },
            // The bytes that encode the function and what it has captured.
            Type::Function(_) => Shape::Vector(self.at_depth(&Type::U8, structs, depth + 1)?),
            Type::Parameter(_) => return Err(LayoutError::NotGround(ty.clone())),
        })
    }

    fn struct_shape(
        &mut self,
        structure: &StructType,
        structs: &dyn StructSource,
        depth: usize,
    ) -> Result<Shape, LayoutError> {
        let unknown = || LayoutError::UnknownStruct(structure.clone());
        let definition =
            structs.structure(&structure.module, &structure.name).ok_or_else(unknown)?;
        if definition.type_parameters.len() != structure.arguments.len() {
            return Err(unknown());
        }
        if VARIANTS_MAX < definition.variants.len() {
            return Err(LayoutError::TooLarge(Type::Struct(structure.clone())));
        }
        if !definition.is_enum() {
            return self
                .fields(structure, &definition.fields, structs, (0, depth))
                .map(Shape::Struct);
        }
        let mut variants = Vec::with_capacity(definition.variants.len());
        for variant in &definition.variants {
            variants.push(self.fields(structure, &variant.fields, structs, (TAG_BYTES, depth))?);
        }
        Ok(Shape::Enum(variants))
    }

    /// Lays fields out from an offset on.
    fn fields(
        &mut self,
        structure: &StructType,
        definitions: &[Field],
        structs: &dyn StructSource,
        (mut offset, depth): (usize, usize),
    ) -> Result<Vec<FieldLayout>, LayoutError> {
        let mut fields = Vec::with_capacity(definitions.len());
        for field in definitions {
            let ty = field.ty.substitute(&structure.arguments);
            let layout = self.at_depth(&ty, structs, depth + 1)?;
            offset = offset.next_multiple_of(layout.align);
            let end = offset + layout.size;
            if LAYOUT_BYTES_MAX < end {
                return Err(LayoutError::TooLarge(Type::Struct(structure.clone())));
            }
            fields.push(FieldLayout { offset, layout, is_fixed: field.is_fixed });
            offset = end;
        }
        Ok(fields)
    }
}

fn measure(ty: &Type, shape: Shape) -> Result<Layout, LayoutError> {
    let scalar = |size: usize| (size, size.min(8), false, true, size);
    // Of the shape alone, so that no type has a layout only after a part of it was met.
    let depth = depth(&shape);
    if LAYOUT_DEPTH_MAX < depth {
        return Err(LayoutError::TooDeep);
    }
    let (size, align, has_vectors, is_dense, bcs_bytes_min) = match &shape {
        Shape::Bool => scalar(1),
        Shape::Integer(ty) => scalar(ty.bytes()),
        Shape::Address | Shape::Signer => scalar(32),
        Shape::Vector(_) => (VECTOR_BYTES, 8, true, false, 1),
        Shape::Reference { .. } => (8, 8, false, false, 0),
        Shape::Struct(fields) => measure_struct(fields),
        Shape::Enum(variants) => measure_enum(variants),
    };
    if LAYOUT_BYTES_MAX < size {
        return Err(LayoutError::TooLarge(ty.clone()));
    }
    let structure = if let Type::Struct(ty) = ty { Some(Arc::new(ty.clone())) } else { None };
    Ok(Layout {
        ty: ty.clone(),
        structure,
        size,
        align,
        fixed: fixed(&shape, size),
        shape,
        has_vectors,
        is_dense,
        bcs_bytes_min,
        depth,
    })
}

/// Where values of a shape have fixed fields of 32 bytes, such as handles of tables.
fn fixed(shape: &Shape, size: usize) -> Box<[usize]> {
    match shape {
        Shape::Struct(fields) if !fields.is_empty() => {
            let fixed = fields.iter().filter(|field| field.is_fixed);
            let inner = |field: &FieldLayout| -> Vec<usize> {
                field.layout.fixed.iter().map(|offset| field.offset + offset).collect()
            };
            fixed.flat_map(inner).collect()
        }
        // A part of an enum can be changed where it lies, whatever the variant.
        Shape::Enum(_) => Box::default(),
        Shape::Bool
        | Shape::Integer(_)
        | Shape::Address
        | Shape::Signer
        | Shape::Vector(_)
        | Shape::Reference { .. }
        | Shape::Struct(_) => (0..usize::from(size == 32)).collect(),
    }
}

/// Types inside each other; a struct without fields has none inside it.
fn depth(shape: &Shape) -> usize {
    let of_fields = |fields: &[FieldLayout]| fields.iter().map(|it| it.layout.depth).max();
    let inner = match shape {
        Shape::Bool | Shape::Integer(_) | Shape::Address | Shape::Signer => None,
        Shape::Vector(inner) | Shape::Reference { to: inner, .. } => Some(inner.depth),
        Shape::Struct(fields) => of_fields(fields),
        Shape::Enum(variants) => variants.iter().filter_map(|fields| of_fields(fields)).max(),
    };
    inner.map_or(0, |inner| inner.saturating_add(1))
}

/// The largest variant's size and alignment; never dense, as bytes that a variant leaves over mean nothing.
fn measure_enum(variants: &[Vec<FieldLayout>]) -> (usize, usize, bool, bool, usize) {
    let measured: Vec<_> = variants.iter().map(|fields| measure_struct(fields)).collect();
    let align = measured.iter().map(|it| it.1).max().unwrap_or(1);
    let size = measured.iter().map(|it| it.0).max().unwrap_or(1).next_multiple_of(align);
    let has_vectors = measured.iter().any(|it| it.2);
    let bcs_bytes_min = measured.iter().map(|it| it.4).min().unwrap_or(0);
    (size, align, has_vectors, false, bcs_bytes_min.saturating_add(TAG_BYTES))
}

fn measure_struct(fields: &[FieldLayout]) -> (usize, usize, bool, bool, usize) {
    let align = fields.iter().map(|field| field.layout.align).max().unwrap_or(1);
    let end = fields.last().map_or(0, |field| field.offset + field.layout.size);
    let size = end.next_multiple_of(align).max(1);
    let bytes: usize = fields.iter().map(|field| field.layout.size).sum();
    let is_dense = bytes == size && fields.iter().all(|field| field.layout.is_dense);
    let has_vectors = fields.iter().any(|field| field.layout.has_vectors);
    (size, align, has_vectors, is_dense, fields.iter().map(|f| f.layout.bcs_bytes_min).sum())
}
