//! What the user has set, under `accessvm` in the editor's settings.

use std::collections::BTreeSet;

use compiler_driver::Declarations;
use serde::Deserialize;
use serde_json::Value;

/// The section of the editor's settings.
pub(crate) const SECTION: &str = "accessvm";

/// The settings; what is missing or malformed is as it is by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Configuration {
    /// Which hints are shown.
    pub(crate) inlay_hints: InlayHints,
    /// Which diagnostics are shown.
    pub(crate) diagnostics: Diagnostics,
    /// Who must declare, instead of what the manifest says.
    declarations: Option<WhoDeclares>,
}

/// Which inlay hints are shown.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct InlayHints {
    /// Types of variables that are declared without one.
    pub(crate) types: bool,
    /// Names of parameters before arguments.
    pub(crate) parameter_names: bool,
    /// The clauses that were inferred, on functions without any.
    pub(crate) footprints: bool,
}

impl Default for InlayHints {
    fn default() -> Self {
        Self { types: true, parameter_names: false, footprints: false }
    }
}

/// Which diagnostics are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Diagnostics {
    /// Codes of warnings and notes that are not.
    pub(crate) disabled: BTreeSet<String>,
}

/// Who must declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum WhoDeclares {
    Required,
    Inferred,
}

impl Configuration {
    /// Reads the section; all is as by default if it is malformed, which is told.
    pub(crate) fn read(section: Value) -> Result<Self, serde_json::Error> {
        if section.is_null() { Ok(Self::default()) } else { serde_json::from_value(section) }
    }

    /// Who must declare, if the user has said.
    pub(crate) fn declarations(&self) -> Option<Declarations> {
        self.declarations.map(|who| match who {
            WhoDeclares::Required => Declarations::Required,
            WhoDeclares::Inferred => Declarations::Inferred,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_set_is_as_by_default() {
        let read = |value| Configuration::read(value).unwrap();
        assert_eq!(read(Value::Null), Configuration::default());
        let set = read(json!({"inlayHints": {"footprints": true}, "unknown": 1}));
        assert!(
            set.inlay_hints.footprints
                && set.inlay_hints.types
                && set.diagnostics.disabled.is_empty()
        );
        assert_eq!(
            read(json!({"declarations": "inferred"})).declarations(),
            Some(Declarations::Inferred)
        );
    }

    #[test]
    fn malformed_settings_are_told() {
        assert!(Configuration::read(json!({"inlayHints": 3})).is_err());
    }
}
