//! The table of codes: one line a code, and everything else derives from it.

use std::{fmt, str::FromStr};

/// Makes [`Code`], its list, its names and its titles from the table below.
macro_rules! codes {
    ($($code:ident $title:literal,)*) => {
        /// The stable name of a kind of diagnostic.
        ///
        /// `Display` writes it, [`FromStr`] reads it in either case, [`Code::title`] says it in a line.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $code,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Code] = &[$(Code::$code),*];

            /// The name, such as `E0101`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$code => stringify!($code),)* }
            }

            /// What it is about, in a line.
            pub fn title(self) -> &'static str {
                match self { $(Code::$code => $title,)* }
            }
        }
    };
}

codes! {
    // E01: syntax
    E0101 "unexpected token",
    E0102 "unknown character or malformed token",
    E0103 "unbalanced bracket",
    E0104 "missing semicolon",
    E0105 "malformed number",
    E0106 "malformed string or byte string",
    E0107 "unterminated comment or string",
    E0108 "nested too deeply",
    E0109 "misplaced or repeated modifier",
    E0110 "not a place that can be assigned to",
    E0111 "malformed attribute",
    E0112 "malformed access clause",
    E0113 "feature that this version does not have",
    E0114 "file too large",
    // E02: names
    E0201 "unknown name",
    E0202 "unknown module",
    E0203 "unknown member of a module",
    E0204 "name defined twice",
    E0205 "name that may not be used here",
    E0206 "unknown named address",
    E0207 "unknown field",
    E0208 "private or not visible from here",
    E0209 "circular use of modules",
    E0210 "unused name",
    // E03: types
    E0301 "types do not match",
    E0302 "type cannot be inferred",
    E0303 "wrong number of arguments",
    E0304 "wrong number of type arguments",
    E0305 "operator not defined for the type",
    E0306 "not a function",
    E0307 "not a struct",
    E0308 "number does not fit its type",
    E0309 "missing or repeated field",
    E0310 "pattern does not fit the value",
    E0311 "match does not cover every case",
    E0312 "break or continue outside a loop",
    E0313 "not a constant expression",
    E0314 "recursive struct",
    E0315 "unreachable code",
    E0316 "cast not possible",
    E0317 "malformed signature",
    E0318 "return in a lambda",
    E0319 "inline function that expands itself",
    E0320 "types that grow without end",
    E0321 "captured variable that is changed",
    E0322 "captured reference",
    // E04: abilities
    E0401 "ability missing",
    E0402 "value must be used",
    E0403 "value cannot be copied",
    E0404 "field without the ability of its struct",
    E0405 "not a resource",
    E0406 "phantom parameter used as a type",
    // E05: references
    E0501 "value used after it was moved",
    E0502 "value used before it has one",
    E0503 "borrowed while it is changed or moved",
    E0504 "reference to a value that ends here",
    E0505 "not a mutable reference",
    E0506 "reference not allowed here",
    E0507 "read or borrowed again while it is borrowed",
    E0508 "mutable reference that is not the only one",
    E0509 "resource used while it is borrowed",
    // E06: access
    E0601 "access that no clause allows",
    E0602 "public function without a declaration",
    E0603 "function wider than its function type",
    E0604 "clause wider than needed",
    E0605 "clause never needed",
    E0606 "key that became a wildcard",
    E0607 "place that cannot be declared",
    E0608 "access declaration not supported yet",
    E0609 "contradictory access clauses",
    E0610 "wrong acquires",
    // E07: manifest
    E0701 "malformed manifest",
    E0702 "missing or unreadable file",
    E0703 "unknown dependency",
    E0704 "named address without a value",
    E0705 "dependency wider than its lock",
    // E08: verifier
    E0801 "malformed module",
    E0802 "module rejected by the verifier",
    // E09: run time
    E0901 "malformed batch",
    E0902 "unknown function",
    E0903 "wrong argument",
    E0904 "transaction aborted",
    E0905 "engines disagree",
    E0906 "test failed",
}

/// The families of codes, by their first two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// E01
    Syntax,
    /// E02
    Names,
    /// E03
    Types,
    /// E04
    Abilities,
    /// E05
    References,
    /// E06
    Access,
    /// E07
    Manifest,
    /// E08
    Verifier,
    /// E09
    RunTime,
}

impl Code {
    /// The family it belongs to.
    ///
    /// # Panics
    ///
    /// If the table holds a code outside the nine families, which its test forbids.
    pub fn family(self) -> Family {
        match self.name().get(1..3) {
            Some("01") => Family::Syntax,
            Some("02") => Family::Names,
            Some("03") => Family::Types,
            Some("04") => Family::Abilities,
            Some("05") => Family::References,
            Some("06") => Family::Access,
            Some("07") => Family::Manifest,
            Some("08") => Family::Verifier,
            Some("09") => Family::RunTime,
            other => panic!("the table has nine families, not {other:?}"),
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// There is no such code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCode(pub String);

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "there is no code `{}`", self.0)
    }
}

impl std::error::Error for UnknownCode {}

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let found = Self::ALL.iter().find(|code| code.name().eq_ignore_ascii_case(text));
        found.copied().ok_or_else(|| UnknownCode(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn every_code_has_a_family_and_reads_back() {
        for code in Code::ALL {
            code.family();
            assert_eq!(code.name().parse(), Ok(*code));
            assert_eq!(code.name().len(), 5);
            assert_eq!(code.title(), code.title().to_lowercase());
        }
    }

    #[test]
    fn the_table_is_in_order() {
        assert!(Code::ALL.windows(2).all(|pair| pair[0].name() < pair[1].name()));
    }
}
