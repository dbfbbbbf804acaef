//! What callers of a function may rely on, in a form that files keep: words to read, and the footprint to compare.

use std::fmt::Write as _;

use vm_access::{Access, AccessPath, Footprint, Mode, Root};
use vm_bytecode::{FunctionDefinition, Limits, Visibility, decode_footprint, encode_footprint};
use vm_footprint::{Interfaces, interface_footprint};

use crate::build::CompiledModule;
use crate::class::{Class, class_of};
use crate::names::clauses;

/// What callers of a function may rely on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Types of its parameters and results; two of one signature can be compared.
    pub signature: String,
    /// What a call may do.
    pub footprint: Footprint,
    /// The same in words, one clause each.
    pub clauses: Vec<String>,
}

impl Promise {
    /// The promise of `function`, a function of `module`, whose callees are in `known`.
    pub fn of(
        known: &dyn Interfaces,
        module: &CompiledModule,
        function: &FunctionDefinition,
    ) -> Self {
        let footprint = interface_footprint(&module.module, known, function);
        let names = module.names(function);
        let mut words: Vec<String> =
            clauses(footprint.accesses(), &names).into_iter().map(|it| it.1).collect();
        if footprint.is_open() {
            words.push(everything().display(&names).to_string());
        }
        Self { signature: signature(function), footprint, clauses: words }
    }

    /// The class of its footprint.
    pub fn class(&self) -> Class {
        class_of(&self.footprint)
    }

    /// The footprint as text: equal footprints give equal texts.
    pub fn footprint_text(&self) -> String {
        let bytes = encode_footprint(&self.footprint);
        bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            // Writing to a string does not fail.
            let _: std::fmt::Result = write!(text, "{byte:02x}");
            text
        })
    }
}

/// Reads what [`Promise::footprint_text`] wrote, from a file that may hold anything.
///
/// `None` if it is not the text of a footprint.
pub fn read_footprint(text: &str) -> Option<Footprint> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let pairs = text.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> = pairs
        .map(|pair| match pair {
            [high, low] => Some(digit(high)? << 4 | digit(low)?),
            _ => None,
        })
        .collect();
    decode_footprint(&bytes?, &Limits::default()).ok()
}

/// Whether others may call a function: then its footprint is a promise.
pub(crate) fn is_interface(function: &FunctionDefinition) -> bool {
    function.visibility == Visibility::Public || function.is_entry
}

/// What `wide` allows beyond `narrow`; `None` if it allows no more.
pub fn beyond(wide: &Footprint, narrow: &Footprint) -> Option<Vec<Access>> {
    if narrow.covers(wide) {
        return None;
    }
    if wide.is_open() && !narrow.is_open() {
        return Some(vec![everything()]);
    }
    let more = wide.accesses().iter().filter(|access| !narrow.covers_access(access));
    Some(more.cloned().collect())
}

fn everything() -> Access {
    Access::new(Mode::Writes, AccessPath::root(Root::Everything))
}

fn signature(function: &FunctionDefinition) -> String {
    let list = |types: &mut dyn Iterator<Item = String>| types.collect::<Vec<_>>().join(", ");
    let parameters = list(&mut function.parameters.iter().map(|it| it.ty.to_string()));
    let results = list(&mut function.results.iter().map(ToString::to_string));
    let generics = match function.type_parameters.len() {
        0 => String::new(),
        count => format!("<{count}>"),
    };
    format!("{generics}({parameters}): ({results})")
}
