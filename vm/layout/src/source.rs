//! Reading values by layout from wherever they lie: to BCS, to trees, for equality.

use vm_access::{AccountAddress, Integer, Value};

use crate::fault::Fault;
use crate::layout::{FieldLayout, Layout, Shape, VECTOR_BYTES};

/// An address in memory, as it stands in a pointer word. Null is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Pointer(pub u64);

impl Pointer {
    /// The address `bytes` further on; wraps, and is then refused where it is used.
    #[must_use]
    pub fn offset(self, bytes: usize) -> Self {
        Self(self.0.wrapping_add(bytes as u64))
    }
}

/// The header of a vector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Where the elements lie; null for a vector that never had any.
    pub contents: Pointer,
    /// Number of elements.
    pub length: u64,
    /// Number of elements there is room for.
    pub capacity: u64,
}

impl Header {
    /// Takes the three words apart.
    pub fn from_bytes(bytes: [u8; VECTOR_BYTES]) -> Self {
        let word = |at: usize| u64::from_le_bytes(std::array::from_fn(|index| bytes[at + index]));
        Self { contents: Pointer(word(0)), length: word(8), capacity: word(16) }
    }

    /// The three words in order.
    pub fn to_bytes(self) -> [u8; VECTOR_BYTES] {
        let mut bytes = [0; VECTOR_BYTES];
        bytes[..8].copy_from_slice(&self.contents.0.to_le_bytes());
        bytes[8..16].copy_from_slice(&self.length.to_le_bytes());
        bytes[16..].copy_from_slice(&self.capacity.to_le_bytes());
        bytes
    }

    /// The bytes that the elements take.
    ///
    /// # Errors
    ///
    /// [`Fault::Stray`] if no memory is that large.
    pub fn contents_bytes(self, element_bytes: usize) -> Result<usize, Fault> {
        let length = usize::try_from(self.length).map_err(|_| Fault::Stray)?;
        length.checked_mul(element_bytes).ok_or(Fault::Stray)
    }
}

/// Memory that can be read through pointers.
pub trait Source {
    /// The `size` bytes at `at`.
    ///
    /// # Errors
    ///
    /// [`Fault::Stray`] unless they lie in one live region.
    fn bytes(&self, at: Pointer, size: usize) -> Result<&[u8], Fault>;

    /// The bytes at `at`, by value.
    ///
    /// # Errors
    ///
    /// As [`Source::bytes`].
    fn array<const N: usize>(&self, at: Pointer) -> Result<[u8; N], Fault>
    where
        Self: Sized,
    {
        self.bytes(at, N)?.try_into().map_err(|_| Fault::Stray)
    }

    /// The pointer word at `at`.
    ///
    /// # Errors
    ///
    /// As [`Source::bytes`].
    fn pointer(&self, at: Pointer) -> Result<Pointer, Fault>
    where
        Self: Sized,
    {
        self.array(at).map(|bytes| Pointer(u64::from_le_bytes(bytes)))
    }

    /// The vector header at `at`.
    ///
    /// # Errors
    ///
    /// As [`Source::bytes`].
    fn header(&self, at: Pointer) -> Result<Header, Fault>
    where
        Self: Sized,
    {
        self.array(at).map(Header::from_bytes)
    }
}

/// The number and the fields of the variant that lies at `at`.
///
/// # Errors
///
/// If the pointer is stray, or the enum has no such variant.
pub fn variant<'l>(
    source: &impl Source,
    at: Pointer,
    variants: &'l [Vec<FieldLayout>],
) -> Result<(u8, &'l [FieldLayout]), Fault> {
    let [tag] = source.array(at)?;
    let fields = variants.get(usize::from(tag)).ok_or(Fault::Shape)?;
    Ok((tag, fields))
}

/// The addresses of the elements of a vector.
fn elements(header: Header, size: usize) -> impl Iterator<Item = Pointer> {
    let mut at = header.contents;
    (0..header.length).map(move |_| {
        let element = at;
        at = at.offset(size);
        element
    })
}

/// Appends the BCS encoding of the value at `at`.
///
/// # Errors
///
/// If a pointer is stray, or the value holds a reference.
pub fn to_bcs(
    source: &impl Source,
    at: Pointer,
    layout: &Layout,
    out: &mut Vec<u8>,
) -> Result<(), Fault> {
    if layout.is_dense {
        out.extend_from_slice(source.bytes(at, layout.size)?);
        return Ok(());
    }
    match &layout.shape {
        Shape::Vector(element) => vector_to_bcs(source, source.header(at)?, element, out),
        Shape::Struct(fields) => fields
            .iter()
            .try_for_each(|field| to_bcs(source, at.offset(field.offset), &field.layout, out)),
        Shape::Enum(variants) => {
            let (tag, fields) = variant(source, at, variants)?;
            write_length(tag.into(), out);
            fields
                .iter()
                .try_for_each(|field| to_bcs(source, at.offset(field.offset), &field.layout, out))
        }
        Shape::Bool
        | Shape::Integer(_)
        | Shape::Address
        | Shape::Signer
        | Shape::Reference { .. } => Err(Fault::Shape),
    }
}

fn vector_to_bcs(
    source: &impl Source,
    header: Header,
    element: &Layout,
    out: &mut Vec<u8>,
) -> Result<(), Fault> {
    // Checked as a whole first, so that a forged length fails at once.
    let contents = source.bytes(header.contents, header.contents_bytes(element.size)?)?;
    write_length(header.length, out);
    if element.is_dense {
        out.extend_from_slice(contents);
        return Ok(());
    }
    elements(header, element.size).try_for_each(|at| to_bcs(source, at, element, out))
}

fn write_length(mut length: u64, out: &mut Vec<u8>) {
    while 0x80 <= length {
        out.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    out.push((length & 0x7f) as u8);
}

/// The value at `at` as a tree.
///
/// # Errors
///
/// If a pointer is stray, or the value holds a reference.
pub fn to_value(source: &impl Source, at: Pointer, layout: &Layout) -> Result<Value, Fault> {
    Ok(match &layout.shape {
        Shape::Bool => Value::Bool(source.array(at)? != [0]),
        Shape::Integer(ty) => {
            let number = Integer::from_le_slice(source.bytes(at, ty.bytes())?, *ty);
            number.and_then(|number| Value::integer(number, *ty)).ok_or(Fault::Shape)?
        }
        Shape::Address => Value::Address(AccountAddress(source.array(at)?)),
        Shape::Signer => Value::Signer(AccountAddress(source.array(at)?)),
        Shape::Vector(element) => vector_to_value(source, source.header(at)?, element)?,
        Shape::Struct(fields) => {
            let field_value =
                |field: &FieldLayout| to_value(source, at.offset(field.offset), &field.layout);
            Value::Struct(fields.iter().map(field_value).collect::<Result<_, _>>()?)
        }
        Shape::Enum(variants) => {
            let (tag, fields) = variant(source, at, variants)?;
            let mut values = vec![Value::U8(tag)];
            for field in fields {
                values.push(to_value(source, at.offset(field.offset), &field.layout)?);
            }
            Value::Struct(values)
        }
        Shape::Reference { .. } => return Err(Fault::Shape),
    })
}

fn vector_to_value(source: &impl Source, header: Header, element: &Layout) -> Result<Value, Fault> {
    let contents = source.bytes(header.contents, header.contents_bytes(element.size)?)?;
    if element.is_byte() {
        return Ok(Value::Bytes(contents.to_vec()));
    }
    let values = elements(header, element.size).map(|at| to_value(source, at, element));
    Ok(Value::Vector(values.collect::<Result<_, _>>()?))
}

/// Whether the values at two addresses, both of this layout, are equal.
///
/// # Errors
///
/// If a pointer is stray, or the values hold references.
pub fn is_equal(
    source: &impl Source,
    left: Pointer,
    right: Pointer,
    layout: &Layout,
) -> Result<bool, Fault> {
    if layout.is_dense {
        return Ok(source.bytes(left, layout.size)? == source.bytes(right, layout.size)?);
    }
    match &layout.shape {
        Shape::Vector(element) => are_vectors_equal(source, left, right, element),
        Shape::Struct(fields) => are_fields_equal(source, left, right, fields),
        Shape::Enum(variants) => {
            let (left_tag, fields) = variant(source, left, variants)?;
            let (right_tag, _) = variant(source, right, variants)?;
            Ok(left_tag == right_tag && are_fields_equal(source, left, right, fields)?)
        }
        Shape::Bool
        | Shape::Integer(_)
        | Shape::Address
        | Shape::Signer
        | Shape::Reference { .. } => Err(Fault::Shape),
    }
}

fn are_fields_equal(
    source: &impl Source,
    left: Pointer,
    right: Pointer,
    fields: &[FieldLayout],
) -> Result<bool, Fault> {
    for field in fields {
        let (left, right) = (left.offset(field.offset), right.offset(field.offset));
        if !is_equal(source, left, right, &field.layout)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn are_vectors_equal(
    source: &impl Source,
    left: Pointer,
    right: Pointer,
    element: &Layout,
) -> Result<bool, Fault> {
    let (left, right) = (source.header(left)?, source.header(right)?);
    if left.length != right.length {
        return Ok(false);
    }
    let size = left.contents_bytes(element.size)?;
    let contents = (source.bytes(left.contents, size)?, source.bytes(right.contents, size)?);
    if element.is_dense {
        return Ok(contents.0 == contents.1);
    }
    for (left, right) in elements(left, element.size).zip(elements(right, element.size)) {
        if !is_equal(source, left, right, element)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The bytes that the value at `at` takes: its inline part and the elements of its vectors.
///
/// # Errors
///
/// If a pointer is stray.
pub fn value_bytes(source: &impl Source, at: Pointer, layout: &Layout) -> Result<usize, Fault> {
    Ok(layout.size.saturating_add(contents_bytes(source, at, layout)?))
}

/// The bytes that the elements of the vectors in a value take.
fn contents_bytes(source: &impl Source, at: Pointer, layout: &Layout) -> Result<usize, Fault> {
    if !layout.has_vectors {
        return Ok(0);
    }
    let mut total = 0_usize;
    if let Some(element) = layout.element() {
        let header = source.header(at)?;
        total = header.contents_bytes(element.size)?;
        source.bytes(header.contents, total)?;
        if element.has_vectors {
            for at in elements(header, element.size) {
                total = total.saturating_add(contents_bytes(source, at, element)?);
            }
        }
    }
    let variants = layout.variants();
    let fields =
        if variants.is_empty() { layout.fields() } else { variant(source, at, variants)?.1 };
    for field in fields {
        let bytes = contents_bytes(source, at.offset(field.offset), &field.layout)?;
        total = total.saturating_add(bytes);
    }
    Ok(total)
}
